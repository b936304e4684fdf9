//! What was written down: observations, decisions and tasks.

use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons::{
    ICON_CHECKLIST, ICON_DELETE, ICON_EDIT, ICON_GAVEL, ICON_STICKY_NOTE_2,
};

use super::View;
use super::decision_ui;
use super::quick_ui::sign;
use crate::desktop::command::{Act, Form, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Facilitation, NoteId};
use crate::world::conduct::{Assigned, Observed};

/// Which notes are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Observations,
    Decisions,
    Tasks,
    Findings,
}

/// What the notes remember.
#[derive(Debug, Default)]
pub(super) struct Memory {
    kind: Kind,
    editing: Option<(NoteId, String)>,
}

/// Draws the notes.
pub(super) fn notes_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let conduct = &view.state.conduct;
    let named = |name: &str, count: usize| format!("{name} ({count})");
    let findings = &view.live.findings;
    let tabs = [
        (
            Kind::Observations,
            named("Observations", conduct.observations.len()),
        ),
        (Kind::Decisions, named("Decisions", conduct.decisions.len())),
        (Kind::Tasks, named("Tasks", conduct.assignments.len())),
        (Kind::Findings, named("Findings by rule", findings.len())),
    ];
    widgets::tabs_ui(ui, &mut memory.kind, &tabs);
    ui.add_space(theme::GAP);
    ScrollArea::vertical()
        .id_salt("notes")
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::page_width(ui, 980.0);
            match memory.kind {
                Kind::Observations => observations_ui(ui, view, memory, out),
                Kind::Decisions => decisions_ui(ui, view, out),
                Kind::Tasks => tasks_ui(ui, view, out),
                Kind::Findings => findings_ui(ui, view, findings),
            }
        });
}

fn observations_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let observations = &view.state.conduct.observations;
    if observations.is_empty() {
        let text = "Press + or −, then the number of a seat. Words can follow, or not.";
        widgets::empty_ui(ui, ICON_STICKY_NOTE_2, "Nothing noted yet", text);
        return;
    }
    for (note, observed) in observations.iter().rev() {
        observation_ui(ui, view, memory, *note, observed, out);
    }
}

fn observation_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    note: NoteId,
    observed: &Observed,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let seen = &observed.observation;
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let (name, icon, colour) = sign(t, seen.sign);
            let who = seen.seat.as_ref();
            let who = who.map_or_else(|| "The room".to_owned(), |seat| view.seat_name(seat));
            widgets::sign_ui(ui, icon, &format!("{name}, {who}"), colour);
            widgets::dim_ui(ui, words::minute(observed.at));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::icon_button_ui(ui, ICON_DELETE, "Strike this observation").clicked() {
                    let deed = Facilitation::Strike(note);
                    out.push(UiCommand::staff(deed, Form::Bar));
                }
                if widgets::icon_button_ui(ui, ICON_EDIT, "Edit the words").clicked() {
                    memory.editing = Some((note, seen.text.clone()));
                }
            });
        });
        match &mut memory.editing {
            Some((editing, text)) if *editing == note => {
                let field = ui
                    .add(
                        TextEdit::singleline(text)
                            .desired_width(f32::INFINITY)
                            .char_limit(crate::world::LONGEST_TEXT),
                    )
                    .accessible_name("Words of the observation");
                if field.lost_focus() {
                    let mut observation = seen.clone();
                    text.trim().clone_into(&mut observation.text);
                    let deed = Facilitation::Amend { note, observation };
                    out.push(UiCommand::staff(deed, Form::Bar));
                    memory.editing = None;
                }
            }
            _ if seen.text.is_empty() => {
                widgets::dim_ui(ui, "No words yet");
            }
            _ => {
                ui.add(Label::new(&seen.text).wrap());
            }
        }
        let inject = seen.inject.as_ref();
        let inject = inject.and_then(|id| view.state.inject(view.scenario, id));
        let objective = seen.objective.as_ref().and_then(|id| {
            let mut objectives = view.scenario.briefing.objectives.iter();
            objectives.find(|objective| objective.id == *id)
        });
        let about: Vec<String> = inject
            .map(|inject| format!("at “{}”", inject.title))
            .into_iter()
            .chain(objective.map(|objective| objective.text.clone()))
            .collect();
        if !about.is_empty() {
            let text = RichText::new(about.join(" · ")).small().color(t.dim);
            ui.add(Label::new(text).wrap());
        }
    });
    ui.add_space(4.0);
}

fn decisions_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    if widgets::button_ui(ui, ICON_GAVEL, "The room decides…").clicked() {
        out.push(UiCommand::Act(Act::Decision));
    }
    ui.add_space(theme::GAP);
    let decisions = &view.state.conduct.decisions;
    if decisions.is_empty() {
        let text = "D writes one down: a line and Enter is enough.";
        widgets::empty_ui(ui, ICON_GAVEL, "No decision written down yet", text);
        return;
    }
    for decided in decisions.values().rev() {
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            let head = format!("{}  {}", words::minute(decided.at), decided.decision.text);
            ui.add(Label::new(head).wrap());
            let line = decision_ui::line(view, &decided.decision);
            ui.add(Label::new(RichText::new(line).small().color(t.dim)).wrap());
        });
        ui.add_space(4.0);
    }
}

fn tasks_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    if widgets::button_ui(ui, ICON_CHECKLIST, "A task…").clicked() {
        out.push(UiCommand::Act(Act::Task));
    }
    ui.add_space(theme::GAP);
    let tasks = &view.state.conduct.assignments;
    if tasks.is_empty() {
        let text = "T writes one down: what, who, until when.";
        widgets::empty_ui(ui, ICON_CHECKLIST, "No task yet", text);
        return;
    }
    let (open, done): (Vec<_>, Vec<_>) = tasks.iter().partition(|(_, task)| task.done.is_none());
    for (note, task) in open.into_iter().chain(done) {
        task_ui(ui, view, *note, task, out);
    }
}

fn task_ui(ui: &mut Ui, view: &View<'_>, note: NoteId, task: &Assigned, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            let mut done = task.done.is_some();
            let tick = ui
                .add(eframe::egui::Checkbox::without_text(&mut done))
                .accessible_name(format!("Done: {}", task.assignment.text));
            if tick.changed() {
                let deed = Facilitation::Settle { note, done };
                out.push(UiCommand::staff(deed, Form::Bar));
            }
            ui.vertical(|ui| {
                let ink = if done { t.dim } else { t.text };
                ui.add(Label::new(RichText::new(&task.assignment.text).color(ink)).wrap());
                let owner = task.assignment.owner.as_ref();
                let owner =
                    owner.map_or_else(|| "nobody yet".to_owned(), |seat| view.seat_name(seat));
                let due = match (task.done, task.assignment.due) {
                    (Some(at), _) => format!("done at {}", words::minute(at)),
                    (None, Some(due)) if due < view.now => {
                        format!("overdue since {}", words::minute(due))
                    }
                    (None, Some(due)) => format!("due at {}", words::minute(due)),
                    (None, None) => "no time set".to_owned(),
                };
                let late =
                    task.done.is_none() && task.assignment.due.is_some_and(|due| due < view.now);
                let text = format!("{owner} · {due}");
                let colour = if late { t.bad } else { t.dim };
                ui.label(RichText::new(text).small().color(colour));
            });
        });
    });
    ui.add_space(4.0);
}

fn findings_ui(ui: &mut Ui, view: &View<'_>, findings: &[crate::conduct::findings::Finding]) {
    let t = tokens(ui);
    if findings.is_empty() {
        let text = "How roles, decisions and tasks are handled is watched; what breaks a rule shows here, and nothing is forbidden.";
        widgets::empty_ui(ui, ICON_CHECKLIST, "No finding", text);
        return;
    }
    for finding in findings.iter().rev() {
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                widgets::dim_ui(ui, words::minute(finding.at));
                ui.vertical(|ui| {
                    ui.add(Label::new(&finding.text).wrap());
                    if let Some(seat) = &finding.seat {
                        let text = RichText::new(view.seat_name(seat)).small().color(t.dim);
                        ui.label(text);
                    }
                });
            });
        });
        ui.add_space(4.0);
    }
}

//! The incident file: facts and notes, timeline, key questions, decisions, evidence, notification clocks.

use eframe::egui::{Color32, Label, RichText, ScrollArea, Ui};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_ALARM, ICON_ALARM_ON, ICON_BLOCK, ICON_CHECK, ICON_EDIT_NOTE, ICON_INVENTORY_2,
    ICON_LIGHTBULB, ICON_NOTE_ADD, ICON_PUBLIC, ICON_PUSH_PIN,
};

use super::file::{Memory, Part};
use super::{View, pins_ui, questions_ui};
use crate::desktop::command::{Goal, Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, NotificationClock};
use crate::world::state::LineKind;

/// Draws the section.
pub(super) fn file_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let open = |answered: usize, all: usize| format!("{answered} of {all}");
    let questions = format!(
        "Key questions {}",
        open(view.state.answers.len(), view.scenario.questions.len())
    );
    let decisions = format!(
        "Decisions {}",
        open(view.state.decisions.len(), view.scenario.decisions.len())
    );
    let tabs = [
        (Part::Findings, "Facts and notes".to_owned()),
        (
            Part::Timeline,
            format!("Timeline {}", view.state.pins.len()),
        ),
        (Part::Questions, questions),
        (Part::Decisions, decisions),
        (Part::Evidence, "Evidence and addresses".to_owned()),
        (Part::Clocks, "Notification clocks".to_owned()),
    ];
    widgets::tabs_ui(ui, &mut memory.part, &tabs);
    ui.add_space(4.0);
    ScrollArea::vertical()
        .id_salt(("file", memory.part as u8))
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::page_width(ui, 980.0);
            match memory.part {
                Part::Findings => findings_ui(ui, view, memory, out),
                Part::Timeline => pins_ui::timeline_ui(ui, view, out),
                Part::Questions => questions_ui::questions_ui(ui, view, memory, out),
                Part::Decisions => questions_ui::decisions_ui(ui, view, memory, out),
                Part::Evidence => evidence_ui(ui, view),
                Part::Clocks => clocks_ui(ui, view, out),
            }
        });
}

fn findings_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Write a note");
        widgets::reason_ui(
            ui,
            &mut memory.note,
            "Note for the incident file",
            "What do you see, think, or ask somebody to do?",
        );
        let ready = !memory.note.trim().is_empty();
        if widgets::button_if_ui(
            ui,
            ready,
            ICON_NOTE_ADD,
            "Add note",
            "Write something first",
        )
        .clicked()
        {
            let command = Command::Note(memory.note.trim().to_owned());
            out.push(UiCommand::give(command, Place::Note));
        }
        view.refused_ui(ui, &Place::Note);
    });
    ui.add_space(theme::GAP);
    let facts = view.picture.facts();
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Facts");
        if facts.is_empty() {
            widgets::dim_ui(
                ui,
                "No fact is established yet; actions under Investigate bring them to light",
            );
        }
        for (fact, at) in facts {
            line_ui(ui, ICON_PUSH_PIN, t.accent, &words::minute(at), &fact.text);
        }
    });
    ui.add_space(theme::GAP);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Findings and notes");
        if view.state.file.is_empty() {
            widgets::dim_ui(ui, "Nothing yet");
        }
        for line in view.state.file.iter().rev() {
            let (icon, colour) = match line.kind {
                LineKind::Finding => (ICON_LIGHTBULB, t.caution),
                LineKind::Note => (ICON_EDIT_NOTE, t.dim),
            };
            line_ui(ui, icon, colour, &words::minute(line.at), &line.text);
        }
    });
}

/// A sign, a time and a text that wraps beside them.
fn line_ui(ui: &mut Ui, icon: MaterialIcon, colour: Color32, when: &str, text: &str) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        ui.add(Label::new(icon.rich_text().size(17.0).color(colour)).selectable(false));
        if !when.is_empty() {
            ui.scope(|ui| {
                ui.set_min_width(52.0);
                ui.add(Label::new(RichText::new(when).monospace().color(t.dim)));
            });
        }
        ui.add(Label::new(text).wrap());
    });
}

fn evidence_ui(ui: &mut Ui, view: &View<'_>) {
    let t = tokens(ui);
    pins_ui::custody_ui(ui, view);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Evidence");
        let evidence = view.picture.evidence();
        if evidence.is_empty() {
            widgets::dim_ui(ui, "Nothing that could be saved is known yet");
        }
        for (item, saved) in evidence {
            let asset = view.picture.name_of(item.asset.id());
            let (icon, colour, state) = match saved {
                Some(at) => (
                    ICON_CHECK,
                    t.good,
                    format!("saved at {}", words::minute(at)),
                ),
                None => (ICON_INVENTORY_2, t.dim, "not saved".to_owned()),
            };
            line_ui(
                ui,
                icon,
                colour,
                "",
                &format!("{} on {asset}, {state}", item.name),
            );
            ui.indent(&item.id, |ui| widgets::dim_ui(ui, &item.shows));
        }
    });
    ui.add_space(theme::GAP);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Known outside addresses");
        let addresses = view.picture.addresses();
        if addresses.is_empty() {
            widgets::dim_ui(ui, "None found yet");
        }
        for (address, blocked) in addresses {
            let (icon, colour, state) = if blocked {
                (ICON_BLOCK, t.good, "blocked")
            } else {
                (ICON_PUBLIC, t.dim, "not blocked")
            };
            ui.horizontal(|ui| {
                ui.add(Label::new(icon.rich_text().size(17.0).color(colour)).selectable(false));
                ui.monospace(&address.value);
                ui.label(RichText::new(state).color(colour));
            });
        }
    });
}

fn clocks_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    widgets::prose_ui(
        ui,
        "Laws and contracts set clocks running. Declare one as soon as you judge that it runs; the message that it asks for stops it. The figures are an exercise's, and no legal advice.",
    );
    if view.scenario.clocks.is_empty() {
        widgets::dim_ui(ui, "This scenario has none");
    }
    for clock in &view.scenario.clocks {
        clock_ui(ui, view, clock, out);
        ui.add_space(theme::GAP);
    }
}

fn clock_ui(ui: &mut Ui, view: &View<'_>, clock: &NotificationClock, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let declared = view
        .state
        .notifications
        .get(&clock.id)
        .and_then(|state| state.declared);
    let sent = view
        .state
        .messages
        .get(&clock.stopped_by)
        .and_then(|message| message.sent.first())
        .map(|sent| sent.at);
    let message = view.scenario.message(&clock.stopped_by);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, &clock.name);
        ui.add(Label::new(&clock.rule).wrap());
        widgets::text_pair_ui(ui, "Runs for", &clock.runs.to_string());
        if let Some(message) = message {
            widgets::pair_ui(ui, "Stopped by", |ui| {
                let name = format!("Compose {}", message.subject);
                if widgets::link_ui(ui, &message.subject, &name).clicked() {
                    out.push(UiCommand::Go(Goal::Message(message.id.clone())));
                }
            });
        }
        match (declared, sent) {
            (_, Some(at)) => {
                widgets::sign_ui(
                    ui,
                    ICON_CHECK,
                    &format!("The message went out at {}", words::minute(at)),
                    t.good,
                );
            }
            (Some(since), None) => {
                let until = since + clock.runs;
                let left = until.since(view.now);
                let (text, colour) = if left.is_zero() {
                    (format!("Ran out at {}", words::minute(until)), t.bad)
                } else {
                    (
                        format!("Declared at {}, {left} left", words::minute(since)),
                        t.caution,
                    )
                };
                widgets::sign_ui(ui, ICON_ALARM_ON, &text, colour);
            }
            (None, None) => {
                let text = format!("Declare running: {}", clock.name);
                let pressed =
                    widgets::button_ui(ui, ICON_ALARM, "Declare it running").accessible_name(text);
                if pressed.clicked() {
                    let command = Command::Declare(clock.id.clone());
                    out.push(UiCommand::give(command, Place::Clock(clock.id.clone())));
                }
            }
        }
        view.refused_ui(ui, &Place::Clock(clock.id.clone()));
    });
}

//! The team board: who does what until when.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{
    ICON_CANCEL, ICON_CHECK_CIRCLE, ICON_HOURGLASS_TOP, ICON_PERSON, ICON_TASK_ALT,
};

use super::{View, plan_ui};
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, Person, TaskId};
use crate::world::state::{Task, TaskProgress};

/// How much finished work is listed.
const LATELY: usize = 12;

/// Draws the section.
pub(super) fn team_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    ScrollArea::vertical()
        .id_salt("team")
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::page_width(ui, 980.0);
            for (person, busy) in view.picture.people() {
                person_ui(ui, view, person, busy, out);
            }
            ui.add_space(theme::GAP);
            lately_ui(ui, view);
        });
}

fn person_ui(
    ui: &mut Ui,
    view: &View<'_>,
    person: &Person,
    busy: Option<(TaskId, &Task)>,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    t.card_frame().inner_margin(11).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.add(Label::new(ICON_PERSON.rich_text().size(22.0).color(t.dim)).selectable(false));
            ui.vertical(|ui| {
                ui.set_width(190.0);
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(Label::new(&person.name).truncate());
                let roles = words::roles(view.scenario, &person.roles);
                ui.add(Label::new(RichText::new(&roles).small().color(t.dim)).truncate())
                    .on_hover_text(&roles);
            });
            let Some((id, task)) = busy else {
                free_ui(ui, view, person);
                return;
            };
            let until = view.picture.busy_until(&person.id).unwrap_or(task.ends);
            let work = view.picture.work_name(&task.work);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                let room = ui.available_width() - 110.0;
                ui.horizontal(|ui| {
                    ui.set_max_width(room);
                    ui.add(
                        Label::new(ICON_HOURGLASS_TOP.rich_text().size(16.0).color(t.caution))
                            .selectable(false),
                    );
                    ui.add(Label::new(&work).truncate()).on_hover_text(&work);
                });
                ui.horizontal(|ui| {
                    let share = plan_ui::share(task.begun, until, view.now);
                    let bar = format!("Progress of {work}");
                    widgets::bar_ui(ui, share, t.accent, (room * 0.5).clamp(80.0, 320.0), &bar);
                    let text = match &task.event {
                        Some(event) => {
                            format!("stands ready for {event} until {}", words::minute(until))
                        }
                        None => format!("until {}", words::minute(until)),
                    };
                    ui.label(RichText::new(text).small().color(t.dim));
                });
            });
            ui.with_layout(
                eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                |ui| {
                    if task.event.is_none()
                        && widgets::button_ui(ui, ICON_CANCEL, "Cancel")
                            .on_hover_text("Break the work off; what was done of it is lost")
                            .accessible_name(format!("Cancel {work}"))
                            .clicked()
                    {
                        out.push(UiCommand::give(Command::Cancel(id), Place::Task(id)));
                    }
                },
            );
        });
        if let Some((id, _)) = busy {
            view.refused_ui(ui, &Place::Task(id));
        }
    });
}

/// Who does no timed work: the self-reported steps they answer for, or that they are free.
fn free_ui(ui: &mut Ui, view: &View<'_>, person: &Person) {
    let t = tokens(ui);
    let open = view.scenario.steps.iter().filter(|step| {
        let report = view.state.reports.get(&step.id);
        let declared = view.state.not_applicable.contains_key(&step.id);
        !declared
            && report
                .is_some_and(|report| !report.is_done() && report.by.as_ref() == Some(&person.id))
    });
    let held: Vec<String> = open
        .map(|step| format!("{}: {}", step.name(), step.text))
        .collect();
    if held.is_empty() {
        widgets::sign_ui(ui, ICON_CHECK_CIRCLE, "Free", t.good);
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for step in held {
            ui.horizontal(|ui| {
                let sign = ICON_HOURGLASS_TOP.rich_text().size(16.0).color(t.caution);
                ui.add(Label::new(sign).selectable(false));
                ui.add(Label::new(&step).truncate()).on_hover_text(&step);
            });
        }
    });
}

fn lately_ui(ui: &mut Ui, view: &View<'_>) {
    let t = tokens(ui);
    let finished = view
        .state
        .tasks
        .values()
        .rev()
        .filter(|task| task.progress != TaskProgress::Running);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Finished lately");
        let mut none = true;
        for task in finished.take(LATELY) {
            none = false;
            let who = view
                .scenario
                .person(&task.by)
                .map_or("", |person| &person.name);
            let (icon, colour, how) = if task.progress == TaskProgress::Done {
                (ICON_TASK_ALT, t.good, "done")
            } else {
                (ICON_CANCEL, t.dim, "broken off")
            };
            let work = view.picture.work_name(&task.work);
            ui.horizontal(|ui| {
                ui.add(Label::new(icon.rich_text().size(16.0).color(colour)).selectable(false));
                let text = format!("{work} – {who}, {how} {}", words::minute(task.ends));
                ui.add(Label::new(&text).truncate()).on_hover_text(&text);
            });
        }
        if none {
            widgets::dim_ui(ui, "No work has been finished yet");
        }
    });
}

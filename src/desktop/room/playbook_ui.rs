//! The playbook as a live checklist: what the trainees began themselves shows, and nothing of what the
//! world makes of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use eframe::egui::{Button, Label, Rangef, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{
    ICON_BLOCK, ICON_BOLT, ICON_DO_NOT_DISTURB_ON, ICON_RADIO_BUTTON_UNCHECKED, ICON_TIMELAPSE,
};

use super::{View, hints_ui, report_ui};
use crate::base::id::StepId;
use crate::desktop::command::{Goal, Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, HintItem, Phase, Step};
use crate::world::StepReport;

/// What the playbook remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    declaring: Option<StepId>,
    reason: String,
    hide_begun: bool,
    reports: report_ui::Memory,
    /// How high each step was drawn last, so that one out of view need not be drawn.
    heights: BTreeMap<StepId, f32>,
}

impl Memory {
    /// What was said of a step is on record.
    pub(super) fn declared(&mut self) {
        self.declaring = None;
        self.reason.clear();
        self.reports.said();
    }
}

/// When a step was begun by the trainees' own actions or words.
fn begun(view: &View<'_>, step: &Step) -> Option<crate::base::Moment> {
    if step.is_self_reported() {
        return view.state.reports.get(&step.id)?.begun;
    }
    let actions = step
        .actions
        .iter()
        .filter_map(|id| view.state.actions.get(id)?.begun);
    actions.min()
}

/// Whether nothing is left to be done about a step here.
fn is_over(view: &View<'_>, step: &Step) -> bool {
    if step.is_self_reported() {
        reported(view, step) || view.state.not_applicable.contains_key(&step.id)
    } else {
        begun(view, step).is_some()
    }
}

/// Whether somebody reported the step as done.
fn reported(view: &View<'_>, step: &Step) -> bool {
    let report = view.state.reports.get(&step.id);
    report.is_some_and(StepReport::is_done)
}

/// Draws the section.
pub(super) fn playbook_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    ui.checkbox(&mut memory.hide_begun, "Hide steps that were begun");
    ui.add_space(4.0);
    ScrollArea::vertical()
        .id_salt("playbook")
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::page_width(ui, 980.0);
            for phase in Phase::ALL {
                let all: Vec<&Step> = view
                    .scenario
                    .steps
                    .iter()
                    .filter(|step| step.phase == phase)
                    .collect();
                if all.is_empty() {
                    continue;
                }
                let t = tokens(ui);
                let started = all
                    .iter()
                    .filter(|step| begun(view, step).is_some())
                    .count();
                ui.horizontal(|ui| {
                    ui.add(
                        Label::new(
                            words::phase_icon(phase)
                                .rich_text()
                                .size(20.0)
                                .color(t.accent),
                        )
                        .selectable(false),
                    );
                    widgets::headline_ui(ui, phase.name());
                    let mut counted = format!("{started} of {} begun", all.len());
                    let reported = all.iter().filter(|step| reported(view, step)).count();
                    if reported > 0 {
                        // Writing into a string can't fail.
                        let _ = write!(counted, ", {reported} reported done");
                    }
                    widgets::dim_ui(ui, counted);
                });
                let mut heading = "";
                for step in all {
                    if memory.hide_begun && is_over(view, step) {
                        continue;
                    }
                    if step.heading != heading {
                        heading = &step.heading;
                        if !heading.is_empty() {
                            widgets::caption_ui(ui, heading);
                        }
                    }
                    in_view_ui(ui, view, memory, step, out);
                }
                ui.add_space(theme::WIDE_GAP);
            }
        });
}

/// From so many steps on, only those in view are drawn.
const MANY: usize = 200;

/// Draws a step, or leaves its place empty where nobody sees it.
fn in_view_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    let top = ui.cursor().min.y;
    if view.scenario.steps.len() > MANY
        && let Some(height) = memory.heights.get(&step.id)
        && !ui
            .clip_rect()
            .y_range()
            .intersects(Rangef::new(top, top + height))
    {
        ui.add_space(*height);
        return;
    }
    step_ui(ui, view, memory, step, out);
    let height = ui.cursor().min.y - top;
    memory.heights.insert(step.id.clone(), height);
}

fn step_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        if step.sub {
            ui.add_space(28.0);
        }
        t.card_frame().inner_margin(11).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let width = ui.available_width();
                widgets::cell_ui(ui, 28.0, RichText::new(&step.number).color(t.dim));
                ui.vertical(|ui| {
                    ui.set_max_width(width - 48.0);
                    ui.add(Label::new(&step.text).wrap());
                    if !step.detail.is_empty() {
                        ui.add(Label::new(RichText::new(&step.detail).small().color(t.dim)).wrap());
                    }
                    state_ui(ui, view, step);
                    actions_ui(ui, view, memory, step, out);
                    let item = HintItem::Step(step.id.clone());
                    hints_ui::hints_ui(ui, view, &item, &step.name(), out);
                    report_ui::form_ui(ui, view, &mut memory.reports, step, out);
                    declare_ui(ui, view, memory, step, out);
                });
            });
        });
    });
}

fn state_ui(ui: &mut Ui, view: &View<'_>, step: &Step) {
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        if let Some((reason, _)) = view.state.not_applicable.get(&step.id) {
            let text = format!("Declared not applicable: {reason}");
            widgets::sign_ui(ui, ICON_DO_NOT_DISTURB_ON, &text, t.caution);
        } else if step.is_self_reported() {
            report_ui::state_ui(ui, view, step);
        } else if let Some(at) = begun(view, step) {
            widgets::sign_ui(
                ui,
                ICON_TIMELAPSE,
                &format!("Begun at {}", words::minute(at)),
                t.good,
            );
        } else {
            widgets::sign_ui(ui, ICON_RADIO_BUTTON_UNCHECKED, "Not begun", t.dim);
        }
        let role = words::roles(view.scenario, std::slice::from_ref(&step.role));
        widgets::chip_ui(ui, &role, t.dim);
        widgets::chip_ui(ui, &format!("within {}", step.target), t.dim).on_hover_text(
            if step.target_from.is_empty() {
                "Its target, counted from the moment it becomes due".to_owned()
            } else {
                format!(
                    "Its target, counted from the moment it becomes due. From: {}",
                    step.target_from
                )
            },
        );
    });
}

fn actions_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        if step.is_self_reported() && !view.state.not_applicable.contains_key(&step.id) {
            report_ui::buttons_ui(ui, view, &mut memory.reports, step, out);
        }
        for action in step
            .actions
            .iter()
            .filter_map(|id| view.scenario.action(id))
        {
            let text = (
                ICON_BOLT.rich_text().size(15.0),
                RichText::new(&action.name).small(),
            );
            let name = format!("Step {}: {}", step.number, action.name);
            if ui
                .add(Button::new(text))
                .on_hover_text(&action.summary)
                .accessible_name(name)
                .clicked()
            {
                out.push(UiCommand::Go(Goal::Action(action.id.clone(), None)));
            }
        }
        let declared = view.state.not_applicable.contains_key(&step.id);
        let writing = memory.reports.is_open(&step.id) || reported(view, step);
        if !declared && !writing && memory.declaring.as_ref() != Some(&step.id) {
            let text = (
                ICON_BLOCK.rich_text().size(15.0),
                RichText::new("Not applicable…").small(),
            );
            let button = ui.add(Button::new(text).frame_when_inactive(false));
            if button
                .accessible_name(format!("Step {} is not applicable…", step.number))
                .clicked()
            {
                memory.declaring = Some(step.id.clone());
                memory.reason.clear();
            }
        }
    });
}

fn declare_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    if memory.declaring.as_ref() != Some(&step.id) {
        return;
    }
    let name = format!("Why step {} is not applicable", step.number);
    widgets::reason_ui(
        ui,
        &mut memory.reason,
        &name,
        "Why does this step not apply here?",
    );
    ui.horizontal(|ui| {
        let ready = !memory.reason.trim().is_empty();
        let place = Place::Step(step.id.clone());
        if widgets::primary_ui(
            ui,
            ready,
            ICON_DO_NOT_DISTURB_ON,
            "Declare not applicable",
            "Write a reason first",
        )
        .clicked()
        {
            let command = Command::NotApplicable {
                step: step.id.clone(),
                reason: memory.reason.trim().to_owned(),
            };
            out.push(UiCommand::give(command, place));
        }
        if ui.button("Not now").clicked() {
            memory.declaring = None;
        }
    });
    view.refused_ui(ui, &Place::Step(step.id.clone()));
}

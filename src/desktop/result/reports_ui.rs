//! What people reported themselves, for a facilitator to confirm or not.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{
    ICON_CHECK_CIRCLE, ICON_DO_NOT_DISTURB_ON, ICON_REMOVE, ICON_TASK_ALT, ICON_THUMB_DOWN,
    ICON_VERIFIED,
};

use super::super::command::UiCommand;
use super::super::finished::Finished;
use super::super::theme::{self, tokens};
use super::super::widgets::card_ui;
use super::super::{widgets, words};
use crate::base::id::StepId;
use crate::scenario::{Phase, Step};
use crate::world::StepReport;

/// What the facilitator is writing.
#[derive(Debug, Default)]
pub(super) struct Memory {
    open: Option<StepId>,
    note: String,
}

/// Whether there is anything to go through.
pub(super) fn is_needed(finished: &Finished) -> bool {
    finished
        .review
        .scenario
        .steps
        .iter()
        .any(Step::is_self_reported)
}

/// How many reports wait for a facilitator.
pub(super) fn waiting(finished: &Finished) -> usize {
    let steps = finished.review.scenario.steps.iter();
    let waiting = steps.filter(|step| {
        let report = finished.review.last.reports.get(&step.id);
        let said = report.is_some_and(StepReport::is_done)
            || finished.review.last.not_applicable.contains_key(&step.id);
        step.is_self_reported() && said && report.is_none_or(|report| report.review.is_none())
    });
    waiting.count()
}

/// Draws every self-reported step.
pub(super) fn reports_ui(
    ui: &mut Ui,
    finished: &Finished,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    widgets::page_width(ui, 980.0);
    let text = match waiting(finished) {
        0 => "Nothing waits for a facilitator's word.".to_owned(),
        n => format!(
            "{} for a facilitator's word. Until then the score shows them apart.",
            words::count(n, "report waits", "reports wait")
        ),
    };
    widgets::dim_ui(ui, text);
    ui.add_space(theme::GAP);
    for phase in Phase::ALL {
        let steps = finished.review.scenario.steps.iter();
        let steps: Vec<&Step> = steps
            .filter(|step| step.phase == phase && step.is_self_reported())
            .collect();
        if steps.is_empty() {
            continue;
        }
        card_ui(ui, phase.name(), |ui| {
            for (place, step) in steps.into_iter().enumerate() {
                if place > 0 {
                    ui.separator();
                }
                step_ui(ui, finished, step, memory, out);
            }
        });
        ui.add_space(theme::GAP);
    }
}

fn step_ui(
    ui: &mut Ui,
    finished: &Finished,
    step: &Step,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let report = finished.review.last.reports.get(&step.id);
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        widgets::cell_ui(ui, 36.0, RichText::new(&step.number).color(t.dim));
        ui.vertical(|ui| {
            ui.set_max_width(width - 56.0);
            ui.add(Label::new(&step.text).wrap());
            if let Some((reason, _)) = finished.review.last.not_applicable.get(&step.id) {
                let text = format!("Declared not applicable: {reason}");
                widgets::sign_ui(ui, ICON_DO_NOT_DISTURB_ON, &text, t.caution);
                let none = StepReport::default();
                review_ui(ui, step, report.unwrap_or(&none), memory, out);
                return;
            }
            let Some((report, done)) = report.and_then(|r| Some((r, r.done.as_ref()?))) else {
                widgets::sign_ui(ui, ICON_REMOVE, "Not reported", t.dim);
                return;
            };
            let owner = report
                .by
                .as_ref()
                .and_then(|id| finished.review.scenario.person(id));
            let by = owner.map_or_else(String::new, |person| format!(" by {}", person.name));
            let head = format!(
                "Reported done at {}{by}, {} % sure",
                words::minute(done.at),
                done.confidence.percent()
            );
            widgets::sign_ui(ui, ICON_TASK_ALT, &head, t.text);
            for said in [&report.because, &done.reason] {
                if !said.trim().is_empty() {
                    ui.add(Label::new(RichText::new(said).small().color(t.dim)).wrap());
                }
            }
            review_ui(ui, step, report, memory, out);
        });
    });
}

fn review_ui(
    ui: &mut Ui,
    step: &Step,
    report: &StepReport,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let name = step.name();
    if let Some(review) = &report.review {
        let (icon, text, colour) = if review.agreed {
            (ICON_VERIFIED, "Confirmed by the facilitator", t.good)
        } else {
            (ICON_THUMB_DOWN, "Not confirmed by the facilitator", t.bad)
        };
        let text = if review.note.is_empty() {
            text.to_owned()
        } else {
            format!("{text}: {}", review.note)
        };
        widgets::sign_ui(ui, icon, &text, colour);
    }
    let open = memory.open.as_ref() == Some(&step.id);
    if open {
        let field = format!("What the facilitator saw of {name}");
        widgets::reason_ui(ui, &mut memory.note, &field, "What did you see or hear?");
    }
    ui.horizontal(|ui| {
        let mut say = |agreed: bool, memory: &mut Memory| {
            let note = if open {
                memory.note.trim().to_owned()
            } else {
                String::new()
            };
            *memory = Memory::default();
            out.push(UiCommand::Review {
                step: step.id.clone(),
                agreed,
                note,
            });
        };
        if widgets::button_ui(ui, ICON_CHECK_CIRCLE, "Confirm")
            .accessible_name(format!("Confirm {name}"))
            .clicked()
        {
            say(true, memory);
        }
        if widgets::button_ui(ui, ICON_THUMB_DOWN, "Do not confirm")
            .accessible_name(format!("Do not confirm {name}"))
            .clicked()
        {
            say(false, memory);
        }
        if !open && widgets::link_ui(ui, "Add a note", &format!("Add a note to {name}")).clicked() {
            *memory = Memory {
                open: Some(step.id.clone()),
                note: String::new(),
            };
        }
    });
}

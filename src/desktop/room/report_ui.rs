//! A step that people report themselves: who took it up, that it is done, and what a facilitator says.

use eframe::egui::{Button, ComboBox, Label, RichText, Ui};
use egui_material_icons::icons::{
    ICON_CHECK_CIRCLE, ICON_HOURGLASS_TOP, ICON_PLAY_ARROW, ICON_RADIO_BUTTON_UNCHECKED,
    ICON_RATE_REVIEW, ICON_TASK_ALT, ICON_THUMB_DOWN, ICON_UNDO, ICON_VERIFIED,
};

use super::View;
use crate::base::id::{PersonId, StepId};
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};
use crate::scenario::{Command, Step};
use crate::world::StepReport;

/// Which form is open under a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Begin,
    Report,
    Review,
}

/// What is being said of a step.
#[derive(Debug, Default)]
pub(super) struct Memory {
    open: Option<(StepId, Form)>,
    owner: Option<PersonId>,
    reason: String,
    confidence: u8,
}

impl Memory {
    /// What was said is on record.
    pub(super) fn said(&mut self) {
        *self = Self::default();
    }

    /// Whether something is being said of this step.
    pub(super) fn is_open(&self, step: &StepId) -> bool {
        self.open.as_ref().is_some_and(|(id, _)| id == step)
    }

    fn open(&mut self, view: &View<'_>, step: &Step, form: Form) {
        let fits = view.scenario.first_with(&step.role);
        *self = Self {
            open: Some((step.id.clone(), form)),
            owner: fits.map(|person| person.id.clone()),
            reason: String::new(),
            confidence: 80,
        };
    }
}

/// Draws how far a self-reported step is.
pub(super) fn state_ui(ui: &mut Ui, view: &View<'_>, step: &Step) {
    let t = tokens(ui);
    let Some(report) = view.state.reports.get(&step.id) else {
        widgets::sign_ui(ui, ICON_RADIO_BUTTON_UNCHECKED, "Not begun", t.dim);
        return;
    };
    let owner = report.by.as_ref().and_then(|id| view.scenario.person(id));
    let by = owner.map_or_else(String::new, |person| format!(" by {}", person.name));
    match (&report.done, report.begun) {
        (Some(done), _) => {
            let text = format!(
                "Reported done at {}{by}, {} % sure",
                words::minute(done.at),
                done.confidence.percent()
            );
            widgets::sign_ui(ui, ICON_TASK_ALT, &text, t.good)
                .on_hover_text(said(&report.because, &done.reason));
            review_sign_ui(ui, report);
        }
        (None, Some(begun)) => {
            let text = format!("Begun at {}{by}", words::minute(begun));
            widgets::sign_ui(ui, ICON_HOURGLASS_TOP, &text, t.caution)
                .on_hover_text(said(&report.because, ""));
        }
        (None, None) => {}
    }
}

/// The reasons given, for who asks.
fn said(why: &str, done: &str) -> String {
    let line = |head: &str, text: &str| {
        if text.trim().is_empty() {
            format!("{head}: no reason on record")
        } else {
            format!("{head}: {text}")
        }
    };
    if done.is_empty() {
        line("Begun", why)
    } else {
        format!("{}\n{}", line("Begun", why), line("Done", done))
    }
}

fn review_sign_ui(ui: &mut Ui, report: &StepReport) {
    let t = tokens(ui);
    match &report.review {
        Some(review) if review.agreed => {
            widgets::sign_ui(ui, ICON_VERIFIED, "Confirmed", t.good).on_hover_text(&review.note);
        }
        Some(review) => {
            widgets::sign_ui(ui, ICON_THUMB_DOWN, "Not confirmed", t.bad)
                .on_hover_text(&review.note);
        }
        None => {
            widgets::chip_ui(ui, "Self-reported", t.dim)
                .on_hover_text("Shown apart in the score until a facilitator confirms it");
        }
    }
}

/// Draws what can be said of the step now.
pub(super) fn buttons_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    if memory.is_open(&step.id) {
        return;
    }
    let report = view.state.reports.get(&step.id);
    let place = || Place::Step(step.id.clone());
    if report.is_some_and(StepReport::is_done) {
        if button(ui, ICON_UNDO, "Not done after all", step).clicked() {
            out.push(UiCommand::give(
                Command::ReopenStep(step.id.clone()),
                place(),
            ));
        }
        if button(ui, ICON_RATE_REVIEW, "Facilitator…", step).clicked() {
            memory.open(view, step, Form::Review);
        }
        return;
    }
    let begin = if report.is_none() {
        "Begin…"
    } else {
        "Change owner…"
    };
    if button(ui, ICON_PLAY_ARROW, begin, step).clicked() {
        memory.open(view, step, Form::Begin);
    }
    if button(ui, ICON_TASK_ALT, "Report done…", step).clicked() {
        memory.open(view, step, Form::Report);
    }
}

fn button(
    ui: &mut Ui,
    icon: egui_material_icons::MaterialIcon,
    text: &str,
    step: &Step,
) -> eframe::egui::Response {
    let content = (icon.rich_text().size(15.0), RichText::new(text).small());
    ui.add(Button::new(content))
        .accessible_name(format!("{text} {}", step.name()))
}

/// Draws the open form of the step, if there is one.
pub(super) fn form_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    let Some((_, form)) = memory.open.clone().filter(|(id, _)| *id == step.id) else {
        return;
    };
    ui.add_space(4.0);
    match form {
        Form::Begin => begin_ui(ui, view, memory, step, out),
        Form::Report => done_ui(ui, memory, step, out),
        Form::Review => review_ui(ui, memory, step, out),
    }
    view.refused_ui(ui, &Place::Step(step.id.clone()));
}

fn begin_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    step: &Step,
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal(|ui| {
        ui.label("Owner");
        let owner = memory
            .owner
            .as_ref()
            .and_then(|id| view.scenario.person(id));
        let chosen = owner.map_or("Nobody yet", |person| person.name.as_str());
        ComboBox::from_id_salt(("owner", step.id.as_str()))
            .selected_text(chosen)
            .width(220.0)
            .show_ui(ui, |ui| {
                for person in &view.scenario.people {
                    let is_it = memory.owner.as_ref() == Some(&person.id);
                    if ui.selectable_label(is_it, &person.name).clicked() {
                        memory.owner = Some(person.id.clone());
                    }
                }
            })
            .response
            .accessible_name(format!("Owner of {}", step.name()));
    });
    let field = format!("Why begin {}", step.name());
    widgets::reason_ui(
        ui,
        &mut memory.reason,
        &field,
        "Why this step, and why now?",
    );
    ui.horizontal(|ui| {
        if widgets::primary_ui(ui, true, ICON_PLAY_ARROW, "Begin step", "").clicked() {
            let command = Command::BeginStep {
                step: step.id.clone(),
                by: memory.owner.clone(),
                reason: memory.reason.trim().to_owned(),
            };
            out.push(UiCommand::give(command, Place::Step(step.id.clone())));
        }
        not_now_ui(ui, memory);
        hint_ui(ui, "A reason is part of the score");
    });
}

fn done_ui(ui: &mut Ui, memory: &mut Memory, step: &Step, out: &mut Vec<UiCommand>) {
    let field = format!("What was done for {}", step.name());
    widgets::reason_ui(
        ui,
        &mut memory.reason,
        &field,
        "What was done, and how could somebody see that it is?",
    );
    let slider = format!("Confidence in {}", step.name());
    widgets::confidence_ui(ui, &mut memory.confidence, &slider);
    ui.horizontal(|ui| {
        if widgets::primary_ui(ui, true, ICON_TASK_ALT, "Report as done", "").clicked() {
            let command = Command::ReportStep {
                step: step.id.clone(),
                reason: memory.reason.trim().to_owned(),
                confidence: widgets::confidence(memory.confidence),
            };
            out.push(UiCommand::give(command, Place::Step(step.id.clone())));
        }
        not_now_ui(ui, memory);
    });
}

fn review_ui(ui: &mut Ui, memory: &mut Memory, step: &Step, out: &mut Vec<UiCommand>) {
    hint_ui(ui, "For the facilitator: was this step really done?");
    let field = format!("What the facilitator saw of {}", step.name());
    widgets::reason_ui(ui, &mut memory.reason, &field, "What did you see or hear?");
    ui.horizontal(|ui| {
        let mut review = |agreed: bool| {
            let command = Command::ReviewStep {
                step: step.id.clone(),
                agreed,
                note: memory.reason.trim().to_owned(),
            };
            out.push(UiCommand::give(command, Place::Step(step.id.clone())));
        };
        if widgets::primary_ui(ui, true, ICON_CHECK_CIRCLE, "Confirm", "").clicked() {
            review(true);
        }
        if widgets::button_ui(ui, ICON_THUMB_DOWN, "Do not confirm").clicked() {
            review(false);
        }
        not_now_ui(ui, memory);
    });
}

fn not_now_ui(ui: &mut Ui, memory: &mut Memory) {
    if ui.button("Not now").clicked() {
        memory.said();
    }
}

fn hint_ui(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    ui.add(Label::new(RichText::new(text).small().color(t.dim)).selectable(false));
}

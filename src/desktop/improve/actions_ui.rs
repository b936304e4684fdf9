//! The corrective actions that this exercise raised.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{ICON_ADD, ICON_CHECK, ICON_EDIT, ICON_ERROR, ICON_TASK_ALT};

use super::{ActionForm, Memory, card_ui, form_ui, ledger_change};
use crate::base::id::Id;
use crate::desktop::command::UiCommand;
use crate::desktop::finished::Finished;
use crate::desktop::ledger_ui::{due_ui, status_ui};
use crate::desktop::theme::{self, tokens};
use crate::desktop::widgets;
use crate::review::{Ledger, LedgerChange, Point};
use crate::scenario::Phase;

/// A corrective action that is being raised or changed.
pub(super) struct Raising {
    form: ActionForm,
    /// The area that it is raised from.
    point: Option<Point>,
    /// The one that is changed.
    action: Option<Id>,
}

impl Raising {
    /// One that an area asks for, with what the area says.
    pub(super) fn from_area(point: Option<Point>) -> Self {
        let capability = point.as_ref().and_then(|point| point.capability);
        let text = point.as_ref().map(|point| {
            // The cause is what has to be put right, where somebody has found it.
            let cause = point.root_cause.trim();
            let said = if cause.is_empty() {
                point.text.trim()
            } else {
                cause
            };
            format!("Put right: {said}")
        });
        Self {
            form: ActionForm::new(
                text.unwrap_or_default(),
                capability.unwrap_or(Phase::Preparation),
            ),
            point,
            action: None,
        }
    }
}

/// Draws what this exercise has raised.
pub(super) fn actions_ui(ui: &mut Ui, memory: &mut Memory, ledger: &Ledger) {
    card_ui(ui, "Corrective actions", |ui| {
        let t = tokens(ui);
        let mut any = false;
        for action in ledger.raised_by(&memory.exercise) {
            if std::mem::replace(&mut any, true) {
                ui.separator();
            }
            ui.push_id(action.id.as_str(), |ui| {
                ui.add(Label::new(&action.text).wrap());
                ui.horizontal_wrapped(|ui| {
                    status_ui(ui, action, memory.today);
                    due_ui(ui, action, memory.today);
                    let owner = match action.owner.as_str() {
                        "" => RichText::new("nobody answers for it").color(t.caution),
                        owner => RichText::new(owner),
                    };
                    ui.label(owner);
                    widgets::chip_ui(ui, action.capability.name(), t.dim);
                    let name = format!("Change corrective action {}", action.text);
                    if widgets::button_ui(ui, ICON_EDIT, "Change")
                        .accessible_name(name)
                        .clicked()
                    {
                        memory.raising = Some(Raising {
                            form: ActionForm::of(action),
                            point: None,
                            action: Some(action.id.clone()),
                        });
                    }
                });
            });
        }
        if let Some(why) = memory.no_lessons {
            widgets::dim_ui(ui, why);
            return;
        }
        if !any {
            widgets::dim_ui(
                ui,
                "None yet. Raise one from an area for improvement, so that the next exercise tests it",
            );
        }
        ui.add_space(4.0);
        if widgets::button_ui(ui, ICON_ADD, "Raise another corrective action").clicked() {
            memory.raising = Some(Raising::from_area(None));
        }
    });
}

/// Draws the dialog in which one is raised or changed.
pub(super) fn raising_ui(
    ui: &Ui,
    memory: &mut Memory,
    finished: &Finished,
    out: &mut Vec<UiCommand>,
) {
    let Some(mut raising) = memory.raising.take() else {
        return;
    };
    let mut change = None;
    let mut done = false;
    let modal = widgets::dialog(ui, "corrective action").show(ui.ctx(), |ui| {
        let t = tokens(ui);
        ui.set_width((ui.ctx().content_rect().width() - 120.0).min(560.0));
        let head = if raising.action.is_some() {
            "Change the corrective action"
        } else {
            "Raise a corrective action"
        };
        widgets::headline_ui(ui, head);
        form_ui(ui, &mut raising.form, memory.today);
        if let Some(point) = &raising.point
            && !point.evidence.is_empty()
        {
            ui.add_space(4.0);
            let text = RichText::new(&point.evidence).small().color(t.dim);
            ui.add(Label::new(text).wrap());
        }
        ui.add_space(theme::GAP);
        let details = raising.form.details();
        if let Err(why) = &details {
            widgets::sign_ui(ui, ICON_ERROR, why, t.dim);
        }
        ui.horizontal(|ui| {
            let (icon, text) = if raising.action.is_some() {
                (ICON_CHECK, "Keep the change")
            } else {
                (ICON_TASK_ALT, "Raise it")
            };
            let why_not = details.as_ref().err().copied().unwrap_or_default();
            let go = widgets::primary_ui(ui, details.is_ok(), icon, text, why_not);
            if go.clicked()
                && let Ok(details) = details
            {
                change = Some(details);
            }
            if ui.button("Cancel").clicked() {
                done = true;
            }
        });
    });
    if let Some(details) = change {
        out.push(ledger_change(match raising.action.take() {
            Some(id) => LedgerChange::Change(id, details),
            None => LedgerChange::Raise {
                details,
                step: raising.point.as_ref().and_then(|point| point.step.clone()),
                raised: memory.raised(finished, raising.point.as_ref()),
            },
        }));
    } else if !done && !modal.should_close() {
        memory.raising = Some(raising);
    }
}

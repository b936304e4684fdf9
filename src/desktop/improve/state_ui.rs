//! How far the report is, and closing it.

use eframe::egui::{Button, Label, Role, Ui, WidgetInfo};
use egui_material_icons::icons::{ICON_LOCK, ICON_LOCK_OPEN, ICON_WARNING};

use super::Memory;
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::review::{CorrectiveAction, Ledger, ReportState};

/// Draws how far the report is.
pub(super) fn state_ui(ui: &mut Ui, memory: &mut Memory, ledger: &Ledger) {
    ui.horizontal_wrapped(|ui| {
        for state in ReportState::ALL {
            let chosen = memory.after.state == state;
            let button = Button::selectable(chosen, state.name()).frame_when_inactive(true);
            let response = ui.add(button);
            let name = format!("Report {}", state.name().to_lowercase());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &name));
            if response.clicked() {
                choose(memory, ledger, state);
            }
        }
        if memory.is_open() {
            widgets::dim_ui(ui, "Kept as you write");
        } else {
            let t = tokens(ui);
            widgets::sign_ui(ui, ICON_LOCK, "Nothing in it changes any more", t.dim);
            if widgets::button_ui(ui, ICON_LOCK_OPEN, "Open it again").clicked() {
                memory.after.state = ReportState::Reviewed;
            }
        }
    });
}

fn choose(memory: &mut Memory, ledger: &Ledger, state: ReportState) {
    let loose = loose(memory, ledger).count() > 0;
    if state == ReportState::Closed && memory.is_open() && loose {
        memory.closing = true;
    } else {
        memory.after.state = state;
    }
}

/// The actions of this exercise that nobody answers for, or that have no due date.
fn loose<'a>(memory: &'a Memory, ledger: &'a Ledger) -> impl Iterator<Item = &'a CorrectiveAction> {
    let raised = ledger.raised_by(&memory.exercise);
    raised.filter(|action| {
        action.is_open() && (action.owner.trim().is_empty() || action.due.is_none())
    })
}

/// Asks whether the report is to be closed although actions lack something.
pub(super) fn closing_ui(ui: &Ui, memory: &mut Memory, ledger: &Ledger) {
    if !memory.closing {
        return;
    }
    let mut closes = false;
    let modal = widgets::dialog(ui, "closing the report").show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        let t = tokens(ui);
        widgets::headline_ui(ui, "Close the report?");
        let loose: Vec<&CorrectiveAction> = loose(memory, ledger).collect();
        let text = format!(
            "{} without an owner or a due date",
            words::count(
                loose.len(),
                "corrective action is",
                "corrective actions are"
            )
        );
        widgets::sign_ui(ui, ICON_WARNING, &text, t.caution);
        for action in loose.iter().take(8) {
            ui.add(Label::new(format!("• {}", action.text)).truncate());
        }
        widgets::dim_ui(ui, "Corrective actions can be changed afterwards too.");
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            if widgets::button_ui(ui, ICON_LOCK, "Close it anyway").clicked() {
                closes = true;
                ui.close();
            }
            if ui.button("Go on writing").clicked() {
                ui.close();
            }
        });
    });
    if closes {
        memory.after.state = ReportState::Closed;
    }
    if modal.should_close() {
        memory.closing = false;
    }
}

//! What this exercise says of the corrective actions that earlier ones raised.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::ICON_CANCEL;
use egui_material_icons::icons::{
    ICON_CHECK_CIRCLE, ICON_HELP, ICON_LOCK_OPEN, ICON_SCHEDULE, ICON_TASK_ALT,
};

use super::{Memory, card_ui, ledger_change};
use crate::desktop::command::UiCommand;
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};
use crate::review::{ActionStatus, CorrectiveAction, Ledger, LedgerChange, Trial};

/// Draws them; nothing where the exercise tested none.
pub(super) fn tested_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    ledger: &Ledger,
    out: &mut Vec<UiCommand>,
) {
    if memory.tried.is_empty() {
        return;
    }
    let tried = std::mem::take(&mut memory.tried);
    let head = format!(
        "Tested here: {}",
        words::count(tried.len(), "corrective action", "corrective actions")
    );
    card_ui(ui, &head, |ui| {
        let mut first = true;
        for (id, trial) in &tried {
            let Some(action) = ledger.action(id) else {
                continue;
            };
            if !std::mem::replace(&mut first, false) {
                ui.separator();
            }
            ui.push_id(("tested", id.as_str()), |ui| {
                action_ui(ui, memory, action, trial.as_ref(), out);
            });
        }
    });
    memory.tried = tried;
}

fn action_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    action: &CorrectiveAction,
    trial: Option<&Trial>,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    ui.add(Label::new(&action.text).wrap());
    let raised = format!("Raised in {} on {}", action.raised.title, action.raised.on);
    ui.add(Label::new(RichText::new(raised).small().color(t.dim)).wrap());
    let Some(trial) = trial else {
        widgets::sign_ui(
            ui,
            ICON_HELP,
            "This exercise did not come so far that it could tell",
            t.dim,
        );
        return;
    };
    if trial.held {
        let text = match trial.at {
            Some(at) => format!("{} at {}", trial.verdict(), words::clock(at)),
            None => trial.verdict().to_owned(),
        };
        widgets::sign_ui(ui, ICON_CHECK_CIRCLE, &text, t.good);
    } else {
        widgets::sign_ui(ui, ICON_CANCEL, trial.verdict(), t.bad);
    }
    ui.add(Label::new(&trial.why).wrap());
    ui.horizontal_wrapped(|ui| {
        if let Some(at) = trial.at {
            let name = format!("Show the moment that tested {}", action.text);
            let text = format!("Show {}", words::clock(at));
            if widgets::button_ui(ui, ICON_SCHEDULE, &text)
                .accessible_name(name)
                .clicked()
            {
                out.push(UiCommand::ShowMoment(at));
            }
        }
        if let ActionStatus::Closed { by, .. } = &action.status {
            let here = by.as_ref() == Some(&memory.exercise);
            let text = if here {
                "Closed by this exercise"
            } else {
                "Closed"
            };
            widgets::chip_ui(ui, text, t.good);
            if widgets::button_ui(ui, ICON_LOCK_OPEN, "Reopen it").clicked() {
                out.push(ledger_change(LedgerChange::Reopen(action.id.clone())));
            }
        } else if trial.held {
            proposal_ui(ui, memory, action, out);
        } else {
            widgets::chip_ui(ui, "Stays open", t.caution);
        }
    });
}

/// Closing is proposed; a person does it.
fn proposal_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    action: &CorrectiveAction,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let closes = widgets::button_ui(ui, ICON_TASK_ALT, "Close it")
        .accessible_name(format!("Close it: {}", action.text));
    if closes.clicked() {
        out.push(ledger_change(LedgerChange::Close {
            id: action.id.clone(),
            on: memory.today,
            by: Some(memory.exercise.clone()),
        }));
    }
    if memory.kept_open.contains(&action.id) {
        widgets::chip_ui(ui, "Kept open", t.dim);
    } else if ui
        .button("Keep it open")
        .accessible_name(format!("Keep it open: {}", action.text))
        .clicked()
    {
        memory.kept_open.push(action.id.clone());
    }
}

//! The verdict on an alert, or on several at once.

use eframe::egui::{Button, Role, Ui, WidgetInfo, vec2};
use egui_material_icons::icons::{ICON_EDIT, ICON_GAVEL};

use super::View;
use super::inbox::{Draft, Memory};
use crate::base::id::AlertId;
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Alert, Command};
use crate::world::state::AlertState;

/// Draws the verdict on one alert, or the form for it.
pub(super) fn one_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    alert: &Alert,
    state: &AlertState,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    ui.add_space(4.0);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        match &state.closed {
            Some(closing) if !memory.reopen => {
                widgets::headline_ui(ui, "Verdict");
                let verdict = format!(
                    "{}, {} % sure, {}",
                    words::verdict(closing.verdict),
                    closing.confidence.percent(),
                    words::minute(closing.at)
                );
                ui.label(verdict);
                if !closing.reason.is_empty() {
                    widgets::dim_ui(ui, &closing.reason);
                }
                if widgets::button_ui(ui, ICON_EDIT, "Change the verdict…").clicked() {
                    memory.reopen = true;
                    memory.draft = Draft {
                        verdict: Some(closing.verdict),
                        reason: closing.reason.clone(),
                        confidence: closing.confidence.percent(),
                    };
                }
            }
            _ => {
                widgets::headline_ui(ui, "Verdict");
                form_ui(
                    ui,
                    &mut memory.draft,
                    std::slice::from_ref(&alert.id),
                    "Close alert",
                    out,
                );
                if memory.reopen && ui.button("Leave it as it is").clicked() {
                    memory.reopen = false;
                    memory.draft = Draft::default();
                }
                view.refused_ui(ui, &Place::Alerts);
            }
        }
    });
}

/// Draws the form for the alerts that are ticked.
pub(super) fn several_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let alerts: Vec<AlertId> = memory.chosen.iter().cloned().collect();
        widgets::headline_ui(ui, &format!("Close {} alerts together", alerts.len()));
        for id in &alerts {
            if let Some(alert) = view.scenario.alert(id) {
                let text = format!("{} · {}", words::severity(alert.severity), alert.title);
                widgets::dim_ui(ui, text);
            }
        }
        widgets::banner_ui(
            ui,
            egui_material_icons::icons::ICON_WARNING,
            t.caution,
            "One verdict for all of them; a true alert that is swept away with others counts as harm",
        );
        ui.add_space(4.0);
        form_ui(ui, &mut memory.draft, &alerts, "Close all chosen alerts", out);
        if ui.button("Choose none").clicked() {
            memory.chosen.clear();
        }
        view.refused_ui(ui, &Place::Alerts);
    });
}

fn form_ui(
    ui: &mut Ui,
    draft: &mut Draft,
    alerts: &[AlertId],
    button: &str,
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for verdict in words::VERDICTS {
            let chosen = draft.verdict == Some(verdict);
            let name = words::verdict(verdict);
            let response = ui
                .add(Button::selectable(chosen, name).frame_when_inactive(true))
                .on_hover_text(words::verdict_tip(verdict));
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
            if response.clicked() {
                draft.verdict = Some(verdict);
            }
        }
    });
    let hint = "What in the logs or on the host makes you think so?";
    widgets::reason_ui(ui, &mut draft.reason, "Reason for the verdict", hint);
    widgets::confidence_ui(ui, &mut draft.confidence, "Confidence in the verdict");
    ui.add_space(theme::GAP / 2.0);
    let ready = draft.verdict.is_some();
    let pressed = widgets::primary_ui(ui, ready, ICON_GAVEL, button, "Choose a verdict first");
    if let (true, Some(verdict)) = (pressed.clicked(), draft.verdict) {
        let command = Command::Close {
            alerts: alerts.to_vec(),
            verdict,
            reason: draft.reason.trim().to_owned(),
            confidence: widgets::confidence(draft.confidence),
        };
        out.push(UiCommand::give(command, Place::Alerts));
    }
}

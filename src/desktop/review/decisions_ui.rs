//! Every decision: what was chosen and why, what was known then and what was true.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{
    ICON_CHECK_CIRCLE, ICON_ERROR, ICON_GAVEL, ICON_HISTORY, ICON_RADIO_BUTTON_CHECKED,
    ICON_RADIO_BUTTON_UNCHECKED,
};

use crate::desktop::command::UiCommand;
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::review::{DecisionReview, Review};

/// How much of what was known is shown; all of it stands in the replay.
const KNOWN: usize = 8;

/// Draws the decisions.
pub(super) fn decisions_ui(ui: &mut Ui, review: &Review, out: &mut Vec<UiCommand>) {
    if review.decisions.is_empty() {
        widgets::empty_ui(
            ui,
            ICON_GAVEL,
            "Nobody decided anything on record",
            "Decisions that are written down, and remediation events that are launched, stand here with what was known.",
        );
        return;
    }
    let t = tokens(ui);
    for decision in &review.decisions {
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            decision_ui(ui, decision, out);
        });
        ui.add_space(theme::GAP);
    }
}

fn decision_ui(ui: &mut Ui, decision: &DecisionReview, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        moment_ui(ui, decision.at, out);
        ui.add(Label::new(RichText::new(&decision.question).strong()).wrap());
    });
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        match decision.sound {
            Some(true) => {
                widgets::sign_ui(ui, ICON_CHECK_CIRCLE, "Sound at that moment", t.good);
            }
            Some(false) => {
                widgets::sign_ui(ui, ICON_ERROR, "Not sound at that moment", t.bad);
            }
            None => {}
        }
        if let Some(confidence) = decision.confidence {
            widgets::dim_ui(ui, format!("{} % sure", confidence.percent()));
        }
    });
    if decision.choices.is_empty() {
        ui.add(Label::new(&decision.chosen).wrap());
    }
    for choice in &decision.choices {
        let (icon, colour) = if choice.chosen {
            (ICON_RADIO_BUTTON_CHECKED, t.text)
        } else {
            (ICON_RADIO_BUTTON_UNCHECKED, t.dim)
        };
        let sound = match choice.sound {
            Some(true) => " (sound then)",
            Some(false) => " (not sound then)",
            None => "",
        };
        widgets::sign_ui(ui, icon, &format!("{}{sound}", choice.text), colour);
    }
    if decision.reason.is_empty() {
        widgets::dim_ui(ui, "No reason was given");
    } else {
        widgets::text_pair_ui(ui, "Why", &decision.reason);
    }
    if !decision.objections.is_empty() {
        widgets::text_pair_ui(ui, "Objections", &decision.objections);
    }
    ui.add_space(4.0);
    ui.columns(2, |columns| {
        if let [known, hidden] = columns {
            list_ui(
                known,
                "What was known, newest first",
                &decision.known,
                "Nothing beyond the briefing",
            );
            list_ui(
                hidden,
                "What was true and not known",
                &decision.hidden,
                "Nothing was hidden any more",
            );
        }
    });
}

fn list_ui(ui: &mut Ui, head: &str, lines: &[String], empty: &str) {
    widgets::caption_ui(ui, head);
    if lines.is_empty() {
        widgets::dim_ui(ui, empty);
    }
    for line in lines.iter().take(KNOWN) {
        ui.add(Label::new(format!("• {line}")).wrap());
    }
    if lines.len() > KNOWN {
        widgets::dim_ui(ui, format!("and {} more", lines.len() - KNOWN));
    }
}

/// A moment that a click shows in the replay.
pub(super) fn moment_ui(ui: &mut Ui, at: crate::base::Moment, out: &mut Vec<UiCommand>) {
    let text = words::minute(at);
    let name = format!("Show {text} in the replay");
    let button = widgets::button_ui(ui, ICON_HISTORY, &text);
    if button
        .on_hover_text("Show this moment in the replay")
        .accessible_name(name)
        .clicked()
    {
        out.push(UiCommand::ShowMoment(at));
    }
}

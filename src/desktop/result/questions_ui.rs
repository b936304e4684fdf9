//! The key questions of a result: each answer, the proof that was given, and the proof that was to be had.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{ICON_CHECK, ICON_CLOSE, ICON_HELP, ICON_PUSH_PIN, ICON_REMOVE};

use super::super::finished::Finished;
use super::super::theme::{self, tokens};
use super::super::widgets::card_ui;
use super::super::{widgets, words};
use crate::base::id::LogId;
use crate::scenario::{Question, Scenario};
use crate::score::{PinScore, ProofScore, QuestionScore};

/// Draws every key question.
pub(super) fn questions_ui(ui: &mut Ui, finished: &Finished) {
    let scenario = &finished.review.scenario;
    if finished.review.card.questions.is_empty() {
        widgets::dim_ui(ui, "The scenario has no key questions.");
    }
    for score in &finished.review.card.questions {
        if let Some(question) = scenario.question(&score.question) {
            card_ui(ui, &question.text, |ui| {
                question_ui(ui, scenario, question, score);
            });
            ui.add_space(theme::GAP);
        }
    }
}

fn question_ui(ui: &mut Ui, scenario: &Scenario, question: &Question, score: &QuestionScore) {
    answer_ui(ui, question, score);
    if !score.right {
        let right = question.choices.iter().filter(|choice| choice.right);
        for choice in right {
            widgets::dim_ui(ui, format!("Right: {}", choice.text));
        }
    }
    ui.add_space(6.0);
    if score.proofs.is_empty() {
        widgets::dim_ui(ui, &question.proof_text);
        return;
    }
    widgets::dim_ui(ui, "Proof to be had");
    for proof in &score.proofs {
        proof_ui(ui, scenario, proof);
    }
    if !score.pins.is_empty() {
        ui.add_space(6.0);
        widgets::dim_ui(ui, "Proof given");
        for pin in &score.pins {
            pin_ui(ui, scenario, pin);
        }
    }
}

fn answer_ui(ui: &mut Ui, question: &Question, score: &QuestionScore) {
    let t = tokens(ui);
    let Some(at) = score.answered else {
        widgets::sign_ui(ui, ICON_REMOVE, "Not answered", t.dim);
        return;
    };
    let chosen = question.choices.iter();
    let chosen: Vec<&str> = chosen
        .filter(|choice| score.choices.contains(&choice.id))
        .map(|choice| choice.text.as_str())
        .collect();
    let sure = score
        .confidence
        .map_or_else(String::new, |sure| format!(", {} % sure", sure.percent()));
    let (icon, color, judged) = if score.right {
        (ICON_CHECK, t.good, "Right")
    } else {
        (ICON_CLOSE, t.bad, "Wrong")
    };
    widgets::sign_ui(
        ui,
        icon,
        &format!("{judged}, at {}{sure}", words::minute(at)),
        color,
    );
    ui.add(Label::new(chosen.join("; ")).wrap());
}

fn proof_ui(ui: &mut Ui, scenario: &Scenario, proof: &ProofScore) {
    let t = tokens(ui);
    let (icon, color) = match (proof.given, proof.lay_in.is_empty()) {
        (true, _) => (ICON_CHECK, t.good),
        (false, false) => (ICON_CLOSE, t.bad),
        (false, true) => (ICON_HELP, t.dim),
    };
    let place = if proof.lay_in.is_empty() {
        "no longer to be had at the end".to_owned()
    } else {
        let names: Vec<&str> = proof.lay_in.iter().map(|id| name(scenario, id)).collect();
        format!("in: {}", names.join(", "))
    };
    ui.horizontal_top(|ui| {
        ui.add(Label::new(icon.rich_text().color(color)).selectable(false));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(&proof.shows).wrap());
            ui.add(Label::new(RichText::new(place).small().color(t.dim)).wrap());
        });
    });
}

fn pin_ui(ui: &mut Ui, scenario: &Scenario, pin: &PinScore) {
    let t = tokens(ui);
    let color = if pin.proves { t.good } else { t.dim };
    ui.horizontal_top(|ui| {
        ui.add(Label::new(ICON_PUSH_PIN.rich_text().color(color)).selectable(false));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let judged = if pin.proves { "" } else { " · proves nothing" };
            let head = format!(
                "{} · {}{judged}",
                words::minute(pin.line_at),
                name(scenario, &pin.log)
            );
            ui.add(Label::new(RichText::new(head).small().color(t.dim)).wrap());
            if !pin.note.is_empty() {
                ui.add(Label::new(&pin.note).wrap());
            }
            ui.add(Label::new(RichText::new(&pin.text).monospace().small()).truncate())
                .on_hover_text(&pin.text);
        });
    });
}

fn name<'a>(scenario: &'a Scenario, log: &'a LogId) -> &'a str {
    scenario.log(log).map_or(log.as_str(), |log| &log.name)
}

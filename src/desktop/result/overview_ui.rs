//! The overview of a result: phases, times, harm events, judgements, ratings.

use eframe::egui::{Grid, Label, RichText, Ui};
use egui_material_icons::icons::{ICON_LIGHTBULB, ICON_THUMB_UP, ICON_WARNING};

use super::super::finished::Finished;
use super::super::theme::{self, tokens};
use super::super::widgets::card_ui;
use super::super::{widgets, words};
use crate::base::Points;
use crate::score::{BesideScore, HintScore, PhaseScore, Rating, SureAndWrong};

/// Draws the overview.
pub(super) fn overview_ui(ui: &mut Ui, finished: &Finished) {
    let wide = ui.available_width() > 900.0;
    let card = &finished.review.card;
    let left = |ui: &mut Ui| {
        phases_ui(ui, &card.phases, card.hints);
        if !card.beside.is_empty() {
            ui.add_space(theme::GAP);
            beside_ui(ui, &card.beside);
        }
        ui.add_space(theme::GAP);
        harms_ui(ui, finished);
    };
    let right = |ui: &mut Ui| {
        // Times are counted from what happens in the world.
        if !finished.review.scenario.actions.is_empty() {
            times_ui(ui, finished);
            ui.add_space(theme::GAP);
        }
        judgements_ui(ui, finished);
        ui.add_space(theme::GAP);
        ratings_ui(ui, finished);
    };
    if wide {
        ui.columns(2, |columns| {
            if let [a, b] = columns {
                left(a);
                right(b);
            }
        });
    } else {
        left(ui);
        ui.add_space(theme::GAP);
        right(ui);
    }
}

fn phases_ui(ui: &mut Ui, phases: &[PhaseScore], hints: HintScore) {
    card_ui(ui, "Phases", |ui| {
        let t = tokens(ui);
        for phase in phases {
            ui.horizontal(|ui| {
                ui.add(
                    Label::new(
                        words::phase_icon(phase.phase)
                            .rich_text()
                            .size(17.0)
                            .color(t.dim),
                    )
                    .selectable(false),
                );
                widgets::cell_ui(ui, 96.0, phase.phase.name());
                let room = (ui.available_width() - 190.0).max(60.0);
                match phase.score {
                    Some(score) => {
                        widgets::bar_ui(
                            ui,
                            share_of(score),
                            t.accent,
                            room,
                            &format!("{} {score} of 100", phase.phase.name()),
                        );
                        ui.label(RichText::new(format!("{score:>5}")).monospace());
                        ui.label(
                            RichText::new(format!("{} of {} points", phase.earned, phase.max))
                                .small()
                                .color(t.dim),
                        );
                    }
                    None => {
                        widgets::dim_ui(ui, "Nothing was scored");
                    }
                }
            });
        }
        if hints.taken > 0 {
            let text = format!("Hints: {} taken, {} points", hints.taken, hints.points);
            let what = "What they cost of the process score";
            widgets::sign_ui(ui, ICON_LIGHTBULB, &text, t.caution).on_hover_text(what);
        }
    });
}

/// How many reasons for missing points are listed for a phase beside the score.
const MOST_LINES: usize = 6;

/// Phases that stand beside the process score.
fn beside_ui(ui: &mut Ui, phases: &[BesideScore]) {
    card_ui(ui, "Beside the score", |ui| {
        let t = tokens(ui);
        for phase in phases {
            ui.horizontal(|ui| {
                let icon = words::phase_icon(phase.phase).rich_text();
                ui.add(Label::new(icon.size(17.0).color(t.dim)).selectable(false));
                widgets::cell_ui(ui, 120.0, phase.phase.name());
                let room = (ui.available_width() - 190.0).max(60.0);
                let name = format!("{} {} of 100", phase.phase.name(), phase.score);
                widgets::bar_ui(ui, share_of(phase.score), t.accent, room, &name);
                ui.label(RichText::new(format!("{:>5}", phase.score.to_string())).monospace());
                if phase.self_reported > Points::ZERO {
                    let text = format!("{} self-reported", phase.self_reported);
                    ui.label(RichText::new(text).small().color(t.dim));
                }
            });
            for line in phase.explanations.iter().take(MOST_LINES) {
                let text = format!("−{}  {}", line.points, line.text);
                ui.add(Label::new(RichText::new(text).small().color(t.dim)).wrap());
            }
            let more = phase.explanations.len().saturating_sub(MOST_LINES);
            if more > 0 {
                widgets::dim_ui(ui, format!("and {more} more"));
            }
        }
    });
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bar needs no more than seven digits"
)]
fn share_of(score: Points) -> f32 {
    (score.as_f64() / 100.0) as f32
}

fn harms_ui(ui: &mut Ui, finished: &Finished) {
    card_ui(ui, "Harm events", |ui| {
        let t = tokens(ui);
        if finished.review.card.harms.is_empty() {
            widgets::sign_ui(ui, ICON_THUMB_UP, "None", t.good);
        }
        for harm in &finished.review.card.harms {
            ui.horizontal_top(|ui| {
                ui.add(
                    Label::new(ICON_WARNING.rich_text().size(17.0).color(t.bad)).selectable(false),
                );
                ui.scope(|ui| {
                    ui.set_min_width(52.0);
                    ui.label(
                        RichText::new(words::minute(harm.at))
                            .monospace()
                            .color(t.dim),
                    );
                });
                ui.add(Label::new(format!("−{}  {}", harm.points, harm.text)).wrap());
            });
        }
    });
}

fn times_ui(ui: &mut Ui, finished: &Finished) {
    card_ui(ui, "Times", |ui| {
        let t = tokens(ui);
        let times = &finished.review.card.times;
        let lines = [
            (
                "Time to detect",
                times.detect_ms,
                times.attacked,
                "From the attacker's first act to the first true alert acknowledged",
            ),
            (
                "Time to acknowledge",
                times.acknowledge_ms,
                true,
                "From alert to first touch, over acknowledged alerts",
            ),
            (
                "Time to triage",
                times.triage_ms,
                true,
                "From alert to verdict, over closed alerts",
            ),
            (
                "Time to escalate",
                times.escalate_ms,
                true,
                "From STARTEX to the first message inside the organisation",
            ),
            (
                "Time to notify",
                times.notify_ms,
                true,
                "From STARTEX to the first message outside",
            ),
            (
                "Time to contain",
                times.contain_ms,
                times.attacked,
                "From STARTEX to no usable access path and nothing leaving, for good",
            ),
            (
                "Time to expel",
                times.expel_ms,
                times.attacked,
                "From STARTEX to nothing of the attacker's left, for good",
            ),
            (
                "Time to recover",
                times.recover_ms,
                times.interrupted,
                "From STARTEX to all services back",
            ),
            (
                "Dwell time",
                times.dwell_ms,
                times.attacked,
                "From the attacker's first act to being expelled",
            ),
        ];
        Grid::new("times")
            .num_columns(2)
            .spacing([28.0, 5.0])
            .show(ui, |ui| {
                for (name, ms, needed, meaning) in lines {
                    ui.label(name).on_hover_text(meaning);
                    let text = match ms {
                        Some(_) => words::duration_ms(ms),
                        None if !needed => "not needed".to_owned(),
                        None => "did not happen".to_owned(),
                    };
                    let colour = if ms.is_some() { t.text } else { t.dim };
                    ui.label(RichText::new(text).color(colour));
                    ui.end_row();
                }
            });
    });
}

fn judgements_ui(ui: &mut Ui, finished: &Finished) {
    card_ui(ui, "Sure and wrong", |ui| {
        let t = tokens(ui);
        let calibration = &finished.review.card.calibration;
        if let Some(brier) = calibration.brier {
            let text = format!(
                "{} with a confidence; Brier score {brier:.2} (0 best, 1 worst)",
                words::count(
                    usize::try_from(calibration.judgements).unwrap_or(usize::MAX),
                    "judgement",
                    "judgements"
                )
            );
            widgets::dim_ui(ui, text);
        }
        if calibration.sure_and_wrong.is_empty() {
            widgets::sign_ui(
                ui,
                ICON_THUMB_UP,
                "Nothing you were sure of was wrong",
                t.good,
            );
        }
        for wrong in &calibration.sure_and_wrong {
            let scenario = &finished.review.scenario;
            let (text, why) = match wrong {
                SureAndWrong::Alert(id) => {
                    scenario
                        .alert(id)
                        .map_or((id.to_string(), String::new()), |alert| {
                            (
                                format!(
                                    "{}: it was {}",
                                    alert.title,
                                    words::verdict(alert.truth).to_lowercase()
                                ),
                                alert.why.clone(),
                            )
                        })
                }
                SureAndWrong::Step(id) => (
                    scenario
                        .step(id)
                        .map_or_else(|| id.to_string(), |step| step.text.clone()),
                    "Reported as done; the facilitator did not agree".to_owned(),
                ),
                SureAndWrong::Question(id) => scenario
                    .question(id)
                    .map_or((id.to_string(), String::new()), |q| {
                        (q.text.clone(), q.proof_text.clone())
                    }),
            };
            ui.horizontal_top(|ui| {
                ui.add(
                    Label::new(ICON_WARNING.rich_text().size(17.0).color(t.caution))
                        .selectable(false),
                );
                ui.vertical(|ui| {
                    ui.add(Label::new(text).wrap());
                    if !why.is_empty() {
                        ui.add(Label::new(RichText::new(why).small().color(t.dim)).wrap());
                    }
                });
            });
        }
    });
}

fn ratings_ui(ui: &mut Ui, finished: &Finished) {
    if finished.review.card.ratings.is_empty() {
        return;
    }
    card_ui(ui, "Suggested ratings", |ui| {
        let t = tokens(ui);
        for rating in &finished.review.card.ratings {
            let objective = finished
                .review
                .scenario
                .briefing
                .objectives
                .iter()
                .find(|o| o.id == rating.objective);
            let (letter, meaning, colour) = match rating.rating {
                Rating::P => ("P", "Performed without challenges", t.good),
                Rating::S => ("S", "Performed with some challenges", t.accent),
                Rating::M => ("M", "Performed with major challenges", t.caution),
                Rating::U => ("U", "Unable to be performed", t.bad),
            };
            ui.horizontal_top(|ui| {
                ui.scope(|ui| {
                    ui.set_min_width(20.0);
                    ui.label(RichText::new(letter).size(theme::HEADLINE).color(colour))
                        .on_hover_text(meaning);
                });
                ui.vertical(|ui| {
                    ui.add(Label::new(objective.map_or("", |o| o.text.as_str())).wrap());
                    let tasks = usize::try_from(rating.critical_tasks).unwrap_or(usize::MAX);
                    let rests = words::count(tasks, "critical task", "critical tasks");
                    ui.label(
                        RichText::new(format!("{meaning}; rests on {rests}"))
                            .small()
                            .color(t.dim),
                    );
                });
            });
        }
    });
}

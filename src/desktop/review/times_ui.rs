//! How long things took beside their targets, calibration, claims, harm events, and what could have been saved.

use eframe::egui::{Align, Grid, Label, Layout, RichText, Ui};
use egui_plot::{Line, LineStyle, MarkerShape, Plot, PlotPoints, Points};

use super::decisions_ui::moment_ui;
use crate::base::Span;
use crate::desktop::command::UiCommand;
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::review::calibration::bins;
use crate::review::{Measure, Review, SavingKind};

/// Draws it all.
pub(super) fn times_ui(ui: &mut Ui, review: &Review, out: &mut Vec<UiCommand>) {
    widgets::card_ui(ui, "Times beside their targets", |ui| {
        measures_ui(ui, review, out);
    });
    ui.add_space(theme::GAP);
    if !review.savings.is_empty() {
        widgets::card_ui(ui, "What could still have been saved", |ui| {
            savings_ui(ui, review);
        });
        ui.add_space(theme::GAP);
    }
    if !review.judgements.is_empty() {
        widgets::card_ui(ui, "How sure, and how right", |ui| {
            calibration_ui(ui, review, out);
        });
        ui.add_space(theme::GAP);
    }
    widgets::card_ui(ui, "Claims that were untrue when they were sent", |ui| {
        claims_ui(ui, review, out);
    });
    ui.add_space(theme::GAP);
    widgets::card_ui(ui, "Harm events", |ui| {
        harms_ui(ui, review, out);
    });
    ui.add_space(theme::GAP);
}

fn measures_ui(ui: &mut Ui, review: &Review, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let rest = (ui.available_width() - 750.0).max(120.0);
    Grid::new("measures")
        .num_columns(5)
        .spacing([16.0, 8.0])
        .striped(true)
        .show(ui, |ui| {
            for head in ["", "Took", "Target", "", "Where the target comes from"] {
                widgets::caption_ui(ui, head);
            }
            ui.end_row();
            for measure in &review.measures {
                widgets::cell_ui(ui, 260.0, measure.name.as_str());
                let colour = match (measure.took, measure.needed, measure.met()) {
                    (_, false, _) => t.dim,
                    (_, true, Some(true)) => t.good,
                    (_, true, Some(false)) => t.bad,
                    (None, true, None) if !measure.is_open() => t.bad,
                    (_, true, None) => t.text,
                };
                let took = measure.said();
                ui.horizontal(|ui| {
                    ui.label(RichText::new(took).color(colour));
                    if let Some(at) = measure.at {
                        moment_ui(ui, at, out);
                    }
                });
                ui.label(
                    measure
                        .target
                        .map_or_else(|| "–".to_owned(), |target| target.to_string()),
                );
                against_ui(ui, measure);
                let from = RichText::new(&measure.target_from).small().color(t.dim);
                widgets::cell_ui(ui, rest, from);
                ui.end_row();
            }
        });
}

/// A bar as long as it took, and a line where the target is.
fn against_ui(ui: &mut Ui, measure: &Measure) {
    let t = tokens(ui);
    let Some(target) = measure.target.filter(|_| measure.needed) else {
        ui.label("");
        return;
    };
    let took = measure.took.unwrap_or(Span::ZERO);
    // Each row by itself: times differ by a factor of a thousand.
    let longest = took.max(target).as_ms().max(1);
    let (rect, response) = ui.allocate_exact_size(
        eframe::egui::vec2(150.0, 12.0),
        eframe::egui::Sense::hover(),
    );
    #[expect(clippy::cast_precision_loss, reason = "a bar is a hundred points wide")]
    let place = |span: Span| rect.left() + rect.width() * (span.as_ms() as f32 / longest as f32);
    let painter = ui.painter();
    painter.rect_filled(rect, 2.0, t.raised);
    if measure.took.is_some() {
        let colour = match measure.met() {
            Some(true) => t.good,
            Some(false) => t.bad,
            None => t.accent,
        };
        let mut bar = rect;
        bar.set_right(place(took).max(rect.left() + 2.0));
        painter.rect_filled(bar, 2.0, colour);
    }
    let x = place(target).min(rect.right() - 1.0);
    painter.vline(x, rect.y_range().expand(3.0), (2.0, t.text));
    let said = match measure.met() {
        Some(true) => "within its target",
        Some(false) if measure.took.is_none() => "never reached",
        Some(false) if measure.undone.is_some() => "reached, and undone again",
        Some(false) => "beyond its target",
        None if measure.is_open() => "not reached by ENDEX; its target is later",
        None => "without a target",
    };
    response.on_hover_text(format!("{}: {said}", measure.name));
}

fn savings_ui(ui: &mut Ui, review: &Review) {
    let t = tokens(ui);
    widgets::dim_ui(
        ui,
        "Between the least that could be lost from STARTEX on (the scenario's own plan) and what is lost when nobody does anything",
    );
    ui.add_space(4.0);
    let currency = &review.scenario.currency;
    Grid::new("savings")
        .num_columns(5)
        .spacing([20.0, 6.0])
        .striped(true)
        .show(ui, |ui| {
            for head in ["", "Lost", "Least", "If idle", "Could have been saved"] {
                widgets::caption_ui(ui, head);
            }
            ui.end_row();
            for saving in &review.savings {
                let (name, words): (&str, Box<dyn Fn(u64) -> String>) = match saving.kind {
                    SavingKind::Data => (
                        "Data",
                        Box::new(|kb| words::bytes(kb.saturating_mul(1_000))),
                    ),
                    SavingKind::Downtime => {
                        ("Downtime", Box::new(|ms| Span::from_ms(ms).to_string()))
                    }
                    SavingKind::Cost => (
                        "Cost",
                        Box::new(|n| format!("{} {currency}", words::amount(n))),
                    ),
                    SavingKind::Evidence => ("Evidence, by weight", Box::new(|n| n.to_string())),
                };
                ui.label(name);
                ui.label(words(saving.lost));
                ui.label(words(saving.least));
                ui.label(words(saving.idle));
                let colour = if saving.avoidable() > 0 {
                    t.bad
                } else {
                    t.good
                };
                let text = if saving.avoidable() > 0 {
                    words(saving.avoidable())
                } else {
                    "nothing more".to_owned()
                };
                ui.label(RichText::new(text).color(colour));
                ui.end_row();
            }
        });
}

fn calibration_ui(ui: &mut Ui, review: &Review, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let calibration = &review.card.calibration;
    if let Some(brier) = calibration.brier {
        widgets::dim_ui(
            ui,
            format!(
                "{} judgements with a confidence; Brier score {brier:.2} (0 is best, 0.25 is guessing, 1 is sure and wrong)",
                calibration.judgements
            ),
        );
    }
    ui.add_space(4.0);
    let wrong: Vec<_> = review
        .judgements
        .iter()
        .filter(|j| j.is_sure_and_wrong())
        .collect();
    let wide = ui.available_width() > 760.0;
    let chart = |ui: &mut Ui| chart_ui(ui, review);
    let list = |ui: &mut Ui, out: &mut Vec<UiCommand>| {
        widgets::caption_ui(ui, "Sure and wrong");
        if wrong.is_empty() {
            widgets::dim_ui(ui, "Nobody was sure of something wrong");
        }
        for judgement in &wrong {
            ui.horizontal_wrapped(|ui| {
                moment_ui(ui, judgement.at, out);
                ui.add(Label::new(RichText::new(&judgement.title).strong()).wrap());
            });
            let said = format!(
                "Said, {} % sure: {}",
                judgement.confidence.percent(),
                judgement.said
            );
            ui.add(Label::new(RichText::new(said).color(t.bad)).wrap());
            ui.add(Label::new(format!("In truth: {}", judgement.truth)).wrap());
            ui.add_space(4.0);
        }
    };
    if wide {
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                chart(left);
                // Columns fill their lines from edge to edge; texts are ragged.
                right.with_layout(Layout::top_down(Align::Min), |ui| list(ui, out));
            }
        });
    } else {
        chart(ui);
        list(ui, out);
    }
}

/// How often judgements of one confidence were right, beside the line on which they should lie.
fn chart_ui(ui: &mut Ui, review: &Review) {
    let t = tokens(ui);
    widgets::caption_ui(
        ui,
        "Share that was right, by confidence; the line is where they should lie",
    );
    let bins = bins(&review.judgements);
    Plot::new("calibration")
        .height(210.0)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .default_x_bounds(-5.0, 105.0)
        .default_y_bounds(-8.0, 108.0)
        .grid_color(t.line)
        .show_background(false)
        .x_axis_formatter(|mark, _| format!("{:.0} %", mark.value))
        .y_axis_formatter(|mark, _| format!("{:.0} %", mark.value))
        .show(ui, |plot| {
            let ideal = PlotPoints::from(vec![[0.0, 0.0], [100.0, 100.0]]);
            let ideal = Line::new("As sure as right", ideal).color(t.dim);
            plot.line(ideal.style(LineStyle::dashed_loose()).allow_hover(false));
            for bin in &bins {
                let share = f64::from(bin.right) * 100.0 / f64::from(bin.judgements.max(1));
                let at = PlotPoints::from(vec![[f64::from(bin.percent), share]]);
                #[expect(clippy::cast_possible_truncation, reason = "a radius of a few points")]
                let radius = (3.0 + f64::from(bin.judgements).sqrt() * 2.0) as f32;
                let name = format!("{} of {} right", bin.right, bin.judgements);
                let points = Points::new(name, at).color(t.accent).radius(radius);
                plot.points(points.shape(MarkerShape::Circle));
            }
        });
}

fn claims_ui(ui: &mut Ui, review: &Review, out: &mut Vec<UiCommand>) {
    let untrue: Vec<_> = review.statements.iter().filter(|s| !s.was_true).collect();
    if untrue.is_empty() {
        let said = if review.statements.is_empty() {
            "Nothing was sent to anybody"
        } else {
            "Everything that was sent was true then"
        };
        widgets::dim_ui(ui, said);
    }
    for claim in untrue {
        ui.horizontal_wrapped(|ui| {
            moment_ui(ui, claim.at, out);
            ui.add(
                Label::new(format!(
                    "To {}, \"{}\": {}",
                    claim.to, claim.title, claim.text
                ))
                .wrap(),
            );
        });
    }
}

fn harms_ui(ui: &mut Ui, review: &Review, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    if review.card.harms.is_empty() {
        widgets::dim_ui(ui, "None");
    }
    for harm in &review.card.harms {
        ui.horizontal_wrapped(|ui| {
            moment_ui(ui, harm.at, out);
            ui.label(
                RichText::new(format!("−{}", harm.points))
                    .monospace()
                    .color(t.bad),
            );
            ui.add(Label::new(&harm.text).wrap());
        });
    }
}

//! The damage of this run beside that of two others, and what followed.

use eframe::egui::{Grid, Label, RichText, Ui, vec2};
use egui_material_icons::icons::ICON_HISTORY;

use super::super::finished::Finished;
use super::super::theme::{self, tokens};
use super::super::widgets::card_ui;
use super::super::{widgets, words};
use crate::base::words::data;
use crate::base::{Points, Span};
use crate::world::Damage;

/// How a figure of the damage is written.
type Show<'a> = Box<dyn Fn(&Damage) -> String + 'a>;

/// Draws the damage and the aftermath.
pub(super) fn outcome_ui(ui: &mut Ui, finished: &Finished) {
    let outcome = &finished.review.card.outcome;
    let currency = &finished.review.scenario.currency;
    card_ui(ui, "Damage, compared", |ui| {
        let t = tokens(ui);
        widgets::dim_ui(
            ui,
            "The same scenario and seed, played by you, by nobody, and by the reference player",
        );
        ui.add_space(4.0);
        let runs: [&Damage; 3] = [&outcome.damage, &outcome.idle, &outcome.reference];
        let hours = |ms: u64| Span::from_ms(ms).to_string();
        let rows: [(&str, Option<Points>, Show<'_>); 4] = [
            (
                "Data that left",
                outcome.data,
                Box::new(|d| data(d.data_kb)),
            ),
            (
                "Time without service",
                outcome.downtime,
                Box::new(|d| hours(d.downtime_ms)),
            ),
            (
                "Cost",
                outcome.cost,
                Box::new(|d| format!("{} {currency}", words::amount(d.cost))),
            ),
            (
                "Evidence lost, by weight",
                outcome.evidence,
                Box::new(|d| words::amount(d.evidence)),
            ),
        ];
        Grid::new("damage")
            .num_columns(5)
            .spacing([32.0, 8.0])
            .show(ui, |ui| {
                for head in ["", "This run", "Idle", "Reference", "Score"] {
                    ui.label(RichText::new(head).small().color(t.dim));
                }
                ui.end_row();
                for (name, score, show) in &rows {
                    ui.label(*name);
                    for run in runs {
                        ui.label(show(run));
                    }
                    match score {
                        Some(score) => ui.label(score.to_string()),
                        None => ui.label(RichText::new("not compared").color(t.dim)),
                    };
                    ui.end_row();
                }
            });
    });
    ui.add_space(theme::GAP);
    card_ui(ui, "Aftermath", |ui| {
        let t = tokens(ui);
        if finished.aftermath.is_empty() {
            widgets::dim_ui(ui, "Nothing followed after ENDEX");
        }
        for text in &finished.aftermath {
            ui.horizontal_top(|ui| {
                ui.add(
                    Label::new(ICON_HISTORY.rich_text().size(17.0).color(t.caution))
                        .selectable(false),
                );
                ui.add(Label::new(text).wrap());
            });
        }
        ui.allocate_space(vec2(ui.available_width(), 0.0));
    });
}

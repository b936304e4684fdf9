//! The result: process, outcome and coverage side by side, and every missing point explained.

mod outcome_ui;
mod overview_ui;
mod questions_ui;
mod reports_ui;
mod tables_ui;

use std::cmp::Ordering;

use eframe::egui::{Align, Label, Layout, RichText, Role, ScrollArea, Ui, WidgetInfo};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_ARROW_BACK, ICON_CALL_SPLIT, ICON_CASINO, ICON_CHECKLIST, ICON_DONUT_LARGE, ICON_FORUM,
    ICON_HEALTH_AND_SAFETY, ICON_REPLAY,
};

use super::command::{Act, UiCommand};
use super::finished::Finished;
use super::hindsight::WhatIf;
use super::theme::{self, tokens};
use super::{widgets, words};
use crate::base::Points;
use crate::base::id::Id;
use crate::scenario::{Phase, Scenario};
use crate::score::{Explanation, Part};
use crate::store::record_began;

/// A part of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Overview,
    Explanations,
    Items,
    Questions,
    Reports,
    Outcome,
}

/// What the explanations are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Points,
    What,
    Part,
    Moment,
}

/// Which explanations are shown, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sorting {
    order: Order,
    descending: bool,
    phase: Option<Phase>,
    part: Option<Part>,
    needle: String,
}

/// What the result remembers.
pub(super) struct Memory {
    pub(super) finished: Finished,
    tab: Tab,
    sorting: Sorting,
    made_for: Option<Sorting>,
    /// The explanations that are shown, by their place on the card.
    shown: Vec<usize>,
    reports: reports_ui::Memory,
}

impl Memory {
    /// A result as it first shows.
    pub(super) fn new(finished: Finished) -> Self {
        Self {
            finished,
            tab: Tab::Overview,
            sorting: Sorting {
                order: Order::Points,
                descending: true,
                phase: None,
                part: None,
                needle: String::new(),
            },
            made_for: None,
            shown: Vec::new(),
            reports: reports_ui::Memory::default(),
        }
    }

    /// Takes the same exercise's new score in, and stays where it is.
    pub(super) fn scored_again(&mut self, finished: Finished) {
        self.finished = finished;
        self.made_for = None;
    }

    fn refresh(&mut self) {
        if self.made_for.as_ref() == Some(&self.sorting) {
            return;
        }
        let sorting = &self.sorting;
        let lines = &self.finished.review.card.explanations;
        let scenario = &self.finished.review.scenario;
        let needle = sorting.needle.trim().to_lowercase();
        let mut shown: Vec<(usize, &Explanation)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| {
                sorting.phase.is_none_or(|phase| phase == line.phase)
                    && sorting.part.is_none_or(|part| part == line.part)
                    && (needle.is_empty() || line.text.to_lowercase().contains(&needle))
            })
            .collect();
        shown.sort_by(|(_, a), (_, b)| {
            let order = match sorting.order {
                Order::Points => a.points.cmp(&b.points),
                Order::What => thing(scenario, &a.step).cmp(&thing(scenario, &b.step)),
                Order::Part => a.part.cmp(&b.part),
                Order::Moment => a.at.cmp(&b.at),
            };
            if sorting.descending {
                order.reverse()
            } else {
                order
            }
            .then(Ordering::Equal)
        });
        self.shown = shown.into_iter().map(|(i, _)| i).collect();
        self.made_for = Some(sorting.clone());
    }
}

/// The short name of what a point was lost on.
fn thing(scenario: &Scenario, id: &Id) -> String {
    if let Some(step) = scenario.steps.iter().find(|x| x.id.id() == id) {
        return step.name();
    }
    if let Some(alert) = scenario.alerts.iter().find(|x| x.id.id() == id) {
        return format!("Alert: {}", alert.title);
    }
    if let Some(question) = scenario.questions.iter().find(|x| x.id.id() == id) {
        return format!("Question: {}", question.text);
    }
    if scenario.harms.iter().any(|x| x.id.id() == id) {
        return "Harm event".to_owned();
    }
    id.to_string()
}

/// Draws the score.
pub(super) fn result_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    figures_ui(ui, &memory.finished);
    ui.add_space(theme::GAP);
    let finished = &memory.finished;
    let mut tabs = vec![
        (Tab::Overview, "Overview".to_owned()),
        (
            Tab::Explanations,
            format!(
                "Why points are missing: {}",
                Points::HUNDRED - finished.review.card.process
            ),
        ),
        (Tab::Items, "Steps, alerts, questions".to_owned()),
    ];
    if reports_ui::is_needed(finished) {
        let waiting = match reports_ui::waiting(finished) {
            0 => String::new(),
            n => format!(" {n}"),
        };
        tabs.push((Tab::Reports, format!("Reported steps{waiting}")));
    }
    if !finished.review.scenario.questions.is_empty() {
        tabs.push((Tab::Questions, "Key questions and proof".to_owned()));
    }
    if !finished.review.scenario.actions.is_empty() {
        tabs.push((Tab::Outcome, "Outcome and aftermath".to_owned()));
    }
    widgets::tabs_ui(ui, &mut memory.tab, &tabs);
    ui.add_space(4.0);
    match memory.tab {
        Tab::Overview => scrolled_ui(ui, "overview", |ui| {
            overview_ui::overview_ui(ui, &memory.finished);
        }),
        Tab::Explanations => tables_ui::explanations_ui(ui, memory, out),
        Tab::Items => tables_ui::items_ui(ui, &memory.finished),
        Tab::Questions => scrolled_ui(ui, "questions", |ui| {
            questions_ui::questions_ui(ui, &memory.finished);
        }),
        Tab::Reports => {
            let Memory {
                finished, reports, ..
            } = memory;
            scrolled_ui(ui, "reports", |ui| {
                reports_ui::reports_ui(ui, finished, reports, out);
            });
        }
        Tab::Outcome => scrolled_ui(ui, "outcome", |ui| {
            outcome_ui::outcome_ui(ui, &memory.finished);
        }),
    }
}

fn scrolled_ui(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink(false)
        .show(ui, content);
}

/// Draws what is reviewed, and the ways on from it.
pub(super) fn head_ui(ui: &mut Ui, finished: &Finished, out: &mut Vec<UiCommand>) {
    ui.horizontal(|ui| {
        if widgets::button_ui(ui, ICON_ARROW_BACK, "Library")
            .accessible_name("Back to the library")
            .clicked()
        {
            out.push(UiCommand::Act(Act::Library));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if finished.for_room
                && widgets::button_ui(ui, ICON_FORUM, "The talk")
                    .on_hover_text("Back to the hot wash: notes, ratings, feedback")
                    .clicked()
            {
                out.push(UiCommand::ReopenHotWash);
            }
            if widgets::button_ui(ui, ICON_CASINO, "Play again, new seed").clicked() {
                out.push(UiCommand::PlayAgain { new_seed: true });
            }
            if widgets::button_ui(ui, ICON_REPLAY, "Play again, same seed").clicked() {
                out.push(UiCommand::PlayAgain { new_seed: false });
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                let title = format!("Hot wash: {}", finished.review.scenario.title);
                let title = RichText::new(title)
                    .size(theme::TITLE)
                    .color(tokens(ui).text);
                ui.add(Label::new(title).truncate());
            });
        });
    });
    if let Some(branch) = &finished.branch {
        let said = format!("A branch of {}. {}", branch.record, branch.what);
        widgets::banner_ui(ui, ICON_CALL_SPLIT, tokens(ui).caution, &said);
        if widgets::button_ui(ui, ICON_ARROW_BACK, "To the record it branches off").clicked() {
            out.push(UiCommand::WhatIf(WhatIf::OpenOrigin));
        }
    }
    let off = finished.header.readiness_off.len();
    let prepared = if off > 0 {
        format!(
            " · {} switched off",
            words::count(off, "preparation", "preparations")
        )
    } else {
        String::new()
    };
    let ended = words::clock(finished.ended);
    let level = finished
        .header
        .level
        .as_ref()
        .and_then(|id| finished.written.level(id));
    let level = level.map_or_else(String::new, |level| format!(" · level {}", level.name));
    let who = match &finished.header.player {
        Some(player) => format!("played by the {player} player"),
        None if finished.for_room => "exercise for a room".to_owned(),
        None => "practice".to_owned(),
    };
    let when = words::local_time(record_began(&finished.path));
    let seed = finished.header.seed;
    let said = format!("{when} · {who} · ended at {ended} · seed {seed}{level}{prepared}");
    widgets::dim_ui(ui, said.trim_start_matches(" · "));
}

fn figures_ui(ui: &mut Ui, finished: &Finished) {
    let card = &finished.review.card;
    let coverage = &card.coverage;
    let share = format!("{:.0} %", coverage.share() * 100.0);
    let counted = format!(
        "{} of {} steps scored, {} of {} alerts closed",
        coverage.steps_scored, coverage.steps, coverage.alerts_closed, coverage.alerts_raised
    );
    let lost: Points = card.harms.iter().map(|harm| harm.points).sum();
    let process = if card.self_reported > Points::ZERO {
        format!(
            "How well and promptly you worked, of 100; {} of it by your own report",
            card.self_reported
        )
    } else if card.harms.is_empty() {
        "How well and promptly you worked, of 100".to_owned()
    } else {
        let harms = words::count(card.harms.len(), "harm event", "harm events");
        format!("How well and promptly you worked, of 100; {harms} took {lost}")
    };
    let figures: [(&str, String, String, MaterialIcon); 3] = [
        ("Process", card.process.to_string(), process, ICON_CHECKLIST),
        (
            "Outcome",
            card.outcome
                .total
                .map_or_else(|| "none".to_owned(), |total| total.to_string()),
            if card.outcome.total.is_some() {
                "What the organisation was spared: 0 as if idle, 100 as the reference"
            } else {
                "Nothing could be lost here"
            }
            .to_owned(),
            ICON_HEALTH_AND_SAFETY,
        ),
        ("Coverage", share, counted, ICON_DONUT_LARGE),
    ];
    let width = (ui.available_width() - 2.0 * theme::WIDE_GAP) / 3.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::WIDE_GAP;
        for (name, value, meaning, icon) in figures {
            let t = tokens(ui);
            t.card_frame().show(ui, |ui| {
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width - 30.0);
                    ui.set_min_height(78.0);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    widgets::sign_ui(ui, icon, name, t.dim);
                    let label = ui.add(Label::new(RichText::new(&value).size(34.0)));
                    label.widget_info(|| {
                        WidgetInfo::labeled(Role::Label, true, format!("{name} {value}"))
                    });
                    ui.add(Label::new(RichText::new(meaning).small().color(t.dim)).wrap());
                });
            });
        }
    });
}

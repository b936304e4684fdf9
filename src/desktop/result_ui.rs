//! The result: process, outcome and coverage side by side, and every missing point explained.

use std::cmp::Ordering;

use eframe::egui::{
    Align, CentralPanel, ComboBox, Grid, Label, Layout, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};
use egui_extras::{Column, TableBuilder};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_ARROW_BACK, ICON_ARROW_DOWNWARD, ICON_ARROW_UPWARD, ICON_CASINO, ICON_CHECKLIST, ICON_DONUT_LARGE,
    ICON_HEALTH_AND_SAFETY, ICON_HISTORY, ICON_REPLAY, ICON_THUMB_UP, ICON_WARNING,
};

use super::backend::Finished;
use super::command::{Act, UiCommand};
use super::theme::{self, tokens};
use super::{widgets, words};
use crate::base::Points;
use crate::base::id::Id;
use crate::scenario::{Phase, Scenario};
use crate::score::{Explanation, ItemKind, Part, PhaseScore, Rating, SureAndWrong};
use crate::world::Damage;

/// A part of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Overview,
    Explanations,
    Items,
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

/// What the result remembers.
pub(super) struct Memory {
    pub(super) finished: Finished,
    tab: Tab,
    order: Order,
    descending: bool,
    phase: Option<Phase>,
    part: Option<Part>,
    needle: String,
    made_for: Option<(Order, bool, Option<Phase>, Option<Part>, String)>,
    /// The explanations that are shown, by their place on the card.
    shown: Vec<usize>,
}

impl Memory {
    /// A result as it first shows.
    pub(super) fn new(finished: Finished) -> Self {
        Self {
            finished,
            tab: Tab::Overview,
            order: Order::Points,
            descending: true,
            phase: None,
            part: None,
            needle: String::new(),
            made_for: None,
            shown: Vec::new(),
        }
    }

    fn refresh(&mut self) {
        let key = (self.order, self.descending, self.phase, self.part, self.needle.clone());
        if self.made_for.as_ref() == Some(&key) {
            return;
        }
        let lines = &self.finished.card.explanations;
        let scenario = &self.finished.scenario;
        let needle = self.needle.trim().to_lowercase();
        let mut shown: Vec<(usize, &Explanation)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| {
                self.phase.is_none_or(|phase| phase == line.phase)
                    && self.part.is_none_or(|part| part == line.part)
                    && (needle.is_empty() || line.text.to_lowercase().contains(&needle))
            })
            .collect();
        shown.sort_by(|(_, a), (_, b)| {
            let order = match self.order {
                Order::Points => a.points.cmp(&b.points),
                Order::What => thing(scenario, &a.step).cmp(&thing(scenario, &b.step)),
                Order::Part => a.part.cmp(&b.part),
                Order::Moment => a.at.cmp(&b.at),
            };
            if self.descending { order.reverse() } else { order }.then(Ordering::Equal)
        });
        self.shown = shown.into_iter().map(|(i, _)| i).collect();
        self.made_for = Some(key);
    }
}

/// The short name of what a point was lost on.
fn thing(scenario: &Scenario, id: &Id) -> String {
    if let Some(step) = scenario.steps.iter().find(|x| x.id.id() == id) {
        return format!("{} {}", step.phase.name(), step.number);
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

/// Draws the result.
pub(super) fn result_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let frame = tokens(ui).canvas_frame().inner_margin(24);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        head_ui(ui, &memory.finished, out);
        ui.add_space(theme::GAP);
        figures_ui(ui, &memory.finished);
        ui.add_space(theme::GAP);
        let tabs = [
            (Tab::Overview, "Overview".to_owned()),
            (
                Tab::Explanations,
                format!("Why points are missing {}", memory.finished.card.explanations.len()),
            ),
            (Tab::Items, "Steps, alerts, questions".to_owned()),
            (Tab::Outcome, "Outcome and aftermath".to_owned()),
        ];
        widgets::tabs_ui(ui, &mut memory.tab, &tabs);
        ui.add_space(4.0);
        match memory.tab {
            Tab::Overview => scrolled_ui(ui, "overview", |ui| overview_ui(ui, &memory.finished)),
            Tab::Explanations => explanations_ui(ui, memory),
            Tab::Items => items_ui(ui, &memory.finished),
            Tab::Outcome => scrolled_ui(ui, "outcome", |ui| outcome_ui(ui, &memory.finished)),
        }
    });
}

fn scrolled_ui(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink(false)
        .show(ui, content);
}

fn head_ui(ui: &mut Ui, finished: &Finished, out: &mut Vec<UiCommand>) {
    ui.horizontal(|ui| {
        if widgets::button_ui(ui, ICON_ARROW_BACK, "Library")
            .accessible_name("Back to the library")
            .clicked()
        {
            out.push(UiCommand::Act(Act::Library));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::button_ui(ui, ICON_CASINO, "Play again, new seed").clicked() {
                out.push(UiCommand::PlayAgain { new_seed: true });
            }
            if widgets::button_ui(ui, ICON_REPLAY, "Play again, same seed").clicked() {
                out.push(UiCommand::PlayAgain { new_seed: false });
            }
        });
    });
    ui.add_space(4.0);
    widgets::title_ui(ui, &format!("Hot wash: {}", finished.scenario.title));
    let off = finished.readiness_off.len();
    let mut text = format!("ended at {} · seed {}", words::clock(finished.ended), finished.seed);
    if off > 0 {
        text += &format!(" · {} switched off", words::count(off, "preparation", "preparations"));
    }
    widgets::dim_ui(ui, words::sentence(&text));
}

fn figures_ui(ui: &mut Ui, finished: &Finished) {
    let card = &finished.card;
    let coverage = &card.coverage;
    let share = format!("{:.0} %", coverage.share() * 100.0);
    let counted = format!(
        "{} of {} steps scored, {} of {} alerts closed",
        coverage.steps_scored, coverage.steps, coverage.alerts_closed, coverage.alerts_raised
    );
    let lost: Points = card.harms.iter().map(|harm| harm.points).sum();
    let process = if card.harms.is_empty() {
        "How well and promptly you worked, of 100".to_owned()
    } else {
        let harms = words::count(card.harms.len(), "harm event", "harm events");
        format!("How well and promptly you worked, of 100; {harms} took {lost}")
    };
    let figures: [(&str, String, String, MaterialIcon); 3] = [
        ("Process", card.process.to_string(), process, ICON_CHECKLIST),
        (
            "Outcome",
            card.outcome.total.to_string(),
            "What the organisation was spared: 0 as if idle, 100 as the reference".to_owned(),
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
                    ui.set_min_height(80.0);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    widgets::sign_ui(ui, icon, name, t.dim);
                    let label = ui.add(Label::new(RichText::new(&value).size(34.0)));
                    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {value}")));
                    ui.add(Label::new(RichText::new(meaning).small().color(t.dim)).wrap());
                });
            });
        }
    });
}

fn overview_ui(ui: &mut Ui, finished: &Finished) {
    let wide = ui.available_width() > 900.0;
    let card = &finished.card;
    let left = |ui: &mut Ui| {
        phases_ui(ui, &card.phases);
        ui.add_space(theme::GAP);
        harms_ui(ui, finished);
    };
    let right = |ui: &mut Ui| {
        times_ui(ui, finished);
        ui.add_space(theme::GAP);
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

fn card_ui(ui: &mut Ui, head: &str, content: impl FnOnce(&mut Ui)) {
    tokens(ui).card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, head);
        ui.add_space(2.0);
        content(ui);
    });
}

fn phases_ui(ui: &mut Ui, phases: &[PhaseScore]) {
    card_ui(ui, "Phases", |ui| {
        let t = tokens(ui);
        for phase in phases {
            ui.horizontal(|ui| {
                ui.add(
                    Label::new(words::phase_icon(phase.phase).rich_text().size(17.0).color(t.dim)).selectable(false),
                );
                widgets::cell_ui(ui, 96.0, phase.phase.name());
                let room = (ui.available_width() - 190.0).max(60.0);
                match phase.score {
                    Some(score) => {
                        #[expect(clippy::cast_possible_truncation, reason = "a bar needs no more than seven digits")]
                        let share = (score.as_f64() / 100.0) as f32;
                        widgets::bar_ui(
                            ui,
                            share,
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
    });
}

fn harms_ui(ui: &mut Ui, finished: &Finished) {
    card_ui(ui, "Harm events", |ui| {
        let t = tokens(ui);
        if finished.card.harms.is_empty() {
            widgets::sign_ui(ui, ICON_THUMB_UP, "None", t.good);
        }
        for harm in &finished.card.harms {
            ui.horizontal_top(|ui| {
                ui.add(Label::new(ICON_WARNING.rich_text().size(17.0).color(t.bad)).selectable(false));
                ui.scope(|ui| {
                    ui.set_min_width(52.0);
                    ui.label(RichText::new(words::minute(harm.at)).monospace().color(t.dim));
                });
                ui.add(Label::new(format!("−{}  {}", harm.points, harm.text)).wrap());
            });
        }
    });
}

fn times_ui(ui: &mut Ui, finished: &Finished) {
    card_ui(ui, "Times", |ui| {
        let t = tokens(ui);
        let times = &finished.card.times;
        let lines = [
            (
                "Time to detect",
                times.detect_ms,
                "From the attacker's first act to the first true alert acknowledged",
            ),
            (
                "Time to acknowledge",
                times.acknowledge_ms,
                "From alert to first touch, over acknowledged alerts",
            ),
            (
                "Time to triage",
                times.triage_ms,
                "From alert to verdict, over closed alerts",
            ),
            (
                "Time to escalate",
                times.escalate_ms,
                "From STARTEX to the first message inside the organisation",
            ),
            (
                "Time to notify",
                times.notify_ms,
                "From STARTEX to the first message outside",
            ),
            (
                "Time to contain",
                times.contain_ms,
                "From STARTEX to no usable access path and nothing leaving, for good",
            ),
            (
                "Time to expel",
                times.expel_ms,
                "From STARTEX to nothing of the attacker's left, for good",
            ),
            ("Time to recover", times.recover_ms, "From STARTEX to all services back"),
            (
                "Dwell time",
                times.dwell_ms,
                "From the attacker's first act to being expelled",
            ),
        ];
        Grid::new("times").num_columns(2).spacing([28.0, 5.0]).show(ui, |ui| {
            for (name, ms, meaning) in lines {
                ui.label(name).on_hover_text(meaning);
                let text = ms.map_or_else(|| "did not happen".to_owned(), |_| words::duration_ms(ms));
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
        let calibration = &finished.card.calibration;
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
            widgets::sign_ui(ui, ICON_THUMB_UP, "Nothing you were sure of was wrong", t.good);
        }
        for wrong in &calibration.sure_and_wrong {
            let scenario = &finished.scenario;
            let (text, why) = match wrong {
                SureAndWrong::Alert(id) => scenario.alert(id).map_or((id.to_string(), String::new()), |alert| {
                    (
                        format!("{}: it was {}", alert.title, words::verdict(alert.truth).to_lowercase()),
                        alert.why.clone(),
                    )
                }),
                SureAndWrong::Question(id) => scenario.question(id).map_or((id.to_string(), String::new()), |q| {
                    (q.text.clone(), q.proof_text.clone())
                }),
            };
            ui.horizontal_top(|ui| {
                ui.add(Label::new(ICON_WARNING.rich_text().size(17.0).color(t.caution)).selectable(false));
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
    if finished.card.ratings.is_empty() {
        return;
    }
    card_ui(ui, "Suggested ratings", |ui| {
        let t = tokens(ui);
        for rating in &finished.card.ratings {
            let objective = finished
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

fn explanations_ui(ui: &mut Ui, memory: &mut Memory) {
    ui.horizontal_wrapped(|ui| {
        let text = memory.phase.map_or("Any phase", Phase::name);
        let combo = ComboBox::from_id_salt("phase").selected_text(text).show_ui(ui, |ui| {
            ui.selectable_value(&mut memory.phase, None, "Any phase");
            for phase in Phase::ALL {
                ui.selectable_value(&mut memory.phase, Some(phase), phase.name());
            }
        });
        combo.response.accessible_name("Filter by phase");
        let text = memory.part.map_or("Any reason", Part::name);
        let parts = [
            Part::Done,
            Part::Thoroughness,
            Part::InTime,
            Part::InOrder,
            Part::RightRole,
            Part::Reasoned,
            Part::Harm,
        ];
        let combo = ComboBox::from_id_salt("part")
            .selected_text(words::sentence(text))
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut memory.part, None, "Any reason");
                for part in parts {
                    ui.selectable_value(&mut memory.part, Some(part), words::sentence(part.name()));
                }
            });
        combo.response.accessible_name("Filter by reason");
        let mut take_cursor = false;
        widgets::search_ui(
            ui,
            &mut memory.needle,
            "Search the explanations",
            &mut take_cursor,
            260.0,
        );
        memory.refresh();
        let lines = &memory.finished.card.explanations;
        let sum: Points = memory
            .shown
            .iter()
            .filter_map(|i| lines.get(*i))
            .map(|line| line.points)
            .sum();
        let text = format!("{}, {sum} points", words::count(memory.shown.len(), "line", "lines"));
        widgets::dim_ui(ui, text);
    });
    ui.add_space(4.0);
    let t = tokens(ui);
    let mut sort = None;
    let (order, descending) = (memory.order, memory.descending);
    let lines = &memory.finished.card.explanations;
    let scenario = &memory.finished.scenario;
    TableBuilder::new(ui)
        .id_salt("explanations")
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(76.0))
        .column(Column::initial(170.0).at_least(90.0).clip(true).resizable(true))
        .column(Column::exact(110.0))
        .column(Column::exact(84.0))
        .column(Column::remainder().clip(true))
        .header(28.0, |mut header| {
            for (name, by) in [
                ("Points", Some(Order::Points)),
                ("Step", Some(Order::What)),
                ("Part", Some(Order::Part)),
                ("Moment", Some(Order::Moment)),
                ("Why", None),
            ] {
                header.col(|ui| {
                    if head_cell_ui(ui, name, by, order, descending) {
                        sort = by;
                    }
                });
            }
        })
        .body(|body| {
            body.rows(30.0, memory.shown.len(), |mut row| {
                let Some(line) = memory.shown.get(row.index()).and_then(|i| lines.get(*i)) else {
                    return;
                };
                row.col(|ui| {
                    ui.label(RichText::new(format!("−{}", line.points)).monospace().color(t.bad));
                });
                let what = thing(scenario, &line.step);
                row.col(|ui| {
                    ui.add(Label::new(&what).truncate()).on_hover_text(&what);
                });
                row.col(|ui| {
                    ui.add(Label::new(words::sentence(line.part.name())).truncate());
                });
                row.col(|ui| {
                    let text = line.at.map_or_else(String::new, words::minute);
                    ui.label(RichText::new(text).monospace().color(t.dim));
                });
                row.col(|ui| {
                    ui.add(Label::new(&line.text).truncate()).on_hover_text(&line.text);
                });
            });
        });
    if let Some(by) = sort {
        memory.descending = if memory.order == by {
            !memory.descending
        } else {
            by == Order::Points
        };
        memory.order = by;
    }
}

fn head_cell_ui(ui: &mut Ui, name: &str, by: Option<Order>, order: Order, descending: bool) -> bool {
    let t = tokens(ui);
    let text = RichText::new(name).small().color(t.dim);
    let Some(by) = by else {
        ui.add(Label::new(text).selectable(false));
        return false;
    };
    let response = ui.add(Label::new(text).selectable(false).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {}", name.to_lowercase())));
    if by == order {
        let icon = if descending {
            ICON_ARROW_DOWNWARD
        } else {
            ICON_ARROW_UPWARD
        };
        ui.add(Label::new(icon.rich_text().size(13.0).color(t.accent)).selectable(false));
    }
    response.on_hover_text("Sort").clicked()
}

fn items_ui(ui: &mut Ui, finished: &Finished) {
    let t = tokens(ui);
    let items = &finished.card.items;
    TableBuilder::new(ui)
        .id_salt("items")
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(80.0))
        .column(Column::remainder().clip(true))
        .column(Column::exact(110.0))
        .column(Column::exact(110.0))
        .column(Column::exact(70.0))
        .column(Column::exact(70.0))
        .column(Column::exact(70.0))
        .column(Column::exact(90.0))
        .header(28.0, |mut header| {
            for name in ["Kind", "What", "Phase", "Points", "Begun", "Done", "Target", "Thorough"] {
                header.col(|ui| {
                    ui.label(RichText::new(name).small().color(t.dim));
                });
            }
        })
        .body(|body| {
            body.rows(28.0, items.len(), |mut row| {
                let Some(item) = items.get(row.index()) else { return };
                let kind = match item.kind {
                    ItemKind::Step => "Step",
                    ItemKind::Alert => "Alert",
                    ItemKind::Question => "Question",
                };
                let moment = |at: Option<crate::base::Moment>| at.map_or_else(|| "–".to_owned(), words::minute);
                row.col(|ui| {
                    ui.label(RichText::new(kind).color(t.dim));
                });
                let step = finished.scenario.steps.iter().find(|step| step.id.id() == &item.id);
                row.col(|ui| {
                    let text = step.map_or_else(|| item.title.clone(), |step| format!("{}  {}", item.title, step.text));
                    ui.add(Label::new(&text).truncate()).on_hover_text(&text);
                });
                row.col(|ui| {
                    ui.label(item.phase.name());
                });
                row.col(|ui| {
                    let full = item.earned == item.max;
                    let text = format!("{} of {}", item.earned, item.max);
                    ui.label(RichText::new(text).color(if full { t.good } else { t.text }));
                });
                for at in [item.started, item.done, item.target] {
                    row.col(|ui| {
                        ui.label(RichText::new(moment(at)).monospace().color(t.dim));
                    });
                }
                row.col(|ui| {
                    ui.label(format!("{} %", item.thoroughness / 100));
                });
            });
        });
}

fn outcome_ui(ui: &mut Ui, finished: &Finished) {
    let outcome = &finished.card.outcome;
    let currency = &finished.scenario.currency;
    card_ui(ui, "Damage, compared", |ui| {
        let t = tokens(ui);
        widgets::dim_ui(
            ui,
            "The same scenario and seed, played by you, by nobody, and by the reference player",
        );
        ui.add_space(4.0);
        let runs: [&Damage; 3] = [&outcome.damage, &outcome.idle, &outcome.reference];
        let hours = |ms: u64| crate::base::Span::from_ms(ms).to_string();
        type Show<'a> = Box<dyn Fn(&Damage) -> String + 'a>;
        let rows: [(&str, Option<Points>, Show<'_>); 4] = [
            (
                "Data that left",
                outcome.data,
                Box::new(|d| format!("{} KB", words::amount(d.data_kb))),
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
        Grid::new("damage").num_columns(5).spacing([32.0, 8.0]).show(ui, |ui| {
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
                ui.add(Label::new(ICON_HISTORY.rich_text().size(17.0).color(t.caution)).selectable(false));
                ui.add(Label::new(text).wrap());
            });
        }
        ui.allocate_space(vec2(ui.available_width(), 0.0));
    });
}

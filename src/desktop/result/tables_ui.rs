//! The tables of a result: why points are missing, and every item.

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, ComboBox, Label, Layout, RichText, Role, Sense, TextStyle, Ui, WidgetInfo,
};
use egui_extras::{Column, TableBuilder};
use egui_material_icons::icons::{ICON_ARROW_DOWNWARD, ICON_ARROW_UPWARD, ICON_LIGHTBULB};

use super::super::command::UiCommand;
use super::super::finished::Finished;
use super::super::theme::tokens;
use super::super::{widgets, words};
use super::{Memory, Order, thing};
use crate::base::Points;
use crate::scenario::Phase;
use crate::score::{ItemKind, Part};

const PARTS: [Part; 8] = [
    Part::Done,
    Part::Thoroughness,
    Part::InTime,
    Part::InOrder,
    Part::RightRole,
    Part::Reasoned,
    Part::Hints,
    Part::Harm,
];

/// Draws why points are missing.
pub(super) fn explanations_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    filter_ui(ui, memory);
    ui.add_space(4.0);
    let t = tokens(ui);
    let mut sort = None;
    let (order, descending) = (memory.sorting.order, memory.sorting.descending);
    let lines = &memory.finished.review.card.explanations;
    let scenario = &memory.finished.review.scenario;
    TableBuilder::new(ui)
        .id_salt("explanations")
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(76.0))
        .column(
            Column::initial(230.0)
                .at_least(90.0)
                .clip(true)
                .resizable(true),
        )
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
            body.rows(40.0, memory.shown.len(), |mut row| {
                let Some(line) = memory.shown.get(row.index()).and_then(|i| lines.get(*i)) else {
                    return;
                };
                row.col(|ui| {
                    ui.label(
                        RichText::new(format!("−{}", line.points))
                            .monospace()
                            .color(t.bad),
                    );
                });
                let what = thing(scenario, &line.step);
                let asked = scenario.steps.iter().find(|x| *x.id.id() == line.step);
                row.col(|ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 1.0;
                        ui.add(Label::new(&what).truncate()).on_hover_text(&what);
                        if let Some(step) = asked {
                            let text = RichText::new(&step.text).small().color(t.dim);
                            ui.add(Label::new(text).truncate())
                                .on_hover_text(&step.text);
                        }
                    });
                });
                row.col(|ui| {
                    ui.add(Label::new(words::sentence(line.part.name())).truncate());
                });
                row.col(|ui| {
                    let Some(at) = line.at else { return };
                    let text = words::minute(at);
                    let name = format!("Show {text} in the replay: {what}");
                    if widgets::link_ui(ui, &text, &name).clicked() {
                        out.push(UiCommand::ShowMoment(at));
                    }
                });
                row.col(|ui| {
                    let font = TextStyle::Body.resolve(ui.style());
                    let mut job =
                        LayoutJob::simple(line.text.clone(), font, t.text, ui.available_width());
                    job.wrap.max_rows = 2;
                    ui.add(Label::new(job).wrap()).on_hover_text(&line.text);
                });
            });
        });
    if let Some(by) = sort {
        memory.sorting.descending = if memory.sorting.order == by {
            !memory.sorting.descending
        } else {
            by == Order::Points
        };
        memory.sorting.order = by;
    }
}

fn filter_ui(ui: &mut Ui, memory: &mut Memory) {
    ui.horizontal_wrapped(|ui| {
        let text = memory.sorting.phase.map_or("Any phase", Phase::name);
        let combo = ComboBox::from_id_salt("phase")
            .selected_text(text)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut memory.sorting.phase, None, "Any phase");
                for phase in Phase::ALL {
                    ui.selectable_value(&mut memory.sorting.phase, Some(phase), phase.name());
                }
            });
        combo.response.accessible_name("Filter by phase");
        let text = memory.sorting.part.map_or("Any reason", Part::name);
        let combo = ComboBox::from_id_salt("part")
            .selected_text(words::sentence(text))
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut memory.sorting.part, None, "Any reason");
                for part in PARTS {
                    ui.selectable_value(
                        &mut memory.sorting.part,
                        Some(part),
                        words::sentence(part.name()),
                    );
                }
            });
        combo.response.accessible_name("Filter by reason");
        let mut take_cursor = false;
        widgets::search_ui(
            ui,
            &mut memory.sorting.needle,
            "Search the explanations",
            &mut take_cursor,
            260.0,
        );
        memory.refresh();
        let lines = &memory.finished.review.card.explanations;
        let sum: Points = memory
            .shown
            .iter()
            .filter_map(|i| lines.get(*i))
            .map(|line| line.points)
            .sum();
        let text = format!(
            "{}, {sum} points",
            words::count(memory.shown.len(), "line", "lines")
        );
        widgets::dim_ui(ui, text);
    });
}

fn head_cell_ui(
    ui: &mut Ui,
    name: &str,
    by: Option<Order>,
    order: Order,
    descending: bool,
) -> bool {
    let t = tokens(ui);
    let text = RichText::new(name).small().color(t.dim);
    let Some(by) = by else {
        ui.add(Label::new(text).selectable(false));
        return false;
    };
    let response = ui.add(Label::new(text).selectable(false).sense(Sense::click()));
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Button,
            true,
            format!("Sort by {}", name.to_lowercase()),
        )
    });
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

/// Draws every scored item.
pub(super) fn items_ui(ui: &mut Ui, finished: &Finished) {
    let t = tokens(ui);
    let items = &finished.review.card.items;
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
            for name in [
                "Kind", "What", "Phase", "Points", "Begun", "Done", "Target", "Thorough",
            ] {
                header.col(|ui| {
                    ui.label(RichText::new(name).small().color(t.dim));
                });
            }
        })
        .body(|body| {
            body.rows(28.0, items.len(), |mut row| {
                let Some(item) = items.get(row.index()) else {
                    return;
                };
                let kind = match item.kind {
                    ItemKind::Step => "Step",
                    ItemKind::Alert => "Alert",
                    ItemKind::Question => "Question",
                };
                let moment = |at: Option<crate::base::Moment>| {
                    at.map_or_else(|| "–".to_owned(), words::minute)
                };
                row.col(|ui| {
                    ui.label(RichText::new(kind).color(t.dim));
                });
                let step = finished
                    .review
                    .scenario
                    .steps
                    .iter()
                    .find(|step| step.id.id() == &item.id);
                row.col(|ui| {
                    let text = step.map_or_else(
                        || item.title.clone(),
                        |step| format!("{}  {}", item.title, step.text),
                    );
                    ui.add(Label::new(&text).truncate()).on_hover_text(&text);
                });
                row.col(|ui| {
                    ui.label(item.phase.name());
                });
                row.col(|ui| {
                    let full = item.earned == item.max;
                    let text = format!("{} of {}", item.earned, item.max);
                    ui.label(RichText::new(text).color(if full { t.good } else { t.text }));
                    hints_mark_ui(ui, item.hints);
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

/// A mark where hints were taken.
fn hints_mark_ui(ui: &mut Ui, hints: u32) {
    if hints == 0 {
        return;
    }
    let count = usize::try_from(hints).unwrap_or(usize::MAX);
    let text = format!("{} taken", words::count(count, "hint", "hints"));
    let icon = ICON_LIGHTBULB.rich_text().size(14.0);
    let mark = ui.add(Label::new(icon.color(tokens(ui).caution)).selectable(false));
    mark.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    mark.on_hover_text(&text);
}

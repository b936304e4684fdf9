//! The MSEL: a table of all injects with status and countdown, and the one that is selected.

use eframe::egui::{Align, Button, Label, Layout, RichText, Role, Sense, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};
use egui_material_icons::icons::{
    ICON_BOLT, ICON_CHECK, ICON_DOWNLOAD, ICON_HISTORY_TOGGLE_OFF, ICON_HOURGLASS_EMPTY,
    ICON_PAUSE, ICON_SKIP_NEXT, ICON_TIMER, ICON_UPLOAD,
};

use super::msel::{Memory, status};
use super::{View, inject_ui};
use crate::base::id::InjectId;
use crate::conduct::msel::{Row, Status, rows};
use crate::desktop::command::{Form, Paper, UiCommand};
use crate::desktop::theme::{self, Tokens, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Facilitation, Mode, Module, Trigger};

/// The height of a row: a headline and a line of small print.
const ROW: f32 = 44.0;

/// Draws the MSEL.
pub(super) fn msel_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let rows = rows(view.scenario, view.state);
    let selected = memory.selected(view.exercise);
    widgets::detail_panel_ui(ui, "inject", 0.36, |ui| {
        let row = rows
            .iter()
            .find(|row| Some(&row.inject.id) == selected.as_ref());
        match row {
            Some(row) => inject_ui::inject_ui(ui, view, row, memory, out),
            None => widgets::empty_ui(
                ui,
                ICON_BOLT,
                "No injects",
                "This scenario's MSEL is empty. I makes one on the spot.",
            ),
        }
    });
    eframe::egui::CentralPanel::no_frame().show(ui, |ui| {
        quiet_ui(ui, view, memory, out);
        module_ui(ui, view, out);
        papers_ui(ui, &rows, out);
        table_ui(ui, view, memory, &rows, selected.as_ref());
    });
}

/// Proposes contingency injects while the room is silent.
fn quiet_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let Some(silence) = &view.live.silence else {
        return;
    };
    if memory.quiet == Some(silence.since) || silence.injects.is_empty() {
        return;
    }
    let t = tokens(ui);
    t.card_frame().fill(t.wash(t.caution)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            let text = format!("Nothing has been done for {}. Give", silence.lasts);
            widgets::sign_ui(ui, ICON_HOURGLASS_EMPTY, &text, t.caution);
            for id in &silence.injects {
                let Some(inject) = view.state.inject(view.scenario, id) else {
                    continue;
                };
                let button = ui.button(&inject.title);
                let name = format!("Give now: {}", inject.title);
                if button
                    .on_hover_text(&inject.text)
                    .accessible_name(name)
                    .clicked()
                {
                    let deed = Facilitation::Fire(id.clone());
                    out.push(UiCommand::staff(deed, Form::Inject));
                }
            }
            if ui.button("Let them think").clicked() {
                memory.quiet = Some(silence.since);
            }
        });
    });
    ui.add_space(theme::GAP);
}

/// The modules of a discussion, and the one that is open.
fn module_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    if view.state.conduct.mode != Mode::Discussion {
        return;
    }
    let t = tokens(ui);
    let modules = crate::conduct::modules::modules(view.scenario);
    let open = view.state.conduct.module.as_ref().map(|(id, _)| id);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            widgets::dim_ui(ui, "Module");
            for (place, module) in modules.iter().enumerate() {
                let is_open = open == Some(&module.id);
                let text = format!("{} {}", place + 1, module.title);
                let button = ui.add(Button::selectable(is_open, &text).frame_when_inactive(true));
                let tip = format!(
                    "Begins at {}, {} to talk. Opening it puts the story there; what comes by the clock before comes now, but for what you hold or have skipped",
                    words::minute(view.scenario.moment(module.begins)),
                    module.takes
                );
                if button
                    .on_hover_text(tip)
                    .accessible_name(format!("Open module {text}"))
                    .clicked()
                {
                    out.push(UiCommand::OpenModule(module.id.clone()));
                }
            }
        });
        let Some(module) = modules.iter().find(|module| open == Some(&module.id)) else {
            return;
        };
        time_box_ui(ui, view, module);
        eframe::egui::CollapsingHeader::new("Questions and what should come out")
            .default_open(true)
            .show(ui, |ui| {
                eframe::egui::ScrollArea::vertical()
                    .id_salt("module")
                    .max_height(150.0)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        for question in &module.questions {
                            let to = words::roles(view.scenario, &question.to);
                            let to = if to.is_empty() { "All".to_owned() } else { to };
                            ui.add(
                                Label::new(format!("{to}: {}", question.text)).wrap(),
                            );
                        }
                        if !module.summary.is_empty() {
                            let text = RichText::new(&module.summary).color(t.dim);
                            ui.add(Label::new(text).wrap());
                        }
                    });
            });
    });
    ui.add_space(theme::GAP);
}

/// How the MSEL stands, in a line, and its way out and in as a sheet.
fn papers_ui(ui: &mut Ui, rows: &[Row<'_>], out: &mut Vec<UiCommand>) {
    let count = |fits: fn(&Status) -> bool| rows.iter().filter(|row| fits(&row.status)).count();
    let given = count(|status| matches!(status, Status::Given(_)));
    let open = count(Status::is_open);
    ui.horizontal(|ui| {
        let text = format!(
            "{}, {given} given, {open} open",
            words::count(rows.len(), "inject", "injects")
        );
        widgets::dim_ui(ui, text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button_ui(ui, ICON_UPLOAD, "Take an edited MSEL in…").clicked() {
                out.push(UiCommand::AskFile(Paper::EditedMsel));
            }
            if widgets::icon_button_ui(ui, ICON_DOWNLOAD, "MSEL as a sheet…").clicked() {
                out.push(UiCommand::AskFile(Paper::Msel));
            }
        });
    });
}

/// How much of a module's time box is left, by the clock on the wall.
fn time_box_ui(ui: &mut Ui, view: &View<'_>, module: &Module) {
    let Some((_, began)) = &view.live.module else {
        return;
    };
    let t = tokens(ui);
    let passed = view
        .exercise
        .session()
        .as_ms()
        .saturating_sub(began.as_ms());
    let left = module.takes.as_ms().saturating_sub(passed).div_ceil(60_000);
    let (text, colour) = if left == 0 {
        ("The time box is over".to_owned(), t.bad)
    } else {
        (format!("{left} of {} left", module.takes), t.dim)
    };
    widgets::sign_ui(ui, ICON_TIMER, &text, colour);
}

fn table_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    rows: &[Row<'_>],
    selected: Option<&InjectId>,
) {
    let t = tokens(ui);
    let width = ui.available_width();
    let (roomy, wide) = (width > 580.0, width > 1060.0);
    let mut table = TableBuilder::new(ui)
        .id_salt("msel")
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(30.0))
        .column(Column::exact(76.0))
        .column(Column::exact(126.0))
        .column(Column::remainder().clip(true).at_least(160.0));
    if roomy {
        table = table.column(Column::initial(150.0).clip(true).resizable(true));
    }
    if wide {
        table = table
            .column(Column::initial(260.0).clip(true).resizable(true))
            .column(Column::initial(150.0).clip(true).resizable(true));
    }
    if std::mem::take(&mut memory.scroll)
        && let Some(place) = rows.iter().position(|row| Some(&row.inject.id) == selected)
    {
        table = table.scroll_to_row(place, None);
    }
    let mut clicked = None;
    table
        .header(24.0, |mut header| {
            let mut heads = vec!["#", "Time", "Status", "Inject"];
            if roomy {
                heads.push("From, to");
            }
            if wide {
                heads.extend(["Expected action", "Objective"]);
            }
            for head in heads {
                header.col(|ui| {
                    ui.label(RichText::new(head).small().color(t.dim));
                });
            }
        })
        .body(|body| {
            body.rows(ROW, rows.len(), |mut line| {
                let Some(row) = rows.get(line.index()) else {
                    return;
                };
                line.set_selected(Some(&row.inject.id) == selected);
                row_ui(&mut line, view, row, (roomy, wide));
                let response = line.response();
                let name = spoken(view, row);
                let chosen = Some(&row.inject.id) == selected;
                response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
                if response.clicked() {
                    clicked = Some(row.inject.id.clone());
                }
            });
        });
    if let Some(inject) = clicked {
        memory.select(inject);
    }
}

fn row_ui(
    line: &mut TableRow<'_, '_>,
    view: &View<'_>,
    row: &Row<'_>,
    (roomy, wide): (bool, bool),
) {
    let inject = row.inject;
    let done = !row.status.is_open();
    line.col(|ui| {
        let t = tokens(ui);
        ui.add(Label::new(RichText::new(row.number.to_string()).color(t.dim)).selectable(false));
    });
    line.col(|ui| {
        let t = tokens(ui);
        let (text, tip) = time(view, row);
        let text = RichText::new(text).monospace().size(13.0);
        let text = if done { text.color(t.dim) } else { text };
        ui.add(Label::new(text).selectable(false))
            .on_hover_text(tip);
    });
    line.col(|ui| status_ui(ui, view, row));
    line.col(|ui| {
        let t = tokens(ui);
        let (_, icon) = words::channel(inject.channel);
        ui.add(Label::new(icon.rich_text().size(17.0).color(t.dim)).selectable(false));
        let ink = if done { t.dim } else { t.text };
        two_lines_ui(ui, &inject.title, ink, &inject.text);
    });
    if !roomy {
        return;
    }
    line.col(|ui| {
        let t = tokens(ui);
        let to = words::addressees(view.scenario, inject);
        two_lines_ui(ui, &inject.from, t.text, &format!("to {to}"));
    });
    if wide {
        line.col(|ui| {
            ui.add(Label::new(RichText::new(&inject.expected).small()).truncate())
                .on_hover_text(&inject.expected);
        });
        line.col(|ui| {
            let objective = objective(view, row).unwrap_or_default();
            let t = tokens(ui);
            ui.add(Label::new(RichText::new(objective).small().color(t.dim)).truncate())
                .on_hover_text(objective);
        });
    }
}

fn objective<'a>(view: &'a View<'_>, row: &Row<'_>) -> Option<&'a str> {
    let id = row.inject.objective.as_ref()?;
    let mut objectives = view.scenario.briefing.objectives.iter();
    let found = objectives.find(|objective| objective.id == *id);
    found.map(|objective| objective.text.as_str())
}

/// A line of text, and one of small print below it.
fn two_lines_ui(ui: &mut Ui, first: &str, ink: eframe::egui::Color32, second: &str) {
    let t = tokens(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(3.0);
        ui.add(
            Label::new(RichText::new(first).color(ink))
                .truncate()
                .selectable(false),
        );
        ui.add(
            Label::new(RichText::new(second).small().color(t.dim))
                .truncate()
                .selectable(false),
        );
    });
}

/// When an inject comes, or what brings it.
fn time(view: &View<'_>, row: &Row<'_>) -> (String, String) {
    if let Some(at) = row.status.time() {
        let story = words::story(view.scenario, at);
        let moved = if row.moved { ", moved by hand" } else { "" };
        return (at.to_string(), format!("{story} UTC{moved}"));
    }
    match &row.inject.trigger {
        Trigger::When { condition, .. } => (
            "when…".to_owned(),
            words::sentence(&crate::score::describe(view.scenario, condition)),
        ),
        Trigger::At { at, .. } => {
            let at = view.scenario.moment(*at);
            (at.to_string(), "Its planned time".to_owned())
        }
        Trigger::ByHand => ("by hand".to_owned(), "You give it".to_owned()),
    }
}

fn status_ui(ui: &mut Ui, view: &View<'_>, row: &Row<'_>) {
    let t = tokens(ui);
    let (icon, colour) = look(t, &row.status);
    let text = status(view, row);
    let shown = widgets::sign_ui(ui, icon, &text, colour);
    let tip = match &row.status {
        Status::Skipped(reason) => reason.clone(),
        Status::Planned(_) if row.inject.contingency => {
            "A contingency inject: it comes only if it is needed then".to_owned()
        }
        Status::Planned(_) => "By the clock on the wall, at this speed".to_owned(),
        Status::NotNeeded => "What it asks about was done when its time came".to_owned(),
        _ => String::new(),
    };
    if !tip.is_empty() {
        shown.on_hover_text(tip);
    }
}

const fn look(
    t: &Tokens,
    status: &Status,
) -> (egui_material_icons::MaterialIcon, eframe::egui::Color32) {
    match status {
        Status::Planned(_) => (ICON_HOURGLASS_EMPTY, t.text),
        Status::Conditional | Status::ByHand => (ICON_HISTORY_TOGGLE_OFF, t.dim),
        Status::Held(_) => (ICON_PAUSE, t.caution),
        Status::Waiting(_) => (ICON_BOLT, t.accent),
        Status::Given(_) => (ICON_CHECK, t.good),
        Status::NotNeeded => (ICON_CHECK, t.dim),
        Status::Skipped(_) => (ICON_SKIP_NEXT, t.dim),
    }
}

/// What a row says to who can't see it.
fn spoken(view: &View<'_>, row: &Row<'_>) -> String {
    format!(
        "Inject {}: {}, {}",
        row.number,
        row.inject.title,
        status(view, row)
    )
}

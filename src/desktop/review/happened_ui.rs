//! What happened, as a list: the thing of the moment stands out, what has not come yet is dim.

use eframe::egui::{Align, Label, Layout, RichText, Role, Sense, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder};

use super::replay::Replay;
use super::timeline_ui::colour;
use crate::desktop::command::UiCommand;
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};
use crate::review::{Mark, Review};

/// Draws the list; a click on a line goes to its moment.
pub(super) fn happened_ui(
    ui: &mut Ui,
    review: &Review,
    replay: &mut Replay,
    _out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let mut marks: Vec<&Mark> = review
        .timeline
        .marks
        .iter()
        .filter(|mark| replay.shows(mark))
        .collect();
    marks.sort_by_key(|mark| mark.at);
    if marks.is_empty() {
        widgets::dim_ui(ui, "The filter leaves nothing");
        return;
    }
    let at = replay.at();
    // The last thing that has happened by now.
    let here = marks
        .partition_point(|mark| mark.at <= at)
        .saturating_sub(1);
    let mut clicked = None;
    let mut table = TableBuilder::new(ui)
        .id_salt("happened")
        .auto_shrink(false)
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(74.0))
        .column(Column::exact(104.0).clip(true))
        .column(Column::remainder().clip(true));
    if std::mem::take(&mut replay.scroll) {
        table = table.scroll_to_row(here, Some(Align::Center));
    }
    table.body(|body| {
        body.rows(24.0, marks.len(), |mut row| {
            let place = row.index();
            let Some(mark) = marks.get(place) else {
                return;
            };
            row.set_selected(place == here);
            let text = if mark.at <= at { t.text } else { t.dim };
            row.col(|ui| {
                let when = RichText::new(words::minute(mark.at)).monospace().size(12.5);
                ui.add(Label::new(when.color(t.dim)).selectable(false));
            });
            row.col(|ui| {
                let kind = RichText::new(mark.kind.name())
                    .small()
                    .color(colour(t, mark.kind));
                ui.add(Label::new(kind).selectable(false).truncate());
            });
            row.col(|ui| {
                let title = RichText::new(&mark.title).color(text);
                ui.add(Label::new(title).selectable(false).truncate());
            });
            let response = row.response();
            response.widget_info(|| {
                let name = format!("{}: {}", mark.kind.name(), mark.title);
                WidgetInfo::labeled(Role::Button, true, name)
            });
            let response = if mark.detail.is_empty() {
                response.on_hover_text(&mark.title)
            } else {
                response.on_hover_text(format!("{}\n\n{}", mark.title, mark.detail))
            };
            if response.clicked() {
                clicked = Some(mark.at);
            }
        });
    });
    if let Some(at) = clicked {
        replay.go(at);
        replay.scroll = false;
    }
}

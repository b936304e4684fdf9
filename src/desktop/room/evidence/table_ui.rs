//! The lines in view, as columns or as they were written.
//!
//! The table scrolls by itself, in rows: a scroll area counts in pixels of single precision, which are too
//! coarse for millions of rows.

use std::collections::BTreeMap;

use eframe::egui::{
    Align2, CursorIcon, Id, Key, Modifiers, Popup, Rect, Role, Sense, Stroke, TextStyle, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons::{ICON_MANAGE_SEARCH, ICON_SEARCH_OFF};

use super::columns::{Column, Frame, GAP, GUTTER, ROW, fill, table_columns};
use super::lines::{Cells, Ink};
use super::menu_ui::{Aim, Wish};
use super::rows_ui::Drawn;
use super::scroll::{Extent, Scroll};
use super::{Memory as Whole, View, show_line};
use crate::desk::{Row, RowKey, Scope};
use crate::desktop::command::UiCommand;
use crate::desktop::theme::tokens;
use crate::desktop::widgets;
use crate::scenario::LogFormat;

const HEAD: f32 = 24.0;
const BAR: f32 = 12.0;
const SHORTEST_THUMB: f32 = 28.0;

/// What the table remembers.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) scroll: Scroll,
    /// The first row in view, by which the table stays where it is while rows come above it.
    pub(super) anchor: Option<RowKey>,
    pub(super) across: f32,
    pub(super) raw: bool,
    pub(super) widths: BTreeMap<(Option<LogFormat>, usize), f32>,
    pub(super) cells: Cells,
    pub(super) selected: Option<Row>,
    pub(super) detail_open: bool,
    /// A row that was gone to by key and is not there yet.
    pub(super) wanted: Option<usize>,
    pub(super) centre: Option<usize>,
    pub(super) aim: Option<Aim>,
    /// Whether something else had the keys in the last frame.
    pub(super) elsewhere: bool,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            scroll: Scroll::default(),
            anchor: None,
            across: 0.0,
            raw: false,
            widths: BTreeMap::new(),
            cells: Cells::default(),
            selected: None,
            detail_open: true,
            wanted: None,
            centre: None,
            aim: None,
            elsewhere: false,
        }
    }
}

impl Memory {
    /// Other rows are shown: the newest come first.
    pub(super) fn opened(&mut self) {
        self.aim = None;
        self.scroll = Scroll::default();
        self.anchor = None;
        self.across = 0.0;
        self.wanted = None;
        self.centre = None;
    }

    /// Nothing is selected any more.
    pub(super) fn deselect(&mut self) {
        self.selected = None;
    }

    /// Selects a row, and brings it to where it is seen well if told to.
    pub(super) fn select(&mut self, index: usize, row: Row, centre: bool) {
        self.selected = Some(row);
        self.wanted = None;
        if centre {
            self.centre = Some(index);
        }
    }

    /// The selected line.
    pub(super) fn selected(&self) -> Option<&Row> {
        self.selected.as_ref()
    }
}

/// Draws the table.
pub(super) fn table_ui(ui: &mut Ui, view: &View<'_>, whole: &mut Whole, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let font = TextStyle::Monospace.resolve(ui.style());
    let glyph = ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0')).max(1.0);
    if whole.desk.rows() == 0 && whole.desk.progress().is_none() {
        nothing_ui(ui, whole);
        return;
    }
    let area = ui.available_rect_before_wrap();
    ui.allocate_rect(area, Sense::empty());
    let frame = Frame {
        head: Rect::from_min_size(area.min, vec2(area.width() - BAR, HEAD)),
        body: Rect::from_min_max(
            area.min + vec2(0.0, HEAD),
            area.max - vec2(BAR, BAR.min(area.height())),
        ),
        down: Rect::from_min_max(pos2(area.right() - BAR + 2.0, area.top() + HEAD), area.max),
        across: Rect::from_min_max(
            pos2(area.left(), area.bottom() - BAR + 3.0),
            pos2(area.right() - BAR, area.bottom()),
        ),
    };
    ui.painter().rect_filled(area, 4, t.panel);
    if frame.body.height() < ROW {
        return;
    }
    let extent = Extent::new(whole.desk.rows(), frame.body.height(), ROW);
    stand(whole, extent);
    wheel(ui, &mut whole.table, area, extent);
    let mut wishes = Vec::new();
    keys(ui, whole, extent, &mut wishes);
    down_ui(ui, &mut whole.table, frame.down, extent);

    let first = whole.table.scroll.first();
    let mut rows: Vec<(usize, Option<Row>)> = Vec::new();
    for index in first..first + extent.page() + 3 {
        if index < extent.rows {
            rows.push((index, whole.desk.row(index)));
        }
    }
    whole.table.anchor = rows
        .first()
        .and_then(|(_, row)| row.as_ref())
        .map(|row| row.key);
    let room = frame.body.width() - GUTTER;
    let (format, mut columns) = table_columns(whole, view, room, glyph);
    let excerpts = whole.is_merged() && !whole.table.raw;
    fill(&mut columns, &rows, excerpts, room, glyph);
    let width: f32 = GUTTER + columns.iter().map(|c| c.width).sum::<f32>();
    across_ui(ui, &mut whole.table, &frame, width);
    head_ui(ui, &mut whole.table, &frame, format, &columns);
    let pins = view.picture.pins();
    let drawn = Drawn {
        view,
        frame: &frame,
        columns: &columns,
        format,
        pins: &pins,
        excerpts,
        ink: Ink {
            font,
            text: t.text,
            found: t.caution,
            ground: t.wash(t.caution),
        },
        glyph,
    };
    drawn.rows_ui(ui, whole, &rows, &mut wishes);
    for wish in wishes {
        fulfil(ui, whole, wish, extent, out);
    }
}

fn nothing_ui(ui: &mut Ui, whole: &mut Whole) {
    if whole.desk.hits().is_some() {
        let all = whole.is_merged();
        let text = if all {
            "No line of any log that can be read fits. Capital and small letters count if that is switched on."
        } else {
            "No line of this log fits. Other logs may have one."
        };
        widgets::empty_ui(ui, ICON_SEARCH_OFF, "Nothing found", text);
        if !all {
            ui.add_space(4.0);
            ui.vertical_centered(|ui| {
                let pressed = widgets::button_ui(ui, ICON_MANAGE_SEARCH, "Search in all logs");
                if pressed.clicked() {
                    whole.search.scope = Scope::AllLogs;
                    whole.search.run(&mut whole.desk);
                    whole.table.opened();
                }
            });
        }
    } else if whole.desk.window().is_some() {
        let text = "Double click on the histogram to see all time.";
        widgets::empty_ui(ui, ICON_SEARCH_OFF, "No lines in this time", text);
    } else {
        let text = "Lines come as time passes.";
        widgets::empty_ui(ui, ICON_SEARCH_OFF, "No lines yet", text);
    }
}

/// Puts the table where it belongs: at the newest lines, at a line that was gone to, or where it was.
fn stand(whole: &mut Whole, extent: Extent) {
    if !whole.table.scroll.is_at_end()
        && let Some(index) = whole.table.anchor.and_then(|key| whole.desk.index_of(key))
    {
        let hidden = whole.table.scroll.hidden();
        whole.table.scroll.hold(index, hidden);
    }
    if let Some(index) = whole.table.centre.take() {
        whole.table.scroll.centre(index, extent);
    }
    if let Some(index) = whole.table.wanted
        && let Some(row) = whole.desk.row(index)
    {
        whole.table.select(index, row, false);
    }
    whole.table.scroll.settle(extent);
}

fn wheel(ui: &Ui, table: &mut Memory, area: Rect, extent: Extent) {
    if !ui.rect_contains_pointer(area) || Popup::is_any_open(ui) {
        return;
    }
    let delta = ui.input(eframe::egui::InputState::smooth_scroll_delta);
    if delta.y != 0.0 {
        table.scroll.by(-f64::from(delta.y / ROW), extent);
    }
    table.across -= delta.x;
}

/// The keys of the table, while nothing else has them.
fn keys(ui: &Ui, whole: &mut Whole, extent: Extent, wishes: &mut Vec<Wish>) {
    let elsewhere =
        ui.memory(|memory| memory.focused().is_some() || memory.top_modal_layer().is_some());
    // A key that ends the work in a field is not one for the table.
    let elsewhere_before = std::mem::replace(&mut whole.table.elsewhere, elsewhere);
    if elsewhere || elsewhere_before || Popup::is_any_open(ui) || extent.rows == 0 {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let here = whole
        .table
        .selected
        .as_ref()
        .and_then(|row| whole.desk.index_of(row.key));
    let here = whole.table.wanted.or(here);
    let last = extent.rows.saturating_sub(1);
    let page = extent.page();
    let start = whole.table.scroll.first();
    let mut target = None;
    for (key, to) in [
        (Key::ArrowDown, here.map_or(start, |at| at + 1)),
        (Key::ArrowUp, here.map_or(start, |at| at.saturating_sub(1))),
        (Key::PageDown, here.unwrap_or(start) + page),
        (Key::PageUp, here.unwrap_or(start).saturating_sub(page)),
        (Key::Home, 0),
        (Key::End, last),
    ] {
        if pressed(key) {
            target = Some(to.min(last));
        }
    }
    if let Some(target) = target {
        whole.table.scroll.show(target, extent);
        match whole.desk.row(target) {
            Some(row) => whole.table.select(target, row, false),
            None => whole.table.wanted = Some(target),
        }
    }
    if pressed(Key::Enter) {
        whole.table.detail_open = true;
    }
    if pressed(Key::Escape) {
        whole.table.detail_open = false;
    }
    if whole.table.selected.is_some() && pressed(Key::P) {
        wishes.push(Wish::PinSelected);
    }
}

/// The bar at the right.
fn down_ui(ui: &Ui, table: &mut Memory, track: Rect, extent: Extent) {
    let Some(thumb) = table.scroll.thumb(extent, track.height(), SHORTEST_THUMB) else {
        return;
    };
    let t = tokens(ui);
    let id = ui.scope_id().with("down");
    let response = ui.interact(track, id, Sense::DRAG | Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scroll through the lines"));
    let grip = Id::with(id, "grip");
    if let Some(pointer) = response.interact_pointer_pos() {
        let at = pointer.y - track.top();
        let held: Option<f32> = ui.data(|data| data.get_temp(grip));
        // Where on the thumb it was taken; beside it, the thumb jumps there.
        let held = held.unwrap_or_else(|| {
            let on = at - thumb.offset;
            if (0.0..=thumb.length).contains(&on) {
                on
            } else {
                thumb.length / 2.0
            }
        });
        ui.data_mut(|data| data.insert_temp(grip, held));
        table
            .scroll
            .drag(at - held, thumb.length, track.height(), extent);
    } else {
        ui.data_mut(|data| data.remove_temp::<f32>(grip));
    }
    let Some(thumb) = table.scroll.thumb(extent, track.height(), SHORTEST_THUMB) else {
        return;
    };
    let min = track.min + vec2(1.0, thumb.offset);
    let rect = Rect::from_min_size(min, vec2(track.width() - 2.0, thumb.length));
    let colour = if response.dragged() || response.hovered() {
        t.dim
    } else {
        t.edge
    };
    ui.painter().rect_filled(rect, 4, colour);
}

/// The bar below, for lines wider than the table.
fn across_ui(ui: &Ui, table: &mut Memory, frame: &Frame, width: f32) {
    let view = frame.body.width();
    let most = (width - view).max(0.0);
    table.across = table.across.clamp(0.0, most);
    if most <= 0.0 {
        return;
    }
    let t = tokens(ui);
    let track = frame.across;
    let length = (track.width() * view / width).max(SHORTEST_THUMB);
    let way = (track.width() - length).max(1.0);
    let response = ui.interact(track, ui.scope_id().with("across"), Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scroll along the lines"));
    table.across = (table.across + response.drag_delta().x * most / way).clamp(0.0, most);
    let min = track.min + vec2(way * table.across / most, 1.0);
    let rect = Rect::from_min_size(min, vec2(length, track.height() - 2.0));
    let colour = if response.dragged() || response.hovered() {
        t.dim
    } else {
        t.edge
    };
    ui.painter().rect_filled(rect, 4, colour);
}

fn head_ui(
    ui: &Ui,
    table: &mut Memory,
    frame: &Frame,
    format: Option<LogFormat>,
    columns: &[Column],
) {
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(frame.head);
    painter.rect_filled(frame.head, 4, t.raised);
    let font = TextStyle::Small.resolve(ui.style());
    let mut left = frame.head.left() + GUTTER - table.across;
    for (i, column) in columns.iter().enumerate() {
        let right = left + column.width;
        let cell = Rect::from_x_y_ranges(left..=right - 4.0, frame.head.y_range());
        painter.with_clip_rect(cell.intersect(frame.head)).text(
            cell.left_center(),
            Align2::LEFT_CENTER,
            column.title,
            font.clone(),
            t.dim,
        );
        let edge = right - GAP / 2.0;
        if i + 1 < columns.len() && frame.head.x_range().contains(edge) {
            let grip = Rect::from_center_size(pos2(edge, frame.head.center().y), vec2(8.0, HEAD));
            let response = ui
                .interact(grip, ui.scope_id().with(("edge", i)), Sense::DRAG)
                .on_hover_cursor(CursorIcon::ResizeHorizontal);
            let colour = if response.hovered() || response.dragged() {
                t.accent
            } else {
                t.edge
            };
            painter.vline(edge, grip.y_range().shrink(6.0), Stroke::new(1.0, colour));
            if response.dragged() {
                let width = (column.width + response.drag_delta().x).clamp(30.0, 1_200.0);
                table.widths.insert((format, i), width);
            }
        }
        left = right;
    }
}

/// Does what a row or its menu was asked for.
fn fulfil(ui: &Ui, whole: &mut Whole, wish: Wish, extent: Extent, out: &mut Vec<UiCommand>) {
    match wish {
        Wish::Select(index, row) => {
            whole.table.select(index, row, false);
            whole.table.scroll.show(index, extent);
        }
        Wish::Detail => whole.table.detail_open = true,
        Wish::PinSelected => {
            whole.table.detail_open = true;
            whole.detail.begin();
        }
        Wish::Pivot(value) => whole.pivot(&value),
        Wish::Narrow {
            field,
            value,
            without,
        } => {
            whole.search.scope = Scope::ThisLog;
            whole.search.narrow(&mut whole.desk, field, &value, without);
            whole.table.opened();
        }
        Wish::Copy(text) => ui.copy_text(text),
        Wish::ShowInLog(row) => out.push(show_line(&row)),
    }
}

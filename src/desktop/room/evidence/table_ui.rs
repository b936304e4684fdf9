//! The lines in view, as columns or as they were written.
//!
//! The table scrolls by itself, in rows: a scroll area counts in pixels of single precision, which are too
//! coarse for millions of rows.

use std::collections::BTreeMap;
use std::ops::Range;

use eframe::egui::{
    Align2, CursorIcon, Id, Key, Modifiers, Painter, Popup, Rect, Response, Role, Sense, Stroke,
    TextStyle, Ui, WidgetInfo, accesskit::Action, pos2, vec2,
};
use egui_material_icons::icons::{ICON_KEEP, ICON_MANAGE_SEARCH, ICON_SEARCH_OFF};

use super::lines::{Cells, Ink};
use super::menu_ui::{self, Aim, Wish};
use super::scroll::{Extent, Scroll};
use super::{Memory as Whole, View, lines, show_line, times};
use crate::desk::{Row, RowKey, Scope};
use crate::desktop::command::UiCommand;
use crate::desktop::theme::{Tokens, tokens};
use crate::desktop::widgets;
use crate::evidence::columns::columns;
use crate::exercise::PinView;
use crate::scenario::LogFormat;

const ROW: f32 = 20.0;
const HEAD: f32 = 24.0;
const GUTTER: f32 = 22.0;
const BAR: f32 = 12.0;
const SHORTEST_THUMB: f32 = 28.0;
/// The room between a cell and the next one.
const GAP: f32 = 14.0;

/// What the table remembers.
#[derive(Debug)]
pub(super) struct Memory {
    scroll: Scroll,
    /// The first row in view, by which the table stays where it is while rows come above it.
    anchor: Option<RowKey>,
    across: f32,
    pub(super) raw: bool,
    widths: BTreeMap<(Option<LogFormat>, usize), f32>,
    cells: Cells,
    selected: Option<Row>,
    pub(super) detail_open: bool,
    /// A row that was gone to by key and is not there yet.
    wanted: Option<usize>,
    centre: Option<usize>,
    aim: Option<Aim>,
    /// Whether something else had the keys in the last frame.
    elsewhere: bool,
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

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Log,
    Time,
    Field(usize),
    Line,
}

struct Column {
    what: What,
    title: &'static str,
    width: f32,
    /// Whether it takes what the others leave.
    takes_rest: bool,
}

/// The columns of the table, and for which format they are: none if several logs are mixed or lines are raw.
fn table_columns(
    whole: &Whole,
    view: &View<'_>,
    room: f32,
    glyph: f32,
) -> (Option<LogFormat>, Vec<Column>) {
    let merged = whole.is_merged();
    let of_chars = |chars: u16| f32::from(chars) * glyph + GAP;
    let column = |what, title, chars| Column {
        what,
        title,
        width: of_chars(chars),
        takes_rest: chars == 0,
    };
    let format = whole
        .desk
        .log()
        .and_then(|id| view.picture.log(id))
        .map(|log| log.format)
        .filter(|format| !merged && !whole.table.raw && !columns(*format).is_empty());
    let mut all = Vec::new();
    match format {
        Some(format) => {
            all.push(column(What::Time, "Time (UTC)", 19));
            let fields = columns(format).iter().enumerate();
            all.extend(
                fields
                    .filter(|(_, field)| !is_time(field.name))
                    .map(|(i, field)| column(What::Field(i), field.title, field.width)),
            );
        }
        None => {
            if merged {
                let letters = if room < 800.0 { 16 } else { 28 };
                all.push(column(What::Log, "Log", letters));
                all.push(column(What::Time, "Time (UTC)", 19));
            }
            all.push(column(What::Line, "Line", 0));
        }
    }
    for (i, column) in all.iter_mut().enumerate() {
        if let Some(width) = whole.table.widths.get(&(format, i)) {
            column.width = *width;
            column.takes_rest = column.what == What::Line;
        }
    }
    (format, all)
}

/// Whether a field says the time of the line, which has a column of its own.
fn is_time(name: &str) -> bool {
    matches!(name, "time" | "timestamp" | "ts" | "date")
}

/// The parts of the table on screen.
struct Frame {
    head: Rect,
    body: Rect,
    down: Rect,
    across: Rect,
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

/// Gives the column that takes it what the others leave, and a column of lines the room of the longest in view.
fn fill(
    columns: &mut [Column],
    rows: &[(usize, Option<Row>)],
    excerpts: bool,
    width: f32,
    glyph: f32,
) {
    let taken: f32 = columns
        .iter()
        .filter(|column| !column.takes_rest)
        .map(|column| column.width)
        .sum();
    let longest = rows
        .iter()
        .filter_map(|(_, row)| row.as_ref().map(|row| row.text.len()))
        .max()
        .unwrap_or(0);
    let longest = f32::from(u16::try_from(longest).unwrap_or(u16::MAX)) * glyph + GAP;
    let rest = (width - taken).max(40.0 * glyph);
    let mut flexible = columns.iter_mut().filter(|column| column.takes_rest);
    if let Some(column) = flexible.next() {
        column.width = if column.what == What::Line && !excerpts {
            rest.max(longest)
        } else {
            rest
        };
    } else if let Some(last) = columns.last_mut() {
        last.width += (width - taken).max(0.0);
    }
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

/// What the rows in view are drawn with.
struct Drawn<'a> {
    view: &'a View<'a>,
    frame: &'a Frame,
    columns: &'a [Column],
    format: Option<LogFormat>,
    pins: &'a [PinView<'a>],
    /// Whether a line begins near what was found in it.
    excerpts: bool,
    ink: Ink,
    glyph: f32,
}

/// The pin on a line, if it has one.
pub(super) fn pin_on<'a, 'b>(pins: &'b [PinView<'a>], row: &Row) -> Option<&'b PinView<'a>> {
    pins.iter().find(|pin| {
        pin.line_at == row.at
            && *pin.log == row.log
            && pin.text == String::from_utf8_lossy(&row.text)
    })
}

impl Drawn<'_> {
    fn rows_ui(
        &self,
        ui: &Ui,
        whole: &mut Whole,
        rows: &[(usize, Option<Row>)],
        wishes: &mut Vec<Wish>,
    ) {
        let t = tokens(ui);
        let painter = ui.painter().with_clip_rect(self.frame.body);
        // On the table as a whole, as rows may come and go between press and release.
        let body = ui.interact(self.frame.body, ui.scope_id().with("body"), Sense::CLICK);
        let mut top = self.frame.body.top() - whole.table.scroll.hidden() * ROW;
        for (index, row) in rows {
            let rect = Rect::from_min_size(
                pos2(self.frame.body.left(), top),
                vec2(self.frame.body.width(), ROW),
            );
            top += ROW;
            match row {
                Some(row) => {
                    self.row_ui(ui, &painter, whole, &body, rect, *index, row, wishes);
                }
                None => {
                    // A page being made: a bar where its text will stand.
                    let bar = Rect::from_min_size(
                        rect.min + vec2(GUTTER, 6.0),
                        vec2(rect.width() * 0.4, ROW - 12.0),
                    );
                    painter.rect_filled(bar, 3, t.raised);
                }
            }
        }
        if let Some(row) = whole.table.selected.clone() {
            let pinned = pin_on(self.pins, &row).is_some();
            let merged = whole.is_merged();
            let aim = whole.table.aim.as_ref();
            menu_ui::menu_ui(&body, &row, aim, pinned, merged, wishes);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a row and where it goes")]
    fn row_ui(
        &self,
        ui: &Ui,
        painter: &Painter,
        whole: &mut Whole,
        body: &Response,
        rect: Rect,
        index: usize,
        row: &Row,
        wishes: &mut Vec<Wish>,
    ) {
        let t = tokens(ui);
        let seen = rect.intersect(self.frame.body);
        let id = ui.scope_id().with(row.key);
        let response = ui.interact(seen, id, Sense::hover());
        let selected = whole
            .table
            .selected
            .as_ref()
            .is_some_and(|chosen| chosen.key == row.key);
        let pinned = pin_on(self.pins, row).is_some();
        response.widget_info(|| {
            let text = String::from_utf8_lossy(&row.text);
            let text: String = text.chars().take(200).collect();
            let pinned = if pinned { ", pinned" } else { "" };
            let name = format!("Line {}{pinned}: {text}", times::short(row.stamp));
            WidgetInfo::selected(Role::ListItem, true, selected, name)
        });
        // The table takes the clicks; who works it without a pointer clicks the row itself.
        ui.accesskit_node_builder(id, |node| node.add_action(Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
            wishes.push(Wish::Select(index, row.clone()));
        }
        if selected {
            painter.rect_filled(rect, 0, t.selected);
        } else if response.hovered() {
            painter.rect_filled(rect, 0, t.raised);
        }
        if pinned {
            painter.text(
                pos2(rect.left() + GUTTER / 2.0, rect.center().y),
                Align2::CENTER_CENTER,
                ICON_KEEP.codepoint,
                eframe::egui::FontId::new(15.0, ICON_KEEP.font_family()),
                t.accent,
            );
        }
        let cells = self.format.map(|format| whole.table.cells.of(format, row));
        let mut left = rect.left() + GUTTER - whole.table.across;
        let mut aim = None;
        let pointer = body.interact_pointer_pos().filter(|at| seen.contains(*at));
        for column in self.columns {
            let right = left + column.width;
            let cell = Rect::from_x_y_ranges(left..=right, rect.y_range());
            if cell.right() > self.frame.body.left() && cell.left() < self.frame.body.right() {
                let content = match column.what {
                    What::Field(i) => cells.as_ref().and_then(|cells| cells.get(i)),
                    _ => None,
                };
                match (column.what, content) {
                    (What::Field(_), Some(content)) => {
                        let found = content.highlights(row);
                        self.text_ui(painter, cell, &content.text, &found, t);
                    }
                    (What::Field(_), None) => {}
                    (What::Time, _) => {
                        self.text_ui(painter, cell, &times::short(row.stamp), &[], t);
                    }
                    (What::Log, _) => {
                        let log = self.view.picture.log(&row.log);
                        let name = log.map_or(row.log.as_str(), |log| log.name.as_str());
                        self.text_ui(painter, cell, name, &[], t);
                    }
                    (What::Line, _) => self.line_ui(painter, cell, row),
                }
                if pointer.is_some_and(|at| cell.x_range().contains(at.x)) {
                    aim = Some(Aim::at(row, self.format, column.what, content));
                }
            }
            left = right;
        }
        if pointer.is_some() {
            if body.secondary_clicked() {
                whole.table.aim = aim;
            }
            if body.clicked() || body.secondary_clicked() {
                wishes.push(Wish::Select(index, row.clone()));
            }
            if body.double_clicked() {
                wishes.push(Wish::Detail);
            }
        }
    }

    fn text_ui(
        &self,
        painter: &Painter,
        cell: Rect,
        text: &str,
        found: &[Range<usize>],
        t: &Tokens,
    ) {
        let letters = self.letters(cell.width() - GAP);
        let job = lines::job(text, found, &self.ink, 0, letters, true);
        let galley = painter.layout_job(job);
        let at = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
        painter
            .with_clip_rect(cell.intersect(self.frame.body))
            .galley(at, galley, t.text);
    }

    /// A line as it was written, of which only what is in view is laid out.
    fn line_ui(&self, painter: &Painter, cell: Rect, row: &Row) {
        let text = String::from_utf8_lossy(&row.text);
        if self.excerpts {
            let letters = self.letters(cell.width() - GAP);
            let job = lines::excerpt(&text, &row.highlights, &self.ink, letters);
            let galley = painter.layout_job(job);
            let at = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
            painter
                .with_clip_rect(cell.intersect(self.frame.body))
                .galley(at, galley, self.ink.text);
            return;
        }
        let skip = self.letters((self.frame.body.left() - cell.left()).max(0.0));
        let skip = skip.saturating_sub(1);
        let letters = self.letters(self.frame.body.width()) + 3;
        let job = lines::job(&text, &row.highlights, &self.ink, skip, letters, false);
        let galley = painter.layout_job(job);
        let skipped = f32::from(u16::try_from(skip).unwrap_or(u16::MAX)) * self.glyph;
        let at = pos2(
            cell.left() + skipped,
            cell.center().y - galley.size().y / 2.0,
        );
        painter
            .with_clip_rect(cell.intersect(self.frame.body))
            .galley(at, galley, self.ink.text);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "letters in a window"
    )]
    fn letters(&self, width: f32) -> usize {
        (width / self.glyph).floor().clamp(1.0, 100_000.0) as usize
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

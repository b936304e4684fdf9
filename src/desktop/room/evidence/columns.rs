//! The columns of the table and the parts of it on screen.

use eframe::egui::Rect;

use super::{Memory as Whole, View};
use crate::desk::Row;
use crate::evidence::columns::columns;
use crate::scenario::LogFormat;

pub(super) const ROW: f32 = 20.0;
pub(super) const GUTTER: f32 = 22.0;
/// The room between a cell and the next one.
pub(super) const GAP: f32 = 14.0;

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Log,
    Time,
    Field(usize),
    Line,
}

pub(super) struct Column {
    pub(super) what: What,
    pub(super) title: &'static str,
    pub(super) width: f32,
    /// Whether it takes what the others leave.
    pub(super) takes_rest: bool,
}

/// The columns of the table, and for which format they are: none if several logs are mixed or lines are raw.
pub(super) fn table_columns(
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
    if let Some(format) = format {
        all.push(column(What::Time, "Time (UTC)", 19));
        let fields = columns(format).iter().enumerate();
        all.extend(
            fields
                .filter(|(_, field)| !is_time(field.name))
                .map(|(i, field)| column(What::Field(i), field.title, field.width)),
        );
    } else {
        if merged {
            let letters = if room < 800.0 { 16 } else { 28 };
            all.push(column(What::Log, "Log", letters));
            all.push(column(What::Time, "Time (UTC)", 19));
        }
        all.push(column(What::Line, "Line", 0));
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
pub(super) struct Frame {
    pub(super) head: Rect,
    pub(super) body: Rect,
    pub(super) down: Rect,
    pub(super) across: Rect,
}

/// Gives the column that takes it what the others leave, and a column of lines the room of the longest in view.
pub(super) fn fill(
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

//! Lines split into the columns of their format, and text with what a search found in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use eframe::egui::{Color32, FontId, TextFormat, text::LayoutJob};

use crate::desk::{Row, RowKey};
use crate::evidence::columns::cells;
use crate::scenario::LogFormat;

/// How many split lines are kept.
const KEPT: usize = 2_048;

/// A cell of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its text.
    pub(super) text: String,
    /// Where it stands in its line, if it stands there as it is.
    pub(super) at: Option<usize>,
}

impl Cell {
    fn of(cell: Cow<'_, str>, line: &[u8]) -> Self {
        let at = match &cell {
            // Both point into the same bytes, so that their distance is the place.
            Cow::Borrowed(part) => part
                .as_ptr()
                .addr()
                .checked_sub(line.as_ptr().addr())
                .filter(|at| line.get(*at..at + part.len()) == Some(part.as_bytes())),
            Cow::Owned(_) => None,
        };
        Self {
            text: cell.into_owned(),
            at,
        }
    }

    /// What of its text the search looks for.
    pub(super) fn highlights(&self, row: &Row) -> Vec<Range<usize>> {
        let Some(at) = self.at else {
            return found_again(&self.text, row);
        };
        let within = at..at + self.text.len();
        row.highlights
            .iter()
            .filter(|range| range.start < within.end && range.end > within.start)
            .map(|range| range.start.max(within.start) - at..range.end.min(within.end) - at)
            .collect()
    }
}

/// What was found in a line, found again in a text that is made of it.
pub(super) fn found_again(text: &str, row: &Row) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = row
        .highlights
        .iter()
        .filter_map(|range| std::str::from_utf8(row.text.get(range.clone())?).ok())
        .filter(|part| !part.is_empty())
        .flat_map(|part| {
            text.match_indices(part)
                .map(|(at, part)| at..at + part.len())
        })
        .collect();
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let apart = range.start >= end;
        if apart {
            end = range.end;
        }
        apart
    });
    found
}

/// The cells of lines that were in view lately.
#[derive(Debug, Default)]
pub(super) struct Cells(BTreeMap<RowKey, Rc<Vec<Cell>>>);

impl Cells {
    /// The cells of a line.
    pub(super) fn of(&mut self, format: LogFormat, row: &Row) -> Rc<Vec<Cell>> {
        if let Some(known) = self.0.get(&row.key) {
            return Rc::clone(known);
        }
        let split = Rc::new(split(format, &row.text));
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        self.0.insert(row.key, Rc::clone(&split));
        split
    }
}

/// The cells of a line.
pub(super) fn split(format: LogFormat, line: &[u8]) -> Vec<Cell> {
    cells(format, line)
        .into_iter()
        .map(|cell| Cell::of(cell, line))
        .collect()
}

/// How text is laid out.
#[derive(Debug, Clone)]
pub(super) struct Ink {
    pub(super) font: FontId,
    pub(super) text: Color32,
    pub(super) found: Color32,
    pub(super) ground: Color32,
}

/// At most `letters` letters of a text from the letter `skip` on, with what was found in it marked. What does not
/// fit ends in an ellipsis if `ends` says so.
pub(super) fn job(
    text: &str,
    found: &[Range<usize>],
    ink: &Ink,
    skip: usize,
    letters: usize,
    ends: bool,
) -> LayoutJob {
    let plain = TextFormat::simple(ink.font.clone(), ink.text);
    let mut marked = TextFormat::simple(ink.font.clone(), ink.found);
    marked.background = ink.ground;
    let mut job = LayoutJob::default();
    job.wrap.max_rows = 1;
    job.break_on_newline = false;
    let byte = |letter: usize| {
        // Most lines are ASCII, where a letter is a byte.
        if text.is_ascii() {
            letter.min(text.len())
        } else {
            text.char_indices()
                .nth(letter)
                .map_or(text.len(), |(at, _)| at)
        }
    };
    let from = byte(skip);
    let mut to = byte(skip.saturating_add(letters));
    let cut = ends && to < text.len();
    if cut {
        to = byte(skip.saturating_add(letters.saturating_sub(1)));
    }
    let mut at = from;
    let mut push = |range: Range<usize>, format: &TextFormat| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            job.append(&visible(part), 0.0, format.clone());
        }
    };
    for range in found {
        // A range of bytes that does not fall on letters takes in the letters that it touches.
        let start = text.floor_char_boundary(range.start).clamp(at, to);
        let end = text.ceil_char_boundary(range.end).clamp(at, to);
        if start < end {
            push(at..start, &plain);
            push(start..end, &marked);
            at = end;
        }
    }
    push(at..to, &plain);
    if cut {
        job.append("…", 0.0, plain);
    }
    job
}

/// A line in so many letters: from its beginning, or from shortly before what was found if that would not be seen.
pub(super) fn excerpt(text: &str, found: &[Range<usize>], ink: &Ink, letters: usize) -> LayoutJob {
    let first = found.first().and_then(|range| {
        let before = text.get(..range.start)?.chars().count();
        let length = text.get(range.clone())?.chars().count();
        (before + length > letters).then_some(before)
    });
    let skip = first.map_or(0, |before| before.saturating_sub(letters / 3));
    if skip == 0 {
        return job(text, found, ink, 0, letters, true);
    }
    let mut cut = LayoutJob::default();
    cut.wrap.max_rows = 1;
    cut.break_on_newline = false;
    cut.append("…", 0.0, TextFormat::simple(ink.font.clone(), ink.text));
    let rest = job(text, found, ink, skip, letters.saturating_sub(1), true);
    for section in &rest.sections {
        let part = rest
            .text
            .get(section.byte_range.start.0..section.byte_range.end.0);
        cut.append(part.unwrap_or_default(), 0.0, section.format.clone());
    }
    cut
}

/// A text with a sign for each letter that has none of its own, letter by letter.
fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        let sign = |letter: char| match letter {
            '\t' => '→',
            letter if letter.is_control() => '·',
            letter => letter,
        };
        Cow::Owned(text.chars().map(sign).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    fn ink() -> Ink {
        Ink {
            font: FontId::monospace(13.0),
            text: Color32::WHITE,
            found: Color32::RED,
            ground: Color32::BLACK,
        }
    }

    #[test]
    fn what_was_found_is_marked_and_the_rest_is_cut() {
        let text = "GET /upload/i.php 200";
        let whole = job(text, from_ref(&(4..11)), &ink(), 0, 100, true);
        assert_eq!(whole.text, text);
        assert_eq!(whole.sections.len(), 3);
        let cut = job(text, from_ref(&(4..11)), &ink(), 0, 8, true);
        assert_eq!(cut.text, "GET /up…");
        let later = job(text, from_ref(&(4..11)), &ink(), 6, 6, false);
        assert_eq!(later.text, "pload/");
        assert_eq!(later.sections.len(), 2);
        // Ranges that don't fall on letters are no reason to stop.
        assert_eq!(
            job("äöü\tx", from_ref(&(1..3)), &ink(), 1, 3, false).text,
            "öü→"
        );
    }
}

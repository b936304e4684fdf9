//! List items: which of their paragraphs is the step, which are sub-steps, which are notes (R6).

use std::ops::Range;

use super::build::{Building, Entry, Place};
use super::inline::{Inline, visible};
use super::lines::Lines;
use super::steps::segments;

/// The open list items, outermost first.
#[derive(Debug, Default)]
pub(super) struct Items {
    open: Vec<Item>,
    /// The columns at which the content of the open items begins.
    columns: Vec<usize>,
    /// Where the last item began: its byte and its column.
    last: (usize, usize),
}

#[derive(Debug)]
struct Item {
    level: usize,
    ordinal: Option<u64>,
    /// The number that its author wrote.
    written: Option<u64>,
    /// Whether it stands in a quote, and so is no step.
    quoted: bool,
    /// Whether its first paragraph was read.
    begun: bool,
    /// The next letter of a sub-step, counted from 0.
    letter: u8,
    /// The step that further paragraphs belong to.
    entry: Option<Entry>,
}

impl Items {
    /// An item begins.
    pub(super) fn begin(
        &mut self,
        text: &str,
        span: Range<usize>,
        level: usize,
        ordinal: Option<u64>,
        quoted: bool,
    ) {
        let source = text.get(span.clone()).unwrap_or_default().trim_start();
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let column = column(text, self.last, span.start);
        self.last = (span.start, column);
        self.columns.push(content_column(text, span.start, column));
        self.open.push(Item {
            level,
            ordinal,
            written: source.get(..digits).and_then(|number| number.parse().ok()),
            quoted,
            begun: false,
            letter: 0,
            entry: None,
        });
    }

    /// The innermost item ends.
    pub(super) fn end(&mut self) {
        self.open.pop();
        self.columns.pop();
    }

    /// A paragraph in a list or a quote: what it holds, where it stands, whether it is quoted.
    pub(super) fn paragraph(
        &mut self,
        building: &mut Building,
        text: &str,
        lines: &Lines,
        place: Place,
        (inline, span, quoted): (Inline, Range<usize>, bool),
    ) {
        let Some(item) = self.open.last_mut().filter(|_| !quoted) else {
            let quote = inline.visible();
            match self.entry() {
                Some(entry) => building.note(entry, quote),
                None => building.prose(place, quote, span, lines),
            }
            return;
        };
        let first = !item.begun;
        item.begun = true;
        building.links(place, &inline.links, lines);
        if !first && building.prompts(place, &inline, lines) {
            return;
        }
        let (links, anchors) = (inline.links.clone(), inline.anchors.clone());
        // Sources have no sub-steps: a letter there is the author's own.
        let letter = (place != Place::References).then_some(&mut item.letter);
        for (number, segment) in segments(text, inline, letter, first, &self.columns)
            .into_iter()
            .enumerate()
        {
            let Some(mark) = segment.mark else {
                if first {
                    let numbers = (item.ordinal, item.written);
                    item.entry = building.item(place, segment.runs, item.level, numbers, lines);
                    if let Some(entry) = item.entry {
                        building.leads(entry, &links, &anchors);
                    }
                } else if number == 0 {
                    building.prose_todos(place, &segment.runs, lines);
                    let note = visible(&segment.runs);
                    if let Some(entry) = item.entry {
                        building.note(entry, note);
                    }
                }
                continue;
            };
            let made = building.marked(place, segment.runs, item.level + 1, mark, lines);
            item.entry = made.or(item.entry);
        }
    }

    /// Whether the innermost item's first paragraph is still to come.
    pub(super) fn awaits_text(&self) -> bool {
        let item = self.open.last();
        item.is_some_and(|item| !item.begun && !item.quoted)
    }

    /// Code, a table or the like: a note of the step that it stands under, if it stands in an item.
    pub(super) fn note(&self, building: &mut Building, note: &str) {
        if let Some(entry) = self.entry() {
            building.note(entry, note.trim().to_owned());
        }
    }

    fn entry(&self) -> Option<Entry> {
        let item = self.open.iter().rev().find(|item| !item.quoted)?;
        item.entry
    }
}

/// The column of a byte, given that of an earlier one.
fn column(text: &str, (from, column): (usize, usize), at: usize) -> usize {
    let between = text.get(from..at).unwrap_or_default();
    let (column, line) = match between.rfind('\n') {
        Some(end) => (0, between.get(end + 1..).unwrap_or_default()),
        None => (column, between),
    };
    line.chars().fold(column, |column, c| match c {
        '\t' => column + 4 - column % 4,
        _ => column + 1,
    })
}

/// The column at which an item's content begins, given where the item itself does.
fn content_column(text: &str, start: usize, mut column: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let mut bytes = rest.iter().copied().peekable();
    let blanks = |column: &mut usize, bytes: &mut std::iter::Peekable<_>| {
        while let Some(byte) = bytes.next_if(|byte| matches!(byte, b' ' | b'\t')) {
            *column += if byte == b'\t' { 4 - *column % 4 } else { 1 };
        }
    };
    blanks(&mut column, &mut bytes);
    while bytes.next_if(|byte| !byte.is_ascii_whitespace()).is_some() {
        column += 1;
        // A bullet is one character, a number ends with its point or parenthesis.
        if !bytes
            .peek()
            .is_some_and(|next| matches!(next, b'0'..=b'9' | b'.' | b')'))
        {
            break;
        }
    }
    let marker = column;
    blanks(&mut column, &mut bytes);
    let blank = bytes.peek().is_none_or(|byte| *byte == b'\n');
    if blank || column > marker + 4 {
        marker + 1
    } else {
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_begins_behind_the_marker() {
        let content = |text: &str| {
            let start = text.len() - text.trim_start().len();
            content_column(text, start, column(text, (0, 0), start))
        };
        assert_eq!(content("- a"), 2);
        assert_eq!(content("1.  a"), 4);
        assert_eq!(content("   10) a"), 7);
        assert_eq!(content("1.      a"), 3, "indented code in it");
        assert_eq!(content("-\ta"), 4);
        assert_eq!(content("1."), 3);
        assert_eq!(content("-   \n  a"), 2);
        assert_eq!(content_column("- - a", 2, 2), 4);
        assert_eq!(column("é\n\t- a", (0, 0), 4), 4);
    }
}

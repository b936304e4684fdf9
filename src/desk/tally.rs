//! How many lines there are, page by page.

use super::page_key::PageKey;
use super::past::Past;
use crate::evidence::{Page, Slice, Stamp};

/// The parts of a page that are counted apart.
pub(super) const PARTS: usize = 10;
/// How long such a part is, in microseconds.
pub(super) const PART: i64 = Slice::LENGTH / 10;

/// How much stands in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) lines: u32,
    pub(super) bytes: u64,
    /// Lines by minute.
    pub(super) minutes: [u32; PARTS],
}

impl Tally {
    pub(super) fn of(slice: Slice, page: &Page) -> Self {
        let mut minutes = [0; PARTS];
        let (mut before, mut end) = (0, slice.start());
        for minute in &mut minutes {
            end = end.later(PART);
            let by = page.stamps().partition_point(|stamp| *stamp < end);
            *minute = u32::try_from(by - before).unwrap_or(u32::MAX);
            before = by;
        }
        Self {
            lines: u32::try_from(page.len()).unwrap_or(u32::MAX),
            bytes: page.text().len() as u64,
            minutes,
        }
    }
}

/// How many lines the pages of one log have, as far as they have been made.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    first: i64,
    pages: Vec<Option<(Tally, usize)>>,
}

impl Counts {
    /// Of a log that begins at this stamp.
    pub(super) fn new(from: Stamp) -> Self {
        Self {
            first: Slice::of(from).0,
            pages: Vec::new(),
        }
    }

    fn place(&self, slice: Slice) -> Option<usize> {
        usize::try_from(slice.0.checked_sub(self.first)?).ok()
    }

    pub(super) fn set(&mut self, slice: Slice, tally: Tally, version: usize) {
        let Some(place) = self.place(slice) else {
            return;
        };
        if place >= self.pages.len() {
            self.pages.resize(place + 1, None);
        }
        if let Some(page) = self.pages.get_mut(place)
            && page.is_none_or(|(_, before)| before <= version)
        {
            *page = Some((tally, version));
        }
    }

    /// What was counted of a page, if that still stands.
    pub(super) fn get(&self, past: &Past, key: PageKey) -> Option<&Tally> {
        let (tally, version) = self.pages.get(self.place(key.slice)?)?.as_ref()?;
        past.stands(key, *version).then_some(tally)
    }
}

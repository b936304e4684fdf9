//! The rows of the open log.

use std::ops::Range;

use super::cache::Made;
use super::page_key::PageKey;
use super::past::Past;
use super::tally::Counts;
use super::work::{Run, Workers};
use crate::evidence::{Slice, Stamp};

/// How many pages are made in one go. Each run costs a look at the ten minutes before it.
pub(super) const PAGES_AT_A_TIME: i64 = 6;

/// A stretch of time: its first microsecond and the first one after it.
pub(super) type Bounds = (Stamp, Stamp);

/// The ten-minute slices in which a stretch lies.
pub(super) fn slices(bounds: Bounds) -> Range<i64> {
    let (from, to) = bounds;
    if from < to {
        Slice::of(from).0..Slice::of(to.later(-1)).next().0
    } else {
        0..0
    }
}

/// What of a page is shown.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Lines at its beginning that are not.
    skip: usize,
    lines: usize,
    /// Whether no more lines of it are to come.
    whole: bool,
}

/// Which rows there are, as far as pages have been counted.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) log: usize,
    bounds: Bounds,
    /// The slice that is looked at: rows are those around it without a gap.
    anchor: Slice,
    /// All slices within the bounds, from this one on.
    first: i64,
    parts: Vec<Option<Part>>,
    /// The slices that make up the rows.
    run: Range<i64>,
    /// How many rows stand before each of them, and after the last.
    starts: Vec<usize>,
    /// Pages that are shown in part, or were until they no longer stood.
    edges: Vec<(Slice, Made)>,
}

impl Table {
    pub(super) fn new(log: usize, bounds: Bounds) -> Self {
        Self {
            log,
            bounds,
            anchor: Slice::of(bounds.1.later(-1)),
            first: 0,
            parts: Vec::new(),
            run: 0..0,
            starts: vec![0],
            edges: Vec::new(),
        }
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    pub(super) fn look_at(&mut self, slice: Slice) {
        self.anchor = slice;
    }

    fn key(&self, slice: Slice) -> PageKey {
        PageKey {
            log: self.log,
            slice,
        }
    }

    /// Looks again at what has been counted.
    pub(super) fn refresh(
        &mut self,
        bounds: Bounds,
        counts: &Counts,
        past: &Past,
        workers: &Workers,
    ) {
        self.bounds = bounds;
        let all = slices(bounds);
        self.first = all.start;
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        parts.extend(
            all.clone()
                .map(|slice| self.part(Slice(slice), counts, past, workers)),
        );
        self.parts = parts;
        self.edges.retain(|(slice, _)| {
            let inside = bounds.0 <= slice.start() && slice.end() <= bounds.1;
            let key = PageKey {
                log: self.log,
                slice: *slice,
            };
            all.contains(&slice.0) && !(inside && counts.get(past, key).is_some())
        });
        self.rows_around(all);
    }

    fn part(
        &mut self,
        slice: Slice,
        counts: &Counts,
        past: &Past,
        workers: &Workers,
    ) -> Option<Part> {
        let (from, to) = self.bounds;
        let key = self.key(slice);
        let inside = from <= slice.start() && slice.end() <= to;
        if inside && let Some(tally) = counts.get(past, key) {
            return Some(Part {
                skip: 0,
                lines: usize::try_from(tally.lines).ok()?,
                whole: true,
            });
        }
        let pinned = self.edges.iter().position(|(edge, _)| *edge == slice);
        let stands = pinned
            .and_then(|place| self.edges.get(place))
            .is_some_and(|(_, made)| past.stands(key, made.version));
        if !inside
            && !stands
            && let Some(made) = workers.page(key)
        {
            match pinned.and_then(|place| self.edges.get_mut(place)) {
                Some(edge) => edge.1 = made,
                None => self.edges.push((slice, made)),
            }
        }
        let (_, made) = self.edges.iter().find(|(edge, _)| *edge == slice)?;
        let sound = past.sound_before(self.log, made.version);
        let before = |stamp: Stamp| made.page.stamps().partition_point(|line| *line < stamp);
        let (skip, end) = (before(from), before(to.min(sound)));
        Some(Part {
            skip,
            lines: end.saturating_sub(skip),
            whole: to.min(slice.end()) <= sound,
        })
    }

    fn at(&self, slice: i64) -> Option<Part> {
        let place = usize::try_from(slice.checked_sub(self.first)?).ok()?;
        *self.parts.get(place)?
    }

    /// Finds the longest stretch of counted pages around the anchor.
    fn rows_around(&mut self, all: Range<i64>) {
        self.starts.clear();
        self.starts.push(0);
        self.run = 0..0;
        if all.is_empty() {
            return;
        }
        let anchor = self.anchor.0.clamp(all.start, all.end - 1);
        let known = |slice: &i64| self.at(*slice).is_some();
        let nearest = (all.start..=anchor)
            .rev()
            .find(known)
            .or_else(|| (anchor..all.end).find(known));
        let Some(nearest) = nearest else {
            return;
        };
        let whole = |slice: i64| self.at(slice).is_some_and(|part| part.whole);
        let mut start = nearest;
        while start > all.start && whole(start - 1) {
            start -= 1;
        }
        let mut end = nearest + 1;
        while end < all.end && whole(end - 1) && self.at(end).is_some() {
            end += 1;
        }
        self.run = start..end;
        let mut rows = 0;
        for slice in start..end {
            rows += self.at(slice).map_or(0, |part| part.lines);
            self.starts.push(rows);
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The page of a row and its line there.
    pub(super) fn place(&self, row: usize) -> Option<(Slice, usize)> {
        let place = self
            .starts
            .partition_point(|start| *start <= row)
            .checked_sub(1)?;
        if row >= self.rows() {
            return None;
        }
        let slice = self.run.start + i64::try_from(place).ok()?;
        let line = row - self.starts.get(place)? + self.at(slice)?.skip;
        Some((Slice(slice), line))
    }

    /// The row of a line.
    pub(super) fn row(&self, slice: Slice, line: usize) -> Option<usize> {
        if !self.run.contains(&slice.0) {
            return None;
        }
        let start = self
            .starts
            .get(usize::try_from(slice.0 - self.run.start).ok()?)?;
        let part = self.at(slice.0)?;
        Some(start + line.saturating_sub(part.skip).min(part.lines))
    }

    /// The first row at or after a stamp. Where the page is not in memory it is known to the minute and asked for.
    pub(super) fn row_near(
        &self,
        stamp: Stamp,
        counts: &Counts,
        past: &Past,
        workers: &Workers,
    ) -> Option<usize> {
        let slice = Slice::of(stamp);
        let beyond = slice.0 < self.run.start && self.run.start == self.first;
        if beyond && self.rows() > 0 {
            return Some(0);
        }
        let key = self.key(slice);
        if !self.run.contains(&slice.0) {
            return None;
        }
        let pinned = self.edges.iter().find(|(edge, _)| *edge == slice);
        let made = match pinned {
            Some((_, made)) => Some(made.clone()),
            None => workers.page(key),
        };
        let line = if let Some(made) = made {
            made.page.stamps().partition_point(|line| *line < stamp)
        } else {
            let tally = counts.get(past, key)?;
            let minute = (stamp.0 - slice.start().0) / super::tally::PART;
            let before = tally.minutes.iter().take(usize::try_from(minute).ok()?);
            usize::try_from(before.sum::<u32>()).ok()?
        };
        self.row(slice, line).filter(|row| *row < self.rows())
    }

    /// How many pages are counted, and how many there are.
    pub(super) fn progress(&self) -> (usize, usize) {
        let counted = self.parts.iter().flatten().filter(|part| part.whole);
        (counted.count(), self.parts.len())
    }

    /// The pages within the bounds.
    pub(super) fn slices(&self) -> impl Iterator<Item = Slice> + '_ {
        (self.first..).take(self.parts.len()).map(Slice)
    }

    /// How many lines are shown of a page that is shown in part.
    pub(super) fn edge(&self, slice: Slice) -> Option<&Made> {
        let (_, made) = self.edges.iter().find(|(edge, _)| *edge == slice)?;
        Some(made)
    }

    /// The pages still to be counted, those near the anchor first.
    pub(super) fn plan(&self) -> Vec<Run> {
        let all = self.first..self.first + i64::try_from(self.parts.len()).unwrap_or_default();
        if all.is_empty() {
            return Vec::new();
        }
        let anchor = self.anchor.0.clamp(all.start, all.end - 1);
        let mut runs = Vec::new();
        let (mut below, mut above) = (anchor + 1, anchor + 1);
        while below > all.start || above < all.end {
            let lower = (below - PAGES_AT_A_TIME).max(all.start);
            self.missing(lower..below, &mut runs);
            below = lower;
            let upper = (above + PAGES_AT_A_TIME).min(all.end);
            self.missing(above..upper, &mut runs);
            above = upper;
        }
        runs
    }

    fn missing(&self, slices: Range<i64>, runs: &mut Vec<Run>) {
        let log = self.log;
        let missing = |slice: &i64| !self.at(*slice).is_some_and(|part| part.whole);
        runs.extend(stretches(slices, missing).map(|slices| Run {
            log,
            slices: Slice(slices.start)..Slice(slices.end),
        }));
    }
}

/// The stretches of slices of which this is so.
pub(super) fn stretches(
    slices: Range<i64>,
    so: impl Fn(&i64) -> bool,
) -> impl Iterator<Item = Range<i64>> {
    let mut at = slices.start;
    std::iter::from_fn(move || {
        let start = (at..slices.end).find(&so)?;
        let end = (start..slices.end)
            .find(|slice| !so(slice))
            .unwrap_or(slices.end);
        at = end;
        Some(start..end)
    })
}

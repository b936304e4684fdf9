//! A search: what has been looked through, and what was found.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page_key::{LineKey, PageKey};
use super::past::Past;
use super::table::{Bounds, PAGES_AT_A_TIME, slices, stretches};
use super::tally::{PART, PARTS};
use super::work::{Outcome, Run, Wanted};
use super::{MOST_ROWS, Scope};
use crate::evidence::{Slice, Stamp};

/// A search over one log or many.
pub(super) struct Hunt {
    pub(super) wanted: Arc<Wanted>,
    pub(super) scope: Scope,
    logs: Vec<Hunted>,
    /// What was found and is shown.
    found: BTreeMap<Slice, Found>,
    /// What was found in lines that are still to come.
    later: BTreeMap<PageKey, Vec<LineKey>>,
    /// The slices with hits, and how many rows stand before each.
    starts: Vec<(Slice, usize)>,
    rows: usize,
    bytes: u64,
    pub(super) stopped: bool,
}

/// A log that is searched.
#[derive(Debug)]
struct Hunted {
    log: usize,
    bounds: Option<Bounds>,
    first: i64,
    pages: Vec<Option<Searched>>,
    lines: u64,
}

/// A page that was searched.
#[derive(Debug, Clone, Copy)]
struct Searched {
    /// After which version of the history.
    version: usize,
    /// How many of its lines are among the hits.
    lines: u64,
    /// Whether it has to be searched again.
    stale: bool,
}

/// Hits of ten minutes.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of time.
    pub(super) rows: Vec<LineKey>,
    /// By minute, those that are not kept as rows included.
    pub(super) minutes: [u64; PARTS],
}

impl Hunted {
    fn page(&mut self, slice: Slice) -> Option<&mut Option<Searched>> {
        let place = usize::try_from(slice.0.checked_sub(self.first)?).ok()?;
        self.pages.get_mut(place)
    }

    fn end(&self) -> i64 {
        self.first + i64::try_from(self.pages.len()).unwrap_or_default()
    }

    fn missing(&self, slice: i64) -> bool {
        let place = slice
            .checked_sub(self.first)
            .and_then(|place| usize::try_from(place).ok());
        let page = place.and_then(|place| self.pages.get(place));
        page.is_some_and(|page| page.is_none_or(|page| page.stale))
    }
}

impl Hunt {
    pub(super) fn new(wanted: Wanted, scope: Scope, logs: &[usize]) -> Self {
        let hunted = |log: &usize| Hunted {
            log: *log,
            bounds: None,
            first: 0,
            pages: Vec::new(),
            lines: 0,
        };
        Self {
            wanted: Arc::new(wanted),
            scope,
            logs: logs.iter().map(hunted).collect(),
            found: BTreeMap::new(),
            later: BTreeMap::new(),
            starts: Vec::new(),
            rows: 0,
            bytes: 0,
            stopped: false,
        }
    }

    /// Which logs it looks at, by place in the scenario.
    pub(super) fn logs(&self) -> Vec<usize> {
        self.logs.iter().map(|hunted| hunted.log).collect()
    }

    /// Looks at a log that became known.
    pub(super) fn add(&mut self, log: usize) {
        if self.logs.iter().all(|hunted| hunted.log != log) {
            self.logs.push(Hunted {
                log,
                bounds: None,
                first: 0,
                pages: Vec::new(),
                lines: 0,
            });
            self.logs.sort_by_key(|hunted| hunted.log);
        }
    }

    /// Sets what of a log can be read. Gives the pages that are new, if the log was searched before.
    pub(super) fn set_bounds(&mut self, log: usize, bounds: Option<Bounds>) -> Option<Run> {
        let hunted = self.logs.iter_mut().find(|hunted| hunted.log == log)?;
        if hunted.bounds == bounds {
            return None;
        }
        let before = hunted.bounds;
        hunted.bounds = bounds;
        let Some(bounds) = bounds.filter(|(from, to)| from < to) else {
            self.forget(log);
            return None;
        };
        let all = slices(bounds);
        if before.is_none_or(|before| before.0 != bounds.0 || before.1 > bounds.1) {
            self.forget(log);
            let hunted = self.logs.iter_mut().find(|hunted| hunted.log == log)?;
            hunted.first = all.start;
            hunted.pages = vec![None; usize::try_from(all.end - all.start).unwrap_or_default()];
            return None;
        }
        let end = hunted.end();
        hunted.pages.resize(
            usize::try_from(all.end - all.start).unwrap_or_default(),
            None,
        );
        self.release(log, bounds);
        (end < all.end && !self.stopped).then_some(Run {
            log,
            slices: Slice(end)..Slice(all.end),
        })
    }

    /// Shows what was found in lines that have come by now.
    fn release(&mut self, log: usize, bounds: Bounds) {
        let mut due = Vec::new();
        for (key, hits) in &mut self.later {
            if key.log == log {
                let now = hits.partition_point(|hit| hit.stamp(key.slice) < bounds.1);
                if now > 0 {
                    due.push((*key, hits.drain(..now).collect::<Vec<_>>()));
                }
            }
        }
        for (key, hits) in due {
            self.show(key, hits);
        }
    }

    /// Takes away all hits of a log.
    fn forget(&mut self, log: usize) {
        for (slice, found) in &mut self.found {
            remove(*slice, found, log);
        }
        self.later.retain(|key, _| key.log != log);
        if let Some(hunted) = self.logs.iter_mut().find(|hunted| hunted.log == log) {
            hunted.pages.clear();
            hunted.lines = 0;
        }
    }

    /// Takes in a page that was searched. One that no longer stands is searched again.
    pub(super) fn take(&mut self, past: &Past, outcome: Outcome) {
        let Outcome {
            key,
            version,
            tally,
            hits,
        } = outcome;
        let Some((number, mut hits)) = hits else {
            return;
        };
        if number != self.wanted.number || !past.stands(key, version) {
            return;
        }
        let Some(hunted) = self.logs.iter_mut().find(|hunted| hunted.log == key.log) else {
            return;
        };
        let Some(bounds) = hunted.bounds else {
            return;
        };
        let Some(page) = hunted.page(key.slice) else {
            return;
        };
        let searched = Searched {
            version,
            lines: page.map_or(0, |page| page.lines),
            stale: false,
        };
        if page.replace(searched).is_some() {
            self.hide(key);
        } else {
            self.bytes += tally.bytes;
        }
        let before = |stamp: Stamp| hits.partition_point(|hit| hit.stamp(key.slice) < stamp);
        let (from, to) = (before(bounds.0), before(bounds.1));
        let later = hits.split_off(to);
        if !later.is_empty() {
            self.later.insert(key, later);
        }
        hits.drain(..from);
        self.show(key, hits);
    }

    fn show(&mut self, key: PageKey, hits: Vec<LineKey>) {
        if hits.is_empty() {
            return;
        }
        let lines = hits.len() as u64;
        if let Some(hunted) = self.logs.iter_mut().find(|hunted| hunted.log == key.log) {
            hunted.lines += lines;
            if let Some(Some(page)) = hunted.page(key.slice) {
                page.lines += lines;
            }
        }
        let found = self.found.entry(key.slice).or_default();
        for hit in &hits {
            if let Some(minute) = found.minutes.get_mut(minute(key.slice, *hit)) {
                *minute += 1;
            }
        }
        if self.rows < MOST_ROWS {
            self.rows += hits.len();
            found.rows.extend(hits);
            found.rows.sort_unstable();
        }
    }

    /// Takes away the hits of a page.
    fn hide(&mut self, key: PageKey) {
        self.later.remove(&key);
        if let Some(found) = self.found.get_mut(&key.slice) {
            self.rows -= remove(key.slice, found, key.log);
        }
        if let Some(hunted) = self.logs.iter_mut().find(|hunted| hunted.log == key.log)
            && let Some(Some(page)) = hunted.page(key.slice)
        {
            let gone = std::mem::take(&mut page.lines);
            hunted.lines = hunted.lines.saturating_sub(gone);
        }
    }

    /// Marks the pages that no longer stand. What was found in lines that stand stays until they have been searched
    /// again.
    pub(super) fn check(&mut self, past: &Past) {
        let mut stale = Vec::new();
        for hunted in &mut self.logs {
            for (slice, page) in (hunted.first..).map(Slice).zip(&mut hunted.pages) {
                let key = PageKey {
                    log: hunted.log,
                    slice,
                };
                if let Some(page) = page
                    && !page.stale
                    && !past.stands(key, page.version)
                {
                    page.stale = true;
                    stale.push((key, page.version));
                }
            }
        }
        for (key, version) in stale {
            let sound = past.sound_before(key.log, version);
            let rows = self.found.get(&key.slice).map(|found| found.rows.iter());
            let stand = rows
                .into_iter()
                .flatten()
                .filter(|hit| hit.log() == key.log && hit.stamp(key.slice) < sound);
            let stand: Vec<LineKey> = stand.copied().collect();
            self.hide(key);
            self.show(key, stand);
        }
    }

    /// Makes ready to be asked for rows.
    pub(super) fn refresh(&mut self) {
        self.found
            .retain(|_, found| !found.rows.is_empty() || found.minutes.iter().any(|n| *n > 0));
        self.starts.clear();
        self.rows = 0;
        for (slice, found) in &self.found {
            self.starts.push((*slice, self.rows));
            self.rows += found.rows.len();
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn lines(&self) -> u64 {
        self.logs.iter().map(|hunted| hunted.lines).sum()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn per_log(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.logs.iter().map(|hunted| (hunted.log, hunted.lines))
    }

    /// The line of a row.
    pub(super) fn place(&self, row: usize) -> Option<(Slice, LineKey)> {
        let place = self
            .starts
            .partition_point(|(_, start)| *start <= row)
            .checked_sub(1)?;
        let (slice, start) = self.starts.get(place)?;
        let hit = self.found.get(slice)?.rows.get(row - start)?;
        Some((*slice, *hit))
    }

    /// The first row at or after a line.
    pub(super) fn row_near(&self, slice: Slice, key: LineKey) -> Option<usize> {
        let place = self.starts.partition_point(|(known, _)| *known < slice);
        let (known, start) = self.starts.get(place)?;
        let before = if *known == slice {
            let rows = &self.found.get(known)?.rows;
            rows.partition_point(|hit| *hit < key)
        } else {
            0
        };
        Some(start + before).filter(|row| *row < self.rows)
    }

    pub(super) fn found(&self) -> impl Iterator<Item = (Slice, &Found)> {
        self.found.iter().map(|(slice, found)| (*slice, found))
    }

    /// How many pages have been searched, and how many there are.
    pub(super) fn progress(&self) -> (usize, usize) {
        let pages = self.logs.iter().flat_map(|hunted| &hunted.pages);
        pages.fold((0, 0), |(done, all), page| {
            (
                done + usize::from(page.is_some_and(|page| !page.stale)),
                all + 1,
            )
        })
    }

    /// The pages still to be searched, the newest first.
    pub(super) fn plan(&self) -> Vec<Run> {
        let read = || self.logs.iter().filter(|hunted| !hunted.pages.is_empty());
        let first = read().map(|hunted| hunted.first).min();
        let end = read().map(Hunted::end).max();
        let (Some(first), Some(end)) = (first, end) else {
            return Vec::new();
        };
        let mut runs = Vec::new();
        let mut upper = end;
        while upper > first {
            let lower = (upper - PAGES_AT_A_TIME).max(first);
            for hunted in &self.logs {
                let missing = stretches(lower..upper, |slice| hunted.missing(*slice));
                runs.extend(missing.map(|slices| Run {
                    log: hunted.log,
                    slices: Slice(slices.start)..Slice(slices.end),
                }));
            }
            upper = lower;
        }
        runs
    }
}

fn minute(slice: Slice, hit: LineKey) -> usize {
    usize::try_from((hit.stamp(slice).0 - slice.start().0) / PART).unwrap_or_default()
}

/// Takes away the rows of a log and gives their number.
fn remove(slice: Slice, found: &mut Found, log: usize) -> usize {
    let before = found.rows.len();
    let minutes = &mut found.minutes;
    found.rows.retain(|hit| {
        let stays = hit.log() != log;
        if !stays && let Some(count) = minutes.get_mut(minute(slice, *hit)) {
            *count = count.saturating_sub(1);
        }
        stays
    });
    before - found.rows.len()
}

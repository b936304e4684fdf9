//! How lines and hits are spread over time.

use super::Bucket;
use super::hunt::Hunt;
use super::page_key::PageKey;
use super::past::Past;
use super::table::{Bounds, Table};
use super::tally::{Counts, PART};
use super::work::Workers;
use crate::evidence::{Slice, Stamp};
use crate::scenario::StartDate;

/// From so many parts of a bucket on, it does not matter where in it a part ends.
const FINE: i64 = 8;

/// Counts over a stretch of time, in parts of one length.
#[derive(Debug)]
pub(super) struct Histogram {
    bounds: Bounds,
    /// How long a bucket is, in microseconds.
    width: i64,
    lines: Vec<u64>,
    hits: Vec<u64>,
}

impl Histogram {
    pub(super) fn new(bounds: Bounds, buckets: usize) -> Self {
        let buckets = buckets.clamp(1, 10_000);
        let length = (bounds.1.0.saturating_sub(bounds.0.0)).max(1);
        let count = i64::try_from(buckets).unwrap_or(1);
        Self {
            bounds,
            width: length.div_euclid(count).max(1) + i64::from(length % count != 0),
            lines: vec![0; buckets],
            hits: vec![0; buckets],
        }
    }

    /// Adds to the bucket of a stamp; to the first one if it lies before that.
    fn add(&mut self, stamp: Stamp, count: u64, hits: bool) {
        let since = stamp.0.saturating_sub(self.bounds.0.0).max(0);
        let counts = if hits {
            &mut self.hits
        } else {
            &mut self.lines
        };
        if stamp < self.bounds.1
            && let Ok(bucket) = usize::try_from(since.div_euclid(self.width))
            && let Some(bucket) = counts.get_mut(bucket)
        {
            *bucket += count;
        }
    }

    pub(super) fn add_lines(
        &mut self,
        table: &Table,
        counts: &Counts,
        past: &Past,
        workers: &Workers,
    ) {
        let coarse = self.width >= FINE * Slice::LENGTH;
        let by_minute = self.width >= FINE * PART;
        for slice in table.slices() {
            if slice.end() <= self.bounds.0 || slice.start() >= self.bounds.1 {
                continue;
            }
            let key = PageKey {
                log: table.log,
                slice,
            };
            let edge = table.edge(slice).cloned();
            let made = edge.or_else(|| {
                let look = !by_minute;
                look.then(|| workers.page_in_memory(key)).flatten()
            });
            if let Some(made) = made {
                let sound = past.sound_before(table.log, made.version);
                let (from, to) = table.bounds();
                for stamp in made.page.stamps() {
                    if *stamp >= from && *stamp < to.min(sound) {
                        self.add(*stamp, 1, false);
                    }
                }
            } else if let Some(tally) = counts.get(past, key) {
                if coarse {
                    self.add(slice.start(), tally.lines.into(), false);
                } else {
                    self.spread(slice, tally.minutes.map(u64::from), false);
                }
            }
        }
    }

    pub(super) fn add_hits(&mut self, hunt: &Hunt) {
        let coarse = self.width >= FINE * Slice::LENGTH;
        let by_minute = self.width >= FINE * PART;
        for (slice, found) in hunt.found() {
            let all: u64 = found.minutes.iter().sum();
            if slice.end() <= self.bounds.0 || slice.start() >= self.bounds.1 {
                continue;
            }
            if coarse {
                self.add(slice.start(), all, true);
            } else if by_minute || all != found.rows.len() as u64 {
                self.spread(slice, found.minutes, true);
            } else {
                for hit in &found.rows {
                    self.add(hit.stamp(slice), 1, true);
                }
            }
        }
    }

    /// Adds figures by minute, each spread over the buckets that its minute touches.
    fn spread(&mut self, slice: Slice, minutes: [u64; 10], hits: bool) {
        let mut start = slice.start();
        for count in minutes {
            let steps = (PART / self.width + 1).clamp(1, 64);
            let mut left = count;
            for step in 0..steps {
                let share = left / u64::try_from(steps - step).unwrap_or(1);
                left -= share;
                self.add(start.later(PART / steps * step), share, hits);
            }
            start = start.later(PART);
        }
    }

    pub(super) fn buckets(self, starts: StartDate) -> Vec<Bucket> {
        let edge = |place: i64| {
            let stamp = self.bounds.0.later(place.saturating_mul(self.width));
            stamp.min(self.bounds.1).moment(starts)
        };
        let counts = self.lines.iter().zip(&self.hits);
        (0..)
            .zip(counts)
            .map(|(place, (lines, hits))| Bucket {
                from: edge(place),
                to: edge(place + 1),
                lines: *lines,
                hits: *hits,
            })
            .collect()
    }
}

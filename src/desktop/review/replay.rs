//! The replay's state: which moment it shows, how fast it runs, what the timeline leaves out.

use std::collections::BTreeSet;

use crate::base::{Moment, Span};
use crate::review::{Mark, MarkKind, Review};

/// How many times as fast as the exercise a replay can run.
pub(super) const SPEEDS: [u32; 7] = [1, 2, 4, 8, 16, 60, 240];

/// What stands beside the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    Happened,
    Alerts,
    Known,
}

/// The replay.
#[derive(Debug, Clone)]
pub(super) struct Replay {
    at: Moment,
    /// What a frame left over of a millisecond.
    rest: f64,
    pub(super) playing: bool,
    pub(super) speed: u32,
    /// Kinds that the timeline leaves out.
    pub(super) hidden: BTreeSet<MarkKind>,
    /// Whether the map shows what truly was, instead of what was known.
    pub(super) truth: bool,
    pub(super) pane: Pane,
    /// The part of the time that the timeline is to show next, in minutes.
    pub(super) show: Option<(f64, f64)>,
    /// Whether the list is to be scrolled to the moment.
    pub(super) scroll: bool,
    /// Whether the history before STARTEX is shown too.
    with_history: bool,
    begin: Moment,
    end: Moment,
}

impl Replay {
    /// A replay that stands at STARTEX.
    pub(super) fn new(review: &Review) -> Self {
        let (begin, end) = review.timeline.reaches;
        Self {
            at: Moment::START,
            rest: 0.0,
            playing: false,
            speed: 16,
            hidden: BTreeSet::new(),
            truth: false,
            pane: Pane::Happened,
            show: Some(in_play(end)),
            scroll: true,
            with_history: false,
            begin,
            end,
        }
    }

    /// The moment that it shows.
    pub(super) const fn at(&self) -> Moment {
        self.at
    }

    /// The first moment of the scrubber: STARTEX, unless the history before it is looked at.
    pub(super) fn begin(&self) -> Moment {
        if self.with_history || self.at < Moment::START {
            self.begin
        } else {
            Moment::START
        }
    }

    /// The last moment there is.
    pub(super) const fn end(&self) -> Moment {
        self.end
    }

    /// Shows a moment.
    pub(super) fn go(&mut self, at: Moment) {
        self.at = at.max(self.begin).min(self.end);
        self.rest = 0.0;
        self.scroll = true;
    }

    /// Lets time pass: so many seconds on the wall.
    pub(super) fn advance(&mut self, seconds: f64) {
        if !self.playing {
            return;
        }
        let ms = seconds.clamp(0.0, 1.0) * 1_000.0 * f64::from(self.speed) + self.rest;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a frame of a replay lasts less than a day, and time runs forward"
        )]
        let whole = ms as u64;
        self.rest = ms.fract();
        self.at = (self.at + Span::from_ms(whole)).min(self.end);
        self.scroll = true;
        self.playing = self.at < self.end;
    }

    /// Plays from here, from the beginning if it is at the end; or stops.
    pub(super) fn toggle(&mut self) {
        if !self.playing && self.at >= self.end {
            self.go(Moment::START);
        }
        self.playing = !self.playing;
    }

    /// Whether the timeline shows a thing.
    pub(super) fn shows(&self, mark: &Mark) -> bool {
        !self.hidden.contains(&mark.kind)
    }

    /// Goes to the next thing on the timeline, or to the one before.
    pub(super) fn step(&mut self, review: &Review, forward: bool) {
        let shown = review.timeline.marks.iter().filter(|mark| self.shows(mark));
        let moments = shown.map(|mark| mark.at);
        let next = if forward {
            moments.filter(|at| *at > self.at).min()
        } else {
            moments.filter(|at| *at < self.at).max()
        };
        if let Some(at) = next {
            self.go(at);
        }
    }

    /// Shows all of the time, with the history before STARTEX, or the exercise alone.
    pub(super) fn zoom(&mut self, review: &Review, all: bool) {
        self.with_history = all;
        if !all && self.at < Moment::START {
            self.go(Moment::START);
        }
        self.show = Some(if all {
            let (first, last) = review.timeline.reaches;
            with_margin(minutes(first), minutes(last))
        } else {
            in_play(self.end)
        });
    }
}

/// The time from STARTEX on, in minutes, with a little room at both ends.
fn in_play(end: Moment) -> (f64, f64) {
    with_margin(0.0, minutes(end))
}

fn with_margin(first: f64, last: f64) -> (f64, f64) {
    let margin = ((last - first) * 0.03).max(1.0);
    (first - margin, last + margin)
}

/// A moment in minutes from STARTEX.
#[expect(
    clippy::cast_precision_loss,
    reason = "moments of an exercise are far below 2^52 milliseconds"
)]
pub(super) fn minutes(at: Moment) -> f64 {
    at.as_ms() as f64 / 60_000.0
}

/// Minutes from STARTEX as a moment.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range becomes its end"
)]
pub(super) fn moment(minutes: f64) -> Moment {
    Moment::from_ms((minutes * 60_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replay() -> Replay {
        Replay {
            at: Moment::START,
            rest: 0.0,
            playing: true,
            speed: 1,
            hidden: BTreeSet::new(),
            truth: false,
            pane: Pane::Happened,
            show: None,
            scroll: false,
            with_history: false,
            begin: Moment::from_ms(-5_000),
            end: Moment::from_ms(600_000),
        }
    }

    #[test]
    fn frames_of_any_length_add_up() {
        for speed in SPEEDS {
            let mut replay = Replay { speed, ..replay() };
            for _ in 0..144 {
                replay.advance(1.0 / 144.0);
            }
            let ran = replay.at().as_ms() - i64::from(speed) * 1_000;
            assert!(ran.abs() <= 1, "{speed}x: {ran} ms off");
        }
    }

    #[test]
    fn it_ends_at_the_end_and_begins_again() {
        let mut replay = Replay {
            speed: 240,
            ..replay()
        };
        for _ in 0..4 {
            replay.advance(1.0);
        }
        assert!(replay.at() == replay.end() && !replay.playing);
        replay.toggle();
        assert!(replay.at() == Moment::START && replay.playing);
    }

    #[test]
    fn the_history_can_be_looked_at() {
        let mut replay = replay();
        assert_eq!(replay.begin(), Moment::START);
        replay.go(Moment::from_ms(-3_000));
        assert_eq!(replay.at(), Moment::from_ms(-3_000));
        assert_eq!(replay.begin(), Moment::from_ms(-5_000));
        replay.go(Moment::from_ms(-9_000));
        assert_eq!(replay.at(), Moment::from_ms(-5_000));
    }
}

//! Which inject of the MSEL is selected, what is asked about it, and how one stands in a word.

use super::View;
use crate::base::Moment;
use crate::base::id::InjectId;
use crate::conduct::msel::{Row, Status, rows};
use crate::desktop::words;
use crate::exercise::Exercise;
use crate::scenario::Mode;

/// What is asked about the selected inject.
#[derive(Debug)]
pub(super) enum Asked {
    /// Why it is left out.
    Skip(String),
    /// When it is to come instead.
    Move(String),
}

/// What the MSEL remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    selected: Option<InjectId>,
    /// Whether the table is to scroll to it.
    pub(super) scroll: bool,
    /// What is asked about the selected inject.
    pub(super) asked: Option<Asked>,
    /// Whether the field of what is asked is to take the cursor.
    pub(super) take_cursor: bool,
    /// Since when a silence is left alone.
    pub(super) quiet: Option<Moment>,
}

impl Memory {
    /// The inject that is selected, or the next one that can still come.
    pub(super) fn selected(&self, exercise: &Exercise) -> Option<InjectId> {
        self.selected.clone().or_else(|| next_open(exercise))
    }

    /// Selects an inject.
    pub(super) fn select(&mut self, inject: InjectId) {
        if self.selected.as_ref() != Some(&inject) {
            self.asked = None;
        }
        self.selected = Some(inject);
    }

    /// Selects the next one or the one before.
    pub(super) fn step(&mut self, exercise: &Exercise, forward: bool) {
        let rows = rows_in_order(exercise);
        let here = self.selected(exercise);
        let place = rows.iter().position(|row| Some(row) == here.as_ref());
        let next = match place {
            Some(place) if forward => rows.get(place + 1),
            Some(place) => place.checked_sub(1).and_then(|place| rows.get(place)),
            None => rows.first(),
        };
        if let Some(next) = next {
            self.select(next.clone());
            self.scroll = true;
        }
    }

    /// Asks why the selected inject is left out.
    pub(super) fn ask_skip(&mut self, exercise: &Exercise) {
        self.selected = self.selected(exercise);
        self.asked = Some(Asked::Skip(String::new()));
        self.take_cursor = true;
    }

    /// Asks when the selected inject is to come.
    pub(super) fn ask_move(&mut self, exercise: &Exercise, now: Moment) {
        self.selected = self.selected(exercise);
        let planned = self.selected.as_ref().and_then(|id| {
            let queued = exercise.state().injects_queued();
            queued.get(id).copied()
        });
        let text = planned.unwrap_or(now).max(now).to_string();
        self.asked = Some(Asked::Move(text));
        self.take_cursor = true;
    }

    /// What was asked for has happened.
    pub(super) fn done(&mut self) {
        self.asked = None;
    }
}

fn rows_in_order(exercise: &Exercise) -> Vec<InjectId> {
    let rows = rows(exercise.scenario(), exercise.state());
    rows.iter().map(|row| row.inject.id.clone()).collect()
}

/// The next inject to come: one that waits, or the one with the earliest time.
fn next_open(exercise: &Exercise) -> Option<InjectId> {
    let rows = rows(exercise.scenario(), exercise.state());
    let open = rows.iter().filter(|row| row.status.is_open());
    let next = open.min_by_key(|row| match row.status {
        Status::Waiting(at) => (0, at),
        Status::Planned(at) | Status::Held(Some(at)) => (1, at),
        _ => (2, Moment::START),
    });
    next.map(|row| row.inject.id.clone())
}

/// How an inject stands, in a word or with its countdown.
pub(super) fn status(view: &View<'_>, row: &Row<'_>) -> String {
    match &row.status {
        // Nothing comes by itself while the room talks.
        Status::Planned(_) if view.state.conduct.mode == Mode::Discussion => "Planned".to_owned(),
        Status::Planned(at) => {
            let left = at.since(view.now);
            let speed = u64::from(view.exercise.clock().speed().times());
            let wall = crate::base::Span::from_ms(left.as_ms() / speed);
            format!("in {}", short(wall))
        }
        Status::Conditional if row.inject.contingency => "Contingency".to_owned(),
        Status::Conditional => "Waits for play".to_owned(),
        Status::ByHand => "By hand".to_owned(),
        Status::Held(_) => "Held".to_owned(),
        Status::Waiting(_) => "Due: your hand".to_owned(),
        Status::Given(at) => format!("Given {}", words::minute(*at)),
        Status::NotNeeded => "Not needed".to_owned(),
        Status::Skipped(_) => "Skipped".to_owned(),
    }
}

/// A span for a countdown: `0:42`, `12 min`, `3 h 05 min`.
fn short(span: crate::base::Span) -> String {
    let seconds = span.as_ms().div_ceil(1000);
    if seconds < 600 {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    } else {
        span.to_string()
    }
}

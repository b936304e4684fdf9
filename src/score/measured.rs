//! A scored item between measuring and weighing.

use super::card::{Basis, ItemKind};
use super::tracker::StepTrack;
use crate::base::Moment;
use crate::base::id::Id;
use crate::scenario::{Alert, Phase, Question, Step};
use crate::world::state::{AlertState, AnswerGiven};
use crate::world::{State, StepReport};

/// What was measured: an item of the scenario beside what became of it.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Step {
        step: &'a Step,
        track: &'a StepTrack,
        report: Option<&'a StepReport>,
        refused: bool,
    },
    Alert {
        alert: &'a Alert,
        state: &'a AlertState,
    },
    Question {
        question: &'a Question,
        answer: Option<&'a AnswerGiven>,
    },
}

impl Source<'_> {
    /// When more was done than the step asks for, for the first time.
    pub(super) fn over_reached(self) -> Option<Moment> {
        match self {
            Self::Step { track, .. } => track.over.iter().flatten().min().copied(),
            Self::Alert { .. } | Self::Question { .. } => None,
        }
    }
}

/// When hints for an item were given.
#[derive(Clone, Copy, Default)]
pub(super) struct Hints<'a> {
    pub(super) all: &'a [Moment],
    /// Those that were given before the item was done.
    pub(super) before: &'a [Moment],
}

impl<'a> Hints<'a> {
    /// The hints for an item, of which so many were given before it was done; all if it never was.
    pub(super) fn of(state: &'a State, item: &Id, before: Option<usize>) -> Self {
        let all = state.hints.get(item).map_or(&[][..], Vec::as_slice);
        let before = before.and_then(|count| all.get(..count)).unwrap_or(all);
        Self { all, before }
    }
}

/// A scored item, measured but not yet weighed.
#[derive(Clone, Copy)]
pub(super) struct Measured<'a> {
    pub(super) kind: ItemKind,
    pub(super) id: &'a Id,
    pub(super) phase: Phase,
    pub(super) weight: u64,
    pub(super) basis: Basis,
    pub(super) triggered: Option<Moment>,
    pub(super) started: Option<Moment>,
    pub(super) done: Option<Moment>,
    pub(super) target: Option<Moment>,
    /// In ten-thousandths, as are the next three.
    pub(super) thoroughness: u64,
    pub(super) in_time: u64,
    pub(super) in_order: u64,
    pub(super) reasoned: u64,
    pub(super) hints: Hints<'a>,
    pub(super) source: Source<'a>,
}

/// What an item is called, such as `Contain 5`.
pub(super) fn title(source: Source<'_>) -> String {
    match source {
        Source::Step { step, .. } => step.name(),
        Source::Alert { alert, .. } => format!("Alert \"{}\"", alert.title),
        Source::Question { question, .. } => format!("Question \"{}\"", question.text),
    }
}

//! The MSEL as it stands: every inject with its number, time and status.

use std::collections::BTreeSet;

use crate::base::Moment;
use crate::scenario::{Inject, Scenario, Trigger};
use crate::world::State;

/// How things stand with an inject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It comes at this moment.
    Planned(Moment),
    /// It comes when something has happened.
    Conditional,
    /// It comes by hand, or as an effect of something else.
    ByHand,
    /// It is held back. Its time, if it has one.
    Held(Option<Moment>),
    /// Its time came at this moment, and it waits for the facilitator's hand.
    Waiting(Moment),
    /// It came.
    Given(Moment),
    /// When its time came, what it asks for was not so.
    NotNeeded,
    /// It is left out, for this reason.
    Skipped(String),
}

impl Status {
    /// Whether it can still come.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Given(_) | Self::NotNeeded | Self::Skipped(_))
    }

    /// When it came or is to come, as far as that is known.
    #[must_use]
    pub const fn time(&self) -> Option<Moment> {
        match self {
            Self::Planned(at) | Self::Waiting(at) | Self::Given(at) | Self::Held(Some(at)) => {
                Some(*at)
            }
            _ => None,
        }
    }
}

/// A line of the MSEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number, from 1, in the order of the plan; it stays with the inject.
    pub number: usize,
    /// The inject as it stands now.
    pub inject: &'a Inject,
    /// How things stand with it.
    pub status: Status,
    /// Whether it was given another time.
    pub moved: bool,
    /// Whether it was added in this exercise.
    pub added: bool,
    /// How many of its prompts were asked.
    pub asked: usize,
}

/// The MSEL in the order of its numbers: the scenario's injects by their planned times, those without a
/// time after them, then what was added in this exercise.
#[must_use]
pub fn rows<'a>(scenario: &'a Scenario, state: &'a State) -> Vec<Row<'a>> {
    let queued = state.injects_queued();
    // The scenario's own come first and in its order, then what was added.
    let mut all: Vec<(&Inject, Option<&Inject>)> = state
        .msel(scenario)
        .enumerate()
        .map(|(place, inject)| (inject, scenario.injects.get(place)))
        .collect();
    all.sort_by_key(|(_, own)| match own.map(|own| &own.trigger) {
        Some(Trigger::At { at, .. }) => (0, scenario.moment(*at)),
        Some(Trigger::When { .. }) => (1, Moment::START),
        Some(Trigger::ByHand) => (2, Moment::START),
        None => (3, Moment::START),
    });
    let row = |(place, (inject, own)): (usize, (&'a Inject, Option<&Inject>))| {
        let steered = state.conduct.steered(&inject.id);
        let asked = state.conduct.asked.get(&inject.id);
        Row {
            number: place + 1,
            inject,
            status: status(state, inject, queued.get(&inject.id).copied()),
            moved: steered.is_some_and(|steered| steered.moved),
            added: own.is_none(),
            asked: asked.map_or(0, BTreeSet::len),
        }
    };
    all.into_iter().enumerate().map(row).collect()
}

fn status(state: &State, inject: &Inject, queued: Option<Moment>) -> Status {
    if let Some(came) = state.injects.get(&inject.id) {
        return Status::Given(came.delivered);
    }
    let steered = state.conduct.steered(&inject.id);
    if let Some(steered) = steered {
        if let Some(reason) = &steered.skipped {
            return Status::Skipped(reason.clone());
        }
        if let Some(since) = steered.waiting {
            return Status::Waiting(since);
        }
        if steered.held {
            return Status::Held(queued);
        }
    }
    match (queued, &inject.trigger) {
        (Some(at), _) => Status::Planned(at),
        (None, _) if state.injects_settled.contains(&inject.id) => Status::NotNeeded,
        (None, Trigger::When { .. }) => Status::Conditional,
        (None, Trigger::ByHand) => Status::ByHand,
        // The seed put it beyond ENDEX.
        (None, Trigger::At { .. }) => Status::NotNeeded,
    }
}

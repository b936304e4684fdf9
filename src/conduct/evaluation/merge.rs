//! Evaluators' sheets taken into an exercise.

use std::collections::{BTreeMap, BTreeSet};

use super::returned::{Evaluation, Seen};
use crate::base::id::SeatId;
use crate::conduct::roster::numbered_seat;
use crate::scenario::{Facilitation, Observation};
use crate::world::State;

/// What taking sheets in does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The deeds for the record.
    pub deeds: Vec<Facilitation>,
    /// Who sits on the evaluators' seats, for the list of names beside the record.
    pub names: BTreeMap<SeatId, String>,
    /// The seat of each sheet, in their order.
    pub seats: Vec<SeatId>,
}

/// What must be done to take sheets in. An evaluator keeps the seat `evaluator-N` that `names` has for
/// the name, so that a sheet that comes a second time replaces its ratings; others get the next free one.
/// A rating and an observation that are there already are not written again.
#[must_use]
pub fn merge(
    evaluations: &[Evaluation],
    state: &State,
    names: &BTreeMap<SeatId, String>,
) -> Merged {
    let mut taken = taken(state, names);
    let mut merged = Merged::default();
    for evaluation in evaluations {
        let known = names.iter().find(|(seat, name)| {
            is_evaluator(seat)
                && **name == evaluation.evaluator
                && !merged.names.contains_key(*seat)
        });
        let seat = match known {
            Some((seat, _)) => seat.clone(),
            None => free(&taken),
        };
        taken.insert(seat.clone());
        merged.deeds.extend(rate(evaluation, state, &seat));
        merged.deeds.extend(observe(evaluation, state));
        merged
            .names
            .insert(seat.clone(), evaluation.evaluator.clone());
        merged.seats.push(seat);
    }
    merged
}

fn is_evaluator(seat: &SeatId) -> bool {
    seat.as_str().starts_with("evaluator-")
}

/// The seats that somebody has, or that rated while a name was known.
fn taken(state: &State, names: &BTreeMap<SeatId, String>) -> BTreeSet<SeatId> {
    let conduct = &state.conduct;
    let rated = conduct.ratings.values().flat_map(BTreeMap::keys);
    let all = names.keys().chain(conduct.seats.keys()).chain(rated);
    all.cloned().collect()
}

fn free(taken: &BTreeSet<SeatId>) -> SeatId {
    let mut seats = (1..).map(|number| numbered_seat("evaluator", number));
    let free = seats.find(|seat| !taken.contains(seat));
    // The numbers don't end before there is a free one.
    free.unwrap_or_else(|| numbered_seat("evaluator", 0))
}

fn rate<'a>(
    evaluation: &'a Evaluation,
    state: &'a State,
    seat: &'a SeatId,
) -> impl Iterator<Item = Facilitation> + 'a {
    let is_new = move |(step, (rating, note)): &(&crate::base::id::StepId, &(_, String))| {
        let there = state.conduct.ratings.get(*step);
        let there = there.and_then(|by| by.get(seat));
        there.is_none_or(|there| there.rating != *rating || there.note != *note)
    };
    let rated = evaluation.ratings.iter().filter(is_new);
    rated.map(|(step, (rating, note))| Facilitation::Rate {
        step: step.clone(),
        by: seat.clone(),
        rating: Some(*rating),
        note: note.clone(),
    })
}

fn observe(evaluation: &Evaluation, state: &State) -> impl Iterator<Item = Facilitation> {
    let there = state.conduct.observations.values();
    let there: Vec<&Observation> = there.map(|seen| &seen.observation).collect();
    let seen = evaluation.observations.iter().map(observation);
    let new = seen.filter(move |observation| !there.contains(&observation));
    new.map(Facilitation::Observe)
}

/// An observation for the record, where its time is when it was taken in; when it was made stands before
/// its text.
fn observation(seen: &Seen) -> Observation {
    let text = if seen.time.is_empty() {
        seen.text.clone()
    } else {
        format!("{}: {}", seen.time, seen.text)
    };
    Observation {
        sign: seen.sign,
        seat: seen.seat.clone(),
        objective: seen.objective.clone(),
        inject: None,
        text,
    }
}

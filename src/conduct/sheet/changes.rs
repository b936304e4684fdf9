//! What must be done so that the MSEL of an exercise becomes what a table says.

use std::collections::BTreeMap;

use super::{planned_at, standing, times};
use crate::base::Moment;
use crate::base::id::InjectId;
use crate::conduct::msel::{Row, Status};
use crate::scenario::{Facilitation, Inject, Scenario, Trigger};
use crate::world::State;

/// Why an inject is left out that a table no longer holds.
pub const NOT_IN_SHEET: &str = "not in the sheet that was read";

/// When a table wants an inject to come.
enum Asked {
    /// As it does anyway.
    Same,
    /// At this moment.
    At(Moment),
    /// By hand, and no longer at its time.
    ByHand,
}

/// The deeds that make the MSEL what the table says: nothing for what is the same, nothing for injects
/// that have come. Injects that the table no longer holds are skipped.
#[must_use]
pub fn changes(scenario: &Scenario, state: &State, injects: &[Inject]) -> Vec<Facilitation> {
    let rows = standing(scenario, state);
    let known: BTreeMap<&InjectId, &Row<'_>> =
        rows.iter().map(|row| (&row.inject.id, row)).collect();
    let mut deeds = Vec::new();
    for inject in injects {
        match known.get(&inject.id) {
            Some(row) => deeds.extend(change(scenario, state, row, inject)),
            None => deeds.push(Facilitation::Put(Box::new(inject.clone()))),
        }
    }
    let is_gone = |row: &&Row<'_>| {
        let mut injects = injects.iter();
        row.status.is_open() && !injects.any(|inject| inject.id == row.inject.id)
    };
    deeds.extend(rows.iter().filter(is_gone).map(|row| Facilitation::Skip {
        inject: row.inject.id.clone(),
        reason: NOT_IN_SHEET.to_owned(),
    }));
    deeds
}

fn change(scenario: &Scenario, state: &State, row: &Row<'_>, inject: &Inject) -> Vec<Facilitation> {
    if matches!(row.status, Status::Given(_)) {
        return Vec::new();
    }
    let own = row.inject;
    let says_the_same = {
        let trigger = own.trigger.clone();
        Inject {
            trigger,
            ..inject.clone()
        } == *own
    };
    let asked = asked(scenario, row, inject);
    let put = |trigger: Trigger| {
        let inject = Inject {
            trigger,
            ..inject.clone()
        };
        Facilitation::Put(Box::new(inject))
    };
    let move_to = |to: Moment| Facilitation::Move {
        inject: own.id.clone(),
        to,
    };
    let is_conditional = matches!(own.trigger, Trigger::When { .. });
    match asked {
        Asked::Same if says_the_same => Vec::new(),
        Asked::At(to) if says_the_same => vec![move_to(to)],
        // A condition stays with its inject; the time is one more way for it to come.
        Asked::At(to) if is_conditional => vec![put(own.trigger.clone()), move_to(to)],
        Asked::At(to) => vec![put(times::at(to, Some(own)))],
        Asked::ByHand => vec![put(Trigger::ByHand)],
        Asked::Same if is_conditional => vec![put(own.trigger.clone())],
        Asked::Same => {
            // What was written anew comes when it was to come: at the time on the queue, if any.
            let queued = state.injects_queued();
            let trigger = match (queued.get(&own.id), planned_at(scenario, own)) {
                (Some(at), _) => times::at(*at, Some(own)),
                (None, _) => own.trigger.clone(),
            };
            vec![put(trigger)]
        }
    }
}

fn asked(scenario: &Scenario, row: &Row<'_>, inject: &Inject) -> Asked {
    let now = row.status.time();
    if !row.status.is_open() {
        return Asked::Same;
    }
    let same = |time: Moment| now.map(times::to_the_second) == Some(times::to_the_second(time));
    match &inject.trigger {
        Trigger::When { .. } => Asked::Same,
        Trigger::ByHand if now.is_none() && !is_conditional(row) => Asked::Same,
        Trigger::ByHand => Asked::ByHand,
        Trigger::At { at, .. } => {
            let time = scenario.moment(*at);
            let is_own = inject.trigger == row.inject.trigger && !row.moved;
            if is_own || same(time) {
                Asked::Same
            } else {
                Asked::At(time)
            }
        }
    }
}

fn is_conditional(row: &Row<'_>) -> bool {
    matches!(row.inject.trigger, Trigger::When { .. })
}

//! Work in the room: whose it is, until when, and whether it was done by then.

use super::{Finding, LOOSE_FOR, Rule, quote};
use crate::base::Moment;
use crate::world::State;
use crate::world::conduct::Assigned;

/// Work that nobody owns or that has no time, and work that was not done in time.
pub(super) fn loose_and_late(state: &State, until: Moment) -> Vec<Finding> {
    let all = state.conduct.assignments.values();
    let is_over = state.ended.is_some();
    let found = |assigned| {
        let loose = loose(assigned, until, is_over);
        loose.into_iter().chain(late(assigned, until))
    };
    all.flat_map(found).collect()
}

/// Work that is still without an owner or a time when it should have both, or at ENDEX.
fn loose(assigned: &Assigned, until: Moment, is_over: bool) -> Option<Finding> {
    let work = &assigned.assignment;
    let missing = match (&work.owner, &work.due) {
        (None, None) => "an owner and a time",
        (None, Some(_)) => "an owner",
        (Some(_), None) => "a time",
        (Some(_), Some(_)) => return None,
    };
    let at = assigned.at + LOOSE_FOR;
    if at > until && !is_over {
        return None;
    }
    let at = at.min(until.max(assigned.at));
    let was_done = assigned.done.is_some_and(|done| done <= at);
    (!was_done).then(|| Finding {
        at,
        seat: work.owner.clone(),
        rule: Rule::LooseTask,
        text: format!("The task {} was without {missing}", quote(&work.text)),
    })
}

/// Work that was done late, or not at all.
fn late(assigned: &Assigned, until: Moment) -> Option<Finding> {
    let work = &assigned.assignment;
    let due = work.due?;
    let (at, how) = match assigned.done {
        Some(done) if done > due => (done, format!("was done {} late", done.since(due))),
        None if until > due => (due, "was still open when it was due".to_owned()),
        _ => return None,
    };
    Some(Finding {
        at,
        seat: work.owner.clone(),
        rule: Rule::Overdue,
        text: format!("The task {} {how}", quote(&work.text)),
    })
}

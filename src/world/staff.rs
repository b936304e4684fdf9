//! What the exercise's staff does becomes state: the part of [`apply`](super::apply::apply) that writes
//! [`Conduct`], and what is taken back.

use std::collections::BTreeMap;

use super::conduct::{Assigned, Conduct, Decided, Observed, Rated, Steered, Undo};
use super::event::Due;
use super::state::State;
use crate::base::Moment;
use crate::base::id::{InjectId, SeatId, StepId};
use crate::scenario::{Facilitation, HotWashNote, Trigger};

impl State {
    fn take_off_queue(&mut self, inject: &InjectId) -> Vec<Moment> {
        let is_it = |due: &Due| matches!(due, Due::Inject(queued) if queued == inject);
        let times = self.queue.iter().filter(|(_, due)| is_it(due));
        let times = times.map(|((at, _), _)| *at).collect();
        self.queue.retain(|_, due| !is_it(due));
        times
    }

    /// Keeps how an inject stands, so that what is done to it now can be taken back.
    fn keep_inject(&mut self, inject: &InjectId, replanned: bool) {
        let is_it = |due: &Due| matches!(due, Due::Inject(queued) if queued == inject);
        let times = self.queue.iter().filter(|(_, due)| is_it(due));
        let kept = Undo::Inject {
            inject: inject.clone(),
            was: self.conduct.injects.get(inject).cloned(),
            queued: times.map(|((at, _), _)| *at).collect(),
            settled: self.injects_settled.contains(inject),
            replanned,
        };
        self.conduct.undo.push(kept);
    }
}

/// Takes note that an inject's time has come and it waits for the hand.
pub(super) fn waits(state: &mut State, at: Moment, inject: &InjectId) {
    state.conduct.steer(inject).waiting = Some(at);
    state.injects_settled.insert(inject.clone());
}

/// Takes note that an inject has a time again: it waits for the hand no longer.
pub(super) fn comes(state: &mut State, inject: &InjectId) {
    if let Some(steered) = state.conduct.injects.get_mut(inject) {
        steered.waiting = None;
    }
}

/// Takes note that an inject was left out because its time was jumped over.
pub(super) fn skipped(state: &mut State, inject: &InjectId, reason: &str) {
    state.conduct.steer(inject).skipped = Some(reason.to_owned());
}

/// Takes note that an inject has come: what was done to it before can't be taken back any more.
pub(super) fn delivered(state: &mut State, inject: &InjectId) {
    let Some(steered) = state.conduct.injects.get_mut(inject) else {
        return;
    };
    (steered.held, steered.waiting, steered.skipped) = (false, None, None);
    state.take_off_queue(inject);
    let of_it = |undo: &Undo| matches!(undo, Undo::Inject { inject: of, .. } if of == inject);
    state.conduct.undo.retain(|undo| !of_it(undo));
}

/// Takes a deed of the staff over. Never fails: what can't be done changes nothing.
pub(super) fn facilitate(state: &mut State, at: Moment, seat: &SeatId, deed: &Facilitation) {
    match deed {
        Facilitation::Fire(_)
        | Facilitation::Hold(_)
        | Facilitation::Release(_)
        | Facilitation::Skip { .. }
        | Facilitation::Move { .. }
        | Facilitation::Put(_)
        | Facilitation::Ask { .. } => steer(state, deed),
        Facilitation::Observe(_)
        | Facilitation::Amend { .. }
        | Facilitation::Strike(_)
        | Facilitation::Rate { .. }
        | Facilitation::Assign(_)
        | Facilitation::Settle { .. }
        | Facilitation::Decided(_) => write_down(&mut state.conduct, at, seat, deed),
        Facilitation::OpenModule(module) => {
            state.conduct.module = Some((module.clone(), at));
            state.conduct.module_after = state.injects.len() + state.alerts.len();
        }
        Facilitation::Undo => undo(state, at),
        _ => set(&mut state.conduct, at, deed),
    }
}

/// What changes the MSEL.
fn steer(state: &mut State, deed: &Facilitation) {
    match deed {
        Facilitation::Fire(inject) => {
            // It leaves the queue when it has come; see `delivered`.
            state.conduct.steer(inject).fired = true;
        }
        Facilitation::Hold(inject) => {
            state.keep_inject(inject, false);
            state.conduct.steer(inject).held = true;
        }
        Facilitation::Release(inject) => {
            state.keep_inject(inject, false);
            let steered = state.conduct.steer(inject);
            (steered.held, steered.waiting) = (false, None);
        }
        Facilitation::Skip { inject, reason } => {
            state.keep_inject(inject, false);
            let steered = state.conduct.steer(inject);
            (steered.held, steered.waiting) = (false, None);
            steered.skipped = Some(reason.clone());
        }
        Facilitation::Move { inject, .. } => {
            state.keep_inject(inject, true);
            state.take_off_queue(inject);
            let steered = state.conduct.steer(inject);
            (steered.moved, steered.waiting) = (true, None);
        }
        Facilitation::Put(inject) => {
            state.keep_inject(&inject.id, true);
            // The engine says when it comes now, if it comes by the clock.
            state.take_off_queue(&inject.id);
            let steered = state.conduct.steer(&inject.id);
            let is_free =
                steered.waiting.is_none() && !matches!(inject.trigger, Trigger::At { .. });
            steered.put = Some(inject.clone());
            if is_free {
                state.injects_settled.remove(&inject.id);
            }
        }
        Facilitation::Ask {
            inject,
            prompt,
            asked,
        } => {
            let was = tick(&mut state.conduct, inject, *prompt, *asked);
            state.conduct.undo.push(Undo::Asked {
                inject: inject.clone(),
                prompt: *prompt,
                was,
            });
        }
        _ => {}
    }
}

/// Ticks a prompt, or takes the tick away; says whether it was ticked before.
fn tick(conduct: &mut Conduct, inject: &InjectId, prompt: u32, asked: bool) -> bool {
    let ticked = conduct.asked.entry(inject.clone()).or_default();
    let was = if asked {
        !ticked.insert(prompt)
    } else {
        ticked.remove(&prompt)
    };
    if ticked.is_empty() {
        conduct.asked.remove(inject);
    }
    was
}

/// Writes a rating down, or takes it away; gives what stood there before.
fn rate(conduct: &mut Conduct, step: &StepId, by: &SeatId, rated: Option<Rated>) -> Option<Rated> {
    let of_step = conduct.ratings.entry(step.clone()).or_default();
    let was = match rated {
        Some(rated) => of_step.insert(by.clone(), rated),
        None => of_step.remove(by),
    };
    if of_step.is_empty() {
        conduct.ratings.remove(step);
    }
    was
}

/// What is written down.
fn write_down(conduct: &mut Conduct, at: Moment, seat: &SeatId, deed: &Facilitation) {
    match deed {
        Facilitation::Observe(observation) => {
            let note = conduct.number();
            let observed = Observed {
                at,
                by: seat.clone(),
                observation: observation.clone(),
            };
            conduct.observations.insert(note, observed);
            conduct.undo.push(Undo::Observation(note, None));
        }
        Facilitation::Amend { note, observation } => {
            if let Some(observed) = conduct.observations.get_mut(note) {
                let undo = Undo::Observation(*note, Some(observed.clone()));
                observed.observation = observation.clone();
                conduct.undo.push(undo);
            }
        }
        Facilitation::Strike(note) => {
            if let Some(observed) = conduct.observations.remove(note) {
                conduct.undo.push(Undo::Observation(*note, Some(observed)));
            }
        }
        Facilitation::Rate {
            step,
            by,
            rating,
            note,
        } => {
            let rated = rating.map(|rating| Rated {
                rating,
                note: note.clone(),
            });
            let was = rate(conduct, step, by, rated);
            let undo = Undo::Rating(step.clone(), by.clone(), was);
            conduct.undo.push(undo);
        }
        Facilitation::Assign(assignment) => {
            let note = conduct.number();
            let assigned = Assigned {
                at,
                assignment: assignment.clone(),
                done: None,
            };
            conduct.assignments.insert(note, assigned);
            conduct.undo.push(Undo::Assignment(note, None));
        }
        Facilitation::Settle { note, done } => {
            if let Some(assigned) = conduct.assignments.get_mut(note) {
                let undo = Undo::Assignment(*note, Some(assigned.clone()));
                assigned.done = done.then_some(at);
                conduct.undo.push(undo);
            }
        }
        Facilitation::Decided(decision) => {
            let note = conduct.number();
            if decision.carries.is_empty() {
                conduct.undo.push(Undo::Decision(note));
            }
            let decision = (**decision).clone();
            conduct.decisions.insert(note, Decided { at, decision });
        }
        _ => {}
    }
}

/// What is simply so from now on.
fn set(conduct: &mut Conduct, at: Moment, deed: &Facilitation) {
    match deed {
        Facilitation::Announce(text) => {
            conduct.announcement = (!text.is_empty()).then(|| (at, text.clone()));
        }
        Facilitation::Switch(mode) => {
            conduct.undo.push(Undo::Mode(conduct.mode));
            conduct.mode = *mode;
        }
        Facilitation::Jump { to, injects } => conduct.jump = Some((*to, *injects)),
        Facilitation::ShowPhase(phase) => conduct.phase = *phase,
        Facilitation::Book(span) => {
            conduct.undo.push(Undo::Booked(conduct.booked));
            conduct.booked = Some(*span);
        }
        Facilitation::Take { seat, place } => {
            let was = conduct.seats.insert(seat.clone(), place.clone());
            conduct.undo.push(Undo::Seat(seat.clone(), was));
        }
        Facilitation::Leave(seat) => {
            let was = conduct.seats.remove(seat);
            conduct.undo.push(Undo::Seat(seat.clone(), was));
        }
        Facilitation::HotWash(note) => {
            let same = |other: &HotWashNote| other.role == note.role && other.sign == note.sign;
            conduct.hot_wash.retain(|other| !same(other));
            if !note.text.is_empty() {
                conduct.hot_wash.push(note.clone());
            }
        }
        Facilitation::Feedback(feedback) => conduct.feedback.push(feedback.clone()),
        _ => {}
    }
}

/// Takes the last thing back that has not reached the participants.
fn undo(state: &mut State, at: Moment) {
    let Some(undo) = state.conduct.undo.pop() else {
        return;
    };
    let conduct = &mut state.conduct;
    match undo {
        Undo::Inject {
            inject,
            was,
            queued,
            settled,
            replanned,
        } => {
            let kept = Kept {
                was,
                queued,
                settled,
            };
            if replanned {
                plan_back(state, at, &inject, kept);
            } else {
                stand_back(state, at, &inject, kept);
            }
        }
        Undo::Asked {
            inject,
            prompt,
            was,
        } => {
            tick(conduct, &inject, prompt, was);
        }
        Undo::Observation(note, was) => put_back(&mut conduct.observations, note, was),
        Undo::Rating(step, by, was) => {
            rate(conduct, &step, &by, was);
        }
        Undo::Assignment(note, was) => put_back(&mut conduct.assignments, note, was),
        Undo::Decision(note) => {
            conduct.decisions.remove(&note);
        }
        Undo::Seat(seat, was) => put_back(&mut conduct.seats, seat, was),
        Undo::Booked(was) => conduct.booked = was,
        Undo::Mode(was) => conduct.mode = was,
    }
}

fn put_back<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, was: Option<V>) {
    match was {
        Some(was) => {
            map.insert(key, was);
        }
        None => {
            map.remove(&key);
        }
    }
}

/// How an inject stood.
struct Kept {
    was: Option<Steered>,
    queued: Vec<Moment>,
    settled: bool,
}

/// Gives an inject its standing back, and its time. A time that has passed meanwhile surprises nobody: it
/// waits for the hand.
fn plan_back(state: &mut State, at: Moment, inject: &InjectId, kept: Kept) {
    put_back(&mut state.conduct.injects, inject.clone(), kept.was);
    state.take_off_queue(inject);
    if kept.settled {
        state.injects_settled.insert(inject.clone());
    } else {
        state.injects_settled.remove(inject);
    }
    for moment in kept.queued {
        if moment > at {
            state.plan(moment, Due::Inject(inject.clone()));
        } else {
            state.conduct.steer(inject).waiting = Some(at);
        }
    }
}

/// Gives an inject its standing back. What brought it meanwhile still does: if its time came, it waits.
fn stand_back(state: &mut State, at: Moment, inject: &InjectId, kept: Kept) {
    let now = state.conduct.injects.get(inject);
    let was_left_out = now.is_some_and(|now| now.skipped.is_some());
    let is_queued = state.injects_queued().contains_key(inject);
    let brought = !kept.settled && state.injects_settled.contains(inject);
    let had_time = brought || !kept.queued.is_empty();
    let swallowed = was_left_out && had_time && !is_queued;
    let waiting = now
        .and_then(|now| now.waiting)
        .or_else(|| swallowed.then_some(at));
    put_back(&mut state.conduct.injects, inject.clone(), kept.was);
    if let Some(since) = waiting {
        state.conduct.steer(inject).waiting.get_or_insert(since);
    }
}

//! Whether the session ends in time, and what to leave out if not.

use std::collections::{BTreeMap, BTreeSet};

use super::modules::modules;
use super::msel::{self, Row, Status};
use crate::base::id::InjectId;
use crate::base::{Moment, Span};
use crate::exercise::Speed;
use crate::scenario::data::texts_under;
use crate::scenario::{Inject, Mode, Scenario};
use crate::world::State;

/// Fewer delivered injects than this say nothing about how long one takes.
const ENOUGH_DELIVERED: usize = 3;

/// How a session stands against its length, by the clock on the wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// How long it may take.
    pub booked: Span,
    /// How long it has taken.
    pub used: Span,
    /// How much longer it takes at this pace.
    pub needs: Span,
    /// How late it would end; zero if in time.
    pub late: Span,
    /// What could be left out to end in time, least missed first.
    pub skip: Vec<InjectId>,
    /// The speed at which the clock alone would end in time, if it is a faster one.
    pub speed: Option<Speed>,
}

impl Pace {
    /// In a sentence, in whole minutes, rounded up: `At this pace you end 14 minutes late`.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.late.as_ms().div_ceil(60_000) {
            0 => "At this pace you end in time".to_owned(),
            1 => "At this pace you end 1 minute late".to_owned(),
            minutes => format!("At this pace you end {minutes} minutes late"),
        }
    }
}

/// The pace of a session; none where no length is booked and the scenario names none.
///
/// Moved by the clock, a session needs the longer of two times: what the clock takes to the last inject that is
/// planned (to ENDEX if none is), and what that many injects take if each takes as long as those before. Moved by
/// the facilitator, it needs the time boxes of the modules to come, and the rest of the open one: the story's clock
/// stands while people talk, so what has gone of that box counts from `opened`, how long they had sat together when
/// it was opened. Where nobody knows that, the whole box is still to come.
///
/// Where it is late, the whole file is gone through; once a second is often enough.
#[must_use]
pub fn pace(
    scenario: &Scenario,
    state: &State,
    now: Moment,
    session: Span,
    speed: Speed,
    opened: Option<Span>,
) -> Option<Pace> {
    let booked = state.conduct.booked.unwrap_or(scenario.plays_in);
    if booked.is_zero() {
        return None;
    }
    let left = Span::from_ms(booked.as_ms().saturating_sub(session.as_ms()));
    let rows = msel::rows(scenario, state);
    let story = Story {
        each: time_each(state, session),
        end: scenario.end(),
        now,
        speed,
    };
    let open = open(&rows, state.conduct.mode);
    let (needs, skip, faster) = if state.ended.is_some() {
        (Span::ZERO, Vec::new(), None)
    } else if state.conduct.mode == Mode::Discussion {
        let needs = boxes(scenario, state, session, opened);
        let too_long = needs.as_ms().saturating_sub(left.as_ms());
        let skip = if too_long == 0 {
            Vec::new()
        } else {
            story.leave_out_for(too_long, &candidates(scenario, &rows, &open))
        };
        (needs, skip, None)
    } else {
        let needs = story.needs(&open);
        let skip = if needs <= left {
            Vec::new()
        } else {
            story.leave_out(left, &open, &candidates(scenario, &rows, &open))
        };
        (needs, skip, story.faster(left, &open))
    };
    let ends = session.plus(needs);
    Some(Pace {
        booked,
        used: session,
        needs,
        late: Span::from_ms(ends.as_ms().saturating_sub(booked.as_ms())),
        skip,
        speed: faster,
    })
}

/// How long an inject has taken so far, by the clock on the wall.
fn time_each(state: &State, session: Span) -> Option<Span> {
    let delivered = state.injects.len();
    if delivered < ENOUGH_DELIVERED {
        return None;
    }
    let delivered = u64::try_from(delivered).unwrap_or(u64::MAX);
    Some(Span::from_ms(session.as_ms() / delivered))
}

/// An inject that is still to come by the clock.
#[derive(Clone, Copy)]
struct Open<'a> {
    id: &'a InjectId,
    at: Moment,
}

/// What is still to come, in the order of time.
fn open<'a>(rows: &[Row<'a>], mode: Mode) -> Vec<Open<'a>> {
    let times = rows.iter().filter_map(|row| {
        let id = &row.inject.id;
        match row.status {
            Status::Planned(at) => Some(Open { id, at }),
            Status::Waiting(at) if mode == Mode::Discussion => Some(Open { id, at }),
            _ => None,
        }
    });
    let mut open: Vec<Open<'a>> = times.collect();
    open.sort_by_key(|inject| inject.at);
    open
}

/// How the rest of a story takes its time.
struct Story {
    each: Option<Span>,
    end: Moment,
    now: Moment,
    speed: Speed,
}

impl Story {
    /// What the clock takes, by the wall.
    fn clock(&self, last: Option<Moment>, speed: Speed) -> Span {
        let way = last.unwrap_or(self.end).since(self.now).as_ms();
        Span::from_ms(way.div_ceil(u64::from(speed.times())))
    }

    /// What so many injects take at this pace.
    fn talk(&self, injects: usize) -> Span {
        let injects = u64::try_from(injects).unwrap_or(u64::MAX);
        self.each.map_or(Span::ZERO, |each| each.times(injects))
    }

    fn needs(&self, open: &[Open<'_>]) -> Span {
        let last = open.last().map(|inject| inject.at);
        self.clock(last, self.speed).max(self.talk(open.len()))
    }

    /// The slowest speed at which the clock alone ends in time, if it is not slow enough now.
    fn faster(&self, left: Span, open: &[Open<'_>]) -> Option<Speed> {
        let last = open.last().map(|inject| inject.at);
        if self.clock(last, self.speed) <= left {
            return None;
        }
        let mut speeds = Speed::CHOICES.into_iter();
        speeds.find(|speed| self.clock(last, *speed) <= left)
    }

    /// What to leave out to be done within a time. Where the talk is too long, any inject shortens it; where the
    /// way of the clock is, only the last one does.
    fn leave_out(&self, left: Span, open: &[Open<'_>], candidates: &[&InjectId]) -> Vec<InjectId> {
        let mut rest = open.to_vec();
        let mut skip = Vec::new();
        // The last one stays: without any, the way goes to ENDEX.
        while rest.len() > 1 && self.needs(&rest) > left {
            let last = rest.last().map(|inject| inject.at);
            let talk_is_longer = self.talk(rest.len()) >= self.clock(last, self.speed);
            let can_go = |id: &InjectId| candidates.contains(&id) && !skip.contains(id);
            let next = if talk_is_longer {
                let mut left_in = candidates.iter().filter(|id| can_go(id));
                left_in.next().map(|id| (*id).clone())
            } else {
                let last = rest.last().map(|inject| inject.id);
                last.filter(|id| can_go(id)).cloned()
            };
            let Some(next) = next else { break };
            rest.retain(|inject| *inject.id != next);
            skip.push(next);
        }
        skip
    }

    /// What to leave out of a discussion that is so much too long.
    fn leave_out_for(&self, too_long_ms: u64, candidates: &[&InjectId]) -> Vec<InjectId> {
        let Some(each) = self.each.filter(|each| !each.is_zero()) else {
            return Vec::new();
        };
        let many = usize::try_from(too_long_ms.div_ceil(each.as_ms())).unwrap_or(usize::MAX);
        candidates
            .iter()
            .take(many)
            .map(|id| (*id).clone())
            .collect()
    }
}

/// The time boxes that are still to come, and the rest of the open one, by the clock on the wall.
fn boxes(scenario: &Scenario, state: &State, session: Span, opened: Option<Span>) -> Span {
    let modules = modules(scenario);
    let open = state.conduct.module.as_ref();
    let place = open.and_then(|(id, _)| modules.iter().position(|module| module.id == *id));
    let to_come = modules.iter().skip(place.map_or(0, |place| place + 1));
    let whole = to_come.fold(Span::ZERO, |sum, module| sum.plus(module.takes));
    let Some(module) = place.and_then(|place| modules.get(place)) else {
        return whole;
    };
    let talked = opened.map_or(0, |opened| session.as_ms().saturating_sub(opened.as_ms()));
    whole.plus(Span::from_ms(module.takes.as_ms().saturating_sub(talked)))
}

/// What could be left out of what is open, least missed first: what does nothing to the world and what nothing
/// waits for; contingency injects before others, then those whose objective others serve, the latest first.
fn candidates<'a>(scenario: &Scenario, rows: &[Row<'a>], open: &[Open<'a>]) -> Vec<&'a InjectId> {
    let waited_for = waited_for(scenario);
    let mut servants: BTreeMap<_, usize> = BTreeMap::new();
    for row in rows {
        if row.status.is_open() || matches!(row.status, Status::Given(_)) {
            *servants.entry(row.inject.objective.as_ref()).or_default() += 1;
        }
    }
    let served_by_others = |inject: &Inject| {
        let objective = inject.objective.as_ref();
        objective.is_none() || servants.get(&objective).is_some_and(|count| *count > 1)
    };
    let injects: BTreeMap<_, _> = rows
        .iter()
        .map(|row| (&row.inject.id, row.inject))
        .collect();
    let mut found: Vec<_> = open
        .iter()
        .filter_map(|open| {
            let inject = *injects.get(open.id)?;
            let is_free = inject.effects.is_empty() && !waited_for.contains(open.id.as_str());
            let rank = (!inject.contingency, !served_by_others(inject));
            is_free.then_some((rank, std::cmp::Reverse(open.at), open.id))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(.., id)| id).collect()
}

/// The injects whose delivery a condition of the file speaks of. They are found in the file's data form, so that
/// no condition can be forgotten, wherever it stands.
fn waited_for(scenario: &Scenario) -> BTreeSet<String> {
    texts_under(scenario, "Delivered").into_iter().collect()
}

#[cfg(test)]
mod tests;

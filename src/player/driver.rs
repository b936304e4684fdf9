//! The driver of players that find their own way: a list of goals, each tried when its time has come.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::habits::Habits;
use super::means::{Means, Search};
use crate::base::id::{AlertId, InjectId, QuestionId, SeatId};
use crate::base::{Moment, Span};
use crate::scenario::{Condition, Scenario};
use crate::world::holds::holds;
use crate::world::{Engine, Event, Refusal};

/// How soon a player tries again what it could not do.
const RETRY: Span = Span::from_minutes(6);
/// How soon a player goes on with what it has begun.
const GO_ON: Span = Span::from_minutes(1);
/// How often a player tries one goal at most.
const TRIES: u32 = 40;

/// Something a player wants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    /// Take up an alert.
    TakeUp(AlertId),
    /// Close an alert.
    Clear(AlertId),
    /// Take note of an inject.
    Read(InjectId),
    /// Answer a key question.
    Answer(QuestionId),
    /// Part of a step: the step's place, and the part's.
    Part(usize, usize),
}

/// Plays an exercise from STARTEX to ENDEX.
pub(super) fn drive(engine: &mut Engine, seat: &SeatId, habits: &Habits, means: &Means) {
    let scenario = engine.scenario_arc();
    let mut agenda = Agenda::default();
    for (i, step) in scenario.steps.iter().enumerate() {
        if !habits.forgets(step.id.as_str()) {
            for (place, part) in step.wanted().iter().enumerate() {
                let when = habits.turns_to(step.id.as_str(), step.phase, Some(part), step.target);
                agenda.add(when, Goal::Part(i, place), 0);
            }
        }
    }
    for question in scenario
        .questions
        .iter()
        .filter(|q| !habits.forgets(q.id.as_str()))
    {
        let phase = crate::scenario::Phase::Investigate;
        let when = habits.turns_to(question.id.as_str(), phase, None, question.target);
        agenda.add(when, Goal::Answer(question.id.clone()), 0);
    }
    let mut seen = 0;
    loop {
        agenda.notice(engine, &scenario, habits, &mut seen);
        let due = engine.next_due();
        match (agenda.next_moment(), due) {
            (_, None) => break,
            (Some(goal), Some(due)) if goal < due => {
                engine.advance_to(goal);
                agenda.pursue(engine, seat, &scenario, habits, means);
            }
            (_, Some(due)) => {
                engine.step(due);
            }
        }
        if engine.state().ended.is_some() {
            break;
        }
    }
}

/// Goals by the moment at which they are tried next.
#[derive(Default)]
struct Agenda {
    goals: BinaryHeap<Reverse<(Moment, u64, Goal, u32)>>,
    number: u64,
}

impl Agenda {
    fn add(&mut self, when: Moment, goal: Goal, tries: u32) {
        self.number += 1;
        self.goals.push(Reverse((when, self.number, goal, tries)));
    }

    fn next_moment(&self) -> Option<Moment> {
        self.goals.peek().map(|Reverse((when, ..))| *when)
    }

    /// Takes new alerts and injects onto the agenda.
    fn notice(&mut self, engine: &Engine, scenario: &Scenario, habits: &Habits, seen: &mut usize) {
        let events = engine.events();
        for entry in events.iter().skip(*seen) {
            match &entry.event {
                Event::AlertRaised { alert: id } if !habits.forgets(id.as_str()) => {
                    let Some(alert) = scenario.alert(id) else {
                        continue;
                    };
                    let within = alert.acknowledge_within;
                    let after = habits.acknowledges_after(id.as_str(), within);
                    self.add(entry.at + after, Goal::TakeUp(id.clone()), 0);
                    self.add(entry.at + after.plus(within), Goal::Clear(id.clone()), 0);
                }
                Event::InjectDelivered { inject } => {
                    self.add(entry.at + GO_ON, Goal::Read(inject.clone()), 0);
                }
                _ => {}
            }
        }
        *seen = events.len();
    }

    fn pursue(
        &mut self,
        engine: &mut Engine,
        seat: &SeatId,
        scenario: &Scenario,
        habits: &Habits,
        means: &Means,
    ) {
        let Some(Reverse((_, _, goal, tries))) = self.goals.pop() else {
            return;
        };
        let condition = match &goal {
            Goal::TakeUp(alert) => Condition::Acknowledged(alert.clone()),
            Goal::Clear(alert) => Condition::Closed(alert.clone()),
            Goal::Answer(question) => Condition::AnsweredRight(question.clone()),
            Goal::Read(inject) => {
                // Refused only if it was read already.
                engine
                    .command(
                        engine.now(),
                        seat,
                        &crate::scenario::Command::Read(inject.clone()),
                    )
                    .ok();
                return;
            }
            Goal::Part(step, part) => {
                let step = scenario.steps.get(*step);
                let Some(condition) = step.and_then(|step| step.wanted().get(*part).cloned())
                else {
                    return;
                };
                condition
            }
        };
        if holds(scenario, engine.state(), &condition) || tries >= TRIES {
            return;
        }
        let now = engine.now();
        let search = Search {
            scenario,
            state: engine.state(),
            means,
            habits,
        };
        let again = match search.toward(&condition) {
            None => now + RETRY,
            Some(command) => match engine.command(now, seat, &command) {
                Ok(()) => now + GO_ON,
                Err(Refusal::NobodyFree(free)) => free + Span::from_ms(1_000),
                Err(_) => now + RETRY,
            },
        };
        self.add(again, goal, tries + 1);
    }
}

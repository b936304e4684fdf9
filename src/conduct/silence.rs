//! Contingency injects that are worth giving because the room has gone quiet.

use super::msel::{self, Row};
use crate::base::id::InjectId;
use crate::base::{Moment, Span};
use crate::exercise::Speed;
use crate::scenario::{Command, Facilitation, Mode, Scenario, Trigger};
use crate::world::holds::{holds, holds_or_absent};
use crate::world::{Entry, Event, State};

/// How long a room may do nothing before one speaks of it, by the clock on the wall.
const QUIET: Span = Span::from_minutes(3);

/// How many injects are proposed at most.
const MOST_PROPOSED: usize = 3;

/// A silence, and what may end it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// When participants last did something.
    pub since: Moment,
    /// How long that is ago, by the exercise clock.
    pub lasts: Span,
    /// What could be given, soonest planned first.
    pub injects: Vec<InjectId>,
}

/// The silence in the room, if it lasts long enough to speak of and something could be given. Time that the
/// story was put forward over is no silence, and a discussion knows none.
#[must_use]
pub fn silence(
    scenario: &Scenario,
    state: &State,
    entries: &[Entry],
    now: Moment,
    speed: Speed,
) -> Option<Silence> {
    if state.ended.is_some() || state.conduct.mode != Mode::Operations {
        return None;
    }
    let jumped = state.conduct.jump.map_or(Moment::START, |(to, _)| to);
    let since = last_act(entries).unwrap_or(Moment::START).max(jumped);
    let lasts = now.since(since);
    if lasts < QUIET.times(u64::from(speed.times())) {
        return None;
    }
    let rows = msel::rows(scenario, state);
    let mut fitting: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.inject.contingency && row.status.is_open())
        .filter(|row| is_called_for(scenario, state, &row.inject.trigger))
        .collect();
    // Those without a time come after all others, in the order of the plan.
    fitting.sort_by_key(|row| (row.status.time().is_none(), row.status.time(), row.number));
    let injects: Vec<InjectId> = fitting
        .into_iter()
        .take(MOST_PROPOSED)
        .map(|row| row.inject.id.clone())
        .collect();
    (!injects.is_empty()).then_some(Silence {
        since,
        lasts,
        injects,
    })
}

/// When participants last did something, themselves or by what the scribe wrote down.
fn last_act(entries: &[Entry]) -> Option<Moment> {
    let is_act = |entry: &&Entry| match &entry.event {
        Event::Commanded { command, .. } => match command {
            Command::Facilitate(deed) => matches!(**deed, Facilitation::Decided(_)),
            _ => true,
        },
        _ => false,
    };
    entries.iter().rev().find(is_act).map(|entry| entry.at)
}

/// Whether what an inject asks for is so now.
fn is_called_for(scenario: &Scenario, state: &State, trigger: &Trigger) -> bool {
    match trigger {
        Trigger::At { provided, .. } => holds_or_absent(scenario, state, provided.as_ref()),
        Trigger::When { condition, .. } => holds(scenario, state, condition),
        Trigger::ByHand => true,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::{Id, Offset};
    use crate::scenario::{Channel, Condition, Inject, RoomDecision};
    use crate::world::{Engine, Rules, room_seat};

    fn at(minutes: u64) -> Moment {
        Moment::START + Span::from_minutes(minutes)
    }

    fn inject(name: &str, trigger: Trigger) -> Inject {
        Inject {
            id: Id::new(name).unwrap().into(),
            title: "A call".to_owned(),
            from: String::new(),
            to: Vec::new(),
            channel: Channel::Call,
            text: "Well?".to_owned(),
            trigger,
            contingency: true,
            expected: String::new(),
            prompts: Vec::new(),
            objective: None,
            effects: Vec::new(),
        }
    }

    fn timed(minutes: u64, provided: Option<Condition>) -> Trigger {
        Trigger::At {
            at: Offset::FromStart(at(minutes)),
            within: Span::ZERO,
            provided,
        }
    }

    fn engine() -> Engine {
        let mut scenario = Scenario::empty();
        scenario.length = Span::from_minutes(240);
        let never = Condition::Any(Vec::new());
        let mut usual = inject("usual", timed(20, None));
        usual.contingency = false;
        scenario.injects = vec![
            inject("by-hand", Trigger::ByHand),
            inject("late", timed(90, None)),
            inject("soon", timed(60, None)),
            inject("not-so", timed(50, Some(never))),
            inject("later-still", timed(120, None)),
            usual,
        ];
        let scenario = Arc::new(scenario);
        let rules = Arc::new(Rules::new(&scenario));
        let mut engine = Engine::new(scenario, rules);
        engine.start(1, &[]);
        engine
    }

    fn silence_of(engine: &Engine, speed: u32) -> Option<Silence> {
        let (scenario, state) = (engine.scenario(), engine.state());
        let speed = Speed::new(speed);
        silence(scenario, state, engine.events(), engine.now(), speed)
    }

    fn proposed(engine: &Engine) -> Vec<String> {
        let silence = silence_of(engine, 1).unwrap();
        silence.injects.iter().map(ToString::to_string).collect()
    }

    fn give(engine: &mut Engine, command: &Command) {
        engine.command(engine.now(), &room_seat(), command).unwrap();
    }

    fn deed(engine: &mut Engine, deed: Facilitation) {
        give(engine, &Command::Facilitate(Box::new(deed)));
    }

    #[test]
    fn three_minutes_of_the_session_are_silence() {
        let mut engine = engine();
        engine.advance_to(Moment::from_ms(179_000));
        assert_eq!(silence_of(&engine, 1), None);
        engine.advance_to(at(3));
        assert_eq!(proposed(&engine), ["soon", "late", "later-still"]);
        assert_eq!(silence_of(&engine, 10), None, "a fast clock hurries nobody");
        engine.advance_to(at(30));
        assert_eq!(
            silence_of(&engine, 10).unwrap().lasts,
            Span::from_minutes(30)
        );
    }

    #[test]
    fn whatever_participants_do_ends_it() {
        let mut engine = engine();
        engine.advance_to(at(10));
        let note = Command::Note("We are thinking.".to_owned());
        give(&mut engine, &note);
        engine.advance_to(at(12));
        assert_eq!(silence_of(&engine, 1), None);
        engine.advance_to(at(13));
        assert_eq!(silence_of(&engine, 1).unwrap().since, at(10));
        let decision: RoomDecision = ron::from_str("(text: \"We wait\")").unwrap();
        deed(&mut engine, Facilitation::Decided(Box::new(decision)));
        assert_eq!(silence_of(&engine, 1), None);
        engine.advance_to(at(17));
        deed(&mut engine, Facilitation::Announce("Coffee".to_owned()));
        assert!(
            silence_of(&engine, 1).is_some(),
            "the staff is not the room"
        );
    }

    #[test]
    fn what_is_skipped_or_given_is_not_proposed() {
        let mut engine = engine();
        engine.advance_to(at(5));
        let skip = Facilitation::Skip {
            inject: Id::new("soon").unwrap().into(),
            reason: "Enough".to_owned(),
        };
        deed(&mut engine, skip);
        deed(
            &mut engine,
            Facilitation::Fire(Id::new("late").unwrap().into()),
        );
        assert_eq!(proposed(&engine), ["later-still", "by-hand"]);
    }

    #[test]
    fn a_discussion_a_jump_and_the_end_are_no_silence() {
        let mut engine = engine();
        engine.advance_to(at(5));
        let mut talked = engine.clone();
        deed(&mut talked, Facilitation::Switch(Mode::Discussion));
        assert_eq!(silence_of(&talked, 1), None);
        let jump = Facilitation::Jump {
            to: at(50),
            injects: crate::scenario::JumpRule::Wait,
        };
        deed(&mut engine, jump);
        engine.advance_to(at(50));
        assert_eq!(silence_of(&engine, 1), None);
        engine.advance_to(at(53));
        assert!(silence_of(&engine, 1).is_some());
        give(&mut engine, &Command::End);
        assert_eq!(silence_of(&engine, 1), None);
    }
}

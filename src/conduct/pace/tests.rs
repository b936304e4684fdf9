//! The pace of small made-up sessions.

use std::sync::Arc;

use super::*;
use crate::base::Id;
use crate::base::Offset;
use crate::scenario::{
    Channel, Command, Condition, Effect, Facilitation, Module, Objective, Trigger,
};
use crate::world::{Engine, Rules, room_seat};

fn minutes(minutes: u64) -> Span {
    Span::from_minutes(minutes)
}

fn at(minutes: u64) -> Moment {
    Moment::START + Span::from_minutes(minutes)
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// An inject at each of these minutes, named after it.
fn scenario(times: &[u64]) -> Scenario {
    let mut scenario = Scenario::empty();
    scenario.plays_in = minutes(60);
    scenario.length = minutes(240);
    scenario.injects = times
        .iter()
        .map(|minute| Inject {
            id: id(&format!("i-{minute}")).into(),
            title: "A call".to_owned(),
            from: "The owner".to_owned(),
            to: Vec::new(),
            channel: Channel::Call,
            text: "Well?".to_owned(),
            trigger: Trigger::At {
                at: Offset::FromStart(at(*minute)),
                within: Span::ZERO,
                provided: None,
            },
            contingency: false,
            expected: String::new(),
            prompts: Vec::new(),
            objective: None,
            effects: Vec::new(),
        })
        .collect();
    scenario
}

fn engine(scenario: Scenario, until: u64) -> Engine {
    let scenario = Arc::new(scenario);
    let rules = Arc::new(Rules::new(&scenario));
    let mut engine = Engine::new(scenario, rules);
    engine.start(1, &[]);
    engine.advance_to(at(until));
    engine
}

fn deed(engine: &mut Engine, deed: Facilitation) {
    let command = Command::Facilitate(Box::new(deed));
    engine
        .command(engine.now(), &room_seat(), &command)
        .unwrap();
}

fn pace_of(engine: &Engine, session: u64, speed: u32) -> Pace {
    pace_since(engine, session, speed, None)
}

/// The pace where it is known how many minutes the room had sat together when the open module was opened.
fn pace_since(engine: &Engine, session: u64, speed: u32, opened: Option<u64>) -> Pace {
    let speed = Speed::new(speed);
    pace(
        engine.scenario(),
        engine.state(),
        engine.now(),
        minutes(session),
        speed,
        opened.map(minutes),
    )
    .unwrap()
}

fn skipped(pace: &Pace) -> Vec<&str> {
    pace.skip.iter().map(InjectId::as_str).collect()
}

#[test]
fn the_clock_takes_to_the_last_planned_inject() {
    let engine = engine(scenario(&[10, 100]), 20);
    let pace = pace_of(&engine, 10, 2);
    assert_eq!(pace.needs, minutes(40));
    assert_eq!((pace.late, pace.speed), (Span::ZERO, None));
    assert!(pace.skip.is_empty());
    assert_eq!(pace.sentence(), "At this pace you end in time");
}

#[test]
fn without_an_inject_it_takes_to_endex() {
    let engine = engine(scenario(&[10]), 40);
    assert_eq!(pace_of(&engine, 10, 10).needs, minutes(20));
}

#[test]
fn what_each_inject_took_says_what_the_others_take() {
    let mut engine = engine(scenario(&[1, 2, 3, 10, 11, 12, 13]), 3);
    // Three in 30 minutes; four to come take 40, of the 30 that are left.
    let pace = pace_of(&engine, 30, 1);
    assert_eq!((pace.needs, pace.late), (minutes(40), minutes(10)));
    assert_eq!(pace.sentence(), "At this pace you end 10 minutes late");
    assert_eq!(skipped(&pace), ["i-13"]);
    assert_eq!(pace.speed, None, "the clock is not what is slow");
    deed(&mut engine, Facilitation::Book(minutes(50)));
    assert_eq!(skipped(&pace_of(&engine, 30, 1)), ["i-13", "i-12"]);
}

#[test]
fn two_injects_say_nothing_about_the_others() {
    let engine = engine(scenario(&[1, 2, 10, 11, 12, 13]), 3);
    assert_eq!(pace_of(&engine, 30, 1).needs, minutes(10));
}

#[test]
fn what_is_least_missed_goes_first() {
    let mut scenario = scenario(&[1, 2, 3, 10, 11, 12, 13, 14]);
    let objective = |name: &str| Objective {
        id: id(name).into(),
        text: String::new(),
    };
    scenario.briefing.objectives = vec![objective("one"), objective("two")];
    scenario.injects[3].contingency = true;
    scenario.injects[4].objective = Some(id("one").into());
    scenario.injects[5].objective = Some(id("two").into());
    scenario.injects[2].objective = Some(id("two").into());
    scenario.injects[6].effects = vec![Effect::RaiseAwareness];
    scenario.plan = Vec::new();
    scenario.aftermath = vec![crate::scenario::Aftermath {
        when: Condition::Not(Box::new(Condition::Delivered(id("i-14").into()))),
        text: String::new(),
        effects: Vec::new(),
    }];
    let mut engine = engine(scenario, 3);
    deed(&mut engine, Facilitation::Book(minutes(31)));
    let pace = pace_of(&engine, 30, 60);
    // i-13 does something, and a condition waits for i-14; the only one for an objective goes last.
    assert_eq!(skipped(&pace), ["i-10", "i-12", "i-11"]);
}

#[test]
fn where_the_clock_is_slow_a_faster_one_or_the_last_injects_help() {
    let engine = engine(scenario(&[10, 50, 100, 150]), 20);
    let pace = pace_of(&engine, 20, 1);
    assert_eq!(pace.late, minutes(90));
    assert_eq!(pace.speed, Some(Speed::new(5)));
    assert_eq!(skipped(&pace), ["i-150", "i-100"]);
}

#[test]
fn what_is_held_or_skipped_takes_no_time() {
    let mut engine = engine(scenario(&[10, 50, 100]), 20);
    deed(&mut engine, Facilitation::Hold(id("i-100").into()));
    assert_eq!(pace_of(&engine, 20, 1).needs, minutes(30));
}

#[test]
fn a_discussion_takes_its_time_boxes() {
    let mut made = scenario(&[10, 50]);
    let module = |name: &str, begins, takes| Module {
        id: id(name).into(),
        title: String::new(),
        begins: Offset::FromStart(at(begins)),
        takes: minutes(takes),
        phase: None,
        situation: String::new(),
        questions: Vec::new(),
        summary: String::new(),
    };
    made.modules = vec![module("a", 0, 15), module("b", 30, 20), module("c", 60, 30)];
    let mut engine = engine(made, 0);
    deed(&mut engine, Facilitation::Switch(Mode::Discussion));
    assert_eq!(pace_of(&engine, 0, 1).needs, minutes(65));
    assert_eq!(pace_of(&engine, 0, 1).late, minutes(5));
    engine.advance_to(at(30));
    deed(&mut engine, Facilitation::OpenModule(id("b").into()));
    let open = |engine: &Engine, session, speed| pace_since(engine, session, speed, Some(20));
    assert_eq!(open(&engine, 20, 1).needs, minutes(50));
    // The story's clock stands, and people talk.
    assert_eq!(open(&engine, 30, 1).needs, minutes(40));
    assert_eq!(open(&engine, 30, 1).late, minutes(10));
    assert_eq!(open(&engine, 30, 60).needs, minutes(40));
    // A box that is overdrawn takes no more; those to come do.
    assert_eq!(open(&engine, 45, 1).needs, minutes(30));
    engine.advance_to(at(40));
    assert_eq!(open(&engine, 20, 1).needs, minutes(50));
    assert_eq!(pace_of(&engine, 30, 1).needs, minutes(50));
}

#[test]
fn the_three_modules_that_any_scenario_has_fit_its_length() {
    let mut engine = engine(scenario(&[10, 50]), 0);
    deed(&mut engine, Facilitation::Switch(Mode::Discussion));
    assert_eq!(pace_of(&engine, 0, 1).late, Span::ZERO);
}

#[test]
fn what_is_over_is_as_late_as_it_is() {
    let mut engine = engine(scenario(&[10]), 0);
    engine.command(at(5), &room_seat(), &Command::End).unwrap();
    let pace = pace_of(&engine, 61, 1);
    assert_eq!((pace.needs, pace.late), (Span::ZERO, minutes(1)));
    assert_eq!(pace.sentence(), "At this pace you end 1 minute late");
}

#[test]
fn nothing_is_late_where_no_length_is_known() {
    let mut made = scenario(&[10]);
    made.plays_in = Span::ZERO;
    let engine = engine(made, 0);
    let none = pace(
        engine.scenario(),
        engine.state(),
        at(0),
        minutes(1),
        Speed::REAL,
        None,
    );
    assert_eq!(none, None);
}

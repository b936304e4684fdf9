use super::*;
use crate::base::Span;
use crate::player::{Player, Rehearsal};
use crate::scenario::load;

fn told(player: Player) -> (Timeline, Vec<Entry>) {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    let scenario = load(text).scenario.expect("sound");
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let run = cast.play(player);
    (Timeline::new(cast.scenario(), &run.entries), run.entries)
}

#[test]
fn every_lane_tells_of_its_own_kinds_and_names_the_entry() {
    let (timeline, entries) = told(Player::Reference);
    // Nothing that nobody does happens in the smallest scenario when it is well played.
    for lane in Lane::ALL.into_iter().filter(|lane| *lane != Lane::World) {
        assert!(timeline.in_lane(lane).next().is_some(), "{lane:?}");
    }
    for mark in &timeline.marks {
        assert_eq!(mark.lane, mark.kind.lane());
        let entry = &entries[mark.entry - 1];
        assert_eq!(entry.at, mark.at, "{mark:?}");
        assert!(!mark.title.is_empty());
        assert!(mark.until.is_none_or(|until| until >= mark.at));
    }
}

#[test]
fn every_alert_decision_and_message_stands_on_it_once() {
    let (timeline, entries) = told(Player::Reference);
    let count = |kind| {
        timeline
            .marks
            .iter()
            .filter(|mark| mark.kind == kind)
            .count()
    };
    let happened = |of: fn(&Event) -> bool| entries.iter().filter(|entry| of(&entry.event)).count();
    assert_eq!(
        count(MarkKind::Alert),
        happened(|e| matches!(e, Event::AlertRaised { .. }))
    );
    assert_eq!(
        count(MarkKind::Work),
        happened(|e| matches!(e, Event::TaskBegun { .. }))
    );
    assert_eq!(
        count(MarkKind::Message),
        happened(|e| matches!(
            e,
            Event::MessageSent { .. } | Event::NotificationDeclared { .. }
        ))
    );
    assert_eq!(
        count(MarkKind::Inject),
        happened(|e| matches!(e, Event::InjectDelivered { .. }))
    );
    assert!(count(MarkKind::Decision) >= happened(|e| matches!(e, Event::DecisionTaken { .. })));
}

#[test]
fn an_alert_lasts_until_it_is_closed_and_forever_if_it_is_not() {
    let (reference, entries) = told(Player::Reference);
    let closed = entries
        .iter()
        .any(|e| matches!(e.event, Event::AlertClosed { .. }));
    assert!(closed);
    let of = |timeline: &Timeline| {
        let mut alerts = timeline
            .marks
            .iter()
            .filter(|mark| mark.kind == MarkKind::Alert);
        alerts.any(|mark| mark.until.is_some())
    };
    assert!(of(&reference));
    assert!(!of(&told(Player::Idle).0));
}

#[test]
fn work_ends_when_it_was_done() {
    let (timeline, _) = told(Player::Reference);
    let mut work = timeline
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Work);
    assert!(work.all(|mark| {
        mark.until
            .is_some_and(|until| until.since(mark.at) > Span::ZERO)
    }));
}

#[test]
fn harm_and_what_the_world_does_by_itself_are_nobodys_act() {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    let mut scenario = load(text).scenario.expect("sound");
    // Without techniques, footholds and transfers the first stage is no attacker's act.
    let stage = scenario.stages.first_mut().expect("a stage");
    stage.attack.clear();
    stage.effects.clear();
    (stage.requires, stage.transfer) = (None, false);
    let name = stage.name.clone();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Idle);
    let timeline = Timeline::new(cast.scenario(), &run.entries);
    let mark = timeline.marks.iter().find(|mark| mark.title == name);
    let mark = mark.expect("it happened");
    assert_eq!(mark.kind, MarkKind::Happening);
    assert_eq!(mark.lane, Lane::World);
    assert_eq!(MarkKind::Harm.lane(), Lane::World);
    let (kind, title, _) = missed(&cast.scenario().stages[0]);
    assert_eq!(kind, MarkKind::Happening);
    assert!(title.starts_with("Did not happen: "), "{title}");
}

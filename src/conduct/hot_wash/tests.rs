//! Proposals have grounds, stand in the order of their weight, and none is made twice.

use std::sync::Arc;

use super::*;
use crate::base::Id;
use crate::player::{Player, Rehearsal};
use crate::scenario::{Facilitation, Observation, Seat, SeatKind};
use crate::world::{Engine, room_seat};

const SMALLEST: &str = include_str!("../../../tests/scenarios/smallest.ron");

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn seat_of_the_analyst() -> Facilitation {
    Facilitation::Take {
        seat: id("ana").into(),
        place: Seat {
            kind: SeatKind::Participant,
            roles: vec![id("analyst").into()],
            team: String::new(),
        },
    }
}

fn observe(sign: Sign, seat: Option<&str>, text: &str) -> Facilitation {
    Facilitation::Observe(Observation {
        sign,
        seat: seat.map(|seat| id(seat).into()),
        objective: None,
        inject: None,
        text: text.to_owned(),
    })
}

fn rate(rating: Rating) -> Facilitation {
    Facilitation::Rate {
        step: id("step-remove").into(),
        by: id("eva").into(),
        rating: Some(rating),
        note: "Nobody knew how".to_owned(),
    }
}

/// What is proposed after these deeds, nobody having done anything else.
fn proposed(deeds: Vec<Facilitation>, findings: &[Finding]) -> Vec<Proposal> {
    let scenario = crate::scenario::load(SMALLEST.as_bytes()).scenario.unwrap();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let mut engine = Engine::new(Arc::clone(cast.scenario()), Arc::clone(rehearsal.rules()));
    engine.start(1, &[]);
    for deed in deeds {
        let command = Command::Facilitate(Box::new(deed));
        engine
            .command(engine.now(), &room_seat(), &command)
            .unwrap();
    }
    engine.advance_to(cast.scenario().end());
    let entries = engine.take_events();
    let card = cast.score(&entries);
    proposals(cast.scenario(), &entries, &card, findings)
}

fn texts(all: &[Proposal], role: Option<&str>, sign: Sign) -> Vec<String> {
    let role = role.map(|role| id(role).into());
    let of = all.iter().filter(|p| p.role == role && p.sign == sign);
    of.map(|proposal| proposal.text.clone()).collect()
}

fn finding(rule: Rule, seat: Option<&str>, minute: i64) -> Finding {
    Finding {
        at: Moment::from_ms(minute * 60_000),
        seat: seat.map(|seat| id(seat).into()),
        rule,
        text: "Somebody did something".to_owned(),
    }
}

#[test]
fn a_role_gets_its_weightiest_strength_and_gap() {
    let deeds = vec![
        seat_of_the_analyst(),
        observe(Sign::Strength, Some("ana"), "Asked good questions"),
        observe(Sign::Gap, Some("ana"), "Told nobody"),
        rate(Rating::U),
    ];
    let all = proposed(deeds, &[]);
    let strengths = texts(&all, Some("analyst"), Sign::Strength);
    assert_eq!(strengths, ["Seen at T+0:00: Asked good questions"]);
    let gaps = texts(&all, Some("analyst"), Sign::Gap);
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert!(gaps[0].starts_with("Rated U (unable to be performed) in Eradicate 1"));
    assert!(gaps[0].ends_with(": Nobody knew how"), "{gaps:?}");
}

#[test]
fn where_evaluators_differ_the_worst_rating_counts() {
    let better = Facilitation::Rate {
        step: id("step-remove").into(),
        by: id("bob").into(),
        rating: Some(Rating::P),
        note: String::new(),
    };
    let all = proposed(vec![seat_of_the_analyst(), rate(Rating::M), better], &[]);
    let gaps = texts(&all, Some("analyst"), Sign::Gap);
    assert!(gaps[0].starts_with("Rated M"), "{gaps:?}");
    assert!(texts(&all, Some("analyst"), Sign::Strength).is_empty());
}

#[test]
fn findings_of_a_seat_are_its_roles_gap_and_alike_ones_are_one() {
    let findings = [
        finding(Rule::OutOfRole, Some("ana"), 5),
        finding(Rule::OutOfRole, Some("ana"), 9),
        finding(Rule::NoReason, None, 7),
    ];
    let all = proposed(vec![seat_of_the_analyst()], &findings);
    let gaps = texts(&all, Some("analyst"), Sign::Gap);
    assert_eq!(
        gaps,
        ["At T+0:05: Somebody did something, and the like once more"]
    );
    let of_room = texts(&all, None, Sign::Gap);
    assert_eq!(of_room[0], "At T+0:07: Somebody did something");
}

#[test]
fn the_room_gets_three_of_each_at_most_and_a_role_that_nobody_held_nothing() {
    let deeds = (0..5).flat_map(|i| {
        [
            observe(Sign::Strength, None, &format!("Good {i}")),
            observe(Sign::Gap, None, &format!("Bad {i}")),
        ]
    });
    let all = proposed(deeds.collect(), &[]);
    assert!(all.iter().all(|proposal| proposal.role.is_none()));
    assert_eq!(texts(&all, None, Sign::Strength).len(), 3);
    assert_eq!(texts(&all, None, Sign::Gap).len(), 3);
}

#[test]
fn what_the_score_lost_is_a_gap_and_nothing_is_made_up() {
    let all = proposed(vec![seat_of_the_analyst()], &[]);
    let gaps = texts(&all, Some("analyst"), Sign::Gap);
    assert!(gaps[0].ends_with("points lost)"), "{gaps:?}");
    assert!(texts(&all, Some("analyst"), Sign::Strength).is_empty());
    assert!(texts(&all, None, Sign::Strength).is_empty());
    let silent = observe(Sign::Strength, Some("ana"), " ");
    let all = proposed(vec![seat_of_the_analyst(), silent], &[]);
    assert!(texts(&all, Some("analyst"), Sign::Strength).is_empty());
}

#[test]
fn what_was_done_well_is_a_strength() {
    let scenario = crate::scenario::load(SMALLEST.as_bytes()).scenario.unwrap();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let entries = cast.play(Player::Reference).entries;
    let card = cast.score(&entries);
    let all = proposals(cast.scenario(), &entries, &card, &[]);
    let strengths = texts(&all, None, Sign::Strength);
    assert!(
        strengths.iter().any(|text| text.contains("in time")),
        "{all:?}"
    );
    let again = proposals(cast.scenario(), &entries, &card, &[]);
    assert_eq!(all, again);
}

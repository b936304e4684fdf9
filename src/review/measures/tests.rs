use super::*;
use crate::player::{Player, Rehearsal};
use crate::scenario::load;

fn measured(player: Player) -> (Vec<Measure>, Scorecard) {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    let scenario = load(text).scenario.expect("sound");
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let run = cast.play(player);
    let card = cast.score(&run.entries);
    let all = measures(cast.scenario(), &run.entries, &run.state, &card);
    (all, card)
}

fn of(all: &[Measure], kind: MeasureKind) -> &Measure {
    all.iter()
        .find(|measure| measure.kind == kind)
        .expect("measured")
}

#[test]
fn times_are_the_scorecards_and_say_where_their_targets_come_from() {
    let (all, card) = measured(Player::Reference);
    assert_eq!(
        of(&all, MeasureKind::Contain).took,
        card.times.contain_ms.map(Span::from_ms)
    );
    assert_eq!(
        of(&all, MeasureKind::Dwell).took,
        card.times.dwell_ms.map(Span::from_ms)
    );
    assert!(all.iter().all(|measure| !measure.target_from.is_empty()));
    let expel = of(&all, MeasureKind::Expel);
    assert_eq!(
        expel.met(),
        Some(true),
        "the reference player is in time: {expel:?}"
    );
    assert!(expel.target_from.starts_with("Eradicate"));
    let contain = of(&all, MeasureKind::Contain);
    assert_eq!(contain.met(), None, "no step of this playbook contains");
}

#[test]
fn what_never_happened_misses_its_target() {
    let (all, _) = measured(Player::Idle);
    let expel = of(&all, MeasureKind::Expel);
    assert_eq!(expel.took, None);
    assert_eq!(expel.met(), Some(false));
    assert_eq!(of(&all, MeasureKind::Detect).at, None);
    assert_eq!(
        of(&all, MeasureKind::Acknowledge).target,
        None,
        "no alert was taken up"
    );
}

fn with_due(took: Option<u64>, due: u64, end: u64) -> Measure {
    Measure {
        took: took.map(Span::from_minutes),
        due: Some(Moment::START + Span::from_minutes(due)),
        target: Some(Span::from_minutes(due)),
        end: Moment::START + Span::from_minutes(end),
        needed: true,
        undone: None,
        ..of(&measured(Player::Idle).0, MeasureKind::Expel).clone()
    }
}

#[test]
fn what_was_not_due_by_endex_is_not_missed() {
    let open = with_due(None, 4_320, 480);
    assert!(open.is_open());
    assert_eq!(open.met(), None);
    assert_eq!(open.said(), "not by ENDEX");
    let early = with_due(Some(10), 4_320, 480);
    assert_eq!(early.met(), Some(true), "done before it was due");
    let missed = with_due(None, 60, 480);
    assert_eq!(
        (missed.met(), missed.said()),
        (Some(false), "never".to_owned())
    );
}

#[test]
fn what_was_undone_was_not_for_good() {
    let at = Moment::START + Span::from_minutes(90);
    let undone = Some(super::super::Undone {
        at,
        by: "Comes back".to_owned(),
    });
    let time = Measure {
        undone,
        kind: MeasureKind::Contain,
        ..with_due(Some(30), 60, 480)
    };
    assert_eq!(time.met(), Some(false));
    assert_eq!(time.said(), "30 min, until T+1:30");
    assert!(!contained_in_time(std::slice::from_ref(&time)));
    let lasting = Measure {
        undone: None,
        ..time
    };
    assert!(contained_in_time(&[lasting]));
    assert!(!contained_in_time(&[]));
}

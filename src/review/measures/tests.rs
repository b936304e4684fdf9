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

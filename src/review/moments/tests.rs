use proptest::prelude::*;

use super::*;
use crate::player::{Player, Rehearsal};
use crate::scenario::load;

fn record() -> (Arc<Scenario>, Arc<[Entry]>) {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    let scenario = load(text).scenario.expect("sound");
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    (
        Arc::clone(cast.scenario()),
        cast.play(Player::Reference).entries.into(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_way_through_a_record_shows_what_a_replay_shows(jumps in prop::collection::vec(0_usize..300, 1..12)) {
        let (scenario, entries) = record();
        let mut moments = Moments::new(&scenario, Arc::clone(&entries));
        for jump in jumps {
            let place = jump.min(entries.len());
            let mut state = State::new(&scenario);
            for entry in &entries[..place] {
                apply(&mut state, entry);
            }
            prop_assert_eq!(moments.after(place).hash(), state.hash());
        }
    }
}

#[test]
fn a_moment_takes_all_that_happened_at_it() {
    let (_, entries) = record();
    for entry in &*entries {
        let place = entries_at(&entries, entry.at);
        assert!(entries[..place].iter().all(|e| e.at <= entry.at));
        assert!(entries[place..].iter().all(|e| e.at > entry.at));
    }
    assert_eq!(entries_at(&entries, Moment::from_ms(i64::MIN)), 0);
    assert_eq!(
        entries_at(&entries, Moment::from_ms(i64::MAX)),
        entries.len()
    );
}

use super::*;
use crate::player::Rehearsal;
use crate::scenario::load;

fn rehearsal() -> Rehearsal {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    Rehearsal::new(&load(text).scenario.expect("sound"), Vec::new())
}

fn without_clock(entries: &[Entry]) -> Vec<&Entry> {
    entries
        .iter()
        .filter(|e| !matches!(e.event, Event::Clock { .. }))
        .collect()
}

#[test]
fn a_fork_begins_with_the_same_entries_and_ends_at_endex() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Reference);
    for minutes in [0, 1, 10, 30, 60, 100_000] {
        for player in Player::ALL {
            let at = Moment::START + Span::from_minutes(minutes);
            let branch = go_on(&cast, &run.entries, at, player);
            assert_eq!(
                branch.entries[..branch.shared],
                run.entries[..branch.shared]
            );
            assert!(run.entries[..branch.shared].iter().all(|e| e.at <= at));
            assert!(
                branch
                    .entries
                    .iter()
                    .any(|e| matches!(e.event, Event::Ended))
            );
        }
    }
}

#[test]
fn the_reference_player_going_on_from_its_own_run_does_the_rest_of_its_plan() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Reference);
    for at in run
        .entries
        .iter()
        .map(|e| e.at)
        .filter(|at| *at >= Moment::START)
    {
        let branch = go_on(&cast, &run.entries, at, Player::Reference);
        assert_eq!(branch.entries, run.entries, "forked at {at}");
        assert!(branch.refused.is_empty());
    }
}

#[test]
fn a_deed_that_is_not_changed_changes_nothing() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(3);
    for player in [Player::Reference, Player::Hasty, Player::Novice] {
        let run = cast.play(player);
        let all = deeds(cast.scenario(), &run.entries);
        assert!(!all.is_empty());
        for deed in all {
            let same = change(&cast, &run.entries, deed.place, &Change::Later(Span::ZERO));
            let same = same.expect("a deed");
            assert_eq!(
                without_clock(&same.entries),
                without_clock(&run.entries),
                "{}",
                deed.title
            );
        }
    }
}

#[test]
fn a_deed_left_out_is_gone_and_a_later_one_comes_later() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Reference);
    for deed in deeds(cast.scenario(), &run.entries) {
        let Event::Commanded { command, .. } = &run.entries[deed.place].event else {
            panic!("a deed is a command");
        };
        let given = |entries: &[Entry]| {
            let same = |e: &&Entry| matches!(&e.event, Event::Commanded { command: c, .. } if c == command);
            entries
                .iter()
                .filter(same)
                .map(|e| e.at)
                .collect::<Vec<_>>()
        };
        let before = given(&run.entries).len();
        let omitted = change(&cast, &run.entries, deed.place, &Change::Omitted).expect("a deed");
        assert_eq!(given(&omitted.entries).len(), before - 1, "{}", deed.title);
        assert_eq!(
            omitted.entries[..omitted.shared],
            run.entries[..omitted.shared]
        );
        let by = Span::from_minutes(2);
        let later = change(&cast, &run.entries, deed.place, &Change::Later(by)).expect("a deed");
        let was_refused = later
            .refused
            .iter()
            .any(|refused| refused.command == *command);
        assert!(
            was_refused || given(&later.entries).contains(&(deed.at + by)),
            "{}",
            deed.title
        );
    }
}

#[test]
fn nothing_happens_before_startex() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Reference);
    let first = deeds(cast.scenario(), &run.entries).remove(0);
    let change = change(
        &cast,
        &run.entries,
        first.place,
        &Change::Earlier(Span::from_minutes(100_000)),
    );
    assert!(change.is_none());
}

#[test]
fn only_what_participants_do_in_the_world_can_be_changed() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Reference);
    assert!(
        change(&cast, &run.entries, 0, &Change::Omitted).is_none(),
        "STARTEX is no deed"
    );
    assert!(change(&cast, &run.entries, usize::MAX, &Change::Omitted).is_none());
}

#[test]
fn a_reference_player_that_comes_late_does_not_do_everything_at_once() {
    let rehearsal = rehearsal();
    let cast = rehearsal.cast(1);
    let idle = cast.play(Player::Idle);
    let at = Moment::START + Span::from_minutes(20);
    let branch = go_on(&cast, &idle.entries, at, Player::Reference);
    let commands = |entries: &[Entry]| -> Vec<Moment> {
        let commanded = |e: &&Entry| matches!(e.event, Event::Commanded { .. });
        entries.iter().filter(commanded).map(|e| e.at).collect()
    };
    let late = commands(&branch.entries);
    assert!(late.iter().all(|moment| *moment >= at), "{late:?}");
    assert!(late.windows(2).any(|pair| pair[0] < pair[1]), "{late:?}");
    let score = |entries: &[Entry]| cast.score(entries).process;
    assert!(score(&branch.entries) > score(&idle.entries));
}

//! What must always hold, on every scenario that comes with Hotwash.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use hotwash::base::chance::Stream;
use hotwash::base::{Moment, Points};
use hotwash::exercise::replay::{replay, verify};
use hotwash::exercise::{Exercise, Header, NoJournal, Picture, Record, Speed, WallMs};
use hotwash::player::{Player, Rehearsal, automatic_seat};
use hotwash::scenario::{Command, Scenario, Timed, load_script};
use hotwash::score::Part;
use hotwash::world::{Engine, Entry, Event, Rules};

fn each(check: impl Fn(PathBuf, Rehearsal)) {
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        check(folder, Rehearsal::new(&scenario, Vec::new()));
    }
}

fn header(scenario: &Scenario) -> Header {
    Header::new(scenario.id.clone(), String::new(), 1, automatic_seat())
}

#[test]
fn the_reference_player_does_everything_well() {
    each(|folder, rehearsal| {
        for seed in 1..=3 {
            let run = rehearsal.play(Player::Reference, seed);
            assert!(
                run.refused.is_empty(),
                "{} seed {seed}: {:#?}",
                folder.display(),
                run.refused
            );
            assert!(
                run.harms().is_empty(),
                "{} seed {seed}: {:?}",
                folder.display(),
                run.harms()
            );
            let card = rehearsal.score(&run.entries, seed);
            for phase in &card.phases {
                let score = phase
                    .score
                    .expect("every phase of a shipped scenario is scored");
                assert!(
                    score >= Points::whole(95),
                    "{} seed {seed}: {phase:?}",
                    folder.display()
                );
            }
            assert_eq!(
                card.outcome.total,
                Some(Points::HUNDRED),
                "{:?}",
                card.outcome
            );
            for part in [
                card.outcome.data,
                card.outcome.downtime,
                card.outcome.cost,
                card.outcome.evidence,
            ] {
                assert!(
                    part.is_none_or(|part| part == Points::HUNDRED),
                    "every kind of damage that tells: {:?}",
                    card.outcome
                );
            }
        }
    });
}

#[test]
fn the_idle_player_earns_nothing() {
    each(|folder, rehearsal| {
        for seed in 1..=3 {
            let run = rehearsal.play(Player::Idle, seed);
            let card = rehearsal.score(&run.entries, seed);
            assert_eq!(
                card.process,
                Points::ZERO,
                "{} seed {seed}",
                folder.display()
            );
            assert_eq!(
                card.outcome.total,
                Some(Points::ZERO),
                "{} seed {seed}",
                folder.display()
            );
        }
    });
}

#[test]
fn every_failing_path_ends_in_its_harm_event() {
    each(|folder, rehearsal| {
        let paths = std::fs::read_dir(folder.join("paths")).expect("a scenario has paths");
        let mut failing = 0;
        for path in paths {
            let path = path.expect("readable").path();
            let loaded = load_script(&std::fs::read(&path).expect("readable"));
            assert!(
                loaded.diagnostics.is_empty(),
                "{}: {:#?}",
                path.display(),
                loaded.diagnostics
            );
            let script = loaded.script.expect("a sound script");
            let run = rehearsal.play_commands(&script.commands, 1);
            assert!(
                run.refused.is_empty(),
                "{}: {:#?}",
                path.display(),
                run.refused
            );
            let card = rehearsal.score(&run.entries, 1);
            if let Some(harm) = &script.ends_in {
                failing += 1;
                assert!(
                    run.harms().contains(harm),
                    "{}: {:?}",
                    path.display(),
                    run.harms()
                );
                let line = card.harms.iter().find(|line| line.harm == *harm);
                assert!(
                    line.is_some(),
                    "{}: the score names the harm event",
                    path.display()
                );
            } else {
                // An alternative good path: another strategy, no harm done.
                assert!(
                    run.harms().is_empty(),
                    "{}: {:?}",
                    path.display(),
                    run.harms()
                );
                for phase in &card.phases {
                    assert!(
                        phase.score >= Some(Points::whole(95)),
                        "{}: {phase:?}",
                        path.display()
                    );
                }
                assert!(
                    card.outcome.total >= Some(Points::whole(85)),
                    "{}: {:?}",
                    path.display(),
                    card.outcome
                );
            }
        }
        assert!(failing >= 4, "{} names its failing paths", folder.display());
    });
}

#[test]
fn the_same_seed_and_commands_are_the_same_run() {
    each(|_, rehearsal| {
        for player in Player::ALL {
            let (first, second) = (rehearsal.play(player, 7), rehearsal.play(player, 7));
            assert_eq!(first.entries, second.entries, "{player}");
            assert_eq!(first.state.hash(), second.state.hash(), "{player}");
        }
        let differs = rehearsal.play(Player::Novice, 8).state.hash()
            != rehearsal.play(Player::Novice, 9).state.hash();
        assert!(differs, "another seed is another run");
    });
}

#[test]
fn a_record_replays_and_verifies() {
    each(|_, rehearsal| {
        for player in Player::ALL {
            let run = rehearsal.play(player, 3);
            let scenario = Arc::clone(rehearsal.cast(3).scenario());
            let again = replay(
                Arc::clone(&scenario),
                Arc::clone(rehearsal.rules()),
                &run.entries,
            );
            assert_eq!(again.state(), &run.state, "{player}");
            let record = Record {
                header: Header {
                    seed: 3,
                    ..header(&scenario)
                },
                entries: run.entries.clone(),
            };
            let decided =
                verify(scenario, Arc::clone(rehearsal.rules()), &record).expect("it verifies");
            assert_eq!(decided.state().hash(), run.state.hash(), "{player}");
        }
    });
}

#[test]
fn a_changed_record_does_not_verify() {
    each(|_, rehearsal| {
        let run = rehearsal.play(Player::Reference, 1);
        let scenario = Arc::clone(rehearsal.cast(1).scenario());
        let mut entries = run.entries.clone();
        let middle = entries.len() / 2;
        entries.remove(middle);
        let record = Record {
            header: header(&scenario),
            entries,
        };
        assert!(verify(scenario, Arc::clone(rehearsal.rules()), &record).is_err());
    });
}

/// Plays the plan through an [`Exercise`] whose clock is looked at, paused, and changed in speed.
fn played_by_the_clock(scenario: &Scenario, chance: &mut Stream) -> Exercise {
    const SAFE: &str = "without a journal nothing can fail";
    let mut exercise = Exercise::start(
        header(scenario),
        scenario,
        Speed::new(60),
        Box::new(NoJournal),
    )
    .expect(SAFE);
    let mut wall = WallMs(1_000);
    let scenario = exercise.scenario_arc();
    for command in &scenario.plan {
        let at = scenario.moment(command.at);
        loop {
            if chance.below(10) == 0 {
                exercise.pause(wall).expect(SAFE);
                wall.0 += u64::from(chance.below(5_000));
            }
            if chance.below(5) == 0 {
                exercise
                    .set_speed(wall, Speed::new(1 + chance.below(60)))
                    .expect(SAFE);
            }
            exercise.run(wall).expect(SAFE);
            let left = exercise
                .clock()
                .wall_ms_until(wall, at)
                .expect("the clock runs");
            if left <= 1 {
                break;
            }
            wall.0 += (left - 1).min(1 + u64::from(chance.below(20_000)));
            exercise.tick(wall).expect(SAFE);
        }
        // A wall millisecond is up to 60 of the story's, so the last step is taken with the clock standing.
        exercise.pause(wall).expect(SAFE);
        exercise
            .command_at(at, &command.command)
            .expect("the plan is sound");
    }
    exercise.advance_to(scenario.end()).expect(SAFE);
    exercise
}

#[test]
fn pauses_and_speeds_change_nothing() {
    each(|_, rehearsal| {
        let expected = rehearsal.play(Player::Reference, 1).state.hash();
        for seed in 1..=3 {
            let exercise = played_by_the_clock(
                rehearsal.cast(1).scenario(),
                &mut Stream::new(seed, "clock"),
            );
            assert!(
                exercise
                    .entries()
                    .iter()
                    .any(|entry| matches!(entry.event, Event::Clock { .. }))
            );
            assert_eq!(exercise.state().hash(), expected);
        }
    });
}

#[test]
fn a_run_can_be_taken_up_at_any_entry() {
    each(|_, rehearsal| {
        let cast = rehearsal.cast(1);
        let scenario = cast.scenario();
        let run = cast.play(Player::Reference);
        let rules = Arc::new(Rules::new(scenario));
        let seat = automatic_seat();
        let mut cuts = 0;
        for cut in (1..run.entries.len()).step_by(5) {
            let (before, after) = run.entries.split_at(cut);
            if !begins_batch(after) {
                continue;
            }
            let mut engine = replay(Arc::clone(scenario), Arc::clone(&rules), before);
            for entry in after {
                if let Event::Commanded { command, .. } = &entry.event {
                    engine
                        .command(entry.at, &seat, command)
                        .expect("it was accepted before");
                }
            }
            engine.advance_to(scenario.end());
            assert_eq!(
                engine.state().hash(),
                run.state.hash(),
                "taken up at entry {cut}"
            );
            cuts += 1;
        }
        assert!(cuts > 15, "only {cuts} cuts were tried");
    });
}

/// Whether the exercise could have been stopped before these entries: a command or a due thing begins.
fn begins_batch(after: &[Entry]) -> bool {
    after
        .first()
        .is_some_and(|entry| matches!(entry.event, Event::Commanded { .. }))
}

#[test]
fn a_refused_command_changes_nothing() {
    each(|_, rehearsal| {
        let cast = rehearsal.cast(1);
        let scenario = cast.scenario();
        let plan: Vec<&Command> = scenario.plan.iter().map(|timed| &timed.command).collect();
        let mut chance = Stream::new(11, "refused");
        let mut engine = Engine::new(Arc::clone(scenario), Arc::new(Rules::new(scenario)));
        engine.start(1, &[]);
        let seat = automatic_seat();
        let mut refusals = 0;
        for minute in 0..200_i64 {
            engine.advance_to(Moment::from_ms(minute * 60_000));
            let count = u32::try_from(plan.len()).expect("a plan is not that long");
            let drawn = usize::try_from(chance.below(count)).expect("small");
            let before = engine.state().clone();
            engine.clear_events();
            if matches!(plan[drawn], Command::End) {
                continue;
            }
            if engine.command(engine.now(), &seat, plan[drawn]).is_err() {
                refusals += 1;
                assert_eq!(engine.state(), &before);
                assert!(engine.events().is_empty());
            }
        }
        assert!(
            refusals > 20,
            "the test must meet refusals, it met {refusals}"
        );
    });
}

#[test]
fn explanations_add_up_to_what_is_missing_exactly() {
    each(|folder, rehearsal| {
        for player in [
            Player::Novice,
            Player::Hasty,
            Player::Idle,
            Player::Reference,
        ] {
            for seed in 1..=6 {
                let run = rehearsal.play(player, seed);
                let card = rehearsal.score(&run.entries, seed);
                let lost: Points = card.explanations.iter().map(|line| line.points).sum();
                assert_eq!(
                    card.process + lost,
                    Points::HUNDRED,
                    "{} {player} {seed}",
                    folder.display()
                );
                assert!(
                    card.explanations
                        .iter()
                        .all(|line| line.points > Points::ZERO && !line.text.is_empty())
                );
                let harm_lines = card
                    .explanations
                    .iter()
                    .filter(|line| line.part == Part::Harm)
                    .count();
                assert!(harm_lines <= card.harms.len());
            }
        }
    });
}

#[test]
fn people_who_work_side_by_side_may_be_told_in_either_order() {
    each(|_, rehearsal| {
        let plan = &rehearsal.scenario().plan;
        let score = |commands: &[Timed]| {
            let run = rehearsal.play_commands(commands, 1);
            (run.refused.len(), rehearsal.score(&run.entries, 1).process)
        };
        let expected = score(plan);
        let mut swapped = 0;
        for i in 1..plan.len() {
            let (a, b) = (&plan[i - 1], &plan[i]);
            if let (Command::Do(first), Command::Do(second)) = (&a.command, &b.command)
                && a.at == b.at
                && first.by != second.by
            {
                let mut other = plan.clone();
                other.swap(i - 1, i);
                assert_eq!(score(&other), expected, "{first:?} and {second:?}");
                swapped += 1;
            }
        }
        assert!(swapped > 0, "the plan has people working side by side");
    });
}

#[test]
fn participants_see_nothing_hidden_at_startex() {
    each(|_, rehearsal| {
        let scenario = rehearsal.scenario();
        let mut engine = Engine::new(Arc::clone(scenario), Arc::new(Rules::new(scenario)));
        engine.start(1, &[]);
        let picture = Picture::new(scenario, engine.state());
        assert!(picture.facts().is_empty());
        for asset in &scenario.assets {
            assert!(picture.footholds_on(&asset.id).is_empty());
            assert_eq!(picture.knows(asset.id.id()), !asset.hidden);
        }
        for hidden in scenario.addresses.iter().filter(|address| address.hidden) {
            assert!(!picture.knows(hidden.id.id()));
        }
        let seen: Vec<_> = picture
            .assets()
            .iter()
            .map(|(asset, _)| asset.id.clone())
            .collect();
        assert!(
            scenario
                .assets
                .iter()
                .filter(|asset| asset.hidden)
                .all(|asset| !seen.contains(&asset.id))
        );
    });
}

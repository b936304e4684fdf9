//! The review over all scenarios: explanations that add up, forks that share what they say they share, moments that
//! are found without going through the whole record.

mod common;

use std::sync::Arc;

use hotwash::base::{Moment, Points, Span};
use hotwash::exercise::Journal as _;
use hotwash::player::{Player, Rehearsal};
use hotwash::review::what_if::{self, Change};
use hotwash::review::{Moments, Review};
use hotwash::scenario::Command;
use hotwash::score::Scorecard;
use hotwash::store::{BranchOf, SqliteJournal, branches_of, read_branch, write_branch};
use hotwash::world::{Entry, Event};
use rand::rngs::ChaCha8Rng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rayon::prelude::*;

/// How many random runs are explained, over all scenarios together.
const RUNS: u64 = 1_000;

fn explained(card: &Scorecard, what: &str) {
    let lost: Points = card.explanations.iter().map(|line| line.points).sum();
    assert_eq!(card.process + lost, Points::HUNDRED, "{what}");
    for beside in &card.beside {
        let lost: Points = beside.explanations.iter().map(|line| line.points).sum();
        assert_eq!(
            beside.score + lost,
            Points::HUNDRED,
            "{what}: {}",
            beside.phase.name()
        );
    }
}

/// A run that nobody planned: a player with a seed of its own, and then one deed of it moved, aimed elsewhere or
/// left out, by chance.
fn random_run(rehearsal: &Rehearsal, seed: u64) -> (Vec<Entry>, String) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let player = match chance.random_range(0..4_u32) {
        0 => Player::Reference,
        1 => Player::Hasty,
        _ => Player::Novice,
    };
    let cast = rehearsal.cast(seed);
    let run = cast.play(player);
    let deeds = what_if::deeds(cast.scenario(), &run.entries);
    let moved = chance.random_range(0..3_u32) > 0;
    let Some(deed) = deeds.choose(&mut chance).filter(|_| moved) else {
        return (run.entries, format!("{player} {seed}"));
    };
    let by = Span::from_minutes(chance.random_range(1..240));
    let target = deed.targets.choose(&mut chance);
    let change = match (chance.random_range(0..4_u32), target) {
        (0, _) => Change::Earlier(by),
        (1, _) => Change::Later(by),
        (2, Some(target)) => Change::Elsewhere(vec![target.clone()]),
        _ => Change::Omitted,
    };
    let what = format!("{player} {seed}: {} {change:?}", deed.title);
    match what_if::change(&cast, &run.entries, deed.place, &change) {
        Some(branch) => (branch.entries, what),
        None => (run.entries, what),
    }
}

#[test]
fn the_explanations_of_a_thousand_random_runs_add_up_exactly() {
    let folders = common::scenario_folders();
    let each = RUNS.div_ceil(folders.len() as u64);
    for folder in folders {
        let rehearsal = Rehearsal::new(&common::scenario_at(&folder), Vec::new());
        let baseline = rehearsal.cast(1).baseline();
        (1..=each).into_par_iter().for_each(|seed| {
            let (entries, what) = random_run(&rehearsal, seed);
            let card = rehearsal.cast(seed).score_against(&entries, &baseline);
            explained(&card, &format!("{}: {what}", folder.display()));
        });
    }
}

#[test]
fn every_explanation_leads_to_a_moment_of_the_record_or_to_nothing_done() {
    for folder in common::scenario_folders() {
        let rehearsal = Rehearsal::new(&common::scenario_at(&folder), Vec::new());
        let cast = rehearsal.cast(2);
        let run = cast.play(Player::Novice);
        let review = Review::new(
            Arc::clone(cast.scenario()),
            run.entries.into(),
            cast.score(&[]),
        );
        let card = cast.score(&review.entries);
        let last = review.timeline.reaches.1;
        assert!(card.explanations.iter().any(|line| line.at.is_some()));
        for line in &card.explanations {
            assert!(line.at.is_none_or(|at| at <= last), "{}", line.text);
        }
        for mark in &review.timeline.marks {
            assert!(mark.entry <= review.entries.len());
        }
    }
}

#[test]
fn a_branch_on_disk_has_the_same_links_as_the_record_it_leaves() {
    for folder in common::scenario_folders() {
        let text = std::fs::read_to_string(folder.join("scenario.ron")).expect("readable");
        let scenario = common::scenario_at(&folder);
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let cast = rehearsal.cast(5);
        let run = cast.play(Player::Novice);
        let seat = hotwash::player::automatic_seat();
        let header = hotwash::exercise::Header::new(scenario.id.clone(), text, 5, seat);
        let here = tempfile::tempdir().expect("a folder");
        let path = here.path().join("run.hotwash");
        let mut journal = SqliteJournal::create(&path, &header).expect("created");
        journal.append(&run.entries).expect("written");
        drop(journal);
        let at = Moment::START + Span::from_minutes(40);
        let branch = what_if::go_on(&cast, &run.entries, at, Player::Reference);
        let of = BranchOf {
            record: "run".to_owned(),
            shared: branch.shared,
            at,
            what: "The reference player goes on".to_owned(),
        };
        let kept = write_branch(&path, &header, &branch.entries, &of).expect("written");
        assert_eq!(read_branch(&kept).expect("readable"), Some(of.clone()));
        assert_eq!(read_branch(&path).expect("readable"), None);
        let all = branches_of(&path).expect("listed");
        assert_eq!(all, [(kept.clone(), of)]);
        let (links, others) = (common::links(&path), common::links(&kept));
        assert_eq!(links[..branch.shared], others[..branch.shared]);
        assert!(branch.shared > 0 && branch.shared < links.len());
        assert_ne!(links.last(), others.last(), "it went another way");
        SqliteJournal::open(&kept).expect("its chain is whole");
    }
}

#[test]
fn a_decision_can_be_taken_otherwise() {
    let mut changed = 0;
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder.join("scenario.ron"));
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let cast = rehearsal.cast(1);
        let run = cast.play(Player::Reference);
        for deed in what_if::deeds(cast.scenario(), &run.entries) {
            let Some((choice, text)) = deed.options.first() else {
                continue;
            };
            let change = Change::Decided(choice.clone(), text.clone());
            assert!(change.describe(&scenario).contains(text));
            let branch = what_if::change(&cast, &run.entries, deed.place, &change);
            let branch = branch.expect("it has a moment");
            let Some(Entry {
                event:
                    Event::Commanded {
                        command: Command::Decide { options, .. },
                        ..
                    },
                at,
                ..
            }) = branch.entries.get(branch.shared)
            else {
                panic!("{}: another deed", deed.title);
            };
            assert_eq!(
                (options.as_slice(), *at),
                ([choice.clone()].as_slice(), deed.at)
            );
            changed += 1;
        }
    }
    assert!(changed > 0, "no scenario has a decision");
}

#[test]
fn a_branch_of_a_name_that_begins_alike_belongs_to_the_other_record() {
    let here = tempfile::tempdir().expect("a folder");
    let scenario = common::smallest();
    let seat = hotwash::player::automatic_seat();
    let header = hotwash::exercise::Header::new(scenario.id.clone(), String::new(), 1, seat);
    let (one, other) = (
        here.path().join("run.hotwash"),
        here.path().join("run-2.hotwash"),
    );
    for path in [&one, &other] {
        drop(SqliteJournal::create(path, &header).expect("created"));
    }
    let of = BranchOf {
        record: "run-2".to_owned(),
        shared: 0,
        at: Moment::START,
        what: String::new(),
    };
    write_branch(&other, &header, &[], &of).expect("written");
    assert!(branches_of(&one).expect("listed").is_empty());
    assert_eq!(branches_of(&other).expect("listed").len(), 1);
}

#[test]
fn a_look_at_any_moment_applies_few_entries() {
    for folder in common::scenario_folders() {
        let rehearsal = Rehearsal::new(&common::scenario_at(&folder), Vec::new());
        let cast = rehearsal.cast(1);
        let run = cast.play(Player::Novice);
        let entries: Arc<[Entry]> = run.entries.into();
        let mut moments = Moments::new(cast.scenario(), Arc::clone(&entries));
        let most = (entries.len() / 64).max(32);
        let mut chance = ChaCha8Rng::seed_from_u64(7);
        let ends = [0, entries.len(), 0, entries.len() / 2, entries.len()];
        let places = (0..200).map(|_| chance.random_range(0..=entries.len()));
        for place in ends.into_iter().chain(places) {
            let before = moments.applied();
            moments.after(place);
            let cost = moments.applied() - before;
            assert!(cost <= most, "{cost} of {} to {place}", entries.len());
        }
        assert!(
            entries
                .iter()
                .any(|entry| matches!(entry.event, Event::Ended))
        );
    }
}

//! How many complete exercises a second, and what an idle day costs.
//!
//! `cargo bench` prints figures per call and, for whole exercises, calls per second. Compare ratios of
//! one run, never figures of two machines.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

use std::path::Path;
use std::sync::Arc;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use hotwash::base::{Moment, Span};
use hotwash::player::{Player, Rehearsal};
use hotwash::scenario::{Scenario, load};
use hotwash::world::{Engine, Rules};

fn main() {
    divan::main();
}

fn scenario() -> Arc<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the scenarios are there")
        .map(|entry| entry.expect("readable").path().join("scenario.ron"))
        .filter(|file| file.is_file())
        .collect();
    files.sort();
    let file = files.first().expect("there is a scenario");
    Arc::new(
        load(&std::fs::read(file).expect("readable"))
            .scenario
            .expect("a sound scenario"),
    )
}

/// A complete exercise, STARTEX to ENDEX, without its score.
#[divan::bench(args = [Player::Reference, Player::Idle, Player::Hasty, Player::Novice])]
fn exercise(bencher: Bencher<'_, '_>, player: Player) {
    let rehearsal = Rehearsal::new(&scenario(), Vec::new());
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench_local(|| black_box(rehearsal.play(player, 1)));
}

/// The score of the reference player's exercise, with its two reference runs.
#[divan::bench]
fn score(bencher: Bencher<'_, '_>) {
    let rehearsal = Rehearsal::new(&scenario(), Vec::new());
    let run = rehearsal.play(Player::Reference, 1);
    bencher.bench_local(|| black_box(rehearsal.score(&run.entries, 1)));
}

/// A day in which nothing is due: what one idle `advance_to` costs.
#[divan::bench]
fn idle_day(bencher: Bencher<'_, '_>) {
    let mut quiet = Scenario::clone(&scenario());
    quiet.stages.clear();
    quiet.alerts.clear();
    quiet.injects.clear();
    quiet.length = Span::from_minutes(30 * 24 * 60);
    let quiet = Arc::new(quiet);
    let rules = Arc::new(Rules::new(&quiet));
    let mut engine = Engine::new(quiet, rules);
    engine.start(1, &[]);
    // The first day has what expires and wakes; the second has nothing.
    let day = Span::from_minutes(24 * 60);
    engine.advance_to(Moment::START + day);
    let next = Moment::START + day.times(2);
    bencher
        .with_inputs(|| engine.clone())
        .bench_local_refs(|engine| engine.advance_to(black_box(next)));
}

/// Loading a scenario file with all its checks.
#[divan::bench]
fn load_scenario(bencher: Bencher<'_, '_>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/smallest.ron");
    let bytes = std::fs::read(file).expect("readable");
    bencher.bench_local(|| black_box(load(&bytes)));
}

//! What opening a review costs, and what scrubbing through it does, for an exercise of eight hours with six seats.
//!
//! `cargo bench --bench review` prints figures per call. A review is opened on a thread; a look at a moment happens
//! within a frame.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "what can't go on should stop, and figures are printed"
)]

use std::path::Path;
use std::sync::Arc;

use divan::{Bencher, black_box};
use hotwash::base::id::SeatId;
use hotwash::base::{Id, Moment, Span};
use hotwash::exercise::{Header, Journal as _};
use hotwash::player::{Cast, Given, Player, Rehearsal, trainee_seat};
use hotwash::review::{AfterAction, Moments, Review};
use hotwash::scenario::{Command, Scenario, load};
use hotwash::store::{SqliteJournal, read_record};
use hotwash::world::{Entry, Event};

fn main() {
    divan::main();
}

/// The longest exercise that comes with Hotwash.
fn longest() -> (Arc<Scenario>, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("the scenarios are there");
    let files = entries.map(|entry| entry.expect("readable").path().join("scenario.ron"));
    let loaded = files.filter(|file| file.is_file()).filter_map(|file| {
        let text = std::fs::read_to_string(file).expect("readable");
        Some((load(text.as_bytes()).scenario?, text))
    });
    let (scenario, text) = loaded
        .max_by_key(|(scenario, _)| scenario.length)
        .expect("there is a scenario");
    (Arc::new(scenario), text)
}

/// An exercise of six seats: a novice's commands come from each in turn, and everybody notes something every minute.
fn played(cast: &Cast<'_>) -> Vec<Entry> {
    let seats: Vec<SeatId> = (1..=6)
        .map(|n| Id::new(&format!("seat-{n}")).expect("an identifier").into())
        .collect();
    let run = cast.play(Player::Novice);
    let commands = run.entries.iter().filter_map(|entry| match &entry.event {
        Event::Commanded { command, .. } => Some((entry.at, command.clone())),
        _ => None,
    });
    let commands = commands
        .zip(seats.iter().cycle())
        .map(|((at, command), seat)| given(at, seat, command));
    let minutes = cast.scenario().length.as_ms() / 60_000;
    let notes = (1..minutes).flat_map(|minute| {
        let at = Moment::START + Span::from_minutes(minute);
        let note = move |seat| given(at, seat, Command::Note(format!("Noted in minute {minute}")));
        seats.iter().map(note)
    });
    let mut all: Vec<Given> = commands.chain(notes).collect();
    all.sort_by_key(|given| given.at);
    cast.give(&[], &all).entries
}

fn given(at: Moment, seat: &SeatId, command: Command) -> Given {
    Given {
        at,
        seat: seat.clone(),
        command,
    }
}

/// All from the file to the open review: reading and checking the chain, loading the scenario, scoring with the two
/// runs that an outcome is measured between, the review, its copies for scrubbing, and what its report proposes.
#[divan::bench]
fn open_from_disk(bencher: Bencher<'_, '_>) {
    let (scenario, text) = longest();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let entries = played(&cast);
    println!("{} entries", entries.len());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("played.hotwash");
    let header = Header::new(scenario.id.clone(), text, 1, trainee_seat());
    let mut journal = SqliteJournal::create(&path, &header).expect("created");
    journal.append(&entries).expect("written");
    drop(journal);
    bencher.bench_local(|| {
        let (record, _) = read_record(&path).expect("readable");
        let scenario = load(record.header.scenario_text.as_bytes()).scenario;
        let rehearsal = Rehearsal::new(&Arc::new(scenario.expect("sound")), Vec::new());
        let cast = rehearsal.cast(record.header.seed);
        let card = cast.score(&record.entries);
        let entries: Arc<[Entry]> = record.entries.into();
        let review = Review::new(Arc::clone(cast.scenario()), Arc::clone(&entries), card);
        let moments = Moments::new(cast.scenario(), entries);
        let proposed = AfterAction::proposed(&review);
        black_box((review, moments, proposed))
    });
}

/// Everything that a review shows, with the copies for scrubbing.
#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let (scenario, _) = longest();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let entries: Arc<[Entry]> = played(&cast).into();
    let card = cast.score(&entries);
    let scenario = cast.scenario();
    bencher.bench_local(|| {
        let review = Review::new(Arc::clone(scenario), Arc::clone(&entries), card.clone());
        let moments = Moments::new(scenario, Arc::clone(&entries));
        black_box((review, moments))
    });
}

/// A jump to the other end of the record and back: the longest way there is.
#[divan::bench]
fn scrub(bencher: Bencher<'_, '_>) {
    let (scenario, _) = longest();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let mut moments = Moments::new(cast.scenario(), played(&cast).into());
    let mut late = false;
    bencher.bench_local(|| {
        late = !late;
        let hours = if late { 7 } else { 1 };
        let at = Moment::START + Span::from_minutes(hours * 60 + 29);
        let place = moments.entries_at(at);
        black_box(moments.after(place).known.len())
    });
}

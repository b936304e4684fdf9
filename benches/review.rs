//! What opening a review costs, and what scrubbing through it does, for an exercise of eight hours with six seats.
//!
//! `cargo bench --bench review` prints figures per call. A review is opened on a thread; a look at a moment happens
//! within a frame.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

use std::path::Path;
use std::sync::Arc;

use divan::{Bencher, black_box};
use hotwash::base::id::SeatId;
use hotwash::base::{Id, Moment, Span};
use hotwash::player::{Player, Rehearsal};
use hotwash::review::{Moments, Review};
use hotwash::scenario::{Scenario, load};
use hotwash::score::Scorecard;
use hotwash::world::{Entry, Event};

fn main() {
    divan::main();
}

/// The longest exercise that comes with Hotwash.
fn longest() -> Arc<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("the scenarios are there");
    let files = entries.map(|entry| entry.expect("readable").path().join("scenario.ron"));
    let loaded = files
        .filter(|file| file.is_file())
        .filter_map(|file| load(&std::fs::read(file).expect("readable")).scenario);
    Arc::new(
        loaded
            .max_by_key(|scenario| scenario.length)
            .expect("there is a scenario"),
    )
}

/// An exercise of a novice whose commands come from six seats in turn.
fn played() -> (Arc<Scenario>, Arc<[Entry]>, Scorecard) {
    let rehearsal = Rehearsal::new(&longest(), Vec::new());
    let cast = rehearsal.cast(1);
    let mut run = cast.play(Player::Novice);
    let seats: Vec<SeatId> = (1..=6)
        .map(|n| Id::new(&format!("seat-{n}")).expect("an identifier").into())
        .collect();
    let commands = run
        .entries
        .iter_mut()
        .filter_map(|entry| match &mut entry.event {
            Event::Commanded { seat, .. } => Some(seat),
            _ => None,
        });
    for (seat, other) in commands.zip(seats.iter().cycle()) {
        seat.clone_from(other);
    }
    let card = cast.score(&run.entries);
    (Arc::clone(cast.scenario()), run.entries.into(), card)
}

/// Everything that a review shows, with the copies for scrubbing.
#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let (scenario, entries, card) = played();
    bencher.bench_local(|| {
        let review = Review::new(Arc::clone(&scenario), Arc::clone(&entries), card.clone());
        let moments = Moments::new(&scenario, Arc::clone(&entries));
        black_box((review, moments))
    });
}

/// A jump to the other end of the record and back: the longest way there is.
#[divan::bench]
fn scrub(bencher: Bencher<'_, '_>) {
    let (scenario, entries, _) = played();
    let mut moments = Moments::new(&scenario, entries);
    let mut late = false;
    bencher.bench_local(|| {
        late = !late;
        let hours = if late { 7 } else { 1 };
        let at = Moment::START + Span::from_minutes(hours * 60 + 29);
        let place = moments.entries_at(at);
        black_box(moments.after(place).known.len())
    });
}

//! A journal that fails: what could not be kept has not happened, and the exercise goes on afterwards.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

mod common;

use std::sync::{Arc, Mutex};

use hotwash::exercise::replay::verify;
use hotwash::exercise::{
    CommandError, Exercise, Header, Journal, NotSaved, Record, Speed, Stopped, WallMs,
};
use hotwash::player::trainee_seat;
use hotwash::scenario::Command;
use hotwash::world::{Entry, Rules};

/// Keeps entries in memory, and fails when it is told to.
#[derive(Clone, Default)]
struct Flaky(Arc<Mutex<(Vec<Entry>, bool)>>);

impl Flaky {
    fn fail(&self, fails: bool) {
        self.0.lock().expect("unpoisoned").1 = fails;
    }

    fn entries(&self) -> Vec<Entry> {
        self.0.lock().expect("unpoisoned").0.clone()
    }
}

impl Journal for Flaky {
    fn append(&mut self, entries: &[Entry]) -> Result<(), NotSaved> {
        let mut kept = self.0.lock().expect("unpoisoned");
        if kept.1 {
            return Err(NotSaved("the disk is full".into()));
        }
        kept.0.extend_from_slice(entries);
        Ok(())
    }

    fn note_clock(&mut self, _: Stopped) -> Result<(), NotSaved> {
        if self.0.lock().expect("unpoisoned").1 {
            Err(NotSaved("the disk is full".into()))
        } else {
            Ok(())
        }
    }
}

#[test]
fn what_could_not_be_kept_has_not_happened() {
    let scenario = common::scenario_at(&common::scenario_folders().remove(0));
    let header = Header::new(scenario.id.clone(), String::new(), 1, trainee_seat());
    let journal = Flaky::default();
    let mut exercise = Exercise::start(
        header.clone(),
        &scenario,
        Speed::new(60),
        Box::new(journal.clone()),
    )
    .expect("it begins");
    let mut wall = WallMs(0);
    exercise.run(wall).expect("it runs");
    let note = Command::Note("Who saw it first?".to_owned());
    let mut failures = 0;
    for round in 0..60 {
        wall.0 += 5_000;
        journal.fail(round % 3 == 2);
        let (before, kept) = (exercise.state().clone(), exercise.entries().len());
        if exercise.tick(wall).is_err() {
            failures += 1;
            assert_eq!(exercise.state(), &before, "undone");
            assert_eq!(exercise.entries().len(), kept);
            assert!(!exercise.clock().is_running(), "the clock stands");
        } else if let Err(error) = exercise.command(wall, &note) {
            assert!(matches!(error, CommandError::NotSaved(_)), "{error}");
            assert_eq!(exercise.entries().len(), kept.max(exercise.entries().len()));
        }
        journal.fail(false);
        exercise.run(wall).expect("it goes on");
        assert_eq!(
            exercise.entries(),
            journal.entries(),
            "the journal and the screen agree"
        );
    }
    assert!(
        failures > 3,
        "the journal failed {failures} times while something was due"
    );
    exercise.advance_to(scenario.end()).expect("it ends");
    let record = Record {
        header,
        entries: journal.entries(),
    };
    let decided = verify(
        record.header.cast(&scenario),
        Arc::new(Rules::new(&scenario)),
        &record,
    )
    .expect("it verifies");
    assert_eq!(decided.state().hash(), exercise.state().hash());
}

//! What the lines of a pack truly are. Packs don't tell; the scenario does.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use hotwash::evidence::Archive;
use hotwash::player::{Player, Rehearsal};
use hotwash::scenario::TraceTruth;

use super::common;
use super::pack::{SCENARIO, SEED};

/// The lines that acts left, by file and text.
#[derive(Debug)]
pub(crate) struct Truths(BTreeMap<(String, String), TraceTruth>);

impl Truths {
    /// Of the run from which the packs are made.
    pub(crate) fn of_the_reference_run() -> &'static Self {
        static TRUTHS: OnceLock<Truths> = OnceLock::new();
        TRUTHS.get_or_init(|| {
            let scenario = common::scenario_at(&common::root().join(SCENARIO));
            let rehearsal = Rehearsal::new(&scenario, Vec::new());
            let cast = rehearsal.cast(SEED);
            let run = cast.play(Player::Reference);
            let scenario = cast.scenario();
            let archive = Archive::new(scenario.clone(), SEED);
            let truth_of: BTreeMap<_, _> = scenario
                .traces
                .iter()
                .map(|trace| (&trace.id, trace.truth))
                .collect();
            let mut truths = BTreeMap::new();
            for log in &scenario.logs {
                for line in archive.trace_lines(&run.state.history, log) {
                    let text = String::from_utf8(line.text).expect("logs are UTF-8");
                    truths.insert((log.file.clone(), text), truth_of[&line.trace]);
                }
            }
            Self(truths)
        })
    }

    /// What a line of a file is; `None` if it is everyday life.
    pub(crate) fn of(&self, file: &str, line: &str) -> Option<TraceTruth> {
        self.0.get(&(file.to_owned(), line.to_owned())).copied()
    }
}

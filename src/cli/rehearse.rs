//! `hotwash check --rehearse`: every automatic player many times, and what that tells of a scenario.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;

use super::simulate::progress;
use crate::base::Id;
use crate::base::id::{AlertId, HarmId, InjectId};
use crate::player::survey::{Spread, Survey};
use crate::player::{Player, Rehearsal};
use crate::scenario::Scenario;

/// A scenario that was rehearsed.
pub(super) struct Rehearsed {
    title: String,
    pub(super) survey: Survey,
}

/// What a rehearsal prints.
#[derive(Debug, Serialize)]
pub(super) struct RehearsalJson<'a> {
    runs: usize,
    players: Vec<PlayerJson<'a>>,
    never_lost: &'a [Id],
    never_won: &'a [Id],
    alerts_never_raised: &'a [AlertId],
    injects_never_came: &'a [InjectId],
    harms_never_done: &'a [HarmId],
}

#[derive(Debug, Serialize)]
struct PlayerJson<'a> {
    player: &'static str,
    process: Option<SpreadJson>,
    outcome: Option<SpreadJson>,
    phases: BTreeMap<&'static str, Option<SpreadJson>>,
    harm_events: &'a BTreeMap<HarmId, usize>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct SpreadJson {
    worst: f64,
    typical: f64,
    best: f64,
}

impl From<Spread> for SpreadJson {
    fn from(spread: Spread) -> Self {
        Self {
            worst: spread.worst.as_f64(),
            typical: spread.typical.as_f64(),
            best: spread.best.as_f64(),
        }
    }
}

impl Rehearsed {
    /// Plays with the seeds from 1 to `runs`, on all cores.
    pub(super) fn new(scenario: &Scenario, runs: u64) -> Self {
        let rehearsal = Rehearsal::new(scenario, Vec::new());
        let players = u64::try_from(Player::ALL.len()).unwrap_or(1);
        let bar = progress(runs.saturating_mul(players));
        let seeds: Vec<u64> = (1..=runs).collect();
        let samples: Vec<_> = seeds
            .into_par_iter()
            .flat_map_iter(|seed| {
                let samples = rehearsal.sample(seed);
                bar.inc(players);
                samples
            })
            .collect();
        bar.finish_and_clear();
        Self {
            title: scenario.title.clone(),
            // What only a level brings is not missed without it.
            survey: Survey::of(rehearsal.scenario(), &samples),
        }
    }

    /// As JSON.
    pub(super) fn to_json(&self) -> RehearsalJson<'_> {
        let spread = |spread: Option<Spread>| spread.map(SpreadJson::from);
        let players = self.survey.players.iter().map(|fared| PlayerJson {
            player: fared.player.name(),
            process: spread(fared.process),
            outcome: spread(fared.outcome),
            phases: fared
                .phases
                .iter()
                .map(|(phase, found)| (phase.key(), spread(*found)))
                .collect(),
            harm_events: &fared.harms,
        });
        RehearsalJson {
            runs: self.survey.runs(),
            players: players.collect(),
            never_lost: &self.survey.never_lost,
            never_won: &self.survey.never_won,
            alerts_never_raised: &self.survey.never_raised,
            injects_never_came: &self.survey.never_came,
            harms_never_done: &self.survey.never_done,
        }
    }

    /// As a table.
    pub(super) fn in_words(&self) -> String {
        let mut text = format!(
            "{}, {} runs of each player\n",
            self.title,
            self.survey.runs()
        );
        // Writing into a string can't fail.
        for fared in &self.survey.players {
            let _ = writeln!(
                text,
                "  {:<14} {:>8} {:>8} {:>8}",
                fared.player.name(),
                "worst",
                "typical",
                "best"
            );
            let mut row = |name: &str, spread: Option<Spread>| {
                if let Some(found) = spread.map(SpreadJson::from) {
                    let _ = writeln!(
                        text,
                        "    {name:<12} {:>8.1} {:>8.1} {:>8.1}",
                        found.worst, found.typical, found.best
                    );
                }
            };
            row("process", fared.process);
            row("outcome", fared.outcome);
            for (phase, spread) in &fared.phases {
                row(phase.name(), *spread);
            }
            for (harm, times) in &fared.harms {
                let _ = writeln!(text, "    {harm}: {times} of {}", fared.runs);
            }
        }
        text
    }
}

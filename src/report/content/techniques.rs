//! The ATT&CK techniques that were played, and how it went with each.

mod taken_up;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::taken_up::Signs;
use super::When;
use crate::base::Moment;
use crate::review::Review;
use crate::review::measures::contained_in_time;
use crate::scenario::Stage;
use crate::world::Event;

/// How it went with a technique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TechniqueOutcome {
    /// It never came to it: every attempt in the exercise failed.
    Prevented,
    /// It was seen and stopped in time.
    InTime,
    /// It was seen; what stops it came late or never.
    Late,
    /// Nobody took it up.
    Missed,
    /// It was played, and nothing in the scenario is about finding it.
    NotAsked,
    /// The scenario lists it, and nothing of it happened here.
    NotPlayed,
}

impl TechniqueOutcome {
    /// All of them, the best first.
    pub const ALL: [Self; 6] = [
        Self::Prevented,
        Self::InTime,
        Self::Late,
        Self::Missed,
        Self::NotAsked,
        Self::NotPlayed,
    ];

    /// What it means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Prevented => "prevented: every attempt after STARTEX failed",
            Self::InTime => "detected, and contained in time",
            Self::Late => "detected, but contained late or not at all",
            Self::Missed => "not taken up by anybody",
            Self::NotAsked => "played; no alert, question or finding is about it",
            Self::NotPlayed => "trained, but not played in this run",
        }
    }

    /// A score from 0 to 100 for it; none where nothing happened, or nothing was to be found.
    #[must_use]
    pub const fn score(self) -> Option<u32> {
        match self {
            Self::Prevented => Some(100),
            Self::InTime => Some(80),
            Self::Late => Some(40),
            Self::Missed => Some(0),
            Self::NotAsked | Self::NotPlayed => None,
        }
    }
}

/// A technique and how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechniqueLine {
    /// The number, such as `T1505.003`.
    pub id: String,
    /// Its name; the number where the scenario has none.
    pub name: String,
    /// The tactic; empty where the scenario names none.
    pub tactic: String,
    /// How it went.
    pub outcome: TechniqueOutcome,
    /// How often it happened, before STARTEX and after.
    pub acted: u32,
    /// How often it was tried and failed.
    pub failed: u32,
    /// When somebody first took it up: an alert, a line of a log, something learned, a right answer.
    pub noticed: Option<When>,
    /// The attacker's acts that use it.
    pub acts: Vec<String>,
}

/// The techniques that the scenario lists or its stages use, by their numbers.
pub(super) fn techniques(review: &Review) -> Vec<TechniqueLine> {
    let scenario = &review.scenario;
    let mut of: BTreeMap<&str, Vec<&Stage>> = BTreeMap::new();
    for technique in &scenario.attack {
        of.entry(technique.id.as_str()).or_default();
    }
    for stage in &scenario.stages {
        for id in &stage.attack {
            of.entry(id.as_str()).or_default().push(stage);
        }
    }
    let all = of.into_iter();
    all.map(|(id, stages)| technique(review, id, &stages))
        .collect()
}

fn technique(review: &Review, id: &str, stages: &[&Stage]) -> TechniqueLine {
    let scenario = &review.scenario;
    let state = &review.last;
    let states = || {
        stages
            .iter()
            .filter_map(|stage| state.stages.get(&stage.id))
    };
    let (acted, failed) = (
        states().map(|stage| stage.acted).sum(),
        states().map(|stage| stage.missed).sum(),
    );
    let signs = Signs::new(review, stages);
    let noticed = signs.first();
    let mut listed = scenario.attack.iter();
    let listed = listed.find(|technique| technique.id == id);
    let name = listed.map_or_else(
        || id.to_owned(),
        |technique| {
            if technique.sub.is_empty() {
                technique.name.clone()
            } else {
                format!("{}: {}", technique.name, technique.sub)
            }
        },
    );
    let outcome = if acted + failed == 0 {
        TechniqueOutcome::NotPlayed
    } else if failed > 0 && acted_since_start(review, stages) == 0 {
        TechniqueOutcome::Prevented
    } else if noticed.is_none() && signs.is_asked() {
        TechniqueOutcome::Missed
    } else if noticed.is_none() {
        TechniqueOutcome::NotAsked
    } else if contained_in_time(&review.measures) {
        TechniqueOutcome::InTime
    } else {
        TechniqueOutcome::Late
    };
    TechniqueLine {
        id: id.to_owned(),
        name,
        tactic: listed.map_or_else(String::new, |technique| technique.tactic.clone()),
        outcome,
        acted,
        failed,
        noticed: noticed.map(|at| When::new(scenario, at)),
        acts: stages.iter().map(|stage| stage.name.clone()).collect(),
    }
}

/// How often the acts happened since STARTEX.
fn acted_since_start(review: &Review, stages: &[&Stage]) -> usize {
    let entries = review.entries.iter();
    let later = entries.filter(|entry| entry.at >= Moment::START);
    let acted = later.filter(|entry| match &entry.event {
        Event::StageActed { stage, .. } => stages.iter().any(|of| of.id == *stage),
        _ => false,
    });
    acted.count()
}

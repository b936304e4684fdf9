//! The ATT&CK techniques that were played, and how it went with each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::When;
use crate::base::Moment;
use crate::review::Review;
use crate::scenario::{Cause, Stage};
use crate::world::state::AlertState;

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
    /// The scenario lists it, and nothing of it happened here.
    NotPlayed,
}

impl TechniqueOutcome {
    /// All of them, the best first.
    pub const ALL: [Self; 5] = [
        Self::Prevented,
        Self::InTime,
        Self::Late,
        Self::Missed,
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
            Self::NotPlayed => "trained, but not played in this run",
        }
    }

    /// A score from 0 to 100 for it; none where nothing happened.
    #[must_use]
    pub const fn score(self) -> Option<u32> {
        match self {
            Self::Prevented => Some(100),
            Self::InTime => Some(80),
            Self::Late => Some(40),
            Self::Missed => Some(0),
            Self::NotPlayed => None,
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
    /// When somebody first took up an alert for it.
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
    let noticed = noticed(review, stages);
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
    } else if acted == 0 {
        TechniqueOutcome::Prevented
    } else if noticed.is_none() && !was_found(review, stages) {
        TechniqueOutcome::Missed
    } else if contained_in_time(review) {
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

/// When an alert that one of these acts raised was first taken up.
fn noticed(review: &Review, stages: &[&Stage]) -> Option<Moment> {
    let of_these = review.scenario.alerts.iter().filter(|alert| {
        matches!(&alert.cause, Cause::Act(id) if stages.iter().any(|stage| stage.id == *id))
    });
    let states = of_these.filter_map(|alert| review.last.alerts.get(&alert.id));
    let touched = |state: &AlertState| {
        let closed = state.closed.as_ref().map(|closed| closed.at);
        state.acknowledged.into_iter().chain(closed).min()
    };
    states.filter_map(touched).min()
}

/// Whether the responders found what one of these acts put in place.
fn was_found(review: &Review, stages: &[&Stage]) -> bool {
    use crate::scenario::Effect;
    let placed = stages.iter().flat_map(|stage| &stage.effects);
    placed
        .filter_map(|effect| match effect {
            Effect::Plant(foothold) => Some(foothold),
            _ => None,
        })
        .any(|foothold| review.last.known.contains_key(foothold.id()))
}

/// Whether the attacker was shut out for good by when the steps that contain should have been done.
fn contained_in_time(review: &Review) -> bool {
    use crate::scenario::Phase;
    let contained = review.card.times.contain_ms;
    let items = review.card.items.iter();
    let targets = items
        .filter(|item| item.phase == Phase::Contain)
        .filter_map(|item| item.target);
    let latest = targets.max().map(|at| at.since(Moment::START).as_ms());
    match (contained, latest) {
        (Some(took), Some(target)) => took <= target,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

//! The improvement plan: corrective actions that the exercise raised, and those it tested.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::proposed::Notes;
use super::{Audience, Sources, When};
use crate::review::{ActionStatus, CorrectiveAction, Priority};
use crate::scenario::Phase;

/// A corrective action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionLine {
    /// How the ledger refers to it, for machines.
    pub id: String,
    /// What is to be done.
    pub text: String,
    /// The capability it improves.
    pub capability: Phase,
    /// Who answers for it; empty where nobody does yet, and always in the participants' variant.
    pub owner: String,
    /// Whether somebody answers for it.
    pub has_owner: bool,
    /// Until when.
    pub due: Option<Date>,
    /// How soon it is needed.
    pub priority: Priority,
    /// How far it is, in words.
    pub status: String,
    /// Whether nothing is left to do.
    pub is_closed: bool,
    /// When it was done, or closed.
    #[serde(default)]
    pub done_on: Option<Date>,
    /// What showed the gap.
    pub evidence: String,
    /// The moment that showed it.
    pub when: Option<When>,
}

/// What the exercise said of a corrective action of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialLine {
    /// What was to be done.
    pub text: String,
    /// The capability it improves.
    pub capability: Phase,
    /// The exercise that raised it, and its day.
    pub raised_in: String,
    /// When it was raised.
    pub raised_on: Date,
    /// Whether it held.
    pub held: bool,
    /// What the exercise says, in words.
    pub verdict: String,
    /// Why.
    pub why: String,
    /// The moment that shows it.
    pub when: Option<When>,
}

fn status(status: &ActionStatus) -> String {
    match status {
        ActionStatus::Open => "Open".to_owned(),
        ActionStatus::Done { on } => format!("Done on {on}, not yet tested"),
        ActionStatus::Closed { on, by: Some(_) } => format!("Closed on {on} by an exercise"),
        ActionStatus::Closed { on, by: None } => format!("Closed on {on}"),
    }
}

/// Corrective actions that this exercise raised, the most urgent first.
pub(super) fn raised(sources: &Sources<'_>) -> Vec<ActionLine> {
    let here = |action: &&CorrectiveAction| action.raised.exercise == sources.exercise;
    let mut actions: Vec<&CorrectiveAction> = sources.actions.iter().filter(here).collect();
    actions.sort_by_key(|action| (action.priority, action.due.is_none(), action.due));
    let notes = Notes::new(sources);
    let line = |action: &CorrectiveAction| {
        let owner = action.owner.trim();
        let told = |text: &str, instead: &str| {
            let told = if notes.may_tell(text) { text } else { instead };
            told.to_owned()
        };
        ActionLine {
            id: action.id.to_string(),
            text: told(&action.text, "See the full report"),
            capability: action.capability,
            owner: match sources.audience {
                Audience::Everyone => owner.to_owned(),
                Audience::Participants => String::new(),
            },
            has_owner: !owner.is_empty(),
            due: action.due,
            priority: action.priority,
            status: status(&action.status),
            is_closed: matches!(action.status, ActionStatus::Closed { .. }),
            done_on: match action.status {
                ActionStatus::Open => None,
                ActionStatus::Done { on } | ActionStatus::Closed { on, .. } => Some(on),
            },
            evidence: told(&action.raised.evidence, ""),
            when: action
                .raised
                .at
                .map(|at| When::new(&sources.review.scenario, at)),
        }
    };
    actions.into_iter().map(line).collect()
}

/// Corrective actions of earlier exercises that this one tested.
pub(super) fn tested(sources: &Sources<'_>) -> Vec<TrialLine> {
    let of_this = |action: &CorrectiveAction| {
        let mut trials = action.trials.iter();
        let trial = trials.find(|trial| trial.exercise == sources.exercise)?;
        Some(TrialLine {
            text: action.text.clone(),
            capability: action.capability,
            raised_in: action.raised.title.clone(),
            raised_on: action.raised.on,
            held: trial.held,
            verdict: trial.verdict().to_owned(),
            why: trial.why.clone(),
            when: trial.at.map(|at| When::new(&sources.review.scenario, at)),
        })
    };
    sources.actions.iter().filter_map(of_this).collect()
}

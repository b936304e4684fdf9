//! `hotwash ledger`: the corrective actions of all exercises.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::output::{say, say_json};
use crate::review::{ActionStatus, CorrectiveAction, Trial};
use crate::store::{DataDir, StoreError, read_ledger, set_ledger_aside};

/// What `ledger` takes.
#[derive(Debug, Args)]
pub(super) struct LedgerArguments {
    /// Only those that should have been done before today.
    #[arg(long)]
    overdue: bool,
    /// Put a ledger that can't be read out of the way, so that a new one can be begun.
    #[arg(long, conflicts_with_all = ["overdue", "json"])]
    set_aside: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct LedgerJson<'a> {
    today: jiff::civil::Date,
    actions: Vec<ActionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ActionJson<'a> {
    id: &'a str,
    text: &'a str,
    owner: &'a str,
    due: Option<jiff::civil::Date>,
    overdue: bool,
    priority: crate::review::Priority,
    capability: &'static str,
    status: &'static str,
    step: Option<&'a str>,
    exercise: &'a str,
    scenario: &'a str,
    raised: jiff::civil::Date,
    trials: &'a [Trial],
}

/// Lists corrective actions.
pub(super) fn run(
    dir: Result<DataDir, StoreError>,
    arguments: &LedgerArguments,
) -> anyhow::Result<ExitCode> {
    let dir = dir?;
    if arguments.set_aside {
        let aside = set_ledger_aside(&dir)?;
        say(&format!("put aside as {}\n", aside.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let ledger = read_ledger(&dir)?;
    let today = jiff::Zoned::now().date();
    let mut actions = ledger.by_due();
    actions.retain(|action| !arguments.overdue || action.is_overdue(today));
    if arguments.json {
        let json = actions.iter().map(|action| ActionJson {
            id: action.id.as_str(),
            text: &action.text,
            owner: &action.owner,
            due: action.due,
            overdue: action.is_overdue(today),
            priority: action.priority,
            capability: action.capability.key(),
            status: key(&action.status),
            step: action.step.as_ref().map(crate::base::id::StepId::as_str),
            exercise: &action.raised.exercise,
            scenario: action.raised.scenario.as_str(),
            raised: action.raised.on,
            trials: &action.trials,
        });
        let actions = json.collect();
        say_json(&LedgerJson { today, actions })?;
    } else {
        say(&in_words(&actions, today))?;
    }
    Ok(ExitCode::SUCCESS)
}

const fn key(status: &ActionStatus) -> &'static str {
    match status {
        ActionStatus::Open => "open",
        ActionStatus::Done { .. } => "done",
        ActionStatus::Closed { .. } => "closed",
    }
}

fn in_words(actions: &[&CorrectiveAction], today: jiff::civil::Date) -> String {
    if actions.is_empty() {
        return "no corrective actions\n".to_owned();
    }
    let mut text = String::new();
    for action in actions {
        let due = action
            .due
            .map_or_else(|| "no due date".to_owned(), |due| due.to_string());
        let late = if action.is_overdue(today) {
            "  OVERDUE"
        } else {
            ""
        };
        let owner = match action.owner.as_str() {
            "" => "nobody",
            owner => owner,
        };
        // Writing into a string can't fail.
        let _ = writeln!(
            text,
            "{due:<11}{late}  {}  {}: {}\n             {owner}, raised {} in {}",
            action.status.name().to_lowercase(),
            action.capability.name(),
            action.text,
            action.raised.on,
            action.raised.title,
        );
        for trial in &action.trials {
            let held = trial.verdict().to_lowercase();
            let _ = writeln!(
                text,
                "             {held} on {} in {}: {}",
                trial.on, trial.exercise, trial.why
            );
        }
    }
    text
}

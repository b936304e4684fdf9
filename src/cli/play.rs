//! `hotwash` and `hotwash play`: the window.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::store::{DataDir, ScenarioFile, StoreError, find_scenario};

/// What `play` takes.
#[derive(Debug, Args)]
pub(super) struct PlayArguments {
    /// A scenario folder or file, or the identifier of a scenario that comes with Hotwash.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
}

/// Opens the window in a scenario's briefing.
pub(super) fn run(dir: Result<DataDir, StoreError>, arguments: &PlayArguments) -> anyhow::Result<ExitCode> {
    let file = find_scenario(&arguments.scenario)?;
    window(dir, Some(file))
}

/// Opens the window.
#[cfg(feature = "desktop")]
pub(super) fn window(dir: Result<DataDir, StoreError>, open: Option<ScenarioFile>) -> anyhow::Result<ExitCode> {
    crate::desktop::run(dir?, open)?;
    Ok(ExitCode::SUCCESS)
}

/// Says that this build has no window.
#[cfg(not(feature = "desktop"))]
pub(super) fn window(_: Result<DataDir, StoreError>, _: Option<ScenarioFile>) -> anyhow::Result<ExitCode> {
    anyhow::bail!("this Hotwash was built without its window; `hotwash --help` lists what it can do")
}

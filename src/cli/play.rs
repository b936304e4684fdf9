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
pub(super) fn run(
    dir: Result<DataDir, StoreError>,
    arguments: &PlayArguments,
) -> anyhow::Result<ExitCode> {
    let file = find_scenario(&arguments.scenario)?;
    window(dir, Some(file))
}

/// Opens the window.
#[cfg(feature = "desktop")]
pub(super) fn window(
    dir: Result<DataDir, StoreError>,
    open: Option<ScenarioFile>,
) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(has_display(), "{NO_DISPLAY}");
    crate::desktop::run(dir?, open)?;
    Ok(ExitCode::SUCCESS)
}

/// What to do without a display.
#[cfg(feature = "desktop")]
const NO_DISPLAY: &str = "there is no display to open the window on (neither WAYLAND_DISPLAY nor DISPLAY is set)\n\
    Two ways on:\n  \
    a virtual display:  xvfb-run -a hotwash\n  \
    the command line:   hotwash --help  (check, simulate, console, replay and score need no window)";

/// Whether there is a display to open a window on. Only X11 and Wayland name theirs in the environment.
#[cfg(feature = "desktop")]
fn has_display() -> bool {
    let names_display = cfg!(all(unix, not(target_os = "macos")));
    let variables = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    !names_display
        || variables
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Says that this build has no window.
#[cfg(not(feature = "desktop"))]
pub(super) fn window(
    _: Result<DataDir, StoreError>,
    _: Option<ScenarioFile>,
) -> anyhow::Result<ExitCode> {
    anyhow::bail!(
        "this Hotwash was built without its window; `hotwash --help` lists what it can do"
    )
}

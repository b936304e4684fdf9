//! `hotwash check`: every problem of scenario files at once.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::loading::report;
use super::output::complain;
use crate::scenario::{self, Scenario};
use crate::store::{StoreError, read_limited, scenario_files};

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Scenario files, or folders with scenarios in them. A scenario's scripts under `paths` are checked too.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Checks every path; silent if all is well.
pub(super) fn run(arguments: &CheckArguments) -> ExitCode {
    let mut clean = true;
    for path in &arguments.paths {
        match scenario_files(path) {
            Ok(files) => {
                for file in files {
                    clean &= check_file(&file);
                }
            }
            Err(error) => clean = complain_of(&error),
        }
    }
    if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn complain_of(error: &StoreError) -> bool {
    complain(&format!("hotwash: {error}"));
    false
}

fn check_file(path: &Path) -> bool {
    let bytes = match read_limited(path) {
        Ok(bytes) => bytes,
        Err(error) => return complain_of(&error),
    };
    let loaded = scenario::load(&bytes);
    report(path, &loaded.source, &loaded.diagnostics);
    let scripts = path
        .parent()
        .is_none_or(|folder| check_scripts(&folder.join("paths"), loaded.scenario.as_ref()));
    loaded.diagnostics.is_empty() && scripts
}

fn check_scripts(folder: &Path, scenario: Option<&Scenario>) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return true;
    };
    let mut scripts: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .collect();
    scripts.retain(|path| path.extension().is_some_and(|ending| ending == "ron"));
    scripts.sort();
    let mut clean = true;
    for path in scripts {
        match read_limited(&path) {
            Err(error) => clean = complain_of(&error),
            Ok(bytes) => {
                let loaded = scenario::load_script(&bytes);
                let mut diagnostics = loaded.diagnostics.clone();
                diagnostics.extend(
                    scenario
                        .map(|scenario| loaded.check(scenario))
                        .unwrap_or_default(),
                );
                report(&path, &loaded.source, &diagnostics);
                clean &= diagnostics.is_empty();
            }
        }
    }
    clean
}

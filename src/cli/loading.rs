//! Loading a scenario for a subcommand: what is wrong with it goes to standard error.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::diagnostics::render;
use super::output::complain;
use crate::base::Diagnostic;
use crate::scenario::{self, Scenario, Script};
use crate::store::{ScenarioFile, find_scenario, read_limited};

/// The scenario that a person names, and its text.
pub(super) fn load_named(named: &Path) -> anyhow::Result<(Arc<Scenario>, String)> {
    load_file(&find_scenario(named)?)
}

fn load_file(file: &ScenarioFile) -> anyhow::Result<(Arc<Scenario>, String)> {
    let loaded = scenario::load(&file.bytes);
    report(&file.path, &loaded.source, &loaded.diagnostics);
    match loaded.scenario {
        Some(scenario) if !loaded.diagnostics.iter().any(Diagnostic::is_error) => {
            Ok((Arc::new(scenario), loaded.source))
        }
        _ => bail!(
            "{}: the scenario can't be played as it is",
            file.path.display()
        ),
    }
}

/// A script, checked against the scenario it is to be played in.
pub(super) fn load_script(path: &Path, scenario: &Scenario) -> anyhow::Result<Script> {
    let bytes = read_limited(path).context("the script")?;
    let loaded = scenario::load_script(&bytes);
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(loaded.check(scenario));
    report(path, &loaded.source, &diagnostics);
    match loaded.script {
        Some(script) if !diagnostics.iter().any(Diagnostic::is_error) => Ok(script),
        _ => bail!("{}: the script can't be played as it is", path.display()),
    }
}

/// The scenario that a record carries.
pub(super) fn load_carried(path: &Path, text: &str) -> anyhow::Result<Arc<Scenario>> {
    let loaded = scenario::load(text.as_bytes());
    loaded.scenario.map(Arc::new).with_context(|| {
        format!(
            "{}: the scenario in this record can't be read by this version",
            path.display()
        )
    })
}

/// Shows what is wrong with a file.
pub(super) fn report(path: &Path, source: &str, diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        complain(&render(&path.display().to_string(), source, diagnostics));
    }
}

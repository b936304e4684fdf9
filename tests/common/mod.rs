//! What several tests share: the scenarios at hand, and the real program.
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::expect_used,
    reason = "not every test uses all of it"
)]

pub(crate) mod spoilers;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use hotwash::scenario::{Scenario, load};

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project's reference, which lies beside the repository where the project is worked on.
pub(crate) fn reference(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared/reference").join(path);
    path.exists().then_some(path)
}

/// The folders of the scenarios that come with Hotwash.
pub(crate) fn scenario_folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("scenarios")).expect("the scenarios are there");
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    folders.retain(|path| path.join("scenario.ron").is_file());
    folders.sort();
    assert!(!folders.is_empty(), "there must be a scenario to test with");
    folders
}

/// The scenario in a folder, or in a file.
pub(crate) fn scenario_at(path: &Path) -> Arc<Scenario> {
    let file = if path.is_dir() {
        path.join("scenario.ron")
    } else {
        path.to_path_buf()
    };
    let loaded = load(&std::fs::read(&file).expect("readable"));
    assert!(
        loaded.diagnostics.is_empty(),
        "{}: {:#?}",
        file.display(),
        loaded.diagnostics
    );
    Arc::new(loaded.scenario.expect("a clean file has a scenario"))
}

/// The smallest scenario that has one of everything.
pub(crate) fn smallest() -> Arc<Scenario> {
    scenario_at(&root().join("tests/scenarios/smallest.ron"))
}

/// The links of a record's chain, as its file holds them.
pub(crate) fn links(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).expect("readable");
    let mut rows = connection
        .prepare("SELECT link FROM entry ORDER BY number")
        .expect("a record");
    let links = rows.query_map([], |row| row.get(0)).expect("rows");
    links.collect::<Result<_, _>>().expect("texts")
}

/// The real program.
pub(crate) fn hotwash() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotwash"));
    command.current_dir(root());
    command
}

/// Runs the real program with these arguments.
pub(crate) fn run(arguments: &[&str]) -> Output {
    hotwash()
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// What a run printed, as JSON.
pub(crate) fn json(output: &Output) -> serde_json::Value {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("the output is JSON")
}

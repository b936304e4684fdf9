//! The invariants of `ARCHITECTURE.md`, held against the source.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

mod common;

use std::path::{Path, PathBuf};

/// The layers in their order: each may import itself and those before it.
const LAYERS: [&str; 15] = [
    "base",
    "playbook",
    "scenario",
    "checklist",
    "evidence",
    "world",
    "exercise",
    "score",
    "player",
    "conduct",
    "review",
    "report",
    "store",
    "desk",
    "desktop",
];
/// The layers that know no window, no sound, no file system, no wall clock and no global chance.
const CORE: [&str; 12] = [
    "base",
    "playbook",
    "scenario",
    "checklist",
    "evidence",
    "world",
    "exercise",
    "score",
    "player",
    "conduct",
    "review",
    "report",
];
/// What would make the core depend on where and when it runs.
const OUTSIDE: [&str; 14] = [
    "egui",
    "eframe",
    "rodio",
    "rusqlite",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "thread_rng",
    "HashMap",
];

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("readable");
                found.push((path, text));
            }
        }
    }
    found
}

/// The code of a file without its comments and without its unit tests.
fn code(text: &str) -> String {
    let program = text.split("#[cfg(test)]").next().unwrap_or_default();
    program
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_core_knows_nothing_of_the_world_outside() {
    for layer in CORE {
        let files = sources(&common::root().join("src").join(layer));
        assert!(!files.is_empty(), "layer {layer} is there");
        for (path, text) in files {
            let code = code(&text);
            for word in OUTSIDE {
                assert!(!code.contains(word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn imports_run_one_way() {
    for (place, layer) in LAYERS.iter().enumerate() {
        for (path, text) in sources(&common::root().join("src").join(layer)) {
            let code = code(&text);
            for later in LAYERS.iter().skip(place + 1).chain(&["cli"]) {
                let import = format!("crate::{later}");
                assert!(
                    !code.contains(&import),
                    "{} imports {later}, which comes after {layer}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn no_scenario_is_named_in_the_code() {
    let files = sources(&common::root().join("src"));
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        for name in [scenario.id.as_str(), &scenario.title, &scenario.code_name] {
            for (path, text) in &files {
                let code = code(text);
                assert!(
                    !code.contains(name),
                    "{} names the scenario {name:?}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_file_has_one_subject() {
    for (path, text) in sources(&common::root().join("src")) {
        let lines = code(&text).lines().count();
        assert!(
            lines <= 600,
            "{} has {lines} lines of code: what two things is it?",
            path.display()
        );
    }
}

/// Fields that hold an author's answers or the hidden truth. The exercise room and the projector may not
/// name them.
const HIDDEN: [&str; 30] = [
    ".truth",
    ".why",
    ".accept",
    ".right",
    ".founded",
    ".sound",
    ".proven",
    ".hits",
    ".misses",
    ".expected",
    ".prompts",
    ".contingency",
    ".harms",
    ".awareness",
    "state.stages",
    "state().stages",
    "scenario.stages",
    "state.reactions",
    "scenario.reactions",
    ".footholds.get",
    "pin.shows",
    ".shown",
    "given.known",
    "answer.known",
    ".proven_by",
    ".traces",
    ".everyday",
    ".learn",
    "alert.lines",
    ".hints",
];

#[test]
fn what_participants_see_names_nothing_hidden() {
    let shown = ["src/desktop/room", "src/desktop/projector"];
    let files: Vec<_> = shown
        .iter()
        .flat_map(|folder| {
            let found = sources(&common::root().join(folder));
            assert!(!found.is_empty(), "{folder} is there");
            found
        })
        .collect();
    for (path, text) in files {
        let code = code(&text);
        for hidden in HIDDEN {
            // A method of that name, such as a rectangle's `right()`, is something else.
            let ends = |rest: &str| {
                !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '(')
            };
            let named = code
                .match_indices(hidden)
                .any(|(at, _)| ends(&code[at + hidden.len()..]));
            assert!(!named, "{} names {hidden}", path.display());
        }
    }
}

//! The evidence packs that the tests look at, made by the real program.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use super::common;

/// The scenario whose evidence is looked at.
pub(crate) const SCENARIO: &str = "scenarios/web-shells";
/// A small one, with the logs of Windows hosts, names, identities and audits.
const SIGNALS: &str = "tests/scenarios/signals.ron";
/// The seed of the packs.
pub(crate) const SEED: u64 = 1;

/// A folder that `hotwash evidence` made.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) folder: PathBuf,
    pub(crate) manifest: Value,
}

/// A file of a pack, as the manifest describes it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) path: PathBuf,
    /// Its path within the pack.
    pub(crate) name: String,
    pub(crate) format: String,
    pub(crate) lines: usize,
}

impl Pack {
    /// The whole story, the intruder in it and responders who do what the scenario's author would. A tenth
    /// of everyday life is enough to show its lines to every program.
    pub(crate) fn of_the_attack() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        PACK.get_or_init(|| {
            Self::make(
                "attack",
                SCENARIO,
                &["--player", "reference", "--scale", "0.1"],
            )
        })
    }

    /// The week before the first alert, with all its everyday life. The intruder is in it, but nobody looks
    /// for them yet.
    pub(crate) fn of_the_week_before() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        PACK.get_or_init(|| {
            let arguments = [
                "--player",
                "reference",
                "--from",
                "D-7 09:00",
                "--to",
                "T+0:00",
            ];
            Self::make("week", SCENARIO, &arguments)
        })
    }

    /// The small scenario, whole.
    pub(crate) fn of_signals() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        PACK.get_or_init(|| Self::make("signals", SIGNALS, &["--player", "reference"]))
    }

    /// Makes a pack once for each run of the tests: under nextest each test is a process of its own.
    fn make(name: &str, scenario: &str, arguments: &[&str]) -> Self {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packs");
        std::fs::create_dir_all(&base).expect("a folder for packs");
        let run =
            std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
        let folder = base.join(name);
        let made_by = base.join(format!("{name}.run"));
        let lock = File::create(base.join(format!("{name}.lock"))).expect("a lock");
        lock.lock().expect("one makes it, the others wait");
        if std::fs::read_to_string(&made_by).ok().as_deref() != Some(&*run) {
            let _ = std::fs::remove_dir_all(&folder);
            let out = folder.display().to_string();
            let seed = SEED.to_string();
            let mut command = vec!["evidence", scenario, "--seed", &seed, "--out", &out];
            command.extend(arguments);
            let made = common::run(&command);
            assert!(
                made.status.success(),
                "hotwash {command:?}: {}",
                String::from_utf8_lossy(&made.stderr)
            );
            std::fs::write(&made_by, run).expect("writable");
        }
        drop(lock);
        let manifest = std::fs::read(folder.join("manifest.json")).expect("a pack has a manifest");
        Self {
            manifest: serde_json::from_slice(&manifest).expect("the manifest is JSON"),
            folder,
        }
    }

    /// All files that the manifest lists.
    pub(crate) fn files(&self) -> Vec<Listed> {
        let files = self.manifest["files"].as_array().expect("a list of files");
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        files
            .iter()
            .map(|file| Listed {
                path: self.folder.join(file["path"].as_str().expect("a path")),
                name: text(&file["path"]),
                format: text(&file["format"]),
                lines: usize::try_from(file["lines"].as_u64().unwrap_or(0)).expect("a number"),
            })
            .collect()
    }

    /// The files of a format; there must be some, or a test would prove nothing.
    pub(crate) fn of(&self, format: &str) -> Vec<Listed> {
        let mut files = self.files();
        files.retain(|file| file.format == format);
        assert!(
            !files.is_empty(),
            "the pack has no {format}: {:#}",
            self.manifest
        );
        files
    }

    /// The only file of a format.
    pub(crate) fn only(&self, format: &str) -> PathBuf {
        let mut files = self.of(format);
        assert_eq!(files.len(), 1, "{files:?}");
        files.remove(0).path
    }

    /// All events of all EVE files.
    pub(crate) fn eve(&self) -> Vec<Value> {
        let files = self.of("suricata-eve");
        let texts = files.iter().map(Listed::text);
        texts
            .flat_map(|text| super::programs::json_lines(&text))
            .collect()
    }
}

impl Listed {
    /// Its text. All logs are UTF-8.
    pub(crate) fn text(&self) -> String {
        std::fs::read_to_string(&self.path)
            .unwrap_or_else(|error| panic!("{}: {error}", self.path.display()))
    }
}

/// All files below a folder.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

//! `hotwash check`: everything that is wrong with scenario files, or probably not meant so, at once.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use serde::Serialize;

use super::loading::report;
use super::output::{complain, say, say_json};
use super::rehearse::{RehearsalJson, Rehearsed};
use crate::base::Diagnostic;
use crate::base::diagnostic::{Level, line_column};
use crate::playbook;
use crate::scenario::{self, Loaded, check};
use crate::store::{PLAYBOOK, StoreError, read_limited, read_playbook, scenario_files};

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Scenario files, or folders with scenarios in them. A scenario's playbook and its scripts under `paths`
    /// are checked too.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Fail on warnings, on notes too, or on findings with this code.
    #[arg(long, value_name = "warning|note|CODE")]
    deny: Vec<Deny>,
    /// Let every automatic player play so many times, and say how they fared and what never happened.
    #[arg(long, value_name = "RUNS", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    rehearse: Option<u64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Findings on which checking fails, beside errors.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deny {
    /// These, and what is worse.
    Level(Level),
    /// Those of one kind.
    Code(String),
}

impl Deny {
    fn means(&self, finding: &Diagnostic) -> bool {
        match self {
            Self::Level(level) => finding.severity <= *level,
            Self::Code(code) => finding.code == code,
        }
    }
}

/// Nothing is found under this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no finding `{0}`; use `warning`, `note` or a code of docs/linter.md")]
struct NoSuchFinding(String);

impl FromStr for Deny {
    type Err = NoSuchFinding;

    fn from_str(text: &str) -> Result<Self, NoSuchFinding> {
        match text {
            "warning" => Ok(Self::Level(Level::Warning)),
            "note" => Ok(Self::Level(Level::Note)),
            code if check::quality::rules::is_code(code) => Ok(Self::Code(code.to_owned())),
            other => Err(NoSuchFinding(other.to_owned())),
        }
    }
}

/// A file with what was found in it.
struct Checked {
    path: PathBuf,
    source: String,
    findings: Vec<Diagnostic>,
    rehearsed: Option<Rehearsed>,
}

#[derive(Debug, Serialize)]
struct CheckJson<'a> {
    files: Vec<FileJson<'a>>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Debug, Serialize)]
struct FileJson<'a> {
    path: String,
    findings: Vec<FindingJson<'a>>,
    rehearsal: Option<RehearsalJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingJson<'a> {
    level: &'static str,
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'a> FileJson<'a> {
    fn of(checked: &'a Checked) -> Self {
        let findings = checked.findings.iter().map(|finding| {
            let place = finding
                .span
                .as_ref()
                .map(|span| line_column(&checked.source, span.start));
            FindingJson {
                level: finding.severity.name(),
                code: finding.code,
                message: &finding.message,
                help: finding.help.as_deref(),
                line: place.map(|(line, _)| line),
                column: place.map(|(_, column)| column),
            }
        });
        Self {
            path: checked.path.display().to_string(),
            findings: findings.collect(),
            rehearsal: checked.rehearsed.as_ref().map(Rehearsed::to_json),
        }
    }
}

/// Checks every path; silent if all is well.
pub(super) fn run(arguments: &CheckArguments) -> anyhow::Result<ExitCode> {
    let mut checked = Vec::new();
    let mut sound = true;
    for path in &arguments.paths {
        match scenario_files(path) {
            Ok(files) => {
                for file in files {
                    sound &= check_scenario(&file, arguments.rehearse, &mut checked);
                }
            }
            Err(error) => sound = complain_of(&error),
        }
    }
    let findings = || checked.iter().flat_map(|file| &file.findings);
    if arguments.json {
        let count = |level| findings().filter(|f| f.severity == level).count();
        say_json(&CheckJson {
            files: checked.iter().map(FileJson::of).collect(),
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
        })?;
    } else {
        for file in &checked {
            report(&file.path, &file.source, &file.findings);
            if let Some(rehearsed) = &file.rehearsed {
                say(&rehearsed.in_words())?;
            }
        }
    }
    let denied = |finding: &Diagnostic| {
        finding.is_error() || arguments.deny.iter().any(|deny| deny.means(finding))
    };
    Ok(if sound && !findings().any(denied) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn complain_of(error: &StoreError) -> bool {
    complain(&format!("hotwash: {error}"));
    false
}

/// Checks a scenario file and what lies beside it; says whether all of it could be read.
fn check_scenario(path: &Path, rehearse: Option<u64>, checked: &mut Vec<Checked>) -> bool {
    let bytes = match read_limited(path) {
        Ok(bytes) => bytes,
        Err(error) => return complain_of(&error),
    };
    let loaded = scenario::load(&bytes);
    let mut findings = loaded.diagnostics.clone();
    findings.extend(check::quality(&loaded));
    let scenario = loaded.scenario.as_ref();
    let rehearsed = rehearse.zip(scenario).map(|(runs, scenario)| {
        let rehearsed = Rehearsed::new(scenario, runs);
        findings.extend(rehearsed.survey.findings(&loaded.source));
        rehearsed
    });
    checked.push(Checked {
        path: path.to_path_buf(),
        source: loaded.source.clone(),
        findings: in_order(findings),
        rehearsed,
    });
    path.parent()
        .is_none_or(|folder| check_beside(folder, &loaded, checked))
}

/// Checks what belongs to a scenario and lies in its folder.
fn check_beside(folder: &Path, loaded: &Loaded, checked: &mut Vec<Checked>) -> bool {
    let playbook = check_playbook(&folder.join(PLAYBOOK), checked);
    check_scripts(&folder.join("paths"), loaded, checked) && playbook
}

/// Checks the playbook that a scenario is made after, if it is there. That a template leaves something
/// open is for `import` to say: of a scenario's playbook only what is wrong counts.
fn check_playbook(path: &Path, checked: &mut Vec<Checked>) -> bool {
    if !path.is_file() {
        return true;
    }
    let bytes = match read_playbook(path) {
        Ok(bytes) => bytes,
        Err(error) => return complain_of(&error),
    };
    let document = playbook::read(&bytes);
    let mut findings = document.diagnostics;
    findings.retain(|finding| finding.severity <= Level::Warning);
    checked.push(Checked {
        path: path.to_path_buf(),
        source: document.text,
        findings,
        rehearsed: None,
    });
    true
}

fn check_scripts(folder: &Path, of: &Loaded, checked: &mut Vec<Checked>) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return true;
    };
    let mut scripts: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .collect();
    scripts.retain(|path| path.extension().is_some_and(|ending| ending == "ron"));
    scripts.sort();
    let mut readable = true;
    for path in scripts {
        match read_limited(&path) {
            Err(error) => readable = complain_of(&error),
            Ok(bytes) => {
                let script = scenario::load_script(&bytes);
                let mut findings = script.diagnostics.clone();
                let scenario = of.scenario.as_ref();
                findings.extend(scenario.map(|s| script.check(s)).unwrap_or_default());
                checked.push(Checked {
                    path,
                    source: script.source,
                    findings,
                    rehearsed: None,
                });
            }
        }
    }
    readable
}

/// In the order of the text.
fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
    findings
}

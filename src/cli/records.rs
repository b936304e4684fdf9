//! `hotwash records`: the records that are kept, whether they are whole, and removing old ones.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::Args;
use serde::Serialize;

use super::output::{complain, say, say_json};
use crate::base::id::ScenarioId;
use crate::base::{Moment, Span};
use crate::store::{
    DataDir, ExerciseEntry, Expired, Progress, Retention, StoreError, check_record,
    find_kept_record, list_exercises, read_names, record_name, remove_with_branches, with_branches,
};

/// What `records` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Without --yes, --remove and --remove-older-than only say what they would remove. A record counts from when it\n\
    or one of its branches was last changed; its branches go with it. Corrective actions stay in the ledger."
)]
#[command(group(clap::ArgGroup::new("removal").args(["remove", "remove_older_than"])))]
pub(super) struct RecordsArguments {
    /// Read every record whole, and say whether its chain is as it was written.
    #[arg(long)]
    check: bool,
    /// Remove one record with its branches: the beginning of its name that no other begins with, or its file.
    #[arg(long, value_name = "RUN", conflicts_with_all = ["json", "check", "remove_older_than"])]
    remove: Option<PathBuf>,
    /// Remove records that have not been changed for so long, such as 90d.
    #[arg(long, value_name = "AGE", conflicts_with = "json")]
    remove_older_than: Option<Span>,
    /// Remove only the names of those who took part; the records stay.
    #[arg(long, requires = "remove_older_than")]
    names_only: bool,
    /// Really remove them.
    #[arg(long, requires = "removal")]
    yes: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct RecordsJson {
    records: Vec<RecordJson>,
    unreadable: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RecordJson {
    name: String,
    path: String,
    scenario: ScenarioId,
    changed: String,
    ended: bool,
    at_ms: Moment,
    process: Option<f64>,
    outcome: Option<f64>,
    coverage: Option<f64>,
    people: Vec<String>,
    bytes: u64,
    /// Whether the chain is whole; none if nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<i64>,
}

/// Lists records, or removes old ones.
pub(super) fn run(
    dir: Result<DataDir, StoreError>,
    arguments: &RecordsArguments,
) -> anyhow::Result<ExitCode> {
    let dir = dir?;
    if let Some(named) = &arguments.remove {
        return remove_one(&find_kept_record(&dir, named)?, arguments.yes);
    }
    if let Some(age) = arguments.remove_older_than {
        return remove(&dir, age, arguments);
    }
    let (entries, errors) = list_exercises(&dir)?;
    let mut unreadable: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let mut records = Vec::new();
    for entry in &entries {
        let mut record = record(entry);
        if arguments.check {
            match check_record(&entry.path) {
                Ok((entries, _)) => (record.whole, record.entries) = (Some(true), Some(entries)),
                Err(error) => {
                    record.whole = Some(false);
                    unreadable.push(error.to_string());
                }
            }
        }
        records.push(record);
    }
    for message in &unreadable {
        complain(&format!("hotwash: {message}"));
    }
    let all_well = unreadable.is_empty();
    if arguments.json {
        say_json(&RecordsJson {
            records,
            unreadable,
        })?;
    } else {
        say(&in_words(&records))?;
    }
    Ok(if all_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn record(entry: &ExerciseEntry) -> RecordJson {
    let result = match entry.progress {
        Progress::Finished(result) => Some(result),
        Progress::Unfinished => None,
    };
    let changed = jiff::Timestamp::try_from(entry.modified);
    // A list is worth showing without the names.
    let names = read_names(&entry.path).unwrap_or_default();
    RecordJson {
        name: record_name(&entry.path),
        path: entry.path.display().to_string(),
        scenario: entry.scenario.clone(),
        changed: changed.map_or_else(|_| String::new(), |at| at.strftime("%FT%TZ").to_string()),
        ended: result.is_some(),
        at_ms: entry.at,
        process: result.map(|result| result.process),
        outcome: result.and_then(|result| result.outcome),
        coverage: result.map(|result| result.coverage),
        people: names.into_values().collect(),
        bytes: std::fs::metadata(&entry.path).map_or(0, |meta| meta.len()),
        whole: None,
        entries: None,
    }
}

fn in_words(records: &[RecordJson]) -> String {
    if records.is_empty() {
        return "no records\n".to_owned();
    }
    let mut text = String::new();
    for record in records {
        let progress = match record.process {
            Some(process) => format!("process {process:.0}"),
            None => format!("stands at {}", record.at_ms),
        };
        let whole = match (record.whole, record.entries) {
            (Some(true), Some(entries)) => format!("  whole, {entries} entries"),
            (Some(false), _) => "  NOT WHOLE".to_owned(),
            _ => String::new(),
        };
        let people = match record.people.as_slice() {
            [] => String::new(),
            people => format!("  {}", people.join(", ")),
        };
        // Writing into a string can't fail.
        let _ = writeln!(
            text,
            "{}  {}  {progress}  {} KB{whole}{people}",
            record.name,
            record.changed,
            record.bytes.div_ceil(1024)
        );
    }
    text
}

fn remove_one(path: &Path, really: bool) -> anyhow::Result<ExitCode> {
    let family = if really {
        remove_with_branches(path)?
    } else {
        with_branches(path)?
    };
    let mut text = String::new();
    for path in &family {
        // Writing into a string can't fail.
        let _ = writeln!(text, "{}", path.display());
    }
    let what = match family.len() {
        1 => "1 record".to_owned(),
        2 => "1 record with its branch".to_owned(),
        n => format!("1 record with its {} branches", n - 1),
    };
    let _ = if really {
        writeln!(text, "{what} removed")
    } else {
        writeln!(
            text,
            "with --yes: {what} removed; nothing has been removed yet"
        )
    };
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn remove(dir: &DataDir, age: Span, arguments: &RecordsArguments) -> anyhow::Result<ExitCode> {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    let days = age.as_ms().div_ceil(DAY_MS);
    if days.checked_mul(DAY_MS) != Some(age.as_ms()) {
        anyhow::bail!("{age} is no number of days; write it like 90d");
    }
    let days = Some(u32::try_from(days)?);
    let retention = if arguments.names_only {
        Retention {
            names_days: days,
            records_days: None,
        }
    } else {
        Retention {
            names_days: None,
            records_days: days,
        }
    };
    let now = SystemTime::now();
    let done = if arguments.yes {
        retention.apply(dir, now)?
    } else {
        retention.expired(dir, now)?
    };
    say(&removed(&done, arguments.yes))?;
    for error in &done.errors {
        complain(&format!("hotwash: {error}"));
    }
    Ok(if done.errors.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn removed(done: &Expired, really: bool) -> String {
    if done.is_empty() {
        return "nothing is that old\n".to_owned();
    }
    let mut text = String::new();
    for path in done.records.iter().chain(&done.names).chain(&done.plans) {
        // Writing into a string can't fail.
        let _ = writeln!(text, "{}", path.display());
    }
    if really {
        let _ = writeln!(text, "{}", done.in_words());
    } else {
        let _ = writeln!(
            text,
            "with --yes: {}; nothing has been removed yet",
            done.in_words()
        );
    }
    text
}

//! `hotwash console`: play by commands on standard input, for programs and for places without a window.
//!
//! One line in, one line out. A line `ok` is printed only after what the command did is on disk, so a
//! program that was killed can go on where the last `ok` was.

use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::Args;
use ron::extensions::Extensions;

use super::loading::{load_carried, load_named};
use super::output::say;
use super::simulate::level_named;
use crate::base::id::LevelId;
use crate::exercise::{CommandError, Exercise, Header, Speed};
use crate::player::trainee_seat;
use crate::scenario::Timed;
use crate::store::SqliteJournal;
use crate::world::Event;

/// What `console` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Each line is a time and a command as in a script, such as\n  \
    (at: \"T+0:05\", command: Acknowledge(\"a1\"))\n\
    and is answered by `ok`, or by `refused:` or `error:` and a reason. The first line printed says how many\n\
    commands the record holds already; at the end of the input the exercise can be resumed."
)]
pub(super) struct ConsoleArguments {
    /// A scenario folder or file, or the identifier of a scenario that comes with Hotwash.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// The record file; if there is one, its exercise is resumed.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,
    /// The level of a new exercise; as the scenario's file says if left out.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The seed of a new exercise; 1 if left out.
    #[arg(long)]
    seed: Option<u64>,
}

/// Plays by commands on standard input.
pub(super) fn run(arguments: &ConsoleArguments) -> anyhow::Result<ExitCode> {
    let mut exercise = open(arguments)?;
    let accepted = exercise
        .entries()
        .iter()
        .filter(|entry| matches!(entry.event, Event::Commanded { .. }))
        .count();
    say(&format!("ready {accepted}\n"))?;
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    for line in std::io::stdin().lock().lines() {
        let line = line.context("standard input")?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match options.from_str::<Timed>(&line) {
            Err(error) => format!("error: column {}: {}", error.span.start.col, error.code),
            Ok(timed) => {
                let at = exercise.scenario().moment(timed.at);
                match exercise.command_at(at, &timed.command) {
                    Ok(()) => "ok".to_owned(),
                    Err(CommandError::Refused(refusal)) => format!("refused: {refusal}"),
                    Err(CommandError::NotSaved(error)) => return Err(error.into()),
                }
            }
        };
        say(&format!("{answer}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn open(arguments: &ConsoleArguments) -> anyhow::Result<Exercise> {
    if arguments.record.exists() {
        let opened = SqliteJournal::open(&arguments.record)?;
        let scenario = load_carried(&arguments.record, &opened.record.header.scenario_text)?;
        let header = &opened.record.header;
        let (named, _) = load_named(&arguments.scenario)?;
        let level = header.level.as_ref().map(LevelId::as_str);
        let asked = arguments.level.as_deref();
        ensure!(
            header.scenario == named.id
                && arguments.seed.is_none_or(|seed| seed == header.seed)
                && (asked.is_none() || asked == level),
            "{}: this record is of scenario {} with seed {} at level {}",
            arguments.record.display(),
            header.scenario,
            header.seed,
            level.unwrap_or("standard")
        );
        if !opened.record.entries.is_empty() {
            return Ok(Exercise::resume(
                opened.record,
                &scenario,
                opened.stopped,
                Box::new(opened.journal),
            ));
        }
        // Killed between making the file and STARTEX: nothing was acknowledged yet.
        let speed = Speed::REAL;
        return Ok(Exercise::start(
            opened.record.header,
            &scenario,
            speed,
            Box::new(opened.journal),
        )?);
    }
    let (scenario, text) = load_named(&arguments.scenario)?;
    let seed = arguments.seed.unwrap_or(1);
    let header = Header {
        level: level_named(&scenario, arguments.level.as_deref())?,
        ..Header::new(scenario.id.clone(), text, seed, trainee_seat())
    };
    let journal = SqliteJournal::create(&arguments.record, &header)?;
    Ok(Exercise::start(
        header,
        &scenario,
        Speed::REAL,
        Box::new(journal),
    )?)
}

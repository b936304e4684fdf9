//! The command line: one file a subcommand, errors on standard error, exit code 1, or 2 for wrong usage.

mod calendar;
mod check;
mod console;
pub mod diagnostics;
mod evaluators;
mod evidence;
mod export;
mod forget;
mod import;
mod ledger;
mod loading;
mod msel;
mod new;
mod output;
mod play;
mod records;
mod rehearse;
mod replay;
mod report;
mod score;
mod simulate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::store::DataDir;

/// Practise incident response: scenarios, exercises, scores.
///
/// Without a subcommand, Hotwash opens its window.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 all well, 1 something is wrong with the input, 2 wrong usage."
)]
struct Arguments {
    /// Where exercises, results and settings are kept.
    #[arg(long, global = true, value_name = "DIR", env = "HOTWASH_DATA_DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Subcommands>,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Open the window in a scenario's briefing.
    Play(play::PlayArguments),
    /// Play by commands on standard input, without a window.
    Console(console::ConsoleArguments),
    /// Make a folder with a scenario to begin with.
    New(new::NewArguments),
    /// Check scenario files or folders; silent if all is well.
    Check(check::CheckArguments),
    /// Let an automatic player or a script play, faster than time.
    Simulate(simulate::SimulateArguments),
    /// Replay a record, and verify that it was not altered.
    Replay(replay::ReplayArguments),
    /// Score a record, and explain every missing point.
    Score(score::ScoreArguments),
    /// Write the after-action report of a record: a page, a PDF, a document, tables, learning records.
    Report(report::ReportArguments),
    /// Write the logs of an exercise as files, as its sensors would have.
    Evidence(evidence::EvidenceArguments),
    /// Take a record in that was exported; or read playbooks in Markdown: phases, steps, techniques.
    Import(import::ImportArguments),
    /// Write the MSEL as a spreadsheet, or check one that was edited.
    Msel(msel::MselArguments),
    /// Write an evaluator's sheet, or see how far evaluators agree.
    Evaluators(evaluators::EvaluatorsArguments),
    /// Write a calendar file of a planned exercise.
    Calendar(calendar::CalendarArguments),
    /// Write a record as one file that can be carried.
    Export(export::ExportArguments),
    /// List the records that are kept, check them, or remove old ones.
    Records(records::RecordsArguments),
    /// Show where a person's name stands, and take it out.
    Forget(forget::ForgetArguments),
    /// List the corrective actions of all exercises.
    Ledger(ledger::LedgerArguments),
}

/// Runs the program; what it returns is the exit code.
#[must_use]
pub fn run() -> ExitCode {
    start_log();
    let arguments = Arguments::parse();
    let data_dir = arguments.data_dir;
    let done = match arguments.command {
        None => play::window(DataDir::open(data_dir), None),
        Some(Subcommands::Play(arguments)) => play::run(DataDir::open(data_dir), &arguments),
        Some(Subcommands::Console(arguments)) => console::run(&arguments),
        Some(Subcommands::New(arguments)) => new::run(&arguments),
        Some(Subcommands::Check(arguments)) => check::run(&arguments),
        Some(Subcommands::Simulate(arguments)) => simulate::run(&arguments),
        Some(Subcommands::Replay(arguments)) => replay::run(&arguments),
        Some(Subcommands::Score(arguments)) => score::run(&arguments),
        Some(Subcommands::Report(arguments)) => report::run(&arguments, data_dir),
        Some(Subcommands::Evidence(arguments)) => evidence::run(&arguments),
        Some(Subcommands::Import(arguments)) => import::run(data_dir, &arguments),
        Some(Subcommands::Msel(arguments)) => msel::run(&arguments),
        Some(Subcommands::Evaluators(arguments)) => evaluators::run(&arguments),
        Some(Subcommands::Calendar(arguments)) => calendar::run(&arguments),
        Some(Subcommands::Export(arguments)) => export::run(DataDir::open(data_dir), &arguments),
        Some(Subcommands::Records(arguments)) => records::run(DataDir::open(data_dir), &arguments),
        Some(Subcommands::Forget(arguments)) => forget::run(DataDir::open(data_dir), &arguments),
        Some(Subcommands::Ledger(arguments)) => ledger::run(DataDir::open(data_dir), &arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&format!("hotwash: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Warnings and errors go to standard error; `HOTWASH_LOG=debug` shows more.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HOTWASH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if log.try_init().is_err() {
        // A log was started before, as tests do; it serves as well.
    }
}

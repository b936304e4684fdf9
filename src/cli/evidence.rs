//! `hotwash evidence`: the logs of an exercise as files, as the sensors would have named them.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::loading::{load_named, load_script};
use super::output::{complain, say, say_json};
use super::simulate::level_named;
use crate::base::{Moment, Offset};
use crate::evidence::Archive;
use crate::player::{Player, Rehearsal, Run};
use crate::scenario::Scenario;
use crate::store::{Manifest, PackOrder, write_pack};

/// What `evidence` takes.
#[derive(Debug, Args)]
pub(super) struct EvidenceArguments {
    /// A scenario folder or file, or the identifier of a scenario that comes with Hotwash.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// The level to play at; as the scenario's file says if left out.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The seed of the play and of everyday life.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A script that is played exactly as it stands; without one, nobody acts.
    #[arg(long, value_name = "FILE", conflicts_with = "player")]
    script: Option<PathBuf>,
    /// Who plays: reference, idle, hasty or novice.
    #[arg(long, value_name = "NAME", default_value = "idle")]
    player: Player,
    /// The first moment, such as `D-2 04:10` or `T+1:30`; as far back as each log goes if left out.
    #[arg(long, value_name = "T")]
    from: Option<Offset>,
    /// The moment at which the evidence is taken; the end of the exercise if left out.
    #[arg(long, value_name = "T")]
    to: Option<Offset>,
    /// How much everyday life there is, from 0.1 to 1000 times what the scenario says.
    #[arg(long, value_name = "X", default_value = "1", value_parser = percent)]
    scale: u32,
    /// The folder for the files; it must not be there yet, or be empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct EvidenceJson<'a> {
    scenario: &'a str,
    seed: u64,
    scale: f64,
    from: &'a str,
    to: &'a str,
    out: String,
    files: usize,
    lines: u64,
    bytes: u64,
    missing: usize,
}

/// Plays the scenario and writes what its sensors saw.
pub(super) fn run(arguments: &EvidenceArguments) -> anyhow::Result<ExitCode> {
    let (scenario, _) = load_named(&arguments.scenario)?;
    ensure!(
        !scenario.logs.is_empty(),
        "{}: this scenario has no logs, so there is no evidence to write",
        scenario.id
    );
    let script = arguments
        .script
        .as_deref()
        .map(|path| load_script(path, &scenario))
        .transpose()?;
    let level = level_named(&scenario, arguments.level.as_deref())?;
    let rehearsal = Rehearsal::at_level(&scenario, level.as_ref(), Vec::new());
    let cast = rehearsal.cast(arguments.seed);
    let played = script.map_or_else(
        || cast.play(arguments.player),
        |script| cast.play_commands(&script.commands),
    );
    for refused in &played.refused {
        complain(&format!(
            "hotwash: {}: refused: {}",
            refused.at, refused.refusal
        ));
    }
    let scenario = cast.scenario();
    let (from, to) = window(arguments, scenario, &played)?;
    let archive = Archive::scaled(scenario.clone(), arguments.seed, arguments.scale);
    let order = PackOrder {
        archive: &archive,
        history: &played.state.history,
        seed: arguments.seed,
        scale_percent: arguments.scale,
        from,
        to,
    };
    let bar = progress_bar(order.work());
    let manifest = write_pack(&order, &arguments.out, &|slices| bar.inc(slices));
    bar.finish_and_clear();
    report(arguments, &manifest?)?;
    Ok(ExitCode::SUCCESS)
}

/// The stretch of the story that is asked for. Nothing comes after the end of the play.
fn window(
    arguments: &EvidenceArguments,
    scenario: &Scenario,
    played: &Run,
) -> anyhow::Result<(Option<Moment>, Moment)> {
    let end = played.state.ended.unwrap_or_else(|| scenario.end());
    let to = arguments.to.map_or(end, |to| scenario.moment(to).min(end));
    let from = arguments.from.map(|from| scenario.moment(from));
    if let Some(from) = from {
        ensure!(
            from < end,
            "--from {from} is not before the end of the exercise, {end}"
        );
        ensure!(from < to, "--from {from} is not before --to {to}");
    }
    Ok((from, to))
}

/// Reads `0.5` or `20` as percent.
fn percent(text: &str) -> Result<u32, String> {
    let factor: f64 = text
        .trim()
        .parse()
        .map_err(|_| "write a number from 0.1 to 1000, such as 0.5 or 20".to_owned())?;
    if !(0.1..=1_000.0).contains(&factor) {
        return Err("it must lie between 0.1 and 1000".to_owned());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 10 to 100,000"
    )]
    let percent = (factor * 100.0).round() as u32;
    Ok(percent)
}

fn progress_bar(work: u64) -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(work)
    } else {
        ProgressBar::hidden()
    };
    let style = "{bar:40} {percent}% of the logs' time, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

fn report(arguments: &EvidenceArguments, manifest: &Manifest) -> anyhow::Result<()> {
    let (lines, bytes) = (manifest.lines(), manifest.bytes());
    let out = arguments.out.display().to_string();
    if arguments.json {
        return say_json(&EvidenceJson {
            scenario: &manifest.scenario,
            seed: manifest.seed,
            scale: manifest.scale,
            from: &manifest.from,
            to: &manifest.to,
            out,
            files: manifest.files.len(),
            lines,
            bytes,
            missing: manifest.missing.len(),
        });
    }
    let mut text = format!(
        "{out}: {} files, {} lines, {}, {} to {}\n",
        manifest.files.len(),
        grouped(lines),
        size(bytes),
        manifest.from,
        manifest.to
    );
    for missing in &manifest.missing {
        // Writing into a string can't fail.
        let _ = writeln!(text, "  without {}: {}", missing.path, missing.reason);
    }
    say(&text)
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12.3 MB`.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["bytes", "kB", "MB", "GB"];
    let (mut tenths, mut unit) = (bytes.saturating_mul(10), 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1_000;
        unit += 1;
    }
    let name = UNITS.get(unit).unwrap_or(&"bytes");
    if unit == 0 {
        format!("{bytes} {name}")
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_decimal_numbers() {
        assert_eq!(percent("1"), Ok(100));
        assert_eq!(percent("0.25"), Ok(25));
        assert_eq!(percent("1000"), Ok(100_000));
        for wrong in ["", "x", "0", "0.01", "1001", "-1", "NaN", "inf"] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn figures_are_readable() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(12_345_678), "12.3 MB");
        assert_eq!(size(5_000_000_000), "5.0 GB");
    }
}

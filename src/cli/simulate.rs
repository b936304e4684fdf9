//! `hotwash simulate`: automatic players and scripts, one run or many.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write as _;

use super::loading::{load_named, load_script};
use super::output::{complain, say, say_json};
use crate::base::id::{HarmId, LevelId, ReadinessId};
use crate::base::{Points, Span};
use crate::exercise::{Header, Journal as _};
use crate::player::{Cast, Player, Rehearsal, Run, automatic_seat};
use crate::scenario::{Phase, Scenario, Script};
use crate::score::{Scorecard, Times};
use crate::store::{ResultSummary, SqliteJournal, remove_record, save_result};

/// What `simulate` takes.
#[derive(Debug, Args)]
pub(super) struct SimulateArguments {
    /// A scenario folder or file, or the identifier of a scenario that comes with Hotwash.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Who plays: reference, idle, hasty or novice.
    #[arg(
        long,
        value_name = "NAME",
        default_value = "reference",
        conflicts_with = "script"
    )]
    player: Player,
    /// A script that is played exactly as it stands.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// The level to play at; as the scenario's file says if left out.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// What had not been prepared: a readiness switch that is off; can be given several times.
    #[arg(long, value_name = "SWITCH")]
    without: Vec<String>,
    /// The seed of the first run; further runs count up from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many runs.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    runs: u64,
    /// Keep the run in a record file; for a single run.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Replace the record file if there is one.
    #[arg(long, requires = "record")]
    overwrite: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The phase scores; none where nothing was scored.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct PhasesJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    preparation: Option<f64>,
    investigate: Option<f64>,
    contain: Option<f64>,
    eradicate: Option<f64>,
    communicate: Option<f64>,
    recover: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lessons_learned: Option<f64>,
}

impl PhasesJson {
    pub(super) fn of(card: &Scorecard) -> Self {
        let score = |phase| {
            let counting = card.phases.iter().find(|p| p.phase == phase);
            let beside = card.beside.iter().find(|p| p.phase == phase);
            let score = counting.map_or(beside.map(|p| p.score), |p| p.score);
            score.map(Points::as_f64)
        };
        Self {
            preparation: score(Phase::Preparation),
            investigate: score(Phase::Investigate),
            contain: score(Phase::Contain),
            eradicate: score(Phase::Eradicate),
            communicate: score(Phase::Communicate),
            recover: score(Phase::Recover),
            lessons_learned: score(Phase::LessonsLearned),
        }
    }
}

/// The hints that were taken, and what they cost of the process score.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct HintsJson {
    taken: u32,
    points: f64,
}

impl HintsJson {
    pub(super) fn of(card: &Scorecard) -> Self {
        Self {
            taken: card.hints.taken,
            points: card.hints.points.as_f64(),
        }
    }
}

/// One run.
#[derive(Debug, Clone, Serialize)]
struct RunJson {
    seed: u64,
    player: String,
    process: f64,
    self_reported: f64,
    outcome: Option<f64>,
    coverage: f64,
    phases: PhasesJson,
    times: Times,
    harm_events: Vec<HarmId>,
    hints: HintsJson,
    refused: usize,
    events: usize,
    state_hash: String,
}

/// The spread of a figure over runs.
#[derive(Debug, Clone, Copy, Serialize)]
struct Spread {
    min: f64,
    quartile_1: f64,
    median: f64,
    quartile_3: f64,
    max: f64,
}

impl Spread {
    /// Nearest-rank quantiles; none for no values.
    fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let at = |quarters: usize| {
            values
                .get((values.len().saturating_sub(1) * quarters).div_ceil(4))
                .copied()
        };
        Some(Self {
            min: at(0)?,
            quartile_1: at(1)?,
            median: at(2)?,
            quartile_3: at(3)?,
            max: at(4)?,
        })
    }
}

#[derive(Debug, Serialize)]
struct SummaryJson {
    runs: usize,
    process: Option<Spread>,
    outcome: Option<Spread>,
    contain_ms: Option<Spread>,
    /// Runs that were never contained.
    never_contained: usize,
    /// How often each harm event happened.
    harm_events: std::collections::BTreeMap<HarmId, usize>,
}

#[derive(Debug, Serialize)]
struct SimulateJson<'a> {
    scenario: &'a str,
    runs: &'a [RunJson],
    summary: SummaryJson,
}

/// Plays, and prints how it went.
pub(super) fn run(arguments: &SimulateArguments) -> anyhow::Result<ExitCode> {
    if arguments.record.is_some() && arguments.runs > 1 {
        bail!("a record holds one run; leave out --record or --runs");
    }
    let (scenario, text) = load_named(&arguments.scenario)?;
    let script = arguments
        .script
        .as_deref()
        .map(|path| load_script(path, &scenario))
        .transpose()?;
    let player = script.as_ref().map_or_else(
        || arguments.player.to_string(),
        |script| script.title.clone(),
    );
    let level = level_named(&scenario, arguments.level.as_deref())?;
    let off = switches_named(&scenario, &arguments.without)?;
    let rehearsal = Rehearsal::at_level(&scenario, level.as_ref(), off.clone());
    let runs = if arguments.runs == 1 {
        let cast = rehearsal.cast(arguments.seed);
        let played = play_one(&cast, arguments.player, script.as_ref());
        if !arguments.json {
            complain_of_refusals(&played);
        }
        let card = cast.score(&played.entries);
        if let Some(path) = &arguments.record {
            let header = Header {
                player: Some(player.clone()),
                level,
                readiness_off: off,
                ..Header::new(scenario.id.clone(), text, arguments.seed, automatic_seat())
            };
            keep(path, arguments.overwrite, &header, &played, &card)?;
        }
        vec![run_json(&player, arguments.seed, &played, &card, true)]
    } else {
        play_many(&rehearsal, arguments, script.as_ref(), &player)
    };
    if arguments.json {
        let scenario = rehearsal.scenario().id.as_str();
        say_json(&SimulateJson {
            scenario,
            runs: &runs,
            summary: summary(&runs),
        })?;
    } else {
        say(&in_words(rehearsal.scenario(), &runs))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The level of this name; none if none is asked for.
pub(super) fn level_named(
    scenario: &Scenario,
    name: Option<&str>,
) -> anyhow::Result<Option<LevelId>> {
    let Some(name) = name else { return Ok(None) };
    let mut levels = scenario.levels.iter();
    if let Some(level) = levels.find(|level| level.id.as_str() == name) {
        return Ok(Some(level.id.clone()));
    }
    let known: Vec<&str> = scenario.levels.iter().map(|l| l.id.as_str()).collect();
    if known.is_empty() {
        bail!("`{}` has no levels; leave out --level", scenario.id);
    }
    bail!("there is no level `{name}`; there are {}", known.join(", "))
}

/// The readiness switches of these names.
fn switches_named(scenario: &Scenario, names: &[String]) -> anyhow::Result<Vec<ReadinessId>> {
    let known = |name: &String| {
        let mut switches = scenario.readiness.iter();
        let found = switches.find(|switch| switch.id.as_str() == name);
        found.map(|switch| switch.id.clone()).ok_or_else(|| {
            let all = scenario.readiness.iter().map(|switch| switch.id.as_str());
            let all: Vec<&str> = all.collect();
            anyhow!(
                "there is no readiness switch `{name}`; there are: {}",
                all.join(", ")
            )
        })
    };
    names.iter().map(known).collect()
}

fn play_one(cast: &Cast<'_>, player: Player, script: Option<&Script>) -> Run {
    script.map_or_else(
        || cast.play(player),
        |script| cast.play_commands(&script.commands),
    )
}

/// A bar for so many runs, where somebody can see it.
pub(super) fn progress(runs: u64) -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(runs)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} runs, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn play_many(
    rehearsal: &Rehearsal,
    arguments: &SimulateArguments,
    script: Option<&Script>,
    player: &str,
) -> Vec<RunJson> {
    let bar = progress(arguments.runs);
    let seeds: Vec<u64> = (0..arguments.runs)
        .map(|i| arguments.seed.saturating_add(i))
        .collect();
    let runs = seeds
        .into_par_iter()
        .map(|seed| {
            let cast = rehearsal.cast(seed);
            let played = play_one(&cast, arguments.player, script);
            let card = cast.score(&played.entries);
            bar.inc(1);
            run_json(player, seed, &played, &card, arguments.json)
        })
        .collect();
    bar.finish_and_clear();
    runs
}

fn complain_of_refusals(played: &Run) {
    for refused in &played.refused {
        complain(&format!(
            "hotwash: {}: refused: {}",
            refused.at, refused.refusal
        ));
    }
}

fn keep(
    path: &Path,
    overwrite: bool,
    header: &Header,
    played: &Run,
    card: &Scorecard,
) -> anyhow::Result<()> {
    if overwrite {
        remove_record(path)?;
    }
    let mut journal = SqliteJournal::create(path, header)?;
    journal.append(&played.entries)?;
    save_result(path, &ResultSummary::from(card))?;
    Ok(())
}

/// A run's figures. The state's hash takes time, so it is left out where nobody reads it.
fn run_json(player: &str, seed: u64, played: &Run, card: &Scorecard, hashed: bool) -> RunJson {
    RunJson {
        seed,
        player: player.to_owned(),
        process: card.process.as_f64(),
        self_reported: card.self_reported.as_f64(),
        outcome: card.outcome.total.map(Points::as_f64),
        coverage: card.coverage.share(),
        phases: PhasesJson::of(card),
        times: card.times.clone(),
        harm_events: played.harms(),
        hints: HintsJson::of(card),
        refused: played.refused.len(),
        events: played.entries.len(),
        state_hash: if hashed {
            played.state.hash()
        } else {
            String::new()
        },
    }
}

fn summary(runs: &[RunJson]) -> SummaryJson {
    let mut harm_events = std::collections::BTreeMap::new();
    for harm in runs.iter().flat_map(|run| &run.harm_events) {
        *harm_events.entry(harm.clone()).or_default() += 1;
    }
    let contained: Vec<f64> = runs
        .iter()
        .filter_map(|run| run.times.contain_ms)
        .map(ms_as_f64)
        .collect();
    SummaryJson {
        runs: runs.len(),
        process: Spread::of(runs.iter().map(|run| run.process).collect()),
        outcome: Spread::of(runs.iter().filter_map(|run| run.outcome).collect()),
        never_contained: runs
            .iter()
            .filter(|run| run.times.attacked && run.times.contain_ms.is_none())
            .count(),
        contain_ms: Spread::of(contained),
        harm_events,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an exercise's milliseconds are far below 2^53"
)]
fn ms_as_f64(ms: u64) -> f64 {
    ms as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds that were a u64 before"
)]
fn span(ms: f64) -> Span {
    Span::from_ms(ms as u64)
}

fn in_words(scenario: &Scenario, runs: &[RunJson]) -> String {
    match runs {
        [run] => one_in_words(scenario, run),
        runs => many_in_words(scenario, runs),
    }
}

fn one_in_words(scenario: &Scenario, run: &RunJson) -> String {
    let mut text = format!("{}, {}, seed {}\n", scenario.title, run.player, run.seed);
    // Writing into a string can't fail.
    let _ = writeln!(text, "  process      {:>6.1}", run.process);
    let outcome = run.outcome.map_or_else(
        || "nothing to lose".to_owned(),
        |outcome| format!("{outcome:>6.1}"),
    );
    let _ = writeln!(text, "  outcome      {outcome}");
    if run.self_reported > 0.0 {
        let _ = writeln!(text, "  self-reported{:>6.1}", run.self_reported);
    }
    let _ = writeln!(text, "  coverage     {:>6.0} %", run.coverage * 100.0);
    if run.hints.taken > 0 {
        let HintsJson { taken, points } = run.hints;
        let _ = writeln!(text, "  hints        {taken:>6} taken, {points:.1} points");
    }
    let phases = [
        (Phase::Preparation, run.phases.preparation),
        (Phase::Investigate, run.phases.investigate),
        (Phase::Contain, run.phases.contain),
        (Phase::Eradicate, run.phases.eradicate),
        (Phase::Communicate, run.phases.communicate),
        (Phase::Recover, run.phases.recover),
        (Phase::LessonsLearned, run.phases.lessons_learned),
    ];
    for (phase, score) in phases {
        if score.is_none() && !Phase::HEADLINE.contains(&phase) {
            continue;
        }
        let score = score.map_or_else(|| "not scored".to_owned(), |score| format!("{score:>6.1}"));
        let _ = writeln!(text, "  {:<16} {score}", phase.name());
    }
    let times = &run.times;
    let time = |ms: Option<u64>, needed: bool| match ms {
        Some(ms) => Span::from_ms(ms).to_string(),
        None if needed => "never".to_owned(),
        None => "not needed".to_owned(),
    };
    let contained = time(times.contain_ms, times.attacked);
    let _ = writeln!(text, "  time to contain  {contained}");
    let expelled = time(times.expel_ms, times.attacked);
    let _ = writeln!(text, "  time to expel    {expelled}");
    let recovered = time(times.recover_ms, times.interrupted);
    let _ = writeln!(text, "  time to recover  {recovered}");
    let harms: Vec<&str> = run.harm_events.iter().map(HarmId::as_str).collect();
    let _ = writeln!(
        text,
        "  harm events      {}",
        if harms.is_empty() {
            "none".to_owned()
        } else {
            harms.join(", ")
        }
    );
    let _ = writeln!(text, "  events {}, state {}", run.events, run.state_hash);
    text
}

fn many_in_words(scenario: &Scenario, runs: &[RunJson]) -> String {
    let summary = summary(runs);
    let player = runs.first().map_or("", |run| &run.player);
    let mut text = format!("{}, {player}, {} runs\n", scenario.title, summary.runs);
    let _ = writeln!(
        text,
        "  {:<16} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "", "least", "quarter", "median", "3 quarters", "most"
    );
    let mut row = |name: &str, spread: Option<Spread>, show: &dyn Fn(f64) -> String| {
        if let Some(s) = spread {
            let cells = [s.min, s.quartile_1, s.median, s.quartile_3, s.max].map(show);
            let _ = write!(text, "  {name:<16}");
            for cell in cells {
                let _ = write!(text, " {cell:>10}");
            }
            text.push('\n');
        }
    };
    row("process", summary.process, &|value| format!("{value:.1}"));
    row("outcome", summary.outcome, &|value| format!("{value:.1}"));
    row("time to contain", summary.contain_ms, &|value| {
        span(value).to_string()
    });
    let _ = writeln!(
        text,
        "  never contained  {} of {}",
        summary.never_contained, summary.runs
    );
    for (harm, times) in &summary.harm_events {
        let _ = writeln!(text, "  {harm}: {times} of {}", summary.runs);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_occurred() {
        let spread = Spread::of(vec![5.0, 1.0, 4.0, 2.0, 3.0]).unwrap();
        let found = [
            spread.min,
            spread.quartile_1,
            spread.median,
            spread.quartile_3,
            spread.max,
        ];
        let expected = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert!(
            found
                .iter()
                .zip(expected)
                .all(|(found, expected)| found.total_cmp(&expected).is_eq())
        );
        assert!(Spread::of(Vec::new()).is_none());
    }
}

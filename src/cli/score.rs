//! `hotwash score`: a record's score, and every missing point explained.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::loading::load_carried;
use super::output::{complain, say, say_json};
use super::simulate::{HintsJson, PhasesJson};
use crate::base::id::{HarmId, Id};
use crate::base::{Moment, Points};
use crate::exercise::replay::replay;
use crate::player::{Cast, Rehearsal};
use crate::score::{
    Basis, BesideScore, Calibration, Explanation, ItemKind, ItemScore, Outcome, Scorecard,
    Suggestion, Times,
};
use crate::store::read_record;
use crate::world::Entry;

/// What `score` takes.
#[derive(Debug, Args)]
pub(super) struct ScoreArguments {
    /// A record file.
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct ScoreJson<'a> {
    scenario: &'a str,
    seed: u64,
    player: Option<&'a str>,
    ended: bool,
    process: f64,
    self_reported: f64,
    outcome: Option<f64>,
    coverage: f64,
    phases: PhasesJson,
    times: &'a Times,
    harm_events: Vec<&'a HarmId>,
    hints: HintsJson,
    outcome_detail: &'a Outcome,
    steps: Vec<StepJson<'a>>,
    beside: Vec<BesideJson<'a>>,
    questions: &'a [crate::score::QuestionScore],
    explanations: Vec<ExplanationJson<'a>>,
    calibration: &'a Calibration,
    suggested_ratings: &'a [Suggestion],
}

#[derive(Debug, Serialize)]
struct StepJson<'a> {
    step: &'a Id,
    kind: ItemKind,
    title: &'a str,
    phase: &'static str,
    basis: Basis,
    points: f64,
    max_points: f64,
    thoroughness: f64,
    hints: u32,
    started_ms: Option<Moment>,
    done_ms: Option<Moment>,
    target_ms: Option<Moment>,
}

impl<'a> StepJson<'a> {
    fn of(item: &'a ItemScore) -> Self {
        Self {
            step: &item.id,
            kind: item.kind,
            title: &item.title,
            phase: item.phase.key(),
            basis: item.basis,
            points: item.earned.as_f64(),
            max_points: item.max.as_f64(),
            thoroughness: f64::from(item.thoroughness) / 10_000.0,
            hints: item.hints,
            started_ms: item.started,
            done_ms: item.done,
            target_ms: item.target,
        }
    }
}

/// A phase beside the process score; its points are of its own hundred.
#[derive(Debug, Serialize)]
struct BesideJson<'a> {
    phase: &'static str,
    score: f64,
    self_reported: f64,
    steps: Vec<StepJson<'a>>,
    explanations: Vec<ExplanationJson<'a>>,
}

impl<'a> BesideJson<'a> {
    fn of(beside: &'a BesideScore) -> Self {
        Self {
            phase: beside.phase.key(),
            score: beside.score.as_f64(),
            self_reported: beside.self_reported.as_f64(),
            steps: beside.items.iter().map(StepJson::of).collect(),
            explanations: beside
                .explanations
                .iter()
                .map(ExplanationJson::of)
                .collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct ExplanationJson<'a> {
    points: f64,
    step: &'a Id,
    phase: &'static str,
    part: crate::score::Part,
    at_ms: Option<Moment>,
    text: &'a str,
}

impl<'a> ExplanationJson<'a> {
    fn of(line: &'a Explanation) -> Self {
        Self {
            points: line.points.as_f64(),
            step: &line.step,
            phase: line.phase.key(),
            part: line.part,
            at_ms: line.at,
            text: &line.text,
        }
    }
}

/// Scores a record.
pub(super) fn run(arguments: &ScoreArguments) -> anyhow::Result<ExitCode> {
    let record = read_record(&arguments.record)?.0;
    let header = &record.header;
    let scenario = load_carried(&arguments.record, &header.scenario_text)?;
    let off = header.readiness_off.clone();
    let rehearsal = Rehearsal::at_level(&scenario, header.level.as_ref(), off);
    let cast = rehearsal.cast(header.seed);
    let (entries, ended) = to_the_end(&rehearsal, &cast, record.entries);
    if !ended {
        complain("hotwash: the exercise is not over; it is scored as if nobody did anything more");
    }
    let card = cast.score(&entries);
    if arguments.json {
        say_json(&ScoreJson {
            scenario: header.scenario.as_str(),
            seed: header.seed,
            player: header.player.as_deref(),
            ended,
            process: card.process.as_f64(),
            self_reported: card.self_reported.as_f64(),
            outcome: card.outcome.total.map(Points::as_f64),
            coverage: card.coverage.share(),
            phases: PhasesJson::of(&card),
            times: &card.times,
            harm_events: card.harms.iter().map(|harm| &harm.harm).collect(),
            hints: HintsJson::of(&card),
            outcome_detail: &card.outcome,
            steps: card.items.iter().map(StepJson::of).collect(),
            beside: card.beside.iter().map(BesideJson::of).collect(),
            questions: &card.questions,
            explanations: card.explanations.iter().map(ExplanationJson::of).collect(),
            calibration: &card.calibration,
            suggested_ratings: &card.ratings,
        })?;
    } else {
        say(&in_words(&cast.scenario().title, &card))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The record up to ENDEX, and whether it was there: damage is compared at the end or not at all.
pub(super) fn to_the_end(
    rehearsal: &Rehearsal,
    cast: &Cast<'_>,
    mut entries: Vec<Entry>,
) -> (Vec<Entry>, bool) {
    let scenario = Arc::clone(cast.scenario());
    let end = scenario.end();
    let mut engine = replay(scenario, Arc::clone(rehearsal.rules()), &entries);
    let ended = engine.state().ended.is_some();
    engine.advance_to(end);
    entries.extend(engine.take_events());
    (entries, ended)
}

fn in_words(title: &str, card: &Scorecard) -> String {
    let mut text = format!("{title}\n");
    // Writing into a string can't fail.
    let _ = writeln!(
        text,
        "  process {}   outcome {}   coverage {:.0} %\n",
        card.process,
        card.outcome
            .total
            .map_or_else(|| "none".to_owned(), |total| total.to_string()),
        card.coverage.share() * 100.0
    );
    if card.self_reported > Points::ZERO {
        let _ = writeln!(
            text,
            "  {} of the process score rest on reports that no facilitator has confirmed\n",
            card.self_reported
        );
    }
    if card.hints.taken > 0 {
        let _ = writeln!(
            text,
            "  Hints: {} taken, {} points\n",
            card.hints.taken, card.hints.points
        );
    }
    for phase in &card.phases {
        let score = phase
            .score
            .map_or_else(|| "not scored".to_owned(), |score| format!("{score:>6}"));
        let _ = writeln!(text, "  {:<16} {score}", phase.phase.name());
    }
    for phase in &card.beside {
        let _ = writeln!(
            text,
            "  {:<16} {:>6}  beside the process score",
            phase.phase.name(),
            phase.score.to_string()
        );
    }
    if card.explanations.is_empty() {
        text.push_str("\nNothing is missing.\n");
        return text;
    }
    text.push_str("\nWhy points are missing:\n");
    for line in &card.explanations {
        let at = line.at.map_or_else(String::new, |at| at.to_string());
        let _ = writeln!(
            text,
            "  {:>6} {at:>9}  {}",
            format!("-{}", Points::loss_text(line.points.as_f64())),
            line.text
        );
    }
    text
}

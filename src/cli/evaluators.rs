//! `hotwash evaluators`: the sheet that an evaluator takes along, and how far those that came back agree.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::msel::of_record;
use super::output::{complain, say, say_json};
use crate::base::id::{SeatId, StepId};
use crate::conduct::evaluation::{
    Agreement, Disagreement, Evaluation, Form, Pair, agreement, exercise_id, merge, read,
};
use crate::scenario::{Facilitation, Rating};
use crate::store::read_names;
use crate::store::sheets::{read_evaluator, write_evaluator};
use crate::world::State;
use crate::world::conduct::Rated;

/// What `evaluators` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Sheets that were altered, or that are of another exercise, are left out with the reason; then the exit\n\
    code is 1. Nothing is written on the record: the window's console takes sheets in."
)]
pub(super) struct EvaluatorsArguments {
    /// A record file.
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// Sheets that came back.
    #[arg(value_name = "FILE", required_unless_present = "sheet")]
    files: Vec<PathBuf>,
    /// Write an evaluator's sheet into this .xlsx file; one that is there is replaced.
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    sheet: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct SheetJson<'a> {
    exercise: &'a str,
    out: &'a Path,
    tasks: usize,
}

#[derive(Debug, Serialize)]
struct EvaluatorsJson<'a> {
    exercise: &'a str,
    evaluators: Vec<EvaluatorJson<'a>>,
    refused: Vec<RefusedJson>,
    pairs: Vec<PairJson<'a>>,
    disagreements: Vec<DisagreementJson<'a>>,
}

#[derive(Debug, Serialize)]
struct EvaluatorJson<'a> {
    seat: &'a SeatId,
    name: &'a str,
    file: &'a Path,
    rated: usize,
    observations: usize,
}

#[derive(Debug, Serialize)]
struct RefusedJson {
    file: PathBuf,
    reasons: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PairJson<'a> {
    one: &'a SeatId,
    other: &'a SeatId,
    both: u32,
    same: u32,
    share: f64,
    kappa: Option<f64>,
}

impl<'a> PairJson<'a> {
    fn of(pair: &'a Pair) -> Self {
        Self {
            one: &pair.one,
            other: &pair.other,
            both: pair.both,
            same: pair.same,
            share: pair.share(),
            kappa: pair.kappa,
        }
    }
}

#[derive(Debug, Serialize)]
struct DisagreementJson<'a> {
    step: &'a StepId,
    task: &'a str,
    ratings: &'a BTreeMap<SeatId, Rating>,
    distance: u32,
}

/// Writes a sheet, or compares those that came back.
pub(super) fn run(arguments: &EvaluatorsArguments) -> anyhow::Result<ExitCode> {
    let (scenario, state, record) = of_record(&arguments.record)?;
    let form = Form::new(&scenario, &state, exercise_id(&record.header)?);
    if let Some(out) = &arguments.sheet {
        return hand_out(&form, out, arguments.json);
    }
    let (files, evaluations, refused) = take_in(&form, &arguments.files)?;
    let mut names = read_names(&arguments.record)?;
    let merged = merge(&evaluations, &state, &names);
    names.extend(merged.names.clone());
    let agreement = agreement(&rated(&state, &merged.deeds));
    let is_whole = refused.is_empty();
    if arguments.json {
        let evaluators = files.iter().zip(&evaluations).zip(&merged.seats);
        let evaluators = evaluators.map(|((file, evaluation), seat)| EvaluatorJson {
            seat,
            name: &evaluation.evaluator,
            file,
            rated: evaluation.ratings.len(),
            observations: evaluation.observations.len(),
        });
        let disagreements = agreement.disagreements.iter();
        say_json(&EvaluatorsJson {
            exercise: &form.exercise,
            evaluators: evaluators.collect(),
            refused,
            pairs: agreement.pairs.iter().map(PairJson::of).collect(),
            disagreements: disagreements
                .map(|found| DisagreementJson {
                    step: &found.step,
                    task: task(&form, found),
                    ratings: &found.ratings,
                    distance: found.distance,
                })
                .collect(),
        })?;
    } else {
        for refused in &refused {
            for reason in &refused.reasons {
                complain(&format!("{}: {reason}", refused.file.display()));
            }
        }
        say(&in_words(&form, &agreement, &names))?;
    }
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn hand_out(form: &Form, out: &Path, json: bool) -> anyhow::Result<ExitCode> {
    write_evaluator(out, form)?;
    let tasks = form.tasks.len();
    if json {
        say_json(&SheetJson {
            exercise: &form.exercise,
            out,
            tasks,
        })?;
    } else {
        say(&format!(
            "{tasks} tasks to rate written to {}\n",
            out.display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The sheets that can be taken in with their files, and those that can't.
fn take_in<'f>(
    form: &Form,
    files: &'f [PathBuf],
) -> anyhow::Result<(Vec<&'f Path>, Vec<Evaluation>, Vec<RefusedJson>)> {
    let (mut taken, mut evaluations, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let (ratings, observations) = read_evaluator(file)?;
        match read(form, &ratings, observations.as_ref()) {
            Ok(evaluation) => {
                taken.push(file.as_path());
                evaluations.push(evaluation);
            }
            Err(reasons) => refused.push(RefusedJson {
                file: file.clone(),
                reasons: reasons.iter().map(ToString::to_string).collect(),
            }),
        }
    }
    Ok((taken, evaluations, refused))
}

/// The ratings on the record, and those of sheets beside them.
fn rated(state: &State, deeds: &[Facilitation]) -> BTreeMap<StepId, BTreeMap<SeatId, Rated>> {
    let mut ratings = state.conduct.ratings.clone();
    for deed in deeds {
        if let Facilitation::Rate {
            step,
            by,
            rating: Some(rating),
            note,
        } = deed
        {
            let rated = Rated {
                rating: *rating,
                note: note.clone(),
            };
            ratings
                .entry(step.clone())
                .or_default()
                .insert(by.clone(), rated);
        }
    }
    ratings
}

fn task<'f>(form: &'f Form, found: &Disagreement) -> &'f str {
    let mut tasks = form.tasks.iter();
    let task = tasks.find(|task| task.step == found.step);
    task.map_or("", |task| task.text.as_str())
}

fn in_words(form: &Form, agreement: &Agreement, names: &BTreeMap<SeatId, String>) -> String {
    let name = |seat: &SeatId| names.get(seat).cloned().unwrap_or_else(|| seat.to_string());
    let mut text = String::new();
    // Writing into a string can't fail.
    for pair in &agreement.pairs {
        let kappa = pair.kappa.map_or_else(
            || "no kappa: both used one rating throughout".to_owned(),
            |kappa| format!("kappa {kappa:.2}"),
        );
        let (one, other) = (name(&pair.one), name(&pair.other));
        let share = pair.share() * 100.0;
        let _ = writeln!(
            text,
            "{one} and {other}: {} of {} rated the same ({share:.0} %), {kappa}",
            pair.same, pair.both
        );
    }
    if agreement.pairs.is_empty() {
        text.push_str("No task was rated by two people.\n");
    }
    if !agreement.disagreements.is_empty() {
        text.push_str("\nRated differently, furthest apart first:\n");
    }
    for found in &agreement.disagreements {
        let ratings = found.ratings.iter();
        let ratings = ratings.map(|(seat, rating)| format!("{} {}", name(seat), rating.letter()));
        let ratings: Vec<String> = ratings.collect();
        let _ = writeln!(text, "  {}: {}", task(form, found), ratings.join(", "));
    }
    text
}

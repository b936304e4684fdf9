//! An evaluator's sheet as it comes back: checked against what was handed out, and read.

use std::collections::BTreeMap;

use super::{Form, OBSERVATION_COLUMNS, RATING_COLUMNS, Task, place};
use crate::base::id::{ObjectiveId, SeatId, StepId};
use crate::conduct::table::{self, Cell, CellProblem, Line, Sheet, Table, suggest, tidy};
use crate::scenario::{Rating, Sign};
use crate::world::LONGEST_TEXT;

/// What an evaluator saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When, as the evaluator wrote it; may be empty.
    pub time: String,
    /// Whether it went well.
    pub sign: Sign,
    /// Who was seen.
    pub seat: Option<SeatId>,
    /// The objective it speaks of.
    pub objective: Option<ObjectiveId>,
    /// What was seen.
    pub text: String,
}

/// A sheet that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The evaluator's name. It never comes on record.
    pub evaluator: String,
    /// The ratings with their grounds. Tasks that were not rated are left out.
    pub ratings: BTreeMap<StepId, (Rating, String)>,
    /// The observations, in the order of the sheet.
    pub observations: Vec<Seen>,
}

/// Why a sheet is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is of another exercise, or no evaluator's sheet.
    #[error(
        "the sheet is of another exercise (cell B2 holds another number); ask its evaluator for the sheet of this one"
    )]
    OtherExercise,
    /// Its seal is not the one that was handed out.
    #[error("the seal in cell B3 is not the one that was handed out; hand out a new sheet")]
    Seal,
    /// A task reads otherwise than when it was handed out.
    #[error("row {row} is not the task that was handed out; it should read \"{task}\"")]
    Task {
        /// The row, counted from 1.
        row: usize,
        /// The task as it was handed out.
        task: String,
    },
    /// There is a row that was not handed out.
    #[error("row {row} is not a task that was handed out; remove it")]
    NoTask {
        /// The row, counted from 1.
        row: usize,
    },
    /// A task is there twice.
    #[error("row {row} is the same task as row {before}")]
    Twice {
        /// The row, counted from 1.
        row: usize,
        /// The row before that has the same task.
        before: usize,
    },
    /// A task is missing.
    #[error("the task \"{task}\" was handed out and is missing")]
    Missing {
        /// The task as it was handed out.
        task: String,
    },
    /// A cell can't be read.
    #[error(transparent)]
    Cell(#[from] CellProblem),
}

/// Reads a sheet that was handed out as `form`: its ratings, and its observations if the file has that
/// sheet.
///
/// # Errors
/// Every reason why it can't be taken in; of a sheet of another exercise only that.
pub fn read(
    form: &Form,
    ratings: &Table,
    observations: Option<&Table>,
) -> Result<Evaluation, Vec<Refused>> {
    let exercise = ratings.cell(place::EXERCISE, 1).shown();
    if exercise.trim() != form.exercise {
        return Err(vec![Refused::OtherExercise]);
    }
    let mut refused = Vec::new();
    if ratings.cell(place::SEAL, 1).shown().trim() != form.seal() {
        refused.push(Refused::Seal);
    }
    let evaluator = tidy(&ratings.cell(place::NAME, 1).shown());
    if evaluator.is_empty() || evaluator.chars().nth(LONGEST_TEXT).is_some() {
        refused.push(Refused::Cell(CellProblem {
            place: table::place(place::NAME, 1),
            column: "Evaluator's name".to_owned(),
            holds: evaluator.clone(),
            why: "the sheet does not say who rated".to_owned(),
            instead: "write your name".to_owned(),
        }));
    }
    let (rated, seen) = (
        tasks(form, ratings),
        observations.map(|table| self::observations(form, table)),
    );
    let mut taken = Evaluation {
        evaluator,
        ratings: BTreeMap::new(),
        observations: Vec::new(),
    };
    match rated {
        Ok(rated) => taken.ratings = rated,
        Err(why) => refused.extend(why),
    }
    match seen.unwrap_or_else(|| Ok(Vec::new())) {
        Ok(seen) => taken.observations = seen,
        Err(why) => refused.extend(why.into_iter().map(Refused::Cell)),
    }
    if refused.is_empty() {
        Ok(taken)
    } else {
        Err(refused)
    }
}

/// The columns of the ratings by their place; the sheet is locked, so they stand where they were.
const OBJECTIVE: usize = 0;
const TASK: usize = 1;
const RATING: usize = 2;
const NOTE: usize = 3;
const IDENTIFIER: usize = 4;

fn tasks(form: &Form, table: &Table) -> Result<BTreeMap<StepId, (Rating, String)>, Vec<Refused>> {
    let mut ratings = BTreeMap::new();
    let mut refused = Vec::new();
    let mut found: BTreeMap<&StepId, usize> = BTreeMap::new();
    for at in place::TASKS..table.rows.len() {
        let text = |column| tidy(&table.cell(at, column).shown());
        let row = at + 1;
        if (0..RATING_COLUMNS.len()).all(|column| text(column).is_empty()) {
            continue;
        }
        let mut tasks = form.tasks.iter();
        let Some(task) = tasks.find(|task| task.step.as_str() == text(IDENTIFIER)) else {
            refused.push(Refused::NoTask { row });
            continue;
        };
        if let Some(before) = found.insert(&task.step, row) {
            refused.push(Refused::Twice { row, before });
            continue;
        }
        if text(OBJECTIVE) != tidy(&task.objective) || text(TASK) != tidy(&task.text) {
            let task = task.text.clone();
            refused.push(Refused::Task { row, task });
        }
        match rating(table, at, task) {
            Ok(Some(rated)) => {
                ratings.insert(task.step.clone(), rated);
            }
            Ok(None) => {}
            Err(problem) => refused.push(Refused::Cell(problem)),
        }
    }
    let is_missing = |task: &&Task| !found.contains_key(&task.step);
    let missing = form.tasks.iter().filter(is_missing);
    refused.extend(missing.map(|task| Refused::Missing {
        task: task.text.clone(),
    }));
    if refused.is_empty() {
        Ok(ratings)
    } else {
        Err(refused)
    }
}

/// The rating in a row, with its grounds; none if the task was not rated.
fn rating(table: &Table, at: usize, task: &Task) -> Result<Option<(Rating, String)>, CellProblem> {
    let text = |column| tidy(&table.cell(at, column).shown());
    let problem = |column: usize, why: String, instead: &str| CellProblem {
        place: table::place(at, column),
        column: RATING_COLUMNS
            .get(column)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        holds: text(column),
        why,
        instead: instead.to_owned(),
    };
    let note = text(NOTE);
    if note.chars().nth(LONGEST_TEXT).is_some() {
        let why = format!("the note is longer than {LONGEST_TEXT} characters");
        return Err(problem(NOTE, why, "shorten it"));
    }
    let letter = text(RATING).to_uppercase();
    if letter.is_empty() && note.is_empty() {
        return Ok(None);
    }
    let rating = Rating::ALL
        .into_iter()
        .find(|rating| rating.letter() == letter);
    let instead = "choose P, S, M or U";
    let Some(rating) = rating else {
        let why = if letter.is_empty() {
            format!("there is a note and no rating for \"{}\"", task.text)
        } else {
            "this is no rating".to_owned()
        };
        return Err(problem(RATING, why, instead));
    };
    Ok(Some((rating, note)))
}

fn observations(form: &Form, table: &Table) -> Result<Vec<Seen>, Vec<CellProblem>> {
    let sheet = Sheet::find(table, &OBSERVATION_COLUMNS, &OBSERVATION_COLUMNS)?;
    let mut seen = Vec::new();
    let mut problems = Vec::new();
    for line in sheet.lines() {
        match observation(form, line) {
            Ok(observation) => seen.push(observation),
            Err(of_row) => problems.extend(of_row),
        }
    }
    if problems.is_empty() {
        Ok(seen)
    } else {
        Err(problems)
    }
}

fn observation(form: &Form, line: Line<'_, '_>) -> Result<Seen, Vec<CellProblem>> {
    let time = line.cell("Time").map(Cell::shown).unwrap_or_default();
    let (sign, seat, objective) = (sign(line), seat(form, line), objective(form, line));
    let text = text(line, &time);
    match (sign, seat, objective, text) {
        (Ok(sign), Ok(seat), Ok(objective), Ok(text)) => Ok(Seen {
            time: tidy(&time),
            sign,
            seat,
            objective,
            text,
        }),
        (sign, seat, objective, text) => {
            let all = [sign.err(), seat.err(), objective.err(), text.err()];
            Err(all.into_iter().flatten().collect())
        }
    }
}

fn sign(line: Line<'_, '_>) -> Result<Sign, CellProblem> {
    let written = line.text("+/-")?.unwrap_or_default();
    match written.to_lowercase().as_str() {
        "+" | "strength" => Ok(Sign::Strength),
        // A hyphen, and what spreadsheet programs make of it.
        "-" | "\u{2212}" | "\u{2013}" | "gap" => Ok(Sign::Gap),
        _ => Err(line.problem(
            "+/-",
            "it does not say whether it went well",
            "choose + or -",
        )),
    }
}

fn seat(form: &Form, line: Line<'_, '_>) -> Result<Option<SeatId>, CellProblem> {
    let written = line.text("Who")?.unwrap_or_default();
    if written.is_empty() {
        return Ok(None);
    }
    let mut seats = form.seats.iter();
    let found = seats.find(|(seat, label)| *label == written || seat.as_str() == written);
    found.map(|(seat, _)| Some(seat.clone())).ok_or_else(|| {
        let labels = form.seats.iter().map(|(_, label)| label.as_str());
        line.problem("Who", "nobody sits there", suggest(&written, labels))
    })
}

fn objective(form: &Form, line: Line<'_, '_>) -> Result<Option<ObjectiveId>, CellProblem> {
    let written = line.text("Objective")?.unwrap_or_default();
    if written.is_empty() {
        return Ok(None);
    }
    let mut objectives = form.objectives.iter();
    let found = objectives.find(|(id, text)| tidy(text) == written || id.as_str() == written);
    found.map(|(id, _)| Some(id.clone())).ok_or_else(|| {
        let texts = form.objectives.iter().map(|(_, text)| text.as_str());
        let why = "the exercise has no such objective";
        line.problem("Objective", why, suggest(&written, texts))
    })
}

fn text(line: Line<'_, '_>, time: &str) -> Result<String, CellProblem> {
    let text = line.text("Text")?.unwrap_or_default();
    if text.is_empty() {
        return Err(line.problem(
            "Text",
            "nothing was seen",
            "write what you saw, or clear the row",
        ));
    }
    // The time comes before the text on the record.
    if text.chars().count() + time.chars().count() + 2 > LONGEST_TEXT {
        let why = format!("the text is longer than {LONGEST_TEXT} characters");
        return Err(line.problem("Text", why, "shorten it"));
    }
    Ok(text)
}

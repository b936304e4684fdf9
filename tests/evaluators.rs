//! Evaluators' sheets: handed out, filled in alone, checked when they come back, merged, compared.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "what can't go on should stop"
)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use hotwash::base::{Id, Moment};
use hotwash::conduct::evaluation::{
    Evaluation, Form, OBSERVATIONS, RATINGS, Refused, agreement, exercise_id, merge, place, read,
};
use hotwash::conduct::table::{Cell, Table};
use hotwash::exercise::{Exercise, Header, NoJournal, Speed};
use hotwash::player::trainee_seat;
use hotwash::scenario::{Command, Facilitation, Rating, Seat, SeatKind, Sign};
use hotwash::store::sheets::{
    NamedTable, evaluator_xlsx, ratings_of, read_evaluator, read_workbook_bytes,
};

/// An exercise of the scenario with the most to rate, in which somebody has a seat.
fn begun(seed: u64) -> Exercise {
    let scenarios = common::scenario_folders();
    let scenario = scenarios
        .iter()
        .map(|folder| common::scenario_at(folder))
        .max_by_key(|scenario| scenario.steps.iter().filter(|step| step.critical).count())
        .expect("there is one");
    let header = Header::new(scenario.id.clone(), String::new(), seed, trainee_seat());
    let exercise = Exercise::start(header, &scenario, Speed::REAL, Box::new(NoJournal));
    let mut exercise = exercise.expect("it starts");
    let place = Seat {
        kind: SeatKind::Participant,
        roles: vec![exercise.scenario().roles[0].id.clone()],
        team: "Blue".to_owned(),
    };
    let seat = Id::internal("seat-1").into();
    do_all(&mut exercise, vec![Facilitation::Take { seat, place }]);
    exercise
}

fn do_all(exercise: &mut Exercise, deeds: Vec<Facilitation>) {
    for deed in deeds {
        let command = Command::Facilitate(Box::new(deed));
        let done = exercise.command_at(Moment::START, &command);
        done.expect("it is done");
    }
}

fn form(exercise: &Exercise) -> Form {
    let id = exercise_id(exercise.header()).expect("it is named");
    let form = Form::new(exercise.scenario(), exercise.state(), id);
    assert!(form.tasks.len() >= 5, "there is something to rate");
    form
}

/// The sheets as they are handed out.
fn handed_out(form: &Form) -> Vec<NamedTable> {
    let bytes = evaluator_xlsx(form).expect("it is written");
    read_workbook_bytes(&bytes, "xlsx").expect("it is read")
}

fn put(table: &mut Table, (row, column): (usize, usize), text: &str) {
    let rows = &mut table.rows;
    let most = rows.len().max(row + 1);
    rows.resize(most, Vec::new());
    let cells = &mut rows[row];
    cells.resize(cells.len().max(column + 1), Cell::Empty);
    cells[column] = text.into();
}

/// The sheets as an evaluator fills them in.
fn filled(form: &Form, name: &str, ratings: &[Rating]) -> Vec<NamedTable> {
    let mut sheets = handed_out(form);
    for sheet in &mut sheets {
        if sheet.name == RATINGS {
            put(&mut sheet.table, (place::NAME, 1), name);
            for (task, rating) in ratings.iter().enumerate() {
                let row = place::TASKS + task;
                put(&mut sheet.table, (row, 2), rating.letter());
                put(&mut sheet.table, (row, 3), &format!("{name} saw it"));
            }
        }
        if sheet.name == OBSERVATIONS {
            let cells = [
                "10:42",
                "-",
                &form.seats[0].1,
                &form.objectives[0].1,
                "Was late",
            ];
            for (column, text) in cells.into_iter().enumerate() {
                put(&mut sheet.table, (1, column), text);
            }
        }
    }
    sheets
}

/// Writes sheets as a spreadsheet program would.
fn saved(folder: &Path, name: &str, sheets: &[NamedTable]) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for (row, cells) in (0..).zip(&sheet.table.rows) {
            for (column, cell) in (0..).zip(cells) {
                page.write_string(row, column, cell.shown())
                    .expect("it fits");
            }
        }
    }
    let path = folder.join(name);
    book.save(&path).expect("it is written");
    path
}

fn taken(form: &Form, file: &Path) -> Result<Evaluation, Vec<Refused>> {
    let (ratings, observations) = read_evaluator(file).expect("it is read");
    read(form, &ratings, observations.as_ref())
}

fn said(refused: &[Refused]) -> Vec<String> {
    refused.iter().map(ToString::to_string).collect()
}

use Rating::{M, P, S, U};

#[test]
fn of_three_files_the_good_one_is_taken_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut exercise = begun(1);
    let form = form(&exercise);
    let good = saved(folder.path(), "good.xlsx", &filled(&form, "Ada", &[P, M]));

    let mut sheets = filled(&form, "Bob", &[P, P, P]);
    put(&mut sheets[0].table, (place::TASKS, 1), "Something easier");
    sheets[0].table.rows.remove(place::TASKS + 2);
    let tampered = saved(folder.path(), "tampered.xlsx", &sheets);

    let other = self::form(&begun(2));
    let other = saved(folder.path(), "other.xlsx", &filled(&other, "Eve", &[U]));

    let evaluation = taken(&form, &good).expect("it is taken in");
    let refused = taken(&form, &tampered).expect_err("it is refused");
    let reasons = said(&refused);
    assert_eq!(refused.len(), 2, "{reasons:?}");
    let row = place::TASKS + 1;
    assert!(
        reasons[0].starts_with(&format!("row {row} is not the task that was handed out")),
        "{reasons:?}"
    );
    assert!(reasons[1].contains("is missing"), "{reasons:?}");
    assert!(reasons[1].contains(&form.tasks[2].text), "{reasons:?}");
    let refused = taken(&form, &other).expect_err("it is refused");
    assert_eq!(refused, [Refused::OtherExercise]);

    let names = BTreeMap::new();
    let merged = merge(std::slice::from_ref(&evaluation), exercise.state(), &names);
    assert_eq!(merged.names.values().collect::<Vec<_>>(), ["Ada"]);
    let record = format!("{:?}", merged.deeds);
    assert!(record.contains("evaluator-1"));
    do_all(&mut exercise, merged.deeds);
    let conduct = &exercise.state().conduct;
    let of = |task: usize| {
        conduct.ratings[&form.tasks[task].step]
            .values()
            .next()
            .cloned()
    };
    assert_eq!(of(0).map(|rated| rated.rating), Some(P));
    assert_eq!(
        of(1).map(|rated| (rated.rating, rated.note)),
        Some((M, "Ada saw it".to_owned()))
    );
    assert_eq!(conduct.ratings.len(), 2);
    let seen: Vec<_> = conduct
        .observations
        .values()
        .map(|seen| &seen.observation)
        .collect();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].sign, Sign::Gap);
    assert_eq!(seen[0].seat, Some(form.seats[0].0.clone()));
    assert_eq!(seen[0].objective, Some(form.objectives[0].0.clone()));
    assert_eq!(seen[0].text, "10:42: Was late");

    // The same sheet again changes nothing; another one gets a seat of its own.
    let again = merge(
        std::slice::from_ref(&evaluation),
        exercise.state(),
        &merged.names,
    );
    assert_eq!((again.deeds, &again.names), (vec![], &merged.names));
    let another = Evaluation {
        evaluator: "Bob".to_owned(),
        ..evaluation
    };
    let more = merge(&[another], exercise.state(), &names);
    assert_eq!(
        more.seats
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["evaluator-2"]
    );
}

#[test]
fn two_good_ones_agree_as_far_as_the_formula_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut exercise = begun(1);
    let form = form(&exercise);
    let one = saved(
        folder.path(),
        "1.xlsx",
        &filled(&form, "Ada", &[P, P, S, M, U]),
    );
    let two = saved(
        folder.path(),
        "2.xlsx",
        &filled(&form, "Bob", &[P, S, S, M, M]),
    );
    let both = [one, two].map(|file| taken(&form, &file).expect("it is taken in"));
    let merged = merge(&both, exercise.state(), &BTreeMap::new());
    do_all(&mut exercise, merged.deeds);
    // A facilitator's rating takes part like any other.
    let facilitators = Facilitation::Rate {
        step: form.tasks[0].step.clone(),
        by: Id::internal("facilitator").into(),
        rating: Some(U),
        note: String::new(),
    };
    do_all(&mut exercise, vec![facilitators]);
    let found = agreement(&exercise.state().conduct.ratings);
    assert_eq!(found.pairs.len(), 3);
    let pair = &found.pairs[0];
    assert_eq!((pair.both, pair.same), (5, 3));
    // By hand, in the unit test of the formula: 1 - 5 * 2 / 48.
    let kappa = pair.kappa.expect("it is defined");
    assert!((kappa - 38.0 / 48.0).abs() < 1e-12, "{kappa}");
    let steps: Vec<_> = found
        .disagreements
        .iter()
        .map(|d| (&d.step, d.distance))
        .collect();
    let step = |task: usize| &form.tasks[task].step;
    assert_eq!(steps[0], (step(0), 3));
    assert_eq!(steps.len(), 3);
}

#[test]
fn whatever_is_altered_is_told() {
    let exercise = begun(1);
    let form = form(&exercise);
    let reasons = |change: &dyn Fn(&mut Table)| {
        let mut sheets = filled(&form, "Ada", &[P]);
        change(&mut sheets[0].table);
        let (ratings, observations) = ratings_of(sheets).expect("they are there");
        let refused = read(&form, &ratings, observations.as_ref());
        said(&refused.expect_err("it is refused"))
    };
    let only = |change: &dyn Fn(&mut Table), says: &str| {
        let reasons = reasons(change);
        assert_eq!(reasons.len(), 1, "{reasons:?}");
        assert!(reasons[0].contains(says), "{reasons:?}");
    };
    let (first, last) = (place::TASKS, place::TASKS + form.tasks.len() - 1);
    only(&|table| put(table, (place::NAME, 1), " "), "B1");
    only(&|table| put(table, (place::SEAL, 1), "0"), "seal");
    only(
        &|table| put(table, (place::EXERCISE, 1), "0"),
        "another exercise",
    );
    only(&|table| put(table, (first, 2), "A"), "choose P, S, M or U");
    only(&|table| put(table, (first, 2), ""), "note and no rating");
    only(
        &|table| put(table, (first, 0), "Another objective"),
        "not the task",
    );
    only(&|table| put(table, (last + 1, 1), "One more"), "remove it");
    only(
        &|table| {
            let row = table.rows[first].clone();
            table.rows.push(row);
        },
        &format!("row {} is the same task as row {}", last + 2, first + 1),
    );
    // The questions' order is no question.
    let mut sheets = filled(&form, "Ada", &[P]);
    sheets[0].table.rows.swap(first, last);
    let (ratings, observations) = ratings_of(sheets).expect("they are there");
    assert!(read(&form, &ratings, observations.as_ref()).is_ok());
}

#[test]
fn observations_name_the_cell_that_is_wrong() {
    let exercise = begun(1);
    let form = form(&exercise);
    let mut sheets = filled(&form, "Ada", &[P]);
    for (column, text) in ["", "perhaps", "Somebody", "Fame", ""]
        .into_iter()
        .enumerate()
    {
        put(&mut sheets[1].table, (2, column), text);
    }
    let (ratings, observations) = ratings_of(sheets).expect("they are there");
    let refused = read(&form, &ratings, observations.as_ref()).expect_err("it is refused");
    let reasons = said(&refused);
    let places: Vec<_> = reasons
        .iter()
        .filter_map(|reason| reason.get(..2))
        .collect();
    assert_eq!(places, ["B3", "C3", "D3", "E3"], "{reasons:?}");
}

#[test]
fn the_seal_covers_what_is_asked() {
    let exercise = begun(1);
    let form = form(&exercise);
    assert_eq!(form.seal(), self::form(&begun(1)).seal());
    let mut changed = vec![form.clone(); 5];
    changed[0].exercise.push('x');
    changed[1].tasks[0].text.push('x');
    changed[2].tasks[0].objective.push('x');
    changed[3].objectives[0].1.push('x');
    changed[4].tasks.swap(0, 1);
    for other in changed {
        assert_ne!(other.seal(), form.seal());
    }
}

/// Fills a sheet in as another program does; it must not be kept from it by the lock.
const FILL: &str = r#"
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["Ratings"]
assert sheet.protection.sheet and book["Observations"].protection.sheet
assert not sheet["B1"].protection.locked and sheet["B3"].protection.locked
row = int(sys.argv[2])
assert sheet.cell(row, 2).protection.locked and not sheet.cell(row, 3).protection.locked
sheet["B1"] = "Ada"
sheet.cell(row, 3).value = "s"
book["Observations"]["B2"] = "+"
book["Observations"]["E2"] = "Well done"
book.save(sys.argv[3])
"#;

#[test]
fn a_sheet_is_filled_in_by_other_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let exercise = begun(1);
    let form = form(&exercise);
    let file = folder.path().join("sheet.xlsx");
    std::fs::write(&file, evaluator_xlsx(&form).expect("it is made")).expect("it is written");
    let filled = folder.path().join("filled.xlsx");
    let row = (place::TASKS + 1).to_string();
    let done = Program::new("python3")
        .args(["-c", FILL])
        .args([&file, Path::new(&row), &filled])
        .output();
    let has_openpyxl = Program::new("python3")
        .args(["-c", "import openpyxl"])
        .status();
    if !has_openpyxl.is_ok_and(|status| status.success()) {
        eprintln!("skipped: Python with openpyxl is not installed");
        return;
    }
    let done = done.expect("it ran");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let check = |file: &Path| {
        let evaluation = taken(&form, file).expect("it is taken in");
        assert_eq!(evaluation.evaluator, "Ada");
        let rated: Vec<_> = evaluation.ratings.into_iter().collect();
        assert_eq!(rated, [(form.tasks[0].step.clone(), (S, String::new()))]);
        assert_eq!(evaluation.observations.len(), 1);
    };
    check(&filled);
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let done = Program::new("soffice")
        .args([&profile, "--headless", "--convert-to", "ods", "--outdir"])
        .arg(folder.path())
        .arg(&filled)
        .output();
    if done.is_err() {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    check(&folder.path().join("filled.ods"));
}

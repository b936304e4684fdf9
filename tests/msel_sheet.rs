//! The MSEL out to spreadsheets and in again: nothing changes by itself, and what people change is done.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "what can't go on should stop"
)]

mod common;

use std::path::Path;
use std::process::Command as Program;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use hotwash::base::{Moment, Offset, Span};
use hotwash::conduct::sheet::{COLUMNS, NOT_IN_SHEET, changes, read, rows, table};
use hotwash::conduct::table::{Cell, CellProblem, Table};
use hotwash::conduct::{msel, roster};
use hotwash::exercise::{Exercise, Header, NoJournal, Speed, WallMs};
use hotwash::player::trainee_seat;
use hotwash::scenario::{Channel, Command, Facilitation, Scenario, Trigger};
use hotwash::store::sheets::{
    csv_bytes, msel_xlsx, read_csv, read_table, read_workbook_bytes, write_msel,
};

fn begun(scenario: &Scenario, seed: u64) -> Exercise {
    let header = Header::new(scenario.id.clone(), String::new(), seed, trainee_seat());
    Exercise::start(header, scenario, Speed::REAL, Box::new(NoJournal)).expect("it starts")
}

fn all() -> Vec<Exercise> {
    let scenarios = common::scenario_folders();
    let scenarios = scenarios.iter().map(|folder| common::scenario_at(folder));
    scenarios
        .chain([common::smallest()])
        .map(|scenario| begun(&scenario, 7))
        .collect()
}

/// What a table would change in an exercise.
fn deeds(exercise: &Exercise, table: &Table) -> Vec<Facilitation> {
    let (scenario, state) = (exercise.scenario(), exercise.state());
    let now = exercise.now(WallMs::default());
    let injects = read(scenario, state, now, table);
    let injects = injects.unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(injects.iter().all(|inject| !inject.title.is_empty()));
    changes(scenario, state, &injects)
}

fn exported(exercise: &Exercise) -> Table {
    table(&rows(exercise.scenario(), exercise.state()))
}

fn column(name: &str) -> usize {
    let at = COLUMNS.iter().position(|known| *known == name);
    at.expect("the column is there")
}

/// A table with another text in a cell; its row counted from 0, without the head.
fn with(mut table: Table, row: usize, name: &str, cell: impl Into<Cell>) -> Table {
    table.rows[row + 1][column(name)] = cell.into();
    table
}

fn do_all(exercise: &mut Exercise, at: Moment, deeds: Vec<Facilitation>) {
    for deed in deeds {
        let command = Command::Facilitate(Box::new(deed.clone()));
        let done = exercise.command_at(at, &command);
        done.unwrap_or_else(|error| panic!("{deed:?}: {error}"));
    }
}

/// The row of the first planned inject that comes after this moment.
fn planned_after(exercise: &Exercise, after: Moment) -> usize {
    maybe_planned_after(exercise, after).expect("an inject is planned")
}

fn maybe_planned_after(exercise: &Exercise, after: Moment) -> Option<usize> {
    let rows = msel::rows(exercise.scenario(), exercise.state());
    rows.iter()
        .position(|row| matches!(row.status, msel::Status::Planned(at) if at > after))
}

#[test]
fn nothing_changes_through_xlsx_and_csv() {
    for exercise in all() {
        let scenario = exercise.scenario();
        let sheet = rows(scenario, exercise.state());
        let xlsx = msel_xlsx(&scenario.title, &sheet).expect("it is written");
        let again = msel_xlsx(&scenario.title, &sheet).expect("it is written");
        assert!(
            xlsx == again,
            "{}: the same MSEL is the same file",
            scenario.id
        );
        let read_back = read_workbook_bytes(&xlsx, "xlsx").expect("it is read");
        assert_eq!(read_back.len(), 1);
        assert_eq!(deeds(&exercise, &read_back[0].table), [], "{}", scenario.id);
        let csv = csv_bytes(&table(&sheet));
        let read_back = read_csv(&csv).expect("it is read");
        assert_eq!(deeds(&exercise, &read_back), [], "{}", scenario.id);
    }
}

#[test]
fn a_table_of_the_plan_changes_nothing_in_an_exercise_of_any_seed() {
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        for seed in [1, 99] {
            let exercise = begun(&scenario, seed);
            let cast = exercise.scenario();
            let plan = hotwash::world::State::new(cast);
            let planned = table(&rows(cast, &plan));
            assert_eq!(deeds(&exercise, &planned), [], "{}", scenario.id);
        }
    }
}

#[test]
fn a_table_made_while_an_exercise_runs_changes_nothing() {
    for mut exercise in all() {
        let half = Moment::from_ms(exercise.scenario().end().as_ms() / 2);
        exercise.advance_to(half).expect("time passes");
        let first = maybe_planned_after(&exercise, half).unwrap_or(0);
        let later = (half + Span::from_minutes(1)).to_string();
        let moved = with(exported(&exercise), first, "Time", later.as_str());
        let todo = deeds(&exercise, &moved);
        do_all(&mut exercise, half, todo);
        let rows = msel::rows(exercise.scenario(), exercise.state());
        let hold = rows
            .iter()
            .find(|row| row.status.is_open() && row.number != first + 1);
        let hold = hold.map(|row| Facilitation::Hold(row.inject.id.clone()));
        do_all(&mut exercise, half, hold.into_iter().collect());
        let table = exported(&exercise);
        assert_eq!(deeds(&exercise, &table), [], "{}", exercise.scenario().id);
    }
}

#[test]
fn what_people_change_is_done_and_then_nothing_is_left_to_do() {
    for mut exercise in all() {
        let row = planned_after(&exercise, Moment::START);
        let id = msel::rows(exercise.scenario(), exercise.state())[row]
            .inject
            .id
            .clone();
        let end = exercise.scenario().end();
        let last = Moment::from_ms((end - Span::from_minutes(1)).as_ms() / 60_000 * 60_000);
        let mut table = exported(&exercise);
        let standing = msel::rows(exercise.scenario(), exercise.state());
        let mut places = (0..standing.len()).rev();
        let gone = places.find(|other| *other != row && standing[*other].status.is_open());
        table = with(table, row, "Time", last.to_string().as_str());
        table = with(table, row, "Text", "Written anew.");
        let new = [
            ("Title", "Über-long: a NEW one!"),
            ("Text", "Hello."),
            ("Channel", "walk in"),
            ("Contingency", "Yes"),
            ("Prompts", "Why?\n\nWho? "),
        ];
        let mut cells = vec![Cell::Empty; COLUMNS.len()];
        for (name, text) in new {
            cells[column(name)] = text.into();
        }
        table.rows.push(cells.clone());
        table.rows.push(cells);
        if let Some(gone) = gone {
            table.rows.remove(gone + 1);
        }
        let deeds_1 = deeds(&exercise, &table);
        let skips = deeds_1.iter().filter(
            |deed| matches!(deed, Facilitation::Skip { reason, .. } if reason == NOT_IN_SHEET),
        );
        let puts = deeds_1
            .iter()
            .filter(|deed| matches!(deed, Facilitation::Put(_)));
        assert_eq!(
            (puts.count(), skips.count()),
            (3, usize::from(gone.is_some()))
        );
        do_all(&mut exercise, Moment::START, deeds_1);
        let (scenario, state) = (exercise.scenario(), exercise.state());
        let now = msel::rows(scenario, state);
        let changed = now
            .iter()
            .find(|row| row.inject.id == id)
            .expect("it is there");
        assert_eq!(changed.status, msel::Status::Planned(last));
        assert_eq!(changed.inject.text, "Written anew.");
        let added: Vec<_> = now.iter().filter(|row| row.added).collect();
        let ids: Vec<_> = added.iter().map(|row| row.inject.id.as_str()).collect();
        assert_eq!(ids, ["ber-long-a-new-one", "ber-long-a-new-one-2"]);
        assert_eq!(added[0].inject.channel, Channel::WalkIn);
        assert_eq!(added[0].inject.prompts, ["Why?", "Who?"]);
        assert!(added[0].inject.contingency);
        assert_eq!(added[0].status, msel::Status::ByHand);
        let table = exported(&exercise);
        assert_eq!(deeds(&exercise, &table), []);
    }
}

#[test]
fn a_condition_stays_with_its_inject() {
    for mut exercise in all() {
        let rows = msel::rows(exercise.scenario(), exercise.state());
        let row = rows
            .iter()
            .position(|row| row.status == msel::Status::Conditional);
        let Some(row) = row else { continue };
        let own = rows[row].inject.clone();
        let table = with(
            exported(&exercise),
            row,
            "Expected action",
            "Something else",
        );
        let table = with(table, row, "Time", "0:45");
        let todo = deeds(&exercise, &table);
        do_all(&mut exercise, Moment::START, todo);
        let now = exercise.state().inject(exercise.scenario(), &own.id);
        let now = now.expect("it is there");
        assert_eq!((&now.trigger, &now.effects), (&own.trigger, &own.effects));
        assert_eq!(now.expected, "Something else");
        let queued = exercise.state().injects_queued();
        assert_eq!(queued.get(&own.id), Some(&Moment::from_ms(45 * 60_000)));
    }
}

#[test]
fn an_inject_without_its_time_comes_by_hand_alone() {
    let mut exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    let row = planned_after(&exercise, Moment::START);
    let id = msel::rows(exercise.scenario(), exercise.state())[row]
        .inject
        .id
        .clone();
    let table = with(exported(&exercise), row, "Time", "");
    let todo = deeds(&exercise, &table);
    do_all(&mut exercise, Moment::START, todo);
    assert_eq!(exercise.state().injects_queued().get(&id), None);
    assert_eq!(deeds(&exercise, &exported(&exercise)), []);
    let end = exercise.scenario().end() - Span::from_minutes(1);
    exercise.advance_to(end).expect("time passes");
    assert!(!exercise.state().injects.contains_key(&id));
}

#[test]
fn words_of_what_waits_can_be_changed_and_it_goes_on_waiting() {
    let mut exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    let row = planned_after(&exercise, Moment::START);
    let id = msel::rows(exercise.scenario(), exercise.state())[row]
        .inject
        .id
        .clone();
    let hold = Facilitation::Hold(id.clone());
    do_all(&mut exercise, Moment::START, vec![hold]);
    let due = exercise.state().injects_queued()[&id];
    let later = due + Span::from_minutes(3);
    exercise.advance_to(later).expect("time passes");
    let table = with(exported(&exercise), row, "Title", "Another title");
    let todo = deeds(&exercise, &table);
    do_all(&mut exercise, later, todo);
    let now = &msel::rows(exercise.scenario(), exercise.state())[row];
    assert_eq!(now.inject.title, "Another title");
    assert_eq!(now.status, msel::Status::Waiting(due));
    // Given another time, it waits no longer.
    let anew = later + Span::from_minutes(2);
    let table = with(exported(&exercise), row, "Text", "Another text");
    let table = with(table, row, "Time", anew.to_string().as_str());
    let todo = deeds(&exercise, &table);
    do_all(&mut exercise, later, todo);
    let now = &msel::rows(exercise.scenario(), exercise.state())[row];
    assert_eq!(now.inject.text, "Another text");
    assert!(matches!(
        now.inject.trigger,
        Trigger::At {
            at: Offset::FromStart(_),
            ..
        }
    ));
    assert!(
        now.status == msel::Status::Held(Some(anew)) || now.status == msel::Status::Planned(anew)
    );
}

#[test]
fn what_has_come_is_left_alone() {
    let mut exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    let row = planned_after(&exercise, Moment::START);
    let id = msel::rows(exercise.scenario(), exercise.state())[row]
        .inject
        .id
        .clone();
    let fire = Facilitation::Fire(id);
    do_all(&mut exercise, Moment::START, vec![fire]);
    let mut table = with(exported(&exercise), row, "Text", "");
    assert_eq!(deeds(&exercise, &table), []);
    table.rows.remove(row + 1);
    assert_eq!(deeds(&exercise, &table), []);
}

#[test]
fn times_are_read_as_people_and_programs_write_them() {
    let exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    let row = planned_after(&exercise, Moment::START);
    for cell in [
        Cell::from("T+0:47"),
        Cell::from(" t+0:47 "),
        Cell::from("0:47"),
        Cell::from("00:47:00"),
        Cell::from("+0:47"),
        Cell::from("47min"),
        Cell::Time(47.0 / 1440.0),
        Cell::Number(47.0 / 1440.0),
    ] {
        let table = with(exported(&exercise), row, "Time", cell.clone());
        let to = Moment::from_ms(47 * 60_000);
        let done = deeds(&exercise, &table);
        assert!(
            matches!(done.as_slice(), [Facilitation::Move { to: at, .. }] if *at == to),
            "{cell:?}: {done:?}"
        );
    }
}

fn problems(exercise: &Exercise, table: &Table) -> Vec<CellProblem> {
    let now = exercise.now(WallMs::default());
    let found = read(exercise.scenario(), exercise.state(), now, table);
    found.err().unwrap_or_default()
}

#[test]
fn a_bad_table_is_told_cell_by_cell_and_all_at_once() {
    let mut exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    exercise
        .advance_to(Moment::from_ms(1000))
        .expect("time passes");
    let first = planned_after(&exercise, Moment::from_ms(60_000));
    let scenario = exercise.scenario();
    let role = scenario.roles[0].name.clone();
    let nearly = format!("{role}x; {role}; Nobody at all");
    let mut table = exported(&exercise);
    let other = usize::from(first == 0);
    let twice = table.rows[other + 1][column("Identifier")].clone();
    table = with(table, first, "Time", "soon");
    table = with(table, first, "To", nearly.as_str());
    table = with(table, first, "Channel", "Maill");
    table = with(table, first, "Title", "");
    table = with(table, first, "Objective", "To win");
    table = with(table, first, "Contingency", "perhaps");
    table = with(table, first, "Prompts", Cell::Time(0.5));
    let new = |name: &str, cell: Cell| {
        let mut cells = vec![Cell::Empty; COLUMNS.len()];
        cells[column("Title")] = "New".into();
        cells[column("Text")] = "New".into();
        cells[column(name)] = cell;
        cells
    };
    table.rows.push(new("Identifier", twice));
    table.rows.push(new("Identifier", "no-such-inject".into()));
    table.rows.push(new("Time", Cell::Time(46_000.0)));
    table.rows.push(new("Time", Cell::Number(47.0)));
    table.rows.push(new("Time", "T+399:00".into()));
    table.rows.push(new("Time", "T+0:00".into()));
    table
        .rows
        .push(new("From", "x".repeat(4_001).as_str().into()));
    let last = table.rows.len();
    let found = problems(&exercise, &table);
    let row = first + 2;
    let at = |name: &str, row: usize| {
        let letter = char::from(b'A' + u8::try_from(column(name)).expect("a letter"));
        format!("{letter}{row}")
    };
    for (place, says) in [
        (at("Time", row), "T+1:30"),
        (at("To", row), &*format!("did you mean \"{role}\"?")),
        (at("To", row), "Nobody at all"),
        (at("Channel", row), "did you mean \"Mail\"?"),
        (at("Title", row), "is empty"),
        (at("Objective", row), "write one of"),
        (at("Contingency", row), "yes"),
        (at("Prompts", row), "format the cell as text"),
        (at("Identifier", last - 6), "has it too"),
        (at("Identifier", last - 5), "leave the cell empty"),
        (at("Time", last - 4), "date"),
        (at("Time", last - 3), "no time"),
        (at("Time", last - 2), "ends at"),
        (at("Time", last - 1), "has passed"),
        (at("From", last), "longer than"),
    ] {
        let here: Vec<_> = found
            .iter()
            .filter(|problem| problem.place == place)
            .collect();
        let told = here
            .iter()
            .any(|problem| problem.to_string().contains(says));
        assert!(told, "{place} {says}: {here:#?}");
    }
    assert_eq!(found.len(), 15, "{found:#?}");
    let headless = Table::of_texts([vec!["Time", "Text"], vec!["0:10", "Hello"]]);
    let found = problems(&exercise, &headless);
    assert_eq!(found.len(), 1);
    assert!(found[0].to_string().contains("\"Title\""), "{}", found[0]);
}

#[test]
fn columns_may_be_few_and_in_any_order() {
    let exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    let rows = rows(exercise.scenario(), exercise.state());
    let cells = |row: &hotwash::conduct::sheet::SheetRow| {
        ["Text", "Identifier", "Title"]
            .map(|name| row.cell(name).expect("it is there").to_owned())
            .to_vec()
    };
    let head = ["TEXT", "identifier", "title"].map(str::to_owned).to_vec();
    let table = Table::of_texts(std::iter::once(head).chain(rows.iter().map(cells)));
    assert_eq!(deeds(&exercise, &table), []);
}

/// Lets another program convert a file; none if it is not installed here.
fn converted(folder: &Path, file: &Path, to: &str, into: &str) -> Option<std::path::PathBuf> {
    let into = folder.join(into);
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Program::new("soffice")
        .args([&profile, "--headless", "--convert-to", to, "--outdir"])
        .arg(&into)
        .arg(file)
        .output();
    let Ok(done) = done else {
        eprintln!("skipped: LibreOffice is not installed");
        return None;
    };
    let ending = to.split(':').next().unwrap_or(to);
    let made = into.join(file.with_extension(ending).file_name().expect("a name"));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(made.is_file(), "soffice made no {}: {said}", made.display());
    Some(made)
}

#[test]
fn libreoffice_keeps_every_inject() {
    let folder = tempfile::tempdir().expect("a folder");
    for exercise in all() {
        let scenario = exercise.scenario();
        let here = folder.path().join(scenario.id.as_str());
        let file = here.join("msel.xlsx");
        let sheet = rows(scenario, exercise.state());
        write_msel(&file, &scenario.title, &sheet).expect("it is written");
        let convert = |file: &Path, to: &str, into: &str| {
            let made = converted(folder.path(), file, to, &format!("{}/{into}", scenario.id))?;
            let read = read_table(&made).expect("it is read");
            assert_eq!(deeds(&exercise, &read), [], "{}: {into}", scenario.id);
            Some(made)
        };
        let Some(ods) = convert(&file, "ods", "1") else {
            return;
        };
        convert(&file, "xlsx", "2");
        convert(&ods, "xlsx", "3");
        convert(&file, "csv:Text - txt - csv (StarCalc):59,34,76", "4");
    }
}

/// Changes a time and a text as a person would, and writes the file with another program's hand.
const EDIT: &str = r#"
import sys, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.active
names = {cell.value: cell.column for cell in sheet[1]}
row = int(sys.argv[2])
sheet.cell(row, names["Time"]).value = datetime.timedelta(hours=1, minutes=7)
sheet.cell(row, names["Time"]).number_format = "[h]:mm"
sheet.cell(row, names["Text"]).value = "Edited elsewhere"
book.save(sys.argv[3])
"#;

#[test]
fn an_edit_by_another_program_arrives() {
    let folder = tempfile::tempdir().expect("a folder");
    let exercise = begun(&common::scenario_at(&common::scenario_folders()[0]), 1);
    let scenario = exercise.scenario();
    let file = folder.path().join("msel.xlsx");
    let sheet = rows(scenario, exercise.state());
    write_msel(&file, &scenario.title, &sheet).expect("it is written");
    let row = planned_after(&exercise, Moment::START);
    let edited = folder.path().join("edited.xlsx");
    let done = Program::new("python3")
        .args(["-c", EDIT])
        .args([&file, Path::new(&(row + 2).to_string()), &edited])
        .output();
    if !edited.is_file() {
        eprintln!("skipped: Python with openpyxl is not installed: {done:?}");
        return;
    }
    let id = &msel::rows(scenario, exercise.state())[row].inject.id;
    let check = |path: &Path| {
        let done = deeds(&exercise, &read_table(path).expect("it is read"));
        let [Facilitation::Put(inject)] = done.as_slice() else {
            panic!("{}: {done:?}", path.display());
        };
        assert_eq!(&inject.id, id);
        assert_eq!(inject.text, "Edited elsewhere");
        let at = Offset::FromStart(Moment::from_ms(67 * 60_000));
        assert!(matches!(inject.trigger, Trigger::At { at: put, .. } if put == at));
    };
    check(&edited);
    for (to, into) in [
        ("ods", "1"),
        ("xlsx", "2"),
        ("csv:Text - txt - csv (StarCalc):44,34,76", "3"),
    ] {
        if let Some(made) = converted(folder.path(), &edited, to, into) {
            check(&made);
        }
    }
}

/// What people may leave in a cell.
fn scribble() -> impl Strategy<Value = Cell> {
    let texts = [
        "",
        "T+0:20",
        "0:40",
        "T-1:00",
        "D+1 09:00",
        "T+9999:00",
        "yes",
        "no",
        "Mail",
        "Chat",
        "x; y",
        "Other words",
        "two\nlines",
        "'=1",
        "=1+1",
    ];
    prop_oneof![
        4 => prop::sample::select(texts.map(Cell::from).to_vec()),
        1 => ".{0,20}".prop_map(|text| Cell::from(text.as_str())),
        1 => (0.0..2.0).prop_map(Cell::Time),
        1 => (-1.0..50.0).prop_map(Cell::Number),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Whatever is scribbled into a table: it is refused with the cells that are wrong, or it is done and
    /// then nothing is left to do.
    #[test]
    fn a_table_is_refused_or_done(
        minutes in 0_u32..60,
        held in prop::option::of(0_usize..20),
        cells in prop::collection::vec((0_usize..25, 0_usize..16, scribble()), 0..6),
    ) {
        static SCENARIO: LazyLock<Arc<Scenario>> =
            LazyLock::new(|| common::scenario_at(&common::scenario_folders()[0]));
        let mut exercise = begun(&SCENARIO, 3);
        if let Some(held) = held {
            let rows = msel::rows(exercise.scenario(), exercise.state());
            let inject = rows.get(held).map(|row| Facilitation::Hold(row.inject.id.clone()));
            if let Some(deed) = inject {
                let command = Command::Facilitate(Box::new(deed));
                // What has come already can't be held.
                let _ = exercise.command_at(Moment::START, &command);
            }
        }
        let most = exercise.scenario().end() - Span::from_minutes(1);
        let at = Moment::from_ms(i64::from(minutes) * 60_000).min(most);
        exercise.advance_to(at).expect("time passes");
        let mut table = exported(&exercise);
        for (row, column, cell) in cells {
            if let Some(place) = table.rows.get_mut(row + 1).and_then(|row| row.get_mut(column)) {
                *place = cell;
            }
        }
        let now = exercise.now(WallMs::default());
        match read(exercise.scenario(), exercise.state(), now, &table) {
            Err(problems) => prop_assert!(!problems.is_empty()),
            Ok(injects) => {
                let deeds = changes(exercise.scenario(), exercise.state(), &injects);
                do_all(&mut exercise, now, deeds);
                let left = changes(exercise.scenario(), exercise.state(), &injects);
                let puts_again = left.iter().any(|deed| matches!(deed, Facilitation::Put(_) | Facilitation::Skip { .. }));
                prop_assert!(!puts_again, "{left:?}");
                prop_assert_eq!(self::deeds(&exercise, &exported(&exercise)), vec![]);
            }
        }
    }
}

#[test]
fn a_list_of_participants_becomes_seats_without_names() {
    let scenario = common::scenario_at(&common::scenario_folders()[0]);
    let (one, two) = (&scenario.roles[0], &scenario.roles[1]);
    let list = format!(
        "Name;Role;Team;Kind;Mail\r\nAda Ade;\"{}; {}\";Blue;;ada@example.org\r\nBob;;;Evaluator;\r\n",
        one.name.to_uppercase(),
        two.id
    );
    let table = read_csv(list.as_bytes()).expect("it is read");
    let roster = roster::read(&scenario, &table).expect("it is read");
    let deeds = roster.deeds();
    assert_eq!(deeds.len(), 2);
    let Facilitation::Take { seat, place } = &deeds[0] else {
        panic!("{deeds:?}");
    };
    assert_eq!(seat.as_str(), "seat-1");
    assert_eq!(place.roles, [one.id.clone(), two.id.clone()]);
    assert!(!format!("{deeds:?}").contains("Ada"));
    assert_eq!(roster.names()[seat], "Ada Ade");
    let again = read_csv(&csv_bytes(&roster.table(&scenario))).expect("it is read");
    assert_eq!(roster::read(&scenario, &again), Ok(roster));

    let bad = "Name,Role(s),Kind,Mail\n,x,,\nAda,Nobody at all,Evaluater,ada@\nBob,,,\nbob,,,\n";
    let table = read_csv(bad.as_bytes()).expect("it is read");
    let problems = roster::read(&scenario, &table).expect_err("it is refused");
    let places: Vec<_> = problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        ["A2", "B2", "B3", "C3", "D3", "A5"],
        "{problems:#?}"
    );
    assert!(
        problems[3]
            .to_string()
            .contains("did you mean \"Evaluator\"?")
    );
}

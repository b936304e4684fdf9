//! Records that are carried, altered, cut, too large, looked at, forgotten and outlived: a clear message for
//! each, and nothing lost of the others.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, SystemTime};

use hotwash::base::Id;
use hotwash::exercise::{Exercise, Header, Speed, WallMs};
use hotwash::player::trainee_seat;
use hotwash::review::{
    ActionDetails, AfterAction, Ledger, LedgerChange, Priority, Raised, ReportState,
};
use hotwash::scenario::{Command, Phase};
use hotwash::store::{
    BranchOf, DataDir, ExportOrder, Imported, LONGEST_ENTRY, MOST_RECORD_BYTES, Retention,
    SqliteJournal, StoreError, branches_of, change_ledger, check_record, export_record,
    find_origin, find_person, find_record, forget_person, import_record, is_record, list_exercises,
    read_after_action, read_branch, read_ledger, read_names, read_record, record_name,
    save_after_action, save_names, set_ledger_aside, write_branch,
};
use jiff::civil::date;
use rusqlite::Connection;

const TEXT: &str = include_str!("scenarios/smallest.ron");
const WITH_NAMES: ExportOrder = ExportOrder {
    names: true,
    overwrite: false,
};

/// A data folder of its own.
struct Place {
    folder: tempfile::TempDir,
    dir: DataDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(folder.path().join("data"))).unwrap();
        Self { folder, dir }
    }

    /// A file beside the data folder.
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A record of an exercise in which something was noted, with a name and a report beside it.
    fn record(&self, name: &str, note: &str) -> PathBuf {
        let path = self.dir.exercises().join(format!("{name}.hotwash"));
        let scenario = common::smallest();
        let header = Header::new(scenario.id.clone(), TEXT.to_owned(), 1, trainee_seat());
        let journal = SqliteJournal::create(&path, &header).unwrap();
        let mut exercise =
            Exercise::start(header, &scenario, Speed::new(1), Box::new(journal)).unwrap();
        exercise
            .command(WallMs(0), &Command::Note(note.to_owned()))
            .unwrap();
        exercise.advance_to(scenario.end()).unwrap();
        drop(exercise);
        let seat = Id::new("seat-1").unwrap().into();
        save_names(&path, &BTreeMap::from([(seat, "Ada Example".to_owned())])).unwrap();
        let after = AfterAction {
            state: ReportState::Draft,
            summary: "Ada Example led well.".to_owned(),
            ..AfterAction::default()
        };
        save_after_action(&path, &after).unwrap();
        path
    }

    /// A branch of a record after so many of its entries.
    fn branch(&self, record: &Path, shared: usize) -> PathBuf {
        let (whole, _) = read_record(record).unwrap();
        let of = BranchOf {
            record: record_name(record),
            shared,
            at: whole.entries[shared - 1].at,
            what: "Played on by hand".to_owned(),
        };
        write_branch(record, &whole.header, &whole.entries[..shared], &of).unwrap()
    }

    fn raise(&self, exercise: &str, owner: &str) -> Ledger {
        let raise = LedgerChange::Raise {
            details: ActionDetails {
                text: "Name who removes footholds".to_owned(),
                owner: owner.to_owned(),
                due: Some(date(2026, 5, 1)),
                priority: Priority::High,
                capability: Phase::Eradicate,
            },
            step: None,
            raised: Raised {
                exercise: exercise.to_owned(),
                scenario: common::smallest().id.clone(),
                title: "One web server".to_owned(),
                on: date(2026, 3, 3),
                when: None,
                at: None,
                evidence: String::new(),
            },
        };
        change_ledger(&self.dir, raise).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = common::hotwash();
        command.arg("--data-dir").arg(self.dir.root());
        command.args(arguments).output().unwrap()
    }
}

fn says(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// All files of a folder with their bytes and times.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            (path.clone(), fs::read(&path).unwrap(), modified)
        })
        .collect();
    files.sort();
    files
}

/// Alters the bytes at the first place where they stand.
fn replace(path: &Path, from: &[u8], to: &[u8]) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(from.len()).position(|part| part == from);
    let at = at.unwrap_or_else(|| panic!("{} holds it", String::from_utf8_lossy(from)));
    bytes[at..at + to.len()].copy_from_slice(to);
    fs::write(path, bytes).unwrap();
}

fn sql(path: &Path, text: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(text).unwrap();
}

fn set_modified(path: &Path, at: SystemTime) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(at).unwrap();
}

fn days(days: u64) -> Duration {
    Duration::from_secs(days * 24 * 60 * 60)
}

/// What a report says, as JSON.
fn reported(place: &Place, named: &str) -> serde_json::Value {
    let out = place.file("report.json");
    let path = out.display().to_string();
    let run = place.run(&["report", named, "--out", &path, "--overwrite"]);
    assert!(run.status.success(), "{}", says(&run));
    serde_json::from_slice(&fs::read(out).unwrap()).unwrap()
}

fn error(path: &Path) -> String {
    read_record(path).unwrap_err().to_string()
}

#[test]
fn a_record_goes_to_another_machine_with_all_that_belongs_to_it() {
    let (here, there) = (Place::new(), Place::new());
    let record = here.record("smallest-20260303-090000", "exercise: nothing");
    here.raise(&record_name(&record), "Ada Example");
    let file = here.file("carried.hotwash");
    let exported = export_record(&here.dir, &record, &file, WITH_NAMES).unwrap();
    assert_eq!(exported.actions, 1);
    assert_eq!(check_record(&file).unwrap().1, exported.link);
    assert!(is_record(&file) && !is_record(&here.dir.ledger()));
    let beside = ["carried.hotwash-wal", "carried.hotwash-shm"];
    assert!(
        beside.iter().all(|name| !here.file(name).exists()),
        "one file"
    );
    // Nothing is written over, unless somebody says so.
    let again = export_record(&here.dir, &record, &file, WITH_NAMES);
    assert!(matches!(again, Err(StoreError::Exists(_))));
    let over = ExportOrder {
        overwrite: true,
        ..WITH_NAMES
    };
    assert!(export_record(&here.dir, &record, &file, over).is_ok());
    assert!(export_record(&here.dir, &record, &record, over).is_err());

    let Imported::New {
        path,
        entries,
        actions,
    } = import_record(&there.dir, &file).unwrap()
    else {
        panic!("it is new there");
    };
    assert_eq!((entries, actions), (exported.entries, 1));
    assert_eq!(record_name(&path), record_name(&record), "its own name");
    assert_eq!(
        read_record(&path).unwrap().0,
        read_record(&record).unwrap().0
    );
    assert_eq!(read_names(&path).unwrap(), read_names(&record).unwrap());
    assert_eq!(
        read_after_action(&path).unwrap(),
        read_after_action(&record).unwrap()
    );
    assert_eq!(
        read_ledger(&there.dir).unwrap(),
        read_ledger(&here.dir).unwrap()
    );
    let known = |path| Imported::Known { path, actions: 0 };
    let again = import_record(&there.dir, &file).unwrap();
    assert_eq!(again, known(path));
    let same = import_record(&here.dir, &file).unwrap();
    assert_eq!(same, known(record));
}

#[test]
fn another_record_of_the_same_name_gets_a_free_one_and_so_do_its_actions() {
    let (here, there) = (Place::new(), Place::new());
    let record = here.record("same-20260303-090000", "exercise: here");
    there.record("same-20260303-090000", "exercise: there");
    here.raise("same-20260303-090000", "");
    let file = here.file("carried.hotwash");
    export_record(&here.dir, &record, &file, WITH_NAMES).unwrap();
    let before = everything(&there.dir.exercises());
    let Imported::New { path, .. } = import_record(&there.dir, &file).unwrap() else {
        panic!("it is another one");
    };
    assert_eq!(record_name(&path), "same-20260303-090000-2");
    let action = read_ledger(&there.dir).unwrap().actions.remove(0);
    assert_eq!(action.raised.exercise, "same-20260303-090000-2");
    let mut after = everything(&there.dir.exercises());
    after.retain(|(of, ..)| *of != path);
    assert_eq!(before, after, "the other stays as it was");
}

#[test]
fn names_can_be_left_out() {
    let here = Place::new();
    let record = here.record("named", "exercise: nothing");
    here.raise("named", "Ada Example");
    let file = here.file("participants.hotwash");
    let order = ExportOrder {
        names: false,
        overwrite: false,
    };
    export_record(&here.dir, &record, &file, order).unwrap();
    let bytes = fs::read(&file).unwrap();
    let name = b"Ada Example";
    assert!(
        !bytes.windows(name.len()).any(|part| part == name),
        "not even in free pages"
    );
    assert!(check_record(&file).is_ok());
    let after = read_after_action(&file).unwrap().unwrap();
    assert_eq!(after.summary, "(name removed) led well.");
}

#[test]
fn an_exercise_that_goes_on_is_exported_as_far_as_it_is() {
    let here = Place::new();
    let path = here.dir.exercises().join("running.hotwash");
    let scenario = common::smallest();
    let header = Header::new(scenario.id.clone(), TEXT.to_owned(), 1, trainee_seat());
    let journal = SqliteJournal::create(&path, &header).unwrap();
    let mut exercise =
        Exercise::start(header, &scenario, Speed::new(1), Box::new(journal)).unwrap();
    exercise
        .command(WallMs(0), &Command::Note("exercise: so far".to_owned()))
        .unwrap();
    let file = here.file("running.hotwash");
    let exported = export_record(&here.dir, &path, &file, WITH_NAMES).unwrap();
    let entries = i64::try_from(exercise.entries().len()).unwrap();
    assert_eq!(exported.entries, entries);
    exercise
        .command(WallMs(0), &Command::Note("exercise: and on".to_owned()))
        .unwrap();
}

#[test]
fn looking_at_a_record_changes_no_byte() {
    let here = Place::new();
    let record = here.record("looked-at", "exercise: nothing");
    // As a record of an earlier program: without what came later.
    sql(
        &record,
        "DROP TABLE beside; ALTER TABLE clock DROP COLUMN session_ms;",
    );
    sql(&record, "PRAGMA journal_mode = WAL;");
    let before = everything(&here.dir.exercises());
    let path = record.display().to_string();
    for arguments in [
        &["replay", &path][..],
        &["score", &path],
        &["records", "--check"],
        &["forget", "Ada Example"],
        &[
            "export",
            &path,
            "--out",
            &here.file("out.hotwash").display().to_string(),
        ],
    ] {
        let run = here.run(arguments);
        assert!(run.status.success(), "{arguments:?}: {}", says(&run));
        assert_eq!(before, everything(&here.dir.exercises()), "{arguments:?}");
    }
    list_exercises(&here.dir).unwrap();
    assert_eq!(read_after_action(&record).unwrap(), None);
    assert_eq!(before, everything(&here.dir.exercises()));
}

#[test]
fn a_record_is_read_where_nothing_can_be_written() {
    let here = Place::new();
    let record = here.record("fixed", "exercise: nothing");
    let mut rights = fs::metadata(&record).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&record, rights).unwrap();
    let folder = here.dir.exercises();
    let mut rights = fs::metadata(&folder).unwrap().permissions();
    let open = rights.clone();
    rights.set_readonly(true);
    fs::set_permissions(&folder, rights).unwrap();
    let read = read_record(&record);
    fs::set_permissions(&folder, open).unwrap();
    assert!(read.is_ok(), "{read:?}");
}

/// One flipped bit at each of many places of the file: whatever it hits, the record is read as it was written
/// or refused with a message, and nothing panics.
#[test]
fn a_flipped_bit_is_told_or_harmless() {
    let here = Place::new();
    let record = here.record("flipped", "exercise: nothing");
    let written = read_record(&record).unwrap();
    let bytes = fs::read(&record).unwrap();
    let flipped = here.file("flipped.hotwash");
    let mut refused = 0;
    for at in (0..bytes.len()).step_by(97) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x04;
        fs::write(&flipped, &altered).unwrap();
        match read_record(&flipped) {
            Ok(read) => assert_eq!(read.0, written.0, "byte {at}"),
            Err(error) => {
                let text = error.to_string();
                assert!(text.contains("flipped.hotwash"), "byte {at}: {text}");
                refused += 1;
            }
        }
    }
    assert!(refused > 50, "{refused} were told");
}

#[test]
fn an_alteration_is_told_with_its_place() {
    let here = Place::new();
    let record = here.record("altered", "exercise: SOMETHING-FOUND");
    // What was said stands in the command and in what it caused.
    let entries = read_record(&record).unwrap().0.entries;
    let numbered = (1..).zip(&entries);
    let holding: Vec<usize> = numbered
        .filter(|(_, entry)| format!("{entry:?}").contains("SOMETHING-FOUND"))
        .map(|(number, _)| number)
        .collect();
    let copy = |name: &str| {
        let path = here.file(name);
        fs::copy(&record, &path).unwrap();
        path
    };
    // In an entry's words.
    let path = copy("json.hotwash");
    replace(&path, b"SOMETHING-FOUND", b"SOMETHINH-FOUND");
    let text = error(&path);
    let told = |number: &usize| text.contains(&format!("altered at entry {number};"));
    assert!(holding.iter().any(told), "{holding:?}: {text}");
    // In the scenario that the header carries.
    let path = copy("header.hotwash");
    replace(&path, b"Paper Kite", b"Paper Kits");
    assert!(error(&path).contains("in its header"), "{}", error(&path));
    // In a link, a number, a time, the head.
    for (change, says) in [
        (
            "UPDATE entry SET link = 'a' || substr(link, 2) WHERE number = 5",
            "altered at entry 5",
        ),
        (
            "UPDATE entry SET number = 7000 WHERE number = 6",
            "altered at entry 6",
        ),
        (
            "UPDATE entry SET at_ms = at_ms + 1 WHERE number = 4",
            "altered at entry 4",
        ),
        ("UPDATE head SET link = 'x'", "altered at entry"),
        (
            "UPDATE head SET entries = 9000",
            "was cut: it should hold 9000",
        ),
        (
            "UPDATE entry SET json = CAST(x'ff00' AS TEXT) WHERE number = 3",
            "altered at entry 3",
        ),
    ] {
        let path = copy("sql.hotwash");
        sql(&path, &format!("DROP TRIGGER entry_stays; {change};"));
        let text = error(&path);
        assert!(text.contains(says), "{change}: {text}");
        assert!(text.contains("sql.hotwash"), "{text}");
    }
}

#[test]
fn damage_and_cuts_say_how_far_it_can_be_read() {
    let here = Place::new();
    let record = here.record("damaged", "exercise: nothing");
    let bytes = fs::read(&record).unwrap();
    let path = here.file("damaged.hotwash");
    // The end is missing: half the file, and all but the last page.
    for keep in [bytes.len() / 2, bytes.len() - 4096, 5_000, 60, 100] {
        fs::write(&path, &bytes[..keep]).unwrap();
        let text = error(&path);
        let told = text.contains("is damaged") || text.contains("not a Hotwash record");
        assert!(told, "{keep}: {text}");
    }
    // A page in the middle of the entries loses its meaning.
    let connection = Connection::open(&record).unwrap();
    let page: i64 = connection
        .query_row(
            "SELECT rootpage FROM sqlite_master WHERE name = 'entry'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(connection);
    let mut altered = fs::read(&record).unwrap();
    altered[usize::try_from(page - 1).unwrap() * 4096] = 0xff;
    fs::write(&path, &altered).unwrap();
    let text = error(&path);
    assert!(
        text.contains("is damaged") && text.contains("Use a copy"),
        "{text}"
    );
    assert!(
        import_record(&here.dir, &path).is_err(),
        "and is not taken in"
    );
}

#[test]
fn what_is_no_record_is_told_so() {
    let here = Place::new();
    let empty = here.file("empty.hotwash");
    fs::write(&empty, b"").unwrap();
    assert!(error(&empty).contains("the file is empty"));
    let folder = here.file("folder.hotwash");
    fs::create_dir(&folder).unwrap();
    assert!(error(&folder).contains("this is no file"));
    let text = here.file("text.hotwash");
    fs::write(
        &text,
        "just words, and more of them than a head has bytes".repeat(9),
    )
    .unwrap();
    assert!(error(&text).contains("not a Hotwash record"));
    let other = here.file("other.hotwash");
    sql(&other, "CREATE TABLE entry (number INTEGER PRIMARY KEY);");
    assert!(error(&other).contains("not a Hotwash record"));
    let newer = here.record("newer", "exercise: nothing");
    sql(&newer, "PRAGMA user_version = 99;");
    assert!(error(&newer).contains("a newer Hotwash opens it"));
    let foreign = here.record("foreign", "exercise: nothing");
    sql(
        &foreign,
        "CREATE TRIGGER own AFTER INSERT ON result BEGIN DELETE FROM name; END;",
    );
    let refused = import_record(&here.dir, &foreign).unwrap_err().to_string();
    assert!(refused.contains("\"own\""), "{refused}");
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let here = Place::new();
    let record = here.record("large", "exercise: nothing");
    // 500 MB, of which the disk holds next to nothing.
    let file = fs::File::options().write(true).open(&record).unwrap();
    file.set_len(500_000_000).unwrap();
    drop(file);
    let text = error(&record);
    let limit = MOST_RECORD_BYTES.to_string();
    assert!(
        text.contains("500000000") && text.contains(&limit),
        "{text}"
    );
    let run = here.run(&["replay", &record.display().to_string()]);
    assert_eq!(run.status.code(), Some(1));
    assert!(says(&run).contains(&limit));
    fs::remove_file(&record).unwrap();

    let record = here.record("long", "exercise: nothing");
    let long = LONGEST_ENTRY + 1;
    sql(
        &record,
        &format!(
            "DROP TRIGGER entry_stays; UPDATE entry SET json = CAST(zeroblob({long}) AS TEXT) WHERE number = 2;"
        ),
    );
    let text = error(&record);
    assert!(
        text.contains(&format!("entry 2 has {long} bytes")),
        "{text}"
    );
}

#[test]
fn the_library_lists_all_others_and_names_the_broken_ones() {
    let here = Place::new();
    let good = here.record("good", "exercise: nothing");
    let bad = here.record("bad", "exercise: nothing");
    let bytes = fs::read(&bad).unwrap();
    fs::write(&bad, &bytes[..bytes.len() / 3]).unwrap();
    fs::write(here.dir.exercises().join("none.hotwash"), "words").unwrap();
    fs::create_dir(here.dir.exercises().join("folder.hotwash")).unwrap();
    let (entries, errors) = list_exercises(&here.dir).unwrap();
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(entries.iter().any(|entry| entry.path == good));
    for name in ["none.hotwash", "folder.hotwash"] {
        assert!(
            errors.iter().any(|error| error.contains(name)),
            "{errors:?}"
        );
    }
    let run = here.run(&["records", "--check"]);
    assert_eq!(run.status.code(), Some(1));
    let text = says(&run);
    assert!(
        text.contains("bad.hotwash") && text.contains("is damaged"),
        "{text}"
    );
    assert!(text.contains("good") && text.contains("whole"), "{text}");
}

#[test]
fn a_run_is_found_by_the_beginning_of_its_name() {
    let here = Place::new();
    let first = here.record("alpha-1", "exercise: nothing");
    here.record("alpha-2", "exercise: nothing");
    assert_eq!(find_record(&here.dir, Path::new("alpha-1")).unwrap(), first);
    assert_eq!(find_record(&here.dir, &first).unwrap(), first);
    let many = find_record(&here.dir, Path::new("alpha")).unwrap_err();
    assert!(many.to_string().contains("alpha-1, alpha-2"));
    let none = find_record(&here.dir, Path::new("omega")).unwrap_err();
    assert!(none.to_string().contains("hotwash records"));
}

#[test]
fn a_person_is_forgotten_where_that_can_be_and_the_rest_is_listed() {
    let here = Place::new();
    let record = here.record("spoken", "exercise: ask ada example about it");
    here.raise("spoken", "Ada Example");
    let plan = here.dir.plans().join("smallest.json");
    fs::create_dir_all(here.dir.plans()).unwrap();
    let roster = r#"{"roster": {"participants": [
        {"seat": "seat-1", "name": "Ada Example", "kind": "Participant"},
        {"seat": "seat-2", "name": "Bo Other", "kind": "Participant"}]}}"#;
    fs::write(&plan, roster).unwrap();
    fs::write(here.dir.exercises().join("broken.hotwash"), "words").unwrap();
    let asked = here.run(&["forget", "ada example"]);
    let text = says(&asked);
    for place in [
        "names of those who took part",
        "after-action",
        "corrective actions",
        "plan for a room",
    ] {
        assert!(text.contains(place), "{place}: {text}");
    }
    assert!(text.contains("nothing has changed yet"), "{text}");
    assert!(text.contains("nothing can change") && text.contains("ask ada example about it"));
    assert!(
        text.contains("broken.hotwash"),
        "what can't be read is told"
    );
    assert_eq!(read_names(&record).unwrap().len(), 1);

    let modified = fs::metadata(&record).unwrap().modified().unwrap();
    let left = forget_person(&here.dir, "ada example").unwrap();
    assert!(left.is_nowhere() && !left.on_record.is_empty() && left.unreadable.len() == 1);
    assert!(read_names(&record).unwrap().is_empty());
    assert_eq!(read_ledger(&here.dir).unwrap().actions[0].owner, "");
    let plan = fs::read_to_string(&plan).unwrap();
    assert!(!plan.contains("Ada") && plan.contains("Bo Other"));
    let bytes = fs::read(&record).unwrap();
    assert!(
        !bytes.windows(11).any(|part| part == b"Ada Example"),
        "nothing of it is left in the file"
    );
    assert!(check_record(&record).is_ok(), "the chain is as it was");
    let now = fs::metadata(&record).unwrap().modified().unwrap();
    assert_eq!(now, modified, "forgetting is no use of a record");
    assert!(find_person(&here.dir, "ada example").unwrap().is_nowhere());
}

#[test]
fn nothing_is_kept_longer_than_somebody_said() {
    let here = Place::new();
    let (old, new) = (
        here.record("old", "exercise: nothing"),
        here.record("new", "exercise: nothing"),
    );
    let now = SystemTime::now();
    set_modified(&old, now - days(40));
    let off = Retention::default().apply(&here.dir, now).unwrap();
    assert!(off.is_empty(), "off unless somebody says so");
    let names = Retention {
        names_days: Some(30),
        records_days: Some(60),
    };
    assert_eq!(
        names.expired(&here.dir, now).unwrap().names,
        std::slice::from_ref(&old)
    );
    assert_eq!(read_names(&old).unwrap().len(), 1, "asking removes nothing");
    let done = names.apply(&here.dir, now).unwrap();
    assert_eq!(done.in_words(), "names removed from 1 record");
    assert!(read_names(&old).unwrap().is_empty() && check_record(&old).is_ok());
    assert!(
        names.apply(&here.dir, now).unwrap().is_empty(),
        "once is enough"
    );
    assert_eq!(read_names(&new).unwrap().len(), 1);
    // That the names are gone makes it no younger.
    let run = here.run(&["records", "--remove-older-than", "30d"]);
    assert!(says(&run).contains("nothing has been removed yet") && old.exists());
    let run = here.run(&["records", "--remove-older-than", "30d", "--yes"]);
    assert!(run.status.success(), "{}", says(&run));
    assert!(!old.exists() && new.exists());
}

#[test]
fn a_ledger_that_cant_be_read_is_never_written_over() {
    let here = Place::new();
    let path = here.dir.ledger();
    for (text, says) in [
        ("{", "can't be read"),
        (r#"{"format": 1, "actions": 3}"#, "can't be read"),
        (
            r#"{"format": 99, "actions": [], "more": 1}"#,
            "a newer Hotwash opens it",
        ),
    ] {
        fs::write(&path, text).unwrap();
        let refused = change_ledger(&here.dir, LedgerChange::TakeIn(Vec::new()));
        let refused = refused.unwrap_err().to_string();
        assert!(
            refused.contains(says) && refused.contains("Nothing was changed"),
            "{refused}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let aside = set_ledger_aside(&here.dir).unwrap();
    assert!(aside.exists() && read_ledger(&here.dir).unwrap() == Ledger::default());
    here.raise("first", "");
    let run = here.run(&["ledger", "--json"]);
    assert_eq!(common::json(&run)["actions"][0]["overdue"], true);
    let run = here.run(&["ledger", "--overdue"]);
    assert!(says(&run).contains("OVERDUE"));
}

#[test]
fn two_who_write_the_ledger_lose_nothing() {
    let here = Place::new();
    let here = &here;
    std::thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                for round in 0..10 {
                    here.raise(&format!("exercise-{writer}-{round}"), "");
                }
            });
        }
    });
    assert_eq!(read_ledger(&here.dir).unwrap().actions.len(), 40);
}

#[test]
fn the_command_line_carries_a_record() {
    let (here, there) = (Place::new(), Place::new());
    here.record("told-20260303-090000", "exercise: nothing");
    let file = here.file("told.bin").display().to_string();
    let run = here.run(&["export", "told", "--out", &file]);
    assert!(
        run.status.success() && says(&run).contains("chain whole"),
        "{}",
        says(&run)
    );
    let run = there.run(&["import", &file]);
    assert!(
        run.status.success() && says(&run).contains("taken in as"),
        "{}",
        says(&run)
    );
    let run = there.run(&["import", &file, "--json"]);
    let json = common::json(&run);
    assert_eq!(json["records"][0]["already_there"], true);
    let run = there.run(&["records", "--check", "--json"]);
    let json = common::json(&run);
    assert_eq!(json["records"][0]["name"], "told-20260303-090000");
    assert_eq!(json["records"][0]["whole"], true);
    assert_eq!(json["records"][0]["people"][0], "Ada Example");
}

#[test]
fn a_report_is_never_written_over_a_record() {
    let here = Place::new();
    let record = here.record("kept", "exercise: nothing");
    let other = here.record("other", "exercise: nothing");
    let linked = here.file("linked.md");
    fs::hard_link(&record, &linked).unwrap();
    let bytes = fs::read(&record).unwrap();
    for out in [&record, &other, &linked] {
        let out = out.display().to_string();
        let run = here.run(&[
            "report",
            "kept",
            "--out",
            &out,
            "--format",
            "md",
            "--overwrite",
        ]);
        assert_eq!(run.status.code(), Some(1));
        assert!(
            says(&run).contains("this is a Hotwash record"),
            "{}",
            says(&run)
        );
        let run = here.run(&[
            "export",
            "other",
            "--out",
            &record.display().to_string(),
            "--overwrite",
        ]);
        assert!(
            says(&run).contains("this is a Hotwash record"),
            "{}",
            says(&run)
        );
    }
    assert_eq!(fs::read(&record).unwrap(), bytes);
    // What is no record is written over if somebody says so.
    let page = here.file("page.md");
    fs::write(&page, "words").unwrap();
    let out = page.display().to_string();
    let run = here.run(&["report", "kept", "--out", &out]);
    assert!(says(&run).contains("--overwrite"), "{}", says(&run));
    let run = here.run(&["report", "kept", "--out", &out, "--overwrite"]);
    assert!(run.status.success(), "{}", says(&run));
}

#[test]
fn a_message_says_each_thing_once_and_what_to_do() {
    let here = Place::new();
    let record = here
        .record("told", "exercise: nothing")
        .display()
        .to_string();
    let folder = here.folder.path().display().to_string();
    let said = |arguments: &[&str]| {
        let run = here.run(arguments);
        assert_eq!(run.status.code(), Some(1), "{arguments:?}");
        let text = says(&run);
        assert!(!text.contains(".new"), "{text}");
        text
    };
    let none = here.file("none.hotwash").display().to_string();
    let text = said(&["replay", &none]);
    assert!(
        text.contains("no such file. `hotwash records` lists"),
        "{text}"
    );
    assert!(said(&["score", "told"]).contains("`hotwash records` lists"));
    let text = said(&[
        "report",
        "nothing",
        "--out",
        &here.file("a.md").display().to_string(),
    ]);
    assert!(text.contains("`hotwash records` lists"), "{text}");
    let text = said(&["report", &record, "--out", &folder, "--format", "md"]);
    assert!(
        text.contains("this is a folder; name a file in it"),
        "{text}"
    );
    let missing = here.file("missing").join("a.md");
    let text = said(&["report", &record, "--out", &missing.display().to_string()]);
    assert!(
        text.contains("make it first") && !missing.exists(),
        "{text}"
    );
    let text = said(&["export", &record, "--out", &missing.display().to_string()]);
    assert!(
        text.contains("make it first") && !missing.exists(),
        "{text}"
    );
    let cut = here.file("cut.hotwash");
    let bytes = fs::read(&record).unwrap();
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let text = said(&["replay", &cut.display().to_string()]);
    assert_eq!(text.matches("malformed").count(), 1, "{text}");
    fs::write(here.dir.ledger(), "{").unwrap();
    let text = said(&["ledger"]);
    assert_eq!(text.matches("EOF while").count(), 1, "{text}");
    sql(Path::new(&record), "UPDATE head SET entries = 9000");
    assert!(said(&["replay", &record]).contains("have it exported again"));
}

#[test]
fn an_import_takes_all_of_a_record_or_nothing() {
    let (here, there) = (Place::new(), Place::new());
    let record = here.record("whole-20260303-090000", "exercise: nothing");
    here.raise("whole-20260303-090000", "Ada Example");
    let file = here.file("carried.hotwash");
    export_record(&here.dir, &record, &file, WITH_NAMES).unwrap();
    fs::write(there.dir.ledger(), "{").unwrap();
    assert!(import_record(&there.dir, &file).is_err());
    let left = everything(&there.dir.exercises());
    assert!(left.is_empty(), "{left:?}");
    fs::remove_file(there.dir.ledger()).unwrap();
    // A record that is there without its actions gets them.
    fs::copy(&record, there.dir.exercises().join("by-hand.hotwash")).unwrap();
    let taken = import_record(&there.dir, &file).unwrap();
    let Imported::Known { path, actions: 1 } = taken else {
        panic!("it is there, and its action is new: {taken:?}");
    };
    let action = read_ledger(&there.dir).unwrap().actions.remove(0);
    assert_eq!(action.raised.exercise, record_name(&path));
}

#[test]
fn a_record_that_got_another_name_carries_its_actions_on() {
    let (first, second, third) = (Place::new(), Place::new(), Place::new());
    let record = first.record("same", "exercise: first");
    first.raise("same", "");
    second.record("same", "exercise: second");
    let file = first.file("carried.hotwash");
    export_record(&first.dir, &record, &file, WITH_NAMES).unwrap();
    let Imported::New { path, .. } = import_record(&second.dir, &file).unwrap() else {
        panic!("it is new");
    };
    assert_eq!(record_name(&path), "same-2");
    let file = second.file("carried.hotwash");
    let exported = export_record(&second.dir, &path, &file, WITH_NAMES).unwrap();
    assert_eq!(exported.actions, 1);
    import_record(&third.dir, &file).unwrap();
    let action = read_ledger(&third.dir).unwrap().actions.remove(0);
    assert_eq!(action.raised.exercise, "same");
}

#[test]
fn a_report_of_a_carried_record_has_its_improvement_plan() {
    let (here, there) = (Place::new(), Place::new());
    let record = here.record("planned-20260303-090000", "exercise: nothing");
    here.raise("planned-20260303-090000", "Ada Example");
    let file = here.file("carried.hotwash");
    export_record(&here.dir, &record, &file, WITH_NAMES).unwrap();
    // Another exercise of that name is known there.
    there.raise("planned-20260303-090000", "Somebody Else");
    there.raise("carried", "Somebody Else");
    let carried = reported(&there, &file.display().to_string());
    let kept = reported(&here, "planned");
    for report in [&carried, &kept] {
        assert_eq!(report["raised"].as_array().unwrap().len(), 1);
        assert_eq!(report["raised"][0]["owner"], "Ada Example");
        assert_eq!(report["head"]["held_on"], "2026-03-03");
    }
}

#[test]
fn the_day_of_an_exercise_is_the_one_where_it_is_told() {
    let here = Place::new();
    here.record("late-20260702-013000", "exercise: nothing");
    let out = here.file("report.json");
    let mut command = common::hotwash();
    command.env("TZ", "EST5EDT,M3.2.0,M11.1.0");
    command.arg("--data-dir").arg(here.dir.root());
    command.args(["report", "late", "--out"]).arg(&out);
    let run = command.output().unwrap();
    assert!(run.status.success(), "{}", says(&run));
    let report: serde_json::Value = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
    assert_eq!(report["head"]["held_on"], "2026-07-01");
}

#[test]
fn a_branch_has_the_names_and_is_there_whole_or_not_at_all() {
    let here = Place::new();
    let record = here.record("run", "exercise: nothing");
    let folder = here.dir.exercises();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                for n in 1..=10 {
                    let path = folder.join(format!("run-branch-{n}.hotwash"));
                    if path.exists() {
                        assert!(read_branch(&path).unwrap().is_some(), "{n} was half there");
                        seen += 1;
                    }
                }
            }
            seen
        });
        for _ in 0..10 {
            let branch = here.branch(&record, 3);
            assert_eq!(read_names(&branch).unwrap(), read_names(&record).unwrap());
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(watcher.join().unwrap() > 0);
    });
    let found = find_person(&here.dir, "ada example").unwrap();
    let branches = found.places.iter();
    let branches = branches.filter(|place| record_name(&place.path).contains("branch"));
    assert_eq!(branches.count(), 10);
}

#[test]
fn a_branch_belongs_to_the_record_that_it_left_and_to_no_other_of_its_name() {
    let (here, there, empty) = (Place::new(), Place::new(), Place::new());
    let record = here.record("team.a", "exercise: here");
    let branch = here.branch(&record, 5);
    let of = read_branch(&branch).unwrap().unwrap();
    assert_eq!(
        find_origin(&branch, &of).unwrap(),
        record,
        "a dot is no ending"
    );
    there.record("team.a", "exercise: there");
    let (first, second) = (here.file("record.hotwash"), here.file("branch.hotwash"));
    export_record(&here.dir, &record, &first, WITH_NAMES).unwrap();
    export_record(&here.dir, &branch, &second, WITH_NAMES).unwrap();
    let take = |place: &Place, file: &Path| match import_record(&place.dir, file).unwrap() {
        Imported::New { path, .. } => path,
        known @ Imported::Known { .. } => panic!("{known:?}"),
    };
    // Where the record is not, the branch shows by itself.
    let alone = take(&empty, &second);
    let (entries, _) = list_exercises(&empty.dir).unwrap();
    assert!(entries[0].branch.is_some() && entries[0].origin.is_none());
    assert!(matches!(
        find_origin(&alone, &of),
        Err(StoreError::NoOrigin { .. })
    ));
    // Where another record has the name, the branch is not its.
    let taken = take(&there, &second);
    let other = there.dir.exercises().join("team.a.hotwash");
    assert!(branches_of(&other).unwrap().is_empty());
    // Once the record is there too, under another name, it is found.
    let parent = take(&there, &first);
    assert_ne!(parent, other);
    assert_eq!(find_origin(&taken, &of).unwrap(), parent);
    assert_eq!(branches_of(&parent).unwrap(), [(taken, of.clone())]);
    // A name from a file leads nowhere else.
    let outside = BranchOf {
        record: "../team.a".to_owned(),
        ..of
    };
    assert!(find_origin(&branch, &outside).is_err());
}

#[test]
fn what_was_put_aside_is_searched_for_names_too() {
    let here = Place::new();
    here.raise("any", "Ada Example");
    let whole = fs::read_to_string(here.dir.ledger()).unwrap();
    fs::write(here.dir.ledger(), &whole[..whole.len() - 9]).unwrap();
    let ledger = set_ledger_aside(&here.dir).unwrap();
    fs::create_dir_all(here.dir.plans()).unwrap();
    let plan = here.dir.plans().join("any.json.unreadable");
    fs::write(&plan, "{ \"name\": \"Ada Example\", ").unwrap();
    let text = says(&here.run(&["forget", "ada example"]));
    assert!(text.contains("file that was put aside"), "{text}");
    let left = forget_person(&here.dir, "ada example").unwrap();
    assert!(left.is_nowhere() && left.unreadable.is_empty());
    for path in [&ledger, &plan] {
        let text = fs::read_to_string(path).unwrap();
        assert!(
            !text.contains("Ada") && text.contains("(name removed)"),
            "{text}"
        );
    }
    // Which words of a plan that can't be read are names nobody knows, so in the end it goes.
    let now = SystemTime::now();
    set_modified(&plan, now - days(40));
    let names = Retention {
        names_days: Some(30),
        records_days: None,
    };
    assert_eq!(names.apply(&here.dir, now).unwrap().plans, [plan.clone()]);
    assert!(!plan.exists());
}

#[test]
fn a_record_is_removed_with_its_branches() {
    let here = Place::new();
    let record = here.record("gone", "exercise: nothing");
    let other = here.record("gone-not", "exercise: nothing");
    let branch = here.branch(&record, 5);
    let of_branch = here.branch(&branch, 3);
    let run = here.run(&["records", "--remove", "gone"]);
    let text = says(&run);
    assert!(
        text.contains("its 2 branches") && text.contains("nothing has been removed yet"),
        "{text}"
    );
    assert!(record.exists());
    let run = here.run(&["records", "--remove", "go", "--yes"]);
    assert_eq!(run.status.code(), Some(1), "two begin so");
    let run = here.run(&["records", "--remove", "gone", "--yes"]);
    assert!(run.status.success(), "{}", says(&run));
    assert!(!record.exists() && !branch.exists() && !of_branch.exists() && other.exists());
    let run = here.run(&["records", "--yes"]);
    assert_eq!(run.status.code(), Some(2), "remove what?");
}

#[test]
fn a_record_and_its_branches_are_kept_and_go_together() {
    let here = Place::new();
    let record = here.record("family", "exercise: nothing");
    let branch = here.branch(&record, 5);
    let now = SystemTime::now();
    set_modified(&record, now - days(90));
    let old = Retention {
        names_days: None,
        records_days: Some(30),
    };
    assert!(
        old.apply(&here.dir, now).unwrap().is_empty(),
        "its branch is in use"
    );
    set_modified(&branch, now - days(40));
    let done = old.apply(&here.dir, now).unwrap();
    assert_eq!(done.records.len(), 2);
    assert!(!record.exists() && !branch.exists());
}

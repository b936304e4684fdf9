//! Records that are altered, cut, too large, forgotten and outlived: a clear message for each, and nothing lost of the
//! others.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

mod common;
#[path = "common/place.rs"]
mod place;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use hotwash::review::{Ledger, LedgerChange};
use hotwash::store::{
    LONGEST_ENTRY, MOST_RECORD_BYTES, Retention, change_ledger, check_record, find_person,
    forget_person, import_record, list_exercises, read_ledger, read_names, read_record,
    set_ledger_aside,
};
use place::{Place, branch, says, sql};
use rusqlite::Connection;

/// Alters the bytes at the first place where they stand.
fn replace(path: &Path, from: &[u8], to: &[u8]) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(from.len()).position(|part| part == from);
    let at = at.unwrap_or_else(|| panic!("{} holds it", String::from_utf8_lossy(from)));
    bytes[at..at + to.len()].copy_from_slice(to);
    fs::write(path, bytes).unwrap();
}

fn set_modified(path: &Path, at: SystemTime) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(at).unwrap();
}

fn days(days: u64) -> Duration {
    Duration::from_secs(days * 24 * 60 * 60)
}

fn error(path: &Path) -> String {
    read_record(path).unwrap_err().to_string()
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
    assert_eq!(
        names.apply(&here.dir, now).unwrap().plans,
        std::slice::from_ref(&plan)
    );
    assert!(!plan.exists());
}

#[test]
fn a_record_is_removed_with_its_branches() {
    let here = Place::new();
    let record = here.record("gone", "exercise: nothing");
    let other = here.record("gone-not", "exercise: nothing");
    let first = branch(&record, 5);
    let of_first = branch(&first, 3);
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
    assert!(!record.exists() && !first.exists() && !of_first.exists() && other.exists());
    let run = here.run(&["records", "--yes"]);
    assert_eq!(run.status.code(), Some(2), "remove what?");
}

#[test]
fn a_record_and_its_branches_are_kept_and_go_together() {
    let here = Place::new();
    let record = here.record("family", "exercise: nothing");
    let branch = branch(&record, 5);
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

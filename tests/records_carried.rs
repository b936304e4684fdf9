//! Records that are carried, branched off, looked at and reported: all of them arrives, and nothing is written over.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod common;
#[path = "common/place.rs"]
mod place;

use std::fs;
use std::path::Path;

use hotwash::exercise::{Exercise, Header, Speed, WallMs};
use hotwash::player::trainee_seat;
use hotwash::scenario::Command;
use hotwash::store::{
    BranchOf, ExportOrder, Imported, SqliteJournal, StoreError, branches_of, check_record,
    export_record, find_origin, find_person, find_record, import_record, is_record, list_exercises,
    read_after_action, read_branch, read_ledger, read_names, read_record, record_name,
};
use place::{Place, TEXT, WITH_NAMES, branch, everything, says, sql};

/// What a report says, as JSON.
fn reported(place: &Place, named: &str) -> serde_json::Value {
    let out = place.file("report.json");
    let path = out.display().to_string();
    let run = place.run(&["report", named, "--out", &path, "--overwrite"]);
    assert!(run.status.success(), "{}", says(&run));
    serde_json::from_slice(&fs::read(out).unwrap()).unwrap()
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
            let branch = branch(&record, 3);
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
    let branch = branch(&record, 5);
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

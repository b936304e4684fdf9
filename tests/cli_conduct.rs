//! The subcommands for an exercise in a room: the real program, its output, its exit codes.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod common;

use std::path::Path;
use std::process::Command as Program;

use common::{json, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn scenario() -> String {
    common::scenario_folders().remove(0).display().to_string()
}

fn record_in(folder: &Path, seed: &str) -> String {
    let record = folder.join(format!("{seed}.hotwash")).display().to_string();
    let scenario = scenario();
    let arguments = ["simulate", &scenario, "--player", "idle", "--seed", seed];
    let made = run(&[&arguments[..], &["--record", &record]].concat());
    assert!(made.status.success(), "{}", text(&made.stderr));
    record
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn the_msel_goes_out_and_is_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = scenario();
    for name in ["msel.xlsx", "msel.csv"] {
        let file = path(folder.path(), name);
        let out = json(&run(&["msel", &scenario, "--out", &file, "--json"]));
        assert!(out["injects"].as_u64().is_some_and(|count| count > 0));
        let same = run(&["msel", &scenario, "--check", &file]);
        assert_eq!(
            (same.status.code(), text(&same.stdout).as_str()),
            (Some(0), "nothing changes\n")
        );
    }
    let file = path(folder.path(), "edited.csv");
    let head = "Title,Text,Channel,Time\r\n";
    std::fs::write(&file, format!("{head}New one,Hello,Mail,0:20\r\n")).expect("written");
    let found = json(&run(&["msel", &scenario, "--check", &file, "--json"]));
    let changes = found["changes"].as_array().expect("a list");
    assert_eq!(changes[0]["change"], "add");
    assert_eq!(changes[0]["inject"], "new-one");
    assert!(changes[1..].iter().all(|change| change["change"] == "skip"));
    std::fs::write(&file, format!("{head}New one,,Telefone,soon\r\n")).expect("written");
    let bad = run(&["msel", &scenario, "--check", &file]);
    assert_eq!(bad.status.code(), Some(1));
    let told = text(&bad.stderr);
    for cell in ["B2 (Text)", "C2 (Channel)", "D2 (Time)"] {
        assert!(told.contains(cell), "{told}");
    }
    let bad = run(&["msel", &scenario, "--check", &file, "--json"]);
    assert_eq!(bad.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&bad.stdout).expect("JSON");
    assert_eq!(found["problems"][0]["cell"], "B2");
}

#[test]
fn wrong_usage_and_wrong_files_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = scenario();
    let file = path(folder.path(), "x.docx");
    std::fs::write(&file, "x").expect("written");
    let broken = path(folder.path(), "x.xlsx");
    std::fs::write(&broken, "x").expect("written");
    for (arguments, code, says) in [
        (vec!["msel", &scenario], 2, "--out"),
        (vec!["msel", &scenario, "--out", &file], 1, ".docx"),
        (vec!["msel", &scenario, "--check", &file], 1, ".docx"),
        (
            vec!["msel", &scenario, "--check", &broken],
            1,
            "no spreadsheet",
        ),
        (vec!["evaluators", "nowhere.hotwash"], 2, "FILE"),
        (vec!["calendar", &scenario, "--out", &file], 2, "--starts"),
        (
            vec![
                "calendar", &scenario, "--out", &file, "--starts", "tomorrow",
            ],
            1,
            "2026-12-01 09:00",
        ),
    ] {
        let refused = run(&arguments);
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}");
        assert!(
            text(&refused.stderr).contains(says),
            "{arguments:?}: {}",
            text(&refused.stderr)
        );
    }
}

#[test]
fn evaluators_get_a_sheet_and_are_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = record_in(folder.path(), "1");
    let sheet = path(folder.path(), "sheet.xlsx");
    let out = json(&run(&["evaluators", &record, "--sheet", &sheet, "--json"]));
    assert!(out["tasks"].as_u64().is_some_and(|count| count > 0));
    // Nobody has filled it in.
    let empty = run(&["evaluators", &record, &sheet]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(
        text(&empty.stderr).contains("B1"),
        "{}",
        text(&empty.stderr)
    );
    let other = record_in(folder.path(), "2");
    let refused = run(&["evaluators", &other, &sheet, "--json"]);
    assert_eq!(refused.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&refused.stdout).expect("JSON");
    let reason = found["refused"][0]["reasons"][0]
        .as_str()
        .unwrap_or_default();
    assert!(reason.contains("another exercise"), "{found}");
    assert_eq!(found["evaluators"], serde_json::json!([]));
}

#[test]
fn a_calendar_is_valid_and_the_participants_one_tells_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for scenario_folder in common::scenario_folders() {
        let scenario = common::scenario_at(&scenario_folder);
        let named = scenario_folder.display().to_string();
        let ours = path(folder.path(), "participants.ics");
        let theirs = path(folder.path(), "facilitator.ics");
        let starts = [
            "--starts",
            "2026-12-01 09:00",
            "--place",
            "Room 1, \"East\"",
        ];
        for (file, whom) in [(&ours, "participants"), (&theirs, "facilitator")] {
            let arguments = ["calendar", &named, "--out", file, "--for", whom];
            let made = run(&[&arguments[..], &starts[..]].concat());
            assert!(made.status.success(), "{}", text(&made.stderr));
        }
        let (ours, theirs) = (
            std::fs::read_to_string(&ours),
            std::fs::read_to_string(&theirs),
        );
        let (ours, theirs) = (ours.expect("readable"), theirs.expect("readable"));
        for calendar in [&ours, &theirs] {
            assert!(calendar.ends_with("END:VCALENDAR\r\n"));
            assert_eq!(
                calendar.matches('\n').count(),
                calendar.matches("\r\n").count()
            );
            assert!(calendar.lines().all(|line| line.len() <= 75));
            let events = calendar.matches("BEGIN:VEVENT").count();
            assert_eq!(calendar.matches("\nUID:").count(), events);
            assert_eq!(calendar.matches("\nDTSTAMP:").count(), events);
        }
        assert_eq!(ours.matches("BEGIN:VEVENT").count(), 1);
        assert!(ours.contains("DTSTART:20261201T090000\r\n"), "{ours}");
        assert!(theirs.matches("BEGIN:VEVENT").count() > 1);
        let unfolded = ours.replace("\r\n ", "");
        let summary = format!("SUMMARY:Exercise {}\r\n", scenario.code_name);
        assert!(unfolded.contains(&summary), "{unfolded}");
        assert!(!unfolded.contains(&scenario.title), "{}", scenario.title);
        for inject in &scenario.injects {
            assert!(!unfolded.contains(&inject.title), "{}", inject.title);
        }
    }
}

#[test]
fn a_calendar_with_an_offset_is_an_instant_and_its_names_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = scenario();
    let made = |starts: &str, more: &[&str]| {
        let file = path(folder.path(), "x.ics");
        let arguments = ["calendar", &scenario, "--out", &file, "--starts", starts];
        let done = run(&[&arguments[..], more].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
        std::fs::read_to_string(&file).expect("readable")
    };
    let uid = |calendar: &str| {
        let line = calendar.lines().find(|line| line.starts_with("UID:"));
        line.expect("it has one").to_owned()
    };
    let one = made("2026-12-01 09:00+01:00", &["--lasts", "90min"]);
    assert!(one.contains("DTSTART:20261201T080000Z\r\n"), "{one}");
    assert!(one.contains("DTEND:20261201T093000Z\r\n"), "{one}");
    assert_eq!(uid(&one), uid(&made("2026-12-01 09:00+01:00", &[])));
    assert_ne!(uid(&one), uid(&made("2026-12-02 09:00", &[])));
    let named = made("2026-12-01 09:00", &["--name", "autumn"]);
    assert_eq!(
        uid(&named),
        uid(&made("2026-12-02 09:00", &["--name", "autumn"]))
    );
}

/// Reads a calendar as other programs do.
const READ: &str = "import sys, icalendar\n\
    calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
    events = calendar.walk('VEVENT')\n\
    assert not calendar.errors and not any(event.errors for event in events)\n\
    assert all(event['DTEND'].dt > event['DTSTART'].dt for event in events)\n\
    assert len({event['UID'] for event in events}) == len(events)\n\
    print(len(events))";

#[test]
fn another_program_reads_the_calendar() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = path(folder.path(), "x.ics");
    let scenario = scenario();
    let starts = ["--starts", "2026-12-01 09:00", "--for", "facilitator"];
    let made = run(&[&["calendar", &scenario, "--out", &file][..], &starts[..]].concat());
    assert!(made.status.success(), "{}", text(&made.stderr));
    let read = Program::new("python3").args(["-c", READ, &file]).output();
    match read {
        Ok(read) if read.status.success() => assert!(!read.stdout.is_empty()),
        Ok(read) if !text(&read.stderr).contains("No module named") => {
            panic!("{}", text(&read.stderr))
        }
        _ => eprintln!("skipped: Python with icalendar is not installed"),
    }
}

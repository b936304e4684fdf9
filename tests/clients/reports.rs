//! After-action reports before what opens them in earnest: Chromium with axe, html-validate, poppler, a word
//! processor, a reader of calendars.
//!
//! The reports are made by the real program, for every scenario, played well and badly. What is slow to open (PDF,
//! DOCX) is made of the bad ones alone: they have the most to say.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use hotwash::base::Id;
use hotwash::review::{ActionStatus, CorrectiveAction, Ledger, Priority, Raised};
use hotwash::scenario::Phase;
use jiff::civil::date;
use serde_json::Value;

use super::common;
use super::programs::{node_modules, printed, program, python};
use super::report_schemas;

/// Headings that every report has.
const HEADINGS: [&str; 6] = [
    "The exercise",
    "Executive summary",
    "How it came out",
    "Improvement plan",
    "What happened",
    "Annex: everything that was scored",
];

/// What is written of every exercise.
const LIGHT: [&str; 4] = ["html", "navigator.json", "xapi.json", "ics"];

/// The folder with the reports, made once for each run of the tests: under nextest each test is a process of its own.
fn reports() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports");
        std::fs::create_dir_all(&base).expect("a folder for reports");
        let run =
            std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
        let folder = base.join("made");
        let made_by = base.join("made.run");
        let lock = File::create(base.join("made.lock")).expect("a lock");
        lock.lock().expect("one makes them, the others wait");
        if std::fs::read_to_string(&made_by).ok().as_deref() != Some(&*run) {
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            for scenario in common::scenario_folders() {
                for (player, slow) in [("reference", &[][..]), ("novice", &["pdf", "docx"][..])] {
                    make(&folder, &scenario, player, &[&LIGHT[..], slow].concat());
                }
            }
            std::fs::write(&made_by, run).expect("writable");
        }
        drop(lock);
        folder
    })
}

/// Plays a scenario and writes its reports.
fn make(folder: &Path, scenario: &Path, player: &str, endings: &[&str]) {
    let name = scenario.file_name().expect("a name").to_string_lossy();
    let file = |ending: &str| {
        let path = folder.join(format!("{name}-{player}.{ending}"));
        path.display().to_string()
    };
    let folder = folder.join("data");
    // Where records are kept: the ledger knows the exercises of this folder.
    let records = folder.join("exercises");
    std::fs::create_dir_all(&records).expect("a folder");
    let record = records.join(format!("{name}-{player}.hotwash"));
    let record = record.display().to_string();
    let scenario = scenario.display().to_string();
    hotwash(&[
        "simulate", &scenario, "--player", player, "--record", &record,
    ]);
    raise(&folder, &format!("{name}-{player}"));
    let data = folder.display().to_string();
    for ending in endings {
        let report = [
            "--data-dir",
            &data,
            "report",
            &record,
            "--held-on",
            "2026-11-22",
        ];
        let out = file(ending);
        hotwash(&[&report[..], &["--out", &out]].concat());
    }
}

/// Puts a corrective action of an exercise, and nothing else, into the ledger.
fn raise(data: &Path, exercise: &str) {
    let mut ledger = Ledger::default();
    ledger.actions.push(CorrectiveAction {
        id: Id::new("write-runbook").expect("a good identifier"),
        text: "Write the runbook; name an owner, and a deputy".to_owned(),
        owner: "Balthasar Nightingale".to_owned(),
        due: Some(date(2027, 1, 31)),
        priority: Priority::High,
        capability: Phase::Contain,
        step: None,
        raised: Raised {
            exercise: exercise.to_owned(),
            scenario: Id::new("any").expect("a good identifier").into(),
            title: "Any".to_owned(),
            on: date(2026, 11, 22),
            when: None,
            at: None,
            evidence: String::new(),
        },
        status: ActionStatus::Open,
        trials: Vec::new(),
    });
    std::fs::create_dir_all(data).expect("a folder");
    let text = serde_json::to_vec(&ledger).expect("JSON");
    std::fs::write(data.join("ledger.json"), text).expect("writable");
}

fn hotwash(arguments: &[&str]) {
    let done = common::run(arguments);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "hotwash {arguments:?}: {said}");
}

/// The reports of an ending; there must be some, or a test would prove nothing.
fn of(ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(reports()).expect("readable");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("readable").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(&format!(".{ending}")));
    files.sort();
    assert!(files.len() >= common::scenario_folders().len(), "{files:?}");
    files
}

/// A file to spoil, or to be made from a report.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports/scratch");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder.join(name)
}

/// A page with a part of it replaced.
fn spoiled(name: &str, part: &str, by: &str) -> PathBuf {
    let page = std::fs::read_to_string(&of("html")[0]).expect("readable");
    assert!(page.contains(part), "{part} is not in the page");
    let path = scratch(name);
    std::fs::write(&path, page.replacen(part, by, 1)).expect("writable");
    path
}

/// What html-validate finds in pages.
fn markup_errors(pages: &[PathBuf]) -> Option<Vec<Value>> {
    let (modules, mut node) = (node_modules()?, program("node")?);
    let settings = common::root().join("clients/html-validate.json");
    node.arg(modules.join("html-validate/bin/html-validate.mjs"))
        .arg("--config")
        .arg(settings)
        .args(["--formatter", "json"])
        .args(pages);
    // It ends badly where it finds something; what it prints says so, too.
    // Into a file: it ends before a full pipe was read to its end.
    let file = scratch("markup").with_extension(format!("{}.json", pages.len()));
    node.stdout(std::fs::File::create(&file).expect("writable"));
    let said = node.output().expect("it starts");
    let found = std::fs::read(&file).expect("readable");
    let found: Value = serde_json::from_slice(&found)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&said.stderr)));
    let pages = found.as_array().expect("a list");
    let messages = pages
        .iter()
        .filter_map(|page| page["messages"].as_array().cloned());
    Some(messages.flatten().collect())
}

#[test]
fn pages_are_good_html() {
    if let Some(errors) = markup_errors(&of("html")) {
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_judge_of_html_sees_what_is_wrong() {
    for (name, part, by) in [
        ("unclosed.html", "</main>", ""),
        (
            "twice.html",
            "<h2 id=\"the-exercise\">",
            "<h2 id=\"report\">",
        ),
    ] {
        if let Some(errors) = markup_errors(&[spoiled(name, part, by)]) {
            assert!(!errors.is_empty(), "{name}");
        }
    }
}

/// What axe finds in pages: each with how many rules passed, and its violations.
fn accessibility(pages: &[PathBuf]) -> Option<Vec<Value>> {
    let (modules, mut node) = (node_modules()?, program("node")?);
    let chromium = program("chromium")?;
    node.arg(common::root().join("clients/axe.mjs"))
        .arg(modules)
        .arg(chromium.get_program())
        .args(pages);
    let said: Value = serde_json::from_str(&printed(&mut node)).expect("JSON");
    Some(said.as_array().expect("a list").clone())
}

#[test]
fn pages_are_for_everybody() {
    let pages = of("html");
    let Some(all) = accessibility(&pages) else {
        return;
    };
    assert_eq!(all.len(), pages.len());
    for page in all {
        let violations = page["violations"].as_array().expect("a list");
        assert!(violations.is_empty(), "{page:#}");
        // Colours, landmarks, tables, headings, names: a page on which few rules apply was not read.
        let passed = page["passed"].as_u64().unwrap_or_default();
        assert!(passed >= 30, "{passed} rules passed");
    }
}

#[test]
fn the_judge_of_access_sees_what_is_wrong() {
    let pages = [
        (
            "unlabelled.html",
            "</main>",
            "<input type=\"text\"></main>",
            "label",
        ),
        (
            "pale.html",
            "<p>",
            "<p style=\"color: #bbbbbb\">",
            "color-contrast",
        ),
        (
            "asking.html",
            "</main>",
            "<script src=\"missing.js\"></script></main>",
            "asks-for-more",
        ),
    ];
    let files = pages.map(|(name, part, by, _)| spoiled(name, part, by));
    let Some(all) = accessibility(&files) else {
        return;
    };
    for ((name, .., rule), page) in pages.iter().zip(&all) {
        let violations = page["violations"].as_array().expect("a list");
        let ids: Vec<&Value> = violations
            .iter()
            .map(|violation| &violation["id"])
            .collect();
        assert!(ids.iter().any(|id| *id == rule), "{name}: {ids:?}");
    }
}

/// What a PDF says of itself: pages and whether it is tagged.
fn pages_of(pdf: &Path) -> Option<(u32, bool)> {
    let said = printed(program("pdfinfo")?.arg(pdf));
    let value = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.map(|line| line.trim().to_owned())
    };
    let pages = value("Pages:").and_then(|pages| pages.parse().ok());
    Some((
        pages.expect("a number"),
        value("Tagged:").as_deref() == Some("yes"),
    ))
}

/// Every heading stands in the text of a PDF, and its pages have something on them.
fn check_pdf(pdf: &Path, least: u32) -> Option<()> {
    let (pages, is_tagged) = pages_of(pdf)?;
    assert!(is_tagged, "{} is not tagged", pdf.display());
    assert!(pages >= least, "{}: {pages} pages", pdf.display());
    let text = printed(program("pdftotext")?.arg(pdf).arg("-"));
    for heading in HEADINGS {
        assert!(text.contains(heading), "{}: {heading}", pdf.display());
    }
    // Two tests draw pages of the same reports at the same time.
    let folder = pdf.parent().and_then(Path::file_name).expect("a folder");
    let name = pdf.file_stem().expect("a name").to_string_lossy();
    let name = format!("{}-{name}", folder.to_string_lossy());
    let drawn = scratch(&format!("{name}-page"));
    printed(
        program("pdftoppm")?
            .args(["-r", "20", "-gray"])
            .arg(pdf)
            .arg(&drawn),
    );
    let beginning = format!("{name}-page-");
    let files = std::fs::read_dir(scratch(".")).expect("readable");
    let mut count = 0;
    for file in files.map(|file| file.expect("readable")) {
        if !file.file_name().to_string_lossy().starts_with(&beginning) {
            continue;
        }
        count += 1;
        let dots = std::fs::read(file.path()).expect("readable");
        let dark = dots.iter().filter(|dot| **dot < 0xd0).count();
        assert!(dark > 100, "{} is empty", file.path().display());
        std::fs::remove_file(file.path()).expect("ours");
    }
    assert_eq!(count, pages, "{}", pdf.display());
    Some(())
}

#[test]
fn pdfs_are_tagged_and_their_pages_can_be_drawn() {
    for pdf in of("pdf") {
        if check_pdf(&pdf, 10).is_none() {
            return;
        }
    }
}

/// What a word processor makes of documents, as PDF.
fn printed_by_a_word_processor(documents: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let mut office: Command = program("soffice")?;
    let folder = scratch("word");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    // A profile of its own: one that is open somewhere else would be locked.
    office.arg(format!(
        "-env:UserInstallation=file://{}",
        scratch("office").display()
    ));
    office.args(["--headless", "--convert-to"]);
    office
        .arg("pdf:writer_pdf_Export:{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"}}");
    office.arg("--outdir").arg(&folder).args(documents);
    printed(&mut office);
    let name = |path: &PathBuf| {
        folder
            .join(path.file_stem().expect("a name"))
            .with_extension("pdf")
    };
    Some(documents.iter().map(name).collect())
}

#[test]
fn a_word_processor_opens_the_documents() {
    let Some(pdfs) = printed_by_a_word_processor(&of("docx")) else {
        return;
    };
    for pdf in pdfs {
        if check_pdf(&pdf, 10).is_none() {
            return;
        }
        check_pictures(&pdf);
    }
}

/// A picture is there for a program that shows its vectors as well as for one that takes the dots.
fn check_pictures(pdf: &Path) {
    let Some(mut lister) = program("pdfimages") else {
        return;
    };
    let said = printed(lister.arg("-list").arg(pdf));
    let pictures = said.lines().skip(2).filter(|line| line.contains(" image "));
    assert!(pictures.count() >= 3, "{}: {said}", pdf.display());
}

#[test]
fn layers_and_statements_are_as_their_specifications_say() {
    for layer in of("navigator.json") {
        let text = std::fs::read_to_string(&layer).expect("readable");
        report_schemas::check_layer(&text);
    }
    for statements in of("xapi.json") {
        let text = std::fs::read_to_string(&statements).expect("readable");
        report_schemas::check_statements(&text);
    }
}

/// What a reader of calendars finds: each component's kind, summary, and the days it is due or begins, with its alarms.
const CALENDAR: &str = "
import json, sys, icalendar
found = []
for part in icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read()).subcomponents:
    days = [str(part.decoded(name)) for name in ('due', 'dtstart') if name in part]
    alarms = [str(alarm.decoded('trigger')) for alarm in part.walk('valarm')]
    found.append([part.name, str(part['summary']), days, alarms])
print(json.dumps(found))
";

#[test]
fn calendars_hold_what_is_due() {
    let text = "Write the runbook; name an owner, and a deputy";
    for calendar in of("ics") {
        let Some(mut python) = python() else {
            return;
        };
        let said = printed(python.args(["-c", CALENDAR]).arg(&calendar));
        let found: Value = serde_json::from_str(&said).expect("JSON");
        let due = format!("Due: {text}");
        let expected = serde_json::json!([
            ["VTODO", text, ["2027-01-31"], []],
            [
                "VEVENT",
                due,
                ["2027-01-31"],
                ["-7 days, 0:00:00", "-1 day, 0:00:00"]
            ],
        ]);
        assert_eq!(found, expected, "{}", calendar.display());
    }
}

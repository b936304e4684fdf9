//! The after-action report: all scenarios, well and badly played, in every format and for both audiences.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what can't go on should stop, and a test that is skipped says why"
)]

mod common;
#[path = "report/machines.rs"]
mod machines;
#[path = "report/privacy.rs"]
mod privacy;
#[path = "common/report_schemas.rs"]
mod report_schemas;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use hotwash::base::id::SeatId;
use hotwash::base::{Id, Moment, Span};
use hotwash::exercise::Header;
use hotwash::player::{Player, Rehearsal, trainee_seat};
use hotwash::report::{self, Audience, Content, Document, Format, GoOn, ReportError, Sources};
use hotwash::review::{
    ActionStatus, AfterAction, CorrectiveAction, Ground, Habit, HabitKind, Point, Priority, Raised,
    ReportState, Review, Trial,
};
use hotwash::scenario::{
    Command, Facilitation, Feedback, HotWashNote, Observation, Phase, Rating, Scenario, Seat,
    SeatKind, Sign,
};
use hotwash::world::{Engine, Rules, room_seat};
use jiff::civil::{Date, date};

const EXERCISE: &str = "autumn";
const HOSTILE: &str = "<script>alert('x')</script> & \"quoted\" | #1";

fn held_on() -> Date {
    date(2026, 11, 22)
}

/// An exercise that can be reported.
struct Played {
    review: Review,
    header: Header,
    after: Option<AfterAction>,
    actions: Vec<CorrectiveAction>,
    names: BTreeMap<SeatId, String>,
}

impl Played {
    fn new(scenario: &Scenario, player: Player) -> Self {
        let rehearsal = Rehearsal::new(scenario, Vec::new());
        let cast = rehearsal.cast(1);
        let run = cast.play(player);
        let card = cast.score(&run.entries);
        Self {
            review: Review::new(Arc::clone(cast.scenario()), run.entries.into(), card),
            header: Header::new(scenario.id.clone(), String::new(), 1, trainee_seat()),
            after: None,
            actions: Vec::new(),
            names: BTreeMap::new(),
        }
    }

    fn content(&self, audience: Audience) -> Content {
        Content::new(Sources {
            review: &self.review,
            header: &self.header,
            exercise: EXERCISE,
            held_on: held_on(),
            began: None,
            after: self.after.as_ref(),
            actions: &self.actions,
            names: &self.names,
            audience,
        })
    }

    fn written(&self, format: Format, audience: Audience) -> String {
        let bytes = bytes(format, &self.content(audience));
        String::from_utf8(bytes).expect("it is text")
    }
}

fn bytes(format: Format, content: &Content) -> Vec<u8> {
    report::write(format, content, |_| GoOn::Yes).expect("it can be written")
}

fn id(text: &str) -> Id {
    Id::new(text).expect("a good identifier")
}

fn seat(name: &str) -> SeatId {
    id(name).into()
}

/// A room that saw, rated, said and wrote things, with names everywhere and hostile texts.
fn room() -> Played {
    let scenario = common::scenario_at(&common::root().join("scenarios/web-shells"));
    let rules = Arc::new(Rules::new(&scenario));
    let mut engine = Engine::new(Arc::clone(&scenario), rules);
    engine.start(1, &[]);
    let role = scenario.roles[0].id.clone();
    let step = scenario.steps.iter().find(|step| step.critical);
    let step = step.expect("a critical task").id.clone();
    let take = |name: &str, kind, roles| Facilitation::Take {
        seat: seat(name),
        place: Seat {
            kind,
            roles,
            team: String::new(),
        },
    };
    let observe = |of: Option<SeatId>, text: &str| {
        Facilitation::Observe(Observation {
            sign: Sign::Gap,
            seat: of,
            objective: None,
            inject: None,
            text: text.to_owned(),
        })
    };
    let deeds = [
        take("seat-1", SeatKind::Participant, vec![role.clone()]),
        take("seat-2", SeatKind::Evaluator, Vec::new()),
        observe(
            None,
            &format!("Zebulon Quackenbush lost the thread {HOSTILE}"),
        ),
        observe(Some(seat("seat-1")), "kept silent for ten minutes"),
        Facilitation::Rate {
            step,
            by: seat("seat-2"),
            rating: Some(Rating::M),
            note: "needed two prompts".to_owned(),
        },
    ];
    engine.advance_to(Moment::START + Span::from_minutes(5));
    for deed in deeds {
        let command = Command::Facilitate(Box::new(deed));
        let done = engine.command(engine.now(), &room_seat(), &command);
        done.expect("it can be done");
    }
    engine.advance_to(scenario.end());
    let after_end = [
        Facilitation::HotWash(HotWashNote {
            role: Some(role),
            sign: Sign::Gap,
            text: "We waited for Quackenbush".to_owned(),
        }),
        Facilitation::Feedback(Feedback {
            scores: vec![Some(5), Some(3), None, Some(4), None, Some(2)],
            text: "=cmd|' /C calc'!A0".to_owned(),
        }),
    ];
    for deed in after_end {
        let command = Command::Facilitate(Box::new(deed));
        let done = engine.command(engine.now(), &room_seat(), &command);
        done.expect("it can be done");
    }
    let entries = engine.events().to_vec();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let card = cast.score(&entries);
    Played {
        review: Review::new(scenario, entries.into(), card),
        header: Header::new(id("x").into(), String::new(), 1, trainee_seat()),
        after: Some(written_by_people()),
        actions: actions(),
        names: BTreeMap::from([
            (seat("seat-1"), "Zebulon Quackenbush".to_owned()),
            (seat("seat-2"), "Philippa Ümlautová".to_owned()),
        ]),
    }
}

fn written_by_people() -> AfterAction {
    AfterAction {
        state: ReportState::InReview,
        summary: format!("Philippa led.\n\n{HOSTILE}"),
        points: vec![
            Point {
                sign: Sign::Gap,
                capability: Some(Phase::Contain),
                text: "ZEBULON had no plan".to_owned(),
                evidence: HOSTILE.to_owned(),
                at: Some(Moment::START),
                root_cause: "Nobody trained".to_owned(),
                step: None,
                role: None,
                of_one_person: false,
            },
            Point {
                sign: Sign::Strength,
                capability: None,
                text: "Calm voices".to_owned(),
                evidence: String::new(),
                at: None,
                root_cause: String::new(),
                step: None,
                role: None,
                of_one_person: false,
            },
        ],
        habits: vec![Habit {
            kind: HabitKind::Stop,
            text: "Talking at once".to_owned(),
        }],
    }
}

fn actions() -> Vec<CorrectiveAction> {
    let action = |name: &str, exercise: &str, trials| CorrectiveAction {
        id: id(name),
        text: format!("Write the runbook {HOSTILE}"),
        owner: "Balthasar Nightingale".to_owned(),
        due: Some(date(2027, 1, 31)),
        priority: Priority::High,
        capability: Phase::Contain,
        step: None,
        raised: Raised {
            exercise: exercise.to_owned(),
            scenario: id("web-shells").into(),
            title: "Spring".to_owned(),
            on: held_on(),
            when: None,
            at: None,
            evidence: "Seen by Nightingale".to_owned(),
        },
        status: ActionStatus::Open,
        trials,
    };
    let trial = Trial {
        exercise: EXERCISE.to_owned(),
        on: held_on(),
        held: false,
        by: Ground::Step,
        at: Some(Moment::START),
        why: "Nobody had it".to_owned(),
    };
    vec![
        action("write-runbook", EXERCISE, Vec::new()),
        action("older", "spring", vec![trial]),
        action("of-others", "winter", Vec::new()),
    ]
}

/// Every element is closed in its order; whatever the page has, a browser needs no guess.
fn is_well_formed(page: &str) {
    const VOID: [&str; 4] = ["meta", "br", "col", "link"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(begin) = rest.find('<') {
        let end = begin + rest[begin..].find('>').expect("a tag ends");
        let tag = &rest[begin + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next();
        let name = name.unwrap_or_default();
        if tag.starts_with('!') || tag.ends_with('/') || VOID.contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "before {:?}", rest.get(..60));
        } else {
            open.push(name);
            if name == "style" {
                rest = &rest[rest.find("</style>").expect("it ends")..];
            }
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
}

/// What holds for every format of a report that needs no typesetter.
fn check_light_formats(played: &Played, audience: Audience) {
    let content = played.content(audience);
    let document = Document::new(&content, report::charts::Face::Screen).expect("it can be drawn");
    let page = played.written(Format::Html, audience);
    is_well_formed(&page);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("lang=\"en\""));
    for outside in ["src=", "<link", "@import", "url(", "<script"] {
        assert!(
            !page.contains(outside),
            "the page asks for something: {outside}"
        );
    }
    let markdown = played.written(Format::Markdown, audience);
    for (section, anchor) in document.sections() {
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{section}");
        let heading = format!("\n## {}", section.replace('&', "\\&"));
        assert!(markdown.contains(&heading), "{section}");
    }
    check_table(&played.written(Format::Csv, audience), &content);
    report_schemas::check_layer(&played.written(Format::Navigator, audience));
    report_schemas::check_statements(&played.written(Format::Xapi, audience));
    let again: Content =
        serde_json::from_str(&played.written(Format::Json, audience)).expect("it reads back");
    assert_eq!(again, content);
    if content.raised.iter().all(|action| action.due.is_none()) {
        let nothing = report::write(Format::Ics, &content, |_| GoOn::Yes);
        assert!(matches!(nothing, Err(ReportError::NothingDue)));
        return;
    }
    let calendar = played.written(Format::Ics, audience);
    let mut open = Vec::new();
    for line in calendar.lines() {
        if let Some(part) = line.strip_prefix("BEGIN:") {
            open.push(part);
        } else if let Some(part) = line.strip_prefix("END:") {
            assert_eq!(open.pop(), Some(part));
        }
    }
    assert!(open.is_empty() && calendar.starts_with("BEGIN:VCALENDAR\r\n"));
}

/// The items' points are those of their phases, and of the whole less harm.
fn check_table(table: &str, content: &Content) {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let mut items = 0.0;
    let mut phases = 0.0;
    let mut harm = 0.0;
    for row in reader.records() {
        let row = row.expect("a whole row");
        let number = |place: usize| row[place].parse::<f64>().unwrap_or_default();
        match &row[0] {
            "step" | "alert" | "question" => items += number(5),
            "phase" => phases += number(5),
            "figure" if &row[1] == "harm" => harm = number(7),
            _ => {}
        }
    }
    assert!((items - phases).abs() < 1e-4, "{items} and {phases}");
    let process = content.scores.process;
    assert!(
        (phases - harm - process).abs() < 1e-4,
        "{phases} less {harm} is {process}"
    );
}

#[test]
fn every_scenario_in_every_light_format() {
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        for player in [Player::Reference, Player::Novice] {
            let played = Played::new(&scenario, player);
            for audience in [Audience::Participants, Audience::Everyone] {
                check_light_formats(&played, audience);
            }
        }
    }
}

#[test]
fn a_room_s_report_has_all_it_said_and_no_markup_of_its_own() {
    let room = room();
    for audience in [Audience::Participants, Audience::Everyone] {
        check_light_formats(&room, audience);
    }
    let page = room.written(Format::Html, Audience::Everyone);
    for said in [
        "Zebulon Quackenbush",
        "kept silent for ten minutes",
        "needed two prompts",
        "Balthasar Nightingale",
        "did not hold",
        "Talking at once",
        "Nobody trained",
        "In review",
        "Participants’ feedback",
    ] {
        let said = said.replace('’', "&#x27;");
        assert!(page.contains(&said), "{said}");
    }
    assert!(!page.contains("<script"), "what people write is text");
    let markdown = room.written(Format::Markdown, Audience::Everyone);
    // A backslash makes a bracket a letter.
    assert!(!markdown.replace("\\<", "").contains("<script"));
    assert!(
        !page.contains("of-others"),
        "other exercises' actions stay out"
    );
}

#[test]
fn whoever_asked_can_stop_it() {
    let room = room();
    let content = room.content(Audience::Everyone);
    let mut seen = Vec::new();
    let stopped = report::write(Format::Pdf, &content, |stage| {
        seen.push(stage);
        if seen.len() < 2 {
            GoOn::Yes
        } else {
            GoOn::Stop
        }
    });
    assert!(matches!(stopped, Err(ReportError::Stopped)));
    assert_eq!(seen.len(), 2);
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn the_pdf_is_tagged_and_readable() {
    let room = room();
    let pdf = bytes(Format::Pdf, &room.content(Audience::Participants));
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for part in [
        "/StructTreeRoot",
        "/MarkInfo",
        "/Lang",
        "/Outlines",
        "pdfuaid",
    ] {
        assert!(contains(&pdf, part), "{part}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, &pdf).expect("writable");
    let Some(text) = pdf_text(&path) else {
        println!("skipped: pdftotext is not installed");
        return;
    };
    assert!(text.contains("Executive summary") && text.contains("<script>"));
    assert!(!text.to_lowercase().contains("quackenbush"));
}

fn pdf_text(path: &Path) -> Option<String> {
    let output = std::process::Command::new("pdftotext")
        .arg(path)
        .arg("-")
        .output();
    let output = output.ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_word_document_has_headings_heads_and_alternative_texts() {
    let room = room();
    let docx = bytes(Format::Docx, &room.content(Audience::Participants));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.docx");
    std::fs::write(&path, &docx).expect("writable");
    let Some(document) = unpacked(&path, "word/document.xml") else {
        println!("skipped: unzip is not installed");
        return;
    };
    let core = unpacked(&path, "docProps/core.xml").expect("unzip is there");
    let tables = document.matches("<w:tbl>").count();
    assert!(tables > 5);
    assert_eq!(document.matches("<w:tblHeader />").count(), tables);
    let pictures = document.matches("<pic:pic").count();
    assert!(pictures >= 2);
    assert_eq!(document.matches(" descr=\"").count(), pictures);
    assert_eq!(document.matches("<asvg:svgBlip ").count(), pictures);
    let links = unpacked(&path, "word/_rels/document.xml.rels").expect("unzip is there");
    for number in 1..=pictures {
        let name = format!("media/vectors{number}.svg");
        assert!(links.contains(&name), "{links}");
        let vectors = unpacked(&path, &format!("word/{name}")).expect("unzip is there");
        assert!(vectors.starts_with("<svg ") && vectors.trim_end().ends_with("</svg>"));
    }
    assert!(document.contains("\"Heading1\"") && document.contains("&lt;script&gt;"));
    assert!(!document.contains("Quackenbush"));
    assert!(core.contains("<dc:title>After-action report"));
}

fn unpacked(archive: &Path, part: &str) -> Option<String> {
    let mut unzip = std::process::Command::new("unzip");
    let output = unzip.arg("-p").arg(archive).arg(part).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

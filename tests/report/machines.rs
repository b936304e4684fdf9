//! What other programs read: techniques, statements, calendars.

use std::collections::BTreeSet;
use std::sync::Arc;

use hotwash::base::Span;
use hotwash::player::{Player, Rehearsal, trainee_seat};
use hotwash::report::content::{Content, TechniqueOutcome};
use hotwash::report::{self, Audience, Format, GoOn, ReportError};
use hotwash::review::ActionStatus;
use hotwash::scenario::{Command, Confidence, Verdict};
use hotwash::world::{Engine, Rules};
use jiff::civil::date;
use serde_json::Value;

use super::{Played, bytes, common, room};

#[test]
fn due_dates_stand_in_the_calendar() {
    let calendar = room().written(Format::Ics, Audience::Everyone);
    for part in [
        "BEGIN:VTODO",
        "DUE;VALUE=DATE:20270131",
        "DTSTART;VALUE=DATE:20270131",
        "BEGIN:VALARM",
        "-PT604800S",
    ] {
        assert!(calendar.contains(part), "{part} in\n{calendar}");
    }
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
}

#[test]
fn techniques_tell_well_played_from_idle() {
    let scenario = common::scenario_at(&common::root().join("scenarios/web-shells"));
    let missed = |player| {
        let content = Played::new(&scenario, player).content(Audience::Everyone);
        let all = content.techniques.into_iter();
        all.filter(|t| t.outcome == TechniqueOutcome::Missed)
            .count()
    };
    assert!(missed(Player::Idle) > missed(Player::Reference));
}

#[test]
fn what_was_played_well_was_taken_up_and_what_nobody_did_was_not() {
    let count = |content: &Content, outcome| {
        let all = content.techniques.iter();
        all.filter(|technique| technique.outcome == outcome).count()
    };
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        let of = |player| Played::new(&scenario, player).content(Audience::Everyone);
        let (well, idle) = (of(Player::Reference), of(Player::Idle));
        let id = &scenario.id;
        for outcome in TechniqueOutcome::ALL {
            println!(
                "{id} {outcome:?}: {} {}",
                count(&well, outcome),
                count(&idle, outcome)
            );
        }
        assert_eq!(count(&well, TechniqueOutcome::Missed), 0, "{id}");
        let played = count(&idle, TechniqueOutcome::NotPlayed) < idle.techniques.len();
        assert_eq!(count(&idle, TechniqueOutcome::Missed) > 0, played, "{id}");
        assert_eq!(count(&idle, TechniqueOutcome::InTime), 0, "{id}");
    }
}

fn statements(content: &Content) -> Vec<Value> {
    let all: Value = serde_json::from_slice(&bytes(Format::Xapi, content)).expect("it is JSON");
    all.as_array().expect("a list").clone()
}

fn texts(all: &[Value], path: &str) -> BTreeSet<String> {
    let of = all.iter().filter_map(|one| one.pointer(path));
    of.map(ToString::to_string).collect()
}

#[test]
fn statements_are_the_same_for_everybody_and_of_one_exercise_alone() {
    let room = room();
    let mut full = room.content(Audience::Everyone);
    let (told, whole) = (
        statements(&room.content(Audience::Participants)),
        statements(&full),
    );
    for path in [
        "/id",
        "/context/registration",
        "/timestamp",
        "/actor/account/name",
    ] {
        assert_eq!(texts(&told, path), texts(&whole, path), "{path}");
    }
    // Scored anew: what says something else is something else.
    full.scores.process += 1.0;
    let anew = statements(&full);
    let changed = texts(&anew, "/id")
        .difference(&texts(&whole, "/id"))
        .count();
    assert_eq!(changed, 1);
    // Another exercise: other people.
    full.head.registration = uuid::Uuid::nil();
    let other = statements(&full);
    for path in ["/id", "/actor/account/name", "/actor/member/0/account/name"] {
        assert!(
            texts(&other, path).is_disjoint(&texts(&whole, path)),
            "{path}"
        );
    }
    full.head.began = Some("2026-11-22T20:15:30.5Z".parse().expect("a moment"));
    let times = texts(&statements(&full), "/timestamp");
    assert_eq!(
        times.into_iter().collect::<Vec<_>>(),
        ["\"2026-11-22T20:15:30.000Z\""]
    );
}

#[test]
fn an_alert_is_in_time_when_it_is_taken_up_and_well_done_when_it_is_right() {
    let scenario = common::scenario_at(&common::root().join("scenarios/web-shells"));
    let mut engine = Engine::new(Arc::clone(&scenario), Arc::new(Rules::new(&scenario)));
    engine.start(1, &[]);
    let alert = loop {
        let next = engine.now() + Span::from_minutes(1);
        engine.advance_to(next);
        if let Some(alert) = engine.state().alerts.keys().next() {
            break alert.clone();
        }
    };
    let wrong = |verdict: &Verdict| {
        let alert = scenario.alert(&alert).expect("it is there");
        alert.truth != *verdict && !alert.accept.contains(verdict)
    };
    let verdicts = [Verdict::TruePositive, Verdict::FalsePositive];
    let verdict = verdicts
        .into_iter()
        .find(wrong)
        .expect("one of them is wrong");
    let mut done = |command: Command| {
        let at = engine.now();
        engine
            .command(at, &trainee_seat(), &command)
            .expect("it can be done");
        engine.advance_to(at + Span::from_minutes(120));
    };
    done(Command::Acknowledge(alert.clone()));
    done(Command::Close {
        alerts: vec![alert.clone()],
        verdict,
        reason: "It looks like it".to_owned(),
        confidence: Confidence::SURE,
    });
    engine.advance_to(scenario.end());
    let entries = engine.events().to_vec();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let mut played = Played::new(&scenario, Player::Idle);
    played.review = hotwash::review::Review::new(
        Arc::clone(&scenario),
        entries.clone().into(),
        cast.score(&entries),
    );
    let content = played.content(Audience::Everyone);
    let mut items = content.scores.items.iter();
    let item = items
        .find(|item| item.id == alert.to_string())
        .expect("it is scored");
    assert_eq!(item.met, Some(true), "it was taken up at once");
    assert!(item.done.is_some() && !item.success, "closed, and wrong");
    let table = played.written(Format::Csv, Audience::Everyone);
    let row = table
        .lines()
        .find(|row| row.starts_with(&format!("alert,{alert},")));
    assert!(row.expect("its row").ends_with(",yes"));
    let all = statements(&content);
    let of_it = |one: &&Value| {
        one["object"]["id"]
            .as_str()
            .is_some_and(|id| id.ends_with(&format!("/alerts/{alert}")))
    };
    let result = &all.iter().find(of_it).expect("its statement")["result"];
    assert_eq!(
        (&result["success"], &result["completion"]),
        (&Value::Bool(false), &Value::Bool(true))
    );
}

#[test]
fn a_calendar_is_always_the_same_and_knows_what_is_done() {
    let mut room = room();
    let calendar = room.written(Format::Ics, Audience::Everyone);
    assert_eq!(calendar, room.written(Format::Ics, Audience::Everyone));
    assert!(calendar.contains("PRODID:-//Hotwash//Improvement plan//EN"));
    room.actions[0].status = ActionStatus::Done {
        on: date(2026, 12, 24),
    };
    let calendar = room.written(Format::Ics, Audience::Everyone);
    assert!(
        calendar.contains("STATUS:COMPLETED") && calendar.contains("COMPLETED:20261224T000000Z")
    );
    assert!(!calendar.contains("BEGIN:VALARM") && !calendar.contains("NEEDS-ACTION"));
    room.actions[0].due = None;
    let content = room.content(Audience::Everyone);
    let nothing = report::write(Format::Ics, &content, |_| GoOn::Yes);
    assert!(matches!(nothing, Err(ReportError::NothingDue)));
}

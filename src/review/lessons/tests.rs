//! The ledger keeps what it was told, and an exercise says of an action exactly what its score shows.

use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::player::{Player, Rehearsal};
use crate::scenario::Scenario;
use crate::score::Scorecard;

const SMALLEST: &str = include_str!("../../../tests/scenarios/smallest.ron");

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn details(text: &str) -> ActionDetails {
    ActionDetails {
        text: text.to_owned(),
        owner: "Ada".to_owned(),
        due: Some(date(2026, 5, 1)),
        priority: Priority::Medium,
        capability: Phase::Eradicate,
    }
}

fn raised(exercise: &str) -> Raised {
    Raised {
        exercise: exercise.to_owned(),
        scenario: id("smallest").into(),
        title: "One web server, one web shell".to_owned(),
        on: date(2026, 3, 3),
        when: None,
        at: None,
        evidence: String::new(),
    }
}

/// An exercise that began on a day at an hour.
fn occasion(exercise: &str, on: Date, hour: i8) -> Occasion<'_> {
    let began = on.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    Occasion {
        exercise,
        on,
        began: began.timestamp(),
    }
}

fn ledger(exercise: &str, step: Option<&str>) -> (Ledger, Id) {
    let mut ledger = Ledger::default();
    let step = step.map(|step| id(step).into());
    let action = ledger
        .raise(details("Train it"), step, raised(exercise))
        .unwrap();
    (ledger, action)
}

/// The scenario and its score after the reference player has played it, or nobody.
fn played(text: &str, by_reference: bool) -> (Arc<Scenario>, Scorecard) {
    let scenario = crate::scenario::load(text.as_bytes()).scenario.unwrap();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let cast = rehearsal.cast(1);
    let player = if by_reference {
        Player::Reference
    } else {
        Player::Idle
    };
    let run = cast.play(player);
    let card = cast.score(&run.entries);
    (Arc::clone(cast.scenario()), card)
}

#[test]
fn the_same_step_tests_it_most_exactly_and_says_why() {
    let (ledger, action) = ledger("first", Some("step-remove"));
    let action = ledger.action(&action).unwrap();
    let (scenario, card) = played(SMALLEST, true);
    let tests = action.tested_by(&scenario).unwrap();
    assert_eq!(tests, Tests::Same(id("step-remove").into()));
    let today = date(2026, 4, 1);
    let trial = action
        .judge(occasion("second", today, 9), &scenario, &card)
        .unwrap();
    assert!(trial.held, "{}", trial.why);
    assert!(trial.at.is_some() && trial.why.contains("in time"));
    let (_, card) = played(SMALLEST, false);
    let trial = action
        .judge(occasion("third", today, 9), &scenario, &card)
        .unwrap();
    assert!(!trial.held);
    assert!(trial.why.contains("fell short again"), "{}", trial.why);
}

#[test]
fn elsewhere_its_capability_tests_it() {
    let (ledger, action) = ledger("first", None);
    let action = ledger.action(&action).unwrap();
    let (scenario, card) = played(SMALLEST, true);
    let steps = Tests::Capability(vec![id("step-remove").into()]);
    assert_eq!(action.tested_by(&scenario), Some(steps));
    let today = date(2026, 4, 1);
    let trial = action
        .judge(occasion("second", today, 9), &scenario, &card)
        .unwrap();
    assert!(trial.held && trial.why.contains("is rated P"), "{trial:?}");
    let (_, card) = played(SMALLEST, false);
    let trial = action
        .judge(occasion("second", today, 9), &scenario, &card)
        .unwrap();
    assert!(!trial.held && trial.why.contains("is rated U"), "{trial:?}");
}

#[test]
fn critical_steps_come_before_the_others() {
    let text = SMALLEST.replace(
        "    steps: [",
        r#"    steps: [
        (
            id: "step-check", number: "2", phase: Eradicate, text: "Look again.", role: "analyst",
            target: "30min", critical: true, parts: [Done(action: "look-at-files", on: "web-1")],
        ),"#,
    );
    let (scenario, _) = played(&text, true);
    let (ledger, action) = ledger("first", None);
    let tests = ledger.action(&action).unwrap().tested_by(&scenario);
    let critical = Tests::Capability(vec![id("step-check").into()]);
    assert_eq!(tests, Some(critical));
}

#[test]
fn nothing_tests_it_where_its_capability_is_not_trained() {
    let mut ledger = Ledger::default();
    let other = ActionDetails {
        capability: Phase::Recover,
        ..details("Restore")
    };
    let action = ledger.raise(other, None, raised("first")).unwrap();
    let (scenario, card) = played(SMALLEST, true);
    let action = ledger.action(&action).unwrap();
    assert_eq!(action.tested_by(&scenario), None);
    assert_eq!(
        action.judge(occasion("second", date(2026, 4, 1), 9), &scenario, &card),
        None
    );
    assert!(ledger.tested_by(&scenario).is_empty());
}

#[test]
fn an_exercise_never_judges_what_it_raised_itself() {
    let (ledger, action) = ledger("first", Some("step-remove"));
    let (scenario, card) = played(SMALLEST, true);
    let action = ledger.action(&action).unwrap();
    let day = date(2026, 3, 3);
    assert_eq!(
        action.judge(occasion("first", day, 9), &scenario, &card),
        None
    );
    assert!(
        ledger
            .tried(occasion("first", day, 9), &scenario, &card)
            .is_empty()
    );
    assert_eq!(
        ledger
            .tried(occasion("second", day, 9), &scenario, &card)
            .len(),
        1
    );
}

#[test]
fn only_an_exercise_that_began_later_tests_it() {
    let mut ledger = Ledger::default();
    let day = date(2026, 3, 3);
    let afternoon = Raised {
        when: Some(occasion("", day, 16).began),
        ..raised("at-14")
    };
    let action = ledger.raise(details("Train it"), None, afternoon).unwrap();
    let (scenario, card) = played(SMALLEST, true);
    let says = |occasion| {
        let tried = ledger.tried(occasion, &scenario, &card);
        let judged = ledger.action(&action).unwrap();
        let judged = judged.judge(occasion, &scenario, &card);
        assert_eq!(tried.len(), usize::from(judged.is_some()));
        judged.is_some()
    };
    assert!(!says(occasion("at-09", day, 9)), "it was before");
    assert!(
        !says(occasion("at-15", day, 15)),
        "nobody had raised it yet"
    );
    assert!(says(occasion("at-16", day, 16)));
    assert!(says(occasion("next-day", date(2026, 3, 4), 9)));
}

#[test]
fn an_exercise_from_before_it_was_done_opens_nothing_again() {
    let (mut ledger, action) = ledger("first", None);
    let trial = |exercise: &str, day| Trial {
        exercise: exercise.to_owned(),
        on: day,
        held: false,
        by: Ground::Step,
        at: None,
        why: "So it was.".to_owned(),
    };
    let done = LedgerChange::Done(action.clone(), date(2026, 4, 8));
    let after = |ledger: &mut Ledger, trial| {
        let judge = LedgerChange::Judge(action.clone(), trial);
        ledger.apply(judge).unwrap();
        ledger.action(&action).unwrap().status.clone()
    };
    ledger.apply(done.clone()).unwrap();
    let done_on = ActionStatus::Done {
        on: date(2026, 4, 8),
    };
    assert_eq!(after(&mut ledger, trial("old", date(2026, 4, 1))), done_on);
    let same_day = trial("same-day", date(2026, 4, 8));
    assert_eq!(after(&mut ledger, same_day.clone()), ActionStatus::Open);
    // Somebody did it once more, and the same exercise is looked at again: it has said that before.
    ledger.apply(done).unwrap();
    let again = Trial {
        why: "In other words.".to_owned(),
        ..same_day
    };
    assert_eq!(after(&mut ledger, again), done_on);
}

#[test]
fn a_ledger_of_an_earlier_program_is_read() {
    let (ledger, _) = ledger("first", None);
    let text = serde_json::to_string(&ledger).unwrap();
    let old = text.replace("\"when\":null,", "");
    assert_ne!(old, text);
    assert_eq!(serde_json::from_str::<Ledger>(&old).unwrap(), ledger);
}

#[test]
fn judging_closes_nothing_and_a_failing_trial_opens_what_was_held_for_done() {
    let (mut ledger, action) = ledger("first", None);
    let day = date(2026, 4, 1);
    let trial = |held| Trial {
        exercise: "second".to_owned(),
        on: day,
        held,
        by: Ground::Step,
        at: None,
        why: "So it was.".to_owned(),
    };
    let status = |ledger: &Ledger| ledger.action(&action).unwrap().status.clone();
    ledger
        .apply(LedgerChange::Judge(action.clone(), trial(true)))
        .unwrap();
    assert_eq!(status(&ledger), ActionStatus::Open);
    ledger
        .apply(LedgerChange::Done(action.clone(), day))
        .unwrap();
    assert_eq!(ledger.overdue(date(2027, 1, 1)).count(), 0, "it was done");
    ledger
        .apply(LedgerChange::Judge(action.clone(), trial(false)))
        .unwrap();
    assert_eq!(status(&ledger), ActionStatus::Open);
    let trials = &ledger.action(&action).unwrap().trials;
    assert_eq!(trials.len(), 1, "judged again is judged anew");
    assert!(trials.iter().all(|trial| !trial.held));
    assert_eq!(ledger.overdue(date(2027, 1, 1)).count(), 1);
}

#[test]
fn due_today_is_not_overdue() {
    let (ledger, _) = ledger("first", None);
    assert_eq!(ledger.overdue(date(2026, 5, 1)).count(), 0);
    assert_eq!(ledger.overdue(date(2026, 5, 2)).count(), 1);
}

#[test]
fn an_action_without_words_is_refused() {
    let mut ledger = Ledger::default();
    let refused = ledger.raise(details("  "), None, raised("first"));
    assert_eq!(refused, Err(LedgerError::Empty));
    let (mut ledger, action) = super::tests::ledger("first", None);
    let refused = ledger.apply(LedgerChange::Change(action.clone(), details("")));
    assert_eq!(refused, Err(LedgerError::Empty));
    assert_eq!(ledger.action(&action).unwrap().text, "Train it");
}

#[test]
fn a_name_is_taken_out_where_it_stands_as_an_owner() {
    let (mut ledger, action) = ledger("first", None);
    let forget = LedgerChange::Forget {
        name: " ada ".to_owned(),
        instead: String::new(),
    };
    ledger.apply(forget).unwrap();
    assert_eq!(ledger.action(&action).unwrap().owner, "");
}

/// Any change, of one of few actions.
fn changes() -> impl Strategy<Value = Vec<(u8, usize, bool)>> {
    prop::collection::vec((0_u8..7, 0_usize..6, any::<bool>()), 0..60)
}

proptest! {
    #[test]
    fn identifiers_stay_unique_and_what_is_written_is_read_again(changes in changes()) {
        let mut ledger = Ledger::default();
        let day = date(2026, 4, 1);
        for (kind, place, held) in changes {
            let id = ledger.actions.get(place).map(|action| action.id.clone());
            let change = match (kind, id) {
                (0 | 1, _) | (_, None) => LedgerChange::Raise {
                    details: details(if held { "Train it" } else { "Write it down" }),
                    step: None,
                    raised: raised("first"),
                },
                (2, Some(id)) => LedgerChange::Done(id, day),
                (3, Some(id)) => LedgerChange::Close { id, on: day, by: None },
                (4, Some(id)) => LedgerChange::Reopen(id),
                (5, Some(id)) => LedgerChange::Remove(id),
                (_, Some(id)) => LedgerChange::Judge(id, Trial {
                    exercise: format!("exercise-{place}"),
                    on: day,
                    held,
                    by: Ground::Step,
                    at: None,
                    why: String::new(),
                }),
            };
            prop_assert!(ledger.apply(change).is_ok());
            let mut ids: Vec<_> = ledger.actions.iter().map(|action| &action.id).collect();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), ledger.actions.len());
            for action in &ledger.actions {
                let mut of: Vec<_> = action.trials.iter().map(|trial| &trial.exercise).collect();
                of.sort();
                of.dedup();
                prop_assert_eq!(of.len(), action.trials.len(), "one trial an exercise");
            }
        }
        let json = serde_json::to_string(&ledger).unwrap();
        prop_assert_eq!(serde_json::from_str::<Ledger>(&json).unwrap(), ledger);
    }
}

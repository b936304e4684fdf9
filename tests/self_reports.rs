//! Steps that people report themselves: what they earn, and what a facilitator makes of it.

#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod common;

use std::sync::Arc;

use hotwash::base::{Moment, Points, Span};
use hotwash::exercise::replay::verify;
use hotwash::exercise::{Exercise, Header, NoJournal, Record, Speed};
use hotwash::player::{Player, Rehearsal, trainee_seat};
use hotwash::scenario::{Command, Phase, Scenario};
use hotwash::score::{Basis, Scorecard};
use hotwash::world::Rules;

fn scenario() -> Arc<Scenario> {
    common::scenario_at(&common::root().join("tests/scenarios/self-reported.ron"))
}

/// Plays commands, each so many minutes after STARTEX, to ENDEX and beyond.
struct Play {
    exercise: Exercise,
    rehearsal: Rehearsal,
}

impl Play {
    fn new() -> Self {
        let scenario = scenario();
        let header = Header::new(scenario.id.clone(), String::new(), 1, trainee_seat());
        let journal = Box::new(NoJournal);
        let exercise = Exercise::start(header, &scenario, Speed::REAL, journal);
        Self {
            exercise: exercise.expect("nothing can fail to be kept"),
            rehearsal: Rehearsal::new(&scenario, Vec::new()),
        }
    }

    fn give(&mut self, minute: u64, command: &str) -> Result<(), String> {
        let command: Command = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(command)
            .expect("a command");
        let at = Moment::START + Span::from_minutes(minute);
        let done = self.exercise.command_at(at, &command);
        done.map_err(|error| error.to_string())
    }

    fn card(&self) -> Scorecard {
        self.rehearsal.score(self.exercise.entries(), 1)
    }

    fn item(&self, id: &str) -> (Basis, bool) {
        let card = self.card();
        let beside = card.beside.iter().flat_map(|phase| &phase.items);
        let mut items = card.items.iter().chain(beside);
        let item = items.find(|item| item.id.as_str() == id).expect("scored");
        (item.basis, item.earned == item.max)
    }
}

#[test]
fn a_report_earns_its_points_apart_until_it_is_confirmed() {
    let mut play = Play::new();
    play.give(
        1,
        r#"BeginStep(step: "ask", by: "alex", reason: "Who called?")"#,
    )
    .expect("can begin");
    play.give(
        5,
        r#"ReportStep(step: "ask", reason: "Noted in the file", confidence: 80)"#,
    )
    .expect("can be reported");
    assert_eq!(play.item("ask"), (Basis::SelfReported, true));
    let card = play.card();
    assert!(card.self_reported > Points::ZERO && card.self_reported == card.process);
    play.give(6, "End").expect("can end");
    play.give(
        6,
        r#"ReviewStep(step: "ask", agreed: true, note: "I saw the note")"#,
    )
    .expect("a facilitator speaks after ENDEX");
    assert_eq!(play.item("ask"), (Basis::Confirmed, true));
    assert_eq!(play.card().self_reported, Points::ZERO);
    assert_eq!(play.card().process, card.process);
}

#[test]
fn a_report_that_is_refused_or_taken_back_earns_nothing() {
    let mut play = Play::new();
    let report = r#"ReportStep(step: "ask", reason: "Done", confidence: 100)"#;
    play.give(5, report).expect("can be reported");
    play.give(6, r#"ReviewStep(step: "ask", agreed: false)"#)
        .expect("can be refused");
    let card = play.card();
    assert_eq!(card.process, Points::ZERO);
    assert_eq!(card.calibration.sure_and_wrong.len(), 1, "sure, and wrong");
    play.give(7, r#"ReopenStep("ask")"#)
        .expect("can be reopened");
    assert_eq!(play.card().process, Points::ZERO);
    play.give(8, report).expect("can be reported again");
    assert!(play.card().process > Points::ZERO);
}

#[test]
fn a_mistaken_refusal_can_be_mended() {
    let mut play = Play::new();
    play.give(5, r#"BeginStep(step: "ask", reason: "Why not")"#)
        .expect("can begin");
    play.give(
        10,
        r#"ReportStep(step: "ask", reason: "Done", confidence: 80)"#,
    )
    .expect("can be reported");
    let before = play.card().process;
    play.give(100, "End").expect("can end");
    play.give(
        100,
        r#"ReviewStep(step: "ask", agreed: false, note: "Oops")"#,
    )
    .expect("can be refused");
    let card = play.card();
    assert_eq!(card.process, Points::ZERO);
    let why = |card: &Scorecard| {
        let line = card
            .explanations
            .iter()
            .find(|line| line.step.as_str() == "ask");
        line.expect("explained").text.clone()
    };
    assert!(
        why(&card).contains("reported as done at T+0:10"),
        "{}",
        why(&card)
    );
    play.give(100, r#"ReviewStep(step: "ask", agreed: true)"#)
        .expect("can be confirmed");
    assert_eq!(play.card().process, before, "as if nothing had been said");
}

#[test]
fn that_a_step_does_not_apply_is_a_report_too() {
    let mut play = Play::new();
    play.give(1, r#"NotApplicable(step: "learn", reason: "No time")"#)
        .expect("can be declared");
    play.give(2, r#"ReviewStep(step: "learn", agreed: false)"#)
        .expect("can be refused");
    let scored = |play: &Play| play.card().beside.first().map(|phase| phase.score);
    assert_eq!(scored(&play), Some(Points::ZERO));
    play.give(3, r#"BeginStep(step: "learn", reason: "After all")"#)
        .expect("can begin");
    play.give(4, r#"ReportStep(step: "learn", confidence: 90)"#)
        .expect("can be reported");
    assert_eq!(
        scored(&play),
        Some(Points::HUNDRED),
        "the report takes its place"
    );
    let refused = play.give(5, r#"NotApplicable(step: "learn", reason: "Never mind")"#);
    assert!(refused.expect_err("refused").contains("already"));
}

#[test]
fn the_world_is_not_talked_into_anything() {
    let mut play = Play::new();
    let refused = play.give(1, r#"ReportStep(step: "isolate", confidence: 100)"#);
    assert!(refused.expect_err("refused").contains("the world decides"));
    let refused = play.give(1, r#"ReviewStep(step: "ask", agreed: true)"#);
    assert!(
        refused
            .expect_err("refused")
            .contains("nobody has reported")
    );
    let refused = play.give(1, r#"ReopenStep("ask")"#);
    assert!(refused.is_err());
    let refused = play.give(1, r#"BeginStep(step: "ask", by: "nobody")"#);
    assert!(refused.expect_err("refused").contains("no person"));
    play.give(2, r#"ReportStep(step: "ask", confidence: 50)"#)
        .expect("needs no beginning");
    let again = play.give(3, r#"ReportStep(step: "ask", confidence: 50)"#);
    assert!(again.expect_err("refused").contains("already"));
}

#[test]
fn lessons_learned_stand_beside_the_score() {
    let mut play = Play::new();
    play.give(
        1,
        r#"BeginStep(step: "learn", reason: "While it is fresh")"#,
    )
    .expect("can begin");
    play.give(
        2,
        r#"ReportStep(step: "learn", reason: "Written", confidence: 90)"#,
    )
    .expect("can be reported");
    let card = play.card();
    assert_eq!(card.process, Points::ZERO);
    let [beside] = card.beside.as_slice() else {
        unreachable!("one phase has no weight: {:?}", card.beside)
    };
    assert_eq!(
        (beside.phase, beside.score),
        (Phase::LessonsLearned, Points::HUNDRED)
    );
    assert_eq!(card.outcome.total, None, "there is nothing to lose");
}

#[test]
fn late_reports_lose_time_and_say_so() {
    let mut play = Play::new();
    play.give(1, r#"BeginStep(step: "ask", reason: "Who called?")"#)
        .expect("can begin");
    play.give(
        60,
        r#"ReportStep(step: "ask", reason: "At last", confidence: 90)"#,
    )
    .expect("can be reported");
    let card = play.card();
    let late = card
        .explanations
        .iter()
        .find(|line| line.step.as_str() == "ask");
    let late = late.expect("points are missing").text.clone();
    assert!(late.contains("30 min after its target"), "{late}");
    let missing: Points = card.explanations.iter().map(|line| line.points).sum();
    assert_eq!(missing, Points::HUNDRED - card.process);
}

#[test]
fn automatic_players_report_too_and_their_records_verify() {
    let rehearsal = Rehearsal::new(&scenario(), Vec::new());
    let reference = rehearsal.play(Player::Reference, 1);
    let card = rehearsal.score(&reference.entries, 1);
    assert_eq!(card.process, Points::HUNDRED, "{:#?}", card.explanations);
    assert_eq!(
        card.beside.first().map(|phase| phase.score),
        Some(Points::HUNDRED)
    );
    let idle = rehearsal.play(Player::Idle, 1);
    assert_eq!(rehearsal.score(&idle.entries, 1).process, Points::ZERO);
    let mut play = Play::new();
    play.give(3, r#"ReportStep(step: "ask", confidence: 90)"#)
        .expect("can be reported");
    play.give(4, "End").expect("can end");
    play.give(4, r#"ReviewStep(step: "ask", agreed: true)"#)
        .expect("can be confirmed");
    let record = Record {
        header: play.exercise.header().clone(),
        entries: play.exercise.entries().to_vec(),
    };
    let rules = Arc::new(Rules::new(&scenario()));
    let verified = verify(scenario(), rules, &record);
    assert!(verified.is_ok(), "{:?}", verified.err());
}

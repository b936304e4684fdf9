//! Hints: what they cost, when they cost nothing, and who gets none.

#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod common;

use std::sync::{Arc, LazyLock};

use hotwash::base::{Moment, Points, Span};
use hotwash::exercise::replay::verify;
use hotwash::exercise::{Exercise, Header, NoJournal, Picture, Record, Speed};
use hotwash::player::{Player, Rehearsal, trainee_seat};
use hotwash::scenario::{Command, HintItem, Scenario, Timed};
use hotwash::score::{ItemScore, Part, Scorecard};
use hotwash::world::{Event, Rules};
use proptest::prelude::*;

fn scenario() -> Arc<Scenario> {
    static READ: LazyLock<Arc<Scenario>> =
        LazyLock::new(|| common::scenario_at(&common::root().join("tests/scenarios/hinted.ron")));
    Arc::clone(&READ)
}

fn command(text: &str) -> Command {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .expect("a command")
}

fn moment(minute: u64) -> Moment {
    Moment::START + Span::from_minutes(minute)
}

/// Plays commands, each so many minutes after STARTEX.
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

    fn give(&mut self, minute: u64, text: &str) -> Result<(), String> {
        let done = self.exercise.command_at(moment(minute), &command(text));
        done.map_err(|error| error.to_string())
    }

    fn refused(&mut self, minute: u64, text: &str) -> String {
        let before = self.exercise.state().clone();
        let entries = self.exercise.entries().len();
        let refusal = self.give(minute, text).expect_err("refused");
        let hints = &self.exercise.state().hints;
        assert_eq!(hints, &before.hints, "{text}");
        let more = self.exercise.entries().get(entries..).expect("no fewer");
        let gave = |event: &Event| matches!(event, Event::Hinted { .. } | Event::Commanded { .. });
        assert!(!more.iter().any(|entry| gave(&entry.event)), "{text}");
        refusal
    }

    /// Plays what is left of the scenario's own plan.
    fn follow_plan(&mut self, from: u64) {
        for Timed { at, command } in scenario().plan.clone() {
            let at = scenario().moment(at);
            if at >= moment(from) {
                let done = self.exercise.command_at(at, &command);
                done.expect("the plan goes through");
            }
        }
    }

    fn card(&self) -> Scorecard {
        let card = self.rehearsal.score(self.exercise.entries(), 1);
        adds_up(&card);
        card
    }
}

fn adds_up(card: &Scorecard) {
    let lost: Points = card.explanations.iter().map(|line| line.points).sum();
    assert_eq!(
        card.process + lost,
        Points::HUNDRED,
        "{:#?}",
        card.explanations
    );
    for beside in &card.beside {
        let lost: Points = beside.explanations.iter().map(|line| line.points).sum();
        assert_eq!(beside.score + lost, Points::HUNDRED);
    }
}

fn item<'a>(card: &'a Scorecard, id: &str) -> &'a ItemScore {
    let mut items = card.items.iter();
    items.find(|item| item.id.as_str() == id).expect("scored")
}

/// What hints cost an item, and the line that says so.
fn cost(card: &Scorecard, id: &str) -> Option<(Points, String)> {
    let mut lines = card.explanations.iter();
    let line = lines.find(|line| line.part == Part::Hints && line.step.as_str() == id);
    line.map(|line| (line.points, line.text.clone()))
}

/// What so many percent of an item are, as the score rounds.
fn share_of(item: &ItemScore, percent: u64) -> Points {
    item.max - item.max.share(100 - percent, 100)
}

const QUESTION: &str = r#"AskHint(Question("way-in"))"#;
const STEP: &str = r#"AskHint(Step("step-remove"))"#;
const REPORTED: &str = r#"AskHint(Step("step-tell"))"#;
const ALERT: &str = r#"AskHint(Alert("new-script"))"#;

#[test]
fn hints_before_the_answer_cost_and_the_line_names_them() {
    let mut play = Play::new();
    play.give(1, QUESTION).expect("the first");
    play.give(2, QUESTION).expect("the second");
    play.follow_plan(6);
    let card = play.card();
    let question = item(&card, "way-in");
    let (points, text) = cost(&card, "way-in").expect("explained");
    assert_eq!(points, share_of(question, 25), "25 % in all");
    assert_eq!(question.earned, question.max - points);
    assert!(
        text.contains("two hints taken, at T+0:01 and T+0:02, for 25 %"),
        "{text}"
    );
    assert_eq!((card.hints.taken, card.hints.points), (2, points));
    assert_eq!(question.hints, 2);
    assert_eq!(
        card.process,
        Points::HUNDRED - points,
        "all else is as it was"
    );
}

#[test]
fn a_hint_after_the_item_was_done_costs_nothing() {
    let mut play = Play::new();
    play.follow_plan(0);
    let best = play.card().process;

    let mut play = Play::new();
    for Timed { at, command } in &scenario().plan {
        let at = scenario().moment(*at);
        if *command == Command::End {
            // The question was answered at T+0:17, and the foothold removed at T+0:25.
            play.give(28, QUESTION).expect("an answer settles nothing");
            play.give(29, STEP).expect("nobody knows that it is done");
        }
        play.exercise
            .command_at(at, command)
            .expect("the plan goes through");
    }
    let card = play.card();
    assert_eq!(card.process, best);
    assert_eq!((card.hints.taken, card.hints.points), (2, Points::ZERO));
    assert_eq!(item(&card, "way-in").hints, 1, "it shows all the same");

    // An answer that is given again was not done before.
    let mut play = Play::new();
    let answer = r#"Answer(question: "way-in", choices: ["upload"], reason: "So", confidence: 90)"#;
    play.give(5, answer).expect("answered");
    play.give(6, QUESTION).expect("hinted");
    assert_eq!(cost(&play.card(), "way-in"), None);
    play.give(6, answer).expect("answered in the same moment");
    assert!(cost(&play.card(), "way-in").is_some());
}

#[test]
fn steps_and_alerts_lose_what_was_asked_before_they_were_done() {
    let mut play = Play::new();
    play.give(1, STEP).expect("hinted");
    play.give(1, REPORTED).expect("hinted");
    assert!(play.refused(1, ALERT).contains("not been raised"));
    play.give(5, ALERT).expect("raised by now");
    play.follow_plan(6);
    let card = play.card();
    for id in ["step-remove", "step-tell", "new-script"] {
        let (points, text) = cost(&card, id).expect("explained");
        assert_eq!(points, share_of(item(&card, id), 10), "{id}");
        assert!(text.contains("one hint taken, at T+0:0"), "{text}");
    }
    assert_eq!(card.hints.taken, 3);
    assert!(card.self_reported > Points::ZERO);
}

#[test]
fn there_is_no_hint_where_none_can_be() {
    let mut play = Play::new();
    assert!(
        play.refused(1, r#"AskHint(Step("nowhere"))"#)
            .contains("no step `nowhere`")
    );
    let unknown = play.refused(1, r#"AskHint(Question("step-remove"))"#);
    assert!(unknown.contains("no key question"), "{unknown}");
    for minute in 1..=3 {
        play.give(minute, QUESTION).expect("there are three");
    }
    assert!(play.refused(4, QUESTION).contains("all hints"));

    // What people have done with.
    let report = r#"ReportStep(step: "step-tell", confidence: 90)"#;
    play.give(6, report).expect("reported");
    assert!(
        play.refused(6, REPORTED)
            .contains("nothing left to be done")
    );
    play.give(7, r#"ReopenStep("step-tell")"#)
        .expect("reopened");
    play.give(7, REPORTED).expect("not done after all");
    play.give(8, report).expect("reported again");
    assert!(
        cost(&play.card(), "step-tell").is_some(),
        "it came before the report that counts"
    );
    play.give(8, r#"NotApplicable(step: "step-remove", reason: "No")"#)
        .expect("declared");
    assert!(play.refused(8, STEP).contains("nothing left to be done"));
    let close = r#"Close(alerts: ["new-script"], verdict: Benign, reason: "", confidence: 50)"#;
    play.give(9, close).expect("closed");
    assert!(play.refused(9, ALERT).contains("nothing left to be done"));
    play.give(10, "End").expect("ended");
    assert!(play.refused(10, QUESTION).contains("over"));
}

#[test]
fn what_the_world_makes_of_a_step_changes_no_refusal() {
    let mut play = Play::new();
    play.follow_plan(0);
    let scenario = scenario();
    // The moment before ENDEX, with the foothold long gone.
    let mut before = play.exercise.state().clone();
    before.ended = None;
    let step = HintItem::Step(
        scenario
            .step(&hotwash::base::Id::internal("step-remove").into())
            .expect("there")
            .id
            .clone(),
    );
    let view = Picture::new(&scenario, &before)
        .hints(&step)
        .expect("it has hints");
    assert_eq!(view.next_cost, Some(10));
}

#[test]
fn records_with_hints_verify_and_automatic_players_ask_for_none() {
    let mut play = Play::new();
    play.give(1, QUESTION).expect("hinted");
    play.give(5, ALERT).expect("hinted");
    play.follow_plan(6);
    let record = Record {
        header: play.exercise.header().clone(),
        entries: play.exercise.entries().to_vec(),
    };
    let verified = verify(scenario(), Arc::new(Rules::new(&scenario())), &record);
    assert!(verified.is_ok(), "{:?}", verified.err());
    let rehearsal = Rehearsal::new(&scenario(), Vec::new());
    for player in [
        Player::Reference,
        Player::Hasty,
        Player::Novice,
        Player::Idle,
    ] {
        let run = rehearsal.play(player, 1);
        assert_eq!(rehearsal.score(&run.entries, 1).hints.taken, 0);
    }
}

#[test]
fn the_command_line_names_hints() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(common::root().join("tests/scenarios/hinted.ron"));
    std::fs::write(folder.path().join("scenario.ron"), text.expect("readable")).expect("written");
    let script = folder.path().join("asks.ron");
    let commands = r#"(
        format: 1,
        scenario: "hinted",
        title: "Asks before it answers",
        commands: [
            (at: "T+0:01", command: AskHint(Question("way-in"))),
            (at: "T+0:02", command: Answer(question: "way-in", choices: ["upload"], reason: "So it says.", confidence: 60)),
            (at: "T+0:03", command: End),
        ],
    )"#;
    std::fs::write(&script, commands).expect("written");
    let scenario = folder.path().join("scenario.ron").display().to_string();
    let record = folder.path().join("asks.hotwash").display().to_string();
    let script = script.display().to_string();
    let arguments = [
        "simulate", &scenario, "--script", &script, "--record", &record,
    ];
    let made = common::run(&arguments);
    assert!(made.status.success(), "{made:?}");
    let scored = common::json(&common::run(&["score", &record, "--json"]));
    assert_eq!(scored["hints"]["taken"], 1, "{scored}");
    let cost = scored["hints"]["points"].as_f64().expect("a number");
    assert!(cost > 0.0);
    let lines = scored["explanations"].as_array().expect("a list");
    let named = lines.iter().find(|line| line["part"] == "hints");
    assert_eq!(named.expect("named")["points"].as_f64(), Some(cost));
    let said = common::run(&["score", &record]).stdout;
    let said = String::from_utf8_lossy(&said);
    assert!(
        said.contains("Hints: 1 taken, ") && said.contains("one hint taken, at T+0:01"),
        "{said}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Hints asked for whenever: the lines add up, and no hint ever makes a score better.
    #[test]
    fn lines_add_up_whatever_hints_are_taken(asked in proptest::collection::vec((0_u64..31, 0_usize..4), 0..12)) {
        let plain = {
            let mut play = Play::new();
            play.follow_plan(0);
            play.card().process
        };
        let items = [QUESTION, STEP, REPORTED, ALERT];
        let plan = scenario().plan.clone();
        let mut all: Vec<(Moment, Command)> =
            plan.iter().map(|timed| (scenario().moment(timed.at), timed.command.clone())).collect();
        all.extend(asked.iter().filter_map(|(minute, place)| Some((moment(*minute), command(items.get(*place)?)))));
        all.sort_by_key(|(at, _)| *at);
        let mut play = Play::new();
        let mut given = 0;
        for (at, command) in &all {
            let done = play.exercise.command_at(*at, command);
            let asks = matches!(command, Command::AskHint(_));
            prop_assert!(asks || done.is_ok());
            given += u32::from(asks && done.is_ok());
        }
        let card = play.card();
        prop_assert_eq!(card.hints.taken, given);
        prop_assert_eq!(card.items.iter().map(|item| item.hints).sum::<u32>(), given);
        prop_assert_eq!(card.process + card.hints.points, plain);
    }
}

//! What the exercise's staff does: each deed, its refusals, and taking it back.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what can't go on should stop"
)]

mod common;

use std::sync::Arc;

use hotwash::base::id::SeatId;
use hotwash::base::{Id, Moment, Offset, Span};
use hotwash::conduct::msel::{self, Status};
use hotwash::exercise::replay::{replay, verify};
use hotwash::exercise::{Exercise, Header, NoJournal, Record, Speed, WallMs};
use hotwash::scenario::modules::modules;
use hotwash::scenario::{
    Assignment, Command, Condition, Facilitation, Feedback, HotWashNote, Inject, JumpRule, Mode,
    NoteId, Observation, Phase, Rating, RoomDecision, Scenario, Seat, SeatKind, Sign, Trigger,
};
use hotwash::world::{Conduct, Engine, Event, Refusal, Rules, State, room_seat};
use proptest::prelude::*;

fn id(text: &str) -> Id {
    Id::new(text).expect("a good identifier")
}

fn minute(minutes: u64) -> Moment {
    Moment::START + Span::from_minutes(minutes)
}

fn at(minutes: u64) -> Trigger {
    Trigger::At {
        at: Offset::FromStart(minute(minutes)),
        within: Span::ZERO,
        provided: None,
    }
}

/// The smallest scenario with an MSEL of every kind of inject.
fn scenario() -> Scenario {
    let mut scenario = (*common::smallest()).clone();
    let usual = scenario.injects[0].clone();
    let more = |name: &str, trigger| Inject {
        id: id(name).into(),
        prompts: vec!["Who knows?".to_owned(), "Who decides?".to_owned()],
        contingency: false,
        trigger,
        ..usual.clone()
    };
    let looked = Condition::Begun(id("look-at-files").into());
    scenario.injects.extend([
        more("early", at(10)),
        more("middle", at(40)),
        more("late", at(90)),
        more("by-hand", Trigger::ByHand),
        more(
            "looked",
            Trigger::When {
                condition: looked,
                delay: Span::from_minutes(5),
            },
        ),
    ]);
    scenario
}

/// An engine at work, and what it refused last.
struct Room {
    engine: Engine,
}

impl Room {
    fn new() -> Self {
        let scenario = Arc::new(scenario());
        let rules = Arc::new(Rules::new(&scenario));
        let mut engine = Engine::new(scenario, rules);
        engine.start(1, &[]);
        Self { engine }
    }

    fn until(minutes: u64) -> Self {
        let mut room = Self::new();
        room.engine.advance_to(minute(minutes));
        room
    }

    fn gives(&mut self, seat: &SeatId, command: &Command) -> Result<(), Refusal> {
        self.engine.command(self.engine.now(), seat, command)
    }

    /// A deed; a refused one changes nothing.
    fn tries(&mut self, deed: Facilitation) -> Result<(), Refusal> {
        // What is due at this very moment happens before any command.
        self.engine.advance_to(self.engine.now());
        let (before, events) = (self.engine.state().hash(), self.engine.events().len());
        let done = self.gives(&room_seat(), &Command::Facilitate(Box::new(deed)));
        if done.is_err() {
            assert_eq!(self.engine.state().hash(), before);
            assert_eq!(self.engine.events().len(), events);
        }
        done
    }

    fn does(&mut self, deed: Facilitation) {
        self.tries(deed).expect("it can be done");
    }

    fn works(&mut self) {
        let look: Command =
            ron::from_str(r#"Do((action: "look-at-files"))"#).expect("a good command");
        self.gives(&room_seat(), &look).expect("it can be done");
    }

    fn refuses(&mut self, deed: Facilitation) -> Refusal {
        self.tries(deed).expect_err("it can't be done")
    }

    fn state(&self) -> &State {
        self.engine.state()
    }

    fn conduct(&self) -> &Conduct {
        &self.state().conduct
    }

    fn status(&self, name: &str) -> Status {
        let rows = msel::rows(self.engine.scenario(), self.state());
        let row = rows.into_iter().find(|row| row.inject.id.as_str() == name);
        row.expect("it is in the MSEL").status
    }

    /// What is on record leads to the same world again, without and with deciding.
    fn check(&self) {
        let scenario = self.engine.scenario_arc();
        let rules = Arc::new(Rules::new(&scenario));
        let entries = self.engine.events().to_vec();
        let again = replay(Arc::clone(&scenario), Arc::clone(&rules), &entries);
        assert_eq!(again.state(), self.state());
        let header = Header::new(scenario.id.clone(), String::new(), 1, room_seat());
        let decided = verify(scenario, rules, &Record { header, entries }).expect("it verifies");
        assert_eq!(decided.state().hash(), self.state().hash());
    }
}

fn fire(name: &str) -> Facilitation {
    Facilitation::Fire(id(name).into())
}

fn hold(name: &str) -> Facilitation {
    Facilitation::Hold(id(name).into())
}

fn release(name: &str) -> Facilitation {
    Facilitation::Release(id(name).into())
}

fn skip(name: &str) -> Facilitation {
    Facilitation::Skip {
        inject: id(name).into(),
        reason: "Enough of it".to_owned(),
    }
}

fn shift(name: &str, minutes: u64) -> Facilitation {
    Facilitation::Move {
        inject: id(name).into(),
        to: minute(minutes),
    }
}

fn ask(name: &str, prompt: u32, asked: bool) -> Facilitation {
    Facilitation::Ask {
        inject: id(name).into(),
        prompt,
        asked,
    }
}

fn ad_hoc(name: &str, trigger: Trigger) -> Inject {
    let mut inject = scenario().injects[1].clone();
    inject.id = id(name).into();
    inject.title.push_str(" again");
    inject.trigger = trigger;
    inject
}

fn put(inject: Inject) -> Facilitation {
    Facilitation::Put(Box::new(inject))
}

fn observation(text: &str) -> Observation {
    Observation {
        sign: Sign::Gap,
        seat: None,
        objective: Some(id("find-and-remove").into()),
        inject: Some(id("early").into()),
        text: text.to_owned(),
    }
}

fn rate(rating: Option<Rating>) -> Facilitation {
    Facilitation::Rate {
        step: id("step-remove").into(),
        by: id("eva").into(),
        rating,
        note: "Seen".to_owned(),
    }
}

fn assign(text: &str) -> Facilitation {
    Facilitation::Assign(Assignment {
        text: text.to_owned(),
        owner: None,
        due: Some(minute(100)),
    })
}

fn take(roles: &[&str]) -> Facilitation {
    Facilitation::Take {
        seat: id("ana").into(),
        place: Seat {
            kind: SeatKind::Participant,
            roles: roles.iter().map(|role| id(role).into()).collect(),
            team: String::new(),
        },
    }
}

fn decided(text: &str) -> Facilitation {
    let decision: RoomDecision = ron::from_str(text).expect("a good decision");
    Facilitation::Decided(Box::new(decision))
}

#[test]
fn injects_are_fired_held_released_skipped_and_moved() {
    let mut room = Room::new();
    room.does(fire("by-hand"));
    assert_eq!(room.status("by-hand"), Status::Given(minute(0)));
    room.does(fire("middle"));
    room.does(hold("early"));
    assert_eq!(room.status("early"), Status::Held(Some(minute(10))));
    room.does(skip("owner-calls"));
    room.does(shift("late", 50));
    room.works();
    room.engine.advance_to(minute(60));
    assert_eq!(room.status("early"), Status::Waiting(minute(10)));
    assert_eq!(
        room.status("owner-calls"),
        Status::Skipped("Enough of it".to_owned())
    );
    assert_eq!(room.status("late"), Status::Given(minute(50)));
    assert_eq!(room.status("looked"), Status::Given(minute(5)));
    room.does(release("early"));
    assert_eq!(room.status("early"), Status::Given(minute(60)));
    let came = room.engine.events().iter();
    let came = came.filter(|e| matches!(e.event, Event::InjectDelivered { .. }));
    assert_eq!(came.count(), 5);
    room.check();
}

#[test]
fn an_inject_is_added_in_a_moment_and_comes_like_any_other() {
    let mut room = Room::until(20);
    room.does(put(ad_hoc("press", at(25))));
    room.does(put(ad_hoc("someday", Trigger::ByHand)));
    assert_eq!(room.status("press"), Status::Planned(minute(25)));
    assert_eq!(room.status("someday"), Status::ByHand);
    room.engine.advance_to(minute(26));
    assert_eq!(room.status("press"), Status::Given(minute(25)));
    room.does(fire("someday"));
    assert_eq!(room.status("someday"), Status::Given(minute(26)));
    room.check();
}

#[test]
fn new_words_leave_an_inject_its_time_and_another_trigger_takes_it_away() {
    let mut room = Room::until(5);
    let words = |name: &str| {
        let all = scenario();
        let mut inject = all.inject(&id(name).into()).expect("it is there").clone();
        inject.text = "Other words.".to_owned();
        inject
    };
    room.does(shift("middle", 55));
    room.does(put(words("middle")));
    assert_eq!(room.status("middle"), Status::Planned(minute(55)));
    let mut by_hand = words("early");
    by_hand.trigger = Trigger::ByHand;
    room.does(put(by_hand));
    assert_eq!(room.status("early"), Status::ByHand);
    let mut by_hand = words("looked");
    by_hand.trigger = Trigger::ByHand;
    room.does(put(by_hand));
    room.works();
    room.engine.advance_to(minute(20));
    assert_eq!(
        room.status("looked"),
        Status::ByHand,
        "its condition asks for nothing now"
    );
    room.does(put(words("looked")));
    room.engine.advance_to(minute(26));
    assert_eq!(
        room.status("looked"),
        Status::Given(minute(25)),
        "and now it does again"
    );
    assert_eq!(room.status("early"), Status::ByHand);
    room.check();
}

#[test]
fn what_can_not_be_done_to_the_msel_is_refused() {
    let mut room = Room::until(15);
    let unknown = |kind| Refusal::Unknown {
        kind,
        id: id("nobody"),
    };
    let came = Refusal::CameAlready(id("early").into());
    for deed in [
        fire("early"),
        hold("early"),
        release("early"),
        skip("early"),
        shift("early", 50),
        put(ad_hoc("early", at(50))),
    ] {
        assert_eq!(room.refuses(deed), came);
    }
    assert_eq!(room.refuses(fire("nobody")), unknown("inject"));
    assert_eq!(
        room.refuses(release("late")),
        Refusal::NotHeld(id("late").into())
    );
    assert_eq!(
        room.refuses(shift("late", 14)),
        Refusal::TimePassed(minute(14))
    );
    assert_eq!(
        room.refuses(shift("late", 120)),
        Refusal::AfterEndex(minute(120))
    );
    let silent = Facilitation::Skip {
        inject: id("late").into(),
        reason: " ".to_owned(),
    };
    assert_eq!(room.refuses(silent), Refusal::NoReason);
    assert_eq!(room.refuses(ask("late", 2, true)), Refusal::NoSuchPrompt);
    assert_eq!(room.refuses(ask("nobody", 0, true)), unknown("inject"));
    room.does(hold("late"));
    assert_eq!(
        room.refuses(hold("late")),
        Refusal::HeldAlready(id("late").into())
    );
    room.does(skip("late"));
    for deed in [hold("late"), skip("late"), shift("late", 50)] {
        assert_eq!(
            room.refuses(deed),
            Refusal::SkippedAlready(id("late").into())
        );
    }
    let broken = |change: fn(&mut Inject)| {
        let mut inject = ad_hoc("press", at(50));
        change(&mut inject);
        put(inject)
    };
    let role = broken(|inject| inject.to = vec![id("nobody").into()]);
    assert_eq!(room.refuses(role), unknown("role"));
    let objective = broken(|inject| inject.objective = Some(id("nobody").into()));
    assert_eq!(room.refuses(objective), unknown("objective"));
    assert_eq!(room.refuses(broken(|i| i.text.clear())), Refusal::NoReason);
    let effects = broken(|i| i.effects = vec![hotwash::scenario::Effect::RaiseAwareness]);
    assert_eq!(room.refuses(effects), Refusal::AddedEffects);
    assert_eq!(
        room.refuses(put(ad_hoc("press", at(14)))),
        Refusal::TimePassed(minute(14))
    );
    let long = broken(|i| i.title = "x".repeat(4_001));
    assert_eq!(room.refuses(long), Refusal::TooLong(4_000));
    room.check();
}

#[test]
fn what_is_seen_rated_given_and_decided_stands_on_record() {
    let mut room = Room::until(15);
    room.does(Facilitation::Observe(observation("Nobody leads")));
    let amended = observation("Somebody leads");
    room.does(Facilitation::Amend {
        note: NoteId(1),
        observation: amended.clone(),
    });
    assert_eq!(room.conduct().observations[&NoteId(1)].observation, amended);
    assert_eq!(room.conduct().observations[&NoteId(1)].at, minute(15));
    room.does(rate(Some(Rating::S)));
    room.does(assign("Count the hosts"));
    room.engine.advance_to(minute(20));
    room.does(Facilitation::Settle {
        note: NoteId(2),
        done: true,
    });
    assert_eq!(
        room.conduct().assignments[&NoteId(2)].done,
        Some(minute(20))
    );
    room.does(decided(r#"(text: "We wait")"#));
    assert_eq!(room.conduct().decisions[&NoteId(3)].at, minute(20));
    room.does(Facilitation::Strike(NoteId(1)));
    room.does(rate(None));
    assert!(room.conduct().observations.is_empty() && room.conduct().ratings.is_empty());
    room.does(ask("late", 1, true));
    assert_eq!(room.conduct().asked[&id("late")], [1].into());
    room.does(take(&["analyst"]));
    room.does(Facilitation::Book(Span::from_minutes(90)));
    room.does(Facilitation::ShowPhase(Some(Phase::Contain)));
    room.does(Facilitation::Announce("Coffee".to_owned()));
    assert_eq!(
        room.conduct().announcement,
        Some((minute(20), "Coffee".to_owned()))
    );
    room.does(Facilitation::Announce(String::new()));
    assert_eq!(room.conduct().announcement, None);
    room.does(Facilitation::HotWash(HotWashNote {
        role: None,
        sign: Sign::Strength,
        text: "We talked".to_owned(),
    }));
    room.does(Facilitation::Feedback(Feedback {
        scores: vec![Some(5), None],
        text: String::new(),
    }));
    let module = modules(room.engine.scenario())[1].id.clone();
    room.does(Facilitation::OpenModule(module.clone()));
    assert_eq!(room.conduct().module, Some((module, minute(20))));
    room.does(Facilitation::Leave(id("ana").into()));
    assert!(room.conduct().seats.is_empty());
    room.check();
}

#[test]
fn notes_that_make_no_sense_are_refused() {
    let mut room = Room::until(15);
    let nobody = || id("nobody");
    let unknown = |kind| Refusal::Unknown { kind, id: nobody() };
    let no_note = Refusal::NoSuchNote(7);
    let mut strange = observation("So");
    strange.objective = Some(nobody().into());
    assert_eq!(
        room.refuses(Facilitation::Observe(strange)),
        unknown("objective")
    );
    let mut strange = observation("So");
    strange.inject = Some(nobody().into());
    assert_eq!(
        room.refuses(Facilitation::Observe(strange)),
        unknown("inject")
    );
    let amend = Facilitation::Amend {
        note: NoteId(7),
        observation: observation("So"),
    };
    assert_eq!(room.refuses(amend), no_note);
    assert_eq!(room.refuses(Facilitation::Strike(NoteId(7))), no_note);
    let settle = Facilitation::Settle {
        note: NoteId(7),
        done: true,
    };
    assert_eq!(room.refuses(settle), no_note);
    let rate = Facilitation::Rate {
        step: nobody().into(),
        by: id("eva").into(),
        rating: None,
        note: String::new(),
    };
    assert_eq!(room.refuses(rate), unknown("step"));
    let module = Facilitation::OpenModule(nobody().into());
    assert_eq!(room.refuses(module), unknown("module"));
    assert_eq!(room.refuses(take(&["nobody"])), unknown("role"));
    assert_eq!(
        room.refuses(Facilitation::Leave(nobody().into())),
        unknown("seat")
    );
    assert_eq!(room.refuses(assign(" ")), Refusal::NoReason);
    assert_eq!(room.refuses(decided(r#"(text: "")"#)), Refusal::NoReason);
    let jump = |minutes| Facilitation::Jump {
        to: minute(minutes),
        injects: JumpRule::Skip,
    };
    assert_eq!(room.refuses(jump(14)), Refusal::TimePassed(minute(14)));
    assert_eq!(room.refuses(jump(120)), Refusal::AfterEndex(minute(120)));
    let scores = |scores| {
        Facilitation::Feedback(Feedback {
            scores,
            text: String::new(),
        })
    };
    assert_eq!(room.refuses(scores(vec![Some(6)])), Refusal::NoSuchScore);
    assert_eq!(room.refuses(scores(vec![Some(0)])), Refusal::NoSuchScore);
    assert_eq!(room.refuses(scores(vec![None; 33])), Refusal::NoSuchScore);
    assert_eq!(room.refuses(Facilitation::Undo), Refusal::NothingToUndo);
    room.gives(&room_seat(), &Command::End).expect("it can end");
    assert_eq!(room.refuses(fire("late")), Refusal::Over);
    assert_eq!(
        room.refuses(Facilitation::Switch(Mode::Discussion)),
        Refusal::Over
    );
    room.does(Facilitation::Observe(observation("Afterwards")));
    room.does(Facilitation::Undo);
    room.check();
}

#[test]
fn a_decision_carries_out_all_or_nothing() {
    let mut room = Room::until(15);
    let look = r#"Do((action: "look-at-files"))"#;
    let with = |carries: &str| {
        decided(&format!(
            r#"(text: "Look", owner: Some("ana"), carries: [{carries}])"#
        ))
    };
    // Nobody knows of the foothold, so the second is refused, and with it the first and the note.
    let refused = room.refuses(with(&format!(
        r#"{look}, Note("We look"), Do((action: "remove-shell"))"#
    )));
    assert!(
        matches!(refused, Refusal::NotKnown(_) | Refusal::Needs(_)),
        "{refused}"
    );
    assert!(room.conduct().is_empty() && room.state().tasks.is_empty());
    assert_eq!(room.refuses(with("End")), Refusal::NotCarried);
    let staff = with(r#"Facilitate(Fire("late"))"#);
    assert_eq!(room.refuses(staff), Refusal::NotCarried);
    room.does(with(look));
    assert_eq!(room.state().tasks.len(), 1);
    assert_eq!(
        room.refuses(Facilitation::Undo),
        Refusal::NothingToUndo,
        "work has begun; it can't be taken back"
    );
    room.check();
}

/// In whose names the parts of decisions were carried out.
fn hands(room: &Room) -> Vec<&str> {
    let events = room.engine.events().iter();
    let seats = events.filter_map(|entry| match &entry.event {
        Event::Commanded { seat, command } if !matches!(command, Command::Facilitate(_)) => {
            Some(seat.as_str())
        }
        _ => None,
    });
    seats.collect()
}

#[test]
fn work_that_was_decided_on_falls_to_whoever_holds_the_role() {
    const LOOK: &str = r#"Do((action: "look-at-files")), Note("We look")"#;
    let carried = |seats: &[(&str, SeatKind)], said: &str, carries: &str| {
        let mut room = Room::until(15);
        for (seat, kind) in seats {
            room.does(Facilitation::Take {
                seat: id(seat).into(),
                place: Seat {
                    kind: *kind,
                    roles: vec![id("analyst").into()],
                    team: String::new(),
                },
            });
        }
        let decision = format!(r#"(text: "Look", {said} carries: [{carries}])"#);
        room.does(decided(&decision));
        room.check();
        hands(&room).join(" ")
    };
    let seats = [
        ("zoe", SeatKind::Participant),
        ("eva", SeatKind::Evaluator),
        ("mia", SeatKind::Participant),
    ];
    let owner = r#"owner: Some("boss"),"#;
    assert_eq!(carried(&seats, owner, LOOK), "mia boss");
    assert_eq!(carried(&seats[1..2], owner, LOOK), "room boss");
    assert_eq!(carried(&seats, "", LOOK), "mia room");
    let told = r#"owner: Some("boss"), hands: Some("zoe"),"#;
    assert_eq!(carried(&seats, told, LOOK), "zoe zoe");
    let launch = r#"Plan(event: "e", orders: [(action: "look-at-files")]), Launch("e")"#;
    assert_eq!(carried(&seats, owner, launch), "boss room");
    assert_eq!(carried(&seats, told, launch), "zoe zoe");
}

#[test]
fn a_discussion_holds_back_what_the_clock_would_bring() {
    let mut room = Room::new();
    room.does(Facilitation::Switch(Mode::Discussion));
    room.works();
    room.engine.advance_to(minute(100));
    for (name, minutes) in [("early", 10), ("middle", 40), ("late", 90), ("looked", 5)] {
        assert_eq!(
            room.status(name),
            Status::Waiting(minute(minutes)),
            "{name}"
        );
    }
    assert!(room.state().injects.is_empty());
    room.does(release("middle"));
    room.does(fire("early"));
    assert_eq!(room.state().injects.len(), 2);
    room.does(Facilitation::Switch(Mode::Operations));
    room.does(shift("late", 105));
    room.engine.advance_to(minute(110));
    assert_eq!(room.status("late"), Status::Given(minute(105)));
    assert_eq!(room.status("looked"), Status::Waiting(minute(5)));
    room.check();
}

#[test]
fn in_a_discussion_the_clock_runs_to_the_next_inject_that_waits() {
    let source = scenario();
    let header = Header::new(source.id.clone(), String::new(), 1, room_seat());
    let started = Exercise::start(header, &source, Speed::REAL, Box::new(NoJournal));
    let mut exercise = started.expect("nothing has to be kept");
    let wall = WallMs(1_000);
    let talk = Facilitation::Switch(Mode::Discussion);
    exercise
        .command_as(wall, &room_seat(), &Command::Facilitate(Box::new(talk)))
        .expect("it can be done");
    let mut waited = Vec::new();
    while !exercise.is_over() {
        let before = exercise.entries().len();
        exercise.run_to_next(wall).expect("nothing has to be kept");
        let new = &exercise.entries()[before..];
        let waits = new
            .iter()
            .filter(|e| matches!(e.event, Event::InjectWaits { .. }));
        let now = exercise.now(wall);
        waited.extend(waits.map(|entry| (entry.at, now)));
    }
    assert!(waited.len() >= 3, "{waited:?}");
    assert!(waited.iter().all(|(at, now)| at == now), "{waited:?}");
}

#[test]
fn what_has_reached_the_participants_is_not_taken_back() {
    let mut room = Room::new();
    room.does(hold("early"));
    room.does(shift("early", 20));
    room.does(fire("early"));
    assert_eq!(room.refuses(Facilitation::Undo), Refusal::NothingToUndo);
    room.does(hold("middle"));
    room.does(fire("by-hand"));
    room.does(Facilitation::Announce("Coffee".to_owned()));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("middle"), Status::Planned(minute(40)));
    assert_eq!(room.status("early"), Status::Given(minute(0)));
    assert!(room.conduct().announcement.is_some());
    room.check();
}

#[test]
fn what_is_taken_back_after_its_time_waits_for_the_hand() {
    let mut room = Room::new();
    room.does(skip("early"));
    room.engine.advance_to(minute(12));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("early"), Status::Waiting(minute(12)));
    let mut room = Room::new();
    room.does(shift("early", 60));
    room.engine.advance_to(minute(12));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("early"), Status::Waiting(minute(12)));
    let mut room = Room::new();
    room.does(hold("early"));
    room.engine.advance_to(minute(12));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("early"), Status::Waiting(minute(10)));
    room.check();
}

#[test]
fn a_condition_that_came_true_meanwhile_is_not_forgotten() {
    // Held, brought by its condition, and let go by taking the hold back.
    let mut room = Room::new();
    room.does(hold("looked"));
    room.works();
    room.engine.advance_to(minute(7));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("looked"), Status::Waiting(minute(5)));
    // Skipped while its condition came true.
    let mut room = Room::new();
    room.does(skip("looked"));
    room.works();
    room.engine.advance_to(minute(7));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("looked"), Status::Waiting(minute(7)));
    // Moved, and taken back when its condition holds already.
    let mut room = Room::new();
    room.does(shift("looked", 100));
    room.works();
    room.engine.advance_to(minute(7));
    room.does(Facilitation::Undo);
    assert_eq!(room.status("looked"), Status::Planned(minute(12)));
    room.check();
}

#[test]
fn the_mode_is_not_taken_back_when_all_is_over() {
    let mut room = Room::new();
    room.does(Facilitation::Switch(Mode::Discussion));
    room.gives(&room_seat(), &Command::End).expect("it can end");
    assert_eq!(room.refuses(Facilitation::Undo), Refusal::Over);
}

/// Deeds that do not reach the participants.
fn deeds() -> impl Strategy<Value = Facilitation> {
    let names = [
        "early",
        "middle",
        "late",
        "by-hand",
        "looked",
        "owner-calls",
    ];
    let name = move || prop::sample::select(names.to_vec());
    let note = || (1..9_u32).prop_map(NoteId);
    prop_oneof![
        name().prop_map(hold),
        name().prop_map(release),
        name().prop_map(skip),
        (name(), 1..119_u64).prop_map(|(name, minutes)| shift(name, minutes)),
        (name(), 0..3_u32, any::<bool>())
            .prop_map(|(name, prompt, asked)| ask(name, prompt, asked)),
        (0..3_usize, 1..119_u64).prop_map(|(i, minutes)| {
            let trigger = if minutes % 4 == 0 {
                Trigger::ByHand
            } else {
                at(minutes)
            };
            put(ad_hoc(["press", "early", "looked"][i], trigger))
        }),
        Just(Facilitation::Observe(observation("So"))),
        note().prop_map(|note| Facilitation::Amend {
            note,
            observation: observation("Not so")
        }),
        note().prop_map(Facilitation::Strike),
        prop::option::of(prop::sample::select(Rating::ALL.to_vec())).prop_map(rate),
        Just(assign("Count")),
        (note(), any::<bool>()).prop_map(|(note, done)| Facilitation::Settle { note, done }),
        Just(decided(r#"(text: "We wait")"#)),
        any::<bool>().prop_map(|one| take(if one { &["analyst"] } else { &[] })),
        Just(Facilitation::Leave(id("ana").into())),
        (1..200_u64).prop_map(|minutes| Facilitation::Book(Span::from_minutes(minutes))),
        any::<bool>().prop_map(|talk| Facilitation::Switch(if talk {
            Mode::Discussion
        } else {
            Mode::Operations
        })),
    ]
}

/// What the staff did and what is to come, without what only counts.
fn standing(room: &Room) -> (Conduct, Vec<(String, Status)>) {
    let mut conduct = room.conduct().clone();
    (conduct.undo, conduct.numbered) = (Vec::new(), 0);
    let rows = msel::rows(room.engine.scenario(), room.state());
    let rows = rows
        .into_iter()
        .map(|row| (row.inject.id.to_string(), row.status));
    (conduct, rows.collect())
}

proptest! {
    /// What has not reached the participants can be taken back, step by step.
    #[test]
    fn every_deed_is_taken_back_exactly(deeds in prop::collection::vec(deeds(), 1..25), begun in any::<bool>()) {
        let mut room = Room::new();
        if begun {
            room.works();
        }
        let mut before = vec![standing(&room)];
        for deed in deeds {
            if room.tries(deed).is_ok() {
                prop_assert_eq!(room.conduct().undo.len(), before.len());
                before.push(standing(&room));
            }
        }
        prop_assert_eq!(&standing(&room), &before.pop().expect("one at least"));
        while let Some(was) = before.pop() {
            room.does(Facilitation::Undo);
            prop_assert_eq!(standing(&room), was);
        }
        prop_assert_eq!(room.refuses(Facilitation::Undo), Refusal::NothingToUndo);
        room.check();
    }

    /// Whatever the staff does while the story runs, its record replays and verifies.
    #[test]
    fn whatever_the_staff_does_replays(deeds in prop::collection::vec((deeds(), 0..6_u64), 1..30)) {
        let mut room = Room::new();
        for (place, (deed, minutes)) in deeds.into_iter().enumerate() {
            let now = room.engine.now() + Span::from_minutes(minutes);
            room.engine.advance_to(now);
            room.tries(deed).ok();
            if place % 4 == 3 {
                room.tries(Facilitation::Undo).ok();
            }
        }
        room.check();
    }
}

/// The hash that the program gave before there was a staff.
#[test]
fn records_without_staff_are_what_they_were() {
    const BEFORE: &str = "ef7dd4ea3495e10400cff7bd7ba7e30cf960c6df549d7f63edc8788f36eece1c";
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("first-format.hotwash");
    let record = common::root().join("tests/records/first-format.hotwash");
    std::fs::copy(record, &copy).expect("it can be copied");
    let path = copy.to_str().expect("a plain path");
    let replayed = common::json(&common::run(&["replay", path, "--json"]));
    assert_eq!(replayed["state_hash"], BEFORE);
    assert_eq!(replayed["verified"], true);
}

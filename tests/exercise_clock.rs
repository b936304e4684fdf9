//! The exercise clock loses no inject: whatever is done to clock, MSEL and machine, each is given once, skipped,
//! not needed, or still open.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what can't go on should stop"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use hotwash::base::id::{InjectId, SeatId};
use hotwash::base::{Id, Moment, Offset, Span};
use hotwash::conduct::msel::{self, Status};
use hotwash::exercise::replay::verify;
use hotwash::exercise::{Exercise, Header, Journal, NotSaved, Record, Speed, Stopped, WallMs};
use hotwash::scenario::{
    Channel, Command, Condition, Effect, Facilitation, Inject, JumpRule, Mode, Scenario, Trigger,
};
use hotwash::world::{Entry, Event, Rules, State, room_seat};
use proptest::prelude::*;

/// What survives a kill.
#[derive(Default)]
struct Kept {
    entries: Vec<Entry>,
    stopped: Stopped,
}

/// A journal whose memory outlives the exercise.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Kept>>);

impl Memory {
    fn entries(&self) -> Vec<Entry> {
        self.0.lock().expect("one thread").entries.clone()
    }

    fn stopped(&self) -> Stopped {
        self.0.lock().expect("one thread").stopped
    }
}

impl Journal for Memory {
    fn append(&mut self, entries: &[Entry]) -> Result<(), NotSaved> {
        let mut kept = self.0.lock().expect("one thread");
        kept.entries.extend_from_slice(entries);
        Ok(())
    }

    fn note_clock(&mut self, stopped: Stopped) -> Result<(), NotSaved> {
        self.0.lock().expect("one thread").stopped = stopped;
        Ok(())
    }
}

fn id(text: &str) -> Id {
    Id::new(text).expect("a good identifier")
}

fn minute(minutes: u64) -> Moment {
    Moment::START + Span::from_minutes(minutes)
}

fn at(minutes: u64, provided: Option<Condition>) -> Trigger {
    Trigger::At {
        at: Offset::FromStart(minute(minutes)),
        within: Span::ZERO,
        provided,
    }
}

fn inject(name: &str, trigger: Trigger) -> Inject {
    Inject {
        id: id(name).into(),
        title: format!("Inject {name}"),
        from: "The owner".to_owned(),
        to: Vec::new(),
        channel: Channel::Call,
        text: "Well?".to_owned(),
        trigger,
        contingency: false,
        expected: String::new(),
        prompts: Vec::new(),
        objective: None,
        effects: Vec::new(),
    }
}

/// Every kind of inject, in four hours.
fn mixed() -> Scenario {
    let mut scenario = Scenario::empty();
    scenario.length = Span::from_minutes(240);
    scenario.plays_in = Span::from_minutes(60);
    let never = Condition::Any(Vec::new());
    let after = |name: &str, delay| Trigger::When {
        condition: Condition::Delivered(id(name).into()),
        delay: Span::from_minutes(delay),
    };
    let mut brings = inject("brings", at(70, None));
    brings.effects = vec![Effect::Deliver(id("brought").into())];
    scenario.injects = (0..12)
        .map(|i| inject(&format!("timed-{i}"), at(5 + 17 * i, None)))
        .chain([
            inject("same-a", at(30, None)),
            inject("same-b", at(30, None)),
            inject("not-needed", at(40, Some(never))),
            inject("after", after("timed-1", 0)),
            inject("long-after", after("timed-2", 45)),
            inject("after-hand", after("by-hand", 3)),
            inject(
                "at-noon",
                Trigger::When {
                    condition: Condition::Since(Offset::FromStart(minute(100))),
                    delay: Span::from_minutes(1),
                },
            ),
            brings,
            inject("brought", Trigger::ByHand),
            inject("by-hand", Trigger::ByHand),
        ])
        .collect();
    scenario
}

/// Something that happens to a session.
#[derive(Debug, Clone)]
enum Act {
    /// Time passes, looked at so often.
    Pass(u64, u64),
    /// The machine sleeps.
    Sleep(u64),
    Run,
    Pause,
    Speed(usize),
    Jump(u64, JumpRule),
    Switch(Mode),
    Fire(usize),
    Hold(usize),
    Release(usize),
    Skip(usize),
    Move(usize, u64),
    Put(usize, u64),
    Undo,
    ToNext,
    Kill,
}

fn acts() -> impl Strategy<Value = Act> {
    let which = 0..30_usize;
    let rule = prop_oneof![
        Just(JumpRule::Deliver),
        Just(JumpRule::Wait),
        Just(JumpRule::Skip)
    ];
    prop_oneof![
        6 => (1..120_000_u64, 1..6_u64).prop_map(|(ms, looks)| Act::Pass(ms, looks)),
        1 => (30_001..9_000_000_u64).prop_map(Act::Sleep),
        3 => Just(Act::Run),
        1 => Just(Act::Pause),
        2 => (0..7_usize).prop_map(Act::Speed),
        1 => (1..90_u64, rule).prop_map(|(minutes, rule)| Act::Jump(minutes, rule)),
        1 => prop_oneof![Just(Mode::Operations), Just(Mode::Discussion)].prop_map(Act::Switch),
        1 => which.clone().prop_map(Act::Fire),
        2 => which.clone().prop_map(Act::Hold),
        2 => which.clone().prop_map(Act::Release),
        1 => which.clone().prop_map(Act::Skip),
        2 => (which.clone(), 0..60_u64).prop_map(|(i, minutes)| Act::Move(i, minutes)),
        1 => (which, 0..60_u64).prop_map(|(i, minutes)| Act::Put(i, minutes)),
        3 => Just(Act::Undo),
        1 => Just(Act::ToNext),
        1 => Just(Act::Kill),
    ]
}

/// A session with its wall clock, which always runs.
struct Session {
    source: Scenario,
    memory: Memory,
    exercise: Exercise,
    wall: WallMs,
    seen: Moment,
}

const KEPT: &str = "memory takes everything";

fn header(scenario: &Scenario) -> Header {
    let seat: SeatId = room_seat();
    Header::new(scenario.id.clone(), String::new(), 1, seat)
}

impl Session {
    fn new(source: Scenario, speed: Speed) -> Self {
        let memory = Memory::default();
        let journal = Box::new(memory.clone());
        let exercise = Exercise::start(header(&source), &source, speed, journal).expect(KEPT);
        Self {
            source,
            memory,
            exercise,
            wall: WallMs(5_000),
            seen: Moment::START,
        }
    }

    fn pass(&mut self, ms: u64, looks: u64) {
        for _ in 0..looks {
            let mut left = ms / looks;
            while left > 0 {
                // A window looks at the clock twice a minute at least, or it slept.
                let step = left.min(20_000);
                self.wall.0 += step;
                left -= step;
                self.exercise.tick(self.wall).expect(KEPT);
                self.look();
            }
        }
    }

    /// The exercise clock never goes back, and nobody is told of what has not been handled.
    fn look(&mut self) {
        let now = self.exercise.now(self.wall);
        assert!(now >= self.seen, "{now} after {}", self.seen);
        self.seen = now;
        assert!(self.exercise.state().now <= now);
    }

    fn deed(&mut self, deed: Facilitation) {
        let command = Command::Facilitate(Box::new(deed));
        let before = self.exercise.entries().len();
        let refused = self
            .exercise
            .command_as(self.wall, &room_seat(), &command)
            .is_err();
        let new = self.exercise.entries().iter().skip(before);
        let commanded = new.filter(|e| matches!(e.event, Event::Commanded { .. }));
        assert_eq!(commanded.count(), usize::from(!refused));
    }

    fn which(&self, place: usize) -> InjectId {
        let injects = &self.source.injects;
        injects[place % injects.len()].id.clone()
    }

    fn later(&self, minutes: u64) -> Moment {
        self.exercise.now(self.wall) + Span::from_minutes(minutes)
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Pass(ms, looks) => self.pass(*ms, *looks),
            Act::Sleep(ms) => {
                let before = self.exercise.now(self.wall);
                self.wall.0 += ms;
                self.exercise.tick(self.wall).expect(KEPT);
                assert_eq!(self.exercise.now(self.wall), before, "a sleep is no time");
            }
            Act::Run => self.exercise.run(self.wall).expect(KEPT),
            Act::Pause => self.exercise.pause(self.wall).expect(KEPT),
            Act::Speed(choice) => {
                let speed = Speed::CHOICES[*choice];
                self.exercise.set_speed(self.wall, speed).expect(KEPT);
            }
            Act::Jump(minutes, rule) => {
                let to = self.later(*minutes);
                let done = self.exercise.jump(self.wall, &room_seat(), to, *rule);
                if done.is_ok() {
                    assert!(self.exercise.now(self.wall) >= to);
                }
            }
            Act::Switch(mode) => self.deed(Facilitation::Switch(*mode)),
            Act::Fire(i) => self.deed(Facilitation::Fire(self.which(*i))),
            Act::Hold(i) => self.deed(Facilitation::Hold(self.which(*i))),
            Act::Release(i) => self.deed(Facilitation::Release(self.which(*i))),
            Act::Skip(i) => {
                let reason = "Enough".to_owned();
                let inject = self.which(*i);
                self.deed(Facilitation::Skip { inject, reason });
            }
            Act::Move(i, minutes) => {
                let (inject, to) = (self.which(*i), self.later(*minutes));
                self.deed(Facilitation::Move { inject, to });
            }
            Act::Put(i, minutes) => {
                let id = self.which(*i);
                let state = self.exercise.state();
                let stands = state.inject(self.exercise.scenario(), &id);
                let mut inject = stands.expect("it is in the MSEL").clone();
                inject.text.push_str(" Please.");
                let to = Offset::FromStart(self.later(*minutes));
                if minutes % 3 == 0 {
                    inject.trigger = Trigger::ByHand;
                } else if let Trigger::At { at, .. } = &mut inject.trigger
                    && minutes % 2 == 0
                {
                    *at = to;
                }
                self.deed(Facilitation::Put(Box::new(inject)));
            }
            Act::Undo => self.deed(Facilitation::Undo),
            Act::ToNext => self.exercise.run_to_next(self.wall).expect(KEPT),
            Act::Kill => self.kill(),
        }
        self.look();
    }

    fn kill(&mut self) {
        let record = Record {
            header: header(&self.source),
            entries: self.memory.entries(),
        };
        let before = self.exercise.state().hash();
        let stopped = self.memory.stopped();
        let journal = Box::new(self.memory.clone());
        let speed = self.exercise.clock().speed();
        self.exercise = Exercise::resume(record, &self.source, stopped, journal);
        assert_eq!(self.exercise.state().hash(), before);
        assert_eq!(self.exercise.clock().speed(), speed);
        let now = self.exercise.now(self.wall);
        // A kill takes back what was not noted: a second of the wall at most, and what one look lets pass.
        let most = Span::from_ms(21_000).times(u64::from(speed.times()));
        assert!(now + most >= self.seen, "{now} after {}", self.seen);
        self.seen = now;
    }

    /// Plays the rest by the clock, with everything let go.
    fn finish(&mut self) {
        while !self.exercise.is_over() {
            self.exercise.run(self.wall).expect(KEPT);
            self.pass(60_000, 3);
        }
    }
}

/// What became of every inject: once, and by the clock in the order of time.
fn check(exercise: &Exercise) {
    let (scenario, state) = (exercise.scenario(), exercise.state());
    let mut given = BTreeMap::new();
    let mut last = Moment::START;
    for entry in exercise.entries() {
        assert!(entry.at >= last || entry.at < Moment::START, "{entry:?}");
        last = last.max(entry.at);
        if let Event::InjectDelivered { inject } = &entry.event {
            let twice = given.insert(inject.clone(), entry.at);
            assert_eq!(twice, None, "{inject} came twice");
        }
    }
    let rows = msel::rows(scenario, state);
    assert_eq!(rows.len(), scenario.injects.len());
    let numbers: BTreeSet<usize> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers.len(), rows.len());
    for row in &rows {
        let came = given.get(&row.inject.id);
        match &row.status {
            Status::Given(at) => assert_eq!(came, Some(at), "{}", row.inject.id),
            other => assert_eq!(came, None, "{} {other:?}", row.inject.id),
        }
        if row.status == Status::NotNeeded {
            let asked = asks(&row.inject.trigger);
            let is_over = state.ended.is_some();
            assert!(asked || is_over, "{} is lost", row.inject.id);
        }
        if let Status::Planned(at) = row.status {
            assert!(at > state.now || exercise.behind(WallMs(u64::MAX)) > 0);
        }
        waits_for_nothing(scenario, state, row);
    }
}

fn asks(trigger: &Trigger) -> bool {
    matches!(
        trigger,
        Trigger::At {
            provided: Some(_),
            ..
        }
    )
}

/// What comes on a condition comes when it holds.
fn waits_for_nothing(scenario: &Scenario, state: &State, row: &msel::Row<'_>) {
    if let Trigger::When { condition, .. } = &row.inject.trigger
        && row.status == Status::Conditional
        && state.ended.is_none()
    {
        let holds = hotwash::world::holds::holds(scenario, state, condition);
        assert!(!holds, "{} is lost", row.inject.id);
    }
}

fn verifies(exercise: &Exercise) {
    let scenario = exercise.scenario_arc();
    let rules = Arc::new(Rules::new(&scenario));
    let record = Record {
        header: exercise.header().clone(),
        entries: exercise.entries().to_vec(),
    };
    let decided = verify(scenario, rules, &record).expect("it verifies");
    assert_eq!(decided.state().hash(), exercise.state().hash());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever happens to a session, no inject is lost and none comes twice.
    #[test]
    fn no_inject_is_lost_and_none_comes_twice(acts in prop::collection::vec(acts(), 1..60), speed in 0..7_usize) {
        let mut session = Session::new(mixed(), Speed::CHOICES[speed]);
        session.exercise.run(session.wall).expect(KEPT);
        for act in &acts {
            session.act(act);
            check(&session.exercise);
        }
        verifies(&session.exercise);
        session.finish();
        check(&session.exercise);
        verifies(&session.exercise);
    }

    /// How often somebody looks at the clock changes nothing of what comes, and in which order.
    #[test]
    fn looking_more_often_changes_nothing(gaps in prop::collection::vec(1..25_000_u64, 1..40), times in 1..=60_u32) {
        let run = |split: u64| {
            let mut session = Session::new(mixed(), Speed::new(times));
            session.exercise.run(session.wall).expect(KEPT);
            for gap in &gaps {
                let parts = split.min(*gap);
                for part in 0..parts {
                    let more = u64::from(part < gap % parts);
                    session.wall.0 += gap / parts + more;
                    session.exercise.tick(session.wall).expect(KEPT);
                }
            }
            (session.exercise.entries().to_vec(), session.exercise.state().hash())
        };
        prop_assert_eq!(run(1), run(7));
    }
}

/// So many injects, all within one minute.
fn crowded(count: usize) -> Scenario {
    let mut scenario = Scenario::empty();
    scenario.length = Span::from_minutes(24 * 60);
    scenario.plays_in = Span::from_minutes(60);
    let crowd = (0..count).map(|i| {
        let at = minute(60) + Span::from_ms(u64::try_from(i % 60).expect("small") * 1_000);
        let trigger = Trigger::At {
            at: Offset::FromStart(at),
            within: Span::ZERO,
            provided: None,
        };
        inject(&format!("i-{i:04}"), trigger)
    });
    scenario.injects = crowd.collect();
    scenario
}

fn delivered(entries: &[Entry]) -> Vec<(Moment, InjectId)> {
    let came = entries.iter().filter_map(|entry| match &entry.event {
        Event::InjectDelivered { inject } => Some((entry.at, inject.clone())),
        _ => None,
    });
    came.collect()
}

/// Five thousand injects are due at once; `look` lets so many milliseconds pass between looks.
fn catch_up(gap: u64, pause_between: bool) -> Vec<(Moment, InjectId)> {
    const COUNT: usize = 5_000;
    let mut session = Session::new(crowded(COUNT), Speed::REAL);
    let to = minute(120);
    session
        .exercise
        .jump(session.wall, &room_seat(), to, JumpRule::Deliver)
        .expect("it can be put there");
    let mut behind = session.exercise.behind(session.wall);
    assert_eq!(behind, COUNT - 400, "a look handles 400 things at most");
    session.kill();
    session.exercise.run(session.wall).expect(KEPT);
    let mut looks = 0;
    while behind > 0 {
        let before = session.exercise.entries().len();
        session.wall.0 += gap;
        if pause_between && looks == 3 {
            session.exercise.pause(session.wall).expect(KEPT);
            session.exercise.run(session.wall).expect(KEPT);
        }
        session.exercise.tick(session.wall).expect(KEPT);
        let came = delivered(&session.exercise.entries()[before..]).len();
        let left = session.exercise.behind(session.wall);
        assert_eq!(left, behind - came, "the count goes down by what came");
        assert!(came > 0 && (came <= 400 || pause_between), "{came}");
        behind = left;
        looks += 1;
    }
    verifies(&session.exercise);
    delivered(session.exercise.entries())
}

#[test]
fn five_thousand_injects_due_at_once_come_in_steps_in_their_order() {
    let all = catch_up(16, false);
    assert_eq!(all.len(), 5_000);
    let different: BTreeSet<&InjectId> = all.iter().map(|(_, inject)| inject).collect();
    assert_eq!(different.len(), 5_000);
    assert!(all.is_sorted_by_key(|(at, _)| *at));
    assert_eq!(
        all,
        catch_up(1_700, false),
        "it does not matter how often one looks"
    );
    assert_eq!(
        all,
        catch_up(16, true),
        "nor whether the clock is stopped meanwhile"
    );
}

#[test]
fn a_kill_right_after_a_jump_loses_nothing_of_it() {
    let mut session = Session::new(mixed(), Speed::REAL);
    let (wall, to) = (session.wall, minute(130));
    // The jump is on record; the program dies before it has noted the clock.
    let jump = Facilitation::Jump {
        to,
        injects: JumpRule::Wait,
    };
    session.deed(jump);
    let stopped = session.memory.stopped();
    assert!(stopped.at < to);
    session.kill();
    assert_eq!(session.exercise.now(wall), to);
    session.exercise.tick(wall).expect(KEPT);
    let rows = msel::rows(session.exercise.scenario(), session.exercise.state());
    let waiting = rows
        .iter()
        .filter(|row| matches!(row.status, Status::Waiting(_)));
    assert!(waiting.count() >= 8);
    check(&session.exercise);
    verifies(&session.exercise);
}

#[test]
fn what_lies_in_a_jump_goes_by_its_rule_and_what_lies_at_its_end_comes() {
    let status = |rule| {
        let mut session = Session::new(mixed(), Speed::REAL);
        session.deed(Facilitation::Hold(id("timed-0").into()));
        session
            .exercise
            .jump(session.wall, &room_seat(), minute(22), rule)
            .expect("it can be put there");
        let rows = msel::rows(session.exercise.scenario(), session.exercise.state());
        let of = |name: &str| {
            let row = rows.iter().find(|row| row.inject.id.as_str() == name);
            row.expect("it is in the MSEL").status.clone()
        };
        // timed-1 lies at the very moment; timed-0 is held whatever the rule.
        assert_eq!(of("timed-0"), Status::Waiting(minute(5)));
        assert_eq!(of("timed-1"), Status::Given(minute(22)));
        session
            .exercise
            .jump(session.wall, &room_seat(), minute(35), rule)
            .expect("it can be put there");
        let rows = msel::rows(session.exercise.scenario(), session.exercise.state());
        let same = rows.iter().find(|row| row.inject.id.as_str() == "same-a");
        same.expect("it is in the MSEL").status.clone()
    };
    assert_eq!(status(JumpRule::Deliver), Status::Given(minute(30)));
    assert_eq!(status(JumpRule::Wait), Status::Waiting(minute(30)));
    assert!(matches!(status(JumpRule::Skip), Status::Skipped(_)));
}

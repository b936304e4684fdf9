//! One exercise under way: engine, clock and journal together.
//!
//! What happens is in the journal before anybody sees it: a change that the journal did not take is
//! undone.

use std::sync::Arc;

use super::clock::{Clock, LONGEST_GAP_MS, Speed, WallMs};
use super::record::{Header, Journal, NotSaved, Record, Stopped};
use super::replay;
use crate::base::id::SeatId;
use crate::base::{Moment, Span};
use crate::scenario::{Command, Facilitation, JumpRule, Scenario};
use crate::world::{Cause, ClockChange, Engine, Entry, Event, Refusal, Rules, State};

/// Why a command did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The exercise refused it; nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be put on record; nothing has changed.
    #[error(transparent)]
    NotSaved(#[from] NotSaved),
}

/// One exercise under way.
pub struct Exercise {
    header: Header,
    engine: Engine,
    clock: Clock,
    journal: Box<dyn Journal>,
    entries: Vec<Entry>,
    clock_noted: Moment,
    session: Session,
}

/// How long people have sat together, by the clock on the wall; time in which the machine slept or the
/// exercise was closed does not count.
#[derive(Debug, Clone, Copy, Default)]
struct Session {
    lasted: Span,
    noted: Span,
    looked: Option<WallMs>,
}

impl Session {
    fn look(&mut self, wall: WallMs) {
        let gap = self.looked.map_or(0, |last| wall.0.saturating_sub(last.0));
        if gap <= LONGEST_GAP_MS {
            self.lasted = self.lasted.plus(Span::from_ms(gap));
        }
        self.looked = Some(wall);
    }
}

/// How many things due are handled in one look at the clock, so that a frame never waits for thousands.
const MOST_AT_ONCE: usize = 400;

/// How much of a session may be lost to a kill.
const SESSION_NOTED_MS: u64 = 5_000;

impl Exercise {
    /// Begins an exercise of a scenario as its file says it; its clock stands at STARTEX.
    ///
    /// # Errors
    /// [`NotSaved`] if the journal does not take the beginning.
    pub fn start(
        header: Header,
        scenario: &Scenario,
        speed: Speed,
        mut journal: Box<dyn Journal>,
    ) -> Result<Self, NotSaved> {
        let scenario = header.cast(scenario);
        let rules = Arc::new(Rules::new(&scenario));
        let mut engine = Engine::new(scenario, rules);
        engine.start(header.seed, &header.readiness_off);
        let mut entries = engine.take_events();
        if speed != Speed::REAL {
            let event = Event::Clock {
                change: ClockChange::Speed(speed.times()),
            };
            entries.push(Entry {
                at: Moment::START,
                cause: Cause::Command,
                event,
            });
        }
        journal.append(&entries)?;
        let clock = Clock::standing_at(Moment::START, speed);
        Ok(Self {
            header,
            engine,
            clock,
            journal,
            entries,
            clock_noted: Moment::START,
            session: Session::default(),
        })
    }

    /// Takes an exercise of a scenario as its file says it up where its record stopped; the clock stands.
    #[must_use]
    pub fn resume(
        record: Record,
        scenario: &Scenario,
        stopped: Stopped,
        journal: Box<dyn Journal>,
    ) -> Self {
        let scenario = record.header.cast(scenario);
        let rules = Arc::new(Rules::new(&scenario));
        let engine = replay::replay(scenario, rules, &record.entries);
        // A jump is on record before the clock's position is noted.
        let jumped = engine.state().conduct.jump.map(|(to, _)| to);
        let at = replay::last_moment(&record.entries).max(stopped.at);
        let at = jumped.map_or(at, |to| at.max(to));
        let speed = record
            .entries
            .iter()
            .rev()
            .find_map(|entry| match entry.event {
                Event::Clock {
                    change: ClockChange::Speed(times),
                } => Some(Speed::new(times)),
                _ => None,
            });
        Self {
            header: record.header,
            engine,
            clock: Clock::standing_at(at, speed.unwrap_or(Speed::REAL)),
            journal,
            entries: record.entries,
            clock_noted: at,
            session: Session {
                lasted: stopped.session,
                noted: stopped.session,
                looked: None,
            },
        }
    }

    /// Lets time pass: handles what is due and returns how many entries were there before.
    ///
    /// # Errors
    /// [`NotSaved`] if the journal did not take what happened; then it has not happened, and the clock stands.
    pub fn tick(&mut self, wall: WallMs) -> Result<usize, NotSaved> {
        let before = self.entries.len();
        self.clock.look(wall);
        self.session.look(wall);
        let now = self.clock.now(wall);
        // Most looks at the clock find nothing due; they cost nothing.
        if self.engine.next_due().is_some_and(|moment| moment <= now) {
            self.saved(wall, |engine| {
                let done = (0..MOST_AT_ONCE).take_while(|_| engine.step(now)).count();
                if done < MOST_AT_ONCE {
                    engine.advance_to(now);
                }
            })?;
        }
        if self.is_over() && self.clock.is_running() {
            self.clock.pause(wall);
        }
        let sat = self.session.lasted.as_ms() - self.session.noted.as_ms();
        let moved = now.since(self.clock_noted).as_ms();
        if moved >= 1_000 * u64::from(self.clock.speed().times()) || sat >= SESSION_NOTED_MS {
            self.note_clock(now);
        }
        Ok(before)
    }

    /// Carries out a command now.
    ///
    /// # Errors
    /// [`CommandError`]; then nothing has changed.
    pub fn command(&mut self, wall: WallMs, command: &Command) -> Result<(), CommandError> {
        let seat = self.header.seat.clone();
        self.command_as(wall, &seat, command)
    }

    /// Carries out a command of somebody's seat now.
    ///
    /// # Errors
    /// [`CommandError`]; then nothing has changed.
    pub fn command_as(
        &mut self,
        wall: WallMs,
        seat: &SeatId,
        command: &Command,
    ) -> Result<(), CommandError> {
        self.tick(wall)?;
        let now = self.clock.now(wall);
        let mut refused = None;
        self.saved(wall, |engine| {
            refused = engine.command(now, seat, command).err();
        })?;
        if self.is_over() {
            self.clock.pause(wall);
        }
        refused.map_or(Ok(()), |refusal| Err(refusal.into()))
    }

    /// Carries out a command at a moment that is not past, with the clock standing: how a program plays.
    ///
    /// # Errors
    /// [`CommandError`]; then the command changed nothing.
    pub fn command_at(&mut self, at: Moment, command: &Command) -> Result<(), CommandError> {
        let seat = self.header.seat.clone();
        self.command_at_as(at, &seat, command)
    }

    /// The same, of somebody's seat.
    ///
    /// # Errors
    /// [`CommandError`]; then the command changed nothing.
    pub fn command_at_as(
        &mut self,
        at: Moment,
        seat: &SeatId,
        command: &Command,
    ) -> Result<(), CommandError> {
        let wall = WallMs::default();
        let at = at.max(self.clock.now(wall));
        let mut refused = None;
        self.saved(wall, |engine| {
            refused = engine.command(at, seat, command).err();
        })?;
        self.clock.jump(wall, at);
        refused.map_or(Ok(()), |refusal| Err(refusal.into()))
    }

    /// Handles everything until a moment, with the clock standing.
    ///
    /// # Errors
    /// [`NotSaved`]; then nothing has happened.
    pub fn advance_to(&mut self, to: Moment) -> Result<(), NotSaved> {
        let wall = WallMs::default();
        self.saved(wall, |engine| engine.advance_to(to))?;
        self.clock.jump(wall, to);
        Ok(())
    }

    /// Lets the clock run.
    ///
    /// # Errors
    /// [`NotSaved`]; then the clock is as it was.
    pub fn run(&mut self, wall: WallMs) -> Result<(), NotSaved> {
        if self.clock.is_running() || self.is_over() {
            return Ok(());
        }
        self.change_clock(wall, ClockChange::Resumed)?;
        self.clock.run(wall);
        Ok(())
    }

    /// Stops the clock.
    ///
    /// # Errors
    /// [`NotSaved`] if that is not on record; the clock stands all the same.
    pub fn pause(&mut self, wall: WallMs) -> Result<(), NotSaved> {
        if !self.clock.is_running() {
            return Ok(());
        }
        self.tick(wall)?;
        let kept = self.change_clock(wall, ClockChange::Paused);
        self.clock.pause(wall);
        self.note_clock(self.clock.now(wall));
        kept
    }

    /// How far the clock is, for a later resume. It loses seconds at most, so a failure only goes to the log.
    fn note_clock(&mut self, now: Moment) {
        let stopped = Stopped {
            at: now,
            session: self.session.lasted,
        };
        match self.journal.note_clock(stopped) {
            Ok(()) => (self.clock_noted, self.session.noted) = (now, stopped.session),
            Err(error) => tracing::warn!(%error, "the clock's position was not noted"),
        }
    }

    /// Changes the clock's speed.
    ///
    /// # Errors
    /// [`NotSaved`]; then the clock is as it was.
    pub fn set_speed(&mut self, wall: WallMs, speed: Speed) -> Result<(), NotSaved> {
        if self.clock.speed() == speed {
            return Ok(());
        }
        self.tick(wall)?;
        self.change_clock(wall, ClockChange::Speed(speed.times()))?;
        self.clock.set_speed(wall, speed);
        Ok(())
    }

    /// Puts the clock forward to the next thing that needs a person, or to ENDEX.
    ///
    /// # Errors
    /// [`NotSaved`]; then nothing has happened.
    pub fn run_to_next(&mut self, wall: WallMs) -> Result<(), NotSaved> {
        self.tick(wall)?;
        let end = self.engine.scenario().end();
        self.saved(wall, |engine| {
            while engine.step(end) {
                if engine
                    .events()
                    .iter()
                    .any(|entry| needs_a_person(&entry.event))
                {
                    break;
                }
            }
        })?;
        let reached = self.engine.now();
        self.clock.jump(wall, reached);
        if self.is_over() {
            self.clock.pause(wall);
        }
        Ok(())
    }

    /// Puts the story forward to a moment, with all that lies between. What is due in it is handled by the
    /// next looks at the clock; [`Exercise::behind`] says how much is left.
    ///
    /// # Errors
    /// [`CommandError`]; then nothing has changed.
    pub fn jump(
        &mut self,
        wall: WallMs,
        seat: &SeatId,
        to: Moment,
        injects: JumpRule,
    ) -> Result<(), CommandError> {
        let deed = Facilitation::Jump { to, injects };
        self.command_as(wall, seat, &Command::Facilitate(Box::new(deed)))?;
        self.clock.jump(wall, to);
        self.note_clock(to);
        self.tick(wall)?;
        Ok(())
    }

    /// How many things are due and not handled yet; none at all in most looks.
    #[must_use]
    pub fn behind(&self, wall: WallMs) -> usize {
        let now = self.clock.now(wall);
        let queue = &self.engine.state().queue;
        queue.keys().take_while(|(at, _)| *at <= now).count()
    }

    /// How long people have sat together until the last look, by the clock on the wall.
    #[must_use]
    pub fn session(&self) -> Span {
        self.session.lasted
    }

    /// Does something with the engine and puts what happened on record, or undoes it.
    fn saved(&mut self, wall: WallMs, act: impl FnOnce(&mut Engine)) -> Result<(), NotSaved> {
        let before = self.engine.clone();
        act(&mut self.engine);
        if self.engine.events().is_empty() {
            return Ok(());
        }
        let happened = self.engine.take_events();
        if let Err(error) = self.journal.append(&happened) {
            self.engine = before;
            // The clock goes back before what could not be kept, so that nothing later comes on record first.
            let now = self.clock.now(wall);
            let back = self
                .engine
                .next_due()
                .map_or(now, |due| now.min(due - Span::from_ms(1)));
            self.clock = Clock::standing_at(back, self.clock.speed());
            return Err(error);
        }
        self.entries.extend(happened);
        Ok(())
    }

    fn change_clock(&mut self, wall: WallMs, change: ClockChange) -> Result<(), NotSaved> {
        // While much is due at once, the record stands where it has been handled, not where the clock is.
        let at = if self.behind(wall) > 0 {
            self.engine.now()
        } else {
            self.clock.now(wall)
        };
        let entry = Entry {
            at,
            cause: Cause::Command,
            event: Event::Clock { change },
        };
        self.journal.append(std::slice::from_ref(&entry))?;
        self.entries.push(entry);
        Ok(())
    }

    /// How many wall milliseconds until something is due; none while the clock stands.
    #[must_use]
    pub fn wall_ms_until_due(&self, wall: WallMs) -> Option<u64> {
        self.engine
            .next_due()
            .and_then(|moment| self.clock.wall_ms_until(wall, moment))
    }

    /// The exercise time now.
    #[must_use]
    pub fn now(&self, wall: WallMs) -> Moment {
        self.clock.now(wall)
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether ENDEX has come.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.engine.state().ended.is_some()
    }

    /// The world's state.
    #[must_use]
    pub fn state(&self) -> &State {
        self.engine.state()
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        self.engine.scenario()
    }

    /// The scenario, to keep.
    #[must_use]
    pub fn scenario_arc(&self) -> Arc<Scenario> {
        self.engine.scenario_arc()
    }

    /// How the record begins.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Everything that happened.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Whether an event is one that a person should see before the story goes on.
#[must_use]
pub fn needs_a_person(event: &Event) -> bool {
    matches!(
        event,
        Event::AlertRaised { .. }
            | Event::InjectDelivered { .. }
            | Event::InjectWaits { .. }
            | Event::TaskDone { .. }
            | Event::EventDone { .. }
            | Event::MessageApproved { .. }
            | Event::Ended
    )
}

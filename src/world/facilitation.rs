//! What the exercise's staff asks for, checked before it happens.

use super::conduct::Undo;
use super::decide::{required, short, unknown};
use super::engine::Engine;
use super::event::{Cause, Event};
use super::refusal::Refusal;
use crate::base::Moment;
use crate::base::id::{ActionId, InjectId, ObjectiveId, RoleId, SeatId};
use crate::scenario::limits::MOST_ITEMS;
use crate::scenario::modules::modules;
use crate::scenario::{
    Command, Facilitation, Feedback, Inject, NoteId, Observation, RoomDecision, SeatKind, Trigger,
};

/// The highest score of a feedback form's question.
const BEST_SCORE: u8 = 5;

/// The most questions that a feedback form may have.
const MOST_QUESTIONS: usize = 32;

impl Engine {
    /// Does a deed of the staff, all of it or nothing.
    pub(super) fn facilitate_whole(
        &mut self,
        commanded: Event,
        deed: &Facilitation,
    ) -> Result<(), Refusal> {
        // Only a decision can fail half-way: what it carries out may be refused.
        let carries =
            matches!(deed, Facilitation::Decided(decision) if !decision.carries.is_empty());
        if !carries {
            return self.facilitate(commanded, deed);
        }
        let before = self.clone();
        let done = self.facilitate(commanded, deed);
        if done.is_err() {
            *self = before;
        }
        done
    }

    fn facilitate(&mut self, commanded: Event, deed: &Facilitation) -> Result<(), Refusal> {
        self.check_deed(deed)?;
        let comes = match deed {
            Facilitation::Put(inject) => self.comes_when_put(inject),
            _ => None,
        };
        let waited = match deed {
            Facilitation::Release(inject) => {
                let steered = self.state().conduct.steered(inject);
                steered.is_some_and(|steered| steered.waiting.is_some())
            }
            _ => false,
        };
        self.emit(Cause::Command, commanded);
        match deed {
            Facilitation::Fire(inject) => self.deliver(Cause::Command, inject),
            Facilitation::Release(inject) if waited => self.deliver(Cause::Command, inject),
            Facilitation::Move { inject, to } => self.will_come(inject, *to),
            Facilitation::Put(inject) => {
                if let Some(at) = comes {
                    self.will_come(&inject.id, at);
                }
            }
            Facilitation::Decided(decision) => self.carry(decision)?,
            _ => {}
        }
        Ok(())
    }

    /// When an inject that is written anew comes: as it would have come, unless it has another trigger.
    fn comes_when_put(&self, inject: &Inject) -> Option<Moment> {
        let state = self.state();
        let stands = state.inject(self.scenario(), &inject.id);
        if stands.is_some_and(|stands| stands.trigger == inject.trigger) {
            return state.injects_queued().get(&inject.id).copied();
        }
        match inject.trigger {
            Trigger::At { at, .. } => Some(self.scenario().moment(at)),
            _ => None,
        }
    }

    fn will_come(&mut self, inject: &InjectId, at: Moment) {
        let inject = inject.clone();
        self.emit(Cause::Command, Event::InjectComing { inject, at });
    }

    /// Carries out what the room decided. The caller takes everything back if a part of it is refused.
    fn carry(&mut self, decision: &RoomDecision) -> Result<(), Refusal> {
        for command in &decision.carries {
            let seat = self.hands(decision, command);
            self.command(self.now(), &seat, command)?;
        }
        Ok(())
    }

    /// In whose name a part of a decision is carried out where nobody was told to: to decide on work is not to
    /// do it, so work falls to whoever holds a role for it, and a launch to the room. The rest is the owner's.
    fn hands(&self, decision: &RoomDecision, command: &Command) -> SeatId {
        let seat = decision.hands.clone().or_else(|| match command {
            Command::Do(order) => self.fitting_seat(&order.action),
            Command::Launch(_) => None,
            _ => decision.owner.clone(),
        });
        seat.unwrap_or_else(room_seat)
    }

    /// The first participant who holds one of an action's roles.
    fn fitting_seat(&self, action: &ActionId) -> Option<SeatId> {
        let roles = &self.scenario().action(action)?.roles;
        let mut seats = self.state().conduct.seats.iter();
        let fitting = seats.find(|(_, place)| {
            let fits = place.roles.iter().any(|role| roles.contains(role));
            fits && place.kind == SeatKind::Participant
        });
        fitting.map(|(seat, _)| seat.clone())
    }

    fn check_deed(&self, deed: &Facilitation) -> Result<(), Refusal> {
        match deed {
            Facilitation::Fire(inject)
            | Facilitation::Hold(inject)
            | Facilitation::Release(inject)
            | Facilitation::Skip { inject, .. }
            | Facilitation::Move { inject, .. }
            | Facilitation::Ask { inject, .. } => self.check_inject(inject, deed),
            Facilitation::Put(inject) => self.check_put(inject),
            Facilitation::Observe(observation) => self.check_observation(observation),
            Facilitation::Amend { note, observation } => {
                self.check_note(*note)?;
                self.check_observation(observation)
            }
            Facilitation::Strike(note) => self.check_note(*note),
            Facilitation::Rate { step, note, .. } => {
                short(note)?;
                let known = self.scenario().step(step).map(|_| ());
                known.ok_or_else(|| unknown("step", step.id()))
            }
            Facilitation::Announce(text) => short(text),
            Facilitation::Jump { to, .. } => self.check_time(*to),
            Facilitation::OpenModule(module) => {
                let known = modules(self.scenario()).iter().any(|m| m.id == *module);
                known
                    .then_some(())
                    .ok_or_else(|| unknown("module", module.id()))
            }
            Facilitation::Take { place, .. } => {
                short(&place.team)?;
                place
                    .roles
                    .iter()
                    .try_for_each(|role| self.check_role(role))
            }
            Facilitation::Leave(seat) => {
                let there = self.state().conduct.seats.contains_key(seat);
                there
                    .then_some(())
                    .ok_or_else(|| unknown("seat", seat.id()))
            }
            Facilitation::Assign(assignment) => required(&assignment.text),
            Facilitation::Settle { note, .. } => {
                let there = self.state().conduct.assignments.contains_key(note);
                there.then_some(()).ok_or(Refusal::NoSuchNote(note.0))
            }
            Facilitation::Decided(decision) => check_decision(decision),
            Facilitation::HotWash(note) => {
                short(&note.text)?;
                note.role.iter().try_for_each(|role| self.check_role(role))
            }
            Facilitation::Feedback(feedback) => check_feedback(feedback),
            Facilitation::Undo => self.check_undo(),
            Facilitation::Switch(_) | Facilitation::ShowPhase(_) | Facilitation::Book(_) => Ok(()),
        }
    }

    fn check_inject(&self, id: &InjectId, deed: &Facilitation) -> Result<(), Refusal> {
        let state = self.state();
        let inject = state.inject(self.scenario(), id);
        let inject = inject.ok_or_else(|| unknown("inject", id.id()))?;
        if let Facilitation::Ask { prompt, .. } = deed {
            let there = usize::try_from(*prompt).is_ok_and(|place| place < inject.prompts.len());
            return there.then_some(()).ok_or(Refusal::NoSuchPrompt);
        }
        if state.injects.contains_key(id) {
            return Err(Refusal::CameAlready(id.clone()));
        }
        let steered = state.conduct.steered(id);
        let is_skipped = steered.is_some_and(|s| s.skipped.is_some());
        let is_held = steered.is_some_and(|s| s.held || s.waiting.is_some());
        match deed {
            Facilitation::Hold(_) if is_held => Err(Refusal::HeldAlready(id.clone())),
            Facilitation::Release(_) if !is_held => Err(Refusal::NotHeld(id.clone())),
            Facilitation::Hold(_) | Facilitation::Skip { .. } | Facilitation::Move { .. }
                if is_skipped =>
            {
                Err(Refusal::SkippedAlready(id.clone()))
            }
            Facilitation::Skip { reason, .. } => required(reason),
            Facilitation::Move { to, .. } => self.check_time(*to),
            _ => Ok(()),
        }
    }

    fn check_put(&self, inject: &Inject) -> Result<(), Refusal> {
        let (state, scenario) = (self.state(), self.scenario());
        if state.injects.contains_key(&inject.id) {
            return Err(Refusal::CameAlready(inject.id.clone()));
        }
        required(&inject.title)?;
        required(&inject.text)?;
        for text in [&inject.from, &inject.expected]
            .into_iter()
            .chain(&inject.prompts)
        {
            short(text)?;
        }
        inject
            .to
            .iter()
            .try_for_each(|role| self.check_role(role))?;
        if let Some(objective) = &inject.objective {
            self.check_objective(objective)?;
        }
        let own = scenario.inject(&inject.id);
        // The world's rules were made of the scenario; an added inject has no part in them.
        let same_effects = own.map_or(&[][..], |own| &own.effects) == inject.effects.as_slice();
        let same_trigger = own.is_some_and(|own| own.trigger == inject.trigger);
        if !same_effects {
            return Err(Refusal::AddedEffects);
        }
        match &inject.trigger {
            Trigger::ByHand => Ok(()),
            Trigger::At { at, provided, .. } => {
                let own = own.map(|own| &own.trigger);
                let asks_the_same = provided.is_none()
                    || matches!(own, Some(Trigger::At { provided: own, .. }) if own == provided);
                if !asks_the_same {
                    return Err(Refusal::AddedEffects);
                }
                // Only the words are new: it keeps its time, even one that the seed or the staff gave it.
                let stands = state.inject(scenario, &inject.id);
                if stands.is_some_and(|stands| stands.trigger == inject.trigger) {
                    return Ok(());
                }
                self.check_time(scenario.moment(*at))
            }
            Trigger::When { .. } if same_trigger => Ok(()),
            Trigger::When { .. } => Err(Refusal::AddedEffects),
        }?;
        let is_new = state.inject(scenario, &inject.id).is_none();
        if is_new && state.msel(scenario).count() >= MOST_ITEMS {
            return Err(Refusal::TooManyInjects(MOST_ITEMS));
        }
        Ok(())
    }

    fn check_time(&self, at: Moment) -> Result<(), Refusal> {
        if at < self.now() {
            Err(Refusal::TimePassed(at))
        } else if at >= self.scenario().end() {
            Err(Refusal::AfterEndex(self.scenario().end()))
        } else {
            Ok(())
        }
    }

    fn check_observation(&self, observation: &Observation) -> Result<(), Refusal> {
        short(&observation.text)?;
        if let Some(objective) = &observation.objective {
            self.check_objective(objective)?;
        }
        if let Some(inject) = &observation.inject
            && self.state().inject(self.scenario(), inject).is_none()
        {
            return Err(unknown("inject", inject.id()));
        }
        Ok(())
    }

    fn check_objective(&self, objective: &ObjectiveId) -> Result<(), Refusal> {
        let mut known = self.scenario().briefing.objectives.iter();
        known
            .any(|known| known.id == *objective)
            .then_some(())
            .ok_or_else(|| unknown("objective", objective.id()))
    }

    fn check_role(&self, role: &RoleId) -> Result<(), Refusal> {
        let known = self.scenario().role(role).map(|_| ());
        known.ok_or_else(|| unknown("role", role.id()))
    }

    fn check_note(&self, note: NoteId) -> Result<(), Refusal> {
        let there = self.state().conduct.observations.contains_key(&note);
        there.then_some(()).ok_or(Refusal::NoSuchNote(note.0))
    }

    fn check_undo(&self) -> Result<(), Refusal> {
        match self.state().conduct.undo.last() {
            None => Err(Refusal::NothingToUndo),
            Some(Undo::Inject { .. } | Undo::Mode(_)) if self.state().ended.is_some() => {
                Err(Refusal::Over)
            }
            Some(_) => Ok(()),
        }
    }
}

/// The seat of a room that nobody in particular speaks for.
#[must_use]
pub fn room_seat() -> SeatId {
    crate::base::Id::internal("room").into()
}

fn check_decision(decision: &RoomDecision) -> Result<(), Refusal> {
    required(&decision.text)?;
    let texts = decision.options.iter().chain(&decision.objections);
    for text in texts.chain([&decision.reason]) {
        short(text)?;
    }
    // A decision carries deeds of participants out; what the staff does it does itself.
    let staff = |command: &Command| matches!(command, Command::Facilitate(_) | Command::End);
    if decision.carries.iter().any(staff) {
        return Err(Refusal::NotCarried);
    }
    Ok(())
}

fn check_feedback(feedback: &Feedback) -> Result<(), Refusal> {
    short(&feedback.text)?;
    let fits = |score: &Option<u8>| score.is_none_or(|score| (1..=BEST_SCORE).contains(&score));
    let fit = feedback.scores.len() <= MOST_QUESTIONS && feedback.scores.iter().all(fits);
    fit.then_some(()).ok_or(Refusal::NoSuchScore)
}

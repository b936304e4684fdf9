//! What the score needs to know of a run, gathered while its record is applied again.
//!
//! The world is looked at after each *batch*: a command or a thing due, with all that follows from it at
//! once. So the actions of a remediation event are judged together, as they took effect.

use std::collections::BTreeMap;

use crate::base::Moment;
use crate::base::id::QuestionId;
use crate::scenario::{Condition, Scenario, Step, Verdict};
use crate::world::apply::apply;
use crate::world::hints;
use crate::world::holds::{holds, is_contained, is_expelled, is_up};
use crate::world::topics::Topics;
use crate::world::{Cause, Entry, Event, State, Work};

/// A condition and what it depends on.
#[derive(Debug, Clone)]
struct Watched {
    condition: Condition,
    topics: Topics,
}

impl Watched {
    fn new(scenario: &Scenario, condition: &Condition) -> Self {
        Self {
            condition: condition.clone(),
            topics: Topics::of_condition(scenario, condition),
        }
    }

    /// Whether it is to be looked at. What depends on nothing is looked at once, at STARTEX.
    fn is_touched(&self, topics: Topics) -> bool {
        self.topics.meets(topics) || (self.topics.is_empty() && topics == Topics::ALL)
    }

    fn holds(&self, scenario: &Scenario, state: &State) -> bool {
        holds(scenario, state, &self.condition)
    }
}

/// The conditions of one step.
#[derive(Debug, Clone)]
struct StepWatch {
    trigger: Option<Watched>,
    parts: Vec<Watched>,
    over: Vec<Watched>,
    topics: Topics,
}

/// All that is watched in a scenario; made once, used for many runs.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    steps: Vec<StepWatch>,
    contained: Topics,
    expelled: Topics,
    services: Topics,
}

impl Watch {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let steps = scenario
            .steps
            .iter()
            .map(|step| StepWatch::new(scenario, step))
            .collect();
        let services = scenario
            .services
            .iter()
            .fold(Topics::NONE, |topics, service| {
                topics.with(Topics::of_condition(
                    scenario,
                    &Condition::ServiceUp(service.id.clone()),
                ))
            });
        Self {
            steps,
            contained: Topics::of_condition(scenario, &Condition::Contained),
            expelled: Topics::of_condition(scenario, &Condition::Expelled),
            services,
        }
    }
}

impl StepWatch {
    fn new(scenario: &Scenario, step: &Step) -> Self {
        let watch = |condition: &Condition| Watched::new(scenario, condition);
        let trigger = step.trigger.as_ref().map(watch);
        let parts: Vec<Watched> = step.wanted().iter().map(watch).collect();
        let over: Vec<Watched> = step.over.iter().map(watch).collect();
        let all = trigger.iter().chain(&parts).chain(&over);
        let topics = all.fold(Topics::NONE, |topics, watched| topics.with(watched.topics));
        Self {
            trigger,
            parts,
            over,
            topics,
        }
    }
}

/// How far a step came.
#[derive(Debug, Clone, Default)]
pub(super) struct StepTrack {
    /// When its clock began.
    pub(super) triggered: Option<Moment>,
    /// When it was begun.
    pub(super) started: Option<Moment>,
    /// For each of its `after` conditions, whether it held then.
    pub(super) after: Vec<bool>,
    /// Whether its order did not matter then.
    pub(super) waived: bool,
    /// Whether a reason stood before it.
    pub(super) reasoned: bool,
    /// When each part came true.
    pub(super) parts: Vec<Option<Moment>>,
    /// When each over-reach happened.
    pub(super) over: Vec<Option<Moment>>,
    /// How many hints for it had been given when all of it was done; none while it is not.
    pub(super) hints: Option<usize>,
}

/// A run as the score sees it.
pub(super) struct Tracked {
    pub(super) state: State,
    pub(super) steps: Vec<StepTrack>,
    pub(super) first_act: Option<Moment>,
    pub(super) first_true_acknowledged: Option<Moment>,
    pub(super) contained_since: Option<Moment>,
    pub(super) expelled_since: Option<Moment>,
    pub(super) recovered_since: Option<Moment>,
    /// How many hints for a question had been given when it was answered, last.
    pub(super) hints_at_answer: BTreeMap<QuestionId, usize>,
    /// Whether a service was ever down.
    pub(super) was_down: bool,
}

/// Applies a record and watches.
pub(super) fn track(scenario: &Scenario, watch: &Watch, entries: &[Entry]) -> Tracked {
    let steps = scenario
        .steps
        .iter()
        .map(|step| StepTrack {
            triggered: step.trigger.is_none().then_some(Moment::START),
            parts: vec![None; step.wanted().len()],
            over: vec![None; step.over.len()],
            ..StepTrack::default()
        })
        .collect();
    let mut tracked = Tracked {
        state: State::new(scenario),
        steps,
        first_act: None,
        first_true_acknowledged: None,
        contained_since: None,
        expelled_since: None,
        recovered_since: None,
        hints_at_answer: BTreeMap::new(),
        was_down: false,
    };
    let mut rest = entries;
    let mut in_play = false;
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(batch_length(rest));
        if !in_play && batch.iter().any(is_in_play) {
            in_play = true;
            tracked.look(scenario, watch, &[], Topics::ALL, Moment::START);
        }
        for entry in batch {
            apply(&mut tracked.state, entry);
            tracked.note_times(scenario, entry);
        }
        if let (true, Some(first)) = (in_play, batch.first()) {
            let touched = batch.iter().fold(Topics::NONE, |all, entry| {
                all.with(Topics::of_event(&entry.event))
            });
            tracked.look(scenario, watch, batch, touched, first.at);
        }
        rest = later;
    }
    tracked
}

/// Whether an entry comes after STARTEX; what is before it is history.
fn is_in_play(entry: &Entry) -> bool {
    entry.at > Moment::START || matches!(entry.event, Event::Commanded { .. })
}

/// How many entries belong together: up to the next command or the next thing due.
fn batch_length(entries: &[Entry]) -> usize {
    let first_cause = entries.first().map(|entry| entry.cause);
    let begins = |entry: &Entry| {
        matches!(entry.event, Event::Commanded { .. } | Event::Clock { .. })
            || (matches!(entry.cause, Cause::Due(_)) && Some(entry.cause) != first_cause)
    };
    entries
        .iter()
        .skip(1)
        .position(begins)
        .map_or(entries.len(), |i| i + 1)
}

impl Tracked {
    /// Looks at what a batch touched; an empty batch is the look at STARTEX.
    fn look(
        &mut self,
        scenario: &Scenario,
        watch: &Watch,
        batch: &[Entry],
        topics: Topics,
        at: Moment,
    ) {
        self.look_at_milestones(scenario, watch, topics, at);
        let state = &self.state;
        for ((step, step_watch), track) in
            scenario.steps.iter().zip(&watch.steps).zip(&mut self.steps)
        {
            let begun = track.started.is_none() && begins_step(step, batch);
            if begun || batch.is_empty() || step_watch.topics.meets(topics) {
                let moment = Look {
                    scenario,
                    state,
                    topics,
                    batch,
                    at,
                };
                moment.at_step(step, step_watch, track, begun);
            }
        }
    }

    fn note_times(&mut self, scenario: &Scenario, entry: &Entry) {
        match &entry.event {
            Event::StageActed { .. } => {
                self.first_act.get_or_insert(entry.at);
            }
            Event::AlertAcknowledged { alert }
                if scenario
                    .alert(alert)
                    .is_some_and(|a| a.truth == Verdict::TruePositive) =>
            {
                self.first_true_acknowledged.get_or_insert(entry.at);
            }
            Event::Answered { question, .. } => {
                let given = hints::given(&self.state, question.id());
                self.hints_at_answer.insert(question.clone(), given);
            }
            _ => {}
        }
    }

    fn look_at_milestones(
        &mut self,
        scenario: &Scenario,
        watch: &Watch,
        topics: Topics,
        at: Moment,
    ) {
        if watch.contained.meets(topics) {
            let contained = is_contained(scenario, &self.state);
            self.contained_since = contained.then(|| self.contained_since.unwrap_or(at));
        }
        if watch.expelled.meets(topics) {
            let expelled = is_expelled(scenario, &self.state);
            self.expelled_since = expelled.then(|| self.expelled_since.unwrap_or(at));
        }
        if watch.services.with(watch.expelled).meets(topics) {
            let up = scenario
                .services
                .iter()
                .all(|service| is_up(&self.state, &service.id));
            self.was_down |= !up;
            let recovered = up && self.was_down && self.expelled_since.is_some();
            self.recovered_since = recovered.then(|| self.recovered_since.unwrap_or(at));
        }
    }
}

/// One look at the world, after a batch.
struct Look<'a> {
    scenario: &'a Scenario,
    state: &'a State,
    topics: Topics,
    batch: &'a [Entry],
    at: Moment,
}

impl Look<'_> {
    fn at_step(&self, step: &Step, watch: &StepWatch, track: &mut StepTrack, begun: bool) {
        let Self {
            scenario,
            state,
            topics,
            batch,
            at,
        } = *self;
        if track.triggered.is_none()
            && watch
                .trigger
                .as_ref()
                .is_some_and(|trigger| trigger.holds(scenario, state))
        {
            track.triggered = Some(at);
        }
        // What is so at STARTEX is nobody's work: it counts once the step has been begun otherwise.
        let at_start = batch.is_empty();
        let mut progressed = false;
        for (part, met) in watch.parts.iter().zip(&mut track.parts) {
            if !part.is_touched(topics) || (met.is_some() && !step.must_last()) {
                continue;
            }
            let holds_now = part.holds(scenario, state);
            progressed |= holds_now && met.is_none() && !at_start;
            *met = holds_now.then(|| met.unwrap_or(at));
        }
        for (over, met) in watch.over.iter().zip(&mut track.over) {
            if met.is_none() && over.is_touched(topics) && over.holds(scenario, state) {
                *met = Some(at);
            }
        }
        if track.started.is_none() && (progressed || begun) {
            track.started = Some(at);
            track.after = step
                .after
                .iter()
                .map(|condition| holds(scenario, state, condition))
                .collect();
            track.waived = step
                .waived_when
                .as_ref()
                .is_some_and(|condition| holds(scenario, state, condition));
            track.reasoned = has_reason(step, state, batch);
        }
        let done = track.started.is_some() && track.parts.iter().all(Option::is_some);
        let given = || hints::given(state, step.id.id());
        track.hints = done.then(|| track.hints.unwrap_or_else(given));
    }
}

/// Whether one of the step's actions was begun.
fn begins_step(step: &Step, batch: &[Entry]) -> bool {
    batch.iter().any(|entry| match &entry.event {
        Event::TaskBegun { task } => {
            matches!(&task.work, Work::Action { action, .. } if step.actions.contains(action))
        }
        Event::StepBegun { step: begun, .. } => *begun == step.id,
        _ => false,
    })
}

/// Whether a reason stands on record for what began the step.
fn has_reason(step: &Step, state: &State, batch: &[Entry]) -> bool {
    let decided = step
        .reasoned_by
        .iter()
        .any(|decision| state.decisions.contains_key(decision));
    decided
        || batch.iter().any(|entry| match &entry.event {
            Event::TaskBegun { task } => match &task.work {
                Work::Action { action, .. } => {
                    step.actions.contains(action) && !task.reason.trim().is_empty()
                }
                Work::Approval { .. } => false,
            },
            Event::TaskDone { task } => state
                .tasks
                .get(task)
                .is_some_and(|task| !task.reason.trim().is_empty()),
            Event::EventPlanned { orders, .. } => {
                orders.iter().all(|order| !order.reason.trim().is_empty())
            }
            Event::StepBegun { reason, .. }
            | Event::StepReported { reason, .. }
            | Event::Answered { reason, .. }
            | Event::AlertClosed { reason, .. } => !reason.trim().is_empty(),
            // A decision can't be taken without a reason, and a message or a declaration is one.
            Event::DecisionTaken { .. }
            | Event::MessageSent { .. }
            | Event::NotificationDeclared { .. } => true,
            _ => false,
        })
}

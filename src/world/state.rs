//! The state of the simulated world and of the exercise in it, at one moment.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::conduct::Conduct;
use super::event::{Due, Presence, SentClaim, Work};
use super::self_reports::StepReport;
use crate::base::id::{
    ActionId, AddressId, AlertId, AssetId, ChoiceId, ClockId, DatasetId, DecisionId, EventId,
    EvidenceId, FootholdId, HarmId, Id, InjectId, LogId, MeasureId, MessageId, PersonId, PinId,
    QuestionId, ReactionId, ReadinessId, RestorePointId, SecretId, ServiceId, StageId, StepId,
    TraceId, VectorId,
};
use crate::base::{Moment, Span};
use crate::evidence::History;
use crate::scenario::{
    AssetStatus, Awareness, Confidence, EvidenceStatus, Order, Scenario, SecretStatus, TaskId,
    VectorStatus, Verdict,
};

/// How far a stage of the attacker is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageState {
    /// How often it happened.
    pub acted: u32,
    /// How often it could not.
    pub missed: u32,
    /// When it was last tried.
    pub last: Option<Moment>,
    /// When it is to be tried next; none if it is over or has not begun.
    pub next: Option<Moment>,
}

/// How far a reaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReactionState {
    /// Waiting for its condition.
    Armed,
    /// Set off, not yet in effect.
    Pending,
    /// Over, or waiting for its condition to cease.
    Spent,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceState {
    /// Whether it is there, saved or gone.
    pub status: EvidenceStatus,
    /// Since when it is saved or gone.
    pub since: Option<Moment>,
    /// Who saved it.
    pub by: Option<PersonId>,
    /// The hash of the copy, for the chain of custody; empty until it is saved.
    pub seal: String,
}

/// The verdict on an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// When.
    pub at: Moment,
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// How sure.
    pub confidence: Confidence,
    /// Whether the scenario takes it as right. Hidden until ENDEX.
    pub right: bool,
    /// Whether what founds it was known. Hidden until ENDEX.
    pub founded: bool,
}

/// An alert in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertState {
    /// When the sensor raised it.
    pub raised: Moment,
    /// When somebody took it up.
    pub acknowledged: Option<Moment>,
    /// How it was closed, last.
    pub closed: Option<Closing>,
}

/// An inject that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjectState {
    /// When it came.
    pub delivered: Moment,
    /// When somebody took note.
    pub read: Option<Moment>,
}

/// How far a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskProgress {
    /// Under way.
    Running,
    /// Finished.
    Done,
    /// Broken off.
    Cancelled,
}

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is done.
    pub work: Work,
    /// Who does it.
    pub by: PersonId,
    /// When it began.
    pub begun: Moment,
    /// When it ends.
    pub ends: Moment,
    /// Why it is done.
    pub reason: String,
    /// The remediation event it belongs to.
    pub event: Option<EventId>,
    /// How far it is.
    pub progress: TaskProgress,
}

/// What has been done with one action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionHistory {
    /// When it was first begun.
    pub begun: Option<Moment>,
    /// How often it was finished.
    pub done: u32,
    /// How often it was finished on each target.
    pub on: BTreeMap<Id, u32>,
}

/// A remediation event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPlan {
    /// Its actions.
    pub orders: Vec<Order>,
    /// When it was launched.
    pub launched: Option<Moment>,
    /// When all of it takes effect.
    pub ready: Option<Moment>,
    /// When it took effect.
    pub done: Option<Moment>,
}

/// A decision as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionTaken {
    /// When.
    pub at: Moment,
    /// For what.
    pub options: Vec<ChoiceId>,
    /// Why.
    pub reason: String,
    /// How sure.
    pub confidence: Confidence,
    /// Whether it was sound at that moment. Hidden until ENDEX.
    pub sound: bool,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerGiven {
    /// When.
    pub at: Moment,
    /// What.
    pub choices: Vec<ChoiceId>,
    /// On what grounds.
    pub reason: String,
    /// How sure.
    pub confidence: Confidence,
    /// How many of the right choices were chosen. Hidden until ENDEX.
    pub hits: u32,
    /// How many wrong choices were chosen or right ones left out. Hidden until ENDEX.
    pub misses: u32,
    /// The pins given as proof.
    pub pins: Vec<PinId>,
    /// For each piece of the proof whether a pin showed it. Hidden until ENDEX.
    pub shown: Vec<bool>,
    /// Whether what must be known beside the lines was known. Hidden until ENDEX.
    pub known: bool,
}

impl AnswerGiven {
    /// Whether every piece of the proof was there.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.known && self.shown.iter().all(|shown| *shown)
    }
}

/// A line that somebody pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// When it was pinned.
    pub at: Moment,
    /// The log.
    pub log: LogId,
    /// The time of the line.
    pub line_at: Moment,
    /// The line.
    pub text: String,
    /// What it shows, in the investigator's words.
    pub note: String,
    /// The trace it comes from; none for everyday life. Hidden until ENDEX.
    pub shows: Option<TraceId>,
}

/// A message on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageState {
    /// When its next sending was approved.
    pub approved: Option<Moment>,
    /// Each time it was sent: when, what, and whether it was approved then.
    pub sent: Vec<MessageSent>,
}

/// A message as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSent {
    /// When.
    pub at: Moment,
    /// What it said.
    pub claims: Vec<SentClaim>,
    /// Whether it had the approval it needed.
    pub approved: bool,
}

/// A notification clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationState {
    /// Since when it truly runs. Hidden until ENDEX.
    pub due_since: Option<Moment>,
    /// When the trainees declared it.
    pub declared: Option<Moment>,
}

/// How long a service was down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downtime {
    /// How much of it is down now, in percent.
    pub down_percent: u32,
    /// Since when.
    pub since: Moment,
    /// Full downtime until then, in milliseconds times percent.
    pub ms_percent: u64,
}

impl Downtime {
    /// Full downtime until `now`: half of the service for an hour is half an hour.
    #[must_use]
    pub fn until(&self, now: Moment) -> Span {
        Span::from_ms(self.ms_percent_until(now) / 100)
    }

    /// The same in milliseconds times percent.
    #[must_use]
    pub fn ms_percent_until(&self, now: Moment) -> u64 {
        let since = now.since(self.since).times(u64::from(self.down_percent));
        self.ms_percent.saturating_add(since.as_ms())
    }
}

/// What a line of the incident file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    /// Work brought it to light.
    Finding,
    /// Somebody wrote it.
    Note,
}

/// A line of the incident file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// When.
    pub at: Moment,
    /// What kind.
    pub kind: LineKind,
    /// What.
    pub text: String,
}

/// Everything there is at one moment. Only [`apply`](super::apply::apply) writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    missing_docs,
    reason = "the names say what they hold; the types say how"
)]
pub struct State {
    /// The time of the last event.
    pub now: Moment,
    pub seed: u64,
    pub ended: Option<Moment>,
    pub readiness_off: BTreeSet<ReadinessId>,

    pub assets: BTreeMap<AssetId, AssetStatus>,
    pub footholds: BTreeMap<FootholdId, Presence>,
    pub secrets: BTreeMap<SecretId, SecretStatus>,
    pub vectors: BTreeMap<VectorId, VectorStatus>,
    pub blocked: BTreeSet<AddressId>,
    pub in_force: BTreeSet<MeasureId>,
    pub evidence: BTreeMap<EvidenceId, EvidenceState>,
    /// KB that have left since STARTEX or before.
    pub data_left_kb: BTreeMap<DatasetId, u32>,
    pub snapshots: BTreeMap<RestorePointId, Vec<FootholdId>>,
    pub restored: BTreeMap<RestorePointId, Moment>,
    pub services: BTreeMap<ServiceId, Downtime>,
    /// Money lost, beside what downtime, work and records cost.
    pub cost: u64,
    /// Responders' working time.
    pub worked_ms: u64,

    pub awareness: Awareness,
    pub stages: BTreeMap<StageId, StageState>,
    pub reactions: BTreeMap<ReactionId, ReactionState>,
    pub reacted: BTreeMap<ReactionId, Moment>,
    pub harms: BTreeMap<HarmId, Moment>,

    /// What the trainees know of, and since when; what is not hidden they know from the start.
    pub known: BTreeMap<Id, Moment>,
    pub alerts: BTreeMap<AlertId, AlertState>,
    /// Alerts that were raised, are on their way, or will never come.
    pub alerts_settled: BTreeSet<AlertId>,
    pub swept_away: BTreeSet<AlertId>,
    pub injects: BTreeMap<InjectId, InjectState>,
    /// Injects that came, are on their way, or were not needed.
    pub injects_settled: BTreeSet<InjectId>,
    pub tasks: BTreeMap<TaskId, Task>,
    pub actions: BTreeMap<ActionId, ActionHistory>,
    pub plans: BTreeMap<EventId, EventPlan>,
    pub decisions: BTreeMap<DecisionId, Vec<DecisionTaken>>,
    pub answers: BTreeMap<QuestionId, Vec<AnswerGiven>>,
    pub messages: BTreeMap<MessageId, MessageState>,
    pub notifications: BTreeMap<ClockId, NotificationState>,
    pub not_applicable: BTreeMap<StepId, (String, bool)>,
    /// Self-reported steps. Left out of the state's hash while there are none, as in older records.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reports: BTreeMap<StepId, StepReport>,
    pub pins: BTreeMap<PinId, Pin>,
    /// When each hint for an item was given. Left out of the hash while there are none, too.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hints: BTreeMap<Id, Vec<Moment>>,
    /// What the exercise's staff did; nothing where somebody practises alone.
    #[serde(skip_serializing_if = "Conduct::is_empty")]
    pub conduct: Conduct,
    pub file: Vec<FileLine>,
    pub aftermath: Vec<String>,
    /// What the logs tell of.
    pub history: History,

    /// What is due, in the order in which it happens.
    #[serde(with = "queue_as_list")]
    pub queue: BTreeMap<(Moment, u64), Due>,
    /// The number that the next thing due gets.
    pub next_due: u64,
}

mod queue_as_list {
    //! JSON has no maps with pairs as keys.
    use super::{BTreeMap, Due, Moment};
    use serde::{Serializer, ser::SerializeSeq as _};

    pub(super) fn serialize<S: Serializer>(
        queue: &BTreeMap<(Moment, u64), Due>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(queue.len()))?;
        for entry in queue {
            list.serialize_element(&entry)?;
        }
        list.end()
    }
}

/// What is not hidden: assets and what lies on them, addresses, holes, secrets, measures.
fn known_from_the_start(scenario: &Scenario) -> BTreeMap<Id, Moment> {
    let open = |asset: &AssetId| scenario.asset(asset).is_some_and(|a| !a.hidden);
    let assets = scenario
        .assets
        .iter()
        .filter(|a| !a.hidden)
        .map(|a| a.id.id());
    let evidence = scenario
        .evidence
        .iter()
        .filter(|e| !e.hidden && open(&e.asset))
        .map(|e| e.id.id());
    let points = scenario
        .restore_points
        .iter()
        .filter(|p| open(&p.asset))
        .map(|p| p.id.id());
    let addresses = scenario
        .addresses
        .iter()
        .filter(|a| !a.hidden)
        .map(|a| a.id.id());
    let vectors = scenario
        .vectors
        .iter()
        .filter(|v| !v.hidden)
        .map(|v| v.id.id());
    let secrets = scenario.secrets.iter().map(|s| s.id.id());
    let measures = scenario.measures.iter().map(|m| m.id.id());
    let all = assets
        .chain(evidence)
        .chain(points)
        .chain(addresses)
        .chain(vectors)
        .chain(secrets)
        .chain(measures);
    all.map(|id| (id.clone(), Moment::START)).collect()
}

impl State {
    /// The world before anything has happened in it.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let available = EvidenceState {
            status: EvidenceStatus::Available,
            since: None,
            by: None,
            seal: String::new(),
        };
        let up = Downtime {
            down_percent: 0,
            since: Moment::START,
            ms_percent: 0,
        };
        Self {
            now: Moment::from_ms(-crate::base::time::LONGEST_MS),
            seed: 0,
            ended: None,
            readiness_off: BTreeSet::new(),
            assets: scenario
                .assets
                .iter()
                .map(|a| (a.id.clone(), AssetStatus::Online))
                .collect(),
            footholds: scenario
                .footholds
                .iter()
                .map(|f| (f.id.clone(), Presence::Absent))
                .collect(),
            secrets: scenario
                .secrets
                .iter()
                .map(|s| (s.id.clone(), SecretStatus::Valid))
                .collect(),
            vectors: scenario
                .vectors
                .iter()
                .map(|v| (v.id.clone(), VectorStatus::Open))
                .collect(),
            blocked: BTreeSet::new(),
            in_force: BTreeSet::new(),
            evidence: scenario
                .evidence
                .iter()
                .map(|e| (e.id.clone(), available.clone()))
                .collect(),
            data_left_kb: scenario
                .datasets
                .iter()
                .map(|d| (d.id.clone(), 0))
                .collect(),
            snapshots: BTreeMap::new(),
            restored: BTreeMap::new(),
            services: scenario
                .services
                .iter()
                .map(|s| (s.id.clone(), up))
                .collect(),
            cost: 0,
            worked_ms: 0,
            awareness: Awareness::Unaware,
            stages: scenario
                .stages
                .iter()
                .map(|s| (s.id.clone(), StageState::default()))
                .collect(),
            reactions: scenario
                .reactions
                .iter()
                .map(|r| (r.id.clone(), ReactionState::Armed))
                .collect(),
            reacted: BTreeMap::new(),
            harms: BTreeMap::new(),
            known: known_from_the_start(scenario),
            alerts: BTreeMap::new(),
            alerts_settled: BTreeSet::new(),
            swept_away: BTreeSet::new(),
            injects: BTreeMap::new(),
            injects_settled: BTreeSet::new(),
            tasks: BTreeMap::new(),
            actions: BTreeMap::new(),
            plans: BTreeMap::new(),
            decisions: BTreeMap::new(),
            answers: BTreeMap::new(),
            messages: BTreeMap::new(),
            notifications: BTreeMap::new(),
            not_applicable: BTreeMap::new(),
            reports: BTreeMap::new(),
            pins: BTreeMap::new(),
            hints: BTreeMap::new(),
            conduct: Conduct::default(),
            file: Vec::new(),
            aftermath: Vec::new(),
            history: History::default(),
            queue: BTreeMap::new(),
            next_due: 0,
        }
    }

    /// Puts something into the queue of what is due.
    pub(super) fn plan(&mut self, at: Moment, due: Due) {
        if let Due::Stage(stage) = &due
            && let Some(progress) = self.stages.get_mut(stage)
        {
            progress.next = Some(at);
        }
        match &due {
            Due::Alert(alert) => {
                self.alerts_settled.insert(alert.clone());
            }
            Due::Inject(inject) => {
                self.injects_settled.insert(inject.clone());
            }
            _ => {}
        }
        self.queue.insert((at, self.next_due), due);
        self.next_due += 1;
    }

    /// The piece of work that keeps a person busy, if any.
    #[must_use]
    pub fn busy_with(&self, person: &PersonId) -> Option<(TaskId, &Task)> {
        // Work under way is among the newest entries, so the search runs backwards.
        self.tasks
            .iter()
            .rev()
            .find(|(_, task)| task.progress == TaskProgress::Running && task.by == *person)
            .map(|(id, task)| (*id, task))
    }

    /// A hash over everything: equal states, equal hash, on every machine.
    ///
    /// blake3 over the state's JSON, whose maps are sorted; in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        // The state has no type that JSON refuses.
        let json = serde_json::to_vec(self);
        debug_assert!(json.is_ok(), "the state must have a JSON form");
        blake3::hash(&json.unwrap_or_default()).to_hex().to_string()
    }
}

//! What can happen. Events are the only way the world changes, and the whole of what a record holds.

use serde::{Deserialize, Serialize};

use crate::base::id::{
    ActionId, AddressId, AlertId, AssetId, ChoiceId, ClaimId, ClockId, DatasetId, DecisionId,
    EventId, EvidenceId, FootholdId, HarmId, Id, InjectId, LogId, MeasureId, MessageId, PersonId,
    PinId, QuestionId, ReactionId, ReadinessId, RestorePointId, SeatId, SecretId, ServiceId,
    StageId, StepId, TargetId, TraceId, VectorId,
};
use crate::base::{Moment, Span};
use crate::scenario::{
    AssetStatus, Awareness, Command, Confidence, HintItem, Order, SecretStatus, TaskId,
    VectorStatus, Verdict,
};

/// Whether the attacker's foothold is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Not put in place yet.
    Absent,
    /// In place.
    Present,
    /// Taken away.
    Removed,
}

/// What somebody works on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Work {
    /// An action on its targets.
    Action {
        /// The action.
        action: ActionId,
        /// What it is aimed at.
        on: Vec<TargetId>,
    },
    /// Reading a message before it goes out.
    Approval {
        /// The message.
        message: MessageId,
    },
}

/// A piece of work as it begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// Its number.
    pub id: TaskId,
    /// What is done.
    pub work: Work,
    /// Who does it.
    pub by: PersonId,
    /// When the person turns to it: at once, or after their other orders of one event.
    pub begins: Moment,
    /// When it ends.
    pub ends: Moment,
    /// Why it is done; may be empty.
    pub reason: String,
    /// The remediation event it belongs to.
    pub event: Option<EventId>,
    /// Whether the person has a role for it.
    pub fits: bool,
}

/// A claim as it was sent, compared with the truth and with what was known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentClaim {
    /// The claim.
    pub claim: ClaimId,
    /// Whether it was true.
    pub was_true: bool,
    /// Whether the trainees knew it.
    pub was_known: bool,
}

/// What is due at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// The attacker acts.
    Stage(StageId),
    /// A reaction takes effect.
    Reaction(ReactionId),
    /// A sensor reports.
    Alert(AlertId),
    /// An inject comes.
    Inject(InjectId),
    /// Evidence is gone by itself.
    Expiry(EvidenceId),
    /// A backup is taken.
    Snapshot(RestorePointId),
    /// A piece of work ends.
    Task(TaskId),
    /// A remediation event takes effect.
    Event(EventId),
    /// The clock reaches a point that conditions speak of.
    Wake,
    /// The exercise is over.
    Endex,
}

/// A change of the exercise clock. It is recorded, and changes nothing in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockChange {
    /// The clock stands.
    Paused,
    /// The clock runs.
    Resumed,
    /// The clock runs so many times as fast as the wall's.
    Speed(u32),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the fields repeat the kind: what it happened to, and the new value"
)]
pub enum Event {
    /// The exercise begins; every draw of chance for its schedule stands here.
    Started {
        seed: u64,
        readiness_off: Vec<ReadinessId>,
        schedule: Vec<(Moment, Due)>,
    },
    /// The exercise clock was changed.
    Clock { change: ClockChange },
    /// Somebody gave a command that was accepted; what follows from it comes after.
    Commanded { seat: SeatId, command: Command },
    /// The clock reached a point that conditions speak of.
    Woke,

    /// The attacker acted.
    StageActed {
        stage: StageId,
        next: Option<Moment>,
    },
    /// The attacker could not act.
    StageMissed {
        stage: StageId,
        next: Option<Moment>,
    },
    /// A stage without a time of its own will begin.
    StageBegun { stage: StageId, at: Moment },
    /// A stage will not go on.
    StageStopped { stage: StageId },
    /// A reaction was set off.
    ReactionTriggered { reaction: ReactionId, at: Moment },
    /// A reaction took effect.
    ReactionActed { reaction: ReactionId },
    /// A reaction came to nothing.
    ReactionLapsed { reaction: ReactionId },
    /// A reaction can be set off again.
    ReactionRearmed { reaction: ReactionId },
    /// The attacker suspects more.
    AwarenessChanged { to: Awareness },
    /// Data went out.
    DataLeft { dataset: DatasetId, kb: u32 },

    /// An asset changed its state.
    AssetChanged { asset: AssetId, to: AssetStatus },
    /// A foothold came or went.
    FootholdChanged { foothold: FootholdId, to: Presence },
    /// A secret changed its state.
    SecretChanged { secret: SecretId, to: SecretStatus },
    /// A hole changed its state.
    VectorChanged { vector: VectorId, to: VectorStatus },
    /// An address was blocked or freed.
    AddressChanged { address: AddressId, blocked: bool },
    /// A measure came into force or was lifted.
    MeasureChanged { measure: MeasureId, in_force: bool },
    /// Evidence was saved.
    EvidenceCollected {
        evidence: EvidenceId,
        by: Option<PersonId>,
        #[serde(default)]
        seal: String,
    },
    /// Evidence is gone.
    EvidenceLost { evidence: EvidenceId },
    /// A backup was taken, with these footholds in it.
    SnapshotTaken {
        point: RestorePointId,
        footholds: Vec<FootholdId>,
    },
    /// A restore point was restored.
    Restored { point: RestorePointId },
    /// A service lost or regained capacity.
    ServiceChanged {
        service: ServiceId,
        down_percent: u32,
    },
    /// A service was lost for a while, beside its assets.
    OutageAdded { service: ServiceId, lasts: Span },
    /// Money was lost.
    CostAdded { amount: u32 },
    /// The trainees came to know of something.
    Learned { subject: Id },
    /// Work brought something to light.
    Found { action: ActionId, text: String },

    /// A sensor will report.
    AlertComing { alert: AlertId, at: Moment },
    /// A sensor reported.
    AlertRaised { alert: AlertId },
    /// A sensor saw nothing.
    AlertUnseen { alert: AlertId },
    /// Somebody took an alert up.
    AlertAcknowledged { alert: AlertId },
    /// Somebody closed an alert.
    AlertClosed {
        alert: AlertId,
        verdict: Verdict,
        reason: String,
        confidence: Confidence,
        right: bool,
        founded: bool,
    },
    /// A true alert was swept away with others.
    TrueAlertSweptAway { alert: AlertId },

    /// An inject will come.
    InjectComing { inject: InjectId, at: Moment },
    /// An inject came.
    InjectDelivered { inject: InjectId },
    /// An inject was not needed.
    InjectHeld { inject: InjectId },
    /// An inject's time came, and it waits for the facilitator's hand.
    InjectWaits { inject: InjectId },
    /// An inject was left out, because its time was jumped over.
    InjectSkipped { inject: InjectId, reason: String },
    /// Somebody took note of an inject.
    InjectRead { inject: InjectId },

    /// Work began.
    TaskBegun { task: NewTask },
    /// Work was finished.
    TaskDone { task: TaskId },
    /// Work was broken off.
    TaskCancelled { task: TaskId },
    /// A remediation event was planned.
    EventPlanned { event: EventId, orders: Vec<Order> },
    /// A remediation event was launched.
    EventLaunched { event: EventId, ready: Moment },
    /// A remediation event took effect.
    EventDone { event: EventId },

    /// A decision was taken.
    DecisionTaken {
        decision: DecisionId,
        options: Vec<ChoiceId>,
        reason: String,
        confidence: Confidence,
        sound: bool,
    },
    /// A key question was answered.
    Answered {
        question: QuestionId,
        choices: Vec<ChoiceId>,
        reason: String,
        confidence: Confidence,
        hits: u32,
        misses: u32,
        #[serde(default)]
        pins: Vec<PinId>,
        #[serde(default)]
        shown: Vec<bool>,
        // The name it had when there were no lines to pin.
        #[serde(alias = "proven")]
        known: bool,
    },
    /// A line of a log was pinned; `shows` says which trace it comes from.
    Pinned {
        pin: PinId,
        log: LogId,
        line_at: Moment,
        text: String,
        note: String,
        shows: Option<TraceId>,
    },
    /// A pin was taken away.
    Unpinned { pin: PinId },
    /// A message may go out.
    MessageApproved { message: MessageId },
    /// A message went out.
    MessageSent {
        message: MessageId,
        claims: Vec<SentClaim>,
        approved: bool,
    },
    /// A notification clock truly runs from here.
    NotificationDue { clock: ClockId },
    /// The trainees declared a notification clock running.
    NotificationDeclared { clock: ClockId },
    /// A step was declared not applicable.
    StepNotApplicable {
        step: StepId,
        reason: String,
        accepted: bool,
    },
    /// A self-reported step was begun.
    StepBegun {
        step: StepId,
        by: Option<PersonId>,
        reason: String,
    },
    /// A self-reported step was reported as done.
    StepReported {
        step: StepId,
        reason: String,
        confidence: Confidence,
    },
    /// A report was taken back.
    StepReopened { step: StepId },
    /// A facilitator confirmed a report or refused it.
    StepReviewed {
        step: StepId,
        agreed: bool,
        note: String,
    },
    /// A hint was given; the stages of an item count from 1.
    Hinted { item: HintItem, stage: u32 },
    /// A line was written into the incident file.
    Noted { text: String },

    /// A harm event.
    HarmDone { harm: HarmId },
    /// What follows after ENDEX.
    AftermathFollowed { text: String },
    /// ENDEX.
    Ended,
}

/// Why an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A command, and what it does at once.
    Command,
    /// What was due, by its number in the queue.
    Due(u64),
    /// A rule of the scenario whose condition came true.
    Rule,
}

/// An event with its time and cause; its place in the record is its sequence number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Exercise time.
    pub at: Moment,
    /// Why.
    pub cause: Cause,
    /// What.
    pub event: Event,
}

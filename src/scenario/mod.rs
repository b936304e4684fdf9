//! The scenario file: its types, its loading with positions, its checks, its reference.
//!
//! Text in, data and diagnostics out. The names of kinds, verbs, conditions and effects are closed
//! lists; what an incident is made of is data.

pub mod attacker;
pub mod casting;
pub mod check;
pub mod command;
pub mod condition;
pub mod conduct;
pub mod data;
pub mod detection;
pub mod effect;
pub mod everyday;
pub mod facilitation;
pub mod limits;
pub mod load;
pub mod logs;
pub mod modules;
pub mod organisation;
pub mod playbook_steps;
pub mod reference;
pub mod response;
pub mod source;
pub mod telling;
pub mod traces;
pub mod variation;
pub mod write;

mod empty;
mod kind;
mod shape;
mod spelling;
mod tree;
mod walk;
mod words;

pub use attacker::{Foothold, FootholdKind, Reaction, Repeat, Stage};
pub use casting::Casting;
pub use command::{
    Command, Confidence, Facilitation, HintItem, Line, Order, RoomDecision, Script, TaskId, Timed,
};
pub use condition::{
    AssetStatus, Awareness, Condition, EvidenceStatus, SecretStatus, VectorStatus, Verdict,
};
pub use conduct::{
    Briefing, Channel, Difficulty, Inject, Objective, Reference, Technique, Trigger,
};
pub use detection::{Alert, Cause, Sensor, SensorKind, Severity};
pub use effect::Effect;
pub use everyday::{
    Everyday, Habit, Page, Rhythm, UsualAct, UsualFile, UsualName, UsualProgram, UsualQuery,
    UsualUser,
};
pub use facilitation::{
    Assignment, Feedback, HotWashNote, JumpRule, Mode, Module, ModuleQuestion, NoteId, Observation,
    Rating, Seat, SeatKind, Sign,
};
pub use load::{Loaded, LoadedScript, load, load_script};
pub use logs::{Log, LogFormat, Sample, Signature};
pub use organisation::{
    Address, Asset, AssetKind, Dataset, Duty, Evidence, Fact, Link, Measure, Party, Person,
    Readiness, RestorePoint, Role, Secret, Service, ServiceShare, Vector,
};
pub use playbook_steps::{
    Aftermath, Harm, OutcomeWeights, Phase, PhaseWeights, Scoring, Shares, Step,
};
pub use response::{
    Action, Approval, Choice, Claim, Course, Decision, DecisionOption, Finding, Message, Need,
    NotificationClock, Proof, Question, TargetKind, Verb,
};
pub use traces::{
    AuditedAct, CloudSignIn, DatabaseQuery, Deed, Detail, FileChange, FileEvent, Method,
    NameLookup, NetworkConnection, NewService, ProcessStart, ProxiedRequest, SignIn, SignInBy,
    TimedDeed, Trace, TraceCause, TraceTruth, WebRequest,
};
pub use variation::{Level, Placing, Variation};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::ScenarioId;
use crate::base::{Moment, Offset, Span};

/// The version of the scenario format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// A whole scenario, as its file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of the format: 1.
    pub format: u32,
    /// How records and results refer to it.
    pub id: ScenarioId,
    /// The title on its card.
    pub title: String,
    /// A two-word code name that tells nothing.
    pub code_name: String,
    /// What it is about, in two sentences without spoilers.
    pub summary: String,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// How long it usually takes to play.
    pub plays_in: Span,
    /// The story's date and time of day at STARTEX, in UTC: `"2026-03-03 09:00"`.
    pub starts: StartDate,
    /// The story time from STARTEX to ENDEX.
    pub length: Span,
    /// The currency of all money in the file, such as `EUR`.
    pub currency: String,
    /// The ATT&CK techniques it plays.
    #[serde(default)]
    pub attack: Vec<Technique>,
    /// What players read first.
    pub briefing: Briefing,
    /// What the organisation had prepared.
    #[serde(default)]
    pub readiness: Vec<Readiness>,
    /// How hard it can be made.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// What another seed makes different.
    #[serde(default)]
    pub variation: Variation,

    /// The roles.
    pub roles: Vec<Role>,
    /// The staff.
    pub people: Vec<Person>,
    /// Who can be written to.
    #[serde(default)]
    pub parties: Vec<Party>,
    /// Hosts, devices, repositories, backups.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// How they are connected.
    #[serde(default)]
    pub links: Vec<Link>,
    /// What runs on them.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Passwords, keys, tokens.
    #[serde(default)]
    pub secrets: Vec<Secret>,
    /// Addresses outside.
    #[serde(default)]
    pub addresses: Vec<Address>,
    /// Data that can be stolen.
    #[serde(default)]
    pub datasets: Vec<Dataset>,
    /// Holes.
    #[serde(default)]
    pub vectors: Vec<Vector>,
    /// Lasting changes the responders can make.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// What can be saved and lost.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Backups and images.
    #[serde(default)]
    pub restore_points: Vec<RestorePoint>,
    /// Facts that can be found out.
    #[serde(default)]
    pub facts: Vec<Fact>,

    /// What the attacker can hold.
    #[serde(default)]
    pub footholds: Vec<Foothold>,
    /// What the attacker does, planned.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// What follows from what the responders do.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    /// The sensors.
    #[serde(default)]
    pub sensors: Vec<Sensor>,
    /// The logs that can be read.
    #[serde(default)]
    pub logs: Vec<Log>,
    /// What intrusion detection looks for.
    #[serde(default)]
    pub signatures: Vec<Signature>,
    /// Files that stand for real ones in the logs.
    #[serde(default)]
    pub samples: Vec<Sample>,
    /// What acts leave behind in the logs.
    #[serde(default)]
    pub traces: Vec<Trace>,
    /// The everyday life around them.
    #[serde(default)]
    pub everyday: Everyday,
    /// The alerts.
    #[serde(default)]
    pub alerts: Vec<Alert>,
    /// The MSEL.
    #[serde(default)]
    pub injects: Vec<Inject>,
    /// How a room talks it through, part by part.
    #[serde(default)]
    pub modules: Vec<Module>,

    /// What the responders can do.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// What they can decide.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// What they can write.
    #[serde(default)]
    pub messages: Vec<Message>,
    /// Clocks that run outside.
    #[serde(default)]
    pub clocks: Vec<NotificationClock>,
    /// What they must find out.
    #[serde(default)]
    pub questions: Vec<Question>,

    /// The playbook.
    pub steps: Vec<Step>,
    /// What must not happen.
    #[serde(default)]
    pub harms: Vec<Harm>,
    /// What follows after ENDEX.
    #[serde(default)]
    pub aftermath: Vec<Aftermath>,
    /// How it is scored.
    #[serde(default)]
    pub scoring: Scoring,
    /// What the remediation has at its disposal, line by line.
    #[serde(default)]
    pub resources: Vec<String>,
    /// What the scenario was designed after.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// How the reference player plays it; it finds its own way if left out.
    #[serde(default)]
    pub plan: Vec<Timed>,
}

impl Scenario {
    /// The moment that an offset of this file means.
    #[must_use]
    pub fn moment(&self, offset: Offset) -> Moment {
        offset.moment(self.starts.time_of_day())
    }

    /// The first of the staff who holds a role.
    #[must_use]
    pub fn first_with(&self, role: &crate::base::id::RoleId) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.roles.contains(role))
    }

    /// ENDEX, if nobody ends the exercise before.
    #[must_use]
    pub fn end(&self) -> Moment {
        Moment::START + self.length
    }
}

impl Scenario {
    /// The hints for an item, in their order; none if there is no such item.
    #[must_use]
    pub fn hints(&self, item: &HintItem) -> Option<&[String]> {
        let hints = match item {
            HintItem::Step(id) => &self.step(id)?.hints,
            HintItem::Question(id) => &self.question(id)?.hints,
            HintItem::Alert(id) => &self.alert(id)?.hints,
        };
        Some(hints)
    }
}

/// Finds an item of one of the scenario's lists by its identifier.
macro_rules! lookups {
    ($($name:ident: $list:ident, $id:ty => $item:ty;)+) => {
        impl Scenario {$(
            #[doc = concat!("The item of `", stringify!($list), "` with this identifier.")]
            #[must_use]
            pub fn $name(&self, id: &$id) -> Option<&$item> {
                self.$list.iter().find(|item| item.id == *id)
            }
        )+}
    };
}

lookups! {
    role: roles, crate::base::id::RoleId => Role;
    person: people, crate::base::id::PersonId => Person;
    party: parties, crate::base::id::PartyId => Party;
    asset: assets, crate::base::id::AssetId => Asset;
    service: services, crate::base::id::ServiceId => Service;
    foothold: footholds, crate::base::id::FootholdId => Foothold;
    dataset: datasets, crate::base::id::DatasetId => Dataset;
    evidence_item: evidence, crate::base::id::EvidenceId => Evidence;
    restore_point: restore_points, crate::base::id::RestorePointId => RestorePoint;
    stage: stages, crate::base::id::StageId => Stage;
    reaction: reactions, crate::base::id::ReactionId => Reaction;
    sensor: sensors, crate::base::id::SensorId => Sensor;
    alert: alerts, crate::base::id::AlertId => Alert;
    log: logs, crate::base::id::LogId => Log;
    signature: signatures, crate::base::id::SignatureId => Signature;
    sample: samples, crate::base::id::SampleId => Sample;
    trace: traces, crate::base::id::TraceId => Trace;
    address: addresses, crate::base::id::AddressId => Address;
    inject: injects, crate::base::id::InjectId => Inject;
    action: actions, crate::base::id::ActionId => Action;
    decision: decisions, crate::base::id::DecisionId => Decision;
    message: messages, crate::base::id::MessageId => Message;
    clock: clocks, crate::base::id::ClockId => NotificationClock;
    question: questions, crate::base::id::QuestionId => Question;
    step: steps, crate::base::id::StepId => Step;
    harm: harms, crate::base::id::HarmId => Harm;
    level: levels, crate::base::id::LevelId => Level;
}

/// The story's date and time of day at STARTEX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartDate(jiff::civil::DateTime);

impl StartDate {
    /// Reads `2026-03-03 09:00`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", text)
            .map(Self)
            .map_err(|_| {
                format!("`{text}` is not a date and time; write it like \"2026-03-03 09:00\"")
            })
    }

    /// The time after midnight.
    #[must_use]
    pub fn time_of_day(self) -> Span {
        let (hour, minute) = (
            u64::from(self.0.hour().unsigned_abs()),
            u64::from(self.0.minute().unsigned_abs()),
        );
        Span::from_minutes(hour * 60 + minute)
    }

    /// The story's date and time of day at a moment.
    #[must_use]
    pub fn at(self, moment: Moment) -> jiff::civil::DateTime {
        let offset = jiff::SignedDuration::from_millis(moment.as_ms());
        self.0.checked_add(offset).unwrap_or(self.0)
    }
}

impl std::fmt::Display for StartDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d %H:%M"))
    }
}

impl<'de> Deserialize<'de> for StartDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::read(&text).map_err(serde::de::Error::custom)
    }
}

impl Serialize for StartDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for StartDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StartDate".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "A date and a time of day in quotes: `\"2026-03-03 09:00\"`." })
    }
}

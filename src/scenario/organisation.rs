//! The organisation under attack: its people, assets, services, secrets, data, and what it prepared.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::effect::Effect;
use crate::base::id::{
    AddressId, AssetId, DatasetId, EvidenceId, FactId, MeasureId, PartyId, PersonId, ReadinessId,
    RestorePointId, RoleId, SecretId, ServiceId, VectorId,
};
use crate::base::{Offset, Span};

/// What a person answers for in the exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// How the file refers to it.
    pub id: RoleId,
    /// The name on screen.
    pub name: String,
    /// What it is among the roles of an incident response.
    #[serde(default)]
    pub duty: Duty,
}

/// What a role is among the roles of an incident response. What a duty forbids is a finding, not a wall.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Duty {
    /// Decides, delegates, and fixes nothing.
    Commander,
    /// Watches times and stands ready to command.
    Deputy,
    /// Keeps the log.
    Scribe,
    /// Leads a team.
    Lead,
    /// Keeps people inside informed.
    InternalLiaison,
    /// Speaks to those outside.
    ExternalLiaison,
    /// Knows a system or a trade, and works.
    #[default]
    Expert,
}

/// A member of the staff. One person does one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// How the file refers to them.
    pub id: PersonId,
    /// The name on screen.
    pub name: String,
    /// The roles they hold. Work that asks for another role takes them twice the time.
    pub roles: Vec<RoleId>,
}

/// Somebody outside of the team to whom a message can go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// How the file refers to it.
    pub id: PartyId,
    /// The name on screen.
    pub name: String,
    /// Whether the party belongs to the organisation.
    #[serde(default)]
    pub internal: bool,
}

/// What an asset is, for its sign on the map.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum AssetKind {
    /// A firewall, proxy or other device at the edge.
    Edge,
    /// A server.
    Server,
    /// A database server.
    Database,
    /// A workstation or an administration host.
    Workstation,
    /// A build or deployment system.
    Pipeline,
    /// A backup system.
    Backup,
    /// A monitoring system.
    Monitoring,
}

/// A host, device, repository or backup system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// How the file refers to it.
    pub id: AssetId,
    /// The name on screen.
    pub name: String,
    /// What it is.
    pub kind: AssetKind,
    /// What it does, in a sentence.
    pub purpose: String,
    /// Who answers for it; empty if nobody does.
    #[serde(default)]
    pub owner: String,
    /// The part of the network it stands in: a column of the map.
    pub zone: String,
    /// Its address in the organisation's network, as logs show it; needed where logs speak of it.
    #[serde(default)]
    pub address: String,
    /// Whether it can be reached from outside.
    #[serde(default)]
    pub exposed: bool,
    /// Whether the trainees must first find it.
    #[serde(default)]
    pub hidden: bool,
}

/// A connection on the network map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// One end.
    pub from: AssetId,
    /// The other end.
    pub to: AssetId,
}

/// How much of a service hangs on one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceShare {
    /// The asset.
    pub asset: AssetId,
    /// The part of the service, in percent, that is lost while the asset is not online.
    pub percent: u8,
}

/// What the organisation sells or does with its assets. Its downtime is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// How the file refers to it.
    pub id: ServiceId,
    /// The name on screen.
    pub name: String,
    /// What it runs on.
    pub runs_on: Vec<ServiceShare>,
    /// What must hold, beside its assets, for it to run at all. It can't speak of services, of what is
    /// usable or of what is leaving.
    #[serde(default)]
    pub up_when: Option<Condition>,
    /// What an hour of full downtime costs.
    pub loss_per_hour: u32,
    /// Recovery time objective: how long it may be down.
    pub rto: Span,
    /// Recovery point objective: how old its data may be after a restore.
    pub rpo: Span,
}

/// A password, key or token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// How the file refers to it.
    pub id: SecretId,
    /// The name on screen.
    pub name: String,
    /// What it opens, in a sentence.
    pub opens: String,
}

/// A network address or domain outside of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// How the file refers to it.
    pub id: AddressId,
    /// The address as logs show it. Use the documentation ranges (RFC 5737) and `.example` names.
    pub value: String,
    /// What it turned out to be, for the review.
    pub note: String,
    /// Whether the trainees must first find it.
    #[serde(default)]
    pub hidden: bool,
}

/// A body of data that can be stolen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// How the file refers to it.
    pub id: DatasetId,
    /// The name on screen.
    pub name: String,
    /// Its size in KB: the most that can leave.
    pub size_kb: u32,
    /// How many records it holds.
    pub records: u32,
    /// What each lost record costs in the outcome, in hundredths of the currency.
    #[serde(default)]
    pub cost_per_record_cents: u32,
}

/// A hole in an asset through which the attacker came or can come again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// How the file refers to it.
    pub id: VectorId,
    /// The name on screen.
    pub name: String,
    /// Where it is.
    pub asset: AssetId,
    /// Whether the trainees must first find it.
    #[serde(default)]
    pub hidden: bool,
}

/// A lasting change that the responders make: a rule, a watch, a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// How the file refers to it.
    pub id: MeasureId,
    /// The name on screen.
    pub name: String,
    /// Whether it must be lifted again before the end.
    #[serde(default)]
    pub temporary: bool,
}

/// Something that can be saved for the investigation, and lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// How the file refers to it.
    pub id: EvidenceId,
    /// The name on screen.
    pub name: String,
    /// Where it lies.
    pub asset: AssetId,
    /// What it can show.
    pub shows: String,
    /// Whether the trainees must first find it; else they know of it as soon as they know its asset.
    #[serde(default)]
    pub hidden: bool,
    /// How much its loss counts in the outcome.
    #[serde(default = "one")]
    pub weight: u32,
    /// When it is gone by itself, if nobody saved it.
    #[serde(default)]
    pub expires: Option<Offset>,
    /// What destroys it, if nobody saved it before.
    #[serde(default)]
    pub lost_when: Option<Condition>,
}

/// A backup or image. What the attacker had put on the asset when it was taken comes back with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestorePoint {
    /// How the file refers to it.
    pub id: RestorePointId,
    /// The name on screen.
    pub name: String,
    /// What it restores.
    pub asset: AssetId,
    /// When it was taken.
    pub taken: Offset,
}

/// A fact that can be found out and is not a thing of the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// How the file refers to it.
    pub id: FactId,
    /// The fact, as the incident file shows it.
    pub text: String,
}

/// Something the organisation had prepared; the trainer can switch it off before STARTEX.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Readiness {
    /// How the file refers to it.
    pub id: ReadinessId,
    /// What was prepared.
    pub text: String,
    /// What its absence means for the players.
    pub without: String,
    /// What its absence changes at STARTEX.
    #[serde(default)]
    pub when_off: Vec<Effect>,
}

fn one() -> u32 {
    1
}

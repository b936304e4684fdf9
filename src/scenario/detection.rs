//! Sensors and alerts. What an alert truly was stays hidden until ENDEX.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{Condition, Verdict};
use crate::base::id::{AlertId, AssetId, Id, SensorId, StageId, TraceId};
use crate::base::{Offset, Span};

/// What kind of sensor it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum SensorKind {
    /// Intrusion detection on the network.
    Ids,
    /// Web application firewall.
    Waf,
    /// Endpoint detection and response.
    Edr,
    /// Antivirus.
    Antivirus,
    /// Changes of files.
    FileIntegrity,
    /// Rules over collected logs.
    Log,
    /// Network flows.
    Flow,
    /// Sign-ins.
    SignIn,
    /// Health and load.
    Health,
    /// People who call.
    HelpDesk,
}

/// A sensor: what it watches, and how long it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sensor {
    /// How the file refers to it.
    pub id: SensorId,
    /// The name on screen.
    pub name: String,
    /// What kind it is.
    pub kind: SensorKind,
    /// The assets it sees; it is blind on all others.
    pub watches: Vec<AssetId>,
    /// How long after an act its alert comes.
    #[serde(default)]
    pub delay: Span,
}

/// How bad an alert says it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Severity {
    /// Worth a look.
    Low,
    /// Worth a look soon.
    Medium,
    /// Worth a look now.
    High,
    /// Drop everything.
    Critical,
}

/// What raises an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Cause {
    /// The first time this stage happens while the sensor can see the asset.
    Act(StageId),
    /// Everyday life, at this time.
    Background {
        /// When.
        at: Offset,
        /// By how much, at most, the seed may delay it.
        #[serde(default)]
        within: Span,
    },
    /// The first time that this holds while the sensor can see the asset.
    When(Condition),
}

/// An alert in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// How the file refers to it.
    pub id: AlertId,
    /// Who raises it.
    pub sensor: SensorId,
    /// On what.
    pub asset: AssetId,
    /// The headline.
    pub title: String,
    /// What the sensor says, as it says it.
    pub detail: String,
    /// How bad the sensor thinks it is.
    pub severity: Severity,
    /// What raises it.
    pub cause: Cause,
    /// What it truly is.
    pub truth: Verdict,
    /// Further verdicts that count as right.
    #[serde(default)]
    pub accept: Vec<Verdict>,
    /// What must be known for the verdict to be well founded; without it the verdict counts half.
    #[serde(default)]
    pub basis: Option<Condition>,
    /// Where the basis is to be found, as a question to the analyst.
    #[serde(default)]
    pub look_at: String,
    /// Why the truth is what it is, for the review.
    pub why: String,
    /// What the trainees come to know by reading it.
    #[serde(default)]
    pub learn: Vec<Id>,
    /// The traces whose lines raised it: on these it opens at the evidence desk.
    #[serde(default)]
    pub lines: Vec<TraceId>,
    /// How soon it should be acknowledged, from the moment it is raised.
    pub acknowledge_within: Span,
    /// Its weight among the scored items of its phase.
    #[serde(default = "one")]
    pub weight: u32,
    /// One to three hints for who asks, each a sentence that says more than the one before.
    #[serde(default)]
    pub hints: Vec<String>,
}

impl Alert {
    /// Whether the scenario takes this verdict as right.
    #[must_use]
    pub fn accepts(&self, verdict: Verdict) -> bool {
        verdict == self.truth || self.accept.contains(&verdict)
    }
}

fn one() -> u32 {
    1
}

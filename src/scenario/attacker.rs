//! The attacker: footholds, planned stages, and reactions to what the responders do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::effect::Effect;
use crate::base::id::{AssetId, FootholdId, ReactionId, StageId};
use crate::base::{Offset, Span};

/// What kind of foothold it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum FootholdKind {
    /// A page through which commands run.
    WebShell,
    /// A connection kept open from inside.
    Tunnel,
    /// A job that runs by itself.
    ScheduledJob,
    /// A program.
    Implant,
    /// Data packed for the way out.
    Staging,
}

/// Something the attacker has put on an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Foothold {
    /// How the file refers to it.
    pub id: FootholdId,
    /// The name on screen, once it is known.
    pub name: String,
    /// What kind it is.
    pub kind: FootholdKind,
    /// Where it is.
    pub asset: AssetId,
    /// Whether the attacker can come in through it: an access path.
    #[serde(default)]
    pub access: bool,
    /// Whether it belongs to the persistence set.
    #[serde(default)]
    pub persistent: bool,
    /// What must hold, beside the foothold and its asset, for the attacker to use it.
    #[serde(default)]
    pub usable_when: Option<Condition>,
}

/// How a stage repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The time from one run to the next.
    pub every: Span,
    /// How many runs in all; without end if left out.
    #[serde(default)]
    pub times: Option<u32>,
}

/// An act of the attacker, planned in advance. A stage before STARTEX is history: it makes the world
/// that the players find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// How the file refers to it.
    pub id: StageId,
    /// What happens, for the review.
    pub name: String,
    /// ATT&CK technique numbers.
    #[serde(default)]
    pub attack: Vec<String>,
    /// When it happens; only by `Begin` if left out.
    #[serde(default)]
    pub at: Option<Offset>,
    /// By how much, at most, the seed may delay it.
    #[serde(default)]
    pub within: Span,
    /// How it repeats; once if left out.
    #[serde(default)]
    pub repeat: Option<Repeat>,
    /// What must hold, or the stage does not happen.
    #[serde(default)]
    pub requires: Option<Condition>,
    /// What it does.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// What happens instead when `requires` does not hold.
    #[serde(default)]
    pub missed: Vec<Effect>,
    /// Whether it carries data out: while it runs, data is leaving.
    #[serde(default)]
    pub transfer: bool,
    /// What it leaves behind, for the review.
    #[serde(default)]
    pub trace: String,
}

impl Stage {
    /// Whether it is the attacker's own act: it names a technique, carries data out, puts something in place, or needs
    /// something that the attacker has put in place. Anything else is what the world does by itself.
    #[must_use]
    pub fn is_attackers(&self) -> bool {
        let plants = |effect: &Effect| matches!(effect, Effect::Plant(_));
        !self.attack.is_empty()
            || self.transfer
            || self.effects.iter().any(plants)
            || self.requires.as_ref().is_some_and(needs_foothold)
    }
}

/// Whether a condition asks for a foothold that is there.
fn needs_foothold(condition: &Condition) -> bool {
    match condition {
        Condition::Usable(_) | Condition::Present(_) => true,
        Condition::All(of) | Condition::Any(of) | Condition::Count { of, .. } => {
            of.iter().any(needs_foothold)
        }
        _ => false,
    }
}

/// What the attacker does, or what follows, when something happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// How the file refers to it.
    pub id: ReactionId,
    /// What happens and why, for the review.
    pub name: String,
    /// What sets it off, the first time it holds.
    pub when: Condition,
    /// How long after that it takes effect.
    #[serde(default)]
    pub delay: Span,
    /// By how much, at most, the seed may lengthen the delay.
    #[serde(default)]
    pub within: Span,
    /// What must still hold then, or nothing happens.
    #[serde(default)]
    pub provided: Option<Condition>,
    /// Whether it can happen again, once its `when` has ceased to hold.
    #[serde(default)]
    pub again: bool,
    /// What it does.
    pub effects: Vec<Effect>,
}

//! What another seed makes different, and what makes a scenario easier or harder, all of it data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::{AssetId, ItemId, LevelId, PersonId};

/// What another seed makes different, so that the same people can play it again. The times of stages,
/// alerts, injects and deeds vary by their own `within`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Variation {
    /// Groups of words that have other words in their stead: names, addresses, accounts. A group is a list
    /// of rows with as many words each; the first row holds the words that the file uses. For each group
    /// the seed picks a row, whose words replace those of the first in every text, as whole words.
    pub words: Vec<Vec<Vec<String>>>,
    /// Groups of bundles that exchange their moments. A bundle is a list of alerts, traces and injects that
    /// come at a time of their own, and keep their distance; its first is an alert.
    pub orders: Vec<Vec<Vec<ItemId>>>,
    /// Assets that can stand in different zones.
    pub zones: Vec<Placing>,
}

impl Variation {
    /// Whether every seed makes the same of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.orders.is_empty() && self.zones.is_empty()
    }
}

/// Where an asset can stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Placing {
    /// The asset.
    pub asset: AssetId,
    /// The zones among which the seed picks.
    pub zones: Vec<String>,
}

/// How hard the scenario is made. Without a level it is played as the file says, without what only a level
/// brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// How the file refers to it.
    pub id: LevelId,
    /// The name on screen.
    pub name: String,
    /// What it changes, in a sentence.
    pub text: String,
    /// How long targets of steps, questions and alerts are, in percent of what the file says.
    #[serde(default = "whole")]
    pub targets_percent: u32,
    /// How many hints of each item can be asked for; all if left out.
    #[serde(default)]
    pub hints: Option<u8>,
    /// What stays away at this level. Nothing but the plan may speak of it.
    #[serde(default)]
    pub leaves_out: Vec<ItemId>,
    /// What comes only at a level that says so. Nothing but the plan may speak of it.
    #[serde(default)]
    pub brings: Vec<ItemId>,
    /// Who is not there.
    #[serde(default)]
    pub away: Vec<PersonId>,
}

fn whole() -> u32 {
    100
}

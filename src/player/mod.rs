//! Automatic players and scripts: they play any scenario through the same commands as a person.

mod driver;
mod habits;
mod judgement;
mod means;
mod rehearsal;
pub mod survey;

use std::fmt;
use std::str::FromStr;

pub use rehearsal::{Cast, Given, Rehearsal};

use crate::base::Moment;
use crate::base::id::{HarmId, Id, SeatId};
use crate::scenario::Command;
use crate::world::{Entry, Refusal, State};

/// An automatic player.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Player {
    /// Follows the scenario's plan; finds its own way well in time where there is none.
    Reference,
    /// Does nothing.
    Idle,
    /// Contains before it scopes.
    Hasty,
    /// Slow, forgets, guesses; differs with the seed.
    Novice,
}

impl Player {
    /// All players.
    pub const ALL: [Self; 4] = [Self::Reference, Self::Idle, Self::Hasty, Self::Novice];

    /// The name on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Idle => "idle",
            Self::Hasty => "hasty",
            Self::Novice => "novice",
        }
    }
}

impl fmt::Display for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No player has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no player `{0}`; there are reference, idle, hasty and novice")]
pub struct NoSuchPlayer(String);

impl FromStr for Player {
    type Err = NoSuchPlayer;

    fn from_str(name: &str) -> Result<Self, NoSuchPlayer> {
        Self::ALL
            .into_iter()
            .find(|player| player.name() == name)
            .ok_or_else(|| NoSuchPlayer(name.to_owned()))
    }
}

/// A command of a script or plan that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// When it was given.
    pub at: Moment,
    /// What it was.
    pub command: Command,
    /// Why it was refused.
    pub refusal: Refusal,
}

/// A run that was played to ENDEX.
#[derive(Debug, Clone)]
pub struct Run {
    /// Everything that happened.
    pub entries: Vec<Entry>,
    /// The world at ENDEX.
    pub state: State,
    /// What was refused; only scripts and plans report it.
    pub refused: Vec<Refused>,
}

impl Run {
    /// The harm events of the run, in the order of their times.
    #[must_use]
    pub fn harms(&self) -> Vec<HarmId> {
        let mut harms: Vec<_> = self.state.harms.iter().collect();
        harms.sort_by_key(|(_, at)| **at);
        harms.into_iter().map(|(harm, _)| harm.clone()).collect()
    }
}

/// The seat that automatic players and scripts sit in.
#[must_use]
pub fn automatic_seat() -> SeatId {
    Id::internal("player").into()
}

/// The seat of somebody who practises alone.
#[must_use]
pub fn trainee_seat() -> SeatId {
    Id::internal("trainee").into()
}

//! Automatic players and scripts: they play any scenario through the same commands as a person.

mod driver;
mod habits;
mod judgement;
mod means;
pub mod survey;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use habits::{Habits, Temper};
use means::Means;

use crate::base::Moment;
use crate::base::id::{HarmId, Id, ReadinessId, SeatId};
use crate::scenario::{Command, Scenario, Timed};
use crate::score::{Baseline, Scorecard, Scorer};
use crate::world::{Engine, Entry, Refusal, Rules, State, damage};

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

/// Everything that playing a scenario many times shares.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    scenario: Arc<Scenario>,
    rules: Arc<Rules>,
    means: Arc<Means>,
    scorer: Scorer,
    readiness_off: Vec<ReadinessId>,
}

impl Rehearsal {
    /// Prepares a scenario for playing, with these readiness switches off.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, readiness_off: Vec<ReadinessId>) -> Self {
        Self {
            rules: Arc::new(Rules::new(&scenario)),
            means: Arc::new(Means::new(&scenario)),
            scorer: Scorer::new(Arc::clone(&scenario)),
            scenario,
            readiness_off,
        }
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The scenario's rules, to replay with.
    #[must_use]
    pub fn rules(&self) -> &Arc<Rules> {
        &self.rules
    }

    /// Lets an automatic player play.
    #[must_use]
    pub fn play(&self, player: Player, seed: u64) -> Run {
        let drive = |temper| {
            let mut engine = self.begin(seed);
            driver::drive(
                &mut engine,
                &automatic_seat(),
                &Habits::new(temper, seed),
                &self.means,
            );
            self.finish(engine, Vec::new())
        };
        match player {
            Player::Idle => self.play_commands(&[], seed),
            Player::Reference if self.scenario.plan.is_empty() => drive(Temper::Diligent),
            Player::Reference => self.play_commands(&self.scenario.plan, seed),
            Player::Hasty => drive(Temper::Hasty),
            Player::Novice => drive(Temper::Novice),
        }
    }

    /// Plays commands at their times, exactly.
    #[must_use]
    pub fn play_commands(&self, commands: &[Timed], seed: u64) -> Run {
        let mut engine = self.begin(seed);
        let mut refused = Vec::new();
        let seat = automatic_seat();
        for timed in commands {
            let at = self.scenario.moment(timed.at).max(engine.now());
            if let Err(refusal) = engine.command(at, &seat, &timed.command) {
                refused.push(Refused {
                    at,
                    command: timed.command.clone(),
                    refusal,
                });
            }
        }
        self.finish(engine, refused)
    }

    /// The damage of the idle and of the reference run with this seed.
    #[must_use]
    pub fn baseline(&self, seed: u64) -> Baseline {
        let damage_of = |player| damage(&self.scenario, &self.play(player, seed).state);
        Baseline {
            idle: damage_of(Player::Idle),
            reference: damage_of(Player::Reference),
        }
    }

    /// The score of a record that was made with this seed.
    #[must_use]
    pub fn score(&self, entries: &[Entry], seed: u64) -> Scorecard {
        self.scorer.score(entries, &self.baseline(seed))
    }

    fn begin(&self, seed: u64) -> Engine {
        let mut engine = Engine::new(Arc::clone(&self.scenario), Arc::clone(&self.rules));
        engine.start(seed, &self.readiness_off);
        engine
    }

    fn finish(&self, mut engine: Engine, refused: Vec<Refused>) -> Run {
        engine.advance_to(self.scenario.end());
        Run {
            entries: engine.take_events(),
            state: engine.into_state(),
            refused,
        }
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

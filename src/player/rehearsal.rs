//! Playing a scenario many times: what all runs share, and what one seed makes of it.

use std::sync::Arc;

use super::driver;
use super::habits::{Habits, Temper};
use super::means::Means;
use super::{Player, Refused, Run, automatic_seat};
use crate::base::id::{LevelId, ReadinessId, SeatId};
use crate::base::{Moment, Span};
use crate::exercise::replay::replay;
use crate::scenario::{Casting, Command, Scenario, Timed};
use crate::score::{Baseline, Scorecard, Scorer};
use crate::world::{Engine, Entry, Event, Rules, damage};

/// Everything that playing a scenario many times shares.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    casting: Casting,
    rules: Arc<Rules>,
    means: Arc<Means>,
    scorer: Scorer,
    readiness_off: Vec<ReadinessId>,
}

impl Rehearsal {
    /// Prepares a scenario for playing as its file says, with these readiness switches off.
    #[must_use]
    pub fn new(scenario: &Scenario, readiness_off: Vec<ReadinessId>) -> Self {
        Self::at_level(scenario, None, readiness_off)
    }

    /// Prepares a scenario for playing at a level, with these readiness switches off.
    #[must_use]
    pub fn at_level(
        scenario: &Scenario,
        level: Option<&LevelId>,
        readiness_off: Vec<ReadinessId>,
    ) -> Self {
        let casting = Casting::new(scenario, level);
        let scenario = casting.as_written();
        Self {
            rules: Arc::new(Rules::new(scenario)),
            means: Arc::new(Means::new(scenario)),
            scorer: Scorer::new(Arc::clone(scenario)),
            casting,
            readiness_off,
        }
    }

    /// The scenario at its level, as its file says it.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        self.casting.as_written()
    }

    /// The scenario's rules, to replay with. They are the same for every seed.
    #[must_use]
    pub fn rules(&self) -> &Arc<Rules> {
        &self.rules
    }

    /// The scenario as this seed plays it.
    #[must_use]
    pub fn cast(&self, seed: u64) -> Cast<'_> {
        Cast {
            rehearsal: self,
            scenario: self.casting.cast(seed),
            seed,
        }
    }

    /// Lets an automatic player play.
    #[must_use]
    pub fn play(&self, player: Player, seed: u64) -> Run {
        self.cast(seed).play(player)
    }

    /// Plays commands at their times, exactly.
    #[must_use]
    pub fn play_commands(&self, commands: &[Timed], seed: u64) -> Run {
        self.cast(seed).play_commands(commands)
    }

    /// The score of a record that was made with this seed.
    #[must_use]
    pub fn score(&self, entries: &[Entry], seed: u64) -> Scorecard {
        self.cast(seed).score(entries)
    }
}

/// A command with its time and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// When.
    pub at: Moment,
    /// Whose.
    pub seat: SeatId,
    /// What.
    pub command: Command,
}

/// A run that went on from the first entries of a record, as a whole.
fn with_before(before: &[Entry], run: Run) -> Run {
    let mut entries = before.to_vec();
    entries.extend(run.entries);
    Run { entries, ..run }
}

/// A scenario as one seed plays it, ready for any number of players.
#[derive(Debug, Clone)]
pub struct Cast<'r> {
    rehearsal: &'r Rehearsal,
    scenario: Arc<Scenario>,
    seed: u64,
}

impl Cast<'_> {
    /// The scenario as the seed plays it.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// Lets an automatic player play.
    #[must_use]
    pub fn play(&self, player: Player) -> Run {
        let drive = |temper| {
            let mut engine = self.begin();
            driver::drive(
                &mut engine,
                &automatic_seat(),
                &Habits::new(temper, self.seed, self.rehearsal.casting.targets_percent()),
                &self.rehearsal.means,
            );
            self.finish(engine, Vec::new())
        };
        match player {
            Player::Idle => self.play_commands(&[]),
            Player::Reference if self.scenario.plan.is_empty() => drive(Temper::Diligent),
            Player::Reference => self.play_commands(&self.scenario.plan),
            Player::Hasty => drive(Temper::Hasty),
            Player::Novice => drive(Temper::Novice),
        }
    }

    /// Plays commands at their times, exactly.
    #[must_use]
    pub fn play_commands(&self, commands: &[Timed]) -> Run {
        let mut engine = self.begin();
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

    /// The damage of the idle and of the reference run.
    #[must_use]
    pub fn baseline(&self) -> Baseline {
        let damage_of = |player| damage(&self.scenario, &self.play(player).state);
        Baseline {
            idle: damage_of(Player::Idle),
            reference: damage_of(Player::Reference),
        }
    }

    /// The score of a record.
    #[must_use]
    pub fn score(&self, entries: &[Entry]) -> Scorecard {
        self.score_against(entries, &self.baseline())
    }

    /// The score of a record, where the damage of the idle and the reference run is known.
    #[must_use]
    pub fn score_against(&self, entries: &[Entry], baseline: &Baseline) -> Scorecard {
        let scorer = self.rehearsal.scorer.cast(Arc::clone(&self.scenario));
        scorer.score(entries, baseline)
    }

    /// Lets an automatic player go on from a moment, up to which the first entries of a record have led.
    ///
    /// The reference player takes its plan up where it is left: what is overdue comes with the time between the deeds
    /// that the plan gives them, since one rests on what another has found. Where that goes worse than working by what
    /// is known (the plan may not fit what others have done), it does the latter.
    #[must_use]
    pub fn go_on(&self, before: &[Entry], at: Moment, player: Player) -> Run {
        let drive = |temper| {
            let mut engine = self.after(before);
            engine.advance_to(at);
            let pace = self.rehearsal.casting.targets_percent();
            let habits = Habits::new(temper, self.seed, pace);
            driver::drive(
                &mut engine,
                &automatic_seat(),
                &habits,
                &self.rehearsal.means,
            );
            self.finish(engine, Vec::new())
        };
        let run = match player {
            Player::Idle => self.finish(self.after(before), Vec::new()),
            Player::Reference if self.scenario.plan.is_empty() => drive(Temper::Diligent),
            Player::Reference => {
                let seat = automatic_seat();
                let plan = self.scenario.plan.iter();
                let mut plan = plan
                    .map(|timed| Given {
                        at: self.scenario.moment(timed.at),
                        seat: seat.clone(),
                        command: timed.command.clone(),
                    })
                    .collect::<Vec<_>>();
                for entry in before {
                    if let Event::Commanded { command, .. } = &entry.event
                        && let Some(done) = plan.iter().position(|given| given.command == *command)
                    {
                        plan.remove(done);
                    }
                }
                let by_plan = self.give(before, &late(plan, at));
                let by_sight = with_before(before, drive(Temper::Diligent));
                let baseline = self.baseline();
                let process = |run: &Run| self.score_against(&run.entries, &baseline).process;
                return if process(&by_sight) > process(&by_plan) {
                    by_sight
                } else {
                    by_plan
                };
            }
            Player::Hasty => drive(Temper::Hasty),
            Player::Novice => drive(Temper::Novice),
        };
        with_before(before, run)
    }

    /// Goes on from where the first entries of a record leave the world, with these commands in their order, each
    /// at its time or as soon after it as the record allows.
    #[must_use]
    pub fn give(&self, before: &[Entry], commands: &[Given]) -> Run {
        let mut engine = self.after(before);
        let mut refused = Vec::new();
        for given in commands {
            let at = given.at.max(engine.now());
            if let Err(refusal) = engine.command(at, &given.seat, &given.command) {
                refused.push(Refused {
                    at,
                    command: given.command.clone(),
                    refusal,
                });
            }
        }
        with_before(before, self.finish(engine, refused))
    }

    /// The world after the first entries of a record; before STARTEX if there are none.
    fn after(&self, before: &[Entry]) -> Engine {
        if before.is_empty() {
            return self.begin();
        }
        let rules = Arc::clone(&self.rehearsal.rules);
        replay(Arc::clone(&self.scenario), rules, before)
    }

    fn begin(&self) -> Engine {
        let rules = Arc::clone(&self.rehearsal.rules);
        let mut engine = Engine::new(Arc::clone(&self.scenario), rules);
        engine.start(self.seed, &self.rehearsal.readiness_off);
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

/// What is left of a plan, as much later as its first overdue deed is; on time if none is.
fn late(mut plan: Vec<Given>, now: Moment) -> Vec<Given> {
    let first = plan.first().map_or(now, |given| given.at);
    let by = if first < now {
        now.since(first)
    } else {
        Span::ZERO
    };
    for given in &mut plan {
        given.at = given.at + by;
    }
    plan
}

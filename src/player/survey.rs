//! What many automatic runs tell of a scenario: how the players fare, what nobody loses or wins, and what
//! never happens.

use std::collections::{BTreeMap, BTreeSet};

use super::{Player, Rehearsal, Run};
use crate::base::diagnostic::Diagnostic;
use crate::base::id::{AlertId, HarmId, InjectId};
use crate::base::{Id, Points};
use crate::scenario::check::quality::rules::{
    ALERT_NEVER_RAISED, HARM_NEVER_DONE, INJECT_NEVER_CAME, NEVER_LOST, NEVER_WON,
};
use crate::scenario::check::quality::{Places, finding};
use crate::scenario::{Phase, Scenario};
use crate::score::{Baseline, Scorecard};
use crate::world::damage;

/// One run, as far as a survey needs it.
#[derive(Debug, Clone)]
pub struct Sample {
    player: Player,
    process: Points,
    outcome: Option<Points>,
    phases: Vec<(Phase, Option<Points>)>,
    items: Vec<Item>,
    alerts: BTreeSet<AlertId>,
    injects: BTreeSet<InjectId>,
    harms: BTreeSet<HarmId>,
}

#[derive(Debug, Clone)]
struct Item {
    id: Id,
    earned: Points,
    max: Points,
}

impl Sample {
    fn of(player: Player, run: &Run, card: &Scorecard) -> Self {
        let beside = card.beside.iter().flat_map(|phase| &phase.items);
        let items = card.items.iter().chain(beside).map(|item| Item {
            id: item.id.clone(),
            earned: item.earned,
            max: item.max,
        });
        Self {
            player,
            process: card.process,
            outcome: card.outcome.total,
            phases: phases(card),
            items: items.collect(),
            alerts: run.state.alerts.keys().cloned().collect(),
            injects: run.state.injects.keys().cloned().collect(),
            harms: run.state.harms.keys().cloned().collect(),
        }
    }
}

/// The score of every phase, of those beside the process score too.
fn phases(card: &Scorecard) -> Vec<(Phase, Option<Points>)> {
    let counting = card.phases.iter().map(|p| (p.phase, p.score));
    let beside = card.beside.iter().map(|p| (p.phase, Some(p.score)));
    let mut phases: Vec<_> = counting.chain(beside).collect();
    phases.sort_by_key(|(phase, _)| *phase);
    phases
}

impl Rehearsal {
    /// Lets every player play with this seed, and scores them all.
    #[must_use]
    pub fn sample(&self, seed: u64) -> Vec<Sample> {
        let cast = self.cast(seed);
        let runs = Player::ALL.map(|player| (player, cast.play(player)));
        let damage_of = |wanted: Player| {
            let run = runs.iter().find(|(player, _)| *player == wanted);
            run.map(|(_, run)| damage(cast.scenario(), &run.state))
        };
        let (Some(idle), Some(reference)) = (damage_of(Player::Idle), damage_of(Player::Reference))
        else {
            return Vec::new();
        };
        let baseline = Baseline { idle, reference };
        let samples = runs.iter().map(|(player, run)| {
            let card = cast.score_against(&run.entries, &baseline);
            Sample::of(*player, run, &card)
        });
        samples.collect()
    }
}

/// How a figure spreads over runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The lowest.
    pub worst: Points,
    /// The median: a value that occurred.
    pub typical: Points,
    /// The highest.
    pub best: Points,
}

impl Spread {
    /// None for no values.
    fn of(mut values: Vec<Points>) -> Option<Self> {
        values.sort();
        Some(Self {
            worst: *values.first()?,
            typical: *values.get((values.len() - 1) / 2)?,
            best: *values.last()?,
        })
    }
}

/// How one player fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fared {
    /// Who.
    pub player: Player,
    /// How often they played.
    pub runs: usize,
    /// The process score.
    pub process: Option<Spread>,
    /// The outcome score.
    pub outcome: Option<Spread>,
    /// The score of each phase; none where nothing was ever scored.
    pub phases: Vec<(Phase, Option<Spread>)>,
    /// How often each harm event happened.
    pub harms: BTreeMap<HarmId, usize>,
}

impl Fared {
    fn of(player: Player, samples: &[Sample]) -> Self {
        let mine = || samples.iter().filter(|sample| sample.player == player);
        let mut harms = BTreeMap::new();
        for harm in mine().flat_map(|sample| &sample.harms) {
            *harms.entry(harm.clone()).or_default() += 1;
        }
        let in_phase = |phase: Phase| {
            let scores = mine().flat_map(|sample| &sample.phases);
            Spread::of(
                scores
                    .filter(|(of, _)| *of == phase)
                    .filter_map(|(_, score)| *score)
                    .collect(),
            )
        };
        Self {
            player,
            runs: mine().count(),
            process: Spread::of(mine().map(|sample| sample.process).collect()),
            outcome: Spread::of(mine().filter_map(|sample| sample.outcome).collect()),
            phases: Phase::ALL.map(|phase| (phase, in_phase(phase))).into(),
            harms,
        }
    }
}

/// What many runs tell of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// How each player fared.
    pub players: Vec<Fared>,
    /// Scored items in which nobody who does anything ever lost a point.
    pub never_lost: Vec<Id>,
    /// Scored items in which nobody who does anything ever won a point.
    pub never_won: Vec<Id>,
    /// Alerts that were never raised.
    pub never_raised: Vec<AlertId>,
    /// Injects that never came.
    pub never_came: Vec<InjectId>,
    /// Harm events that nobody ran into.
    pub never_done: Vec<HarmId>,
}

impl Survey {
    /// What these runs of a scenario tell.
    #[must_use]
    pub fn of(scenario: &Scenario, samples: &[Sample]) -> Self {
        // Who does nothing loses everything, and shows nothing.
        let scored = || {
            let acting = samples.iter().filter(|s| s.player != Player::Idle);
            let items = acting.flat_map(|sample| &sample.items);
            items.filter(|item| item.max > Points::ZERO)
        };
        let ids = |items: &mut dyn Iterator<Item = &Item>| -> BTreeSet<Id> {
            items.map(|item| item.id.clone()).collect()
        };
        let tried = ids(&mut scored());
        let lost = ids(&mut scored().filter(|item| item.earned < item.max));
        let won = ids(&mut scored().filter(|item| item.earned > Points::ZERO));
        Self {
            players: Player::ALL.map(|player| Fared::of(player, samples)).into(),
            never_lost: tried.difference(&lost).cloned().collect(),
            never_won: tried.difference(&won).cloned().collect(),
            never_raised: never(scenario.alerts.iter().map(|a| &a.id), |id| {
                samples.iter().any(|sample| sample.alerts.contains(id))
            }),
            never_came: never(scenario.injects.iter().map(|i| &i.id), |id| {
                samples.iter().any(|sample| sample.injects.contains(id))
            }),
            never_done: never(scenario.harms.iter().map(|h| &h.id), |id| {
                samples.iter().any(|sample| sample.harms.contains(id))
            }),
        }
    }

    /// How many runs of each player it stands on.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.players
            .iter()
            .map(|fared| fared.runs)
            .max()
            .unwrap_or(0)
    }

    /// What stands out, with its place in the scenario's text.
    #[must_use]
    pub fn findings(&self, source: &str) -> Vec<Diagnostic> {
        let Some(places) = Places::of(source) else {
            return Vec::new();
        };
        let runs = self.runs();
        let at = |id: &Id| places.defined(id.as_str());
        let mut found = Vec::new();
        for id in &self.never_lost {
            let message = format!("in {runs} runs of each player, nobody lost a point in `{id}`");
            found.push(finding(&NEVER_LOST, message, at(id)));
        }
        for id in &self.never_won {
            let message = format!("in {runs} runs of each player, nobody won a point in `{id}`");
            found.push(finding(&NEVER_WON, message, at(id)));
        }
        for id in &self.never_raised {
            let message = format!("in {runs} runs of each player, `{id}` was never raised");
            found.push(finding(&ALERT_NEVER_RAISED, message, at(id.id())));
        }
        for id in &self.never_came {
            let message = format!("in {runs} runs of each player, `{id}` never came");
            found.push(finding(&INJECT_NEVER_CAME, message, at(id.id())));
        }
        for id in &self.never_done {
            let message = format!("in {runs} runs of each player, nobody ran into `{id}`");
            found.push(finding(&HARM_NEVER_DONE, message, at(id.id())));
        }
        found
    }
}

fn never<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    happened: impl Fn(&T) -> bool,
) -> Vec<T> {
    all.filter(|id| !happened(id)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_holds_values_that_occurred() {
        let points = |values: &[u32]| values.iter().map(|v| Points::whole(*v)).collect();
        let spread = Spread::of(points(&[9, 1, 5, 3])).unwrap();
        let found = [spread.worst, spread.typical, spread.best];
        assert_eq!(found.as_slice(), points(&[1, 3, 9]).as_slice() as &[Points]);
        assert_eq!(Spread::of(Vec::new()), None);
    }
}

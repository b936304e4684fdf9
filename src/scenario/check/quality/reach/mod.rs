//! What can come true in a scenario at all, and when at the earliest.
//!
//! Every single thing that a condition can ask for is a [`Fact`]. Starting from how the world is before
//! anything happens, every stage, reaction, alert, inject, action, finding and line that can follow adds
//! its facts, each with the earliest moment at which it can, until nothing is added any more. People are
//! taken to be free and to know at once what to look for, sensors to see everything, chance to be kind.
//! So what is not reached here is reached in no run, and no run reaches anything before the moment given
//! here; the contrary need not hold.

mod rounds;
mod truth;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use truth::Truth;

use crate::base::time::LONGEST_MS;
use crate::base::{Id, Moment};
use crate::scenario::{
    AssetStatus, Awareness, Effect, EvidenceStatus, Scenario, SecretStatus, Stage, VectorStatus,
};

/// Before everything.
const EVER: Moment = Moment::from_ms(-LONGEST_MS);

/// A single thing that can be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact<'a> {
    Asset(&'a Id, AssetStatus),
    Planted(&'a Id, bool),
    Secret(&'a Id, SecretStatus),
    Vector(&'a Id, VectorStatus),
    Blocked(&'a Id, bool),
    InForce(&'a Id, bool),
    Evidence(&'a Id, EvidenceStatus),
    Leaked(&'a Id),
    Aware(Awareness),
    Restored(&'a Id),
    /// A stage without a time of its own was begun.
    Begun(&'a Id),
    Acted(&'a Id),
    Missed(&'a Id),
    Reacted(&'a Id),
    Known(&'a Id),
    /// An action was ordered, was finished, was finished on a target.
    Ordered(&'a Id),
    Done(&'a Id),
    DoneOn(&'a Id, &'a Id),
    Raised(&'a Id),
    Delivered(&'a Id),
    Harmed(&'a Id),
    /// A line of a trace can be read.
    Readable(&'a Id),
}

/// Whose eyes look at a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// The attacker's and the world's, from long before STARTEX on.
    Ever,
    /// The responders', from STARTEX on.
    Play,
}

/// Which facts can come true, and when at the earliest.
pub(super) struct Reach<'a> {
    scenario: &'a Scenario,
    /// How the world is before anything has happened.
    initial: BTreeSet<Fact<'a>>,
    /// What of that is over at STARTEX for certain.
    gone: BTreeSet<Fact<'a>>,
    /// What is so from STARTEX on for certain, and can't be undone.
    settled: BTreeSet<Fact<'a>>,
    earliest: BTreeMap<Fact<'a>, Moment>,
}

impl<'a> Reach<'a> {
    /// Works out what a scenario can reach; nothing if it takes too long to say.
    pub(super) fn of(scenario: &'a Scenario) -> Option<Self> {
        let mut reach = Self {
            scenario,
            initial: initial(scenario),
            gone: BTreeSet::new(),
            settled: BTreeSet::new(),
            earliest: BTreeMap::new(),
        };
        reach.live_through_history();
        reach.run().then_some(reach)
    }

    /// When a fact can come true at the earliest; none if it never can.
    pub(super) fn earliest(&self, fact: Fact<'a>, view: View) -> Option<Moment> {
        let at_first =
            self.initial.contains(&fact) && !(view == View::Play && self.gone.contains(&fact));
        if at_first {
            Some(EVER)
        } else {
            self.earliest.get(&fact).copied()
        }
    }

    /// Whether a fact can come true once the exercise has begun.
    pub(super) fn can(&self, fact: Fact<'a>) -> bool {
        self.earliest(fact, View::Play).is_some()
    }

    /// Takes note that a fact can come true at a moment; says whether that is news.
    fn note(&mut self, fact: Fact<'a>, at: Moment) -> bool {
        if at > self.scenario.end() || self.earliest.get(&fact).is_some_and(|known| *known <= at) {
            return false;
        }
        self.earliest.insert(fact, at);
        true
    }

    /// What the stages that need nothing have made of the world before STARTEX.
    fn live_through_history(&mut self) {
        let scenario = self.scenario;
        let mut wrote: BTreeMap<Fact<'a>, BTreeSet<Fact<'a>>> = BTreeMap::new();
        for stage in scenario.stages.iter().filter(|s| is_history(scenario, s)) {
            self.settled.insert(Fact::Acted(stage.id.id()));
            for fact in stage.effects.iter().filter_map(written) {
                wrote.entry(variable(fact)).or_default().insert(fact);
            }
        }
        for (variable_of, facts) in wrote {
            // Where history wrote two things, chance may decide which came last.
            if facts.len() == 1 {
                let over = self
                    .initial
                    .iter()
                    .filter(|fact| variable(**fact) == variable_of && !facts.contains(fact));
                self.gone.extend(over.copied().collect::<Vec<_>>());
            }
        }
    }
}

/// Whether a stage happens before STARTEX in every run.
fn is_history(scenario: &Scenario, stage: &Stage) -> bool {
    let before = stage
        .at
        .is_some_and(|at| scenario.moment(at) + stage.within < Moment::START);
    before
        && stage.requires.is_none()
        && !effects(scenario)
            .any(|effect| matches!(effect, Effect::Stop(stopped) if *stopped == stage.id))
}

/// Every effect of a scenario but what follows after ENDEX.
pub(super) fn effects(scenario: &Scenario) -> impl Iterator<Item = &Effect> {
    let stages = scenario
        .stages
        .iter()
        .flat_map(|s| s.effects.iter().chain(&s.missed));
    stages
        .chain(scenario.reactions.iter().flat_map(|r| &r.effects))
        .chain(scenario.actions.iter().flat_map(|a| &a.effects))
        .chain(scenario.injects.iter().flat_map(|i| &i.effects))
        .chain(scenario.readiness.iter().flat_map(|r| &r.when_off))
}

/// What an effect makes so, whatever was so before.
fn written(effect: &Effect) -> Option<Fact<'_>> {
    Some(match effect {
        Effect::SetAsset { asset, status } => Fact::Asset(asset.id(), *status),
        Effect::Plant(foothold) => Fact::Planted(foothold.id(), true),
        Effect::Remove(foothold) => Fact::Planted(foothold.id(), false),
        Effect::SetSecret { secret, status } => Fact::Secret(secret.id(), *status),
        Effect::SetVector { vector, status } => Fact::Vector(vector.id(), *status),
        Effect::Block(address) => Fact::Blocked(address.id(), true),
        Effect::Unblock(address) => Fact::Blocked(address.id(), false),
        Effect::Apply(measure) => Fact::InForce(measure.id(), true),
        Effect::Lift(measure) => Fact::InForce(measure.id(), false),
        _ => return None,
    })
}

/// One name for all facts of which only one is so at a time.
fn variable(fact: Fact<'_>) -> Fact<'_> {
    match fact {
        Fact::Asset(id, _) => Fact::Asset(id, AssetStatus::Online),
        Fact::Planted(id, _) => Fact::Planted(id, false),
        Fact::Secret(id, _) => Fact::Secret(id, SecretStatus::Valid),
        Fact::Vector(id, _) => Fact::Vector(id, VectorStatus::Open),
        Fact::Blocked(id, _) => Fact::Blocked(id, false),
        Fact::InForce(id, _) => Fact::InForce(id, false),
        other => other,
    }
}

/// How the world is before anything has happened in it.
fn initial(scenario: &Scenario) -> BTreeSet<Fact<'_>> {
    let mut facts = BTreeSet::from([Fact::Aware(Awareness::Unaware)]);
    for asset in &scenario.assets {
        facts.insert(Fact::Asset(asset.id.id(), AssetStatus::Online));
        if !asset.hidden {
            facts.insert(Fact::Known(asset.id.id()));
        }
    }
    for foothold in &scenario.footholds {
        facts.insert(Fact::Planted(foothold.id.id(), false));
    }
    for secret in &scenario.secrets {
        facts.insert(Fact::Secret(secret.id.id(), SecretStatus::Valid));
        facts.insert(Fact::Known(secret.id.id()));
    }
    for vector in &scenario.vectors {
        facts.insert(Fact::Vector(vector.id.id(), VectorStatus::Open));
        if !vector.hidden {
            facts.insert(Fact::Known(vector.id.id()));
        }
    }
    for address in &scenario.addresses {
        facts.insert(Fact::Blocked(address.id.id(), false));
        if !address.hidden {
            facts.insert(Fact::Known(address.id.id()));
        }
    }
    for measure in &scenario.measures {
        facts.insert(Fact::InForce(measure.id.id(), false));
        facts.insert(Fact::Known(measure.id.id()));
    }
    let open = |asset: &crate::base::id::AssetId| scenario.asset(asset).is_some_and(|a| !a.hidden);
    for evidence in &scenario.evidence {
        facts.insert(Fact::Evidence(evidence.id.id(), EvidenceStatus::Available));
        if !evidence.hidden && open(&evidence.asset) {
            facts.insert(Fact::Known(evidence.id.id()));
        }
    }
    for point in scenario.restore_points.iter().filter(|p| open(&p.asset)) {
        facts.insert(Fact::Known(point.id.id()));
    }
    facts
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use super::*;
    use crate::player::{Player, Rehearsal, Run};
    use crate::scenario::{Condition, load, load_script};
    use crate::world::event::Presence;
    use crate::world::holds::holds;
    use crate::world::{Event, Work};

    /// The fact that an event is, if it is one.
    fn facts(event: &Event) -> Vec<Fact<'_>> {
        vec![match event {
            Event::StageActed { stage, .. } => Fact::Acted(stage.id()),
            Event::StageMissed { stage, .. } => Fact::Missed(stage.id()),
            Event::ReactionActed { reaction } => Fact::Reacted(reaction.id()),
            Event::AwarenessChanged { to } => Fact::Aware(*to),
            Event::DataLeft { dataset, .. } => Fact::Leaked(dataset.id()),
            Event::AssetChanged { asset, to } => Fact::Asset(asset.id(), *to),
            Event::FootholdChanged { foothold, to } => {
                Fact::Planted(foothold.id(), *to == Presence::Present)
            }
            Event::SecretChanged { secret, to } => Fact::Secret(secret.id(), *to),
            Event::VectorChanged { vector, to } => Fact::Vector(vector.id(), *to),
            Event::AddressChanged { address, blocked } => Fact::Blocked(address.id(), *blocked),
            Event::MeasureChanged { measure, in_force } => Fact::InForce(measure.id(), *in_force),
            Event::EvidenceCollected { evidence, .. } => {
                Fact::Evidence(evidence.id(), EvidenceStatus::Collected)
            }
            Event::EvidenceLost { evidence } => Fact::Evidence(evidence.id(), EvidenceStatus::Lost),
            Event::Restored { point } => Fact::Restored(point.id()),
            Event::Learned { subject } => Fact::Known(subject),
            Event::AlertRaised { alert } => Fact::Raised(alert.id()),
            Event::InjectDelivered { inject } => Fact::Delivered(inject.id()),
            Event::HarmDone { harm } => Fact::Harmed(harm.id()),
            Event::Pinned {
                shows: Some(trace), ..
            } => Fact::Readable(trace.id()),
            Event::TaskBegun { task } => match &task.work {
                Work::Action { action, .. } => Fact::Ordered(action.id()),
                Work::Approval { .. } => return Vec::new(),
            },
            _ => return Vec::new(),
        }]
    }

    fn parts(scenario: &Scenario) -> impl Iterator<Item = &Condition> {
        let steps = scenario.steps.iter();
        let parts = steps.flat_map(|s| s.parts.iter().chain(&s.over).chain(&s.after));
        let harms = scenario.harms.iter().filter_map(|harm| harm.when.as_ref());
        let claims = scenario.messages.iter().flat_map(|m| &m.claims);
        let claims = claims.flat_map(|claim| claim.true_when.iter().chain(&claim.known_when));
        parts.chain(harms).chain(claims)
    }

    fn agrees(reach: &Reach<'_>, scenario: &Scenario, run: &Run, who: &str) -> usize {
        let mut looked = 0;
        for entry in &run.entries {
            for fact in facts(&entry.event) {
                let reached = reach.earliest(fact, View::Ever);
                assert!(
                    reached.is_some_and(|at| at <= entry.at),
                    "{who}: {fact:?} at {}, held for possible from {reached:?}",
                    entry.at
                );
                looked += 1;
            }
        }
        for condition in parts(scenario) {
            let truth = reach.truth(condition, View::Play);
            let so = holds(scenario, &run.state, condition);
            let possible = if so { truth.holds } else { truth.fails };
            assert!(possible.is_some(), "{who}: {condition:?} is {so}");
        }
        looked
    }

    fn scenarios() -> Vec<PathBuf> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = vec![root.join("tests/lint/base.ron")];
        for folder in ["scenarios", "tests/scenarios"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let inner = path.join("scenario.ron");
                found.push(if inner.is_file() { inner } else { path });
            }
        }
        found.retain(|path| path.extension().is_some_and(|ending| ending == "ron"));
        found
    }

    /// The promise on which every finding stands, held against what players really do.
    #[test]
    fn no_run_reaches_anything_sooner_or_else() {
        let mut looked = 0;
        for path in scenarios() {
            let loaded = load(&std::fs::read(&path).unwrap());
            let scenario = Arc::new(loaded.scenario.unwrap());
            let reach = Reach::of(&scenario).unwrap();
            let off: Vec<_> = scenario.readiness.iter().map(|r| r.id.clone()).collect();
            for off in [Vec::new(), off] {
                let rehearsal = Rehearsal::new(&scenario, off);
                for (player, seed) in Player::ALL
                    .into_iter()
                    .flat_map(|p| [(p, 1), (p, 2), (p, 3)])
                {
                    let run = rehearsal.play(player, seed);
                    let who = format!("{}: {player}, seed {seed}", path.display());
                    looked += agrees(&reach, &scenario, &run, &who);
                }
                let scripts = path.parent().unwrap().join("paths");
                for entry in std::fs::read_dir(scripts).into_iter().flatten() {
                    let path = entry.unwrap().path();
                    let script = load_script(&std::fs::read(&path).unwrap()).script.unwrap();
                    let run = rehearsal.play_commands(&script.commands, 1);
                    looked += agrees(&reach, &scenario, &run, &path.display().to_string());
                }
            }
        }
        assert!(looked > 5_000, "{looked}");
    }
}

//! What a participant can see: the world as the trainees know it.
//!
//! Only what is known is in it. The scenario's own items that it hands out carry their author's answers
//! (an alert's truth, an inject's expected action); `tests/architecture.rs` keeps the exercise room's
//! panels from naming them.

use std::collections::BTreeMap;

use crate::base::id::{AlertId, AssetId, Id, InjectId, PersonId};
use crate::base::{Moment, Span};
use crate::scenario::{
    Action, Address, Alert, Asset, AssetStatus, Evidence, EvidenceStatus, Fact, Foothold, Inject,
    Person, Scenario, Vector,
};
use crate::scenario::{TaskId, Verb};
use crate::world::holds::{holds, is_known};
use crate::world::state::{AlertState, InjectState, Task, TaskProgress};
use crate::world::{State, Work};

mod evidence;
mod hints;

pub use evidence::{AlertLine, Custody, PinView};
pub use hints::HintsView;

/// The trainees' view of a state.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    scenario: &'a Scenario,
    state: &'a State,
}

/// Where an alert is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertStage {
    /// Nobody has looked at it.
    New,
    /// Somebody has taken it up.
    Acknowledged,
    /// It has a verdict.
    Closed,
}

/// Whether a known foothold is still there, as far as the trainees can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FootholdView {
    /// Found, and not yet dealt with.
    Found,
    /// Found and removed.
    Removed,
}

/// Why an action can't be ordered now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unready(pub String);

impl<'a> Picture<'a> {
    /// The trainees' view of a state.
    #[must_use]
    pub fn new(scenario: &'a Scenario, state: &'a State) -> Self {
        Self { scenario, state }
    }

    /// The alerts that were raised, newest first.
    #[must_use]
    pub fn alerts(&self) -> Vec<(&'a Alert, &'a AlertState)> {
        let mut alerts: Vec<_> = self
            .state
            .alerts
            .iter()
            .filter_map(|(id, state)| self.scenario.alert(id).map(|alert| (alert, state)))
            .collect();
        alerts.sort_by_key(|(alert, state)| (std::cmp::Reverse(state.raised), alert.id.clone()));
        alerts
    }

    /// Where an alert is in its life; none if it was not raised.
    #[must_use]
    pub fn alert_stage(&self, id: &AlertId) -> Option<AlertStage> {
        let state = self.state.alerts.get(id)?;
        Some(match (&state.closed, state.acknowledged) {
            (Some(_), _) => AlertStage::Closed,
            (None, Some(_)) => AlertStage::Acknowledged,
            (None, None) => AlertStage::New,
        })
    }

    /// The injects that came, newest first.
    #[must_use]
    pub fn injects(&self) -> Vec<(&'a Inject, &'a InjectState)> {
        let msel = self.state.msel(self.scenario);
        let msel: BTreeMap<&InjectId, &Inject> = msel.map(|inject| (&inject.id, inject)).collect();
        let mut injects: Vec<_> = self
            .state
            .injects
            .iter()
            .filter_map(|(id, state)| msel.get(id).map(|inject| (*inject, state)))
            .collect();
        injects
            .sort_by_key(|(inject, state)| (std::cmp::Reverse(state.delivered), inject.id.clone()));
        injects
    }

    /// The assets that are known.
    #[must_use]
    pub fn assets(&self) -> Vec<(&'a Asset, AssetStatus)> {
        let known = self
            .scenario
            .assets
            .iter()
            .filter(|asset| self.knows(asset.id.id()));
        known.map(|asset| (asset, self.status(&asset.id))).collect()
    }

    /// The state of an asset, which its operators see.
    #[must_use]
    pub fn status(&self, asset: &AssetId) -> AssetStatus {
        self.state
            .assets
            .get(asset)
            .copied()
            .unwrap_or(AssetStatus::Online)
    }

    /// The attacker's footholds that were found on an asset. Whether one is gone is what the trainees
    /// believe from their own work; that it came back, they must find out.
    #[must_use]
    pub fn footholds_on(&self, asset: &AssetId) -> Vec<(&'a Foothold, FootholdView)> {
        let found = self
            .scenario
            .footholds
            .iter()
            .filter(|f| f.asset == *asset && self.knows(f.id.id()));
        found
            .map(|foothold| {
                let removed = self.is_thought_removed(foothold);
                (
                    foothold,
                    if removed {
                        FootholdView::Removed
                    } else {
                        FootholdView::Found
                    },
                )
            })
            .collect()
    }

    fn is_thought_removed(&self, foothold: &Foothold) -> bool {
        let done_on = |action: &Action, target: &Id| {
            self.state
                .actions
                .get(&action.id)
                .is_some_and(|history| history.on.contains_key(target))
        };
        self.scenario
            .actions
            .iter()
            .any(|action| match action.verb {
                Verb::Remove => done_on(action, foothold.id.id()),
                Verb::Rebuild => done_on(action, foothold.asset.id()),
                Verb::Restore => {
                    let mut points = self
                        .scenario
                        .restore_points
                        .iter()
                        .filter(|p| p.asset == foothold.asset);
                    points.any(|point| done_on(action, point.id.id()))
                }
                _ => false,
            })
    }

    /// Alerts on an asset that have no verdict yet.
    #[must_use]
    pub fn open_alerts_on(&self, asset: &AssetId) -> usize {
        self.alerts()
            .iter()
            .filter(|(alert, state)| alert.asset == *asset && state.closed.is_none())
            .count()
    }

    /// The facts that were found, in the order in which they were.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'a Fact, Moment)> {
        let mut facts: Vec<_> = self
            .scenario
            .facts
            .iter()
            .filter_map(|fact| self.state.known.get(fact.id.id()).map(|at| (fact, *at)))
            .collect();
        facts.sort_by_key(|(_, at)| *at);
        facts
    }

    /// The outside addresses that are known, and whether each is blocked.
    #[must_use]
    pub fn addresses(&self) -> Vec<(&'a Address, bool)> {
        let known = self
            .scenario
            .addresses
            .iter()
            .filter(|address| self.knows(address.id.id()));
        known
            .map(|address| (address, self.state.blocked.contains(&address.id)))
            .collect()
    }

    /// The holes that are known.
    #[must_use]
    pub fn vectors(&self) -> Vec<&'a Vector> {
        self.scenario
            .vectors
            .iter()
            .filter(|vector| self.knows(vector.id.id()))
            .collect()
    }

    /// The evidence that is known, and since when it is saved. That something is lost shows only when
    /// somebody tries to save it.
    #[must_use]
    pub fn evidence(&self) -> Vec<(&'a Evidence, Option<Moment>)> {
        let known = self
            .scenario
            .evidence
            .iter()
            .filter(|evidence| self.knows(evidence.id.id()));
        known
            .map(|evidence| {
                let state = self.state.evidence.get(&evidence.id);
                let saved = state
                    .filter(|item| item.status == EvidenceStatus::Collected)
                    .and_then(|item| item.since);
                (evidence, saved)
            })
            .collect()
    }

    /// Whether the trainees know of a thing.
    #[must_use]
    pub fn knows(&self, subject: &Id) -> bool {
        is_known(self.state, subject)
    }

    /// The people, and what keeps each busy.
    #[must_use]
    pub fn people(&self) -> Vec<(&'a Person, Option<(TaskId, &'a Task)>)> {
        self.scenario
            .people
            .iter()
            .map(|person| (person, self.state.busy_with(&person.id)))
            .collect()
    }

    /// Until when a person is busy.
    #[must_use]
    pub fn busy_until(&self, person: &PersonId) -> Option<Moment> {
        let (_, task) = self.state.busy_with(person)?;
        let event = task
            .event
            .as_ref()
            .and_then(|event| self.state.plans.get(event));
        Some(event.and_then(|plan| plan.ready).unwrap_or(task.ends))
    }

    /// The work under way, soonest end first.
    #[must_use]
    pub fn running(&self) -> Vec<(TaskId, &'a Task)> {
        let mut tasks: Vec<_> = self
            .state
            .tasks
            .iter()
            .filter(|(_, task)| task.progress == TaskProgress::Running)
            .map(|(id, task)| (*id, task))
            .collect();
        tasks.sort_by_key(|(id, task)| (task.ends, *id));
        tasks
    }

    /// What a piece of work is called.
    #[must_use]
    pub fn work_name(&self, work: &Work) -> String {
        match work {
            Work::Action { action, on } => {
                let name = self
                    .scenario
                    .action(action)
                    .map_or(action.as_str(), |a| &a.name);
                if on.is_empty() {
                    return name.to_owned();
                }
                let targets: Vec<String> = on.iter().map(|target| self.name_of(target)).collect();
                format!("{name}: {}", targets.join(", "))
            }
            Work::Approval { message } => {
                let subject = self
                    .scenario
                    .message(message)
                    .map_or(message.as_str(), |m| &m.subject);
                format!("Approve: {subject}")
            }
        }
    }

    /// The targets of an action that are known, which is all that can be aimed at.
    #[must_use]
    pub fn targets(&self, action: &'a Action) -> Vec<&'a Id> {
        action
            .targets
            .iter()
            .filter(|target| self.knows(target))
            .collect()
    }

    /// Why an action can't be ordered now, whoever does it.
    #[must_use]
    pub fn unready(&self, action: &'a Action) -> Option<Unready> {
        let unmet = action
            .needs
            .iter()
            .find(|need| !holds(self.scenario, self.state, &need.condition));
        if let Some(need) = unmet {
            return Some(Unready(need.otherwise.clone()));
        }
        let blind = !action.targets.is_empty() && self.targets(action).is_empty();
        blind.then(|| Unready("Nothing to aim it at has been found yet".to_owned()))
    }

    /// How long an action takes on so many targets, for somebody with the role and for somebody without.
    #[must_use]
    pub fn takes(&self, action: &Action, targets: usize, fits: bool) -> Span {
        let further = u64::try_from(targets.saturating_sub(1)).unwrap_or(u64::MAX);
        let usual = action.duration.plus(action.each.times(further));
        if fits { usual } else { usual.times(2) }
    }

    /// The name on screen of anything an action can be aimed at.
    #[must_use]
    pub fn name_of(&self, id: &Id) -> String {
        name_of(self.scenario, id).unwrap_or_else(|| id.to_string())
    }
}

/// The name on screen of anything in a scenario that has one.
#[must_use]
pub fn name_of(scenario: &Scenario, id: &Id) -> Option<String> {
    let named = |name: &str| Some(name.to_owned());
    if let Some(asset) = scenario.assets.iter().find(|x| x.id.id() == id) {
        return named(&asset.name);
    }
    if let Some(address) = scenario.addresses.iter().find(|x| x.id.id() == id) {
        return named(&address.value);
    }
    if let Some(foothold) = scenario.footholds.iter().find(|x| x.id.id() == id) {
        return named(&foothold.name);
    }
    if let Some(secret) = scenario.secrets.iter().find(|x| x.id.id() == id) {
        return named(&secret.name);
    }
    if let Some(vector) = scenario.vectors.iter().find(|x| x.id.id() == id) {
        return named(&vector.name);
    }
    if let Some(evidence) = scenario.evidence.iter().find(|x| x.id.id() == id) {
        return named(&evidence.name);
    }
    if let Some(point) = scenario.restore_points.iter().find(|x| x.id.id() == id) {
        return named(&point.name);
    }
    if let Some(measure) = scenario.measures.iter().find(|x| x.id.id() == id) {
        return named(&measure.name);
    }
    scenario
        .facts
        .iter()
        .find(|x| x.id.id() == id)
        .map(|fact| fact.text.clone())
}

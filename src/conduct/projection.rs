//! What the projector may show: the room's knowledge, and nothing beside it.
//!
//! Panels of the projector read this and nothing else; `tests/spoilers.rs` holds that none of the hidden
//! truth is in it at any moment.

use serde::Serialize;

use crate::base::Moment;
use crate::base::id::{AlertId, AssetId, InjectId};
use crate::exercise::Picture;
use crate::scenario::{AssetKind, AssetStatus, Channel, Mode, Phase, Scenario, Severity};
use crate::world::State;

/// Something that reached the room: a message or an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrival {
    /// When.
    pub at: Moment,
    /// What.
    pub what: Arrived,
}

/// What reached the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Arrived {
    /// An inject.
    Inject {
        /// Which.
        id: InjectId,
        /// The way it came.
        channel: Channel,
        /// The headline.
        title: String,
        /// Who it comes from.
        from: String,
        /// The names of the roles that it is for; everybody if empty.
        to: Vec<String>,
        /// What it says.
        text: String,
    },
    /// An alert.
    Alert {
        /// Which.
        id: AlertId,
        /// How bad the sensor holds it to be.
        severity: Severity,
        /// The name of the sensor.
        sensor: String,
        /// The name of the asset.
        asset: String,
        /// The headline.
        title: String,
        /// What it says.
        text: String,
    },
}

/// An asset on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Which.
    pub id: AssetId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AssetKind,
    /// The part of the network it stands in.
    pub zone: String,
    /// Its state, as its operators see it.
    pub status: AssetStatus,
    /// How many alerts on it have no verdict.
    pub alerts: usize,
    /// How many footholds of the attacker were found on it and not yet dealt with.
    pub found: usize,
}

/// What the projector shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Projection {
    /// The exercise's code name; a title may tell too much.
    pub title: String,
    /// The module that is open, if any: its title and situation.
    pub module: Option<(String, String)>,
    /// Whether something has reached the room since it was opened.
    pub is_busy: bool,
    /// How things stand, as the briefing or the open module says it.
    pub situation: String,
    /// Who moves the story.
    pub mode: Mode,
    /// Where in the playbook the room is, as the facilitator shows it.
    pub phase: Option<Phase>,
    /// The phases that the playbook has steps in.
    pub phases: Vec<Phase>,
    /// What covers everything else.
    pub announcement: Option<String>,
    /// What reached the room, newest first.
    pub arrivals: Vec<Arrival>,
    /// The known assets.
    pub map: Vec<Node>,
    /// The facts that were found, newest first.
    pub facts: Vec<(Moment, String)>,
}

impl Projection {
    /// What the projector may show of a state.
    #[must_use]
    pub fn new(scenario: &Scenario, state: &State) -> Self {
        let picture = Picture::new(scenario, state);
        let module = state.conduct.module.as_ref().and_then(|(id, _)| {
            let modules = super::modules::modules(scenario);
            let module = modules.iter().find(|module| module.id == *id)?;
            Some((module.title.clone(), module.situation.clone()))
        });
        let situation = match &module {
            Some((_, situation)) if !situation.is_empty() => situation.clone(),
            _ => scenario.briefing.situation.clone(),
        };
        let phases = Phase::ALL
            .into_iter()
            .filter(|phase| scenario.steps.iter().any(|step| step.phase == *phase));
        let mut facts: Vec<_> = picture
            .facts()
            .into_iter()
            .map(|(fact, at)| (at, fact.text.clone()))
            .collect();
        facts.reverse();
        Self {
            title: scenario.code_name.clone(),
            module,
            is_busy: state.injects.len() + state.alerts.len() > state.conduct.module_after,
            situation,
            mode: state.conduct.mode,
            phase: state.conduct.phase,
            phases: phases.collect(),
            announcement: state
                .conduct
                .announcement
                .as_ref()
                .map(|(_, text)| text.clone()),
            arrivals: arrivals(scenario, &picture),
            map: map(&picture),
            facts,
        }
    }
}

fn arrivals(scenario: &Scenario, picture: &Picture<'_>) -> Vec<Arrival> {
    let injects = picture
        .injects()
        .into_iter()
        .map(|(inject, state)| Arrival {
            at: state.delivered,
            what: Arrived::Inject {
                id: inject.id.clone(),
                channel: inject.channel,
                title: inject.title.clone(),
                from: inject.from.clone(),
                to: inject
                    .to
                    .iter()
                    .filter_map(|role| scenario.role(role))
                    .map(|role| role.name.clone())
                    .collect(),
                text: inject.text.clone(),
            },
        });
    let name = |asset: &AssetId| scenario.asset(asset).map(|asset| asset.name.clone());
    let alerts = picture.alerts().into_iter().map(|(alert, state)| Arrival {
        at: state.raised,
        what: Arrived::Alert {
            id: alert.id.clone(),
            severity: alert.severity,
            sensor: scenario
                .sensor(&alert.sensor)
                .map(|sensor| sensor.name.clone())
                .unwrap_or_default(),
            asset: name(&alert.asset).unwrap_or_default(),
            title: alert.title.clone(),
            text: alert.detail.clone(),
        },
    });
    let mut all: Vec<Arrival> = injects.chain(alerts).collect();
    all.sort_by_key(|arrival| std::cmp::Reverse(arrival.at));
    all
}

fn map(picture: &Picture<'_>) -> Vec<Node> {
    let node = |(asset, status): (&crate::scenario::Asset, AssetStatus)| {
        let footholds = picture.footholds_on(&asset.id);
        let found = footholds
            .iter()
            .filter(|(_, view)| *view == crate::exercise::FootholdView::Found);
        Node {
            id: asset.id.clone(),
            name: asset.name.clone(),
            kind: asset.kind,
            zone: asset.zone.clone(),
            status,
            alerts: picture.open_alerts_on(&asset.id),
            found: found.count(),
        }
    };
    picture.assets().into_iter().map(node).collect()
}

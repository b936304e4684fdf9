//! What participants must not read yet: every text of a scenario but those that they may know at a moment.
//!
//! The scenario is walked in its data form, so that a new field is hidden until somebody says here that it is not.

use std::collections::BTreeSet;

use hotwash::base::Id;
use hotwash::exercise::picture::name_of;
use hotwash::scenario::modules::modules;
use hotwash::scenario::{Phase, Scenario};
use hotwash::world::State;
use hotwash::world::holds::is_known;
use serde_json::Value;

/// Shorter texts are words that stand anywhere.
const SHORTEST: usize = 12;

/// The texts of one scenario.
pub(crate) struct Spoilers<'a> {
    scenario: &'a Scenario,
    all: Vec<String>,
}

impl<'a> Spoilers<'a> {
    /// Gathers every text of a scenario, and of the modules that it has without saying so.
    pub(crate) fn new(scenario: &'a Scenario) -> Self {
        let mut all = BTreeSet::new();
        let data = serde_json::to_value(scenario).expect("a scenario has a data form");
        gather(&data, &[], &mut all);
        let modules = serde_json::to_value(&*modules(scenario)).expect("modules have one, too");
        gather(&modules, &[], &mut all);
        all.retain(|text| text.chars().count() >= SHORTEST);
        Self {
            scenario,
            all: all.into_iter().collect(),
        }
    }

    /// How many texts there are to look for.
    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// The texts within this one that participants may not know at this moment.
    pub(crate) fn within(&self, text: &str, state: &State) -> Vec<&str> {
        let mut hits = self.all.iter().filter(|hidden| text.contains(&***hidden));
        let Some(first) = hits.next() else {
            return Vec::new();
        };
        let known = known(self.scenario, state);
        let is_hidden = |hit: &&String| !known.iter().any(|known| known.contains(&***hit));
        let hits = std::iter::once(first).chain(hits);
        hits.filter(is_hidden).map(String::as_str).collect()
    }
}

/// Every text of a value, but those of these fields.
pub(crate) fn gather(value: &Value, but: &[&str], into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, but, into)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if !but.contains(&name.as_str()) {
                    gather(value, but, into);
                }
            }
        }
        _ => {}
    }
}

/// What participants may know at a moment.
fn known(scenario: &Scenario, state: &State) -> Vec<String> {
    let mut known = vec![
        scenario.title.clone(),
        scenario.code_name.clone(),
        scenario.summary.clone(),
        scenario.briefing.organisation.clone(),
        scenario.briefing.situation.clone(),
    ];
    // The phases are the playbook's, in the data form in which a projection names them.
    known.extend(Phase::ALL.map(|phase| format!("{phase:?}")));
    let mut add = |text: &str| known.push(text.to_owned());
    for objective in &scenario.briefing.objectives {
        add(&objective.text);
    }
    scenario.roles.iter().for_each(|role| add(&role.name));
    scenario.people.iter().for_each(|person| add(&person.name));
    scenario.parties.iter().for_each(|party| add(&party.name));
    for step in &scenario.steps {
        add(&step.heading);
        add(&step.text);
    }
    for asset in scenario
        .assets
        .iter()
        .filter(|a| is_known(state, a.id.id()))
    {
        add(&asset.name);
        add(&asset.zone);
    }
    for id in state.known.keys() {
        add(&name_of(scenario, id).unwrap_or_default());
    }
    arrived(scenario, state, &mut add);
    opened(scenario, state, &mut add);
    if let Some((_, text)) = &state.conduct.announcement {
        add(text);
    }
    known
}

/// Injects that came and alerts that were raised.
fn arrived(scenario: &Scenario, state: &State, add: &mut impl FnMut(&str)) {
    let injects = state.injects.keys();
    for inject in injects.filter_map(|id| state.inject(scenario, id)) {
        add(&inject.title);
        add(&inject.from);
        add(&inject.text);
    }
    for alert in state.alerts.keys().filter_map(|id| scenario.alert(id)) {
        add(&alert.title);
        add(&alert.detail);
        let sensor = scenario.sensor(&alert.sensor);
        add(sensor.map_or("", |sensor| &sensor.name));
        let asset = scenario.asset(&alert.asset);
        add(asset.map_or("", |asset| &asset.name));
    }
}

/// The modules up to the open one.
fn opened(scenario: &Scenario, state: &State, add: &mut impl FnMut(&str)) {
    let Some((open, _)) = &state.conduct.module else {
        return;
    };
    let modules = modules(scenario);
    let place = modules.iter().position(|module| module.id == *open);
    for module in modules.iter().take(place.map_or(0, |place| place + 1)) {
        add(&module.title);
        add(&module.situation);
    }
}

/// Whether participants know of a thing from the start.
pub(crate) fn is_open(scenario: &Scenario, id: &Id) -> bool {
    is_known(&State::new(scenario), id)
}

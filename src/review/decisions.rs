//! What was decided, and what was known and true when it was.

use std::cmp::Reverse;

use serde::Serialize;

use super::wording::{chosen, launched};
use crate::base::id::ChoiceId;
use crate::base::{Id, Moment};
use crate::exercise::picture::name_of;
use crate::exercise::{FootholdView, Picture};
use crate::scenario::{
    Awareness, Command, Confidence, Decision, DecisionOption, Facilitation, RoomDecision, Scenario,
    SecretStatus,
};
use crate::world::apply::apply;
use crate::world::holds::{holds_or_absent, is_data_leaving, is_known};
use crate::world::{Entry, Event, Presence, State};

/// An option of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Whether it was sound at that moment; none where nobody judges.
    pub sound: Option<bool>,
}

/// A decision as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionReview {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// What was decided.
    pub question: String,
    /// The options; none where the room wrote its own.
    pub choices: Vec<Choice>,
    /// What was chosen, in words.
    pub chosen: String,
    /// Why.
    pub reason: String,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// Whether it was sound at that moment, by the world; none where nobody judges.
    pub sound: Option<bool>,
    /// What the responders knew then, newest first.
    pub known: Vec<String>,
    /// What was true then and not known.
    pub hidden: Vec<String>,
    /// Who objected, and why, where the room wrote it down.
    pub objections: String,
    /// How many entries of the record there were just after it.
    pub entry: usize,
}

/// What was decided, in order.
#[must_use]
pub(super) fn decisions(scenario: &Scenario, entries: &[Entry]) -> Vec<DecisionReview> {
    let mut state = State::new(scenario);
    let mut all = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        apply(&mut state, entry);
        let moment = Looking {
            scenario,
            state: &state,
            at: entry.at,
            entry: place + 1,
        };
        all.extend(moment.decided(&entry.event));
    }
    all
}

/// The moment after an entry.
struct Looking<'a> {
    scenario: &'a Scenario,
    state: &'a State,
    at: Moment,
    entry: usize,
}

impl Looking<'_> {
    fn decided(&self, event: &Event) -> Option<DecisionReview> {
        match event {
            Event::DecisionTaken {
                decision,
                options,
                reason,
                confidence,
                sound,
            } => {
                let decision = self.scenario.decision(decision)?;
                Some(DecisionReview {
                    question: decision.question.clone(),
                    chosen: chosen(decision, options),
                    choices: self.choices(decision, options),
                    reason: reason.clone(),
                    confidence: Some(*confidence),
                    sound: Some(*sound),
                    ..self.blank()
                })
            }
            Event::EventLaunched { event, .. } => {
                let plan = self.state.plans.get(event)?;
                let mut reasons: Vec<&str> = plan.orders.iter().map(|o| o.reason.trim()).collect();
                reasons.retain(|reason| !reason.is_empty());
                reasons.dedup();
                Some(DecisionReview {
                    question: "Launch of a remediation event".to_owned(),
                    chosen: launched(self.scenario, self.state, event),
                    reason: reasons.join("; "),
                    ..self.blank()
                })
            }
            Event::Commanded {
                command: Command::Facilitate(deed),
                ..
            } => match &**deed {
                Facilitation::Decided(decision) => Some(DecisionReview {
                    question: "The room decided".to_owned(),
                    choices: room_choices(decision),
                    chosen: decision.text.clone(),
                    reason: decision.reason.clone(),
                    confidence: decision.confidence,
                    objections: decision.objections.join("; "),
                    ..self.blank()
                }),
                _ => None,
            },
            _ => None,
        }
    }

    /// A decision at this moment of which nothing is said yet but what was known and true.
    fn blank(&self) -> DecisionReview {
        DecisionReview {
            at: self.at,
            question: String::new(),
            choices: Vec::new(),
            chosen: String::new(),
            reason: String::new(),
            confidence: None,
            sound: None,
            known: self.known(),
            hidden: self.hidden(),
            objections: String::new(),
            entry: self.entry,
        }
    }

    fn choices(&self, decision: &Decision, options: &[ChoiceId]) -> Vec<Choice> {
        let choice = |option: &DecisionOption| Choice {
            text: option.text.clone(),
            chosen: options.contains(&option.id),
            // An option without a condition is sound whenever it is chosen.
            sound: Some(holds_or_absent(
                self.scenario,
                self.state,
                option.sound_when.as_ref(),
            )),
        };
        decision.options.iter().map(choice).collect()
    }

    fn known(&self) -> Vec<String> {
        // What everybody knows from the briefing on needs no telling.
        let learned = |(_, at): &(&Id, &Moment)| **at > Moment::START;
        let mut known: Vec<_> = self.state.known.iter().filter(learned).collect();
        known.sort_by_key(|(id, at)| (Reverse(**at), (*id).clone()));
        let named = known
            .into_iter()
            .filter_map(|(id, at)| Some(format!("{} (since {at})", known_as(self.scenario, id)?)));
        named.collect()
    }

    /// What the attacker holds and nobody knew of, and what went on unseen.
    fn hidden(&self) -> Vec<String> {
        let (scenario, state) = (self.scenario, self.state);
        let picture = Picture::new(scenario, state);
        let mut all = Vec::new();
        if is_data_leaving(scenario, state) {
            all.push("Data was leaving".to_owned());
        }
        for foothold in &scenario.footholds {
            if state.footholds.get(&foothold.id) != Some(&Presence::Present) {
                continue;
            }
            let what = named_on(&foothold.name, &picture.name_of(foothold.asset.id()));
            let views = picture.footholds_on(&foothold.asset);
            let view = views.iter().find(|(seen, _)| seen.id == foothold.id);
            match view.map(|(_, view)| *view) {
                None => all.push(what),
                Some(FootholdView::Removed) => {
                    all.push(format!("{what}: thought removed, still there"));
                }
                Some(FootholdView::Found) => {}
            }
        }
        for secret in &scenario.secrets {
            let stolen = state.secrets.get(&secret.id) == Some(&SecretStatus::Stolen);
            if stolen && !is_known(state, secret.id.id()) {
                all.push(format!("{} was in the attacker's hands", secret.name));
            }
        }
        match state.awareness {
            Awareness::Unaware => {}
            Awareness::Suspicious => all.push("The attacker was suspicious".to_owned()),
            Awareness::Alerted => all.push("The attacker knew of the responders".to_owned()),
        }
        all
    }
}

/// A thing and where it is; many names say that themselves, some of them in part.
fn named_on(name: &str, asset: &str) -> String {
    if name.contains(asset) {
        return name.to_owned();
    }
    // "Copies on the removable disk" and "Removable disk CX4471": only the disk's number is new.
    let lower = name.to_lowercase();
    let said = |word: &&str| lower.contains(&word.to_lowercase());
    let words: Vec<&str> = asset.split_whitespace().collect();
    let new: Vec<&str> = words.iter().copied().skip_while(said).collect();
    match new.len() {
        0 => name.to_owned(),
        n if n < words.len() => format!("{name} ({})", new.join(" ")),
        _ => format!("{name} on {asset}"),
    }
}

/// What is known once this is: a fact says it itself; of a thing, all that is sure is that it came up.
fn known_as(scenario: &Scenario, id: &Id) -> Option<String> {
    let name = name_of(scenario, id)?;
    let is_fact = scenario.facts.iter().any(|fact| fact.id.id() == id);
    let is_address = scenario.addresses.iter().any(|x| x.id.id() == id);
    let is_foothold = scenario.footholds.iter().any(|x| x.id.id() == id);
    Some(match (is_fact, is_foothold, is_address) {
        (true, ..) => name,
        (_, true, _) => format!("Found: {name}"),
        (.., true) => format!("The address {name} had come up"),
        _ => format!("{name} had come up"),
    })
}

fn room_choices(decision: &RoomDecision) -> Vec<Choice> {
    let choice = |text: &String| Choice {
        text: text.clone(),
        chosen: *text == decision.text,
        sound: None,
    };
    decision.options.iter().map(choice).collect()
}

#[cfg(test)]
mod tests;

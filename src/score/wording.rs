//! Conditions in words, for explanations.

use crate::base::id::{DecisionId, Id};
use crate::exercise::picture::name_of;
use crate::scenario::{Condition, Scenario};

/// A few things in a row: `a, b and c`.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

/// A condition in words.
#[must_use]
pub fn describe(scenario: &Scenario, condition: &Condition) -> String {
    let name = |id: &Id| name_of(scenario, id).unwrap_or_else(|| id.to_string());
    let all = |of: &[Condition], word: &str| {
        of.iter()
            .map(|c| describe(scenario, c))
            .collect::<Vec<_>>()
            .join(&format!(" {word} "))
    };
    match condition {
        Condition::All(of) => all(of, "and"),
        Condition::Any(of) => all(of, "or"),
        Condition::Not(of) => format!("not ({})", describe(scenario, of)),
        Condition::Count { at_least, of } => format!("at least {at_least} of {}", of.len()),
        Condition::Since(offset) => format!("{} reached", scenario.moment(*offset)),
        Condition::Contained => "contained".to_owned(),
        Condition::Expelled => "attacker expelled".to_owned(),
        Condition::DataLeaving => "data leaving".to_owned(),
        Condition::Aware(_) => "attacker aware".to_owned(),
        Condition::BulkClosedTrue => "a true alert closed in bulk".to_owned(),
        Condition::SentUntrue => "an untrue claim sent".to_owned(),
        Condition::Known(id) => format!("\"{}\" known", name(id)),
        Condition::Ready(id) => format!("\"{id}\" prepared"),
        other => describe_world(scenario, other, &name)
            .unwrap_or_else(|| describe_record(scenario, other, &name)),
    }
}

fn describe_world(
    scenario: &Scenario,
    condition: &Condition,
    name: &dyn Fn(&Id) -> String,
) -> Option<String> {
    Some(match condition {
        Condition::AssetIs { asset, status } => format!("{} {}", name(asset.id()), words(status)),
        Condition::Present(foothold) => format!("{} in place", name(foothold.id())),
        Condition::Usable(foothold) => format!("{} usable", name(foothold.id())),
        Condition::SecretIs { secret, status } => {
            format!("{} {}", name(secret.id()), words(status))
        }
        Condition::VectorIs { vector, status } => {
            format!("{} {}", name(vector.id()), words(status))
        }
        Condition::Blocked(address) => format!("{} blocked", name(address.id())),
        Condition::InForce(measure) => format!("{} in force", name(measure.id())),
        Condition::EvidenceIs { evidence, status } => {
            format!("{} {}", name(evidence.id()), words(status))
        }
        Condition::DataLeft {
            dataset,
            at_least_kb,
        } => {
            let data = scenario
                .dataset(dataset)
                .map_or(dataset.as_str(), |d| &d.name);
            format!("{at_least_kb} KB of {data} gone")
        }
        Condition::ServiceUp(service) => {
            format!(
                "{} at full capacity",
                scenario
                    .service(service)
                    .map_or(service.as_str(), |s| &s.name)
            )
        }
        Condition::RestoredFrom(point) => format!("{} restored", name(point.id())),
        Condition::Acted(stage) => scenario
            .stage(stage)
            .map_or_else(|| stage.to_string(), |s| s.name.clone()),
        Condition::Reacted(reaction) => scenario
            .reaction(reaction)
            .map_or_else(|| reaction.to_string(), |r| r.name.clone()),
        Condition::Harmed(harm) => scenario
            .harm(harm)
            .map_or_else(|| harm.to_string(), |h| h.text.clone()),
        _ => return None,
    })
}

fn describe_record(
    scenario: &Scenario,
    condition: &Condition,
    name: &dyn Fn(&Id) -> String,
) -> String {
    let action_name = |id: &crate::base::id::ActionId| {
        scenario
            .action(id)
            .map_or_else(|| id.to_string(), |a| a.name.clone())
    };
    let alert_name = |id: &crate::base::id::AlertId| {
        scenario
            .alert(id)
            .map_or_else(|| id.to_string(), |a| a.title.clone())
    };
    let message_name = |id: &crate::base::id::MessageId| {
        scenario
            .message(id)
            .map_or_else(|| id.to_string(), |m| m.subject.clone())
    };
    match condition {
        Condition::Begun(action) => format!("\"{}\" begun", action_name(action)),
        Condition::Done { action, on, times } => {
            let target = on
                .as_ref()
                .map_or_else(String::new, |target| format!(" on {}", name(target)));
            let often = if *times > 1 {
                format!(" {times} times")
            } else {
                String::new()
            };
            format!("\"{}\"{target} done{often}", action_name(action))
        }
        Condition::Planned(actions) => {
            format!(
                "one remediation event planned with {}",
                list(actions.iter().map(action_name))
            )
        }
        Condition::Launched(actions) => {
            format!(
                "one remediation event launched with {}",
                list(actions.iter().map(action_name))
            )
        }
        Condition::Decided { decision, .. }
        | Condition::DecidedSoundly(decision)
        | Condition::DecidedTimes { decision, .. } => {
            describe_decision(scenario, condition, decision)
        }
        Condition::Pinned(trace) => {
            let shows = scenario.trace(trace).map_or(trace.as_str(), |t| &t.shows);
            format!("a line pinned that shows this: {shows}")
        }
        Condition::AnsweredRight(question) => {
            let text = scenario
                .question(question)
                .map_or(question.as_str(), |q| &q.text);
            format!("\"{text}\" answered right")
        }
        Condition::Raised(alert) => format!("alert \"{}\" raised", alert_name(alert)),
        Condition::Acknowledged(alert) => format!("alert \"{}\" acknowledged", alert_name(alert)),
        Condition::Closed(alert) => format!("alert \"{}\" closed", alert_name(alert)),
        Condition::ClosedRight(alert) => format!(
            "alert \"{}\" closed with the right verdict",
            alert_name(alert)
        ),
        Condition::Delivered(inject) => {
            format!(
                "\"{}\" delivered",
                scenario
                    .inject(inject)
                    .map_or(inject.as_str(), |i| &i.title)
            )
        }
        Condition::Sent(message) => format!("\"{}\" sent", message_name(message)),
        Condition::Claimed { message, claim } => {
            let claims = scenario.message(message).map_or(&[][..], |m| &m.claims);
            let text = claims
                .iter()
                .find(|c| c.id == *claim)
                .map_or(claim.as_str(), |c| &c.text);
            format!("\"{}\" sent with \"{text}\"", message_name(message))
        }
        Condition::SentUnapproved(message) => {
            format!("\"{}\" sent without approval", message_name(message))
        }
        Condition::Reported(step) | Condition::Confirmed(step) => {
            let text = scenario.step(step).map_or(step.as_str(), |s| &s.text);
            let word = match condition {
                Condition::Confirmed(_) => "confirmed by a facilitator",
                _ => "reported as done",
            };
            format!("\"{text}\" {word}")
        }
        Condition::Declared(clock) => {
            format!(
                "clock \"{}\" declared",
                scenario.clock(clock).map_or(clock.as_str(), |c| &c.name)
            )
        }
        _ => String::new(),
    }
}

/// The names of a few states, in lower case.
fn words<T: std::fmt::Debug>(states: &[T]) -> String {
    states
        .iter()
        .map(|state| format!("{state:?}").to_lowercase())
        .collect::<Vec<_>>()
        .join(" or ")
}

fn describe_decision(scenario: &Scenario, condition: &Condition, id: &DecisionId) -> String {
    let decision = scenario.decision(id);
    let question = decision.map_or(id.as_str(), |d| &d.question);
    match condition {
        Condition::Decided { options, .. } if !options.is_empty() => {
            let all = decision.map_or(&[][..], |d| &d.options);
            let chosen = all.iter().filter(|option| options.contains(&option.id));
            let chosen: Vec<&str> = chosen.map(|option| option.text.as_str()).collect();
            format!("\"{question}\" decided for \"{}\"", chosen.join("\" or \""))
        }
        Condition::DecidedSoundly(_) => format!("\"{question}\" decided soundly"),
        Condition::DecidedTimes { at_least, .. } => {
            format!("\"{question}\" decided {at_least} times")
        }
        _ => format!("\"{question}\" decided"),
    }
}

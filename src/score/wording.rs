//! Conditions in words, for explanations: each is a clause that can stand after "when" or a colon.

use crate::base::id::{DecisionId, Id};
use crate::exercise::picture::name_of;
use crate::scenario::{
    AssetStatus, Awareness, Condition, EvidenceStatus, Scenario, SecretStatus, VectorStatus,
};

/// A few things in a row: `a, b and c`.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

/// Clauses in a row. They have commas of their own, so these have semicolons.
pub(super) fn clauses(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

/// A condition in words: `FS-01 is cut off and svc-scan is not in the attacker's hands`.
#[must_use]
pub fn describe(scenario: &Scenario, condition: &Condition) -> String {
    Saying { scenario, so: true }.clause(condition)
}

/// Says that something is so, or that it is not.
#[derive(Clone, Copy)]
struct Saying<'a> {
    scenario: &'a Scenario,
    so: bool,
}

impl Saying<'_> {
    fn clause(self, condition: &Condition) -> String {
        match condition {
            // That not all are so says that at least one of them is not, and the other way about.
            Condition::All(of) if self.so => self.all(of),
            Condition::Any(of) if !self.so => self.all(of),
            Condition::All(of) | Condition::Any(of) => self.any(of),
            Condition::Not(of) => Self {
                so: !self.so,
                ..self
            }
            .clause(of),
            Condition::Count { at_least, of } => {
                let yes = Self { so: true, ..self };
                let how_many = self.either("at least", "fewer than");
                let each = clauses(of.iter().map(|c| yes.clause(c)));
                format!("{how_many} {at_least} of these hold: {each}")
            }
            Condition::Since(offset) => {
                let at = self.scenario.moment(*offset);
                self.either(
                    &format!("it is {at} or later"),
                    &format!("it is before {at}"),
                )
            }
            Condition::Ready(id) => {
                let mut all = self.scenario.readiness.iter();
                let text = all.find(|one| one.id == *id).map(|one| one.text.as_str());
                let what = without_stop(text.unwrap_or("what was to be prepared"));
                self.either(
                    &format!("this was prepared: {what}"),
                    &format!("this was not prepared: {what}"),
                )
            }
            other => self
                .whole(other)
                .or_else(|| self.world(other))
                .or_else(|| self.told(other))
                .unwrap_or_else(|| self.record(other)),
        }
    }

    /// One of two texts: if it is so, if it is not.
    fn either(self, yes: &str, no: &str) -> String {
        if self.so { yes } else { no }.to_owned()
    }

    fn is(self) -> &'static str {
        if self.so { "is" } else { "is not" }
    }

    fn has(self) -> &'static str {
        if self.so { "has" } else { "has not" }
    }

    fn all(self, of: &[Condition]) -> String {
        match of {
            [] => "nothing more is asked".to_owned(),
            of => list(of.iter().map(|c| self.clause(c))),
        }
    }

    fn any(self, of: &[Condition]) -> String {
        match of {
            [] => "it can never be so".to_owned(),
            [one] => self.clause(one),
            of => {
                let each: Vec<String> = of.iter().map(|c| self.clause(c)).collect();
                format!("either {}", each.join(" or "))
            }
        }
    }

    fn name(self, id: &Id) -> String {
        let name = name_of(self.scenario, id).unwrap_or_else(|| id.to_string());
        without_stop(&name).to_owned()
    }

    /// What can be said of the whole.
    fn whole(self, condition: &Condition) -> Option<String> {
        let (yes, no) = match condition {
            Condition::Contained => ("the attacker is shut out", "the attacker is not shut out"),
            Condition::Expelled => (
                "nothing of the attacker is left",
                "something of the attacker is left",
            ),
            Condition::DataLeaving => ("data is leaving", "no data is leaving"),
            Condition::Aware(Awareness::Alerted) => (
                "the attacker knows of the response",
                "the attacker does not know of the response",
            ),
            Condition::Aware(_) => (
                "the attacker has become suspicious",
                "the attacker has not become suspicious",
            ),
            Condition::BulkClosedTrue => (
                "a true alert was closed together with others",
                "no true alert was closed together with others",
            ),
            Condition::SentUntrue => ("an untrue claim was sent", "no untrue claim was sent"),
            _ => return None,
        };
        Some(self.either(yes, no))
    }

    /// What can be said of things.
    fn world(self, condition: &Condition) -> Option<String> {
        let (is, has) = (self.is(), self.has());
        Some(match condition {
            Condition::Known(id) => format!("\"{}\" {is} known", self.name(id)),
            Condition::AssetIs { asset, status } => {
                format!("{} {is} {}", self.name(asset.id()), or(status, asset_is))
            }
            Condition::Present(foothold) => {
                format!("\"{}\" {is} in place", self.name(foothold.id()))
            }
            Condition::Usable(foothold) => format!(
                "the attacker {} use \"{}\"",
                self.either("can", "cannot"),
                self.name(foothold.id())
            ),
            Condition::SecretIs { secret, status } => {
                format!(
                    "\"{}\" {is} {}",
                    self.name(secret.id()),
                    or(status, secret_is)
                )
            }
            Condition::VectorIs { vector, status } => {
                format!(
                    "\"{}\" {is} {}",
                    self.name(vector.id()),
                    or(status, vector_is)
                )
            }
            Condition::Blocked(address) => format!("{} {is} blocked", self.name(address.id())),
            Condition::InForce(measure) => {
                format!("\"{}\" {is} in force", self.name(measure.id()))
            }
            Condition::EvidenceIs { evidence, status } => {
                let name = self.name(evidence.id());
                format!("\"{name}\" {is} {}", or(status, evidence_is))
            }
            Condition::DataLeft {
                dataset,
                at_least_kb,
            } => {
                let data = self.scenario.dataset(dataset);
                let data = data.map_or(dataset.as_str(), |d| &d.name);
                let how_much = self.either("at least", "less than");
                format!("{how_much} {at_least_kb} KB of {data} have left")
            }
            Condition::ServiceUp(service) => {
                let known = self.scenario.service(service);
                let name = known.map_or(service.as_str(), |s| &s.name);
                format!("\"{name}\" {is} at full capacity")
            }
            Condition::RestoredFrom(point) => {
                format!("\"{}\" {has} been restored", self.name(point.id()))
            }
            _ => return None,
        })
    }

    /// What can be said of acts, alerts, injects and messages.
    fn told(self, condition: &Condition) -> Option<String> {
        let (scenario, has) = (self.scenario, self.has());
        let alert = |id: &crate::base::id::AlertId| {
            let title = scenario.alert(id).map_or(id.as_str(), |a| a.title.as_str());
            format!("the alert \"{title}\" {has} been")
        };
        let message = |id: &crate::base::id::MessageId| {
            let subject = scenario.message(id).map(|m| m.subject.as_str());
            format!("\"{}\" {has} been sent", subject.unwrap_or(id.as_str()))
        };
        Some(match condition {
            Condition::Acted(id) => {
                let name = scenario.stage(id).map_or(id.as_str(), |s| &s.name);
                format!("this {has} happened: {}", without_stop(name))
            }
            Condition::Reacted(id) => {
                let mut all = scenario.reactions.iter();
                let name = all.find(|r| r.id == *id).map(|r| r.name.as_str());
                let name = without_stop(name.unwrap_or(id.as_str()));
                format!("this {has} happened: {name}")
            }
            Condition::Harmed(id) => {
                let text = scenario.harm(id).map_or(id.as_str(), |h| &h.text);
                format!("this {has} happened: {}", without_stop(text))
            }
            Condition::Raised(id) => format!("{} raised", alert(id)),
            Condition::Acknowledged(id) => format!("{} taken up", alert(id)),
            Condition::Closed(id) => format!("{} closed", alert(id)),
            Condition::ClosedRight(id) => format!("{} closed with the right verdict", alert(id)),
            Condition::Delivered(id) => {
                let title = scenario.inject(id).map_or(id.as_str(), |i| &i.title);
                format!("\"{title}\" {has} come")
            }
            Condition::Sent(id) => message(id),
            Condition::Claimed { message: id, claim } => {
                let claims = scenario.message(id).map_or(&[][..], |m| &m.claims);
                let found = claims.iter().find(|c| c.id == *claim);
                let text = found.map_or(claim.as_str(), |c| &c.text);
                format!("{} with \"{}\"", message(id), without_stop(text))
            }
            Condition::SentUnapproved(id) => format!("{} without approval", message(id)),
            Condition::Declared(id) => {
                let name = scenario.clock(id).map_or(id.as_str(), |c| &c.name);
                format!("the clock \"{name}\" {has} been declared")
            }
            _ => return None,
        })
    }

    /// What can be said of work and judgements.
    fn record(self, condition: &Condition) -> String {
        let (scenario, is, has) = (self.scenario, self.is(), self.has());
        let action = |id: &crate::base::id::ActionId| {
            let action = scenario.action(id);
            format!("\"{}\"", action.map_or(id.as_str(), |a| &a.name))
        };
        match condition {
            Condition::Begun(id) => format!("{} {has} been begun", action(id)),
            Condition::Done {
                action: id,
                on,
                times,
            } => {
                let on = on
                    .as_ref()
                    .map_or_else(String::new, |target| format!(" on {}", self.name(target)));
                let often = match times {
                    0 | 1 => String::new(),
                    n => format!(" {n} times"),
                };
                format!("{}{on} {has} been done{often}", action(id))
            }
            Condition::Planned(actions) | Condition::Launched(actions) => {
                let which = self.either("one", "no");
                let how = match condition {
                    Condition::Planned(_) => "planned",
                    _ => "launched",
                };
                let with = list(actions.iter().map(action));
                format!("{which} remediation event has been {how} with {with}")
            }
            Condition::Decided { decision, .. }
            | Condition::DecidedSoundly(decision)
            | Condition::DecidedTimes { decision, .. } => self.decision(condition, decision),
            Condition::Pinned(trace) => {
                let shows = scenario.trace(trace).map_or(trace.as_str(), |t| &t.shows);
                let line = self.either("a line is pinned", "no line is pinned");
                format!("{line} that shows this: {}", without_stop(shows))
            }
            Condition::AnsweredRight(question) => {
                let known = scenario.question(question);
                let text = known.map_or(question.as_str(), |q| &q.text);
                format!("\"{text}\" {is} answered right")
            }
            Condition::Reported(step) | Condition::Confirmed(step) => {
                let text = scenario.step(step).map_or(step.as_str(), |s| &s.text);
                let how = match condition {
                    Condition::Confirmed(_) => "confirmed by a facilitator",
                    _ => "reported as done",
                };
                format!("\"{}\" {is} {how}", without_stop(text))
            }
            _ => String::new(),
        }
    }

    fn decision(self, condition: &Condition, id: &DecisionId) -> String {
        let decision = self.scenario.decision(id);
        let question = decision.map_or(id.as_str(), |d| &d.question);
        let is = self.is();
        match condition {
            Condition::Decided { options, .. } if !options.is_empty() => {
                let all = decision.map_or(&[][..], |d| &d.options);
                let chosen = all.iter().filter(|option| options.contains(&option.id));
                let chosen: Vec<&str> = chosen.map(|o| without_stop(&o.text)).collect();
                let chosen = chosen.join("\" or \"");
                format!("\"{question}\" {is} decided for \"{chosen}\"")
            }
            Condition::DecidedSoundly(_) => format!("\"{question}\" {is} decided soundly"),
            Condition::DecidedTimes { at_least, .. } => {
                format!("\"{question}\" {is} decided {at_least} times")
            }
            _ => format!("\"{question}\" {is} decided"),
        }
    }
}

/// A text without the full stop at its end, which would stand in the middle of a sentence.
pub(super) fn without_stop(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// States in a row: `cut off or switched off`.
fn or<T: Copy>(states: &[T], name: impl Fn(T) -> &'static str) -> String {
    let names: Vec<&str> = states.iter().map(|state| name(*state)).collect();
    names.join(" or ")
}

const fn asset_is(status: AssetStatus) -> &'static str {
    match status {
        AssetStatus::Online => "online",
        AssetStatus::Isolated => "cut off",
        AssetStatus::Off => "switched off",
        AssetStatus::Restoring => "being restored",
    }
}

const fn secret_is(status: SecretStatus) -> &'static str {
    match status {
        SecretStatus::Valid => "known to the organisation alone",
        SecretStatus::Stolen => "in the attacker's hands",
        SecretStatus::Disabled => "switched off",
        SecretStatus::Rotated => "replaced",
    }
}

const fn vector_is(status: VectorStatus) -> &'static str {
    match status {
        VectorStatus::Open => "open",
        VectorStatus::Mitigated => "closed for now",
        VectorStatus::Patched => "closed for good",
    }
}

const fn evidence_is(status: EvidenceStatus) -> &'static str {
    match status {
        EvidenceStatus::Available => "still to be saved",
        EvidenceStatus::Collected => "saved",
        EvidenceStatus::Lost => "lost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario() -> Scenario {
        let text = include_bytes!("../../tests/scenarios/smallest.ron");
        crate::scenario::load(text).scenario.expect("sound")
    }

    #[test]
    fn what_must_not_be_so_is_a_sentence_and_no_formula() {
        let scenario = scenario();
        let asset = scenario.assets.first().expect("an asset");
        let online = Condition::AssetIs {
            asset: asset.id.clone(),
            status: vec![AssetStatus::Online],
        };
        let not = |of: Condition| Condition::Not(Box::new(of));
        let name = &asset.name;
        let both = Condition::All(vec![online.clone(), Condition::Contained]);
        assert_eq!(
            describe(&scenario, &not(both.clone())),
            format!("either {name} is not online or the attacker is not shut out")
        );
        let either = Condition::Any(vec![online.clone(), Condition::SentUntrue]);
        assert_eq!(
            describe(&scenario, &not(either)),
            format!("{name} is not online and no untrue claim was sent")
        );
        assert_eq!(
            describe(&scenario, &not(not(both))),
            format!("{name} is online and the attacker is shut out")
        );
    }

    #[test]
    fn nothing_that_a_step_asks_for_shows_an_identifier_or_brackets() {
        let scenario = scenario();
        for step in &scenario.steps {
            let wanted = step.wanted();
            for condition in wanted.iter().chain(&step.after).chain(&step.over) {
                for condition in [
                    condition.clone(),
                    Condition::Not(Box::new(condition.clone())),
                ] {
                    let said = describe(&scenario, &condition);
                    assert!(!said.is_empty() && !said.contains("not ("), "{said}");
                }
            }
        }
    }
}

//! What participants read, and what they know when they do.

use crate::base::Id;
use crate::scenario::{Asset, Condition, Effect, EvidenceStatus, Inject, Scenario, Trigger};

/// What kind of text it is: how much room it has on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A headline or a name.
    Title,
    /// What an inject says.
    Inject,
    /// What a sensor says.
    Report,
    /// A step of the playbook, a question, a decision.
    Line,
    /// An answer, an option, a claim.
    Choice,
    /// A few sentences: what an action does, what came to light, what a step means.
    Sentences,
    /// A paragraph of the briefing.
    Paragraph,
}

/// A text that participants read.
pub(super) struct Shown<'a> {
    pub(super) list: &'static str,
    pub(super) item: usize,
    pub(super) path: Vec<String>,
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// What whoever reads it knows then, beside what is not hidden.
    pub(super) knows: Vec<&'a Id>,
}

/// Every text that participants read in the exercise, but those about what they have found already.
pub(super) fn shown(scenario: &Scenario) -> Vec<Shown<'_>> {
    let mut texts = Texts(Vec::new());
    texts.briefing(scenario);
    texts.organisation(scenario);
    texts.conduct(scenario);
    texts.response(scenario);
    texts.playbook(scenario);
    texts.0
}

struct Texts<'a>(Vec<Shown<'a>>);

impl<'a> Texts<'a> {
    fn add(
        &mut self,
        (list, item): (&'static str, usize),
        path: &[&str],
        kind: Kind,
        text: &'a str,
        knows: &[&'a Id],
    ) {
        if !text.is_empty() {
            self.0.push(Shown {
                list,
                item,
                path: path.iter().map(|step| (*step).to_owned()).collect(),
                kind,
                text,
                knows: knows.to_vec(),
            });
        }
    }

    fn briefing(&mut self, scenario: &'a Scenario) {
        let briefing = &scenario.briefing;
        let top = ("", 0);
        self.add(top, &["title"], Kind::Title, &scenario.title, &[]);
        self.add(top, &["code_name"], Kind::Title, &scenario.code_name, &[]);
        self.add(top, &["summary"], Kind::Sentences, &scenario.summary, &[]);
        for (field, text) in [
            ("organisation", &briefing.organisation),
            ("situation", &briefing.situation),
        ] {
            self.add(top, &["briefing", field], Kind::Paragraph, text, &[]);
        }
        for (i, objective) in briefing.objectives.iter().enumerate() {
            let path = ["briefing", "objectives", &i.to_string(), "text"];
            self.add(top, &path, Kind::Line, &objective.text, &[]);
        }
    }

    fn organisation(&mut self, scenario: &'a Scenario) {
        let open = |asset: &crate::base::id::AssetId| scenario.asset(asset).is_none_or(is_open);
        for (i, asset) in scenario.assets.iter().enumerate() {
            if is_open(asset) {
                self.add(("assets", i), &["name"], Kind::Title, &asset.name, &[]);
                let purpose = &asset.purpose;
                self.add(("assets", i), &["purpose"], Kind::Sentences, purpose, &[]);
            }
        }
        for (i, service) in scenario.services.iter().enumerate() {
            self.add(("services", i), &["name"], Kind::Title, &service.name, &[]);
        }
        for (i, secret) in scenario.secrets.iter().enumerate() {
            self.add(("secrets", i), &["name"], Kind::Title, &secret.name, &[]);
            self.add(
                ("secrets", i),
                &["opens"],
                Kind::Sentences,
                &secret.opens,
                &[],
            );
        }
        for (i, measure) in scenario.measures.iter().enumerate() {
            self.add(("measures", i), &["name"], Kind::Line, &measure.name, &[]);
        }
        for (i, vector) in scenario.vectors.iter().enumerate() {
            if !vector.hidden {
                self.add(("vectors", i), &["name"], Kind::Title, &vector.name, &[]);
            }
        }
        for (i, evidence) in scenario.evidence.iter().enumerate() {
            if !evidence.hidden && open(&evidence.asset) {
                let shows = &evidence.shows;
                self.add(("evidence", i), &["name"], Kind::Title, &evidence.name, &[]);
                self.add(("evidence", i), &["shows"], Kind::Sentences, shows, &[]);
            }
        }
        for (i, point) in scenario.restore_points.iter().enumerate() {
            if open(&point.asset) {
                let at = ("restore_points", i);
                self.add(at, &["name"], Kind::Title, &point.name, &[]);
            }
        }
        for (i, log) in scenario.logs.iter().enumerate() {
            if open(&log.asset) {
                self.add(("logs", i), &["name"], Kind::Title, &log.name, &[]);
            }
        }
    }

    fn conduct(&mut self, scenario: &'a Scenario) {
        for (i, sensor) in scenario.sensors.iter().enumerate() {
            self.add(("sensors", i), &["name"], Kind::Title, &sensor.name, &[]);
        }
        for (i, alert) in scenario.alerts.iter().enumerate() {
            let knows: Vec<&Id> = alert.learn.iter().collect();
            self.add(("alerts", i), &["title"], Kind::Title, &alert.title, &knows);
            self.add(
                ("alerts", i),
                &["detail"],
                Kind::Report,
                &alert.detail,
                &knows,
            );
        }
        for (i, inject) in scenario.injects.iter().enumerate() {
            let knows = known_with_inject(scenario, inject);
            self.add(
                ("injects", i),
                &["title"],
                Kind::Title,
                &inject.title,
                &knows,
            );
            self.add(("injects", i), &["from"], Kind::Title, &inject.from, &knows);
            self.add(
                ("injects", i),
                &["text"],
                Kind::Inject,
                &inject.text,
                &knows,
            );
        }
    }

    fn response(&mut self, scenario: &'a Scenario) {
        for (i, action) in scenario.actions.iter().enumerate() {
            let at = ("actions", i);
            self.add(at, &["name"], Kind::Title, &action.name, &[]);
            self.add(at, &["summary"], Kind::Sentences, &action.summary, &[]);
            let mut before = Vec::new();
            for (j, need) in action.needs.iter().enumerate() {
                let path = ["needs", &j.to_string(), "otherwise"];
                self.add(at, &path, Kind::Sentences, &need.otherwise, &[]);
                known_with(scenario, &need.condition, &mut before);
            }
            for (j, finding) in action.findings.iter().enumerate() {
                let mut knows = before.clone();
                knows.extend(finding.learn.iter().chain(&finding.on));
                if let Some(condition) = &finding.when {
                    known_with(scenario, condition, &mut knows);
                }
                for effect in &action.effects {
                    if let Effect::Learn(subjects) = effect {
                        knows.extend(subjects);
                    }
                }
                if let [only] = action.targets.as_slice() {
                    knows.push(only);
                }
                let path = ["findings", &j.to_string(), "text"];
                self.add(at, &path, Kind::Sentences, &finding.text, &knows);
            }
        }
        for (i, decision) in scenario.decisions.iter().enumerate() {
            let at = ("decisions", i);
            self.add(at, &["question"], Kind::Line, &decision.question, &[]);
            for (j, option) in decision.options.iter().enumerate() {
                let path = ["options", &j.to_string(), "text"];
                self.add(at, &path, Kind::Choice, &option.text, &[]);
            }
        }
        for (i, message) in scenario.messages.iter().enumerate() {
            let at = ("messages", i);
            self.add(at, &["subject"], Kind::Title, &message.subject, &[]);
            self.add(at, &["opening"], Kind::Sentences, &message.opening, &[]);
            for (j, claim) in message.claims.iter().enumerate() {
                let path = ["claims", &j.to_string(), "text"];
                self.add(at, &path, Kind::Choice, &claim.text, &[]);
            }
        }
        for (i, clock) in scenario.clocks.iter().enumerate() {
            self.add(("clocks", i), &["name"], Kind::Title, &clock.name, &[]);
            self.add(("clocks", i), &["rule"], Kind::Sentences, &clock.rule, &[]);
        }
        for (i, question) in scenario.questions.iter().enumerate() {
            let at = ("questions", i);
            self.add(at, &["text"], Kind::Line, &question.text, &[]);
            for (j, choice) in question.choices.iter().enumerate() {
                let path = ["choices", &j.to_string(), "text"];
                self.add(at, &path, Kind::Choice, &choice.text, &[]);
            }
        }
    }

    fn playbook(&mut self, scenario: &'a Scenario) {
        for (i, step) in scenario.steps.iter().enumerate() {
            self.add(("steps", i), &["heading"], Kind::Title, &step.heading, &[]);
            self.add(("steps", i), &["text"], Kind::Line, &step.text, &[]);
            self.add(
                ("steps", i),
                &["detail"],
                Kind::Sentences,
                &step.detail,
                &[],
            );
        }
    }
}

fn is_open(asset: &Asset) -> bool {
    !asset.hidden
}

/// What whoever hears an inject has learnt by then, or learns with it.
fn known_with_inject<'a>(scenario: &'a Scenario, inject: &'a Inject) -> Vec<&'a Id> {
    let mut knows = Vec::new();
    for effect in &inject.effects {
        if let Effect::Learn(subjects) = effect {
            knows.extend(subjects);
        }
    }
    match &inject.trigger {
        Trigger::At { provided, .. } => {
            if let Some(condition) = provided {
                known_with(scenario, condition, &mut knows);
            }
        }
        Trigger::When { condition, .. } => known_with(scenario, condition, &mut knows),
        Trigger::ByHand => {}
    }
    knows
}

/// What is known for certain where a condition holds.
fn known_with<'a>(scenario: &'a Scenario, condition: &'a Condition, knows: &mut Vec<&'a Id>) {
    match condition {
        Condition::All(of) => of.iter().for_each(|c| known_with(scenario, c, knows)),
        Condition::Known(subject) => knows.push(subject),
        Condition::Done { on: Some(on), .. } => knows.push(on),
        Condition::EvidenceIs { evidence, status } if status == &[EvidenceStatus::Collected] => {
            knows.push(evidence.id());
        }
        Condition::Raised(id)
        | Condition::Acknowledged(id)
        | Condition::Closed(id)
        | Condition::ClosedRight(id) => {
            knows.extend(
                scenario
                    .alert(id)
                    .into_iter()
                    .flat_map(|alert| &alert.learn),
            );
        }
        _ => {}
    }
}

//! How well confidence matched being right.

use serde::Serialize;

use super::wording::{answer, verdict_name};
use crate::base::Moment;
use crate::base::id::{AlertId, QuestionId, StepId};
use crate::scenario::{Confidence, Scenario};
use crate::world::State;

/// What was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// The verdict on an alert.
    Alert(AlertId),
    /// The answer to a key question.
    Question(QuestionId),
    /// The report of a step as done, once a facilitator has said whether it was.
    Step(StepId),
}

/// A judgement that came with a confidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// Of what.
    pub judged: Judged,
    /// Of what, in words.
    pub title: String,
    /// What was said.
    pub said: String,
    /// What would have been right, and why.
    pub truth: String,
    /// How sure it was.
    pub confidence: Confidence,
    /// Whether it was right.
    pub right: bool,
}

impl Judgement {
    /// Whether it was sure (80 % or more) and wrong.
    #[must_use]
    pub fn is_sure_and_wrong(&self) -> bool {
        !self.right && self.confidence.percent() >= crate::score::SURE_PERCENT
    }
}

/// How often judgements of about one confidence were right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SureBin {
    /// The confidence, in percent.
    pub percent: u8,
    /// How many judgements.
    pub judgements: u32,
    /// How many of them were right.
    pub right: u32,
}

/// Judgements by confidence, the least sure first; only confidences that were given.
#[must_use]
pub fn bins(judgements: &[Judgement]) -> Vec<SureBin> {
    let mut bins: std::collections::BTreeMap<u8, SureBin> = std::collections::BTreeMap::new();
    for judgement in judgements {
        let percent = judgement.confidence.percent();
        let bin = bins.entry(percent).or_insert(SureBin {
            percent,
            judgements: 0,
            right: 0,
        });
        bin.judgements += 1;
        bin.right += u32::from(judgement.right);
    }
    bins.into_values().collect()
}

/// Judgements that came with a confidence, in order: the ones that the scorecard's Brier score is made of.
#[must_use]
pub(super) fn judgements(scenario: &Scenario, state: &State) -> Vec<Judgement> {
    let mut all: Vec<Judgement> = verdicts(scenario, state).collect();
    all.extend(answers(scenario, state));
    all.extend(reports(scenario, state));
    all.sort_by_key(|judgement| judgement.at);
    all
}

fn verdicts(scenario: &Scenario, state: &State) -> impl Iterator<Item = Judgement> {
    state.alerts.iter().filter_map(|(id, alert)| {
        let (known, closed) = (scenario.alert(id)?, alert.closed.as_ref()?);
        Some(Judgement {
            at: closed.at,
            judged: Judged::Alert(id.clone()),
            title: known.title.clone(),
            said: verdict_name(closed.verdict).to_owned(),
            truth: format!("{}: {}", verdict_name(known.truth), known.why),
            confidence: closed.confidence,
            right: closed.right,
        })
    })
}

fn answers(scenario: &Scenario, state: &State) -> impl Iterator<Item = Judgement> {
    state.answers.iter().filter_map(|(id, given)| {
        let (question, last) = (scenario.question(id)?, given.last()?);
        let right = question.choices.iter().filter(|choice| choice.right);
        let right: Vec<&str> = right.map(|choice| choice.text.as_str()).collect();
        Some(Judgement {
            at: last.at,
            judged: Judged::Question(id.clone()),
            title: question.text.clone(),
            said: answer(question, &last.choices),
            truth: right.join("; "),
            confidence: last.confidence,
            right: last.hits > 0 && last.misses == 0,
        })
    })
}

/// A report is right or wrong only once a facilitator has said so.
fn reports(scenario: &Scenario, state: &State) -> impl Iterator<Item = Judgement> {
    state.reports.iter().filter_map(|(id, report)| {
        let step = scenario.step(id)?;
        let (done, review) = (report.done.as_ref()?, report.review.as_ref()?);
        Some(Judgement {
            at: done.at,
            judged: Judged::Step(id.clone()),
            title: format!("{}, \"{}\"", step.name(), step.text),
            said: "Reported as done".to_owned(),
            truth: if review.agreed {
                "The facilitator agreed".to_owned()
            } else {
                format!("The facilitator did not agree. {}", review.note)
            },
            confidence: done.confidence,
            right: review.agreed,
        })
    })
}

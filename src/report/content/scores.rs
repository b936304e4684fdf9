//! The scores of a report, and what explains them.

use serde::{Deserialize, Serialize};

use super::{Lasting, When};
use crate::base::id::Id;
use crate::base::{Moment, Points, Span};
use crate::review::{Review, calibration};
use crate::scenario::{Phase, Rating, Scenario};
use crate::score::{
    Basis, BesideScore, Explanation, ItemKind, ItemScore, Outcome, Part, QuestionScore, Scorecard,
};

/// A phase of the process score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseLine {
    /// Which.
    pub phase: Phase,
    /// Its score, 0 to 100; none if nothing in it was scored.
    pub score: Option<f64>,
    /// What it can add to the process score.
    pub max: f64,
    /// What it did add.
    pub earned: f64,
}

/// A phase that stands beside the process score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BesideLine {
    /// Which.
    pub phase: Phase,
    /// Its score, 0 to 100.
    pub score: f64,
    /// Its steps.
    pub items: Vec<ItemLine>,
    /// Every point missing from its score.
    pub explanations: Vec<ExplanationLine>,
}

/// What the organisation came out with, between nobody doing anything (0) and the reference run (100).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeLine {
    /// All kinds together; none where nothing can be lost.
    pub total: Option<f64>,
    /// Data kept.
    pub data: Option<f64>,
    /// Services kept up.
    pub downtime: Option<f64>,
    /// Money kept.
    pub cost: Option<f64>,
    /// Evidence kept.
    pub evidence: Option<f64>,
}

/// How much was scored at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoverageLine {
    /// The share of all of it, 0 to 1.
    pub share: f64,
    /// Steps that were scored.
    pub steps_scored: u32,
    /// Steps in the playbook.
    pub steps: u32,
    /// Alerts that were closed.
    pub alerts_closed: u32,
    /// Alerts that were raised.
    pub alerts_raised: u32,
    /// Objectives that a scored step serves.
    pub objectives_scored: u32,
    /// Objectives.
    pub objectives: u32,
}

/// A scored step, alert or key question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemLine {
    /// What kind of thing it is.
    pub kind: ItemKind,
    /// Its identifier in the scenario, for machines.
    pub id: String,
    /// Its short name.
    pub title: String,
    /// What was to be done, where it is a step.
    pub text: String,
    /// Its phase.
    pub phase: Phase,
    /// What its score rests on.
    pub basis: Basis,
    /// What it can add to its score.
    pub max: f64,
    /// What it did add.
    pub earned: f64,
    /// When it was begun; an alert, when it was acknowledged.
    pub started: Option<When>,
    /// When it was done; an alert, when it was closed.
    pub done: Option<When>,
    /// Its target: of an alert for acknowledging it, of anything else for doing it.
    pub target: Option<When>,
    /// How long it took from what set its clock running.
    pub took: Option<Lasting>,
    /// Whether its target was met; none where there is none.
    #[serde(default)]
    pub met: Option<bool>,
    /// Whether it was done well: a right verdict, a right answer, at least half of a step's points.
    #[serde(default)]
    pub success: bool,
    /// How thorough it was, 0 to 1.
    pub thoroughness: f64,
    /// How many hints were taken for it.
    pub hints: u32,
}

/// The scores. Never one number alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// How well and promptly people worked, 0 to 100.
    pub process: f64,
    /// How much of it rests on reports that no facilitator has confirmed.
    pub self_reported: f64,
    /// How the organisation came out of it.
    pub outcome: OutcomeLine,
    /// How much was scored at all.
    pub coverage: CoverageLine,
    /// The phases of the process score.
    pub phases: Vec<PhaseLine>,
    /// The phases beside it.
    pub beside: Vec<BesideLine>,
    /// What was scored.
    pub items: Vec<ItemLine>,
    /// How many hints were taken.
    pub hints: u32,
    /// What they cost.
    pub hint_points: f64,
    /// What harm events took from the process score.
    pub harm_points: f64,
}

/// Why points are missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplanationLine {
    /// The points lost.
    pub points: f64,
    /// What lost them, by its short name.
    pub title: String,
    /// Its phase.
    pub phase: Phase,
    /// Which part of the credit is missing, in words.
    pub part: String,
    /// The moment that settled it; for what was never begun, its deadline.
    pub when: Option<When>,
    /// Whether that moment is a deadline at which nothing happened.
    #[serde(default)]
    pub is_deadline: bool,
    /// The reason in a sentence.
    pub text: String,
}

/// What an objective's critical tasks suggest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectiveLine {
    /// The objective.
    pub text: String,
    /// The rating that the score suggests; none where no critical task serves it.
    pub suggested: Option<Rating>,
    /// How many critical tasks that rests on.
    pub critical_tasks: u32,
    /// Those tasks, by their short names, with the rating that the score suggests for each.
    #[serde(default)]
    pub tasks: Vec<(String, Option<Rating>)>,
    /// The worst rating that a critical task of it was given by people; none where nobody rated one.
    pub rated: Option<Rating>,
    /// The capabilities that its steps belong to.
    pub capabilities: Vec<Phase>,
}

/// How often judgements of about one confidence were right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SureLine {
    /// The confidence, in percent.
    pub percent: u8,
    /// How many judgements.
    pub judgements: u32,
    /// How many of them were right.
    pub right: u32,
}

/// A judgement with its confidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// When.
    pub when: When,
    /// Of what.
    pub title: String,
    /// What was said.
    pub said: String,
    /// What would have been right, and why.
    pub truth: String,
    /// How sure it was, in percent.
    pub percent: u8,
}

/// How well confidence matched being right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationLine {
    /// How many judgements came with a confidence.
    pub judgements: u32,
    /// Brier score: 0 best, 1 worst.
    pub brier: Option<f64>,
    /// By confidence, the least sure first.
    pub bins: Vec<SureLine>,
    /// Judgements that were sure and wrong.
    pub sure_and_wrong: Vec<Judged>,
}

/// A piece of the proof of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofLine {
    /// What it proves.
    pub shows: String,
    /// Whether it was given.
    pub given: bool,
    /// The logs in which it was to be had at the end; none if all of them were lost, or never saved.
    pub lay_in: Vec<String>,
}

/// A key question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionLine {
    /// The question.
    pub question: String,
    /// The answer that was given; none if there was none.
    pub answer: Option<String>,
    /// When.
    pub when: Option<When>,
    /// The right answer.
    pub right_answer: String,
    /// Whether the answer was right.
    pub right: bool,
    /// How sure it was, in percent.
    pub percent: Option<u8>,
    /// What proves it.
    pub proof: String,
    /// The pieces of the proof.
    pub proofs: Vec<ProofLine>,
    /// The lines that were given as proof: log, line, note, and whether it proves anything.
    pub pins: Vec<(String, String, String, bool)>,
}

fn float(points: Option<Points>) -> Option<f64> {
    points.map(Points::as_f64)
}

fn outcome(outcome: &Outcome) -> OutcomeLine {
    OutcomeLine {
        total: float(outcome.total),
        data: float(outcome.data),
        downtime: float(outcome.downtime),
        cost: float(outcome.cost),
        evidence: float(outcome.evidence),
    }
}

/// Whether the target was met. An alert's is for acknowledging it.
fn met(item: &ItemScore) -> Option<bool> {
    let reached = match item.kind {
        ItemKind::Alert => item.started,
        ItemKind::Step | ItemKind::Question => item.done,
    };
    let target = item.target?;
    Some(reached.is_some_and(|at| at <= target))
}

fn item(scenario: &Scenario, card: &Scorecard, item: &ItemScore) -> ItemLine {
    let is_right = match item.kind {
        ItemKind::Step => {
            item.thoroughness > 0 && item.earned.millionths() * 2 >= item.max.millionths()
        }
        ItemKind::Alert => item.thoroughness > 0,
        ItemKind::Question => {
            let mut questions = card.questions.iter();
            questions.any(|line| *line.question.id() == item.id && line.right)
        }
    };
    let when = |at: Moment| When::new(scenario, at);
    let mut steps = scenario.steps.iter();
    let step = steps.find(|step| *step.id.id() == item.id);
    let took = item.done.map(|done| {
        let from = item.triggered.unwrap_or(Moment::START);
        Lasting::from(done.since(from))
    });
    ItemLine {
        kind: item.kind,
        id: item.id.to_string(),
        title: item.title.clone(),
        text: step.map_or_else(String::new, |step| step.text.clone()),
        phase: item.phase,
        basis: item.basis,
        max: item.max.as_f64(),
        earned: item.earned.as_f64(),
        started: item.started.map(when),
        done: item.done.map(when),
        target: item.target.map(when),
        took,
        met: met(item),
        success: item.done.is_some() && is_right,
        thoroughness: f64::from(item.thoroughness) / 10_000.0,
        hints: item.hints,
    }
}

fn beside(scenario: &Scenario, card: &Scorecard, beside: &BesideScore) -> BesideLine {
    BesideLine {
        phase: beside.phase,
        score: beside.score.as_f64(),
        items: beside
            .items
            .iter()
            .map(|i| item(scenario, card, i))
            .collect(),
        explanations: beside
            .explanations
            .iter()
            .map(|line| explanation(scenario, &beside.items, line))
            .collect(),
    }
}

/// The scores.
pub(super) fn scores(scenario: &Scenario, card: &Scorecard) -> Scores {
    let coverage = &card.coverage;
    Scores {
        process: card.process.as_f64(),
        self_reported: card.self_reported.as_f64(),
        outcome: outcome(&card.outcome),
        coverage: CoverageLine {
            share: coverage.share(),
            steps_scored: coverage.steps_scored,
            steps: coverage.steps,
            alerts_closed: coverage.alerts_closed,
            alerts_raised: coverage.alerts_raised,
            objectives_scored: coverage.objectives_scored,
            objectives: coverage.objectives,
        },
        phases: card
            .phases
            .iter()
            .map(|phase| PhaseLine {
                phase: phase.phase,
                score: float(phase.score),
                max: phase.max.as_f64(),
                earned: phase.earned.as_f64(),
            })
            .collect(),
        beside: card
            .beside
            .iter()
            .map(|b| beside(scenario, card, b))
            .collect(),
        items: card.items.iter().map(|i| item(scenario, card, i)).collect(),
        hints: card.hints.taken,
        hint_points: card.hints.points.as_f64(),
        harm_points: card
            .harms
            .iter()
            .map(|harm| harm.points)
            .sum::<Points>()
            .as_f64(),
    }
}

fn title_of(items: &[ItemScore], id: &Id) -> Option<String> {
    let mut items = items.iter();
    items
        .find(|item| item.id == *id)
        .map(|item| item.title.clone())
}

fn explanation(scenario: &Scenario, items: &[ItemScore], line: &Explanation) -> ExplanationLine {
    let instead = if line.part == Part::Harm {
        "Harm event"
    } else {
        line.phase.name()
    };
    ExplanationLine {
        points: line.points.as_f64(),
        title: title_of(items, &line.step).unwrap_or_else(|| instead.to_owned()),
        phase: line.phase,
        part: line.part.name().to_owned(),
        when: line.at.map(|at| When::new(scenario, at)),
        is_deadline: line.part == Part::Done
            && items
                .iter()
                .any(|item| item.id == line.step && item.started.is_none()),
        text: line.text.clone(),
    }
}

/// Why points are missing from the process score.
pub(super) fn explanations(scenario: &Scenario, card: &Scorecard) -> Vec<ExplanationLine> {
    let lines = card.explanations.iter();
    lines
        .map(|line| explanation(scenario, &card.items, line))
        .collect()
}

/// What was tested.
pub(super) fn objectives(review: &Review) -> Vec<ObjectiveLine> {
    let scenario = &review.scenario;
    let ratings = &review.last.conduct.ratings;
    let line = |objective: &crate::scenario::Objective| {
        let of_it = || {
            let steps = scenario.steps.iter();
            steps.filter(|step| step.objective.as_ref() == Some(&objective.id))
        };
        let mut suggested = review.card.ratings.iter();
        let suggested = suggested.find(|found| found.objective == objective.id);
        let critical = of_it().filter(|step| step.critical);
        let tasks = critical
            .clone()
            .map(|step| (step.name(), review.card.suggested(&step.id)));
        let tasks = tasks.collect();
        let rated = critical.filter_map(|step| ratings.get(&step.id));
        let rated = rated.flat_map(|by| by.values().map(|rated| rated.rating));
        let capabilities = Phase::ALL.into_iter();
        ObjectiveLine {
            text: objective.text.clone(),
            suggested: suggested.map(|found| found.rating),
            critical_tasks: suggested.map_or(0, |found| found.critical_tasks),
            tasks,
            rated: rated.max(),
            capabilities: capabilities
                .filter(|phase| of_it().any(|step| step.phase == *phase))
                .collect(),
        }
    };
    scenario.briefing.objectives.iter().map(line).collect()
}

/// How well confidence matched being right.
pub(super) fn calibration(review: &Review) -> CalibrationLine {
    let card = &review.card.calibration;
    let bins = calibration::bins(&review.judgements);
    let wrong = review.judgements.iter().filter(|j| j.is_sure_and_wrong());
    CalibrationLine {
        judgements: card.judgements,
        brier: card.brier,
        bins: bins
            .iter()
            .map(|bin| SureLine {
                percent: bin.percent,
                judgements: bin.judgements,
                right: bin.right,
            })
            .collect(),
        sure_and_wrong: wrong
            .map(|judged| Judged {
                when: When::new(&review.scenario, judged.at),
                title: judged.title.clone(),
                said: judged.said.clone(),
                truth: judged.truth.clone(),
                percent: judged.confidence.percent(),
            })
            .collect(),
    }
}

/// The key questions with their proof.
pub(super) fn questions(scenario: &Scenario, card: &Scorecard) -> Vec<QuestionLine> {
    let lines = card.questions.iter();
    lines.filter_map(|line| question(scenario, line)).collect()
}

fn question(scenario: &Scenario, line: &QuestionScore) -> Option<QuestionLine> {
    let question = scenario.question(&line.question)?;
    let log = |id| {
        let log: Option<&crate::scenario::Log> = scenario.log(id);
        log.map_or_else(String::new, |log| log.name.clone())
    };
    let texts = |fits: &dyn Fn(&crate::scenario::Choice) -> bool| {
        let choices = question.choices.iter().filter(|choice| fits(choice));
        let texts: Vec<&str> = choices.map(|choice| choice.text.as_str()).collect();
        texts.join("; ")
    };
    Some(QuestionLine {
        question: question.text.clone(),
        answer: line
            .answered
            .map(|_| texts(&|choice| line.choices.contains(&choice.id))),
        when: line.answered.map(|at| When::new(scenario, at)),
        right_answer: texts(&|choice| choice.right),
        right: line.right,
        percent: line.confidence.map(crate::scenario::Confidence::percent),
        proof: question.proof_text.clone(),
        proofs: line
            .proofs
            .iter()
            .map(|proof| ProofLine {
                shows: proof.shows.clone(),
                given: proof.given,
                lay_in: proof.lay_in.iter().map(log).collect(),
            })
            .collect(),
        pins: line
            .pins
            .iter()
            .map(|pin| {
                (
                    log(&pin.log),
                    pin.text.clone(),
                    pin.note.clone(),
                    pin.proves,
                )
            })
            .collect(),
    })
}

/// How long something took, in milliseconds, as a report says it.
pub(super) fn lasting(ms: u64) -> Lasting {
    Span::from_ms(ms).into()
}

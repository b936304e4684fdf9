//! The scorecard: what a score says, and every point explained.

use serde::{Deserialize, Serialize};

use crate::base::id::{AlertId, ChoiceId, HarmId, Id, LogId, ObjectiveId, QuestionId, StepId};
use crate::base::{Moment, Points};
use crate::scenario::{Confidence, Phase, Rating};
use crate::world::Damage;

/// The whole score of one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scorecard {
    /// How well and promptly people worked: the phases' weighted mean less harm events, 0 to 100.
    pub process: Points,
    /// How much of the process score rests on reports that no facilitator has confirmed.
    pub self_reported: Points,
    /// How the organisation came out of it, between the idle and the reference run.
    pub outcome: Outcome,
    /// How much was scored at all.
    pub coverage: Coverage,
    /// The phases that count in the process score, in their order.
    pub phases: Vec<PhaseScore>,
    /// Phases that stand beside the process score, each scored by itself.
    pub beside: Vec<BesideScore>,
    /// Steps, alerts and key questions of the phases that count, in the scenario's order.
    pub items: Vec<ItemScore>,
    /// What became of the key questions, in the scenario's order.
    pub questions: Vec<QuestionScore>,
    /// Every point missing from the process score, largest first; their sum is exactly what is missing.
    pub explanations: Vec<Explanation>,
    /// Harm events, in the order in which they happened.
    pub harms: Vec<HarmScore>,
    /// The hints that were taken.
    pub hints: HintScore,
    /// How long things took.
    pub times: Times,
    /// How well confidence matched being right.
    pub calibration: Calibration,
    /// A suggested rating per objective.
    pub ratings: Vec<Suggestion>,
}

/// The hints of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HintScore {
    /// How many were taken.
    pub taken: u32,
    /// What they cost of the process score.
    pub points: Points,
}

/// One phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PhaseScore {
    /// Which.
    pub phase: Phase,
    /// Its score, 0 to 100; none if nothing in it was scored.
    pub score: Option<Points>,
    /// What it can add to the process score.
    pub max: Points,
    /// What it did add.
    pub earned: Points,
}

/// A phase without weight in the process score. Its points are hundredths of its own score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideScore {
    /// Which.
    pub phase: Phase,
    /// Its score, 0 to 100.
    pub score: Points,
    /// How much of that rests on reports that no facilitator has confirmed.
    pub self_reported: Points,
    /// Its steps.
    pub items: Vec<ItemScore>,
    /// Every point missing from its score.
    pub explanations: Vec<Explanation>,
}

/// What a score rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// What the simulated world and the record say.
    World,
    /// Somebody's own report.
    SelfReported,
    /// A report that a facilitator has confirmed.
    Confirmed,
}

impl Basis {
    /// Its name for machines.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::SelfReported => "self_reported",
            Self::Confirmed => "confirmed",
        }
    }
}

/// What kind of thing is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A step of the playbook.
    Step,
    /// An alert.
    Alert,
    /// A key question.
    Question,
}

impl ItemKind {
    /// Its name for machines, as in the report's table and in learning records.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Alert => "alert",
            Self::Question => "question",
        }
    }
}

/// One scored thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemScore {
    /// What kind of thing it is.
    pub kind: ItemKind,
    /// Its identifier in the scenario.
    pub id: Id,
    /// Its short name, such as `Contain 5`.
    pub title: String,
    /// Its phase.
    pub phase: Phase,
    /// What its score rests on.
    pub basis: Basis,
    /// What it can add to the process score.
    pub max: Points,
    /// What it did add.
    pub earned: Points,
    /// When its clock began.
    pub triggered: Option<Moment>,
    /// When it was begun.
    pub started: Option<Moment>,
    /// When the last part of it that was done came true.
    pub done: Option<Moment>,
    /// Its target, as a moment.
    pub target: Option<Moment>,
    /// How thorough it was, in hundredths of a percent.
    pub thoroughness: u32,
    /// How many hints were taken for it; those after it was done cost nothing.
    pub hints: u32,
}

/// Why points are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Not done at all.
    Done,
    /// Not all of it, or too much.
    Thoroughness,
    /// Late.
    InTime,
    /// Before what should come first.
    InOrder,
    /// By somebody else than its role.
    RightRole,
    /// Without a reason.
    Reasoned,
    /// With hints.
    Hints,
    /// A harm event.
    Harm,
}

impl Part {
    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "not done",
            Self::Thoroughness => "not thorough",
            Self::InTime => "late",
            Self::InOrder => "out of order",
            Self::RightRole => "other role",
            Self::Reasoned => "no reason",
            Self::Hints => "hints taken",
            Self::Harm => "harm event",
        }
    }
}

/// One line of explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The points lost, of the process score.
    pub points: Points,
    /// The step, alert, question or harm event.
    pub step: Id,
    /// Its phase.
    pub phase: Phase,
    /// Which part of the credit is missing.
    pub part: Part,
    /// The moment that settled it.
    #[serde(rename = "at_ms")]
    pub at: Option<Moment>,
    /// The reason in a sentence.
    pub text: String,
}

/// What became of a key question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionScore {
    /// Which.
    pub question: QuestionId,
    /// When it was last answered.
    #[serde(rename = "answered_ms")]
    pub answered: Option<Moment>,
    /// How.
    pub choices: Vec<ChoiceId>,
    /// Whether that is right.
    pub right: bool,
    /// How sure the answer was.
    pub confidence: Option<Confidence>,
    /// The lines given as proof.
    pub pins: Vec<PinScore>,
    /// The pieces of the proof, given or not.
    pub proofs: Vec<ProofScore>,
}

/// A line given as proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PinScore {
    /// The log.
    pub log: LogId,
    /// The time of the line.
    #[serde(rename = "line_at_ms")]
    pub line_at: Moment,
    /// The line.
    pub text: String,
    /// What it shows, in the investigator's words.
    pub note: String,
    /// Whether it is a piece of the proof.
    pub proves: bool,
}

/// A piece of the proof of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofScore {
    /// What it proves.
    pub shows: String,
    /// Whether it was given.
    pub given: bool,
    /// The logs in which it was to be had at the end; none if all of them were lost, or never saved.
    pub lay_in: Vec<LogId>,
}

/// A harm event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HarmScore {
    /// Which.
    pub harm: HarmId,
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// What happened.
    pub text: String,
    /// What it took from the process score; less than its full points only where nothing was left.
    pub points: Points,
}

/// The damage compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outcome {
    /// 0 as bad as the idle run, 100 as good as the reference run; none where nothing can be lost.
    pub total: Option<Points>,
    /// The same for data alone; none where the two runs don't differ.
    pub data: Option<Points>,
    /// For downtime alone.
    pub downtime: Option<Points>,
    /// For cost alone.
    pub cost: Option<Points>,
    /// For evidence alone.
    pub evidence: Option<Points>,
    /// The damage of this run.
    pub damage: Damage,
    /// The damage when nobody does anything.
    pub idle: Damage,
    /// The damage of the reference run.
    pub reference: Damage,
}

/// How much was scored at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
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

impl Coverage {
    /// The share of all of it, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        let done = self.steps_scored + self.alerts_closed + self.objectives_scored;
        let all = self.steps + self.alerts_raised + self.objectives;
        if all == 0 {
            0.0
        } else {
            f64::from(done) / f64::from(all)
        }
    }
}

/// How long things took, in milliseconds; none if they did not happen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Times {
    /// The attacker's first act to the first true alert acknowledged.
    pub detect_ms: Option<u64>,
    /// The mean from alert to first touch, over acknowledged alerts.
    pub acknowledge_ms: Option<u64>,
    /// The mean from alert to verdict, over closed alerts.
    pub triage_ms: Option<u64>,
    /// STARTEX to the first message inside the organisation.
    pub escalate_ms: Option<u64>,
    /// STARTEX to the first message outside.
    pub notify_ms: Option<u64>,
    /// STARTEX to the first moment without usable access path and without data leaving that lasts to the end.
    pub contain_ms: Option<u64>,
    /// STARTEX to the first moment with an empty persistence set that lasts to the end.
    pub expel_ms: Option<u64>,
    /// STARTEX to the last return of all services, once any was down and the attacker was expelled.
    pub recover_ms: Option<u64>,
    /// The attacker's first act to being expelled.
    pub dwell_ms: Option<u64>,
    /// Whether there was an attacker at all. If not, nothing had to be contained, nor anybody expelled.
    pub attacked: bool,
    /// Whether a service was ever down. If not, none had to be recovered.
    pub interrupted: bool,
}

/// A judgement that was sure and wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SureAndWrong {
    /// A verdict.
    Alert(AlertId),
    /// An answer.
    Question(QuestionId),
    /// A report of a step as done that a facilitator has refused.
    Step(StepId),
}

/// How well confidence matched being right.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// How many judgements came with a confidence.
    pub judgements: u32,
    /// Brier score: the mean of (confidence - right)^2, 0 best, 1 worst (Brier 1950, for two outcomes).
    pub brier: Option<f64>,
    /// Judgements with 80 % confidence or more that were wrong.
    pub sure_and_wrong: Vec<SureAndWrong>,
}

/// A suggested rating; the evaluator decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// For which objective.
    pub objective: ObjectiveId,
    /// Which.
    pub rating: Rating,
    /// How many critical tasks it rests on.
    pub critical_tasks: u32,
}

/// The damage of the two runs that an outcome is measured between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Baseline {
    /// When nobody does anything.
    pub idle: Damage,
    /// When the reference player plays.
    pub reference: Damage,
}

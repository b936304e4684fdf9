//! What an after-action report says, as values: every section, in words that a team reads.
//!
//! [`Content`] is worked out once from a review; each format writes the same content. In the participants' variant
//! nobody's name is in it, wherever it was written.

mod people;
mod plan;
mod privacy;
mod proposed;
mod scores;
mod story;
mod summary;
mod techniques;
mod texts;

pub(super) use people::kind_name as seat_kind_name;
pub use people::{
    Agreement, FeedbackLine, Observation, PairLine, QuestionMean, RatingLine, Said, SeatLine,
    TaskLine, Work,
};
pub use plan::{ActionLine, TrialLine};
pub use proposed::PointLine;
pub use scores::{
    BesideLine, CalibrationLine, CoverageLine, ExplanationLine, ItemLine, Judged, ObjectiveLine,
    OutcomeLine, PhaseLine, ProofLine, QuestionLine, Scores, SureLine,
};
pub use story::{
    DecisionLine, EventLine, HarmLine, MeasureLine, OptionLine, SavingLine, StatementLine,
};
pub use techniques::{TechniqueLine, TechniqueOutcome};

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::base::id::SeatId;
use crate::base::{Moment, Span};
use crate::exercise::Header;
use crate::review::{AfterAction, CorrectiveAction, HabitKind, ReportState, Review};
use crate::scenario::Scenario;

/// Whom a report is for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those who took part: seats and roles, nobody's name, nothing that an evaluator noted of one person.
    Participants,
    /// Whoever answers for the improvement plan: everything, with names.
    #[default]
    Everyone,
}

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The review.
    pub review: &'a Review,
    /// What the record begins with.
    pub header: &'a Header,
    /// The exercise: its record's name, as corrective actions refer to it.
    pub exercise: &'a str,
    /// On which day it was held.
    pub held_on: Date,
    /// When it began by the clock on the wall; none if nobody knows.
    pub began: Option<Timestamp>,
    /// What people wrote; none proposes strengths and areas for improvement from the record.
    pub after: Option<&'a AfterAction>,
    /// Corrective actions of any exercises; those that this one raised or tested are told.
    pub actions: &'a [CorrectiveAction],
    /// Who sat where.
    pub names: &'a BTreeMap<SeatId, String>,
    /// Whom the report is for.
    pub audience: Audience,
}

/// A moment of the exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// Milliseconds from STARTEX.
    pub at_ms: i64,
    /// Exercise time: `T+1:30`.
    pub exercise: String,
    /// Story time: `Tue 3 Mar 2026 10:30`.
    pub story: String,
}

impl When {
    fn new(scenario: &Scenario, at: Moment) -> Self {
        let story = scenario.starts.at(at);
        Self {
            at_ms: at.as_ms(),
            exercise: at.to_string(),
            story: story.strftime("%a %-d %b %Y %H:%M").to_string(),
        }
    }
}

/// A length of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lasting {
    /// In milliseconds.
    pub ms: u64,
    /// As people say it: `1 h 05 min`.
    pub text: String,
}

impl From<Span> for Lasting {
    fn from(span: Span) -> Self {
        Self {
            ms: span.as_ms(),
            text: span.to_string(),
        }
    }
}

/// What a report begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The exercise's name.
    pub exercise: String,
    /// The scenario's code name.
    pub code_name: String,
    /// The scenario's title.
    pub scenario: String,
    /// The scenario's identifier.
    pub scenario_id: String,
    /// What it is about.
    pub about: String,
    /// On which day the exercise was held.
    pub held_on: Date,
    /// When it began by the clock on the wall; none if nobody knows.
    #[serde(default)]
    pub began: Option<Timestamp>,
    /// What tells this exercise from all others, for machines: a name-based UUID, the same for every audience.
    #[serde(default)]
    pub registration: Uuid,
    /// The story's STARTEX.
    pub starts: When,
    /// How long the story ran from STARTEX.
    pub length: Lasting,
    /// The seed of chance.
    pub seed: u64,
    /// The level; none for the scenario as its file says.
    pub level: Option<String>,
    /// The version of the program that kept the record.
    pub program: String,
    /// The automatic player that played, if no person did.
    pub player: Option<String>,
    /// How far the report is.
    pub state: ReportState,
    /// Who took part.
    pub seats: Vec<SeatLine>,
    /// The currency of all money.
    pub currency: String,
}

/// What is to be stopped, started or continued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HabitLine {
    /// What becomes of it.
    pub kind: HabitKind,
    /// Which habit.
    pub text: String,
}

/// Everything that a report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Whom it is for.
    pub audience: Audience,
    /// What it begins with.
    pub head: Head,
    /// What people wrote as a summary; empty if nobody has.
    pub summary: String,
    /// What the record says in a few sentences.
    pub in_short: Vec<String>,
    /// What was tested, with the ratings that the score suggests.
    pub objectives: Vec<ObjectiveLine>,
    /// The tasks that were rated, or can be.
    pub tasks: Vec<TaskLine>,
    /// How far those who rated agree.
    pub agreement: Agreement,
    /// The scores.
    pub scores: Scores,
    /// What happened, in order.
    pub timeline: Vec<EventLine>,
    /// Times beside their targets.
    pub times: Vec<MeasureLine>,
    /// What was decided.
    pub decisions: Vec<DecisionLine>,
    /// What went well.
    pub strengths: Vec<PointLine>,
    /// What should be better.
    pub improvements: Vec<PointLine>,
    /// Whether strengths and areas for improvement are proposals from the record that nobody has edited yet.
    pub are_proposed: bool,
    /// Why points are missing, largest first.
    pub explanations: Vec<ExplanationLine>,
    /// How well confidence matched being right.
    pub calibration: CalibrationLine,
    /// What was said to others.
    pub statements: Vec<StatementLine>,
    /// Harm events.
    pub harms: Vec<HarmLine>,
    /// What could still have been saved.
    pub savings: Vec<SavingLine>,
    /// What followed when the exercise was over.
    #[serde(default)]
    pub aftermath: Vec<String>,
    /// What facilitators, evaluators and observers saw.
    pub observations: Vec<Observation>,
    /// What was said at the hot wash.
    pub said: Vec<Said>,
    /// The feedback forms.
    pub feedback: FeedbackLine,
    /// What is to be stopped, started, continued.
    pub habits: Vec<HabitLine>,
    /// Tasks given in the room.
    pub work: Vec<Work>,
    /// Corrective actions that this exercise raised.
    pub raised: Vec<ActionLine>,
    /// Corrective actions of earlier exercises that this one tested.
    pub tested: Vec<TrialLine>,
    /// The key questions, with answers and proof.
    pub questions: Vec<QuestionLine>,
    /// The ATT&CK techniques that were played, and how it went.
    pub techniques: Vec<TechniqueLine>,
}

impl Content {
    /// Works out what a report says.
    #[must_use]
    pub fn new(sources: Sources<'_>) -> Self {
        let Sources { review, after, .. } = sources;
        let scenario = &*review.scenario;
        let labels = people::labels(&sources);
        let (strengths, improvements) = proposed::points(&sources);
        let content = Self {
            audience: sources.audience,
            head: head(&sources),
            summary: after.map_or_else(String::new, |after| after.summary.trim().to_owned()),
            in_short: summary::in_short(review),
            objectives: scores::objectives(review),
            tasks: people::tasks(&sources, &labels),
            agreement: people::agreement(review, &labels),
            scores: scores::scores(scenario, &review.card),
            timeline: story::events(review),
            times: story::measures(review),
            decisions: story::decisions(review),
            strengths,
            improvements,
            are_proposed: after.is_none(),
            explanations: scores::explanations(scenario, &review.card),
            calibration: scores::calibration(review),
            statements: story::statements(review),
            harms: story::harms(review),
            savings: story::savings(review),
            aftermath: review.aftermath.texts.clone(),
            observations: people::observations(&sources, &labels),
            said: people::said(scenario, &review.last),
            feedback: people::feedback(&review.last),
            habits: habits(after),
            work: people::work(scenario, &review.last, &labels),
            raised: plan::raised(&sources),
            tested: plan::tested(&sources),
            questions: scores::questions(scenario, &review.card),
            techniques: techniques::techniques(review),
        };
        match sources.audience {
            Audience::Everyone => content,
            Audience::Participants => privacy::without_names(content, &sources, &labels),
        }
    }

    /// What the document is called.
    #[must_use]
    pub fn title(&self) -> String {
        format!("After-action report: {}", self.head.scenario)
    }
}

fn head(sources: &Sources<'_>) -> Head {
    let (review, header) = (sources.review, sources.header);
    let scenario = &review.scenario;
    let level = header.level.as_ref().and_then(|id| scenario.level(id));
    let ended = review.last.ended.unwrap_or(review.last.now);
    Head {
        exercise: sources.exercise.to_owned(),
        code_name: scenario.code_name.clone(),
        scenario: scenario.title.clone(),
        scenario_id: scenario.id.to_string(),
        about: scenario.summary.clone(),
        held_on: sources.held_on,
        began: sources.began,
        registration: registration(sources),
        starts: When::new(scenario, Moment::START),
        length: ended.since(Moment::START).into(),
        seed: header.seed,
        level: level.map(|level| level.name.clone()),
        program: header.program.clone(),
        player: header.player.clone(),
        state: sources
            .after
            .map_or(ReportState::Draft, |after| after.state),
        seats: people::seats(sources),
        currency: scenario.currency.clone(),
    }
}

/// What tells the exercise from all others. It comes from the record's name as it is, which may hold a person's, and
/// tells nothing of it.
fn registration(sources: &Sources<'_>) -> Uuid {
    let (header, scenario) = (sources.header, &sources.review.scenario.id);
    let name = format!("{}/{scenario}/{}", sources.exercise, header.seed);
    Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("{}/{name}", super::HOME).as_bytes(),
    )
}

fn habits(after: Option<&AfterAction>) -> Vec<HabitLine> {
    let habits = after.map_or(&[][..], |after| &after.habits);
    let said = habits.iter().filter(|habit| !habit.text.trim().is_empty());
    said.map(|habit| HabitLine {
        kind: habit.kind,
        text: habit.text.trim().to_owned(),
    })
    .collect()
}

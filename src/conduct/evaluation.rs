//! Evaluators who rate alone, on a sheet of their own: what they are handed, what comes back, and how far
//! they agree.
//!
//! A sheet carries a seal over what its evaluator is asked. It shows whether the questions are those that
//! were handed out; it can't show whether an evaluator changed a rating later, which is theirs to do at
//! any time.

mod agreement;
mod merge;
mod returned;

pub use agreement::{Agreement, Disagreement, Pair, agreement, kappa};
pub use merge::{Merged, merge};
pub use returned::{Evaluation, Refused, Seen, read};

use super::sheet::role_name;
use crate::base::id::{ObjectiveId, ScenarioId, SeatId, StepId};
use crate::exercise::{Header, Link};
use crate::scenario::{Rating, Scenario, SeatKind, Step};
use crate::world::State;

/// The name of the sheet with the ratings.
pub const RATINGS: &str = "Ratings";

/// The name of the sheet with the observations.
pub const OBSERVATIONS: &str = "Observations";

/// The columns of the ratings, in their order.
pub const RATING_COLUMNS: [&str; 5] =
    ["Objective", "Critical task", "Rating", "Note", "Identifier"];

/// The columns of the observations, in their order.
pub const OBSERVATION_COLUMNS: [&str; 5] = ["Time", "+/-", "Who", "Objective", "Text"];

/// The labels before the cells of the sheet's head, from its first row on; what they say stands beside
/// them, in the second column.
pub const HEAD: [&str; 4] = ["Evaluator's name", "Exercise", "Seal", "Scenario"];

/// The rows of the ratings, counted from 0: head, meanings, the columns' names, the tasks.
pub mod place {
    /// The evaluator's name.
    pub const NAME: usize = 0;
    /// The exercise.
    pub const EXERCISE: usize = 1;
    /// The seal.
    pub const SEAL: usize = 2;
    /// The scenario.
    pub const SCENARIO: usize = 3;
    /// The first of the ratings' meanings, one a row.
    pub const MEANINGS: usize = 4;
    /// The names of the columns.
    pub const COLUMNS: usize = 9;
    /// The first task.
    pub const TASKS: usize = 10;
}

/// What names an exercise: the first link of its record's chain. Two exercises of one scenario with the
/// same seed, level and seat have the same name.
///
/// # Errors
/// If the header can't be written as JSON, which no header of a record is.
pub fn exercise_id(header: &Header) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(header)?;
    Ok(Link::first(&json).as_str().to_owned())
}

/// Something to be rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The step of the playbook.
    pub step: StepId,
    /// The objective it belongs to, in words; empty if to none.
    pub objective: String,
    /// What is to be done.
    pub text: String,
}

/// What an evaluator is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The exercise; see [`exercise_id`].
    pub exercise: String,
    /// The scenario.
    pub scenario: ScenarioId,
    /// The scenario's title.
    pub title: String,
    /// What is to be rated.
    pub tasks: Vec<Task>,
    /// The objectives, for observations.
    pub objectives: Vec<(ObjectiveId, String)>,
    /// Who can be observed: the participants' seats, by their roles and teams. Not sealed, since people
    /// come and go.
    pub seats: Vec<(SeatId, String)>,
}

impl Form {
    /// The form for an exercise as it is played: its critical tasks, or all of its steps if none is
    /// critical.
    #[must_use]
    pub fn new(scenario: &Scenario, state: &State, exercise: String) -> Self {
        let none_is_critical = !scenario.steps.iter().any(|step| step.critical);
        let rated = scenario
            .steps
            .iter()
            .filter(|step| step.critical || none_is_critical);
        let objectives = scenario.briefing.objectives.iter();
        let objectives: Vec<_> = objectives
            .map(|objective| (objective.id.clone(), objective.text.clone()))
            .collect();
        Self {
            exercise,
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            tasks: rated.map(|step| task(step, &objectives)).collect(),
            objectives,
            seats: seats(scenario, state),
        }
    }

    /// The seal: blake3 over the exercise, the scenario, and all tasks and objectives with their texts.
    #[must_use]
    pub fn seal(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut take = |text: &str| {
            // With its length, so that no two lists of texts run into the same bytes.
            let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
            hasher.update(&length.to_le_bytes());
            hasher.update(text.as_bytes());
        };
        take(&self.exercise);
        take(self.scenario.as_str());
        for task in &self.tasks {
            take(task.step.as_str());
            take(&task.objective);
            take(&task.text);
        }
        for (id, text) in &self.objectives {
            take(id.as_str());
            take(text);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The letters of the ratings with their meanings, best first.
    #[must_use]
    pub fn meanings() -> [(&'static str, &'static str); 4] {
        Rating::ALL.map(|rating| (rating.letter(), rating.meaning()))
    }
}

fn task(step: &Step, objectives: &[(ObjectiveId, String)]) -> Task {
    let objective = step.objective.as_ref().and_then(|id| {
        let mut objectives = objectives.iter();
        objectives.find(|(known, _)| known == id)
    });
    Task {
        step: step.id.clone(),
        objective: objective.map(|(_, text)| text.clone()).unwrap_or_default(),
        text: format!("{}: {}", step.name(), step.text),
    }
}

/// Participants and scribes by their roles and teams; names of people stay beside the record.
fn seats(scenario: &Scenario, state: &State) -> Vec<(SeatId, String)> {
    let plays = |kind| matches!(kind, SeatKind::Participant | SeatKind::Scribe);
    let seats = state.conduct.seats.iter();
    seats
        .filter(|(_, place)| plays(place.kind))
        .map(|(seat, place)| {
            let roles = place.roles.iter().map(|role| role_name(scenario, role));
            let team = Some(place.team.clone()).filter(|team| !team.is_empty());
            let words: Vec<String> = roles.chain(team).collect();
            let label = if words.is_empty() {
                seat.to_string()
            } else {
                format!("{} ({seat})", words.join(", "))
            };
            (seat.clone(), label)
        })
        .collect()
}

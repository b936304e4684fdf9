//! What people did at the exercise beside playing it: seats, ratings, observations, the hot wash, feedback.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Audience, Sources, When};
use crate::base::Moment;
use crate::base::id::{ObjectiveId, RoleId, SeatId, StepId};
use crate::conduct::evaluation;
use crate::conduct::hot_wash::QUESTIONS;
use crate::report::words;
use crate::review::Review;
use crate::scenario::{Phase, Rating, Scenario, SeatKind, Sign};
use crate::world::State;

/// A seat of the exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatLine {
    /// What the report calls it: the name, or what the person did.
    pub label: String,
    /// What the person did.
    pub kind: SeatKind,
    /// The names of the roles.
    pub roles: Vec<String>,
    /// The team; empty if there is one team.
    pub team: String,
    /// The person's name; only in the full report, and only if it is kept.
    pub name: Option<String>,
}

/// A rating of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingLine {
    /// Who rated.
    pub by: String,
    /// How.
    pub rating: Rating,
    /// On what grounds.
    pub note: String,
}

/// A task with its ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    /// The capability: the phase of the response.
    pub capability: Phase,
    /// The step's name, such as `Contain 5`.
    pub title: String,
    /// The step as the playbook words it.
    pub text: String,
    /// Whether it is a critical task.
    pub critical: bool,
    /// What the score suggests.
    pub suggested: Option<Rating>,
    /// How it was rated.
    pub ratings: Vec<RatingLine>,
}

/// How far two people agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairLine {
    /// One of them.
    pub one: String,
    /// The other.
    pub other: String,
    /// How many tasks both rated.
    pub both: u32,
    /// How many of them the same.
    pub same: u32,
    /// Cohen's kappa with quadratic weights, if it can be said.
    pub kappa: Option<f64>,
}

/// How far those who rated agree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Every two who rated a task both.
    pub pairs: Vec<PairLine>,
    /// Tasks that were rated differently: the step's name and the ratings in words, furthest apart first.
    pub differ: Vec<(String, String)>,
}

/// Something that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// When it was written down.
    pub when: When,
    /// Whether it went well.
    pub sign: Sign,
    /// Who was seen; empty for the whole room.
    pub who: String,
    /// The objective it speaks of, in words; empty if none.
    pub objective: String,
    /// What was seen.
    pub text: String,
    /// Who wrote it down.
    pub by: String,
}

/// What was said at the hot wash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Whose; the whole room's if empty.
    pub role: String,
    /// Whether it went well.
    pub sign: Sign,
    /// What was said.
    pub text: String,
}

/// A question of the feedback form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionMean {
    /// The question.
    pub question: String,
    /// How many answered it.
    pub answers: u32,
    /// The mean of the answers, 1 to 5; none without one.
    pub mean: Option<f64>,
}

/// The feedback forms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedbackLine {
    /// How many forms came back.
    pub forms: u32,
    /// What they say, question by question.
    pub questions: Vec<QuestionMean>,
    /// What else was written.
    pub texts: Vec<String>,
}

/// A task that was given in the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// When it was given.
    pub when: When,
    /// What was to be done.
    pub text: String,
    /// Who answered for it; empty if nobody.
    pub owner: String,
    /// Until when.
    pub due: Option<When>,
    /// When it was done.
    pub done: Option<When>,
}

/// What the report calls each seat.
pub(super) type Labels = BTreeMap<SeatId, String>;

/// What somebody does at an exercise.
pub(in crate::report) const fn kind_name(kind: SeatKind) -> &'static str {
    match kind {
        SeatKind::Participant => "Participant",
        SeatKind::Scribe => "Scribe",
        SeatKind::Facilitator => "Facilitator",
        SeatKind::Evaluator => "Evaluator",
        SeatKind::Observer => "Observer",
    }
}

fn role_name(scenario: &Scenario, role: &RoleId) -> String {
    let role = scenario.role(role);
    role.map_or_else(String::new, |role| role.name.clone())
}

/// What each seat is called: the name in the full report, else what the person did there. Seats that would be called
/// the same are numbered.
pub(super) fn labels(sources: &Sources<'_>) -> Labels {
    let scenario = &sources.review.scenario;
    let seats = &sources.review.last.conduct.seats;
    let plain: Vec<(SeatId, String)> = seats
        .iter()
        .map(|(id, seat)| {
            let roles: Vec<String> = seat.roles.iter().map(|r| role_name(scenario, r)).collect();
            let mut label = if roles.is_empty() {
                kind_name(seat.kind).to_owned()
            } else {
                roles.join(" and ")
            };
            if !seat.team.is_empty() {
                label = format!("{label}, {}", seat.team);
            }
            (id.clone(), label)
        })
        .collect();
    let mut labels = Labels::new();
    for (id, label) in &plain {
        let same: Vec<&SeatId> = plain
            .iter()
            .filter(|(_, other)| other == label)
            .map(|(id, _)| id)
            .collect();
        let number = same.iter().position(|other| *other == id).unwrap_or(0) + 1;
        let numbered = if same.len() > 1 {
            format!("{label} {number}")
        } else {
            label.clone()
        };
        let name = sources.names.get(id).map(|name| name.trim());
        let name = name.filter(|name| !name.is_empty() && sources.audience == Audience::Everyone);
        labels.insert(
            id.clone(),
            name.map_or_else(|| numbered.clone(), |name| format!("{name} ({label})")),
        );
    }
    labels
}

/// What a seat is called; seats of nobody known are the exercise's staff.
fn label(labels: &Labels, seat: &SeatId) -> String {
    let known = labels.get(seat).cloned();
    known.unwrap_or_else(|| "Exercise staff".to_owned())
}

/// Who took part.
pub(super) fn seats(sources: &Sources<'_>) -> Vec<SeatLine> {
    let scenario = &sources.review.scenario;
    let labels = labels(sources);
    let seats = sources.review.last.conduct.seats.iter();
    let mut lines: Vec<SeatLine> = seats
        .map(|(id, seat)| SeatLine {
            label: label(&labels, id),
            kind: seat.kind,
            roles: seat.roles.iter().map(|r| role_name(scenario, r)).collect(),
            team: seat.team.clone(),
            name: match sources.audience {
                Audience::Everyone => sources.names.get(id).cloned(),
                Audience::Participants => None,
            },
        })
        .collect();
    lines.sort_by_key(|line| line.kind);
    lines
}

fn rated<'a>(sources: &Sources<'a>, step: &StepId) -> Vec<(&'a SeatId, Rating, &'a str)> {
    let by = sources.review.last.conduct.ratings.get(step);
    let by = by.into_iter().flatten();
    by.map(|(seat, rated)| (seat, rated.rating, rated.note.as_str()))
        .collect()
}

/// Critical tasks, and whatever else was rated.
pub(super) fn tasks(sources: &Sources<'_>, labels: &Labels) -> Vec<TaskLine> {
    let review = sources.review;
    let is_told = |step: &&crate::scenario::Step| {
        step.critical || review.last.conduct.ratings.contains_key(&step.id)
    };
    let steps = review.scenario.steps.iter().filter(is_told);
    steps
        .map(|step| TaskLine {
            capability: step.phase,
            title: step.name(),
            text: step.text.clone(),
            critical: step.critical,
            suggested: review.card.suggested(&step.id),
            ratings: rated(sources, &step.id)
                .into_iter()
                .map(|(seat, rating, note)| RatingLine {
                    by: label(labels, seat),
                    rating,
                    // A note on a task is a note on whoever had it.
                    note: match sources.audience {
                        Audience::Everyone => note.trim().to_owned(),
                        Audience::Participants => String::new(),
                    },
                })
                .collect(),
        })
        .collect()
}

/// How far those who rated agree.
pub(super) fn agreement(review: &Review, labels: &Labels) -> Agreement {
    let found = evaluation::agreement(&review.last.conduct.ratings);
    let step_name = |id: &StepId| review.scenario.step(id).map(crate::scenario::Step::name);
    let pairs = found.pairs.iter().map(|pair| PairLine {
        one: label(labels, &pair.one),
        other: label(labels, &pair.other),
        both: pair.both,
        same: pair.same,
        kappa: pair.kappa,
    });
    let differ = found.disagreements.iter().filter_map(|differ| {
        let ratings = differ.ratings.iter();
        let ratings: Vec<String> = ratings
            .map(|(seat, rating)| format!("{} by {}", rating.letter(), label(labels, seat)))
            .collect();
        Some((step_name(&differ.step)?, ratings.join(", ")))
    });
    Agreement {
        pairs: pairs.collect(),
        differ: differ.collect(),
    }
}

fn objective_text(scenario: &Scenario, id: Option<&ObjectiveId>) -> String {
    let mut all = scenario.briefing.objectives.iter();
    let found = all.find(|objective| Some(&objective.id) == id);
    found.map_or_else(String::new, |objective| objective.text.clone())
}

/// What was seen; to participants nothing that was seen of one person.
pub(super) fn observations(sources: &Sources<'_>, labels: &Labels) -> Vec<Observation> {
    let scenario = &sources.review.scenario;
    let all = sources.review.last.conduct.observations.values();
    let mut told: Vec<Observation> = all
        .filter(|seen| sources.audience == Audience::Everyone || seen.observation.seat.is_none())
        .map(|seen| Observation {
            when: When::new(scenario, seen.at),
            sign: seen.observation.sign,
            who: seen
                .observation
                .seat
                .as_ref()
                .map_or_else(String::new, |seat| label(labels, seat)),
            objective: objective_text(scenario, seen.observation.objective.as_ref()),
            text: seen.observation.text.trim().to_owned(),
            by: label(labels, &seen.by),
        })
        .collect();
    told.sort_by_key(|seen| seen.when.at_ms);
    told
}

/// What was said at the hot wash.
pub(super) fn said(scenario: &Scenario, state: &State) -> Vec<Said> {
    let notes = state.conduct.hot_wash.iter();
    let notes = notes.filter(|note| !note.text.trim().is_empty());
    notes
        .map(|note| Said {
            role: note
                .role
                .as_ref()
                .map_or_else(String::new, |role| role_name(scenario, role)),
            sign: note.sign,
            text: note.text.trim().to_owned(),
        })
        .collect()
}

/// What the feedback forms say.
pub(super) fn feedback(state: &State) -> FeedbackLine {
    let forms = &state.conduct.feedback;
    let question = |(place, question): (usize, &&str)| {
        let scores = forms.iter().filter_map(|form| *form.scores.get(place)?);
        let scores: Vec<u32> = scores.map(u32::from).collect();
        let sum: u32 = scores.iter().sum();
        let answers = words::number(scores.len());
        QuestionMean {
            question: (*question).to_owned(),
            answers,
            mean: (answers > 0).then(|| f64::from(sum) / f64::from(answers)),
        }
    };
    let texts = forms.iter().map(|form| form.text.trim().to_owned());
    FeedbackLine {
        forms: words::number(forms.len()),
        questions: QUESTIONS.iter().enumerate().map(question).collect(),
        texts: texts.filter(|text| !text.is_empty()).collect(),
    }
}

/// Tasks given in the room.
pub(super) fn work(scenario: &Scenario, state: &State, labels: &Labels) -> Vec<Work> {
    let when = |at: Moment| When::new(scenario, at);
    let all = state.conduct.assignments.values();
    all.map(|given| Work {
        when: when(given.at),
        text: given.assignment.text.clone(),
        owner: given
            .assignment
            .owner
            .as_ref()
            .map_or_else(String::new, |owner| label(labels, owner)),
        due: given.assignment.due.map(when),
        done: given.done.map(when),
    })
    .collect()
}

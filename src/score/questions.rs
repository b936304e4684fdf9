//! Key questions in the scorecard: which was answered, when, with what proof, and which proof was there to
//! be had.

use super::card::{PinScore, ProofScore, QuestionScore};
use crate::evidence::{Readable, readable};
use crate::scenario::telling::logs_telling_of;
use crate::scenario::{Log, Proof, Question, Scenario};
use crate::world::State;
use crate::world::state::{AnswerGiven, Pin};

/// All key questions in the scenario's order.
pub(super) fn questions(scenario: &Scenario, state: &State) -> Vec<QuestionScore> {
    let score = |question| question_score(scenario, state, question);
    scenario.questions.iter().map(score).collect()
}

fn question_score(scenario: &Scenario, state: &State, question: &Question) -> QuestionScore {
    let answer = state
        .answers
        .get(&question.id)
        .and_then(|given| given.last());
    let pins = answer.map_or(&[][..], |answer| &answer.pins);
    let pins = pins.iter().filter_map(|id| state.pins.get(id));
    QuestionScore {
        question: question.id.clone(),
        answered: answer.map(|answer| answer.at),
        choices: answer.map_or_else(Vec::new, |answer| answer.choices.clone()),
        right: answer.is_some_and(|answer| answer.hits > 0 && answer.misses == 0),
        confidence: answer.map(|answer| answer.confidence),
        pins: pins.map(|pin| pin_score(question, pin)).collect(),
        proofs: question
            .proven_by
            .iter()
            .enumerate()
            .map(|(place, proof)| proof_score(scenario, state, proof, answer, place))
            .collect(),
    }
}

fn pin_score(question: &Question, pin: &Pin) -> PinScore {
    let proves = |proof: &Proof| {
        pin.shows
            .as_ref()
            .is_some_and(|trace| proof.lines.contains(trace))
    };
    PinScore {
        log: pin.log.clone(),
        line_at: pin.line_at,
        text: pin.text.clone(),
        note: pin.note.clone(),
        proves: question.proven_by.iter().any(proves),
    }
}

fn proof_score(
    scenario: &Scenario,
    state: &State,
    proof: &Proof,
    answer: Option<&AnswerGiven>,
    place: usize,
) -> ProofScore {
    let held = |log: &&Log| {
        let now = state.ended.unwrap_or(state.now);
        matches!(
            readable(scenario, &state.history, log, now),
            Readable::Lines { .. }
        )
    };
    let mut lay_in = Vec::new();
    let traces = proof.lines.iter().filter_map(|id| scenario.trace(id));
    for log in traces.flat_map(|trace| logs_telling_of(scenario, trace)) {
        if held(&log) && !lay_in.contains(&log.id) {
            lay_in.push(log.id.clone());
        }
    }
    ProofScore {
        shows: proof.shows.clone(),
        given: answer.is_some_and(|answer| answer.shown.get(place) == Some(&true)),
        lay_in,
    }
}

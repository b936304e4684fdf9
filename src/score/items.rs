//! Steps, alerts and key questions, measured from a tracked run.

use super::card::{Basis, ItemKind, Part};
use super::credit::{WHOLE, harmonic, in_time};
use super::measured::{Hints, Measured, Source};
use super::tracker::{StepTrack, Tracked};
use super::wording::{clauses, describe, list, without_stop};
use crate::base::Moment;
use crate::scenario::{Alert, Condition, Phase, Question, Scenario, Step};
use crate::world::state::{AlertState, AnswerGiven};
use crate::world::{State, StepReport};

/// Every scored item of a run, in the scenario's order.
pub(super) fn measure<'a>(scenario: &'a Scenario, tracked: &'a Tracked) -> Vec<Measured<'a>> {
    let state = &tracked.state;
    let steps = scenario
        .steps
        .iter()
        .zip(&tracked.steps)
        .filter_map(|(step, track)| {
            let waved_through = state
                .not_applicable
                .get(&step.id)
                .map(|(_, accepted)| *accepted);
            let report = state.reports.get(&step.id);
            let scored = waved_through != Some(true) || report.is_some_and(StepReport::is_refused);
            scored.then(|| measure_step(step, track, state, waved_through.is_some()))
        });
    let alerts = scenario.alerts.iter().filter_map(|alert| {
        state
            .alerts
            .get(&alert.id)
            .map(|raised| measure_alert(alert, raised, state))
    });
    let questions = scenario.questions.iter().map(|question| {
        let answer = state
            .answers
            .get(&question.id)
            .and_then(|given| given.last());
        let before = tracked.hints_at_answer.get(&question.id).copied();
        let hints = Hints::of(state, question.id.id(), before);
        measure_question(question, answer, hints)
    });
    steps.chain(alerts).chain(questions).collect()
}

fn measure_step<'a>(
    step: &'a Step,
    track: &'a StepTrack,
    state: &'a State,
    refused: bool,
) -> Measured<'a> {
    let met = count(track.parts.iter().flatten().count());
    let unmet = count(track.parts.len()) - met;
    let over = count(track.over.iter().flatten().count());
    let report = state.reports.get(&step.id);
    let done = if step.is_self_reported() {
        // A facilitator's word changes whether a report counts, not when it was made.
        let counts = report.filter(|report| report.counts());
        counts.and_then(|report| Some(report.done.as_ref()?.at))
    } else {
        track.parts.iter().flatten().max().copied()
    };
    let from = track.triggered;
    // What is done before its clock begins can't be late.
    let on_time = match (from, done) {
        (Some(from), Some(done)) => in_time(from, done, step.target, step.time_limit()),
        _ => WHOLE,
    };
    let held = count(track.after.iter().filter(|held| **held).count());
    let in_order = if track.after.is_empty() || (track.waived && track.reasoned) {
        WHOLE
    } else {
        held * WHOLE / count(track.after.len())
    };
    let nothing = refused || track.started.is_none();
    Measured {
        kind: ItemKind::Step,
        id: step.id.id(),
        phase: step.phase,
        weight: u64::from(step.weight),
        basis: basis(step, state),
        triggered: from,
        started: track.started,
        done,
        target: from.map(|from| from + step.target),
        thoroughness: if nothing {
            0
        } else {
            harmonic(met, unmet, over)
        },
        in_time: on_time,
        in_order,
        reasoned: share(track.reasoned),
        hints: Hints::of(state, step.id.id(), track.hints),
        source: Source::Step {
            step,
            track,
            report,
            refused,
        },
    }
}

/// What the score of a step rests on.
fn basis(step: &Step, state: &State) -> Basis {
    let mut basis = Basis::World;
    for part in step.wanted().iter() {
        part.visit(&mut |condition| {
            if let Condition::Reported(reported) = condition {
                let report = state.reports.get(reported);
                let confirmed = report.is_some_and(StepReport::is_confirmed);
                if !confirmed {
                    basis = Basis::SelfReported;
                } else if basis == Basis::World {
                    basis = Basis::Confirmed;
                }
            }
        });
    }
    basis
}

fn measure_alert<'a>(alert: &'a Alert, raised: &'a AlertState, state: &'a State) -> Measured<'a> {
    let within = alert.acknowledge_within;
    let closing = raised.closed.as_ref();
    let thoroughness = match closing {
        Some(closing) if closing.right && closing.founded => WHOLE,
        Some(closing) if closing.right => WHOLE / 2,
        _ => 0,
    };
    let taken_up = raised.acknowledged;
    Measured {
        kind: ItemKind::Alert,
        id: alert.id.id(),
        phase: Phase::Investigate,
        weight: u64::from(alert.weight),
        basis: Basis::World,
        triggered: Some(raised.raised),
        started: taken_up,
        done: closing.map(|closing| closing.at),
        target: Some(raised.raised + within),
        thoroughness,
        in_time: taken_up.map_or(0, |at| in_time(raised.raised, at, within, within.times(3))),
        in_order: WHOLE,
        reasoned: share(closing.is_some_and(|closing| !closing.reason.trim().is_empty())),
        // None is given for an alert that is closed.
        hints: Hints::of(state, alert.id.id(), None),
        source: Source::Alert {
            alert,
            state: raised,
        },
    }
}

fn measure_question<'a>(
    question: &'a Question,
    answer: Option<&'a AnswerGiven>,
    hints: Hints<'a>,
) -> Measured<'a> {
    let right = answer.map_or(0, |a| harmonic(u64::from(a.hits), u64::from(a.misses), 0));
    let done = answer.map(|a| a.at);
    let limit = question.target.times(3);
    Measured {
        kind: ItemKind::Question,
        id: question.id.id(),
        phase: Phase::Investigate,
        weight: u64::from(question.weight),
        basis: Basis::World,
        triggered: Some(Moment::START),
        started: done,
        done,
        target: Some(Moment::START + question.target),
        thoroughness: right / 2 + proven_half(right - right / 2, answer),
        in_time: done.map_or(0, |at| in_time(Moment::START, at, question.target, limit)),
        in_order: WHOLE,
        reasoned: share(answer.is_some_and(|a| !a.reason.trim().is_empty())),
        hints,
        source: Source::Question { question, answer },
    }
}

/// The half of a right answer's credit that its proof earns, by the pieces of the proof that were there.
fn proven_half(half: u64, answer: Option<&AnswerGiven>) -> u64 {
    let Some(answer) = answer else { return 0 };
    let pieces = answer.shown.iter().chain([&answer.known]);
    let (there, all) = pieces.fold((0, 0), |(there, all), piece| {
        (there + u64::from(*piece), all + 1)
    });
    half * there / all
}

fn share(whole: bool) -> u64 {
    if whole { WHOLE } else { 0 }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Why points are missing for a part of an item's credit.
pub(super) fn why(scenario: &Scenario, item: &Measured<'_>, part: Part) -> String {
    match (part, item.source) {
        (Part::Hints, _) => hints_taken(scenario, item.hints.before),
        (Part::InTime, Source::Alert { .. }) => late(item.started, item.target, "acknowledged"),
        (Part::InTime, _) => late(item.done, item.target, "done"),
        (Part::Reasoned, Source::Step { .. }) => "begun without a recorded reason".to_owned(),
        (Part::Reasoned, Source::Alert { .. }) => "closed without a reason".to_owned(),
        (Part::Reasoned, Source::Question { .. }) => "answered without grounds".to_owned(),
        (Part::InOrder, Source::Step { step, track, .. }) => {
            let early = pick(&step.after, |i| track.after.get(i) == Some(&false));
            format!(
                "begun before this was so: {}",
                clauses(early.map(|c| describe(scenario, c)))
            )
        }
        (
            Part::Done,
            Source::Step {
                step,
                refused,
                report,
                ..
            },
        ) => {
            let what = match report.and_then(|report| Some((report.done.as_ref()?, report))) {
                Some((done, report)) if report.is_refused() => {
                    format!("reported as done at {}, not confirmed", done.at)
                }
                _ if refused => "declared not applicable, which does not hold here".to_owned(),
                _ => "not done".to_owned(),
            };
            if step.consequence.is_empty() {
                what
            } else {
                format!("{what}. {}", step.consequence)
            }
        }
        (Part::Done, Source::Alert { alert, state }) => match &state.closed {
            Some(_) => format!("closed with a wrong verdict. {}", alert.why),
            None => "never closed with a verdict".to_owned(),
        },
        (Part::Done, Source::Question { answer, .. }) => if answer.is_some() {
            "answered wrong"
        } else {
            "not answered"
        }
        .to_owned(),
        (Part::Thoroughness, Source::Step { step, track, .. }) => incomplete(scenario, step, track),
        (Part::Thoroughness, Source::Alert { alert, .. }) => {
            format!(
                "right verdict, but closed before what founds it was known. {}",
                alert.look_at
            )
        }
        (Part::Thoroughness, Source::Question { question, answer }) => {
            if answer.is_some_and(AnswerGiven::is_proven) {
                "answered in part".to_owned()
            } else {
                missing_proof(question, answer)
            }
        }
        (Part::RightRole | Part::Harm | Part::InOrder, _) => part.name().to_owned(),
    }
}

/// Which hints were taken, when, and what they cost.
fn hints_taken(scenario: &Scenario, hints: &[Moment]) -> String {
    let count = match hints.len() {
        1 => "one hint".to_owned(),
        2 => "two hints".to_owned(),
        3 => "three hints".to_owned(),
        n => format!("{n} hints"),
    };
    let moments = list(hints.iter().map(ToString::to_string));
    let cost = scenario.scoring.hint_cost(hints.len());
    format!("{count} taken, at {moments}, for {cost} % of what it earned")
}

/// Which proof of an answer was there to be had and is not pinned to it.
fn missing_proof(question: &Question, answer: Option<&AnswerGiven>) -> String {
    let pinned = |i: usize| answer.is_some_and(|a| a.shown.get(i) == Some(&true));
    let missing = question
        .proven_by
        .iter()
        .enumerate()
        .filter(|(i, _)| !pinned(*i))
        .map(|(_, proof)| without_stop(&proof.shows).to_owned());
    let missing = list(missing);
    let there = if missing.is_empty() {
        &question.proof_text
    } else {
        &missing
    };
    format!("answered without all of its proof. It lay here: {there}")
}

fn incomplete(scenario: &Scenario, step: &Step, track: &StepTrack) -> String {
    let missing = clauses(
        pick(&step.wanted(), |i| {
            track.parts.get(i).is_some_and(Option::is_none)
        })
        .map(|c| describe(scenario, c)),
    );
    let wrongly = clauses(
        pick(&step.over, |i| {
            track.over.get(i).is_some_and(Option::is_some)
        })
        .map(|c| describe(scenario, c)),
    );
    match (missing.is_empty(), wrongly.is_empty()) {
        (false, true) => format!("this should have been so and was not: {missing}"),
        (true, _) => format!("this went too far: {wrongly}"),
        (false, false) => {
            format!("this should have been so and was not: {missing}. This went too far: {wrongly}")
        }
    }
}

fn late(done: Option<Moment>, target: Option<Moment>, what: &str) -> String {
    match (done, target) {
        (Some(done), Some(target)) => {
            format!("{what} {} after its target {target}", done.since(target))
        }
        _ => format!("{what} after its target"),
    }
}

fn pick(all: &[Condition], wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = &Condition> {
    all.iter()
        .enumerate()
        .filter(move |(i, _)| wanted(*i))
        .map(|(_, condition)| condition)
}

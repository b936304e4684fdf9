//! Steps, alerts and key questions, measured from a tracked run.

use super::card::ItemKind;
use super::credit::{Measured, WHOLE, Words, harmonic, in_time};
use super::tracker::{StepTrack, Tracked};
use super::wording::{describe, list};
use crate::base::{Moment, Span};
use crate::scenario::{Alert, Condition, Phase, Question, Scenario, Step};
use crate::world::state::AlertState;

/// Every scored item of a run, in the scenario's order.
pub(super) fn measure(scenario: &Scenario, tracked: &Tracked) -> Vec<Measured> {
    let steps = scenario
        .steps
        .iter()
        .zip(&tracked.steps)
        .filter(|(step, _)| !step.parts.is_empty() && !waved_through(tracked, step))
        .map(|(step, track)| measure_step(scenario, tracked, step, track));
    let alerts = scenario.alerts.iter().filter_map(|alert| {
        tracked
            .state
            .alerts
            .get(&alert.id)
            .map(|state| measure_alert(alert, state))
    });
    let questions = scenario
        .questions
        .iter()
        .map(|question| measure_question(tracked, question));
    steps.chain(alerts).chain(questions).collect()
}

/// Whether the step was declared not applicable, and the scenario accepts that.
fn waved_through(tracked: &Tracked, step: &Step) -> bool {
    tracked
        .state
        .not_applicable
        .get(&step.id)
        .is_some_and(|(_, accepted)| *accepted)
}

fn measure_step(scenario: &Scenario, tracked: &Tracked, step: &Step, track: &StepTrack) -> Measured {
    let refused = tracked.state.not_applicable.contains_key(&step.id);
    let met = count(track.parts.iter().flatten().count());
    let unmet = count(track.parts.len()) - met;
    let over = count(track.over.iter().flatten().count());
    let done = track.parts.iter().flatten().max().copied();
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
    let target = from.map(|from| from + step.target);
    let missing = conditions(&step.parts, |i| track.parts.get(i).is_some_and(Option::is_none));
    let wrongly = conditions(&step.over, |i| track.over.get(i).is_some_and(Option::is_some));
    let unordered = conditions(&step.after, |i| track.after.get(i) == Some(&false));
    let words = Words {
        undone: undone(step, refused),
        incomplete: incomplete(scenario, &missing, &wrongly),
        late: late(done, target),
        disordered: format!(
            "begun before this was so: {}",
            list(unordered.iter().map(|c| describe(scenario, c)))
        ),
        unreasoned: "begun without a recorded reason".to_owned(),
    };
    Measured {
        kind: ItemKind::Step,
        id: step.id.id().clone(),
        title: format!("{} {}", step.phase.name(), step.number),
        phase: step.phase,
        weight: u64::from(step.weight),
        triggered: from,
        started: track.started,
        done,
        target,
        thoroughness: if refused || track.started.is_none() { 0 } else { harmonic(met, unmet, over) },
        in_time: on_time,
        in_order,
        reasoned: if track.reasoned { WHOLE } else { 0 },
        words,
    }
}

fn undone(step: &Step, refused: bool) -> String {
    let what = if refused {
        "declared not applicable, which does not hold here"
    } else {
        "not done"
    };
    if step.consequence.is_empty() {
        what.to_owned()
    } else {
        format!("{what}; {}", step.consequence)
    }
}

fn incomplete(scenario: &Scenario, missing: &[&Condition], wrongly: &[&Condition]) -> String {
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!(
            "missing: {}",
            list(missing.iter().map(|c| describe(scenario, c)))
        ));
    }
    if !wrongly.is_empty() {
        parts.push(format!(
            "too much: {}",
            list(wrongly.iter().map(|c| describe(scenario, c)))
        ));
    }
    parts.join("; ")
}

fn late(done: Option<Moment>, target: Option<Moment>) -> String {
    match (done, target) {
        (Some(done), Some(target)) => format!("{} after its target {target}", done.since(target)),
        _ => "after its target".to_owned(),
    }
}

fn conditions(all: &[Condition], wanted: impl Fn(usize) -> bool) -> Vec<&Condition> {
    all.iter()
        .enumerate()
        .filter(|(i, _)| wanted(*i))
        .map(|(_, condition)| condition)
        .collect()
}

fn measure_alert(alert: &Alert, state: &AlertState) -> Measured {
    let within = alert.acknowledge_within;
    let closing = state.closed.as_ref();
    let thoroughness = match closing {
        Some(closing) if closing.right && closing.founded => WHOLE,
        Some(closing) if closing.right => WHOLE / 2,
        _ => 0,
    };
    let taken_up = state.acknowledged;
    let reasoned = closing.is_some_and(|closing| !closing.reason.trim().is_empty());
    let target = state.raised + within;
    Measured {
        kind: ItemKind::Alert,
        id: alert.id.id().clone(),
        title: format!("Alert \"{}\"", alert.title),
        phase: Phase::Investigate,
        weight: u64::from(alert.weight),
        triggered: Some(state.raised),
        started: taken_up,
        done: closing.map(|closing| closing.at),
        target: Some(target),
        thoroughness,
        in_time: taken_up.map_or(0, |at| in_time(state.raised, at, within, within.times(3))),
        in_order: WHOLE,
        reasoned: if reasoned { WHOLE } else { 0 },
        words: Words {
            undone: if closing.is_some() {
                format!("closed with a wrong verdict; {}", alert.why)
            } else {
                "never closed with a verdict".to_owned()
            },
            incomplete: format!(
                "right verdict, but closed before what founds it was known; {}",
                alert.look_at
            ),
            late: late(taken_up, Some(target)).replace("after its target", "later acknowledged than by"),
            disordered: String::new(),
            unreasoned: "closed without a reason".to_owned(),
        },
    }
}

fn measure_question(tracked: &Tracked, question: &Question) -> Measured {
    let answer = tracked.state.answers.get(&question.id).and_then(|given| given.last());
    let right = answer.map_or(0, |a| harmonic(u64::from(a.hits), u64::from(a.misses), 0));
    let proven = answer.is_some_and(|a| a.proven);
    let target = Moment::START + question.target;
    let done = answer.map(|a| a.at);
    let limit: Span = question.target.times(3);
    Measured {
        kind: ItemKind::Question,
        id: question.id.id().clone(),
        title: format!("Question \"{}\"", question.text),
        phase: Phase::Investigate,
        weight: u64::from(question.weight),
        triggered: Some(Moment::START),
        started: done,
        done,
        target: Some(target),
        thoroughness: if proven { right } else { right / 2 },
        in_time: done.map_or(0, |at| in_time(Moment::START, at, question.target, limit)),
        in_order: WHOLE,
        reasoned: if answer.is_some_and(|a| !a.reason.trim().is_empty()) {
            WHOLE
        } else {
            0
        },
        words: Words {
            undone: if answer.is_some() {
                "answered wrong".to_owned()
            } else {
                "not answered".to_owned()
            },
            incomplete: if proven {
                "answered in part".to_owned()
            } else {
                format!("answered without proof; it lay in {}", question.proof_text)
            },
            late: late(done, Some(target)),
            disordered: String::new(),
            unreasoned: "answered without grounds".to_owned(),
        },
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

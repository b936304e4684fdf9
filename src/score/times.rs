//! Times, calibration and suggested ratings.

use super::card::{
    Calibration, Explanation, ItemScore, Part, Scorecard, Suggestion, SureAndWrong, Times,
};
use super::tracker::Tracked;
use crate::base::id::StepId;
use crate::base::{Moment, Points};
use crate::scenario::{Confidence, Rating, Scenario};

/// From here on a wrong judgement counts as "sure and wrong", in percent.
pub const SURE_PERCENT: u8 = 80;

/// How long things took, from hidden truth.
pub(super) fn times(scenario: &Scenario, tracked: &Tracked) -> Times {
    let state = &tracked.state;
    let from_start = |moment: Option<Moment>| moment.map(|at| at.since(Moment::START).as_ms());
    let from_first_act = |moment: Option<Moment>| {
        moment.and_then(|at| tracked.first_act.map(|first| at.since(first).as_ms()))
    };
    let touched = state
        .alerts
        .values()
        .filter_map(|a| a.acknowledged.map(|at| at.since(a.raised).as_ms()));
    let judged = state
        .alerts
        .values()
        .filter_map(|a| a.closed.as_ref().map(|c| c.at.since(a.raised).as_ms()));
    let first_message = |internal: bool| {
        let to = |id| {
            scenario
                .message(id)
                .and_then(|m| scenario.party(&m.to))
                .is_some_and(|p| p.internal == internal)
        };
        let sent = state
            .messages
            .iter()
            .filter(|(id, _)| to(id))
            .filter_map(|(_, m)| m.sent.first());
        sent.map(|sent| sent.at).min()
    };
    // Without an attacker nothing can be contained, nor anybody expelled.
    let attacked = tracked.first_act.is_some();
    Times {
        detect_ms: from_first_act(tracked.first_true_acknowledged),
        acknowledge_ms: mean(touched),
        triage_ms: mean(judged),
        escalate_ms: from_start(first_message(true)),
        notify_ms: from_start(first_message(false)),
        contain_ms: from_start(tracked.contained_since.filter(|_| attacked)),
        expel_ms: from_start(tracked.expelled_since.filter(|_| attacked)),
        recover_ms: from_start(tracked.recovered_since),
        dwell_ms: from_first_act(tracked.expelled_since),
        attacked,
        interrupted: tracked.was_down,
    }
}

fn mean(values: impl Iterator<Item = u64>) -> Option<u64> {
    let (sum, n) = values.fold((0, 0), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n)
}

/// How well confidence matched being right.
pub(super) fn calibration(tracked: &Tracked) -> Calibration {
    let state = &tracked.state;
    let verdicts = state.alerts.iter().filter_map(|(id, alert)| {
        alert
            .closed
            .as_ref()
            .map(|c| (SureAndWrong::Alert(id.clone()), c.confidence, c.right))
    });
    let answers = state.answers.iter().filter_map(|(id, given)| {
        given.last().map(|a| {
            (
                SureAndWrong::Question(id.clone()),
                a.confidence,
                a.hits > 0 && a.misses == 0,
            )
        })
    });
    let mut calibration = Calibration::default();
    let mut squares = 0.0;
    // A report is right or wrong only once a facilitator has said so.
    let reports = state.reports.iter().filter_map(|(id, report)| {
        let done = report.done.as_ref()?;
        let review = report.review.as_ref()?;
        Some((
            SureAndWrong::Step(id.clone()),
            done.confidence,
            review.agreed,
        ))
    });
    for (judgement, confidence, right) in verdicts.chain(answers).chain(reports) {
        calibration.judgements += 1;
        squares += squared_error(confidence, right);
        if !right && confidence.percent() >= SURE_PERCENT {
            calibration.sure_and_wrong.push(judgement);
        }
    }
    calibration.brier =
        (calibration.judgements > 0).then(|| squares / f64::from(calibration.judgements));
    calibration
}

fn squared_error(confidence: Confidence, right: bool) -> f64 {
    let error = f64::from(confidence.percent()) / 100.0 - if right { 1.0 } else { 0.0 };
    error * error
}

/// The rating that these items together suggest.
fn rating(items: &[&ItemScore], lines: &[Explanation], harmed: bool) -> Rating {
    let lost = |item: &ItemScore| -> Points {
        let of_item = lines.iter().filter(|line| line.step == item.id);
        of_item
            .filter(|line| matches!(line.part, Part::InTime | Part::InOrder | Part::Hints))
            .map(|line| line.points)
            .sum()
    };
    if items.iter().any(|item| item.thoroughness == 0) {
        Rating::U
    } else if harmed || items.iter().any(|item| item.thoroughness < 10_000) {
        Rating::M
    } else if items.iter().all(|item| lost(item) <= item.max.share(1, 10)) {
        Rating::P
    } else {
        Rating::S
    }
}

impl Scorecard {
    /// The rating that a step's own score suggests; none where the step is not scored. Harm events are
    /// nobody's step, so they don't count here.
    #[must_use]
    pub fn suggested(&self, step: &StepId) -> Option<Rating> {
        let beside = self.beside.iter().flat_map(|phase| &phase.items);
        let mut items = self.items.iter().chain(beside);
        let item = items.find(|item| item.id == *step.id())?;
        let beside = self.beside.iter().flat_map(|phase| &phase.explanations);
        let lines: Vec<Explanation> = self.explanations.iter().chain(beside).cloned().collect();
        Some(rating(&[item], &lines, false))
    }
}

/// Suggested ratings: P if every critical task was thorough and lost at most a tenth for time and order,
/// S if all were done, M if done with a harm event or not thoroughly, U if one was not done.
pub(super) fn ratings(
    scenario: &Scenario,
    items: &[ItemScore],
    lines: &[Explanation],
) -> Vec<Suggestion> {
    let harmed = lines.iter().any(|line| line.part == Part::Harm);
    let rate = |objective: &crate::scenario::Objective| {
        let critical: Vec<&ItemScore> = scenario
            .steps
            .iter()
            .filter(|step| step.critical && step.objective.as_ref() == Some(&objective.id))
            .filter_map(|step| items.iter().find(|item| item.id == *step.id.id()))
            .collect();
        if critical.is_empty() {
            return None;
        }
        let rating = rating(&critical, lines, harmed);
        let critical_tasks = u32::try_from(critical.len()).unwrap_or(u32::MAX);
        Some(Suggestion {
            objective: objective.id.clone(),
            rating,
            critical_tasks,
        })
    };
    scenario
        .briefing
        .objectives
        .iter()
        .filter_map(rate)
        .collect()
}

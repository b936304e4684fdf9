//! Figures: times, shares, weights.

use std::collections::BTreeSet;

use super::File;
use crate::base::diagnostic::Diagnostic;
use crate::base::{Id, Moment, Offset, Span};
use crate::scenario::{Cause, Trigger};

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    targets(file, found);
    repeats(file, found);
    moments(file, found);
    services(file, found);
    scoring(file, found);
    if file.scenario.length.is_zero() {
        let error = Diagnostic::error("zero-length", "the exercise has no length");
        found.push(error.at(file.top(&["length"])));
    }
}

fn targets(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut zero = |list: &str, item: usize, field: &str| {
        let error = Diagnostic::error(
            "zero-target",
            format!("`{field}` must be longer than nothing"),
        );
        found.push(error.at(file.place(list, item, &[field])));
    };
    for (i, step) in file.scenario.steps.iter().enumerate() {
        if step.target.is_zero() {
            zero("steps", i, "target");
        }
    }
    for (i, question) in file.scenario.questions.iter().enumerate() {
        if question.target.is_zero() {
            zero("questions", i, "target");
        }
    }
    for (i, alert) in file.scenario.alerts.iter().enumerate() {
        if alert.acknowledge_within.is_zero() {
            zero("alerts", i, "acknowledge_within");
        }
    }
    for (i, step) in file.scenario.steps.iter().enumerate() {
        if let Some(limit) = step.limit
            && limit <= step.target
        {
            let message = format!(
                "the limit, {limit}, must be later than the target, {}",
                step.target
            );
            found.push(
                Diagnostic::error("limit-before-target", message).at(file.place(
                    "steps",
                    i,
                    &["limit"],
                )),
            );
        }
    }
}

/// What repeats more often would fill an exercise with nothing else.
pub(super) const SHORTEST_REPEAT: Span = Span::from_ms(10_000);

fn repeats(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (i, stage) in file.scenario.stages.iter().enumerate() {
        let too_often = |every: Span| every < SHORTEST_REPEAT;
        if stage
            .repeat
            .as_ref()
            .is_some_and(|repeat| too_often(repeat.every))
        {
            let text = format!("a stage can't repeat more often than every {SHORTEST_REPEAT}");
            let error = Diagnostic::error("zero-repeat", text);
            found.push(error.at(file.place("stages", i, &["repeat", "every"])));
        }
    }
    for (i, reaction) in file.scenario.reactions.iter().enumerate() {
        if reaction.again && reaction.delay < SHORTEST_REPEAT {
            let text =
                format!("a reaction that happens again needs a delay of {SHORTEST_REPEAT} or more");
            let error = Diagnostic::error("endless-reaction", text)
                .at(file.place("reactions", i, &["again"]))
                .help(
                    "without one it could set itself off for ever in one moment; give it a `delay`",
                );
            found.push(error);
        }
    }
}

/// Why a moment lies outside of the exercise.
pub(super) fn outside(scenario: &crate::scenario::Scenario, at: Offset) -> Option<String> {
    let moment = scenario.moment(at);
    let end = scenario.end();
    if moment < Moment::START {
        Some(format!("`{at}` lies before STARTEX"))
    } else if moment > end {
        Some(format!("`{at}` lies after ENDEX, which is at {end}"))
    } else {
        None
    }
}

fn moments(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut look = |list: &str, item: usize, field: &str, id: &Id, at: Offset| {
        // What exchanges its moment with others must be within in every order.
        let casts = [
            file.scenario.earliest_cast(id, at),
            file.scenario.latest_cast(id, at),
        ];
        let casts = casts.into_iter().map(Offset::FromStart);
        let mut outside = std::iter::once(at)
            .chain(casts)
            .filter_map(|at| outside(file.scenario, at));
        if let Some(message) = outside.next() {
            let place = file.place(list, item, &[field, "at"]);
            found.push(Diagnostic::error("outside-exercise", message).at(place));
        }
    };
    for (i, inject) in file.scenario.injects.iter().enumerate() {
        if let Trigger::At { at, .. } = inject.trigger {
            look("injects", i, "trigger", inject.id.id(), at);
        }
    }
    for (i, alert) in file.scenario.alerts.iter().enumerate() {
        if let Cause::Background { at, .. } = alert.cause {
            look("alerts", i, "cause", alert.id.id(), at);
        }
    }
}

/// Shares of one service may add up to more than 100: each says what is lost with its asset.
fn services(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (i, service) in file.scenario.services.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for (j, share) in service.runs_on.iter().enumerate() {
            let place = || file.place("services", i, &["runs_on", &j.to_string(), "percent"]);
            if share.percent > 100 {
                let message = format!("a service can't lose {} % of itself", share.percent);
                found.push(Diagnostic::error("share-over-100", message).at(place()));
            }
            if !seen.insert(&share.asset) {
                let message = format!(
                    "`{}` stands twice in the service `{}`",
                    share.asset, service.id
                );
                found.push(Diagnostic::error("duplicate-share", message).at(place()));
            }
        }
    }
}

fn scoring(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scoring = &file.scenario.scoring;
    let sum = |parts: &[u32]| parts.iter().map(|part| u64::from(*part)).sum::<u64>();
    let shares = &scoring.shares;
    let total = sum(&[
        shares.done,
        shares.in_time,
        shares.in_order,
        shares.right_role,
        shares.reasoned,
    ]);
    if total != 100 {
        let message = format!("the shares of a step must add up to 100, not {total}");
        found.push(
            Diagnostic::error("shares-not-100", message).at(file.top(&["scoring", "shares"])),
        );
    }
    let phases = &scoring.phases;
    let phases = sum(&[
        phases.investigate,
        phases.contain,
        phases.eradicate,
        phases.communicate,
        phases.recover,
    ]);
    let outcome = &scoring.outcome;
    let outcome = sum(&[
        outcome.data,
        outcome.downtime,
        outcome.cost,
        outcome.evidence,
    ]);
    for (field, total) in [("phases", phases), ("outcome", outcome)] {
        if total == 0 {
            let error = Diagnostic::error(
                "no-weight",
                format!("all weights of `{field}` are 0; nothing would count"),
            );
            found.push(error.at(file.top(&["scoring", field])));
        }
    }
}

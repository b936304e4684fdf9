//! Deeds: what they need, how often they are done, and when.

use super::super::File;
use super::super::amounts::SHORTEST_REPEAT;
use super::{Place, place, report};
use crate::base::diagnostic::Diagnostic;
use crate::base::{Id, Moment, Offset};
use crate::scenario::kind::Kind;
use crate::scenario::limits::{MOST_DEEDS, MOST_TIMES};
use crate::scenario::traces::TimedDeed;
use crate::scenario::{AuditedAct, CloudSignIn, Deed, Repeat, Scenario, Trace, TraceCause};

/// What a connection can begin and end at.
const ENDS: [Kind; 2] = [Kind::Address, Kind::Asset];

pub(super) fn deeds(file: &File<'_>, item: usize, trace: &Trace, found: &mut Vec<Diagnostic>) {
    for (j, timed) in trace.deeds.iter().enumerate() {
        let here = |path: &[&str]| {
            let j = j.to_string();
            place("traces", item, &[&["deeds", &j], path].concat())
        };
        if timed.times > MOST_TIMES || timed.times == 0 {
            let message = format!(
                "a deed is done 1 to {MOST_TIMES} times, not {}",
                timed.times
            );
            report(file, &here(&["times"]), "too-often", message, found);
        }
        if !timed.before.is_zero() && reaches_back(file.scenario, &trace.cause, timed) {
            let message = "after STARTEX nothing leaves a line before it happens: somebody may have looked already".to_owned();
            report(file, &here(&["before"]), "before-its-cause", message, found);
        }
        let mut kind = |path: &[&str], id: &Id, wanted: [Kind; 2]| {
            let is = file
                .index
                .kind(id.as_str())
                .filter(|kind| kind.is_knowable());
            if let Some(is) = is.filter(|is| !wanted.contains(is)) {
                let message = format!(
                    "`{id}` is {}, and {} or {} is needed here",
                    is.noun(),
                    wanted[0].noun(),
                    wanted[1].noun()
                );
                report(
                    file,
                    &here(&[&["deed", "0"], path].concat()),
                    "wrong-kind",
                    message,
                    found,
                );
            }
        };
        match &timed.deed {
            Deed::Request(request) => {
                for (k, from) in request.from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
                if let Some(needs) = &request.needs {
                    kind(&["needs"], needs, [Kind::Foothold, Kind::Vector]);
                }
                if !(200..=599).contains(&request.status) {
                    let message = format!("{} is no status of an answer", request.status);
                    report(
                        file,
                        &here(&["deed", "0", "status"]),
                        "bad-status",
                        message,
                        found,
                    );
                }
                path(file, &here(&["deed", "0", "path"]), &request.path, found);
            }
            Deed::SignIn(sign_in) => {
                for (k, from) in sign_in.from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
            }
            Deed::Connection(connection) => {
                for (k, from) in connection.from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
                kind(&["to"], &connection.to, ENDS);
            }
            Deed::CloudSignIn(CloudSignIn { from, .. }) | Deed::Audit(AuditedAct { from, .. }) => {
                for (k, from) in from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
            }
            Deed::Lookup(_) if file.scenario.everyday.resolver.is_none() => {
                let message = "nobody answers: `everyday` names no `resolver`".to_owned();
                report(file, &here(&["deed"]), "no-resolver", message, found);
            }
            _ => {}
        }
        let senders = match &timed.deed {
            Deed::Request(request) => Some(&request.from),
            Deed::SignIn(sign_in) => Some(&sign_in.from),
            Deed::Connection(connection) => Some(&connection.from),
            Deed::CloudSignIn(sign_in) => Some(&sign_in.from),
            Deed::Audit(audit) => Some(&audit.from),
            _ => None,
        };
        if senders.is_some_and(Vec::is_empty) {
            let message = "somebody must do it: `from` is empty".to_owned();
            report(
                file,
                &here(&["deed", "0", "from"]),
                "nobody",
                message,
                found,
            );
        }
    }
}

pub(super) fn path(file: &File<'_>, place: &Place<'_>, path: &str, found: &mut Vec<Diagnostic>) {
    if !path.starts_with('/') || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!(
            "`{path}` is no path of a request: it begins with `/` and holds no space; write one as `%20` or `+`"
        );
        report(file, place, "bad-path", message, found);
    }
}

/// Whether a deed before its cause could change what was read already.
fn reaches_back(scenario: &Scenario, cause: &TraceCause, timed: &TimedDeed) -> bool {
    let after_startex = |at: Offset| scenario.moment(at) > Moment::START;
    match cause {
        TraceCause::Act(stage) => scenario.stage(stage).is_some_and(|stage| {
            stage.at.is_none_or(after_startex)
                || stage.repeat.is_some()
                || stage.within > timed.before
        }),
        TraceCause::At { at, repeat } => after_startex(*at) || repeat.is_some(),
        TraceCause::Missed(_) | TraceCause::Reacted(_) | TraceCause::Done(_) => true,
    }
}

/// How often something happens until ENDEX.
pub(super) fn occurrences(scenario: &Scenario, from: Offset, repeat: Option<&Repeat>) -> u64 {
    let Some(repeat) = repeat else { return 1 };
    let length = scenario.end().as_ms() - scenario.moment(from).as_ms();
    let length = u64::try_from(length).unwrap_or_default();
    let most = length / repeat.every.as_ms().max(1) + 1;
    repeat
        .times
        .map_or(most, |times| most.min(u64::from(times)))
}

pub(super) fn amounts(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut total = 0_u64;
    let mut over = false;
    for (i, trace) in file.scenario.traces.iter().enumerate() {
        let causes = match &trace.cause {
            TraceCause::Act(stage) | TraceCause::Missed(stage) => {
                file.scenario.stage(stage).map_or(1, |stage| {
                    stage.at.map_or(1, |at| {
                        occurrences(file.scenario, at, stage.repeat.as_ref())
                    })
                })
            }
            TraceCause::At { at, repeat } => {
                if repeat
                    .as_ref()
                    .is_some_and(|repeat| repeat.every < SHORTEST_REPEAT)
                {
                    let message =
                        format!("a trace can't repeat more often than every {SHORTEST_REPEAT}");
                    report(
                        file,
                        &place("traces", i, &["cause", "repeat", "every"]),
                        "zero-repeat",
                        message,
                        found,
                    );
                }
                occurrences(file.scenario, *at, repeat.as_ref())
            }
            TraceCause::Reacted(_) | TraceCause::Done(_) => 1,
        };
        let deeds: u64 = trace.deeds.iter().map(|timed| u64::from(timed.times)).sum();
        total = total.saturating_add(causes.saturating_mul(deeds));
        if total > MOST_DEEDS && !over {
            over = true;
            let message = format!(
                "with this trace there are more than {MOST_DEEDS} deeds; what happens that often is everyday life"
            );
            report(
                file,
                &place("traces", i, &["id"]),
                "too-many-deeds",
                message,
                found,
            );
        }
    }
}

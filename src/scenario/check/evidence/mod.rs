//! Logs, signatures, samples, traces, and the everyday life around them.

mod addresses;
mod habits;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::File;
use super::amounts::SHORTEST_REPEAT;
use crate::base::id::TraceId;
use crate::base::{Id, Moment, Offset};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::kind::Kind;
use crate::scenario::limits::{MOST_DEEDS, MOST_TIMES};
use crate::scenario::telling::logs_telling_of;
use crate::scenario::traces::TimedDeed;
use crate::scenario::{Deed, Repeat, Scenario, Trace, TraceCause};

/// The lowest number of a signature: those below belong to others.
const LOWEST_SID: u32 = 9_000_000;
/// What can be the end of a connection.
const ENDS: [Kind; 2] = [Kind::Address, Kind::Asset];

/// Where in the file something stands: a list, an item of it, a path within that.
type Place<'a> = (&'a str, usize, Vec<String>);

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    logs(file, found);
    signatures(file, found);
    for (item, trace) in file.scenario.traces.iter().enumerate() {
        deeds(file, item, trace, found);
    }
    amounts(file, found);
    telling(file, found);
    habits::check(file, found);
    addresses::check(file, found);
    texts::check(file, found);
}

fn at(file: &File<'_>, (list, item, path): &Place<'_>) -> Range<usize> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    if *list == "everyday" {
        let whole: Vec<String> = vec!["everyday".into(), "habits".into(), item.to_string()];
        let habit: Vec<&str> = whole.iter().map(String::as_str).collect();
        let field = file.top(&[&habit[..], &path[..]].concat());
        if field.is_empty() {
            let start = file.top(&habit).start;
            return start..start + 1;
        }
        return field;
    }
    file.place(list, *item, &path)
}

fn report(
    file: &File<'_>,
    place: &Place<'_>,
    code: &'static str,
    message: String,
    found: &mut Vec<Diagnostic>,
) {
    found.push(Diagnostic::error(code, message).at(at(file, place)));
}

fn place<'a>(list: &'a str, item: usize, path: &[&str]) -> Place<'a> {
    (
        list,
        item,
        path.iter().map(|step| (*step).to_owned()).collect(),
    )
}

fn logs(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (i, log) in file.scenario.logs.iter().enumerate() {
        if !is_safe_path(&log.file) {
            let message = format!(
                "`{}` is no name for a file of an evidence pack; use letters, digits, `.`, `-`, `_` and `/`, and no folder that begins with a dot",
                log.file
            );
            report(
                file,
                &place("logs", i, &["file"]),
                "unsafe-path",
                message,
                found,
            );
        }
        // Some file systems take capitals for small letters.
        if let Some(other) = names.insert(log.file.to_lowercase(), i) {
            let other = file
                .scenario
                .logs
                .get(other)
                .map_or("?", |log| log.id.as_str());
            let message = format!("the log `{other}` is written to the same file");
            report(
                file,
                &place("logs", i, &["file"]),
                "duplicate-file",
                message,
                found,
            );
        }
        if log.once_saved && log.evidence.is_none() {
            let message = format!(
                "`{}` waits to be saved, and belongs to no `evidence`",
                log.id
            );
            report(
                file,
                &place("logs", i, &["once_saved"]),
                "never-saved",
                message,
                found,
            );
        }
        if file.scenario.moment(log.from) >= file.scenario.end() {
            let message = format!("the log begins at `{}`, after ENDEX", log.from);
            report(
                file,
                &place("logs", i, &["from"]),
                "outside-exercise",
                message,
                found,
            );
        }
    }
}

/// Whether a path stays below its folder on every system.
fn is_safe_path(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= 120
        && path.split('/').all(|part| {
            !part.is_empty()
                && !part.starts_with(['.', '-'])
                && !part.ends_with('.')
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        })
}

fn signatures(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (i, signature) in file.scenario.signatures.iter().enumerate() {
        let sid = signature.sid;
        if sid < LOWEST_SID {
            let message = format!(
                "signatures of a scenario have numbers from {LOWEST_SID} on; {sid} belongs to somebody else"
            );
            report(
                file,
                &place("signatures", i, &["sid"]),
                "low-sid",
                message,
                found,
            );
        }
        if !seen.insert(sid) {
            let message = format!("another signature has the number {sid}");
            report(
                file,
                &place("signatures", i, &["sid"]),
                "duplicate-sid",
                message,
                found,
            );
        }
        if !(1..=4).contains(&signature.priority) {
            let message = format!("a priority is 1 to 4, not {}", signature.priority);
            report(
                file,
                &place("signatures", i, &["priority"]),
                "bad-priority",
                message,
                found,
            );
        }
        for part in [
            format!("msg:\"{}\"", signature.message),
            format!("sid:{sid};"),
        ] {
            if !signature.rule.contains(&part) {
                let message = format!("the rule lacks `{part}`, which the signature says");
                report(
                    file,
                    &place("signatures", i, &["rule"]),
                    "rule-differs",
                    message,
                    found,
                );
            }
        }
    }
}

fn deeds(file: &File<'_>, item: usize, trace: &Trace, found: &mut Vec<Diagnostic>) {
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
            _ => {}
        }
        let senders = match &timed.deed {
            Deed::Request(request) => Some(&request.from),
            Deed::SignIn(sign_in) => Some(&sign_in.from),
            Deed::Connection(connection) => Some(&connection.from),
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

fn path(file: &File<'_>, place: &Place<'_>, path: &str, found: &mut Vec<Diagnostic>) {
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
fn occurrences(scenario: &Scenario, from: Offset, repeat: Option<&Repeat>) -> u64 {
    let Some(repeat) = repeat else { return 1 };
    let length = scenario.end().as_ms() - scenario.moment(from).as_ms();
    let length = u64::try_from(length).unwrap_or_default();
    let most = length / repeat.every.as_ms().max(1) + 1;
    repeat
        .times
        .map_or(most, |times| most.min(u64::from(times)))
}

fn amounts(file: &File<'_>, found: &mut Vec<Diagnostic>) {
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

fn telling(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = file.scenario;
    let told: BTreeSet<&TraceId> = scenario
        .traces
        .iter()
        .filter(|trace| logs_telling_of(scenario, trace).next().is_some())
        .map(|trace| &trace.id)
        .collect();
    for (i, trace) in scenario.traces.iter().enumerate() {
        if !told.contains(&trace.id) {
            let message = format!("no log tells of `{}`", trace.id);
            let warning = Diagnostic::warning("untold", message)
                .at(file.place("traces", i, &["id"]))
                .help("add a log that sees one of its deeds, or leave it out");
            found.push(warning);
        }
    }
    let mut look = |list: &str, item: usize, path: &[&str], trace: &TraceId| {
        if scenario.trace(trace).is_some() && !told.contains(trace) {
            let message = format!("no log has a line of `{trace}`");
            found.push(Diagnostic::error("no-line", message).at(file.place(list, item, path)));
        }
    };
    for (i, alert) in scenario.alerts.iter().enumerate() {
        for (j, trace) in alert.lines.iter().enumerate() {
            look("alerts", i, &["lines", &j.to_string()], trace);
        }
    }
    for (i, question) in scenario.questions.iter().enumerate() {
        for (j, proof) in question.proven_by.iter().enumerate() {
            let j = j.to_string();
            if proof.lines.is_empty() {
                let message = "a proof without lines can't be pinned".to_owned();
                found.push(Diagnostic::error("no-line", message).at(file.place(
                    "questions",
                    i,
                    &["proven_by", &j, "lines"],
                )));
                continue;
            }
            for (k, trace) in proof.lines.iter().enumerate() {
                // Told by one of them is enough for the proof, but what is named should be there.
                let path = ["proven_by", &j, "lines", &k.to_string()];
                if scenario.trace(trace).is_some() && !told.contains(trace) {
                    let message = format!("no log has a line of `{trace}`");
                    found.push(Diagnostic::error("no-line", message).at(file.place(
                        "questions",
                        i,
                        &path,
                    )));
                }
            }
        }
    }
}

//! Logs, signatures, samples, traces, and the everyday life around them.

mod addresses;
mod deeds;
mod habits;
mod inert;

use addresses::addresses;
use deeds::{amounts, deeds};
use habits::habits;
use inert::{inert, texts};

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::File;
use crate::base::diagnostic::Diagnostic;
use crate::base::id::TraceId;
use crate::scenario::telling::logs_telling_of;

/// The lowest number of a signature: those below belong to others.
const LOWEST_SID: u32 = 9_000_000;

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
    habits(file, found);
    addresses(file, found);
    for ((list, item, path), text) in texts(file.scenario) {
        inert(file, &(list, item, path), text, found);
    }
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

//! Evidence: alerts without lines, key questions without proof.

use super::reach::{Fact, View};
use super::rules::{ALERT_WITHOUT_EVIDENCE, NO_LOGS, QUESTION_UNPROVABLE};
use super::{Sheet, finding};
use crate::base::Diagnostic;
use crate::base::id::TraceId;
use crate::scenario::Question;

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = sheet.scenario;
    if scenario.logs.is_empty() {
        if !scenario.alerts.is_empty() {
            let message = "there are alerts and no logs in which anybody could look them up";
            found.push(finding(
                &NO_LOGS,
                message,
                sheet.place("alerts", 0, &["id"]),
            ));
        }
    } else {
        alerts(sheet, found);
    }
    for (i, question) in scenario.questions.iter().enumerate() {
        question_proof(sheet, i, question, found);
    }
}

fn can_be_read(sheet: &Sheet<'_>, trace: &TraceId) -> bool {
    let trace = sheet.scenario.traces.iter().find(|t| t.id == *trace);
    sheet
        .reach
        .as_ref()
        .is_none_or(|reach| trace.is_some_and(|trace| reach.can(Fact::Readable(trace.id.id()))))
}

fn alerts(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for (i, alert) in sheet.scenario.alerts.iter().enumerate() {
        let message = if alert.lines.is_empty() {
            format!("the alert `{}` names no lines", alert.id)
        } else if !alert.lines.iter().any(|trace| can_be_read(sheet, trace)) {
            format!("nobody can ever read a line of the alert `{}`", alert.id)
        } else {
            continue;
        };
        let at = sheet.place("alerts", i, &["lines"]);
        found.push(finding(&ALERT_WITHOUT_EVIDENCE, message, at));
    }
}

fn question_proof(
    sheet: &Sheet<'_>,
    item: usize,
    question: &Question,
    found: &mut Vec<Diagnostic>,
) {
    let mut report = |message: String, path: &[&str]| {
        let at = sheet.place("questions", item, path);
        found.push(finding(&QUESTION_UNPROVABLE, message, at));
    };
    if question.proven_by.is_empty() && question.proof.is_none() {
        let message = format!("no evidence answers the question `{}`", question.id);
        report(message, &["id"]);
    }
    for (j, proof) in question.proven_by.iter().enumerate() {
        if !proof.lines.iter().any(|trace| can_be_read(sheet, trace)) {
            let message = "nobody can ever read a line of this piece of the proof".to_owned();
            report(message, &["proven_by", &j.to_string(), "lines"]);
        }
    }
    // The question stands in the scenario, whose eyes the sheet has.
    let of_scenario = sheet.scenario.questions.get(item);
    let proof = of_scenario.and_then(|question| question.proof.as_ref());
    if let Some(proof) = proof
        && sheet.never(proof, View::Play)
    {
        report("this can never be known".to_owned(), &["proof"]);
    }
}

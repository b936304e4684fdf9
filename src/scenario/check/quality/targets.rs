//! Times: targets that nobody can keep.

use super::reach::{Fact, View};
use super::rules::TARGET_TOO_SHORT;
use super::{Sheet, finding};
use crate::base::{Diagnostic, Moment, Span};
use crate::scenario::{Proof, Question};

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    // A step with a trigger can have been done before its clock begins.
    let steps = sheet.scenario.steps.iter().enumerate();
    for (i, step) in steps.filter(|(_, step)| step.trigger.is_none()) {
        let times = step
            .parts
            .iter()
            .filter_map(|part| sheet.truth(part, View::Play)?.holds);
        let needed = times.max().map(since_start);
        if let Some(needed) = needed.filter(|needed| *needed > step.target) {
            let message = format!(
                "all parts of `{}` can't be so before {needed} have passed",
                step.id
            );
            let at = sheet.place("steps", i, &["target"]);
            found.push(finding(&TARGET_TOO_SHORT, message, at));
        }
    }
    for (i, question) in sheet.scenario.questions.iter().enumerate() {
        let needed = proven(sheet, question).map(since_start);
        if let Some(needed) = needed.filter(|needed| *needed > question.target) {
            let message = format!(
                "`{}` can't be proven before {needed} have passed",
                question.id
            );
            let at = sheet.place("questions", i, &["target"]);
            found.push(finding(&TARGET_TOO_SHORT, message, at));
        }
    }
}

fn since_start(moment: Moment) -> Span {
    moment.since(Moment::START)
}

/// When a question can be proven at the earliest; none if never, which is another finding.
fn proven<'a>(sheet: &Sheet<'a>, question: &'a Question) -> Option<Moment> {
    let reach = sheet.reach.as_ref()?;
    let piece = |proof: &'a Proof| {
        let lines = proof.lines.iter();
        lines
            .filter_map(|trace| reach.earliest(Fact::Readable(trace.id()), View::Play))
            .min()
    };
    let mut latest = Moment::START;
    for proof in &question.proven_by {
        latest = latest.max(piece(proof)?);
    }
    if let Some(proof) = &question.proof {
        latest = latest.max(reach.truth(proof, View::Play).holds?);
    }
    Some(latest)
}

//! Hints: few, worded, for something that is scored, and dearer with each stage.

use super::File;
use crate::base::diagnostic::Diagnostic;

/// How many hints an item may have.
const MOST_HINTS: usize = 3;

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = file.scenario;
    for (i, step) in scenario.steps.iter().enumerate() {
        item(file, ("steps", i), &step.hints, step.weight, found);
    }
    for (i, question) in scenario.questions.iter().enumerate() {
        item(
            file,
            ("questions", i),
            &question.hints,
            question.weight,
            found,
        );
    }
    for (i, alert) in scenario.alerts.iter().enumerate() {
        item(file, ("alerts", i), &alert.hints, alert.weight, found);
    }
    costs(file, found);
}

fn item(
    file: &File<'_>,
    (list, i): (&str, usize),
    hints: &[String],
    weight: u32,
    found: &mut Vec<Diagnostic>,
) {
    let place = |path: &[&str]| file.place(list, i, path);
    if hints.len() > MOST_HINTS {
        let message = format!(
            "there are {} hints; an item may have at most {MOST_HINTS}",
            hints.len()
        );
        let first = MOST_HINTS.to_string();
        let at = place(&["hints", &first]);
        found.push(Diagnostic::error("too-many-hints", message).at(at));
    }
    for (j, _) in hints
        .iter()
        .enumerate()
        .filter(|(_, hint)| hint.trim().is_empty())
    {
        let at = place(&["hints", &j.to_string()]);
        found.push(Diagnostic::error("empty-text", "this hint is empty").at(at));
    }
    if weight == 0 && !hints.is_empty() {
        let warning = Diagnostic::warning(
            "unscored-hint",
            "this has hints and no weight, so they cost nothing",
        );
        let warning = warning.help("give it a `weight`, or leave the hints out");
        found.push(warning.at(place(&["hints"])));
    }
}

fn costs(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let costs = &file.scenario.scoring.hint_costs;
    let mut wrong = |message: String, path: &[&str]| {
        found.push(Diagnostic::error("hint-costs", message).at(file.top(path)));
    };
    if costs.is_empty() {
        let message = "`hint_costs` is empty; give what the first hint costs, in percent";
        wrong(message.to_owned(), &["scoring", "hint_costs"]);
    }
    let mut before = 0;
    for (i, cost) in costs.iter().enumerate() {
        let number = i.to_string();
        let path = ["scoring", "hint_costs", &number];
        if *cost > 100 {
            wrong(format!("hints can't cost {cost} % of an item"), &path);
        } else if *cost < before {
            let message = format!(
                "{cost} % comes after {before} %; these are what hints cost in all, so none is less than the one before"
            );
            wrong(message, &path);
        }
        before = before.max(*cost);
    }
}

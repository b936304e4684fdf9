//! What the responders are given: actions and their targets, alerts, decisions, questions, techniques.

use std::collections::BTreeSet;

use super::File;
use crate::base::diagnostic::Diagnostic;
use crate::scenario::kind::Kind;
use crate::scenario::{Action, TargetKind};

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (i, action) in file.scenario.actions.iter().enumerate() {
        targets(file, i, action, found);
    }
    alerts(file, found);
    choices(file, found);
    techniques(file, found);
}

fn kind_of(target: TargetKind) -> Option<Kind> {
    match target {
        TargetKind::Any => None,
        TargetKind::Asset => Some(Kind::Asset),
        TargetKind::Address => Some(Kind::Address),
        TargetKind::Foothold => Some(Kind::Foothold),
        TargetKind::Secret => Some(Kind::Secret),
        TargetKind::Vector => Some(Kind::Vector),
        TargetKind::Evidence => Some(Kind::Evidence),
        TargetKind::RestorePoint => Some(Kind::RestorePoint),
        TargetKind::Measure => Some(Kind::Measure),
    }
}

fn targets(file: &File<'_>, item: usize, action: &Action, found: &mut Vec<Diagnostic>) {
    let verb = action.verb;
    if let Some(wanted) = kind_of(verb.target_kind()) {
        let noun = wanted.noun();
        if action.targets.is_empty() {
            let error =
                Diagnostic::error("no-target", format!("`{verb:?}` needs {noun} in `targets`"));
            found.push(error.at(file.place("actions", item, &["verb"])));
        }
        for (j, target) in action.targets.iter().enumerate() {
            // What is unknown, or can't be aimed at, is reported with all identifiers.
            let kind = file
                .index
                .kind(target.as_str())
                .filter(|kind| kind.is_knowable());
            if let Some(kind) = kind.filter(|kind| *kind != wanted) {
                let message = format!("`{target}` is {}, and `{verb:?}` needs {noun}", kind.noun());
                let place = file.place("actions", item, &["targets", &j.to_string()]);
                found.push(Diagnostic::error("wrong-target", message).at(place));
            }
        }
    }
    let targets: BTreeSet<_> = action.targets.iter().collect();
    for (j, finding) in action.findings.iter().enumerate() {
        if let Some(on) = finding.on.as_ref().filter(|on| !targets.contains(on)) {
            let message = format!(
                "`{on}` is none of the targets of `{}`, so this is never found",
                action.id
            );
            let place = file.place("actions", item, &["findings", &j.to_string(), "on"]);
            found.push(Diagnostic::error("not-a-target", message).at(place));
        }
    }
}

fn alerts(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (i, alert) in file.scenario.alerts.iter().enumerate() {
        let Some(sensor) = file.scenario.sensor(&alert.sensor) else {
            continue;
        };
        if !sensor.watches.contains(&alert.asset) {
            let message = format!(
                "the sensor `{}` does not watch `{}`",
                sensor.id, alert.asset
            );
            let error = Diagnostic::error("blind-sensor", message)
                .at(file.place("alerts", i, &["asset"]))
                .help(format!("add `{}` to the sensor's `watches`", alert.asset));
            found.push(error);
        }
    }
}

fn choices(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let few = |list: &str, item: usize, field: &str, count: usize| {
        (count < 2).then(|| {
            let error = Diagnostic::error(
                "too-few-choices",
                format!("`{field}` needs at least two, and has {count}"),
            );
            error.at(file.place(list, item, &[field]))
        })
    };
    for (i, decision) in file.scenario.decisions.iter().enumerate() {
        found.extend(few("decisions", i, "options", decision.options.len()));
    }
    for (i, question) in file.scenario.questions.iter().enumerate() {
        found.extend(few("questions", i, "choices", question.choices.len()));
        let right = question
            .choices
            .iter()
            .filter(|choice| choice.right)
            .count();
        let (code, message) = if right == 0 {
            ("no-right-choice", "none of the choices is right")
        } else if right == question.choices.len() && right > 1 {
            ("no-wrong-choice", "all of the choices are right")
        } else {
            continue;
        };
        found.push(Diagnostic::error(code, message).at(file.place("questions", i, &["id"])));
    }
}

fn techniques(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut look = |list: &str, item: usize, path: &[&str], number: &str| {
        if !is_technique(number) {
            let message =
                format!("`{number}` is no ATT&CK technique; write it like `T1505` or `T1505.003`");
            found
                .push(Diagnostic::error("bad-technique", message).at(file.place(list, item, path)));
        }
    };
    for (i, technique) in file.scenario.attack.iter().enumerate() {
        look("attack", i, &["id"], &technique.id);
    }
    for (i, stage) in file.scenario.stages.iter().enumerate() {
        for (j, number) in stage.attack.iter().enumerate() {
            look("stages", i, &["attack", &j.to_string()], number);
        }
    }
}

fn is_technique(number: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let Some(number) = number.strip_prefix('T') else {
        return false;
    };
    match number.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(number, 4),
    }
}

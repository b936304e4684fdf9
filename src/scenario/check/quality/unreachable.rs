//! What can't happen: stages, reactions, alerts, injects, actions, parts of steps, other conditions.

use super::reach::{Fact, Reach, View};
use super::rules::{
    ACTION_IMPOSSIBLE, ALERT_UNREACHABLE, CONDITION_NEVER, INJECT_UNREACHABLE, REACTION_IMPOSSIBLE,
    STAGE_IMPOSSIBLE, STEP_UNREACHABLE,
};
use super::{Sheet, finding};
use crate::base::Diagnostic;
use crate::scenario::{Cause, Condition, Trigger};

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let Some(reach) = &sheet.reach else {
        return;
    };
    stages(sheet, reach, found);
    reactions(sheet, reach, found);
    alerts(sheet, reach, found);
    injects(sheet, reach, found);
    actions(sheet, reach, found);
    steps(sheet, found);
    let mut looked = Vec::new();
    conditions(sheet, &mut looked);
    for (list, item, path, condition, view) in looked {
        if !is_meant_never(condition) && sheet.never(condition, view) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let field = path.first().copied().unwrap_or("when");
            let message = format!("this can never hold, so `{field}` has no effect");
            found.push(finding(
                &CONDITION_NEVER,
                message,
                sheet.place(list, item, &path),
            ));
        }
    }
}

/// The format's word for never.
fn is_meant_never(condition: &Condition) -> bool {
    match condition {
        Condition::Any(of) => of.is_empty(),
        Condition::Not(inner) => matches!(&**inner, Condition::All(of) if of.is_empty()),
        _ => false,
    }
}

fn stages<'a>(sheet: &Sheet<'a>, reach: &Reach<'a>, found: &mut Vec<Diagnostic>) {
    for (i, stage) in sheet.scenario.stages.iter().enumerate() {
        let id = stage.id.id();
        if reach.earliest(Fact::Acted(id), View::Ever).is_some() {
            continue;
        }
        let begun = reach.earliest(Fact::Begun(id), View::Ever).is_some();
        let too_late = stage
            .at
            .filter(|at| sheet.scenario.moment(*at) >= sheet.scenario.end());
        let (message, field) = match too_late {
            Some(at) if !begun => (format!("`{at}` lies after ENDEX"), "at"),
            None if !begun && stage.at.is_none() => (
                "it has no time of its own, and no effect that can happen begins it".to_owned(),
                "id",
            ),
            _ => (
                "what it requires can never hold when it is tried".to_owned(),
                "requires",
            ),
        };
        let message = format!("the stage `{}` can't happen: {message}", stage.id);
        let at = sheet.place("stages", i, &[field]);
        found.push(finding(&STAGE_IMPOSSIBLE, message, at));
    }
}

fn reactions<'a>(sheet: &Sheet<'a>, reach: &Reach<'a>, found: &mut Vec<Diagnostic>) {
    for (i, reaction) in sheet.scenario.reactions.iter().enumerate() {
        if reach
            .earliest(Fact::Reacted(reaction.id.id()), View::Ever)
            .is_some()
        {
            continue;
        }
        let still = reaction.provided.as_ref();
        let (message, field) = if sheet.never(&reaction.when, View::Ever) {
            ("nothing can set it off", "when")
        } else if still.is_some_and(|condition| sheet.never(condition, View::Ever)) {
            ("what must still hold then can't", "provided")
        } else {
            ("it would take effect after ENDEX", "delay")
        };
        let message = format!("the reaction `{}` can't happen: {message}", reaction.id);
        let at = sheet.place("reactions", i, &[field]);
        found.push(finding(&REACTION_IMPOSSIBLE, message, at));
    }
}

fn alerts<'a>(sheet: &Sheet<'a>, reach: &Reach<'a>, found: &mut Vec<Diagnostic>) {
    for (i, alert) in sheet.scenario.alerts.iter().enumerate() {
        if reach
            .earliest(Fact::Raised(alert.id.id()), View::Ever)
            .is_some()
        {
            continue;
        }
        let why = match &alert.cause {
            Cause::Act(stage) => format!("the stage `{stage}` can't happen"),
            Cause::Background { at, .. } => format!("nothing happens any more at `{at}`"),
            Cause::When(_) => "its condition can never hold".to_owned(),
        };
        let message = format!("the alert `{}` is never raised: {why}", alert.id);
        let at = sheet.place("alerts", i, &["cause"]);
        found.push(finding(&ALERT_UNREACHABLE, message, at));
    }
}

fn injects<'a>(sheet: &Sheet<'a>, reach: &Reach<'a>, found: &mut Vec<Diagnostic>) {
    for (i, inject) in sheet.scenario.injects.iter().enumerate() {
        if reach
            .earliest(Fact::Delivered(inject.id.id()), View::Ever)
            .is_some()
        {
            continue;
        }
        let why = match &inject.trigger {
            Trigger::At { provided: None, .. } => "nothing comes any more at that moment",
            Trigger::At { .. } => "what it is provided for can't hold at that moment",
            Trigger::When { condition, .. } if sheet.never(condition, View::Ever) => {
                "its condition can never hold"
            }
            Trigger::When { .. } => "its delay leads past ENDEX",
            Trigger::ByHand => "no effect that can happen delivers it",
        };
        let message = format!("the inject `{}` never comes: {why}", inject.id);
        let at = sheet.place("injects", i, &["trigger"]);
        found.push(finding(&INJECT_UNREACHABLE, message, at));
    }
}

fn actions<'a>(sheet: &Sheet<'a>, reach: &Reach<'a>, found: &mut Vec<Diagnostic>) {
    for (i, action) in sheet.scenario.actions.iter().enumerate() {
        let before = found.len();
        for (j, need) in action.needs.iter().enumerate() {
            if sheet.never(&need.condition, View::Play) {
                let message = format!(
                    "the action `{}` can never begin: this can't hold",
                    action.id
                );
                let at = sheet.place("actions", i, &["needs", &j.to_string(), "condition"]);
                found.push(finding(&ACTION_IMPOSSIBLE, message, at));
            }
        }
        for (j, target) in action.targets.iter().enumerate() {
            if reach.aimed(action.verb, target).is_none() {
                let known = reach.can(Fact::Known(target));
                let why = if known {
                    "it is never in a state for that"
                } else {
                    "nobody can come to know of it"
                };
                let message = format!(
                    "the action `{}` can never be aimed at `{target}`: {why}",
                    action.id
                );
                let at = sheet.place("actions", i, &["targets", &j.to_string()]);
                found.push(finding(&ACTION_IMPOSSIBLE, message, at));
            }
        }
        if found.len() == before && !reach.can(Fact::Done(action.id.id())) {
            let message = format!("the action `{}` can't be finished before ENDEX", action.id);
            let at = sheet.place("actions", i, &["duration"]);
            found.push(finding(&ACTION_IMPOSSIBLE, message, at));
        }
    }
}

fn steps(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for (i, step) in sheet.scenario.steps.iter().enumerate() {
        for (j, part) in step.parts.iter().enumerate() {
            if sheet.never(part, View::Play) {
                let message = format!("nothing can make this part of `{}` true", step.id);
                let at = sheet.place("steps", i, &["parts", &j.to_string()]);
                found.push(finding(&STEP_UNREACHABLE, message, at));
            }
        }
    }
}

/// A condition, where it stands, and whose eyes look at it.
type Placed<'a> = (&'static str, usize, Vec<String>, &'a Condition, View);

/// Every condition that no other rule looks at.
fn conditions<'a>(sheet: &Sheet<'a>, looked: &mut Vec<Placed<'a>>) {
    let scenario = sheet.scenario;
    let path = |steps: &[&str]| -> Vec<String> { steps.iter().map(|s| (*s).to_owned()).collect() };
    for (i, step) in scenario.steps.iter().enumerate() {
        let single = [
            ("trigger", &step.trigger),
            ("waived_when", &step.waived_when),
            ("not_applicable_when", &step.not_applicable_when),
        ];
        for (field, condition) in single {
            let condition = condition.iter();
            looked.extend(condition.map(|c| ("steps", i, path(&[field]), c, View::Play)));
        }
        for (field, list) in [("after", &step.after), ("over", &step.over)] {
            for (j, condition) in list.iter().enumerate() {
                let path = path(&[field, &j.to_string()]);
                looked.push(("steps", i, path, condition, View::Play));
            }
        }
    }
    for (i, decision) in scenario.decisions.iter().enumerate() {
        for (j, option) in decision.options.iter().enumerate() {
            let path = path(&["options", &j.to_string(), "sound_when"]);
            let condition = option.sound_when.iter();
            looked.extend(condition.map(|c| ("decisions", i, path.clone(), c, View::Play)));
        }
    }
    for (i, message) in scenario.messages.iter().enumerate() {
        for (j, claim) in message.claims.iter().enumerate() {
            for (field, condition) in [
                ("true_when", &claim.true_when),
                ("known_when", &claim.known_when),
            ] {
                let path = path(&["claims", &j.to_string(), field]);
                let condition = condition.iter();
                looked.extend(condition.map(|c| ("messages", i, path.clone(), c, View::Play)));
            }
        }
    }
    for (i, action) in scenario.actions.iter().enumerate() {
        for (j, finding) in action.findings.iter().enumerate() {
            let path = path(&["findings", &j.to_string(), "when"]);
            let condition = finding.when.iter();
            looked.extend(condition.map(|c| ("actions", i, path.clone(), c, View::Play)));
        }
    }
    let mut one = |list, i, field: &str, condition: Option<&'a Condition>, view| {
        looked.extend(condition.map(|c| (list, i, path(&[field]), c, view)));
    };
    for (i, alert) in scenario.alerts.iter().enumerate() {
        one("alerts", i, "basis", alert.basis.as_ref(), View::Play);
    }
    for (i, clock) in scenario.clocks.iter().enumerate() {
        one(
            "clocks",
            i,
            "starts_when",
            Some(&clock.starts_when),
            View::Ever,
        );
    }
    for (i, harm) in scenario.harms.iter().enumerate() {
        one("harms", i, "when", harm.when.as_ref(), View::Play);
    }
    for (i, after) in scenario.aftermath.iter().enumerate() {
        one("aftermath", i, "when", Some(&after.when), View::Play);
    }
    for (i, foothold) in scenario.footholds.iter().enumerate() {
        let condition = foothold.usable_when.as_ref();
        one("footholds", i, "usable_when", condition, View::Ever);
    }
    for (i, evidence) in scenario.evidence.iter().enumerate() {
        let condition = evidence.lost_when.as_ref();
        one("evidence", i, "lost_when", condition, View::Ever);
    }
}

//! What is scored: injects, objectives and phases that no score knows, judgements without a choice,
//! weights that make something worthless.

use std::collections::BTreeSet;

use super::rules::{
    CLAIMS_ALWAYS_TRUE, DECISION_ALWAYS_SOUND, DECISION_NEVER_SOUND, INJECT_UNSCORED,
    OBJECTIVE_UNSERVED, PHASE_UNSCORED, WORTHLESS,
};
use super::{Sheet, finding};
use crate::base::Diagnostic;
use crate::base::id::{InjectId, ObjectiveId};
use crate::scenario::{Condition, Inject, Phase, Scenario, Trigger};

use super::reach::View;

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    injects(sheet, found);
    objectives(sheet, found);
    phases(sheet, found);
    decisions(sheet, found);
    messages(sheet, found);
    weights(sheet, found);
}

/// The objectives that a step serves.
fn served(scenario: &Scenario) -> BTreeSet<&ObjectiveId> {
    let steps = scenario.steps.iter();
    steps.filter_map(|step| step.objective.as_ref()).collect()
}

fn injects(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = sheet.scenario;
    let served = served(scenario);
    let mut asked_for: BTreeSet<&InjectId> = BTreeSet::new();
    each_condition(scenario, &mut |condition| {
        if let Condition::Delivered(inject) = condition {
            asked_for.insert(inject);
        }
    });
    for (i, inject) in scenario.injects.iter().enumerate() {
        let serves = inject
            .objective
            .as_ref()
            .is_some_and(|o| served.contains(o));
        let tied = serves
            || asked_for.contains(&inject.id)
            || !inject.effects.is_empty()
            || asks_what_was_done(inject);
        if !tied {
            let message = format!("nothing that is scored has to do with `{}`", inject.id);
            let at = sheet.place("injects", i, &["expected"]);
            found.push(finding(&INJECT_UNSCORED, message, at));
        }
    }
}

/// Whether an inject comes because of what the players did, or did not do.
fn asks_what_was_done(inject: &Inject) -> bool {
    let condition = match &inject.trigger {
        Trigger::At { provided, .. } => provided.as_ref(),
        Trigger::When { condition, .. } => Some(condition),
        Trigger::ByHand => None,
    };
    let mut asks = false;
    if let Some(condition) = condition {
        condition.visit(&mut |c| asks |= is_doing(c));
    }
    asks
}

/// Whether a condition speaks of what players did, decided, said or came to know.
fn is_doing(condition: &Condition) -> bool {
    !matches!(
        condition,
        Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Count { .. }
            | Condition::Since(_)
            | Condition::Acted(_)
            | Condition::Delivered(_)
            | Condition::DataLeaving
            | Condition::DataLeft { .. }
            | Condition::Ready(_)
    )
}

/// Every condition of a scenario in which an inject could be asked for.
fn each_condition<'a>(scenario: &'a Scenario, see: &mut impl FnMut(&'a Condition)) {
    for step in &scenario.steps {
        let single = [&step.trigger, &step.waived_when, &step.not_applicable_when];
        let single = single.into_iter().flatten();
        let lists = step.parts.iter().chain(&step.over).chain(&step.after);
        single.chain(lists).for_each(|c| c.visit(see));
    }
    for stage in &scenario.stages {
        stage.requires.iter().for_each(|c| c.visit(see));
    }
    for reaction in &scenario.reactions {
        reaction.when.visit(see);
        reaction.provided.iter().for_each(|c| c.visit(see));
    }
    for harm in &scenario.harms {
        harm.when.iter().for_each(|c| c.visit(see));
    }
    for inject in &scenario.injects {
        match &inject.trigger {
            Trigger::At { provided, .. } => provided.iter().for_each(|c| c.visit(see)),
            Trigger::When { condition, .. } => condition.visit(see),
            Trigger::ByHand => {}
        }
    }
    for action in &scenario.actions {
        action
            .needs
            .iter()
            .for_each(|need| need.condition.visit(see));
        let findings = action.findings.iter().flat_map(|f| &f.when);
        findings.for_each(|c| c.visit(see));
    }
    for clock in &scenario.clocks {
        clock.starts_when.visit(see);
    }
    let options = scenario.decisions.iter().flat_map(|d| &d.options);
    let sound = options.filter_map(|option| option.sound_when.as_ref());
    sound.for_each(|c| c.visit(see));
}

fn objectives(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let served = served(sheet.scenario);
    let objectives = &sheet.scenario.briefing.objectives;
    for (i, objective) in objectives.iter().enumerate() {
        if !served.contains(&objective.id) {
            let message = format!("no step serves the objective `{}`", objective.id);
            let path = ["briefing", "objectives", &i.to_string(), "id"];
            found.push(finding(&OBJECTIVE_UNSERVED, message, sheet.top(&path)));
        }
    }
}

/// Whether anything with a weight is scored in a phase.
fn is_scored(scenario: &Scenario, phase: Phase) -> bool {
    let steps = scenario
        .steps
        .iter()
        .any(|step| step.phase == phase && step.weight > 0);
    let alerts = scenario.alerts.iter().any(|alert| alert.weight > 0);
    let questions = scenario.questions.iter().any(|q| q.weight > 0);
    steps || (phase == Phase::Investigate && (alerts || questions))
}

fn phases(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    // Where no weights are written, the usual ones are nobody's intention.
    if sheet.tree.find(&["scoring", "phases"]).is_none() {
        return;
    }
    for phase in Phase::ALL {
        let weight = sheet.scenario.scoring.phases.of(phase);
        if weight > 0 && !is_scored(sheet.scenario, phase) {
            let message = format!(
                "nothing is scored in {}, whose weight of {weight} goes to the other phases",
                phase.name()
            );
            let field = sheet.top(&["scoring", "phases", phase.key()]);
            let at = if field.is_empty() {
                sheet.top(&["scoring", "phases"])
            } else {
                field
            };
            found.push(finding(&PHASE_UNSCORED, message, at));
        }
    }
}

fn decisions(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for (i, decision) in sheet.scenario.decisions.iter().enumerate() {
        let conditions = || decision.options.iter().map(|o| o.sound_when.as_ref());
        let at = || sheet.place("decisions", i, &["options"]);
        if conditions().all(|c| c.is_some_and(|c| sheet.never(c, View::Play))) {
            let message = format!("no option of `{}` can ever be sound", decision.id);
            found.push(finding(&DECISION_NEVER_SOUND, message, at()));
        }
        if conditions().all(|condition| sheet.always(condition)) {
            let message = format!("every option of `{}` is always sound", decision.id);
            found.push(finding(&DECISION_ALWAYS_SOUND, message, at()));
        }
    }
}

fn messages(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for (i, message) in sheet.scenario.messages.iter().enumerate() {
        let nothing_to_judge = message.claims.iter().all(|claim| {
            sheet.always(claim.true_when.as_ref()) && sheet.always(claim.known_when.as_ref())
        });
        if nothing_to_judge {
            let text = format!("all that `{}` can say is always true and known", message.id);
            let at = sheet.place("messages", i, &["claims"]);
            found.push(finding(&CLAIMS_ALWAYS_TRUE, text, at));
        }
    }
}

fn weights(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = sheet.scenario;
    // The phases beside the headline are scored by themselves where they have no weight.
    let phase_counts =
        |phase| scenario.scoring.phases.of(phase) > 0 || !Phase::HEADLINE.contains(&phase);
    let mut look = |list: &str, item: usize, id: &str, weight: u32, phase: Phase| {
        let (message, field) = if weight == 0 {
            (
                format!("`{id}` has no weight, so it can earn nothing"),
                "weight",
            )
        } else if !phase_counts(phase) {
            let phase = phase.name();
            (
                format!("{phase} has no weight, so `{id}` can earn nothing"),
                "phase",
            )
        } else {
            return;
        };
        let at = sheet.place(list, item, &[field]);
        found.push(finding(&WORTHLESS, message, at));
    };
    for (i, step) in scenario.steps.iter().enumerate() {
        if !step.parts.is_empty() {
            look("steps", i, step.id.as_str(), step.weight, step.phase);
        }
    }
    for (i, alert) in scenario.alerts.iter().enumerate() {
        let id = alert.id.as_str();
        look("alerts", i, id, alert.weight, Phase::Investigate);
    }
    for (i, question) in scenario.questions.iter().enumerate() {
        let id = question.id.as_str();
        look("questions", i, id, question.weight, Phase::Investigate);
    }
}

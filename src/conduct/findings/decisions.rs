//! Decisions of the room: who, why, and whether anybody was asked what speaks against them.

use super::{Finding, Rule, actions_of, quote};
use crate::scenario::{Action, RoomDecision, Scenario, Verb};
use crate::world::State;

/// What is missing of the decisions that stand; one that was taken back says nothing.
pub(super) fn of_room(scenario: &Scenario, state: &State) -> Vec<Finding> {
    let mut found = Vec::new();
    for decided in state.conduct.decisions.values() {
        let decision = &decided.decision;
        let mut say = |rule, text: String| {
            found.push(Finding {
                at: decided.at,
                seat: decision.owner.clone(),
                rule,
                text,
            });
        };
        let what = quote(&decision.text);
        if decision.owner.is_none() {
            say(Rule::NoOwner, format!("The decision {what} has no owner"));
        }
        if decision.reason.trim().is_empty() {
            say(Rule::NoReason, format!("The decision {what} has no reason"));
        }
        let nobody_asked = !decision.asked && decision.objections.is_empty();
        if nobody_asked && let Some(action) = first_risky(scenario, state, decision) {
            let text = format!(
                "Nobody asked for strong objections before \"{}\" was decided",
                action.name
            );
            say(Rule::ObjectionsNotAsked, text);
        }
    }
    found
}

/// The first thing that a decision carries out and that disturbs the business or the attacker.
fn first_risky<'a>(
    scenario: &'a Scenario,
    state: &State,
    decision: &RoomDecision,
) -> Option<&'a Action> {
    let carried = decision.carries.iter();
    let mut actions = carried.flat_map(|command| actions_of(scenario, state, command));
    actions.find(|action| is_risky(action))
}

/// Whether an action takes something away from the business or shows itself to the attacker: the scenario says
/// so, or its verb does.
fn is_risky(action: &Action) -> bool {
    action.disruptive
        || matches!(
            action.verb,
            Verb::Isolate | Verb::PowerOff | Verb::Disable | Verb::Restore | Verb::Rebuild
        )
}

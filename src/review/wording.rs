//! Verdicts, answers and decisions in words.

use crate::base::id::{ChoiceId, EventId};
use crate::exercise::Picture;
use crate::scenario::{Decision, Order, Question, Scenario, Verdict};
use crate::world::State;

/// A verdict in words.
pub(super) const fn verdict_name(verdict: Verdict) -> &'static str {
    verdict.name()
}

/// The chosen answers in words.
pub(super) fn answer(question: &Question, choices: &[ChoiceId]) -> String {
    let chosen = question.choices.iter();
    let chosen = chosen.filter(|choice| choices.contains(&choice.id));
    let texts: Vec<&str> = chosen.map(|choice| choice.text.as_str()).collect();
    texts.join("; ")
}

/// The chosen options in words.
pub(super) fn chosen(decision: &Decision, options: &[ChoiceId]) -> String {
    let chosen = decision.options.iter();
    let chosen = chosen.filter(|option| options.contains(&option.id));
    let texts: Vec<&str> = chosen.map(|option| option.text.as_str()).collect();
    texts.join("; ")
}

/// What was launched together, action by action, with what each is aimed at.
pub(super) fn launched(scenario: &Scenario, state: &State, event: &EventId) -> String {
    let picture = Picture::new(scenario, state);
    let name = |order: &Order| {
        let action = scenario.action(&order.action)?;
        let on = order.on.iter().map(|target| picture.name_of(target));
        let on = on.collect::<Vec<_>>().join(", ");
        Some(if on.is_empty() {
            action.name.clone()
        } else {
            format!("{} ({on})", action.name)
        })
    };
    let orders = state.plans.get(event).map(|plan| plan.orders.iter());
    let orders = orders.into_iter().flatten().filter_map(name);
    orders.collect::<Vec<_>>().join("; ")
}

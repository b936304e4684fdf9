//! The parts in which a room talks an exercise through: the file's own, or three that any exercise has.

use std::borrow::Cow;

use super::facilitation::{Module, ModuleQuestion};
use super::{Cause, Phase, Scenario, Trigger};
use crate::base::{Id, Moment, Offset, Span};

/// A part that any exercise has.
struct Part {
    id: &'static str,
    title: &'static str,
    phase: Phase,
    questions: [&'static str; 3],
}

/// The parts of a tabletop exercise after CISA's tabletop exercise packages (CTEP): what is known before, the
/// incident and the response to it, and what comes after.
const PARTS: [Part; 3] = [
    Part {
        id: "module-1",
        title: "Information and first response",
        phase: Phase::Investigate,
        questions: [
            "What do you know, how do you know it, and how sure are you?",
            "Who has to be told now, and who leads?",
            "What do you do first, and what do you leave alone?",
        ],
    },
    Part {
        id: "module-2",
        title: "Incident and response",
        phase: Phase::Contain,
        questions: [
            "What has changed, and which of your decisions does it change?",
            "What does each of your options cost the business, and who may decide it?",
            "Which evidence do you save before you change anything?",
        ],
    },
    Part {
        id: "module-3",
        title: "Continuity and recovery",
        phase: Phase::Recover,
        questions: [
            "How do you know that it is over?",
            "What comes back first, from what, and who says that it may?",
            "Whom do you still owe an answer, and until when?",
        ],
    },
];

/// Fewer planned moments than this say nothing about how a story is divided.
const ENOUGH_MOMENTS: usize = 6;

/// The modules of a scenario in the order of their beginnings. Where its file has none: three that divide what
/// is planned evenly and share the time that the scenario usually takes, without a situation of their own.
#[must_use]
pub fn modules(scenario: &Scenario) -> Cow<'_, [Module]> {
    if scenario.modules.is_empty() {
        return Cow::Owned(derived(scenario));
    }
    let begins = |module: &Module| scenario.moment(module.begins);
    if scenario.modules.is_sorted_by_key(begins) {
        return Cow::Borrowed(&scenario.modules);
    }
    let mut modules = scenario.modules.clone();
    modules.sort_by_key(begins);
    Cow::Owned(modules)
}

fn derived(scenario: &Scenario) -> Vec<Module> {
    let third = Span::from_ms((scenario.plays_in.as_ms() / 3).max(1));
    let parts = PARTS.iter().zip(beginnings(scenario));
    let module = |(part, begins): (&Part, Moment)| Module {
        id: Id::internal(part.id).into(),
        title: part.title.to_owned(),
        begins: Offset::FromStart(begins),
        takes: third,
        phase: Some(part.phase),
        situation: String::new(),
        questions: part.questions.iter().map(|text| question(text)).collect(),
        summary: String::new(),
    };
    parts.map(module).collect()
}

fn question(text: &str) -> ModuleQuestion {
    ModuleQuestion {
        to: Vec::new(),
        text: text.to_owned(),
    }
}

/// When the three parts begin: each holds a third of what is planned; a third of the length where too little is
/// planned, or too much at once.
fn beginnings(scenario: &Scenario) -> [Moment; 3] {
    let planned = planned(scenario);
    let by_count = |thirds: usize| planned.get(planned.len() * thirds / 3).copied();
    if planned.len() >= ENOUGH_MOMENTS
        && let (Some(second), Some(third)) = (by_count(1), by_count(2))
        && Moment::START < second
        && second < third
    {
        return [Moment::START, second, third];
    }
    let by_length = |thirds: u64| {
        Moment::START + Span::from_ms(scenario.length.as_ms().saturating_mul(thirds) / 3)
    };
    [Moment::START, by_length(1), by_length(2)]
}

/// The moments at which something is planned to reach the room, in order.
fn planned(scenario: &Scenario) -> Vec<Moment> {
    let injects = scenario.injects.iter().filter(|inject| !inject.contingency);
    let injects = injects.filter_map(|inject| match inject.trigger {
        Trigger::At { at, .. } => Some(at),
        _ => None,
    });
    let alerts = scenario
        .alerts
        .iter()
        .filter_map(|alert| match &alert.cause {
            Cause::Background { at, .. } => Some(*at),
            Cause::Act(stage) => scenario.stage(stage)?.at,
            Cause::When(_) => None,
        });
    let mut moments: Vec<Moment> = injects
        .chain(alerts)
        .map(|at| scenario.moment(at))
        .filter(|at| (Moment::START..scenario.end()).contains(at))
        .collect();
    moments.sort_unstable();
    moments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Channel, Inject};

    fn at(minutes: i64) -> Offset {
        Offset::FromStart(Moment::from_ms(minutes * 60_000))
    }

    fn inject(number: usize, minutes: i64) -> Inject {
        Inject {
            id: Id::new(&format!("inject-{number}")).unwrap().into(),
            title: String::new(),
            from: String::new(),
            to: Vec::new(),
            channel: Channel::Call,
            text: String::new(),
            trigger: Trigger::At {
                at: at(minutes),
                within: Span::ZERO,
                provided: None,
            },
            contingency: false,
            expected: String::new(),
            prompts: Vec::new(),
            objective: None,
            effects: Vec::new(),
        }
    }

    fn with_injects(minutes: &[i64]) -> Scenario {
        let mut scenario = Scenario::empty();
        scenario.length = Span::from_minutes(120);
        scenario.plays_in = Span::from_minutes(90);
        let injects = minutes.iter().enumerate();
        scenario.injects = injects.map(|(i, at)| inject(i, *at)).collect();
        scenario
    }

    fn begins(scenario: &Scenario) -> Vec<i64> {
        let all = modules(scenario);
        let begins = all.iter().map(|module| scenario.moment(module.begins));
        begins.map(|at| at.as_ms() / 60_000).collect()
    }

    #[test]
    fn modules_of_the_file_come_in_the_order_of_their_beginnings() {
        let mut scenario = with_injects(&[]);
        let [first, second, third] = derived(&scenario).try_into().unwrap();
        let ids = |list: &[Module]| list.iter().map(|m| m.id.clone()).collect::<Vec<_>>();
        let sorted = [first.clone(), second.clone(), third.clone()];
        scenario.modules = vec![third, first, second];
        assert_eq!(ids(&modules(&scenario)), ids(&sorted));
    }

    #[test]
    fn three_are_derived_that_hold_a_third_of_the_plan_each() {
        let scenario = with_injects(&[1, 2, 3, 4, 50, 100]);
        assert_eq!(begins(&scenario), [0, 3, 50]);
        let all = modules(&scenario);
        let takes: u64 = all.iter().map(|module| module.takes.as_ms()).sum();
        assert_eq!(takes, scenario.plays_in.as_ms());
        assert!(all.iter().all(|module| module.situation.is_empty()));
    }

    #[test]
    fn where_the_plan_says_nothing_the_length_is_divided() {
        assert_eq!(begins(&with_injects(&[5, 10])), [0, 40, 80]);
        assert_eq!(begins(&with_injects(&[9, 9, 9, 9, 9, 9, 9])), [0, 40, 80]);
    }
}

//! Things that wait for each other and so can never happen.

use std::collections::{BTreeMap, BTreeSet};

use super::File;
use crate::base::diagnostic::Diagnostic;
use crate::scenario::kind::Kind;
use crate::scenario::{Cause, Condition, Effect, Scenario, Trigger};

/// Something that can happen.
type Event<'a> = (Kind, &'a str);
/// What each event can't happen without.
type Waits<'a> = BTreeMap<Event<'a>, BTreeSet<Event<'a>>>;

/// How many cycles are named.
const MOST_CYCLES: usize = 20;

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    meanings(file, found);
    for cycle in cycles(&events(file.scenario)) {
        found.push(report(file, &cycle, "and can never happen"));
    }
    for mut cycle in cycles(&steps(file.scenario)) {
        cycle.retain(|(kind, _)| *kind == Kind::Step);
        let first = cycle.iter().enumerate().min_by_key(|(_, event)| **event);
        let first = first.map_or(0, |(at, _)| at);
        cycle.rotate_left(first);
        found.push(report(file, &cycle, "so no order of these steps is right"));
    }
}

/// Conditions that others are made of may not speak of those others, or none of them would have a meaning.
fn meanings(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut look =
        |list: &str, item: usize, field: &str, condition: Option<&Condition>, of: &[&str]| {
            let mut spoken = None;
            if let Some(condition) = condition {
                condition.visit(&mut |inner| {
                    let name = match inner {
                        Condition::Usable(_) => "Usable",
                        Condition::Contained => "Contained",
                        Condition::DataLeaving => "DataLeaving",
                        Condition::ServiceUp(_) => "ServiceUp",
                        _ => return,
                    };
                    if of.contains(&name) {
                        spoken = spoken.or(Some(name));
                    }
                });
            }
            if let Some(name) = spoken {
                let message =
                    format!("`{field}` can't speak of `{name}`, which would depend on itself");
                let place = file.place(list, item, &[field]);
                found.push(Diagnostic::error("depends-on-itself", message).at(place));
            }
        };
    for (i, foothold) in file.scenario.footholds.iter().enumerate() {
        let condition = foothold.usable_when.as_ref();
        let of = ["Usable", "Contained", "DataLeaving"];
        look("footholds", i, "usable_when", condition, &of);
    }
    for (i, stage) in file.scenario.stages.iter().enumerate() {
        if stage.transfer {
            let of = ["Contained", "DataLeaving"];
            look("stages", i, "requires", stage.requires.as_ref(), &of);
        }
    }
    for (i, service) in file.scenario.services.iter().enumerate() {
        let of = ["Usable", "Contained", "DataLeaving", "ServiceUp"];
        look("services", i, "up_when", service.up_when.as_ref(), &of);
    }
}

fn report(file: &File<'_>, cycle: &[Event<'_>], end: &str) -> Diagnostic {
    let name = |(kind, id): &Event<'_>| {
        let noun = kind.noun();
        format!(
            "{} `{id}`",
            noun.split_once(' ').map_or(noun, |(_, rest)| rest)
        )
    };
    let message = match cycle {
        [] => String::new(),
        [only] => format!("{} waits for itself, {end}", name(only)),
        [first, rest @ ..] => {
            let way: Vec<String> = rest.iter().map(name).collect();
            let way = way.join(", which waits for ");
            format!(
                "{} waits for {way}, which waits for {}, {end}",
                name(first),
                name(first)
            )
        }
    };
    let place = cycle.first().map_or(0..0, |(kind, id)| {
        let list = list_of(*kind);
        let items = file.tree.field(list).map_or(&[][..], |list| list.items());
        let item = items
            .iter()
            .position(|item| item.field("id").and_then(|n| n.text()) == Some(*id));
        file.place(list, item.unwrap_or_default(), &["id"])
    });
    Diagnostic::error("cycle", message).at(place)
}

fn list_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Inject => "injects",
        Kind::Reaction => "reactions",
        Kind::Stage => "stages",
        Kind::Alert => "alerts",
        Kind::Action => "actions",
        _ => "steps",
    }
}

/// What must have happened for this to hold.
fn needed(condition: &Condition) -> BTreeSet<Event<'_>> {
    let one = |kind, id| BTreeSet::from([(kind, id)]);
    match condition {
        Condition::All(of) => needed_of(of.len(), of),
        Condition::Any(of) => needed_of(1, of),
        Condition::Count { at_least, of } => {
            needed_of(usize::try_from(*at_least).unwrap_or(usize::MAX), of)
        }
        Condition::Delivered(id) => one(Kind::Inject, id.as_str()),
        Condition::Reacted(id) => one(Kind::Reaction, id.as_str()),
        Condition::Acted(id) => one(Kind::Stage, id.as_str()),
        Condition::Begun(id) | Condition::Done { action: id, .. } => one(Kind::Action, id.as_str()),
        Condition::Raised(id)
        | Condition::Acknowledged(id)
        | Condition::Closed(id)
        | Condition::ClosedRight(id) => one(Kind::Alert, id.as_str()),
        _ => BTreeSet::new(),
    }
}

/// An event is needed if too few of the conditions can hold without it.
fn needed_of(at_least: usize, of: &[Condition]) -> BTreeSet<Event<'_>> {
    let mut counts: BTreeMap<Event<'_>, usize> = BTreeMap::new();
    for event in of.iter().flat_map(needed) {
        *counts.entry(event).or_default() += 1;
    }
    let without = counts
        .into_iter()
        .filter(|(_, count)| of.len() - count < at_least);
    without.map(|(event, _)| event).collect()
}

fn events(scenario: &Scenario) -> Waits<'_> {
    let called = called(scenario);
    let mut waits = Waits::new();
    for stage in &scenario.stages {
        add(
            &mut waits,
            (Kind::Stage, stage.id.as_str()),
            stage.requires.as_ref(),
        );
    }
    for reaction in &scenario.reactions {
        let event = (Kind::Reaction, reaction.id.as_str());
        add(
            &mut waits,
            event,
            [&reaction.when].into_iter().chain(&reaction.provided),
        );
    }
    for action in &scenario.actions {
        let event = (Kind::Action, action.id.as_str());
        add(
            &mut waits,
            event,
            action.needs.iter().map(|need| &need.condition),
        );
    }
    for inject in &scenario.injects {
        let event = (Kind::Inject, inject.id.as_str());
        match &inject.trigger {
            // An effect can bring it all the same.
            _ if called.contains(&event) => {}
            Trigger::At { provided, .. } => add(&mut waits, event, provided),
            Trigger::When { condition, .. } => add(&mut waits, event, [condition]),
            Trigger::ByHand => {}
        }
    }
    for alert in &scenario.alerts {
        let event = (Kind::Alert, alert.id.as_str());
        match &alert.cause {
            _ if called.contains(&event) => {}
            Cause::Act(stage) => {
                waits
                    .entry(event)
                    .or_default()
                    .insert((Kind::Stage, stage.as_str()));
            }
            Cause::When(condition) => add(&mut waits, event, [condition]),
            Cause::Background { .. } => {}
        }
    }
    waits
}

fn add<'a>(
    waits: &mut Waits<'a>,
    event: Event<'a>,
    conditions: impl IntoIterator<Item = &'a Condition>,
) {
    let needed = conditions.into_iter().flat_map(needed);
    waits.entry(event).or_default().extend(needed);
}

/// What some effect brings about, beside its own trigger.
fn called(scenario: &Scenario) -> BTreeSet<Event<'_>> {
    let stages = scenario
        .stages
        .iter()
        .flat_map(|s| s.effects.iter().chain(&s.missed));
    let reactions = scenario.reactions.iter().flat_map(|r| &r.effects);
    let actions = scenario.actions.iter().flat_map(|a| &a.effects);
    let injects = scenario.injects.iter().flat_map(|i| &i.effects);
    let readiness = scenario.readiness.iter().flat_map(|r| &r.when_off);
    let all = stages
        .chain(reactions)
        .chain(actions)
        .chain(injects)
        .chain(readiness);
    all.filter_map(|effect| match effect {
        Effect::Deliver(id) => Some((Kind::Inject, id.as_str())),
        Effect::Raise(id) => Some((Kind::Alert, id.as_str())),
        _ => None,
    })
    .collect()
}

/// A step begins with the first of its actions, so it waits for every step that holds an action it is
/// after. The actions are events between them, so that the count of waits stays that of the file's words.
fn steps(scenario: &Scenario) -> Waits<'_> {
    let mut waits = Waits::new();
    for step in &scenario.steps {
        let event = (Kind::Step, step.id.as_str());
        for action in &step.actions {
            let steps = waits.entry((Kind::Action, action.as_str())).or_default();
            steps.insert(event);
        }
        let after = step
            .after
            .iter()
            .flat_map(needed)
            .filter(|(kind, _)| *kind == Kind::Action);
        waits.entry(event).or_default().extend(after);
    }
    waits
}

fn cycles<'a>(waits: &Waits<'a>) -> Vec<Vec<Event<'a>>> {
    let mut found = Vec::new();
    let mut settled: BTreeSet<Event<'a>> = BTreeSet::new();
    while found.len() < MOST_CYCLES {
        settle(waits, &mut settled);
        let Some(start) = waits.keys().find(|event| !settled.contains(*event)) else {
            break;
        };
        let cycle = follow(waits, &settled, *start);
        settled.extend(cycle.iter().copied());
        found.push(cycle);
    }
    found
}

/// Adds everything that can happen once the settled events have.
fn settle<'a>(waits: &Waits<'a>, settled: &mut BTreeSet<Event<'a>>) {
    let mut open: BTreeMap<Event<'a>, usize> = BTreeMap::new();
    let mut waiting: BTreeMap<Event<'a>, Vec<Event<'a>>> = BTreeMap::new();
    let mut ready = Vec::new();
    for (event, needs) in waits.iter().filter(|(event, _)| !settled.contains(*event)) {
        let blocking = needs
            .iter()
            .filter(|n| waits.contains_key(*n) && !settled.contains(*n));
        let mut count = 0;
        for need in blocking {
            waiting.entry(*need).or_default().push(*event);
            count += 1;
        }
        open.insert(*event, count);
        if count == 0 {
            ready.push(*event);
        }
    }
    while let Some(event) = ready.pop() {
        settled.insert(event);
        for next in waiting.remove(&event).unwrap_or_default() {
            if let Some(count) = open.get_mut(&next) {
                *count -= 1;
                if *count == 0 {
                    ready.push(next);
                }
            }
        }
    }
}

/// Follows unsettled waits from one to the next until one comes again. Each unsettled event has one.
fn follow<'a>(
    waits: &Waits<'a>,
    settled: &BTreeSet<Event<'a>>,
    start: Event<'a>,
) -> Vec<Event<'a>> {
    let mut way = vec![start];
    let mut seen = BTreeMap::from([(start, 0)]);
    let mut at = start;
    loop {
        let unsettled =
            |event: &&Event<'a>| waits.contains_key(*event) && !settled.contains(*event);
        let Some(next) = waits
            .get(&at)
            .and_then(|needs| needs.iter().find(unsettled))
        else {
            return way;
        };
        if let Some(begin) = seen.get(next) {
            return way.split_off(*begin);
        }
        seen.insert(*next, way.len());
        way.push(*next);
        at = *next;
    }
}

//! Commands with their times: the reference player's plan, and scripts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::File;
use super::amounts::outside;
use crate::base::diagnostic::Diagnostic;
use crate::base::id::ActionId;
use crate::base::{Id, Moment};
use crate::scenario::telling::tells_of;
use crate::scenario::tree::Node;
use crate::scenario::{Command, Line, Log, Order, Scenario, Timed, Trace};

pub(super) fn check_plan(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    check_commands(
        &file.scenario.plan,
        file.scenario,
        file.tree.field("plan"),
        found,
    );
}

/// What each action can be aimed at.
type Targets<'a> = BTreeMap<&'a ActionId, BTreeSet<&'a Id>>;

/// Checks what identifiers alone don't tell.
pub(super) fn check_commands(
    commands: &[Timed],
    scenario: &Scenario,
    list: Option<&Node<'_>>,
    found: &mut Vec<Diagnostic>,
) {
    let actions = scenario.actions.iter();
    let allowed: Targets<'_> = actions
        .map(|action| (&action.id, action.targets.iter().collect()))
        .collect();
    let mut latest = Moment::from_ms(i64::MIN);
    let mut planned = BTreeSet::new();
    for (i, timed) in commands.iter().enumerate() {
        let node = list.and_then(|list| list.items().get(i));
        let at = scenario.moment(timed.at);
        if at < latest {
            let message = format!(
                "`{}` comes after a command of {latest}; commands stand in the order of time",
                timed.at
            );
            found.push(Diagnostic::error("out-of-order", message).at(place(node, &["at"])));
        }
        latest = latest.max(at);
        if let Some(message) = outside(scenario, timed.at) {
            found.push(Diagnostic::error("outside-exercise", message).at(place(node, &["at"])));
        }
        match &timed.command {
            Command::Do(order) => check_order(order, &allowed, node, &["command", "0"], found),
            Command::Plan { event, orders } => {
                planned.insert(event);
                for (j, order) in orders.iter().enumerate() {
                    check_order(
                        order,
                        &allowed,
                        node,
                        &["command", "orders", &j.to_string()],
                        found,
                    );
                }
            }
            Command::Pin {
                log,
                line: Line::Of(trace),
                ..
            } => {
                let told = |log: &Log, trace: &Trace| {
                    trace
                        .deeds
                        .iter()
                        .any(|timed| tells_of(scenario, log, &timed.deed))
                };
                if let (Some(log), Some(trace)) = (scenario.log(log), scenario.trace(trace))
                    && !told(log, trace)
                {
                    let message = format!("the log `{}` has no line of `{}`", log.id, trace.id);
                    found.push(
                        Diagnostic::error("no-line", message)
                            .at(place(node, &["command", "line", "0"])),
                    );
                }
            }
            Command::Launch(event) if !planned.contains(event) => {
                let message =
                    format!("the remediation event `{event}` is not planned before it is launched");
                found.push(
                    Diagnostic::error("unknown-id", message).at(place(node, &["command", "0"])),
                );
            }
            _ => {}
        }
    }
}

fn check_order(
    order: &Order,
    allowed: &Targets<'_>,
    node: Option<&Node<'_>>,
    path: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    let Some(targets) = allowed.get(&order.action) else {
        return;
    };
    for (i, target) in order.on.iter().enumerate() {
        if !targets.contains(target) {
            let index = i.to_string();
            let place = place(node, &[path, &["on", &index]].concat());
            let message = format!("`{target}` is none of the targets of `{}`", order.action);
            found.push(Diagnostic::error("not-a-target", message).at(place));
        }
    }
}

fn place(node: Option<&Node<'_>>, path: &[&str]) -> Range<usize> {
    let start = node.map_or(0..0, |node| node.span.start..node.span.start + 1);
    node.and_then(|node| node.find(path))
        .map_or(start, |found| found.span.clone())
}

//! What the types of a scenario can't say: that identifiers fit together and the figures make sense.

mod amounts;
mod cycles;
mod evidence;
mod hints;
mod ids;
mod modules;
mod plan;
pub mod quality;
mod response;
mod variation;

use std::ops::Range;

pub use quality::quality;

pub(super) use ids::{Index, duplicates, references, unused};

use super::shape::Shapes;
use super::tree::{self, Node};
use super::walk::walk;
use super::{Scenario, Script};
use crate::base::diagnostic::Diagnostic;

/// A scenario with its text, in which findings are placed.
struct File<'a> {
    scenario: &'a Scenario,
    tree: &'a Node<'a>,
    index: &'a Index,
}

impl File<'_> {
    /// The place of a field of a list's item; of the item's `id`, or its beginning, if it isn't written.
    fn place(&self, list: &str, item: usize, path: &[&str]) -> Range<usize> {
        place(self.tree, list, item, path)
    }

    /// The place of one of the file's own fields, or of what is within it.
    fn top(&self, path: &[&str]) -> Range<usize> {
        top(self.tree, path)
    }
}

fn top(tree: &Node<'_>, path: &[&str]) -> Range<usize> {
    tree.find(path).map_or(0..0, |found| found.span.clone())
}

fn place(tree: &Node<'_>, list: &str, item: usize, path: &[&str]) -> Range<usize> {
    let node = tree.field(list).and_then(|list| list.items().get(item));
    let start = node.map_or(0..0, |node| node.span.start..node.span.start + 1);
    node.and_then(|node| node.find(path).or_else(|| node.field("id")))
        .map_or(start, |found| found.span.clone())
}

/// Every finding about a scenario that RON could read.
pub(super) fn scenario(scenario: &Scenario, tree: &Node<'_>, index: &Index) -> Vec<Diagnostic> {
    let file = File {
        scenario,
        tree,
        index,
    };
    let mut found = Vec::new();
    amounts::check(&file, &mut found);
    response::check(&file, &mut found);
    hints::check(&file, &mut found);
    cycles::check(&file, &mut found);
    evidence::check(&file, &mut found);
    modules::check(&file, &mut found);
    plan::check_plan(&file, &mut found);
    variation::check(&file, &mut found);
    found
}

/// Every finding about a script for this scenario; without places, since a script alone has no text.
#[must_use]
pub fn check_script(script: &Script, scenario: &Scenario) -> Vec<Diagnostic> {
    let Ok(source) = ron::ser::to_string(script) else {
        return Vec::new();
    };
    let mut found = script_in(&source, script, scenario);
    for finding in &mut found {
        finding.span = None;
    }
    found
}

/// Every finding about a script with its text.
pub(super) fn script_in(source: &str, script: &Script, scenario: &Scenario) -> Vec<Diagnostic> {
    let (Some(tree), _) = tree::read(source) else {
        return Vec::new();
    };
    let shapes = Shapes::of::<Script>();
    let walked = walk(&tree, &shapes);
    let mut found = references(&walked, &Index::of_scenario(scenario));
    if script.scenario != scenario.id {
        let message = format!(
            "the script is for the scenario `{}`, this is `{}`",
            script.scenario, scenario.id
        );
        let place = tree
            .field("scenario")
            .map_or(0..0, |node| node.span.clone());
        found.push(Diagnostic::error("other-scenario", message).at(place));
    }
    plan::check_commands(
        &script.commands,
        scenario,
        tree.field("commands"),
        &mut found,
    );
    found
}

//! Quality: what is probably not meant so in a scenario that can be played.
//!
//! One file per family of findings; [`rules`] lists them all. A finding is only made where its rule is
//! met for certain: what the program can't decide, it does not mention.

mod casting;
mod evidence;
mod reach;
mod roles;
pub mod rules;
mod scoring;
mod spoilers;
mod targets;
mod techniques;
mod texts;
mod unreachable;
mod wording;

use std::collections::BTreeMap;
use std::ops::Range;

use reach::{Reach, Truth, View};
use rules::Rule;

use super::{place, top};
use crate::base::Diagnostic;
use crate::scenario::limits::MOST_REPORTED;
use crate::scenario::tree::{self, Node};
use crate::scenario::{Condition, Loaded, Scenario};

/// What is probably not meant so in a scenario, in the order of its text; nothing if it has errors, which
/// come first.
#[must_use]
pub fn quality(loaded: &Loaded) -> Vec<Diagnostic> {
    let Some(scenario) = &loaded.scenario else {
        return Vec::new();
    };
    let (Some(tree), _) = tree::read(&loaded.source) else {
        return Vec::new();
    };
    let sheet = Sheet {
        scenario,
        tree: &tree,
        reach: Reach::of(scenario),
    };
    let mut found = Vec::new();
    unreachable::check(&sheet, &mut found);
    evidence::check(&sheet, &mut found);
    targets::check(&sheet, &mut found);
    scoring::check(&sheet, &mut found);
    roles::check(&sheet, &mut found);
    techniques::check(&sheet, &mut found);
    casting::check(&sheet, &mut found);
    let texts = texts::shown(scenario);
    wording::check(&sheet, &texts, &mut found);
    spoilers::check(&sheet, &texts, &mut found);
    in_order(found)
}

/// In the order of the text, each once, and no more than anybody reads.
fn in_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|finding| finding.span.as_ref().map_or((0, 0), |s| (s.start, s.end)));
    found.dedup();
    if found.len() > MOST_REPORTED {
        found.truncate(MOST_REPORTED);
        let message = format!("these are the first {MOST_REPORTED} findings; more follow");
        found.push(Diagnostic::note("many-problems", message));
    }
    found
}

/// A scenario with its text, and with what can come true in it.
struct Sheet<'a> {
    scenario: &'a Scenario,
    tree: &'a Node<'a>,
    /// None if it takes too long to work out; then nothing is said of it.
    reach: Option<Reach<'a>>,
}

impl<'a> Sheet<'a> {
    /// The place of a field of a list's item; of the item's `id`, or its beginning, if it isn't written.
    fn place(&self, list: &str, item: usize, path: &[&str]) -> Range<usize> {
        place(self.tree, list, item, path)
    }

    /// The place of one of the file's own fields; of the file's beginning, if it isn't written.
    fn top(&self, path: &[&str]) -> Range<usize> {
        top(self.tree, path)
    }

    /// When a condition can hold and fail; anything goes where that is not known.
    fn truth(&self, condition: &'a Condition, view: View) -> Option<Truth> {
        self.reach
            .as_ref()
            .map(|reach| reach.truth(condition, view))
    }

    /// Whether a condition can hold in no run.
    fn never(&self, condition: &'a Condition, view: View) -> bool {
        self.truth(condition, view)
            .is_some_and(|truth| truth.holds.is_none())
    }

    /// Whether a condition holds at every moment of every run.
    fn always(&self, condition: Option<&'a Condition>) -> bool {
        condition.is_none_or(|condition| {
            self.truth(condition, View::Play)
                .is_some_and(|truth| truth.fails.is_none())
        })
    }
}

/// Where a scenario's items stand in its text.
#[derive(Debug, Clone)]
pub struct Places(BTreeMap<String, Range<usize>>);

impl Places {
    /// The places of a text that could be read; none if it can't.
    #[must_use]
    pub fn of(source: &str) -> Option<Self> {
        let (tree, _) = tree::read(source);
        let tree = tree?;
        let items = tree.fields().iter().flat_map(|field| field.value.items());
        let defined = items.filter_map(|item| {
            let id = item.field("id")?;
            Some((id.text()?.to_owned(), id.span.clone()))
        });
        Some(Self(defined.collect()))
    }

    /// Where an item has its identifier; the beginning of the file if it has none.
    #[must_use]
    pub fn defined(&self, id: &str) -> Range<usize> {
        self.0.get(id).cloned().unwrap_or(0..0)
    }
}

/// A finding of a rule, with its place.
pub(crate) fn finding(rule: &Rule, message: impl Into<String>, at: Range<usize>) -> Diagnostic {
    Diagnostic {
        severity: rule.level,
        ..Diagnostic::note(rule.code, message)
    }
    .at(at)
    .help(rule.mend)
}

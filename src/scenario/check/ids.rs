//! Identifiers: each is defined once, each use means a thing of the right kind, and nothing is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::diagnostic::{Diagnostic, line_column};
use crate::scenario::Scenario;
use crate::scenario::kind::{Kind, Rooted};
use crate::scenario::limits::MOST_REPORTED;
use crate::scenario::shape::Shapes;
use crate::scenario::tree::{self, Body, Node};
use crate::scenario::walk::{Defined, Used, Walked, walk};
use crate::scenario::words;

/// Everything that a file defines.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Index {
    kinds: BTreeMap<String, Kind>,
    /// Choices and claims, by what they belong to.
    local: BTreeSet<(Kind, String, String)>,
}

impl Index {
    /// What this file defines.
    pub(in crate::scenario) fn of(walked: &Walked<'_>) -> Self {
        let mut index = Self::default();
        for defined in &walked.defined {
            if defined.kind.is_local() {
                let scope = defined.scope.unwrap_or_default().to_owned();
                index
                    .local
                    .insert((defined.kind, scope, defined.text.to_owned()));
            } else {
                index
                    .kinds
                    .entry(defined.text.to_owned())
                    .or_insert(defined.kind);
            }
        }
        index
    }

    /// What a scenario without its text defines.
    pub(super) fn of_scenario(scenario: &Scenario) -> Self {
        let source = ron::ser::to_string(scenario).unwrap_or_default();
        let (tree, _) = tree::read(&source);
        let shapes = Shapes::of::<Scenario>();
        tree.as_ref()
            .map_or_else(Self::default, |tree| Self::of(&walk(tree, &shapes)))
    }

    /// What kind of thing has this identifier.
    pub(super) fn kind(&self, text: &str) -> Option<Kind> {
        self.kinds.get(text).copied()
    }

    fn local(&self, kind: Kind, scope: &str, text: &str) -> bool {
        self.local
            .contains(&(kind, scope.to_owned(), text.to_owned()))
    }

    /// The identifiers that would fit where this one is used.
    fn candidates<'a>(&'a self, used: &Used<'a>) -> Vec<&'a str> {
        match used.kind {
            Some(kind) if kind.is_local() => {
                let of_scope = self
                    .local
                    .iter()
                    .filter(|(k, scope, _)| *k == kind && Some(&**scope) == used.scope);
                of_scope.map(|(_, _, text)| text.as_str()).collect()
            }
            wanted => {
                let fitting = self.kinds.iter().filter(|(_, kind)| fits(wanted, **kind));
                fitting.map(|(text, _)| text.as_str()).collect()
            }
        }
    }
}

fn fits(wanted: Option<Kind>, found: Kind) -> bool {
    wanted.map_or_else(|| found.is_knowable(), |wanted| wanted == found)
}

/// A noun without its article.
fn bare(noun: &str) -> &str {
    noun.split_once(' ').map_or(noun, |(_, rest)| rest)
}

/// Where an identifier must be the only one: in its item for choices and claims, in the file for others.
type Place<'a> = Option<(Kind, Option<&'a str>)>;

/// Identifiers that are defined more than once. Choices and claims may be, in different items.
pub(in crate::scenario) fn duplicates(walked: &Walked<'_>, source: &str) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(Place<'_>, &str), (Kind, Range<usize>)> = BTreeMap::new();
    let mut found = Vec::new();
    for Defined {
        kind,
        text,
        span,
        scope,
        ..
    } in &walked.defined
    {
        let place = kind.is_local().then_some((*kind, *scope));
        if let Some((other, at)) = first.get(&(place, *text)) {
            if found.len() <= MOST_REPORTED {
                let (line, _) = line_column(source, at.start);
                let noun = other.noun();
                let message = format!("`{text}` is already {noun}, in line {line}");
                found.push(
                    Diagnostic::error("duplicate-id", message)
                        .at(span.clone())
                        .help("every identifier of a file must be its own, whatever it names"),
                );
            }
        } else {
            first.insert((place, *text), (*kind, span.clone()));
        }
    }
    found
}

/// Uses of what isn't defined, or is something else.
pub(in crate::scenario) fn references(walked: &Walked<'_>, index: &Index) -> Vec<Diagnostic> {
    let unsure = |kind: Option<Kind>| match kind {
        Some(kind) => walked.unread.contains(&kind),
        None => walked.unread.iter().any(|kind| kind.is_knowable()),
    };
    let mut suggestions = MOST_SUGGESTIONS;
    let sure = walked.used.iter().filter(|used| !unsure(used.kind));
    sure.filter_map(|used| reference(used, index, &mut suggestions))
        .take(MOST_REPORTED + 1)
        .collect()
}

/// For how many unknown identifiers the nearest one is looked up, each time among all of them.
const MOST_SUGGESTIONS: usize = 40;

fn reference(used: &Used<'_>, index: &Index, suggestions: &mut usize) -> Option<Diagnostic> {
    let text = used.text;
    let problem = match used.kind {
        Some(kind) if kind.is_local() => {
            // An unknown owner is reported where it stands.
            let owner = index.kind(used.scope?)?;
            if index.local(kind, used.scope?, text) {
                return None;
            }
            let (owner, what) = (bare(owner.noun()), bare(kind.noun()));
            Diagnostic::error(
                "unknown-id",
                format!("the {owner} `{}` has no {what} `{text}`", used.scope?),
            )
        }
        wanted => match index.kind(text) {
            Some(found) if fits(wanted, found) => return None,
            Some(found) => {
                let is = found.noun();
                let needed = wanted.map_or(
                    "which can be neither known nor aimed at".to_owned(),
                    |kind| format!("and {} is needed here", kind.noun()),
                );
                return Some(
                    Diagnostic::error("wrong-kind", format!("`{text}` is {is}, {needed}"))
                        .at(used.span.clone()),
                );
            }
            None => {
                let message = wanted.map_or_else(
                    || format!("nothing has the identifier `{text}`"),
                    |kind| format!("there is no {} `{text}`", bare(kind.noun())),
                );
                Diagnostic::error("unknown-id", message)
            }
        },
    };
    let problem = problem.at(used.span.clone());
    if *suggestions == 0 {
        return Some(problem);
    }
    *suggestions -= 1;
    Some(match words::nearest(text, index.candidates(used)) {
        Some(name) => problem.help(meant(name)),
        None => problem,
    })
}

fn meant(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// Definitions that nothing refers to and that do nothing by themselves.
///
/// One that a misspelt use probably means is no finding of its own.
pub(in crate::scenario) fn unused(walked: &Walked<'_>, misspelt: &[Diagnostic]) -> Vec<Diagnostic> {
    let helps: BTreeSet<&str> = misspelt.iter().filter_map(|d| d.help.as_deref()).collect();
    // The lowest and the highest number of the items that use an identifier: if both are the item that
    // defines it, nobody else does.
    let mut used: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for Used { text, item, .. } in &walked.used {
        let (low, high) = used.entry(text).or_insert((*item, *item));
        *low = (*low).min(*item);
        *high = (*high).max(*item);
    }
    let wanted = |defined: &Defined<'_>| {
        used.get(defined.text)
            .is_some_and(|items| defined.item == 0 || *items != (defined.item, defined.item))
    };
    let left = walked
        .defined
        .iter()
        .filter(|d| !stands_alone(d) && !wanted(d));
    let left = left.filter(|d| !helps.contains(meant(d.text).as_str()));
    left.take(MOST_REPORTED + 1)
        .map(|defined| {
            let (text, noun) = (defined.text, bare(defined.kind.noun()));
            Diagnostic::warning("unused-id", format!("nothing uses the {noun} `{text}`"))
                .at(defined.span.clone())
                .help("refer to it, or leave it out")
        })
        .collect()
}

fn stands_alone(defined: &Defined<'_>) -> bool {
    match defined.kind.rooted() {
        Rooted::Always => true,
        Rooted::Never => false,
        Rooted::IfHas(field) => defined.node.field(field).is_some_and(says_something),
        Rooted::UnlessByHand => {
            let trigger = defined.node.field("trigger").and_then(|t| t.name.as_ref());
            trigger.is_none_or(|name| name.text != "ByHand")
        }
    }
}

fn says_something(node: &Node<'_>) -> bool {
    let absent =
        matches!(node.body, Body::Bare) && node.name.as_ref().is_some_and(|n| n.text == "None");
    !absent && !matches!(&node.body, Body::List(items) if items.is_empty())
}

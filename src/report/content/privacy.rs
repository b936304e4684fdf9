//! The participants' variant: nobody's name, wherever somebody wrote it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::people::Labels;
use super::{Content, Sources};

/// What stands for the name of somebody who has no seat.
const SOMEBODY: &str = "[name left out]";

/// The shortest part of a name that is looked for by itself, in letters: shorter ones are words of their own.
const SHORTEST_PART: usize = 3;

/// The same content with every name of a person replaced by what they did at the exercise: names as a whole and their
/// parts, as whole words. The scenario's title and identifier stay.
pub(super) fn without_names(content: Content, sources: &Sources<'_>, labels: &Labels) -> Content {
    let names = names(sources, labels);
    if names.is_empty() {
        return content;
    }
    let (scenario, id) = (
        content.head.scenario.clone(),
        content.head.scenario_id.clone(),
    );
    let Ok(mut value) = serde_json::to_value(&content) else {
        return content;
    };
    walk(&mut value, &names);
    let Ok(mut clean) = serde_json::from_value::<Content>(value) else {
        return content;
    };
    (clean.head.scenario, clean.head.scenario_id) = (scenario, id);
    clean
}

/// What is replaced by what, the longest first.
fn names(sources: &Sources<'_>, labels: &Labels) -> Vec<(String, String)> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for action in sources.actions {
        take(&mut names, &action.owner, SOMEBODY);
    }
    for (seat, name) in sources.names {
        let label = labels.get(seat).map_or(SOMEBODY, String::as_str);
        take(&mut names, name, label);
    }
    let mut names: Vec<(String, String)> = names.into_iter().collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
}

fn take(names: &mut BTreeMap<String, String>, name: &str, label: &str) {
    let name = name.trim();
    if name.is_empty() {
        return;
    }
    names.insert(name.to_lowercase(), label.to_owned());
    let parts = name.split(|c: char| !c.is_alphanumeric());
    for part in parts.filter(|part| part.chars().count() >= SHORTEST_PART) {
        names.insert(part.to_lowercase(), label.to_owned());
    }
}

fn walk(value: &mut Value, names: &[(String, String)]) {
    match value {
        Value::String(text) => {
            if let Some(clean) = replaced(text, names) {
                *text = clean;
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| walk(value, names)),
        Value::Object(all) => all.values_mut().for_each(|value| walk(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text without the names, if it held any.
fn replaced(text: &str, names: &[(String, String)]) -> Option<String> {
    let mut clean = String::with_capacity(text.len());
    let mut found = false;
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(first) = rest.chars().next() {
        let begins = before.is_none_or(|c| !c.is_alphanumeric());
        let name = names.iter().filter(|_| begins).find_map(|(name, label)| {
            let length = begins_with(rest, name)?;
            Some((length, label))
        });
        let taken = if let Some((length, label)) = name {
            clean.push_str(label);
            found = true;
            length
        } else {
            clean.push(first);
            first.len_utf8()
        };
        let (passed, later) = rest.split_at(taken);
        before = passed.chars().next_back();
        rest = later;
    }
    found.then_some(clean)
}

/// How many bytes of the text are this name, as a whole word and whatever its capitals are.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars();
    let mut length = 0;
    for c in text.chars() {
        if wanted.as_str().is_empty() {
            return (!c.is_alphanumeric()).then_some(length);
        }
        for small in c.to_lowercase() {
            if wanted.next() != Some(small) {
                return None;
            }
        }
        length += c.len_utf8();
    }
    wanted.as_str().is_empty().then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_as_whole_words_in_any_capitals() {
        let mut names = BTreeMap::new();
        take(&mut names, "Ada Ümit-Lovelace", "Scribe");
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let clean = |text: &str| replaced(text, &names).unwrap_or_else(|| text.to_owned());
        assert_eq!(clean("ADA ÜMIT-LOVELACE wrote it"), "Scribe wrote it");
        assert_eq!(
            clean("Lovelace's notes, by ada"),
            "Scribe's notes, by Scribe"
        );
        assert_eq!(clean("Adaptation of Canada"), "Adaptation of Canada");
        assert_eq!(clean("ümit"), "Scribe");
    }
}

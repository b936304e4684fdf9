//! The participants' variant: nobody's name, wherever somebody wrote it.

mod names;
mod ordinary;

use std::collections::BTreeSet;

use self::names::Names;
use super::people::Labels;
use super::texts::{Texts as _, Words};
use super::{Content, Sources};

/// The same content with every name of a person replaced by what they did at the exercise, in brackets: names as a
/// whole everywhere, their parts in what people wrote. The scenario's own words stay, and so does everything that is
/// no text.
pub(super) fn without_names(
    mut content: Content,
    sources: &Sources<'_>,
    labels: &Labels,
) -> Content {
    let names = names(&mut content, sources, labels);
    content.each(&mut |text, words| {
        let clean = match words {
            Words::Told => names.without_whole(text),
            Words::Written => names.without(text),
        };
        if let Some(clean) = clean {
            *text = clean;
        }
    });
    content
}

/// Whose names are to be looked for, and what stands for them.
fn names(content: &mut Content, sources: &Sources<'_>, labels: &Labels) -> Names {
    let mut words = BTreeSet::new();
    content.each(&mut |text, of| {
        if of == Words::Told {
            words.extend(small_words(text).map(str::to_owned));
        }
    });
    let roles = sources.review.scenario.roles.iter();
    let functions = roles
        .flat_map(|role| role.name.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase);
    let mut names = Names::new(words, functions.collect());
    for (seat, name) in sources.names {
        let label = labels.get(seat).map_or("", String::as_str);
        names.take_person(name, label);
    }
    for action in sources.actions {
        let is_told = action.raised.exercise == sources.exercise
            || action
                .trials
                .iter()
                .any(|trial| trial.exercise == sources.exercise);
        if is_told {
            names.take_owner(&action.owner);
        } else {
            names.take_other_owner(&action.owner);
        }
    }
    names.settle();
    names
}

/// The words that a text writes small.
fn small_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty() && word.chars().all(char::is_lowercase))
}

#[cfg(test)]
mod tests;

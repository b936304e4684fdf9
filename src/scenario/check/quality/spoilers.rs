//! Truth in a participant's text: what is hidden and named all the same, answers that are marked,
//! verdicts in a sensor's mouth.

use super::rules::{MARKS_ANSWER, NAMES_HIDDEN, TELLS_STAGE, TELLS_VERDICT};
use super::texts::{Kind, Shown};
use super::wording::at;
use super::{Sheet, finding};
use crate::base::id::StageId;
use crate::base::{Diagnostic, Id};
use crate::scenario::{Alert, Scenario, Verdict};

/// Shorter names mean too many things.
const SHORTEST_NAME: usize = 4;
/// Shorter sentences are said by many.
const SHORTEST_SENTENCE: usize = 20;
/// Marks that an author leaves for themselves.
const MARKS: [&str; 12] = [
    "(right)",
    "(wrong)",
    "(correct)",
    "(incorrect)",
    "(true)",
    "(false)",
    "(answer)",
    "[x]",
    "[right]",
    "[correct]",
    "✓",
    "✔",
];

pub(super) fn check(sheet: &Sheet<'_>, texts: &[Shown<'_>], found: &mut Vec<Diagnostic>) {
    let hidden = hidden(sheet.scenario);
    let stages = sheet.scenario.stages.iter();
    let stages: Vec<(&StageId, String)> = stages
        .filter(|stage| is_sentence(&stage.name))
        .map(|stage| (&stage.id, sentence(&stage.name)))
        .collect();
    for text in texts {
        let lower = text.text.to_lowercase();
        let known = |id: &Id, name: &str| {
            let knows = &text.knows;
            knows.contains(&id) || knows.iter().any(|k| names(shows(sheet.scenario, k), name))
        };
        let named = hidden
            .iter()
            .find(|(id, name)| names(text.text, name) && !known(id, name));
        if let Some((id, name)) = named {
            let message =
                format!("this names {name:?} (`{id}`) to people who don't know of it yet");
            found.push(finding(&NAMES_HIDDEN, message, at(sheet, text)));
        }
        let told = stages.iter().find(|(_, name)| lower.contains(name));
        if let Some((id, _)) = told {
            let message = format!("this tells what the stage `{id}` is called");
            found.push(finding(&TELLS_STAGE, message, at(sheet, text)));
        }
        if text.kind == Kind::Choice
            && let Some(mark) = MARKS.iter().find(|mark| lower.contains(**mark))
        {
            let message = format!("{mark:?} marks this among the others");
            found.push(finding(&MARKS_ANSWER, message, at(sheet, text)));
        }
        let alert = sheet.scenario.alerts.get(text.item);
        if let Some(alert) = alert.filter(|_| text.list == "alerts") {
            verdict(sheet, alert, text, found);
        }
    }
}

/// The names of what participants must first find. Only those that mean one thing: at least
/// [`SHORTEST_NAME`] characters, with a digit in them or of three words or more.
fn hidden(scenario: &Scenario) -> Vec<(&Id, &str)> {
    let assets = scenario.assets.iter().filter(|asset| asset.hidden);
    let assets = assets.flat_map(|a| [(a.id.id(), &a.name), (a.id.id(), &a.address)]);
    let addresses = scenario.addresses.iter().filter(|address| address.hidden);
    let addresses = addresses.map(|a| (a.id.id(), &a.value));
    let vectors = scenario.vectors.iter().filter(|vector| vector.hidden);
    let vectors = vectors.map(|v| (v.id.id(), &v.name));
    let footholds = scenario.footholds.iter().map(|f| (f.id.id(), &f.name));
    let evidence = scenario.evidence.iter().filter(|evidence| evidence.hidden);
    let evidence = evidence.map(|e| (e.id.id(), &e.name));
    let all = assets.chain(addresses).chain(vectors).chain(footholds);
    all.chain(evidence)
        .map(|(id, name)| (id, name.trim()))
        .filter(|(_, name)| {
            let tells = name.chars().any(|c| c.is_ascii_digit()) || is_phrase(name);
            name.chars().count() >= SHORTEST_NAME && tells
        })
        .collect()
}

/// What people read of something once they know of it: where it is, for one thing.
fn shows<'a>(scenario: &'a Scenario, id: &Id) -> &'a str {
    let facts = scenario.facts.iter().map(|f| (f.id.id(), &f.text));
    let footholds = scenario.footholds.iter().map(|f| (f.id.id(), &f.name));
    let vectors = scenario.vectors.iter().map(|v| (v.id.id(), &v.name));
    let evidence = scenario.evidence.iter().map(|e| (e.id.id(), &e.name));
    let mut all = facts.chain(footholds).chain(vectors).chain(evidence);
    all.find(|(of, _)| *of == id).map_or("", |(_, text)| text)
}

fn is_phrase(text: &str) -> bool {
    text.split_whitespace().count() >= 3
}

fn is_sentence(text: &str) -> bool {
    text.chars().count() >= SHORTEST_SENTENCE && is_phrase(text)
}

/// Whether a text holds a name as a whole word: what goes on before or after it is another name.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + name.len()..).unwrap_or_default();
        let goes_on = |near: &mut dyn Iterator<Item = char>| match (near.next(), near.next()) {
            (Some(first), _) if first.is_alphanumeric() || first == '_' => true,
            (Some('.' | '-' | '/' | ':'), Some(second)) => second.is_alphanumeric(),
            _ => false,
        };
        !goes_on(&mut before.chars().rev()) && !goes_on(&mut after.chars())
    })
}

/// A sentence in small letters and without its full stop, to look for in a text.
fn sentence(text: &str) -> String {
    text.trim_end_matches('.').to_lowercase()
}

fn verdict(sheet: &Sheet<'_>, alert: &Alert, text: &Shown<'_>, found: &mut Vec<Diagnostic>) {
    let words: &[&str] = match alert.truth {
        Verdict::TruePositive => &["true positive"],
        Verdict::FalsePositive => &["false positive", "false alarm"],
        Verdict::Benign => &["benign"],
        Verdict::Indeterminate => &["indeterminate"],
    };
    let lower = text.text.to_lowercase();
    let spaced = lower.replace('-', " ");
    let why = alert.why.split_inclusive(['.', ';', '!', '?']);
    let reason = why
        .map(|sentence| sentence.trim().trim_end_matches(['.', ';', '!', '?']))
        .find(|said| is_sentence(said) && lower.contains(&sentence(said)));
    let message = if let Some(word) = words.iter().find(|word| names(&spaced, word)) {
        format!("{word:?} is the verdict that the analyst should come to")
    } else if let Some(reason) = reason {
        format!("{reason:?} stands in the alert's `why`, which is for the review")
    } else {
        return;
    };
    found.push(finding(&TELLS_VERDICT, message, at(sheet, text)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_whole_word_only() {
        assert!(names("From 203.0.113.7.", "203.0.113.7"));
        assert!(names("(WEB-03's disk)", "WEB-03"));
        assert!(!names("From 203.0.113.77", "203.0.113.7"));
        assert!(!names("From 10.203.0.113.7", "203.0.113.7"));
        assert!(!names("WEB-03-old", "WEB-03"));
        assert!(!names("my_WEB-03", "WEB-03"));
        assert!(names("WEB-031 and WEB-03", "WEB-03"));
    }
}

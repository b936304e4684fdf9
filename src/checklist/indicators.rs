//! What a playbook says one would see: the indicators that its own text names.

use std::sync::LazyLock;

use regex_automata::meta::Regex;

use crate::playbook::{Phase, Playbook, Step};

/// The most indicators that are taken from one playbook.
const MOST: usize = 40;
/// The longest indicator, in characters: what fits into a sentence.
const LONGEST: usize = 80;

/// What is an indicator wherever it stands: addresses, hashes, vulnerabilities, event numbers.
const PATTERNS: [&str; 4] = [
    r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b",
    r"\b(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})\b",
    r"\bCVE-[0-9]{4}-[0-9]{4,7}\b",
    r"(?i:\bevent (?:id )?[0-9]{3,5}\b)",
];

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new_many(&PATTERNS).ok());

/// The indicators of a playbook, each once: what its steps of finding out name in code, what they list
/// after a colon ("Look for:"), and what looks like one anywhere. `text` is the document's.
#[must_use]
pub fn indicators(text: &str, playbook: &Playbook) -> Vec<String> {
    let mut found = Vec::new();
    let steps: Vec<_> = playbook.all_steps().collect();
    for (_, step) in steps
        .iter()
        .filter(|(phase, _)| *phase == Phase::Investigate)
    {
        for code in code_spans(text.get(step.span.clone()).unwrap_or_default()) {
            add(&mut found, code);
        }
    }
    for listed in listed(playbook.steps(Phase::Investigate)) {
        add(&mut found, &listed.text);
    }
    for (_, step) in &steps {
        if let Some(pattern) = PATTERN.as_ref() {
            for place in pattern.find_iter(&step.text) {
                add(&mut found, step.text.get(place.range()).unwrap_or_default());
            }
        }
    }
    found
}

/// The steps right below one that ends with a colon.
fn listed(steps: &[Step]) -> impl Iterator<Item = &Step> {
    let mut above: Vec<&Step> = Vec::new();
    steps.iter().filter(move |step| {
        above.retain(|other| other.level < step.level);
        let parent = above.last();
        let is_listed = parent.is_some_and(|parent| parent.text.trim_end().ends_with(':'));
        above.push(step);
        is_listed
    })
}

fn add(found: &mut Vec<String>, indicator: &str) {
    let indicator = indicator.trim();
    let fits = (3..=LONGEST).contains(&indicator.chars().count());
    let todo = indicator.to_uppercase().starts_with("TODO");
    let told = found.iter().any(|told| told.contains(indicator));
    if fits && !todo && !told && found.len() < MOST {
        found.push(indicator.to_owned());
    }
}

/// What stands between single backticks.
fn code_spans(source: &str) -> impl Iterator<Item = &str> {
    source
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| !code.contains('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::read;

    #[test]
    fn code_in_investigating_steps_and_what_looks_like_one_are_indicators() {
        let source = "# Playbook: X\n\n## Investigate\n\n1. Look for `*.locked` and `TODO: tool`\n2. Connections to 203.0.113.9, event ID 4625\n3. Monitor for:\n\n    a. Odd errors\n\n    b. Full disks\n4. Ask around\n    - Nobody\n\n## Contain\n\n1. Run `isolate host`; block 203.0.113.9\n2. Patch CVE-2026-12345\n";
        let document = read(source.as_bytes());
        let playbook = document.playbooks.first().unwrap();
        assert_eq!(
            indicators(&document.text, playbook),
            [
                "*.locked",
                "Odd errors",
                "Full disks",
                "203.0.113.9",
                "event ID 4625",
                "CVE-2026-12345"
            ]
        );
    }
}

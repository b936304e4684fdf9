//! The techniques of MITRE ATT&CK: numbers, names, tactics, and what has become of them.
//!
//! The list comes with the program, see `assets/attack/NOTICE.md`.

use std::collections::BTreeMap;

/// A release of ATT&CK.
#[derive(Debug, Clone)]
pub struct Release {
    /// Its version, such as `18.1`.
    pub version: &'static str,
    /// Where it comes from and whose it is.
    pub source: &'static str,
    /// In the order of their numbers.
    techniques: Vec<Technique>,
    /// Their names for comparing, with the place of the one that a name means.
    names: BTreeMap<String, usize>,
}

/// A technique or sub-technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technique {
    /// Its number, such as `T1567` or `T1567.002`.
    pub id: &'static str,
    /// Its name; that of a sub-technique without its technique's.
    pub name: &'static str,
    /// The tactics it serves, as ATT&CK's short names, such as `initial-access`.
    pub tactics: Vec<&'static str>,
    /// The platforms on which it is seen.
    pub platforms: Vec<&'static str>,
    /// Whether it is still in use.
    pub status: Status,
}

/// What has become of a technique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// In use.
    Current,
    /// Replaced by another.
    Revoked,
    /// No longer part of ATT&CK.
    Deprecated,
}

impl Status {
    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Revoked => "revoked",
            Self::Deprecated => "deprecated",
        }
    }
}

impl Technique {
    /// The technique that this is a sub-technique of; its own number if it is none.
    #[must_use]
    pub fn parent_id(&self) -> &'static str {
        self.id.split('.').next().unwrap_or(self.id)
    }

    /// Whether it is a sub-technique.
    #[must_use]
    pub fn is_sub(&self) -> bool {
        self.id.contains('.')
    }

    /// Whether it serves a tactic, however that is written: `Initial Access`, `initial-access`.
    #[must_use]
    pub fn serves(&self, tactic: &str) -> bool {
        let wanted = tactic_key(tactic);
        self.tactics.contains(&wanted.as_str())
    }
}

impl Release {
    /// The release of ATT&CK Enterprise that comes with the program.
    ///
    /// Reading it takes a fraction of a millisecond; whoever looks up more than once keeps it.
    #[must_use]
    pub fn enterprise() -> Self {
        let lines = include_str!("../../assets/attack/enterprise-18.1.csv").lines();
        let mut techniques: Vec<_> = lines.skip(1).filter_map(technique).collect();
        techniques.sort_by_key(|technique| technique.id);
        let mut places: Vec<_> = techniques.iter().enumerate().collect();
        places.sort_by_key(|(_, technique)| {
            let current = technique.status == Status::Current;
            (!current, technique.is_sub())
        });
        // The last one inserted stays, so the one that is meant comes last.
        let names = places.into_iter().rev();
        let names = names.map(|(place, technique)| (name_key(technique.name), place));
        Self {
            names: names.collect(),
            version: "18.1",
            source: "Enterprise ATT&CK 18.1, © The MITRE Corporation",
            techniques,
        }
    }

    /// All of them, in the order of their numbers.
    #[must_use]
    pub fn techniques(&self) -> &[Technique] {
        &self.techniques
    }

    /// The technique with this number, in upper or lower case.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Technique> {
        let id = id.trim().to_ascii_uppercase();
        let found = self
            .techniques
            .binary_search_by(|technique| technique.id.cmp(id.as_str()));
        found.ok().and_then(|place| self.techniques.get(place))
    }

    /// The technique with this name, in upper or lower case. Some names are borne by several;
    /// those in use come first, then techniques before sub-techniques, then the order of numbers.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Technique> {
        let place = self.names.get(&name_key(name))?;
        self.techniques.get(*place)
    }

    /// The name of a technique with that of its parent, as in `Web Service: Exfiltration to Cloud`.
    #[must_use]
    pub fn full_name(&self, technique: &Technique) -> String {
        match self.by_id(technique.parent_id()) {
            Some(parent) if technique.is_sub() => format!("{}: {}", parent.name, technique.name),
            _ => technique.name.to_owned(),
        }
    }

    /// The sub-techniques of a technique.
    pub fn sub_techniques<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Technique> {
        self.techniques
            .iter()
            .filter(move |technique| technique.is_sub() && technique.parent_id() == id)
    }

    /// Whether there is a tactic of this name, however it is written.
    #[must_use]
    pub fn has_tactic(&self, tactic: &str) -> bool {
        self.techniques
            .iter()
            .any(|technique| technique.serves(tactic))
    }
}

/// Whether two names are the same but for case and spaces.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}

/// A name for comparing.
fn name_key(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// A tactic's short name: `Command and Control` and `Command & Control` are `command-and-control`.
pub(super) fn tactic_key(tactic: &str) -> String {
    let spaced = tactic.replace('&', " and ").replace(['-', '_'], " ");
    let words: Vec<_> = spaced.split_whitespace().map(str::to_lowercase).collect();
    words.join("-")
}

/// A tactic's name on the screen: `command-and-control` is `Command and Control`.
pub(super) fn tactic_name(key: &str) -> String {
    let words: Vec<String> = key
        .split('-')
        .map(|word| {
            let mut letters = word.chars();
            match letters.next() {
                Some(first) if word != "and" => first.to_uppercase().chain(letters).collect(),
                _ => word.to_owned(),
            }
        })
        .collect();
    words.join(" ")
}

/// A technique from its line `id,name,tactics,platforms,status`; the list has no quotes.
fn technique(line: &'static str) -> Option<Technique> {
    let mut fields = line.split(',');
    let (id, name) = (fields.next()?, fields.next()?);
    let list = |field: &'static str| field.split(';').filter(|one| !one.is_empty()).collect();
    let (tactics, platforms) = (list(fields.next()?), list(fields.next()?));
    let status = match fields.next()? {
        "current" => Status::Current,
        "revoked" => Status::Revoked,
        "deprecated" => Status::Deprecated,
        _ => return None,
    };
    Some(Technique {
        id,
        name,
        tactics,
        platforms,
        status,
    })
}

/// The technique numbers in a text, in their order, each once: `T1567`, `T1567.002`, `T1567/002`.
#[must_use]
pub fn ids_in(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr(b'T', rest)) {
        let start = at + next;
        at = start + 1;
        let before = start.checked_sub(1).and_then(|i| bytes.get(i));
        let begins = !before.is_some_and(u8::is_ascii_alphanumeric);
        if !begins || !(1..=4).all(|i| digit(start + i)) || digit(start + 5) {
            continue;
        }
        let Some(id) = text.get(start..start + 5) else {
            continue;
        };
        at = start + 5;
        let separated = matches!(bytes.get(at), Some(b'.' | b'/'));
        let sub = separated && (1..=3).all(|i| digit(at + i)) && !digit(at + 4);
        let id = match text.get(at + 1..at + 4) {
            Some(number) if sub => {
                at += 4;
                format!("{id}.{number}")
            }
            _ => id.to_owned(),
        };
        if !found.contains(&id) {
            found.push(id);
        }
        if found.len() >= MOST_IDS {
            break;
        }
    }
    found
}

/// More numbers than a playbook can mean; the rest of a text is not searched.
const MOST_IDS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn techniques_are_found_by_number_and_name() {
        let release = Release::enterprise();
        assert_eq!(release.techniques().len(), 835);
        let shell = release.by_id("t1505.003").expect("known");
        assert_eq!((shell.name, shell.status), ("Web Shell", Status::Current));
        assert!(shell.serves("Persistence") && !shell.serves("Exfiltration"));
        assert_eq!(
            release.full_name(shell),
            "Server Software Component: Web Shell"
        );
        assert_eq!(
            release.by_name("web  SHELL").expect("known").id,
            "T1505.003"
        );
        assert_eq!(release.by_id("T9999"), None);
        let known = |id| release.by_id(id).map(|t| t.status);
        assert_eq!(known("T1002"), Some(Status::Revoked));
    }

    #[test]
    fn a_name_borne_by_several_means_the_one_in_use() {
        let release = Release::enterprise();
        let bootkit = release.by_name("Bootkit").expect("known");
        assert_eq!((bootkit.id, bootkit.status), ("T1542.003", Status::Current));
    }

    #[test]
    fn tactics_are_written_in_several_ways() {
        for written in [
            "Command and Control",
            "command-and-control",
            "Command & Control",
        ] {
            assert_eq!(tactic_key(written), "command-and-control");
            assert!(Release::enterprise().has_tactic(written));
        }
        assert_eq!(tactic_name("command-and-control"), "Command and Control");
    }

    #[test]
    fn numbers_are_found_in_text_and_addresses() {
        let text =
            "T1595: https://example.org/T1595/001/ and xT1000, T12345, T1110.003T, (T1110.01)";
        assert_eq!(ids_in(text), ["T1595", "T1595.001", "T1110.003", "T1110"]);
        assert_eq!(ids_in("ÄT1000"), ["T1000"], "a letter that is no ASCII");
    }
}

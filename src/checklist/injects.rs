//! General injects: events that fit any incident, filled with what the playbook speaks of.

use serde::Deserialize;

use super::targets::{FORMAT, PackError};
use crate::base::id::InjectId;
use crate::scenario::{Channel, Phase};

/// The set that comes with the program.
const GENERAL: &str = include_str!("../../assets/injects/general.ron");

/// A set of injects under a name, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjectSet {
    /// The version of the format: 1.
    pub format: u32,
    /// The name on screen.
    pub name: String,
    /// What it was designed after.
    pub source: String,
    /// The injects, in the order of their times.
    pub injects: Vec<InjectTemplate>,
}

/// An inject with gaps: `{indicator}`, `{title}` and `{step}` stand for what the playbook says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjectTemplate {
    /// How the scenario refers to it.
    pub id: InjectId,
    /// The phase it belongs to; it is left out where the playbook has no step in that phase.
    pub phase: Phase,
    /// When it comes, in percent of the exercise.
    pub at_percent: u8,
    /// Who it comes from.
    pub from: String,
    /// The way it comes.
    pub channel: Channel,
    /// The headline.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Whether it makes no sense without an indicator.
    #[serde(default)]
    pub needs_indicator: bool,
    /// What the players are expected to do.
    pub expected: String,
    /// Questions for the facilitator to ask.
    #[serde(default)]
    pub prompts: Vec<String>,
}

/// What fills the gaps of an inject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fillings<'a> {
    /// One of the playbook's indicators.
    pub(super) indicator: Option<&'a str>,
    /// The playbook's title.
    pub(super) title: &'a str,
    /// The text of a step of the inject's phase.
    pub(super) step: &'a str,
}

impl InjectTemplate {
    /// Whether it speaks of an indicator.
    pub(super) fn wants_indicator(&self) -> bool {
        self.needs_indicator || self.texts().any(|text| text.contains("{indicator}"))
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = [&self.title, &self.text, &self.expected];
        texts.into_iter().chain(&self.prompts).map(String::as_str)
    }
}

impl Fillings<'_> {
    /// The text with its gaps filled.
    pub(super) fn fill(&self, text: &str) -> String {
        text.replace("{title}", self.title)
            .replace("{step}", self.step)
            .replace("{indicator}", self.indicator.unwrap_or("what was reported"))
    }
}

impl InjectSet {
    /// Reads a set's text.
    ///
    /// # Errors
    /// [`PackError`] if it is no set, or of another version.
    pub fn read(text: &str) -> Result<Self, PackError> {
        let set: Self = ron::from_str(text).map_err(|error| PackError::unreadable(&error))?;
        if set.format == FORMAT {
            Ok(set)
        } else {
            Err(PackError::Version(set.format))
        }
    }

    /// The set that comes with the program.
    #[must_use]
    pub fn general() -> Self {
        Self::read(GENERAL).unwrap_or_else(|_| Self {
            format: FORMAT,
            name: String::new(),
            source: String::new(),
            injects: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_general_set_covers_every_phase_in_the_order_of_time() {
        let set = InjectSet::general();
        assert!(set.injects.len() >= 16 && !set.source.is_empty());
        for phase in Phase::ALL {
            assert!(
                set.injects.iter().any(|inject| inject.phase == phase),
                "{phase:?}"
            );
        }
        assert!(set.injects.is_sorted_by_key(|inject| inject.at_percent));
        assert!(set.injects.iter().all(|inject| inject.at_percent <= 100));
        assert!(set.injects.iter().any(InjectTemplate::wants_indicator));
    }

    #[test]
    fn every_gap_is_filled() {
        let fillings = Fillings {
            indicator: Some("*.locked"),
            title: "Ransomware",
            step: "Isolate the host",
        };
        assert_eq!(
            fillings.fill("{title}: {indicator} seen; {step}?"),
            "Ransomware: *.locked seen; Isolate the host?"
        );
        for inject in InjectSet::general().injects {
            let filled: Vec<String> = inject.texts().map(|text| fillings.fill(text)).collect();
            assert!(filled.iter().all(|text| !text.contains('{')), "{filled:?}");
        }
    }
}

//! Packs of target times: by when each phase should be done, and who says so.

use serde::Deserialize;

use crate::base::{Id, Span};
use crate::scenario::Phase;

/// The packs that come with the program; the first is taken where nobody chooses one.
const SHIPPED: [&str; 4] = [
    include_str!("../../assets/targets/tabletop-90.ron"),
    include_str!("../../assets/targets/1-10-60.ron"),
    include_str!("../../assets/targets/breakout.ron"),
    include_str!("../../assets/targets/notification.ron"),
];

/// The version of the format of packs.
pub(super) const FORMAT: u32 = 1;

/// Target times under a name, with their source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetPack {
    /// The version of the format: 1.
    pub format: u32,
    /// How commands refer to it.
    pub id: Id,
    /// The name on screen.
    pub name: String,
    /// The year of the source.
    pub year: u16,
    /// Who says so, and where.
    pub source: String,
    /// What it is good for, and what it is not.
    pub note: String,
    /// The targets.
    pub targets: PhaseTargets,
}

/// By when each phase should be done, counted from STARTEX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseTargets {
    /// Preparation.
    pub preparation: Span,
    /// Investigate.
    pub investigate: Span,
    /// Contain.
    pub contain: Span,
    /// Eradicate.
    pub eradicate: Span,
    /// Communicate.
    pub communicate: Span,
    /// Recover.
    pub recover: Span,
    /// Lessons learned.
    pub lessons_learned: Span,
}

impl PhaseTargets {
    /// The target of a phase.
    #[must_use]
    pub const fn of(&self, phase: Phase) -> Span {
        match phase {
            Phase::Preparation => self.preparation,
            Phase::Investigate => self.investigate,
            Phase::Contain => self.contain,
            Phase::Eradicate => self.eradicate,
            Phase::Communicate => self.communicate,
            Phase::Recover => self.recover,
            Phase::LessonsLearned => self.lessons_learned,
        }
    }
}

/// Why a pack can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// It can't be read.
    #[error("line {line}, column {column}: {why}")]
    Unreadable {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// What is wrong.
        why: String,
    },
    /// It is of another version.
    #[error("the pack is of format {0}; this program reads format 1")]
    Version(u32),
    /// A target is no time.
    #[error("the target of `{}` is 0; give it at least a minute", .0.key())]
    NoTime(Phase),
}

impl PackError {
    pub(super) fn unreadable(error: &ron::error::SpannedError) -> Self {
        let start = error.span.start;
        Self::Unreadable {
            line: start.line,
            column: start.col,
            why: error.code.to_string(),
        }
    }
}

impl TargetPack {
    /// Reads a pack's text.
    ///
    /// # Errors
    /// [`PackError`] if it is no pack, of another version, or has a target of no time.
    pub fn read(text: &str) -> Result<Self, PackError> {
        let pack: Self = ron::from_str(text).map_err(|error| PackError::unreadable(&error))?;
        if pack.format != FORMAT {
            return Err(PackError::Version(pack.format));
        }
        let without = Phase::ALL
            .into_iter()
            .find(|phase| pack.targets.of(*phase).is_zero());
        without.map_or(Ok(pack), |phase| Err(PackError::NoTime(phase)))
    }

    /// The packs that come with the program. The first is the usual one.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let packs = SHIPPED.iter().map(|text| Self::read(text));
        packs.filter_map(Result::ok).collect()
    }

    /// The latest target of all phases.
    #[must_use]
    pub fn latest(&self) -> Span {
        let targets = Phase::ALL.map(|phase| self.targets.of(phase));
        targets.into_iter().max().unwrap_or_default()
    }

    /// Where a target comes from, in a few words: `1-10-60 rule (2018)`.
    #[must_use]
    pub fn cited(&self) -> String {
        format!("{} ({})", self.name, self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_pack_is_sound_and_says_its_source() {
        let packs = TargetPack::shipped();
        assert_eq!(packs.len(), SHIPPED.len());
        for pack in packs {
            assert!(pack.year >= 2016 && !pack.source.is_empty() && !pack.note.is_empty());
        }
    }

    #[test]
    fn what_is_no_pack_says_where() {
        let broken = SHIPPED[0].replace("year: ", "yaer: ");
        let error = TargetPack::read(&broken).unwrap_err();
        assert!(
            matches!(error, PackError::Unreadable { line: 6, .. }),
            "{error}"
        );
        let newer = SHIPPED[0].replace("format: 1", "format: 9");
        assert_eq!(TargetPack::read(&newer), Err(PackError::Version(9)));
        let none = SHIPPED[0].replace("\"10min\"", "\"0s\"");
        assert_eq!(
            TargetPack::read(&none),
            Err(PackError::NoTime(Phase::Preparation))
        );
    }
}

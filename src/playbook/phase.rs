//! The phases of a response, in their order.

use std::fmt;

/// A phase of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Before anything happens.
    Preparation,
    /// Finding out what happened.
    Investigate,
    /// What holds for containing and eradicating alike.
    Remediate,
    /// Stopping the harm from growing.
    Contain,
    /// Taking the attacker's means away.
    Eradicate,
    /// Telling those who must know.
    Communicate,
    /// Back to normal work.
    Recover,
    /// What to do better next time.
    LessonsLearned,
}

impl Phase {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Preparation,
        Self::Investigate,
        Self::Remediate,
        Self::Contain,
        Self::Eradicate,
        Self::Communicate,
        Self::Recover,
        Self::LessonsLearned,
    ];

    /// Its name in JSON and hashes.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Preparation => "preparation",
            Self::Investigate => "investigate",
            Self::Remediate => "remediate",
            Self::Contain => "contain",
            Self::Eradicate => "eradicate",
            Self::Communicate => "communicate",
            Self::Recover => "recover",
            Self::LessonsLearned => "lessons_learned",
        }
    }

    /// Its name on the screen and in headings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Preparation => "Preparation",
            Self::Investigate => "Investigate",
            Self::Remediate => "Remediate",
            Self::Contain => "Contain",
            Self::Eradicate => "Eradicate",
            Self::Communicate => "Communicate",
            Self::Recover => "Recover",
            Self::LessonsLearned => "Lessons Learned",
        }
    }

    /// The phase with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.key() == key)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_one_phase() {
        for phase in Phase::ALL {
            assert_eq!(Phase::from_key(phase.key()), Some(phase));
        }
        assert_eq!(Phase::from_key("none"), None);
    }
}

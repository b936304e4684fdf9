//! The hot wash: what to begin the talk with, taken from the record.

use crate::base::Moment;
use crate::base::id::RoleId;
use crate::scenario::{Scenario, Sign};
use crate::score::Scorecard;
use crate::world::Entry;

use super::findings::Finding;

/// The questions of the participants' feedback form, each answered from 1 to 5.
pub const QUESTIONS: [&str; 6] = [
    "The exercise was worth my time",
    "The scenario was plausible for us",
    "I knew what my role had to do",
    "Our playbook helped me",
    "We talked to each other well",
    "I know what I will do differently",
];

/// How long a hot wash takes, in minutes.
pub const MINUTES: u64 = 20;

/// Something worth saying at the hot wash, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Whose it is; the whole room's if none.
    pub role: Option<RoleId>,
    /// Whether it went well.
    pub sign: Sign,
    /// What the record shows.
    pub text: String,
    /// When.
    pub at: Option<Moment>,
}

/// What the record proposes, the weightiest first: for each role that was taken, and for the room.
#[must_use]
pub fn proposals(
    _scenario: &Scenario,
    _entries: &[Entry],
    _card: &Scorecard,
    _findings: &[Finding],
) -> Vec<Proposal> {
    Vec::new()
}

//! The ready check before STARTEX.

use crate::base::Span;
use crate::scenario::{Scenario, Seat};

/// What the machine and the program say before an exercise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether tones can be heard.
    pub sound: Option<bool>,
    /// Whether the projector window is open.
    pub projector: bool,
    /// How many findings the check of the scenario's file has: errors and warnings.
    pub scenario_findings: usize,
    /// How many bytes are free where records are kept.
    pub disk_free: Option<u64>,
    /// How long the session may take, by the clock on the wall.
    pub booked: Span,
    /// How many times as fast as the wall the clock will run; none in a discussion.
    pub speed: Option<u32>,
    /// Whether the screen is kept awake; none while nobody has tried.
    pub awake: Option<bool>,
}

/// How something stands before STARTEX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Ready.
    Good,
    /// The exercise can begin, and may suffer.
    Caution,
    /// The exercise should not begin.
    Bad,
}

/// A line of the ready check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    /// How it stands.
    pub grade: Grade,
    /// What was found, and what to do about it.
    pub text: String,
}

/// The ready check of an exercise with these seats.
#[must_use]
pub fn checks(_scenario: &Scenario, _seats: &[Seat], _facts: &Facts) -> Vec<Check> {
    Vec::new()
}

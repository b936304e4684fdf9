//! What the record says of roles and of running the response: rules that are findings, not walls.

use crate::base::Moment;
use crate::base::id::SeatId;
use crate::scenario::Scenario;
use crate::world::Entry;

/// Which rule a finding speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The incident commander fixes nothing.
    CommanderActed,
    /// Who works holds a role for it.
    OutOfRole,
    /// Every decision has an owner.
    NoOwner,
    /// Every decision has a reason.
    NoReason,
    /// Strong objections are asked for before risky steps.
    ObjectionsNotAsked,
    /// Every task has an owner and a time.
    LooseTask,
    /// Tasks are done in time.
    Overdue,
    /// A message that needs approval has it.
    NotApproved,
    /// One person leads, and no more than about seven report to them.
    Span,
    /// There is one incident commander at a time.
    Command,
}

/// A finding about how the response was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// When.
    pub at: Moment,
    /// Whose; the whole room's if none.
    pub seat: Option<SeatId>,
    /// Which rule.
    pub rule: Rule,
    /// What happened, in a sentence without names of people.
    pub text: String,
}

/// The findings of a record, in the order of their moments.
#[must_use]
pub fn findings(_scenario: &Scenario, _entries: &[Entry]) -> Vec<Finding> {
    Vec::new()
}

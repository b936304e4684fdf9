//! What was said to whom, and whether it was true and known when it was sent.

use serde::Serialize;

use crate::base::Moment;
use crate::base::id::MessageId;
use crate::scenario::Scenario;
use crate::world::Entry;

/// A claim of a message that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// In which message.
    pub message: MessageId,
    /// The message's name.
    pub title: String,
    /// To whom.
    pub to: String,
    /// What it said.
    pub text: String,
    /// Whether it was true then.
    pub was_true: bool,
    /// Whether the responders knew it then.
    pub was_known: bool,
    /// Whether the message had the approval it needed.
    pub approved: bool,
}

/// What was said, in order.
#[must_use]
pub(super) fn statements(_scenario: &Scenario, _entries: &[Entry]) -> Vec<Statement> {
    Vec::new()
}

//! What was said to whom, and whether it was true and known when it was sent.

use serde::Serialize;

use crate::base::Moment;
use crate::base::id::MessageId;
use crate::scenario::Scenario;
use crate::world::{Entry, Event};

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
pub(super) fn statements(scenario: &Scenario, entries: &[Entry]) -> Vec<Statement> {
    let mut all = Vec::new();
    for entry in entries {
        let Event::MessageSent {
            message,
            claims,
            approved,
        } = &entry.event
        else {
            continue;
        };
        let Some(sent) = scenario.message(message) else {
            continue;
        };
        let to = scenario.party(&sent.to);
        for said in claims {
            let Some(claim) = sent.claims.iter().find(|claim| claim.id == said.claim) else {
                continue;
            };
            all.push(Statement {
                at: entry.at,
                message: message.clone(),
                title: sent.subject.clone(),
                to: to.map_or_else(String::new, |party| party.name.clone()),
                text: claim.text.clone(),
                was_true: said.was_true,
                was_known: said.was_known,
                approved: *approved,
            });
        }
    }
    all
}

//! The timeline of a review: what the attacker did, what came to the responders, what the responders did.

use serde::Serialize;

use crate::base::Moment;
use crate::scenario::Scenario;
use crate::world::Entry;

/// Whose act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The attacker's, hidden while it was played.
    Attacker,
    /// What came to the responders: alerts and injects.
    Signals,
    /// The responders'.
    Responders,
}

impl Lane {
    /// All of them, from top to bottom.
    pub const ALL: [Self; 3] = [Self::Attacker, Self::Signals, Self::Responders];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attacker => "Attacker",
            Self::Signals => "Alerts and injects",
            Self::Responders => "Responders",
        }
    }
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// The attacker acted.
    Act,
    /// The attacker could not act.
    Prevented,
    /// The attacker reacted to what responders did.
    Reaction,
    /// An alert.
    Alert,
    /// An inject.
    Inject,
    /// Work of a responder, from its beginning to its end.
    Work,
    /// An alert was taken up or closed.
    Triage,
    /// A key question was answered, or a line pinned.
    Finding,
    /// A decision.
    Decision,
    /// A message went out.
    Message,
    /// A step was reported.
    Report,
    /// A harm event.
    Harm,
    /// Somebody of the staff saw something.
    Observation,
}

impl MarkKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Act,
        Self::Prevented,
        Self::Reaction,
        Self::Alert,
        Self::Inject,
        Self::Work,
        Self::Triage,
        Self::Finding,
        Self::Decision,
        Self::Message,
        Self::Report,
        Self::Harm,
        Self::Observation,
    ];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Act => "Attacker's act",
            Self::Prevented => "Prevented act",
            Self::Reaction => "Attacker's reaction",
            Self::Alert => "Alert",
            Self::Inject => "Inject",
            Self::Work => "Work",
            Self::Triage => "Triage",
            Self::Finding => "Finding",
            Self::Decision => "Decision",
            Self::Message => "Message",
            Self::Report => "Reported step",
            Self::Harm => "Harm event",
            Self::Observation => "Observation",
        }
    }
}

/// Something on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// Until when, for what lasts.
    #[serde(rename = "until_ms")]
    pub until: Option<Moment>,
    /// Whose.
    pub lane: Lane,
    /// What kind.
    pub kind: MarkKind,
    /// What happened, in a few words.
    pub title: String,
    /// More of it, in a sentence or two; may be empty.
    pub detail: String,
    /// How many entries of the record there were just after it.
    pub entry: usize,
}

/// What happened on both sides, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// What happened.
    pub marks: Vec<Mark>,
    /// The first and the last moment of it.
    #[serde(rename = "reaches_ms")]
    pub reaches: (Moment, Moment),
}

impl Timeline {
    /// The timeline of a record.
    #[must_use]
    pub fn new(_scenario: &Scenario, _entries: &[Entry]) -> Self {
        Self::default()
    }
}

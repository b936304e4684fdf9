//! What people say of the steps that the world does not judge.

use serde::{Deserialize, Serialize};

use crate::base::Moment;
use crate::base::id::PersonId;
use crate::scenario::Confidence;

/// A self-reported step, from its beginning to a facilitator's word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReport {
    /// Who answers for it.
    pub by: Option<PersonId>,
    /// When it was begun.
    pub begun: Option<Moment>,
    /// Why it was begun.
    pub because: String,
    /// How it was reported as done; none while it is not.
    pub done: Option<ReportedDone>,
    /// What a facilitator said of the report.
    pub review: Option<StepReview>,
}

/// A step as it was reported done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedDone {
    /// When.
    pub at: Moment,
    /// What was done.
    pub reason: String,
    /// How sure.
    pub confidence: Confidence,
}

/// What a facilitator says of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReview {
    /// Whether the facilitator agrees.
    pub agreed: bool,
    /// What the facilitator saw.
    pub note: String,
}

impl StepReport {
    /// Whether the step counts as done: reported, and not refused.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.done.is_some() && self.review.as_ref().is_none_or(|review| review.agreed)
    }

    /// Whether a facilitator has refused it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.review.as_ref().is_some_and(|review| !review.agreed)
    }

    /// Whether it is reported as done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done.is_some()
    }

    /// Whether a facilitator has confirmed it.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.done.is_some() && self.review.as_ref().is_some_and(|review| review.agreed)
    }
}

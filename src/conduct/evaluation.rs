//! To be written.

use std::collections::BTreeMap;

use crate::base::id::{SeatId, StepId};
use crate::scenario::Rating;
use crate::world::conduct::Rated;

/// A pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// One.
    pub first: SeatId,
    /// The other.
    pub second: SeatId,
    /// Tasks.
    pub tasks: usize,
    /// Same.
    pub same: usize,
    /// Kappa.
    pub kappa: Option<f64>,
}

/// A disagreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The task.
    pub step: StepId,
    /// Who said what.
    pub ratings: Vec<(SeatId, Rating)>,
}

/// Agreement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agreement {
    /// Pairs.
    pub pairs: Vec<Pair>,
    /// Disagreements.
    pub disagreements: Vec<Disagreement>,
}

/// The agreement.
#[must_use]
pub fn agreement(_ratings: &BTreeMap<StepId, BTreeMap<SeatId, Rated>>) -> Agreement {
    Agreement::default()
}

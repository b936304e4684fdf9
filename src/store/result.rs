//! A result in short, as the library's cards show it.

use serde::{Deserialize, Serialize};

use crate::base::Points;
use crate::review::comparison::phase_score;
use crate::scenario::Phase;
use crate::score::Scorecard;

/// A result in short.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ResultSummary {
    /// The process score, 0 to 100.
    pub process: f64,
    /// The outcome score, 0 to 100; none where nothing can be lost.
    pub outcome: Option<f64>,
    /// The coverage, 0 to 1.
    pub coverage: f64,
    /// The score of each phase, 0 to 100, in the order of [`Phase::ALL`]; none where nothing was scored, or an
    /// earlier program kept none.
    #[serde(default)]
    pub phases: [Option<f64>; Phase::ALL.len()],
}

impl From<&Scorecard> for ResultSummary {
    fn from(card: &Scorecard) -> Self {
        Self {
            process: card.process.as_f64(),
            outcome: card.outcome.total.map(Points::as_f64),
            coverage: card.coverage.share(),
            phases: Phase::ALL.map(|phase| phase_score(card, phase).map(Points::as_f64)),
        }
    }
}

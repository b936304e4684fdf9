//! The score of a run: a pure function of its scenario, its record and two reference runs.

pub mod card;

pub use card::{
    Baseline, Calibration, Coverage, Explanation, HarmScore, ItemKind, ItemScore, Outcome, Part, PhaseScore, Rating,
    Scorecard, Suggestion, SureAndWrong, Times,
};

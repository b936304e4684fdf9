//! The review after an exercise: what happened on both sides, what was known when it was decided, how long things
//! took against their targets, what could have gone otherwise, and what should be better next time.
//!
//! [`Review`] is worked out once from a record and its score. Everything here is a pure function of values; what
//! people write themselves stands in [`AfterAction`] and in the [`Ledger`].

pub mod after_action;
pub mod aftermath;
pub mod calibration;
pub mod comparison;
pub mod decisions;
pub mod lessons;
pub mod measures;
pub mod moments;
pub mod savings;
pub mod statements;
pub mod timeline;
pub mod undone;
pub mod what_if;
mod wording;

pub use after_action::{AfterAction, Habit, HabitKind, Point, ReportState};
pub use aftermath::Aftermath;
pub use calibration::{Judged, Judgement, SureBin};
pub use decisions::{Choice, DecisionReview};
pub use lessons::{
    ActionDetails, ActionStatus, CorrectiveAction, Ground, Ledger, LedgerChange, LedgerError,
    Occasion, Priority, Raised, Tested, Tests, Trial,
};
pub use measures::{Measure, MeasureKind};
pub use moments::Moments;
pub use savings::{Saving, SavingKind};
pub use statements::Statement;
pub use timeline::{Lane, Mark, MarkKind, Timeline};
pub use undone::Undone;

use std::sync::Arc;

use crate::scenario::Scenario;
use crate::score::Scorecard;
use crate::world::apply::apply;
use crate::world::{Entry, State};

/// Everything that a review shows, worked out once.
#[derive(Debug, Clone)]
pub struct Review {
    /// The scenario as it was played.
    pub scenario: Arc<Scenario>,
    /// The record.
    pub entries: Arc<[Entry]>,
    /// The score.
    pub card: Scorecard,
    /// How the world was left.
    pub last: Arc<State>,
    /// What happened on both sides, in order.
    pub timeline: Timeline,
    /// What was decided, in order.
    pub decisions: Vec<DecisionReview>,
    /// How long things took, beside their targets.
    pub measures: Vec<Measure>,
    /// What was said to whom, and whether it was true.
    pub statements: Vec<Statement>,
    /// Judgements that came with a confidence, in order.
    pub judgements: Vec<Judgement>,
    /// What could still have been saved at STARTEX, and what was.
    pub savings: Vec<Saving>,
    /// What followed when it was over.
    pub aftermath: Aftermath,
}

impl Review {
    /// Works a review out of a record and its score.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, entries: Arc<[Entry]>, card: Scorecard) -> Self {
        let mut state = State::new(&scenario);
        for entry in &*entries {
            apply(&mut state, entry);
        }
        let aftermath = aftermath::aftermath(&scenario, &entries);
        Self {
            timeline: Timeline::new(&scenario, &entries),
            decisions: decisions::decisions(&scenario, &entries),
            measures: measures::measures(&scenario, &entries, &state, &card),
            statements: statements::statements(&scenario, &entries),
            judgements: calibration::judgements(&scenario, &state),
            savings: savings::savings(&card.outcome, &aftermath.before),
            aftermath,
            scenario,
            entries,
            card,
            last: Arc::new(state),
        }
    }
}

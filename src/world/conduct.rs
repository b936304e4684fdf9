//! What the exercise's staff has done so far, as data: how the MSEL was steered, who sits where, what was
//! seen, rated and decided. Only [`apply`](super::apply::apply) writes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::id::{InjectId, ModuleId, SeatId, StepId};
use crate::base::{Moment, Span};
use crate::scenario::{
    Assignment, Feedback, HotWashNote, Inject, JumpRule, Mode, NoteId, Observation, Phase, Rating,
    RoomDecision, Seat,
};

/// What was done to one inject by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steered {
    /// Whether it is held back.
    pub held: bool,
    /// Since when it waits for the facilitator's hand.
    pub waiting: Option<Moment>,
    /// Why it is left out.
    pub skipped: Option<String>,
    /// Whether it was given another time.
    pub moved: bool,
    /// Whether it was given by hand.
    pub fired: bool,
    /// What stands in the place of the scenario's own inject, or is added to its MSEL.
    pub put: Option<Box<Inject>>,
}

/// An observation with its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// When it was first written down.
    pub at: Moment,
    /// Who wrote it down.
    pub by: SeatId,
    /// What was seen.
    pub observation: Observation,
}

/// A rating with its grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// How.
    pub rating: Rating,
    /// On what grounds.
    pub note: String,
}

/// A piece of work in the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// When it was given.
    pub at: Moment,
    /// What, who and until when.
    pub assignment: Assignment,
    /// When it was done.
    pub done: Option<Moment>,
}

/// A decision of the room with its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// When.
    pub at: Moment,
    /// What, who and why.
    pub decision: RoomDecision,
}

/// How things stood before something that can still be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undo {
    /// An inject was steered.
    Inject {
        /// Which.
        inject: InjectId,
        /// How it was steered before.
        was: Option<Steered>,
        /// When it was to come before.
        queued: Vec<Moment>,
        /// Whether something had brought it before.
        settled: bool,
        /// Whether it was given another time by that, and not only another standing.
        replanned: bool,
    },
    /// A prompt was ticked.
    Asked {
        /// The inject.
        inject: InjectId,
        /// Which of its prompts.
        prompt: u32,
        /// Whether it was ticked before.
        was: bool,
    },
    /// An observation was written, rewritten or struck.
    Observation(NoteId, Option<Observed>),
    /// A task was rated.
    Rating(StepId, SeatId, Option<Rated>),
    /// Work was given or settled.
    Assignment(NoteId, Option<Assigned>),
    /// A decision was written down that changed nothing else.
    Decision(NoteId),
    /// A seat was given or taken.
    Seat(SeatId, Option<Seat>),
    /// The session's length was changed.
    Booked(Option<Span>),
    /// Who moves the story was changed.
    Mode(Mode),
}

impl Undo {
    /// What would be taken back, for the button that does it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Inject { .. } => "the change of an inject",
            Self::Asked { .. } => "the tick at a prompt",
            Self::Observation(..) => "the observation",
            Self::Rating(..) => "the rating",
            Self::Assignment(..) => "the task",
            Self::Decision(_) => "the decision",
            Self::Seat(..) => "the change of a seat",
            Self::Booked(_) => "the session's length",
            Self::Mode(_) => "the change of mode",
        }
    }
}

/// Everything the exercise's staff has done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// Who moves the story.
    pub mode: Mode,
    /// The module that is open, and since which moment of the story.
    pub module: Option<(ModuleId, Moment)>,
    /// How many alerts and injects had reached the room when it was opened.
    pub module_after: usize,
    /// Where in the playbook the projector says that the room is.
    pub phase: Option<Phase>,
    /// How long the session may take, by the clock on the wall.
    pub booked: Option<Span>,
    /// Up to where the story was last put forward, and what became of the injects before.
    pub jump: Option<(Moment, JumpRule)>,
    /// What covers the projector, and since when.
    pub announcement: Option<(Moment, String)>,
    /// What was done to injects by hand.
    pub injects: BTreeMap<InjectId, Steered>,
    /// The prompts that were asked.
    pub asked: BTreeMap<InjectId, BTreeSet<u32>>,
    /// Who sits where.
    pub seats: BTreeMap<SeatId, Seat>,
    /// What was seen.
    pub observations: BTreeMap<NoteId, Observed>,
    /// How tasks were rated, by whom.
    pub ratings: BTreeMap<StepId, BTreeMap<SeatId, Rated>>,
    /// Work in the room.
    pub assignments: BTreeMap<NoteId, Assigned>,
    /// Decisions of the room.
    pub decisions: BTreeMap<NoteId, Decided>,
    /// What was said at the hot wash.
    pub hot_wash: Vec<HotWashNote>,
    /// The feedback forms.
    pub feedback: Vec<Feedback>,
    /// What can still be taken back, the last at the end.
    pub undo: Vec<Undo>,
    /// How many notes were numbered.
    pub numbered: u32,
}

impl Conduct {
    /// Whether nobody of the staff has done anything: somebody practises alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How an inject was steered, if it was.
    #[must_use]
    pub fn steered(&self, inject: &InjectId) -> Option<&Steered> {
        self.injects.get(inject)
    }

    pub(super) fn steer(&mut self, inject: &InjectId) -> &mut Steered {
        self.injects.entry(inject.clone()).or_default()
    }

    pub(super) fn number(&mut self) -> NoteId {
        self.numbered += 1;
        NoteId(self.numbered)
    }
}

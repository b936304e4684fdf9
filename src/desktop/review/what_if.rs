//! What the what-if desk remembers.

use super::super::hindsight::BranchView;
use crate::player::Player;
use crate::review::Review;
use crate::review::what_if::{Deed, deeds};

/// How a record is to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Somebody goes on from the moment of the replay.
    GoOn,
    /// One deed is another.
    Change,
}

/// Who goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Me,
    Player(Player),
}

/// What becomes of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Becomes {
    Earlier,
    Later,
    Elsewhere,
    Omitted,
}

/// What the what-if desk remembers.
pub(super) struct Memory {
    pub(super) way: Way,
    pub(super) who: Who,
    pub(super) deeds: Vec<Deed>,
    pub(super) chosen: Option<usize>,
    pub(super) needle: String,
    pub(super) becomes: Becomes,
    pub(super) minutes: u32,
    pub(super) target: Option<crate::base::Id>,
    pub(super) working: bool,
    pub(super) problem: Option<String>,
    branches: Vec<BranchView>,
    /// The branch that stands beside the record.
    pub(super) beside: Option<usize>,
}

impl Memory {
    pub(super) fn new(review: &Review) -> Self {
        Self {
            way: Way::GoOn,
            who: Who::Me,
            deeds: deeds(&review.scenario, &review.entries),
            chosen: None,
            needle: String::new(),
            becomes: Becomes::Earlier,
            minutes: 30,
            target: None,
            working: false,
            problem: None,
            branches: Vec::new(),
            beside: None,
        }
    }

    pub(super) fn begin(&mut self) {
        self.working = true;
        self.problem = None;
    }

    pub(super) fn failed(&mut self, why: String) {
        self.working = false;
        self.problem = Some(why);
    }

    /// Takes in all branches; a new one is set beside the record at once.
    pub(super) fn take(&mut self, branches: Vec<BranchView>) {
        let known = |branch: &BranchView| self.branches.iter().any(|b| b.path == branch.path);
        let new = branches.iter().position(|branch| !known(branch));
        let was_working = std::mem::take(&mut self.working);
        let first = !was_working;
        let kept = self
            .beside
            .and_then(|i| self.branches.get(i))
            .map(|b| b.path.clone());
        let kept = kept.and_then(|path| branches.iter().position(|b| b.path == path));
        self.beside = if first { kept } else { new.or(kept) };
        self.branches = branches;
    }

    pub(super) fn branches(&self) -> usize {
        self.branches.len()
    }

    pub(super) fn all(&self) -> &[BranchView] {
        &self.branches
    }
}

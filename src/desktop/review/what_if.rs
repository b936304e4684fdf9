//! What the what-if desk remembers.

use super::super::hindsight::BranchView;
use crate::player::Player;
use crate::review::Review;
use crate::review::comparison::Contender;
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
    Decided,
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
    pub(super) option: Option<crate::base::id::ChoiceId>,
    pub(super) working: bool,
    pub(super) problem: Option<String>,
    branches: Vec<BranchView>,
    /// The branch that stands beside the record.
    beside: Option<usize>,
    /// The record and that branch, as they are compared.
    contenders: Option<[Contender; 2]>,
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
            option: None,
            working: false,
            problem: None,
            branches: Vec::new(),
            beside: None,
            contenders: None,
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

    /// Takes in all branches.
    pub(super) fn take(&mut self, branches: Vec<BranchView>) {
        let beside = self.beside.and_then(|i| self.branches.get(i));
        let path = beside.map(|branch| branch.path.clone());
        let place = path.and_then(|path| branches.iter().position(|branch| branch.path == path));
        self.branches = branches;
        self.set_beside(place);
    }

    /// Takes a new branch in, and sets it beside the record at once.
    pub(super) fn add(&mut self, branch: BranchView) {
        self.working = false;
        self.branches.push(branch);
        self.set_beside(Some(self.branches.len() - 1));
    }

    /// Sets a branch beside the record.
    pub(super) fn set_beside(&mut self, place: Option<usize>) {
        self.beside = place;
        self.contenders = None;
    }

    /// The branch that stands beside the record.
    pub(super) const fn beside(&self) -> Option<usize> {
        self.beside
    }

    /// The record and the branch beside it; none if there is none that is over.
    pub(super) fn contenders(&mut self, was: &Review) -> Option<&[Contender; 2]> {
        let review = self.branches.get(self.beside?)?.review.as_ref()?;
        let contender = |name: &str, review: &Review| Contender {
            name: name.to_owned(),
            card: review.card.clone(),
        };
        Some(self.contenders.get_or_insert_with(|| {
            [
                contender("As it was", was),
                contender("This branch", review),
            ]
        }))
    }

    pub(super) fn branches(&self) -> usize {
        self.branches.len()
    }

    pub(super) fn all(&self) -> &[BranchView] {
        &self.branches
    }
}

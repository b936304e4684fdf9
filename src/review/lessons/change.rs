//! Everything that may be done to the ledger, each as one value: raised, changed, done, closed, taken back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ActionStatus, CorrectiveAction, Ground, Ledger, Priority, Raised, Trial};
use crate::base::id::{Id, StepId};
use crate::scenario::Phase;

/// What people may say and change of a corrective action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionDetails {
    /// What is to be done.
    pub text: String,
    /// Who answers for it; may be empty.
    pub owner: String,
    /// Until when.
    pub due: Option<Date>,
    /// How soon it is needed.
    pub priority: Priority,
    /// The capability it improves.
    pub capability: Phase,
}

impl CorrectiveAction {
    /// What people may change of it.
    #[must_use]
    pub fn details(&self) -> ActionDetails {
        ActionDetails {
            text: self.text.clone(),
            owner: self.owner.clone(),
            due: self.due,
            priority: self.priority,
            capability: self.capability,
        }
    }
}

/// Something that is done to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerChange {
    /// A new action.
    Raise {
        /// What is to be done.
        details: ActionDetails,
        /// The step that showed the gap.
        step: Option<StepId>,
        /// Where it comes from.
        raised: Raised,
    },
    /// Other words, another owner, due date, priority or capability.
    Change(Id, ActionDetails),
    /// Somebody did it; the next exercise that tests it shows whether it holds.
    Done(Id, Date),
    /// It is over.
    Close {
        /// Which.
        id: Id,
        /// On which day.
        on: Date,
        /// The exercise that showed it; none if somebody closes it by hand.
        by: Option<String>,
    },
    /// It is to be done after all.
    Reopen(Id),
    /// It was never meant.
    Remove(Id),
    /// What an exercise says of it. It closes nothing; a failing trial opens again what was held for done, if it is
    /// no older than that and says it for the first time.
    Judge(Id, Trial),
    /// Actions of a record from elsewhere; those that are known stay as they are.
    TakeIn(Vec<CorrectiveAction>),
    /// A person's name is taken out, wherever it stands alone as an owner.
    Forget {
        /// The name.
        name: String,
        /// What stands in its place; may be empty.
        instead: String,
    },
}

/// Why the ledger stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// An action says nothing.
    #[error("a corrective action needs a text that says what is to be done")]
    Empty,
    /// Somebody else has removed it meanwhile.
    #[error("the corrective action {0} is not in the ledger any more")]
    Unknown(Id),
}

impl Ledger {
    /// Carries a change out.
    ///
    /// # Errors
    /// [`LedgerError`]; then the ledger is as it was.
    pub fn apply(&mut self, change: LedgerChange) -> Result<(), LedgerError> {
        match change {
            LedgerChange::Raise {
                details,
                step,
                raised,
            } => self.raise(details, step, raised).map(|_| ()),
            LedgerChange::Change(id, details) => self.change(&id, details),
            LedgerChange::Done(id, on) => {
                self.find(&id)?.status = ActionStatus::Done { on };
                Ok(())
            }
            LedgerChange::Close { id, on, by } => {
                self.find(&id)?.status = ActionStatus::Closed { on, by };
                Ok(())
            }
            LedgerChange::Reopen(id) => {
                self.find(&id)?.status = ActionStatus::Open;
                Ok(())
            }
            LedgerChange::Remove(id) => {
                self.find(&id)?;
                self.actions.retain(|action| action.id != id);
                Ok(())
            }
            LedgerChange::Judge(id, trial) => {
                self.find(&id)?.judged(trial);
                Ok(())
            }
            LedgerChange::TakeIn(actions) => {
                for action in actions {
                    if self.action(&action.id).is_none() {
                        self.actions.push(action);
                    }
                }
                Ok(())
            }
            LedgerChange::Forget { name, instead } => {
                self.forget(&name, &instead);
                Ok(())
            }
        }
    }

    /// Raises an action; returns how the ledger refers to it.
    ///
    /// # Errors
    /// [`LedgerError::Empty`] if it says nothing.
    pub fn raise(
        &mut self,
        details: ActionDetails,
        step: Option<StepId>,
        raised: Raised,
    ) -> Result<Id, LedgerError> {
        let ActionDetails {
            text,
            owner,
            due,
            priority,
            capability,
        } = details.checked()?;
        let id = self.free_id(&raised.exercise, &text);
        self.actions.push(CorrectiveAction {
            id: id.clone(),
            text,
            owner,
            due,
            priority,
            capability,
            step,
            raised,
            status: ActionStatus::Open,
            trials: Vec::new(),
        });
        Ok(id)
    }

    /// An identifier that no action has. It is made of where and what, so that the same action of a record
    /// that goes from one ledger to another is known again, and two ledgers never mean two things by one.
    fn free_id(&self, exercise: &str, text: &str) -> Id {
        let made = (0_u32..).map(|round| {
            let hash = blake3::hash(format!("{exercise}\n{text}\n{round}").as_bytes());
            let hash = hash.to_hex();
            Id::new(&format!("action-{}", hash.get(..16).unwrap_or_default()))
        });
        made.flatten()
            .find(|id| self.action(id).is_none())
            .unwrap_or_else(|| Id::internal("action"))
    }

    fn find(&mut self, id: &Id) -> Result<&mut CorrectiveAction, LedgerError> {
        let found = self.actions.iter_mut().find(|action| action.id == *id);
        found.ok_or_else(|| LedgerError::Unknown(id.clone()))
    }

    fn change(&mut self, id: &Id, details: ActionDetails) -> Result<(), LedgerError> {
        let details = details.checked()?;
        let action = self.find(id)?;
        action.text = details.text;
        action.owner = details.owner;
        action.due = details.due;
        action.priority = details.priority;
        action.capability = details.capability;
        Ok(())
    }

    fn forget(&mut self, name: &str, instead: &str) {
        let is_them = |owner: &str| owner.trim().to_lowercase() == name.trim().to_lowercase();
        for action in &mut self.actions {
            if is_them(&action.owner) {
                instead.clone_into(&mut action.owner);
            }
        }
    }
}

impl ActionDetails {
    fn checked(mut self) -> Result<Self, LedgerError> {
        let (text, owner) = (self.text.trim().to_owned(), self.owner.trim().to_owned());
        (self.text, self.owner) = (text, owner);
        if self.text.is_empty() {
            Err(LedgerError::Empty)
        } else {
            Ok(self)
        }
    }
}

impl CorrectiveAction {
    /// Keeps what an exercise said, in the place of what it said before.
    fn judged(&mut self, trial: Trial) {
        // What an exercise showed before it was done says nothing of what was done.
        let known = self.trial(&trial.exercise);
        let is_news = known.is_none_or(|known| known.held);
        if let ActionStatus::Done { on } = self.status
            && !trial.held
            && trial.by == Ground::Step
            && is_news
            && trial.on >= on
        {
            self.status = ActionStatus::Open;
        }
        let mut trials = self.trials.iter_mut();
        match trials.find(|known| known.exercise == trial.exercise) {
            Some(known) => *known = trial,
            None => self.trials.push(trial),
        }
    }
}

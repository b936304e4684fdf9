//! Why a command was refused. A refused command changes nothing.

use crate::base::Moment;
use crate::base::id::{ActionId, AlertId, ChoiceId, ClaimId, EventId, Id, InjectId, LogId, PinId};
use crate::scenario::TaskId;

/// Why a command was refused, as the person who gave it reads it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the message says it")]
pub enum Refusal {
    #[error("the exercise is over")]
    Over,
    #[error("the scenario has no {kind} `{id}`")]
    Unknown { kind: &'static str, id: Id },
    #[error("alert `{0}` has not been raised")]
    NotRaised(AlertId),
    #[error("alert `{0}` is acknowledged already")]
    AcknowledgedAlready(AlertId),
    #[error("nothing is chosen")]
    NothingChosen,
    #[error("the reason is missing")]
    NoReason,
    #[error("`{0}` needs a target")]
    NoTarget(ActionId),
    #[error("`{action}` can't be aimed at `{target}`")]
    WrongTarget { action: ActionId, target: Id },
    #[error("`{0}` has not been found yet")]
    NotKnown(Id),
    #[error("{0}")]
    Needs(String),
    #[error("{name} is busy until {until}")]
    Busy { name: String, until: Moment },
    #[error("nobody who could do this is free before {0}")]
    NobodyFree(Moment),
    #[error("nobody has a role for this")]
    NobodyFits,
    #[error("there is no work number {}", .0.0)]
    NoSuchTask(TaskId),
    #[error("this work can't be broken off")]
    NotCancellable,
    #[error("remediation event `{0}` has not been planned")]
    NotPlanned(EventId),
    #[error("remediation event `{0}` was launched already")]
    LaunchedAlready(EventId),
    #[error("`{0}` is not one of the choices")]
    NoSuchChoice(ChoiceId),
    #[error("only one choice can be taken")]
    OneOnly,
    #[error("`{0}` is not one of the message's claims")]
    NoSuchClaim(ClaimId),
    #[error("the message needs no approval")]
    NoApprovalNeeded,
    #[error("the message is approved, or on somebody's desk for it")]
    ApprovalUnderWay,
    #[error("the message was sent already")]
    SentAlready,
    #[error("the clock was declared already")]
    DeclaredAlready,
    #[error("the world decides whether this step is done; nobody can report it")]
    NotSelfReported,
    #[error("the step is reported as done already")]
    ReportedAlready,
    #[error("nobody has reported this step as done")]
    NotReported,
    #[error("the inject has not come, or was read")]
    NothingToRead,
    #[error("the log `{0}` has no such line")]
    NoSuchLine(LogId),
    #[error("`{0}` can be read only once its evidence is saved")]
    LogNotSaved(LogId),
    #[error("`{0}` is gone, and nobody had saved it")]
    LogLost(LogId),
    #[error("there is a pin `{0}` already")]
    PinnedAlready(PinId),
    #[error("there is no pin `{0}`")]
    NoSuchPin(PinId),
    #[error("there are {0} pins already; take some away first")]
    TooManyPins(usize),
    #[error("an answer needs at least one pinned line as proof")]
    NoPin,
    #[error("there is no hint for this")]
    NoHints,
    #[error("all hints for this were given")]
    NoHintLeft,
    #[error("there is nothing left to be done here, so no hint is given")]
    SettledAlready,
    #[error("inject `{0}` has reached the participants already")]
    CameAlready(InjectId),
    #[error("inject `{0}` is held already")]
    HeldAlready(InjectId),
    #[error("inject `{0}` is not held")]
    NotHeld(InjectId),
    #[error("inject `{0}` is skipped; take that back first")]
    SkippedAlready(InjectId),
    #[error("{0} has passed; choose a later time")]
    TimePassed(Moment),
    #[error("the exercise ends at {0}; choose an earlier time")]
    AfterEndex(Moment),
    #[error(
        "an added inject comes at a time or by hand, and only says something; effects and conditions are the scenario's own"
    )]
    AddedEffects,
    #[error("there are {0} injects already")]
    TooManyInjects(usize),
    #[error("the inject has no such prompt")]
    NoSuchPrompt,
    #[error("there is no note number {0}")]
    NoSuchNote(u32),
    #[error("a decision carries out only what participants can do")]
    NotCarried,
    #[error("scores run from 1 to 5")]
    NoSuchScore,
    #[error("there is nothing to take back that has not reached the participants")]
    NothingToUndo,
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
}

//! One run of a scenario: its clock, its record, its replay, and what participants see of it.

pub mod clock;
pub mod picture;
pub mod record;
pub mod replay;
mod run;

pub use clock::{Clock, Speed, WallMs};
pub use picture::{AlertLine, AlertStage, Custody, FootholdView, HintsView, Picture, PinView};
pub use record::{Header, Journal, Link, NoJournal, NotSaved, Record, Stopped};
pub use run::{CommandError, Exercise, needs_a_person};

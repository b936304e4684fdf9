//! The simulated world: the organisation, the attacker in it, and the people who respond.
//!
//! Commands and time in, events out. [`apply::apply`] is the only writer of [`State`]; [`Engine`] decides
//! what happens and says it as [`Event`]s. Nothing here knows the playbook, the score or the wall's clock.

pub mod apply;
mod completion;
pub mod conduct;
mod damage;
mod decide;
mod dues;
mod effects;
mod engine;
pub mod event;
mod facilitation;
pub mod hints;
pub mod holds;
mod judgements;
mod msel;
mod orders;
mod pins;
mod refusal;
mod reporting;
mod rules;
pub mod self_reports;
mod staff;
mod start;
pub mod state;
pub mod topics;

pub use conduct::{Conduct, Steered, Undo};
pub use damage::{Damage, damage};
pub use decide::LONGEST_TEXT;
pub use engine::Engine;
pub use event::{Cause, ClockChange, Due, Entry, Event, Presence, Work};
pub use facilitation::room_seat;
pub use refusal::Refusal;
pub use rules::Rules;
pub use self_reports::StepReport;
pub use state::State;

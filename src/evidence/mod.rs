//! Evidence: the lines of real sensors, made from what happened in the world and from an everyday life
//! around it.
//!
//! An [`Archive`] makes any stretch of any log on its own, the same bytes every time: chance has a stream
//! of its own for every source of everyday life and every ten minutes. What people, systems and the
//! attacker did ([`History`]) becomes [`activity::Activity`]; each format turns an activity into the lines
//! that its sensor writes, so that no two logs can disagree.

pub mod activity;
pub mod archive;
pub mod capture;
pub mod columns;
pub mod community_id;
pub mod exchange;
pub mod format;
pub mod history;
pub mod hosts;
pub mod page;
pub mod readable;
pub mod samples;
pub mod search;
pub mod stamp;

mod compiled;
mod everyday;
mod network;
mod standing;
mod traces;

pub use archive::{Archive, Reader, Shown, TraceLine};
pub use history::{Happening, History};
pub use page::{Page, Slice};
pub use readable::{Readable, readable};
pub use stamp::Stamp;

//! A playbook without a world, as a scenario that can be played at once: its steps as a checklist that
//! people report themselves, target times from a named pack, injects from a general set.
//!
//! Everything here is a function of the playbook and the packs; the same playbook always becomes the same
//! scenario.

mod code_name;
mod indicators;
mod injects;
mod numbering;
mod scenario;
mod targets;

pub use indicators::indicators;
pub use injects::{InjectSet, InjectTemplate};
pub use scenario::{ChecklistError, checklist, scenario_id};
pub use targets::{PackError, PhaseTargets, TargetPack};

//! Playbooks in Markdown: their phases, steps and placeholders, with positions in the file.
//!
//! [`read`] takes a file's bytes and never fails: what can't be understood is a diagnostic. What it
//! returns knows where everything stands, so [`Document::apply`] can write the file back with only
//! the edited places changed. [`template`] says how complete a playbook is and fills its gaps;
//! [`attack`] knows the techniques of MITRE ATT&CK.

pub mod attack;
mod document;
mod model;
mod phase;

pub use document::{Document, Encoding, Newlines, Source, read};
pub use model::{
    AttackRow, AttackTable, Checklist, Combined, Form, Heading, Origin, Placeholder,
    PlaceholderKind, Playbook, Prose, Reference, Section, Step, TaskBox, Title,
};
pub use phase::Phase;

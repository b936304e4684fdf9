//! Playbooks in Markdown: their phases, steps and placeholders, with positions in the file.
//!
//! [`read`] takes a file's bytes and never fails: what can't be understood is a diagnostic. What it
//! returns knows where everything stands, so [`Document::apply`] can write the file back with only
//! the edited places changed. [`template`] says how complete a playbook is and fills its gaps;
//! [`attack`] knows the techniques of MITRE ATT&CK.

pub mod attack;
mod attack_check;
mod attack_table;
mod build;
mod decode;
mod document;
mod edit;
mod findings;
mod heading;
mod html;
mod inline;
mod items;
mod lessons;
mod lines;
mod markdown;
mod model;
mod mojibake;
mod normal;
mod offsets;
mod phase;
mod sources;
mod steps;
pub mod template;
mod walk;

pub use attack_check::check_row;
pub use decode::{Encoding, Newlines, Source};
pub use document::{Document, LARGEST_FILE, MOST_DIAGNOSTICS, read};
pub use edit::{Edit, EditError, Suggestion};
pub use model::{
    AttackRow, AttackTable, Checklist, Combined, Form, Heading, Origin, Placeholder,
    PlaceholderKind, Playbook, Prose, Reference, Section, Step, TaskBox, Title,
};
pub use normal::normal;
pub use phase::Phase;

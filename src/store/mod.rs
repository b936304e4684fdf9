//! What lasts: records in SQLite, settings, and the scenarios that are at hand.
//!
//! The only layer under the edges that knows files. Everything lies under one [`DataDir`].

mod after_action;
mod branches;
mod data_dir;
mod error;
mod exercises;
mod journal;
mod pack;
mod playbooks;
mod result;
mod room_plans;
mod scenarios;
mod settings;
mod sheet_error;
pub mod sheets;

pub use after_action::{read_after_action, save_after_action};
pub use branches::{BranchOf, branches_of, read_branch, record_name, write_branch};
pub use data_dir::DataDir;
pub use error::StoreError;
pub use exercises::{ExerciseEntry, Progress, list_exercises, new_record_path};
pub use journal::{Opened, SqliteJournal, read_names, remove_record, save_names, save_result};
pub use pack::{FileEntry, Manifest, MissingEntry, PackOrder, write_pack};
pub use playbooks::{
    PLAYBOOK, PlaybookFile, playbook_files, read_playbook, shipped_playbooks, write_checklist,
    write_whole,
};
pub use result::ResultSummary;
pub use room_plans::RoomPlan;
pub use scenarios::{
    ScenarioEntry, ScenarioFile, all_scenarios, find_scenario, read_limited, scenario_files,
    shipped_scenarios,
};
pub use settings::{Settings, Theme};

//! What lasts: records in SQLite, settings, and the scenarios that are at hand.
//!
//! The only layer under the edges that knows files. Everything lies under one [`DataDir`].

mod after_action;
mod aside;
mod branches;
mod carried;
mod data_dir;
mod documents;
mod error;
mod exercises;
mod journal;
mod ledger;
mod one_file;
mod pack;
mod people;
mod playbooks;
mod portable;
mod record_files;
mod result;
mod retention;
mod room_plans;
mod scenarios;
mod settings;
mod sheet_error;
pub mod sheets;

pub use after_action::{read_after_action, save_after_action};
pub use branches::{
    BranchOf, branches_of, find_origin, read_branch, remove_with_branches, with_branches,
    write_branch,
};
pub use carried::{Lessons, lessons_of};
pub use data_dir::DataDir;
pub use documents::{check_place, write_document};
pub use error::StoreError;
pub use exercises::{ExerciseEntry, Progress, list_exercises, new_record_path};
pub use journal::{
    LONGEST_ENTRY, LONGEST_HEADER, MOST_ENTRIES, MOST_RECORD_BYTES, Opened, SqliteJournal,
    is_record, read_names, read_record, remove_record, save_names, save_result,
};
pub use ledger::{change_ledger, change_ledger_by, read_ledger, set_ledger_aside};
pub use pack::{FileEntry, Manifest, MissingEntry, PackOrder, write_pack};
pub use people::{
    Holder, NAME_REMOVED, NameOnRecord, NamePlace, Person, find_person, forget_person,
};
pub use playbooks::{
    PLAYBOOK, PlaybookFile, playbook_files, read_playbook, shipped_playbooks, write_checklist,
    write_whole,
};
pub use portable::{
    ExportOrder, Exported, Imported, check_record, export_record, find_kept_record, find_record,
    import_record,
};
pub use record_files::{record_began, record_day, record_name, record_paths};
pub use result::ResultSummary;
pub use retention::{Expired, Retention};
pub use room_plans::RoomPlan;
pub use scenarios::{
    ScenarioEntry, ScenarioFile, all_scenarios, find_scenario, read_limited, scenario_files,
    shipped_scenarios,
};
pub use settings::{Settings, Theme};

//! A data folder of its own, with records in it, and what is done to them.
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "not every test uses all of it, and a test that can't go on has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::SystemTime;

use hotwash::base::Id;
use hotwash::exercise::{Exercise, Header, Speed, WallMs};
use hotwash::player::trainee_seat;
use hotwash::review::{
    ActionDetails, AfterAction, Ledger, LedgerChange, Priority, Raised, ReportState,
};
use hotwash::scenario::{Command, Phase};
use hotwash::store::{
    BranchOf, DataDir, ExportOrder, SqliteJournal, change_ledger, read_record, record_name,
    save_after_action, save_names, write_branch,
};
use jiff::civil::date;
use rusqlite::Connection;

use crate::common;

/// The scenario of all records here.
pub(crate) const TEXT: &str = include_str!("../scenarios/smallest.ron");
/// An export with names that replaces nothing.
pub(crate) const WITH_NAMES: ExportOrder = ExportOrder {
    names: true,
    overwrite: false,
};

/// A data folder of its own.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) dir: DataDir,
}

impl Place {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(folder.path().join("data"))).unwrap();
        Self { folder, dir }
    }

    /// A file beside the data folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A record of an exercise in which something was noted, with a name and a report beside it.
    pub(crate) fn record(&self, name: &str, note: &str) -> PathBuf {
        let path = self.dir.exercises().join(format!("{name}.hotwash"));
        let scenario = common::smallest();
        let header = Header::new(scenario.id.clone(), TEXT.to_owned(), 1, trainee_seat());
        let journal = SqliteJournal::create(&path, &header).unwrap();
        let mut exercise =
            Exercise::start(header, &scenario, Speed::new(1), Box::new(journal)).unwrap();
        exercise
            .command(WallMs(0), &Command::Note(note.to_owned()))
            .unwrap();
        exercise.advance_to(scenario.end()).unwrap();
        drop(exercise);
        let seat = Id::new("seat-1").unwrap().into();
        save_names(&path, &BTreeMap::from([(seat, "Ada Example".to_owned())])).unwrap();
        let after = AfterAction {
            state: ReportState::Draft,
            summary: "Ada Example led well.".to_owned(),
            ..AfterAction::default()
        };
        save_after_action(&path, &after).unwrap();
        path
    }

    /// A corrective action of an exercise.
    pub(crate) fn raise(&self, exercise: &str, owner: &str) -> Ledger {
        let raise = LedgerChange::Raise {
            details: ActionDetails {
                text: "Name who removes footholds".to_owned(),
                owner: owner.to_owned(),
                due: Some(date(2026, 5, 1)),
                priority: Priority::High,
                capability: Phase::Eradicate,
            },
            step: None,
            raised: Raised {
                exercise: exercise.to_owned(),
                scenario: common::smallest().id.clone(),
                title: "One web server".to_owned(),
                on: date(2026, 3, 3),
                when: None,
                at: None,
                evidence: String::new(),
            },
        };
        change_ledger(&self.dir, raise).unwrap()
    }

    /// Runs the real program over it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = common::hotwash();
        command.arg("--data-dir").arg(self.dir.root());
        command.args(arguments).output().unwrap()
    }
}

/// A branch of a record after so many of its entries.
pub(crate) fn branch(record: &Path, shared: usize) -> PathBuf {
    let (whole, _) = read_record(record).unwrap();
    let of = BranchOf {
        record: record_name(record),
        shared,
        at: whole.entries[shared - 1].at,
        what: "Played on by hand".to_owned(),
    };
    write_branch(record, &whole.header, &whole.entries[..shared], &of).unwrap()
}

/// What a program said, all of it.
pub(crate) fn says(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// All files of a folder with their bytes and times.
pub(crate) fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            (path.clone(), fs::read(&path).unwrap(), modified)
        })
        .collect();
    files.sort();
    files
}

/// Does to a record what no program does.
pub(crate) fn sql(path: &Path, text: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(text).unwrap();
}

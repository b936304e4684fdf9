//! Carrying out what people do about lessons: the after-action report, the ledger, records that are carried.

use std::path::Path;

use super::{App, Screen};
use crate::desktop::backend::Kept;
use crate::desktop::command::{Paper, UiCommand};
use crate::review::{AfterAction, Ledger};

impl App {
    /// Carries out what is about lessons.
    pub(super) fn lessons(&mut self, command: UiCommand) {
        match command {
            UiCommand::KeepAfterAction(after) => self.keep_after_action(*after),
            UiCommand::Ledger(change) => self.backend.change_ledger(*change),
            _ => {}
        }
    }

    fn keep_after_action(&mut self, after: AfterAction) {
        if let Screen::Review(memory) = &mut self.screen {
            let finished = &mut memory.result.finished;
            self.backend
                .keep_after_action(finished.path.clone(), after.clone());
            finished.after = Some(after);
        }
    }

    /// Keeps what was typed in the report, before its screen is left.
    pub(super) fn keep_what_was_typed(&mut self) {
        let unsaved = match &mut self.screen {
            Screen::Review(memory) => memory.improve.unsaved(),
            _ => None,
        };
        if let Some(after) = unsaved {
            self.keep_after_action(after);
        }
    }

    /// Takes the ledger, unless it was read before the one that is here.
    pub(super) fn take_ledger(&mut self, ledger: Ledger, changes: u64) {
        if changes >= self.ledger_changes {
            (self.ledger, self.ledger_changes) = (ledger, changes);
        }
    }

    /// Takes what has become of the ledger or of a record.
    pub(super) fn take_kept(&mut self, kept: Kept) {
        match kept {
            Kept::Ledger(ledger, changes) => self.take_ledger(ledger, changes),
            Kept::Said(text) => {
                self.said.push(text);
                self.backend.read_library();
            }
            Kept::Begun(text) => {
                self.said.extend(text);
                self.backend.read_library();
            }
            Kept::Written(text) => match &mut self.screen {
                Screen::Review(memory) => memory.said = Some(text),
                _ => self.said.push(text),
            },
        }
    }

    /// Writes or reads a file that is about a record; says whether it was one.
    pub(super) fn use_record_file(&mut self, paper: Paper, path: &Path) -> bool {
        let record = match &self.screen {
            Screen::Review(memory) => Some(memory.finished().path.clone()),
            _ => None,
        };
        match (paper, record) {
            (Paper::CarriedRecord, _) => self.backend.import_record(path.to_path_buf()),
            (Paper::Record { names }, Some(record)) => {
                self.keep_what_was_typed();
                self.backend
                    .export_record(record, path.to_path_buf(), names);
            }
            (Paper::Report(format, audience), Some(_)) => {
                self.keep_what_was_typed();
                if let Screen::Review(memory) = &mut self.screen {
                    if memory.is_writing() {
                        let why = "Another one is being written; wait for it, or stop it first.";
                        self.fail("The report was not written", &why);
                        return true;
                    }
                    let (what, out) = ((format, audience), path.to_path_buf());
                    let finished = memory.finished();
                    let work = self.backend.write_report(finished, &self.ledger, what, out);
                    memory.writes(work);
                }
            }
            _ => return false,
        }
        self.overlay.files = None;
        true
    }
}

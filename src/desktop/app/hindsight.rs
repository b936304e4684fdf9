//! Carrying out what is asked for in a review: moments, branches, comparisons.

use std::path::Path;

use super::{App, Screen};
use crate::base::Moment;
use crate::desktop::finished::Finished;
use crate::desktop::hindsight::WhatIf;
use crate::desktop::review;

impl App {
    /// Opens the review of a finished exercise.
    pub(super) fn review(&mut self, finished: Finished) {
        self.backend.branches(finished.path.clone());
        self.screen = Screen::Review(Box::new(review::Memory::new(finished)));
    }

    /// The review that is open, if it is this record's.
    pub(super) fn reviewing(&mut self, path: &Path) -> Option<&mut review::Memory> {
        match &mut self.screen {
            Screen::Review(memory) if memory.finished().path == path => Some(memory),
            _ => None,
        }
    }

    pub(super) fn show_moment(&mut self, at: Moment) {
        if let Screen::Review(memory) = &mut self.screen {
            memory.show_moment(at);
        }
    }

    pub(super) fn what_if(&mut self, what_if: WhatIf) {
        let Screen::Review(memory) = &mut self.screen else {
            return;
        };
        let path = memory.finished().path.clone();
        match what_if {
            WhatIf::GoOn { .. } | WhatIf::Change { .. } => {
                memory.fork_begins();
                self.backend.fork(memory.finished(), what_if);
            }
            WhatIf::PlayOn(at) => {
                memory.fork_begins();
                self.backend.fork_by_hand(memory.finished(), at);
            }
            // Opening looks whether it is over: then its review opens, or else the room.
            WhatIf::Open(branch) => self.resume(branch),
            WhatIf::OpenOrigin => {
                let Some(of) = memory.finished().branch.clone() else {
                    return;
                };
                self.screen = Screen::Working("Opening the record");
                self.backend.open_origin(path, of);
            }
            WhatIf::Remove(branch) => self.backend.remove_branch(path, branch),
        }
    }

    fn resume(&mut self, branch: std::path::PathBuf) {
        self.screen = Screen::Working("Opening the branch");
        self.backend.resume(branch);
    }

    pub(super) fn compare(&mut self, begin: bool) {
        let Screen::Review(memory) = &mut self.screen else {
            return;
        };
        if begin {
            let work = self.backend.compare(memory.finished());
            memory.comparing(work);
        } else {
            memory.stop_comparing();
        }
    }

    /// Says what came of a report. One that was stopped is no failure.
    pub(super) fn report_written(&mut self, path: &Path, written: Result<String, String>) {
        let Some(memory) = self.reviewing(path) else {
            return;
        };
        match written {
            Ok(said) => memory.written(Some(said)),
            Err(why) => {
                memory.written(None);
                self.fail("The report was not written", &why);
            }
        }
    }

    pub(super) fn stop_writing(&self) {
        if let Screen::Review(memory) = &self.screen {
            memory.stop_writing();
        }
    }
}

//! Carrying out what is asked for in a review: moments, branches, comparisons.

use std::path::{Path, PathBuf};

use super::{App, Opening, Screen};
use crate::base::Moment;
use crate::desktop::finished::Finished;
use crate::desktop::hindsight::WhatIf;
use crate::desktop::review;

impl App {
    /// Opens the review of a finished exercise.
    pub(super) fn review(&mut self, finished: Finished, tab: review::Tab) {
        self.backend.branches(finished.path.clone());
        self.screen = Screen::Review(Box::new(review::Memory::new(finished, tab)));
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
            // The review of one that is over changes no byte of it.
            WhatIf::Open(branch) if memory.is_over(&branch) => {
                self.open_result(branch, "Opening the branch");
            }
            WhatIf::Open(branch) => self.resume(branch, "Opening the branch"),
            WhatIf::OpenOrigin => {
                let Some(of) = memory.finished().branch.clone() else {
                    return;
                };
                self.backend.find_origin(path, of);
            }
            WhatIf::Remove(branch) => self.backend.remove_branch(path, branch),
        }
    }

    /// Opens an exercise to go on with it.
    pub(super) fn resume(&mut self, path: PathBuf, what: &'static str) {
        self.backend.resume(path.clone());
        self.screen = Screen::Working(Opening::new(path, what));
    }

    /// Opens the review of a record.
    pub(super) fn open_result(&mut self, path: PathBuf, what: &'static str) {
        self.backend.open_result(path.clone());
        self.screen = Screen::Working(Opening::new(path, what));
    }

    /// Goes on by hand with a branch that was made for it.
    pub(super) fn play_on(&mut self, branch: PathBuf) {
        self.keep_what_was_typed();
        self.resume(branch, "Opening the branch");
    }

    /// Opens the record that a branch leaves, where its branches are.
    pub(super) fn open_origin(&mut self, origin: PathBuf) {
        self.keep_what_was_typed();
        self.backend.open_result(origin.clone());
        self.screen = Screen::Working(Opening {
            tab: review::Tab::WhatIf,
            ..Opening::new(origin, "Opening the record")
        });
    }

    pub(super) fn set_beside(&mut self, path: PathBuf, name: String, shown: bool) {
        let Screen::Review(memory) = &mut self.screen else {
            return;
        };
        if shown {
            let of = memory.finished().path.clone();
            self.backend.set_beside(of, path, name);
        } else {
            memory.set_beside(&path, None);
        }
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
        let said = match written {
            Ok(said) => Some(said),
            Err(why) => {
                self.fail("The report was not written", &why);
                None
            }
        };
        match self.reviewing(path) {
            Some(memory) => memory.written(said),
            // The review was left meanwhile.
            None => self.said.extend(said),
        }
    }

    pub(super) fn stop_writing(&self) {
        if let Screen::Review(memory) = &self.screen {
            memory.stop_writing();
        }
    }
}

//! Taking in what threads report: an answer finds only who waits for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{App, Opening, Screen};
use crate::base::id::SeatId;
use crate::desktop::author;
use crate::desktop::backend::{Answer, Report};
use crate::desktop::console::Console;
use crate::desktop::finished::Finished;
use crate::desktop::room::Room;
use crate::exercise::Exercise;

impl App {
    /// Takes in what a thread reports.
    pub(super) fn take_report(&mut self, report: Report) {
        match report {
            Report::Library(library) => {
                let first = std::mem::take(&mut self.open_first);
                if let Some(ledger) = &library.ledger {
                    self.take_ledger(ledger.clone(), library.ledger_changes);
                }
                self.library = Some(library);
                if first {
                    self.open_briefing(0);
                }
            }
            // Whoever went elsewhere meanwhile is not taken away from there.
            Report::Resumed(_, path, _) if !self.screen.waits_for(&path) => {}
            Report::Resumed(exercise, path, names) => self.take_exercise(*exercise, path, names),
            Report::Scored(finished) => self.take_score(finished),
            Report::NotOpened(path, what, why) => self.take_refusal(&path, what, &why),
            Report::Rescored(finished) => {
                if let Screen::Review(memory) = &mut self.screen
                    && memory.finished().path == finished.path
                {
                    memory.scored_again(*finished);
                }
                self.backend.read_library();
            }
            // Whoever has begun an exercise meanwhile is not taken out of it.
            Report::Playbook(_) | Report::Scenario(_) if self.screen.room().is_some() => {}
            Report::Playbook(open) => {
                self.overlay.import = None;
                self.screen = Screen::Author(Box::new(author::Memory::new(*open)));
            }
            Report::PlaybookWritten(open, said) => {
                if let Screen::Author(memory) = &mut self.screen
                    && memory.open.is_source_of(&open)
                {
                    memory.reread(*open, said);
                }
            }
            Report::Scenario(entry) => self.brief(*entry),
            Report::Reread(entry) => {
                if let Screen::Briefing { setup, .. } = &mut self.screen
                    && setup
                        .file
                        .as_ref()
                        .is_some_and(|file| file.path == entry.path)
                {
                    setup.reread(*entry);
                }
            }
            // Whoever has closed the dialog meanwhile wants no file any more.
            Report::Chosen(paper, path) => {
                if self
                    .overlay
                    .files
                    .as_ref()
                    .is_some_and(|dialog| dialog.is_for(paper))
                {
                    self.use_file(paper, path);
                }
            }
            Report::Paper(paper, done) => self.paper_done(paper, done),
            Report::Kept(kept) => self.take_kept(kept),
            Report::Reviewed(path, answer) => self.take_answer(&path, answer),
            Report::Reported(path, written) => self.report_written(&path, written),
            Report::Nothing => {}
            Report::Failed(what, why) => self.fail(what, &why),
        }
    }

    /// Goes on with an exercise.
    fn take_exercise(
        &mut self,
        exercise: Exercise,
        path: PathBuf,
        names: BTreeMap<SeatId, String>,
    ) {
        if Console::is_for(&exercise) {
            let console = Console::new(exercise, names);
            self.screen = Screen::Console(Box::new(console), path);
            // One that is over goes on to its hot wash.
            self.look();
        } else if exercise.is_over() {
            self.backend.score(&exercise, path.clone());
            self.screen = Screen::Working(Opening::new(path, "Scoring the exercise"));
        } else {
            self.screen = Screen::Room(Box::new(Room::new(exercise)), path);
        }
    }

    /// Shows a score to who waits for it; who went on meanwhile finds it in the library.
    fn take_score(&mut self, finished: Box<Finished>) {
        self.backend.read_library();
        if let Screen::Working(opening) = &self.screen
            && opening.record == finished.path
        {
            self.review(*finished, opening.tab);
        } else if let Screen::HotWash(talk) = &mut self.screen
            && talk.path == finished.path
        {
            talk.scored(finished);
        }
    }

    /// Says that a record could not be opened, and goes back where somebody waits for it.
    fn take_refusal(&mut self, path: &Path, what: &str, why: &str) {
        self.fail(what, &why);
        if self.screen.waits_for(path) {
            self.screen = Screen::Library;
            self.backend.read_library();
        } else if let Screen::HotWash(talk) = &mut self.screen
            && talk.path == path
        {
            talk.failed = true;
        }
    }

    /// Takes in what the review of a record asked for, if it is still open.
    fn take_answer(&mut self, record: &Path, answer: Answer) {
        let Some(memory) = self.reviewing(record) else {
            return;
        };
        match answer {
            Answer::Branches(branches) => memory.take_branches(branches),
            Answer::Forked(branch) => memory.add_branch(branch),
            Answer::NotForked(why) => memory.fork_failed(why),
            Answer::Compared(compared) => memory.take_comparison(*compared),
            Answer::Beside(run, contender) => memory.set_beside(&run, Some(&contender)),
            Answer::ForkedByHand(branch) => self.play_on(branch),
            Answer::Origin(origin) => self.open_origin(origin),
        }
    }
}

//! What a review asks for: branches, comparisons, reports. All of it runs on threads.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Answer, Backend, Report, keep};
use crate::base::Moment;
use crate::desktop::compared;
use crate::desktop::finished::Finished;
use crate::desktop::hindsight::{self, Origin, WhatIf};
use crate::desktop::work::Work;
use crate::report::{self, Audience, Content, Format, GoOn, Sources, Stage};
use crate::review::Ledger;
use crate::store::{check_place, record_began, record_day, record_name, write_document};

impl Backend {
    /// Reads the branches of a record.
    pub fn branches(&self, path: PathBuf) {
        self.spawn("branches", move || branches(path));
    }

    /// Makes a branch of the exercise that is reviewed, by a player or with one deed changed.
    pub fn fork(&self, finished: &Finished, what_if: WhatIf) {
        let origin = Origin::of(finished);
        self.spawn("fork", move || {
            match hindsight::fork(&origin, &what_if).and_then(hindsight::branch) {
                Ok(branch) => {
                    // Its score stands beside the record like any other.
                    if let Some(review) = &branch.review {
                        keep(&branch.path, &review.card);
                    }
                    Report::Reviewed(origin.path, Answer::Forked(branch))
                }
                Err(why) => Report::Reviewed(origin.path, Answer::NotForked(why)),
            }
        });
    }

    /// Makes a branch of the exercise that is reviewed, to be played on by hand.
    pub fn fork_by_hand(&self, finished: &Finished, at: Moment) {
        let origin = Origin::of(finished);
        self.spawn("fork", move || match hindsight::fork_by_hand(&origin, at) {
            Ok(branch) => Report::Reviewed(origin.path, Answer::ForkedByHand(branch)),
            Err(why) => Report::Reviewed(origin.path, Answer::NotForked(why)),
        });
    }

    /// Removes a branch of a record.
    pub fn remove_branch(&self, of: PathBuf, branch: PathBuf) {
        self.spawn("branches", move || match hindsight::remove(&branch) {
            Ok(()) => branches(of),
            Err(why) => Report::Failed("The branch could not be removed", why),
        });
    }

    /// Sets the exercise that is reviewed beside others.
    pub fn compare(&self, finished: &Finished) -> Arc<Work> {
        let work = Arc::new(Work::default());
        let (origin, mine) = (Origin::of(finished), Arc::clone(&finished.review));
        let (dir, going) = (self.dir.clone(), Arc::clone(&work));
        self.spawn("compare", move || {
            let compared = compared::compare(&dir, &origin, &mine, &going);
            compared.map_or(Report::Nothing, |compared| {
                let answer = Answer::Compared(Box::new(compared));
                Report::Reviewed(origin.path.clone(), answer)
            })
        });
        work
    }

    /// Works out the score of another run, to set it beside the one that is reviewed.
    pub fn set_beside(&self, of: PathBuf, path: PathBuf, name: String) {
        self.spawn("compare", move || match compared::contender(&path, &name) {
            Ok(contender) => Report::Reviewed(of, Answer::Beside(path, Box::new(contender))),
            Err(why) => Report::Failed("The other run could not be read", why),
        });
    }

    /// Writes the report of the exercise that is reviewed.
    pub fn write_report(
        &self,
        finished: &Finished,
        ledger: &Ledger,
        (format, audience): (Format, Audience),
        out: PathBuf,
    ) -> Arc<Work> {
        let work = Arc::new(Work::default());
        let order = ReportOrder {
            path: finished.path.clone(),
            header: finished.header.clone(),
            review: Arc::clone(&finished.review),
            after: finished.after.clone(),
            names: finished.names.clone(),
            actions: ledger.actions.clone(),
            format,
            audience,
            out,
        };
        let going = Arc::clone(&work);
        self.spawn("report", move || {
            let written = order.write(&going);
            Report::Reported(order.path, written)
        });
        work
    }
}

/// A report that is to be written.
struct ReportOrder {
    path: PathBuf,
    header: crate::exercise::Header,
    review: Arc<crate::review::Review>,
    after: Option<crate::review::AfterAction>,
    names: std::collections::BTreeMap<crate::base::id::SeatId, String>,
    actions: Vec<crate::review::CorrectiveAction>,
    format: Format,
    audience: Audience,
    out: PathBuf,
}

impl ReportOrder {
    fn write(&self, work: &Work) -> Result<String, String> {
        // The dialog has said that a file of this name is replaced.
        check_place(&self.out, true).map_err(|error| error.to_string())?;
        let content = Content::new(Sources {
            review: &self.review,
            header: &self.header,
            exercise: &record_name(&self.path),
            held_on: record_day(&self.path).unwrap_or_else(super::today),
            began: record_began(&self.path),
            after: self.after.as_ref(),
            actions: &self.actions,
            names: &self.names,
            audience: self.audience,
        });
        let progress = |stage: Stage| {
            work.reach(stage.share());
            if work.is_stopped() {
                GoOn::Stop
            } else {
                GoOn::Yes
            }
        };
        let bytes = report::write(self.format, &content, progress).map_err(|e| e.to_string())?;
        write_document(&self.out, &bytes, true).map_err(|error| error.to_string())?;
        let name = self.format.name();
        Ok(format!("{name} written to {}", self.out.display()))
    }
}

fn branches(path: PathBuf) -> Report {
    match hindsight::branches(&path) {
        Ok(branches) => Report::Reviewed(path, Answer::Branches(branches)),
        Err(why) => {
            let why = format!("The branches could not be read: {why}");
            Report::Reviewed(path, Answer::NotForked(why))
        }
    }
}

//! The review after an exercise: score, replay, decisions, times, what if, comparison.

mod compare_ui;
mod decisions_ui;
mod happened_ui;
mod moment_ui;
mod replay;
mod replay_ui;
mod timeline_ui;
mod times_ui;
mod what_if;
mod what_if_ui;

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{CentralPanel, ProgressBar, ScrollArea, Ui};
use egui_material_icons::icons::ICON_CANCEL;

use super::command::UiCommand;
use super::compared::Compared;
use super::finished::Finished;
use super::hindsight::BranchView;
use super::theme::tokens;
use super::work::Work;
use super::{improve, result, widgets};
use crate::base::Moment;
use crate::review::Ledger;
use crate::review::comparison::Contender;

/// A part of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Score,
    Replay,
    Decisions,
    Times,
    WhatIf,
    Compare,
    Improve,
}

/// What the review remembers.
pub(super) struct Memory {
    pub(super) result: result::Memory,
    tab: Tab,
    replay: replay::Replay,
    what_if: what_if::Memory,
    compare: compare_ui::Memory,
    /// The after-action report.
    pub(super) improve: improve::Memory,
    /// What came of a file that was written.
    pub(super) said: Option<String>,
    /// A report that is being written.
    writing: Option<Arc<Work>>,
}

impl Memory {
    /// A review as it first shows.
    pub(super) fn new(finished: Finished, tab: Tab) -> Self {
        let replay = replay::Replay::new(&finished.review);
        Self {
            what_if: what_if::Memory::new(&finished.review),
            improve: improve::Memory::new(&finished),
            said: None,
            writing: None,
            result: result::Memory::new(finished),
            tab,
            replay,
            compare: compare_ui::Memory::default(),
        }
    }

    /// What is reviewed.
    pub(super) fn finished(&self) -> &Finished {
        &self.result.finished
    }

    /// Takes the same exercise's new score in, and stays where it is.
    pub(super) fn scored_again(&mut self, finished: Finished) {
        self.improve.scored_again(&finished);
        self.result.scored_again(finished);
        self.compare.forget();
    }

    /// Goes to a moment of the replay.
    pub(super) fn show_moment(&mut self, at: Moment) {
        self.tab = Tab::Replay;
        self.replay.go(at);
    }

    /// Takes in what has become of the branches.
    pub(super) fn take_branches(&mut self, branches: Vec<BranchView>) {
        self.what_if.take(branches);
    }

    /// Takes a new branch in.
    pub(super) fn add_branch(&mut self, branch: BranchView) {
        self.what_if.add(branch);
    }

    /// Whether a branch has been played to its end.
    pub(super) fn is_over(&self, branch: &Path) -> bool {
        let mut branches = self.what_if.all().iter();
        branches.any(|one| one.path == branch && one.review.is_some())
    }

    /// Says that a branch could not be made.
    pub(super) fn fork_failed(&mut self, why: String) {
        self.what_if.failed(why);
    }

    /// A branch is being made.
    pub(super) fn fork_begins(&mut self) {
        self.what_if.begin();
    }

    /// Takes a comparison in.
    pub(super) fn take_comparison(&mut self, compared: Compared) {
        self.compare.take(compared);
    }

    /// Sets another run beside this one, or takes it away.
    pub(super) fn set_beside(&mut self, path: &Path, contender: Option<&Contender>) {
        self.compare.set_beside(path, contender);
    }

    /// Whether a report is being written.
    pub(super) const fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// A report is being written.
    pub(super) fn writes(&mut self, work: Arc<Work>) {
        self.said = None;
        self.writing = Some(work);
    }

    /// Stops a report that is being written.
    pub(super) fn stop_writing(&self) {
        if let Some(work) = &self.writing {
            work.stop();
        }
    }

    /// A report has been written, or not.
    pub(super) fn written(&mut self, said: Option<String>) {
        self.writing = None;
        self.said = said;
    }

    /// A comparison is being worked out.
    pub(super) fn comparing(&mut self, work: Arc<Work>) {
        self.compare.begin(work);
    }

    /// Stops a comparison that is being worked out.
    pub(super) fn stop_comparing(&mut self) {
        self.compare.stop();
    }
}

/// Draws the review.
pub(super) fn review_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    ledger: &Ledger,
    out: &mut Vec<UiCommand>,
) {
    let frame = tokens(ui).canvas_frame().inner_margin(24);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        result::head_ui(ui, &memory.result.finished, out);
        ui.add_space(6.0);
        let tabs = [
            (Tab::Score, "Score".to_owned()),
            (Tab::Replay, "Replay".to_owned()),
            (
                Tab::Decisions,
                format!("Decisions {}", memory.finished().review.decisions.len()),
            ),
            (Tab::Times, "Times and claims".to_owned()),
            (Tab::WhatIf, what_if_name(memory)),
            (Tab::Compare, "Compare".to_owned()),
            (Tab::Improve, "After-action report".to_owned()),
        ];
        widgets::tabs_ui(ui, &mut memory.tab, &tabs);
        ui.add_space(6.0);
        if let Some(said) = &memory.said {
            widgets::done_ui(ui, said);
        }
        if let Some(work) = &memory.writing {
            writing_ui(ui, work, out);
        }
        let record = memory.finished().path.clone();
        match memory.tab {
            Tab::Score => result::result_ui(ui, &mut memory.result, out),
            Tab::Replay => {
                let finished = &mut memory.result.finished;
                replay_ui::replay_ui(ui, finished, &mut memory.replay, out);
            }
            Tab::Decisions => scrolled_ui(ui, ("decisions", &record), |ui| {
                decisions_ui::decisions_ui(ui, &memory.result.finished.review, out);
            }),
            Tab::Times => scrolled_ui(ui, ("times", &record), |ui| {
                times_ui::times_ui(ui, &memory.result.finished.review, out);
            }),
            Tab::WhatIf => {
                let finished = &memory.result.finished;
                what_if_ui::what_if_ui(ui, finished, &mut memory.what_if, &mut memory.replay, out);
            }
            Tab::Compare => {
                compare_ui::compare_ui(ui, &memory.result.finished, &mut memory.compare, out);
            }
            Tab::Improve => {
                let finished = &memory.result.finished;
                improve::improve_ui(ui, &mut memory.improve, finished, ledger, out);
            }
        }
    });
}

fn writing_ui(ui: &mut Ui, work: &Work, out: &mut Vec<UiCommand>) {
    ui.horizontal(|ui| {
        widgets::dim_ui(ui, "Writing the report");
        let bar = ProgressBar::new(work.share())
            .desired_width(240.0)
            .animate(true);
        ui.add(bar.show_percentage());
        if widgets::button_ui(ui, ICON_CANCEL, "Stop writing").clicked() {
            out.push(UiCommand::StopWriting);
        }
    });
}

fn what_if_name(memory: &Memory) -> String {
    match memory.what_if.branches() {
        0 => "What if".to_owned(),
        n => format!("What if {n}"),
    }
}

fn scrolled_ui(
    ui: &mut Ui,
    salt: impl std::hash::Hash + std::fmt::Debug,
    content: impl FnOnce(&mut Ui),
) {
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink(false)
        .show(ui, content);
}

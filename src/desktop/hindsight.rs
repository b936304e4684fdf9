//! What if, and compared with others: the work behind both, for a thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::finished::{Finished, read, reviewed};
use crate::base::{Moment, Points};
use crate::exercise::Header;
use crate::player::{Player, Rehearsal};
use crate::review::comparison::{Contender, Distribution, phase_score};
use crate::review::what_if::{self, Branch, Change};
use crate::review::{Review, moments};
use crate::scenario::{Phase, Scenario};
use crate::score::Scorecard;
use crate::store::{
    BranchOf, DataDir, Progress, branches_of, list_exercises, record_name, remove_record,
    write_branch,
};
use crate::world::Entry;

/// How many novices a run is set beside.
pub(super) const NOVICES: u64 = 200;
/// How many earlier runs are set beside a run.
const EARLIER: usize = 4;

/// What is done otherwise.
#[derive(Debug, Clone)]
pub enum WhatIf {
    /// A player goes on from a moment.
    GoOn {
        /// From when.
        at: Moment,
        /// Who.
        player: Player,
    },
    /// One deed is another.
    Change {
        /// Its place in the record.
        place: usize,
        /// What it is, in words.
        title: String,
        /// What becomes of it.
        change: Change,
    },
    /// A person goes on from a moment.
    PlayOn(Moment),
    /// Opens a branch: to go on with, or its review.
    Open(PathBuf),
    /// Opens the record that this one branches off.
    OpenOrigin,
    /// Removes a branch.
    Remove(PathBuf),
}

/// A branch as the review shows it.
#[derive(Debug, Clone)]
pub struct BranchView {
    /// Its record.
    pub path: PathBuf,
    /// Where it branches off, and what was done otherwise.
    pub of: BranchOf,
    /// Its review; none while it can still be played on.
    pub review: Option<Arc<Review>>,
}

/// What is needed to make a branch of a record.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) path: PathBuf,
    pub(super) header: Header,
    pub(super) written: Arc<Scenario>,
    pub(super) entries: Arc<[Entry]>,
}

impl Origin {
    pub(super) fn of(finished: &Finished) -> Self {
        Self {
            path: finished.path.clone(),
            header: finished.header.clone(),
            written: Arc::clone(&finished.written),
            entries: Arc::clone(&finished.review.entries),
        }
    }

    fn rehearsal(&self) -> Rehearsal {
        let off = self.header.readiness_off.clone();
        Rehearsal::at_level(&self.written, self.header.level.as_ref(), off)
    }

    fn write(&self, branch: &Branch, at: Moment, what: String) -> Result<PathBuf, String> {
        let of = BranchOf {
            record: record_name(&self.path),
            shared: branch.shared,
            at,
            what,
        };
        write_branch(&self.path, &self.header, &branch.entries, &of).map_err(|e| e.to_string())
    }
}

/// Makes a branch that is played to its end at once.
///
/// # Errors
/// Why there is none, in a sentence.
pub(super) fn fork(origin: &Origin, what_if: &WhatIf) -> Result<PathBuf, String> {
    let rehearsal = origin.rehearsal();
    let cast = rehearsal.cast(origin.header.seed);
    let (branch, at, what) = match what_if {
        WhatIf::GoOn { at, player } => {
            let branch = what_if::go_on(&cast, &origin.entries, *at, *player);
            (
                branch,
                *at,
                format!("The {player} player goes on from {at}"),
            )
        }
        WhatIf::Change {
            place,
            title,
            change,
        } => {
            let branch = what_if::change(&cast, &origin.entries, *place, change);
            let branch = branch.ok_or("That would be before STARTEX; choose a later moment")?;
            let at = branch.entries.get(branch.shared.saturating_sub(1));
            let at = at.map_or(Moment::START, |entry| entry.at.max(Moment::START));
            let (what, left) = (change.describe(cast.scenario()), branch.refused.len());
            (branch, at, format!("{title}: {what}{}", refused(left)))
        }
        _ => return Err("There is nothing to be worked out".to_owned()),
    };
    origin.write(&branch, at, what)
}

fn refused(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => " (one later deed was no longer possible)".to_owned(),
        n => format!(" ({n} later deeds were no longer possible)"),
    }
}

/// Makes a branch that a person goes on with.
///
/// # Errors
/// Why there is none, in a sentence.
pub(super) fn fork_by_hand(origin: &Origin, at: Moment) -> Result<PathBuf, String> {
    let shared = moments::entries_at(&origin.entries, at);
    let entries = origin.entries.get(..shared).unwrap_or_default().to_vec();
    let branch = Branch {
        entries,
        shared,
        refused: Vec::new(),
    };
    origin.write(&branch, at, format!("Played on by hand from {at}"))
}

/// Every branch of a record, with its review where it is over.
///
/// # Errors
/// Why they could not be read.
pub(super) fn branches(path: &Path) -> Result<Vec<BranchView>, String> {
    let found = branches_of(path).map_err(|error| error.to_string())?;
    let view = |(path, of): (PathBuf, BranchOf)| {
        let review = read(&path).ok().and_then(|(scenario, record)| {
            let review = reviewed(&scenario, &record.header, &record.entries);
            review.last.ended.map(|_| Arc::new(review))
        });
        BranchView { path, of, review }
    };
    Ok(found.into_iter().map(view).collect())
}

/// Removes a branch.
///
/// # Errors
/// Why it could not be removed.
pub(super) fn remove(path: &Path) -> Result<(), String> {
    remove_record(path).map_err(|error| error.to_string())
}

/// How far a long piece of work is, and whether it is still wanted.
#[derive(Debug, Default)]
pub struct Work {
    done: AtomicUsize,
    of: AtomicUsize,
    stopped: AtomicBool,
}

impl Work {
    /// How much of it is done, 0 to 1.
    pub(super) fn share(&self) -> f32 {
        let (done, of) = (
            self.done.load(Ordering::Relaxed),
            self.of.load(Ordering::Relaxed),
        );
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pieces")]
        if of == 0 {
            0.0
        } else {
            done as f32 / of as f32
        }
    }

    /// Nobody wants it any more.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// So much of it is done, 0 to 1.
    pub(super) fn reach(&self, share: f32) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a percentage"
        )]
        let percent = (share.clamp(0.0, 1.0) * 100.0) as usize;
        self.of.store(100, Ordering::Relaxed);
        self.done.store(percent, Ordering::Relaxed);
    }

    fn one_more(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// An exercise among those over time.
#[derive(Debug, Clone)]
pub struct Passed {
    /// The scenario's title, or its identifier where the file is gone.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// The process score.
    pub process: f64,
    /// The score of each phase, in the order of [`Phase::ALL`].
    pub phases: [Option<f64>; Phase::ALL.len()],
}

impl Passed {
    /// The score of a phase, or the process score.
    pub(super) fn score(&self, phase: Option<Phase>) -> Option<f64> {
        let Some(phase) = phase else {
            return Some(self.process);
        };
        let place = Phase::ALL.iter().position(|other| *other == phase)?;
        self.phases.get(place).copied().flatten()
    }
}

/// A run beside others.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Whose comparison it is.
    pub path: PathBuf,
    /// This run first, then the reference run, then earlier runs.
    pub contenders: Vec<Contender>,
    /// The process scores of automatic novices.
    pub novices: Distribution,
    /// The same for each phase that is scored.
    pub by_phase: Vec<(Phase, Distribution)>,
    /// Exercises of all scenarios, the oldest first.
    pub passed: Vec<Passed>,
}

/// Works a comparison out; none if it is no longer wanted.
pub(super) fn compare(
    dir: &DataDir,
    origin: &Origin,
    mine: &Review,
    work: &Work,
) -> Option<Compared> {
    let (entries, _) = list_exercises(dir).unwrap_or_default();
    let finished = |path: &Path| entries.iter().find(|entry| entry.path == path);
    let earlier: Vec<_> = entries
        .iter()
        .filter(|entry| entry.scenario == origin.header.scenario && entry.branch.is_none())
        .filter(|entry| {
            entry.path != origin.path && matches!(entry.progress, Progress::Finished(_))
        })
        .take(EARLIER)
        .collect();
    let novices = usize::try_from(NOVICES).unwrap_or(usize::MAX);
    work.of
        .store(novices + earlier.len() + 1, Ordering::Relaxed);
    let rehearsal = origin.rehearsal();
    let cast = rehearsal.cast(origin.header.seed);
    let when = finished(&origin.path)
        .map_or_else(String::new, |entry| format!(", {}", day(entry.modified)));
    let mut contenders = vec![Contender {
        name: format!("This run{when}"),
        card: mine.card.clone(),
    }];
    let reference = cast.play(Player::Reference);
    contenders.push(Contender {
        name: "Reference".to_owned(),
        card: cast.score(&reference.entries),
    });
    work.one_more();
    for entry in earlier {
        if work.is_stopped() {
            return None;
        }
        if let Ok((scenario, record)) = read(&entry.path) {
            contenders.push(Contender {
                name: format!("Seed {}, {}", record.header.seed, day(entry.modified)),
                card: reviewed(&scenario, &record.header, &record.entries).card,
            });
        }
        work.one_more();
    }
    // Process and phases don't depend on what the outcome is measured between, so one measure does for all.
    let baseline = cast.baseline();
    let novice = |seed| {
        if work.is_stopped() {
            return None;
        }
        let cast = rehearsal.cast(seed);
        let card = cast.score_against(&cast.play(Player::Novice).entries, &baseline);
        work.one_more();
        Some(card)
    };
    let cards: Option<Vec<Scorecard>> = (1..=NOVICES).into_par_iter().map(novice).collect();
    let cards = cards?;
    let scores = |of: &dyn Fn(&Scorecard) -> Option<Points>| {
        Distribution::new(cards.iter().filter_map(of).map(Points::as_f64).collect())
    };
    let by_phase = Phase::ALL
        .into_iter()
        .map(|phase| (phase, scores(&|card| phase_score(card, phase))));
    Some(Compared {
        path: origin.path.clone(),
        novices: scores(&|card| Some(card.process)),
        by_phase: by_phase
            .filter(|(_, scores)| !scores.scores.is_empty())
            .collect(),
        contenders,
        passed: passed(&entries),
    })
}

/// Finished exercises, the oldest first.
fn passed(entries: &[crate::store::ExerciseEntry]) -> Vec<Passed> {
    let own = entries.iter().rev().filter(|entry| entry.branch.is_none());
    let passed = own.filter_map(|entry| match entry.progress {
        Progress::Finished(result) => Some(Passed {
            title: entry.scenario.to_string(),
            when: day(entry.modified),
            process: result.process,
            phases: result.phases,
        }),
        Progress::Unfinished => None,
    });
    passed.collect()
}

/// A day and a time of it, as the machine's clock has them.
fn day(time: std::time::SystemTime) -> String {
    let stamp = jiff::Timestamp::try_from(time).unwrap_or_default();
    let local = stamp.to_zoned(jiff::tz::TimeZone::system());
    local.strftime("%-d %b %H:%M").to_string()
}

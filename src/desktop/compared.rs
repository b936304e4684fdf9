//! Compared with others: the reference run, other runs of the scenario, automatic novices, and exercises over time.
//! The work is for a thread.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::finished::{read, reviewed};
use super::hindsight::Origin;
use super::words;
use super::work::Work;
use crate::base::Points;
use crate::base::id::ScenarioId;
use crate::player::Player;
use crate::review::Review;
use crate::review::comparison::{Contender, Distribution, phase_score};
use crate::scenario::Phase;
use crate::score::Scorecard;
use crate::store::{
    DataDir, ExerciseEntry, Progress, ScenarioEntry, all_scenarios, list_exercises, record_began,
    record_name,
};

/// How many novices a run is set beside.
pub(super) const NOVICES: u64 = 200;
/// How many other runs are set beside a run at first.
const BESIDE: usize = 4;

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

/// A run that this one can be set beside.
#[derive(Debug, Clone)]
pub struct OtherRun {
    /// Its record.
    pub path: PathBuf,
    /// What tells it from others: what its file was called, or when it began.
    pub name: String,
    /// Its score, while it is shown.
    pub beside: Option<Contender>,
}

/// A run beside others.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Whose comparison it is.
    pub path: PathBuf,
    /// This run first, then the reference run.
    pub contenders: Vec<Contender>,
    /// Other finished runs of the scenario, the latest first; those that stand beside it have a score.
    pub others: Vec<OtherRun>,
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
    let mut others = others(&entries, origin);
    let earlier = others.len().min(BESIDE);
    let novices = usize::try_from(NOVICES).unwrap_or(usize::MAX);
    work.expect(novices + earlier + 1);
    let rehearsal = origin.rehearsal();
    let cast = rehearsal.cast(origin.header.seed);
    let contenders = vec![
        Contender {
            name: format!(
                "This run, {}",
                words::local_time(record_began(&origin.path))
            ),
            card: mine.card.clone(),
        },
        Contender {
            name: "Reference".to_owned(),
            card: cast.score(&cast.play(Player::Reference).entries),
        },
    ];
    work.one_more();
    for other in others.iter_mut().take(BESIDE) {
        if work.is_stopped() {
            return None;
        }
        // One that can't be read any more is not shown; the library says why.
        other.beside = contender(&other.path, &other.name).ok();
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
        others,
        passed: passed(dir, entries),
    })
}

/// Other finished runs of the scenario, the latest first.
fn others(entries: &[ExerciseEntry], origin: &Origin) -> Vec<OtherRun> {
    let mut others: Vec<&ExerciseEntry> = entries
        .iter()
        .filter(|entry| entry.scenario == origin.header.scenario && entry.branch.is_none())
        .filter(|entry| entry.path != origin.path)
        .filter(|entry| matches!(entry.progress, Progress::Finished(_)))
        .collect();
    others.sort_by_key(|entry| std::cmp::Reverse(entry.began));
    let run = |entry: &ExerciseEntry| OtherRun {
        path: entry.path.clone(),
        name: run_name(entry),
        beside: None,
    };
    others.into_iter().map(run).collect()
}

/// What tells a run from others: the name that people gave its file, or else its seed; and when it began.
fn run_name(entry: &ExerciseEntry) -> String {
    let name = record_name(&entry.path);
    let when = words::local_time(entry.began);
    if name.starts_with(entry.scenario.as_str()) {
        format!("Seed {}, {when}", entry.seed)
    } else {
        format!("{name}, {when}")
    }
}

/// The score of another run.
///
/// # Errors
/// Why its record could not be read.
pub(super) fn contender(path: &Path, name: &str) -> Result<Contender, String> {
    let (scenario, record) = read(path)?;
    Ok(Contender {
        name: name.to_owned(),
        card: reviewed(&scenario, &record.header, &record.entries).card,
    })
}

/// Finished exercises, the oldest first.
fn passed(dir: &DataDir, mut entries: Vec<ExerciseEntry>) -> Vec<Passed> {
    let (scenarios, _) = all_scenarios(dir);
    let title = |id: &ScenarioId| {
        let mut playable = scenarios.iter().filter_map(ScenarioEntry::playable);
        let found = playable.find(|scenario| scenario.id == *id);
        found.map_or_else(|| id.to_string(), |scenario| scenario.title.clone())
    };
    entries.retain(|entry| entry.branch.is_none());
    entries.sort_by_key(|entry| entry.began);
    let passed = entries.iter().filter_map(|entry| match entry.progress {
        Progress::Finished(result) => Some(Passed {
            title: title(&entry.scenario),
            when: words::local_time(entry.began),
            process: result.process,
            phases: result.phases,
        }),
        Progress::Unfinished => None,
    });
    passed.collect()
}

//! What an exercise for a room needs of files: its start with names and MSEL, and its papers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::command::Paper;
use super::console::staff_seat;
use crate::base::id::SeatId;
use crate::base::{Moment, Span};
use crate::conduct::roster::{self, Roster};
use crate::conduct::{calendar, evaluation, sheet};
use crate::exercise::{Exercise, Header};
use crate::scenario::{Command, Facilitation, Inject, Mode, Scenario};
use crate::store::{RoomPlan, save_names, sheets, write_whole};
use crate::world::{Engine, Rules, State};

/// What a paper is made of.
pub(super) struct PaperOrder {
    /// Which.
    pub(super) paper: Paper,
    /// The scenario, as it is played.
    pub(super) scenario: Arc<Scenario>,
    /// The exercise as it stands, if it has begun.
    pub(super) running: Option<(Header, Box<State>)>,
    /// The exercise time.
    pub(super) now: Moment,
    /// The seed of chance.
    pub(super) seed: u64,
    /// The names of those who take part.
    pub(super) names: BTreeMap<SeatId, String>,
    /// What is planned, if it has not begun.
    pub(super) plan: RoomPlan,
}

/// What came of a paper.
pub enum PaperDone {
    /// It was written.
    Written,
    /// A list of participants was read.
    Roster(Roster),
    /// An MSEL was read: the injects, and what in it differs from what stands.
    Msel(Vec<Inject>, Vec<Facilitation>),
    /// An evaluator's sheet was read: what it says, as deeds of the staff.
    Evaluation(evaluation::Merged),
}

/// Puts on record who takes part, for how long, in which mode and with which MSEL; names stay beside it.
///
/// # Errors
/// What of it was refused, or could not be written.
pub(super) fn stage(exercise: &mut Exercise, path: &Path, plan: &RoomPlan) -> Result<(), String> {
    let RoomPlan {
        roster,
        minutes,
        mode,
        msel,
        ..
    } = plan;
    let mut deeds = vec![Facilitation::Book(Span::from_minutes(*minutes))];
    if *mode == Mode::Discussion {
        deeds.push(Facilitation::Switch(*mode));
    }
    deeds.extend(roster.deeds());
    if let Some(msel) = msel {
        let changes = sheet::changes(exercise.scenario(), exercise.state(), msel);
        deeds.extend(changes);
    }
    for deed in deeds {
        let command = Command::Facilitate(Box::new(deed));
        exercise
            .command_at_as(Moment::START, &staff_seat(), &command)
            .map_err(|error| error.to_string())?;
    }
    save_names(path, &roster.names()).map_err(|error| error.to_string())
}

/// Writes or reads a paper.
///
/// # Errors
/// What could not be written or read, where, and what to do about it.
pub(super) fn carry_out(order: &PaperOrder, path: &Path) -> Result<PaperDone, String> {
    let scenario = &*order.scenario;
    let state = order.state();
    match order.paper {
        Paper::Msel => {
            let rows = sheet::rows(scenario, &state);
            if ends_in(path, "csv") {
                sheets::write_csv(path, &sheet::table(&rows)).map_err(said)?;
            } else {
                sheets::write_msel(path, &scenario.title, &rows).map_err(said)?;
            }
            Ok(PaperDone::Written)
        }
        Paper::EditedMsel => {
            let table = sheets::read_table(path).map_err(said)?;
            let injects =
                sheet::read(scenario, &state, order.now, &table).map_err(|all| listed(&all))?;
            let changes = sheet::changes(scenario, &state, &injects);
            Ok(PaperDone::Msel(injects, changes))
        }
        Paper::Roster => {
            let table = order.plan.roster.table(scenario);
            sheets::write_csv(path, &table).map_err(said)?;
            Ok(PaperDone::Written)
        }
        Paper::NewRoster => {
            let table = sheets::read_table(path).map_err(said)?;
            let roster = roster::read(scenario, &table).map_err(|all| listed(&all))?;
            Ok(PaperDone::Roster(roster))
        }
        Paper::Calendar => {
            let text = invitation(scenario, &order.plan)?;
            write_whole(path, text.as_bytes()).map_err(said)?;
            Ok(PaperDone::Written)
        }
        Paper::Evaluation => {
            sheets::write_evaluator(path, &order.form(&state)?).map_err(said)?;
            Ok(PaperDone::Written)
        }
        Paper::FilledEvaluation => {
            let (ratings, seen) = sheets::read_evaluator(path).map_err(said)?;
            let form = order.form(&state)?;
            let evaluation = evaluation::read(&form, &ratings, seen.as_ref());
            let evaluation = evaluation.map_err(|all| listed(&all))?;
            let merged = evaluation::merge(&[evaluation], &state, &order.names);
            Ok(PaperDone::Evaluation(merged))
        }
        // They are about a record, and are carried out where it is shown.
        Paper::Record { .. } | Paper::CarriedRecord | Paper::Report(..) => {
            Err("open the exercise's result first".to_owned())
        }
    }
}

impl PaperOrder {
    /// The exercise as it stands, or as it will stand at STARTEX.
    fn state(&self) -> State {
        match &self.running {
            Some((_, state)) => (**state).clone(),
            None => begun(&self.scenario, self.seed),
        }
    }

    /// What evaluators of this exercise are asked.
    fn form(&self, state: &State) -> Result<evaluation::Form, String> {
        let (header, _) = self
            .running
            .as_ref()
            .ok_or("evaluators' sheets belong to an exercise that has begun")?;
        let exercise = evaluation::exercise_id(header).map_err(said)?;
        Ok(evaluation::Form::new(&self.scenario, state, exercise))
    }
}

/// The world at STARTEX.
fn begun(scenario: &Arc<Scenario>, seed: u64) -> State {
    let rules = Arc::new(Rules::new(scenario));
    let mut engine = Engine::new(Arc::clone(scenario), rules);
    engine.start(seed, &[]);
    engine.into_state()
}

/// The calendar file for participants.
fn invitation(scenario: &Scenario, plan: &RoomPlan) -> Result<String, String> {
    let begins = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", plan.starts.trim());
    let begins = begins.map_err(|_| {
        format!(
            "“{}” is no date and time; write under “When” something like 2026-12-01 09:00",
            plan.starts
        )
    })?;
    let session = calendar::Session {
        uid: format!(
            "{}-{}",
            scenario.id.as_str(),
            begins.strftime("%Y%m%dT%H%M")
        ),
        begins: calendar::Begins::Local(begins),
        lasts: Span::from_minutes(plan.minutes),
        place: plan.place.clone(),
        stamp: jiff::Timestamp::now(),
    };
    Ok(calendar::for_participants(scenario, &session, &[]))
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Everything that is wrong with a file, a line each.
fn listed<E: std::fmt::Display>(all: &[E]) -> String {
    let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

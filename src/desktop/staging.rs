//! What an exercise for a room needs of files: its start with names and MSEL, and its papers.

use std::path::Path;
use std::sync::Arc;

use super::command::Paper;
use super::console::staff_seat;
use super::planning;
use crate::base::{Moment, Span};
use crate::conduct::roster::Roster;
use crate::exercise::{Exercise, Header};
use crate::scenario::{Command, Facilitation, Inject, Mode, Scenario};
use crate::store::{RoomPlan, save_names};
use crate::world::State;

/// What a paper is made of.
pub(super) struct PaperOrder {
    /// Which.
    pub(super) paper: Paper,
    /// The scenario, as it is played.
    pub(super) scenario: Arc<Scenario>,
    /// The exercise as it stands, if it has begun.
    pub(super) running: Option<(Header, Box<State>)>,
    /// What is planned, if it has not.
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
    Evaluation(Vec<Facilitation>),
}

/// Puts on record who takes part, for how long, in which mode and with which MSEL; names stay beside it.
///
/// # Errors
/// What of it was refused, or could not be written.
pub(super) fn stage(
    exercise: &mut Exercise,
    path: &Path,
    plan: &planning::Memory,
) -> Result<(), String> {
    let RoomPlan {
        roster,
        minutes,
        mode,
        ..
    } = &plan.plan;
    let mut deeds = vec![Facilitation::Book(Span::from_minutes(*minutes))];
    if *mode == Mode::Discussion {
        deeds.push(Facilitation::Switch(*mode));
    }
    deeds.extend(roster.deeds());
    if let Some(msel) = &plan.msel {
        let changes = crate::conduct::sheet::changes(exercise.scenario(), exercise.state(), msel);
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
    let _ = (order, path);
    Err("not there yet".to_owned())
}

//! The facilitator's console: the desks from which an exercise is run for a room, around the exercise
//! room in which the facilitator or a scribe enters what the room does.
//!
//! Like all panels these read and push commands. Unlike the room's they may know the hidden truth.

mod adhoc_ui;
mod bar_ui;
mod decision_ui;
mod forms_ui;
mod inject_ui;
mod live;
mod msel;
mod msel_ui;
mod nav_ui;
mod notes_ui;
mod people_ui;
mod quick_ui;
mod ratings_ui;
mod seat_ui;
mod truth_ui;

use std::collections::BTreeMap;

use eframe::egui::{CentralPanel, Panel, Ui};

use super::command::{Act, Form, Goal, UiCommand};
use super::desk::Desk;
use super::projector::Projector;
use super::room::Room;
use super::seats_ui::number_of;
use super::theme::tokens;
use super::words;
use crate::base::id::{InjectId, ObjectiveId, SeatId};
use crate::base::{Id, Moment};
use crate::exercise::{Exercise, Picture, WallMs};
use crate::scenario::{Facilitation, Mode, NoteId, Observation, Scenario, Seat, Sign};
use crate::world::State;

pub(super) use live::Live;

/// What the desks read.
struct View<'a> {
    exercise: &'a Exercise,
    scenario: &'a Scenario,
    state: &'a State,
    picture: Picture<'a>,
    now: Moment,
    names: &'a BTreeMap<SeatId, String>,
    live: &'a Live,
    refusal: Option<&'a (Form, String)>,
    settled: usize,
}

impl View<'_> {
    /// Shows why the last thing asked for at a form was refused.
    fn refused_ui(&self, ui: &mut Ui, form: Form) {
        if let Some((at, why)) = self.refusal
            && *at == form
        {
            super::widgets::refusal_ui(ui, why);
        }
    }

    /// What a seat is called: its name, or what it is where it has none.
    fn seat_name(&self, seat: &SeatId) -> String {
        seat_name(self.scenario, self.state, self.names, seat)
    }

    /// The seats of those who respond, in the order of their keys: 1 is the first.
    fn players(&self) -> Vec<(&SeatId, &Seat)> {
        use crate::scenario::SeatKind::{Participant, Scribe};
        let seats = self.state.conduct.seats.iter();
        let mut players: Vec<_> = seats
            .filter(|(_, seat)| matches!(seat.kind, Participant | Scribe))
            .collect();
        players.sort_by_key(|(id, _)| number_of(id));
        players
    }

    /// The inject that came last, which the room is talking about.
    fn latest(&self) -> Option<&InjectId> {
        let injects = self.state.injects.iter();
        injects
            .max_by_key(|(_, inject)| inject.delivered)
            .map(|(id, _)| id)
    }

    /// The objective of the inject that came last.
    fn objective(&self) -> Option<ObjectiveId> {
        let inject = self.state.inject(self.scenario, self.latest()?)?;
        inject.objective.clone()
    }
}

/// What a seat is called: its name and roles, or what it is where it has none.
pub(super) fn seat_name(
    scenario: &Scenario,
    state: &State,
    names: &BTreeMap<SeatId, String>,
    seat: &SeatId,
) -> String {
    let place = state.conduct.seats.get(seat);
    let roles = place.map(|place| words::roles(scenario, &place.roles));
    let roles = roles.filter(|roles| !roles.is_empty());
    match (names.get(seat), roles) {
        (Some(name), Some(roles)) => format!("{name} ({roles})"),
        (Some(name), None) => name.clone(),
        (None, Some(roles)) => roles,
        (None, None) => match place {
            Some(place) => words::seat_kind(place.kind).to_owned(),
            None if seat.as_str() == "room" => "The room".to_owned(),
            None => words::sentence(&seat.as_str().replace('-', " ")),
        },
    }
}

/// The seat of whoever runs the console.
#[must_use]
pub(super) fn staff_seat() -> SeatId {
    Id::internal("facilitator").into()
}

/// What is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Desk(Desk),
    Room,
}

/// A dialog over the console.
enum Dialog {
    AdHoc(adhoc_ui::Memory),
    Decision(Box<decision_ui::Memory>),
    Task(forms_ui::Task),
    Announce(forms_ui::Announcement),
    Jump(forms_ui::Jump),
}

impl Dialog {
    /// Whether something is typed that a click beside it should not lose.
    fn is_written(&self) -> bool {
        match self {
            Self::AdHoc(memory) => memory.is_written(),
            Self::Decision(memory) => memory.is_written(),
            Self::Task(memory) => memory.is_written(),
            Self::Announce(memory) => memory.is_written(),
            Self::Jump(_) => false,
        }
    }

    const fn form(&self) -> Form {
        match self {
            Self::AdHoc(_) => Form::AdHoc,
            Self::Decision(_) => Form::Decision,
            Self::Task(_) => Form::Task,
            Self::Announce(_) => Form::Announcement,
            Self::Jump(_) => Form::Jump,
        }
    }
}

/// What the desks remember between frames.
struct Memory {
    at: At,
    msel: msel::Memory,
    notes: notes_ui::Memory,
    people: people_ui::Memory,
    ratings: ratings_ui::Memory,
    quick: quick_ui::Memory,
    dialog: Option<Dialog>,
    ask_end: bool,
}

/// The facilitator's console.
pub(super) struct Console {
    /// The exercise, and the room's panels.
    pub room: Room,
    /// The names of those who take part.
    pub names: BTreeMap<SeatId, String>,
    /// What is worked out of the record as it grows.
    pub(super) live: Live,
    memory: Memory,
    refusal: Option<(Form, String)>,
    /// How much of what could be taken back was there at STARTEX.
    settled: usize,
    /// What came of the last file.
    said: Option<String>,
}

impl Console {
    /// Opens the console over an exercise.
    #[must_use]
    pub(super) fn new(exercise: Exercise, names: BTreeMap<SeatId, String>) -> Self {
        let live = Live::new(&exercise);
        let begins = exercise.state().now <= Moment::START;
        let undo = exercise.state().conduct.undo.len();
        let settled = if begins { undo } else { 0 };
        let mut room = Room::new(exercise);
        room.seat = crate::world::room_seat();
        Self {
            room,
            names,
            live,
            memory: Memory {
                at: At::Desk(Desk::Msel),
                msel: msel::Memory::default(),
                notes: notes_ui::Memory::default(),
                people: people_ui::Memory::default(),
                ratings: ratings_ui::Memory::default(),
                quick: quick_ui::Memory::default(),
                dialog: None,
                ask_end: false,
            },
            refusal: None,
            settled,
            said: None,
        }
    }

    /// Whether an exercise was run for a room.
    #[must_use]
    pub(super) fn is_for(exercise: &Exercise) -> bool {
        let conduct = &exercise.state().conduct;
        conduct.booked.is_some() || !conduct.seats.is_empty()
    }

    /// Goes to a desk.
    pub(super) fn go_desk(&mut self, desk: Desk) {
        self.memory.at = At::Desk(desk);
    }

    /// Goes somewhere among the room's panels.
    pub(super) fn go(&mut self, goal: Goal) {
        self.memory.at = At::Room;
        self.room.go(goal);
    }

    /// Says what came of something, until the next thing is asked for.
    pub(super) fn say(&mut self, text: &str) {
        self.said = Some(text.to_owned());
    }

    /// Takes note that something asked for at a form went through.
    pub(super) fn accepted(&mut self, form: Form) {
        self.refusal = None;
        match form {
            Form::AdHoc | Form::Decision | Form::Task | Form::Announcement | Form::Jump => {
                self.memory.dialog = None;
            }
            Form::Inject => self.memory.msel.done(),
            Form::Observation => {
                let conduct = &self.room.exercise.state().conduct;
                let note = NoteId(conduct.numbered);
                self.memory.quick.observed(note);
            }
            Form::Seats => self.memory.people.done(),
            Form::Rating | Form::Bar | Form::HotWash => {}
        }
    }

    /// Takes note that something asked for at a form was refused, and why.
    pub(super) fn refused(&mut self, form: Form, why: &str) {
        let why = words::named(self.room.exercise.scenario(), why);
        self.refusal = Some((form, words::sentence(&why)));
    }

    /// Does what a key asks of the console; returns the command that follows from it.
    pub(super) fn act(&mut self, act: Act) -> Option<UiCommand> {
        let now = self.room.now();
        let exercise = &self.room.exercise;
        let selected = self.memory.msel.selected(exercise);
        let staff = |deed| Some(UiCommand::staff(deed, Form::Inject));
        self.refusal = None;
        self.said = None;
        if !matches!(act, Act::Strength | Act::Gap) {
            self.memory.quick.forget_who();
        }
        let on_msel = self.memory.at == At::Desk(Desk::Msel);
        // What happens to an inject is to be seen: on another desk the key shows which it would be.
        if matches!(act, Act::Fire | Act::Hold | Act::Skip | Act::Move) && !on_msel {
            self.memory.at = At::Desk(Desk::Msel);
            if let Some(inject) = selected {
                self.memory.msel.select(inject);
            }
            return None;
        }
        match act {
            Act::Desk(desk) => self.go_desk(desk),
            Act::Section(_) => {
                self.memory.at = At::Room;
                return self.room.act(act);
            }
            Act::NextRow | Act::PreviousRow if on_msel => {
                self.memory.msel.step(exercise, act == Act::NextRow);
            }
            // The room's keys work where the room is on screen.
            Act::NextRow | Act::PreviousRow | Act::TakeUp | Act::Search
                if self.memory.at == At::Room =>
            {
                return self.room.act(act);
            }
            Act::Fire => {
                let inject = selected?;
                self.memory.msel.select(inject.clone());
                return staff(Facilitation::Fire(inject));
            }
            Act::Hold => {
                let inject = selected?;
                self.memory.msel.select(inject.clone());
                let steered = exercise.state().conduct.steered(&inject);
                let held = steered.is_some_and(|s| s.held || s.waiting.is_some());
                return staff(if held {
                    Facilitation::Release(inject)
                } else {
                    Facilitation::Hold(inject)
                });
            }
            Act::Skip => self.memory.msel.ask_skip(exercise),
            Act::Move => self.memory.msel.ask_move(exercise, now),
            Act::AdHoc => self.memory.dialog = Some(Dialog::AdHoc(adhoc_ui::Memory::default())),
            Act::Decision => {
                self.memory.dialog = Some(Dialog::Decision(Box::default()));
            }
            Act::Task => self.memory.dialog = Some(Dialog::Task(forms_ui::Task::default())),
            Act::Announce => {
                let announcement = forms_ui::Announcement::new(exercise.state());
                self.memory.dialog = Some(Dialog::Announce(announcement));
            }
            Act::JumpClock => {
                let jump = forms_ui::Jump::new(exercise.scenario(), now);
                self.memory.dialog = Some(Dialog::Jump(jump));
            }
            Act::Strength => self.memory.quick.ask_who(Sign::Strength),
            Act::Gap => self.memory.quick.ask_who(Sign::Gap),
            Act::Undo if self.can_undo() => {
                return Some(UiCommand::staff(Facilitation::Undo, Form::Bar));
            }
            Act::AskEnd => self.memory.ask_end = true,
            _ => {}
        }
        None
    }

    /// Whether a dialog is open, or about to be.
    pub(super) fn has_dialog(&self) -> bool {
        self.memory.dialog.is_some() || self.memory.ask_end
    }

    /// Whether something can be taken back. What STARTEX began with is changed where it shows.
    fn can_undo(&self) -> bool {
        self.room.exercise.state().conduct.undo.len() > self.settled
    }

    /// Takes in what is new on record.
    pub(super) fn look(&mut self, wall: WallMs) {
        self.live.look(&self.room.exercise, wall);
    }

    /// Draws a desk alone, for the hot wash.
    pub(super) fn desk_alone_ui(&mut self, ui: &mut Ui, desk: Desk, out: &mut Vec<UiCommand>) {
        match desk {
            Desk::Ratings => self.live.score(&self.room.exercise),
            Desk::Notes => self.live.find(&self.room.exercise),
            _ => {}
        }
        let Self {
            room,
            names,
            live,
            memory,
            refusal,
            ..
        } = self;
        let now = room.exercise.state().now;
        let view = view(&room.exercise, now, names, live, refusal.as_ref(), 0);
        desk_ui(ui, &view, desk, memory, out);
    }

    /// Draws the console.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        wall: WallMs,
        projector: &Projector,
        out: &mut Vec<UiCommand>,
    ) {
        let t = tokens(ui);
        let now = self.room.exercise.now(wall);
        self.room.at(now);
        let Self {
            room,
            names,
            live,
            memory,
            refusal,
            settled,
            said,
        } = self;
        let settled = *settled;
        {
            let view = view(&room.exercise, now, names, live, refusal.as_ref(), settled);
            Panel::top("console bar")
                .exact_size(54.0)
                .frame(t.panel_frame())
                .show(ui, |ui| bar_ui::bar_ui(ui, &view, wall, projector, out));
        }
        Panel::left("console navigation")
            .exact_size(206.0)
            .resizable(false)
            .frame(t.panel_frame())
            .show(ui, |ui| {
                let desk = match memory.at {
                    At::Desk(desk) => Some(desk),
                    At::Room => None,
                };
                let view = view(&room.exercise, now, names, live, refusal.as_ref(), settled);
                let acting = nav_ui::desks_ui(ui, &view, desk, &room.seat, out);
                room.sections_ui(ui, desk.is_none(), out);
                if let Some(seat) = acting {
                    room.seat = seat;
                }
            });
        match memory.at {
            At::Desk(Desk::Ratings) => live.score(&room.exercise),
            At::Desk(Desk::Notes) => live.find(&room.exercise),
            _ => {}
        }
        {
            let view = view(&room.exercise, now, names, live, refusal.as_ref(), settled);
            Panel::bottom("quick")
                .frame(t.panel_frame())
                .show(ui, |ui| {
                    if let Some(said) = said {
                        super::widgets::done_ui(ui, said);
                    }
                    quick_ui::quick_ui(ui, &view, &mut memory.quick, out);
                });
        }
        if memory.at == At::Room {
            CentralPanel::default()
                .frame(t.canvas_frame())
                .show(ui, |ui| room.section_ui(ui, out));
        }
        let view = view(&room.exercise, now, names, live, refusal.as_ref(), settled);
        if let At::Desk(desk) = memory.at {
            CentralPanel::default()
                .frame(t.canvas_frame())
                .show(ui, |ui| desk_ui(ui, &view, desk, memory, out));
        }
        if let Some(dialog) = &mut memory.dialog
            && !dialog_ui(ui, &view, dialog, out)
        {
            memory.dialog = None;
        }
        if memory.ask_end {
            super::room::bar_ui::ask_end_ui(ui, &mut memory.ask_end, out);
        }
    }
}

fn desk_ui(
    ui: &mut Ui,
    view: &View<'_>,
    desk: Desk,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    match desk {
        Desk::Msel => msel_ui::msel_ui(ui, view, &mut memory.msel, out),
        Desk::Truth => truth_ui::truth_ui(ui, view),
        Desk::Notes => notes_ui::notes_ui(ui, view, &mut memory.notes, out),
        Desk::People => people_ui::people_ui(ui, view, &mut memory.people, out),
        Desk::Ratings => ratings_ui::ratings_ui(ui, view, &mut memory.ratings, out),
    }
}
fn view<'a>(
    exercise: &'a Exercise,
    now: Moment,
    names: &'a BTreeMap<SeatId, String>,
    live: &'a Live,
    refusal: Option<&'a (Form, String)>,
    settled: usize,
) -> View<'a> {
    View {
        exercise,
        scenario: exercise.scenario(),
        state: exercise.state(),
        picture: Picture::new(exercise.scenario(), exercise.state()),
        now,
        names,
        live,
        refusal,
        settled,
    }
}

/// Draws the dialog that is open; says whether it stays open.
fn dialog_ui(ui: &Ui, view: &View<'_>, dialog: &mut Dialog, out: &mut Vec<UiCommand>) -> bool {
    let form = dialog.form();
    let modal = super::widgets::dialog(ui, "console dialog").show(ui.ctx(), |ui| {
        match dialog {
            Dialog::AdHoc(memory) => adhoc_ui::adhoc_ui(ui, view, memory, out),
            Dialog::Decision(memory) => decision_ui::decision_ui(ui, view, memory, out),
            Dialog::Task(memory) => forms_ui::task_ui(ui, view, memory, out),
            Dialog::Announce(memory) => forms_ui::announcement_ui(ui, memory, out),
            Dialog::Jump(memory) => forms_ui::jump_ui(ui, view, memory, out),
        }
        view.refused_ui(ui, form);
    });
    // A click beside it does not lose what is typed.
    let beside = modal.backdrop_response.clicked() && dialog.is_written();
    !modal.should_close() || beside
}

/// An observation of a seat, made now.
fn observation(view: &View<'_>, sign: Sign, seat: Option<SeatId>) -> UiCommand {
    let observation = Observation {
        sign,
        seat,
        objective: view.objective(),
        inject: view.latest().cloned(),
        text: String::new(),
    };
    UiCommand::staff(Facilitation::Observe(observation), Form::Observation)
}

/// What a mode is called.
const fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Operations => "Operations",
        Mode::Discussion => "Discussion",
    }
}

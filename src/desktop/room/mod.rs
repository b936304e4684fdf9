//! The exercise room for a person who practises alone: what it remembers, and its frame of bar, navigation
//! and section.
//!
//! Panels read the world only through [`View`] and push commands; nothing here decides anything.

mod actions_ui;
mod asset_ui;
pub(super) mod bar_ui;
mod evidence;
mod file;
mod file_ui;
mod hints_ui;
mod inbox;
mod inbox_ui;
mod messages_ui;
pub(super) mod nav_ui;
mod network_ui;
mod notices;
mod pins_ui;
mod plan_ui;
mod playbook_ui;
mod questions_ui;
mod report_ui;
mod team_ui;
mod verdict_ui;

use eframe::egui::{CentralPanel, Panel, Ui};

use super::command::{Act, Goal, Place, UiCommand};
use super::section::Section;
use super::sound::Sound;
use super::theme::tokens;
use super::{widgets, words};
use crate::base::Moment;
use crate::base::id::{AlertId, SeatId};
use crate::evidence::Archive;
use crate::exercise::{AlertLine, Exercise, Picture, WallMs};
use crate::scenario::Scenario;
use crate::world::State;
pub use notices::Notices;

/// What panels see: the trainees' picture, and what the trainees themselves put on record.
pub struct View<'a> {
    /// The scenario; its hidden truths are not for panels.
    pub scenario: &'a Scenario,
    /// The state; panels read only what people did themselves from it.
    pub state: &'a State,
    /// Everything else.
    pub picture: Picture<'a>,
    /// The exercise time.
    pub now: Moment,
    refusal: Option<&'a (Place, String)>,
}

impl View<'_> {
    /// Shows why the last command at this place was refused.
    fn refused_ui(&self, ui: &mut Ui, place: &Place) {
        if let Some((at, why)) = self.refusal
            && at == place
        {
            widgets::refusal_ui(ui, why);
        }
    }
}

/// What the panels remember between frames.
pub struct Memory {
    section: Section,
    inbox: inbox::Memory,
    network: network_ui::Memory,
    evidence: evidence::Memory,
    order: actions_ui::Memory,
    plan: plan_ui::Memory,
    file: file::Memory,
    messages: messages_ui::Memory,
    playbook: playbook_ui::Memory,
    /// What came and was not looked at.
    pub notices: Notices,
    refusal: Option<(Place, String)>,
    /// The exercise time of the last frame.
    now: Moment,
    /// Whether ending the exercise is being asked.
    pub ask_end: bool,
    take_cursor: bool,
}

/// The exercise room.
pub struct Room {
    /// The exercise under way.
    pub exercise: Exercise,
    /// Whose commands the panels give.
    pub seat: SeatId,
    /// What the panels remember.
    pub memory: Memory,
}

impl Room {
    /// Opens the room. What is on record already makes no notices.
    #[must_use]
    pub fn new(exercise: Exercise) -> Self {
        let archive = Archive::new(exercise.scenario_arc(), exercise.header().seed);
        let memory = Memory {
            section: Section::first(exercise.scenario()),
            inbox: inbox::Memory::default(),
            network: network_ui::Memory::default(),
            evidence: evidence::Memory::new(archive),
            order: actions_ui::Memory::default(),
            plan: plan_ui::Memory::default(),
            file: file::Memory::default(),
            messages: messages_ui::Memory::default(),
            playbook: playbook_ui::Memory::default(),
            notices: Notices::after(exercise.entries().len()),
            refusal: None,
            now: exercise.state().now,
            ask_end: false,
            take_cursor: false,
        };
        let seat = exercise.header().seat.clone();
        let mut room = Self {
            exercise,
            seat,
            memory,
        };
        room.look();
        room
    }

    /// Takes in what is new on record; returns the tones for it.
    pub fn look(&mut self) -> Vec<Sound> {
        let entries = self.exercise.entries();
        let revision = entries.len();
        let sounds =
            self.memory
                .notices
                .look(self.exercise.scenario(), self.exercise.state(), entries);
        let picture = Picture::new(self.exercise.scenario(), self.exercise.state());
        self.memory
            .inbox
            .refresh(revision, self.exercise.scenario(), &picture);
        sounds
    }

    /// Takes note that a command at this place went through: its form is done with.
    pub fn accepted(&mut self, place: &Place) {
        self.memory.refusal = None;
        match place {
            Place::Alerts => self.memory.inbox.verdict_given(),
            Place::Order => self.memory.order.ordered(),
            Place::NewEvent => self.memory.plan.planned(),
            Place::Note => self.memory.file.noted(),
            Place::Decision(id) => self.memory.file.decided(id),
            Place::Question(id) => self.memory.file.answered(id),
            Place::Message(id) => self.memory.messages.went(id),
            Place::Step(_) => self.memory.playbook.declared(),
            Place::Pin => self.memory.evidence.pinned(),
            Place::TakeUp
            | Place::Inject(_)
            | Place::Event(_)
            | Place::Clock(_)
            | Place::Hints(_)
            | Place::Task(_)
            | Place::Lines(_)
            | Place::Unpin(_)
            | Place::Staff(_)
            | Place::Bar => {}
        }
    }

    /// Takes note that a command at this place was refused, and why.
    pub fn refused(&mut self, place: Place, why: &str) {
        let why = words::named(self.exercise.scenario(), why);
        self.memory.refusal = Some((place, why));
    }

    /// Goes somewhere in the room.
    pub fn go(&mut self, goal: Goal) {
        if let Goal::LinesOf(alert) = goal {
            self.go_to_lines(alert);
            return;
        }
        let memory = &mut self.memory;
        memory.refusal = None;
        memory.notices.visited(&goal);
        memory.section = match goal {
            Goal::Section(section) => section,
            Goal::NewAlerts => {
                memory.inbox.show_new_alerts();
                Section::Inbox
            }
            Goal::UnreadInjects => {
                memory.inbox.show_messages();
                Section::Inbox
            }
            Goal::Alert(id) => {
                memory.inbox.select(inbox::Item::Alert(id));
                Section::Inbox
            }
            Goal::Inject(id) => {
                memory.inbox.select(inbox::Item::Inject(id));
                Section::Inbox
            }
            Goal::Asset(id) => {
                memory.network.select(id);
                Section::Network
            }
            Goal::Action(id, target) => {
                memory.order.choose(&id, target);
                Section::Actions
            }
            Goal::ActionFor(event) => {
                memory.order.plan_for(event);
                Section::Actions
            }
            Goal::Event(id) => {
                memory.plan.select(id);
                Section::Plan
            }
            Goal::Message(id) => {
                memory.messages.select(id);
                Section::Messages
            }
            Goal::Findings => {
                memory.file.show_findings();
                Section::File
            }
            Goal::Pins => {
                memory.file.show_timeline();
                Section::File
            }
            Goal::Log(log) => {
                memory.evidence.show(&log);
                Section::Evidence
            }
            Goal::Line { log, at, text } => {
                memory.evidence.go_to(&log, at, Some(text));
                Section::Evidence
            }
            Goal::LinesOf(_) => memory.section,
        };
        let picture = Picture::new(self.exercise.scenario(), self.exercise.state());
        let revision = self.exercise.entries().len();
        memory
            .inbox
            .refresh(revision, self.exercise.scenario(), &picture);
    }

    /// Goes to the line that an alert was raised on, or to its log where the line is about to be written.
    fn go_to_lines(&mut self, alert: AlertId) {
        let now = self.memory.now;
        let picture = Picture::new(self.exercise.scenario(), self.exercise.state());
        let lines = picture.lines_of(self.memory.evidence.archive(), &alert, now);
        let log = picture.log_of(&alert, now).cloned();
        match (lines.into_iter().next(), log) {
            (Some(AlertLine { log, at, text }), _) => self.go(Goal::Line { log, at, text }),
            (None, Some(log)) => self.go(Goal::Log(log)),
            (None, None) => self.refused(
                Place::Lines(alert),
                "No log that can be read now holds its lines",
            ),
        }
    }

    /// Does what a key asks of the room; returns the command of the exercise that follows from it.
    pub fn act(&mut self, act: Act) -> Option<UiCommand> {
        match act {
            Act::Section(section) if section.fits(self.exercise.scenario()) => {
                self.go(Goal::Section(section));
            }
            Act::NextRow | Act::PreviousRow => {
                self.memory.section = Section::Inbox;
                self.memory.inbox.step(act == Act::NextRow);
            }
            Act::TakeUp => {
                let picture = Picture::new(self.exercise.scenario(), self.exercise.state());
                return self.memory.inbox.take_up(&picture);
            }
            Act::Search => self.memory.take_cursor = true,
            Act::AskEnd => self.memory.ask_end = true,
            _ => {}
        }
        None
    }

    /// Draws the room.
    pub fn ui(&mut self, ui: &mut Ui, wall: WallMs, muted: bool, out: &mut Vec<UiCommand>) {
        let t = tokens(ui);
        let now = self.exercise.now(wall);
        let memory = &mut self.memory;
        memory.now = now;
        Panel::top("bar")
            .exact_size(54.0)
            .frame(t.panel_frame())
            .show(ui, |ui| {
                bar_ui::bar_ui(ui, &self.exercise, &memory.inbox, now, muted, out);
            });
        Panel::left("navigation")
            .exact_size(206.0)
            .resizable(false)
            .frame(t.panel_frame())
            .show(ui, |ui| self.sections_ui(ui, true, out));
        CentralPanel::default()
            .frame(t.canvas_frame())
            .show(ui, |ui| self.section_ui(ui, out));
        if self.memory.ask_end {
            bar_ui::ask_end_ui(ui, &mut self.memory.ask_end, out);
        }
    }

    /// Draws the list of sections, and what just came in. `open` says whether a section is on screen.
    pub(super) fn sections_ui(&self, ui: &mut Ui, open: bool, out: &mut Vec<UiCommand>) {
        let memory = &self.memory;
        let view = view(&self.exercise, memory.now, memory.refusal.as_ref());
        let section = open.then_some(memory.section);
        nav_ui::nav_ui(ui, &view, section, &memory.inbox, &memory.notices, out);
    }

    /// The exercise time of the last frame.
    pub(super) fn now(&self) -> Moment {
        self.memory.now
    }

    /// Takes note of the exercise time of a frame that somebody else draws.
    pub(super) fn at(&mut self, now: Moment) {
        self.memory.now = now;
    }

    /// Draws the section that is open.
    pub(super) fn section_ui(&mut self, ui: &mut Ui, out: &mut Vec<UiCommand>) {
        let memory = &mut self.memory;
        let view = view(&self.exercise, memory.now, memory.refusal.as_ref());
        let mut take_cursor = std::mem::take(&mut memory.take_cursor);
        match memory.section {
            Section::Inbox => {
                inbox_ui::inbox_ui(ui, &view, &mut memory.inbox, &mut take_cursor, out);
            }
            Section::Network => network_ui::network_ui(ui, &view, &mut memory.network, out),
            Section::Evidence => {
                evidence::evidence_ui(ui, &view, &mut memory.evidence, &mut take_cursor, out);
            }
            Section::Actions => {
                actions_ui::actions_ui(ui, &view, &mut memory.order, &mut take_cursor, out);
            }
            Section::Plan => plan_ui::plan_ui(ui, &view, &mut memory.plan, out),
            Section::File => file_ui::file_ui(ui, &view, &mut memory.file, out),
            Section::Messages => messages_ui::messages_ui(ui, &view, &mut memory.messages, out),
            Section::Playbook => playbook_ui::playbook_ui(ui, &view, &mut memory.playbook, out),
            Section::Team => team_ui::team_ui(ui, &view, out),
        }
    }
}

fn view<'a>(exercise: &'a Exercise, now: Moment, refusal: Option<&'a (Place, String)>) -> View<'a> {
    View {
        scenario: exercise.scenario(),
        state: exercise.state(),
        picture: Picture::new(exercise.scenario(), exercise.state()),
        now,
        refusal,
    }
}

//! Every action of the window as one entry: what it is called, and the key that gives it.
//!
//! Panels read and push [`UiCommand`]s; only the app carries them out.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use std::path::PathBuf;

use super::desk::Desk;
use super::hindsight::WhatIf;
use super::section::Section;
use crate::base::Moment;
use crate::base::id::{
    ActionId, AlertId, AssetId, ClockId, DecisionId, EventId, Id, InjectId, LogId, MessageId,
    ModuleId, PinId, QuestionId, SeatId, StepId,
};
use crate::exercise::Speed;
use crate::report::{Audience, Format};
use crate::review::{AfterAction, LedgerChange};
use crate::scenario::{Command, Facilitation, HintItem, JumpRule, TaskId};

/// Where in the exercise room a command was given, so that a refusal shows there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An alert that is taken up.
    TakeUp,
    /// The verdict on an alert, or on several.
    Alerts,
    /// An inject.
    Inject(InjectId),
    /// The order form.
    Order,
    /// The plan of a remediation event.
    Event(EventId),
    /// The form for a new remediation event.
    NewEvent,
    /// A decision.
    Decision(DecisionId),
    /// A key question.
    Question(QuestionId),
    /// A message.
    Message(MessageId),
    /// A notification clock.
    Clock(ClockId),
    /// The note field.
    Note,
    /// A step of the playbook.
    Step(StepId),
    /// The hints for an item.
    Hints(HintItem),
    /// A piece of work.
    Task(TaskId),
    /// The lines of an alert.
    Lines(AlertId),
    /// A line being pinned.
    Pin,
    /// A pin.
    Unpin(PinId),
    /// The top bar.
    Bar,
    /// A form of the facilitator's console.
    Staff(Form),
}

/// A form of the facilitator's console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The selected inject.
    Inject,
    /// An inject made on the spot.
    AdHoc,
    /// A decision of the room.
    Decision,
    /// A task in the room.
    Task,
    /// An observation.
    Observation,
    /// Something said to the room.
    Announcement,
    /// The jump of the story clock.
    Jump,
    /// Who sits where.
    Seats,
    /// A rating.
    Rating,
    /// The bar of the console.
    Bar,
    /// The hot wash.
    HotWash,
}

/// What can be gone to in the exercise room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A section as it was left.
    Section(Section),
    /// The alerts that nobody has taken up.
    NewAlerts,
    /// The messages that nobody has read.
    UnreadInjects,
    /// An alert.
    Alert(AlertId),
    /// An inject.
    Inject(InjectId),
    /// An asset on the map.
    Asset(AssetId),
    /// An action, aimed at something or not.
    Action(ActionId, Option<Id>),
    /// The actions, to put one into the plan of a remediation event.
    ActionFor(EventId),
    /// A remediation event.
    Event(EventId),
    /// A message to compose.
    Message(MessageId),
    /// The findings of the incident file.
    Findings,
    /// A log at the evidence desk.
    Log(LogId),
    /// A line at the evidence desk.
    Line {
        /// The log it stands in.
        log: LogId,
        /// Its time.
        at: Moment,
        /// Its text.
        text: String,
    },
    /// The lines that an alert was raised on, at the evidence desk.
    LinesOf(AlertId),
    /// The timeline of pins in the incident file.
    Pins,
}

/// Something a person does at the window.
#[derive(Debug, Clone)]
pub enum UiCommand {
    /// An action that has a name and may have a key.
    Act(Act),
    /// Asks for a playbook's file.
    ImportPlaybook,
    /// Asks for it with the system's own dialog.
    BrowseForPlaybook,
    /// Opens a playbook's file.
    OpenPlaybook(PathBuf),
    /// Opens a playbook that comes with the program, by its name.
    OpenShippedPlaybook(PathBuf),
    /// Writes what was typed for placeholders into the playbook's file.
    SaveFillings {
        /// Which of the file's playbooks.
        playbook: usize,
        /// The texts, with the places of their placeholders.
        texts: Vec<(usize, String)>,
    },
    /// Makes an edit that was offered, by its place.
    ApplySuggestion(usize),
    /// Makes a checklist exercise of a playbook and opens its briefing.
    PlayChecklist {
        /// Which of the file's playbooks.
        playbook: usize,
        /// The target times.
        pack: Id,
    },
    /// Opens the briefing of a scenario's file.
    OpenScenario(PathBuf),
    /// Opens a scenario's briefing, by its place in the library.
    OpenBriefing(usize),
    /// Shows all problems of a scenario, by its place in the library.
    ShowProblems(usize),
    /// Starts the exercise that the briefing describes.
    Start,
    /// Prepares the exercise of the briefing for a room.
    Plan,
    /// Goes back from there to the briefing.
    BackToBriefing,
    /// Starts the exercise for a room.
    StartRoom,
    /// The plan for a room was changed.
    PlanChanged,
    /// Asks which file to read or write.
    AskFile(Paper),
    /// Asks for it with the system's own dialog.
    BrowseFile(Paper),
    /// Reads or writes this file.
    UseFile(Paper, PathBuf),
    /// Opens a module of the discussion.
    OpenModule(ModuleId),
    /// Puts the story clock forward.
    Jump(Moment, JumpRule),
    /// Does several things as the exercise's staff, up to the first that is refused.
    StaffAll(Vec<Facilitation>, Form),
    /// Says who sits on a seat; nobody in particular if empty.
    NameSeat(SeatId, String),
    /// Opens the hot wash of the result that is shown again.
    ReopenHotWash,
    /// Goes to a desk of the console.
    GoDesk(Desk),
    /// Shows or hides the projector's window.
    ShowProjector(bool),
    /// Makes the projector dark, or not.
    Blackout(bool),
    /// Leaves the hot wash for the result.
    LeaveHotWash,
    /// Takes an exercise up again.
    Resume(PathBuf),
    /// Opens the result of a finished exercise.
    OpenResult(PathBuf),
    /// Says, as a facilitator, whether a reported step was done; in the result that is shown.
    Review {
        /// The step.
        step: StepId,
        /// Whether it was done.
        agreed: bool,
        /// What the facilitator saw.
        note: String,
    },
    /// Opens the briefing of what was just played again.
    PlayAgain {
        /// Whether chance shall fall otherwise.
        new_seed: bool,
    },
    /// Gives a command of the exercise.
    Give {
        /// What.
        command: Box<Command>,
        /// Where it was given.
        place: Place,
    },
    /// Goes somewhere in the exercise room.
    Go(Goal),
    /// Sets the clock's speed.
    SetSpeed(Speed),
    /// Takes a notice off the list.
    Dismiss(usize),
    /// Takes all notices off the list.
    DismissAll,
    /// The settings were changed.
    SettingsChanged,
    /// Plays a tone to hear how loud it is.
    TestSound,
    /// Shows a moment of the exercise that is reviewed.
    ShowMoment(Moment),
    /// Tries how an exercise could have gone.
    WhatIf(WhatIf),
    /// Stops writing a report.
    StopWriting,
    /// Compares the exercise that is reviewed with others, or stops comparing.
    Compare(bool),
    /// Sets another run beside the one that is reviewed, or takes it away.
    SetBeside {
        /// Its record.
        path: PathBuf,
        /// What it is called there.
        name: String,
        /// Whether it is set beside it.
        shown: bool,
    },
    /// Goes on after an error was shown.
    CloseError,
    /// Ends the exercise; it was asked before.
    EndNow,
    /// Closes the window; it was asked before.
    QuitNow,
    /// Keeps what people have written of the exercise that is reviewed.
    KeepAfterAction(Box<AfterAction>),
    /// Does something to the ledger of corrective actions.
    Ledger(Box<LedgerChange>),
}

/// A file that an exercise for a room writes or reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Writes the MSEL as a sheet.
    Msel,
    /// Reads an edited MSEL.
    EditedMsel,
    /// Writes the list of participants.
    Roster,
    /// Reads a list of participants.
    NewRoster,
    /// Writes the calendar file that participants get.
    Calendar,
    /// Writes the sheet that an evaluator fills in.
    Evaluation,
    /// Reads an evaluator's sheet.
    FilledEvaluation,
    /// Writes the record as a file that can be carried.
    Record {
        /// Whether the names of those who took part go with it.
        names: bool,
    },
    /// Takes a record in that was exported.
    CarriedRecord,
    /// Writes the after-action report; for participants, without names, or in full.
    Report(Format, Audience),
}

impl UiCommand {
    /// Something the exercise's staff does, from a form.
    #[must_use]
    pub fn staff(deed: Facilitation, form: Form) -> Self {
        Self::give(Command::Facilitate(Box::new(deed)), Place::Staff(form))
    }

    /// A command of the exercise, given at a place.
    #[must_use]
    pub fn give(command: Command, place: Place) -> Self {
        Self::Give {
            command: Box::new(command),
            place,
        }
    }
}

/// An action with a name, and maybe a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Pauses or runs the clock.
    TogglePause,
    /// Runs to the next thing that needs a person.
    RunToNext,
    /// One speed up.
    Faster,
    /// One speed down.
    Slower,
    /// Goes to a section.
    Section(Section),
    /// Acknowledges the selected alert or marks the selected message as read.
    TakeUp,
    /// The next row of the inbox.
    NextRow,
    /// The row before it.
    PreviousRow,
    /// Puts the cursor into the section's search field.
    Search,
    /// Asks whether to end the exercise.
    AskEnd,
    /// Goes to a desk of the facilitator's console.
    Desk(Desk),
    /// Gives the selected inject now.
    Fire,
    /// Holds the selected inject, or lets it go.
    Hold,
    /// Skips the selected inject.
    Skip,
    /// Gives the selected inject another time.
    Move,
    /// Makes an inject on the spot.
    AdHoc,
    /// Notes that something went well; the next key says who.
    Strength,
    /// Notes that something went badly; the next key says who.
    Gap,
    /// Writes down a decision of the room.
    Decision,
    /// Writes down a task of somebody in the room.
    Task,
    /// Says something to the room that covers the projector.
    Announce,
    /// Puts the story clock forward.
    JumpClock,
    /// Shows or hides the projector's window.
    Projector,
    /// Makes the projector dark, or not.
    Blackout,
    /// Takes back what has not reached the participants.
    Undo,
    /// Leaves the exercise room; the exercise can be resumed.
    Leave,
    /// Back to the library.
    Library,
    /// Sound on or off.
    ToggleMute,
    /// Opens the settings.
    Settings,
    /// Shows the keys.
    Help,
    /// Reads the scenario folders again.
    Reload,
}

impl Act {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 43] = [
        Self::TogglePause,
        Self::RunToNext,
        Self::Faster,
        Self::Slower,
        Self::Section(Section::Inbox),
        Self::Section(Section::Network),
        Self::Section(Section::Evidence),
        Self::Section(Section::Actions),
        Self::Section(Section::Plan),
        Self::Section(Section::File),
        Self::Section(Section::Messages),
        Self::Section(Section::Playbook),
        Self::Section(Section::Team),
        Self::Desk(Desk::Msel),
        Self::Desk(Desk::Truth),
        Self::Desk(Desk::Notes),
        Self::Desk(Desk::People),
        Self::Desk(Desk::Ratings),
        Self::Fire,
        Self::Hold,
        Self::Skip,
        Self::Move,
        Self::AdHoc,
        Self::Strength,
        Self::Gap,
        Self::Decision,
        Self::Task,
        Self::Announce,
        Self::JumpClock,
        Self::Projector,
        Self::Blackout,
        Self::Undo,
        Self::TakeUp,
        Self::NextRow,
        Self::PreviousRow,
        Self::Search,
        Self::AskEnd,
        Self::Leave,
        Self::ToggleMute,
        Self::Settings,
        Self::Help,
        Self::Library,
        Self::Reload,
    ];

    /// What it is called.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::TogglePause => "Pause or run the clock",
            Self::RunToNext => "Run to the next thing that needs me",
            Self::Faster => "Faster",
            Self::Slower => "Slower",
            Self::Section(section) => section.name(),
            Self::Desk(desk) => desk.name(),
            Self::Fire => "Give the selected inject now",
            Self::Hold => "Hold the selected inject, or let it go",
            Self::Skip => "Skip the selected inject…",
            Self::Move => "Move the selected inject…",
            Self::AdHoc => "Inject on the spot…",
            Self::Strength => "Note a strength; then the seat's number",
            Self::Gap => "Note a gap; then the seat's number",
            Self::Decision => "Write down a decision…",
            Self::Task => "Write down a task…",
            Self::Announce => "Announce something…",
            Self::JumpClock => "Put the story clock forward…",
            Self::Projector => "Projector window on or off",
            Self::Blackout => "Black out the projector",
            Self::Undo => "Take back what has not reached the participants",
            Self::TakeUp => "Acknowledge the alert or mark the message as read",
            Self::NextRow => "Next in the inbox",
            Self::PreviousRow => "Previous in the inbox",
            Self::Search => "Search",
            Self::AskEnd => "End the exercise…",
            Self::Leave => "Leave the room, resume later",
            Self::Library => "Back to the library",
            Self::ToggleMute => "Sound on or off",
            Self::Settings => "Settings",
            Self::Help => "Keyboard shortcuts",
            Self::Reload => "Read the scenario folders again",
        }
    }

    /// The key that gives it, when nobody is typing.
    #[must_use]
    pub const fn shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::TogglePause => (Modifiers::NONE, Key::Space),
            Self::RunToNext => (Modifiers::NONE, Key::N),
            Self::Faster => (Modifiers::NONE, Key::Period),
            Self::Slower => (Modifiers::NONE, Key::Comma),
            Self::Section(section) => (Modifiers::COMMAND, section.key()),
            Self::Desk(desk) => (Modifiers::ALT, desk.key()),
            Self::Fire => (Modifiers::NONE, Key::F),
            Self::Hold => (Modifiers::NONE, Key::H),
            Self::Skip => (Modifiers::NONE, Key::S),
            Self::Move => (Modifiers::NONE, Key::V),
            Self::AdHoc => (Modifiers::NONE, Key::I),
            Self::Strength => (Modifiers::NONE, Key::Plus),
            Self::Gap => (Modifiers::NONE, Key::Minus),
            Self::Decision => (Modifiers::NONE, Key::D),
            Self::Task => (Modifiers::NONE, Key::T),
            Self::Announce => (Modifiers::NONE, Key::O),
            Self::JumpClock => (Modifiers::COMMAND, Key::J),
            Self::Projector => (Modifiers::NONE, Key::P),
            Self::Blackout => (Modifiers::NONE, Key::B),
            Self::Undo => (Modifiers::COMMAND, Key::Z),
            Self::TakeUp => (Modifiers::NONE, Key::A),
            Self::NextRow => (Modifiers::NONE, Key::J),
            Self::PreviousRow => (Modifiers::NONE, Key::K),
            Self::Search => (Modifiers::COMMAND, Key::F),
            Self::AskEnd => (Modifiers::COMMAND, Key::E),
            Self::Leave => (Modifiers::COMMAND, Key::W),
            Self::ToggleMute => (Modifiers::NONE, Key::M),
            Self::Settings => (Modifiers::COMMAND, Key::Comma),
            Self::Help => (Modifiers::NONE, Key::F1),
            Self::Library => (Modifiers::COMMAND, Key::L),
            Self::Reload => (Modifiers::NONE, Key::F5),
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Whether it makes sense only in the exercise room.
    #[must_use]
    pub const fn in_room(self) -> bool {
        !matches!(
            self,
            Self::Library | Self::ToggleMute | Self::Settings | Self::Help | Self::Reload
        )
    }

    /// Whether it opens something that the next key belongs to.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(
            self,
            Self::Skip
                | Self::Move
                | Self::AdHoc
                | Self::Strength
                | Self::Gap
                | Self::Decision
                | Self::Task
                | Self::Announce
                | Self::JumpClock
                | Self::AskEnd
                | Self::Settings
                | Self::Search
        )
    }

    /// Whether it makes sense only at the facilitator's console.
    #[must_use]
    pub const fn of_console(self) -> bool {
        matches!(
            self,
            Self::Desk(_)
                | Self::Fire
                | Self::Hold
                | Self::Skip
                | Self::Move
                | Self::AdHoc
                | Self::Strength
                | Self::Gap
                | Self::Decision
                | Self::Task
                | Self::Announce
                | Self::JumpClock
                | Self::Projector
                | Self::Blackout
                | Self::Undo
        )
    }

    /// Whether it makes sense outside of the exercise room.
    #[must_use]
    pub const fn outside(self) -> bool {
        !self.in_room() || matches!(self, Self::Search)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        let shortcuts: Vec<_> = Act::ALL.iter().filter_map(|act| act.shortcut()).collect();
        for (i, shortcut) in shortcuts.iter().enumerate() {
            assert!(!shortcuts[..i].contains(shortcut), "{shortcut:?}");
        }
    }
}

//! Carrying out what people do: the one place where a command of the window changes anything.

use std::sync::Arc;

use eframe::egui::{Context, ViewportCommand};

use super::{App, Screen};
use crate::desktop::author;
use crate::desktop::backend::new_seed;
use crate::desktop::command::{Act, Goal, Place, UiCommand};
use crate::desktop::finished::Finished;
use crate::desktop::hindsight::WhatIf;
use crate::desktop::room::Room;
use crate::desktop::setup::Setup;
use crate::desktop::sound::Sound;
use crate::exercise::{CommandError, Header, NotSaved, Speed, WallMs};
use crate::scenario::{Command, Severity};

/// Whether a command takes another screen in the place of the review.
const fn leaves_the_review(command: &UiCommand) -> bool {
    matches!(
        command,
        UiCommand::Act(Act::Library | Act::Leave)
            | UiCommand::PlayAgain { .. }
            | UiCommand::ReopenHotWash
            | UiCommand::OpenScenario(_)
            | UiCommand::OpenPlaybook(_)
            | UiCommand::OpenBriefing(_)
            | UiCommand::Review { .. }
            | UiCommand::WhatIf(WhatIf::Open(_))
            | UiCommand::QuitNow
    )
}

impl App {
    pub(super) fn apply(&mut self, ctx: &Context, command: UiCommand) {
        if leaves_the_review(&command) {
            self.keep_what_was_typed();
            self.said.clear();
        }
        match command {
            UiCommand::Act(act) => self.act(act),
            UiCommand::OpenBriefing(index) => self.open_briefing(index),
            UiCommand::ImportPlaybook
            | UiCommand::BrowseForPlaybook
            | UiCommand::OpenPlaybook(_)
            | UiCommand::OpenShippedPlaybook(_)
            | UiCommand::SaveFillings { .. }
            | UiCommand::ApplySuggestion(_)
            | UiCommand::PlayChecklist { .. }
            | UiCommand::OpenScenario(_) => self.author(command),
            UiCommand::ShowProblems(index) => self.overlay.problems = Some(index),
            UiCommand::Start => self.start(),
            UiCommand::Plan
            | UiCommand::BackToBriefing
            | UiCommand::StartRoom
            | UiCommand::PlanChanged
            | UiCommand::AskFile(_)
            | UiCommand::BrowseFile(_)
            | UiCommand::UseFile(..)
            | UiCommand::OpenModule(_)
            | UiCommand::Jump(..)
            | UiCommand::GoDesk(_)
            | UiCommand::StaffAll(..)
            | UiCommand::NameSeat(..)
            | UiCommand::ReopenHotWash
            | UiCommand::ShowProjector(_)
            | UiCommand::Blackout(_)
            | UiCommand::LeaveHotWash => self.staff(command),
            UiCommand::KeepAfterAction(_) | UiCommand::Ledger(_) => self.lessons(command),
            UiCommand::Resume(path) => self.resume(path, "Opening the exercise"),
            UiCommand::OpenResult(path) => self.open_result(path, "Scoring the exercise"),
            UiCommand::Review { step, agreed, note } => {
                if let Screen::Review(memory) = &self.screen {
                    let path = memory.finished().path.clone();
                    let command = Command::ReviewStep { step, agreed, note };
                    self.backend.review(path, command);
                }
            }
            UiCommand::PlayAgain { new_seed } => self.play_again(new_seed),
            UiCommand::Give { command, place } => self.give(&command, place),
            UiCommand::Go(goal) => self.go(goal),
            UiCommand::SetSpeed(speed) => {
                self.with_clock(|room, now| room.exercise.set_speed(now, speed));
            }
            UiCommand::Dismiss(index) => {
                if let Some(room) = self.screen.room_mut() {
                    room.memory.notices.dismiss(index);
                }
            }
            UiCommand::DismissAll => {
                if let Some(room) = self.screen.room_mut() {
                    room.memory.notices.clear();
                }
            }
            UiCommand::SettingsChanged => self.settings_changed(ctx),
            UiCommand::TestSound => self.play(Sound::Alert(Severity::High)),
            UiCommand::ShowMoment(at) => self.show_moment(at),
            UiCommand::WhatIf(what_if) => self.what_if(what_if),
            UiCommand::Compare(begin) => self.compare(begin),
            UiCommand::SetBeside { path, name, shown } => self.set_beside(path, name, shown),
            UiCommand::StopWriting => self.stop_writing(),
            UiCommand::CloseError => self.overlay.error = None,
            UiCommand::EndNow => self.give(&Command::End, Place::Bar),
            UiCommand::QuitNow => {
                self.leave_room();
                self.may_quit = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn author(&mut self, command: UiCommand) {
        let open = match &self.screen {
            Screen::Author(memory) => Some(Arc::clone(&memory.open)),
            _ => None,
        };
        match (command, open) {
            (UiCommand::ImportPlaybook, _) => {
                self.overlay.import = Some(author::ImportDialog::default());
            }
            (UiCommand::BrowseForPlaybook, _) => self.backend.browse_for_playbook(),
            (UiCommand::OpenPlaybook(path), _) => self.backend.open_playbook(path),
            (UiCommand::OpenShippedPlaybook(name), _) => self.backend.open_shipped_playbook(name),
            (UiCommand::OpenScenario(path), _) => self.backend.open_scenario(path),
            (UiCommand::SaveFillings { playbook, texts }, Some(open)) => {
                self.backend.fill(open, playbook, texts);
            }
            (UiCommand::ApplySuggestion(place), Some(open)) => self.backend.edit(open, place),
            (UiCommand::PlayChecklist { playbook, pack }, Some(open)) => {
                self.backend.make_checklist(open, playbook, pack);
            }
            _ => {}
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::TogglePause => self.with_clock(|room, now| {
                if room.exercise.clock().is_running() {
                    room.exercise.pause(now)
                } else {
                    room.exercise.run(now)
                }
            }),
            Act::RunToNext => {
                self.with_clock(|room, now| room.exercise.run_to_next(now));
                self.look();
            }
            Act::Faster => self.change_speed(|here, choice| choice > here),
            Act::Slower => self.change_speed(|here, choice| choice < here),
            Act::ToggleMute => {
                self.settings.muted = !self.settings.muted;
                self.save_settings();
            }
            Act::Settings => self.overlay.settings = !self.overlay.settings,
            Act::Help => self.overlay.help = !self.overlay.help,
            Act::Library | Act::Leave => {
                self.leave_room();
                self.screen = Screen::Library;
                self.backend.read_library();
            }
            Act::Reload => self.backend.read_library(),
            Act::Search
            | Act::AskEnd
            | Act::Section(_)
            | Act::TakeUp
            | Act::NextRow
            | Act::PreviousRow => {
                let follows = match &mut self.screen {
                    Screen::Room(room, _) => room.act(act),
                    Screen::Console(console, _) => console.act(act),
                    _ => None,
                };
                if let Some(UiCommand::Give { command, place }) = follows {
                    self.give(&command, place);
                }
            }
            Act::Projector => {
                let open = self.projector.is_open();
                self.staff(UiCommand::ShowProjector(!open));
            }
            Act::Blackout => {
                let dark = self.projector.is_dark();
                self.staff(UiCommand::Blackout(!dark));
            }
            Act::Desk(_)
            | Act::Fire
            | Act::Hold
            | Act::Skip
            | Act::Move
            | Act::AdHoc
            | Act::Strength
            | Act::Gap
            | Act::Decision
            | Act::Task
            | Act::Announce
            | Act::JumpClock
            | Act::Undo => {
                if let Screen::Console(console, _) = &mut self.screen
                    && let Some(UiCommand::Give { command, place }) = console.act(act)
                {
                    self.give(&command, place);
                }
            }
        }
    }

    fn go(&mut self, goal: Goal) {
        match &mut self.screen {
            Screen::Room(room, _) => room.go(goal),
            Screen::Console(console, _) => console.go(goal),
            _ => {}
        }
    }

    fn with_clock(&mut self, change: impl FnOnce(&mut Room, WallMs) -> Result<(), NotSaved>) {
        let Some(room) = self.screen.room_mut() else {
            return;
        };
        if let Err(error) = change(room, self.now) {
            self.not_saved(&error);
        }
    }

    /// The next speed that can be chosen, in one direction.
    fn change_speed(&mut self, beyond: impl Fn(Speed, Speed) -> bool) {
        self.with_clock(|room, now| {
            let here = room.exercise.clock().speed();
            let next = Speed::CHOICES
                .into_iter()
                .filter(|choice| beyond(here, *choice))
                .min_by_key(|choice| choice.times().abs_diff(here.times()));
            next.map_or(Ok(()), |speed| room.exercise.set_speed(now, speed))
        });
    }

    fn give(&mut self, command: &Command, place: Place) {
        if let Place::Staff(form) = place {
            let _ = self.give_as_staff(command, form);
            return;
        }
        let Some(room) = self.screen.room_mut() else {
            return;
        };
        let seat = room.seat.clone();
        match room.exercise.command_as(self.now, &seat, command) {
            Ok(()) => room.accepted(&place),
            Err(CommandError::Refused(refusal)) => room.refused(place, &refusal.to_string()),
            Err(CommandError::NotSaved(error)) => self.not_saved(&error),
        }
        self.look();
    }

    fn start(&mut self) {
        let Screen::Briefing { setup, .. } = &self.screen else {
            return;
        };
        match self.backend.start(setup) {
            Ok((exercise, path)) => self.screen = Screen::Room(Box::new(Room::new(exercise)), path),
            Err(why) => self.fail("The exercise could not be started", &why),
        }
    }

    fn play_again(&mut self, fresh: bool) {
        let Screen::Review(memory) = &self.screen else {
            return;
        };
        let Finished {
            written, header, ..
        } = memory.finished();
        let Header {
            level,
            scenario_text,
            seed,
            readiness_off,
            ..
        } = header;
        let seed = if fresh { new_seed() } else { *seed };
        let mut setup = Setup::new(
            written.clone(),
            scenario_text.as_str().into(),
            seed,
            self.settings.speed,
        );
        setup.readiness_off.extend(readiness_off.iter().cloned());
        setup.level.clone_from(level);
        self.screen = Screen::Briefing {
            setup: Box::new(setup),
            _watched: None,
        };
    }

    /// Everything is on disk already; only the clock must not seem to run on.
    fn leave_room(&mut self) {
        self.with_clock(|room, now| room.exercise.pause(now));
    }

    fn settings_changed(&mut self, ctx: &Context) {
        self.apply_settings(ctx);
        self.save_settings();
    }

    fn save_settings(&mut self) {
        if let Err(why) = self.backend.save_settings(&self.settings) {
            self.fail("The settings could not be saved", &why);
        }
    }
}

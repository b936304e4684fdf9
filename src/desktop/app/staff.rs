//! Carrying out what the exercise's staff does: preparing a room, the console, the projector, the hot wash.

use std::path::PathBuf;

use super::{App, Screen};
use crate::conduct::ready::Facts;
use crate::desktop::command::{Form, Paper, UiCommand};
use crate::desktop::console::{Console, staff_seat};
use crate::desktop::files_ui::FileDialog;
use crate::desktop::staging::{PaperDone, PaperOrder};
use crate::desktop::{planning, result};
use crate::exercise::CommandError;
use crate::scenario::{Command, Facilitation, JumpRule};
use crate::store::{RoomPlan, save_names};

impl App {
    /// Carries out what only the exercise's staff can ask for.
    pub(super) fn staff(&mut self, command: UiCommand) {
        match command {
            UiCommand::Plan => self.plan(),
            UiCommand::BackToBriefing => self.back_to_briefing(),
            UiCommand::StartRoom => self.start_room(),
            UiCommand::PlanChanged => self.keep_plan(),
            UiCommand::AskFile(paper) => {
                let folder = self.backend.papers();
                self.overlay.files = Some(FileDialog::new(paper, &folder));
            }
            UiCommand::BrowseFile(paper) => self.backend.browse(paper),
            UiCommand::UseFile(paper, path) => self.use_file(paper, path),
            UiCommand::OpenModule(module) => self.open_module(module),
            UiCommand::Jump(to, injects) => self.jump(to, injects),
            UiCommand::GoDesk(desk) => {
                if let Screen::Console(console, _) = &mut self.screen {
                    console.go_desk(desk);
                }
            }
            UiCommand::ShowProjector(open) => {
                self.projector.show(open);
                self.stay_awake(open);
            }
            UiCommand::Blackout(dark) => self.projector.blackout(dark),
            UiCommand::LeaveHotWash => self.leave_hot_wash(),
            _ => {}
        }
    }

    /// Goes from the briefing to the preparation of a room.
    fn plan(&mut self) {
        let Screen::Briefing { setup, .. } = &self.screen else {
            return;
        };
        let plan = match self.backend.plan(&setup.scenario) {
            Ok(plan) => plan,
            Err(why) => {
                let proposed = RoomPlan::proposed(&setup.scenario);
                self.fail("What was planned before could not be read", &why);
                proposed
            }
        };
        self.stay_awake(true);
        let facts = Facts {
            sound: Some(self.sounds.can_play() && !self.settings.muted),
            disk_free: self.backend.disk_free(),
            awake: Some(self.awake.is_some()),
            ..Facts::default()
        };
        let Screen::Briefing { setup, .. } =
            std::mem::replace(&mut self.screen, Screen::Working("Preparing the room"))
        else {
            return;
        };
        self.screen = Screen::Planning(Box::new(planning::Memory::new(setup, plan, facts)));
    }

    fn back_to_briefing(&mut self) {
        if !matches!(self.screen, Screen::Planning(_)) {
            return;
        }
        let screen = std::mem::replace(&mut self.screen, Screen::Library);
        if let Screen::Planning(memory) = screen {
            self.screen = Screen::Briefing {
                setup: memory.setup,
                _watched: None,
            };
        }
        self.projector.show(false);
        self.stay_awake(false);
    }

    fn start_room(&mut self) {
        let Screen::Planning(memory) = &self.screen else {
            return;
        };
        match self.backend.start_room(memory) {
            Ok((exercise, path)) => {
                let names = memory.plan.roster.names();
                let console = Console::new(exercise, names);
                self.screen = Screen::Console(Box::new(console), path);
            }
            Err(why) => self.fail("The exercise could not be started", &why),
        }
    }

    fn keep_plan(&mut self) {
        let Screen::Planning(memory) = &self.screen else {
            return;
        };
        let kept = self.backend.save_plan(&memory.setup.scenario, &memory.plan);
        if let Err(why) = kept {
            self.fail("The plan could not be kept", &why);
        }
    }

    /// Keeps the screen from going dark, or lets it.
    fn stay_awake(&mut self, awake: bool) {
        if !awake {
            self.awake = None;
        } else if self.awake.is_none() {
            let asked = keepawake::Builder::default()
                .display(true)
                .idle(true)
                .reason("An exercise is run for a room")
                .app_name("Hotwash")
                .create();
            match asked {
                Ok(awake) => self.awake = Some(awake),
                Err(error) => tracing::info!(%error, "the screen can't be kept awake"),
            }
        }
    }

    /// Reads or writes a paper.
    pub(super) fn use_file(&mut self, paper: Paper, path: PathBuf) {
        self.overlay.files = None;
        let order = match &mut self.screen {
            Screen::Planning(memory) => PaperOrder {
                paper,
                scenario: memory.setup.cast(),
                running: None,
                now: crate::base::Moment::START,
                seed: memory.setup.seed,
                names: memory.plan.roster.names(),
                plan: memory.plan.clone(),
            },
            Screen::Console(console, _) => PaperOrder {
                paper,
                scenario: console.room.exercise.scenario_arc(),
                running: Some((
                    console.room.exercise.header().clone(),
                    Box::new(console.room.exercise.state().clone()),
                )),
                now: console.room.exercise.now(self.now),
                seed: console.room.exercise.header().seed,
                names: console.names.clone(),
                plan: RoomPlan::default(),
            },
            _ => return,
        };
        self.backend.paper(order, path);
    }

    /// Takes in what came of a paper.
    pub(super) fn paper_done(&mut self, paper: Paper, done: Result<PaperDone, String>) {
        let what = crate::desktop::files_ui::kind(paper).title;
        match (done, &mut self.screen) {
            (Ok(PaperDone::Evaluation(merged)), Screen::Console(console, path)) => {
                console.names.extend(merged.names);
                if let Err(error) = save_names(path, &console.names) {
                    tracing::warn!(%error, "the evaluators' names were not kept");
                }
                for deed in merged.deeds {
                    self.give_as_staff(&Command::Facilitate(Box::new(deed)), Form::Rating);
                }
            }
            (Ok(PaperDone::Msel(_, deeds)), Screen::Console(..)) => {
                for deed in deeds {
                    self.give_as_staff(&Command::Facilitate(Box::new(deed)), Form::Inject);
                }
            }
            (Ok(done), Screen::Planning(memory)) => memory.take(done),
            (Err(why), Screen::Planning(memory)) => memory.said = Some((false, why)),
            (Err(why), _) => self.fail(what, &why),
            (Ok(_), _) => {}
        }
    }

    /// Puts the story to where a module begins, with all that lies before, and opens it.
    fn open_module(&mut self, id: crate::base::id::ModuleId) {
        let Screen::Console(console, _) = &self.screen else {
            return;
        };
        let exercise = &console.room.exercise;
        let scenario = exercise.scenario();
        let modules = crate::conduct::modules::modules(scenario);
        let Some(module) = modules.iter().find(|module| module.id == id) else {
            return;
        };
        let begins = scenario.moment(module.begins);
        let phase = module.phase;
        if begins > exercise.now(self.now) {
            self.jump(begins, JumpRule::Deliver);
        }
        let open = Command::Facilitate(Box::new(Facilitation::OpenModule(id)));
        self.give_as_staff(&open, Form::Bar);
        if phase.is_some() {
            let show = Facilitation::ShowPhase(phase);
            self.give_as_staff(&Command::Facilitate(Box::new(show)), Form::Bar);
        }
    }

    fn jump(&mut self, to: crate::base::Moment, injects: JumpRule) {
        let Screen::Console(console, _) = &mut self.screen else {
            return;
        };
        let jumped = console
            .room
            .exercise
            .jump(self.now, &staff_seat(), to, injects);
        self.came_of(jumped, Form::Jump);
    }

    /// Does something as the exercise's staff.
    pub(super) fn give_as_staff(&mut self, command: &Command, form: Form) {
        let seat = staff_seat();
        let given = match &mut self.screen {
            Screen::Console(console, _) => {
                let exercise = &mut console.room.exercise;
                exercise.command_as(self.now, &seat, command)
            }
            Screen::HotWash(talk) => {
                let exercise = &mut talk.console.room.exercise;
                exercise.command_as(self.now, &seat, command)
            }
            _ => return,
        };
        self.came_of(given, form);
    }

    fn came_of(&mut self, given: Result<(), CommandError>, form: Form) {
        match (given, &mut self.screen) {
            (Ok(()), Screen::Console(console, _)) => console.accepted(form),
            (Ok(()), Screen::HotWash(talk)) => talk.accepted(),
            (Err(CommandError::Refused(why)), Screen::Console(console, _)) => {
                console.refused(form, &why.to_string());
            }
            (Err(CommandError::Refused(why)), Screen::HotWash(talk)) => {
                talk.refused(&why.to_string());
            }
            (Err(CommandError::NotSaved(error)), _) => self.not_saved(&error),
            _ => {}
        }
        self.look();
    }

    /// From the hot wash to the result.
    fn leave_hot_wash(&mut self) {
        self.projector.show(false);
        self.stay_awake(false);
        let screen = std::mem::replace(&mut self.screen, Screen::Library);
        match screen {
            Screen::HotWash(talk) => match talk.finished {
                Some(finished) => {
                    self.screen = Screen::Result(Box::new(result::Memory::new(*finished)));
                }
                None => self.screen = Screen::HotWash(talk),
            },
            other => self.screen = other,
        }
    }
}

//! Carrying out what the exercise's staff does: preparing a room, the console, the projector, the hot wash.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{App, Screen};
use crate::base::id::SeatId;
use crate::conduct::ready::Facts;
use crate::desktop::command::{Form, Paper, UiCommand};
use crate::desktop::console::{Console, staff_seat};
use crate::desktop::files_ui::FileDialog;
use crate::desktop::planning;
use crate::desktop::review::Tab;
use crate::desktop::staging::{PaperDone, PaperOrder};
use crate::exercise::CommandError;
use crate::scenario::{Command, Facilitation, JumpRule};
use crate::store::{RoomPlan, record_name, save_names};

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
                let record = match &self.screen {
                    Screen::Review(memory) => Some(record_name(&memory.finished().path)),
                    _ => None,
                };
                self.overlay.files = Some(FileDialog::new(paper, &folder, record.as_deref()));
            }
            UiCommand::BrowseFile(paper) => self.backend.browse(paper),
            UiCommand::UseFile(paper, path) => self.use_file(paper, path),
            UiCommand::OpenModule(module) => self.open_module(module),
            UiCommand::Jump(to, injects) => {
                self.jump(to, injects, Form::Jump);
            }
            UiCommand::GoDesk(desk) => {
                if let Screen::Console(console, _) = &mut self.screen {
                    console.go_desk(desk);
                }
            }
            UiCommand::ShowProjector(open) => self.projector.show(open),
            UiCommand::StaffAll(deeds, form) => {
                self.give_all(deeds, form);
            }
            UiCommand::NameSeat(seat, name) => self.name_seat(seat, name),
            UiCommand::ReopenHotWash => {
                if let Screen::Review(memory) = &self.screen {
                    let path = memory.finished().path.clone();
                    self.resume(path, "Opening the hot wash");
                }
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
        let Screen::Briefing { setup, .. } = std::mem::replace(&mut self.screen, Screen::Library)
        else {
            return;
        };
        self.screen = Screen::Planning(Box::new(planning::Memory::new(setup, plan, facts)));
    }

    fn back_to_briefing(&mut self) {
        if !matches!(self.screen, Screen::Planning(_)) {
            return;
        }
        self.keep_plan();
        let screen = std::mem::replace(&mut self.screen, Screen::Library);
        if let Screen::Planning(memory) = screen {
            self.screen = Screen::Briefing {
                setup: memory.setup,
                _watched: None,
            };
        }
    }

    fn start_room(&mut self) {
        self.keep_plan();
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
        let Screen::Planning(memory) = &mut self.screen else {
            return;
        };
        if memory.kept == memory.plan {
            return;
        }
        let kept = self.backend.save_plan(&memory.setup.scenario, &memory.plan);
        memory.kept = memory.plan.clone();
        if let Err(why) = kept {
            self.fail("The plan could not be kept", &why);
        }
    }

    /// Says who sits on a seat, beside the record.
    fn name_seat(&mut self, seat: SeatId, name: String) {
        let Screen::Console(console, path) = &mut self.screen else {
            return;
        };
        if name.trim().is_empty() {
            console.names.remove(&seat);
        } else {
            console.names.insert(seat, name);
        }
        if let Err(error) = save_names(path, &console.names) {
            self.fail("The names could not be kept", &error);
        }
    }

    /// Keeps the screen from going dark, or lets it. A machine that can't is asked once.
    pub(super) fn stay_awake(&mut self, awake: bool) {
        if !awake {
            (self.awake, self.asked_awake) = (None, false);
        } else if !std::mem::replace(&mut self.asked_awake, true) {
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
        if self.use_record_file(paper, &path) {
            return;
        }
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
            screen => {
                let Some(console) = screen.console() else {
                    return;
                };
                let exercise = &console.room.exercise;
                PaperOrder {
                    paper,
                    scenario: exercise.scenario_arc(),
                    running: Some((
                        exercise.header().clone(),
                        Box::new(exercise.state().clone()),
                    )),
                    now: exercise.now(self.now),
                    seed: exercise.header().seed,
                    names: console.names.clone(),
                    plan: RoomPlan::default(),
                }
            }
        };
        self.backend.paper(order, path);
    }

    /// Takes in what came of a paper.
    pub(super) fn paper_done(&mut self, paper: Paper, done: Result<PaperDone, String>) {
        let what = crate::desktop::files_ui::kind(paper).title;
        if let Screen::Planning(memory) = &mut self.screen {
            match done {
                Ok(done) => memory.take(done),
                Err(why) => memory.said = Some((false, why)),
            }
            self.keep_plan();
            return;
        }
        let (deeds, form) = match done {
            Err(why) => return self.fail(what, &why),
            Ok(PaperDone::Msel(_, deeds)) => (deeds, Form::Inject),
            Ok(PaperDone::Evaluation(merged)) => {
                self.name_evaluators(merged.names);
                (merged.deeds, Form::Rating)
            }
            Ok(PaperDone::Written) => return self.say("The file is written"),
            Ok(PaperDone::Roster(_)) => return,
        };
        let all = deeds.len();
        let taken = self.give_all(deeds, form);
        self.say(&format!("{what}: {taken} of {all} changes taken in"));
    }

    /// Keeps the names of those who filled sheets in.
    fn name_evaluators(&mut self, names: BTreeMap<SeatId, String>) {
        let Some((console, path)) = self.screen.console_mut() else {
            return;
        };
        console.names.extend(names);
        if let Err(error) = save_names(path, &console.names) {
            tracing::warn!(%error, "the evaluators' names were not kept");
        }
    }

    /// Says at the console what came of something.
    fn say(&mut self, text: &str) {
        if let Some((console, _)) = self.screen.console_mut() {
            console.say(text);
        }
    }

    /// Does several things as the exercise's staff, up to the first that is refused; says how many.
    fn give_all(&mut self, deeds: Vec<Facilitation>, form: Form) -> usize {
        let mut taken = 0;
        for deed in deeds {
            if !self.give_as_staff(&Command::Facilitate(Box::new(deed)), form) {
                break;
            }
            taken += 1;
        }
        taken
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
        if begins > exercise.now(self.now) && !self.jump(begins, JumpRule::Deliver, Form::Bar) {
            return;
        }
        let open = Command::Facilitate(Box::new(Facilitation::OpenModule(id)));
        self.give_as_staff(&open, Form::Bar);
        if phase.is_some() {
            let show = Facilitation::ShowPhase(phase);
            self.give_as_staff(&Command::Facilitate(Box::new(show)), Form::Bar);
        }
    }

    fn jump(&mut self, to: crate::base::Moment, injects: JumpRule, form: Form) -> bool {
        let Screen::Console(console, _) = &mut self.screen else {
            return false;
        };
        let jumped = console
            .room
            .exercise
            .jump(self.now, &staff_seat(), to, injects);
        self.came_of(jumped, form)
    }

    /// Does something as the exercise's staff; says whether it went through.
    pub(super) fn give_as_staff(&mut self, command: &Command, form: Form) -> bool {
        let seat = staff_seat();
        let now = self.now;
        let Some((console, _)) = self.screen.console_mut() else {
            return false;
        };
        let given = console.room.exercise.command_as(now, &seat, command);
        self.came_of(given, form)
    }

    fn came_of(&mut self, given: Result<(), CommandError>, form: Form) -> bool {
        let went_through = given.is_ok();
        match (given, &mut self.screen) {
            (Ok(()), Screen::Console(console, _)) => console.accepted(form),
            (Ok(()), Screen::HotWash(talk)) => talk.accepted(form),
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
        went_through
    }

    /// From the hot wash to the result.
    fn leave_hot_wash(&mut self) {
        self.projector.show(false);
        let screen = std::mem::replace(&mut self.screen, Screen::Library);
        match screen {
            Screen::HotWash(talk) => match talk.finished {
                Some(finished) => {
                    self.review(*finished, Tab::Score);
                }
                None if talk.failed => self.backend.read_library(),
                None => self.screen = Screen::HotWash(talk),
            },
            other => self.screen = other,
        }
    }
}

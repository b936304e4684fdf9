//! The application: lets time pass, draws the screen that is on, and carries out what people do.

mod answers;
mod carry_out;
mod hindsight;
mod lessons;
mod staff;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Context, ThemePreference, Ui, ViewportCommand};

use super::backend::{Backend, Library, new_seed};
use super::briefing_ui;
use super::command::{Act, Paper, UiCommand};
use super::console::Console;
use super::files_ui::FileDialog;
use super::hot_wash::HotWash;
use super::projector::{Projector, Scene};
use super::room::Room;
use super::setup::Setup;
use super::sound::{Sound, Sounds};
use super::theme::{self, tokens};
use super::watch::Watched;
use super::{author, files_ui, help_ui, library_ui, planning, problems_ui, review, settings_ui};
use crate::exercise::{NotSaved, WallMs};
use crate::review::Ledger;
use crate::scenario::Severity;
use crate::store::{DataDir, Retention, ScenarioEntry, ScenarioFile, Settings, Theme};

/// What the app needs from outside.
pub struct Outside {
    /// Where everything that lasts is.
    pub dir: DataDir,
    /// A scenario whose briefing is opened first.
    pub open: Option<ScenarioFile>,
    /// Where tones go.
    pub sounds: Box<dyn Sounds>,
    /// The wall clock.
    pub wall: Box<dyn Fn() -> WallMs>,
}

/// The screen that is on.
enum Screen {
    Library,
    /// The set-up, and its file if it is watched.
    Briefing {
        setup: Box<Setup>,
        _watched: Option<Watched>,
    },
    Author(Box<author::Memory>),
    /// The preparation of an exercise for a room.
    Planning(Box<planning::Memory>),
    Room(Box<Room>, PathBuf),
    /// The facilitator's console.
    Console(Box<Console>, PathBuf),
    HotWash(Box<HotWash>),
    /// A record is being opened or scored on a thread.
    Working(Opening),
    Review(Box<review::Memory>),
}

/// A record that is being opened or scored.
struct Opening {
    record: PathBuf,
    /// What is said of it meanwhile.
    what: &'static str,
    /// The part of its review that is shown first.
    tab: review::Tab,
}

impl Opening {
    fn new(record: PathBuf, what: &'static str) -> Self {
        Self {
            record,
            what,
            tab: review::Tab::Score,
        }
    }
}

impl Screen {
    /// Whether this record is being opened, and nobody has gone elsewhere.
    fn waits_for(&self, record: &Path) -> bool {
        matches!(self, Self::Working(opening) if opening.record == record)
    }

    /// The exercise room that is open, alone or within the console.
    fn room(&self) -> Option<&Room> {
        match self {
            Self::Room(room, _) => Some(room),
            Self::Console(console, _) => Some(&console.room),
            _ => None,
        }
    }

    /// The console that is open, or that the hot wash goes on from, and its record.
    fn console(&self) -> Option<&Console> {
        match self {
            Self::Console(console, _) => Some(console),
            Self::HotWash(talk) => Some(&talk.console),
            _ => None,
        }
    }

    fn console_mut(&mut self) -> Option<(&mut Console, &PathBuf)> {
        match self {
            Self::Console(console, path) => Some((console, path)),
            Self::HotWash(talk) => Some((&mut talk.console, &talk.path)),
            _ => None,
        }
    }

    fn room_mut(&mut self) -> Option<&mut Room> {
        match self {
            Self::Room(room, _) => Some(room),
            Self::Console(console, _) => Some(&mut console.room),
            _ => None,
        }
    }
}

/// What lies over the screen.
#[derive(Default)]
struct Overlay {
    files: Option<FileDialog>,
    settings: bool,
    help: bool,
    quit: bool,
    problems: Option<usize>,
    import: Option<author::ImportDialog>,
    error: Option<(String, String)>,
}

/// The application.
pub struct App {
    backend: Backend,
    settings: Settings,
    sounds: Box<dyn Sounds>,
    wall: Box<dyn Fn() -> WallMs>,
    now: WallMs,
    library: Option<Library>,
    /// The corrective actions of all exercises.
    ledger: Ledger,
    ledger_changes: u64,
    library_memory: library_ui::Memory,
    /// What came of something, as the library says it.
    said: Vec<String>,
    open_first: bool,
    screen: Screen,
    overlay: Overlay,
    projector: Projector,
    /// Keeps the screen from going dark while an exercise runs for a room.
    awake: Option<keepawake::KeepAwake>,
    asked_awake: bool,
    pending: Vec<UiCommand>,
    may_quit: bool,
}

impl App {
    /// Opens the library.
    #[must_use]
    pub fn new(ctx: &Context, outside: Outside) -> Self {
        theme::install(ctx);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let open_first = outside.open.is_some();
        let backend = Backend::new(outside.dir, outside.open, ctx.clone());
        let (settings, problem) = backend.settings();
        // Settings that can't be read are no reason to remove anything.
        let retention = if problem.is_none() {
            settings.retention
        } else {
            Retention::default()
        };
        backend.open_library(retention);
        let overlay = Overlay {
            error: problem.map(|why| ("The settings could not be read".to_owned(), why)),
            ..Overlay::default()
        };
        let app = Self {
            backend,
            settings,
            sounds: outside.sounds,
            wall: outside.wall,
            now: WallMs::default(),
            library: None,
            ledger: Ledger::default(),
            ledger_changes: 0,
            library_memory: library_ui::Memory::default(),
            said: Vec::new(),
            open_first,
            screen: Screen::Library,
            overlay,
            projector: Projector::default(),
            awake: None,
            asked_awake: false,
            pending: Vec::new(),
            may_quit: false,
        };
        app.apply_settings(ctx);
        app
    }

    fn apply_settings(&self, ctx: &Context) {
        ctx.set_theme(match self.settings.theme {
            Theme::System => ThemePreference::System,
            Theme::Light => ThemePreference::Light,
            Theme::Dark => ThemePreference::Dark,
        });
        ctx.set_zoom_factor(f32::from(self.settings.text_size.clamp(75, 200)) / 100.0);
    }

    fn play(&mut self, sound: Sound) {
        if !self.settings.muted {
            self.sounds
                .play(sound, f32::from(self.settings.volume.min(100)) / 100.0);
        }
    }

    fn fail(&mut self, what: impl Into<String>, why: &dyn std::fmt::Display) {
        self.overlay.error = Some((what.into(), why.to_string()));
    }

    fn open_briefing(&mut self, index: usize) {
        let entry = self
            .library
            .as_ref()
            .and_then(|library| library.scenarios.get(index));
        let Some(entry) = entry else { return };
        if entry.playable().is_some() {
            let entry = entry.clone();
            self.brief(entry);
        } else {
            self.overlay.problems = Some(index);
        }
    }

    /// Opens the briefing of a scenario; of a person's own, its file is watched meanwhile.
    fn brief(&mut self, entry: ScenarioEntry) {
        let Some(scenario) = entry.playable().cloned() else {
            let first = entry.diagnostics.first().map(ToString::to_string);
            let what = format!("{} can't be played as it is", entry.path.display());
            self.fail(what, &first.unwrap_or_default());
            return;
        };
        let source = Arc::clone(&entry.source);
        let mut setup = Setup::new(scenario, source, new_seed(), self.settings.speed);
        let watched = if entry.shipped {
            None
        } else {
            let watched = self.backend.watch(&entry.path);
            self.backend.reread(entry.path.clone());
            setup.file = Some(entry);
            watched
        };
        self.screen = Screen::Briefing {
            setup: Box::new(setup),
            _watched: watched,
        };
    }

    /// Opens a file that was dropped onto the window: a scenario or a playbook.
    fn take_dropped(&mut self, ui: &Ui) {
        let busy = match &self.screen {
            Screen::Room(..) | Screen::Console(..) | Screen::HotWash(_) => true,
            Screen::Author(memory) => memory.has_unsaved(),
            _ => false,
        };
        if busy {
            return;
        }
        let dropped = ui.input(|input| {
            let files = input.raw.dropped_files.iter();
            files.map(|file| file.path().to_path_buf()).next()
        });
        if let Some(path) = dropped {
            let is_scenario = path.extension().is_some_and(|ending| ending == "ron");
            let is_record = path.extension().is_some_and(|ending| ending == "hotwash");
            self.pending.push(if is_record {
                UiCommand::UseFile(Paper::CarriedRecord, path)
            } else if is_scenario || path.is_dir() {
                UiCommand::OpenScenario(path)
            } else {
                UiCommand::OpenPlaybook(path)
            });
        }
    }

    /// Lets the exercise go on, and takes in what happened.
    fn tick(&mut self) {
        let is_console = matches!(self.screen, Screen::Console(..));
        let Some(room) = self.screen.room_mut() else {
            return;
        };
        // A session goes on while the clock stands; nobody else counts it. Where the record can't be
        // written the clock stands too.
        let behind = room.exercise.behind(self.now) > 0;
        if (room.exercise.clock().is_running() || behind || is_console)
            && let Err(error) = room.exercise.tick(self.now)
        {
            self.not_saved(&error);
        }
        self.look();
    }

    /// Takes in what is new on record, and leaves the room when the exercise is over.
    fn look(&mut self) {
        let now = self.now;
        if let Screen::Console(console, _) = &mut self.screen {
            console.look(now);
        }
        let Some(room) = self.screen.room_mut() else {
            return;
        };
        let sounds = room.look();
        let over = room.exercise.is_over();
        // One tone at a time: the most important of what came together.
        let loudest = sounds.into_iter().max_by_key(|sound| match sound {
            Sound::Done => 0,
            Sound::Message => 1,
            Sound::Alert(Severity::Low) => 2,
            Sound::Alert(Severity::Medium) => 3,
            Sound::Alert(Severity::High) => 4,
            Sound::Alert(Severity::Critical) => 5,
            Sound::End => 6,
        });
        if over {
            self.end();
        }
        if let Some(sound) = loudest {
            self.play(sound);
        }
    }

    /// Leaves an exercise that is over: for its score, and for the hot wash where there was a room.
    fn end(&mut self) {
        match std::mem::replace(&mut self.screen, Screen::Library) {
            Screen::Room(room, path) => {
                self.backend.score(&room.exercise, path.clone());
                self.screen = Screen::Working(Opening::new(path, "Scoring the exercise"));
            }
            Screen::Console(console, path) => {
                self.backend.score(&console.room.exercise, path.clone());
                let talk = HotWash::new(*console, path, self.now);
                self.screen = Screen::HotWash(Box::new(talk));
            }
            other => self.screen = other,
        }
    }

    fn not_saved(&mut self, error: &NotSaved) {
        if let Some(room) = self.screen.room_mut() {
            // The clock stands as well as it can; why it may not is the same error again.
            let _ = room.exercise.pause(self.now);
        }
        self.fail("The record could not be saved, so the clock stands", error);
    }

    fn read_keys(&mut self, ui: &Ui) {
        let in_room = self.screen.room().is_some();
        let in_console = matches!(self.screen, Screen::Console(..));
        let in_planning = matches!(self.screen, Screen::Planning(_));
        let in_hot_wash = matches!(self.screen, Screen::HotWash(_));
        let has_dialog =
            matches!(&self.screen, Screen::Console(console, _) if console.has_dialog());
        let under_a_dialog = has_dialog || ui.memory(|memory| memory.top_modal_layer().is_some());
        let typing = ui.text_edit_focused();
        let on_a_widget = ui.memory(|memory| memory.focused().is_some());
        for act in Act::ALL {
            let fits = if act.of_console() {
                let shows = matches!(act, Act::Projector | Act::Blackout);
                in_console || (shows && (in_planning || in_hot_wash))
            } else if in_room {
                act != Act::Library
            } else {
                act.outside()
            };
            let free = match act {
                Act::Help => true,
                // The space bar presses the button that has the focus.
                Act::TogglePause => !typing && !under_a_dialog && !on_a_widget,
                _ => !typing && !under_a_dialog,
            };
            if fits
                && free
                && let Some(shortcut) = act.shortcut()
                && !(act.of_console() && is_held(ui, shortcut))
                && ui.input_mut(|input| input.consume_shortcut(&shortcut))
            {
                self.pending.push(UiCommand::Act(act));
                // What comes after it in the same frame belongs to what it opens.
                if act.opens() {
                    break;
                }
            }
        }
    }

    fn screen_ui(&mut self, ui: &mut Ui) {
        let out = &mut self.pending;
        match &mut self.screen {
            Screen::Library => {
                let shown = library_ui::Shown {
                    library: self.library.as_ref(),
                    ledger: &self.ledger,
                    said: &self.said,
                };
                library_ui::library_ui(ui, &shown, &mut self.library_memory, out);
            }
            Screen::Briefing { setup, .. } => {
                briefing_ui::briefing_ui(ui, setup, &self.ledger, out);
            }
            Screen::Author(memory) => author::author_ui(ui, memory, out),
            Screen::Planning(memory) => planning::planning_ui(ui, memory, &self.projector, out),
            Screen::Room(room, _) => room.ui(ui, self.now, self.settings.muted, out),
            Screen::Console(console, _) => console.ui(ui, self.now, &self.projector, out),
            Screen::HotWash(talk) => talk.ui(ui, self.now, &self.projector, out),
            Screen::Working(opening) => library_ui::opening_ui(ui, opening.what, out),
            Screen::Review(memory) => review::review_ui(ui, memory, &self.ledger, out),
        }
    }

    /// Draws the projector's window, where there is something for a room to see.
    fn projector_ui(&mut self, ui: &Ui) {
        let scene = match &self.screen {
            Screen::Console(console, _) => {
                let exercise = &console.room.exercise;
                Scene::Exercise(exercise, exercise.now(self.now))
            }
            Screen::Planning(memory) => Scene::Before(&memory.setup.scenario),
            Screen::HotWash(talk) => Scene::After(talk.console.room.exercise.scenario()),
            _ => {
                self.projector.show(false);
                return;
            }
        };
        self.projector.ui(ui, &scene, &mut self.pending);
    }

    /// Asks for the next frame: when something is due, or when a clock's second changes.
    fn repaint_in_time(&self, ctx: &Context) {
        let in_ms = |ms: u64| ctx.request_repaint_after(Duration::from_millis(ms.clamp(16, 1_000)));
        if let Some(room) = self.screen.room() {
            if room.exercise.behind(self.now) > 0 {
                ctx.request_repaint();
            } else if room.exercise.clock().is_running() {
                in_ms(room.exercise.wall_ms_until_due(self.now).unwrap_or(1_000));
            } else if matches!(self.screen, Screen::Console(..)) {
                // The session's minutes run while the clock stands.
                ctx.request_repaint_after(Duration::from_secs(5));
            }
        }
        if let Screen::HotWash(talk) = &self.screen
            && talk.left(self.now) > 0
        {
            in_ms(1_000);
        }
    }

    fn overlay_ui(&mut self, ui: &Ui) {
        let in_room = self.screen.room().is_some();
        let in_hot_wash = matches!(self.screen, Screen::HotWash(_));
        let out = &mut self.pending;
        if self.overlay.settings {
            settings_ui::settings_ui(ui, &mut self.settings, &mut self.overlay.settings, out);
        }
        if self.overlay.help {
            help_ui::help_ui(ui, &mut self.overlay.help);
        }
        if let Some(index) = self.overlay.problems {
            let entry = self
                .library
                .as_ref()
                .and_then(|library| library.scenarios.get(index));
            if !entry.is_some_and(|entry| problems_ui::problems_ui(ui, entry)) {
                self.overlay.problems = None;
            }
        }
        if let Some(dialog) = &mut self.overlay.import
            && !author::import_ui(ui, dialog, out)
        {
            self.overlay.import = None;
        }
        if let Some(dialog) = &mut self.overlay.files
            && !files_ui::files_ui(ui, dialog, out)
        {
            self.overlay.files = None;
        }
        if let Some((what, why)) = &self.overlay.error {
            help_ui::error_ui(ui, what, why, out);
        }
        if ui.input(|input| input.viewport().close_requested()) && !self.may_quit {
            if in_room || in_hot_wash {
                ui.send_viewport_cmd(ViewportCommand::CancelClose);
                self.overlay.quit = true;
            } else {
                self.may_quit = true;
            }
        }
        if self.overlay.quit {
            help_ui::quit_ui(ui, &mut self.overlay.quit, out);
        }
    }
}

/// Whether a key is only repeated because somebody holds it, or pressed with Alt for something else: an
/// inject that reaches people can't be taken back.
fn is_held(ui: &Ui, shortcut: eframe::egui::KeyboardShortcut) -> bool {
    ui.input(|input| {
        let with_alt = input.modifiers.alt && !shortcut.modifiers.alt;
        let repeated = input.events.iter().any(|event| {
            matches!(event, eframe::egui::Event::Key { key, repeat: true, .. } if *key == shortcut.logical_key)
        });
        with_alt || repeated
    })
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        // The one look at the wall clock of a frame.
        self.now = (self.wall)();
        for report in self.backend.reports() {
            self.take_report(report);
        }
        self.stay_awake(matches!(
            self.screen,
            Screen::Planning(_) | Screen::Console(..) | Screen::HotWash(_)
        ));
        self.tick();
        for command in std::mem::take(&mut self.pending) {
            self.apply(ctx, command);
        }
        self.repaint_in_time(ctx);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.keep_what_was_typed();
        if let Err(why) = self.backend.finish_keeping() {
            tracing::error!("the after-action report could not be kept: {why}");
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        ui.painter()
            .rect_filled(ui.max_rect(), 0, tokens(ui).canvas);
        self.read_keys(ui);
        self.take_dropped(ui);
        self.screen_ui(ui);
        self.projector_ui(ui);
        self.overlay_ui(ui);
        if !self.pending.is_empty() {
            ui.request_repaint();
        }
    }
}

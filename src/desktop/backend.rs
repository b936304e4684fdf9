//! The only place in the window that touches files, automatic players and the score. What takes long
//! runs on a thread with a name, and reports back through a channel that wakes the window.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::Context;

mod lessons;
mod review;

use super::authoring::{self, OpenPlaybook, PlaybookEntry};
use super::command::Paper;
use super::compared::Compared;
use super::finished::{Finished, carried, finish, open, read};
use super::hindsight::BranchView;
use super::setup::Setup;
use super::staging::{self, PaperDone, PaperOrder};
use super::watch::Watched;
use super::{files_ui, planning};
use crate::base::Id;
use crate::base::id::SeatId;
use crate::exercise::{Exercise, Header, Speed, WallMs};
use crate::player::trainee_seat;
use crate::review::Ledger;
use crate::review::comparison::Contender;
use crate::scenario::{Command, Scenario};
use crate::score::Scorecard;
use crate::store::{
    DataDir, ExerciseEntry, Progress, ResultSummary, RoomPlan, ScenarioEntry, ScenarioFile,
    Settings, SqliteJournal, all_scenarios, find_scenario, list_exercises, new_record_path,
    read_ledger, read_limited, read_names, remove_record, save_result,
};

/// What the library shows.
#[derive(Debug, Default)]
pub struct Library {
    /// The scenarios, the one that was named on the command line first.
    pub scenarios: Vec<ScenarioEntry>,
    /// The playbooks.
    pub playbooks: Vec<PlaybookEntry>,
    /// The exercises, newest first.
    pub exercises: Vec<ExerciseEntry>,
    /// The corrective actions of all exercises; none if they could not be read.
    pub ledger: Option<Ledger>,
    /// How often the ledger had been changed here when it was read.
    pub ledger_changes: u64,
    /// What could not be read.
    pub errors: Vec<String>,
}

/// What has become of the ledger, or of a record.
pub enum Kept {
    /// The ledger as it is now, and how often it was changed here.
    Ledger(Ledger, u64),
    /// What the library says of it; it is read again.
    Said(String),
    /// A file was written.
    Written(String),
    /// What was too old is gone, and what to say of it.
    Begun(Option<String>),
}

/// What the review of a record asked for.
pub enum Answer {
    /// All its branches.
    Branches(Vec<BranchView>),
    /// A branch was made, and played to its end.
    Forked(BranchView),
    /// A branch was made, to be played on by hand.
    ForkedByHand(PathBuf),
    /// A branch could not be made or read, and why.
    NotForked(String),
    /// The record that it branches off was found.
    Origin(PathBuf),
    /// It stands beside others.
    Compared(Box<Compared>),
    /// Another run is to stand beside it.
    Beside(PathBuf, Box<Contender>),
}

/// What a thread reports.
pub enum Report {
    /// The library was read.
    Library(Library),
    /// An exercise was opened to go on with.
    Resumed(Box<Exercise>, PathBuf, BTreeMap<SeatId, String>),
    /// A score was made.
    Scored(Box<Finished>),
    /// A record could not be opened or scored: which, what was to be done, and why it was not.
    NotOpened(PathBuf, &'static str, String),
    /// An exercise that is over was scored again, after a facilitator's word.
    Rescored(Box<Finished>),
    /// A playbook was opened.
    Playbook(Box<OpenPlaybook>),
    /// A playbook's file was written, and what to say of it.
    PlaybookWritten(Box<OpenPlaybook>, String),
    /// A person's own scenario was loaded, to open its briefing.
    Scenario(Box<ScenarioEntry>),
    /// The file of the open briefing was read again.
    Reread(Box<ScenarioEntry>),
    /// What came of a paper of an exercise for a room.
    Paper(Paper, Result<PaperDone, String>),
    /// A file was chosen for a paper.
    Chosen(Paper, PathBuf),
    /// What has become of the ledger or of a record.
    Kept(Kept),
    /// What the review of a record asked for.
    Reviewed(PathBuf, Answer),
    /// A report was written, or not, and what to say of it.
    Reported(PathBuf, Result<String, String>),
    /// Nothing came of it, and that is as it should be.
    Nothing,
    /// It did not work, and why.
    Failed(&'static str, String),
}

/// Files, players and score.
pub struct Backend {
    dir: DataDir,
    named: Option<ScenarioFile>,
    context: Context,
    to: Sender<Report>,
    from: Receiver<Report>,
    reviews: Arc<Mutex<()>>,
    lessons: lessons::Keeper,
}

impl Backend {
    /// A backend over a data folder, and a scenario that was named on the command line.
    #[must_use]
    pub fn new(dir: DataDir, named: Option<ScenarioFile>, context: Context) -> Self {
        let (to, from) = channel();
        Self {
            dir,
            named,
            context,
            to,
            from,
            reviews: Arc::default(),
            lessons: lessons::Keeper::default(),
        }
    }

    /// What threads have reported since the last call.
    pub fn reports(&self) -> Vec<Report> {
        self.from.try_iter().collect()
    }

    /// The settings, or the defaults and why they could not be read.
    pub fn settings(&self) -> (Settings, Option<String>) {
        match Settings::load(&self.dir) {
            Ok(settings) => (settings, None),
            Err(error) => (Settings::default(), Some(error.to_string())),
        }
    }

    /// Saves the settings.
    ///
    /// # Errors
    /// Why they could not be saved.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), String> {
        settings.save(&self.dir).map_err(|error| error.to_string())
    }

    fn spawn(&self, name: &'static str, work: impl FnOnce() -> Report + Send + 'static) {
        let (to, context) = (self.to.clone(), self.context.clone());
        let spawned = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                // A window that was closed meanwhile wants no report.
                let _ = to.send(work());
                context.request_repaint();
            });
        if let Err(error) = spawned {
            let _ = self.to.send(Report::Failed(
                "No thread could be started",
                error.to_string(),
            ));
        }
    }

    /// Reads scenarios and exercises.
    pub fn read_library(&self) {
        let (dir, named) = (self.dir.clone(), self.named.clone());
        let keeper = self.lessons.clone();
        self.spawn("library", move || {
            Report::Library(read_library(&dir, named.as_ref(), &keeper))
        });
    }

    /// Asks for a playbook's file with the system's dialog, and opens it.
    pub fn browse_for_playbook(&self) {
        self.spawn("browse", || {
            let dialog = rfd::FileDialog::new()
                .set_title("Import a playbook")
                .add_filter("Playbooks", &["md", "markdown", "txt"]);
            match dialog.pick_file() {
                Some(path) => opened(authoring::open(&path)),
                None => Report::Nothing,
            }
        });
    }

    /// Opens a playbook's file.
    pub fn open_playbook(&self, path: PathBuf) {
        self.spawn("playbook", move || opened(authoring::open(&path)));
    }

    /// Opens a playbook that comes with the program.
    pub fn open_shipped_playbook(&self, name: PathBuf) {
        self.spawn("playbook", move || opened(authoring::open_shipped(&name)));
    }

    /// Writes texts in the place of a playbook's placeholders.
    pub fn fill(&self, open: Arc<OpenPlaybook>, place: usize, texts: Vec<(usize, String)>) {
        let dir = self.dir.clone();
        self.spawn("fill", move || {
            written(authoring::fill(&dir, &open, place, &texts))
        });
    }

    /// Makes an edit that was offered for a playbook.
    pub fn edit(&self, open: Arc<OpenPlaybook>, place: usize) {
        let dir = self.dir.clone();
        self.spawn("edit", move || written(authoring::edit(&dir, &open, place)));
    }

    /// Makes a scenario of a playbook, and loads it.
    pub fn make_checklist(&self, open: Arc<OpenPlaybook>, place: usize, pack: Id) {
        let dir = self.dir.clone();
        self.spawn("checklist", move || {
            match authoring::make_checklist(&dir, &open, place, &pack) {
                Ok(folder) => loaded(&folder),
                Err(why) => Report::Failed("No exercise could be made of the playbook", why),
            }
        });
    }

    /// Loads a scenario's file or folder, to open its briefing.
    pub fn open_scenario(&self, path: PathBuf) {
        self.spawn("scenario", move || loaded(&path));
    }

    /// Reads a person's own scenario again, with all that can be said of it.
    pub fn reread(&self, path: PathBuf) {
        self.spawn("reread", move || match read_own(&path) {
            Some(entry) => Report::Reread(Box::new(entry)),
            None => Report::Nothing,
        });
    }

    /// Watches a person's own scenario; reports each time that it was written.
    pub(super) fn watch(&self, path: &Path) -> Option<Watched> {
        let (to, context, file) = (self.to.clone(), self.context.clone(), path.to_path_buf());
        let watched = Watched::new(path, move || {
            if let Some(entry) = read_own(&file) {
                // A window that was closed meanwhile wants no report.
                let _ = to.send(Report::Reread(Box::new(entry)));
                context.request_repaint();
            }
        });
        match watched {
            Ok(watched) => Some(watched),
            Err(error) => {
                tracing::warn!(%error, "the scenario's file can't be watched");
                None
            }
        }
    }

    /// Starts an exercise, and its record.
    ///
    /// # Errors
    /// Why it could not be started.
    pub fn start(&self, setup: &Setup) -> Result<(Exercise, PathBuf), String> {
        self.begin(setup, None)
    }

    fn begin(&self, setup: &Setup, own: Option<Id>) -> Result<(Exercise, PathBuf), String> {
        let (id, text) = (setup.scenario.id.clone(), setup.source.to_string());
        let header = Header {
            readiness_off: setup.readiness_off.iter().cloned().collect(),
            level: setup.level.clone(),
            exercise: own,
            ..Header::new(id, text, setup.seed, trainee_seat())
        };
        let path = new_record_path(&self.dir, &setup.scenario.id, jiff::Timestamp::now());
        let journal = SqliteJournal::create(&path, &header).map_err(|error| error.to_string())?;
        let speed = Speed::new(setup.speed);
        let exercise = Exercise::start(header, &setup.scenario, speed, Box::new(journal))
            .map_err(|error| error.to_string())?;
        Ok((exercise, path))
    }

    /// Starts an exercise for a room, and its record.
    ///
    /// # Errors
    /// Why it could not be started.
    pub(super) fn start_room(
        &self,
        plan: &planning::Memory,
    ) -> Result<(Exercise, PathBuf), String> {
        let now = jiff::Timestamp::now().as_millisecond();
        let (mut exercise, path) = self.begin(&plan.setup, Id::new(&format!("room-{now}")).ok())?;
        if let Err(why) = staging::stage(&mut exercise, &path, &plan.plan) {
            // Half an exercise is none.
            drop(exercise);
            if let Err(error) = remove_record(&path) {
                tracing::warn!(%error, "the record of an exercise that did not start is left");
            }
            return Err(why);
        }
        Ok((exercise, path))
    }

    /// What was planned for a room before, or what the scenario proposes.
    ///
    /// # Errors
    /// Why the plan that is there could not be read.
    pub(super) fn plan(&self, scenario: &Scenario) -> Result<RoomPlan, String> {
        match RoomPlan::load(&self.dir, &scenario.id) {
            Ok(plan) => Ok(plan.unwrap_or_else(|| RoomPlan::proposed(scenario))),
            Err(error) => {
                // The next change would write over what somebody may still mend.
                let aside = RoomPlan::set_aside(&self.dir, &scenario.id);
                let aside = aside.map_err(|error| error.to_string())?;
                Err(format!("{error}; it is kept as {}", aside.display()))
            }
        }
    }

    /// Keeps what is planned for a room.
    ///
    /// # Errors
    /// Why it could not be kept.
    pub(super) fn save_plan(&self, scenario: &Scenario, plan: &RoomPlan) -> Result<(), String> {
        plan.save(&self.dir, &scenario.id)
            .map_err(|error| error.to_string())
    }

    /// How many bytes are free where records are kept; none if nobody can tell.
    #[must_use]
    pub fn disk_free(&self) -> Option<u64> {
        fs4::available_space(self.dir.root()).ok()
    }

    /// Where papers are put if nobody says otherwise.
    #[must_use]
    pub fn papers(&self) -> PathBuf {
        let user = directories::UserDirs::new();
        let documents = user.and_then(|user| user.document_dir().map(Path::to_path_buf));
        documents
            .filter(|folder| folder.is_dir())
            .unwrap_or_else(|| self.dir.root().to_path_buf())
    }

    /// Asks for a paper's file with the system's dialog.
    pub(super) fn browse(&self, paper: Paper) {
        let folder = self.papers();
        self.spawn("browse", move || {
            let kind = files_ui::kind(paper);
            let dialog = rfd::FileDialog::new()
                .set_title(kind.title)
                .set_directory(&folder)
                .add_filter(kind.title, kind.endings);
            let chosen = if kind.writes {
                dialog.set_file_name(kind.name).save_file()
            } else {
                dialog.pick_file()
            };
            chosen.map_or(Report::Nothing, |path| Report::Chosen(paper, path))
        });
    }

    /// Writes or reads a paper.
    pub(super) fn paper(&self, order: PaperOrder, path: PathBuf) {
        self.spawn("paper", move || {
            let paper = order.paper;
            Report::Paper(paper, staging::carry_out(&order, &path))
        });
    }

    /// Opens an exercise to go on with.
    pub fn resume(&self, path: PathBuf) {
        self.spawn("resume", move || resumed(path));
    }

    /// Scores an exercise that is over, and keeps the result beside its record.
    pub fn score(&self, exercise: &Exercise, path: PathBuf) {
        let header = exercise.header().clone();
        let entries = exercise.entries().to_vec();
        let dir = self.dir.clone();
        self.spawn("score", move || match carried(&header) {
            Ok(scenario) => {
                let finished = finish(scenario, &header, &entries, path.clone());
                keep(&finished.path, &finished.review.card);
                lessons::judge(&dir, &finished);
                Report::Scored(Box::new(finished))
            }
            Err(why) => Report::NotOpened(path, "The exercise could not be scored", why),
        });
    }

    /// Scores a record again, to show its result.
    pub fn open_result(&self, path: PathBuf) {
        let keeper = self.lessons.clone();
        self.spawn("score", move || opened_result(&keeper, path));
    }

    /// Puts a facilitator's word on the record of an exercise that is over, and scores it again.
    pub fn review(&self, path: PathBuf, command: Command) {
        let turn = Arc::clone(&self.reviews);
        let dir = self.dir.clone();
        self.spawn("review", move || {
            // One after the other: each adds to what the one before has left.
            let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            match review(&path, &command) {
                Ok((exercise, scenario)) => {
                    let finished = finish(scenario, exercise.header(), exercise.entries(), path);
                    keep(&finished.path, &finished.review.card);
                    lessons::judge(&dir, &finished);
                    Report::Rescored(Box::new(finished))
                }
                Err(why) => {
                    Report::Failed("The facilitator's word could not be put on record", why)
                }
            }
        });
    }
}

/// The day that it is here.
#[must_use]
pub fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// A seed that nobody chose.
#[must_use]
pub fn new_seed() -> u64 {
    let nanoseconds = jiff::Timestamp::now().as_nanosecond();
    u64::try_from(nanoseconds.rem_euclid(999_983)).unwrap_or(1) + 1
}

fn opened(opened: Result<OpenPlaybook, String>) -> Report {
    match opened {
        Ok(open) => Report::Playbook(Box::new(open)),
        Err(why) => Report::Failed("The playbook could not be opened", why),
    }
}

fn written(written: Result<(OpenPlaybook, String), String>) -> Report {
    match written {
        Ok((open, said)) => Report::PlaybookWritten(Box::new(open), said),
        Err(why) => Report::Failed("The playbook was not written", why),
    }
}

fn loaded(path: &Path) -> Report {
    match find_scenario(path) {
        Ok(file) => Report::Scenario(Box::new(ScenarioEntry::load(&file, false))),
        Err(error) => Report::Failed("The scenario could not be opened", error.to_string()),
    }
}

/// A scenario's file as it is now. While an editor writes it, it may not be there for a moment.
fn read_own(path: &Path) -> Option<ScenarioEntry> {
    let bytes = read_limited(path).ok()?;
    let path = path.to_path_buf();
    Some(ScenarioEntry::load_for_author(&ScenarioFile {
        path,
        bytes,
    }))
}

fn read_library(dir: &DataDir, named: Option<&ScenarioFile>, keeper: &lessons::Keeper) -> Library {
    let mut library = Library::default();
    let (scenarios, errors) = all_scenarios(dir);
    library
        .errors
        .extend(errors.iter().map(ToString::to_string));
    if let Some(file) = named {
        // It may have been edited since the program was started.
        let fresh = find_scenario(&file.path).unwrap_or_else(|_| file.clone());
        let shipped = !fresh.path.exists();
        library.scenarios.push(ScenarioEntry::load(&fresh, shipped));
    }
    let known = library.scenarios.first().map(|entry| entry.path.clone());
    library.scenarios.extend(
        scenarios
            .into_iter()
            .filter(|entry| Some(&entry.path) != known.as_ref()),
    );
    // What can be played comes first.
    let first = usize::from(named.is_some());
    if let Some(rest) = library.scenarios.get_mut(first..) {
        rest.sort_by_key(|entry| entry.playable().is_none());
    }
    let (playbooks, errors) = authoring::list(dir);
    library.playbooks = playbooks;
    library.errors.extend(errors);
    library.ledger_changes = keeper.changes();
    match read_ledger(dir) {
        Ok(ledger) => library.ledger = Some(ledger),
        Err(error) => library.errors.push(error.to_string()),
    }
    match list_exercises(dir) {
        Ok((mut exercises, errors)) => {
            // A branch that is over shows in the review of the record that it leaves, as long as that is there.
            exercises
                .retain(|entry| entry.origin.is_none() || entry.progress == Progress::Unfinished);
            library.exercises = exercises;
            library
                .errors
                .extend(errors.iter().map(ToString::to_string));
        }
        Err(error) => library.errors.push(error.to_string()),
    }
    library
}

/// Keeps a result beside its record. It can be worked out again at any time; the score is worth showing.
fn keep(path: &Path, card: &Scorecard) {
    if let Err(error) = save_result(path, &ResultSummary::from(card)) {
        tracing::warn!("the result was not kept: {error}");
    }
}

fn review(path: &Path, command: &Command) -> Result<(Exercise, Arc<Scenario>), String> {
    let (scenario, opened) = open(path)?;
    let journal = Box::new(opened.journal);
    let stopped = opened.stopped;
    let mut exercise = Exercise::resume(opened.record, &scenario, stopped, journal);
    let given = exercise.command(WallMs::default(), command);
    given.map_err(|error| error.to_string())?;
    Ok((exercise, scenario))
}

/// A record as it is shown: with all that was written of it. Nothing else of it changes.
fn opened_result(keeper: &lessons::Keeper, path: PathBuf) -> Report {
    if let Err(why) = keeper.finish(&path) {
        // Whoever wrote it has been told; it is shown and goes on waiting.
        tracing::warn!("the after-action report is not kept yet: {why}");
    }
    match read(&path) {
        Ok((scenario, record)) => {
            let mut finished = finish(scenario, &record.header, &record.entries, path);
            finished.after = keeper.waiting_for(&finished.path).or(finished.after);
            Report::Scored(Box::new(finished))
        }
        Err(why) => Report::NotOpened(path, "The result could not be opened", why),
    }
}

/// Opens an exercise to go on with it.
fn resumed(path: PathBuf) -> Report {
    match open(&path) {
        Ok((scenario, opened)) => {
            let journal = Box::new(opened.journal);
            let exercise = Exercise::resume(opened.record, &scenario, opened.stopped, journal);
            // An exercise goes on without names too.
            let names = read_names(&path).unwrap_or_default();
            Report::Resumed(Box::new(exercise), path, names)
        }
        Err(why) => Report::NotOpened(path, "The exercise could not be resumed", why),
    }
}

//! The library: exercises to resume, scenarios as cards, recent results.

use eframe::egui::{
    Align, CentralPanel, Label, Layout, RichText, ScrollArea, Sense, Spinner, Ui, vec2,
};
use egui_material_icons::icons::{
    ICON_ARCHIVE, ICON_ARROW_BACK, ICON_CHECKLIST, ICON_ERROR, ICON_FILE_OPEN, ICON_FOLDER_OPEN,
    ICON_GROUP, ICON_KEYBOARD, ICON_LIST_ALT, ICON_MENU_BOOK, ICON_PLAY_ARROW, ICON_REFRESH,
    ICON_SCHEDULE, ICON_SETTINGS, ICON_SIGNAL_CELLULAR_ALT, ICON_WARNING,
};

use super::authoring::PlaybookEntry;
use super::backend::{Library, today};
use super::command::{Act, Paper, UiCommand};
use super::theme::{self, tokens};
use super::{ledger_ui, problems_ui, widgets, words};
use crate::base::id::ScenarioId;
use crate::review::Ledger;
use crate::scenario::Scenario;
use crate::store::{ExerciseEntry, Progress, ResultSummary, ScenarioEntry};

/// The narrowest and the widest card.
const NARROWEST_CARD: f32 = 380.0;
const WIDEST_CARD: f32 = 560.0;
/// How many cards stand side by side at most.
const MOST_COLUMNS: u8 = 4;
/// How many results are listed unless all are asked for.
const RECENT: usize = 8;
/// The height of a card's two lines of results.
const RESULT_LINES: f32 = 50.0;
/// The height of a result's row.
const RESULT_ROW: f32 = 34.0;

/// Says that something is being worked out.
pub(super) fn working_ui(ui: &mut Ui, what: &str) {
    ui.add_space(ui.available_height() * 0.4);
    ui.vertical_centered(|ui| {
        ui.add(Spinner::new().size(28.0));
        ui.add_space(theme::GAP);
        ui.label(RichText::new(format!("{what}…")).size(theme::HEADLINE));
    });
}

/// Draws what is being opened, and the way back.
pub(super) fn opening_ui(ui: &mut Ui, what: &str, out: &mut Vec<UiCommand>) {
    working_ui(ui, what);
    ui.add_space(theme::GAP);
    ui.vertical_centered(|ui| {
        if widgets::button_ui(ui, ICON_ARROW_BACK, "Back to the library").clicked() {
            out.push(UiCommand::Act(Act::Library));
        }
    });
}

/// What the library remembers.
#[derive(Default)]
pub(super) struct Memory {
    ledger: ledger_ui::Memory,
    /// Whether all results are listed.
    all_results: bool,
}

/// What the library shows.
pub(super) struct Shown<'a> {
    /// Scenarios, playbooks and exercises, once they are read.
    pub(super) library: Option<&'a Library>,
    /// The corrective actions.
    pub(super) ledger: &'a Ledger,
    /// What came of something.
    pub(super) said: &'a [String],
}

/// Draws the library.
pub(super) fn library_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let frame = tokens(ui).canvas_frame().inner_margin(24);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            widgets::title_ui(ui, "Library");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for (icon, act, name) in [
                    (ICON_SETTINGS, Act::Settings, "Settings"),
                    (ICON_KEYBOARD, Act::Help, "Keyboard shortcuts"),
                    (ICON_REFRESH, Act::Reload, "Read the scenario folders again"),
                ] {
                    if widgets::icon_button_ui(ui, icon, name).clicked() {
                        out.push(UiCommand::Act(act));
                    }
                }
                if widgets::button_ui(ui, ICON_FILE_OPEN, "Import a playbook…").clicked() {
                    out.push(UiCommand::ImportPlaybook);
                }
                let record = widgets::button_ui(ui, ICON_ARCHIVE, "Take a record in…");
                if record.clicked() {
                    out.push(UiCommand::AskFile(Paper::CarriedRecord));
                }
            });
        });
        ui.add_space(theme::GAP);
        let Some(library) = shown.library else {
            working_ui(ui, "Reading scenarios");
            return;
        };
        ScrollArea::vertical()
            .id_salt("library")
            .auto_shrink(false)
            .show(ui, |ui| {
            for said in shown.said {
                widgets::done_ui(ui, said);
            }
            for error in &library.errors {
                let t = tokens(ui);
                widgets::banner_ui(ui, ICON_WARNING, t.caution, error);
            }
            resume_ui(ui, library, out);
            // Where there is none yet, scenarios come first.
            let has_actions = !shown.ledger.actions.is_empty();
            if has_actions {
                ledger_ui::ledger_ui(ui, &mut memory.ledger, shown.ledger, today(), out);
            }
            widgets::headline_ui(ui, "Scenarios");
            ui.add_space(4.0);
            if library.scenarios.is_empty() {
                let text = "Put a folder with a scenario.ron into the scenarios folder of your Hotwash data, then read the folders again.";
                widgets::empty_ui(ui, ICON_FOLDER_OPEN, "No scenario here yet", text);
            }
            cards_ui(ui, library, out);
            ui.add_space(theme::WIDE_GAP);
            playbooks_ui(ui, library, out);
            results_ui(ui, library, &mut memory.all_results, out);
            if !has_actions {
                ui.add_space(theme::WIDE_GAP);
                ledger_ui::ledger_ui(ui, &mut memory.ledger, shown.ledger, today(), out);
            }
        });
    });
}

fn title<'a>(library: &'a Library, id: &'a ScenarioId) -> &'a str {
    let scenarios = library
        .scenarios
        .iter()
        .filter_map(|entry| entry.scenario.as_deref());
    scenarios
        .filter(|scenario| scenario.id == *id)
        .map(|scenario| scenario.title.as_str())
        .next()
        .unwrap_or(id.as_str())
}

fn resume_ui(ui: &mut Ui, library: &Library, out: &mut Vec<UiCommand>) {
    let open: Vec<_> = library
        .exercises
        .iter()
        .filter(|entry| entry.progress == Progress::Unfinished)
        .collect();
    if open.is_empty() {
        return;
    }
    widgets::headline_ui(ui, "Exercises to resume");
    ui.add_space(4.0);
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (i, entry) in open.iter().enumerate() {
            if i > 0 {
                ui.separator();
            }
            ui.horizontal(|ui| {
                let name = title(library, &entry.scenario);
                widgets::cell_ui(ui, 220.0, name);
                let branch = entry.branch.as_ref();
                let text = branch.map_or_else(
                    || format!("stands at {}", words::clock(entry.at)),
                    |of| format!("branch of {}", of.record),
                );
                widgets::cell_ui(ui, 170.0, RichText::new(text).color(t.dim));
                ui.label(
                    RichText::new(format!(
                        "seed {} · {}",
                        entry.seed,
                        words::local_time(entry.began)
                    ))
                    .color(t.dim),
                );
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let label = format!("Resume {name} at {}", words::clock(entry.at));
                    let pressed =
                        widgets::button_ui(ui, ICON_PLAY_ARROW, "Resume").accessible_name(label);
                    if pressed.clicked() {
                        out.push(UiCommand::Resume(entry.path.clone()));
                    }
                });
            });
        }
    });
    ui.add_space(theme::WIDE_GAP);
}

/// The scenarios in rows of as many cards as fit, all of a row as wide and as high as each other.
fn cards_ui(ui: &mut Ui, library: &Library, out: &mut Vec<UiCommand>) {
    let gap = theme::WIDE_GAP;
    // The scroll bar floats over the last pixels.
    let room = ui.available_width() - theme::GAP;
    let mut columns = 1_u8;
    let wide = |columns: u8| (room + gap) / f32::from(columns) - gap;
    while columns < MOST_COLUMNS && wide(columns + 1) >= NARROWEST_CARD {
        columns += 1;
    }
    let width = wide(columns).min(WIDEST_CARD);
    let numbered: Vec<_> = library.scenarios.iter().enumerate().collect();
    for (number, row) in numbered.chunks(usize::from(columns)).enumerate() {
        // How high the upper parts of this row were in the last frame: those less high are filled up.
        let memory = ui.scope_id().with(("row of cards", number, columns));
        let known: f32 = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
        let mut highest: f32 = 0.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (i, entry) in row {
                let upper = card_ui(ui, library, (*i, entry), [width, known], out);
                highest = highest.max(upper);
            }
        });
        if (highest - known).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(memory, highest));
            ui.request_repaint();
        }
        ui.add_space(gap - ui.spacing().item_spacing.y);
    }
}

/// One card, with the width and the height of its upper part that it shall have. Says how high its upper
/// part is by itself.
fn card_ui(
    ui: &mut Ui,
    library: &Library,
    (i, entry): (usize, &ScenarioEntry),
    [width, upper]: [f32; 2],
    out: &mut Vec<UiCommand>,
) -> f32 {
    const MARGIN: i8 = 18;
    let frame = tokens(ui).card_frame().inner_margin(MARGIN);
    let card = frame.show(ui, |ui| {
        let column = ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.set_width(width - 2.0 * f32::from(MARGIN) - 2.0);
            ui.spacing_mut().item_spacing = vec2(theme::GAP, 6.0);
            let Some(scenario) = entry.playable() else {
                broken_ui(ui, i, entry, out);
                return 0.0;
            };
            let begun = ui.min_rect().height();
            about_ui(ui, entry, scenario);
            let natural = ui.min_rect().height() - begun;
            ui.add_space((upper - natural).max(0.0));
            played_ui(ui, library, i, entry, scenario, out);
            natural
        });
        column.inner
    });
    card.inner
}

/// What a scenario is about.
fn about_ui(ui: &mut Ui, entry: &ScenarioEntry, scenario: &Scenario) {
    let t = tokens(ui);
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 18.0);
    ui.horizontal(|ui| {
        widgets::caption_ui(ui, &scenario.code_name);
        if !entry.shipped {
            widgets::chip_ui(ui, "Your own", t.dim).on_hover_text(entry.path.display().to_string());
        }
    });
    ui.spacing_mut().interact_size.y = height;
    ui.add(Label::new(RichText::new(&scenario.title).size(20.0)).wrap());
    ui.add(Label::new(RichText::new(&scenario.summary).color(t.dim)).wrap());
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let difficulty = words::difficulty(scenario.difficulty);
        widgets::sign_ui(ui, ICON_SIGNAL_CELLULAR_ALT, difficulty, t.text);
        widgets::sign_ui(ui, ICON_SCHEDULE, &scenario.plays_in.to_string(), t.text)
            .on_hover_text("How long it usually takes to play");
        let seats = words::count(scenario.people.len(), "person", "people");
        widgets::sign_ui(ui, ICON_GROUP, &seats, t.text).on_hover_text("The staff you send");
    });
    ui.add_space(2.0);
    techniques_ui(ui, scenario);
}

/// How it was played, and the way to its briefing.
fn played_ui(
    ui: &mut Ui,
    library: &Library,
    i: usize,
    entry: &ScenarioEntry,
    scenario: &Scenario,
    out: &mut Vec<UiCommand>,
) {
    ui.add_space(2.0);
    ui.separator();
    let results = library
        .exercises
        .iter()
        .filter(|exercise| exercise.scenario == scenario.id);
    let results: Vec<ResultSummary> = results
        .filter_map(|exercise| match exercise.progress {
            Progress::Finished(result) => Some(result),
            Progress::Unfinished => None,
        })
        .collect();
    let best = results
        .iter()
        .max_by(|a, b| a.process.total_cmp(&b.process));
    ui.vertical(|ui| {
        // Room for both lines in every card, so that those of a row are as high as each other.
        ui.set_min_height(RESULT_LINES);
        match (results.first(), best) {
            (Some(latest), Some(best)) => {
                result_line_ui(ui, "Latest", latest);
                result_line_ui(ui, "Best", best);
            }
            _ => {
                widgets::dim_ui(ui, "Not played yet");
            }
        }
    });
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let name = format!("Open briefing of {}", scenario.title);
        let pressed = widgets::primary_ui(ui, true, ICON_MENU_BOOK, "Open briefing", "")
            .accessible_name(name);
        if pressed.clicked() {
            out.push(UiCommand::OpenBriefing(i));
        }
        if !entry.diagnostics.is_empty() {
            let text = words::count(entry.diagnostics.len(), "warning", "warnings");
            if widgets::button_ui(ui, ICON_WARNING, &text).clicked() {
                out.push(UiCommand::ShowProblems(i));
            }
        }
    });
}

fn techniques_ui(ui: &mut Ui, scenario: &Scenario) {
    const SHOWN: usize = 4;
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 5.0);
        ui.spacing_mut().interact_size.y = 18.0;
        for technique in scenario.attack.iter().take(SHOWN) {
            let name = if technique.sub.is_empty() {
                technique.name.clone()
            } else {
                format!("{}: {}", technique.name, technique.sub)
            };
            widgets::chip_ui(ui, &technique.id, t.accent).on_hover_text(name);
        }
        let more = scenario.attack.len().saturating_sub(SHOWN);
        if more > 0 {
            let rest: Vec<&str> = scenario
                .attack
                .iter()
                .skip(SHOWN)
                .map(|x| x.id.as_str())
                .collect();
            widgets::chip_ui(ui, &format!("+{more}"), t.dim).on_hover_text(rest.join(", "));
        }
    });
}

fn result_line_ui(ui: &mut Ui, name: &str, result: &ResultSummary) {
    let t = tokens(ui);
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 18.0);
    ui.horizontal(|ui| {
        widgets::cell_ui(ui, 52.0, RichText::new(name).color(t.dim));
        ui.label(summary(result));
    });
    ui.spacing_mut().interact_size.y = height;
}

/// The three figures, never one alone.
fn summary(result: &ResultSummary) -> String {
    let outcome = result
        .outcome
        .map_or_else(String::new, |outcome| format!(" · outcome {outcome:.0}"));
    format!(
        "process {:.0}{outcome} · coverage {:.0} %",
        result.process,
        result.coverage * 100.0
    )
}

fn broken_ui(ui: &mut Ui, i: usize, entry: &ScenarioEntry, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let folder = entry.path.parent().and_then(|folder| folder.file_name());
    let name = folder
        .or(entry.path.file_name())
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    widgets::sign_ui(ui, ICON_ERROR, "Can't be played as it is", t.bad);
    ui.add(Label::new(RichText::new(&name).size(20.0)).truncate());
    let path = entry.path.display().to_string();
    ui.add(
        Label::new(RichText::new(&path).small().color(t.dim))
            .truncate()
            .sense(Sense::hover()),
    )
    .on_hover_text(&path);
    let first = entry
        .diagnostics
        .iter()
        .find(|problem| problem.is_error())
        .or(entry.diagnostics.first());
    if let Some(problem) = first {
        let text = format!(
            "{}  {}",
            problems_ui::place(entry, problem),
            problem.message
        );
        ui.add(Label::new(text).wrap());
        if let Some(help) = &problem.help {
            ui.add(Label::new(RichText::new(help).small().color(t.dim)).wrap());
        }
    }
    ui.add_space(4.0);
    let text = format!(
        "See all {}",
        words::count(entry.diagnostics.len(), "problem", "problems")
    );
    if widgets::button_ui(ui, ICON_LIST_ALT, &text)
        .accessible_name(format!("{text} of {name}"))
        .clicked()
    {
        out.push(UiCommand::ShowProblems(i));
    }
}

/// The playbooks at hand, each of which can be played as a checklist.
fn playbooks_ui(ui: &mut Ui, library: &Library, out: &mut Vec<UiCommand>) {
    if library.playbooks.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        widgets::headline_ui(ui, "Playbooks");
        widgets::dim_ui(ui, "Any of them can be played as a checklist");
    });
    ui.add_space(4.0);
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (i, entry) in library.playbooks.iter().enumerate() {
            if i > 0 {
                ui.separator();
            }
            playbook_ui(ui, entry, out);
        }
    });
    ui.add_space(theme::WIDE_GAP);
}

fn playbook_ui(ui: &mut Ui, entry: &PlaybookEntry, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        let sign = ICON_CHECKLIST.rich_text().size(18.0).color(t.dim);
        ui.add(Label::new(sign).selectable(false));
        let room = (ui.available_width() - 420.0).clamp(160.0, 420.0);
        widgets::cell_ui(ui, room, &entry.title);
        let mut counted = words::count(entry.steps, "step", "steps");
        if entry.placeholders > 0 {
            let left = words::count(entry.placeholders, "placeholder", "placeholders");
            counted = format!("{counted}, {left}");
        }
        ui.label(RichText::new(counted).color(t.dim));
        if !entry.shipped {
            widgets::chip_ui(ui, "Your own", t.dim).on_hover_text(entry.path.display().to_string());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = format!("Open playbook {}", entry.title);
            let open = widgets::button_ui(ui, ICON_MENU_BOOK, "Open").accessible_name(name);
            if open.clicked() {
                let path = entry.path.clone();
                out.push(if entry.shipped {
                    UiCommand::OpenShippedPlaybook(path)
                } else {
                    UiCommand::OpenPlaybook(path)
                });
            }
        });
    });
}

fn results_ui(ui: &mut Ui, library: &Library, all: &mut bool, out: &mut Vec<UiCommand>) {
    let finished: Vec<(&ExerciseEntry, ResultSummary)> = library
        .exercises
        .iter()
        .filter_map(|entry| match entry.progress {
            Progress::Finished(result) => Some((entry, result)),
            Progress::Unfinished => None,
        })
        .collect();
    if finished.is_empty() {
        return;
    }
    widgets::headline_ui(ui, &format!("Recent results, {}", finished.len()));
    ui.add_space(4.0);
    tokens(ui).card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        for (place, (entry, result)) in finished.iter().enumerate() {
            if place >= RECENT && !*all {
                break;
            }
            result_row_ui(ui, library, entry, result, out);
        }
        widgets::more_ui(ui, all, RECENT, (finished.len(), "results"));
    });
}

fn result_row_ui(
    ui: &mut Ui,
    library: &Library,
    entry: &ExerciseEntry,
    result: &ResultSummary,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), RESULT_ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_height(RESULT_ROW);
        let name = title(library, &entry.scenario);
        widgets::cell_ui(ui, 220.0, name);
        widgets::cell_ui(ui, 300.0, summary(result));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = format!("Open result of {name}, {}", words::local_time(entry.began));
            if ui.button("Open result").accessible_name(label).clicked() {
                out.push(UiCommand::OpenResult(entry.path.clone()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let player = entry.player.as_deref();
                let who = player.map_or_else(String::new, |player| format!(" · {player} player"));
                let said = format!(
                    "{} · seed {}{who}",
                    words::local_time(entry.began),
                    entry.seed
                );
                ui.add(Label::new(RichText::new(said).color(t.dim)).truncate());
            });
        });
    });
}

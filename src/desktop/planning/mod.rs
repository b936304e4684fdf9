//! Preparing an exercise for a room: who takes part, how long, in which mode, the MSEL as a sheet, the
//! papers for participants and evaluators, and the ready check before STARTEX.

mod people_ui;
mod ready_ui;
mod session_ui;

use eframe::egui::{CentralPanel, Panel, ScrollArea, Ui};
use egui_material_icons::icons::ICON_ARROW_BACK;

use super::command::UiCommand;
use super::projector::Projector;
use super::setup::Setup;
use super::staging::PaperDone;
use super::theme::{self, tokens};
use super::{widgets, words};
use crate::base::Span;
use crate::conduct::modules::modules;
use crate::conduct::ready::{Check, Facts, Grade, checks};
use crate::conduct::roster::Roster;
use crate::scenario::Mode;
use crate::store::RoomPlan;

/// What the preparation remembers.
pub(super) struct Memory {
    /// Which scenario, seed and level.
    pub(super) setup: Box<Setup>,
    /// Who takes part and how long; kept in a file of its own between sittings.
    pub(super) plan: RoomPlan,
    /// The plan as it was last kept.
    pub(super) kept: RoomPlan,
    /// What came of the last file that was read or written, and whether it went well.
    pub(super) said: Option<(bool, String)>,
    /// What the machine says.
    pub(super) facts: Facts,
}

impl Memory {
    /// Begins with what was planned before for this scenario.
    pub(super) fn new(setup: Box<Setup>, plan: RoomPlan, facts: Facts) -> Self {
        Self {
            setup,
            kept: plan.clone(),
            plan,
            said: None,
            facts,
        }
    }

    /// Changes who moves the story. A length that nobody changed follows what the mode usually takes.
    fn switch(&mut self, mode: Mode) {
        if self.plan.minutes == self.usual(self.plan.mode) {
            self.plan.minutes = self.usual(mode);
        }
        self.plan.mode = mode;
    }

    /// How many minutes a mode usually takes.
    fn usual(&self, mode: Mode) -> u64 {
        let scenario = &self.setup.scenario;
        match mode {
            Mode::Operations => RoomPlan::proposed(scenario).minutes,
            Mode::Discussion => {
                let boxes = modules(scenario)
                    .iter()
                    .map(|m| m.takes.as_ms())
                    .sum::<u64>();
                boxes / 60_000
            }
        }
    }

    /// Takes in what came of a file.
    pub(super) fn take(&mut self, done: PaperDone) {
        let text = match done {
            PaperDone::Written => "The file is written".to_owned(),
            PaperDone::Roster(roster) => {
                let count = roster.participants.len();
                self.plan.roster = roster;
                words::count(count, "person was read", "people were read")
            }
            PaperDone::Msel(injects, changes) => {
                self.plan.msel = Some(injects);
                let count = words::count(changes.len(), "change", "changes");
                format!("The MSEL was read: {count}")
            }
            PaperDone::Evaluation(_) => return,
        };
        self.said = Some((true, text));
    }

    /// The ready check as things stand.
    pub(super) fn checks(&self, projector: &Projector) -> Vec<Check> {
        let speed = match self.plan.mode {
            Mode::Operations => Some(self.setup.speed),
            Mode::Discussion => None,
        };
        let facts = Facts {
            projector: projector.is_open(),
            scenario_findings: self
                .setup
                .file
                .as_ref()
                .map_or(0, |file| file.diagnostics.len()),
            booked: Span::from_minutes(self.plan.minutes),
            speed,
            ..self.facts.clone()
        };
        let seats: Vec<_> = self
            .plan
            .roster
            .participants
            .iter()
            .map(crate::conduct::roster::Participant::place)
            .collect();
        checks(&self.setup.scenario, &seats, &facts)
    }
}

/// Who takes part.
fn roster(memory: &mut Memory) -> &mut Roster {
    &mut memory.plan.roster
}

/// Draws the preparation.
pub(super) fn planning_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    projector: &Projector,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let checks = memory.checks(projector);
    let may_start = checks.iter().all(|check| check.grade != Grade::Bad);
    Panel::right("ready")
        .exact_size(400.0_f32.min(ui.available_width() * 0.4))
        .resizable(false)
        .frame(t.panel_frame().inner_margin(20))
        .show(ui, |ui| {
            ready_ui::ready_ui(ui, &checks, may_start, projector, out);
        });
    CentralPanel::default()
        .frame(t.canvas_frame().inner_margin(24))
        .show(ui, |ui| {
            if widgets::button_ui(ui, ICON_ARROW_BACK, "Briefing")
                .accessible_name("Back to the briefing")
                .clicked()
            {
                out.push(UiCommand::BackToBriefing);
            }
            ui.add_space(theme::GAP);
            ScrollArea::vertical()
                .id_salt("planning")
                .auto_shrink(false)
                .show(ui, |ui| {
                    widgets::page_width(ui, 980.0);
                    widgets::caption_ui(ui, &memory.setup.scenario.code_name);
                    let title = format!("For a room: {}", memory.setup.scenario.title);
                    widgets::title_ui(ui, &title);
                    said_ui(ui, memory);
                    session_ui::session_ui(ui, memory, out);
                    people_ui::people_ui(ui, memory, out);
                });
            // Not at each key: the file is written whole.
            if memory.plan != memory.kept && !ui.text_edit_focused() {
                out.push(UiCommand::PlanChanged);
            }
        });
}

/// What came of the last file.
fn said_ui(ui: &mut Ui, memory: &Memory) {
    let Some((good, text)) = &memory.said else {
        return;
    };
    ui.add_space(theme::GAP);
    if *good {
        widgets::done_ui(ui, text);
    } else {
        widgets::refusal_ui(ui, text);
    }
}

//! The session: how long, who moves the story, when and where; the MSEL and the papers as files.

use eframe::egui::{DragValue, Grid, TextEdit, Ui};
use egui_material_icons::icons::{
    ICON_CALENDAR_MONTH, ICON_DOWNLOAD, ICON_GROUPS, ICON_UNDO, ICON_UPLOAD,
};

use super::Memory;
use crate::desktop::command::{Paper, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::Mode;

/// The shortest and longest session that is offered, in minutes.
const MINUTES: std::ops::RangeInclusive<u64> = 10..=600;

/// Draws the session.
pub(super) fn session_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.add_space(theme::WIDE_GAP);
    widgets::headline_ui(ui, "The session");
    ui.add_space(4.0);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        Grid::new("session")
            .num_columns(2)
            .spacing([24.0, 8.0])
            .show(ui, |ui| {
                ui.label("It may take");
                ui.horizontal(|ui| {
                    ui.add(
                        DragValue::new(&mut memory.plan.minutes)
                            .range(MINUTES)
                            .suffix(" min"),
                    )
                    .accessible_name("Session length in minutes");
                    let usual = format!("usually {}", memory.setup.scenario.plays_in);
                    widgets::dim_ui(ui, usual);
                });
                ui.end_row();
                ui.label("The story moves");
                ui.vertical(|ui| {
                    for (mode, text) in [
                        (
                            Mode::Operations,
                            "Operations: by the clock; injects come when they are due",
                        ),
                        (
                            Mode::Discussion,
                            "Discussion: by your hand, module after module; the clock stands",
                        ),
                    ] {
                        if widgets::choice_ui(ui, memory.plan.mode == mode, text).clicked() {
                            memory.switch(mode);
                        }
                    }
                });
                ui.end_row();
                ui.label("When");
                ui.horizontal(|ui| {
                    ui.add(
                        TextEdit::singleline(&mut memory.plan.starts)
                            .hint_text("2026-12-01 09:00")
                            .desired_width(150.0),
                    )
                    .accessible_name("When it begins");
                    widgets::dim_ui(ui, "for the calendar file");
                });
                ui.end_row();
                ui.label("Where");
                ui.add(
                    TextEdit::singleline(&mut memory.plan.place)
                        .hint_text("Room or link")
                        .desired_width(260.0),
                )
                .accessible_name("Where it takes place");
                ui.end_row();
            });
    });
    papers_ui(ui, memory, out);
}

/// The MSEL and the papers as files.
fn papers_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.add_space(theme::WIDE_GAP);
    widgets::headline_ui(ui, "MSEL and papers");
    ui.add_space(4.0);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let own = memory.setup.cast().injects.len();
        let injects = memory.plan.msel.as_ref().map_or(own, Vec::len);
        let text = words::count(injects, "inject", "injects");
        let text = if memory.plan.msel.is_some() {
            format!("{text}, as your sheet says")
        } else {
            format!("{text}, as the scenario says")
        };
        widgets::dim_ui(ui, text);
        ui.horizontal_wrapped(|ui| {
            if widgets::button_ui(ui, ICON_DOWNLOAD, "MSEL as a sheet…").clicked() {
                out.push(UiCommand::AskFile(Paper::Msel));
            }
            if widgets::button_ui(ui, ICON_UPLOAD, "Take an edited MSEL in…").clicked() {
                out.push(UiCommand::AskFile(Paper::EditedMsel));
            }
            if memory.plan.msel.is_some()
                && widgets::button_ui(ui, ICON_UNDO, "Back to the scenario's MSEL").clicked()
            {
                memory.plan.msel = None;
            }
            if widgets::button_ui(ui, ICON_CALENDAR_MONTH, "Calendar file…")
                .on_hover_text("For the participants; it says nothing of what will happen")
                .clicked()
            {
                out.push(UiCommand::AskFile(Paper::Calendar));
            }
            if widgets::button_ui(ui, ICON_GROUPS, "Participants' list…").clicked() {
                out.push(UiCommand::AskFile(Paper::Roster));
            }
        });
    });
}

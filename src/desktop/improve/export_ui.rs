//! Writing the report and the record to files.

use eframe::egui::Ui;
use egui_material_icons::icons::ICON_DOWNLOAD;

use super::{Memory, card_ui};
use crate::desktop::command::{Paper, UiCommand};
use crate::desktop::{widgets, words};
use crate::report::{Audience, Format};

/// Draws the row of exports.
pub(super) fn export_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    card_ui(ui, "Export", |ui| {
        widgets::pair_ui(ui, "For whom", |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.radio_value(
                    &mut memory.for_participants,
                    true,
                    "Participants, without names",
                );
                ui.radio_value(&mut memory.for_participants, false, "Full");
            });
        });
        widgets::pair_ui(ui, "Report", |ui| {
            ui.horizontal_wrapped(|ui| {
                for format in Format::ALL {
                    let button = ui
                        .button(format.name())
                        .on_hover_text(words::report(format));
                    let name = format!("Export as {}", format.name());
                    if button.accessible_name(name).clicked() {
                        let audience = if memory.for_participants {
                            Audience::Participants
                        } else {
                            Audience::Everyone
                        };
                        let paper = Paper::Report(format, audience);
                        out.push(UiCommand::AskFile(paper));
                    }
                }
            });
        });
        widgets::pair_ui(ui, "Record", |ui| {
            let names = !memory.for_participants;
            let text = if names {
                "Export the record with names…"
            } else {
                "Export the record without names…"
            };
            if widgets::button_ui(ui, ICON_DOWNLOAD, text).clicked() {
                out.push(UiCommand::AskFile(Paper::Record { names }));
            }
        });
    });
}

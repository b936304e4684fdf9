//! What is to be said about a playbook's file: problems with their lines, and edits that are offered.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{ICON_AUTO_FIX_HIGH, ICON_THUMB_UP};

use super::super::authoring::OpenPlaybook;
use super::super::command::UiCommand;
use super::super::theme::{self, tokens};
use super::super::{problems_ui, widgets};
use crate::base::Diagnostic;

/// Draws the findings.
pub(super) fn findings_ui(
    ui: &mut Ui,
    open: &OpenPlaybook,
    unsaved: bool,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    widgets::page_width(ui, 900.0);
    let document = &open.document;
    if document.diagnostics.is_empty() && document.suggestions.is_empty() {
        widgets::sign_ui(ui, ICON_THUMB_UP, "Nothing to say about this file", t.good);
        return;
    }
    for (place, suggestion) in document.suggestions.iter().enumerate() {
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::sign_ui(ui, ICON_AUTO_FIX_HIGH, "An edit is offered", t.accent);
            ui.add(Label::new(format!("Line {}: {}", suggestion.line, suggestion.message)).wrap());
            ui.add_space(4.0);
            let enabled = !open.file.shipped && !unsaved;
            let why_not = if unsaved {
                "Save what you filled first"
            } else {
                "Save a copy of your own first"
            };
            let apply = widgets::button_if_ui(
                ui,
                enabled,
                ICON_AUTO_FIX_HIGH,
                "Make this edit in the file",
                why_not,
            );
            if apply.clicked() {
                out.push(UiCommand::ApplySuggestion(place));
            }
        });
        ui.add_space(theme::GAP);
    }
    for (finding, line) in document.diagnostics.iter().zip(&open.lines) {
        finding_ui(ui, finding, *line);
        ui.add_space(4.0);
    }
}

fn finding_ui(ui: &mut Ui, finding: &Diagnostic, line: Option<usize>) {
    let t = tokens(ui);
    problems_ui::row_ui(ui, finding, |ui| {
        let place = line.map_or_else(String::new, |line| format!("line {line}"));
        widgets::cell_ui(ui, 84.0, RichText::new(place).color(t.dim));
    });
}

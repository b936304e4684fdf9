//! Everything that is wrong with a scenario file, with line and column.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_ERROR, ICON_INFO, ICON_WARNING};

use super::theme::{self, tokens};
use super::{widgets, words};
use crate::base::Diagnostic;
use crate::base::diagnostic::{Level, line_column};
use crate::store::ScenarioEntry;

/// Where a problem is: `12:5`.
pub(super) fn place(entry: &ScenarioEntry, problem: &Diagnostic) -> String {
    problem.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = line_column(&entry.source, span.start);
        format!("{line}:{column}")
    })
}

/// Draws the problems; says whether they are still to be shown.
pub(super) fn problems_ui(ui: &Ui, entry: &ScenarioEntry) -> bool {
    let modal = widgets::dialog(ui, "problems").show(ui.ctx(), |ui| {
        ui.set_width((ui.ctx().content_rect().width() - 120.0).min(820.0));
        widgets::headline_ui(
            ui,
            &words::count(entry.diagnostics.len(), "problem", "problems"),
        );
        widgets::dim_ui(ui, entry.path.display().to_string());
        ui.add_space(theme::GAP);
        let height = (ui.ctx().content_rect().height() - 240.0).max(120.0);
        ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                list_ui(ui, entry);
            });
        ui.add_space(theme::GAP);
        if ui.button("Close").clicked() {
            ui.close();
        }
    });
    !modal.should_close()
}

/// Draws the problems one below the other.
pub(super) fn list_ui(ui: &mut Ui, entry: &ScenarioEntry) {
    let t = tokens(ui);
    for problem in &entry.diagnostics {
        row_ui(ui, problem, |ui| {
            ui.scope(|ui| {
                ui.set_min_width(64.0);
                let place = RichText::new(place(entry, problem)).monospace();
                ui.add(Label::new(place.color(t.dim)));
            });
        });
        ui.add_space(4.0);
    }
}

/// Draws a problem: how bad it is, its place as the caller shows it, what is wrong and what would be right.
pub(super) fn row_ui(ui: &mut Ui, problem: &Diagnostic, place_ui: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        let (icon, colour) = match problem.severity {
            Level::Error => (ICON_ERROR, t.bad),
            Level::Warning => (ICON_WARNING, t.caution),
            Level::Note => (ICON_INFO, t.dim),
        };
        ui.add(Label::new(icon.rich_text().size(17.0).color(colour)).selectable(false));
        place_ui(ui);
        ui.vertical(|ui| {
            ui.add(Label::new(&problem.message).wrap());
            if let Some(help) = &problem.help {
                ui.add(Label::new(RichText::new(help).small().color(t.dim)).wrap());
            }
        });
    });
}

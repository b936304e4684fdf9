//! The small dialogs: the keys, an error, and the question before the window closes.

use eframe::egui::{Grid, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_ERROR, ICON_LOGOUT};

use super::command::{Act, UiCommand};
use super::theme::{self, tokens};
use super::widgets;

/// Draws the list of keys.
pub(super) fn help_ui(ui: &Ui, open: &mut bool) {
    let modal = widgets::dialog(ui, "help").show(ui.ctx(), |ui| {
        ui.set_width(520.0);
        widgets::headline_ui(ui, "Keyboard shortcuts");
        widgets::dim_ui(
            ui,
            "They work while nobody is typing; Tab goes from control to control, Escape closes dialogs",
        );
        ui.add_space(theme::GAP);
        let height = ui.ctx().content_rect().height() - 220.0;
        ScrollArea::vertical()
            .max_height(height.max(120.0))
            .auto_shrink([false, true])
            .show(ui, |ui| {
                Grid::new("keys").num_columns(2).spacing([32.0, 5.0]).show(ui, |ui| {
                    for act in Act::ALL {
                        let Some(shortcut) = act.shortcut() else { continue };
                        ui.label(act.text());
                        let keys = RichText::new(ui.format_shortcut(&shortcut))
                            .monospace()
                            .color(tokens(ui).accent);
                        ui.label(keys);
                        ui.end_row();
                    }
                });
            });
        ui.add_space(theme::GAP);
        if ui.button("Close").clicked() {
            ui.close();
        }
    });
    if modal.should_close() {
        *open = false;
    }
}

/// Draws what went wrong.
pub(super) fn error_ui(ui: &Ui, what: &str, why: &str, out: &mut Vec<UiCommand>) {
    let modal = widgets::dialog(ui, "error").show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        widgets::sign_ui(ui, ICON_ERROR, what, tokens(ui).bad);
        ui.label(super::words::sentence(why));
        ui.add_space(theme::GAP);
        if ui.button("Close").clicked() {
            ui.close();
        }
    });
    if modal.should_close() {
        out.push(UiCommand::CloseError);
    }
}

/// Asks before the window closes over an exercise.
pub(super) fn quit_ui(ui: &Ui, open: &mut bool, out: &mut Vec<UiCommand>) {
    let modal = widgets::dialog(ui, "quit").show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        widgets::headline_ui(ui, "Close Hotwash?");
        ui.label(
            "The exercise is saved up to this moment. You can resume it later from the library.",
        );
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            if widgets::primary_ui(ui, true, ICON_LOGOUT, "Close Hotwash", "").clicked() {
                out.push(UiCommand::QuitNow);
                ui.close();
            }
            if ui.button("Stay").clicked() {
                ui.close();
            }
        });
    });
    if modal.should_close() {
        *open = false;
    }
}

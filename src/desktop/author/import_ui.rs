//! The dialog that asks for a playbook's file.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::ICON_FILE_OPEN;

use super::super::command::UiCommand;
use super::super::theme::{self, tokens};
use super::super::widgets;

/// What the dialog holds.
#[derive(Debug, Default)]
pub(in crate::desktop) struct ImportDialog {
    path: String,
    had_cursor: bool,
}

/// Draws the dialog; says whether it is still to be shown.
pub(in crate::desktop) fn import_ui(
    ui: &Ui,
    dialog: &mut ImportDialog,
    out: &mut Vec<UiCommand>,
) -> bool {
    let mut done = false;
    let modal = widgets::dialog(ui, "import").show(ui.ctx(), |ui| {
        let t = tokens(ui);
        ui.set_width((ui.ctx().content_rect().width() - 120.0).min(560.0));
        widgets::headline_ui(ui, "Import a playbook");
        ui.add(
            Label::new(
                RichText::new(
                    "A Markdown file with phases as headings and steps as lists. You can also drop it onto the window.",
                )
                .color(t.dim),
            )
            .wrap(),
        );
        ui.add_space(theme::GAP);
        let (entered, browses) = widgets::path_ui(ui, &mut dialog.path, &mut dialog.had_cursor);
        if entered {
            done = open(dialog, out);
        }
        if browses {
            // The dialog stays for whoever finds nothing there, or has no such dialog on their system.
            out.push(UiCommand::BrowseForPlaybook);
        }
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let ready = !dialog.path.trim().is_empty();
            if widgets::primary_ui(ui, ready, ICON_FILE_OPEN, "Open playbook", "Name a file first")
                .clicked()
            {
                done = open(dialog, out);
            }
            if ui.button("Cancel").clicked() {
                done = true;
            }
        });
    });
    !done && !modal.should_close()
}

fn open(dialog: &ImportDialog, out: &mut Vec<UiCommand>) -> bool {
    let path = dialog.path.trim();
    if path.is_empty() {
        return false;
    }
    out.push(UiCommand::OpenPlaybook(path.into()));
    true
}

//! The buttons that open the projector's window, close it and make it black.

use eframe::egui::{Button, Ui};
use egui_material_icons::icons::{ICON_CAST, ICON_TV_OFF};

use super::Projector;
use crate::desktop::command::UiCommand;
use crate::desktop::theme::tokens;
use crate::desktop::widgets;

/// Draws the buttons; as signs alone where there is little room.
pub(in crate::desktop) fn projector_ui(
    ui: &mut Ui,
    projector: &Projector,
    narrow: bool,
    out: &mut Vec<UiCommand>,
) {
    let open = projector.is_open();
    if open {
        let dark = projector.is_dark();
        let name = if dark {
            "Show the projector's picture again"
        } else {
            "Black out the projector"
        };
        let t = tokens(ui);
        let icon = ICON_TV_OFF.rich_text().size(18.0);
        let icon = if dark { icon.color(t.caution) } else { icon };
        let button = ui.add(Button::new(icon).frame_when_inactive(dark));
        if button
            .on_hover_text(format!("{name} (B)"))
            .accessible_name(name)
            .clicked()
        {
            out.push(UiCommand::Blackout(!dark));
        }
    }
    let (name, tip) = if open {
        ("Close projector", "Closes the projector's window (P)")
    } else {
        (
            "Projector",
            "Opens the projector's window (P); drag it to the other screen, F11 fills it",
        )
    };
    let button = if narrow {
        widgets::icon_button_ui(ui, ICON_CAST, name)
    } else {
        widgets::button_ui(ui, ICON_CAST, name).on_hover_text(tip)
    };
    if button.clicked() {
        out.push(UiCommand::ShowProjector(!open));
    }
}

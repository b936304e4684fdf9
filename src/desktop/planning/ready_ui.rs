//! The ready check: what stands between here and STARTEX.

use eframe::egui::{Align, CentralPanel, Frame, Label, Layout, Panel, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{
    ICON_CAST, ICON_CHECK_CIRCLE, ICON_ERROR, ICON_PLAY_ARROW, ICON_VOLUME_UP, ICON_WARNING,
};

use crate::conduct::ready::{Check, Grade};
use crate::desktop::command::UiCommand;
use crate::desktop::projector::Projector;
use crate::desktop::theme::{self, tokens};
use crate::desktop::widgets;

/// Draws the ready check and the way to STARTEX.
pub(super) fn ready_ui(
    ui: &mut Ui,
    checks: &[Check],
    may_start: bool,
    projector: &Projector,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    Panel::bottom("startex")
        .frame(Frame::NONE)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.add_space(theme::GAP);
            ui.with_layout(Layout::top_down_justified(Align::Center), |ui| {
                let why_not = "Something must be put right first; see above";
                let start = widgets::primary_ui(ui, may_start, ICON_PLAY_ARROW, "STARTEX", why_not);
                if start.clicked() {
                    out.push(UiCommand::StartRoom);
                }
            });
            let text = RichText::new("The clock stands until you run it")
                .small()
                .color(t.dim);
            ui.vertical_centered(|ui| ui.label(text));
        });
    CentralPanel::no_frame().show(ui, |ui| {
        widgets::headline_ui(ui, "Ready check");
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            if widgets::button_ui(ui, ICON_VOLUME_UP, "Test the sound").clicked() {
                out.push(UiCommand::TestSound);
            }
            let open = projector.is_open();
            let name = if open {
                "Close projector"
            } else {
                "Open projector"
            };
            if widgets::button_ui(ui, ICON_CAST, name).clicked() {
                out.push(UiCommand::ShowProjector(!open));
            }
        });
        ui.add_space(theme::GAP);
        ScrollArea::vertical()
            .id_salt("checks")
            .auto_shrink(false)
            .show(ui, |ui| {
                for check in checks {
                    check_ui(ui, check);
                }
            });
    });
}

fn check_ui(ui: &mut Ui, check: &Check) {
    let t = tokens(ui);
    let (icon, colour, word) = match check.grade {
        Grade::Good => (ICON_CHECK_CIRCLE, t.good, "ready"),
        Grade::Caution => (ICON_WARNING, t.caution, "look at it"),
        Grade::Bad => (ICON_ERROR, t.bad, "put it right"),
    };
    ui.horizontal_top(|ui| {
        let sign = ui.add(Label::new(icon.rich_text().size(18.0).color(colour)).selectable(false));
        let name = format!("{}: {word}", check.what);
        sign.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &name)
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.label(check.what);
            ui.add(Label::new(RichText::new(&check.text).small().color(t.dim)).wrap());
        });
    });
    ui.add_space(6.0);
}

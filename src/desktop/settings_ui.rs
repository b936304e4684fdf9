//! The settings dialog.

use eframe::egui::{Button, Role, Slider, Ui, WidgetInfo};
use egui_material_icons::icons::ICON_VOLUME_UP;

use super::command::UiCommand;
use super::theme;
use super::widgets;
use crate::exercise::Speed;
use crate::store::{Settings, Theme};

/// Draws the settings; a change is told at once.
pub(super) fn settings_ui(
    ui: &Ui,
    settings: &mut Settings,
    open: &mut bool,
    out: &mut Vec<UiCommand>,
) {
    let before = settings.clone();
    let modal = widgets::dialog(ui, "settings").show(ui.ctx(), |ui| {
        ui.set_width(440.0);
        ui.spacing_mut().slider_width = 180.0;
        widgets::headline_ui(ui, "Settings");
        ui.add_space(theme::GAP);
        widgets::pair_ui(ui, "Theme", |ui| {
            ui.horizontal(|ui| {
                for (theme, name) in [
                    (Theme::System, "As the system"),
                    (Theme::Light, "Light"),
                    (Theme::Dark, "Dark"),
                ] {
                    let chosen = settings.theme == theme;
                    let response =
                        ui.add(Button::selectable(chosen, name).frame_when_inactive(true));
                    response.widget_info(|| {
                        WidgetInfo::selected(Role::RadioButton, true, chosen, name)
                    });
                    if response.clicked() {
                        settings.theme = theme;
                    }
                }
            });
        });
        widgets::pair_ui(ui, "Text size", |ui| {
            ui.horizontal(|ui| {
                for percent in [90_u16, 100, 110, 125, 150] {
                    let chosen = settings.text_size == percent;
                    let name = format!("{percent} %");
                    let response =
                        ui.add(Button::selectable(chosen, &name).frame_when_inactive(true));
                    response.widget_info(|| {
                        WidgetInfo::selected(
                            Role::RadioButton,
                            true,
                            chosen,
                            format!("Text size {name}"),
                        )
                    });
                    if response.clicked() {
                        settings.text_size = percent;
                    }
                }
            });
        });
        ui.add_space(theme::GAP);
        widgets::pair_ui(ui, "Sound", |ui| {
            let mut on = !settings.muted;
            ui.checkbox(&mut on, "Tones for alerts, messages and finished work");
            settings.muted = !on;
            ui.horizontal(|ui| {
                ui.add_enabled(on, Slider::new(&mut settings.volume, 0..=100).suffix(" %"))
                    .accessible_name("Volume");
                if widgets::button_if_ui(ui, on, ICON_VOLUME_UP, "Test", "Sound is off").clicked() {
                    out.push(UiCommand::TestSound);
                }
            });
        });
        ui.add_space(theme::GAP);
        widgets::pair_ui(ui, "Start speed", |ui| {
            ui.horizontal(|ui| {
                for speed in Speed::CHOICES {
                    let chosen = settings.speed == speed.times();
                    let name = format!("{}x", speed.times());
                    let response =
                        ui.add(Button::selectable(chosen, &name).frame_when_inactive(true));
                    response.widget_info(|| {
                        WidgetInfo::selected(
                            Role::RadioButton,
                            true,
                            chosen,
                            format!("Start speed {name}"),
                        )
                    });
                    if response.clicked() {
                        settings.speed = speed.times();
                    }
                }
            });
        });
        ui.add_space(theme::WIDE_GAP);
        if ui.button("Close").clicked() {
            ui.close();
        }
    });
    if *settings != before {
        out.push(UiCommand::SettingsChanged);
    }
    if modal.should_close() {
        *open = false;
    }
}

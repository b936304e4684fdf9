//! The settings dialog.

use eframe::egui::{Button, DragValue, Label, RichText, Role, Slider, Ui, WidgetInfo};
use egui_material_icons::icons::ICON_VOLUME_UP;

use super::command::UiCommand;
use super::theme;
use super::widgets;
use crate::exercise::Speed;
use crate::store::{Retention, Settings, Theme};

/// The most days that can be chosen: ten years.
const MOST_DAYS: u32 = 3_650;
/// The days that are proposed.
const USUAL_DAYS: u32 = 90;

/// A time in days that may be for ever.
fn days_ui(ui: &mut Ui, days: &mut Option<u32>, name: &str) {
    ui.horizontal(|ui| {
        let mut on = days.is_some();
        ui.checkbox(&mut on, name);
        match (on, &mut *days) {
            (true, None) => *days = Some(USUAL_DAYS),
            (false, Some(_)) => *days = None,
            (true, Some(days)) => {
                ui.add(DragValue::new(days).range(1..=MOST_DAYS).suffix(" days"))
                    .accessible_name(format!("{name}: days"));
            }
            (false, None) => {}
        }
    });
}

/// What is removed, exactly.
fn kept(retention: Retention) -> String {
    let mut text = Vec::new();
    if let Some(days) = retention.names_days {
        text.push(format!(
            "Names of those who took part are deleted from records and from plans for a room that nobody has changed for {days} days; the records stay, and so do owners in the list of corrective actions."
        ));
    }
    if let Some(days) = retention.records_days {
        text.push(format!(
            "Records that nobody has changed for {days} days are deleted whole, finished or not, with their reports; corrective actions stay."
        ));
    }
    if text.is_empty() {
        return "Nothing is deleted by itself.".to_owned();
    }
    text.push("This happens each time Hotwash's window opens, and can't be undone.".to_owned());
    text.join(" ")
}

/// How long names and records are kept.
fn retention_ui(ui: &mut Ui, settings: &mut Settings) {
    widgets::pair_ui(ui, "Keep names", |ui| {
        let name = "Delete names after a time";
        days_ui(ui, &mut settings.retention.names_days, name);
    });
    widgets::pair_ui(ui, "Keep records", |ui| {
        let name = "Delete whole records after a time";
        days_ui(ui, &mut settings.retention.records_days, name);
    });
    widgets::pair_ui(ui, "", |ui| {
        ui.add(Label::new(RichText::new(kept(settings.retention)).small()).wrap());
    });
}

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
        ui.add_space(theme::GAP);
        retention_ui(ui, settings);
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

//! The timeline of pinned lines, and the chain of custody of what was collected.

use eframe::egui::{Align, Frame, Label, Layout, RichText, Sense, Ui, vec2};
use egui_material_icons::icons::{
    ICON_CONTENT_COPY, ICON_INVENTORY_2, ICON_KEEP, ICON_KEEP_OFF, ICON_MANAGE_SEARCH,
};

use super::View;
use crate::desktop::command::{Goal, Place, UiCommand};
use crate::desktop::section::Section;
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::evidence::Stamp;
use crate::exercise::{Custody, PinView};
use crate::scenario::Command;

/// How much of a line is shown of it.
const EXCERPT: usize = 400;

/// Draws the timeline.
pub(super) fn timeline_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    let pins = view.picture.pins();
    if pins.is_empty() {
        let text = "Lines that you pin at the evidence desk stand here in the order in which they were written.";
        widgets::empty_ui(ui, ICON_KEEP, "Nothing is pinned yet", text);
        ui.add_space(4.0);
        ui.vertical_centered(|ui| desk_ui(ui, out));
        return;
    }
    let mut day = None;
    for pin in &pins {
        let civil = stamp(view, pin).civil();
        if day != Some((civil.year, civil.month, civil.day)) {
            day = Some((civil.year, civil.month, civil.day));
            let text = view.scenario.starts.at(pin.line_at);
            ui.add_space(4.0);
            widgets::caption_ui(ui, &text.strftime("%A %-d %B %Y").to_string());
        }
        pin_ui(ui, view, pin, out);
    }
}

/// The way to the evidence desk.
pub(super) fn desk_ui(ui: &mut Ui, out: &mut Vec<UiCommand>) {
    if widgets::button_ui(ui, ICON_MANAGE_SEARCH, "Go to the evidence desk").clicked() {
        out.push(UiCommand::Go(Goal::Section(Section::Evidence)));
    }
}

fn stamp(view: &View<'_>, pin: &PinView<'_>) -> Stamp {
    Stamp::of(view.scenario.starts, pin.line_at)
}

/// The time of day of a line, in UTC as in the log: `04:10:27`.
pub(super) fn time_of_day(view: &View<'_>, pin: &PinView<'_>) -> String {
    let t = stamp(view, pin).civil();
    format!("{:02}:{:02}:{:02}", t.hour, t.minute, t.second)
}

/// The name of the log that a pinned line stands in.
pub(super) fn log_name<'a>(view: &View<'a>, pin: &PinView<'a>) -> &'a str {
    let log = view.picture.log(pin.log);
    log.map_or(pin.log.as_str(), |log| log.name.as_str())
}

/// The beginning of a pinned line.
pub(super) fn excerpt(text: &str, letters: usize) -> String {
    if text.chars().count() > letters {
        text.chars()
            .take(letters.saturating_sub(1))
            .chain(['…'])
            .collect()
    } else {
        text.to_owned()
    }
}

fn pin_ui(ui: &mut Ui, view: &View<'_>, pin: &PinView<'_>, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    t.card_frame().inner_margin(12).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(96.0, 40.0), Layout::top_down(Align::Min), |ui| {
                ui.set_min_width(96.0);
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(Label::new(
                    RichText::new(time_of_day(view, pin)).monospace(),
                ));
                let story = RichText::new(words::clock(pin.line_at))
                    .small()
                    .color(t.dim);
                ui.add(Label::new(story));
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.horizontal(|ui| {
                    ui.spacing_mut().interact_size.y = 22.0;
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let name = format!("Take away {}", named(pin));
                        if widgets::icon_button_ui(ui, ICON_KEEP_OFF, &name).clicked() {
                            let command = Command::Unpin(pin.id.clone());
                            out.push(UiCommand::give(command, Place::Unpin(pin.id.clone())));
                        }
                        let name = format!("Open {} in the evidence desk", named(pin));
                        if widgets::icon_button_ui(ui, ICON_MANAGE_SEARCH, &name).clicked() {
                            out.push(UiCommand::Go(Goal::Line {
                                log: pin.log.clone(),
                                at: pin.line_at,
                                text: pin.text.to_owned(),
                            }));
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            let source = format!(
                                "{} · pinned at {}",
                                log_name(view, pin),
                                words::minute(pin.at)
                            );
                            ui.add(
                                Label::new(RichText::new(source).small().color(t.dim)).truncate(),
                            );
                        });
                    });
                });
                if !pin.note.is_empty() {
                    ui.add(Label::new(pin.note).wrap());
                }
                Frame::new()
                    .fill(t.canvas)
                    .corner_radius(6)
                    .inner_margin(8)
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        let text = RichText::new(excerpt(pin.text, EXCERPT)).monospace();
                        ui.add(Label::new(text).wrap());
                    });
            });
        });
        view.refused_ui(ui, &Place::Unpin(pin.id.clone()));
    });
}

/// How a pin is named to be told from others: by its note, or by its identifier.
pub(super) fn named(pin: &PinView<'_>) -> String {
    if pin.note.is_empty() {
        pin.id.to_string()
    } else {
        format!("{}: {}", pin.id, pin.note)
    }
}

/// Draws the chain of custody.
pub(super) fn custody_ui(ui: &mut Ui, view: &View<'_>) {
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Custody");
        let entries = view.picture.custody();
        if entries.is_empty() {
            widgets::dim_ui(
                ui,
                "Nothing is collected yet; copies, images and memory get a hash and an entry here",
            );
        }
        for (i, entry) in entries.iter().enumerate() {
            if i > 0 {
                ui.separator();
            }
            entry_ui(ui, view, entry);
        }
    });
    ui.add_space(theme::GAP);
}

fn entry_ui(ui: &mut Ui, view: &View<'_>, entry: &Custody<'_>) {
    let t = tokens(ui);
    let asset = view.picture.name_of(entry.evidence.asset.id());
    widgets::sign_ui(
        ui,
        ICON_INVENTORY_2,
        &format!("{} from {asset}", entry.evidence.name),
        t.text,
    );
    let by = entry
        .by
        .map_or("nobody named", |person| person.name.as_str());
    let when = format!(
        "{} ({} UTC), by {by}",
        words::minute(entry.at),
        words::story(view.scenario, entry.at)
    );
    widgets::text_pair_ui(ui, "Collected", &when);
    widgets::pair_ui(ui, "BLAKE3", |ui| {
        ui.horizontal(|ui| {
            let short: String = entry.seal.chars().take(16).collect();
            let ends: String = entry
                .seal
                .chars()
                .skip(entry.seal.len().saturating_sub(8).max(16))
                .collect();
            let text = RichText::new(format!("{short}…{ends}")).monospace();
            ui.add(Label::new(text).sense(Sense::hover()))
                .on_hover_text(entry.seal);
            let name = format!("Copy the hash of {}", entry.evidence.name);
            if widgets::icon_button_ui(ui, ICON_CONTENT_COPY, &name).clicked() {
                ui.copy_text(entry.seal.to_owned());
            }
        });
    });
}

//! What reached the room, as it would reach it: a call, a mail, a chat, a news page, somebody at the door,
//! an alert.

use eframe::egui::{
    Align, Color32, Frame, Label, Layout, Margin, RichText, ScrollArea, Stroke, Ui,
};
use egui_material_icons::MaterialIcon;

use crate::base::Moment;
use crate::conduct::projection::{Arrival, Arrived, Projection};
use crate::desktop::theme::{Tokens, tokens};
use crate::desktop::words;
use crate::scenario::Channel;

/// How many earlier arrivals are listed below the latest.
const EARLIER: usize = 6;

/// Draws the latest arrival large; the situation while nothing has come, or nothing since a module was
/// opened.
pub(super) fn latest_ui(ui: &mut Ui, shown: &Projection, scale: f32) {
    ScrollArea::vertical()
        .id_salt("latest")
        .auto_shrink(false)
        .show(ui, |ui| match latest(shown) {
            Some(latest) => arrival_ui(ui, latest, scale),
            None => situation_ui(ui, shown, scale),
        });
}

/// The arrival that is shown large.
fn latest(shown: &Projection) -> Option<&Arrival> {
    let is_situation = shown.module.is_some() && !shown.is_busy;
    shown.arrivals.first().filter(|_| !is_situation)
}

/// How things stand, as the briefing or the open module says it.
fn situation_ui(ui: &mut Ui, shown: &Projection, scale: f32) {
    let t = tokens(ui);
    let head = shown
        .module
        .as_ref()
        .map_or("The situation", |(title, _)| title);
    card_ui(ui, t.accent, scale, |ui| {
        let text = RichText::new(head).size(30.0 * scale).color(t.text);
        ui.add(Label::new(text).wrap().selectable(false));
        ui.add_space(8.0 * scale);
        let size = body_size(&shown.situation, scale);
        for paragraph in shown.situation.split("\n\n") {
            let text = RichText::new(paragraph.trim()).size(size).color(t.text);
            ui.add(Label::new(text).wrap().selectable(false));
            ui.add_space(6.0 * scale);
        }
    });
}

/// Long texts get smaller type, so that they fit.
fn body_size(text: &str, scale: f32) -> f32 {
    let size = match text.chars().count() {
        0..=320 => 26.0,
        321..=640 => 22.0,
        _ => 18.0,
    };
    size * scale
}

/// How a way of coming looks: its sign, what it is called in the room, its colour.
const fn look(t: &Tokens, channel: Channel) -> (MaterialIcon, &'static str, Color32) {
    let (_, icon) = words::channel(channel);
    match channel {
        Channel::Call => (icon, "A call", t.good),
        Channel::Mail => (icon, "A mail", t.accent),
        Channel::Chat => (icon, "In the chat", t.accent),
        Channel::News => (icon, "In the news", t.high),
        Channel::WalkIn => (icon, "Somebody at the door", t.caution),
    }
}

fn arrival_ui(ui: &mut Ui, arrival: &Arrival, scale: f32) {
    let t = tokens(ui);
    match &arrival.what {
        Arrived::Inject {
            channel,
            title,
            from,
            to,
            text,
            ..
        } => {
            let (icon, kind, colour) = look(t, *channel);
            card_ui(ui, colour, scale, |ui| {
                kind_ui(ui, (icon, kind, colour), arrival.at, scale);
                let from = format!("From {from}");
                let to = if to.is_empty() {
                    from
                } else {
                    format!("{from}, for {}", to.join(", "))
                };
                if *channel == Channel::News {
                    headline_ui(ui, title, 40.0 * scale);
                    dim_ui(ui, &to, scale);
                } else {
                    dim_ui(ui, &to, scale);
                    headline_ui(ui, title, 32.0 * scale);
                }
                ui.add_space(6.0 * scale);
                let spoken = matches!(channel, Channel::Call | Channel::WalkIn);
                let said = if spoken {
                    format!("“{text}”")
                } else {
                    text.clone()
                };
                let size = body_size(&said, scale);
                let text = RichText::new(said).size(size).color(t.text);
                ui.add(Label::new(text).wrap().selectable(false));
            });
        }
        Arrived::Alert {
            severity,
            sensor,
            asset,
            title,
            text,
            ..
        } => {
            let colour = t.severity(*severity);
            let kind = format!("{} alert", words::severity(*severity));
            let icon = words::severity_icon(*severity);
            card_ui(ui, colour, scale, |ui| {
                kind_ui(ui, (icon, &kind, colour), arrival.at, scale);
                headline_ui(ui, title, 32.0 * scale);
                dim_ui(ui, &format!("{sensor} on {asset}"), scale);
                ui.add_space(6.0 * scale);
                Frame::new()
                    .fill(t.canvas)
                    .corner_radius(6)
                    .inner_margin(12.0 * scale)
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        let size = body_size(text, scale) * 0.8;
                        let text = RichText::new(text.trim()).monospace().size(size);
                        ui.add(Label::new(text.color(t.text)).wrap().selectable(false));
                    });
            });
        }
    }
}

fn kind_ui(
    ui: &mut Ui,
    (icon, kind, colour): (MaterialIcon, &str, Color32),
    at: Moment,
    scale: f32,
) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        let size = 22.0 * scale;
        ui.add(Label::new(icon.rich_text().size(size * 1.2).color(colour)).selectable(false));
        let text = RichText::new(kind).size(size).color(colour);
        ui.add(Label::new(text).selectable(false));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = RichText::new(words::minute(at))
                .size(size * 0.8)
                .color(t.dim);
            ui.add(Label::new(text).selectable(false));
        });
    });
}

fn headline_ui(ui: &mut Ui, title: &str, size: f32) {
    let t = tokens(ui);
    let text = RichText::new(title).size(size).color(t.text);
    ui.add(Label::new(text).wrap().selectable(false));
}

fn dim_ui(ui: &mut Ui, text: &str, scale: f32) {
    let t = tokens(ui);
    let text = RichText::new(text).size(19.0 * scale).color(t.dim);
    ui.add(Label::new(text).wrap().selectable(false));
}

/// A card with an edge in the colour of what it says.
fn card_ui(ui: &mut Ui, colour: Color32, scale: f32, content: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(2.0 * scale, colour))
        .corner_radius(10)
        .inner_margin(Margin::same(22))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui);
        });
}

/// What came before, a line each.
pub(super) fn earlier_ui(ui: &mut Ui, shown: &Projection, scale: f32) {
    let t = tokens(ui);
    let skipped = usize::from(latest(shown).is_some());
    for arrival in shown.arrivals.iter().skip(skipped).take(EARLIER) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0 * scale;
            let (icon, colour, title) = match &arrival.what {
                Arrived::Inject { channel, title, .. } => {
                    let (icon, _, colour) = look(t, *channel);
                    (icon, colour, title)
                }
                Arrived::Alert {
                    severity, title, ..
                } => (
                    words::severity_icon(*severity),
                    t.severity(*severity),
                    title,
                ),
            };
            let size = 18.0 * scale;
            let when = RichText::new(words::minute(arrival.at)).size(size);
            ui.add(Label::new(when.color(t.dim)).selectable(false));
            ui.add(Label::new(icon.rich_text().size(size).color(colour)).selectable(false));
            let text = RichText::new(title).size(size).color(t.dim);
            ui.add(Label::new(text).truncate().selectable(false));
        });
    }
}

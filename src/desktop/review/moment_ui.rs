//! A moment: its map, its alerts, what was known.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_NOTIFICATIONS_OFF, ICON_SEARCH_OFF};

use crate::base::Moment;
use crate::desktop::map_nodes::{known_node, true_node};
use crate::desktop::map_ui::{self, Look, Node};
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};
use crate::exercise::Picture;
use crate::exercise::picture::name_of;
use crate::scenario::Scenario;
use crate::world::State;
use crate::world::holds::{is_contained, is_data_leaving, is_expelled};

/// Draws the map as it was known, or as it truly was.
pub(super) fn map_ui(ui: &mut Ui, scenario: &Scenario, state: &State, truth: &mut bool) {
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(truth, false, "As it was known");
        ui.selectable_value(truth, true, "As it truly was");
        if !*truth {
            return;
        }
        let mut say = |good: bool, yes: &str, no: &str| {
            let (text, colour) = if good { (yes, t.good) } else { (no, t.bad) };
            widgets::chip_ui(ui, text, colour);
        };
        say(is_contained(scenario, state), "Contained", "Not contained");
        say(is_expelled(scenario, state), "Expelled", "Not expelled");
        if is_data_leaving(scenario, state) {
            say(false, "", "Data is leaving");
        }
    });
    if scenario.assets.is_empty() {
        widgets::dim_ui(ui, "This exercise has no simulated network");
        return;
    }
    let picture = Picture::new(scenario, state);
    let mut nodes: Vec<Node> = if *truth {
        let all = scenario.assets.iter();
        all.map(|asset| true_node(ui, scenario, state, asset))
            .collect()
    } else {
        let known = picture.assets();
        let known = known.iter();
        known
            .map(|(asset, status)| known_node(ui, &picture, asset, *status))
            .collect()
    };
    // There is room for a number; the words are in the tooltip.
    for mark in nodes.iter_mut().flat_map(|node| &mut node.marks) {
        let number = mark.text.split(' ').next().unwrap_or_default().to_owned();
        mark.text = number;
    }
    ScrollArea::both()
        .id_salt("moment map")
        .auto_shrink(false)
        .show(ui, |ui| {
            let look = Look::fitting(&nodes, ui.available_size());
            map_ui::map_ui(ui, &nodes, &scenario.links, None, look);
        });
}

/// Draws the alerts of a moment.
pub(super) fn alerts_ui(ui: &mut Ui, scenario: &Scenario, state: &State) {
    let t = tokens(ui);
    let alerts = Picture::new(scenario, state).alerts();
    if alerts.is_empty() {
        widgets::empty_ui(
            ui,
            ICON_NOTIFICATIONS_OFF,
            "No alert yet",
            "None had been raised by this moment.",
        );
        return;
    }
    ScrollArea::vertical()
        .id_salt("moment alerts")
        .auto_shrink(false)
        .show(ui, |ui| {
            for (alert, how) in alerts {
                let (standing, colour) = match (&how.closed, how.acknowledged) {
                    (Some(closed), _) if closed.right => (words::verdict(closed.verdict), t.good),
                    (Some(closed), _) => (words::verdict(closed.verdict), t.bad),
                    (None, Some(_)) => ("Taken up", t.caution),
                    (None, None) => ("New", t.dim),
                };
                ui.horizontal_wrapped(|ui| {
                    let when = RichText::new(words::minute(how.raised))
                        .monospace()
                        .size(12.5);
                    ui.label(when.color(t.dim));
                    widgets::chip_ui(ui, standing, colour);
                    ui.add(Label::new(&alert.title).wrap());
                });
                if let Some(closed) = &how.closed {
                    let right = if closed.right { "right" } else { "wrong" };
                    let said = format!(
                        "Closed at {}, {} % sure, {right}. {}",
                        words::minute(closed.at),
                        closed.confidence.percent(),
                        alert.why
                    );
                    widgets::dim_ui(ui, said);
                }
                ui.separator();
            }
        });
}

/// Draws what was known at a moment, newest first.
pub(super) fn known_ui(ui: &mut Ui, scenario: &Scenario, state: &State) {
    let t = tokens(ui);
    let mut known: Vec<_> = state
        .known
        .iter()
        .filter(|(_, at)| **at > Moment::START)
        .filter_map(|(id, at)| Some((*at, name_of(scenario, id)?)))
        .collect();
    if known.is_empty() {
        widgets::empty_ui(
            ui,
            ICON_SEARCH_OFF,
            "Nothing yet",
            "Nothing hidden had come to light by this moment.",
        );
        return;
    }
    known.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let height = ui.text_style_height(&eframe::egui::TextStyle::Body) + 4.0;
    ScrollArea::vertical()
        .id_salt("moment known")
        .auto_shrink(false)
        .show_rows(ui, height, known.len(), |ui, range| {
            for (at, name) in known.get(range).unwrap_or_default() {
                ui.horizontal(|ui| {
                    let when = RichText::new(words::minute(*at)).monospace().size(12.5);
                    ui.label(when.color(t.dim));
                    ui.add(Label::new(name).truncate()).on_hover_text(name);
                });
            }
        });
}

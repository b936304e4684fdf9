//! What the room knows: the map, and the facts that were found.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_BUG_REPORT, ICON_NOTIFICATIONS_ACTIVE};

use crate::conduct::projection::{self, Projection};
use crate::desktop::map_ui::{self, Look, Mark};
use crate::desktop::theme::tokens;
use crate::desktop::words;
use crate::scenario::Scenario;

/// The height of an asset in large type, with the gap to the next, in points.
const ROW: f32 = 78.0;

/// How many facts are shown; older ones are in the incident file.
const FACTS: usize = 5;

/// The height that the map takes in large type on the smallest projector, in points.
pub(super) fn wanted_height(shown: &Projection) -> f32 {
    let in_zone = |zone: &str| shown.map.iter().filter(|node| node.zone == zone).count();
    let rows = shown.map.iter().map(|node| in_zone(&node.zone)).max();
    #[expect(clippy::cast_precision_loss, reason = "a zone has a few assets")]
    let rows = rows.unwrap_or(0) as f32;
    90.0 + rows * ROW
}

/// Draws the known map.
pub(super) fn map_ui(ui: &mut Ui, scenario: &Scenario, shown: &Projection) {
    let nodes: Vec<map_ui::Node> = shown
        .map
        .iter()
        .filter_map(|known| node(ui, scenario, known))
        .collect();
    let look = Look::fitting(&nodes, ui.available_size());
    ScrollArea::both()
        .id_salt("projector map")
        .auto_shrink(false)
        .show(ui, |ui| {
            map_ui::map_ui(ui, &nodes, &scenario.links, None, look);
        });
}

fn node(ui: &Ui, scenario: &Scenario, known: &projection::Node) -> Option<map_ui::Node> {
    let t = tokens(ui);
    let asset = scenario.asset(&known.id)?;
    let mut marks = Vec::new();
    if known.alerts > 0 {
        marks.push(Mark {
            icon: ICON_NOTIFICATIONS_ACTIVE,
            text: known.alerts.to_string(),
            spoken: words::count(known.alerts, "open alert", "open alerts"),
            colour: t.caution,
        });
    }
    if known.found > 0 {
        marks.push(Mark {
            icon: ICON_BUG_REPORT,
            text: known.found.to_string(),
            spoken: words::count(known.found, "foothold found", "footholds found"),
            colour: t.bad,
        });
    }
    Some(map_ui::Node {
        marks,
        edge: (known.found > 0).then_some(t.bad),
        ..map_ui::Node::of(asset, known.status)
    })
}

/// Draws the newest facts, if there are any.
pub(super) fn facts_ui(ui: &mut Ui, shown: &Projection, scale: f32) {
    let t = tokens(ui);
    if shown.facts.is_empty() {
        return;
    }
    ui.add_space(14.0 * scale);
    let head = RichText::new("What is known")
        .size(18.0 * scale)
        .color(t.text);
    ui.add(Label::new(head).selectable(false));
    ScrollArea::vertical()
        .id_salt("facts")
        .auto_shrink(false)
        .show(ui, |ui| {
            for (at, fact) in shown.facts.iter().take(FACTS) {
                let text = format!("{}  {fact}", words::minute(*at));
                let text = RichText::new(text).size(16.0 * scale).color(t.dim);
                ui.add(Label::new(text).wrap().selectable(false));
            }
        });
}

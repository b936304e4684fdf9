//! What the room knows: the map, and the facts that were found.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_BUG_REPORT, ICON_NOTIFICATIONS_ACTIVE};

use crate::conduct::projection::Projection;
use crate::desktop::map_ui::{Mark, Node, map_ui};
use crate::desktop::theme::tokens;
use crate::desktop::words;
use crate::scenario::Scenario;

/// Draws the known map and the newest facts.
pub(super) fn known_ui(ui: &mut Ui, scenario: &Scenario, shown: &Projection, scale: f32) {
    let t = tokens(ui);
    let facts = shown.facts.len().min(5);
    #[expect(clippy::cast_precision_loss, reason = "at most five")]
    let below = if facts == 0 {
        0.0
    } else {
        (facts as f32 * 44.0 + 40.0) * scale
    };
    let height = (ui.available_height() - below).max(ui.available_height() * 0.5);
    ui.allocate_ui(eframe::egui::vec2(ui.available_width(), height), |ui| {
        let nodes: Vec<Node> = shown
            .map
            .iter()
            .filter_map(|known| {
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
                Some(Node {
                    marks,
                    edge: (known.found > 0).then_some(t.bad),
                    ..Node::of(asset, known.status)
                })
            })
            .collect();
        ScrollArea::both()
            .id_salt("projector map")
            .auto_shrink(false)
            .show(ui, |ui| {
                map_ui(
                    ui,
                    &nodes,
                    &scenario.links,
                    None,
                    (scale * 0.9).clamp(0.75, 1.6),
                );
            });
    });
    if facts > 0 {
        let head = RichText::new("Known").size(20.0 * scale).color(t.dim);
        ui.add(Label::new(head).selectable(false));
        for (at, fact) in shown.facts.iter().take(facts) {
            let text = format!("{}  {fact}", words::minute(*at));
            let text = RichText::new(text).size(18.0 * scale).color(t.text);
            ui.add(Label::new(text).truncate().selectable(false));
        }
    }
}

//! What a map says of an asset: as the responders know it, or as it truly is.

use eframe::egui::Ui;
use egui_material_icons::icons::{
    ICON_BUG_REPORT, ICON_LOCK_OPEN, ICON_NOTIFICATIONS_ACTIVE, ICON_VISIBILITY_OFF,
};

use super::map_ui::{Mark, Node};
use super::theme::tokens;
use super::words;
use crate::exercise::{FootholdView, Picture};
use crate::scenario::{Asset, AssetStatus, Scenario};
use crate::world::holds::is_usable;
use crate::world::{Presence, State};

/// An asset as the trainees know it.
pub(super) fn known_node(
    ui: &Ui,
    picture: &Picture<'_>,
    asset: &Asset,
    status: AssetStatus,
) -> Node {
    let t = tokens(ui);
    let alerts = picture.open_alerts_on(&asset.id);
    let footholds = picture.footholds_on(&asset.id);
    let there = footholds
        .iter()
        .filter(|(_, seen)| *seen == FootholdView::Found)
        .count();
    let mut marks = Vec::new();
    if alerts > 0 {
        marks.push(Mark {
            icon: ICON_NOTIFICATIONS_ACTIVE,
            text: words::count(alerts, "alert", "alerts"),
            spoken: words::count(alerts, "open alert", "open alerts"),
            colour: t.caution,
        });
    }
    if there > 0 {
        marks.push(Mark {
            icon: ICON_BUG_REPORT,
            text: words::count(there, "foothold", "footholds"),
            spoken: words::count(there, "foothold found", "footholds found"),
            colour: t.bad,
        });
    }
    Node {
        edge: (there > 0).then_some(t.bad),
        marks,
        ..Node::of(asset, status)
    }
}

/// An asset with what the attacker holds on it, and whether the room knows.
pub(super) fn true_node(ui: &Ui, scenario: &Scenario, state: &State, asset: &Asset) -> Node {
    let t = tokens(ui);
    let picture = Picture::new(scenario, state);
    let status = state.assets.get(&asset.id).copied();
    let status = status.unwrap_or(AssetStatus::Online);
    let known = picture.footholds_on(&asset.id);
    let found = |id| {
        known
            .iter()
            .any(|(foothold, seen)| foothold.id == id && *seen == FootholdView::Found)
    };
    let here = scenario.footholds.iter().filter(|foothold| {
        foothold.asset == asset.id && state.footholds.get(&foothold.id) == Some(&Presence::Present)
    });
    let (seen, unseen): (Vec<_>, Vec<_>) = here.partition(|foothold| found(foothold.id.clone()));
    let usable = seen
        .iter()
        .chain(&unseen)
        .any(|foothold| is_usable(scenario, state, &foothold.id));
    let mut marks = Vec::new();
    if !unseen.is_empty() {
        marks.push(Mark {
            icon: ICON_VISIBILITY_OFF,
            text: format!("{} unseen", unseen.len()),
            spoken: words::count(unseen.len(), "foothold unseen", "footholds unseen"),
            colour: t.bad,
        });
    }
    if !seen.is_empty() {
        marks.push(Mark {
            icon: ICON_BUG_REPORT,
            text: format!("{} known", seen.len()),
            spoken: words::count(seen.len(), "foothold known", "footholds known"),
            colour: t.caution,
        });
    }
    if usable {
        marks.push(Mark {
            icon: ICON_LOCK_OPEN,
            text: String::new(),
            spoken: "the attacker can come in".to_owned(),
            colour: t.bad,
        });
    }
    let held: Vec<&str> = seen
        .iter()
        .chain(&unseen)
        .map(|foothold| foothold.name.as_str())
        .collect();
    let mut node = Node::of(asset, status);
    if !picture.knows(asset.id.id()) {
        node.name = format!("{} (unknown to the room)", asset.name);
    }
    if !held.is_empty() {
        node.purpose = format!("The attacker holds: {}", held.join("; "));
    }
    Node {
        edge: (!unseen.is_empty()).then_some(t.bad),
        marks,
        ..node
    }
}

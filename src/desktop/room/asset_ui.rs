//! What is known of one asset, and what can be done to it.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{
    ICON_BOLT, ICON_BUG_REPORT, ICON_CHECK, ICON_DOOR_OPEN, ICON_INVENTORY_2, ICON_NOTIFICATIONS,
};

use super::View;
use super::evidence::sources_ui;
use crate::base::id::{AssetId, Id};
use crate::desktop::command::{Goal, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::FootholdView;

/// Draws the panel.
pub(super) fn asset_ui(ui: &mut Ui, view: &View<'_>, id: &AssetId, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let Some(asset) = view
        .scenario
        .asset(id)
        .filter(|asset| view.picture.knows(asset.id.id()))
    else {
        return;
    };
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let (kind, icon) = words::asset_kind(asset.kind);
        widgets::sign_ui(ui, icon, kind, t.dim);
        widgets::headline_ui(ui, &asset.name);
        ui.add(Label::new(&asset.purpose).wrap());
        ui.add_space(4.0);
        let status = view.picture.status(id);
        widgets::pair_ui(ui, "State", |ui| {
            widgets::sign_ui(
                ui,
                words::status_icon(status),
                words::status(status),
                t.status(status),
            );
        });
        let owner = if asset.owner.is_empty() {
            "Nobody answers for it"
        } else {
            &asset.owner
        };
        widgets::text_pair_ui(ui, "Owner", owner);
        widgets::text_pair_ui(ui, "Zone", &asset.zone);
        let reach = if asset.exposed {
            "Can be reached from outside"
        } else {
            "Inside only"
        };
        widgets::text_pair_ui(ui, "Reach", reach);
    });
    ui.add_space(4.0);
    let targets = known_ui(ui, view, id);
    ui.add_space(4.0);
    alerts_ui(ui, view, id, out);
    logs_ui(ui, view, id, out);
    actions_ui(ui, view, &targets, out);
}

/// Draws what was found; returns everything here that an action can be aimed at.
fn known_ui(ui: &mut Ui, view: &View<'_>, id: &AssetId) -> Vec<Id> {
    let t = tokens(ui);
    let mut targets = vec![id.id().clone()];
    let footholds = view.picture.footholds_on(id);
    let vectors: Vec<_> = view
        .picture
        .vectors()
        .into_iter()
        .filter(|v| v.asset == *id)
        .collect();
    let evidence: Vec<_> = view
        .picture
        .evidence()
        .into_iter()
        .filter(|(evidence, _)| evidence.asset == *id)
        .collect();
    targets.extend(footholds.iter().map(|(f, _)| f.id.id().clone()));
    targets.extend(vectors.iter().map(|v| v.id.id().clone()));
    targets.extend(evidence.iter().map(|(e, _)| e.id.id().clone()));
    let points = view
        .scenario
        .restore_points
        .iter()
        .filter(|point| point.asset == *id);
    targets.extend(points.map(|point| point.id.id().clone()));
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "What is known here");
        if footholds.is_empty() && vectors.is_empty() && evidence.is_empty() {
            widgets::dim_ui(ui, "Nothing yet");
        }
        for (foothold, seen) in &footholds {
            let colour = if *seen == FootholdView::Found {
                t.bad
            } else {
                t.good
            };
            let text = format!(
                "{} ({}, {})",
                foothold.name,
                words::foothold_kind(foothold.kind),
                words::foothold_view(*seen)
            );
            line_ui(ui, ICON_BUG_REPORT, colour, &text);
        }
        for vector in &vectors {
            line_ui(
                ui,
                ICON_DOOR_OPEN,
                t.caution,
                &format!("{} (hole)", vector.name),
            );
        }
        for (item, saved) in &evidence {
            match saved {
                Some(at) => {
                    let text = format!("{} (saved at {})", item.name, words::minute(*at));
                    line_ui(ui, ICON_CHECK, t.good, &text);
                }
                None => line_ui(
                    ui,
                    ICON_INVENTORY_2,
                    t.dim,
                    &format!("{} (not saved)", item.name),
                ),
            }
        }
    });
    targets
}

fn line_ui(
    ui: &mut Ui,
    icon: egui_material_icons::MaterialIcon,
    colour: eframe::egui::Color32,
    text: &str,
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(Label::new(icon.rich_text().size(16.0).color(colour)).selectable(false));
        ui.add(Label::new(text).wrap());
    });
}

fn alerts_ui(ui: &mut Ui, view: &View<'_>, id: &AssetId, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let alerts: Vec<_> = view
        .picture
        .alerts()
        .into_iter()
        .filter(|(alert, _)| alert.asset == *id)
        .collect();
    if alerts.is_empty() {
        return;
    }
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Alerts");
        for (alert, state) in alerts {
            ui.horizontal_top(|ui| {
                let colour = if state.closed.is_some() {
                    t.dim
                } else {
                    t.severity(alert.severity)
                };
                ui.add(
                    Label::new(ICON_NOTIFICATIONS.rich_text().size(16.0).color(colour))
                        .selectable(false),
                );
                if widgets::link_ui(ui, &alert.title, &format!("Open alert {}", alert.title))
                    .clicked()
                {
                    out.push(UiCommand::Go(Goal::Alert(alert.id.clone())));
                }
            });
        }
    });
    ui.add_space(4.0);
}

fn logs_ui(ui: &mut Ui, view: &View<'_>, id: &AssetId, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let logs = view.picture.logs();
    let here: Vec<_> = logs.into_iter().filter(|log| log.asset == *id).collect();
    if here.is_empty() {
        return;
    }
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Logs");
        for log in here {
            let (icon, colour, state) = sources_ui::state_of(view, log, t);
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 20.0;
                ui.spacing_mut().item_spacing.x = 6.0;
                ui.add(Label::new(icon.rich_text().size(16.0).color(colour)).selectable(false));
                let name = format!("Open {} at the evidence desk", log.name);
                if widgets::link_ui(ui, &log.name, &name).clicked() {
                    out.push(UiCommand::Go(Goal::Log(log.id.clone())));
                }
                ui.add(Label::new(RichText::new(state).small().color(t.dim)).truncate());
            });
        }
    });
    ui.add_space(4.0);
}

fn actions_ui(ui: &mut Ui, view: &View<'_>, targets: &[Id], out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let fitting: Vec<_> = view
        .scenario
        .actions
        .iter()
        .filter_map(|action| {
            let here: Vec<&Id> = view
                .picture
                .targets(action)
                .into_iter()
                .filter(|target| targets.contains(target))
                .collect();
            (!here.is_empty()).then_some((action, here))
        })
        .collect();
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "What can be done");
        if fitting.is_empty() {
            widgets::dim_ui(ui, "No action can be aimed at it");
        }
        for (action, here) in fitting {
            let aimed = format!("{}…", action.name);
            let response = ui.add(
                eframe::egui::Button::new((
                    ICON_BOLT.rich_text().size(16.0),
                    RichText::new(&aimed),
                ))
                .truncate()
                .frame_when_inactive(false),
            );
            let response = response
                .on_hover_text(&action.summary)
                .accessible_name(format!("Plan {}", action.name));
            if response.clicked() {
                let target = (here.len() == 1)
                    .then(|| here.first().map(|id| (*id).clone()))
                    .flatten();
                out.push(UiCommand::Go(Goal::Action(action.id.clone(), target)));
            }
        }
    });
    ui.add_space(theme::GAP);
}

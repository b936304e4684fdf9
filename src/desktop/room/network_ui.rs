//! The map section: what is known of the network, and the asset that is selected.

use eframe::egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};
use egui_material_icons::icons::ICON_CLOSE;

use super::{View, asset_ui};
use crate::base::id::AssetId;
use crate::desktop::command::UiCommand;
use crate::desktop::map_nodes::known_node;
use crate::desktop::map_ui::{Look, Node, map_ui};
use crate::desktop::widgets;

/// What the map remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    selected: Option<AssetId>,
}

impl Memory {
    /// Selects an asset.
    pub(super) fn select(&mut self, asset: AssetId) {
        self.selected = Some(asset);
    }
}

/// Draws the map, and the asset that is selected.
pub(super) fn network_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    if memory.selected.is_none() {
        widgets::dim_ui(
            ui,
            "Select an asset to see what is known of it and what can be done to it",
        );
        ui.add_space(4.0);
    }
    let open = memory.selected.is_some();
    if open {
        asset_panel_ui(ui, view, memory, out);
    }
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::both()
            .id_salt("map")
            .auto_shrink(false)
            .show(ui, |ui| {
                let assets = view.picture.assets();
                let nodes: Vec<Node> = assets
                    .iter()
                    .map(|(asset, status)| known_node(ui, &view.picture, asset, *status))
                    .collect();
                let links = &view.scenario.links;
                if let Some(asset) = map_ui(ui, &nodes, links, memory.selected.as_ref(), Look::DESK)
                {
                    memory.selected = Some(asset);
                }
            });
    });
}

fn asset_panel_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let mut close = false;
    Panel::right("asset")
        .resizable(true)
        .default_size(330.0)
        .size_range(270.0..=(ui.available_width() * 0.5).clamp(280.0, 520.0))
        .frame(Frame::new().inner_margin(Margin {
            left: 14,
            ..Margin::ZERO
        }))
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.take_available_space();
            ui.horizontal(|ui| {
                widgets::headline_ui(ui, "Asset");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    close = widgets::icon_button_ui(ui, ICON_CLOSE, "Close the asset").clicked();
                });
            });
            ScrollArea::vertical()
                .id_salt("asset")
                .auto_shrink(false)
                .show(ui, |ui| {
                    if let Some(asset) = &memory.selected {
                        asset_ui::asset_ui(ui, view, asset, out);
                    }
                });
        });
    if close {
        memory.selected = None;
    }
}

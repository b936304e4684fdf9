//! The map: zones as columns, assets as nodes with what is known of them.

use std::collections::BTreeMap;

use eframe::egui::{
    self, Align, Align2, CentralPanel, FontId, Frame, Layout, Margin, Painter, Panel, Pos2, Rect,
    Role, ScrollArea, Sense, Shape, Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons::{
    ICON_BUG_REPORT, ICON_CLOSE, ICON_NOTIFICATIONS_ACTIVE, ICON_PUBLIC,
};

use super::{View, asset_ui};
use crate::base::id::AssetId;
use crate::desktop::command::UiCommand;
use crate::desktop::theme::{Tokens, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::FootholdView;
use crate::scenario::{Asset, AssetStatus};

/// The height of a node.
const NODE: f32 = 84.0;
/// The narrowest and widest that a node gets.
const WIDTHS: (f32, f32) = (128.0, 190.0);
const GAP_X: f32 = 44.0;
/// The least and the most between one node and the next below it.
const GAPS: (f32, f32) = (22.0, 64.0);
const HEAD: f32 = 30.0;

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
            .show(ui, |ui| map_ui(ui, view, memory));
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

fn map_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory) {
    let t = tokens(ui);
    let assets = view.picture.assets();
    let mut zones: Vec<(&str, Vec<(&Asset, AssetStatus)>)> = Vec::new();
    for (asset, status) in &assets {
        match zones.iter_mut().find(|(zone, _)| *zone == asset.zone) {
            Some((_, list)) => list.push((*asset, *status)),
            None => zones.push((&asset.zone, vec![(*asset, *status)])),
        }
    }
    let most = zones.iter().map(|(_, list)| list.len()).max().unwrap_or(0);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a network map has a few dozen nodes"
    )]
    let (columns, rows) = (zones.len() as f32, most as f32);
    let least = vec2(
        columns * (WIDTHS.0 + GAP_X),
        HEAD + rows * (NODE + GAPS.0) + GAPS.0,
    );
    let size = least.max(ui.available_size());
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let column = size.x / columns.max(1.0);
    let gap = ((size.y - HEAD) / rows.max(1.0) - NODE).clamp(GAPS.0, GAPS.1);
    let node = vec2((column - GAP_X).clamp(WIDTHS.0, WIDTHS.1), NODE);
    let painter = ui.painter().with_clip_rect(ui.clip_rect());

    let mut places: BTreeMap<&AssetId, Rect> = BTreeMap::new();
    let mut x = area.left();
    for (zone, list) in &zones {
        let ground = Rect::from_min_size(pos2(x, area.top()), vec2(column - 10.0, size.y));
        painter.rect_filled(ground, 8, t.panel);
        painter.rect_stroke(
            ground,
            8,
            Stroke::new(1.0, t.line),
            egui::StrokeKind::Inside,
        );
        let small = TextStyle::Small.resolve(ui.style());
        let head = pos2(ground.center().x, ground.top() + 9.0);
        painter.text(head, Align2::CENTER_TOP, zone, small, t.dim);
        let mut y = area.top() + HEAD;
        for (asset, _) in list {
            let center = pos2(ground.center().x, y + NODE / 2.0);
            places.insert(&asset.id, Rect::from_center_size(center, node));
            y += NODE + gap;
        }
        x += column;
    }
    for (i, link) in view.scenario.links.iter().enumerate() {
        // Lines that leave one node side by side stay apart.
        let offset = [0.0, 8.0, -8.0, 16.0, -16.0]
            .get(i % 5)
            .copied()
            .unwrap_or(0.0);
        if let (Some(from), Some(to)) = (places.get(&link.from), places.get(&link.to)) {
            link_ui(&painter, t, (*from, *to), vec2(column, gap), offset);
        }
    }
    for (asset, status) in &assets {
        if let Some(rect) = places.get(&asset.id) {
            let chosen = memory.selected.as_ref() == Some(&asset.id);
            if node_ui(ui, view, asset, *status, *rect, chosen) {
                memory.selected = Some(asset.id.clone());
            }
        }
    }
}

/// A curve from side to side, or from bottom to top in one column. One that passes over a column goes
/// between the rows.
fn link_ui(painter: &Painter, t: &Tokens, (from, to): (Rect, Rect), step: Vec2, offset: f32) {
    let stroke = Stroke::new(1.5, t.edge);
    let same_column = (from.center().x - to.center().x).abs() < 1.0;
    let points: [Pos2; 4] = if same_column {
        let (upper, lower) = if from.top() < to.top() {
            (from, to)
        } else {
            (to, from)
        };
        let neighbours = lower.top() - upper.bottom() < step.y + 1.0;
        if neighbours {
            painter.line_segment([upper.center_bottom(), lower.center_top()], stroke);
            return;
        }
        let bow = vec2(-18.0, 0.0);
        let (a, b) = (upper.left_center(), lower.left_center());
        [a, a + bow, b + bow, b]
    } else {
        let (left, right) = if from.left() < to.left() {
            (from, to)
        } else {
            (to, from)
        };
        let shift = vec2(0.0, offset);
        let (a, b) = (left.right_center() + shift, right.left_center() + shift);
        let middle = (b.x - a.x) / 2.0;
        let passes_over = right.center().x - left.center().x > 1.5 * step.x;
        let bow = if passes_over {
            (NODE + step.y) / 1.5
        } else {
            0.0
        };
        [a, a + vec2(middle, bow), b + vec2(-middle, bow), b]
    };
    painter.add(Shape::CubicBezier(
        egui::epaint::CubicBezierShape::from_points_stroke(
            points,
            false,
            egui::Color32::TRANSPARENT,
            stroke,
        ),
    ));
}

/// What an asset's node says to who can't see it.
fn node_name(asset: &Asset, status: AssetStatus, alerts: usize, there: usize) -> String {
    let mut name = vec![
        format!("Asset: {}", asset.name),
        words::status(status).to_lowercase(),
    ];
    if alerts > 0 {
        name.push(words::count(alerts, "open alert", "open alerts"));
    }
    if there > 0 {
        name.push(words::count(there, "foothold found", "footholds found"));
    }
    name.join(", ")
}

/// Draws one asset; says whether it was clicked.
fn node_ui(
    ui: &Ui,
    view: &View<'_>,
    asset: &Asset,
    status: AssetStatus,
    rect: Rect,
    chosen: bool,
) -> bool {
    let t = tokens(ui);
    let alerts = view.picture.open_alerts_on(&asset.id);
    let footholds = view.picture.footholds_on(&asset.id);
    let there = footholds
        .iter()
        .filter(|(_, seen)| *seen == FootholdView::Found)
        .count();
    let response = ui.interact(
        rect,
        ui.scope_id().with(("asset", &asset.id)),
        Sense::click(),
    );
    let name = node_name(asset, status, alerts, there);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));

    let painter = ui.painter();
    let fill = if chosen { t.selected } else { t.card };
    let edge = if chosen || response.hovered() || response.has_focus() {
        Stroke::new(2.0, t.accent)
    } else if there > 0 {
        Stroke::new(1.5, t.bad)
    } else {
        Stroke::new(1.0, t.line)
    };
    painter.rect_filled(rect, 8, fill);
    painter.rect_stroke(rect, 8, edge, egui::StrokeKind::Inside);
    let sign = |at: Pos2, icon: egui_material_icons::MaterialIcon, size: f32, colour| {
        painter.text(
            at,
            Align2::LEFT_CENTER,
            icon.codepoint,
            FontId::new(size, icon.font_family()),
            colour,
        )
    };
    let (_, icon) = words::asset_kind(asset.kind);
    let top = rect.top() + 20.0;
    sign(pos2(rect.left() + 10.0, top), icon, 20.0, t.dim);
    if asset.exposed {
        sign(pos2(rect.right() - 24.0, top), ICON_PUBLIC, 15.0, t.dim);
    }
    let room = rect.width() - 64.0;
    let mut job = egui::text::LayoutJob::simple_singleline(
        asset.name.clone(),
        TextStyle::Body.resolve(ui.style()),
        t.text,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = painter.layout_job(job);
    painter.galley(
        pos2(rect.left() + 36.0, top - galley.size().y / 2.0),
        galley,
        t.text,
    );

    let small = TextStyle::Small.resolve(ui.style());
    let middle = rect.top() + 43.0;
    let colour = t.status(status);
    sign(
        pos2(rect.left() + 12.0, middle),
        words::status_icon(status),
        15.0,
        colour,
    );
    painter.text(
        pos2(rect.left() + 36.0, middle),
        Align2::LEFT_CENTER,
        words::status(status),
        small.clone(),
        colour,
    );
    let low = rect.bottom() - 18.0;
    let mut x = rect.left() + 12.0;
    if alerts > 0 {
        let at = sign(pos2(x, low), ICON_NOTIFICATIONS_ACTIVE, 15.0, t.caution);
        let text = words::count(alerts, "alert", "alerts");
        x = painter
            .text(
                pos2(at.right() + 4.0, low),
                Align2::LEFT_CENTER,
                text,
                small.clone(),
                t.caution,
            )
            .right()
            + 10.0;
    }
    if there > 0 {
        let at = sign(pos2(x, low), ICON_BUG_REPORT, 15.0, t.bad);
        let text = words::count(there, "foothold", "footholds");
        painter.text(
            pos2(at.right() + 4.0, low),
            Align2::LEFT_CENTER,
            text,
            small,
            t.bad,
        );
    }
    response.on_hover_text(&asset.purpose).clicked()
}

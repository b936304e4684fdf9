//! A network map: zones as columns, assets as nodes with a state and marks. Who calls decides what is on
//! it: the trainees' knowledge, the hidden truth, or what the projector may show.

use std::collections::BTreeMap;

use eframe::egui::{
    self, Align2, Color32, FontId, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, TextStyle, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::ICON_PUBLIC;

use super::theme::{Tokens, tokens};
use super::words;
use crate::base::id::AssetId;
use crate::scenario::{Asset, AssetKind, AssetStatus, Link};

/// The narrowest and widest that a node gets.
const WIDTHS: (f32, f32) = (128.0, 190.0);
const GAP_X: f32 = 44.0;
const HEAD: f32 = 30.0;
/// How much larger than at a desk a map may be drawn, and how much smaller, to fit where it stands.
const SCALES: (f32, f32) = (0.6, 1.9);

/// How a map is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// How many times as large as at a desk.
    scale: f32,
    /// The height of a node.
    node: f32,
    /// The least and the most between one node and the next below it.
    gaps: (f32, f32),
    /// Whether a state is said only where it is not the usual one.
    brief: bool,
}

impl Look {
    /// As at a desk: as large as there is room, and scrolled where there is not enough.
    pub(super) const DESK: Self = Self {
        scale: 1.0,
        node: 84.0,
        gaps: (22.0, 64.0),
        brief: false,
    };

    /// As on a projector: as large as fits into this space, and no more said than must be.
    pub(super) fn fitting(nodes: &[Node], space: Vec2) -> Self {
        let brief = Self {
            scale: 1.0,
            node: 50.0,
            gaps: (10.0, 30.0),
            brief: true,
        };
        let zones = zones(nodes);
        let least = brief.least(&zones);
        let scale = (space.x / least.x).min(space.y / least.y);
        Self {
            scale: scale.clamp(SCALES.0, SCALES.1),
            ..brief
        }
    }

    /// The least space that a map needs.
    fn least(&self, zones: &[(&str, Vec<&Node>)]) -> Vec2 {
        let most = zones.iter().map(|(_, list)| list.len()).max().unwrap_or(0);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a network map has a few dozen nodes"
        )]
        let (columns, rows) = (zones.len() as f32, most as f32);
        let height = HEAD + rows * (self.node + self.gaps.0) + self.gaps.0;
        vec2(columns * (WIDTHS.0 + GAP_X), height) * self.scale
    }
}

/// Something to be said of an asset: a sign and a few words at its foot.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The sign.
    pub(super) icon: MaterialIcon,
    /// The words beside it.
    pub(super) text: String,
    /// What it says to who can't see it.
    pub(super) spoken: String,
    /// The colour of both.
    pub(super) colour: Color32,
}

/// An asset on the map.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Which.
    pub(super) id: AssetId,
    /// Its name.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: AssetKind,
    /// The part of the network it stands in.
    pub(super) zone: String,
    /// What it does, as its tooltip.
    pub(super) purpose: String,
    /// Whether it can be reached from outside.
    pub(super) exposed: bool,
    /// Its state.
    pub(super) status: AssetStatus,
    /// What is to be said of it.
    pub(super) marks: Vec<Mark>,
    /// The colour of its edge, if it stands out.
    pub(super) edge: Option<Color32>,
}

impl Node {
    /// An asset in a state, with nothing more to say of it.
    pub(super) fn of(asset: &Asset, status: AssetStatus) -> Self {
        Self {
            id: asset.id.clone(),
            name: asset.name.clone(),
            kind: asset.kind,
            zone: asset.zone.clone(),
            purpose: asset.purpose.clone(),
            exposed: asset.exposed,
            status,
            marks: Vec::new(),
            edge: None,
        }
    }

    /// What it says to who can't see it.
    fn spoken(&self) -> String {
        let mut name = vec![
            format!("Asset: {}", self.name),
            words::status(self.status).to_lowercase(),
        ];
        name.extend(self.marks.iter().map(|mark| mark.spoken.clone()));
        name.join(", ")
    }
}

/// The nodes by their zones, in the order in which zones first occur.
fn zones(nodes: &[Node]) -> Vec<(&str, Vec<&Node>)> {
    let mut zones: Vec<(&str, Vec<&Node>)> = Vec::new();
    for node in nodes {
        match zones.iter_mut().find(|(zone, _)| *zone == node.zone) {
            Some((_, list)) => list.push(node),
            None => zones.push((&node.zone, vec![node])),
        }
    }
    zones
}

/// Draws a map, at least as large as there is room; says which asset was clicked.
pub(super) fn map_ui(
    ui: &mut Ui,
    nodes: &[Node],
    links: &[Link],
    chosen: Option<&AssetId>,
    look: Look,
) -> Option<AssetId> {
    let t = tokens(ui);
    let zones = zones(nodes);
    let scale = look.scale;
    let most = zones.iter().map(|(_, list)| list.len()).max().unwrap_or(0);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a network map has a few dozen nodes"
    )]
    let (columns, rows) = (zones.len() as f32, most as f32);
    let (high, gap_x, head) = (look.node * scale, GAP_X * scale, HEAD * scale);
    let size = look.least(&zones).max(ui.available_size());
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let column = size.x / columns.max(1.0);
    let gap =
        ((size.y - head) / rows.max(1.0) - high).clamp(look.gaps.0 * scale, look.gaps.1 * scale);
    let width = (column - gap_x).clamp(WIDTHS.0 * scale, WIDTHS.1 * scale);
    let painter = ui.painter().with_clip_rect(ui.clip_rect());

    let mut places: BTreeMap<&AssetId, Rect> = BTreeMap::new();
    let mut x = area.left();
    for (zone, list) in &zones {
        let ground = Rect::from_min_size(pos2(x, area.top()), vec2(column - 10.0 * scale, size.y));
        painter.rect_filled(ground, 8, t.panel);
        let line = Stroke::new(1.0, t.line);
        painter.rect_stroke(ground, 8, line, egui::StrokeKind::Inside);
        let at = pos2(ground.center().x, ground.top() + 9.0 * scale);
        painter.text(at, Align2::CENTER_TOP, zone, small(ui, scale), t.dim);
        let mut y = area.top() + head;
        for node in list {
            let center = pos2(ground.center().x, y + high / 2.0);
            places.insert(&node.id, Rect::from_center_size(center, vec2(width, high)));
            y += high + gap;
        }
        x += column;
    }
    for (i, link) in links.iter().enumerate() {
        // Lines that leave one node side by side stay apart.
        let offset = [0.0, 8.0, -8.0, 16.0, -16.0]
            .get(i % 5)
            .copied()
            .unwrap_or(0.0);
        if let (Some(from), Some(to)) = (places.get(&link.from), places.get(&link.to)) {
            link_ui(&painter, t, (*from, *to), vec2(column, gap), offset);
        }
    }
    let mut clicked = None;
    for node in nodes {
        if let Some(rect) = places.get(&node.id)
            && node_ui(ui, node, *rect, chosen == Some(&node.id), look)
        {
            clicked = Some(node.id.clone());
        }
    }
    clicked
}

/// The font of small words, at this scale.
fn small(ui: &Ui, scale: f32) -> FontId {
    let font = TextStyle::Small.resolve(ui.style());
    FontId::new(font.size * scale, font.family)
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
            (from.height() + step.y) / 1.5
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

/// Draws one asset; says whether it was clicked.
fn node_ui(ui: &Ui, node: &Node, rect: Rect, chosen: bool, look: Look) -> bool {
    let t = tokens(ui);
    let scale = look.scale;
    let response = ui.interact(
        rect,
        ui.scope_id().with(("asset", &node.id)),
        Sense::click(),
    );
    let name = node.spoken();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));

    let painter = ui.painter();
    let fill = if chosen { t.selected } else { t.card };
    let edge = if chosen || response.hovered() || response.has_focus() {
        Stroke::new(2.0, t.accent)
    } else {
        node.edge
            .map_or(Stroke::new(1.0, t.line), |colour| Stroke::new(1.5, colour))
    };
    painter.rect_filled(rect, 8, fill);
    painter.rect_stroke(rect, 8, edge, egui::StrokeKind::Inside);
    let sign = |at: Pos2, icon: MaterialIcon, size: f32, colour| {
        painter.text(
            at,
            Align2::LEFT_CENTER,
            icon.codepoint,
            FontId::new(size * scale, icon.font_family()),
            colour,
        )
    };
    let (_, icon) = words::asset_kind(node.kind);
    let top = rect.top() + if look.brief { 17.0 } else { 20.0 } * scale;
    let left = rect.left() + 36.0 * scale;
    sign(pos2(rect.left() + 10.0 * scale, top), icon, 20.0, t.dim);
    if node.exposed {
        let at = pos2(rect.right() - 24.0 * scale, top);
        sign(at, ICON_PUBLIC, 15.0, t.dim);
    }
    let body = TextStyle::Body.resolve(ui.style());
    let body = FontId::new(body.size * scale, body.family);
    let mut job = egui::text::LayoutJob::simple_singleline(node.name.clone(), body, t.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 64.0 * scale);
    let galley = painter.layout_job(job);
    painter.galley(pos2(left, top - galley.size().y / 2.0), galley, t.text);

    let colour = t.status(node.status);
    let icon = words::status_icon(node.status);
    let low = if look.brief {
        rect.bottom() - 14.0 * scale
    } else {
        rect.bottom() - 18.0 * scale
    };
    let middle = if look.brief {
        low
    } else {
        rect.top() + 43.0 * scale
    };
    let at = sign(pos2(rect.left() + 12.0 * scale, middle), icon, 15.0, colour);
    let usual = node.status == AssetStatus::Online;
    let mut x = at.right() + 10.0 * scale;
    if !(look.brief && usual) {
        let said = painter.text(
            pos2(left, middle),
            Align2::LEFT_CENTER,
            words::status(node.status),
            small(ui, scale),
            colour,
        );
        x = said.right() + 10.0 * scale;
    }
    if !look.brief {
        x = rect.left() + 12.0 * scale;
    }
    for mark in &node.marks {
        let at = sign(pos2(x, low), mark.icon, 15.0, mark.colour);
        let at = pos2(at.right() + 4.0 * scale, low);
        let drawn = painter.text(
            at,
            Align2::LEFT_CENTER,
            &mark.text,
            small(ui, scale),
            mark.colour,
        );
        x = drawn.right() + 10.0 * scale;
    }
    response.on_hover_text(&node.purpose).clicked()
}

//! The table's own scroll bars.

use eframe::egui::{Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::scroll::Extent;
use super::table_ui::{Frame, Memory};
use crate::desktop::theme::tokens;

const SHORTEST_THUMB: f32 = 28.0;

/// The bar at the right.
pub(super) fn down_ui(ui: &Ui, table: &mut Memory, track: Rect, extent: Extent) {
    let Some(thumb) = table.scroll.thumb(extent, track.height(), SHORTEST_THUMB) else {
        return;
    };
    let t = tokens(ui);
    let id = ui.scope_id().with("down");
    let response = ui.interact(track, id, Sense::DRAG | Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scroll through the lines"));
    let grip = Id::with(id, "grip");
    if let Some(pointer) = response.interact_pointer_pos() {
        let at = pointer.y - track.top();
        let held: Option<f32> = ui.data(|data| data.get_temp(grip));
        // Where on the thumb it was taken; beside it, the thumb jumps there.
        let held = held.unwrap_or_else(|| {
            let on = at - thumb.offset;
            if (0.0..=thumb.length).contains(&on) {
                on
            } else {
                thumb.length / 2.0
            }
        });
        ui.data_mut(|data| data.insert_temp(grip, held));
        table
            .scroll
            .drag(at - held, thumb.length, track.height(), extent);
    } else {
        ui.data_mut(|data| data.remove_temp::<f32>(grip));
    }
    let Some(thumb) = table.scroll.thumb(extent, track.height(), SHORTEST_THUMB) else {
        return;
    };
    let min = track.min + vec2(1.0, thumb.offset);
    let rect = Rect::from_min_size(min, vec2(track.width() - 2.0, thumb.length));
    let colour = if response.dragged() || response.hovered() {
        t.dim
    } else {
        t.edge
    };
    ui.painter().rect_filled(rect, 4, colour);
}

/// The bar below, for lines wider than the table.
pub(super) fn across_ui(ui: &Ui, table: &mut Memory, frame: &Frame, width: f32) {
    let view = frame.body.width();
    let most = (width - view).max(0.0);
    table.across = table.across.clamp(0.0, most);
    if most <= 0.0 {
        return;
    }
    let t = tokens(ui);
    let track = frame.across;
    let length = (track.width() * view / width).max(SHORTEST_THUMB);
    let way = (track.width() - length).max(1.0);
    let response = ui.interact(track, ui.scope_id().with("across"), Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scroll along the lines"));
    table.across = (table.across + response.drag_delta().x * most / way).clamp(0.0, most);
    let min = track.min + vec2(way * table.across / most, 1.0);
    let rect = Rect::from_min_size(min, vec2(length, track.height() - 2.0));
    let colour = if response.dragged() || response.hovered() {
        t.dim
    } else {
        t.edge
    };
    ui.painter().rect_filled(rect, 4, colour);
}

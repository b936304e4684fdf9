//! The rows in view: cells or raw lines, what was found in them, the mark of a pin, their menu.

use std::ops::Range;

use eframe::egui::{
    Align2, Painter, Rect, Response, Role, Sense, Ui, WidgetInfo, accesskit::Action, pos2, vec2,
};
use egui_material_icons::icons::ICON_KEEP;

use super::columns::{Column, Frame, GAP, GUTTER, ROW, What};
use super::lines::Ink;
use super::menu_ui::{self, Aim, Wish};
use super::{Memory as Whole, View, lines, times};
use crate::desk::Row;
use crate::desktop::theme::{Tokens, tokens};
use crate::exercise::PinView;
use crate::scenario::LogFormat;

/// What the rows in view are drawn with.
pub(super) struct Drawn<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) frame: &'a Frame,
    pub(super) columns: &'a [Column],
    pub(super) format: Option<LogFormat>,
    pub(super) pins: &'a [PinView<'a>],
    /// Whether a line begins near what was found in it.
    pub(super) excerpts: bool,
    pub(super) ink: Ink,
    pub(super) glyph: f32,
}

/// The pin on a line, if it has one.
pub(super) fn pin_on<'a, 'b>(pins: &'b [PinView<'a>], row: &Row) -> Option<&'b PinView<'a>> {
    pins.iter().find(|pin| {
        pin.line_at == row.at
            && *pin.log == row.log
            && pin.text == String::from_utf8_lossy(&row.text)
    })
}

impl Drawn<'_> {
    pub(super) fn rows_ui(
        &self,
        ui: &Ui,
        whole: &mut Whole,
        rows: &[(usize, Option<Row>)],
        wishes: &mut Vec<Wish>,
    ) {
        let t = tokens(ui);
        let painter = ui.painter().with_clip_rect(self.frame.body);
        // On the table as a whole, as rows may come and go between press and release.
        let body = ui.interact(self.frame.body, ui.scope_id().with("body"), Sense::CLICK);
        let mut top = self.frame.body.top() - whole.table.scroll.hidden() * ROW;
        for (index, row) in rows {
            let rect = Rect::from_min_size(
                pos2(self.frame.body.left(), top),
                vec2(self.frame.body.width(), ROW),
            );
            top += ROW;
            if let Some(row) = row {
                self.row_ui(ui, &painter, whole, &body, rect, *index, row, wishes);
            } else {
                // A page being made: a bar where its text will stand.
                let bar = Rect::from_min_size(
                    rect.min + vec2(GUTTER, 6.0),
                    vec2(rect.width() * 0.4, ROW - 12.0),
                );
                painter.rect_filled(bar, 3, t.raised);
            }
        }
        if let Some(row) = whole.table.selected.clone() {
            let pinned = pin_on(self.pins, &row).is_some();
            let merged = whole.is_merged();
            let aim = whole.table.aim.as_ref();
            menu_ui::menu_ui(&body, &row, aim, pinned, merged, wishes);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a row and where it goes")]
    fn row_ui(
        &self,
        ui: &Ui,
        painter: &Painter,
        whole: &mut Whole,
        body: &Response,
        rect: Rect,
        index: usize,
        row: &Row,
        wishes: &mut Vec<Wish>,
    ) {
        let t = tokens(ui);
        let seen = rect.intersect(self.frame.body);
        let id = ui.scope_id().with(row.key);
        let response = ui.interact(seen, id, Sense::hover());
        let selected = whole
            .table
            .selected
            .as_ref()
            .is_some_and(|chosen| chosen.key == row.key);
        let pinned = pin_on(self.pins, row).is_some();
        response.widget_info(|| {
            let text = String::from_utf8_lossy(&row.text);
            let text: String = text.chars().take(200).collect();
            let pinned = if pinned { ", pinned" } else { "" };
            let name = format!("Line {}{pinned}: {text}", times::short(row.stamp));
            WidgetInfo::selected(Role::ListItem, true, selected, name)
        });
        // The table takes the clicks; who works it without a pointer clicks the row itself.
        ui.accesskit_node_builder(id, |node| node.add_action(Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
            wishes.push(Wish::Select(index, row.clone()));
        }
        if selected {
            painter.rect_filled(rect, 0, t.selected);
        } else if response.hovered() {
            painter.rect_filled(rect, 0, t.raised);
        }
        if pinned {
            painter.text(
                pos2(rect.left() + GUTTER / 2.0, rect.center().y),
                Align2::CENTER_CENTER,
                ICON_KEEP.codepoint,
                eframe::egui::FontId::new(15.0, ICON_KEEP.font_family()),
                t.accent,
            );
        }
        let cells = self.format.map(|format| whole.table.cells.of(format, row));
        let mut left = rect.left() + GUTTER - whole.table.across;
        let mut aim = None;
        let pointer = body.interact_pointer_pos().filter(|at| seen.contains(*at));
        for column in self.columns {
            let right = left + column.width;
            let cell = Rect::from_x_y_ranges(left..=right, rect.y_range());
            if cell.right() > self.frame.body.left() && cell.left() < self.frame.body.right() {
                let content = match column.what {
                    What::Field(i) => cells.as_ref().and_then(|cells| cells.get(i)),
                    _ => None,
                };
                match (column.what, content) {
                    (What::Field(_), Some(content)) => {
                        let found = content.highlights(row);
                        self.text_ui(painter, cell, &content.text, &found, t);
                    }
                    (What::Field(_), None) => {}
                    (What::Time, _) => {
                        self.text_ui(painter, cell, &times::short(row.stamp), &[], t);
                    }
                    (What::Log, _) => {
                        let log = self.view.picture.log(&row.log);
                        let name = log.map_or(row.log.as_str(), |log| log.name.as_str());
                        self.text_ui(painter, cell, name, &[], t);
                    }
                    (What::Line, _) => self.line_ui(painter, cell, row),
                }
                if pointer.is_some_and(|at| cell.x_range().contains(at.x)) {
                    aim = Some(Aim::at(row, self.format, column.what, content));
                }
            }
            left = right;
        }
        if pointer.is_some() {
            if body.secondary_clicked() {
                whole.table.aim = aim;
                // At once, as the menu opens on it.
                whole.table.selected = Some(row.clone());
            }
            if body.clicked() || body.secondary_clicked() {
                wishes.push(Wish::Select(index, row.clone()));
            }
            if body.double_clicked() {
                wishes.push(Wish::Detail);
            }
        }
    }

    fn text_ui(
        &self,
        painter: &Painter,
        cell: Rect,
        text: &str,
        found: &[Range<usize>],
        t: &Tokens,
    ) {
        let letters = self.letters(cell.width() - GAP);
        let job = lines::job(text, found, &self.ink, 0, letters, true);
        let galley = painter.layout_job(job);
        let at = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
        painter
            .with_clip_rect(cell.intersect(self.frame.body))
            .galley(at, galley, t.text);
    }

    /// A line as it was written, of which only what is in view is laid out.
    fn line_ui(&self, painter: &Painter, cell: Rect, row: &Row) {
        let text = String::from_utf8_lossy(&row.text);
        if self.excerpts {
            let letters = self.letters(cell.width() - GAP);
            let job = lines::excerpt(&text, &row.highlights, &self.ink, letters);
            let galley = painter.layout_job(job);
            let at = pos2(cell.left(), cell.center().y - galley.size().y / 2.0);
            painter
                .with_clip_rect(cell.intersect(self.frame.body))
                .galley(at, galley, self.ink.text);
            return;
        }
        let skip = self.letters((self.frame.body.left() - cell.left()).max(0.0));
        let skip = skip.saturating_sub(1);
        let letters = self.letters(self.frame.body.width()) + 3;
        let job = lines::job(&text, &row.highlights, &self.ink, skip, letters, false);
        let galley = painter.layout_job(job);
        let skipped = f32::from(u16::try_from(skip).unwrap_or(u16::MAX)) * self.glyph;
        let at = pos2(
            cell.left() + skipped,
            cell.center().y - galley.size().y / 2.0,
        );
        painter
            .with_clip_rect(cell.intersect(self.frame.body))
            .galley(at, galley, self.ink.text);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "letters in a window"
    )]
    fn letters(&self, width: f32) -> usize {
        (width / self.glyph).floor().clamp(1.0, 100_000.0) as usize
    }
}

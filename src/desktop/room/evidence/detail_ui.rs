//! The selected line: its fields, its text, and what can be done with it.

use eframe::egui::{Align, Frame, Key, Label, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};
use egui_material_icons::icons::{
    ICON_CLOSE, ICON_CONTENT_COPY, ICON_KEEP, ICON_KEEP_OFF, ICON_SCHEDULE, ICON_TABLE_ROWS,
    ICON_TRAVEL_EXPLORE,
};

use super::menu_ui::what_else;
use super::rows_ui::pin_on;
use super::{Memory as Whole, View, lines, pretty, show_line, times};
use crate::desk::Row;
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::evidence::Readable;
use crate::evidence::columns::columns;
use crate::exercise::PinView;
use crate::scenario::{Command, Line, LogFormat};

/// What the detail remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    note: String,
    pinning: bool,
    take_cursor: bool,
}

impl Memory {
    /// Opens the form for a pin.
    pub(super) fn begin(&mut self) {
        self.pinning = true;
        self.take_cursor = true;
    }

    /// The line is pinned.
    pub(super) fn pinned(&mut self) {
        *self = Self::default();
    }
}

/// Draws the selected line.
pub(super) fn detail_ui(ui: &mut Ui, view: &View<'_>, whole: &mut Whole, out: &mut Vec<UiCommand>) {
    let Some(row) = whole.table.selected().cloned() else {
        return;
    };
    let pins = view.picture.pins();
    let pin = pin_on(&pins, &row);
    head_ui(ui, view, whole, &row);
    buttons_ui(ui, view, whole, &row, pin, out);
    pin_ui(ui, view, whole, &row, pin, out);
    ui.add_space(4.0);
    ScrollArea::vertical()
        .id_salt("evidence line")
        .auto_shrink(false)
        .show(ui, |ui| {
            let format = view.scenario.log(&row.log).map(|log| log.format);
            if let Some(format) = format {
                fields_ui(ui, whole, &row, format);
            }
            text_ui(ui, &row);
        });
}

fn head_ui(ui: &mut Ui, view: &View<'_>, whole: &mut Whole, row: &Row) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button_ui(ui, ICON_CLOSE, "Close the line").clicked() {
                whole.table.detail_open = false;
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let log = view.picture.log(&row.log);
                let name = log.map_or(row.log.as_str(), |log| log.name.as_str());
                ui.add(Label::new(RichText::new(name).size(theme::HEADLINE)).truncate());
            });
        });
    });
    let when = format!("{} · {}", times::full(row.stamp), words::clock(row.at));
    ui.add(Label::new(RichText::new(when).small().color(t.dim)).truncate());
    ui.add_space(2.0);
}

fn buttons_ui(
    ui: &mut Ui,
    view: &View<'_>,
    whole: &mut Whole,
    row: &Row,
    pin: Option<&PinView<'_>>,
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        if let Some(pin) = pin {
            let pressed = widgets::button_ui(ui, ICON_KEEP_OFF, "Take the pin away");
            if pressed.clicked() {
                let place = Place::Unpin(pin.id.clone());
                out.push(UiCommand::give(Command::Unpin(pin.id.clone()), place));
            }
        } else if !whole.detail.pinning
            && widgets::button_ui(ui, ICON_KEEP, "Pin…")
                .on_hover_text("Pin the line with a note (P)")
                .clicked()
        {
            whole.detail.begin();
        }
        if widgets::button_ui(ui, ICON_CONTENT_COPY, "Copy")
            .accessible_name("Copy the selected line")
            .clicked()
        {
            ui.copy_text(String::from_utf8_lossy(&row.text).into_owned());
        }
        if whole.desk.hits().is_some()
            && widgets::button_ui(ui, ICON_TABLE_ROWS, "Around it")
                .on_hover_text("Ends the search and shows the line among those around it")
                .accessible_name("Show the line in its log")
                .clicked()
        {
            out.push(show_line(row));
        }
        same_time_ui(ui, view, whole, row);
    });
}

/// The way to the same time in another log.
fn same_time_ui(ui: &mut Ui, view: &View<'_>, whole: &mut Whole, row: &Row) {
    let others: Vec<_> = view
        .picture
        .logs()
        .into_iter()
        .filter(|log| log.id != row.log)
        .filter(|log| matches!(view.picture.readable(log, view.now), Readable::Lines { .. }))
        .collect();
    if others.is_empty() {
        return;
    }
    let mut chosen = None;
    let button = widgets::button_ui(ui, ICON_SCHEDULE, "Same time in…")
        .accessible_name("Go to this time in another log");
    eframe::egui::Popup::menu(&button).show(|ui| {
        ui.set_max_width(300.0);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for log in others {
                let asset = view.picture.name_of(log.asset.id());
                let text = format!("{} ({asset})", log.name);
                if widgets::menu_entry_ui(ui, ICON_TABLE_ROWS, &text).clicked() {
                    chosen = Some(log.id.clone());
                    ui.close();
                }
            }
        });
    });
    if let Some(log) = chosen {
        whole.go_to(&log, row.at, None);
    }
}

/// The note on a pin, or the form for a new one.
fn pin_ui(
    ui: &mut Ui,
    view: &View<'_>,
    whole: &mut Whole,
    row: &Row,
    pin: Option<&PinView<'_>>,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    if let Some(pin) = pin {
        let text = if pin.note.is_empty() {
            format!("Pinned at {}", words::minute(pin.at))
        } else {
            format!("Pinned at {}: {}", words::minute(pin.at), pin.note)
        };
        widgets::banner_ui(ui, ICON_KEEP, t.accent, &text);
        view.refused_ui(ui, &Place::Unpin(pin.id.clone()));
        return;
    }
    if !whole.detail.pinning {
        return;
    }
    let mut give = false;
    ui.horizontal(|ui| {
        let memory = &mut whole.detail;
        let field = ui
            .add(
                TextEdit::singleline(&mut memory.note)
                    .hint_text("What does it show?")
                    .char_limit(crate::world::LONGEST_TEXT)
                    .desired_width((ui.available_width() - 190.0).max(120.0)),
            )
            .accessible_name("Note on the pin");
        if std::mem::take(&mut memory.take_cursor) {
            field.request_focus();
        }
        give |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        give |= widgets::primary_ui(ui, true, ICON_KEEP, "Pin the line", "").clicked();
        if ui.button("Cancel").clicked() {
            memory.pinned();
        }
    });
    if give && let Some(pin) = view.picture.next_pin() {
        let command = Command::Pin {
            pin,
            log: row.log.clone(),
            line: Line::Reads {
                at: row.at,
                text: String::from_utf8_lossy(&row.text).into_owned(),
            },
            note: whole.detail.note.trim().to_owned(),
        };
        out.push(UiCommand::give(command, Place::Pin));
    }
    view.refused_ui(ui, &Place::Pin);
}

/// Every field with its value, and the way to what else an address, file, account or flow did.
fn fields_ui(ui: &mut Ui, whole: &mut Whole, row: &Row, format: LogFormat) {
    let t = tokens(ui);
    let cells = lines::split(format, &row.text);
    let mut pivot = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    for (field, cell) in columns(format).iter().zip(&cells) {
        if cell.text.trim().is_empty() || cell.text == "-" {
            continue;
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().interact_size.y = 22.0;
            let size = vec2(112.0, 22.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(112.0);
                let title = RichText::new(field.title).small().color(t.dim);
                ui.add(Label::new(title).selectable(false).truncate())
                    .on_hover_text(field.name);
            });
            let size = vec2(26.0, 22.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(26.0);
                ui.spacing_mut().button_padding = vec2(3.0, 1.0);
                if field.pivot
                    && widgets::icon_button_ui(ui, ICON_TRAVEL_EXPLORE, &what_else(&cell.text))
                        .clicked()
                {
                    pivot = Some(cell.text.clone());
                }
            });
            ui.vertical(|ui| {
                ui.add_space(2.0);
                ui.add(Label::new(RichText::new(&cell.text).monospace()).wrap());
            });
        });
    }
    if let Some(value) = pivot {
        whole.pivot(&value);
    }
    ui.add_space(6.0);
}

/// The line as it was written.
fn text_ui(ui: &mut Ui, row: &Row) {
    let t = tokens(ui);
    Frame::new()
        .fill(t.panel)
        .corner_radius(6)
        .inner_margin(10)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let text = pretty::pretty(&String::from_utf8_lossy(&row.text));
            ui.add(Label::new(RichText::new(text).monospace()).wrap());
        });
}

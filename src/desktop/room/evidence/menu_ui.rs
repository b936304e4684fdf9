//! What can be done with a cell: the menu of a row.

use eframe::egui::{Label, Response, RichText, Ui};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_CONTENT_COPY, ICON_FILTER_ALT, ICON_FILTER_ALT_OFF, ICON_KEEP, ICON_TABLE_ROWS,
    ICON_TRAVEL_EXPLORE,
};

use super::lines::Cell;
use super::table_columns::What;
use crate::desk::{Row, RowKey};
use crate::desktop::theme::tokens;
use crate::desktop::widgets;
use crate::evidence::columns::{Column, columns};
use crate::scenario::LogFormat;

/// The longest value that a menu spells out.
const LONGEST: usize = 48;

/// The cell that was aimed at.
#[derive(Debug, Clone)]
pub(super) struct Aim {
    key: RowKey,
    field: Option<&'static Column>,
    value: String,
}

impl Aim {
    /// At a cell of a row.
    pub(super) fn at(
        row: &Row,
        format: Option<LogFormat>,
        what: What,
        cell: Option<&Cell>,
    ) -> Self {
        let field = match (format, what) {
            (Some(format), What::Field(i)) => columns(format).get(i),
            _ => None,
        };
        Self {
            key: row.key,
            field,
            value: cell.map(|cell| cell.text.clone()).unwrap_or_default(),
        }
    }
}

/// What somebody wants of a row.
#[derive(Debug)]
pub(super) enum Wish {
    Select(usize, Row),
    Detail,
    PinSelected,
    Pivot(String),
    Narrow {
        field: &'static str,
        value: String,
        without: bool,
    },
    Copy(String),
    ShowInLog(Row),
}

/// The words for searching all logs for a value.
pub(super) fn what_else(value: &str) -> String {
    format!("What else did {} do?", short(value))
}

fn short(value: &str) -> String {
    if value.chars().count() > LONGEST {
        value.chars().take(LONGEST - 1).chain(['…']).collect()
    } else {
        value.to_owned()
    }
}

/// Draws the menu of a row while it is open.
pub(super) fn menu_ui(
    response: &Response,
    row: &Row,
    aim: Option<&Aim>,
    pinned: bool,
    merged: bool,
    wishes: &mut Vec<Wish>,
) {
    response.context_menu(|ui| {
        ui.set_width(280.0);
        let aim = aim.filter(|aim| aim.key == row.key && !aim.value.trim().is_empty());
        let usable = aim.filter(|aim| !matches!(aim.value.as_str(), "-" | "(empty)"));
        if let Some((aim, field)) = usable.and_then(|aim| aim.field.map(|field| (aim, field))) {
            let t = tokens(ui);
            ui.add(Label::new(RichText::new(field.title).small().color(t.dim)).selectable(false));
            if field.pivot && entry_ui(ui, ICON_TRAVEL_EXPLORE, &what_else(&aim.value)) {
                wishes.push(Wish::Pivot(aim.value.clone()));
            }
            for (without, icon, word) in [
                (false, ICON_FILTER_ALT, "Only"),
                (true, ICON_FILTER_ALT_OFF, "Without"),
            ] {
                let text = format!("{word} {}", short(&aim.value));
                if entry_ui(ui, icon, &text) {
                    wishes.push(Wish::Narrow {
                        field: field.name,
                        value: aim.value.clone(),
                        without,
                    });
                }
            }
            if entry_ui(ui, ICON_CONTENT_COPY, "Copy the value") {
                wishes.push(Wish::Copy(aim.value.clone()));
            }
            ui.separator();
        }
        if !pinned && entry_ui(ui, ICON_KEEP, "Pin the line…") {
            wishes.push(Wish::PinSelected);
        }
        if merged && entry_ui(ui, ICON_TABLE_ROWS, "Show it in its log") {
            wishes.push(Wish::ShowInLog(row.clone()));
        }
        if entry_ui(ui, ICON_CONTENT_COPY, "Copy the line") {
            let text = String::from_utf8_lossy(&row.text).into_owned();
            wishes.push(Wish::Copy(text));
        }
    });
}

fn entry_ui(ui: &mut Ui, icon: MaterialIcon, text: &str) -> bool {
    let clicked = widgets::menu_entry_ui(ui, icon, text).clicked();
    if clicked {
        ui.close();
    }
    clicked
}

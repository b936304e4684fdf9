//! The evidence desk: logs by asset, a search over them, and the lines themselves.
//!
//! The [`Desk`] behind it makes lines in the background; what is drawn here is what is in view.

mod bars_ui;
mod detail_ui;
mod histogram_ui;
mod lines;
mod menu_ui;
mod pretty;
mod rows_ui;
mod scroll;
mod search_ui;
pub(super) mod sources_ui;
mod table_columns;
mod table_ui;
mod times;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Rect, Sense, Ui, UiBuilder, vec2};
use egui_material_icons::icons::{ICON_LOCK, ICON_MANAGE_SEARCH, ICON_SEARCH_OFF, ICON_TABLE_ROWS};

use super::View;
use crate::base::Moment;
use crate::base::id::LogId;
use crate::desk::{Desk, Row, Scope};
use crate::desktop::command::{Goal, UiCommand};
use crate::desktop::{widgets, words};
use crate::evidence::{Archive, Readable};
use crate::scenario::Log;

/// From this width on, the selected line is shown beside the table instead of below it.
const WIDE: f32 = 1_180.0;
/// How many lines of one moment are looked through for the one that is sought.
const LOOKED_THROUGH: usize = 20_000;

/// A line that is being gone to.
#[derive(Debug, Clone)]
struct Sought {
    at: Moment,
    text: Option<String>,
}

/// What the evidence desk remembers.
pub(super) struct Memory {
    desk: Desk,
    archive: Arc<Archive>,
    wired: bool,
    known: Vec<LogId>,
    counts: BTreeMap<LogId, usize>,
    sought: Option<Sought>,
    sources: sources_ui::Memory,
    search: search_ui::Memory,
    histogram: histogram_ui::Memory,
    table: table_ui::Memory,
    detail: detail_ui::Memory,
}

impl Memory {
    /// A desk over the logs of an exercise.
    pub(super) fn new(archive: Archive) -> Self {
        let archive = Arc::new(archive);
        Self {
            desk: Desk::new(Arc::clone(&archive)),
            archive,
            wired: false,
            known: Vec::new(),
            counts: BTreeMap::new(),
            sought: None,
            sources: sources_ui::Memory::default(),
            search: search_ui::Memory::default(),
            histogram: histogram_ui::Memory::default(),
            table: table_ui::Memory::default(),
            detail: detail_ui::Memory::default(),
        }
    }

    /// The logs themselves.
    pub(super) fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The line is pinned.
    pub(super) fn pinned(&mut self) {
        self.detail.pinned();
    }

    /// Shows a log, and where it stands in the list.
    pub(super) fn show(&mut self, log: &LogId) {
        self.sources.show = true;
        self.open(log);
    }

    /// Shows a log; a search goes on in it alone.
    fn open(&mut self, log: &LogId) {
        if self.desk.log() == Some(log) && !self.is_merged() {
            return;
        }
        let first = self.desk.log().is_none();
        self.desk.open(log);
        self.table.opened();
        self.table.deselect();
        self.sought = None;
        if first {
            self.search.scope = Scope::ThisLog;
        }
        if self.desk.hits().is_some() {
            self.search.scope = Scope::ThisLog;
            self.search.run(&mut self.desk);
        }
    }

    /// Shows a line of a log among all the lines around it.
    pub(super) fn go_to(&mut self, log: &LogId, at: Moment, text: Option<String>) {
        self.desk.clear_search();
        self.desk.set_window(None);
        self.histogram.window_changed();
        self.desk.open(log);
        self.desk.look_at(at);
        self.search.cleared();
        self.table.opened();
        self.table.deselect();
        self.sources.show = true;
        self.sought = Some(Sought { at, text });
    }

    /// Searches everything for a value.
    fn pivot(&mut self, value: &str) {
        self.search.pivot(&mut self.desk, value);
        self.table.opened();
        self.sought = None;
    }

    /// Whether the table shows lines of several logs.
    fn is_merged(&self) -> bool {
        self.desk.hits().is_some() && self.search.ran_over_all()
    }

    /// Looks for the line that is being gone to among the rows that are there by now.
    fn seek(&mut self) {
        let Some(sought) = &self.sought else { return };
        let Some(first) = self.desk.row_near(sought.at) else {
            if self.desk.progress().is_none() {
                self.sought = None;
            }
            return;
        };
        let mut nearest: Option<(usize, Row)> = None;
        for index in first..self.desk.rows().min(first + LOOKED_THROUGH) {
            // Until its page is made; the desk wakes the window then.
            let Some(row) = self.desk.row(index) else {
                return;
            };
            let fits = sought
                .text
                .as_ref()
                .is_none_or(|text| String::from_utf8_lossy(&row.text) == *text);
            if row.at > sought.at || fits {
                if fits || nearest.is_none() {
                    nearest = Some((index, row));
                }
                break;
            }
            if nearest.is_none() {
                nearest = Some((index, row));
            }
        }
        if let Some((index, row)) = nearest {
            self.table.select(index, row, true);
        }
        self.sought = None;
    }

    /// Remembers how many lines the open log has.
    fn count(&mut self) {
        if self.desk.hits().is_none()
            && self.desk.window().is_none()
            && self.desk.progress().is_none()
            && let Some(log) = self.desk.log().cloned()
            && matches!(self.desk.readable(&log), Some(Readable::Lines { .. }))
        {
            self.counts.insert(log, self.desk.rows());
        }
    }
}

/// Draws the section.
pub(super) fn evidence_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    take_cursor: &mut bool,
    out: &mut Vec<UiCommand>,
) {
    if !memory.wired {
        let ctx = ui.ctx().clone();
        memory
            .desk
            .on_progress(Arc::new(move || ctx.request_repaint()));
        memory.wired = true;
    }
    let logs = view.picture.logs();
    if !logs.iter().map(|log| &log.id).eq(&memory.known) {
        memory.known = logs.iter().map(|log| log.id.clone()).collect();
        memory.desk.set_known(memory.known.clone());
    }
    memory.desk.update(&view.state.history, view.now);
    memory.seek();
    memory.count();
    if logs.is_empty() {
        let text = if view.scenario.logs.is_empty() {
            "This scenario has no logs to search; actions under Investigate find what there is to know."
        } else {
            "Logs show here as soon as an asset that writes one is known."
        };
        widgets::empty_ui(ui, ICON_MANAGE_SEARCH, "No log is known", text);
        return;
    }
    let default = if ui.available_width() > WIDE {
        280.0
    } else {
        190.0
    };
    let mut open = memory.sources.open;
    Panel::left("evidence sources")
        .resizable(true)
        .default_size(default)
        .size_range(150.0..=(ui.available_width() * 0.26).max(160.0))
        .frame(Frame::new().inner_margin(Margin {
            right: 12,
            ..Margin::ZERO
        }))
        .show_separator_line(false)
        .show_collapsible(ui, &mut open, |ui| {
            ui.take_available_space();
            sources_ui::sources_ui(ui, view, memory, &logs, out);
        });
    CentralPanel::no_frame().show(ui, |ui| {
        if memory.desk.log().is_none() && memory.desk.hits().is_none() {
            search_ui::search_ui(ui, memory, take_cursor);
            let text = "Its lines show here. Or search all logs at once, from the field above.";
            widgets::empty_ui(ui, ICON_TABLE_ROWS, "Select a log", text);
            return;
        }
        lines_ui(ui, view, memory, take_cursor, out);
    });
}

/// The search, the histogram, the table and the selected line.
fn lines_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    take_cursor: &mut bool,
    out: &mut Vec<UiCommand>,
) {
    if memory.table.detail_open && memory.table.selected().is_some() {
        let wide = ui.available_width() > WIDE;
        let height = ui.available_height();
        let (panel, margin) = if wide {
            let panel = Panel::right("evidence line beside")
                .default_size(430.0)
                .size_range(320.0..=760.0);
            (panel, vec2(12.0, 0.0))
        } else {
            let panel = Panel::bottom("evidence line below")
                .default_size(height * 0.38)
                .size_range(120.0..=(height * 0.6).max(130.0));
            (panel, vec2(0.0, 8.0))
        };
        panel
            .resizable(true)
            .frame(Frame::NONE)
            .show_separator_line(false)
            .show(ui, |ui| {
                // In a space of its own, so that a long line does not make the panel grow.
                let place = ui.available_rect_before_wrap();
                ui.allocate_rect(place, Sense::empty());
                let place = Rect::from_min_max(place.min + margin, place.max);
                let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
                inner.shrink_clip_rect(place);
                detail_ui::detail_ui(&mut inner, view, memory, out);
            });
    }
    CentralPanel::no_frame().show(ui, |ui| {
        search_ui::search_ui(ui, memory, take_cursor);
        let unreadable = memory
            .desk
            .log()
            .and_then(|id| view.picture.log(id))
            .filter(|_| !memory.is_merged())
            .map(|log| (log, view.picture.readable(log, view.now)))
            .filter(|(_, readable)| !matches!(readable, Readable::Lines { .. }));
        if let Some((log, readable)) = unreadable {
            unreadable_ui(ui, view, log, readable, out);
            return;
        }
        histogram_ui::histogram_ui(ui, view, memory);
        table_ui::table_ui(ui, view, memory, out);
    });
}

/// What stands in the place of a log that can't be read.
fn unreadable_ui(
    ui: &mut Ui,
    view: &View<'_>,
    log: &Log,
    readable: Readable,
    out: &mut Vec<UiCommand>,
) {
    match readable {
        Readable::Lost { at } => {
            let text = format!(
                "Nobody had saved it when it was lost at {}. Other logs may tell of the same things.",
                words::clock(at)
            );
            let headline = format!("{} is lost", log.name);
            widgets::empty_ui(ui, ICON_SEARCH_OFF, &headline, &text);
        }
        Readable::NotSaved | Readable::Lines { .. } => {
            let headline = format!("{} must be collected first", log.name);
            let text = "Collecting takes time and people, gives the copy a hash and an entry in the custody list, and survives what happens to the host later.";
            widgets::empty_ui(ui, ICON_LOCK, &headline, text);
            ui.add_space(4.0);
            ui.vertical_centered(|ui| sources_ui::collect_ui(ui, view, log, out));
        }
    }
}

/// The command that shows a line of a log.
fn show_line(row: &Row) -> UiCommand {
    UiCommand::Go(Goal::Line {
        log: row.log.clone(),
        at: row.at,
        text: String::from_utf8_lossy(&row.text).into_owned(),
    })
}

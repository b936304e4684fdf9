//! What to search for, where, and how far the search is.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, Button, Label, Layout, RichText, Role, Sense, Stroke, TextEdit, TextStyle, Ui,
    WidgetInfo, vec2,
};
use egui_material_icons::icons::{
    ICON_CLOSE, ICON_LEFT_PANEL_OPEN, ICON_MATCH_CASE, ICON_SEARCH, ICON_STOP,
};

use super::Memory as Whole;
use crate::desk::{Desk, Scope};
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};
use crate::evidence::search::{Kind, Query, QueryError};

/// How high the choices below the field are.
const CHOICE: f32 = 28.0;

/// What the search remembers.
#[derive(Debug)]
pub(super) struct Memory {
    text: String,
    kind: Kind,
    case: bool,
    pub(super) scope: Scope,
    /// What was read last, and what came of it.
    read: Option<(String, Kind, bool)>,
    query: Option<Query>,
    error: Option<QueryError>,
    /// Where the search that is on looks.
    ran: Option<Scope>,
    stopped: bool,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            text: String::new(),
            kind: Kind::Plain,
            case: false,
            scope: Scope::ThisLog,
            read: None,
            query: None,
            error: None,
            ran: None,
            stopped: false,
        }
    }
}

impl Memory {
    /// Reads what was typed, if it has changed.
    fn read(&mut self) {
        let now = (self.text.clone(), self.kind, self.case);
        if self.read.as_ref() == Some(&now) {
            return;
        }
        (self.query, self.error) = if self.text.trim().is_empty() {
            (None, None)
        } else {
            match Query::parse(&self.text, self.kind, self.case) {
                Ok(query) => (Some(query), None),
                Err(error) => (None, Some(error)),
            }
        };
        self.read = Some(now);
    }

    /// Begins the search that was typed.
    pub(super) fn run(&mut self, desk: &mut Desk) {
        self.read();
        if let Some(query) = &self.query {
            let scope = if desk.log().is_none() {
                Scope::AllLogs
            } else {
                self.scope
            };
            desk.search(query.clone(), scope);
            self.scope = scope;
            self.ran = Some(scope);
            self.stopped = false;
        }
    }

    /// Searches all logs for a value.
    pub(super) fn pivot(&mut self, desk: &mut Desk, value: &str) {
        (self.text, self.kind) = as_query(value);
        self.case = true;
        self.scope = Scope::AllLogs;
        self.run(desk);
    }

    /// Searches the open log for lines with this value in a field.
    pub(super) fn narrow(&mut self, desk: &mut Desk, field: &str, value: &str, without: bool) {
        let sign = if without { "-" } else { "" };
        let condition = if value.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '*')) {
            format!("{sign}{field}:\"{}\"", value.replace('"', "*"))
        } else {
            format!("{sign}{field}:{value}")
        };
        if self.kind == Kind::Field && self.ran.is_some() && !self.text.trim().is_empty() {
            self.text = format!("{} {condition}", self.text.trim());
        } else {
            self.text = condition;
            self.kind = Kind::Field;
        }
        self.run(desk);
    }

    /// No search is on any more.
    pub(super) fn cleared(&mut self) {
        self.ran = None;
        self.stopped = false;
        if self.scope == Scope::AllLogs {
            self.scope = Scope::ThisLog;
        }
    }

    /// Whether the search that is on looks through all logs.
    pub(super) fn ran_over_all(&self) -> bool {
        self.ran == Some(Scope::AllLogs)
    }
}

/// A value as it is searched for: an address is not the beginning of a longer one.
fn as_query(value: &str) -> (String, Kind) {
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    if value.contains('.') && value.chars().all(digits) {
        let text = format!(r"\b{}\b", value.replace('.', r"\."));
        (text, Kind::Regex)
    } else {
        (value.to_owned(), Kind::Plain)
    }
}

/// Draws the search.
pub(super) fn search_ui(ui: &mut Ui, whole: &mut Whole, take_cursor: &mut bool) {
    let on = whole.desk.hits().is_some();
    let running =
        on && whole.desk.hits().is_some_and(|hits| !hits.complete) && !whole.search.stopped;
    let mut begin = false;
    ui.horizontal(|ui| {
        if !whole.sources.open
            && widgets::icon_button_ui(ui, ICON_LEFT_PANEL_OPEN, "Show the list of logs").clicked()
        {
            whole.sources.open = true;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if on && widgets::button_ui(ui, ICON_CLOSE, "Clear").clicked() {
                whole.desk.clear_search();
                whole.search.cleared();
                whole.search.text.clear();
                whole.table.opened();
            }
            let ready = whole.search.query.is_some();
            if running {
                if widgets::button_ui(ui, ICON_STOP, "Stop").clicked() {
                    whole.desk.stop();
                    whole.search.stopped = true;
                }
            } else {
                let why = if whole.search.error.is_some() {
                    "This can't be searched for"
                } else {
                    "Write what to search for"
                };
                begin |= widgets::button_if_ui(ui, ready, ICON_SEARCH, "Search", why).clicked();
            }
            let width = ui.available_width();
            begin |= field_ui(ui, &mut whole.search, width, take_cursor);
            whole.search.read();
        });
    });
    let t = tokens(ui);
    if let Some(error) = &whole.search.error {
        ui.add(
            Label::new(
                RichText::new(words::sentence(&error.what))
                    .small()
                    .color(t.bad),
            )
            .wrap(),
        );
    }
    ui.horizontal(|ui| {
        if whole.desk.log().is_none() {
            whole.search.scope = Scope::AllLogs;
        }
        begin |= choices_ui(ui, &mut whole.search, on);
        said_ui(ui, whole, running);
    });
    strip_ui(ui, whole, running);
    if begin {
        whole.search.run(&mut whole.desk);
        whole.table.opened();
        whole.sought = None;
    }
}

/// The field; says whether Enter was pressed in it.
fn field_ui(ui: &mut Ui, search: &mut Memory, width: f32, take_cursor: &mut bool) -> bool {
    let t = tokens(ui);
    let wrong = search.error.as_ref().map(|error| error.at.clone());
    let font = TextStyle::Monospace.resolve(ui.style());
    let mut layout = |ui: &Ui, text: &dyn eframe::egui::TextBuffer, _wrap: f32| {
        let text = text.as_str();
        let plain = TextFormat::simple(font.clone(), t.text);
        let mut bad = plain.clone();
        bad.underline = Stroke::new(2.0, t.bad);
        let mut job = LayoutJob {
            break_on_newline: false,
            ..LayoutJob::default()
        };
        let range = wrong.clone().unwrap_or(0..0);
        let (start, end) = (range.start.min(text.len()), range.end.min(text.len()));
        // An error at the very end underlines the letter before it.
        let start = if start == end && wrong.is_some() {
            text.char_indices()
                .map(|(at, _)| at)
                .rfind(|at| *at < start)
                .unwrap_or(start)
        } else {
            start
        };
        match (text.get(..start), text.get(start..end), text.get(end..)) {
            (Some(before), Some(at), Some(after)) => {
                job.append(before, 0.0, plain.clone());
                job.append(at, 0.0, bad);
                job.append(after, 0.0, plain);
            }
            _ => job.append(text, 0.0, plain),
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let hint = match search.kind {
        Kind::Plain => "Text to search for",
        Kind::Field => "status:404 src_ip:203.0.113.7 -path:*.css bytes>1000000",
        Kind::Regex => "Regular expression",
    };
    let field = ui
        .add(
            TextEdit::singleline(&mut search.text)
                .hint_text(hint)
                .desired_width(width)
                .char_limit(4_000)
                .layouter(&mut layout),
        )
        .accessible_name("Search the logs");
    if std::mem::take(take_cursor) {
        field.request_focus();
    }
    field.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter))
}

/// Kind, case and scope; says whether the search shall begin anew.
fn choices_ui(ui: &mut Ui, search: &mut Memory, on: bool) -> bool {
    let mut anew = false;
    ui.spacing_mut().item_spacing.x = 2.0;
    let kinds = [
        (Kind::Plain, "Plain", "Search as plain text"),
        (Kind::Field, "Fields", "Search by fields"),
        (Kind::Regex, "Regex", "Search by regular expression"),
    ];
    for (kind, text, name) in kinds {
        if choice_ui(ui, search.kind == kind, text, name) {
            search.kind = kind;
        }
    }
    ui.add_space(2.0);
    let case = ui
        .add(
            Button::selectable(search.case, ICON_MATCH_CASE.rich_text().size(17.0))
                .min_size(vec2(34.0, CHOICE)),
        )
        .on_hover_text("Match capital and small letters");
    let chosen = search.case;
    case.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, "Match case"));
    if case.clicked() {
        search.case = !search.case;
    }
    ui.add_space(8.0);
    let scopes = [
        (Scope::ThisLog, "This log", "Search this log"),
        (Scope::AllLogs, "All logs", "Search all logs"),
    ];
    for (scope, text, name) in scopes {
        if choice_ui(ui, search.scope == scope, text, name) {
            anew = on && search.scope != scope;
            search.scope = scope;
        }
    }
    ui.add_space(8.0);
    anew
}

fn choice_ui(ui: &mut Ui, chosen: bool, text: &str, name: &str) -> bool {
    let response = ui
        .add(Button::selectable(chosen, text).min_size(vec2(0.0, CHOICE)))
        .on_hover_text(name);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
    response.clicked()
}

/// How much was found, of how much, and how far the search is.
fn said_ui(ui: &mut Ui, whole: &Whole, running: bool) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.x = 8.0;
    let progress = whole.desk.progress();
    let share = progress.map(|p| share(p.done, p.total));
    let text = match whole.desk.hits() {
        Some(hits) => {
            let found = words::lines(hits.lines);
            let whole_log = whole.desk.log().filter(|_| !whole.is_merged());
            let of = whole_log
                .and_then(|log| whole.counts.get(log))
                .map(|all| format!(" of {}", words::amount(*all as u64)));
            let size = words::bytes(hits.searched_bytes);
            let state = if running {
                match share {
                    Some(share) => format!("searching, {:.0} %", (share * 100.0).floor()),
                    None => "searching".to_owned(),
                }
            } else if hits.complete {
                format!("{size} searched")
            } else {
                format!("stopped after {size}")
            };
            format!("{found}{}; {state}", of.unwrap_or_default())
        }
        None if whole.desk.rows() > 0 || progress.is_some() => {
            let lines = words::lines(whole.desk.rows() as u64);
            if progress.is_some() {
                format!("{lines} so far")
            } else {
                lines
            }
        }
        None => return,
    };
    ui.add(Label::new(RichText::new(text).small().color(t.dim)).truncate());
}

/// How far the background is, as a thin line that takes its place also when there is nothing to do.
fn strip_ui(ui: &mut Ui, whole: &Whole, running: bool) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 2.0), Sense::hover());
    let Some(progress) = whole.desk.progress() else {
        return;
    };
    let mut done = rect;
    done.set_width(rect.width() * share(progress.done, progress.total));
    ui.painter().rect_filled(rect, 1, t.raised);
    ui.painter().rect_filled(done, 1, t.accent);
    let name = if running { "Search" } else { "Counting lines" };
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, name));
}

#[expect(clippy::cast_precision_loss, reason = "a share on screen")]
fn share(done: usize, total: usize) -> f32 {
    done as f32 / total.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_searched_for_as_a_whole() {
        assert_eq!(
            as_query("203.0.113.7"),
            (r"\b203\.0\.113\.7\b".to_owned(), Kind::Regex)
        );
        assert_eq!(
            as_query("/upload/i.php"),
            ("/upload/i.php".to_owned(), Kind::Plain)
        );
    }
}

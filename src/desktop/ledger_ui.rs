//! The corrective actions of all exercises, as the library shows them.

use eframe::egui::{
    Align2, CornerRadius, Label, Rect, RichText, Role, ScrollArea, Sense, TextStyle, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_CHECK, ICON_CHECK_CIRCLE, ICON_DELETE, ICON_ERROR, ICON_EVENT, ICON_LOCK_OPEN,
    ICON_RADIO_BUTTON_UNCHECKED, ICON_TASK_ALT, ICON_WARNING,
};
use jiff::civil::Date;

use super::command::UiCommand;
use super::improve::form::{ActionForm, form_ui};
use super::theme::{self, tokens};
use super::{widgets, words};
use crate::base::id::Id;
use crate::review::{ActionStatus, CorrectiveAction, Ledger, LedgerChange};

/// How high a row is.
const ROW: f32 = 48.0;
/// How many rows are listed unless all are asked for.
const ROWS: usize = 6;

/// Which actions are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Filter {
    #[default]
    Open,
    Overdue,
    Closed,
}

/// What the section remembers.
#[derive(Default)]
pub(super) struct Memory {
    filter: Filter,
    needle: String,
    open: Option<(Id, ActionForm)>,
    removing: bool,
    /// Whether all actions are listed.
    all: bool,
}

/// How an action stands, with a sign, so that it shows without colours too.
pub(super) fn status_ui(ui: &mut Ui, action: &CorrectiveAction, today: Date) {
    let t = tokens(ui);
    let (icon, text) = status(action, today);
    let colour = if action.is_overdue(today) {
        t.bad
    } else if action.status == ActionStatus::Open {
        t.text
    } else {
        t.good
    };
    widgets::sign_ui(ui, icon, text, colour);
}

fn status(action: &CorrectiveAction, today: Date) -> (MaterialIcon, &'static str) {
    match action.status {
        _ if action.is_overdue(today) => (ICON_WARNING, "Overdue"),
        ActionStatus::Open => (ICON_RADIO_BUTTON_UNCHECKED, "Open"),
        ActionStatus::Done { .. } => (ICON_CHECK, "Done, not tested yet"),
        ActionStatus::Closed { .. } => (ICON_CHECK_CIRCLE, "Closed"),
    }
}

/// When an action is due.
pub(super) fn due_ui(ui: &mut Ui, action: &CorrectiveAction, today: Date) {
    let t = tokens(ui);
    let colour = if action.is_overdue(today) {
        t.bad
    } else {
        t.dim
    };
    widgets::sign_ui(ui, ICON_EVENT, &due(action), colour);
}

fn due(action: &CorrectiveAction) -> String {
    action
        .due
        .map_or_else(|| "no due date".to_owned(), |due| format!("due {due}"))
}

/// Draws the section of the library.
pub(super) fn ledger_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    ledger: &Ledger,
    today: Date,
    out: &mut Vec<UiCommand>,
) {
    // Before the list: the press that opens the details must not count as one beside them.
    details_ui(ui, memory, ledger, today, out);
    widgets::headline_ui(ui, "Corrective actions");
    ui.add_space(4.0);
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        if ledger.actions.is_empty() {
            widgets::dim_ui(
                ui,
                "None yet. They are raised in the after-action report of an exercise, and the next exercises test them",
            );
            return;
        }
        head_ui(ui, memory, ledger, today);
        let shown = shown(memory, ledger, today);
        if shown.is_empty() {
            let text = match memory.filter {
                _ if !memory.needle.trim().is_empty() => "None has these words",
                Filter::Open => "None is open",
                Filter::Overdue => "None is overdue",
                Filter::Closed => "None is closed yet",
            };
            widgets::dim_ui(ui, text);
            return;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let rows = if memory.all { shown.len() } else { ROWS };
        for action in shown.iter().take(rows) {
            if row_ui(ui, action, today) {
                memory.open = Some((action.id.clone(), ActionForm::of(action)));
                memory.removing = false;
                ui.ctx().request_repaint();
            }
        }
        widgets::more_ui(ui, &mut memory.all, ROWS, (shown.len(), "actions"));
    });
    ui.add_space(theme::WIDE_GAP);
}

fn head_ui(ui: &mut Ui, memory: &mut Memory, ledger: &Ledger, today: Date) {
    let (open, overdue) = (ledger.open().count(), ledger.overdue(today).count());
    let closed = ledger.actions.len() - open;
    ui.horizontal_wrapped(|ui| {
        let tabs = [
            (Filter::Open, format!("Open {open}")),
            (Filter::Overdue, format!("Overdue {overdue}")),
            (Filter::Closed, format!("Closed {closed}")),
        ];
        widgets::tabs_ui(ui, &mut memory.filter, &tabs);
        let name = "Search corrective actions";
        widgets::search_ui(ui, &mut memory.needle, name, &mut false, 220.0);
    });
    ui.add_space(4.0);
}

fn shown<'a>(memory: &Memory, ledger: &'a Ledger, today: Date) -> Vec<&'a CorrectiveAction> {
    let needle = memory.needle.trim().to_lowercase();
    let mut shown = ledger.by_due();
    shown.retain(|action| {
        let fits = match memory.filter {
            Filter::Open => action.is_open(),
            Filter::Overdue => action.is_overdue(today),
            Filter::Closed => !action.is_open(),
        };
        let texts = [
            action.text.as_str(),
            &action.owner,
            &action.raised.title,
            action.capability.name(),
        ];
        let mut texts = texts.into_iter();
        fits && (needle.is_empty() || texts.any(|text| text.to_lowercase().contains(&needle)))
    });
    shown
}

/// Draws an action as a row of two lines; says whether it was pressed.
fn row_ui(ui: &mut Ui, action: &CorrectiveAction, today: Date) -> bool {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let (icon, state) = status(action, today);
    let overdue = action.is_overdue(today);
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), t.raised);
    }
    let colour = if overdue { t.bad } else { t.dim };
    let sign = eframe::egui::FontId::new(18.0, icon.font_family());
    let at = pos2(rect.left() + 16.0, rect.center().y);
    ui.painter()
        .text(at, Align2::CENTER_CENTER, icon.codepoint, sign, colour);
    let left = rect.left() + 36.0;
    let upper = Rect::from_min_max(
        pos2(left, rect.top() + 4.0),
        pos2(rect.right() - 8.0, rect.center().y),
    );
    let lower = Rect::from_min_max(
        pos2(left, rect.center().y),
        pos2(rect.right() - 8.0, rect.bottom() - 4.0),
    );
    let owner = match action.owner.as_str() {
        "" => "nobody answers for it",
        owner => owner,
    };
    let facts = format!(
        "{state} · {} · {owner} · {} · raised in {} on {}",
        due(action),
        action.capability.name(),
        action.raised.title,
        action.raised.on
    );
    line_ui(ui, upper, &action.text, &TextStyle::Body, t.text);
    line_ui(ui, lower, &facts, &TextStyle::Small, colour);
    let name = format!("Corrective action: {}, {facts}", action.text);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
    response
        .on_hover_cursor(eframe::egui::CursorIcon::PointingHand)
        .clicked()
}

/// Paints one line of text, cut where it must be.
fn line_ui(ui: &Ui, rect: Rect, text: &str, style: &TextStyle, colour: eframe::egui::Color32) {
    use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
    let font = style.resolve(ui.style());
    let line = text.lines().next().unwrap_or_default();
    let mut job = LayoutJob::single_section(line.to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colour);
}

/// Draws the details of the action that was pressed.
fn details_ui(
    ui: &Ui,
    memory: &mut Memory,
    ledger: &Ledger,
    today: Date,
    out: &mut Vec<UiCommand>,
) {
    let Some((id, mut form)) = memory.open.take() else {
        return;
    };
    let Some(action) = ledger.action(&id) else {
        return;
    };
    let mut changes = Vec::new();
    let mut done = false;
    let modal = widgets::dialog(ui, "corrective action details").show(ui.ctx(), |ui| {
        let t = tokens(ui);
        let room = ui.ctx().content_rect();
        ui.set_width((room.width() - 120.0).min(620.0));
        widgets::headline_ui(ui, "Corrective action");
        status_ui(ui, action, today);
        ScrollArea::vertical()
            .max_height((room.height() - 260.0).max(200.0))
            .show(ui, |ui| {
                form_ui(ui, &mut form, today);
                ui.add_space(theme::GAP);
                history_ui(ui, action);
            });
        ui.add_space(theme::GAP);
        let details = form.details();
        if let Err(why) = &details {
            widgets::sign_ui(ui, ICON_ERROR, why, t.bad);
        }
        let changed = form != ActionForm::of(action);
        ui.horizontal_wrapped(|ui| {
            let why_not = details
                .as_ref()
                .err()
                .copied()
                .unwrap_or("Nothing was changed");
            let ready = changed && details.is_ok();
            let keep = widgets::primary_ui(ui, ready, ICON_CHECK, "Keep the change", why_not);
            if keep.clicked()
                && let Ok(details) = details
            {
                changes.push(LedgerChange::Change(id.clone(), details));
                done = true;
            }
            let mut course = Vec::new();
            course_ui(ui, action, today, &mut course);
            // What was changed in the form is kept with it.
            if let (false, true, Ok(details)) = (course.is_empty(), changed, form.details()) {
                changes.push(LedgerChange::Change(id.clone(), details));
            }
            changes.extend(course);
            remove_ui(ui, &mut memory.removing, &id, &mut changes);
            if ui.button("Cancel").clicked() {
                done = true;
            }
        });
    });
    let acted = !changes.is_empty();
    out.extend(
        changes
            .into_iter()
            .map(|change| UiCommand::Ledger(Box::new(change))),
    );
    // A click beside the dialog throws nothing away that was typed.
    let beside = modal.backdrop_response.clicked() && form != ActionForm::of(action);
    if !(done || acted || modal.should_close() && !beside) {
        memory.open = Some((id, form));
    }
}

/// What becomes of it.
fn course_ui(ui: &mut Ui, action: &CorrectiveAction, today: Date, changes: &mut Vec<LedgerChange>) {
    let id = || action.id.clone();
    if action.status == ActionStatus::Open
        && widgets::button_ui(ui, ICON_CHECK, "Mark as done")
            .on_hover_text("The next exercise that tests it shows whether it holds")
            .clicked()
    {
        changes.push(LedgerChange::Done(id(), today));
    }
    if action.is_open() && widgets::button_ui(ui, ICON_TASK_ALT, "Close it").clicked() {
        changes.push(LedgerChange::Close {
            id: id(),
            on: today,
            by: None,
        });
    }
    if action.status != ActionStatus::Open
        && widgets::button_ui(ui, ICON_LOCK_OPEN, "Reopen it").clicked()
    {
        changes.push(LedgerChange::Reopen(id()));
    }
}

/// Removing takes two presses.
fn remove_ui(ui: &mut Ui, removing: &mut bool, id: &Id, changes: &mut Vec<LedgerChange>) {
    let text = if *removing {
        "Really remove it"
    } else {
        "Remove…"
    };
    if widgets::button_ui(ui, ICON_DELETE, text).clicked() {
        if *removing {
            changes.push(LedgerChange::Remove(id.clone()));
        }
        *removing = !*removing;
    }
}

/// Where it comes from, and what exercises said of it.
fn history_ui(ui: &mut Ui, action: &CorrectiveAction) {
    let t = tokens(ui);
    let raised = &action.raised;
    let at = raised
        .at
        .map_or_else(String::new, |at| format!(" at {}", words::clock(at)));
    widgets::dim_ui(
        ui,
        format!("Raised in {} on {}{at}", raised.title, raised.on),
    );
    if !raised.evidence.is_empty() {
        ui.add(Label::new(RichText::new(&raised.evidence).small().color(t.dim)).wrap());
    }
    for trial in &action.trials {
        let (icon, colour) = if trial.held {
            (ICON_CHECK_CIRCLE, t.good)
        } else {
            (ICON_ERROR, t.bad)
        };
        let said = format!("{}: {}", trial.on, trial.verdict().to_lowercase());
        widgets::sign_ui(ui, icon, &said, colour);
        ui.add(Label::new(RichText::new(&trial.why).small().color(t.dim)).wrap());
    }
}

/// Draws, in a briefing, the actions that the scenario tests.
pub(super) fn tested_ui(ui: &mut Ui, ledger: &Ledger, scenario: &crate::scenario::Scenario) {
    let tested = ledger.tested_by(scenario);
    if tested.is_empty() {
        return;
    }
    let t = tokens(ui);
    ui.add_space(theme::WIDE_GAP);
    let head = match tested.len() {
        1 => "Tests 1 of your corrective actions".to_owned(),
        n => format!("Tests {n} of your corrective actions"),
    };
    widgets::headline_ui(ui, &head);
    ui.add_space(2.0);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (place, (action, tests)) in tested.iter().enumerate() {
            if place > 0 {
                ui.separator();
            }
            ui.add(Label::new(&action.text).wrap());
            let names = tests.steps().iter().filter_map(|id| scenario.step(id));
            let names: Vec<String> = names.map(crate::scenario::Step::name).collect();
            let facts = format!("{} · {}", due(action), names.join(", "));
            ui.add(Label::new(RichText::new(facts).small().color(t.dim)).wrap());
        }
    });
}

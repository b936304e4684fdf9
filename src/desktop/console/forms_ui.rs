//! The small dialogs of the console: a task, an announcement, a jump of the story clock.

use eframe::egui::{Align, Key, Label, Layout, RichText, TextEdit, Ui};
use egui_material_icons::icons::{ICON_CAMPAIGN, ICON_CHECKLIST, ICON_CLOSE, ICON_FAST_FORWARD};

use super::View;
use super::decision_ui::{entered, seat_ui};
use super::inject_ui::read_time;
use crate::base::id::SeatId;
use crate::base::{Moment, Span};
use crate::conduct::msel::{Status, rows};
use crate::desktop::command::{Form, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Assignment, Facilitation, JumpRule, Scenario};
use crate::world::State;

/// The hour at which a next morning begins.
const MORNING: u64 = 8;

/// A task as it is typed.
#[derive(Debug, Default)]
pub(super) struct Task {
    text: String,
    owner: Option<SeatId>,
    due: String,
    asked: bool,
}

impl Task {
    /// Whether something is typed that a click beside the form should not lose.
    pub(super) fn is_written(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// Draws the form for a task.
pub(super) fn task_ui(ui: &mut Ui, view: &View<'_>, task: &mut Task, out: &mut Vec<UiCommand>) {
    ui.set_width(520.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    widgets::headline_ui(ui, "A task for somebody in the room");
    let field = ui
        .add(
            TextEdit::singleline(&mut task.text)
                .hint_text("What is to be done")
                .desired_width(f32::INFINITY)
                .char_limit(crate::world::LONGEST_TEXT),
        )
        .accessible_name("What is to be done");
    if !std::mem::replace(&mut task.asked, true) {
        field.request_focus();
    }
    let mut done = entered(ui, &field);
    ui.horizontal_wrapped(|ui| {
        widgets::dim_ui(ui, "Owner");
        seat_ui(ui, view, "Owner", "Nobody yet", &mut task.owner);
        widgets::dim_ui(ui, "due");
        let due = ui
            .add(
                TextEdit::singleline(&mut task.due)
                    .hint_text("+15, or T+1:30")
                    .desired_width(110.0),
            )
            .accessible_name("Due");
        done |= entered(ui, &due);
    });
    let due = read_time(view, &task.due);
    let due_reads = due.is_some() || task.due.trim().is_empty();
    if let Some(due) = due {
        widgets::dim_ui(ui, format!("{} UTC", words::story(view.scenario, due)));
    } else if !due_reads {
        widgets::refusal_ui(
            ui,
            "Write a time such as T+1:30, or +15 for fifteen minutes from now",
        );
    }
    ui.add_space(theme::GAP);
    let ready = !task.text.trim().is_empty() && due_reads;
    ui.horizontal(|ui| {
        let why_not = "Write what is to be done";
        let save = widgets::primary_ui(ui, ready, ICON_CHECKLIST, "Give the task", why_not);
        if (save.clicked() || done) && ready {
            let deed = Facilitation::Assign(Assignment {
                text: task.text.trim().to_owned(),
                owner: task.owner.clone(),
                due,
            });
            out.push(UiCommand::staff(deed, Form::Task));
        }
        cancel_ui(ui);
    });
}

/// What is said to the room.
#[derive(Debug)]
pub(super) struct Announcement {
    text: String,
    stands: bool,
    asked: bool,
}

impl Announcement {
    /// Begins with what is said now.
    pub(super) fn new(state: &State) -> Self {
        let now = state.conduct.announcement.as_ref();
        Self {
            text: now.map(|(_, text)| text.clone()).unwrap_or_default(),
            stands: now.is_some(),
            asked: false,
        }
    }
}

impl Announcement {
    /// Whether something is typed that a click beside the form should not lose.
    pub(super) fn is_written(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// Draws the form for an announcement.
pub(super) fn announcement_ui(ui: &mut Ui, memory: &mut Announcement, out: &mut Vec<UiCommand>) {
    ui.set_width(520.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    widgets::headline_ui(ui, "Announce something");
    widgets::dim_ui(ui, "It covers the projector until you take it away");
    let field = ui
        .add(
            TextEdit::multiline(&mut memory.text)
                .hint_text("Ten minutes' break. Back at 10:40")
                .desired_rows(3)
                .desired_width(f32::INFINITY)
                .char_limit(crate::world::LONGEST_TEXT),
        )
        .accessible_name("Announcement");
    if !std::mem::replace(&mut memory.asked, true) {
        field.request_focus();
    }
    let entered = field.has_focus()
        && ui.input(|input| input.key_pressed(Key::Enter) && input.modifiers.command);
    ui.add_space(theme::GAP);
    let written = !memory.text.trim().is_empty();
    ui.horizontal(|ui| {
        let why_not = "Write what is to be said";
        let show = widgets::primary_ui(ui, written, ICON_CAMPAIGN, "Show it", why_not);
        if (show.on_hover_text("Ctrl+Enter").clicked() || entered) && written {
            let deed = Facilitation::Announce(memory.text.trim().to_owned());
            out.push(UiCommand::staff(deed, Form::Announcement));
        }
        if memory.stands && widgets::button_ui(ui, ICON_CLOSE, "Take it away").clicked() {
            let deed = Facilitation::Announce(String::new());
            out.push(UiCommand::staff(deed, Form::Announcement));
        }
        cancel_ui(ui);
    });
}

/// A jump of the story clock as it is chosen.
#[derive(Debug)]
pub(super) struct Jump {
    to: String,
    injects: JumpRule,
    asked: bool,
}

impl Jump {
    /// Begins with the next morning.
    pub(super) fn new(scenario: &Scenario, now: Moment) -> Self {
        let to = next_morning(scenario, now).filter(|to| *to < scenario.end());
        let to = to.unwrap_or_else(|| now + Span::from_minutes(60));
        Self {
            to: to.to_string(),
            injects: JumpRule::Deliver,
            asked: false,
        }
    }
}

/// The next eight o'clock of the story.
fn next_morning(scenario: &Scenario, now: Moment) -> Option<Moment> {
    let here = scenario.starts.at(now);
    let days = i64::from(here.hour() >= i8::try_from(MORNING).ok()?);
    let since_midnight = Span::from_minutes(
        u64::from(here.hour().unsigned_abs()) * 60 + u64::from(here.minute().unsigned_abs()),
    );
    let midnight = now - since_midnight;
    let day = Span::from_minutes(u64::try_from(days).ok()? * 24 * 60);
    Some(midnight + day + Span::from_minutes(MORNING * 60))
}

/// Draws the form for a jump.
pub(super) fn jump_ui(ui: &mut Ui, view: &View<'_>, jump: &mut Jump, out: &mut Vec<UiCommand>) {
    ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    widgets::headline_ui(ui, "Put the story clock forward");
    widgets::dim_ui(
        ui,
        "All that lies between happens: attacks, work, alerts, and what the scenario's rules say",
    );
    ui.add_space(theme::GAP);
    let mut done = false;
    ui.horizontal_wrapped(|ui| {
        widgets::dim_ui(ui, "To");
        let field = ui
            .add(TextEdit::singleline(&mut jump.to).desired_width(110.0))
            .accessible_name("To which time");
        if !std::mem::replace(&mut jump.asked, true) {
            field.request_focus();
        }
        done = entered(ui, &field);
        for (name, span) in [("+30 min", 30), ("+1 h", 60), ("+4 h", 240)] {
            if ui.button(name).clicked() {
                jump.to = (view.now + Span::from_minutes(span)).to_string();
            }
        }
        let morning = next_morning(view.scenario, view.now);
        let morning = morning.filter(|to| *to < view.scenario.end());
        if let Some(morning) = morning
            && ui.button("Next morning").clicked()
        {
            jump.to = morning.to_string();
        }
    });
    let to = read_time(view, &jump.to).filter(|to| *to >= view.now && *to < view.scenario.end());
    let between = if let Some(to) = to {
        let text = format!(
            "{} UTC, {} from now",
            words::story(view.scenario, to),
            to.since(view.now)
        );
        widgets::dim_ui(ui, text);
        passed_over(view, to)
    } else {
        let text = format!(
            "Write a time between now and ENDEX ({}), such as T+1:30, or +10 for ten minutes from now",
            view.scenario.end()
        );
        widgets::refusal_ui(ui, &text);
        Vec::new()
    };
    ui.add_space(theme::GAP);
    let count = words::count(between.len(), "inject lies", "injects lie");
    widgets::caption_ui(ui, &format!("{count} between"));
    for (rule, text) in [
        (JumpRule::Deliver, "They come, each at its time"),
        (JumpRule::Wait, "They wait for my hand"),
        (JumpRule::Skip, "They are skipped"),
    ] {
        if widgets::choice_ui(ui, jump.injects == rule, text).clicked() {
            jump.injects = rule;
        }
    }
    let t = tokens(ui);
    for title in between.iter().take(6) {
        ui.add(Label::new(RichText::new(format!("· {title}")).small().color(t.dim)).truncate());
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = to.is_some();
        let go = widgets::primary_ui(ui, ready, ICON_FAST_FORWARD, "Jump", "Choose a time");
        if let Some(to) = to
            && (go.clicked() || done)
        {
            out.push(UiCommand::Jump(to, jump.injects));
        }
        cancel_ui(ui);
    });
}

/// The injects that a jump would pass over, by their headlines.
fn passed_over(view: &View<'_>, to: Moment) -> Vec<String> {
    let rows = rows(view.scenario, view.state);
    let between = rows
        .iter()
        .filter(|row| matches!(row.status, Status::Planned(at) if at <= to));
    between.map(|row| row.inject.title.clone()).collect()
}

fn cancel_ui(ui: &mut Ui) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if ui.button("Cancel").clicked() {
            ui.close();
        }
    });
}

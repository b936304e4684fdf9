//! The selected inject: what it says, what is expected, what to ask, and what to do with it.

use eframe::egui::{Key, Label, RichText, TextEdit, Ui};
use egui_material_icons::icons::{
    ICON_BOLT, ICON_CONTENT_COPY, ICON_PAUSE, ICON_PLAY_ARROW, ICON_SCHEDULE, ICON_SKIP_NEXT,
};

use super::View;
use super::msel::{Asked, Memory, status};
use crate::base::id::InjectId;
use crate::base::{Id, Moment, Offset};
use crate::conduct::msel::{Row, Status};
use crate::desktop::command::{Form, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Facilitation, Inject, Trigger};

/// Reasons that are given often, so that nobody has to type them.
const REASONS: [&str; 3] = ["Covered already", "No time left", "Would confuse here"];

/// Draws the selected inject.
pub(super) fn inject_ui(
    ui: &mut Ui,
    view: &View<'_>,
    row: &Row<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let inject = row.inject;
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let (channel, icon) = words::channel(inject.channel);
            widgets::sign_ui(ui, icon, channel, t.accent);
            widgets::chip_ui(ui, &status(view, row), t.dim);
            if inject.contingency {
                widgets::chip_ui(ui, "Contingency", t.caution);
            }
            if row.added {
                widgets::chip_ui(ui, "Added", t.accent);
            }
        });
        let title = format!("{}. {}", row.number, inject.title);
        ui.add(Label::new(RichText::new(title).size(theme::HEADLINE)).wrap());
        widgets::text_pair_ui(ui, "From", &inject.from);
        let to = words::addressees(view.scenario, inject);
        widgets::text_pair_ui(ui, "To", &to);
        ui.add_space(2.0);
        widgets::prose_ui(ui, &inject.text);
        if let Status::Skipped(reason) = &row.status {
            widgets::text_pair_ui(ui, "Skipped", reason);
        }
        buttons_ui(ui, view, row, memory, out);
        asked_ui(ui, view, row, memory, out);
        view.refused_ui(ui, Form::Inject);
    });
    ui.add_space(theme::GAP);
    if !inject.expected.is_empty() {
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::caption_ui(ui, "Expected action");
            widgets::prose_ui(ui, &inject.expected);
        });
        ui.add_space(theme::GAP);
    }
    if !inject.prompts.is_empty() {
        prompts_ui(ui, view, inject, out);
    }
}

fn buttons_ui(
    ui: &mut Ui,
    view: &View<'_>,
    row: &Row<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let id = &row.inject.id;
    let mut staff = |deed| out.push(UiCommand::staff(deed, Form::Inject));
    ui.add_space(theme::GAP);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let open = row.status.is_open();
        let skipped = matches!(row.status, Status::Skipped(_));
        if open || skipped {
            let fire = widgets::primary_ui(ui, true, ICON_BOLT, "Give now", "");
            if fire.on_hover_text("F").clicked() {
                staff(Facilitation::Fire(id.clone()));
            }
        }
        if open {
            let held = matches!(row.status, Status::Held(_) | Status::Waiting(_));
            let (icon, text) = if held {
                (ICON_PLAY_ARROW, "Release")
            } else {
                (ICON_PAUSE, "Hold")
            };
            if widgets::button_ui(ui, icon, text)
                .on_hover_text("H")
                .clicked()
            {
                staff(if held {
                    Facilitation::Release(id.clone())
                } else {
                    Facilitation::Hold(id.clone())
                });
            }
            if widgets::button_ui(ui, ICON_SKIP_NEXT, "Skip…")
                .on_hover_text("S")
                .clicked()
            {
                memory.ask_skip(view.exercise);
            }
            if widgets::button_ui(ui, ICON_SCHEDULE, "Move…")
                .on_hover_text("V")
                .clicked()
            {
                memory.ask_move(view.exercise, view.now);
            }
        }
        if widgets::button_ui(ui, ICON_CONTENT_COPY, "Duplicate")
            .on_hover_text(
                "A copy that you give by hand; it says the same and changes nothing else",
            )
            .clicked()
        {
            let copy = copy_of(view, row.inject);
            memory.select(copy.id.clone());
            staff(Facilitation::Put(Box::new(copy)));
        }
    });
}

/// A copy of an inject, to be given by hand.
fn copy_of(view: &View<'_>, inject: &Inject) -> Inject {
    Inject {
        id: free_id(view, inject.id.as_str()),
        title: format!("{} (again)", inject.title),
        trigger: Trigger::ByHand,
        contingency: false,
        effects: Vec::new(),
        ..inject.clone()
    }
}

/// An identifier that no inject has, beginning like this one.
pub(super) fn free_id(view: &View<'_>, like: &str) -> InjectId {
    let stem: String = like.chars().take(40).collect();
    let taken = |id: &InjectId| view.state.inject(view.scenario, id).is_some();
    let numbered = (2_u32..).filter_map(|n| Id::new(&format!("{stem}-{n}")).ok());
    let mut free = numbered.map(InjectId::from).filter(|id| !taken(id));
    // There are more numbers than injects.
    free.next().unwrap_or_else(|| Id::internal("added").into())
}

/// Why it is skipped, or when it is to come.
fn asked_ui(
    ui: &mut Ui,
    view: &View<'_>,
    row: &Row<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let take_cursor = std::mem::take(&mut memory.take_cursor);
    let id = row.inject.id.clone();
    let Some(asked) = &mut memory.asked else {
        return;
    };
    ui.add_space(theme::GAP);
    let (text, name, hint) = match asked {
        Asked::Skip(text) => (text, "Why is it left out?", "Reason, then Enter"),
        Asked::Move(text) => (
            text,
            "When is it to come?",
            "T+1:30, or +10 for ten minutes from now",
        ),
    };
    widgets::caption_ui(ui, name);
    let field = ui
        .add(
            TextEdit::singleline(text)
                .hint_text(hint)
                .desired_width(f32::INFINITY)
                .char_limit(crate::world::LONGEST_TEXT),
        )
        .accessible_name(name);
    if take_cursor {
        field.request_focus();
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let left = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    let mut deed = None;
    match asked {
        Asked::Skip(reason) => {
            if entered && !reason.trim().is_empty() {
                deed = Some(reason.clone());
            }
            ui.horizontal_wrapped(|ui| {
                for reason in REASONS {
                    if ui.button(reason).clicked() {
                        deed = Some(reason.to_owned());
                    }
                }
            });
            let skip = |reason| Facilitation::Skip { inject: id, reason };
            if let Some(reason) = deed {
                out.push(UiCommand::staff(skip(reason), Form::Inject));
            }
        }
        Asked::Move(text) => {
            let to = read_time(view, text);
            ui.horizontal_wrapped(|ui| {
                for minutes in [5_u64, 10, 20, 30] {
                    let name = format!("+{minutes} min");
                    if ui.button(&name).clicked() {
                        let from = row.status.time().unwrap_or(view.now).max(view.now);
                        let to = from + crate::base::Span::from_minutes(minutes);
                        let inject = id.clone();
                        let deed = Facilitation::Move { inject, to };
                        out.push(UiCommand::staff(deed, Form::Inject));
                    }
                }
            });
            match to {
                Some(to) if entered => {
                    let deed = Facilitation::Move { inject: id, to };
                    out.push(UiCommand::staff(deed, Form::Inject));
                }
                Some(to) => {
                    widgets::dim_ui(ui, format!("{} UTC", words::story(view.scenario, to)));
                }
                None => {
                    let text =
                        "Write a time of the story such as T+1:30, or +10 for ten minutes from now";
                    widgets::refusal_ui(ui, text);
                }
            }
        }
    }
    if left {
        memory.asked = None;
    }
}

/// A moment as a facilitator types it: `T+1:30`, `1:30`, `+10`.
pub(super) fn read_time(view: &View<'_>, text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(minutes) = text.strip_prefix('+').and_then(|n| n.parse().ok()) {
        return Some(view.now + crate::base::Span::from_minutes(minutes));
    }
    let offset: Offset = text.parse().or_else(|_| format!("T+{text}").parse()).ok()?;
    Some(view.scenario.moment(offset))
}

fn prompts_ui(ui: &mut Ui, view: &View<'_>, inject: &Inject, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let ticked = view.state.conduct.asked.get(&inject.id);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::caption_ui(ui, "Ask the room");
        for (place, prompt) in (0_u32..).zip(&inject.prompts) {
            let mut asked = ticked.is_some_and(|ticked| ticked.contains(&place));
            ui.horizontal_top(|ui| {
                let tick = ui
                    .add(eframe::egui::Checkbox::without_text(&mut asked))
                    .on_hover_text("Asked")
                    .accessible_name(format!("Asked: {prompt}"));
                let text = RichText::new(prompt);
                let text = if asked { text.color(t.dim) } else { text };
                ui.add(Label::new(text).wrap());
                if tick.changed() {
                    let deed = Facilitation::Ask {
                        inject: inject.id.clone(),
                        prompt: place,
                        asked,
                    };
                    out.push(UiCommand::staff(deed, Form::Inject));
                }
            });
        }
        if let Some(objective) = &inject.objective {
            let mut objectives = view.scenario.briefing.objectives.iter();
            if let Some(objective) = objectives.find(|o| o.id == *objective) {
                ui.add_space(theme::GAP);
                widgets::caption_ui(ui, "Objective");
                ui.add(Label::new(RichText::new(&objective.text).color(t.dim)).wrap());
            }
        }
    });
}

//! The form that finishes a template: one placeholder after the other, and the file written back.

use eframe::egui::{
    AtomExt as _, CentralPanel, Frame, Label, Margin, Panel, RichText, ScrollArea, TextEdit, Ui,
};
use egui_material_icons::icons::{
    ICON_ARROW_BACK, ICON_ARROW_FORWARD, ICON_CHECK_CIRCLE, ICON_RADIO_BUTTON_UNCHECKED, ICON_SAVE,
    ICON_TASK_ALT,
};

use super::super::command::UiCommand;
use super::super::theme::{self, tokens};
use super::super::{widgets, words};
use super::Memory;
use crate::playbook::{Placeholder, PlaceholderKind, Playbook};

/// Draws the form.
pub(super) fn template_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    playbook: &Playbook,
    out: &mut Vec<UiCommand>,
) {
    let all = &playbook.placeholders;
    if all.is_empty() {
        widgets::empty_ui(
            ui,
            ICON_TASK_ALT,
            "This template is finished",
            "No placeholder is left in the playbook.",
        );
        return;
    }
    memory.at = memory.at.min(all.len() - 1);
    let filled = memory.fillings().len();
    ui.horizontal(|ui| {
        let t = tokens(ui);
        ui.label(format!("{filled} of {} filled", all.len()));
        let share = share(filled, all.len());
        widgets::bar_ui(ui, share, t.good, 160.0, "Placeholders filled");
        save_ui(ui, memory, filled, out);
    });
    ui.add_space(theme::GAP);
    let width = ui.available_width();
    Panel::left("placeholders")
        .exact_size((width * 0.42).min(400.0))
        .resizable(false)
        .frame(Frame::NONE)
        .show_separator_line(false)
        .show(ui, |ui| list_ui(ui, memory, all));
    if let Some(placeholder) = all.get(memory.at) {
        let margin = Margin {
            left: 14,
            ..Margin::ZERO
        };
        CentralPanel::default()
            .frame(Frame::NONE.inner_margin(margin))
            .show(ui, |ui| form_ui(ui, memory, placeholder, all.len()));
    }
}

fn share(part: usize, whole: usize) -> f32 {
    let small = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    small(part) / small(whole).max(1.0)
}

fn save_ui(ui: &mut Ui, memory: &Memory, filled: usize, out: &mut Vec<UiCommand>) {
    let shipped = memory.open.file.shipped;
    let text = if shipped {
        "Save as my own"
    } else {
        "Save into the file"
    };
    let save = widgets::primary_ui(ui, filled > 0, ICON_SAVE, text, "Fill at least one first");
    let save = if shipped {
        save.on_hover_text("Into the playbooks folder of your Hotwash data")
    } else {
        save.on_hover_text("Only the lines of what you filled change")
    };
    if save.clicked() {
        out.push(UiCommand::SaveFillings {
            playbook: memory.chosen,
            texts: memory.fillings(),
        });
    }
}

fn list_ui(ui: &mut Ui, memory: &mut Memory, all: &[Placeholder]) {
    ScrollArea::vertical()
        .id_salt("placeholders")
        .auto_shrink(false)
        .show_rows(ui, 30.0, all.len(), |ui, rows| {
            for place in rows {
                if let Some(placeholder) = all.get(place) {
                    row_ui(ui, memory, place, placeholder);
                }
            }
        });
}

fn row_ui(ui: &mut Ui, memory: &mut Memory, place: usize, placeholder: &Placeholder) {
    let t = tokens(ui);
    let is_filled = memory
        .filled
        .get(&(memory.chosen, place))
        .is_some_and(|text| !text.trim().is_empty());
    let (icon, colour) = if is_filled {
        (ICON_CHECK_CIRCLE, t.good)
    } else {
        (ICON_RADIO_BUTTON_UNCHECKED, t.dim)
    };
    let text = format!("{}: {}", where_it_stands(placeholder), prompt(placeholder));
    let button = eframe::egui::Button::selectable(
        place == memory.at,
        (
            icon.rich_text().size(16.0).color(colour),
            RichText::new(&text).atom_shrink(true),
        ),
    )
    .truncate();
    let name = format!("Placeholder {}: {text}", place + 1);
    if ui.add(button).accessible_name(name).clicked() {
        memory.at = place;
    }
}

fn where_it_stands(placeholder: &Placeholder) -> &'static str {
    match (placeholder.phase, placeholder.kind) {
        (Some(phase), _) => phase.name(),
        (None, PlaceholderKind::Title) => "Title",
        (None, PlaceholderKind::Link) => "Link",
        (None, _) => "Material",
    }
}

/// What the author is asked for.
fn prompt(placeholder: &Placeholder) -> &str {
    if placeholder.prompt.is_empty() {
        "what belongs here?"
    } else {
        &placeholder.prompt
    }
}

fn form_ui(ui: &mut Ui, memory: &mut Memory, placeholder: &Placeholder, all: usize) {
    let t = tokens(ui);
    let place = memory.at;
    widgets::caption_ui(
        ui,
        &format!(
            "{} of {all} · {} · line {}",
            place + 1,
            where_it_stands(placeholder),
            placeholder.line
        ),
    );
    ui.add(Label::new(RichText::new(prompt(placeholder)).size(theme::HEADLINE)).wrap());
    ui.add_space(4.0);
    let text = memory.filled.entry((memory.chosen, place)).or_default();
    ui.add(
        TextEdit::multiline(text)
            .id_salt(("filling", place))
            .hint_text(hint(placeholder.kind))
            .desired_rows(8)
            .desired_width(f32::INFINITY),
    )
    .accessible_name(format!("Text for placeholder {}", place + 1));
    ui.add(Label::new(RichText::new(advice(placeholder.kind)).small().color(t.dim)).wrap());
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let first = place == 0;
        if widgets::button_if_ui(ui, !first, ICON_ARROW_BACK, "Previous", "This is the first")
            .clicked()
        {
            memory.at = place - 1;
        }
        let last = place + 1 == all;
        if widgets::button_if_ui(ui, !last, ICON_ARROW_FORWARD, "Next", "This is the last")
            .clicked()
        {
            memory.at = place + 1;
        }
        let left = all - memory.fillings().len();
        widgets::dim_ui(
            ui,
            format!("{} left", words::count(left, "placeholder", "placeholders")),
        );
    });
}

fn hint(kind: PlaceholderKind) -> &'static str {
    match kind {
        PlaceholderKind::Prompt => "1. First step\n2. Second step",
        PlaceholderKind::Item => "What is to be done",
        PlaceholderKind::Inline | PlaceholderKind::Prose => "What stands here instead",
        PlaceholderKind::Link => "https://",
        PlaceholderKind::Title => "What the playbook is for",
    }
}

fn advice(kind: PlaceholderKind) -> &'static str {
    match kind {
        PlaceholderKind::Prompt => {
            "Lines that begin with 1. or - become steps; other text becomes a remark. One line stays one line."
        }
        PlaceholderKind::Item => "It becomes a step.",
        PlaceholderKind::Inline => "It takes the place of the TODO beside the step.",
        PlaceholderKind::Prose => "It takes the place of the TODO in its paragraph.",
        PlaceholderKind::Link => "The address that the link leads to.",
        PlaceholderKind::Title => "It becomes the title.",
    }
}

//! The steps of a playbook as they were read, phase by phase, with what is still open in them.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_CHECKLIST, ICON_EDIT_NOTE};

use super::super::theme::{self, tokens};
use super::super::{widgets, words};
use crate::playbook::{Origin, Phase, Placeholder, Playbook, Step};

/// How far a level is set in.
const INDENT: f32 = 26.0;
/// How many levels are set in.
const DEEPEST: usize = 6;
/// How many steps of a phase are drawn; more than that nobody reads on a screen.
const MOST: usize = 500;

/// Draws the steps.
pub(super) fn steps_ui(ui: &mut Ui, playbook: &Playbook) {
    if playbook.sections.is_empty() {
        widgets::empty_ui(
            ui,
            ICON_CHECKLIST,
            "No phase was found",
            "A playbook's phases are headings such as Investigate, Contain or Recover. Its steps are the list items under them.",
        );
        return;
    }
    ScrollArea::vertical()
        .id_salt("playbook-steps")
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::page_width(ui, 900.0);
            for phase in Phase::ALL {
                if playbook.section(phase).is_some() {
                    phase_ui(ui, playbook, phase);
                    ui.add_space(theme::WIDE_GAP);
                }
            }
        });
}

fn phase_ui(ui: &mut Ui, playbook: &Playbook, phase: Phase) {
    let steps = playbook.steps(phase);
    let open = playbook
        .placeholders
        .iter()
        .filter(|placeholder| placeholder.phase == Some(phase));
    let open: Vec<&Placeholder> = open.collect();
    ui.horizontal(|ui| {
        widgets::headline_ui(ui, phase.name());
        let mut counted = words::count(steps.len(), "step", "steps");
        if !open.is_empty() {
            let left = words::count(open.len(), "placeholder", "placeholders");
            counted = format!("{counted}, {left}");
        }
        widgets::dim_ui(ui, counted);
    });
    ui.add_space(2.0);
    for step in steps.iter().take(MOST) {
        step_ui(ui, step);
    }
    if steps.len() > MOST {
        widgets::dim_ui(ui, format!("and {} more", steps.len() - MOST));
    }
    for placeholder in open.into_iter().take(MOST) {
        placeholder_ui(ui, placeholder);
    }
}

fn step_ui(ui: &mut Ui, step: &Step) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        line_ui(ui, step.line);
        let deep = u8::try_from(step.level.saturating_sub(1).min(DEEPEST)).unwrap_or(0);
        ui.add_space(INDENT * f32::from(deep));
        ui.scope(|ui| {
            ui.set_min_width(24.0);
            ui.add(Label::new(RichText::new(step.marker()).color(t.dim)).selectable(false));
        });
        ui.vertical(|ui| {
            ui.set_max_width((ui.available_width() - 24.0).max(120.0));
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(Label::new(&step.text).wrap());
            for note in step.notes.iter().chain(&step.author_notes).take(4) {
                ui.add(Label::new(RichText::new(note).small().color(t.dim)).wrap());
            }
            if step.origin == Origin::Recovered {
                widgets::chip_ui(ui, "Recovered", t.caution)
                    .on_hover_text("It was indented too far to be a list item");
            }
        });
    });
}

fn placeholder_ui(ui: &mut Ui, placeholder: &Placeholder) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        line_ui(ui, placeholder.line);
        ui.add(
            Label::new(ICON_EDIT_NOTE.rich_text().size(18.0).color(t.caution)).selectable(false),
        );
        let text = if placeholder.prompt.is_empty() {
            "An empty placeholder"
        } else {
            &placeholder.prompt
        };
        ui.vertical(|ui| {
            ui.set_max_width((ui.available_width() - 24.0).max(120.0));
            ui.add(Label::new(RichText::new(text).color(t.caution)).wrap());
        });
    });
}

/// The line of the file, in a column of its own before the text.
fn line_ui(ui: &mut Ui, line: usize) {
    let t = tokens(ui);
    widgets::cell_ui(
        ui,
        46.0,
        RichText::new(line.to_string())
            .monospace()
            .small()
            .color(t.dim),
    );
}

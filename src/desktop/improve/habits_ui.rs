//! What the team stops, starts and continues.

use eframe::egui::{TextEdit, Ui};
use egui_material_icons::icons::{ICON_ADD, ICON_DELETE};

use super::{Memory, card_ui};
use crate::desktop::widgets;
use crate::review::{Habit, HabitKind};

/// Draws the habits.
pub(super) fn habits_ui(ui: &mut Ui, memory: &mut Memory) {
    let open = memory.is_open();
    card_ui(ui, "Stop, start, continue", |ui| {
        for kind in HabitKind::ALL {
            widgets::pair_ui(ui, kind.name(), |ui| kind_ui(ui, memory, kind, open));
        }
    });
}

fn kind_ui(ui: &mut Ui, memory: &mut Memory, kind: HabitKind, open: bool) {
    let mut struck = None;
    let habits = memory.after.habits.iter_mut().enumerate();
    let habits = habits.filter(|(_, habit)| habit.kind == kind);
    for (number, (place, habit)) in (1..).zip(habits) {
        ui.horizontal(|ui| {
            if !open {
                ui.label(&habit.text);
                return;
            }
            let name = format!("{} {number}", kind.name());
            ui.add(
                TextEdit::singleline(&mut habit.text)
                    .desired_width((ui.available_width() - 44.0).max(120.0))
                    .char_limit(500),
            )
            .accessible_name(&name);
            let strike = format!("Strike {}", name.to_lowercase());
            if widgets::icon_button_ui(ui, ICON_DELETE, &strike).clicked() {
                struck = Some(place);
            }
        });
    }
    if let Some(place) = struck {
        memory.after.habits.remove(place);
    }
    let what = match kind {
        HabitKind::Stop => "Add what to stop",
        HabitKind::Start => "Add what to start",
        HabitKind::Continue => "Add what to continue",
    };
    if open && widgets::button_ui(ui, ICON_ADD, what).clicked() {
        memory.after.habits.push(Habit {
            kind,
            text: String::new(),
        });
    }
}

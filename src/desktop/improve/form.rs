//! The form for a corrective action, in the report and in the library.

use eframe::egui::{ComboBox, Grid, TextEdit, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::desktop::theme::tokens;
use crate::desktop::widgets;
use crate::review::{ActionDetails, CorrectiveAction, Priority};
use crate::scenario::Phase;

/// The longest text of an action, in characters.
const LONGEST_TEXT: usize = 2_000;
/// The longest owner, in characters.
const LONGEST_OWNER: usize = 120;

/// A corrective action as it is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desktop) struct ActionForm {
    /// What is to be done.
    pub(in crate::desktop) text: String,
    owner: String,
    due: String,
    priority: Priority,
    capability: Phase,
}

impl ActionForm {
    /// A new action.
    pub(in crate::desktop) fn new(text: String, capability: Phase) -> Self {
        Self {
            text,
            owner: String::new(),
            due: String::new(),
            priority: Priority::Medium,
            capability,
        }
    }

    /// One that is in the ledger.
    pub(in crate::desktop) fn of(action: &CorrectiveAction) -> Self {
        Self {
            text: action.text.clone(),
            owner: action.owner.clone(),
            due: action.due.map(|due| due.to_string()).unwrap_or_default(),
            priority: action.priority,
            capability: action.capability,
        }
    }

    /// What was written, or what is still wrong with it.
    pub(in crate::desktop) fn details(&self) -> Result<ActionDetails, &'static str> {
        if self.text.trim().is_empty() {
            return Err("Write what is to be done");
        }
        Ok(ActionDetails {
            text: self.text.clone(),
            owner: self.owner.clone(),
            due: self.due()?,
            priority: self.priority,
            capability: self.capability,
        })
    }

    fn due(&self) -> Result<Option<Date>, &'static str> {
        let text = self.due.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let date = Date::strptime("%Y-%m-%d", text);
        date.map(Some)
            .map_err(|_| "Write the due date as year-month-day, such as 2026-12-31")
    }
}

/// Draws the fields.
pub(in crate::desktop) fn form_ui(ui: &mut Ui, form: &mut ActionForm, today: Date) {
    ui.add(
        TextEdit::multiline(&mut form.text)
            .hint_text("Train the handover between shifts")
            .desired_rows(3)
            .desired_width(f32::INFINITY)
            .char_limit(LONGEST_TEXT),
    )
    .accessible_name("What is to be done");
    ui.add_space(4.0);
    Grid::new("corrective action")
        .num_columns(2)
        .spacing([20.0, 8.0])
        .show(ui, |ui| {
            ui.label("Owner");
            ui.add(
                TextEdit::singleline(&mut form.owner)
                    .hint_text("Who answers for it")
                    .desired_width(260.0)
                    .char_limit(LONGEST_OWNER),
            )
            .accessible_name("Owner");
            ui.end_row();
            ui.label("Due date");
            ui.vertical(|ui| due_ui(ui, form, today));
            ui.end_row();
            ui.label("Priority");
            ui.horizontal(|ui| {
                for priority in Priority::ALL {
                    ui.radio_value(&mut form.priority, priority, priority.name())
                        .accessible_name(format!("Priority {}", priority.name()));
                }
            });
            ui.end_row();
            ui.label("Capability");
            ComboBox::from_id_salt("capability")
                .selected_text(form.capability.name())
                .show_ui(ui, |ui| {
                    for phase in Phase::ALL {
                        ui.selectable_value(&mut form.capability, phase, phase.name());
                    }
                });
            ui.end_row();
        });
}

fn due_ui(ui: &mut Ui, form: &mut ActionForm, today: Date) {
    ui.horizontal(|ui| {
        ui.add(
            TextEdit::singleline(&mut form.due)
                .hint_text("2026-12-31")
                .desired_width(110.0),
        )
        .accessible_name("Due date");
        for days in [14, 30, 90] {
            let name = format!("In {days} days");
            if ui.button(&name).clicked()
                && let Ok(due) = today.checked_add(days.days())
            {
                form.due = due.to_string();
            }
        }
    });
    if let Err(why) = form.due() {
        let t = tokens(ui);
        widgets::sign_ui(ui, egui_material_icons::icons::ICON_ERROR, why, t.bad);
    }
}

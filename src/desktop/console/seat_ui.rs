//! What one seat sees: its tasks, the injects for its roles, the alerts, and the projector's picture.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::{ICON_CHECKLIST, ICON_MAIL};

use super::View;
use crate::base::id::SeatId;
use crate::conduct::projection::{Arrived, Projection};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Seat, SeatKind};

/// Draws what a seat sees. The staff's seats see everything, so only their task is said.
pub(super) fn seat_ui(ui: &mut Ui, view: &View<'_>, id: &SeatId, place: &Seat) {
    let t = tokens(ui);
    if matches!(place.kind, SeatKind::Facilitator | SeatKind::Evaluator) {
        widgets::dim_ui(
            ui,
            "This seat belongs to the exercise's staff: it sees what you see.",
        );
        return;
    }
    let seen = Projection::new(view.scenario, view.state);
    if let Some(text) = &seen.announcement {
        widgets::caption_ui(ui, "Announced on the projector");
        widgets::prose_ui(ui, text);
    }
    let head = seen
        .module
        .as_ref()
        .map_or("The situation", |(title, _)| title);
    let phase = seen
        .phase
        .map_or_else(String::new, |phase| format!(" · phase {}", phase.name()));
    widgets::caption_ui(ui, &format!("On the projector: {head}{phase}"));
    widgets::prose_ui(ui, &seen.situation);
    ui.add_space(theme::GAP);
    let roles: Vec<&str> = place
        .roles
        .iter()
        .filter_map(|role| view.scenario.role(role))
        .map(|role| role.name.as_str())
        .collect();
    let is_for = |to: &[String]| to.is_empty() || to.iter().any(|to| roles.contains(&to.as_str()));
    let mut tasks = view
        .state
        .conduct
        .assignments
        .values()
        .filter(|task| task.assignment.owner.as_ref() == Some(id) && task.done.is_none())
        .peekable();
    if tasks.peek().is_some() {
        widgets::caption_ui(ui, "Tasks");
        for task in tasks {
            let due = task.assignment.due.map_or_else(String::new, |due| {
                format!(" (until {})", words::minute(due))
            });
            let text = format!("{}{due}", task.assignment.text);
            widgets::sign_ui(ui, ICON_CHECKLIST, &text, t.text);
        }
        ui.add_space(theme::GAP);
    }
    widgets::caption_ui(ui, "What came");
    let mut none = true;
    for arrival in &seen.arrivals {
        let (icon, colour, head, text) = match &arrival.what {
            Arrived::Inject {
                channel,
                title,
                from,
                to,
                text,
                ..
            } => {
                if !is_for(to) {
                    continue;
                }
                let head = format!("{title}, from {from}");
                (words::channel(*channel).1, t.accent, head, text)
            }
            Arrived::Alert {
                severity,
                asset,
                title,
                text,
                ..
            } => {
                let head = format!("{title}, on {asset}");
                (
                    words::severity_icon(*severity),
                    t.severity(*severity),
                    head,
                    text,
                )
            }
        };
        none = false;
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            let head = format!("{}  {head}", words::minute(arrival.at));
            ui.horizontal_top(|ui| {
                ui.add(Label::new(icon.rich_text().size(16.0).color(colour)).selectable(false));
                ui.add(Label::new(head).wrap());
            });
            ui.add(Label::new(RichText::new(text).small().color(t.dim)).wrap());
        });
        ui.add_space(4.0);
    }
    if none {
        widgets::sign_ui(ui, ICON_MAIL, "Nothing yet", t.dim);
    }
}

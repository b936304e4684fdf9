//! The console's part of the navigation: its desks, and for whom the room's panels speak.

use eframe::egui::{Button, ComboBox, Ui};

use super::View;
use crate::base::id::SeatId;
use crate::desktop::command::{Act, UiCommand};
use crate::desktop::desk::Desk;
use crate::desktop::room::nav_ui::{Entry, entry_ui};
use crate::desktop::theme;
use crate::desktop::widgets;
use crate::world::room_seat;

/// Draws the desks; says for whom the room's panels are to speak from now on, if that was changed.
pub(super) fn desks_ui(
    ui: &mut Ui,
    view: &View<'_>,
    current: Option<Desk>,
    acting: &SeatId,
    out: &mut Vec<UiCommand>,
) -> Option<SeatId> {
    ui.spacing_mut().item_spacing.y = 3.0;
    for desk in Desk::ALL {
        let (counter, urgent) = counter(view, desk);
        let entry = Entry {
            name: desk.name(),
            icon: desk.icon(),
            act: Act::Desk(desk),
            chosen: current == Some(desk),
            counter: counter.as_deref(),
            urgent,
        };
        if entry_ui(ui, &entry) {
            out.push(UiCommand::GoDesk(desk));
        }
    }
    ui.add_space(theme::GAP);
    ui.separator();
    widgets::caption_ui(ui, "The room, as it knows things. You enter for");
    let chosen = acting_ui(ui, view, acting);
    ui.add_space(2.0);
    chosen
}

fn acting_ui(ui: &mut Ui, view: &View<'_>, acting: &SeatId) -> Option<SeatId> {
    let name = view.seat_name(acting);
    let mut chosen = None;
    let combo = ComboBox::from_id_salt("acting")
        .width(ui.available_width() - 4.0)
        .truncate()
        .selected_text(&name)
        .show_ui(ui, |ui| {
            let room = room_seat();
            let players = view.players();
            let seats = std::iter::once(&room).chain(players.iter().map(|(seat, _)| *seat));
            for seat in seats {
                let entry = Button::selectable(seat == acting, view.seat_name(seat));
                if ui.add(entry).clicked() {
                    chosen = Some(seat.clone());
                    ui.close();
                }
            }
        });
    combo
        .response
        .on_hover_text("Whose deeds you enter in the sections below")
        .accessible_name(format!("Entering for {name}"));
    chosen
}

/// What a desk counts, and whether somebody should look.
fn counter(view: &View<'_>, desk: Desk) -> (Option<String>, bool) {
    let some = |n: usize| (n > 0).then(|| n.to_string());
    let conduct = &view.state.conduct;
    match desk {
        Desk::Msel => {
            let steered = conduct.injects.iter();
            let waiting = steered
                .filter(|(id, steered)| {
                    steered.waiting.is_some() && !view.state.injects.contains_key(*id)
                })
                .count();
            (some(waiting), waiting > 0)
        }
        Desk::Notes => {
            let overdue = conduct.assignments.values().filter(|task| {
                task.done.is_none() && task.assignment.due.is_some_and(|due| due < view.now)
            });
            let overdue = overdue.count();
            if overdue > 0 {
                return (Some(format!("{overdue} overdue")), true);
            }
            (some(conduct.observations.len()), false)
        }
        Desk::People => (some(conduct.seats.len()), false),
        Desk::Ratings => (some(conduct.ratings.len()), false),
        Desk::Truth => (None, false),
    }
}

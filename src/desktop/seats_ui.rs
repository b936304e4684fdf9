//! What the preparation of a room and its console share about seats: what people do, their roles as
//! buttons, numbers for new ones.

use eframe::egui::{Button, RichText, Ui, vec2};

use crate::base::Id;
use crate::base::id::{RoleId, SeatId};
use crate::scenario::{Scenario, SeatKind};

/// What people can do at an exercise, in the order in which it is offered.
pub(super) const KINDS: [SeatKind; 5] = [
    SeatKind::Participant,
    SeatKind::Scribe,
    SeatKind::Facilitator,
    SeatKind::Evaluator,
    SeatKind::Observer,
];

/// The number in a seat's identifier, so that ten comes after nine.
pub(super) fn number_of(seat: &SeatId) -> u32 {
    let digits: String = seat.as_str().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}

/// A seat with a number higher than all of these.
pub(super) fn next_seat<'a>(taken: impl Iterator<Item = &'a SeatId>) -> SeatId {
    let numbers = taken.map(number_of).filter(|n| *n < u32::MAX);
    let next = numbers.max().unwrap_or(0) + 1;
    Id::new(&format!("seat-{next}")).map_or_else(|_| crate::world::room_seat(), SeatId::from)
}

/// Draws the scenario's roles as buttons that give and take them; says whether one was pressed. `whose`
/// begins their names for who can't see them.
pub(super) fn roles_ui(
    ui: &mut Ui,
    scenario: &Scenario,
    roles: &mut Vec<RoleId>,
    whose: &str,
) -> bool {
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for role in &scenario.roles {
            let held = roles.contains(&role.id);
            let text = RichText::new(&role.name).small();
            let button = ui.add(Button::selectable(held, text).frame_when_inactive(true));
            let name = format!("{whose}: {}", role.name);
            if button.accessible_name(name).clicked() {
                if held {
                    roles.retain(|other| *other != role.id);
                } else {
                    roles.push(role.id.clone());
                }
                changed = true;
            }
        }
    });
    changed
}

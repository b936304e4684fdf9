//! To be written.

use crate::base::id::{RoleId, SeatId};
use crate::scenario::{Seat, SeatKind};
use serde::{Deserialize, Serialize};

/// One of those who take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The place in the exercise; the only thing of it that the record knows.
    pub seat: SeatId,
    /// The name.
    pub name: String,
    /// What the person does.
    pub kind: SeatKind,
    /// The roles.
    pub roles: Vec<RoleId>,
    /// The team; empty if there is one team.
    pub team: String,
    /// The address for the calendar; may be empty.
    pub mail: String,
}

/// Those who take part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// They, in the order of the list.
    pub participants: Vec<Participant>,
}

impl Participant {
    /// The place in the exercise, without the name.
    #[must_use]
    pub fn seat(&self) -> Seat {
        Seat {
            kind: self.kind,
            roles: self.roles.clone(),
            team: self.team.clone(),
        }
    }
}

impl Roster {
    /// Seats.
    #[must_use]
    pub fn deeds(&self) -> Vec<crate::scenario::Facilitation> {
        self.participants
            .iter()
            .map(|p| crate::scenario::Facilitation::Take {
                seat: p.seat.clone(),
                place: p.seat(),
            })
            .collect()
    }

    /// Names.
    #[must_use]
    pub fn names(&self) -> std::collections::BTreeMap<SeatId, String> {
        let named = self.participants.iter().filter(|p| !p.name.is_empty());
        named.map(|p| (p.seat.clone(), p.name.clone())).collect()
    }
}

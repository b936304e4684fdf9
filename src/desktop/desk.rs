//! The desks of the facilitator's console, with their names, signs and keys.

use eframe::egui::Key;
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_FORMAT_LIST_NUMBERED, ICON_GRADE, ICON_GROUPS, ICON_STICKY_NOTE_2, ICON_VISIBILITY,
};

/// A part of the facilitator's console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// The MSEL.
    Msel,
    /// What truly is, beside what the room knows.
    Truth,
    /// Observations, decisions, tasks.
    Notes,
    /// Who sits where, and what each seat sees.
    People,
    /// Critical tasks and how they are rated.
    Ratings,
}

impl Desk {
    /// All of them, as the navigation lists them.
    pub const ALL: [Self; 5] = [
        Self::Msel,
        Self::Truth,
        Self::Notes,
        Self::People,
        Self::Ratings,
    ];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Msel => "MSEL",
            Self::Truth => "Hidden truth",
            Self::Notes => "Notes",
            Self::People => "People",
            Self::Ratings => "Ratings",
        }
    }

    /// Its sign.
    pub(super) const fn icon(self) -> MaterialIcon {
        match self {
            Self::Msel => ICON_FORMAT_LIST_NUMBERED,
            Self::Truth => ICON_VISIBILITY,
            Self::Notes => ICON_STICKY_NOTE_2,
            Self::People => ICON_GROUPS,
            Self::Ratings => ICON_GRADE,
        }
    }

    /// The number key that goes there, with Alt.
    #[must_use]
    pub const fn key(self) -> Key {
        match self {
            Self::Msel => Key::Num1,
            Self::Truth => Key::Num2,
            Self::Notes => Key::Num3,
            Self::People => Key::Num4,
            Self::Ratings => Key::Num5,
        }
    }
}

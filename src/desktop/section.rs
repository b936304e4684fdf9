//! The parts of the exercise room, with their names, signs and keys.

use eframe::egui::Key;
use egui_material_icons::MaterialIcon;

use crate::scenario::Scenario;
use egui_material_icons::icons::{
    ICON_BOLT, ICON_CHECKLIST, ICON_FOLDER_OPEN, ICON_GROUPS, ICON_HUB, ICON_INBOX,
    ICON_MANAGE_SEARCH, ICON_ROCKET_LAUNCH, ICON_SEND,
};

/// A part of the exercise room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Alerts and messages.
    Inbox,
    /// The map.
    Network,
    /// The logs, and a search in them.
    Evidence,
    /// What can be done.
    Actions,
    /// Remediation events.
    Plan,
    /// The incident file.
    File,
    /// What can be written.
    Messages,
    /// The steps.
    Playbook,
    /// Who does what.
    Team,
}

impl Section {
    /// All of them, as the navigation lists them.
    pub const ALL: [Self; 9] = [
        Self::Inbox,
        Self::Network,
        Self::Evidence,
        Self::Actions,
        Self::Plan,
        Self::File,
        Self::Messages,
        Self::Playbook,
        Self::Team,
    ];

    /// Whether there is anything in it in this scenario.
    #[must_use]
    pub fn fits(self, scenario: &Scenario) -> bool {
        match self {
            Self::Inbox | Self::File | Self::Playbook | Self::Team => true,
            Self::Network => !scenario.assets.is_empty(),
            Self::Evidence => !scenario.logs.is_empty(),
            Self::Actions | Self::Plan => !scenario.actions.is_empty(),
            Self::Messages => !scenario.messages.is_empty() || !scenario.clocks.is_empty(),
        }
    }

    /// Where an exercise begins: at what comes in, or at the checklist where that is all there is.
    #[must_use]
    pub fn first(scenario: &Scenario) -> Self {
        if Self::Actions.fits(scenario) {
            Self::Inbox
        } else {
            Self::Playbook
        }
    }

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inbox => "Inbox",
            Self::Network => "Network",
            Self::Evidence => "Evidence",
            Self::Actions => "Actions",
            Self::Plan => "Remediation plan",
            Self::File => "Incident file",
            Self::Messages => "Messages",
            Self::Playbook => "Playbook",
            Self::Team => "Team",
        }
    }

    /// Its sign.
    pub(super) const fn icon(self) -> MaterialIcon {
        match self {
            Self::Inbox => ICON_INBOX,
            Self::Network => ICON_HUB,
            Self::Evidence => ICON_MANAGE_SEARCH,
            Self::Actions => ICON_BOLT,
            Self::Plan => ICON_ROCKET_LAUNCH,
            Self::File => ICON_FOLDER_OPEN,
            Self::Messages => ICON_SEND,
            Self::Playbook => ICON_CHECKLIST,
            Self::Team => ICON_GROUPS,
        }
    }

    /// The number key that goes there, with Ctrl.
    #[must_use]
    pub const fn key(self) -> Key {
        match self {
            Self::Inbox => Key::Num1,
            Self::Network => Key::Num2,
            Self::Evidence => Key::Num3,
            Self::Actions => Key::Num4,
            Self::Plan => Key::Num5,
            Self::File => Key::Num6,
            Self::Messages => Key::Num7,
            Self::Playbook => Key::Num8,
            Self::Team => Key::Num9,
        }
    }
}

//! Those who take part: a row each, with name, what they do, roles and team.

use eframe::egui::{ComboBox, RichText, TextEdit, Ui};
use egui_material_icons::icons::{ICON_CLOSE, ICON_GROUPS, ICON_PERSON_ADD, ICON_UPLOAD};

use super::{Memory, roster};
use crate::conduct::roster::{Participant, Roster};
use crate::desktop::command::{Paper, UiCommand};
use crate::desktop::seats_ui::{KINDS, next_seat, roles_ui};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Scenario, SeatKind};

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

/// Draws those who take part.
pub(super) fn people_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    ui.add_space(theme::WIDE_GAP);
    ui.horizontal(|ui| {
        widgets::headline_ui(ui, "Those who take part");
        let count = roster(memory).participants.len();
        if count > 0 {
            widgets::dim_ui(ui, words::count(count, "person", "people"));
        }
    });
    ui.add_space(4.0);
    let scenario = memory.setup.scenario.clone();
    ui.horizontal_wrapped(|ui| {
        if widgets::button_ui(ui, ICON_PERSON_ADD, "Add a person").clicked() {
            add(roster(memory), SeatKind::Participant, Vec::new());
        }
        let roster = roster(memory);
        if roster.participants.is_empty()
            && widgets::button_ui(ui, ICON_GROUPS, "One seat for each role")
                .on_hover_text("Names can follow, or stay away")
                .clicked()
        {
            for role in &scenario.roles {
                add(roster, SeatKind::Participant, vec![role.id.clone()]);
            }
            add(roster, SeatKind::Facilitator, Vec::new());
        }
        if widgets::button_ui(ui, ICON_UPLOAD, "Read a list…")
            .on_hover_text("A CSV file with the columns Name, Roles, Team, Kind, Mail")
            .clicked()
        {
            out.push(UiCommand::AskFile(Paper::NewRoster));
        }
    });
    ui.add_space(theme::GAP);
    let mut leaves = None;
    for (place, participant) in roster(memory).participants.iter_mut().enumerate() {
        if person_ui(ui, &scenario, place, participant) {
            leaves = Some(place);
        }
    }
    if let Some(place) = leaves {
        roster(memory).participants.remove(place);
    }
    let t = tokens(ui);
    let text = "Names stay beside the record of the exercise and can be deleted; the record itself knows seats.";
    ui.label(RichText::new(text).small().color(t.dim));
    ui.add_space(theme::WIDE_GAP);
}

/// Adds somebody under a seat that nobody has.
fn add(roster: &mut Roster, kind: SeatKind, roles: Vec<crate::base::id::RoleId>) {
    let seat = next_seat(roster.participants.iter().map(|other| &other.seat));
    roster.participants.push(Participant {
        seat,
        name: String::new(),
        kind,
        roles,
        team: String::new(),
        mail: String::new(),
    });
}

/// Draws one of them; says whether they are taken off the list.
fn person_ui(
    ui: &mut Ui,
    scenario: &Scenario,
    place: usize,
    participant: &mut Participant,
) -> bool {
    let t = tokens(ui);
    let number = place + 1;
    let mut leaves = false;
    t.card_frame().inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.add(
                TextEdit::singleline(&mut participant.name)
                    .hint_text("Name")
                    .desired_width(190.0)
                    .char_limit(LONGEST_NAME),
            )
            .accessible_name(format!("Name of person {number}"));
            ComboBox::from_id_salt(("kind", place))
                .width(112.0)
                .selected_text(words::seat_kind(participant.kind))
                .show_ui(ui, |ui| {
                    for kind in KINDS {
                        ui.selectable_value(&mut participant.kind, kind, words::seat_kind(kind));
                    }
                })
                .response
                .accessible_name(format!("What person {number} does"));
            ui.add(
                TextEdit::singleline(&mut participant.team)
                    .hint_text("Team")
                    .desired_width(110.0)
                    .char_limit(LONGEST_NAME),
            )
            .accessible_name(format!("Team of person {number}"));
            ui.add(
                TextEdit::singleline(&mut participant.mail)
                    .hint_text("Mail")
                    .desired_width(150.0)
                    .char_limit(LONGEST_NAME),
            )
            .accessible_name(format!("Mail of person {number}"));
            let name = format!("Take person {number} off the list");
            leaves = widgets::icon_button_ui(ui, ICON_CLOSE, &name).clicked();
        });
        roles_ui(
            ui,
            scenario,
            &mut participant.roles,
            &format!("Person {number}"),
        );
    });
    ui.add_space(4.0);
    leaves
}

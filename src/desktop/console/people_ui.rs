//! Who sits where: roles that change hands, and what each seat sees.

use eframe::egui::{Button, ComboBox, Label, RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons::{ICON_DELETE, ICON_GROUPS, ICON_PERSON_ADD, ICON_VISIBILITY};

use super::{View, seat_ui};
use crate::base::id::SeatId;
use crate::desktop::command::{Form, UiCommand};
use crate::desktop::seats_ui::{KINDS, next_seat, number_of, roles_ui};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Facilitation, Seat, SeatKind};

/// What the people remember.
#[derive(Debug, Default)]
pub(super) struct Memory {
    selected: Option<SeatId>,
    team: Option<(SeatId, String)>,
    name: Option<(SeatId, String)>,
}

impl Memory {
    /// What was asked for has happened.
    pub(super) fn done(&mut self) {
        self.team = None;
    }
}

/// Draws the people.
pub(super) fn people_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let mut seats: Vec<(&SeatId, &Seat)> = view.state.conduct.seats.iter().collect();
    seats.sort_by_key(|(id, _)| number_of(id));
    let selected = memory.selected.clone();
    let selected = selected.or_else(|| seats.first().map(|(id, _)| (*id).clone()));
    widgets::detail_panel_ui(ui, "seat", 0.45, |ui| {
        match selected.as_ref().and_then(|id| {
            let place = view.state.conduct.seats.get(id)?;
            Some((id, place))
        }) {
            Some((id, place)) => {
                widgets::sign_ui(
                    ui,
                    ICON_VISIBILITY,
                    &format!("What {} sees", view.seat_name(id)),
                    tokens(ui).text,
                );
                ui.add_space(4.0);
                seat_ui::seat_ui(ui, view, id, place);
            }
            None => widgets::empty_ui(
                ui,
                ICON_GROUPS,
                "Nobody has a seat",
                "Add seats at the left: roles decide whom injects are for.",
            ),
        }
    });
    eframe::egui::CentralPanel::no_frame().show(ui, |ui| {
        if widgets::button_ui(ui, ICON_PERSON_ADD, "Add a seat").clicked() {
            let seat = free_seat(view);
            let place = Seat {
                kind: SeatKind::Participant,
                roles: Vec::new(),
                team: String::new(),
            };
            memory.selected = Some(seat.clone());
            let deed = Facilitation::Take { seat, place };
            out.push(UiCommand::staff(deed, Form::Seats));
        }
        view.refused_ui(ui, Form::Seats);
        ui.add_space(theme::GAP);
        ScrollArea::vertical()
            .id_salt("seats")
            .auto_shrink(false)
            .show(ui, |ui| {
                for (id, place) in &seats {
                    let chosen = selected.as_ref() == Some(*id);
                    card_ui(ui, view, memory, (id, place), chosen, out);
                }
            });
    });
}

/// A seat that nobody has or had: names and observations of who left stay theirs.
fn free_seat(view: &View<'_>) -> SeatId {
    let conduct = &view.state.conduct;
    let seen = conduct.observations.values();
    let seen = seen.filter_map(|observed| observed.observation.seat.as_ref());
    let all = conduct.seats.keys().chain(view.names.keys()).chain(seen);
    next_seat(all)
}

fn card_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    (id, place): (&SeatId, &Seat),
    chosen: bool,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let mut changed = None;
    let frame = t.card_frame();
    let frame = if chosen {
        frame.fill(t.selected)
    } else {
        frame
    };
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            let name = view
                .names
                .get(id)
                .cloned()
                .unwrap_or_else(|| words::sentence(&id.as_str().replace('-', " ")));
            let head = ui.add(Button::new(&name).frame_when_inactive(false));
            if head
                .on_hover_text("Its roles, and what it sees")
                .accessible_name(format!("Seat of {name}"))
                .clicked()
            {
                memory.selected = Some(id.clone());
            }
            ComboBox::from_id_salt(("kind", id))
                .width(110.0)
                .selected_text(words::seat_kind(place.kind))
                .show_ui(ui, |ui| {
                    for kind in KINDS {
                        let entry = Button::selectable(kind == place.kind, words::seat_kind(kind));
                        if ui.add(entry).clicked() {
                            changed = Some(Seat {
                                kind,
                                ..place.clone()
                            });
                            ui.close();
                        }
                    }
                })
                .response
                .accessible_name(format!("What {name} does"));
            let strike = format!("Take {name}'s seat away");
            if widgets::icon_button_ui(ui, ICON_DELETE, &strike).clicked() {
                let deed = Facilitation::Leave(id.clone());
                out.push(UiCommand::staff(deed, Form::Seats));
            }
        });
        if !chosen {
            let roles = words::roles(view.scenario, &place.roles);
            let said: Vec<&str> = [roles.as_str(), place.team.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            widgets::dim_ui(ui, said.join(" · "));
            return;
        }
        let mut roles = place.roles.clone();
        if roles_ui(ui, view.scenario, &mut roles, id.as_str()) {
            changed = Some(Seat {
                roles,
                ..place.clone()
            });
        }
        team_ui(ui, memory, (id, place), &mut changed);
        name_ui(ui, view, memory, id, out);
    });
    if let Some(place) = changed {
        let deed = Facilitation::Take {
            seat: id.clone(),
            place,
        };
        out.push(UiCommand::staff(deed, Form::Seats));
    }
    ui.add_space(4.0);
}

/// Who sits there. It stays beside the record.
fn name_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    id: &SeatId,
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal(|ui| {
        let t = tokens(ui);
        ui.add(Label::new(RichText::new("Name").small().color(t.dim)));
        let known = view.names.get(id).cloned().unwrap_or_default();
        let mut text = match &memory.name {
            Some((seat, text)) if seat == id => text.clone(),
            _ => known.clone(),
        };
        let field = ui
            .add(TextEdit::singleline(&mut text).desired_width(200.0))
            .accessible_name(format!("Name on {}", id.as_str()));
        if field.changed() {
            memory.name = Some((id.clone(), text.clone()));
        }
        if field.lost_focus() {
            memory.name = None;
            if text.trim() != known {
                out.push(UiCommand::NameSeat(id.clone(), text.trim().to_owned()));
            }
        }
    });
}

fn team_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    (id, place): (&SeatId, &Seat),
    changed: &mut Option<Seat>,
) {
    ui.horizontal(|ui| {
        let t = tokens(ui);
        ui.add(Label::new(RichText::new("Team").small().color(t.dim)));
        let mut text = match &memory.team {
            Some((seat, text)) if seat == id => text.clone(),
            _ => place.team.clone(),
        };
        let field = ui
            .add(TextEdit::singleline(&mut text).desired_width(140.0))
            .accessible_name(format!("Team of {}", id.as_str()));
        if field.changed() {
            memory.team = Some((id.clone(), text.clone()));
        }
        if field.lost_focus() && text.trim() != place.team {
            *changed = Some(Seat {
                team: text.trim().to_owned(),
                ..place.clone()
            });
        }
    });
}

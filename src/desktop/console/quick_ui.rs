//! The strip at the foot of the console: what is written down with one or two keys.

use eframe::egui::{Align, Button, ComboBox, Event, Key, Label, Layout, RichText, TextEdit, Ui};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_ADD_CIRCLE, ICON_BOLT, ICON_CHECKLIST, ICON_DO_NOT_DISTURB_ON, ICON_GAVEL, ICON_UNDO,
};

use super::{View, observation};
use crate::base::id::SeatId;
use crate::desktop::command::{Act, Form, UiCommand};
use crate::desktop::theme::{Tokens, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Facilitation, NoteId, Phase, Sign};

/// What the strip remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    asks: Option<Sign>,
    fresh: Option<Fresh>,
}

/// An observation that was just made, and the words for it.
#[derive(Debug)]
struct Fresh {
    note: NoteId,
    text: String,
    take_cursor: bool,
}

impl Memory {
    /// Asks who it was that did well or badly.
    pub(super) fn ask_who(&mut self, sign: Sign) {
        self.asks = Some(sign);
        self.fresh = None;
    }

    /// Something else was asked for: nobody is waited for any more.
    pub(super) fn forget_who(&mut self) {
        self.asks = None;
    }

    /// An observation was made; words may follow.
    pub(super) fn observed(&mut self, note: NoteId) {
        if self.asks.take().is_some() {
            self.fresh = Some(Fresh {
                note,
                text: String::new(),
                take_cursor: true,
            });
        }
    }
}

/// How a sign is written and coloured.
pub(super) const fn sign(
    t: &Tokens,
    sign: Sign,
) -> (&'static str, MaterialIcon, eframe::egui::Color32) {
    match sign {
        Sign::Strength => ("Strength", ICON_ADD_CIRCLE, t.good),
        Sign::Gap => ("Gap", ICON_DO_NOT_DISTURB_ON, t.bad),
    }
}

/// Draws the strip.
pub(super) fn quick_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    if let Some(asked) = memory.asks {
        who_ui(ui, view, asked, memory, out);
    } else if memory.fresh.is_some() {
        words_ui(ui, view, memory, out);
    } else {
        buttons_ui(ui, view, out);
    }
    view.refused_ui(ui, Form::Observation);
    view.refused_ui(ui, Form::Bar);
}

fn buttons_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut act = |ui: &mut Ui, icon: MaterialIcon, colour, text: &str, act: Act| {
            let keys = act.shortcut().map(|keys| ui.format_shortcut(&keys));
            let sign = icon.rich_text().size(17.0).color(colour);
            let button = ui.add(Button::new((sign, text))).accessible_name(text);
            let tip = format!("{} ({})", act.text(), keys.unwrap_or_default());
            if button.on_hover_text(tip).clicked() {
                out.push(UiCommand::Act(act));
            }
        };
        act(ui, ICON_ADD_CIRCLE, t.good, "Strength", Act::Strength);
        act(ui, ICON_DO_NOT_DISTURB_ON, t.bad, "Gap", Act::Gap);
        act(ui, ICON_GAVEL, t.text, "Decision", Act::Decision);
        act(ui, ICON_CHECKLIST, t.text, "Task", Act::Task);
        act(ui, ICON_BOLT, t.text, "Inject", Act::AdHoc);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let undo = &view.state.conduct.undo;
            let last = undo.last().filter(|_| undo.len() > view.settled);
            let name = last.map_or("", |undo| undo.name());
            let why_not =
                "Nothing that can be taken back: what has reached the participants stands";
            let undo = widgets::button_if_ui(ui, last.is_some(), ICON_UNDO, "Undo", why_not);
            if undo
                .on_hover_text(format!("Takes back {name} (Ctrl+Z)"))
                .clicked()
            {
                out.push(UiCommand::Act(Act::Undo));
            }
            phase_ui(ui, view, out);
            if last.is_some() && ui.available_width() > 220.0 {
                let text = RichText::new(words::sentence(name)).small().color(t.dim);
                ui.add(Label::new(text).truncate());
            }
        });
    });
}

/// Where in the playbook the projector says that the room is.
fn phase_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    let here = view.state.conduct.phase;
    let name = here.map_or("No phase shown", Phase::name);
    let steps = &view.scenario.steps;
    let phases = Phase::ALL
        .into_iter()
        .filter(|phase| steps.iter().any(|step| step.phase == *phase));
    let choices = std::iter::once(None).chain(phases.map(Some));
    ComboBox::from_id_salt("phase")
        .width(130.0)
        .selected_text(name)
        .show_ui(ui, |ui| {
            for choice in choices {
                let text = choice.map_or("No phase shown", Phase::name);
                if ui.add(Button::selectable(choice == here, text)).clicked() {
                    let deed = Facilitation::ShowPhase(choice);
                    out.push(UiCommand::staff(deed, Form::Bar));
                    ui.close();
                }
            }
        })
        .response
        .on_hover_text("Where in the playbook the room is, as the projector shows it")
        .accessible_name(format!("Phase on the projector: {name}"));
}

/// Asks who it was; a digit answers.
fn who_ui(
    ui: &mut Ui,
    view: &View<'_>,
    asked: Sign,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let players = view.players();
    let (name, icon, colour) = sign(t, asked);
    // A digit that goes into a field is that field's.
    let elsewhere = ui.text_edit_focused() || ui.memory(|m| m.top_modal_layer().is_some());
    let typed = typed_digit(ui).filter(|_| !elsewhere);
    let mut chosen: Option<Option<SeatId>> = match typed {
        Some(0) => Some(None),
        Some(digit) => players
            .get(digit - 1)
            .map(|(seat, _)| Some((*seat).clone())),
        None => None,
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        widgets::sign_ui(ui, icon, &format!("{name}. Who?"), colour);
        if ui.button("0 The room").clicked() {
            chosen = Some(None);
        }
        for (place, (seat, _)) in players.iter().enumerate() {
            let key = if place < 9 {
                format!("{} ", place + 1)
            } else {
                String::new()
            };
            if ui
                .button(format!("{key}{}", view.seat_name(seat)))
                .clicked()
            {
                chosen = Some(Some((*seat).clone()));
            }
        }
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        if ui.button("Cancel").clicked() || escaped {
            memory.asks = None;
        }
    });
    if let Some(seat) = chosen {
        out.push(observation(view, asked, seat));
    }
}

/// The digit that was just typed.
fn typed_digit(ui: &Ui) -> Option<usize> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } if !(modifiers.ctrl || modifiers.alt || modifiers.command) => {
                let keys = [
                    Key::Num0,
                    Key::Num1,
                    Key::Num2,
                    Key::Num3,
                    Key::Num4,
                    Key::Num5,
                    Key::Num6,
                    Key::Num7,
                    Key::Num8,
                    Key::Num9,
                ];
                keys.iter().position(|digit| digit == key)
            }
            _ => None,
        })
    })
}

/// The words for an observation that was just made. It stands already; they may be left out.
fn words_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let Some(fresh) = &mut memory.fresh else {
        return;
    };
    let Some(observed) = view.state.conduct.observations.get(&fresh.note) else {
        memory.fresh = None;
        return;
    };
    let (name, icon, colour) = sign(t, observed.observation.sign);
    let who = observed.observation.seat.as_ref();
    let who = who.map_or_else(|| "The room".to_owned(), |seat| view.seat_name(seat));
    let mut done = false;
    ui.horizontal(|ui| {
        let head = format!("{name}, {who}, {}", words::minute(observed.at));
        widgets::sign_ui(ui, icon, &head, colour);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let skip = ui.button("No words");
            let field = ui
                .add(
                    TextEdit::singleline(&mut fresh.text)
                        .hint_text("What was seen? Enter keeps it")
                        .desired_width(f32::INFINITY)
                        .char_limit(crate::world::LONGEST_TEXT),
                )
                .accessible_name("What was seen");
            if std::mem::take(&mut fresh.take_cursor) {
                field.request_focus();
            }
            let escaped = ui.input(|input| input.key_pressed(Key::Escape));
            if skip.clicked() || escaped {
                fresh.text.clear();
            }
            done = skip.clicked() || field.lost_focus();
        });
    });
    if done {
        let text = fresh.text.trim().to_owned();
        if !text.is_empty() {
            let mut observation = observed.observation.clone();
            observation.text = text;
            let note = fresh.note;
            let deed = Facilitation::Amend { note, observation };
            out.push(UiCommand::staff(deed, Form::Bar));
        }
        memory.fresh = None;
    }
}

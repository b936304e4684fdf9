//! The hot wash, right after ENDEX: each role says one strength and one gap, with what the record
//! proposes beside; feedback forms; twenty minutes on the clock.

use std::collections::BTreeMap;

use eframe::egui::{
    Align, AtomExt as _, Button, CentralPanel, Label, Layout, Panel, RichText, Role as AxRole,
    ScrollArea, TextEdit, Ui, WidgetInfo, vec2,
};
use egui_material_icons::icons::{
    ICON_ADD_CIRCLE, ICON_ARROW_FORWARD, ICON_DO_NOT_DISTURB_ON, ICON_TIMER,
};

use super::command::{Form, UiCommand};
use super::console::{Console, seat_name};
use super::desk::Desk;
use super::finished::Finished;
use super::projector::{Projector, projector_ui};
use super::seats_ui::number_of;
use super::theme::{self, tokens};
use super::widgets;
use crate::base::id::RoleId;
use crate::conduct::findings::findings;
use crate::conduct::hot_wash::{MINUTES, Proposal, QUESTIONS, proposals};
use crate::exercise::{Exercise, WallMs};
use crate::scenario::{Facilitation, Feedback, HotWashNote, Sign};
use std::path::PathBuf;

/// The highest score of the feedback form.
const BEST: u8 = 5;

/// The hot wash of an exercise.
pub(super) struct HotWash {
    /// The console it was run from, with the exercise that is over.
    pub console: Console,
    /// Its result, once it is made.
    pub finished: Option<Box<Finished>>,
    /// Its record.
    pub path: PathBuf,
    /// Whether the score could not be made.
    pub failed: bool,
    desk: Option<Desk>,
    began: WallMs,
    proposed: Vec<Proposal>,
    texts: BTreeMap<(Option<RoleId>, Sign), String>,
    form: Vec<Option<u8>>,
    words: String,
    refusal: Option<String>,
}

impl HotWash {
    /// Begins the hot wash.
    #[must_use]
    pub(super) fn new(console: Console, path: PathBuf, wall: WallMs) -> Self {
        let notes = &console.room.exercise.state().conduct.hot_wash;
        let texts = notes
            .iter()
            .map(|note| ((note.role.clone(), note.sign), note.text.clone()))
            .collect();
        Self {
            console,
            finished: None,
            path,
            failed: false,
            desk: None,
            began: wall,
            proposed: Vec::new(),
            texts,
            form: vec![None; QUESTIONS.len()],
            words: String::new(),
            refusal: None,
        }
    }

    /// Takes the result in, and what it proposes to talk about.
    pub(super) fn scored(&mut self, finished: Box<Finished>) {
        let exercise = &self.console.room.exercise;
        let (scenario, entries) = (exercise.scenario(), exercise.entries());
        let found = findings(scenario, entries);
        self.proposed = proposals(scenario, entries, &finished.review.card, &found);
        self.finished = Some(finished);
    }

    /// Takes note that something went on record.
    pub(super) fn accepted(&mut self, form: Form) {
        self.refusal = None;
        self.console.accepted(form);
    }

    /// Takes note that something was refused, and why.
    pub(super) fn refused(&mut self, why: &str) {
        self.refusal = Some(super::words::sentence(why));
    }

    /// The wall milliseconds that are left of the talk.
    #[must_use]
    pub(super) fn left(&self, wall: WallMs) -> u64 {
        let passed = wall.0.saturating_sub(self.began.0);
        (MINUTES * 60_000).saturating_sub(passed)
    }

    fn exercise(&self) -> &Exercise {
        &self.console.room.exercise
    }

    /// The roles that somebody held, in the scenario's order.
    fn roles(&self) -> Vec<RoleId> {
        let exercise = self.exercise();
        let seats = &exercise.state().conduct.seats;
        let roles = exercise.scenario().roles.iter();
        roles
            .filter(|role| seats.values().any(|seat| seat.roles.contains(&role.id)))
            .map(|role| role.id.clone())
            .collect()
    }

    /// Draws the hot wash.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        wall: WallMs,
        projector: &Projector,
        out: &mut Vec<UiCommand>,
    ) {
        let t = tokens(ui);
        Panel::top("hot wash bar")
            .exact_size(54.0)
            .frame(t.panel_frame())
            .show(ui, |ui| self.bar_ui(ui, wall, projector, out));
        if let Some(desk) = self.desk {
            CentralPanel::default()
                .frame(t.canvas_frame().inner_margin(20))
                .show(ui, |ui| {
                    if let Some(why) = &self.refusal {
                        widgets::refusal_ui(ui, why);
                    }
                    self.console.desk_alone_ui(ui, desk, out);
                });
            return;
        }
        Panel::right("feedback")
            .exact_size(380.0_f32.min(ui.available_width() * 0.38))
            .resizable(false)
            .frame(t.panel_frame().inner_margin(18))
            .show(ui, |ui| self.feedback_ui(ui, out));
        CentralPanel::default()
            .frame(t.canvas_frame().inner_margin(20))
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .id_salt("hot wash")
                    .auto_shrink(false)
                    .show(ui, |ui| {
                        widgets::page_width(ui, 980.0);
                        if let Some(why) = &self.refusal {
                            widgets::refusal_ui(ui, why);
                        }
                        widgets::dim_ui(ui, "Each role: one strength, one gap. No fault, no blame");
                        ui.add_space(theme::GAP);
                        self.notes_ui(ui, None, out);
                        for role in self.roles() {
                            self.notes_ui(ui, Some(&role), out);
                        }
                    });
            });
    }

    fn bar_ui(
        &mut self,
        ui: &mut Ui,
        wall: WallMs,
        projector: &Projector,
        out: &mut Vec<UiCommand>,
    ) {
        let t = tokens(ui);
        ui.horizontal_centered(|ui| {
            widgets::title_ui(ui, "Hot wash");
            let left = self.left(wall).div_ceil(1000);
            let text = format!("{}:{:02} left", left / 60, left % 60);
            let colour = if left > 120 { t.dim } else { t.caution };
            widgets::sign_ui(ui, ICON_TIMER, &text, colour);
            let tabs = [
                (None, "The talk".to_owned()),
                (Some(Desk::Ratings), "Ratings".to_owned()),
                (Some(Desk::Notes), "Notes".to_owned()),
            ];
            widgets::tabs_ui(ui, &mut self.desk, &tabs);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let ready = self.finished.is_some() || self.failed;
                let why_not = "The score is being made";

                let go =
                    widgets::primary_ui(ui, ready, ICON_ARROW_FORWARD, "To the result", why_not);
                if go.clicked() {
                    out.push(UiCommand::LeaveHotWash);
                }
                projector_ui(ui, projector, false, out);
            });
        });
    }

    /// What one role says, or the room.
    fn notes_ui(&mut self, ui: &mut Ui, role: Option<&RoleId>, out: &mut Vec<UiCommand>) {
        let t = tokens(ui);
        let exercise = &self.console.room.exercise;
        let named = role
            .as_ref()
            .and_then(|role| exercise.scenario().role(role));
        let name = named
            .map_or("The room", |role| role.name.as_str())
            .to_owned();
        let who: Vec<String> = role.map_or_else(Vec::new, |role| {
            let seats = exercise.state().conduct.seats.iter();
            seats
                .filter(|(_, seat)| seat.roles.contains(role))
                .filter_map(|(id, _)| self.console.names.get(id).cloned())
                .collect()
        });
        let proposed: Vec<Proposal> = self
            .proposed
            .iter()
            .filter(|proposal| proposal.role.as_ref() == role)
            .cloned()
            .collect();
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                widgets::headline_ui(ui, &name);
                if !who.is_empty() {
                    widgets::dim_ui(ui, who.join(", "));
                }
            });
            for (sign, icon, colour, word) in [
                (Sign::Strength, ICON_ADD_CIRCLE, t.good, "Strength"),
                (Sign::Gap, ICON_DO_NOT_DISTURB_ON, t.bad, "Gap"),
            ] {
                let text = self.texts.entry((role.cloned(), sign)).or_default();
                let mut kept = false;
                ui.horizontal(|ui| {
                    ui.add(Label::new(icon.rich_text().size(18.0).color(colour)).selectable(false));
                    let field = ui
                        .add(
                            TextEdit::singleline(text)
                                .hint_text(format!("One {}", word.to_lowercase()))
                                .desired_width(f32::INFINITY)
                                .char_limit(crate::world::LONGEST_TEXT),
                        )
                        .accessible_name(format!("{word} of {name}"));
                    kept = field.lost_focus();
                });
                for proposal in proposed.iter().filter(|proposal| proposal.sign == sign) {
                    // The text says when, where that matters.
                    let shown = RichText::new(&proposal.text).small().color(t.dim);
                    let button = Button::new(shown.atom_shrink(true))
                        .frame_when_inactive(false)
                        .min_size(vec2(ui.available_width(), 20.0))
                        .truncate();
                    let button = ui
                        .add(button)
                        .on_hover_text("The record shows this; click to take it over")
                        .accessible_name(format!("Take over: {}", proposal.text));
                    if button.clicked() {
                        proposal.text.clone_into(text);
                        kept = true;
                    }
                }
                if kept {
                    let note = HotWashNote {
                        role: role.cloned(),
                        sign,
                        text: text.trim().to_owned(),
                    };
                    let there = &exercise.state().conduct.hot_wash;
                    let is_news = !note.text.is_empty() || has(there, &note);
                    if is_news && !there.contains(&note) {
                        let deed = Facilitation::HotWash(note);
                        out.push(UiCommand::staff(deed, Form::HotWash));
                    }
                }
            }
        });
        ui.add_space(theme::GAP);
    }

    /// The participants' form: handed round, or asked aloud.
    fn feedback_ui(&mut self, ui: &mut Ui, out: &mut Vec<UiCommand>) {
        let t = tokens(ui);
        let given = self.exercise().state().conduct.feedback.len();
        ScrollArea::vertical()
            .id_salt("feedback form")
            .auto_shrink(false)
            .show(ui, |ui| {
                widgets::headline_ui(ui, "Feedback");
                let text = "Anonymous: 1 not at all, 5 fully";
                widgets::dim_ui(ui, text);
                ui.add_space(theme::GAP);
                for (question, score) in QUESTIONS.iter().zip(&mut self.form) {
                    ui.add(Label::new(*question).wrap());
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 4.0;
                        for value in 1..=BEST {
                            let chosen = *score == Some(value);
                            let button = Button::selectable(chosen, value.to_string())
                                .frame_when_inactive(true)
                                .min_size(vec2(34.0, 26.0));
                            let button = ui.add(button);
                            let name = format!("{question}: {value}");
                            button.widget_info(|| {
                                WidgetInfo::selected(AxRole::RadioButton, true, chosen, &name)
                            });
                            if button.clicked() {
                                *score = (!chosen).then_some(value);
                            }
                        }
                    });
                    ui.add_space(4.0);
                }
                widgets::reason_ui(
                    ui,
                    &mut self.words,
                    "What else there is to say",
                    "What else there is to say",
                );
                ui.add_space(theme::GAP);
                let some = self.form.iter().any(Option::is_some) || !self.words.trim().is_empty();
                let why_not = "Answer at least one question";
                let keep =
                    widgets::button_if_ui(ui, some, ICON_ADD_CIRCLE, "Keep this form", why_not);
                if keep.clicked() {
                    let feedback = Feedback {
                        scores: std::mem::replace(&mut self.form, vec![None; QUESTIONS.len()]),
                        text: std::mem::take(&mut self.words).trim().to_owned(),
                    };
                    let deed = Facilitation::Feedback(feedback);
                    out.push(UiCommand::staff(deed, Form::HotWash));
                }
                if given > 0 {
                    let count = super::words::count(given, "form is kept", "forms are kept");
                    ui.label(RichText::new(count).color(t.dim));
                }
                self.seats_ui(ui);
            });
    }

    /// Who was there, so that nobody is forgotten in the round.
    fn seats_ui(&self, ui: &mut Ui) {
        let exercise = self.exercise();
        let (scenario, state) = (exercise.scenario(), exercise.state());
        if state.conduct.seats.is_empty() {
            return;
        }
        ui.add_space(theme::WIDE_GAP);
        widgets::caption_ui(ui, "In the round");
        let mut seats: Vec<_> = state.conduct.seats.keys().collect();
        seats.sort_by_key(|seat| number_of(seat));
        for seat in seats {
            widgets::dim_ui(ui, seat_name(scenario, state, &self.console.names, seat));
        }
    }
}

/// Whether something is noted there already.
fn has(notes: &[HotWashNote], note: &HotWashNote) -> bool {
    notes
        .iter()
        .any(|other| other.role == note.role && other.sign == note.sign)
}

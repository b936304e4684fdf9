//! Critical tasks and how they are rated: by the facilitator here, by evaluators on their own sheets, with
//! the score's suggestion beside.

use eframe::egui::{Button, Grid, Label, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};
use egui_material_icons::icons::{ICON_DOWNLOAD, ICON_GRADE, ICON_UPLOAD};

use super::{View, staff_seat};
use crate::base::id::SeatId;
use crate::desktop::command::{Form, Paper, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::widgets;
use crate::scenario::{Facilitation, Rating, Step};

/// What the ratings remember.
#[derive(Debug, Default)]
pub(super) struct Memory {
    only_open: bool,
}

/// Draws the ratings.
pub(super) fn ratings_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        if widgets::button_ui(ui, ICON_DOWNLOAD, "Evaluator's sheet…")
            .on_hover_text(
                "A sheet to be filled in alone, on any laptop with a spreadsheet program",
            )
            .clicked()
        {
            out.push(UiCommand::AskFile(Paper::Evaluation));
        }
        if widgets::button_ui(ui, ICON_UPLOAD, "Take sheets in…")
            .on_hover_text("Reads evaluators' sheets and puts them beside your ratings")
            .clicked()
        {
            out.push(UiCommand::AskFile(Paper::FilledEvaluation));
        }
        ui.checkbox(&mut memory.only_open, "Only what I have not rated");
    });
    view.refused_ui(ui, Form::Rating);
    ui.add_space(theme::GAP);
    let me = staff_seat();
    let rated_by_me = |step: &Step| {
        let ratings = view.state.conduct.ratings.get(&step.id);
        ratings.is_some_and(|ratings| ratings.contains_key(&me))
    };
    // Where nothing is critical everything is rated, as on an evaluator's sheet.
    let any = view.scenario.steps.iter().any(|step| step.critical);
    let steps: Vec<&Step> = view
        .scenario
        .steps
        .iter()
        .filter(|step| (step.critical || !any) && !(memory.only_open && rated_by_me(step)))
        .collect();
    ScrollArea::vertical()
        .id_salt("ratings")
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::page_width(ui, 1080.0);
            agreement_ui(ui, view);
            if steps.is_empty() {
                let text = if memory.only_open {
                    "You have rated all critical tasks."
                } else {
                    "The scenario has no steps."
                };
                widgets::empty_ui(ui, ICON_GRADE, "Nothing to rate", text);
            }
            for objective in &view.scenario.briefing.objectives {
                let of_it = |step: &&&Step| step.objective.as_ref() == Some(&objective.id);
                let mut tasks = steps.iter().filter(of_it).peekable();
                if tasks.peek().is_none() {
                    continue;
                }
                widgets::headline_ui(ui, &objective.text);
                ui.add_space(2.0);
                for step in tasks {
                    task_ui(ui, view, step, &me, out);
                }
                ui.add_space(theme::GAP);
            }
            let homeless = steps.iter().filter(|step| step.objective.is_none());
            for step in homeless {
                task_ui(ui, view, step, &me, out);
            }
        });
}

fn task_ui(ui: &mut Ui, view: &View<'_>, step: &Step, me: &SeatId, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let ratings = view.state.conduct.ratings.get(&step.id);
    let mine = ratings.and_then(|ratings| ratings.get(me));
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(&step.text).wrap());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for rating in Rating::ALL {
                let chosen = mine.is_some_and(|mine| mine.rating == rating);
                let name = format!("Rate {} {}", rating.letter(), step.text);
                let button = Button::selectable(chosen, rating.letter())
                    .frame_when_inactive(true)
                    .min_size(vec2(30.0, 24.0));
                let button = ui.add(button);
                button.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &name));
                if button.on_hover_text(rating.meaning()).clicked() {
                    let deed = Facilitation::Rate {
                        step: step.id.clone(),
                        by: me.clone(),
                        rating: (!chosen).then_some(rating),
                        note: mine.map(|mine| mine.note.clone()).unwrap_or_default(),
                    };
                    out.push(UiCommand::staff(deed, Form::Rating));
                }
            }
            ui.add_space(theme::GAP);
            let suggested = view.live.suggested.get(&step.id);
            let text = match suggested {
                Some(Rating::U) if !view.exercise.is_over() => "Suggested: not done yet".to_owned(),
                Some(rating) => format!("Suggested: {}", rating.letter()),
                None => "Not scored".to_owned(),
            };
            let tip = suggested.map_or("", |rating| rating.meaning());
            let label = ui.label(RichText::new(text).small().color(t.dim));
            if !tip.is_empty() {
                label.on_hover_text(format!("{tip}, by what the record shows so far"));
            }
            let others = ratings.into_iter().flatten().filter(|(by, _)| *by != me);
            for (by, rated) in others {
                let text = format!("{}: {}", view.seat_name(by), rated.rating.letter());
                let chip = widgets::chip_ui(ui, &text, t.accent);
                if !rated.note.is_empty() {
                    chip.on_hover_text(&rated.note);
                }
            }
        });
    });
    ui.add_space(4.0);
}

/// How far those who rated the same tasks agree.
fn agreement_ui(ui: &mut Ui, view: &View<'_>) {
    let agreement = crate::conduct::evaluation::agreement(&view.state.conduct.ratings);
    if agreement.pairs.is_empty() {
        return;
    }
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::caption_ui(ui, "Agreement of those who rated alone");
        Grid::new("agreement")
            .num_columns(4)
            .spacing([24.0, 4.0])
            .show(ui, |ui| {
                for head in ["Who", "Tasks both rated", "The same", "Weighted kappa"] {
                    ui.label(RichText::new(head).small().color(t.dim));
                }
                ui.end_row();
                for pair in &agreement.pairs {
                    let who = format!(
                        "{} and {}",
                        view.seat_name(&pair.one),
                        view.seat_name(&pair.other)
                    );
                    ui.label(who);
                    ui.label(pair.both.to_string());
                    ui.label(pair.same.to_string());
                    let kappa = pair
                        .kappa
                        .map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.2}"));
                    ui.label(kappa).on_hover_text(
                        "Cohen's kappa with quadratic weights: 1 is full agreement, 0 what chance gives",
                    );
                    ui.end_row();
                }
            });
        if !agreement.disagreements.is_empty() {
            ui.add_space(4.0);
            widgets::caption_ui(ui, "To be talked about");
            for disagreement in &agreement.disagreements {
                let Some(step) = view.scenario.step(&disagreement.step) else {
                    continue;
                };
                let said: Vec<String> = disagreement
                    .ratings
                    .iter()
                    .map(|(by, rating)| format!("{} {}", view.seat_name(by), rating.letter()))
                    .collect();
                let text = format!("{}: {}", said.join(", "), step.text);
                ui.add(Label::new(text).wrap());
            }
        }
    });
    ui.add_space(theme::GAP);
}

//! Key questions and decisions: choices, grounds and how sure somebody is go on record.

use eframe::egui::{Checkbox, Label, RichText, Role, Ui, WidgetInfo};
use egui_material_icons::icons::{
    ICON_CHECK_CIRCLE, ICON_CONTACT_SUPPORT, ICON_EDIT, ICON_GAVEL, ICON_HOW_TO_VOTE, ICON_KEEP,
};

use super::file::{Draft, Memory};
use super::{View, hints_ui, pins_ui};
use crate::base::id::{ChoiceId, PinId};
use crate::base::{Moment, Span};
use crate::desktop::command::{Goal, Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::PinView;
use crate::scenario::{Command, Confidence, Decision, HintItem, Question};
use crate::world::state::AnswerGiven;

/// Draws the key questions.
pub(super) fn questions_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    if view.scenario.questions.is_empty() {
        widgets::dim_ui(ui, "This scenario has no key questions");
    }
    for (i, question) in view.scenario.questions.iter().enumerate() {
        question_ui(ui, view, memory, i, question, out);
        ui.add_space(theme::GAP);
    }
}

fn question_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    i: usize,
    question: &Question,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let given = view
        .state
        .answers
        .get(&question.id)
        .and_then(|answers| answers.last());
    let open = memory.open_question.as_ref() == Some(&question.id);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let target = words::minute(Moment::START + question.target);
        let number = format!("Question {}", i + 1);
        match given {
            Some(_) => widgets::sign_ui(
                ui,
                ICON_CHECK_CIRCLE,
                &format!("{number}, answered"),
                t.good,
            ),
            None => widgets::sign_ui(
                ui,
                ICON_CONTACT_SUPPORT,
                &format!("{number}, open, wanted by {target}"),
                t.dim,
            ),
        };
        ui.add(Label::new(RichText::new(&question.text).size(theme::HEADLINE)).wrap());
        let place = Place::Question(question.id.clone());
        if let Some(given) = given {
            answer_ui(ui, view, question, given, out);
        }
        let item = HintItem::Question(question.id.clone());
        hints_ui::hints_ui(ui, view, &item, &number, out);
        if !open {
            let verb = if given.is_some() {
                "Answer again…"
            } else {
                "Answer…"
            };
            let icon = if given.is_some() {
                ICON_EDIT
            } else {
                ICON_HOW_TO_VOTE
            };
            let name = format!("Answer question {}…", i + 1);
            if widgets::button_ui(ui, icon, verb)
                .accessible_name(name)
                .clicked()
            {
                memory.open_question = Some(question.id.clone());
            }
            view.refused_ui(ui, &place);
            return;
        }
        let several = question.choices.iter().map(|c| (&c.id, c.text.as_str()));
        let draft = memory.answers.entry(question.id.clone()).or_default();
        widgets::caption_ui(ui, "Several can be right");
        choices_ui(ui, draft, several, true);
        let pins = view.picture.pins();
        draft.pins.retain(|id| pins.iter().any(|pin| pin.id == id));
        let needs_proof = view.picture.needs_proof(question);
        if needs_proof || !pins.is_empty() {
            pins_of_ui(ui, view, draft, &pins, needs_proof, out);
        }
        widgets::reason_ui(
            ui,
            &mut draft.reason,
            "Grounds for the answer",
            "What did you see that proves it?",
        );
        widgets::confidence_ui(ui, &mut draft.confidence, "Confidence in the answer");
        ui.add_space(4.0);
        let why_not = if draft.choices.is_empty() {
            "Choose an answer first"
        } else {
            "Choose the lines that prove it first"
        };
        let ready = !draft.choices.is_empty() && (!needs_proof || !draft.pins.is_empty());
        ui.horizontal(|ui| {
            let text = "Put the answer on record";
            if widgets::primary_ui(ui, ready, ICON_HOW_TO_VOTE, text, why_not).clicked() {
                let command = Command::Answer {
                    pins: pins
                        .iter()
                        .filter(|pin| draft.pins.contains(pin.id))
                        .map(|pin| pin.id.clone())
                        .collect(),
                    question: question.id.clone(),
                    choices: in_order(question.choices.iter().map(|c| &c.id), draft),
                    reason: draft.reason.trim().to_owned(),
                    confidence: widgets::confidence(draft.confidence),
                };
                out.push(UiCommand::give(command, place.clone()));
            }
            if ui.button("Not now").clicked() {
                memory.open_question = None;
            }
        });
        view.refused_ui(ui, &place);
    });
}

/// An answer as it was given, with its proof.
fn answer_ui(
    ui: &mut Ui,
    view: &View<'_>,
    question: &Question,
    given: &AnswerGiven,
    out: &mut Vec<UiCommand>,
) {
    let text_of = |id: &ChoiceId| {
        let choice = question.choices.iter().find(|c| c.id == *id);
        choice.map(|c| c.text.as_str())
    };
    let chosen: Vec<&str> = given.choices.iter().filter_map(text_of).collect();
    given_ui(ui, &chosen, &given.reason, given.confidence, given.at);
    proof_ui(ui, view, &given.pins, out);
}

/// The pins, to choose those that prove the answer.
fn pins_of_ui(
    ui: &mut Ui,
    view: &View<'_>,
    draft: &mut Draft,
    pins: &[PinView<'_>],
    needed: bool,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    ui.add_space(4.0);
    widgets::caption_ui(
        ui,
        if needed {
            "Proof: the pinned lines that show it; at least one"
        } else {
            "Proof: pinned lines that show it, if there are any"
        },
    );
    if pins.is_empty() {
        ui.horizontal_wrapped(|ui| {
            widgets::dim_ui(ui, "Pin the lines that prove it at the evidence desk.");
            pins_ui::desk_ui(ui, out);
        });
        ui.add_space(4.0);
        return;
    }
    for pin in pins {
        let mut ticked = draft.pins.contains(pin.id);
        let text = if pin.note.is_empty() {
            pins_ui::excerpt(pin.text, 80)
        } else {
            pin.note.to_owned()
        };
        let name = format!("Proof {}", pins_ui::named(pin));
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            let tick = ui
                .add(Checkbox::new(&mut ticked, text))
                .on_hover_text(pins_ui::excerpt(pin.text, 600));
            tick.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, &name));
            if tick.changed() {
                if ticked {
                    draft.pins.insert(pin.id.clone());
                } else {
                    draft.pins.remove(pin.id);
                }
            }
            ui.indent(pin.id, |ui| {
                let source = format!(
                    "{} UTC ({}) · {}",
                    pins_ui::time_of_day(view, pin),
                    words::clock(pin.line_at),
                    pins_ui::log_name(view, pin)
                );
                ui.add(Label::new(RichText::new(source).small().color(t.dim)).truncate());
                if !pin.note.is_empty() {
                    let text = pins_ui::excerpt(pin.text, 240);
                    let text = RichText::new(text).monospace().size(12.0).color(t.dim);
                    ui.add(Label::new(text).truncate());
                }
            });
        });
    }
    ui.add_space(4.0);
}

/// The pins that were given with an answer.
fn proof_ui(ui: &mut Ui, view: &View<'_>, given: &[PinId], out: &mut Vec<UiCommand>) {
    let pins = view.picture.pins();
    for pin in pins.iter().filter(|pin| given.contains(pin.id)) {
        ui.horizontal(|ui| {
            let t = tokens(ui);
            ui.spacing_mut().interact_size.y = 20.0;
            ui.add(Label::new(ICON_KEEP.rich_text().size(15.0).color(t.accent)).selectable(false));
            let text = if pin.note.is_empty() {
                pins_ui::excerpt(pin.text, 80)
            } else {
                pin.note.to_owned()
            };
            let name = format!("Open {} in the evidence desk", pins_ui::named(pin));
            if widgets::link_ui(ui, &text, &name).clicked() {
                out.push(UiCommand::Go(Goal::Line {
                    log: pin.log.clone(),
                    at: pin.line_at,
                    text: pin.text.to_owned(),
                }));
            }
        });
    }
}

/// Draws the decisions.
pub(super) fn decisions_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    if view.scenario.decisions.is_empty() {
        widgets::dim_ui(ui, "This scenario has no decisions");
    }
    for (i, decision) in view.scenario.decisions.iter().enumerate() {
        decision_ui(ui, view, memory, i, decision, out);
        ui.add_space(theme::GAP);
    }
}

fn decision_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    i: usize,
    decision: &Decision,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let taken = view
        .state
        .decisions
        .get(&decision.id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let open = memory.open_decision.as_ref() == Some(&decision.id);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let number = format!("Decision {}", i + 1);
        if taken.is_empty() {
            widgets::sign_ui(ui, ICON_CONTACT_SUPPORT, &format!("{number}, open"), t.dim);
        } else {
            widgets::sign_ui(ui, ICON_CHECK_CIRCLE, &format!("{number}, taken"), t.good);
        }
        ui.add(Label::new(RichText::new(&decision.question).size(theme::HEADLINE)).wrap());
        for made in taken {
            let text_of = |id: &ChoiceId| {
                decision
                    .options
                    .iter()
                    .find(|o| o.id == *id)
                    .map(|o| o.text.as_str())
            };
            let chosen: Vec<&str> = made.options.iter().filter_map(text_of).collect();
            given_ui(ui, &chosen, &made.reason, made.confidence, made.at);
        }
        let place = Place::Decision(decision.id.clone());
        if !open {
            let verb = if taken.is_empty() {
                "Decide…"
            } else {
                "Decide again…"
            };
            let name = format!("Decide on decision {}…", i + 1);
            if widgets::button_ui(ui, ICON_GAVEL, verb)
                .accessible_name(name)
                .clicked()
            {
                memory.open_decision = Some(decision.id.clone());
            }
            view.refused_ui(ui, &place);
            return;
        }
        let draft = memory.decisions.entry(decision.id.clone()).or_default();
        if decision.several {
            widgets::caption_ui(ui, "Several can be chosen");
        }
        let options = decision.options.iter().map(|o| (&o.id, o.text.as_str()));
        choices_ui(ui, draft, options, decision.several);
        widgets::reason_ui(
            ui,
            &mut draft.reason,
            "Reason for the decision",
            "Why this, why now? A reason is required",
        );
        widgets::confidence_ui(ui, &mut draft.confidence, "Confidence in the decision");
        ui.add_space(4.0);
        let why_not = if draft.choices.is_empty() {
            "Choose an option first"
        } else {
            "Write a reason first"
        };
        let ready = !draft.choices.is_empty() && !draft.reason.trim().is_empty();
        ui.horizontal(|ui| {
            if widgets::primary_ui(ui, ready, ICON_GAVEL, "Put the decision on record", why_not)
                .clicked()
            {
                let command = Command::Decide {
                    decision: decision.id.clone(),
                    options: in_order(decision.options.iter().map(|o| &o.id), draft),
                    reason: draft.reason.trim().to_owned(),
                    confidence: widgets::confidence(draft.confidence),
                };
                out.push(UiCommand::give(command, place.clone()));
            }
            if ui.button("Not now").clicked() {
                memory.open_decision = None;
            }
        });
        view.refused_ui(ui, &place);
    });
}

/// What was chosen, in the scenario's order, so that the record does not depend on the clicks.
fn in_order<'a>(all: impl Iterator<Item = &'a ChoiceId>, draft: &Draft) -> Vec<ChoiceId> {
    all.filter(|id| draft.choices.contains(*id))
        .cloned()
        .collect()
}

fn choices_ui<'a>(
    ui: &mut Ui,
    draft: &mut Draft,
    choices: impl Iterator<Item = (&'a ChoiceId, &'a str)>,
    several: bool,
) {
    ui.spacing_mut().interact_size.y = 20.0;
    for (id, text) in choices {
        let mut ticked = draft.choices.contains(id);
        if several {
            if ui.checkbox(&mut ticked, text).changed() {
                if ticked {
                    draft.choices.insert(id.clone());
                } else {
                    draft.choices.remove(id);
                }
            }
        } else if widgets::choice_ui(ui, ticked, text).clicked() {
            draft.choices.clear();
            draft.choices.insert(id.clone());
        }
    }
}

fn given_ui(ui: &mut Ui, chosen: &[&str], reason: &str, confidence: Confidence, at: Moment) {
    for text in chosen {
        ui.add(Label::new(format!("• {text}")).wrap());
    }
    let sure = format!("{}, {} % sure", words::minute(at), confidence.percent());
    let line = if reason.is_empty() {
        sure
    } else {
        format!("{sure}: {reason}")
    };
    let since: Span = at.since(Moment::START);
    widgets::dim_ui(ui, line).on_hover_text(format!("{since} after STARTEX"));
}

//! The composer: messages made of claims, their approval, and what was sent.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{
    CentralPanel, Frame, Label, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, TextStyle,
    Ui, WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons::{
    ICON_APPROVAL, ICON_CHECK, ICON_FACT_CHECK, ICON_HOURGLASS_TOP, ICON_SEND, ICON_WARNING,
};

use super::View;
use crate::base::id::{ClaimId, MessageId};
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, Message};
use crate::world::Work;

/// What the composer remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    selected: Option<MessageId>,
    claims: BTreeMap<MessageId, BTreeSet<ClaimId>>,
    sending: Option<MessageId>,
}

impl Memory {
    /// Selects a message.
    pub(super) fn select(&mut self, message: MessageId) {
        self.selected = Some(message);
    }

    /// A command about this message went through. What is ticked stays, for the next time it is sent.
    pub(super) fn went(&mut self, message: &MessageId) {
        if self.sending.as_ref() == Some(message) {
            self.sending = None;
        }
    }
}

/// How far a message's approval is.
enum ApprovalStage {
    NotNeeded,
    NotAsked,
    Asked(crate::base::Moment),
    Given(crate::base::Moment),
}

fn approval(view: &View<'_>, message: &Message) -> ApprovalStage {
    if message.approval.is_none() {
        return ApprovalStage::NotNeeded;
    }
    if let Some(at) = view
        .state
        .messages
        .get(&message.id)
        .and_then(|state| state.approved)
    {
        return ApprovalStage::Given(at);
    }
    let asked = view.picture.running().into_iter().find(
        |(_, task)| matches!(&task.work, Work::Approval { message: id } if *id == message.id),
    );
    asked.map_or(ApprovalStage::NotAsked, |(_, task)| {
        ApprovalStage::Asked(task.ends)
    })
}

/// Draws the section.
pub(super) fn messages_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    widgets::detail_panel_ui(ui, "composer", 0.6, |ui| {
        if let Some(message) = memory
            .selected
            .as_ref()
            .and_then(|id| view.scenario.message(id))
        {
            composer_ui(ui, view, memory, message, out);
        } else {
            let text = "Choose what it says claim by claim, ask for its approval, and send it.";
            widgets::empty_ui(ui, ICON_SEND, "Select a message to compose", text);
        }
    });
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::vertical()
            .id_salt("messages")
            .auto_shrink(false)
            .show(ui, |ui| {
                let internal = |message: &&Message| {
                    view.scenario
                        .party(&message.to)
                        .is_some_and(|party| party.internal)
                };
                for (head, inside) in [("Inside the organisation", true), ("Outside", false)] {
                    let mut messages = view
                        .scenario
                        .messages
                        .iter()
                        .filter(|m| internal(m) == inside)
                        .peekable();
                    if messages.peek().is_none() {
                        continue;
                    }
                    widgets::caption_ui(ui, head);
                    for message in messages {
                        if row_ui(
                            ui,
                            view,
                            message,
                            memory.selected.as_ref() == Some(&message.id),
                        ) {
                            memory.selected = Some(message.id.clone());
                        }
                    }
                    ui.add_space(theme::GAP);
                }
            });
    });
    sending_ui(ui, view, memory, out);
}

fn party<'a>(view: &View<'a>, message: &'a Message) -> &'a str {
    view.scenario
        .party(&message.to)
        .map_or(message.to.as_str(), |party| &party.name)
}

fn row_ui(ui: &mut Ui, view: &View<'_>, message: &Message, chosen: bool) -> bool {
    let t = tokens(ui);
    let sent = view
        .state
        .messages
        .get(&message.id)
        .map_or(0, |state| state.sent.len());
    let (state, colour, icon) = match (sent, approval(view, message)) {
        (1.., _) => ("Sent", t.good, Some(ICON_CHECK)),
        (0, ApprovalStage::Asked(_)) => ("Waits for approval", t.caution, Some(ICON_HOURGLASS_TOP)),
        (0, ApprovalStage::Given(_)) => ("Approved", t.accent, Some(ICON_FACT_CHECK)),
        (0, ApprovalStage::NotAsked) => ("Needs approval", t.dim, None),
        (0, ApprovalStage::NotNeeded) => ("", t.dim, None),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 50.0), Sense::click());
    let painter = ui.painter();
    painter.rect_filled(rect, 6, if chosen { t.selected } else { t.card });
    let line = if response.hovered() || response.has_focus() {
        t.accent
    } else {
        t.line
    };
    painter.rect_stroke(rect, 6, Stroke::new(1.0, line), StrokeKind::Inside);
    let text = |text: &str, style: TextStyle, ink, y: f32, width: f32| {
        let mut job = eframe::egui::text::LayoutJob::simple_singleline(
            text.to_owned(),
            style.resolve(ui.style()),
            ink,
        );
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(width);
        let galley = painter.layout_job(job);
        painter.galley(pos2(rect.left() + 12.0, y), galley, ink);
    };
    let width = rect.width() - 24.0;
    text(
        &message.subject,
        TextStyle::Body,
        t.text,
        rect.top() + 7.0,
        width,
    );
    let to = format!("To {}", party(view, message));
    text(
        &to,
        TextStyle::Small,
        t.dim,
        rect.top() + 28.0,
        width - 130.0,
    );
    if !state.is_empty() {
        let at = pos2(rect.right() - 12.0, rect.top() + 28.0);
        let small = TextStyle::Small.resolve(ui.style());
        let drawn = painter.text(at, eframe::egui::Align2::RIGHT_TOP, state, small, colour);
        if let Some(icon) = icon {
            let font = eframe::egui::FontId::new(14.0, icon.font_family());
            let at = drawn.left_center() - vec2(5.0, 0.0);
            painter.text(
                at,
                eframe::egui::Align2::RIGHT_CENTER,
                icon.codepoint,
                font,
                colour,
            );
        }
    }
    let name = ["Message: ", &message.subject, " to ", party(view, message)].concat();
    let name = if state.is_empty() {
        name
    } else {
        format!("{name}, {}", state.to_lowercase())
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    response.on_hover_text(&message.subject).clicked()
}

fn composer_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    message: &Message,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let place = Place::Message(message.id.clone());
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(&message.subject).size(theme::HEADLINE)).wrap());
        widgets::text_pair_ui(ui, "To", party(view, message));
        approval_ui(ui, view, message, &place, out);
        ui.add_space(4.0);
        let ticked = memory.claims.entry(message.id.clone()).or_default();
        if !message.claims.is_empty() {
            widgets::caption_ui(ui, "What it says");
        }
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            for claim in &message.claims {
                let mut says = ticked.contains(&claim.id);
                if ui.checkbox(&mut says, &claim.text).changed() {
                    if says {
                        ticked.insert(claim.id.clone());
                    } else {
                        ticked.remove(&claim.id);
                    }
                }
            }
        });
        ui.add_space(4.0);
        widgets::caption_ui(ui, "Preview");
        Frame::new()
            .fill(t.canvas)
            .corner_radius(6)
            .inner_margin(12)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(RichText::new("EXERCISE").small().color(t.caution));
                ui.add(Label::new(message.opening.trim()).wrap());
                for claim in message
                    .claims
                    .iter()
                    .filter(|claim| ticked.contains(&claim.id))
                {
                    ui.add(Label::new(format!("• {}", claim.text)).wrap());
                }
            });
        ui.add_space(4.0);
        send_ui(ui, view, memory, message, &place, out);
        view.refused_ui(ui, &place);
    });
    ui.add_space(4.0);
    sent_ui(ui, view, message);
}

fn approval_ui(
    ui: &mut Ui,
    view: &View<'_>,
    message: &Message,
    place: &Place,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let Some(needed) = &message.approval else {
        widgets::text_pair_ui(ui, "Approval", "Not needed");
        return;
    };
    widgets::pair_ui(ui, "Approval", |ui| match approval(view, message) {
        ApprovalStage::Given(at) => {
            widgets::sign_ui(
                ui,
                ICON_FACT_CHECK,
                &format!("Given at {}", words::minute(at)),
                t.good,
            );
        }
        ApprovalStage::Asked(until) => {
            let text = format!("Asked for, comes at {}", words::minute(until));
            widgets::sign_ui(ui, ICON_HOURGLASS_TOP, &text, t.caution);
        }
        ApprovalStage::NotAsked | ApprovalStage::NotNeeded => {
            let who = words::roles(view.scenario, &needed.roles);
            ui.add(Label::new(format!("Needed, from {who}; takes {}", needed.takes)).wrap());
            if widgets::button_ui(ui, ICON_APPROVAL, "Ask for approval").clicked() {
                let command = Command::Approve(message.id.clone());
                out.push(UiCommand::give(command, place.clone()));
            }
        }
    });
}

fn send_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    message: &Message,
    place: &Place,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let sent = view
        .state
        .messages
        .get(&message.id)
        .is_some_and(|state| !state.sent.is_empty());
    if sent && !message.again {
        widgets::dim_ui(ui, "It was sent, and can be sent only once");
        return;
    }
    if matches!(
        approval(view, message),
        ApprovalStage::NotAsked | ApprovalStage::Asked(_)
    ) {
        widgets::sign_ui(ui, ICON_WARNING, "It has not been approved", t.caution);
        if widgets::button_ui(ui, ICON_SEND, "Send without approval…").clicked() {
            memory.sending = Some(message.id.clone());
        }
        return;
    }
    if widgets::primary_ui(ui, true, ICON_SEND, "Send message", "").clicked() {
        out.push(send(memory, message, place));
    }
}

fn send(memory: &Memory, message: &Message, place: &Place) -> UiCommand {
    let ticked = memory.claims.get(&message.id);
    let claims = message
        .claims
        .iter()
        .filter(|claim| ticked.is_some_and(|ticked| ticked.contains(&claim.id)))
        .map(|claim| claim.id.clone())
        .collect();
    let message = message.id.clone();
    UiCommand::give(Command::Send { message, claims }, place.clone())
}

fn sent_ui(ui: &mut Ui, view: &View<'_>, message: &Message) {
    let t = tokens(ui);
    let Some(state) = view
        .state
        .messages
        .get(&message.id)
        .filter(|state| !state.sent.is_empty())
    else {
        return;
    };
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        widgets::headline_ui(ui, "Sent");
        for sent in state.sent.iter().rev() {
            let how = match (&message.approval, sent.approved) {
                (None, _) => "",
                (Some(_), true) => ", approved",
                (Some(_), false) => ", without approval",
            };
            widgets::sign_ui(
                ui,
                ICON_CHECK,
                &format!("{}{how}", words::minute(sent.at)),
                t.good,
            );
            for said in &sent.claims {
                if let Some(claim) = message.claims.iter().find(|claim| claim.id == said.claim) {
                    ui.add(
                        Label::new(RichText::new(format!("• {}", claim.text)).color(t.dim)).wrap(),
                    );
                }
            }
        }
    });
}

fn sending_ui(ui: &Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let Some(message) = memory
        .sending
        .clone()
        .and_then(|id| view.scenario.message(&id))
    else {
        return;
    };
    let modal = widgets::dialog(ui, "send without approval").show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        widgets::headline_ui(ui, "Send without approval?");
        ui.label(format!(
            "“{}” goes to {} before anybody cleared it. What is sent can't be called back.",
            message.subject,
            party(view, message)
        ));
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            if widgets::primary_ui(ui, true, ICON_SEND, "Send anyway", "").clicked() {
                out.push(send(memory, message, &Place::Message(message.id.clone())));
                ui.close();
            }
            if ui.button("Wait for approval").clicked() {
                ui.close();
            }
        });
    });
    if modal.should_close() {
        memory.sending = None;
    }
}

//! A decision of the room: one line and Enter is enough; who, why, how sure, what else and what follows
//! at once may be added.

use eframe::egui::{
    Align, AtomExt as _, Button, ComboBox, Key, Label, Layout, Response, RichText, TextEdit, Ui,
    vec2,
};
use egui_material_icons::icons::{ICON_BOLT, ICON_CLOSE, ICON_GAVEL};

use super::View;
use crate::base::id::SeatId;
use crate::desktop::command::{Form, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, Duty, Facilitation, Order, RoomDecision};

/// How many actions are proposed at once.
const PROPOSED: usize = 5;

/// How sure a room is that says nothing of it, in percent.
const USUAL: u8 = 80;

/// What the form remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    text: String,
    owner: Option<SeatId>,
    hands: Option<SeatId>,
    reason: String,
    options: String,
    objections: String,
    asked_objections: bool,
    confidence: Option<u8>,
    carries: Option<(String, Command)>,
    asked: bool,
}

impl Memory {
    /// Whether something is typed that a click beside the form should not lose.
    pub(super) fn is_written(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// Draws the form.
pub(super) fn decision_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    ui.set_width(660.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    widgets::headline_ui(ui, "The room decides");
    let field = ui
        .add(
            TextEdit::singleline(&mut memory.text)
                .hint_text("What was decided; Enter writes it down")
                .desired_width(f32::INFINITY)
                .char_limit(crate::world::LONGEST_TEXT),
        )
        .accessible_name("What was decided");
    if !std::mem::replace(&mut memory.asked, true) {
        field.request_focus();
        memory.owner = commander(view);
    }
    let entered = entered(ui, &field);
    carries_ui(ui, view, memory);
    ui.add_space(theme::GAP);
    ui.horizontal_wrapped(|ui| {
        widgets::dim_ui(ui, "Decided by");
        seat_ui(ui, view, "Decided by", "Nobody named", &mut memory.owner);
        widgets::dim_ui(ui, "done by");
        seat_ui(
            ui,
            view,
            "Done by",
            "Whoever has the role",
            &mut memory.hands,
        );
    });
    ui.add_space(4.0);
    widgets::reason_ui(ui, &mut memory.reason, "Why", "Why (may be left out)");
    line_ui(
        ui,
        &mut memory.options,
        "What else could have been",
        "Other options, separated by ;",
    );
    ui.horizontal(|ui| {
        ui.checkbox(&mut memory.asked_objections, "Strong objections asked for");
        line_ui(
            ui,
            &mut memory.objections,
            "Strong objections",
            "Those heard, separated by ;",
        );
    });
    let mut percent = memory.confidence.unwrap_or(USUAL);
    let before = percent;
    widgets::confidence_ui(ui, &mut percent, "How sure the room is");
    if percent != before {
        memory.confidence = Some(percent);
    }
    ui.add_space(theme::GAP);
    let written = !memory.text.trim().is_empty();
    ui.horizontal(|ui| {
        let why_not = "Write what was decided";
        let save = widgets::primary_ui(ui, written, ICON_GAVEL, "Write it down", why_not);
        if (save.on_hover_text("Enter").clicked() || entered) && written {
            let deed = Facilitation::Decided(Box::new(decision(memory)));
            out.push(UiCommand::staff(deed, Form::Decision));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Cancel").clicked() {
                ui.close();
            }
        });
    });
}

/// Whether Enter was pressed in a field of one line.
pub(super) fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn line_ui(ui: &mut Ui, text: &mut String, name: &str, hint: &str) {
    ui.add(
        TextEdit::singleline(text)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .char_limit(crate::world::LONGEST_TEXT),
    )
    .accessible_name(name);
}

/// Who decides if nobody says otherwise: whoever commands.
fn commander(view: &View<'_>) -> Option<SeatId> {
    let players = view.players();
    let commands = players.iter().find(|(_, seat)| {
        let mut roles = seat
            .roles
            .iter()
            .filter_map(|role| view.scenario.role(role));
        roles.any(|role| role.duty == Duty::Commander)
    });
    commands.map(|(seat, _)| (*seat).clone())
}

/// One of those who respond, or nobody.
pub(super) fn seat_ui(
    ui: &mut Ui,
    view: &View<'_>,
    name: &str,
    nobody: &str,
    chosen: &mut Option<SeatId>,
) {
    let text = chosen
        .as_ref()
        .map_or_else(|| nobody.to_owned(), |seat| view.seat_name(seat));
    ComboBox::from_id_salt(name)
        .width(190.0)
        .truncate()
        .selected_text(&text)
        .show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, nobody);
            for (seat, _) in view.players() {
                let text = view.seat_name(seat);
                ui.selectable_value(chosen, Some(seat.clone()), text);
            }
        })
        .response
        .accessible_name(format!("{name}: {text}"));
}

/// What follows at once: an action of the scenario that fits what was typed.
fn carries_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory) {
    let t = tokens(ui);
    if let Some((name, _)) = &memory.carries {
        let mut drop = false;
        ui.horizontal(|ui| {
            let text = format!("At once: {name}");
            widgets::sign_ui(ui, ICON_BOLT, &text, t.accent);
            drop = widgets::icon_button_ui(ui, ICON_CLOSE, "Write it down only").clicked();
        });
        if drop {
            memory.carries = None;
        }
        return;
    }
    let words: Vec<String> = memory
        .text
        .split_whitespace()
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        return;
    }
    let mut fitting: Vec<(usize, String, Command)> = deeds(view)
        .into_iter()
        .filter_map(|(name, command)| {
            let lower = name.to_lowercase();
            let hits = words.iter().filter(|w| lower.contains(w.as_str())).count();
            (hits > 0).then_some((hits, name, command))
        })
        .collect();
    // Of what fits as well, the shorter says less that nobody has typed.
    fitting.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.len().cmp(&b.1.len())));
    if fitting.is_empty() {
        return;
    }
    widgets::caption_ui(ui, "Carry it out at once? Ctrl+Right takes the first");
    let take =
        ui.input_mut(|input| input.consume_key(eframe::egui::Modifiers::COMMAND, Key::ArrowRight));
    let mut taken = take.then_some(0);
    for (place, (_, name, _)) in fitting.iter().take(PROPOSED).enumerate() {
        let sign = ICON_BOLT.rich_text().size(15.0).color(t.dim);
        let button = Button::new((sign, name.as_str().atom_shrink(true)))
            .frame_when_inactive(false)
            .min_size(vec2(ui.available_width(), 24.0))
            .truncate();
        let button = ui.add(button).accessible_name(format!("At once: {name}"));
        if button.clicked() {
            taken = Some(place);
        }
    }
    if let Some((_, name, command)) = taken.and_then(|place| fitting.into_iter().nth(place)) {
        memory.carries = Some((name, command));
    }
    ui.add(Label::new(
        RichText::new("More can be entered in the room's sections")
            .small()
            .color(t.dim),
    ));
}

/// Everything that the room could order or decide now, by name.
fn deeds(view: &View<'_>) -> Vec<(String, Command)> {
    let mut deeds = Vec::new();
    for action in &view.scenario.actions {
        if view.picture.unready(action).is_some() {
            continue;
        }
        let order = |on| {
            Command::Do(Order {
                action: action.id.clone(),
                on,
                by: None,
                reason: String::new(),
            })
        };
        let targets = view.picture.targets(action);
        if action.targets.is_empty() {
            deeds.push((action.name.clone(), order(Vec::new())));
        }
        for target in targets {
            let name = format!("{}: {}", action.name, view.picture.name_of(target));
            deeds.push((name, order(vec![target.clone()])));
        }
    }
    for decision in &view.scenario.decisions {
        for option in &decision.options {
            let name = format!("{}: {}", decision.question, option.text);
            let command = Command::Decide {
                decision: decision.id.clone(),
                options: vec![option.id.clone()],
                reason: String::new(),
                confidence: widgets::confidence(USUAL),
            };
            deeds.push((name, command));
        }
    }
    deeds
}

fn decision(memory: &Memory) -> RoomDecision {
    let listed = |text: &str| -> Vec<String> {
        let parts = text.split(';').map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let text = memory.text.trim().to_owned();
    let reason = memory.reason.trim().to_owned();
    let confidence = memory.confidence.map(widgets::confidence);
    // The reason is the decision's own; without one its words are all that is known.
    let why = if reason.is_empty() { &text } else { &reason };
    let carries = memory.carries.as_ref().map(|(_, command)| {
        let mut command = command.clone();
        match &mut command {
            Command::Do(order) => order.reason.clone_from(why),
            Command::Decide {
                reason,
                confidence: sure,
                ..
            } => {
                reason.clone_from(why);
                *sure = confidence.unwrap_or(*sure);
            }
            _ => {}
        }
        command
    });
    let objections = listed(&memory.objections);
    RoomDecision {
        text,
        options: listed(&memory.options),
        owner: memory.owner.clone(),
        reason,
        confidence,
        asked: memory.asked_objections || !objections.is_empty(),
        objections,
        hands: memory.hands.clone(),
        carries: carries.into_iter().collect(),
    }
}

/// A decision in a line: what, who, why.
pub(super) fn line(view: &View<'_>, decision: &RoomDecision) -> String {
    let owner = decision.owner.as_ref();
    let owner = owner.map_or_else(|| "nobody named".to_owned(), |seat| view.seat_name(seat));
    let mut parts = vec![format!("by {owner}")];
    if !decision.reason.is_empty() {
        parts.push(decision.reason.clone());
    }
    if let Some(confidence) = decision.confidence {
        parts.push(format!("{} % sure", confidence.percent()));
    }
    if !decision.objections.is_empty() {
        parts.push(format!("objections: {}", decision.objections.join("; ")));
    } else if decision.asked {
        parts.push("no strong objection".to_owned());
    }
    words::sentence(&parts.join(" · "))
}

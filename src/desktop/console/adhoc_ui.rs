//! An inject made on the spot: from the bank or in free words, with the keyboard alone.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{
    Align, AtomExt as _, Button, ComboBox, Key, Layout, ScrollArea, TextEdit, Ui, vec2,
};
use egui_material_icons::icons::{ICON_BOLT, ICON_SCHEDULE};

use super::View;
use super::inject_ui::free_id;
use crate::base::Span;
use crate::base::id::{InjectId, RoleId};
use crate::checklist::InjectSet;
use crate::desktop::command::{Form, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Channel, Facilitation, Inject, Trigger};

/// From whom an inject comes that nobody else sends.
const CONTROL: &str = "Exercise control";

/// Whom an inject is for that is for nobody in particular.
const EVERYBODY: &str = "Everybody";

/// How long a headline is made of the text's beginning.
const HEADLINE: usize = 60;

/// The ways an inject can come, in the order in which they are offered.
const CHANNELS: [Channel; 5] = [
    Channel::Chat,
    Channel::Call,
    Channel::Mail,
    Channel::WalkIn,
    Channel::News,
];

/// What the form remembers.
#[derive(Debug)]
pub(super) struct Memory {
    text: String,
    from: String,
    channel: Channel,
    /// Whom it is for, as it was chosen, and their roles; everybody if there are none.
    to: (String, Vec<RoleId>),
    asked: bool,
    chosen: usize,
    /// What was taken from the bank, to tell whether its words still stand.
    taken: Option<Banked>,
    /// The bank, gathered when the form opens.
    bank: Option<Vec<Banked>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            text: String::new(),
            from: CONTROL.to_owned(),
            channel: Channel::Chat,
            to: (EVERYBODY.to_owned(), Vec::new()),
            asked: false,
            chosen: 0,
            taken: None,
            bank: None,
        }
    }
}

impl Memory {
    /// Whether something is typed that a click beside the form should not lose.
    pub(super) fn is_written(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// An entry of the bank.
#[derive(Debug, Clone)]
struct Banked {
    /// The scenario's own inject that it is, if it is one.
    own: Option<InjectId>,
    title: String,
    from: String,
    channel: Channel,
    text: String,
}

/// Draws the form.
pub(super) fn adhoc_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    ui.set_width(620.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    widgets::headline_ui(ui, "Inject on the spot");
    let hint = "Write what reaches the room, or a word to find one in the bank";
    let field = ui
        .add(
            TextEdit::multiline(&mut memory.text)
                .hint_text(hint)
                .desired_rows(3)
                .desired_width(f32::INFINITY)
                .return_key(eframe::egui::KeyboardShortcut::new(
                    eframe::egui::Modifiers::SHIFT,
                    Key::Enter,
                ))
                .char_limit(crate::world::LONGEST_TEXT),
        )
        .accessible_name("Text of the inject");
    if !std::mem::replace(&mut memory.asked, true) {
        field.request_focus();
    }
    // Enter on a button or a list is that button's.
    let here = field.has_focus();
    let (entered, later) = ui.input(|input| {
        let enter = here && input.key_pressed(Key::Enter) && !input.modifiers.shift;
        (
            enter && !input.modifiers.command,
            enter && input.modifiers.command,
        )
    });
    ui.horizontal_wrapped(|ui| {
        widgets::dim_ui(ui, "From");
        ui.add(TextEdit::singleline(&mut memory.from).desired_width(170.0))
            .accessible_name("From");
        widgets::dim_ui(ui, "by");
        ComboBox::from_id_salt("channel")
            .width(90.0)
            .selected_text(words::channel(memory.channel).0)
            .show_ui(ui, |ui| {
                for channel in CHANNELS {
                    let name = words::channel(channel).0;
                    ui.selectable_value(&mut memory.channel, channel, name);
                }
            })
            .response
            .accessible_name("Channel");
        widgets::dim_ui(ui, "to");
        to_ui(ui, view, &mut memory.to);
    });
    bank_ui(ui, view, memory);
    ui.add_space(theme::GAP);
    let written = !memory.text.trim().is_empty();
    ui.horizontal(|ui| {
        let why_not = "Write something first";
        let now = widgets::primary_ui(ui, written, ICON_BOLT, "Give now", why_not);
        let now = now.on_hover_text("Enter").clicked() || entered;
        if now && written {
            give(view, memory, None, out);
        }
        let soon = widgets::button_if_ui(ui, written, ICON_SCHEDULE, "In 10 minutes", why_not);
        let tip = "Ten minutes of the story (Ctrl+Enter)";
        if (soon.on_hover_text(tip).clicked() || later) && written {
            give(view, memory, Some(Span::from_minutes(10)), out);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Cancel").clicked() {
                ui.close();
            }
        });
    });
}

/// Which role or team it is for. A team is the roles of those who belong to it.
fn to_ui(ui: &mut Ui, view: &View<'_>, to: &mut (String, Vec<RoleId>)) {
    let mut choices = vec![(EVERYBODY.to_owned(), Vec::new())];
    let mut teams: BTreeMap<&str, BTreeSet<RoleId>> = BTreeMap::new();
    for seat in view.state.conduct.seats.values() {
        if !seat.team.is_empty() {
            let roles = teams.entry(&seat.team).or_default();
            roles.extend(seat.roles.iter().cloned());
        }
    }
    let teams = teams.into_iter().filter(|(_, roles)| !roles.is_empty());
    choices
        .extend(teams.map(|(team, roles)| (format!("Team {team}"), roles.into_iter().collect())));
    let roles = view.scenario.roles.iter();
    choices.extend(roles.map(|role| (role.name.clone(), vec![role.id.clone()])));
    let name = format!("To {}", to.0);
    ComboBox::from_id_salt("to")
        .width(150.0)
        .selected_text(to.0.clone())
        .show_ui(ui, |ui| {
            for choice in choices {
                let chosen = *to == choice;
                if ui.add(Button::selectable(chosen, &choice.0)).clicked() {
                    *to = choice;
                    ui.close();
                }
            }
        })
        .response
        .accessible_name(name);
}

/// The bank's entries that fit what was typed. Down and up choose, Tab takes one over.
fn bank_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory) {
    let t = tokens(ui);
    let words: Vec<String> = memory
        .text
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let fits = |banked: &Banked| {
        let all = format!("{} {} {}", banked.title, banked.from, banked.text).to_lowercase();
        words.iter().all(|word| all.contains(word.as_str()))
    };
    let all = memory.bank.get_or_insert_with(|| bank(view));
    let bank: Vec<Banked> = all.iter().filter(|banked| fits(banked)).cloned().collect();
    ui.add_space(theme::GAP);
    if bank.is_empty() {
        widgets::caption_ui(
            ui,
            "Nothing like it in the bank; Enter gives what is written",
        );
        return;
    }
    widgets::caption_ui(
        ui,
        &format!(
            "{}; Ctrl+Down and Ctrl+Up choose, Ctrl+Right takes it over",
            crate::desktop::words::count(bank.len(), "fits in the bank", "fit in the bank")
        ),
    );
    let (down, up, take) = ui.input_mut(|input| {
        let command = eframe::egui::Modifiers::COMMAND;
        (
            input.consume_key(command, Key::ArrowDown),
            input.consume_key(command, Key::ArrowUp),
            input.consume_key(command, Key::ArrowRight),
        )
    });
    memory.chosen = match (down, up) {
        (true, _) => memory.chosen + 1,
        (_, true) => memory.chosen.saturating_sub(1),
        _ => memory.chosen,
    }
    .min(bank.len().saturating_sub(1));
    let mut taken = take.then_some(memory.chosen);
    ScrollArea::vertical()
        .id_salt("bank")
        .max_height(170.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (place, banked) in bank.iter().enumerate() {
                let icon = words::channel(banked.channel).1.rich_text().color(t.dim);
                let text = format!("{} ({})", banked.title, banked.from);
                let button =
                    Button::selectable(place == memory.chosen, (icon, text.atom_shrink(true)))
                        .min_size(vec2(ui.available_width(), 26.0))
                        .truncate();
                let name = format!("From the bank: {}", banked.title);
                let button = ui
                    .add(button)
                    .on_hover_text(&banked.text)
                    .accessible_name(name);
                if down && place == memory.chosen {
                    button.scroll_to_me(None);
                }
                if button.clicked() {
                    taken = Some(place);
                }
            }
        });
    if let Some(banked) = taken.and_then(|place| bank.into_iter().nth(place)) {
        memory.text.clone_from(&banked.text);
        memory.from.clone_from(&banked.from);
        memory.channel = banked.channel;
        memory.taken = Some(banked);
    }
}

/// What is at hand: the scenario's own injects by hand, and the general ones that fit any incident.
fn bank(view: &View<'_>) -> Vec<Banked> {
    let own = view.state.msel(view.scenario).filter(|inject| {
        inject.trigger == Trigger::ByHand && !view.state.injects.contains_key(&inject.id)
    });
    let own = own.map(|inject| Banked {
        own: Some(inject.id.clone()),
        title: inject.title.clone(),
        from: inject.from.clone(),
        channel: inject.channel,
        text: inject.text.clone(),
    });
    let general = InjectSet::general().injects.into_iter();
    // Those with gaps speak of a playbook's own words.
    let whole = general.filter(|inject| {
        !inject.needs_indicator && !inject.text.contains('{') && !inject.title.contains('{')
    });
    let general = whole.map(|inject| Banked {
        own: None,
        title: inject.title,
        from: inject.from,
        channel: inject.channel,
        text: inject.text,
    });
    own.chain(general).collect()
}

/// Puts the inject into the MSEL and gives it, now or later.
fn give(view: &View<'_>, memory: &Memory, later: Option<Span>, out: &mut Vec<UiCommand>) {
    let text = memory.text.trim().to_owned();
    // A headline from the bank belongs to the bank's words.
    let taken = memory
        .taken
        .as_ref()
        .filter(|taken| taken.text.trim() == text);
    let whole = taken.is_some_and(|t| t.from == memory.from && t.channel == memory.channel);
    if let Some(own) = taken.and_then(|taken| taken.own.clone())
        && whole
        && memory.to.1.is_empty()
        && later.is_none()
    {
        out.push(UiCommand::staff(Facilitation::Fire(own), Form::AdHoc));
        return;
    }
    let title = taken.map_or_else(|| headline(&text), |taken| taken.title.clone());
    let id = free_id(view, "on-the-spot");
    let trigger = match later {
        Some(later) => Trigger::At {
            at: crate::base::Offset::FromStart(view.now + later),
            within: Span::ZERO,
            provided: None,
        },
        None => Trigger::ByHand,
    };
    let inject = Inject {
        id: id.clone(),
        title,
        from: memory.from.clone(),
        to: memory.to.1.clone(),
        channel: memory.channel,
        text,
        trigger,
        contingency: false,
        expected: String::new(),
        prompts: Vec::new(),
        objective: view.objective(),
        effects: Vec::new(),
    };
    let mut deeds = vec![Facilitation::Put(Box::new(inject))];
    if later.is_none() {
        deeds.push(Facilitation::Fire(id));
    }
    out.push(UiCommand::StaffAll(deeds, Form::AdHoc));
}

/// A headline made of a text's beginning, whole words only.
fn headline(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let sentence = first
        .split_inclusive(['.', '!', '?'])
        .next()
        .unwrap_or(first);
    let sentence = sentence.trim_end_matches('.').trim();
    if sentence.chars().count() <= HEADLINE {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(HEADLINE).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::headline;

    #[test]
    fn a_headline_is_the_first_sentence_or_its_beginning() {
        assert_eq!(
            headline("The phones are down. Nobody answers."),
            "The phones are down"
        );
        let long =
            "A very long sentence that goes on and on without any end and says nothing at all";
        let made = headline(long);
        assert!(
            made.ends_with('…') && made.chars().count() <= super::HEADLINE + 1,
            "{made}"
        );
        assert!(long.starts_with(made.trim_end_matches('…')), "{made}");
        assert!(!headline("ä".repeat(200).as_str()).is_empty());
    }
}

//! What can be done: the actions by phase at the left, the order being written at the right.

use std::collections::BTreeSet;

use eframe::egui::{
    Align, Align2, Button, CentralPanel, CollapsingHeader, Label, Layout, Popup, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons::{
    ICON_BLOCK, ICON_BOLT, ICON_CHECK, ICON_HOURGLASS_TOP, ICON_PLAYLIST_ADD, ICON_SEARCH_OFF,
    ICON_WARNING,
};

use super::{View, plan_ui};
use crate::base::Span;
use crate::base::id::{ActionId, EventId, Id, PersonId};
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Action, Command, Order, Person, Phase};

/// What the order form remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    needle: String,
    chosen: Option<ActionId>,
    targets: BTreeSet<Id>,
    by: Option<PersonId>,
    reason: String,
    /// The remediation event that the action is for.
    event: Option<EventId>,
    done: bool,
    /// Whether the form was just opened or given.
    fresh: bool,
}

impl Memory {
    /// Chooses an action, aimed at something or not.
    pub(super) fn choose(&mut self, action: &ActionId, target: Option<Id>) {
        if self.chosen.as_ref() != Some(action) {
            self.targets.clear();
            self.by = None;
        }
        self.done = false;
        self.fresh = true;
        self.chosen = Some(action.clone());
        self.targets.extend(target);
        self.needle.clear();
    }

    /// From now on, actions go into the plan of this event.
    pub(super) fn plan_for(&mut self, event: EventId) {
        self.event = Some(event);
    }

    /// The order went through.
    pub(super) fn ordered(&mut self) {
        self.targets.clear();
        self.by = None;
        self.reason.clear();
        self.done = true;
    }

    fn order(&self, action: &Action) -> Order {
        Order {
            action: action.id.clone(),
            // In the scenario's order, so that the record does not depend on the clicks.
            on: action
                .targets
                .iter()
                .filter(|target| self.targets.contains(*target))
                .cloned()
                .collect(),
            by: self.by.clone(),
            reason: self.reason.trim().to_owned(),
        }
    }
}

/// Draws the section.
pub(super) fn actions_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    take_cursor: &mut bool,
    out: &mut Vec<UiCommand>,
) {
    widgets::detail_panel_ui(ui, "order", 0.54, |ui| {
        if let Some(action) = memory
            .chosen
            .as_ref()
            .and_then(|id| view.scenario.action(id))
        {
            order_ui(ui, view, memory, action, out);
        } else {
            let text = "What it does, what it may be aimed at, who can do it and how long it takes show here.";
            widgets::empty_ui(ui, ICON_BOLT, "Select an action", text);
        }
    });
    CentralPanel::no_frame().show(ui, |ui| {
        let width = ui.available_width();
        widgets::search_ui(
            ui,
            &mut memory.needle,
            "Search the actions",
            take_cursor,
            width,
        );
        if let Some(event) = memory.event.clone() {
            ui.horizontal(|ui| {
                widgets::dim_ui(ui, format!("Choosing for remediation event {event}"));
                if ui.button("Stop choosing").clicked() {
                    memory.event = None;
                }
            });
        }
        ui.add_space(4.0);
        list_ui(ui, view, memory);
    });
}

fn list_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory) {
    let needle = memory.needle.trim().to_lowercase();
    let fits = |action: &Action| {
        needle.is_empty()
            || action.name.to_lowercase().contains(&needle)
            || action.summary.to_lowercase().contains(&needle)
    };
    ScrollArea::vertical()
        .id_salt("actions")
        .auto_shrink(false)
        .show(ui, |ui| {
            let mut none = true;
            for phase in Phase::ALL {
                let mut actions = view
                    .scenario
                    .actions
                    .iter()
                    .filter(|a| a.phase == phase && fits(a))
                    .peekable();
                if actions.peek().is_none() {
                    continue;
                }
                if !none {
                    ui.add_space(theme::GAP);
                }
                none = false;
                let t = tokens(ui);
                widgets::sign_ui(ui, words::phase_icon(phase), phase.name(), t.dim);
                for action in actions {
                    let chosen = memory.chosen.as_ref() == Some(&action.id);
                    if row_ui(ui, view, action, chosen) {
                        memory.choose(&action.id, None);
                    }
                }
            }
            if none {
                widgets::empty_ui(ui, ICON_SEARCH_OFF, "No action fits", "Try another word.");
            }
        });
}

/// Draws one action; says whether it was clicked.
fn row_ui(ui: &mut Ui, view: &View<'_>, action: &Action, chosen: bool) -> bool {
    let t = tokens(ui);
    let unready = view.picture.unready(action);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::click());
    let painter = ui.painter();
    painter.rect_filled(rect, 6, if chosen { t.selected } else { t.card });
    let line = if response.hovered() || response.has_focus() {
        t.accent
    } else {
        t.line
    };
    painter.rect_stroke(rect, 6, Stroke::new(1.0, line), StrokeKind::Inside);
    let small = TextStyle::Small.resolve(ui.style());
    let done = view
        .state
        .actions
        .get(&action.id)
        .map_or(0, |history| history.done);
    let mut right = rect.right() - 10.0;
    let time = painter.text(
        pos2(right, rect.center().y),
        Align2::RIGHT_CENTER,
        action.duration.to_string(),
        small.clone(),
        t.dim,
    );
    right = time.left() - 8.0;
    if done > 0 {
        let text = format!("done {done}x");
        right = painter
            .text(
                pos2(right, rect.center().y),
                Align2::RIGHT_CENTER,
                text,
                small,
                t.good,
            )
            .left()
            - 8.0;
    }
    let ink = if unready.is_some() { t.dim } else { t.text };
    let mut left = rect.left() + 12.0;
    if unready.is_some() {
        let font = eframe::egui::FontId::new(15.0, ICON_BLOCK.font_family());
        left = painter
            .text(
                pos2(left, rect.center().y),
                Align2::LEFT_CENTER,
                ICON_BLOCK.codepoint,
                font,
                t.dim,
            )
            .right()
            + 6.0;
    }
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(
        action.name.clone(),
        TextStyle::Body.resolve(ui.style()),
        ink,
    );
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width((right - left).max(20.0));
    let galley = painter.layout_job(job);
    painter.galley(
        pos2(left, rect.center().y - galley.size().y / 2.0),
        galley,
        ink,
    );
    let name = match &unready {
        Some(why) => format!("Action: {}, not now: {}", action.name, why.0),
        None => format!("Action: {}", action.name),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let tip = unready.map_or_else(
        || action.summary.clone(),
        |why| format!("Not now: {}", why.0),
    );
    response.on_hover_text(tip).clicked()
}

fn order_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    action: &Action,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            widgets::chip_ui(ui, action.phase.name(), t.accent);
            if let Some(course) = action.course {
                widgets::chip_ui(ui, words::course(course), t.dim)
                    .on_hover_text("Its course of action, after the course-of-action matrix");
            }
            if action.disruptive {
                widgets::chip_ui(ui, "Disruptive", t.caution).on_hover_text(
                    "It disturbs the attacker or the business; a reason should stand before it",
                );
            }
        });
        ui.add(Label::new(RichText::new(&action.name).size(theme::HEADLINE)).wrap());
        ui.add(Label::new(&action.summary).wrap());
        ui.add_space(4.0);
        widgets::text_pair_ui(ui, "Work for", &words::roles(view.scenario, &action.roles));
        let takes = if action.each.is_zero() {
            action.duration.to_string()
        } else {
            format!(
                "{}, and {} for each further target",
                action.duration, action.each
            )
        };
        widgets::text_pair_ui(ui, "Takes", &takes);
        if let Some(why) = view.picture.unready(action) {
            widgets::banner_ui(ui, ICON_BLOCK, t.caution, &format!("Not now: {}", why.0));
        }
    });
    ui.add_space(4.0);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        if !action.targets.is_empty() {
            targets_ui(ui, view, memory, action);
            ui.add_space(theme::GAP);
        }
        who_ui(ui, view, memory, action);
        ui.add_space(theme::GAP);
        widgets::caption_ui(ui, "Why");
        let hint = if action.disruptive {
            "Why now, and why this?"
        } else {
            "Why? May be left out"
        };
        if widgets::reason_ui(ui, &mut memory.reason, "Reason for the order", hint).changed() {
            memory.done = false;
        }
        if action.disruptive && memory.reason.trim().is_empty() {
            widgets::sign_ui(
                ui,
                ICON_WARNING,
                "A disruptive action should have a reason",
                t.caution,
            );
        }
        ui.add_space(4.0);
        give_ui(ui, view, memory, action, out);
        view.refused_ui(ui, &Place::Order);
        if memory.done {
            widgets::done_ui(ui, "On its way");
        }
    });
}

fn targets_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, action: &Action) {
    widgets::caption_ui(ui, "Aimed at");
    let known = view.picture.targets(action);
    // What can only be aimed at one thing is aimed at it.
    if std::mem::take(&mut memory.fresh)
        && let [only] = known.as_slice()
    {
        memory.targets.insert((*only).clone());
    }
    if known.is_empty() {
        widgets::dim_ui(ui, "Nothing to aim it at has been found yet");
    }
    ui.spacing_mut().interact_size.y = 20.0;
    for target in known {
        let mut ticked = memory.targets.contains(target);
        let name = view.picture.name_of(target);
        if ui.checkbox(&mut ticked, &name).changed() {
            memory.done = false;
            if ticked {
                memory.targets.insert(target.clone());
            } else {
                memory.targets.remove(target);
            }
        }
    }
}

fn who_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, action: &Action) {
    let t = tokens(ui);
    widgets::caption_ui(ui, "Who does it");
    let anybody = "Whoever is free and has the role";
    if widgets::choice_ui(ui, memory.by.is_none(), anybody).clicked() {
        memory.by = None;
    }
    let (fitting, others): (Vec<_>, Vec<_>) = view
        .picture
        .people()
        .into_iter()
        .partition(|(person, _)| action.is_work_of(person));
    for (person, _) in fitting {
        person_ui(ui, view, memory, person);
    }
    if others.is_empty() {
        return;
    }
    let open = memory
        .by
        .as_ref()
        .is_some_and(|by| others.iter().any(|(person, _)| person.id == *by));
    let text = RichText::new("Others, who take twice the time")
        .small()
        .color(t.dim);
    let rest = CollapsingHeader::new(text)
        .id_salt(&action.id)
        .default_open(open);
    rest.show(ui, |ui| {
        for (person, _) in others {
            person_ui(ui, view, memory, person);
        }
    });
}

fn person_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, person: &Person) {
    let t = tokens(ui);
    ui.spacing_mut().interact_size.y = 20.0;
    ui.horizontal(|ui| {
        let chosen = memory.by.as_ref() == Some(&person.id);
        ui.allocate_ui_with_layout(
            vec2(170.0, 22.0),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(170.0);
                if widgets::choice_ui(ui, chosen, &person.name).clicked() {
                    memory.by = Some(person.id.clone());
                }
            },
        );
        match view.picture.busy_until(&person.id) {
            Some(until) => {
                let text = format!("busy until {}", words::minute(until));
                widgets::sign_ui(ui, ICON_HOURGLASS_TOP, &text, t.caution);
            }
            None => {
                widgets::sign_ui(ui, ICON_CHECK, "free", t.good);
            }
        }
    });
}

fn give_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &Memory,
    action: &Action,
    out: &mut Vec<UiCommand>,
) {
    let order = memory.order(action);
    let person = order.by.as_ref().and_then(|id| view.scenario.person(id));
    let takes: Span = view.picture.takes(
        action,
        order.on.len(),
        person.is_none_or(|person| action.is_work_of(person)),
    );
    let ready = action.targets.is_empty() || !order.on.is_empty();
    let why_not = "Choose what to aim it at first";
    widgets::dim_ui(
        ui,
        format!("Takes {takes}, done at {}", words::minute(view.now + takes)),
    );
    ui.horizontal_wrapped(|ui| {
        let add_to = |event: &EventId, out: &mut Vec<UiCommand>| {
            let command = plan_ui::added(view, event, order.clone());
            out.push(UiCommand::give(command, Place::Order));
        };
        if let Some(event) = &memory.event {
            let text = format!("Add to {event}");
            if widgets::primary_ui(ui, ready, ICON_PLAYLIST_ADD, &text, why_not).clicked() {
                add_to(event, out);
            }
            return;
        }
        if widgets::primary_ui(ui, ready, ICON_BOLT, "Order it now", why_not).clicked() {
            out.push(UiCommand::give(Command::Do(order.clone()), Place::Order));
        }
        let menu = widgets::button_if_ui(
            ui,
            ready,
            ICON_PLAYLIST_ADD,
            "Add to a remediation event…",
            why_not,
        );
        Popup::menu(&menu).show(|ui| {
            let open = view
                .state
                .plans
                .iter()
                .filter(|(_, plan)| plan.launched.is_none());
            for (event, _) in open {
                if ui.add(Button::new(format!("Add to {event}"))).clicked() {
                    add_to(event, out);
                }
            }
            if let Some(event) = plan_ui::fresh(view)
                && ui.button("Add to a new event").clicked()
            {
                add_to(&event, out);
            }
        });
    });
}

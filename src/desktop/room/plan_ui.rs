//! Remediation events: actions that are planned together, launched together and take effect together.

use std::collections::BTreeMap;

use eframe::egui::{Label, RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons::{
    ICON_ADD, ICON_DELETE, ICON_PLAYLIST_ADD, ICON_ROCKET_LAUNCH, ICON_SCHEDULE, ICON_TASK_ALT,
};

use super::View;
use crate::base::id::{EventId, PersonId};
use crate::base::{Moment, Span};
use crate::desktop::command::{Goal, Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, Order};
use crate::world::state::EventPlan;

/// What the plan remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    name: String,
    launching: Option<EventId>,
    selected: Option<EventId>,
}

impl Memory {
    /// Brings an event into sight.
    pub(super) fn select(&mut self, event: EventId) {
        self.selected = Some(event);
    }

    /// The new event is on record.
    pub(super) fn planned(&mut self) {
        self.name.clear();
    }
}

/// The command that adds an order to an event's plan.
pub(super) fn added(view: &View<'_>, event: &EventId, order: Order) -> Command {
    let mut orders = view
        .state
        .plans
        .get(event)
        .map(|plan| plan.orders.clone())
        .unwrap_or_default();
    orders.push(order);
    Command::Plan {
        event: event.clone(),
        orders,
    }
}

/// A name that no event has yet.
pub(super) fn fresh(view: &View<'_>) -> Option<EventId> {
    (1..=999)
        .filter_map(|n| words::identifier(&format!("event-{n}")).map(EventId::from))
        .find(|event| !view.state.plans.contains_key(event))
}

/// Draws the section.
pub(super) fn plan_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    ScrollArea::vertical().id_salt("plan").auto_shrink(false).show(ui, |ui| {
        widgets::page_width(ui, 980.0);
        new_ui(ui, view, memory, out);
        ui.add_space(theme::GAP);
        if view.state.plans.is_empty() {
            let text = "Group actions that the attacker must not be able to answer one by one, and launch them together. \
                        Everybody in it stands ready until all of it takes effect.";
            widgets::empty_ui(ui, ICON_ROCKET_LAUNCH, "No remediation event planned", text);
        }
        for (event, plan) in &view.state.plans {
            let card = event_ui(ui, view, memory, event, plan, out);
            if memory.selected.as_ref() == Some(event) {
                card.scroll_to_me(None);
                memory.selected = None;
            }
            ui.add_space(theme::GAP);
        }
    });
    launch_ui(ui, view, memory, out);
}

fn new_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    ui.horizontal(|ui| {
        let hint = fresh(view)
            .map(|event| event.to_string())
            .unwrap_or_default();
        ui.add(
            TextEdit::singleline(&mut memory.name)
                .hint_text(&hint)
                .desired_width(220.0)
                .char_limit(48),
        )
        .accessible_name("Name of the new remediation event");
        let event = if memory.name.trim().is_empty() {
            fresh(view)
        } else {
            words::identifier(&memory.name).map(EventId::from)
        };
        let taken = event
            .as_ref()
            .is_some_and(|event| view.state.plans.contains_key(event));
        let why_not = if taken {
            "There is one of this name"
        } else {
            "Use letters and digits"
        };
        let ready = event.is_some() && !taken;
        let pressed = widgets::button_if_ui(ui, ready, ICON_ADD, "New remediation event", why_not);
        if let (true, Some(event)) = (pressed.clicked(), event) {
            let command = Command::Plan {
                event,
                orders: Vec::new(),
            };
            out.push(UiCommand::give(command, Place::NewEvent));
        }
    });
    view.refused_ui(ui, &Place::NewEvent);
}

/// When all of a plan's work would be done if it were launched now, by the people it names. What nobody
/// is named for is counted for one person more.
fn estimate(view: &View<'_>, orders: &[Order]) -> Moment {
    let mut busy: BTreeMap<Option<&PersonId>, Span> = BTreeMap::new();
    let mut longest = Span::ZERO;
    for order in orders {
        let Some(action) = view.scenario.action(&order.action) else {
            continue;
        };
        let person = order.by.as_ref().and_then(|id| view.scenario.person(id));
        let fits = person.is_none_or(|person| action.is_work_of(person));
        let takes = view.picture.takes(action, order.on.len(), fits);
        let total = match &order.by {
            Some(by) => {
                let sum = busy.entry(Some(by)).or_default();
                *sum = sum.plus(takes);
                *sum
            }
            None => takes,
        };
        longest = longest.max(total);
    }
    view.now + longest
}

fn event_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    event: &EventId,
    plan: &EventPlan,
    out: &mut Vec<UiCommand>,
) -> eframe::egui::Response {
    let t = tokens(ui);
    t.card_frame()
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                widgets::headline_ui(ui, event.as_str());
                match (plan.launched, plan.ready, plan.done) {
                    (_, _, Some(at)) => {
                        widgets::sign_ui(
                            ui,
                            ICON_TASK_ALT,
                            &format!("Took effect at {}", words::minute(at)),
                            t.good,
                        );
                    }
                    (Some(since), Some(ready), None) => {
                        let text = format!("Launched, takes effect at {}", words::minute(ready));
                        widgets::sign_ui(ui, ICON_SCHEDULE, &text, t.accent);
                        let share = share(since, ready, view.now);
                        widgets::bar_ui(
                            ui,
                            share,
                            t.accent,
                            120.0,
                            &format!("Progress of {event}"),
                        );
                    }
                    _ => {
                        widgets::chip_ui(ui, "Draft", t.dim);
                    }
                }
            });
            if plan.orders.is_empty() {
                widgets::dim_ui(ui, "No action in it yet");
            }
            for (i, order) in plan.orders.iter().enumerate() {
                order_ui(ui, view, event, plan, i, order, out);
            }
            if plan.launched.is_none() {
                ui.add_space(4.0);
                if !plan.orders.is_empty() {
                    let text = format!(
                        "If launched now it takes effect at about {}",
                        words::minute(estimate(view, &plan.orders))
                    );
                    widgets::dim_ui(ui, text);
                }
                ui.horizontal(|ui| {
                    let ready = !plan.orders.is_empty();
                    let text = format!("Launch {event}…");
                    if widgets::primary_ui(
                        ui,
                        ready,
                        ICON_ROCKET_LAUNCH,
                        &text,
                        "Add an action first",
                    )
                    .clicked()
                    {
                        memory.launching = Some(event.clone());
                    }
                    if widgets::button_ui(ui, ICON_PLAYLIST_ADD, "Add action…")
                        .accessible_name(format!("Add action to {event}…"))
                        .clicked()
                    {
                        out.push(UiCommand::Go(Goal::ActionFor(event.clone())));
                    }
                });
            }
            view.refused_ui(ui, &Place::Event(event.clone()));
        })
        .response
}

/// How far a stretch of time is.
pub(super) fn share(from: Moment, to: Moment, now: Moment) -> f32 {
    let (whole, part) = (to.since(from).as_ms(), now.since(from).as_ms());
    if whole == 0 {
        return 1.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a bar needs no more than seven digits"
    )]
    let share = part as f32 / whole as f32;
    share.clamp(0.0, 1.0)
}

fn order_ui(
    ui: &mut Ui,
    view: &View<'_>,
    event: &EventId,
    plan: &EventPlan,
    i: usize,
    order: &Order,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let name = view
        .scenario
        .action(&order.action)
        .map_or(order.action.as_str(), |action| &action.name);
    let targets: Vec<String> = order
        .on
        .iter()
        .map(|target| view.picture.name_of(target))
        .collect();
    let who = order
        .by
        .as_ref()
        .and_then(|id| view.scenario.person(id))
        .map_or("whoever is free", |person| &person.name);
    ui.separator();
    ui.horizontal(|ui| {
        if plan.launched.is_none() {
            let remove =
                widgets::icon_button_ui(ui, ICON_DELETE, &format!("Take {name} out of {event}"));
            if remove.clicked() {
                let mut orders = plan.orders.clone();
                if i < orders.len() {
                    orders.remove(i);
                }
                let command = Command::Plan {
                    event: event.clone(),
                    orders,
                };
                out.push(UiCommand::give(command, Place::Event(event.clone())));
            }
        }
        ui.vertical(|ui| {
            let text = if targets.is_empty() {
                name.to_owned()
            } else {
                format!("{name}: {}", targets.join(", "))
            };
            ui.add(Label::new(text).wrap());
            let detail = if order.reason.is_empty() {
                format!("by {who}")
            } else {
                format!("by {who} · {}", order.reason)
            };
            ui.add(Label::new(RichText::new(detail).small().color(t.dim)).wrap());
        });
    });
}

fn launch_ui(ui: &Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let Some(event) = memory.launching.clone() else {
        return;
    };
    let Some(plan) = view.state.plans.get(&event) else {
        memory.launching = None;
        return;
    };
    let modal = widgets::dialog(ui, "launch").show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        widgets::headline_ui(ui, &format!("Launch {event}?"));
        ui.label(format!(
            "{} begin now and take effect together at about {}. It can't be called back, and the attacker may notice.",
            words::count(plan.orders.len(), "action", "actions"),
            words::minute(estimate(view, &plan.orders))
        ));
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            if widgets::primary_ui(ui, true, ICON_ROCKET_LAUNCH, "Launch now", "").clicked() {
                out.push(UiCommand::give(
                    Command::Launch(event.clone()),
                    Place::Event(event.clone()),
                ));
                ui.close();
            }
            if ui.button("Not yet").clicked() {
                ui.close();
            }
        });
    });
    if modal.should_close() {
        memory.launching = None;
    }
}

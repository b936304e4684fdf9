//! The hidden truth, beside what the room knows: a map of what the attacker holds, and two lanes of time.

use eframe::egui::{Align, CentralPanel, Label, Layout, Panel, RichText, ScrollArea, Ui, vec2};

use super::View;
use crate::base::Moment;
use crate::desktop::map_nodes::true_node;
use crate::desktop::map_ui::{Look, Node, map_ui};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::world::holds::{is_contained, is_expelled};
use crate::world::{Entry, Event};

/// How many lines of a lane are drawn; older ones are in the record.
const LINES: usize = 400;

/// Draws the hidden truth.
pub(super) fn truth_ui(ui: &mut Ui, view: &View<'_>) {
    summary_ui(ui, view);
    Panel::bottom("lanes")
        .resizable(true)
        .default_size(ui.available_height() * 0.42)
        .frame(eframe::egui::Frame::NONE)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.take_available_space();
            lanes_ui(ui, view);
        });
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::both()
            .id_salt("truth map")
            .auto_shrink(false)
            .show(ui, |ui| {
                let assets = view.scenario.assets.iter();
                let nodes: Vec<Node> = assets
                    .map(|asset| true_node(ui, view.scenario, view.state, asset))
                    .collect();
                let look = Look::fitting(&nodes, ui.available_size());
                map_ui(ui, &nodes, &view.scenario.links, None, look);
            });
    });
}

/// Where the attack stands, in a line.
fn summary_ui(ui: &mut Ui, view: &View<'_>) {
    let t = tokens(ui);
    let (scenario, state) = (view.scenario, view.state);
    ui.horizontal_wrapped(|ui| {
        let say = |ui: &mut Ui, good: bool, yes: &str, no: &str| {
            let (text, colour) = if good { (yes, t.good) } else { (no, t.bad) };
            widgets::chip_ui(ui, text, colour);
        };
        say(
            ui,
            is_contained(scenario, state),
            "Contained",
            "Not contained",
        );
        say(ui, is_expelled(scenario, state), "Expelled", "Not expelled");
        let suspects = match state.awareness {
            crate::scenario::Awareness::Unaware => "The attacker suspects nothing",
            crate::scenario::Awareness::Suspicious => "The attacker is suspicious",
            crate::scenario::Awareness::Alerted => "The attacker knows of you",
        };
        widgets::chip_ui(ui, suspects, t.dim);
        let next = state
            .stages
            .iter()
            .filter_map(|(id, stage)| Some((stage.next?, scenario.stage(id)?)))
            .min_by_key(|(at, _)| *at);
        if let Some((at, stage)) = next {
            let text = format!("Next at {}: {}", words::minute(at), stage.name);
            ui.add(Label::new(RichText::new(text).color(t.dim)).truncate());
        }
    });
    ui.add_space(theme::GAP);
}

/// Two lanes of time, newest first.
fn lanes_ui(ui: &mut Ui, view: &View<'_>) {
    let entries = view.exercise.entries();
    let width = (ui.available_width() - theme::WIDE_GAP) / 2.0;
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        for (head, lane) in [
            (
                "What the attacker did",
                attack as fn(&View<'_>, &Entry) -> Option<String>,
            ),
            ("What the room learned and did", response),
        ] {
            ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
                widgets::caption_ui(ui, head);
                let told = entries
                    .iter()
                    .rev()
                    .filter_map(|entry| Some((entry.at, lane(view, entry)?)));
                lane_ui(ui, head, gathered(told));
            });
        }
    });
}

/// What happened several times in a row is told once, with how often.
fn gathered(told: impl Iterator<Item = (Moment, String)>) -> Vec<(Moment, String)> {
    let mut lines: Vec<(Moment, String, usize)> = Vec::new();
    for (at, text) in told {
        let full = lines.len() == LINES;
        match lines.last_mut() {
            Some((_, last, times)) if *last == text => *times += 1,
            _ if full => break,
            _ => lines.push((at, text, 1)),
        }
    }
    let lines = lines.into_iter().map(|(at, text, times)| match times {
        1 => (at, text),
        _ => (at, format!("{text} ({times} times)")),
    });
    lines.collect()
}

fn lane_ui(ui: &mut Ui, head: &str, lines: Vec<(Moment, String)>) {
    let t = tokens(ui);
    ScrollArea::vertical()
        .id_salt(head)
        .auto_shrink(false)
        .show(ui, |ui| {
            if lines.is_empty() {
                widgets::dim_ui(ui, "Nothing yet");
            }
            for (at, text) in lines {
                ui.horizontal_top(|ui| {
                    let when = RichText::new(at.to_string()).monospace().size(12.5);
                    ui.add_sized(
                        vec2(84.0, 18.0),
                        Label::new(when.color(t.dim)).selectable(false),
                    );
                    ui.add(Label::new(text).wrap());
                });
            }
        });
}

/// What the attacker did, in words.
fn attack(view: &View<'_>, entry: &Entry) -> Option<String> {
    let scenario = view.scenario;
    Some(match &entry.event {
        Event::StageActed { stage, .. } => scenario.stage(stage)?.name.clone(),
        Event::StageMissed { stage, .. } => {
            format!("Could not: {}", scenario.stage(stage)?.name)
        }
        Event::ReactionActed { reaction } => scenario.reaction(reaction)?.name.clone(),
        Event::DataLeft { dataset, kb } => format!(
            "{} of {} left",
            words::bytes(u64::from(*kb) * 1000),
            scenario.dataset(dataset)?.name
        ),
        Event::HarmDone { harm } => format!("Harm: {}", scenario.harm(harm)?.text),
        _ => return None,
    })
}

/// What the room learned and did, in words.
fn response(view: &View<'_>, entry: &Entry) -> Option<String> {
    let scenario = view.scenario;
    Some(match &entry.event {
        Event::AlertRaised { alert } => format!("Alert: {}", scenario.alert(alert)?.title),
        Event::InjectDelivered { inject } => {
            format!("Inject: {}", view.state.inject(scenario, inject)?.title)
        }
        Event::AlertClosed { alert, verdict, .. } => format!(
            "{}: {}",
            words::verdict(*verdict),
            scenario.alert(alert)?.title
        ),
        Event::Found { text, .. } => text.clone(),
        Event::TaskDone { task } => {
            let task = view.state.tasks.get(task)?;
            format!("Done: {}", view.picture.work_name(&task.work))
        }
        Event::DecisionTaken { decision, .. } => {
            format!("Decided: {}", scenario.decision(decision)?.question)
        }
        Event::MessageSent { message, .. } => {
            format!("Sent: {}", scenario.message(message)?.subject)
        }
        _ => return None,
    })
}

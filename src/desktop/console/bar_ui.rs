//! The bar of the console: both clocks, the session and its pace, the projector.

use eframe::egui::{Align, Button, ComboBox, Layout, RichText, Ui};
use egui_material_icons::icons::{
    ICON_CAMPAIGN, ICON_FAST_FORWARD, ICON_FLAG, ICON_KEYBOARD, ICON_LOGOUT, ICON_SETTINGS,
    ICON_SKIP_NEXT,
};

use super::{View, mode_name};
use crate::base::Span;
use crate::desktop::command::{Act, Form, UiCommand};
use crate::desktop::projector::{Projector, projector_ui};
use crate::desktop::room::bar_ui::{clock_ui, run_ui, speed_ui};
use crate::desktop::theme::{self, Tokens, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::WallMs;
use crate::scenario::{Facilitation, Mode};

/// From this width on the bar has room for words, in points.
const ROOMY: f32 = 1180.0;

/// Draws the bar.
pub(super) fn bar_ui(
    ui: &mut Ui,
    view: &View<'_>,
    wall: WallMs,
    projector: &Projector,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    // A small window has room for signs only.
    let narrow = ui.available_width() < ROOMY;
    ui.horizontal_centered(|ui| {
        let running = view.exercise.clock().is_running();
        clock_ui(ui, view.scenario, running, view.now);
        run_ui(ui, running, out);
        speed_ui(ui, view.exercise.clock().speed(), out);
        let mut act = |ui: &mut Ui, icon, act: Act| {
            if widgets::icon_button_ui(ui, icon, act.text()).clicked() {
                out.push(UiCommand::Act(act));
            }
        };
        act(ui, ICON_SKIP_NEXT, Act::RunToNext);
        act(ui, ICON_FAST_FORWARD, Act::JumpClock);
        mode_ui(ui, view, out);
        ui.add_space(theme::GAP);
        session_ui(ui, view, t, narrow);
        let behind = view.exercise.behind(wall);
        if behind > 0 {
            let text = format!("Catching up: {} to go", words::amount(behind as u64));
            widgets::chip_ui(ui, &text, t.caution);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let end = if narrow {
                widgets::icon_button_ui(ui, ICON_FLAG, Act::AskEnd.text())
            } else {
                widgets::button_ui(ui, ICON_FLAG, "End exercise…")
            };
            if end.clicked() {
                out.push(UiCommand::Act(Act::AskEnd));
            }
            let mut act = |ui: &mut Ui, icon, act: Act, name: &str| {
                if widgets::icon_button_ui(ui, icon, name).clicked() {
                    out.push(UiCommand::Act(act));
                }
            };
            act(ui, ICON_LOGOUT, Act::Leave, Act::Leave.text());
            act(ui, ICON_SETTINGS, Act::Settings, Act::Settings.text());
            if !narrow {
                act(ui, ICON_KEYBOARD, Act::Help, Act::Help.text());
            }
            act(ui, ICON_CAMPAIGN, Act::Announce, Act::Announce.text());
            projector_ui(ui, projector, narrow, out);
        });
    });
}

fn mode_ui(ui: &mut Ui, view: &View<'_>, out: &mut Vec<UiCommand>) {
    let mode = view.state.conduct.mode;
    let combo = ComboBox::from_id_salt("mode")
        .width(108.0)
        .selected_text(mode_name(mode))
        .show_ui(ui, |ui| {
            for (choice, tip) in [
                (Mode::Operations, "Injects come when they are due"),
                (
                    Mode::Discussion,
                    "Injects whose time has come wait for your hand",
                ),
            ] {
                let entry = ui.add(Button::selectable(choice == mode, mode_name(choice)));
                if entry.on_hover_text(tip).clicked() {
                    if choice != mode {
                        let deed = Facilitation::Switch(choice);
                        out.push(UiCommand::staff(deed, Form::Bar));
                    }
                    ui.close();
                }
            }
        });
    combo
        .response
        .on_hover_text("Who moves the story: the clock, or you")
        .accessible_name(format!("Mode {}", mode_name(mode)));
}

/// The session against its length, by the clock on the wall.
fn session_ui(ui: &mut Ui, view: &View<'_>, t: &Tokens, narrow: bool) {
    let minutes = |span: Span| span.as_ms() / 60_000;
    let used = minutes(view.exercise.session());
    let booked = view.state.conduct.booked.unwrap_or(view.scenario.plays_in);
    let text = format!("{used} of {} min", minutes(booked));
    if !narrow {
        ui.label(RichText::new(text).color(t.dim))
            .on_hover_text("How long people have sat together, of the session's length");
    }
    let Some(pace) = &view.live.pace else { return };
    let late = minutes(pace.late);
    if late > 0 {
        let names: Vec<String> = pace
            .skip
            .iter()
            .filter_map(|id| view.state.inject(view.scenario, id))
            .map(|inject| format!("“{}”", inject.title))
            .collect();
        let speed = pace.speed.map(|speed| format!("run at {}x", speed.times()));
        let skip = (!names.is_empty()).then(|| format!("skip {}", names.join(", ")));
        let ways: Vec<String> = skip.into_iter().chain(speed).collect();
        let advice = if ways.is_empty() {
            String::new()
        } else {
            format!(": {}", ways.join(", or "))
        };
        let tip = format!("At this pace you end {late} minutes late{advice}");
        widgets::chip_ui(ui, &format!("{late} min late"), t.bad).on_hover_text(tip);
    } else {
        widgets::chip_ui(ui, "In time", t.good).on_hover_text(format!(
            "At this pace it takes {} more minutes",
            minutes(pace.needs)
        ));
    }
}

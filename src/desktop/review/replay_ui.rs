//! The replay: timeline and scrubber above, the moment's map, alerts and knowledge below.

use eframe::egui::{
    Align, CentralPanel, Frame, Key, Layout, Margin, Panel, RichText, Slider, SliderClamping, Ui,
};
use egui_material_icons::icons::{
    ICON_FILTER_LIST, ICON_FIT_SCREEN, ICON_PAUSE, ICON_PLAY_ARROW, ICON_SKIP_NEXT,
    ICON_SKIP_PREVIOUS, ICON_ZOOM_OUT_MAP,
};

use super::replay::{Pane, Replay, SPEEDS, minutes, moment};
use super::{happened_ui, moment_ui, timeline_ui};
use crate::base::Moment;
use crate::desktop::command::UiCommand;
use crate::desktop::finished::Finished;
use crate::desktop::theme;
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};
use crate::review::Review;

/// Draws the replay.
pub(super) fn replay_ui(
    ui: &mut Ui,
    finished: &mut Finished,
    replay: &mut Replay,
    out: &mut Vec<UiCommand>,
) {
    let review = finished.review.clone();
    keys(ui, &review, replay);
    if replay.playing {
        let seconds = ui.input(|input| input.stable_dt);
        replay.advance(f64::from(seconds));
        ui.ctx().request_repaint();
    }
    let highest = (ui.available_height() * 0.46).max(140.0);
    let reaches = timeline_ui::timeline_ui(ui, &review, replay, highest);
    // The scrubber lies right under the time that it goes through.
    let handle = ui.spacing().interact_size.y / 2.5;
    let indent = (reaches.min - handle - ui.cursor().left()).max(0.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(indent);
        let width = (reaches.span() + 2.0 * handle).min(ui.available_width());
        moment_slider_ui(ui, replay, "Moment", width);
    });
    transport_ui(ui, &review, replay);
    ui.add_space(theme::GAP);
    let entries = finished.moments.entries_at(replay.at());
    let state = finished.moments.after(entries);
    Panel::right("moment")
        .resizable(true)
        .default_size((ui.available_width() * 0.4).min(720.0))
        .size_range(300.0..=(ui.available_width() * 0.6).max(320.0))
        .frame(Frame::new().inner_margin(Margin {
            left: 14,
            ..Margin::ZERO
        }))
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.take_available_space();
            let tabs = [
                (Pane::Happened, "What happened".to_owned()),
                (Pane::Alerts, format!("Alerts {}", state.alerts.len())),
                (
                    Pane::Known,
                    format!(
                        "Known {}",
                        state
                            .known
                            .values()
                            .filter(|at| **at > Moment::START)
                            .count()
                    ),
                ),
            ];
            widgets::tabs_ui(ui, &mut replay.pane, &tabs);
            ui.add_space(4.0);
            match replay.pane {
                Pane::Happened => happened_ui::happened_ui(ui, &review, replay, out),
                Pane::Alerts => moment_ui::alerts_ui(ui, &review.scenario, state),
                Pane::Known => moment_ui::known_ui(ui, &review.scenario, state),
            }
        });
    CentralPanel::no_frame().show(ui, |ui| {
        moment_ui::map_ui(ui, &review.scenario, state, &mut replay.truth);
    });
}

/// Space plays and stops, arrows go from thing to thing.
fn keys(ui: &Ui, review: &Review, replay: &mut Replay) {
    let busy = ui.text_edit_focused() || ui.memory(|memory| memory.focused().is_some());
    if busy {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Space) {
        replay.toggle();
    }
    if pressed(Key::ArrowRight) {
        replay.step(review, true);
    }
    if pressed(Key::ArrowLeft) {
        replay.step(review, false);
    }
}

fn transport_ui(ui: &mut Ui, review: &Review, replay: &mut Replay) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        if widgets::icon_button_ui(ui, ICON_SKIP_PREVIOUS, "To the thing before").clicked() {
            replay.step(review, false);
        }
        let (icon, name) = if replay.playing {
            (ICON_PAUSE, "Stop the replay")
        } else {
            (ICON_PLAY_ARROW, "Play")
        };
        if widgets::icon_button_ui(ui, icon, name).clicked() {
            replay.toggle();
        }
        if widgets::icon_button_ui(ui, ICON_SKIP_NEXT, "To the next thing").clicked() {
            replay.step(review, true);
        }
        let clock = words::clock(replay.at());
        ui.label(RichText::new(clock).monospace().size(17.0));
        ui.label(RichText::new(words::story(&review.scenario, replay.at())).color(t.dim));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            filter_ui(ui, review, replay);
            if widgets::icon_button_ui(ui, ICON_ZOOM_OUT_MAP, "Show the history before STARTEX too")
                .clicked()
            {
                replay.zoom(review, true);
            }
            if widgets::icon_button_ui(ui, ICON_FIT_SCREEN, "Show the exercise alone").clicked() {
                replay.zoom(review, false);
            }
            for speed in SPEEDS.into_iter().rev() {
                let name = format!("{speed}x");
                let choice = ui.selectable_label(replay.speed == speed, &name);
                if choice
                    .on_hover_text(format!("Replay {speed} times as fast"))
                    .clicked()
                {
                    replay.speed = speed;
                }
            }
        });
    });
}

/// A scrubber over the exercise, so wide.
pub(super) fn moment_slider_ui(ui: &mut Ui, replay: &mut Replay, name: &str, width: f32) {
    let mut at = minutes(replay.at());
    ui.spacing_mut().slider_width = width.max(100.0);
    // Only an edit may change the moment: a step or a clamp would move it in every frame, and stop the replay.
    let slider = Slider::new(&mut at, minutes(replay.begin())..=minutes(replay.end()))
        .show_value(false)
        .smart_aim(false)
        .clamping(SliderClamping::Edits);
    let slider = ui.add(slider);
    if slider.changed() {
        replay.go(moment(at));
    }
    slider.accessible_name(name);
}

fn filter_ui(ui: &mut Ui, review: &Review, replay: &mut Replay) {
    let label = if replay.hidden.is_empty() {
        "Filter".to_owned()
    } else {
        format!("Filter {}", replay.hidden.len())
    };
    widgets::choices_ui(ui, (ICON_FILTER_LIST.codepoint, label), |ui| {
        for kind in timeline_ui::kinds(review) {
            let mut shown = !replay.hidden.contains(&kind);
            if ui.checkbox(&mut shown, kind.name()).changed() {
                if shown {
                    replay.hidden.remove(&kind);
                } else {
                    replay.hidden.insert(kind);
                }
            }
        }
    });
}

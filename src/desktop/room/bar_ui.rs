//! The bar at the top of the room: the clock and what moves it.

use eframe::egui::{Align, Button, ComboBox, Label, Layout, RichText, Role, Ui, WidgetInfo, vec2};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_FLAG, ICON_KEYBOARD, ICON_LOGOUT, ICON_MAIL, ICON_NOTIFICATIONS, ICON_PAUSE,
    ICON_PLAY_ARROW, ICON_SETTINGS, ICON_SKIP_NEXT, ICON_VOLUME_OFF, ICON_VOLUME_UP,
};

use super::inbox;
use crate::base::Moment;
use crate::desktop::command::{Act, Goal, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::{Exercise, Speed};
use crate::scenario::Scenario;

/// The width of the clocks.
const WIDTH: f32 = 178.0;

/// Draws the bar.
pub(super) fn bar_ui(
    ui: &mut Ui,
    exercise: &Exercise,
    inbox: &inbox::Memory,
    now: Moment,
    muted: bool,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let scenario = exercise.scenario();
    let running = exercise.clock().is_running();
    ui.horizontal_centered(|ui| {
        clock_ui(ui, scenario, running, now);
        run_ui(ui, running, out);
        speed_ui(ui, exercise.clock().speed(), out);
        if widgets::button_ui(ui, ICON_SKIP_NEXT, "Run to next")
            .on_hover_text("Run to the next thing that needs me (N)")
            .clicked()
        {
            out.push(UiCommand::Act(Act::RunToNext));
        }
        let state = if running { "Running" } else { "Paused" };
        widgets::chip_ui(ui, state, if running { t.good } else { t.caution });

        let alerts = words::count(inbox.unseen_alerts, "new alert", "new alerts");
        unseen_ui(
            ui,
            ICON_NOTIFICATIONS,
            inbox.unseen_alerts,
            &alerts,
            Goal::NewAlerts,
            out,
        );
        let messages = words::count(inbox.unseen_injects, "unread message", "unread messages");
        unseen_ui(
            ui,
            ICON_MAIL,
            inbox.unseen_injects,
            &messages,
            Goal::UnreadInjects,
            out,
        );

        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::button_ui(ui, ICON_FLAG, "End exercise…").clicked() {
                out.push(UiCommand::Act(Act::AskEnd));
            }
            let mut act = |ui: &mut Ui, icon, act: Act, name: &str| {
                if widgets::icon_button_ui(ui, icon, name).clicked() {
                    out.push(UiCommand::Act(act));
                }
            };
            act(ui, ICON_LOGOUT, Act::Leave, "Leave the room, resume later");
            act(ui, ICON_SETTINGS, Act::Settings, "Settings");
            act(ui, ICON_KEYBOARD, Act::Help, "Keyboard shortcuts");
            if muted {
                act(
                    ui,
                    ICON_VOLUME_OFF,
                    Act::ToggleMute,
                    "Sound is off; switch it on",
                );
            } else {
                act(
                    ui,
                    ICON_VOLUME_UP,
                    Act::ToggleMute,
                    "Sound is on; switch it off",
                );
            }
            let name = format!("{} – {}", scenario.code_name, scenario.title);
            if ui.available_width() > 90.0 {
                ui.add_space(theme::GAP);
                ui.add(Label::new(RichText::new(&name).color(t.dim)).truncate())
                    .on_hover_text(&name);
            }
        });
    });
}

/// Both clocks: exercise time large, story time below it.
pub(in crate::desktop) fn clock_ui(ui: &mut Ui, scenario: &Scenario, running: bool, now: Moment) {
    let t = tokens(ui);
    ui.allocate_ui_with_layout(vec2(WIDTH, 38.0), Layout::top_down(Align::Min), |ui| {
        ui.set_min_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 1.0;
        let colour = if running { t.text } else { t.caution };
        let clock = words::clock(now);
        let text = RichText::new(&clock).monospace().size(21.0).color(colour);
        let label = ui
            .add(Label::new(text))
            .on_hover_text("Exercise time, from STARTEX");
        label.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("Exercise clock {clock}"))
        });
        widgets::caption_ui(ui, &format!("{} UTC", words::story(scenario, now)))
            .on_hover_text("Story time");
    });
}

/// The button that runs or pauses the clock.
pub(in crate::desktop) fn run_ui(ui: &mut Ui, running: bool, out: &mut Vec<UiCommand>) {
    let pressed = if running {
        ui.scope(|ui| widgets::button_ui(ui, ICON_PAUSE, "Pause"))
            .inner
    } else {
        widgets::primary_ui(ui, true, ICON_PLAY_ARROW, "Run", "")
    };
    if pressed.on_hover_text("Space").clicked() {
        out.push(UiCommand::Act(Act::TogglePause));
    }
}

/// A counter that leads to what it counts.
fn unseen_ui(
    ui: &mut Ui,
    icon: MaterialIcon,
    count: usize,
    name: &str,
    goal: Goal,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let colour = if count > 0 { t.text } else { t.dim };
    let sign = icon.rich_text().size(17.0).color(colour);
    let text = RichText::new(count.to_string()).color(colour);
    let button = ui.add(Button::new((sign, text)).frame_when_inactive(false));
    if button.on_hover_text(name).accessible_name(name).clicked() {
        out.push(UiCommand::Go(goal));
    }
}

/// Draws the choice of the clock's speed.
pub(in crate::desktop) fn speed_ui(ui: &mut Ui, speed: Speed, out: &mut Vec<UiCommand>) {
    let text = |speed: Speed| format!("{}x", speed.times());
    let combo = ComboBox::from_id_salt("speed")
        .width(64.0)
        .selected_text(text(speed))
        .show_ui(ui, |ui| {
            for choice in Speed::CHOICES {
                if ui
                    .add(Button::selectable(choice == speed, text(choice)))
                    .clicked()
                {
                    out.push(UiCommand::SetSpeed(choice));
                    ui.close();
                }
            }
        });
    combo
        .response
        .on_hover_text("How many times as fast as the wall clock (comma and full stop)")
        .accessible_name(format!("Speed {}", text(speed)));
}

/// Asks whether to end the exercise.
pub(in crate::desktop) fn ask_end_ui(ui: &Ui, ask: &mut bool, out: &mut Vec<UiCommand>) {
    let modal = widgets::dialog(ui, "end exercise").show(ui.ctx(), |ui| {
        ui.set_width(400.0);
        widgets::headline_ui(ui, "End the exercise?");
        ui.label("The incident stops here and the score is made. What is not done by now will count as not done.");
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            if widgets::primary_ui(ui, true, ICON_FLAG, "End now", "").clicked() {
                out.push(UiCommand::EndNow);
                ui.close();
            }
            if ui.button("Go on").clicked() {
                ui.close();
            }
        });
    });
    if modal.should_close() {
        *ask = false;
    }
}

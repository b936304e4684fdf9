//! The projector's window: for the whole room, in large type, and without anything hidden.
//!
//! It reads [`Projection`] and nothing else of the exercise; `tests/architecture.rs` keeps it from naming
//! what is hidden, `tests/spoilers.rs` from showing it.

mod arrival_ui;
mod button_ui;
mod known_ui;

use eframe::egui::{
    Align, Align2, CentralPanel, Color32, CornerRadius, FontId, Frame, Key, Label, Layout, Panel,
    Rect, RichText, Role, Sense, Ui, ViewportBuilder, ViewportCommand, ViewportId, WidgetInfo,
    pos2, vec2,
};

pub(super) use button_ui::projector_ui;

use super::command::{Act, UiCommand};
use super::theme::{Tokens, tokens};
use super::words;
use crate::base::Moment;
use crate::conduct::projection::Projection;
use crate::exercise::Exercise;
use crate::scenario::{Phase, Scenario};

/// How large the projector's type is, beside the console's, on a picture of this height.
const DESIGNED_FOR: f32 = 780.0;

/// The window of the projector.
#[derive(Debug, Default)]
pub(super) struct Projector {
    open: bool,
    dark: bool,
    full: bool,
    picture: Option<(usize, Projection)>,
}

/// What the projector is to show in a frame.
pub(super) enum Scene<'a> {
    /// An exercise under way, and its clock.
    Exercise(&'a Exercise, Moment),
    /// Before STARTEX: what it will be about.
    Before(&'a Scenario),
    /// After ENDEX.
    After(&'a Scenario),
}

impl Projector {
    /// Whether the window is there.
    #[must_use]
    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether it is black.
    #[must_use]
    pub(super) const fn is_dark(&self) -> bool {
        self.dark
    }

    /// Shows or hides the window.
    pub(super) fn show(&mut self, open: bool) {
        if open != self.open {
            // Another exercise may have as many entries; nothing of one is shown in the next.
            *self = Self {
                open,
                ..Self::default()
            };
        }
    }

    /// Makes the picture black, or not.
    pub(super) const fn blackout(&mut self, dark: bool) {
        self.dark = dark;
    }

    /// Draws the window, if it is there.
    pub(super) fn ui(&mut self, ui: &Ui, scene: &Scene<'_>, out: &mut Vec<UiCommand>) {
        if !self.open {
            return;
        }
        if let Scene::Exercise(exercise, _) = scene {
            let revision = exercise.entries().len();
            if self.picture.as_ref().is_none_or(|(at, _)| *at != revision) {
                let projection = Projection::new(exercise.scenario(), exercise.state());
                self.picture = Some((revision, projection));
            }
        }
        let builder = ViewportBuilder::default()
            .with_app_id(super::APP_ID)
            .with_title("Hotwash projector")
            .with_inner_size([1280.0, 720.0])
            .with_min_inner_size([640.0, 400.0]);
        let id = ViewportId::from_hash_of("projector");
        let shown = self.picture.as_ref().map(|(_, projection)| projection);
        let (dark, mut full) = (self.dark, self.full);
        ui.show_viewport_immediate(id, builder, |ui, class| {
            keys(ui, &mut full, dark, out);
            if ui.input(|input| input.viewport().close_requested()) {
                out.push(UiCommand::ShowProjector(false));
            }
            let embedded = matches!(class, eframe::egui::ViewportClass::EmbeddedWindow);
            if embedded {
                ui.set_min_size(vec2(960.0, 540.0));
            }
            picture_ui(ui, scene, shown, dark);
        });
        if full != self.full {
            self.full = full;
            let command = ViewportCommand::Fullscreen(full);
            ui.ctx().send_viewport_cmd_to(id, command);
        }
    }
}

/// The keys of the projector's own window.
fn keys(ui: &Ui, full: &mut bool, dark: bool, out: &mut Vec<UiCommand>) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(eframe::egui::Modifiers::NONE, key));
    if pressed(Key::F11) {
        *full = !*full;
    }
    if *full && pressed(Key::Escape) {
        *full = false;
    }
    if pressed(Key::B) {
        out.push(UiCommand::Blackout(!dark));
    }
    if pressed(Key::Space) {
        out.push(UiCommand::Act(Act::TogglePause));
    }
}

/// Draws what the room sees.
fn picture_ui(ui: &mut Ui, scene: &Scene<'_>, shown: Option<&Projection>, dark: bool) {
    let t = tokens(ui);
    if dark {
        black_ui(ui);
        return;
    }
    let scale = (ui.available_height() / DESIGNED_FOR).clamp(0.6, 2.4);
    match (scene, shown) {
        (Scene::Exercise(exercise, now), Some(shown)) => {
            let (running, scenario) = (exercise.clock().is_running(), exercise.scenario());
            if let Some(text) = &shown.announcement {
                announcement_ui(ui, t, text, scale);
            } else {
                exercise_ui(ui, scenario, shown, (*now, running), scale);
            }
        }
        (Scene::Before(scenario), _) => {
            let text = format!("{}\n\nThe exercise begins soon", scenario.code_name);
            announcement_ui(ui, t, &text, scale);
        }
        (Scene::After(scenario), _) => {
            let text = format!(
                "{}\n\nENDEX. Thank you. Next: the hot wash",
                scenario.code_name
            );
            announcement_ui(ui, t, &text, scale);
        }
        (Scene::Exercise(..), None) => {}
    }
}

fn black_ui(ui: &mut Ui) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    ui.painter().rect_filled(rect, 0, Color32::BLACK);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "The projector is black"));
}

/// Something that covers everything else.
fn announcement_ui(ui: &mut Ui, t: &Tokens, text: &str, scale: f32) {
    CentralPanel::default()
        .frame(Frame::new().fill(t.canvas).inner_margin(48.0 * scale))
        .show(ui, |ui| {
            let lines = text.lines().count().max(1);
            #[expect(
                clippy::cast_precision_loss,
                reason = "an announcement has a few lines"
            )]
            let top = (ui.available_height() * 0.5 - lines as f32 * 30.0 * scale).max(0.0);
            ui.add_space(top * 0.8);
            ui.vertical_centered(|ui| {
                let text = RichText::new(text).size(52.0 * scale).color(t.text);
                ui.add(Label::new(text).wrap().selectable(false));
            });
        });
}

/// The exercise: situation and what came at the left, what is known at the right, phases below.
fn exercise_ui(
    ui: &mut Ui,
    scenario: &Scenario,
    shown: &Projection,
    (now, running): (Moment, bool),
    scale: f32,
) {
    let t = tokens(ui);
    let pad = 20.0 * scale;
    Panel::top("projector head")
        .exact_size(76.0 * scale)
        .frame(Frame::new().fill(t.panel).inner_margin(pad))
        .show(ui, |ui| head_ui(ui, scenario, shown, (now, running), scale));
    Panel::bottom("projector phases")
        .exact_size(54.0 * scale)
        .frame(Frame::new().fill(t.panel).inner_margin(10.0 * scale))
        .show(ui, |ui| phases_ui(ui, shown, scale));
    if !shown.map.is_empty() {
        // As much as its rows need in large type; what came keeps at least the half.
        let height = ui.available_height();
        let wanted = known_ui::wanted_height(shown) * scale;
        Panel::bottom("projector map")
            .exact_size(wanted.clamp(height * 0.3, height * 0.5))
            .frame(Frame::new().fill(t.canvas).inner_margin(pad))
            .show_separator_line(false)
            .show(ui, |ui| known_ui::map_ui(ui, scenario, shown));
    }
    let width = ui.available_width();
    Panel::right("projector before")
        .exact_size(width * 0.36)
        .resizable(false)
        .frame(Frame::new().fill(t.canvas).inner_margin(pad))
        .show_separator_line(false)
        .show(ui, |ui| {
            arrival_ui::earlier_ui(ui, shown, scale);
            known_ui::facts_ui(ui, shown, scale);
        });
    CentralPanel::default()
        .frame(Frame::new().fill(t.canvas).inner_margin(pad))
        .show(ui, |ui| arrival_ui::latest_ui(ui, shown, scale));
}

fn head_ui(
    ui: &mut Ui,
    scenario: &Scenario,
    shown: &Projection,
    (now, running): (Moment, bool),
    scale: f32,
) {
    let t = tokens(ui);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0 * scale;
        let clock = words::story(scenario, now);
        let (day, time) = clock.rsplit_once(' ').unwrap_or(("", clock.as_str()));
        let text = RichText::new(time).monospace().size(44.0 * scale);
        let label = ui.add(Label::new(text.color(t.text)).selectable(false));
        label.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("Projector clock {time}"))
        });
        let size = 21.0 * scale;
        ui.add(Label::new(RichText::new(day).size(size).color(t.dim)).selectable(false));
        if !running {
            let text = RichText::new("The clock stands")
                .size(size)
                .color(t.caution);
            ui.add(Label::new(text).selectable(false));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = RichText::new("EXERCISE")
                .size(size)
                .color(t.caution)
                .strong();
            ui.add(Label::new(text).selectable(false));
            let text = RichText::new(&shown.title).size(27.0 * scale).color(t.text);
            ui.add(Label::new(text).truncate().selectable(false));
        });
    });
}

/// The playbook's phases, with the one that the room is in.
fn phases_ui(ui: &mut Ui, shown: &Projection, scale: f32) {
    let t = tokens(ui);
    let gap = 8.0 * scale;
    let area = ui.available_rect_before_wrap();
    #[expect(clippy::cast_precision_loss, reason = "there are seven phases")]
    let count = shown.phases.len().max(1) as f32;
    let width = (area.width() - gap * (count - 1.0)) / count;
    let mut x = area.left();
    let here = shown.phase;
    for phase in &shown.phases {
        let rect = Rect::from_min_size(pos2(x, area.top()), vec2(width, area.height()));
        phase_ui(ui, t, *phase, here, rect, scale);
        x += width + gap;
    }
    ui.allocate_rect(area, Sense::hover());
}

fn phase_ui(ui: &Ui, t: &Tokens, phase: Phase, here: Option<Phase>, rect: Rect, scale: f32) {
    let is_here = here == Some(phase);
    let (fill, ink) = if is_here {
        (t.primary, t.on_primary)
    } else {
        (t.card, t.dim)
    };
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, CornerRadius::same(6), fill);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        phase.name(),
        FontId::proportional(19.0 * scale),
        ink,
    );
    let name = if is_here {
        format!("Phase {}, here", phase.name())
    } else {
        format!("Phase {}", phase.name())
    };
    let id = ui.scope_id().with(("phase", phase.name()));
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
}

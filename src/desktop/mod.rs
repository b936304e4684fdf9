//! The windows over the core: library, briefing, exercise room, result and settings for who practises; the
//! preparation of a room, the facilitator's console, the projector and the hot wash for who runs an exercise.
//!
//! Panels read state and push [`command::UiCommand`]s; [`app::App`] carries them out in one place, reads
//! the wall clock in one place, and knows no rules of play. Functions that draw end in `_ui`.

pub mod app;
mod author;
mod authoring;
pub mod backend;
pub mod briefing_ui;
pub mod command;
mod compared;
mod console;
mod desk;
mod files_ui;
pub mod finished;
mod help_ui;
mod hindsight;
mod hot_wash;
mod improve;
mod ledger_ui;
mod library_ui;
mod map_nodes;
mod map_ui;
mod planning;
mod problems_ui;
mod projector;
mod result;
mod review;
pub mod room;
mod seats_ui;
mod section;
mod settings_ui;
mod setup;
pub mod sound;
mod staging;
pub mod theme;
mod watch;
mod widgets;
mod words;
mod work;

use std::time::Instant;

use eframe::egui::ViewportBuilder;

use crate::exercise::WallMs;
use crate::store::{DataDir, ScenarioFile};
use app::{App, Outside};
use sound::{Silent, Sounds};

/// The name by which desktops know the program.
const APP_ID: &str = "hotwash";

/// Why the window could not be shown.
#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened: {0}; the subcommands of `hotwash --help` need none")]
pub struct WindowError(String);

/// Opens the window over a data folder, in the briefing of a scenario if one is named, and returns when
/// it is closed.
///
/// # Errors
/// [`WindowError`] if there is no display, or none that can be drawn on.
pub fn run(dir: DataDir, open: Option<ScenarioFile>) -> Result<(), WindowError> {
    let viewport = ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Hotwash")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([900.0, 600.0]);
    let options = eframe::NativeOptions {
        viewport,
        persistence_path: Some(dir.window()),
        ..eframe::NativeOptions::default()
    };
    let begun = Instant::now();
    let wall = move || WallMs(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX));
    let sounds: Box<dyn Sounds> = match sound::Device::open() {
        Some(device) => Box::new(device),
        None => Box::new(Silent),
    };
    let outside = Outside {
        dir,
        open,
        sounds,
        wall: Box::new(wall),
    };
    eframe::run_native(
        "Hotwash",
        options,
        Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, outside)))),
    )
    .map_err(|error| WindowError(error.to_string()))
}

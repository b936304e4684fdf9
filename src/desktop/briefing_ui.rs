//! The briefing: what players read before STARTEX, and how the exercise is set up.

use eframe::egui::{
    self, Align, Button, CentralPanel, DragValue, Grid, Label, Layout, Panel, RichText, Role,
    ScrollArea, Ui, WidgetInfo,
};
use egui_material_icons::icons::{
    ICON_ARROW_BACK, ICON_CASINO, ICON_GROUPS, ICON_PERSON, ICON_PLAY_ARROW, ICON_SYNC,
};

use super::backend::new_seed;
use super::command::{Act, UiCommand};
use super::setup::Setup;
use super::theme::{self, tokens};
use super::{ledger_ui, problems_ui, widgets, words};
use crate::exercise::Speed;
use crate::review::Ledger;
use crate::scenario::Scenario;

/// The largest seed that is offered; a record may hold more.
const LARGEST_SEED: u64 = 999_999_999;

/// What playing without a level is called.
const STANDARD: &str = "Standard";

const RULES: [(&str, &str); 5] = [
    (
        "No fault",
        "This is for learning. What goes wrong here goes right later",
    ),
    (
        "Accept the scenario",
        "It is plausible enough. Don't fight it",
    ),
    (
        "Use what you have",
        "Answer from your current plans, people and tools",
    ),
    (
        "Say why",
        "Reasons and confidence go on record, and are what you learn most from",
    ),
    (
        "Everything is exercise",
        "Say “exercise” in all you write; a real incident stops the exercise",
    ),
];

/// Draws the briefing.
pub(super) fn briefing_ui(
    ui: &mut Ui,
    setup: &mut Setup,
    ledger: &Ledger,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    Panel::right("setup")
        .exact_size(340.0)
        .resizable(false)
        .frame(t.panel_frame().inner_margin(20))
        .show(ui, |ui| setup_ui(ui, setup, out));
    let scenario = setup.cast();
    CentralPanel::default()
        .frame(t.canvas_frame().inner_margin(24))
        .show(ui, |ui| {
            if widgets::button_ui(ui, ICON_ARROW_BACK, "Library")
                .accessible_name("Back to the library")
                .clicked()
            {
                out.push(UiCommand::Act(Act::Library));
            }
            ui.add_space(theme::GAP);
            ScrollArea::vertical()
                .id_salt("briefing")
                .auto_shrink(false)
                .show(ui, |ui| {
                    widgets::page_width(ui, 860.0);
                    file_ui(ui, setup);
                    text_ui(ui, &scenario, ledger);
                });
        });
}

/// What is to be said of the person's own file, as it was saved last.
fn file_ui(ui: &mut Ui, setup: &Setup) {
    let Some(file) = &setup.file else { return };
    let t = tokens(ui);
    if file.diagnostics.is_empty() {
        if setup.rereads > 0 {
            let text = "The file was saved and read again; nothing is wrong with it.";
            widgets::banner_ui(ui, ICON_SYNC, t.good, text);
            ui.add_space(theme::GAP);
        }
        return;
    }
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let count = words::count(file.diagnostics.len(), "finding", "findings");
        let head = if setup.is_ready() {
            format!("{count} in your file")
        } else {
            format!("{count} in your file; below is the scenario as it could last be read")
        };
        // Who only plays need not read them; who has just saved wants to.
        egui::CollapsingHeader::new(head)
            .id_salt(("findings", setup.rereads))
            .default_open(!setup.is_ready() || setup.rereads > 0)
            .show(ui, |ui| problems_ui::list_ui(ui, file));
    });
    ui.add_space(theme::GAP);
}

fn text_ui(ui: &mut Ui, scenario: &Scenario, ledger: &Ledger) {
    let t = tokens(ui);
    widgets::caption_ui(ui, &scenario.code_name);
    widgets::title_ui(ui, &scenario.title);
    let facts = format!(
        "{} · usually {} · story begins {} UTC · ENDEX after {}",
        words::difficulty(scenario.difficulty),
        scenario.plays_in,
        words::story(scenario, crate::base::Moment::START),
        scenario.length
    );
    widgets::dim_ui(ui, facts);
    part_ui(ui, "The organisation", |ui| {
        widgets::prose_ui(ui, &scenario.briefing.organisation);
    });
    part_ui(ui, "The situation", |ui| {
        widgets::prose_ui(ui, &scenario.briefing.situation);
    });
    part_ui(ui, "What is to be trained", |ui| {
        for (i, objective) in scenario.briefing.objectives.iter().enumerate() {
            numbered_ui(ui, &format!("{}", i + 1), &objective.text);
        }
    });
    ledger_ui::tested_ui(ui, ledger, scenario);
    part_ui(ui, "Rules of play", |ui| {
        for (rule, text) in RULES {
            ui.horizontal_top(|ui| {
                ui.scope(|ui| {
                    ui.set_min_width(160.0);
                    ui.label(rule);
                });
                ui.add(Label::new(RichText::new(text).color(t.dim)).wrap());
            });
        }
    });
    part_ui(ui, "Your staff", |ui| {
        Grid::new("staff")
            .num_columns(2)
            .spacing([28.0, 6.0])
            .show(ui, |ui| {
                for person in &scenario.people {
                    widgets::sign_ui(ui, ICON_PERSON, &person.name, t.text);
                    ui.label(RichText::new(words::roles(scenario, &person.roles)).color(t.dim));
                    ui.end_row();
                }
            });
    });
    if !scenario.resources.is_empty() {
        part_ui(ui, "At your disposal", |ui| {
            for line in &scenario.resources {
                numbered_ui(ui, "•", line);
            }
        });
    }
    if !scenario.attack.is_empty() {
        part_ui(ui, "ATT&CK techniques", |ui| attack_ui(ui, scenario));
    }
    ui.add_space(theme::WIDE_GAP);
}

fn part_ui(ui: &mut Ui, head: &str, content: impl FnOnce(&mut Ui)) {
    ui.add_space(theme::WIDE_GAP);
    widgets::headline_ui(ui, head);
    ui.add_space(2.0);
    content(ui);
}

fn numbered_ui(ui: &mut Ui, number: &str, text: &str) {
    ui.horizontal_top(|ui| {
        let t = tokens(ui);
        ui.scope(|ui| {
            ui.set_min_width(20.0);
            ui.add(Label::new(RichText::new(number).color(t.dim)).selectable(false));
        });
        ui.add(Label::new(text).wrap());
    });
}

fn attack_ui(ui: &mut Ui, scenario: &Scenario) {
    let t = tokens(ui);
    t.card_frame().show(ui, |ui| {
        Grid::new("attack")
            .num_columns(3)
            .spacing([24.0, 6.0])
            .show(ui, |ui| {
                for head in ["Technique", "Name", "Tactic"] {
                    ui.label(RichText::new(head).small().color(t.dim));
                }
                ui.end_row();
                for technique in &scenario.attack {
                    ui.label(RichText::new(&technique.id).monospace().color(t.accent));
                    let name = if technique.sub.is_empty() {
                        technique.name.clone()
                    } else {
                        format!("{}: {}", technique.name, technique.sub)
                    };
                    let platforms = technique.platforms.join(", ");
                    let label = ui.label(name);
                    if !platforms.is_empty() {
                        label.on_hover_text(format!("Platforms: {platforms}"));
                    }
                    ui.label(RichText::new(&technique.tactic).color(t.dim));
                    ui.end_row();
                }
            });
    });
}

fn setup_ui(ui: &mut Ui, setup: &mut Setup, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    Panel::bottom("start")
        .frame(egui::Frame::NONE)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.add_space(theme::GAP);
            ui.with_layout(Layout::top_down_justified(Align::Center), |ui| {
                let why_not = "The file has errors now; see above";
                let ready = setup.is_ready();
                let start =
                    widgets::primary_ui(ui, ready, ICON_PLAY_ARROW, "Start exercise", why_not);
                if start.clicked() {
                    out.push(UiCommand::Start);
                }
                ui.add_space(2.0);
                let tip = "People, projector, facilitator's console";
                let room =
                    widgets::button_if_ui(ui, ready, ICON_GROUPS, "Run for a room…", why_not);
                if room.on_hover_text(tip).clicked() {
                    out.push(UiCommand::Plan);
                }
            });
            let text = RichText::new("The clock stands until you run it")
                .small()
                .color(t.dim);
            ui.vertical_centered(|ui| ui.label(text));
        });
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::vertical()
            .id_salt("briefing details")
            .auto_shrink(false)
            .show(ui, |ui| {
                widgets::headline_ui(ui, "Set up");
                ui.add_space(theme::GAP);
                widgets::caption_ui(ui, "Start speed");
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    ui.spacing_mut().button_padding.x = 7.0;
                    for speed in Speed::CHOICES {
                        let chosen = setup.speed == speed.times();
                        let name = format!("{}x", speed.times());
                        let response =
                            ui.add(Button::selectable(chosen, &name).frame_when_inactive(true));
                        response.widget_info(|| {
                            WidgetInfo::selected(
                                Role::RadioButton,
                                true,
                                chosen,
                                format!("Start speed {name}"),
                            )
                        });
                        if response.clicked() {
                            setup.speed = speed.times();
                        }
                    }
                });
                ui.add_space(theme::GAP);
                widgets::caption_ui(ui, "Seed").on_hover_text(
                    "The same scenario, seed and commands give the same run, on every machine",
                );
                ui.horizontal(|ui| {
                    ui.add(
                        DragValue::new(&mut setup.seed)
                            .range(0..=LARGEST_SEED)
                            .speed(0.0),
                    )
                    .accessible_name("Seed")
                    .on_hover_text("Click to type one");
                    if widgets::button_ui(ui, ICON_CASINO, "New")
                        .accessible_name("New seed")
                        .clicked()
                    {
                        setup.seed = new_seed();
                    }
                });
                ui.add_space(theme::GAP);
                if !setup.scenario.levels.is_empty() {
                    level_ui(ui, setup);
                }
                if !setup.scenario.readiness.is_empty() {
                    readiness_ui(ui, setup);
                }
            });
    });
}

/// How hard it is made. Without a level it is played as the scenario's file says.
fn level_ui(ui: &mut Ui, setup: &mut Setup) {
    let t = tokens(ui);
    widgets::caption_ui(ui, "Level");
    ui.add_space(2.0);
    let standard = (None, STANDARD, "As the scenario was written.");
    let levels = setup.scenario.levels.iter().map(|level| {
        let (name, text) = (level.name.as_str(), level.text.as_str());
        (Some(level.id.clone()), name, text)
    });
    let mut chosen = setup.level.clone();
    for (level, name, text) in std::iter::once(standard).chain(levels) {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.radio_value(&mut chosen, level, name)
                .accessible_name(format!("Level {name}"));
            ui.horizontal_top(|ui| {
                ui.add_space(ui.spacing().icon_width + ui.spacing().icon_spacing);
                ui.add(Label::new(RichText::new(text).small().color(t.dim)).wrap());
            });
        });
        ui.add_space(4.0);
    }
    setup.level = chosen;
    ui.add_space(theme::GAP);
}

fn readiness_ui(ui: &mut Ui, setup: &mut Setup) {
    let t = tokens(ui);
    widgets::caption_ui(ui, "What had been prepared");
    ui.add_space(2.0);
    let scenario = setup.cast();
    for readiness in &scenario.readiness {
        let mut on = !setup.readiness_off.contains(&readiness.id);
        ui.horizontal_top(|ui| {
            let tick = ui
                .add(egui::Checkbox::without_text(&mut on))
                .accessible_name(&readiness.text);
            if tick.changed() {
                if on {
                    setup.readiness_off.remove(&readiness.id);
                } else {
                    setup.readiness_off.insert(readiness.id.clone());
                }
            }
            ui.vertical(|ui| {
                ui.add(Label::new(&readiness.text).wrap());
                if !on {
                    ui.add(
                        Label::new(RichText::new(&readiness.without).small().color(t.caution))
                            .wrap(),
                    );
                }
            });
        });
        ui.add_space(4.0);
    }
}

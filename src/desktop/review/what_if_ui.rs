//! What if: a form for what is done otherwise, the branches there are, and one of them beside the record.

use eframe::egui::{
    Align, CentralPanel, ComboBox, DragValue, Frame, Label, Layout, Margin, Panel, RichText,
    ScrollArea, Ui,
};
use egui_material_icons::icons::{
    ICON_CALL_SPLIT, ICON_DELETE, ICON_OPEN_IN_NEW, ICON_PLAY_ARROW, ICON_SCALE,
};

use super::compare_ui::figures_ui;
use super::replay::Replay;
use super::replay_ui::moment_slider_ui;
use super::what_if::{Becomes, Memory, Way, Who};
use crate::base::Span;
use crate::desktop::command::UiCommand;
use crate::desktop::finished::Finished;
use crate::desktop::hindsight::{BranchView, WhatIf};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::picture::name_of;
use crate::player::Player;
use crate::review::what_if::{Change, Deed};

/// Draws the what-if desk.
pub(super) fn what_if_ui(
    ui: &mut Ui,
    finished: &Finished,
    memory: &mut Memory,
    replay: &mut Replay,
    out: &mut Vec<UiCommand>,
) {
    Panel::left("what if")
        .resizable(true)
        .default_size(350.0)
        .size_range(300.0..=(ui.available_width() * 0.5).max(320.0))
        .frame(Frame::new().inner_margin(Margin {
            right: 14,
            ..Margin::ZERO
        }))
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.take_available_space();
            ScrollArea::vertical()
                .id_salt("what if form")
                .auto_shrink(false)
                .show(ui, |ui| {
                    form_ui(ui, finished, memory, replay, out);
                });
        });
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::vertical()
            .id_salt("branches")
            .auto_shrink(false)
            .show(ui, |ui| {
                branches_ui(ui, finished, memory, out);
            });
    });
}

fn form_ui(
    ui: &mut Ui,
    finished: &Finished,
    memory: &mut Memory,
    replay: &mut Replay,
    out: &mut Vec<UiCommand>,
) {
    widgets::headline_ui(ui, "Had it gone otherwise");
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut memory.way, Way::GoOn, "Go on from a moment");
        ui.selectable_value(&mut memory.way, Way::Change, "Change one deed");
    });
    ui.add_space(theme::GAP);
    let order = match memory.way {
        Way::GoOn => Some(go_on_ui(ui, memory, replay)),
        Way::Change => change_ui(ui, finished, memory),
    };
    ui.add_space(theme::GAP);
    let label = match (memory.way, memory.who) {
        (Way::GoOn, Who::Me) => "Play on from here",
        _ => "See what would have come of it",
    };
    let ready = order.is_some() && !memory.working;
    let why_not = if memory.working {
        "The last one is still being played"
    } else {
        "Choose first what is to be otherwise"
    };
    if widgets::primary_ui(ui, ready, ICON_CALL_SPLIT, label, why_not).clicked()
        && let Some(order) = order
    {
        out.push(UiCommand::WhatIf(order));
    }
    if memory.working {
        ui.horizontal(|ui| {
            ui.spinner();
            widgets::dim_ui(ui, "Playing it through");
        });
    }
    if let Some(problem) = &memory.problem {
        widgets::refusal_ui(ui, problem);
    }
}

fn go_on_ui(ui: &mut Ui, memory: &mut Memory, replay: &mut Replay) -> WhatIf {
    widgets::dim_ui(
        ui,
        "Up to this moment, the one of the replay, everything stays as it was",
    );
    let width = ui.available_width() - 8.0;
    moment_slider_ui(ui, replay, "Moment to go on from", width);
    let at = replay.at();
    widgets::text_pair_ui(ui, "Moment", &words::clock(at));
    widgets::caption_ui(ui, "Who goes on");
    ui.radio_value(&mut memory.who, Who::Me, "I play on by hand");
    let players = [
        (
            Player::Reference,
            "The reference player follows the scenario's plan",
        ),
        (Player::Novice, "A novice: slow, forgets, guesses"),
        (Player::Hasty, "A hasty player: contains before scoping"),
        (Player::Idle, "Nobody does anything any more"),
    ];
    for (player, text) in players {
        ui.radio_value(&mut memory.who, Who::Player(player), text);
    }
    match memory.who {
        Who::Me => WhatIf::PlayOn(at),
        Who::Player(player) => WhatIf::GoOn { at, player },
    }
}

fn change_ui(ui: &mut Ui, finished: &Finished, memory: &mut Memory) -> Option<WhatIf> {
    if memory.deeds.is_empty() {
        widgets::dim_ui(ui, "Nothing was done that could have been done otherwise");
        return None;
    }
    widgets::dim_ui(
        ui,
        "Everything else is tried as it was; what is no longer possible then is left out.",
    );
    deeds_ui(ui, memory);
    let deed = memory.deeds.get(memory.chosen?)?;
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(&deed.title).strong()).wrap());
    ui.radio_value(&mut memory.becomes, Becomes::Earlier, "Earlier");
    ui.radio_value(&mut memory.becomes, Becomes::Later, "Later");
    if deed.targets.len() > 1 {
        ui.radio_value(&mut memory.becomes, Becomes::Elsewhere, "On something else");
    } else if memory.becomes == Becomes::Elsewhere {
        memory.becomes = Becomes::Earlier;
    }
    if !deed.options.is_empty() {
        ui.radio_value(&mut memory.becomes, Becomes::Decided, "For something else");
    } else if memory.becomes == Becomes::Decided {
        memory.becomes = Becomes::Earlier;
    }
    ui.radio_value(&mut memory.becomes, Becomes::Omitted, "Not at all");
    let deed = memory.deeds.get(memory.chosen?)?.clone();
    let change = amount_ui(ui, finished, memory, &deed)?;
    Some(WhatIf::Change {
        place: deed.place,
        title: deed.title,
        change,
    })
}

/// The deeds to choose from.
fn deeds_ui(ui: &mut Ui, memory: &mut Memory) {
    let mut had_cursor = false;
    let width = ui.available_width();
    widgets::search_ui(
        ui,
        &mut memory.needle,
        "Search what was done",
        &mut had_cursor,
        width,
    );
    let needle = memory.needle.trim().to_lowercase();
    let shown: Vec<usize> = (0..memory.deeds.len())
        .filter(|i| {
            let deed = memory.deeds.get(*i);
            deed.is_some_and(|deed| deed.title.to_lowercase().contains(&needle))
        })
        .collect();
    ScrollArea::vertical()
        .id_salt("deeds")
        .max_height(210.0)
        .auto_shrink([false, true])
        .show_rows(ui, 22.0, shown.len(), |ui, range| {
            for i in shown.get(range).unwrap_or_default() {
                let Some(deed) = memory.deeds.get(*i) else {
                    continue;
                };
                let text = format!("{}  {}", words::minute(deed.at), deed.title);
                let chosen = memory.chosen == Some(*i);
                ui.set_min_width(ui.available_width());
                let button = eframe::egui::Button::selectable(chosen, &text).truncate();
                if ui.add(button).on_hover_text(&text).clicked() {
                    memory.chosen = Some(*i);
                    (memory.target, memory.option) = (None, None);
                }
            }
        });
    if shown.is_empty() {
        widgets::dim_ui(ui, "Nothing like that was done");
    }
}

/// How far earlier or later, or on what instead.
fn amount_ui(ui: &mut Ui, finished: &Finished, memory: &mut Memory, deed: &Deed) -> Option<Change> {
    let by = Span::from_minutes(u64::from(memory.minutes));
    Some(match memory.becomes {
        Becomes::Earlier | Becomes::Later => {
            ui.horizontal(|ui| {
                let minutes = DragValue::new(&mut memory.minutes)
                    .range(1..=10_080)
                    .suffix(" min");
                ui.add(minutes).accessible_name("By how many minutes");
                if memory.becomes == Becomes::Earlier {
                    ui.label("earlier");
                } else {
                    ui.label("later");
                }
            });
            if memory.becomes == Becomes::Earlier {
                Change::Earlier(by)
            } else {
                Change::Later(by)
            }
        }
        Becomes::Elsewhere => {
            let scenario = &finished.review.scenario;
            let name =
                |id: &crate::base::Id| name_of(scenario, id).unwrap_or_else(|| id.to_string());
            let text = memory
                .target
                .as_ref()
                .map_or_else(|| "Choose".to_owned(), name);
            ComboBox::from_id_salt("target")
                .selected_text(text)
                .show_ui(ui, |ui| {
                    for target in deed
                        .targets
                        .iter()
                        .filter(|target| !deed.on.contains(target))
                    {
                        ui.selectable_value(&mut memory.target, Some(target.clone()), name(target));
                    }
                });
            Change::Elsewhere(vec![memory.target.clone()?])
        }
        Becomes::Decided => {
            for (id, text) in &deed.options {
                ui.radio_value(&mut memory.option, Some(id.clone()), text);
            }
            let chosen = memory.option.as_ref()?;
            let (id, text) = deed.options.iter().find(|(id, _)| id == chosen)?;
            Change::Decided(id.clone(), text.clone())
        }
        Becomes::Omitted => Change::Omitted,
    })
}

fn branches_ui(ui: &mut Ui, finished: &Finished, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    if memory.all().is_empty() {
        widgets::empty_ui(
            ui,
            ICON_CALL_SPLIT,
            "No branch yet",
            "Each way that it could have gone is kept here as a branch of the record, beside what truly came of it.",
        );
        return;
    }
    widgets::headline_ui(ui, "Branches of this record");
    ui.add_space(4.0);
    let t = tokens(ui);
    let mut beside = memory.beside();
    for (i, branch) in memory.all().iter().enumerate() {
        t.card_frame().show(ui, |ui| {
            ui.set_width(ui.available_width());
            branch_ui(ui, finished, branch, i, &mut beside, out);
        });
        ui.add_space(4.0);
    }
    if beside != memory.beside() {
        memory.set_beside(beside);
    }
    let what = beside.and_then(|i| memory.all().get(i));
    let what = what.map(|branch| branch.of.what.clone());
    if let Some(what) = what
        && let Some(contenders) = memory.contenders(&finished.review)
    {
        ui.add_space(theme::GAP);
        widgets::headline_ui(ui, "Side by side");
        widgets::dim_ui(ui, &what);
        ui.add_space(4.0);
        figures_ui(ui, "branch", contenders);
    }
}

fn branch_ui(
    ui: &mut Ui,
    finished: &Finished,
    branch: &BranchView,
    place: usize,
    beside: &mut Option<usize>,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    ui.add(Label::new(RichText::new(&branch.of.what).strong()).wrap());
    ui.horizontal_wrapped(|ui| {
        match &branch.review {
            Some(review) => {
                let was = &finished.review.card;
                let now = &review.card;
                for (name, was, now) in [
                    ("Process", Some(was.process), Some(now.process)),
                    ("Outcome", was.outcome.total, now.outcome.total),
                ] {
                    if let (Some(was), Some(now)) = (was, now) {
                        let change = now.as_f64() - was.as_f64();
                        let colour = if change < -0.05 {
                            t.bad
                        } else if change > 0.05 {
                            t.good
                        } else {
                            t.dim
                        };
                        ui.label(format!("{name} {now}"));
                        ui.label(RichText::new(format!("({change:+.1})")).color(colour));
                    }
                }
            }
            None => {
                widgets::dim_ui(ui, "Not finished");
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = format!("Remove the branch: {}", branch.of.what);
            if widgets::icon_button_ui(ui, ICON_DELETE, "Remove this branch")
                .accessible_name(name)
                .clicked()
            {
                out.push(UiCommand::WhatIf(WhatIf::Remove(branch.path.clone())));
            }
            let (icon, label) = match branch.review {
                Some(_) => (ICON_OPEN_IN_NEW, "Open"),
                None => (ICON_PLAY_ARROW, "Play on"),
            };
            if widgets::button_ui(ui, icon, label)
                .accessible_name(format!("{label}: {}", branch.of.what))
                .clicked()
            {
                out.push(UiCommand::WhatIf(WhatIf::Open(branch.path.clone())));
            }
            let is_beside = *beside == Some(place);
            if branch.review.is_some()
                && !is_beside
                && widgets::button_ui(ui, ICON_SCALE, "Side by side")
                    .accessible_name(format!("Side by side: {}", branch.of.what))
                    .clicked()
            {
                *beside = Some(place);
            }
        });
    });
}

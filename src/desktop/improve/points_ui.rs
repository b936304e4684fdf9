//! Strengths and areas for improvement: those that people write, and those that the record proposes.

use eframe::egui::{ComboBox, Label, RichText, Ui};
use egui_material_icons::icons::{
    ICON_ADD, ICON_ARROW_DOWNWARD, ICON_ARROW_UPWARD, ICON_DELETE, ICON_DO_NOT_DISTURB_ON,
    ICON_PLAYLIST_ADD, ICON_SCHEDULE, ICON_TASK_ALT,
};

use super::actions_ui::Raising;
use super::{Memory, card_ui, written_ui};
use crate::desktop::command::UiCommand;
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::review::Point;
use crate::scenario::{Phase, Sign};

/// What is done to a point after all are drawn.
enum Deed {
    Strike(usize),
    Swap(usize, usize),
    Raise(usize),
}

/// Draws strengths, areas for improvement, and what the record proposes of each.
pub(super) fn points_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    for sign in [Sign::Strength, Sign::Gap] {
        let head = match sign {
            Sign::Strength => "Strengths",
            Sign::Gap => "Areas for improvement",
        };
        card_ui(ui, head, |ui| {
            written_points_ui(ui, memory, sign, out);
            if memory.is_open() {
                proposals_ui(ui, memory, sign, out);
            }
        });
    }
}

const fn word(sign: Sign) -> &'static str {
    match sign {
        Sign::Strength => "strength",
        Sign::Gap => "area",
    }
}

fn written_points_ui(ui: &mut Ui, memory: &mut Memory, sign: Sign, out: &mut Vec<UiCommand>) {
    let open = memory.is_open();
    let raises = memory.no_lessons.is_none();
    let places: Vec<usize> = memory
        .after
        .points
        .iter()
        .enumerate()
        .filter(|(_, point)| point.sign == sign)
        .map(|(place, _)| place)
        .collect();
    if places.is_empty() {
        let text = match sign {
            Sign::Strength => "No strength is written down yet",
            Sign::Gap => "No area for improvement is written down yet",
        };
        widgets::dim_ui(ui, text);
    }
    let mut deed = None;
    for (number, place) in places.iter().enumerate() {
        if number > 0 {
            ui.separator();
        }
        let before = number.checked_sub(1).and_then(|before| places.get(before));
        let after = places.get(number + 1);
        let Some(point) = memory.after.points.get_mut(*place) else {
            continue;
        };
        let name = format!("{} {}", words::sentence(word(sign)), number + 1);
        ui.push_id((word(sign), *place), |ui| {
            written_ui(
                ui,
                open,
                &mut point.text,
                &name,
                "What went well or badly",
                1,
            );
            facts_ui(ui, point, open, &name, out);
            if sign == Sign::Gap && (open || !point.root_cause.trim().is_empty()) {
                let label = format!("Root cause of {} {}", word(sign), number + 1);
                widgets::caption_ui(ui, "Root cause");
                written_ui(ui, open, &mut point.root_cause, &label, "Why it was so", 1);
            }
            ui.horizontal_wrapped(|ui| {
                let name = format!("{} {}", word(sign), number + 1);
                if sign == Sign::Gap && raises {
                    let text = "Raise a corrective action";
                    let button = widgets::button_ui(ui, ICON_TASK_ALT, text);
                    let label = format!("Raise a corrective action from {name}");
                    if button.accessible_name(label).clicked() {
                        deed = Some(Deed::Raise(*place));
                    }
                }
                if !open {
                    return;
                }
                let up = format!("Move {name} up");
                if let Some(before) = before
                    && widgets::icon_button_ui(ui, ICON_ARROW_UPWARD, &up).clicked()
                {
                    deed = Some(Deed::Swap(*place, *before));
                }
                let down = format!("Move {name} down");
                if let Some(after) = after
                    && widgets::icon_button_ui(ui, ICON_ARROW_DOWNWARD, &down).clicked()
                {
                    deed = Some(Deed::Swap(*place, *after));
                }
                let strike = format!("Strike {name}");
                if widgets::icon_button_ui(ui, ICON_DELETE, &strike).clicked() {
                    deed = Some(Deed::Strike(*place));
                }
            });
        });
    }
    match deed {
        Some(Deed::Strike(place)) => {
            memory.after.points.remove(place);
        }
        Some(Deed::Swap(a, b)) => memory.after.points.swap(a, b),
        Some(Deed::Raise(place)) => {
            let point = memory.after.points.get(place).cloned();
            memory.raising = Some(Raising::from_area(point));
        }
        None => {}
    }
    if open {
        let add = format!("Add a {}", word(sign)).replace("a area", "an area");
        if widgets::button_ui(ui, ICON_ADD, &add).clicked() {
            memory.after.points.push(Point::new(sign));
        }
    }
}

/// Whether its evidence says more than its text, as long as that is the record's own.
fn says_more(point: &Point) -> bool {
    let evidence = point.evidence.trim();
    let repeats = evidence.strip_prefix("The record: ") == Some(point.text.trim());
    !evidence.is_empty() && !repeats
}

/// Its evidence, its capability and the way to its moment.
fn facts_ui(ui: &mut Ui, point: &mut Point, open: bool, name: &str, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    if says_more(point) {
        let text = RichText::new(&point.evidence).small().color(t.dim);
        ui.add(Label::new(text).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if open {
            let chosen = point.capability.map_or("No capability", Phase::name);
            let combo = ComboBox::from_id_salt("capability")
                .selected_text(chosen)
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut point.capability, None, "No capability");
                    for phase in Phase::ALL {
                        ui.selectable_value(&mut point.capability, Some(phase), phase.name());
                    }
                });
            let label = format!("Capability of {}", name.to_lowercase());
            combo.response.accessible_name(label);
        } else if let Some(phase) = point.capability {
            widgets::chip_ui(ui, phase.name(), t.dim);
        }
        moment_ui(ui, point, name, out);
    });
}

fn moment_ui(ui: &mut Ui, point: &Point, name: &str, out: &mut Vec<UiCommand>) {
    if let Some(at) = point.at {
        let text = format!("Show {}", words::clock(at));
        let label = format!("Show the moment of {}", name.to_lowercase());
        let button = widgets::button_ui(ui, ICON_SCHEDULE, &text).accessible_name(label);
        if button.clicked() {
            out.push(UiCommand::ShowMoment(at));
        }
    }
}

/// What the record proposes and nobody has taken over.
fn proposals_ui(ui: &mut Ui, memory: &mut Memory, sign: Sign, out: &mut Vec<UiCommand>) {
    let left = memory.after.proposals_left(&memory.proposed);
    let left: Vec<Point> = left
        .into_iter()
        .filter(|point| point.sign == sign)
        .collect();
    if left.is_empty() {
        return;
    }
    let t = tokens(ui);
    ui.add_space(theme::GAP);
    ui.horizontal_wrapped(|ui| {
        let text = format!("The record proposes {}", left.len());
        widgets::caption_ui(ui, &text);
        let name = match sign {
            Sign::Strength => "Take over all proposed strengths",
            Sign::Gap => "Take over all proposed areas",
        };
        if widgets::button_ui(ui, ICON_PLAYLIST_ADD, "Take all over")
            .accessible_name(name)
            .clicked()
        {
            memory.after.points.extend(left.iter().cloned());
        }
    });
    for (number, point) in left.iter().enumerate() {
        ui.push_id(("proposed", word(sign), number), |ui| {
            ui.horizontal_top(|ui| {
                let icon = match sign {
                    Sign::Strength => ICON_ADD,
                    Sign::Gap => ICON_DO_NOT_DISTURB_ON,
                };
                let label = format!("Take over proposed {} {}", word(sign), number + 1);
                let take = widgets::button_ui(ui, ICON_PLAYLIST_ADD, "Take over");
                if take.accessible_name(label).clicked() {
                    memory.after.points.push(point.clone());
                }
                ui.vertical(|ui| {
                    ui.horizontal_top(|ui| {
                        let sign = icon.rich_text().size(15.0).color(t.dim);
                        ui.add(Label::new(sign).selectable(false));
                        ui.add(Label::new(&point.text).wrap());
                    });
                    if says_more(point) {
                        let evidence = RichText::new(&point.evidence).small().color(t.dim);
                        ui.add(Label::new(evidence).wrap());
                    }
                    ui.horizontal_wrapped(|ui| {
                        if let Some(phase) = point.capability {
                            widgets::chip_ui(ui, phase.name(), t.dim);
                        }
                        let name = format!("proposed {} {}", word(sign), number + 1);
                        moment_ui(ui, point, &name, out);
                    });
                });
            });
        });
    }
}

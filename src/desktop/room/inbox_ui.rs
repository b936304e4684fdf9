//! The inbox: the list at the left, what is selected at the right.

use eframe::egui::{
    self, Align2, Button, CentralPanel, Checkbox, ComboBox, CornerRadius, FontId, Frame, Label,
    Rect, RichText, Role, ScrollArea, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons::{
    ICON_DONE, ICON_FILTER_ALT_OFF, ICON_INBOX, ICON_MANAGE_SEARCH, ICON_MARK_EMAIL_READ,
    ICON_MOVE_TO_INBOX,
};

use super::View;
use super::inbox::{Item, Kinds, Memory, Row, Stages};
use super::{hints_ui, verdict_ui};
use crate::base::id::{AlertId, InjectId};
use crate::desktop::command::{Goal, Place, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::exercise::AlertStage;
use crate::scenario::{Command, HintItem, Severity};

const ROW: f32 = 54.0;

/// Draws the inbox.
pub(super) fn inbox_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    take_cursor: &mut bool,
    out: &mut Vec<UiCommand>,
) {
    widgets::detail_panel_ui(ui, "inbox detail", 0.54, |ui| {
        detail_ui(ui, view, memory, out);
    });
    CentralPanel::no_frame().show(ui, |ui| {
        filter_ui(ui, view, memory, take_cursor);
        list_ui(ui, memory);
    });
}

fn filter_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, take_cursor: &mut bool) {
    let before = memory.filter.clone();
    if view.scenario.alerts.is_empty() {
        let width = ui.available_width();
        let needle = &mut memory.filter.needle;
        widgets::search_ui(ui, needle, "Search the inbox", take_cursor, width);
    } else {
        kinds_ui(ui, memory, take_cursor);
        fields_ui(ui, view, memory);
    }
    if memory.filter != before {
        // The rows are made when the record is looked at; a change of the filter must not wait for that.
        memory.refresh_filter(view.scenario, &view.picture);
    }
    ui.add_space(4.0);
}

/// What is listed, and the search.
fn kinds_ui(ui: &mut Ui, memory: &mut Memory, take_cursor: &mut bool) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (kinds, name) in [
            (Kinds::All, "All"),
            (Kinds::Alerts, "Alerts"),
            (Kinds::Messages, "Messages received"),
        ] {
            let text = if kinds == Kinds::Messages {
                "Messages"
            } else {
                name
            };
            let chosen = memory.filter.kinds == kinds;
            let response = ui.add(Button::selectable(chosen, text));
            response.widget_info(|| {
                WidgetInfo::selected(
                    Role::Tab,
                    true,
                    chosen,
                    format!("Show {}", name.to_lowercase()),
                )
            });
            if response.clicked() {
                memory.filter.kinds = kinds;
            }
        }
        ui.add_space(4.0);
        widgets::search_ui(
            ui,
            &mut memory.filter.needle,
            "Search the inbox",
            take_cursor,
            ui.available_width(),
        );
    });
}

/// What alerts are narrowed by.
fn fields_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        let f = &mut memory.filter;
        let text = if f.stages == Stages::All {
            "State"
        } else {
            f.stages.name()
        };
        combo_ui(ui, "Filter by state", text, |ui| {
            for stages in Stages::ALL {
                ui.selectable_value(&mut f.stages, stages, stages.name());
            }
        });
        let text = f.at_least.map_or("Severity", words::severity);
        combo_ui(ui, "Filter by severity", text, |ui| {
            ui.selectable_value(&mut f.at_least, None, "Any severity");
            for severity in [Severity::Critical, Severity::High, Severity::Medium] {
                let text = format!("{} and above", words::severity(severity));
                ui.selectable_value(&mut f.at_least, Some(severity), text);
            }
        });
        let text = f.sensor.as_ref().and_then(|id| view.scenario.sensor(id));
        combo_ui(
            ui,
            "Filter by sensor",
            text.map_or("Sensor", |s| &s.name),
            |ui| {
                ui.selectable_value(&mut f.sensor, None, "Any sensor");
                for sensor in &view.scenario.sensors {
                    ui.selectable_value(&mut f.sensor, Some(sensor.id.clone()), &sensor.name);
                }
            },
        );
        let text = f.asset.as_ref().and_then(|id| view.scenario.asset(id));
        combo_ui(
            ui,
            "Filter by asset",
            text.map_or("Asset", |a| &a.name),
            |ui| {
                ui.selectable_value(&mut f.asset, None, "Any asset");
                for (asset, _) in view.picture.assets() {
                    ui.selectable_value(&mut f.asset, Some(asset.id.clone()), &asset.name);
                }
            },
        );
        if *f != super::inbox::Filter::default()
            && widgets::icon_button_ui(ui, ICON_FILTER_ALT_OFF, "Show everything").clicked()
        {
            *f = super::inbox::Filter::default();
        }
    });
}

fn combo_ui(ui: &mut Ui, name: &str, text: &str, choices: impl FnOnce(&mut Ui)) {
    let short: String = if text.chars().count() > 16 {
        text.chars().take(15).chain(['…']).collect()
    } else {
        text.to_owned()
    };
    ComboBox::from_id_salt(name)
        .width(0.0)
        .selected_text(RichText::new(short).small())
        .show_ui(ui, choices)
        .response
        .on_hover_text(name)
        .accessible_name(format!("{name}: {text}"));
}

fn list_ui(ui: &mut Ui, memory: &mut Memory) {
    if memory.rows.is_empty() {
        if memory.all == 0 {
            let text = "Alerts and messages come in while the clock runs. Press Space to run it, or N to run to the first one.";
            widgets::empty_ui(ui, ICON_INBOX, "Nothing has come in yet", text);
        } else {
            widgets::empty_ui(
                ui,
                ICON_INBOX,
                "Nothing fits the filter",
                "Other alerts and messages are there.",
            );
        }
        return;
    }
    let mut area = ScrollArea::vertical().id_salt("inbox").auto_shrink(false);
    if let Some(row) = memory.scroll_to.take() {
        let step = ROW + ui.spacing().item_spacing.y;
        #[expect(
            clippy::cast_precision_loss,
            reason = "an inbox has far fewer rows than 2^23"
        )]
        let top = row as f32 * step;
        area = area.vertical_scroll_offset((top - 3.0 * step).max(0.0));
    }
    let mut clicked = None;
    let count = memory.rows.len();
    area.show_rows(ui, ROW, count, |ui, range| {
        for row in memory.rows.get(range).unwrap_or_default() {
            let selected = memory.selected.as_ref() == Some(&row.item);
            if row_ui(ui, row, selected, &mut memory.chosen) {
                clicked = Some(row.item.clone());
            }
        }
    });
    if let Some(item) = clicked {
        memory.select(item);
    }
}

/// Draws one row; says whether it was clicked.
fn row_ui(
    ui: &mut Ui,
    row: &Row,
    selected: bool,
    chosen: &mut std::collections::BTreeSet<AlertId>,
) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, &row.name));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let fill = if selected { t.selected } else { t.card };
    painter.rect_filled(rect, 6, fill);
    let line = if response.hovered() || response.has_focus() {
        t.accent
    } else {
        t.line
    };
    painter.rect_stroke(rect, 6, Stroke::new(1.0, line), egui::StrokeKind::Inside);
    let (icon, colour) = match (row.severity, row.channel) {
        (Some(severity), _) => (words::severity_icon(severity), t.severity(severity)),
        (None, Some(channel)) => (words::channel(channel).1, t.accent),
        (None, None) => (ICON_INBOX, t.dim),
    };
    if row.unseen {
        let mut edge = rect;
        edge.set_width(4.0);
        let corner = CornerRadius {
            nw: 6,
            sw: 6,
            ne: 0,
            se: 0,
        };
        painter.rect_filled(edge, corner, colour);
    }
    let left = rect.left() + 36.0;
    painter.text(
        pos2(rect.left() + 24.0, rect.center().y),
        Align2::CENTER_CENTER,
        icon.codepoint,
        FontId::new(20.0, icon.font_family()),
        colour,
    );
    let right = rect.right() - 40.0;
    let small = TextStyle::Small.resolve(ui.style());
    let when = painter.text(
        pos2(right, rect.top() + 10.0),
        Align2::RIGHT_TOP,
        words::minute(row.at),
        small.clone(),
        t.dim,
    );
    let ink = if row.unseen { t.text } else { t.dim };
    line_ui(
        &painter,
        &row.title,
        TextStyle::Body.resolve(ui.style()),
        ink,
        pos2(left, rect.top() + 8.0),
        when.left() - 8.0,
    );
    let state = painter.text(
        pos2(right, rect.bottom() - 9.0),
        Align2::RIGHT_BOTTOM,
        row.state,
        small.clone(),
        ink,
    );
    let severity = row
        .severity
        .map_or_else(String::new, |s| format!("{} · ", words::severity(s)));
    let detail = format!("{severity}{}", row.detail);
    line_ui(
        &painter,
        &detail,
        small,
        t.dim,
        pos2(left, rect.bottom() - 25.0),
        state.left() - 8.0,
    );
    if let Item::Alert(id) = &row.item {
        let place =
            Rect::from_center_size(pos2(rect.right() - 20.0, rect.center().y), vec2(20.0, 20.0));
        let mut ticked = chosen.contains(id);
        // A child of its own, so that it does not move what comes after the row.
        let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(place));
        let tick = corner.add(Checkbox::without_text(&mut ticked));
        tick.widget_info(|| {
            WidgetInfo::selected(
                Role::CheckBox,
                true,
                ticked,
                format!("Choose {}", row.title),
            )
        });
        if tick
            .on_hover_text("Choose several to close them together")
            .changed()
        {
            if ticked {
                chosen.insert(id.clone());
            } else {
                chosen.remove(id);
            }
        }
    }
    response.clicked()
}

/// One line of text that ends in an ellipsis where it must.
fn line_ui(
    painter: &egui::Painter,
    text: &str,
    font: FontId,
    ink: egui::Color32,
    at: egui::Pos2,
    right: f32,
) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - at.x).max(20.0));
    let galley = painter.layout_job(job);
    painter.galley(at, galley, ink);
}

fn detail_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    if memory.chosen.len() > 1 {
        verdict_ui::several_ui(ui, view, memory, out);
        return;
    }
    match memory.selected.clone() {
        Some(Item::Alert(id)) => alert_ui(ui, view, memory, &id, out),
        Some(Item::Inject(id)) => inject_ui(ui, view, &id, out),
        None => {
            let text = "What it says, and what you make of it, shows here. J and K go down and up the list.";
            widgets::empty_ui(ui, ICON_MOVE_TO_INBOX, "Select an alert or a message", text);
        }
    }
}

fn alert_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    id: &AlertId,
    out: &mut Vec<UiCommand>,
) {
    let t = tokens(ui);
    let (Some(alert), Some(state)) = (view.scenario.alert(id), view.state.alerts.get(id)) else {
        return;
    };
    let progress = view.picture.alert_stage(id).unwrap_or(AlertStage::New);
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let colour = t.severity(alert.severity);
        ui.horizontal(|ui| {
            let icon = words::severity_icon(alert.severity);
            widgets::sign_ui(ui, icon, words::severity(alert.severity), colour);
            widgets::chip_ui(
                ui,
                words::stage(progress),
                if progress == AlertStage::New {
                    t.accent
                } else {
                    t.dim
                },
            );
        });
        ui.add(Label::new(RichText::new(&alert.title).size(theme::HEADLINE)).wrap());
        ui.add_space(2.0);
        if let Some(sensor) = view.scenario.sensor(&alert.sensor) {
            let kind = words::sensor_kind(sensor.kind);
            let text = if sensor.name.eq_ignore_ascii_case(kind) {
                sensor.name.clone()
            } else {
                format!("{} ({})", sensor.name, kind.to_lowercase())
            };
            widgets::text_pair_ui(ui, "Sensor", &text);
        }
        widgets::pair_ui(ui, "Asset", |ui| {
            let asset = view.picture.name_of(alert.asset.id());
            if widgets::link_ui(ui, &asset, &format!("Show {asset} on the map")).clicked() {
                out.push(UiCommand::Go(Goal::Asset(alert.asset.clone())));
            }
        });
        let raised = format!(
            "{} ({})",
            words::minute(state.raised),
            words::story(view.scenario, state.raised)
        );
        widgets::text_pair_ui(ui, "Raised", &raised);
        if let Some(at) = state.acknowledged {
            let text = format!(
                "{}, {} after it came",
                words::minute(at),
                at.since(state.raised)
            );
            widgets::text_pair_ui(ui, "Acknowledged", &text);
        }
        ui.add_space(4.0);
        Frame::new()
            .fill(t.canvas)
            .corner_radius(6)
            .inner_margin(10)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(RichText::new(alert.detail.trim()).monospace()).wrap());
            });
        if state.acknowledged.is_some() && !alert.look_at.is_empty() {
            ui.add_space(2.0);
            widgets::caption_ui(ui, "Ask yourself");
            ui.label(&alert.look_at);
        }
        let has_lines = view.picture.log_of(id, view.now).is_some();
        if progress == AlertStage::New || has_lines {
            ui.add_space(theme::GAP);
        }
        ui.horizontal(|ui| {
            if progress == AlertStage::New {
                let pressed = widgets::primary_ui(ui, true, ICON_DONE, "Acknowledge", "");
                if pressed.on_hover_text("Take it up (A)").clicked() {
                    out.push(UiCommand::give(
                        Command::Acknowledge(id.clone()),
                        Place::TakeUp,
                    ));
                }
            }
            if has_lines {
                let pressed = widgets::button_ui(ui, ICON_MANAGE_SEARCH, "Show the lines");
                let tip = "Opens the evidence desk at what the sensor saw";
                if pressed.on_hover_text(tip).clicked() {
                    out.push(UiCommand::Go(Goal::LinesOf(id.clone())));
                }
            }
        });
        view.refused_ui(ui, &Place::TakeUp);
        view.refused_ui(ui, &Place::Lines(id.clone()));
        let item = HintItem::Alert(id.clone());
        hints_ui::hints_ui(ui, view, &item, "Alert", out);
    });
    verdict_ui::one_ui(ui, view, memory, alert, state, out);
}

fn inject_ui(ui: &mut Ui, view: &View<'_>, id: &InjectId, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let (Some(inject), Some(state)) = (
        view.state.inject(view.scenario, id),
        view.state.injects.get(id),
    ) else {
        return;
    };
    t.card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        let (channel, icon) = words::channel(inject.channel);
        widgets::sign_ui(ui, icon, channel, t.accent);
        ui.add(Label::new(RichText::new(&inject.title).size(theme::HEADLINE)).wrap());
        ui.add_space(2.0);
        widgets::text_pair_ui(ui, "From", &inject.from);
        let to = words::addressees(view.scenario, inject);
        widgets::text_pair_ui(ui, "To", &to);
        let came = format!(
            "{} ({})",
            words::minute(state.delivered),
            words::story(view.scenario, state.delivered)
        );
        widgets::text_pair_ui(ui, "Came", &came);
        ui.add_space(4.0);
        widgets::prose_ui(ui, &inject.text);
        ui.add_space(theme::GAP);
        let place = Place::Inject(id.clone());
        if let Some(at) = state.read {
            widgets::dim_ui(ui, format!("Read at {}", words::minute(at)));
        } else {
            let pressed = widgets::primary_ui(ui, true, ICON_MARK_EMAIL_READ, "Mark as read", "");
            if pressed.on_hover_text("Take note of it (A)").clicked() {
                out.push(UiCommand::give(Command::Read(id.clone()), place.clone()));
            }
        }
        view.refused_ui(ui, &place);
        ui.add_space(2.0);
        ui.add(
            Label::new(
                RichText::new("Exercise, exercise, exercise")
                    .small()
                    .color(t.dim),
            )
            .selectable(false),
        );
    });
}

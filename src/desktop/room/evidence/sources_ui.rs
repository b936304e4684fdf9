//! The logs, by asset, with what can be read of each.

use eframe::egui::{
    Align2, Color32, FontId, Label, RichText, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo,
    pos2, vec2,
};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_CHECK, ICON_INVENTORY_2, ICON_LEFT_PANEL_CLOSE, ICON_LINK_OFF, ICON_LOCK, ICON_SENSORS,
};

use super::{Memory as Desk, View};
use crate::base::id::AssetId;
use crate::desktop::command::{Goal, UiCommand};
use crate::desktop::theme::{Tokens, tokens};
use crate::desktop::{widgets, words};
use crate::evidence::Readable;
use crate::scenario::Log;

const ROW: f32 = 42.0;
/// From so many logs on, the list can be searched.
const MANY: usize = 12;

/// What the list remembers.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) open: bool,
    /// Whether the open log is to be brought into view.
    pub(super) show: bool,
    needle: String,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            open: true,
            show: false,
            needle: String::new(),
        }
    }
}

/// Draws the list.
pub(super) fn sources_ui(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Desk,
    logs: &[&Log],
    out: &mut Vec<UiCommand>,
) {
    ui.horizontal(|ui| {
        widgets::headline_ui(ui, "Logs");
        ui.with_layout(
            eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
            |ui| {
                if widgets::icon_button_ui(ui, ICON_LEFT_PANEL_CLOSE, "Hide the list of logs")
                    .clicked()
                {
                    memory.sources.open = false;
                }
            },
        );
    });
    if logs.len() >= MANY {
        let width = ui.available_width();
        let mut no = false;
        widgets::search_ui(
            ui,
            &mut memory.sources.needle,
            "Search the list of logs",
            &mut no,
            width,
        );
    } else {
        memory.sources.needle.clear();
    }
    let needle = memory.sources.needle.trim().to_lowercase();
    let fits = |log: &Log| {
        let mut texts = [
            log.name.to_lowercase(),
            words::log_format(log.format).to_lowercase(),
            view.picture.name_of(log.asset.id()).to_lowercase(),
        ]
        .into_iter();
        needle.is_empty() || texts.any(|text| text.contains(&needle))
    };
    ui.spacing_mut().scroll = eframe::egui::style::ScrollStyle::thin();
    ScrollArea::vertical()
        .id_salt("evidence sources")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let mut assets: Vec<&AssetId> = Vec::new();
            for log in logs {
                if !assets.contains(&&log.asset) {
                    assets.push(&log.asset);
                }
            }
            let mut none = true;
            for asset in assets {
                let here: Vec<&&Log> = logs
                    .iter()
                    .filter(|log| log.asset == *asset && fits(log))
                    .collect();
                if here.is_empty() {
                    continue;
                }
                if !none {
                    ui.add_space(6.0);
                }
                none = false;
                let name = view.picture.name_of(asset.id());
                ui.add(Label::new(RichText::new(name).small().color(tokens(ui).dim)).truncate());
                for log in here {
                    log_ui(ui, view, memory, log, out);
                }
            }
            if none {
                widgets::dim_ui(ui, "No log fits");
            }
        });
}

/// What can be read of a log: a sign, a colour and a few words.
pub(in crate::desktop::room) fn state_of(
    view: &View<'_>,
    log: &Log,
    t: &Tokens,
) -> (MaterialIcon, Color32, String) {
    match view.picture.readable(log, view.now) {
        Readable::Lines { until, .. } => match view.picture.saved(log) {
            Some(_) if log.once_saved => {
                let text = format!("Copy of {}", words::minute(until));
                (ICON_CHECK, t.good, text)
            }
            Some(at) => {
                let text = format!("Live, saved {}", words::minute(at));
                (ICON_CHECK, t.good, text)
            }
            None => (ICON_SENSORS, t.dim, "Live".to_owned()),
        },
        Readable::NotSaved => (ICON_LOCK, t.caution, "To be collected".to_owned()),
        Readable::Lost { at } => (
            ICON_LINK_OFF,
            t.bad,
            format!("Lost since {}", words::minute(at)),
        ),
    }
}

fn log_ui(ui: &mut Ui, view: &View<'_>, memory: &mut Desk, log: &Log, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let (icon, colour, state) = state_of(view, log, t);
    let merged = memory.is_merged();
    let chosen = memory.desk.log() == Some(&log.id) && !merged;
    let hits = memory.desk.hits().and_then(|hits| {
        let here = hits.per_log.iter().find(|(id, _)| *id == log.id);
        here.map(|(_, lines)| *lines).filter(|lines| *lines > 0)
    });
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    if chosen {
        painter.rect_filled(rect, 6, t.selected);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 6, t.raised);
    }
    painter.text(
        pos2(rect.left() + 17.0, rect.center().y),
        Align2::CENTER_CENTER,
        icon.codepoint,
        FontId::new(18.0, icon.font_family()),
        colour,
    );
    let small = TextStyle::Small.resolve(ui.style());
    let mut right = rect.right() - 8.0;
    if let Some(hits) = hits {
        let ink = t.accent;
        let text = words::amount(hits);
        let at = pos2(right, rect.center().y);
        right = painter
            .text(at, Align2::RIGHT_CENTER, text, small.clone(), ink)
            .left()
            - 6.0;
    }
    let left = rect.left() + 34.0;
    let line = |text: &str, font: FontId, ink: Color32, y: f32| {
        let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width((right - left).max(20.0));
        let galley = painter.layout_job(job);
        painter.galley(pos2(left, y), galley, ink);
    };
    // The asset stands above.
    let asset = view.picture.name_of(log.asset.id());
    let short = log.name.strip_prefix(&asset);
    let short = short.and_then(|rest| rest.strip_prefix(": "));
    line(
        short.unwrap_or(&log.name),
        TextStyle::Body.resolve(ui.style()),
        t.text,
        rect.top() + 4.0,
    );
    let count = memory
        .counts
        .get(&log.id)
        .map(|lines| format!(" · {}", words::lines(*lines as u64)));
    let below = format!("{state}{}", count.unwrap_or_default());
    line(&below, small, t.dim, rect.top() + 23.0);
    let found = hits.map_or_else(String::new, |n| format!(", {n} found"));
    let name = format!("Log: {}, {}{found}", log.name, state.to_lowercase());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let tip = format!(
        "{}\n{}\n{state}\n{}",
        log.name,
        words::log_format(log.format),
        log.file
    );
    if chosen && std::mem::take(&mut memory.sources.show) {
        response.scroll_to_me(None);
    }
    if response.on_hover_text(tip).clicked() {
        memory.open(&log.id);
    }
    if matches!(view.picture.readable(log, view.now), Readable::NotSaved) && chosen {
        collect_ui(ui, view, log, out);
    }
}

/// The button that leads to the action by which a log is collected.
pub(super) fn collect_ui(ui: &mut Ui, view: &View<'_>, log: &Log, out: &mut Vec<UiCommand>) {
    let action = log.evidence.as_ref().and_then(|evidence| {
        view.picture
            .collected_by(evidence)
            .map(|action| (action, evidence))
    });
    match action {
        Some((action, evidence)) => {
            let name = format!("Plan {}: {}", action.name, log.name);
            let pressed = widgets::button_ui(ui, ICON_INVENTORY_2, "Collect it…");
            if pressed
                .on_hover_text(&action.name)
                .accessible_name(name)
                .clicked()
            {
                let target = Some(evidence.id().clone());
                out.push(UiCommand::Go(Goal::Action(action.id.clone(), target)));
            }
        }
        None => {
            widgets::dim_ui(ui, "No way to collect it is known yet");
        }
    }
}

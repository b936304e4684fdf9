//! How complete a playbook is, and the way to an exercise.

use eframe::egui::{
    self, Align, CentralPanel, ComboBox, Label, Layout, Panel, RichText, ScrollArea, Ui,
};
use egui_material_icons::icons::{ICON_CHECKLIST, ICON_EDIT_NOTE};

use super::super::command::UiCommand;
use super::super::theme::{self, tokens};
use super::super::{widgets, words};
use super::{Memory, Tab};
use crate::playbook::template::{self, Completeness};
use crate::playbook::{AttackRow, Phase, Playbook};

/// Draws the panel.
pub(super) fn side_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let open = std::sync::Arc::clone(&memory.open);
    let Some(playbook) = open.document.playbooks.get(memory.chosen) else {
        return;
    };
    let steps = playbook.all_steps().count();
    Panel::bottom("play-checklist")
        .frame(egui::Frame::NONE)
        .show_separator_line(false)
        .show(ui, |ui| play_ui(ui, memory, steps, out));
    CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            widgets::headline_ui(ui, "Completeness");
            ui.add_space(theme::GAP);
            completeness_ui(ui, playbook);
            if !playbook.placeholders.is_empty() && memory.tab != Tab::Template {
                ui.add_space(theme::GAP);
                if widgets::button_ui(ui, ICON_EDIT_NOTE, "Finish this template").clicked() {
                    memory.tab = Tab::Template;
                }
            }
            attack_ui(ui, playbook);
            material_ui(ui, playbook);
        });
    });
}

fn completeness_ui(ui: &mut Ui, playbook: &Playbook) {
    let t = tokens(ui);
    for phase in Phase::ALL {
        let there = template::phase(playbook, phase);
        ui.horizontal(|ui| {
            widgets::cell_ui(ui, 120.0, phase.name());
            if playbook.section(phase).is_none() {
                ui.label(RichText::new("not in the playbook").small().color(t.dim));
                return;
            }
            let room = (ui.available_width() - 76.0).max(40.0);
            let Completeness {
                steps,
                placeholders,
            } = there;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a bar needs no more than seven digits"
            )]
            let share = there.share() as f32;
            let name = format!(
                "{}: {} and {}",
                phase.name(),
                words::count(steps, "step", "steps"),
                words::count(placeholders, "placeholder", "placeholders")
            );
            let colour = if placeholders == 0 { t.good } else { t.caution };
            widgets::bar_ui(ui, share, colour, room, &name).on_hover_text(&name);
            let text = if placeholders == 0 {
                words::count(steps, "step", "steps")
            } else {
                format!("{steps} + {placeholders} open")
            };
            ui.label(RichText::new(text).small().color(t.dim));
        });
    }
}

fn attack_ui(ui: &mut Ui, playbook: &Playbook) {
    let rows = playbook
        .attack
        .as_ref()
        .map_or(&[][..], |table| &table.rows);
    if rows.is_empty() && playbook.technique_hints.is_empty() {
        return;
    }
    ui.add_space(theme::WIDE_GAP);
    widgets::headline_ui(ui, "ATT&CK techniques");
    ui.add_space(4.0);
    let t = tokens(ui);
    for AttackRow {
        technique_id,
        technique_name,
        sub_technique_name,
        ..
    } in rows
    {
        let name = if sub_technique_name.is_empty() {
            technique_name.clone()
        } else {
            format!("{technique_name}: {sub_technique_name}")
        };
        ui.horizontal(|ui| {
            widgets::cell_ui(
                ui,
                84.0,
                RichText::new(technique_id).monospace().color(t.accent),
            );
            ui.add(Label::new(&name).truncate()).on_hover_text(&name);
        });
    }
    if !playbook.technique_hints.is_empty() {
        let hints = playbook.technique_hints.join(", ");
        ui.add(
            Label::new(
                RichText::new(format!("Named elsewhere: {hints}"))
                    .small()
                    .color(t.dim),
            )
            .wrap(),
        );
    }
}

fn material_ui(ui: &mut Ui, playbook: &Playbook) {
    let sources = playbook
        .references
        .iter()
        .filter(|r| !r.is_placeholder)
        .count();
    let lists = playbook
        .checklists
        .iter()
        .filter(|list| !list.steps.is_empty())
        .count();
    if sources == 0 && lists == 0 {
        return;
    }
    ui.add_space(theme::WIDE_GAP);
    widgets::headline_ui(ui, "Material");
    ui.add_space(4.0);
    widgets::dim_ui(
        ui,
        format!(
            "{}, {}",
            words::count(sources, "reference", "references"),
            words::count(lists, "list for others", "lists for others")
        ),
    );
}

fn play_ui(ui: &mut Ui, memory: &mut Memory, steps: usize, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.add_space(theme::GAP);
    widgets::caption_ui(ui, "Target times");
    let mut pack = memory.pack;
    let cited = |memory: &Memory, place: usize| {
        memory
            .packs
            .get(place)
            .map(crate::checklist::TargetPack::cited)
            .unwrap_or_default()
    };
    ComboBox::from_id_salt("targets")
        .selected_text(cited(memory, pack))
        .width(ui.available_width())
        .truncate()
        .show_ui(ui, |ui| {
            for place in 0..memory.packs.len() {
                ui.selectable_value(&mut pack, place, cited(memory, place));
            }
        })
        .response
        .accessible_name("Target times");
    memory.pack = pack;
    if let Some(pack) = memory.packs.get(pack) {
        ui.add(Label::new(RichText::new(&pack.note).small().color(t.dim)).wrap())
            .on_hover_text(&pack.source);
    }
    ui.add_space(theme::GAP);
    ui.with_layout(Layout::top_down_justified(Align::Center), |ui| {
        let unsaved = memory.has_unsaved();
        let why_not = if unsaved {
            "Save what you filled first"
        } else {
            "The playbook has no steps yet; fill its placeholders first"
        };
        let play = widgets::primary_ui(
            ui,
            steps > 0 && !unsaved,
            ICON_CHECKLIST,
            "Play as a checklist",
            why_not,
        );
        if play.clicked()
            && let Some(pack) = memory.packs.get(memory.pack)
        {
            out.push(UiCommand::PlayChecklist {
                playbook: memory.chosen,
                pack: pack.id.clone(),
            });
        }
    });
    let text = RichText::new("Opens its briefing, as a scenario of your own")
        .small()
        .color(t.dim);
    ui.vertical_centered(|ui| ui.label(text));
}

//! The author's screen: a playbook as it was read, its gaps to be filled, what is wrong with it, and the
//! way from it to an exercise.

mod findings_ui;
mod import_ui;
mod side_ui;
mod steps_ui;
mod template_ui;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{CentralPanel, Label, Panel, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_ARROW_BACK, ICON_SAVE};

pub(super) use import_ui::{ImportDialog, import_ui};

use super::authoring::OpenPlaybook;
use super::command::{Act, UiCommand};
use super::theme::{self, tokens};
use super::{widgets, words};
use crate::checklist::TargetPack;
use crate::playbook::Playbook;

/// A part of the author's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Steps,
    Template,
    Findings,
}

/// What the author's screen remembers.
pub(super) struct Memory {
    /// The file as it was read last.
    pub(super) open: Arc<OpenPlaybook>,
    /// Which of the file's playbooks is looked at.
    chosen: usize,
    tab: Tab,
    /// What was typed for placeholders, by the playbook's place in the file and theirs in it.
    filled: BTreeMap<(usize, usize), String>,
    /// Whether leaving without what was typed is being asked.
    ask_leave: bool,
    /// The placeholder that is being filled.
    at: usize,
    packs: Vec<TargetPack>,
    pack: usize,
    /// What went through last, to be said.
    pub(super) done: Option<String>,
}

impl Memory {
    /// A file as it first shows.
    pub(super) fn new(open: OpenPlaybook) -> Self {
        Self {
            open: Arc::new(open),
            chosen: 0,
            tab: Tab::Steps,
            filled: BTreeMap::new(),
            ask_leave: false,
            at: 0,
            packs: TargetPack::shipped(),
            pack: 0,
            done: None,
        }
    }

    /// Takes the file in as it is now, after something was written into it.
    pub(super) fn reread(&mut self, open: OpenPlaybook, done: String) {
        self.chosen = self
            .chosen
            .min(open.document.playbooks.len().saturating_sub(1));
        self.open = Arc::new(open);
        let written = self.chosen;
        self.filled.retain(|(playbook, _), _| *playbook != written);
        self.at = 0;
        self.done = Some(done);
    }

    fn playbook(&self) -> Option<&Playbook> {
        self.open.document.playbooks.get(self.chosen)
    }

    /// The texts to be written, with the places of their placeholders.
    fn fillings(&self) -> Vec<(usize, String)> {
        let typed = self
            .filled
            .iter()
            .filter(|((playbook, _), text)| *playbook == self.chosen && !text.trim().is_empty());
        typed
            .map(|((_, place), text)| (*place, text.clone()))
            .collect()
    }

    /// Whether something was typed that is in no file yet.
    pub(super) fn has_unsaved(&self) -> bool {
        self.filled.values().any(|text| !text.trim().is_empty())
    }
}

/// Draws the author's screen.
pub(super) fn author_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    let open = Arc::clone(&memory.open);
    if memory.playbook().is_some() {
        Panel::right("author-side")
            .exact_size(340.0)
            .resizable(false)
            .frame(t.panel_frame().inner_margin(20))
            .show(ui, |ui| side_ui::side_ui(ui, memory, out));
    }
    CentralPanel::default()
        .frame(t.canvas_frame().inner_margin(24))
        .show(ui, |ui| {
            head_ui(ui, memory, out);
            let Some(playbook) = open.document.playbooks.get(memory.chosen) else {
                ui.add_space(theme::GAP);
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    widgets::headline_ui(ui, "There is no playbook in this file");
                    ui.add_space(4.0);
                    findings_ui::findings_ui(ui, &open, memory.has_unsaved(), out);
                });
                return;
            };
            title_ui(ui, memory, playbook);
            ui.add_space(theme::GAP);
            let left = playbook.placeholders.len();
            let findings = open.document.diagnostics.len() + open.document.suggestions.len();
            let counted = |name: &str, n: usize| {
                if n == 0 {
                    name.to_owned()
                } else {
                    format!("{name} {n}")
                }
            };
            let steps = playbook.all_steps().count();
            let tabs = [
                (Tab::Steps, counted("Steps", steps)),
                (Tab::Template, counted("Finish this template", left)),
                (Tab::Findings, counted("Findings", findings)),
            ];
            widgets::tabs_ui(ui, &mut memory.tab, &tabs);
            ui.add_space(theme::GAP);
            match memory.tab {
                Tab::Steps => steps_ui::steps_ui(ui, playbook),
                Tab::Template => template_ui::template_ui(ui, memory, playbook, out),
                Tab::Findings => {
                    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                        findings_ui::findings_ui(ui, &open, memory.has_unsaved(), out);
                    });
                }
            }
        });
}

fn head_ui(ui: &mut Ui, memory: &mut Memory, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        if widgets::button_ui(ui, ICON_ARROW_BACK, "Library")
            .accessible_name("Back to the library")
            .clicked()
        {
            if memory.has_unsaved() {
                memory.ask_leave = true;
            } else {
                out.push(UiCommand::Act(Act::Library));
            }
        }
        let path = memory.open.file.path.display().to_string();
        let path = if memory.open.file.shipped {
            format!("{path}, comes with Hotwash")
        } else {
            path
        };
        ui.add(Label::new(RichText::new(&path).small().color(t.dim)).truncate())
            .on_hover_text(&path);
    });
    if memory.ask_leave {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.label("What you filled is not saved.");
            if ui.button("Leave without saving").clicked() {
                out.push(UiCommand::Act(Act::Library));
            }
            if ui.button("Stay").clicked() {
                memory.ask_leave = false;
            }
        });
    }
    if let Some(done) = &memory.done {
        ui.add_space(4.0);
        widgets::banner_ui(ui, ICON_SAVE, t.good, done);
    }
}

fn title_ui(ui: &mut Ui, memory: &mut Memory, playbook: &Playbook) {
    let t = tokens(ui);
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        widgets::caption_ui(ui, "Playbook");
        if playbook.title.is_placeholder {
            widgets::chip_ui(ui, "The title is a placeholder", t.caution);
        }
    });
    widgets::title_ui(ui, &playbook.title.text);
    let all = memory.open.document.playbooks.len();
    if all > 1 {
        let titles: Vec<(usize, String)> = memory
            .open
            .document
            .playbooks
            .iter()
            .enumerate()
            .map(|(place, playbook)| (place, playbook.title.text.clone()))
            .collect();
        let mut chosen = memory.chosen;
        ui.horizontal(|ui| {
            ui.label(format!(
                "{} in this file:",
                words::count(all, "playbook", "playbooks")
            ));
            eframe::egui::ComboBox::from_id_salt("playbook")
                .selected_text(&playbook.title.text)
                .width(320.0)
                .show_ui(ui, |ui| {
                    for (place, title) in titles {
                        ui.selectable_value(&mut chosen, place, title);
                    }
                })
                .response
                .accessible_name("Playbook of this file");
        });
        if chosen != memory.chosen {
            memory.chosen = chosen;
            memory.at = 0;
        }
    }
}

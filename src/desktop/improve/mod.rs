//! The after-action report: what people make of the record, the corrective actions that come of it, and what
//! this exercise says of those that were raised before.
//!
//! What is written here is kept beside the record soon after it was typed, see [`Memory::unsaved`].

mod actions_ui;
mod export_ui;
pub(super) mod form;
mod habits_ui;
mod points_ui;
mod state_ui;
mod tested_ui;

use eframe::egui::{Label, RichText, ScrollArea, TextEdit, Ui};
use jiff::civil::Date;

use super::backend::today;
use super::command::UiCommand;
use super::finished::Finished;
use super::theme;
use super::widgets;
use crate::base::id::Id;
use crate::review::{AfterAction, Ledger, LedgerChange, Point, Raised, ReportState, Trial};

use form::{ActionForm, form_ui};

/// How long nobody types until what was typed is kept, in seconds.
const PAUSE: f64 = 0.8;

/// What the tab remembers.
pub(super) struct Memory {
    /// The report as it is being written.
    after: AfterAction,
    /// The report as it was last handed on to be kept.
    kept: AfterAction,
    /// When something was last changed, in seconds of the window.
    changed: Option<f64>,
    /// What the record proposes.
    proposed: Vec<Point>,
    today: Date,
    /// The exercise, as the ledger knows it.
    exercise: String,
    /// Why it neither raises nor tests corrective actions; none if it does.
    no_lessons: Option<&'static str>,
    raising: Option<actions_ui::Raising>,
    closing: bool,
    /// What the exercise says of earlier actions, and the ledger that it was worked out for.
    tried: Vec<(Id, Option<Trial>)>,
    tried_for: Option<Ledger>,
    /// Those that somebody wants to keep open although they held.
    kept_open: Vec<Id>,
    /// Whether exports are for participants.
    for_participants: bool,
}

impl Memory {
    /// The report as it was written, or as the record proposes it.
    pub(super) fn new(finished: &Finished) -> Self {
        let proposed = AfterAction::proposed(&finished.review);
        let after = finished.after.clone().unwrap_or_else(|| AfterAction {
            points: Vec::new(),
            ..proposed.clone()
        });
        Self {
            kept: after.clone(),
            after,
            changed: None,
            proposed: proposed.points,
            today: today(),
            exercise: finished.name.clone(),
            no_lessons: finished.no_lessons(),
            raising: None,
            closing: false,
            tried: Vec::new(),
            tried_for: None,
            kept_open: Vec::new(),
            for_participants: true,
        }
    }

    /// What was typed and not handed on yet, to be kept when the tab is left.
    pub(super) fn unsaved(&mut self) -> Option<AfterAction> {
        let unsaved = (self.after != self.kept).then(|| self.after.clone());
        if let Some(after) = &unsaved {
            self.kept = after.clone();
        }
        self.changed = None;
        unsaved
    }

    /// Takes the same exercise's new score in; what was written stays.
    pub(super) fn scored_again(&mut self, finished: &Finished) {
        self.proposed = AfterAction::proposed(&finished.review).points;
        self.tried_for = None;
    }

    fn is_open(&self) -> bool {
        self.after.state != ReportState::Closed
    }

    /// Where an action raised here comes from.
    fn raised(&self, finished: &Finished, point: Option<&Point>) -> Raised {
        let scenario = &finished.review.scenario;
        Raised {
            exercise: self.exercise.clone(),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            on: finished.held_on,
            when: Some(jiff::Timestamp::now()),
            at: point.and_then(|point| point.at),
            evidence: point
                .map(|point| point.evidence.clone())
                .unwrap_or_default(),
        }
    }

    /// Works out anew what the exercise says of earlier actions, once the ledger has changed.
    fn try_actions(&mut self, finished: &Finished, ledger: &Ledger) {
        if self.tried_for.as_ref() == Some(ledger) {
            return;
        }
        self.tried_for = Some(ledger.clone());
        if self.no_lessons.is_some() {
            return;
        }
        let review = &finished.review;
        let tried = ledger.tried(finished.occasion(), &review.scenario, &review.card);
        self.tried = tried
            .into_iter()
            .map(|tested| (tested.action.id.clone(), tested.trial))
            .collect();
        // What can be closed first, then what did not hold.
        self.tried
            .sort_by_key(|(_, trial)| trial.as_ref().map_or(2, |trial| u8::from(!trial.held)));
    }

    /// Hands on what was typed, after a pause or when no field has the cursor any more.
    fn keep(&mut self, ui: &Ui, out: &mut Vec<UiCommand>) {
        if self.after == self.kept {
            self.changed = None;
            return;
        }
        let now = ui.input(|input| input.time);
        let typed = ui.input(|input| !input.events.is_empty());
        let since = match self.changed {
            Some(since) if !typed => since,
            _ => now,
        };
        self.changed = Some(since);
        let left = PAUSE - (now - since);
        if left <= 0.0 || !ui.text_edit_focused() {
            if let Some(after) = self.unsaved() {
                out.push(UiCommand::KeepAfterAction(Box::new(after)));
            }
        } else {
            let wait = std::time::Duration::from_secs_f64(left.max(0.01));
            ui.request_repaint_after(wait);
        }
    }
}

/// Draws the tab.
pub(super) fn improve_ui(
    ui: &mut Ui,
    memory: &mut Memory,
    finished: &Finished,
    ledger: &Ledger,
    out: &mut Vec<UiCommand>,
) {
    memory.try_actions(finished, ledger);
    ScrollArea::vertical()
        .id_salt("after-action")
        .auto_shrink(false)
        .show(ui, |ui| {
            // The scroll bar floats over the last pixels.
            widgets::page_width(ui, 1000.0_f32.min(ui.available_width() - theme::GAP));
            state_ui::state_ui(ui, memory, ledger);
            ui.add_space(theme::GAP);
            card_ui(ui, "Summary", |ui| {
                let open = memory.is_open();
                let hint = "What happened and what comes of it, in a paragraph";
                written_ui(ui, open, &mut memory.after.summary, "Summary", hint, 3);
            });
            tested_ui::tested_ui(ui, memory, ledger, out);
            points_ui::points_ui(ui, memory, out);
            habits_ui::habits_ui(ui, memory);
            actions_ui::actions_ui(ui, memory, ledger);
            export_ui::export_ui(ui, memory, out);
            ui.add_space(theme::WIDE_GAP);
        });
    actions_ui::raising_ui(ui, memory, finished, out);
    state_ui::closing_ui(ui, memory, ledger);
    memory.keep(ui, out);
}

fn card_ui(ui: &mut Ui, head: &str, content: impl FnOnce(&mut Ui)) {
    widgets::card_ui(ui, head, content);
    ui.add_space(theme::GAP);
}

/// A text that people write; once the report is closed, a text that they read.
fn written_ui(ui: &mut Ui, open: bool, text: &mut String, name: &str, hint: &str, rows: usize) {
    if !open {
        if text.trim().is_empty() {
            widgets::dim_ui(ui, "Nothing was written");
        } else {
            ui.add(Label::new(RichText::new(text.as_str())).wrap());
        }
        return;
    }
    ui.add(
        TextEdit::multiline(text)
            .hint_text(hint)
            .desired_rows(rows)
            .desired_width(f32::INFINITY)
            .char_limit(LONGEST_TEXT),
    )
    .accessible_name(name);
}

/// The longest text of the report, in characters.
const LONGEST_TEXT: usize = 8_000;

fn ledger_change(change: LedgerChange) -> UiCommand {
    UiCommand::Ledger(Box::new(change))
}

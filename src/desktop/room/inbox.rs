//! What the inbox remembers: its rows, made anew only when the record or the filter changed; the
//! selection; the verdict being written.

use std::collections::BTreeSet;

use crate::base::Moment;
use crate::base::id::{AlertId, AssetId, InjectId, SensorId};
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::words;
use crate::exercise::{AlertStage, Picture};
use crate::scenario::{Channel, Command, Scenario, Severity, Verdict};

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// An alert.
    Alert(AlertId),
    /// An inject.
    Inject(InjectId),
}

/// One row, ready to be drawn.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) item: Item,
    pub(super) at: Moment,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) state: &'static str,
    pub(super) unseen: bool,
    pub(super) severity: Option<Severity>,
    pub(super) channel: Option<Channel>,
    /// The name that a screen reader says.
    pub(super) name: String,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kinds {
    /// Both.
    #[default]
    All,
    /// Alerts only.
    Alerts,
    /// Messages only.
    Messages,
}

/// Which stages are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Stages {
    /// All.
    #[default]
    All,
    /// What nobody has taken up.
    New,
    /// What has no verdict.
    Open,
    /// What has one.
    Closed,
}

impl Stages {
    pub(super) const ALL: [Self; 4] = [Self::All, Self::New, Self::Open, Self::Closed];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::All => "Any state",
            Self::New => "New",
            Self::Open => "Open",
            Self::Closed => "Closed",
        }
    }
}

/// The filter over the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Filter {
    pub(super) kinds: Kinds,
    pub(super) stages: Stages,
    pub(super) at_least: Option<Severity>,
    pub(super) sensor: Option<SensorId>,
    pub(super) asset: Option<AssetId>,
    pub(super) needle: String,
}

/// A verdict being written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) verdict: Option<Verdict>,
    pub(super) reason: String,
    pub(super) confidence: u8,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            verdict: None,
            reason: String::new(),
            confidence: 70,
        }
    }
}

/// What the inbox remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    made_for: Option<(usize, Filter)>,
    pub(super) rows: Vec<Row>,
    pub(super) all: usize,
    /// Alerts that nobody has taken up.
    pub(super) unseen_alerts: usize,
    /// Messages that nobody has read.
    pub(super) unseen_injects: usize,
    pub(super) filter: Filter,
    pub(super) selected: Option<Item>,
    pub(super) chosen: BTreeSet<AlertId>,
    pub(super) draft: Draft,
    /// Whether a verdict that was given is being changed.
    pub(super) reopen: bool,
    /// The row to bring into sight.
    pub(super) scroll_to: Option<usize>,
}

impl Memory {
    /// How many alerts nobody has taken up and messages nobody has read.
    pub(super) fn unseen(&self) -> usize {
        self.unseen_alerts + self.unseen_injects
    }

    /// Makes the rows anew, if the record or the filter changed.
    pub(super) fn refresh(&mut self, revision: usize, scenario: &Scenario, picture: &Picture<'_>) {
        if self
            .made_for
            .as_ref()
            .is_some_and(|(r, filter)| *r == revision && *filter == self.filter)
        {
            return;
        }
        self.made_for = Some((revision, self.filter.clone()));
        let mut rows: Vec<Row> = Vec::new();
        self.unseen_alerts = 0;
        self.unseen_injects = 0;
        self.all = 0;
        let needle = self.filter.needle.trim().to_lowercase();
        for (alert, state) in picture.alerts() {
            self.all += 1;
            let stage = picture.alert_stage(&alert.id).unwrap_or(AlertStage::New);
            let unseen = stage == AlertStage::New;
            self.unseen_alerts += usize::from(unseen);
            let f = &self.filter;
            let fits = f.kinds != Kinds::Messages
                && match f.stages {
                    Stages::All => true,
                    Stages::New => unseen,
                    Stages::Open => stage != AlertStage::Closed,
                    Stages::Closed => stage == AlertStage::Closed,
                }
                && f.at_least.is_none_or(|least| alert.severity >= least)
                && f.sensor
                    .as_ref()
                    .is_none_or(|sensor| *sensor == alert.sensor)
                && f.asset.as_ref().is_none_or(|asset| *asset == alert.asset);
            if !fits {
                continue;
            }
            let asset = picture.name_of(alert.asset.id());
            let sensor = scenario
                .sensor(&alert.sensor)
                .map_or("", |sensor| sensor.name.as_str());
            let state_word = match &state.closed {
                Some(closing) => words::verdict(closing.verdict),
                None => words::stage(stage),
            };
            let name = format!(
                "Alert: {}, {}, {}",
                alert.title,
                state_word.to_lowercase(),
                words::severity(alert.severity).to_lowercase()
            );
            rows.push(Row {
                item: Item::Alert(alert.id.clone()),
                at: state.raised,
                title: alert.title.clone(),
                detail: format!("{asset} · {sensor}"),
                state: state_word,
                unseen,
                severity: Some(alert.severity),
                channel: None,
                name,
            });
        }
        for (inject, state) in picture.injects() {
            self.all += 1;
            let unseen = state.read.is_none();
            self.unseen_injects += usize::from(unseen);
            let f = &self.filter;
            let fits = f.kinds != Kinds::Alerts
                && f.at_least.is_none()
                && f.sensor.is_none()
                && f.asset.is_none()
                && match f.stages {
                    Stages::All => true,
                    Stages::New | Stages::Open => unseen,
                    Stages::Closed => !unseen,
                };
            if !fits {
                continue;
            }
            let state_word = if unseen { "Unread" } else { "Read" };
            let (channel, _) = words::channel(inject.channel);
            rows.push(Row {
                item: Item::Inject(inject.id.clone()),
                at: state.delivered,
                title: inject.title.clone(),
                detail: format!("{channel} from {}", inject.from),
                state: state_word,
                unseen,
                severity: None,
                channel: Some(inject.channel),
                name: format!("{channel}: {}, {}", inject.title, state_word.to_lowercase()),
            });
        }
        if !needle.is_empty() {
            rows.retain(|row| {
                row.title.to_lowercase().contains(&needle)
                    || row.detail.to_lowercase().contains(&needle)
            });
        }
        rows.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.item.cmp(&b.item)));
        self.rows = rows;
    }

    /// Makes the rows anew after a change of the filter, for the record as it was last seen.
    pub(super) fn refresh_filter(&mut self, scenario: &Scenario, picture: &Picture<'_>) {
        let revision = self.made_for.as_ref().map_or(0, |(revision, _)| *revision);
        self.refresh(revision, scenario, picture);
    }

    /// Shows alerts that nobody has taken up.
    pub(super) fn show_new_alerts(&mut self) {
        self.filter = Filter {
            kinds: Kinds::Alerts,
            stages: Stages::New,
            ..Filter::default()
        };
    }

    /// Shows messages.
    pub(super) fn show_messages(&mut self) {
        self.filter = Filter {
            kinds: Kinds::Messages,
            ..Filter::default()
        };
    }

    /// Selects a row, and lifts the filter if it hides it.
    pub(super) fn select(&mut self, item: Item) {
        if self.selected.as_ref() != Some(&item) {
            self.draft = Draft::default();
            self.reopen = false;
        }
        match self.rows.iter().position(|row| row.item == item) {
            Some(index) => self.scroll_to = Some(index),
            None => self.filter = Filter::default(),
        }
        self.chosen.clear();
        self.selected = Some(item);
    }

    /// Selects the next row, or the one before.
    pub(super) fn step(&mut self, forward: bool) {
        let here = self
            .selected
            .as_ref()
            .and_then(|item| self.rows.iter().position(|row| row.item == *item));
        let to = match (here, forward) {
            (None, _) => 0,
            (Some(index), true) => index.saturating_add(1),
            (Some(index), false) => index.saturating_sub(1),
        };
        if let Some(row) = self.rows.get(to) {
            let item = row.item.clone();
            self.select(item);
        }
    }

    /// The command that takes up what is selected.
    pub(super) fn take_up(&self, picture: &Picture<'_>) -> Option<UiCommand> {
        match self.selected.as_ref()? {
            Item::Alert(id) if picture.alert_stage(id) == Some(AlertStage::New) => Some(
                UiCommand::give(Command::Acknowledge(id.clone()), Place::TakeUp),
            ),
            Item::Inject(id) => {
                let place = Place::Inject(id.clone());
                Some(UiCommand::give(Command::Read(id.clone()), place))
            }
            Item::Alert(_) => None,
        }
    }

    /// Forgets the verdict that was written; it is on record.
    pub(super) fn verdict_given(&mut self) {
        self.reopen = false;
        self.chosen.clear();
        if self.draft.verdict.is_some() {
            self.draft = Draft::default();
        }
    }
}

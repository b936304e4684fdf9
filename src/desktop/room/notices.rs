//! What came lately and leads somewhere: alerts, messages, finished work.

use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_CHECK_CIRCLE, ICON_FACT_CHECK, ICON_LIGHTBULB, ICON_ROCKET_LAUNCH,
};

use super::super::section::Section;
use crate::base::Moment;
use crate::desktop::command::Goal;
use crate::desktop::sound::Sound;
use crate::desktop::words;
use crate::exercise::Picture;
use crate::scenario::{Scenario, Severity};
use crate::world::{Entry, Event, State, Work};

/// How many notices are kept; the newest win.
const MOST: usize = 6;

/// One notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// When it came.
    pub at: Moment,
    /// Its sign.
    pub icon: MaterialIcon,
    /// How bad it is, if it is an alert.
    pub severity: Option<Severity>,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub goal: Goal,
}

/// The notices, newest first.
#[derive(Debug, Default)]
pub struct Notices {
    seen: usize,
    list: Vec<Notice>,
}

impl Notices {
    /// None, and none for what is on record already.
    #[must_use]
    pub fn after(seen: usize) -> Self {
        Self {
            seen,
            list: Vec::new(),
        }
    }

    /// The notices, newest first.
    #[must_use]
    pub fn list(&self) -> &[Notice] {
        &self.list
    }

    /// Takes one off the list.
    pub fn dismiss(&mut self, index: usize) {
        if index < self.list.len() {
            self.list.remove(index);
        }
    }

    /// Takes all off the list.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// Takes those off that lead where somebody went.
    pub fn visited(&mut self, goal: &Goal) {
        self.list.retain(|notice| notice.goal != *goal);
    }

    /// Takes in what is new on record; returns the tones for it.
    pub fn look(&mut self, scenario: &Scenario, state: &State, entries: &[Entry]) -> Vec<Sound> {
        let new = entries.get(self.seen..).unwrap_or_default();
        self.seen = entries.len();
        let picture = Picture::new(scenario, state);
        let mut sounds = Vec::new();
        for entry in new {
            if let Some((notice, sound)) = notice(scenario, state, &picture, entry) {
                if let Some(notice) = notice {
                    self.list.insert(0, notice);
                }
                sounds.extend(sound);
            }
        }
        self.list.truncate(MOST);
        sounds
    }
}

type Noticed = (Option<Notice>, Option<Sound>);

fn notice(
    scenario: &Scenario,
    state: &State,
    picture: &Picture<'_>,
    entry: &Entry,
) -> Option<Noticed> {
    let make = |icon, kind, text: String, goal| Notice {
        at: entry.at,
        icon,
        severity: None,
        kind,
        text,
        goal,
    };
    Some(match &entry.event {
        Event::AlertRaised { alert } => {
            let alert = scenario.alert(alert)?;
            let icon = words::severity_icon(alert.severity);
            let mut notice = make(
                icon,
                "Alert",
                alert.title.clone(),
                Goal::Alert(alert.id.clone()),
            );
            notice.severity = Some(alert.severity);
            (Some(notice), Some(Sound::Alert(alert.severity)))
        }
        Event::InjectDelivered { inject } => {
            let inject = state.inject(scenario, inject)?;
            let (kind, icon) = words::channel(inject.channel);
            let text = format!("{}: {}", inject.from, inject.title);
            let goal = Goal::Inject(inject.id.clone());
            (Some(make(icon, kind, text, goal)), Some(Sound::Message))
        }
        Event::TaskDone { task } => {
            let task = state.tasks.get(task)?;
            // An approval has a notice of its own, and a remediation event has one for all its work.
            if matches!(task.work, Work::Approval { .. }) || task.event.is_some() {
                return None;
            }
            let text = picture.work_name(&task.work);
            let notice = make(
                ICON_CHECK_CIRCLE,
                "Work done",
                text,
                Goal::Section(Section::Team),
            );
            (Some(notice), Some(Sound::Done))
        }
        Event::Found { text, .. } => {
            let notice = make(ICON_LIGHTBULB, "Finding", text.clone(), Goal::Findings);
            (Some(notice), None)
        }
        Event::EventDone { event } => {
            let text = format!("{event} took effect");
            let goal = Goal::Event(event.clone());
            let notice = make(ICON_ROCKET_LAUNCH, "Remediation event", text, goal);
            (Some(notice), Some(Sound::Done))
        }
        Event::MessageApproved { message } => {
            let message = scenario.message(message)?;
            let goal = Goal::Message(message.id.clone());
            let notice = make(ICON_FACT_CHECK, "Approved", message.subject.clone(), goal);
            (Some(notice), Some(Sound::Done))
        }
        Event::Ended => (None, Some(Sound::End)),
        _ => return None,
    })
}

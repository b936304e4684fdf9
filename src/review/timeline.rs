//! The timeline of a review: what the attacker did, what came to the responders, what the responders did.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::wording::{answer, chosen, launched, verdict_name};
use crate::base::Moment;
use crate::base::id::{AlertId, SeatId, StageId};
use crate::exercise::Picture;
use crate::exercise::replay::last_moment;
use crate::scenario::{Command, Facilitation, Phase, Scenario, Sign, Stage, TaskId, Verdict};
use crate::world::apply::apply;
use crate::world::{Entry, Event, State, Work};

/// Whose act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The attacker's, hidden while it was played.
    Attacker,
    /// Nobody's, or what came of what either side did: harm, and what the world did by itself.
    World,
    /// What came to the responders: alerts and injects.
    Signals,
    /// The responders'.
    Responders,
}

impl Lane {
    /// All of them, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Attacker, Self::World, Self::Signals, Self::Responders];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attacker => "Attacker",
            Self::World => "Harm and others",
            Self::Signals => "Alerts and injects",
            Self::Responders => "Responders",
        }
    }
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// The attacker acted.
    Act,
    /// The attacker could not act.
    Prevented,
    /// The attacker reacted to what responders did.
    Reaction,
    /// Something that nobody did to anybody: the world took its course.
    Happening,
    /// An alert.
    Alert,
    /// An inject.
    Inject,
    /// Work of a responder, from its beginning to its end.
    Work,
    /// An alert was taken up or closed.
    Triage,
    /// A key question was answered, or a line pinned.
    Finding,
    /// A decision.
    Decision,
    /// A message went out.
    Message,
    /// A step was reported.
    Report,
    /// A harm event.
    Harm,
    /// Somebody of the staff saw something.
    Observation,
}

impl MarkKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Act,
        Self::Prevented,
        Self::Reaction,
        Self::Happening,
        Self::Alert,
        Self::Inject,
        Self::Work,
        Self::Triage,
        Self::Finding,
        Self::Decision,
        Self::Message,
        Self::Report,
        Self::Harm,
        Self::Observation,
    ];

    /// The lane it stands in.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Act | Self::Prevented | Self::Reaction => Lane::Attacker,
            Self::Harm | Self::Happening => Lane::World,
            Self::Alert | Self::Inject => Lane::Signals,
            _ => Lane::Responders,
        }
    }

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Act => "Attacker's act",
            Self::Prevented => "Prevented act",
            Self::Reaction => "Reaction",
            Self::Happening => "Other event",
            Self::Alert => "Alert",
            Self::Inject => "Inject",
            Self::Work => "Work",
            Self::Triage => "Triage",
            Self::Finding => "Finding",
            Self::Decision => "Decision",
            Self::Message => "Message",
            Self::Report => "Reported step",
            Self::Harm => "Harm event",
            Self::Observation => "Observation",
        }
    }
}

/// Something on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// Until when, for what lasts.
    #[serde(rename = "until_ms")]
    pub until: Option<Moment>,
    /// Whose.
    pub lane: Lane,
    /// What kind.
    pub kind: MarkKind,
    /// What happened, in a few words.
    pub title: String,
    /// More of it, in a sentence or two; may be empty.
    pub detail: String,
    /// How much it tells of the whole: the more, the sooner it stands among the main events. 100 at most.
    pub weight: u8,
    /// How many entries of the record there were just after it.
    pub entry: usize,
}

/// What happened on both sides, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// What happened.
    pub marks: Vec<Mark>,
    /// The first and the last moment of it.
    #[serde(rename = "reaches_ms")]
    pub reaches: (Moment, Moment),
}

impl Timeline {
    /// The timeline of a record.
    #[must_use]
    pub fn new(scenario: &Scenario, entries: &[Entry]) -> Self {
        let mut told = Telling {
            scenario,
            state: State::new(scenario),
            marks: Vec::new(),
            acts: BTreeMap::new(),
            work: BTreeMap::new(),
            alerts: BTreeMap::new(),
            is_touched: false,
        };
        for (place, entry) in entries.iter().enumerate() {
            apply(&mut told.state, entry);
            told.tell(entry, place + 1);
        }
        let first = told.marks.iter().map(|mark| mark.at).min();
        let last = last_moment(entries);
        Self {
            reaches: (first.unwrap_or(Moment::START).min(Moment::START), last),
            marks: told.marks,
        }
    }

    /// What happened on one side, in order.
    pub fn in_lane(&self, lane: Lane) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.lane == lane)
    }
}

/// A record being told.
struct Telling<'a> {
    scenario: &'a Scenario,
    state: State,
    marks: Vec<Mark>,
    /// The mark of each stage that goes on, and how often it has happened.
    acts: BTreeMap<StageId, (usize, u32)>,
    work: BTreeMap<TaskId, usize>,
    alerts: BTreeMap<AlertId, usize>,
    /// Whether any alert has been taken up yet.
    is_touched: bool,
}

impl Telling<'_> {
    fn tell(&mut self, entry: &Entry, place: usize) {
        match &entry.event {
            Event::StageActed { .. }
            | Event::StageMissed { .. }
            | Event::ReactionActed { .. }
            | Event::HarmDone { .. } => self.attack(entry, place),
            Event::AlertRaised { .. } | Event::InjectDelivered { .. } => self.signal(entry, place),
            Event::TaskBegun { .. }
            | Event::TaskDone { .. }
            | Event::TaskCancelled { .. }
            | Event::EventLaunched { .. } => self.work(entry, place),
            Event::Commanded { seat, command } => {
                if let Command::Facilitate(deed) = command {
                    self.staff(entry.at, place, seat, deed);
                }
            }
            _ => self.response(entry, place),
        }
    }

    fn put(
        &mut self,
        place: usize,
        at: Moment,
        kind: MarkKind,
        title: String,
        detail: String,
    ) -> usize {
        self.marks.push(Mark {
            at,
            until: None,
            lane: kind.lane(),
            kind,
            title,
            detail,
            weight: weight(kind, at),
            entry: place,
        });
        self.marks.len() - 1
    }

    fn weigh(&mut self, mark: usize, weight: u8) {
        if let Some(mark) = self.marks.get_mut(mark) {
            mark.weight = weight;
        }
    }

    fn attack(&mut self, entry: &Entry, place: usize) {
        let scenario = self.scenario;
        match &entry.event {
            Event::StageActed { stage, .. } => {
                // What goes on and on is one act that lasts.
                if let Some((mark, times)) = self.acts.get_mut(stage) {
                    *times += 1;
                    if let Some(mark) = self.marks.get_mut(*mark) {
                        mark.until = Some(entry.at);
                    }
                    return;
                }
                let Some(known) = scenario.stage(stage) else {
                    return;
                };
                let techniques = known.attack.join(", ");
                let detail = sentences(&[&known.trace, &techniques]);
                let mark = self.put(place, entry.at, act(known), known.name.clone(), detail);
                if self.acts.is_empty() && known.is_attackers() {
                    self.weigh(mark, weights::FIRST);
                }
                self.acts.insert(stage.clone(), (mark, 1));
            }
            Event::StageMissed { stage, .. } => {
                let missed_before = self.state.stages.get(stage).is_some_and(|s| s.missed > 1);
                let went_on = self.acts.remove(stage).is_some();
                if missed_before && !went_on {
                    return;
                }
                if let Some(known) = scenario.stage(stage) {
                    let (kind, title, detail) = missed(known);
                    let _ = self.put(place, entry.at, kind, title, detail.to_owned());
                }
            }
            Event::ReactionActed { reaction } => {
                let mut all = scenario.reactions.iter();
                if let Some(known) = all.find(|r| r.id == *reaction) {
                    let _ = self.put(
                        place,
                        entry.at,
                        MarkKind::Reaction,
                        known.name.clone(),
                        String::new(),
                    );
                }
            }
            Event::HarmDone { harm } => {
                if let Some(harm) = scenario.harm(harm) {
                    let detail = format!("Harm event: {} points", harm.points);
                    let _ = self.put(place, entry.at, MarkKind::Harm, harm.text.clone(), detail);
                }
            }
            _ => {}
        }
    }

    fn signal(&mut self, entry: &Entry, place: usize) {
        let scenario = self.scenario;
        match &entry.event {
            Event::AlertRaised { alert } => {
                if let Some(known) = scenario.alert(alert) {
                    let truth = format!("{}: {}", verdict_name(known.truth), known.why);
                    let mark =
                        self.put(place, entry.at, MarkKind::Alert, known.title.clone(), truth);
                    if known.truth != Verdict::TruePositive {
                        self.weigh(mark, weights::OTHER_ALERT);
                    }
                    self.alerts.insert(alert.clone(), mark);
                }
            }
            Event::InjectDelivered { inject } => {
                let told = self.state.inject(scenario, inject);
                let told = told.map(|i| (format!("{}: {}", i.from, i.title), i.text.clone()));
                if let Some((title, text)) = told {
                    let _ = self.put(place, entry.at, MarkKind::Inject, title, text);
                }
            }
            _ => {}
        }
    }

    fn work(&mut self, entry: &Entry, place: usize) {
        match &entry.event {
            Event::TaskBegun { task } => {
                let picture = Picture::new(self.scenario, &self.state);
                let title = picture.work_name(&task.work);
                let by = self.scenario.person(&task.by);
                let by = by.map_or_else(String::new, |person| format!("By {}", person.name));
                let detail = sentences(&[&by, &task.reason]);
                let mark = self.put(place, entry.at, MarkKind::Work, title, detail);
                if let Some(mark) = self.marks.get_mut(mark) {
                    mark.until = Some(task.ends);
                }
                if self.is_decisive(&task.work) {
                    self.weigh(mark, weights::DECISIVE_WORK);
                }
                self.work.insert(task.id, mark);
            }
            Event::TaskDone { task } | Event::TaskCancelled { task } => {
                let mark = self.work.get(task);
                if let Some(mark) = mark.and_then(|mark| self.marks.get_mut(*mark)) {
                    mark.until = Some(entry.at);
                    if matches!(entry.event, Event::TaskCancelled { .. }) {
                        mark.detail = sentences(&[&mark.detail, "Broken off"]);
                    }
                }
            }
            Event::EventLaunched { event, .. } => {
                let title = "Launched a remediation event".to_owned();
                let detail = launched(self.scenario, &self.state, event);
                let _ = self.put(place, entry.at, MarkKind::Decision, title, detail);
            }
            _ => {}
        }
    }

    /// Whether work takes something from the attacker, or gives something back.
    fn is_decisive(&self, work: &Work) -> bool {
        let Work::Action { action, .. } = work else {
            return false;
        };
        let action = self.scenario.action(action);
        action.is_some_and(|action| {
            let counts = [Phase::Contain, Phase::Eradicate, Phase::Recover];
            action.disruptive || counts.contains(&action.phase)
        })
    }

    fn response(&mut self, entry: &Entry, place: usize) {
        let scenario = self.scenario;
        let told = match &entry.event {
            Event::AlertAcknowledged { alert } => scenario.alert(alert).map(|alert| {
                (
                    MarkKind::Triage,
                    format!("Took up: {}", alert.title),
                    String::new(),
                )
            }),
            Event::AlertClosed {
                alert,
                verdict,
                reason,
                ..
            } => {
                if let Some(mark) = self.alerts.get(alert).and_then(|m| self.marks.get_mut(*m)) {
                    mark.until = Some(entry.at);
                }
                scenario.alert(alert).map(|alert| {
                    let title = format!("{}: {}", verdict_name(*verdict), alert.title);
                    (MarkKind::Triage, title, reason.clone())
                })
            }
            Event::DecisionTaken {
                decision,
                options,
                reason,
                ..
            } => scenario.decision(decision).map(|decision| {
                let chosen = chosen(decision, options);
                let detail = sentences(&[&decision.question, reason]);
                (MarkKind::Decision, chosen, detail)
            }),
            Event::Answered {
                question, choices, ..
            } => scenario.question(question).map(|asked| {
                let said = answer(asked, choices);
                (MarkKind::Finding, format!("Answered: {}", asked.text), said)
            }),
            Event::Pinned { text, note, .. } => {
                let title = if note.is_empty() {
                    text.clone()
                } else {
                    note.clone()
                };
                Some((MarkKind::Finding, format!("Pinned: {title}"), text.clone()))
            }
            Event::MessageSent {
                message, claims, ..
            } => scenario.message(message).map(|sent| {
                let untrue = claims.iter().filter(|claim| !claim.was_true).count();
                let detail = match untrue {
                    0 => String::new(),
                    1 => "One claim in it was untrue".to_owned(),
                    n => format!("{n} claims in it were untrue"),
                };
                (MarkKind::Message, format!("Sent: {}", sent.subject), detail)
            }),
            Event::NotificationDeclared { clock } => {
                let clock = scenario.clocks.iter().find(|c| c.id == *clock);
                clock.map(|c| {
                    (
                        MarkKind::Message,
                        format!("Declared: {}", c.name),
                        c.rule.clone(),
                    )
                })
            }
            Event::StepReported { step, reason, .. } => scenario.step(step).map(|step| {
                let title = format!("Reported done: {}, \"{}\"", step.name(), step.text);
                (MarkKind::Report, title, reason.clone())
            }),
            Event::StepNotApplicable { step, reason, .. } => scenario.step(step).map(|step| {
                let title = format!("Not applicable: {}, \"{}\"", step.name(), step.text);
                (MarkKind::Report, title, reason.clone())
            }),
            _ => None,
        };
        if let Some((kind, title, detail)) = told {
            let mark = self.put(place, entry.at, kind, title, detail);
            match entry.event {
                Event::AlertAcknowledged { .. } if self.is_touched => {
                    self.weigh(mark, weights::TAKEN_UP);
                }
                Event::AlertAcknowledged { .. } => {
                    self.is_touched = true;
                    self.weigh(mark, weights::FIRST);
                }
                _ => {}
            }
        }
    }

    fn staff(&mut self, at: Moment, place: usize, _seat: &SeatId, deed: &Facilitation) {
        match deed {
            Facilitation::Decided(decision) => {
                let title = decision.text.clone();
                let _ = self.put(
                    place,
                    at,
                    MarkKind::Decision,
                    title,
                    decision.reason.clone(),
                );
            }
            Facilitation::Observe(seen) if !seen.text.trim().is_empty() => {
                let sign = match seen.sign {
                    Sign::Strength => "Strength",
                    Sign::Gap => "Gap",
                };
                let title = format!("{sign}: {}", seen.text.trim());
                let _ = self.put(place, at, MarkKind::Observation, title, String::new());
            }
            _ => {}
        }
    }
}

/// What kind of thing a stage is.
fn act(stage: &Stage) -> MarkKind {
    if stage.is_attackers() {
        MarkKind::Act
    } else {
        MarkKind::Happening
    }
}

/// What is said of a stage that did not happen: kind, title, and why.
fn missed(stage: &Stage) -> (MarkKind, String, &'static str) {
    if stage.is_attackers() {
        let why = "The attacker tried and could not";
        (MarkKind::Prevented, stage.name.clone(), why)
    } else {
        let title = format!("Did not happen: {}", stage.name);
        (MarkKind::Happening, title, "Things stood otherwise then")
    }
}

/// How much things tell.
mod weights {
    pub(super) const FIRST: u8 = 90;
    pub(super) const DECISIVE_WORK: u8 = 70;
    pub(super) const OTHER_ALERT: u8 = 65;
    pub(super) const TAKEN_UP: u8 = 35;
}

/// How much a kind of thing tells, unless more is known of it.
fn weight(kind: MarkKind, at: Moment) -> u8 {
    match kind {
        MarkKind::Harm => 100,
        MarkKind::Decision => 95,
        MarkKind::Act if at >= Moment::START => 85,
        MarkKind::Alert => 80,
        MarkKind::Reaction => 75,
        MarkKind::Act | MarkKind::Message => 60,
        MarkKind::Triage => 72,
        MarkKind::Inject => 50,
        MarkKind::Prevented => 45,
        MarkKind::Happening => 40,
        MarkKind::Report => 30,
        MarkKind::Work => 20,
        MarkKind::Finding | MarkKind::Observation => 15,
    }
}

/// Those that say something, one after the other.
fn sentences(parts: &[&str]) -> String {
    let said = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(". ")
}

#[cfg(test)]
mod tests;

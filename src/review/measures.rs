//! How long things took, beside their targets and where those come from.

use serde::{Deserialize, Serialize};

use super::undone::{Undone, undone};
use crate::base::{Moment, Span};
use crate::scenario::{Phase, Scenario, Step, Verdict};
use crate::score::{ItemKind, Scorecard};
use crate::world::{Entry, State};

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// The attacker's first act to the first true alert acknowledged.
    Detect,
    /// Alert to first touch, the mean over acknowledged alerts.
    Acknowledge,
    /// Alert to verdict, the mean over closed alerts.
    Triage,
    /// STARTEX to the first message inside the organisation.
    Escalate,
    /// STARTEX until no access path is usable and nothing leaves, for good.
    Contain,
    /// STARTEX until nothing of the attacker is left, for good.
    Expel,
    /// STARTEX until all services are back, for good.
    Recover,
    /// A notification clock: from its true start to the message that stops it.
    Notify,
    /// The attacker's first act to being expelled.
    Dwell,
}

/// A time that was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// What was measured.
    pub kind: MeasureKind,
    /// The name on screen, such as `Time to contain`.
    pub name: String,
    /// From what to what, in a sentence.
    pub meaning: String,
    /// How long it took; none if it did not happen.
    #[serde(rename = "took_ms")]
    pub took: Option<Span>,
    /// Whether it had to happen at all.
    pub needed: bool,
    /// How long it may take; none where nobody has set a target.
    #[serde(rename = "target_ms")]
    pub target: Option<Span>,
    /// Where the target comes from.
    pub target_from: String,
    /// When it was reached.
    #[serde(rename = "at_ms")]
    pub at: Option<Moment>,
    /// What undid it after it was reached: then it was not for good.
    pub undone: Option<Undone>,
    /// The moment by which it has to be reached, where it has a target that counts from one moment.
    #[serde(rename = "due_ms")]
    pub due: Option<Moment>,
    /// The end of the story: ENDEX, or how far the record goes.
    #[serde(rename = "end_ms")]
    pub end: Moment,
}

impl Measure {
    /// Whether it was reached, and nothing undid it.
    const fn is_reached(&self) -> bool {
        self.took.is_some() && self.undone.is_none()
    }

    /// Whether nobody can say if the target was met: it was not reached by ENDEX, and was not due by then either.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.needed && !self.is_reached() && self.due.is_some_and(|due| due > self.end)
    }

    /// Whether the target was met; none where there is none, nothing had to happen, or ENDEX came before the deadline.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        let target = self.target.filter(|_| self.needed && !self.is_open())?;
        Some(self.is_reached() && self.took.is_some_and(|took| took <= target))
    }

    /// How long it took, in words: `1 h 46 min`, `never`, `not by ENDEX`.
    #[must_use]
    pub fn said(&self) -> String {
        match (self.took, self.undone.as_ref()) {
            (Some(took), Some(undone)) => format!("{took}, until {}", undone.at),
            (Some(took), None) => took.to_string(),
            (None, _) if !self.needed => "not needed".to_owned(),
            (None, _) if self.is_open() => "not by ENDEX".to_owned(),
            (None, Some(_)) => "not for good".to_owned(),
            (None, None) => "never".to_owned(),
        }
    }
}

/// Whether the attacker was shut out for good by when the steps that contain should have been done; where no step sets
/// a target, whether at all.
#[must_use]
pub fn contained_in_time(measures: &[Measure]) -> bool {
    let mut all = measures.iter();
    let contain = all.find(|measure| measure.kind == MeasureKind::Contain);
    contain.is_some_and(|measure| measure.met().unwrap_or_else(|| measure.is_reached()))
}

/// All times, in the order in which an incident goes.
#[must_use]
pub(super) fn measures(
    scenario: &Scenario,
    entries: &[Entry],
    state: &State,
    card: &Scorecard,
) -> Vec<Measure> {
    let mut all = timed(scenario, state, card);
    for measure in &mut all {
        measure.undone = undone(scenario, entries, measure);
        // What came back only when everything was over, and was lost again, was never back.
        if measure.undone.is_some() && measure.at.is_some_and(|at| at >= measure.end) {
            (measure.took, measure.at) = (None, None);
        }
    }
    all
}

/// All times as the score has them.
fn timed(scenario: &Scenario, state: &State, card: &Scorecard) -> Vec<Measure> {
    let times = &card.times;
    let end = state.ended.unwrap_or(state.now);
    let span = |ms: Option<u64>| ms.map(Span::from_ms);
    let alerts = acknowledge_target(scenario, state);
    let has_messages = !scenario.messages.is_empty();
    let of = |kind, name: &str, meaning: &str, ms, needed, target: Target| Measure {
        kind,
        name: name.to_owned(),
        meaning: meaning.to_owned(),
        took: span(ms),
        needed,
        // The means count from each alert, and no one moment is their deadline.
        due: match kind {
            MeasureKind::Acknowledge | MeasureKind::Triage => None,
            _ => target.0.map(|target| Moment::START + target),
        },
        target: target.0,
        target_from: target.1,
        // What counts from STARTEX was reached that long after it.
        at: match kind {
            MeasureKind::Escalate
            | MeasureKind::Contain
            | MeasureKind::Expel
            | MeasureKind::Recover => span(ms).map(|took| Moment::START + took),
            _ => None,
        },
        undone: None,
        end,
    };
    let raised = !state.alerts.is_empty();
    let mut all = vec![
        Measure {
            at: first_true_acknowledged(scenario, state),
            ..of(
                MeasureKind::Detect,
                "Time to detect",
                "The attacker's first act to the first true alert that somebody took up",
                times.detect_ms,
                times.attacked,
                (None, "No target: much of it lies before STARTEX".to_owned()),
            )
        },
        of(
            MeasureKind::Acknowledge,
            "Time to acknowledge",
            "Alert to first touch, the mean over alerts that were taken up",
            times.acknowledge_ms,
            raised,
            alerts,
        ),
        of(
            MeasureKind::Triage,
            "Time to triage",
            "Alert to verdict, the mean over alerts that were closed",
            times.triage_ms,
            raised,
            (None, "No target is set".to_owned()),
        ),
        of(
            MeasureKind::Escalate,
            "Time to escalate",
            "STARTEX to the first message inside the organisation",
            times.escalate_ms,
            has_messages,
            phase_target(scenario, card, Phase::Communicate, Which::First),
        ),
        of(
            MeasureKind::Contain,
            "Time to contain",
            "STARTEX until no access path is usable and nothing leaves, for good",
            times.contain_ms,
            times.attacked,
            phase_target(scenario, card, Phase::Contain, Which::Last),
        ),
        of(
            MeasureKind::Expel,
            "Time to expel",
            "STARTEX until nothing of the attacker is left, for good",
            times.expel_ms,
            times.attacked,
            phase_target(scenario, card, Phase::Eradicate, Which::Last),
        ),
        of(
            MeasureKind::Recover,
            "Time to recover",
            "STARTEX until all services are back after the attacker was expelled, for good",
            times.recover_ms,
            times.interrupted,
            phase_target(scenario, card, Phase::Recover, Which::Last),
        ),
    ];
    all.extend(notifications(scenario, state));
    all.push(of(
        MeasureKind::Dwell,
        "Dwell time",
        "The attacker's first act to being expelled",
        times.dwell_ms,
        times.attacked,
        (None, "No target: much of it lies before STARTEX".to_owned()),
    ));
    all
}

/// How long something may take, and who says so.
type Target = (Option<Span>, String);

/// Which step of a phase a time is measured against.
#[derive(Debug, Clone, Copy)]
enum Which {
    First,
    Last,
}

fn first_true_acknowledged(scenario: &Scenario, state: &State) -> Option<Moment> {
    let is_true = |id| {
        let alert = scenario.alert(id);
        alert.is_some_and(|alert| alert.truth == Verdict::TruePositive)
    };
    let all = state.alerts.iter().filter(|(id, _)| is_true(id));
    all.filter_map(|(_, alert)| alert.acknowledged).min()
}

/// The mean of the alerts' own limits, over those that were taken up: what the mean time is to be set against.
fn acknowledge_target(scenario: &Scenario, state: &State) -> Target {
    let touched = state
        .alerts
        .iter()
        .filter(|(_, alert)| alert.acknowledged.is_some());
    let limits = touched.filter_map(|(id, _)| Some(scenario.alert(id)?.acknowledge_within.as_ms()));
    let (sum, n) = limits.fold((0_u64, 0_u64), |(sum, n), ms| {
        (sum.saturating_add(ms), n + 1)
    });
    match sum.checked_div(n) {
        Some(mean) => (
            Some(Span::from_ms(mean)),
            "The scenario's own limits, the mean over the same alerts".to_owned(),
        ),
        None => (None, "No alert was taken up".to_owned()),
    }
}

/// The target of a phase's steps, counted from STARTEX; of the critical ones where there are any.
fn phase_target(scenario: &Scenario, card: &Scorecard, phase: Phase, which: Which) -> Target {
    let beside = card.beside.iter().flat_map(|phase| &phase.items);
    let steps: Vec<(Moment, &Step)> = card
        .items
        .iter()
        .chain(beside)
        .filter(|item| item.kind == ItemKind::Step && item.phase == phase)
        .filter_map(|item| {
            let mut steps = scenario.steps.iter();
            let step = steps.find(|step| *step.id.id() == item.id)?;
            // What was never set off has its target from STARTEX, at the earliest.
            let target = item.target.unwrap_or(Moment::START + step.target);
            Some((target, step))
        })
        .collect();
    let has_critical = steps.iter().any(|(_, step)| step.critical);
    let counted = steps
        .into_iter()
        .filter(|(_, step)| step.critical || !has_critical);
    let found = match which {
        Which::First => counted.min_by_key(|(at, _)| *at),
        Which::Last => counted.max_by_key(|(at, _)| *at),
    };
    match found {
        Some((at, step)) => {
            let from = if step.target_from.trim().is_empty() {
                format!("{}: the scenario's own target", step.name())
            } else {
                format!("{}: {}", step.name(), step.target_from)
            };
            (Some(at.since(Moment::START)), from)
        }
        None => (None, "No step of the playbook sets one".to_owned()),
    }
}

/// Every notification clock: from the moment that truly set it running to the message that stopped it.
fn notifications(scenario: &Scenario, state: &State) -> impl Iterator<Item = Measure> {
    let end = state.ended.unwrap_or(state.now);
    scenario.clocks.iter().map(move |clock| {
        let due = state.notifications.get(&clock.id).and_then(|n| n.due_since);
        let sent = state.messages.get(&clock.stopped_by);
        let sent = sent
            .and_then(|message| message.sent.first())
            .map(|sent| sent.at);
        Measure {
            kind: MeasureKind::Notify,
            name: clock.name.clone(),
            meaning: "What truly set the clock running to the message that stops it".to_owned(),
            // What was sent before the clock ran was sent in time.
            took: due.and_then(|due| sent.map(|sent| sent.max(due).since(due))),
            needed: due.is_some(),
            target: Some(clock.runs),
            target_from: clock.rule.clone(),
            at: sent,
            undone: None,
            due: due.map(|due| due + clock.runs),
            end,
        }
    })
}

#[cfg(test)]
mod tests;

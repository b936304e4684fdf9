//! What a participant sees of logs, pins and collected evidence.

use super::Picture;
use crate::base::Moment;
use crate::base::id::{AlertId, EvidenceId, Id, LogId, PinId};
use crate::evidence::{Archive, Readable, readable};
use crate::scenario::telling::tells_of;
use crate::scenario::{
    Action, Evidence, EvidenceStatus, Log, LogFormat, Person, Question, SensorKind, Verb,
};

/// A pinned line, without what it truly shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinView<'a> {
    /// How answers refer to it.
    pub id: &'a PinId,
    /// When it was pinned.
    pub at: Moment,
    /// The log it stands in.
    pub log: &'a LogId,
    /// The time of the line.
    pub line_at: Moment,
    /// The line.
    pub text: &'a str,
    /// What it shows, in the investigator's words.
    pub note: &'a str,
}

/// A piece of evidence that was collected: its entry in the chain of custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Custody<'a> {
    /// What.
    pub evidence: &'a Evidence,
    /// Since when it is saved.
    pub at: Moment,
    /// Who saved it.
    pub by: Option<&'a Person>,
    /// The hash of the copy.
    pub seal: &'a str,
}

/// A line that an alert was raised on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertLine {
    /// The log.
    pub log: LogId,
    /// The time of the line.
    pub at: Moment,
    /// The line.
    pub text: String,
}

impl<'a> Picture<'a> {
    /// The logs of known assets, in the scenario's order.
    #[must_use]
    pub fn logs(&self) -> Vec<&'a Log> {
        self.scenario
            .logs
            .iter()
            .filter(|log| self.knows(log.asset.id()))
            .collect()
    }

    /// A log, if its asset is known.
    #[must_use]
    pub fn log(&self, id: &LogId) -> Option<&'a Log> {
        self.scenario
            .log(id)
            .filter(|log| self.knows(log.asset.id()))
    }

    /// Which part of a log can be read at a moment.
    #[must_use]
    pub fn readable(&self, log: &Log, now: Moment) -> Readable {
        readable(self.scenario, &self.state.history, log, now)
    }

    /// When the evidence that a log belongs to was saved.
    #[must_use]
    pub fn saved(&self, log: &Log) -> Option<Moment> {
        self.state.history.saved(log.evidence.as_ref()?)
    }

    /// The action that collects a piece of evidence, if it is known.
    #[must_use]
    pub fn collected_by(&self, evidence: &EvidenceId) -> Option<&'a Action> {
        self.scenario.actions.iter().find(|action| {
            action.verb == Verb::Collect
                && action.targets.contains(evidence.id())
                && self.knows(evidence.id())
        })
    }

    /// The pins, in the order in which their lines were written.
    #[must_use]
    pub fn pins(&self) -> Vec<PinView<'a>> {
        let mut pins: Vec<_> = self
            .state
            .pins
            .iter()
            .map(|(id, pin)| PinView {
                id,
                at: pin.at,
                log: &pin.log,
                line_at: pin.line_at,
                text: &pin.text,
                note: &pin.note,
            })
            .collect();
        pins.sort_by_key(|pin| (pin.line_at, pin.at));
        pins
    }

    /// A name for the next pin. No name is used twice, even if its pin was taken away.
    #[must_use]
    pub fn next_pin(&self) -> Option<PinId> {
        let given = self.state.answers.values().flatten();
        let named = given.flat_map(|answer| &answer.pins);
        let last = self
            .state
            .pins
            .keys()
            .chain(named)
            .filter_map(|pin| pin.as_str().strip_prefix("pin-")?.parse::<u64>().ok())
            .max();
        Id::new(&format!("pin-{}", last.unwrap_or(0).saturating_add(1)))
            .ok()
            .map(PinId::from)
    }

    /// The chain of custody: what was collected, the first first.
    #[must_use]
    pub fn custody(&self) -> Vec<Custody<'a>> {
        let mut collected: Vec<_> = self
            .evidence()
            .into_iter()
            .filter_map(|(evidence, saved)| {
                let state = self.state.evidence.get(&evidence.id)?;
                let by = state.by.as_ref();
                (state.status == EvidenceStatus::Collected).then_some(Custody {
                    evidence,
                    at: saved?,
                    by: by.and_then(|id| self.scenario.people.iter().find(|p| p.id == *id)),
                    seal: &state.seal,
                })
            })
            .collect();
        collected.sort_by_key(|entry| entry.at);
        collected
    }

    /// Whether an answer to this question needs a pin.
    #[must_use]
    pub fn needs_proof(&self, question: &Question) -> bool {
        !question.proven_by.is_empty()
    }

    /// The log that can be read and tells of an alert's lines, that of the sensor itself before others.
    #[must_use]
    pub fn log_of(&self, alert: &AlertId, now: Moment) -> Option<&'a LogId> {
        let logs = self.logs_of(alert, now);
        logs.first().map(|(log, _)| &log.id)
    }

    /// The lines that an alert was raised on: for each log that tells of them and can be read, the last one up
    /// to the moment of the alert, or else the first.
    #[must_use]
    pub fn lines_of(&self, archive: &Archive, alert: &AlertId, now: Moment) -> Vec<AlertLine> {
        let (Some(raised), Some(item)) = (self.state.alerts.get(alert), self.scenario.alert(alert))
        else {
            return Vec::new();
        };
        let nearest = |(log, until): (&Log, Moment)| {
            let lines = archive.trace_lines(&self.state.history, log);
            let mut of_alert = lines
                .iter()
                .filter(|line| item.lines.contains(&line.trace))
                .map(|line| (line.stamp.moment(self.scenario.starts), line))
                .filter(|(at, _)| *at <= until)
                .peekable();
            let first = of_alert.peek().copied();
            let before = of_alert.take_while(|(at, _)| *at <= raised.raised).last();
            before.or(first).map(|(at, line)| AlertLine {
                log: log.id.clone(),
                at,
                text: String::from_utf8_lossy(&line.text).into_owned(),
            })
        };
        let logs = self.logs_of(alert, now);
        logs.into_iter().filter_map(nearest).collect()
    }

    /// The logs that tell of an alert's lines and can be read, and until when; what the sensor itself writes
    /// comes first.
    fn logs_of(&self, alert: &AlertId, now: Moment) -> Vec<(&'a Log, Moment)> {
        let Some(alert) = self
            .scenario
            .alert(alert)
            .filter(|alert| self.state.alerts.contains_key(&alert.id))
        else {
            return Vec::new();
        };
        let deeds: Vec<_> = alert
            .lines
            .iter()
            .filter_map(|id| self.scenario.trace(id))
            .flat_map(|trace| &trace.deeds)
            .collect();
        let mut logs: Vec<_> = self
            .logs()
            .into_iter()
            .filter(|log| {
                deeds
                    .iter()
                    .any(|timed| tells_of(self.scenario, log, &timed.deed))
            })
            .filter_map(|log| match self.readable(log, now) {
                Readable::Lines { until, .. } => Some((log, until)),
                Readable::NotSaved | Readable::Lost { .. } => None,
            })
            .collect();
        let kind = self
            .scenario
            .sensor(&alert.sensor)
            .map(|sensor| sensor.kind);
        logs.sort_by_key(|(log, _)| !kind.is_some_and(|kind| is_written_by(log.format, kind)));
        logs
    }
}

/// Whether a sensor of this kind writes logs of this format.
fn is_written_by(format: LogFormat, kind: SensorKind) -> bool {
    use LogFormat as F;
    match kind {
        SensorKind::Ids => format == F::SuricataEve,
        SensorKind::Waf => matches!(format, F::NginxAccess | F::ApacheAccess),
        SensorKind::Edr => matches!(format, F::SysmonLinux | F::Auditd),
        SensorKind::Antivirus => format == F::Clamd,
        SensorKind::FileIntegrity => format == F::WazuhAlerts,
        SensorKind::Flow => format == F::ZeekConn,
        SensorKind::SignIn => format == F::Syslog,
        SensorKind::Log | SensorKind::Health | SensorKind::HelpDesk => false,
    }
}

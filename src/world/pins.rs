//! Pins: lines of logs that somebody holds on to, and what they truly show.

use super::decide::{short, unknown};
use super::engine::Engine;
use super::event::{Cause, Event};
use super::holds::is_known;
use super::refusal::Refusal;
use crate::base::Moment;
use crate::base::id::{EvidenceId, LogId, PinId, TraceId};
use crate::evidence::{Readable, Shown, readable};
use crate::scenario::{Line, Log};

/// The longest line that can be pinned, in bytes. Sensors write some lines of a few kilobytes.
const LONGEST_LINE: usize = 64 * 1024;
/// The most lines that can be pinned at once.
const MOST_PINS: usize = 500;

impl Engine {
    pub(super) fn pin(
        &mut self,
        commanded: Event,
        pin: &PinId,
        log: &LogId,
        line: &Line,
        note: &str,
    ) -> Result<(), Refusal> {
        short(note)?;
        let scenario = self.scenario_arc();
        let log = scenario.log(log).ok_or_else(|| unknown("log", log.id()))?;
        if self.state().pins.contains_key(pin) {
            return Err(Refusal::PinnedAlready(pin.clone()));
        }
        if self.state().pins.len() >= MOST_PINS {
            return Err(Refusal::TooManyPins(MOST_PINS));
        }
        let until = self.readable_until(log)?;
        let (line_at, text, shows) = match line {
            Line::Of(trace) => self.first_line(log, trace, until)?,
            Line::Reads { at, text } => {
                if text.len() > LONGEST_LINE {
                    return Err(Refusal::TooLong(LONGEST_LINE));
                }
                let shows = if *at <= until {
                    self.archive().shown(&self.state().history, log, *at, text)
                } else {
                    Shown::NoSuchLine
                };
                match shows {
                    Shown::NoSuchLine => return Err(Refusal::NoSuchLine(log.id.clone())),
                    Shown::Everyday => (*at, text.clone(), None),
                    Shown::Trace(trace) => (*at, text.clone(), Some(trace)),
                }
            }
        };
        self.emit(Cause::Command, commanded);
        let pinned = Event::Pinned {
            pin: pin.clone(),
            log: log.id.clone(),
            line_at,
            text,
            note: note.to_owned(),
            shows: shows.clone(),
        };
        self.emit(Cause::Command, pinned);
        if let Some(trace) = shows.and_then(|id| scenario.trace(&id)) {
            self.learn(Cause::Command, &trace.learn);
        }
        Ok(())
    }

    pub(super) fn unpin(&mut self, commanded: Event, pin: &PinId) -> Result<(), Refusal> {
        if !self.state().pins.contains_key(pin) {
            return Err(Refusal::NoSuchPin(pin.clone()));
        }
        self.emit(Cause::Command, commanded);
        self.emit(Cause::Command, Event::Unpinned { pin: pin.clone() });
        Ok(())
    }

    /// Up to when the trainees can read a log now.
    fn readable_until(&self, log: &Log) -> Result<Moment, Refusal> {
        if !is_known(self.state(), log.asset.id()) {
            return Err(Refusal::NotKnown(log.asset.id().clone()));
        }
        match readable(self.scenario(), &self.state().history, log, self.now()) {
            Readable::Lines { until, .. } => Ok(until),
            Readable::NotSaved => Err(Refusal::LogNotSaved(log.id.clone())),
            Readable::Lost { .. } => Err(Refusal::LogLost(log.id.clone())),
        }
    }

    fn first_line(
        &mut self,
        log: &Log,
        trace: &TraceId,
        until: Moment,
    ) -> Result<(Moment, String, Option<TraceId>), Refusal> {
        if self.scenario().trace(trace).is_none() {
            return Err(unknown("trace", trace.id()));
        }
        let archive = self.archive();
        let line = archive.first_line(&self.state().history, log, trace, until);
        let line = line.ok_or_else(|| Refusal::NoSuchLine(log.id.clone()))?;
        let text = String::from_utf8_lossy(&line.text).into_owned();
        let at = line.stamp.moment(self.scenario().starts);
        Ok((at, text, Some(trace.clone())))
    }

    /// The seal of a copy of evidence, for the chain of custody: a hash over everything that determines the
    /// copy's bytes, so that two copies have one seal if and only if they are the same.
    pub(super) fn seal(&self, evidence: &EvidenceId) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.scenario().id.as_str().as_bytes());
        hasher.update(&self.state().seed.to_le_bytes());
        hasher.update(evidence.as_str().as_bytes());
        hasher.update(&self.now().as_ms().to_le_bytes());
        // The history has no type that JSON refuses.
        hasher.update(&serde_json::to_vec(&self.state().history).unwrap_or_default());
        hasher.finalize().to_hex().to_string()
    }
}

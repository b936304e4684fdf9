//! How automatic players judge: decisions, verdicts, answers.
//!
//! They know the truth and use it as their habits say; a person's judgement is what an exercise is for.

use super::habits::Temper;
use super::means::Search;
use crate::base::id::{AlertId, ChoiceId, PinId, QuestionId, StepId, TraceId};
use crate::evidence::{Happening, Readable, readable};
use crate::scenario::telling::logs_telling_of;
use crate::scenario::{Command, Decision, Line, Proof, Question, Trace, TraceCause, Verdict};
use crate::world::holds::{holds_or_absent, is_known};
use crate::world::{State, StepReport};

impl Search<'_> {
    /// What the player decides for.
    pub(super) fn options(&self, decision: &Decision) -> Vec<ChoiceId> {
        let mut sound = decision
            .options
            .iter()
            .filter(|option| self.is_sound(option));
        let picked = match self.habits.temper() {
            Temper::Diligent if decision.several => {
                return sound.map(|option| option.id.clone()).collect();
            }
            Temper::Diligent => sound.next(),
            Temper::Hasty => decision.options.first(),
            Temper::Novice => decision.options.get(
                self.habits
                    .guess(decision.id.as_str(), decision.options.len()),
            ),
        };
        picked.map(|option| option.id.clone()).into_iter().collect()
    }

    /// How the player goes on with a self-reported step: begins it, or reports it done.
    pub(super) fn report(&self, id: &StepId) -> Option<Command> {
        let step = self.scenario.step(id)?;
        let report = self.state.reports.get(id);
        if report.is_some_and(StepReport::is_done) {
            return None;
        }
        let reason = self.habits.reason_for(id.as_str(), &step.text);
        if report.is_none() {
            let fits = self.scenario.first_with(&step.role);
            return Some(Command::BeginStep {
                step: id.clone(),
                by: fits.map(|person| person.id.clone()),
                reason,
            });
        }
        Some(Command::ReportStep {
            step: id.clone(),
            reason,
            confidence: self.habits.confidence(),
        })
    }

    /// How the player closes an alert; none as long as it waits for something.
    pub(super) fn close(&self, id: &AlertId) -> Option<Command> {
        let alert = self.scenario.alert(id)?;
        if self.state.alerts.get(id)?.closed.is_some() {
            return None;
        }
        let founded = holds_or_absent(self.scenario, self.state, alert.basis.as_ref());
        if self.habits.careful() && !founded {
            return alert.basis.as_ref().and_then(|basis| self.toward(basis));
        }
        let wrong = if alert.accepts(Verdict::TruePositive) {
            Verdict::FalsePositive
        } else {
            Verdict::TruePositive
        };
        let says_why = self.habits.temper() != Temper::Hasty;
        Some(Command::Close {
            alerts: vec![id.clone()],
            verdict: if self.habits.judges_right(id.as_str()) {
                alert.truth
            } else {
                wrong
            },
            reason: if says_why {
                "After a look at its context".to_owned()
            } else {
                String::new()
            },
            confidence: self.habits.confidence(),
        })
    }

    /// How the player answers a key question; none as long as it looks for proof.
    pub(super) fn answer(&self, id: &QuestionId) -> Option<Command> {
        let question = self.scenario.question(id)?;
        if self.state.answers.contains_key(id) {
            return None;
        }
        let known = holds_or_absent(self.scenario, self.state, question.proof.as_ref());
        if let Some(proof) = &question.proof
            && !known
            && self.habits.temper() != Temper::Hasty
        {
            let search_on = self.toward(proof);
            if search_on.is_some() || self.habits.careful() {
                return search_on;
            }
        }
        let pins = self.pins_for(question);
        // Who is hasty pins the first line that comes, and lets it be.
        let enough = self.habits.temper() == Temper::Hasty && !pins.is_empty();
        if let Some(pin) = self.next_pin(question)
            && !enough
        {
            return Some(pin);
        }
        let proven = known && pins.len() >= question.proven_by.len();
        let right = self.habits.answers_right(id.as_str(), proven);
        let choices = question
            .choices
            .iter()
            .filter(|choice| choice.right == right)
            .map(|choice| choice.id.clone());
        let choices: Vec<_> = if right {
            choices.collect()
        } else {
            choices.take(1).collect()
        };
        Some(Command::Answer {
            question: id.clone(),
            choices,
            reason: "From what was found so far".to_owned(),
            confidence: self.habits.confidence(),
            pins,
        })
    }

    /// The pins there are that prove an answer.
    fn pins_for(&self, question: &Question) -> Vec<PinId> {
        let proves = |trace: &TraceId| question.proven_by.iter().any(|p| p.lines.contains(trace));
        self.state
            .pins
            .iter()
            .filter(|(_, pin)| pin.shows.as_ref().is_some_and(proves))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// The next line to pin for an answer, from a log that can be read.
    fn next_pin(&self, question: &Question) -> Option<Command> {
        let pinned = |proof: &&Proof| {
            self.state
                .pins
                .values()
                .any(|pin| pin.shows.as_ref().is_some_and(|t| proof.lines.contains(t)))
        };
        let open = question.proven_by.iter().filter(|proof| !pinned(proof));
        open.flat_map(|proof| &proof.lines)
            .find_map(|trace| self.pin(trace))
    }

    /// How the player pins a line of a trace, if a log that tells of it can be read and it has happened.
    pub(super) fn pin(&self, id: &TraceId) -> Option<Command> {
        let trace = self.scenario.trace(id)?;
        if !has_happened(self.state, trace) {
            return None;
        }
        let state = self.state;
        let log = logs_telling_of(self.scenario, trace).find(|log| {
            is_known(state, log.asset.id())
                && matches!(
                    readable(self.scenario, &state.history, log, state.now),
                    Readable::Lines { from, .. } if from <= state.now
                )
        })?;
        Some(Command::Pin {
            pin: PinId::from(id.id().clone()),
            log: log.id.clone(),
            line: Line::Of(id.clone()),
            note: trace.shows.clone(),
        })
    }
}

/// Whether what a trace comes from has happened.
fn has_happened(state: &State, trace: &Trace) -> bool {
    let cause = &trace.cause;
    let came = |what: &Happening| match (cause, what) {
        (TraceCause::Act(id), Happening::Acted(stage))
        | (TraceCause::Missed(id), Happening::Missed(stage)) => id == stage,
        (TraceCause::Reacted(id), Happening::Reacted(reaction)) => id == reaction,
        (TraceCause::Done(id), Happening::Done(action)) => id == action,
        _ => false,
    };
    matches!(cause, TraceCause::At { .. }) || state.history.iter().any(|(_, what)| came(what))
}

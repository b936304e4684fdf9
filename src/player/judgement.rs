//! How automatic players judge: decisions, verdicts, answers.
//!
//! They know the truth and use it as their habits say; a person's judgement is what an exercise is for.

use super::habits::Temper;
use super::means::Search;
use crate::base::id::{AlertId, ChoiceId, QuestionId};
use crate::scenario::{Command, Decision, Verdict};
use crate::world::holds::{holds, holds_or_absent};

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
        let proven = holds(self.scenario, self.state, &question.proof);
        if !proven && self.habits.temper() != Temper::Hasty {
            let search_on = self.toward(&question.proof);
            if search_on.is_some() || self.habits.careful() {
                return search_on;
            }
        }
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
        })
    }
}

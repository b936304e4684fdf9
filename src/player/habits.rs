//! What tells automatic players apart: how fast, how careful, how forgetful.

use super::means::Search;
use crate::base::chance::Stream;
use crate::base::id::{AlertId, ChoiceId, QuestionId};
use crate::base::{Moment, Span};
use crate::scenario::{Action, Command, Condition, Confidence, Decision, Phase, Verdict};
use crate::world::holds::{holds, holds_or_absent};

/// The temper of a player.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Temper {
    /// Does everything well before its target, on what is known.
    Diligent,
    /// Contains and removes before it looks.
    Hasty,
    /// Slow, forgets, guesses.
    Novice,
}

/// Chances, in ten-thousandths. Design values for a spread of results, not measurements of people.
mod chances {
    pub(super) const NOVICE_FORGETS: u32 = 1_500;
    pub(super) const NOVICE_VERDICT_RIGHT: u32 = 7_500;
    pub(super) const NOVICE_ANSWER_RIGHT: u32 = 7_500;
    pub(super) const NOVICE_SKIPS_REASON: u32 = 4_000;
    pub(super) const HASTY_VERDICT_RIGHT: u32 = 6_000;
    pub(super) const HASTY_ANSWER_RIGHT: u32 = 4_000;
}

/// A player's habits in one run: its temper, and what the seed made of it.
#[derive(Debug, Clone)]
pub(super) struct Habits {
    temper: Temper,
    seed: u64,
}

impl Habits {
    pub(super) fn new(temper: Temper, seed: u64) -> Self {
        Self { temper, seed }
    }

    fn draw(&self, purpose: &str, id: &str) -> Stream {
        Stream::new(self.seed, &format!("player/{purpose}/{id}"))
    }

    fn happens(&self, purpose: &str, id: &str, chance: u32) -> bool {
        self.draw(purpose, id).happens(chance)
    }

    /// Whether the player never thinks of this.
    pub(super) fn forgets(&self, id: &str) -> bool {
        self.temper == Temper::Novice && self.happens("forgets", id, chances::NOVICE_FORGETS)
    }

    /// When the player turns to something with this target.
    pub(super) fn turns_to(&self, id: &str, phase: Phase, part: Option<&Condition>, target: Span) -> Moment {
        let from = Moment::START;
        // Saving evidence is what people in a hurry leave for later.
        let saves = matches!(part, Some(Condition::EvidenceIs { .. }));
        let acts_first = matches!(phase, Phase::Contain | Phase::Eradicate);
        let percent = match self.temper {
            Temper::Diligent => 40,
            Temper::Hasty if acts_first && !saves => {
                return from + Span::from_ms(u64::from(60_000 + self.draw("haste", id).below(480_000)));
            }
            Temper::Hasty => 150,
            Temper::Novice => 60 + u64::from(self.draw("pace", id).below(150)),
        };
        from + Span::from_ms(target.as_ms() * percent / 100)
    }

    /// How long after an alert the player takes it up.
    pub(super) fn acknowledges_after(&self, id: &str, within: Span) -> Span {
        match self.temper {
            Temper::Diligent => Span::from_ms(within.as_ms() / 4),
            Temper::Hasty => Span::from_minutes(1),
            Temper::Novice => {
                let percent = u64::from(30 + self.draw("acknowledge", id).below(300));
                Span::from_ms(within.as_ms() * percent / 100)
            }
        }
    }

    /// Whether the player says only what is true, and waits for what it wants to say.
    pub(super) fn careful(&self) -> bool {
        self.temper == Temper::Diligent
    }

    /// Whether the player asks before it writes.
    pub(super) fn asks_approval(&self) -> bool {
        self.temper != Temper::Hasty
    }

    /// The reason the player records before an action; empty if it does not bother.
    pub(super) fn reason(&self, action: &Action) -> String {
        let skips = match self.temper {
            Temper::Diligent => false,
            Temper::Hasty => true,
            Temper::Novice => self.happens("reason", action.id.as_str(), chances::NOVICE_SKIPS_REASON),
        };
        if skips {
            String::new()
        } else {
            format!("Next in the plan: {}", action.name)
        }
    }

    /// How sure the player says it is.
    pub(super) fn confidence(&self) -> Confidence {
        let percent = match self.temper {
            Temper::Diligent => 90,
            Temper::Hasty => 100,
            Temper::Novice => 70,
        };
        Confidence::try_from(percent).unwrap_or(Confidence::SURE)
    }

    /// What the player decides for.
    pub(super) fn options(&self, search: &Search<'_>, decision: &Decision) -> Vec<ChoiceId> {
        let mut sound = decision.options.iter().filter(|option| search.is_sound(option));
        let picked = match self.temper {
            Temper::Diligent if decision.several => return sound.map(|option| option.id.clone()).collect(),
            Temper::Diligent => sound.next(),
            Temper::Hasty => decision.options.first(),
            Temper::Novice => {
                let n = u32::try_from(decision.options.len()).unwrap_or(1);
                let drawn = self.draw("decides", decision.id.as_str()).below(n);
                decision.options.get(usize::try_from(drawn).unwrap_or(0))
            }
        };
        picked.map(|option| option.id.clone()).into_iter().collect()
    }

    /// How the player closes an alert; none as long as it waits for something.
    pub(super) fn close(&self, search: &Search<'_>, id: &AlertId) -> Option<Command> {
        let alert = search.scenario.alert(id)?;
        let state = search.state.alerts.get(id)?;
        if state.closed.is_some() {
            return None;
        }
        let founded = holds_or_absent(search.scenario, search.state, alert.basis.as_ref());
        if self.temper == Temper::Diligent && !founded {
            return alert.basis.as_ref().and_then(|basis| search.toward(basis));
        }
        let right = match self.temper {
            Temper::Diligent => true,
            Temper::Hasty => self.happens("verdict", id.as_str(), chances::HASTY_VERDICT_RIGHT),
            Temper::Novice => self.happens("verdict", id.as_str(), chances::NOVICE_VERDICT_RIGHT),
        };
        let wrong = if alert.accepts(Verdict::TruePositive) {
            Verdict::FalsePositive
        } else {
            Verdict::TruePositive
        };
        Some(Command::Close {
            alerts: vec![id.clone()],
            verdict: if right { alert.truth } else { wrong },
            reason: if self.temper == Temper::Hasty {
                String::new()
            } else {
                "After a look at its context".to_owned()
            },
            confidence: self.confidence(),
        })
    }

    /// How the player answers a key question; none as long as it looks for proof.
    pub(super) fn answer(&self, search: &Search<'_>, id: &QuestionId) -> Option<Command> {
        let question = search.scenario.question(id)?;
        if search.state.answers.contains_key(id) {
            return None;
        }
        let proven = holds(search.scenario, search.state, &question.proof);
        if !proven && self.temper != Temper::Hasty {
            let search_on = search.toward(&question.proof);
            if search_on.is_some() || self.temper == Temper::Diligent {
                return search_on;
            }
        }
        let right = match self.temper {
            Temper::Diligent => true,
            Temper::Hasty => proven || self.happens("answer", id.as_str(), chances::HASTY_ANSWER_RIGHT),
            Temper::Novice => self.happens("answer", id.as_str(), chances::NOVICE_ANSWER_RIGHT),
        };
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
            confidence: self.confidence(),
        })
    }
}

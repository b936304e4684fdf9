//! What tells automatic players apart: how fast, how careful, how forgetful.

use crate::base::chance::Stream;
use crate::base::{Moment, Span};
use crate::scenario::{Action, Condition, Confidence, Phase};

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
    /// How long targets are at this level, in percent of what the file says.
    targets_percent: u32,
}

impl Habits {
    pub(super) fn new(temper: Temper, seed: u64, targets_percent: u32) -> Self {
        Self {
            temper,
            seed,
            targets_percent,
        }
    }

    /// What a player goes by: who knows their trade by the target, all others by their own pace, which no
    /// level changes.
    fn pace(&self, target: Span) -> Span {
        match self.temper {
            Temper::Diligent => target,
            Temper::Hasty | Temper::Novice => {
                let percent = u64::from(self.targets_percent.max(1));
                Span::from_ms(target.as_ms().saturating_mul(100) / percent)
            }
        }
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
    pub(super) fn turns_to(
        &self,
        id: &str,
        phase: Phase,
        part: Option<&Condition>,
        target: Span,
    ) -> Moment {
        let from = Moment::START;
        // Saving evidence is what people in a hurry leave for later.
        let saves = matches!(part, Some(Condition::EvidenceIs { .. }));
        let acts_first = matches!(phase, Phase::Contain | Phase::Eradicate);
        let percent = match self.temper {
            Temper::Diligent => 40,
            Temper::Hasty if acts_first && !saves => {
                return from
                    + Span::from_ms(u64::from(60_000 + self.draw("haste", id).below(480_000)));
            }
            Temper::Hasty => 150,
            Temper::Novice => 60 + u64::from(self.draw("pace", id).below(150)),
        };
        from + Span::from_ms(self.pace(target).as_ms() * percent / 100)
    }

    /// How long after an alert the player takes it up.
    pub(super) fn acknowledges_after(&self, id: &str, within: Span) -> Span {
        let within = self.pace(within);
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
        self.reason_for(action.id.as_str(), &action.name)
    }

    /// The reason the player records before something with this identifier and name.
    pub(super) fn reason_for(&self, id: &str, name: &str) -> String {
        let skips = match self.temper {
            Temper::Diligent => false,
            Temper::Hasty => true,
            Temper::Novice => self.happens("reason", id, chances::NOVICE_SKIPS_REASON),
        };
        if skips {
            String::new()
        } else {
            format!("Next in the plan: {}", shortened(name))
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

    /// Which of so many options the player picks when it guesses.
    pub(super) fn guess(&self, id: &str, options: usize) -> usize {
        let drawn = self
            .draw("decides", id)
            .below(u32::try_from(options).unwrap_or(1));
        usize::try_from(drawn).unwrap_or(0)
    }

    /// Whether the player's verdict on an alert is right.
    pub(super) fn judges_right(&self, id: &str) -> bool {
        match self.temper {
            Temper::Diligent => true,
            Temper::Hasty => self.happens("verdict", id, chances::HASTY_VERDICT_RIGHT),
            Temper::Novice => self.happens("verdict", id, chances::NOVICE_VERDICT_RIGHT),
        }
    }

    /// Whether the player's answer to a key question is right, with or without proof.
    pub(super) fn answers_right(&self, id: &str, proven: bool) -> bool {
        match self.temper {
            Temper::Diligent => true,
            Temper::Hasty => proven || self.happens("answer", id, chances::HASTY_ANSWER_RIGHT),
            Temper::Novice => self.happens("answer", id, chances::NOVICE_ANSWER_RIGHT),
        }
    }

    /// The player's temper.
    pub(super) fn temper(&self) -> Temper {
        self.temper
    }
}

/// The first characters of a long text.
fn shortened(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(200)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

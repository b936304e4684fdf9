//! Runs of one scenario side by side, against what automatic players do, and exercises over time.

use std::fmt;

use serde::Serialize;

use crate::base::{Points, Span};
use crate::scenario::Phase;
use crate::score::{Scorecard, Times};

/// A run beside others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contender {
    /// What it is called.
    pub name: String,
    /// Its score.
    pub card: Scorecard,
}

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What is compared.
    pub name: String,
    /// What it is for each contender; none where there is nothing to say.
    pub values: Vec<Option<Amount>>,
    /// Whether more is better.
    pub more_is_better: bool,
    /// Whether the contenders were measured by the same things: a mean over the few alerts that one of them took up
    /// says nothing beside a mean over all.
    pub is_comparable: bool,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Points of a hundred.
    Points(Points),
    /// A share, 0 to 1.
    Share(f64),
    /// A time in milliseconds.
    Time(u64),
    /// A number of things.
    Count(u64),
}

impl Amount {
    /// As a plain number, to compare two of a kind.
    #[must_use]
    pub fn number(self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "times of an exercise are short, counts small"
        )]
        match self {
            Self::Points(points) => points.as_f64(),
            Self::Share(share) => share,
            Self::Time(n) | Self::Count(n) => n as f64,
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(points) => write!(f, "{points}"),
            Self::Share(share) => write!(f, "{:.0} %", share * 100.0),
            Self::Time(ms) => write!(f, "{}", Span::from_ms(*ms)),
            Self::Count(n) => write!(f, "{n}"),
        }
    }
}

impl Figure {
    /// Which contenders are best; none if all are alike. What reads alike is alike.
    #[must_use]
    pub fn best(&self) -> Vec<usize> {
        if !self.is_comparable {
            return Vec::new();
        }
        let worth =
            |amount: &Amount| amount.number() * if self.more_is_better { 1.0 } else { -1.0 };
        let there = self.values.iter().flatten();
        let Some(best) = there.max_by(|a, b| worth(a).total_cmp(&worth(b))) else {
            return Vec::new();
        };
        let best = best.to_string();
        let is_best = |value: &Option<Amount>| value.is_some_and(|one| one.to_string() == best);
        if self.values.iter().all(is_best) {
            return Vec::new();
        }
        let places = self.values.iter().enumerate();
        places
            .filter(|(_, value)| is_best(value))
            .map(|(i, _)| i)
            .collect()
    }
}

/// Times that are means over the alerts that somebody handled.
const OVER_ALERTS: [&str; 3] = ["Time to acknowledge", "Time to triage", "Time to escalate"];

/// Takes one of the times out.
type TimeOf = fn(&Times) -> Option<u64>;

/// Everything that is compared, line by line.
#[must_use]
pub fn figures(contenders: &[Contender]) -> Vec<Figure> {
    let line = |name: &str, more_is_better, value: &dyn Fn(&Scorecard) -> Option<Amount>| Figure {
        name: name.to_owned(),
        values: contenders.iter().map(|one| value(&one.card)).collect(),
        more_is_better,
        is_comparable: true,
    };
    let handled = |card: &Scorecard| (card.coverage.alerts_raised, card.coverage.alerts_closed);
    let mut alerts = contenders.iter().map(|one| handled(&one.card));
    let first = alerts.next();
    let same_alerts = alerts.all(|one| Some(one) == first);
    let mut all = vec![
        line("Process", true, &|card| Some(Amount::Points(card.process))),
        line("Outcome", true, &|card| {
            card.outcome.total.map(Amount::Points)
        }),
        line("Coverage", true, &|card| {
            Some(Amount::Share(card.coverage.share()))
        }),
    ];
    for phase in Phase::ALL {
        all.push(line(phase.name(), true, &|card| {
            phase_score(card, phase).map(Amount::Points)
        }));
    }
    let times: [(&str, TimeOf); 8] = [
        ("Time to detect", |times| times.detect_ms),
        ("Time to acknowledge", |times| times.acknowledge_ms),
        ("Time to triage", |times| times.triage_ms),
        ("Time to escalate", |times| times.escalate_ms),
        ("Time to notify", |times| times.notify_ms),
        ("Time to contain", |times| times.contain_ms),
        ("Time to expel", |times| times.expel_ms),
        ("Time to recover", |times| times.recover_ms),
    ];
    for (name, of) in times {
        all.push(line(name, false, &|card| of(&card.times).map(Amount::Time)));
    }
    for mean in all
        .iter_mut()
        .filter(|one| OVER_ALERTS.contains(&one.name.as_str()))
    {
        mean.is_comparable = same_alerts;
    }
    let count = |n: usize| Amount::Count(u64::try_from(n).unwrap_or(u64::MAX));
    all.push(line("Alerts closed", true, &|card| {
        Some(Amount::Count(u64::from(card.coverage.alerts_closed)))
    }));
    all.push(line("Harm events", false, &|card| {
        Some(count(card.harms.len()))
    }));
    all.push(line("Hints taken", false, &|card| {
        Some(Amount::Count(u64::from(card.hints.taken)))
    }));
    all.push(line("Sure and wrong", false, &|card| {
        Some(count(card.calibration.sure_and_wrong.len()))
    }));
    all.retain(|figure| figure.values.iter().any(Option::is_some));
    all
}

/// A phase's score, among those that count or beside them.
#[must_use]
pub fn phase_score(card: &Scorecard, phase: Phase) -> Option<Points> {
    let counting = card.phases.iter().find(|score| score.phase == phase);
    let beside = card.beside.iter().find(|score| score.phase == phase);
    counting
        .and_then(|score| score.score)
        .or_else(|| beside.map(|score| score.score))
}

/// Where a score lies among others of its kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Distribution {
    /// The others, the lowest first.
    pub scores: Vec<f64>,
}

impl Distribution {
    /// A distribution of scores.
    #[must_use]
    pub fn new(mut scores: Vec<f64>) -> Self {
        scores.sort_by(f64::total_cmp);
        Self { scores }
    }

    /// How many in a hundred lie below this score.
    #[must_use]
    pub fn percent_below(&self, score: f64) -> Option<u32> {
        let below = self.scores.partition_point(|other| *other < score);
        let percent = (below * 100).checked_div(self.scores.len())?;
        u32::try_from(percent).ok()
    }

    /// The one in the middle; the lower one of two.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        let middle = self.scores.len().checked_sub(1)? / 2;
        self.scores.get(middle).copied()
    }

    /// How many lie in each of ten ranges of ten points; a hundred belongs to the last.
    #[must_use]
    pub fn tenths(&self) -> [u32; 10] {
        let mut bins = [0; 10];
        for score in &self.scores {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "scores lie between 0 and 100"
            )]
            let bin = ((score / 10.0).max(0.0) as usize).min(9);
            if let Some(n) = bins.get_mut(bin) {
                *n += 1;
            }
        }
        bins
    }
}

#[cfg(test)]
mod tests;

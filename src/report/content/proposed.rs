//! Strengths and areas for improvement: what people wrote, or what the record proposes.

use serde::{Deserialize, Serialize};

use super::{Audience, Sources, When};
use crate::review::{AfterAction, Point};
use crate::scenario::{Phase, Sign};

/// A strength or an area for improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointLine {
    /// The capability it belongs to.
    pub capability: Option<Phase>,
    /// The role it is about; empty for the whole room.
    pub role: String,
    /// What went well or badly.
    pub text: String,
    /// What shows it.
    pub evidence: String,
    /// When.
    pub when: Option<When>,
    /// Why it was so.
    pub root_cause: String,
}

/// Strengths, and areas for improvement: what people wrote, even if that is nothing; the record's proposals where
/// nobody has written yet.
pub(super) fn points(sources: &Sources<'_>) -> (Vec<PointLine>, Vec<PointLine>) {
    let proposed = sources
        .after
        .is_none()
        .then(|| AfterAction::proposed(sources.review));
    let after = sources.after.or(proposed.as_ref());
    let points = after.map_or(&[][..], |after| &after.points);
    let notes = Notes::new(sources);
    let is_told = |point: &&Point| {
        let texts = [&point.text, &point.evidence, &point.root_cause];
        let for_all = sources.audience == Audience::Everyone || !point.of_one_person;
        for_all
            && !point.text.trim().is_empty()
            && texts.into_iter().all(|text| notes.may_tell(text))
    };
    let told = points.iter().filter(is_told);
    let (good, bad): (Vec<&Point>, Vec<&Point>) =
        told.partition(|point| point.sign == Sign::Strength);
    let lines = |of: Vec<&Point>| of.into_iter().map(|point| line(sources, point)).collect();
    (lines(good), lines(bad))
}

fn line(sources: &Sources<'_>, point: &Point) -> PointLine {
    let scenario = &sources.review.scenario;
    let role = point.role.as_ref().and_then(|role| scenario.role(role));
    PointLine {
        capability: point.capability,
        role: role.map_or_else(String::new, |role| role.name.clone()),
        text: point.text.trim().to_owned(),
        evidence: evidence(point),
        when: point.at.map(|at| When::new(scenario, at)),
        root_cause: point.root_cause.trim().to_owned(),
    }
}

/// What shows it, without what the point itself says.
fn evidence(point: &Point) -> String {
    let evidence = point.evidence.trim();
    let source = evidence.strip_suffix(point.text.trim());
    let source = source.and_then(|source| source.strip_suffix(": "));
    source.unwrap_or(evidence).to_owned()
}

/// How long a note is at least that is looked for within other texts, in bytes: shorter ones are found by chance.
const LONG_ENOUGH: usize = 8;

/// What evaluators noted of one person, or of the task that somebody had: participants don't get to read it, whatever it
/// was taken over into.
pub(super) struct Notes {
    hidden: Vec<String>,
}

impl Notes {
    pub(super) fn new(sources: &Sources<'_>) -> Self {
        if sources.audience == Audience::Everyone {
            return Self { hidden: Vec::new() };
        }
        let conduct = &sources.review.last.conduct;
        let seen = conduct.observations.values();
        let seen = seen
            .filter(|seen| seen.observation.seat.is_some())
            .map(|seen| &seen.observation.text);
        let rated = conduct.ratings.values().flat_map(|by| by.values());
        let notes = seen.chain(rated.map(|rated| &rated.note));
        let notes = notes.map(|note| plain(note));
        Self {
            hidden: notes.filter(|note| !note.is_empty()).collect(),
        }
    }

    /// Whether a text quotes none of them.
    pub(super) fn may_tell(&self, text: &str) -> bool {
        let text = plain(text);
        let quotes = |note: &String| {
            if note.len() < LONG_ENOUGH {
                text == *note || text.ends_with(&format!(": {note}"))
            } else {
                text.contains(note.as_str())
            }
        };
        !self.hidden.iter().any(quotes)
    }
}

/// A text as it is compared: in small letters, and without a stop at its end.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_lowercase()
}

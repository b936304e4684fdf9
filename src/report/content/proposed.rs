//! Strengths and areas for improvement: what people wrote, or what the record proposes.

use serde::{Deserialize, Serialize};

use super::{Audience, Sources, When};
use crate::conduct::{findings, hot_wash};
use crate::review::Point;
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

/// Strengths, and areas for improvement.
pub(super) fn points(sources: &Sources<'_>) -> (Vec<PointLine>, Vec<PointLine>) {
    let written = sources.after.map_or(&[][..], |after| &after.points);
    let all: Vec<(Sign, PointLine)> = if written.is_empty() {
        proposals(sources)
    } else {
        written
            .iter()
            .filter(|point| !point.text.trim().is_empty())
            .map(|point| (point.sign, of_people(sources, point)))
            .collect()
    };
    let (good, bad): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|(sign, _)| *sign == Sign::Strength);
    let lines = |of: Vec<(Sign, PointLine)>| of.into_iter().map(|(_, line)| line).collect();
    (lines(good), lines(bad))
}

fn of_people(sources: &Sources<'_>, point: &Point) -> PointLine {
    PointLine {
        capability: point.capability,
        role: String::new(),
        text: point.text.trim().to_owned(),
        evidence: point.evidence.trim().to_owned(),
        when: point.at.map(|at| When::new(&sources.review.scenario, at)),
        root_cause: point.root_cause.trim().to_owned(),
    }
}

fn proposals(sources: &Sources<'_>) -> Vec<(Sign, PointLine)> {
    let review = sources.review;
    let scenario = &review.scenario;
    let found = findings::findings(scenario, &review.entries);
    let proposals = hot_wash::proposals(scenario, &review.entries, &review.card, &found);
    let is_told =
        |text: &str| sources.audience == Audience::Everyone || !is_of_one_person(sources, text);
    let told = proposals.iter().filter(|proposal| is_told(&proposal.text));
    told.map(|proposal| {
        let role = proposal.role.as_ref().and_then(|id| scenario.role(id));
        let line = PointLine {
            capability: None,
            role: role.map_or_else(String::new, |role| role.name.clone()),
            text: proposal.text.clone(),
            evidence: String::new(),
            when: proposal.at.map(|at| When::new(scenario, at)),
            root_cause: String::new(),
        };
        (proposal.sign, line)
    })
    .collect()
}

/// Whether a proposal tells what an evaluator noted: of one person, or on the task that somebody had.
fn is_of_one_person(sources: &Sources<'_>, text: &str) -> bool {
    let conduct = &sources.review.last.conduct;
    let seen = conduct
        .observations
        .values()
        .filter(|seen| seen.observation.seat.is_some());
    let seen = seen.map(|seen| seen.observation.text.trim());
    let rated = conduct.ratings.values().flat_map(|by| by.values());
    let rated = rated.map(|rated| rated.note.trim());
    seen.chain(rated)
        .any(|note| !note.is_empty() && text.contains(note))
}

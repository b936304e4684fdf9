//! What the record proposes for the part that people write: strengths, areas, a summary to begin with.

use std::fmt::Write as _;

use super::{AfterAction, Point, ReportState};
use crate::base::Points;
use crate::base::id::RoleId;
use crate::conduct::findings::findings;
use crate::conduct::hot_wash::{Proposal, proposals};
use crate::review::Review;
use crate::scenario::{Scenario, Sign, Step};
use crate::score::Part;

impl AfterAction {
    /// A draft with all that the record proposes.
    #[must_use]
    pub fn proposed(review: &Review) -> Self {
        Self {
            state: ReportState::Draft,
            summary: summary(review),
            points: proposed(review),
            habits: Vec::new(),
        }
    }

    /// What the record proposes and is not among the points yet: a point is known by its evidence, since
    /// people write its text anew.
    #[must_use]
    pub fn proposals_left(&self, proposed: &[Point]) -> Vec<Point> {
        let mut written: Vec<&Point> = self.points.iter().collect();
        // Of two that have the same evidence, one that was taken over unchanged is known by its text.
        let mut left: Vec<Point> = Vec::new();
        for point in proposed {
            match written.iter().position(|known| *known == point) {
                Some(place) => drop(written.swap_remove(place)),
                None => left.push(point.clone()),
            }
        }
        left.retain(|point| {
            let same = |known: &&Point| {
                known.evidence == point.evidence && known.at == point.at && known.sign == point.sign
            };
            let place = written.iter().position(same);
            place.map(|place| written.swap_remove(place)).is_none()
        });
        left
    }
}

/// Strengths and areas that the record shows, each with its evidence: what was said at the hot wash first,
/// then what was seen, then what the ratings, the findings and the score say.
#[must_use]
fn proposed(review: &Review) -> Vec<Point> {
    let scenario = &*review.scenario;
    let mut points = said(review);
    points.extend(seen(review));
    let found = findings(scenario, &review.entries);
    for proposal in proposals(scenario, &review.entries, &review.card, &found) {
        // An observation stands there in the words of whoever made it.
        let known = |point: &Point| point.at == proposal.at && proposal.text.ends_with(&point.text);
        if !points.iter().any(known) {
            points.push(shown(review, proposal));
        }
    }
    // Strengths first, as the report has them.
    points.sort_by_key(|point| point.sign);
    points
}

fn said(review: &Review) -> Vec<Point> {
    let notes = review.last.conduct.hot_wash.iter();
    let notes = notes.filter(|note| !note.text.trim().is_empty());
    notes
        .map(|note| Point {
            sign: note.sign,
            capability: None,
            text: note.text.trim().to_owned(),
            evidence: format!(
                "Said at the hot wash{}: {}",
                by(&review.scenario, note.role.as_ref()),
                note.text.trim()
            ),
            at: None,
            root_cause: String::new(),
            step: None,
            role: note.role.clone(),
            of_one_person: false,
        })
        .collect()
}

fn by(scenario: &Scenario, role: Option<&RoleId>) -> String {
    let role = role.and_then(|role| scenario.role(role));
    role.map_or_else(
        || " for the whole room".to_owned(),
        |role| format!(" for {}", role.name),
    )
}

fn seen(review: &Review) -> Vec<Point> {
    let all = review.last.conduct.observations.values();
    let all = all.filter(|seen| !seen.observation.text.trim().is_empty());
    all.map(|seen| {
        let observation = &seen.observation;
        // The objective's steps say which capability it is about, where they are of one.
        let objective = observation.objective.as_ref();
        let steps = review.scenario.steps.iter();
        let mut phases = steps
            .filter(|step| objective.is_some() && step.objective.as_ref() == objective)
            .map(|step| step.phase);
        let first = phases.next();
        let capability = first.filter(|first| phases.all(|phase| phase == *first));
        Point {
            sign: observation.sign,
            capability,
            text: observation.text.trim().to_owned(),
            evidence: format!(
                "Seen at {} by the exercise's staff: {}",
                seen.at,
                observation.text.trim()
            ),
            at: Some(seen.at),
            root_cause: String::new(),
            step: None,
            role: None,
            of_one_person: observation.seat.is_some(),
        }
    })
    .collect()
}

fn shown(review: &Review, proposal: Proposal) -> Point {
    let step = proposal
        .step
        .as_ref()
        .and_then(|id| review.scenario.step(id));
    let evidence = match step {
        Some(step) => of_step(review, step, &proposal),
        None => format!("The record: {}", proposal.text),
    };
    Point {
        sign: proposal.sign,
        capability: proposal.phase,
        text: proposal.text,
        evidence,
        at: proposal.at,
        root_cause: String::new(),
        step: proposal.step,
        role: proposal.role,
        of_one_person: proposal.of_one_person,
    }
}

/// What shows it of a step: what it asks for, its target, and what it cost.
fn of_step(review: &Review, step: &Step, proposal: &Proposal) -> String {
    let mut evidence = format!(
        "{} asks: \"{}\", within {} of its trigger",
        step.name(),
        step.text.trim_end_matches('.'),
        step.target
    );
    if !step.target_from.is_empty() {
        // Writing into a string can't fail.
        let _ = write!(evidence, " ({})", step.target_from);
    }
    if proposal.sign == Sign::Gap {
        let card = &review.card;
        let lines = card.explanations.iter();
        let lost: Points = lines
            .filter(|line| line.step == *step.id.id() && line.part != Part::Harm)
            .map(|line| line.points)
            .sum();
        if lost > Points::ZERO {
            let _ = write!(evidence, "; all in all it cost {lost} points");
        }
    }
    evidence.push('.');
    evidence
}

/// A summary to begin with: what was played, and what came of it.
fn summary(review: &Review) -> String {
    let card = &review.card;
    let outcome = card.outcome.total.map_or_else(
        || "nothing could be lost".to_owned(),
        |total| format!("outcome {total} of 100"),
    );
    let harms = match card.harms.len() {
        0 => "No harm event happened".to_owned(),
        1 => "One harm event happened".to_owned(),
        n => format!("{n} harm events happened"),
    };
    format!(
        "\"{}\" was played: process {} of 100, {outcome}, coverage {:.0} %. {harms}.",
        review.scenario.title,
        card.process,
        card.coverage.share() * 100.0
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::player::{Player, Rehearsal};

    const SMALLEST: &str = include_str!("../../../tests/scenarios/smallest.ron");

    fn review(player: Player) -> Review {
        let scenario = crate::scenario::load(SMALLEST.as_bytes()).scenario.unwrap();
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let cast = rehearsal.cast(1);
        let run = cast.play(player);
        let card = cast.score(&run.entries);
        Review::new(Arc::clone(cast.scenario()), Arc::from(run.entries), card)
    }

    #[test]
    fn what_went_badly_is_an_area_with_evidence_capability_and_step() {
        let after = AfterAction::proposed(&review(Player::Idle));
        assert_eq!(after.state, ReportState::Draft);
        assert!(after.summary.contains("process"), "{}", after.summary);
        let areas = after.points.iter().filter(|point| point.sign == Sign::Gap);
        let areas: Vec<&Point> = areas.collect();
        assert!(areas.iter().all(|area| !area.evidence.is_empty()));
        let step = areas.iter().find_map(|area| area.step.clone());
        assert_eq!(step.unwrap().as_str(), "step-remove");
        assert!(areas.iter().any(|area| area.capability.is_some()));
    }

    #[test]
    fn what_went_well_is_a_strength_at_its_moment() {
        let after = AfterAction::proposed(&review(Player::Reference));
        let strengths = after.points.iter();
        let mut strengths = strengths.filter(|point| point.sign == Sign::Strength);
        assert!(strengths.any(|point| point.at.is_some() && point.text.contains("in time")));
    }

    #[test]
    fn what_was_taken_over_is_not_proposed_again_however_it_is_worded() {
        let proposed = AfterAction::proposed(&review(Player::Idle)).points;
        assert!(proposed.len() > 1);
        let mut after = AfterAction::default();
        assert_eq!(after.proposals_left(&proposed), proposed);
        for (place, point) in proposed.iter().enumerate() {
            let mut written = point.clone();
            if place % 2 == 0 {
                "In our own words".clone_into(&mut written.text);
            }
            after.points.push(written);
            let left = after.proposals_left(&proposed);
            assert_eq!(left.len(), proposed.len() - place - 1);
        }
    }
}

//! What the record says in a few sentences.

use crate::base::{Points, Span};
use crate::report::words;
use crate::review::Review;
use crate::score::Times;

/// The main figures in sentences: scores, times, what went wrong.
pub(super) fn in_short(review: &Review) -> Vec<String> {
    let card = &review.card;
    let outcome = card.outcome.total.map_or_else(
        || "There was nothing to lose, so there is no outcome score.".to_owned(),
        |total| {
            format!(
                "Outcome was {total} of 100, between what happens if nobody does anything (0) and what the scenario's \
                 own plan achieves (100)."
            )
        },
    );
    let mut all = vec![format!(
        "Process was {} of 100: how well and promptly the team worked. {outcome} Coverage was {:.0} %: so much of \
         playbook, alerts and objectives was scored at all.",
        card.process,
        card.coverage.share() * 100.0
    )];
    all.extend(times(&card.times));
    if card.self_reported > Points::ZERO {
        all.push(format!(
            "{} of the process points rest on reports that no facilitator has confirmed.",
            card.self_reported
        ));
    }
    let harms = card.harms.len();
    if harms > 0 {
        let points: Points = card.harms.iter().map(|harm| harm.points).sum();
        all.push(format!(
            "{} cost {points} points.",
            words::sentence(&words::count(harms, "harm event", "harm events"))
        ));
    }
    let wrong = card.calibration.sure_and_wrong.len();
    if wrong > 0 {
        all.push(
            format!(
                "{} of {} was sure and wrong.",
                words::count(wrong, "judgement", "judgements"),
                card.calibration.judgements
            )
            .replace("judgements of", "judgements out of")
            .replace("judgement of", "judgement out of"),
        );
    }
    if card.hints.taken > 0 {
        all.push(format!(
            "{} taken; that cost {} points.",
            words::count(
                usize::try_from(card.hints.taken).unwrap_or_default(),
                "hint was",
                "hints were"
            ),
            card.hints.points
        ));
    }
    all
}

/// The times in one sentence each, those that there are.
fn times(times: &Times) -> Vec<String> {
    let span = |ms| Span::from_ms(ms).to_string();
    let mut said: Vec<String> = Vec::new();
    if let Some(detect) = times.detect_ms {
        said.push(format!(
            "first true alert acknowledged {} after the attacker's first act",
            span(detect)
        ));
    }
    if times.attacked {
        said.push(times.contain_ms.map_or_else(
            || "never contained for good".to_owned(),
            |ms| format!("contained for good {} after STARTEX", span(ms)),
        ));
        said.push(times.expel_ms.map_or_else(
            || "the attacker never expelled".to_owned(),
            |ms| format!("the attacker expelled after {}", span(ms)),
        ));
    }
    if times.interrupted {
        said.push(times.recover_ms.map_or_else(
            || "services not back for good".to_owned(),
            |ms| format!("services back after {}", span(ms)),
        ));
    }
    if said.is_empty() {
        return Vec::new();
    }
    vec![format!("Times: {}.", said.join("; "))]
}

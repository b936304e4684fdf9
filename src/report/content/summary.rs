//! What the record says in a few sentences.

use crate::base::{Points, Span};
use crate::report::words;
use crate::review::{Measure, MeasureKind, Review};

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
        "Process was {} of 100: how well and promptly the team worked. {outcome} Coverage was {:.0} %: the share of \
         playbook, alerts and objectives that could be scored.",
        card.process,
        card.coverage.share() * 100.0
    )];
    all.extend(times(review));
    all.extend(aftermath(review));
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
        all.push(format!(
            "{wrong} of {} {} sure and wrong.",
            words::count(
                usize::try_from(card.calibration.judgements).unwrap_or_default(),
                "judgement",
                "judgements"
            ),
            if wrong == 1 { "was" } else { "were" },
        ));
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

/// How it stood with a time: what is said of it if it was reached, and if it was not.
fn told(measure: &Measure, reached: &str, not_reached: &str) -> String {
    let open = if measure.is_open() { " by ENDEX" } else { "" };
    match (measure.took, &measure.undone) {
        (None, None) => format!("{not_reached}{open}"),
        (None, Some(undone)) => format!("{not_reached}: {}", lower(&undone.by)),
        (Some(took), None) => format!("{reached} {took} after STARTEX, for good"),
        (Some(took), Some(undone)) if measure.kind == MeasureKind::Recover => {
            format!("{reached} {took} after STARTEX, but {}", lower(&undone.by))
        }
        (Some(took), Some(undone)) => format!(
            "{reached} {took} after STARTEX, but the attacker was at work again at {}",
            undone.at
        ),
    }
}

/// A sentence as it stands inside another.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// The times in one sentence each, those that there are.
fn times(review: &Review) -> Vec<String> {
    let of = |kind: MeasureKind| {
        let mut all = review.measures.iter();
        all.find(|measure| measure.kind == kind && measure.needed)
    };
    let mut said: Vec<String> = Vec::new();
    if let Some(detect) = review.card.times.detect_ms {
        said.push(format!(
            "first true alert acknowledged {} after the attacker's first act",
            Span::from_ms(detect)
        ));
    }
    let contain = of(MeasureKind::Contain);
    said.extend(contain.map(|time| told(time, "contained", "never contained")));
    let expel = of(MeasureKind::Expel);
    said.extend(expel.map(|time| told(time, "the attacker expelled", "the attacker not expelled")));
    let recover = of(MeasureKind::Recover);
    said.extend(recover.map(|time| told(time, "services back", "services not back for good")));
    if said.is_empty() {
        return Vec::new();
    }
    vec![format!("Times: {}.", said.join("; "))]
}

/// That something followed ENDEX, and that the outcome counts it.
fn aftermath(review: &Review) -> Option<String> {
    let count = review.aftermath.texts.len();
    (count > 0).then(|| {
        format!(
            "After ENDEX {}, and the outcome counts that, too: see \"After ENDEX\".",
            words::count(count, "more thing happened", "more things happened")
        )
    })
}

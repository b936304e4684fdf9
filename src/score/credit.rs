//! What a scored item earns of its points, and a line for every point it does not.
//!
//! `credit = thoroughness x (done + in time + in order + right role + reasoned)`, with the scenario's
//! shares, less what hints cost of that. All of it in whole millionths of a point, so that the lines add up exactly.

use super::card::{Explanation, ItemScore, Part};
use super::measured::{Measured, title};
use crate::base::{Moment, Points, Span};
use crate::scenario::Scoring;

/// A share of something, in ten-thousandths.
pub(super) const WHOLE: u64 = 10_000;

/// How much of the time credit is left: all of it at the target, none at the limit, a line in between.
///
/// `target` and `limit` are counted from `from`.
pub(super) fn in_time(from: Moment, done: Moment, target: Span, limit: Span) -> u64 {
    let took = done.since(from).as_ms();
    let (target, limit) = (target.as_ms(), limit.as_ms());
    if took <= target {
        return WHOLE;
    }
    if took >= limit {
        return 0;
    }
    let left = u128::from(limit - took) * u128::from(WHOLE) / u128::from(limit - target);
    u64::try_from(left).unwrap_or(0)
}

/// The harmonic mean of precision and recall, in ten-thousandths.
///
/// With `hits` right, `missing` left out and `wrong` too many it is `2 hits / (2 hits + missing + wrong)`
/// (van Rijsbergen 1979).
pub(super) fn harmonic(hits: u64, missing: u64, wrong: u64) -> u64 {
    if hits == 0 {
        0
    } else {
        2 * hits * WHOLE / (2 * hits + missing + wrong)
    }
}

/// What the item earns of `max`, and why not all of it. Words are made only for what is missing.
pub(super) fn weigh(
    item: &Measured<'_>,
    max: Points,
    scoring: &Scoring,
    why: impl Fn(Part) -> String,
) -> (ItemScore, Vec<Explanation>) {
    let mut lines = Vec::new();
    let title = title(item.source);
    let mut line = |points: Points, part: Part, at: Option<Moment>| {
        if points > Points::ZERO {
            let text = format!("{title}: {}", why(part));
            lines.push(Explanation {
                points,
                step: item.id.clone(),
                phase: item.phase,
                part,
                at,
                text,
            });
        }
    };
    let mut earned = Points::ZERO;
    if item.thoroughness == 0 {
        line(max, Part::Done, item.started.or(item.target));
    } else {
        let shares = &scoring.shares;
        let weights = [
            shares.done,
            shares.in_time,
            shares.in_order,
            shares.right_role,
            shares.reasoned,
        ];
        let parts = max.split(&weights.map(u64::from));
        // Practice in a single seat: the role always fits.
        let values = [
            (Part::Done, WHOLE),
            (Part::InTime, item.in_time),
            (Part::InOrder, item.in_order),
            (Part::RightRole, WHOLE),
            (Part::Reasoned, item.reasoned),
        ];
        for (part_max, (part, value)) in parts.iter().zip(values) {
            let part_earned = part_max.share(value, WHOLE);
            let at = if part == Part::InTime {
                item.done
            } else {
                item.started.or(item.done)
            };
            line(*part_max - part_earned, part, at);
            earned += part_earned;
        }
        let kept = earned.share(item.thoroughness, WHOLE);
        let at = item.source.over_reached().or(item.done);
        line(earned - kept, Part::Thoroughness, at);
        earned = kept;
        let left = 100 - u64::from(scoring.hint_cost(item.hints.before.len()));
        let kept = earned.share(left, 100);
        line(
            earned - kept,
            Part::Hints,
            item.hints.before.last().copied(),
        );
        earned = kept;
    }
    let score = ItemScore {
        kind: item.kind,
        id: item.id.clone(),
        title,
        phase: item.phase,
        basis: item.basis,
        max,
        earned,
        triggered: item.triggered,
        started: item.started,
        done: item.done,
        target: item.target,
        thoroughness: u32::try_from(item.thoroughness).unwrap_or(0),
        hints: u32::try_from(item.hints.all.len()).unwrap_or(u32::MAX),
    };
    (score, lines)
}

#[cfg(test)]
mod tests {
    use super::super::card::ItemKind;
    use super::super::measured::{Hints, Source};
    use super::*;
    use crate::base::id::Id;
    use crate::scenario::Phase;
    use proptest::prelude::*;

    #[test]
    fn time_credit_falls_in_a_line_from_target_to_limit() {
        let (target, limit) = (Span::from_minutes(60), Span::from_minutes(180));
        let at = |minutes: u64| {
            in_time(
                Moment::START,
                Moment::START + Span::from_minutes(minutes),
                target,
                limit,
            )
        };
        assert_eq!(
            [at(0), at(60), at(120), at(180), at(600)],
            [WHOLE, WHOLE, WHOLE / 2, 0, 0]
        );
    }

    #[test]
    fn over_reach_counts_like_omission() {
        assert_eq!(harmonic(3, 0, 0), WHOLE);
        assert_eq!(harmonic(2, 1, 0), harmonic(2, 0, 1));
        assert_eq!(harmonic(0, 0, 0), 0);
    }

    fn measured(id: &Id, [thoroughness, in_time, in_order, reasoned]: [u64; 4]) -> Measured<'_> {
        const QUESTION: &str =
            r#"(id: "c5", text: "What?", choices: [], proof_text: "", target: "5min")"#;
        let question = Box::leak(Box::new(ron::from_str(QUESTION).unwrap()));
        Measured {
            kind: ItemKind::Question,
            id,
            phase: Phase::Contain,
            basis: super::super::card::Basis::World,
            weight: 1,
            triggered: Some(Moment::START),
            started: Some(Moment::START),
            done: Some(Moment::START),
            target: Some(Moment::START),
            thoroughness,
            in_time,
            in_order,
            reasoned,
            hints: Hints::default(),
            source: Source::Question {
                question,
                answer: None,
            },
        }
    }

    /// So many hints, one a minute.
    fn hinted(count: usize) -> Vec<Moment> {
        let minutes = (1_u64..).take(count);
        minutes
            .map(|minute| Moment::START + Span::from_minutes(minute))
            .collect()
    }

    #[test]
    fn hints_cost_their_share_of_what_was_earned() {
        let max = Points::from_millionths(1_000_000);
        let id = Id::internal("c5");
        let moments = hinted(4);
        let cost_of = |count: usize, thoroughness: u64| {
            let mut item = measured(&id, [thoroughness, WHOLE, WHOLE, WHOLE]);
            item.hints = Hints {
                all: &moments,
                before: &moments[..count],
            };
            let (score, lines) = weigh(&item, max, &Scoring::default(), |_| String::new());
            assert_eq!(score.hints, 4, "all that were taken");
            let line = lines.iter().find(|line| line.part == Part::Hints);
            assert_eq!(
                line.and_then(|line| line.at),
                moments[..count].last().copied().filter(|_| line.is_some())
            );
            line.map_or(0, |line| line.points.millionths())
        };
        assert_eq!(
            [0, 1, 2, 3].map(|n| cost_of(n, WHOLE)),
            [0, 100_000, 250_000, 500_000]
        );
        assert_eq!(cost_of(4, WHOLE), 500_000, "the last cost holds on");
        assert_eq!(cost_of(2, WHOLE / 2), 125_000, "of what was earned");
        assert_eq!(cost_of(3, 0), 0, "nothing can be lost twice");
    }

    proptest! {
        #[test]
        fn lines_add_up_to_what_is_missing(
            millionths in 1_i64..100_000_000, th in 0..=WHOLE, t in 0..=WHOLE, o in 0..=WHOLE, r in 0..=WHOLE,
            hints in 0_usize..5, costs in proptest::collection::vec(0_u8..=100, 0..4),
        ) {
            let max = Points::from_millionths(millionths);
            let id = Id::internal("c5");
            let moments = hinted(hints);
            let mut item = measured(&id, [th, t, o, r]);
            item.hints = Hints { all: &moments, before: &moments };
            let scoring = Scoring { hint_costs: costs, ..Scoring::default() };
            let (score, lines) = weigh(&item, max, &scoring, |part| part.name().to_owned());
            let lost: Points = lines.iter().map(|line| line.points).sum();
            prop_assert_eq!(score.earned + lost, max);
            prop_assert!(score.earned >= Points::ZERO);
        }

        #[test]
        fn later_never_earns_more(a in 0_u64..400, b in 0_u64..400) {
            let at = |m: u64| in_time(Moment::START, Moment::START + Span::from_minutes(m), Span::from_minutes(60), Span::from_minutes(180));
            prop_assert!(at(a.min(b)) >= at(a.max(b)));
        }
    }
}

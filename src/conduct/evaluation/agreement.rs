//! How far people who rated the same tasks agree.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::id::{SeatId, StepId};
use crate::scenario::Rating;
use crate::world::conduct::Rated;

/// A task that people rated differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The task.
    pub step: StepId,
    /// Who rated how.
    pub ratings: BTreeMap<SeatId, Rating>,
    /// How far the best and the worst rating lie apart: 1 to 3.
    pub distance: u32,
}

/// How far two people agree on what both rated.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// One of them.
    pub one: SeatId,
    /// The other.
    pub other: SeatId,
    /// How many tasks both rated; at least one.
    pub both: u32,
    /// How many of them they rated the same.
    pub same: u32,
    /// Cohen's kappa with quadratic weights, at most 1; none where both used one and the same rating
    /// throughout, so that chance alone agrees fully.
    pub kappa: Option<f64>,
}

impl Pair {
    /// The share of what both rated that they rated the same: 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        f64::from(self.same) / f64::from(self.both.max(1))
    }
}

/// How far people agree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agreement {
    /// Every two people who rated at least one task both, in the order of their seats.
    pub pairs: Vec<Pair>,
    /// The tasks that were rated differently, furthest apart first.
    pub disagreements: Vec<Disagreement>,
}

/// How far the people agree who rated these tasks; a facilitator's ratings count like anybody's.
#[must_use]
pub fn agreement(ratings: &BTreeMap<StepId, BTreeMap<SeatId, Rated>>) -> Agreement {
    let mut disagreements: Vec<Disagreement> = ratings
        .iter()
        .filter_map(|(step, by)| disagreement(step, by))
        .collect();
    disagreements.sort_by_key(|found| std::cmp::Reverse(found.distance));
    let people: BTreeSet<&SeatId> = ratings.values().flat_map(BTreeMap::keys).collect();
    let mut pairs = Vec::new();
    for one in &people {
        let others = people
            .range::<&SeatId, _>((std::ops::Bound::Excluded(*one), std::ops::Bound::Unbounded));
        pairs.extend(others.filter_map(|other| pair(ratings, one, other)));
    }
    Agreement {
        pairs,
        disagreements,
    }
}

fn disagreement(step: &StepId, by: &BTreeMap<SeatId, Rated>) -> Option<Disagreement> {
    let ratings: BTreeMap<_, _> = by
        .iter()
        .map(|(seat, rated)| (seat.clone(), rated.rating))
        .collect();
    let grades = || ratings.values().copied().map(grade);
    let distance = grades().max()? - grades().min()?;
    (distance > 0).then(|| Disagreement {
        step: step.clone(),
        ratings,
        distance,
    })
}

fn pair(
    ratings: &BTreeMap<StepId, BTreeMap<SeatId, Rated>>,
    one: &SeatId,
    other: &SeatId,
) -> Option<Pair> {
    let both: Vec<(Rating, Rating)> = ratings
        .values()
        .filter_map(|by| Some((by.get(one)?.rating, by.get(other)?.rating)))
        .collect();
    let same = both.iter().filter(|(one, other)| one == other).count();
    (!both.is_empty()).then(|| Pair {
        one: one.clone(),
        other: other.clone(),
        both: u32::try_from(both.len()).unwrap_or(u32::MAX),
        same: u32::try_from(same).unwrap_or(u32::MAX),
        kappa: kappa(&both),
    })
}

/// The place of a rating in the order of ratings, best first, from 0.
const fn grade(rating: Rating) -> u32 {
    match rating {
        Rating::P => 0,
        Rating::S => 1,
        Rating::M => 2,
        Rating::U => 3,
    }
}

/// Cohen's kappa with quadratic weights: 1 less the observed disagreement as a share of the disagreement
/// that chance would bring, each disagreement weighed by the square of its distance (J. Cohen, "Weighted
/// kappa: Nominal scale agreement with provision for scaled disagreement or partial credit",
/// Psychological Bulletin 70 (1968), 213-220). None where chance would bring no disagreement at all, or
/// nothing was rated.
#[must_use]
pub fn kappa(both: &[(Rating, Rating)]) -> Option<f64> {
    let count = |of: &dyn Fn(&(Rating, Rating)) -> Rating, rating: Rating| -> u32 {
        let found = both.iter().filter(|pair| of(pair) == rating).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let weight = |one: Rating, other: Rating| f64::from(grade(one).abs_diff(grade(other)).pow(2));
    let observed: f64 = both.iter().map(|(one, other)| weight(*one, *other)).sum();
    let mut by_chance = 0.0;
    for one in Rating::ALL {
        for other in Rating::ALL {
            let together =
                f64::from(count(&|pair| pair.0, one)) * f64::from(count(&|pair| pair.1, other));
            by_chance += weight(one, other) * together;
        }
    }
    // Whole numbers up to here: by_chance is zero or at least one.
    let rated = f64::from(u32::try_from(both.len()).unwrap_or(u32::MAX));
    (by_chance > 0.5).then(|| 1.0 - rated * observed / by_chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;
    use proptest::prelude::*;

    fn rating() -> impl Strategy<Value = Rating> {
        prop::sample::select(Rating::ALL.to_vec())
    }

    #[test]
    fn kappa_is_what_it_is_by_hand() {
        use Rating::{M, P, S, U};
        // Observed: P met S and U met M, each a distance of 1, so 2 over 5 tasks. By chance: one says P
        // twice and S, M and U once, the other says P once and S and M twice. Each P of the one lies
        // 0 + 2 * 1 + 2 * 4 = 10 from all of the other's, S 1 + 0 + 2 = 3, M 4 + 2 + 0 = 6 and
        // U 9 + 8 + 2 = 19; 2 * 10 + 3 + 6 + 19 = 48 over 25 pairs.
        let both = [(P, P), (P, S), (S, S), (M, M), (U, M)];
        let expected = 1.0 - 5.0 * 2.0 / 48.0;
        assert!(kappa(&both).is_some_and(|kappa| (kappa - expected).abs() < 1e-12));
        assert_eq!(kappa(&[(P, P), (P, P)]), None);
        assert_eq!(kappa(&[]), None);
        assert_eq!(kappa(&[(P, U), (U, P)]), Some(-1.0));
    }

    #[test]
    fn disagreements_stand_furthest_first() {
        let seat = |name: &'static str| SeatId::from(Id::internal(name));
        let rated = |rating| Rated {
            rating,
            note: String::new(),
        };
        let by = |one, other| {
            BTreeMap::from([
                (seat("evaluator-1"), rated(one)),
                (seat("facilitator"), rated(other)),
            ])
        };
        let ratings = BTreeMap::from([
            (StepId::from(Id::internal("a")), by(Rating::P, Rating::P)),
            (StepId::from(Id::internal("b")), by(Rating::P, Rating::S)),
            (StepId::from(Id::internal("c")), by(Rating::U, Rating::P)),
        ]);
        let found = agreement(&ratings);
        let steps: Vec<_> = found
            .disagreements
            .iter()
            .map(|d| (d.step.as_str(), d.distance))
            .collect();
        assert_eq!(steps, [("c", 3), ("b", 1)]);
        assert_eq!(found.pairs.len(), 1);
        assert!(
            found
                .pairs
                .iter()
                .all(|pair| (pair.both, pair.same) == (3, 1))
        );
    }

    proptest! {
        #[test]
        fn those_who_rate_the_same_agree_fully(ratings in prop::collection::vec(rating(), 2..30)) {
            let both: Vec<_> = ratings.iter().map(|rating| (*rating, *rating)).collect();
            let several = ratings.iter().collect::<BTreeSet<_>>().len() > 1;
            prop_assert_eq!(kappa(&both), several.then_some(1.0));
        }

        #[test]
        fn kappa_does_not_ask_who_is_first(both in prop::collection::vec((rating(), rating()), 0..30)) {
            let turned: Vec<_> = both.iter().map(|(one, other)| (*other, *one)).collect();
            prop_assert_eq!(kappa(&both), kappa(&turned));
            prop_assert!(kappa(&both).is_none_or(|kappa| (-1.0..=1.0).contains(&kappa)));
        }
    }
}

//! Points as whole millionths, so that sums are exact: the lines that explain a score add up to it.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

use serde::{Serialize, Serializer};

/// Points of a score, counted in millionths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(i64);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// A full score.
    pub const HUNDRED: Self = Self(100_000_000);

    /// So many millionths of a point.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// So many whole points.
    #[must_use]
    pub const fn whole(points: u32) -> Self {
        Self(points as i64 * 1_000_000)
    }

    /// The count of millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// `numerator / denominator` of these points, rounded down; nothing if the denominator is 0.
    #[must_use]
    pub fn share(self, numerator: u64, denominator: u64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let part = i128::from(self.0) * i128::from(numerator) / i128::from(denominator);
        Self(i64::try_from(part).unwrap_or(i64::MAX))
    }

    /// Splits these points by weight so that the parts add up to the whole exactly.
    ///
    /// Each part is the difference of two rounded running sums. All parts are zero if all weights are.
    #[must_use]
    pub fn split(self, weights: &[u64]) -> Vec<Self> {
        let total: u64 = weights.iter().sum();
        let mut so_far = 0;
        let mut given = Self::ZERO;
        weights
            .iter()
            .map(|weight| {
                so_far += weight;
                let up_to_here = self.share(so_far, total);
                let part = up_to_here - given;
                given = up_to_here;
                part
            })
            .collect()
    }

    /// For charts, JSON and text; the exact value stays in the millionths.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a score is at most 10^8 millionths, far below 2^53"
    )]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1_000_000.0
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Points {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl Points {
    /// A loss in points, as text: small ones with more places, so that none reads as no loss at all.
    #[must_use]
    pub fn loss_text(points: f64) -> String {
        if points > 0.0 && points < 0.005 {
            "under 0.01".to_owned()
        } else if points < 0.05 {
            format!("{points:.2}")
        } else {
            format!("{points:.1}")
        }
    }
}

/// One decimal, as a scorecard shows it.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.as_f64())
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.as_f64())
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_split_loses_nothing(weights in prop::collection::vec(0_u64..1000, 1..40)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = Points::HUNDRED.split(&weights);
            prop_assert_eq!(parts.iter().copied().sum::<Points>(), Points::HUNDRED);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert_eq!(*weight == 0, *part == Points::ZERO);
            }
        }
    }
}

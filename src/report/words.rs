//! How a report writes numbers and amounts.

pub(super) use crate::base::words::{amount, count, data, sentence};

use crate::scenario::Rating;

/// A count as the types of the report hold it.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Points with one decimal.
pub(super) fn points(points: f64) -> String {
    format!("{points:.1}")
}

/// Points of a loss: small ones with more places, so that nothing shows as no loss at all.
pub(super) fn loss(points: f64) -> String {
    crate::base::Points::loss_text(points)
}

/// Points earned of points to be had, kept on one line: `0.8 of 2.0`.
pub(super) fn of(earned: f64, max: f64) -> String {
    format!("{}\u{a0}of\u{a0}{}", points(earned), points(max))
}

/// A rating as a report says it: `S, performed with some challenges`.
pub(super) fn rating(rating: Rating) -> String {
    format!("{}, {}", rating.letter(), rating.meaning().to_lowercase())
}

/// Yes or no.
pub(super) const fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// A text, or what stands for an empty one.
pub(super) fn or<'a>(text: &'a str, instead: &'a str) -> &'a str {
    if text.is_empty() { instead } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_one_decimal() {
        assert_eq!(points(99.96), "100.0");
    }
}

//! How a report writes numbers and amounts.

use crate::scenario::Rating;

/// A count as the types of the report hold it.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// So many of something, with the word in the right number.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

/// An amount with thousands apart: `1 234 567`.
pub(super) fn amount(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// An amount of data, given in KB: `812 KB`, `3.4 MB`.
pub(super) fn data(kb: u64) -> String {
    let steps = [(1_000_000, "GB"), (1_000, "MB")];
    let step = steps.into_iter().find(|(size, _)| kb >= *size);
    step.map_or_else(
        || format!("{kb} KB"),
        |(size, unit)| {
            let tenths = u128::from(kb) * 10 / u128::from(size);
            format!("{}.{} {unit}", tenths / 10, tenths % 10)
        },
    )
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

/// A sentence with a capital at its start.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
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
    fn amounts_read_well() {
        assert_eq!(amount(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(data(812), "812 KB");
        assert_eq!(data(3_456_789), "3.4 GB");
        assert_eq!(count(1, "alert", "alerts"), "1 alert");
        assert_eq!(points(99.96), "100.0");
    }
}

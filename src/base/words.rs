//! How numbers and amounts are written, on screen and in reports alike.

/// So many of something, with the word in the right number.
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

/// An amount with thousands apart: `1 234 567`.
#[must_use]
pub fn amount(n: u64) -> String {
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

/// An amount of data in bytes: `812 B`, `3.4 MB`.
#[must_use]
pub fn bytes(n: u64) -> String {
    if n < 1_000 {
        format!("{n} B")
    } else {
        scaled(u128::from(n))
    }
}

/// An amount of data, given in kB: `812 kB`, `3.4 MB`.
#[must_use]
pub fn data(kb: u64) -> String {
    if kb < 1_000 {
        format!("{kb} kB")
    } else {
        scaled(u128::from(kb) * 1_000)
    }
}

/// Bytes in the largest unit of which there is one, with one decimal, cut off.
fn scaled(bytes: u128) -> String {
    let steps = [(1_000_000_000, "GB"), (1_000_000, "MB")];
    let step = steps.into_iter().find(|(size, _)| bytes >= *size);
    let (size, unit) = step.unwrap_or((1_000, "kB"));
    let tenths = bytes * 10 / size;
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

/// A sentence with a capital at its start.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_well() {
        assert_eq!(amount(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(data(812), "812 kB");
        assert_eq!(data(3_456_789), "3.4 GB");
        assert_eq!(bytes(812), "812 B");
        assert_eq!(bytes(3_456), "3.4 kB");
        assert_eq!(count(1, "alert", "alerts"), "1 alert");
        assert_eq!(sentence("élan"), "Élan");
    }
}

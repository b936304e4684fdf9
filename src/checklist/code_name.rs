//! Two words that tell nothing.

use sha2::{Digest as _, Sha256};

const FIRST: [&str; 16] = [
    "Amber", "Basalt", "Cedar", "Dune", "Ember", "Fern", "Granite", "Harbour", "Indigo", "Juniper",
    "Kestrel", "Lantern", "Marble", "Nickel", "Orchard", "Pebble",
];
const SECOND: [&str; 16] = [
    "Anchor", "Bridge", "Compass", "Drum", "Envelope", "Ferry", "Garden", "Hammer", "Island",
    "Jacket", "Kettle", "Ladder", "Mirror", "Needle", "Oar", "Piano",
];

/// A code name: always the same one for the same title.
pub(super) fn code_name(title: &str) -> String {
    let hash = Sha256::digest(title.as_bytes());
    let word = |list: &[&'static str; 16], byte: usize| {
        let drawn = hash.get(byte).map_or(0, |byte| usize::from(byte % 16));
        list.get(drawn).copied().unwrap_or_default()
    };
    format!("{} {}", word(&FIRST, 0), word(&SECOND, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_one_code_name() {
        assert_eq!(code_name("A"), code_name("A"));
        assert_ne!(code_name("A"), code_name("B"));
        assert_eq!(code_name("").split(' ').count(), 2);
    }
}

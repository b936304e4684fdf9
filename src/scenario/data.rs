//! A scenario in its data form, for what must be found wherever it stands.

use serde_json::Value;

use super::Scenario;

/// The texts of all fields and variants of this name, wherever they stand, in no particular order. A new
/// place in the format can't be forgotten.
#[must_use]
pub fn texts_under(scenario: &Scenario, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    // A scenario has no type that JSON refuses.
    let data = serde_json::to_value(scenario).unwrap_or_default();
    let mut rest = vec![data];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(fields) => {
                found.extend(fields.get(name).and_then(Value::as_str).map(str::to_owned));
                rest.extend(fields.into_iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    #[test]
    fn texts_are_found_wherever_they_stand() {
        let file = include_bytes!("../../tests/scenarios/smallest.ron");
        let scenario = load(file).scenario.unwrap();
        let titles = texts_under(&scenario, "title");
        assert!(titles.contains(&scenario.title));
        assert!(
            scenario
                .injects
                .iter()
                .all(|inject| titles.contains(&inject.title))
        );
        assert!(texts_under(&scenario, "no-such-field").is_empty());
    }
}

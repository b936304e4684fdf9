//! The manual of the format is up to date, and the format accepts no field it doesn't know.

use hotwash::scenario::{Scenario, Script, reference};
use serde_json::Value;

#[test]
fn the_manual_is_what_the_types_say() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario-format.md");
    let written = reference::manual();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &written).unwrap();
    }
    let found = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        found == written,
        "docs/scenario-format.md is out of date; run `UPDATE_DOCS=1 cargo test --test scenario_format`"
    );
    assert!(!written.contains("## More"), "a type stands in no chapter");
    assert!(!written.contains("|  |"), "a field has no description");
}

/// Counts the objects of a schema, each of which must be closed.
fn closed_objects(place: &str, schema: &Value) -> usize {
    match schema {
        Value::Object(object) => {
            let is_object = object.get("type") == Some(&Value::from("object"));
            if is_object {
                let closed = object.get("additionalProperties") == Some(&Value::Bool(false));
                assert!(closed, "{place} takes unknown fields");
            }
            let inner = object.iter().filter(|(key, _)| *key != "default");
            usize::from(is_object)
                + inner
                    .map(|(key, value)| closed_objects(&format!("{place}/{key}"), value))
                    .sum::<usize>()
        }
        Value::Array(items) => items.iter().map(|item| closed_objects(place, item)).sum(),
        _ => 0,
    }
}

#[test]
fn every_type_refuses_unknown_fields() {
    assert!(closed_objects("Scenario", &schemars::schema_for!(Scenario).to_value()) > 100);
    assert!(closed_objects("Script", &schemars::schema_for!(Script).to_value()) > 15);
}

//! Suricata's own JSON schema, over every EVE line.

use serde_json::{Value, json};

use super::pack::Pack;
use super::programs::{json_lines, reference};

fn validator() -> Option<jsonschema::Validator> {
    let path = reference("schemas/eve-schema-suricata-7.0.10.json")?;
    let schema: Value =
        serde_json::from_slice(&std::fs::read(path).expect("readable")).expect("JSON");
    Some(jsonschema::draft202012::new(&schema).expect("a schema"))
}

#[test]
fn every_eve_line_is_as_suricatas_schema_says() {
    let Some(validator) = validator() else {
        return;
    };
    for file in Pack::of_the_attack().of("suricata-eve") {
        let events = json_lines(&file.text());
        assert!(events.len() > 100, "{}: {} lines", file.name, events.len());
        let mut wrong = Vec::new();
        for (number, event) in events.iter().enumerate() {
            for error in validator.iter_errors(event) {
                wrong.push(format!(
                    "line {}: {error} at {}",
                    number + 1,
                    error.instance_path()
                ));
            }
        }
        let shown: Vec<_> = wrong.iter().take(20).collect();
        assert!(
            wrong.is_empty(),
            "{}: {} errors: {shown:#?}",
            file.name,
            wrong.len()
        );
    }
}

#[test]
fn the_schema_accepts_suricatas_own_lines_and_refuses_what_it_does_not_know() {
    let (Some(validator), Some(sample)) = (validator(), reference("samples/suricata/eve.json"))
    else {
        return;
    };
    let text = std::fs::read_to_string(sample).expect("readable");
    for mut event in json_lines(&text) {
        assert!(validator.is_valid(&event), "{event}");
        event["by_hotwash"] = json!(true);
        assert!(!validator.is_valid(&event), "{event}");
    }
}

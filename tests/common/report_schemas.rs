//! What a Navigator layer and xAPI statements must look like: schemas of our own, written from their specifications.

use std::collections::BTreeSet;

use serde_json::{Value, json};

fn valid(schema: &Value, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    let validator = jsonschema::validator_for(schema).expect("a good schema");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    value
}

/// What layer format 4.5 asks for.
pub(crate) fn check_layer(text: &str) {
    let color = json!({ "type": "string", "pattern": "^#[0-9a-f]{6}$" });
    let data = json!({ "type": "array", "items": {
        "type": "object", "required": ["name", "value"],
        "properties": { "name": { "type": "string" }, "value": { "type": "string" } } } });
    let schema = json!({
        "type": "object",
        "required": ["name", "versions", "domain", "techniques", "gradient", "legendItems"],
        "properties": {
            "name": { "type": "string" },
            "versions": { "type": "object", "required": ["attack", "navigator", "layer"],
                "properties": { "layer": { "const": "4.5" }, "attack": { "pattern": "^[0-9]+$" } } },
            "domain": { "const": "enterprise-attack" },
            "techniques": { "type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["techniqueID"], "additionalProperties": false,
                "properties": {
                    "techniqueID": { "type": "string", "pattern": "^T[0-9]{4}(\\.[0-9]{3})?$" },
                    "tactic": { "type": "string", "pattern": "^[a-z-]+$" },
                    "score": { "type": "number", "minimum": 0, "maximum": 100 },
                    "color": color, "comment": { "type": "string" }, "enabled": { "type": "boolean" },
                    "metadata": data, "showSubtechniques": { "type": "boolean" } } } },
            "gradient": { "type": "object", "required": ["colors", "minValue", "maxValue"] },
            "legendItems": { "type": "array", "items": { "type": "object", "required": ["label", "color"],
                "properties": { "color": color } } },
            "metadata": data,
            "sorting": { "type": "integer", "minimum": 0, "maximum": 3 },
        },
    });
    valid(&schema, text);
}

/// What xAPI 1.0.3 asks of a statement.
pub(crate) fn check_statements(text: &str) {
    let iri = json!({ "type": "string", "pattern": "^https?://[^ ]+$" });
    let map = json!({ "type": "object", "propertyNames": { "pattern": "^[a-z]{2}(-[A-Z]{2})?$" } });
    let account = json!({ "type": "object", "required": ["homePage", "name"], "additionalProperties": false,
        "properties": { "homePage": iri, "name": { "type": "string", "minLength": 1 } } });
    let agent = json!({ "type": "object", "required": ["account"], "additionalProperties": false,
        "properties": { "objectType": { "enum": ["Agent"] }, "name": { "type": "string" }, "account": account } });
    let group = json!({ "type": "object", "required": ["account", "objectType"], "additionalProperties": false,
        "properties": { "objectType": { "const": "Group" }, "name": { "type": "string" }, "account": account,
            "member": { "type": "array", "items": agent } } });
    let activity = json!({ "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": { "objectType": { "const": "Activity" }, "id": iri,
            "definition": { "type": "object", "properties": { "type": iri, "name": map } } } });
    let uuid = json!({ "type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" });
    let verbs = ["completed", "failed", "scored"];
    let verbs = verbs.map(|verb| format!("http://adlnet.gov/expapi/verbs/{verb}"));
    let schema = json!({ "type": "array", "minItems": 1, "items": {
        "type": "object", "additionalProperties": false,
        "required": ["id", "actor", "verb", "object", "timestamp", "version"],
        "properties": {
            "id": uuid, "version": { "const": "1.0.3" },
            "timestamp": { "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" },
            "actor": { "anyOf": [agent, group] },
            "verb": { "type": "object", "required": ["id"], "properties": {
                "id": { "enum": verbs },
                "display": map } },
            "object": activity,
            "result": { "type": "object", "additionalProperties": false, "properties": {
                "score": { "type": "object", "properties": {
                    "scaled": { "type": "number", "minimum": -1, "maximum": 1 },
                    "raw": { "type": "number", "minimum": 0 }, "min": { "const": 0 }, "max": { "type": "number" } } },
                "success": { "type": "boolean" }, "completion": { "type": "boolean" },
                "duration": { "pattern": "^PT[0-9]+(\\.[0-9]{2})?S$" }, "extensions": { "type": "object" } } },
            "context": { "type": "object", "properties": {
                "extensions": { "type": "object", "propertyNames": iri }, "registration": uuid, "platform": { "type": "string" },
                "language": { "type": "string" }, "contextActivities": { "type": "object",
                    "properties": { "grouping": { "type": "array", "items": activity } } } } },
        } } });
    let all = valid(&schema, text);
    let all = all.as_array().expect("a list");
    let ids: BTreeSet<&str> = all.iter().filter_map(|s| s["id"].as_str()).collect();
    assert_eq!(ids.len(), all.len(), "each has an identifier of its own");
    let registrations: BTreeSet<String> = all
        .iter()
        .map(|s| s["context"]["registration"].to_string())
        .collect();
    assert_eq!(registrations.len(), 1, "one exercise");
    for result in all.iter().filter_map(|s| s["result"].as_object()) {
        let is = |name: &str| result.get(name) == Some(&Value::Bool(true));
        let scaled = result
            .get("score")
            .and_then(|score| score["scaled"].as_f64());
        assert!(
            !is("success") || is("completion") && scaled != Some(0.0),
            "{result:?}"
        );
    }
    for score in all.iter().filter_map(|s| s["result"]["score"].as_object()) {
        let number = |name: &str| score[name].as_f64().unwrap_or_default();
        assert!(number("raw") <= number("max") + 1e-9);
    }
}

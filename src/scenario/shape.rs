//! The shapes that the format's types give to a file, read from the schema of those types.
//!
//! One description serves the reference manual, the checks of types and the search for identifiers, so
//! none of them can fall behind the types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::kind::Kind;

/// What a value may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Text,
    Bool,
    /// A whole number from 0 to this.
    Integer(u64),
    List(Box<Shape>),
    Optional(Box<Shape>),
    /// Another definition of the same set.
    Named(String),
}

/// A named type.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) about: String,
    pub(super) form: Form,
}

/// How a named type is written.
#[derive(Debug, Clone)]
pub(super) enum Form {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
    /// An identifier of this kind.
    Id(Kind),
    /// An identifier of anything that can be known or aimed at.
    AnyId,
    /// An identifier that nothing in the file defines.
    FreeId,
    /// A text that is read further: a duration, an offset, a date.
    Written,
    Other(Shape),
}

/// A field of a struct or variant.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) shape: Shape,
    /// What it is if left out; `None` if it must be given.
    pub(super) default: Option<Value>,
}

/// One of an enum's variants.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) content: Content,
}

/// What stands in a variant's parentheses.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Nothing,
    Value(Shape),
    Fields(Vec<Field>),
}

/// All shapes of a file.
#[derive(Debug, Clone)]
pub(super) struct Shapes {
    pub(super) root: String,
    pub(super) types: BTreeMap<String, Definition>,
}

impl Shapes {
    /// The shapes that this type gives to a file.
    pub(super) fn of<T: JsonSchema>() -> Self {
        let schema = schemars::schema_for!(T).to_value();
        let root = T::schema_name().into_owned();
        let mut types = BTreeMap::new();
        if let Some(definitions) = schema.get("$defs").and_then(Value::as_object) {
            for (name, value) in definitions {
                types.insert(name.clone(), definition(name, value));
            }
        }
        types.insert(root.clone(), definition(&root, &schema));
        Self { root, types }
    }

    /// The form of a named type.
    pub(super) fn form(&self, name: &str) -> Option<&Form> {
        self.types.get(name).map(|d| &d.form)
    }

    /// The kind of identifier that a shape is.
    pub(super) fn id_kind(&self, shape: &Shape) -> Option<Kind> {
        match shape {
            Shape::Named(name) => match self.form(name)? {
                Form::Id(kind) => Some(*kind),
                _ => None,
            },
            Shape::Optional(inner) => self.id_kind(inner),
            _ => None,
        }
    }
}

fn definition(name: &str, schema: &Value) -> Definition {
    let form = if let Some(kind) = Kind::of_type(name) {
        Form::Id(kind)
    } else if name == "AnyId" {
        Form::AnyId
    } else if name.ends_with("Id") && schema.get("type") == Some(&Value::from("string")) {
        Form::FreeId
    } else if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        Form::Enum(variants.iter().flat_map(variants_of).collect())
    } else if schema.get("properties").is_some() {
        Form::Struct(fields(schema))
    } else {
        match shape(schema) {
            Shape::Text => Form::Written,
            // The type's own conversion refuses more, which its schema can't say.
            Shape::Integer(_) if name == "Confidence" => Form::Other(Shape::Integer(100)),
            other => Form::Other(other),
        }
    };
    Definition {
        about: about(schema),
        form,
    }
}

fn about(schema: &Value) -> String {
    let text = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    text.to_owned()
}

/// The fields of an object: the required ones in the order of the type, then the others by name.
fn fields(schema: &Value) -> Vec<Field> {
    let empty = Map::new();
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let field = |name: &str, value: &Value, default: Option<Value>| Field {
        name: name.to_owned(),
        about: about(value),
        shape: shape(value),
        default,
    };
    let first = required
        .iter()
        .filter_map(|name| properties.get(*name).map(|value| field(name, value, None)));
    let rest = properties
        .iter()
        .filter(|(name, _)| !required.contains(&name.as_str()))
        .map(|(name, value)| {
            field(
                name,
                value,
                Some(value.get("default").cloned().unwrap_or_default()),
            )
        });
    first.chain(rest).collect()
}

fn variants_of(schema: &Value) -> Vec<Variant> {
    let variant = |name: &str, content| Variant {
        name: name.to_owned(),
        about: about(schema),
        content,
    };
    if let Some(name) = schema.get("const").and_then(Value::as_str) {
        return vec![variant(name, Content::Nothing)];
    }
    if let Some(names) = schema.get("enum").and_then(Value::as_array) {
        let names = names.iter().filter_map(Value::as_str);
        return names.map(|name| variant(name, Content::Nothing)).collect();
    }
    let inner = schema.get("properties").and_then(Value::as_object);
    let inner = inner.into_iter().flatten();
    inner
        .map(|(name, content)| {
            let content = if content.get("properties").is_some() {
                Content::Fields(fields(content))
            } else {
                Content::Value(shape(content))
            };
            variant(name, content)
        })
        .collect()
}

fn shape(schema: &Value) -> Shape {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return Shape::Named(name.to_owned());
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let inner = choices
            .iter()
            .find(|c| c.get("type") != Some(&Value::from("null")));
        return Shape::Optional(Box::new(inner.map_or(Shape::Text, shape)));
    }
    match schema.get("type") {
        Some(Value::Array(types)) => {
            let inner = types
                .iter()
                .filter_map(Value::as_str)
                .find(|t| *t != "null");
            Shape::Optional(Box::new(plain(inner.unwrap_or_default(), schema)))
        }
        Some(Value::String(name)) => plain(name, schema),
        _ => Shape::Text,
    }
}

fn plain(name: &str, schema: &Value) -> Shape {
    match name {
        "boolean" => Shape::Bool,
        "integer" => Shape::Integer(match schema.get("format").and_then(Value::as_str) {
            Some("uint8") => u64::from(u8::MAX),
            Some("uint16") => u64::from(u16::MAX),
            Some("uint32") => u64::from(u32::MAX),
            _ => u64::MAX,
        }),
        "array" => Shape::List(Box::new(schema.get("items").map_or(Shape::Text, shape))),
        _ => Shape::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_named_shape_is_known() {
        let shapes = Shapes::of::<Scenario>();
        let mut seen = 0;
        let mut look = |mut shape: &Shape| {
            while let Shape::List(inner) | Shape::Optional(inner) = shape {
                shape = inner;
            }
            if let Shape::Named(name) = shape {
                assert!(shapes.form(name).is_some(), "{name}");
                seen += 1;
            }
        };
        for definition in shapes.types.values() {
            match &definition.form {
                Form::Struct(fields) => fields.iter().for_each(|f| look(&f.shape)),
                Form::Enum(variants) => {
                    for variant in variants {
                        match &variant.content {
                            Content::Nothing => {}
                            Content::Value(shape) => look(shape),
                            Content::Fields(fields) => fields.iter().for_each(|f| look(&f.shape)),
                        }
                    }
                }
                _ => {}
            }
        }
        assert!(seen > 100);
    }
}

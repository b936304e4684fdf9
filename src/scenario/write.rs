//! From a scenario to the text of its file: RON as an author would write it, without what may be left out.
//!
//! The format's shapes say what a value is and what it is if left out, so the writer can't fall behind
//! the types.

use serde_json::Value;

use super::Scenario;
use super::shape::{Content, Field, Form, Shape, Shapes, Variant};

/// The longest line before brackets are broken over several, in characters.
const WIDTH: usize = 100;
/// How far each level is indented, in characters.
const INDENT: usize = 4;

/// The text of a scenario's file. What it means is the same: loading it gives the scenario again.
#[must_use]
pub fn write(scenario: &Scenario) -> String {
    let shapes = Shapes::of::<Scenario>();
    let value = serde_json::to_value(scenario).unwrap_or_default();
    let piece = Writer { shapes: &shapes }.named(&shapes.root, &value);
    let mut text = String::new();
    // A file always opens its outermost bracket.
    piece.broken(&mut text, 0);
    text.push('\n');
    text
}

/// A part of the text, before it is decided where its lines end.
enum Piece {
    Word(String),
    /// What stands before the bracket, the two brackets, and what stands between them.
    Brackets(String, [char; 2], Vec<(Option<String>, Piece)>),
}

impl Piece {
    /// The length on one line.
    fn width(&self) -> usize {
        match self {
            Self::Word(word) => word.chars().count(),
            Self::Brackets(name, _, items) => {
                let inner = items.iter().map(|(field, item)| {
                    field.as_ref().map_or(0, |field| field.len() + 2) + item.width() + 2
                });
                name.len() + 2 + inner.sum::<usize>()
            }
        }
    }

    fn put(&self, text: &mut String, indent: usize, before: usize) {
        if indent + before + self.width() <= WIDTH {
            self.inline(text);
        } else {
            self.broken(text, indent);
        }
    }

    fn inline(&self, text: &mut String) {
        match self {
            Self::Word(word) => text.push_str(word),
            Self::Brackets(name, [open, close], items) => {
                text.push_str(name);
                text.push(*open);
                for (place, (field, item)) in items.iter().enumerate() {
                    if place > 0 {
                        text.push_str(", ");
                    }
                    if let Some(field) = field {
                        text.push_str(field);
                        text.push_str(": ");
                    }
                    item.inline(text);
                }
                text.push(*close);
            }
        }
    }

    fn broken(&self, text: &mut String, indent: usize) {
        let Self::Brackets(name, [open, close], items) = self else {
            return self.inline(text);
        };
        // A variant around one value shares the brackets' lines with it.
        if let ([(None, item @ Self::Brackets(..))], '(') = (items.as_slice(), *open) {
            text.push_str(name);
            text.push(*open);
            item.broken(text, indent);
            text.push(*close);
            return;
        }
        text.push_str(name);
        text.push(*open);
        text.push('\n');
        let inner = indent + INDENT;
        for (field, item) in items {
            text.extend(std::iter::repeat_n(' ', inner));
            let mut before = 1;
            if let Some(field) = field {
                text.push_str(field);
                text.push_str(": ");
                before += field.len() + 2;
            }
            item.put(text, inner, before);
            text.push_str(",\n");
        }
        text.extend(std::iter::repeat_n(' ', indent));
        text.push(*close);
    }
}

struct Writer<'a> {
    shapes: &'a Shapes,
}

impl Writer<'_> {
    fn named(&self, name: &str, value: &Value) -> Piece {
        match self.shapes.form(name) {
            Some(Form::Struct(fields)) => {
                Piece::Brackets(String::new(), ['(', ')'], self.fields(fields, value))
            }
            Some(Form::Enum(variants)) => self.variant(variants, value),
            Some(Form::Other(shape)) => self.shaped(shape, value),
            _ => plain(value),
        }
    }

    fn shaped(&self, shape: &Shape, value: &Value) -> Piece {
        match (shape, value) {
            (Shape::Named(name), _) => self.named(name, value),
            (Shape::Optional(inner), _) => self.shaped(inner, value),
            (Shape::List(inner), Value::Array(items)) => {
                let items = items.iter().map(|item| (None, self.shaped(inner, item)));
                Piece::Brackets(String::new(), ['[', ']'], items.collect())
            }
            _ => plain(value),
        }
    }

    /// The fields that say something: those that may not be left out, or are not as if left out.
    fn fields(&self, fields: &[Field], value: &Value) -> Vec<(Option<String>, Piece)> {
        let written = fields.iter().filter_map(|field| {
            let value = value.get(&field.name)?;
            let said = !value.is_null() && field.default.as_ref() != Some(value);
            said.then(|| (Some(field.name.clone()), self.shaped(&field.shape, value)))
        });
        written.collect()
    }

    fn variant(&self, variants: &[Variant], value: &Value) -> Piece {
        let (name, content) = match value {
            Value::Object(map) => map
                .iter()
                .next()
                .map_or(("", &Value::Null), |(name, content)| {
                    (name.as_str(), content)
                }),
            other => (other.as_str().unwrap_or_default(), &Value::Null),
        };
        let known = variants.iter().find(|variant| variant.name == name);
        match known.map(|variant| &variant.content) {
            Some(Content::Value(shape)) => {
                let inner = self.shaped(shape, content);
                Piece::Brackets(name.to_owned(), ['(', ')'], vec![(None, inner)])
            }
            Some(Content::Fields(fields)) => {
                Piece::Brackets(name.to_owned(), ['(', ')'], self.fields(fields, content))
            }
            Some(Content::Nothing) | None => Piece::Word(name.to_owned()),
        }
    }
}

fn plain(value: &Value) -> Piece {
    Piece::Word(match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    })
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn shipped() -> Vec<Scenario> {
        let files = [
            include_bytes!("../../tests/scenarios/smallest.ron").as_slice(),
            include_bytes!("../../tests/scenarios/logs.ron"),
            include_bytes!("../../tests/scenarios/signals.ron"),
            include_bytes!("../../scenarios/web-shells/scenario.ron"),
        ];
        files
            .into_iter()
            .map(|bytes| load(bytes).scenario.unwrap())
            .collect()
    }

    #[test]
    fn what_is_written_loads_as_the_same_scenario() {
        for scenario in shipped() {
            let text = write(&scenario);
            let loaded = load(text.as_bytes());
            assert!(
                loaded.diagnostics.is_empty(),
                "{:#?}\n{text}",
                loaded.diagnostics
            );
            assert_eq!(loaded.scenario, Some(scenario));
        }
    }

    #[test]
    fn what_may_be_left_out_is_left_out() {
        let text = write(&shipped().remove(0));
        assert!(!text.contains("null") && !text.contains("[]"), "{text}");
        assert!(
            !text.contains("hidden: false") && !text.contains("weight: 1"),
            "{text}"
        );
        assert!(text.lines().all(|line| line.len() < 400), "{text}");
    }

    #[test]
    fn quotes_and_line_ends_come_back() {
        let mut scenario = shipped().remove(0);
        scenario.summary = "He said \"no\\yes\",\n\tthen left. Ünï".to_owned();
        let loaded = load(write(&scenario).as_bytes());
        assert_eq!(loaded.scenario.map(|s| s.summary), Some(scenario.summary));
    }
}

//! Words that a seed replaces, and where a scenario's texts hold them.

use std::collections::BTreeSet;

use regex_automata::meta::Regex;
use serde_json::Value;

use crate::scenario::Scenario;
use crate::scenario::shape::{Content, Form, Shape, Shapes, Variant};

/// Where a scenario's texts hold words that change.
#[derive(Debug)]
pub(super) struct Words {
    /// The scenario's data.
    data: Value,
    /// Where in it stand texts with such a word, as JSON pointers.
    texts: Vec<String>,
    /// What finds them: one alternative for each word, in the order of `meant`.
    finder: Regex,
    /// Which group and column each alternative is.
    meant: Vec<(usize, usize)>,
}

impl Words {
    /// None if no word changes.
    pub(super) fn of(scenario: &Scenario, groups: &[Vec<Vec<String>>]) -> Option<Self> {
        let mut words = Vec::new();
        for (group, rows) in groups.iter().enumerate() {
            for (column, word) in rows.first().into_iter().flatten().enumerate() {
                words.push((word.as_str(), (group, column)));
            }
        }
        // Of two words at the same place the longer one is meant.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let patterns: Vec<String> = words
            .iter()
            .map(|(word, _)| regex_syntax::escape(word))
            .collect();
        if patterns.is_empty() {
            return None;
        }
        let finder = Regex::new_many(&patterns).ok()?;
        let meant = words.into_iter().map(|(_, meant)| meant).collect();
        let data = serde_json::to_value(scenario).ok()?;
        let mut found = Self {
            texts: Vec::new(),
            data,
            finder,
            meant,
        };
        let shapes = Shapes::of::<Scenario>();
        let mut texts = Texts {
            shapes: &shapes,
            words: &found,
            pointer: String::new(),
            found: Vec::new(),
        };
        texts.named(&shapes.root, &found.data);
        found.texts = texts.found;
        Some(found)
    }

    /// Which columns of the first group's first row stand in a text.
    pub(super) fn columns_found(&self) -> BTreeSet<usize> {
        let texts = self.texts.iter();
        let texts = texts.filter_map(|at| self.data.pointer(at)?.as_str());
        let found = texts.flat_map(|text| self.found_in(text));
        found.map(|(_, (_, column))| column).collect()
    }

    /// The scenario with the words of the rows that are picked, one for each group.
    pub(super) fn replaced(&self, picked: &[&[String]]) -> Option<Scenario> {
        let mut data = self.data.clone();
        for pointer in &self.texts {
            if let Some(Value::String(text)) = data.pointer_mut(pointer) {
                *text = self.reworded(text, picked);
            }
        }
        serde_json::from_value(data).ok()
    }

    /// A text with the words of the rows that are picked, one for each group.
    pub(super) fn reworded(&self, text: &str, picked: &[&[String]]) -> String {
        let mut reworded = String::with_capacity(text.len() + 8);
        let mut from = 0;
        for (range, (group, column)) in self.found_in(text) {
            let word = picked.get(group).and_then(|row| row.get(column));
            reworded.push_str(text.get(from..range.start).unwrap_or_default());
            let old = text.get(range.clone()).unwrap_or_default();
            reworded.push_str(word.map_or(old, String::as_str));
            from = range.end;
        }
        reworded.push_str(text.get(from..).unwrap_or_default());
        reworded
    }

    /// The words in a text that change: whole words, from left to right.
    fn found_in<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, (usize, usize))> + 't {
        self.finder.find_iter(text).filter_map(|found| {
            let before = text.get(..found.start())?.chars().next_back();
            let after = text.get(found.end()..)?.chars().next();
            let whole = ![before, after].into_iter().flatten().any(joins);
            let meant = self.meant.get(found.pattern().as_usize())?;
            whole.then(|| (found.range(), *meant))
        })
    }
}

/// Whether a character beside a word makes it part of a longer one.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A walk over a scenario's data along its shapes, in search of texts.
struct Texts<'a> {
    shapes: &'a Shapes,
    words: &'a Words,
    /// Where the walk is.
    pointer: String,
    found: Vec<String>,
}

impl Texts<'_> {
    fn named(&mut self, name: &str, value: &Value) {
        let shapes = self.shapes;
        match shapes.form(name) {
            Some(Form::Struct(fields)) => {
                for field in fields {
                    self.within(&field.name, &field.shape, value.get(&field.name));
                }
            }
            Some(Form::Enum(variants)) => self.variant(variants, value),
            Some(Form::Other(shape)) => self.shaped(shape, value),
            // Identifiers, durations, moments: none of them is a text.
            _ => {}
        }
    }

    fn variant(&mut self, variants: &[Variant], value: &Value) {
        let Some((name, content)) = value.as_object().and_then(|map| map.iter().next()) else {
            return;
        };
        let known = variants.iter().find(|variant| variant.name == *name);
        match known.map(|variant| &variant.content) {
            Some(Content::Value(shape)) => self.within(name, shape, Some(content)),
            Some(Content::Fields(fields)) => {
                for field in fields {
                    let path = format!("{name}/{}", field.name);
                    self.within(&path, &field.shape, content.get(&field.name));
                }
            }
            Some(Content::Nothing) | None => {}
        }
    }

    fn shaped(&mut self, shape: &Shape, value: &Value) {
        match (shape, value) {
            (Shape::Text, Value::String(text)) if self.words.found_in(text).next().is_some() => {
                self.found.push(self.pointer.clone());
            }
            (Shape::Named(name), _) => self.named(name, value),
            (Shape::Optional(inner), _) => self.shaped(inner, value),
            (Shape::List(inner), Value::Array(items)) => {
                for (number, item) in items.iter().enumerate() {
                    self.within(&number.to_string(), inner, Some(item));
                }
            }
            _ => {}
        }
    }

    fn within(&mut self, step: &str, shape: &Shape, value: Option<&Value>) {
        let Some(value) = value else { return };
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        self.shaped(shape, value);
        self.pointer.truncate(length);
    }
}

//! One walk over a file along its shapes. It finds every error of type, every identifier that is
//! defined or used, and every text that is missing or too long, all with their places.

use std::collections::BTreeSet;
use std::ops::Range;

use super::kind::Kind;
use super::limits::{LONGEST_TITLE, MOST_REPORTED};
use super::shape::{Content, Field, Form, Shape, Shapes, Variant};
use super::spelling::{describe, is_word, noun_of, unreadable, whole_number};
use super::tree::{Body, Node};
use super::words;
use crate::base::diagnostic::Diagnostic;
use crate::base::words::sentence;

/// An identifier where it is defined.
#[derive(Debug, Clone)]
pub(super) struct Defined<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) span: Range<usize>,
    /// What it names.
    pub(super) node: &'t Node<'t>,
    /// The number of the top-level item it stands in; 0 outside of all items.
    pub(super) item: usize,
    /// The decision, question or message in which a local identifier counts.
    pub(super) scope: Option<&'t str>,
}

/// An identifier where it is used.
#[derive(Debug, Clone)]
pub(super) struct Used<'t> {
    /// What must be meant; anything that can be known or aimed at if `None`.
    pub(super) kind: Option<Kind>,
    pub(super) text: &'t str,
    pub(super) span: Range<usize>,
    pub(super) item: usize,
    pub(super) scope: Option<&'t str>,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked<'t> {
    pub(super) defined: Vec<Defined<'t>>,
    pub(super) used: Vec<Used<'t>>,
    /// What RON will refuse.
    pub(super) type_errors: Vec<Diagnostic>,
    /// What RON accepts and the format does not.
    pub(super) text_errors: Vec<Diagnostic>,
    /// The top-level items that hold type errors.
    pub(super) broken: Vec<Range<usize>>,
    /// Whether there are type errors outside of the items.
    pub(super) frame_broken: bool,
    /// Kinds of which a definition could not be read.
    pub(super) unread: BTreeSet<Kind>,
}

/// Walks over a file.
pub(super) fn walk<'t>(tree: &'t Node<'t>, shapes: &'t Shapes) -> Walked<'t> {
    let mut walker = Walker {
        shapes,
        found: Walked::default(),
        item: 0,
        items: 0,
        scope: None,
        depth: 0,
        errors: 0,
    };
    walker.form(tree, &shapes.root, None);
    walker.found
}

struct Walker<'t> {
    shapes: &'t Shapes,
    found: Walked<'t>,
    item: usize,
    items: usize,
    scope: Option<&'t str>,
    /// 1 within the file's own fields.
    depth: usize,
    errors: usize,
}

/// Which fields hold titles.
fn is_title(field: &str) -> bool {
    matches!(field, "title" | "name" | "code_name" | "subject")
}

/// Which texts a reader can't do without.
fn must_say_something(field: &str) -> bool {
    is_title(field)
        || matches!(
            field,
            "text" | "summary" | "question" | "number" | "currency"
        )
}

impl<'t> Walker<'t> {
    /// Counts an error of type, and words it unless there are already more than anybody reads.
    fn error(&mut self, wording: impl FnOnce() -> Diagnostic) {
        self.errors += 1;
        self.found.frame_broken |= self.item == 0;
        if self.found.type_errors.len() <= MOST_REPORTED {
            self.found.type_errors.push(wording());
        }
    }

    fn wrong(&mut self, field: Option<&str>, wanted: &str, node: &Node<'_>) {
        let subject = field.map_or_else(|| "this".to_owned(), |name| format!("`{name}`"));
        let found = describe(node);
        let span = match &node.body {
            // The opening line is enough of a long value.
            Body::Fields(_) | Body::List(_) | Body::Tuple(_) | Body::Other => {
                node.span.start..node.span.start + 1
            }
            _ => node.span.clone(),
        };
        self.error(|| {
            Diagnostic::error(
                "wrong-type",
                format!("{subject} must be {wanted}, not {found}"),
            )
            .at(span)
        });
    }

    fn value(&mut self, node: &'t Node<'t>, shape: &'t Shape, field: Option<&str>) {
        match shape {
            Shape::Text => {
                if node.text().is_none() {
                    self.wrong(field, "a text in quotes", node);
                }
            }
            Shape::Bool => {
                if !is_word(node, "true") && !is_word(node, "false") {
                    self.wrong(field, "`true` or `false`", node);
                }
            }
            Shape::Integer(most) => self.integer(node, *most, field),
            Shape::List(inner) => {
                let Body::List(items) = &node.body else {
                    return self.wrong(field, "a list in `[` `]`", node);
                };
                for item in items {
                    self.list_item(item, inner, field);
                }
            }
            Shape::Optional(inner) => match (&node.name, &node.body) {
                (Some(name), Body::Bare) if name.text == "None" => {}
                (Some(name), Body::Tuple(items)) if name.text == "Some" => match items.as_slice() {
                    [item] => self.value(item, inner, field),
                    _ => self.wrong(field, "one value in `Some(..)`", node),
                },
                _ => self.value(node, inner, field),
            },
            Shape::Named(name) => self.form(node, name, field),
        }
    }

    /// An item of a list; those of the file's own lists are counted, and noted if they are broken.
    fn list_item(&mut self, item: &'t Node<'t>, shape: &'t Shape, field: Option<&str>) {
        if self.depth != 1 {
            return self.value(item, shape, field);
        }
        self.items += 1;
        self.item = self.items;
        let before = self.errors;
        self.value(item, shape, field);
        if self.errors > before {
            self.found.broken.push(item.span.clone());
        }
        self.item = 0;
    }

    fn form(&mut self, node: &'t Node<'t>, name: &'t str, field: Option<&str>) {
        let shapes = self.shapes;
        let Some(form) = shapes.form(name) else {
            return;
        };
        match form {
            Form::Struct(fields) => self.structure(node, name, fields, field),
            Form::Enum(variants) => self.choice(node, name, variants, field),
            Form::Other(shape) => self.value(node, shape, field),
            Form::Id(_) | Form::AnyId | Form::FreeId | Form::Written => {
                let Some(text) = node.text() else {
                    return self.wrong(field, &format!("{} in quotes", noun_of(name)), node);
                };
                if let Some(error) = unreadable(name, form, text) {
                    return self.error(|| error.at(node.span.clone()));
                }
                let kind = match form {
                    Form::Id(kind) => Some(*kind),
                    Form::AnyId => None,
                    _ => return,
                };
                self.found.used.push(Used {
                    kind,
                    text,
                    span: node.span.clone(),
                    item: self.item,
                    scope: self.scope,
                });
            }
        }
    }

    fn integer(&mut self, node: &Node<'_>, most: u64, field: Option<&str>) {
        let Body::Number(text) = node.body else {
            return self.wrong(field, "a whole number", node);
        };
        match whole_number(text) {
            Some(number) if number <= u128::from(most) => {}
            Some(_) => {
                let subject = field.unwrap_or("this number");
                let message = format!("`{subject}` may be at most {most}, not {text}");
                self.error(|| Diagnostic::error("out-of-range", message).at(node.span.clone()));
            }
            None => self.wrong(field, "a whole number, 0 or more", node),
        }
    }

    fn structure(
        &mut self,
        node: &'t Node<'t>,
        name: &str,
        fields: &'t [Field],
        field: Option<&str>,
    ) {
        let fits = node.name.as_ref().is_none_or(|n| n.text == name);
        match &node.body {
            Body::Fields(_) if fits => {}
            Body::Tuple(items) if fits && items.is_empty() => {}
            _ => {
                return self.wrong(
                    field,
                    &format!("{} in `(` `)` with named fields", words::a(name)),
                    node,
                );
            }
        }
        self.depth += 1;
        self.fields(node, name, fields);
        self.depth -= 1;
    }

    fn fields(&mut self, node: &'t Node<'t>, owner: &str, fields: &'t [Field]) {
        let outer = self.scope;
        let scope = node.fields().iter().find_map(|given| {
            let known = fields.iter().find(|f| f.name == given.name.text)?;
            let kind = self.shapes.id_kind(&known.shape)?;
            if kind.is_scope() {
                given.value.text()
            } else {
                None
            }
        });
        self.scope = scope.or(outer);
        let (mut seen, mut unknown): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for given in node.fields() {
            let name = given.name.text;
            if seen.contains(&name) {
                self.error(|| {
                    let message = format!("`{name}` is given twice in {}", words::a(owner));
                    Diagnostic::error("duplicate-field", message).at(given.name.span.clone())
                });
                continue;
            }
            let Some(known) = fields.iter().find(|f| f.name == name) else {
                self.unknown_field(&given.name, owner, fields);
                // A few are enough to tell what was misspelt, and comparing thousands would take long.
                if unknown.len() < 8 {
                    unknown.push(name);
                }
                continue;
            };
            seen.push(name);
            self.field(node, &given.value, known);
        }
        for missing in fields
            .iter()
            .filter(|f| f.default.is_none() && !seen.contains(&f.name.as_str()))
        {
            let name = &missing.name;
            // A misspelt field is not a missing one too.
            if unknown
                .iter()
                .any(|written| words::nearest(written, [name.as_str()]).is_some())
            {
                self.note_unread(missing);
                continue;
            }
            self.error(|| {
                let message = format!("{} lacks its `{name}`", sentence(&words::a(owner)));
                Diagnostic::error("missing-field", message)
                    .at(node.span.start..node.span.start + 1)
                    .help(format!("`{name}`: {}", missing.about))
            });
            self.note_unread(missing);
        }
        self.scope = outer;
    }

    /// Notes that something of this kind is defined under a name that can't be read.
    fn note_unread(&mut self, field: &Field) {
        if field.name == "id"
            && let Some(kind) = self.shapes.id_kind(&field.shape)
        {
            self.found.unread.insert(kind);
        }
    }

    fn unknown_field(&mut self, given: &super::tree::Name<'_>, owner: &str, fields: &[Field]) {
        self.error(|| {
            let names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
            let message = format!("{} has no field `{}`", words::a(owner), given.text);
            Diagnostic::error("unknown-field", message)
                .at(given.span.clone())
                .help(words::suggest(given.text, &names))
        });
    }

    fn field(&mut self, owner: &'t Node<'t>, value: &'t Node<'t>, known: &'t Field) {
        if known.name == "id"
            && let Some(kind) = self.shapes.id_kind(&known.shape)
        {
            let before = self.found.used.len();
            self.value(value, &known.shape, Some(&known.name));
            // Read as a use, so that its spelling is checked in one place; it is a definition.
            if self.found.used.len() > before {
                self.found.used.truncate(before);
                self.define(kind, owner, value);
            } else {
                self.found.unread.insert(kind);
            }
            return;
        }
        self.value(value, &known.shape, Some(&known.name));
        if let (Shape::Text, Some(text)) = (&known.shape, value.text()) {
            self.check_text(known, text, value);
        }
    }

    fn define(&mut self, kind: Kind, node: &'t Node<'t>, id: &'t Node<'t>) {
        if let Some(text) = id.text() {
            self.found.defined.push(Defined {
                kind,
                text,
                span: id.span.clone(),
                node,
                item: self.item,
                scope: self.scope,
            });
        }
    }

    fn check_text(&mut self, field: &Field, text: &str, node: &Node<'_>) {
        let name = &field.name;
        let error = if field.default.is_none() && must_say_something(name) && text.trim().is_empty()
        {
            Diagnostic::error("empty-text", format!("`{name}` is empty"))
                .help(format!("`{name}`: {}", field.about))
        } else if is_title(name) && text.chars().count() > LONGEST_TITLE {
            let length = text.chars().count();
            Diagnostic::error(
                "long-title",
                format!("`{name}` has {length} characters; it may have at most {LONGEST_TITLE}"),
            )
        } else {
            return;
        };
        if self.found.text_errors.len() <= MOST_REPORTED {
            self.found.text_errors.push(error.at(node.span.clone()));
        }
    }

    fn choice(
        &mut self,
        node: &'t Node<'t>,
        name: &str,
        variants: &'t [Variant],
        field: Option<&str>,
    ) {
        let names: Vec<&str> = variants.iter().map(|v| v.name.as_str()).collect();
        let Some(given) = &node.name else {
            return self.wrong(field, &words::one_of(&names), node);
        };
        let Some(variant) = variants.iter().find(|v| v.name == given.text) else {
            return self.error(|| {
                let message = format!("{} can't be `{}`", words::a(name), given.text);
                Diagnostic::error("unknown-variant", message)
                    .at(given.span.clone())
                    .help(words::suggest(given.text, &names))
            });
        };
        let written = &variant.name;
        match (&variant.content, &node.body) {
            (Content::Nothing, Body::Bare) => {}
            (Content::Nothing, _) => {
                self.wrong(None, &format!("`{written}` without parentheses"), node);
            }
            (Content::Value(shape), Body::Tuple(items)) if items.len() == 1 => {
                for item in items {
                    self.value(item, shape, Some(written));
                }
            }
            (Content::Value(_), _) => self.wrong(
                None,
                &format!("one value in parentheses: `{written}(..)`"),
                node,
            ),
            (Content::Fields(fields), Body::Fields(_)) => self.fields(node, written, fields),
            (Content::Fields(fields), Body::Tuple(items)) if items.is_empty() => {
                self.fields(node, written, fields);
            }
            (Content::Fields(_), _) => {
                self.wrong(
                    None,
                    &format!("named fields in parentheses: `{written}(name: ..)`"),
                    node,
                );
            }
        }
    }
}

//! The values of a RON text with their places: enough to point at anything, and to look on after an error.

use std::borrow::Cow;
use std::ops::Range;

use super::source::{Kind, Token, Tokens};
use crate::base::diagnostic::{Diagnostic, line_column};

/// A word with its place.
#[derive(Debug, Clone)]
pub(super) struct Name<'s> {
    pub(super) text: &'s str,
    pub(super) span: Range<usize>,
}

/// A value, with the name before it if there is one: `Act("s1")` is a tuple named `Act`.
#[derive(Debug, Clone)]
pub(super) struct Node<'s> {
    pub(super) span: Range<usize>,
    pub(super) name: Option<Name<'s>>,
    pub(super) body: Body<'s>,
}

/// What a value is made of.
#[derive(Debug, Clone)]
pub(super) enum Body<'s> {
    /// Nothing but its name.
    Bare,
    Text(Cow<'s, str>),
    Number(&'s str),
    List(Vec<Node<'s>>),
    Tuple(Vec<Node<'s>>),
    Fields(Vec<Field<'s>>),
    /// What the format has no use for: maps, characters.
    Other,
}

/// A field and its value.
#[derive(Debug, Clone)]
pub(super) struct Field<'s> {
    pub(super) name: Name<'s>,
    pub(super) value: Node<'s>,
}

impl<'s> Node<'s> {
    /// The fields of a struct; none for anything else.
    pub(super) fn fields(&self) -> &[Field<'s>] {
        match &self.body {
            Body::Fields(fields) => fields,
            _ => &[],
        }
    }

    /// The value of a field.
    pub(super) fn field(&self, name: &str) -> Option<&Node<'s>> {
        self.fields()
            .iter()
            .find(|f| f.name.text == name)
            .map(|f| &f.value)
    }

    /// The items of a list or tuple; none for anything else.
    pub(super) fn items(&self) -> &[Node<'s>] {
        match &self.body {
            Body::List(items) | Body::Tuple(items) => items,
            _ => &[],
        }
    }

    /// What follows a path of field names and, for a number, items.
    pub(super) fn find(&self, path: &[&str]) -> Option<&Node<'s>> {
        path.iter()
            .try_fold(self, |node, step| match step.parse::<usize>() {
                Ok(index) => node.items().get(index),
                Err(_) => node.field(step),
            })
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads the whole text. The tree is there unless an error leaves no way on.
///
/// The caller has checked that brackets nest no deeper than the limit, so recursion is safe.
pub(super) fn read(source: &str) -> (Option<Node<'_>>, Vec<Diagnostic>) {
    let mut reader = Reader {
        source,
        tokens: Tokens::new(source).collect(),
        at: 0,
        problems: Vec::new(),
    };
    let tree = reader.file();
    (tree, reader.problems)
}

/// How many missing commas are reported before reading is given up.
const MOST_MISSING_COMMAS: usize = 20;

struct Reader<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    at: usize,
    problems: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    fn kind(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(self.at + ahead).map(|t| t.kind)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn here(&self) -> Range<usize> {
        let end = self.source.trim_end().len();
        self.tokens
            .get(self.at)
            .map_or(end..end, |t| t.span.clone())
    }

    fn fail<T>(&mut self, message: impl Into<String>, span: Range<usize>) -> Option<T> {
        self.problems
            .push(Diagnostic::error("syntax", message).at(span));
        None
    }

    fn file(&mut self) -> Option<Node<'s>> {
        if self.tokens.is_empty() {
            self.problems
                .push(Diagnostic::error("empty-file", "the file is empty").at(0..0));
            return None;
        }
        while self
            .tokens
            .get(self.at)
            .is_some_and(|t| t.text(self.source) == "#")
        {
            self.skip_attribute();
        }
        if !self.problems.is_empty() {
            return None;
        }
        let node = self.value()?;
        if self.kind(0).is_some() {
            let span = self.here();
            return self.fail("nothing may follow the closing bracket of the file", span);
        }
        Some(node)
    }

    /// `#![enable(..)]`. Other extensions would change how the file is to be read.
    fn skip_attribute(&mut self) {
        const KNOWN: [&str; 4] = ["enable", "implicit_some", "type", "schema"];
        while let Some(token) = self.take() {
            if token.kind == Kind::Close(']') {
                return;
            }
            let word = token.text(self.source);
            if token.kind == Kind::Word && !KNOWN.contains(&word) {
                let message = format!("a scenario can't switch on `{word}`");
                self.fail::<()>(message, token.span);
            }
        }
    }

    fn value(&mut self) -> Option<Node<'s>> {
        let span = self.here();
        let Some(token) = self.take() else {
            return self.fail("the file ends where a value should stand", span);
        };
        let node = |body| Node {
            span: span.clone(),
            name: None,
            body,
        };
        match token.kind {
            Kind::Text | Kind::RawText => Some(node(Body::Text(token.value(self.source)))),
            Kind::Number => Some(node(Body::Number(token.text(self.source)))),
            Kind::Char => Some(node(Body::Other)),
            Kind::Word => {
                let name = Some(self.name(&token));
                if self.kind(0) == Some(Kind::Open('(')) {
                    let inner = self.value()?;
                    return Some(Node {
                        span: span.start..inner.span.end,
                        name,
                        ..inner
                    });
                }
                Some(Node {
                    name,
                    ..node(Body::Bare)
                })
            }
            Kind::Open(bracket) => self.bracketed(bracket, span),
            Kind::OpenText => {
                self.fail("this text has no closing quote", span.start..span.start + 1)
            }
            Kind::OpenComment => self.fail("this comment has no end", span.start..span.start + 2),
            Kind::Close(_) | Kind::Comma | Kind::Colon | Kind::Other => {
                let found = token.text(self.source);
                self.fail(format!("a value should stand here, not `{found}`"), span)
            }
        }
    }

    fn name(&self, token: &Token) -> Name<'s> {
        let text = token.text(self.source);
        Name {
            text: text.strip_prefix("r#").unwrap_or(text),
            span: token.span.clone(),
        }
    }

    fn bracketed(&mut self, open: char, opened: Range<usize>) -> Option<Node<'s>> {
        let close = match open {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        let (mut fields, mut items) = (Vec::new(), Vec::new());
        loop {
            let named = self.kind(0) == Some(Kind::Word) && self.kind(1) == Some(Kind::Colon);
            match self.kind(0) {
                Some(Kind::Close(found)) if found == close => break,
                Some(Kind::Close(found)) => {
                    let (line, _) = line_column(self.source, opened.start);
                    let span = self.here();
                    return self.fail(
                        format!("`{found}` does not close the `{open}` of line {line}; `{close}` is missing"),
                        span,
                    );
                }
                None => return self.fail(format!("this `{open}` is never closed"), opened),
                _ => {}
            }
            // A field in a list, or an item among fields: the bracket before it was forgotten.
            let misplaced = if named {
                open == '[' || !items.is_empty()
            } else {
                !fields.is_empty()
            };
            if misplaced {
                let (line, _) = line_column(self.source, self.here().start);
                return self.fail(
                    format!("this `{open}` is not closed before line {line}"),
                    opened,
                );
            }
            if named && open == '(' {
                let token = self.take()?;
                self.take();
                let name = self.name(&token);
                let value = self.value()?;
                fields.push(Field { name, value });
            } else {
                items.push(self.value()?);
                if open == '{' && self.kind(0) == Some(Kind::Colon) {
                    self.take();
                    self.value()?;
                }
            }
            self.comma()?;
        }
        let end = self.here().end;
        self.take();
        let body = match open {
            '[' => Body::List(items),
            '(' if fields.is_empty() => Body::Tuple(items),
            '(' => Body::Fields(fields),
            _ => Body::Other,
        };
        Some(Node {
            span: opened.start..end,
            name: None,
            body,
        })
    }

    /// Takes a comma, or reports that it is missing and goes on as if it stood there.
    fn comma(&mut self) -> Option<()> {
        match self.kind(0) {
            Some(Kind::Comma) => {
                self.take();
                Some(())
            }
            Some(Kind::Close(_)) | None => Some(()),
            Some(Kind::Colon | Kind::Other) => {
                let span = self.here();
                let found = self.source.get(span.clone()).unwrap_or_default();
                self.fail(
                    format!("a comma or a closing bracket should stand here, not `{found}`"),
                    span,
                )
            }
            Some(_) => {
                let end = self
                    .tokens
                    .get(self.at.saturating_sub(1))
                    .map_or(0, |t| t.span.end);
                let after = end.saturating_sub(1)..end;
                self.fail::<()>("a comma is missing after this", after);
                (self.problems.len() < MOST_MISSING_COMMAS).then_some(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_path() {
        let source = r#"#![enable(implicit_some)] S(a: [(b: "x"), (b: Act("y"))], c: 3)"#;
        let (tree, problems) = read(source);
        assert_eq!(problems, []);
        let tree = tree.unwrap();
        assert_eq!(tree.find(&["a", "0", "b"]).unwrap().text(), Some("x"));
        assert_eq!(tree.find(&["a", "1", "b", "0"]).unwrap().text(), Some("y"));
        assert_eq!(&source[tree.find(&["c"]).unwrap().span.clone()], "3");
    }

    #[test]
    fn a_forgotten_bracket_is_shown_where_it_was_opened() {
        let line = |source: &str| {
            let (_, problems) = read(source);
            (
                problems[0].message.clone(),
                problems[0].line(source).unwrap(),
            )
        };
        assert_eq!(
            line("(\na: [1,\nb: 2)"),
            ("this `[` is not closed before line 3".into(), 2)
        );
        assert_eq!(line("(\na: 1"), ("this `(` is never closed".into(), 1));
        assert_eq!(
            line("(\na: [1)\n)"),
            (
                "`)` does not close the `[` of line 2; `]` is missing".into(),
                2
            )
        );
        assert_eq!(
            line("(a: 1\nb: 2)"),
            ("a comma is missing after this".into(), 1)
        );
    }
}

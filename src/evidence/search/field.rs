//! Conditions on the fields of a line.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::QueryError;
use super::glob::Glob;
use super::literal::Literal;
use super::scan::{Seen, Stretch};
use crate::evidence::archive::lies_in;
use crate::evidence::columns::field;
use crate::evidence::page::Page;
use crate::scenario::LogFormat;

/// How rare a text must be for it to be looked for first, in bits.
const RARE_ENOUGH: u32 = 8;

/// Conditions that all must hold.
#[derive(Debug)]
pub(super) struct Terms {
    all: Vec<Term>,
    /// The rarest text that a matching line must hold, whatever its format.
    anywhere: Option<Literal>,
    /// The same where formats write values as they are.
    verbatim: Option<Literal>,
}

#[derive(Debug)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Debug)]
enum Test {
    /// This text, anywhere in the line.
    Text(Literal),
    /// A field with such a value.
    Field { name: String, value: Value },
}

#[derive(Debug)]
enum Value {
    Like(Glob),
    /// An address within a range, as text.
    Network(String),
    Number(Comparison, f64),
    Between(f64, f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Value {
    fn matches(&self, value: &str) -> bool {
        let number = || value.trim().parse::<f64>().ok();
        match self {
            Self::Like(glob) => glob.matches(value.as_bytes()),
            Self::Network(range) => lies_in(range, value),
            Self::Number(comparison, bound) => number().is_some_and(|number| match comparison {
                Comparison::Below => number < *bound,
                Comparison::AtMost => number <= *bound,
                Comparison::Above => number > *bound,
                Comparison::AtLeast => number >= *bound,
            }),
            Self::Between(least, most) => {
                number().is_some_and(|number| (*least..=*most).contains(&number))
            }
        }
    }
}

impl Test {
    fn holds<'l>(&self, line: &'l [u8], field: impl Fn(&str) -> Option<Cow<'l, str>>) -> bool {
        match self {
            Self::Text(literal) => literal.is_in(line),
            Self::Field { name, value } => {
                field(name).is_some_and(|found| value.matches(found.as_ref()))
            }
        }
    }
}

impl Terms {
    pub(super) fn read(text: &str, case_sensitive: bool) -> Result<Self, QueryError> {
        let mut reader = Reader {
            text,
            at: 0,
            case_sensitive,
        };
        let mut terms = Vec::new();
        while let Some(term) = reader.term()? {
            terms.push(term);
        }
        if terms.is_empty() {
            return Err(QueryError::new("there is nothing to search for", 0..0));
        }
        let wanted = || terms.iter().filter(|term| !term.negated);
        let texts = wanted().filter_map(|term| match &term.test {
            Test::Text(literal) => Some(literal),
            Test::Field { .. } => None,
        });
        let rarest = |literals: Vec<Literal>| {
            literals
                .into_iter()
                .max_by_key(Literal::rarity)
                .filter(|literal| literal.rarity() >= RARE_ENOUGH)
        };
        let texts: Vec<&[u8]> = texts.map(Literal::needle).collect();
        let parts = wanted().filter_map(|term| match &term.test {
            Test::Field {
                value: Value::Like(glob),
                ..
            } => Some(glob.plain_parts()),
            _ => None,
        });
        let parts: Vec<&[u8]> = texts.iter().copied().chain(parts.flatten()).collect();
        let made = |texts: &[&[u8]]| {
            let literals = texts.iter().map(|text| Literal::new(text, case_sensitive));
            rarest(literals.collect())
        };
        Ok(Self {
            anywhere: made(&texts),
            verbatim: made(&parts),
            all: terms,
        })
    }

    fn hold<'l>(&self, line: &'l [u8], field: &impl Fn(&str) -> Option<Cow<'l, str>>) -> bool {
        self.all
            .iter()
            .all(|term| term.test.holds(line, field) != term.negated)
    }

    pub(super) fn search(
        &self,
        format: LogFormat,
        page: &Page,
        lines: Range<usize>,
        found: &mut impl FnMut(usize),
    ) {
        let Some(stretch) = Stretch::new(page, lines) else {
            return;
        };
        let text = page.text();
        let end = stretch.bytes.end;
        let first = if is_verbatim(format) {
            &self.verbatim
        } else {
            &self.anywhere
        };
        stretch.walk(
            |at| match first {
                Some(literal) => literal.find(text, at..end),
                None => Some(at),
            },
            |_, range| {
                let line = text.get(range).unwrap_or_default();
                if self.hold(line, &|name: &str| field(format, line, name)) {
                    Seen::Match
                } else {
                    Seen::Other
                }
            },
            found,
        );
    }

    pub(super) fn places(&self, format: LogFormat, line: &[u8], places: &mut Vec<Range<usize>>) {
        for term in self.all.iter().filter(|term| !term.negated) {
            match &term.test {
                Test::Text(literal) => literal.places(line, places),
                Test::Field { name, value } => {
                    if let Some(found) = field(format, line, name)
                        && value.matches(found.as_ref())
                    {
                        places.extend(place_of(found.as_ref(), line));
                    }
                }
            }
        }
    }
}

/// Where a value stands in its line: the very bytes if it was taken from there, otherwise where the same text is first.
fn place_of(value: &str, line: &[u8]) -> Option<Range<usize>> {
    let start = (value.as_ptr() as usize).wrapping_sub(line.as_ptr() as usize);
    let taken = start..start.wrapping_add(value.len());
    if line.get(taken.clone()) == Some(value.as_bytes()) {
        return Some(taken);
    }
    let start = memmem::find(line, value.as_bytes())?;
    Some(start..start + value.len())
}

/// Whether letters, digits, `.`, `_` and `-` of a value stand in the line as they are. auditd writes what it does not
/// trust in hexadecimal.
fn is_verbatim(format: LogFormat) -> bool {
    !matches!(format, LogFormat::Auditd)
}

/// Reads conditions one after another.
struct Reader<'t> {
    text: &'t str,
    /// How far it has read, in bytes.
    at: usize,
    case_sensitive: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    fn term(&mut self) -> Result<Option<Term>, QueryError> {
        let rest = self.rest();
        self.skip(rest.len() - rest.trim_start().len());
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        let negated = rest
            .strip_prefix('-')
            .is_some_and(|behind| !behind.is_empty() && !behind.starts_with(char::is_whitespace));
        if negated {
            self.skip(1);
        }
        let test = if let Some((name, operator)) = self.name() {
            self.condition(name, operator)?
        } else {
            let (text, at) = self.value()?;
            if text.is_empty() {
                return Err(QueryError::new("there is no text between the quotes", at));
            }
            Test::Text(Literal::new(text.as_bytes(), self.case_sensitive))
        };
        Ok(Some(Term { negated, test }))
    }

    /// The name of a field and what follows it, if a condition on a field begins here.
    fn name(&mut self) -> Option<(&'t str, &'static str)> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))
            .filter(|_| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))?;
        let (name, behind) = rest.split_at_checked(length)?;
        let operator = [":", "<=", ">=", "<", ">"]
            .into_iter()
            .find(|operator| behind.starts_with(operator))?;
        // An address of the web is a text.
        if behind.starts_with("://") {
            return None;
        }
        self.skip(length + operator.len());
        Some((name, operator))
    }

    fn condition(&mut self, name: &str, operator: &str) -> Result<Test, QueryError> {
        let (text, at) = self.value()?;
        let comparison = match operator {
            "<" => Some(Comparison::Below),
            "<=" => Some(Comparison::AtMost),
            ">" => Some(Comparison::Above),
            ">=" => Some(Comparison::AtLeast),
            _ => None,
        };
        let value = if let Some(comparison) = comparison {
            let number = number(text).ok_or_else(|| {
                QueryError::new(
                    format!("`{name}{operator}` needs a number; put the text in quotes to search for it as it stands"),
                    at,
                )
            })?;
            Value::Number(comparison, number)
        } else if text.is_empty() {
            return Err(QueryError::new(
                format!("`{name}:` needs a value; `{name}:*` asks for any"),
                at,
            ));
        } else if let Some((least, most)) = between(text) {
            if least > most {
                return Err(QueryError::new(
                    "this range is empty: the smaller number comes first",
                    at,
                ));
            }
            Value::Between(least, most)
        } else if is_network(text) {
            Value::Network(text.to_owned())
        } else {
            Value::Like(Glob::new(text, self.case_sensitive))
        };
        Ok(Test::Field {
            name: name.to_owned(),
            value,
        })
    }

    /// A value, with or without quotes, and where it stands.
    fn value(&mut self) -> Result<(&'t str, Range<usize>), QueryError> {
        let rest = self.rest();
        let start = self.at;
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some((text, _)) = quoted.split_once('"') else {
                return Err(QueryError::new(
                    "this quotation mark has no second one",
                    start..start + 1,
                ));
            };
            self.skip(text.len() + 2);
            return Ok((text, start..self.at));
        }
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        self.skip(length);
        Ok((text, start..self.at))
    }
}

/// A number as people write it; no `inf` and no `nan`.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn between(text: &str) -> Option<(f64, f64)> {
    let (least, most) = text.split_once("..")?;
    Some((number(least)?, number(most)?))
}

/// Whether a text is a range of addresses, such as `203.0.113.0/24`.
fn is_network(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, bits)| {
        address.parse::<core::net::IpAddr>().is_ok() && bits.parse::<u8>().is_ok()
    })
}

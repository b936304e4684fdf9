//! The tokens of a RON text, each with its place. Comments and white space are left out.
//!
//! RON's own parser gives one error and no positions of what it accepted. These tokens serve for what it
//! can't do: limits before anything is built, and the places of names.

use std::borrow::Cow;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A text in quotes.
    Text,
    /// A text between `r"` and `"`, with as many `#` as you like.
    RawText,
    /// A character in single quotes.
    Char,
    /// A number.
    Number,
    /// A field, a variant, `true`, `None`.
    Word,
    /// A text without its closing quote.
    OpenText,
    /// A comment without its end.
    OpenComment,
    /// Any other character.
    Other,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the source, quotes included.
    pub span: Range<usize>,
}

impl Token {
    /// The token as it stands in the source.
    #[must_use]
    pub fn text<'s>(&self, source: &'s str) -> &'s str {
        source.get(self.span.clone()).unwrap_or_default()
    }

    /// What a text says: without quotes, escapes resolved.
    #[must_use]
    pub fn value<'s>(&self, source: &'s str) -> Cow<'s, str> {
        let text = self.text(source);
        match self.kind {
            Kind::Text => {
                let inner = text.strip_prefix('b').unwrap_or(text);
                let inner = inner
                    .strip_prefix('"')
                    .and_then(|t| t.strip_suffix('"'))
                    .unwrap_or(inner);
                if inner.contains('\\') {
                    ron::from_str::<String>(text).map_or(Cow::Borrowed(inner), Cow::Owned)
                } else {
                    Cow::Borrowed(inner)
                }
            }
            Kind::RawText => {
                let inner = text.trim_start_matches(['b', 'r']).trim_matches('#');
                Cow::Borrowed(
                    inner
                        .strip_prefix('"')
                        .and_then(|t| t.strip_suffix('"'))
                        .unwrap_or(inner),
                )
            }
            Kind::Word => Cow::Borrowed(text.strip_prefix("r#").unwrap_or(text)),
            _ => Cow::Borrowed(text),
        }
    }
}

/// The tokens of a text, one after the other.
#[derive(Debug, Clone)]
pub struct Tokens<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Tokens<'s> {
    /// The tokens of this text.
    #[must_use]
    pub fn new(source: &'s str) -> Self {
        Self { source, at: 0 }
    }

    fn rest(&self, from: usize) -> &'s str {
        self.source.get(from..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    /// Skips white space and comments; the start of a comment that never ends, if there is one.
    fn skip_blank(&mut self) -> Option<usize> {
        loop {
            let rest = self.rest(self.at);
            self.at += rest.len() - rest.trim_start().len();
            let rest = self.rest(self.at);
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let start = self.at;
                if !self.skip_block_comment() {
                    return Some(start);
                }
            } else {
                return None;
            }
        }
    }

    /// Block comments nest. A count instead of recursion, since a file may nest them as deep as it likes.
    fn skip_block_comment(&mut self) -> bool {
        let mut depth = 0_usize;
        while let Some(byte) = self.byte(self.at) {
            match (byte, self.byte(self.at + 1)) {
                (b'/', Some(b'*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return true;
                    }
                }
                _ => self.at += 1,
            }
        }
        false
    }

    /// The end of a text whose opening quote is at `quote`.
    fn text_end(&self, quote: usize) -> Option<usize> {
        let mut at = quote + 1;
        loop {
            match self.byte(at)? {
                b'"' => return Some(at + 1),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Whether hashes and a quote, or a quote alone, begin at `at`.
    fn begins_raw(&self, at: usize) -> bool {
        self.rest(at).trim_start_matches('#').starts_with('"')
    }

    /// The end of a raw text whose hashes, or quote, begin at `at`.
    fn raw_end(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let hashes = rest.bytes().take_while(|b| *b == b'#').count();
        let start = hashes + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = rest.get(start..)?.find(&end)?;
        Some(at + start + length + end.len())
    }

    /// The end of a word, number or other run of such characters.
    fn run_end(&self, from: usize, belongs: impl Fn(char) -> bool) -> usize {
        let rest = self.rest(from);
        from + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
    }

    fn number_end(&self, from: usize) -> usize {
        let mut end = self.run_end(from + 1, |c| {
            c.is_ascii_alphanumeric() || c == '_' || c == '.'
        });
        if self.rest(end).starts_with(['+', '-'])
            && self
                .rest(from)
                .get(..end - from)
                .is_some_and(ends_in_exponent)
        {
            end = self.run_end(end + 1, |c| c.is_ascii_digit());
        }
        end
    }

    fn finished(&self, kind: Kind, end: Option<usize>) -> (Kind, usize) {
        end.filter(|end| *end <= self.source.len())
            .map_or((Kind::OpenText, self.source.len()), |end| (kind, end))
    }

    fn token(&self, first: char) -> (Kind, usize) {
        let start = self.at;
        match first {
            '(' | '[' | '{' => (Kind::Open(first), start + 1),
            ')' | ']' | '}' => (Kind::Close(first), start + 1),
            ',' => (Kind::Comma, start + 1),
            ':' => (Kind::Colon, start + 1),
            '"' => self.finished(Kind::Text, self.text_end(start)),
            '\'' => self
                .char_end(start)
                .map_or((Kind::Other, start + 1), |end| (Kind::Char, end)),
            '0'..='9' | '+' | '-' | '.' => (Kind::Number, self.number_end(start)),
            _ if first.is_alphabetic() || first == '_' => self.word_or_text(start),
            _ => (Kind::Other, start + first.len_utf8()),
        }
    }

    fn word_or_text(&self, start: usize) -> (Kind, usize) {
        let rest = self.rest(start);
        let prefix = ["br", "rb", "r", "b"]
            .into_iter()
            .find(|p| rest.starts_with(p))
            .unwrap_or("");
        let after = start + prefix.len();
        if prefix.contains('r') && self.begins_raw(after) {
            return self.finished(Kind::RawText, self.raw_end(after));
        }
        if prefix == "b" && self.byte(after) == Some(b'"') {
            return self.finished(Kind::Text, self.text_end(after));
        }
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if rest.starts_with("r#") {
            (
                Kind::Word,
                self.run_end(start + 2, |c| word(c) || matches!(c, '.' | '+' | '-')),
            )
        } else {
            (Kind::Word, self.run_end(start, word))
        }
    }

    fn char_end(&self, start: usize) -> Option<usize> {
        let mut inner = self.rest(start + 1).char_indices();
        let (_, first) = inner.next()?;
        if first == '\\' {
            inner.next()?;
        }
        inner
            .take(10)
            .find(|(_, c)| *c == '\'')
            .map(|(at, _)| start + 2 + at)
    }
}

fn ends_in_exponent(number: &str) -> bool {
    number.ends_with(['e', 'E']) && !number.starts_with("0x")
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let (start, kind, end) = if let Some(comment) = self.skip_blank() {
            (comment, Kind::OpenComment, self.source.len())
        } else {
            let first = self.rest(self.at).chars().next()?;
            let (kind, end) = self.token(first);
            (self.at, kind, end)
        };
        self.at = end;
        Some(Token {
            kind,
            span: start..end,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(source: &str) -> Vec<String> {
        Tokens::new(source)
            .map(|t| t.value(source).into_owned())
            .collect()
    }

    #[test]
    fn comments_and_texts_hide_their_brackets() {
        let source = r##"(a: "x\")]", /* [ /* ( */ [ */ b: r#"y" ]"#, // ((
            c: 'z', d: -1.5e+3, r#e: [true])"##;
        assert_eq!(
            values(source),
            [
                "(", "a", ":", "x\")]", ",", "b", ":", "y\" ]", ",", "c", ":", "'z'", ",", "d",
                ":", "-1.5e+3", ",", "e", ":", "[", "true", "]", ")"
            ]
        );
    }

    #[test]
    fn what_is_not_closed_is_named() {
        let kinds = |source: &str| Tokens::new(source).map(|t| t.kind).collect::<Vec<_>>();
        assert_eq!(kinds("\"abc"), [Kind::OpenText]);
        assert_eq!(kinds("\"abc\\"), [Kind::OpenText]);
        assert_eq!(kinds("r##\"abc\"#"), [Kind::OpenText]);
        assert_eq!(kinds(", /* /* */"), [Kind::Comma, Kind::OpenComment]);
        assert_eq!(kinds("é'"), [Kind::Word, Kind::Other]);
    }
}

//! How much a file may hold. All of it is checked before any data is built from the file.

use super::source::{Kind, Tokens};
use crate::base::diagnostic::Diagnostic;

/// The longest file, in bytes: 4 MiB.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// How deep brackets may nest.
pub const DEEPEST: usize = 64;
/// The longest single text, in bytes: 16 KiB.
pub const LONGEST_TEXT: usize = 16 * 1024;
/// The length of all texts together, in bytes: 2 MiB.
pub const MOST_TEXT: usize = 2 * 1024 * 1024;
/// The most items in one list.
pub const MOST_ITEMS: usize = 5_000;
/// The longest title, name or subject, in characters.
pub const LONGEST_TITLE: usize = 200;
/// The most words, numbers, texts and signs in a file.
pub const MOST_TOKENS: usize = 1_000_000;
/// The most repetitions of one deed of a trace.
pub const MOST_TIMES: u32 = 5_000;
/// The most deeds of all traces together, with their repetitions and those of their causes.
pub const MOST_DEEDS: u64 = 200_000;
/// The most that a habit of everyday life may do in an hour; people who sign in, in a day.
pub const MOST_PER_HOUR: u32 = 20_000;
/// How many problems of a file are reported one by one.
pub const MOST_REPORTED: usize = 200;

/// Checks the length of a file, for whoever is about to read it.
///
/// # Errors
/// `too-large` if it is longer than [`MOST_BYTES`].
pub fn check_size(bytes: u64) -> Result<(), Diagnostic> {
    if usize::try_from(bytes).is_ok_and(|bytes| bytes <= MOST_BYTES) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "too-large",
        format!("the file has {bytes} bytes; a scenario may have at most {MOST_BYTES} (4 MiB)"),
    ))
}

/// The text of a file without its byte order mark.
///
/// # Errors
/// `too-large`, or `not-text` if it is not UTF-8.
pub fn check_text(bytes: &[u8]) -> Result<&str, Diagnostic> {
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        Diagnostic::error(
            "not-text",
            format!(
                "the file is not UTF-8 text (byte {})",
                error.valid_up_to() + 1
            ),
        )
        .at(error.valid_up_to()..error.valid_up_to())
        .help("save it as UTF-8")
    })
}

/// Checks characters, nesting, lengths and counts; an empty list if all is well.
#[must_use]
pub fn check_tokens(source: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    check_characters(source, 0, &mut problems);
    let mut counts = Counts::default();
    for token in Tokens::new(source) {
        if let Err(problem) = counts.see(source, &token) {
            // Any of these can repeat without end.
            problems.push(problem);
            break;
        }
        if token.kind == Kind::Text && token.text(source).contains('\\') {
            let before = problems.len();
            check_characters(&token.value(source), 0, &mut problems);
            for problem in problems.iter_mut().skip(before) {
                problem.span = Some(token.span.clone());
            }
        }
    }
    problems.truncate(MOST_REPORTED);
    problems
}

fn check_characters(text: &str, from: usize, problems: &mut Vec<Diagnostic>) {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let (code, what) = match c {
            '\n' | '\t' => continue,
            '\r' if characters.peek().is_some_and(|(_, next)| *next == '\n') => continue,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => (
                "bidi-override",
                "changes the direction of the text after it",
            ),
            _ if c.is_control() => ("control-character", "is a control character"),
            _ => continue,
        };
        if problems.len() >= MOST_REPORTED {
            return;
        }
        let number = u32::from(c);
        problems.push(
            Diagnostic::error(
                code,
                format!("U+{number:04X} {what}, which a scenario may not hold"),
            )
            .at(from + at..from + at + c.len_utf8())
            .help("remove it"),
        );
    }
}

#[derive(Default)]
struct Counts {
    tokens: usize,
    text: usize,
    /// The commas so far in each open bracket.
    commas: Vec<usize>,
}

impl Counts {
    fn see(&mut self, source: &str, token: &super::source::Token) -> Result<(), Diagnostic> {
        let fail =
            |code, message: String| Err(Diagnostic::error(code, message).at(token.span.clone()));
        self.tokens += 1;
        if self.tokens > MOST_TOKENS {
            return fail(
                "too-many-values",
                format!("the file has more than {MOST_TOKENS} words and signs"),
            );
        }
        match token.kind {
            Kind::Open(_) => {
                self.commas.push(0);
                if self.commas.len() > DEEPEST {
                    return fail(
                        "too-deep",
                        format!("brackets nest deeper than {DEEPEST} levels"),
                    );
                }
                return Ok(());
            }
            Kind::Close(_) => {
                self.commas.pop();
            }
            Kind::Comma => {
                if let Some(commas) = self.commas.last_mut() {
                    *commas += 1;
                }
                return Ok(());
            }
            Kind::Text | Kind::RawText => {
                let length = token.value(source).len();
                self.text += length;
                if length > LONGEST_TEXT {
                    return fail(
                        "long-text",
                        format!(
                            "the text has {length} bytes; a text may have at most {LONGEST_TEXT} (16 KiB)"
                        ),
                    );
                }
                if self.text > MOST_TEXT {
                    return fail(
                        "too-much-text",
                        format!("all texts together have more than {MOST_TEXT} bytes (2 MiB)"),
                    );
                }
            }
            _ => {}
        }
        // So many commas, and something after the last of them.
        if self
            .commas
            .last()
            .is_some_and(|commas| *commas >= MOST_ITEMS)
        {
            return fail(
                "long-list",
                format!("the list has more than {MOST_ITEMS} items"),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(source: &str) -> Vec<&'static str> {
        check_tokens(source).iter().map(|d| d.code).collect()
    }

    fn nested(depth: usize) -> String {
        "[".repeat(depth) + &"]".repeat(depth)
    }

    #[test]
    fn each_limit_holds_at_the_limit_and_not_above() {
        assert!(check_size(4 * 1024 * 1024).is_ok());
        assert_eq!(
            check_size(4 * 1024 * 1024 + 1).unwrap_err().code,
            "too-large"
        );

        assert!(codes(&nested(DEEPEST)).is_empty());
        assert_eq!(codes(&nested(DEEPEST + 1)), ["too-deep"]);

        let text = |length| format!("\"{}\"", "a".repeat(length));
        assert!(codes(&text(LONGEST_TEXT)).is_empty());
        assert_eq!(codes(&text(LONGEST_TEXT + 1)), ["long-text"]);

        let full = format!(
            "[{}",
            format!("{},", text(LONGEST_TEXT)).repeat(MOST_TEXT / LONGEST_TEXT)
        );
        assert!(codes(&format!("{full}]")).is_empty());
        assert_eq!(codes(&format!("{full}\"a\"]")), ["too-much-text"]);

        let list = |length| format!("[{}]", "1,".repeat(length));
        assert!(codes(&list(MOST_ITEMS)).is_empty());
        assert_eq!(codes(&list(MOST_ITEMS + 1)), ["long-list"]);
        let list = |length| format!("[{}]", vec!["(1)"; length].join(","));
        assert!(codes(&list(MOST_ITEMS)).is_empty());
        assert_eq!(codes(&list(MOST_ITEMS + 1)), ["long-list"]);

        let tokens = |length: usize| ":".repeat(length);
        assert!(codes(&tokens(MOST_TOKENS)).is_empty());
        assert_eq!(codes(&tokens(MOST_TOKENS + 1)), ["too-many-values"]);
    }

    #[test]
    fn hidden_characters_are_refused_however_they_are_written() {
        assert!(codes("\"a\tb\"\r\n").is_empty());
        assert_eq!(codes("\"a\u{202E}b\""), ["bidi-override"]);
        assert_eq!(codes(r#""a\u{2066}b""#), ["bidi-override"]);
        assert_eq!(codes("// \u{7}"), ["control-character"]);
        assert_eq!(codes(r#""a\0b""#), ["control-character"]);
        assert_eq!(codes("a\rb"), ["control-character"]);
    }

    #[test]
    fn a_byte_order_mark_is_taken_off_and_noise_refused() {
        assert_eq!(check_text(b"\xEF\xBB\xBF()").unwrap(), "()");
        assert_eq!(check_text(b"(\xFF)").unwrap_err().code, "not-text");
    }
}

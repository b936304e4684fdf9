//! How single values are spelt: durations, offsets, dates, identifiers, numbers.

use super::StartDate;
use super::kind::Kind;
use super::shape::Form;
use super::tree::{Body, Node};
use crate::base::diagnostic::Diagnostic;
use crate::base::time::TimeError;
use crate::base::{Id, Offset, Span};

/// Why a text of a type with a spelling of its own can't be read.
pub(super) fn unreadable(name: &str, form: &Form, text: &str) -> Option<Diagnostic> {
    match form {
        Form::Written => match name {
            "Duration" => text.parse::<Span>().err().map(|e| time_error(&e)),
            "Offset" => text.parse::<Offset>().err().map(|e| time_error(&e)),
            "StartDate" => StartDate::read(text)
                .err()
                .map(|e| Diagnostic::error("bad-date", e)),
            _ => None,
        },
        _ => Id::new(text)
            .err()
            .map(|e| Diagnostic::error("bad-id", e.to_string())),
    }
}

fn time_error(error: &TimeError) -> Diagnostic {
    let code = match error {
        TimeError::Span { .. } => "bad-duration",
        TimeError::Negative(_) => "negative-duration",
        TimeError::Offset(_) => "bad-offset",
        TimeError::TooFar(_) => "time-too-far",
    };
    Diagnostic::error(code, error.to_string())
}

/// What a text of this type is, for messages.
pub(super) fn noun_of(name: &str) -> String {
    match name {
        "Duration" => "a duration like \"15min\"".to_owned(),
        "Offset" => "a clock offset like \"T+1:30\"".to_owned(),
        "StartDate" => "a date and time like \"2026-03-03 09:00\"".to_owned(),
        _ => Kind::of_type(name).map_or_else(
            || "an identifier".to_owned(),
            |kind| format!("the `id` of {}", kind.noun()),
        ),
    }
}

/// Whether it is this word and nothing more.
pub(super) fn is_word(node: &Node<'_>, word: &str) -> bool {
    matches!(node.body, Body::Bare) && node.name.as_ref().is_some_and(|n| n.text == word)
}

/// A number as RON writes them, without sign and fraction.
pub(super) fn whole_number(text: &str) -> Option<u128> {
    let text = text.strip_prefix('+').unwrap_or(text).replace('_', "");
    let (digits, base) = match text.get(..2) {
        Some("0x") => (text.get(2..)?, 16),
        Some("0b") => (text.get(2..)?, 2),
        Some("0o") => (text.get(2..)?, 8),
        _ => (text.as_str(), 10),
    };
    u128::from_str_radix(digits, base).ok()
}

/// What stands there, for messages.
pub(super) fn describe(node: &Node<'_>) -> String {
    match (&node.name, &node.body) {
        (Some(name), _) => format!("`{}`", name.text),
        (_, Body::Text(_)) => "a text".to_owned(),
        (_, Body::Number(number)) => format!("the number {number}"),
        (_, Body::List(_)) => "a list".to_owned(),
        (_, Body::Fields(_) | Body::Tuple(_)) => "something in parentheses".to_owned(),
        _ => "this".to_owned(),
    }
}

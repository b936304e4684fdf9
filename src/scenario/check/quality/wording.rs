//! Texts that are too long to be read together, and texts that stand twice.

use std::collections::BTreeSet;
use std::ops::Range;

use super::rules::{DUPLICATE_TEXT, TEXT_TOO_LONG};
use super::texts::{Kind, Shown};
use super::{Sheet, finding};
use crate::base::Diagnostic;

/// How many characters a text may have. Design values: a team reads an inject from a projector or hears
/// it read aloud, and goes on. At 183 words a minute aloud (Brysbaert 2019) and six characters a word,
/// 600 characters take about half a minute; 80 are a line of a projector at a size read from the back
/// row, the others so many of these lines as the window's cards have room for.
const fn limit(kind: Kind) -> usize {
    match kind {
        Kind::Title => 80,
        Kind::Line | Kind::Choice => 240,
        Kind::Sentences => 400,
        Kind::Inject | Kind::Report => 600,
        Kind::Paragraph => 1_200,
    }
}

pub(super) fn check(sheet: &Sheet<'_>, texts: &[Shown<'_>], found: &mut Vec<Diagnostic>) {
    for text in texts {
        let length = text.text.chars().count();
        let most = limit(text.kind);
        if length > most {
            let message =
                format!("the text has {length} characters; it should have at most {most}");
            found.push(finding(&TEXT_TOO_LONG, message, at(sheet, text)));
        }
    }
    duplicates(sheet, texts, found);
}

/// Where a text stands in the file.
pub(super) fn at(sheet: &Sheet<'_>, text: &Shown<'_>) -> Range<usize> {
    let path: Vec<&str> = text.path.iter().map(String::as_str).collect();
    if text.list.is_empty() {
        sheet.top(&path)
    } else {
        sheet.place(text.list, text.item, &path)
    }
}

/// What must differ within one item, and what within one list of the file.
const WITHIN_ITEM: [&str; 3] = ["options", "choices", "claims"];
const WITHIN_LIST: [(&str, &str); 6] = [
    ("actions", "name"),
    ("assets", "name"),
    ("injects", "text"),
    ("questions", "text"),
    ("logs", "name"),
    ("alerts", "detail"),
];

fn duplicates(sheet: &Sheet<'_>, texts: &[Shown<'_>], found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeSet<(&str, Option<usize>, String)> = BTreeSet::new();
    for text in texts {
        let field = text.path.first().map_or("", String::as_str);
        let scope = if WITHIN_ITEM.contains(&field) {
            Some(text.item)
        } else if WITHIN_LIST.contains(&(text.list, field)) {
            None
        } else {
            continue;
        };
        let words: Vec<&str> = text.text.split_whitespace().collect();
        let key = (text.list, scope, words.join(" ").to_lowercase());
        if !seen.insert(key) {
            let message = "the same text stands here twice, so nobody can tell one from the other";
            found.push(finding(&DUPLICATE_TEXT, message, at(sheet, text)));
        }
    }
}

//! A text as it stands, in either case of its letters or in exactly this one.

use std::ops::Range;

use memchr::{memchr2, memmem};
use regex_automata::util::prefilter::Prefilter;
use regex_automata::{MatchKind, Span};

use super::MOST_HIGHLIGHTS;
use super::scan::{Seen, Stretch};
use crate::evidence::page::Page;

/// How much of a text is looked for at once, in bytes: few enough that its spellings in both cases are few.
const WINDOW: usize = 3;

/// A text to look for.
#[derive(Debug)]
pub(super) struct Literal {
    needle: Vec<u8>,
    way: Way,
}

#[derive(Debug)]
enum Way {
    /// Exactly so.
    Exact(Box<memmem::Finder<'static>>),
    /// All spellings of the rarest part, which begins so many bytes into the text.
    Folded {
        offset: usize,
        spellings: Option<Prefilter>,
    },
}

impl Literal {
    pub(super) fn new(needle: &[u8], case_sensitive: bool) -> Self {
        let has_case = needle.iter().any(u8::is_ascii_alphabetic);
        let way = if case_sensitive || !has_case {
            Way::Exact(Box::new(memmem::Finder::new(needle).into_owned()))
        } else {
            let length = needle.len().min(WINDOW);
            let (offset, window) = needle
                .windows(length.max(1))
                .enumerate()
                .max_by_key(|(place, window)| (rarity(window), std::cmp::Reverse(*place)))
                .unwrap_or_default();
            Way::Folded {
                offset,
                spellings: Prefilter::new(MatchKind::LeftmostFirst, &spellings(window)),
            }
        };
        Self {
            needle: needle.to_vec(),
            way,
        }
    }

    /// The text itself.
    pub(super) fn needle(&self) -> &[u8] {
        &self.needle
    }

    /// How rare it is in logs; the higher, the rarer.
    pub(super) fn rarity(&self) -> u32 {
        let most = self.needle.windows(WINDOW).map(rarity).max();
        most.unwrap_or_else(|| rarity(&self.needle))
    }

    /// The first place of the text that begins within `span` and ends within it.
    pub(super) fn find(&self, text: &[u8], span: Range<usize>) -> Option<usize> {
        match &self.way {
            Way::Exact(finder) => {
                let start = span.start;
                Some(start + finder.find(text.get(span)?)?)
            }
            Way::Folded { offset, spellings } => {
                let mut from = span.start.checked_add(*offset)?;
                while from < span.end {
                    let place = if let Some(spellings) = spellings {
                        spellings.find(text, Span::from(from..span.end))?.start
                    } else {
                        let byte = self.needle.get(*offset)?;
                        let (lower, upper) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
                        from + memchr2(lower, upper, text.get(from..span.end)?)?
                    };
                    let start = place - offset;
                    let end = start + self.needle.len();
                    if end <= span.end
                        && text
                            .get(start..end)
                            .is_some_and(|here| here.eq_ignore_ascii_case(&self.needle))
                    {
                        return Some(start);
                    }
                    from = place + 1;
                }
                None
            }
        }
    }

    pub(super) fn is_in(&self, line: &[u8]) -> bool {
        self.find(line, 0..line.len()).is_some()
    }

    pub(super) fn search(&self, page: &Page, lines: Range<usize>, found: &mut impl FnMut(usize)) {
        if let Some(stretch) = Stretch::new(page, lines) {
            let end = stretch.bytes.end;
            stretch.walk(
                |at| self.find(page.text(), at..end),
                |_, _| Seen::Match,
                found,
            );
        }
    }

    pub(super) fn places(&self, line: &[u8], places: &mut Vec<Range<usize>>) {
        let mut from = 0;
        while let Some(start) = self.find(line, from..line.len()) {
            from = start + self.needle.len().max(1);
            places.push(start..from);
            if places.len() >= MOST_HIGHLIGHTS {
                return;
            }
        }
    }
}

/// A text in all cases of its letters.
fn spellings(text: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new()];
    for byte in text {
        let (lower, upper) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
        let mut next = Vec::with_capacity(all.len() * 2);
        for begun in &all {
            for spelt in [lower, upper] {
                let mut longer = begun.clone();
                longer.push(spelt);
                next.push(longer);
                if lower == upper {
                    break;
                }
            }
        }
        all = next;
    }
    all
}

/// How rare a text is in logs, in bits: about one place in `2^rarity`.
pub(super) fn rarity(text: &[u8]) -> u32 {
    text.iter().map(|byte| bits(*byte)).sum()
}

/// How rare a byte is in logs, in bits. Rough figures: logs are digits, punctuation and small letters.
fn bits(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9'
        | b'a'
        | b'c'..=b'f'
        | b'h'
        | b'i'
        | b'l'..=b'p'
        | b'r'..=b't'
        | b' '
        | b'.'
        | b'"'
        | b'/'
        | b':'
        | b'-'
        | b',' => 5,
        b'g' | b'u' | b'b' | b'w' | b'_' | b';' | b'(' | b')' | b'M' | b'T' | b'P' => 6,
        b'v' | b'k' | b'x' | b'y' | b'z' | b'=' | b'[' | b']' | b'{' | b'}' | b'\t' => 7,
        b'A'..=b'Z' | b'q' | b'j' | b'+' | b'?' | b'&' | b'%' | b'\\' => 8,
        _ => 11,
    }
}

//! Regular expressions that stay within a line.
//!
//! An expression is changed so that nothing in it can match a line feed, and `^`, `\A`, `$` and `\z` are the ends of the
//! line; a page can then be searched as a whole and gives what its lines would give one by one.

use std::ops::Range;

use regex_automata::meta::Regex;
use regex_automata::util::prefilter::Prefilter;
use regex_automata::{Input, MatchKind, Span};
use regex_syntax::hir::literal::{Extractor, Seq};
use regex_syntax::hir::{self, Class, Hir, HirKind, Look};
use regex_syntax::{Error, ParserBuilder};

use super::literal::rarity;
use super::scan::{Seen, Stretch};
use super::{MOST_HIGHLIGHTS, QueryError};
use crate::evidence::page::Page;

/// The largest automaton, in bytes. What an automaton costs for a byte of text grows with it where all quick ways fail,
/// so this also bounds time.
const LARGEST: usize = 512 * 1024;
/// How much memory the quick automaton may fill for each thread, in bytes.
const CACHE: usize = 4 * 1024 * 1024;
/// How deep parentheses may nest.
const DEEPEST: u32 = 64;
/// How rare a text within an expression must be to be looked for first, in bits.
const RARE_ENOUGH: u32 = 14;
/// How many lines may be looked at in vain before it is asked whether they are too many.
const PATIENCE: usize = 16;
/// How many bytes a look in vain must have saved.
const WORTHWHILE: usize = 600;

/// A regular expression.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// Texts of which every match holds one, somewhere behind its beginning.
    within: Option<Prefilter>,
}

impl Pattern {
    pub(super) fn read(text: &str, case_sensitive: bool) -> Result<Self, QueryError> {
        let parse = |unicode: bool| {
            ParserBuilder::new()
                .utf8(false)
                .unicode(unicode)
                .case_insensitive(!case_sensitive)
                .nest_limit(DEEPEST)
                .build()
                .parse(text)
        };
        // Bytes where characters are not needed: logs hold what attackers sent, and `.` is to match all of it.
        let parsed = match parse(!text.is_ascii()) {
            Err(Error::Translate(_)) if text.is_ascii() => parse(true),
            parsed => parsed,
        };
        let hir = within_a_line(parsed.map_err(|error| told(&error, text))?);
        let config = Regex::config()
            .utf8_empty(false)
            .nfa_size_limit(Some(LARGEST))
            .hybrid_cache_capacity(CACHE)
            .which_captures(regex_automata::nfa::thompson::WhichCaptures::Implicit);
        let regex = Regex::builder()
            .configure(config)
            .build_from_hir(&hir)
            .map_err(|_| {
                QueryError::new(
                    "this expression stands for too much; use smaller repetitions",
                    0..text.len(),
                )
            })?;
        Ok(Self {
            regex,
            within: rare_texts(&hir).and_then(|texts| {
                let texts = texts.literals()?;
                let bytes: Vec<&[u8]> = texts.iter().map(hir::literal::Literal::as_bytes).collect();
                Prefilter::new(MatchKind::LeftmostFirst, &bytes).filter(Prefilter::is_fast)
            }),
        })
    }

    pub(super) fn search(&self, page: &Page, lines: Range<usize>, found: &mut impl FnMut(usize)) {
        let Some(stretch) = Stretch::new(page, lines) else {
            return;
        };
        let left = match &self.within {
            None => Some(stretch),
            Some(texts) => self
                .search_by(texts, &stretch, found)
                .and_then(|line| Stretch::new(page, line..stretch.lines.end)),
        };
        if let Some(stretch) = left {
            let end = stretch.bytes.end;
            stretch.walk(
                |at| {
                    let input = Input::new(page.text()).span(at..end).earliest(true);
                    self.regex.search_half(&input).map(|half| half.offset())
                },
                |_, _| Seen::Match,
                found,
            );
        }
    }

    /// Looks at the lines that hold one of these texts. Where too many don't match, gives the line that is next.
    fn search_by(
        &self,
        texts: &Prefilter,
        stretch: &Stretch<'_>,
        found: &mut impl FnMut(usize),
    ) -> Option<usize> {
        let text = stretch.page.text();
        let (start, end) = (stretch.bytes.start, stretch.bytes.end);
        let mut in_vain = 0;
        stretch.walk(
            |at| Some(texts.find(text, Span::from(at..end))?.start),
            |_, range| {
                let read = range.end - start;
                if in_vain >= PATIENCE && read / in_vain < WORTHWHILE {
                    return Seen::GiveUp;
                }
                let input = Input::new(text).span(range).earliest(true);
                if self.regex.search_half(&input).is_some() {
                    Seen::Match
                } else {
                    in_vain += 1;
                    Seen::Other
                }
            },
            found,
        )
    }

    pub(super) fn places(&self, line: &[u8], places: &mut Vec<Range<usize>>) {
        let matches = self.regex.find_iter(line).map(|place| place.range());
        places.extend(
            matches
                .filter(|place| !place.is_empty())
                .take(MOST_HIGHLIGHTS),
        );
    }
}

fn told(error: &Error, text: &str) -> QueryError {
    let (what, span) = match error {
        Error::Parse(error) => (error.kind().to_string(), Some(*error.span())),
        Error::Translate(error) => (error.kind().to_string(), Some(*error.span())),
        _ => (error.to_string(), None),
    };
    let at = span.map_or(0..text.len(), |span| span.start.offset..span.end.offset);
    QueryError::new(what, at)
}

/// The same expression with nothing that matches a line feed, its anchors at the ends of a line, and without groups.
fn within_a_line(hir: Hir) -> Hir {
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) if literal.0.contains(&b'\n') => Hir::fail(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(Class::Bytes(mut class)) => {
            let feed = hir::ClassBytesRange::new(b'\n', b'\n');
            class.difference(&hir::ClassBytes::new([feed]));
            Hir::class(Class::Bytes(class))
        }
        HirKind::Class(Class::Unicode(mut class)) => {
            let feed = hir::ClassUnicodeRange::new('\n', '\n');
            class.difference(&hir::ClassUnicode::new([feed]));
            Hir::class(Class::Unicode(class))
        }
        HirKind::Look(Look::Start | Look::StartCRLF) => Hir::look(Look::StartLF),
        HirKind::Look(Look::End | Look::EndCRLF) => Hir::look(Look::EndLF),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(repetition) => {
            let sub = within_a_line((*repetition.sub).clone());
            Hir::repetition(repetition.with(sub))
        }
        HirKind::Capture(capture) => within_a_line(*capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(within_a_line).collect()),
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.into_iter().map(within_a_line).collect())
        }
    }
}

/// The rarest texts of which every match holds one, unless those it begins with are as good: the regular expression
/// engine looks for these by itself.
fn rare_texts(hir: &Hir) -> Option<Seq> {
    /// How many parts of an expression are tried, and how many of those that follow are looked at.
    const TRIED: usize = 128;
    const AHEAD: usize = 12;
    let HirKind::Concat(parts) = hir.kind() else {
        return None;
    };
    let mut extractor = Extractor::new();
    extractor
        .limit_class(12)
        .limit_repeat(4)
        .limit_total(48)
        .limit_literal_len(16);
    let mut best: Option<(u32, usize, Seq)> = None;
    for place in 0..parts.len().min(TRIED) {
        let ahead = parts.iter().skip(place).take(AHEAD).cloned().collect();
        let mut texts = extractor.extract(&Hir::concat(ahead));
        texts.make_inexact();
        texts.keep_first_bytes(8);
        texts.minimize_by_preference();
        let Some(rare) = rarity_of(&texts) else {
            continue;
        };
        if best.as_ref().is_none_or(|(before, ..)| rare > *before) {
            best = Some((rare, place, texts));
        }
    }
    let (rare, place, texts) = best?;
    (place > 0 && rare >= RARE_ENOUGH).then_some(texts)
}

/// How rare it is in logs to meet one of these texts, in bits.
fn rarity_of(texts: &Seq) -> Option<u32> {
    let literals = texts.literals()?;
    let commonest = literals
        .iter()
        .map(|literal| rarity(literal.as_bytes().get(..4).unwrap_or(literal.as_bytes())))
        .min()?;
    Some(commonest.saturating_sub(literals.len().ilog2()))
}

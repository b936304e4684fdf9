//! Regular expressions that stay within a line.
//!
//! An expression is changed so that nothing in it can match a line feed, and `^`, `\A`, `$` and `\z` are the ends of the
//! line; a page can then be searched as a whole and gives what its lines would give one by one.

use std::ops::Range;
use std::sync::OnceLock;

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
/// How much text is looked at to judge which texts are rare, in bytes.
const SAMPLE: usize = 64 * 1024;
/// How many lines may be looked at in vain before it is asked whether they are too many.
const PATIENCE: usize = 16;
/// How many bytes a look in vain must have saved.
const WORTHWHILE: usize = 600;

/// A regular expression.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// Sets of texts: every match holds one text of each set.
    within: Vec<Within>,
    /// Which set is looked for first; judged by the first lines that are searched, and good for all that are
    /// like them.
    first: OnceLock<Option<usize>>,
}

/// Texts of which every match holds one.
#[derive(Debug)]
struct Within {
    texts: Prefilter,
    /// Whether matches begin with them. The regular expression engine looks for these by itself.
    leads: bool,
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
                .map_err(Box::new)
        };
        // Bytes where characters are not needed: logs hold what attackers sent, and `.` is to match all of it.
        let parsed = match parse(!text.is_ascii()) {
            Err(error) if text.is_ascii() && matches!(*error, Error::Translate(_)) => parse(true),
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
            within: rare_texts(&hir),
            first: OnceLock::new(),
        })
    }

    /// The texts to look for first, if any are so rare that this is quicker than the expression itself.
    fn first(&self, stretch: &Stretch<'_>) -> Option<&Prefilter> {
        let judge = || {
            let text = stretch.page.text();
            let end = stretch.bytes.end.min(stretch.bytes.start + SAMPLE);
            let often = |within: &Within| {
                let mut count = 0;
                let mut at = stretch.bytes.start;
                while at < end
                    && let Some(place) = within.texts.find(text, Span::from(at..end))
                {
                    count += 1;
                    at = place.end;
                }
                count
            };
            let sets = self.within.iter().enumerate();
            let counts = sets.map(|(place, within)| (often(within), !within.leads, place));
            let (count, behind, place) = counts.min()?;
            (behind && count * WORTHWHILE < end - stretch.bytes.start).then_some(place)
        };
        let place = if stretch.bytes.len() < SAMPLE / 4 {
            // Too little to judge by.
            *self.first.get()?
        } else {
            *self.first.get_or_init(judge)
        };
        Some(&self.within.get(place?)?.texts)
    }

    pub(super) fn search(&self, page: &Page, lines: Range<usize>, found: &mut impl FnMut(usize)) {
        let Some(stretch) = Stretch::new(page, lines) else {
            return;
        };
        let left = match self.first(&stretch) {
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

/// The rarest sets of texts of which every match holds one, as far as can be said without the logs.
fn rare_texts(hir: &Hir) -> Vec<Within> {
    /// How many parts of an expression are tried, and how many of those that follow are looked at.
    const TRIED: usize = 128;
    const AHEAD: usize = 12;
    /// How many sets are kept beside the one that matches begin with.
    const KEPT: usize = 3;
    let HirKind::Concat(parts) = hir.kind() else {
        return Vec::new();
    };
    let mut extractor = Extractor::new();
    extractor
        .limit_class(12)
        .limit_repeat(4)
        .limit_total(48)
        .limit_literal_len(16);
    let mut sets = Vec::new();
    for place in 0..parts.len().min(TRIED) {
        let ahead = parts.iter().skip(place).take(AHEAD).cloned().collect();
        let mut texts = extractor.extract(&Hir::concat(ahead));
        texts.make_inexact();
        texts.keep_first_bytes(8);
        texts.minimize_by_preference();
        if let Some(rare) = rarity_of(&texts)
            && rare >= RARE_ENOUGH
        {
            sets.push((place != 0, std::cmp::Reverse(rare), texts));
        }
    }
    sets.sort_by_key(|(behind, rare, _)| (*behind, *rare));
    let leading = usize::from(sets.first().is_some_and(|(behind, ..)| !behind));
    sets.truncate(leading + KEPT);
    let within = sets.into_iter().filter_map(|(behind, _, texts)| {
        let texts = texts.literals()?;
        let bytes: Vec<&[u8]> = texts.iter().map(hir::literal::Literal::as_bytes).collect();
        Some(Within {
            texts: Prefilter::new(MatchKind::LeftmostFirst, &bytes).filter(Prefilter::is_fast)?,
            leads: !behind,
        })
    });
    within.collect()
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

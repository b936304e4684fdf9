//! Names of people, and where they stand in a text.
//!
//! A name as a whole is found however it is written. Its parts are, too, but for those that are ordinary words: "Will"
//! is a name and "will" is none. Letters are compared without their accents, since people leave them out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::ordinary::{is_function, is_ordinary, is_particle, is_title};

/// What stands for the name of somebody who has no seat.
const SOMEBODY: &str = "[name left out]";

/// From how many letters on a part is looked for with an s behind it, as in the name's genitive.
const LONG: usize = 4;

/// How a name is looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sought {
    /// Its letters, as they are compared.
    letters: Vec<char>,
    /// Whether its capitals count.
    exact: bool,
    /// Whether it is a name of several words, as a whole.
    whole: bool,
}

/// The names that are to be left out, and what stands for each.
#[derive(Debug, Default)]
pub(super) struct Names {
    of: BTreeMap<Sought, String>,
    /// The same, in the order in which they are tried: the longest first.
    sorted: Vec<(Sought, String)>,
    /// Words that the report itself uses, in small letters.
    words: BTreeSet<String>,
    /// Words of this scenario's roles, in small letters.
    functions: BTreeSet<String>,
}

impl Names {
    /// None yet. `words` are those that the report's own texts write small, `functions` those of its roles.
    pub(super) fn new(words: BTreeSet<String>, functions: BTreeSet<String>) -> Self {
        Self {
            words,
            functions,
            ..Self::default()
        }
    }

    /// Leaves out somebody who took part; the label says what they did.
    pub(super) fn take_person(&mut self, name: &str, label: &str) {
        let label = if label.is_empty() {
            SOMEBODY.to_owned()
        } else {
            format!("[{label}]")
        };
        self.take_whole(name, &label);
        self.take_parts(name, &label, true);
    }

    /// Leaves out whoever answers for something in the report: a person, or a group, whose words are ordinary ones.
    pub(super) fn take_owner(&mut self, name: &str) {
        self.take_whole(name, SOMEBODY);
        let is_person = !words_of(name).any(|word| self.is_function(word));
        self.take_parts(name, SOMEBODY, is_person);
    }

    /// Leaves out whoever answers for something else: only by the whole name.
    pub(super) fn take_other_owner(&mut self, name: &str) {
        if words_of(name).nth(1).is_some() {
            self.take_whole(name, SOMEBODY);
        }
    }

    /// Nothing comes any more: the names stand in order, and no label holds one.
    pub(super) fn settle(&mut self) {
        self.sorted = self.of.clone().into_iter().collect();
        let length = |(sought, _): &(Sought, String)| std::cmp::Reverse(sought.letters.len());
        self.sorted.sort_by_key(length);
        let holds: Vec<bool> = self
            .sorted
            .iter()
            .map(|(_, label)| self.without(label).is_some())
            .collect();
        for ((_, label), holds) in self.sorted.iter_mut().zip(holds) {
            if holds {
                SOMEBODY.clone_into(label);
            }
        }
    }

    /// The text without any of the names; none if it holds none.
    pub(super) fn without(&self, text: &str) -> Option<String> {
        self.replaced(text, |_| true)
    }

    /// The text without names of several words, as a whole; none if it holds none.
    pub(super) fn without_whole(&self, text: &str) -> Option<String> {
        self.replaced(text, |sought| sought.whole)
    }

    fn is_function(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        is_function(&word) || self.functions.contains(&word)
    }

    fn is_ordinary(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        is_ordinary(&word) || self.words.contains(&word) || self.is_function(&word)
    }

    fn insert(&mut self, text: &str, exact: bool, whole: bool, label: &str) {
        let letters =
            letters(text).map(|(_, letter)| if exact { letter.exact } else { letter.small });
        let sought = Sought {
            letters: letters.collect(),
            exact,
            whole,
        };
        if sought.letters.is_empty() {
            return;
        }
        let known = self.of.entry(sought).or_insert_with(|| label.to_owned());
        // What two people are called is neither's; what an owner is called may be a seat's.
        if known != label && label != SOMEBODY {
            SOMEBODY.clone_into(known);
        }
    }

    fn take_whole(&mut self, name: &str, label: &str) {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
        let words: Vec<&str> = words_of(name).collect();
        let says_who = words.iter().any(|word| !self.is_function(word));
        if words.len() < 2 || !says_who {
            return;
        }
        for name in spellings(name) {
            self.insert(&name, false, true, label);
        }
        // As file names and accounts have it.
        let joined = words.concat();
        if joined.chars().count() > LONG || joined.chars().any(is_unspaced) {
            self.insert(&joined, false, true, label);
        }
    }

    /// Takes the parts of a name; ordinary words among them, with their capitals, only of a person.
    fn take_parts(&mut self, name: &str, label: &str, is_person: bool) {
        let mut parts: Vec<String> = Vec::new();
        for word in name.split_whitespace() {
            let inner: Vec<&str> = words_of(word).collect();
            // Both halves of a double name, and it as one.
            if inner.len() > 1 {
                let ends = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
                parts.push(word.trim_matches(ends).to_owned());
                parts.push(inner.concat());
            }
            parts.extend(inner.into_iter().map(str::to_owned));
        }
        for part in parts {
            let small = part.to_lowercase();
            let long_enough = part.chars().filter(|c| c.is_alphabetic()).count() > 1;
            let says_who = !self.is_function(&part) && !is_title(&small) && !is_particle(&part);
            if !says_who || !(long_enough || part.chars().any(is_unspaced)) {
                continue;
            }
            for part in spellings(&part) {
                if !self.is_ordinary(&part) {
                    self.insert(&part, false, false, label);
                } else if is_person {
                    for written in capitals(&part) {
                        self.insert(&written, true, false, label);
                    }
                }
            }
        }
    }

    fn replaced(&self, text: &str, is_sought: impl Fn(&Sought) -> bool) -> Option<String> {
        let letters: Vec<(Range<usize>, Letter)> = letters(text).collect();
        let mut clean = String::with_capacity(text.len());
        // How far the text is copied, and which letter comes next.
        let (mut copied, mut place) = (0, 0);
        while place < letters.len() {
            let found = self.sorted.iter().find_map(|(sought, label)| {
                let until = is_sought(sought).then(|| ends(&letters, place, sought))??;
                Some((until, label))
            });
            let Some((until, label)) = found else {
                place += 1;
                continue;
            };
            let start = letters.get(place).map_or(text.len(), |(at, _)| at.start);
            let end = letters.get(until).map_or(text.len(), |(at, _)| at.start);
            clean.push_str(text.get(copied..start).unwrap_or_default());
            clean.push_str(label);
            (copied, place) = (end, until);
        }
        if copied == 0 && clean.is_empty() {
            return None;
        }
        clean.push_str(text.get(copied..).unwrap_or_default());
        Some(clean)
    }
}

/// The words of a name.
fn words_of(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    words.filter(|word| word.chars().any(char::is_alphabetic))
}

/// A part with the capitals that a name may have: as it is written, with the first one, with all.
fn capitals(part: &str) -> Vec<String> {
    let small = part.to_lowercase();
    let mut rest = small.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    let mut all = vec![first.chain(rest).collect::<String>()];
    if part.chars().any(char::is_uppercase) {
        all.push(part.to_owned());
    }
    // Two capitals are an abbreviation.
    if part.chars().count() > 2 {
        all.push(part.to_uppercase());
    }
    all
}

/// A name as it is written, and with what German puts for letters that are not at hand.
fn spellings(name: &str) -> Vec<String> {
    let name: String = name.nfc().collect();
    let other = [
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("Ä", "Ae"),
        ("Ö", "Oe"),
        ("Ü", "Ue"),
    ]
    .iter()
    .fold(name.clone(), |text, (from, to)| text.replace(from, to));
    if other == name {
        vec![name]
    } else {
        vec![name, other]
    }
}

/// A letter as it is compared: without accents, with and without its capital.
#[derive(Debug, Clone, Copy)]
struct Letter {
    exact: char,
    small: char,
}

/// The letters of a text with their places. Runs of spaces are one, what has no width is none, all apostrophes and
/// dashes are the same.
fn letters(text: &str) -> impl Iterator<Item = (Range<usize>, Letter)> {
    let mut after_space = false;
    text.char_indices()
        .flat_map(|(at, c)| plain(c).map(move |plain| (at..at + c.len_utf8(), plain)))
        .filter(move |(_, c)| {
            let again = after_space && *c == ' ';
            after_space = *c == ' ';
            !again
        })
        .flat_map(|(at, c)| {
            let small = c.to_lowercase().filter(|c| !is_combining_mark(*c));
            small.map(move |small| (at.clone(), Letter { exact: c, small }))
        })
}

/// What a character is without its accents.
fn plain(c: char) -> impl Iterator<Item = char> {
    let base: &'static [char] = match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => &[],
        '’' | '‘' | 'ʼ' | '`' | '´' | '＇' => &['\''],
        '‐' | '‑' | '‒' | '–' | '—' => &['-'],
        'ß' => &['s', 's'],
        'ẞ' => &['S', 'S'],
        'æ' => &['a', 'e'],
        'Æ' => &['A', 'e'],
        'œ' => &['o', 'e'],
        'Œ' => &['O', 'e'],
        'ø' => &['o'],
        'Ø' => &['O'],
        'ł' => &['l'],
        'Ł' => &['L'],
        'đ' => &['d'],
        'Đ' => &['D'],
        'ı' => &['i'],
        other if other.is_whitespace() => &[' '],
        other => {
            return Either::Base(
                std::iter::once(other)
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c)),
            );
        }
    };
    Either::Fixed(base.iter().copied())
}

/// One of two iterators.
enum Either<A, B> {
    Base(A),
    Fixed(B),
}

impl<A: Iterator<Item = char>, B: Iterator<Item = char>> Iterator for Either<A, B> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Base(all) => all.next(),
            Self::Fixed(all) => all.next(),
        }
    }
}

/// Whether a script puts no spaces between words, or joins endings to names.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether two letters beside each other belong to one word.
fn are_joined(one: char, other: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    is_word(one) && is_word(other)
}

/// The place behind a name that begins at a place, as words of its own.
fn ends(letters: &[(Range<usize>, Letter)], place: usize, sought: &Sought) -> Option<usize> {
    let small = |place: usize| letters.get(place).map(|(_, letter)| letter.small);
    let is_joined = |place: usize| {
        let before = small(place.checked_sub(1)?)?;
        Some(are_joined(before, small(place)?))
    };
    let there = letters.get(place..place.checked_add(sought.letters.len())?)?;
    let same = there
        .iter()
        .zip(&sought.letters)
        .all(|((_, letter), wanted)| {
            *wanted
                == if sought.exact {
                    letter.exact
                } else {
                    letter.small
                }
        });
    if !same || is_joined(place) == Some(true) {
        return None;
    }
    let until = place + sought.letters.len();
    // Some characters are several letters: a name ends behind all of one.
    let begins = |place: usize| letters.get(place).map(|(at, _)| at.start);
    if begins(until).is_some() && begins(until) == begins(until - 1) {
        return None;
    }
    // The s of a genitive stays.
    let has_s = !sought.exact && sought.letters.len() >= LONG && small(until) == Some('s');
    let is_word = is_joined(until) != Some(true) || has_s && is_joined(until + 1) != Some(true);
    is_word.then_some(until)
}

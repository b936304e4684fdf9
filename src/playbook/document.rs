//! A file as it was read.

use super::decode::{Decoded, Encoding, Newlines, Source, decode};
use super::findings::count;
use super::lines::Lines;
use super::offsets::OffsetMap;
use super::{Playbook, Suggestion, lessons, walk};
use crate::base::Diagnostic;

/// The largest file that is read, in bytes. The largest public playbook has 43 kB.
pub const LARGEST_FILE: usize = 16 << 20;

/// More findings than anybody reads; what comes after them is only counted.
pub const MOST_DIAGNOSTICS: usize = 200;

/// A file, its playbooks, and what is to be said about it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The decoded text: lines end in LF, damaged characters are repaired. All spans are bytes of it.
    pub text: String,
    /// How the file is written.
    pub source: Source,
    /// Its playbooks, in their order.
    pub playbooks: Vec<Playbook>,
    /// Problems, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// Likely mistakes, and what would mend them.
    pub suggestions: Vec<Suggestion>,
    pub(super) original: Vec<u8>,
    pub(super) map: OffsetMap,
    pub(super) lines: Lines,
}

impl Document {
    /// The line of a byte of the text, counted from 1. Lines of the text are those of the file.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.lines.line(at)
    }

    /// Where the line of a byte begins.
    #[must_use]
    pub fn line_start(&self, at: usize) -> usize {
        self.lines.start(at)
    }

    /// The file's bytes, as they were read.
    #[must_use]
    pub fn original(&self) -> &[u8] {
        &self.original
    }

    /// Whether it holds a playbook at all.
    #[must_use]
    pub fn has_playbook(&self) -> bool {
        !self.playbooks.is_empty()
    }
}

/// Reads a file. Never fails: what can't be understood is a diagnostic.
#[must_use]
pub fn read(bytes: &[u8]) -> Document {
    if bytes.len() > LARGEST_FILE {
        return too_large(bytes);
    }
    let decoded = decode(bytes);
    let (text, source) = (&decoded.text, decoded.source);
    let lines = Lines::new(text);
    let found = walk::walk(text, decoded.body, &lines);
    let mut diagnostics = found.diagnostics;
    diagnostics.sort_by_key(|d| d.span.as_ref().map_or(0, |span| span.start));
    let mut all = file_findings(bytes, &decoded, found.playbooks.is_empty());
    all.append(&mut diagnostics);
    let suggestions: Vec<_> = found
        .playbooks
        .iter()
        .filter_map(|playbook| lessons::suggestion(playbook, text, &lines))
        .collect();
    limit(&mut all);
    Document {
        text: decoded.text,
        source,
        playbooks: found.playbooks,
        diagnostics: all,
        suggestions,
        original: bytes.to_vec(),
        map: decoded.map,
        lines,
    }
}

fn too_large(bytes: &[u8]) -> Document {
    let large = Diagnostic::error(
        "too-large",
        format!(
            "the file has {} bytes; more than {LARGEST_FILE} are not read",
            bytes.len()
        ),
    );
    let mut map = OffsetMap::default();
    map.mark(0, 0);
    Document {
        text: String::new(),
        source: Source {
            bom: false,
            encoding: Encoding::Utf8,
            newlines: Newlines::Lf,
            mojibake_repaired: 0,
            front_matter: false,
        },
        playbooks: Vec::new(),
        diagnostics: vec![large.help("split it into several files")],
        suggestions: Vec::new(),
        original: bytes.to_vec(),
        map,
        lines: Lines::new(""),
    }
}

/// What is to be said about the file as a whole.
fn file_findings(bytes: &[u8], decoded: &Decoded, empty: bool) -> Vec<Diagnostic> {
    let (text, source) = (&decoded.text, decoded.source);
    // The character that begins at a byte of the text.
    let character = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        at..at + rest.chars().next().map_or(0, char::len_utf8)
    };
    let mut found = Vec::new();
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let null = text.find('\0');
    if wide {
        let wrong = Diagnostic::error("utf-16", "the file is written in UTF-16");
        found.push(wrong.help("save it as UTF-8"));
    } else if let Some(at) = null {
        let wrong = Diagnostic::warning("nul-byte", "there are zero bytes in the file");
        found.push(wrong.at(at..at + 1).help("save it as plain text, in UTF-8"));
    }
    if source.encoding == Encoding::Windows1252 && !wide {
        let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| 0);
        let place = character(decoded.map.text(at));
        let wrong = Diagnostic::warning(
            "not-utf8",
            format!("byte {at} of the file is no UTF-8; it is read as Windows-1252"),
        );
        let help = "save it as UTF-8 if characters look wrong";
        found.push(wrong.at(place).help(help));
    }
    if source.mojibake_repaired > 0 {
        let places = count(source.mojibake_repaired, "place", "places");
        let wrong = Diagnostic::warning(
            "mojibake",
            format!(
                "in {places}, the first of them here, characters had been saved in the wrong encoding"
            ),
        );
        let place = character(decoded.repaired_at.unwrap_or(0));
        let help = "they are read as they were meant; the file stays as it is";
        found.push(wrong.at(place).help(help));
    }
    if empty {
        let said = if text.trim().is_empty() {
            "the file is empty"
        } else {
            "there is no heading in this file, so there is no playbook in it"
        };
        let wrong = Diagnostic::error("no-playbook", said);
        found.push(wrong.help("begin it with its title: `## Playbook: Phishing`"));
    }
    found
}

/// Cuts the list off where nobody reads on. The worst come first into what is kept.
fn limit(diagnostics: &mut Vec<Diagnostic>) {
    let all = diagnostics.len();
    if all <= MOST_DIAGNOSTICS {
        return;
    }
    let mut order: Vec<usize> = (0..all).collect();
    order.sort_by_key(|&place| {
        let severity = diagnostics.get(place).map(|diagnostic| diagnostic.severity);
        (severity, place)
    });
    order.truncate(MOST_DIAGNOSTICS);
    order.sort_unstable();
    let mut kept = order.into_iter().peekable();
    let mut place = 0;
    diagnostics.retain(|_| {
        let keep = kept.next_if_eq(&place).is_some();
        place += 1;
        keep
    });
    diagnostics.push(Diagnostic::note(
        "more-findings",
        format!("{} more findings are not shown", all - MOST_DIAGNOSTICS),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Level;

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        read(bytes).diagnostics.iter().map(|d| d.code).collect()
    }

    #[test]
    fn a_file_without_a_heading_holds_no_playbook() {
        for file in [
            &b""[..],
            b"\n\n",
            b"\xef\xbb\xbf",
            b"text\n",
            b"<h1>x</h1>\n",
        ] {
            let document = read(file);
            assert!(!document.has_playbook());
            assert_eq!(codes(file), ["no-playbook"], "{file:?}");
            assert!(document.diagnostics[0].is_error());
        }
    }

    #[test]
    fn what_is_odd_about_a_file_is_said() {
        assert!(codes(b"# caf\xe9").contains(&"not-utf8"));
        assert!(codes(b"# a\0b").contains(&"nul-byte"));
        assert!(codes(b"\xff\xfe#\0 \0a\0").contains(&"utf-16"));
        let large = vec![b'#'; LARGEST_FILE + 1];
        assert_eq!(codes(&large), ["too-large"]);
        assert_eq!(read(&large).apply(&[]), Ok(large));
    }

    #[test]
    fn the_worst_of_too_many_findings_are_kept() {
        let mut text = "# A\n\n".to_owned();
        for _ in 0..300 {
            text.push_str("## Other\n\n");
        }
        text.push_str("![](x.png)\n");
        let document = read(text.as_bytes());
        assert_eq!(document.diagnostics.len(), MOST_DIAGNOSTICS + 1);
        let warnings = document
            .diagnostics
            .iter()
            .filter(|d| d.severity == Level::Warning);
        assert_eq!(warnings.count(), 1);
    }
}

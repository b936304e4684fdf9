//! Bytes to text: byte order mark, encoding, line ends, characters decoded wrongly before (rule R0).

use std::borrow::Cow;

use super::mojibake;
use super::offsets::OffsetMap;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Whether it begins with a UTF-8 byte order mark.
    pub bom: bool,
    /// Its encoding.
    pub encoding: Encoding,
    /// How its lines end.
    pub newlines: Newlines,
    /// How many runs of characters had been decoded wrongly before, and were repaired.
    pub mojibake_repaired: usize,
    /// Whether it begins with a block of metadata between lines `---`.
    pub front_matter: bool,
}

/// How characters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows-1252, which any bytes can be read as.
    Windows1252,
}

impl Encoding {
    /// Its name in JSON and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Text as bytes, or the first character that can't be written.
    pub(super) fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, char> {
        match self {
            Self::Utf8 => Ok(Cow::Borrowed(text.as_bytes())),
            Self::Windows1252 => text
                .chars()
                .map(|c| mojibake::windows_1252_byte(c).ok_or(c))
                .collect::<Result<Vec<u8>, char>>()
                .map(Cow::Owned),
        }
    }
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newlines {
    /// LF, as on Unix; also if there is only one line.
    Lf,
    /// CR LF, as on Windows.
    CrLf,
    /// CR alone.
    Cr,
    /// Now one, now another.
    Mixed,
}

impl Newlines {
    /// Its name in JSON and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lf => "lf",
            Self::CrLf => "crlf",
            Self::Cr => "cr",
            Self::Mixed => "mixed",
        }
    }
}

/// A file's text.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    /// Lines end in LF, damaged characters are repaired.
    pub(super) text: String,
    /// Where the text behind the block of metadata begins.
    pub(super) body: usize,
    /// Where the first repaired character stands.
    pub(super) repaired_at: Option<usize>,
    /// Where it came from.
    pub(super) map: OffsetMap,
    /// How the file is written.
    pub(super) source: Source,
}

/// What a file begins with that says it is UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads bytes as text; any bytes are some text.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let bom = bytes.starts_with(BOM);
    let start = if bom { BOM.len() } else { 0 };
    let rest = bytes.get(start..).unwrap_or_default();
    let mut lines = Lines::default();
    let encoding = if let Ok(text) = std::str::from_utf8(rest) {
        lines.utf8(text, start);
        Encoding::Utf8
    } else {
        lines.windows_1252(rest, start);
        Encoding::Windows1252
    };
    lines.map.end(lines.text.len(), bytes.len());
    let newlines = lines.newlines();
    let (text, map, mojibake_repaired, repaired_at) = mojibake::repair(lines.text, lines.map);
    // A second mark, or one that was damaged, is still no text.
    let marks = text.len() - text.trim_start_matches('\u{feff}').len();
    let metadata = body_start(text.get(marks..).unwrap_or_default());
    let body = marks + metadata;
    Decoded {
        body,
        repaired_at,
        map,
        source: Source {
            bom,
            encoding,
            newlines,
            mojibake_repaired,
            front_matter: metadata > 0,
        },
        text,
    }
}

/// Text as it grows, with every line end written as LF and counted.
#[derive(Default)]
struct Lines {
    text: String,
    map: OffsetMap,
    lf: usize,
    crlf: usize,
    cr: usize,
}

impl Lines {
    fn utf8(&mut self, text: &str, start: usize) {
        self.text.reserve(text.len());
        self.map.mark(0, start);
        self.lf = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let mut done = 0;
        for at in memchr::memchr_iter(b'\r', text.as_bytes()) {
            self.text.push_str(text.get(done..at).unwrap_or_default());
            done = at + 1;
            if text.as_bytes().get(done) == Some(&b'\n') {
                // The LF that follows stands for both.
                self.lf -= 1;
                self.crlf += 1;
                self.text.push('\n');
                done += 1;
                self.map.mark(self.text.len(), start + done);
            } else {
                self.cr += 1;
                self.text.push('\n');
            }
        }
        self.text.push_str(text.get(done..).unwrap_or_default());
    }

    fn windows_1252(&mut self, bytes: &[u8], start: usize) {
        let high = mojibake::windows_1252_high();
        self.text.reserve(bytes.len());
        self.map.mark(0, start);
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'\r' if bytes.get(at) == Some(&b'\n') => {
                    self.crlf += 1;
                    self.text.push('\n');
                    at += 1;
                }
                b'\r' => {
                    self.cr += 1;
                    self.text.push('\n');
                }
                b'\n' => {
                    self.lf += 1;
                    self.text.push('\n');
                }
                0..0x80 => self.text.push(char::from(byte)),
                _ => self.text.extend(high.get(usize::from(byte - 0x80))),
            }
            self.map.mark(self.text.len(), start + at);
        }
    }

    fn newlines(&self) -> Newlines {
        match (self.lf > 0, self.crlf > 0, self.cr > 0) {
            (_, false, false) => Newlines::Lf,
            (false, true, false) => Newlines::CrLf,
            (false, false, true) => Newlines::Cr,
            _ => Newlines::Mixed,
        }
    }
}

/// Where the text begins behind a block of metadata: `---` on the first line up to the next `---`.
fn body_start(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let is_fence = |line: &str| line.trim_end() == "---";
    let Some(first) = lines.next().filter(|line| is_fence(line)) else {
        return 0;
    };
    let mut at = first.len();
    for line in lines {
        at += line.len();
        if is_fence(line) {
            return at;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).text
    }

    #[test]
    fn line_ends_become_lf() {
        assert_eq!(text(b"a\r\nb\rc\nd\r"), "a\nb\nc\nd\n");
        let ends = |bytes: &[u8]| decode(bytes).source.newlines;
        assert_eq!(ends(b"a"), Newlines::Lf);
        assert_eq!(ends(b"a\n"), Newlines::Lf);
        assert_eq!(ends(b"a\r\nb\r\n"), Newlines::CrLf);
        assert_eq!(ends(b"a\rb\r"), Newlines::Cr);
        assert_eq!(ends(b"a\r\nb\n"), Newlines::Mixed);
        assert_eq!(ends(b"a\xe9\r\nb\r\n"), Newlines::CrLf);
        assert_eq!(ends(b"a\r\r\n"), Newlines::Mixed);
    }

    #[test]
    fn what_is_no_utf8_is_windows_1252() {
        let decoded = decode(b"caf\xe9 \x93x\x94 \x81\r\n");
        assert_eq!(decoded.text, "café “x” \u{81}\n");
        assert_eq!(decoded.source.encoding, Encoding::Windows1252);
        assert_eq!(decoded.source.mojibake_repaired, 0);
        let quote = decoded.text.find('x').expect("there");
        assert_eq!(decoded.map.file(quote), 6);
        assert_eq!(
            Encoding::Windows1252.encode("é“\u{81}").as_deref(),
            Ok(&b"\xe9\x93\x81"[..])
        );
        assert_eq!(Encoding::Windows1252.encode("a→b"), Err('→'));
    }

    #[test]
    fn utf8_beside_a_wrong_byte_is_repaired_after_reading_it_as_windows_1252() {
        let decoded = decode(b"don\xe2\x80\x99t caf\xe9");
        assert_eq!(decoded.text, "don’t café");
        assert_eq!(decoded.source.mojibake_repaired, 1);
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let decoded = decode(b"\xef\xbb\xbf# A");
        assert_eq!((decoded.text.as_str(), decoded.source.bom), ("# A", true));
        assert_eq!(decoded.map.file(0), 3);
        assert_eq!(decode(b"\xef\xbb\xbf").text, "");
    }

    #[test]
    fn a_damaged_or_second_byte_order_mark_is_skipped() {
        for mark in ["\u{ef}\u{bb}\u{bf}", "\u{feff}\u{feff}"] {
            let decoded = decode(format!("{mark}# A").as_bytes());
            assert_eq!(&decoded.text[decoded.body..], "# A");
            assert!(!decoded.source.front_matter);
            assert_eq!(decoded.map.file(decoded.body), mark.len());
            let decoded = decode(format!("{mark}---\na: b\n---\n# A").as_bytes());
            assert_eq!(&decoded.text[decoded.body..], "# A");
            assert!(decoded.source.front_matter);
        }
    }

    #[test]
    fn metadata_is_cut_off() {
        let body = |text: &str| decode(text.as_bytes()).body;
        assert_eq!(body("---\na: b\n---\n# A"), 13);
        assert_eq!(body("---\r\na: b\r\n---\r\n# A"), 13);
        assert_eq!(body("---\na: b\n"), 0, "no end");
        assert_eq!(body("\n---\na\n---\n"), 0, "not on line 1");
        assert_eq!(body("----\na\n---\n"), 0);
    }
}

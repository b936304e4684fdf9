//! Changing places of a file and leaving every other byte as it was.

use std::ops::Range;

use super::Document;

/// Text to put in a place of the decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Range<usize>,
    /// What stands there instead. Its lines end as those of the file do.
    pub replacement: String,
}

/// Something that looks like a mistake, and the edits that would mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The kind of mistake, stable for tests and searches.
    pub code: &'static str,
    /// What looks wrong, and what the edits do.
    pub message: String,
    /// The line it is about, counted from 1.
    pub line: usize,
    /// What would mend it.
    pub edits: Vec<Edit>,
}

/// Why edits can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A character isn't in the file's encoding.
    #[error("the file is written in {encoding}, which has no {character:?}")]
    NotInEncoding {
        /// The character.
        character: char,
        /// The encoding's name.
        encoding: &'static str,
    },
    /// A span reaches beyond the text or cuts a character in two.
    #[error("bytes {start} to {end} are no place in the text")]
    NoPlace {
        /// Where the span begins.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// Two edits change the same place.
    #[error("two edits change the same place, byte {at}")]
    Overlap {
        /// Where the later of them begins.
        at: usize,
    },
}

impl Document {
    /// The file with these edits made: in its encoding and with its line ends, every other byte as
    /// it was. Edits may come in any order, but none may change what another changes.
    ///
    /// # Errors
    /// If a place isn't in the text, two edits overlap, or a character isn't in the file's encoding.
    pub fn apply(&self, edits: &[Edit]) -> Result<Vec<u8>, EditError> {
        let mut edits: Vec<_> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut made = Vec::with_capacity(self.original.len());
        let mut copied = 0;
        let mut end = 0;
        for edit in edits {
            let Range { start, end: stop } = edit.span;
            if self.text.get(start..stop).is_none() {
                return Err(EditError::NoPlace { start, end: stop });
            }
            if start < end {
                return Err(EditError::Overlap { at: start });
            }
            end = stop;
            let from = self.map.file(start);
            made.extend_from_slice(self.original.get(copied..from).unwrap_or_default());
            copied = self.map.file(stop).max(from);
            let lines = edit.replacement.replace("\r\n", "\n").replace('\r', "\n");
            let lines = match self.newline_at(copied) {
                "\n" => lines,
                newline => lines.replace('\n', newline),
            };
            let bytes = self.source.encoding.encode(&lines).map_err(|character| {
                EditError::NotInEncoding {
                    character,
                    encoding: self.source.encoding.name(),
                }
            })?;
            made.extend_from_slice(&bytes);
        }
        made.extend_from_slice(self.original.get(copied..).unwrap_or_default());
        Ok(made)
    }

    /// How lines end around a byte of the file: the end of its line, or else that of the line before.
    fn newline_at(&self, at: usize) -> &'static str {
        let ending = |at: usize| {
            let bytes = self.original.get(at..).unwrap_or_default();
            match bytes {
                [b'\r', b'\n', ..] => Some("\r\n"),
                [b'\r', ..] => Some("\r"),
                [b'\n', ..] => Some("\n"),
                _ => None,
            }
        };
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let behind = self.original.get(at..).unwrap_or_default();
        if let Some(found) = behind.iter().position(is_end) {
            return ending(at + found).unwrap_or("\n");
        }
        let before = self.original.get(..at).unwrap_or_default();
        let Some(found) = before.iter().rposition(is_end) else {
            return "\n";
        };
        let pair = found > 0 && before.get(found - 1..=found) == Some(b"\r\n");
        ending(found - usize::from(pair)).unwrap_or("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn edited(file: &[u8], find: &str, replacement: &str) -> Result<Vec<u8>, EditError> {
        let document = read(file);
        let start = document.text.find(find).expect("there");
        document.apply(&[Edit {
            span: start..start + find.len(),
            replacement: replacement.to_owned(),
        }])
    }

    #[test]
    fn only_the_place_changes() {
        let file = b"\xef\xbb\xbf# A\r\n\r\nx\r\n\xc3\xa2\xe2\x82\xac\xe2\x84\xa2 y\rz";
        assert_eq!(read(file).apply(&[]).as_deref(), Ok(&file[..]));
        let made = edited(file, "x", "one\ntwo").expect("fits");
        let expected =
            b"\xef\xbb\xbf# A\r\n\r\none\r\ntwo\r\n\xc3\xa2\xe2\x82\xac\xe2\x84\xa2 y\rz";
        assert_eq!(made, expected);
        let made = edited(file, "z", "1\r\n2").expect("fits");
        assert!(made.ends_with(b" y\r1\r2"));
        let made = edited(file, "’", "'").expect("fits");
        assert!(made.ends_with(b"x\r\n' y\rz"));
    }

    #[test]
    fn the_encoding_stays() {
        let file = b"# caf\xe9\nx";
        assert_eq!(
            edited(file, "x", "\u{2019}").as_deref(),
            Ok(&b"# caf\xe9\n\x92"[..])
        );
        let refused = edited(file, "x", "a→").expect_err("no arrow there");
        assert!(refused.to_string().contains("windows-1252"), "{refused}");
    }

    #[test]
    fn edits_may_not_touch_one_another() {
        let document = read("# é b".as_bytes());
        let edit = |span: Range<usize>| Edit {
            span,
            replacement: "-".to_owned(),
        };
        let apply = |spans: &[Range<usize>]| {
            let edits: Vec<_> = spans.iter().cloned().map(edit).collect();
            document.apply(&edits)
        };
        assert_eq!(apply(&[5..6, 0..1]).as_deref(), Ok("- é -".as_bytes()));
        assert_eq!(
            apply(&[0..3, 2..4]),
            Err(EditError::NoPlace { start: 0, end: 3 })
        );
        assert_eq!(apply(&[0..2, 1..4]), Err(EditError::Overlap { at: 1 }));
        let beyond = EditError::NoPlace { start: 5, end: 99 };
        assert_eq!(apply(&[0..2, 5..99]), Err(beyond));
    }
}

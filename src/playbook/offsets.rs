//! Which byte of the file a byte of the decoded text came from.

use std::ops::Range;

/// Places where the distance between a text and the file it came from changes.
///
/// Between two of them both advance together, so the map of a plain file is two entries long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OffsetMap {
    /// (byte of the text, byte of the file), both rising.
    anchors: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// Says that the text's byte `text` stands at the file's byte `file`. Called with rising numbers.
    pub(super) fn mark(&mut self, text: usize, file: usize) {
        if let Some(&(last_text, last_file)) = self.anchors.last() {
            if text - last_text == file - last_file {
                return;
            }
            if text == last_text {
                self.anchors.pop();
            }
        }
        self.anchors.push((text, file));
    }

    /// Says that the text ends at `text` and the file at `file`.
    pub(super) fn end(&mut self, text: usize, file: usize) {
        self.mark(text, file);
        self.anchors.push((text, file));
    }

    /// The byte of the file that a byte of the text came from.
    pub(super) fn file(&self, text: usize) -> usize {
        let next = self.anchors.partition_point(|(at, _)| *at <= text);
        let Some(&(from_text, from_file)) = next.checked_sub(1).and_then(|i| self.anchors.get(i))
        else {
            return 0;
        };
        let far = from_file + (text - from_text);
        self.anchors
            .get(next)
            .map_or(far.min(self.file_end()), |&(_, file)| far.min(file))
    }

    /// The byte of the text at which a byte of the file, or the character that it is part of, begins.
    pub(super) fn text(&self, file: usize) -> usize {
        let next = self.anchors.partition_point(|(_, at)| *at <= file);
        let Some(&(from_text, from_file)) = next.checked_sub(1).and_then(|i| self.anchors.get(i))
        else {
            return 0;
        };
        let far = from_text + (file - from_file);
        let last = self.anchors.last().map_or(0, |&(text, _)| text);
        self.anchors
            .get(next)
            .map_or(far.min(last), |&(text, _)| far.min(text))
    }

    fn file_end(&self) -> usize {
        self.anchors.last().map_or(0, |&(_, file)| file)
    }

    /// The map of a text made from this map's text: parts copied, in their order, and parts replaced.
    pub(super) fn rewritten(&self, pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut made = Self::default();
        let mut at = 0;
        for piece in pieces {
            let source_end = match piece {
                Piece::Copied(range) => {
                    made.mark(at, self.file(range.start));
                    let first = self
                        .anchors
                        .partition_point(|(text, _)| *text <= range.start);
                    let inside = self.anchors.get(first..).unwrap_or_default().iter();
                    for &(text, file) in inside.take_while(|(text, _)| *text < range.end) {
                        made.mark(at + (text - range.start), file);
                    }
                    at += range.len();
                    range.end
                }
                Piece::Replaced { range, length } => {
                    made.mark(at, self.file(range.start));
                    at += length;
                    range.end
                }
            };
            made.mark(at, self.file(source_end));
        }
        made.end(at, self.file_end());
        made
    }
}

/// A part of a text that was made from another.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Bytes of the other, as they were.
    Copied(Range<usize>),
    /// Bytes of the other that became `length` bytes.
    Replaced {
        /// What was there.
        range: Range<usize>,
        /// Bytes that are there now.
        length: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_what_was_taken_out_and_changed() {
        // The file "\u{feff}a\r\nb" as the text "a\nb".
        let mut map = OffsetMap::default();
        map.mark(0, 3);
        map.mark(2, 6);
        map.end(3, 7);
        let places: Vec<_> = (0..=3).map(|at| map.file(at)).collect();
        assert_eq!(places, [3, 4, 6, 7]);
        assert_eq!(map.file(99), 7);
        let back: Vec<_> = (0..=7).map(|at| map.text(at)).collect();
        assert_eq!(back, [0, 0, 0, 0, 1, 2, 2, 3]);
        // "a\nb" rewritten as "éé\nb".
        let again = map.rewritten([
            Piece::Replaced {
                range: 0..1,
                length: 4,
            },
            Piece::Copied(1..3),
        ]);
        let places: Vec<_> = (0..=6).map(|at| again.file(at)).collect();
        assert_eq!(places, [3, 4, 4, 4, 4, 6, 7]);
    }
}

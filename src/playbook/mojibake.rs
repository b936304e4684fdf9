//! Characters that were read in the wrong encoding once: `â€™` for `’`.

use super::offsets::{OffsetMap, Piece};

/// How often a text can have been read wrongly.
const MOST_PASSES: usize = 3;

/// The characters of Windows-1252's bytes from 0x80; the five unassigned ones map to themselves.
pub(super) fn windows_1252_high() -> Vec<char> {
    let bytes: Vec<u8> = (0x80..=0xff).collect();
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().collect()
}

/// The byte of a character in Windows-1252.
pub(super) fn windows_1252_byte(c: char) -> Option<u8> {
    let code = u32::from(c);
    match code {
        0..0x80 | 0xa0..=0xff => u8::try_from(code).ok(),
        // Nothing in Windows-1252 lies beyond the trademark sign.
        0x80..=0x2122 => {
            let mut bytes = [0; 4];
            let (encoded, _, unmappable) =
                encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut bytes));
            match (encoded.as_ref(), unmappable) {
                ([byte], false) => Some(*byte),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Repairs every run of characters beyond ASCII whose bytes in Windows-1252 are UTF-8, up to three
/// times over. Returns the text, where it came from, how many runs changed, and where the first is.
pub(super) fn repair(
    mut text: String,
    mut map: OffsetMap,
) -> (String, OffsetMap, usize, Option<usize>) {
    // A run stays apart from the others when it is repaired, and one that doesn't change never will.
    let mut changed = 0;
    let mut first = None;
    for pass in 0..MOST_PASSES {
        let Some((repaired, pieces, runs)) = once(&text) else {
            break;
        };
        if pass == 0 {
            changed = runs;
            // Nothing before it changes, in this pass or later.
            first = pieces.iter().find_map(|piece| match piece {
                Piece::Replaced { range, .. } => Some(range.start),
                Piece::Copied(_) => None,
            });
        }
        map = map.rewritten(pieces);
        text = repaired;
    }
    (text, map, changed, first)
}

/// One pass, or none if there is nothing to repair.
fn once(text: &str) -> Option<(String, Vec<Piece>, usize)> {
    let mut made = String::new();
    let mut pieces = Vec::new();
    let mut runs = 0;
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = next_beyond_ascii(text, at) {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.bytes().take_while(|byte| !byte.is_ascii()).count();
        at = start + length;
        let run = rest.get(..length).unwrap_or_default();
        let Some((repaired, ends)) = decoded_again(run) else {
            continue;
        };
        runs += 1;
        made.push_str(text.get(copied..start).unwrap_or_default());
        pieces.push(Piece::Copied(copied..start));
        let mut source = start;
        for (c, end) in repaired.chars().zip(ends) {
            pieces.push(Piece::Replaced {
                range: source..start + end,
                length: c.len_utf8(),
            });
            source = start + end;
        }
        made.push_str(&repaired);
        copied = at;
    }
    if runs == 0 {
        return None;
    }
    made.push_str(text.get(copied..).unwrap_or_default());
    pieces.push(Piece::Copied(copied..text.len()));
    Some((made, pieces, runs))
}

fn next_beyond_ascii(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    rest.iter()
        .position(|byte| !byte.is_ascii())
        .map(|at| from + at)
}

/// A run read again, and for each character of it where its part of the run ends.
fn decoded_again(run: &str) -> Option<(String, Vec<usize>)> {
    let mut bytes = Vec::with_capacity(run.len());
    let mut ends = Vec::with_capacity(run.len());
    for (at, c) in run.char_indices() {
        bytes.push(windows_1252_byte(c)?);
        ends.push(at + c.len_utf8());
    }
    let repaired = String::from_utf8(bytes).ok()?;
    let mut last = 0;
    let ends = repaired
        .chars()
        .filter_map(|c| {
            last += c.len_utf8();
            ends.get(last - 1).copied()
        })
        .collect();
    Some((repaired, ends))
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode;
    use super::*;

    /// Text read wrongly `times` times.
    fn broken(text: &str, times: usize) -> String {
        (0..times).fold(text.to_owned(), |text, _| {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(text.as_bytes())
                .0
                .into_owned()
        })
    }

    #[test]
    fn runs_are_repaired_up_to_three_times() {
        for times in 1..=3 {
            let decoded = decode(broken("a ’ b “é” c", times).as_bytes());
            assert_eq!(decoded.text, "a ’ b “é” c", "{times}");
            assert_eq!(decoded.source.mojibake_repaired, 2);
        }
        let decoded = decode(broken("’", 4).as_bytes());
        assert_eq!(decoded.text, broken("’", 1));
    }

    #[test]
    fn text_that_is_right_stays() {
        for text in ["café “x” — …", "日本語", "é", "\u{81}", "→’"] {
            let decoded = decode(text.as_bytes());
            assert_eq!(
                (decoded.text.as_str(), decoded.source.mojibake_repaired),
                (text, 0)
            );
        }
    }

    #[test]
    fn every_repaired_character_knows_its_place() {
        let file = broken("x’“y", 1);
        let decoded = decode(file.as_bytes());
        assert_eq!(decoded.text, "x’“y");
        let second = decoded.text.find('“').expect("there");
        assert_eq!(decoded.map.file(1), 1);
        assert_eq!(decoded.map.file(second), 1 + broken("’", 1).len());
        assert_eq!(decoded.map.file(decoded.text.len()), file.len());
        assert_eq!(decoded.map.file(decoded.text.len() - 1), file.len() - 1);
    }

    #[test]
    fn every_byte_has_its_character() {
        for (byte, c) in (0x80..=0xff).zip(windows_1252_high()) {
            assert_eq!(windows_1252_byte(c), Some(byte));
        }
        assert_eq!(windows_1252_byte('\u{2123}'), None);
        assert_eq!(windows_1252_byte('Ā'), None);
    }
}

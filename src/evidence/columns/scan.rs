//! Going through a line from left to right.

use std::borrow::Cow;

use memchr::memmem;

/// What is left of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a>(pub(super) &'a [u8]);

impl<'a> Scan<'a> {
    /// What stands before a mark; goes past the mark. Where there is none, nothing is taken.
    pub(super) fn until(&mut self, mark: &[u8]) -> Option<&'a [u8]> {
        let at = memmem::find(self.0, mark)?;
        let before = self.0.get(..at)?;
        self.0 = self.0.get(at + mark.len()..)?;
        Some(before)
    }

    /// What stands before a mark, or all there is.
    pub(super) fn until_or_end(&mut self, mark: &[u8]) -> &'a [u8] {
        self.until(mark)
            .unwrap_or_else(|| std::mem::take(&mut self.0))
    }

    /// So many bytes, or as many as there are.
    pub(super) fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Goes past a mark if it stands here.
    pub(super) fn skip(&mut self, mark: &[u8]) -> bool {
        match self.0.strip_prefix(mark) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// What stands in quotes from here, where a backslash takes the next byte with it.
    pub(super) fn quoted(&mut self) -> Option<&'a [u8]> {
        let inner = self.0.strip_prefix(b"\"")?;
        let mut at = 0;
        loop {
            let found = memchr::memchr2(b'"', b'\\', inner.get(at..)?)?;
            at += found;
            if inner.get(at) == Some(&b'"') {
                let text = inner.get(..at)?;
                self.0 = inner.get(at + 1..)?;
                return Some(text);
            }
            at += 2;
        }
    }
}

/// Bytes as text.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Bytes as text; a lone `-` is nothing.
pub(super) fn unless_dash(bytes: &[u8]) -> Cow<'_, str> {
    if bytes == b"-" {
        Cow::Borrowed("")
    } else {
        text(bytes)
    }
}

/// Bytes as text, with escapes behind a backslash undone: `\xNN`, and those of C.
pub(super) fn unescaped(bytes: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(b'\\', bytes).is_none() {
        return text(bytes);
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'x') => {
                let mut digits = rest.clone();
                let value = digits
                    .next()
                    .and_then(hex)
                    .zip(digits.next().and_then(hex))
                    .map(|(high, low)| high << 4 | low);
                if let Some(value) = value {
                    plain.push(value);
                    rest = digits;
                } else {
                    plain.extend_from_slice(b"\\x");
                }
            }
            Some(b'n') => plain.push(b'\n'),
            Some(b'r') => plain.push(b'\r'),
            Some(b't') => plain.push(b'\t'),
            Some(b'b') => plain.push(0x08),
            Some(b'v') => plain.push(0x0b),
            Some(other) => plain.push(other),
            None => plain.push(b'\\'),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&plain).into_owned())
}

/// The value of a hexadecimal digit.
pub(super) fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

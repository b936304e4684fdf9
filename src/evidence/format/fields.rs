//! Writing JSON member by member, in order.

use core::net::IpAddr;

use super::text::{Put as _, nibble, spread};

/// The members of an object that is being written.
pub(super) struct Fields<'l> {
    line: &'l mut Vec<u8>,
    empty: bool,
}

/// Writes an object.
pub(super) fn object(line: &mut Vec<u8>, fill: impl FnOnce(&mut Fields<'_>)) {
    line.push(b'{');
    fill(&mut Fields { line, empty: true });
    line.push(b'}');
}

impl Fields<'_> {
    /// A member whose value the caller writes.
    pub(super) fn raw(&mut self, name: &str, value: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        if !self.empty {
            self.line.push(b',');
        }
        self.empty = false;
        self.line.put("\"").json(name).put("\":");
        value(self.line);
        self
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.quoted(name, |line| {
            line.json(value);
        })
    }

    /// A text that the caller writes, escapes included.
    pub(super) fn quoted(&mut self, name: &str, value: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        self.raw(name, |line| {
            line.push(b'"');
            value(line);
            line.push(b'"');
        })
    }

    /// A number.
    pub(super) fn number(&mut self, name: &str, value: u64) -> &mut Self {
        self.raw(name, |line| {
            line.int(value);
        })
    }

    /// True or false.
    pub(super) fn truth(&mut self, name: &str, value: bool) -> &mut Self {
        self.raw(name, |line| {
            line.put(if value { "true" } else { "false" });
        })
    }

    /// Nothing.
    pub(super) fn null(&mut self, name: &str) -> &mut Self {
        self.raw(name, |line| {
            line.put("null");
        })
    }

    /// A text with a number in hexadecimal after `0x`, without leading zeros.
    pub(super) fn hex(&mut self, name: &str, value: u64) -> &mut Self {
        self.quoted(name, |line| {
            line.put("0x");
            short_hex(line, value);
        })
    }

    /// A text with an address.
    pub(super) fn ip(&mut self, name: &str, ip: IpAddr) -> &mut Self {
        self.quoted(name, |line| {
            line.ip(ip);
        })
    }

    /// An object.
    pub(super) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Fields<'_>)) -> &mut Self {
        self.raw(name, |line| object(line, fill))
    }

    /// A list of names and values, each an object.
    pub(super) fn pairs<'a>(
        &mut self,
        name: &str,
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> &mut Self {
        self.raw(name, |line| {
            line.push(b'[');
            for (place, (name, value)) in pairs.enumerate() {
                if place > 0 {
                    line.push(b',');
                }
                object(line, |pair| {
                    pair.text("Name", name).text("Value", value);
                });
            }
            line.push(b']');
        })
    }
}

fn short_hex(line: &mut Vec<u8>, value: u64) {
    let digits = (64 - value.leading_zeros()).div_ceil(4).max(1);
    for place in (0..digits).rev() {
        line.push(nibble(value >> (4 * place), b'a'));
    }
}

/// A number of 128 bits in its usual form, drawn from one of 64.
pub(super) fn uuid(line: &mut Vec<u8>, number: u64) {
    let (high, low) = (spread(number), spread(!number));
    line.hex::<8>(high >> 32)
        .put("-")
        .hex::<4>(high >> 16)
        .put("-4")
        .hex::<3>(high)
        .put("-a")
        .hex::<3>(low >> 48)
        .put("-")
        .hex::<12>(low);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_json() {
        let mut line = Vec::new();
        object(&mut line, |all| {
            all.text("path", "C:\\a \"b\"")
                .hex("zero", 0)
                .hex("id", 0x3e7)
                .null("none")
                .truth("is", true)
                .object("in", |inner| {
                    inner.number("n", 7);
                })
                .pairs("list", [("a", "1"), ("b", "2")].into_iter())
                .quoted("id2", |line| uuid(line, 7));
        });
        let read: serde_json::Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(read["path"], "C:\\a \"b\"");
        assert_eq!(read["zero"], "0x0");
        assert_eq!(read["id"], "0x3e7");
        assert_eq!(read["in"]["n"], 7);
        assert_eq!(read["list"][1]["Value"], "2");
        assert_eq!(read["id2"].as_str().unwrap().len(), 36);
    }
}

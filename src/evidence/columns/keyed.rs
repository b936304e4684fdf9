//! Lines made of keys and values: auditd's records and the firewall's packets.

use std::borrow::Cow;

use super::scan::{Scan, hex, text};

/// The keys and values of a line, in order.
fn pairs(line: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    line.split(|byte| matches!(byte, b' ' | 0x1d))
        .filter_map(|part| {
            let at = memchr::memchr(b'=', part)?;
            Some((part.get(..at)?, part.get(at + 1..)?))
        })
}

fn get<'a>(line: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    pairs(line).find_map(|(name, value)| (name == key).then_some(value))
}

/// A value by the format's own key.
pub(super) fn native<'a>(line: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    get(line, name.as_bytes()).map(decoded)
}

/// A record of auditd.
pub(super) fn auditd(line: &[u8]) -> Vec<Cow<'_, str>> {
    let kind = get(line, b"type").unwrap_or_default();
    let mut scan = Scan(line);
    let time = scan
        .until(b"msg=audit(")
        .and_then(|_| scan.until(b":"))
        .unwrap_or_default();
    let serial = scan.until(b")").unwrap_or_default();
    let plain = |key: &[u8]| get(line, key).map(unquoted).unwrap_or_default();
    let decoded = |key: &[u8]| get(line, key).map(decoded).unwrap_or_default();
    let command = match kind {
        b"EXECVE" => Cow::Owned(arguments(line)),
        b"PROCTITLE" => decoded(b"proctitle"),
        _ => decoded(b"comm"),
    };
    let user = match plain(b"UID") {
        unknown if unknown.is_empty() => plain(b"OUID"),
        user => user,
    };
    vec![
        text(time),
        text(serial),
        text(kind),
        user,
        decoded(b"exe"),
        command,
        decoded(b"name"),
        decoded(b"cwd"),
        plain(b"pid"),
        plain(b"ppid"),
        plain(b"success"),
        decoded(b"key"),
    ]
}

/// The arguments of a program that was started, parted by blanks.
fn arguments(line: &[u8]) -> String {
    let mut whole = String::new();
    for (key, value) in pairs(line) {
        let number = key
            .strip_prefix(b"a")
            .is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_digit));
        if number {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(&decoded(value));
        }
    }
    whole
}

fn unquoted(value: &[u8]) -> Cow<'_, str> {
    let inner = value
        .strip_prefix(b"\"")
        .map(|value| value.strip_suffix(b"\"").unwrap_or(value));
    text(inner.unwrap_or(value))
}

/// A value without its quotes, or out of hexadecimal with capital letters; what parts arguments becomes a
/// blank. Short numbers stay numbers.
fn decoded(value: &[u8]) -> Cow<'_, str> {
    let in_hex = value.len() >= 4
        && value.len().is_multiple_of(2)
        && value
            .iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    if !in_hex || value.len() < 12 && value.iter().all(u8::is_ascii_digit) {
        return unquoted(value);
    }
    let bytes: Vec<u8> = value
        .chunks(2)
        .filter_map(|pair| {
            let mut digits = pair.iter().copied().filter_map(hex);
            let byte = digits.next()? << 4 | digits.next()?;
            Some(if byte == 0 { b' ' } else { byte })
        })
        .collect();
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// `time host kernel: [uptime] [ACTION] IN=… SRC=… …`.
pub(super) fn firewall(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let time = scan.bytes(15);
    scan.skip(b" ");
    let host = scan.until_or_end(b" ");
    let action = scan
        .until(b"] [")
        .and_then(|_| scan.until(b"]"))
        .unwrap_or_default();
    let plain = |key: &[u8]| get(line, key).map(text).unwrap_or_default();
    vec![
        text(time),
        text(host),
        text(action),
        plain(b"SRC"),
        plain(b"SPT"),
        plain(b"DST"),
        plain(b"DPT"),
        plain(b"PROTO"),
        plain(b"LEN"),
    ]
}

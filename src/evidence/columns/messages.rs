//! Lines of syslog, of Sysmon within it, and of clamd.

use core::net::IpAddr;
use std::borrow::Cow;

use super::scan::{Scan, text};

/// `time host program[pid]: message`.
pub(super) fn syslog(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let time = scan.bytes(15);
    scan.skip(b" ");
    let host = scan.until_or_end(b" ");
    let mut tag = Scan(scan.until(b": ").unwrap_or_default());
    let program = tag.until_or_end(b"[");
    let pid = tag.until_or_end(b"]");
    let message = scan.0;
    vec![
        text(time),
        text(host),
        text(program),
        text(pid),
        text(account(message)),
        text(address(message)),
        text(message),
    ]
}

/// The account that a message speaks of.
fn account(message: &[u8]) -> &[u8] {
    const BEFORE: [&[u8]; 8] = [
        b"for invalid user ",
        b"authenticating user ",
        b"for user ",
        b"from user ",
        b" user=",
        b" USER=",
        b"publickey for ",
        b"password for ",
    ];
    let found = BEFORE.into_iter().find_map(|before| {
        let mut scan = Scan(message);
        scan.until(before).map(|_| scan.0)
    });
    let name = found.unwrap_or_default();
    let end = name
        .iter()
        .position(|byte| matches!(byte, b' ' | b'(' | b';' | b','));
    name.get(..end.unwrap_or(name.len())).unwrap_or_default()
}

/// The first address in a message.
fn address(message: &[u8]) -> &[u8] {
    message
        .split(|byte| matches!(byte, b' ' | b'=' | b',' | b'(' | b')' | b'[' | b']'))
        .find(|word| {
            word.iter().any(|byte| matches!(byte, b'.' | b':'))
                && std::str::from_utf8(word).is_ok_and(|word| word.parse::<IpAddr>().is_ok())
        })
        .unwrap_or_default()
}

/// An event of Sysmon in syslog.
pub(super) fn sysmon(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    scan.bytes(16);
    let host = scan.until_or_end(b" ");
    let event = scan
        .until(b"<EventID>")
        .and_then(|_| scan.until(b"</EventID>"))
        .unwrap_or_default();
    let rest = scan.0;
    let of = |name: &str| data(rest, name).unwrap_or_default();
    vec![
        of("UtcTime"),
        text(host),
        text(event),
        of("User"),
        of("Image"),
        of("CommandLine"),
        of("ParentImage"),
        of("TargetFilename"),
        of("CurrentDirectory"),
        of("ProcessId"),
        of("ParentProcessId"),
        of("ProcessGuid"),
        of("ParentProcessGuid"),
    ]
}

/// A value by Sysmon's own name.
pub(super) fn sysmon_field<'a>(line: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    data(line, name)
}

fn data<'a>(line: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    let mut scan = Scan(line);
    loop {
        scan.until(b"<Data Name=\"")?;
        let own = scan.until(b"\">")?;
        let value = scan.until(b"</Data>")?;
        if own == name.as_bytes() {
            return (value != b"-").then(|| entities(value));
        }
    }
}

/// XML's five entities undone.
fn entities(value: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(b'&', value).is_none() {
        return text(value);
    }
    let plain = text(value)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    Cow::Owned(plain)
}

/// `time -> path: name(md5:size) FOUND`; other messages have a name only.
pub(super) fn clamd(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let time = scan.until(b" -> ").unwrap_or_default();
    let said = scan.0;
    let found = said.strip_suffix(b" FOUND").and_then(|found| {
        let at = memchr::memmem::rfind(found, b": ")?;
        let file = found.get(..at)?;
        let mut name = Scan(found.get(at + 2..)?);
        let signature = name.until_or_end(b"(");
        let md5 = name.until_or_end(b":");
        Some([file, signature, md5, name.until_or_end(b")")])
    });
    let [file, signature, md5, bytes] = found.unwrap_or([b"", said, b"", b""]);
    vec![
        text(time),
        text(file),
        text(signature),
        text(md5),
        text(bytes),
    ]
}

//! Lines whose fields are parted by tabs, blanks or commas.

use std::borrow::Cow;

use super::scan::{Scan, text, unescaped, unless_dash};
use super::tables;
use crate::evidence::format::{ZeekLog, zeek_fields};

/// Zeek's fields for the columns.
pub(super) fn zeek(line: &[u8], log: ZeekLog) -> Vec<Cow<'_, str>> {
    if line.starts_with(b"#") {
        return vec![Cow::Borrowed(""); names(log).len()];
    }
    let parts: Vec<&[u8]> = line.split(|byte| *byte == b'\t').collect();
    names(log)
        .iter()
        .map(|name| {
            zeek_fields(log)
                .position(|field| field == *name)
                .and_then(|place| parts.get(place))
                .map(|part| zeek_value(part))
                .unwrap_or_default()
        })
        .collect()
}

/// Where each column stands.
const fn names(log: ZeekLog) -> &'static [&'static str] {
    match log {
        ZeekLog::Conn => tables::ZEEK_CONN_FIELDS,
        ZeekLog::Http => tables::ZEEK_HTTP_FIELDS,
        ZeekLog::Dns => tables::ZEEK_DNS_FIELDS,
    }
}

fn zeek_value(part: &[u8]) -> Cow<'_, str> {
    match part {
        b"-" | b"(empty)" => Cow::Borrowed(""),
        _ => unescaped(part),
    }
}

/// A field by its column's name or Zeek's own.
pub(super) fn zeek_field<'a>(line: &'a [u8], name: &str, log: ZeekLog) -> Option<Cow<'a, str>> {
    let columns = match log {
        ZeekLog::Conn => tables::ZEEK_CONN,
        ZeekLog::Http => tables::ZEEK_HTTP,
        ZeekLog::Dns => tables::ZEEK_DNS,
    };
    let own = columns
        .iter()
        .position(|column| column.name == name)
        .and_then(|place| names(log).get(place).copied())
        .unwrap_or(name);
    let place = zeek_fields(log).position(|field| field == own)?;
    line.split(|byte| *byte == b'\t')
        .nth(place)
        .map(zeek_value)
        .filter(|value| !value.is_empty() && !line.starts_with(b"#"))
}

/// `time elapsed client result/status bytes method url user peer/address type`.
pub(super) fn squid(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut parts = line
        .split(|byte| *byte == b' ')
        .filter(|part| !part.is_empty());
    let mut next = || parts.next().unwrap_or_default();
    let (time, elapsed, client) = (next(), next(), next());
    let (result, status) = halves(next());
    let (bytes, method, url, user) = (next(), next(), next(), next());
    let (_, server) = halves(next());
    vec![
        text(time),
        text(client),
        text(method),
        text(url),
        text(status),
        text(result),
        text(bytes),
        text(elapsed),
        unless_dash(server),
        unless_dash(user),
    ]
}

/// What stands before and after the first slash.
fn halves(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut scan = Scan(bytes);
    (scan.until_or_end(b"/"), scan.0)
}

/// `time [pid] user@database program LOG:  AUDIT: SESSION,…`; other lines have a statement only.
pub(super) fn postgres(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let time = scan.until(b" [").unwrap_or_default();
    let pid = scan.until(b"] ").unwrap_or_default();
    let Some(who) = scan.until(b" LOG:  AUDIT: ") else {
        let mut cells = vec![Cow::Borrowed(""); tables::POSTGRES.len()];
        for (name, value) in [("time", time), ("pid", pid), ("statement", scan.0)] {
            let place = tables::POSTGRES.iter().position(|own| own.name == name);
            if let Some(cell) = place.and_then(|place| cells.get_mut(place)) {
                *cell = text(value);
            }
        }
        return cells;
    };
    let mut who = Scan(who);
    let user = who.until_or_end(b"@");
    let database = who.until_or_end(b" ");
    let mut entry = comma_separated(scan.0).into_iter();
    let mut nth = |skip: usize| entry.nth(skip).unwrap_or_default();
    // SESSION, statement, substatement, class, command, type, name, statement, parameters, rows.
    let (class, command, table, statement, rows) = (nth(3), nth(0), nth(1), nth(0), nth(1));
    vec![
        text(time),
        text(user),
        text(database),
        text(who.0),
        class,
        command,
        table,
        rows,
        statement,
        text(pid),
    ]
}

/// `date,size,times,mode,uid,gid,inode,"file"`.
pub(super) fn mactime(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut parts = comma_separated(line).into_iter();
    let mut next = || parts.next().unwrap_or_default();
    let (time, bytes, times, mode) = (next(), next(), next(), next());
    let (uid, gid, inode, file) = (next(), next(), next(), next());
    vec![time, times, file, bytes, mode, uid, gid, inode]
}

/// The cells of a line of CSV (RFC 4180).
fn comma_separated(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut cells = Vec::with_capacity(10);
    let mut scan = Scan(line);
    loop {
        if let Some(inner) = scan.0.strip_prefix(b"\"") {
            scan.0 = inner;
            cells.push(in_quotes(&mut scan));
            // What follows the closing quote up to the comma is none of CSV.
            if scan.until(b",").is_none() {
                return cells;
            }
        } else if let Some(cell) = scan.until(b",") {
            cells.push(text(cell));
        } else {
            cells.push(text(scan.0));
            return cells;
        }
    }
}

/// What stands up to the closing quote, doubled ones made single.
fn in_quotes<'a>(scan: &mut Scan<'a>) -> Cow<'a, str> {
    let first = scan.until_or_end(b"\"");
    if !scan.0.starts_with(b"\"") {
        return text(first);
    }
    let mut whole = first.to_vec();
    while scan.skip(b"\"") {
        whole.push(b'"');
        whole.extend_from_slice(scan.until_or_end(b"\""));
    }
    Cow::Owned(String::from_utf8_lossy(&whole).into_owned())
}

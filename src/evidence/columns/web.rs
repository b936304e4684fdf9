//! Lines of web servers.

use std::borrow::Cow;

use super::scan::{Scan, text, unescaped, unless_dash};

/// `address - user [time] "request" status bytes "referrer" "agent"`.
pub(super) fn access(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let client = scan.until_or_end(b" ");
    scan.until(b" ");
    let user = scan.until(b" [").unwrap_or_default();
    let time = scan.until(b"] ").unwrap_or_default();
    let (method, path) = request(scan.quoted().unwrap_or_default());
    scan.skip(b" ");
    let status = scan.until_or_end(b" ");
    let bytes = scan.until_or_end(b" ");
    let referrer = scan.quoted().unwrap_or_default();
    scan.skip(b" ");
    let agent = scan.quoted().unwrap_or_default();
    vec![
        text(time),
        text(client),
        text(method),
        unescaped(path),
        text(status),
        unless_dash(bytes),
        quoted(agent),
        quoted(referrer),
        unless_dash(user),
    ]
}

fn quoted(bytes: &[u8]) -> Cow<'_, str> {
    if bytes == b"-" {
        Cow::Borrowed("")
    } else {
        unescaped(bytes)
    }
}

/// Method and path of a request line.
fn request(line: &[u8]) -> (&[u8], &[u8]) {
    let mut scan = Scan(line);
    let Some(method) = scan.until(b" ") else {
        return (b"", line);
    };
    let end = memchr::memmem::rfind(scan.0, b" HTTP/").unwrap_or(scan.0.len());
    (method, scan.bytes(end))
}

/// `date time [level] process#thread: *connection message, client: address, server: name, …`.
pub(super) fn nginx_error(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let time = scan.until(b" [").unwrap_or_default();
    let level = scan.until(b"] ").unwrap_or_default();
    scan.until(b": ");
    if scan.skip(b"*") {
        scan.until(b" ");
    }
    let message = scan.until_or_end(b", client: ");
    let client = scan.until_or_end(b", server: ");
    let (method, path) = scan
        .until(b", request: \"")
        .and_then(|_| scan.until(b"\""))
        .map(request)
        .unwrap_or_default();
    let host = scan
        .until(b", host: \"")
        .and_then(|_| scan.until(b"\""))
        .unwrap_or_default();
    vec![
        text(time),
        text(level),
        text(client),
        text(method),
        text(path),
        text(message),
        text(host),
    ]
}

/// `[time] [level] [pid n:tid n] [client address:port] message`.
pub(super) fn apache_error(line: &[u8]) -> Vec<Cow<'_, str>> {
    let mut scan = Scan(line);
    let mut group = || {
        scan.skip(b"[");
        scan.until(b"] ").unwrap_or_default()
    };
    let (time, level) = (group(), group());
    let mut pid: &[u8] = b"";
    let (mut ip, mut port): (&[u8], &[u8]) = (b"", b"");
    if scan.skip(b"[pid ") {
        let ids = scan.until(b"] ").unwrap_or_default();
        pid = ids.split(|byte| *byte == b':').next().unwrap_or_default();
    }
    if scan.skip(b"[client ") {
        let client = scan.until(b"] ").unwrap_or_default();
        (ip, port) = match memchr::memrchr(b':', client) {
            Some(at) => (
                client.get(..at).unwrap_or_default(),
                client.get(at + 1..).unwrap_or_default(),
            ),
            None => (client, b"".as_slice()),
        };
    }
    vec![
        text(time),
        text(level),
        text(ip),
        text(port),
        text(scan.0),
        text(pid),
    ]
}

//! What goes over the wire in a connection to a web server: the exact bytes of requests and answers, how
//! they are cut into segments, and how many packets that makes.
//!
//! One description serves two readers. [`volumes`] only counts, and is cheap enough for every connection
//! of everyday life; the capture of packets writes the same bytes. So flow records and packets can't
//! disagree.

use super::activity::{Request, SEGMENT, Volume};
use super::samples::LARGEST;
use super::stamp::{Civil, Stamp};
use crate::scenario::Method;

/// How much payload a segment carries at least, so that no frame with payload needs padding.
pub(super) const LEAST: u64 = 6;
/// Packets of who opens a connection that carry no data: SYN, the ACK of the handshake, FIN, the last ACK.
const OPENER: u64 = 4;
/// Packets of the other side that carry no data: SYN with ACK, FIN with ACK.
const LISTENER: u64 = 2;

/// What separates the parts of a request with an upload.
const BOUNDARY: &str = "------------------------5d1c0e7a94b3f268";
/// What a page without a text of its own is filled with.
const FILLER: &[u8] = b"Synthetic text of an exercise, without meaning. ";
/// What a form without a text of its own is filled with.
const FORM_FILLER: &[u8] = b"&note=synthetic+text+of+an+exercise";

/// What goes each way in a connection with these requests to a host: from the client, and to it. The
/// connection is opened and closed; every second segment is acknowledged, and the last of each message.
#[must_use]
pub fn volumes(host: &str, requests: &[Request<'_>]) -> (Volume, Volume) {
    let mut up = Volume {
        packets: OPENER,
        ..Volume::default()
    };
    let mut down = Volume {
        packets: LISTENER,
        ..Volume::default()
    };
    for request in requests {
        let asked = request_bytes(host, request);
        let answered = answer_bytes(request);
        let (there, back) = (segments(asked), segments(answered));
        up.payload += asked;
        up.segments += there;
        up.packets += there + back.div_ceil(2);
        down.payload += answered;
        down.segments += back;
        down.packets += back + there.div_ceil(2);
    }
    (up, down)
}

/// How many segments a message of so many bytes takes.
pub(super) const fn segments(bytes: u64) -> u64 {
    bytes.div_ceil(SEGMENT)
}

/// The media type of an answer as its header names it; none where there is no body.
#[must_use]
pub fn content_type(request: &Request<'_>) -> Option<&'static str> {
    if matches!(request.status, 204 | 304) {
        return None;
    }
    if request.status >= 300 {
        return Some("text/html");
    }
    let path = request.path.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let known = name
        .rsplit_once('.')
        .and_then(|(_, ending)| media_type(ending));
    Some(match known {
        Some(known) => known,
        None if path.starts_with("/api/") => "application/json",
        None => "text/html",
    })
}

fn media_type(ending: &str) -> Option<&'static str> {
    Some(match ending {
        "css" => "text/css",
        "js" => "application/javascript",
        "json" => "application/json",
        "xml" => "text/xml",
        "txt" | "log" => "text/plain",
        "csv" => "text/csv",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "gz" | "tgz" => "application/gzip",
        "zip" => "application/zip",
        "sql" | "bin" => "application/octet-stream",
        _ => return None,
    })
}

/// Takes bytes, or only counts them.
pub(super) trait Sink {
    fn put(&mut self, bytes: &[u8]);
    /// So many bytes of a text that repeats itself.
    fn fill(&mut self, text: &[u8], count: u64);
    fn date(&mut self, stamp: Stamp);
}

/// Counts.
#[derive(Default)]
struct Count(u64);

impl Sink for Count {
    fn put(&mut self, bytes: &[u8]) {
        self.0 += size(bytes);
    }

    fn fill(&mut self, _: &[u8], count: u64) {
        self.0 += count;
    }

    fn date(&mut self, _: Stamp) {
        self.0 += size(b"Tue, 24 Feb 2026 09:00:00 GMT");
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn fill(&mut self, text: &[u8], count: u64) {
        let count = usize::try_from(count).unwrap_or_default();
        self.extend(text.iter().cycle().take(count));
    }

    fn date(&mut self, stamp: Stamp) {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let Civil {
            year,
            month,
            day,
            weekday,
            hour,
            minute,
            second,
            ..
        } = stamp.civil();
        let weekday = DAYS.get(usize::from(weekday)).unwrap_or(&"Mon");
        let month = MONTHS
            .get(usize::from(month).wrapping_sub(1))
            .unwrap_or(&"Jan");
        let text =
            format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT");
        self.extend_from_slice(text.as_bytes());
    }
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or_default()
}

fn number(out: &mut impl Sink, value: u64) {
    let mut digits = [b'0'; 20];
    let mut rest = value;
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    out.put(
        digits
            .get(digits.len().saturating_sub(used)..)
            .unwrap_or_default(),
    );
}

fn header(out: &mut impl Sink, name: &str, value: &str) {
    if !value.is_empty() {
        out.put(name.as_bytes());
        out.put(b": ");
        out.put(value.as_bytes());
        out.put(b"\r\n");
    }
}

fn length_header(out: &mut impl Sink, bytes: u64) {
    out.put(b"Content-Length: ");
    number(out, bytes);
    out.put(b"\r\n");
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Head => "HEAD",
        Method::Put => "PUT",
    }
}

/// How many bytes a request has, head and body.
fn request_bytes(host: &str, request: &Request<'_>) -> u64 {
    let mut count = Count::default();
    write_request(&mut count, host, request, None);
    count.0
}

/// How many bytes an answer has, head and body.
fn answer_bytes(request: &Request<'_>) -> u64 {
    let mut count = Count::default();
    write_answer(&mut count, request);
    count.0
}

/// How many bytes the body of a request has: what the log says, or more where its parts need it.
fn body_bytes(request: &Request<'_>) -> u64 {
    let mut count = Count::default();
    write_body(&mut count, request, None);
    count.0
}

/// Writes a request; `content` is that of the file it uploads, filled up where it is too short.
pub(super) fn write_request(
    out: &mut impl Sink,
    host: &str,
    request: &Request<'_>,
    content: Option<&[u8]>,
) {
    out.put(method(request.method).as_bytes());
    out.put(b" ");
    out.put(request.path.as_bytes());
    out.put(b" HTTP/1.1\r\n");
    header(out, "Host", host);
    header(out, "User-Agent", request.agent);
    header(out, "Accept", "*/*");
    header(out, "Referer", &request.referrer);
    let body = body_bytes(request);
    if body > 0 || matches!(request.method, Method::Post | Method::Put) {
        if request.upload.is_some() {
            out.put(b"Content-Type: multipart/form-data; boundary=");
            out.put(BOUNDARY.as_bytes());
            out.put(b"\r\n");
        } else {
            header(out, "Content-Type", form_type(request.sends_text));
        }
        length_header(out, body);
    }
    out.put(b"Connection: keep-alive\r\n\r\n");
    write_body(out, request, content);
}

fn form_type(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'{' | b'[') => "application/json",
        Some(b'<') => "text/xml",
        _ => "application/x-www-form-urlencoded",
    }
}

/// Writes the body of a request, up to the size that the logs tell of.
fn write_body(out: &mut impl Sink, request: &Request<'_>, content: Option<&[u8]>) {
    let sends = u64::from(request.sends);
    let text = request.sends_text.as_bytes();
    let Some(upload) = request.upload else {
        out.put(text);
        let rest = sends.saturating_sub(size(text));
        match form_type(request.sends_text) {
            "application/x-www-form-urlencoded" if text.is_empty() => {
                let skipped = FORM_FILLER.get(1..).unwrap_or_default();
                let first = rest.min(size(skipped));
                out.fill(skipped, first);
                out.fill(FORM_FILLER, rest - first);
            }
            "application/x-www-form-urlencoded" => out.fill(FORM_FILLER, rest),
            _ => out.fill(b" ", rest),
        }
        return;
    };
    let file = u64::from(upload.bytes.min(LARGEST));
    let mut count = Count::default();
    write_file_part(&mut count, upload.name(), file, None);
    let needed = count.0;
    let mut count = Count::default();
    write_field(&mut count, text, 0);
    let field = count.0;
    let room = sends.saturating_sub(needed);
    let left = if text.is_empty() && room <= field {
        room
    } else {
        write_field(out, text, room.saturating_sub(field));
        0
    };
    write_file_part(out, upload.name(), file, content);
    // What is too small for a field of its own stands after the last part, where nobody reads it.
    out.fill(b"\r\n", left);
}

fn write_field(out: &mut impl Sink, text: &[u8], more: u64) {
    out.put(b"--");
    out.put(BOUNDARY.as_bytes());
    out.put(b"\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\n");
    out.put(text);
    out.fill(FILLER, more);
    out.put(b"\r\n");
}

fn write_file_part(out: &mut impl Sink, name: &str, bytes: u64, content: Option<&[u8]>) {
    out.put(b"--");
    out.put(BOUNDARY.as_bytes());
    out.put(b"\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    out.put(name.as_bytes());
    out.put(b"\"\r\nContent-Type: ");
    let known = name
        .rsplit_once('.')
        .and_then(|(_, ending)| media_type(ending));
    out.put(known.unwrap_or("application/octet-stream").as_bytes());
    out.put(b"\r\n\r\n");
    let content = content.unwrap_or_default();
    let own = content
        .get(..content.len().min(usize::try_from(bytes).unwrap_or(0)))
        .unwrap_or_default();
    out.put(own);
    out.fill(FILLER, bytes.saturating_sub(size(own)));
    out.put(b"\r\n--");
    out.put(BOUNDARY.as_bytes());
    out.put(b"--\r\n");
}

/// Writes an answer.
pub(super) fn write_answer(out: &mut impl Sink, request: &Request<'_>) {
    out.put(b"HTTP/1.1 ");
    number(out, u64::from(request.status));
    out.put(b" ");
    out.put(reason(request.status).as_bytes());
    out.put(b"\r\nDate: ");
    out.date(request.done);
    out.put(b"\r\n");
    let kind = content_type(request);
    if let Some(kind) = kind {
        out.put(b"Content-Type: ");
        out.put(kind.as_bytes());
        if kind.starts_with("text/") {
            out.put(b"; charset=UTF-8");
        }
        out.put(b"\r\n");
        length_header(out, answer_body(request));
    }
    out.put(b"Connection: keep-alive\r\n\r\n");
    if kind.is_none() || request.method == Method::Head {
        return;
    }
    let text = request.answer_text.as_bytes();
    let rest = answer_body(request).saturating_sub(size(text));
    out.put(text);
    match kind {
        Some("application/json") if text.is_empty() && rest >= 2 => {
            out.put(b"\"");
            out.fill(FILLER, rest - 2);
            out.put(b"\"");
        }
        Some("application/json") => out.fill(b" ", rest),
        Some(kind) if text.is_empty() && kind.starts_with("image/") => {
            write_picture(out, kind, rest);
        }
        _ => out.fill(FILLER, rest),
    }
}

/// Writes a picture that shows nothing, so that programs which look into it find it sound.
fn write_picture(out: &mut impl Sink, kind: &str, bytes: u64) {
    match kind {
        "image/jpeg" => write_jpeg(out, bytes),
        "image/gif" => write_gif(out, bytes),
        _ => out.fill(FILLER, bytes),
    }
}

/// A JPEG file of comments alone: JFIF header, comments of at most 64 KiB, end of image.
fn write_jpeg(out: &mut impl Sink, bytes: u64) {
    const START: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
    const END: &[u8] = b"\xff\xd9";
    /// Marker and length of a comment.
    const COMMENT: u64 = 4;
    let Some(mut left) = bytes
        .checked_sub(size(START) + size(END))
        .filter(|left| *left == 0 || *left >= COMMENT)
    else {
        return out.fill(FILLER, bytes);
    };
    out.put(START);
    while left > 0 {
        let mut takes = left.min(0xffff);
        if (1..COMMENT).contains(&(left - takes)) {
            takes -= COMMENT;
        }
        out.put(b"\xff\xfe");
        // The length counts itself, not the marker.
        out.put(&u16::try_from(takes - 2).unwrap_or(u16::MAX).to_be_bytes());
        out.fill(FILLER, takes - COMMENT);
        left -= takes;
    }
    out.put(END);
}

/// A GIF file without an image, and filler after its end.
fn write_gif(out: &mut impl Sink, bytes: u64) {
    const WHOLE: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0;";
    match bytes.checked_sub(size(WHOLE)) {
        Some(rest) => {
            out.put(WHOLE);
            out.fill(FILLER, rest);
        }
        None => out.fill(FILLER, bytes),
    }
}

fn answer_body(request: &Request<'_>) -> u64 {
    u64::from(request.answer).max(size(request.answer_text.as_bytes()))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::activity::SampleFacts;
    use proptest::prelude::*;

    fn facts(bytes: u32) -> SampleFacts {
        SampleFacts {
            path: "/srv/shop/media/thumb.php".to_owned(),
            bytes,
            md5: String::new(),
            sha1: String::new(),
            sha256: String::new(),
            known_as: String::new(),
        }
    }

    fn request<'a>(method: Method, path: &'a str, upload: Option<&'a SampleFacts>) -> Request<'a> {
        Request {
            at: Stamp(1_771_923_600_000_000),
            done: Stamp(1_771_923_600_020_000),
            method,
            path: path.into(),
            status: 200,
            answer: 5_120,
            sends: 0,
            sends_text: "",
            answer_text: "",
            referrer: "".into(),
            agent: "curl/8.5.0",
            upload,
            warning: None,
            signature: None,
        }
    }

    #[test]
    fn a_plain_request_takes_ten_packets() {
        let mut plain = request(Method::Get, "/", None);
        plain.answer = 512;
        let (up, down) = volumes("shop.example.org", &[plain]);
        assert_eq!((up.packets, up.segments), (6, 1));
        assert_eq!((down.packets, down.segments), (4, 1));
    }

    #[test]
    fn pictures_have_their_size() {
        for kind in ["image/jpeg", "image/gif", "image/png"] {
            for bytes in (0..40).chain(65_550..65_570).chain([131_099, 200_000]) {
                let (mut count, mut written) = (Count::default(), Vec::new());
                write_picture(&mut count, kind, bytes);
                write_picture(&mut written, kind, bytes);
                assert_eq!((count.0, size(&written)), (bytes, bytes), "{kind}");
            }
        }
    }

    #[test]
    fn a_body_is_as_long_as_its_header_says() {
        let mut out = Vec::new();
        write_answer(&mut out, &request(Method::Get, "/a.css", None));
        let text = String::from_utf8(out).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with(
            "HTTP/1.1 200 OK\r\nDate: Tue, 24 Feb 2026 09:00:00 GMT\r\nContent-Type: text/css; charset=UTF-8\r\nContent-Length: 5120\r\n"
        ), "{head}");
        assert_eq!(body.len(), 5_120);
    }

    proptest! {
        #[test]
        fn counting_agrees_with_writing(
            sends in 0..4_000_u32,
            answer in 0..9_000_u32,
            file in proptest::option::of(0..2_000_u32),
            text in "[a-z=&{]{0,40}",
            status in prop::sample::select(vec![200_u16, 204, 302, 304, 404, 500]),
            method in prop::sample::select(vec![Method::Get, Method::Post, Method::Head, Method::Put]),
            path in prop::sample::select(vec!["/", "/api/x?y=1", "/a.php?c=id", "/i/x.jpg", "/x.json"]),
        ) {
            let facts = file.map(facts);
            let mut one = request(method, path, facts.as_ref());
            one.sends = sends;
            one.answer = answer;
            one.status = status;
            one.sends_text = &text;
            one.answer_text = &text;
            let content = vec![b'x'; file.unwrap_or_default() as usize];
            let mut asked = Vec::new();
            write_request(&mut asked, "shop.example.org", &one, Some(&content));
            let mut answered = Vec::new();
            write_answer(&mut answered, &one);
            let (up, down) = volumes("shop.example.org", std::slice::from_ref(&one));
            prop_assert_eq!(size(&asked), up.payload);
            prop_assert_eq!(size(&answered), down.payload);
            let body = asked.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            prop_assert_eq!(size(&asked[body..]), body_bytes(&one));
            prop_assert!(body_bytes(&one) >= u64::from(sends));
        }
    }
}

//! nginx: the access log in the format `combined`, and the error log.
//!
//! After `src/http/modules/ngx_http_log_module.c` (`$remote_addr - $remote_user [$time_local] "$request"
//! $status $body_bytes_sent "$http_referer" "$http_user_agent"`, escapes `\xNN`) and `src/core/ngx_log.c`.
//! A line is written when the answer has been sent, and says that time.

use super::Viewer;
use super::text::{Put as _, escape, nibble};
use super::web;
use crate::evidence::activity::{Activity, Request, WebConnection};
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;

pub(super) fn access(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Web(web) = activity else { return };
    if !viewer.sees(web.server) {
        return;
    }
    for request in &web.requests {
        out.line(request.done, |line| {
            line.ip(web.flow.client.ip)
                .put(" - - [")
                .clf(request.done)
                .put("] \"")
                .put(web::method(request.method))
                .put(" ");
            escaped(line, &request.path)
                .put(" HTTP/1.1\" ")
                .int(request.status.into())
                .put(" ")
                .int(web::body(request))
                .put(" \"");
            escaped(line, web::or_dash(&request.referrer)).put("\" \"");
            escaped(line, web::or_dash(request.agent)).put("\"");
        });
    }
}

/// Quotes, backslashes, and what is no printable ASCII, as `\xNN`.
fn escaped<'a>(line: &'a mut Vec<u8>, text: &str) -> &'a mut Vec<u8> {
    let special = |byte| !(b' '..=b'~').contains(&byte) || byte == b'"' || byte == b'\\';
    escape(line, text, special, |line, byte| {
        line.put("\\x");
        line.push(nibble(u64::from(byte) >> 4, b'A'));
        line.push(nibble(byte.into(), b'A'));
    })
}

pub(super) fn error(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Web(web) = activity else { return };
    if !viewer.sees(web.server) {
        return;
    }
    for request in &web.requests {
        if let Some(warning) = request.warning {
            out.line(request.done, |line| {
                begin(line, web, request.done);
                line.put("FastCGI sent in stderr: \"PHP message: PHP Warning:  ")
                    .plain(warning)
                    .put("\" while reading response header from upstream");
                end(line, web, request, true);
            });
        }
        // A missing script is PHP's to find, and with Debian's `fastcgi-php.conf` nobody tells of it.
        if request.status == 404 && web::is_static(&request.path) {
            out.line(request.done, |line| {
                begin(line, web, request.done);
                line.put("open() \"")
                    .put(web::ROOT)
                    .plain(web::stem(&request.path))
                    .put("\" failed (2: No such file or directory)");
                end(line, web, request, false);
            });
        }
        if request.status == 403 {
            out.line(request.done, |line| {
                begin(line, web, request.done);
                line.put("access forbidden by rule");
                end(line, web, request, false);
            });
        }
    }
}

fn begin(line: &mut Vec<u8>, web: &WebConnection<'_>, at: Stamp) {
    let civil = at.civil();
    // A worker's number stays the same, and that of a connection rises with time.
    let worker = 1_201 + u64::try_from(web.server.place).unwrap_or_default() % 400;
    let connection = web.flow.start.0.div_euclid(250_000).rem_euclid(10_000_000);
    line.digits::<4>(civil.year.unsigned_abs())
        .put("/")
        .digits::<2>(civil.month.into())
        .put("/")
        .digits::<2>(civil.day.into())
        .put(" ")
        .digits::<2>(civil.hour.into())
        .put(":")
        .digits::<2>(civil.minute.into())
        .put(":")
        .digits::<2>(civil.second.into())
        .put(" [error] ")
        .int(worker)
        .put("#")
        .int(worker)
        .put(": *")
        .int(connection.unsigned_abs())
        .put(" ");
}

fn end(line: &mut Vec<u8>, web: &WebConnection<'_>, request: &Request<'_>, upstream: bool) {
    line.put(", client: ")
        .ip(web.flow.client.ip)
        .put(", server: ")
        .plain(web.host)
        .put(", request: \"")
        .put(web::method(request.method))
        .put(" ")
        .plain(&request.path)
        .put(" HTTP/1.1\"");
    if upstream {
        line.put(", upstream: \"fastcgi://unix:/run/php/php8.2-fpm.sock:\"");
    }
    line.put(", host: \"").plain(web.host).put("\"");
    if !request.referrer.is_empty() {
        line.put(", referrer: \"")
            .plain(&request.referrer)
            .put("\"");
    }
}

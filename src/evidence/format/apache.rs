//! Apache httpd: the access log in Debian's `combined`, and the error log.
//!
//! After `docs/conf/httpd.conf.in` and Debian's `apache2.conf`, which logs `%O` instead of `%b`: the bytes
//! sent with the headers. Ours all have headers of [`web::ANSWER_HEAD`] bytes. `%t` is the time at which
//! the request came in. The error log is after `server/core.c`.

use super::Viewer;
use super::text::{Put as _, escape};
use super::web;
use crate::evidence::activity::{Activity, Request, WebConnection};
use crate::evidence::page::Lines;

pub(super) fn access(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Web(web) = activity else { return };
    if !viewer.sees(web.server) {
        return;
    }
    for request in &web.requests {
        out.line(request.at, |line| {
            line.ip(web.flow.client.ip)
                .put(" - - [")
                .clf(request.at)
                .put("] \"")
                .put(web::method(request.method))
                .put(" ");
            escaped(line, &request.path)
                .put(" HTTP/1.1\" ")
                .int(request.status.into())
                .put(" ")
                .int(web::body(request) + web::ANSWER_HEAD)
                .put(" \"");
            escaped(line, web::or_dash(&request.referrer)).put("\" \"");
            escaped(line, web::or_dash(request.agent)).put("\"");
        });
    }
}

/// Quotes and backslashes behind a backslash, control characters as in C, other bytes that are no
/// printable ASCII as `\xnn`.
fn escaped<'a>(line: &'a mut Vec<u8>, text: &str) -> &'a mut Vec<u8> {
    let special = |byte| !(b' '..=b'~').contains(&byte) || byte == b'"' || byte == b'\\';
    escape(line, text, special, |line, byte| {
        match byte {
            b'"' => line.put("\\\""),
            b'\\' => line.put("\\\\"),
            b'\n' => line.put("\\n"),
            b'\r' => line.put("\\r"),
            b'\t' => line.put("\\t"),
            0x08 => line.put("\\b"),
            0x0b => line.put("\\v"),
            _ => line.put("\\x").hex::<2>(byte.into()),
        };
    })
}

pub(super) fn error(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Web(web) = activity else { return };
    if !viewer.sees(web.server) {
        return;
    }
    for request in &web.requests {
        if let Some(warning) = request.warning {
            tell(out, web, request, "php:warn", |line| {
                line.put("PHP Warning:  ").plain(warning);
            });
        }
        if request.status == 404 && web::is_script(&request.path) {
            tell(out, web, request, "php:error", |line| {
                line.put("script '")
                    .put(web::ROOT)
                    .plain(web::stem(&request.path))
                    .put("' not found or unable to stat");
            });
        }
        if request.status == 403 {
            tell(out, web, request, "authz_core:error", |line| {
                line.put("AH01630: client denied by server configuration: ")
                    .put(web::ROOT)
                    .plain(web::stem(&request.path));
            });
        }
    }
}

fn tell(
    out: &mut Lines,
    web: &WebConnection<'_>,
    request: &Request<'_>,
    level: &str,
    message: impl FnOnce(&mut Vec<u8>),
) {
    // One of ten children of the server answers a connection.
    let child = 1_840 + web.flow.id % 10;
    out.line(request.done, |line| {
        line.put("[")
            .weekday(request.done, b'0')
            .put(".")
            .micros(request.done)
            .put(" ")
            .digits::<4>(request.done.civil().year.unsigned_abs())
            .put("] [")
            .put(level)
            .put("] [pid ")
            .int(child)
            .put(":tid ")
            .int(child)
            .put("] [client ")
            .ip(web.flow.client.ip)
            .put(":")
            .int(web.flow.client.port.into())
            .put("] ");
        message(line);
        if !request.referrer.is_empty() {
            line.put(", referer: ").plain(&request.referrer);
        }
    });
}

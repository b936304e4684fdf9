//! What the logs of web traffic have in common, so that they agree: methods, reasons, sizes, types.

use crate::evidence::activity::Request;
use crate::scenario::Method;

/// The size of an answer's status line and header fields on the wire, in bytes: the same for all, as the
/// connection's volume counts them.
pub(super) const ANSWER_HEAD: u64 = 260;
/// The same of a request.
pub(super) const REQUEST_HEAD: u64 = 320;

/// The web servers' document root.
pub(super) const ROOT: &str = "/var/www/html";

/// A method as it is sent.
pub(super) const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Head => "HEAD",
        Method::Put => "PUT",
    }
}

/// The size of the answer's body on the wire: what must have none has none.
pub(super) fn body(request: &Request<'_>) -> u64 {
    if request.method == Method::Head || matches!(request.status, 204 | 304) {
        0
    } else {
        request.answer.into()
    }
}

/// What stands in an access log where nothing was sent.
pub(super) fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// The reason that goes with a status.
pub(super) const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
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
        410 => "Gone",
        413 => "Request Entity Too Large",
        429 => "Too Many Requests",
        499 => "Client Closed Request",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}

/// The path without its query.
pub(super) fn stem(path: &str) -> &str {
    path.split_once('?').map_or(path, |(stem, _)| stem)
}

/// What follows the last dot of the last part of a path; empty if there is none.
pub(super) fn extension(path: &str) -> &str {
    let name = stem(path).rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The type of an answer: as its header says, and as a look at its first bytes tells.
pub(super) fn types(request: &Request<'_>) -> (&'static str, &'static str) {
    if request.status >= 300 {
        return ("text/html", "text/html");
    }
    match extension(&request.path) {
        "css" => ("text/css", "text/plain"),
        "js" | "mjs" => ("application/javascript", "text/plain"),
        "json" | "webmanifest" => ("application/json", "text/json"),
        "png" => ("image/png", "image/png"),
        "jpg" | "jpeg" => ("image/jpeg", "image/jpeg"),
        "gif" => ("image/gif", "image/gif"),
        "webp" => ("image/webp", "image/webp"),
        "svg" => ("image/svg+xml", "image/svg+xml"),
        "ico" => ("image/x-icon", "image/x-icon"),
        "woff2" => ("font/woff2", "application/font-woff2"),
        "woff" => ("font/woff", "application/font-woff"),
        "txt" => ("text/plain", "text/plain"),
        "xml" | "rss" | "atom" => ("application/xml", "application/xml"),
        "pdf" => ("application/pdf", "application/pdf"),
        "zip" => ("application/zip", "application/zip"),
        "gz" | "tgz" => ("application/gzip", "application/x-gzip"),
        _ => ("text/html", "text/html"),
    }
}

/// Whether a web server looks for a file of this name itself, without asking PHP: a name with a dot that
/// is no script.
pub(super) fn is_static(path: &str) -> bool {
    let stem = stem(path);
    let extension = extension(stem);
    let hidden = stem.split('/').any(|part| part.starts_with('.'));
    (hidden || !extension.is_empty()) && !is_script(path)
}

/// Whether PHP answers for it.
pub(super) fn is_script(path: &str) -> bool {
    matches!(extension(path), "php" | "php5" | "php7" | "phtml" | "phar")
}

//! PostgreSQL with pgaudit: session audit with rows, `log_line_prefix = '%m [%p] %q%u@%d %a '`.
//!
//! After pgaudit's `README` (fields of an entry) and `pgaudit.c` (quotes only where CSV needs them);
//! `pgaudit.log_rows` is on and `pgaudit.log_parameter` off.

use super::Viewer;
use super::text::Put as _;
use crate::evidence::activity::{Activity, Query};
use crate::evidence::page::Lines;

pub(super) fn audit(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Query(query) = activity else {
        return;
    };
    if !viewer.sees(query.on) {
        return;
    }
    out.line(query.at, |line| entry(line, query));
}

fn entry(line: &mut Vec<u8>, query: &Query<'_>) {
    let (class, command) = class(query.statement);
    line.iso(query.at, b' ')
        .put(".")
        .millis(query.at)
        .put(" UTC [")
        .int(query.pid.into())
        .put("] ")
        .plain(query.user)
        .put("@")
        .plain(query.database)
        .put(" ")
        .plain(if query.program.is_empty() {
            "[unknown]"
        } else {
            query.program
        })
        .put(" LOG:  AUDIT: SESSION,")
        .int(query.statement_id.into())
        .put(",1,")
        .put(class)
        .put(",")
        .put(command)
        .put(",");
    if query.table.is_empty() {
        line.put(",,");
    } else {
        line.put("TABLE,");
        if !query.table.contains('.') {
            line.put("public.");
        }
        cell(line, query.table);
        line.put(",");
    }
    cell(line, query.statement);
    line.put(",<not logged>,").int(query.rows.into());
}

/// A cell of CSV.
fn cell(line: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        line.plain(text);
        return;
    }
    for (place, part) in text.split('"').enumerate() {
        line.put(if place == 0 { "\"" } else { "\"\"" });
        line.plain(part);
    }
    line.put("\"");
}

/// A statement's class and command; `COPY` from a table is audited as the reading that it is.
fn class(statement: &str) -> (&'static str, &'static str) {
    const KNOWN: [(&str, &str, &str); 10] = [
        ("SELECT", "READ", "SELECT"),
        ("WITH", "READ", "SELECT"),
        ("COPY", "READ", "SELECT"),
        ("INSERT", "WRITE", "INSERT"),
        ("UPDATE", "WRITE", "UPDATE"),
        ("DELETE", "WRITE", "DELETE"),
        ("TRUNCATE", "WRITE", "TRUNCATE TABLE"),
        ("CREATE", "DDL", "CREATE TABLE"),
        ("ALTER", "DDL", "ALTER TABLE"),
        ("DROP", "DDL", "DROP TABLE"),
    ];
    let first = statement.split_whitespace().next().unwrap_or_default();
    KNOWN
        .into_iter()
        .find(|(word, ..)| first.eq_ignore_ascii_case(word))
        .map_or(("MISC", "SET"), |(_, class, command)| (class, command))
}

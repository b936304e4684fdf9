//! The audit log of a server for source code, one JSON object a line.
//!
//! After the documented fields of the audit log of a widely used one: who, from where, which project, group or
//! account, what, and the details.

use super::Viewer;
use super::fields::{object, uuid};
use super::text::{Put as _, drawn};
use crate::evidence::activity::{Activity, Audited};
use crate::evidence::page::Lines;

pub(super) fn audit(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Activity::Audited(audited) = activity
        && viewer.sees(audited.on)
    {
        out.line(audited.at, |line| entry(line, audited));
    }
}

fn entry(line: &mut Vec<u8>, audited: &Audited<'_>) {
    object(line, |all| {
        all.text("severity", "INFO")
            .quoted("time", |line| {
                line.iso(audited.at, b'T')
                    .put(".")
                    .millis(audited.at)
                    .put("Z");
            })
            .quoted("correlation_id", |line| uuid(line, audited.id))
            .number("author_id", 2 + drawn(audited.user) % 400)
            .text("author_name", audited.user)
            .ip("ip_address", audited.client)
            .text("entity_type", entity(audited))
            .number("entity_id", 2 + drawn(&audited.object) % 900)
            .text("entity_path", &audited.object)
            .text("target_details", &audited.object)
            .text("action", audited.operation)
            .object("details", |details| {
                for (name, value) in &audited.details {
                    details.text(name, value);
                }
            });
    });
}

/// What an object is: paths lead to projects, and the account itself is a user.
fn entity(audited: &Audited<'_>) -> &'static str {
    if audited.object.contains('/') {
        "Project"
    } else if audited.object == audited.user || audited.object.contains('@') {
        "User"
    } else {
        "Group"
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::testing::Stage;
    use crate::scenario::LogFormat;

    #[test]
    fn an_entry_has_its_fields_in_order() {
        let stage = Stage::new();
        let lines = stage.lines(
            LogFormat::GitAudit,
            &stage.audited("project_export_created"),
        );
        assert!(
            lines[0].starts_with(
                r#"{"severity":"INFO","time":"2026-03-02T08:15:30.250Z","correlation_id":""#
            ),
            "{}",
            lines[0]
        );
        assert!(lines[0].contains(r#","author_name":"c.ferro@harbour.example","ip_address":"203.0.113.9","entity_type":"Project","entity_id":"#), "{}", lines[0]);
        assert!(lines[0].ends_with(r#","target_details":"web\\shop \"x\"/y","action":"project_export_created","details":{"Name":".","MoveToFolder":"RSS \"Feeds\""}}"#), "{}", lines[0]);
    }
}

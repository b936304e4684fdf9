//! The unified audit log of an office suite, one JSON object a line.
//!
//! After the documented common schema of such records and those of its mail, files and directory: numbers of
//! kinds, which part of the suite an operation belongs to, and where its details stand.

use super::Viewer;
use super::fields::{object, uuid};
use super::text::{Put as _, drawn, spread};
use crate::evidence::activity::{Activity, Audited};
use crate::evidence::page::Lines;

/// Details that belong to the record itself.
const OWN: [&str; 2] = ["Workload", "ResultStatus"];

/// The kind of a record.
struct Kind {
    workload: &'static str,
    number: u64,
    /// Whether its details are the parameters of an administrator's command.
    command: bool,
}

/// What begins the names of operations, and what they are.
const KINDS: [(&[&str], Kind); 5] = [
    (
        &["File", "Folder", "Page", "Site", "List"],
        Kind {
            workload: "SharePoint",
            number: 6,
            command: false,
        },
    ),
    (
        &[
            "Sharing",
            "Anonymous",
            "SecureLink",
            "CompanyLink",
            "AddedToSecureLink",
        ],
        Kind {
            workload: "SharePoint",
            number: 14,
            command: false,
        },
    ),
    (
        &[
            "UserLogg", "Add ", "Update ", "Delete ", "Remove ", "Consent", "Reset ", "Change ",
            "Disable ", "Enable ",
        ],
        Kind {
            workload: "AzureActiveDirectory",
            number: 8,
            command: false,
        },
    ),
    (
        &["MailItemsAccessed"],
        Kind {
            workload: "Exchange",
            number: 50,
            command: false,
        },
    ),
    (
        &[
            "Send",
            "Create",
            "Update",
            "Move",
            "SoftDelete",
            "HardDelete",
            "MailboxLogin",
            "FolderBind",
        ],
        Kind {
            workload: "Exchange",
            number: 2,
            command: false,
        },
    ),
];
/// Commands have names such as `New-InboxRule`.
const COMMAND: Kind = Kind {
    workload: "Exchange",
    number: 1,
    command: true,
};
const OTHER: Kind = Kind {
    workload: "Exchange",
    number: 2,
    command: false,
};

fn kind(operation: &str) -> &'static Kind {
    if operation.contains('-') {
        return &COMMAND;
    }
    KINDS
        .iter()
        .find(|(begins, _)| begins.iter().any(|begin| operation.starts_with(begin)))
        .map_or(&OTHER, |(_, kind)| kind)
}

pub(super) fn audit(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Activity::Audited(audited) = activity
        && viewer.sees(audited.on)
    {
        out.line(audited.at, |line| record(line, audited));
    }
}

fn record(line: &mut Vec<u8>, audited: &Audited<'_>) {
    let kind = kind(audited.operation);
    let given = |name: &str| {
        let detail = audited.details.iter().find(|(own, _)| *own == name);
        detail.map(|(_, value)| value.as_ref())
    };
    let result = if kind.command { "True" } else { "Succeeded" };
    let domain = audited
        .user
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain);
    let details = audited
        .details
        .iter()
        .filter(|(name, _)| !OWN.contains(name))
        .map(|(name, value)| (*name, value.as_ref()));
    object(line, |all| {
        all.quoted("CreationTime", |line| {
            line.iso(audited.at, b'T');
        })
        .quoted("Id", |line| uuid(line, audited.id))
        .text("Operation", audited.operation)
        .quoted("OrganizationId", |line| uuid(line, drawn(domain)))
        .number("RecordType", kind.number)
        .text("ResultStatus", given("ResultStatus").unwrap_or(result))
        .quoted("UserKey", |line| {
            line.hex::<16>(spread(drawn(&audited.user.to_lowercase())));
        })
        .number("UserType", 0)
        .number("Version", 1)
        .text("Workload", given("Workload").unwrap_or(kind.workload))
        .ip("ClientIP", audited.client)
        .text("ObjectId", &audited.object)
        .text("UserId", audited.user);
        if kind.command {
            all.pairs("Parameters", details);
        } else {
            all.pairs("ExtendedProperties", details);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::testing::Stage;
    use crate::scenario::LogFormat;

    #[test]
    fn a_record_has_its_fields_in_order() {
        let stage = Stage::new();
        let lines = stage.lines(LogFormat::OfficeAudit, &stage.audited("New-InboxRule"));
        assert!(
            lines[0].starts_with(r#"{"CreationTime":"2026-03-02T08:15:30","Id":""#),
            "{}",
            lines[0]
        );
        assert!(lines[0].contains(r#","Operation":"New-InboxRule","OrganizationId":""#));
        assert!(lines[0].contains(r#","RecordType":1,"ResultStatus":"True","UserKey":""#));
        assert!(lines[0].ends_with(r#","Workload":"Exchange","ClientIP":"203.0.113.9","ObjectId":"web\\shop \"x\"/y","UserId":"c.ferro@harbour.example","Parameters":[{"Name":"Name","Value":"."},{"Name":"MoveToFolder","Value":"RSS \"Feeds\""}]}"#), "{}", lines[0]);
        let lines = stage.lines(LogFormat::OfficeAudit, &stage.audited("FileDownloaded"));
        assert!(lines[0].contains(r#","Workload":"SharePoint","#));
        assert!(lines[0].contains(r#","ExtendedProperties":[{"Name":"Name","#));
    }

    #[test]
    fn operations_belong_to_parts_of_the_suite() {
        let of = |operation| (kind(operation).workload, kind(operation).number);
        assert_eq!(of("New-InboxRule"), ("Exchange", 1));
        assert_eq!(of("MailItemsAccessed"), ("Exchange", 50));
        assert_eq!(of("FileDownloaded"), ("SharePoint", 6));
        assert_eq!(of("SharingSet"), ("SharePoint", 14));
        assert_eq!(of("AnonymousLinkCreated"), ("SharePoint", 14));
        assert_eq!(of("Consent to application."), ("AzureActiveDirectory", 8));
        assert_eq!(of("Update user."), ("AzureActiveDirectory", 8));
        assert_eq!(of("Send"), ("Exchange", 2));
        assert_eq!(of("Anything"), ("Exchange", 2));
    }
}

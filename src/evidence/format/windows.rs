//! What all events of Windows share: the head of a record as programs that read EVTX print it, and accounts.
//!
//! After the documented fields of the events and the output of the `evtx` reader: attributes stand in
//! `#attributes`, numbers are numbers, and numbers that Windows keeps in hexadecimal are texts.

use super::fields::{Fields, object};
use super::text::{Put as _, drawn, nibble, spread};
use crate::evidence::hosts::Host;
use crate::evidence::page::Lines;
use crate::evidence::stamp::{DAY, Stamp};

/// What a kind of event says of itself.
pub(super) struct Kind {
    pub(super) provider: &'static str,
    pub(super) guid: &'static str,
    /// The name under which the provider writes to a log of the old kind; none if empty.
    pub(super) source: &'static str,
    pub(super) channel: &'static str,
    pub(super) id: u64,
    /// What events of the old kind have beside their number; none if 0.
    pub(super) qualifiers: u64,
    pub(super) version: u64,
    pub(super) level: u64,
    pub(super) task: u64,
    pub(super) keywords: &'static str,
    /// The account of the process that writes it; none if empty.
    pub(super) sid: &'static str,
    /// Whether the kernel's audit writes it: the number of that process.
    pub(super) process: u64,
}

/// Writes an event.
pub(super) fn event(
    out: &mut Lines,
    kind: &Kind,
    at: Stamp,
    on: &Host,
    data: impl FnOnce(&mut Fields<'_>),
) {
    out.line(at, |line| {
        object(line, |whole| {
            whole.object("Event", |event| {
                event
                    .object("System", |system| head(system, kind, at, on))
                    .object("EventData", data);
            });
        });
    });
}

fn head(system: &mut Fields<'_>, kind: &Kind, at: Stamp, on: &Host) {
    system.object("Provider", |provider| {
        provider.object("#attributes", |own| {
            own.text("Name", kind.provider).text("Guid", kind.guid);
            if !kind.source.is_empty() {
                own.text("EventSourceName", kind.source);
            }
        });
    });
    if kind.qualifiers > 0 {
        system.object("EventID", |id| {
            id.object("#attributes", |own| {
                own.number("Qualifiers", kind.qualifiers);
            })
            .number("#text", kind.id);
        });
    } else {
        system.number("EventID", kind.id);
    }
    system
        .number("Version", kind.version)
        .number("Level", kind.level)
        .number("Task", kind.task)
        .number("Opcode", 0)
        .text("Keywords", kind.keywords)
        .object("TimeCreated", |time| {
            time.object("#attributes", |own| {
                own.quoted("SystemTime", |line| {
                    line.iso(at, b'T').put(".").micros(at).put("Z");
                });
            });
        })
        .number("EventRecordID", record(at))
        .null("Correlation")
        .object("Execution", |execution| {
            execution.object("#attributes", |own| {
                own.number("ProcessID", kind.process)
                    .number("ThreadID", kind.process + 4 * (1 + machine(on) % 40));
            });
        })
        .text("Channel", kind.channel)
        .quoted("Computer", |line| capitals(line, &on.name));
    if kind.sid.is_empty() {
        system.null("Security");
    } else {
        system.object("Security", |security| {
            security.object("#attributes", |own| {
                own.text("UserID", kind.sid);
            });
        });
    }
}

/// The number of an event in its log: hundredths of a second since the log was set up, so that it rises with time.
fn record(at: Stamp) -> u64 {
    /// 1 January 2025.
    const SET_UP: i64 = 1_735_689_600_000_000;
    at.0.saturating_sub(SET_UP).unsigned_abs() / 10_000
}

/// A host's name in capitals, as Windows writes it.
pub(super) fn capitals(line: &mut Vec<u8>, name: &str) {
    line.json(&name.to_uppercase());
}

/// An account: its name, its domain, and the numbers by which Windows knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) sid: String,
    /// The number of its session, where no event tells which.
    pub(super) session: u64,
    /// Whether the host itself keeps it.
    pub(super) local: bool,
}

/// Windows' own accounts, with their SIDs and the numbers of their sessions.
const OWN: [(&str, &str, u64); 3] = [
    ("SYSTEM", "S-1-5-18", 0x3e7),
    ("LOCAL SERVICE", "S-1-5-19", 0x3e5),
    ("NETWORK SERVICE", "S-1-5-20", 0x3e4),
];
/// The domain of Windows' own accounts.
const OWN_DOMAIN: &str = "NT AUTHORITY";

impl Account {
    /// Reads `DOMAIN\name`, `name@domain.example`, one of Windows' own, or the name of a host's own account.
    pub(super) fn read(text: &str, on: &Host) -> Self {
        let (domain, name) = text
            .split_once('\\')
            .map(|(domain, name)| (Some(domain.to_owned()), name))
            .or_else(|| {
                let (name, domain) = text.split_once('@')?;
                let first = domain.split('.').next().unwrap_or(domain);
                Some((Some(first.to_uppercase()), name))
            })
            .unwrap_or((None, text));
        let known = OWN.iter().find(|(own, ..)| own.eq_ignore_ascii_case(name));
        if let Some((own, sid, session)) = known {
            return Self {
                name: (*own).to_owned(),
                domain: OWN_DOMAIN.to_owned(),
                sid: (*sid).to_owned(),
                session: *session,
                local: false,
            };
        }
        let host = on.name.to_uppercase();
        let domain = domain
            .filter(|domain| domain != ".")
            .unwrap_or(host.clone());
        let issuer = drawn(&domain.to_uppercase());
        let part = |number: u64| spread(number) % 3_000_000_000 + 500_000_000;
        let number = match name.to_lowercase().as_str() {
            "administrator" => 500,
            "guest" => 501,
            other => 1_000 + drawn(other) % 8_000,
        };
        Self {
            sid: format!(
                "S-1-5-21-{}-{}-{}-{number}",
                part(issuer),
                part(issuer ^ 1),
                part(issuer ^ 2)
            ),
            session: 0x10000 + (drawn(name) ^ spread(machine(on))) % 0xf0_0000,
            local: domain.eq_ignore_ascii_case(&host),
            name: name.to_owned(),
            domain,
        }
    }

    /// The host itself, as its domain knows it.
    pub(super) fn host(on: &Host) -> Self {
        Self {
            name: format!("{}$", on.name.to_uppercase()),
            domain: on.name.to_uppercase(),
            sid: "S-1-5-18".to_owned(),
            session: 0x3e7,
            local: false,
        }
    }

    /// `DOMAIN\name`.
    pub(super) fn full(&self) -> String {
        format!("{}\\{}", self.domain, self.name)
    }

    /// Whether it is one of Windows' own.
    pub(super) fn is_own(&self) -> bool {
        self.domain == OWN_DOMAIN
    }
}

/// The host's part of the numbers of its processes.
pub(super) fn machine(on: &Host) -> u64 {
    spread(u64::try_from(on.place).unwrap_or_default()) & 0xffff_ffff
}

/// The number by which Sysmon knows a process: it follows from host, day and process, so that a child names its
/// parent as the parent's own event does.
pub(super) fn process_guid(line: &mut Vec<u8>, on: &Host, at: Stamp, pid: u32) {
    let day = Stamp(at.0.div_euclid(DAY) * DAY);
    let since = day.seconds().unsigned_abs() + u64::from(pid) % 3_600;
    let own = spread(machine(on) << 32 ^ u64::from(pid) ^ since);
    for (place, (digits, number)) in [
        (8, machine(on)),
        (4, since),
        (4, since >> 16),
        (4, own),
        (12, own >> 16),
    ]
    .into_iter()
    .enumerate()
    {
        if place > 0 {
            line.push(b'-');
        }
        for digit in (0..digits).rev() {
            line.push(nibble(number >> (4 * digit), b'A'));
        }
    }
}

/// The last part of a path, with either kind of slash.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::testing::host;

    #[test]
    fn accounts_have_a_domain() {
        let on = host(3, "fs-01", "10.30.2.11");
        let read = |text| Account::read(text, &on);
        let domain = read("HARBOUR\\c.ferro");
        assert_eq!(
            (domain.domain.as_str(), domain.name.as_str()),
            ("HARBOUR", "c.ferro")
        );
        assert_eq!(domain.full(), "HARBOUR\\c.ferro");
        assert!(!domain.local && domain.sid.starts_with("S-1-5-21-"));
        assert_eq!(read("c.ferro@harbour.example"), domain);
        let local = read("Administrator");
        assert_eq!(local.domain, "FS-01");
        assert!(local.local && local.sid.ends_with("-500"));
        for system in ["SYSTEM", "NT AUTHORITY\\SYSTEM", "system"] {
            assert_eq!(read(system).sid, "S-1-5-18");
            assert_eq!(read(system).session, 0x3e7);
        }
        let cut = |sid: &str| sid.rsplit_once('-').map(|(issuer, _)| issuer.to_owned());
        assert_eq!(cut(&domain.sid), cut(&read("harbour\\m.lind").sid));
        assert_ne!(cut(&domain.sid), cut(&local.sid));
    }

    #[test]
    fn names_of_files_end_paths_of_both_kinds() {
        assert_eq!(file_name("C:\\Windows\\System32\\cmd.exe"), "cmd.exe");
        assert_eq!(file_name("/usr/bin/tar"), "tar");
        assert_eq!(file_name("x"), "x");
    }
}

//! Wazuh: `alerts.json`, changes of files that file integrity monitoring reports.
//!
//! After wazuh 4.14.7: `src/analysisd/format/to_json.c` (order), `decoders/syscheck.c` (`full_log`) and
//! `ruleset/rules/0015-ossec_rules.xml` (rules 550, 553, 554). All values of `syscheck` are texts but the
//! inode; times of files have no zone; what did not change has no `_before`.

use super::Viewer;
use super::text::{Put as _, spread};
use crate::evidence::activity::{Activity, FileDeed};
use crate::evidence::page::Lines;
use crate::evidence::stamp::{SECOND, Stamp};
use crate::scenario::FileEvent;

const COMPLIANCE: &str = concat!(
    "\"pci_dss\":[\"11.5\"],\"gpg13\":[\"4.11\"],\"gdpr\":[\"II_5.1.f\"],",
    "\"hipaa\":[\"164.312.c.1\",\"164.312.c.2\"],\"nist_800_53\":[\"SI.7\"],",
    "\"tsc\":[\"PI1.4\",\"PI1.5\",\"CC6.1\",\"CC6.8\",\"CC7.2\",\"CC7.3\"]}"
);

/// What a rule says: level, description, number, technique, group, verb, decoder.
struct Rule {
    begin: &'static str,
    mitre: &'static str,
    group: &'static str,
    verb: &'static str,
    decoder: &'static str,
}

const ADDED: Rule = Rule {
    begin: "{\"level\":5,\"description\":\"File added to the system.\",\"id\":\"554\"",
    mitre: "",
    group: "syscheck_entry_added",
    verb: "added",
    decoder: "syscheck_new_entry",
};
const MODIFIED: Rule = Rule {
    begin: "{\"level\":7,\"description\":\"Integrity checksum changed.\",\"id\":\"550\"",
    mitre: ",\"mitre\":{\"id\":[\"T1565.001\"],\"tactic\":[\"Impact\"],\"technique\":[\"Stored Data Manipulation\"]}",
    group: "syscheck_entry_modified",
    verb: "modified",
    decoder: "syscheck_integrity_changed",
};
const DELETED: Rule = Rule {
    begin: "{\"level\":7,\"description\":\"File deleted.\",\"id\":\"553\"",
    mitre: ",\"mitre\":{\"id\":[\"T1070.004\",\"T1485\"],\"tactic\":[\"Defense Evasion\",\"Impact\"],\"technique\":[\"File Deletion\",\"Data Destruction\"]}",
    group: "syscheck_entry_deleted",
    verb: "deleted",
    decoder: "syscheck_deleted",
};

pub(super) fn alerts(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::File(deed) = activity else {
        return;
    };
    let rule = match deed.event {
        FileEvent::Added => &ADDED,
        FileEvent::Modified => &MODIFIED,
        FileEvent::Deleted => &DELETED,
        FileEvent::Read => return,
    };
    if !deed.reported || !viewer.sees(deed.on) {
        return;
    }
    // The agent looks and the manager writes within a second.
    let delay = 180 + spread(deed.serial) % 700;
    let at = deed.at.later_ms(i64::try_from(delay).unwrap_or_default());
    out.line(at, |line| alert(line, viewer, deed, rule, at));
}

fn alert(line: &mut Vec<u8>, viewer: &Viewer, deed: &FileDeed<'_>, rule: &Rule, at: Stamp) {
    line.put("{\"timestamp\":\"")
        .iso(at, b'T')
        .put(".")
        .millis(at)
        .put("+0000\",\"rule\":")
        .put(rule.begin)
        .put(rule.mitre)
        .put(",\"firedtimes\":")
        .int(deed.serial % 5_000 + 1)
        .put(",\"mail\":false,\"groups\":[\"ossec\",\"syscheck\",\"")
        .put(rule.group)
        .put("\",\"syscheck_file\"],")
        .put(COMPLIANCE)
        .put(",\"agent\":{\"id\":\"")
        .digits::<3>(u32::try_from(deed.on.place).unwrap_or_default() + 1)
        .put("\",\"name\":\"")
        .json(&deed.on.name)
        .put("\",\"ip\":\"")
        .ip(deed.on.ip)
        .put("\"},\"manager\":{\"name\":\"")
        .json(&viewer.own.name)
        .put("\"},\"id\":\"")
        .epoch(at)
        .put(".")
        .int(place_in_file(at))
        .put("\",\"full_log\":\"File '")
        .json(&deed.path)
        .put("' ")
        .put(rule.verb)
        .put("\\nMode: realtime\\n");
    let changes = Changes::of(deed);
    changes.tell(line, deed);
    line.put("\",\"syscheck\":{\"path\":\"")
        .json(&deed.path)
        .put("\",\"mode\":\"realtime\",");
    facts(line, deed, &changes);
    changes.list(line);
    line.put("\"event\":\"")
        .put(rule.verb)
        .put("\"},\"decoder\":{\"name\":\"")
        .put(rule.decoder)
        .put("\"},\"location\":\"syscheck\"}");
}

/// Where the alert begins in the file of its day: it rises from line to line.
fn place_in_file(at: Stamp) -> u64 {
    at.0.rem_euclid(86_400 * SECOND).unsigned_abs() / 12_000
}

/// What differs from before.
struct Changes {
    size: bool,
    modified: bool,
    hashes: [bool; 3],
}

const HASHES: [(&str, &str); 3] = [
    ("md5", "md5sum"),
    ("sha1", "sha1sum"),
    ("sha256", "sha256sum"),
];

impl Changes {
    fn of(deed: &FileDeed<'_>) -> Self {
        if deed.event != FileEvent::Modified {
            return Self {
                size: false,
                modified: false,
                hashes: [false; 3],
            };
        }
        let mut hashes = [false; 3];
        let both = deed.hashes.iter().zip(&deed.hashes_before);
        for (differs, (now, before)) in hashes.iter_mut().zip(both) {
            *differs = !before.is_empty() && now != before;
        }
        Self {
            size: deed.bytes != deed.bytes_before,
            modified: deed.modified.seconds() != deed.modified_before.seconds(),
            hashes,
        }
    }

    /// The names of what differs, in Wazuh's order.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let hashes = self.hashes.into_iter().zip(HASHES);
        [(self.size, "size"), (self.modified, "mtime")]
            .into_iter()
            .chain(hashes.map(|(differs, (name, _))| (differs, name)))
            .filter_map(|(differs, name)| differs.then_some(name))
    }

    /// The part of `full_log` about them.
    fn tell(&self, line: &mut Vec<u8>, deed: &FileDeed<'_>) {
        for (place, name) in self.names().enumerate() {
            line.put(if place == 0 {
                "Changed attributes: "
            } else {
                ","
            });
            line.put(name);
        }
        if self.names().next().is_some() {
            line.put("\\n");
        }
        if self.size {
            line.put("Size changed from '")
                .int(deed.bytes_before.into())
                .put("' to '")
                .int(deed.bytes.into())
                .put("'\\n");
        }
        if self.modified {
            line.put("Old modification time was: '")
                .epoch(deed.modified_before)
                .put("', now it is '")
                .epoch(deed.modified)
                .put("'\\n");
        }
        for (place, (_, sum)) in HASHES.into_iter().enumerate() {
            let (now, before) = hash(deed, place);
            if self.hashes.get(place) == Some(&true) {
                line.put("Old ")
                    .put(sum)
                    .put(" was: '")
                    .json(before)
                    .put("'\\nNew ")
                    .put(sum)
                    .put(" is : '")
                    .json(now)
                    .put("'\\n");
            }
        }
    }

    fn list(&self, line: &mut Vec<u8>) {
        let mut any = false;
        for name in self.names() {
            line.put(if any {
                "\",\""
            } else {
                "\"changed_attributes\":[\""
            });
            line.put(name);
            any = true;
        }
        if any {
            line.put("\"],");
        }
    }
}

fn hash<'a>(deed: &'a FileDeed<'_>, place: usize) -> (&'a str, &'a str) {
    let of = |hashes: &'a [String; 3]| hashes.get(place).map_or("", String::as_str);
    (of(&deed.hashes), of(&deed.hashes_before))
}

fn facts(line: &mut Vec<u8>, deed: &FileDeed<'_>, changes: &Changes) {
    let (bytes, modified) = (deed.bytes, deed.modified);
    if changes.size {
        line.put("\"size_before\":\"")
            .int(deed.bytes_before.into())
            .put("\",");
    }
    line.put("\"size_after\":\"")
        .int(bytes.into())
        .put("\",\"perm_after\":\"rw-r--r--\",\"uid_after\":\"")
        .int(deed.uid.into())
        .put("\",\"gid_after\":\"")
        .int(deed.uid.into())
        .put("\",");
    for (place, (name, _)) in HASHES.into_iter().enumerate() {
        let (now, before) = hash(deed, place);
        if changes.hashes.get(place) == Some(&true) {
            line.put("\"")
                .put(name)
                .put("_before\":\"")
                .json(before)
                .put("\",");
        }
        // Of a file that is gone there is only what it was.
        let last = if now.is_empty() { before } else { now };
        if !last.is_empty() {
            line.put("\"")
                .put(name)
                .put("_after\":\"")
                .json(last)
                .put("\",");
        }
    }
    line.put("\"uname_after\":\"")
        .json(deed.user)
        .put("\",\"gname_after\":\"")
        .json(deed.user)
        .put("\",");
    if changes.modified {
        line.put("\"mtime_before\":\"")
            .iso(deed.modified_before, b'T')
            .put("\",");
    }
    line.put("\"mtime_after\":\"")
        .iso(modified, b'T')
        .put("\",\"inode_after\":")
        .int(deed.inode)
        .put(",");
}

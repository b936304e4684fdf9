//! Timelines of disk images: The Sleuth Kit's `mactime -d -y`.
//!
//! A line says which of a file's times lie in a second: content modified, accessed, changed (the inode), and
//! born. A forged time of modification stands in a line of its own, at the time it pretends.

use super::Viewer;
use super::text::Put as _;
use crate::evidence::activity::{Activity, FileDeed};
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;
use crate::scenario::FileEvent;

pub(super) fn timeline(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::File(deed) = activity else {
        return;
    };
    if !viewer.sees(deed.on) {
        return;
    }
    let at_once = deed.modified.seconds() == deed.at.seconds();
    let (together, apart) = match deed.event {
        FileEvent::Added => ("macb", ".acb"),
        FileEvent::Modified => ("m.c.", "..c."),
        // Taking a file away cuts its content.
        FileEvent::Deleted => return entry(deed, deed.at, "m.c.", out),
        FileEvent::Read => return entry(deed, deed.at, ".a..", out),
    };
    if at_once {
        entry(deed, deed.at, together, out);
    } else {
        entry(deed, deed.modified, "m...", out);
        entry(deed, deed.at, apart, out);
    }
}

fn entry(deed: &FileDeed<'_>, at: Stamp, times: &str, out: &mut Lines) {
    // On NTFS everything may be done with a file, and the inode is that of its content.
    let ntfs = deed.path.contains('\\');
    out.line(at, |line| {
        line.iso(at, b'T')
            .put("Z,")
            .int(deed.bytes.into())
            .put(",")
            .put(times)
            .put(if ntfs {
                ",r/rrwxrwxrwx,"
            } else {
                ",r/rrw-r--r--,"
            })
            .int(deed.uid.into())
            .put(",")
            .int(deed.uid.into())
            .put(",")
            .int(deed.inode)
            .put(if ntfs { "-128-1,\"" } else { ",\"" });
        for (place, part) in deed.path.split('"').enumerate() {
            if place > 0 {
                line.put("\"\"");
            }
            line.plain(part);
        }
        if deed.event == FileEvent::Deleted {
            line.put(" (deleted)");
        }
        line.put("\"");
    });
}

pub(super) fn head() -> Vec<u8> {
    b"Date,Size,Type,Mode,UID,GID,Meta,File Name\n".to_vec()
}

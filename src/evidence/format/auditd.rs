//! Linux auditd, `log_format = ENRICHED`: programs that start.
//!
//! After linux-audit/audit-documentation (dictionaries of messages and fields). One event is several
//! records with one time and number. What the kernel takes from outside stands in quotes, or in hexadecimal
//! where it has a blank, a quote or anything else that could deceive. A start that fails has no `EXECVE`:
//! the kernel writes that once the program has been found, and its title is still that of the shell that
//! tried. A rule without a key leaves `(null)`.

use super::Viewer;
use super::text::{Put as _, drawn, nibble, spread};
use crate::evidence::activity::{Activity, Process};
use crate::evidence::page::Lines;

/// What stands between a record and what auditd adds to it.
const GROUP_SEPARATOR: u8 = 0x1d;

pub(super) fn records(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Process(process) = activity else {
        return;
    };
    if !viewer.sees(process.on) {
        return;
    }
    let arguments = words(process.command);
    let path = path(process, &arguments);
    let mut record = |kind: &str, write: &dyn Fn(&mut Vec<u8>)| {
        out.line(process.at, |line| {
            line.put("type=")
                .put(kind)
                .put(" msg=audit(")
                .epoch(process.at)
                .put(".")
                .millis(process.at)
                .put(":")
                .int(process.serial)
                .put("): ");
            write(line);
        });
    };
    record("SYSCALL", &|line| syscall(line, process, &path));
    if !process.fails {
        record("EXECVE", &|line| {
            line.put("argc=").int(count(&arguments));
            for (number, argument) in (0..).zip(&arguments) {
                line.put(" a").int(number).put("=");
                untrusted(line, argument.as_bytes());
            }
        });
    }
    record("CWD", &|line| {
        line.put("cwd=");
        let cwd = if process.cwd.is_empty() {
            "/"
        } else {
            process.cwd
        };
        untrusted(line, cwd.as_bytes());
    });
    if process.fails {
        record("PATH", &|line| {
            line.put("item=0 name=");
            untrusted(line, path.as_bytes());
            line.put(" nametype=UNKNOWN cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0");
        });
    } else {
        let loader = "/lib64/ld-linux-x86-64.so.2";
        for (item, name) in [(0, path.as_str()), (1, loader)] {
            record("PATH", &|line| found(line, item, name));
        }
    }
    record("PROCTITLE", &|line| {
        line.put("proctitle=");
        let title = if process.fails {
            ["sh", "-c", process.command].join("\0")
        } else {
            arguments.join("\0")
        };
        let title = title.as_bytes();
        untrusted(line, title.get(..127).unwrap_or(title));
    });
}

fn count(arguments: &[String]) -> u64 {
    u64::try_from(arguments.len()).unwrap_or_default()
}

/// The path by which the program was called: under another name than its own it is a link.
fn path(process: &Process<'_>, arguments: &[String]) -> String {
    let called = arguments.first().map_or("", String::as_str);
    let own = process.exe.rsplit('/').next().unwrap_or_default();
    if called.starts_with('/') {
        called.to_owned()
    } else if called.is_empty() || called.rsplit('/').next() == Some(own) {
        process.exe.to_owned()
    } else {
        format!("/bin/{}", called.rsplit('/').next().unwrap_or_default())
    }
}

fn syscall(line: &mut Vec<u8>, process: &Process<'_>, path: &str) {
    let heap = 0x5500_0000_0000 | spread(process.serial) & 0xff_ffff_fff8;
    let stack = 0x7ffc_0000_0000 | spread(heap) & 0x3_ffff_fff0;
    let person = process.uid >= 1_000;
    line.put("arch=c000003e syscall=59 ")
        .put(if process.fails {
            "success=no exit=-2"
        } else {
            "success=yes exit=0"
        })
        .put(" a0=")
        .hex::<12>(heap)
        .put(" a1=")
        .hex::<12>(heap + 0x60)
        .put(" a2=")
        .hex::<12>(stack)
        .put(" a3=8 items=")
        .put(if process.fails { "1" } else { "2" })
        .put(" ppid=")
        .int(process.ppid.into())
        .put(" pid=")
        .int(process.pid.into())
        .put(" auid=")
        .int(if person {
            process.uid.into()
        } else {
            u64::from(u32::MAX)
        });
    for name in [
        " uid=", " gid=", " euid=", " suid=", " fsuid=", " egid=", " sgid=", " fsgid=",
    ] {
        line.put(name).int(process.uid.into());
    }
    if person {
        let session = 1 + process.ppid % 900;
        line.put(" tty=pts0 ses=").int(session.into());
    } else {
        line.put(" tty=(none) ses=4294967295");
    }
    // A program that was not found leaves the caller's name.
    let (comm, exe) = if process.fails {
        ("sh", "/usr/bin/dash")
    } else {
        (path.rsplit('/').next().unwrap_or_default(), process.exe)
    };
    let comm = comm.as_bytes();
    line.put(" comm=");
    untrusted(line, comm.get(..15).unwrap_or(comm));
    line.put(" exe=");
    untrusted(line, exe.as_bytes());
    line.put(" subj=unconfined key=");
    if process.key.is_empty() {
        line.put("(null)");
    } else {
        untrusted(line, process.key.as_bytes());
    }
    line.push(GROUP_SEPARATOR);
    line.put("ARCH=x86_64 SYSCALL=execve AUID=\"")
        .plain(if person { process.user } else { "unset" })
        .put("\"");
    for name in [
        "UID", "GID", "EUID", "SUID", "FSUID", "EGID", "SGID", "FSGID",
    ] {
        line.put(" ")
            .put(name)
            .put("=\"")
            .plain(process.user)
            .put("\"");
    }
}

fn found(line: &mut Vec<u8>, item: u64, name: &str) {
    line.put("item=").int(item).put(" name=");
    untrusted(line, name.as_bytes());
    line.put(" inode=")
        .int(1_572_864 + drawn(name) % 8_000)
        .put(" dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0");
    line.push(GROUP_SEPARATOR);
    line.put("OUID=\"root\" OGID=\"root\"");
}

/// A text from outside: in quotes, or in hexadecimal with capital letters.
fn untrusted(line: &mut Vec<u8>, text: &[u8]) {
    let harmless = |byte: &u8| (0x21..=0x7e).contains(byte) && *byte != b'"';
    if text.iter().all(harmless) {
        line.push(b'"');
        line.extend_from_slice(text);
        line.push(b'"');
    } else {
        for byte in text {
            line.push(nibble(u64::from(byte >> 4), b'A'));
            line.push(nibble(u64::from(*byte), b'A'));
        }
    }
}

/// The arguments of a command line as a shell parts them: blanks, quotes, backslashes.
pub(super) fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = None::<String>;
    let mut quote = None;
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => words.extend(word.take()),
            (None | Some('"'), '\\') => {
                let next = letters.next().unwrap_or('\\');
                if quote.is_some() && !matches!(next, '"' | '\\' | '$' | '`') {
                    word.get_or_insert_default().push('\\');
                }
                word.get_or_insert_default().push(next);
            }
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

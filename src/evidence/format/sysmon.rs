//! Sysmon for Linux in syslog: programs that start (event 1) and files that appear (event 11).
//!
//! After Sysinternals/SysmonForLinux: fields, versions and their order. A process's number of its own
//! (`ProcessGuid`) follows from host, day and process, so that a child names its parent as the parent's own
//! event does.

use super::Viewer;
use super::text::{Put as _, spread};
use crate::evidence::activity::{Activity, FileDeed, Process};
use crate::evidence::hosts::Host;
use crate::evidence::page::Lines;
use crate::evidence::stamp::{DAY, Stamp};
use crate::scenario::FileEvent;

pub(super) fn events(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    match activity {
        Activity::Process(process) if viewer.sees(process.on) && !process.fails => {
            out.line(process.at, |line| started(line, process));
        }
        Activity::File(deed) if viewer.sees(deed.on) && deed.event == FileEvent::Added => {
            out.line(deed.at, |line| created(line, deed));
        }
        _ => {}
    }
}

fn started(line: &mut Vec<u8>, process: &Process<'_>) {
    begin(line, process.on, process.at, "1", "5", process.serial);
    time(line, "UtcTime", process.at);
    guid(line, "ProcessGuid", process.on, process.at, process.pid);
    number(line, "ProcessId", process.pid.into());
    data(line, "Image", process.exe);
    for name in [
        "FileVersion",
        "Description",
        "Product",
        "Company",
        "OriginalFileName",
    ] {
        data(line, name, "-");
    }
    data(line, "CommandLine", process.command);
    data(line, "CurrentDirectory", process.cwd);
    data(line, "User", process.user);
    line.put("<Data Name=\"LogonGuid\">{")
        .hex::<8>(machine(process.on))
        .put("-0000-0000-")
        .hex::<2>(process.uid.into())
        .hex::<2>(u64::from(process.uid) >> 8)
        .put("-")
        .hex::<2>(u64::from(process.uid) >> 16)
        .put("0000000000}</Data>");
    number(line, "LogonId", process.uid.into());
    number(line, "TerminalSessionId", u32::MAX.into());
    data(line, "IntegrityLevel", "no level");
    data(line, "Hashes", "-");
    guid(
        line,
        "ParentProcessGuid",
        process.on,
        process.at,
        process.ppid,
    );
    number(line, "ParentProcessId", process.ppid.into());
    data(line, "ParentImage", process.parent);
    data(line, "ParentCommandLine", process.parent);
    data(line, "ParentUser", process.user);
    line.put("</EventData></Event>");
}

fn created(line: &mut Vec<u8>, deed: &FileDeed<'_>) {
    // Who owns a file tells which program made it.
    let image = match deed.user {
        "www-data" => "/usr/sbin/php-fpm8.2",
        "postgres" => "/usr/lib/postgresql/15/bin/postgres",
        _ => "/usr/bin/cp",
    };
    let pid = 900 + u32::try_from(spread(deed.uid.into()) % 800).unwrap_or_default();
    begin(line, deed.on, deed.at, "11", "2", deed.serial);
    time(line, "UtcTime", deed.at);
    guid(line, "ProcessGuid", deed.on, deed.at, pid);
    number(line, "ProcessId", pid.into());
    data(line, "Image", image);
    data(line, "TargetFilename", &deed.path);
    time(line, "CreationUtcTime", deed.at);
    data(line, "User", deed.user);
    line.put("</EventData></Event>");
}

fn begin(line: &mut Vec<u8>, on: &Host, at: Stamp, event: &str, version: &str, serial: u64) {
    let service = 1_000 + machine(on) % 400;
    line.syslog(at)
        .put(" ")
        .plain(&on.name)
        .put(" sysmon: <Event><System><Provider Name=\"Linux-Sysmon\" Guid=\"{ff032593-a8d3-4f13-b0d6-01fc615a0f97}\"/><EventID>")
        .put(event)
        .put("</EventID><Version>")
        .put(version)
        .put("</Version><Level>4</Level><Task>")
        .put(event)
        .put("</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime=\"")
        .iso(at, b'T')
        .put(".")
        .micros(at)
        .put("000Z\"/><EventRecordID>")
        .int(serial)
        .put("</EventRecordID><Correlation/><Execution ProcessID=\"")
        .int(service)
        .put("\" ThreadID=\"")
        .int(service)
        .put("\"/><Channel>Linux-Sysmon/Operational</Channel><Computer>")
        .xml(&on.name)
        .put("</Computer><Security UserId=\"0\"/></System><EventData>");
    data(line, "RuleName", "-");
}

fn data(line: &mut Vec<u8>, name: &str, value: &str) {
    line.put("<Data Name=\"").put(name).put("\">");
    line.xml(if value.is_empty() { "-" } else { value })
        .put("</Data>");
}

fn number(line: &mut Vec<u8>, name: &str, value: u64) {
    line.put("<Data Name=\"")
        .put(name)
        .put("\">")
        .int(value)
        .put("</Data>");
}

fn time(line: &mut Vec<u8>, name: &str, at: Stamp) {
    line.put("<Data Name=\"")
        .put(name)
        .put("\">")
        .iso(at, b' ')
        .put(".")
        .millis(at)
        .put("</Data>");
}

/// The host's part of the numbers of its processes.
fn machine(on: &Host) -> u64 {
    spread(u64::try_from(on.place).unwrap_or_default()) & 0xffff_ffff
}

fn guid(line: &mut Vec<u8>, name: &str, on: &Host, at: Stamp, pid: u32) {
    let day = Stamp(at.0.div_euclid(DAY) * DAY);
    let since = day.seconds().unsigned_abs() + u64::from(pid) % 3_600;
    let own = spread(machine(on) << 32 ^ u64::from(pid) ^ since);
    line.put("<Data Name=\"")
        .put(name)
        .put("\">{")
        .hex::<8>(machine(on))
        .put("-")
        .hex::<4>(since)
        .put("-")
        .hex::<4>(since >> 16)
        .put("-")
        .hex::<4>(own)
        .put("-")
        .hex::<8>(own >> 16)
        .put("0000}</Data>");
}

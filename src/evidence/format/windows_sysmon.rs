//! Sysmon on Windows: programs that start (event 1), connections (3), files that appear (11), names (22).
//!
//! After the documented fields of Sysmon 15. Of a connection or a name whose program nobody names, Sysmon says
//! that it does not know it.

use super::Viewer;
use super::fields::Fields;
use super::flows::{Asked, asked_in};
use super::text::{Put as _, drawn};
use super::windows::{Account, Kind, event, file_name, machine, process_guid};
use super::windows_security::windows_pid;
use crate::evidence::activity::{
    Activity, Connection, FileDeed, Process, Program, Start, Transport,
};
use crate::evidence::hosts::Host;
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;
use crate::scenario::FileEvent;

const fn sysmon(id: u64, version: u64) -> Kind {
    Kind {
        provider: "Microsoft-Windows-Sysmon",
        guid: "5770385F-C22A-43E0-BF4C-06F5698FFBD9",
        source: "",
        channel: "Microsoft-Windows-Sysmon/Operational",
        id,
        qualifiers: 0,
        version,
        level: 4,
        task: id,
        keywords: "0x8000000000000000",
        sid: "S-1-5-18",
        process: 2_364,
    }
}

const STARTED: Kind = sysmon(1, 5);
const CONNECTED: Kind = sysmon(3, 5);
const CREATED: Kind = sysmon(11, 2);
const ASKED: Kind = sysmon(22, 5);

/// What Sysmon calls a program that it does not know.
const UNKNOWN: &str = "<unknown process>";

pub(super) fn events(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Some(asked) = asked_in(activity)
        && let Some(on) = viewer.host_at(asked.flow.client.ip)
    {
        asked_for(&asked, on, out);
    }
    match activity {
        Activity::Process(process) if viewer.sees(process.on) && !process.fails => {
            started(process, out);
        }
        Activity::File(deed) if viewer.sees(deed.on) && deed.event == FileEvent::Added => {
            created(deed, out);
        }
        Activity::Connection(connection) if connection.opened => {
            if let Some(on) = viewer.host_at(connection.flow.client.ip) {
                connected(connection, on, out);
            }
        }
        _ => {}
    }
}

fn time(data: &mut Fields<'_>, name: &str, at: Stamp) {
    data.quoted(name, |line| {
        line.iso(at, b' ').put(".").millis(at);
    });
}

/// Who did it: number, program. A program that was not seen to start has a number of its own for the day.
fn doer(data: &mut Fields<'_>, by: Program<'_>, on: &Host, at: Stamp) {
    if by.exe.is_empty() {
        data.text("ProcessGuid", "00000000-0000-0000-0000-000000000000")
            .number("ProcessId", 0);
        return;
    }
    let Start { at, pid } = by.start.unwrap_or_else(|| {
        let number = (drawn(by.exe) ^ machine(on)) % 12_000;
        let pid = 1_000 + u32::try_from(number).unwrap_or_default();
        Start { at, pid }
    });
    data.quoted("ProcessGuid", |line| process_guid(line, on, at, pid))
        .number("ProcessId", windows_pid(pid));
}

fn image(by: Program<'_>) -> &str {
    if by.exe.is_empty() { UNKNOWN } else { by.exe }
}

fn account(by: Program<'_>, on: &Host) -> String {
    if by.user.is_empty() {
        "-".to_owned()
    } else {
        Account::read(by.user, on).full()
    }
}

fn started(process: &Process<'_>, out: &mut Lines) {
    let (on, at) = (process.on, process.at);
    let account = Account::read(process.user, on);
    event(out, &STARTED, at, on, |data| {
        data.text("RuleName", "-");
        time(data, "UtcTime", at);
        data.quoted("ProcessGuid", |line| {
            process_guid(line, on, at, process.pid);
        })
        .number("ProcessId", windows_pid(process.pid))
        .text("Image", process.exe)
        .text("FileVersion", "-")
        .text("Description", "-")
        .text("Product", "-")
        .text("Company", "-")
        .text("OriginalFileName", "-")
        .text("CommandLine", process.command)
        .text(
            "CurrentDirectory",
            if process.cwd.is_empty() {
                "C:\\Windows\\system32\\"
            } else {
                process.cwd
            },
        )
        .text("User", &account.full())
        .quoted("LogonGuid", |line| {
            process_guid(
                line,
                on,
                at,
                u32::try_from(account.session % 0xff_ffff).unwrap_or(1),
            );
        })
        .hex("LogonId", account.session)
        .number("TerminalSessionId", u64::from(!account.is_own()))
        .text(
            "IntegrityLevel",
            if account.is_own() { "System" } else { "Medium" },
        )
        .quoted("Hashes", |line| hashes(line, process.exe))
        .quoted("ParentProcessGuid", |line| {
            process_guid(line, on, at, process.ppid);
        })
        .number("ParentProcessId", windows_pid(process.ppid))
        .text("ParentImage", process.parent)
        .text("ParentCommandLine", process.parent)
        .text("ParentUser", &account.full());
    });
}

/// The hash of a program: the same wherever the same program runs.
fn hashes(line: &mut Vec<u8>, exe: &str) {
    let hash = blake3::hash(file_name(exe).to_lowercase().as_bytes());
    line.put("SHA256=").put(&hash.to_hex().to_uppercase());
}

fn connected(connection: &Connection<'_>, on: &Host, out: &mut Lines) {
    let (flow, by) = (&connection.flow, connection.by);
    event(out, &CONNECTED, flow.start, on, |data| {
        data.text("RuleName", "-");
        time(data, "UtcTime", flow.start);
        doer(data, by, on, flow.start);
        data.text("Image", image(by))
            .text("User", &account(by, on))
            .text(
                "Protocol",
                match flow.transport {
                    Transport::Tcp => "tcp",
                    Transport::Udp => "udp",
                },
            )
            .truth("Initiated", true)
            .truth("SourceIsIpv6", flow.client.ip.is_ipv6())
            .ip("SourceIp", flow.client.ip)
            .text("SourceHostname", &on.name.to_uppercase())
            .number("SourcePort", flow.client.port.into())
            .text("SourcePortName", "-")
            .truth("DestinationIsIpv6", flow.server.ip.is_ipv6())
            .ip("DestinationIp", flow.server.ip)
            .text("DestinationHostname", or_dash(connection.name))
            .number("DestinationPort", flow.server.port.into())
            .text(
                "DestinationPortName",
                match flow.server.port {
                    22 => "ssh",
                    53 => "domain",
                    80 => "http",
                    443 => "https",
                    445 => "microsoft-ds",
                    3_389 => "ms-wbt-server",
                    _ => "-",
                },
            );
    });
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn created(deed: &FileDeed<'_>, out: &mut Lines) {
    let (on, at) = (deed.on, deed.at);
    event(out, &CREATED, at, on, |data| {
        data.text("RuleName", "-");
        time(data, "UtcTime", at);
        // What comes over the network is written by the system itself.
        data.quoted("ProcessGuid", |line| process_guid(line, on, at, 4))
            .number("ProcessId", 4)
            .text("Image", "System")
            .text("TargetFilename", &deed.path);
        time(data, "CreationUtcTime", deed.modified);
        data.text("User", &Account::read(deed.user, on).full());
    });
}

fn asked_for(asked: &Asked<'_>, on: &Host, out: &mut Lines) {
    let at = asked.flow.end;
    event(out, &ASKED, at, on, |data| {
        data.text("RuleName", "-");
        time(data, "UtcTime", at);
        doer(data, asked.by, on, at);
        data.text("QueryName", asked.name)
            .text(
                "QueryStatus",
                if asked.answer.is_some() { "0" } else { "9003" },
            )
            .quoted("QueryResults", |line| {
                match asked.answer {
                    Some(ip) if ip.is_ipv4() => line.put("::ffff:").ip(ip).put(";"),
                    Some(ip) => line.ip(ip).put(";"),
                    None => line.put("-"),
                };
            })
            .text("Image", image(asked.by))
            .text("User", &account(asked.by, on));
    });
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::evidence::activity::{Activity, FlowState};
    use crate::evidence::format::testing::Stage;
    use crate::scenario::{FileEvent, LogFormat};

    fn data(activity: impl FnOnce(&Stage) -> Activity<'_>) -> Vec<(u64, Value)> {
        let stage = Stage::new();
        stage
            .lines(LogFormat::SysmonWindows, &activity(&stage))
            .iter()
            .map(|line| {
                let mut event = serde_json::from_str::<Value>(line).unwrap();
                let id = event["Event"]["System"]["EventID"].as_u64().unwrap();
                (id, event["Event"]["EventData"].take())
            })
            .collect()
    }

    #[test]
    fn programs_are_named_with_account_and_parent() {
        let started = data(|stage| stage.windows_process("HARBOUR\\c.ferro"));
        let (id, event) = &started[0];
        assert_eq!(*id, 1);
        assert_eq!(event["UtcTime"], "2026-03-02 08:15:30.250");
        assert_eq!(event["Image"], "C:\\Windows\\System32\\cmd.exe");
        assert_eq!(event["CommandLine"], "cmd.exe /c \"dir C:\\Users\"");
        assert_eq!(event["User"], "HARBOUR\\c.ferro");
        assert_eq!(event["ParentImage"], "C:\\Windows\\explorer.exe");
        assert_eq!(event["ProcessId"], 6_000);
        assert_eq!(event["IntegrityLevel"], "Medium");
        assert!(event["Hashes"].as_str().unwrap().starts_with("SHA256="));
    }

    #[test]
    fn connections_and_names_have_their_program_if_it_is_known() {
        let asked = data(|stage| stage.lookup(Some("203.0.113.9")));
        let (id, event) = &asked[0];
        assert_eq!(*id, 22);
        assert_eq!(event["QueryName"], "relay.boxhaven.example");
        assert_eq!(event["QueryStatus"], "0");
        assert_eq!(event["QueryResults"], "::ffff:203.0.113.9;");
        assert_eq!(event["Image"], "C:\\ProgramData\\helper.exe");
        assert_eq!(event["ProcessId"], 6_004);
        assert_eq!(event["User"], "NT AUTHORITY\\SYSTEM");
        let none = data(|stage| stage.lookup(None));
        assert_eq!(none[0].1["QueryStatus"], "9003");
        assert_eq!(none[0].1["QueryResults"], "-");

        let talk = data(|stage| stage.connection(FlowState::Closed));
        let ids: Vec<u64> = talk.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, [22, 3]);
        // One connection, one event, however often the network's sensors tell how it stands.
        assert_eq!(data(|stage| stage.connection(FlowState::Open)).len(), 1);
        let (_, event) = &talk[1];
        assert_eq!(event["Image"], "<unknown process>");
        assert_eq!(event["DestinationIp"], "192.0.2.44");
        assert_eq!(event["DestinationPort"], 443);
        assert_eq!(event["DestinationHostname"], "files.store.example");
        assert_eq!(event["Initiated"], true);
    }

    #[test]
    fn only_new_files_are_told() {
        let created = data(|stage| stage.windows_file(FileEvent::Added));
        assert_eq!(created[0].0, 11);
        assert_eq!(
            created[0].1["TargetFilename"],
            "D:\\Shares\\Claims\\a \"b\".pdf"
        );
        assert!(data(|stage| stage.windows_file(FileEvent::Read)).is_empty());
    }
}

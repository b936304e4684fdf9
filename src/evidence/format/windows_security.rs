//! Windows' security log, and of its system log the services that were installed.
//!
//! After the documented fields of the events: 4624 sign-in, 4625 sign-in refused, 4634 end of a session, 4663
//! use of a file, 4688 program started, 7045 service installed.

use super::Viewer;
use super::fields::{Fields, uuid};
use super::text::{Put as _, spread};
use super::windows::{Account, Kind, event};
use crate::evidence::activity::{Activity, FileDeed, FlowState, Process, ServiceSetUp, Session};
use crate::evidence::page::Lines;
use crate::scenario::{FileEvent, SignInBy};

const fn security(id: u64, version: u64, task: u64) -> Kind {
    Kind {
        provider: "Microsoft-Windows-Security-Auditing",
        guid: "54849625-5478-4994-A5BA-3E3B0328C30D",
        source: "",
        channel: "Security",
        id,
        qualifiers: 0,
        version,
        level: 0,
        task,
        keywords: "0x8020000000000000",
        sid: "",
        process: 4,
    }
}

const SIGNED_IN: Kind = Kind {
    process: 684,
    ..security(4_624, 2, 12_544)
};
const REFUSED: Kind = Kind {
    process: 684,
    // An audit of a failure.
    keywords: "0x8010000000000000",
    ..security(4_625, 0, 12_544)
};
const SIGNED_OUT: Kind = Kind {
    process: 684,
    ..security(4_634, 0, 12_545)
};
const FILE_USED: Kind = security(4_663, 1, 12_800);
const STARTED: Kind = security(4_688, 2, 13_312);
const SERVICE: Kind = Kind {
    provider: "Service Control Manager",
    guid: "555908d1-a6d7-4695-8e1e-26931d2012f4",
    source: "Service Control Manager",
    channel: "System",
    id: 7_045,
    qualifiers: 16_384,
    version: 0,
    level: 4,
    task: 0,
    keywords: "0x8080000000000000",
    sid: "S-1-5-18",
    process: 660,
};

/// Nobody: who asks for a sign-in over the network.
const NOBODY: &str = "S-1-0-0";
const NO_GUID: &str = "00000000-0000-0000-0000-000000000000";

pub(super) fn events(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    match activity {
        Activity::SignIn(session) if !session.by.is_ssh() && viewer.sees(session.on) => {
            sign_in(session, out);
        }
        Activity::Process(process) if viewer.sees(process.on) && !process.fails => {
            started(process, out);
        }
        Activity::File(deed) if viewer.sees(deed.on) && deed.reported => used(deed, out),
        Activity::Service(service) if viewer.sees(service.on) => installed(service, out),
        _ => {}
    }
}

/// What the events of a sign-in say of how it was done.
struct Manner {
    kind: u64,
    process: &'static str,
    package: &'static str,
    /// The version of NTLM; none with other packages.
    ntlm: &'static str,
    key_length: u64,
    program: &'static str,
    program_pid: u64,
}

impl Manner {
    fn of(session: &Session<'_>, account: &Account) -> Self {
        let interactive = Self {
            kind: 10,
            process: "User32 ",
            package: "Negotiate",
            ntlm: "-",
            key_length: 0,
            program: "C:\\Windows\\System32\\svchost.exe",
            program_pid: 0x488,
        };
        if session.at_console() {
            return Self {
                kind: 2,
                ..interactive
            };
        }
        if session.by == SignInBy::RemoteDesktop {
            return interactive;
        }
        let network = Self {
            kind: 3,
            program: "-",
            program_pid: 0,
            ..interactive
        };
        // A host asks its domain with Kerberos and keeps its own accounts with NTLM; what Kerberos refuses, the
        // domain's own log holds.
        if account.local || session.fails {
            return Self {
                process: "NtLmSsp ",
                package: "NTLM",
                ntlm: if session.fails { "-" } else { "NTLM V2" },
                key_length: if session.fails { 0 } else { 128 },
                ..network
            };
        }
        Self {
            process: "Kerberos",
            package: "Kerberos",
            ..network
        }
    }
}

fn sign_in(session: &Session<'_>, out: &mut Lines) {
    let account = Account::read(session.user, session.on);
    let manner = Manner::of(session, &account);
    let at = session.flow.start;
    if session.fails {
        event(out, &REFUSED, at, session.on, |data| {
            asker(data, session, &manner);
            data.text("TargetUserSid", NOBODY)
                .text("TargetUserName", &account.name)
                .text("TargetDomainName", &account.domain)
                .text("Status", "0xc000006d")
                .text("FailureReason", "%%2313")
                .text("SubStatus", "0xc000006a")
                .number("LogonType", manner.kind)
                .text("LogonProcessName", manner.process)
                .text("AuthenticationPackageName", manner.package);
            workstation(data, session, &manner);
            data.text("TransmittedServices", "-")
                .text("LmPackageName", manner.ntlm)
                .number("KeyLength", manner.key_length)
                .hex("ProcessId", manner.program_pid)
                .text("ProcessName", manner.program);
            from(data, session);
        });
        return;
    }
    let number = 0x1_0000 + spread(session.flow.id) % 0xfff_0000;
    event(out, &SIGNED_IN, at, session.on, |data| {
        asker(data, session, &manner);
        target(data, &account, number);
        data.number("LogonType", manner.kind)
            .text("LogonProcessName", manner.process)
            .text("AuthenticationPackageName", manner.package);
        workstation(data, session, &manner);
        data.quoted("LogonGuid", |line| match manner.package {
            "Kerberos" => uuid(line, session.flow.id),
            _ => {
                line.put(NO_GUID);
            }
        })
        .text("TransmittedServices", "-")
        .text("LmPackageName", manner.ntlm)
        .number("KeyLength", manner.key_length)
        .hex("ProcessId", manner.program_pid)
        .text("ProcessName", manner.program);
        from(data, session);
        data.text("ImpersonationLevel", "%%1833")
            .text(
                "RestrictedAdminMode",
                if manner.kind == 10 { "%%1843" } else { "-" },
            )
            .text("TargetOutboundUserName", "-")
            .text("TargetOutboundDomainName", "-")
            .text("VirtualAccount", "%%1843")
            .hex("TargetLinkedLogonId", 0)
            .text("ElevatedToken", "%%1842");
    });
    if session.flow.state == FlowState::Open {
        return;
    }
    let end = session.flow.end.max(at.later_ms(12));
    event(out, &SIGNED_OUT, end, session.on, |data| {
        target(data, &account, number);
        data.number("LogonType", manner.kind);
    });
}

/// Who asked for a sign-in: nobody over the network, else the host.
fn asker(data: &mut Fields<'_>, session: &Session<'_>, manner: &Manner) {
    if manner.kind == 3 {
        data.text("SubjectUserSid", NOBODY)
            .text("SubjectUserName", "-")
            .text("SubjectDomainName", "-")
            .hex("SubjectLogonId", 0);
    } else {
        subject(data, &Account::host(session.on));
    }
}

fn subject(data: &mut Fields<'_>, account: &Account) {
    data.text("SubjectUserSid", &account.sid)
        .text("SubjectUserName", &account.name)
        .text("SubjectDomainName", &account.domain)
        .hex("SubjectLogonId", account.session);
}

fn target(data: &mut Fields<'_>, account: &Account, number: u64) {
    data.text("TargetUserSid", &account.sid)
        .text("TargetUserName", &account.name)
        .text("TargetDomainName", &account.domain)
        .hex("TargetLogonId", number);
}

/// The name that the client gives itself; Kerberos has none.
fn workstation(data: &mut Fields<'_>, session: &Session<'_>, manner: &Manner) {
    let name = match manner.kind {
        3 if manner.package == "NTLM" => session.from.unwrap_or("-"),
        3 => "-",
        _ => &session.on.name,
    };
    data.text("WorkstationName", &name.to_uppercase());
}

fn from(data: &mut Fields<'_>, session: &Session<'_>) {
    if session.at_console() {
        data.text("IpAddress", "127.0.0.1").text("IpPort", "0");
        return;
    }
    let client = session.flow.client;
    data.ip("IpAddress", client.ip).quoted("IpPort", |line| {
        line.int(client.port.into());
    });
}

fn started(process: &Process<'_>, out: &mut Lines) {
    let account = Account::read(process.user, process.on);
    event(out, &STARTED, process.at, process.on, |data| {
        subject(data, &account);
        data.hex("NewProcessId", windows_pid(process.pid))
            .text("NewProcessName", process.exe)
            .text(
                "TokenElevationType",
                if account.is_own() { "%%1936" } else { "%%1938" },
            )
            .hex("ProcessId", windows_pid(process.ppid))
            .text("CommandLine", process.command)
            .text("TargetUserSid", NOBODY)
            .text("TargetUserName", "-")
            .text("TargetDomainName", "-")
            .hex("TargetLogonId", 0)
            .text("ParentProcessName", process.parent)
            .text(
                "MandatoryLabel",
                if account.is_own() {
                    "S-1-16-16384"
                } else {
                    "S-1-16-8192"
                },
            );
    });
}

/// Windows numbers its processes in fours.
pub(super) fn windows_pid(pid: u32) -> u64 {
    u64::from(pid) / 4 * 4
}

fn used(deed: &FileDeed<'_>, out: &mut Lines) {
    let (access, mask) = match deed.event {
        FileEvent::Read => ("%%4416\n\t\t\t\t", 0x1),
        FileEvent::Added | FileEvent::Modified => ("%%4417\n\t\t\t\t", 0x2),
        FileEvent::Deleted => ("%%1537\n\t\t\t\t", 0x1_0000),
    };
    event(out, &FILE_USED, deed.at, deed.on, |data| {
        subject(data, &Account::read(deed.user, deed.on));
        data.text("ObjectServer", "Security")
            .text("ObjectType", "File")
            .text("ObjectName", &deed.path)
            .hex("HandleId", 0x1000 + spread(deed.serial) % 0x4000 / 4 * 4)
            .text("AccessList", access)
            .hex("AccessMask", mask)
            .hex("ProcessId", 4)
            .text("ProcessName", "")
            .text("ResourceAttributes", "S:AI");
    });
}

fn installed(service: &ServiceSetUp<'_>, out: &mut Lines) {
    event(out, &SERVICE, service.at, service.on, |data| {
        data.text("ServiceName", service.name)
            .text("ImagePath", service.exe)
            .text("ServiceType", "user mode service")
            .text("StartType", "auto start")
            .text("AccountName", service.account);
    });
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::evidence::activity::Activity;
    use crate::evidence::format::testing::Stage;
    use crate::scenario::{FileEvent, LogFormat, SignInBy};

    fn events(activity: impl FnOnce(&Stage) -> Activity<'_>) -> Vec<Value> {
        let stage = Stage::new();
        stage
            .lines(LogFormat::WindowsSecurity, &activity(&stage))
            .iter()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["Event"].take())
            .collect()
    }

    #[test]
    fn a_record_has_the_head_of_its_channel() {
        let stage = Stage::new();
        let lines = stage.lines(LogFormat::WindowsSecurity, &stage.windows_process("SYSTEM"));
        assert!(lines[0].starts_with(r##"{"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Security-Auditing","Guid":"54849625-5478-4994-A5BA-3E3B0328C30D"}},"EventID":4688,"Version":2,"Level":0,"Task":13312,"Opcode":0,"Keywords":"0x8020000000000000","TimeCreated":{"#attributes":{"SystemTime":"2026-03-02T08:15:30.250125Z"}},"EventRecordID":"##), "{}", lines[0]);
        assert!(lines[0].contains(r#""Channel":"Security","Computer":"FS-01","Security":null},"EventData":{"SubjectUserSid":"S-1-5-18","SubjectUserName":"SYSTEM","SubjectDomainName":"NT AUTHORITY","SubjectLogonId":"0x3e7","NewProcessId":"0x1770","NewProcessName":"C:\\Windows\\System32\\cmd.exe","TokenElevationType":"%%1936","ProcessId":"0x508","CommandLine":"cmd.exe /c \"dir C:\\Users\"","TargetUserSid""#), "{}", lines[0]);
    }

    #[test]
    fn sign_ins_say_how_and_from_where() {
        let domain = events(|stage| {
            stage.windows("HARBOUR\\c.ferro", "10.30.7.14", SignInBy::Network, false)
        });
        assert_eq!(domain.len(), 2);
        assert_eq!(domain[0]["System"]["EventID"], 4_624);
        let data = &domain[0]["EventData"];
        assert_eq!(data["LogonType"], 3);
        assert_eq!(data["TargetUserName"], "c.ferro");
        assert_eq!(data["TargetDomainName"], "HARBOUR");
        assert_eq!(data["AuthenticationPackageName"], "Kerberos");
        assert_eq!(data["WorkstationName"], "-");
        assert_eq!(data["IpAddress"], "10.30.7.14");
        assert_eq!(data["IpPort"], "51001");
        assert_eq!(domain[1]["System"]["EventID"], 4_634);
        assert_eq!(
            domain[1]["EventData"]["TargetLogonId"],
            data["TargetLogonId"]
        );

        let local =
            events(|stage| stage.windows("Administrator", "10.30.7.14", SignInBy::Network, false));
        let data = &local[0]["EventData"];
        assert_eq!(data["TargetDomainName"], "FS-01");
        assert_eq!(data["LmPackageName"], "NTLM V2");
        assert_eq!(data["WorkstationName"], "WS-014");

        let desktop = events(|stage| {
            stage.windows(
                "HARBOUR\\c.ferro",
                "203.0.113.9",
                SignInBy::RemoteDesktop,
                false,
            )
        });
        let data = &desktop[0]["EventData"];
        assert_eq!(data["LogonType"], 10);
        assert_eq!(data["SubjectUserName"], "FS-01$");
        assert_eq!(data["LogonProcessName"], "User32 ");
        assert_eq!(data["IpAddress"], "203.0.113.9");

        let console =
            events(|stage| stage.windows("c.ferro", "10.30.2.11", SignInBy::Network, false));
        let data = &console[0]["EventData"];
        assert_eq!(data["LogonType"], 2);
        assert_eq!(data["IpAddress"], "127.0.0.1");
    }

    #[test]
    fn a_refused_sign_in_says_why() {
        let refused =
            events(|stage| stage.windows("HARBOUR\\x", "10.30.7.14", SignInBy::Network, true));
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0]["System"]["EventID"], 4_625);
        assert_eq!(refused[0]["System"]["Keywords"], "0x8010000000000000");
        let data = &refused[0]["EventData"];
        assert_eq!(data["Status"], "0xc000006d");
        assert_eq!(data["SubStatus"], "0xc000006a");
        assert_eq!(data["FailureReason"], "%%2313");
        assert_eq!(data["LogonType"], 3);
        assert_eq!(data["WorkstationName"], "WS-014");
    }

    #[test]
    fn files_and_services_have_their_events() {
        for (event, mask) in [
            (FileEvent::Read, "0x1"),
            (FileEvent::Modified, "0x2"),
            (FileEvent::Deleted, "0x10000"),
        ] {
            let used = events(|stage| stage.windows_file(event));
            assert_eq!(used[0]["System"]["EventID"], 4_663);
            let data = &used[0]["EventData"];
            assert_eq!(data["ObjectName"], "D:\\Shares\\Claims\\a \"b\".pdf");
            assert_eq!(data["AccessMask"], mask);
            assert_eq!(data["SubjectUserName"], "c.ferro");
        }
        let service = events(Stage::service);
        let system = &service[0]["System"];
        assert_eq!(system["Channel"], "System");
        assert_eq!(system["EventID"]["#text"], 7_045);
        assert_eq!(
            system["Provider"]["#attributes"]["Name"],
            "Service Control Manager"
        );
        let data = &service[0]["EventData"];
        assert_eq!(data["ServiceName"], "UpdateHelper");
        assert_eq!(data["ImagePath"], "C:\\ProgramData\\helper.exe -run");
        assert_eq!(data["AccountName"], "LocalSystem");
    }
}

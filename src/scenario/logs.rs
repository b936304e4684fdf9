//! The logs that can be read: where each is written, in which format, and what stands in it beside lines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::Offset;
use crate::base::id::{AssetId, EvidenceId, LogId, SampleId, SignatureId};

/// How the lines of a log are written: each as the named program writes them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum LogFormat {
    /// nginx, access log, `combined`.
    NginxAccess,
    /// nginx, error log, PHP's messages in it.
    NginxError,
    /// Apache httpd, access log, `combined`.
    ApacheAccess,
    /// Apache httpd, error log, PHP's messages in it.
    ApacheError,
    /// Suricata, EVE JSON: alert, http, flow, dns, tls, fileinfo.
    SuricataEve,
    /// Zeek, `conn.log`, tab separated.
    ZeekConn,
    /// Zeek, `http.log`, tab separated.
    ZeekHttp,
    /// Wazuh, `alerts.json`: changes of files.
    WazuhAlerts,
    /// Linux auditd, enriched.
    Auditd,
    /// Sysmon for Linux, as endpoint detection records processes.
    SysmonLinux,
    /// ClamAV, log of `clamd`.
    Clamd,
    /// Squid, native access log.
    SquidAccess,
    /// A Linux firewall, refused packets in syslog.
    Firewall,
    /// Syslog: sign-ins over SSH, sudo, jobs, deployments, whatever programs say.
    Syslog,
    /// PostgreSQL with pgaudit.
    PostgresAudit,
    /// Timeline of a disk image, as The Sleuth Kit's `mactime -d` writes it.
    Mactime,
    /// Windows, security and system events as JSON lines, as programs that read EVTX print them: 4624, 4625
    /// and 4634 of sign-ins over the network, by remote desktop and at the console, 4688 of programs, 4663
    /// of files, 7045 of services.
    WindowsSecurity,
    /// Sysmon on Windows, the same way: 1 of programs, 3 of connections, 11 of files, 22 of names.
    SysmonWindows,
    /// Zeek, `dns.log`, tab separated.
    ZeekDns,
    /// An identity provider's sign-ins, JSON lines.
    CloudSignIns,
    /// The audit log of an office suite, JSON lines.
    OfficeAudit,
    /// The audit log of a server for source code, JSON lines.
    GitAudit,
}

/// A log that can be read at the evidence desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How the file refers to it.
    pub id: LogId,
    /// The name on screen.
    pub name: String,
    /// The asset it is listed under. Who does not know the asset does not know the log.
    pub asset: AssetId,
    /// How its lines are written.
    pub format: LogFormat,
    /// Whose doings it sees; those of its own asset if left out.
    #[serde(default)]
    pub watches: Vec<AssetId>,
    /// Its path in an evidence pack, such as `web-01/nginx/access.log`.
    pub file: String,
    /// The first line it still holds; older ones have been rotated away.
    pub from: Offset,
    /// The evidence whose fate it shares: where that is lost, the log ends, unless it was saved before.
    #[serde(default)]
    pub evidence: Option<EvidenceId>,
    /// Whether it can only be read once its evidence is saved: a disk image, a copy of memory.
    #[serde(default)]
    pub once_saved: bool,
}

impl Log {
    /// Whether it sees what happens on an asset.
    #[must_use]
    pub fn sees(&self, asset: &AssetId) -> bool {
        if self.watches.is_empty() {
            self.asset == *asset
        } else {
            self.watches.contains(asset)
        }
    }
}

/// A signature of the intrusion detection system, with the rule that finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// How the file refers to it.
    pub id: SignatureId,
    /// Its number; use 9,000,000 and above.
    pub sid: u32,
    /// Its message.
    pub message: String,
    /// Its class in words, such as `Web Application Attack`.
    pub category: String,
    /// Its priority: 1 is the most urgent.
    pub priority: u8,
    /// ATT&CK technique numbers.
    #[serde(default)]
    pub attack: Vec<String>,
    /// The rule as Suricata reads it, for the evidence pack. Its `msg` and `sid` must be these.
    pub rule: String,
}

/// A file that stands for a real one in the logs: its name, size and hashes, over inert bytes that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// How the file refers to it.
    pub id: SampleId,
    /// Its path on disk.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// The name under which antivirus knows it; empty if it does not.
    #[serde(default)]
    pub known_as: String,
}

//! Which columns each format has, in the order in which an analyst reads them.

use super::Column;
use crate::scenario::LogFormat;

/// Where the columns of a format of JSON lines stand; none of another.
pub(super) const fn paths(format: LogFormat) -> &'static [&'static [&'static str]] {
    match format {
        LogFormat::SuricataEve => EVE_PATHS,
        LogFormat::WazuhAlerts => WAZUH_PATHS,
        LogFormat::WindowsSecurity => WINDOWS_PATHS,
        LogFormat::SysmonWindows => SYSMON_WINDOWS_PATHS,
        LogFormat::CloudSignIns => CLOUD_PATHS,
        LogFormat::OfficeAudit => OFFICE_PATHS,
        LogFormat::GitAudit => GIT_PATHS,
        _ => &[],
    }
}

const fn column(name: &'static str, title: &'static str, width: u16) -> Column {
    Column {
        name,
        title,
        width,
        pivot: false,
    }
}

const fn pivot(name: &'static str, title: &'static str, width: u16) -> Column {
    Column {
        name,
        title,
        width,
        pivot: true,
    }
}

/// nginx and Apache, access.
pub(super) const ACCESS: &[Column] = &[
    column("time", "Time", 26),
    pivot("src_ip", "Client", 20),
    column("method", "Method", 7),
    pivot("path", "Path", 48),
    column("status", "Status", 6),
    column("bytes", "Bytes", 9),
    pivot("agent", "User agent", 0),
    column("referrer", "Referrer", 32),
    pivot("user", "User", 8),
];

/// nginx, error.
pub(super) const NGINX_ERROR: &[Column] = &[
    column("time", "Time", 19),
    column("level", "Level", 7),
    pivot("src_ip", "Client", 20),
    column("method", "Method", 7),
    pivot("path", "Path", 40),
    column("message", "Message", 0),
    column("host", "Host", 20),
];

/// Apache, error.
pub(super) const APACHE_ERROR: &[Column] = &[
    column("time", "Time", 31),
    column("level", "Level", 16),
    pivot("src_ip", "Client", 20),
    column("src_port", "Port", 6),
    column("message", "Message", 0),
    column("pid", "Process", 8),
];

/// Suricata.
pub(super) const EVE: &[Column] = &[
    column("time", "Time", 31),
    column("event", "Event", 9),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    pivot("dest_ip", "Destination", 20),
    column("dest_port", "Port", 6),
    column("app_proto", "Protocol", 8),
    pivot("signature", "Signature", 44),
    pivot("host", "Host", 24),
    column("method", "Method", 7),
    pivot("path", "Path", 40),
    column("status", "Status", 6),
    column("bytes", "Bytes", 9),
    column("sent", "Bytes sent", 11),
    column("received", "Bytes received", 11),
    pivot("file", "File", 20),
    pivot("sha256", "SHA-256", 20),
    pivot("agent", "User agent", 0),
    column("answer", "Answer", 16),
    pivot("ja3", "JA3", 32),
    column("state", "State", 12),
    column("severity", "Severity", 8),
    column("sid", "Rule", 9),
    column("proto", "Transport", 6),
    pivot("flow_id", "Flow", 20),
    pivot("community_id", "Community ID", 31),
];

/// Where each column of [`EVE`] stands: the first of these paths that a line has.
pub(super) const EVE_PATHS: &[&[&str]] = &[
    &["timestamp"],
    &["event_type"],
    &["src_ip"],
    &["src_port"],
    &["dest_ip"],
    &["dest_port"],
    &["app_proto"],
    &["alert.signature"],
    &["http.hostname", "tls.sni", "dns.rrname"],
    &["http.http_method"],
    &["http.url"],
    &["http.status"],
    &["http.length"],
    &["flow.bytes_toserver"],
    &["flow.bytes_toclient"],
    &["fileinfo.filename", "files.0.filename"],
    &["fileinfo.sha256", "files.0.sha256"],
    &["http.http_user_agent"],
    &["dns.answers.0.rdata"],
    &["tls.ja3.hash"],
    &["flow.state"],
    &["alert.severity"],
    &["alert.signature_id"],
    &["proto"],
    &["flow_id"],
    &["community_id"],
];

/// Zeek, connections.
pub(super) const ZEEK_CONN: &[Column] = &[
    column("time", "Time", 17),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    pivot("dest_ip", "Destination", 20),
    column("dest_port", "Port", 6),
    column("proto", "Transport", 6),
    column("service", "Protocol", 10),
    column("duration", "Duration", 12),
    column("sent", "Bytes sent", 11),
    column("received", "Bytes received", 11),
    column("state", "State", 6),
    column("history", "History", 10),
    column("sent_packets", "Packets sent", 8),
    column("received_packets", "Packets received", 8),
    pivot("uid", "Connection", 18),
];

/// Where each column of [`ZEEK_CONN`] stands.
pub(super) const ZEEK_CONN_FIELDS: &[&str] = &[
    "ts",
    "id.orig_h",
    "id.orig_p",
    "id.resp_h",
    "id.resp_p",
    "proto",
    "service",
    "duration",
    "orig_bytes",
    "resp_bytes",
    "conn_state",
    "history",
    "orig_pkts",
    "resp_pkts",
    "uid",
];

/// Zeek, web requests.
pub(super) const ZEEK_HTTP: &[Column] = &[
    column("time", "Time", 17),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    pivot("dest_ip", "Destination", 20),
    column("dest_port", "Port", 6),
    column("method", "Method", 7),
    pivot("host", "Host", 24),
    pivot("path", "Path", 40),
    column("status", "Status", 6),
    column("bytes", "Bytes", 9),
    column("sent", "Bytes sent", 9),
    pivot("agent", "User agent", 0),
    column("referrer", "Referrer", 32),
    pivot("file", "File", 20),
    pivot("uid", "Connection", 18),
];

/// Where each column of [`ZEEK_HTTP`] stands.
pub(super) const ZEEK_HTTP_FIELDS: &[&str] = &[
    "ts",
    "id.orig_h",
    "id.orig_p",
    "id.resp_h",
    "id.resp_p",
    "method",
    "host",
    "uri",
    "status_code",
    "response_body_len",
    "request_body_len",
    "user_agent",
    "referrer",
    "orig_filenames",
    "uid",
];

/// Wazuh.
pub(super) const WAZUH: &[Column] = &[
    column("time", "Time", 28),
    pivot("host", "Host", 14),
    column("event", "Event", 9),
    pivot("file", "File", 0),
    pivot("user", "Owner", 10),
    column("bytes", "Bytes", 9),
    column("modified", "Modified", 19),
    column("level", "Level", 5),
    column("rule", "Rule", 28),
    pivot("md5", "MD5", 32),
    pivot("sha1", "SHA-1", 40),
    pivot("sha256", "SHA-256", 64),
    pivot("sha256_before", "SHA-256 before", 64),
];

/// Where each column of [`WAZUH`] stands.
pub(super) const WAZUH_PATHS: &[&[&str]] = &[
    &["timestamp"],
    &["agent.name"],
    &["syscheck.event"],
    &["syscheck.path"],
    &["syscheck.uname_after"],
    &["syscheck.size_after"],
    &["syscheck.mtime_after"],
    &["rule.level"],
    &["rule.description"],
    &["syscheck.md5_after"],
    &["syscheck.sha1_after"],
    &["syscheck.sha256_after"],
    &["syscheck.sha256_before"],
];

/// auditd.
pub(super) const AUDITD: &[Column] = &[
    column("time", "Time", 14),
    pivot("serial", "Event", 8),
    column("type", "Record", 10),
    pivot("user", "Account", 10),
    pivot("exe", "Program", 24),
    pivot("command", "Command", 0),
    pivot("file", "File", 28),
    column("cwd", "Directory", 24),
    column("pid", "Process", 8),
    column("ppid", "Parent", 8),
    column("success", "Success", 7),
    column("key", "Key", 18),
];

/// Sysmon for Linux.
pub(super) const SYSMON: &[Column] = &[
    column("time", "Time", 23),
    column("host", "Host", 14),
    column("event", "Event", 5),
    pivot("user", "Account", 10),
    pivot("exe", "Program", 24),
    pivot("command", "Command", 0),
    pivot("parent", "Parent program", 24),
    pivot("file", "File", 28),
    column("cwd", "Directory", 24),
    column("pid", "Process", 8),
    column("ppid", "Parent", 8),
    pivot("guid", "Process number", 38),
    pivot("parent_guid", "Parent number", 38),
];

/// clamd.
pub(super) const CLAMD: &[Column] = &[
    column("time", "Time", 24),
    pivot("file", "File", 0),
    pivot("signature", "Found", 40),
    pivot("md5", "MD5", 32),
    column("bytes", "Bytes", 9),
];

/// Squid.
pub(super) const SQUID: &[Column] = &[
    column("time", "Time", 14),
    pivot("src_ip", "Client", 20),
    column("method", "Method", 8),
    pivot("url", "URL", 0),
    column("status", "Status", 6),
    column("result", "Result", 12),
    column("bytes", "Bytes", 10),
    column("duration", "Milliseconds", 8),
    pivot("dest_ip", "Server", 20),
    pivot("user", "User", 8),
];

/// The firewall.
pub(super) const FIREWALL: &[Column] = &[
    column("time", "Time", 15),
    column("host", "Host", 10),
    column("action", "Action", 7),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    pivot("dest_ip", "Destination", 20),
    column("dest_port", "Port", 6),
    column("proto", "Transport", 6),
    column("bytes", "Bytes", 6),
];

/// Syslog.
pub(super) const SYSLOG: &[Column] = &[
    column("time", "Time", 15),
    column("host", "Host", 12),
    column("program", "Program", 16),
    column("pid", "Process", 8),
    pivot("user", "Account", 10),
    pivot("src_ip", "Source", 20),
    column("message", "Message", 0),
];

/// `PostgreSQL`.
pub(super) const POSTGRES: &[Column] = &[
    column("time", "Time", 27),
    pivot("user", "Account", 12),
    column("database", "Database", 12),
    pivot("program", "Program", 16),
    column("class", "Class", 6),
    column("command", "Command", 8),
    pivot("table", "Table", 20),
    column("rows", "Rows", 8),
    column("statement", "Statement", 0),
    pivot("pid", "Process", 8),
];

/// Timelines of disk images.
pub(super) const MACTIME: &[Column] = &[
    column("time", "Time", 20),
    column("times", "Times", 5),
    pivot("file", "File", 0),
    column("bytes", "Bytes", 9),
    column("mode", "Mode", 14),
    column("uid", "Owner", 6),
    column("gid", "Group", 6),
    pivot("inode", "Inode", 9),
];

/// Zeek, names.
pub(super) const ZEEK_DNS: &[Column] = &[
    column("time", "Time", 17),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    pivot("dest_ip", "Resolver", 20),
    pivot("host", "Name", 0),
    column("type", "Type", 5),
    column("status", "Status", 9),
    pivot("answer", "Answer", 24),
    column("ttl", "Time to live", 11),
    column("duration", "Duration", 9),
    pivot("uid", "Connection", 18),
];

/// Where each column of [`ZEEK_DNS`] stands.
pub(super) const ZEEK_DNS_FIELDS: &[&str] = &[
    "ts",
    "id.orig_h",
    "id.orig_p",
    "id.resp_h",
    "query",
    "qtype_name",
    "rcode_name",
    "answers",
    "TTLs",
    "rtt",
    "uid",
];

/// Windows, security and services.
pub(super) const WINDOWS: &[Column] = &[
    column("time", "Time", 27),
    column("host", "Host", 14),
    column("event", "Event", 5),
    pivot("user", "Account", 18),
    column("domain", "Domain", 12),
    column("type", "Sign-in type", 5),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    column("status", "Status", 10),
    pivot("exe", "Program", 28),
    pivot("command", "Command", 0),
    pivot("parent", "Parent program", 28),
    pivot("file", "File", 36),
    column("access", "Access", 8),
    pivot("service", "Service", 18),
    pivot("workstation", "Workstation", 14),
    column("package", "Package", 10),
    pivot("session", "Session", 12),
    column("pid", "Process", 8),
    column("channel", "Log", 10),
];

/// Where each column of [`WINDOWS`] stands: the first of these paths that a line has.
pub(super) const WINDOWS_PATHS: &[&[&str]] = &[
    &["Event.System.TimeCreated.#attributes.SystemTime"],
    &["Event.System.Computer"],
    &["Event.System.EventID.#text", "Event.System.EventID"],
    &[
        "Event.EventData.TargetUserName",
        "Event.EventData.SubjectUserName",
        "Event.EventData.AccountName",
    ],
    &[
        "Event.EventData.TargetDomainName",
        "Event.EventData.SubjectDomainName",
    ],
    &["Event.EventData.LogonType"],
    &["Event.EventData.IpAddress"],
    &["Event.EventData.IpPort"],
    &["Event.EventData.SubStatus"],
    &[
        "Event.EventData.NewProcessName",
        "Event.EventData.ImagePath",
        "Event.EventData.ProcessName",
    ],
    &["Event.EventData.CommandLine"],
    &["Event.EventData.ParentProcessName"],
    &["Event.EventData.ObjectName"],
    &["Event.EventData.AccessMask"],
    &["Event.EventData.ServiceName"],
    &["Event.EventData.WorkstationName"],
    &["Event.EventData.AuthenticationPackageName"],
    &[
        "Event.EventData.TargetLogonId",
        "Event.EventData.SubjectLogonId",
    ],
    &["Event.EventData.NewProcessId", "Event.EventData.ProcessId"],
    &["Event.System.Channel"],
];

/// Sysmon on Windows.
pub(super) const SYSMON_WINDOWS: &[Column] = &[
    column("time", "Time", 23),
    column("host", "Host", 14),
    column("event", "Event", 5),
    pivot("user", "Account", 20),
    pivot("exe", "Program", 28),
    pivot("command", "Command", 0),
    pivot("parent", "Parent program", 28),
    pivot("file", "File", 32),
    pivot("query", "Name", 28),
    pivot("answer", "Answer", 22),
    pivot("src_ip", "Source", 20),
    column("src_port", "Port", 6),
    pivot("dest_ip", "Destination", 20),
    column("dest_port", "Port", 6),
    pivot("hashes", "Hashes", 24),
    column("cwd", "Directory", 24),
    column("pid", "Process", 8),
    column("ppid", "Parent", 8),
    pivot("guid", "Process number", 38),
    pivot("parent_guid", "Parent number", 38),
];

/// Where each column of [`SYSMON_WINDOWS`] stands: the first of these paths that a line has.
pub(super) const SYSMON_WINDOWS_PATHS: &[&[&str]] = &[
    &["Event.EventData.UtcTime"],
    &["Event.System.Computer"],
    &["Event.System.EventID"],
    &["Event.EventData.User"],
    &["Event.EventData.Image"],
    &["Event.EventData.CommandLine"],
    &["Event.EventData.ParentImage"],
    &["Event.EventData.TargetFilename"],
    &["Event.EventData.QueryName"],
    &["Event.EventData.QueryResults"],
    &["Event.EventData.SourceIp"],
    &["Event.EventData.SourcePort"],
    &["Event.EventData.DestinationIp"],
    &["Event.EventData.DestinationPort"],
    &["Event.EventData.Hashes"],
    &["Event.EventData.CurrentDirectory"],
    &["Event.EventData.ProcessId"],
    &["Event.EventData.ParentProcessId"],
    &["Event.EventData.ProcessGuid"],
    &["Event.EventData.ParentProcessGuid"],
];

/// Sign-ins at an identity provider.
pub(super) const CLOUD: &[Column] = &[
    column("time", "Time", 24),
    pivot("user", "Account", 28),
    pivot("app", "Application", 18),
    pivot("src_ip", "Source", 20),
    pivot("city", "City", 14),
    pivot("country", "Country", 7),
    column("status", "Status", 6),
    column("reason", "Reason", 30),
    column("factor", "Second factor", 28),
    column("client", "Client", 16),
    pivot("agent", "User agent", 0),
    pivot("correlation", "Correlation", 36),
];

/// Where each column of [`CLOUD`] stands: the first of these paths that a line has.
pub(super) const CLOUD_PATHS: &[&[&str]] = &[
    &["createdDateTime"],
    &["userPrincipalName"],
    &["appDisplayName"],
    &["ipAddress"],
    &["location.city"],
    &["location.countryOrRegion"],
    &["status.errorCode"],
    &["status.failureReason"],
    &["authenticationRequirement"],
    &["clientAppUsed"],
    &["userAgent"],
    &["correlationId"],
];

/// The audit log of an office suite.
pub(super) const OFFICE: &[Column] = &[
    column("time", "Time", 19),
    pivot("user", "Account", 28),
    pivot("src_ip", "Source", 20),
    pivot("operation", "Operation", 22),
    pivot("object", "Object", 40),
    column("details", "Details", 0),
    column("status", "Result", 10),
    column("workload", "Workload", 14),
    column("type", "Type", 5),
    pivot("id", "Record", 36),
];

/// Where each column of [`OFFICE`] stands: the first of these paths that a line has.
pub(super) const OFFICE_PATHS: &[&[&str]] = &[
    &["CreationTime"],
    &["UserId"],
    &["ClientIP"],
    &["Operation"],
    &["ObjectId"],
    &["Parameters", "ExtendedProperties"],
    &["ResultStatus"],
    &["Workload"],
    &["RecordType"],
    &["Id"],
];

/// The audit log of a server for source code.
pub(super) const GIT: &[Column] = &[
    column("time", "Time", 24),
    pivot("user", "Account", 18),
    pivot("src_ip", "Source", 20),
    pivot("operation", "Action", 28),
    pivot("object", "Object", 32),
    column("type", "Kind", 8),
    column("details", "Details", 0),
    pivot("correlation", "Correlation", 36),
];

/// Where each column of [`GIT`] stands: the first of these paths that a line has.
pub(super) const GIT_PATHS: &[&[&str]] = &[
    &["time"],
    &["author_name"],
    &["ip_address"],
    &["action"],
    &["target_details"],
    &["entity_type"],
    &["details"],
    &["correlation_id"],
];

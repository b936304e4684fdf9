//! The fields of a line, by format: what the evidence desk shows as columns and searches by name.
//!
//! Cells are split back from the line itself, so they hold what the sensor wrote, without its escapes. A
//! field has one name wherever it means the same: `src_ip` is who opened the connection, `agent` the user
//! agent. [`field`] also knows what the formats themselves call their fields.

mod json;
mod keyed;
mod messages;
mod scan;
mod separated;
mod tables;
mod web;

use core::net::Ipv6Addr;
use std::borrow::Cow;

use crate::evidence::format::ZeekLog;
use crate::scenario::LogFormat;

/// A column of the evidence desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, as a search for a field writes it: `status`, `src_ip`.
    pub name: &'static str,
    /// What stands over it.
    pub title: &'static str,
    /// Its usual width in characters; 0 takes what is left.
    pub width: u16,
    /// Whether it is of use for "what else did this do?": an address, a file, an account, a flow.
    pub pivot: bool,
}

/// The columns of a format.
#[must_use]
pub const fn columns(format: LogFormat) -> &'static [Column] {
    match format {
        LogFormat::NginxAccess | LogFormat::ApacheAccess => tables::ACCESS,
        LogFormat::NginxError => tables::NGINX_ERROR,
        LogFormat::ApacheError => tables::APACHE_ERROR,
        LogFormat::SuricataEve => tables::EVE,
        LogFormat::ZeekConn => tables::ZEEK_CONN,
        LogFormat::ZeekHttp => tables::ZEEK_HTTP,
        LogFormat::WazuhAlerts => tables::WAZUH,
        LogFormat::Auditd => tables::AUDITD,
        LogFormat::SysmonLinux => tables::SYSMON,
        LogFormat::Clamd => tables::CLAMD,
        LogFormat::SquidAccess => tables::SQUID,
        LogFormat::Firewall => tables::FIREWALL,
        LogFormat::Syslog => tables::SYSLOG,
        LogFormat::PostgresAudit => tables::POSTGRES,
        LogFormat::Mactime => tables::MACTIME,
        LogFormat::WindowsSecurity => tables::WINDOWS,
        LogFormat::SysmonWindows => tables::SYSMON_WINDOWS,
        LogFormat::ZeekDns => tables::ZEEK_DNS,
        LogFormat::CloudSignIns => tables::CLOUD,
        LogFormat::OfficeAudit => tables::OFFICE,
        LogFormat::GitAudit => tables::GIT,
    }
}

/// The cells of a line in the order of [`columns`]; empty ones where the line lacks a field.
#[must_use]
pub fn cells(format: LogFormat, line: &[u8]) -> Vec<Cow<'_, str>> {
    match format {
        LogFormat::NginxAccess | LogFormat::ApacheAccess => web::access(line),
        LogFormat::NginxError => web::nginx_error(line),
        LogFormat::ApacheError => web::apache_error(line),
        LogFormat::SuricataEve
        | LogFormat::WazuhAlerts
        | LogFormat::WindowsSecurity
        | LogFormat::SysmonWindows
        | LogFormat::CloudSignIns
        | LogFormat::OfficeAudit
        | LogFormat::GitAudit => json::cells(line, tables::paths(format)),
        LogFormat::ZeekConn => separated::zeek(line, ZeekLog::Conn),
        LogFormat::ZeekHttp => separated::zeek(line, ZeekLog::Http),
        LogFormat::ZeekDns => separated::zeek(line, ZeekLog::Dns),
        LogFormat::Auditd => keyed::auditd(line),
        LogFormat::SysmonLinux => messages::sysmon(line),
        LogFormat::Clamd => messages::clamd(line),
        LogFormat::SquidAccess => separated::squid(line),
        LogFormat::Firewall => keyed::firewall(line),
        LogFormat::Syslog => messages::syslog(line),
        LogFormat::PostgresAudit => separated::postgres(line),
        LogFormat::Mactime => separated::mactime(line),
    }
}

/// A field of a line by the name of its column, or by the name that the format itself gives it: a path such
/// as `http.url` in JSON, `id.orig_h` in Zeek's logs, any key of auditd, Sysmon or the firewall. None if
/// the line lacks it.
#[must_use]
pub fn field<'a>(format: LogFormat, line: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    let direct = match format {
        LogFormat::SuricataEve
        | LogFormat::WazuhAlerts
        | LogFormat::CloudSignIns
        | LogFormat::OfficeAudit
        | LogFormat::GitAudit => {
            return json::field(line, name, columns(format), tables::paths(format));
        }
        LogFormat::WindowsSecurity | LogFormat::SysmonWindows => {
            return json::field(line, name, columns(format), tables::paths(format))
                .or_else(|| json::windows(line, name));
        }
        LogFormat::ZeekConn => return separated::zeek_field(line, name, ZeekLog::Conn),
        LogFormat::ZeekHttp => return separated::zeek_field(line, name, ZeekLog::Http),
        LogFormat::ZeekDns => return separated::zeek_field(line, name, ZeekLog::Dns),
        LogFormat::SysmonLinux => messages::sysmon_field(line, name),
        LogFormat::Auditd | LogFormat::Firewall => keyed::native(line, name),
        _ => None,
    };
    let place = columns(format)
        .iter()
        .position(|column| column.name == name);
    place
        .and_then(|place| cells(format, line).into_iter().nth(place))
        .or(direct)
        .filter(|value| !value.is_empty())
}

/// The ways in which logs write a value: Suricata and Netfilter write IPv6 addresses with all digits, others
/// in short. What is no such address has one.
#[must_use]
pub fn spellings(value: &str) -> Vec<String> {
    use crate::evidence::format::text::Put as _;

    let Ok(ip) = value.parse::<Ipv6Addr>() else {
        return vec![value.to_owned()];
    };
    let (mut short, mut full) = (Vec::new(), Vec::new());
    short.ip(ip.into());
    full.ip_in_full(ip.into());
    let mut both: Vec<String> = [short, full]
        .into_iter()
        .filter_map(|text| String::from_utf8(text).ok())
        .collect();
    both.dedup();
    both
}

#[cfg(test)]
mod tests;

//! The formats: each turns an activity into the lines that its sensor writes.
//!
//! One file a format. Sources for the fields stand in each file.

mod apache;
mod auditd;
mod clamd;
mod cloud;
mod fields;
mod firewall;
mod flows;
mod git;
mod mactime;
mod nginx;
mod office;
mod postgres;
mod squid;
mod suricata;
mod suricata_tls;
mod syslog;
mod sysmon;
pub(crate) mod text;
mod wazuh;
mod web;
mod windows;
mod windows_security;
mod windows_sysmon;
mod zeek;

#[cfg(test)]
pub(in crate::evidence) mod testing;
#[cfg(test)]
mod tests;

use core::net::IpAddr;

use super::activity::Activity;
use super::hosts::Host;
use super::page::Lines;
use super::stamp::Stamp;
use crate::scenario::{Log, LogFormat};

pub(super) use zeek::{ZeekLog, fields as zeek_fields};

/// A log ready to be written: its format, and whose doings it sees.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The format.
    pub format: LogFormat,
    /// The host on which it is written.
    pub own: Host,
    /// The hosts whose doings it sees.
    pub watched: Vec<Host>,
}

impl Viewer {
    /// The viewer of a log.
    #[must_use]
    pub fn new(log: &Log, hosts: &[Host]) -> Option<Self> {
        let own = hosts.iter().find(|host| host.asset == log.asset)?.clone();
        let watched = hosts
            .iter()
            .filter(|host| log.sees(&host.asset))
            .cloned()
            .collect();
        Some(Self {
            format: log.format,
            own,
            watched,
        })
    }

    /// Whether it sees what happens on a host.
    #[must_use]
    pub fn sees(&self, host: &Host) -> bool {
        self.watched.iter().any(|seen| seen.place == host.place)
    }

    /// Whether it sees what an address sends or receives.
    #[must_use]
    pub fn sees_ip(&self, ip: IpAddr) -> bool {
        self.watched.iter().any(|seen| seen.ip == ip)
    }

    /// The watched host that has an address.
    #[must_use]
    pub fn host_at(&self, ip: IpAddr) -> Option<&Host> {
        self.watched.iter().find(|seen| seen.ip == ip)
    }

    /// Whether it sees a connection: one of the two sides is watched.
    #[must_use]
    pub fn sees_flow(&self, flow: &super::activity::Flow) -> bool {
        self.sees_ip(flow.client.ip) || self.sees_ip(flow.server.ip)
    }

    /// Writes the lines that this log gets from an activity, if any.
    pub fn write(&self, activity: &Activity<'_>, out: &mut Lines) {
        match self.format {
            LogFormat::NginxAccess => nginx::access(self, activity, out),
            LogFormat::NginxError => nginx::error(self, activity, out),
            LogFormat::ApacheAccess => apache::access(self, activity, out),
            LogFormat::ApacheError => apache::error(self, activity, out),
            LogFormat::SuricataEve => suricata::eve(self, activity, out),
            LogFormat::ZeekConn => zeek::conn(self, activity, out),
            LogFormat::ZeekHttp => zeek::http(self, activity, out),
            LogFormat::WazuhAlerts => wazuh::alerts(self, activity, out),
            LogFormat::Auditd => auditd::records(self, activity, out),
            LogFormat::SysmonLinux => sysmon::events(self, activity, out),
            LogFormat::Clamd => clamd::log(self, activity, out),
            LogFormat::SquidAccess => squid::access(self, activity, out),
            LogFormat::Firewall => firewall::refused(self, activity, out),
            LogFormat::Syslog => syslog::lines(self, activity, out),
            LogFormat::PostgresAudit => postgres::audit(self, activity, out),
            LogFormat::Mactime => mactime::timeline(self, activity, out),
            LogFormat::WindowsSecurity => windows_security::events(self, activity, out),
            LogFormat::SysmonWindows => windows_sysmon::events(self, activity, out),
            LogFormat::ZeekDns => zeek::dns(self, activity, out),
            LogFormat::CloudSignIns => cloud::sign_ins(self, activity, out),
            LogFormat::OfficeAudit => office::audit(self, activity, out),
            LogFormat::GitAudit => git::audit(self, activity, out),
        }
    }
}

/// What stands before the first line of a file in this format; `opened` is the time of its first line.
#[must_use]
pub fn head(format: LogFormat, opened: Stamp) -> Vec<u8> {
    match format {
        LogFormat::ZeekConn => zeek::conn_head(opened),
        LogFormat::ZeekHttp => zeek::http_head(opened),
        LogFormat::ZeekDns => zeek::dns_head(opened),
        LogFormat::Mactime => mactime::head(),
        _ => Vec::new(),
    }
}

/// What stands after the last line of a file in this format.
#[must_use]
pub fn foot(format: LogFormat, closed: Stamp) -> Vec<u8> {
    match format {
        LogFormat::ZeekConn | LogFormat::ZeekHttp | LogFormat::ZeekDns => zeek::foot(closed),
        _ => Vec::new(),
    }
}

//! A Linux firewall: refused packets as Netfilter's `LOG` target writes them, in syslog.
//!
//! After `net/netfilter/nf_log_syslog.c`. IPv6 addresses have all their digits.

use super::Viewer;
use super::text::{Put as _, spread};
use crate::evidence::activity::{Activity, Refused, Transport};
use crate::evidence::page::Lines;
use crate::evidence::stamp::{DAY, SECOND};

/// The firewall sees what concerns the hosts it watches; one that watches only itself, whatever it refuses.
pub(super) fn refused(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Refused(refused) = activity else {
        return;
    };
    let all = viewer
        .watched
        .iter()
        .all(|host| host.place == viewer.own.place);
    if !all && !viewer.sees_ip(refused.client.ip) && !viewer.sees_ip(refused.server.ip) {
        return;
    }
    out.line(refused.at, |line| {
        // Seconds since the firewall was started, some weeks ago.
        let up = refused.at.0.rem_euclid(90 * DAY).unsigned_abs();
        let second = SECOND.unsigned_abs();
        line.syslog(refused.at)
            .put(" ")
            .plain(&viewer.own.name)
            .put(" kernel: [")
            .int(up / second)
            .put(".")
            .micros(refused.at)
            .put("] [BLOCK] IN=eth0 OUT=eth1 ");
        packet(line, refused);
    });
}

fn packet(line: &mut Vec<u8>, refused: &Refused) {
    let random = spread(u64::from(refused.packet) ^ u64::from(refused.client.port) << 16);
    let four = refused.client.ip.is_ipv4();
    // A first packet has options of 20 bytes.
    let length = match (refused.transport, four) {
        (Transport::Tcp, true) => 60,
        (Transport::Tcp, false) => 80,
        (Transport::Udp, true) => 68,
        (Transport::Udp, false) => 88,
    };
    let hops = 42 + random % 16;
    line.put("SRC=")
        .ip_in_full(refused.client.ip)
        .put(" DST=")
        .ip_in_full(refused.server.ip)
        .put(" LEN=")
        .int(length);
    if four {
        line.put(" TOS=0x00 PREC=0x00 TTL=")
            .int(hops)
            .put(" ID=")
            .int(refused.packet.into())
            .put(" DF");
    } else {
        line.put(" TC=0 HOPLIMIT=")
            .int(hops)
            .put(" FLOWLBL=")
            .int(refused.packet.into());
    }
    line.put(match refused.transport {
        Transport::Tcp => " PROTO=TCP SPT=",
        Transport::Udp => " PROTO=UDP SPT=",
    })
    .int(refused.client.port.into())
    .put(" DPT=")
    .int(refused.server.port.into())
    .put(match refused.transport {
        Transport::Tcp => " WINDOW=64240 RES=0x00 SYN URGP=0 ",
        Transport::Udp => " LEN=48 ",
    });
}

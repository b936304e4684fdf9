//! Zeek: `conn.log`, `http.log` and `dns.log`, tab separated.
//!
//! After Zeek 8.0: `scripts/base/protocols/{conn,http,dns}/main.zeek`, its reference of logs and the headers in
//! its tests. The time of a connection is that of its first packet. Escapes are those of its ASCII writer.

use core::net::IpAddr;

use super::Viewer;
use super::flows::{Asked, asked_in, flow_of};
use super::text::{Put as _, escape, spread};
use super::web;
use crate::evidence::activity::{Activity, Flow, FlowState, Request, Transport, WebConnection};
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;

const CONN_FIELDS: &str = "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\tip_proto";
const CONN_TYPES: &str = "time\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\tcount\tstring\tcount\tcount\tcount\tcount\tset[string]\tcount";
const HTTP_FIELDS: &str = "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\ttrans_depth\tmethod\thost\turi\treferrer\tversion\tuser_agent\torigin\trequest_body_len\tresponse_body_len\tstatus_code\tstatus_msg\tinfo_code\tinfo_msg\ttags\tusername\tpassword\tproxied\torig_fuids\torig_filenames\torig_mime_types\tresp_fuids\tresp_filenames\tresp_mime_types";
const HTTP_TYPES: &str = "time\tstring\taddr\tport\taddr\tport\tcount\tstring\tstring\tstring\tstring\tstring\tstring\tstring\tcount\tcount\tcount\tstring\tcount\tstring\tset[enum]\tstring\tstring\tset[string]\tvector[string]\tvector[string]\tvector[string]\tvector[string]\tvector[string]\tvector[string]";

const DNS_FIELDS: &str = "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected";
const DNS_TYPES: &str = "time\tstring\taddr\tport\taddr\tport\tenum\tcount\tinterval\tstring\tcount\tstring\tcount\tstring\tcount\tstring\tbool\tbool\tbool\tbool\tcount\tvector[string]\tvector[interval]\tbool";

/// One of Zeek's logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evidence) enum ZeekLog {
    /// `conn.log`.
    Conn,
    /// `http.log`.
    Http,
    /// `dns.log`.
    Dns,
}

/// The names of a log's fields, in order.
pub(in crate::evidence) fn fields(log: ZeekLog) -> impl Iterator<Item = &'static str> {
    let fields = match log {
        ZeekLog::Conn => CONN_FIELDS,
        ZeekLog::Http => HTTP_FIELDS,
        ZeekLog::Dns => DNS_FIELDS,
    };
    fields.split('\t')
}

pub(super) fn conn(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Some(asked) = asked_in(activity)
        && viewer.sees_flow(asked.flow)
    {
        connection_line(asked.flow, "dns", out);
    }
    if let Some((flow, service)) = flow_of(activity)
        && viewer.sees_flow(&flow)
    {
        connection_line(&flow, service, out);
    }
}

fn connection_line(flow: &Flow, service: &str, out: &mut Lines) {
    out.line(flow.start, |line| {
        who(line, flow.start, flow);
        let (name, number) = match flow.transport {
            Transport::Tcp => ("\ttcp\t", 6),
            Transport::Udp => ("\tudp\t", 17),
        };
        line.put(name);
        text(line, service).put("\t");
        let lasts = flow.end.0.saturating_sub(flow.start.0).max(0);
        let lasts = Stamp(lasts);
        line.epoch(lasts)
            .put(".")
            .micros(lasts)
            .put("\t")
            .int(flow.up.payload)
            .put("\t")
            .int(flow.down.payload)
            .put("\t")
            .put(state(flow))
            .put("\t")
            .put(truth(is_local(flow.client.ip)))
            .put("\t")
            .put(truth(is_local(flow.server.ip)))
            .put("\t0\t")
            .put(history(flow))
            .put("\t")
            .int(flow.up.packets)
            .put("\t")
            .int(flow.up.ip_bytes(flow.transport, flow.client.ip))
            .put("\t")
            .int(flow.down.packets)
            .put("\t")
            .int(flow.down.ip_bytes(flow.transport, flow.client.ip))
            .put("\t-\t")
            .int(number);
    });
}

/// How a connection went: closed, still open after a handshake, without an answer.
const fn state(flow: &Flow) -> &'static str {
    match (flow.state, flow.transport, flow.down.packets) {
        (_, _, 0) => "S0",
        (FlowState::Closed, _, _) | (_, Transport::Udp, _) => "SF",
        (FlowState::Open, Transport::Tcp, _) => "S1",
    }
}

const fn history(flow: &Flow) -> &'static str {
    match (flow.state, flow.transport, flow.down.packets) {
        (_, Transport::Udp, 0) => "D",
        (_, Transport::Tcp, 0) => "S",
        (_, Transport::Udp, _) => "Dd",
        (FlowState::Closed, Transport::Tcp, _) => "ShADadFf",
        (FlowState::Open, Transport::Tcp, _) => "ShADad",
    }
}

/// Zeek's usual local networks: those of RFC 1918 and their kin.
const fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_loopback(),
    }
}

const fn truth(value: bool) -> &'static str {
    if value { "T" } else { "F" }
}

/// Time, name of the connection, and its two ends.
fn who(line: &mut Vec<u8>, at: Stamp, flow: &Flow) {
    line.epoch(at).put(".").micros(at).put("\tC");
    name(line, flow.id);
    line.put("\t")
        .ip(flow.client.ip)
        .put("\t")
        .int(flow.client.port.into())
        .put("\t")
        .ip(flow.server.ip)
        .put("\t")
        .int(flow.server.port.into());
}

/// Seventeen letters and digits from a number.
fn name(line: &mut Vec<u8>, number: u64) {
    const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let first = spread(number);
    for (mut bits, length) in [(first, 9), (spread(first), 8)] {
        for _ in 0..length {
            let letter = usize::try_from(bits % 62).unwrap_or_default();
            line.push(LETTERS.get(letter).copied().unwrap_or(b'0'));
            bits /= 62;
        }
    }
}

/// A text as a field: `-` if there is none; escaped where it would be taken for something else.
fn text<'a>(line: &'a mut Vec<u8>, text: &str) -> &'a mut Vec<u8> {
    match text {
        "" => line.put("-"),
        "-" => line.put("\\x2d"),
        _ => escape(
            line,
            text,
            |byte| byte < b' ' || byte == b'\\' || byte == 0x7f,
            |line, byte| {
                if byte == b'\\' {
                    line.put("\\\\");
                } else {
                    line.put("\\x").hex::<2>(byte.into());
                }
            },
        ),
    }
}

/// The same within a vector: commas part its items.
fn item(line: &mut Vec<u8>, value: &str) {
    for (place, part) in value.split(',').enumerate() {
        if place > 0 {
            line.put("\\x2c");
        }
        if place == 0 || !part.is_empty() {
            text(line, part);
        }
    }
}

pub(super) fn http(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Web(web) = activity else { return };
    if !viewer.sees_flow(&web.flow) {
        return;
    }
    for (depth, request) in (1..).zip(&web.requests) {
        out.line(request.at, |line| request_line(line, web, request, depth));
    }
}

fn request_line(line: &mut Vec<u8>, web: &WebConnection<'_>, request: &Request<'_>, depth: u64) {
    who(line, request.at, &web.flow);
    line.put("\t")
        .int(depth)
        .put("\t")
        .put(web::method(request.method))
        .put("\t");
    text(line, web.host).put("\t");
    text(line, &request.path).put("\t");
    text(line, &request.referrer).put("\t1.1\t");
    text(line, request.agent)
        .put("\t-\t")
        .int(request.sends.into())
        .put("\t")
        .int(web::body(request))
        .put("\t")
        .int(request.status.into())
        .put("\t")
        .put(web::reason(request.status))
        .put("\t-\t-\t(empty)\t-\t-\t-\t");
    let file = web.flow.id.wrapping_add(depth << 1);
    match request.upload {
        Some(sample) => {
            line.put("F");
            name(line, spread(file));
            line.put("\t");
            item(line, sample.name());
            line.put("\ttext/plain\t");
        }
        None if request.sends > 0 => {
            line.put("F");
            name(line, spread(file));
            line.put("\t-\ttext/plain\t");
        }
        None => {
            line.put("-\t-\t-\t");
        }
    }
    if web::body(request) > 0 {
        line.put("F");
        name(line, spread(file + 1));
        line.put("\t-\t").put(web::types(request).1);
    } else {
        line.put("-\t-\t-");
    }
}

pub(super) fn dns(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Some(asked) = asked_in(activity)
        && viewer.sees_flow(asked.flow)
    {
        out.line(asked.flow.start, |line| question(line, &asked));
    }
}

fn question(line: &mut Vec<u8>, asked: &Asked<'_>) {
    let flow = asked.flow;
    who(line, flow.start, flow);
    let lasts = Stamp(flow.end.0.saturating_sub(flow.start.0).max(0));
    line.put("\tudp\t")
        .int(spread(flow.id) & 0xffff)
        .put("\t")
        .epoch(lasts)
        .put(".")
        .micros(lasts)
        .put("\t");
    text(line, asked.name);
    line.put(match asked.answer {
        Some(IpAddr::V6(_)) => "\t1\tC_INTERNET\t28\tAAAA",
        _ => "\t1\tC_INTERNET\t1\tA",
    });
    match asked.answer {
        Some(ip) => line
            .put("\t0\tNOERROR\tF\tF\tT\tT\t0\t")
            .ip(ip)
            .put("\t60.000000\tF"),
        None => line.put("\t3\tNXDOMAIN\tF\tF\tT\tT\t0\t-\t-\tF"),
    };
}

pub(super) fn dns_head(opened: Stamp) -> Vec<u8> {
    head("dns", DNS_FIELDS, DNS_TYPES, opened)
}

pub(super) fn conn_head(opened: Stamp) -> Vec<u8> {
    head("conn", CONN_FIELDS, CONN_TYPES, opened)
}

pub(super) fn http_head(opened: Stamp) -> Vec<u8> {
    head("http", HTTP_FIELDS, HTTP_TYPES, opened)
}

fn head(path: &str, fields: &str, types: &str, opened: Stamp) -> Vec<u8> {
    let mut head = Vec::new();
    head.put(
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t",
    )
    .put(path)
    .put("\n#open\t");
    turned(&mut head, opened);
    head.put("\n#fields\t")
        .put(fields)
        .put("\n#types\t")
        .put(types)
        .put("\n");
    head
}

pub(super) fn foot(closed: Stamp) -> Vec<u8> {
    let mut foot = Vec::new();
    foot.put("#close\t");
    turned(&mut foot, closed);
    foot.push(b'\n');
    foot
}

/// `2026-01-05-09-00-00`.
fn turned(out: &mut Vec<u8>, at: Stamp) {
    let mut time = Vec::new();
    time.iso(at, b'-');
    out.extend(time.iter().map(|byte| match byte {
        b':' => b'-',
        other => *other,
    }));
}

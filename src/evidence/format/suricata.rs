//! Suricata: EVE JSON.
//!
//! After `etc/schema.json` of Suricata 7.0.10 and what that version wrote for a capture of ours. The sensor
//! listens on an interface, so lines name it and count no packets of a file; it logs the files of requests,
//! not those of answers. `flow` is written at the flow's last packet: a sensor that looks for ended flows
//! all the time. IPv6 addresses have all their digits.

use super::Viewer;
use super::flows::{self, Asked, Ends, asked_in, flow_of};
use super::suricata_tls;
use super::text::{Put as _, spread};
use super::web;
use crate::evidence::activity::{
    Activity, Connection, Flow, FlowState, Request, Transport, Volume, WebConnection,
};
use crate::evidence::community_id::community_id;
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;
use crate::scenario::Signature;

pub(super) fn eve(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Some(asked) = asked_in(activity)
        && viewer.sees_flow(asked.flow)
    {
        dns(&asked, out);
    }
    let Some((flow, service)) = flow_of(activity) else {
        return;
    };
    if !viewer.sees_flow(&flow) {
        return;
    }
    let seen = Seen::new(flow);
    let app = app_proto(service);
    let mut alerted = false;
    match activity {
        Activity::Web(web) => alerted = requests(&seen, web, out),
        Activity::Connection(connection) => {
            alerted = connection.signature.is_some();
            talk(&seen, connection, app, out);
        }
        _ => {}
    }
    ended(&seen, app, alerted, out);
}

/// A flow with its name.
struct Seen {
    flow: Flow,
    community: String,
}

impl Seen {
    fn new(flow: Flow) -> Self {
        Self {
            community: community_id(&flow),
            flow,
        }
    }
}

/// A protocol as Suricata names it; `PostgreSQL` is not parsed by default.
fn app_proto(service: &str) -> &str {
    match service {
        "ssl" => "tls",
        "" | "postgresql" => "failed",
        known => known,
    }
}

/// Begins an event: who, with whom, when.
fn begin(line: &mut Vec<u8>, at: Stamp, event: &str, seen: &Seen, from_server: bool) {
    let Flow { client, server, .. } = seen.flow;
    let (source, target) = if from_server {
        (server, client)
    } else {
        (client, server)
    };
    line.put("{\"timestamp\":\"")
        .iso(at, b'T')
        .put(".")
        .micros(at)
        .put("+0000\",\"flow_id\":")
        .int(seen.flow.id)
        .put(",\"in_iface\":\"enp1s0\",\"event_type\":\"")
        .put(event)
        .put("\",\"src_ip\":\"")
        .ip_in_full(source.ip)
        .put("\",\"src_port\":")
        .int(source.port.into())
        .put(",\"dest_ip\":\"")
        .ip_in_full(target.ip)
        .put("\",\"dest_port\":")
        .int(target.port.into())
        .put(match seen.flow.transport {
            Transport::Tcp => ",\"proto\":\"TCP\"",
            Transport::Udp => ",\"proto\":\"UDP\"",
        });
}

/// What follows in all events that a packet raises.
fn packet(line: &mut Vec<u8>, seen: &Seen) {
    line.put(",\"pkt_src\":\"wire/pcap\",\"community_id\":\"")
        .put(&seen.community)
        .put("\"");
}

/// All events of the requests in a connection; whether one of them raised an alert.
fn requests(seen: &Seen, web: &WebConnection<'_>, out: &mut Lines) -> bool {
    let sent = |request: &Request<'_>| web::REQUEST_HEAD + u64::from(request.sends);
    let received = |request: &Request<'_>| web::ANSWER_HEAD + u64::from(request.answer);
    let all_sent: u64 = web.requests.iter().map(sent).sum();
    let all_received: u64 = web.requests.iter().map(received).sum();
    let (mut up, mut down) = (0, 0);
    let mut alerted = false;
    for (number, request) in (0..).zip(&web.requests) {
        up += sent(request);
        down += received(request);
        if let Some(signature) = request.signature {
            alerted = true;
            let up = flows::so_far(seen.flow.up, Ends::CLIENT, up, all_sent);
            let down = flows::so_far(seen.flow.down, Ends::SERVER, down, all_received);
            out.line(request.done, |line| {
                let back = answers(signature);
                begin(line, request.done, "alert", seen, back);
                packet(line, seen);
                line.put(",\"tx_id\":").int(number);
                alert(line, signature);
                http(line, web, request);
                if request.upload.is_some() {
                    line.put(",\"files\":[{");
                    file(line, request, number, false);
                    line.put("}]");
                }
                line.put(",\"app_proto\":\"http\"");
                so_far(line, seen, back, up, down);
            });
        }
        if request.upload.is_some() {
            out.line(request.done, |line| {
                begin(line, request.done, "fileinfo", seen, false);
                packet(line, seen);
                http(line, web, request);
                line.put(",\"app_proto\":\"http\",\"fileinfo\":{");
                file(line, request, number, true);
                line.put("}}");
            });
        }
        out.line(request.done, |line| {
            begin(line, request.done, "http", seen, false);
            packet(line, seen);
            line.put(",\"tx_id\":").int(number);
            http(line, web, request);
            line.put("}");
        });
    }
    alerted
}

/// Whether a signature looks at answers.
fn answers(signature: &Signature) -> bool {
    signature.rule.contains("to_client")
}

fn http(line: &mut Vec<u8>, web: &WebConnection<'_>, request: &Request<'_>) {
    line.put(",\"http\":{\"hostname\":\"")
        .json(web.host)
        .put("\",\"url\":\"")
        .json(&request.path);
    if !request.agent.is_empty() {
        line.put("\",\"http_user_agent\":\"").json(request.agent);
    }
    if !matches!(request.status, 204 | 304) {
        line.put("\",\"http_content_type\":\"")
            .put(web::types(request).0);
    }
    if !request.referrer.is_empty() {
        line.put("\",\"http_refer\":\"").json(&request.referrer);
    }
    line.put("\",\"http_method\":\"")
        .put(web::method(request.method))
        .put("\",\"protocol\":\"HTTP/1.1\",\"status\":")
        .int(request.status.into())
        .put(",\"length\":")
        .int(web::body(request))
        .put("}");
}

fn file(line: &mut Vec<u8>, request: &Request<'_>, number: u64, magic: bool) {
    let Some(sample) = request.upload else { return };
    line.put("\"filename\":\"").json(sample.name());
    if magic {
        line.put("\",\"magic\":\"ASCII text");
    }
    line.put("\",\"gaps\":false,\"state\":\"CLOSED\",\"md5\":\"")
        .json(&sample.md5)
        .put("\",\"sha256\":\"")
        .json(&sample.sha256)
        .put("\",\"stored\":false,\"size\":")
        .int(sample.bytes.into())
        .put(",\"tx_id\":")
        .int(number);
}

fn alert(line: &mut Vec<u8>, signature: &Signature) {
    line.put(",\"alert\":{\"action\":\"allowed\",\"gid\":1,\"signature_id\":")
        .int(signature.sid.into())
        .put(",\"rev\":")
        .int(revision(&signature.rule))
        .put(",\"signature\":\"")
        .json(&signature.message)
        .put("\",\"category\":\"")
        .json(&signature.category)
        .put("\",\"severity\":")
        .int(signature.priority.into());
    for (place, technique) in signature.attack.iter().enumerate() {
        line.put(if place == 0 {
            ",\"metadata\":{\"mitre_technique_id\":[\""
        } else {
            "\",\""
        });
        line.json(&technique.replace('.', "_"));
    }
    line.put(if signature.attack.is_empty() {
        "}"
    } else {
        "\"]}}"
    });
}

/// The number after `rev:` in a rule.
fn revision(rule: &str) -> u64 {
    rule.split_once("rev:")
        .and_then(|(_, rest)| rest.split(';').next())
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(1)
}

/// What had gone over the wire when an alert was raised; ends the event.
fn so_far(line: &mut Vec<u8>, seen: &Seen, back: bool, up: Volume, down: Volume) {
    line.put(if back {
        ",\"direction\":\"to_client\",\"flow\":{"
    } else {
        ",\"direction\":\"to_server\",\"flow\":{"
    });
    volumes(line, seen, up, down);
    let Flow { client, server, .. } = seen.flow;
    line.put(",\"src_ip\":\"")
        .ip_in_full(client.ip)
        .put("\",\"dest_ip\":\"")
        .ip_in_full(server.ip)
        .put("\",\"src_port\":")
        .int(client.port.into())
        .put(",\"dest_port\":")
        .int(server.port.into())
        .put("}}");
}

fn volumes(line: &mut Vec<u8>, seen: &Seen, up: Volume, down: Volume) {
    let Flow {
        transport, client, ..
    } = seen.flow;
    line.put("\"pkts_toserver\":")
        .int(up.packets)
        .put(",\"pkts_toclient\":")
        .int(down.packets)
        .put(",\"bytes_toserver\":")
        .int(up.frame_bytes(transport, client.ip))
        .put(",\"bytes_toclient\":")
        .int(down.frame_bytes(transport, client.ip))
        .put(",\"start\":\"")
        .iso(seen.flow.start, b'T')
        .put(".")
        .micros(seen.flow.start)
        .put("+0000\"");
}

/// The end of a flow, or how it stands.
fn ended(seen: &Seen, app: &str, alerted: bool, out: &mut Lines) {
    let flow = &seen.flow;
    out.line(flow.end, |line| {
        begin(line, flow.end, "flow", seen, false);
        line.put(",\"app_proto\":\"").json(app).put("\",\"flow\":{");
        volumes(line, seen, flow.up, flow.down);
        let closed = flow.state == FlowState::Closed && flow.transport == Transport::Tcp;
        let age = flow.end.seconds().saturating_sub(flow.start.seconds());
        line.put(",\"end\":\"")
            .iso(flow.end, b'T')
            .put(".")
            .micros(flow.end)
            .put("+0000\",\"age\":")
            .int(u64::try_from(age).unwrap_or_default())
            .put(match (closed, flow.down.packets) {
                (true, _) => ",\"state\":\"closed\"",
                (false, 0) => ",\"state\":\"new\"",
                (false, _) => ",\"state\":\"established\"",
            })
            .put(",\"reason\":\"timeout\",\"alerted\":")
            .put(if alerted { "true" } else { "false" })
            .put("},\"community_id\":\"")
            .put(&seen.community)
            .put("\"");
        if flow.transport == Transport::Tcp {
            line.put(if closed {
                concat!(
                    ",\"tcp\":{\"tcp_flags\":\"1b\",\"tcp_flags_ts\":\"1b\",\"tcp_flags_tc\":\"1b\",",
                    "\"syn\":true,\"fin\":true,\"psh\":true,\"ack\":true,\"state\":\"closed\",",
                    "\"ts_max_regions\":1,\"tc_max_regions\":1}"
                )
            } else {
                concat!(
                    ",\"tcp\":{\"tcp_flags\":\"1a\",\"tcp_flags_ts\":\"1a\",\"tcp_flags_tc\":\"1a\",",
                    "\"syn\":true,\"psh\":true,\"ack\":true,\"state\":\"established\",",
                    "\"ts_max_regions\":1,\"tc_max_regions\":1}"
                )
            });
        }
        line.put("}");
    });
}

/// The handshake and the alert of a connection that is neither web nor SSH.
fn talk(seen: &Seen, connection: &Connection<'_>, app: &str, out: &mut Lines) {
    let flow = &seen.flow;
    let lasts = flow.end.0.saturating_sub(flow.start.0).max(0);
    let at = flow.start.later(lasts.min(19_250));
    let tls = connection.service == "ssl" && !connection.name.is_empty();
    let client = suricata_tls::client(flow.client.ip, connection.name);
    if let Some(signature) = connection.signature {
        out.line(at, |line| {
            let back = answers(signature);
            begin(line, at, "alert", seen, back);
            packet(line, seen);
            if app != "failed" {
                line.put(",\"tx_id\":0");
            }
            alert(line, signature);
            if tls {
                line.put(",\"tls\":{");
                suricata_tls::write(line, client, connection.name, false);
                line.put("}");
            }
            line.put(",\"app_proto\":\"").json(app).put("\"");
            // So much has gone over the wire after a handshake.
            let first = |volume: Volume, payload: u64| Volume {
                payload: volume.payload.min(payload),
                packets: volume.packets.min(4),
                segments: volume.segments.min(2),
            };
            so_far(
                line,
                seen,
                back,
                first(flow.up, 260),
                first(flow.down, 2_330),
            );
        });
    }
    // Of a connection that has long been open the handshake was seen long ago.
    if tls && flow.state == FlowState::Closed {
        out.line(at, |line| {
            begin(line, at, "tls", seen, false);
            packet(line, seen);
            line.put(",\"tls\":{");
            suricata_tls::write(line, client, connection.name, true);
            line.put("}}");
        });
    }
}

/// The question for a name, its answer, and their flow.
fn dns(asked: &Asked<'_>, out: &mut Lines) {
    let seen = Seen::new(*asked.flow);
    let lookup = asked.flow;
    let number = spread(lookup.id) & 0xffff;
    let kind = if asked.answer.is_none_or(|ip| ip.is_ipv4()) {
        "A"
    } else {
        "AAAA"
    };
    out.line(lookup.start, |line| {
        begin(line, lookup.start, "dns", &seen, false);
        packet(line, &seen);
        line.put(",\"dns\":{\"version\":2,\"type\":\"query\",\"id\":")
            .int(number)
            .put(",\"rrname\":\"")
            .json(asked.name)
            .put("\",\"rrtype\":\"")
            .put(kind)
            .put("\",\"tx_id\":0,\"opcode\":0}}");
    });
    if lookup.down.packets > 0 {
        out.line(lookup.end, |line| {
            begin(line, lookup.end, "dns", &seen, false);
            packet(line, &seen);
            line.put(",\"dns\":{\"version\":2,\"type\":\"answer\",\"id\":")
                .int(number)
                .put(match asked.answer {
                    Some(_) => ",\"flags\":\"8180\"",
                    None => ",\"flags\":\"8183\"",
                })
                .put(",\"qr\":true,\"rd\":true,\"ra\":true,\"opcode\":0,\"rrname\":\"")
                .json(asked.name)
                .put("\",\"rrtype\":\"")
                .put(kind);
            let Some(ip) = asked.answer else {
                line.put("\",\"rcode\":\"NXDOMAIN\"}}");
                return;
            };
            line.put("\",\"rcode\":\"NOERROR\",\"answers\":[{\"rrname\":\"")
                .json(asked.name)
                .put("\",\"rrtype\":\"")
                .put(kind)
                .put("\",\"ttl\":60,\"rdata\":\"")
                .ip_in_full(ip)
                .put("\"}],\"grouped\":{\"")
                .put(kind)
                .put("\":[\"")
                .ip_in_full(ip)
                .put("\"]}}}");
        });
    }
    ended(&seen, "dns", false, out);
}

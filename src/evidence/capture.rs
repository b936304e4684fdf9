//! A capture of packets: the web traffic that acts made, as a sensor at the edge could have recorded it.
//!
//! Whole TCP connections over Ethernet, from handshake to closing, with the bytes of [`super::exchange`].
//! Each packet follows from its connection alone, so that two captures agree wherever they overlap. The
//! file format is that of libpcap, version 2.4, as `pcap-savefile(5)` describes it.

mod conversation;
mod frame;

use core::net::IpAddr;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::ops::Range;

use super::activity::{Endpoint, Flow, Request};
use super::archive::Archive;
use super::exchange::{write_answer, write_request};
use super::history::History;
use super::samples;
use super::stamp::{DAY, SECOND, Stamp};
use conversation::{Packet, converse};
use frame::frame;

/// A connection with more payload than this is large, in bytes.
pub const LARGE: u64 = 16 << 10;
/// Of each client so many large connections a day (in UTC) are captured, the first of them.
pub const MOST_LARGE_A_DAY: usize = 32;
/// A connection with more payload than this is not captured, in bytes.
pub const LARGEST_CONNECTION: u64 = 16 << 20;
/// So much payload is captured at most, in bytes; connections that begin later are left out.
pub const LARGEST_CAPTURE: u64 = 96 << 20;

/// The largest packet that the file says it may hold.
const SNAP_LENGTH: u32 = 262_144;
/// Ethernet.
const LINK_TYPE: u32 = 1;

/// What a capture holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Captured {
    /// How many connections.
    pub connections: u64,
    /// How many packets.
    pub packets: u64,
    /// The first and the last packet.
    pub times: Option<(Stamp, Stamp)>,
    /// How many connections of the window were too many or too large.
    pub left_out: u64,
}

/// What is said in one direction, whole.
#[derive(Debug)]
struct Message {
    from_client: bool,
    /// When its last packet goes.
    at: Stamp,
    bytes: Vec<u8>,
}

/// A connection with everything that is said in it.
#[derive(Debug)]
struct Talk {
    flow: Flow,
    messages: Vec<Message>,
}

/// Writes the packets, within a window of time, of the connections that begin in it and that `sees` names.
///
/// # Errors
/// What the writer says.
pub fn write(
    archive: &Archive,
    history: &History,
    window: &Range<Stamp>,
    sees: &dyn Fn(&Flow) -> bool,
    out: &mut dyn Write,
) -> io::Result<Captured> {
    let mut wanted = Vec::new();
    archive.trace_connections(history, &mut |connection| {
        let flow = &connection.flow;
        let one_family = flow.client.ip.is_ipv4() == flow.server.ip.is_ipv4();
        if one_family && sees(flow) {
            wanted.push(Wanted {
                start: flow.start,
                id: flow.id,
                ends: (flow.client, flow.server),
                payload: flow.up.payload + flow.down.payload,
            });
        }
    });
    wanted.sort_by_key(|one| (one.start, one.id));
    let (chosen, left_out) = choose(&wanted, window);
    let contents = contents(archive);
    let mut talks = Vec::new();
    archive.trace_connections(history, &mut |connection| {
        let flow = &connection.flow;
        if chosen.contains(&(flow.start, flow.id)) {
            talks.push(Talk {
                flow: *flow,
                messages: messages(connection.host, &connection.requests, &contents),
            });
        }
    });
    talks.sort_by_key(|talk| (talk.flow.start, talk.flow.id));
    let mut captured = record(&talks, window.end, out)?;
    captured.left_out = left_out;
    Ok(captured)
}

/// A connection that the sensors see.
#[derive(Debug, Clone)]
struct Wanted {
    start: Stamp,
    id: u64,
    ends: (Endpoint, Endpoint),
    payload: u64,
}

/// The flows in the window that the capture keeps, and how many it does not. What is kept of a client is
/// counted over all time, so that two windows keep the same. Where both ends of an earlier connection come
/// again with the same ports, readers of packets would take the two for one; the later is left out.
fn choose(wanted: &[Wanted], window: &Range<Stamp>) -> (BTreeSet<(Stamp, u64)>, u64) {
    let mut room = LARGEST_CAPTURE;
    let mut large_a_day: BTreeMap<(IpAddr, i64), usize> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut chosen = BTreeSet::new();
    let mut left_out = 0;
    for one in wanted {
        let (client, _) = one.ends;
        let mut kept = one.payload <= LARGEST_CONNECTION;
        if kept && one.payload > LARGE {
            let day = one.start.0.div_euclid(DAY);
            let large = large_a_day.entry((client.ip, day)).or_default();
            *large += 1;
            kept = *large <= MOST_LARGE_A_DAY;
        }
        kept = kept && known.insert(key(one.ends));
        if !window.contains(&one.start) {
            continue;
        }
        if kept && one.payload <= room {
            room -= one.payload;
            chosen.insert((one.start, one.id));
        } else {
            left_out += 1;
        }
    }
    (chosen, left_out)
}

/// Both ends in an order.
fn key((client, server): (Endpoint, Endpoint)) -> (IpAddr, u16, IpAddr, u16) {
    (client.ip, client.port, server.ip, server.port)
}

/// The bytes of all samples by their SHA-256.
fn contents(archive: &Archive) -> BTreeMap<String, Vec<u8>> {
    let samples = archive.scenario().samples.iter();
    samples
        .map(|sample| (samples::facts(sample).sha256, samples::content(sample)))
        .collect()
}

/// What is said in a connection with these requests, in order.
fn messages(
    host: &str,
    requests: &[Request<'_>],
    contents: &BTreeMap<String, Vec<u8>>,
) -> Vec<Message> {
    let mut messages = Vec::with_capacity(requests.len() * 2);
    for request in requests {
        let content = request.upload.and_then(|facts| contents.get(&facts.sha256));
        let mut asked = Vec::new();
        write_request(&mut asked, host, request, content.map(Vec::as_slice));
        let mut answered = Vec::new();
        write_answer(&mut answered, request);
        messages.push(Message {
            from_client: true,
            at: request.at,
            bytes: asked,
        });
        messages.push(Message {
            from_client: false,
            at: request.done,
            bytes: answered,
        });
    }
    messages
}

/// Writes the packets of all connections before a moment, in the order of time.
fn record(talks: &[Talk], until: Stamp, out: &mut dyn Write) -> io::Result<Captured> {
    let mut captured = Captured::default();
    let mut packets: Vec<(&Talk, Packet)> = Vec::new();
    for talk in talks {
        captured.connections += 1;
        packets.extend(converse(talk).into_iter().map(|packet| (talk, packet)));
    }
    packets.retain(|(_, packet)| packet.at < until);
    // Stable: packets of one connection are in order already.
    packets.sort_by_key(|(_, packet)| packet.at);
    out.write_all(&file_header())?;
    let mut bytes = Vec::with_capacity(1_600);
    for (talk, packet) in &packets {
        bytes.clear();
        frame(&mut bytes, talk, packet)?;
        out.write_all(&packet_header(packet.at, bytes.len()))?;
        out.write_all(&bytes)?;
        captured.packets += 1;
        let first = captured.times.map_or(packet.at, |(first, _)| first);
        captured.times = Some((first, packet.at));
    }
    Ok(captured)
}

/// The head of the file: microseconds, UTC, Ethernet.
fn file_header() -> [u8; 24] {
    let mut head = [0; 24];
    let words = [0xa1b2_c3d4, 4 << 16 | 2, 0, 0, SNAP_LENGTH, LINK_TYPE];
    put_words(&mut head, &words);
    head
}

/// What stands before each packet: its time, and its size twice, as captured and as sent.
fn packet_header(at: Stamp, size: usize) -> [u8; 16] {
    let seconds = u32::try_from(at.0.div_euclid(SECOND)).unwrap_or_default();
    let size = u32::try_from(size).unwrap_or_default();
    let mut head = [0; 16];
    put_words(&mut head, &[seconds, at.micros(), size, size]);
    head
}

fn put_words(to: &mut [u8], words: &[u32]) {
    for (place, word) in to.chunks_exact_mut(4).zip(words) {
        place.copy_from_slice(&word.to_le_bytes());
    }
}

#[cfg(test)]
mod tests;

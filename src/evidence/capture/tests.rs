use etherparse::{NetSlice, SlicedPacket, TransportSlice};

use super::*;
use crate::evidence::activity::{Endpoint, FlowState, Request, SampleFacts, Transport};
use crate::evidence::exchange::volumes;
use crate::scenario::Method;

const HOST: &str = "shop.example.org";

fn facts() -> SampleFacts {
    SampleFacts {
        path: "/srv/shop/media/thumb.php".to_owned(),
        bytes: 2_100,
        md5: String::new(),
        sha1: String::new(),
        sha256: "f".repeat(64),
        known_as: String::new(),
    }
}

fn request(at: i64, method: Method, answer: u32) -> Request<'static> {
    Request {
        at: Stamp(at),
        done: Stamp(at + 40_000),
        method,
        path: "/media/thumb.php?c=id".into(),
        status: 200,
        answer,
        sends: 0,
        sends_text: "",
        answer_text: "uid=33(www-data)",
        referrer: "".into(),
        agent: "curl/8.5.0",
        upload: None,
        warning: None,
        signature: None,
    }
}

fn flow(id: u64, client: &str, server: &str, requests: &[Request<'_>]) -> Flow {
    let (up, down) = volumes(HOST, requests);
    let end = |ip: &str, port| Endpoint {
        ip: ip.parse().unwrap(),
        port,
    };
    Flow {
        id,
        client: end(client, 40_000),
        server: end(server, 80),
        transport: Transport::Tcp,
        start: requests[0].at.later(-1_900),
        end: requests[requests.len() - 1].done.later(2_300),
        up,
        down,
        state: FlowState::Closed,
    }
}

fn said(flow: Flow, requests: &[Request<'_>]) -> Talk {
    let contents = BTreeMap::from([("f".repeat(64), b"inert\n".repeat(350))]);
    Talk {
        flow,
        messages: messages(HOST, requests, &contents),
    }
}

/// The packets of a file: times and frames.
fn packets(file: &[u8]) -> Vec<(Stamp, &[u8])> {
    assert_eq!(&file[..8], [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]);
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    let mut found = Vec::new();
    let mut at = 24;
    while at < file.len() {
        let size = word(at + 8) as usize;
        assert_eq!(word(at + 8), word(at + 12));
        let stamp = i64::from(word(at)) * SECOND + i64::from(word(at + 4));
        found.push((Stamp(stamp), &file[at + 16..at + 16 + size]));
        at += 16 + size;
    }
    found
}

fn recorded(talks: &[Talk]) -> (Vec<u8>, Captured) {
    let mut file = Vec::new();
    let captured = record(talks, Stamp(i64::MAX), &mut file).unwrap();
    (file, captured)
}

#[test]
fn packets_are_sound_and_as_many_as_the_flow_says() {
    let upload = facts();
    let mut sends = request(2_000_000_000_000, Method::Post, 30);
    sends.upload = Some(&upload);
    sends.sends = 3_000;
    let large = request(2_000_000_900_000, Method::Get, 123_457);
    let requests = [sends, large];
    for (client, server) in [
        ("203.0.113.77", "10.20.0.15"),
        ("2001:db8::77", "2001:db8:1::15"),
    ] {
        let flow = flow(77, client, server, &requests);
        let talks = [said(flow, &requests)];
        let (file, captured) = recorded(&talks);
        let packets = packets(&file);
        assert_eq!(captured.packets, flow.up.packets + flow.down.packets);
        assert_eq!(captured.times, Some((flow.start, flow.end)));
        assert!(packets.windows(2).all(|two| two[0].0 <= two[1].0));
        let (mut frames, mut payloads) = ([0_u64; 2], [Vec::new(), Vec::new()]);
        for (_, frame) in &packets {
            let sliced = SlicedPacket::from_ethernet(frame).unwrap();
            let Some(TransportSlice::Tcp(tcp)) = &sliced.transport else {
                panic!("TCP only");
            };
            let computed = match sliced.net.as_ref().unwrap() {
                NetSlice::Ipv4(ip) => {
                    let header = ip.header().to_header();
                    assert_eq!(header.header_checksum, header.calc_header_checksum());
                    assert!(header.dont_fragment);
                    tcp.calc_checksum_ipv4(header.source, header.destination)
                }
                NetSlice::Ipv6(ip) => {
                    let header = ip.header().to_header();
                    tcp.calc_checksum_ipv6(header.source, header.destination)
                }
                NetSlice::Arp(_) => panic!("IP only"),
            };
            assert_eq!(computed.unwrap(), tcp.checksum());
            let side = usize::from(tcp.source_port() == 80);
            frames[side] += frame.len() as u64;
            payloads[side].extend_from_slice(tcp.payload());
        }
        let sides = [(flow.up, frames[0]), (flow.down, frames[1])];
        for (volume, frames) in sides {
            assert_eq!(volume.frame_bytes(Transport::Tcp, flow.client.ip), frames);
        }
        let asked = String::from_utf8(payloads[0].clone()).unwrap();
        assert!(asked.contains("filename=\"thumb.php\""));
        assert!(asked.contains(&"inert\n".repeat(350)));
        assert!(asked.ends_with("\r\n\r\n"), "the second request is whole");
        let (up, down) = (payloads[0].len() as u64, payloads[1].len() as u64);
        assert_eq!((up, down), (flow.up.payload, flow.down.payload));
    }
}

#[test]
fn a_packet_is_the_same_in_every_capture() {
    let early = [request(2_000_000_000_000, Method::Get, 100)];
    let late = [request(2_000_000_010_000, Method::Get, 5_000)];
    let one = || said(flow(1, "203.0.113.77", "10.20.0.15", &early), &early);
    let two = || said(flow(2, "203.0.113.78", "10.20.0.15", &late), &late);
    let (both, _) = recorded(&[one(), two()]);
    let (alone, _) = recorded(&[two()]);
    let both = packets(&both);
    let mut here = both.iter();
    for packet in packets(&alone) {
        assert!(here.any(|other| *other == packet));
    }
}

fn wanted(start: i64, id: u64, last: u8, payload: u64) -> Wanted {
    let end = |ip: [u8; 4], port| Endpoint {
        ip: ip.into(),
        port,
    };
    Wanted {
        start: Stamp(start),
        id,
        ends: (
            end([203, 0, 113, last], 40_000 + u16::try_from(id).unwrap()),
            end([10, 20, 0, 15], 80),
        ),
        payload,
    }
}

#[test]
fn what_is_too_large_or_has_no_room_is_left_out() {
    let sizes = [10, 17, 16, 16, 16, 16, 16, 16, 1];
    let all: Vec<Wanted> = (0..)
        .zip(sizes)
        .map(|(id, mib)| wanted(0, id, 7, mib << 20))
        .collect();
    let (chosen, left_out) = choose(&all, &(Stamp(0)..Stamp(1)));
    let kept: Vec<u64> = chosen.into_iter().map(|(_, id)| id).collect();
    assert_eq!((kept, left_out), (vec![0, 2, 3, 4, 5, 6, 8], 2));
}

#[test]
fn a_busy_client_does_not_fill_the_capture() {
    let day = |day: i64, bytes| {
        (0..50_u64).map(move |n| {
            let number = n + day.unsigned_abs() * 100;
            wanted(day * DAY + n.cast_signed(), number, 7, bytes)
        })
    };
    let mut all: Vec<Wanted> = day(1, 100_000).chain(day(2, 100)).collect();
    all.push(wanted(2 * DAY + 60, 99, 8, 100_000));
    let (whole, left_out) = choose(&all, &(Stamp(0)..Stamp(3 * DAY)));
    assert_eq!((whole.len(), left_out), (MOST_LARGE_A_DAY + 50 + 1, 18));
    let (late, _) = choose(&all, &(Stamp(DAY + 20)..Stamp(3 * DAY)));
    let rest: BTreeSet<_> = whole
        .into_iter()
        .filter(|(at, _)| at.0 >= DAY + 20)
        .collect();
    assert_eq!(late, rest);
}

#[test]
fn ports_that_come_again_are_left_out() {
    let all = [wanted(0, 1, 7, 100), wanted(DAY, 1, 7, 100)];
    let (chosen, left_out) = choose(&all, &(Stamp(0)..Stamp(3 * DAY)));
    assert_eq!((chosen.len(), left_out), (1, 1));
    let (chosen, left_out) = choose(&all, &(Stamp(1)..Stamp(3 * DAY)));
    assert_eq!((chosen.len(), left_out), (0, 1));
}

//! A packet as it goes over Ethernet, with its checksums.

use core::net::IpAddr;
use std::io;

use etherparse::{
    IpHeaders, Ipv4Header, Ipv6Header, PacketBuilder, PacketBuilderStep, TcpHeader,
    TcpOptionElement,
};

use super::Talk;
use super::conversation::{Packet, Purpose, start};

/// What Ethernet carries at least, without its check sequence.
const LEAST: usize = 60;
/// The window that both sides offer.
const WINDOW: u16 = 64_240;
/// The largest segment that both sides take.
const SEGMENT: u16 = 1_460;

/// Appends a packet's frame.
pub(super) fn frame(out: &mut Vec<u8>, talk: &Talk, packet: &Packet) -> io::Result<()> {
    let flow = &talk.flow;
    let (from, to) = if packet.up {
        (flow.client, flow.server)
    } else {
        (flow.server, flow.client)
    };
    let payload = match packet.purpose {
        Purpose::Data {
            message, from, to, ..
        } => talk
            .messages
            .get(message)
            .and_then(|message| message.bytes.get(from..to))
            .unwrap_or_default(),
        _ => &[],
    };
    let ip = ip_headers(flow.id, from.ip, to.ip, packet)?;
    let tcp = PacketBuilder::ethernet2(hardware(from.ip), hardware(to.ip))
        .ip(ip)
        .tcp(from.port, to.port, packet.sequence, WINDOW);
    flagged(tcp, packet)?
        .write_to_vec(out, payload)
        .map_err(other)?;
    if out.len() < LEAST {
        out.resize(LEAST, 0);
    }
    Ok(())
}

fn flagged(
    mut tcp: PacketBuilderStep<TcpHeader>,
    packet: &Packet,
) -> io::Result<PacketBuilderStep<TcpHeader>> {
    if let Some(number) = packet.acknowledges {
        tcp = tcp.ack(number);
    }
    Ok(match packet.purpose {
        Purpose::Open => tcp
            .syn()
            .options(&[TcpOptionElement::MaximumSegmentSize(SEGMENT)])
            .map_err(other)?,
        Purpose::Data { last: true, .. } => tcp.psh(),
        Purpose::Data { .. } | Purpose::Ack => tcp,
        Purpose::Close => tcp.fin(),
    })
}

fn ip_headers(flow: u64, from: IpAddr, to: IpAddr, packet: &Packet) -> io::Result<IpHeaders> {
    // Clients are some routers away.
    let hops = if packet.up {
        64 - u8::try_from(6 + start(flow, 3) % 12).unwrap_or_default()
    } else {
        64
    };
    match (from, to) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            let first = start(flow, if packet.up { 4 } else { 5 }) & 0xffff;
            let first = u16::try_from(first).unwrap_or_default();
            Ok(IpHeaders::Ipv4(
                Ipv4Header {
                    identification: first.wrapping_add(packet.number),
                    dont_fragment: true,
                    time_to_live: hops,
                    source: from.octets(),
                    destination: to.octets(),
                    ..Ipv4Header::default()
                },
                etherparse::Ipv4Extensions::default(),
            ))
        }
        (IpAddr::V6(from), IpAddr::V6(to)) => Ok(IpHeaders::Ipv6(
            Ipv6Header {
                hop_limit: hops,
                source: from.octets(),
                destination: to.octets(),
                ..Ipv6Header::default()
            },
            etherparse::Ipv6Extensions::default(),
        )),
        _ => Err(other(
            "a connection between an IPv4 and an IPv6 address has no packets",
        )),
    }
}

/// An address of an interface, from the range that anybody may give out.
fn hardware(ip: IpAddr) -> [u8; 6] {
    let last = match ip {
        IpAddr::V4(ip) => ip.octets(),
        IpAddr::V6(ip) => {
            let [.., a, b, c, d] = ip.octets();
            [a, b, c, d]
        }
    };
    let [a, b, c, d] = last;
    [0x02, 0x00, a, b, c, d]
}

fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::other(error)
}

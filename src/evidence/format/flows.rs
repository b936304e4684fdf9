//! The connections within an activity, as everything that watches the network sees them.

use core::net::IpAddr;

use super::text::spread;
use crate::evidence::activity::{
    Activity, Endpoint, Flow, FlowState, Program, Proxied, Transport, Volume,
};
use crate::scenario::SignInBy;

/// The port on which the proxy listens.
const PROXY_PORT: u16 = 3_128;
/// Bytes of a `CONNECT` and of a client's part of a TLS handshake.
const TUNNEL_UP: u64 = 820;
/// Bytes of a proxy's answer to `CONNECT` and of a server's part of a TLS handshake.
const TUNNEL_DOWN: u64 = 39;
/// The largest payload of a TCP packet over Ethernet.
const SEGMENT: u64 = 1_460;

/// The connection of an activity, and its protocol as Zeek names it; empty if it recognises none. The
/// question for a name before a connection is not among them.
pub(super) fn flow_of<'a>(activity: &'a Activity<'a>) -> Option<(Flow, &'a str)> {
    match activity {
        Activity::Web(web) => Some((web.flow, "http")),
        Activity::SignIn(session) if session.at_console() => None,
        Activity::SignIn(session) => Some((
            session.flow,
            match session.by {
                SignInBy::PublicKey | SignInBy::Password => "ssh",
                SignInBy::Network => "smb",
                SignInBy::RemoteDesktop => "rdp",
            },
        )),
        Activity::Query(query) => query.flow.map(|flow| (flow, "postgresql")),
        Activity::Connection(connection) => Some((connection.flow, connection.service)),
        Activity::Proxied(proxied) => Some((through_proxy(proxied), "http")),
        Activity::Lookup(_)
        | Activity::Cloud(_)
        | Activity::Audited(_)
        | Activity::Service(_)
        | Activity::Process(_)
        | Activity::File(_)
        | Activity::Detection(_)
        | Activity::Message(_)
        | Activity::Refused(_) => None,
    }
}

/// A question for a name, as everything that watches names sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The question and its answer.
    pub(super) flow: &'a Flow,
    /// The name.
    pub(super) name: &'a str,
    /// The address; none if there is no such name.
    pub(super) answer: Option<IpAddr>,
    /// The program that asked.
    pub(super) by: Program<'a>,
}

/// The question for a name within an activity, or just before its connection.
pub(super) fn asked_in<'a>(activity: &'a Activity<'a>) -> Option<Asked<'a>> {
    match activity {
        Activity::Lookup(lookup) => Some(Asked {
            flow: &lookup.flow,
            name: &lookup.name,
            answer: lookup.answer,
            by: lookup.by,
        }),
        Activity::Connection(connection) => Some(Asked {
            flow: connection.lookup.as_ref()?,
            name: connection.name,
            answer: Some(connection.flow.server.ip),
            by: connection.by,
        }),
        _ => None,
    }
}

/// The client's connection to the proxy. Its port and number follow from who asked and when.
fn through_proxy(proxied: &Proxied<'_>) -> Flow {
    let took = i64::try_from(proxied.took_ms).unwrap_or(i64::MAX);
    let number = spread(proxied.done.0.unsigned_abs() ^ spread(proxied.answer ^ proxied.took_ms));
    let up = TUNNEL_UP + proxied.sends;
    let down = TUNNEL_DOWN + proxied.answer;
    let segments = |bytes: u64| bytes.div_ceil(SEGMENT);
    Flow {
        id: number >> 1,
        client: Endpoint {
            ip: proxied.client,
            port: 32_768 + u16::try_from(number % 28_232).unwrap_or_default(),
        },
        server: Endpoint {
            ip: proxied.through.ip,
            port: PROXY_PORT,
        },
        transport: Transport::Tcp,
        start: proxied.done.later_ms(took.saturating_neg()),
        end: proxied.done,
        up: Volume {
            payload: up,
            packets: 4 + segments(up) + segments(down).div_ceil(2),
            segments: segments(up),
        },
        down: Volume {
            payload: down,
            packets: 3 + segments(down) + segments(up).div_ceil(2),
            segments: segments(down),
        },
        state: FlowState::Closed,
    }
}

/// What had gone in one direction when `part` of the `whole` payload had: the packets that open the
/// connection, a part of the others, and none that close it.
pub(super) fn so_far(volume: Volume, ends: Ends, part: u64, whole: u64) -> Volume {
    let of = |amount: u64| {
        let scaled = u128::from(amount) * u128::from(part) / u128::from(whole.max(1));
        u64::try_from(scaled).unwrap_or(amount).min(amount)
    };
    let between = volume.packets.saturating_sub(ends.opening + ends.closing);
    Volume {
        payload: of(volume.payload),
        packets: (ends.opening + of(between)).min(volume.packets),
        segments: of(volume.segments),
    }
}

/// How many packets one side sends to open and to close a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    opening: u64,
    closing: u64,
}

impl Ends {
    /// Those of the client.
    pub(super) const CLIENT: Self = Self {
        opening: 2,
        closing: 2,
    };
    /// Those of the server.
    pub(super) const SERVER: Self = Self {
        opening: 1,
        closing: 1,
    };
}

//! Community ID: one name for a flow in the logs of all sensors.
//!
//! After the specification of Corelight, version 1, seed 0: SHA-1 over seed, addresses, protocol and ports,
//! the smaller end first, in Base64 after `1:`.

use core::net::IpAddr;

use sha1::{Digest as _, Sha1};

use super::activity::{Endpoint, Flow, Transport};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The Community ID of a flow, `1:` included.
#[must_use]
pub fn community_id(flow: &Flow) -> String {
    let key = |end: &Endpoint| (end.ip, end.port);
    let (first, second) = if key(&flow.client) <= key(&flow.server) {
        (&flow.client, &flow.server)
    } else {
        (&flow.server, &flow.client)
    };
    let protocol: u8 = match flow.transport {
        Transport::Tcp => 6,
        Transport::Udp => 17,
    };
    let mut hash = Sha1::new();
    hash.update(0_u16.to_be_bytes());
    for end in [first, second] {
        match end.ip {
            IpAddr::V4(ip) => hash.update(ip.octets()),
            IpAddr::V6(ip) => hash.update(ip.octets()),
        }
    }
    hash.update([protocol, 0]);
    hash.update(first.port.to_be_bytes());
    hash.update(second.port.to_be_bytes());
    let mut name = String::with_capacity(30);
    name.push_str("1:");
    base64(&hash.finalize(), &mut name);
    name
}

/// Base64 with padding (RFC 4648).
fn base64(bytes: &[u8], out: &mut String) {
    for three in bytes.chunks(3) {
        let mut bits = 0_u32;
        for place in 0..3 {
            bits = bits << 8 | u32::from(three.get(place).copied().unwrap_or_default());
        }
        for place in 0..4_usize {
            let letter = usize::try_from(bits >> (18 - 6 * place) & 63)
                .ok()
                .and_then(|number| LETTERS.get(number))
                .filter(|_| place <= three.len());
            out.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Stamp;
    use crate::evidence::activity::{FlowState, Volume};

    fn id(client: (&str, u16), server: (&str, u16), transport: Transport) -> String {
        let end = |(ip, port): (&str, u16)| Endpoint {
            ip: ip.parse().unwrap(),
            port,
        };
        community_id(&Flow {
            id: 1,
            client: end(client),
            server: end(server),
            transport,
            start: Stamp(0),
            end: Stamp(0),
            up: Volume::default(),
            down: Volume::default(),
            state: FlowState::Closed,
        })
    }

    #[test]
    fn known_flows_have_their_known_names() {
        use Transport::{Tcp, Udp};
        // Elastic's example, and what Suricata 7.0.10 wrote for flows of our own.
        let known = [
            (
                ("192.168.1.146", 32858),
                ("89.160.20.112", 80),
                Tcp,
                "1:f/fhhymxTWawzKqC6BHu3U8J4Rw=",
            ),
            (
                ("203.0.113.66", 41530),
                ("10.20.0.15", 80),
                Tcp,
                "1:WOz1dRUtkVHwT2auWpFO0QlbCds=",
            ),
            (
                ("198.51.100.23", 50122),
                ("10.20.0.15", 80),
                Tcp,
                "1:/BoR+8M/603hVauJMoCxheiNI+I=",
            ),
            (
                ("10.20.0.15", 39211),
                ("10.20.0.2", 53),
                Udp,
                "1:UNwrTFkTwFb6ghW1N7dHEVLNVHw=",
            ),
            (
                ("10.20.0.15", 44122),
                ("192.0.2.80", 443),
                Tcp,
                "1:uPbhzSGGmTEVWTjhASnor9UnNHI=",
            ),
        ];
        for (client, server, transport, name) in known {
            assert_eq!(id(client, server, transport), name);
            assert_eq!(id(server, client, transport), name, "both directions");
        }
    }

    #[test]
    fn base64_pads() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            let mut out = String::new();
            base64(bytes.as_bytes(), &mut out);
            assert_eq!(out, text);
        }
    }
}

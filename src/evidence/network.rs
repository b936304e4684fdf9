//! Addresses, ports and sizes of connections.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::activity::Volume;
use super::exchange::segments;
use crate::base::chance::Stream;

/// A range of addresses, such as `203.0.113.0/24`; a single address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    base: IpAddr,
    prefix: u8,
}

impl Range {
    /// Reads `203.0.113.0/24` or `203.0.113.77`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (base, prefix) = match text.split_once('/') {
            Some((base, prefix)) => (base.parse().ok()?, prefix.parse().ok()?),
            None => (text.parse().ok()?, 128),
        };
        Some(Self { base, prefix })
    }

    /// Whether an address lies in the range.
    pub(super) fn holds(self, ip: IpAddr) -> bool {
        match (self.base, ip) {
            (IpAddr::V4(base), IpAddr::V4(ip)) => {
                let shift = 32 - u32::from(self.prefix.min(32));
                let cut = |ip: Ipv4Addr| u64::from(u32::from(ip)) >> shift;
                cut(base) == cut(ip)
            }
            (IpAddr::V6(base), IpAddr::V6(ip)) => {
                let shift = 128 - u32::from(self.prefix.min(128));
                let cut = |ip: Ipv6Addr| u128::from(ip).checked_shr(shift).unwrap_or(0);
                cut(base) == cut(ip)
            }
            _ => false,
        }
    }
}

/// A stranger's address from the documentation ranges (RFC 5737, RFC 3849): near half of them IPv6.
pub(super) fn stranger(stream: &mut Stream) -> IpAddr {
    if stream.happens(4_500) {
        let provider = stream.below(24);
        let network = stream.below(1 << 20);
        let host = stream.number();
        let bits = 0x2001_0db8_u128 << 96
            | u128::from(provider) << 88
            | u128::from(network) << 64
            | u128::from(host);
        return IpAddr::V6(Ipv6Addr::from(bits));
    }
    let third: [u8; 3] = match stream.below(3) {
        0 => [192, 0, 2],
        1 => [198, 51, 100],
        _ => [203, 0, 113],
    };
    let [a, b, c] = third;
    let last = u8::try_from(1 + stream.below(254)).unwrap_or(1);
    IpAddr::V4(Ipv4Addr::new(a, b, c, last))
}

/// A port that a client would take.
pub(super) fn client_port(stream: &mut Stream) -> u16 {
    u16::try_from(32_768 + stream.below(28_232)).unwrap_or(32_768)
}

/// The number of a flow.
pub(super) fn flow_id(stream: &mut Stream) -> u64 {
    stream.number() >> 1
}

/// What goes over the wire in a whole TCP connection with these payloads: handshake, segments, an
/// acknowledgement for every second segment of the other side, and the closing.
pub(super) fn tcp(up: u64, down: u64) -> (Volume, Volume) {
    let (up_full, down_full) = (segments(up), segments(down));
    let volume = |payload: u64, own: u64, other: u64, opening: u64| Volume {
        payload,
        segments: own,
        packets: opening + own + other.div_ceil(2) + 2,
    };
    (
        volume(up, up_full, down_full, 2),
        volume(down, down_full, up_full, 1),
    )
}

/// A question for a name and its answer over UDP: one packet each way.
pub(super) fn lookup(name: &str) -> (Volume, Volume) {
    let length = u64::try_from(name.len()).unwrap_or_default();
    let one = |payload| Volume {
        payload,
        segments: 1,
        packets: 1,
    };
    // A DNS header has 12 bytes, a question its name with a length before each label, a zero, type and
    // class; an answer a pointer, type, class, time to live, length and address (RFC 1035).
    (one(12 + length + 2 + 4), one(12 + length + 2 + 4 + 16))
}

/// The same for a name that is not there: the answer says no more than the question, and has no address.
pub(super) fn vain_lookup(name: &str) -> (Volume, Volume) {
    let (up, _) = lookup(name);
    (up, up)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_what_lies_in_them() {
        let range = Range::read("203.0.113.0/24").unwrap();
        assert!(range.holds("203.0.113.77".parse().unwrap()));
        assert!(!range.holds("203.0.112.77".parse().unwrap()));
        assert!(!range.holds("2001:db8::1".parse().unwrap()));
        let one = Range::read("198.51.100.23").unwrap();
        assert!(one.holds("198.51.100.23".parse().unwrap()));
        assert!(!one.holds("198.51.100.24".parse().unwrap()));
        let six = Range::read("2001:db8::/32").unwrap();
        assert!(six.holds("2001:db8:5::1".parse().unwrap()));
        assert!(!six.holds("2001:db9::1".parse().unwrap()));
        assert!(Range::read("shop.example").is_none());
    }

    #[test]
    fn strangers_come_from_the_documentation_ranges() {
        let ranges = [
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "2001:db8::/32",
        ];
        let ranges: Vec<Range> = ranges.iter().filter_map(|text| Range::read(text)).collect();
        let mut stream = Stream::new(1, "strangers");
        for _ in 0..2_000 {
            let ip = stranger(&mut stream);
            assert!(ranges.iter().any(|range| range.holds(ip)), "{ip}");
        }
    }
}

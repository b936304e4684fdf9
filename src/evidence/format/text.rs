//! Fast writing into a line: numbers, times, addresses and escapes without a formatter in between. A log
//! has millions of lines, and `write!` takes most of the time where it is used for each figure.

use core::net::{IpAddr, Ipv6Addr};

use crate::evidence::Stamp;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Writes to the end of a line.
pub(crate) trait Put {
    /// A text as it is.
    fn put(&mut self, text: &str) -> &mut Self;
    /// A number in decimal.
    fn int(&mut self, number: u64) -> &mut Self;
    /// A number in decimal with at least `W` digits; only its last `W` are written.
    fn digits<const W: usize>(&mut self, number: u32) -> &mut Self;
    /// A number in hexadecimal, small letters, with `W` digits; only its last `W` are written.
    fn hex<const W: usize>(&mut self, number: u64) -> &mut Self;
    /// An address in its short form (RFC 5952 for IPv6).
    fn ip(&mut self, ip: IpAddr) -> &mut Self;
    /// An address with all digits of IPv6, as Suricata and Netfilter write it.
    fn ip_in_full(&mut self, ip: IpAddr) -> &mut Self;
    /// A text without what would end the line: control characters become blanks.
    fn plain(&mut self, text: &str) -> &mut Self;
    /// The inside of a JSON string.
    fn json(&mut self, text: &str) -> &mut Self;
    /// The inside of an element or attribute of XML.
    fn xml(&mut self, text: &str) -> &mut Self;
    /// `2026-01-05T09:10:40`, with the character between date and time to choose.
    fn iso(&mut self, stamp: Stamp, between: u8) -> &mut Self;
    /// The microseconds of a stamp: six digits.
    fn micros(&mut self, stamp: Stamp) -> &mut Self;
    /// The milliseconds of a stamp: three digits.
    fn millis(&mut self, stamp: Stamp) -> &mut Self;
    /// `05/Jan/2026:09:10:40 +0000`, as web servers write it.
    fn clf(&mut self, stamp: Stamp) -> &mut Self;
    /// `Jan  5 09:10:40`, as syslog writes it.
    fn syslog(&mut self, stamp: Stamp) -> &mut Self;
    /// `Mon Jan  5 09:10:40`, as `ctime` begins; `pad` stands before a day of one digit.
    fn weekday(&mut self, stamp: Stamp, pad: u8) -> &mut Self;
    /// Seconds since 1970.
    fn epoch(&mut self, stamp: Stamp) -> &mut Self;
}

impl Put for Vec<u8> {
    fn put(&mut self, text: &str) -> &mut Self {
        self.extend_from_slice(text.as_bytes());
        self
    }

    fn int(&mut self, mut number: u64) -> &mut Self {
        let mut places = [b'0'; 20];
        let mut first = places.len();
        for place in places.iter_mut().rev() {
            *place = digit(number % 10);
            first -= 1;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.extend_from_slice(places.get(first..).unwrap_or_default());
        self
    }

    fn digits<const W: usize>(&mut self, mut number: u32) -> &mut Self {
        let mut places = [b'0'; W];
        for place in places.iter_mut().rev() {
            *place = digit(u64::from(number % 10));
            number /= 10;
        }
        self.extend_from_slice(&places);
        self
    }

    fn hex<const W: usize>(&mut self, mut number: u64) -> &mut Self {
        let mut places = [b'0'; W];
        for place in places.iter_mut().rev() {
            *place = nibble(number & 0xf, b'a');
            number >>= 4;
        }
        self.extend_from_slice(&places);
        self
    }

    fn ip(&mut self, ip: IpAddr) -> &mut Self {
        match ip {
            IpAddr::V4(ip) => {
                let [a, b, c, d] = ip.octets();
                self.int(a.into()).put(".").int(b.into()).put(".");
                self.int(c.into()).put(".").int(d.into())
            }
            IpAddr::V6(ip) => {
                short(self, ip);
                self
            }
        }
    }

    fn ip_in_full(&mut self, ip: IpAddr) -> &mut Self {
        let IpAddr::V6(six) = ip else {
            return self.ip(ip);
        };
        for (place, group) in six.segments().into_iter().enumerate() {
            if place > 0 {
                self.push(b':');
            }
            self.hex::<4>(group.into());
        }
        self
    }

    fn plain(&mut self, text: &str) -> &mut Self {
        escape(
            self,
            text,
            |byte| byte < b' ' || byte == 0x7f,
            |out, _| {
                out.push(b' ');
            },
        )
    }

    fn json(&mut self, text: &str) -> &mut Self {
        let special = |byte| byte < b' ' || byte == b'"' || byte == b'\\' || byte == 0x7f;
        escape(self, text, special, |out, byte| {
            match byte {
                b'"' => out.put("\\\""),
                b'\\' => out.put("\\\\"),
                b'\n' => out.put("\\n"),
                b'\r' => out.put("\\r"),
                b'\t' => out.put("\\t"),
                _ => out.put("\\u").hex::<4>(byte.into()),
            };
        })
    }

    fn xml(&mut self, text: &str) -> &mut Self {
        let special = |byte| byte < b' ' || matches!(byte, b'<' | b'>' | b'&' | b'"' | 0x7f);
        escape(self, text, special, |out, byte| {
            out.put(match byte {
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'&' => "&amp;",
                b'"' => "&quot;",
                _ => " ",
            });
        })
    }

    fn iso(&mut self, stamp: Stamp, between: u8) -> &mut Self {
        let civil = stamp.civil();
        self.digits::<4>(civil.year.unsigned_abs())
            .put("-")
            .digits::<2>(civil.month.into())
            .put("-")
            .digits::<2>(civil.day.into())
            .push(between);
        clock(self, &civil)
    }

    fn micros(&mut self, stamp: Stamp) -> &mut Self {
        self.digits::<6>(stamp.micros())
    }

    fn millis(&mut self, stamp: Stamp) -> &mut Self {
        self.digits::<3>(stamp.micros() / 1_000)
    }

    fn clf(&mut self, stamp: Stamp) -> &mut Self {
        let civil = stamp.civil();
        self.digits::<2>(civil.day.into())
            .put("/")
            .put(month(civil.month))
            .put("/")
            .digits::<4>(civil.year.unsigned_abs())
            .put(":");
        clock(self, &civil).put(" +0000")
    }

    fn syslog(&mut self, stamp: Stamp) -> &mut Self {
        month_day_clock(self, stamp, b' ')
    }

    fn weekday(&mut self, stamp: Stamp, pad: u8) -> &mut Self {
        let day = usize::from(stamp.civil().weekday);
        self.put(WEEKDAYS.get(day).copied().unwrap_or("Mon"))
            .put(" ");
        month_day_clock(self, stamp, pad)
    }

    fn epoch(&mut self, stamp: Stamp) -> &mut Self {
        if stamp.seconds() < 0 {
            self.push(b'-');
        }
        self.int(stamp.seconds().unsigned_abs())
    }
}

fn month(number: u8) -> &'static str {
    let place = usize::from(number.saturating_sub(1));
    MONTHS.get(place).copied().unwrap_or("Jan")
}

fn clock<'a>(out: &'a mut Vec<u8>, civil: &crate::evidence::stamp::Civil) -> &'a mut Vec<u8> {
    out.digits::<2>(civil.hour.into())
        .put(":")
        .digits::<2>(civil.minute.into())
        .put(":")
        .digits::<2>(civil.second.into())
}

fn month_day_clock(out: &mut Vec<u8>, stamp: Stamp, pad: u8) -> &mut Vec<u8> {
    let civil = stamp.civil();
    out.put(month(civil.month)).put(" ");
    if civil.day < 10 {
        out.push(pad);
    }
    out.int(civil.day.into()).put(" ");
    clock(out, &civil)
}

/// The short form of RFC 5952: no leading zeros, the first longest run of zero groups left out.
fn short(out: &mut Vec<u8>, ip: Ipv6Addr) {
    let groups = ip.segments();
    let (mut best, mut length, mut run) = (0, 0, 0);
    for (place, group) in groups.iter().enumerate() {
        run = if *group == 0 { run + 1 } else { 0 };
        if run > length {
            length = run;
            best = place + 1 - run;
        }
    }
    if length < 2 {
        length = 0;
        best = groups.len() + 1;
    }
    let mut apart = false;
    for (place, group) in groups.iter().enumerate() {
        if place == best {
            out.put("::");
            apart = false;
        }
        if (best..best + length).contains(&place) {
            continue;
        }
        if apart {
            out.push(b':');
        }
        let mut shift = 12_u32;
        while shift > 0 && group >> shift == 0 {
            shift -= 4;
        }
        loop {
            out.push(nibble(u64::from(group >> shift) & 0xf, b'a'));
            let Some(next) = shift.checked_sub(4) else {
                break;
            };
            shift = next;
        }
        apart = true;
    }
}

/// A decimal digit.
fn digit(number: u64) -> u8 {
    nibble(number, b'a')
}

/// A digit up to `f`, whose letters begin with `ten`.
pub(crate) fn nibble(number: u64, ten: u8) -> u8 {
    let number = (number & 0xf) as u8;
    if number < 10 {
        b'0' + number
    } else {
        ten + (number - 10)
    }
}

/// Copies a text; bytes that are `special` go through `replace`.
pub(crate) fn escape<'a>(
    out: &'a mut Vec<u8>,
    text: &str,
    special: impl Fn(u8) -> bool,
    mut replace: impl FnMut(&mut Vec<u8>, u8),
) -> &'a mut Vec<u8> {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| special(*byte)) {
        let (clean, from) = rest.split_at(at);
        out.extend_from_slice(clean);
        let Some((byte, after)) = from.split_first() else {
            break;
        };
        replace(out, *byte);
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// Spreads the bits of a number (the finaliser of `SplitMix64`, Steele, Lea and Flood 2014): for figures
/// that must look like chance and be the same each time.
pub(crate) const fn spread(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number drawn from a text (FNV-1a), spread.
pub(crate) fn drawn(text: &str) -> u64 {
    let folded = text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    spread(folded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn times_are_written_as_each_program_does() {
        // Monday, 5 January 2026, 09:10:40.031900 UTC.
        let stamp = Stamp(1_767_604_240_031_900);
        assert_eq!(
            written(|out| {
                out.iso(stamp, b'T').put(".").micros(stamp);
            }),
            "2026-01-05T09:10:40.031900"
        );
        assert_eq!(
            written(|out| {
                out.clf(stamp);
            }),
            "05/Jan/2026:09:10:40 +0000"
        );
        assert_eq!(
            written(|out| {
                out.syslog(stamp);
            }),
            "Jan  5 09:10:40"
        );
        assert_eq!(
            written(|out| {
                out.weekday(stamp, b'0');
            }),
            "Mon Jan 05 09:10:40"
        );
        assert_eq!(
            written(|out| {
                out.epoch(stamp).put(".").millis(stamp);
            }),
            "1767604240.031"
        );
    }

    #[test]
    fn json_strings_hold_any_text() {
        for text in [
            "plain",
            "a \"b\" \\ c",
            "line\nfeed\ttab\u{1}\u{7f}",
            "grün €",
        ] {
            let quoted = written(|out| {
                out.put("\"").json(text).put("\"");
            });
            assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
        }
    }

    proptest! {
        #[test]
        fn numbers_and_addresses_agree_with_the_standard_library(number: u64, bits: u128, mask: u8) {
            prop_assert_eq!(written(|out| { out.int(number); }), number.to_string());
            prop_assert_eq!(written(|out| { out.hex::<16>(number); }), format!("{number:016x}"));
            let mut groups = Ipv6Addr::from(bits).segments();
            for (place, group) in groups.iter_mut().enumerate() {
                if mask >> place & 1 == 1 {
                    *group = 0;
                }
            }
            // Some addresses hold an IPv4 address and are written in another way; no log of ours has any.
            let ip = Ipv6Addr::from(groups);
            prop_assume!(groups.iter().take(5).any(|group| *group != 0));
            prop_assert_eq!(written(|out| { out.ip(ip.into()); }), ip.to_string());
        }
    }
}

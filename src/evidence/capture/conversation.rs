//! The packets of a connection: handshake, data, acknowledgements, closing, each at its time.

use super::{Message, Talk};
use crate::evidence::activity::SEGMENT;
use crate::evidence::exchange::LEAST;
use crate::evidence::stamp::Stamp;

/// From one packet to the next within a message, in microseconds: some 1 Gbit/s, if there is time for it.
const PACE: i64 = 12;
/// From one packet to the next within a handshake, in microseconds.
const TURN: i64 = 600;

/// What a packet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Opens the connection; the answer to that as well.
    Open,
    /// Carries part of a message.
    Data {
        /// The message.
        message: usize,
        /// Its first byte.
        from: usize,
        /// The first byte after it.
        to: usize,
        /// Whether the message ends with it.
        last: bool,
    },
    /// Acknowledges.
    Ack,
    /// Closes the connection.
    Close,
}

/// A packet of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packet {
    /// When.
    pub(super) at: Stamp,
    /// Whether it comes from the client.
    pub(super) up: bool,
    /// What it is for.
    pub(super) purpose: Purpose,
    /// Which packet of this side it is, from 0.
    pub(super) number: u16,
    /// Its sequence number.
    pub(super) sequence: u32,
    /// What it acknowledges; nothing only at the very first packet.
    pub(super) acknowledges: Option<u32>,
}

/// What has been said so far.
struct Speakers {
    /// The next sequence number of the client and of the server.
    next: [u32; 2],
    /// How many packets each has sent.
    sent: [u16; 2],
    packets: Vec<Packet>,
}

impl Speakers {
    fn say(&mut self, up: bool, purpose: Purpose) {
        let [client, server] = &mut self.next;
        let [by_client, by_server] = &mut self.sent;
        let (own, other, sent) = if up {
            (client, server, by_client)
        } else {
            (server, client, by_server)
        };
        let first = up && purpose == Purpose::Open;
        self.packets.push(Packet {
            at: Stamp::default(),
            up,
            purpose,
            number: *sent,
            sequence: *own,
            acknowledges: (!first).then_some(*other),
        });
        *sent = sent.wrapping_add(1);
        let takes = match purpose {
            Purpose::Open | Purpose::Close => 1,
            Purpose::Data { from, to, .. } => {
                u32::try_from(to.saturating_sub(from)).unwrap_or_default()
            }
            Purpose::Ack => 0,
        };
        *own = own.wrapping_add(takes);
    }

    /// Gives the packets from `first` on their times: evenly, the last at `to`, none before `after`.
    fn end_at(&mut self, first: usize, after: Stamp, to: Stamp, pace: i64) -> Stamp {
        let to = to.max(after);
        let new = self.packets.get_mut(first..).unwrap_or_default();
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX).max(1);
        let step = ((to.0 - after.0) / count).min(pace);
        for (packet, before_last) in new.iter_mut().rev().zip(0..) {
            packet.at = to.later(-step * before_last);
        }
        to
    }
}

/// The packets of a connection in the order of time.
pub(super) fn converse(talk: &Talk) -> Vec<Packet> {
    let mut speakers = Speakers {
        next: [start(talk.flow.id, 1), start(talk.flow.id, 2)],
        sent: [0; 2],
        packets: Vec::new(),
    };
    let opened = talk.flow.start;
    let first = talk.messages.first().map_or(talk.flow.end, |m| m.at);
    speakers.say(true, Purpose::Open);
    speakers.say(false, Purpose::Open);
    speakers.say(true, Purpose::Ack);
    let turn = ((first.0 - opened.0) / 4).clamp(0, TURN);
    let mut now = opened;
    for (packet, place) in speakers.packets.iter_mut().zip(0..) {
        now = opened.later(place * turn);
        packet.at = now;
    }
    for (number, message) in talk.messages.iter().enumerate() {
        let begun = speakers.packets.len();
        tell(&mut speakers, number, message);
        now = speakers.end_at(begun, now, message.at, PACE);
    }
    let begun = speakers.packets.len();
    speakers.say(true, Purpose::Close);
    speakers.say(false, Purpose::Close);
    speakers.say(true, Purpose::Ack);
    speakers.end_at(begun, now, talk.flow.end, TURN);
    speakers.packets
}

/// A message in segments, every second of them acknowledged, and the last.
fn tell(speakers: &mut Speakers, number: usize, message: &Message) {
    let up = message.from_client;
    let cuts = cuts(message.bytes.len());
    let mut open = false;
    let count = cuts.len();
    for (place, (from, to)) in cuts.into_iter().enumerate() {
        let last = place + 1 == count;
        speakers.say(
            up,
            Purpose::Data {
                message: number,
                from,
                to,
                last,
            },
        );
        if open || last {
            speakers.say(!up, Purpose::Ack);
        }
        open = !open;
    }
}

/// Where a message of so many bytes is cut into segments. The last has room to be no less than a frame
/// without padding needs.
fn cuts(bytes: usize) -> Vec<(usize, usize)> {
    let (full, least) = (
        usize::try_from(SEGMENT).unwrap_or(usize::MAX),
        usize::try_from(LEAST).unwrap_or_default(),
    );
    let mut cuts = Vec::with_capacity(bytes.div_ceil(full));
    let mut from = 0;
    while from < bytes {
        let left = bytes - from;
        let takes = if left > full && left < full + least {
            left - least
        } else {
            left.min(full)
        };
        cuts.push((from, from + takes));
        from += takes;
    }
    cuts
}

/// A number that follows from a flow's, and looks like chance (the finaliser of `SplitMix64`).
pub(super) fn start(flow: u64, salt: u64) -> u32 {
    let mut mixed = flow.wrapping_add(salt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_without_crumbs() {
        assert_eq!(cuts(0), []);
        assert_eq!(cuts(1_460), [(0, 1_460)]);
        assert_eq!(cuts(1_461), [(0, 1_455), (1_455, 1_461)]);
        assert_eq!(cuts(1_466), [(0, 1_460), (1_460, 1_466)]);
        for bytes in [7, 2_919, 2_920, 2_921, 14_603] {
            let cuts = cuts(bytes);
            assert_eq!(cuts.len(), bytes.div_ceil(1_460));
            assert!(cuts.iter().all(|(from, to)| to - from >= 6));
            assert_eq!(cuts.last().unwrap().1, bytes);
        }
    }
}

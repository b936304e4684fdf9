//! Squid: the native access log.
//!
//! After `src/cf.data.pre` (`%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt`). The time is that
//! of the end. The size is what the client got: what it sent through a tunnel is not in this log.

use super::Viewer;
use super::text::Put as _;
use crate::evidence::activity::Activity;
use crate::evidence::page::Lines;

/// The size of Squid's own page for what it refuses.
const DENIED: u64 = 3_872;

pub(super) fn access(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Proxied(proxied) = activity else {
        return;
    };
    if !viewer.sees(proxied.through) {
        return;
    }
    out.line(proxied.done, |line| {
        let tunnel = proxied.port != 80;
        line.epoch(proxied.done)
            .put(".")
            .millis(proxied.done)
            .put(" ");
        let mut took = Vec::with_capacity(8);
        took.int(proxied.took_ms);
        for _ in took.len()..6 {
            line.push(b' ');
        }
        line.extend_from_slice(&took);
        line.put(" ")
            .ip(proxied.client)
            .put(match (proxied.denied, tunnel) {
                (true, _) => " TCP_DENIED/403 ",
                (false, true) => " TCP_TUNNEL/200 ",
                (false, false) => " TCP_MISS/200 ",
            })
            .int(if proxied.denied {
                DENIED
            } else {
                proxied.answer
            })
            .put(if tunnel { " CONNECT " } else { " GET http://" })
            .plain(proxied.host);
        if tunnel {
            line.put(":").int(proxied.port.into());
        } else {
            line.put("/");
        }
        if proxied.denied {
            line.put(" - HIER_NONE/- text/html");
        } else {
            line.put(" - HIER_DIRECT/")
                .ip(proxied.address)
                .put(if tunnel { " -" } else { " text/html" });
        }
    });
}

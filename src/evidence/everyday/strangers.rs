//! Programs from outside: search engines, fetchers, and the internet's background noise.

use core::net::IpAddr;
use std::borrow::Cow;

use super::visits::{ordinary, path, refused};
use super::{Day, about, page};
use crate::base::chance::Stream;
use crate::evidence::activity::{Activity, Endpoint, Request, WebConnection};
use crate::evidence::hosts::Host;
use crate::evidence::network::{client_port, flow_id};
use crate::evidence::stamp::{SECOND, Stamp};
use crate::evidence::traces::web_flow;
use crate::scenario::{Habit, Method};

/// The size of a web server's own page for what is not there, in bytes.
pub(in crate::evidence) const NOT_FOUND: u32 = 153;

pub(super) fn robot<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Robot {
        agent,
        from,
        to,
        host,
        per_hour,
        rhythm,
        pages,
    } = habit
    else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let ip = own.pick(from).and_then(|text| text.parse().ok());
        let (Some(ip), Some(shown)) = (ip, page(pages, &mut own)) else {
            continue;
        };
        let path = path(shown, &[], &mut own);
        let bytes = about(shown.bytes, &mut own);
        let request = plain(at, shown.method, path, shown.status, bytes, agent, &mut own);
        ask(day, ip, to, host, request, &mut own, tell);
    }
}

pub(super) fn probes<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Probes {
        to,
        host,
        per_hour,
        paths,
        agents,
    } = habit
    else {
        return;
    };
    for (mut at, mut own) in day.occasions(*per_hour, crate::scenario::Rhythm::Steady, stream) {
        let ip = ordinary(day, &mut own);
        let agent = own.pick(agents).map_or("", String::as_str);
        for _ in 0..=own.below(4) {
            let Some(tried) = own.pick(paths) else { break };
            let tried = Cow::Borrowed(tried.as_str());
            let request = plain(at, Method::Get, tried, 404, NOT_FOUND, agent, &mut own);
            at = request
                .done
                .later(i64::from(own.below(3)) * SECOND + 120_000);
            ask(day, ip, to, host, request, &mut own, tell);
        }
    }
}

/// A request without referrer and body.
pub(super) fn plain<'a>(
    at: Stamp,
    method: Method,
    path: Cow<'a, str>,
    status: u16,
    answer: u32,
    agent: &'a str,
    stream: &mut Stream,
) -> Request<'a> {
    Request {
        at,
        done: at.later(i64::from(4_000 + stream.below(90_000))),
        method,
        path,
        status,
        answer,
        sends: 0,
        sends_text: "",
        answer_text: "",
        referrer: Cow::Borrowed(""),
        agent,
        upload: None,
        warning: None,
        signature: None,
    }
}

/// Sends one request over a connection of its own, or is refused.
fn ask<'a>(
    day: &Day<'a>,
    ip: IpAddr,
    to: &[crate::base::id::AssetId],
    host: &'a str,
    request: Request<'a>,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Some(server) = day.one_of(to, request.at, stream) else {
        return;
    };
    if day.standing.is_blocked(ip, request.at) {
        tell(&Activity::Refused(refused(request.at, ip, server, stream)));
        return;
    }
    connect(ip, server, host, request, stream, tell);
}

/// One request over a connection of its own.
pub(super) fn connect<'a>(
    ip: IpAddr,
    server: &'a Host,
    host: &'a str,
    request: Request<'a>,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let client = Endpoint {
        ip,
        port: client_port(stream),
    };
    let requests = vec![request];
    tell(&Activity::Web(WebConnection {
        flow: web_flow(flow_id(stream), client, server.ip, host, &requests),
        server,
        host,
        requests,
    }));
}

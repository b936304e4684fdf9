//! People on a site: each looks at some pages, with the files that belong to them.

use core::net::IpAddr;
use std::borrow::Cow;

use super::{Day, LONGEST, about, agents, page};
use crate::base::chance::Stream;
use crate::evidence::activity::{Activity, Endpoint, Refused, Request, Transport, WebConnection};
use crate::evidence::hosts::Host;
use crate::evidence::network::{client_port, flow_id, stranger};
use crate::evidence::stamp::{SECOND, Stamp};
use crate::evidence::traces::web_flow;
use crate::scenario::{Habit, Method, Page};

/// How often the error log says something, in visits of ten thousand.
const WARNINGS: u32 = 50;

/// A visitor with what stays the same during the visit.
struct Visitor<'a> {
    ip: IpAddr,
    agent: &'static str,
    host: &'a str,
}

pub(super) fn visitors<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Visitors {
        to,
        host,
        per_hour,
        rhythm,
        pages,
        files,
        words,
        referrers,
        warnings,
    } = habit
    else {
        return;
    };
    // A visit has a chance of its own, so that it stays what it is whatever becomes of others.
    for (begin, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let visitor = Visitor {
            ip: ordinary(day, &mut own),
            agent: agents::browser(&mut own),
            host,
        };
        let Some(server) = day.one_of(to, begin, &mut own) else {
            continue;
        };
        if day.standing.is_blocked(visitor.ip, begin) {
            tell(&Activity::Refused(refused(
                begin, visitor.ip, server, &mut own,
            )));
            continue;
        }
        let warned = own.happens(WARNINGS);
        let looks = 2 + own.below(5) + own.below(4);
        let mut at = begin;
        let mut referrer: Cow<'_, str> = match own.pick(referrers) {
            Some(site) if own.happens(6_000) => Cow::Borrowed(site),
            _ => Cow::Borrowed(""),
        };
        for look in 0..looks {
            let Some(shown) = page(pages, &mut own) else {
                break;
            };
            let path = path(shown, words, &mut own);
            let here = format!("https://{host}{path}");
            let mut requests = vec![asked(shown, path, referrer, at, &visitor, &mut own)];
            if warned
                && look == 1
                && let (Some(first), Some(warning)) = (requests.first_mut(), own.pick(warnings))
            {
                first.warning = Some(warning);
            }
            let with = if look == 0 {
                4 + own.below(6)
            } else {
                own.below(4)
            };
            fetch(
                files,
                with,
                &here,
                look > 0,
                &visitor,
                &mut requests,
                &mut own,
            );
            let end = requests.last().map_or(at, |request| request.done);
            tell_of(&visitor, server, requests, &mut own, tell);
            referrer = Cow::Owned(here);
            at = end.later(i64::from(2 + own.below(45)) * SECOND);
            if at.0 - begin.0 > LONGEST / 2 {
                break;
            }
        }
    }
}

/// A visitor's address: none that the scenario has given a part.
pub(super) fn ordinary(day: &Day<'_>, stream: &mut Stream) -> IpAddr {
    let mut ip = stranger(stream);
    while day.compiled.has_a_part(ip) {
        ip = stranger(stream);
    }
    ip
}

pub(super) fn refused(at: Stamp, ip: IpAddr, server: &Host, stream: &mut Stream) -> Refused {
    Refused {
        at,
        client: Endpoint {
            ip,
            port: client_port(stream),
        },
        server: Endpoint {
            ip: server.ip,
            port: 80,
        },
        transport: Transport::Tcp,
        packet: u16::try_from(stream.below(65_536)).unwrap_or_default(),
    }
}

/// A page's path with its number and word filled in.
pub(super) fn path<'a>(page: &'a Page, words: &[String], stream: &mut Stream) -> Cow<'a, str> {
    let mut path = Cow::Borrowed(page.path.as_str());
    if page.path.contains("{n}") {
        let number = 1 + stream.below(page.most.max(1));
        path = Cow::Owned(path.replace("{n}", &number.to_string()));
    }
    if page.path.contains("{word}")
        && let Some(word) = stream.pick(words)
    {
        path = Cow::Owned(path.replace("{word}", &word.replace(' ', "+")));
    }
    path
}

fn asked<'a>(
    page: &Page,
    path: Cow<'a, str>,
    referrer: Cow<'a, str>,
    at: Stamp,
    visitor: &Visitor<'a>,
    stream: &mut Stream,
) -> Request<'a> {
    let takes = i64::from(18_000 + stream.below(160_000));
    let sends = if page.method == Method::Post {
        40 + stream.below(600)
    } else {
        0
    };
    Request {
        at,
        done: at.later(takes),
        method: page.method,
        path,
        status: page.status,
        answer: about(page.bytes, stream),
        sends,
        sends_text: "",
        answer_text: "",
        referrer,
        agent: visitor.agent,
        upload: None,
        warning: None,
        signature: None,
    }
}

/// Adds the files that belong to a page, on the same connection.
fn fetch<'a>(
    files: &'a [Page],
    many: u32,
    referrer: &str,
    cached: bool,
    visitor: &Visitor<'a>,
    requests: &mut Vec<Request<'a>>,
    stream: &mut Stream,
) {
    for _ in 0..many {
        let Some(file) = page(files, stream) else {
            return;
        };
        let last = requests
            .last()
            .map_or(Stamp::default(), |request| request.done);
        let at = last.later(i64::from(1_500 + stream.below(30_000)));
        let fresh = cached && stream.happens(3_500);
        requests.push(Request {
            at,
            done: at.later(i64::from(700 + stream.below(9_000))),
            method: file.method,
            path: path(file, &[], stream),
            status: if fresh { 304 } else { file.status },
            answer: if fresh { 0 } else { about(file.bytes, stream) },
            sends: 0,
            sends_text: "",
            answer_text: "",
            referrer: Cow::Owned(referrer.to_owned()),
            agent: visitor.agent,
            upload: None,
            warning: None,
            signature: None,
        });
    }
}

fn tell_of<'a>(
    visitor: &Visitor<'a>,
    server: &'a Host,
    requests: Vec<Request<'a>>,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let client = Endpoint {
        ip: visitor.ip,
        port: client_port(stream),
    };
    tell(&Activity::Web(WebConnection {
        flow: web_flow(flow_id(stream), client, server.ip, visitor.host, &requests),
        server,
        host: visitor.host,
        requests,
    }));
}

//! The organisation's own machines: checks, sign-ins, jobs, queries, traffic to the world.

use std::borrow::Cow;

use super::strangers::{connect, plain};
use super::{Day, LONGEST, MARGIN, about, weighted};
use crate::base::Span;
use crate::base::chance::Stream;
use crate::evidence::activity::{
    Activity, Connection, Endpoint, Flow, FlowState, Message, Program, Proxied, Query, Session,
    Transport,
};
use crate::evidence::compiled::Compiled;
use crate::evidence::network::{client_port, flow_id, lookup, tcp};
use crate::evidence::stamp::{DAY, SECOND, Stamp};
use crate::evidence::traces::fingerprint;
use crate::scenario::{Habit, Method, Rhythm, SignInBy};

/// The hours of a working day, for what is counted by the day.
const WORKING_HOURS: u32 = 9;

/// The full turns of something that happens every so often, within the slice.
fn turns(day: &Day<'_>, every: Span, offset: Span) -> impl Iterator<Item = Stamp> {
    let micros = |span: Span| {
        i64::try_from(span.as_ms())
            .unwrap_or(DAY)
            .saturating_mul(1_000)
    };
    let every = micros(every).max(SECOND);
    let (start, end) = (day.slice.start(), day.slice.end());
    let midnight = start.0.div_euclid(DAY) * DAY;
    let first = midnight.saturating_add(micros(offset) % every.max(1));
    let passed = (start.0 - first).div_euclid(every) + i64::from((start.0 - first) % every != 0);
    (passed.max(0)..)
        .map(move |turn| Stamp(first + turn * every))
        .take_while(move |stamp| *stamp < end)
        .filter(move |stamp| *stamp >= start)
}

pub(super) fn check<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Check {
        from,
        to,
        host,
        path,
        agent,
        every,
        answer,
    } = habit
    else {
        return;
    };
    let Some(client) = day.compiled.host(from) else {
        return;
    };
    for turn in turns(day, *every, Span::ZERO) {
        for asset in to {
            let at = turn.later(MARGIN + i64::from(stream.below(400_000)));
            let mut own = stream.fork();
            let Some(server) = day.compiled.host(asset) else {
                continue;
            };
            if !day.standing.is_online(server, at) || !day.standing.is_online(client, at) {
                continue;
            }
            let page = Cow::Borrowed(path.as_str());
            let request = plain(at, Method::Get, page, 200, *answer, agent, &mut own);
            connect(client.ip, server, host, request, &mut own, tell);
        }
    }
}

pub(super) fn sign_ins<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::SignIns {
        users,
        from,
        to,
        per_day,
    } = habit
    else {
        return;
    };
    let Some(client) = day.compiled.host(from) else {
        return;
    };
    for (at, mut own) in day.occasions(per_day.div_ceil(WORKING_HOURS), Rhythm::Office, stream) {
        let (Some(user), Some(on)) = (own.pick(users), day.one_of(to, at, &mut own)) else {
            continue;
        };
        if !day.standing.is_online(client, at) {
            continue;
        }
        // Now and then a key is not accepted at first.
        let fails = own.happens(300);
        let lasts = i64::from(20 + own.below(480)) * SECOND;
        let end = at.later(if fails { 900_000 } else { lasts.min(LONGEST) });
        let typed = u64::from(2_000 + own.below(40_000));
        let (up, down) = tcp(typed, typed * 4);
        tell(&Activity::SignIn(Session {
            flow: Flow {
                id: flow_id(&mut own),
                client: Endpoint {
                    ip: client.ip,
                    port: client_port(&mut own),
                },
                server: Endpoint {
                    ip: on.ip,
                    port: 22,
                },
                transport: Transport::Tcp,
                start: at,
                end,
                up,
                down,
                state: FlowState::Closed,
            },
            on,
            from: Some(&client.name),
            user,
            by: SignInBy::PublicKey,
            fingerprint: fingerprint(user),
            fails,
            pid: 2_000 + own.below(50_000),
        }));
    }
}

pub(super) fn job<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Job {
        on,
        every,
        at,
        program,
        text,
    } = habit
    else {
        return;
    };
    for turn in turns(day, *every, *at) {
        for asset in on {
            let at = turn.later(1_000_000 + i64::from(stream.below(900_000)));
            let pid = 1_000 + stream.below(60_000);
            let Some(host) = day.compiled.host(asset) else {
                continue;
            };
            if !day.standing.is_running(host, at) {
                continue;
            }
            tell(&Activity::Message(Message {
                at,
                on: host,
                program,
                pid,
                text: Cow::Borrowed(text),
            }));
        }
    }
}

pub(super) fn queries<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Queries {
        on,
        from,
        user,
        database,
        per_hour,
        rhythm,
        statements,
    } = habit
    else {
        return;
    };
    let Some(server) = day.compiled.host(on) else {
        return;
    };
    for _ in 0..day.often(*per_hour, *rhythm, stream) {
        let at = day.instant(stream);
        let statement = weighted(statements, |statement| statement.weight, stream);
        let worker = stream.below(8);
        let rows = stream.below(1_000_000);
        let (Some(statement), Some(client)) = (statement, day.one_of(from, at, stream)) else {
            continue;
        };
        if !day.standing.is_online(server, at) {
            continue;
        }
        // Each server keeps a few connections open all day.
        let session = u32::try_from(client.place).unwrap_or_default() * 8 + worker;
        tell(&Activity::Query(Query {
            at,
            flow: None,
            client: Endpoint {
                ip: client.ip,
                port: u16::try_from(40_000 + session * 17).unwrap_or(40_000),
            },
            on: server,
            pid: 3_100 + session,
            statement_id: u32::try_from(at.seconds() % 86_400).unwrap_or_default() / 3 + 1,
            user,
            database,
            program: "",
            table: &statement.table,
            statement: &statement.statement,
            rows: rows % (statement.rows + 1),
        }));
    }
}

pub(super) fn traffic<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Traffic {
        from,
        host,
        address,
        port,
        service,
        per_hour,
        rhythm,
        sends,
        answer,
        through,
    } = habit
    else {
        return;
    };
    let Ok(ip) = address.parse() else { return };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let Some(client) = day.one_of(from, at, &mut own) else {
            continue;
        };
        let (sends, answer) = (about(*sends, &mut own), about(*answer, &mut own));
        let took = i64::from(60 + own.below(1_400));
        if let Some(proxy) = through {
            if let Some(through) = day.compiled.host(proxy) {
                tell(&Activity::Proxied(Proxied {
                    done: at.later_ms(took),
                    took_ms: took.unsigned_abs(),
                    client: client.ip,
                    through,
                    host,
                    port: *port,
                    address: ip,
                    sends: u64::from(sends),
                    answer: u64::from(answer),
                    denied: false,
                }));
            }
            continue;
        }
        if day.standing.is_blocked(ip, at) {
            continue;
        }
        let port_out = client_port(&mut own);
        let udp = service == "dns" || service == "ntp";
        let (up, down) = if udp {
            lookup(host)
        } else {
            tcp(u64::from(sends), u64::from(answer))
        };
        let resolver = day.compiled.resolver();
        tell(&Activity::Connection(Connection {
            flow: Flow {
                id: flow_id(&mut own),
                client: Endpoint {
                    ip: client.ip,
                    port: port_out,
                },
                server: Endpoint { ip, port: *port },
                transport: if udp { Transport::Udp } else { Transport::Tcp },
                start: at,
                end: at.later_ms(took),
                up,
                down,
                state: FlowState::Closed,
            },
            service,
            name: host,
            lookup: resolver
                .filter(|_| !udp)
                .map(|resolver| Compiled::lookup(client, resolver, host, at, &mut own)),
            opened: true,
            signature: None,
            by: Program::default(),
        }));
    }
}

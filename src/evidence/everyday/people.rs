//! What people and programs do every day on hosts and in services: sign-ins, programs, files, audited acts, names.

use core::net::IpAddr;
use std::borrow::Cow;

use super::agents::browser;
use super::{Day, LONGEST, about, weighted};
use crate::base::chance::Stream;
use crate::base::id::AssetId;
use crate::evidence::activity::{
    Activity, Audited, CloudEntry, Endpoint, Flow, FlowState, Lookup, Process, Program, Session,
    Transport,
};
use crate::evidence::compiled::Compiled;
use crate::evidence::format::text::drawn;
use crate::evidence::hosts::Host;
use crate::evidence::network::{client_port, flow_id, lookup, tcp, vain_lookup};
use crate::evidence::stamp::{SECOND, Stamp};
use crate::evidence::traces::{file_deed, fingerprint, rising_pid, serial};
use crate::scenario::{Habit, UsualUser};

/// Why people fail to sign in at an identity provider, with how often each comes.
const FAILURES: [(u32, &str); 3] = [
    (6, "Invalid username or password"),
    (3, "Second factor was not completed in time"),
    (1, "The sign-in was interrupted"),
];

/// A text with a number up to `most` in it.
fn numbered<'a>(text: &'a str, most: u32, stream: &mut Stream) -> Cow<'a, str> {
    let number = 1 + stream.below(most);
    if text.contains("{n}") {
        Cow::Owned(text.replace("{n}", &number.to_string()))
    } else {
        Cow::Borrowed(text)
    }
}

/// Somebody at one of the places where they usually are.
struct Somebody<'a> {
    user: &'a UsualUser,
    ip: IpAddr,
    /// The host at which they sit, if it is an asset.
    host: Option<&'a Host>,
}

/// One of the people at one of their places; none if that is not on the network or blocked. Chance is drawn
/// before either is asked.
fn somebody<'a>(
    day: &Day<'a>,
    people: &'a [UsualUser],
    at: Stamp,
    stream: &mut Stream,
) -> Option<Somebody<'a>> {
    let user = weighted(people, |user| user.weight, stream);
    let place = stream.below(u32::MAX);
    let user = user?;
    let places = user.from.len() + user.addresses.len();
    let place = usize::try_from(place).unwrap_or_default() % places.max(1);
    let (ip, host) = if let Some(asset) = user.from.get(place) {
        let host = day.compiled.host(asset)?;
        (host.ip, Some(host))
    } else {
        let address = user.addresses.get(place - user.from.len())?;
        (address.parse().ok()?, None)
    };
    let away = host.is_some_and(|host| !day.standing.is_online(host, at));
    (!away && !day.standing.is_blocked(ip, at)).then_some(Somebody { user, ip, host })
}

pub(super) fn host_sign_ins<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::HostSignIns {
        people,
        to,
        by,
        per_hour,
        rhythm,
        fails_percent,
    } = habit
    else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let who = somebody(day, people, at, &mut own);
        let on = day.one_of(to, at, &mut own);
        let fails = own.happens(u32::from(*fails_percent) * 100);
        let lasts = i64::from(20 + own.below(560)) * SECOND;
        let typed = u64::from(2_000 + own.below(60_000));
        let (id, port) = (flow_id(&mut own), client_port(&mut own));
        let pid = 2_000 + own.below(50_000);
        let (Some(who), Some(on)) = (who, on) else {
            continue;
        };
        let (up, down) = if fails {
            tcp(1_400, 1_100)
        } else {
            tcp(typed, typed * 4)
        };
        tell(&Activity::SignIn(Session {
            flow: Flow {
                id,
                client: Endpoint { ip: who.ip, port },
                server: Endpoint {
                    ip: on.ip,
                    port: by.port(),
                },
                transport: Transport::Tcp,
                start: at,
                end: at.later(if fails { 900_000 } else { lasts.min(LONGEST) }),
                up,
                down,
                state: FlowState::Closed,
            },
            on,
            from: who.host.map(|host| host.name.as_str()),
            user: &who.user.user,
            by: *by,
            fingerprint: fingerprint(&who.user.user),
            fails,
            pid,
        }));
    }
}

/// One of the hosts on which programs run; none if the one drawn is off.
fn running<'a>(
    day: &Day<'a>,
    assets: &'a [AssetId],
    at: Stamp,
    stream: &mut Stream,
) -> Option<&'a Host> {
    let host = day.compiled.host(stream.pick(assets)?)?;
    day.standing.is_running(host, at).then_some(host)
}

pub(super) fn programs<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Programs {
        on,
        users,
        programs,
        per_hour,
        rhythm,
    } = habit
    else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let program = weighted(programs, |program| program.weight, &mut own);
        let user = own.pick(users);
        let on = running(day, on, at, &mut own);
        let (Some(program), Some(on)) = (program, on) else {
            continue;
        };
        let user = match (program.user.as_str(), user) {
            ("", Some(user)) => user.as_str(),
            (named, _) => named,
        };
        tell(&Activity::Process(Process {
            at,
            on,
            pid: rising_pid(at),
            // What starts programs all day keeps its number.
            ppid: 900 + u32::try_from(drawn(&program.parent) % 800).unwrap_or_default(),
            serial: serial(at),
            user,
            uid: program.uid,
            exe: &program.exe,
            command: &numbered(&program.command, program.most, &mut own),
            parent: &program.parent,
            cwd: &program.cwd,
            key: "",
            fails: false,
        }));
    }
}

pub(super) fn file_access<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::FileAccess {
        on,
        users,
        files,
        per_hour,
        rhythm,
    } = habit
    else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let file = weighted(files, |file| file.weight, &mut own);
        let user = own.pick(users);
        let on = running(day, on, at, &mut own);
        let (Some(file), Some(user), Some(on)) = (file, user, on) else {
            continue;
        };
        let path = numbered(&file.path, file.most, &mut own);
        let bytes = about(file.bytes, &mut own);
        tell(&Activity::File(file_deed(
            at, on, file.event, path, bytes, user,
        )));
    }
}

pub(super) fn cloud_sign_ins<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::CloudSignIns {
        at: provider,
        people,
        apps,
        per_hour,
        rhythm,
        second_factor,
        fails_percent,
    } = habit
    else {
        return;
    };
    let Some(on) = day.compiled.host(provider) else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let who = somebody(day, people, at, &mut own);
        let app = own.pick(apps);
        let fails = own.happens(u32::from(*fails_percent) * 100);
        let failure = weighted(&FAILURES, |(weight, _)| *weight, &mut own);
        let id = flow_id(&mut own);
        let (Some(who), Some(app)) = (who, app) else {
            continue;
        };
        if !day.standing.is_online(on, at) {
            continue;
        }
        // Everybody has a browser of their own and keeps it.
        let usual = browser(&mut Stream::new(day.compiled.seed, &who.user.user));
        let agent = match who.user.agent.as_str() {
            "" => usual,
            agent => agent,
        };
        let fails = failure.filter(|_| fails).map_or("", |(_, reason)| *reason);
        tell(&Activity::Cloud(CloudEntry {
            at,
            on,
            client: who.ip,
            id,
            user: &who.user.user,
            app,
            place: &who.user.place,
            agent,
            second_factor: *second_factor,
            fails,
        }));
    }
}

pub(super) fn office_work<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::OfficeWork {
        on,
        people,
        acts,
        per_hour,
        rhythm,
    } = habit
    else {
        return;
    };
    let Some(on) = day.compiled.host(on) else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let who = somebody(day, people, at, &mut own);
        let act = weighted(acts, |act| act.weight, &mut own);
        let id = flow_id(&mut own);
        let (Some(who), Some(act)) = (who, act) else {
            continue;
        };
        if !day.standing.is_online(on, at) {
            continue;
        }
        let object = own.pick(&act.objects).map_or("", String::as_str);
        let object = numbered(object, act.most, &mut own);
        let object = if object.contains("{user}") {
            Cow::Owned(object.replace("{user}", &who.user.user))
        } else {
            object
        };
        let details = act.details.iter();
        let details = details
            .map(|detail| (detail.name.as_str(), Cow::Borrowed(detail.value.as_str())))
            .collect();
        tell(&Activity::Audited(Audited {
            at,
            on,
            client: who.ip,
            id,
            user: &who.user.user,
            operation: &act.operation,
            object,
            details,
        }));
    }
}

pub(super) fn lookups<'a>(
    day: &Day<'a>,
    habit: &'a Habit,
    stream: &mut Stream,
    tell: &mut dyn FnMut(&Activity<'_>),
) {
    let Habit::Lookups {
        from,
        names,
        per_hour,
        rhythm,
    } = habit
    else {
        return;
    };
    let Some(resolver) = day.compiled.resolver() else {
        return;
    };
    for (at, mut own) in day.occasions(*per_hour, *rhythm, stream) {
        let name = weighted(names, |name| name.weight, &mut own);
        let client = day.one_of(from, at, &mut own);
        let (Some(name), Some(client)) = (name, client) else {
            continue;
        };
        let answer = name.answer.parse().ok();
        let volumes = match answer {
            Some(_) => lookup(&name.name),
            None => vain_lookup(&name.name),
        };
        tell(&Activity::Lookup(Lookup {
            flow: Compiled::question(client, resolver, volumes, at, &mut own),
            name: Cow::Borrowed(&name.name),
            answer,
            by: Program::default(),
        }));
    }
}

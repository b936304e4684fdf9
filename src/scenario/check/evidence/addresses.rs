//! Addresses in logs: there, readable, and nobody's.

use core::net::IpAddr;
use std::collections::{BTreeMap, BTreeSet};

use super::super::File;
use super::habits::people;
use super::{place, report};
use crate::base::Id;
use crate::base::diagnostic::Diagnostic;
use crate::scenario::{Deed, Habit, Scenario};

/// Addresses are there, can be read, and belong to nobody.
pub(super) fn addresses(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = file.scenario;
    let mut hosts: BTreeMap<IpAddr, &str> = BTreeMap::new();
    let spoken_of = spoken_of(scenario);
    for (i, asset) in scenario.assets.iter().enumerate() {
        let here = place("assets", i, &["address"]);
        if asset.address.is_empty() {
            if spoken_of.contains(asset.id.id()) {
                let message = format!("logs speak of `{}`, so it needs its `address`", asset.id);
                report(file, &here, "no-address", message, found);
            }
            continue;
        }
        match nobodys(&asset.address) {
            Err(message) => report(file, &here, "bad-address", message, found),
            Ok(ip) => {
                if let Some(other) = hosts.insert(ip, asset.id.as_str()) {
                    report(
                        file,
                        &here,
                        "duplicate-address",
                        format!("`{other}` has this address"),
                        found,
                    );
                }
            }
        }
    }
    for (i, address) in scenario.addresses.iter().enumerate() {
        if spoken_of.contains(address.id.id())
            && let Err(message) = nobodys(&address.value)
        {
            report(
                file,
                &place("addresses", i, &["value"]),
                "bad-address",
                message,
                found,
            );
        }
    }
    for (i, trace) in scenario.traces.iter().enumerate() {
        for (j, timed) in trace.deeds.iter().enumerate() {
            let said = match &timed.deed {
                Deed::Proxied(proxied) => Some(("address", &proxied.address)),
                Deed::Lookup(lookup) if !lookup.answer.is_empty() => {
                    Some(("answer", &lookup.answer))
                }
                _ => None,
            };
            if let Some((field, address)) = said
                && let Err(message) = nobodys(address)
            {
                let j = j.to_string();
                report(
                    file,
                    &place("traces", i, &["deeds", &j, "deed", "0", field]),
                    "bad-address",
                    message,
                    found,
                );
            }
        }
    }
    for (i, habit) in scenario.everyday.habits.iter().enumerate() {
        for (path, address) in of_habit(habit) {
            if let Err(message) = nobodys(address) {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                report(
                    file,
                    &place("everyday", i, &path),
                    "bad-address",
                    message,
                    found,
                );
            }
        }
    }
}

/// The addresses that a habit itself says, with their places within it.
fn of_habit(habit: &Habit) -> Vec<(Vec<String>, &str)> {
    let path = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect();
    match habit {
        Habit::Robot { from, .. } => (0..)
            .zip(from)
            .map(|(j, address): (usize, _)| (path(&["from", &j.to_string()]), address.as_str()))
            .collect(),
        Habit::Traffic { address, .. } => vec![(path(&["address"]), address)],
        Habit::Lookups { names, .. } => (0..)
            .zip(names)
            .filter(|(_, name)| !name.answer.is_empty())
            .map(|(j, name): (usize, _)| {
                let place = path(&["names", &j.to_string(), "answer"]);
                (place, name.answer.as_str())
            })
            .collect(),
        _ => {
            let mut all = Vec::new();
            for (j, user) in people(habit).iter().enumerate() {
                for (k, address) in user.addresses.iter().enumerate() {
                    let place = path(&["people", &j.to_string(), "addresses", &k.to_string()]);
                    all.push((place, address.as_str()));
                }
            }
            all
        }
    }
}

/// An address that belongs to nobody on the internet.
fn nobodys(text: &str) -> Result<IpAddr, String> {
    let ip: IpAddr = text
        .parse()
        .map_err(|_| format!("`{text}` is no IP address"))?;
    let fits = match ip {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            v4.is_private() || matches!([a, b, c], [192, 0, 2] | [198, 51, 100] | [203, 0, 113])
        }
        IpAddr::V6(v6) => {
            let [a, b, ..] = v6.segments();
            [a, b] == [0x2001, 0x0db8] || a & 0xfe00 == 0xfc00
        }
    };
    if fits {
        return Ok(ip);
    }
    Err(format!(
        "`{text}` may belong to somebody; use 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32 or a private range"
    ))
}

/// Assets and addresses that lines name.
fn spoken_of(scenario: &Scenario) -> BTreeSet<&Id> {
    let mut named: BTreeSet<&Id> = BTreeSet::new();
    for log in &scenario.logs {
        named.insert(log.asset.id());
        named.extend(log.watches.iter().map(crate::base::id::AssetId::id));
    }
    for timed in scenario.traces.iter().flat_map(|trace| &trace.deeds) {
        match &timed.deed {
            Deed::Request(request) => {
                named.extend(&request.from);
                named.insert(request.to.id());
            }
            Deed::SignIn(sign_in) => {
                named.extend(&sign_in.from);
                named.insert(sign_in.on.id());
            }
            Deed::Connection(connection) => {
                named.extend(&connection.from);
                named.insert(&connection.to);
            }
            Deed::Query(query) => {
                named.extend([query.on.id(), query.from.id()]);
            }
            Deed::Proxied(proxied) => {
                named.extend([proxied.from.id(), proxied.through.id()]);
            }
            Deed::Process(process) => {
                named.insert(process.on.id());
            }
            Deed::File(change) => {
                named.insert(change.on.id());
            }
            Deed::Lookup(lookup) => {
                named.insert(lookup.from.id());
            }
            Deed::CloudSignIn(sign_in) => {
                named.extend(&sign_in.from);
                named.insert(sign_in.at.id());
            }
            Deed::Audit(audit) => {
                named.extend(&audit.from);
                named.insert(audit.on.id());
            }
            Deed::ServiceInstalled(service) => {
                named.insert(service.on.id());
            }
            Deed::Detection { on, .. } | Deed::Message { on, .. } => {
                named.insert(on.id());
            }
        }
    }
    for habit in &scenario.everyday.habits {
        let places = people(habit).iter().flat_map(|user| &user.from);
        named.extend(places.map(crate::base::id::AssetId::id));
        match habit {
            Habit::Visitors { to, .. }
            | Habit::Robot { to, .. }
            | Habit::Probes { to, .. }
            | Habit::HostSignIns { to, .. } => {
                named.extend(to.iter().map(crate::base::id::AssetId::id));
            }
            Habit::Check { from, to, .. } | Habit::SignIns { from, to, .. } => {
                named.insert(from.id());
                named.extend(to.iter().map(crate::base::id::AssetId::id));
            }
            Habit::CloudSignIns { at: service, .. } | Habit::OfficeWork { on: service, .. } => {
                named.insert(service.id());
            }
            Habit::Lookups { from, .. } => {
                named.extend(from.iter().map(crate::base::id::AssetId::id));
            }
            Habit::Job { on, .. } | Habit::Programs { on, .. } | Habit::FileAccess { on, .. } => {
                named.extend(on.iter().map(crate::base::id::AssetId::id));
            }
            Habit::Queries { on, from, .. } => {
                named.insert(on.id());
                named.extend(from.iter().map(crate::base::id::AssetId::id));
            }
            Habit::Traffic { from, through, .. } => {
                named.extend(from.iter().chain(through).map(crate::base::id::AssetId::id));
            }
        }
    }
    named
}

//! Deeds at services that keep logs of their own: names, identities, audited acts, services of Windows.

use core::net::IpAddr;
use std::borrow::Cow;

use super::network::refused;
use super::{Resolver, Turn, numbered};
use crate::base::id::{AssetId, Id};
use crate::evidence::activity::{
    Activity, Audited, CloudEntry, Endpoint, Lookup, Program, ServiceSetUp,
};
use crate::evidence::compiled::Compiled;
use crate::evidence::hosts::Host;
use crate::evidence::network::{client_port, flow_id, lookup, vain_lookup};
use crate::scenario::{AuditedAct, CloudSignIn, NameLookup, NewService};

/// The port of services that are used with a browser.
const HTTPS: u16 = 443;

/// Who uses a service, or that the firewall refuses it.
enum Visit<'a> {
    Served {
        on: &'a Host,
        client: IpAddr,
        id: u64,
    },
    Refused {
        client: Endpoint,
        server: Endpoint,
        id: u64,
    },
}

impl<'a> Resolver<'a> {
    pub(super) fn lookup(&self, deed: &'a NameLookup, turn: &mut Turn) -> Option<Activity<'a>> {
        let client = self.online(&deed.from, turn.at)?;
        let resolver = self.compiled.resolver()?;
        let name = numbered(&deed.name, turn.number);
        let answer = deed.answer.parse().ok();
        let volumes = match answer {
            Some(_) => lookup(&name),
            None => vain_lookup(&name),
        };
        let flow = Compiled::question(client, resolver, volumes, turn.at, &mut turn.stream);
        Some(Activity::Lookup(Lookup {
            flow,
            name,
            answer,
            by: Program {
                exe: &deed.exe,
                user: &deed.user,
                start: turn
                    .started
                    .last(&deed.from, &deed.exe)
                    .or_else(|| self.started_before(&deed.from, &deed.exe, turn.at)),
            },
        }))
    }

    pub(super) fn cloud_sign_in(
        &self,
        deed: &'a CloudSignIn,
        turn: &mut Turn,
    ) -> Option<Activity<'a>> {
        let (on, client, id) = match self.visit(&deed.at, &deed.from, turn)? {
            Visit::Served { on, client, id } => (on, client, id),
            Visit::Refused { client, server, id } => {
                return Some(refused(turn.at, client, server, id));
            }
        };
        Some(Activity::Cloud(CloudEntry {
            at: turn.at,
            on,
            client,
            id,
            user: &deed.user,
            app: &deed.app,
            place: &deed.place,
            agent: &deed.agent,
            second_factor: deed.second_factor,
            fails: &deed.fails,
        }))
    }

    pub(super) fn audit(&self, deed: &'a AuditedAct, turn: &mut Turn) -> Option<Activity<'a>> {
        let (on, client, id) = match self.visit(&deed.on, &deed.from, turn)? {
            Visit::Served { on, client, id } => (on, client, id),
            Visit::Refused { client, server, id } => {
                return Some(refused(turn.at, client, server, id));
            }
        };
        let details = deed.details.iter();
        let details: Vec<(&str, Cow<'_, str>)> = details
            .map(|detail| (detail.name.as_str(), numbered(&detail.value, turn.number)))
            .collect();
        Some(Activity::Audited(Audited {
            at: turn.at,
            on,
            client,
            id,
            user: &deed.user,
            operation: &deed.operation,
            object: numbered(&deed.object, turn.number),
            details,
        }))
    }

    pub(super) fn service(&self, deed: &'a NewService, turn: &Turn) -> Option<Activity<'a>> {
        let on = self.running(&deed.on, turn.at)?;
        Some(Activity::Service(ServiceSetUp {
            at: turn.at,
            on,
            name: &deed.name,
            exe: &deed.exe,
            account: &deed.account,
        }))
    }

    /// Somebody comes to a service from the first place that is not blocked.
    fn visit(&self, service: &AssetId, from: &[Id], turn: &mut Turn) -> Option<Visit<'a>> {
        let (client, blocked) = self.speaker(from, turn.at)?;
        let port = client_port(&mut turn.stream);
        let id = flow_id(&mut turn.stream);
        if blocked {
            return Some(Visit::Refused {
                client: Endpoint { ip: client, port },
                server: Endpoint {
                    ip: self.compiled.host(service)?.ip,
                    port: HTTPS,
                },
                id,
            });
        }
        let on = self.online(service, turn.at)?;
        Some(Visit::Served { on, client, id })
    }
}

//! Deeds that go over the network, and what the firewall and the state of their targets make of them.

use core::net::IpAddr;
use std::borrow::Cow;

use super::{Resolver, Turn, ms, number_of_program, numbered};
use crate::base::chance::Stream;
use crate::base::id::{AddressId, AssetId, Id};
use crate::evidence::activity::{
    Activity, Connection, Endpoint, Flow, FlowState, Program, Proxied, Query, Refused, Request,
    Session, Transport, WebConnection,
};
use crate::evidence::compiled::Compiled;
use crate::evidence::everyday::NOT_FOUND;
use crate::evidence::exchange::volumes;
use crate::evidence::network::{client_port, flow_id, tcp};
use crate::evidence::stamp::Stamp;
use crate::scenario::{DatabaseQuery, NetworkConnection, ProxiedRequest, SignIn, WebRequest};

/// The size of a web server's own page for what is forbidden, in bytes.
const FORBIDDEN: u32 = 146;

impl<'a> Resolver<'a> {
    /// Who speaks: the first that is not blocked, or the first of all and that it is blocked. None if it is
    /// an asset that is not on the network.
    pub(super) fn speaker(&self, from: &[Id], at: Stamp) -> Option<(IpAddr, bool)> {
        let there = |id: &&Id| {
            self.compiled
                .host(&AssetId::from((*id).clone()))
                .is_none_or(|host| self.standing.is_online(host, at))
        };
        let ips: Vec<IpAddr> = from
            .iter()
            .filter(there)
            .filter_map(|id| self.ip(id))
            .collect();
        let free = ips.iter().find(|ip| !self.standing.is_blocked(**ip, at));
        free.map(|ip| (*ip, false))
            .or_else(|| ips.first().map(|ip| (*ip, true)))
    }

    pub(super) fn request(&self, request: &'a WebRequest, turn: &mut Turn) -> Option<Activity<'a>> {
        let (at, number, stream) = (turn.at, turn.number, &mut turn.stream);
        let (ip, blocked) = self.speaker(&request.from, at)?;
        let client = Endpoint {
            ip,
            port: client_port(stream),
        };
        let id = flow_id(stream);
        let takes = match ms(request.takes) {
            0 => i64::from(9_000 + stream.below(70_000)),
            takes => takes.saturating_mul(1_000),
        };
        let more = stream.below(request.answer_more.saturating_add(1));
        let server = self.compiled.host(&request.to)?;
        if blocked {
            let to = Endpoint {
                ip: server.ip,
                port: 80,
            };
            return Some(refused(at, client, to, id));
        }
        let server = self.online(&request.to, at)?;
        let answer = match &request.needs {
            Some(needs) => self.answer(needs, at),
            None => None,
        };
        let (status, size) =
            answer.unwrap_or((request.status, request.answer.saturating_add(more)));
        let served = answer.is_none();
        let requests = vec![Request {
            at,
            done: at.later(takes),
            method: request.method,
            path: numbered(&request.path, number),
            status,
            answer: size,
            sends: request.sends,
            sends_text: &request.sends_text,
            answer_text: if served { &request.answer_text } else { "" },
            referrer: Cow::Borrowed(&request.referrer),
            agent: &request.agent,
            upload: request
                .upload
                .as_ref()
                .and_then(|sample| self.compiled.sample(sample)),
            warning: (served && !request.warning.is_empty()).then_some(&request.warning),
            signature: request
                .signature
                .as_ref()
                .and_then(|id| self.compiled.scenario.signature(id)),
        }];
        Some(Activity::Web(WebConnection {
            flow: web_flow(id, client, server.ip, &request.host, &requests),
            server,
            host: &request.host,
            requests,
        }))
    }

    /// What a server answers when what a request needs is not there; none if it is.
    fn answer(&self, needs: &Id, at: Stamp) -> Option<(u16, u32)> {
        let scenario = &self.compiled.scenario;
        if self.standing.foothold(scenario, needs, at) == Some(false) {
            return Some((404, NOT_FOUND));
        }
        if self.standing.vector(scenario, needs, at) == Some(false) {
            return Some((403, FORBIDDEN));
        }
        None
    }

    pub(super) fn sign_in(&self, sign_in: &'a SignIn, turn: &mut Turn) -> Option<Activity<'a>> {
        let (at, stream) = (turn.at, &mut turn.stream);
        let (ip, blocked) = self.speaker(&sign_in.from, at)?;
        let client = Endpoint {
            ip,
            port: client_port(stream),
        };
        let id = flow_id(stream);
        let short = i64::from(2_000 + stream.below(4_000));
        let typed = u64::from(3_000 + stream.below(9_000));
        let pid = 2_000 + stream.below(50_000);
        let host = self.compiled.host(&sign_in.on)?;
        let server = Endpoint {
            ip: host.ip,
            port: sign_in.by.port(),
        };
        if blocked {
            return Some(refused(at, client, server, id));
        }
        let on = self.online(&sign_in.on, at)?;
        let lasts = match ms(sign_in.lasts) {
            _ if sign_in.fails => 900,
            0 => short,
            lasts => lasts,
        };
        let (up, down) = tcp(typed, typed * 3);
        let key = if sign_in.key.is_empty() {
            &sign_in.user
        } else {
            &sign_in.key
        };
        Some(Activity::SignIn(Session {
            flow: Flow {
                id,
                client,
                server,
                transport: Transport::Tcp,
                start: at,
                end: at.later_ms(lasts),
                up,
                down,
                state: FlowState::Closed,
            },
            on,
            from: self.compiled.host_at(ip).map(|host| host.name.as_str()),
            user: &sign_in.user,
            by: sign_in.by,
            fingerprint: fingerprint(key),
            fails: sign_in.fails,
            pid,
        }))
    }

    pub(super) fn query(
        &self,
        query: &'a DatabaseQuery,
        turn: &mut Turn,
        lasting: u64,
    ) -> Option<Activity<'a>> {
        let (at, stream) = (turn.at, &mut turn.stream);
        let on = self.online(&query.on, at)?;
        let from = self.online(&query.from, at)?;
        let client = Endpoint {
            ip: from.ip,
            port: client_port(stream),
        };
        let (up, down) = tcp(900, u64::from(query.bytes));
        // A fast network and a warm database: some 20 MB a second.
        let took = 80_000 + i64::from(query.bytes / 20);
        Some(Activity::Query(Query {
            at,
            flow: Some(Flow {
                id: flow_id(stream),
                client,
                server: Endpoint {
                    ip: on.ip,
                    port: 5432,
                },
                transport: Transport::Tcp,
                start: at.later(-38_000),
                end: at.later(took),
                up,
                down,
                state: FlowState::Closed,
            }),
            client,
            on,
            pid: number_of_program(lasting),
            statement_id: turn.number,
            user: &query.user,
            database: &query.database,
            program: &query.program,
            table: &query.table,
            statement: &query.statement,
            rows: query.rows,
        }))
    }

    pub(super) fn connection(
        &self,
        connection: &'a NetworkConnection,
        turn: &mut Turn,
        lasting: u64,
    ) -> Option<Activity<'a>> {
        let (at, stream, started) = (turn.at, &mut turn.stream, &turn.started);
        let mut steady = Stream::new(lasting, "connection");
        let identity = if connection.kept_open {
            &mut steady
        } else {
            &mut *stream
        };
        let (port, id) = (client_port(identity), flow_id(identity));
        let (ip, blocked) = self.speaker(&connection.from, at)?;
        let client = Endpoint { ip, port };
        let server = Endpoint {
            ip: self.ip(&connection.to)?,
            port: connection.port,
        };
        if blocked || self.standing.is_blocked(server.ip, at) {
            return Some(refused(at, client, server, id));
        }
        if let Some(host) = self.compiled.host(&AssetId::from(connection.to.clone()))
            && !self.standing.is_online(host, at)
        {
            return None;
        }
        let (up, down) = tcp(connection.sends, connection.answer);
        let own = self.compiled.host_at(ip);
        let start = own.and_then(|host| {
            let (on, exe) = (&host.asset, &connection.exe);
            let own = started.last(on, exe);
            own.or_else(|| self.started_before(on, exe, at))
        });
        let resolver = self
            .compiled
            .resolver()
            .filter(|_| !connection.name.is_empty());
        let lookup = own
            .zip(resolver)
            .map(|(own, resolver)| Compiled::lookup(own, resolver, &connection.name, at, stream));
        Some(Activity::Connection(Connection {
            flow: Flow {
                id,
                client,
                server,
                transport: Transport::Tcp,
                start: at,
                end: at.later_ms(ms(connection.lasts)),
                up,
                down,
                state: if connection.kept_open {
                    FlowState::Open
                } else {
                    FlowState::Closed
                },
            },
            service: &connection.service,
            name: &connection.name,
            lookup,
            opened: !connection.kept_open || turn.number == 1,
            signature: connection
                .signature
                .as_ref()
                .and_then(|id| self.compiled.scenario.signature(id)),
            by: Program {
                exe: &connection.exe,
                user: &connection.user,
                start,
            },
        }))
    }

    pub(super) fn proxied(&self, proxied: &'a ProxiedRequest, turn: &Turn) -> Option<Activity<'a>> {
        let client = self.online(&proxied.from, turn.at)?;
        let through = self.online(&proxied.through, turn.at)?;
        let address: IpAddr = proxied.address.parse().ok()?;
        let denied = self.standing.is_blocked(address, turn.at);
        Some(Activity::Proxied(Proxied {
            done: turn.at.later_ms(ms(proxied.takes)),
            took_ms: proxied.takes.as_ms(),
            client: client.ip,
            through,
            host: &proxied.host,
            port: 443,
            address,
            sends: u64::from(proxied.sends),
            answer: u64::from(proxied.answer),
            denied,
        }))
    }

    /// The address of an asset or of an address outside.
    pub(super) fn ip(&self, id: &Id) -> Option<IpAddr> {
        if let Some(host) = self.compiled.host(&AssetId::from(id.clone())) {
            return Some(host.ip);
        }
        let address = self
            .compiled
            .scenario
            .address(&AddressId::from(id.clone()))?;
        address.value.parse().ok()
    }
}

pub(super) fn refused(at: Stamp, client: Endpoint, server: Endpoint, id: u64) -> Activity<'static> {
    Activity::Refused(Refused {
        at,
        client,
        server,
        transport: Transport::Tcp,
        packet: u16::try_from(id & 0xffff).unwrap_or_default(),
    })
}

/// The connection that carries these requests, from its first to its last packet.
pub(in crate::evidence) fn web_flow(
    id: u64,
    client: Endpoint,
    server: IpAddr,
    host: &str,
    requests: &[Request<'_>],
) -> Flow {
    let first = requests.first().map(|request| request.at);
    let last = requests.last().map(|request| request.done);
    let (up, down) = volumes(host, requests);
    Flow {
        id,
        client,
        server: Endpoint {
            ip: server,
            port: 80,
        },
        transport: Transport::Tcp,
        start: first.unwrap_or_default().later(-1_900),
        end: last.unwrap_or_default().later(2_300),
        up,
        down,
        state: FlowState::Closed,
    }
}

/// The fingerprint of a key, as OpenSSH shows it after `SHA256:`: 43 characters of base64.
pub(in crate::evidence) fn fingerprint(key: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut drawn = [0; 43];
    blake3::Hasher::new()
        .update(b"key")
        .update(key.as_bytes())
        .finalize_xof()
        .fill(&mut drawn);
    drawn
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 64)))
        .map(|letter| char::from(*letter))
        .collect()
}

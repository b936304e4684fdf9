//! What is worked out once for a scenario and a seed: hosts, samples, who has a part.

use core::net::IpAddr;
use std::sync::{Arc, OnceLock};

use super::activity::{Endpoint, Flow, FlowState, SampleFacts, Transport, Volume};
use super::hosts::Host;
use super::network::{client_port, flow_id, lookup};
use super::samples;
use super::stamp::Stamp;
use crate::base::Moment;
use crate::base::chance::Stream;
use crate::base::id::{AssetId, SampleId};
use crate::scenario::{Sample, Scenario};

/// What is worked out once for a scenario and a seed.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) scenario: Arc<Scenario>,
    pub(super) seed: u64,
    pub(super) scale_percent: u32,
    pub(super) everyday_from: Stamp,
    pub(super) start: Stamp,
    pub(super) hosts: Vec<Host>,
    pub(super) samples: Vec<(SampleId, OnceLock<SampleFacts>)>,
    /// Addresses that the scenario gives a part; no stranger has one.
    pub(super) parts: Vec<IpAddr>,
    pub(super) resolver: Option<AssetId>,
}

impl Compiled {
    pub(super) fn host(&self, asset: &AssetId) -> Option<&Host> {
        self.hosts.iter().find(|host| host.asset == *asset)
    }

    pub(super) fn host_at(&self, ip: IpAddr) -> Option<&Host> {
        self.hosts.iter().find(|host| host.ip == ip)
    }

    pub(super) fn stamp(&self, moment: Moment) -> Stamp {
        self.start.later_ms(moment.as_ms())
    }

    pub(super) fn sample(&self, id: &SampleId) -> Option<&SampleFacts> {
        let (_, facts) = self.samples.iter().find(|(known, _)| known == id)?;
        let sample: &Sample = self.scenario.sample(id)?;
        Some(facts.get_or_init(|| samples::facts(sample)))
    }

    pub(super) fn has_a_part(&self, ip: IpAddr) -> bool {
        self.parts.contains(&ip)
    }

    pub(super) fn resolver(&self) -> Option<&Host> {
        self.resolver.as_ref().and_then(|asset| self.host(asset))
    }

    /// The question for a name just before a connection.
    pub(super) fn lookup(
        client: &Host,
        resolver: &Host,
        name: &str,
        before: Stamp,
        stream: &mut Stream,
    ) -> Flow {
        let asked = before.later(-i64::from(4_000 + stream.below(40_000)));
        Self::question(client, resolver, lookup(name), asked, stream)
    }

    /// A question for a name and its answer, by what goes each way.
    pub(super) fn question(
        client: &Host,
        resolver: &Host,
        (up, down): (Volume, Volume),
        asked: Stamp,
        stream: &mut Stream,
    ) -> Flow {
        Flow {
            id: flow_id(stream),
            client: Endpoint {
                ip: client.ip,
                port: client_port(stream),
            },
            server: Endpoint {
                ip: resolver.ip,
                port: 53,
            },
            transport: Transport::Udp,
            start: asked,
            end: asked.later(i64::from(400 + stream.below(2_500))),
            up,
            down,
            state: FlowState::Closed,
        }
    }
}

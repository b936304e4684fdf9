//! How things stood at any time, drawn from the history once: which hosts were online, what was blocked,
//! what was in place.

use core::net::IpAddr;
use std::collections::BTreeMap;

use super::history::{Happening, History};
use super::hosts::Host;
use super::network::Range;
use super::stamp::Stamp;
use crate::base::id::{FootholdId, Id, VectorId};
use crate::scenario::{AssetStatus, Scenario, VectorStatus};

/// Changes of one thing, in order: from each stamp on, what is so.
type Changes<T> = Vec<(Stamp, T)>;

/// What was so just before a stamp.
fn at<T: Copy>(changes: &[(Stamp, T)], stamp: Stamp) -> Option<T> {
    let passed = changes.partition_point(|(since, _)| *since < stamp);
    passed
        .checked_sub(1)
        .and_then(|last| changes.get(last))
        .map(|(_, what)| *what)
}

/// How things stood at any time.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    hosts: Vec<Changes<AssetStatus>>,
    blocks: Vec<(Range, Changes<bool>)>,
    footholds: BTreeMap<FootholdId, Changes<bool>>,
    vectors: BTreeMap<VectorId, Changes<VectorStatus>>,
}

impl Standing {
    /// Draws it from a history.
    pub(super) fn new(scenario: &Scenario, hosts: &[Host], history: &History) -> Self {
        let mut standing = Self {
            hosts: vec![Vec::new(); hosts.len()],
            ..Self::default()
        };
        for (moment, what) in history.iter() {
            let stamp = Stamp::of(scenario.starts, moment);
            match what {
                Happening::Asset(asset, status) => {
                    let place = hosts.iter().position(|host| host.asset == *asset);
                    if let Some(changes) = place.and_then(|place| standing.hosts.get_mut(place)) {
                        changes.push((stamp, *status));
                    }
                }
                Happening::Blocked(id) | Happening::Freed(id) => {
                    let value = scenario.address(id).map(|address| address.value.as_str());
                    if let Some(range) = value.and_then(Range::read) {
                        standing.block(range, stamp, matches!(what, Happening::Blocked(_)));
                    }
                }
                Happening::Planted(id) | Happening::Removed(id) => {
                    let there = matches!(what, Happening::Planted(_));
                    let changes = standing.footholds.entry(id.clone()).or_default();
                    changes.push((stamp, there));
                }
                Happening::Vector(id, status) => {
                    let changes = standing.vectors.entry(id.clone()).or_default();
                    changes.push((stamp, *status));
                }
                _ => {}
            }
        }
        standing
    }

    fn block(&mut self, range: Range, stamp: Stamp, blocked: bool) {
        match self.blocks.iter_mut().find(|(known, _)| *known == range) {
            Some((_, changes)) => changes.push((stamp, blocked)),
            None => self.blocks.push((range, vec![(stamp, blocked)])),
        }
    }

    /// The state of a host.
    pub(super) fn host(&self, host: &Host, stamp: Stamp) -> AssetStatus {
        self.hosts
            .get(host.place)
            .filter(|changes| !changes.is_empty())
            .and_then(|changes| at(changes, stamp))
            .unwrap_or(AssetStatus::Online)
    }

    /// Whether a host can be reached over the network.
    pub(super) fn is_online(&self, host: &Host, stamp: Stamp) -> bool {
        self.host(host, stamp) == AssetStatus::Online
    }

    /// Whether programs run on a host, cut off or not.
    pub(super) fn is_running(&self, host: &Host, stamp: Stamp) -> bool {
        matches!(
            self.host(host, stamp),
            AssetStatus::Online | AssetStatus::Isolated
        )
    }

    /// Whether the firewall lets nothing through from or to an address.
    pub(super) fn is_blocked(&self, ip: IpAddr, stamp: Stamp) -> bool {
        self.blocks
            .iter()
            .any(|(range, changes)| range.holds(ip) && at(changes, stamp) == Some(true))
    }

    /// Whether a foothold is in place; none if there is no such foothold.
    pub(super) fn foothold(&self, scenario: &Scenario, id: &Id, stamp: Stamp) -> Option<bool> {
        let id = FootholdId::from(id.clone());
        scenario.foothold(&id)?;
        let changes = self.footholds.get(&id);
        Some(changes.and_then(|changes| at(changes, stamp)) == Some(true))
    }

    /// Whether a hole is open; none if there is no such hole.
    pub(super) fn vector(&self, scenario: &Scenario, id: &Id, stamp: Stamp) -> Option<bool> {
        let id = VectorId::from(id.clone());
        scenario.vectors.iter().find(|vector| vector.id == id)?;
        let changes = self.vectors.get(&id);
        let status = changes.and_then(|changes| at(changes, stamp));
        Some(status.unwrap_or(VectorStatus::Open) == VectorStatus::Open)
    }
}

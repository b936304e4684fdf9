//! The organisation's hosts as logs name them.

use core::net::{IpAddr, Ipv4Addr};

use crate::base::id::AssetId;
use crate::scenario::{Asset, Scenario};

/// A host of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its place among the scenario's assets.
    pub place: usize,
    /// The asset.
    pub asset: AssetId,
    /// Its host name: the asset's name in small letters.
    pub name: String,
    /// Its address; unspecified where the scenario gives none.
    pub ip: IpAddr,
}

impl Host {
    fn of(place: usize, asset: &Asset) -> Self {
        Self {
            place,
            asset: asset.id.clone(),
            name: asset.name.to_lowercase().replace(' ', "-"),
            ip: asset
                .address
                .parse()
                .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        }
    }
}

/// The hosts of a scenario, in the order of its assets.
#[must_use]
pub fn hosts(scenario: &Scenario) -> Vec<Host> {
    scenario
        .assets
        .iter()
        .enumerate()
        .map(|(place, asset)| Host::of(place, asset))
        .collect()
}

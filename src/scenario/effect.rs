//! The closed language of effects: everything that a stage, a reaction, an action or an inject can do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{AssetStatus, Awareness, SecretStatus, VectorStatus};
use crate::base::Span;
use crate::base::id::{
    AddressId, AlertId, AssetId, DatasetId, EvidenceId, FootholdId, HarmId, Id, InjectId,
    MeasureId, SecretId, ServiceId, StageId, VectorId,
};

/// A change of the world or of what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Effect {
    /// The asset changes its state.
    SetAsset {
        /// The asset.
        asset: AssetId,
        /// Its new state.
        status: AssetStatus,
    },
    /// The attacker puts a foothold in place.
    Plant(FootholdId),
    /// A foothold goes away.
    Remove(FootholdId),
    /// The secret changes its state.
    SetSecret {
        /// The secret.
        secret: SecretId,
        /// Its new state.
        status: SecretStatus,
    },
    /// The hole changes its state.
    SetVector {
        /// The hole.
        vector: VectorId,
        /// Its new state.
        status: VectorStatus,
    },
    /// The address is blocked.
    Block(AddressId),
    /// The address is no longer blocked.
    Unblock(AddressId),
    /// The measure comes into force.
    Apply(MeasureId),
    /// The measure is lifted.
    Lift(MeasureId),
    /// The evidence is saved, unless it is lost.
    Collect(EvidenceId),
    /// The evidence is gone, unless it was saved.
    Destroy(EvidenceId),
    /// So much of the data leaves, at most what is still there.
    Leak {
        /// The data.
        dataset: DatasetId,
        /// How much, in KB.
        kb: u32,
    },
    /// The attacker grows more suspicious by one level.
    RaiseAwareness,
    /// The attacker is at least so aware from now on.
    SetAwareness(Awareness),
    /// A stage that has no time of its own begins.
    Begin(StageId),
    /// A stage is over, however many repeats it had left.
    Stop(StageId),
    /// The trainees come to know of these.
    Learn(Vec<Id>),
    /// The alert is raised now.
    Raise(AlertId),
    /// The inject is delivered now.
    Deliver(InjectId),
    /// The harm event happens.
    Harm(HarmId),
    /// Money is lost.
    Cost(u32),
    /// The service is lost for so long, beside what its assets cause.
    Outage {
        /// The service.
        service: ServiceId,
        /// How long.
        lasts: Span,
    },
}

//! Effects become events: only what really changes something is said.

use super::engine::Engine;
use super::event::{Cause, Event, Presence};
use super::holds::{self, holds_or_absent};
use super::state::StageState;
use crate::base::id::{AssetId, EvidenceId, Id, PersonId};
use crate::scenario::{
    AssetStatus, Awareness, Effect, EvidenceStatus, SecretStatus, Service, VectorStatus,
};

impl Engine {
    /// Carries out an effect.
    pub(super) fn carry_out(&mut self, cause: Cause, effect: &Effect) {
        match effect {
            Effect::SetAsset { asset, status } => self.set_asset(cause, asset, *status),
            Effect::Plant(foothold) => self.set_foothold(cause, foothold, Presence::Present),
            Effect::Remove(foothold) => self.set_foothold(cause, foothold, Presence::Removed),
            Effect::SetSecret { secret, status } => self.set_secret(cause, secret, *status),
            Effect::SetVector { vector, status } => self.set_vector(cause, vector, *status),
            Effect::Block(address) => self.set_blocked(cause, address, true),
            Effect::Unblock(address) => self.set_blocked(cause, address, false),
            Effect::Apply(measure) => self.set_in_force(cause, measure, true),
            Effect::Lift(measure) => self.set_in_force(cause, measure, false),
            Effect::Collect(evidence) => {
                self.collect(cause, evidence, None);
            }
            Effect::Destroy(evidence) => self.destroy(cause, evidence),
            Effect::Leak { dataset, kb } => self.leak(cause, dataset, *kb),
            Effect::RaiseAwareness => self.set_awareness(cause, self.state().awareness.raised()),
            Effect::SetAwareness(level) => self.set_awareness(cause, *level),
            Effect::Begin(stage) => {
                // A stage that began itself again at the same moment would never end.
                let now = self.now();
                let waiting = |s: &StageState| s.next.is_none() && s.last != Some(now);
                let waiting = self.state().stages.get(stage).is_some_and(waiting);
                if waiting {
                    self.emit(
                        cause,
                        Event::StageBegun {
                            stage: stage.clone(),
                            at: self.now(),
                        },
                    );
                }
            }
            Effect::Stop(stage) => {
                if self
                    .state()
                    .stages
                    .get(stage)
                    .is_some_and(|s| s.next.is_some())
                {
                    self.emit(
                        cause,
                        Event::StageStopped {
                            stage: stage.clone(),
                        },
                    );
                }
            }
            Effect::Learn(subjects) => self.learn(cause, subjects),
            Effect::Raise(alert) => {
                if !self.state().alerts_settled.contains(alert) {
                    self.raise(cause, alert);
                }
            }
            Effect::Deliver(inject) => {
                if !self.state().injects_settled.contains(inject) {
                    self.come(cause, inject);
                }
            }
            Effect::Harm(harm) => {
                if !self.state().harms.contains_key(harm) {
                    self.emit(cause, Event::HarmDone { harm: harm.clone() });
                }
            }
            Effect::Cost(amount) => self.emit(cause, Event::CostAdded { amount: *amount }),
            Effect::Outage { service, lasts } => {
                self.emit(
                    cause,
                    Event::OutageAdded {
                        service: service.clone(),
                        lasts: *lasts,
                    },
                );
            }
        }
    }

    /// The asset changes its state, and the services on it their capacity.
    pub(super) fn set_asset(&mut self, cause: Cause, asset: &AssetId, to: AssetStatus) {
        if self
            .state()
            .assets
            .get(asset)
            .is_none_or(|status| *status == to)
        {
            return;
        }
        self.emit(
            cause,
            Event::AssetChanged {
                asset: asset.clone(),
                to,
            },
        );
        let scenario = self.scenario_arc();
        for service in &scenario.services {
            if !service.runs_on.iter().any(|share| share.asset == *asset) {
                continue;
            }
            self.set_capacity(cause, service);
        }
    }

    /// The service has the capacity that its assets and its condition leave it.
    pub(super) fn set_capacity(&mut self, cause: Cause, service: &Service) {
        let online = |id: &AssetId| self.state().assets.get(id) == Some(&AssetStatus::Online);
        let shares = service.runs_on.iter().filter(|s| !online(&s.asset));
        let lost: u32 = shares.map(|s| u32::from(s.percent)).sum();
        let runs = holds_or_absent(self.scenario(), self.state(), service.up_when.as_ref());
        let down_percent = if runs { lost.min(100) } else { 100 };
        let known = self.state().services.get(&service.id);
        if known.is_some_and(|s| s.down_percent != down_percent) {
            self.emit(
                cause,
                Event::ServiceChanged {
                    service: service.id.clone(),
                    down_percent,
                },
            );
        }
    }

    /// The foothold comes or goes. What was never there can't be removed.
    pub(super) fn set_foothold(
        &mut self,
        cause: Cause,
        foothold: &crate::base::id::FootholdId,
        to: Presence,
    ) {
        let now = self.state().footholds.get(foothold).copied();
        let changes = match to {
            Presence::Present => now != Some(Presence::Present),
            Presence::Removed | Presence::Absent => now == Some(Presence::Present),
        };
        if changes && now.is_some() {
            self.emit(
                cause,
                Event::FootholdChanged {
                    foothold: foothold.clone(),
                    to,
                },
            );
        }
    }

    /// The secret changes its state.
    pub(super) fn set_secret(
        &mut self,
        cause: Cause,
        secret: &crate::base::id::SecretId,
        to: SecretStatus,
    ) {
        if self
            .state()
            .secrets
            .get(secret)
            .is_some_and(|status| *status != to)
        {
            self.emit(
                cause,
                Event::SecretChanged {
                    secret: secret.clone(),
                    to,
                },
            );
        }
    }

    /// The hole changes its state.
    pub(super) fn set_vector(
        &mut self,
        cause: Cause,
        vector: &crate::base::id::VectorId,
        to: VectorStatus,
    ) {
        if self
            .state()
            .vectors
            .get(vector)
            .is_some_and(|status| *status != to)
        {
            self.emit(
                cause,
                Event::VectorChanged {
                    vector: vector.clone(),
                    to,
                },
            );
        }
    }

    /// The address is blocked or freed.
    pub(super) fn set_blocked(
        &mut self,
        cause: Cause,
        address: &crate::base::id::AddressId,
        blocked: bool,
    ) {
        if self.state().blocked.contains(address) != blocked {
            self.emit(
                cause,
                Event::AddressChanged {
                    address: address.clone(),
                    blocked,
                },
            );
        }
    }

    /// The measure comes into force or is lifted.
    pub(super) fn set_in_force(
        &mut self,
        cause: Cause,
        measure: &crate::base::id::MeasureId,
        in_force: bool,
    ) {
        if self.state().in_force.contains(measure) != in_force {
            self.emit(
                cause,
                Event::MeasureChanged {
                    measure: measure.clone(),
                    in_force,
                },
            );
        }
    }

    /// Saves evidence if it is still there; says whether it was.
    pub(super) fn collect(
        &mut self,
        cause: Cause,
        evidence: &EvidenceId,
        by: Option<&PersonId>,
    ) -> bool {
        match self.state().evidence.get(evidence).map(|item| item.status) {
            Some(EvidenceStatus::Available) => {
                let collected = Event::EvidenceCollected {
                    evidence: evidence.clone(),
                    by: by.cloned(),
                    seal: self.seal(evidence),
                };
                self.emit(cause, collected);
                true
            }
            Some(EvidenceStatus::Collected) => true,
            Some(EvidenceStatus::Lost) | None => false,
        }
    }

    /// Destroys evidence that nobody saved.
    pub(super) fn destroy(&mut self, cause: Cause, evidence: &EvidenceId) {
        if self
            .state()
            .evidence
            .get(evidence)
            .is_some_and(|item| item.status == EvidenceStatus::Available)
        {
            self.emit(
                cause,
                Event::EvidenceLost {
                    evidence: evidence.clone(),
                },
            );
        }
    }

    fn leak(&mut self, cause: Cause, dataset: &crate::base::id::DatasetId, kb: u32) {
        let size = self.scenario().dataset(dataset).map_or(0, |d| d.size_kb);
        let gone = self.state().data_left_kb.get(dataset).copied().unwrap_or(0);
        let kb = kb.min(size.saturating_sub(gone));
        if kb > 0 {
            self.emit(
                cause,
                Event::DataLeft {
                    dataset: dataset.clone(),
                    kb,
                },
            );
        }
    }

    fn set_awareness(&mut self, cause: Cause, to: Awareness) {
        if to > self.state().awareness {
            self.emit(cause, Event::AwarenessChanged { to });
        }
    }

    /// The trainees come to know of what they don't know yet.
    pub(super) fn learn(&mut self, cause: Cause, subjects: &[Id]) {
        for subject in subjects {
            if self.learn_one(cause, subject) {
                self.learn_what_lies_on(cause, subject);
            }
        }
    }

    fn learn_one(&mut self, cause: Cause, subject: &Id) -> bool {
        let new = !holds::is_known(self.state(), subject);
        if new {
            self.emit(
                cause,
                Event::Learned {
                    subject: subject.clone(),
                },
            );
        }
        new
    }

    /// Whoever knows of an asset knows what can be saved from it and what it can be restored from.
    fn learn_what_lies_on(&mut self, cause: Cause, asset: &Id) {
        let scenario = self.scenario_arc();
        let evidence = scenario
            .evidence
            .iter()
            .filter(|e| !e.hidden && e.asset.id() == asset)
            .map(|e| e.id.id());
        let points = scenario
            .restore_points
            .iter()
            .filter(|p| p.asset.id() == asset)
            .map(|p| p.id.id());
        for subject in evidence.chain(points) {
            self.learn_one(cause, subject);
        }
    }
}

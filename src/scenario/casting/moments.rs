//! Moments that false alarms exchange, with their traces and injects.

use super::mix;
use crate::base::chance::Stream;
use crate::base::id::ItemId;
use crate::base::{Id, Moment, Offset};
use crate::scenario::{Cause, Scenario, TraceCause, Trigger};

impl Scenario {
    /// Lets bundles exchange the moments of their first alerts.
    pub(super) fn exchange(&mut self, bundles: &[Vec<ItemId>], stream: &mut Stream) {
        let moments: Vec<Option<Moment>> = bundles
            .iter()
            .map(|bundle| self.own_time(bundle.first()?.id()))
            .collect();
        let mut dealt: Vec<usize> = (0..bundles.len()).collect();
        mix(&mut dealt, stream);
        for (bundle, (own, other)) in bundles.iter().zip(moments.iter().zip(&dealt)) {
            let other = moments.get(*other).copied().flatten();
            let (Some(own), Some(other)) = (*own, other) else {
                continue;
            };
            for item in bundle {
                if let Some(at) = self.own_time(item.id()) {
                    let moved = at.as_ms() + (other.as_ms() - own.as_ms());
                    self.set_own_time(item.id(), Offset::FromStart(Moment::from_ms(moved)));
                }
            }
        }
    }

    /// When an alert, trace or inject comes by the clock; none if something else brings it.
    #[must_use]
    pub(in crate::scenario) fn own_time(&self, item: &Id) -> Option<Moment> {
        let alerts = self.alerts.iter().find(|a| a.id.id() == item);
        let traces = self.traces.iter().find(|t| t.id.id() == item);
        let injects = self.injects.iter().find(|i| i.id.id() == item);
        let alert = alerts.and_then(|alert| match &alert.cause {
            Cause::Background { at, .. } => Some(*at),
            _ => None,
        });
        let trace = traces.and_then(|trace| match &trace.cause {
            TraceCause::At { at, .. } => Some(*at),
            _ => None,
        });
        let inject = injects.and_then(|inject| match &inject.trigger {
            Trigger::At { at, .. } => Some(*at),
            _ => None,
        });
        alert.or(trace).or(inject).map(|at| self.moment(at))
    }

    /// The earliest moment at which any seed lets an item come that the file puts at `at`.
    #[must_use]
    pub(in crate::scenario) fn earliest_cast(&self, item: &Id, at: Offset) -> Moment {
        let (earliest, _) = self.slots(item).unwrap_or_default();
        Moment::from_ms(self.moment(at).as_ms() + earliest)
    }

    /// The latest moment at which any seed lets an item come that the file puts at `at`.
    #[must_use]
    pub(in crate::scenario) fn latest_cast(&self, item: &Id, at: Offset) -> Moment {
        let (_, latest) = self.slots(item).unwrap_or_default();
        Moment::from_ms(self.moment(at).as_ms() + latest)
    }

    /// By how many milliseconds an exchange of moments brings an item forward and puts it off at most.
    fn slots(&self, item: &Id) -> Option<(i64, i64)> {
        let mut orders = self.variation.orders.iter();
        let holds = |bundle: &Vec<ItemId>| bundle.iter().any(|other| other.id() == item);
        let bundles = orders.find(|bundles| bundles.iter().any(holds))?;
        let slot = |bundle: &Vec<ItemId>| Some(self.own_time(bundle.first()?.id())?.as_ms());
        let own = slot(bundles.iter().find(|bundle| holds(bundle))?)?;
        let all = bundles.iter().filter_map(slot);
        Some((all.clone().min()? - own, all.max()? - own))
    }

    fn set_own_time(&mut self, item: &Id, moved: Offset) {
        for alert in self.alerts.iter_mut().filter(|a| a.id.id() == item) {
            if let Cause::Background { at, .. } = &mut alert.cause {
                *at = moved;
            }
        }
        for trace in self.traces.iter_mut().filter(|t| t.id.id() == item) {
            if let TraceCause::At { at, .. } = &mut trace.cause {
                *at = moved;
            }
        }
        for inject in self.injects.iter_mut().filter(|i| i.id.id() == item) {
            if let Trigger::At { at, .. } = &mut inject.trigger {
                *at = moved;
            }
        }
    }
}

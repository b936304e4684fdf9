//! Moments that false alarms exchange, with their traces and injects.

use super::mix;
use crate::base::chance::Stream;
use crate::base::id::ItemId;
use crate::base::{Id, Moment, Offset};
use crate::scenario::{Cause, Scenario, TraceCause, Trigger};

impl Scenario {
    /// Lets bundles exchange the moments of their first alerts.
    pub(super) fn exchange(&mut self, bundles: &[Vec<ItemId>], stream: &mut Stream) {
        // What the level leaves out takes no part.
        let there: Vec<(&Vec<ItemId>, Moment)> = bundles
            .iter()
            .filter_map(|bundle| Some((bundle, self.own_time(bundle.first()?.id())?)))
            .collect();
        let mut dealt: Vec<Moment> = there.iter().map(|(_, own)| *own).collect();
        mix(&mut dealt, stream);
        let moves: Vec<(&Vec<ItemId>, i64)> = there
            .into_iter()
            .zip(dealt)
            .map(|((bundle, own), other)| (bundle, other.as_ms() - own.as_ms()))
            .collect();
        for (bundle, by) in moves {
            for item in bundle {
                if let Some(at) = self.own_time(item.id()) {
                    let moved = Moment::from_ms(at.as_ms() + by);
                    self.set_own_time(item.id(), Offset::FromStart(moved));
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

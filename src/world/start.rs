//! STARTEX: everything that is planned gets its moment, with the seed's delays.

use super::event::{Due, Event};
use super::rules::Rules;
use crate::base::chance::Stream;
use crate::base::id::ReadinessId;
use crate::base::{Moment, Span};
use crate::scenario::{Cause, Scenario, Trigger};

/// The event that begins an exercise, with every draw of chance in it.
#[must_use]
pub(super) fn started(
    scenario: &Scenario,
    rules: &Rules,
    seed: u64,
    readiness_off: &[ReadinessId],
) -> Event {
    // First of what falls on one moment: conditions see the clock where it is.
    let mut schedule: Vec<(Moment, Due)> = rules
        .wakes
        .iter()
        .map(|moment| (*moment, Due::Wake))
        .collect();
    for stage in &scenario.stages {
        if let Some(at) = stage.at {
            let delay = delay(seed, "stage", stage.id.as_str(), stage.within);
            schedule.push((scenario.moment(at) + delay, Due::Stage(stage.id.clone())));
        }
    }
    for point in &scenario.restore_points {
        schedule.push((
            scenario.moment(point.taken),
            Due::Snapshot(point.id.clone()),
        ));
    }
    for alert in &scenario.alerts {
        if let Cause::Background { at, within } = &alert.cause {
            let delay = delay(seed, "alert", alert.id.as_str(), *within);
            schedule.push((scenario.moment(*at) + delay, Due::Alert(alert.id.clone())));
        }
    }
    for inject in &scenario.injects {
        if let Trigger::At { at, within, .. } = &inject.trigger {
            let delay = delay(seed, "inject", inject.id.as_str(), *within);
            schedule.push((scenario.moment(*at) + delay, Due::Inject(inject.id.clone())));
        }
    }
    for evidence in &scenario.evidence {
        if let Some(at) = evidence.expires {
            schedule.push((scenario.moment(at), Due::Expiry(evidence.id.clone())));
        }
    }
    schedule.retain(|(moment, due)| *moment < scenario.end() || *due == Due::Wake);
    schedule.push((scenario.end(), Due::Endex));
    // A stable sort: what falls on one moment keeps the order of the file.
    schedule.sort_by_key(|(moment, _)| *moment);
    Event::Started {
        seed,
        readiness_off: readiness_off.to_vec(),
        schedule,
    }
}

/// A delay of whole seconds up to `within`, from a stream that belongs to this item alone.
pub(super) fn delay(seed: u64, kind: &str, id: &str, within: Span) -> Span {
    let seconds = u32::try_from(within.as_ms() / 1000).unwrap_or(u32::MAX - 1);
    if seconds == 0 {
        return Span::ZERO;
    }
    let drawn = Stream::new(seed, &format!("{kind}/{id}")).below(seconds + 1);
    Span::from_ms(u64::from(drawn) * 1000)
}

//! Whether a condition holds in a state.

use super::apply::is_present;
use super::self_reports::StepReport;
use super::state::State;
use crate::base::id::{ActionId, AlertId, DecisionId, FootholdId, Id, ServiceId};
use crate::scenario::{AssetStatus, Condition, Scenario, SecretStatus, Stage};

/// Whether the condition holds now.
#[must_use]
pub fn holds(scenario: &Scenario, state: &State, condition: &Condition) -> bool {
    let all = |of: &[Condition]| of.iter().all(|c| holds(scenario, state, c));
    match condition {
        Condition::All(of) => all(of),
        Condition::Any(of) => of.iter().any(|c| holds(scenario, state, c)),
        Condition::Not(of) => !holds(scenario, state, of),
        Condition::Count { at_least, of } => {
            let wanted = usize::try_from(*at_least).unwrap_or(usize::MAX);
            of.iter()
                .filter(|c| holds(scenario, state, c))
                .take(wanted)
                .count()
                >= wanted
        }
        Condition::Since(offset) => state.now >= scenario.moment(*offset),
        Condition::Known(subject) => is_known(state, subject),
        Condition::Contained => is_contained(scenario, state),
        Condition::Expelled => is_expelled(scenario, state),
        Condition::DataLeaving => is_data_leaving(scenario, state),
        Condition::Usable(foothold) => is_usable(scenario, state, foothold),
        Condition::ServiceUp(service) => is_up(state, service),
        Condition::Ready(switch) => !state.readiness_off.contains(switch),
        other => world_holds(state, other)
            .or_else(|| record_holds(state, other))
            .unwrap_or(false),
    }
}

/// Whether an optional condition holds; one that was left out does.
#[must_use]
pub fn holds_or_absent(scenario: &Scenario, state: &State, condition: Option<&Condition>) -> bool {
    condition.is_none_or(|c| holds(scenario, state, c))
}

fn world_holds(state: &State, condition: &Condition) -> Option<bool> {
    Some(match condition {
        Condition::AssetIs { asset, status } => {
            state.assets.get(asset).is_some_and(|s| status.contains(s))
        }
        Condition::Present(foothold) => is_present(state, foothold),
        Condition::SecretIs { secret, status } => state
            .secrets
            .get(secret)
            .is_some_and(|s| status.contains(s)),
        Condition::VectorIs { vector, status } => state
            .vectors
            .get(vector)
            .is_some_and(|s| status.contains(s)),
        Condition::Blocked(address) => state.blocked.contains(address),
        Condition::InForce(measure) => state.in_force.contains(measure),
        Condition::EvidenceIs { evidence, status } => state
            .evidence
            .get(evidence)
            .is_some_and(|item| status.contains(&item.status)),
        Condition::DataLeft {
            dataset,
            at_least_kb,
        } => state
            .data_left_kb
            .get(dataset)
            .is_some_and(|kb| kb >= at_least_kb),
        Condition::Aware(level) => state.awareness >= *level,
        Condition::RestoredFrom(point) => state.restored.contains_key(point),
        Condition::Acted(stage) => state.stages.get(stage).is_some_and(|s| s.acted > 0),
        Condition::Reacted(reaction) => state.reacted.contains_key(reaction),
        Condition::Harmed(harm) => state.harms.contains_key(harm),
        _ => return None,
    })
}

fn record_holds(state: &State, condition: &Condition) -> Option<bool> {
    Some(match condition {
        Condition::Begun(action) => state.actions.get(action).is_some_and(|a| a.begun.is_some()),
        Condition::Done { action, on, times } => times_done(state, action, on.as_ref()) >= *times,
        Condition::Planned(actions) => state
            .plans
            .values()
            .any(|plan| covers(&plan.orders, actions)),
        Condition::Launched(actions) => state
            .plans
            .values()
            .any(|plan| plan.launched.is_some() && covers(&plan.orders, actions)),
        Condition::Decided { decision, options } => {
            last_decision(state, decision).is_some_and(|taken| {
                options.is_empty() || taken.options.iter().any(|option| options.contains(option))
            })
        }
        Condition::DecidedSoundly(decision) => {
            last_decision(state, decision).is_some_and(|taken| taken.sound)
        }
        Condition::DecidedTimes { decision, at_least } => {
            // Decisions of one moment are one.
            let mut moments: Vec<_> = state
                .decisions
                .get(decision)
                .into_iter()
                .flatten()
                .map(|t| t.at)
                .collect();
            moments.dedup();
            u32::try_from(moments.len()).unwrap_or(u32::MAX) >= *at_least
        }
        Condition::Pinned(trace) => state
            .pins
            .values()
            .any(|pin| pin.shows.as_ref() == Some(trace)),
        Condition::AnsweredRight(question) => state
            .answers
            .get(question)
            .and_then(|given| given.last())
            .is_some_and(|answer| answer.hits > 0 && answer.misses == 0),
        Condition::Raised(alert) => state.alerts.contains_key(alert),
        Condition::Acknowledged(alert) => state
            .alerts
            .get(alert)
            .is_some_and(|a| a.acknowledged.is_some()),
        Condition::Closed(alert) => closing(state, alert).is_some(),
        Condition::ClosedRight(alert) => closing(state, alert).is_some_and(|c| c.right),
        Condition::BulkClosedTrue => !state.swept_away.is_empty(),
        Condition::Delivered(inject) => state.injects.contains_key(inject),
        Condition::Sent(message) => state
            .messages
            .get(message)
            .is_some_and(|m| !m.sent.is_empty()),
        Condition::Claimed { message, claim } => state.messages.get(message).is_some_and(|m| {
            m.sent
                .iter()
                .any(|sent| sent.claims.iter().any(|c| c.claim == *claim))
        }),
        Condition::SentUntrue => state.messages.values().any(|m| {
            m.sent
                .iter()
                .any(|sent| sent.claims.iter().any(|c| !c.was_true))
        }),
        Condition::SentUnapproved(message) => state
            .messages
            .get(message)
            .is_some_and(|m| m.sent.iter().any(|sent| !sent.approved)),
        Condition::Reported(step) => state.reports.get(step).is_some_and(StepReport::counts),
        Condition::Confirmed(step) => state
            .reports
            .get(step)
            .is_some_and(StepReport::is_confirmed),
        Condition::Declared(clock) => state
            .notifications
            .get(clock)
            .is_some_and(|c| c.declared.is_some()),
        _ => return None,
    })
}

/// What holds is what was decided last.
fn last_decision<'a>(
    state: &'a State,
    decision: &DecisionId,
) -> Option<&'a super::state::DecisionTaken> {
    state.decisions.get(decision)?.last()
}

fn closing<'a>(state: &'a State, alert: &AlertId) -> Option<&'a super::state::Closing> {
    state.alerts.get(alert)?.closed.as_ref()
}

fn times_done(state: &State, action: &ActionId, on: Option<&Id>) -> u32 {
    let Some(history) = state.actions.get(action) else {
        return 0;
    };
    on.map_or(history.done, |target| {
        history.on.get(target).copied().unwrap_or(0)
    })
}

fn covers(orders: &[crate::scenario::Order], actions: &[ActionId]) -> bool {
    actions
        .iter()
        .all(|action| orders.iter().any(|order| order.action == *action))
}

/// Whether the trainees know of a thing: it was never hidden, or they found it.
#[must_use]
pub fn is_known(state: &State, subject: &Id) -> bool {
    state.known.contains_key(subject)
}

/// Whether the attacker can use a foothold now.
#[must_use]
pub fn is_usable(scenario: &Scenario, state: &State, id: &FootholdId) -> bool {
    is_present(state, id)
        && scenario.foothold(id).is_some_and(|foothold| {
            state.assets.get(&foothold.asset) == Some(&AssetStatus::Online)
                && holds_or_absent(scenario, state, foothold.usable_when.as_ref())
        })
}

/// Whether data is leaving: a transfer has begun, has runs left, and could go on now.
#[must_use]
pub fn is_data_leaving(scenario: &Scenario, state: &State) -> bool {
    let under_way = |stage: &&Stage| {
        stage.transfer
            && state
                .stages
                .get(&stage.id)
                .is_some_and(|s| s.acted > 0 && s.next.is_some())
    };
    scenario
        .stages
        .iter()
        .filter(under_way)
        .any(|stage| holds_or_absent(scenario, state, stage.requires.as_ref()))
}

/// Whether the incident is contained: no access path is usable and nothing is leaving.
#[must_use]
pub fn is_contained(scenario: &Scenario, state: &State) -> bool {
    let reachable = scenario
        .footholds
        .iter()
        .any(|f| f.access && is_usable(scenario, state, &f.id));
    !reachable && !is_data_leaving(scenario, state)
}

/// Whether the attacker is expelled: the persistence set is empty.
#[must_use]
pub fn is_expelled(scenario: &Scenario, state: &State) -> bool {
    let planted = scenario
        .footholds
        .iter()
        .any(|f| f.persistent && is_present(state, &f.id));
    !planted
        && !state
            .secrets
            .values()
            .any(|status| *status == SecretStatus::Stolen)
}

/// Whether a service runs at full capacity.
#[must_use]
pub fn is_up(state: &State, service: &ServiceId) -> bool {
    state
        .services
        .get(service)
        .is_some_and(|downtime| downtime.down_percent == 0)
}

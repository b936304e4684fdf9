//! The only writer of the world's state: total, and without a rule of its own.

use super::event::{Due, Entry, Event, Presence};
use super::self_reports::{ReportedDone, StepReview};
use super::staff;
use super::state::{
    AlertState, AnswerGiven, Closing, DecisionTaken, EventPlan, FileLine, InjectState, LineKind,
    MessageSent, Pin, ReactionState, State, Task, TaskProgress,
};
use crate::base::Moment;
use crate::evidence::Happening;
use crate::scenario::{Command, EvidenceStatus, TaskId};

use super::event::{Cause, Work};

/// Changes the state by one event. Never fails: an event about something unknown changes nothing.
pub fn apply(state: &mut State, entry: &Entry) {
    let at = entry.at;
    if !matches!(entry.event, Event::Clock { .. }) {
        state.now = state.now.max(at);
    }
    if let Cause::Due(number) = entry.cause
        && state.queue.remove(&(at, number)).is_none()
    {
        state.queue.retain(|(_, queued), _| *queued != number);
    }
    match &entry.event {
        Event::Clock { .. } | Event::Woke | Event::EventDone { .. } => {}
        Event::Commanded { seat, command } => {
            if let Command::Facilitate(deed) = command {
                staff::facilitate(state, at, seat, deed);
            }
        }
        Event::Started {
            seed,
            readiness_off,
            schedule,
        } => {
            state.seed = *seed;
            state.readiness_off = readiness_off.iter().cloned().collect();
            for (moment, due) in schedule {
                state.plan(*moment, due.clone());
            }
        }
        Event::Ended => {
            for downtime in state.services.values_mut() {
                downtime.ms_percent = downtime.ms_percent_until(at);
                (downtime.since, downtime.down_percent) = (at, 0);
            }
            let cut_short = state
                .tasks
                .values()
                .filter(|task| task.progress == TaskProgress::Running);
            let worked = cut_short.map(|task| at.min(task.ends).since(task.begun).as_ms());
            state.worked_ms += worked.sum::<u64>();
            state.queue.clear();
            state.ended = Some(at);
        }
        event => {
            remember(state, at, event);
            apply_attack(state, at, event);
            apply_organisation(state, at, event);
            apply_inbox(state, at, event);
            apply_work(state, at, event);
            apply_judgement(state, at, event);
            apply_pins(state, at, event);
            apply_reports(state, at, event);
        }
    }
    if let Event::EventDone { event } = &entry.event
        && let Some(plan) = state.plans.get_mut(event)
    {
        plan.done = Some(at);
    }
}

/// Keeps what shows in the logs.
fn remember(state: &mut State, at: Moment, event: &Event) {
    let what = match event {
        Event::StageActed { stage, .. } => Happening::Acted(stage.clone()),
        Event::StageMissed { stage, .. } => Happening::Missed(stage.clone()),
        Event::ReactionActed { reaction } => Happening::Reacted(reaction.clone()),
        Event::TaskDone { task } => match state.tasks.get(task).map(|task| &task.work) {
            Some(Work::Action { action, .. }) => Happening::Done(action.clone()),
            _ => return,
        },
        Event::AssetChanged { asset, to } => Happening::Asset(asset.clone(), *to),
        Event::FootholdChanged {
            foothold,
            to: Presence::Present,
        } => Happening::Planted(foothold.clone()),
        Event::FootholdChanged { foothold, .. } => Happening::Removed(foothold.clone()),
        Event::VectorChanged { vector, to } => Happening::Vector(vector.clone(), *to),
        Event::AddressChanged {
            address,
            blocked: true,
        } => Happening::Blocked(address.clone()),
        Event::AddressChanged { address, .. } => Happening::Freed(address.clone()),
        Event::EvidenceCollected { evidence, .. } => Happening::Saved(evidence.clone()),
        Event::EvidenceLost { evidence } => Happening::Lost(evidence.clone()),
        _ => return,
    };
    state.history.push(at, what);
}

fn apply_attack(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::StageActed { stage, next } | Event::StageMissed { stage, next } => {
            if let Some(progress) = state.stages.get_mut(stage) {
                if matches!(event, Event::StageActed { .. }) {
                    progress.acted += 1;
                } else {
                    progress.missed += 1;
                }
                progress.last = Some(at);
                progress.next = None;
            }
            if let Some(moment) = next {
                state.plan(*moment, Due::Stage(stage.clone()));
            }
        }
        Event::StageBegun { stage, at: moment } => state.plan(*moment, Due::Stage(stage.clone())),
        Event::StageStopped { stage } => {
            if let Some(progress) = state.stages.get_mut(stage) {
                progress.next = None;
            }
            state
                .queue
                .retain(|_, due| !matches!(due, Due::Stage(queued) if queued == stage));
        }
        Event::ReactionTriggered {
            reaction,
            at: moment,
        } => {
            state
                .reactions
                .insert(reaction.clone(), ReactionState::Pending);
            state.plan(*moment, Due::Reaction(reaction.clone()));
        }
        Event::ReactionActed { reaction } => {
            state
                .reactions
                .insert(reaction.clone(), ReactionState::Spent);
            state.reacted.insert(reaction.clone(), at);
        }
        Event::ReactionLapsed { reaction } => {
            state
                .reactions
                .insert(reaction.clone(), ReactionState::Spent);
        }
        Event::ReactionRearmed { reaction } => {
            state
                .reactions
                .insert(reaction.clone(), ReactionState::Armed);
        }
        Event::AwarenessChanged { to } => state.awareness = *to,
        Event::DataLeft { dataset, kb } => {
            *state.data_left_kb.entry(dataset.clone()).or_default() += kb;
        }
        _ => {}
    }
}

fn apply_organisation(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::AssetChanged { asset, to } => {
            state.assets.insert(asset.clone(), *to);
        }
        Event::FootholdChanged { foothold, to } => {
            state.footholds.insert(foothold.clone(), *to);
        }
        Event::SecretChanged { secret, to } => {
            state.secrets.insert(secret.clone(), *to);
        }
        Event::VectorChanged { vector, to } => {
            state.vectors.insert(vector.clone(), *to);
        }
        Event::AddressChanged { address, blocked } => {
            if *blocked {
                state.blocked.insert(address.clone());
            } else {
                state.blocked.remove(address);
            }
        }
        Event::MeasureChanged { measure, in_force } => {
            if *in_force {
                state.in_force.insert(measure.clone());
            } else {
                state.in_force.remove(measure);
            }
        }
        Event::EvidenceCollected { evidence, by, seal } => {
            if let Some(item) = state.evidence.get_mut(evidence) {
                item.status = EvidenceStatus::Collected;
                item.since = Some(at);
                item.by.clone_from(by);
                item.seal.clone_from(seal);
            }
        }
        Event::EvidenceLost { evidence } => {
            if let Some(item) = state.evidence.get_mut(evidence) {
                item.status = EvidenceStatus::Lost;
                item.since = Some(at);
            }
        }
        Event::SnapshotTaken { point, footholds } => {
            state.snapshots.insert(point.clone(), footholds.clone());
        }
        Event::Restored { point } => {
            state.restored.insert(point.clone(), at);
        }
        Event::ServiceChanged {
            service,
            down_percent,
        } => {
            if let Some(downtime) = state.services.get_mut(service) {
                downtime.ms_percent = downtime.ms_percent_until(at);
                (downtime.since, downtime.down_percent) = (at, *down_percent);
            }
        }
        Event::OutageAdded { service, lasts } => {
            if let Some(downtime) = state.services.get_mut(service) {
                downtime.ms_percent = downtime.ms_percent.saturating_add(lasts.times(100).as_ms());
            }
        }
        Event::CostAdded { amount } => state.cost = state.cost.saturating_add(u64::from(*amount)),
        _ => {}
    }
}

fn apply_inbox(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::Learned { subject } => {
            state.known.entry(subject.clone()).or_insert(at);
        }
        Event::Found { text, .. } => {
            state.file.push(FileLine {
                at,
                kind: LineKind::Finding,
                text: text.clone(),
            });
        }
        Event::Noted { text } => state.file.push(FileLine {
            at,
            kind: LineKind::Note,
            text: text.clone(),
        }),
        Event::Hinted { item, .. } => {
            state.hints.entry(item.id().clone()).or_default().push(at);
        }
        Event::AlertComing { alert, at: moment } => state.plan(*moment, Due::Alert(alert.clone())),
        Event::AlertRaised { alert } => {
            state.alerts.insert(
                alert.clone(),
                AlertState {
                    raised: at,
                    acknowledged: None,
                    closed: None,
                },
            );
            state.alerts_settled.insert(alert.clone());
        }
        Event::AlertUnseen { alert } => {
            state.alerts_settled.insert(alert.clone());
        }
        Event::AlertAcknowledged { alert } => {
            if let Some(item) = state.alerts.get_mut(alert) {
                item.acknowledged.get_or_insert(at);
            }
        }
        Event::AlertClosed {
            alert,
            verdict,
            reason,
            confidence,
            right,
            founded,
        } => {
            if let Some(item) = state.alerts.get_mut(alert) {
                item.acknowledged.get_or_insert(at);
                item.closed = Some(Closing {
                    at,
                    verdict: *verdict,
                    reason: reason.clone(),
                    confidence: *confidence,
                    right: *right,
                    founded: *founded,
                });
            }
        }
        Event::TrueAlertSweptAway { alert } => {
            state.swept_away.insert(alert.clone());
        }
        Event::InjectComing { inject, at: moment } => {
            staff::comes(state, inject);
            state.plan(*moment, Due::Inject(inject.clone()));
        }
        Event::InjectDelivered { inject } => {
            state.injects.insert(
                inject.clone(),
                InjectState {
                    delivered: at,
                    read: None,
                },
            );
            state.injects_settled.insert(inject.clone());
            staff::delivered(state, inject);
        }
        Event::InjectWaits { inject } => staff::waits(state, at, inject),
        Event::InjectSkipped { inject, reason } => staff::skipped(state, inject, reason),
        Event::InjectRead { inject } => {
            if let Some(item) = state.injects.get_mut(inject) {
                item.read.get_or_insert(at);
            }
        }
        _ => {}
    }
}

fn apply_work(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::TaskBegun { task } => {
            if let Work::Action { action, .. } = &task.work {
                state
                    .actions
                    .entry(action.clone())
                    .or_default()
                    .begun
                    .get_or_insert(at);
            }
            let begun = Task {
                work: task.work.clone(),
                by: task.by.clone(),
                begun: task.begins,
                ends: task.ends,
                reason: task.reason.clone(),
                event: task.event.clone(),
                progress: TaskProgress::Running,
            };
            state.tasks.insert(task.id, begun);
            if task.event.is_none() {
                state.plan(task.ends, Due::Task(task.id));
            }
        }
        Event::TaskDone { task } => finish(state, at, *task, TaskProgress::Done),
        Event::TaskCancelled { task } => {
            finish(state, at, *task, TaskProgress::Cancelled);
            state.queue.retain(|_, due| *due != Due::Task(*task));
        }
        Event::EventPlanned { event, orders } => {
            let plan = EventPlan {
                orders: orders.clone(),
                launched: None,
                ready: None,
                done: None,
            };
            state.plans.insert(event.clone(), plan);
        }
        Event::EventLaunched { event, ready } => {
            if let Some(plan) = state.plans.get_mut(event) {
                (plan.launched, plan.ready) = (Some(at), Some(*ready));
            }
            state.plan(*ready, Due::Event(event.clone()));
        }
        _ => {}
    }
}

fn finish(state: &mut State, at: Moment, id: TaskId, progress: TaskProgress) {
    let Some(task) = state.tasks.get_mut(&id) else {
        return;
    };
    task.progress = progress;
    state.worked_ms += at.min(task.ends).since(task.begun).as_ms();
    if progress == TaskProgress::Done
        && let Work::Action { action, on } = &task.work
    {
        let history = state.actions.entry(action.clone()).or_default();
        history.done += 1;
        for target in on {
            *history.on.entry(target.clone()).or_default() += 1;
        }
    }
}

fn apply_judgement(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::DecisionTaken {
            decision,
            options,
            reason,
            confidence,
            sound,
        } => {
            state
                .decisions
                .entry(decision.clone())
                .or_default()
                .push(DecisionTaken {
                    at,
                    options: options.clone(),
                    reason: reason.clone(),
                    confidence: *confidence,
                    sound: *sound,
                });
        }
        Event::Answered {
            question,
            choices,
            reason,
            confidence,
            hits,
            misses,
            pins,
            shown,
            known,
        } => {
            state
                .answers
                .entry(question.clone())
                .or_default()
                .push(AnswerGiven {
                    at,
                    choices: choices.clone(),
                    reason: reason.clone(),
                    confidence: *confidence,
                    hits: *hits,
                    misses: *misses,
                    pins: pins.clone(),
                    shown: shown.clone(),
                    known: *known,
                });
        }
        Event::MessageApproved { message } => {
            state.messages.entry(message.clone()).or_default().approved = Some(at);
        }
        Event::MessageSent {
            message,
            claims,
            approved,
        } => {
            let sent = MessageSent {
                at,
                claims: claims.clone(),
                approved: *approved,
            };
            let state = state.messages.entry(message.clone()).or_default();
            state.sent.push(sent);
            // An approval is for one sending; the next one says something else.
            state.approved = None;
        }
        Event::NotificationDue { clock } => {
            state
                .notifications
                .entry(clock.clone())
                .or_default()
                .due_since
                .get_or_insert(at);
        }
        Event::NotificationDeclared { clock } => {
            state
                .notifications
                .entry(clock.clone())
                .or_default()
                .declared
                .get_or_insert(at);
        }
        Event::StepNotApplicable {
            step,
            reason,
            accepted,
        } => {
            state
                .not_applicable
                .insert(step.clone(), (reason.clone(), *accepted));
        }
        Event::HarmDone { harm } => {
            state.harms.entry(harm.clone()).or_insert(at);
        }
        Event::AftermathFollowed { text } => state.aftermath.push(text.clone()),
        _ => {}
    }
}

fn apply_pins(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::Pinned {
            pin,
            log,
            line_at,
            text,
            note,
            shows,
        } => {
            let pinned = Pin {
                at,
                log: log.clone(),
                line_at: *line_at,
                text: text.clone(),
                note: note.clone(),
                shows: shows.clone(),
            };
            state.pins.insert(pin.clone(), pinned);
        }
        Event::Unpinned { pin } => {
            state.pins.remove(pin);
        }
        _ => {}
    }
}

fn apply_reports(state: &mut State, at: Moment, event: &Event) {
    match event {
        Event::StepBegun { step, by, reason } => {
            let report = state.reports.entry(step.clone()).or_default();
            report.by.clone_from(by);
            report.begun.get_or_insert(at);
            report.because.clone_from(reason);
            state.not_applicable.remove(step);
        }
        Event::StepReported {
            step,
            reason,
            confidence,
        } => {
            let report = state.reports.entry(step.clone()).or_default();
            report.begun.get_or_insert(at);
            report.done = Some(ReportedDone {
                at,
                reason: reason.clone(),
                confidence: *confidence,
            });
            report.review = None;
            // Who does a step has thought better of declaring it not applicable.
            state.not_applicable.remove(step);
        }
        Event::StepReopened { step } => {
            if let Some(report) = state.reports.get_mut(step) {
                (report.done, report.review) = (None, None);
            }
        }
        Event::StepReviewed { step, agreed, note } => {
            let report = state.reports.entry(step.clone()).or_default();
            report.review = Some(StepReview {
                agreed: *agreed,
                note: note.clone(),
            });
        }
        _ => {}
    }
}

/// Whether a foothold is in place.
#[must_use]
pub fn is_present(state: &State, foothold: &crate::base::id::FootholdId) -> bool {
    state.footholds.get(foothold) == Some(&Presence::Present)
}

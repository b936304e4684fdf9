//! Round after round: everything that can follow from what can be so, until nothing new does.

use super::truth::{all, any};
use super::{EVER, Fact, Reach, View};
use crate::base::{Id, Moment, Span};
use crate::scenario::telling::tells_of;
use crate::scenario::{
    Action, AssetStatus, Awareness, Cause, Deed, Effect, EvidenceStatus, Log, Repeat, SecretStatus,
    Stage, TimedDeed, Trace, TraceCause, Trigger, VectorStatus, Verb,
};

/// After so many rounds nobody waits for the answer any more.
const MOST_ROUNDS: usize = 2_000;

impl<'a> Reach<'a> {
    /// Goes on until nothing new comes true; says whether it got there.
    pub(super) fn run(&mut self) -> bool {
        let scenario = self.scenario;
        let off = scenario.readiness.iter().flat_map(|r| &r.when_off);
        let mut first = Vec::new();
        for effect in off {
            self.effect(effect, EVER, &mut first);
        }
        for (fact, at) in first {
            self.note(fact, at);
        }
        (0..MOST_ROUNDS).any(|_| !self.round())
    }

    /// One round; says whether anything new came true.
    fn round(&mut self) -> bool {
        let scenario = self.scenario;
        let mut news = false;
        let mut take = |reach: &mut Self, facts: Vec<(Fact<'a>, Moment)>| {
            for (fact, at) in facts {
                news |= reach.note(fact, at);
            }
        };
        for stage in &scenario.stages {
            let facts = self.stage(stage);
            take(self, facts);
        }
        for action in &scenario.actions {
            let facts = self.action(action);
            take(self, facts);
        }
        for trace in &scenario.traces {
            let facts = self.trace(trace);
            take(self, facts);
        }
        let facts = self.what_follows();
        take(self, facts);
        let facts = self.inbox();
        take(self, facts);
        news
    }

    /// The stretch of time in which a stage can be tried: from when, and until when at the latest.
    fn tried(&self, stage: &Stage) -> (Option<Moment>, Moment) {
        let called = self.earliest.get(&Fact::Begun(stage.id.id())).copied();
        let planned = stage
            .at
            .map(|at| self.scenario.moment(at))
            .filter(|at| *at < self.scenario.end());
        let until = if called.is_some() {
            Moment::from_ms(i64::MAX)
        } else {
            planned.map_or(EVER, |at| {
                at + stage.within.plus(lasts(stage.repeat.as_ref()))
            })
        };
        (any([planned, called]), until)
    }

    fn stage(&self, stage: &'a Stage) -> Vec<(Fact<'a>, Moment)> {
        let mut facts = Vec::new();
        let (from, until) = self.tried(stage);
        let requires = |met: bool| match &stage.requires {
            None => met.then_some(EVER),
            Some(condition) => {
                let truth = self.truth(condition, View::Ever);
                if met { truth.holds } else { truth.fails }
            }
        };
        let in_time = |moment: Option<Moment>| moment.filter(|at| *at <= until);
        if let Some(at) = in_time(all([from, requires(true)])) {
            facts.push((Fact::Acted(stage.id.id()), at));
            for effect in &stage.effects {
                self.effect(effect, at, &mut facts);
            }
        }
        if let Some(at) = in_time(all([from, requires(false)])) {
            facts.push((Fact::Missed(stage.id.id()), at));
            for effect in &stage.missed {
                self.effect(effect, at, &mut facts);
            }
        }
        facts
    }

    /// Reactions, harm events, and evidence that is lost.
    fn what_follows(&self) -> Vec<(Fact<'a>, Moment)> {
        let mut facts = Vec::new();
        for reaction in &self.scenario.reactions {
            let set_off = self.truth(&reaction.when, View::Ever).holds;
            let due = set_off.map(|at| at + reaction.delay);
            let acts = all([due, self.holds(reaction.provided.as_ref(), View::Ever)]);
            if let Some(at) = acts {
                facts.push((Fact::Reacted(reaction.id.id()), at));
                for effect in &reaction.effects {
                    self.effect(effect, at, &mut facts);
                }
            }
        }
        for harm in &self.scenario.harms {
            let happens = harm.when.as_ref().map(|c| self.truth(c, View::Play).holds);
            if let Some(at) = happens.flatten() {
                facts.push((Fact::Harmed(harm.id.id()), at.max(Moment::START)));
            }
        }
        for evidence in &self.scenario.evidence {
            let expires = evidence.expires.map(|at| self.scenario.moment(at));
            let lost = evidence
                .lost_when
                .as_ref()
                .map(|c| self.truth(c, View::Ever).holds);
            if let Some(at) = any([expires, lost.flatten()]) {
                facts.push((Fact::Evidence(evidence.id.id(), EvidenceStatus::Lost), at));
            }
        }
        facts
    }

    /// Alerts, injects, and what is known with something else.
    fn inbox(&self) -> Vec<(Fact<'a>, Moment)> {
        let mut facts = Vec::new();
        let before_end = |at: Moment| (at < self.scenario.end()).then_some(at);
        for alert in &self.scenario.alerts {
            let caused = match &alert.cause {
                Cause::Act(stage) => self.earliest(Fact::Acted(stage.id()), View::Ever),
                Cause::Background { at, .. } => {
                    before_end(self.scenario.earliest_cast(alert.id.id(), *at))
                }
                Cause::When(condition) => self.truth(condition, View::Ever).holds,
            };
            let delay = match alert.cause {
                Cause::Background { .. } => Span::ZERO,
                _ => self
                    .scenario
                    .sensor(&alert.sensor)
                    .map_or(Span::ZERO, |sensor| sensor.delay),
            };
            let raised = Fact::Raised(alert.id.id());
            let at = any([
                caused.map(|at| at + delay),
                self.earliest.get(&raised).copied(),
            ]);
            if let Some(at) = at {
                facts.push((raised, at));
                learn(&alert.learn, at.max(Moment::START), &mut facts);
            }
        }
        for inject in &self.scenario.injects {
            let comes = match &inject.trigger {
                Trigger::At {
                    at,
                    within,
                    provided,
                } => {
                    let until = self.scenario.latest_cast(inject.id.id(), *at) + *within;
                    let at = self.scenario.earliest_cast(inject.id.id(), *at);
                    let provided = self.holds(provided.as_ref(), View::Ever);
                    all([before_end(at), provided]).filter(|moment| *moment <= until)
                }
                Trigger::When { condition, delay } => self
                    .truth(condition, View::Ever)
                    .holds
                    .map(|at| at + *delay),
                Trigger::ByHand => None,
            };
            let delivered = Fact::Delivered(inject.id.id());
            if let Some(at) = any([comes, self.earliest.get(&delivered).copied()]) {
                facts.push((delivered, at));
                for effect in &inject.effects {
                    self.effect(effect, at, &mut facts);
                }
            }
        }
        for evidence in self.scenario.evidence.iter().filter(|e| !e.hidden) {
            if let Some(at) = self.earliest.get(&Fact::Known(evidence.asset.id())) {
                facts.push((Fact::Known(evidence.id.id()), *at));
            }
        }
        for point in &self.scenario.restore_points {
            if let Some(at) = self.earliest.get(&Fact::Known(point.asset.id())) {
                facts.push((Fact::Known(point.id.id()), *at));
            }
        }
        facts
    }

    /// When an action can be aimed at a target at the earliest.
    pub(in crate::scenario::check::quality) fn aimed(
        &self,
        verb: Verb,
        target: &'a Id,
    ) -> Option<Moment> {
        let known = self.earliest(Fact::Known(target), View::Play);
        let state = |status: &[AssetStatus]| {
            any(status
                .iter()
                .map(|s| self.earliest(Fact::Asset(target, *s), View::Play)))
        };
        let fit = match verb {
            Verb::Isolate => state(&[AssetStatus::Online]),
            Verb::PowerOff => state(&[AssetStatus::Online, AssetStatus::Isolated]),
            Verb::Reconnect => state(&[AssetStatus::Isolated, AssetStatus::Off]),
            Verb::Restore => self
                .scenario
                .restore_points
                .iter()
                .find(|point| point.id.id() == target)
                .map(|point| self.scenario.moment(point.taken)),
            _ => Some(EVER),
        };
        all([known, fit])
    }

    fn action(&self, action: &'a Action) -> Vec<(Fact<'a>, Moment)> {
        let mut facts = Vec::new();
        let needs = action
            .needs
            .iter()
            .map(|need| self.truth(&need.condition, View::Play).holds);
        let Some(ready) = all(needs.chain([Some(Moment::START)])) else {
            return facts;
        };
        let aimed: Vec<(&'a Id, Moment)> = action
            .targets
            .iter()
            .filter_map(|target| self.aimed(action.verb, target).map(|at| (target, at)))
            .collect();
        let first = aimed.iter().map(|(_, at)| *at).min();
        if first.is_none() && !action.targets.is_empty() {
            return facts;
        }
        let ordered = ready.max(first.unwrap_or(EVER));
        let done = ordered + action.duration;
        facts.push((Fact::Ordered(action.id.id()), ordered));
        facts.push((Fact::Done(action.id.id()), done));
        for (target, at) in &aimed {
            let begun = ready.max(*at);
            let done = begun + action.duration;
            facts.push((Fact::DoneOn(action.id.id(), target), done));
            self.verb(action.verb, target, begun, done, &mut facts);
        }
        for effect in &action.effects {
            self.effect(effect, done, &mut facts);
        }
        for finding in &action.findings {
            let looked = match &finding.on {
                None => Some(done),
                Some(on) => {
                    let mut hit = aimed.iter().filter(|(target, _)| *target == on);
                    hit.next().map(|(_, at)| ready.max(*at) + action.duration)
                }
            };
            let holds = self.holds(finding.when.as_ref(), View::Play);
            if let Some(at) = all([looked, holds]) {
                learn(&finding.learn, at, &mut facts);
            }
        }
        facts
    }

    /// What a verb does to a target, from when it is begun and when it is done.
    fn verb(
        &self,
        verb: Verb,
        target: &'a Id,
        begun: Moment,
        done: Moment,
        facts: &mut Vec<(Fact<'a>, Moment)>,
    ) {
        let scenario = self.scenario;
        match verb {
            Verb::Examine | Verb::Perform => {}
            Verb::Isolate => facts.push((Fact::Asset(target, AssetStatus::Isolated), done)),
            Verb::PowerOff => facts.push((Fact::Asset(target, AssetStatus::Off), done)),
            Verb::Reconnect => facts.push((Fact::Asset(target, AssetStatus::Online), done)),
            Verb::Block => facts.push((Fact::Blocked(target, true), done)),
            Verb::Unblock => facts.push((Fact::Blocked(target, false), done)),
            Verb::Remove => facts.push((Fact::Planted(target, false), done)),
            Verb::Rotate => facts.push((Fact::Secret(target, SecretStatus::Rotated), done)),
            Verb::Disable => facts.push((Fact::Secret(target, SecretStatus::Disabled), done)),
            Verb::Mitigate => {
                let open = Fact::Vector(target, VectorStatus::Open);
                if let Some(at) = self.earliest(open, View::Play) {
                    let closed = Fact::Vector(target, VectorStatus::Mitigated);
                    facts.push((closed, done.max(at)));
                }
            }
            Verb::Patch => facts.push((Fact::Vector(target, VectorStatus::Patched), done)),
            Verb::Apply => facts.push((Fact::InForce(target, true), done)),
            Verb::Lift => facts.push((Fact::InForce(target, false), done)),
            Verb::Collect => facts.push((Fact::Evidence(target, EvidenceStatus::Collected), done)),
            Verb::Restore | Verb::Rebuild => {
                let point = scenario
                    .restore_points
                    .iter()
                    .find(|p| verb == Verb::Restore && p.id.id() == target);
                if point.is_some() {
                    facts.push((Fact::Restored(target), done));
                }
                let asset = point.map_or(target, |point| point.asset.id());
                facts.push((Fact::Asset(asset, AssetStatus::Restoring), begun));
                facts.push((Fact::Asset(asset, AssetStatus::Online), done));
                let on_it = scenario.footholds.iter().filter(|f| f.asset.id() == asset);
                for foothold in on_it {
                    facts.push((Fact::Planted(foothold.id.id(), false), done));
                }
            }
        }
    }

    fn effect(&self, effect: &'a Effect, at: Moment, facts: &mut Vec<(Fact<'a>, Moment)>) {
        if let Some(fact) = super::written(effect) {
            facts.push((fact, at));
            return;
        }
        let fact = match effect {
            Effect::Collect(id) => Fact::Evidence(id.id(), EvidenceStatus::Collected),
            Effect::Destroy(id) => Fact::Evidence(id.id(), EvidenceStatus::Lost),
            Effect::Leak { dataset, kb } if *kb > 0 => Fact::Leaked(dataset.id()),
            Effect::RaiseAwareness => {
                if let Some(before) = self.earliest.get(&Fact::Aware(Awareness::Suspicious)) {
                    facts.push((Fact::Aware(Awareness::Alerted), at.max(*before)));
                }
                Fact::Aware(Awareness::Suspicious)
            }
            Effect::SetAwareness(level) => Fact::Aware(*level),
            Effect::Begin(stage) => Fact::Begun(stage.id()),
            Effect::Learn(subjects) => return learn(subjects, at, facts),
            Effect::Raise(alert) => Fact::Raised(alert.id()),
            Effect::Deliver(inject) => Fact::Delivered(inject.id()),
            Effect::Harm(harm) => Fact::Harmed(harm.id()),
            _ => return,
        };
        facts.push((fact, at));
    }

    fn trace(&self, trace: &'a Trace) -> Vec<(Fact<'a>, Moment)> {
        let (first, last) = self.caused(trace);
        let told = trace.deeds.iter().flat_map(|timed| {
            self.scenario
                .logs
                .iter()
                .filter(move |log| tells_of(self.scenario, log, &timed.deed))
                .map(move |log| (timed, log))
        });
        let readable = told.map(|(timed, log)| self.line(timed, log, first, last));
        let mut facts = Vec::new();
        if let Some(at) = any(readable) {
            facts.push((Fact::Readable(trace.id.id()), at));
            learn(&trace.learn, at, &mut facts);
        }
        facts
    }

    /// When the line of a deed can be read in a log, if its cause comes between two moments.
    fn line(
        &self,
        timed: &'a TimedDeed,
        log: &'a Log,
        first: Option<Moment>,
        last: Option<Moment>,
    ) -> Option<Moment> {
        let times = timed.every.times(u64::from(timed.times.saturating_sub(1)));
        let latest = last.map(|at| at + timed.after.plus(timed.within).plus(times) - timed.before);
        // A disk's timeline believes the time stamp.
        let stamped = matches!(&timed.deed, Deed::File(file) if file.stamped.is_some());
        if !stamped && latest.is_some_and(|at| at < self.scenario.moment(log.from)) {
            return None;
        }
        let written = first.map(|at| at + timed.after - timed.before);
        let there = match &timed.while_there {
            Some(foothold) => self.earliest(Fact::Planted(foothold.id(), true), View::Ever),
            None => Some(EVER),
        };
        all([written, there, self.opened(log)])
    }

    /// When a log can be read at the earliest.
    pub(super) fn opened(&self, log: &'a Log) -> Option<Moment> {
        let saved = match &log.evidence {
            Some(evidence) if log.once_saved => self.earliest(
                Fact::Evidence(evidence.id(), EvidenceStatus::Collected),
                View::Play,
            ),
            _ => Some(EVER),
        };
        let known = self.earliest(Fact::Known(log.asset.id()), View::Play);
        all([Some(Moment::START), known, saved])
    }

    /// When what a trace comes from happens first, and when at the latest, if that is certain.
    fn caused(&self, trace: &'a Trace) -> (Option<Moment>, Option<Moment>) {
        let fact = |fact| self.earliest(fact, View::Ever);
        let cause = &trace.cause;
        match cause {
            TraceCause::Act(id) | TraceCause::Missed(id) => {
                let happened = match cause {
                    TraceCause::Missed(_) => Fact::Missed(id.id()),
                    _ => Fact::Acted(id.id()),
                };
                let stage = self.scenario.stage(id);
                (fact(happened), stage.map(|stage| self.tried(stage).1))
            }
            TraceCause::Reacted(id) => (fact(Fact::Reacted(id.id())), None),
            TraceCause::Done(id) => (fact(Fact::Done(id.id())), None),
            TraceCause::At { at, repeat } => {
                let first = self.scenario.earliest_cast(trace.id.id(), *at);
                let last = self.scenario.latest_cast(trace.id.id(), *at);
                let first = (first <= self.scenario.end()).then_some(first);
                (first, Some(last + lasts(repeat.as_ref())))
            }
        }
    }
}

/// How long after the first time the last one can be.
fn lasts(repeat: Option<&Repeat>) -> Span {
    match repeat {
        None => Span::ZERO,
        Some(Repeat { every, times }) => times.map_or(Span::from_ms(u64::MAX), |times| {
            every.times(u64::from(times.saturating_sub(1)))
        }),
    }
}

fn learn<'a>(subjects: &'a [Id], at: Moment, facts: &mut Vec<(Fact<'a>, Moment)>) {
    facts.extend(subjects.iter().map(|subject| (Fact::Known(subject), at)));
}

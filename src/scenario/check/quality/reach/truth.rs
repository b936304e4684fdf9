//! When a condition can hold at the earliest, and when it can fail to.

use super::{EVER, Fact, Reach, View};
use crate::base::id::FootholdId;
use crate::base::{Id, Moment};
use crate::scenario::{
    AssetStatus, Awareness, Condition, DecisionOption, EvidenceStatus, SecretStatus, Step,
    VectorStatus, Verdict,
};

/// The earliest moments at which a condition can hold, and can fail to; none where it never can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario::check::quality) struct Truth {
    pub(in crate::scenario::check::quality) holds: Option<Moment>,
    pub(in crate::scenario::check::quality) fails: Option<Moment>,
}

impl Truth {
    /// Holds and fails as it likes.
    const OPEN: Self = Self {
        holds: Some(EVER),
        fails: Some(EVER),
    };

    /// Something that is not so until it happens.
    const fn once(happens: Option<Moment>) -> Self {
        Self {
            holds: happens,
            fails: Some(EVER),
        }
    }

    const fn not(self) -> Self {
        Self {
            holds: self.fails,
            fails: self.holds,
        }
    }
}

const ASSETS: [AssetStatus; 4] = [
    AssetStatus::Online,
    AssetStatus::Isolated,
    AssetStatus::Off,
    AssetStatus::Restoring,
];
const SECRETS: [SecretStatus; 4] = [
    SecretStatus::Valid,
    SecretStatus::Stolen,
    SecretStatus::Disabled,
    SecretStatus::Rotated,
];
const VECTORS: [VectorStatus; 3] = [
    VectorStatus::Open,
    VectorStatus::Mitigated,
    VectorStatus::Patched,
];
const EVIDENCE: [EvidenceStatus; 3] = [
    EvidenceStatus::Available,
    EvidenceStatus::Collected,
    EvidenceStatus::Lost,
];
const AWARENESS: [Awareness; 3] = [
    Awareness::Unaware,
    Awareness::Suspicious,
    Awareness::Alerted,
];

/// How many alerts make a bulk closing.
const BULK: usize = 3;

/// The latest of moments that are all needed.
pub(super) fn all(moments: impl IntoIterator<Item = Option<Moment>>) -> Option<Moment> {
    moments
        .into_iter()
        .try_fold(EVER, |latest, moment| moment.map(|m| latest.max(m)))
}

/// The earliest of moments of which one is enough.
pub(super) fn any(moments: impl IntoIterator<Item = Option<Moment>>) -> Option<Moment> {
    moments.into_iter().flatten().min()
}

/// The earliest moment at which so many have come.
fn so_many(wanted: usize, moments: impl IntoIterator<Item = Option<Moment>>) -> Option<Moment> {
    let mut moments: Vec<Moment> = moments.into_iter().flatten().collect();
    moments.sort();
    match wanted.checked_sub(1) {
        None => Some(EVER),
        Some(last) => moments.get(last).copied(),
    }
}

impl<'a> Reach<'a> {
    /// When a condition can hold at the earliest, and when it can fail to. Every condition of the format
    /// has its line here or in what this calls.
    pub(in crate::scenario::check::quality) fn truth(
        &self,
        condition: &'a Condition,
        view: View,
    ) -> Truth {
        let truths = |of: &'a [Condition]| -> Vec<Truth> {
            of.iter().map(|c| self.truth(c, view)).collect()
        };
        match condition {
            Condition::All(of) => Self::count(of.len(), &truths(of)),
            Condition::Any(of) => Self::count(1, &truths(of)),
            Condition::Not(of) => self.truth(of, view).not(),
            Condition::Count { at_least, of } => Self::count(
                usize::try_from(*at_least).unwrap_or(usize::MAX),
                &truths(of),
            ),
            Condition::Since(offset) => {
                let at = self.scenario.moment(*offset);
                Truth {
                    holds: (at <= self.scenario.end()).then_some(at),
                    fails: (view == View::Ever || at > Moment::START).then_some(EVER),
                }
            }
            Condition::Contained => self.contained(view),
            Condition::Expelled => self.expelled(view),
            Condition::Usable(foothold) => self.usable(foothold, view),
            Condition::DataLeaving => Truth::once(self.leaving()),
            Condition::ServiceUp(service) => {
                let service = self.scenario.service(service);
                let shares = service.map_or(&[][..], |s| &s.runs_on);
                let counts = shares.iter().filter(|share| share.percent > 0);
                let online =
                    counts.map(|share| self.asset(share.asset.id(), &[AssetStatus::Online], view));
                let needs = service.and_then(|s| s.up_when.as_ref());
                let all: Vec<Truth> = online
                    .chain(needs.map(|condition| self.truth(condition, view)))
                    .collect();
                Self::count(all.len(), &all)
            }
            Condition::Ready(_) => Truth::OPEN,
            Condition::Known(subject) => {
                let fact = Fact::Known(subject);
                let from_the_start = self.initial.contains(&fact);
                Truth {
                    holds: self.earliest(fact, view),
                    fails: (!from_the_start).then_some(EVER),
                }
            }
            other => self
                .world(other, view)
                .unwrap_or_else(|| Truth::once(self.record(other, view))),
        }
    }

    /// When an optional condition can hold at the earliest; at any time if it was left out.
    pub(super) fn holds(&self, condition: Option<&'a Condition>, view: View) -> Option<Moment> {
        condition.map_or(Some(EVER), |c| self.truth(c, view).holds)
    }

    fn count(wanted: usize, of: &[Truth]) -> Truth {
        let too_few = (of.len() + 1).saturating_sub(wanted);
        Truth {
            holds: so_many(wanted, of.iter().map(|t| t.holds)),
            fails: if wanted == 0 {
                None
            } else {
                so_many(too_few, of.iter().map(|t| t.fails))
            },
        }
    }

    /// A thing in one of some states, out of all it can be in.
    fn among<S: Copy + PartialEq>(
        &self,
        states: &[S],
        wanted: &[S],
        fact: impl Fn(S) -> Fact<'a>,
        view: View,
    ) -> Truth {
        let first = |inside: bool| {
            let states = states.iter().filter(|s| wanted.contains(s) == inside);
            any(states.map(|s| self.earliest(fact(*s), view)))
        };
        Truth {
            holds: first(true),
            fails: first(false),
        }
    }

    fn asset(&self, asset: &'a Id, status: &[AssetStatus], view: View) -> Truth {
        self.among(&ASSETS, status, |s| Fact::Asset(asset, s), view)
    }

    fn happened(&self, fact: Fact<'a>, view: View) -> Truth {
        Truth {
            holds: self.earliest(fact, view),
            fails: (view == View::Ever || !self.settled.contains(&fact)).then_some(EVER),
        }
    }

    fn world(&self, condition: &'a Condition, view: View) -> Option<Truth> {
        let yes_no =
            |fact: &dyn Fn(bool) -> Fact<'a>| self.among(&[true, false], &[true], fact, view);
        Some(match condition {
            Condition::AssetIs { asset, status } => self.asset(asset.id(), status, view),
            Condition::Present(id) => yes_no(&|yes| Fact::Planted(id.id(), yes)),
            Condition::SecretIs { secret, status } => {
                self.among(&SECRETS, status, |s| Fact::Secret(secret.id(), s), view)
            }
            Condition::VectorIs { vector, status } => {
                self.among(&VECTORS, status, |s| Fact::Vector(vector.id(), s), view)
            }
            Condition::Blocked(id) => yes_no(&|yes| Fact::Blocked(id.id(), yes)),
            Condition::InForce(id) => yes_no(&|yes| Fact::InForce(id.id(), yes)),
            Condition::EvidenceIs { evidence, status } => self.among(
                &EVIDENCE,
                status,
                |s| Fact::Evidence(evidence.id(), s),
                view,
            ),
            Condition::DataLeft {
                dataset,
                at_least_kb,
            } => {
                let mut sets = self.scenario.datasets.iter();
                let enough = sets.any(|d| d.id == *dataset && d.size_kb >= *at_least_kb);
                if *at_least_kb == 0 {
                    Truth::OPEN
                } else {
                    let leaked = self.earliest(Fact::Leaked(dataset.id()), view);
                    Truth::once(leaked.filter(|_| enough))
                }
            }
            Condition::Aware(level) => {
                let levels = AWARENESS.iter().filter(|known| **known >= *level);
                Truth {
                    holds: any(levels.map(|l| self.earliest(Fact::Aware(*l), view))),
                    fails: (*level > Awareness::Unaware).then_some(EVER),
                }
            }
            Condition::RestoredFrom(id) => self.happened(Fact::Restored(id.id()), view),
            Condition::Acted(id) => self.happened(Fact::Acted(id.id()), view),
            Condition::Reacted(id) => self.happened(Fact::Reacted(id.id()), view),
            Condition::Harmed(id) => self.happened(Fact::Harmed(id.id()), view),
            _ => return None,
        })
    }

    /// When something can be on record at the earliest. Nothing on record is taken back for good.
    fn record(&self, condition: &'a Condition, view: View) -> Option<Moment> {
        let scenario = self.scenario;
        let fact = |fact| self.earliest(fact, view);
        let from_start = |possible: bool| possible.then_some(Moment::START);
        match condition {
            Condition::Begun(id) => fact(Fact::Ordered(id.id())),
            Condition::Done { action, on, .. } => fact(match on {
                Some(on) => Fact::DoneOn(action.id(), on),
                None => Fact::Done(action.id()),
            }),
            Condition::Launched(actions) => {
                all(actions.iter().map(|a| fact(Fact::Ordered(a.id()))))
                    .map(|at| at.max(Moment::START))
            }
            Condition::DecidedSoundly(id) => {
                let options = scenario.decision(id).map_or(&[][..], |d| &d.options);
                let sound =
                    |option: &'a DecisionOption| self.holds(option.sound_when.as_ref(), view);
                any(options.iter().map(sound)).map(|at| at.max(Moment::START))
            }
            Condition::AnsweredRight(id) => {
                let unproven = scenario.question(id).is_none_or(|q| q.proven_by.is_empty());
                if unproven {
                    from_start(true)
                } else {
                    any(scenario.logs.iter().map(|log| self.opened(log)))
                }
            }
            Condition::Pinned(id) => fact(Fact::Readable(id.id())),
            Condition::Raised(id)
            | Condition::Acknowledged(id)
            | Condition::Closed(id)
            | Condition::ClosedRight(id) => fact(Fact::Raised(id.id())),
            Condition::BulkClosedTrue => {
                let can = |alert: &&crate::scenario::Alert| {
                    self.earliest(Fact::Raised(alert.id.id()), view).is_some()
                };
                let raised: Vec<_> = scenario.alerts.iter().filter(can).collect();
                let a_true_one = raised.iter().any(|a| a.truth == Verdict::TruePositive);
                from_start(raised.len() >= BULK && a_true_one)
            }
            Condition::Delivered(id) => fact(Fact::Delivered(id.id())),
            Condition::Sent(id) => from_start(
                scenario
                    .message(id)
                    .is_some_and(|message| !message.claims.is_empty()),
            ),
            Condition::SentUntrue => {
                let claims = scenario.messages.iter().flat_map(|m| &m.claims);
                let untrue = claims.filter_map(|claim| claim.true_when.as_ref());
                any(untrue.map(|c| self.truth(c, view).fails)).map(|at| at.max(Moment::START))
            }
            Condition::SentUnapproved(id) => from_start(
                scenario
                    .message(id)
                    .is_some_and(|message| message.approval.is_some()),
            ),
            Condition::Reported(id) | Condition::Confirmed(id) => {
                from_start(scenario.step(id).is_some_and(Step::is_self_reported))
            }
            // What people only have to do: plan, decide, say, declare.
            _ => from_start(true),
        }
    }

    fn usable(&self, id: &FootholdId, view: View) -> Truth {
        let Some(foothold) = self.scenario.foothold(id) else {
            return Truth::once(None);
        };
        let yes_no = |yes| Fact::Planted(foothold.id.id(), yes);
        let mut needs = vec![
            self.among(&[true, false], &[true], yes_no, view),
            self.asset(foothold.asset.id(), &[AssetStatus::Online], view),
        ];
        needs.extend(foothold.usable_when.as_ref().map(|c| self.truth(c, view)));
        Self::count(needs.len(), &needs)
    }

    /// When data can be leaving: a transfer that has begun and has runs left.
    fn leaving(&self) -> Option<Moment> {
        let transfers = self.scenario.stages.iter().filter(|stage| {
            let repeats = |r: &crate::scenario::Repeat| r.times.is_none_or(|times| times > 1);
            let again = self.earliest.contains_key(&Fact::Begun(stage.id.id()));
            stage.transfer && (again || stage.repeat.as_ref().is_some_and(repeats))
        });
        any(transfers.map(|stage| self.earliest(Fact::Acted(stage.id.id()), View::Ever)))
    }

    fn contained(&self, view: View) -> Truth {
        let access = self.scenario.footholds.iter().filter(|f| f.access);
        let mut doors: Vec<Truth> = access.map(|f| self.usable(&f.id, view).not()).collect();
        doors.push(Truth::once(self.leaving()).not());
        Self::count(doors.len(), &doors)
    }

    fn expelled(&self, view: View) -> Truth {
        let persistent = self.scenario.footholds.iter().filter(|f| f.persistent);
        let gone = persistent.map(|f| {
            let yes_no = |yes| Fact::Planted(f.id.id(), yes);
            self.among(&[true, false], &[false], yes_no, view)
        });
        let secrets = self.scenario.secrets.iter().map(|secret| {
            let fact = |s| Fact::Secret(secret.id.id(), s);
            self.among(&SECRETS, &[SecretStatus::Stolen], fact, view)
                .not()
        });
        let all: Vec<Truth> = gone.chain(secrets).collect();
        Self::count(all.len(), &all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn minute(minutes: i64) -> Moment {
        Moment::from_ms(minutes * 60_000)
    }

    #[test]
    fn a_count_waits_for_the_last_that_it_needs() {
        let of = [
            Truth::once(Some(minute(5))),
            Truth::once(None),
            Truth::once(Some(minute(2))),
        ];
        let holds = |wanted| Reach::count(wanted, &of).holds;
        assert_eq!(holds(0), Some(EVER));
        assert_eq!(holds(1), Some(minute(2)));
        assert_eq!(holds(2), Some(minute(5)));
        assert_eq!(holds(3), None);
    }

    #[test]
    fn a_count_fails_when_too_few_are_left() {
        let always = Truth::once(None).not();
        let until = Truth::once(Some(minute(7))).not();
        let of = [always, until, always];
        let fails = |wanted| Reach::count(wanted, &of).fails;
        assert_eq!(fails(0), None);
        assert_eq!(fails(2), None, "two of them never fail");
        assert_eq!(fails(3), Some(minute(7)));
        assert_eq!(fails(4), Some(EVER), "there are not so many");
    }

    #[test]
    fn an_empty_list_always_or_never_holds() {
        let (all, any) = (Reach::count(0, &[]), Reach::count(1, &[]));
        assert_eq!((all.holds, all.fails), (Some(EVER), None));
        assert_eq!((any.holds, any.fails), (None, Some(EVER)));
    }
}

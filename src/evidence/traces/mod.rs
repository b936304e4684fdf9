//! What acts leave behind, resolved to activities.
//!
//! The chance of a deed has a stream of its own for every trace, occurrence and deed; what the responders
//! change decides only what becomes of it.

mod network;
mod programs;
mod services;

pub(super) use network::{fingerprint, web_flow};
pub(super) use programs::{file_deed, rising_pid, serial};

use std::borrow::Cow;

use super::activity::{Activity, Detection, Message, Start};
use super::compiled::Compiled;
use super::history::{Happening, History};
use super::hosts::Host;
use super::stamp::Stamp;
use super::standing::Standing;
use crate::base::chance::Stream;
use crate::base::id::AssetId;
use crate::base::{Moment, Span};
use crate::scenario::{Deed, Scenario, TimedDeed, Trace, TraceCause};

/// From one deed of a trace to the next at least, in microseconds, so that no two events of a host have one
/// time and number.
const APART: i64 = 2_137;

/// The moments at which what a trace comes from happened, in order. What the calendar says goes on to the
/// scenario's end.
pub(super) fn occurrences(scenario: &Scenario, history: &History, trace: &Trace) -> Vec<Moment> {
    let of = |fits: &dyn Fn(&Happening) -> bool| {
        history
            .iter()
            .filter(|(_, what)| fits(what))
            .map(|(at, _)| at)
            .collect()
    };
    match &trace.cause {
        TraceCause::Act(id) => of(&|what| matches!(what, Happening::Acted(stage) if stage == id)),
        TraceCause::Missed(id) => {
            of(&|what| matches!(what, Happening::Missed(stage) if stage == id))
        }
        TraceCause::Reacted(id) => {
            of(&|what| matches!(what, Happening::Reacted(reaction) if reaction == id))
        }
        TraceCause::Done(id) => of(&|what| matches!(what, Happening::Done(action) if action == id)),
        TraceCause::At { at, repeat } => {
            let first = scenario.moment(*at);
            let Some(repeat) = repeat else {
                return vec![first];
            };
            let every = Span::from_ms(repeat.every.as_ms().max(60_000));
            let most = u64::from(repeat.times.unwrap_or(u32::MAX));
            (0..most)
                .map(|turn| first + every.times(turn))
                .take_while(|moment| *moment < scenario.end())
                .collect()
        }
    }
}

/// What is needed to resolve deeds.
pub(super) struct Resolver<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) standing: &'a Standing,
    pub(super) history: &'a History,
}

/// One time that a deed is done.
struct Turn {
    at: Stamp,
    /// Its number among the repetitions, from 1.
    number: u32,
    stream: Stream,
    /// What this occurrence started so far.
    started: Started,
}

/// Programs that were seen to start: where and which.
#[derive(Default)]
struct Started(Vec<(AssetId, String, Start)>);

impl Started {
    /// The last of them with this path.
    fn last(&self, on: &AssetId, exe: &str) -> Option<Start> {
        let mut started = self.0.iter().rev();
        started
            .find(|(host, own, _)| host == on && own == exe)
            .map(|(.., start)| *start)
    }
}

impl<'a> Resolver<'a> {
    /// Tells of everything that one occurrence of a trace leaves behind.
    pub(super) fn tell(
        &self,
        trace: &'a Trace,
        occurrence: usize,
        moment: Moment,
        tell: &mut dyn FnMut(&Activity<'_>),
    ) {
        let mut started = Started::default();
        for (place, timed) in trace.deeds.iter().enumerate() {
            let (lasting, turns) = self.turns(trace, occurrence, moment, place, timed);
            for mut turn in turns {
                turn.started = started;
                self.deed(&timed.deed, &mut turn, lasting, tell);
                started = turn.started;
            }
        }
    }

    /// The times at which one occurrence of a trace does a deed, with what stays the same in all of them: one long
    /// connection, one program's number.
    fn turns(
        &self,
        trace: &Trace,
        occurrence: usize,
        moment: Moment,
        place: usize,
        timed: &'a TimedDeed,
    ) -> (u64, impl Iterator<Item = Turn> + use<'a>) {
        let purpose = format!("trace/{}/{occurrence}/{place}", trace.id);
        let mut stream = Stream::new(self.compiled.seed, &purpose);
        let begin = self.begin(timed, moment, place, &mut stream);
        let lasting = stream.number();
        let (scenario, standing) = (&self.compiled.scenario, self.standing);
        let turns = (0..timed.times).map(move |number| {
            let every = ms(timed.every).saturating_mul(i64::from(number));
            Turn {
                at: begin.later_ms(every).later(i64::from(stream.below(900))),
                number: number + 1,
                stream: stream.fork(),
                started: Started::default(),
            }
        });
        let there = turns.filter(move |turn| {
            timed.while_there.as_ref().is_none_or(|foothold| {
                standing.foothold(scenario, foothold.id(), turn.at) != Some(false)
            })
        });
        (lasting, there)
    }

    /// The last program with this path that any act started on a host before a time.
    fn started_before(&self, on: &AssetId, exe: &str, before: Stamp) -> Option<Start> {
        let scenario = &self.compiled.scenario;
        let fits = |timed: &TimedDeed| match &timed.deed {
            Deed::Process(process) => process.on == *on && process.exe == exe && !process.fails,
            _ => false,
        };
        let mut last = None;
        for trace in &scenario.traces {
            if exe.is_empty() || !trace.deeds.iter().any(fits) {
                continue;
            }
            let moments = occurrences(scenario, self.history, trace);
            for (occurrence, moment) in moments.into_iter().enumerate() {
                let deeds = trace.deeds.iter().enumerate();
                for (place, timed) in deeds.filter(|(_, timed)| fits(timed)) {
                    let (_, turns) = self.turns(trace, occurrence, moment, place, timed);
                    let earlier = turns
                        .map(|turn| turn.at)
                        .filter(|at| *at < before && self.running(on, *at).is_some());
                    last = last.max(earlier.max());
                }
            }
        }
        last.map(|at| Start {
            at,
            pid: rising_pid(at),
        })
    }

    fn begin(&self, timed: &TimedDeed, moment: Moment, place: usize, stream: &mut Stream) -> Stamp {
        let within = u32::try_from(timed.within.as_ms()).unwrap_or(u32::MAX);
        let jitter = i64::from(stream.below(within.saturating_add(1)));
        let order = i64::try_from(place).unwrap_or_default() * APART;
        self.compiled
            .stamp(moment)
            .later_ms(ms(timed.after) - ms(timed.before) + jitter)
            .later(order)
    }

    fn deed(
        &self,
        deed: &'a Deed,
        turn: &mut Turn,
        lasting: u64,
        tell: &mut dyn FnMut(&Activity<'_>),
    ) {
        let activity = match deed {
            Deed::Request(request) => self.request(request, turn),
            Deed::Process(process) => self.process(process, turn, lasting),
            Deed::File(file) => self.file(file, turn),
            Deed::SignIn(sign_in) => self.sign_in(sign_in, turn),
            Deed::Query(query) => self.query(query, turn, lasting),
            Deed::Connection(connection) => self.connection(connection, turn, lasting),
            Deed::Proxied(proxied) => self.proxied(proxied, turn),
            Deed::Lookup(lookup) => self.lookup(lookup, turn),
            Deed::CloudSignIn(sign_in) => self.cloud_sign_in(sign_in, turn),
            Deed::Audit(audit) => self.audit(audit, turn),
            Deed::ServiceInstalled(service) => self.service(service, turn),
            Deed::Detection { on, sample } => self.running(on, turn.at).and_then(|on| {
                let sample = self.compiled.sample(sample)?;
                Some(Activity::Detection(Detection {
                    at: turn.at,
                    on,
                    sample,
                }))
            }),
            Deed::Message { on, program, text } => self.running(on, turn.at).map(|on| {
                Activity::Message(Message {
                    at: turn.at,
                    on,
                    program,
                    pid: number_of_program(lasting),
                    text: numbered(text, turn.number),
                })
            }),
        };
        if let Some(activity) = activity {
            if let Activity::Process(process) = &activity {
                let on = process.on.asset.clone();
                let start = Start {
                    at: process.at,
                    pid: process.pid,
                };
                let exe = process.exe.to_owned();
                turn.started.0.push((on, exe, start));
            }
            tell(&activity);
        }
    }

    /// A host on which programs run.
    fn running(&self, asset: &AssetId, at: Stamp) -> Option<&'a Host> {
        let host = self.compiled.host(asset)?;
        self.standing.is_running(host, at).then_some(host)
    }

    /// A host that is on the network.
    fn online(&self, asset: &AssetId, at: Stamp) -> Option<&'a Host> {
        let host = self.compiled.host(asset)?;
        self.standing.is_online(host, at).then_some(host)
    }
}

/// A text with the number of the repetition in it.
fn numbered(text: &str, number: u32) -> Cow<'_, str> {
    if text.contains("{n}") {
        Cow::Owned(text.replace("{n}", &number.to_string()))
    } else {
        Cow::Borrowed(text)
    }
}

fn number_of_program(lasting: u64) -> u32 {
    2_000 + u32::try_from(lasting % 50_000).unwrap_or_default()
}

fn ms(span: Span) -> i64 {
    i64::try_from(span.as_ms()).unwrap_or(i64::MAX / 4_000)
}

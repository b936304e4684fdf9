//! Everyday life: activities from the scenario's habits, ten minutes at a time.
//!
//! Chance is drawn before the world is asked, so that what the responders change leaves the rest of
//! everyday life as it was.

mod agents;
mod people;
mod rhythm;
mod servers;
mod strangers;
mod visits;

pub(super) use strangers::NOT_FOUND;

use super::activity::Activity;
use super::compiled::Compiled;
use super::format::Viewer;
use super::hosts::Host;
use super::page::Slice;
use super::stamp::Stamp;
use super::standing::Standing;
use crate::base::chance::Stream;
use crate::base::id::AssetId;
use crate::scenario::{Habit, LogFormat, Page, Rhythm};

/// The longest that an activity of everyday life lasts, in microseconds: less than a slice, so that a page
/// needs to look back on one slice only.
const LONGEST: i64 = Slice::LENGTH - 1;
/// How long after the start of a slice its first activity begins, in microseconds: some lines tell of what
/// came just before, a name looked up or a handshake, and belong to the same slice.
const MARGIN: i64 = 100_000;

/// Everyday life in one slice.
pub(super) struct Day<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) standing: &'a Standing,
    pub(super) viewer: &'a Viewer,
    pub(super) slice: Slice,
}

impl<'a> Day<'a> {
    /// Tells of everything that begins in the slice and that the viewer may see.
    pub(super) fn live(&self, tell: &mut dyn FnMut(&Activity<'_>)) {
        if self.slice.end() <= self.compiled.everyday_from {
            return;
        }
        for (number, habit) in self.compiled.scenario.everyday.habits.iter().enumerate() {
            if !self.concerns(habit) {
                continue;
            }
            let purpose = format!("everyday/{number}/{}", self.slice.0);
            let mut stream = Stream::new(self.compiled.seed, &purpose);
            self.habit(habit, &mut stream, tell);
        }
    }

    fn habit(&self, habit: &'a Habit, stream: &mut Stream, tell: &mut dyn FnMut(&Activity<'_>)) {
        match habit {
            Habit::Visitors { .. } => visits::visitors(self, habit, stream, tell),
            Habit::Robot { .. } => strangers::robot(self, habit, stream, tell),
            Habit::Probes { .. } => strangers::probes(self, habit, stream, tell),
            Habit::Check { .. } => servers::check(self, habit, stream, tell),
            Habit::SignIns { .. } => servers::sign_ins(self, habit, stream, tell),
            Habit::Job { .. } => servers::job(self, habit, stream, tell),
            Habit::Queries { .. } => servers::queries(self, habit, stream, tell),
            Habit::Traffic { .. } => servers::traffic(self, habit, stream, tell),
            Habit::HostSignIns { .. } => people::host_sign_ins(self, habit, stream, tell),
            Habit::Programs { .. } => people::programs(self, habit, stream, tell),
            Habit::FileAccess { .. } => people::file_access(self, habit, stream, tell),
            Habit::CloudSignIns { .. } => people::cloud_sign_ins(self, habit, stream, tell),
            Habit::OfficeWork { .. } => people::office_work(self, habit, stream, tell),
            Habit::Lookups { .. } => people::lookups(self, habit, stream, tell),
        }
    }

    /// Whether the viewer could see anything of a habit.
    fn concerns(&self, habit: &Habit) -> bool {
        use LogFormat as F;
        let format = self.viewer.format;
        let sees = |assets: &[AssetId]| {
            assets.iter().any(|asset| {
                let host = self.compiled.host(asset);
                host.is_some_and(|host| self.viewer.sees(host))
            })
        };
        let web = matches!(
            format,
            F::NginxAccess
                | F::NginxError
                | F::ApacheAccess
                | F::ApacheError
                | F::SuricataEve
                | F::ZeekConn
                | F::ZeekHttp
        );
        match habit {
            // Strangers can be refused at the firewall.
            Habit::Visitors { to, .. } | Habit::Robot { to, .. } | Habit::Probes { to, .. } => {
                format == F::Firewall || web && sees(to)
            }
            Habit::Check { to, .. } => web && sees(to),
            Habit::SignIns { to, .. } => matches!(format, F::Syslog | F::ZeekConn) && sees(to),
            Habit::HostSignIns { to, people, by, .. } => {
                let by_host = if by.is_ssh() {
                    F::Syslog
                } else {
                    F::WindowsSecurity
                };
                let flows = matches!(format, F::ZeekConn | F::SuricataEve)
                    && (sees(to) || people.iter().any(|user| sees(&user.from)));
                flows || format == by_host && sees(to)
            }
            Habit::Programs { on, .. } => {
                matches!(
                    format,
                    F::WindowsSecurity | F::SysmonWindows | F::SysmonLinux | F::Auditd
                ) && sees(on)
            }
            Habit::FileAccess { on, .. } => {
                matches!(
                    format,
                    F::WindowsSecurity | F::SysmonWindows | F::SysmonLinux | F::WazuhAlerts
                ) && sees(on)
            }
            Habit::CloudSignIns { at, .. } => {
                format == F::CloudSignIns && sees(std::slice::from_ref(at))
            }
            Habit::OfficeWork { on, .. } => {
                matches!(format, F::OfficeAudit | F::GitAudit) && sees(std::slice::from_ref(on))
            }
            Habit::Lookups { from, .. } => {
                let resolver = self.compiled.resolver.as_slice();
                let flows = matches!(format, F::ZeekDns | F::ZeekConn | F::SuricataEve);
                flows && (sees(from) || sees(resolver)) || format == F::SysmonWindows && sees(from)
            }
            Habit::Job { on, .. } => format == F::Syslog && sees(on),
            Habit::Queries { on, .. } => {
                format == F::PostgresAudit && sees(std::slice::from_ref(on))
            }
            Habit::Traffic { from, through, .. } => {
                if let Some(proxy) = through {
                    return format == F::SquidAccess && sees(std::slice::from_ref(proxy))
                        || format == F::ZeekConn && sees(from);
                }
                // Whoever watches the resolver sees what names are asked for.
                let resolver = self.compiled.resolver.as_slice();
                let flows = matches!(format, F::ZeekConn | F::SuricataEve | F::ZeekDns);
                flows && (sees(from) || sees(resolver)) || format == F::SysmonWindows && sees(from)
            }
        }
    }

    /// How often something happens in this slice that happens so often in a busy hour.
    fn often(&self, per_hour: u32, rhythm: Rhythm, stream: &mut Stream) -> u32 {
        let lively = u64::from(rhythm::liveliness(rhythm, self.slice.start()));
        // Thousandths of an event: a sixth of an hour, scaled, and more or less by a quarter.
        let usual = u64::from(per_hour) * lively * u64::from(self.compiled.scale_percent) / 600;
        let milli = usual * u64::from(750 + stream.below(501)) / 1_000;
        let whole = u32::try_from(milli / 1_000).unwrap_or(u32::MAX);
        let rest = u32::try_from(milli % 1_000).unwrap_or_default();
        whole + u32::from(stream.below(1_000) < rest)
    }

    /// The instants of this slice at which something happens that happens so often in a busy hour, each with
    /// a stream of its own.
    fn occasions<'s>(
        &'s self,
        per_hour: u32,
        rhythm: Rhythm,
        stream: &'s mut Stream,
    ) -> impl Iterator<Item = (Stamp, Stream)> + 's {
        let often = self.often(per_hour, rhythm, stream);
        (0..often).map(move |_| {
            let at = self.instant(stream);
            (at, stream.fork())
        })
    }

    /// An instant within the slice.
    fn instant(&self, stream: &mut Stream) -> Stamp {
        let tenths = i64::from(stream.below(5_999));
        let micros = i64::from(stream.below(100_000));
        self.slice.start().later(MARGIN + tenths * 100_000 + micros)
    }

    /// One of the hosts that is online, by preference the one drawn; none if all are away.
    fn one_of(&self, assets: &[AssetId], at: Stamp, stream: &mut Stream) -> Option<&'a Host> {
        let drawn = stream.below(u32::try_from(assets.len()).unwrap_or(u32::MAX));
        let first = usize::try_from(drawn).unwrap_or_default();
        let turn = assets.iter().cycle().skip(first).take(assets.len());
        turn.filter_map(|asset| self.compiled.host(asset))
            .find(|host| self.standing.is_online(host, at))
    }
}

/// One of the pages, by their weights.
fn page<'a>(pages: &'a [Page], stream: &mut Stream) -> Option<&'a Page> {
    weighted(pages, |page| page.weight, stream)
}

/// One of these, by their weights.
fn weighted<'a, T>(
    items: &'a [T],
    weight: impl Fn(&T) -> u32,
    stream: &mut Stream,
) -> Option<&'a T> {
    let all: u32 = items.iter().map(&weight).fold(0, u32::saturating_add);
    let mut drawn = stream.below(all);
    items.iter().find(|item| {
        let weight = weight(item);
        let hit = drawn < weight;
        drawn = drawn.wrapping_sub(weight);
        hit
    })
}

/// A size that varies by a quarter.
fn about(usual: u32, stream: &mut Stream) -> u32 {
    let least = usual - usual / 4;
    least + stream.below(usual / 2 + 1)
}

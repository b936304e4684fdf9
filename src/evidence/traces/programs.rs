//! Deeds on a host: programs that start, files that change.

use std::borrow::Cow;

use super::{Resolver, Turn, numbered};
use crate::evidence::activity::{Activity, FileDeed, Process};
use crate::evidence::hosts::Host;
use crate::evidence::samples::hex;
use crate::evidence::stamp::{DAY, Stamp};
use crate::scenario::{FileChange, FileEvent, ProcessStart};

impl<'a> Resolver<'a> {
    pub(super) fn process(
        &self,
        process: &'a ProcessStart,
        turn: &Turn,
        lasting: u64,
    ) -> Option<Activity<'a>> {
        let on = self.running(&process.on, turn.at)?;
        // Programs of Windows are told apart by the numbers of what started them.
        let parent = Some(&process.parent)
            .filter(|path| path.contains('\\'))
            .and_then(|path| {
                let own = turn.started.last(&process.on, path);
                own.or_else(|| self.started_before(&process.on, path, turn.at))
            })
            .map(|start| start.pid);
        Some(Activity::Process(Process {
            at: turn.at,
            on,
            pid: rising_pid(turn.at),
            ppid: parent.unwrap_or_else(|| 900 + u32::try_from(lasting % 800).unwrap_or_default()),
            serial: serial(turn.at),
            user: &process.user,
            uid: process.uid,
            exe: &process.exe,
            command: &process.command,
            parent: &process.parent,
            cwd: &process.cwd,
            key: &process.key,
            fails: process.fails,
        }))
    }

    pub(super) fn file(&self, file: &'a FileChange, turn: &Turn) -> Option<Activity<'a>> {
        let on = self.running(&file.on, turn.at)?;
        let sample = file.sample.as_ref().and_then(|id| self.compiled.sample(id));
        let path: Cow<'a, str> = match sample {
            Some(sample) if file.path.is_empty() => Cow::Borrowed(&sample.path),
            _ => numbered(&file.path, turn.number),
        };
        let bytes = sample.map_or(file.bytes.max(1), |sample| sample.bytes);
        let mut deed = file_deed(turn.at, on, file.event, path, bytes, &file.user);
        if let Some(sample) = sample {
            deed.hashes = [
                sample.md5.clone(),
                sample.sha1.clone(),
                sample.sha256.clone(),
            ];
        }
        if let Some(offset) = file.stamped {
            deed.modified = self.compiled.stamp(self.compiled.scenario.moment(offset));
        }
        deed.uid = file.uid;
        deed.reported = file.reported;
        Some(Activity::File(deed))
    }
}

/// What happens to a file that is no sample, with figures that follow from its path.
pub(in crate::evidence) fn file_deed<'a>(
    at: Stamp,
    on: &'a Host,
    event: FileEvent,
    path: Cow<'a, str>,
    bytes: u32,
    user: &'a str,
) -> FileDeed<'a> {
    let drawn = blake3::hash(path.as_bytes());
    let seed = u64::from_le_bytes(first_eight(drawn.as_bytes()));
    let week = i64::try_from(seed % 6_000).unwrap_or_default();
    FileDeed {
        at,
        on,
        event,
        bytes,
        hashes: hashes(&path, "now"),
        hashes_before: match event {
            FileEvent::Added => [String::new(), String::new(), String::new()],
            _ => hashes(&path, "before"),
        },
        bytes_before: bytes.saturating_sub(u32::try_from(seed % 97).unwrap_or_default()),
        modified: at,
        modified_before: Stamp(at.0 - 7 * DAY).later_ms(-week * 1_000),
        user,
        uid: 0,
        inode: 130_000 + seed % 900_000,
        serial: serial(at),
        reported: true,
        path,
    }
}

/// Hashes of a file that has no bytes: MD5, SHA-1 and SHA-256 by their lengths.
fn hashes(path: &str, version: &str) -> [String; 3] {
    let mut drawn = [0; 68];
    blake3::Hasher::new()
        .update(path.as_bytes())
        .update(version.as_bytes())
        .finalize_xof()
        .fill(&mut drawn);
    let part = |from: usize, to: usize| hex(drawn.get(from..to).unwrap_or_default());
    [part(0, 16), part(16, 36), part(36, 68)]
}

fn first_eight(bytes: &[u8; 32]) -> [u8; 8] {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(bytes) {
        *to = *from;
    }
    first
}

/// The number of an event on a host: it rises with time, and no two have the same.
pub(in crate::evidence) fn serial(at: Stamp) -> u64 {
    at.0.unsigned_abs() / 1_000 % 100_000_000
}

/// The number of a new program: it rises with time until it begins again.
pub(in crate::evidence) fn rising_pid(at: Stamp) -> u32 {
    1_200 + u32::try_from(at.0.unsigned_abs() / 41_000 % 60_000).unwrap_or_default()
}

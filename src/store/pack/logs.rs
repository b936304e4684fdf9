//! The logs of a pack: which stretch of each can be had, and its lines, page after page.

use std::ops::Range;

use rayon::prelude::*;

use super::folder::{Folder, PackFile};
use super::manifest::{FileEntry, format_name, precise};
use super::{PackOrder, asset_name};
use crate::base::Moment;
use crate::evidence::format::{foot, head};
use crate::evidence::{Page, Readable, Reader, Slice, Stamp, readable};
use crate::scenario::Log;
use crate::store::error::StoreError;

/// How many slices are made in one go: six hours, or fewer where there is more in each.
const CHUNK: i64 = 36;
/// How many such stretches are made for each thread before they are written.
const CHUNKS_A_THREAD: usize = 2;

/// A stretch of a log.
#[derive(Debug, Clone)]
pub(super) struct Window(pub(super) Range<Stamp>);

impl Window {
    fn slices(&self) -> Range<Slice> {
        let end = Slice::of(self.0.end.later(-1)).next();
        Slice::of(self.0.start)..end
    }

    pub(super) fn work(&self) -> u64 {
        let slices = self.slices();
        u64::try_from(slices.end.0 - slices.start.0).unwrap_or_default()
    }
}

/// For each log the stretch that can be had of it, or why it can't be.
pub(super) fn plan<'a>(order: &PackOrder<'a>) -> Vec<(&'a Log, Result<Window, String>)> {
    let logs = order.archive.scenario().logs.iter();
    logs.map(|log| (log, window(order, log))).collect()
}

/// The stretch that can be had of a log at the end of the order's time.
pub(super) fn window(order: &PackOrder<'_>, log: &Log) -> Result<Window, String> {
    let scenario = order.archive.scenario();
    // What is known at that moment: a later loss takes nothing from it.
    let mut known = crate::evidence::History::default();
    for (at, what) in order.history.iter().filter(|(at, _)| *at <= order.to) {
        known.push(at, what.clone());
    }
    match readable(scenario, &known, log, order.to) {
        Readable::Lines { from, until } => {
            let from = order.from.map_or(from, |asked| asked.max(from));
            let until = until.min(order.to);
            if from >= until {
                return Err("it holds no line of this time".to_owned());
            }
            let stamp = |moment: Moment| order.archive.stamp(moment);
            Ok(Window(stamp(from)..stamp(until)))
        }
        Readable::NotSaved => Err("it was not saved".to_owned()),
        Readable::Lost { at } => Err(format!("it was lost at {at}")),
    }
}

/// What is written of a log, as far as it is.
struct Progress {
    file: PackFile,
    lines: u64,
    times: Option<(Stamp, Stamp)>,
}

impl Progress {
    /// Writes what stands before and after the events.
    fn around(&mut self, text: &[u8]) -> Result<(), StoreError> {
        self.file.put(text)?;
        let lines = memchr::memchr_iter(b'\n', text).count();
        self.lines += u64::try_from(lines).unwrap_or_default();
        Ok(())
    }
}

/// Writes a log's lines.
pub(super) fn write(
    order: &PackOrder<'_>,
    log: &Log,
    window: &Window,
    folder: &Folder,
    done: &(dyn Fn(u64) + Sync),
) -> Result<FileEntry, StoreError> {
    let reader = order.archive.reader(order.history, log);
    let mut progress = Progress {
        file: folder.begin(&log.file)?,
        lines: 0,
        times: None,
    };
    let batch = rayon::current_num_threads() * CHUNKS_A_THREAD;
    let chunks = chunks(&window.slices(), order.scale_percent);
    let make = |batch: &[Range<Slice>]| -> Vec<Vec<Page>> {
        let made = batch.par_iter().map(|chunk| {
            done(u64::try_from(chunk.end.0 - chunk.start.0).unwrap_or_default());
            reader.pages(chunk.clone()).collect()
        });
        made.collect()
    };
    // While one batch is written, the next is made.
    let mut batches = chunks.chunks(batch.max(1));
    let mut ready = batches.next().map(make).unwrap_or_default();
    while !ready.is_empty() {
        let next = batches.next();
        let (written, made) = rayon::join(
            || put_all(&mut progress, log, window, &ready),
            || next.map(make).unwrap_or_default(),
        );
        written?;
        ready = made;
    }
    finish(progress, log, asset_name(order, &log.asset), window)
}

fn finish(
    mut progress: Progress,
    log: &Log,
    asset: String,
    window: &Window,
) -> Result<FileEntry, StoreError> {
    if progress.times.is_none() {
        progress.around(&head(log.format, window.0.start))?;
    }
    progress.around(&foot(log.format, window.0.end))?;
    let written = progress.file.finish()?;
    Ok(FileEntry {
        path: log.file.clone(),
        name: log.name.clone(),
        asset: Some(asset),
        format: format_name(log),
        sha256: written.sha256,
        bytes: written.bytes,
        lines: progress.lines,
        first: progress.times.map(|(first, _)| precise(first)),
        last: progress.times.map(|(_, last)| precise(last)),
    })
}

/// Slices in stretches, each to be made in one go. The more everyday life, the shorter.
fn chunks(slices: &Range<Slice>, scale_percent: u32) -> Vec<Range<Slice>> {
    let step = (CHUNK * 100 / i64::from(scale_percent.max(1))).clamp(1, CHUNK);
    let mut chunks = Vec::new();
    let mut from = slices.start;
    while from < slices.end {
        let to = Slice(from.0.saturating_add(step)).min(slices.end);
        chunks.push(from..to);
        from = to;
    }
    chunks
}

fn put_all(
    progress: &mut Progress,
    log: &Log,
    window: &Window,
    batch: &[Vec<Page>],
) -> Result<(), StoreError> {
    for page in batch.iter().flatten() {
        put(progress, log, window, page)?;
    }
    Ok(())
}

/// Writes those lines of a page that lie within the window.
fn put(progress: &mut Progress, log: &Log, window: &Window, page: &Page) -> Result<(), StoreError> {
    let stamps = page.stamps();
    let begin = stamps.partition_point(|stamp| *stamp < window.0.start);
    let end = stamps.partition_point(|stamp| *stamp < window.0.end);
    let here = stamps.get(begin..end).unwrap_or_default();
    let (Some(first), Some(last)) = (here.first(), here.last()) else {
        return Ok(());
    };
    if progress.times.is_none() {
        progress.around(&head(log.format, *first))?;
    }
    let from = page.range(begin).map_or(0, |range| range.start);
    // The line feed after the last line belongs to it.
    let to = page
        .range(end - 1)
        .map_or(page.text().len(), |range| range.end + 1);
    progress
        .file
        .put(page.text().get(from..to).unwrap_or_default())?;
    progress.lines += u64::try_from(here.len()).unwrap_or_default();
    let opened = progress.times.map_or(*first, |(opened, _)| opened);
    progress.times = Some((opened, *last));
    Ok(())
}

/// Readers make pages on many threads at once.
const _: fn() = || {
    fn shared<T: Sync>() {}
    shared::<Reader>();
};

//! How fast logs are made, searched and scrolled through.
//!
//! `cargo bench --profile play --bench evidence`. Compare ratios of one run, never figures of two machines.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

use std::path::Path;
use std::sync::{Arc, OnceLock};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use hotwash::base::{Moment, Span};
use hotwash::desk::{Desk, MEMORY, Scope};
use hotwash::evidence::search::{Kind, Query};
use hotwash::evidence::{Archive, History, Page, Slice};
use hotwash::scenario::{Log, LogFormat, Scenario, load};

fn main() {
    divan::main();
}

fn archive() -> &'static Arc<Archive> {
    static ARCHIVE: OnceLock<Arc<Archive>> = OnceLock::new();
    ARCHIVE.get_or_init(|| Arc::new(Archive::new(scenario(), 1)))
}

fn scenario() -> Arc<Scenario> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/web-shells/scenario.ron");
    Arc::new(
        load(&std::fs::read(file).expect("readable"))
            .scenario
            .expect("a sound scenario"),
    )
}

/// Some hours of a log before STARTEX.
fn slices(hours: i64) -> std::ops::Range<Slice> {
    let end = Slice::of(archive().stamp(Moment::START));
    Slice(end.0 - hours * 6)..end
}

fn bytes(pages: &[Page]) -> usize {
    pages.iter().map(|page| page.text().len()).sum()
}

fn pages(log: &Log, hours: i64) -> Vec<Page> {
    let reader = archive().reader(&History::default(), log);
    reader.pages(slices(hours)).collect()
}

/// The scenario's largest log of a kind of format.
fn largest(is: impl Fn(LogFormat) -> bool) -> Option<&'static Log> {
    let logs = archive().scenario().logs.iter();
    logs.filter(|log| is(log.format))
        .max_by_key(|log| bytes(&pages(log, 1)))
}

fn largest_log() -> &'static Log {
    largest(|_| true).expect("the scenario has logs")
}

/// The names of the scenario's logs, one of each format.
fn formats() -> Vec<&'static str> {
    let mut seen = Vec::new();
    let logs = archive().scenario().logs.iter();
    logs.filter(|log| {
        let new = !seen.contains(&log.format);
        seen.push(log.format);
        new
    })
    .map(|log| log.id.as_str())
    .collect()
}

fn named(id: &str) -> &'static Log {
    let mut logs = archive().scenario().logs.iter();
    logs.find(|log| log.id.as_str() == id).expect("a log")
}

/// Six hours of a log, on one core.
#[divan::bench(args = formats())]
fn make(bencher: Bencher<'_, '_>, log: &str) {
    let log = named(log);
    let size = bytes(&pages(log, 6));
    bencher
        .counter(BytesCount::new(size))
        .bench_local(|| black_box(pages(log, 6)));
}

/// Six hours of the largest log, on two threads.
#[divan::bench]
fn make_on_two_threads(bencher: Bencher<'_, '_>) {
    let log = largest_log();
    let size = bytes(&pages(log, 6));
    let all = slices(6);
    let middle = Slice(all.start.0.midpoint(all.end.0));
    bencher.counter(BytesCount::new(size)).bench_local(|| {
        std::thread::scope(|scope| {
            for part in [all.start..middle, middle..all.end] {
                scope.spawn(move || {
                    let reader = archive().reader(&History::default(), log);
                    reader.pages(part).for_each(|page| drop(black_box(page)));
                });
            }
        });
    });
}

/// What is searched for.
const QUERIES: [(&str, Kind, bool); 7] = [
    ("cmd=whoami", Kind::Plain, true),
    ("CMD=whoami", Kind::Plain, false),
    (" 500 ", Kind::Plain, true),
    (r#"(GET|POST) /[^ "]*\?(cmd|exec|c)="#, Kind::Regex, true),
    (r"\b5\d\d\b", Kind::Regex, true),
    ("status:500 -src_ip:203.0.113.77", Kind::Field, false),
    ("status>500", Kind::Field, false),
];

/// A search in pages that are in memory, on one core.
#[divan::bench(args = 0..QUERIES.len())]
fn search(bencher: Bencher<'_, '_>, query: usize) {
    let log = largest(|format| matches!(format, LogFormat::NginxAccess | LogFormat::ApacheAccess))
        .unwrap_or_else(largest_log);
    let pages = pages(log, 24);
    let (text, kind, exact) = QUERIES.get(query).expect("a query");
    let query = Query::parse(text, *kind, *exact).expect("sound");
    bencher
        .counter(BytesCount::new(bytes(&pages)))
        .bench_local(|| {
            let mut hits = 0_u64;
            for page in &pages {
                query.search(log.format, page, 0..page.len(), &mut |_| hits += 1);
            }
            black_box(hits)
        });
}

fn desk(now: Moment) -> Desk {
    let mut desk = Desk::with(Arc::<Archive>::clone(archive()), 2, MEMORY);
    let logs = archive().scenario().logs.iter();
    desk.set_known(logs.map(|log| log.id.clone()).collect());
    desk.update(&History::default(), now);
    desk
}

/// From a search in all logs, of which no page has been made, to its first hit.
#[divan::bench(sample_count = 20)]
fn first_hit(bencher: Bencher<'_, '_>) {
    let query = Query::parse("203.0.113", Kind::Plain, true).expect("sound");
    bencher
        .with_inputs(|| desk(Moment::START))
        .bench_local_refs(|desk| {
            desk.search(query.clone(), Scope::AllLogs);
            while desk.rows() == 0 && desk.progress().is_some() {
                std::thread::yield_now();
                desk.update(&History::default(), Moment::START);
            }
        });
}

/// Opening the largest log until all its lines are counted.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn count_all(bencher: Bencher<'_, '_>) {
    let log = largest_log();
    bencher
        .with_inputs(|| desk(Moment::START))
        .bench_local_refs(|desk| {
            desk.open(&log.id);
            finish(desk);
            desk.rows()
        });
}

fn finish(desk: &mut Desk) {
    while desk.progress().is_some() {
        std::thread::yield_now();
        desk.update(&History::default(), Moment::START);
    }
}

/// Fifty rows at another place of the largest log, and the frame's update.
#[divan::bench(args = ["by page", "anywhere"])]
fn scroll(bencher: Bencher<'_, '_>, how: &str) {
    let mut desk = desk(Moment::START);
    desk.open(&largest_log().id);
    finish(&mut desk);
    let rows = desk.rows();
    let (mut top, mut now) = (rows / 2, Moment::START);
    bencher.counter(ItemsCount::new(50_u32)).bench_local(|| {
        let step = if how == "anywhere" { 7_919_777 } else { 37 };
        top = (top + step) % rows.saturating_sub(50).max(1);
        now = now + Span::from_ms(16);
        desk.update(&History::default(), now);
        for row in top..top + 50 {
            black_box(desk.row(row));
        }
    });
}

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::base::id::AddressId;
use crate::base::{Id, Span};
use crate::evidence::search::Kind;
use crate::evidence::{Happening, Page};
use crate::scenario::{Log, LogFormat, Scenario, load};

const MINUTE: i64 = 60_000;

/// Logs whose lines say how much had happened just before them.
struct Double {
    scenario: Arc<Scenario>,
    made: Arc<AtomicUsize>,
    slow: Duration,
}

struct Told {
    starts: Stamp,
    history: History,
    log: usize,
    made: Arc<AtomicUsize>,
    slow: Duration,
}

impl Source for Double {
    fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    fn open(&self, history: &History, log: &Log) -> Box<dyn Pages> {
        Box::new(Told {
            starts: Stamp::start(self.scenario.starts),
            history: history.clone(),
            log: self
                .scenario
                .logs
                .iter()
                .position(|known| known.id == log.id)
                .unwrap(),
            made: Arc::clone(&self.made),
            slow: self.slow,
        })
    }
}

impl Told {
    /// A line every seven seconds, the logs one second apart.
    fn page(&self, slice: Slice) -> Page {
        self.made.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(self.slow);
        let mut page = Page::default();
        let mut at = slice.start().0.div_euclid(7_000_000) * 7_000_000;
        while at < slice.end().0 {
            let stamp = Stamp(at + i64::try_from(self.log).unwrap() * 1_000_000 + 1);
            if stamp >= slice.start() && stamp < slice.end() {
                let moment = Moment::from_ms((stamp.0 - self.starts.0).div_euclid(1000));
                let known = self.history.before(moment).count();
                let rare = if at % 4_200_000_000 == 0 {
                    " needle"
                } else {
                    ""
                };
                page.push(
                    stamp,
                    format!("log{} {} v{known}{rare}", self.log, at / 7_000_000).as_bytes(),
                );
            }
            at += 7_000_000;
        }
        page
    }
}

impl Pages for Told {
    fn pages(&self, slices: Range<Slice>, each: &mut dyn FnMut(Slice, Page) -> ControlFlow<()>) {
        for slice in (slices.start.0..slices.end.0).map(Slice) {
            if each(slice, self.page(slice)).is_break() {
                return;
            }
        }
    }
}

fn double(slow: Duration) -> Double {
    let file = include_bytes!("../../tests/scenarios/smallest.ron");
    let mut scenario = Scenario::clone(&load(file).scenario.unwrap());
    let asset = scenario.assets[0].id.clone();
    scenario.logs = ["one", "two", "three"]
        .map(|id| Log {
            id: LogId::from(Id::new(id).unwrap()),
            name: id.to_owned(),
            asset: asset.clone(),
            format: LogFormat::Syslog,
            watches: Vec::new(),
            file: id.to_owned(),
            from: crate::base::Offset::FromStart(Moment::from_ms(-24 * 60 * MINUTE - 30_000)),
            evidence: None,
            once_saved: false,
        })
        .to_vec();
    Double {
        scenario: Arc::new(scenario),
        made: Arc::new(AtomicUsize::new(0)),
        slow,
    }
}

fn ids(names: &[&str]) -> Vec<LogId> {
    names
        .iter()
        .map(|name| LogId::from(Id::new(name).unwrap()))
        .collect()
}

fn desk() -> Desk {
    let mut desk = Desk::with(Arc::new(double(Duration::ZERO)), 2, MEMORY);
    desk.set_known(ids(&["one", "two"]));
    desk
}

/// Lets the background finish.
fn settle(desk: &mut Desk, history: &History, now: Moment) {
    let begun = Instant::now();
    desk.update(history, now);
    while desk.progress().is_some() {
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "{:?}",
            desk.progress()
        );
        std::thread::sleep(Duration::from_millis(1));
        desk.update(history, now);
    }
}

fn text(desk: &mut Desk, row: usize) -> String {
    let begun = Instant::now();
    loop {
        if let Some(row) = desk.row(row) {
            return String::from_utf8(row.text).unwrap();
        }
        assert!(begun.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn rows(desk: &mut Desk) -> Vec<String> {
    (0..desk.rows()).map(|row| text(desk, row)).collect()
}

/// What a log holds from its first line to a moment.
fn expected(log: usize, history: &History, until: Moment) -> Vec<String> {
    let source = double(Duration::ZERO);
    let scenario = Arc::clone(&source.scenario);
    let (from, to) = (
        Stamp::of(scenario.starts, scenario.moment(scenario.logs[log].from)),
        Stamp::of(scenario.starts, until),
    );
    let mut lines = Vec::new();
    source.open(history, &scenario.logs[log]).pages(
        Slice::of(from)..Slice::of(to).next(),
        &mut |_, page| {
            for line in 0..page.len() {
                if (from..=to).contains(&page.stamp(line).unwrap()) {
                    lines.push(String::from_utf8(page.line(line).unwrap().to_vec()).unwrap());
                }
            }
            ControlFlow::Continue(())
        },
    );
    lines
}

fn at(minutes: i64) -> Moment {
    Moment::from_ms(minutes * MINUTE)
}

fn happened(history: &mut History, moment: Moment) {
    let address = AddressId::from(Id::new("somewhere").unwrap());
    history.push(moment, Happening::Blocked(address));
}

#[test]
fn a_log_shows_all_its_lines_up_to_now_and_follows_time_and_events() {
    let mut desk = desk();
    let mut history = History::default();
    desk.update(&history, at(3));
    desk.open(&ids(&["one"])[0]);
    settle(&mut desk, &history, at(3));
    assert_eq!(rows(&mut desk), expected(0, &history, at(3)));
    // The end of the page that is being written.
    settle(&mut desk, &history, at(4));
    assert_eq!(rows(&mut desk), expected(0, &history, at(4)));
    // Something happens within a page that has been made.
    happened(&mut history, at(5));
    desk.update(&history, at(6));
    let early = rows(&mut desk);
    assert!(expected(0, &history, at(6)).starts_with(&early));
    settle(&mut desk, &history, at(6));
    assert_eq!(rows(&mut desk), expected(0, &history, at(6)));
    // A jump over hours with something in between.
    happened(&mut history, at(61));
    desk.update(&history, at(200));
    assert!(desk.rows() >= early.len());
    settle(&mut desk, &history, at(200));
    assert_eq!(rows(&mut desk), expected(0, &history, at(200)));
}

#[test]
fn a_window_shows_what_lies_in_it() {
    let mut desk = desk();
    let history = History::default();
    desk.update(&history, at(60));
    desk.open(&ids(&["two"])[0]);
    desk.set_window(Some((at(-100), at(-37))));
    settle(&mut desk, &history, at(60));
    let count = desk.rows();
    assert!((63 * 60 / 7..=63 * 60 / 7 + 1).contains(&count), "{count}");
    let first = desk.row(0).unwrap();
    assert!(first.at >= at(-100) && first.at < at(-99));
    let last = desk.row(count - 1).unwrap();
    assert!(last.at < at(-37) && last.at > at(-38));
    let near = desk.row_near(at(-50)).unwrap();
    assert!(desk.row(near).unwrap().at >= at(-50) && desk.row(near - 1).unwrap().at < at(-50));
    assert_eq!(desk.index_of(last.key), Some(count - 1));
    assert_eq!(desk.row_near(at(-500)), Some(0));
    assert_eq!(desk.row_near(at(0)), None);
    for buckets in [1, 7, 63, 600] {
        let histogram = desk.histogram(buckets);
        assert_eq!(histogram.len(), buckets);
        assert_eq!(
            histogram.iter().map(|bucket| bucket.lines).sum::<u64>(),
            count as u64
        );
        assert_eq!(
            (histogram[0].from, histogram[buckets - 1].to),
            (at(-100), at(-37))
        );
    }
}

#[test]
fn a_search_finds_hits_in_all_known_logs_in_the_order_of_time() {
    let mut desk = desk();
    let mut history = History::default();
    desk.update(&history, at(0));
    desk.open(&ids(&["one"])[0]);
    desk.search(
        Query::parse("NEEDLE", Kind::Plain, false).unwrap(),
        Scope::AllLogs,
    );
    settle(&mut desk, &history, at(0));
    let needles = |history: &History, until| {
        let of = |log| {
            expected(log, history, until)
                .into_iter()
                .filter(|line| line.contains("needle"))
        };
        let mut all: Vec<String> = of(0).chain(of(1)).collect();
        all.sort_by_key(|line| (line.split(' ').nth(1).map(str::to_owned), line.clone()));
        all
    };
    assert_eq!(rows(&mut desk), needles(&history, at(0)));
    let hits = desk.hits().unwrap();
    assert!(hits.complete);
    assert_eq!(hits.lines, needles(&history, at(0)).len() as u64);
    assert_eq!(
        hits.per_log.iter().map(|(_, lines)| lines).sum::<u64>(),
        hits.lines
    );
    assert_eq!(hits.per_log.len(), 2);
    let row = desk.row(0).unwrap();
    assert_eq!(&row.text[row.highlights[0].clone()], b"needle");
    let sum: u64 = desk.histogram(50).iter().map(|bucket| bucket.hits).sum();
    assert_eq!(sum, hits.lines);
    // It goes on as time passes, and takes back nothing that was seen.
    for (now, event) in [
        (100, Some(90)),
        (101, None),
        (350, Some(200)),
        (351, Some(350)),
    ] {
        if let Some(event) = event {
            happened(&mut history, at(event));
        }
        let before = desk.rows();
        desk.update(&history, at(now));
        assert!(desk.rows() >= before);
        settle(&mut desk, &history, at(now));
        assert_eq!(rows(&mut desk), needles(&history, at(now)), "{now}");
        assert_eq!(desk.hits().unwrap().lines, desk.rows() as u64);
    }
    // The hit among the lines around it.
    let hit = desk.row(0).unwrap();
    desk.open(&hit.log);
    desk.clear_search();
    settle(&mut desk, &history, at(351));
    let row = desk.index_of(hit.key).unwrap();
    assert_eq!(desk.row(row).unwrap().text, hit.text);
    assert!(desk.hits().is_none());
}

#[test]
fn what_is_not_known_is_neither_shown_nor_searched() {
    let mut desk = desk();
    let history = History::default();
    desk.update(&history, at(0));
    desk.open(&ids(&["three"])[0]);
    desk.search(
        Query::parse("log3", Kind::Plain, true).unwrap(),
        Scope::ThisLog,
    );
    settle(&mut desk, &history, at(0));
    assert_eq!((desk.rows(), desk.hits().unwrap().lines), (0, 0));
    assert!(desk.readable(&ids(&["three"])[0]).is_none());
    desk.search(
        Query::parse("log2", Kind::Plain, true).unwrap(),
        Scope::AllLogs,
    );
    settle(&mut desk, &history, at(0));
    assert_eq!(desk.rows(), 0);
    desk.set_known(ids(&["three"]));
    settle(&mut desk, &history, at(0));
    assert_eq!(desk.rows(), expected(2, &history, at(0)).len());
}

#[test]
fn a_search_stops_at_once_and_a_desk_ends_its_threads() {
    let source = double(Duration::from_millis(2));
    let made = Arc::clone(&source.made);
    let mut desk = Desk::with(Arc::new(source), 2, MEMORY);
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    desk.on_progress(Arc::new(move || {
        count.fetch_add(1, Ordering::Relaxed);
    }));
    desk.set_known(ids(&["one", "two"]));
    let history = History::default();
    desk.update(&history, at(0));
    desk.search(
        Query::parse("log", Kind::Plain, true).unwrap(),
        Scope::AllLogs,
    );
    while desk.rows() == 0 {
        std::thread::sleep(Duration::from_millis(1));
        desk.update(&history, at(0));
    }
    assert!(desk.progress().is_some());
    desk.stop();
    assert!(desk.progress().is_none());
    std::thread::sleep(Duration::from_millis(20));
    let then = made.load(Ordering::Relaxed);
    std::thread::sleep(Duration::from_millis(60));
    desk.update(&history, at(0));
    assert_eq!(made.load(Ordering::Relaxed), then);
    assert!(desk.rows() > 0 && !desk.hits().unwrap().complete);
    assert!(woken.load(Ordering::Relaxed) > 0);
    desk.search(
        Query::parse("log", Kind::Plain, true).unwrap(),
        Scope::AllLogs,
    );
    drop(desk);
    let then = made.load(Ordering::Relaxed);
    std::thread::sleep(Duration::from_millis(30));
    assert_eq!(made.load(Ordering::Relaxed), then);
}

#[test]
fn pages_that_do_not_fit_in_memory_are_made_again() {
    let mut desk = Desk::with(Arc::new(double(Duration::ZERO)), 1, 20_000);
    desk.set_known(ids(&["one"]));
    let history = History::default();
    desk.update(&history, at(0));
    desk.open(&ids(&["one"])[0]);
    settle(&mut desk, &history, at(0));
    let all = expected(0, &history, at(0));
    assert_eq!(desk.rows(), all.len());
    for row in (0..all.len()).rev().step_by(97) {
        assert_eq!(text(&mut desk, row), all[row]);
    }
}

#[test]
fn rows_keep_their_place_by_their_keys_while_others_come_before_them() {
    let mut desk = Desk::with(Arc::new(double(Duration::from_micros(300))), 1, MEMORY);
    desk.set_known(ids(&["one"]));
    let history = History::default();
    desk.update(&history, at(0) + Span::from_minutes(1));
    desk.open(&ids(&["one"])[0]);
    while desk.rows() == 0 {
        std::thread::sleep(Duration::from_millis(1));
        desk.update(&history, at(1));
    }
    let last = desk.rows() - 1;
    let line = text(&mut desk, last);
    let key = desk.row(last).unwrap().key;
    desk.look_at(at(-700));
    settle(&mut desk, &history, at(1));
    let now = desk.index_of(key).unwrap();
    assert!(now > last);
    assert_eq!(text(&mut desk, now), line);
}

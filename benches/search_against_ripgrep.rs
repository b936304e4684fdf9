//! Our search against ripgrep on the same bytes, turn by turn in one run.
//!
//! `cargo bench --profile play --bench search_against_ripgrep [-- BYTES]` writes a gigabyte of the scenario's access log
//! to memory or a temporary folder. ripgrep starts as a process and maps the file; our lines are in memory,
//! as they are at the evidence desk.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "what can't go on should stop, and figures are printed"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hotwash::base::Moment;
use hotwash::evidence::search::{Kind, Query};
use hotwash::evidence::{Archive, History, Page, Slice};
use hotwash::scenario::{LogFormat, load};

const TURNS: usize = 5;

/// What is searched for, and how ripgrep is told.
const CASES: [(&str, Kind, bool, &[&str]); 6] = [
    ("cmd=whoami", Kind::Plain, true, &["-F"]),
    ("CMD=whoami", Kind::Plain, false, &["-F", "-i"]),
    (" 500 ", Kind::Plain, true, &["-F"]),
    (
        r#"(GET|POST) /[^ "]*\?(cmd|exec|c)="#,
        Kind::Regex,
        true,
        &[],
    ),
    (r"\b5\d\d\b", Kind::Regex, true, &[]),
    (r"203\.0\.113\.\d+ .*POST", Kind::Regex, true, &[]),
];

fn main() {
    if Command::new("rg").arg("--version").output().is_err() {
        println!("skipped: ripgrep (rg) is not installed");
        return;
    }
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let size: usize = numbers.next_back().unwrap_or(1_000_000_000);
    let pages = pages(size);
    let folder = [Path::new("/dev/shm")]
        .into_iter()
        .find(|path| path.is_dir());
    let file = match folder {
        Some(folder) => tempfile::NamedTempFile::new_in(folder),
        None => tempfile::NamedTempFile::new(),
    };
    let mut file = file.expect("a temporary file");
    for page in &pages {
        file.write_all(page.text()).expect("room for the log");
    }
    let bytes: usize = pages.iter().map(|page| page.text().len()).sum();
    let lines: usize = pages.iter().map(Page::len).sum();
    println!(
        "{bytes} bytes, {lines} lines; medians of {TURNS}, and how many times as fast as ripgrep\n"
    );
    println!(
        "{:36} {:>9} {:>9} {:>9} {:>17}",
        "", "rg", "ours", "2 threads", "ratios"
    );
    for (text, kind, exact, arguments) in CASES {
        let query = Query::parse(text, kind, exact).expect("sound");
        let (mut theirs, mut ours, mut both) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let started = Instant::now();
            let output = Command::new("rg")
                .args(["--no-config", "-c"])
                .args(arguments)
                .arg("--")
                .arg(text)
                .arg(file.path())
                .output()
                .expect("ripgrep runs");
            theirs.push(started.elapsed());
            let known = String::from_utf8_lossy(&output.stdout)
                .trim()
                .parse()
                .unwrap_or(0);
            let started = Instant::now();
            let hits = count(&query, &pages);
            ours.push(started.elapsed());
            assert_eq!(hits, known, "{text} is found as often");
            let (first, second) = pages.split_at(pages.len() / 2);
            let started = Instant::now();
            let hits: usize = std::thread::scope(|scope| {
                let other = scope.spawn(|| count(&query, first));
                count(&query, second) + other.join().expect("it counts")
            });
            both.push(started.elapsed());
            assert_eq!(hits, known, "{text} is found as often on two threads");
        }
        let (theirs, ours, both) = (median(theirs), median(ours), median(both));
        println!(
            "{text:36} {:>7.0}ms {:>7.0}ms {:>7.0}ms {:>8.2} {:>8.2}",
            theirs * 1e3,
            ours * 1e3,
            both * 1e3,
            theirs / ours,
            theirs / both
        );
    }
}

/// So many bytes of the scenario's access log: the days before STARTEX, again and again.
fn pages(size: usize) -> Vec<Page> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/web-shells/scenario.ron");
    let loaded = load(&std::fs::read(file).expect("readable"));
    let archive = Archive::new(Arc::new(loaded.scenario.expect("a sound scenario")), 1);
    let end = Slice::of(archive.stamp(Moment::START)).0;
    let logs = archive.scenario().logs.iter();
    let access = |format| matches!(format, LogFormat::NginxAccess | LogFormat::ApacheAccess);
    let readers: Vec<_> = logs
        .filter(|log| access(log.format))
        .map(|log| archive.reader(&History::default(), log))
        .collect();
    let mut pages = Vec::new();
    let mut bytes = 0;
    while bytes < size {
        let before = bytes;
        for reader in &readers {
            for page in reader.pages(Slice(end - 288)..Slice(end)) {
                if bytes < size && !page.is_empty() {
                    bytes += page.text().len();
                    pages.push(page);
                }
            }
        }
        assert!(bytes > before, "the scenario has an access log");
    }
    pages
}

fn count(query: &Query, pages: &[Page]) -> usize {
    let mut hits = 0;
    for page in pages {
        query.search(LogFormat::NginxAccess, page, 0..page.len(), &mut |_| {
            hits += 1;
        });
    }
    hits
}

/// In seconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times
        .get(times.len() / 2)
        .map_or(0.0, Duration::as_secs_f64)
}

//! The threads that make, count and search pages.

use std::collections::{BTreeMap, VecDeque};
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::cache::{Cache, Made};
use super::page_key::{LineKey, PageKey};
use super::past::Past;
use super::source::{Pages, Source};
use super::tally::Tally;
use crate::evidence::search::Query;
use crate::evidence::{Page, Slice};

/// How often progress is told at most.
const TOLD_EVERY: Duration = Duration::from_millis(50);
/// How many lines are searched before it is looked whether the search is still wanted.
const LINES_AT_A_TIME: usize = 512;

/// Pages of one log, one after another.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) log: usize,
    pub(super) slices: Range<Slice>,
}

/// A search, and its number: results of an earlier one are of no use.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) query: Query,
    pub(super) number: u64,
}

/// What a page gave.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) key: PageKey,
    pub(super) version: usize,
    pub(super) tally: Tally,
    /// The number of the search and its hits in order.
    pub(super) hits: Option<(u64, Vec<LineKey>)>,
}

#[derive(Debug, Clone)]
enum Purpose {
    Show,
    Count,
    Search(Arc<Wanted>),
}

/// What the threads share with the desk.
#[derive(Default)]
struct Board {
    past: Arc<Past>,
    cache: Option<Cache>,
    /// Logs as they stand after a version.
    open: BTreeMap<usize, (usize, Arc<dyn Pages>)>,
    /// Pages to show; the last asked for is made first.
    urgent: Vec<PageKey>,
    /// Pages being made to be shown.
    making: Vec<PageKey>,
    searches: VecDeque<Run>,
    wanted: Option<Arc<Wanted>>,
    counts: VecDeque<Run>,
    searching: usize,
    counting: usize,
    outcomes: Vec<Outcome>,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    told: Option<Instant>,
    closing: bool,
}

struct Shared {
    source: Arc<dyn Source>,
    board: Mutex<Board>,
    work: Condvar,
    /// The number of the search that is wanted.
    search: AtomicU64,
    /// Whether a page to be shown waits.
    hurry: AtomicBool,
    /// Whether there are outcomes.
    news: AtomicBool,
    closing: AtomicBool,
}

/// The threads. They end when it is dropped.
pub(super) struct Workers {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(super) fn new(
        source: Arc<dyn Source>,
        threads: usize,
        budget: usize,
        past: Arc<Past>,
    ) -> Self {
        let board = Board {
            past,
            cache: Some(Cache::new(budget)),
            ..Board::default()
        };
        let shared = Arc::new(Shared {
            source,
            board: Mutex::new(board),
            work: Condvar::new(),
            search: AtomicU64::new(0),
            hurry: AtomicBool::new(false),
            news: AtomicBool::new(false),
            closing: AtomicBool::new(false),
        });
        let spawn = |number: usize| {
            let shared = Arc::clone(&shared);
            std::thread::Builder::new()
                .name(format!("desk-{number}"))
                .spawn(move || shared.work())
        };
        // Where the system gives no more threads, fewer do.
        let threads = (0..threads.max(1)).map_while(|number| spawn(number).ok());
        Self {
            threads: threads.collect(),
            shared,
        }
    }

    pub(super) fn set_wake(&self, wake: Arc<dyn Fn() + Send + Sync>) {
        self.shared.board().wake = Some(wake);
    }

    pub(super) fn set_past(&self, past: Arc<Past>) {
        self.shared.board().past = past;
    }

    /// What was done since the last call; quick if it is nothing.
    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        if self.shared.news.swap(false, Ordering::AcqRel) {
            std::mem::take(&mut self.shared.board().outcomes)
        } else {
            Vec::new()
        }
    }

    /// A page from memory. Otherwise, or if it no longer stands, it is made next.
    pub(super) fn page(&self, key: PageKey) -> Option<Made> {
        let mut board = self.shared.board();
        let made = board.cache.as_mut()?.get(key);
        let stands = made
            .as_ref()
            .is_some_and(|made| board.past.stands(key, made.version));
        if !stands && !board.making.contains(&key) && board.urgent.last() != Some(&key) {
            board.urgent.retain(|waiting| *waiting != key);
            // Who scrolls past a page does not want it any more.
            if board.urgent.len() >= 64 {
                board.urgent.remove(0);
            }
            board.urgent.push(key);
            self.shared.hurry.store(true, Ordering::Release);
            drop(board);
            self.shared.work.notify_one();
        }
        made
    }

    /// A page if it is in memory.
    pub(super) fn page_in_memory(&self, key: PageKey) -> Option<Made> {
        self.shared.board().cache.as_mut()?.get(key)
    }

    /// Counts these pages, in this order, and none that waited.
    pub(super) fn count(&self, runs: impl IntoIterator<Item = Run>) {
        self.shared.board().counts = runs.into_iter().collect();
        self.shared.work.notify_all();
    }

    /// Searches these pages, in this order, instead of those that waited. Another search than before ends that one.
    pub(super) fn search(&self, wanted: Arc<Wanted>, runs: impl IntoIterator<Item = Run>) {
        let mut board = self.shared.board();
        self.shared.search.store(wanted.number, Ordering::Release);
        board.wanted = Some(wanted);
        board.searches = runs.into_iter().collect();
        drop(board);
        self.shared.work.notify_all();
    }

    /// Searches these pages before those that wait.
    pub(super) fn search_first(&self, run: Run) {
        self.shared.board().searches.push_front(run);
        self.shared.work.notify_all();
    }

    pub(super) fn end_search(&self) {
        let mut board = self.shared.board();
        self.shared.search.store(0, Ordering::Release);
        board.wanted = None;
        board.searches.clear();
    }

    /// Whether no page waits to be counted and none is being counted; the same for search.
    pub(super) fn idle(&self) -> (bool, bool) {
        let board = self.shared.board();
        // What was done but not yet taken in would be done again.
        let taken = board.outcomes.is_empty();
        (
            taken && board.counts.is_empty() && board.counting == 0,
            taken && board.searches.is_empty() && board.searching == 0,
        )
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::Release);
        self.shared.search.store(0, Ordering::Release);
        self.shared.board().closing = true;
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so.
            thread.join().ok();
        }
    }
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The life of a thread.
    fn work(&self) {
        let mut board = self.board();
        while !board.closing {
            let Some((purpose, run)) = self.take(&mut board) else {
                board = self
                    .work
                    .wait(board)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let past = Arc::clone(&board.past);
            drop(board);
            let left = self.carry_out(&purpose, &run, &past);
            board = self.board();
            match &purpose {
                Purpose::Show => board
                    .making
                    .retain(|key| key.slice != run.slices.start || key.log != run.log),
                Purpose::Count => board.counting -= 1,
                Purpose::Search(_) => board.searching -= 1,
            }
            if let Some(left) = left {
                match &purpose {
                    Purpose::Show => {}
                    Purpose::Count => board.counts.push_front(left),
                    Purpose::Search(wanted) => {
                        if self.search.load(Ordering::Acquire) == wanted.number {
                            board.searches.push_front(left);
                        }
                    }
                }
            }
            let idle =
                board.urgent.is_empty() && board.searches.is_empty() && board.counts.is_empty();
            if idle && board.searching == 0 && board.counting == 0 {
                board = self.tell(board);
            }
        }
    }

    /// The next thing to do.
    fn take(&self, board: &mut Board) -> Option<(Purpose, Run)> {
        if let Some(key) = board.urgent.pop() {
            self.hurry
                .store(!board.urgent.is_empty(), Ordering::Release);
            board.making.push(key);
            let slices = key.slice..key.slice.next();
            return Some((
                Purpose::Show,
                Run {
                    log: key.log,
                    slices,
                },
            ));
        }
        if let Some(wanted) = board.wanted.clone()
            && let Some(run) = board.searches.pop_front()
        {
            board.searching += 1;
            return Some((Purpose::Search(wanted), run));
        }
        let run = board.counts.pop_front()?;
        board.counting += 1;
        Some((Purpose::Count, run))
    }

    fn is_over(&self, purpose: &Purpose) -> bool {
        self.closing.load(Ordering::Acquire)
            || match purpose {
                Purpose::Search(wanted) => self.search.load(Ordering::Acquire) != wanted.number,
                Purpose::Show | Purpose::Count => false,
            }
    }

    /// Makes the pages of a run, those in memory excepted. What it left undone because something urgent came up is
    /// given back.
    fn carry_out(&self, purpose: &Purpose, run: &Run, past: &Arc<Past>) -> Option<Run> {
        let mut at = run.slices.start;
        while at < run.slices.end {
            if self.is_over(purpose) {
                return None;
            }
            if !matches!(purpose, Purpose::Show) && self.hurry.load(Ordering::Acquire) {
                return Some(Run {
                    log: run.log,
                    slices: at..run.slices.end,
                });
            }
            let key = PageKey {
                log: run.log,
                slice: at,
            };
            if let Some(made) = self.in_memory(key, past) {
                self.finish(purpose, key, &made, None);
                at = at.next();
                continue;
            }
            let pages = self.open(run.log, past)?;
            // Up to the next page in memory in one go.
            let mut end = at.next();
            while end < run.slices.end
                && self
                    .in_memory(
                        PageKey {
                            log: run.log,
                            slice: end,
                        },
                        past,
                    )
                    .is_none()
            {
                end = end.next();
            }
            let before = at;
            pages.pages(at..end, &mut |slice, mut page| {
                page.shrink();
                let key = PageKey {
                    log: run.log,
                    slice,
                };
                let made = Made {
                    page: Arc::new(page),
                    version: past.version(),
                };
                self.finish(purpose, key, &made.clone(), Some(made));
                at = slice.next();
                let hurry = !matches!(purpose, Purpose::Show) && self.hurry.load(Ordering::Acquire);
                if hurry || self.is_over(purpose) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            if at == before {
                // There are no such pages.
                at = end;
            }
        }
        None
    }

    fn in_memory(&self, key: PageKey, past: &Past) -> Option<Made> {
        let made = self.board().cache.as_mut()?.get(key)?;
        past.stands(key, made.version).then_some(made)
    }

    /// A log as it stands after this past.
    fn open(&self, log: usize, past: &Past) -> Option<Arc<dyn Pages>> {
        if let Some((version, pages)) = self.board().open.get(&log)
            && *version == past.version()
        {
            return Some(Arc::clone(pages));
        }
        let scenario = Arc::clone(self.source.scenario());
        let pages: Arc<dyn Pages> = self
            .source
            .open(&past.history, scenario.logs.get(log)?)
            .into();
        let opened = (past.version(), Arc::clone(&pages));
        self.board().open.insert(log, opened);
        Some(pages)
    }

    /// Counts and searches a page, keeps it, and says so.
    fn finish(&self, purpose: &Purpose, key: PageKey, made: &Made, new: Option<Made>) {
        let hits = match purpose {
            Purpose::Search(wanted) => match self.hits(wanted, key, &made.page) {
                Some(hits) => Some((wanted.number, hits)),
                None => return,
            },
            Purpose::Show | Purpose::Count => None,
        };
        let tally = Tally::of(key.slice, &made.page);
        let mut board = self.board();
        if let (Some(new), Some(cache)) = (new, &mut board.cache) {
            match purpose {
                Purpose::Show => cache.keep(key, new),
                Purpose::Count | Purpose::Search(_) => cache.keep_if_room(key, new),
            }
        }
        let shown = matches!(purpose, Purpose::Show);
        board.outcomes.push(Outcome {
            key,
            version: made.version,
            tally,
            hits,
        });
        self.news.store(true, Ordering::Release);
        if shown || board.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
            drop(self.tell(board));
        }
    }

    /// The lines that match, in the order of time; nothing if the search is over.
    fn hits(&self, wanted: &Wanted, key: PageKey, page: &Page) -> Option<Vec<LineKey>> {
        let scenario = self.source.scenario();
        let format = scenario.logs.get(key.log)?.format;
        let mut hits = Vec::new();
        let mut from = 0;
        while from < page.len() {
            if self.search.load(Ordering::Acquire) != wanted.number {
                return None;
            }
            let to = from + LINES_AT_A_TIME;
            wanted.query.search(format, page, from..to, &mut |line| {
                let stamp = page.stamp(line).unwrap_or_default();
                hits.extend(LineKey::new(key.slice, stamp, key.log, line));
            });
            from = to;
        }
        Some(hits)
    }

    /// Tells that there is progress, without holding the board.
    fn tell<'a>(&'a self, mut board: MutexGuard<'a, Board>) -> MutexGuard<'a, Board> {
        board.told = Some(Instant::now());
        let Some(wake) = board.wake.clone() else {
            return board;
        };
        drop(board);
        wake();
        self.board()
    }
}

//! Keeping lessons: after-action reports, the ledger, records that are carried, and how long things are kept.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Backend, Kept, Report, today};
use crate::desktop::finished::Finished;
use crate::review::{AfterAction, LedgerChange};
use crate::store::{
    DataDir, ExportOrder, Imported, Retention, change_ledger_by, export_record, import_record,
    record_day, record_name, save_after_action,
};

/// Reports that are to be written, the newest of each record: whoever writes takes all of them, so that an
/// older one never comes after a newer.
#[derive(Clone, Default)]
pub(super) struct Keeper {
    waiting: Arc<Mutex<BTreeMap<PathBuf, AfterAction>>>,
    writing: Arc<Mutex<()>>,
    /// How often the ledger was changed here: of two that were read, the one with more is the newer.
    changes: Arc<AtomicU64>,
}

impl Keeper {
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<PathBuf, AfterAction>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often the ledger was changed so far.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// Writes all that waits. What could not be written goes on waiting, unless something newer does.
    pub(super) fn finish(&self) -> Result<(), String> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = std::mem::take(&mut *self.waiting());
        let mut done = Ok(());
        for (path, after) in waiting {
            if let Err(error) = save_after_action(&path, &after) {
                self.waiting().entry(path).or_insert(after);
                done = Err(error.to_string());
            }
        }
        done
    }
}

impl Backend {
    /// Removes what is older than it may be, as the settings say, and reads the library.
    pub fn open_library(&self, retention: Retention) {
        if !retention.is_on() {
            self.read_library();
            return;
        }
        let dir = self.dir.clone();
        self.spawn("retention", move || {
            match retention.apply(&dir, std::time::SystemTime::now()) {
                Ok(done) => {
                    for error in &done.errors {
                        tracing::warn!("not removed although it is old: {error}");
                    }
                    let text = if done.is_empty() {
                        return Report::Kept(Kept::Begun(None));
                    } else {
                        format!("As your settings say: {}", done.in_words())
                    };
                    tracing::info!("{text}");
                    Report::Kept(Kept::Begun(Some(text)))
                }
                Err(error) => Report::Failed("Old records could not be removed", error.to_string()),
            }
        });
    }

    /// Keeps what people wrote of an exercise, on a thread.
    pub fn keep_after_action(&self, path: PathBuf, after: AfterAction) {
        self.lessons.waiting().insert(path, after);
        let keeper = self.lessons.clone();
        self.spawn("after-action", move || match keeper.finish() {
            Ok(()) => Report::Nothing,
            Err(why) => Report::Failed("The after-action report could not be kept", why),
        });
    }

    /// Waits until what people wrote is on disk.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn finish_keeping(&self) -> Result<(), String> {
        self.lessons.finish()
    }

    /// Does something to the ledger.
    pub fn change_ledger(&self, change: LedgerChange) {
        let (dir, changes) = (self.dir.clone(), Arc::clone(&self.lessons.changes));
        self.spawn("ledger", move || {
            let mut number = 0;
            // Counted while nobody else can change it.
            let changed = change_ledger_by(&dir, |ledger| {
                number = changes.fetch_add(1, Ordering::SeqCst) + 1;
                ledger.apply(change)
            });
            match changed {
                Ok(ledger) => Report::Kept(Kept::Ledger(ledger, number)),
                Err(error) => {
                    Report::Failed("The corrective action could not be kept", error.to_string())
                }
            }
        });
    }

    /// Writes a record as a file that can be carried.
    pub fn export_record(&self, record: PathBuf, out: PathBuf, names: bool) {
        let (dir, keeper) = (self.dir.clone(), self.lessons.clone());
        self.spawn("export", move || {
            // The dialog has said that a file of this name is replaced.
            let order = ExportOrder {
                names,
                overwrite: true,
            };
            let exported = keeper.finish().and_then(|()| {
                export_record(&dir, &record, &out, order).map_err(|error| error.to_string())
            });
            match exported {
                Ok(exported) => Report::Kept(Kept::Written(format!(
                    "The record is written: {}, {} entries, its chain is whole",
                    out.display(),
                    exported.entries
                ))),
                Err(why) => Report::Failed("The record could not be exported", why),
            }
        });
    }

    /// Takes a record in.
    pub fn import_record(&self, file: PathBuf) {
        let dir = self.dir.clone();
        self.spawn("import", move || match import_record(&dir, &file) {
            Ok(Imported::Known(known)) => Report::Kept(Kept::Said(format!(
                "The same record is there already: {}",
                record_name(&known)
            ))),
            Ok(Imported::New {
                path,
                entries,
                actions,
            }) => {
                let brought = match actions {
                    0 => String::new(),
                    1 => ", and 1 new corrective action".to_owned(),
                    n => format!(", and {n} new corrective actions"),
                };
                Report::Kept(Kept::Said(format!(
                    "Taken in: {}, {entries} entries, its chain is whole{brought}",
                    record_name(&path)
                )))
            }
            Err(error) => Report::Failed("The record could not be taken in", error.to_string()),
        });
    }
}

/// Keeps in the ledger what an exercise says of the actions of earlier ones. The score is worth showing
/// without it; that the ledger can't be read is told in the library.
pub(super) fn judge(dir: &DataDir, finished: &Finished) {
    // An automatic player shows nothing about people, nor does a run that never was.
    if finished.header.player.is_some() || finished.branch.is_some() {
        return;
    }
    let (name, on) = (
        record_name(&finished.path),
        record_day(&finished.path).unwrap_or_else(today),
    );
    let review = &finished.review;
    let judged = change_ledger_by(dir, |ledger| {
        let tried = ledger.tried((&name, on), &review.scenario, &review.card);
        let changes: Vec<LedgerChange> = tried
            .into_iter()
            .filter(|tested| tested.trial.as_ref() != tested.action.trial(&name))
            .filter_map(|tested| Some(LedgerChange::Judge(tested.action.id.clone(), tested.trial?)))
            .collect();
        changes
            .into_iter()
            .try_for_each(|change| ledger.apply(change))
    });
    if let Err(error) = judged {
        tracing::warn!("what the exercise says of corrective actions was not kept: {error}");
    }
}

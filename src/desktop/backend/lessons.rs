//! Keeping lessons: after-action reports, the ledger, records that are carried, and how long things are kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Answer, Backend, Kept, Report};
use crate::desktop::finished::Finished;
use crate::review::{AfterAction, LedgerChange};
use crate::store::{
    BranchOf, DataDir, ExportOrder, Imported, Retention, change_ledger_by, export_record,
    find_origin, import_record, record_name, save_after_action,
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

    /// What waits to be written of a record: it is newer than what stands beside it.
    pub(super) fn waiting_for(&self, path: &Path) -> Option<AfterAction> {
        self.waiting().get(path).cloned()
    }

    /// Writes what waits of one record; what waits of others keeps nobody from it.
    pub(super) fn finish(&self, path: &Path) -> Result<(), String> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.waiting().remove(path);
        waiting.map_or(Ok(()), |after| self.write(path, after))
    }

    /// Writes all that waits; says of each record why that could not be.
    pub(super) fn finish_all(&self) -> Result<(), String> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = std::mem::take(&mut *self.waiting());
        let failed: Vec<String> = waiting
            .into_iter()
            .filter_map(|(path, after)| self.write(&path, after).err())
            .collect();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(failed.join("; "))
        }
    }

    /// Writes a report. One that could not be written goes on waiting, unless something newer does or its record is
    /// gone.
    fn write(&self, path: &Path, after: AfterAction) -> Result<(), String> {
        save_after_action(path, &after).map_err(|error| {
            if !matches!(path.try_exists(), Ok(false)) {
                self.waiting().entry(path.to_path_buf()).or_insert(after);
            }
            error.to_string()
        })
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
        self.lessons.waiting().insert(path.clone(), after);
        let keeper = self.lessons.clone();
        self.spawn("after-action", move || match keeper.finish(&path) {
            Ok(()) => Report::Nothing,
            Err(why) => Report::Failed("The after-action report could not be kept", why),
        });
    }

    /// Waits until what people wrote is on disk.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn finish_keeping(&self) -> Result<(), String> {
        self.lessons.finish_all()
    }

    /// Finds the record that a branch leaves.
    pub fn find_origin(&self, branch: PathBuf, of: BranchOf) {
        self.spawn("branches", move || match find_origin(&branch, &of) {
            Ok(origin) => Report::Reviewed(branch, Answer::Origin(origin)),
            Err(error) => Report::Failed("The record could not be opened", error.to_string()),
        });
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
            let exported = keeper.finish(&record).and_then(|()| {
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
            Ok(Imported::Known { path, actions }) => Report::Kept(Kept::Said(format!(
                "The same record is there already: {}{}",
                record_name(&path),
                brought(actions)
            ))),
            Ok(Imported::New {
                path,
                entries,
                actions,
            }) => Report::Kept(Kept::Said(format!(
                "Taken in: {}, {entries} entries, its chain is whole{}",
                record_name(&path),
                brought(actions)
            ))),
            Err(error) => Report::Failed("The record could not be taken in", error.to_string()),
        });
    }
}

fn brought(actions: usize) -> String {
    match actions {
        0 => String::new(),
        1 => ", and 1 new corrective action".to_owned(),
        n => format!(", and {n} new corrective actions"),
    }
}

/// Keeps in the ledger what an exercise says of the actions that were raised before it. The score is worth showing
/// without it; that the ledger can't be read is told in the library.
pub(super) fn judge(dir: &DataDir, finished: &Finished) {
    if finished.no_lessons().is_some() {
        return;
    }
    let (occasion, review) = (finished.occasion(), &finished.review);
    let judged = change_ledger_by(dir, |ledger| {
        let tried = ledger.tried(occasion, &review.scenario, &review.card);
        let changes: Vec<LedgerChange> = tried
            .into_iter()
            .filter(|tested| tested.trial.as_ref() != tested.action.trial(occasion.exercise))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;
    use crate::exercise::Header;
    use crate::player::trainee_seat;
    use crate::store::{SqliteJournal, read_after_action};

    fn record(path: &Path) {
        let scenario = Id::new("some-scenario").unwrap().into();
        let header = Header::new(scenario, String::new(), 1, trainee_seat());
        drop(SqliteJournal::create(path, &header).unwrap());
    }

    fn says(text: &str) -> AfterAction {
        AfterAction {
            summary: text.to_owned(),
            ..AfterAction::default()
        }
    }

    #[test]
    fn a_report_that_cant_be_written_keeps_nobody_from_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let (broken, gone, good) = (path("a.hotwash"), path("b.hotwash"), path("c.hotwash"));
        std::fs::write(&broken, "words").unwrap();
        record(&good);
        let keeper = Keeper::default();
        for path in [&broken, &gone, &good] {
            keeper.waiting().insert(path.clone(), says("typed"));
        }
        assert!(keeper.finish(&broken).unwrap_err().contains("a.hotwash"));
        assert!(keeper.finish(&gone).unwrap_err().contains("b.hotwash"));
        assert_eq!(keeper.finish(&good), Ok(()));
        assert_eq!(read_after_action(&good).unwrap(), Some(says("typed")));
        assert_eq!(keeper.waiting_for(&gone), None, "nothing can become of it");
        assert_eq!(keeper.waiting_for(&broken), Some(says("typed")));
        keeper.waiting().insert(good.clone(), says("more"));
        assert!(keeper.finish_all().unwrap_err().contains("a.hotwash"));
        assert_eq!(read_after_action(&good).unwrap(), Some(says("more")));
        // Once it can be written, it is.
        std::fs::remove_file(&broken).unwrap();
        record(&broken);
        assert_eq!(keeper.finish_all(), Ok(()));
        assert_eq!(read_after_action(&broken).unwrap(), Some(says("typed")));
    }
}

//! Watches the file of the briefing that is open, so that an author sees what was just saved.

use std::path::Path;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// A file that is watched, until this is dropped.
pub(super) struct Watched {
    _watcher: RecommendedWatcher,
}

impl Watched {
    /// Watches a file; `changed` is called, on a thread of its own, each time something happens to it.
    ///
    /// # Errors
    /// Why the system can't watch it.
    pub(super) fn new(
        path: &Path,
        changed: impl Fn() + Send + 'static,
    ) -> Result<Self, notify::Error> {
        let path = std::path::absolute(path).map_err(notify::Error::io)?;
        let name = path.file_name().map(ToOwned::to_owned);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                let ours = event.is_ok_and(|event| {
                    // Reading is not a change.
                    !event.kind.is_access()
                        && event
                            .paths
                            .iter()
                            .any(|path| path.file_name() == name.as_deref())
                });
                if ours {
                    changed();
                }
            })?;
        // Editors put a new file in the place of the old one, so the folder is watched.
        let folder = path.parent().unwrap_or(&path);
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        Ok(Self { _watcher: watcher })
    }
}

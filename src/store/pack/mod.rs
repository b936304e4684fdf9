//! The evidence pack: the logs of an exercise as files, as the sensors would have named them, with a
//! capture of packets, rules, signatures and samples beside them, and a manifest that names them all.
//!
//! The manifest is written last: a folder without one is a pack that was not finished.

mod beside;
mod folder;
mod logs;
mod manifest;

use std::path::Path;

pub use manifest::{FileEntry, Manifest, MissingEntry};

use folder::Folder;

use super::error::StoreError;
use crate::base::Moment;
use crate::base::id::AssetId;
use crate::evidence::{Archive, History};

/// The file that names all others.
const MANIFEST: &str = "manifest.json";
/// What a person reads first.
const README: &str = "README.txt";

/// What a pack is made of.
#[derive(Debug, Clone, Copy)]
pub struct PackOrder<'a> {
    /// The logs.
    pub archive: &'a Archive,
    /// What happened, to the end of the play.
    pub history: &'a History,
    /// The seed of the play.
    pub seed: u64,
    /// How much everyday life the archive makes, in percent.
    pub scale_percent: u32,
    /// The first moment; as far back as each log goes if none.
    pub from: Option<Moment>,
    /// The moment at which the evidence is taken; nothing in it is from this moment or later.
    pub to: Moment,
}

/// What an asset is called in this play; its identifier is the file's own.
fn asset_name(order: &PackOrder<'_>, asset: &AssetId) -> String {
    let known = order.archive.scenario().asset(asset);
    known.map_or_else(|| asset.to_string(), |asset| asset.name.clone())
}

impl PackOrder<'_> {
    /// How much there is to do; [`write_pack`] tells of the same number of units in all.
    #[must_use]
    pub fn work(&self) -> u64 {
        logs::plan(self)
            .iter()
            .map(|(_, planned)| planned.as_ref().map_or(0, logs::Window::work))
            .sum()
    }
}

/// Writes a pack into a folder that is not there yet or empty, and tells `done` of each unit of work. The
/// same order gives the same bytes.
///
/// # Errors
/// [`StoreError`] if the folder holds something, or can't be written.
pub fn write_pack(
    order: &PackOrder<'_>,
    into: &Path,
    done: &(dyn Fn(u64) + Sync),
) -> Result<Manifest, StoreError> {
    let folder = Folder::create(into)?;
    folder.text(README, beside::README.as_bytes())?;
    let mut manifest = Manifest::new(order);
    for (log, planned) in logs::plan(order) {
        match planned {
            Ok(window) => manifest
                .files
                .push(logs::write(order, log, &window, &folder, done)?),
            Err(reason) => manifest.missing.push(MissingEntry {
                path: log.file.clone(),
                reason,
            }),
        }
    }
    beside::write(order, &folder, &mut manifest)?;
    let mut text = serde_json::to_string_pretty(&manifest).map_err(|cause| StoreError::Json {
        path: into.join(MANIFEST),
        cause,
    })?;
    text.push('\n');
    folder.text(MANIFEST, text.as_bytes())?;
    Ok(manifest)
}

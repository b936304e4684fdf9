//! What the author's screen does with files: open, fill, edit, make an exercise. All of it runs on a thread.

use std::path::{Path, PathBuf};

use crate::base::Id;
use crate::checklist::{InjectSet, TargetPack, checklist};
use crate::playbook::template::{self, Filling};
use crate::playbook::{self, Document};
use crate::store::{
    DataDir, PlaybookFile, read_playbook, shipped_playbooks, write_checklist, write_whole,
};

/// A playbook's file, read.
pub struct OpenPlaybook {
    /// The file.
    pub file: PlaybookFile,
    /// What was read in it.
    pub document: Document,
    /// The line of each diagnostic.
    pub lines: Vec<Option<usize>>,
}

impl OpenPlaybook {
    /// Whether a file that was written is this one, or the person's copy of it.
    #[must_use]
    pub fn is_source_of(&self, written: &Self) -> bool {
        self.file.path == written.file.path || self.file.shipped
    }

    fn new(file: PlaybookFile) -> Self {
        let document = playbook::read(&file.bytes);
        let lines = document
            .diagnostics
            .iter()
            .map(|finding| finding.line(&document.text))
            .collect();
        Self {
            file,
            document,
            lines,
        }
    }
}

/// Opens a file.
///
/// # Errors
/// Why it can't be read.
pub(super) fn open(path: &Path) -> Result<OpenPlaybook, String> {
    let bytes = read_playbook(path).map_err(|error| error.to_string())?;
    Ok(OpenPlaybook::new(own(path, bytes)))
}

/// Opens a playbook that comes with the program, by its name.
///
/// # Errors
/// That there is none of this name.
pub(super) fn open_shipped(name: &Path) -> Result<OpenPlaybook, String> {
    let mut shipped = shipped_playbooks().into_iter();
    let file = shipped.find(|file| file.path == name);
    let file = file.ok_or_else(|| format!("Hotwash has no playbook {}", name.display()))?;
    Ok(OpenPlaybook::new(file))
}

/// Writes texts in the place of placeholders; returns the file as it is then, and what to say of it.
///
/// # Errors
/// Why nothing was written.
pub(super) fn fill(
    dir: &DataDir,
    open: &OpenPlaybook,
    place: usize,
    texts: &[(usize, String)],
) -> Result<(OpenPlaybook, String), String> {
    let playbook = open.document.playbooks.get(place);
    let placeholders = playbook.map_or(&[][..], |playbook| &playbook.placeholders);
    // The file counts the placeholders of all its playbooks.
    let all = template::placeholders(&open.document);
    let fillings: Vec<_> = texts
        .iter()
        .filter_map(|(place, text)| {
            let wanted = placeholders.get(*place)?;
            Some(Filling {
                placeholder: all.iter().position(|known| std::ptr::eq(*known, wanted))?,
                text: text.clone(),
            })
        })
        .collect();
    let bytes = template::fill(&open.document, &fillings).map_err(|error| error.to_string())?;
    let written = write_back(dir, open, bytes)?;
    let said = format!("Saved: {}", written.file.path.display());
    Ok((written, said))
}

/// Makes an edit that was offered; returns the file as it is then, and what to say of it.
///
/// # Errors
/// Why nothing was written.
pub(super) fn edit(
    dir: &DataDir,
    open: &OpenPlaybook,
    place: usize,
) -> Result<(OpenPlaybook, String), String> {
    let suggestion = open.document.suggestions.get(place);
    let suggestion = suggestion.ok_or("that edit is not offered any more")?;
    let bytes = open
        .document
        .apply(&suggestion.edits)
        .map_err(|error| error.to_string())?;
    let written = write_back(dir, open, bytes)?;
    let said = format!("Edited at line {}", suggestion.line);
    Ok((written, said))
}

/// Writes into the file that was opened; a playbook of the program's is copied into the user's own.
fn write_back(dir: &DataDir, open: &OpenPlaybook, bytes: Vec<u8>) -> Result<OpenPlaybook, String> {
    let path = if open.file.shipped {
        free_name(&dir.playbooks(), &open.file.path, &open.file.bytes)
    } else {
        open.file.path.clone()
    };
    let there = if path.exists() {
        Some(read_playbook(&path).map_err(|error| error.to_string())?)
    } else {
        None
    };
    if there.is_some_and(|there| there != open.file.bytes) {
        return Err(format!(
            "{}: the file has changed since it was opened. Open it again, so that nothing in it is lost",
            path.display()
        ));
    }
    write_whole(&path, &bytes).map_err(|error| error.to_string())?;
    Ok(OpenPlaybook::new(own(&path, bytes)))
}

/// A name in the folder under which there is nothing yet, or the very same.
fn free_name(folder: &Path, name: &Path, bytes: &[u8]) -> PathBuf {
    let stem = name.file_stem().unwrap_or_default().to_string_lossy();
    let ending = name.extension().unwrap_or_default().to_string_lossy();
    let numbered = (2..1_000).map(|n| folder.join(format!("{stem}-{n}.{ending}")));
    let mut names = std::iter::once(folder.join(name)).chain(numbered);
    let free =
        |path: &PathBuf| !path.exists() || read_playbook(path).is_ok_and(|there| there == bytes);
    names.find(free).unwrap_or_else(|| folder.join(name))
}

/// Makes the scenario of a playbook in the user's scenarios; returns its folder.
///
/// # Errors
/// Why it can't be made or written.
pub(super) fn make_checklist(
    dir: &DataDir,
    open: &OpenPlaybook,
    place: usize,
    pack: &Id,
) -> Result<PathBuf, String> {
    let playbook = open.document.playbooks.get(place);
    let playbook = playbook.ok_or("the file has no such playbook")?;
    let mut packs = TargetPack::shipped().into_iter();
    let pack = packs.find(|known| known.id == *pack);
    let pack = pack.ok_or("there are no such target times")?;
    let scenario = checklist(&open.document, playbook, &pack, &InjectSet::general())
        .map_err(|error| error.to_string())?;
    write_checklist(&dir.scenarios(), scenario, &open.file.bytes).map_err(|error| error.to_string())
}

/// A playbook as the library lists it.
#[derive(Debug, Clone)]
pub struct PlaybookEntry {
    /// Where it is; for one that comes with the program, its name.
    pub path: PathBuf,
    /// Whether it comes with the program.
    pub shipped: bool,
    /// The title of its first playbook.
    pub title: String,
    /// How many steps it has.
    pub steps: usize,
    /// How many placeholders are left in it.
    pub placeholders: usize,
}

impl PlaybookEntry {
    fn of(file: &PlaybookFile) -> Option<Self> {
        let document = playbook::read(&file.bytes);
        let first = document.playbooks.first()?;
        Some(Self {
            path: file.path.clone(),
            shipped: file.shipped,
            title: first.title.text.clone(),
            steps: first.all_steps().count(),
            placeholders: first.placeholders.len(),
        })
    }
}

/// The playbooks at hand: those that come with the program, and a user's own; and what can't be read.
pub(super) fn list(dir: &DataDir) -> (Vec<PlaybookEntry>, Vec<String>) {
    let mut entries: Vec<_> = shipped_playbooks()
        .iter()
        .filter_map(PlaybookEntry::of)
        .collect();
    let mut errors = Vec::new();
    let folder = dir.playbooks();
    if folder.is_dir() {
        for path in crate::store::playbook_files(&folder).unwrap_or_default() {
            match read_playbook(&path) {
                Ok(bytes) => entries.extend(PlaybookEntry::of(&own(&path, bytes))),
                Err(error) => errors.push(error.to_string()),
            }
        }
    }
    (entries, errors)
}

/// A person's own file.
fn own(path: &Path, bytes: Vec<u8>) -> PlaybookFile {
    PlaybookFile {
        path: path.to_path_buf(),
        shipped: false,
        bytes,
    }
}

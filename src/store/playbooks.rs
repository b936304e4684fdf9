//! Playbooks as files: those that come with the program, a user's own, and the scenario folders that
//! checklist exercises become.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::error::StoreError;
use super::scenarios::{FILE, read_up_to};
use crate::base::Id;
use crate::playbook::LARGEST_FILE;
use crate::scenario::write::write;
use crate::scenario::{Scenario, load};

/// The playbooks that come with the program, as they stand in the repository.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/playbooks");

/// The name of a playbook in its scenario's folder.
pub const PLAYBOOK: &str = "playbook.md";
/// What files of playbooks end with.
const ENDINGS: [&str; 3] = ["md", "markdown", "txt"];
/// How many folders of one name are tried.
const MOST_FOLDERS: usize = 1_000;

/// A playbook's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybookFile {
    /// Where it is; for one that comes with the program, its name.
    pub path: PathBuf,
    /// Whether it comes with the program.
    pub shipped: bool,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Every playbook that comes with the program.
#[must_use]
pub fn shipped_playbooks() -> Vec<PlaybookFile> {
    let files = SHIPPED.files().map(|file| PlaybookFile {
        path: file.path().to_path_buf(),
        shipped: true,
        bytes: file.contents().to_vec(),
    });
    files.collect()
}

/// The files that a person names: the file itself, or those of a folder that end as playbooks do, in the
/// order of their names.
///
/// # Errors
/// [`StoreError`] if there is nothing, or the folder can't be read.
pub fn playbook_files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(StoreError::io(path))? {
        let file = entry.map_err(StoreError::io(path))?.path();
        let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase());
        if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(StoreError::NoPlaybook(path.to_path_buf()));
    }
    Ok(files)
}

/// A playbook's bytes, unless there are more of them than are read.
///
/// # Errors
/// [`StoreError`] if the file is too large or can't be read.
pub fn read_playbook(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_up_to(path, LARGEST_FILE)
}

/// Writes a file so that it is there whole or as it was before.
///
/// # Errors
/// [`StoreError`] if it can't be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let written = written.and_then(|()| fs::rename(&beside, path));
    // Nobody asked for the file beside it, so the one that was asked for is named.
    written.map_err(|cause| {
        let _ = fs::remove_file(&beside);
        StoreError::io(path)(cause)
    })
}

/// Writes the scenario that a playbook became into a folder of its own below `base`, with the playbook
/// beside it; returns the folder. What is there already stays: the same scenario is not written twice,
/// another one of that name gets a number.
///
/// # Errors
/// [`StoreError`] if it can't be written.
pub fn write_checklist(
    base: &Path,
    mut scenario: Scenario,
    playbook: &[u8],
) -> Result<PathBuf, StoreError> {
    let id = scenario.id.clone();
    for number in 1..=MOST_FOLDERS {
        if number > 1 {
            match Id::new(&format!("{id}-{number}")) {
                Ok(numbered) => scenario.id = numbered.into(),
                Err(_) => break,
            }
        }
        let folder = base.join(scenario.id.as_str());
        let file = folder.join(FILE);
        let text = write(&scenario);
        if let Some(why) = unplayable(&text) {
            return Err(StoreError::Unplayable { path: file, why });
        }
        if !folder.exists() {
            // The folder takes its name when all is in it.
            fs::create_dir_all(base).map_err(StoreError::io(base))?;
            let making = tempdir_in(base)?;
            write_whole(&making.join(PLAYBOOK), playbook)?;
            write_whole(&making.join(FILE), text.as_bytes())?;
            if fs::rename(&making, &folder).is_ok() {
                return Ok(folder);
            }
            // Somebody was faster; what they made may be the same.
            fs::remove_dir_all(&making).map_err(StoreError::io(&making))?;
        }
        let same = |path: &Path, bytes: &[u8]| fs::read(path).is_ok_and(|there| there == bytes);
        if same(&file, text.as_bytes()) && same(&folder.join(PLAYBOOK), playbook) {
            return Ok(folder);
        }
    }
    Err(StoreError::Exists(base.join(id.as_str())))
}

/// A new folder in another, under a name that nothing reads.
fn tempdir_in(base: &Path) -> Result<PathBuf, StoreError> {
    for number in 0..MOST_FOLDERS {
        let folder = base.join(format!(".new-{}-{number}", std::process::id()));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::io(&folder)(error)),
        }
    }
    Err(StoreError::Exists(base.join(".new")))
}

/// Why the text of a scenario can't be played; none if it can.
fn unplayable(text: &str) -> Option<String> {
    let loaded = load(text.as_bytes());
    let problem = loaded
        .diagnostics
        .iter()
        .find(|problem| problem.is_error())?;
    Some(problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{InjectSet, TargetPack, checklist};
    use crate::playbook::read;

    fn made(source: &str) -> Scenario {
        let document = read(source.as_bytes());
        let playbook = document.playbooks.first().unwrap();
        let pack = TargetPack::shipped().remove(0);
        checklist(&document, playbook, &pack, &InjectSet::general()).unwrap()
    }

    #[test]
    fn a_scenario_is_written_once_and_another_of_its_name_beside_it() {
        let base = tempfile::tempdir().unwrap();
        let one = "# Playbook: Lost Badge\n\n## Contain\n\n1. Block it\n";
        let other = "# Playbook: Lost Badge\n\n## Contain\n\n1. Block it\n2. Say so\n";
        let name = |source: &str| {
            let folder = write_checklist(base.path(), made(source), source.as_bytes()).unwrap();
            folder.file_name().unwrap().to_string_lossy().into_owned()
        };
        assert_eq!(name(one), "lost-badge-checklist");
        assert_eq!(name(one), "lost-badge-checklist");
        assert_eq!(name(other), "lost-badge-checklist-2");
        assert_eq!(name(other), "lost-badge-checklist-2");
        let kept =
            fs::read_to_string(base.path().join("lost-badge-checklist").join(PLAYBOOK)).unwrap();
        assert_eq!(kept, one);
    }

    #[test]
    fn a_file_that_is_too_long_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.md");
        let long = u64::try_from(LARGEST_FILE).unwrap() + 1;
        fs::File::create(&path).unwrap().set_len(long).unwrap();
        let error = read_playbook(&path).unwrap_err();
        assert!(matches!(error, StoreError::TooLarge { .. }), "{error}");
    }

    #[test]
    fn a_folder_gives_its_playbooks_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        assert!(matches!(
            playbook_files(path),
            Err(StoreError::NoPlaybook(_))
        ));
        for name in ["b.md", "a.txt", "c.png"] {
            fs::write(path.join(name), "").unwrap();
        }
        assert_eq!(
            playbook_files(path).unwrap(),
            [path.join("a.txt"), path.join("b.md")]
        );
    }
}

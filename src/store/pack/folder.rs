//! The folder of a pack, and files in it that are hashed while they are written.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::super::error::StoreError;
use crate::evidence::samples::hex;

/// How much is gathered before it goes to the disk.
const BUFFER: usize = 1 << 20;

/// A folder into which a pack is written.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Takes a folder that is not there yet, or empty.
    pub(super) fn create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            let mut entries = fs::read_dir(path).map_err(StoreError::io(path))?;
            if entries.next().is_some() {
                return Err(StoreError::NotEmpty(path.to_path_buf()));
            }
        }
        fs::create_dir_all(path).map_err(StoreError::io(path))?;
        Ok(Self(path.to_path_buf()))
    }

    /// Begins a file, which must lie within the folder and not be there yet.
    pub(super) fn begin(&self, name: &str) -> Result<PackFile, StoreError> {
        let within = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !within {
            return Err(StoreError::Outside(name.to_owned()));
        }
        let path = self.0.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(StoreError::io(parent))?;
        }
        let file = File::create_new(&path).map_err(StoreError::io(&path))?;
        Ok(PackFile {
            out: BufWriter::with_capacity(BUFFER, file),
            path,
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    /// Writes a whole file.
    pub(super) fn text(&self, name: &str, bytes: &[u8]) -> Result<Written, StoreError> {
        let mut file = self.begin(name)?;
        file.put(bytes)?;
        file.finish()
    }
}

/// A file of the pack while it is written.
#[derive(Debug)]
pub(super) struct PackFile {
    path: PathBuf,
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) sha256: String,
    pub(super) bytes: u64,
}

impl PackFile {
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.write_all(bytes).map_err(StoreError::io(&self.path))
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn finish(mut self) -> Result<Written, StoreError> {
        self.out.flush().map_err(StoreError::io(&self.path))?;
        Ok(Written {
            sha256: hex(&self.hash.finalize()),
            bytes: self.bytes,
        })
    }
}

impl Write for PackFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

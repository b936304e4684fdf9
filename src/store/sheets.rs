//! Tables in files: spreadsheets (xlsx, ods) and CSV, read with limits; the MSEL, evaluators' sheets and
//! lists written.

mod csv_text;
mod evaluators;
mod reading;
mod xlsx;

use std::path::Path;

pub use csv_text::{csv_bytes, read_csv};
pub use evaluators::{evaluator_xlsx, ratings_of, read_evaluator, write_evaluator};
pub use reading::{read_workbook, read_workbook_bytes};
pub use xlsx::msel_xlsx;

use super::error::StoreError;
use super::playbooks::write_whole;
use crate::conduct::sheet::{self, SheetRow};
use crate::conduct::table::Table;

/// The largest file that is read, in bytes: 32 MiB.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The most rows of a table that is read.
pub const MOST_ROWS: usize = 5_000;
/// The most columns of a table that is read.
pub const MOST_COLUMNS: usize = 256;
/// The longest text of a cell, in bytes: 16 KiB.
pub const LONGEST_CELL: usize = 16 * 1024;

/// What is wrong with a table's file.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The file's name ends in something else.
    #[error(
        "`{0}` is no ending of a table; use .xlsx, .ods or .csv to read, .xlsx or .csv to write"
    )]
    UnknownEnding(String),
    /// The file is no spreadsheet of its kind.
    #[error("this is no spreadsheet that can be read ({0}); save it as .xlsx or .csv again")]
    NotASheet(String),
    /// The table could not be written.
    #[error("the spreadsheet could not be made: {0}")]
    NotMade(String),
    /// There is no sheet in the file, or nothing in it.
    #[error("there is nothing in this table; its first row holds the names of the columns")]
    Empty,
    /// The file lacks a sheet.
    #[error("there is no sheet \"{name}\" in this file; it has {found}")]
    NoSheet {
        /// The sheet that was looked for.
        name: String,
        /// Those that are there.
        found: String,
    },
    /// The file is larger than a table may be.
    #[error("the file has {0} bytes; a table may have {MOST_BYTES} (32 MiB)")]
    TooLarge(u64),
    /// The file would unpack to more than a table may.
    #[error(
        "the file unpacks to {0} bytes, far more than a table of {MOST_ROWS} rows needs; save it anew without pictures"
    )]
    UnpacksTooLarge(u64),
    /// There are too many rows.
    #[error(
        "the table has more than {MOST_ROWS} rows; remove those below, or what stands far below the table"
    )]
    TooManyRows,
    /// There are too many columns.
    #[error(
        "the table has more than {MOST_COLUMNS} columns; remove what stands to the right of it"
    )]
    TooManyColumns,
    /// A cell holds too much.
    #[error("cell {0} holds more than {LONGEST_CELL} bytes (16 KiB); shorten it")]
    CellTooLong(String),
    /// A row of CSV can't be taken apart.
    #[error("line {line}: {why}")]
    Csv {
        /// The line of the file.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
}

impl SheetError {
    /// The error with the file that it is about.
    fn of(self, path: &Path) -> StoreError {
        StoreError::Sheet {
            path: path.to_path_buf(),
            source: self,
        }
    }
}

/// A sheet of a file, with its name; a CSV file has one without a name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedTable {
    /// The sheet's name.
    pub name: String,
    /// Its cells.
    pub table: Table,
}

/// What a file's name says it is, by its ending.
fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// The first sheet of a file.
///
/// # Errors
/// [`StoreError::Sheet`] or [`StoreError::Io`] that says what is wrong with the file.
pub fn read_table(path: &Path) -> Result<Table, StoreError> {
    let sheets = read_workbook(path)?;
    let first = sheets.into_iter().next();
    first
        .map(|sheet| sheet.table)
        .ok_or_else(|| SheetError::Empty.of(path))
}

/// Writes the MSEL as a spreadsheet or as CSV, as the file's name ends. `title` stands in the page's foot.
///
/// # Errors
/// [`StoreError`] if the name ends in something else, or the file can't be written.
pub fn write_msel(path: &Path, title: &str, rows: &[SheetRow]) -> Result<(), StoreError> {
    let bytes = match ending(path).as_str() {
        "xlsx" => msel_xlsx(title, rows).map_err(|error| error.of(path))?,
        "csv" => csv_bytes(&sheet::table(rows)),
        other => return Err(SheetError::UnknownEnding(format!(".{other}")).of(path)),
    };
    write_whole(path, &bytes)
}

/// Writes a table as CSV.
///
/// # Errors
/// [`StoreError`] if it can't be written.
pub fn write_csv(path: &Path, table: &Table) -> Result<(), StoreError> {
    write_whole(path, &csv_bytes(table))
}

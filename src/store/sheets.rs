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
pub use super::sheet_error::{LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, SheetError};
use crate::conduct::sheet::{self, SheetRow};
use crate::conduct::table::Table;

impl SheetError {
    /// The error with the file that it is about.
    fn of(self, path: &Path) -> StoreError {
        StoreError::Sheet {
            path: path.to_path_buf(),
            cause: self,
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

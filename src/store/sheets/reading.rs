//! Spreadsheets read with limits, cell by cell, so that no file can ask for more memory than it is worth.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, DataRef, Ods, Reader as _, Xlsx};

use super::csv_text::read_csv;
use super::{LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, NamedTable, SheetError, ending};
use crate::base::Span;
use crate::conduct::table::{Cell, Table, place};
use crate::store::error::StoreError;
use crate::store::scenarios::read_up_to;

/// The most that a spreadsheet may unpack to, in bytes: 256 MiB.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;

/// The first day of spreadsheet programs' calendars.
const FIRST_DAY: jiff::civil::DateTime = jiff::civil::date(1899, 12, 30).at(0, 0, 0, 0);

const SECONDS_IN_A_DAY: f64 = 86_400.0;

/// The sheets of a file, in their order: xlsx, ods or CSV, as its name ends.
///
/// # Errors
/// [`StoreError`] that says what is wrong with the file.
pub fn read_workbook(path: &Path) -> Result<Vec<NamedTable>, StoreError> {
    let bytes = read_up_to(path, MOST_BYTES)?;
    read_workbook_bytes(&bytes, &ending(path)).map_err(|error| error.of(path))
}

/// The sheets of a file's bytes; `ending` is `xlsx`, `xlsm`, `ods`, `csv`, `tsv` or `txt`.
///
/// # Errors
/// [`SheetError`] that says what is wrong with them.
pub fn read_workbook_bytes(bytes: &[u8], ending: &str) -> Result<Vec<NamedTable>, SheetError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if bytes.len() > MOST_BYTES {
        return Err(SheetError::TooLarge(size));
    }
    match ending {
        "xlsx" | "xlsm" => read_xlsx(bytes),
        "ods" => read_ods(bytes),
        "csv" | "tsv" | "txt" => Ok(vec![NamedTable {
            name: String::new(),
            table: read_csv(bytes)?,
        }]),
        other => Err(SheetError::UnknownEnding(format!(".{other}"))),
    }
}

fn not_a_sheet(error: impl std::fmt::Display) -> SheetError {
    SheetError::NotASheet(error.to_string())
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<NamedTable>, SheetError> {
    check_unpacked(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(not_a_sheet)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            // A chart is no table.
            continue;
        };
        let mut filling = Filling::default();
        while let Some(cell) = cells.next_cell().map_err(not_a_sheet)? {
            let (row, column) = cell.get_position();
            let value = match cell.get_value() {
                DataRef::SharedString(text) => Data::String((*text).to_owned()),
                other => other.clone().into(),
            };
            filling.put(row, column, &value)?;
        }
        let table = filling.table;
        sheets.push(NamedTable { name, table });
    }
    Ok(sheets)
}

fn read_ods(bytes: &[u8]) -> Result<Vec<NamedTable>, SheetError> {
    check_unpacked(bytes)?;
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(not_a_sheet)?;
    let mut sheets = Vec::new();
    for (name, range) in book.worksheets() {
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut filling = Filling::default();
        for (row, column, value) in range.used_cells() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            filling.put(
                row.saturating_add(first_row),
                column.saturating_add(first_column),
                value,
            )?;
        }
        let table = filling.table;
        sheets.push(NamedTable { name, table });
    }
    Ok(sheets)
}

/// A table that is being filled, cell by cell.
#[derive(Default)]
struct Filling {
    table: Table,
}

impl Filling {
    fn put(&mut self, row: u32, column: u32, value: &Data) -> Result<(), SheetError> {
        let cell = cell_of(value);
        if cell.is_empty() {
            return Ok(());
        }
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if row >= MOST_ROWS {
            return Err(SheetError::TooManyRows);
        }
        if column >= MOST_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        if let Cell::Text(text) = &cell
            && text.len() > LONGEST_CELL
        {
            return Err(SheetError::CellTooLong(place(row, column)));
        }
        let rows = &mut self.table.rows;
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if let Some(cells) = rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
        Ok(())
    }
}

fn cell_of(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::from(text.as_str()),
        Data::Float(number) => Cell::Number(*number),
        // No number that a person writes into a cell loses digits by this.
        Data::Int(number) => number.to_string().parse().map_or(Cell::Empty, Cell::Number),
        Data::Bool(yes) => Cell::from(if *yes { "yes" } else { "no" }),
        Data::DateTime(time) => Cell::Time(time.as_f64()),
        Data::DateTimeIso(text) => text.parse::<jiff::civil::DateTime>().map_or_else(
            |_| Cell::from(text.as_str()),
            |date| Cell::Time(days_since(date)),
        ),
        Data::DurationIso(text) => text
            .parse::<Span>()
            .map_or_else(|_| Cell::from(text.as_str()), |span| Cell::Time(days(span))),
        // A formula that failed; its name in the cell says which.
        Data::Error(error) => Cell::from(error.to_string().as_str()),
    }
}

fn days_since(date: jiff::civil::DateTime) -> f64 {
    date.duration_since(FIRST_DAY).as_secs_f64() / SECONDS_IN_A_DAY
}

fn days(span: Span) -> f64 {
    std::time::Duration::from_millis(span.as_ms()).as_secs_f64() / SECONDS_IN_A_DAY
}

/// Refuses a packed file that says that it unpacks to more than a table may. (Sizes of the entries of a
/// zip file's central directory: APPNOTE 4.3.12, at 24 of each.)
fn check_unpacked(bytes: &[u8]) -> Result<(), SheetError> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const SIZE_AT: usize = 24;
    let mut unpacked: u64 = 0;
    for at in memchr::memmem::find_iter(bytes, ENTRY) {
        let size = bytes.get(at + SIZE_AT..at + SIZE_AT + 4);
        let size = size.and_then(|size| size.try_into().ok());
        unpacked = unpacked.saturating_add(size.map_or(0, u32::from_le_bytes).into());
    }
    if unpacked > MOST_UNPACKED {
        return Err(SheetError::UnpacksTooLarge(unpacked));
    }
    Ok(())
}

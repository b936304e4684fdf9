//! What can be wrong with a table's file, and the limits of one.

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

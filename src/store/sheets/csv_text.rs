//! Tables as CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheet programs know it; read in
//! whatever encoding and with whatever separator they write.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, SheetError};
use crate::conduct::table::{Cell, Table, place};

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a spreadsheet program takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table as CSV. A cell that a spreadsheet program would take for a formula gets an apostrophe before it.
#[must_use]
pub fn csv_bytes(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(MARK.to_vec());
    for row in &table.rows {
        let cells = row.iter().map(|cell| harmless(&cell.shown()));
        // Writing into memory can't fail.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// A text that is no formula.
fn harmless(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A text as it was before it was made harmless.
fn as_meant(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => text,
    }
}

/// Reads CSV: separated by commas, semicolons or tabs, in UTF-8, UTF-16 with a byte order mark, or
/// Windows-1252. A first line `sep=;`, as some programs write it, names the separator.
///
/// # Errors
/// [`SheetError`] that says which line or cell is wrong.
pub fn read_csv(bytes: &[u8]) -> Result<Table, SheetError> {
    let text = decode(bytes)?;
    let (separator, text) = separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let before = reader.position().line();
        let is_there = reader.read_record(&mut record);
        if !is_there.map_err(|error| unreadable(&error))? {
            break;
        }
        // The reader leaves empty lines out; a cell's name counts them, as spreadsheet programs do.
        let within: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let passed = reader.position().line().saturating_sub(before);
        let passed = usize::try_from(passed).unwrap_or(usize::MAX);
        let empty = passed.saturating_sub(within + 1).min(MOST_ROWS);
        rows.resize(rows.len() + empty, Vec::new());
        if rows.len() >= MOST_ROWS {
            return Err(SheetError::TooManyRows);
        }
        if record.len() > MOST_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        if let Some(column) = record.iter().position(|cell| cell.len() > LONGEST_CELL) {
            return Err(SheetError::CellTooLong(place(rows.len(), column)));
        }
        let cells = record.iter().map(|cell| Cell::from(as_meant(cell)));
        rows.push(cells.collect());
    }
    if rows.is_empty() {
        return Err(SheetError::Empty);
    }
    Ok(Table { rows })
}

fn unreadable(error: &csv::Error) -> SheetError {
    SheetError::Csv {
        line: error.position().map_or(0, csv::Position::line),
        why: error.to_string(),
    }
}

/// The text of a file: by its byte order mark, as UTF-8 if it is that, else as Windows-1252.
fn decode(bytes: &[u8]) -> Result<String, SheetError> {
    let marked = Encoding::for_bom(bytes);
    let encoding = match marked {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(bytes);
    if text.contains('\0') {
        let why = "it is no text".to_owned();
        return Err(SheetError::NotASheet(why));
    }
    Ok(text.into_owned())
}

/// What separates the cells, and the text without a line that only says so.
fn separator(text: &str) -> (u8, &str) {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    if let Some(named) = first.trim_end().strip_prefix("sep=")
        && let [separator] = named.as_bytes()
    {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        return (*separator, rest);
    }
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        let count = counts.iter_mut().find(|(sign, _)| *sign == byte);
        if let (false, Some((_, count))) = (quoted, count) {
            *count += 1;
        }
    }
    // The comma, unless another one is there more often.
    let (sign, _) = counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .unwrap_or((b',', 0));
    (sign, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = read_csv(bytes).unwrap_or_default();
        let row = |row: &Vec<Cell>| row.iter().map(Cell::shown).collect();
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn what_is_written_reads_back() {
        let cells = [
            "=1+1",
            "'=x",
            "'tis",
            "a,b",
            "two\nlines",
            "\"q\"",
            "-5",
            "@x",
            "+49",
            "é",
        ];
        let table = Table::of_texts([cells.to_vec()]);
        let bytes = csv_bytes(&table);
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            text.starts_with("\u{feff}'=1+1,''=x,'tis,\"a,b\","),
            "{text}"
        );
        assert!(text.ends_with("\r\n"));
        assert_eq!(texts(&bytes), [cells.map(str::to_owned)]);
    }

    #[test]
    fn separators_and_encodings_are_recognised() {
        let wanted = [["Name".to_owned(), "Zoë, \"x\"".to_owned()]];
        let utf_16: Vec<u8> = "\u{feff}Name\tZoë, \"\"x\"\""
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [
            "Name;\"Zoë, \"\"x\"\"\"".as_bytes(),
            "Name,\"Zoë, \"\"x\"\"\"\r\n".as_bytes(),
            b"Name;\"Zo\xEB, \"\"x\"\"\"",
            b"sep=;\r\nName;\"Zo\xEB, \"\"x\"\"\"",
        ] {
            assert_eq!(texts(bytes), wanted, "{}", String::from_utf8_lossy(bytes));
        }
        // Within an unquoted cell a quotation mark is itself.
        assert_eq!(texts(&utf_16).len(), 1);
        assert_eq!(texts(&utf_16).first().map(Vec::len), Some(2));
    }

    #[test]
    fn empty_lines_count() {
        assert_eq!(texts(b"a,b\n\n\nc,d\n").len(), 4);
        assert_eq!(texts(b"a,b\r\n\r\n\"x\ny\",d\r\ne,f\r\n").len(), 4);
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let many = "a\n".repeat(MOST_ROWS + 1);
        assert!(matches!(
            read_csv(many.as_bytes()),
            Err(SheetError::TooManyRows)
        ));
        let wide = ",".repeat(MOST_COLUMNS);
        assert!(matches!(
            read_csv(wide.as_bytes()),
            Err(SheetError::TooManyColumns)
        ));
        let long = format!("a\nb,{}", "x".repeat(LONGEST_CELL + 1));
        let error = read_csv(long.as_bytes())
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("B2")));
        assert!(matches!(read_csv(b""), Err(SheetError::Empty)));
        assert!(matches!(read_csv(b"a\0b"), Err(SheetError::NotASheet(_))));
    }
}

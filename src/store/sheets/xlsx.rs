//! The MSEL as a spreadsheet that prints well and is hard to fill in wrongly.

use rust_xlsxwriter::{
    DataValidation, DocProperties, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use super::SheetError;
use crate::conduct::sheet::{CHANNELS, COLUMNS, SheetRow};

impl From<XlsxError> for SheetError {
    fn from(error: XlsxError) -> Self {
        Self::NotMade(error.to_string())
    }
}

/// The width of each column, in characters.
const WIDTHS: [f64; COLUMNS.len()] = [
    8.0, 10.0, 22.0, 18.0, 18.0, 10.0, 28.0, 50.0, 36.0, 36.0, 28.0, 12.0, 16.0, 16.0, 24.0, 22.0,
];

/// Rows below the table that choices and formats reach to, for what planners add.
const SPARE_ROWS: u32 = 200;

/// The height of a line, and the tallest that a row may be, in points; the latter is the format's.
const LINE: f64 = 15.0;
const TALLEST: f64 = 409.0;

/// A3 in the numbers of the format: a whole MSEL on A4 can't be read.
const A3: u8 = 8;

/// A4 in the numbers of the format.
pub(super) const A4: u8 = 9;

/// How the names of columns look.
pub(super) fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color("#D9E2EC")
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
        .set_text_wrap()
}

/// How a cell of text looks: as text, so that no program makes a date or a formula of it.
pub(super) fn text_format() -> Format {
    Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::Top)
        .set_text_wrap()
}

/// A row's number as the format counts them.
pub(super) fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// A column's number as the format counts them.
pub(super) fn column_number(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The height that the longest cell of a row needs, in points. Some programs don't work it out on opening,
/// and a printed row that is cut is of no use.
fn row_height(row: &SheetRow) -> f64 {
    let lines = |(cell, width): (&String, f64)| -> f64 {
        let wrapped = cell.lines().map(|line| {
            let length = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
            (f64::from(length) / (width - 1.0)).ceil().max(1.0)
        });
        wrapped.sum()
    };
    let most = row.cells.iter().zip(WIDTHS).map(lines).fold(1.0, f64::max);
    (most * LINE).min(TALLEST)
}

/// The MSEL as the bytes of a spreadsheet. `title` stands in the page's foot.
///
/// # Errors
/// [`SheetError::NotMade`] if a text does not fit a cell, or there are more rows than a sheet takes.
pub fn msel_xlsx(title: &str, rows: &[SheetRow]) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    // The same MSEL is the same file: no clock is asked when it was made.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&made),
    );
    let sheet = book.add_worksheet();
    sheet.set_name("MSEL")?;
    let (head, text) = (head_format(), text_format());
    for (column, (name, width)) in COLUMNS.iter().zip(WIDTHS).enumerate() {
        let column = column_number(column);
        sheet.set_column_width(column, width)?;
        sheet.set_column_format(column, &text)?;
        sheet.write_string_with_format(0, column, *name, &head)?;
    }
    for (number, row) in rows.iter().enumerate() {
        let number = row_number(number + 1);
        sheet.set_row_height(number, row_height(row))?;
        for (column, cell) in row.cells.iter().enumerate() {
            let column = column_number(column);
            match cell.parse::<u32>() {
                // The number, so that the table sorts by it.
                Ok(value) if column == 0 => sheet.write_number(number, column, value)?,
                _ if cell.is_empty() => sheet.write_blank(number, column, &text)?,
                _ => sheet.write_string_with_format(number, column, cell, &text)?,
            };
        }
    }
    let last_column = column_number(COLUMNS.len() - 1);
    let last = row_number(rows.len());
    sheet.autofilter(0, 0, last.max(1), last_column)?;
    sheet.set_freeze_panes(1, 0)?;
    let channels: Vec<&str> = CHANNELS.iter().map(|(_, name)| *name).collect();
    let spare = last + SPARE_ROWS;
    for (name, choices) in [
        ("Channel", channels.as_slice()),
        ("Contingency", &["yes", "no"]),
    ] {
        let column = COLUMNS.iter().position(|known| *known == name);
        let column = column_number(column.unwrap_or(COLUMNS.len()));
        let choice = DataValidation::new()
            .allow_list_strings(choices)?
            .set_error_title(name)?
            .set_error_message("Choose one of the list.")?;
        sheet.add_data_validation(1, column, spare, column, &choice)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(A3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    // The format gives `&` a meaning of its own in a foot.
    sheet.set_footer(format!("&L{}&RPage &P of &N", title.replace('&', "&&")));
    Ok(book.save_to_buffer()?)
}

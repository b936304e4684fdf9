//! An evaluator's sheet as a spreadsheet in which only what is to be filled in can be changed.

use std::path::Path;

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet,
};

use super::xlsx::{A4, column_number, head_format, row_number, text_format};
use super::{NamedTable, SheetError, ending, read_workbook};
use crate::conduct::evaluation::{
    Form, HEAD, OBSERVATION_COLUMNS, OBSERVATIONS, RATING_COLUMNS, RATINGS, place,
};
use crate::conduct::table::Table;
use crate::store::error::StoreError;
use crate::store::playbooks::write_whole;

/// The sheet that holds what can be chosen from; out of sight.
const LISTS: &str = "Lists";

/// Rows for observations.
const OBSERVATION_ROWS: u32 = 200;

/// The widths of the ratings' columns, in characters.
const RATING_WIDTHS: [f64; RATING_COLUMNS.len()] = [34.0, 60.0, 10.0, 50.0, 22.0];

/// The widths of the observations' columns, in characters.
const OBSERVATION_WIDTHS: [f64; OBSERVATION_COLUMNS.len()] = [12.0, 6.0, 34.0, 40.0, 70.0];

/// The columns of the ratings that are filled in.
const RATING: u16 = 2;
const NOTE: u16 = 3;

/// How a cell to fill in looks.
fn fill_format() -> Format {
    text_format()
        .set_unlocked()
        .set_background_color("#FFF8DC")
        .set_border(FormatBorder::Thin)
}

/// An evaluator's sheet as the bytes of a spreadsheet. Its cells are locked without a password, but for
/// those to fill in: the lock is a help for the evaluator, the seal shows what was altered.
///
/// # Errors
/// [`SheetError::NotMade`] if a text does not fit a cell.
pub fn evaluator_xlsx(form: &Form) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    // The same form is the same file: no clock is asked when it was made.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&form.title);
    book.set_properties(&properties.set_creation_datetime(&made));
    ratings(book.add_worksheet(), form)?;
    observations(book.add_worksheet(), form)?;
    lists(book.add_worksheet(), form)?;
    Ok(book.save_to_buffer()?)
}

/// Writes an evaluator's sheet; the file's name must end in `.xlsx`.
///
/// # Errors
/// [`StoreError`] if its name ends in something else, or it can't be written.
pub fn write_evaluator(path: &Path, form: &Form) -> Result<(), StoreError> {
    if ending(path) != "xlsx" {
        let ending = format!(".{}", ending(path));
        return Err(SheetError::UnknownEnding(ending).of(path));
    }
    let bytes = evaluator_xlsx(form).map_err(|error| error.of(path))?;
    write_whole(path, &bytes)
}

/// Reads the ratings of an evaluator's sheet, and its observations if they are there.
///
/// # Errors
/// [`StoreError`] if the file can't be read, or has no sheet of ratings.
pub fn read_evaluator(path: &Path) -> Result<(Table, Option<Table>), StoreError> {
    ratings_of(read_workbook(path)?).map_err(|error| error.of(path))
}

/// The ratings and the observations among the sheets of a file.
///
/// # Errors
/// [`SheetError::NoSheet`] if there are no ratings.
pub fn ratings_of(sheets: Vec<NamedTable>) -> Result<(Table, Option<Table>), SheetError> {
    let found: Vec<String> = sheets
        .iter()
        .map(|sheet| format!("\"{}\"", sheet.name))
        .collect();
    let (mut ratings, mut observations) = (None, None);
    for sheet in sheets {
        match sheet.name.as_str() {
            RATINGS => ratings = Some(sheet.table),
            OBSERVATIONS => observations = Some(sheet.table),
            _ => {}
        }
    }
    let ratings = ratings.ok_or_else(|| SheetError::NoSheet {
        name: RATINGS.to_owned(),
        found: found.join(", "),
    })?;
    Ok((ratings, observations))
}

fn ratings(sheet: &mut Worksheet, form: &Form) -> Result<(), SheetError> {
    sheet.set_name(RATINGS)?;
    let (head, text, fill) = (head_format(), text_format(), fill_format());
    for (column, width) in RATING_WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column_number(column), width)?;
    }
    let says = [
        "",
        form.exercise.as_str(),
        &form.seal(),
        form.scenario.as_str(),
    ];
    for (row, (label, says)) in HEAD.iter().zip(says).enumerate() {
        let (row, format) = (
            row_number(row),
            if row == place::NAME { &fill } else { &text },
        );
        sheet.write_string_with_format(row, 0, *label, &head)?;
        if says.is_empty() {
            sheet.write_blank(row, 1, format)?;
        } else {
            sheet.write_string_with_format(row, 1, says, format)?;
        }
    }
    for (row, (letter, meaning)) in Form::meanings().into_iter().enumerate() {
        let row = row_number(place::MEANINGS + row);
        let letter_format = text_format().set_bold().set_align(FormatAlign::Right);
        sheet.write_string_with_format(row, 0, letter, &letter_format)?;
        sheet.write_string_with_format(row, 1, meaning, &text)?;
    }
    let names = row_number(place::COLUMNS);
    for (column, name) in RATING_COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(names, column_number(column), *name, &head)?;
    }
    for (row, task) in form.tasks.iter().enumerate() {
        let row = row_number(place::TASKS + row);
        write_text(sheet, (row, 0), &task.objective, &text)?;
        write_text(sheet, (row, 1), &task.text, &text)?;
        sheet.write_blank(row, RATING, &fill)?;
        sheet.write_blank(row, NOTE, &fill)?;
        write_text(sheet, (row, 4), task.step.as_str(), &text)?;
    }
    let last = row_number(place::TASKS + form.tasks.len().max(1) - 1);
    let letters = Form::meanings().map(|(letter, _)| letter);
    let choice = DataValidation::new()
        .allow_list_strings(&letters)?
        .set_error_title("Rating")?
        .set_error_message("Choose P, S, M or U; their meanings stand above.")?;
    sheet.add_data_validation(row_number(place::TASKS), RATING, last, RATING, &choice)?;
    sheet.set_freeze_panes(names + 1, 0)?;
    sheet.protect();
    page(sheet, form);
    Ok(())
}

fn observations(sheet: &mut Worksheet, form: &Form) -> Result<(), SheetError> {
    sheet.set_name(OBSERVATIONS)?;
    let (head, fill) = (head_format(), fill_format());
    for (column, (name, width)) in OBSERVATION_COLUMNS
        .iter()
        .zip(OBSERVATION_WIDTHS)
        .enumerate()
    {
        let column = column_number(column);
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, *name, &head)?;
        for row in 1..=OBSERVATION_ROWS {
            sheet.write_blank(row, column, &fill)?;
        }
    }
    let sign = DataValidation::new().allow_list_strings(&["+", "-"])?;
    sheet.add_data_validation(1, 1, OBSERVATION_ROWS, 1, &sign)?;
    for (column, list, entries) in [(2, "A", form.seats.len()), (3, "B", form.objectives.len())] {
        if entries > 0 {
            let choices = format!("={LISTS}!${list}$1:${list}${entries}");
            let choice = DataValidation::new().allow_list_formula(Formula::new(choices));
            sheet.add_data_validation(1, column, OBSERVATION_ROWS, column, &choice)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.protect();
    page(sheet, form);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn lists(sheet: &mut Worksheet, form: &Form) -> Result<(), SheetError> {
    sheet.set_name(LISTS)?;
    for (row, (_, label)) in form.seats.iter().enumerate() {
        sheet.write_string(row_number(row), 0, label)?;
    }
    for (row, (_, text)) in form.objectives.iter().enumerate() {
        sheet.write_string(row_number(row), 1, text)?;
    }
    sheet.set_hidden(true);
    sheet.protect();
    Ok(())
}

fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), SheetError> {
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

fn page(sheet: &mut Worksheet, form: &Form) {
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    // The format gives `&` a meaning of its own in a foot.
    sheet.set_footer(format!(
        "&L{}&RPage &P of &N",
        form.title.replace('&', "&&")
    ));
}

//! Tables that people fill in with a spreadsheet program: cells, columns by their names, and what can't
//! be read, cell by cell.

use std::collections::BTreeMap;

/// What a cell holds, as the spreadsheet program keeps it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date, a time of day or a length of time, in days.
    Time(f64),
}

static EMPTY: Cell = Cell::Empty;

/// Seconds in a day.
const DAY: f64 = 86_400.0;

impl Cell {
    /// Whether there is nothing to be seen in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Time(_) => false,
        }
    }

    /// What a person sees in it, roughly; for messages.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Time(days) if (0.0..1000.0).contains(days) => {
                let seconds = (days * DAY).round();
                let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
                format!("{hours}:{:02}", (rest / 60.0).floor())
            }
            Self::Time(_) => "a date".to_owned(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

/// The cells of one sheet; the first row is row 1 of the spreadsheet program, the first cell its column A.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The rows, from the first on; they may differ in length.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The cell in a row and a column, both counted from 0; an empty one where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        let row = self.rows.get(row);
        row.and_then(|row| row.get(column)).unwrap_or(&EMPTY)
    }

    /// A table of texts.
    #[must_use]
    pub fn of_texts<T: AsRef<str>>(rows: impl IntoIterator<Item = Vec<T>>) -> Self {
        let rows = rows.into_iter();
        let cells = rows.map(|row| row.iter().map(|text| text.as_ref().into()).collect());
        Self {
            rows: cells.collect(),
        }
    }
}

/// What can't be read in a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place} ({column}){}: {why}; {instead}", quoted(holds))]
pub struct CellProblem {
    /// The cell as spreadsheet programs name it: `D7`.
    pub place: String,
    /// The name of its column.
    pub column: String,
    /// What it holds.
    pub holds: String,
    /// Why that can't be read.
    pub why: String,
    /// What to write instead.
    pub instead: String,
}

/// The longest part of a cell that a message repeats, in characters.
const MOST_QUOTED: usize = 60;

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return " is empty".to_owned();
    }
    let start: String = text.chars().take(MOST_QUOTED).collect();
    let more = if text.chars().nth(MOST_QUOTED).is_some() {
        "…"
    } else {
        ""
    };
    format!(" holds \"{start}{more}\"")
}

/// The name that spreadsheet programs give a cell, of its row and column counted from 0.
#[must_use]
pub fn place(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", row + 1)
}

/// What may have been meant; if nothing is near, what there is.
pub(super) fn suggest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let written = written.trim().to_lowercase();
    let most = 1 + written.chars().count() / 4;
    let near = names
        .iter()
        .map(|name| (strsim::osa_distance(&written, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= most)
        .min();
    match (near, names.as_slice()) {
        (Some((_, name)), _) => format!("did you mean \"{name}\"?"),
        (None, []) => "leave it empty".to_owned(),
        (None, [only]) => format!("write \"{only}\""),
        (None, names) => format!("write one of \"{}\"", names.join("\", \"")),
    }
}

/// A column's name without what people write differently: case, blanks, signs, a plural in brackets.
fn plain(name: &str) -> String {
    let letters: String = name
        .replace("(s)", "")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if letters.is_empty() {
        name.trim().to_owned()
    } else {
        letters
    }
}

/// A table whose columns are known by their names.
pub(super) struct Sheet<'t> {
    table: &'t Table,
    /// The row that the names stand in.
    head: usize,
    columns: BTreeMap<&'static str, usize>,
}

impl<'t> Sheet<'t> {
    /// Finds the columns by their names, in whatever order they stand; unknown ones are left alone.
    pub(super) fn find(
        table: &'t Table,
        known: &[&'static str],
        required: &[&'static str],
    ) -> Result<Self, Vec<CellProblem>> {
        let is_full = |row: &Vec<Cell>| row.iter().any(|cell| !cell.is_empty());
        let head = table.rows.iter().position(is_full).unwrap_or(0);
        let mut columns = BTreeMap::new();
        let mut problems = Vec::new();
        for (column, cell) in table.rows.get(head).into_iter().flatten().enumerate() {
            let written = cell.shown();
            let name = known.iter().find(|name| plain(name) == plain(&written));
            let Some(name) = name else { continue };
            if columns.insert(*name, column).is_some() {
                problems.push(CellProblem {
                    place: place(head, column),
                    column: (*name).to_owned(),
                    holds: written,
                    why: "another column has this name too".to_owned(),
                    instead: "remove one of them".to_owned(),
                });
            }
        }
        for name in required.iter().filter(|name| !columns.contains_key(*name)) {
            problems.push(CellProblem {
                place: place(head, 0),
                column: (*name).to_owned(),
                holds: table.cell(head, 0).shown(),
                why: format!("no column in row {} has the name \"{name}\"", head + 1),
                instead: "write the columns' names into the first row".to_owned(),
            });
        }
        if problems.is_empty() {
            Ok(Self {
                table,
                head,
                columns,
            })
        } else {
            Err(problems)
        }
    }

    /// The rows below the names that hold something in a known column.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_, 't>> {
        (self.head + 1..self.table.rows.len())
            .map(|row| Line { sheet: self, row })
            .filter(|line| {
                let mut columns = self.columns.values();
                columns.any(|column| !self.table.cell(line.row, *column).is_empty())
            })
    }
}

/// A row of a table whose columns are known by their names.
#[derive(Clone, Copy)]
pub(super) struct Line<'s, 't> {
    sheet: &'s Sheet<'t>,
    row: usize,
}

impl<'t> Line<'_, 't> {
    /// The row's number in the spreadsheet program.
    pub(super) const fn number(&self) -> usize {
        self.row + 1
    }

    /// What stands in a column; none if the table has no such column.
    pub(super) fn cell(&self, column: &str) -> Option<&'t Cell> {
        let at = self.sheet.columns.get(column)?;
        Some(self.sheet.table.cell(self.row, *at))
    }

    /// The text in a column, without blanks around it and with plain line ends; none if the table has no
    /// such column.
    pub(super) fn text(&self, column: &str) -> Result<Option<String>, CellProblem> {
        match self.cell(column) {
            None => Ok(None),
            Some(Cell::Time(_)) => Err(self.problem(
                column,
                "the spreadsheet program made a date or time of this text",
                "format the cell as text and write it again",
            )),
            Some(cell) => Ok(Some(tidy(&cell.shown()))),
        }
    }

    /// What can't be read in a column of this row.
    pub(super) fn problem(
        &self,
        column: &str,
        why: impl Into<String>,
        instead: impl Into<String>,
    ) -> CellProblem {
        let at = self.sheet.columns.get(column).copied();
        CellProblem {
            place: place(self.row, at.unwrap_or(0)),
            column: column.to_owned(),
            holds: self
                .cell(column)
                .map(|cell| tidy(&cell.shown()))
                .unwrap_or_default(),
            why: why.into(),
            instead: instead.into(),
        }
    }
}

/// A text as it is compared: without blanks around it and at the ends of lines, with plain line ends.
pub(super) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// The names in a cell that may hold several, separated by `;` or line ends.
pub(super) fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheet_programs_do() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (6, 3, "D7"),
            (9, 25, "Z10"),
            (0, 26, "AA1"),
            (0, 701, "ZZ1"),
            (0, 702, "AAA1"),
        ] {
            assert_eq!(place(row, column), name);
        }
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let table = Table::of_texts([
            vec![],
            vec!["Other", "TEXT", " role (s)"],
            vec!["", "", ""],
            vec!["x", "", ""],
            vec!["", "hello ", ""],
        ]);
        let sheet = Sheet::find(&table, &["Text", "Role(s)"], &["Text"]).unwrap_or_else(|_| {
            unreachable!("the columns are there");
        });
        let lines: Vec<_> = sheet.lines().map(|line| line.number()).collect();
        assert_eq!(lines, [5]);
        let line = sheet.lines().next();
        let text = line.map(|line| line.text("Text"));
        assert_eq!(text, Some(Ok(Some("hello".to_owned()))));
    }

    #[test]
    fn a_missing_and_a_double_column_are_problems() {
        let table = Table::of_texts([vec!["Text", "text"]]);
        let problems = Sheet::find(&table, &["Text", "Title"], &["Text", "Title"])
            .err()
            .unwrap_or_default();
        let places: Vec<_> = problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!(places, ["B1", "A1"]);
        assert!(problems.iter().any(|p| p.to_string().contains("Title")));
    }
}

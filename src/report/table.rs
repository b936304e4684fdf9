//! The scores as a table: a row for every item, phase, measure and figure.

use super::ReportError;
use super::content::{Content, ItemLine};

/// The columns.
const COLUMNS: [&str; 13] = [
    "row",
    "id",
    "title",
    "phase",
    "basis",
    "points",
    "max_points",
    "score",
    "started_ms",
    "done_ms",
    "target_ms",
    "took_ms",
    "met",
];

/// The table, as CSV.
pub(super) fn csv(content: &Content) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows(content) {
        writer.write_record(row.iter().map(|cell| safe(cell)))?;
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| ReportError::Csv(error.into_error().into()))
}

type Row = [String; 13];

fn number(value: f64) -> String {
    // All the millionths of the points, so that sums come out right.
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn opt(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

fn rows(content: &Content) -> Vec<Row> {
    let scores = &content.scores;
    let figure = |id: &str, title: &str, score: Option<f64>| -> Row {
        let mut row = Row::default();
        [row[0], row[1], row[2]] = ["figure".to_owned(), id.to_owned(), title.to_owned()];
        row[7] = opt(score);
        row
    };
    let mut rows = vec![
        figure("process", "Process score", Some(scores.process)),
        figure("outcome", "Outcome score", scores.outcome.total),
        figure("coverage", "Coverage", Some(scores.coverage.share * 100.0)),
        figure(
            "harm",
            "Points that harm events took",
            Some(scores.harm_points),
        ),
    ];
    rows.extend(scores.phases.iter().map(|phase| {
        let mut row = figure(phase.phase.key(), phase.phase.name(), phase.score);
        "phase".clone_into(&mut row[0]);
        phase.phase.name().clone_into(&mut row[3]);
        row[5] = number(phase.earned);
        row[6] = number(phase.max);
        row
    }));
    rows.extend(scores.beside.iter().map(|beside| {
        let mut row = figure(beside.phase.key(), beside.phase.name(), Some(beside.score));
        "beside".clone_into(&mut row[0]);
        beside.phase.name().clone_into(&mut row[3]);
        row
    }));
    rows.extend(scores.items.iter().map(|line| item(line, line.kind.key())));
    let beside = scores.beside.iter().flat_map(|beside| &beside.items);
    rows.extend(beside.map(|line| item(line, "beside_step")));
    rows.extend(content.times.iter().map(|time| {
        let mut row = figure("", &time.name, None);
        "time".clone_into(&mut row[0]);
        let when = time.when.as_ref();
        row[9] = when.map_or_else(String::new, |when| when.at_ms.to_string());
        let target = time.target.as_ref();
        row[10] = target.map_or_else(String::new, |target| target.ms.to_string());
        let took = time.took.as_ref();
        row[11] = took.map_or_else(String::new, |took| took.ms.to_string());
        let met = time.met.map_or("", |met| if met { "yes" } else { "no" });
        met.clone_into(&mut row[12]);
        row
    }));
    rows
}

fn item(line: &ItemLine, kind: &str) -> Row {
    let ms = |when: &Option<super::content::When>| {
        when.as_ref()
            .map_or_else(String::new, |when| when.at_ms.to_string())
    };
    [
        kind.to_owned(),
        line.id.clone(),
        line.title.clone(),
        line.phase.name().to_owned(),
        line.basis.key().to_owned(),
        number(line.earned),
        number(line.max),
        String::new(),
        ms(&line.started),
        ms(&line.done),
        ms(&line.target),
        line.took
            .as_ref()
            .map_or_else(String::new, |took| took.ms.to_string()),
        line.met
            .map_or("", |met| if met { "yes" } else { "no" })
            .to_owned(),
    ]
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front. Numbers stay.
fn safe(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(safe("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("-2+3"), "'-2+3");
        assert_eq!(safe("-2.5"), "-2.5");
        assert_eq!(safe("plain"), "plain");
    }
}

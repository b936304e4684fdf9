//! The table of techniques (rule R4): columns by name, never by position.

use std::collections::BTreeSet;
use std::ops::Range;

use super::inline::Inline;
use super::lines::Lines;

use super::{AttackRow, AttackTable, attack};

/// The columns that have a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Tactic,
    TechniqueId,
    TechniqueName,
    SubTechniqueId,
    SubTechniqueName,
    Platforms,
    Permissions,
    Extra,
}

fn column(name: &str) -> Column {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    match letters.to_lowercase().as_str() {
        "tactic" | "tactics" => Column::Tactic,
        "techniqueid" => Column::TechniqueId,
        "techniquename" => Column::TechniqueName,
        "subtechniqueid" => Column::SubTechniqueId,
        "subtechniquename" => Column::SubTechniqueName,
        "platform" | "platforms" => Column::Platforms,
        "permissionsrequired" => Column::Permissions,
        _ => Column::Extra,
    }
}

/// Whether a table with this head is one of techniques.
pub(super) fn is_one(head: &[Inline], under_mitre: bool) -> bool {
    let has = |wanted| head.iter().any(|cell| column(&cell.visible()) == wanted);
    under_mitre || (has(Column::Tactic) && has(Column::TechniqueId))
}

/// Reads a table.
pub(super) fn read(
    head: &[Inline],
    rows: Vec<(Vec<Inline>, Range<usize>)>,
    span: Range<usize>,
    lines: &Lines,
) -> AttackTable {
    let columns: Vec<String> = head.iter().map(Inline::visible).collect();
    let rows = rows
        .into_iter()
        .filter(|(cells, _)| !cells.iter().all(Inline::is_blank))
        .map(|(cells, span)| row(&columns, &cells, span, lines))
        .collect();
    AttackTable {
        columns,
        rows,
        line: lines.line(span.start),
        span,
    }
}

fn row(columns: &[String], cells: &[Inline], span: Range<usize>, lines: &Lines) -> AttackRow {
    let mut row = AttackRow {
        line: lines.line(span.start),
        span,
        ..AttackRow::default()
    };
    for (name, cell) in columns.iter().zip(cells) {
        let text = cell.visible();
        match column(name) {
            Column::Tactic => row.tactics.extend(list(&text)),
            Column::Platforms => row.platforms.extend(list(&text)),
            Column::Permissions => row.permissions.extend(list(&text)),
            Column::TechniqueId => row.technique_id = text,
            Column::TechniqueName => row.technique_name = text,
            Column::SubTechniqueId => row.sub_technique_id = text,
            Column::SubTechniqueName => row.sub_technique_name = text,
            Column::Extra => row.extra.push((name.clone(), text)),
        }
    }
    row
}

fn list(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned)
}

impl AttackRow {
    /// The technique numbers of the row, the technique's before its sub-techniques'. A
    /// sub-technique may be written in full or by its own number alone, as in `.002` or `002`.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let mut ids = attack::ids_in(&self.technique_id);
        let mut subs = attack::ids_in(&self.sub_technique_id);
        let number = self.sub_technique_id.trim().trim_start_matches('.');
        let short = number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit());
        if let (true, [technique]) = (short, ids.as_slice()) {
            subs.push(format!("{technique}.{number}"));
        }
        subs.retain(|sub| !ids.contains(sub));
        ids.append(&mut subs);
        ids
    }
}

impl AttackTable {
    /// The technique numbers of all rows, in their order, each once.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let all = self.rows.iter().flat_map(AttackRow::ids);
        all.filter(|id| seen.insert(id.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read as read_document;
    use super::*;

    fn table(text: &str) -> AttackTable {
        let document = read_document(format!("# A\n\n{text}").as_bytes());
        document.playbooks[0].attack.clone().expect("a table")
    }

    #[test]
    fn columns_go_by_their_names() {
        let table = table(
            "| Platforms | Technique ID | Own | Sub-technique ID | tactic |\n|-|-|-|-|-|\n\
             | Linux, macOS | [T1505](x) | `y` | 003 | Persistence,Impact |\n| | | | | |\n| \u{200b} | \u{a0} | \u{feff} | &nbsp; | |\n| | | | | a |\n",
        );
        assert_eq!((table.columns.len(), table.rows.len()), (5, 2));
        let row = &table.rows[0];
        assert_eq!(row.platforms, ["Linux", "macOS"]);
        assert_eq!(row.tactics, ["Persistence", "Impact"]);
        assert_eq!(row.extra, [("Own".to_owned(), "y".to_owned())]);
        assert_eq!(row.ids(), ["T1505", "T1505.003"]);
        assert_eq!((row.line, table.line), (5, 3));
    }

    #[test]
    fn a_table_under_mitre_is_one_whatever_its_columns() {
        assert_eq!(table("## MITRE\n\n| A |\n|-|\n| b |\n").rows.len(), 1);
        let other = read_document(b"# A\n\n## B\n\n| Tactic |\n|-|\n| b |\n");
        assert_eq!(other.playbooks[0].attack, None);
    }
}

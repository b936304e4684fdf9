//! Whether the rows of a table of techniques say what ATT&CK says.

use super::attack::{Release, Status, Technique, ids_in, same_name, tactic_name};
use super::{AttackRow, AttackTable};
use crate::base::Diagnostic;

/// Adds what is wrong in a table's rows.
pub(super) fn check(table: &AttackTable, found: &mut Vec<Diagnostic>) {
    let release = Release::enterprise();
    for row in table.rows.iter().take(MOST_ROWS) {
        found.extend(check_row(&release, row));
    }
}

/// More rows than a playbook has techniques; what stands behind them isn't checked.
const MOST_ROWS: usize = 500;

/// What a row says of a technique otherwise than ATT&CK.
#[must_use]
pub fn check_row(release: &Release, row: &AttackRow) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut checking = Checking {
        release,
        row,
        found: &mut found,
    };
    checking.check();
    found
}

struct Checking<'a> {
    release: &'a Release,
    row: &'a AttackRow,
    found: &'a mut Vec<Diagnostic>,
}

impl Checking<'_> {
    fn say(&mut self, code: &'static str, said: String, help: Option<String>) {
        let mut wrong = Diagnostic::warning(code, said).at(self.row.span.clone());
        wrong.help = help;
        self.found.push(wrong);
    }

    fn check(&mut self) {
        let ids = self.row.ids();
        if ids.is_empty() {
            self.without_id();
        }
        let (release, row) = (self.release, self.row);
        for id in &ids {
            let Some(technique) = release.by_id(id) else {
                self.unknown(id);
                continue;
            };
            if technique.status != Status::Current {
                self.outdated(technique);
            }
            for tactic in &row.tactics {
                self.tactic(technique, tactic);
            }
        }
        if let [id] = ids_in(&row.technique_id).as_slice()
            && let Some(technique) = release.by_id(id)
        {
            self.names(technique);
        }
    }

    /// A row that says which technique it means by its name alone.
    fn without_id(&mut self) {
        let row = self.row;
        let given = row.technique_id.trim();
        if !given.is_empty() {
            let said = format!("{given:?} is no number of a technique");
            let help = "a number looks like `T1567` or `T1567.002`".to_owned();
            self.say("technique-number", said, Some(help));
            return;
        }
        let names = [&row.sub_technique_name, &row.technique_name];
        let named = names.iter().find_map(|name| self.release.by_name(name));
        if let Some(technique) = named {
            let said = format!("{:?} is given without its number", technique.name);
            let help = format!("it is {}", technique.id);
            self.say("technique-without-number", said, Some(help));
        }
    }

    fn unknown(&mut self, id: &str) {
        let said = format!("there is no technique {id} in {}", self.release.source);
        let names = [&self.row.sub_technique_name, &self.row.technique_name];
        let named = names.iter().find_map(|name| self.release.by_name(name));
        let help = named.map(|technique| format!("{} is {}", technique.name, technique.id));
        self.say("unknown-technique", said, help);
    }

    fn outdated(&mut self, technique: &Technique) {
        let (id, name) = (technique.id, technique.name);
        let status = technique.status.name();
        let said = format!("{id} {name} is {status} in ATT&CK {}", self.release.version);
        let current = self.release.by_name(name);
        let help = current
            .filter(|other| other.status == Status::Current)
            .map(|other| format!("{name} is {} now", other.id));
        self.say("outdated-technique", said, help);
    }

    fn tactic(&mut self, technique: &Technique, tactic: &str) {
        if technique.serves(tactic) || technique.tactics.is_empty() {
            return;
        }
        let serves: Vec<_> = technique
            .tactics
            .iter()
            .map(|key| tactic_name(key))
            .collect();
        let said = if self.release.has_tactic(tactic) {
            format!(
                "{} {} is not a technique of {tactic}",
                technique.id, technique.name
            )
        } else {
            format!("ATT&CK has no tactic {tactic:?}")
        };
        let help = format!("{} serves {}", technique.id, serves.join(", "));
        self.say("technique-tactic", said, Some(help));
    }

    /// The names beside a technique's number. Beside a sub-technique's, the technique's name may
    /// stand with or without its own.
    fn names(&mut self, technique: &Technique) {
        let row = self.row;
        let full = self.release.full_name(technique);
        let parent = self.release.by_id(technique.parent_id());
        let given = row.technique_name.trim();
        let fits = |name: &str| {
            same_name(name, technique.name)
                || same_name(name, &full)
                || (technique.is_sub() && parent.is_some_and(|p| same_name(name, p.name)))
        };
        if !given.is_empty() && !fits(given) {
            let said = format!("{} is not {given:?}", technique.id);
            let help = format!("{} is {full}", technique.id);
            self.say("technique-name", said, Some(help));
        }
        self.sub_name(technique, &full);
    }

    fn sub_name(&mut self, technique: &Technique, full: &str) {
        let given = self.row.sub_technique_name.trim();
        if given.is_empty() {
            return;
        }
        let id = technique.id;
        if technique.is_sub() {
            if !same_name(given, technique.name) && !same_name(given, full) {
                let said = format!("{id} is not {given:?}");
                self.say("technique-name", said, Some(format!("{id} is {full}")));
            }
            return;
        }
        let mut subs = self.release.sub_techniques(id);
        if !subs.any(|sub| same_name(given, sub.name)) {
            let names: Vec<_> = self
                .release
                .sub_techniques(id)
                .map(|sub| sub.name)
                .collect();
            let help = if names.is_empty() {
                format!("{id} has no sub-techniques")
            } else {
                format!("its sub-techniques are {}", names.join(", "))
            };
            let said = format!("{given:?} is no sub-technique of {id} {}", technique.name);
            self.say("technique-name", said, Some(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// The codes and helps of what is said about a row.
    fn said(row: &str) -> Vec<(&'static str, String)> {
        let head = "| Tactic | Technique ID | Technique Name | Sub-Technique Name |\n|-|-|-|-|\n";
        let document = read(format!("# A\n\n## MITRE\n\n{head}{row}\n").as_bytes());
        let about = |code: &str| code.contains("technique");
        let said = document.diagnostics.into_iter().filter(|d| about(d.code));
        said.map(|d| (d.code, d.help.unwrap_or_default())).collect()
    }

    #[test]
    fn right_rows_are_right() {
        for row in [
            "| Persistence | T1505.003 | Server Software Component | Web Shell |",
            "| persistence | T1505.003 | web shell | |",
            "| | T1505.003 | Server Software Component: Web Shell | |",
            "| Exfiltration | T1567 | Exfiltration Over Web Service | Exfiltration to Cloud Storage |",
            "| Impact | | | |",
        ] {
            assert_eq!(said(row), [], "{row}");
        }
    }

    #[test]
    fn wrong_rows_are_told_what_is_right() {
        let cases = [
            (
                "| | T9999 | Web Shell | |",
                "unknown-technique",
                "Web Shell is T1505.003",
            ),
            ("| | T1002 | Data Compressed | |", "outdated-technique", ""),
            (
                "| | T1505.003 | Phishing | |",
                "technique-name",
                "Server Software Component: Web Shell",
            ),
            ("| | T1505.003 | | Bootkit |", "technique-name", "Web Shell"),
            (
                "| | T1567 | | Web Shell |",
                "technique-name",
                "Exfiltration to Cloud Storage",
            ),
            (
                "| Impact | T1505.003 | | |",
                "technique-tactic",
                "Persistence",
            ),
            (
                "| Magic | T1505.003 | | |",
                "technique-tactic",
                "Persistence",
            ),
            ("| | soon | | |", "technique-number", "T1567"),
            ("| | | Phishing | |", "technique-without-number", "T1566"),
        ];
        for (row, code, help) in cases {
            let found = said(row);
            assert_eq!(found.len(), 1, "{row}: {found:?}");
            assert_eq!(found[0].0, code, "{row}");
            assert!(found[0].1.contains(help), "{row}: {}", found[0].1);
        }
    }
}

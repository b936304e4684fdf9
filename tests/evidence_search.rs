//! Searching for a field's value finds the lines whose field has it, whatever is looked for first.

mod common;

use std::collections::BTreeSet;

use hotwash::base::Moment;
use hotwash::evidence::columns::{columns, field};
use hotwash::evidence::search::{Kind, Query};
use hotwash::evidence::{Archive, History, Page, Slice};
use hotwash::scenario::LogFormat;

/// Values of a field that can be written in quotes as they are.
fn values(format: LogFormat, pages: &[Page], name: &str) -> BTreeSet<String> {
    let lines = pages
        .iter()
        .flat_map(|page| (0..page.len()).filter_map(|line| page.line(line)));
    lines
        .step_by(7)
        .filter_map(|line| field(format, line, name))
        .map(std::borrow::Cow::into_owned)
        .filter(|value| !value.contains(['"', '*', '/', '\n']) && !value.contains(".."))
        .take(400)
        .collect()
}

#[test]
fn a_value_is_found_in_every_line_that_has_it() {
    let mut tried = 0;
    for folder in common::scenario_folders() {
        let archive = Archive::new(common::scenario_at(&folder), 1);
        let end = Slice::of(archive.stamp(Moment::START)).0;
        let mut seen = Vec::new();
        for log in &archive.scenario().logs {
            if seen.contains(&log.format) {
                continue;
            }
            let reader = archive.reader(&History::default(), log);
            let pages: Vec<Page> = reader.pages(Slice(end - 3)..Slice(end)).collect();
            if pages.iter().all(Page::is_empty) {
                continue;
            }
            seen.push(log.format);
            for column in columns(log.format) {
                let values = values(log.format, &pages, column.name);
                let said = values.iter().filter(|value| !value.is_empty());
                for value in said.take(4) {
                    let text = format!("{}:\"{value}\"", column.name);
                    let query = Query::parse(&text, Kind::Field, true).expect("sound");
                    for page in &pages {
                        let has = |line: &usize| {
                            let line = page.line(*line).unwrap_or_default();
                            field(log.format, line, column.name).as_deref() == Some(value)
                        };
                        let expected: Vec<usize> = (0..page.len()).filter(has).collect();
                        let mut found = Vec::new();
                        query.search(log.format, page, 0..page.len(), &mut |line| {
                            found.push(line);
                        });
                        assert_eq!(found, expected, "{text} in {}", log.id);
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 0, "there was something to search for");
}

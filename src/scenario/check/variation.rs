//! Levels and variation: that what they speak of is there, and can be changed in that way.

use std::collections::{BTreeMap, BTreeSet};

use super::File;
use crate::base::Id;
use crate::base::diagnostic::Diagnostic;
use crate::base::id::ItemId;
use crate::scenario::Cause;
use crate::scenario::casting::words_found;
use crate::scenario::words::suggest;

/// What targets can be scaled to, in percent.
const SCALES: std::ops::RangeInclusive<u32> = 10..=1_000;

/// How many levels there can be, and how many rows of words in a group: the linter plays each.
const MOST_LEVELS: usize = 12;
const MOST_ROWS: usize = 32;

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let items = items(file);
    levels(file, &items, found);
    words(file, found);
    orders(file, &items, found);
    zones(file, found);
}

/// Everything that can come or stay away.
fn items<'a>(file: &File<'a>) -> BTreeSet<&'a str> {
    let scenario = file.scenario;
    let alerts = scenario.alerts.iter().map(|alert| alert.id.as_str());
    let injects = scenario.injects.iter().map(|inject| inject.id.as_str());
    let traces = scenario.traces.iter().map(|trace| trace.id.as_str());
    alerts.chain(injects).chain(traces).collect()
}

fn unknown(item: &ItemId, items: &BTreeSet<&str>) -> Option<Diagnostic> {
    if items.contains(item.as_str()) {
        return None;
    }
    let names: Vec<&str> = items.iter().copied().collect();
    let message = format!("there is no alert, inject or trace `{item}`");
    let error = Diagnostic::error("unknown-id", message);
    // Of many names only a near one helps.
    let help = suggest(item.as_str(), &names);
    Some(if help.starts_with("did") {
        error.help(help)
    } else {
        error
    })
}

fn levels(file: &File<'_>, items: &BTreeSet<&str>, found: &mut Vec<Diagnostic>) {
    if file.scenario.levels.len() > MOST_LEVELS {
        let message = format!("there can be at most {MOST_LEVELS} levels");
        found.push(Diagnostic::error("too-many", message).at(file.top(&["levels"])));
    }
    for (i, level) in file.scenario.levels.iter().enumerate() {
        for (field, list) in [("leaves_out", &level.leaves_out), ("brings", &level.brings)] {
            for (j, item) in list.iter().enumerate() {
                let place = file.place("levels", i, &[field, &j.to_string()]);
                found.extend(unknown(item, items).map(|error| error.at(place)));
            }
        }
        if !SCALES.contains(&level.targets_percent) {
            let message = format!(
                "targets can be scaled to between {} % and {} %, not to {} %",
                SCALES.start(),
                SCALES.end(),
                level.targets_percent
            );
            let place = file.place("levels", i, &["targets_percent"]);
            found.push(Diagnostic::error("out-of-range", message).at(place));
        }
        let mut people = file.scenario.people.iter();
        if !level.away.is_empty() && people.all(|person| level.away.contains(&person.id)) {
            let error = Diagnostic::error("nobody-there", "at this level nobody is there");
            found.push(error.at(file.place("levels", i, &["away"])));
        }
    }
}

fn words(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let groups = &file.scenario.variation.words;
    let before = found.len();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, rows) in groups.iter().enumerate() {
        let group = i.to_string();
        let mut wrong = |path: &[&str], code, message: String| {
            let path = [&["variation", "words", &group], path].concat();
            found.push(Diagnostic::error(code, message).at(file.top(&path)));
        };
        if rows.len() < 2 {
            let message = "a group needs the file's own words and others in their stead";
            wrong(&[], "too-few-choices", message.to_owned());
        }
        if rows.len() > MOST_ROWS {
            let message = format!("a group can have at most {MOST_ROWS} rows");
            wrong(&[], "too-many", message);
        }
        let length = rows.first().map_or(0, Vec::len);
        for (j, row) in rows.iter().enumerate() {
            let number = j.to_string();
            if row.len() != length || row.is_empty() {
                let message = format!(
                    "each row of a group has as many words as its first: {length}, not {}",
                    row.len()
                );
                wrong(&[&number], "uneven-rows", message);
            }
            for (k, word) in row.iter().enumerate() {
                let path = [number.as_str(), &k.to_string()];
                if word.trim().is_empty() {
                    wrong(&path, "empty-text", "a word must say something".to_owned());
                } else if seen.insert(word, i).is_some() {
                    let message = format!("`{word}` stands twice among the words that change");
                    wrong(&path, "duplicate-word", message);
                }
            }
        }
    }
    // Where the words themselves are wrong, what the file makes of them says nothing.
    if found.len() == before && !groups.is_empty() {
        used(file, found);
    }
}

/// The file's own words must stand in its texts, and none of those in their stead.
fn used(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut bare = file.scenario.clone();
    // What only some level brings counts too.
    bare.levels.clear();
    let variation = std::mem::take(&mut bare.variation);
    let mut own = Vec::new();
    let mut others = Vec::new();
    for (i, rows) in variation.words.into_iter().enumerate() {
        for (j, row) in rows.into_iter().enumerate() {
            for (k, word) in row.into_iter().enumerate() {
                let place = [i, j, k].map(|n| n.to_string());
                if j == 0 {
                    own.push((word, place));
                } else {
                    others.push((word, place));
                }
            }
        }
    }
    let mut look = |words: &[(String, [String; 3])], wanted: bool| {
        let row: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
        let present = words_found(&bare, &row);
        for (column, (word, [group, row, place])) in words.iter().enumerate() {
            if present.contains(&column) == wanted {
                continue;
            }
            let (code, message) = if wanted {
                ("word-not-used", format!("no text has the word `{word}`"))
            } else {
                let message = format!(
                    "`{word}` stands in a text already; with this row it would mean two things"
                );
                ("word-in-use", message)
            };
            let place = file.top(&["variation", "words", group, row, place]);
            found.push(Diagnostic::error(code, message).at(place));
        }
    };
    look(&own, true);
    look(&others, false);
}

fn orders(file: &File<'_>, items: &BTreeSet<&str>, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    for (i, bundles) in file.scenario.variation.orders.iter().enumerate() {
        let group = i.to_string();
        if bundles.len() < 2 {
            let message = "a group needs at least two bundles to exchange their moments";
            let place = file.top(&["variation", "orders", &group]);
            found.push(Diagnostic::error("too-few-choices", message).at(place));
        }
        for (j, bundle) in bundles.iter().enumerate() {
            let number = j.to_string();
            for (k, item) in bundle.iter().enumerate() {
                let column = k.to_string();
                let place = file.top(&["variation", "orders", &group, &number, &column]);
                if let Some(error) = unknown(item, items) {
                    found.push(error.at(place));
                    continue;
                }
                if !seen.insert(item.id()) {
                    let message = format!("`{item}` can't be in two bundles");
                    found.push(Diagnostic::error("duplicate-id", message).at(place.clone()));
                }
                if let Some(message) = immovable(file, item, k == 0) {
                    found.push(Diagnostic::error("no-own-time", message).at(place));
                }
            }
        }
    }
}

/// Why an item of a bundle can't be moved.
fn immovable(file: &File<'_>, item: &ItemId, first: bool) -> Option<String> {
    let mut alerts = file.scenario.alerts.iter();
    let background = alerts
        .any(|alert| alert.id.id() == item.id() && matches!(alert.cause, Cause::Background { .. }));
    if first && !background {
        Some(format!(
            "a bundle begins with an alert that comes by itself, which `{item}` is not"
        ))
    } else if file.scenario.own_time(item.id()).is_none() {
        Some(format!(
            "`{item}` has no time of its own; something else brings it"
        ))
    } else {
        None
    }
}

fn zones(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (i, placing) in file.scenario.variation.zones.iter().enumerate() {
        let Some(asset) = file.scenario.asset(&placing.asset) else {
            continue;
        };
        if !placing.zones.contains(&asset.zone) {
            let message = format!(
                "the zones of `{}` must hold the one where the file puts it, `{}`",
                asset.id, asset.zone
            );
            let place = file.top(&["variation", "zones", &i.to_string(), "zones"]);
            found.push(Diagnostic::error("unknown-zone", message).at(place));
        }
    }
}

//! What levels and variation make of a scenario must be one too.

use super::rules::{LEVEL_BREAKS, Rule, VARIATION_BREAKS};
use super::{Sheet, finding};
use crate::base::Diagnostic;
use crate::scenario::load::load;
use crate::scenario::write::write;
use crate::scenario::{Casting, Scenario};

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = sheet.scenario;
    let mut look = |rule: &Rule, what: String, cast: &Scenario, place: std::ops::Range<usize>| {
        if let Some(error) = broken(cast) {
            found.push(finding(rule, format!("{what}: {error}"), place));
        }
    };
    for (i, level) in scenario.levels.iter().enumerate() {
        let casting = Casting::new(scenario, Some(&level.id));
        let place = sheet.place("levels", i, &["id"]);
        let what = format!("at the level `{}` the scenario has an error", level.id);
        look(&LEVEL_BREAKS, what, casting.as_written(), place);
    }
    if !scenario.levels.is_empty() {
        let casting = Casting::new(scenario, None);
        let what = "without a level the scenario has an error".to_owned();
        look(
            &LEVEL_BREAKS,
            what,
            casting.as_written(),
            sheet.top(&["levels"]),
        );
    }
    let rows = scenario.variation.words.iter().map(Vec::len).max();
    // With all that any level brings, and without what only levels change.
    let mut whole = scenario.clone();
    whole.levels.clear();
    let casting = Casting::new(&whole, None);
    for row in 1..rows.unwrap_or(0) {
        let what = format!(
            "with row {} of the words the scenario has an error",
            row + 1
        );
        let place = sheet.top(&["variation", "words"]);
        look(&VARIATION_BREAKS, what, &casting.with_row(row), place);
    }
}

/// The first error of the file that such a scenario would have.
fn broken(cast: &Scenario) -> Option<String> {
    let loaded = load(write(cast).as_bytes());
    let mut errors = loaded.diagnostics.into_iter().filter(Diagnostic::is_error);
    errors.next().map(|error| error.message)
}

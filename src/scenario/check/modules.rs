//! The parts of a discussion: when they begin, how long they take, how many there are.

use std::collections::BTreeMap;

use super::File;
use super::amounts::outside;
use crate::base::diagnostic::Diagnostic;

/// The most modules that an exercise may have; more are an agenda, and nobody keeps to it.
pub(super) const MOST_MODULES: usize = 24;

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = file.scenario;
    let mut beginnings = BTreeMap::new();
    for (i, module) in scenario.modules.iter().enumerate() {
        let place = |field: &str| file.place("modules", i, &[field]);
        let begins = scenario.moment(module.begins);
        let at_the_end = begins == scenario.end();
        let is_outside = outside(scenario, module.begins)
            .or_else(|| at_the_end.then(|| format!("`{}` is ENDEX itself", module.begins)));
        if let Some(message) = is_outside {
            let error = Diagnostic::error("outside-exercise", message).at(place("begins"));
            found.push(error.help("a module begins at STARTEX or later, and before ENDEX"));
        }
        if let Some(other) = beginnings.insert(begins, &module.id) {
            let message = format!("`{other}` and `{}` begin at the same moment", module.id);
            let error = Diagnostic::error("same-beginning", message).at(place("begins"));
            found.push(error.help("let one of them begin later, or make one module of them"));
        }
        if module.takes.is_zero() {
            let error = Diagnostic::error("zero-time-box", "a module must take some time");
            found.push(
                error
                    .at(place("takes"))
                    .help("say how long the room may talk, such as \"20min\""),
            );
        }
    }
    if scenario.modules.len() > MOST_MODULES {
        let message = format!(
            "there are {} modules; an exercise may have {MOST_MODULES}",
            scenario.modules.len()
        );
        let error = Diagnostic::error("too-many-modules", message).at(file.top(&["modules"]));
        found.push(error.help("put some of them together"));
    }
}

//! The numbers of steps: as the playbook shows them, and as identifiers.

use crate::base::Id;
use crate::base::id::StepId;
use crate::playbook::{Origin, Step};

/// Counts the steps of one part of a playbook.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// How many steps there were on each level since the last one above it.
    counts: Vec<u64>,
    /// What each level's last step is called.
    names: Vec<String>,
    all: usize,
}

impl Numbering {
    /// The number of the next step, such as `3b`: the list's own number, or its place where it has none.
    pub(super) fn next(&mut self, step: &Step) -> String {
        let level = step.level.max(1);
        self.counts.truncate(level);
        self.counts.resize(level, 0);
        // What stands above may be no step, such as a placeholder.
        self.names.resize(level - 1, String::new());
        let place = self.counts.last_mut().map_or(1, |count| {
            *count += 1;
            *count
        });
        let ordinal = step.ordinal.unwrap_or(place);
        let letter = u8::try_from(ordinal)
            .ok()
            .filter(|n| (1..=26).contains(n))
            .map(|n| char::from(b'a' + n - 1));
        let above = self.names.iter().rev().find(|name| !name.is_empty());
        let above = above.cloned().unwrap_or_default();
        let name = match (letter, step.origin) {
            (Some(letter), Origin::Lettered) => format!("{above}{letter}"),
            (Some(letter), _)
                if !above.is_empty() && above.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                format!("{above}{letter}")
            }
            _ if above.is_empty() => ordinal.to_string(),
            _ => format!("{above}.{ordinal}"),
        };
        self.names.push(name.clone());
        self.all += 1;
        name
    }

    /// The identifier of the step that was numbered last, within this part of the playbook.
    pub(super) fn id(&self, part: &str) -> Option<StepId> {
        let part = part.replace('_', "-");
        Id::new(&format!("{part}-{}", self.all))
            .ok()
            .map(StepId::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::{Phase, read};

    #[test]
    fn numbers_are_those_of_the_playbook_and_identifiers_run_on() {
        let source = "# Playbook: X\n\n## Investigate\n\n1. One\n\n    a. Letter\n\n    b. Letter\n2. Two\n    - Bullet\n        - Deeper\n\n## Contain\n\n- First\n- Second\n";
        let document = read(source.as_bytes());
        let playbook = document.playbooks.first().unwrap();
        let numbered = |phase: Phase| {
            let mut numbering = Numbering::default();
            let steps = playbook.steps(phase).iter();
            steps
                .map(|step| {
                    let number = numbering.next(step);
                    format!("{number} {}", numbering.id(phase.key()).unwrap())
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(
            numbered(Phase::Investigate),
            [
                "1 investigate-1",
                "1a investigate-2",
                "1b investigate-3",
                "2 investigate-4",
                "2a investigate-5",
                "2a.1 investigate-6",
            ]
        );
        assert_eq!(numbered(Phase::Contain), ["1 contain-1", "2 contain-2"]);
    }
}

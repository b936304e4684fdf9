//! What is to be said about a playbook that was read.

use std::ops::Range;

use super::{AttackTable, Heading, Origin, Phase, PlaceholderKind, Playbook, attack_check};
use crate::base::Diagnostic;

/// Adds what is to be said about a playbook. `empty` are list items in which nothing stands.
pub(super) fn of(playbook: &Playbook, empty: &[Range<usize>], found: &mut Vec<Diagnostic>) {
    title(playbook, found);
    attack(playbook, found);
    headings(playbook, found);
    phases(playbook, found);
    items(playbook, empty, found);
    if playbook.hidden_todos > 0 {
        let said = match playbook.hidden_todos {
            1 => "1 TODO stands in a comment, where nobody sees it".to_owned(),
            number => format!("{number} TODOs stand in comments, where nobody sees them"),
        };
        let hidden = Diagnostic::note("hidden-todo", said);
        found.push(hidden.at(playbook.title.span.clone()));
    }
}

/// `1 step`, `2 steps`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn title(playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    let title = &playbook.title;
    if !title.is_placeholder {
        return;
    }
    let said = if title.text.is_empty() {
        "this playbook has no title".to_owned()
    } else {
        format!("the title {:?} is still to be filled in", title.text)
    };
    let open = Diagnostic::warning("placeholder-title", said).at(title.span.clone());
    found.push(open.help("name the kind of incident, as in `## Playbook: Phishing`"));
}

fn attack(playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    let table = playbook.attack.as_ref();
    if let Some(table) = table.filter(|table| !table.rows.is_empty()) {
        attack_check::check(table, found);
        return;
    }
    let span = table.map_or(&playbook.title.span, |table: &AttackTable| &table.span);
    let missing = Diagnostic::note(
        "no-attack-rows",
        "no technique of ATT&CK is given for this playbook",
    );
    let help = if playbook.technique_hints.is_empty() {
        "fill the table under the heading MITRE".to_owned()
    } else {
        let hints = playbook.technique_hints.join(", ");
        format!("fill the table under the heading MITRE; title and references name {hints}")
    };
    found.push(missing.at(span.clone()).help(help));
}

fn headings(playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    let note = |code, heading: &Heading, said: String| {
        Diagnostic::note(code, said).at(heading.span.clone())
    };
    for heading in &playbook.unmapped_headings {
        let said = format!("{:?} names no phase", heading.text);
        found.push(note("unmapped-heading", heading, said).help(
            "what stands under it belongs to the phase around it; name a phase if it is one",
        ));
    }
    for heading in &playbook.duplicate_headings {
        let said = format!("a heading {:?} stands further up already", heading.text);
        found.push(
            note("duplicate-heading", heading, said)
                .help("if both name a phase, their steps are read as one list"),
        );
    }
    for combined in &playbook.combined {
        let others: Vec<_> = combined.others.iter().map(|phase| phase.name()).collect();
        let said = format!("{:?} names several phases", combined.heading.text);
        let help = format!(
            "its steps count for {}; give {} a heading of its own if they differ",
            combined.phase,
            others.join(" and ")
        );
        found.push(note("combined-heading", &combined.heading, said).help(help));
    }
}

fn phases(playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    for phase in Phase::ALL {
        let Some(section) = playbook.section(phase) else {
            // What holds for both is often said under each.
            if phase != Phase::Remediate {
                let missing = Diagnostic::note("missing-phase", format!("no phase {phase}"));
                found.push(
                    missing
                        .at(playbook.title.span.clone())
                        .help(format!("add a heading `### {phase}` and its steps")),
                );
            }
            continue;
        };
        let first = section.headings.first();
        if let (true, Some(first)) = (section.steps.is_empty(), first) {
            let open = playbook.count(phase, PlaceholderKind::Prompt)
                + playbook.count(phase, PlaceholderKind::Item);
            let said = match open {
                0 => format!("{phase} has no steps"),
                open => format!(
                    "{phase} has no steps yet, only {}",
                    count(open, "placeholder", "placeholders")
                ),
            };
            found.push(
                Diagnostic::note("empty-phase", said)
                    .at(first.span.clone())
                    .help("write its steps as a list: `1. First step`"),
            );
        }
    }
}

fn items(playbook: &Playbook, empty: &[Range<usize>], found: &mut Vec<Diagnostic>) {
    let sections = playbook.sections.iter().map(|section| &section.steps);
    let lists = playbook.checklists.iter().map(|list| &list.steps);
    let outside = std::iter::once(&playbook.outside);
    for step in sections.chain(lists).chain(outside).flatten() {
        if step.origin == Origin::Recovered {
            let recovered = Diagnostic::warning(
                "recovered-item",
                "this list item is indented so far that Markdown takes it for text",
            );
            found.push(
                recovered
                    .at(step.span.clone())
                    .help("it is read as a step all the same; indent it as the items around it"),
            );
        }
    }
    if let Some(first) = playbook.outside.first() {
        let number = count(playbook.outside.len(), "list item", "list items");
        found.push(
            Diagnostic::note(
                "outside-of-phases",
                format!("{number} in no phase, the first of them here"),
            )
            .at(first.span.clone())
            .help("items before the first phase's heading, or under another, are no steps"),
        );
    }
    for span in empty {
        found.push(
            Diagnostic::note("empty-item", "nothing stands in this list item").at(span.clone()),
        );
    }
}

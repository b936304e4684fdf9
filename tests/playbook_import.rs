//! The importer before real playbooks, which lie beside the repository where the project is worked on:
//! it finds in them what people and two other programs found.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that can't go on has failed, and one that is skipped says why"
)]

mod common;

use std::fmt::Write as _;
use std::path::PathBuf;

use hotwash::playbook::template::{self, Filling};
use hotwash::playbook::{
    AttackTable, Document, Origin, Phase, PlaceholderKind, Playbook, Step, normal, read,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The folder of real playbooks; none away from where the project is worked on.
fn playbooks() -> Option<PathBuf> {
    // Beside the repository, or beside the folder that its working trees lie in.
    let found = ["../shared/playbooks", "../../shared/playbooks"]
        .map(|folder| common::root().join(folder))
        .into_iter()
        .find(|folder| folder.join("expected.json").exists());
    if found.is_none() {
        println!("skipped: the real playbooks are not at hand");
    }
    found
}

fn seeds() -> Option<Vec<Document>> {
    let folder = playbooks()?.join("../seeds");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    let read_one = |path: PathBuf| read(&std::fs::read(path).expect("readable"));
    Some(files.into_iter().map(read_one).collect())
}

fn sha256(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes it");
        text
    })
}

fn by_level(steps: &[Step]) -> Vec<usize> {
    let most = steps.iter().map(|step| step.level).max().unwrap_or(0);
    (1..=most)
        .map(|level| steps.iter().filter(|step| step.level == level).count())
        .collect()
}

fn phase_found(playbook: &Playbook, phase: Phase) -> Value {
    let steps = playbook.steps(phase);
    let of = |origin| steps.iter().filter(|step| step.origin == origin).count();
    json!({
        "steps": steps.len(),
        "by_level": by_level(steps),
        "todo_prompts": playbook.count(phase, PlaceholderKind::Prompt),
        "todo_items": playbook.count(phase, PlaceholderKind::Item),
        "inline_todos": playbook.count(phase, PlaceholderKind::Inline),
        "lettered": of(Origin::Lettered),
        "recovered": of(Origin::Recovered),
        "sha256": playbook.phase_hash(phase),
    })
}

/// A playbook as `expected.json` describes it.
fn found(playbook: &Playbook) -> Value {
    let table = playbook.attack.as_ref();
    let present: Vec<_> = playbook.sections.iter().map(|s| s.phase.key()).collect();
    let phases: serde_json::Map<_, _> = Phase::ALL
        .into_iter()
        .filter(|phase| playbook.section(*phase).is_some())
        .map(|phase| (phase.key().to_owned(), phase_found(playbook, phase)))
        .collect();
    let total = |key: &str| -> u64 {
        let one = |phase: &Value| phase[key].as_u64().expect("a number");
        phases.values().map(one).sum()
    };
    let links = playbook.placeholders.iter();
    let links = links.filter(|p| p.kind == PlaceholderKind::Link && p.phase.is_some());
    let references = &playbook.references;
    let checklists: Vec<_> = playbook.checklists.iter().map(|l| l.steps.len()).collect();
    let title = &playbook.title;
    json!({
        "title_is_placeholder": title.is_placeholder,
        "attack_table": table.is_some(),
        "attack_columns": table.map_or(0, |table| table.columns.len()),
        "attack_rows": table.map_or(0, |table| table.rows.len()),
        "attack_ids": table.map(AttackTable::ids).unwrap_or_default(),
        "technique_hints": playbook.technique_hints,
        "phases_present": present,
        "steps_total": total("steps"),
        "todo_total": total("todo_prompts") + total("todo_items"),
        "max_level": playbook.all_steps().map(|(_, step)| step.level).max().unwrap_or(0),
        "placeholder_links": links.count(),
        "references": references.len(),
        "reference_placeholders": references.iter().filter(|r| r.is_placeholder).count(),
        "resource_checklists": checklists,
        "hidden_todos": playbook.hidden_todos,
        "duplicate_headings": playbook.duplicate_headings.len(),
        "unmapped_headings": playbook.unmapped_headings.len(),
        "sha256_steps": playbook.hash(),
        "title_sha256": sha256(&normal(&title.text)),
        "title_chars": title.text.chars().count(),
        "phases": phases,
    })
}

fn source(document: &Document) -> Value {
    let source = document.source;
    json!({
        "bom": source.bom,
        "encoding": source.encoding.name(),
        "newlines": source.newlines.name(),
        "mojibake_repaired": source.mojibake_repaired,
        "front_matter": source.front_matter,
    })
}

/// The files of a tier: where each is, what is expected of it, and what it holds.
fn tier(name: &str) -> Vec<(String, Value, Document)> {
    let Some(folder) = playbooks() else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("readable");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let files = expected["files"].as_array().expect("a list");
    let of_tier: Vec<_> = files.iter().filter(|file| file["tier"] == name).collect();
    assert!(!of_tier.is_empty(), "there are files of tier {name}");
    of_tier
        .into_iter()
        .map(|file| {
            let path = file["path"].as_str().expect("a path");
            let repository = file["repo"].as_str().expect("a repository");
            let place = folder.join("files").join(repository.replace('/', "+"));
            let bytes = std::fs::read(place.join(path)).expect("the file is there");
            (path.to_owned(), file.clone(), read(&bytes))
        })
        .collect()
}

/// Every difference between what is expected and what is found, key by key.
fn differences(place: &str, expected: &Value, found: &Value, into: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let found = found.get(key).unwrap_or(&Value::Null);
                differences(&format!("{place}.{key}"), expected, found, into);
            }
        }
        _ if expected == found => {}
        _ => into.push(format!("{place}: expected {expected}, found {found}")),
    }
}

#[test]
fn core_playbooks_are_read_exactly() {
    let mut wrong = Vec::new();
    for (path, expected, document) in tier("core") {
        differences(
            &format!("{path}: source"),
            &expected["source"],
            &source(&document),
            &mut wrong,
        );
        let playbooks: Vec<_> = document.playbooks.iter().map(found).collect();
        let expected = expected["playbooks"].as_array().expect("a list");
        if expected.len() != playbooks.len() {
            wrong.push(format!(
                "{path}: {} playbooks, not {}",
                playbooks.len(),
                expected.len()
            ));
        }
        for (number, (expected, found)) in expected.iter().zip(&playbooks).enumerate() {
            differences(&format!("{path}: {number}"), expected, found, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_playbooks_are_read_nearly() {
    let mut wrong = Vec::new();
    for (path, expected, document) in tier("foreign") {
        let expected = expected["playbooks"].as_array().expect("a list");
        assert_eq!(document.playbooks.len(), expected.len(), "{path}");
        for (expected, playbook) in expected.iter().zip(&document.playbooks) {
            let found = found(playbook);
            if expected["phases_present"] != found["phases_present"] {
                wrong.push(format!("{path}: {}", found["phases_present"]));
            }
            for (phase, expected) in expected["phases"].as_object().expect("an object") {
                let Some(phase) = Phase::from_key(phase) else {
                    continue;
                };
                let expected = expected["steps"].as_u64().expect("a number");
                let steps = playbook.steps(phase).len() as u64;
                if expected.abs_diff(steps) * 20 > expected {
                    wrong.push(format!("{path}: {phase}: {steps} steps, not {expected}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_written_back_as_it_was() {
    for (path, _, document) in tier("core").into_iter().chain(tier("foreign")) {
        let written = document.apply(&[]).expect("no edit can fail");
        assert!(written == document.original(), "{path}");
    }
}

#[test]
fn the_seeds_can_be_finished() {
    let Some(seeds) = seeds() else {
        return;
    };
    let sizes: Vec<_> = seeds
        .iter()
        .map(|seed| template::total(&seed.playbooks[0]))
        .map(|all| (all.steps, all.placeholders))
        .collect();
    assert_eq!(sizes, [(4, 11), (27, 12)]);
    for seed in &seeds {
        let mut document = seed.clone();
        let mut left = template::required(&document).len();
        while let Some((number, open)) = template::required(&document).first().copied() {
            let line = open.line;
            let fillings = [Filling {
                placeholder: number,
                text: "1. Ask the data protection officer".to_owned(),
            }];
            let before = String::from_utf8(document.original().to_vec()).expect("UTF-8");
            let made = template::fill(&document, &fillings).expect("fits");
            let after = String::from_utf8(made.clone()).expect("UTF-8");
            let lines = before.lines().zip(after.lines()).enumerate();
            let changed: Vec<_> = lines
                .filter(|(_, (before, after))| before != after)
                .map(|(number, _)| number + 1)
                .collect();
            assert_eq!(changed, [line]);
            assert_eq!(before.lines().count(), after.lines().count());
            document = read(&made);
            left -= 1;
            assert_eq!(template::required(&document).len(), left);
        }
        let all = template::total(&document.playbooks[0]);
        let before = template::total(&seed.playbooks[0]);
        assert_eq!(all.steps, before.steps + before.placeholders);
        assert!((all.share() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn lessons_under_communicate_are_offered_a_heading() {
    let Some(seeds) = seeds() else {
        return;
    };
    assert_eq!(seeds[0].suggestions, []);
    let [suggestion] = seeds[1].suggestions.as_slice() else {
        panic!("one suggestion: {:?}", seeds[1].suggestions);
    };
    let playbook = &seeds[1].playbooks[0];
    assert_eq!(playbook.steps(Phase::Communicate)[0].line, suggestion.line);
    let mended = seeds[1].apply(&suggestion.edits).expect("fits");
    let mended = read(&mended);
    let mended_playbook = &mended.playbooks[0];
    assert_eq!(mended_playbook.steps(Phase::LessonsLearned).len(), 2);
    assert_eq!(mended_playbook.steps(Phase::Communicate).len(), 0);
    assert_eq!(mended.suggestions, []);
}

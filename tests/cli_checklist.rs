//! From a playbook to a played exercise on the command line.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that can't go on has failed, and one that is skipped says so"
)]

mod common;

use std::path::{Path, PathBuf};

use common::{json, root, run};

const PLAYBOOK: &str = "## Playbook: Lost Badge\n\n### Investigate\n\n1. Look for:\n\n    a. Doors opened at night\n2. Ask who lost it\n\n### Contain\n\n1. Block the badge\n\n### Lessons Learned\n\n1. Talk about it\n";

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Imports files into a folder and gives back the scenarios' folders, in the order of their names.
fn imported(files: &[&str], more: &[&str], out: &Path) -> Vec<PathBuf> {
    let out_text = text(out);
    let arguments = [&["import"], files, &["--out", &out_text], more].concat();
    let output = run(&arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let entries = std::fs::read_dir(out).expect("it was made");
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    folders.sort();
    folders
}

/// Checks a scenario and lets the players play it.
fn played(folder: &Path) {
    let folder = text(folder);
    let checked = run(&["check", &folder]);
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(checked.status.success(), "{said}");
    for (player, low, high) in [
        ("reference", 100.0, 100.0),
        ("novice", 0.0, 100.0),
        ("idle", 0.0, 0.0),
    ] {
        let run = json(&run(&["simulate", &folder, "--player", player, "--json"]));
        let process = run["runs"][0]["process"].as_f64().expect("a figure");
        assert!(
            (low..=high).contains(&process),
            "{folder} {player}: {process}"
        );
        assert!(run["runs"][0]["outcome"].is_null(), "there is no world");
        assert_eq!(run["runs"][0]["self_reported"], run["runs"][0]["process"]);
    }
}

#[test]
fn a_playbook_becomes_an_exercise_with_the_targets_of_a_pack() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("badge.md");
    std::fs::write(&file, PLAYBOOK).expect("can be saved");
    let out = place.path().join("out");
    let folders = imported(&[&text(&file)], &["--targets", "1-10-60"], &out);
    let [folder] = folders.as_slice() else {
        unreachable!("one playbook, one folder: {folders:?}")
    };
    assert!(folder.ends_with("lost-badge-checklist"));
    assert_eq!(
        std::fs::read_to_string(folder.join("playbook.md")).expect("beside it"),
        PLAYBOOK
    );
    let scenario = common::scenario_at(folder);
    assert!(
        scenario
            .steps
            .iter()
            .all(|step| step.target_from.contains("1-10-60"))
    );
    let speaks = |inject: &hotwash::scenario::Inject| inject.text.contains("Doors opened at night");
    assert!(
        scenario.injects.iter().any(speaks),
        "an inject speaks of the playbook's indicator"
    );
    played(folder);
    // A second time nothing is written twice.
    assert_eq!(
        imported(&[&text(&file)], &["--targets", "1-10-60"], &out).len(),
        1
    );
    // With other targets it is another exercise, beside the first.
    assert_eq!(imported(&[&text(&file)], &[], &out).len(), 2);
}

#[test]
fn what_makes_no_exercise_is_told_and_the_rest_is_made() {
    let place = tempfile::tempdir().expect("a folder");
    let template = place.path().join("template.md");
    std::fs::write(
        &template,
        "# Playbook: Empty\n\n## Contain\n\n`TODO: all of it`\n",
    )
    .expect("can be saved");
    let file = place.path().join("badge.md");
    std::fs::write(&file, PLAYBOOK).expect("can be saved");
    let out = place.path().join("out");
    let output = run(&[
        "import",
        &text(&template),
        &text(&file),
        "--out",
        &text(&out),
    ]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("has no steps yet; fill its placeholders first"),
        "{said}"
    );
    assert!(out.join("lost-badge-checklist/scenario.ron").is_file());
    let unknown = run(&[
        "import",
        &text(&file),
        "--out",
        &text(&out),
        "--targets",
        "never",
    ]);
    let said = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert_eq!(unknown.status.code(), Some(1));
    assert!(said.contains("there are tabletop-90, 1-10-60"), "{said}");
}

#[test]
fn the_shipped_playbooks_have_no_findings_and_can_be_played() {
    let place = tempfile::tempdir().expect("a folder");
    let all = text(&root().join("playbooks"));
    let told = json(&run(&["import", &all, "--json"]));
    let files = told["files"].as_array().expect("a list");
    assert_eq!(files.len(), 3);
    for file in files {
        assert_eq!(
            file["diagnostics"],
            serde_json::json!([]),
            "{}",
            file["path"]
        );
    }
    for folder in imported(&[&all], &[], &place.path().join("out")) {
        let checked = run(&["check", &text(&folder), "--deny", "note"]);
        assert!(
            checked.status.success(),
            "{}",
            String::from_utf8_lossy(&checked.stderr)
        );
        played(&folder);
    }
}

#[test]
fn the_seeds_can_be_played_at_once() {
    let seeds = root().join("../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: the seeds are not at hand");
        return;
    }
    let place = tempfile::tempdir().expect("a folder");
    let folders = imported(&[&text(&seeds)], &[], &place.path().join("out"));
    assert_eq!(folders.len(), 2);
    for folder in folders {
        played(&folder);
    }
}

/// The listings of the guide's chapter about playbooks: what import writes, and one line more.
#[test]
fn a_step_of_a_playbook_is_bound_to_the_world_as_the_guide_says() {
    let guide = std::fs::read_to_string(root().join("docs/authoring.md")).expect("the guide");
    let chapter = guide
        .split("## From a playbook instead")
        .nth(1)
        .expect("the chapter");
    let listings: Vec<&str> = chapter
        .split("```ron\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let [step, parts] = listings.as_slice() else {
        unreachable!("two listings: {listings:?}")
    };
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("account.md");
    std::fs::write(
        &file,
        "# Playbook: Stolen Account\n\n## Contain\n\n1. Lock the account.\n",
    )
    .expect("can be saved");
    let folders = imported(&[&text(&file)], &[], &place.path().join("out"));
    let scenario = folders.first().expect("one").join("scenario.ron");
    let written = std::fs::read_to_string(&scenario).expect("written");
    assert!(
        written.contains(step),
        "import writes the guide's listing:\n{written}"
    );

    let bound = step.replace("            not_applicable_when: All([]),\n", parts);
    assert_ne!(&bound, step, "the line takes the place of another");
    let world = "    secrets: [(id: \"password\", name: \"The password\", opens: \"The account.\")],\n    actions: [(id: \"reset\", name: \"Reset it\", summary: \"Resets it.\", phase: Contain, verb: Rotate, targets: [\"password\"], roles: [\"operations\"], duration: \"5min\")],\n";
    let text_of_world =
        written
            .replace(step, &bound)
            .replacen("    steps: [", &format!("{world}    steps: ["), 1);
    std::fs::write(&scenario, text_of_world).expect("can be saved");
    let folder = text(folders.first().expect("one"));
    let reference = json(&run(&["simulate", &folder, "--json"]));
    assert_eq!(reference["runs"][0]["process"], 100.0);
    assert_eq!(
        reference["runs"][0]["self_reported"], 0.0,
        "the world judges the step"
    );
}

//! The author's guide, followed to the letter: from the empty folder to a score.

#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::{hotwash, json, root};

/// The name of the scenario that the guide writes.
const NAME: &str = "quiet-mailbox";

/// A listing of the guide, and the heading it stands under.
struct Listing {
    heading: String,
    language: String,
    text: String,
}

fn listings() -> Vec<Listing> {
    let guide = std::fs::read_to_string(root().join("docs/authoring.md")).expect("the guide");
    let mut found: Vec<Listing> = Vec::new();
    let (mut heading, mut open) = (String::new(), false);
    for line in guide.lines() {
        if let Some(language) = line.strip_prefix("```") {
            open = !open;
            if open {
                found.push(Listing {
                    heading: heading.clone(),
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
        } else if open {
            let listing = found.last_mut().expect("one is open");
            listing.text.push_str(line);
            listing.text.push('\n');
        } else if let Some(text) = line.strip_prefix("## ") {
            text.clone_into(&mut heading);
        }
    }
    assert!(!open, "every listing is closed");
    found
}

/// The RON listings of the stages, in their order, and the script of the wrong path.
fn stages() -> (Vec<String>, String) {
    let staged = listings()
        .into_iter()
        .filter(|listing| listing.heading.starts_with("Stage ") && listing.language == "ron");
    let mut texts: Vec<String> = staged.map(|listing| listing.text).collect();
    assert_eq!(texts.len(), 9, "eight stages and a script");
    let script = texts.pop().expect("the script");
    (texts, script)
}

/// What the guide says to do with a stage's listing.
fn paste(file: &str, listing: &str) -> String {
    // "Takes the place of `steps: [],`."
    let replaced = listing
        .lines()
        .next()
        .and_then(|first| first.split_once("Takes the place of `"))
        .and_then(|(_, rest)| rest.split_once('`'));
    if let Some((empty, _)) = replaced {
        let line = format!("    {empty}\n");
        assert!(file.contains(&line), "the file has the line {empty}");
        return file.replacen(&line, listing, 1);
    }
    let end = file.rfind(')').expect("the last bracket");
    format!("{}{listing})\n", &file[..end])
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = hotwash();
    command.current_dir(folder).args(arguments);
    command.output().expect("the program starts")
}

/// Runs and expects success without a word on standard error.
fn silent(folder: &Path, arguments: &[&str]) {
    let output = run_in(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && said.is_empty(),
        "{arguments:?}: {said}"
    );
}

#[test]
fn the_guide_leads_from_an_empty_folder_to_a_score() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    let made = run_in(folder, &["new", NAME]);
    assert!(made.status.success(), "{made:?}");
    silent(folder, &["check", NAME, "--deny", "warning"]);
    let scenario: PathBuf = folder.join(NAME).join("scenario.ron");

    let (texts, script) = stages();
    let mut file = String::new();
    for (number, listing) in texts.iter().enumerate() {
        file = if number == 0 {
            listing.clone()
        } else {
            paste(&file, listing)
        };
        std::fs::write(&scenario, &file).expect("can be saved");
        // What later stages bring is warned of until then; it can be played all the same.
        let checked = run_in(folder, &["check", NAME]);
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(checked.status.success(), "stage {}: {said}", number + 1);
    }
    silent(folder, &["check", NAME, "--deny", "note"]);

    let paths = folder.join(NAME).join("paths");
    std::fs::create_dir_all(&paths).expect("a folder");
    std::fs::write(paths.join("rule-first.ron"), script).expect("can be saved");
    silent(folder, &["check", NAME, "--deny", "note"]);

    let record = folder.join("run.hotwash").display().to_string();
    let run = run_in(
        folder,
        &[
            "simulate",
            NAME,
            "--player",
            "reference",
            "--record",
            &record,
            "--json",
        ],
    );
    let run = json(&run);
    assert_eq!(run["runs"][0]["process"], 100.0, "{run:#}");
    let score = json(&run_in(folder, &["score", &record, "--json"]));
    assert_eq!(score["process"], 100.0);
    let idle = json(&run_in(
        folder,
        &["simulate", NAME, "--player", "idle", "--json"],
    ));
    assert_eq!(
        (
            &idle["runs"][0]["process"],
            &idle["runs"][0]["harm_events"][0]
        ),
        (&0.0.into(), &"fraud".into())
    );
    let path = format!("{NAME}/paths/rule-first.ron");
    let wrong = json(&run_in(
        folder,
        &["simulate", NAME, "--script", &path, "--json"],
    ));
    assert_eq!(wrong["runs"][0]["harm_events"][0], "fraud");
}

#[test]
fn the_guide_says_what_its_players_reach() {
    let place = tempfile::tempdir().expect("a folder");
    let (texts, _) = stages();
    let mut texts = texts.into_iter();
    let first = texts.next().expect("stage 1");
    let file = texts.fold(first, |file, listing| paste(&file, &listing));
    std::fs::create_dir_all(place.path().join(NAME)).expect("a folder");
    std::fs::write(place.path().join(NAME).join("scenario.ron"), file).expect("can be saved");
    let guide = std::fs::read_to_string(root().join("docs/authoring.md")).expect("the guide");
    for player in ["reference", "hasty", "novice", "idle"] {
        let runs = run_in(
            place.path(),
            &[
                "simulate", NAME, "--player", player, "--runs", "100", "--json",
            ],
        );
        let median = json(&runs)["summary"]["process"]["median"]
            .as_f64()
            .expect("a figure");
        let row = guide
            .lines()
            .find(|line| line.starts_with(&format!("| {player} |")))
            .expect("a row of the table");
        let said: f64 = row
            .split('|')
            .nth(2)
            .and_then(|cell| cell.trim().parse().ok())
            .expect("a figure");
        assert!(
            (median - said).abs() < 1.0,
            "{player}: {median}, the guide says {said}"
        );
    }
}

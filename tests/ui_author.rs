//! The author's screen, worked by accessible names: a template finished, a playbook played as a
//! checklist, a scenario edited while its briefing is open.

#![cfg(feature = "desktop")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that can't go on has failed, and one that is skipped says so"
)]

#[path = "common/window.rs"]
mod window;

use std::path::PathBuf;

use eframe::egui::{Key, Theme};
use window::Window;

/// A template of our own: three prompts in two phases, one of them beside a step.
const TEMPLATE: &str = "\u{FEFF}## Playbook: Lost Badge\r\n\r\n### Investigate\r\n\r\n`TODO: Who asks whom?`\r\n\r\n1. Ask who lost it\r\n\r\n### Contain\r\n\r\n`TODO: How is a badge blocked?`\r\n\r\n`TODO: Who is told?`\r\n\r\n### Recover\r\n\r\n1. Hand out a new one\r\n";

fn open() -> Window {
    Window::open([1280.0, 900.0], Theme::Dark, &[])
}

/// Puts a playbook's file into the window's folder and opens it in the author's screen.
fn import(window: &mut Window, bytes: &[u8], title: &str) -> PathBuf {
    let path = window.folder.path().join("playbook-of-a-test.md");
    std::fs::write(&path, bytes).unwrap();
    window.wait_for("Import a playbook…");
    window.click("Import a playbook…");
    window.write_into("Path of the file", &path.display().to_string());
    window.click("Open playbook");
    window.wait_for(title);
    path
}

/// Fills placeholders by their numbers and saves the file.
fn fill(window: &mut Window, texts: &[(usize, &str)]) {
    for (number, text) in texts {
        window.click_containing(&format!("Placeholder {number}: "));
        window.write_into(&format!("Text for placeholder {number}"), text);
    }
    window.click("Save into the file");
    window.wait_for("Saved: ");
}

/// The lines in which two texts of equally many lines differ, counted from 1.
fn differing(before: &str, after: &str) -> Vec<usize> {
    let (before, after): (Vec<_>, Vec<_>) =
        (before.split('\n').collect(), after.split('\n').collect());
    assert_eq!(before.len(), after.len(), "{after:?}");
    let pairs = before.iter().zip(&after).enumerate();
    pairs
        .filter(|(_, (before, after))| before != after)
        .map(|(line, _)| line + 1)
        .collect()
}

#[test]
fn a_template_is_finished_and_nothing_else_changes() {
    let mut window = open();
    let path = import(&mut window, TEMPLATE.as_bytes(), "Lost Badge");
    window.click("Finish this template 3");
    fill(
        &mut window,
        &[
            (1, "The front desk asks."),
            (2, "- Block it in the door system"),
            (3, "- Tell the head of site"),
        ],
    );
    let after = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(differing(TEMPLATE, &after), [5, 11, 13]);
    assert!(
        after.contains("\r\n- Block it in the door system\r\n"),
        "{after:?}"
    );
    assert!(window.shows("This template is finished"));
    window.click("Steps 4");
    assert!(window.shows("Block it in the door system"));
}

#[test]
fn the_template_with_eleven_placeholders_is_finished_in_the_window() {
    let seed = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/seeds/000_exfiltration-over-web-service.txt");
    let Ok(bytes) = std::fs::read(&seed) else {
        eprintln!("skipped: {} is not there", seed.display());
        return;
    };
    let document = hotwash::playbook::read(&bytes);
    let placeholders = &document.playbooks[0].placeholders;
    let wanted: Vec<(usize, usize)> = placeholders
        .iter()
        .enumerate()
        .filter(|(_, placeholder)| placeholder.phase.is_some())
        .map(|(place, placeholder)| (place + 1, placeholder.line))
        .collect();
    assert_eq!(wanted.len(), 11);
    let mut window = open();
    let path = import(&mut window, &bytes, "Exfiltration Over Web Service");
    window.click(&format!("Finish this template {}", placeholders.len()));
    let texts: Vec<(usize, String)> = wanted
        .iter()
        .map(|(number, line)| (*number, format!("- What belongs on line {line}")))
        .collect();
    let texts: Vec<(usize, &str)> = texts.iter().map(|(n, text)| (*n, text.as_str())).collect();
    fill(&mut window, &texts);
    let after = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<usize> = wanted.iter().map(|(_, line)| *line).collect();
    assert_eq!(differing(&String::from_utf8(bytes).unwrap(), &after), lines);
    let again = hotwash::playbook::read(after.as_bytes());
    assert_eq!(again.playbooks[0].all_steps().count(), 4 + 11);
}

#[test]
fn a_file_that_changed_meanwhile_is_not_written_over() {
    let mut window = open();
    let path = import(&mut window, TEMPLATE.as_bytes(), "Lost Badge");
    window.click("Finish this template 3");
    let newer = TEMPLATE.replace("Hand out a new one", "Hand out a new badge");
    std::fs::write(&path, &newer).unwrap();
    window.click_containing("Placeholder 1: ");
    window.write_into("Text for placeholder 1", "The front desk asks.");
    window.click("Save into the file");
    window.wait_for("has changed since it was opened");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn a_playbook_is_played_as_a_checklist_and_reviewed() {
    let mut window = open();
    import(&mut window, TEMPLATE.as_bytes(), "Lost Badge");
    window.click("Play as a checklist");
    window.wait_for("Start exercise");
    window.click("Start exercise");
    window.wait_for("Exercise clock T+0:00:00");
    // There is no world: only what a checklist has is there.
    assert!(!window.shows("Network") && !window.shows("Remediation plan"));
    window.click("Begin… Investigate 1");
    window.write_into("Why begin Investigate 1", "Everything else depends on it");
    window.click("Begin step");
    assert!(window.shows("Begun at T+0:00 by Analyst 1"));
    window.click("Report done… Investigate 1");
    window.write_into("What was done for Investigate 1", "Noted in the file");
    window.click("Report as done");
    assert!(window.shows("Reported done at T+0:00 by Analyst 1, 80 % sure"));
    window.click("Report done… Recover 1");
    window.click("Report as done");
    window.click("Not done after all Recover 1");
    assert!(window.shows("Not done after all Investigate 1"));
    assert!(!window.shows("Not done after all Recover 1"));
    window.key(Key::Escape);
    window.click("End exercise…");
    window.click("End now");
    window.wait_for("Hot wash: Lost Badge");
    assert!(window.shows("of it by your own report"));
    window.click("Reported steps 1");
    window.click("Add a note to Investigate 1");
    window.write_into(
        "What the facilitator saw of Investigate 1",
        "I saw the note",
    );
    window.click("Confirm Investigate 1");
    window.wait_for("Confirmed by the facilitator: I saw the note");
    assert!(!window.shows("of it by your own report"));
    let record = window.record();
    assert_eq!(record.header.scenario.as_str(), "lost-badge-checklist");
    // The word is on the record: the result says it when it is opened again.
    window.click("Back to the library");
    window.wait_for("Open result of Lost Badge");
    window.click_containing("Open result of Lost Badge");
    window.wait_for("Hot wash: Lost Badge");
    window.click("Reported steps");
    assert!(window.shows("Confirmed by the facilitator: I saw the note"));
}

#[test]
fn an_edit_that_is_offered_is_made_in_the_file() {
    const LESSONS: &str = "## Playbook: Lost Badge\n\n### Communicate\n\n1. Tell the head of site\n2. Perform a lessons learned review after the incident\n3. Improve what went wrong and update the playbook\n";
    let mut window = open();
    let path = import(&mut window, LESSONS.as_bytes(), "Lost Badge");
    window.click_containing("Findings ");
    window.click("Make this edit in the file");
    window.wait_for("Edited at line");
    let after = std::fs::read_to_string(path).unwrap();
    let expected = LESSONS.replace("2. Perform", "\n### Lessons Learned\n\n2. Perform");
    assert_eq!(after, expected);
}

#[test]
fn a_file_without_a_playbook_says_so() {
    let mut window = open();
    import(
        &mut window,
        b"Only a paragraph.\n",
        "There is no playbook in this file",
    );
    window.click("Back to the library");
    window.wait_for("Import a playbook…");
    window.click("Import a playbook…");
    window.write_into("Path of the file", "/nowhere/playbook.md");
    window.click("Open playbook");
    window.wait_for("The playbook could not be opened");
}

#[test]
fn a_scenario_edited_beside_its_briefing_shows_its_findings() {
    const SMALLEST: &str = include_str!("scenarios/smallest.ron");
    let mut window = Window::open([1280.0, 900.0], Theme::Dark, &[("mine", SMALLEST)]);
    let file = window.folder.path().join("scenarios/mine/scenario.ron");
    let briefing = "Open briefing of One web server, one web shell";
    window.wait_for(briefing);
    window.click(briefing);
    assert!(window.shows("A small shop with one web server."));

    std::fs::write(
        &file,
        SMALLEST.replace("runs_on: [(asset: \"web-1\"", "runs_on: [(asset: \"web-9\""),
    )
    .unwrap();
    window.wait_for("finding in your file; below is the scenario as it could last be read");
    window.wait_for("web-9");
    assert!(
        window.is_disabled("Start exercise"),
        "a file with errors can't be played"
    );

    std::fs::write(
        &file,
        SMALLEST.replace("A small shop with one", "A large shop with one"),
    )
    .unwrap();
    window.wait_for("A large shop with one web server.");
    assert!(!window.is_disabled("Start exercise"));
}

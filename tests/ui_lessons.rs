//! A lesson that survives: a corrective action raised after one exercise, listed in the library and in the next
//! briefing, tested by the next exercise, and closed by it. By accessible names only.

#![cfg(feature = "desktop")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

#[path = "common/window.rs"]
mod window;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme};
use hotwash::exercise::{Header, Journal as _};
use hotwash::player::{Player, Rehearsal, automatic_seat};
use hotwash::review::{
    ActionDetails, ActionStatus, Ledger, LedgerChange, Priority, Raised, ReportState,
};
use hotwash::scenario::Phase;
use hotwash::store::{
    DataDir, ResultSummary, SqliteJournal, change_ledger, read_after_action, read_ledger,
    record_paths, save_result,
};
use window::Window;

const SCENARIO: &str = include_str!("scenarios/smallest.ron");
const TITLE: &str = "One web server, one web shell";

/// The folder that the window keeps everything in.
fn dir(window: &Window) -> DataDir {
    DataDir::open(Some(window.folder.path().to_path_buf())).unwrap()
}

fn ledger(window: &Window) -> Ledger {
    read_ledger(&dir(window)).unwrap()
}

/// Lets frames pass until the disk says so; threads write meanwhile.
fn wait_until(window: &mut Window, what: &str, mut is_so: impl FnMut(&Window) -> bool) {
    for _ in 0..500 {
        if is_so(window) {
            window.harness.run_steps(2);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        window.harness.step();
    }
    panic!("{what} never came: {:#?}", window.harness.root());
}

fn end(window: &mut Window) {
    window.click("End exercise…");
    window.click("End now");
    window.wait_for(&format!("Hot wash: {TITLE}"));
    window.click("After-action report");
}

/// Finds the web shell and removes it, in time.
fn play_well(window: &mut Window) {
    window.start(TITLE);
    window.key(Key::N);
    window.section(Key::Num4);
    window.click("Action: Look at the new files");
    window.click("Alex");
    window.click("Order it now");
    window.key(Key::N);
    window.section(Key::Num4);
    window.click("Action: Remove the web shell");
    window.click("Order it now");
    window.key(Key::N);
}

#[test]
fn a_corrective_action_is_raised_listed_tested_and_closed() {
    let mut window = Window::open([1366.0, 768.0], Theme::Dark, &[("smallest", SCENARIO)]);
    // Nobody does anything, so the step is an area for improvement.
    window.start(TITLE);
    window.key(Key::N);
    end(&mut window);
    window.click("Take over all proposed areas");
    window.overwrite("Area 1", "Nobody removed what the attacker left");
    window.write_into("Root cause of area 1", "Nobody is named for it");
    window.key(Key::Escape);
    window.click("Raise a corrective action from area 1");
    assert!(window.shows("Raise a corrective action"));
    window.write_into("Owner", "Ada Example");
    window.write_into("Due date", "next week");
    assert!(window.shows("Write the due date as year-month-day"));
    assert!(window.is_disabled("Raise it"), "a date that can't be read");
    window.overwrite_in_dialog("Due date", "2099-01-31");
    window.overwrite_in_dialog("What is to be done", "Name who removes footholds");
    window.click("Raise it");
    wait_until(&mut window, "the action", |window| {
        !ledger(window).actions.is_empty()
    });
    let raised = ledger(&window).actions.remove(0);
    assert_eq!(raised.owner, "Ada Example");
    assert_eq!(raised.step.unwrap().as_str(), "step-remove");
    // The first exercise says nothing of what it raised itself.
    assert!(!window.shows("Tested here"));
    // What was written is on disk without anybody saving it.
    wait_until(&mut window, "the report", |window| {
        let path = record_paths(&dir(window)).unwrap().remove(0);
        let after = read_after_action(&path).unwrap();
        after.is_some_and(|after| {
            after.points.iter().any(|point| {
                point.text == "Nobody removed what the attacker left"
                    && point.root_cause == "Nobody is named for it"
            })
        })
    });

    // The library lists it; the briefing says that it is tested.
    window.click("Back to the library");
    window.wait_for("Corrective action: Name who removes footholds");
    assert!(window.shows("due 2099-01-31 · Ada Example"));
    let briefing = format!("Open briefing of {TITLE}");
    window.click(&briefing);
    assert!(window.shows("Tests 1 of your corrective actions"));
    assert!(window.shows("Name who removes footholds"));
    window.click("Back to the library");

    // The next exercise does it well, and its review says so, with the moment.
    play_well(&mut window);
    end(&mut window);
    window.wait_for("Tested here: 1 corrective action");
    assert!(window.shows("It held at"), "with the moment");
    assert!(window.shows("Show the moment that tested Name who removes footholds"));
    let action = ledger(&window).actions.remove(0);
    assert_eq!(action.status, ActionStatus::Open, "judging closes nothing");
    assert!(action.trials.iter().all(|trial| trial.held));
    assert_eq!(action.trials.len(), 1);
    window.click("Close it: Name who removes footholds");
    window.wait_for("Closed by this exercise");
    assert_eq!(ledger(&window).open().count(), 0);

    // The library no longer lists it as open, and finds it among the closed ones.
    window.click("Back to the library");
    window.wait_for("None is open");
    assert!(!window.shows("Corrective action: Name who removes footholds"));
    window.press(Role::Tab, "Closed 1");
    assert!(window.shows("Corrective action: Name who removes footholds, Closed"));
    window.click(&briefing);
    assert!(!window.shows("Tests 1 of your corrective actions"));
}

#[test]
fn a_report_is_closed_read_and_opened_again() {
    let mut window = Window::open([1024.0, 700.0], Theme::Light, &[("smallest", SCENARIO)]);
    window.start(TITLE);
    window.key(Key::N);
    end(&mut window);
    window.click("Raise another corrective action");
    window.write_into("What is to be done", "Train the first hour");
    window.click("Raise it");
    window.wait_for("nobody answers for it");
    // Closing asks first, since nobody answers for the action.
    window.click("Report closed");
    assert!(window.shows("Close the report?"));
    window.click("Go on writing");
    assert!(!window.shows("Nothing in it changes any more"));
    window.click("Report closed");
    window.click("Close it anyway");
    assert!(window.shows("Nothing in it changes any more"));
    assert!(!window.shows("Take over all proposed areas"), "read only");
    wait_until(&mut window, "the state", |window| {
        let path = record_paths(&dir(window)).unwrap().remove(0);
        let after = read_after_action(&path).unwrap();
        after.is_some_and(|after| after.state == ReportState::Closed)
    });
    window.click("Open it again");
    assert!(window.shows("Take over all proposed areas"));

    // The library shows it, and it is marked as done there.
    window.click("Back to the library");
    window.wait_for("Corrective action: Train the first hour, Open");
    window.click_containing("Corrective action: Train the first hour");
    window.click("Mark as done");
    window.wait_for("Corrective action: Train the first hour, Done, not tested yet");
    let action = ledger(&window).actions.remove(0);
    assert!(matches!(action.status, ActionStatus::Done { .. }));
}

#[test]
fn an_automatic_run_neither_raises_nor_tests_actions() {
    let mut window = Window::open([1366.0, 768.0], Theme::Dark, &[("smallest", SCENARIO)]);
    let scenario = hotwash::scenario::load(SCENARIO.as_bytes())
        .scenario
        .unwrap();
    let raise = LedgerChange::Raise {
        details: ActionDetails {
            text: "Name who removes footholds".to_owned(),
            owner: String::new(),
            due: None,
            priority: Priority::High,
            capability: Phase::Eradicate,
        },
        step: None,
        raised: Raised {
            exercise: "earlier".to_owned(),
            scenario: scenario.id.clone(),
            title: TITLE.to_owned(),
            on: jiff::civil::date(2026, 3, 3),
            when: None,
            at: None,
            evidence: String::new(),
        },
    };
    change_ledger(&dir(&window), raise).unwrap();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let run = rehearsal.play(Player::Reference, 4);
    let header = Header {
        player: Some("reference".to_owned()),
        ..Header::new(
            scenario.id.clone(),
            SCENARIO.to_owned(),
            4,
            automatic_seat(),
        )
    };
    let path = dir(&window).exercises().join("played.hotwash");
    let mut journal = SqliteJournal::create(&path, &header).unwrap();
    journal.append(&run.entries).unwrap();
    drop(journal);
    let card = rehearsal.score(&run.entries, 4);
    save_result(&path, &ResultSummary::from(&card)).unwrap();
    window.wait_for("Library");
    window.key(Key::F5);
    window.wait_for("Open result of");
    window.click_containing("Open result of");
    window.wait_for("Why points are missing");
    window.click("After-action report");
    assert!(window.shows("An automatic player played this"));
    assert!(!window.shows("Tested here") && !window.shows("Close it"));
    assert!(!window.shows("Raise another corrective action"));
    window.click("Add an area");
    assert!(!window.shows("Raise a corrective action from area 1"));
    let action = ledger(&window).actions.remove(0);
    assert!(action.trials.is_empty());
}

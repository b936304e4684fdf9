//! The evidence desk worked through accessible names: search, select, pin, answer with the pin.

#![cfg(feature = "desktop")]

#[path = "common/window.rs"]
mod window;

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Theme};
use hotwash::scenario::Command;
use hotwash::world::Event;
use window::Window;

const SCENARIO: &str = include_str!("scenarios/logs.ron");
const ACCESS: &str = "Log: web-1: nginx access log";

fn open() -> Window {
    let mut window = Window::open([1280.0, 900.0], Theme::Dark, &[("logs", SCENARIO)]);
    window.start("Lines that prove it");
    // Two alerts come at one moment.
    window.key(Key::N);
    window.key(Key::N);
    window
}

#[test]
fn a_line_is_found_pinned_and_proves_an_answer() {
    let mut window = open();
    // Nothing is pinned, so the question can't be answered; the form leads to the desk.
    window.section(Key::Num6);
    window.click_containing("Key questions");
    window.click("Answer question 1…");
    window.click("Through the upload form.");
    assert!(window.shows("Pin the lines that prove it at the evidence desk."));
    window.click("Go to the evidence desk");

    // The log is opened, searched, and the line selected.
    window.wait_for(ACCESS);
    window.click_containing(ACCESS);
    window.wait_for("Line 0");
    window.write("Search the logs", "/pictures/add");
    window.click("Search by fields");
    window.click("Search by regular expression");
    window.click("Search as plain text");
    window.click("Search");
    window.wait_for("searched");
    window.click("Clear");
    window.write("Search the logs", "path:/pictures/add src_ip:203.0.113.77");
    window.click("Search by fields");
    window.click("Search");
    window.wait_for("1 line of ");
    window.click_containing("Line 02 Mar 04:10:");
    assert!(window.shows("What else did 203.0.113.77 do?"));

    // It is pinned with a note.
    window.click("Pin…");
    window.write("Note on the pin", "The upload of the web shell");
    window.click("Pin the line");
    assert!(window.shows("The upload of the web shell"));
    assert!(window.shows(", pinned: "));

    // From its address to everything that the address did, in all logs.
    window.click("What else did 203.0.113.77 do?");
    window.wait_for("Log: Intrusion detection at edge-1, live");
    window.wait_for("/upload/i.php");

    // It stands in the timeline, and leads back to its log.
    window.section(Key::Num6);
    window.click_containing("Timeline 1");
    assert!(window.shows("The upload of the web shell"));
    window.click("Open pin-1: The upload of the web shell in the evidence desk");
    window.wait_for("Line 02 Mar 04:10:");

    // It proves the answer, and the answer is on record with it.
    window.section(Key::Num6);
    window.click_containing("Key questions");
    window.tick("Proof pin-1: The upload of the web shell", true);
    window.click("Put the answer on record");
    assert!(window.shows("Question 1, answered"));
    let record = window.record();
    let given = record.entries.iter().find_map(|entry| match &entry.event {
        Event::Answered { pins, shown, .. } => Some((pins.len(), shown.clone())),
        _ => None,
    });
    assert_eq!(given, Some((1, vec![true])), "the line is the proof");

    // Taken away again, it is gone from the timeline.
    window.click_containing("Timeline 1");
    window.click("Take away pin-1: The upload of the web shell");
    assert!(window.shows("Nothing is pinned yet"));
}

#[test]
fn an_alert_opens_on_its_line() {
    let mut window = open();
    window.click("Alert: Command in a request to the upload folder, new, high");
    window.click("Show the lines");
    window.wait_for("Line 03 Mar 09:05:");
    window.wait_for("Close the line");
    assert!(window.shows("DRILL Command in a request to the upload folder"));
    // The log of the sensor that raised it is the one that opens.
    assert!(window.shows("Log: Intrusion detection at edge-1, live"));
    window.key(Key::P);
    assert!(window.shows("Note on the pin"));
}

#[test]
fn a_log_of_a_disk_is_collected_first() {
    let mut window = open();
    window.section(Key::Num3);
    window.wait_for(ACCESS);
    window.click_containing("Log: web-1: timeline of the disk, to be collected");
    assert!(window.shows("web-1: timeline of the disk must be collected first"));
    window.click_containing("Plan Take an image of the disk");
    window.click("Order it now");
    window.key(Key::N);
    window.section(Key::Num3);
    window.wait_for("Log: web-1: timeline of the disk, copy of");
    window.section(Key::Num6);
    window.click_containing("Evidence and addresses");
    assert!(window.shows("Disk of web-1 from web-1"));
    assert!(window.shows("Copy the hash of Disk of web-1"));
    let seals = window.record().entries.into_iter().filter(|entry| {
        matches!(&entry.event, Event::Commanded { command, .. } if matches!(command, Command::Do(_)))
    });
    assert_eq!(seals.count(), 1);
}

#[test]
fn the_desk_is_worked_by_keys_and_rests() {
    let mut window = open();
    window.section(Key::Num3);
    window.wait_for(ACCESS);
    window.click_containing(ACCESS);
    window.wait_for("Line 0");
    let selected = |window: &Window| {
        use egui_kittest::kittest::{NodeT as _, Queryable as _};
        let rows = window.harness.query_all_by_role(Role::ListItem);
        rows.filter(|row| row.accesskit_node().toggled() == Some(Toggled::True))
            .filter_map(|row| row.accesskit_node().label())
            .find(|label| label.starts_with("Line "))
    };
    window.key(Key::End);
    let last = selected(&window);
    window.key(Key::ArrowUp);
    let before = selected(&window);
    assert!(last.is_some() && before.is_some() && last != before);
    window.key(Key::ArrowDown);
    assert_eq!(selected(&window), last);
    window.key(Key::Home);
    window.wait_for("Line 02 Mar 0");
    window.key(Key::Escape);
    assert!(!window.shows("Close the line"));
    window.key(Key::Enter);
    assert!(window.shows("Close the line"));
    // Raw lines instead of columns, and back.
    window.click("Show raw lines");
    window.click("Show columns");
    // A wrong expression is said to be wrong, and can't be searched for.
    window.write("Search the logs", "(");
    window.click("Search by regular expression");
    // Once everything is counted, the desk asks for no frames.
    window.harness.run();
    assert!(window.harness.run() <= 1);
}

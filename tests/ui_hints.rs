//! Hints in the window: asked for by name, shown in stages, and named on the result.

#![cfg(feature = "desktop")]

#[path = "common/window.rs"]
mod window;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme};
use egui_kittest::kittest::Queryable as _;
use window::Window;

const SCENARIO: &str = include_str!("scenarios/hinted.ron");
const FIRST: &str = "Question 1: Ask for a hint (costs 10 % of this item)";
const SECOND: &str = "Question 1: Ask for another hint (costs 15 % more of this item)";

#[test]
fn two_hints_are_asked_for_and_their_cost_is_on_the_result() {
    let mut window = Window::open([1280.0, 900.0], Theme::Dark, &[("hinted", SCENARIO)]);
    window.start("One web shell, many hints");

    // A key question: the first by the pointer, the second by the keyboard; what was not asked for is
    // nowhere to be seen. A form that is open stays open.
    window.section(Key::Num6);
    window.click_containing("Key questions");
    window.click("Answer question 1…");
    window.click("Through the upload form.");
    assert!(!window.shows("Hint 1 of 3") && !window.shows("Look at the web server."));
    window.press(Role::Button, FIRST);
    assert!(window.shows("Hint 1 of 3") && window.shows("Look at the web server."));
    assert!(!window.shows("Look at what is new on it."));
    window
        .harness
        .get_by_role_and_label(Role::Button, SECOND)
        .focus();
    window.harness.run_steps(2);
    window.key(Key::Enter);
    assert!(window.shows("Hint 2 of 3") && window.shows("Look at what is new on it."));
    assert!(!window.shows("It came by the upload form."));
    window.write("Grounds for the answer", "So the hints say");
    window.click("Put the answer on record");
    assert!(window.shows("Question 1, answered"));

    // A step of the playbook.
    window.section(Key::Num8);
    window.press(
        Role::Button,
        "Communicate 1: Ask for a hint (costs 10 % of this item)",
    );
    assert!(window.shows("Hint 1 of 1") && window.shows("The owner has called already."));
    assert!(!window.shows("Communicate 1: Ask for"), "none is left");

    // An alert; one that is closed gives none.
    window.section(Key::Num1);
    window.key(Key::N);
    window.click("Alert: New script in the upload folder, new, high");
    let ask = "Alert: Ask for a hint (costs 10 % of this item)";
    assert!(window.shows(ask));
    window.click("True positive");
    window.click("Close alert");
    assert!(!window.shows(ask));

    window.click("End exercise…");
    window.click("End now");
    window.wait_for("Hot wash: One web shell, many hints");
    assert!(window.shows("Hints: 3 taken, "));
    window.click("Steps, alerts, questions");
    assert!(window.shows("2 hints taken") && window.shows("1 hint taken"));
    window.click_containing("Why points are missing");
    assert!(window.shows("Hints taken"), "the part");
    assert!(window.shows("two hints taken, at T+0:00 and T+0:00, for 25 % of what it earned"));
}

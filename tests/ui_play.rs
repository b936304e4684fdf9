//! The window played from the library to the result, through accessible names only.

#![cfg(feature = "desktop")]

#[path = "common/window.rs"]
mod window;

use eframe::egui::{Key, Theme};
use window::Window;

/// The smallest scenario, and a message that needs approval.
const SCENARIO: &str = include_str!("scenarios/smallest.ron");
const MESSAGES: &str = r#"
    parties: [(id: "owner", name: "The owner", internal: true)],
    messages: [
        (
            id: "tell-owner",
            to: "owner",
            subject: "State of the shop",
            opening: "This is what we know.",
            claims: [(id: "found", text: "We found a web shell.", known_when: Known("shell"))],
            approval: (roles: ["analyst"], takes: "2min"),
        ),
    ],
    decisions: ["#;

/// The window with the smallest scenario in the library.
fn open(size: [f32; 2], theme: Theme) -> Window {
    let text = SCENARIO.replace("    decisions: [", MESSAGES);
    Window::open(size, theme, &[("smallest", &text)])
}

#[test]
fn an_exercise_is_played_from_library_to_result() {
    let mut window = open([1280.0, 900.0], Theme::Dark);
    window.start("One web server, one web shell");

    // The clock runs with the wall, and stands when it is told to.
    window.key(Key::Space);
    assert!(window.shows("Running"));
    window.wall.set(window.wall.get() + 10_000);
    window.harness.run_steps(2);
    assert!(
        window.shows("Exercise clock T+0:00:50"),
        "ten seconds at 5x"
    );
    window.key(Key::Space);
    assert!(window.shows("Paused"));

    // The first alert comes; it is acknowledged by key and closed with a verdict and a reason.
    window.key(Key::N);
    window.click("Alert: New script in the upload folder, new, high");
    window.key(Key::A);
    assert!(window.shows("Alert: New script in the upload folder, acknowledged, high"));
    window.click("True positive");
    window.write(
        "Reason for the verdict",
        "A script where only pictures belong",
    );
    window.click("Close alert");
    assert!(window.shows("Alert: New script in the upload folder, true positive, high"));

    // An action on a target, by a person.
    window.section(Key::Num4);
    window.click("Action: Look at the new files");
    window.click("Alex");
    window.click("Order it now");
    assert!(window.shows("On its way"));
    // A refusal shows where the command was given.
    window.click("web-1");
    window.click("Order it now");
    assert!(
        window.shows("nobody who could do this is free")
            || window.shows("Nobody who could do this is free")
    );
    window.section(Key::Num9);
    assert!(window.shows("Cancel Look at the new files: web-1"));
    window.key(Key::N);

    // What was found is in the incident file; a question is answered and a decision taken.
    window.section(Key::Num6);
    assert!(window.shows("A web shell in the upload folder."));
    window.write(
        "Note for the incident file",
        "Exercise: the shell came by upload",
    );
    window.click("Add note");
    window.click_containing("Key questions");
    window.click("Answer question 1…");
    window.click("Through the upload form.");
    window.write("Grounds for the answer", "It lies in the upload folder");
    window.click("Put the answer on record");
    assert!(window.shows("Question 1, answered"));
    window.click_containing("Decisions");
    window.click("Decide on decision 1…");
    window.click("No.");
    window.write("Reason for the decision", "Somebody else is in it");
    window.click("Put the decision on record");
    assert!(window.shows("Decision 1, taken"));

    // A message is composed, approved and sent.
    window.section(Key::Num7);
    window.click("Message: State of the shop to The owner, needs approval");
    window.click("We found a web shell.");
    window.click("Ask for approval");
    assert!(window.shows("Asked for, comes at"));
    window.key(Key::N);
    window.click("Send message");
    assert!(window.shows("It was sent, and can be sent only once"));

    // A remediation event is planned and launched.
    window.section(Key::Num5);
    window.click("New remediation event");
    window.click("Add action to event-1…");
    window.click("Action: Remove the web shell");
    window.write("Reason for the order", "It must go");
    window.click("Add to event-1");
    window.section(Key::Num5);
    window.click("Launch event-1…");
    window.click("Launch now");
    assert!(window.shows("Launched, takes effect at"));
    window.key(Key::N);
    assert!(window.shows("Took effect at"));

    // The map and the playbook know of it.
    window.section(Key::Num2);
    window.click("Asset: web-1, online");
    assert!(window.shows("(web shell, removed)"));
    window.section(Key::Num8);
    assert!(window.shows("Begun at"));

    // ENDEX, and the score.
    window.click("End exercise…");
    window.click("End now");
    window.wait_for("Hot wash: One web server, one web shell");
    assert!(window.shows("Process ") && window.shows("Outcome ") && window.shows("Coverage "));
    for tab in [
        "Why points are missing",
        "Steps, alerts, questions",
        "Outcome and aftermath",
    ] {
        window.click_containing(tab);
    }
    window.click("Back to the library");
    window.wait_for("Open result of One web server, one web shell");

    // The record on disk is whole.
    assert!(window.record().entries.len() > 20);
}

#[test]
fn leaving_the_room_loses_nothing() {
    let mut window = open([1024.0, 700.0], Theme::Light);
    window.start("One web server, one web shell");
    window.key(Key::N);
    window.click("Leave the room, resume later");
    window.wait_for("Resume One web server, one web shell at T+0:05:00");
    window.click("Resume One web server, one web shell at T+0:05:00");
    window.wait_for("Exercise clock T+0:05:00");
    assert!(window.shows("Alert: New script in the upload folder, new, high"));
}

#[test]
fn every_section_draws_with_much_going_on() {
    for (size, theme) in [
        ([1024.0, 700.0], Theme::Light),
        ([1920.0, 1080.0], Theme::Dark),
    ] {
        let mut window = open(size, theme);
        window.start("Web Shells");
        for _ in 0..12 {
            window.key(Key::N);
        }
        for key in [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ] {
            window.section(key);
        }
        window.key(Key::F1);
        assert!(window.shows("Keyboard shortcuts"));
        window.key(Key::Escape);
    }
}

#[test]
fn a_paused_exercise_asks_for_no_frames() {
    let mut window = open([1280.0, 800.0], Theme::Dark);
    window.start("One web server, one web shell");
    window.key(Key::N);
    window.harness.run();
    // `run` returns only when no frame is asked for; a second one has nothing to do.
    assert!(window.harness.run() <= 1);
}

//! The review, worked by accessible names: a played record is scrubbed, replayed, followed from an explanation to its
//! moment, forked in three ways, and compared.

#![cfg(feature = "desktop")]
#![expect(clippy::expect_used, reason = "what can't go on should stop")]

mod common;
#[path = "common/window.rs"]
mod window;

use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hotwash::exercise::{Header, Journal as _};
use hotwash::player::{Player, Rehearsal};
use hotwash::store::{ResultSummary, SqliteJournal, save_result};
use window::Window;

const SCENARIO: &str = include_str!("scenarios/smallest.ron");

/// Puts a finished exercise of an automatic player into the library.
fn play(path: &Path, player: Player) {
    let scenario = common::smallest();
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let run = rehearsal.play(player, 4);
    let header = Header::new(
        scenario.id.clone(),
        SCENARIO.to_owned(),
        4,
        hotwash::player::trainee_seat(),
    );
    let mut journal = SqliteJournal::create(path, &header).expect("created");
    journal.append(&run.entries).expect("written");
    drop(journal);
    let card = rehearsal.score(&run.entries, 4);
    save_result(path, &ResultSummary::from(&card)).expect("kept");
}

/// The window with a finished exercise of an automatic player in the library, whose review is open.
fn with_a_record(size: [f32; 2], player: Player) -> (Window, PathBuf) {
    let mut window = Window::open(size, Theme::Dark, &[("smallest", SCENARIO)]);
    let path = window.folder.path().join("exercises/played.hotwash");
    play(&path, player);
    window.wait_for("Library");
    window.key(Key::F5);
    window.wait_for("Open result of");
    window.click_containing("Open result of");
    window.wait_for("Why points are missing");
    (window, path)
}

/// The moment that the replay's scrubber shows, in minutes from STARTEX.
fn moment(window: &Window) -> f64 {
    let slider = window.harness.get_by_role_and_label(Role::Slider, "Moment");
    let moment = slider.accesskit_node().numeric_value();
    moment.expect("a slider has a value")
}

#[test]
fn the_replay_runs_at_its_speed_and_steps_through_everything() {
    let (mut window, _) = with_a_record([1366.0, 800.0], Player::Reference);
    window.click("Replay");
    for speed in [1.0, 4.0, 16.0] {
        window.click(&format!("{speed}x"));
        window.click("Play");
        let begun = moment(&window);
        window.harness.run_steps(8);
        let ran = (moment(&window) - begun) * 60.0;
        // A frame of this harness takes a quarter of a second.
        assert!((ran - 2.0 * speed).abs() < 0.01, "{speed}x: {ran} s in two");
        window.click("Stop the replay");
    }
    // Nothing is left out on the way, and nothing holds it.
    let mut before = moment(&window);
    let mut steps = 0;
    loop {
        window.click("To the next thing");
        let now = moment(&window);
        if now <= before {
            break;
        }
        (before, steps) = (now, steps + 1);
    }
    assert!(steps > 4, "{steps} steps");
    let slider = window.harness.get_by_role_and_label(Role::Slider, "Moment");
    let end = slider.accesskit_node().max_numeric_value();
    // What goes on until the end began before it.
    assert!(
        end.is_some_and(|end| (end - before).abs() < 6.0),
        "{end:?} is the end, not {before}"
    );
    // The scrubber is dragged.
    let slider = window.harness.get_by_role_and_label(Role::Slider, "Moment");
    let (rect, end) = (slider.rect(), end.unwrap_or_default());
    window.harness.hover_at(rect.center());
    window.harness.run_steps(2);
    window.harness.drag_at(rect.center());
    window.harness.run_steps(3);
    let middle = moment(&window);
    assert!((middle - end / 2.0).abs() < end / 20.0, "{middle} of {end}");
    window.harness.drop_at(rect.center());
    window.harness.run_steps(2);
    assert!((moment(&window) - middle).abs() < 0.01, "it stays there");
    // The history can be scrubbed through once it is shown.
    window.click("Show the history before STARTEX too");
    window.harness.run_steps(2);
    let slider = window.harness.get_by_role_and_label(Role::Slider, "Moment");
    assert!(slider.accesskit_node().min_numeric_value() < Some(0.0));
}

#[test]
fn another_run_is_set_beside_this_one() {
    let (mut window, path) = with_a_record([1366.0, 800.0], Player::Hasty);
    play(&path.with_file_name("blue team.hotwash"), Player::Reference);
    window.click("Compare");
    window.wait_for("Among automatic novices");
    let menu = {
        let mut found = window
            .harness
            .query_all_by_label_contains("Other runs: 1 of 1");
        found.find_map(|node| node.accesskit_node().label())
    };
    let menu = menu.expect("a menu of other runs");
    assert!(window.shows("blue team, "), "by the name of its file");
    window.click(&menu);
    let name = {
        let boxes = window.harness.query_all_by_role(Role::CheckBox);
        let mut names = boxes.filter_map(|node| node.accesskit_node().label());
        names.find(|name| name.starts_with("blue team, "))
    };
    let name = name.expect("a run to choose");
    window.tick(&name, false);
    window.wait_for("Other runs: 0 of 1");
    window.tick(&name, true);
    window.wait_for("Other runs: 1 of 1");
}

#[test]
fn a_record_is_replayed_explained_forked_and_compared() {
    let (mut window, path) = with_a_record([1366.0, 800.0], Player::Hasty);

    // The replay stands at STARTEX; it goes from thing to thing, plays, and stops.
    window.click("Replay");
    assert!(window.shows("T+0:00:00"));
    assert!(window.shows("As it truly was"));
    window.click("To the next thing");
    assert!(!window.shows("T+0:00:00"), "the next thing is later");
    window.click("240x");
    window.click("Play");
    window.harness.run_steps(60);
    window.click("Stop the replay");
    window.click("As it truly was");
    assert!(
        window.shows("ontained"),
        "the truth says whether it is contained"
    );
    window.click_containing("Known ");
    window.click_containing("Alerts ");
    assert!(window.shows("New script in the upload folder"));

    // An explanation leads to its moment.
    window.click("Score");
    window.click_containing("Why points are missing");
    window.click_containing("in the replay: ");
    window.wait_for("As it was known");

    // Decisions and times.
    window.click_containing("Decisions ");
    assert!(window.shows("Nobody decided anything on record"));
    window.click("Times and claims");
    assert!(window.shows("Time to contain"));

    // A player goes on from the moment: the branch shares the links before the fork.
    window.click_containing("What if");
    window.click("The reference player follows the scenario's plan");
    window.click("See what would have come of it");
    window.wait_for("Side by side");
    assert!(window.shows("As it was") && window.shows("This branch"));
    let branch = path.with_file_name("played-branch-1.hotwash");
    let (was, now) = (common::links(&path), common::links(&branch));
    let shared = was.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let of = hotwash::store::read_branch(&branch)
        .expect("readable")
        .expect("a branch");
    assert!(of.shared > 0);
    assert!(
        shared >= of.shared,
        "{shared} links are shared, {} should be",
        of.shared
    );

    // One deed is left out.
    window.click("Change one deed");
    window.write("Search what was done", "take up");
    window.click_containing("Take up \"");
    window.click("Not at all");
    window.click("See what would have come of it");
    window.wait_for("not at all");
    assert!(path.with_file_name("played-branch-2.hotwash").exists());

    // The branch opens as a review of its own, and leads back.
    window.click_containing("Open: The reference player");
    window.wait_for("To the record it branches off");
    window.click("To the record it branches off");
    window.wait_for("Branches of this record");
    assert!(!window.shows("To the record it branches off"));

    // Compared with the reference, novices and other runs.
    window.click("Compare");
    window.wait_for("Among automatic novices");
    assert!(window.shows("Reference"));

    // Branches are no exercises of their own in the library.
    window.click("Back to the library");
    window.wait_for("Recent results");
    let results = window
        .harness
        .query_all_by_label_contains("Open result of")
        .count();
    assert_eq!(results, 1);
}

#[test]
fn somebody_plays_on_by_hand_from_a_moment() {
    let (mut window, path) = with_a_record([1280.0, 800.0], Player::Reference);
    window.click_containing("Decisions ");
    assert!(window.shows("What was true and not known"));
    assert!(window.shows("Sound at that moment"));
    window.click("Replay");
    window.click("To the next thing");
    window.click_containing("What if");
    window.click("Play on from here");
    window.wait_for("Paused");
    let branch = path.with_file_name("played-branch-1.hotwash");
    let of = hotwash::store::read_branch(&branch)
        .expect("readable")
        .expect("a branch");
    assert_eq!(
        common::links(&branch)[..of.shared],
        common::links(&path)[..of.shared]
    );

    // It is left, found again in the review, and gone on with to its end.
    window.section(Key::W);
    window.wait_for("Open result of");
    window.click_containing("Open result of");
    window.wait_for("What if 1");
    window.click("What if 1");
    window.click_containing("Play on: ");
    window.wait_for("Paused");
    window.click("End exercise…");
    window.click("End now");
    window.wait_for("To the record it branches off");
}

//! An exercise for a room, run from the ready check to the hot wash at high speed, by what the facilitator
//! sees and presses: accessible names and keys only.

#![cfg(feature = "desktop")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

mod common;
#[path = "common/window.rs"]
mod window;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hotwash::base::{Moment, Span};
use hotwash::conduct::msel::{Status, rows};
use hotwash::exercise::clock::LONGEST_GAP_MS;
use hotwash::exercise::replay::{replay, verify};
use hotwash::scenario::{Command, Facilitation, Mode, Rating, Scenario, Sign};
use hotwash::world::{Event, Rules, State};
use std::sync::Arc;
use window::Window;

/// The facilitator at the console.
struct Facilitator {
    window: Window,
    scenario: Arc<Scenario>,
}

impl Facilitator {
    /// Prepares the room and goes to STARTEX.
    fn begin() -> Self {
        let folder = common::scenario_folders()
            .into_iter()
            .find(|folder| common::scenario_at(folder).injects.len() > 12)
            .unwrap();
        let written = common::scenario_at(&folder);
        let mut window = Window::open([1366.0, 768.0], Theme::Dark, &[]);
        let briefing = format!("Open briefing of {}", written.title);
        window.wait_for(&briefing);
        window.click(&briefing);
        window.click("Run for a room…");
        window.wait_for("Ready check");
        // Nobody commands yet: the check says so.
        assert!(
            !window.shows("Incident commander: ready"),
            "nobody leads yet"
        );
        window.click("One seat for each role");
        window.write_into("Name of person 1", "Ada");
        window.key(Key::Escape);
        window.click("STARTEX");
        window.wait_for("Exercise clock T+0:00:00");
        let scenario = window.record().header.cast(&written);
        Self { window, scenario }
    }

    /// The world as the record on disk says it.
    fn state(&self) -> State {
        let record = self.window.record();
        let rules = Arc::new(Rules::new(&self.scenario));
        replay(Arc::clone(&self.scenario), rules, &record.entries).into_state()
    }

    /// Lets wall time pass in steps that no machine would sleep through.
    fn pass(&mut self, wall_ms: u64) {
        let mut left = wall_ms;
        while left > 0 {
            let step = left.min(LONGEST_GAP_MS - 1);
            let wall = &self.window.wall;
            wall.set(wall.get() + step);
            self.window.harness.run_steps(2);
            left -= step;
        }
    }

    fn type_in(&mut self, text: &str) {
        self.window
            .harness
            .event(eframe::egui::Event::Text(text.to_owned()));
        self.window.harness.run_steps(2);
    }

    /// Looks at the projector's window. Within a test it lies over the console, so it is closed again.
    fn projected(&mut self, look: impl FnOnce(&mut Window)) {
        self.window.key(Key::P);
        look(&mut self.window);
        self.window.key(Key::P);
    }

    /// What the facilitator gave by the record, newest last.
    fn deeds(&self) -> Vec<Facilitation> {
        let entries = self.window.record().entries;
        let deeds = entries.into_iter().filter_map(|entry| match entry.event {
            Event::Commanded {
                command: Command::Facilitate(deed),
                ..
            } => Some(*deed),
            _ => None,
        });
        deeds.collect()
    }

    /// The titles of injects with this status, in the order of the MSEL.
    fn titled(&self, fits: impl Fn(&Status) -> bool) -> Vec<String> {
        let state = self.state();
        let rows = rows(&self.scenario, &state);
        let rows = rows.iter().filter(|row| fits(&row.status));
        rows.map(|row| row.inject.title.clone()).collect()
    }

    /// Selects an inject by its headline.
    fn select(&mut self, title: &str) {
        let row = self
            .window
            .harness
            .query_all_by_role(Role::ListItem)
            .find(|node| {
                let name = node.accesskit_node().label();
                name.is_some_and(|name| name.contains(title))
            })
            .unwrap_or_else(|| panic!("`{title}` is in the table"));
        row.click();
        self.window.harness.run_steps(3);
    }

    fn now(&self) -> Moment {
        self.window
            .record()
            .entries
            .iter()
            .map(|entry| entry.at)
            .max()
            .unwrap()
    }
}

/// Two keys write an observation down; words can follow.
fn notes_what_was_seen(room: &mut Facilitator, stood: Moment) {
    room.type_in("+");
    room.window.harness.key_press(Key::Plus);
    room.window.harness.run_steps(3);
    assert!(room.window.shows("Strength. Who?"));
    room.window.key(Key::Num1);
    let conduct = room.state().conduct;
    let observed = conduct.observations.values().next().unwrap();
    assert_eq!(observed.observation.sign, Sign::Strength);
    assert!(observed.observation.seat.is_some(), "of a seat");
    assert!(observed.at >= stood);
    room.type_in("Asked who commands before anything else");
    room.window.key(Key::Enter);
    let conduct = room.state().conduct;
    let observed = conduct.observations.values().next().unwrap();
    assert!(observed.observation.text.starts_with("Asked who commands"));
    assert!(room.window.shows("Undo"));
}

/// An inject on the spot: a key, words, Enter.
fn injects_on_the_spot(room: &mut Facilitator) {
    room.window.key(Key::I);
    room.type_in("The lights in the hall have gone out. Nobody knows why.");
    room.window.key(Key::Enter);
    let given = room.titled(|status| matches!(status, Status::Given(_)));
    assert!(
        given.contains(&"The lights in the hall have gone out".to_owned()),
        "{given:?}"
    );
    room.projected(|window| {
        assert!(window.shows("In the chat"));
    });
}

/// Hold one, skip the next with a reason, move the third.
fn steers_the_msel(room: &mut Facilitator) -> String {
    let planned = room.titled(|status| matches!(status, Status::Planned(_)));
    let [held, skipped, moved, ..] = planned.as_slice() else {
        panic!("there are three left: {planned:?}");
    };
    room.select(held);
    room.window.key(Key::H);
    assert_eq!(
        room.titled(|s| matches!(s, Status::Held(_))),
        std::slice::from_ref(held)
    );
    room.select(skipped);
    room.window.key(Key::S);
    room.window.click("Covered already");
    assert_eq!(
        room.titled(|s| matches!(s, Status::Skipped(_))),
        std::slice::from_ref(skipped)
    );
    room.select(moved);
    room.window.key(Key::V);
    room.window.click("+20 min");
    let moves = room.deeds();
    assert!(
        matches!(moves.last(), Some(Facilitation::Move { .. })),
        "{:?}",
        moves.last()
    );
    // What has not reached the participants can be taken back.
    room.window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::Z);
    room.window.harness.run_steps(3);
    assert!(matches!(room.deeds().last(), Some(Facilitation::Undo)));
    let state = room.state();
    let back = rows(&room.scenario, &state);
    let back = back.iter().find(|row| row.inject.title == *moved).unwrap();
    assert!(!back.moved, "it stands where it stood");
    held.clone()
}

/// A decision is a line and Enter; a task has an owner and a time.
fn writes_down_decisions_and_tasks(room: &mut Facilitator) {
    room.window.key(Key::D);
    room.type_in("We keep the shop open until noon");
    room.window.key(Key::Enter);
    let decisions = room.state().conduct.decisions;
    let decided = decisions.values().next().unwrap();
    assert_eq!(decided.decision.text, "We keep the shop open until noon");
    assert!(decided.decision.owner.is_some(), "the incident commander's");
    room.window.key(Key::T);
    room.type_in("Call the provider");
    room.window.write_into("Due", "+15");
    room.window.click("Give the task");
    let tasks = room.state().conduct.assignments;
    assert!(tasks.values().next().unwrap().assignment.due.is_some());
}

/// The projector is covered by an announcement, and made black.
fn covers_the_projector(room: &mut Facilitator) {
    room.window.key(Key::O);
    room.type_in("Ten minutes' break");
    room.window.click("Show it");
    room.projected(|window| {
        assert!(window.shows("Ten minutes' break"));
        let clock = window.shows("Projector clock");
        assert!(!clock, "an announcement covers everything else");
    });
    room.window.key(Key::O);
    room.window.click("Take it away");
    room.projected(|window| {
        assert!(window.shows("Projector clock"));
        window.key(Key::B);
        assert!(window.shows("The projector is black"));
        window.key(Key::B);
    });
}

/// Over night, with all that lies between; injects between wait for the hand.
fn jumps_over_night(room: &mut Facilitator, held: &str) {
    let far = room.scenario.end() - Span::from_minutes(30);
    room.window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::J);
    room.window.harness.run_steps(3);
    room.window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::A);
    room.window.harness.run_steps(2);
    room.type_in(&far.to_string());
    room.window.click("They wait for my hand");
    room.window.click("Jump");
    room.pass(100);
    assert!(room.window.shows(&format!("Exercise clock {far}")) || room.now() >= far);
    let waiting = room.titled(|status| matches!(status, Status::Waiting(_)));
    assert!(
        waiting.iter().any(|title| title == held),
        "what was held still waits: {waiting:?}"
    );
    let lost = room.titled(|status| matches!(status, Status::Planned(at) if *at < far));
    assert!(lost.is_empty(), "nothing lies behind: {lost:?}");
    // One of them is given now.
    room.select(held);
    room.window.key(Key::F);
    assert!(
        room.titled(|s| matches!(s, Status::Given(_)))
            .iter()
            .any(|title| title == held)
    );
}

/// Discussion, and a rating of a critical task.
fn rates_in_a_discussion(room: &mut Facilitator) {
    room.window.harness.get_by_label("Mode Operations").click();
    room.window.harness.run_steps(3);
    room.window.click("Discussion");
    assert_eq!(room.state().conduct.mode, Mode::Discussion);
    room.window
        .harness
        .key_press_modifiers(Modifiers::ALT, Key::Num5);
    room.window.harness.run_steps(3);
    let task = room
        .scenario
        .steps
        .iter()
        .find(|step| step.critical)
        .unwrap();
    let rate = format!("Rate S {}", task.text);
    let step = task.id.clone();
    room.window.press(Role::RadioButton, &rate);
    let ratings = room.state().conduct.ratings;
    let rated = ratings.get(&step).unwrap().values().next().unwrap();
    assert_eq!(rated.rating, Rating::S);
}

/// ENDEX, and the hot wash: twenty minutes, a strength for the room, a feedback form.
fn holds_the_hot_wash(room: &mut Facilitator) {
    room.window.click("End exercise…");
    room.window.click("End now");
    room.window.wait_for("Hot wash");
    assert!(room.window.shows("20:00 left"));
    room.pass(61_000);
    assert!(room.window.shows("18:59 left"));
    room.window
        .write_into("Strength of The room", "Everybody was heard");
    room.window.key(Key::Enter);
    let talk = room.state().conduct.hot_wash;
    assert!(
        talk.iter().any(|note| note.text == "Everybody was heard"),
        "{talk:?}"
    );
    room.window
        .press(Role::RadioButton, "The exercise was worth my time: 5");
    room.window.click("Keep this form");
    assert_eq!(room.state().conduct.feedback.len(), 1);
    room.window.wait_for("To the result");
    let begun = std::time::Instant::now();
    while room.window.is_disabled("To the result") {
        assert!(begun.elapsed().as_secs() < 60, "the score is made");
        std::thread::sleep(std::time::Duration::from_millis(20));
        room.window.harness.step();
    }
    room.window.click("To the result");
    room.window.wait_for("Process");
}

/// No inject was lost or came twice, and the record follows from its commands.
fn nothing_was_lost(room: &Facilitator) {
    let record = room.window.record();
    let mut came: Vec<_> = record
        .entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::InjectDelivered { inject } => Some(inject.clone()),
            _ => None,
        })
        .collect();
    let all = came.len();
    came.sort();
    came.dedup();
    assert_eq!(came.len(), all, "none came twice");
    let rules = Arc::new(Rules::new(&room.scenario));
    verify(Arc::clone(&room.scenario), rules, &record).unwrap();
    // The name stays beside the record.
    let json = serde_json::to_string(&record.entries).unwrap();
    assert!(!json.contains("Ada"), "no name is on record");
}

#[test]
fn an_exercise_is_run_for_a_room_from_the_ready_check_to_the_hot_wash() {
    let mut room = Facilitator::begin();
    let seats = room.state().conduct.seats.len();
    assert_eq!(seats, room.scenario.roles.len() + 1, "a seat for each role");
    room.projected(|window| assert!(window.shows("Projector clock")));

    // The clock runs at sixty times the wall's; a speed change is a key.
    for _ in 0..7 {
        room.window.key(Key::Period);
    }
    assert!(room.window.shows("Speed 60x"));
    room.window.key(Key::Space);
    room.pass(7_000);
    room.window.key(Key::Space);
    assert!(room.window.shows("Run"), "the clock stands");
    let stood = room.now();
    room.pass(20_000);
    assert!(room.titled(|s| matches!(s, Status::Given(_))).len() < 3);

    notes_what_was_seen(&mut room, stood);
    injects_on_the_spot(&mut room);
    let held = steers_the_msel(&mut room);
    writes_down_decisions_and_tasks(&mut room);
    covers_the_projector(&mut room);
    jumps_over_night(&mut room, &held);
    rates_in_a_discussion(&mut room);
    holds_the_hot_wash(&mut room);
    nothing_was_lost(&room);
}

/// A room that is left and taken up again is as it was: the console opens, what was held is held, and the
/// words of the room are there. What a decision carries out is done by whoever has the role.
#[test]
fn a_room_is_taken_up_where_it_was_left() {
    let mut room = Facilitator::begin();
    let first = room.titled(|status| matches!(status, Status::Planned(_)));
    let held = first.first().unwrap().clone();
    room.select(&held);
    room.window.key(Key::H);
    // A decision with what follows from it at once.
    let action = room
        .scenario
        .actions
        .iter()
        .find(|action| action.targets.is_empty() && action.needs.is_empty())
        .unwrap()
        .name
        .clone();
    room.window.key(Key::D);
    room.type_in(&action);
    room.window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::ArrowRight);
    room.window.harness.run_steps(3);
    assert!(room.window.shows("At once: "), "{action}");
    room.window.click("Write it down");
    let state = room.state();
    let decided = state.conduct.decisions.values().next().unwrap();
    assert_eq!(decided.decision.carries.len(), 1);
    assert!(!state.tasks.is_empty(), "somebody is at it");

    room.window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::W);
    room.window.harness.run_steps(3);
    let resume = format!("Resume {} at", room.scenario.title);
    room.window.wait_for(&resume);
    room.window.click_containing(&resume);
    room.window.wait_for("Inject 1: ");
    assert_eq!(
        room.titled(|s| matches!(s, Status::Held(_))),
        std::slice::from_ref(&held)
    );
    assert!(room.window.shows(&held), "the MSEL is on screen");
    room.window.key(Key::H);
    let none = room.titled(|status| matches!(status, Status::Held(_)));
    assert!(none.is_empty(), "{none:?}");
}

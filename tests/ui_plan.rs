//! The plan of a shipped scenario, carried out from the library to the result through the window, by
//! accessible names only: whatever a plan asks for, the window can do.

#![cfg(feature = "desktop")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

mod common;
#[path = "common/window.rs"]
mod window;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hotwash::base::id::{
    AlertId, ChoiceId, ClaimId, ClockId, EventId, InjectId, LogId, MessageId, PinId,
};
use hotwash::base::{Moment, Span};
use hotwash::evidence::Archive;
use hotwash::exercise::clock::LONGEST_GAP_MS;
use hotwash::exercise::picture::name_of;
use hotwash::exercise::replay::replay;
use hotwash::scenario::{Command, Confidence, Line, Order, Scenario, Timed, Verdict};
use hotwash::world::{Event, Rules};
use window::Window;

/// How many times as fast as the wall the clock runs.
const SPEED: u64 = 60;

/// Somebody who carries out a plan at the window.
struct Hands {
    window: Window,
    scenario: Arc<Scenario>,
    now: Moment,
    /// What the window called the pins of the plan, with their notes.
    pins: BTreeMap<PinId, String>,
}

impl Hands {
    /// Starts the exercise and lets its clock run; the wall behind it moves only when told.
    fn start(written: &Scenario) -> Self {
        let mut window = Window::open([1920.0, 1200.0], Theme::Dark, &[]);
        window.start(&written.title);
        let scenario = window.record().header.cast(written);
        for _ in 0..7 {
            window.key(Key::Period);
        }
        assert!(window.shows(&format!("{SPEED}x")));
        window.press(Role::Button, "Run");
        Self {
            window,
            scenario,
            now: Moment::START,
            pins: BTreeMap::new(),
        }
    }

    /// Lets the exercise clock reach a moment.
    fn wait_until(&mut self, at: Moment) {
        let mut left = at.since(self.now).as_ms().div_ceil(SPEED);
        self.now = at;
        // A longer gap between two looks at the clock is taken for a machine that slept.
        while left > 0 {
            let step = left.min(LONGEST_GAP_MS - 1);
            let wall = &self.window.wall;
            wall.set(wall.get() + step);
            self.window.harness.run_steps(2);
            left -= step;
        }
    }

    fn carry_out(&mut self, timed: &Timed) {
        self.wait_until(self.scenario.moment(timed.at));
        match &timed.command {
            Command::Acknowledge(alert) => self.acknowledge(alert),
            Command::Close {
                alerts,
                verdict,
                reason,
                confidence,
            } => {
                let [alert] = alerts.as_slice() else {
                    panic!("the plan closes alerts one by one");
                };
                self.close(alert, *verdict, reason, *confidence);
            }
            Command::Do(order) => self.order(order, "Order it now"),
            Command::Plan { event, orders } => self.plan(event, orders),
            Command::Launch(event) => self.launch(event),
            Command::Decide {
                decision,
                options,
                reason,
                confidence,
            } => {
                let number = self
                    .scenario
                    .decisions
                    .iter()
                    .position(|d| d.id == *decision);
                self.decide(number.unwrap(), options, reason, *confidence);
            }
            Command::Answer {
                question,
                choices,
                reason,
                confidence,
                pins,
            } => {
                let number = self
                    .scenario
                    .questions
                    .iter()
                    .position(|q| q.id == *question);
                self.answer(number.unwrap(), choices, reason, *confidence, pins);
            }
            Command::Pin {
                pin,
                log,
                line,
                note,
            } => self.pin(pin, log, line, note),
            Command::Approve(message) => self.approve(message),
            Command::Send { message, claims } => self.send(message, claims),
            Command::Declare(clock) => self.declare(clock),
            Command::Read(inject) => self.read(inject),
            Command::Note(text) => self.note(text),
            Command::End => self.end(),
            Command::Facilitate(_) => panic!("the plan is a participant's"),
            Command::Cancel(_)
            | Command::NotApplicable { .. }
            | Command::AskHint(_)
            | Command::Unpin(_)
            | Command::BeginStep { .. }
            | Command::ReportStep { .. }
            | Command::ReopenStep(_)
            | Command::ReviewStep { .. } => {
                panic!("the plan has no {:?}", timed.command)
            }
        }
    }

    fn acknowledge(&mut self, alert: &AlertId) {
        self.select_alert(alert, "new");
        self.window.key(Key::A);
        self.window.press(Role::Button, "Show everything");
    }

    fn close(&mut self, alert: &AlertId, verdict: Verdict, reason: &str, confidence: Confidence) {
        self.select_alert(alert, "acknowledged");
        let name = match verdict {
            Verdict::TruePositive => "True positive",
            Verdict::FalsePositive => "False positive",
            Verdict::Benign => "Benign",
            Verdict::Indeterminate => "Indeterminate",
        };
        self.window.press(Role::RadioButton, name);
        self.window.write("Reason for the verdict", reason);
        self.be_sure("Confidence in the verdict", confidence);
        self.window.press(Role::Button, "Close alert");
        self.window.press(Role::Button, "Show everything");
    }

    /// Selects an alert in the inbox, where it stands with this state.
    fn select_alert(&mut self, alert: &AlertId, state: &str) {
        let alert = self.scenario.alert(alert).unwrap();
        let severity = format!("{:?}", alert.severity).to_lowercase();
        let row = format!("Alert: {}, {state}, {severity}", alert.title);
        self.window.section(Key::Num1);
        self.window.write("Search the inbox", &alert.title);
        self.window.press(Role::ListItem, &row);
    }

    /// Moves a confidence slider from where it stands at first.
    fn be_sure(&mut self, slider: &str, confidence: Confidence) {
        let steps = i32::from(confidence.percent()) / 5 - 70 / 5;
        let key = if steps > 0 {
            Key::ArrowRight
        } else {
            Key::ArrowLeft
        };
        let harness = &mut self.window.harness;
        harness.get_by_role_and_label(Role::Slider, slider).focus();
        harness.run_steps(2);
        for _ in 0..steps.abs() {
            harness.key_press(key);
            harness.step();
        }
    }

    /// Writes an order in the actions and gives it with this button.
    fn order(&mut self, order: &Order, button: &str) {
        let scenario = Arc::clone(&self.scenario);
        let action = scenario.action(&order.action).unwrap();
        self.window.section(Key::Num4);
        self.window.write("Search the actions", &action.name);
        let row = format!("Action: {}", action.name);
        self.window.press(Role::ListItem, &row);
        for target in &action.targets {
            let name = name_of(&scenario, target).unwrap();
            let wanted = order.on.contains(target);
            // What has not been found yet is not offered.
            if wanted || self.window.ticked(&name).is_some() {
                self.window.tick(&name, wanted);
            }
        }
        if let Some(by) = &order.by {
            let name = &scenario.person(by).unwrap().name;
            let offered = |window: &Window| {
                let radios = &window.harness;
                let mut radios = radios.query_all_by_role_and_label(Role::RadioButton, name);
                radios.next().is_some()
            };
            if !offered(&self.window) {
                self.window.click("Others, who take twice the time");
            }
            self.window.press(Role::RadioButton, name);
        }
        self.window.write("Reason for the order", &order.reason);
        self.window.press(Role::Button, button);
        assert!(self.window.shows("On its way"), "{order:?}");
    }

    fn plan(&mut self, event: &EventId, orders: &[Order]) {
        self.window.section(Key::Num5);
        self.window
            .write("Name of the new remediation event", event.as_str());
        self.window.press(Role::Button, "New remediation event");
        self.window
            .press(Role::Button, &format!("Add action to {event}…"));
        for order in orders {
            self.order(order, &format!("Add to {event}"));
        }
        self.window.press(Role::Button, "Stop choosing");
    }

    fn launch(&mut self, event: &EventId) {
        self.window.section(Key::Num5);
        self.window.press(Role::Button, &format!("Launch {event}…"));
        self.window.press(Role::Button, "Launch now");
    }

    fn decide(&mut self, i: usize, options: &[ChoiceId], reason: &str, confidence: Confidence) {
        let scenario = Arc::clone(&self.scenario);
        let decision = &scenario.decisions[i];
        self.part_of_file("Decisions ");
        self.window
            .press(Role::Button, &format!("Decide on decision {}…", i + 1));
        let chosen = |id| options.contains(id);
        for option in decision.options.iter().filter(|o| chosen(&o.id)) {
            let role = if decision.several {
                Role::CheckBox
            } else {
                Role::RadioButton
            };
            self.window.press(role, &option.text);
        }
        self.window.write("Reason for the decision", reason);
        self.be_sure("Confidence in the decision", confidence);
        self.window
            .press(Role::Button, "Put the decision on record");
    }

    /// Finds a line at the evidence desk and pins it.
    fn pin(&mut self, pin: &PinId, log: &LogId, line: &Line, note: &str) {
        let Line::Of(trace) = line else {
            panic!("the plan names lines by their traces");
        };
        let scenario = Arc::clone(&self.scenario);
        let log = scenario.log(log).unwrap();
        let record = self.window.record();
        let rules = Arc::new(Rules::new(&scenario));
        let engine = replay(Arc::clone(&scenario), rules, &record.entries);
        let archive = Archive::new(Arc::clone(&scenario), record.header.seed);
        let history = &engine.state().history;
        let line = archive.first_line(history, log, trace, self.now).unwrap();

        self.window.section(Key::Num3);
        self.window.wait_for("Search the logs");
        if self.window.shows("Show all time") {
            self.window.press(Role::Button, "Show all time");
        }
        self.press_beginning(Role::ListItem, &format!("Log: {},", log.name));
        let at = line.stamp.moment(scenario.starts);
        let typed = |moment| {
            scenario
                .starts
                .at(moment)
                .strftime("%Y-%m-%d %H:%M:%S")
                .to_string()
        };
        let after = at + Span::from_ms(2_000);
        self.window.overwrite("Shown from", &typed(at));
        self.window.overwrite("Shown until", &typed(after));
        let text: String = String::from_utf8_lossy(&line.text)
            .chars()
            .take(200)
            .collect();
        let row = format!(
            "{}: {text}",
            scenario.starts.at(at).strftime("Line %d %b %H:%M:%S%.3f")
        );
        self.window.wait_for(&row);
        self.press_beginning(Role::ListItem, &row);
        self.window.press(Role::Button, "Pin…");
        self.window.write("Note on the pin", note);
        self.window.press(Role::Button, "Pin the line");
        let name = format!("pin-{}", self.pins.len() + 1);
        self.pins.insert(pin.clone(), format!("{name}: {note}"));
    }

    fn answer(
        &mut self,
        i: usize,
        choices: &[ChoiceId],
        reason: &str,
        confidence: Confidence,
        pins: &[PinId],
    ) {
        let scenario = Arc::clone(&self.scenario);
        self.part_of_file("Key questions ");
        self.window
            .press(Role::Button, &format!("Answer question {}…", i + 1));
        for choice in &scenario.questions[i].choices {
            self.window.tick(&choice.text, choices.contains(&choice.id));
        }
        for pin in pins {
            let name = format!("Proof {}", self.pins[pin]);
            self.window.tick(&name, true);
        }
        self.window.write("Grounds for the answer", reason);
        self.be_sure("Confidence in the answer", confidence);
        self.window.press(Role::Button, "Put the answer on record");
    }

    fn declare(&mut self, clock: &ClockId) {
        let name = self.scenario.clock(clock).unwrap().name.clone();
        self.part_of_file("Notification clocks");
        self.window
            .press(Role::Button, &format!("Declare running: {name}"));
    }

    fn note(&mut self, text: &str) {
        self.part_of_file("Facts and notes");
        self.window.write("Note for the incident file", text);
        self.window.press(Role::Button, "Add note");
    }

    /// Opens the tab of the incident file whose name begins so.
    fn part_of_file(&mut self, name: &str) {
        self.window.section(Key::Num6);
        self.press_beginning(Role::Tab, name);
    }

    fn approve(&mut self, message: &MessageId) {
        self.compose(message);
        self.window.press(Role::Button, "Ask for approval");
    }

    fn send(&mut self, message: &MessageId, claims: &[ClaimId]) {
        self.compose(message);
        let scenario = Arc::clone(&self.scenario);
        for claim in &scenario.message(message).unwrap().claims {
            self.window.tick(&claim.text, claims.contains(&claim.id));
        }
        self.window.press(Role::Button, "Send message");
    }

    fn compose(&mut self, message: &MessageId) {
        let message = self.scenario.message(message).unwrap();
        let party = &self.scenario.party(&message.to).unwrap().name;
        let row = format!("Message: {} to {party}", message.subject);
        self.window.section(Key::Num7);
        self.press_beginning(Role::ListItem, &row);
    }

    fn read(&mut self, inject: &InjectId) {
        let title = self.scenario.inject(inject).unwrap().title.clone();
        self.window.section(Key::Num1);
        self.window.write("Search the inbox", &title);
        self.window.key(Key::J);
        self.window.press(Role::Button, "Mark as read");
        self.window.press(Role::Button, "Show everything");
    }

    fn end(&mut self) {
        self.window.press(Role::Button, "End exercise…");
        self.window.wait_for("End now");
        self.window.press(Role::Button, "End now");
    }

    /// Presses the control of this role whose name begins so; names may end in a state.
    fn press_beginning(&mut self, role: Role, beginning: &str) {
        let found = self
            .window
            .harness
            .query_all_by_role(role)
            .filter_map(|node| node.accesskit_node().label())
            .find(|label| label.starts_with(beginning));
        let Some(name) = found else {
            panic!(
                "no {role:?} `{beginning}…`: {:#?}",
                self.window.harness.root()
            );
        };
        self.window.press(role, &name);
    }

    /// A figure of the result.
    fn figure(&self, name: &str) -> f64 {
        let nodes = self.window.harness.query_all_by_role(Role::Label);
        let mut figures = nodes
            .filter_map(|node| node.accesskit_node().value())
            .filter_map(|text| text.strip_prefix(name)?.trim().parse().ok());
        figures.next().unwrap()
    }

    /// The commands on record; of those that write one plan step by step, the last.
    fn commands_given(&self) -> Vec<Command> {
        let mut given: Vec<Command> = Vec::new();
        for entry in self.window.record().entries {
            let Event::Commanded { command, .. } = entry.event else {
                continue;
            };
            if let (Some(Command::Plan { event: last, .. }), Command::Plan { event, .. }) =
                (given.last(), &command)
                && last == event
            {
                given.pop();
            }
            given.push(command);
        }
        given
    }
}

fn carry_out_the_plan_of(folder: &str) {
    let written = common::scenario_at(&common::root().join(folder));
    let mut hands = Hands::start(&written);
    let scenario = Arc::clone(&hands.scenario);
    for timed in &scenario.plan {
        hands.carry_out(timed);
    }
    hands
        .window
        .wait_for(&format!("Hot wash: {}", scenario.title));
    assert!(hands.figure("Process") >= 95.0);
    assert!((hands.figure("Outcome") - 100.0).abs() < f64::EPSILON);
    let without_harm = "How well and promptly you worked, of 100";
    assert!(hands.window.harness.query_by_label(without_harm).is_some());
    assert_eq!(hands.commands_given().len(), scenario.plan.len());
}

#[test]
fn the_plan_of_web_shells_can_be_carried_out_at_the_window() {
    carry_out_the_plan_of("scenarios/web-shells");
}

#[test]
fn the_plan_of_the_second_incident_can_be_carried_out_at_the_window() {
    carry_out_the_plan_of("scenarios/exfiltration-over-web-service");
}

//! The window over a data folder of its own, worked by accessible names only.
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::panic,
    reason = "not every test uses all of it, and a test that can't go on has failed"
)]

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use hotwash::desktop::app::{App, Outside};
use hotwash::desktop::sound::Silent;
use hotwash::exercise::{Record, WallMs};
use hotwash::store::{DataDir, SqliteJournal};

/// The window over a data folder of its own, and a wall clock that moves when told.
pub(crate) struct Window {
    pub(crate) harness: Harness<'static, App>,
    pub(crate) wall: Rc<Cell<u64>>,
    pub(crate) folder: tempfile::TempDir,
}

impl Window {
    /// Opens the window; the data folder holds these scenarios, each under a folder name of its own.
    pub(crate) fn open(size: [f32; 2], theme: Theme, own: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in own {
            let own = folder.path().join("scenarios").join(name);
            std::fs::create_dir_all(&own).unwrap();
            std::fs::write(own.join("scenario.ron"), text).unwrap();
        }
        let dir = DataDir::open(Some(folder.path().to_path_buf())).unwrap();
        let wall = Rc::new(Cell::new(1_000));
        let clock = Rc::clone(&wall);
        let harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .build_eframe(move |cc| {
                let outside = Outside {
                    dir,
                    open: None,
                    sounds: Box::new(Silent),
                    wall: Box::new(move || WallMs(clock.get())),
                };
                App::new(&cc.egui_ctx, outside)
            });
        Self {
            harness,
            wall,
            folder,
        }
    }

    /// Lets frames pass until something with this name is there; threads work meanwhile.
    pub(crate) fn wait_for(&mut self, label: &str) {
        let begun = Instant::now();
        while self
            .harness
            .query_all_by_label_contains(label)
            .next()
            .is_none()
        {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "`{label}` never came: {:#?}",
                self.harness.root()
            );
            std::thread::sleep(Duration::from_millis(10));
            self.harness.step();
        }
        self.harness.run_steps(2);
    }

    pub(crate) fn click(&mut self, label: &str) {
        let nodes: Vec<_> = self.harness.query_all_by_label(label).collect();
        // A text may say the same as the control; the control is what can be pressed.
        let controls = [
            Role::Button,
            Role::RadioButton,
            Role::CheckBox,
            Role::Tab,
            Role::ListItem,
            Role::Link,
        ];
        let node = nodes
            .iter()
            .find(|node| controls.contains(&node.accesskit_node().role()))
            .unwrap_or_else(|| {
                panic!("no control is called `{label}`: {:#?}", self.harness.root())
            });
        node.scroll_to_me();
        drop(nodes);
        // Scrolling is animated.
        self.harness.run_steps(6);
        let nodes: Vec<_> = self.harness.query_all_by_label(label).collect();
        let node = nodes
            .iter()
            .find(|node| controls.contains(&node.accesskit_node().role()))
            .unwrap();
        node.click();
        drop(nodes);
        self.harness.run_steps(3);
    }

    pub(crate) fn click_containing(&mut self, part: &str) {
        self.harness
            .get_all_by_label_contains(part)
            .next()
            .unwrap()
            .scroll_to_me();
        self.harness.run_steps(6);
        self.harness
            .get_all_by_label_contains(part)
            .next()
            .unwrap()
            .click();
        self.harness.run_steps(3);
    }

    pub(crate) fn write(&mut self, field: &str, text: &str) {
        let role = self.field(field);
        self.harness.get_by_role_and_label(role, field).focus();
        self.harness.run_steps(2);
        self.harness
            .get_by_role_and_label(role, field)
            .type_text(text);
        self.harness.run_steps(2);
        // Out of the field again, so that keys are shortcuts.
        self.key(Key::Escape);
    }

    /// Writes over what stands in a field.
    pub(crate) fn overwrite(&mut self, field: &str, text: &str) {
        self.overwrite_in_dialog(field, text);
        self.key(Key::Escape);
    }

    /// Writes over what stands in a field of a dialog, which Escape would close.
    pub(crate) fn overwrite_in_dialog(&mut self, field: &str, text: &str) {
        let role = self.field(field);
        self.harness.get_by_role_and_label(role, field).focus();
        self.harness.run_steps(2);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.run_steps(2);
        self.harness
            .get_by_role_and_label(role, field)
            .type_text(text);
        self.harness.run_steps(2);
    }

    pub(crate) fn field(&self, field: &str) -> Role {
        let lines = self
            .harness
            .query_all_by_role_and_label(Role::MultilineTextInput, field);
        if lines.count() > 0 {
            Role::MultilineTextInput
        } else {
            Role::TextInput
        }
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_steps(3);
    }

    pub(crate) fn section(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.harness.run_steps(3);
    }

    pub(crate) fn shows(&self, part: &str) -> bool {
        self.harness
            .query_all_by_label_contains(part)
            .next()
            .is_some()
    }

    pub(crate) fn start(&mut self, title: &str) {
        let briefing = format!("Open briefing of {title}");
        self.wait_for(&briefing);
        // What a thread reports may move the row away from under the click: then it is clicked again.
        while !self.shows("Start exercise") {
            self.click(&briefing);
        }
        self.click("Start exercise");
        self.wait_for("Exercise clock T+0:00:00");
    }

    /// Presses the only control of this role and name, wherever it has to be scrolled to.
    pub(crate) fn press(&mut self, role: Role, label: &str) {
        self.the_only(role, label).scroll_to_me();
        // Scrolling takes some frames; it is over when the control stays where it is.
        loop {
            let before = self.the_only(role, label).rect();
            self.harness.run_steps(3);
            if self.the_only(role, label).rect() == before {
                break;
            }
        }
        self.the_only(role, label).click();
        self.harness.run_steps(2);
    }

    fn the_only<'a>(&'a self, role: Role, label: &'a str) -> Node<'a> {
        let nodes: Vec<_> = self
            .harness
            .query_all_by_role_and_label(role, label)
            .collect();
        match nodes.as_slice() {
            [node] => *node,
            _ => panic!(
                "{} {role:?} are called `{label}`: {:#?}",
                nodes.len(),
                self.harness.root()
            ),
        }
    }

    /// Writes into a field that may have to be scrolled to, and leaves it.
    pub(crate) fn write_into(&mut self, field: &str, text: &str) {
        let role = self.field(field);
        self.harness
            .get_by_role_and_label(role, field)
            .scroll_to_me();
        self.harness.run_steps(4);
        self.harness.get_by_role_and_label(role, field).focus();
        self.harness.run_steps(2);
        self.harness
            .get_by_role_and_label(role, field)
            .type_text(text);
        self.harness.run_steps(2);
    }

    /// Whether the button of this name can't be pressed.
    pub(crate) fn is_disabled(&self, label: &str) -> bool {
        self.the_only(Role::Button, label)
            .accesskit_node()
            .is_disabled()
    }

    /// Whether a check box is ticked; none if there is no such check box.
    pub(crate) fn ticked(&self, label: &str) -> Option<bool> {
        self.harness
            .query_all_by_role_and_label(Role::CheckBox, label)
            .next()
            .map(|node| node.accesskit_node().toggled() == Some(Toggled::True))
    }

    /// Sets a check box.
    pub(crate) fn tick(&mut self, label: &str, wanted: bool) {
        let is = self.ticked(label);
        assert!(
            is.is_some(),
            "no check box `{label}`: {:#?}",
            self.harness.root()
        );
        if is != Some(wanted) {
            self.press(Role::CheckBox, label);
        }
    }

    /// What the record on disk holds.
    pub(crate) fn record(&self) -> Record {
        let records = std::fs::read_dir(self.folder.path().join("exercises")).unwrap();
        let record = records
            .map(|entry| entry.unwrap().path())
            .find(|p| p.extension().is_some_and(|e| e == "hotwash"));
        SqliteJournal::open(&record.unwrap()).unwrap().record
    }
}

//! Where a person's name stands in all that is kept, and taking it out.
//!
//! What was said during an exercise is on its record's chain and can't change without breaking it; such
//! entries are listed, so that somebody can decide to remove the whole record.

use std::collections::BTreeMap;
use std::fs::{self, FileTimes};
use std::path::{Path, PathBuf};

use super::aside::{files_aside, forget_in_aside, is_plan_aside, plans_aside, times_in};
use super::error::StoreError;
use super::journal::{
    Beside, header_text, open_to_read, read_beside, read_names, save_beside, save_names, walk,
};
use super::ledger::{change_ledger_by, read_ledger};
use super::one_file::one_file;
use super::record_files::{record_name, record_paths};
use super::{DataDir, RoomPlan, read_after_action, save_after_action, write_whole};
use crate::base::Moment;
use crate::review::{AfterAction, CorrectiveAction};

/// What stands where a name was.
pub const NAME_REMOVED: &str = "(name removed)";

/// In what a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The table of those who sat at an exercise, evaluators too.
    Names,
    /// What people wrote of an exercise afterwards.
    AfterAction,
    /// Corrective actions that a record carries.
    CarriedActions,
    /// The ledger of corrective actions.
    Ledger,
    /// The plan of an exercise for a room.
    Plan,
    /// A ledger or plan that could not be read and was put aside.
    Aside,
}

impl Holder {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Names => "names of those who took part",
            Self::AfterAction => "after-action text",
            Self::CarriedActions => "corrective actions that came with the record",
            Self::Ledger => "corrective actions",
            Self::Plan => "plan for a room",
            Self::Aside => "file that was put aside",
        }
    }
}

/// A place from which a name can be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePlace {
    /// The file.
    pub path: PathBuf,
    /// In what.
    pub holder: Holder,
    /// How often.
    pub times: usize,
}

/// An entry of a record that holds a name and can't change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameOnRecord {
    /// The record.
    pub path: PathBuf,
    /// The entry, from 1; 0 is the header with its scenario.
    pub entry: i64,
    /// When.
    pub at: Option<Moment>,
    /// The words around it.
    pub text: String,
}

/// Where a person's name stands.
#[derive(Debug, Default)]
pub struct Person {
    /// Where it can be taken out.
    pub places: Vec<NamePlace>,
    /// Where it can't.
    pub on_record: Vec<NameOnRecord>,
    /// What could not be looked into.
    pub unreadable: Vec<StoreError>,
}

/// Looks for a person's name in all that is kept.
///
/// # Errors
/// [`StoreError`] if the folder itself can't be read.
pub fn find_person(dir: &DataDir, name: &str) -> Result<Person, StoreError> {
    let mut person = Person::default();
    for path in record_paths(dir)? {
        let mut found = Person::default();
        // What was found before something can't be read counts as well.
        if let Err(error) = look_into(&path, name, &mut found) {
            person.unreadable.push(error);
        }
        person.places.append(&mut found.places);
        person.on_record.append(&mut found.on_record);
    }
    match read_ledger(dir) {
        Ok(ledger) => {
            let times = ledger.actions.iter().map(|action| in_action(action, name));
            person.add(&dir.ledger(), Holder::Ledger, times.sum());
        }
        Err(error) => person.unreadable.push(error),
    }
    for path in plan_paths(dir) {
        match RoomPlan::read(&path) {
            Ok(plan) => person.add(&path, Holder::Plan, in_plan(&plan, name)),
            Err(error) => person.unreadable.push(error),
        }
    }
    for path in files_aside(dir) {
        match times_in(&path, name) {
            Ok(times) => person.add(&path, Holder::Aside, times),
            Err(error) => person.unreadable.push(error),
        }
    }
    Ok(person)
}

impl Person {
    /// Whether the name stands nowhere where it could be taken out.
    #[must_use]
    pub fn is_nowhere(&self) -> bool {
        self.places.is_empty()
    }

    fn add(&mut self, path: &Path, holder: Holder, times: usize) {
        if times > 0 {
            self.places.push(NamePlace {
                path: path.to_path_buf(),
                holder,
                times,
            });
        }
    }
}

fn look_into(path: &Path, name: &str, found: &mut Person) -> Result<(), StoreError> {
    let names = read_names(path)?;
    let times = names.values().filter(|of| mentions(of, name)).count();
    found.add(path, Holder::Names, times);
    if let Some(mut after) = read_after_action(path)? {
        let mut times = 0;
        rewrite(&mut after, |text| {
            times += usize::from(mentions(text, name));
        });
        found.add(path, Holder::AfterAction, times);
    }
    let actions: Option<Vec<CorrectiveAction>> = read_beside(path, Beside::Actions)?;
    let actions = actions.unwrap_or_default();
    let times = actions.iter().map(|action| in_action(action, name)).sum();
    found.add(path, Holder::CarriedActions, times);
    on_chain(path, name, found)
}

/// Looks for a name in what can't change.
fn on_chain(path: &Path, name: &str, found: &mut Person) -> Result<(), StoreError> {
    let connection = open_to_read(path)?;
    let mut on = |entry, at, text: &str| {
        if let Some(text) = around(text, name) {
            found.on_record.push(NameOnRecord {
                path: path.to_path_buf(),
                entry,
                at,
                text,
            });
        }
    };
    on(0, None, &header_text(&connection, path)?);
    let mut number = 0;
    walk(&connection, path, |entry, json| {
        number += 1;
        on(number, Some(entry.at), json);
    })?;
    Ok(())
}

/// How often a name stands in an action.
fn in_action(action: &CorrectiveAction, name: &str) -> usize {
    let texts = [&action.owner, &action.text, &action.raised.evidence];
    let texts = texts
        .into_iter()
        .chain(action.trials.iter().map(|trial| &trial.why));
    texts.filter(|text| mentions(text, name)).count()
}

fn in_plan(plan: &RoomPlan, name: &str) -> usize {
    let people = plan.roster.participants.iter();
    people
        .filter(|person| mentions(&person.name, name) || mentions(&person.mail, name))
        .count()
}

/// The plans for a room, in the order of their names.
fn plan_paths(dir: &DataDir) -> Vec<PathBuf> {
    let files = fs::read_dir(dir.plans()).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    paths
}

/// Takes a person's name out wherever it can be, and says where it is left or could not be looked for.
///
/// # Errors
/// [`StoreError`] if the folder itself can't be read.
pub fn forget_person(dir: &DataDir, name: &str) -> Result<Person, StoreError> {
    let found = find_person(dir, name)?;
    let mut left = Person {
        on_record: found.on_record,
        unreadable: found.unreadable,
        places: Vec::new(),
    };
    let names = [name.to_owned()];
    for place in found.places {
        let done = match place.holder {
            Holder::Names | Holder::AfterAction | Holder::CarriedActions => {
                forget_in_record(&place.path, place.holder, &names)
            }
            Holder::Ledger => change_ledger_by(dir, |ledger| {
                for action in &mut ledger.actions {
                    forget_in_action(action, &names);
                }
                Ok(())
            })
            .map(|_| ()),
            Holder::Plan => forget_in_plan(&place.path, Some(name)),
            Holder::Aside => forget_in_aside(&place.path, &names),
        };
        if let Err(error) = done {
            left.unreadable.push(error);
            left.places.push(place);
        }
    }
    Ok(left)
}

fn forget_in_action(action: &mut CorrectiveAction, names: &[String]) {
    if names.iter().any(|name| mentions(&action.owner, name)) {
        action.owner.clear();
    }
    without_names(&mut action.text, names);
    without_names(&mut action.raised.evidence, names);
    for trial in &mut action.trials {
        without_names(&mut trial.why, names);
    }
}

fn forget_in_record(path: &Path, holder: Holder, names: &[String]) -> Result<(), StoreError> {
    keep_its_age(path, || {
        match holder {
            Holder::Names => {
                let mut seated = read_names(path)?;
                seated.retain(|_, of| !names.iter().any(|name| mentions(of, name)));
                save_names(path, &seated)?;
            }
            Holder::AfterAction => {
                if let Some(mut after) = read_after_action(path)? {
                    rewrite(&mut after, |text| without_names(text, names));
                    save_after_action(path, &after)?;
                }
            }
            _ => {
                let actions: Option<Vec<CorrectiveAction>> = read_beside(path, Beside::Actions)?;
                let mut actions = actions.unwrap_or_default();
                for action in &mut actions {
                    forget_in_action(action, names);
                }
                save_beside(path, Beside::Actions, &actions)?;
            }
        }
        one_file(path)
    })
}

/// Takes all names out of what stands beside a record.
pub(super) fn forget_all_names(path: &Path) -> Result<(), StoreError> {
    let names: Vec<String> = read_names(path)?.into_values().collect();
    keep_its_age(path, || {
        save_names(path, &BTreeMap::new())?;
        if let Some(mut after) = read_after_action(path)? {
            rewrite(&mut after, |text| without_names(text, &names));
            save_after_action(path, &after)?;
        }
        let actions: Option<Vec<CorrectiveAction>> = read_beside(path, Beside::Actions)?;
        if let Some(mut actions) = actions {
            for action in &mut actions {
                action.owner.clear();
                forget_in_action(action, &names);
            }
            save_beside(path, Beside::Actions, &actions)?;
        }
        one_file(path)
    })
}

/// Whether names stand beside a record.
pub(super) fn has_names(path: &Path) -> Result<bool, StoreError> {
    Ok(!read_names(path)?.is_empty())
}

/// Takes a name out of a plan for a room, or all of them.
pub(super) fn forget_in_plan(path: &Path, name: Option<&str>) -> Result<(), StoreError> {
    if is_plan_aside(path) && name.is_none() {
        // Which of its words are names nobody knows.
        return fs::remove_file(path).map_err(StoreError::io(path));
    }
    let mut plan = RoomPlan::read(path)?;
    let is_them = |text: &str| name.is_none_or(|name| mentions(text, name));
    let people = &mut plan.roster.participants;
    people.retain(|person| !is_them(&person.name) && !is_them(&person.mail));
    let json = serde_json::to_vec_pretty(&plan).map_err(|cause| StoreError::Json {
        path: path.to_path_buf(),
        cause,
    })?;
    keep_its_age(path, || write_whole(path, &json))
}

/// The plans for a room in which people are named, or may be.
pub(super) fn plans_with_names(dir: &DataDir) -> Vec<PathBuf> {
    let named = |path: &PathBuf| {
        RoomPlan::read(path).is_ok_and(|plan| !plan.roster.participants.is_empty())
    };
    let mut plans: Vec<PathBuf> = plan_paths(dir).into_iter().filter(named).collect();
    plans.extend(plans_aside(dir));
    plans
}

/// Does something to a file and leaves it as old as it was: forgetting a name is no use of a record.
pub(super) fn keep_its_age(
    path: &Path,
    work: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let modified = fs::metadata(path).and_then(|meta| meta.modified());
    work()?;
    if let Ok(modified) = modified {
        let times = FileTimes::new().set_modified(modified);
        let set = fs::File::options()
            .write(true)
            .open(path)
            .and_then(|file| file.set_times(times));
        if let Err(error) = set {
            tracing::warn!("{} seems newer than it is: {error}", record_name(path));
        }
    }
    Ok(())
}

/// Goes through all texts that people wrote of an exercise.
pub(super) fn rewrite(after: &mut AfterAction, mut change: impl FnMut(&mut String)) {
    change(&mut after.summary);
    for point in &mut after.points {
        change(&mut point.text);
        change(&mut point.evidence);
        change(&mut point.root_cause);
    }
    for habit in &mut after.habits {
        change(&mut habit.text);
    }
}

/// Takes names out of a text.
pub(super) fn without_names(text: &mut String, names: &[String]) {
    for name in names {
        // What is put in its place could hold the name again; so each search begins behind it.
        let mut from = 0;
        while let Some((start, end)) = found(text, name, from) {
            text.replace_range(start..end, NAME_REMOVED);
            from = start + NAME_REMOVED.len();
        }
    }
}

/// How often a text holds a name.
pub(super) fn mentioned(text: &str, name: &str) -> usize {
    let mut times = 0;
    let mut from = 0;
    while let Some((_, end)) = found(text, name, from) {
        times += 1;
        from = end;
    }
    times
}

/// Whether a text holds a name as words of its own, in capitals or not.
fn mentions(text: &str, name: &str) -> bool {
    found(text, name, 0).is_some()
}

/// Where a name stands in a text from a place on, as words of its own.
fn found(text: &str, name: &str, from: usize) -> Option<(usize, usize)> {
    let name: Vec<char> = name.trim().chars().flat_map(char::to_lowercase).collect();
    let first = *name.first()?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before: Option<char> = text.get(..from)?.chars().next_back();
    for (start, c) in text.get(from..)?.char_indices() {
        let start = from + start;
        let begins = before.is_none_or(|c| !is_word(c)) || !is_word(first);
        before = Some(c);
        if begins && let Some(end) = ends(text.get(start..)?, &name) {
            let next = text.get(start + end..)?.chars().next();
            if next.is_none_or(|c| !is_word(c)) {
                return Some((start, start + end));
            }
        }
    }
    None
}

/// How many bytes of a text's beginning are a name, in capitals or not.
fn ends(text: &str, name: &[char]) -> Option<usize> {
    let mut wanted = name.iter();
    for (at, c) in text.char_indices() {
        if wanted.as_slice().is_empty() {
            return Some(at);
        }
        for lower in c.to_lowercase() {
            if wanted.next() != Some(&lower) {
                return None;
            }
        }
    }
    wanted.as_slice().is_empty().then_some(text.len())
}

/// The words around a name in an entry's JSON, where it stands in a text of it.
fn around(json: &str, name: &str) -> Option<String> {
    let mut values = vec![serde_json::from_str::<serde_json::Value>(json).ok()?];
    while let Some(value) = values.pop() {
        match value {
            serde_json::Value::String(text) => {
                if let Some((start, end)) = found(&text, name, 0) {
                    return Some(excerpt(&text, start, end));
                }
            }
            serde_json::Value::Array(of) => values.extend(of),
            serde_json::Value::Object(of) => values.extend(of.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    None
}

/// A part of a text with what stands just before and behind it, on one line.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    const AROUND: usize = 40;
    let head = text.get(..start).unwrap_or_default();
    let tail = text.get(end..).unwrap_or_default();
    let from = head
        .char_indices()
        .rev()
        .nth(AROUND)
        .map_or(0, |(at, _)| at);
    let to = tail
        .char_indices()
        .nth(AROUND)
        .map_or(tail.len(), |(at, _)| at);
    let part = text.get(from..end + to).unwrap_or(text);
    let words: Vec<&str> = part.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_words_and_not_within_others() {
        for (text, is) in [
            ("Ada did it", true),
            ("so said ADA.", true),
            ("Adaptive", false),
            ("Ada_1", false),
            ("Canada", false),
            ("Žofie, Ada; Bo", true),
        ] {
            assert_eq!(mentions(text, "ada"), is, "{text}");
        }
        assert!(mentions("Ask ada lovelace now", "Ada Lovelace"));
        assert!(!mentions("Ada", ""));
        let mut text = "Ada asked Ada: is ADA there? Adaptive.".to_owned();
        without_names(&mut text, &["Ada".to_owned()]);
        assert_eq!(text.matches(NAME_REMOVED).count(), 3);
        assert!(text.ends_with("Adaptive."));
    }
}

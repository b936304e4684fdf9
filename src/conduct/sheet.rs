//! The MSEL as a table for spreadsheet programs, and back: rows out, injects in, and the deeds that make
//! an exercise's MSEL what the table says.
//!
//! The columns are those that exercise planners use (HSEEP). What a table can't say, such as conditions
//! and effects, an inject keeps as long as its identifier stays in the table.

mod changes;
mod times;

use std::collections::{BTreeMap, BTreeSet};

pub use changes::{NOT_IN_SHEET, changes};

use super::msel::{self, Row, Status};
use super::table::{CellProblem, Line, Sheet, Table, several, suggest, tidy};
use crate::base::id::{InjectId, ObjectiveId, RoleId};
use crate::base::{Id, Moment};
use crate::scenario::{Channel, Inject, Scenario, Trigger};
use crate::score::describe;
use crate::world::{LONGEST_TEXT, State};

/// The names of the columns, in their order.
pub const COLUMNS: [&str; 16] = [
    "Number",
    "Time",
    "Trigger",
    "From",
    "To",
    "Channel",
    "Title",
    "Text",
    "Expected action",
    "Prompts",
    "Objective",
    "Contingency",
    "Status",
    "Responsible",
    "Notes",
    "Identifier",
];

/// The columns that a table to be read must have.
const REQUIRED: [&str; 2] = ["Title", "Text"];

/// The ways an inject can come, in the table's words.
pub const CHANNELS: [(Channel, &str); 5] = [
    (Channel::Call, "Call"),
    (Channel::Mail, "Mail"),
    (Channel::Chat, "Chat"),
    (Channel::News, "News"),
    (Channel::WalkIn, "Walk-in"),
];

/// A line of the table: a text for each of [`COLUMNS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The texts.
    pub cells: [String; COLUMNS.len()],
}

impl SheetRow {
    fn new(scenario: &Scenario, row: &Row<'_>) -> Self {
        let inject = row.inject;
        let roles = inject.to.iter().map(|role| role_name(scenario, role));
        let yes_no = if inject.contingency { "yes" } else { "no" };
        let objective = inject.objective.as_ref();
        Self {
            cells: [
                row.number.to_string(),
                row.status
                    .time()
                    .map(|at| times::to_the_second(at).to_string())
                    .unwrap_or_default(),
                trigger_words(scenario, &inject.trigger),
                inject.from.clone(),
                roles.collect::<Vec<_>>().join("; "),
                channel_name(inject.channel).to_owned(),
                inject.title.clone(),
                inject.text.clone(),
                inject.expected.clone(),
                inject.prompts.join("\n"),
                objective.map_or_else(String::new, |id| objective_name(scenario, id)),
                yes_no.to_owned(),
                status_words(&row.status),
                String::new(),
                String::new(),
                inject.id.to_string(),
            ],
        }
    }

    /// The text in a column; none if there is no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&str> {
        let at = COLUMNS.iter().position(|name| *name == column)?;
        self.cells.get(at).map(String::as_str)
    }
}

/// The MSEL as a table, in the order of its numbers. Before STARTEX its times are those of the plan,
/// without the seed's delays.
#[must_use]
pub fn rows(scenario: &Scenario, state: &State) -> Vec<SheetRow> {
    let rows = standing(scenario, state);
    rows.iter()
        .map(|row| SheetRow::new(scenario, row))
        .collect()
}

/// The table with its head, as it is written.
#[must_use]
pub fn table(rows: &[SheetRow]) -> Table {
    let head = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    let rows = rows.iter().map(|row| row.cells.to_vec());
    Table::of_texts(std::iter::once(head).chain(rows))
}

/// The MSEL as it stands; before STARTEX as it is planned.
pub(super) fn standing<'a>(scenario: &'a Scenario, state: &'a State) -> Vec<Row<'a>> {
    let mut rows = msel::rows(scenario, state);
    // ENDEX is due from STARTEX on.
    if state.queue.is_empty() && state.ended.is_none() {
        for row in &mut rows {
            if let Trigger::At { at, .. } = row.inject.trigger {
                row.status = Status::Planned(scenario.moment(at));
            }
        }
    }
    rows
}

/// The injects that a table describes, in its order.
///
/// A row with the identifier of an inject is that inject: what the table can't say stays as it is, and so
/// does everything in a column that the table lacks. A row without identifier is a new inject, which comes
/// at its time, or by hand if it has none; it comes by mail unless the table says otherwise. The columns
/// Number, Trigger, Status, Responsible and Notes are for people and not read; rows of injects that have
/// come are not read either. `now` is where the exercise's clock is; no time can be given before it.
///
/// # Errors
/// Everything in the table that can't be read, cell by cell.
pub fn read(
    scenario: &Scenario,
    state: &State,
    now: Moment,
    table: &Table,
) -> Result<Vec<Inject>, Vec<CellProblem>> {
    let sheet = Sheet::find(table, &COLUMNS, &REQUIRED)?;
    let mut reading = Reading::new(scenario, state, now);
    let mut injects = Vec::new();
    for line in sheet.lines() {
        injects.extend(reading.inject(line));
    }
    if reading.problems.is_empty() {
        Ok(injects)
    } else {
        Err(reading.problems)
    }
}

/// A table being read.
struct Reading<'a> {
    scenario: &'a Scenario,
    now: Moment,
    known: BTreeMap<InjectId, Row<'a>>,
    /// In which row each inject was found.
    found: BTreeMap<InjectId, usize>,
    /// The identifiers of new injects.
    new: BTreeSet<InjectId>,
    problems: Vec<CellProblem>,
}

impl<'a> Reading<'a> {
    fn new(scenario: &'a Scenario, state: &'a State, now: Moment) -> Self {
        let rows = standing(scenario, state);
        Self {
            scenario,
            now,
            known: rows
                .into_iter()
                .map(|row| (row.inject.id.clone(), row))
                .collect(),
            found: BTreeMap::new(),
            new: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// A value, or note of why there is none.
    fn noted<T>(&mut self, read: Result<T, CellProblem>) -> Option<T> {
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn inject(&mut self, line: Line<'_, '_>) -> Option<Inject> {
        let known = self.known_by(line);
        let known = self.noted(known)?;
        if let Some(row) = &known
            && matches!(row.status, Status::Given(_))
        {
            return Some(row.inject.clone());
        }
        let fields = Fields {
            scenario: self.scenario,
            line,
            shown: known.as_ref().map(|row| SheetRow::new(self.scenario, row)),
        };
        let own = known.as_ref().map(|row| row.inject);
        // Every cell is read, so that all problems of a row are told at once.
        let title = self.noted(fields.required("Title", own.map(|own| &own.title)));
        let text = self.noted(fields.required("Text", own.map(|own| &own.text)));
        let from = self.noted(fields.text("From", own.map(|own| &own.from)));
        let expected = self.noted(fields.text("Expected action", own.map(|own| &own.expected)));
        let to = match fields.changed("To") {
            Ok(None) => Some(own.map(|own| own.to.clone()).unwrap_or_default()),
            Ok(Some(text)) => self.roles(line, &text),
            Err(problem) => self.noted(Err(problem)),
        };
        let channel = self.noted(fields.channel(own.map(|own| own.channel)));
        let prompts = self.noted(fields.prompts(own.map(|own| own.prompts.as_slice())));
        let objective = self.noted(fields.objective(own.and_then(|own| own.objective.as_ref())));
        let contingency = self.noted(fields.contingency(own.is_some_and(|own| own.contingency)));
        let trigger = times::trigger(self.scenario, self.now, line, known.as_ref());
        let trigger = self.noted(trigger);
        let title = title?;
        let id = match own {
            Some(own) => own.id.clone(),
            None => self.fresh(&title),
        };
        Some(Inject {
            id,
            title,
            from: from?,
            to: to?,
            channel: channel?,
            text: text?,
            trigger: trigger?,
            contingency: contingency?,
            expected: expected?,
            prompts: prompts?,
            objective: objective?,
            effects: own.map(|own| own.effects.clone()).unwrap_or_default(),
        })
    }

    /// The inject that a row's identifier names; none for a new one.
    fn known_by(&mut self, line: Line<'_, '_>) -> Result<Option<Row<'a>>, CellProblem> {
        let written = line.text("Identifier")?.unwrap_or_default();
        if written.is_empty() {
            return Ok(None);
        }
        let row = Id::new(&written)
            .ok()
            .and_then(|id| self.known.get(&InjectId::from(id)));
        let Some(row) = row else {
            let ids = self.known.keys().map(InjectId::as_str);
            let meant = suggest(&written, ids);
            let instead = if meant.starts_with("did") {
                format!("{meant} For a new inject leave the cell empty")
            } else {
                "leave the cell empty for a new inject".to_owned()
            };
            let why = "this exercise has no inject of this identifier";
            return Err(line.problem("Identifier", why, instead));
        };
        let id = row.inject.id.clone();
        let row = row.clone();
        match self.found.insert(id, line.number()) {
            Some(before) => Err(line.problem(
                "Identifier",
                format!("row {before} has it too"),
                "leave the cell empty if this row is a new inject, or remove the row",
            )),
            None => Ok(Some(row)),
        }
    }

    /// The roles of these names or identifiers.
    fn roles(&mut self, line: Line<'_, '_>, text: &str) -> Option<Vec<RoleId>> {
        let mut roles = Vec::new();
        let mut all_known = true;
        for name in several(text) {
            match role_named(self.scenario, name) {
                Some(role) if roles.contains(&role) => {}
                Some(role) => roles.push(role),
                None => {
                    all_known = false;
                    self.problems
                        .push(no_such_role(line, "To", name, self.scenario));
                }
            }
        }
        all_known.then_some(roles)
    }

    /// An identifier made of a title that no other inject has.
    fn fresh(&mut self, title: &str) -> InjectId {
        let base = slug(title);
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        let taken = |id: &InjectId| self.known.contains_key(id) || self.new.contains(id);
        let free = std::iter::once(base.clone())
            .chain(numbered)
            .filter_map(|text| Id::new(&text).ok().map(InjectId::from))
            .find(|id| !taken(id));
        // The numbers don't end before there is a free one.
        let id = free.unwrap_or_else(|| Id::internal("inject").into());
        self.new.insert(id.clone());
        id
    }
}

/// The cells of one row, beside what stands in them when nobody changes anything.
struct Fields<'a, 's, 't> {
    scenario: &'a Scenario,
    line: Line<'s, 't>,
    shown: Option<SheetRow>,
}

impl Fields<'_, '_, '_> {
    /// The text of a cell that was changed; none if it says what the inject says anyway, or is not there.
    fn changed(&self, column: &str) -> Result<Option<String>, CellProblem> {
        let Some(text) = self.line.text(column)? else {
            return Ok(None);
        };
        let shown = self.shown.as_ref().and_then(|shown| shown.cell(column));
        let same = shown.is_some_and(|shown| tidy(shown) == text);
        if !same && text.chars().nth(LONGEST_TEXT).is_some() {
            let why = format!("the text is longer than {LONGEST_TEXT} characters");
            return Err(self.line.problem(column, why, "shorten it"));
        }
        Ok((!same).then_some(text))
    }

    fn text(&self, column: &str, own: Option<&String>) -> Result<String, CellProblem> {
        let changed = self.changed(column)?;
        Ok(changed.unwrap_or_else(|| own.cloned().unwrap_or_default()))
    }

    fn required(&self, column: &str, own: Option<&String>) -> Result<String, CellProblem> {
        let text = self.text(column, own)?;
        if text.trim().is_empty() {
            let why = "an inject needs it";
            let instead = "write it, or clear the whole row";
            return Err(self.line.problem(column, why, instead));
        }
        Ok(text)
    }

    fn channel(&self, own: Option<Channel>) -> Result<Channel, CellProblem> {
        let own = own.unwrap_or(Channel::Mail);
        let Some(text) = self.changed("Channel")?.filter(|text| !text.is_empty()) else {
            return Ok(own);
        };
        let letters = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let named = CHANNELS
            .iter()
            .find(|(_, name)| letters(name) == letters(&text));
        named.map(|(channel, _)| *channel).ok_or_else(|| {
            let names = CHANNELS.iter().map(|(_, name)| *name);
            let why = "no inject comes this way";
            self.line.problem("Channel", why, suggest(&text, names))
        })
    }

    fn prompts(&self, own: Option<&[String]>) -> Result<Vec<String>, CellProblem> {
        let own = || own.map(<[String]>::to_vec).unwrap_or_default();
        let prompts = self.changed("Prompts")?.map(|text| {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(ToOwned::to_owned).collect()
        });
        Ok(prompts.unwrap_or_else(own))
    }

    fn objective(&self, own: Option<&ObjectiveId>) -> Result<Option<ObjectiveId>, CellProblem> {
        match self.changed("Objective")? {
            None => Ok(own.cloned()),
            Some(text) if text.is_empty() => Ok(None),
            Some(text) => objective_named(self.scenario, &text)
                .map(Some)
                .ok_or_else(|| {
                    let names = self.scenario.briefing.objectives.iter();
                    let names = names.flat_map(|known| [known.text.as_str(), known.id.as_str()]);
                    let why = "the exercise has no such objective";
                    self.line.problem("Objective", why, suggest(&text, names))
                }),
        }
    }

    fn contingency(&self, own: bool) -> Result<bool, CellProblem> {
        let Some(text) = self.changed("Contingency")? else {
            return Ok(own);
        };
        match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "x" | "1" => Ok(true),
            "" | "no" | "n" | "false" | "0" => Ok(false),
            _ => Err(self.line.problem(
                "Contingency",
                "it is one or it is not",
                "write \"yes\" or \"no\"",
            )),
        }
    }
}

/// The identifier that a title becomes: at most 40 of its letters and digits, so that a number fits behind.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "inject".to_owned()
    } else {
        slug.to_owned()
    }
}

/// A role as the table names it: by its name, or by its identifier where two roles share a name.
#[must_use]
pub fn role_name(scenario: &Scenario, id: &RoleId) -> String {
    let Some(role) = scenario.role(id) else {
        return id.to_string();
    };
    let found = role_named(scenario, &role.name);
    if found.as_ref() == Some(id) && !role.name.contains([';', '\n']) {
        role.name.clone()
    } else {
        id.to_string()
    }
}

/// The role of this name or identifier.
#[must_use]
pub fn role_named(scenario: &Scenario, name: &str) -> Option<RoleId> {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    let by_id = scenario.roles.iter().find(|role| role.id.as_str() == name);
    let by_name = || scenario.roles.iter().find(|role| same(&role.name));
    by_id.or_else(by_name).map(|role| role.id.clone())
}

/// The problem of a cell that names a role which does not exist.
pub(super) fn no_such_role(
    line: Line<'_, '_>,
    column: &str,
    name: &str,
    scenario: &Scenario,
) -> CellProblem {
    let roles = scenario.roles.iter();
    let names = suggest(name, roles.map(|role| role.name.as_str()));
    let why = format!("the exercise has no role \"{name}\"");
    line.problem(column, why, names)
}

fn objective_name(scenario: &Scenario, id: &ObjectiveId) -> String {
    let mut objectives = scenario.briefing.objectives.iter();
    let found = objectives.find(|known| known.id == *id);
    found.map_or_else(|| id.to_string(), |known| known.text.clone())
}

/// The objective of this text or identifier.
pub(super) fn objective_named(scenario: &Scenario, text: &str) -> Option<ObjectiveId> {
    let same = |other: &str| tidy(other).to_lowercase() == tidy(text).to_lowercase();
    let mut objectives = scenario.briefing.objectives.iter();
    let found = objectives.find(|known| known.id.as_str() == text || same(&known.text));
    found.map(|known| known.id.clone())
}

fn channel_name(channel: Channel) -> &'static str {
    let named = CHANNELS.iter().find(|(known, _)| *known == channel);
    named.map_or("Mail", |(_, name)| *name)
}

/// What brings an inject, in words.
#[must_use]
pub fn trigger_words(scenario: &Scenario, trigger: &Trigger) -> String {
    match trigger {
        Trigger::At {
            within, provided, ..
        } => {
            let later = if within.is_zero() {
                String::new()
            } else {
                format!(", up to {within} later")
            };
            let provided = provided.as_ref().map_or_else(String::new, |condition| {
                format!(", provided: {}", describe(scenario, condition))
            });
            format!("By the clock{later}{provided}")
        }
        Trigger::When { condition, delay } => {
            let condition = describe(scenario, condition);
            if delay.is_zero() {
                format!("When {condition}")
            } else {
                format!("{delay} after {condition}")
            }
        }
        Trigger::ByHand => "By hand".to_owned(),
    }
}

/// How things stand with an inject, in words.
#[must_use]
pub fn status_words(status: &Status) -> String {
    match status {
        Status::Planned(_) => "Planned".to_owned(),
        Status::Conditional => "Waits for its condition".to_owned(),
        Status::ByHand => "By hand".to_owned(),
        Status::Held(_) => "Held".to_owned(),
        Status::Waiting(_) => "Waits for the facilitator".to_owned(),
        Status::Given(_) => "Given".to_owned(),
        Status::NotNeeded => "Not needed".to_owned(),
        Status::Skipped(reason) => format!("Skipped: {reason}"),
    }
}

/// When an inject comes as the file says it, if the clock brings it.
fn planned_at(scenario: &Scenario, inject: &Inject) -> Option<Moment> {
    match inject.trigger {
        Trigger::At { at, .. } => Some(scenario.moment(at)),
        _ => None,
    }
}

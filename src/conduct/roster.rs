//! Who takes part: the list of participants as planners keep it, and the seats that it becomes.
//!
//! A seat's identifier is a number and never made of a name: names stand beside the record and can be
//! deleted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sheet::{no_such_role, role_name, role_named};
use super::table::{CellProblem, Line, Sheet, Table, several, suggest};
use crate::base::Id;
use crate::base::id::{RoleId, SeatId};
use crate::scenario::{Facilitation, Scenario, Seat, SeatKind};
use crate::world::LONGEST_TEXT;

/// The names of the columns, in their order.
pub const COLUMNS: [&str; 5] = ["Name", "Role(s)", "Team", "Kind", "Mail"];

/// The kinds of seats, in the list's words.
pub const KINDS: [(SeatKind, &str); 5] = [
    (SeatKind::Participant, "Participant"),
    (SeatKind::Scribe, "Scribe"),
    (SeatKind::Facilitator, "Facilitator"),
    (SeatKind::Evaluator, "Evaluator"),
    (SeatKind::Observer, "Observer"),
];

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// The seat.
    pub seat: SeatId,
    /// The person's name. It never comes on record.
    pub name: String,
    /// What the person does.
    pub kind: SeatKind,
    /// The roles.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The team; empty if there is one team.
    #[serde(default)]
    pub team: String,
    /// Where invitations go; may be empty.
    #[serde(default)]
    pub mail: String,
}

/// Everybody who takes part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// Everybody, in the order of the list.
    pub participants: Vec<Participant>,
}

impl Participant {
    /// The place in the exercise, as the record knows it: without the name.
    #[must_use]
    pub fn place(&self) -> Seat {
        Seat {
            kind: self.kind,
            roles: self.roles.clone(),
            team: self.team.clone(),
        }
    }
}

impl Roster {
    /// The deeds that give everybody a seat. No name is in them.
    #[must_use]
    pub fn deeds(&self) -> Vec<Facilitation> {
        let take = |participant: &Participant| Facilitation::Take {
            seat: participant.seat.clone(),
            place: participant.place(),
        };
        self.participants.iter().map(take).collect()
    }

    /// Who sits where, for the list of names beside the record.
    #[must_use]
    pub fn names(&self) -> BTreeMap<SeatId, String> {
        let named = self
            .participants
            .iter()
            .filter(|p| !p.name.trim().is_empty());
        named.map(|p| (p.seat.clone(), p.name.clone())).collect()
    }

    /// The list as a table with its head.
    #[must_use]
    pub fn table(&self, scenario: &Scenario) -> Table {
        let head = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        let rows = self.participants.iter().map(|participant| {
            let roles = participant.roles.iter();
            let roles: Vec<_> = roles.map(|role| role_name(scenario, role)).collect();
            vec![
                participant.name.clone(),
                roles.join("; "),
                participant.team.clone(),
                kind_name(participant.kind).to_owned(),
                participant.mail.clone(),
            ]
        });
        Table::of_texts(std::iter::once(head).chain(rows))
    }
}

/// The participants that a table lists. Seats are numbered in its order, from `seat-1`.
///
/// # Errors
/// Everything in the table that can't be read, cell by cell.
pub fn read(scenario: &Scenario, table: &Table) -> Result<Roster, Vec<CellProblem>> {
    let sheet = Sheet::find(table, &COLUMNS, &["Name"])?;
    let mut participants = Vec::new();
    let mut problems = Vec::new();
    let mut people = BTreeMap::new();
    for (place, line) in sheet.lines().enumerate() {
        match participant(scenario, line, place + 1) {
            Ok(participant) => {
                let who = (
                    participant.name.to_lowercase(),
                    participant.mail.to_lowercase(),
                );
                match people.insert(who, line.number()) {
                    Some(before) => problems.push(line.problem(
                        "Name",
                        format!("row {before} is the same person"),
                        "write all roles of a person in one row, separated by \";\"",
                    )),
                    None => participants.push(participant),
                }
            }
            Err(of_row) => problems.extend(of_row),
        }
    }
    if problems.is_empty() {
        Ok(Roster { participants })
    } else {
        Err(problems)
    }
}

fn participant(
    scenario: &Scenario,
    line: Line<'_, '_>,
    number: usize,
) -> Result<Participant, Vec<CellProblem>> {
    let mut problems = Vec::new();
    let mut text = |column: &str| match short_text(line, column) {
        Ok(text) => text,
        Err(problem) => {
            problems.push(problem);
            String::new()
        }
    };
    let (name, role_names, team, kind, mail) = (
        text("Name"),
        text("Role(s)"),
        text("Team"),
        text("Kind"),
        text("Mail"),
    );
    if name.is_empty() && problems.is_empty() {
        let instead = "write who it is, or clear the row";
        problems.push(line.problem("Name", "the row has no name", instead));
    }
    let mut roles = Vec::new();
    for name in several(&role_names) {
        match role_named(scenario, name) {
            Some(role) if roles.contains(&role) => {}
            Some(role) => roles.push(role),
            None => problems.push(no_such_role(line, "Role(s)", name, scenario)),
        }
    }
    let kind = kind_named(&kind).unwrap_or_else(|| {
        let names = suggest(&kind, KINDS.iter().map(|(_, name)| *name));
        problems.push(line.problem("Kind", "nobody does this at an exercise", names));
        SeatKind::Participant
    });
    if !mail.is_empty() && !looks_like_mail(&mail) {
        let instead = "write it like name@example.org, or leave it empty";
        problems.push(line.problem("Mail", "this is no mail address", instead));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Participant {
        seat: numbered_seat("seat", number),
        name,
        kind,
        roles,
        team,
        mail,
    })
}

fn short_text(line: Line<'_, '_>, column: &str) -> Result<String, CellProblem> {
    let text = line.text(column)?.unwrap_or_default();
    if text.chars().nth(LONGEST_TEXT).is_some() {
        let why = format!("the text is longer than {LONGEST_TEXT} characters");
        return Err(line.problem(column, why, "shorten it"));
    }
    Ok(text)
}

/// The seat with this number.
pub(super) fn numbered_seat(word: &'static str, number: usize) -> SeatId {
    let id = Id::new(&format!("{word}-{number}"));
    id.unwrap_or_else(|_| Id::internal(word)).into()
}

fn kind_named(name: &str) -> Option<SeatKind> {
    if name.is_empty() {
        return Some(SeatKind::Participant);
    }
    let mut kinds = KINDS.iter();
    let found = kinds.find(|(_, known)| known.eq_ignore_ascii_case(name));
    found.map(|(kind, _)| *kind)
}

fn kind_name(kind: SeatKind) -> &'static str {
    let found = KINDS.iter().find(|(known, _)| *known == kind);
    found.map_or("Participant", |(_, name)| *name)
}

fn looks_like_mail(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !text.contains(char::is_whitespace)
}

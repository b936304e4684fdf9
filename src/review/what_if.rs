//! What if: a record forked at a moment, with a player going on, or with one deed of it changed.

use crate::base::id::{ChoiceId, Id, TargetId};
use crate::base::{Moment, Span};
use crate::exercise::Picture;
use crate::exercise::picture::name_of;
use crate::player::{Cast, Given, Player, Refused};
use crate::scenario::{Command, Scenario};
use crate::world::{Entry, Event, State};

use super::moments::entries_at;

/// Something that somebody did, that could have been done otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its place in the record, from 0.
    pub place: usize,
    /// When.
    pub at: Moment,
    /// What, in words.
    pub title: String,
    /// What it could have been aimed at instead.
    pub targets: Vec<Id>,
    /// What it was aimed at.
    pub on: Vec<TargetId>,
    /// What could have been decided instead, with its words.
    pub options: Vec<(ChoiceId, String)>,
}

/// What is done otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The same, earlier; not before STARTEX.
    Earlier(Span),
    /// The same, later.
    Later(Span),
    /// The same, aimed at something else.
    Elsewhere(Vec<TargetId>),
    /// Decided for something else, with its words.
    Decided(ChoiceId, String),
    /// Not at all.
    Omitted,
}

impl Change {
    /// What is changed, in words.
    #[must_use]
    pub fn describe(&self, scenario: &Scenario) -> String {
        match self {
            Self::Earlier(by) => format!("{by} earlier"),
            Self::Later(by) => format!("{by} later"),
            Self::Elsewhere(on) => {
                let state = State::new(scenario);
                let picture = Picture::new(scenario, &state);
                let names: Vec<String> = on.iter().map(|id| picture.name_of(id)).collect();
                format!("on {} instead", names.join(", "))
            }
            Self::Decided(_, text) => format!("\"{text}\" instead"),
            Self::Omitted => "not at all".to_owned(),
        }
    }
}

/// A record that went another way.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The whole of it: what it shares with the record it left, and what came after.
    pub entries: Vec<Entry>,
    /// How many entries it shares.
    pub shared: usize,
    /// What was done in the record and could not be done on this way.
    pub refused: Vec<Refused>,
}

/// Everything in a record that can be changed, in order: what participants did in the world.
#[must_use]
pub fn deeds(scenario: &Scenario, entries: &[Entry]) -> Vec<Deed> {
    let told = entries.iter().enumerate().filter_map(|(place, entry)| {
        let Event::Commanded { command, .. } = &entry.event else {
            return None;
        };
        Some(Deed {
            place,
            at: entry.at,
            ..describe(scenario, command)?
        })
    });
    told.collect()
}

/// A deed in words, what it was aimed at, and what else it could be; its place and moment are the record's.
fn describe(scenario: &Scenario, command: &Command) -> Option<Deed> {
    let plain = |title: String| {
        Some(Deed {
            place: 0,
            at: Moment::START,
            title,
            targets: Vec::new(),
            on: Vec::new(),
            options: Vec::new(),
        })
    };
    match command {
        Command::Do(order) => {
            let action = scenario.action(&order.action)?;
            let mut deed = plain(action.name.clone())?;
            let names: Vec<String> = order
                .on
                .iter()
                .map(|id| name_of(scenario, id).unwrap_or_else(|| id.to_string()))
                .collect();
            if !names.is_empty() {
                deed.title = format!("{}: {}", action.name, names.join(", "));
            }
            deed.on.clone_from(&order.on);
            deed.targets.clone_from(&action.targets);
            Some(deed)
        }
        Command::Launch(id) => {
            // Whoever planned it gave it an identifier and no other name.
            let name = id.as_str().replace('-', " ");
            plain(format!("Launch the remediation event \"{name}\""))
        }
        Command::Acknowledge(alert) => {
            plain(format!("Take up \"{}\"", scenario.alert(alert)?.title))
        }
        Command::Close { alerts, .. } => {
            let titles = alerts.iter().filter_map(|id| scenario.alert(id));
            let titles: Vec<&str> = titles.map(|alert| alert.title.as_str()).collect();
            plain(format!("Close \"{}\"", titles.join("\", \"")))
        }
        Command::Decide {
            decision, options, ..
        } => {
            let decision = scenario.decision(decision)?;
            let mut deed = plain(format!("Decide: {}", decision.question))?;
            let others = decision.options.iter();
            deed.options = others
                .filter(|option| !options.contains(&option.id))
                .map(|option| (option.id.clone(), option.text.clone()))
                .collect();
            Some(deed)
        }
        Command::Answer { question, .. } => {
            plain(format!("Answer: {}", scenario.question(question)?.text))
        }
        Command::Send { message, .. } => {
            plain(format!("Send \"{}\"", scenario.message(message)?.subject))
        }
        Command::ReportStep { step, .. } => {
            let step = scenario.step(step)?;
            plain(format!("Report {}, \"{}\"", step.name(), step.text))
        }
        _ => None,
    }
}

/// The record as it would have gone, had a player gone on from a moment.
#[must_use]
pub fn go_on(cast: &Cast<'_>, entries: &[Entry], at: Moment, player: Player) -> Branch {
    let shared = entries_at(entries, at);
    let before = entries.get(..shared).unwrap_or_default();
    let run = cast.go_on(before, at, player);
    Branch {
        entries: run.entries,
        shared,
        refused: run.refused,
    }
}

/// The record as it would have gone, had one deed been another and all else been tried as it was; none if there is
/// no deed at that place, or an earlier moment would lie before STARTEX.
#[must_use]
pub fn change(cast: &Cast<'_>, entries: &[Entry], place: usize, change: &Change) -> Option<Branch> {
    let deed = entries.get(place)?;
    let Event::Commanded { seat, command } = &deed.event else {
        return None;
    };
    let mut changed = Given {
        at: deed.at,
        seat: seat.clone(),
        command: command.clone(),
    };
    match change {
        Change::Earlier(by) => changed.at = deed.at - *by,
        Change::Later(by) => changed.at = deed.at + *by,
        Change::Elsewhere(on) => match &mut changed.command {
            Command::Do(order) => order.on.clone_from(on),
            _ => return None,
        },
        Change::Decided(choice, _) => match &mut changed.command {
            Command::Decide { options, .. } => *options = vec![choice.clone()],
            _ => return None,
        },
        Change::Omitted => {}
    }
    if changed.at < Moment::START {
        return None;
    }
    // What lies before both moments stays as it is on record.
    let shared = match change {
        Change::Earlier(_) => entries_at(entries, changed.at),
        _ => place,
    };
    let later = entries.get(shared..)?.iter().enumerate();
    let mut commands: Vec<Given> = later
        .filter(|(i, _)| shared + i != place)
        .filter_map(|(_, entry)| match &entry.event {
            Event::Commanded { seat, command } => Some(Given {
                at: entry.at,
                seat: seat.clone(),
                command: command.clone(),
            }),
            _ => None,
        })
        .collect();
    if *change != Change::Omitted {
        let here = match change {
            // At its own moment it stands where it stood: before what came after it.
            Change::Elsewhere(_) | Change::Decided(..) => 0,
            _ => commands.partition_point(|given| given.at < changed.at),
        };
        commands.insert(here, changed);
    }
    let run = cast.give(entries.get(..shared)?, &commands);
    Some(Branch {
        entries: run.entries,
        shared,
        refused: run.refused,
    })
}

#[cfg(test)]
mod tests;

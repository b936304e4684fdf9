//! What the record says of roles and of running the response: rules that are findings, not walls.

mod decisions;
mod tasks;

use std::collections::BTreeSet;

use crate::base::id::{RoleId, SeatId};
use crate::base::{Moment, Span};
use crate::scenario::{Action, Command, Duty, Order, Scenario, Seat, SeatKind, Verb};
use crate::world::apply::apply;
use crate::world::{Entry, Event, State};

/// Which rule a finding speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The incident commander fixes nothing.
    CommanderActed,
    /// Who works holds a role for it.
    OutOfRole,
    /// Every decision has an owner.
    NoOwner,
    /// Every decision has a reason.
    NoReason,
    /// Strong objections are asked for before risky steps.
    ObjectionsNotAsked,
    /// Every task has an owner and a time.
    LooseTask,
    /// Tasks are done in time.
    Overdue,
    /// A message that needs approval has it.
    NotApproved,
    /// One person leads, and no more than about seven report to them.
    Span,
    /// There is one incident commander at a time.
    Command,
}

/// A finding about how the response was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// When.
    pub at: Moment,
    /// Whose; the whole room's if none.
    pub seat: Option<SeatId>,
    /// Which rule.
    pub rule: Rule,
    /// What happened, in a sentence without names of people.
    pub text: String,
}

/// How long work may lie without an owner or a time.
const LOOSE_FOR: Span = Span::from_minutes(10);

/// How long a handover may take before nobody leads, or two do.
const HANDOVER: Span = Span::from_minutes(5);

/// How many people one person can lead (ICS: three to seven).
const MOST_LED: usize = 7;

/// How much of a text that somebody wrote stands in a finding, in characters.
const LONGEST_QUOTE: usize = 80;

/// The findings of a record, in the order of their moments.
#[must_use]
pub fn findings(scenario: &Scenario, entries: &[Entry]) -> Vec<Finding> {
    let mut watch = Watch {
        scenario,
        found: Vec::new(),
        last_seat: None,
        standing: Vec::new(),
    };
    let mut state = State::new(scenario);
    for entry in entries {
        watch.before(&state, entry);
        apply(&mut state, entry);
        watch.after(&state, entry);
    }
    let until = entries.last().map_or(Moment::START, |entry| entry.at);
    let until = state.ended.unwrap_or(until);
    watch.end(until);
    let mut found = watch.found;
    found.extend(decisions::of_room(scenario, &state));
    found.extend(tasks::loose_and_late(&state, until));
    found.sort_by(|a, b| (a.at, a.rule, &a.seat, &a.text).cmp(&(b.at, b.rule, &b.seat, &b.text)));
    found
}

/// What is looked at entry by entry.
struct Watch<'a> {
    scenario: &'a Scenario,
    found: Vec<Finding>,
    /// Who gave the last command.
    last_seat: Option<SeatId>,
    /// What is wrong with who leads whom, and since when.
    standing: Vec<(Wrong, Moment)>,
}

/// Something that is wrong with who leads whom, as long as it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    NobodyLeads,
    SeveralLead,
    TooMany,
}

impl Wrong {
    const ALL: [Self; 3] = [Self::NobodyLeads, Self::SeveralLead, Self::TooMany];

    fn rule(self) -> Rule {
        match self {
            Self::NobodyLeads | Self::SeveralLead => Rule::Command,
            Self::TooMany => Rule::Span,
        }
    }

    fn text(self, lasted: Span) -> String {
        match self {
            Self::NobodyLeads => format!("For {lasted} nobody was the incident commander"),
            Self::SeveralLead => {
                format!("For {lasted} more than one person was the incident commander")
            }
            Self::TooMany => format!(
                "For {lasted} more than {MOST_LED} people reported to the incident commander directly, without a lead between"
            ),
        }
    }
}

impl Watch<'_> {
    /// Looks at a command while the seats are as they were when it was given.
    fn before(&mut self, state: &State, entry: &Entry) {
        let Event::Commanded { seat, command } = &entry.event else {
            return;
        };
        self.last_seat = Some(seat.clone());
        if let Some(place) = state.conduct.seats.get(seat)
            && place.kind == SeatKind::Participant
        {
            for action in actions_of(self.scenario, state, command) {
                self.look_at_hands(entry.at, seat, place, action);
            }
        }
    }

    /// Looks at what happened, and at who leads whom from now on.
    fn after(&mut self, state: &State, entry: &Entry) {
        if let Event::MessageSent {
            message,
            approved: false,
            ..
        } = &entry.event
            && let Some(message) = self.scenario.message(message)
            && message.approval.is_some()
        {
            let seated = |seat: &SeatId| state.conduct.seats.contains_key(seat);
            self.found.push(Finding {
                at: entry.at,
                seat: self.last_seat.clone().filter(seated),
                rule: Rule::NotApproved,
                text: format!(
                    "The message \"{}\" went out without its approval",
                    message.subject
                ),
            });
        }
        for wrong in Wrong::ALL {
            self.keep(wrong, is_so(self.scenario, state, wrong), entry.at);
        }
    }

    /// Whoever works should hold a role for it, and the incident commander should not work.
    fn look_at_hands(&mut self, at: Moment, seat: &SeatId, place: &Seat, action: &Action) {
        let fits = place.roles.iter().any(|role| action.roles.contains(role));
        if fits || action.roles.is_empty() {
            return;
        }
        let mut roles = place.roles.iter().filter_map(|id| self.scenario.role(id));
        let commander = roles.find(|role| role.duty == Duty::Commander);
        // To talk and to arrange is what a commander is there for.
        let is_technical = action.verb != Verb::Perform;
        let (rule, text) = if let Some(role) = commander.filter(|_| is_technical) {
            let text = format!("{} personally carried out \"{}\"", role.name, action.name);
            (Rule::CommanderActed, text)
        } else {
            let text = format!(
                "\"{}\" was carried out by {}; it is work of {}",
                action.name,
                names(self.scenario, &place.roles),
                names(self.scenario, &action.roles)
            );
            (Rule::OutOfRole, text)
        };
        self.found.push(Finding {
            at,
            seat: Some(seat.clone()),
            rule,
            text,
        });
    }

    /// Takes note whether something is wrong; when it is no more, that it was.
    fn keep(&mut self, wrong: Wrong, is_so: bool, at: Moment) {
        let place = self.standing.iter().position(|(of, _)| *of == wrong);
        match place {
            None if is_so => self.standing.push((wrong, at.max(Moment::START))),
            Some(place) if !is_so => {
                let (_, since) = self.standing.swap_remove(place);
                self.say(wrong, since, at);
            }
            _ => {}
        }
    }

    fn say(&mut self, wrong: Wrong, since: Moment, until: Moment) {
        let lasted = until.since(since);
        if lasted >= HANDOVER {
            self.found.push(Finding {
                at: since,
                seat: None,
                rule: wrong.rule(),
                text: wrong.text(lasted),
            });
        }
    }

    fn end(&mut self, until: Moment) {
        for (wrong, since) in std::mem::take(&mut self.standing) {
            self.say(wrong, since, until);
        }
    }
}

/// Whether something is wrong with who leads whom. Where nobody is seated nobody has to be led.
fn is_so(scenario: &Scenario, state: &State, wrong: Wrong) -> bool {
    let seats = &state.conduct.seats;
    let knows_command = scenario.roles.iter().any(|r| r.duty == Duty::Commander);
    if state.ended.is_some() || seats.is_empty() || !knows_command {
        return false;
    }
    let has = |seat: &Seat, duty: Duty| {
        let mut roles = seat.roles.iter().filter_map(|id| scenario.role(id));
        roles.any(|role| role.duty == duty)
    };
    let leads = |seat: &&Seat| has(seat, Duty::Commander);
    match wrong {
        Wrong::NobodyLeads => !seats.values().any(|seat| leads(&seat)),
        Wrong::SeveralLead => seats.values().filter(leads).count() > 1,
        Wrong::TooMany => {
            let teams_with_lead: BTreeSet<&str> = seats
                .values()
                .filter(|seat| has(seat, Duty::Lead))
                .map(|seat| seat.team.as_str())
                .collect();
            let reports = |seat: &&Seat| {
                let is_led_otherwise =
                    !has(seat, Duty::Lead) && teams_with_lead.contains(seat.team.as_str());
                seat.kind == SeatKind::Participant && !leads(seat) && !is_led_otherwise
            };
            seats.values().any(|seat| leads(&seat))
                && seats.values().filter(reports).count() > MOST_LED
        }
    }
}

/// The actions that a command carries out, each once.
fn actions_of<'a>(scenario: &'a Scenario, state: &State, command: &Command) -> Vec<&'a Action> {
    let orders: &[Order] = match command {
        Command::Do(order) => std::slice::from_ref(order),
        Command::Launch(event) => state.plans.get(event).map_or(&[], |plan| &plan.orders),
        _ => &[],
    };
    let mut actions: Vec<&Action> = Vec::new();
    for action in orders
        .iter()
        .filter_map(|order| scenario.action(&order.action))
    {
        if !actions.iter().any(|other| other.id == action.id) {
            actions.push(action);
        }
    }
    actions
}

/// The names of roles: `Network, Database`.
fn names(scenario: &Scenario, roles: &[RoleId]) -> String {
    let names: Vec<&str> = roles
        .iter()
        .filter_map(|id| scenario.role(id))
        .map(|role| role.name.as_str())
        .collect();
    if names.is_empty() {
        "somebody without a role".to_owned()
    } else {
        names.join(", ")
    }
}

/// What somebody wrote, short enough for a sentence.
fn quote(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("\"{}...\"", text.get(..end).unwrap_or(text)),
        None => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests;

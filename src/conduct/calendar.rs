//! A planned exercise as calendar files (RFC 5545): one event for participants, which tells nothing, and
//! the facilitator's with an event for each planned inject.

use std::fmt::Write as _;

use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::msel::Row;
use super::sheet::{role_name, standing};
use crate::base::id::RoleId;
use crate::base::{Moment, Span};
use crate::scenario::Scenario;
use crate::world::State;

/// What everybody should know before an exercise begins.
pub const RULES: &str = "This is an exercise. Nobody touches real systems, and nothing leaves the room. \
    Begin whatever you write or say to others with \"Exercise\". If something real happens, say \
    \"No exercise\": then everything stops. Use what you know and what your playbook says; there is no \
    wrong question.";

/// What these are calendars of.
const PRODUCT: &str = "Exercise plan";

/// When a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// At this time of the place where it is held: what a calendar shows everywhere.
    Local(DateTime),
    /// At this instant, whatever the time of a place.
    Instant(jiff::Timestamp),
}

/// A session that is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What tells it from others: the same session must have the same when it is planned anew, so that
    /// calendars replace its events.
    pub uid: String,
    /// When it begins.
    pub begins: Begins,
    /// How long it takes, by the clock on the wall.
    pub lasts: Span,
    /// Where; may be empty.
    pub place: String,
    /// When this plan was made.
    pub stamp: jiff::Timestamp,
}

/// The calendar for participants: one event with the organisation, the rules and the roles of whoever it is
/// for. The exercise goes by its code name: title, summary, situation and objectives may tell what happens.
#[must_use]
pub fn for_participants(scenario: &Scenario, session: &Session, roles: &[RoleId]) -> String {
    let mut text = format!("{}\n", scenario.briefing.organisation);
    let names: Vec<String> = roles.iter().map(|role| role_name(scenario, role)).collect();
    if !names.is_empty() {
        // Writing into a string can't fail.
        let _ = writeln!(text, "\nYou are: {}", names.join(", "));
    }
    let _ = write!(text, "\n{RULES}");
    let mut calendar = empty(PRODUCT);
    calendar.push(whole(scenario, session, &text));
    written(&calendar)
}

/// The calendar for the facilitator: the whole session with the scenario's title and briefing, and an event
/// for each inject that has a time. A story that is longer than the session is told so much faster.
#[must_use]
pub fn for_facilitator(scenario: &Scenario, state: &State, session: &Session) -> String {
    let mut calendar = empty(PRODUCT);
    calendar.push(whole(scenario, session, &briefing(scenario)));
    for row in standing(scenario, state) {
        if let Some(at) = row.status.time().filter(|_| row.status.is_open()) {
            calendar.push(inject(scenario, session, &row, at));
        }
    }
    written(&calendar)
}

/// A calendar without anything in it, with what it is a calendar of.
pub(crate) fn empty(of: &str) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", format!("-//Hotwash//{of}//EN")));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar
}

/// The longest line of a calendar file, in bytes (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// A calendar's text, with long lines broken again: the library's are a byte too long.
pub(crate) fn written(calendar: &Calendar) -> String {
    let whole = calendar.to_string().replace("\r\n ", "");
    let mut text = String::with_capacity(whole.len() + whole.len() / LONGEST_LINE * 3);
    for line in whole.lines() {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST_LINE {
                text.push_str("\r\n ");
                length = 1;
            }
            text.push(c);
            length += c.len_utf8();
        }
        text.push_str("\r\n");
    }
    text
}

/// How long an inject's event is, so that calendars show it.
const SHOWN_FOR: Span = Span::from_minutes(5);

fn event(session: &Session, uid: &str, from: Span, lasts: Span) -> Event {
    let mut event = Event::new();
    event.uid(uid);
    event.add_property("DTSTAMP", utc(session.stamp));
    event.add_property("DTSTART", moment(session, from));
    event.add_property("DTEND", moment(session, from.plus(lasts)));
    if !session.place.is_empty() {
        event.location(&one_line(&session.place));
    }
    event
}

/// The whole session, under its code name even for the facilitator: others see a summary on the wall or in a
/// shared calendar.
fn whole(scenario: &Scenario, session: &Session, text: &str) -> Event {
    let mut event = event(session, &uid(session, "session"), Span::ZERO, session.lasts);
    event.summary(&one_line(&format!("Exercise {}", scenario.code_name)));
    event.description(&plain(text));
    event
}

/// What the facilitator should know of the scenario before it begins.
fn briefing(scenario: &Scenario) -> String {
    let briefing = &scenario.briefing;
    let mut text = format!(
        "{}\n\n{}\n\n{}\n",
        scenario.title, briefing.organisation, briefing.situation
    );
    if !briefing.objectives.is_empty() {
        text.push_str("\nWe train:\n");
    }
    for objective in &briefing.objectives {
        // Writing into a string can't fail.
        let _ = writeln!(text, "- {}", objective.text);
    }
    let _ = write!(text, "\n{RULES}");
    text
}

fn inject(scenario: &Scenario, session: &Session, row: &Row<'_>, at: Moment) -> Event {
    let inject = row.inject;
    let roles = inject.to.iter().map(|role| role_name(scenario, role));
    let roles: Vec<String> = roles.collect();
    let to = if roles.is_empty() {
        "everybody".to_owned()
    } else {
        roles.join(", ")
    };
    let mut text = format!(
        "{at}. From {} to {to}\n\n{}\n\nExpected: {}\n",
        inject.from, inject.text, inject.expected
    );
    for prompt in &inject.prompts {
        // Writing into a string can't fail.
        let _ = writeln!(text, "- {prompt}");
    }
    let from = on_the_wall(scenario, session, at);
    let mut event = event(session, &uid(session, inject.id.as_str()), from, SHOWN_FOR);
    event.summary(&format!("{}: {}", row.number, one_line(&inject.title)));
    event.description(&plain(&text));
    event
}

/// How long after the beginning a moment of the story comes, by the clock on the wall.
fn on_the_wall(scenario: &Scenario, session: &Session, at: Moment) -> Span {
    let story = at.since(Moment::START).as_ms();
    let (length, lasts) = (scenario.length.as_ms(), session.lasts.as_ms());
    if length <= lasts {
        return Span::from_ms(story);
    }
    let scaled = u128::from(story) * u128::from(lasts) / u128::from(length);
    Span::from_ms(u64::try_from(scaled).unwrap_or(lasts))
}

/// A name for an event that no other has, in the characters that every calendar keeps.
fn uid(session: &Session, what: &str) -> String {
    let hash = blake3::hash(format!("{}\n{what}", session.uid).as_bytes());
    let short: String = hash.to_hex().chars().take(32).collect();
    format!("{short}@hotwash")
}

/// A moment so long after the session's beginning, as calendars write it.
fn moment(session: &Session, after: Span) -> String {
    let after = SignedDuration::from_millis(i64::try_from(after.as_ms()).unwrap_or(i64::MAX));
    match session.begins {
        Begins::Local(begins) => {
            let at = begins.saturating_add(after);
            at.strftime("%Y%m%dT%H%M%S").to_string()
        }
        Begins::Instant(begins) => utc(begins.saturating_add(after).unwrap_or(begins)),
    }
}

fn utc(at: jiff::Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without characters that a calendar file can't hold.
pub(crate) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let keeps = |c: &char| *c == '\n' || !c.is_control();
    text.chars()
        .filter(keeps)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

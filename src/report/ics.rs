//! The due dates of corrective actions as a calendar (RFC 5545): a task and an all-day event for each that is open and
//! has a date, with a reminder a week and a day before.

use chrono::Duration;
use icalendar::{Alarm, Component as _, Event, EventLike as _, Property, Todo};
use jiff::civil::Date;

use super::content::{ActionLine, Audience, Content, priority_name};
use crate::conduct::calendar::{empty, one_line, plain, written};
use crate::review::Priority;

/// The calendar.
pub(super) fn calendar(content: &Content) -> String {
    let mut calendar = empty();
    for action in content.raised.iter().filter(|action| !action.is_closed) {
        if let Some(due) = action.due {
            calendar.push(todo(content, action, due));
            calendar.push(event(content, action, due));
        }
    }
    written(&calendar)
}

fn uid(content: &Content, action: &ActionLine, what: &str) -> String {
    let text = format!("{}\n{}\n{what}", content.head.exercise, action.id);
    let hash = blake3::hash(text.as_bytes());
    let short: String = hash.to_hex().chars().take(32).collect();
    format!("{short}@hotwash")
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn date(name: &str, date: Date) -> Property {
    let mut property = Property::new(name, day(date));
    property.add_parameter("VALUE", "DATE");
    property
}

fn text(content: &Content, action: &ActionLine) -> String {
    let owner = match (content.audience, action.has_owner) {
        (_, false) => "nobody yet",
        (Audience::Participants, true) => "named in the full report",
        (Audience::Everyone, true) => &action.owner,
    };
    plain(&format!(
        "{}\nCapability: {}\nOwner: {owner}\nPriority: {}\nRaised in exercise {} on {}\n{}",
        action.text,
        action.capability.name(),
        priority_name(action.priority),
        content.head.code_name,
        content.head.held_on,
        action.evidence
    ))
}

/// A week and a day before, at midnight.
fn alarms() -> [Alarm; 2] {
    [7, 1].map(|days| Alarm::display("A corrective action is due", -Duration::days(days)))
}

fn stamp(content: &Content) -> String {
    format!("{}T000000Z", day(content.head.held_on))
}

fn todo(content: &Content, action: &ActionLine, due: Date) -> Todo {
    let mut todo = Todo::new();
    todo.uid(&uid(content, action, "todo"));
    todo.add_property("DTSTAMP", stamp(content));
    todo.append_property(date("DUE", due));
    todo.add_property(
        "PRIORITY",
        match action.priority {
            Priority::High => "1",
            Priority::Medium => "5",
            Priority::Low => "9",
        },
    );
    todo.add_property("STATUS", "NEEDS-ACTION");
    todo.summary(&one_line(&action.text));
    todo.description(&text(content, action));
    todo
}

fn event(content: &Content, action: &ActionLine, due: Date) -> Event {
    let mut event = Event::new();
    event.uid(&uid(content, action, "event"));
    event.add_property("DTSTAMP", stamp(content));
    event.append_property(date("DTSTART", due));
    event.append_property(date("DTEND", due.saturating_add(jiff::Span::new().days(1))));
    event.add_property("TRANSP", "TRANSPARENT");
    event.summary(&one_line(&format!("Due: {}", action.text)));
    event.description(&text(content, action));
    for alarm in alarms() {
        event.alarm(alarm);
    }
    event
}

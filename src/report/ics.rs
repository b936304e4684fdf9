//! The due dates of corrective actions as a calendar (RFC 5545): a task and an all-day event for each that is open and
//! has a date, with a reminder a week and a day before; what is done is a completed task.

use chrono::Duration;
use icalendar::{Alarm, Component as _, Event, EventLike as _, Property, Todo};
use jiff::civil::Date;

use super::ReportError;
use super::content::{ActionLine, Audience, Content};
use crate::conduct::calendar::{empty, one_line, plain, written};
use crate::review::Priority;

/// The calendar.
pub(super) fn calendar(content: &Content) -> Result<String, ReportError> {
    let mut calendar = empty("Improvement plan");
    let mut is_empty = true;
    for action in &content.raised {
        let Some(due) = action.due else { continue };
        is_empty = false;
        calendar.push(todo(content, action, due));
        if action.done_on.is_none() {
            calendar.push(event(content, action, due));
        }
    }
    // A calendar holds one component at least (RFC 5545, 3.6).
    if is_empty {
        return Err(ReportError::NothingDue);
    }
    Ok(written(&calendar))
}

fn uid(content: &Content, action: &ActionLine, what: &str) -> String {
    let text = format!("{}\n{}\n{what}", content.head.registration, action.id);
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
        action.priority.name(),
        content.head.code_name,
        content.head.held_on,
        action.evidence
    ))
}

/// A week and a day before, at midnight.
fn alarms(content: &Content, action: &ActionLine) -> [Alarm; 2] {
    [7, 1].map(|days| {
        let mut alarm = Alarm::display("A corrective action is due", -Duration::days(days));
        // Otherwise the library invents both, and no two files of one plan are the same.
        alarm.add_property("UID", uid(content, action, &format!("{days} days before")));
        alarm.add_property("DTSTAMP", stamp(content));
        alarm
    })
}

fn at_midnight(date: Date) -> String {
    format!("{}T000000Z", day(date))
}

fn stamp(content: &Content) -> String {
    at_midnight(content.head.held_on)
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
    if let Some(done) = action.done_on {
        todo.add_property("STATUS", "COMPLETED");
        todo.add_property("COMPLETED", at_midnight(done));
        todo.add_property("PERCENT-COMPLETE", "100");
    } else {
        todo.add_property("STATUS", "NEEDS-ACTION");
    }
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
    for alarm in alarms(content, action) {
        event.alarm(alarm);
    }
    event
}

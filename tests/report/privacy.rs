//! Whatever people are called, participants' reports hold no name, and lose nothing else.

use std::collections::BTreeMap;

use hotwash::report::{Audience, Content, Format};
use hotwash::review::{AfterAction, Habit, HabitKind, Point, ReportState};
use hotwash::scenario::Sign;

use serde_json::json;

use super::{Played, actions, room, seat};

/// Formats that are text.
const TEXTS: [Format; 7] = [
    Format::Html,
    Format::Markdown,
    Format::Csv,
    Format::Json,
    Format::Navigator,
    Format::Xapi,
    Format::Ics,
];

#[test]
fn participants_see_nobody_s_name() {
    let room = room();
    for format in Format::ALL {
        // Packed formats hold the same document as the page does.
        if matches!(format, Format::Pdf | Format::Docx) {
            continue;
        }
        let text = room.written(format, Audience::Participants).to_lowercase();
        for name in [
            "zebulon",
            "quackenbush",
            "philippa",
            "ümlautová",
            "balthasar",
            "nightingale",
        ] {
            assert!(!text.contains(name), "{format:?} names {name}");
        }
        for note in ["kept silent for ten minutes", "needed two prompts"] {
            assert!(
                !text.contains(note),
                "{format:?} tells a note on one person"
            );
        }
    }
    let full = room.written(Format::Xapi, Audience::Everyone);
    assert!(full.contains("Zebulon Quackenbush"));
}

/// Words that are nobody's name, each a tag, a role or a common word somewhere.
const COMMON: &str = "The room will decide to start at a low priority, and IT participants say it is the security team's";

/// A name, what of it must not stand anywhere, and how else people write it.
const PEOPLE: [(&str, &[&str], &[&str]); 12] = [
    (
        "Jason Low",
        &["Jason", "Jason Low"],
        &["JASON", "jason low"],
    ),
    ("Li Wu", &["Li", "Wu"], &["LI", "Li's"]),
    ("Jo Start", &["Jo", "Jo Start"], &["jo start", "Jo"]),
    (
        "Will Mayer",
        &["Mayer", "Will Mayer"],
        &["Mayer, Will", "mayers"],
    ),
    (
        "Sean O'Brien",
        &["O'Brien", "Brien", "OBrien"],
        &["O’Brien", "obrien"],
    ),
    (
        "Łukasz Groß",
        &["Łukasz", "Groß"],
        &["Lukasz", "gross", "GROSS"],
    ),
    (
        "Žofie Ümlautová",
        &["Žofie", "Ümlautová"],
        &["zofie", "Umlautova", "UMLAUTOVA"],
    ),
    ("李伟", &["李伟"], &["李伟"]),
    ("Stop Attacker", &["Stop Attacker"], &["STOP ATTACKER"]),
    ("Everyone Gap", &["Everyone Gap"], &["Gap"]),
    ("High Contain", &["High Contain"], &["Contain, High"]),
    (
        "Responders True",
        &["Responders True"],
        &["responders true"],
    ),
];

/// Owners that are roles, tags or groups: nobody's names.
const GROUPS: [&str; 9] = [
    "All participants",
    "Facilitator",
    "IT",
    "Security team",
    "First responders",
    "participants",
    "the room",
    "Security analyst",
    "Help desk",
];

/// The room with this person in its first seat, and with texts that name them in every way.
fn with_person(mut room: Played, name: &str, also: &[&str], owner: &str) -> Played {
    let mut said = format!("{name} led");
    for way in also {
        said.push_str("; we waited for ");
        said.push_str(way);
    }
    room.names = BTreeMap::from([(seat("seat-1"), name.to_owned())]);
    room.after = Some(AfterAction {
        state: ReportState::InReview,
        summary: format!("{said}.\n\n{COMMON}."),
        points: vec![Point {
            text: said.clone(),
            evidence: said.clone(),
            root_cause: said.clone(),
            ..Point::new(Sign::Gap)
        }],
        habits: HabitKind::ALL
            .map(|kind| Habit {
                kind,
                text: said.clone(),
            })
            .into(),
    });
    room.actions = actions();
    for action in &mut room.actions {
        action.text.clone_from(&said);
        action.raised.evidence.clone_from(&said);
        owner.clone_into(&mut action.owner);
    }
    room
}

/// Whether a text holds this as words of their own, with these capitals.
fn holds(text: &str, name: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric) && name.is_ascii();
    text.match_indices(name).any(|(at, _)| {
        !is_letter(text[..at].chars().next_back())
            && !is_letter(text[at + name.len()..].chars().next())
    })
}

/// All that is no text: what the two variants must have alike.
fn bones(content: &Content) -> Vec<String> {
    let events = content.timeline.iter();
    let events = events.map(|event| json!([event.lane, event.kind, event.when]));
    let items = content.scores.items.iter();
    let items = items.map(|item| json!([item.kind, item.id, item.title, item.text]));
    let habits = content.habits.iter().map(|habit| json!(habit.kind));
    let raised = content.raised.iter();
    let raised = raised.map(|action| json!([action.priority, action.due, action.is_closed]));
    let all = events.chain(items).chain(habits).chain(raised);
    all.chain([json!(content.objectives)])
        .map(|part| format!("{part}"))
        .collect()
}

#[test]
fn whatever_somebody_is_called_stands_in_no_text() {
    let mut played = room();
    for (name, parts, also) in PEOPLE {
        played = with_person(played, name, also, "Balthasar Nightingale");
        let content = played.content(Audience::Participants);
        assert_eq!(content.audience, Audience::Participants);
        assert_eq!(
            bones(&content),
            bones(&played.content(Audience::Everyone)),
            "{name}"
        );
        let label = format!("[{}]", content.head.seats[0].label);
        assert!(
            content.summary.starts_with(&format!("{label} led")),
            "{}",
            content.summary
        );
        assert!(
            content.summary.ends_with(&format!("{COMMON}.")),
            "{}",
            content.summary
        );
        for format in TEXTS {
            let text = played.written(format, Audience::Participants);
            for part in parts.iter().chain(also) {
                let escaped = part.replace('\'', "&#x27;");
                assert!(
                    !holds(&text, part) && !holds(&text, &escaped) || is_word(part),
                    "{format:?} names {part}"
                );
            }
            assert!(!text.contains("Nightingale"), "{format:?} names an owner");
        }
    }
}

/// Whether a report has good use for this word.
fn is_word(part: &str) -> bool {
    ["Gap"].contains(&part)
}

#[test]
fn owners_that_are_groups_take_no_words_away() {
    let mut played = room();
    for owner in GROUPS {
        played = with_person(played, "Ada Quackenbush", &[], owner);
        let content = played.content(Audience::Participants);
        assert_eq!(content.audience, Audience::Participants);
        assert!(
            content.summary.ends_with(&format!("{COMMON}.")),
            "{}",
            content.summary
        );
        assert_eq!(
            bones(&content),
            bones(&played.content(Audience::Everyone)),
            "{owner}"
        );
        assert!(content.raised.iter().all(|action| action.owner.is_empty()));
        assert!(
            !played
                .written(Format::Json, Audience::Participants)
                .contains("Quackenbush")
        );
    }
}

#[test]
fn what_was_noted_of_one_person_stays_away_however_it_got_there() {
    let notes = ["kept silent for ten minutes", "needed two prompts"];
    let mut played = room();
    let proposed = AfterAction::proposed(&played.review);
    let of_one = proposed.points.iter().filter(|point| point.of_one_person);
    assert_eq!(of_one.count(), 2, "an observation and a rating");
    // Taken over by this program, by one that knew no difference, reworded, and not taken over at all.
    let mut older = proposed.clone();
    let mut reworded = proposed.clone();
    for point in &mut older.points {
        point.of_one_person = false;
    }
    for point in reworded
        .points
        .iter_mut()
        .filter(|point| point.of_one_person)
    {
        "Somebody said nothing".clone_into(&mut point.text);
        point.evidence.clear();
    }
    for after in [Some(proposed), Some(older), Some(reworded), None] {
        played.after = after;
        for action in &mut played.actions {
            action.raised.evidence =
                format!("Seen at T+0:05 by the exercise's staff: {}", notes[0]);
        }
        for format in TEXTS {
            let text = played
                .written(format, Audience::Participants)
                .to_lowercase();
            let text = text.replace("\r\n ", "");
            for note in notes.iter().chain(&["somebody said nothing"]) {
                assert!(!text.contains(note), "{format:?} tells {note}");
            }
        }
        let told = played.content(Audience::Participants);
        let full = played.content(Audience::Everyone);
        let count = |content: &Content| content.strengths.len() + content.improvements.len();
        assert!(count(&told) + 2 == count(&full) && count(&told) > 0);
    }
}

#[test]
fn a_report_that_is_empty_on_purpose_stays_empty() {
    let mut played = room();
    played.after = Some(AfterAction {
        state: ReportState::Closed,
        summary: "Nothing to add.".to_owned(),
        ..AfterAction::default()
    });
    let content = played.content(Audience::Everyone);
    assert!(
        content.strengths.is_empty() && content.improvements.is_empty() && !content.are_proposed
    );
    played.after = None;
    let content = played.content(Audience::Everyone);
    assert!(content.are_proposed && !content.improvements.is_empty());
    let proposed = AfterAction::proposed(&played.review).points;
    let gaps = proposed
        .iter()
        .filter(|point| point.sign == Sign::Gap)
        .count();
    assert_eq!(content.improvements.len(), gaps);
    assert!(
        content
            .improvements
            .iter()
            .any(|line| line.capability.is_some() && !line.evidence.is_empty())
    );
}

//! The ready check before STARTEX.

use super::modules::modules;
use crate::base::Span;
use crate::exercise::Speed;
use crate::scenario::{Duty, Role, Scenario, Seat, SeatKind};

/// What the machine and the program say before an exercise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether tones can be heard.
    pub sound: Option<bool>,
    /// Whether the projector window is open.
    pub projector: bool,
    /// How many findings the check of the scenario's file has: errors and warnings.
    pub scenario_findings: usize,
    /// How many bytes are free where records are kept.
    pub disk_free: Option<u64>,
    /// How long the session may take, by the clock on the wall.
    pub booked: Span,
    /// How many times as fast as the wall the clock will run; none in a discussion.
    pub speed: Option<u32>,
    /// Whether the screen is kept awake; none while nobody has tried.
    pub awake: Option<bool>,
}

/// How something stands before STARTEX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Ready.
    Good,
    /// The exercise can begin, and may suffer.
    Caution,
    /// The exercise should not begin.
    Bad,
}

/// A line of the ready check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    /// How it stands.
    pub grade: Grade,
    /// What was found, and what to do about it.
    pub text: String,
}

/// The ready check of an exercise with these seats.
#[must_use]
pub fn checks(scenario: &Scenario, seats: &[Seat], facts: &Facts) -> Vec<Check> {
    let mut checks = vec![
        commander(scenario, seats),
        facilitator(seats),
        scribe(scenario, seats),
        roles(scenario, seats),
        evaluators(seats),
        time(scenario, facts),
    ];
    checks.extend([
        scenario_findings(facts.scenario_findings),
        sound(facts.sound),
        projector(facts.projector),
        awake(facts.awake),
        disk(facts.disk_free),
    ]);
    checks
}

fn line(what: &'static str, grade: Grade, text: impl Into<String>) -> Check {
    Check {
        what,
        grade,
        text: text.into(),
    }
}

fn has_duty(scenario: &Scenario, seat: &Seat, duty: Duty) -> bool {
    let mut roles = seat.roles.iter().filter_map(|role| scenario.role(role));
    roles.any(|role| role.duty == duty)
}

fn commander(scenario: &Scenario, seats: &[Seat]) -> Check {
    const WHAT: &str = "Incident commander";
    let is_known = scenario.roles.iter().any(|r| r.duty == Duty::Commander);
    if !is_known {
        let text = "The scenario names no incident commander; agree in the room who leads.";
        return line(WHAT, Grade::Caution, text);
    }
    let leads = |seat: &&Seat| has_duty(scenario, seat, Duty::Commander);
    match seats.iter().filter(leads).count() {
        0 => line(
            WHAT,
            Grade::Bad,
            "Nobody leads; give somebody the role of incident commander.",
        ),
        1 => line(WHAT, Grade::Good, "One person leads."),
        many => line(
            WHAT,
            Grade::Caution,
            format!("{many} people lead; leave the role of incident commander to one of them."),
        ),
    }
}

fn facilitator(seats: &[Seat]) -> Check {
    const WHAT: &str = "Facilitator";
    if seats.iter().any(|seat| seat.kind == SeatKind::Facilitator) {
        return line(WHAT, Grade::Good, "Somebody runs the exercise.");
    }
    let text = "Nobody runs the exercise; give somebody the seat of the facilitator.";
    line(WHAT, Grade::Bad, text)
}

fn scribe(scenario: &Scenario, seats: &[Seat]) -> Check {
    const WHAT: &str = "Scribe";
    let writes =
        |seat: &Seat| seat.kind == SeatKind::Scribe || has_duty(scenario, seat, Duty::Scribe);
    if seats.iter().any(writes) {
        return line(WHAT, Grade::Good, "Somebody keeps the log.");
    }
    let text = "Nobody keeps the log; give somebody the seat or the role of the scribe.";
    line(WHAT, Grade::Caution, text)
}

fn roles(scenario: &Scenario, seats: &[Seat]) -> Check {
    const WHAT: &str = "Roles";
    let is_held = |role: &Role| seats.iter().any(|seat| seat.roles.contains(&role.id));
    let open = scenario.roles.iter().filter(|role| !is_held(role));
    let open: Vec<&str> = open.map(|role| role.name.as_str()).collect();
    if open.is_empty() {
        return line(WHAT, Grade::Good, "Every role has a seat.");
    }
    let text = format!(
        "Nobody holds: {}. Give each of them to somebody; one person may hold several.",
        open.join(", ")
    );
    line(WHAT, Grade::Caution, text)
}

fn evaluators(seats: &[Seat]) -> Check {
    const WHAT: &str = "Evaluators";
    if seats.iter().any(|seat| seat.kind == SeatKind::Evaluator) {
        return line(WHAT, Grade::Good, "Somebody rates against the objectives.");
    }
    let text = "Nobody evaluates; give somebody the seat of an evaluator, or rate the critical tasks yourself.";
    line(WHAT, Grade::Caution, text)
}

/// Whether the story, or its modules, fits into what is booked.
fn time(scenario: &Scenario, facts: &Facts) -> Check {
    const WHAT: &str = "Time";
    let booked = facts.booked;
    if booked.is_zero() {
        let text = "No length is booked; say how long the session may take.";
        return line(WHAT, Grade::Caution, text);
    }
    let (takes, what_takes) = if let Some(times) = facts.speed {
        let times = u64::from(times.max(1));
        let takes = Span::from_ms(scenario.length.as_ms().div_ceil(times));
        (takes, format!("At {times} times the speed the story takes"))
    } else {
        let modules = modules(scenario);
        let takes = modules.iter().fold(Span::ZERO, |sum, m| sum.plus(m.takes));
        (takes, "The time boxes of the modules take".to_owned())
    };
    if takes <= booked {
        let text = format!("{what_takes} {takes}; {booked} are booked.");
        return line(WHAT, Grade::Good, text);
    }
    let fits = |speed: &Speed| {
        scenario.length.as_ms().div_ceil(u64::from(speed.times())) <= booked.as_ms()
    };
    let advice = match (facts.speed, Speed::CHOICES.iter().find(|speed| fits(speed))) {
        (None, _) => "Book more time, or plan to leave a module out.".to_owned(),
        (Some(_), Some(speed)) => format!("Choose {} times the speed.", speed.times()),
        (Some(_), None) => "Book more time, or plan to put the story forward.".to_owned(),
    };
    let text = format!("{what_takes} {takes}, and only {booked} are booked. {advice}");
    line(WHAT, Grade::Caution, text)
}

fn scenario_findings(findings: usize) -> Check {
    const WHAT: &str = "Scenario";
    match findings {
        0 => line(WHAT, Grade::Good, "The check of the file finds nothing."),
        1 => line(
            WHAT,
            Grade::Caution,
            "The check of the file has a finding; read it before you begin.",
        ),
        many => line(
            WHAT,
            Grade::Caution,
            format!("The check of the file has {many} findings; read them before you begin."),
        ),
    }
}

fn sound(heard: Option<bool>) -> Check {
    const WHAT: &str = "Sound";
    match heard {
        Some(true) => line(WHAT, Grade::Good, "Tones can be heard."),
        Some(false) => line(
            WHAT,
            Grade::Caution,
            "No tone is heard; connect a loudspeaker, or read out what arrives.",
        ),
        None => line(
            WHAT,
            Grade::Caution,
            "Nobody has listened yet; play the test tone.",
        ),
    }
}

fn projector(open: bool) -> Check {
    const WHAT: &str = "Projector";
    if open {
        line(WHAT, Grade::Good, "The projector's window is open.")
    } else {
        let text = "The projector's window is closed; open it and put it on the room's screen.";
        line(WHAT, Grade::Caution, text)
    }
}

fn awake(awake: Option<bool>) -> Check {
    const WHAT: &str = "Screen saver";
    match awake {
        Some(true) => line(WHAT, Grade::Good, "The screen is kept awake."),
        Some(false) => line(
            WHAT,
            Grade::Caution,
            "The screen can't be kept awake from here; switch the screen saver off in the system.",
        ),
        None => line(
            WHAT,
            Grade::Caution,
            "Nobody has tried to keep the screen awake; try it now.",
        ),
    }
}

/// Less than this and a record may not find room, in bytes.
const TOO_LITTLE_DISK: u64 = 200 * MEGABYTE;

/// Less than this and other programs may take the room that a record needs, in bytes.
const LITTLE_DISK: u64 = 1_000 * MEGABYTE;

const MEGABYTE: u64 = 1_000_000;

fn disk(free: Option<u64>) -> Check {
    const WHAT: &str = "Disk";
    let Some(free) = free else {
        let text = "How much room is left can't be told; see to it that 1 GB is free.";
        return line(WHAT, Grade::Caution, text);
    };
    let size = if free < LITTLE_DISK {
        format!("{} MB", free / MEGABYTE)
    } else {
        let tenths = free / (100 * MEGABYTE);
        format!("{}.{} GB", tenths / 10, tenths % 10)
    };
    if free < TOO_LITTLE_DISK {
        let text = format!(
            "Only {size} are free where records are kept; make room: 200 MB are needed, 1 GB is better."
        );
        line(WHAT, Grade::Bad, text)
    } else if free < LITTLE_DISK {
        let text = format!("{size} are free where records are kept; 1 GB is better. Make room.");
        line(WHAT, Grade::Caution, text)
    } else {
        let text = format!("{size} are free where records are kept.");
        line(WHAT, Grade::Good, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;
    use crate::base::id::RoleId;

    fn role(name: &'static str) -> RoleId {
        Id::internal(name).into()
    }

    fn scenario() -> Scenario {
        let mut scenario = Scenario::empty();
        scenario.length = Span::from_minutes(240);
        scenario.plays_in = Span::from_minutes(90);
        let named = |id, name: &str, duty| Role {
            id: role(id),
            name: name.to_owned(),
            duty,
        };
        scenario.roles = vec![
            named("ic", "Incident commander", Duty::Commander),
            named("scribe", "Scribe", Duty::Scribe),
            named("network", "Network", Duty::Expert),
        ];
        scenario
    }

    fn seat(kind: SeatKind, roles: &[&'static str]) -> Seat {
        Seat {
            kind,
            roles: roles.iter().map(|name| role(name)).collect(),
            team: String::new(),
        }
    }

    fn ready() -> (Vec<Seat>, Facts) {
        let seats = vec![
            seat(SeatKind::Facilitator, &[]),
            seat(SeatKind::Evaluator, &[]),
            seat(SeatKind::Participant, &["ic"]),
            seat(SeatKind::Participant, &["scribe", "network"]),
        ];
        let facts = Facts {
            sound: Some(true),
            projector: true,
            scenario_findings: 0,
            disk_free: Some(52_340_000_000),
            booked: Span::from_minutes(90),
            speed: Some(5),
            awake: Some(true),
        };
        (seats, facts)
    }

    fn found(seats: &[Seat], facts: &Facts) -> Vec<(&'static str, Grade, String)> {
        let checks = checks(&scenario(), seats, facts);
        let not_good = checks.into_iter().filter(|c| c.grade != Grade::Good);
        not_good.map(|c| (c.what, c.grade, c.text)).collect()
    }

    #[test]
    fn nothing_is_missing_where_all_is_there() {
        let (seats, facts) = ready();
        assert_eq!(found(&seats, &facts), []);
        let all = checks(&scenario(), &seats, &facts);
        let disk = all.iter().find(|check| check.what == "Disk").unwrap();
        assert_eq!(disk.text, "52.3 GB are free where records are kept.");
    }

    #[test]
    fn every_line_can_fail() {
        let found = found(&[], &Facts::default());
        let grades: Vec<_> = found
            .iter()
            .map(|(what, grade, _)| (*what, *grade))
            .collect();
        assert_eq!(
            grades,
            [
                ("Incident commander", Grade::Bad),
                ("Facilitator", Grade::Bad),
                ("Scribe", Grade::Caution),
                ("Roles", Grade::Caution),
                ("Evaluators", Grade::Caution),
                ("Time", Grade::Caution),
                ("Sound", Grade::Caution),
                ("Projector", Grade::Caution),
                ("Screen saver", Grade::Caution),
                ("Disk", Grade::Caution),
            ]
        );
    }

    #[test]
    fn roles_that_nobody_holds_are_named_and_one_commander_is_enough() {
        let (mut seats, facts) = ready();
        seats[3] = seat(SeatKind::Participant, &["scribe", "ic"]);
        let found = found(&seats, &facts);
        assert_eq!(found[0].0, "Incident commander");
        assert!(found[0].2.starts_with("2 people lead"), "{}", found[0].2);
        assert!(
            found[1].2.starts_with("Nobody holds: Network."),
            "{}",
            found[1].2
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_seat_of_the_scribe_is_as_good_as_the_role() {
        let (mut seats, facts) = ready();
        seats[3] = seat(SeatKind::Scribe, &["network"]);
        let whats: Vec<_> = found(&seats, &facts).into_iter().map(|f| f.0).collect();
        assert_eq!(whats, ["Roles"]);
    }

    #[test]
    fn sizes_of_the_disk_are_said() {
        let disk = |free| (disk(Some(free)).grade, disk(Some(free)).text);
        let (grade, text) = disk(199_999_999);
        assert_eq!(grade, Grade::Bad);
        assert!(
            text.contains("199 MB") && text.contains("make room"),
            "{text}"
        );
        assert_eq!(disk(200_000_000).0, Grade::Caution);
        assert_eq!(disk(999_999_999).0, Grade::Caution);
        assert_eq!(disk(1_000_000_000).0, Grade::Good);
    }

    #[test]
    fn a_story_that_is_too_long_gets_a_speed() {
        let (seats, mut facts) = ready();
        facts.speed = Some(2);
        let late = found(&seats, &facts);
        assert_eq!(late.len(), 1);
        assert!(
            late[0].2.ends_with("Choose 5 times the speed."),
            "{}",
            late[0].2
        );
        facts.booked = Span::from_minutes(1);
        assert!(found(&seats, &facts)[0].2.contains("Book more time"));
        facts.speed = None;
        assert!(found(&seats, &facts)[0].2.contains("leave a module out"));
        facts.booked = Span::from_minutes(90);
        assert_eq!(found(&seats, &facts), []);
    }
}

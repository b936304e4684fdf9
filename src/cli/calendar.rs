//! `hotwash calendar`: a planned exercise as a calendar file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};

use super::loading::load_named;
use super::output::say;
use super::simulate::level_named;
use crate::base::Span;
use crate::base::id::RoleId;
use crate::conduct::calendar::{Begins, Session, for_facilitator, for_participants};
use crate::conduct::sheet::{role_name, role_named};
use crate::exercise::Header;
use crate::player::trainee_seat;
use crate::scenario::Scenario;
use crate::store::write_document;
use crate::world::State;

/// Whom the calendar is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// One event with the organisation and the rules; nothing hidden.
    Participants,
    /// The session, and an event for each planned inject.
    Facilitator,
}

/// What `calendar` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Without an offset, --starts is the time of the place where the exercise is held. With one, as in\n\
    \"2026-12-01 09:00+01:00\", calendars elsewhere show it in their own time. Planning the same scenario again\n\
    for the same beginning replaces its events; --name tells two sessions apart, or keeps one that is moved."
)]
pub(super) struct CalendarArguments {
    /// A scenario folder or file, or the identifier of a scenario that comes with Hotwash.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// When the exercise begins, such as "2026-12-01 09:00".
    #[arg(long, value_name = "TIME")]
    starts: String,
    /// The calendar file to write, .ics; one that is there is replaced.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Whom it is for.
    #[arg(long = "for", value_enum, default_value_t = For::Participants)]
    whom: For,
    /// How long the session takes, such as 90min; as long as the scenario says if left out.
    #[arg(long, value_name = "LENGTH")]
    lasts: Option<Span>,
    /// Where it takes place.
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// A role of the person whom a participants' calendar is for; may be given several times.
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// What tells this session from others.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The seed of the exercise; 1 if left out.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The level of the exercise; as the scenario's file says if left out.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
}

/// Writes a calendar file.
pub(super) fn run(arguments: &CalendarArguments) -> anyhow::Result<ExitCode> {
    let begins = begins(&arguments.starts)?;
    let (scenario, _) = load_named(&arguments.scenario)?;
    let header = Header {
        level: level_named(&scenario, arguments.level.as_deref())?,
        ..Header::new(
            scenario.id.clone(),
            String::new(),
            arguments.seed,
            trainee_seat(),
        )
    };
    let scenario = header.cast(&scenario);
    let named = arguments.name.clone();
    let session = Session {
        uid: named.unwrap_or_else(|| format!("{} {}", scenario.id, arguments.starts.trim())),
        begins,
        lasts: arguments.lasts.unwrap_or(scenario.plays_in),
        place: arguments.place.clone(),
        stamp: jiff::Timestamp::now(),
    };
    let roles = roles(&scenario, &arguments.roles)?;
    let text = match arguments.whom {
        For::Participants => for_participants(&scenario, &session, &roles),
        For::Facilitator => for_facilitator(&scenario, &State::new(&scenario), &session),
    };
    write_document(&arguments.out, text.as_bytes(), true)?;
    say(&format!(
        "calendar written to {}\n",
        arguments.out.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A date and a time of day, with an offset from UTC or without.
fn begins(text: &str) -> anyhow::Result<Begins> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Ok(Begins::Instant(instant));
    }
    let has_time = text.contains(':');
    text.parse::<jiff::civil::DateTime>()
        .ok()
        .filter(|_| has_time)
        .map(Begins::Local)
        .ok_or_else(|| {
            anyhow!("`{text}` is not a date and time; write it like \"2026-12-01 09:00\"")
        })
}

fn roles(scenario: &Scenario, names: &[String]) -> anyhow::Result<Vec<RoleId>> {
    let mut roles = Vec::new();
    for name in names {
        let Some(role) = role_named(scenario, name) else {
            let known = scenario
                .roles
                .iter()
                .map(|role| role_name(scenario, &role.id));
            let known: Vec<String> = known.collect();
            bail!("there is no role `{name}`; there are {}", known.join(", "));
        };
        roles.push(role);
    }
    Ok(roles)
}

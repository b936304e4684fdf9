//! The table's times: how people and spreadsheet programs write them, and what they make of a trigger.

use super::planned_at;
use crate::base::time::LONGEST_MS;
use crate::base::{Moment, Offset, Span};
use crate::conduct::msel::Row;
use crate::conduct::table::{Cell, CellProblem, Line};
use crate::scenario::{Condition, Inject, Scenario, Trigger};

/// Milliseconds in a day.
const DAY_MS: f64 = 86_400_000.0;

/// What to write where a time can't be read.
const HOW: &str = "write it like T+1:30 (hours and minutes after STARTEX), or leave it empty";

/// The whole second that a moment lies in; tables show no more.
pub(super) fn to_the_second(moment: Moment) -> Moment {
    Moment::from_ms(moment.as_ms().div_euclid(1000) * 1000)
}

/// The time in a cell: `T+1:30`, `1:30`, `90min`, `D+1 09:00`, or a length of time in days.
pub(in crate::conduct) fn moment(
    scenario: &Scenario,
    cell: &Cell,
) -> Result<Option<Moment>, &'static str> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) => written(scenario, text.trim()),
        // A number that a program shows as 0.0625 was 1:30 once; a larger one is anything.
        Cell::Number(days) if (0.0..1.0).contains(days) => Ok(Some(of_days(*days))),
        Cell::Number(_) => Err("this number is no time"),
        Cell::Time(days) => {
            let fits = (0.0..=LONGEST_DAYS).contains(days);
            let moment = of_days(*days);
            fits.then_some(Some(moment)).ok_or("this is a date")
        }
    }
}

/// The longest time that a scenario may speak of, in days. A spreadsheet's date lies far beyond.
const LONGEST_DAYS: f64 = 400.0;

fn of_days(days: f64) -> Moment {
    let longest = Span::from_ms(LONGEST_MS.unsigned_abs());
    let ms = (days.clamp(0.0, LONGEST_DAYS) * DAY_MS / 1000.0).round() * 1000.0;
    // Between 0 and the longest time, in whole seconds: no digit is lost.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped above"
    )]
    let ms = ms as u64;
    Moment::START + Span::from_ms(ms).min(longest)
}

fn written(scenario: &Scenario, text: &str) -> Result<Option<Moment>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let plain = text.to_uppercase().replace(' ', "");
    let candidates = [
        text.to_owned(),
        plain.clone(),
        format!("T+{}", plain.trim_start_matches('+')),
    ];
    let offset = candidates
        .iter()
        .find_map(|text| text.parse::<Offset>().ok());
    let moment = offset.map(|offset| scenario.moment(offset));
    let after = || text.parse::<Span>().ok().map(|span| Moment::START + span);
    moment.or_else(after).map(Some).ok_or("this is no time")
}

/// What brings the inject of a row. A time that says what is so anyway changes nothing.
pub(super) fn trigger(
    scenario: &Scenario,
    clock: Moment,
    line: Line<'_, '_>,
    known: Option<&Row<'_>>,
) -> Result<Trigger, CellProblem> {
    let unchanged = || known.map_or(Trigger::ByHand, |row| as_it_comes(row));
    let Some(cell) = line.cell("Time") else {
        return Ok(unchanged());
    };
    let time = moment(scenario, cell).map_err(|why| line.problem("Time", why, HOW))?;
    let now = known.and_then(|row| row.status.time());
    let own = known.map(|row| row.inject);
    // A table made before STARTEX shows the plan without the seed's delays.
    let plan = known
        .filter(|row| !row.moved && !row.added)
        .and_then(|row| planned_at(scenario, row.inject));
    let is = |known: Option<Moment>| known.map(to_the_second) == time.map(to_the_second);
    if is(now) || (time.is_some() && is(plan)) {
        return Ok(unchanged());
    }
    let Some(time) = time else {
        return Ok(Trigger::ByHand);
    };
    if time < clock.max(Moment::START) {
        let why = format!("{time} has passed");
        return Err(line.problem("Time", why, "choose a later time, or leave it empty"));
    }
    if time >= scenario.end() {
        let why = format!("the exercise ends at {}", scenario.end());
        return Err(line.problem("Time", why, "choose an earlier time, or leave it empty"));
    }
    Ok(at(time, own))
}

/// What brings an inject as things stand: its own trigger, or the time that it was given since.
fn as_it_comes(row: &Row<'_>) -> Trigger {
    match (row.status.time(), &row.inject.trigger) {
        (Some(now), Trigger::At { .. } | Trigger::ByHand) if row.moved => at(now, Some(row.inject)),
        (_, own) => own.clone(),
    }
}

/// A time of an inject that asks what the inject asks.
pub(super) fn at(time: Moment, own: Option<&Inject>) -> Trigger {
    Trigger::At {
        at: Offset::FromStart(time),
        within: Span::ZERO,
        provided: own.and_then(provided).cloned(),
    }
}

fn provided(inject: &Inject) -> Option<&Condition> {
    match &inject.trigger {
        Trigger::At { provided, .. } => provided.as_ref(),
        _ => None,
    }
}

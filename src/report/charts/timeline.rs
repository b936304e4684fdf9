//! The two sides beside each other: the attacker above, the responders below, what came to them between.
//!
//! What the attacker did before STARTEX may reach back for weeks; it stands in a strip of its own, in order and without
//! a scale, so that the hours of the exercise keep their room.

use serde::Serialize;

use super::{Face, Frame, WIDTH, draw, float, tenth};
use crate::report::ReportError;
use crate::report::content::{Content, EventLine};
use crate::report::figure::Figure;
use crate::report::templates::Template;
use crate::report::words;
use crate::review::{Lane, MarkKind, MeasureKind};

const LEFT: f64 = 108.0;
const RIGHT: f64 = WIDTH - 12.0;
/// How wide the strip before STARTEX is, where there is one.
const BEFORE: f64 = 92.0;
/// The least distance of two marks in one row.
const APART: f64 = 10.0;
const ROW: f64 = 12.0;
/// How many rows a lane has at most; what is more stands on the last one.
const MOST_ROWS: usize = 9;
const TOP: f64 = 46.0;
/// How much room the name of a turning point takes in wide letters.
const LABEL: f64 = 160.0;
/// From here on names stand to the left of their lines.
const LABELS_BEFORE: f64 = 560.0;

#[derive(Debug, Serialize)]
struct Mark {
    x: f64,
    y: f64,
    /// How long, for what lasts.
    length: f64,
    /// `act`, `prevented`, `alert`, `inject`, `work`, `harm`, `decision`, `other`.
    shape: &'static str,
}

#[derive(Debug, Serialize)]
struct LaneRow {
    name: String,
    top: f64,
    height: f64,
    middle: f64,
    marks: Vec<Mark>,
}

#[derive(Debug, Serialize)]
struct Chart {
    left: f64,
    right: f64,
    /// STARTEX.
    start: f64,
    has_before: bool,
    top: f64,
    bottom: f64,
    ticks: Vec<(f64, String)>,
    /// Moments that the whole exercise turns on: place, name, and how far up the name stands.
    turns: Vec<(f64, String, f64)>,
    lanes: Vec<LaneRow>,
    legend: f64,
}

/// The timeline; none where nothing happened.
///
/// # Errors
/// If the template can't be filled.
pub fn timeline(content: &Content, face: Face) -> Result<Option<Figure>, ReportError> {
    if content.timeline.is_empty() {
        return Ok(None);
    }
    let scale = Scale::new(content);
    let mut top = TOP;
    let mut lanes = Vec::new();
    for lane in Lane::ALL {
        let row = scale.lane(content, lane, top);
        // What nobody did may not be there at all.
        if lane == Lane::World && row.marks.is_empty() {
            continue;
        }
        top += row.height;
        lanes.push(row);
    }
    let counts: Vec<String> = lanes
        .iter()
        .map(|lane| {
            format!(
                "{}: {}",
                lane.name,
                words::count(lane.marks.len(), "mark", "marks")
            )
        })
        .collect();
    let turns = scale.turns(content);
    let told: Vec<String> = turns.iter().map(|(_, name, _)| name.clone()).collect();
    let frame = Frame {
        name: "timeline",
        title: "Both sides, by exercise time",
        description: format!(
            "Lanes from before STARTEX to ENDEX. {}. Turning points: {}. Every mark stands in the table of events.",
            counts.join("; "),
            words::or(&told.join(", "), "none")
        ),
        height: top + 58.0,
    };
    let chart = Chart {
        left: LEFT,
        right: RIGHT,
        start: scale.start,
        has_before: scale.start > LEFT,
        top: TOP,
        bottom: top,
        ticks: scale.ticks(),
        turns,
        lanes,
        legend: top + 40.0,
    };
    draw(Template::Timeline, face, frame, chart).map(Some)
}

/// From moments to places.
struct Scale {
    start: f64,
    /// The end of the exercise, in milliseconds.
    end: i64,
    /// Moments before STARTEX, in order.
    before: Vec<i64>,
}

impl Scale {
    fn new(content: &Content) -> Self {
        let all = content.timeline.iter();
        let mut before: Vec<i64> = all
            .clone()
            .map(|e| e.when.at_ms)
            .filter(|at| *at < 0)
            .collect();
        before.sort_unstable();
        before.dedup();
        let length = i64::try_from(content.head.length.ms).unwrap_or(i64::MAX);
        let last = all.map(|e| e.when.at_ms).max().unwrap_or(0);
        Self {
            start: if before.is_empty() {
                LEFT
            } else {
                LEFT + BEFORE
            },
            end: last.max(length).max(1),
            before,
        }
    }

    fn x(&self, at: i64) -> f64 {
        if at >= 0 {
            let share = float(at) / float(self.end);
            return tenth(self.start + share.min(1.0) * (RIGHT - self.start));
        }
        let place = self.before.partition_point(|other| *other < at);
        let number = |n: usize| f64::from(words::number(n));
        let share = (number(place) + 0.5) / number(self.before.len().max(1));
        tenth(LEFT + 4.0 + share * (BEFORE - 12.0))
    }

    fn lane(&self, content: &Content, lane: Lane, top: f64) -> LaneRow {
        let events = content.timeline.iter().filter(|event| event.lane == lane);
        // How far each row is taken.
        let mut rows: Vec<f64> = Vec::new();
        let marks: Vec<Mark> = events
            .map(|event| {
                let x = self.x(event.when.at_ms);
                let until = event.until.as_ref().map_or(x, |until| self.x(until.at_ms));
                let free = rows.iter().position(|taken| *taken <= x);
                let row = free.unwrap_or(rows.len()).min(MOST_ROWS - 1);
                let taken = until.max(x) + APART;
                match rows.get_mut(row) {
                    Some(place) => *place = place.max(taken),
                    None => rows.push(taken),
                }
                Mark {
                    x,
                    y: tenth(top + 12.0 + f64::from(words::number(row)) * ROW),
                    length: tenth((until - x).max(0.0)),
                    shape: shape(event),
                }
            })
            .collect();
        let height = 14.0 + f64::from(words::number(rows.len().max(2))) * ROW;
        LaneRow {
            name: lane.name().to_owned(),
            top,
            height,
            middle: top + height / 2.0 + 4.0,
            marks,
        }
    }

    fn ticks(&self) -> Vec<(f64, String)> {
        const MINUTE: i64 = 60_000;
        let steps = [
            5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080,
        ];
        let fits = |step: &&i64| self.end / (**step * MINUTE) <= 8;
        let step = steps.iter().find(fits).copied().unwrap_or(40_320) * MINUTE;
        let mut ticks = Vec::new();
        let mut at = 0;
        while at <= self.end {
            let label = crate::base::Moment::from_ms(at).to_string();
            // The last label would stand over the edge.
            if self.x(at) < RIGHT - 10.0 {
                ticks.push((self.x(at), label));
            }
            at += step;
        }
        ticks
    }

    /// Contained, expelled, back: from the times that were reached.
    fn turns(&self, content: &Content) -> Vec<(f64, String, f64)> {
        let mut moments: Vec<(i64, String)> = Vec::new();
        for time in &content.times {
            let name = match time.kind {
                MeasureKind::Contain => "contained",
                MeasureKind::Expel => "expelled",
                MeasureKind::Recover => "recovered",
                _ => continue,
            };
            let Some(when) = time.when.as_ref().filter(|_| time.took.is_some()) else {
                continue;
            };
            moments.push((when.at_ms, format!("{name} {}", when.exercise)));
            if let (Some(undone), true) = (&time.undone, time.kind != MeasureKind::Recover) {
                moments.push((undone.at_ms, format!("attacker again {}", undone.exercise)));
            }
        }
        moments.sort();
        moments.dedup();
        let turns = moments.into_iter().map(|(at, name)| (self.x(at), name));
        let mut up = 0.0;
        let mut last = f64::MIN;
        let mut placed = Vec::new();
        for (x, name) in turns {
            // In the right part a name stands before its line, as the template has it.
            let begins = if x < LABELS_BEFORE { x } else { x - LABEL };
            up = if begins < last { up + 13.0 } else { 0.0 };
            last = (begins + LABEL).max(last);
            placed.push((x, name, tenth(TOP - 6.0 - up)));
        }
        placed
    }
}

fn shape(event: &EventLine) -> &'static str {
    let kinds = [
        (MarkKind::Act, "act"),
        (MarkKind::Reaction, "act"),
        (MarkKind::Prevented, "prevented"),
        (MarkKind::Alert, "alert"),
        (MarkKind::Inject, "inject"),
        (MarkKind::Work, "work"),
        (MarkKind::Harm, "harm"),
        (MarkKind::Decision, "decision"),
        (MarkKind::Message, "message"),
    ];
    let found = kinds.iter().find(|(kind, _)| *kind == event.kind);
    found.map_or("other", |(_, shape)| shape)
}

//! Times against their targets: each bar is as long as the time took, measured by its own target.

use serde::Serialize;

use super::{Face, Frame, draw, float, tenth};
use crate::report::ReportError;
use crate::report::content::{Content, MeasureLine};
use crate::report::figure::Figure;
use crate::report::templates::Template;

const LEFT: f64 = 246.0;
/// How long a bar is that takes as long as its target.
const TARGET: f64 = 72.0;
/// How many targets fit in the picture; what takes longer is cut off there.
const MOST: f64 = 3.0;
const ROW: f64 = 30.0;
const TOP: f64 = 14.0;

#[derive(Debug, Serialize)]
struct Bar {
    name: String,
    y: f64,
    length: f64,
    label: String,
    is_met: bool,
    is_cut: bool,
    never: bool,
}

#[derive(Debug, Serialize)]
struct Chart {
    left: f64,
    full: f64,
    top: f64,
    bottom: f64,
    target: f64,
    marks: Vec<(f64, String)>,
    bars: Vec<Bar>,
}

/// Times against targets; none where no time has a target.
///
/// # Errors
/// If the template can't be filled.
pub fn times(content: &Content, face: Face) -> Result<Option<Figure>, ReportError> {
    let with_target = content.times.iter().filter(|time| time.met.is_some());
    let mut said = Vec::new();
    let mut y = TOP;
    let bars: Vec<Bar> = with_target
        .map(|time| {
            let bar = bar(time, y);
            said.push(format!("{}: {}", time.name, bar.label));
            y += ROW;
            bar
        })
        .collect();
    if bars.is_empty() {
        return Ok(None);
    }
    let frame = Frame {
        name: "times",
        title: "Times, each measured by its own target",
        description: format!(
            "Bars, one for each time that has a target, with a line where the target is. {}.",
            said.join("; ")
        ),
        height: y + 26.0,
    };
    let marks = [
        (0.0, "0"),
        (1.0, "target"),
        (2.0, "twice"),
        (3.0, "three times"),
    ];
    let chart = Chart {
        left: LEFT,
        full: TARGET * MOST,
        top: TOP - 4.0,
        bottom: y,
        target: LEFT + TARGET,
        marks: marks
            .map(|(n, text)| (LEFT + n * TARGET, text.to_owned()))
            .to_vec(),
        bars,
    };
    draw(Template::Times, face, frame, chart).map(Some)
}

fn bar(time: &MeasureLine, y: f64) -> Bar {
    let target = time.target.as_ref();
    let share = time.took.as_ref().zip(target).map(|(took, target)| {
        let ms = |ms: u64| float(i64::try_from(ms).unwrap_or(i64::MAX));
        ms(took.ms) / ms(target.ms.max(1))
    });
    let target = target.map_or("", |target| target.text.as_str());
    // The table says when and by what it was undone; here there is no room.
    let said = match (&time.took, &time.undone) {
        (Some(took), Some(_)) => format!("{}, undone", took.text),
        _ => time.said.clone(),
    };
    let label = format!("{said}, target {target}");
    Bar {
        name: time.name.clone(),
        y,
        length: tenth(share.unwrap_or(MOST).min(MOST) * TARGET),
        label,
        is_met: time.met == Some(true),
        is_cut: share.is_some_and(|share| share > MOST),
        never: time.took.is_none(),
    }
}

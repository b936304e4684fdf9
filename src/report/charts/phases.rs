//! The phases as bars.

use serde::Serialize;

use super::{Face, Frame, draw, tenth};
use crate::report::ReportError;
use crate::report::content::Content;
use crate::report::figure::Figure;
use crate::report::templates::Template;
use crate::report::words;

/// Where bars begin and how long a full one is.
const LEFT: f64 = 130.0;
const FULL: f64 = 500.0;
const ROW: f64 = 30.0;
const TOP: f64 = 14.0;

#[derive(Debug, Serialize)]
struct Bar {
    name: String,
    /// The top of the row.
    y: f64,
    length: f64,
    score: String,
    is_beside: bool,
    is_scored: bool,
}

#[derive(Debug, Serialize)]
struct Chart {
    left: f64,
    full: f64,
    top: f64,
    bottom: f64,
    marks: Vec<(f64, u32)>,
    bars: Vec<Bar>,
}

/// The phases' scores; none where there are no phases.
///
/// # Errors
/// If the template can't be filled.
pub fn phases(content: &Content, face: Face) -> Result<Option<Figure>, ReportError> {
    let scores = &content.scores;
    let counted = scores.phases.iter().map(|p| (p.phase, p.score, false));
    let beside = scores.beside.iter().map(|p| (p.phase, Some(p.score), true));
    let mut y = TOP;
    let mut said = Vec::new();
    let bars: Vec<Bar> = counted
        .chain(beside)
        .map(|(phase, score, is_beside)| {
            let text = score.map_or_else(|| "not scored".to_owned(), words::points);
            said.push(format!("{} {text}", phase.name()));
            let bar = Bar {
                name: phase.name().to_owned(),
                y,
                length: tenth(score.unwrap_or(0.0) / 100.0 * FULL),
                score: text,
                is_beside,
                is_scored: score.is_some(),
            };
            y += ROW;
            bar
        })
        .collect();
    if bars.is_empty() {
        return Ok(None);
    }
    let frame = Frame {
        name: "phases",
        title: "Score of each phase, of 100",
        description: format!("Bars, one for each phase: {}.", said.join(", ")),
        height: y + 26.0,
    };
    let chart = Chart {
        left: LEFT,
        full: FULL,
        top: TOP - 4.0,
        bottom: y,
        marks: [0, 25, 50, 75, 100]
            .map(|mark| (LEFT + f64::from(mark) / 100.0 * FULL, mark))
            .to_vec(),
        bars,
    };
    draw(Template::Phases, face, frame, chart).map(Some)
}

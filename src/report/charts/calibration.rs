//! Confidence beside being right.

use serde::Serialize;

use super::{Face, Frame, draw, tenth};
use crate::report::ReportError;
use crate::report::content::Content;
use crate::report::figure::Figure;
use crate::report::templates::Template;
use crate::report::words;

const LEFT: f64 = 90.0;
const TOP: f64 = 16.0;
const SIDE: f64 = 220.0;

#[derive(Debug, Serialize)]
struct Dot {
    x: f64,
    y: f64,
    radius: f64,
    label: String,
    /// Where the label stands, clear of the diagonal.
    label_x: f64,
    label_y: f64,
    /// Which end of the label is there, as SVG names it.
    anchor: &'static str,
    is_sure_and_wrong: bool,
}

#[derive(Debug, Serialize)]
struct Chart {
    left: f64,
    top: f64,
    side: f64,
    marks: Vec<(f64, f64, u32)>,
    dots: Vec<Dot>,
}

/// How often judgements of each confidence were right; none where no judgement had one.
///
/// # Errors
/// If the template can't be filled.
pub fn calibration(content: &Content, face: Face) -> Result<Option<Figure>, ReportError> {
    let bins = &content.calibration.bins;
    if bins.is_empty() {
        return Ok(None);
    }
    let mut said = Vec::new();
    let dots = bins.iter().map(|bin| {
        let share = f64::from(bin.right) / f64::from(bin.judgements.max(1));
        let x = LEFT + f64::from(bin.percent) / 100.0 * SIDE;
        let radius = (3.0 + f64::from(bin.judgements).sqrt() * 2.0).min(16.0);
        said.push(format!(
            "at {} % sure {} of {} were right",
            bin.percent,
            bin.right,
            words::count(
                usize::try_from(bin.judgements).unwrap_or_default(),
                "judgement",
                "judgements"
            )
        ));
        let y = TOP + (1.0 - share) * SIDE;
        let (label_x, label_y, anchor) = label(x, y, radius);
        Dot {
            x: tenth(x),
            y: tenth(y),
            radius: tenth(radius),
            label: format!("{} of {}", bin.right, bin.judgements),
            label_x: tenth(label_x),
            label_y: tenth(label_y),
            anchor,
            is_sure_and_wrong: bin.percent >= crate::score::SURE_PERCENT
                && bin.right < bin.judgements,
        }
    });
    let dots: Vec<Dot> = dots.collect();
    let frame = Frame {
        name: "calibration",
        title: "Confidence, and how often it was right",
        description: format!(
            "Circles by confidence, as high as the share that was right; on the diagonal confidence is what it should \
             be. {}.",
            words::sentence(&said.join(", "))
        ),
        height: TOP + SIDE + 46.0,
    };
    let chart = Chart {
        left: LEFT,
        top: TOP,
        side: SIDE,
        marks: [0, 50, 100]
            .map(|mark| {
                let share = f64::from(mark) / 100.0 * SIDE;
                (LEFT + share, TOP + SIDE - share, mark)
            })
            .to_vec(),
        dots,
    };
    draw(Template::Calibration, face, frame, chart).map(Some)
}

/// Where a dot's label stands. The diagonal runs from the lower left to the upper right: above it there is room at the
/// left, below it at the right.
fn label(x: f64, y: f64, radius: f64) -> (f64, f64, &'static str) {
    /// How much room a label takes.
    const WIDE: f64 = 52.0;
    let diagonal = TOP + SIDE - (x - LEFT);
    if y > diagonal - 1.0 {
        (x + radius + 4.0, y + 4.0, "start")
    } else if x - radius - WIDE > LEFT {
        (x - radius - 4.0, y + 4.0, "end")
    } else {
        (x, y - radius - 5.0, "middle")
    }
}

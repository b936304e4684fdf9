//! The pictures of a report: numbers worked out here, drawn by a template each. They are vectors, carry a title and a
//! description, and tell their kinds apart by shape as well as by colour.

mod calibration;
mod phases;
mod timeline;
mod times;

pub use calibration::calibration;
pub use phases::phases;
pub use timeline::timeline;
pub use times::times;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::ReportError;
use super::figure::Figure;
use super::templates::Template;

/// Where a picture is shown, which decides its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// On a screen, with the letters of its system.
    Screen,
    /// On a page, with the page's own letters.
    Page,
}

impl Face {
    /// The letters, as SVG names them.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Screen => "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
            Self::Page => "Libertinus Serif",
        }
    }
}

/// How wide pictures are, in their own units; a page is as wide as that.
const WIDTH: f64 = 720.0;

/// A picture's name, title and description, and how high it is.
struct Frame<'a> {
    name: &'a str,
    title: &'a str,
    description: String,
    height: f64,
}

fn draw(
    template: Template,
    face: Face,
    frame: Frame<'_>,
    with: impl Serialize,
) -> Result<Figure, ReportError> {
    let svg = template.filled(context! {
        name => frame.name,
        title => frame.title,
        description => frame.description.clone(),
        letters => face.letters(),
        width => WIDTH,
        height => frame.height,
        chart => Value::from(Serde(with)),
    })?;
    Ok(Figure {
        name: frame.name.to_owned(),
        title: frame.title.to_owned(),
        description: frame.description,
        svg,
        width: whole(WIDTH),
        height: whole(frame.height),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture's size is a few hundred units"
)]
fn whole(size: f64) -> u32 {
    size.round().clamp(0.0, 100_000.0) as u32
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times of an exercise are far below 2^53 milliseconds"
)]
const fn float(ms: i64) -> f64 {
    ms as f64
}

/// A place of a drawing, to a tenth of a unit.
fn tenth(place: f64) -> f64 {
    (place * 10.0).round() / 10.0
}

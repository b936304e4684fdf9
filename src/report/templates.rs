//! The templates, and how they are filled: everything that is put into one is escaped.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment};

use super::ReportError;

/// The page.
const PAGE: &str = include_str!("../../assets/report/report.html");
/// The timeline.
const TIMELINE: &str = include_str!("../../assets/report/timeline.svg");
/// The phases.
const PHASES: &str = include_str!("../../assets/report/phases.svg");
/// Times beside their targets.
const TIMES: &str = include_str!("../../assets/report/times.svg");
/// Confidence beside being right.
const CALIBRATION: &str = include_str!("../../assets/report/calibration.svg");

/// A template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    Page,
    Timeline,
    Phases,
    Times,
    Calibration,
}

impl Template {
    const fn named(self) -> (&'static str, &'static str) {
        match self {
            Self::Page => ("report.html", PAGE),
            Self::Timeline => ("timeline.svg", TIMELINE),
            Self::Phases => ("phases.svg", PHASES),
            Self::Times => ("times.svg", TIMES),
            Self::Calibration => ("calibration.svg", CALIBRATION),
        }
    }

    /// Fills it.
    pub(super) fn filled(self, with: Value) -> Result<String, ReportError> {
        let (name, source) = self.named();
        let mut environment = Environment::new();
        // Whatever a template is called: scenarios and notes are never trusted.
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true);
        environment.set_syntax(syntax.build()?);
        environment.add_template(name, source)?;
        Ok(environment.get_template(name)?.render(with)?)
    }
}

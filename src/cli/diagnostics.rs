//! Diagnostics as a terminal shows them: the place, the line itself, what is wrong, what would be right.

use std::io::IsTerminal as _;
use std::sync::Arc;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource,
    NarratableReportHandler, Report, Severity,
};

use crate::base::Diagnostic;
use crate::base::diagnostic::{Level, line_column};

/// The width of a report, in columns.
const WIDTH: usize = 100;

/// The diagnostics as text: drawn if standard error is a terminal that may have colours, plain otherwise.
#[must_use]
pub fn render(name: &str, source: &str, diagnostics: &[Diagnostic]) -> String {
    let drawn = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    render_as(drawn, name, source, diagnostics)
}

fn render_as(drawn: bool, name: &str, source: &str, diagnostics: &[Diagnostic]) -> String {
    let shared = Arc::new(source.to_owned());
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&heading(name, source, diagnostic));
        text.push('\n');
        if let Some(drawing) = one(drawn, name, &shared, diagnostic) {
            // The heading has said it.
            let rest = drawing
                .strip_prefix(&diagnostic.message)
                .unwrap_or(&drawing);
            text.push_str(rest.trim_matches('\n'));
            text.push_str("\n\n");
        }
    }
    text
}

/// `scenario.ron:12:7: error[unknown-id]: ..`, the form that editors jump to.
fn heading(name: &str, source: &str, diagnostic: &Diagnostic) -> String {
    let level = diagnostic.severity.name();
    let place = diagnostic.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = line_column(source, span.start);
        format!(":{line}:{column}")
    });
    format!(
        "{name}{place}: {level}[{}]: {}",
        diagnostic.code, diagnostic.message
    )
}

fn one(drawn: bool, name: &str, source: &Arc<String>, diagnostic: &Diagnostic) -> Option<String> {
    let mut report = MietteDiagnostic::new(diagnostic.message.clone())
        .with_code(diagnostic.code)
        .with_severity(match diagnostic.severity {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        });
    report.help.clone_from(&diagnostic.help);
    if let Some(span) = &diagnostic.span {
        let start = span.start.min(source.len());
        let length = span.end.min(source.len()).saturating_sub(start);
        report = report.with_label(LabeledSpan::at(start..start + length, "here"));
    }
    let report = Report::new(report).with_source_code(NamedSource::new(name, Arc::clone(source)));
    let mut text = String::new();
    let written = if drawn {
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode());
        handler
            .with_width(WIDTH)
            .render_report(&mut text, report.as_ref())
    } else {
        NarratableReportHandler::new().render_report(&mut text, report.as_ref())
    };
    written.ok().map(|()| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    #[test]
    fn a_diagnostic_shows_its_line() {
        let source = "(\n    format: 7,\n)\n";
        let diagnostics = load(source.as_bytes()).diagnostics;
        for drawn in [true, false] {
            let text = render_as(drawn, "a.ron", source, &diagnostics);
            assert!(
                text.starts_with("a.ron:2:13: error[format-version]:"),
                "{text}"
            );
            assert!(text.contains("format: 7,"), "{text}");
        }
    }

    #[test]
    fn places_outside_of_the_source_are_drawn_all_the_same() {
        let far = Diagnostic::error("x", "far").at(90..99);
        let none = Diagnostic::warning("x", "nowhere").help("do something");
        for drawn in [true, false] {
            let text = render_as(drawn, "a.ron", "é", &[far.clone(), none.clone()]);
            assert!(
                text.contains("a.ron: warning[x]: nowhere") && text.contains("do something"),
                "{text}"
            );
        }
    }
}

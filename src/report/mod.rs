//! The after-action report and its exports: values in, bytes out.
//!
//! [`Content`] says what there is to say; [`document`] puts it into sections once, which the page, the PDF, the DOCX and
//! the Markdown file show each in its way; the other formats write the content itself. Nothing here knows a file or a
//! clock: [`write()`] gives bytes and tells how far it is.

pub mod charts;
pub mod content;
pub mod document;

#[cfg(feature = "documents")]
mod docx;
pub mod figure;
mod html;
mod ics;
mod markdown;
mod navigator;
#[cfg(feature = "documents")]
mod pdf;
mod table;
mod templates;
mod words;
mod xapi;

pub use content::{Audience, Content, Sources};
pub use document::Document;

use serde::{Deserialize, Serialize};

/// Where names of our own begin that must be the same everywhere; nothing needs to be there.
const HOME: &str = "https://hotwash.example/xapi";

/// What a report can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A page that opens in any browser, whole in one file.
    Html,
    /// A PDF, tagged for screen readers.
    Pdf,
    /// A text that word processors edit.
    Docx,
    /// Markdown.
    Markdown,
    /// The scores as a table.
    Csv,
    /// The whole content.
    Json,
    /// A layer of the ATT&CK Navigator.
    Navigator,
    /// Statements for a learning record store.
    Xapi,
    /// A calendar of the corrective actions' due dates.
    Ics,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Html,
        Self::Pdf,
        Self::Docx,
        Self::Markdown,
        Self::Csv,
        Self::Json,
        Self::Navigator,
        Self::Xapi,
        Self::Ics,
    ];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "Web page",
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
            Self::Markdown => "Markdown",
            Self::Csv => "Scores as a table",
            Self::Json => "Everything as JSON",
            Self::Navigator => "ATT&CK Navigator layer",
            Self::Xapi => "xAPI statements",
            Self::Ics => "Calendar of due dates",
        }
    }

    /// How the command line names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Navigator => "navigator",
            Self::Xapi => "xapi",
            Self::Ics => "ics",
        }
    }

    /// How the name of its file ends, without the dot in front.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Navigator => "navigator.json",
            Self::Xapi => "xapi.json",
            other => other.key(),
        }
    }

    /// The format that a file's name ends in, if it says.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let fits = |format: &Self| name.ends_with(&format!(".{}", format.ending()));
        // The longer endings first: a Navigator layer ends like any JSON, too.
        let mut formats = Self::ALL.into_iter().filter(fits);
        let first = formats.next();
        formats
            .chain(first)
            .max_by_key(|format| format.ending().len())
    }
}

/// How far the writing of a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Sections are put together.
    Gathering,
    /// Pictures are drawn.
    Drawing,
    /// Pages are set.
    Setting,
    /// Bytes are written.
    Writing,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Gathering, Self::Drawing, Self::Setting, Self::Writing];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gathering => "Putting the sections together",
            Self::Drawing => "Drawing the pictures",
            Self::Setting => "Setting the pages",
            Self::Writing => "Writing",
        }
    }

    /// How much is done when it begins, 0 to 1.
    #[must_use]
    pub const fn share(self) -> f32 {
        match self {
            Self::Gathering => 0.0,
            Self::Drawing => 0.1,
            Self::Setting => 0.2,
            Self::Writing => 0.8,
        }
    }
}

/// Whether to go on with the next stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoOn {
    /// Yes.
    Yes,
    /// No: nobody waits for it any more.
    Stop,
}

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Whoever asked for it stopped it.
    #[error("the report was stopped; nothing was written")]
    Stopped,
    /// This build leaves the typesetter out.
    #[error("this build of Hotwash writes no {}: build it with the feature `documents`, or take html", .0.name())]
    NotBuilt(Format),
    /// A calendar of nothing would be no calendar.
    #[error(
        "no corrective action of this exercise has a due date, so there is nothing for a calendar: raise one with a date in \
         the review, then write the calendar again"
    )]
    NothingDue,
    /// A template did not take the content.
    #[error("the report's template could not be filled")]
    Template(#[from] minijinja::Error),
    /// A value has no JSON.
    #[error("the report could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A table could not be written.
    #[error("the table of scores could not be written")]
    Csv(#[from] csv::Error),
    /// The typesetter refused something.
    #[error("the report could not be typeset: {0}")]
    Typesetting(String),
    /// A picture could not be drawn.
    #[error("the picture \"{0}\" could not be drawn")]
    Picture(String),
    /// The word processor's file could not be put together.
    #[error("the Word document could not be put together: {0}")]
    Docx(String),
}

/// Writes a report. `progress` is told each stage as it begins, and may stop it there.
///
/// # Errors
/// [`ReportError::Stopped`] if `progress` says so; the others say what could not be made.
pub fn write(
    format: Format,
    content: &Content,
    mut progress: impl FnMut(Stage) -> GoOn,
) -> Result<Vec<u8>, ReportError> {
    let mut stage = |stage| match progress(stage) {
        GoOn::Yes => Ok(()),
        GoOn::Stop => Err(ReportError::Stopped),
    };
    stage(Stage::Gathering)?;
    match format {
        Format::Html => {
            stage(Stage::Drawing)?;
            let document = Document::new(content, charts::Face::Screen)?;
            stage(Stage::Writing)?;
            html::html(&document)
        }
        #[cfg(feature = "documents")]
        Format::Pdf => {
            stage(Stage::Drawing)?;
            let document = Document::new(content, charts::Face::Page)?;
            stage(Stage::Setting)?;
            let set = pdf::set(&document)?;
            stage(Stage::Writing)?;
            set.bytes()
        }
        #[cfg(feature = "documents")]
        Format::Docx => {
            stage(Stage::Drawing)?;
            let document = Document::new(content, charts::Face::Page)?;
            stage(Stage::Writing)?;
            docx::docx(&document)
        }
        #[cfg(not(feature = "documents"))]
        Format::Pdf | Format::Docx => Err(ReportError::NotBuilt(format)),
        Format::Markdown => {
            let document = Document::new(content, charts::Face::Screen)?;
            stage(Stage::Writing)?;
            Ok(markdown::markdown(&document).into_bytes())
        }
        Format::Csv => table::csv(content),
        Format::Json => Ok(serde_json::to_vec_pretty(content)?),
        Format::Navigator => navigator::layer(content),
        Format::Xapi => xapi::statements(content),
        Format::Ics => Ok(ics::calendar(content)?.into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_format() {
        assert_eq!(Format::of_file("A report.PDF"), Some(Format::Pdf));
        assert_eq!(Format::of_file("a.json"), Some(Format::Json));
        assert_eq!(Format::of_file("a.navigator.json"), Some(Format::Navigator));
        assert_eq!(Format::of_file("a.xapi.json"), Some(Format::Xapi));
        assert_eq!(Format::of_file("a.txt"), None);
        for format in Format::ALL {
            let name = format!("report.{}", format.ending());
            assert_eq!(Format::of_file(&name), Some(format));
        }
    }
}

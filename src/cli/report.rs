//! `hotwash report`: the after-action report of a record, in any format.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::loading::load_carried;
use super::output::{complain, say};
use super::score::to_the_end;
use crate::player::Rehearsal;
use crate::report::{self, Audience, Content, Format, GoOn, Sources};
use crate::review::{CorrectiveAction, Review};
use crate::store::{SqliteJournal, read_after_action, read_names, write_whole};

/// A format's name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// One page with everything in it, for any browser.
    Html,
    /// Pages to print and to hand out.
    Pdf,
    /// For Word and LibreOffice.
    Docx,
    /// Markdown.
    Md,
    /// The scores as a table.
    Csv,
    /// Everything as JSON; see docs/json.md.
    Json,
    /// A layer of the `ATT&CK` Navigator.
    Navigator,
    /// Statements for a learning record store.
    Xapi,
    /// A calendar of the corrective actions' due dates.
    Ics,
}

impl As {
    const fn format(self) -> Format {
        match self {
            Self::Html => Format::Html,
            Self::Pdf => Format::Pdf,
            Self::Docx => Format::Docx,
            Self::Md => Format::Markdown,
            Self::Csv => Format::Csv,
            Self::Json => Format::Json,
            Self::Navigator => Format::Navigator,
            Self::Xapi => Format::Xapi,
            Self::Ics => Format::Ics,
        }
    }
}

/// Whom the report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// Seats and roles; nobody's name, and nothing that an evaluator noted of one person.
    Participants,
    /// Everything, with names.
    Everyone,
}

/// What `report` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "The file's ending says the format: .html, .pdf, .docx, .md, .csv, .json, .ics, .navigator.json, .xapi.json;\n\
    --format says it otherwise. Strengths and areas for improvement are what people wrote in the review, or proposals\n\
    from the record until somebody has."
)]
pub(super) struct ReportArguments {
    /// A record file.
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// What to write; as the file's ending says if left out.
    #[arg(long, value_enum)]
    format: Option<As>,
    /// Whom it is for.
    #[arg(long = "for", value_enum, default_value_t = For::Everyone)]
    whom: For,
    /// The file to write; one that is there is replaced.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// On which day the exercise was held, such as 2026-12-01; the record file's own day if left out.
    #[arg(long, value_name = "DATE")]
    held_on: Option<Date>,
}

/// Writes a report.
pub(super) fn run(arguments: &ReportArguments) -> anyhow::Result<ExitCode> {
    let format = format(arguments)?;
    let path = &arguments.record;
    // Opening a record touches its file, so its day is asked for first.
    let held_on = arguments.held_on.map_or_else(|| day_of(path), Ok)?;
    let record = SqliteJournal::open(path)?.record;
    let header = record.header;
    let scenario = load_carried(path, &header.scenario_text)?;
    let off = header.readiness_off.clone();
    let rehearsal = Rehearsal::at_level(&scenario, header.level.as_ref(), off);
    let cast = rehearsal.cast(header.seed);
    let (entries, ended) = to_the_end(&rehearsal, &cast, record.entries);
    if !ended {
        complain(
            "hotwash: the exercise is not over; it is reported as if nobody did anything more",
        );
    }
    let card = cast.score(&entries);
    let review = Review::new(Arc::clone(cast.scenario()), entries.into(), card);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let content = Content::new(Sources {
        review: &review,
        header: &header,
        exercise: &name,
        held_on,
        after: read_after_action(path)?.as_ref(),
        actions: &corrective_actions(),
        names: &read_names(path)?,
        audience: match arguments.whom {
            For::Participants => Audience::Participants,
            For::Everyone => Audience::Everyone,
        },
    });
    let bytes = report::write(format, &content, |_| GoOn::Yes)?;
    write_whole(&arguments.out, &bytes)?;
    say(&format!(
        "{} written to {}\n",
        format.name(),
        arguments.out.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The corrective actions of all exercises. LEDGER: read them from the store as soon as it keeps the ledger.
fn corrective_actions() -> Vec<CorrectiveAction> {
    Vec::new()
}

fn format(arguments: &ReportArguments) -> anyhow::Result<Format> {
    if let Some(format) = arguments.format {
        return Ok(format.format());
    }
    let name = arguments.out.file_name().unwrap_or_default();
    let Some(format) = Format::of_file(&name.to_string_lossy()) else {
        let endings = Format::ALL.map(|format| format!(".{}", format.ending()));
        bail!(
            "{}: the name says no format; end it with one of {}, or give --format",
            arguments.out.display(),
            endings.join(", ")
        );
    };
    Ok(format)
}

/// The day on which a file was last written, here.
fn day_of(path: &Path) -> anyhow::Result<Date> {
    let written = std::fs::metadata(path).and_then(|data| data.modified());
    let written = written.map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let written = jiff::Timestamp::try_from(written)?;
    Ok(jiff::tz::TimeZone::system().to_datetime(written).date())
}

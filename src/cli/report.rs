//! `hotwash report`: the after-action report of a record, in any format.

use std::path::PathBuf;
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
use crate::review::Review;
use crate::store::{
    DataDir, check_place, find_record, lessons_of, read_after_action, read_names, read_record,
    record_began, record_day, write_document,
};

/// A format's name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// One page with everything in it, for any browser.
    Html,
    /// Pages to print and to hand out.
    Pdf,
    /// For a word processor.
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
    /// A record file, or the beginning of a record's name; `hotwash records` lists them.
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// What to write; as the file's ending says if left out.
    #[arg(long, value_enum)]
    format: Option<As>,
    /// Whom it is for.
    #[arg(long = "for", value_enum, default_value_t = For::Everyone)]
    whom: For,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if there is one; a record is never replaced.
    #[arg(long)]
    overwrite: bool,
    /// On which day the exercise was held, such as 2026-12-01; the day in the record's name, or the file's own, if left out.
    #[arg(long, value_name = "DATE")]
    held_on: Option<Date>,
}

/// Writes a report.
pub(super) fn run(
    arguments: &ReportArguments,
    data_dir: Option<PathBuf>,
) -> anyhow::Result<ExitCode> {
    let format = format(arguments)?;
    // A report may take a while, so what hinders it is told before.
    check_place(&arguments.out, arguments.overwrite)?;
    let dir = DataDir::open(data_dir)?;
    let path = &find_record(&dir, &arguments.record)?;
    let held_on = arguments
        .held_on
        .or_else(|| record_day(path))
        .unwrap_or_default();
    let (record, _) = read_record(path)?;
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
    let lessons = lessons_of(&dir, path)?;
    let content = Content::new(Sources {
        review: &review,
        header: &header,
        exercise: &lessons.exercise,
        held_on,
        began: record_began(path),
        after: read_after_action(path)?.as_ref(),
        actions: &lessons.actions,
        names: &read_names(path)?,
        audience: match arguments.whom {
            For::Participants => Audience::Participants,
            For::Everyone => Audience::Everyone,
        },
    });
    let bytes = report::write(format, &content, |_| GoOn::Yes)?;
    write_document(&arguments.out, &bytes, arguments.overwrite)?;
    say(&format!(
        "{} written to {}\n",
        format.name(),
        arguments.out.display()
    ))?;
    Ok(ExitCode::SUCCESS)
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

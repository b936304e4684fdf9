//! `hotwash export`: a record as one file that can be carried.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output::{complain, say};
use crate::store::{DataDir, ExportOrder, StoreError, export_record, find_record};

/// What `export` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "The copy holds the record's chain, the names of those who took part, the after-action text and the\n\
    corrective actions that the exercise raised. The chain is checked before and after. What people wrote\n\
    during the exercise is on the chain and goes along as it is; `hotwash forget` lists where a name stands there."
)]
pub(super) struct ExportArguments {
    /// A record file, or the beginning of a record's name; `hotwash records` lists them.
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// The file to write, usually .hotwash.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave out the names of those who took part and the owners of corrective actions.
    #[arg(long)]
    without_names: bool,
    /// Replace a file that is there.
    #[arg(long)]
    overwrite: bool,
}

/// Exports a record.
pub(super) fn run(
    dir: Result<DataDir, StoreError>,
    arguments: &ExportArguments,
) -> anyhow::Result<ExitCode> {
    let dir = dir?;
    let record = find_record(&dir, &arguments.run)?;
    let order = ExportOrder {
        names: !arguments.without_names,
        overwrite: arguments.overwrite,
    };
    let exported = export_record(&dir, &record, &arguments.out, order)?;
    say(&format!(
        "{}: {} entries, chain whole, {} corrective actions\nlast link {}\n",
        arguments.out.display(),
        exported.entries,
        exported.actions,
        exported.link
    ))?;
    if arguments.without_names {
        complain(
            "names were left out beside the record; what people wrote during the exercise is as it was",
        );
    }
    Ok(ExitCode::SUCCESS)
}

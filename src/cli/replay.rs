//! `hotwash replay`: a record applied again, and decided again to compare.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::loading::load_carried;
use super::output::{complain, say, say_json};
use crate::exercise::replay::{replay, verify};
use crate::store::read_record;
use crate::world::Rules;

/// What `replay` takes.
#[derive(Debug, Args)]
pub(super) struct ReplayArguments {
    /// A record file.
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct ReplayJson {
    events: usize,
    state_hash: String,
    verified: bool,
}

/// Replays a record. It fails if the record was altered.
pub(super) fn run(arguments: &ReplayArguments) -> anyhow::Result<ExitCode> {
    let (record, _) = read_record(&arguments.record)?;
    let scenario = load_carried(&arguments.record, &record.header.scenario_text)?;
    let scenario = record.header.cast(&scenario);
    let rules = Arc::new(Rules::new(&scenario));
    let replayed = replay(Arc::clone(&scenario), Arc::clone(&rules), &record.entries);
    let decided = verify(scenario, rules, &record);
    let state_hash = replayed.state().hash();
    let verified = decided
        .as_ref()
        .is_ok_and(|engine| engine.state().hash() == state_hash);
    if let Err(error) = &decided {
        complain(&format!("hotwash: {}: {error}", arguments.record.display()));
    }
    let events = record.entries.len();
    if arguments.json {
        say_json(&ReplayJson {
            events,
            state_hash,
            verified,
        })?;
    } else {
        let verified = if verified {
            "verified: the same commands decide the same"
        } else {
            "not verified"
        };
        say(&format!(
            "{events} events, state {state_hash}\n{verified}\n"
        ))?;
    }
    // Another version may decide otherwise; then the chain alone says that nothing was altered.
    let same_version = record.header.program == env!("CARGO_PKG_VERSION");
    Ok(if verified || !same_version {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

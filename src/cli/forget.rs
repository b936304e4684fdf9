//! `hotwash forget`: where a person's name stands, and taking it out.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::output::{complain, say};
use crate::store::{DataDir, Person, StoreError, find_person, forget_person, record_name};

/// How many entries of records are listed.
const LISTED: usize = 50;

/// What `forget` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Looked through are the names of those who took part (evaluators too), after-action texts, owners and\n\
    texts of corrective actions, plans for a room, and ledgers and plans that were put aside. What was said\n\
    during an exercise is on its record's chain and can't change; such entries are listed. Removing the whole\n\
    record removes them: hotwash records --remove RUN."
)]
pub(super) struct ForgetArguments {
    /// The name, as it is written there; capitals don't matter.
    #[arg(value_name = "NAME")]
    name: String,
    /// Really take it out; without it, only the places are shown.
    #[arg(long)]
    yes: bool,
}

/// Shows where a name stands, and takes it out.
pub(super) fn run(
    dir: Result<DataDir, StoreError>,
    arguments: &ForgetArguments,
) -> anyhow::Result<ExitCode> {
    let dir = dir?;
    let name = arguments.name.trim();
    if name.is_empty() {
        bail!("the name is empty; write the name that is to be forgotten");
    }
    let found = find_person(&dir, name)?;
    let mut text = places(&found);
    let left = if arguments.yes && !found.is_nowhere() {
        let left = forget_person(&dir, name)?;
        let times: usize = found.places.iter().map(|place| place.times).sum();
        if left.is_nowhere() {
            // Writing into a string can't fail.
            let _ = writeln!(text, "taken out: {times} times");
        } else {
            let _ = writeln!(text, "it could not be taken out everywhere; see below");
        }
        left
    } else {
        if !found.is_nowhere() {
            text.push_str("with --yes it is taken out of these; nothing has changed yet\n");
        }
        found
    };
    text.push_str(&on_record(&left));
    say(&text)?;
    for error in &left.unreadable {
        complain(&format!("hotwash: not looked into: {error}"));
    }
    let done = left.unreadable.is_empty() && (!arguments.yes || left.is_nowhere());
    Ok(if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn places(found: &Person) -> String {
    if found.is_nowhere() {
        return "the name stands nowhere where it could be taken out\n".to_owned();
    }
    let mut text = String::new();
    for place in &found.places {
        let (path, holder) = (place.path.display(), place.holder.name());
        // Writing into a string can't fail.
        let _ = writeln!(text, "{path}: {holder}, {} times", place.times);
    }
    text
}

fn on_record(left: &Person) -> String {
    if left.on_record.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "on records, where nothing can change; only removing the whole record (hotwash records --remove RUN) removes it:\n",
    );
    for said in left.on_record.iter().take(LISTED) {
        let record = record_name(&said.path);
        let place = match (said.entry, said.at) {
            (0, _) | (_, None) => "in the scenario that it carries".to_owned(),
            (entry, Some(at)) => format!("entry {entry} at {at}"),
        };
        // Writing into a string can't fail.
        let _ = writeln!(text, "  {record}, {place}: {}", said.text);
    }
    let more = left.on_record.len().saturating_sub(LISTED);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
    text
}

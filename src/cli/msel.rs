//! `hotwash msel`: the MSEL as a spreadsheet, and what an edited one would change.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::loading::{load_carried, load_named};
use super::output::{complain, say, say_json};
use super::simulate::level_named;
use crate::base::id::InjectId;
use crate::conduct::sheet;
use crate::conduct::table::CellProblem;
use crate::exercise::replay::replay;
use crate::exercise::{Header, Record};
use crate::player::trainee_seat;
use crate::scenario::{Facilitation, Scenario};
use crate::store::read_record;
use crate::store::sheets::{read_table, write_msel};
use crate::world::{Rules, State};

/// The ending of a record's file.
const RECORD: &str = "hotwash";

/// What `msel` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "A row keeps its inject by the column Identifier: leave it as it is. Rows without one are new injects,\n\
    and injects whose rows are gone are skipped. --check changes nothing; a sheet is read in where an exercise\n\
    for a room is prepared: \"Run for a room…\" in a scenario's briefing."
)]
pub(super) struct MselArguments {
    /// A scenario folder or file, the identifier of a scenario that comes with Hotwash, or a record.
    #[arg(value_name = "SCENARIO_OR_RECORD")]
    of: PathBuf,
    /// Write the MSEL into this file, .xlsx or .csv; one that is there is replaced.
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    out: Option<PathBuf>,
    /// Say what this sheet (.xlsx, .ods or .csv) would change, or what in it can't be read.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    check: Option<PathBuf>,
    /// The seed of a scenario's casting; 1 if left out. A record has its own.
    #[arg(long)]
    seed: Option<u64>,
    /// The level of a scenario; as its file says if left out. A record has its own.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct WrittenJson<'a> {
    scenario: &'a str,
    out: &'a Path,
    injects: usize,
}

#[derive(Debug, Serialize)]
struct CheckJson<'a> {
    scenario: &'a str,
    problems: Vec<ProblemJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ProblemJson<'a> {
    cell: &'a str,
    column: &'a str,
    holds: &'a str,
    why: &'a str,
    instead: &'a str,
}

#[derive(Debug, Serialize)]
struct ChangeJson<'a> {
    inject: &'a InjectId,
    change: &'static str,
    text: String,
}

/// Writes the MSEL, or checks a sheet.
pub(super) fn run(arguments: &MselArguments) -> anyhow::Result<ExitCode> {
    let (scenario, state) = standing(arguments)?;
    if let Some(file) = &arguments.check {
        return check(&scenario, &state, file, arguments.json);
    }
    let Some(out) = &arguments.out else {
        // The command line asks for one of the two.
        return Ok(ExitCode::SUCCESS);
    };
    let rows = sheet::rows(&scenario, &state);
    write_msel(out, &scenario.title, &rows)?;
    if arguments.json {
        say_json(&WrittenJson {
            scenario: scenario.id.as_str(),
            out,
            injects: rows.len(),
        })?;
    } else {
        say(&format!(
            "{} injects written to {}\n",
            rows.len(),
            out.display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The scenario as it is played, and how its exercise stands; before STARTEX if none is named.
fn standing(arguments: &MselArguments) -> anyhow::Result<(Arc<Scenario>, State)> {
    let is_record = arguments
        .of
        .extension()
        .is_some_and(|ending| ending == RECORD);
    if is_record && arguments.of.is_file() {
        anyhow::ensure!(
            arguments.seed.is_none() && arguments.level.is_none(),
            "{}: a record has its seed and level; leave out --seed and --level",
            arguments.of.display()
        );
        let (scenario, state, _) = of_record(&arguments.of)?;
        return Ok((scenario, state));
    }
    let (scenario, _) = load_named(&arguments.of)?;
    let seed = arguments.seed.unwrap_or(1);
    let header = Header {
        level: level_named(&scenario, arguments.level.as_deref())?,
        ..Header::new(scenario.id.clone(), String::new(), seed, trainee_seat())
    };
    let cast = header.cast(&scenario);
    let state = State::new(&cast);
    Ok((cast, state))
}

/// The scenario of a record as it was played, the state at its end, and the record.
pub(super) fn of_record(path: &Path) -> anyhow::Result<(Arc<Scenario>, State, Record)> {
    let record = read_record(path)?.0;
    let scenario = load_carried(path, &record.header.scenario_text)?;
    let scenario = record.header.cast(&scenario);
    let rules = Arc::new(Rules::new(&scenario));
    let engine = replay(Arc::clone(&scenario), rules, &record.entries);
    let state = engine.state().clone();
    Ok((scenario, state, record))
}

fn check(scenario: &Scenario, state: &State, file: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let table = read_table(file)?;
    let (problems, changes) = match sheet::read(scenario, state, state.now, &table) {
        Ok(injects) => (Vec::new(), sheet::changes(scenario, state, &injects)),
        Err(problems) => (problems, Vec::new()),
    };
    let changes: Vec<ChangeJson<'_>> = changes
        .iter()
        .filter_map(|deed| change(scenario, state, deed))
        .collect();
    if json {
        say_json(&CheckJson {
            scenario: scenario.id.as_str(),
            problems: problems.iter().map(problem).collect(),
            changes,
        })?;
    } else {
        for problem in &problems {
            complain(&format!("{}: {problem}", file.display()));
        }
        for change in &changes {
            say(&format!(
                "{} `{}`: {}\n",
                change.change, change.inject, change.text
            ))?;
        }
        if problems.is_empty() && changes.is_empty() {
            say("nothing changes\n")?;
        }
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn problem(problem: &CellProblem) -> ProblemJson<'_> {
    ProblemJson {
        cell: &problem.place,
        column: &problem.column,
        holds: &problem.holds,
        why: &problem.why,
        instead: &problem.instead,
    }
}

fn change<'a>(
    scenario: &Scenario,
    state: &State,
    deed: &'a Facilitation,
) -> Option<ChangeJson<'a>> {
    let title = |id: &InjectId| {
        let inject = state.inject(scenario, id);
        inject
            .map(|inject| inject.title.clone())
            .unwrap_or_default()
    };
    Some(match deed {
        Facilitation::Put(inject) => ChangeJson {
            inject: &inject.id,
            change: match state.inject(scenario, &inject.id) {
                Some(_) => "rewrite",
                None => "add",
            },
            text: inject.title.clone(),
        },
        Facilitation::Move { inject, to } => ChangeJson {
            inject,
            change: "move",
            text: format!("{} to {to}", title(inject)),
        },
        Facilitation::Skip { inject, .. } => ChangeJson {
            inject,
            change: "skip",
            text: title(inject),
        },
        _ => return None,
    })
}

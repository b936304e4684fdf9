//! `hotwash import`: records that were exported; what playbooks in Markdown hold, and the exercises that
//! they become. What a file is shows in its content, not its name.

mod json;
mod record;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use self::json::{FileJson, ImportJson};
use super::loading::report;
use super::output::{complain, say, say_json};
use crate::checklist::{InjectSet, TargetPack, checklist};
use crate::playbook::{AttackRow, Document, Playbook, Step, read, template};
use crate::store::{playbook_files, read_limited, read_playbook, write_checklist};

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// Records that were exported; Markdown files, or folders with such files (`.md`, `.txt`) in them.
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Make a scenario of each playbook, in a folder of its own below this one.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The target times of these scenarios: tabletop-90, 1-10-60, breakout, notification, or a file.
    #[arg(long, value_name = "PACK", requires = "out")]
    targets: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A file that was asked for: what it holds, or why it could not be read.
struct Imported {
    path: PathBuf,
    document: Result<Document, String>,
}

impl Imported {
    fn has_playbook(&self) -> bool {
        self.document.as_ref().is_ok_and(Document::has_playbook)
    }
}

/// Reads every file and says what is in it.
pub(super) fn run(
    data_dir: Option<PathBuf>,
    arguments: &ImportArguments,
) -> anyhow::Result<ExitCode> {
    let (records, paths) = record::apart(&arguments.paths);
    let records = record::import(data_dir, &records)?;
    let all_records = records.iter().all(record::RecordJson::is_here);
    let files = import(&paths);
    let pack = target_pack(arguments.targets.as_deref())?;
    if arguments.json {
        for message in files.iter().filter_map(|file| file.document.as_ref().err()) {
            complain(&format!("hotwash: {message}"));
        }
        let files = files.iter().map(FileJson::of).collect();
        say_json(&ImportJson { files, records })?;
    } else {
        for record in &records {
            say(&record.in_words())?;
        }
        for file in &files {
            tell(file)?;
        }
    }
    let mut written = true;
    if let Some(base) = &arguments.out {
        for file in &files {
            written &= write_scenarios(file, base, &pack);
        }
    }
    if written && all_records && files.iter().all(Imported::has_playbook) {
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

/// The pack of this name, or in this file; the usual one if none is named.
fn target_pack(named: Option<&str>) -> anyhow::Result<TargetPack> {
    let shipped = TargetPack::shipped();
    let names: Vec<&str> = shipped.iter().map(|pack| pack.id.as_str()).collect();
    let known = names.join(", ");
    let found = match named {
        None => shipped.into_iter().next(),
        Some(name) => match shipped.iter().find(|pack| pack.id.as_str() == name) {
            Some(pack) => Some(pack.clone()),
            None if Path::new(name).is_file() => {
                let text = String::from_utf8_lossy(&read_limited(Path::new(name))?).into_owned();
                Some(TargetPack::read(&text).with_context(|| name.to_owned())?)
            }
            None => None,
        },
    };
    let name = named.unwrap_or_default();
    found.with_context(|| {
        format!("there are no target times `{name}`; there are {known}, or name a file")
    })
}

/// Writes the scenarios of a file's playbooks; says whether all could be made.
fn write_scenarios(file: &Imported, base: &Path, pack: &TargetPack) -> bool {
    let Ok(document) = &file.document else {
        return false;
    };
    let mut all = true;
    for playbook in &document.playbooks {
        match checklist(document, playbook, pack, &InjectSet::general()) {
            Ok(scenario) => match write_checklist(base, scenario, document.original()) {
                Ok(folder) => complain(&format!("written: {}", folder.display())),
                Err(error) => {
                    complain(&format!("hotwash: {error}"));
                    all = false;
                }
            },
            Err(error) => {
                complain(&format!("hotwash: {}: {error}", file.path.display()));
                all = false;
            }
        }
    }
    all
}

fn import(paths: &[PathBuf]) -> Vec<Imported> {
    let mut files = Vec::new();
    for path in paths {
        match playbook_files(path) {
            Ok(found) => files.extend(found.into_iter().map(|path| {
                let bytes = read_playbook(&path).map_err(|error| error.to_string());
                Imported {
                    document: bytes.map(|bytes| read(&bytes)),
                    path,
                }
            })),
            Err(error) => files.push(Imported {
                path: path.clone(),
                document: Err(error.to_string()),
            }),
        }
    }
    files
}

/// Says in words what a file holds; what is wrong with it goes to standard error.
fn tell(file: &Imported) -> anyhow::Result<()> {
    match &file.document {
        Err(message) => complain(&format!("hotwash: {message}")),
        Ok(document) => {
            say(&in_words(file, document))?;
            report(&file.path, &document.text, &document.diagnostics);
            for suggestion in &document.suggestions {
                let (path, line) = (file.path.display(), suggestion.line);
                let (code, message) = (suggestion.code, &suggestion.message);
                complain(&format!("{path}:{line}: suggestion[{code}]: {message}"));
            }
        }
    }
    Ok(())
}

fn in_words(file: &Imported, document: &Document) -> String {
    let mut text = format!("{}\n", file.path.display());
    for playbook in &document.playbooks {
        text.push_str(&playbook_in_words(playbook));
        text.push('\n');
    }
    text
}

// Writing into a string can't fail, so what it returns is let go in what follows.
fn playbook_in_words(playbook: &Playbook) -> String {
    let title = match playbook.title.text.as_str() {
        "" => "(no title)",
        title => title,
    };
    let mut text = format!("  {title}\n");
    text.push_str(&attack_in_words(playbook));
    let _ = writeln!(
        text,
        "    {:<16} {:>5}  {:<12} left to fill",
        "phase", "steps", "by level"
    );
    for section in &playbook.sections {
        let done = template::phase(playbook, section.phase);
        let name = section.phase.name();
        let levels = levels(&section.steps);
        let _ = writeln!(
            text,
            "    {name:<16} {:>5}  {levels:<12} {}",
            done.steps, done.placeholders
        );
    }
    let all = template::total(playbook);
    let _ = writeln!(
        text,
        "    {:<16} {:>5}  {:<12} {} ({:.0} % written)",
        "all",
        all.steps,
        "",
        all.placeholders,
        all.share() * 100.0
    );
    let open = playbook
        .references
        .iter()
        .filter(|r| r.is_placeholder)
        .count();
    let _ = write!(
        text,
        "    references {} ({open} to fill)",
        playbook.references.len()
    );
    for list in &playbook.checklists {
        let _ = write!(text, ", {} ({} steps)", list.title, list.steps.len());
    }
    text.push('\n');
    text
}

fn attack_in_words(playbook: &Playbook) -> String {
    let rows = playbook.attack.iter().flat_map(|table| &table.rows);
    let rows: Vec<_> = rows.map(row_in_words).collect();
    if !rows.is_empty() {
        return format!("    ATT&CK {}\n", rows.join("; "));
    }
    if playbook.technique_hints.is_empty() {
        "    ATT&CK not given\n".to_owned()
    } else {
        let hints = playbook.technique_hints.join(", ");
        format!("    ATT&CK not given; title and references name {hints}\n")
    }
}

fn row_in_words(row: &AttackRow) -> String {
    let tactics = row.tactics.join(", ");
    let parts = [
        row.technique_id.as_str(),
        &row.technique_name,
        &row.sub_technique_id,
        &row.sub_technique_name,
        &tactics,
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// How many steps stand at each level, as in `2 + 5`.
fn levels(steps: &[Step]) -> String {
    let mut levels: BTreeMap<usize, usize> = BTreeMap::new();
    for step in steps {
        *levels.entry(step.level).or_default() += 1;
    }
    let counts: Vec<_> = levels.values().map(usize::to_string).collect();
    counts.join(" + ")
}

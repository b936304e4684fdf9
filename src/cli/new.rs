//! `hotwash new`: a scenario's folder to begin with.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::output::say;
use crate::checklist::scenario_id;
use crate::store::{StoreError, write_whole};

/// The file to begin with; `{id}` and `{title}` are gaps.
const SKELETON: &str = include_str!("../../assets/skeleton/scenario.ron");

/// What `new` takes.
#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// The folder to make. Its name becomes the scenario's identifier and title.
    #[arg(value_name = "NAME")]
    folder: PathBuf,
}

/// Writes the folder.
pub(super) fn run(arguments: &NewArguments) -> anyhow::Result<ExitCode> {
    let folder = &arguments.folder;
    let name = folder.file_name().map(|name| name.to_string_lossy());
    let Some(name) = name else {
        bail!("{}: this names no folder", folder.display());
    };
    if folder.exists() {
        return Err(StoreError::Exists(folder.clone()).into());
    }
    let id = scenario_id(&name);
    let text = SKELETON
        .replace("{id}", id.as_str())
        .replace("{title}", &title(&name));
    let file = folder.join("scenario.ron");
    write_whole(&file, text.as_bytes())?;
    say(&format!(
        "{} is written. Next:\n  hotwash check {}\n  hotwash play {}\n",
        file.display(),
        folder.display(),
        folder.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A name such as `quiet-mailbox` as a title: `Quiet mailbox`.
fn title(name: &str) -> String {
    let words: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).take(200).collect(),
        None => "A new scenario".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    #[test]
    fn the_skeleton_is_a_scenario_without_findings() {
        let text = SKELETON
            .replace("{id}", "a-b")
            .replace("{title}", &title("a-b"));
        let loaded = load(text.as_bytes());
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        assert!(!text.contains('{'), "no gap is left");
    }

    #[test]
    fn a_title_is_made_of_a_name() {
        assert_eq!(title("quiet-mailbox"), "Quiet mailbox");
        assert_eq!(title("--"), "A new scenario");
        assert_eq!(title("\"x\""), "X");
    }
}

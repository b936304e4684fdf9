//! Reads events from standard input, one JSON object a line, and says which public Sigma rules they fire:
//! `{"logsource": {"product": "linux", "service": "auditd"}, "event": {"type": "EXECVE", …}}`.
//!
//! Prints one JSON object for each hit: the number of the line, counted from 0, and the rule's id and title.
//! A rule only sees events of its own log source, as in a SIEM.

use std::io::{BufRead as _, BufWriter, Write as _};

use anyhow::{Context as _, Result, ensure};
use rsigma_eval::{Engine, JsonEvent};
use rsigma_parser::{LogSource, parse_sigma_directory};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .context("usage: hotwash-sigma FOLDER_OF_RULES < events.ndjson")?;
    let rules = parse_sigma_directory(folder.as_ref())?;
    ensure!(rules.errors.is_empty(), "{:?}", rules.errors);
    ensure!(!rules.rules.is_empty(), "there is no rule in that folder");
    let mut engine = Engine::new();
    engine.add_collection(&rules)?;
    eprintln!("{} rules", engine.rule_count());

    let mut out = BufWriter::new(std::io::stdout().lock());
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let tagged: Value =
            serde_json::from_str(&line?).with_context(|| format!("line {number}"))?;
        let part = |name: &str| {
            let text = tagged.get("logsource")?.get(name)?.as_str()?;
            Some(text.to_owned())
        };
        let source = LogSource {
            category: part("category"),
            product: part("product"),
            service: part("service"),
            ..LogSource::default()
        };
        let event = tagged
            .get("event")
            .with_context(|| format!("line {number} has no event"))?;
        for hit in engine.evaluate_with_logsource(&JsonEvent::borrow(event), &source) {
            let hit = json!({
                "line": number,
                "rule": hit.header.rule_id,
                "title": hit.header.rule_title,
            });
            writeln!(out, "{hit}")?;
        }
    }
    Ok(out.flush()?)
}

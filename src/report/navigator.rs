//! A layer of the ATT&CK Navigator (layer format 4.5): which techniques were trained, and how it went with each.

use std::fmt::Write as _;

use serde::Serialize;

use super::ReportError;
use super::content::{Content, TechniqueLine, TechniqueOutcome};
use super::words;

/// The version of ATT&CK that scenarios are checked against, as the Navigator counts them.
const ATTACK: &str = "18";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Layer<'a> {
    name: String,
    versions: Versions,
    domain: &'static str,
    description: String,
    sorting: u32,
    techniques: Vec<Technique<'a>>,
    gradient: Gradient,
    legend_items: Vec<Legend>,
    metadata: Vec<Metadata>,
    show_tactic_row_background: bool,
    hide_disabled: bool,
}

#[derive(Debug, Serialize)]
struct Versions {
    attack: &'static str,
    navigator: &'static str,
    layer: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Technique<'a> {
    #[serde(rename = "techniqueID")]
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tactic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u32>,
    color: &'static str,
    comment: String,
    enabled: bool,
    metadata: Vec<Metadata>,
    show_subtechniques: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Gradient {
    colors: [&'static str; 3],
    min_value: u32,
    max_value: u32,
}

#[derive(Debug, Serialize)]
struct Legend {
    label: &'static str,
    color: &'static str,
}

#[derive(Debug, Serialize)]
struct Metadata {
    name: &'static str,
    value: String,
}

const fn color(outcome: TechniqueOutcome) -> &'static str {
    match outcome {
        TechniqueOutcome::Prevented => "#5aae61",
        TechniqueOutcome::InTime => "#a6dba0",
        TechniqueOutcome::Late => "#fdb863",
        TechniqueOutcome::Missed => "#e06666",
        TechniqueOutcome::NotAsked => "#c6c6e0",
        TechniqueOutcome::NotPlayed => "#d9d9d9",
    }
}

/// The layer as JSON.
pub(super) fn layer(content: &Content) -> Result<Vec<u8>, ReportError> {
    let head = &content.head;
    let data = |name, value| Metadata { name, value };
    let layer = Layer {
        name: format!("{}, {}", head.code_name, head.held_on),
        versions: Versions {
            attack: ATTACK,
            navigator: "5.1.0",
            layer: "4.5",
        },
        domain: "enterprise-attack",
        description: format!(
            "What the exercise \"{}\" trained, and how it went. {}",
            head.scenario,
            legend_text()
        ),
        sorting: 0,
        techniques: content.techniques.iter().map(technique).collect(),
        gradient: Gradient {
            colors: ["#e06666", "#fdb863", "#5aae61"],
            min_value: 0,
            max_value: 100,
        },
        legend_items: TechniqueOutcome::ALL
            .map(|outcome| Legend {
                label: outcome.meaning(),
                color: color(outcome),
            })
            .into(),
        metadata: vec![
            data("exercise", head.exercise.clone()),
            data("held on", head.held_on.to_string()),
            data("seed", head.seed.to_string()),
            data("program", format!("Hotwash {}", head.program)),
        ],
        show_tactic_row_background: false,
        hide_disabled: false,
    };
    Ok(serde_json::to_vec_pretty(&layer)?)
}

fn legend_text() -> String {
    let scored = TechniqueOutcome::ALL.into_iter();
    let scored: Vec<String> = scored
        .filter_map(|outcome| Some(format!("{} {}", outcome.score()?, outcome.meaning())))
        .collect();
    format!("Scores: {}.", scored.join("; "))
}

fn technique(line: &TechniqueLine) -> Technique<'_> {
    let mut comment = words::sentence(line.outcome.meaning());
    comment.push('.');
    if let Some(noticed) = &line.noticed {
        // Writing into a string can't fail.
        let _ = write!(comment, " First taken up at {}.", noticed.exercise);
    }
    Technique {
        id: &line.id,
        // The Navigator knows tactics by small letters and dashes.
        tactic: Some(line.tactic.trim().to_lowercase().replace(' ', "-")).filter(|t| !t.is_empty()),
        score: line.outcome.score(),
        color: color(line.outcome),
        comment,
        enabled: true,
        metadata: vec![
            Metadata {
                name: "happened",
                value: line.acted.to_string(),
            },
            Metadata {
                name: "failed",
                value: line.failed.to_string(),
            },
        ],
        show_subtechniques: line.id.contains('.'),
    }
}

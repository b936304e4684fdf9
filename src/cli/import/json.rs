//! What `hotwash import --json` prints, see `docs/json.md`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Imported;
use super::record::RecordJson;
use crate::base::diagnostic::{Diagnostic, line_column};
use crate::playbook::{
    AttackRow, Checklist, Origin, Phase, PlaceholderKind, Playbook, Reference, Section, Step,
    TaskBox, template,
};

/// All that is said.
#[derive(Debug, Serialize)]
pub(super) struct ImportJson<'a> {
    /// The files, in the order of the arguments.
    pub(super) files: Vec<FileJson<'a>>,
    /// The records among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) records: Vec<RecordJson>,
}

/// What is said of a file.
#[derive(Debug, Serialize)]
pub(super) struct FileJson<'a> {
    path: String,
    source: Option<SourceJson>,
    playbooks: Vec<PlaybookJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
    suggestions: Vec<SuggestionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SourceJson {
    bom: bool,
    encoding: &'static str,
    newlines: &'static str,
    mojibake_repaired: usize,
    front_matter: bool,
}

#[derive(Debug, Serialize)]
struct PlaybookJson<'a> {
    title: &'a str,
    title_is_placeholder: bool,
    line: usize,
    attack: Vec<AttackJson<'a>>,
    technique_hints: &'a [String],
    phases: Vec<PhaseJson<'a>>,
    references: Vec<ReferenceJson<'a>>,
    resource_checklists: Vec<ChecklistJson<'a>>,
    hidden_todos: usize,
    completeness: CompletenessJson,
    sha256_steps: String,
}

#[derive(Debug, Serialize)]
struct AttackJson<'a> {
    tactics: &'a [String],
    technique_id: &'a str,
    technique_name: &'a str,
    sub_technique_id: &'a str,
    sub_technique_name: &'a str,
    platforms: &'a [String],
    permissions_required: &'a [String],
    extra: BTreeMap<&'a str, &'a str>,
    line: usize,
}

#[derive(Debug, Serialize)]
struct PhaseJson<'a> {
    phase: &'static str,
    steps: Vec<StepJson<'a>>,
    todo_prompts: usize,
    todo_items: usize,
    inline_todos: usize,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct StepJson<'a> {
    level: usize,
    text: &'a str,
    line: usize,
    notes: &'a [String],
    author_notes: &'a [String],
    origin: &'static str,
    task: Option<&'static str>,
    ordinal: Option<u64>,
    marker: String,
}

#[derive(Debug, Serialize)]
struct ReferenceJson<'a> {
    text: &'a str,
    urls: &'a [String],
    anchors: &'a [String],
    is_placeholder: bool,
    line: usize,
}

#[derive(Debug, Serialize)]
struct ChecklistJson<'a> {
    title: &'a str,
    line: usize,
    steps: Vec<StepJson<'a>>,
}

#[derive(Debug, Serialize)]
struct CompletenessJson {
    steps: usize,
    placeholders: usize,
    share: f64,
}

#[derive(Debug, Serialize)]
struct DiagnosticJson<'a> {
    level: &'static str,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Debug, Serialize)]
struct SuggestionJson<'a> {
    code: &'static str,
    message: &'a str,
    line: usize,
}

impl<'a> FileJson<'a> {
    /// What is said of a file.
    pub(super) fn of(file: &'a Imported) -> Self {
        let path = file.path.display().to_string();
        let document = match &file.document {
            Ok(document) => document,
            Err(message) => {
                return Self {
                    path,
                    source: None,
                    playbooks: Vec::new(),
                    diagnostics: vec![DiagnosticJson {
                        level: "error",
                        code: "unreadable",
                        message,
                        help: None,
                        line: None,
                        column: None,
                    }],
                    suggestions: Vec::new(),
                };
            }
        };
        let source = document.source;
        let said = document.diagnostics.iter();
        let offered = document.suggestions.iter().map(|one| SuggestionJson {
            code: one.code,
            message: &one.message,
            line: one.line,
        });
        Self {
            path,
            source: Some(SourceJson {
                bom: source.bom,
                encoding: source.encoding.name(),
                newlines: source.newlines.name(),
                mojibake_repaired: source.mojibake_repaired,
                front_matter: source.front_matter,
            }),
            playbooks: document.playbooks.iter().map(PlaybookJson::of).collect(),
            diagnostics: said
                .map(|one| DiagnosticJson::of(one, &document.text))
                .collect(),
            suggestions: offered.collect(),
        }
    }
}

impl<'a> PlaybookJson<'a> {
    fn of(playbook: &'a Playbook) -> Self {
        let rows = playbook.attack.iter().flat_map(|table| &table.rows);
        let all = template::total(playbook);
        let sections = playbook.sections.iter();
        Self {
            title: &playbook.title.text,
            title_is_placeholder: playbook.title.is_placeholder,
            line: playbook.title.line,
            attack: rows.map(AttackJson::of).collect(),
            technique_hints: &playbook.technique_hints,
            phases: sections
                .map(|section| PhaseJson::of(playbook, section))
                .collect(),
            references: playbook.references.iter().map(ReferenceJson::of).collect(),
            resource_checklists: playbook.checklists.iter().map(ChecklistJson::of).collect(),
            hidden_todos: playbook.hidden_todos,
            completeness: CompletenessJson {
                steps: all.steps,
                placeholders: all.placeholders,
                share: all.share(),
            },
            sha256_steps: playbook.hash(),
        }
    }
}

impl<'a> AttackJson<'a> {
    fn of(row: &'a AttackRow) -> Self {
        let extra = row
            .extra
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        Self {
            tactics: &row.tactics,
            technique_id: &row.technique_id,
            technique_name: &row.technique_name,
            sub_technique_id: &row.sub_technique_id,
            sub_technique_name: &row.sub_technique_name,
            platforms: &row.platforms,
            permissions_required: &row.permissions,
            extra: extra.collect(),
            line: row.line,
        }
    }
}

impl<'a> PhaseJson<'a> {
    fn of(playbook: &Playbook, section: &'a Section) -> Self {
        let phase: Phase = section.phase;
        Self {
            phase: phase.key(),
            steps: section.steps.iter().map(StepJson::of).collect(),
            todo_prompts: playbook.count(phase, PlaceholderKind::Prompt),
            todo_items: playbook.count(phase, PlaceholderKind::Item),
            inline_todos: playbook.count(phase, PlaceholderKind::Inline),
            sha256: playbook.phase_hash(phase),
        }
    }
}

impl<'a> StepJson<'a> {
    fn of(step: &'a Step) -> Self {
        Self {
            level: step.level,
            text: &step.text,
            line: step.line,
            notes: &step.notes,
            author_notes: &step.author_notes,
            origin: match step.origin {
                Origin::Listed => "listed",
                Origin::Lettered => "lettered",
                Origin::Recovered => "recovered",
            },
            task: step.task.map(|task| match task {
                TaskBox::Open => "open",
                TaskBox::Done => "done",
            }),
            ordinal: step.ordinal,
            marker: step.marker(),
        }
    }
}

impl<'a> ReferenceJson<'a> {
    fn of(reference: &'a Reference) -> Self {
        Self {
            text: &reference.text,
            urls: &reference.urls,
            anchors: &reference.anchors,
            is_placeholder: reference.is_placeholder,
            line: reference.line,
        }
    }
}

impl<'a> ChecklistJson<'a> {
    fn of(list: &'a Checklist) -> Self {
        Self {
            title: &list.title,
            line: list.line,
            steps: list.steps.iter().map(StepJson::of).collect(),
        }
    }
}

impl<'a> DiagnosticJson<'a> {
    fn of(one: &'a Diagnostic, text: &str) -> Self {
        let place = one.span.as_ref().map(|span| line_column(text, span.start));
        Self {
            level: one.severity.name(),
            code: one.code,
            message: &one.message,
            help: one.help.as_deref(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
        }
    }
}

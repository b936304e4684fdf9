//! The manual of the scenario format, written from its types.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::shape::{Content, Definition, Field, Form, Shape, Shapes, Variant};
use super::{FORMAT, Scenario, Script, limits};
use crate::base::id::LONGEST_ID;

/// The chapters, and the types that each describes, in the order of reading.
const CHAPTERS: &[(&str, &[&str])] = &[
    (
        "The scenario",
        &[
            "Scenario",
            "Difficulty",
            "Technique",
            "Briefing",
            "Objective",
            "Reference",
        ],
    ),
    (
        "The organisation",
        &[
            "Readiness",
            "Role",
            "Duty",
            "Person",
            "Party",
            "Asset",
            "AssetKind",
            "Link",
            "Service",
            "ServiceShare",
            "Secret",
            "Address",
            "Dataset",
            "Vector",
            "Measure",
            "Evidence",
            "RestorePoint",
            "Fact",
        ],
    ),
    (
        "The attacker",
        &["Foothold", "FootholdKind", "Stage", "Repeat", "Reaction"],
    ),
    (
        "Detection",
        &[
            "Sensor",
            "SensorKind",
            "Alert",
            "Severity",
            "Cause",
            "Verdict",
        ],
    ),
    (
        "The response",
        &[
            "Action",
            "Verb",
            "Course",
            "Need",
            "Finding",
            "Decision",
            "DecisionOption",
            "Message",
            "Claim",
            "Approval",
            "NotificationClock",
            "Question",
            "Choice",
            "Proof",
        ],
    ),
    ("Logs", &["Log", "LogFormat", "Signature", "Sample"]),
    (
        "What acts leave behind",
        &[
            "Trace",
            "TraceCause",
            "TraceTruth",
            "TimedDeed",
            "Deed",
            "WebRequest",
            "Method",
            "ProcessStart",
            "FileChange",
            "FileEvent",
            "SignIn",
            "SignInBy",
            "DatabaseQuery",
            "NetworkConnection",
            "ProxiedRequest",
            "NameLookup",
            "CloudSignIn",
            "AuditedAct",
            "Detail",
            "NewService",
        ],
    ),
    (
        "Everyday life",
        &[
            "Everyday",
            "Habit",
            "Rhythm",
            "Page",
            "UsualQuery",
            "UsualUser",
            "UsualProgram",
            "UsualFile",
            "UsualAct",
            "UsualName",
        ],
    ),
    (
        "Conduct",
        &["Inject", "Channel", "Trigger", "Module", "ModuleQuestion"],
    ),
    ("Playing it again", &["Level", "Variation", "Placing"]),
    ("The playbook", &["Step", "Phase", "Harm", "Aftermath"]),
    (
        "Scoring",
        &["Scoring", "PhaseWeights", "Shares", "OutcomeWeights"],
    ),
    (
        "Conditions",
        &[
            "Condition",
            "AssetStatus",
            "SecretStatus",
            "VectorStatus",
            "EvidenceStatus",
            "Awareness",
        ],
    ),
    ("Effects", &["Effect"]),
    (
        "Commands and scripts",
        &["Script", "Timed", "Command", "Order", "Line", "HintItem"],
    ),
    (
        "Running an exercise",
        &[
            "Facilitation",
            "Observation",
            "Sign",
            "Rating",
            "Mode",
            "JumpRule",
            "Seat",
            "SeatKind",
            "Assignment",
            "RoomDecision",
            "HotWashNote",
            "Feedback",
        ],
    ),
];

/// The manual as Markdown, as it stands in `docs/scenario-format.md`.
#[must_use]
pub fn manual() -> String {
    let mut shapes = Shapes::of::<Scenario>();
    shapes.types.extend(Shapes::of::<Script>().types);
    let mut text = introduction();
    let mut told = BTreeSet::new();
    for (chapter, names) in CHAPTERS {
        paragraph(&mut text, &format!("## {chapter}"));
        for name in *names {
            if let Some(definition) = shapes.types.get(*name) {
                told.insert((*name).to_owned());
                describe(&mut text, &shapes, name, definition);
            }
        }
    }
    let rest = shapes.types.iter().filter(|(name, definition)| {
        !told.contains(*name) && matches!(definition.form, Form::Struct(_) | Form::Enum(_))
    });
    for (number, (name, definition)) in rest.enumerate() {
        if number == 0 {
            paragraph(&mut text, "## More");
        }
        describe(&mut text, &shapes, name, definition);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn paragraph(text: &mut String, line: &str) {
    text.push_str(line);
    text.push_str("\n\n");
}

fn introduction() -> String {
    let mib = |bytes: usize| bytes / 1024 / 1024;
    let mut text = String::new();
    paragraph(&mut text, "# The scenario format");
    paragraph(
        &mut text,
        "<!-- Written from the types by `UPDATE_DOCS=1 cargo test --test scenario_format`; changes by hand are lost. -->",
    );
    let (format, longest_id, file, nesting) =
        (FORMAT, LONGEST_ID, mib(limits::MOST_BYTES), limits::DEEPEST);
    let (string, all, items, title) = (
        limits::LONGEST_TEXT / 1024,
        mib(limits::MOST_TEXT),
        limits::MOST_ITEMS,
        limits::LONGEST_TITLE,
    );
    let paragraphs = [
        format!(
            "A scenario is one file, `scenario.ron`, in [RON](https://github.com/ron-rs/ron), saved as UTF-8. This page describes version {format} of the format. A file says its version first: `format: {format}`."
        ),
        "RON in short: `( )` holds named fields, `[ ]` a list, `\" \"` a text; `r#\" \"#` holds a text with quotes in it. A comma stands between fields and items, and may stand after the last. `// ` begins a comment. Numbers are whole and not negative.".to_owned(),
        "## Rules".to_owned(),
        format!(
            "- **Identifiers** are 1 to {longest_id} characters of `a-z`, `0-9` and `-`. Each is unique in the whole file, whatever it names; only choices and claims are unique within their decision, question or message. Whatever is used must be defined. What is defined and never used is reported, unless it does something by itself.\n- **Optional fields** are left out, or given as they are: `owner: \"IT\"`, without `Some(..)`.\n- **Unknown fields** are errors. So are fields given twice.\n- **Durations** are texts as people write them: `\"45s\"`, `\"15min\"`, `\"1h 30min\"`, `\"2d\"`. They are never negative.\n- **Offsets** are points of the story. `\"T+1:30\"` is an hour and a half after STARTEX, `\"T-0:10\"` ten minutes before it; seconds may follow: `\"T+0:05:30\"`. `\"D-2 04:10\"` is 04:10 two days before the day of STARTEX, `\"D 17:00\"` is 17:00 on that day. Nothing lies more than 400 days from STARTEX."
        ),
        "## Limits".to_owned(),
        format!(
            "| what | most |\n| --- | --- |\n| the file | {file} MiB |\n| one text | {string} KiB |\n| all texts together | {all} MiB |\n| a title, name or subject | {title} characters |\n| items of a list | {items} |\n| words, numbers, texts and signs | {} |\n| nesting of brackets | {nesting} levels |\n| how often one deed is done | {} times |\n| all deeds with their repetitions | {} |\n| what a habit does in an hour | {} times |",
            limits::MOST_TOKENS,
            limits::MOST_TIMES,
            limits::MOST_DEEDS,
            limits::MOST_PER_HOUR
        ),
        "Control characters (but line ends and tabs) and characters that change the direction of text (U+202A to U+202E, U+2066 to U+2069) are refused.".to_owned(),
    ];
    for line in paragraphs {
        paragraph(&mut text, &line);
    }
    text
}

fn describe(text: &mut String, shapes: &Shapes, name: &str, definition: &Definition) {
    paragraph(text, &format!("### {name}"));
    if !definition.about.is_empty() {
        paragraph(text, &definition.about);
    }
    match &definition.form {
        Form::Struct(fields) => field_table(text, shapes, fields),
        Form::Enum(variants) => variant_table(text, shapes, variants),
        _ => {}
    }
}

fn field_table(text: &mut String, shapes: &Shapes, fields: &[Field]) {
    text.push_str("| field | type | if left out | meaning |\n| --- | --- | --- | --- |\n");
    for field in fields {
        let row = format!(
            "| `{}` | {} | {} | {} |\n",
            field.name,
            type_name(shapes, &field.shape),
            default(field),
            cell(&field.about)
        );
        text.push_str(&row);
    }
    text.push('\n');
}

fn variant_table(text: &mut String, shapes: &Shapes, variants: &[Variant]) {
    text.push_str("| written | meaning |\n| --- | --- |\n");
    for variant in variants {
        let mut meaning = cell(&variant.about);
        let name = &variant.name;
        let written = match &variant.content {
            Content::Nothing => format!("`{name}`"),
            Content::Value(shape) => format!("`{name}(..)` with {}", type_name(shapes, shape)),
            Content::Fields(fields) => {
                for field in fields {
                    // Writing to a `String` cannot fail.
                    let _ = write!(
                        meaning,
                        "<br>`{}`: {}; {}. {}",
                        field.name,
                        type_name(shapes, &field.shape),
                        if field.default.is_some() {
                            format!("{} if left out", default(field))
                        } else {
                            "required".to_owned()
                        },
                        cell(&field.about)
                    );
                }
                let names: Vec<String> = fields
                    .iter()
                    .map(|field| format!("{}: ..", field.name))
                    .collect();
                format!("`{name}({})`", names.join(", "))
            }
        };
        let row = format!("| {written} | {meaning} |\n");
        text.push_str(&row);
    }
    text.push('\n');
}

/// Text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

fn type_name(shapes: &Shapes, shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Integer(255) => "number, at most 255".to_owned(),
        Shape::Integer(100) => "number, at most 100".to_owned(),
        Shape::Integer(_) => "number".to_owned(),
        Shape::List(inner) => format!("list of {}", type_name(shapes, inner)),
        Shape::Optional(inner) => type_name(shapes, inner),
        Shape::Named(name) => match shapes.form(name) {
            Some(Form::Id(kind)) => format!("`id` of {}", kind.noun()),
            Some(Form::AnyId) => {
                "`id` of an asset, address, secret, vector, measure, piece of evidence, restore point, fact or foothold"
                    .to_owned()
            }
            Some(Form::FreeId) => "identifier".to_owned(),
            Some(Form::Written) => match name.as_str() {
                "StartDate" => "date and time".to_owned(),
                _ => name.to_lowercase(),
            },
            Some(Form::Other(inner)) => type_name(shapes, inner),
            _ => format!("[{name}](#{})", name.to_lowercase()),
        },
    }
}

fn default(field: &Field) -> String {
    match &field.default {
        None => "**required**".to_owned(),
        Some(Value::Null) => "none".to_owned(),
        Some(Value::Bool(value)) => format!("`{value}`"),
        Some(Value::Array(items)) if items.is_empty() => "empty".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "empty".to_owned(),
        Some(Value::Object(_)) => "as its fields say".to_owned(),
        Some(value) => format!("`{value}`"),
    }
}

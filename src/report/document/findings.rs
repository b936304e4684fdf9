//! Strengths, areas for improvement, the improvement plan, and why points are missing.

use super::{Blocks, figures, text};
use crate::report::content::{Audience, Content, PointLine};
use crate::report::words;
use crate::review::HabitKind;
use crate::scenario::Phase;

fn rows(points: &[PointLine], with_cause: bool) -> Vec<Vec<String>> {
    let row = |point: &PointLine| {
        let of = match (point.capability, point.role.as_str()) {
            (Some(phase), _) => phase.name(),
            (None, "") => "The room",
            (None, role) => role,
        };
        let when = point
            .when
            .as_ref()
            .map_or("–", |when| when.exercise.as_str());
        let mut row = vec![of.to_owned(), point.text.clone(), when.to_owned()];
        row.push(words::or(&point.evidence, "–").to_owned());
        if with_cause {
            row.push(words::or(&point.root_cause, "–").to_owned());
        }
        row
    };
    points.iter().map(row).collect()
}

/// Strengths and areas for improvement.
pub(super) fn points(blocks: &mut Blocks, content: &Content) {
    let is_bare = |points: &[PointLine]| {
        points
            .iter()
            .all(|p| p.evidence.is_empty() && p.root_cause.is_empty())
    };
    let proposed = "Proposed by the program from the record; nobody has edited it yet.";
    blocks.heading("Strengths");
    if content.strengths.is_empty() {
        blocks.say(if content.are_proposed {
            "Nobody has written a strength down, and the record proposes none."
        } else {
            "Nobody has written a strength down."
        });
    } else if content.are_proposed {
        blocks.note(proposed);
    }
    table(
        blocks,
        "What went well",
        &content.strengths,
        is_bare(&content.strengths),
        false,
    );
    blocks.heading("Areas for improvement");
    if content.improvements.is_empty() {
        blocks.say(if content.are_proposed {
            "Nobody has written down what should be better, and the record proposes nothing."
        } else {
            "Nobody has written down what should be better."
        });
    } else if content.are_proposed {
        blocks.note(proposed);
    }
    table(
        blocks,
        "What should be better",
        &content.improvements,
        is_bare(&content.improvements),
        true,
    );
}

fn table(blocks: &mut Blocks, caption: &str, points: &[PointLine], bare: bool, cause: bool) {
    let mut rows = rows(points, cause);
    let mut columns = vec![text("Of", 5), text("What", 13), text("When", 5)];
    if bare {
        for row in &mut rows {
            row.truncate(columns.len());
        }
    } else {
        columns.push(text("Evidence", 9));
        if cause {
            columns.push(text("Root cause", 7));
        }
    }
    blocks.table(caption, columns, rows);
}

/// Corrective actions, and what becomes of habits.
pub(super) fn plan(blocks: &mut Blocks, content: &Content) {
    blocks.heading("Improvement plan");
    if content.raised.is_empty() {
        // Where nothing has to get better, nobody needs to be told to begin.
        blocks.say(if content.improvements.is_empty() {
            "There are no corrective actions."
        } else {
            "There are no corrective actions yet. A gap that nobody owns comes again."
        });
    }
    let rows = content.raised.iter().map(|action| {
        let owner = match (content.audience, action.has_owner) {
            (_, false) => "nobody yet".to_owned(),
            (Audience::Participants, true) => "named in the full report".to_owned(),
            (Audience::Everyone, true) => action.owner.clone(),
        };
        vec![
            action.text.clone(),
            action.capability.name().to_owned(),
            owner,
            action
                .due
                .map_or_else(|| "no date yet".to_owned(), |due| due.to_string()),
            action.priority.name().to_owned(),
            action.status.clone(),
        ]
    });
    blocks.table(
        "Corrective actions",
        vec![
            text("Corrective action", 6),
            text("Capability", 3),
            text("Owner", 3),
            text("Due", 2),
            text("Priority", 2),
            text("Status", 3),
        ],
        rows.collect(),
    );
    let rows = content.tested.iter().map(|trial| {
        let when = trial
            .when
            .as_ref()
            .map_or("–", |when| when.exercise.as_str());
        vec![
            trial.text.clone(),
            format!("{}, {}", trial.raised_in, trial.raised_on),
            trial.verdict.clone(),
            when.to_owned(),
            trial.why.clone(),
        ]
    });
    blocks.table(
        "Corrective actions of earlier exercises that this one tested",
        vec![
            text("Corrective action", 10),
            text("Raised in", 6),
            text("It", 4),
            text("When", 5),
            text("What shows it", 10),
        ],
        rows.collect(),
    );
    for (kind, name) in [
        (HabitKind::Stop, "Stop"),
        (HabitKind::Start, "Start"),
        (HabitKind::Continue, "Continue"),
    ] {
        let of_kind = content.habits.iter().filter(|habit| habit.kind == kind);
        let items: Vec<String> = of_kind.map(|habit| habit.text.clone()).collect();
        if !items.is_empty() {
            blocks.under(name);
            blocks.list(items);
        }
    }
}

/// Why points are missing.
pub(super) fn explanations(blocks: &mut Blocks, content: &Content) {
    blocks.heading("Why points are missing");
    if content.explanations.is_empty() {
        blocks.say("Nothing is missing from the process score.");
    } else {
        blocks.say(format!(
            "{} missing from the process score; the lines add up to it.",
            words::sentence(&format!(
                "{} points are",
                words::points(100.0 - content.scores.process)
            ))
        ));
    }
    let row = |line: &crate::report::content::ExplanationLine| {
        let when = line.when.as_ref();
        let when = when.map_or_else(
            || "–".to_owned(),
            |when| {
                let due = if line.is_deadline { "due " } else { "" };
                format!("{due}{}", when.exercise)
            },
        );
        vec![
            line.phase.name().to_owned(),
            format!("−{}", words::loss(line.points)),
            line.part.clone(),
            when,
            line.text.clone(),
        ]
    };
    let columns = || {
        vec![
            text("Phase", 6),
            figures("Points", 3),
            text("Because", 5),
            text("When", 5),
            text("Reason", 16),
        ]
    };
    let rows = content.explanations.iter().map(row).collect();
    blocks.table("Missing points, the most first", columns(), rows);
    for beside in &content.scores.beside {
        let phase: Phase = beside.phase;
        let rows = beside.explanations.iter().map(row).collect();
        let caption = format!("{}, which stands beside the process score", phase.name());
        blocks.table(&caption, columns(), rows);
    }
}

//! The annex: key questions and proof, ratings, techniques, the whole timeline, everything that was scored.

use super::{Blocks, figures, text};
use crate::report::content::Content;
use crate::report::words;

/// Key questions with their proof.
pub(super) fn questions(blocks: &mut Blocks, content: &Content) {
    if content.questions.is_empty() {
        return;
    }
    blocks.heading("Annex: key questions and proof");
    for question in &content.questions {
        blocks.under(&question.question);
        let answer = question.answer.as_ref().map_or_else(
            || "not answered".to_owned(),
            |answer| {
                let sure = question
                    .percent
                    .map_or_else(String::new, |percent| format!(", {percent} % sure"));
                let at = question
                    .when
                    .as_ref()
                    .map_or("", |when| when.exercise.as_str());
                let right = if question.right { "right" } else { "not right" };
                format!("{answer} ({right}; {at}{sure})")
            },
        );
        let proofs = question.proofs.iter().map(|proof| {
            let how = match (proof.given, proof.lay_in.is_empty()) {
                (true, _) => "given".to_owned(),
                (false, false) => format!("not given; it lay in {}", proof.lay_in.join(", ")),
                (false, true) => "not given; its logs were lost or never saved".to_owned(),
            };
            format!("{}: {how}", proof.shows.trim().trim_end_matches('.'))
        });
        let proofs: Vec<String> = proofs.collect();
        let right = if question.right {
            String::new()
        } else {
            question.right_answer.clone()
        };
        blocks.facts(vec![
            ("Answer", answer),
            ("Right answer", right),
            ("What proves it", question.proof.clone()),
            ("Pieces of proof", proofs.join("\n")),
        ]);
    }
}

/// Tasks with their ratings, and how far those who rated agree.
pub(super) fn ratings(blocks: &mut Blocks, content: &Content) {
    if content.tasks.is_empty() {
        return;
    }
    blocks.heading("Annex: tasks and ratings");
    let any = content.tasks.iter().any(|task| !task.ratings.is_empty());
    if !any {
        blocks.say("Nobody rated a task; what the score suggests stands alone.");
    }
    let rows = content.tasks.iter().map(|task| {
        let ratings = task.ratings.iter().map(|rating| {
            let note = match rating.note.as_str() {
                "" => String::new(),
                note => format!(": {note}"),
            };
            format!("{} by {}{note}", rating.rating.letter(), rating.by)
        });
        let ratings: Vec<String> = ratings.collect();
        let mut row = vec![
            format!(
                "{}{}",
                task.title,
                if task.critical { " (critical)" } else { "" }
            ),
            task.text.clone(),
            task.suggested
                .map_or("–", |rating| rating.letter())
                .to_owned(),
        ];
        if any {
            row.push(words::or(&ratings.join("\n"), "–").to_owned());
        }
        row
    });
    let mut columns = vec![
        text("Task", 3),
        text("What was to be done", 6),
        text("Suggested", 2),
    ];
    if any {
        columns.push(text("Ratings", 6));
    }
    blocks.table(
        "Critical tasks, and what else was rated",
        columns,
        rows.collect(),
    );
    let rows = content.agreement.pairs.iter().map(|pair| {
        vec![
            format!("{} and {}", pair.one, pair.other),
            pair.both.to_string(),
            pair.same.to_string(),
            pair.kappa
                .map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.2}")),
        ]
    });
    blocks.table(
        "How far two people agree (kappa with quadratic weights: 1 fully, 0 as by chance)",
        vec![
            text("Two people", 7),
            figures("Both rated", 2),
            figures("The same", 2),
            figures("Kappa", 2),
        ],
        rows.collect(),
    );
    let rows = content.agreement.differ.iter();
    let rows = rows.map(|(step, ratings)| vec![step.clone(), ratings.clone()]);
    blocks.table(
        "Rated differently, the furthest apart first",
        vec![text("Task", 3), text("Ratings", 8)],
        rows.collect(),
    );
}

/// The techniques of ATT&CK.
pub(super) fn techniques(blocks: &mut Blocks, content: &Content) {
    if content.techniques.is_empty() {
        return;
    }
    blocks.heading("Annex: techniques of ATT&CK");
    let rows = content.techniques.iter().map(|technique| {
        let noticed = technique.noticed.as_ref();
        let noticed = noticed.map_or("–", |when| when.exercise.as_str());
        vec![
            format!("{}\n{}", technique.id, technique.name),
            words::or(&technique.tactic, "–").to_owned(),
            technique.outcome.meaning().to_owned(),
            noticed.to_owned(),
            technique.acts.join("\n"),
        ]
    });
    blocks.table(
        "What was played, and how it went",
        vec![
            text("Technique", 8),
            text("Tactic", 7),
            text("How it went", 8),
            text("First taken up", 6),
            text("Acts", 12),
        ],
        rows.collect(),
    );
}

/// Everything that happened.
pub(super) fn timeline(blocks: &mut Blocks, content: &Content) {
    if content.timeline.is_empty() {
        return;
    }
    blocks.heading("Annex: everything that happened");
    // The lanes stand beside each other in the main events; here a column for each would leave most of the page empty.
    let rows = content.timeline.iter().map(|event| {
        let until = event.until.as_ref();
        let until = until.map_or_else(String::new, |until| format!(" to {}", until.exercise));
        vec![
            format!("{}{until}", event.when.exercise),
            event.lane.name().to_owned(),
            format!("{}: {}", event.kind.name(), event.title),
        ]
    });
    blocks.table(
        "All events in order, by exercise time",
        vec![text("When", 5), text("Who", 4), text("What", 14)],
        rows.collect(),
    );
}

/// Everything that was scored.
pub(super) fn items(blocks: &mut Blocks, content: &Content) {
    blocks.heading("Annex: everything that was scored");
    let beside = content
        .scores
        .beside
        .iter()
        .flat_map(|beside| &beside.items);
    let rows = content.scores.items.iter().chain(beside).map(|item| {
        let moment = |when: &Option<crate::report::content::When>, instead: &str| {
            when.as_ref()
                .map_or_else(|| instead.to_owned(), |when| when.exercise.clone())
        };
        let what = if item.text.is_empty() {
            item.title.clone()
        } else {
            format!("{}\n{}", item.title, item.text)
        };
        vec![
            what,
            item.phase.name().to_owned(),
            moment(&item.target, "–"),
            moment(&item.done, "not done"),
            format!("{:.0} %", item.thoroughness * 100.0),
            words::of(item.earned, item.max),
        ]
    });
    blocks.table(
        "Steps, alerts and key questions",
        vec![
            text("What", 13),
            text("Phase", 6),
            text("Target", 5),
            text("Done", 5),
            figures("Thorough", 5),
            figures("Points", 5),
        ],
        rows.collect(),
    );
}

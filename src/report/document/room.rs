//! What the room saw and said: observations, hot wash, feedback.

use super::{Blocks, figures, text};
use crate::report::content::Content;
use crate::report::words;
use crate::scenario::Sign;

const fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Strength => "+ went well",
        Sign::Gap => "− should be better",
    }
}

/// What facilitators, evaluators and observers saw.
pub(super) fn observations(blocks: &mut Blocks, content: &Content) {
    if content.observations.is_empty() && content.work.is_empty() {
        return;
    }
    blocks.heading("Observations");
    let rows = content.observations.iter().map(|seen| {
        vec![
            seen.when.exercise.clone(),
            sign(seen.sign).to_owned(),
            words::or(&seen.text, "(no text)").to_owned(),
            words::or(&seen.who, "The room").to_owned(),
            words::or(&seen.objective, "–").to_owned(),
            seen.by.clone(),
        ]
    });
    blocks.table(
        "What was seen",
        vec![
            text("When", 5),
            text("Sign", 5),
            text("What", 11),
            text("Who", 6),
            text("Objective", 7),
            text("Written by", 6),
        ],
        rows.collect(),
    );
    let when = |when: &Option<crate::report::content::When>, instead: &str| {
        when.as_ref()
            .map_or_else(|| instead.to_owned(), |when| when.exercise.clone())
    };
    let rows = content.work.iter().map(|work| {
        vec![
            work.when.exercise.clone(),
            work.text.clone(),
            words::or(&work.owner, "nobody").to_owned(),
            when(&work.due, "no time"),
            when(&work.done, "not done"),
        ]
    });
    blocks.table(
        "Tasks given in the room",
        vec![
            text("Given", 5),
            text("Task", 14),
            text("Owner", 8),
            text("Due", 5),
            text("Done", 5),
        ],
        rows.collect(),
    );
}

/// What was said at the hot wash.
pub(super) fn hot_wash(blocks: &mut Blocks, content: &Content) {
    if content.said.is_empty() {
        return;
    }
    blocks.heading("Said at the hot wash");
    let rows = content.said.iter().map(|said| {
        vec![
            words::or(&said.role, "The room").to_owned(),
            sign(said.sign).to_owned(),
            said.text.clone(),
        ]
    });
    blocks.table(
        "What each role said",
        vec![text("Role", 3), text("Sign", 2), text("What", 9)],
        rows.collect(),
    );
}

/// What the feedback forms say.
pub(super) fn feedback(blocks: &mut Blocks, content: &Content) {
    let feedback = &content.feedback;
    if feedback.forms == 0 {
        return;
    }
    blocks.heading("Participants' feedback");
    blocks.say(format!(
        "{} came back. Answers run from 1, not at all, to 5, fully.",
        words::sentence(&words::count(
            usize::try_from(feedback.forms).unwrap_or_default(),
            "form",
            "forms"
        ))
    ));
    let rows = feedback.questions.iter().map(|question| {
        vec![
            question.question.clone(),
            question
                .mean
                .map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}")),
            question.answers.to_string(),
        ]
    });
    blocks.table(
        "Means",
        vec![
            text("Question", 8),
            figures("Mean", 1),
            figures("Answers", 1),
        ],
        rows.collect(),
    );
    if !feedback.texts.is_empty() {
        blocks.under("In their own words");
        blocks.list(feedback.texts.clone());
    }
}

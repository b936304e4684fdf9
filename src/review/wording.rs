//! Verdicts, answers and decisions in words.

use crate::base::id::ChoiceId;
use crate::scenario::{Decision, Question, Verdict};

/// A verdict in words.
pub(super) const fn verdict_name(verdict: Verdict) -> &'static str {
    verdict.name()
}

/// The chosen answers in words.
pub(super) fn answer(question: &Question, choices: &[ChoiceId]) -> String {
    let chosen = question.choices.iter();
    let chosen = chosen.filter(|choice| choices.contains(&choice.id));
    let texts: Vec<&str> = chosen.map(|choice| choice.text.as_str()).collect();
    texts.join("; ")
}

/// The chosen options in words.
pub(super) fn chosen(decision: &Decision, options: &[ChoiceId]) -> String {
    let chosen = decision.options.iter();
    let chosen = chosen.filter(|option| options.contains(&option.id));
    let texts: Vec<&str> = chosen.map(|option| option.text.as_str()).collect();
    texts.join("; ")
}

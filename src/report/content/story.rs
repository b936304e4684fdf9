//! What happened: timeline, times, decisions, statements, harm, and what could have been saved.

use serde::{Deserialize, Serialize};

use super::scores::lasting;
use super::{Lasting, When};
use crate::base::Span;
use crate::report::words;
use crate::review::{Lane, MarkKind, MeasureKind, Review, SavingKind};
use crate::scenario::{Confidence, Phase};

/// Something on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// When.
    pub when: When,
    /// Until when, for what lasts.
    pub until: Option<When>,
    /// Whose.
    pub lane: Lane,
    /// What kind, written as a review names it.
    #[serde(with = "by_name")]
    pub kind: MarkKind,
    /// How much it tells of the whole, 100 at most: the more, the sooner it stands among the main events.
    #[serde(default)]
    pub weight: u8,
    /// What happened.
    pub title: String,
    /// More of it.
    pub detail: String,
}

/// Kinds of marks by the names that a review gives them.
mod by_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::review::MarkKind;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub(super) fn serialize<S: Serializer>(kind: &MarkKind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<MarkKind, D::Error> {
        let name = String::deserialize(from)?;
        let mut all = MarkKind::ALL.into_iter();
        let found = all.find(|kind| kind.name() == name);
        found.ok_or_else(|| D::Error::custom(format!("no kind of event is called \"{name}\"")))
    }
}

/// A time beside its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLine {
    /// What was measured.
    pub kind: MeasureKind,
    /// The name, such as `Time to contain`.
    pub name: String,
    /// From what to what.
    pub meaning: String,
    /// How long it took; none if it did not happen.
    pub took: Option<Lasting>,
    /// The same in words: `1 h 46 min`, `never`, `not by ENDEX`.
    pub said: String,
    /// Whether it had to happen at all.
    pub needed: bool,
    /// How long it may take; none where nobody has set a target.
    pub target: Option<Lasting>,
    /// Where the target comes from.
    pub target_from: String,
    /// Whether it was met; none where there is nothing to meet.
    pub met: Option<bool>,
    /// Whether ENDEX came before it was due: then nobody can say whether the target was met.
    pub is_open: bool,
    /// When it was reached.
    pub when: Option<When>,
    /// When something undid it again.
    pub undone: Option<When>,
    /// What undid it.
    pub undone_by: String,
}

/// An option of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionLine {
    /// What it says.
    pub text: String,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Whether it was sound then; none where nobody judges.
    pub sound: Option<bool>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// When.
    pub when: When,
    /// What was decided.
    pub question: String,
    /// The options.
    pub options: Vec<OptionLine>,
    /// What was chosen.
    pub chosen: String,
    /// Why.
    pub reason: String,
    /// How sure, in percent.
    pub percent: Option<u8>,
    /// Whether it was sound at that moment; none where nobody judges.
    pub sound: Option<bool>,
    /// What was known then.
    pub known: Vec<String>,
    /// What was true then and not known.
    pub hidden: Vec<String>,
    /// Who objected, and why.
    pub objections: String,
}

/// A claim that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// When.
    pub when: When,
    /// The message's name.
    pub title: String,
    /// To whom.
    pub to: String,
    /// What it said.
    pub text: String,
    /// Whether it was true then.
    pub was_true: bool,
    /// Whether the responders knew it then.
    pub was_known: bool,
    /// Whether the message had the approval it needed.
    pub approved: bool,
}

/// A harm event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HarmLine {
    /// When.
    pub when: When,
    /// The phase in which it counts as an error.
    pub phase: Option<Phase>,
    /// What happened.
    pub text: String,
    /// What it took from the process score.
    pub points: f64,
}

/// What could still have been saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavingLine {
    /// What.
    pub what: String,
    /// Lost here, with what followed ENDEX.
    pub lost: String,
    /// Lost by ENDEX.
    pub during: String,
    /// Lost by what followed ENDEX.
    pub afterwards: String,
    /// Lost in the reference run.
    pub least: String,
    /// Lost when nobody does anything.
    pub idle: String,
    /// Lost here and not in the reference run.
    pub avoidable: String,
}

/// What happened, in order.
pub(super) fn events(review: &Review) -> Vec<EventLine> {
    let scenario = &review.scenario;
    let marks = review.timeline.marks.iter();
    // What somebody of the staff saw has a section of its own, which knows whom it may be shown to.
    marks
        .filter(|mark| mark.kind != MarkKind::Observation)
        .map(|mark| EventLine {
            when: When::new(scenario, mark.at),
            until: mark.until.map(|until| When::new(scenario, until)),
            lane: mark.lane,
            kind: mark.kind,
            weight: mark.weight,
            title: mark.title.clone(),
            detail: mark.detail.clone(),
        })
        .collect()
}

/// Times beside their targets.
pub(super) fn measures(review: &Review) -> Vec<MeasureLine> {
    let all = review.measures.iter();
    all.map(|measure| MeasureLine {
        kind: measure.kind,
        name: measure.name.clone(),
        meaning: measure.meaning.clone(),
        took: measure.took.map(Lasting::from),
        said: measure.said(),
        needed: measure.needed,
        target: measure.target.map(|target| limit(measure.kind, target)),
        target_from: measure.target_from.clone(),
        met: measure.met(),
        is_open: measure.is_open(),
        when: measure.at.map(|at| When::new(&review.scenario, at)),
        undone: measure
            .undone
            .as_ref()
            .map(|undone| When::new(&review.scenario, undone.at)),
        undone_by: measure
            .undone
            .as_ref()
            .map_or_else(String::new, |undone| undone.by.clone()),
    })
    .collect()
}

/// How long something may take. Clocks of law and contract are told in hours, as their rules are.
fn limit(kind: MeasureKind, target: Span) -> Lasting {
    const HOUR: u64 = 3_600_000;
    let hours = target.as_ms() / HOUR;
    let is_whole = target.as_ms().is_multiple_of(HOUR);
    let mut said = Lasting::from(target);
    if kind == MeasureKind::Notify && is_whole && (24..=96).contains(&hours) {
        said.text = format!("{hours} h");
    }
    said
}

/// What was decided.
pub(super) fn decisions(review: &Review) -> Vec<DecisionLine> {
    let all = review.decisions.iter();
    all.map(|decision| DecisionLine {
        when: When::new(&review.scenario, decision.at),
        question: decision.question.clone(),
        options: decision
            .choices
            .iter()
            .map(|choice| OptionLine {
                text: choice.text.clone(),
                chosen: choice.chosen,
                sound: choice.sound,
            })
            .collect(),
        chosen: decision.chosen.clone(),
        reason: decision.reason.trim().to_owned(),
        percent: decision.confidence.map(Confidence::percent),
        sound: decision.sound,
        known: decision.known.clone(),
        hidden: decision.hidden.clone(),
        objections: decision.objections.clone(),
    })
    .collect()
}

/// What was said to others.
pub(super) fn statements(review: &Review) -> Vec<StatementLine> {
    let all = review.statements.iter();
    all.map(|said| StatementLine {
        when: When::new(&review.scenario, said.at),
        title: said.title.clone(),
        to: said.to.clone(),
        text: said.text.clone(),
        was_true: said.was_true,
        was_known: said.was_known,
        approved: said.approved,
    })
    .collect()
}

/// Harm events.
pub(super) fn harms(review: &Review) -> Vec<HarmLine> {
    let all = review.card.harms.iter();
    all.map(|harm| HarmLine {
        when: When::new(&review.scenario, harm.at),
        phase: review.scenario.harm(&harm.harm).map(|found| found.phase),
        text: harm.text.clone(),
        points: harm.points.as_f64(),
    })
    .collect()
}

/// What could still have been saved.
pub(super) fn savings(review: &Review) -> Vec<SavingLine> {
    let currency = &review.scenario.currency;
    let all = review.savings.iter();
    all.map(|saving| {
        let (what, text): (&str, Box<dyn Fn(u64) -> String>) = match saving.kind {
            SavingKind::Data => ("Data that left", Box::new(words::data)),
            SavingKind::Downtime => (
                "Time without service, all services together",
                Box::new(|ms| lasting(ms).text),
            ),
            SavingKind::Cost => (
                "Money",
                Box::new(|money| format!("{} {currency}", words::amount(money))),
            ),
            SavingKind::Evidence => (
                "Evidence lost or not saved",
                Box::new(|weight| format!("weight {}", words::amount(weight))),
            ),
        };
        SavingLine {
            what: what.to_owned(),
            lost: text(saving.lost),
            during: text(saving.lost.saturating_sub(saving.afterwards)),
            afterwards: text(saving.afterwards),
            least: text(saving.least),
            idle: text(saving.idle),
            avoidable: text(saving.avoidable()),
        }
    })
    .collect()
}

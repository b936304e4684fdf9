//! Every text of a report, and whose words it is: so that names can be taken out of what people wrote and of
//! nothing else.
//!
//! Each struct is taken apart with all its fields, so that a new field doesn't compile until somebody has said what it
//! holds.

use super::{
    ActionLine, Agreement, BesideLine, CalibrationLine, Content, DecisionLine, EventLine,
    ExplanationLine, FeedbackLine, HabitLine, HarmLine, Head, ItemLine, Judged, MeasureLine,
    ObjectiveLine, Observation, OptionLine, PairLine, PointLine, ProofLine, QuestionLine,
    QuestionMean, RatingLine, Said, SavingLine, Scores, SeatLine, StatementLine, TaskLine,
    TechniqueLine, TrialLine, Work,
};

use crate::scenario::Rating;

/// Whose words a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Of the scenario or the program alone.
    Told,
    /// Of people at the exercise or after it, or of texts that may quote them.
    Written,
}

/// What is done with a text.
type See<'a> = dyn FnMut(&mut String, Words) + 'a;

/// Something that holds texts.
pub(super) trait Texts {
    /// Shows every text in it.
    fn each(&mut self, see: &mut See<'_>);
}

impl<T: Texts> Texts for Vec<T> {
    fn each(&mut self, see: &mut See<'_>) {
        for part in self {
            part.each(see);
        }
    }
}

/// A text or several.
trait Text {
    fn text(&mut self, words: Words, see: &mut See<'_>);
}

impl Text for String {
    fn text(&mut self, words: Words, see: &mut See<'_>) {
        see(self, words);
    }
}

impl Text for Option<String> {
    fn text(&mut self, words: Words, see: &mut See<'_>) {
        if let Some(text) = self {
            see(text, words);
        }
    }
}

impl Text for Vec<String> {
    fn text(&mut self, words: Words, see: &mut See<'_>) {
        for text in self {
            see(text, words);
        }
    }
}

impl Text for Vec<(String, Option<Rating>)> {
    fn text(&mut self, words: Words, see: &mut See<'_>) {
        for (text, _) in self {
            see(text, words);
        }
    }
}

/// Says of each field of a struct what it holds: words that people wrote, words of the scenario or the program, other
/// structs with texts, or nothing that anybody wrote.
macro_rules! texts {
    ($($of:ident {
        $(written: $($written:ident)*;)? $(told: $($told:ident)*;)? $(holds: $($holds:ident)*;)? $(none: $($none:ident)*;)?
    })*) => {$(
        impl Texts for $of {
            fn each(&mut self, see: &mut See<'_>) {
                let Self { $($($written,)*)? $($($told,)*)? $($($holds,)*)? $($($none: _,)*)? } = self;
                $($($written.text(Words::Written, see);)*)?
                $($($told.text(Words::Told, see);)*)?
                $($($holds.each(see);)*)?
            }
        }
    )*};
}

texts! {
    Content {
        written: summary;
        told: in_short aftermath;
        holds: head objectives tasks agreement scores timeline times decisions strengths improvements explanations
            calibration statements harms savings observations said feedback habits work raised tested questions
            techniques;
        none: audience are_proposed;
    }
    Head {
        written: exercise;
        told: code_name about level;
        holds: seats;
        none: scenario scenario_id held_on began registration starts length seed program player state currency;
    }
    SeatLine { written: label team name; told: roles; none: kind; }
    TaskLine { told: title text; holds: ratings; none: capability critical suggested; }
    RatingLine { written: by note; none: rating; }
    PairLine { written: one other; none: both same kappa; }
    Observation { written: who text by; told: objective; none: when sign; }
    Said { written: text; told: role; none: sign; }
    FeedbackLine { written: texts; holds: questions; none: forms; }
    QuestionMean { told: question; none: answers mean; }
    Work { written: text owner; none: when due done; }
    HabitLine { written: text; none: kind; }
    PointLine { written: text evidence root_cause; told: role; none: capability when; }
    ActionLine {
        written: id text owner status evidence;
        none: capability has_owner due priority is_closed done_on when;
    }
    TrialLine { written: text raised_in why; none: capability raised_on held verdict when; }
    // A title or a detail may quote a reason, a task or an inject that was written anew.
    EventLine { written: title detail; none: when until lane kind weight; }
    MeasureLine {
        told: name meaning target_from said undone_by;
        none: kind took needed target met is_open when undone;
    }
    DecisionLine {
        written: reason known hidden objections;
        told: question chosen;
        holds: options;
        none: when percent sound;
    }
    OptionLine { told: text; none: chosen sound; }
    StatementLine { told: title to text; none: when was_true was_known approved; }
    HarmLine { told: text; none: when phase points; }
    SavingLine { told: what during afterwards lost least idle avoidable; }
    Scores {
        holds: beside items;
        none: process self_reported outcome coverage phases hints hint_points harm_points;
    }
    BesideLine { holds: items explanations; none: phase score; }
    ItemLine {
        told: title text;
        none: kind id phase basis max earned started done target took met success thoroughness hints;
    }
    // A reason may quote a report or a note.
    ExplanationLine { written: text; told: title part; none: points phase when is_deadline; }
    ObjectiveLine { told: text tasks; none: suggested critical_tasks rated capabilities; }
    CalibrationLine { holds: sure_and_wrong; none: judgements brier bins; }
    Judged { told: title said truth; none: when percent; }
    ProofLine { told: shows lay_in; none: given; }
    TechniqueLine { told: name tactic acts; none: id outcome acted failed noticed; }
}

impl Texts for Agreement {
    fn each(&mut self, see: &mut See<'_>) {
        let Self { pairs, differ } = self;
        pairs.each(see);
        for (step, ratings) in differ {
            see(step, Words::Told);
            see(ratings, Words::Written);
        }
    }
}

impl Texts for QuestionLine {
    fn each(&mut self, see: &mut See<'_>) {
        let Self {
            question,
            answer,
            when: _,
            right_answer,
            right: _,
            percent: _,
            proof,
            proofs,
            pins,
        } = self;
        question.text(Words::Told, see);
        answer.text(Words::Told, see);
        right_answer.text(Words::Told, see);
        proof.text(Words::Told, see);
        proofs.each(see);
        for (log, line, note, _) in pins {
            see(log, Words::Told);
            see(line, Words::Told);
            see(note, Words::Written);
        }
    }
}

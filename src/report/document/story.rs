//! What happened, how long it took, what was decided and said, and what it did.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Blocks, figures, text};
use crate::report::content::{Content, DecisionLine, EventLine, OptionLine};
use crate::report::words;
use crate::review::{Lane, MarkKind, MeasureKind};

/// How many events the main part tells; all of them stand in the annex.
const MOST_EVENTS: usize = 40;

/// An event as three cells: the attacker's, what came of it, the responders'.
fn sides(event: &EventLine) -> [String; 3] {
    let told = format!("{}: {}", event.kind.name(), event.title);
    let none = String::new;
    match event.lane {
        Lane::Attacker => [told, none(), none()],
        Lane::World | Lane::Signals => [none(), told, none()],
        Lane::Responders => [none(), none(), told],
    }
}

/// The moments that the whole exercise turns on, in milliseconds.
fn turning_points(content: &Content) -> Vec<i64> {
    let kinds = [
        MeasureKind::Contain,
        MeasureKind::Expel,
        MeasureKind::Recover,
    ];
    let times = content.times.iter().filter(|t| kinds.contains(&t.kind));
    let moments = times.flat_map(|time| time.when.iter().chain(&time.undone));
    moments.map(|when| when.at_ms).collect()
}

/// How many events of one kind are told before others have had their turn.
const MOST_OF_A_KIND: usize = 7;
/// What tells as much as this is told however many of its kind there are.
const ALWAYS: u8 = 95;

/// The events that tell most, in the order in which they happened. No kind takes all the room, and of those that tell
/// as much as each other some are left out all over the exercise.
fn main_events(content: &Content) -> Vec<&EventLine> {
    let turns = turning_points(content);
    let weight = |event: &EventLine| {
        let ends = event.until.as_ref().map(|until| until.at_ms);
        let turned = |at: &i64| event.when.at_ms == *at || ends == Some(*at);
        if event.lane != Lane::Signals && turns.iter().any(turned) {
            u8::MAX
        } else {
            event.weight
        }
    };
    let mut alike: BTreeMap<(Reverse<u8>, MarkKind), Vec<usize>> = BTreeMap::new();
    for (place, event) in content.timeline.iter().enumerate() {
        let key = (Reverse(weight(event)), event.kind);
        alike.entry(key).or_default().push(place);
    }
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    let mut taken: BTreeMap<MarkKind, usize> = BTreeMap::new();
    for is_second_turn in [false, true] {
        for ((Reverse(weight), kind), places) in &alike {
            let left = places.iter().filter(|place| !chosen.contains(place));
            let left: Vec<usize> = left.copied().collect();
            let of_kind = taken.entry(*kind).or_default();
            let most = if is_second_turn || *weight >= ALWAYS {
                usize::MAX
            } else {
                MOST_OF_A_KIND.saturating_sub(*of_kind)
            };
            let room = MOST_EVENTS.saturating_sub(chosen.len());
            let room = room.min(most).min(left.len());
            let spread = (0..room).filter_map(|i| left.get(i * left.len() / room));
            chosen.extend(spread.copied());
            *of_kind += room;
        }
    }
    let chosen = chosen.into_iter();
    chosen
        .filter_map(|place| content.timeline.get(place))
        .collect()
}

/// The main events, the attacker's beside the responders'.
pub(super) fn timeline(blocks: &mut Blocks, content: &Content) {
    let shown = main_events(content);
    if shown.is_empty() {
        blocks.say("The record tells no events.");
        return;
    }
    let all = content.timeline.len();
    if shown.len() < all {
        blocks.say(format!(
            "The {} that tell most, of {all}; every one of them stands in the annex.",
            words::count(shown.len(), "event", "events")
        ));
    }
    let rows = shown.into_iter().map(|event| {
        let mut row = vec![event.when.exercise.clone()];
        row.extend(sides(event));
        row
    });
    blocks.table(
        "Main events, both sides beside each other",
        vec![
            text("When", 6),
            text("Attacker, hidden then", 13),
            text("What came of it: alerts, injects, harm", 13),
            text("Responders", 13),
        ],
        rows.collect(),
    );
}

/// Times beside their targets.
pub(super) fn times(blocks: &mut Blocks, content: &Content) {
    if content.times.is_empty() {
        blocks.say("Nothing was timed.");
        return;
    }
    let rows = content.times.iter().map(|time| {
        let target = time
            .target
            .as_ref()
            .map_or("none set", |target| target.text.as_str());
        let met = match time.met {
            Some(true) => "met",
            Some(false) => "missed",
            None if time.is_open => "not due by ENDEX",
            None => "–",
        };
        let mut name = format!("{}\n{}", time.name, time.meaning);
        if let Some(undone) = &time.undone {
            name = format!("{name}\nUndone at {}: {}", undone.exercise, time.undone_by);
        }
        vec![
            name,
            time.said.clone(),
            target.to_owned(),
            met.to_owned(),
            words::or(&time.target_from, "–").to_owned(),
        ]
    });
    blocks.table(
        "Times",
        vec![
            text("Time", 13),
            figures("Took", 5),
            figures("Target", 5),
            text("It was", 4),
            text("Where the target comes from", 9),
        ],
        rows.collect(),
    );
}

/// Every decision with what was known and what was true.
pub(super) fn decisions(blocks: &mut Blocks, content: &Content) {
    blocks.heading("Decisions");
    if content.decisions.is_empty() {
        blocks.say("Nobody recorded a decision.");
        return;
    }
    for decision in &content.decisions {
        blocks.under(&format!(
            "{}: {}",
            decision.when.exercise, decision.question
        ));
        blocks.facts(facts(decision));
    }
}

/// How many facts of each kind are told of one decision.
const MOST_FACTS: usize = 6;

fn some(all: &[String]) -> String {
    let mut told: Vec<String> = all.iter().take(MOST_FACTS).cloned().collect();
    if all.len() > told.len() {
        told.push(format!("and {} more", all.len() - told.len()));
    }
    told.join("\n")
}

/// An option that was not chosen.
fn other(option: &OptionLine) -> String {
    let judged = match option.sound {
        Some(true) => "sound then",
        Some(false) => "not sound then",
        None => "not judged",
    };
    format!("{} ({judged})", option.text)
}

fn facts(decision: &DecisionLine) -> Vec<(&'static str, String)> {
    let others = decision.options.iter().filter(|option| !option.chosen);
    let others: Vec<String> = others.map(other).collect();
    let judged = match decision.sound {
        Some(true) => "sound, by how the world stood then",
        Some(false) => "not sound, by how the world stood then",
        None => "",
    };
    vec![
        ("Chosen", decision.chosen.clone()),
        ("Judged", judged.to_owned()),
        (
            "Why",
            words::or(&decision.reason, "no reason was recorded").to_owned(),
        ),
        (
            "How sure",
            decision
                .percent
                .map_or_else(String::new, |percent| format!("{percent} %")),
        ),
        ("Objections", decision.objections.clone()),
        ("Known then", some(&decision.known)),
        ("True, and not known", some(&decision.hidden)),
        ("What else there was", others.join("\n")),
    ]
}

/// How well confidence matched being right.
pub(super) fn calibration(blocks: &mut Blocks, content: &Content) {
    let calibration = &content.calibration;
    let Some(brier) = calibration.brier else {
        blocks.say("No judgement came with a confidence.");
        return;
    };
    blocks.say(format!(
        "{} came with a confidence. Brier score {brier:.2}: 0 is best, 0.25 is what a coin would get, 1 is worst.",
        words::sentence(&words::count(
            usize::try_from(calibration.judgements).unwrap_or_default(),
            "judgement",
            "judgements"
        )),
    ));
    let rows = calibration.sure_and_wrong.iter().map(|judged| {
        vec![
            judged.title.clone(),
            judged.when.exercise.clone(),
            judged.said.clone(),
            format!("{} %", judged.percent),
            judged.truth.clone(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        blocks.say("Nobody was sure and wrong.");
    }
    blocks.table(
        "Sure and wrong: 80 % or more, and not so",
        vec![
            text("Of", 10),
            text("When", 5),
            text("Said", 6),
            figures("Sure", 4),
            text("What was so", 12),
        ],
        rows,
    );
}

/// What was said to others, and was not true.
pub(super) fn statements(blocks: &mut Blocks, content: &Content) {
    blocks.heading("What was said to others");
    let all = content.statements.len();
    if all == 0 {
        blocks.say("Nothing was sent.");
        return;
    }
    let doubtful = content
        .statements
        .iter()
        .filter(|said| !said.was_true || !said.was_known || !said.approved);
    let rows: Vec<_> = doubtful
        .map(|said| {
            let truth = match (said.was_true, said.was_known) {
                (false, _) => "untrue",
                (true, false) => "true, but nobody knew it then",
                (true, true) => "true",
            };
            vec![
                format!("{}\nto {}", said.title, said.to),
                said.when.exercise.clone(),
                said.text.clone(),
                truth.to_owned(),
                words::yes(said.approved).to_owned(),
            ]
        })
        .collect();
    let claims = words::count(all, "claim was", "claims were");
    if rows.is_empty() {
        blocks.say(format!(
            "{} sent, all of them true, known and approved when they were sent.",
            words::sentence(&claims)
        ));
    } else {
        blocks.say(format!(
            "{} sent; {} untrue, not known or not approved when sent.",
            words::sentence(&claims),
            words::count(rows.len(), "was", "were")
        ));
    }
    blocks.table(
        "Claims that were untrue, unknown or not approved",
        vec![
            text("Message", 8),
            text("When", 5),
            text("Claim", 12),
            text("It was", 6),
            text("Approved", 5),
        ],
        rows,
    );
}

/// Harm events, and what could still have been saved.
pub(super) fn harm(blocks: &mut Blocks, content: &Content) {
    blocks.heading("Harm, and what could have been saved");
    if content.harms.is_empty() {
        blocks.say("There was no harm event.");
    }
    let rows = content.harms.iter().map(|harm| {
        vec![
            harm.when.exercise.clone(),
            harm.phase.map_or("–", |phase| phase.name()).to_owned(),
            harm.text.clone(),
            format!("−{}", words::points(harm.points)),
        ]
    });
    blocks.table(
        "Harm events",
        vec![
            text("When", 5),
            text("Phase", 6),
            text("What happened", 18),
            figures("Points", 4),
        ],
        rows.collect(),
    );
    let followed = !content.aftermath.is_empty();
    let rows = content.savings.iter().map(|saving| {
        let mut row = vec![saving.what.clone(), saving.lost.clone()];
        if followed {
            row.push(saving.afterwards.clone());
        }
        row.extend([
            saving.least.clone(),
            saving.avoidable.clone(),
            saving.idle.clone(),
        ]);
        row
    });
    let mut columns = vec![text("What", 5), figures("Lost here", 3)];
    if followed {
        columns.push(figures("Of it after ENDEX", 3));
    }
    columns.extend([
        figures("With the scenario's plan", 3),
        figures("Could have been saved", 3),
        figures("If nobody acts", 3),
    ]);
    blocks.table(
        "What was lost from STARTEX on, beside the scenario's own plan and beside nobody acting",
        columns,
        rows.collect(),
    );
    if !content.savings.is_empty() {
        blocks.note(
            "All columns count what follows ENDEX. Nobody acting is not the most that can be lost: work costs money, \
             and wrong work can do more harm.",
        );
    }
}

/// What followed when the exercise was over.
pub(super) fn aftermath(blocks: &mut Blocks, content: &Content) {
    if content.aftermath.is_empty() {
        return;
    }
    blocks.heading("After ENDEX");
    blocks.say(
        "This followed from how things stood at ENDEX. Nobody played it; the outcome and the figures of loss count it.",
    );
    blocks.list(content.aftermath.clone());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::tests::played;

    #[test]
    fn the_main_events_are_the_weightiest_and_keep_their_order() {
        let mut content = played(crate::player::Player::Reference);
        let first = content.timeline.first().cloned().expect("an event");
        let event = |at_ms: i64, kind: MarkKind, weight| {
            let mut event = first.clone();
            (event.when.at_ms, event.until) = (at_ms, None);
            (event.kind, event.lane, event.weight) = (kind, kind.lane(), weight);
            event
        };
        content.times.clear();
        content.timeline = (0..100)
            .map(|i| event(i, MarkKind::Work, 20))
            .chain((100..160).map(|i| event(i, MarkKind::Alert, 80)))
            .chain([event(160, MarkKind::Harm, 100)])
            .collect();
        let shown = main_events(&content);
        assert_eq!(shown.len(), MOST_EVENTS);
        let of = |kind| shown.iter().filter(|event| event.kind == kind).count();
        assert_eq!(of(MarkKind::Harm), 1);
        // Each kind has its turn; then the weightiest take what room is left.
        assert_eq!(of(MarkKind::Work), MOST_OF_A_KIND);
        assert_eq!(of(MarkKind::Alert), MOST_EVENTS - MOST_OF_A_KIND - 1);
        assert!(shown.is_sorted_by_key(|event| event.when.at_ms));
    }

    #[test]
    fn an_option_says_whether_it_was_sound_whatever_was_chosen() {
        let option = |sound| OptionLine {
            text: "Wait".to_owned(),
            chosen: false,
            sound,
        };
        assert_eq!(other(&option(Some(true))), "Wait (sound then)");
        assert_eq!(other(&option(Some(false))), "Wait (not sound then)");
        assert_eq!(other(&option(None)), "Wait (not judged)");
    }
}

//! What happened, how long it took, what was decided and said, and what it did.

use super::{Blocks, figures, text};
use crate::report::content::{Content, DecisionLine, EventLine};
use crate::report::words;
use crate::review::MarkKind;

/// How many events the main part tells; all of them stand in the annex.
pub(super) const MOST_EVENTS: usize = 40;

/// Kinds that carry the story, beside the attacker's own acts.
const TELLING: [MarkKind; 6] = [
    MarkKind::Alert,
    MarkKind::Inject,
    MarkKind::Decision,
    MarkKind::Message,
    MarkKind::Harm,
    MarkKind::Triage,
];

fn is_telling(event: &EventLine) -> bool {
    event.lane == "attacker" || TELLING.iter().any(|kind| kind.name() == event.kind)
}

/// The lanes of an event as cells: attacker, signals, responders.
fn lanes(event: &EventLine) -> [String; 3] {
    let told = format!("{}: {}", event.kind, event.title);
    let of = |lane: &str| {
        if event.lane == lane {
            told.clone()
        } else {
            String::new()
        }
    };
    [of("attacker"), of("signals"), of("responders")]
}

/// The main events, the attacker's beside the responders'.
pub(super) fn timeline(blocks: &mut Blocks, content: &Content) {
    let from = i64::MIN;
    let telling: Vec<&EventLine> = content
        .timeline
        .iter()
        .filter(|event| event.when.at_ms >= from && is_telling(event))
        .collect();
    if telling.is_empty() {
        blocks.say("The record tells no events.");
        return;
    }
    if telling.len() > MOST_EVENTS || telling.len() < content.timeline.len() {
        blocks.say(format!(
            "{} in all; every one of them stands in the annex.",
            words::sentence(&words::count(content.timeline.len(), "event", "events"))
        ));
    }
    // The attacker's history and the responders' hours both: what is left out is spread over the whole.
    let step = telling.len().div_ceil(MOST_EVENTS).max(1);
    let weighty = |event: &EventLine| {
        event.kind == MarkKind::Harm.name() || event.kind == MarkKind::Decision.name()
    };
    let shown = telling
        .iter()
        .enumerate()
        .filter(|(place, event)| place % step == 0 || weighty(event));
    let rows = shown.map(|(_, event)| {
        let [attacker, signals, responders] = lanes(event);
        vec![event.when.exercise.clone(), attacker, signals, responders]
    });
    blocks.table(
        "Main events, both sides beside each other",
        vec![
            text("When", 2),
            text("Attacker, hidden then", 5),
            text("Alerts and injects", 5),
            text("Responders", 5),
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
        let took = match (&time.took, time.needed) {
            (Some(took), _) => took.text.clone(),
            (None, true) => "never".to_owned(),
            (None, false) => "not needed".to_owned(),
        };
        let target = time
            .target
            .as_ref()
            .map_or("none set", |target| target.text.as_str());
        let met = match time.met {
            Some(true) => "met",
            Some(false) => "missed",
            None => "–",
        };
        vec![
            format!("{}\n{}", time.name, time.meaning),
            took,
            target.to_owned(),
            met.to_owned(),
            words::or(&time.target_from, "–").to_owned(),
        ]
    });
    blocks.table(
        "Times",
        vec![
            text("Time", 7),
            figures("Took", 2),
            figures("Target", 2),
            text("It was", 2),
            text("Where the target comes from", 4),
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

fn facts(decision: &DecisionLine) -> Vec<(&'static str, String)> {
    let others = decision.options.iter().filter(|option| !option.chosen);
    let others: Vec<String> = others
        .map(|option| match option.sound {
            Some(true) => format!("{} (sound, too)", option.text),
            Some(false) => format!("{} (not sound then)", option.text),
            None => option.text.clone(),
        })
        .collect();
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
            text("Of", 5),
            text("When", 2),
            text("Said", 3),
            figures("Sure", 2),
            text("What was so", 6),
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
            text("Message", 4),
            text("When", 2),
            text("Claim", 6),
            text("It was", 3),
            text("Approved", 2),
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
            text("When", 2),
            text("Phase", 3),
            text("What happened", 9),
            figures("Points", 2),
        ],
        rows.collect(),
    );
    let rows = content.savings.iter().map(|saving| {
        vec![
            saving.what.clone(),
            saving.lost.clone(),
            saving.least.clone(),
            saving.avoidable.clone(),
            saving.idle.clone(),
        ]
    });
    blocks.table(
        "What was lost, beside the least and the most that could be from STARTEX on",
        vec![
            text("What", 5),
            figures("Lost here", 3),
            figures("With the scenario's plan", 3),
            figures("Could have been saved", 3),
            figures("If nobody acts", 3),
        ],
        rows.collect(),
    );
}

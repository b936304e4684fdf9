//! Header, summary, scores, and what was tested.

use super::{Blocks, figures, text};
use crate::report::content::Content;
use crate::report::words;
use crate::scenario::{Phase, Rating};

/// What the exercise was.
pub(super) fn header(blocks: &mut Blocks, content: &Content) {
    let head = &content.head;
    blocks.heading("The exercise");
    blocks.say(head.about.clone());
    blocks.facts(vec![
        ("Exercise", head.exercise.clone()),
        ("Scenario", head.scenario.clone()),
        ("Code name", head.code_name.clone()),
        ("Held on", head.held_on.to_string()),
        (
            "Story",
            format!("{} from {}", head.length.text, head.starts.story),
        ),
        (
            "Level",
            head.level
                .clone()
                .unwrap_or_else(|| "as the scenario is written".to_owned()),
        ),
        ("Played by", played_by(content)),
        ("Seed", head.seed.to_string()),
        ("Recorded with", format!("Hotwash {}", head.program)),
        ("State of this report", head.state.name().to_owned()),
    ]);
    let rows = head.seats.iter().map(|seat| {
        vec![
            seat.label.clone(),
            super::super::content::seat_kind_name(seat.kind).to_owned(),
            words::or(&seat.roles.join(", "), "–").to_owned(),
            words::or(&seat.team, "–").to_owned(),
        ]
    });
    blocks.table(
        "Who took part",
        vec![
            text("Seat", 4),
            text("Does", 2),
            text("Roles", 4),
            text("Team", 2),
        ],
        rows.collect(),
    );
}

fn played_by(content: &Content) -> String {
    let head = &content.head;
    if let Some(player) = &head.player {
        return format!("the program itself ({player})");
    }
    match head.seats.len() {
        0 => "one person, practising alone".to_owned(),
        n => format!("a room: {}", words::count(n, "seat", "seats")),
    }
}

/// The executive summary.
pub(super) fn summary(blocks: &mut Blocks, content: &Content) {
    blocks.heading("Executive summary");
    for paragraph in content.summary.split("\n\n") {
        blocks.say(paragraph.trim());
    }
    blocks.list(content.in_short.clone());
    blocks.note(
        "An exercise is not a competition. The score is there to be talked about: every missing point is explained \
         below, and no single number says how good a team is.",
    );
}

fn counted(n: u32, one: &str, many: &str) -> String {
    words::count(usize::try_from(n).unwrap_or_default(), one, many)
}

fn score(score: Option<f64>) -> String {
    score.map_or_else(|| "not scored".to_owned(), words::points)
}

/// Process, outcome, coverage, phases.
pub(super) fn scores(blocks: &mut Blocks, content: &Content) {
    let scores = &content.scores;
    let coverage = &scores.coverage;
    let outcome = &scores.outcome;
    blocks.table(
        "Three figures, to be read together",
        vec![text("Figure", 2), figures("Of 100", 1), text("What it says", 6)],
        vec![
            vec![
                "Process".to_owned(),
                words::points(scores.process),
                "How well and promptly the team worked: the phases' weighted mean, less harm events".to_owned(),
            ],
            vec![
                "Outcome".to_owned(),
                outcome.total.map_or_else(|| "none".to_owned(), words::points),
                "How the organisation came out of it: 0 as if nobody did anything, 100 as with the scenario's own plan"
                    .to_owned(),
            ],
            vec![
                "Coverage".to_owned(),
                words::points(coverage.share * 100.0),
                format!(
                    "How much could be scored: {} of {}, {} of {}, {} of {}",
                    coverage.steps_scored,
                    counted(coverage.steps, "step", "steps"),
                    coverage.alerts_closed,
                    counted(coverage.alerts_raised, "alert", "alerts"),
                    coverage.objectives_scored,
                    counted(coverage.objectives, "objective", "objectives")
                ),
            ],
        ],
    );
    let kinds = [
        ("Data kept", outcome.data),
        ("Services kept up", outcome.downtime),
        ("Money kept", outcome.cost),
        ("Evidence kept", outcome.evidence),
    ];
    let kinds: Vec<String> = kinds
        .iter()
        .filter_map(|(name, score)| Some(format!("{name}: {}", words::points((*score)?))))
        .collect();
    if !kinds.is_empty() {
        blocks.say(format!("Outcome by kind of damage. {}.", kinds.join("; ")));
    }
    let beside = scores.beside.iter().map(|beside| {
        let (name, score) = (beside.phase.name().to_owned(), words::points(beside.score));
        vec![name, score, "beside the process score".to_owned()]
    });
    let rows = scores.phases.iter().map(|phase| {
        let adds = words::of(phase.earned, phase.max);
        vec![phase.phase.name().to_owned(), score(phase.score), adds]
    });
    blocks.table(
        "The phases",
        vec![
            text("Phase", 3),
            figures("Of 100", 2),
            text("Adds to the process score", 4),
        ],
        rows.chain(beside).collect(),
    );
}

fn rating(rating: Option<Rating>, instead: &str) -> String {
    rating.map_or_else(|| instead.to_owned(), words::rating)
}

/// Critical tasks with the ratings that the score suggests for each, as these make up the objective's.
fn tasks(tasks: &[(String, Option<Rating>)]) -> String {
    let each = tasks.iter().map(|(name, rating)| match rating {
        Some(rating) => format!("{name}: {}", rating.letter()),
        None => format!("{name}: not scored"),
    });
    each.collect::<Vec<_>>().join("\n")
}

/// Objectives and capabilities with their ratings.
pub(super) fn tested(blocks: &mut Blocks, content: &Content) {
    blocks.heading("What was tested");
    let rows = content.objectives.iter().map(|objective| {
        let capabilities: Vec<&str> = objective
            .capabilities
            .iter()
            .map(|p| Phase::name(*p))
            .collect();
        vec![
            objective.text.clone(),
            words::or(&capabilities.join(", "), "–").to_owned(),
            words::or(&tasks(&objective.tasks), "none").to_owned(),
            rating(objective.suggested, "no critical task"),
            rating(objective.rated, "not rated"),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        blocks.say("The scenario names no objectives.");
    }
    blocks.table(
        "Objectives",
        vec![
            text("Objective", 5),
            text("Capabilities", 3),
            text("Critical tasks, each with its rating", 4),
            text("Suggested by the score", 3),
            text("Rated by people, the worst of its tasks", 3),
        ],
        rows,
    );
    blocks.note(
        "Ratings: P performed without challenges, S with some challenges, M with major challenges, U unable to be \
         performed. The score suggests; evaluators decide.",
    );
}

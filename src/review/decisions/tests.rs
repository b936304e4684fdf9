use super::*;
use crate::player::{Player, Rehearsal};
use crate::scenario::{Scenario, load};

fn smallest() -> Scenario {
    let text = include_bytes!("../../../tests/scenarios/smallest.ron");
    load(text).scenario.expect("sound")
}

#[test]
fn a_decision_says_what_was_chosen_why_and_how_sure() {
    let rehearsal = Rehearsal::new(&smallest(), Vec::new());
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Reference);
    let all = decisions(cast.scenario(), &run.entries);
    let decided = run.entries.iter().filter(|e| {
        matches!(
            e.event,
            Event::DecisionTaken { .. } | Event::EventLaunched { .. }
        )
    });
    assert_eq!(all.len(), decided.count());
    let first = all
        .iter()
        .find(|one| one.confidence.is_some())
        .expect("a decision");
    assert!(first.choices.iter().any(|choice| choice.chosen));
    assert!(!first.chosen.is_empty() && !first.reason.is_empty());
    assert_eq!(
        first.sound,
        Some(true),
        "the reference player decides soundly"
    );
}

#[test]
fn what_the_attacker_holds_is_hidden_until_it_is_known() {
    let rehearsal = Rehearsal::new(&smallest(), Vec::new());
    let cast = rehearsal.cast(1);
    let run = cast.play(Player::Idle);
    let mut state = State::new(cast.scenario());
    let mut seen = false;
    for (place, entry) in run.entries.iter().enumerate() {
        apply(&mut state, entry);
        let moment = Looking {
            scenario: cast.scenario(),
            state: &state,
            at: entry.at,
            entry: place + 1,
        };
        let hidden = moment.hidden();
        for foothold in &cast.scenario().footholds {
            let told = hidden
                .iter()
                .any(|line| line.contains(&foothold.name) && !line.contains("thought removed"));
            let holds = state.footholds.get(&foothold.id) == Some(&Presence::Present);
            assert_eq!(told, holds && !is_known(&state, foothold.id.id()));
            seen |= told;
        }
    }
    assert!(seen, "something must have been hidden");
}

#[test]
fn a_name_that_says_where_needs_no_place() {
    assert_eq!(named_on("Shell on WEB-01", "WEB-01"), "Shell on WEB-01");
    assert_eq!(
        named_on("Scheduled job", "WEB-01"),
        "Scheduled job on WEB-01"
    );
    assert_eq!(
        named_on("Copies on the removable disk", "Removable disk CX4471-0092"),
        "Copies on the removable disk (CX4471-0092)"
    );
}

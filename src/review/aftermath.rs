//! What followed when the exercise was over, and how the damage stood before that.

use serde::Serialize;

use super::undone::is_aftermath;
use crate::scenario::Scenario;
use crate::world::apply::apply;
use crate::world::{Damage, Entry, Event, State, damage};

/// What followed ENDEX. The outcome counts it, as it does in the runs it is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Aftermath {
    /// What followed, in sentences.
    pub texts: Vec<String>,
    /// The damage at ENDEX, before any of it.
    pub before: Damage,
}

/// What followed, from a record; if the record has no ENDEX, nothing has.
#[must_use]
pub(super) fn aftermath(scenario: &Scenario, entries: &[Entry]) -> Aftermath {
    let mut state = State::new(scenario);
    for entry in entries.iter().take_while(|entry| !is_aftermath(entry)) {
        apply(&mut state, entry);
    }
    // Services that are down are so until ENDEX, which is the moment of what follows.
    let first = entries.iter().find(|entry| is_aftermath(entry));
    state.now = first.map_or(state.now, |entry| state.now.max(entry.at));
    let texts = entries.iter().filter_map(|entry| match &entry.event {
        Event::AftermathFollowed { text } => Some(text.clone()),
        _ => None,
    });
    Aftermath {
        texts: texts.collect(),
        before: damage(scenario, &state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::{Player, Rehearsal};
    use crate::review::savings::{SavingKind, savings};
    use crate::scenario::{Condition, Effect, load};

    #[test]
    fn what_follows_endex_is_told_and_counted_apart() {
        let text = include_bytes!("../../tests/scenarios/smallest.ron");
        let mut scenario = load(text).scenario.expect("sound");
        scenario.aftermath = vec![crate::scenario::Aftermath {
            when: Condition::All(Vec::new()),
            text: "The press writes about it".to_owned(),
            effects: vec![Effect::Cost(1_000)],
        }];
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let cast = rehearsal.cast(1);
        let run = cast.play(Player::Idle);
        let found = aftermath(cast.scenario(), &run.entries);
        assert_eq!(found.texts, ["The press writes about it"]);
        let card = cast.score(&run.entries);
        assert_eq!(found.before.cost + 1_000, card.outcome.damage.cost);
        let outcome = crate::score::Outcome {
            reference: Damage::default(),
            ..card.outcome
        };
        let all = savings(&outcome, &found.before);
        let money = all
            .iter()
            .find(|saving| saving.kind == SavingKind::Cost)
            .expect("money was lost");
        assert_eq!(money.afterwards, 1_000);
    }
}

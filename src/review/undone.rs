//! What undid something that had been reached: the attacker came back, or a service was lost again.

use serde::Serialize;

use super::measures::{Measure, MeasureKind};
use crate::base::Moment;
use crate::scenario::{Effect, Scenario, SecretStatus};
use crate::world::{Entry, Event};

/// What undid something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// By what, in a few words.
    pub by: String,
}

/// What undid a time that was reached; none if it lasted.
///
/// Containing and expelling are undone by an act of the attacker that changes something, recovering by an outage that
/// follows ENDEX. What stands between the score's moments and the end is already for good there: without a way in, and
/// with all services up. An act may need no way in, and what follows ENDEX follows after it.
pub(super) fn undone(scenario: &Scenario, entries: &[Entry], measure: &Measure) -> Option<Undone> {
    let reached = measure.at?;
    let mut later = entries.iter().filter(|entry| entry.at > reached);
    match measure.kind {
        MeasureKind::Contain | MeasureKind::Expel => later.find_map(|entry| {
            let (name, effects) = acted(scenario, &entry.event)?;
            effects.iter().any(does_harm).then(|| Undone {
                at: entry.at,
                by: name.to_owned(),
            })
        }),
        MeasureKind::Recover => {
            let mut after_end = entries.iter().skip_while(|entry| !is_aftermath(entry));
            let outage = after_end.find(|entry| matches!(entry.event, Event::OutageAdded { .. }));
            outage.map(|entry| Undone {
                at: entry.at,
                by: "A service was lost again after ENDEX".to_owned(),
            })
        }
        _ => None,
    }
}

/// Whether an entry tells of what follows ENDEX.
pub(super) const fn is_aftermath(entry: &Entry) -> bool {
    matches!(entry.event, Event::AftermathFollowed { .. })
}

/// An act of the attacker's with its name and what it does.
fn acted<'a>(scenario: &'a Scenario, event: &Event) -> Option<(&'a str, &'a [Effect])> {
    match event {
        Event::StageActed { stage, .. } => {
            let stage = scenario.stage(stage)?;
            stage
                .is_attackers()
                .then_some((stage.name.as_str(), stage.effects.as_slice()))
        }
        Event::ReactionActed { reaction } => {
            let mut all = scenario.reactions.iter();
            let reaction = all.find(|one| one.id == *reaction)?;
            Some((reaction.name.as_str(), reaction.effects.as_slice()))
        }
        _ => None,
    }
}

/// Whether an effect takes something that had been won back.
const fn does_harm(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Plant(_)
            | Effect::Leak { .. }
            | Effect::Destroy(_)
            | Effect::Outage { .. }
            | Effect::SetSecret {
                status: SecretStatus::Stolen,
                ..
            }
    )
}

//! The hot wash: what to begin the talk with, taken from the record.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::findings::{Finding, Rule};
use crate::base::id::{Id, RoleId, SeatId, StepId};
use crate::base::{Moment, Points};
use crate::scenario::{Command, Facilitation, Phase, Rating, Scenario, Sign};
use crate::score::{Explanation, ItemKind, ItemScore, Part, Scorecard};
use crate::world::apply::apply;
use crate::world::{Entry, Event, State};

/// The questions of the participants' feedback form, each answered from 1 to 5.
pub const QUESTIONS: [&str; 6] = [
    "The exercise was worth my time",
    "The scenario was plausible for us",
    "I knew what my role had to do",
    "Our playbook helped me",
    "We talked to each other well",
    "I know what I will do differently",
];

/// How long a hot wash takes, in minutes.
pub const MINUTES: u64 = 20;

/// Something worth saying at the hot wash, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Whose it is; the whole room's if none.
    pub role: Option<RoleId>,
    /// Whether it went well.
    pub sign: Sign,
    /// What the record shows.
    pub text: String,
    /// When.
    pub at: Option<Moment>,
    /// The phase it belongs to, where the record says.
    pub phase: Option<Phase>,
    /// The step that shows it.
    pub step: Option<StepId>,
    /// Whether it quotes what was noted of one person, or of the task that somebody had.
    pub of_one_person: bool,
}

/// How many strengths, and how many gaps, are proposed for the room as a whole.
const MOST_FOR_THE_ROOM: usize = 3;

/// How many points a loss or a gain is at least worth to be spoken of.
const WORTH_SAYING: Points = Points::from_millionths(100_000);

/// What the record proposes, the weightiest first: for each role that was taken at most one strength and one
/// gap, and up to three of each for the room. What was said of one role is not said again of another.
#[must_use]
pub fn proposals(
    scenario: &Scenario,
    entries: &[Entry],
    card: &Scorecard,
    findings: &[Finding],
) -> Vec<Proposal> {
    let mut state = State::new(scenario);
    for entry in entries {
        apply(&mut state, entry);
    }
    let grounds = Grounds {
        scenario,
        state: &state,
        card,
        findings,
        held: held(scenario, entries),
    };
    let mut all = grounds.all();
    all.sort_by(|a, b| {
        let key = |ground: &Ground| (Reverse(ground.weight), ground.at, ground.text.clone());
        key(a).cmp(&key(b))
    });
    let mut chosen: Vec<usize> = Vec::new();
    for role in &grounds.held.roles {
        for sign in [Sign::Strength, Sign::Gap] {
            let fits = |(place, ground): &(usize, &Ground)| {
                ground.sign == sign && ground.roles.contains(role) && !chosen.contains(place)
            };
            if let Some((place, _)) = all.iter().enumerate().find(fits) {
                chosen.push(place);
                if let Some(ground) = all.get_mut(place) {
                    ground.roles = vec![role.clone()];
                }
            }
        }
    }
    for sign in [Sign::Strength, Sign::Gap] {
        let of_room = all.iter().enumerate();
        let of_room = of_room.filter(|(_, g)| g.roles.is_empty() && g.sign == sign);
        let places: Vec<usize> = of_room
            .map(|(place, _)| place)
            .take(MOST_FOR_THE_ROOM)
            .collect();
        chosen.extend(places);
    }
    chosen.sort_unstable();
    let proposal = |ground: &Ground| Proposal {
        role: ground.roles.first().cloned(),
        sign: ground.sign,
        text: ground.text.clone(),
        at: ground.at,
        phase: ground.phase,
        step: ground.step.clone(),
        of_one_person: ground.of_one_person,
    };
    let chosen = chosen.into_iter().filter_map(|place| all.get(place));
    chosen.map(proposal).collect()
}

/// Something that the record shows, and how much it weighs.
struct Ground {
    /// Whose it may be; the room's if nobody's.
    roles: Vec<RoleId>,
    sign: Sign,
    weight: u64,
    text: String,
    at: Option<Moment>,
    phase: Option<Phase>,
    step: Option<StepId>,
    of_one_person: bool,
}

/// Who sat where.
struct Held {
    /// The roles of all seats there ever were, in the scenario's order.
    roles: Vec<RoleId>,
    /// The roles that each seat had last.
    by: BTreeMap<SeatId, Vec<RoleId>>,
}

fn held(scenario: &Scenario, entries: &[Entry]) -> Held {
    let mut by = BTreeMap::new();
    for entry in entries {
        if let Event::Commanded {
            command: Command::Facilitate(deed),
            ..
        } = &entry.event
            && let Facilitation::Take { seat, place } = &**deed
        {
            by.insert(seat.clone(), place.roles.clone());
        }
    }
    let is_held = |role: &&RoleId| by.values().any(|roles: &Vec<RoleId>| roles.contains(role));
    let roles = scenario.roles.iter().map(|role| &role.id);
    Held {
        roles: roles.filter(is_held).cloned().collect(),
        by,
    }
}

/// All that proposals are drawn from.
struct Grounds<'a> {
    scenario: &'a Scenario,
    state: &'a State,
    card: &'a Scorecard,
    findings: &'a [Finding],
    held: Held,
}

/// How much each kind of ground weighs; what people saw and said before what the program worked out.
mod weight {
    pub(super) const UNABLE: u64 = 900;
    pub(super) const MAJOR: u64 = 800;
    pub(super) const SEEN: u64 = 700;
    pub(super) const RATED_P: u64 = 600;
    pub(super) const FOUND: u64 = 500;
    /// Points of the score lie between this and what was found.
    pub(super) const SCORED: u64 = 100;
}

impl Grounds<'_> {
    fn all(&self) -> Vec<Ground> {
        let mut all = self.observed();
        all.extend(self.rated());
        all.extend(self.found());
        all.extend(self.lost());
        all.extend(self.done_well());
        all
    }

    /// The roles of a seat; those of the room if it has none.
    fn roles_of(&self, seat: Option<&SeatId>) -> Vec<RoleId> {
        let roles = seat.and_then(|seat| self.held.by.get(seat));
        roles.cloned().unwrap_or_default()
    }

    /// The role of a step, if somebody held it.
    fn role_of_step(&self, step: &Id) -> Vec<RoleId> {
        let mut steps = self.scenario.steps.iter();
        let role = steps.find(|s| s.id.id() == step).map(|step| &step.role);
        let held = role.filter(|role| self.held.roles.contains(role));
        held.cloned().into_iter().collect()
    }

    fn step_of(&self, id: &Id) -> Option<StepId> {
        let mut steps = self.scenario.steps.iter();
        let step = steps.find(|step| step.id.id() == id);
        step.map(|step| step.id.clone())
    }

    fn observed(&self) -> Vec<Ground> {
        let all = self.state.conduct.observations.values();
        let said = all.filter(|seen| !seen.observation.text.trim().is_empty());
        said.map(|seen| Ground {
            roles: self.roles_of(seen.observation.seat.as_ref()),
            sign: seen.observation.sign,
            weight: weight::SEEN,
            text: format!("Seen at {}: {}", seen.at, seen.observation.text.trim()),
            at: Some(seen.at),
            phase: None,
            step: None,
            of_one_person: seen.observation.seat.is_some(),
        })
        .collect()
    }

    fn rated(&self) -> Vec<Ground> {
        let mut all = Vec::new();
        for (step, by) in &self.state.conduct.ratings {
            // Where evaluators differ, the worst says that there is something to talk about.
            let Some(worst) = by.values().max_by_key(|rated| rated.rating) else {
                continue;
            };
            let (sign, weight) = match worst.rating {
                Rating::P => (Sign::Strength, weight::RATED_P),
                Rating::S => continue,
                Rating::M => (Sign::Gap, weight::MAJOR),
                Rating::U => (Sign::Gap, weight::UNABLE),
            };
            let Some(task) = self.scenario.step(step) else {
                continue;
            };
            let note = worst.note.trim();
            let because = if note.is_empty() {
                String::new()
            } else {
                format!(": {note}")
            };
            all.push(Ground {
                roles: self.role_of_step(step.id()),
                sign,
                weight: weight + u64::from(task.critical),
                text: format!(
                    "Rated {} ({}) in {}, \"{}\"{because}",
                    worst.rating.letter(),
                    worst.rating.meaning().to_lowercase(),
                    task.name(),
                    task.text
                ),
                at: None,
                phase: Some(task.phase),
                step: Some(step.clone()),
                of_one_person: !note.is_empty(),
            });
        }
        all
    }

    /// Findings of one rule about the same seat are one thing to talk about.
    fn found(&self) -> Vec<Ground> {
        let mut grouped: BTreeMap<(Rule, Option<&SeatId>), Vec<&Finding>> = BTreeMap::new();
        for finding in self.findings {
            let key = (finding.rule, finding.seat.as_ref());
            grouped.entry(key).or_default().push(finding);
        }
        let ground = |((_, seat), of): ((Rule, Option<&SeatId>), Vec<&Finding>)| {
            let first = of.first()?;
            let again = match of.len() - 1 {
                0 => String::new(),
                1 => ", and the like once more".to_owned(),
                more => format!(", and the like {more} times more"),
            };
            Some(Ground {
                roles: self.roles_of(seat),
                sign: Sign::Gap,
                weight: weight::FOUND + u64::try_from(of.len()).unwrap_or_default().min(99),
                text: format!("At {}: {}{again}", first.at, first.text),
                at: Some(first.at),
                phase: None,
                step: None,
                of_one_person: false,
            })
        };
        grouped.into_iter().filter_map(ground).collect()
    }

    /// When it was; nothing for what was never begun, as the score has its deadline there.
    fn happened(&self, loss: &Explanation) -> Option<Moment> {
        let mut items = self.card.items.iter();
        let item = items.find(|item| item.id == loss.step);
        let never = loss.part == Part::Done && item.is_some_and(|item| item.started.is_none());
        loss.at.filter(|_| !never)
    }

    fn lost(&self) -> Vec<Ground> {
        let all = self.card.explanations.iter();
        all.filter(|loss| loss.points >= WORTH_SAYING)
            .map(|loss| Ground {
                roles: self.role_of_step(&loss.step),
                sign: Sign::Gap,
                weight: weight::SCORED + scored(loss.points),
                text: format!(
                    "{} ({} points lost)",
                    loss.text,
                    Points::loss_text(loss.points.as_f64())
                ),
                at: self.happened(loss),
                phase: Some(loss.phase),
                step: self.step_of(&loss.step),
                of_one_person: false,
            })
            .collect()
    }

    fn done_well(&self) -> Vec<Ground> {
        let whole = |item: &&ItemScore| {
            item.kind == ItemKind::Step
                && item.max >= WORTH_SAYING
                && item.earned == item.max
                && item.done <= item.target
        };
        let all = self.card.items.iter().filter(whole);
        all.filter_map(|item| {
            let done = item.done?;
            let mut steps = self.scenario.steps.iter();
            let step = steps.find(|step| *step.id.id() == item.id)?;
            Some(Ground {
                roles: self.role_of_step(&item.id),
                sign: Sign::Strength,
                weight: weight::SCORED + scored(item.max),
                text: format!(
                    "{}, \"{}\", was done in time, with nothing missing",
                    item.title, step.text
                ),
                at: Some(done),
                phase: Some(item.phase),
                step: Some(step.id.clone()),
                of_one_person: false,
            })
        })
        .collect()
    }
}

/// Points as a weight: a tenth of a point each.
fn scored(points: Points) -> u64 {
    let tenths = points.millionths() / 100_000;
    let room = weight::FOUND - weight::SCORED - 1;
    u64::try_from(tenths).unwrap_or_default().min(room)
}

#[cfg(test)]
mod tests;

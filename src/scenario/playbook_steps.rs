//! The playbook bound to the world: phases, steps with targets, harm events, and what the outcome weighs.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::effect::Effect;
use crate::base::Span;
use crate::base::id::{ActionId, DecisionId, HarmId, ObjectiveId, RoleId, StepId};

/// A phase of the response. The five from investigate to recover are the headline of a score; the first
/// and the last stand beside them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Phase {
    /// What was prepared before.
    Preparation,
    /// Find out what happened.
    Investigate,
    /// Stop it.
    Contain,
    /// Remove it.
    Eradicate,
    /// Tell those who must know.
    Communicate,
    /// Come back.
    Recover,
    /// Learn from it.
    LessonsLearned,
}

impl Phase {
    /// All phases in their order.
    pub const ALL: [Self; 7] = [
        Self::Preparation,
        Self::Investigate,
        Self::Contain,
        Self::Eradicate,
        Self::Communicate,
        Self::Recover,
        Self::LessonsLearned,
    ];

    /// The phases that are the headline of a score.
    pub const HEADLINE: [Self; 5] = [
        Self::Investigate,
        Self::Contain,
        Self::Eradicate,
        Self::Communicate,
        Self::Recover,
    ];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Preparation => "Preparation",
            Self::Investigate => "Investigate",
            Self::Contain => "Contain",
            Self::Eradicate => "Eradicate",
            Self::Communicate => "Communicate",
            Self::Recover => "Recover",
            Self::LessonsLearned => "Lessons learned",
        }
    }

    /// The name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Preparation => "preparation",
            Self::Investigate => "investigate",
            Self::Contain => "contain",
            Self::Eradicate => "eradicate",
            Self::Communicate => "communicate",
            Self::Recover => "recover",
            Self::LessonsLearned => "lessons_learned",
        }
    }
}

/// A step of the playbook, as an action with proof, target and consequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How the file refers to it.
    pub id: StepId,
    /// Its number in the playbook, such as `1a`.
    pub number: String,
    /// The phase it is scored in.
    pub phase: Phase,
    /// The heading of the playbook it stands under, where that is not its phase.
    #[serde(default)]
    pub heading: String,
    /// The step as the playbook words it.
    pub text: String,
    /// What it means here, concretely.
    #[serde(default)]
    pub detail: String,
    /// Whether it stands below the step before it.
    #[serde(default)]
    pub sub: bool,
    /// Whose step it is.
    pub role: RoleId,
    /// Its weight among the scored items of its phase.
    #[serde(default = "one")]
    pub weight: u32,
    /// What sets its clock running; STARTEX if left out.
    #[serde(default)]
    pub trigger: Option<Condition>,
    /// By when it should be done, from its trigger.
    pub target: Span,
    /// Where the target comes from: a guideline with its year, or the organisation's own.
    #[serde(default)]
    pub target_from: String,
    /// When it is too late to earn anything for time; three times the target if left out.
    #[serde(default)]
    pub limit: Option<Span>,
    /// The actions that belong to it: the first one begun begins the step.
    #[serde(default)]
    pub actions: Vec<ActionId>,
    /// What the world must confirm. Each part counts the same. A step without parts is *self-reported*:
    /// whoever does it says so, and a facilitator confirms it.
    #[serde(default)]
    pub parts: Vec<Condition>,
    /// Over-reach: what should not have been done in its name. Each counts against the parts.
    #[serde(default)]
    pub over: Vec<Condition>,
    /// Whether the parts must last to the end.
    #[serde(default)]
    pub lasting: bool,
    /// What should hold before it begins.
    #[serde(default)]
    pub after: Vec<Condition>,
    /// When its order does not matter, given that a reason was recorded.
    #[serde(default)]
    pub waived_when: Option<Condition>,
    /// Decisions whose recorded reason serves as this step's.
    #[serde(default)]
    pub reasoned_by: Vec<DecisionId>,
    /// When "not applicable" is accepted for it.
    #[serde(default)]
    pub not_applicable_when: Option<Condition>,
    /// The objective it belongs to.
    #[serde(default)]
    pub objective: Option<ObjectiveId>,
    /// Whether it is a critical task of its capability.
    #[serde(default)]
    pub critical: bool,
    /// What follows when it comes too early, late, or not at all, for the review.
    #[serde(default)]
    pub consequence: String,
    /// One to three hints for who asks, each a sentence that says more than the one before.
    #[serde(default)]
    pub hints: Vec<String>,
}

impl Step {
    /// A step that people report themselves, with nothing said of it but whose it is.
    #[must_use]
    pub fn self_reported(id: StepId, phase: Phase, role: RoleId) -> Self {
        Self {
            id,
            number: String::new(),
            phase,
            heading: String::new(),
            text: String::new(),
            detail: String::new(),
            sub: false,
            role,
            weight: one(),
            trigger: None,
            target: Span::ZERO,
            target_from: String::new(),
            limit: None,
            actions: Vec::new(),
            parts: Vec::new(),
            over: Vec::new(),
            lasting: false,
            after: Vec::new(),
            waived_when: None,
            reasoned_by: Vec::new(),
            not_applicable_when: None,
            objective: None,
            critical: false,
            consequence: String::new(),
            hints: Vec::new(),
        }
    }

    /// What it is called: the part of the playbook it stands in, and its number.
    #[must_use]
    pub fn name(&self) -> String {
        let part = if self.heading.is_empty() {
            self.phase.name()
        } else {
            &self.heading
        };
        format!("{part} {}", self.number)
    }

    /// Whether people report it themselves, because the scenario binds it to nothing in the world.
    #[must_use]
    pub fn is_self_reported(&self) -> bool {
        self.parts.is_empty()
    }

    /// What must come true for it to be done: its parts, or that somebody reports it.
    #[must_use]
    pub fn wanted(&self) -> Cow<'_, [Condition]> {
        if self.is_self_reported() {
            Cow::Owned(vec![Condition::Reported(self.id.clone())])
        } else {
            Cow::Borrowed(&self.parts)
        }
    }

    /// Whether what is wanted must last to the end. A report can be taken back or refused.
    #[must_use]
    pub fn must_last(&self) -> bool {
        self.lasting || self.is_self_reported()
    }

    /// When it is too late to earn anything for time, from its trigger.
    #[must_use]
    pub fn time_limit(&self) -> Span {
        self.limit.unwrap_or(self.target.times(3))
    }
}

/// Something that must not happen; it takes points from the process score, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Harm {
    /// How the file refers to it.
    pub id: HarmId,
    /// What happened, and why it is harm.
    pub text: String,
    /// The points it takes.
    pub points: u32,
    /// The phase in which it counts as an error.
    pub phase: Phase,
    /// When it happens; only by the effect `Harm` if left out.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// What follows after ENDEX from the state the world was left in. It counts in the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aftermath {
    /// When it follows.
    pub when: Condition,
    /// What follows.
    pub text: String,
    /// Its damage.
    pub effects: Vec<Effect>,
}

/// How much each phase counts in the process score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PhaseWeights {
    /// Preparation; without weight it is scored beside the others.
    pub preparation: u32,
    /// Investigate.
    pub investigate: u32,
    /// Contain.
    pub contain: u32,
    /// Eradicate.
    pub eradicate: u32,
    /// Communicate.
    pub communicate: u32,
    /// Recover.
    pub recover: u32,
    /// Lessons learned; without weight they are scored beside the others.
    pub lessons_learned: u32,
}

impl Default for PhaseWeights {
    fn default() -> Self {
        Self {
            preparation: 0,
            investigate: 25,
            contain: 25,
            eradicate: 20,
            communicate: 15,
            recover: 15,
            lessons_learned: 0,
        }
    }
}

impl PhaseWeights {
    /// The weight of one phase.
    #[must_use]
    pub const fn of(&self, phase: Phase) -> u32 {
        match phase {
            Phase::Preparation => self.preparation,
            Phase::Investigate => self.investigate,
            Phase::Contain => self.contain,
            Phase::Eradicate => self.eradicate,
            Phase::Communicate => self.communicate,
            Phase::Recover => self.recover,
            Phase::LessonsLearned => self.lessons_learned,
        }
    }
}

/// How a step's credit is shared among its parts, in percent; they add up to 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Shares {
    /// Done at all.
    pub done: u32,
    /// In time.
    pub in_time: u32,
    /// In order.
    pub in_order: u32,
    /// By the right role.
    pub right_role: u32,
    /// With a reason.
    pub reasoned: u32,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            done: 40,
            in_time: 25,
            in_order: 20,
            right_role: 5,
            reasoned: 10,
        }
    }
}

/// How much each kind of damage counts in the outcome score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OutcomeWeights {
    /// Data that left after STARTEX.
    pub data: u32,
    /// Time without service.
    pub downtime: u32,
    /// Money.
    pub cost: u32,
    /// Evidence that was lost or never saved.
    pub evidence: u32,
}

impl Default for OutcomeWeights {
    fn default() -> Self {
        Self {
            data: 40,
            downtime: 20,
            cost: 20,
            evidence: 20,
        }
    }
}

/// Everything that sets the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scoring {
    /// How much each phase counts.
    pub phases: PhaseWeights,
    /// How a step's credit is shared.
    pub shares: Shares,
    /// How much each kind of damage counts.
    pub outcome: OutcomeWeights,
    /// What an hour of a responder's work costs.
    pub responder_cost_per_hour: u32,
    /// How many percent of what an item earns are lost in all once the first, the second, the third hint
    /// for it was taken. Each is at least the one before; further hints cost as much as the last.
    pub hint_costs: Vec<u8>,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            phases: PhaseWeights::default(),
            shares: Shares::default(),
            outcome: OutcomeWeights::default(),
            responder_cost_per_hour: 0,
            hint_costs: vec![10, 25, 50],
        }
    }
}

impl Scoring {
    /// How many percent of what an item earns are lost in all with so many hints.
    #[must_use]
    pub fn hint_cost(&self, hints: usize) -> u8 {
        let Some(last) = hints.checked_sub(1) else {
            return 0;
        };
        let cost = self.hint_costs.get(last).or(self.hint_costs.last());
        cost.map_or(0, |percent| (*percent).min(100))
    }
}

fn one() -> u32 {
    1
}

//! A scenario with nothing in it, to be filled by a program.

use super::{Briefing, Difficulty, Everyday, FORMAT, Scenario, Scoring, StartDate, Variation};
use crate::base::{Id, Span};

impl Scenario {
    /// A scenario with nothing in it. It can't be played as it is.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            format: FORMAT,
            id: Id::internal("empty").into(),
            title: String::new(),
            code_name: String::new(),
            summary: String::new(),
            difficulty: Difficulty::Introductory,
            plays_in: Span::ZERO,
            starts: StartDate(jiff::civil::DateTime::constant(2026, 3, 3, 9, 0, 0, 0)),
            length: Span::ZERO,
            currency: String::new(),
            attack: Vec::new(),
            briefing: Briefing {
                organisation: String::new(),
                situation: String::new(),
                objectives: Vec::new(),
            },
            readiness: Vec::new(),
            levels: Vec::new(),
            variation: Variation::default(),
            roles: Vec::new(),
            people: Vec::new(),
            parties: Vec::new(),
            assets: Vec::new(),
            links: Vec::new(),
            services: Vec::new(),
            secrets: Vec::new(),
            addresses: Vec::new(),
            datasets: Vec::new(),
            vectors: Vec::new(),
            measures: Vec::new(),
            evidence: Vec::new(),
            restore_points: Vec::new(),
            facts: Vec::new(),
            footholds: Vec::new(),
            stages: Vec::new(),
            reactions: Vec::new(),
            sensors: Vec::new(),
            logs: Vec::new(),
            signatures: Vec::new(),
            samples: Vec::new(),
            traces: Vec::new(),
            everyday: Everyday::default(),
            alerts: Vec::new(),
            injects: Vec::new(),
            modules: Vec::new(),
            actions: Vec::new(),
            decisions: Vec::new(),
            messages: Vec::new(),
            clocks: Vec::new(),
            questions: Vec::new(),
            steps: Vec::new(),
            harms: Vec::new(),
            aftermath: Vec::new(),
            scoring: Scoring::default(),
            resources: Vec::new(),
            references: Vec::new(),
            plan: Vec::new(),
        }
    }
}

//! The scenario that a playbook becomes.

use std::collections::BTreeSet;

use super::code_name::code_name;
use super::indicators::indicators;
use super::injects::{Fillings, InjectSet, InjectTemplate};
use super::numbering::Numbering;
use super::targets::TargetPack;
use crate::base::id::{ObjectiveId, PersonId, RoleId, ScenarioId};
use crate::base::{Id, Moment, Offset, Span};
use crate::playbook::{self, Document, Playbook};
use crate::scenario::limits::{LONGEST_TITLE, MOST_ITEMS};
use crate::scenario::{
    Briefing, Condition, Difficulty, Duty, Inject, Objective, Person, Phase, Reference, Role,
    Scenario, Scoring, Step, Technique, Trigger,
};

/// The longest text of a step or note that is taken over, in characters.
const LONGEST: usize = 2_000;
/// The longest identifier made of a title, so that there is room for `-checklist` and a number.
const LONGEST_SLUG: usize = 34;
/// How long an exercise is played in, whatever its targets: what a tabletop usually takes.
const SITTING: Span = Span::from_minutes(90);

/// Why a playbook is no checklist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistError {
    /// It is all placeholder.
    #[error("the playbook \"{0}\" has no steps yet; fill its placeholders first")]
    NoSteps(String),
    /// It has more steps than a scenario may have.
    #[error("the playbook has {0} steps; an exercise may have at most {MOST_ITEMS}")]
    TooManySteps(usize),
}

/// The scenario of a document's playbook: every step self-reported, with the targets of this pack and
/// injects of this set.
///
/// # Errors
/// [`ChecklistError`] if there is nothing to do in it, or too much.
pub fn checklist(
    document: &Document,
    playbook: &Playbook,
    pack: &TargetPack,
    set: &InjectSet,
) -> Result<Scenario, ChecklistError> {
    let title = clean(&playbook.title.text, LONGEST_TITLE);
    let steps = steps(playbook, pack);
    if steps.is_empty() {
        return Err(ChecklistError::NoSteps(title));
    }
    if steps.len() > MOST_ITEMS {
        return Err(ChecklistError::TooManySteps(steps.len()));
    }
    let phases: BTreeSet<Phase> = steps.iter().map(|step| step.phase).collect();
    let length = length(pack);
    let text = &document.text;
    let mut scenario = Scenario {
        id: checklist_id(&title),
        code_name: code_name(&title),
        summary: summary(&steps, &phases),
        difficulty: Difficulty::Introductory,
        plays_in: length.min(SITTING),
        length,
        currency: "EUR".to_owned(),
        attack: techniques(playbook),
        briefing: briefing(&title, pack, &phases, &steps),
        roles: roles(&phases),
        people: people(&phases),
        injects: injects(set, &title, &steps, &indicators(text, playbook), length),
        resources: resources(playbook),
        references: references(playbook),
        scoring: scoring(&phases),
        steps,
        title,
        ..Scenario::empty()
    };
    if scenario.title.is_empty() {
        "Untitled playbook".clone_into(&mut scenario.title);
    }
    Ok(scenario)
}

/// The identifier of a checklist, which is not that of a scenario with the same title.
fn checklist_id(title: &str) -> ScenarioId {
    let id = scenario_id(title);
    let id = format!("{id}-checklist");
    Id::new(&id)
        .unwrap_or_else(|_| Id::internal("checklist"))
        .into()
}

/// The identifier that a title becomes: its letters and digits, joined by dashes.
#[must_use]
pub fn scenario_id(title: &str) -> ScenarioId {
    let mut id = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() >= LONGEST_SLUG {
            break;
        }
    }
    let id = id.trim_matches('-');
    Id::new(id)
        .unwrap_or_else(|_| Id::internal("playbook"))
        .into()
}

/// The usual weights; where a playbook has none of the phases that count, those that it has count.
fn scoring(phases: &BTreeSet<Phase>) -> Scoring {
    let mut scoring = Scoring::default();
    if !Phase::HEADLINE.iter().any(|phase| phases.contains(phase)) {
        scoring.phases.preparation = 50;
        scoring.phases.lessons_learned = 50;
    }
    scoring
}

/// The exercise is over at the last target, and never shorter than a sitting.
fn length(pack: &TargetPack) -> Span {
    pack.latest().max(SITTING)
}

/// The phase of the score in which a phase of the playbook counts.
const fn phase_of(phase: playbook::Phase) -> Phase {
    match phase {
        playbook::Phase::Preparation => Phase::Preparation,
        playbook::Phase::Investigate => Phase::Investigate,
        // What holds for all remediation is looked at where remediation begins.
        playbook::Phase::Remediate | playbook::Phase::Contain => Phase::Contain,
        playbook::Phase::Eradicate => Phase::Eradicate,
        playbook::Phase::Communicate => Phase::Communicate,
        playbook::Phase::Recover => Phase::Recover,
        playbook::Phase::LessonsLearned => Phase::LessonsLearned,
    }
}

fn steps(playbook: &Playbook, pack: &TargetPack) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in playbook::Phase::ALL {
        let phase = phase_of(part);
        let mut numbering = Numbering::default();
        for step in playbook.steps(part) {
            let number = numbering.next(step);
            let Some(id) = numbering.id(part.key()) else {
                continue;
            };
            let notes = step.notes.iter().chain(&step.author_notes);
            let notes: Vec<&str> = notes.map(String::as_str).collect();
            let text = clean(&step.text, LONGEST);
            steps.push(Step {
                number,
                heading: if part.name() == phase.name() || part.key() == phase.key() {
                    String::new()
                } else {
                    part.name().to_owned()
                },
                text: if text.is_empty() {
                    "(a step without text)".to_owned()
                } else {
                    text
                },
                detail: clean(&notes.join("\n"), LONGEST),
                sub: step.level > 1,
                target: pack.targets.of(phase),
                target_from: clean(&pack.cited(), LONGEST_TITLE),
                objective: Some(objective_of(phase)),
                // Nobody but the people who play knows whether a step applies to them.
                not_applicable_when: Some(Condition::All(Vec::new())),
                ..Step::self_reported(id, phase, role_of(phase))
            });
        }
    }
    steps
}

fn summary(steps: &[Step], phases: &BTreeSet<Phase>) -> String {
    let plural = |n: usize, one: &str| {
        if n == 1 {
            format!("1 {one}")
        } else {
            format!("{n} {one}s")
        }
    };
    format!(
        "A checklist exercise: {} in {}, made from a playbook. You say what you would do, who does it and why, and report each step as done; a facilitator confirms it.",
        plural(steps.len(), "step"),
        plural(phases.len(), "phase")
    )
}

fn briefing(title: &str, pack: &TargetPack, phases: &BTreeSet<Phase>, steps: &[Step]) -> Briefing {
    let objective = |phase: &Phase| {
        let count = steps.iter().filter(|step| step.phase == *phase).count();
        let (steps, are) = if count == 1 {
            ("step".to_owned(), "is")
        } else {
            (format!("{count} steps"), "are")
        };
        Objective {
            id: objective_of(*phase),
            text: format!(
                "{}: the {steps} of the playbook {are} carried out in time, with a reason.",
                phase.name()
            ),
        }
    };
    Briefing {
        organisation: "Your own organisation, as it is today: its people, its systems, its suppliers. Nothing is simulated but the clock and the messages that reach you.".to_owned(),
        situation: format!(
            "You have been called together: \"{title}\". Work through the playbook. Begin a step when somebody takes it up, and report it as done when it would be done. Targets: {}.",
            pack.cited()
        ),
        objectives: phases.iter().map(objective).collect(),
    }
}

/// The roles of a response, and the phases that they lead.
const ROLES: [(&str, &str, &[Phase]); 4] = [
    (
        "incident-lead",
        "Incident lead",
        &[Phase::Preparation, Phase::LessonsLearned],
    ),
    ("analyst", "Analyst", &[Phase::Investigate]),
    (
        "operations",
        "Operations",
        &[Phase::Contain, Phase::Eradicate, Phase::Recover],
    ),
    ("communications", "Communications", &[Phase::Communicate]),
];

fn role_of(phase: Phase) -> RoleId {
    let role = ROLES.iter().find(|(_, _, phases)| phases.contains(&phase));
    role_id(role.map_or("incident-lead", |(id, ..)| id))
}

fn role_id(id: &'static str) -> RoleId {
    Id::internal(id).into()
}

fn objective_of(phase: Phase) -> ObjectiveId {
    Id::internal(match phase {
        Phase::Preparation => "objective-preparation",
        Phase::Investigate => "objective-investigate",
        Phase::Contain => "objective-contain",
        Phase::Eradicate => "objective-eradicate",
        Phase::Communicate => "objective-communicate",
        Phase::Recover => "objective-recover",
        Phase::LessonsLearned => "objective-lessons-learned",
    })
    .into()
}

/// The roles that have work in these phases.
fn needed(
    phases: &BTreeSet<Phase>,
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static [Phase])> {
    ROLES
        .iter()
        .filter(move |(_, _, led)| led.iter().any(|phase| phases.contains(phase)))
}

fn roles(phases: &BTreeSet<Phase>) -> Vec<Role> {
    let roles = needed(phases).map(|(id, name, _)| Role {
        id: role_id(id),
        name: (*name).to_owned(),
        duty: duty(id),
    });
    roles.collect()
}

/// What a checklist's role is among those of an incident response.
fn duty(role: &str) -> Duty {
    match role {
        "incident-lead" => Duty::Commander,
        "communications" => Duty::ExternalLiaison,
        _ => Duty::Expert,
    }
}

/// Two people for each role: who carries out a step is named by what they do here.
fn people(phases: &BTreeSet<Phase>) -> Vec<Person> {
    let people = needed(phases).flat_map(|(id, name, _)| {
        [1, 2].into_iter().filter_map(move |n| {
            let person: PersonId = Id::new(&format!("{id}-{n}")).ok()?.into();
            Some(Person {
                id: person,
                name: format!("{name} {n}"),
                roles: vec![role_id(id)],
            })
        })
    });
    people.collect()
}

fn techniques(playbook: &Playbook) -> Vec<Technique> {
    let rows = playbook.attack.iter().flat_map(|table| &table.rows);
    let techniques = rows.filter_map(|row| {
        let id = if row.sub_technique_id.is_empty() {
            &row.technique_id
        } else {
            &row.sub_technique_id
        };
        (!id.is_empty()).then(|| Technique {
            tactic: clean(&row.tactics.join(", "), LONGEST_TITLE),
            id: clean(id, LONGEST_TITLE),
            name: clean(&row.technique_name, LONGEST_TITLE),
            sub: clean(&row.sub_technique_name, LONGEST_TITLE),
            platforms: row
                .platforms
                .iter()
                .map(|platform| clean(platform, LONGEST_TITLE))
                .collect(),
        })
    });
    techniques.take(MOST_ITEMS).collect()
}

fn resources(playbook: &Playbook) -> Vec<String> {
    let items = playbook.checklists.iter().flat_map(|list| &list.steps);
    let items = items.map(|item| clean(&item.text, LONGEST));
    items.take(MOST_ITEMS).collect()
}

fn references(playbook: &Playbook) -> Vec<Reference> {
    let real = playbook.references.iter().filter(|r| !r.is_placeholder);
    let references = real.map(|reference| Reference {
        title: clean(&reference.text, LONGEST_TITLE),
        by: clean(&reference.urls.join(" "), LONGEST),
    });
    references.take(MOST_ITEMS).collect()
}

/// The injects of the set that fit the playbook, each filled with what the playbook speaks of.
fn injects(
    set: &InjectSet,
    title: &str,
    steps: &[Step],
    indicators: &[String],
    length: Span,
) -> Vec<Inject> {
    let mut fresh = indicators.iter();
    let mut told = 0;
    let fit = set.injects.iter().filter_map(|template| {
        let mut of_phase = steps.iter().filter(|step| step.phase == template.phase);
        let first = of_phase.next()?;
        let indicator = if template.wants_indicator() {
            fresh.next()
        } else {
            None
        };
        if template.needs_indicator && indicator.is_none() {
            return None;
        }
        told += 1;
        let fillings = Fillings {
            indicator: indicator.map(String::as_str),
            title,
            step: of_phase
                .nth(told % 3)
                .map_or(&first.text, |step| &step.text),
        };
        Some(inject(template, &fillings, length))
    });
    fit.collect()
}

fn inject(template: &InjectTemplate, fillings: &Fillings<'_>, length: Span) -> Inject {
    let fill = |text: &str| clean(&fillings.fill(text), LONGEST);
    let minutes = length.as_ms() / 60_000 * u64::from(template.at_percent.min(100)) / 100;
    let at = Moment::START + Span::from_minutes(minutes);
    Inject {
        id: template.id.clone(),
        title: clean(&fillings.fill(&template.title), LONGEST_TITLE),
        from: template.from.clone(),
        to: Vec::new(),
        channel: template.channel,
        text: fill(&template.text),
        trigger: Trigger::At {
            at: Offset::FromStart(at),
            within: Span::ZERO,
            provided: None,
        },
        contingency: false,
        expected: fill(&template.expected),
        prompts: template.prompts.iter().map(|prompt| fill(prompt)).collect(),
        objective: Some(objective_of(template.phase)),
        effects: Vec::new(),
    }
}

/// A text as a scenario may hold it: without control characters and changes of direction, and not
/// longer than this many characters.
fn clean(text: &str, longest: usize) -> String {
    let allowed = |c: &char| {
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        !turns && (!c.is_control() || matches!(c, '\n' | '\t'))
    };
    let mut kept = text.trim().chars().filter(allowed);
    let mut cleaned: String = kept.by_ref().take(longest.saturating_sub(1)).collect();
    match (kept.next(), kept.next()) {
        (Some(last), None) => cleaned.push(last),
        (Some(_), Some(_)) => cleaned.push('…'),
        (None, _) => {}
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::read;
    use crate::scenario::load;
    use crate::scenario::write::write;

    const PLAYBOOK: &str = "# Playbook: Lost Badge\n\n| Tactic | Technique ID | Technique Name |\n| --- | --- | --- |\n| Initial Access | T1078 | Valid Accounts |\n\n## Investigate\n\n1. Ask who lost it: `door log`\n2. Look at the doors\n\n## Remediate\n\n- Plan it\n\n### Contain\n\n1. Block the badge\n\n## Lessons Learned\n\n- Talk about it\n";

    fn made(source: &str) -> Result<Scenario, ChecklistError> {
        let document = read(source.as_bytes());
        let playbook = document.playbooks.first().unwrap();
        let pack = TargetPack::shipped().remove(0);
        checklist(&document, playbook, &pack, &InjectSet::general())
    }

    #[test]
    fn a_playbook_becomes_a_scenario_without_findings() {
        let scenario = made(PLAYBOOK).unwrap();
        assert_eq!(scenario.id.as_str(), "lost-badge-checklist");
        let loaded = load(write(&scenario).as_bytes());
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        assert_eq!(loaded.scenario.as_ref(), Some(&scenario));
        let steps: Vec<_> = scenario
            .steps
            .iter()
            .map(|s| (s.phase, s.heading.as_str(), s.number.as_str()))
            .collect();
        assert_eq!(
            steps,
            [
                (Phase::Investigate, "", "1"),
                (Phase::Investigate, "", "2"),
                (Phase::Contain, "Remediate", "1"),
                (Phase::Contain, "", "1"),
                (Phase::LessonsLearned, "", "1"),
            ]
        );
        assert!(
            scenario
                .injects
                .iter()
                .any(|inject| inject.text.contains("door log"))
        );
        assert!(
            scenario
                .steps
                .iter()
                .all(|step| !step.target_from.is_empty())
        );
    }

    #[test]
    fn a_playbook_of_placeholders_says_so() {
        let error = made("# Playbook: X\n\n## Investigate\n\n`TODO: Steps`\n").unwrap_err();
        assert_eq!(error, ChecklistError::NoSteps("X".to_owned()));
    }

    #[test]
    fn what_a_scenario_may_not_hold_is_left_out() {
        assert_eq!(clean(" a\u{202E}b\u{0}c ", 10), "abc");
        assert_eq!(clean("abcdef", 4), "abc…");
        assert_eq!(clean("abcd", 4), "abcd");
        assert_eq!(
            scenario_id("  Ünü <Type>: of \"Incident\" ").as_str(),
            "n-type-of-incident"
        );
        assert_eq!(scenario_id("日本").as_str(), "playbook");
    }
}

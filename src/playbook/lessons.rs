//! Lessons under another phase's heading: a likely mistake, and the edit that mends it.
//!
//! A playbook that names no lessons learned often has them at the end of what it says about
//! communicating or recovering. Whether a step is such a lesson is a matter of its words: each
//! group of words has a weight, and from [`ENOUGH`] on a step counts as one. Only an unbroken run
//! of such steps at the end of a phase is spoken of, as a heading before it is all that is missing.

use super::lines::Lines;
use super::normal::normal;
use super::{Edit, Form, Phase, Playbook, Section, Step, Suggestion};

/// Words that lessons use, and how much each says. Words that a phase uses for its own work, such as
/// "document" or "report", say nothing.
const WORDS: [(&str, u32); 27] = [
    ("lesson", 3),
    ("post-incident", 3),
    ("post incident", 3),
    ("post-mortem", 3),
    ("after-action", 3),
    ("after action", 3),
    ("retrospective", 3),
    ("next time", 3),
    ("what went well", 3),
    ("due diligence", 2),
    ("hygiene", 2),
    ("future", 2),
    ("improve", 2),
    ("as-a-service", 1),
    ("engage external", 2),
    ("response professionals", 1),
    ("policy change", 2),
    ("update the playbook", 2),
    ("update playbook", 2),
    ("update this playbook", 2),
    ("awareness training", 2),
    ("train", 1),
    ("routine", 1),
    ("review", 1),
    ("root cause", 1),
    ("gap", 1),
    ("recommend", 1),
];

/// From this weight on a step counts as a lesson.
const ENOUGH: u32 = 2;

/// The phases under which lessons are found by mistake.
const MISTAKEN: [Phase; 2] = [Phase::Communicate, Phase::Recover];

/// The edit that puts lessons under a heading of their own, if there seem to be any.
pub(super) fn suggestion(playbook: &Playbook, text: &str, lines: &Lines) -> Option<Suggestion> {
    if playbook.section(Phase::LessonsLearned).is_some() {
        return None;
    }
    let mut sections = MISTAKEN.iter().filter_map(|phase| playbook.section(*phase));
    sections.find_map(|section| in_section(playbook, section, text, lines))
}

fn in_section(
    playbook: &Playbook,
    section: &Section,
    text: &str,
    lines: &Lines,
) -> Option<Suggestion> {
    let heading = section.headings.last()?;
    let first = lessons(&section.steps)?;
    let here = first.span.start;
    let phase = section.phase;
    let waits = playbook.placeholders.iter();
    let more = waits
        .clone()
        .any(|p| p.phase == Some(phase) && p.span.start > here);
    let apart = heading.span.start > here;
    if more || apart {
        return None;
    }
    let start = lines.start(here);
    // The item's marker must be all that stands before it on its line.
    let marker = text.get(start..here)?.trim();
    if marker.is_empty() || marker.contains(char::is_whitespace) {
        return None;
    }
    let name = match heading.form {
        Form::Level(level) => format!("{} Lessons Learned", "#".repeat(usize::from(level))),
        Form::Bold => "**Lessons Learned**".to_owned(),
        Form::Fence => return None,
    };
    let before = text.get(..start)?.trim_end_matches([' ', '\t']);
    let gap = if before.ends_with("\n\n") { "" } else { "\n" };
    Some(Suggestion {
        code: "lessons-under-another-phase",
        message: format!(
            "from here on, what stands under {phase} reads like lessons learned, and the playbook has \
             no such phase; the edit puts the heading {name:?} before it"
        ),
        line: first.line,
        edits: vec![Edit {
            span: start..start,
            replacement: format!("{gap}{name}\n\n"),
        }],
    })
}

/// The first of the lessons at the end of a list of steps. Sub-steps go with the step above them.
fn lessons(steps: &[Step]) -> Option<&Step> {
    let tops = steps.iter().rev().filter(|step| step.level == 1);
    tops.take_while(|step| weight(&step.text) >= ENOUGH).last()
}

/// How much a step's words say that it is a lesson.
fn weight(text: &str) -> u32 {
    let text = normal(text);
    let said = WORDS.iter().filter(|(word, _)| text.contains(word));
    said.map(|(_, weight)| weight).sum()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn suggested(text: &str) -> Option<String> {
        let document = read(text.as_bytes());
        let edits = &document.suggestions.first()?.edits;
        let made = document.apply(edits).expect("fits");
        Some(String::from_utf8(made).expect("UTF-8"))
    }

    #[test]
    fn lessons_are_offered_a_heading() {
        let text = "# A\n\n### Communicate\n\n- Tell the board\n- Hold a post-incident review\n  - Soon\n\n### Recover\n";
        let made = suggested(text).expect("offered");
        assert_eq!(
            made,
            "# A\n\n### Communicate\n\n- Tell the board\n\n### Lessons Learned\n\n- Hold a post-incident review\n  - Soon\n\n### Recover\n"
        );
        let again = read(made.as_bytes());
        assert_eq!(again.playbooks[0].steps(Phase::LessonsLearned).len(), 2);
        assert_eq!(again.suggestions, []);
    }

    #[test]
    fn the_heading_is_written_as_its_neighbours() {
        let made = suggested("# A\n\n**(R) Recovery**\n\n1. Improve our hygiene\n");
        assert_eq!(
            made.expect("offered"),
            "# A\n\n**(R) Recovery**\n\n**Lessons Learned**\n\n1. Improve our hygiene\n"
        );
    }

    #[test]
    fn only_lessons_at_the_end_are_spoken_of() {
        for text in [
            "# A\n\n### Communicate\n\n- Learn our lessons\n- Tell the board\n",
            "# A\n\n### Communicate\n\n- Learn our lessons\n\n`TODO: more`\n",
            "# A\n\n### Communicate\n\n- Learn our lessons\n\n### Lessons Learned\n",
            "# A\n\n### Investigate\n\n- Learn our lessons\n",
            "# A\n\n### Communicate\n\n- Document and report\n",
        ] {
            assert_eq!(suggested(text), None, "{text}");
        }
    }
}

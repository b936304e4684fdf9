//! What a heading means (rules R2, R3 and R5): a title, a phase, material, the table of techniques.

use super::Phase;

/// What the text of a heading means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A phase, and further phases that the heading names beside it.
    Phase(Phase, Vec<Phase>),
    /// Sources and further reading.
    Resources,
    /// `Reference: ..`, a list for others; the text behind the colon.
    Checklist(String),
    /// The table of techniques.
    Mitre,
    /// None of these.
    Nothing,
}

/// What stands before a playbook's title, in lower case.
const PREFIXES: [&str; 3] = [
    "sub-technique playbook:",
    "cirt playbook battle card:",
    "playbook:",
];

/// The title behind a prefix such as `Playbook:`, or none if there is no prefix.
pub(super) fn playbook_title(heading: &str) -> Option<&str> {
    PREFIXES.iter().find_map(|prefix| {
        let start = heading.get(..prefix.len())?;
        let titled = start.eq_ignore_ascii_case(prefix);
        titled.then(|| heading.get(prefix.len()..).unwrap_or_default().trim())
    })
}

/// What a heading's visible text means.
pub(super) fn meaning(heading: &str) -> Meaning {
    if let Some(title) = checklist_title(heading) {
        return Meaning::Checklist(title.to_owned());
    }
    if let Some(meaning) = whole_or_parts(heading, true) {
        return meaning;
    }
    let mut words = heading.split(|c: char| !c.is_alphanumeric());
    if words
        .find(|word| !word.is_empty())
        .is_some_and(|word| word.eq_ignore_ascii_case("mitre"))
    {
        return Meaning::Mitre;
    }
    Meaning::Nothing
}

/// What a bold paragraph means as a heading: one phase or parts joined by `/` or `&`, or material.
pub(super) fn bold_meaning(text: &str) -> Option<Meaning> {
    whole_or_parts(text, false)
}

/// The phase of a line such as `(P) Preparation`.
pub(super) fn lettered_meaning(line: &str) -> Option<Meaning> {
    let line = line.trim().trim_matches(['*', '_', '#', ' ', '\t']);
    without_letter(line)?;
    match whole_or_parts(line, true)? {
        meaning @ Meaning::Phase(..) => Some(meaning),
        _ => None,
    }
}

fn checklist_title(heading: &str) -> Option<&str> {
    let (word, title) = heading.split_once(':')?;
    word.trim()
        .eq_ignore_ascii_case("reference")
        .then(|| title.trim())
}

/// No heading that names phases is longer, in bytes.
const LONGEST: usize = 400;

/// A phase or resources if the whole heading names one, or every part of it does.
fn whole_or_parts(heading: &str, words_join: bool) -> Option<Meaning> {
    if heading.len() > LONGEST {
        return None;
    }
    let whole = normalised(heading);
    if let Some(name) = name(&whole) {
        return Some(name.into());
    }
    let mut first = None;
    let mut others = Vec::new();
    let mut count = 0;
    for part in parts(&whole, words_join) {
        count += 1;
        let part = normalised(part);
        if part == "mitigation" || part == "mitigations" {
            continue;
        }
        match (name(&part)?, first) {
            (found, None) => first = Some(found),
            (Name::Phase(phase), Some(Name::Phase(first))) => {
                if phase != first && !others.contains(&phase) {
                    others.push(phase);
                }
            }
            // Sources beside a phase, or phases beside sources: the first decides.
            (_, Some(_)) => {}
        }
    }
    match first {
        Some(Name::Phase(phase)) if count > 1 => Some(Meaning::Phase(phase, others)),
        Some(Name::Resources) if count > 1 => Some(Meaning::Resources),
        _ => None,
    }
}

/// The parts of a normalised heading that are joined by `/`, `&` and `+`, and by `and` if words join.
fn parts(text: &str, words_join: bool) -> Vec<&str> {
    let joins: &[char] = if words_join {
        &['/', '&', '+']
    } else {
        &['/', '&']
    };
    let split = text.split(joins);
    let parts = split.flat_map(|part| {
        let more = if words_join {
            part.split(" and ").collect()
        } else {
            vec![part]
        };
        more.into_iter()
    });
    parts.map(str::trim).collect()
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Phase(Phase),
    Resources,
}

impl From<Name> for Meaning {
    fn from(name: Name) -> Self {
        match name {
            Name::Phase(phase) => Self::Phase(phase, Vec::new()),
            Name::Resources => Self::Resources,
        }
    }
}

/// What a normalised name stands for. A hyphen within a word counts as a space.
fn name(text: &str) -> Option<Name> {
    let words: Vec<_> = text
        .split(' ')
        .map(|word| match word.trim_matches('-') {
            inner if inner == word => word.replace('-', " "),
            _ => word.to_owned(),
        })
        .collect();
    let phase = match words.join(" ").as_str() {
        "prepare" | "prep" | "preparation" | "preperation" | "pre incident" | "preincident"
        | "pre event" => Phase::Preparation,
        "investigate"
        | "investigation"
        | "identification"
        | "detect"
        | "detection"
        | "analyse"
        | "analyze"
        | "analysis"
        | "triage"
        | "discovery"
        | "evidence preservation"
        | "evidence collection"
        | "evidence documentation"
        | "evidence acquisition"
        | "acquire, preserve, document evidence" => Phase::Investigate,
        "remediate" | "remediation" => Phase::Remediate,
        "contain" | "containment" => Phase::Contain,
        "eradicate" | "eradication" => Phase::Eradicate,
        "communicate" | "communication" | "communications" | "notification" => Phase::Communicate,
        "recover" | "recovery" | "restore" => Phase::Recover,
        "lessons"
        | "lesson learned"
        | "lesson learnt"
        | "lessons learned"
        | "lessons learnt"
        | "lessons/opportunities"
        | "lessons / opportunities"
        | "post incident"
        | "postincident"
        | "post incident review"
        | "post mortem"
        | "postmortem"
        | "post morten"
        | "after action"
        | "after action review"
        | "aftermath"
        | "retrospective" => Phase::LessonsLearned,
        "resources"
        | "references"
        | "additional information"
        | "additional resources"
        | "see also" => return Some(Name::Resources),
        _ => return None,
    };
    Some(Name::Phase(phase))
}

/// Words that may stand behind a phase's name.
const TRAILING: [&str; 10] = [
    "steps",
    "phase",
    "stage",
    "state",
    "checklist",
    "action",
    "actions",
    "activity",
    "validation",
    "decision",
];

/// A heading as it is compared (rule R5a): lower case, without numbers and letters before it and
/// words such as `steps` behind it.
fn normalised(heading: &str) -> String {
    let plain: String = heading.chars().filter(|c| !is_emoji(*c)).collect();
    let lower = super::inline::collapsed(&plain).to_lowercase();
    let mut text = lower.as_str();
    loop {
        let before = text.len();
        text = text.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
        text = without_letter(text).unwrap_or(text);
        text = without_part(text).unwrap_or(text);
        text = without_number(text).unwrap_or(text);
        while let Some(rest) = without_shortcode(text) {
            text = rest;
        }
        text = text.trim_start_matches([':', '-', '–', '—', ' ']);
        if text.len() == before {
            break;
        }
    }
    loop {
        let before = text.len();
        text = without_shortcode_behind(text).unwrap_or(text);
        text = text.trim_end_matches(|c: char| c.is_whitespace() || ":.*_".contains(c));
        text = without_parenthesis(text).unwrap_or(text);
        text = TRAILING
            .iter()
            .chain(&["from the incident", "the incident"])
            .find_map(|word| {
                let rest = text.strip_suffix(word)?;
                let kept = rest.trim_end();
                (kept.len() < rest.len() && !kept.is_empty()).then_some(kept)
            })
            .unwrap_or(text);
        if text.len() == before {
            return text.to_owned();
        }
    }
}

/// Text behind GitHub's name of an emoji, as in `:mag: Investigate`.
fn without_shortcode(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix(':')?.split_once(':')?;
    is_shortcode(name).then(|| rest.trim_start())
}

/// Text before GitHub's name of an emoji, as in `Recover :rocket:`.
fn without_shortcode_behind(text: &str) -> Option<&str> {
    let (rest, name) = text.trim_end().strip_suffix(':')?.rsplit_once(':')?;
    let apart = rest.ends_with([' ', ':']);
    (apart && is_shortcode(name)).then(|| rest.trim_end())
}

fn is_shortcode(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"_+-".contains(&b);
    !name.is_empty() && name.bytes().all(fits)
}

/// Text behind a `(P)`.
fn without_letter(text: &str) -> Option<&str> {
    let mut letters = text.strip_prefix('(')?.chars();
    let lettered = letters.next().is_some_and(char::is_alphabetic) && letters.next() == Some(')');
    lettered.then(|| letters.as_str().trim_start())
}

/// Text behind `Part 2 -`, `Phase 2:` or `Step 2b —`.
fn without_part(text: &str) -> Option<&str> {
    let rest = ["part", "phase", "step"]
        .iter()
        .find_map(|word| text.strip_prefix(word))?;
    let numbered = rest.strip_prefix(char::is_whitespace)?.trim_start();
    let length = numbered
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .unwrap_or(numbered.len());
    let (number, rest) = numbered.split_at_checked(length)?;
    let roman = !number.is_empty() && number.chars().all(|c| "ivx".contains(c));
    if !roman && !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    rest.trim_start()
        .strip_prefix([':', '-', '–', '—'])
        .map(str::trim_start)
}

/// Text behind a number: `2. `, `2) `, `2.1 `, `(2) `, `2: `, `2- `.
fn without_number(text: &str) -> Option<&str> {
    let bracketed = text.strip_prefix('(');
    let text = bracketed.unwrap_or(text);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if bracketed.is_some() {
        let rest = rest.strip_prefix(')')?.trim_start();
        return (!rest.is_empty()).then_some(rest);
    }
    // Not the `1:1` of a ratio or the `1-2` of a range.
    let dashed = rest
        .strip_prefix([':', '-', '–', '—'])
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(|c: char| !c.is_ascii_digit()));
    if dashed.is_some() {
        return dashed;
    }
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let number = text.get(..text.len() - rest.len())?;
    let closed = rest.starts_with(char::is_whitespace) || number.ends_with(['.', ')']);
    (closed && !rest.is_empty()).then(|| rest.trim_start())
}

/// Text before a parenthesis at its end.
fn without_parenthesis(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(')')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(..at).filter(|rest| !rest.trim().is_empty());
        }
    }
    None
}

/// Whether a character is a picture, or changes how one looks.
fn is_emoji(c: char) -> bool {
    matches!(u32::from(c),
        0xa9 | 0xae | 0x200d | 0x203c | 0x2049 | 0x20e3 | 0x2122 | 0x2139 | 0x2460..=0x24ff
        | 0x2934 | 0x2935 | 0x3297 | 0x3299 | 0x231a..=0x23ff | 0x25aa..=0x25ff | 0x2600..=0x27bf
        | 0x2b00..=0x2bff | 0x2190..=0x21ff | 0x3030 | 0x303d | 0xfe00..=0xfe0f
        | 0x1f000..=0x1faff | 0xe0020..=0xe007f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(heading: &str) -> Option<Phase> {
        match meaning(heading) {
            Meaning::Phase(phase, _) => Some(phase),
            _ => None,
        }
    }

    #[test]
    fn a_heading_is_a_phase_if_the_whole_of_it_is() {
        let cases = [
            ("(P) Preparation", Phase::Preparation),
            ("Preperation", Phase::Preparation),
            ("Pre-Incident", Phase::Preparation),
            ("🔍 Investigate", Phase::Investigate),
            ("1️⃣ Triage", Phase::Investigate),
            ("2. Detection / Discovery", Phase::Investigate),
            (
                "Part 1: Acquire, Preserve, Document Evidence",
                Phase::Investigate,
            ),
            ("Part 4b — Recover", Phase::Recover),
            ("Phase IV - Recovery", Phase::Recover),
            ("3.2 Containment Actions", Phase::Contain),
            ("Contain the incident", Phase::Contain),
            (
                "Containment (within 30 minutes (of confirmation))",
                Phase::Contain,
            ),
            ("Containment / Mitigation", Phase::Contain),
            ("Step 5: Eradication Validation", Phase::Eradicate),
            ("Notification", Phase::Communicate),
            ("Lessons/Opportunities", Phase::LessonsLearned),
            ("(L) Lessons / Opportunities", Phase::LessonsLearned),
            ("Post-Incident Activity", Phase::LessonsLearned),
            ("Post Morten", Phase::LessonsLearned),
            ("After-Action Review:", Phase::LessonsLearned),
            ("Recovery phase checklist", Phase::Recover),
            ("Investigation decision", Phase::Investigate),
            ("1: Eradication", Phase::Eradicate),
            ("1- Recovery", Phase::Recover),
            ("1 – Recovery", Phase::Recover),
            ("(1) Preparation", Phase::Preparation),
            ("‼️ Contain ⁉", Phase::Contain),
            ("Ⓜ ⤴ ⤵️ ㊗ ㊙ Recover©®™", Phase::Recover),
            ("① Preparation", Phase::Preparation),
            (":mag: Investigate", Phase::Investigate),
            (
                "1. :white_check_mark::+1: Recover steps :rocket:",
                Phase::Recover,
            ),
            ("Contain :lock: / Eradicate :fire:", Phase::Contain),
            ("Lessons Learned & References", Phase::LessonsLearned),
        ];
        for (heading, expected) in cases {
            assert_eq!(phase(heading), Some(expected), "{heading}");
        }
        for heading in [
            "Communication & Escalation",
            "Containment of accounts",
            "Analysis - Scope",
            "Part 1: Analysis - Validation",
            "Phase 2 Containment plan",
            "Mitigation",
            "Root Cause Identification",
            "Steps",
            "Actions",
            "",
            "1.",
            "(P)",
            "Identify and Recover",
            "24/7 Communication",
            "1:1 Communication",
            "1-2 Containment",
            "(24/7) Communication",
            ":mag:",
            "References & Lessons Learned",
        ] {
            assert_eq!(phase(heading), None, "{heading}");
        }
    }

    #[test]
    fn several_phases_in_a_heading_are_kept() {
        assert_eq!(
            meaning("Containment, and Eradication + Recovery"),
            Meaning::Nothing,
            "a comma joins nothing"
        );
        assert_eq!(
            meaning("Eradicate & Recover"),
            Meaning::Phase(Phase::Eradicate, vec![Phase::Recover])
        );
        assert_eq!(
            meaning("Detection and Analysis"),
            Meaning::Phase(Phase::Investigate, vec![])
        );
        assert_eq!(
            meaning("Containment Actions and Eradication Steps"),
            Meaning::Phase(Phase::Contain, vec![Phase::Eradicate])
        );
    }

    #[test]
    fn other_headings_have_a_meaning_too() {
        assert_eq!(meaning("MITRE"), Meaning::Mitre);
        assert_eq!(meaning("MITRE ATT&CK"), Meaning::Mitre);
        assert_eq!(meaning("Additional Information"), Meaning::Resources);
        assert_eq!(meaning("See also:"), Meaning::Resources);
        assert_eq!(
            meaning("Reference: User Actions"),
            Meaning::Checklist("User Actions".to_owned())
        );
        assert_eq!(meaning("References"), Meaning::Resources);
        assert_eq!(meaning("References & Recovery"), Meaning::Resources);
        assert_eq!(
            meaning("Lessons Learned & References"),
            Meaning::Phase(Phase::LessonsLearned, vec![])
        );
    }

    #[test]
    fn bold_text_names_one_phase_or_is_none() {
        assert!(bold_meaning("(I) Identification").is_some());
        assert!(bold_meaning("Containment & Eradication:").is_some());
        assert_eq!(bold_meaning("Contain and recover"), None);
        assert_eq!(
            bold_meaning("Investigate, remediate (contain, eradicate)!"),
            None
        );
        assert_eq!(bold_meaning("MITRE"), None);
    }

    #[test]
    fn a_fence_begins_with_a_lettered_phase() {
        assert!(lettered_meaning("  **(P) Preparation**").is_some());
        assert_eq!(lettered_meaning("Preparation"), None);
        assert_eq!(lettered_meaning("(R) References"), None);
    }

    #[test]
    fn titles_have_prefixes() {
        assert_eq!(playbook_title("Playbook: X"), Some("X"));
        assert_eq!(playbook_title("PLAYBOOK:X"), Some("X"));
        assert_eq!(playbook_title("Sub-Technique Playbook:  X y"), Some("X y"));
        assert_eq!(playbook_title("CIRT Playbook Battle Card: X"), Some("X"));
        assert_eq!(playbook_title("The Playbook: X"), None);
        assert_eq!(playbook_title("Playbook X"), None);
    }
}

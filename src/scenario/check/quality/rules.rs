//! Every rule of quality: its code, its level, what it finds, and how that is mended.

use std::fmt::Write as _;

use crate::base::diagnostic::Level;

/// A rule of quality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The code of its findings.
    pub code: &'static str,
    /// How bad they are.
    pub level: Level,
    /// What it finds, and by which rule.
    pub finds: &'static str,
    /// How it is mended.
    pub mend: &'static str,
}

macro_rules! rules {
    ($($chapter:literal { $($name:ident = $code:literal, $level:ident, $finds:literal, $mend:literal;)+ })+) => {
        $($(
            pub(crate) const $name: Rule = Rule { code: $code, level: Level::$level, finds: $finds, mend: $mend };
        )+)+

        /// All rules, by chapter.
        pub const CHAPTERS: &[(&str, &[Rule])] = &[$(($chapter, &[$($name),+])),+];
    };
}

rules! {
    "What can't happen" {
        INJECT_UNREACHABLE = "inject-unreachable", Warning,
            "An inject that comes in no run: its trigger can never hold, or it waits for a hand and no effect that can happen delivers it.",
            "mend its trigger, deliver it by an effect, or leave it out";
        STAGE_IMPOSSIBLE = "stage-impossible", Warning,
            "A stage of the attacker that happens in no run: its time lies after ENDEX, nothing begins it, or what it requires can't hold when it is tried.",
            "mend its time or what it requires, or leave it out";
        REACTION_IMPOSSIBLE = "reaction-impossible", Warning,
            "A reaction that takes effect in no run: nothing can set it off, what must still hold then can't, or its delay leads past ENDEX.",
            "mend its condition, or leave it out";
        ALERT_UNREACHABLE = "alert-unreachable", Warning,
            "An alert that no run raises: its cause can't happen.",
            "mend its cause, or leave it out";
        ACTION_IMPOSSIBLE = "action-impossible", Warning,
            "An action that nobody can ever begin, or that can't be aimed at one of its targets: a need can never hold, or nothing makes the target known.",
            "let a finding, an alert, a trace or an effect bring about what is missing, or leave it out";
        STEP_UNREACHABLE = "step-unreachable", Warning,
            "A part of a step that nothing can make true: no action, decision, message, answer, alert, reaction or effect that can happen leads there. Steps without parts are never found.",
            "ask for something that an action, a decision, a message, an answer or an alert's verdict brings about";
        CONDITION_NEVER = "condition-never-holds", Warning,
            "Another condition that can hold in no run, and so has no effect. `Any([])`, the word for never, is taken as meant.",
            "mend the condition; write `Any([])` if it is meant never to hold";
    }
    "Evidence" {
        ALERT_WITHOUT_EVIDENCE = "alert-without-evidence", Warning,
            "An alert whose verdict can't be founded on a line: the scenario has logs, and the alert names none of their lines, or only lines that players can never read.",
            "name in `lines` the traces whose lines raised it";
        NO_LOGS = "no-logs", Note,
            "A scenario without logs: nobody can look for themselves, so all evidence is told.",
            "give it `logs` and `traces`, so that players can prove what they say";
        QUESTION_UNPROVABLE = "question-unprovable", Warning,
            "A key question whose proof nobody can have: it asks for none, no line of a piece of the proof can ever be read, or what must be known beside the lines can't be.",
            "name lines that can be read in `proven_by`, or something that can be found out in `proof`";
    }
    "People" {
        ROLE_WITHOUT_WORK = "role-without-work", Warning,
            "A role for which there is no action, no approval and no step.",
            "give it an action, an approval or a step, or leave it out";
        PERSON_WITHOUT_WORK = "person-without-work", Note,
            "Somebody none of whose roles has an action or an approval: they can only do other people's work, in twice the time.",
            "give them a role that has work, or leave them out";
    }
}

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    CHAPTERS.iter().flat_map(|(_, rules)| rules.iter())
}

/// The warnings of validity, which loading gives.
const OF_VALIDITY: [&str; 2] = ["unused-id", "untold"];

/// Whether something is found under this code that does not keep a file from being played.
#[must_use]
pub fn is_code(text: &str) -> bool {
    OF_VALIDITY.contains(&text) || all().any(|rule| rule.code == text)
}

/// The rules as a document in Markdown.
#[must_use]
pub fn manual() -> String {
    let mut text = String::from(HEAD);
    for (chapter, rules) in CHAPTERS {
        // Writing into a string can't fail.
        let _ = write!(
            text,
            "\n## {chapter}\n\n| code | level | what it finds | mend |\n| --- | --- | --- | --- |\n"
        );
        for rule in *rules {
            let level = rule.level.name();
            let _ = writeln!(
                text,
                "| `{}` | {level} | {} | {} |",
                rule.code, rule.finds, rule.mend
            );
        }
    }
    text.push_str(FOOT);
    text
}

const HEAD: &str = "# What `hotwash check` finds

Generated from the rules; `UPDATE_DOCS=1 cargo test --test lint` writes it anew.

A file that can't be played has errors; they come first, and nothing else is looked for until they are mended. A warning
is something that is probably not meant so, a note something worth knowing. `hotwash check` fails on errors only, unless
told otherwise: `--deny warning` fails on warnings, `--deny note` on notes too, `--deny CODE` on one kind of finding.

A finding is only made where its rule is met for certain. What can happen is worked out from how the world is at first:
every stage, reaction, alert, inject, action, finding and line of a log that can follow adds what it makes so, with the
earliest moment for it, until nothing new comes. People are taken to be free and to know at once what to look for, sensors
to see everything. What is not reached in this way is reached in no run; the contrary need not hold.
";

const FOOT: &str = "
## Warnings of validity

| code | level | what it finds | mend |
| --- | --- | --- | --- |
| `unused-id` | warning | something that nothing refers to and that does nothing by itself | refer to it, or leave it out |
| `untold` | warning | a trace of which no log tells | add a log that sees one of its deeds, or leave it out |
";

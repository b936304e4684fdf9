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
    "Playing it again" {
        LEVEL_BREAKS = "level-breaks", Warning,
            "A level at which the scenario has an error, because something speaks of what the level leaves out or only another level brings.",
            "let nothing but the plan speak of what a level leaves out or brings";
        VARIATION_BREAKS = "variation-breaks", Warning,
            "Words with which the scenario has an error, such as an address outside of the ranges for documentation.",
            "mend the row of words";
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
    "Times" {
        TARGET_TOO_SHORT = "target-too-short", Warning,
            "A target that nobody can keep: with everybody free, what a step without a trigger asks for, or the proof of a key question, can't be there in time. It counts the shortest way, with all that its actions need first.",
            "give it the time that its actions need, or make them shorter";
    }
    "Scoring" {
        INJECT_UNSCORED = "inject-unscored", Warning,
            "An inject whose expected answer no score knows: its objective is that of no step, no condition asks whether it came, it has no effects, and its trigger asks nothing that players did or know.",
            "give it the objective of a step, or a step that asks for what is expected";
        OBJECTIVE_UNSERVED = "objective-unserved", Warning,
            "An objective that no step serves: it gets no rating.",
            "name it as the `objective` of the steps that show it";
        PHASE_UNSCORED = "phase-unscored", Note,
            "A phase that the file gives a weight, and in which there is no step, alert or question with one: its weight goes to the others.",
            "add a step, or give the phase a weight of 0";
        DECISION_NEVER_SOUND = "decision-never-sound", Warning,
            "A decision no option of which can ever be sound.",
            "make one option sound under a condition that can hold";
        DECISION_ALWAYS_SOUND = "decision-always-sound", Note,
            "A decision all options of which are always sound: only its reason is asked for.",
            "say with `sound_when` when an option is not sound";
        CLAIMS_ALWAYS_TRUE = "claims-always-true", Note,
            "A message all claims of which are always true and known: there is nothing to choose.",
            "add a claim that is not true, not yet known, or better left unsaid";
        WORTHLESS = "worthless", Warning,
            "A step with parts, an alert or a question that can earn nothing, as it or its phase has no weight.",
            "give it a weight, or leave it out";
    }
    "Techniques" {
        ATTACK = "attack", Warning,
            "A technique of the scenario whose number, name or tactic is not that of ATT&CK 18.1, which comes with the program.",
            "write it as ATT&CK does";
    }
    "Texts" {
        TEXT_TOO_LONG = "text-too-long", Warning,
            "A text of more characters than a team reads together: headlines and names 80, lines of the playbook, questions and choices 240, a few sentences 400, injects and alerts 600, a paragraph of the briefing 1,200. Design values: 600 characters take half a minute read aloud (183 words a minute, Brysbaert 2019).",
            "say it in fewer words, or in two texts";
        DUPLICATE_TEXT = "duplicate-text", Warning,
            "Two choices of one question, options of one decision or claims of one message, or two actions, assets, injects, questions, alerts or logs that read the same.",
            "tell them apart, or leave one out";
    }
    "Truth in what participants read" {
        NAMES_HIDDEN = "names-hidden", Warning,
            "A hidden asset, address, hole or piece of evidence, or a foothold, named to people who need not know of it yet. Only names that mean one thing are looked for: whole words of four characters or more, with a digit or of three words or more. An alert may name what is in its `learn`, an inject what it teaches or what its trigger asks to be known, a finding what it teaches, what it was found on and what its action needs.",
            "let them `learn` it where they read it, or don't name it";
        TELLS_STAGE = "tells-stage", Warning,
            "A text that holds the name of a stage of the attacker, if that has 20 characters and three words or more.",
            "say what can be seen, not what the attacker does";
        TELLS_VERDICT = "tells-verdict", Warning,
            "An alert that says its own verdict (`true positive`, `false positive`, `false alarm`, `benign`, `indeterminate`), or a sentence of its `why` of 20 characters and three words or more.",
            "let the sensor say what it saw, and no more";
        MARKS_ANSWER = "marks-answer", Warning,
            "A choice, option or claim with a mark that tells whether it is right: `(right)`, `(wrong)`, `(correct)`, `(true)`, `(answer)`, `[x]`, a tick and the like.",
            "leave the mark out; `right`, `sound_when` and `true_when` say it";
    }
    "People" {
        ROLE_WITHOUT_WORK = "role-without-work", Warning,
            "A role for which there is no action, no approval and no step.",
            "give it an action, an approval or a step, or leave it out";
        PERSON_WITHOUT_WORK = "person-without-work", Note,
            "Somebody none of whose roles has an action or an approval: they can only do other people's work, in twice the time.",
            "give them a role that has work, or leave them out";
    }
    "Rehearsal: only with `--rehearse`" {
        NEVER_LOST = "never-lost", Note,
            "A scored item in which none of the players who do anything (reference, hasty, novice) lost a point in any run: it tells nobody from anybody else.",
            "ask for more, or earlier, or in an order";
        NEVER_WON = "never-won", Warning,
            "A scored item in which none of these players won a point in any run, though it was there to be won: perhaps nobody can.",
            "play it by hand, or give the scenario a `plan` that earns it";
        ALERT_NEVER_RAISED = "alert-never-raised", Note,
            "An alert that was raised in no run of any player.",
            "see whether anybody would do what raises it";
        INJECT_NEVER_CAME = "inject-never-came", Note,
            "An inject that came in no run of any player.",
            "see whether anybody would do what brings it";
        HARM_NEVER_DONE = "harm-never-done", Note,
            "A harm event that no player ran into.",
            "see whether anybody would make that mistake; a script under `paths` can show it";
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

//! Every rule of quality finds what has the flaw, at its place, and nothing where it only nearly is.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

use std::collections::BTreeSet;
use std::sync::Arc;

use hotwash::base::Diagnostic;
use hotwash::player::Rehearsal;
use hotwash::player::survey::Survey;
use hotwash::scenario::check::quality;
use hotwash::scenario::check::quality::rules;
use hotwash::scenario::load;
use proptest::prelude::*;

const BASE: &str = include_str!("lint/base.ron");

/// Changes of the base file, each of a text that is there once.
type Edits = &'static [(&'static str, &'static str)];

/// A rule, a scenario that has the flaw, and one that nearly has it.
struct Case {
    code: &'static str,
    has: Edits,
    /// What the finding points at begins so.
    at: &'static str,
    has_not: Edits,
}

fn edited(edits: Edits) -> String {
    edits.iter().fold(BASE.to_owned(), |source, (from, to)| {
        assert_eq!(source.matches(from).count(), 1, "{from} is there once");
        source.replacen(from, to, 1)
    })
}

fn found(source: &str) -> Vec<Diagnostic> {
    let loaded = load(source.as_bytes());
    let errors: Vec<_> = loaded.diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(errors.is_empty(), "the file is valid: {errors:#?}");
    quality(&loaded)
}

#[test]
fn nothing_is_found_in_the_base() {
    assert_eq!(found(BASE), []);
}

#[test]
fn every_rule_has_its_cases() {
    let cases = CASES.iter().chain(REHEARSED).map(|case| case.code);
    let cases: BTreeSet<&str> = cases.collect();
    let rules: BTreeSet<&str> = rules::all().map(|rule| rule.code).collect();
    assert_eq!(cases, rules);
    assert_eq!(rules::all().count(), rules.len(), "each code stands once");
}

/// What a rehearsal of one run of each player finds.
fn rehearsed(source: &str) -> Vec<Diagnostic> {
    let scenario = Arc::new(load(source.as_bytes()).scenario.expect("a valid file"));
    let samples = Rehearsal::new(&scenario, Vec::new()).sample(1);
    Survey::of(&scenario, &samples).findings(source)
}

/// What is wrong with a case, in words.
fn wrong_with(case: &Case, found: fn(&str) -> Vec<Diagnostic>) -> Vec<String> {
    let mut wrong = Vec::new();
    let source = edited(case.has);
    let all = found(&source);
    let mut hits = all.iter().filter(|finding| finding.code == case.code);
    let there = |finding: &&Diagnostic| {
        let start = finding.span.clone().map_or(0, |span| span.start);
        source[start..].starts_with(case.at)
    };
    match hits.find(there) {
        None => wrong.push(format!("{}: not found there, but {all:#?}", case.code)),
        Some(hit) => {
            let rule = rules::all().find(|rule| rule.code == case.code);
            if rule.map(|rule| rule.level) != Some(hit.severity) || hit.help.is_none() {
                wrong.push(format!("{}: {hit:?}", case.code));
            }
        }
    }
    let nearly = found(&edited(case.has_not));
    let alarms = nearly.iter().filter(|finding| finding.code == case.code);
    wrong.extend(alarms.map(|alarm| format!("{}: false alarm {alarm:?}", case.code)));
    wrong
}

#[test]
fn each_rule_finds_its_flaw_and_nothing_where_it_is_not() {
    let cases = CASES.iter().chain(MORE);
    let wrong = cases.flat_map(|case| wrong_with(case, found));
    let wrong: Vec<String> = wrong
        .chain(
            REHEARSED
                .iter()
                .flat_map(|case| wrong_with(case, rehearsed)),
        )
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mutation_panics(at in 0..BASE.len(), byte in 32_u8..127) {
        let mut bytes = BASE.as_bytes().to_vec();
        bytes[at] = byte;
        let loaded = load(&bytes);
        for finding in quality(&loaded) {
            prop_assert!(finding.span.is_some_and(|span| span.end <= loaded.source.len()));
        }
    }
}

/// Worked out for a scenario of many items, in a time that nobody minds. With debug code.
#[test]
fn a_large_scenario_is_looked_at_quickly() {
    let fact = |i: usize| format!("(id: \"fact-{i}\", text: \"Fact number {i} of many.\"),");
    let facts: String = (0..1_000).map(fact).collect();
    let action = |i: usize| {
        format!(
            "(id: \"look-{i}\", name: \"Look number {i}\", summary: \"Looks.\", phase: Investigate, verb: Examine, \
             roles: [\"analyst\"], duration: \"1s\", needs: [(condition: Known(\"fact-{}\"), otherwise: \"Not yet.\")], \
             findings: [(learn: [\"fact-{i}\"], text: \"It is so.\")]),",
            i + 1
        )
    };
    // From the last to the first: the order in which rounds find least.
    let actions: String = (0..999).map(action).collect();
    let source = BASE
        .replacen(
            "    actions: [",
            &format!("    facts: [{facts}],\n    actions: [{actions}"),
            1,
        )
        .replacen(
            "learn: [\"shell\"], text",
            "learn: [\"shell\", \"fact-999\"], text",
            1,
        );
    let begun = std::time::Instant::now();
    assert_eq!(found(&source), []);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn the_document_is_what_the_rules_say() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/linter.md");
    let written = rules::manual();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &written).expect("written");
    }
    let read = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        read.replace("\r\n", "\n") == written,
        "docs/linter.md is out of date; run `UPDATE_DOCS=1 cargo test --test lint`"
    );
    for rule in rules::all() {
        assert!(written.contains(&format!("`{}`", rule.code)));
    }
}

const CASES: &[Case] = &[
    Case {
        code: "inject-unreachable",
        has: &[(
            "at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\"))",
            "at: \"T+0:05\", provided: Done(action: \"look-at-files\")",
        )],
        at: "At(",
        has_not: &[(
            "at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\"))",
            "at: \"T+0:15\", provided: Done(action: \"look-at-files\")",
        )],
    },
    Case {
        code: "stage-impossible",
        has: &[(
            "at: \"T+0:05\",\n            requires: Usable(\"shell\")",
            "at: \"T+0:05\",\n            requires: Done(action: \"look-at-files\")",
        )],
        at: "Done(",
        has_not: &[(
            "at: \"T+0:05\",\n            requires: Usable(\"shell\")",
            "at: \"T+0:05\", repeat: (every: \"10min\"),\n            requires: Done(action: \"look-at-files\")",
        )],
    },
    Case {
        code: "reaction-impossible",
        has: &[(
            "    sensors: [",
            "    reactions: [(id: \"r\", name: \"Notices\", when: Blocked(\"stranger\"), effects: [RaiseAwareness])],\n    sensors: [",
        )],
        at: "Blocked(",
        has_not: &[(
            "    sensors: [",
            "    reactions: [(id: \"r\", name: \"Notices\", when: Not(Present(\"shell\")), effects: [RaiseAwareness])],\n    sensors: [",
        )],
    },
    Case {
        code: "alert-unreachable",
        has: &[(
            "detail: \"/srv/shop/upload/i.php was created\",\n            severity: High,\n            cause: Act(\"use-shell\")",
            "detail: \"/srv/shop/upload/i.php was created\",\n            severity: High,\n            cause: When(AssetIs(asset: \"web-1\", status: [Isolated]))",
        )],
        at: "When(",
        has_not: &[(
            "detail: \"/srv/shop/upload/i.php was created\",\n            severity: High,\n            cause: Act(\"use-shell\")",
            "detail: \"/srv/shop/upload/i.php was created\",\n            severity: High,\n            cause: When(Not(Present(\"shell\")))",
        )],
    },
    Case {
        code: "action-impossible",
        has: &[
            ("learn: [\"shell\"], text", "text"),
            ("learn: [\"stranger\", \"shell\"]", "learn: [\"stranger\"]"),
        ],
        at: "\"shell\"",
        has_not: &[("learn: [\"shell\"], text", "text")],
    },
    Case {
        code: "step-unreachable",
        has: &[(
            "parts: [Done(action: \"remove-shell\", on: \"shell\")]",
            "parts: [Done(action: \"remove-shell\", on: \"shell\"), SentUntrue]",
        )],
        at: "SentUntrue",
        has_not: &[(
            "parts: [Done(action: \"remove-shell\", on: \"shell\")]",
            "parts: [Done(action: \"remove-shell\", on: \"shell\"), Not(SentUntrue)]",
        )],
    },
    Case {
        code: "condition-never-holds",
        has: &[(
            "when: All([Since(\"T+1:30\"), Present(\"shell\")])",
            "when: All([Since(\"T+2:30\"), Present(\"shell\")])",
        )],
        at: "All(",
        has_not: &[("sound_when: Present(\"shell\")", "sound_when: Any([])")],
    },
    Case {
        code: "alert-without-evidence",
        has: &[("lines: [\"t-use\"],", "")],
        at: "\"command\"",
        has_not: &[("lines: [\"t-use\"],", "lines: [\"t-upload\"],")],
    },
    Case {
        code: "no-logs",
        has: NO_LOGS,
        at: "\"new-script\"",
        has_not: &[],
    },
    Case {
        code: "question-unprovable",
        has: &[(
            "proven_by: [(shows: \"The POST that brought the file.\", lines: [\"t-upload\"])],",
            "",
        )],
        at: "\"way-in\"",
        has_not: &[(
            "proven_by: [(shows: \"The POST that brought the file.\", lines: [\"t-upload\"])],",
            "proof: Known(\"shell\"),",
        )],
    },
    Case {
        code: "attack",
        has: &[("id: \"T1505.003\", name", "id: \"T1505.004\", name")],
        at: "\"T1505.004\"",
        has_not: &[("sub: \"Web Shell\"", "sub: \"web shell\"")],
    },
    Case {
        code: "role-without-work",
        has: &[
            (
                "(id: \"analyst\", name: \"Analyst\"),",
                "(id: \"analyst\", name: \"Analyst\"), (id: \"lead\", name: \"Lead\"),",
            ),
            (
                "roles: [\"analyst\"]),\n    ],\n    assets",
                "roles: [\"analyst\", \"lead\"]),\n    ],\n    assets",
            ),
        ],
        at: "\"lead\"",
        has_not: &[
            (
                "(id: \"analyst\", name: \"Analyst\"),",
                "(id: \"analyst\", name: \"Analyst\"), (id: \"lead\", name: \"Lead\"),",
            ),
            ("role: \"analyst\"", "role: \"lead\""),
        ],
    },
    Case {
        code: "person-without-work",
        has: &[
            (
                "(id: \"analyst\", name: \"Analyst\"),",
                "(id: \"analyst\", name: \"Analyst\"), (id: \"lead\", name: \"Lead\"),",
            ),
            (
                "roles: [\"analyst\"]),\n    ],\n    assets",
                "roles: [\"analyst\"]), (id: \"kim\", name: \"Kim\", roles: [\"lead\"]),\n    ],\n    assets",
            ),
        ],
        at: "[\"lead\"]",
        has_not: &[(
            "roles: [\"analyst\"]),\n    ],\n    assets",
            "roles: [\"analyst\"]), (id: \"kim\", name: \"Kim\", roles: [\"analyst\"]),\n    ],\n    assets",
        )],
    },
    Case {
        code: "target-too-short",
        has: &[("target: \"30min\"", "target: \"9min\"")],
        at: "\"9min\"",
        has_not: &[("target: \"30min\"", "target: \"10min\"")],
    },
    Case {
        code: "inject-unscored",
        has: &[(
            "trigger: At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
            "trigger: At(at: \"T+0:30\", provided: Not(Acted(\"use-shell\")))",
        )],
        at: "\"An answer that is true.\"",
        has_not: &[(
            "trigger: At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
            "trigger: At(at: \"T+0:30\"), objective: \"find-and-remove\"",
        )],
    },
    Case {
        code: "objective-unserved",
        has: &[
            (
                "text: \"Find a foothold and remove it.\"),",
                "text: \"Find a foothold and remove it.\"), (id: \"tell\", text: \"Tell the owner.\"),",
            ),
            (
                "expected: \"An answer that is true.\",",
                "expected: \"An answer that is true.\", objective: \"tell\",",
            ),
        ],
        at: "\"tell\"",
        has_not: &[(
            "expected: \"An answer that is true.\",",
            "expected: \"An answer that is true.\", objective: \"find-and-remove\",",
        )],
    },
    Case {
        code: "phase-unscored",
        has: &[(
            "    length: \"2h\",",
            "    length: \"2h\",\n    scoring: (phases: (investigate: 1, contain: 0, eradicate: 1, communicate: 0, recover: 7)),",
        )],
        at: "7",
        has_not: &[(
            "    length: \"2h\",",
            "    length: \"2h\",\n    scoring: (phases: (investigate: 1, contain: 0, eradicate: 1, communicate: 0, recover: 0)),",
        )],
    },
    Case {
        code: "decision-never-sound",
        has: &[
            (
                "(id: \"yes\", text: \"Yes.\"),",
                "(id: \"yes\", text: \"Yes.\", sound_when: Any([])),",
            ),
            (
                "sound_when: Present(\"shell\")",
                "sound_when: Since(\"T+3:00\")",
            ),
        ],
        at: "[",
        has_not: &[(
            "(id: \"yes\", text: \"Yes.\"),",
            "(id: \"yes\", text: \"Yes.\", sound_when: Any([])),",
        )],
    },
    Case {
        code: "decision-always-sound",
        has: &[(
            "sound_when: Present(\"shell\")",
            "sound_when: Acted(\"plant-shell\")",
        )],
        at: "[",
        has_not: &[(
            "sound_when: Present(\"shell\")",
            "sound_when: Acted(\"use-shell\")",
        )],
    },
    Case {
        code: "claims-always-true",
        has: &[MESSAGE],
        at: "[(id: \"seen\"",
        has_not: &[MESSAGE_WITH_A_CHOICE],
    },
    Case {
        code: "worthless",
        has: &[("target: \"30min\"", "target: \"30min\", weight: 0")],
        at: "0",
        has_not: &[("target: \"30min\"", "target: \"30min\", weight: 1")],
    },
    Case {
        code: "text-too-long",
        has: &[(
            "title: \"The owner calls\"",
            "title: \"The owner calls and asks whether the shop is safe, and whether it will be so when the week ends\"",
        )],
        at: "\"The owner calls and",
        has_not: &[(
            "title: \"The owner calls\"",
            "title: \"The owner calls and asks whether the shop is safe, and will be so for the week\"",
        )],
    },
    Case {
        code: "duplicate-text",
        has: &[(
            "text: \"With a password.\"",
            "text: \"through the upload  form.\"",
        )],
        at: "\"through",
        has_not: &[("text: \"Yes.\"", "text: \"With a password.\"")],
    },
    Case {
        code: "names-hidden",
        has: &[("            learn: [\"stranger\"],\n", "")],
        at: "\"203.0.113.77 asks",
        has_not: &[
            ("            learn: [\"stranger\"],\n", ""),
            ("203.0.113.77 asks for", "203.0.113.7 asks for"),
        ],
    },
    Case {
        code: "tells-stage",
        has: &[(
            "text: \"Is the shop safe?\"",
            "text: \"Who comes back through the web shell?\"",
        )],
        at: "\"Who comes",
        has_not: &[(
            "text: \"Is the shop safe?\"",
            "text: \"Who comes back through the shop's door?\"",
        )],
    },
    Case {
        code: "level-breaks",
        has: &[(
            "    briefing: (",
            "    levels: [(id: \"easy\", name: \"Easy\", text: \"Less.\", leaves_out: [\"t-upload\"])],\n    briefing: (",
        )],
        at: "\"easy\"",
        has_not: &[(
            "    briefing: (",
            "    levels: [(id: \"easy\", name: \"Easy\", text: \"Less.\", targets_percent: 200)],\n    briefing: (",
        )],
    },
    Case {
        code: "variation-breaks",
        has: &[(
            "    briefing: (",
            "    variation: (words: [[[\"203.0.113.77\"], [\"8.8.8.8\"]]]),\n    briefing: (",
        )],
        at: "[[[",
        has_not: &[(
            "    briefing: (",
            "    variation: (words: [[[\"203.0.113.77\"], [\"203.0.113.78\"]]]),\n    briefing: (",
        )],
    },
    Case {
        code: "tells-verdict",
        has: &[(
            "detail: \"203.0.113.77 asks",
            "detail: \"True-positive rate 98 %: 203.0.113.77 asks",
        )],
        at: "\"True-positive",
        has_not: &[(
            "detail: \"203.0.113.77 asks",
            "detail: \"False-positive rate 2 %: 203.0.113.77 asks",
        )],
    },
    Case {
        code: "marks-answer",
        has: &[(
            "text: \"Through the upload form.\"",
            "text: \"Through the upload form (right).\"",
        )],
        at: "\"Through",
        has_not: &[(
            "text: \"Through the upload form.\"",
            "text: \"Through the upload form on the right.\"",
        )],
    },
];

const MESSAGE: (&str, &str) = (
    "    questions: [",
    "    parties: [(id: \"owner\", name: \"The owner\")],\n    messages: [(id: \"m\", to: \"owner\", subject: \"State\", opening: \"To the owner.\", \
     claims: [(id: \"seen\", text: \"We look into it.\")])],\n    questions: [",
);
const MESSAGE_WITH_A_CHOICE: (&str, &str) = (
    "    questions: [",
    "    parties: [(id: \"owner\", name: \"The owner\")],\n    messages: [(id: \"m\", to: \"owner\", subject: \"State\", opening: \"To the owner.\", \
     claims: [(id: \"seen\", text: \"We look into it.\"), (id: \"clean\", text: \"It is clean.\", true_when: Not(Present(\"shell\")))])],\n    questions: [",
);

/// The base without anything that its logs are made of.
const NO_LOGS: Edits = &[
    ("    logs: [", "    /* logs: ["),
    ("    injects: [", "    */ injects: ["),
    (
        "lines: [\"t-upload\"],\n            acknowledge",
        "acknowledge",
    ),
    ("lines: [\"t-use\"],", ""),
    (
        "proven_by: [(shows: \"The POST that brought the file.\", lines: [\"t-upload\"])],",
        "proof: Known(\"shell\"),",
    ),
    (
        "        (at: \"T+0:16\", command: Pin(",
        "        // (at: \"T+0:16\", command: Pin(",
    ),
    (", pins: [\"the-post\"]", ""),
];

/// What only shows when a scenario is played.
const REHEARSED: &[Case] = &[
    Case {
        code: "never-lost",
        has: &[(
            "    length: \"2h\",",
            "    length: \"2h\",\n    scoring: (shares: (done: 100, in_time: 0, in_order: 0, right_role: 0, reasoned: 0)),",
        )],
        at: "\"step-remove\"",
        has_not: &[],
    },
    Case {
        code: "never-won",
        has: &[(
            "parts: [Done(action: \"remove-shell\", on: \"shell\")]",
            "parts: [Done(action: \"remove-shell\", times: 99)]",
        )],
        at: "\"step-remove\"",
        has_not: &[],
    },
    Case {
        code: "alert-never-raised",
        has: &[(
            "detail: \"/srv/shop/upload/i.php was created\",\n            severity: High,\n            cause: Act(\"use-shell\")",
            "detail: \"/srv/shop/upload/i.php was created\",\n            severity: High,\n            cause: When(Done(action: \"remove-shell\", times: 9))",
        )],
        at: "\"new-script\"",
        has_not: &[],
    },
    Case {
        code: "inject-never-came",
        has: &[(
            "At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
            "When(condition: Done(action: \"remove-shell\", times: 9))",
        )],
        at: "\"owner-calls\"",
        has_not: &[],
    },
    Case {
        code: "harm-never-done",
        has: &[(
            "when: All([Since(\"T+1:30\"), Present(\"shell\")])",
            "when: Done(action: \"remove-shell\", times: 9)",
        )],
        at: "\"left-behind\"",
        has_not: &[],
    },
];

/// Further ways to have a flaw.
const MORE: &[Case] = &[
    Case {
        code: "inject-unreachable",
        has: &[
            (
                "trigger: At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
                "trigger: ByHand",
            ),
            (
                "requires: Usable(\"shell\")",
                "requires: Any([Usable(\"shell\"), Delivered(\"owner-calls\")])",
            ),
        ],
        at: "ByHand",
        has_not: &[
            (
                "trigger: At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
                "trigger: ByHand",
            ),
            (
                "requires: Usable(\"shell\")",
                "requires: Usable(\"shell\"), effects: [Deliver(\"owner-calls\")]",
            ),
        ],
    },
    Case {
        code: "inject-unreachable",
        has: &[(
            "At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
            "When(condition: Raised(\"command\"), delay: \"1h 56min\")",
        )],
        at: "When",
        has_not: &[(
            "At(at: \"T+0:30\", provided: Not(Done(action: \"remove-shell\")))",
            "When(condition: Raised(\"command\"), delay: \"1h 55min\")",
        )],
    },
    Case {
        code: "stage-impossible",
        has: &[("at: \"T+0:05\"", "at: \"T+2:00\"")],
        at: "\"T+2:00\"",
        has_not: &[("at: \"T+0:05\"", "at: \"T+1:59\"")],
    },
    Case {
        code: "reaction-impossible",
        has: &[(
            "    sensors: [",
            "    reactions: [(id: \"r\", name: \"Notices\", when: Acted(\"use-shell\"), delay: \"2h\", effects: [RaiseAwareness])],\n    sensors: [",
        )],
        at: "\"2h\"",
        has_not: &[(
            "    sensors: [",
            "    reactions: [(id: \"r\", name: \"Notices\", when: Acted(\"use-shell\"), delay: \"1h\", effects: [RaiseAwareness])],\n    sensors: [",
        )],
    },
    Case {
        code: "action-impossible",
        has: &[(
            "condition: Known(\"shell\")",
            "condition: AssetIs(asset: \"web-1\", status: [Off])",
        )],
        at: "AssetIs",
        has_not: &[(
            "condition: Known(\"shell\")",
            "condition: AssetIs(asset: \"web-1\", status: [Off, Online])",
        )],
    },
    Case {
        code: "action-impossible",
        has: &[("duration: \"10min\"", "duration: \"3h\"")],
        at: "\"3h\"",
        has_not: &[("duration: \"10min\"", "duration: \"1h\"")],
    },
    Case {
        // A foothold that is there at STARTEX, and that nothing takes away.
        code: "step-unreachable",
        has: &[
            (
                "verb: Remove,\n            targets: [\"shell\"]",
                "verb: Perform,\n            targets: [\"shell\"]",
            ),
            (
                "parts: [Done(action: \"remove-shell\", on: \"shell\")]",
                "parts: [Not(Present(\"shell\"))]",
            ),
        ],
        at: "Not(",
        has_not: &[(
            "parts: [Done(action: \"remove-shell\", on: \"shell\")]",
            "parts: [Not(Present(\"shell\"))]",
        )],
    },
    Case {
        // The logs that tell of it turned over before STARTEX, and nobody takes an image.
        code: "question-unprovable",
        has: &[
            (
                "file: \"web-1/nginx/access.log\", from: \"D-1 00:00\"",
                "file: \"web-1/nginx/access.log\", from: \"D 00:00\"",
            ),
            (
                "file: \"edge-1/eve.json\", from: \"D-1 00:00\"",
                "file: \"edge-1/eve.json\", from: \"D 00:00\"",
            ),
            ("verb: Collect", "verb: Examine"),
        ],
        at: "[\"t-upload\"]",
        has_not: &[
            (
                "file: \"web-1/nginx/access.log\", from: \"D-1 00:00\"",
                "file: \"web-1/nginx/access.log\", from: \"D 00:00\"",
            ),
            (
                "file: \"edge-1/eve.json\", from: \"D-1 00:00\"",
                "file: \"edge-1/eve.json\", from: \"D 00:00\"",
            ),
        ],
    },
    Case {
        code: "alert-without-evidence",
        has: &[
            (
                "file: \"web-1/nginx/access.log\", from: \"D-1 00:00\"",
                "file: \"web-1/nginx/access.log\", from: \"D 00:00\"",
            ),
            (
                "file: \"edge-1/eve.json\", from: \"D-1 00:00\"",
                "file: \"edge-1/eve.json\", from: \"D 00:00\"",
            ),
            ("verb: Collect", "verb: Examine"),
        ],
        at: "[\"t-upload\"]",
        has_not: &[("verb: Collect", "verb: Examine")],
    },
    Case {
        code: "target-too-short",
        has: &[
            ("target: \"45min\"", "target: \"4min\""),
            ("lines: [\"t-upload\"])]", "lines: [\"t-use\"])]"),
        ],
        at: "\"4min\"",
        has_not: &[
            ("target: \"45min\"", "target: \"5min\""),
            ("lines: [\"t-upload\"])]", "lines: [\"t-use\"])]"),
        ],
    },
    Case {
        code: "worthless",
        has: &[(
            "    length: \"2h\",",
            "    length: \"2h\",\n    scoring: (phases: (eradicate: 0)),",
        )],
        at: "Eradicate",
        has_not: &[(
            "    length: \"2h\",",
            "    length: \"2h\",\n    scoring: (phases: (eradicate: 1)),",
        )],
    },
    Case {
        code: "names-hidden",
        has: &[(
            "situation: \"An alert has come in.\"",
            "situation: \"Web shell in the upload folder!\"",
        )],
        at: "\"Web shell",
        has_not: &[(
            "situation: \"An alert has come in.\"",
            "situation: \"What is in the upload folder?\"",
        )],
    },
    Case {
        code: "tells-verdict",
        has: &[(
            "detail: \"203.0.113.77 asks for /upload/i.php\"",
            "detail: \"203.0.113.77: it is how the web shell is used\"",
        )],
        at: "\"203.0.113.77: it",
        has_not: &[(
            "detail: \"203.0.113.77 asks for /upload/i.php\"",
            "detail: \"203.0.113.77: this is how somebody uses it\"",
        )],
    },
];

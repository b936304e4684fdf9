//! Broken scenario files are refused with the right words at the right lines, and nothing ever panics.

use hotwash::base::Diagnostic;
use hotwash::base::diagnostic::Level;
use hotwash::scenario::{limits, load, load_script};
use proptest::prelude::*;

const SMALLEST: &str = include_str!("scenarios/smallest.ron");
const BASE: &str = include_str!("scenarios/base.ron");

fn found(bytes: &[u8]) -> Vec<(&'static str, usize)> {
    let loaded = load(bytes);
    let place = |d: &Diagnostic| (d.code, d.line(&loaded.source).unwrap_or(0));
    let errors = loaded.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(loaded.scenario.is_none(), errors);
    loaded.diagnostics.iter().map(place).collect()
}

#[test]
fn valid_files_are_clean() {
    for source in [SMALLEST, BASE] {
        let loaded = load(source.as_bytes());
        assert_eq!(loaded.diagnostics, []);
        assert!(loaded.scenario.is_some() && loaded.is_clean());
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let windows = format!("\u{FEFF}{}", SMALLEST.replace('\n', "\r\n"));
    assert_eq!(load(windows.as_bytes()).diagnostics, []);
}

/// What each file in `tests/broken` is refused for: codes and lines, in the order of the text.
const BROKEN: &[(&str, &[(&str, usize)])] = &[
    (
        "alert",
        &[
            ("blind-sensor", 31),
            ("empty-text", 32),
            ("unknown-id", 35),
            ("endless-reaction", 41),
        ],
    ),
    ("bad-date", &[("bad-date", 10)]),
    ("bad-id", &[("bad-id", 21)]),
    ("bad-offset", &[("bad-offset", 24), ("bad-offset", 33)]),
    ("bidi-override", &[("bidi-override", 32)]),
    (
        "choices",
        &[("too-few-choices", 62), ("no-wrong-choice", 67)],
    ),
    ("confidence", &[("out-of-range", 90)]),
    ("cycle", &[("cycle", 28), ("cycle", 48)]),
    ("cycle-of-steps", &[("cycle", 78)]),
    (
        "duplicate-id",
        &[("duplicate-id", 24), ("duplicate-id", 62)],
    ),
    ("empty", &[("empty-file", 1)]),
    (
        "everyday",
        &[
            ("bad-address", 28),
            ("too-often", 28),
            ("no-weight", 28),
            ("no-number", 28),
            ("empty-list", 29),
            ("code-like", 29),
            ("zero-repeat", 30),
            ("bad-address", 31),
        ],
    ),
    (
        "figures",
        &[
            ("shares-not-100", 4),
            ("bad-technique", 24),
            ("zero-repeat", 25),
            ("outside-exercise", 34),
            ("zero-target", 73),
            ("limit-before-target", 85),
        ],
    ),
    (
        "hints",
        &[
            ("hint-costs", 4),
            ("hint-costs", 4),
            ("unscored-hint", 75),
            ("empty-text", 88),
            ("too-many-hints", 88),
        ],
    ),
    (
        "logs",
        &[
            ("no-address", 17),
            ("bad-address", 18),
            ("unsafe-path", 27),
            ("never-saved", 28),
            ("duplicate-file", 29),
            ("outside-exercise", 29),
            ("low-sid", 32),
            ("bad-priority", 33),
            ("rule-differs", 33),
            ("duplicate-sid", 34),
            ("code-like", 34),
        ],
    ),
    ("long-title", &[("long-title", 29)]),
    ("missing-comma", &[("syntax", 29)]),
    ("missing-field", &[("missing-field", 76)]),
    (
        "modules",
        &[
            ("outside-exercise", 27),
            ("zero-time-box", 28),
            ("same-beginning", 29),
            ("outside-exercise", 30),
        ],
    ),
    ("negative-duration", &[("negative-duration", 55)]),
    ("noise", &[("not-text", 1)]),
    (
        "plan",
        &[
            ("not-a-target", 89),
            ("unknown-id", 89),
            ("out-of-order", 90),
            ("unknown-id", 90),
        ],
    ),
    (
        "services",
        &[
            ("no-resolver", 30),
            ("bad-address", 30),
            ("nobody", 31),
            ("wrong-kind", 32),
            ("code-like", 32),
            ("nobody", 41),
            ("out-of-range", 41),
            ("no-weight", 42),
            ("bad-address", 42),
            ("nobody", 43),
            ("no-number", 43),
            ("empty-list", 44),
            ("too-often", 44),
            ("no-number", 45),
            ("no-resolver", 46),
            ("bad-address", 46),
        ],
    ),
    (
        "several-at-once",
        &[
            ("wrong-type", 18),
            ("wrong-type", 31),
            ("wrong-type", 53),
            ("unknown-id", 82),
        ],
    ),
    ("too-deep", &[("too-deep", 2)]),
    (
        "traces",
        &[
            ("no-line", 38),
            ("before-its-cause", 49),
            ("wrong-kind", 49),
            ("bad-path", 49),
            ("too-often", 50),
            ("nobody", 50),
            ("bad-status", 50),
            ("code-like", 51),
            ("wrong-kind", 51),
            ("too-many-deeds", 55),
            ("untold", 55),
            ("zero-repeat", 55),
            ("line-break", 58),
            ("no-line", 126),
        ],
    ),
    ("truncated", &[("syntax", 27)]),
    (
        "two-in-one-item",
        &[("unknown-variant", 21), ("wrong-type", 21)],
    ),
    ("typo-in-field", &[("unknown-field", 17)]),
    ("typo-in-top-field", &[("unknown-field", 16)]),
    ("unclosed-bracket", &[("syntax", 22)]),
    ("unclosed-text", &[("syntax", 18), ("syntax", 18)]),
    ("unknown-choice", &[("unknown-id", 90)]),
    ("unknown-id", &[("unknown-id", 20), ("unknown-id", 82)]),
    ("unknown-variant", &[("unknown-variant", 21)]),
    ("unknown-version", &[("format-version", 3)]),
    ("unused-id", &[("unused-id", 18), ("unused-id", 24)]),
    ("wrong-kind", &[("wrong-kind", 20), ("wrong-kind", 23)]),
    ("wrong-target", &[("no-target", 47), ("wrong-target", 54)]),
    ("wrong-type", &[("wrong-type", 4)]),
    ("wrong-unit", &[("bad-duration", 55)]),
];

#[test]
fn broken_files_are_refused_for_what_is_wrong_with_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let listed: Vec<&str> = BROKEN.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names, listed,
        "every file has its line in the table, by name"
    );
    for (name, expected) in BROKEN {
        let bytes = std::fs::read(folder.join(name).with_extension("ron")).unwrap();
        assert_eq!(found(&bytes), *expected, "{name}");
    }
}

#[test]
fn an_exercise_has_no_more_modules_than_a_day_holds() {
    let module = |i: usize| {
        format!(
            r#"(id: "m-{i}", title: "Part", begins: "T+1:{i:02}", takes: "5min", situation: "So."),"#
        )
    };
    let with = |count: usize| {
        let modules: String = (0..count).map(module).collect();
        BASE.replacen(
            "injects: [",
            &format!("modules: [{modules}], injects: ["),
            1,
        )
    };
    assert_eq!(found(with(24).as_bytes()), []);
    let codes: Vec<_> = found(with(25).as_bytes())
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ["too-many-modules"]);
}

#[test]
fn a_file_cannot_change_how_it_is_read() {
    let with = |extension: &str| found(format!("#![enable({extension})]\n{BASE}").as_bytes());
    assert_eq!(with("implicit_some"), []);
    assert_eq!(with("unwrap_variant_newtypes"), [("syntax", 1)]);
}

#[test]
fn explicit_options_and_names_are_accepted() {
    let source = BASE
        .replace("at: \"T+0:10\"", "at: Some(\"T+0:10\"), repeat: None")
        .replace("(id: \"db-1\"", "Asset(id: r#\"db-1\"#");
    assert_eq!(found(source.as_bytes()), []);
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_at_once() {
    let bytes = vec![b' '; 50_000_000];
    let begun = std::time::Instant::now();
    assert_eq!(found(&bytes), [("too-large", 0)]);
    assert!(begun.elapsed().as_millis() < 100);
    assert!(limits::check_size(50_000_000).is_err());
}

#[test]
fn messages_say_what_was_expected() {
    let message = |from: &str, to: &str| {
        let loaded = load(BASE.replacen(from, to, 1).as_bytes());
        let d = loaded.diagnostics.iter().find(|d| d.is_error()).unwrap();
        format!("{}; {}", d.message, d.help.as_deref().unwrap_or_default())
    };
    assert_eq!(
        message("zone: \"DMZ\"", "zoen: \"DMZ\""),
        "an asset has no field `zoen`; did you mean `zone`?"
    );
    assert_eq!(
        message("kind: WebShell", "kind: Rootkit"),
        "a foothold kind can't be `Rootkit`; use one of `WebShell`, `Tunnel`, `ScheduledJob`, `Implant` or `Staging`"
    );
    assert_eq!(
        message("access: true", "access: \"yes\""),
        "`access` must be `true` or `false`, not a text; "
    );
    assert_eq!(
        message("to: \"db-1\"", "to: \"shell\""),
        "`shell` is a foothold, and an asset is needed here; "
    );
}

#[test]
fn deep_conditions_are_read_or_refused_but_never_overflow() {
    for depth in [1, 10, 29, 58, 61, 1_000, 100_000] {
        let condition = format!("{}DataLeaving{}", "Not(".repeat(depth), ")".repeat(depth));
        let source = BASE.replacen(
            "requires: Usable(\"shell\")",
            &format!("requires: {condition}"),
            1,
        );
        let codes: Vec<_> = found(source.as_bytes())
            .into_iter()
            .map(|(code, _)| code)
            .collect();
        if depth <= 58 {
            assert!(codes.is_empty(), "{depth}: {codes:?}");
        } else {
            assert!(
                codes.is_empty() || codes == ["too-deep"],
                "{depth}: {codes:?}"
            );
        }
    }
}

#[test]
fn a_file_with_an_error_in_each_of_many_items_is_reported_soon() {
    let fact = |i: usize| format!("(id: \"fact-{i}\", texd: \"A fact.\"),");
    let facts: String = (0..5_000).map(fact).collect();
    let source = BASE.replacen(
        "    links:",
        &format!("    facts: [{facts}],\n    links:"),
        1,
    );
    let begun = std::time::Instant::now();
    let found = found(source.as_bytes());
    assert_eq!(found.len(), limits::MOST_REPORTED + 1);
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

/// With debug code; a release build is ten times faster or more.
#[test]
fn a_hundred_kilobytes_load_quickly() {
    let step = |i: usize| {
        format!(
            "(id: \"more-{i}\", number: \"{i}\", phase: Contain, text: \"Do it.\", detail: \"{}\", role: \"analyst\", \
             target: \"30min\", actions: [\"remove-shell\"], parts: [Done(action: \"remove-shell\")]),\n",
            "Word ".repeat(40)
        )
    };
    let steps: String = (0..300).map(step).collect();
    let source = BASE.replacen("    steps: [", &format!("    steps: [\n{steps}"), 1);
    assert!(source.len() > 100_000);
    let begun = std::time::Instant::now();
    assert_eq!(found(source.as_bytes()), []);
    assert!(begun.elapsed().as_millis() < 2_000, "{:?}", begun.elapsed());
}

const SCRIPT: &str = r#"(
    format: 1,
    scenario: "smallest",
    title: "Does nothing right",
    ends_in: "left-behind",
    commands: [
        (at: "T+0:06", command: Acknowledge("new-script")),
        (at: "T+0:20", command: Do((action: "look-at-files", on: ["web-1"]))),
        (at: "T+1:30", command: End),
    ],
)"#;

#[test]
fn a_script_is_checked_against_its_scenario() {
    let scenario = load(SMALLEST.as_bytes()).scenario.unwrap();
    let script = load_script(SCRIPT.as_bytes());
    assert_eq!(script.diagnostics, []);
    assert_eq!(script.check(&scenario), []);

    let broken = SCRIPT
        .replace("left-behind", "left-behnd")
        .replace("\"smallest\"", "\"largest\"")
        .replace("[\"web-1\"]", "[\"shell\"]")
        .replace("T+1:30", "T+0:01");
    let script = load_script(broken.as_bytes());
    assert_eq!(script.diagnostics, []);
    let found = script.check(&scenario);
    let places: Vec<_> = found
        .iter()
        .map(|d| (d.code, d.line(&broken).unwrap()))
        .collect();
    assert_eq!(
        places,
        [
            ("other-scenario", 3),
            ("unknown-id", 5),
            ("not-a-target", 8),
            ("out-of-order", 9)
        ]
    );
    let without_text =
        hotwash::scenario::check::check_script(script.script.as_ref().unwrap(), &scenario);
    assert_eq!(without_text.len(), found.len());
    assert!(
        without_text
            .iter()
            .all(|d| d.span.is_none() && d.severity == Level::Error)
    );

    let broken = SCRIPT.replace("commands:", "comands:");
    assert_eq!(load_script(broken.as_bytes()).diagnostics.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = load(&bytes);
        let _ = load_script(&bytes);
    }

    #[test]
    fn no_signs_panic(text in r#"[()\[\]{}:,"'#r/*!a-c0-9. \n\\-]{0,200}"#) {
        let _ = load(text.as_bytes());
    }

    #[test]
    fn no_mutation_panics(at in 0..BASE.len(), byte in any::<u8>()) {
        let mut bytes = BASE.as_bytes().to_vec();
        bytes[at] = byte;
        let loaded = load(&bytes);
        for d in &loaded.diagnostics {
            let _ = d.line(&loaded.source);
        }
        // A refusal always says why, and an acceptance is complete.
        prop_assert_eq!(loaded.scenario.is_none(), loaded.diagnostics.iter().any(Diagnostic::is_error));
    }

    #[test]
    fn no_cut_panics(from in 0..BASE.len(), length in 0..200_usize) {
        let mut bytes = BASE.as_bytes().to_vec();
        bytes.drain(from..(from + length).min(BASE.len()));
        let loaded = load(&bytes);
        prop_assert_eq!(loaded.scenario.is_none(), loaded.diagnostics.iter().any(Diagnostic::is_error));
    }
}

/// One change of the base file for each rule that no file in `tests/broken` breaks.
const RULES: &[(&str, &str, &str, &[&str])] = &[
    (
        "kind: WebShell, asset: \"web-1\", access: true",
        "kind: WebShell, asset: \"web-1\", access: true, usable_when: Usable(\"shell\")",
        "",
        &["depends-on-itself"],
    ),
    (
        "format: 1,",
        "format: 1, services: [(id: \"s\", name: \"S\", runs_on: [], up_when: ServiceUp(\"s\"), \
         loss_per_hour: 1, rto: \"1h\", rpo: \"1h\")],",
        "",
        &["depends-on-itself"],
    ),
    (
        "    stages: [",
        "    stages: [(id: \"st\", name: \"Takes data\", at: \"T+0:10\", transfer: true, requires: Not(DataLeaving)),",
        "",
        &["depends-on-itself"],
    ),
    (
        "length: \"2h\"",
        "length: \"0s\"",
        "",
        &["zero-length", "outside-exercise"],
    ),
    (
        "text: \"The form.\", right: true",
        "text: \"The form.\"",
        "",
        &["no-right-choice"],
    ),
    ("title: \"A call\"", "title: \" \"", "", &["empty-text"]),
    (
        "at: \"T+0:30\", command: End",
        "at: \"T+3:00\", command: End",
        "",
        &["outside-exercise"],
    ),
    ("command: End", "command: Cancel(-1)", "", &["wrong-type"]),
    ("command: End", "command: Cancel(1.5)", "", &["wrong-type"]),
    (
        "command: End",
        "command: Cancel(4294967296)",
        "",
        &["out-of-range"],
    ),
    ("command: End", "command: End()", "", &["wrong-type"]),
    ("command: End", "command: Note", "", &["wrong-type"]),
    (
        "trigger: At(at: \"T+0:30\")",
        "trigger: ByHand",
        "call",
        &["unused-id"],
    ),
    (
        "text: \"Well?\"",
        "text: \"Well?\", text: \"So?\"",
        "",
        &["duplicate-field"],
    ),
    (
        "format: 1,",
        "format: 1, scoring: (phases: (investigate: 0, contain: 0, eradicate: 0, communicate: 0, recover: 0)),",
        "",
        &["no-weight"],
    ),
    (
        "format: 1,",
        "format: 1, services: [(id: \"s\", name: \"S\", runs_on: [(asset: \"web-1\", percent: 101), (asset: \"web-1\", percent: 1)], \
         loss_per_hour: 1, rto: \"1h\", rpo: \"1h\")],",
        "",
        &["share-over-100", "duplicate-share"],
    ),
    (
        "duration: \"5min\"",
        "duration: \"5min\", findings: [(on: \"web-1\", text: \"None.\")]",
        "",
        &["not-a-target"],
    ),
    (
        "duration: \"5min\"",
        "duration: \"500d\"",
        "",
        &["time-too-far"],
    ),
    (
        "objectives: []",
        "objectives: [(id: \"train\", text: \"Train.\")]",
        "",
        &["unused-id"],
    ),
    (
        "format: 1,",
        "format: 1, harms: [(id: \"h\", text: \"Harm.\", points: 5, phase: Contain)],",
        "",
        &["unused-id"],
    ),
    (
        "format: 1,",
        "format: 1, readiness: [(id: \"r\", text: \"Logs.\", without: \"None.\")],",
        "",
        &["unused-id"],
    ),
    (
        "format: 1,",
        "format: 1, readiness: [(id: \"r\", text: \"Logs.\", without: \"None.\", when_off: [RaiseAwareness])],",
        "",
        &[],
    ),
];

#[test]
fn each_rule_is_enforced() {
    for (from, to, also, expected) in RULES {
        assert!(BASE.contains(from), "{from}");
        let mut source = BASE.replacen(from, to, 1);
        if !also.is_empty() {
            source = source.replace(&format!("Delivered(\"{also}\")"), "DataLeaving");
        }
        let mut codes: Vec<_> = found(source.as_bytes())
            .into_iter()
            .map(|(code, _)| code)
            .collect();
        codes.dedup();
        assert_eq!(codes, *expected, "{to}");
    }
}

/// A condition that can also hold in another way waits for nothing, and neither does its contrary.
#[test]
fn only_what_is_needed_is_waited_for() {
    let with = |condition: &str| {
        let source = BASE.replacen(
            "At(at: \"T+0:30\")",
            &format!("When(condition: {condition})"),
            1,
        );
        found(source.as_bytes())
            .into_iter()
            .map(|(code, _)| code)
            .collect::<Vec<_>>()
    };
    assert_eq!(with("Any([Delivered(\"news\"), DataLeaving])"), [""; 0]);
    assert_eq!(with("Not(Delivered(\"news\"))"), [""; 0]);
    assert_eq!(
        with("Count(at_least: 1, of: [Delivered(\"news\"), Contained])"),
        [""; 0]
    );
    assert_eq!(
        with("Count(at_least: 2, of: [Delivered(\"news\"), Contained])"),
        ["cycle"]
    );
    assert_eq!(
        with("Any([Delivered(\"news\"), All([Contained, Delivered(\"news\")])])"),
        ["cycle"]
    );
}

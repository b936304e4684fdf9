//! Each sentence of the rules by which playbooks are read, on small documents of our own.

use hotwash::playbook::{
    Document, Form, Origin, Phase, PlaceholderKind, Playbook, Step, TaskBox, read,
};

fn one(text: &str) -> Playbook {
    let mut playbooks = read(text.as_bytes()).playbooks;
    assert_eq!(playbooks.len(), 1, "{text}");
    playbooks.remove(0)
}

/// The steps under a heading `### Investigate`, as `level text`.
fn investigated(text: &str) -> Vec<String> {
    let playbook = one(&format!("## Playbook: A\n\n### Investigate\n\n{text}"));
    shown(playbook.steps(Phase::Investigate))
}

fn shown(steps: &[Step]) -> Vec<String> {
    let show = |step: &Step| format!("{} {}", step.level, step.text);
    steps.iter().map(show).collect()
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn r2_the_first_heading_of_any_level_begins_a_playbook() {
    let document = read(b"- before\n\n##### A\n\n# B\n\n### Playbook: C\n\n## playbook:D\n\n# CIRT Playbook Battle Card: E\n");
    let titles: Vec<_> = document
        .playbooks
        .iter()
        .map(|p| p.title.text.as_str())
        .collect();
    assert_eq!(titles, ["A", "D", "E"]);
    let spans: Vec<_> = document.playbooks.iter().map(|p| p.span.clone()).collect();
    assert_eq!(spans[0].end, spans[1].start);
    assert_eq!(spans[2].end, document.text.len());
    assert_eq!(
        document.playbooks[0].outside,
        [],
        "what stands before is in no playbook"
    );
}

#[test]
fn r2_headings_in_lists_quotes_and_code_begin_nothing() {
    assert!(!read(b"> # A\n\n- # B\n\n```\n# C\n```\n\n    # D\n").has_playbook());
}

#[test]
fn r3_a_title_keeps_what_is_no_tag() {
    for (heading, title, open) in [
        (
            "## Playbook: <Type of Incident>",
            "<Type of Incident>",
            true,
        ),
        ("## Sub-technique Playbook:  A  **b** `c`", "A b c", false),
        ("# A <b>x</b> [l](y)", "A x l", false),
        ("## Playbook:", "", true),
        ("## Playbook: TODO", "TODO", true),
        ("Playbook: A\nb\n---", "A b", false),
    ] {
        let found = one(heading).title;
        assert_eq!(
            (found.text.as_str(), found.is_placeholder),
            (title, open),
            "{heading}"
        );
    }
    let codes = codes(&read(b"## Playbook: <Art>\n"));
    assert!(codes.contains(&"placeholder-title"));
}

#[test]
fn r4_numbers_in_title_and_references_are_hints() {
    let text = "# T1567.002 A\n\n### References\n\n- T1020: https://example.org/T1052/001/\n- [b](https://example.org/T1000)\n\n### Investigate\n\n- T1111\n";
    let playbook = one(text);
    assert_eq!(
        playbook.technique_hints,
        ["T1567.002", "T1020", "T1052.001", "T1000"]
    );
    assert_eq!(playbook.attack, None);
}

#[test]
fn r5_bold_paragraphs_are_headings_below_all_others() {
    let text = "# A\n\n**(I) Identification:**\n\n- one\n\n**Contain**:\n\n- two\n\n**Really important**\n\n- three\n\n###### Other\n\n- four\n";
    let playbook = one(text);
    assert_eq!(shown(playbook.steps(Phase::Investigate)), ["1 one"]);
    assert_eq!(shown(playbook.steps(Phase::Contain)), ["1 two", "1 three"]);
    assert_eq!(
        shown(&playbook.outside),
        ["1 four"],
        "a real heading closes a bold one"
    );
    let section = playbook.section(Phase::Contain).expect("there");
    assert_eq!(section.headings[0].form, Form::Bold);
    assert_eq!(section.prose[0].text, "Really important");
    let listed = one("# A\n\n- **Contain**\n\n  - x\n");
    assert_eq!(listed.sections, [], "not within a list");
}

#[test]
fn r5_remediation_behind_containment_means_eradicating() {
    let text = "# A\n\n## Containment\n\n- a\n\n## Remediation\n\n- b\n\n### Remediate\n\n- c\n";
    let playbook = one(text);
    assert_eq!(shown(playbook.steps(Phase::Eradicate)), ["1 b"]);
    assert_eq!(
        shown(playbook.steps(Phase::Remediate)),
        ["1 c"],
        "at another level it doesn't"
    );
    let before = one("# A\n\n## Remediation\n\n- b\n\n### Contain\n\n- a\n");
    assert_eq!(shown(before.steps(Phase::Remediate)), ["1 b"]);
}

#[test]
fn r5_a_fence_can_be_the_preparation() {
    let text = "# A\n\n### Contain\n\n```\n\n(P) Preparation\n\n1. one\n   - two\n`TODO: x`\n\n**(C) Containment**\n\n- three\n```\n\n- four\n";
    let playbook = one(text);
    let preparation = playbook.section(Phase::Preparation).expect("there");
    assert_eq!(preparation.headings[0].form, Form::Fence);
    assert_eq!(
        (preparation.headings[0].line, preparation.steps[0].line),
        (7, 9)
    );
    assert_eq!(shown(&preparation.steps), ["1 one", "2 two"]);
    assert_eq!(shown(playbook.steps(Phase::Contain)), ["1 three", "1 four"]);
    for none in [
        "``` text\n(P) Preparation\n- a\n```",
        "```\nPreparation\n- a\n```",
    ] {
        assert_eq!(one(&format!("# A\n\n{none}\n")).sections, [], "{none}");
    }
    let empty = one("# A\n\n~~~\n(P) Preparation\n  \n~~~\n");
    assert_eq!(empty.section(Phase::Preparation).expect("there").steps, []);
}

#[test]
fn r5_other_headings_inherit_and_material_is_no_checklist() {
    let text = "# A\n\n### Recover\n\n#### Risk Avoidance\n\n- a\n\n#### Reference: Users\n\n`TODO: b`\n\n- c\n\n##### Contain\n\n- d\n\n### References\n\n#### Reference: Desk\n\n- e\n\n#### More\n\n- f\n\n**Contain**\n\n- g\n\n## Contain\n\n- h\n";
    let playbook = one(text);
    assert_eq!(shown(playbook.steps(Phase::Recover)), ["1 a"]);
    assert_eq!(shown(playbook.steps(Phase::Contain)), ["1 h"]);
    let lists: Vec<_> = playbook
        .checklists
        .iter()
        .map(|l| (l.title.as_str(), shown(&l.steps)))
        .collect();
    assert_eq!(
        lists,
        [
            ("Users", vec!["1 c".to_owned(), "1 d".to_owned()]),
            ("Desk", vec!["1 e".to_owned()])
        ]
    );
    let references: Vec<_> = playbook
        .references
        .iter()
        .map(|r| r.text.as_str())
        .collect();
    assert_eq!(references, ["f", "g"]);
    assert_eq!(playbook.count(Phase::Recover, PlaceholderKind::Prompt), 0);
    assert_eq!(playbook.placeholders[0].phase, None);
}

#[test]
fn r5_a_phase_may_occur_twice_and_in_any_order() {
    let text = "# A\n\n## Recovery\n\n- a\n\n## Detection\n\n- b\n\n## Recovery\n\n- c\n";
    let playbook = one(text);
    let phases: Vec<_> = playbook.sections.iter().map(|s| s.phase).collect();
    assert_eq!(phases, [Phase::Recover, Phase::Investigate]);
    assert_eq!(shown(playbook.steps(Phase::Recover)), ["1 a", "1 c"]);
    assert_eq!(playbook.duplicate_headings.len(), 1);
    let order: Vec<_> = playbook
        .all_steps()
        .map(|(_, step)| step.text.as_str())
        .collect();
    assert_eq!(order, ["a", "b", "c"]);
}

#[test]
fn r6_every_item_at_every_depth_is_a_step() {
    let text = "1. a [b](#x) `c  d` *e* <b>f</b> <who>\n   g\\\n   h&nbsp;\u{200b}i<br>j\n   + k\n\n     - l\n\n   note\n\n   > quote\n\n       code\n7) • m [1]\n- n\n\n* ![x](y)\n*\n";
    let playbook = one(&format!("# A\n\n## Contain\n\n{text}"));
    let steps = playbook.steps(Phase::Contain);
    assert_eq!(
        shown(steps),
        ["1 a b c d e f <who> g h i j", "2 k", "3 l", "1 m", "1 n"]
    );
    assert_eq!(steps[0].notes, ["note", "quote", "code"]);
    assert_eq!(steps[0].ordinal, Some(1));
    assert_eq!(
        (steps[3].ordinal, steps[3].marker().as_str()),
        (Some(7), "7.")
    );
    assert_eq!((steps[4].ordinal, steps[4].marker().as_str()), (None, "•"));
}

#[test]
fn r6_numbers_to_show_count_from_the_first() {
    let playbook = one("# A\n\n## Contain\n\n3. a\n1. b\n9. c\n");
    let numbers: Vec<_> = playbook
        .steps(Phase::Contain)
        .iter()
        .map(|step| (step.ordinal, step.written))
        .collect();
    assert_eq!(
        numbers,
        [(Some(3), Some(3)), (Some(4), Some(1)), (Some(5), Some(9))]
    );
}

#[test]
fn r6_lettered_lines_are_sub_steps_of_their_item() {
    assert_eq!(
        investigated(
            "1. x  \n   a. one  \n   b) two\n\n   c. three\n\n   still three\n\n   - four\n   - d. five\n2. y\na. six\n"
        ),
        [
            "1 x",
            "2 one",
            "2 two",
            "2 three",
            "2 four",
            "2 d. five",
            "1 y",
            "2 six"
        ]
    );
    let none = investigated("1. a. not this\n2. z\n\n   b. nor this\n\na. nor that\n");
    assert_eq!(none, ["1 a. not this", "1 z"]);
    let playbook = one("# A\n\n## Contain\n\n- x\n  a. y\n\n  about y\n");
    let lettered = &playbook.steps(Phase::Contain)[1];
    assert_eq!(
        (lettered.origin, lettered.marker().as_str()),
        (Origin::Lettered, "a.")
    );
    assert_eq!(lettered.notes, ["about y"]);
    assert_eq!(lettered.line, 6);
}

#[test]
fn r6_swallowed_items_are_recovered_and_flagged() {
    let document = read(b"# A\n\n## Contain\n\nBefore:\n     1. one\n     - two\n\n1. x:\n        * three\n   - four\n");
    let steps = document.playbooks[0].steps(Phase::Contain);
    assert_eq!(
        shown(steps),
        ["1 one", "1 two", "1 x:", "2 three", "2 four"]
    );
    let recovered = steps
        .iter()
        .filter(|s| s.origin == Origin::Recovered)
        .count();
    assert_eq!(recovered, 3);
    let flagged = codes(&document)
        .iter()
        .filter(|c| **c == "recovered-item")
        .count();
    assert_eq!(flagged, 3);
}

#[test]
fn r6_task_boxes_are_remembered() {
    let playbook = one("# A\n\n## Contain\n\n- [ ] a\n- [x] b\n- [X] TODO\n- [ ]\n");
    let steps = playbook.steps(Phase::Contain);
    let tasks: Vec<_> = steps
        .iter()
        .map(|step| (step.text.as_str(), step.task))
        .collect();
    assert_eq!(
        tasks,
        [("a", Some(TaskBox::Open)), ("b", Some(TaskBox::Done))]
    );
    assert_eq!(playbook.count(Phase::Contain, PlaceholderKind::Item), 1);
}

#[test]
fn r6_prose_is_no_step() {
    let playbook = one(
        "# A\n\n## Contain\n\nIn addition:\n\n**Mind this.**\n\n> - quoted\n\n| a |\n|-|\n| b |\n\n---\n\n### Other\n",
    );
    let section = playbook.section(Phase::Contain).expect("there");
    assert_eq!(section.steps, []);
    let prose: Vec<_> = section
        .prose
        .iter()
        .map(|p| (p.line, p.text.as_str()))
        .collect();
    assert_eq!(
        prose,
        [(5, "In addition:"), (7, "Mind this."), (9, "quoted")]
    );
}

#[test]
fn r7_prompts_items_and_inline_todos_are_apart() {
    let text = "# A\n\n## Contain\n\n`TODO: a` `TODO: b`\n`TODO c`\n\nTODO: d\n\n`x` and `TODO: e`\n\n- TODO\n- `TODO: f`\n- real `TODO: g` step `TODO: h`\n- real TODO: i [j](#TODO-k)\n\n  `TODO: l`\n- TODOS are [fine](#other)\n\n<!-- TODO m, `TODO` -->\n\nend <!-- TODO -->\n";
    let playbook = one(text);
    let count = |kind| playbook.count(Phase::Contain, kind);
    assert_eq!(count(PlaceholderKind::Prompt), 5);
    assert_eq!(count(PlaceholderKind::Item), 2);
    assert_eq!(count(PlaceholderKind::Inline), 3);
    assert_eq!(count(PlaceholderKind::Prose), 1);
    assert_eq!(count(PlaceholderKind::Link), 1);
    assert_eq!(playbook.hidden_todos, 3);
    let steps = playbook.steps(Phase::Contain);
    assert_eq!(shown(steps), ["1 real step", "1 real", "1 TODOS are fine"]);
    assert_eq!(steps[0].author_notes, ["g", "h"]);
    assert_eq!(steps[1].author_notes, ["i j"]);
    let prompts: Vec<_> = playbook
        .placeholders
        .iter()
        .filter(|p| p.kind == PlaceholderKind::Prompt)
        .map(|p| (p.line, p.prompt.as_str()))
        .collect();
    assert_eq!(prompts, [(5, "a"), (5, "b"), (6, "c"), (8, "d"), (17, "l")]);
}

#[test]
fn r8_hashes_ignore_how_text_is_written() {
    let hash = |text: &str| one(&format!("# A\n\n## Contain\n\n{text}\n")).hash();
    assert_eq!(hash("- “A”  – b…"), hash("* \"a\" - *B*..."));
    assert_ne!(hash("- a"), hash("- b"));
    assert_ne!(hash("- a\n- b"), hash("- a\n  - b"));
}

#[test]
fn r9_references_have_addresses_and_names() {
    let text = "# A\n\n**References:**\n\n1. <a name=\"r1\"></a>[\"B\"](https://example.org/b), C: http://c.example/x.\n2. [D](#TODO-url)\n3. <https://e.example>\n   - nested\n\nprose\n";
    let playbook = one(text);
    let references = &playbook.references;
    assert_eq!(references.len(), 4);
    assert_eq!(references[0].text, "\"B\", C: http://c.example/x.");
    assert_eq!(
        references[0].urls,
        ["http://c.example/x", "https://example.org/b"]
    );
    assert_eq!(references[0].anchors, ["r1"]);
    assert!(references[1].is_placeholder && !references[0].is_placeholder);
    assert_eq!(references[2].urls, ["https://e.example"]);
    assert_eq!(playbook.count(Phase::Contain, PlaceholderKind::Link), 0);
}

#[test]
fn what_is_amiss_is_said_where_it_is() {
    let document = read(
        b"# A\n\n![](x.png)\n\n<img src=x>\n\n<ul><li>a</li></ul>\n\n## Contain & Recover\n\n## Contain\n\n- ![](y)\n\n## Odd\n\n```\n- a\n",
    );
    let found: Vec<_> = document
        .diagnostics
        .iter()
        .map(|d| (d.code, d.line(&document.text)))
        .filter(|(code, _)| *code != "missing-phase")
        .collect();
    assert_eq!(
        found,
        [
            ("no-attack-rows", Some(1)),
            ("image-without-text", Some(3)),
            ("image-without-text", Some(5)),
            ("html-list", Some(7)),
            ("combined-heading", Some(9)),
            ("empty-phase", Some(9)),
            ("image-without-text", Some(13)),
            ("unmapped-heading", Some(15)),
            ("unclosed-fence", Some(17)),
        ]
    );
}

#[test]
fn r6_html_in_an_item_is_read_as_what_it_shows() {
    for (list, steps) in [
        (
            "- <!-- TODO: customise --> Check logs\n",
            &["1 Check logs"][..],
        ),
        ("- <p>para</p>\n- b\n", &["1 para", "1 b"]),
        ("- <!-- x -->\n  foo\n", &["1 foo"]),
        (
            "1. <div>a<br>b <Name of Team></div>\n\n   more\n",
            &["1 a b <Name of Team>"],
        ),
        ("- <!-- x -->\n", &[]),
    ] {
        assert_eq!(investigated(list), steps, "{list}");
    }
    let playbook = one("# A\n\n## Investigate\n\n- <!-- TODO: customise --> Check logs\n");
    assert_eq!(playbook.hidden_todos, 1);
}

#[test]
fn r7_comments_are_never_shown_as_notes() {
    let playbook = one(
        "# A\n\n## Investigate\n\n- foo\n\n  <!-- TODO: secret -->\n\n  <p>Note <b>this</b></p>\n",
    );
    let [step] = playbook.steps(Phase::Investigate) else {
        panic!("one step");
    };
    assert_eq!(step.notes, ["Note this"]);
    assert_eq!(playbook.hidden_todos, 1);
}

#[test]
fn r7_hidden_todos_count_once_and_where_they_stand() {
    let text = "<!-- TODO: before -->\n\n# A <!-- TODO -->\n\n## Playbook: B <!-- TODO TODO -->\n\n## Recover <!-- TODO -->\n";
    let document = read(text.as_bytes());
    let hidden: Vec<_> = document.playbooks.iter().map(|p| p.hidden_todos).collect();
    assert_eq!(hidden, [2, 3]);
    let one = read(b"# A\n\n<!-- TODO -->\n");
    let said = one.diagnostics.iter().find(|d| d.code == "hidden-todo");
    assert_eq!(
        said.map(|d| d.message.as_str()),
        Some("1 TODO stands in a comment, where nobody sees it")
    );
}

#[test]
fn r5_a_list_for_others_holds_its_phases() {
    let playbook =
        one("# A\n\n## Reference: User Actions\n\n### Recover\n\n- a\n\n**Contain**\n\n- b\n");
    assert_eq!(playbook.sections, []);
    assert_eq!(playbook.checklists[0].steps.len(), 2);
}

#[test]
fn r5_only_a_heading_names_a_phase_among_sources() {
    let playbook = one(
        "# A\n\n## References\n\n**Contain**\n\n- a\n\n### Recover\n\n- b\n\n**Contain**\n\n- c\n",
    );
    assert_eq!(playbook.references.len(), 1);
    assert_eq!(shown(playbook.steps(Phase::Recover)), ["1 b"]);
    assert_eq!(shown(playbook.steps(Phase::Contain)), ["1 c"]);
}

#[test]
fn r6_invisible_characters_before_a_letter_do_not_matter() {
    assert_eq!(
        investigated("1. x\n   \u{200b}a. one\n   b.\u{200b} two\n   c.\u{200b}three\n"),
        ["1 x", "2 one", "2 two c.three"]
    );
}

#[test]
fn r0_a_damaged_byte_order_mark_is_no_text() {
    for mark in [
        "\u{ef}\u{bb}\u{bf}",
        "\u{feff}\u{feff}",
        "\u{feff}\u{ef}\u{bb}\u{bf}",
    ] {
        let bytes = format!("{mark}# A\n\n## Recover\n\n- b\n").into_bytes();
        let document = read(&bytes);
        assert_eq!(document.playbooks[0].title.text, "A", "{mark:?}");
        assert_eq!(document.playbooks[0].steps(Phase::Recover).len(), 1);
        assert_eq!(document.apply(&[]), Ok(bytes));
    }
}

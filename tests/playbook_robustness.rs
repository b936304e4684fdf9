//! Whatever bytes a playbook's file holds: no panic, a sensible message, and no more made of it than
//! stands in it.

#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::fmt::Write as _;

use hotwash::base::Diagnostic;
use hotwash::playbook::template::{self, Filling};
use hotwash::playbook::{Document, MOST_DIAGNOSTICS, Phase, Playbook, Step, read};
use proptest::prelude::*;

/// How much was made of a file, in bytes and pieces. Grows with the file, and no faster.
fn made_of(document: &Document) -> usize {
    let of_step = |step: &Step| -> usize {
        let notes = step.notes.iter().chain(&step.author_notes).map(String::len);
        1 + step.text.len() + notes.sum::<usize>()
    };
    let of_playbook = |playbook: &Playbook| -> usize {
        let sections = playbook.sections.iter().flat_map(|section| &section.steps);
        let lists = playbook.checklists.iter().flat_map(|list| &list.steps);
        let steps = sections.chain(lists).chain(&playbook.outside);
        let prose = playbook.sections.iter().flat_map(|section| &section.prose);
        let rows = playbook.attack.iter().flat_map(|table| &table.rows);
        steps.map(of_step).sum::<usize>()
            + prose.map(|one| 1 + one.text.len()).sum::<usize>()
            + rows
                .map(|row| 1 + row.extra.iter().map(|(_, text)| text.len()).sum::<usize>())
                .sum::<usize>()
            + playbook
                .placeholders
                .iter()
                .map(|one| 1 + one.prompt.len())
                .sum::<usize>()
            + playbook
                .references
                .iter()
                .map(|one| 1 + one.text.len())
                .sum::<usize>()
            + playbook
                .unmapped_headings
                .iter()
                .map(|one| 1 + one.text.len())
                .sum::<usize>()
    };
    document.playbooks.iter().map(of_playbook).sum()
}

/// Reads a file, and holds what must hold of every file.
fn sound(bytes: &[u8]) -> Document {
    let document = read(bytes);
    assert_eq!(document.apply(&[]).as_deref(), Ok(bytes));
    assert!(document.diagnostics.len() <= MOST_DIAGNOSTICS + 8);
    assert!(document.has_playbook() || document.diagnostics.iter().any(Diagnostic::is_error));
    // Windows-1252 takes up to three bytes of UTF-8 for one, and each piece counts as one byte more.
    assert!(
        made_of(&document) <= 8 * bytes.len() + 64,
        "{} of {}",
        made_of(&document),
        bytes.len()
    );
    for diagnostic in &document.diagnostics {
        if let Some(span) = &diagnostic.span {
            assert!(document.text.get(span.clone()).is_some(), "{diagnostic:?}");
        }
    }
    for playbook in &document.playbooks {
        let sections = playbook.sections.iter().flat_map(|section| &section.steps);
        for step in sections {
            let place = document
                .text
                .get(step.span.clone())
                .expect("a place in the text");
            assert!(!place.is_empty() && !step.text.is_empty());
            assert_eq!(step.line, document.line(step.span.start));
        }
        for open in &playbook.placeholders {
            assert!(document.text.get(open.span.clone()).is_some(), "{open:?}");
        }
    }
    document
}

fn contained(text: &str) -> Vec<Step> {
    let text = format!("# A\n\n## Contain\n\n{text}");
    let document = sound(text.as_bytes());
    let playbook = document.playbooks.first().expect("there");
    playbook.steps(Phase::Contain).to_vec()
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn files_with_nothing_in_them() {
    for bytes in [
        &b""[..],
        b"\n",
        b"\xef\xbb\xbf",
        b" \t\r\n\r",
        b"---\n---\n",
        b"---",
    ] {
        assert_eq!(codes(&sound(bytes)), ["no-playbook"], "{bytes:?}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    let document = sound(b"# A\0B\n\n## Contain\n\n- x\0y\n");
    assert!(codes(&document).contains(&"nul-byte"));
    let document = sound(b"# A\n\n## Contain\n\n- caf\xc3\xa9\n- \xff\xfe \x80\n");
    assert!(codes(&document).contains(&"not-utf8"));
    let steps = document
        .playbooks
        .first()
        .expect("there")
        .steps(Phase::Contain);
    assert_eq!(steps.len(), 2);
    assert!(codes(&sound(b"\xfe\xff\0#\0 \0A\0\n")).contains(&"utf-16"));
    sound(&(0..=255).collect::<Vec<u8>>());
    sound(&[0; 1000]);
    sound(&[0xff; 1000]);
}

#[test]
fn a_hundred_nested_lists() {
    let mut text = String::new();
    for depth in 0..100 {
        writeln!(text, "{}- step {depth}", "  ".repeat(depth)).expect("a string takes it");
    }
    let steps = contained(&text);
    assert_eq!(steps.len(), 100);
    assert_eq!(steps.last().map(|step| step.level), Some(100));
}

#[test]
fn a_line_of_ten_megabytes() {
    let long = "word ".repeat(2 << 20);
    let steps = contained(&format!("- {long}\n- end\n"));
    assert_eq!(steps.len(), 2);
    assert_eq!(
        steps.first().map(|step| step.text.len()),
        Some(long.len() - 1)
    );
    sound(format!("# {long}\n\n**{long}**\n").as_bytes());
}

#[test]
fn fifty_thousand_steps() {
    let text = (0..50_000).fold(String::new(), |mut text, number| {
        writeln!(text, "{number}. step `TODO: x`\n   a. sub").expect("a string takes it");
        text
    });
    let steps = contained(&text);
    assert_eq!(steps.len(), 100_000);
    assert_eq!(steps.last().map(|step| step.line), Some(4 + 100_000));
}

#[test]
fn text_from_right_to_left() {
    let steps = contained("1. تحقق من السجلات \u{200f}[1]\n2. בדוק את היומן\n   a. שורה\n");
    let texts: Vec<_> = steps.iter().map(|step| step.text.as_str()).collect();
    assert_eq!(texts, ["تحقق من السجلات", "בדוק את היומן", "שורה"]);
}

#[test]
fn a_table_of_a_thousand_columns() {
    let row = |cell: &str| format!("{}|\n", format!("|{cell}").repeat(1000));
    let text = format!(
        "# A\n\n## MITRE\n\n{}{}{}",
        row("Tactic"),
        row("-"),
        row("x").repeat(20)
    );
    let document = sound(text.as_bytes());
    let table = document.playbooks.first().and_then(|p| p.attack.as_ref());
    let table = table.expect("there");
    assert_eq!((table.columns.len(), table.rows.len()), (1000, 20));
}

#[test]
fn what_is_never_closed_is_named() {
    for (text, code) in [
        ("# A\n\n```\n## Contain\n- a\n", "unclosed-fence"),
        ("# A\n\n<!-- ## Contain\n- a\n", "unclosed-comment"),
    ] {
        let document = sound(text.as_bytes());
        assert!(
            codes(&document).contains(&code),
            "{:?}",
            document.diagnostics
        );
    }
}

#[test]
fn lines_that_end_in_cr() {
    let document = sound(b"# A\r\r## Contain\r\r- a\r- b\r");
    let steps = document
        .playbooks
        .first()
        .expect("there")
        .steps(Phase::Contain);
    let lines: Vec<_> = steps.iter().map(|step| step.line).collect();
    assert_eq!(lines, [5, 6]);
    assert_eq!(document.source.newlines.name(), "cr");
}

#[test]
fn lists_in_html_are_named() {
    let document = sound(b"# A\n\n<ol>\n<li>a\n<li>b\n</ol>\n");
    assert!(codes(&document).contains(&"html-list"));
}

/// Texts that would take a careless reader the square of their length.
#[test]
fn texts_that_are_hard_to_read() {
    for piece in [
        "`",
        "[",
        "![",
        "*",
        "_",
        "**a",
        "<",
        "</",
        "<!--",
        "<a ",
        "&",
        "\\",
        "(",
        "[a](",
        "|",
        ">",
        "> ",
        "- ",
        "1. ",
        "#",
        "```\n",
        "~~~\n",
        "\t",
        "\u{a0}",
        "&nbsp;",
        "<br>",
        "<br>\n- ",
        "[1",
        "[1]",
        "TODO",
        "TODO ",
        "TODO:",
        "`TODO`",
        "`TODO:\n",
        "- TODO\n",
        "a. ",
        "\n     - ",
        "<Type of",
        "<b><",
        "http://",
        "T1000",
        "é",
        "â€™",
        "\u{fe0f}",
        "(a) ",
        "*a `b` ",
        "[a]: b\n",
        "|-",
        "---\n",
        "**Contain**\n\n",
        "## Contain\n\n",
        "## Reference: a\n\n",
        "## Playbook: a\n\n",
        "- a\n\n",
        "> - a\n",
        "- > a\n",
        "<img>\n\n",
        "<ul><li>\n\n",
        "(P) Preparation\n",
        "[x] ",
        "• ",
        "***\n",
    ] {
        for before in [
            "# A\n\n## Contain\n\n",
            "# ",
            "# A\n\n- ",
            "# A\n\n```\n(P) Preparation\n",
            "# A\n\n| Tactic | Technique ID |\n|-|-|\n",
        ] {
            let text = format!("{before}{}", piece.repeat(1500));
            sound(text.as_bytes());
        }
    }
}

#[test]
fn deep_quotes_and_lists_exhaust_no_stack() {
    for piece in ["> ", "- ", "> - ", "1. "] {
        let text = format!("# A\n\n## Contain\n\n{}x\n", piece.repeat(20_000));
        sound(text.as_bytes());
    }
}

/// Documents of the parts that playbooks are made of, put together at random.
fn document() -> impl Strategy<Value = Vec<u8>> {
    let part = prop::sample::select(vec![
        "# A\n",
        "## Playbook: <B>\n",
        "### Investigate\n",
        "#### Contain\n",
        "**(R) Recovery**\n",
        "### Resources\n",
        "#### Reference: C\n",
        "`TODO: d`\n",
        "TODO: e\n",
        "1. f\n",
        "   a. g\n",
        "- TODO\n",
        "  - h `TODO: i`\n",
        "       2. j\n",
        "```\n",
        "(P) Preparation\n",
        "> k\n",
        "| Tactic | Technique ID |\n|-|-|\n| l | T1567 |\n",
        "<!-- TODO -->\n",
        "[m](#TODO-n)\n",
        "\n",
        "\n\n",
        "---\n",
        "  ",
        "    ",
        "\t",
        "\r",
        "\r\n",
        "’",
        "â€™",
        "\u{feff}",
        "x",
        "*",
        "- [ ] o\n",
    ]);
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        sound(&bytes);
    }

    #[test]
    fn any_playbook_is_read(bytes in document(), cut in any::<prop::sample::Index>()) {
        sound(&bytes);
        sound(bytes.get(..cut.index(bytes.len() + 1)).unwrap_or_default());
    }

    /// A filling changes its own lines and no other, and takes one placeholder away.
    #[test]
    fn a_filling_changes_its_lines_only(
        bytes in document(),
        chosen in any::<prop::sample::Index>(),
        text in prop::sample::select(vec!["Ask", "1. Ask", "- ask", "https://example.org", "a *b* c."]),
    ) {
        let before = sound(&bytes);
        let open = template::placeholders(&before);
        if open.is_empty() {
            return Ok(());
        }
        let number = chosen.index(open.len());
        let filling = Filling { placeholder: number, text: text.to_owned() };
        let Ok(made) = template::fill(&before, &[filling]) else {
            return Ok(());
        };
        let after = sound(&made);
        prop_assert_eq!(template::placeholders(&after).len(), open.len() - 1);
        let place = open.get(number).expect("chosen");
        let last = before.line(place.span.end.saturating_sub(1).max(place.span.start));
        let lines = |document: &Document| -> Vec<String> {
            document.text.split('\n').map(str::to_owned).collect()
        };
        let (old, new) = (lines(&before), lines(&after));
        prop_assert_eq!(old.len(), new.len());
        for (number, (old, new)) in old.iter().zip(&new).enumerate() {
            let own = (place.line..=last).contains(&(number + 1));
            prop_assert!(own || old == new, "line {}", number + 1);
        }
    }
}

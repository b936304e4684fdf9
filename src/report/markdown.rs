//! The report as Markdown. Whatever would become markup is escaped, so that texts stay what they were.

use super::document::{Block, Column, Document};

/// The whole document.
pub(super) fn markdown(document: &Document) -> String {
    let mut text = format!(
        "# {}\n\n{}  \n{}\n",
        escaped(&document.title),
        escaped(&document.subtitle),
        escaped(&document.status)
    );
    for block in &document.blocks {
        text.push('\n');
        piece(&mut text, block);
    }
    text
}

fn piece(text: &mut String, block: &Block) {
    match block {
        Block::Heading {
            level, text: said, ..
        } => {
            let marks = "#".repeat(usize::from(*level));
            line(text, &format!("{marks} {}", escaped(&one_line(said))));
        }
        Block::Paragraph { text: said } => line(text, &lines(said, "  \n")),
        Block::Note { text: said } => line(text, &format!("> {}", lines(said, "  \n> "))),
        Block::List { items } => {
            for item in items {
                line(text, &format!("- {}", lines(item, "  \n  ")));
            }
        }
        Block::Facts { rows } => {
            for (name, said) in rows {
                line(
                    text,
                    &format!("- **{}:** {}", escaped(name), lines(said, "  \n  ")),
                );
            }
        }
        Block::Table {
            caption,
            columns,
            rows,
        } => table(text, caption, columns, rows),
        // A picture has no place in Markdown; what it shows is told.
        Block::Figure(figure) => line(
            text,
            &format!(
                "*{}.* {}",
                escaped(&figure.title),
                escaped(&figure.description)
            ),
        ),
    }
}

fn table(text: &mut String, caption: &str, columns: &[Column], rows: &[Vec<String>]) {
    line(text, &format!("**{}**\n", escaped(caption)));
    let names: Vec<String> = columns.iter().map(|column| escaped(&column.name)).collect();
    let sides: Vec<&str> = columns
        .iter()
        .map(|column| if column.is_number { "---:" } else { "---" })
        .collect();
    line(text, &format!("| {} |", names.join(" | ")));
    line(text, &format!("| {} |", sides.join(" | ")));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| lines(cell, "<br>")).collect();
        line(text, &format!("| {} |", cells.join(" | ")));
    }
}

fn line(text: &mut String, said: &str) {
    text.push_str(said);
    text.push('\n');
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text whose lines are parted by what parts lines there.
fn lines(text: &str, apart: &str) -> String {
    let all = text.lines().map(str::trim).filter(|line| !line.is_empty());
    all.map(escaped).collect::<Vec<_>>().join(apart)
}

/// A text of one line in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    // At a line's beginning there is more that begins a block.
    let first = out.split_whitespace().next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')']);
    let is_number = number.len() < first.len()
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        return out.replacen(
            first,
            &format!("{number}\\{}", first.trim_start_matches(number)),
            1,
        );
    }
    if out.starts_with(['#', '-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// What readers of Markdown commonly know beside the plain kind.
    const READERS: Options = Options::ENABLE_TABLES
        .union(Options::ENABLE_STRIKETHROUGH)
        .union(Options::ENABLE_FOOTNOTES)
        .union(Options::ENABLE_TASKLISTS);

    /// What a reader of Markdown sees, if there is nothing but plain text.
    fn seen(text: &str) -> Option<String> {
        let mut seen = String::new();
        for event in Parser::new_ext(text, READERS) {
            match event {
                Event::Text(text) => seen.push_str(&text),
                Event::SoftBreak => seen.push(' '),
                Event::Start(pulldown_cmark::Tag::Paragraph)
                | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(seen)
    }

    #[test]
    fn markup_is_only_text() {
        for text in [
            "1. not a list",
            "12) neither",
            "# no heading",
            "- no item",
            "<script>alert(1)</script>",
            "[a](b) *c* _d_ `e` ~~f~~ | g &amp; h",
            "--- ",
            "=====",
        ] {
            assert_eq!(seen(&escaped(text)).as_deref(), Some(text.trim()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_becomes_markup(text in "[ -~]{1,40}") {
            let text = one_line(&text);
            prop_assume!(!text.is_empty());
            let seen = seen(&escaped(&text));
            prop_assert_eq!(seen.as_deref(), Some(text.as_str()));
        }
    }
}

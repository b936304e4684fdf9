//! The text of a step (rules R6 and R7): lettered and swallowed lines, task boxes, TODOs.

use std::ops::Range;

use super::inline::{Inline, Run, RunKind, is_blank, prompt, visible};
use super::{Origin, TaskBox};

/// A part of a paragraph: its beginning, or a line that is a step of its own.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// What makes it a step of its own; none for the paragraph's beginning.
    pub(super) mark: Option<Mark>,
    /// What is in it, without the mark.
    pub(super) runs: Vec<Run>,
}

/// What makes a line a step of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The letter that was next, counted from 1.
    Letter(u8),
    /// A list marker indented too far; its number, if it has one.
    Swallowed(Option<u64>),
}

impl Mark {
    /// How such a step was found.
    pub(super) fn origin(self) -> Origin {
        match self {
            Self::Letter(_) => Origin::Lettered,
            Self::Swallowed(_) => Origin::Recovered,
        }
    }

    /// The number to show.
    pub(super) fn ordinal(self) -> Option<u64> {
        match self {
            Self::Letter(place) => Some(u64::from(place)),
            Self::Swallowed(number) => number,
        }
    }
}

/// The columns at which the content of the open items begins, outermost first.
pub(super) type Columns = [usize];

/// The parts of a paragraph. `letter` is the next letter in the paragraph's item, counted from 0;
/// none outside of items. The first line is looked at only if the paragraph isn't its item's first.
pub(super) fn segments(
    text: &str,
    inline: Inline,
    mut letter: Option<&mut u8>,
    first: bool,
    columns: &Columns,
) -> Vec<Segment> {
    let mut made = vec![Segment {
        mark: None,
        runs: Vec::new(),
    }];
    let lines = Lines(inline.runs.into_iter().peekable());
    for (number, mut line) in lines.enumerate() {
        let mark = if number == 0 && first {
            None
        } else {
            let lettered = letter.as_deref_mut().and_then(|next| lettered(&line, next));
            lettered.or_else(|| {
                (number > 0)
                    .then(|| swallowed(text, &line, columns))
                    .flatten()
            })
        };
        if let Some((mark, length)) = mark {
            trim_start(&mut line, length);
            made.push(Segment {
                mark: Some(mark),
                runs: line,
            });
        } else if let Some(segment) = made.last_mut() {
            segment.runs.append(&mut line);
        }
    }
    made
}

/// Lines of runs; each begins with the break before it.
struct Lines<I: Iterator<Item = Run>>(std::iter::Peekable<I>);

impl<I: Iterator<Item = Run>> Iterator for Lines<I> {
    type Item = Vec<Run>;

    fn next(&mut self) -> Option<Vec<Run>> {
        let mut line = vec![self.0.next()?];
        while let Some(run) = self.0.next_if(|run| run.kind != RunKind::Break) {
            line.push(run);
        }
        Some(line)
    }
}

/// No mark with the blanks before it is longer, in bytes.
const LONGEST_BEGINNING: usize = 256;

/// The beginning of a line's text, as far as a mark can reach, and how much of it is blank.
fn beginning(line: &[Run]) -> (String, usize) {
    let mut text = String::new();
    for run in line {
        match run.kind {
            RunKind::Break => {}
            RunKind::Code => break,
            RunKind::Text => text.push_str(&run.text),
        }
        if text.len() > LONGEST_BEGINNING {
            break;
        }
    }
    let blank = text.len() - text.trim_start_matches(is_blank).len();
    (text, blank)
}

/// Whether a line begins with the next letter, and how many bytes of text that takes.
fn lettered(line: &[Run], next: &mut u8) -> Option<(Mark, usize)> {
    if *next >= 26 {
        return None;
    }
    let (text, blank) = beginning(line);
    let rest = text.get(blank..)?.strip_prefix(char::from(b'a' + *next))?;
    let rest = rest.strip_prefix(['.', ')'])?;
    let content = rest.trim_start_matches(is_blank);
    let between = rest.strip_suffix(content)?;
    if !between.contains(char::is_whitespace) {
        return None;
    }
    *next += 1;
    Some((Mark::Letter(*next), text.len() - content.len()))
}

/// Whether a line is a list item that was indented too far, and how many bytes its marker takes.
fn swallowed(text: &str, line: &[Run], columns: &Columns) -> Option<(Mark, usize)> {
    let (end, first) = (
        line.first()?,
        line.iter().find(|r| r.kind != RunKind::Break)?,
    );
    let between = text.get(end.span.start..first.span.start)?;
    let start = end.span.start + between.rfind('\n')? + 1;
    let source = text.get(start..)?.lines().next()?;
    let (indent, width) = indentation(source);
    let (number, marker) = list_marker(source.get(width..)?)?;
    // The innermost item that the line reaches into; text may hang out of the others.
    let column = columns.iter().rev().find(|column| **column <= indent);
    if indent < column.unwrap_or(&0) + 4 {
        return None;
    }
    let (shown, blank) = beginning(line);
    let shown_marker = shown.get(blank..blank + marker)?;
    let content = shown.get(blank + marker..)?.trim_start();
    let same = source.get(width..width + marker) == Some(shown_marker);
    same.then(|| (Mark::Swallowed(number), shown.len() - content.len()))
}

/// The column and the byte at which a line's text begins.
pub(super) fn indentation(line: &str) -> (usize, usize) {
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (column, at),
        }
    }
    (column, line.len())
}

/// A list marker with something behind it: its number and its length without the space behind it.
pub(super) fn list_marker(line: &str) -> Option<(Option<u64>, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, length) = if digits == 0 {
        line.strip_prefix(['-', '*', '+'])?;
        (None, 1)
    } else {
        line.get(digits..)?.strip_prefix(['.', ')'])?;
        (Some(line.get(..digits)?.parse().ok()?), digits + 1)
    };
    let rest = line.get(length..)?;
    let marks = digits <= 9 && rest.starts_with([' ', '\t']) && !rest.trim_start().is_empty();
    marks.then_some((number, length))
}

/// Takes bytes away from the beginning of a line's text, and the break before it.
fn trim_start(line: &mut Vec<Run>, mut length: usize) {
    line.retain(|run| run.kind != RunKind::Break);
    for run in line.iter_mut() {
        let here = length.min(run.text.len());
        if run.span.len() == run.text.len() {
            run.span.start += here;
        }
        run.text = run.text.get(here..).unwrap_or_default().to_owned();
        length -= here;
        if length == 0 {
            break;
        }
    }
    line.retain(|run| !run.text.is_empty());
}

/// What a segment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// A TODO and nothing else: what is asked for, and where it stands.
    Todo(String, Range<usize>),
    /// Something to do.
    Step(Doing),
}

/// A step's text and what stood beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doing {
    /// What to do.
    pub(super) text: String,
    /// Its task box.
    pub(super) task: Option<TaskBox>,
    /// Its author's notes, and where they stand.
    pub(super) todos: Vec<(String, Range<usize>)>,
}

/// Reads a segment.
pub(super) fn said(mut runs: Vec<Run>) -> Said {
    let mut todos: Vec<(String, Range<usize>)> = runs
        .extract_if(.., |run| run.is_todo())
        .map(|run| (prompt(&run.text), run.span))
        .collect();
    if let Some((run, at)) = bare_tail(&runs) {
        let mut tail = runs.split_off(run);
        if let Some(first) = tail.first_mut() {
            let mut kept = first.clone();
            kept.text.truncate(at);
            first.span.start = first.place(at);
            first.text = first.text.get(at..).unwrap_or_default().to_owned();
            kept.span.end = first.span.start;
            runs.push(kept);
        }
        let (start, end) = (tail.first(), tail.last());
        if let (Some(start), Some(end)) = (start, end) {
            todos.push((prompt(&visible(&tail)), start.span.start..end.span.end));
        }
    }
    let (text, task) = without_box(&visible(&runs));
    if !text.is_empty() {
        return Said::Step(Doing { text, task, todos });
    }
    let place = todos
        .iter()
        .map(|(_, span)| span.clone())
        .reduce(|all, one| all.start.min(one.start)..all.end.max(one.end));
    let Some(place) = place else {
        return Said::Nothing;
    };
    let prompts: Vec<_> = todos.into_iter().map(|(prompt, _)| prompt).collect();
    Said::Todo(prompts.join(" ").trim().to_owned(), place)
}

/// Where a bare `TODO:` begins, or a bare TODO with nothing but a task box before it: run and byte.
fn bare_tail(runs: &[Run]) -> Option<(usize, usize)> {
    let mut before = String::new();
    for (number, run) in runs.iter().enumerate() {
        if run.kind == RunKind::Text {
            for (at, _) in run.text.match_indices("TODO") {
                let head = run.text.get(..at)?;
                let last = head
                    .chars()
                    .next_back()
                    .or_else(|| before.chars().next_back());
                if last.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let rest = run.text.get(at + 4..)?;
                let next = rest.chars().next().or_else(|| {
                    let following = runs.get(number + 1).filter(|r| r.kind == RunKind::Text);
                    following.and_then(|run| run.text.chars().next())
                });
                let ends = !next.is_some_and(|c| c.is_alphanumeric() || c == '_');
                let alone = || {
                    // Only a short beginning can be nothing but a task box.
                    before.len() + head.len() < 64
                        && without_box(&super::inline::collapsed(&format!("{before}{head}")))
                            .0
                            .is_empty()
                };
                if next == Some(':') || (ends && alone()) {
                    return Some((number, at));
                }
            }
        }
        before.push_str(match run.kind {
            RunKind::Break => " ",
            _ => &run.text,
        });
    }
    None
}

/// Text without a task box and without glyphs for bullets before it.
fn without_box(text: &str) -> (String, Option<TaskBox>) {
    let mut rest = text;
    let mut task = None;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches(is_bullet).trim_start();
        for (written, state) in [
            ("[ ]", TaskBox::Open),
            ("[x]", TaskBox::Done),
            ("[X]", TaskBox::Done),
        ] {
            let behind = rest.strip_prefix(written);
            if let Some(behind) = behind.filter(|b| b.is_empty() || b.starts_with(' '))
                && task.is_none()
            {
                task = Some(state);
                rest = behind.trim_start();
            }
        }
        if rest.len() == before {
            return (rest.to_owned(), task);
        }
    }
}

/// Whether a character is a bullet of a list.
fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '⁃'
            | '◦'
            | '∙'
            | '·'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '●'
            | '○'
            | '◆'
            | '◇'
            | '►'
            | '▸'
            | '\u{f0b7}'
            | '\u{f0a7}'
    )
}

#[cfg(test)]
mod tests {
    use super::super::markdown::{BlockKind, blocks};
    use super::*;

    fn paragraph(text: &str) -> Inline {
        let found = blocks(text, 0..text.len());
        let inline = found.into_iter().find_map(|block| match block.kind {
            BlockKind::Paragraph(inline) => Some(inline),
            _ => None,
        });
        inline.expect("a paragraph")
    }

    fn parts(text: &str, columns: &Columns) -> Vec<(Option<Mark>, String)> {
        let mut letter = 0;
        segments(text, paragraph(text), Some(&mut letter), true, columns)
            .into_iter()
            .map(|segment| (segment.mark, visible(&segment.runs)))
            .collect()
    }

    fn step(text: &str) -> (String, Vec<String>) {
        match said(paragraph(text).runs) {
            Said::Step(said) => (
                said.text,
                said.todos.into_iter().map(|(prompt, _)| prompt).collect(),
            ),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_the_next_letter_begins_a_step() {
        let text = "1. e.g. x\n   a. one  \n   more\n   c. not yet\n   **b)** two\n   a. not again";
        let found = parts(text, &[3]);
        let shown: Vec<_> = found
            .iter()
            .map(|(mark, text)| (mark.is_some(), text.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (false, "e.g. x"),
                (true, "one more c. not yet"),
                (true, "two a. not again"),
            ]
        );
        assert_eq!(
            parts("1. x\n   a.y\n   a", &[3]).len(),
            1,
            "no space behind it"
        );
    }

    #[test]
    fn items_indented_too_far_are_recovered() {
        let found = parts("1. x:\n       1. one\n       * two\n          more", &[3]);
        assert_eq!(
            found,
            [
                (None, "x:".to_owned()),
                (Some(Mark::Swallowed(Some(1))), "one".to_owned()),
                (Some(Mark::Swallowed(None)), "two more".to_owned()),
            ]
        );
        // A number that can't begin a list here isn't there because of its indentation.
        assert_eq!(parts("x\n2. two", &[]).len(), 1);
        assert_eq!(parts("1. x\n   2. two", &[3]).len(), 1);
        assert_eq!(parts("x\n    - y", &[]).len(), 2);
        assert_eq!(parts("x\n    \\- y", &[]).len(), 1, "escaped");
        assert_eq!(parts("x\n\t- y", &[]).len(), 2, "a tab");
    }

    #[test]
    fn todos_are_cut_from_the_text() {
        assert_eq!(
            step("Ask `TODO: whom` twice TODO: how often"),
            (
                "Ask twice".to_owned(),
                vec!["whom".to_owned(), "how often".to_owned()]
            )
        );
        assert_eq!(step("Ask `x TODO` TODOS: TODO x").1, Vec::<String>::new());
        assert_eq!(step("a **TODO**: b").1, ["b"]);
    }

    #[test]
    fn a_todo_alone_is_no_step() {
        for (text, asked) in [
            ("TODO", ""),
            ("TODO: ask", "ask"),
            ("TODO ask", "ask"),
            ("`TODO: ask`", "ask"),
            ("[ ] TODO", ""),
            ("• `TODO: a` `TODO: b`", "a b"),
        ] {
            let Said::Todo(prompt, span) = said(paragraph(text).runs) else {
                panic!("{text}");
            };
            assert_eq!(prompt, asked, "{text}");
            assert!(text[span].contains("TODO"));
        }
        assert_eq!(said(Vec::new()), Said::Nothing);
    }

    #[test]
    fn task_boxes_and_bullets_are_no_text() {
        let said = |text: &str| match said(paragraph(text).runs) {
            Said::Step(said) => (said.text, said.task),
            other => panic!("{other:?}"),
        };
        assert_eq!(said("[x] • a"), ("a".to_owned(), Some(TaskBox::Done)));
        assert_eq!(said("• [ ] a"), ("a".to_owned(), Some(TaskBox::Open)));
        assert_eq!(said("[ ]a"), ("[ ]a".to_owned(), None));
        assert_eq!(said("[y] a"), ("[y] a".to_owned(), None));
    }
}

//! The content of a paragraph, a heading or a table's cell: text, code, links, line breaks.

use std::ops::Range;

use super::html;

/// What a paragraph, heading or cell holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Inline {
    /// Text, code and breaks, in their order.
    pub(super) runs: Vec<Run>,
    /// Its links.
    pub(super) links: Vec<Link>,
    /// Names that links can lead to.
    pub(super) anchors: Vec<String>,
    /// How many times `TODO` stands in its comments.
    pub(super) hidden_todos: usize,
    /// Its images without a text that could stand for them.
    pub(super) bare_images: Vec<Range<usize>>,
    /// Whether an HTML tag that is none stands in it, as in `<Type of Incident>`.
    pub(super) strange_tag: bool,
    /// How many bold runs it has that are in no other.
    pub(super) strong_runs: usize,
}

/// A piece of visible text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// What kind.
    pub(super) kind: RunKind,
    /// Its text; empty for a break.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// Whether it is bold.
    pub(super) strong: bool,
}

/// What kind of visible text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunKind {
    /// Text.
    Text,
    /// A code span.
    Code,
    /// The end of a line.
    Break,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Where it leads.
    pub(super) target: String,
    /// The whole link.
    pub(super) span: Range<usize>,
}

impl Run {
    /// Whether it is a code span that begins with TODO.
    pub(super) fn is_todo(&self) -> bool {
        self.kind == RunKind::Code && todo_at_start(&self.text).is_some()
    }
}

impl Inline {
    /// Its visible text as one line.
    pub(super) fn visible(&self) -> String {
        visible(&self.runs)
    }

    /// The text of its one bold run, if it is nothing else but a colon behind it.
    pub(super) fn bold_alone(&self) -> Option<String> {
        if self.strong_runs != 1 {
            return None;
        }
        let outside: String = self
            .runs
            .iter()
            .filter(|run| !run.strong)
            .map(|run| run.text.as_str())
            .collect();
        matches!(outside.trim(), "" | ":").then(|| self.visible())
    }

    /// Whether there is nothing in it to be seen.
    pub(super) fn is_blank(&self) -> bool {
        let mut shown = self.runs.iter().flat_map(|run| run.text.chars());
        shown.all(is_blank)
    }

    /// A paragraph's prompts: its code spans if it is nothing but such that begin with TODO.
    pub(super) fn todo_spans(&self) -> Option<Vec<&Run>> {
        let mut spans = Vec::new();
        for run in &self.runs {
            if run.is_todo() {
                spans.push(run);
            } else if !run.text.trim().is_empty() {
                return None;
            }
        }
        (!spans.is_empty()).then_some(spans)
    }

    /// Where a bare TODO begins, if the paragraph begins with one.
    pub(super) fn bare_todo(&self) -> Option<Range<usize>> {
        let first = self
            .runs
            .iter()
            .position(|run| !run.text.trim().is_empty())?;
        let runs = self.runs.get(first..)?;
        let (run, last) = (runs.first()?, runs.last()?);
        let blank = run.text.len() - run.text.trim_start().len();
        let text = joined(runs);
        let begins = run.kind == RunKind::Text && todo_at_start(text.trim_start()).is_some();
        begins.then(|| run.place(blank)..last.span.end)
    }
}

impl Run {
    /// Where the byte `at` of its text stands.
    pub(super) fn place(&self, at: usize) -> usize {
        if self.span.len() == self.text.len() {
            self.span.start + at
        } else {
            self.span.start
        }
    }
}

/// The text of runs up to the first code span, as it stands.
fn joined(runs: &[Run]) -> String {
    let text = runs.iter().take_while(|run| run.kind != RunKind::Code);
    text.map(|run| match run.kind {
        RunKind::Break => " ",
        _ => run.text.as_str(),
    })
    .collect()
}

/// What stands behind a TODO at the start of a text, or none if no TODO stands there.
pub(super) fn todo_at_start(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix("TODO")?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    ends.then_some(rest)
}

/// What an author asks for: the text behind `TODO:`.
pub(super) fn prompt(text: &str) -> String {
    let rest = todo_at_start(text).unwrap_or(text).trim_start();
    rest.strip_prefix(':').unwrap_or(rest).trim().to_owned()
}

/// Runs as one line of text (rule R6a): spaces collapsed, citation marks and invisible characters
/// dropped, code by its content.
pub(super) fn visible(runs: &[Run]) -> String {
    let mut raw = String::new();
    let mut code: Vec<Range<usize>> = Vec::new();
    for run in runs {
        let start = raw.len();
        match run.kind {
            RunKind::Break => raw.push(' '),
            RunKind::Text => raw.push_str(&run.text),
            RunKind::Code => {
                raw.push_str(&run.text);
                code.push(start..raw.len());
            }
        }
    }
    collapsed(&without_citations(&raw, &code))
}

/// Text without marks such as `[2]` outside of code.
fn without_citations(raw: &str, code: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(raw.len());
    let mut code = code.iter().peekable();
    let mut copied = 0;
    for open in memchr::memchr_iter(b'[', raw.as_bytes()) {
        while code.next_if(|range| range.end <= open).is_some() {}
        if open < copied || code.peek().is_some_and(|range| range.start <= open) {
            continue;
        }
        let rest = raw.get(open + 1..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || rest.as_bytes().get(digits) != Some(&b']') {
            continue;
        }
        kept.push_str(raw.get(copied..open).unwrap_or_default());
        // The space before a mark belongs to the mark.
        kept.truncate(kept.trim_end().len());
        copied = open + digits + 2;
    }
    kept.push_str(raw.get(copied..).unwrap_or_default());
    kept
}

/// Text with single spaces and without characters that have no width.
pub(super) fn collapsed(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !has_no_width(c) {
            if space && !made.is_empty() {
                made.push(' ');
            }
            space = false;
            made.push(c);
        }
    }
    made
}

/// Whether a character is a space or invisible.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || has_no_width(c)
}

fn has_no_width(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{180e}' | '\u{2060}' | '\u{feff}'
    )
}

/// Inline content as it is put together.
#[derive(Debug, Default)]
pub(super) struct Builder {
    inline: Inline,
    strong: usize,
    images: Vec<(Range<usize>, bool)>,
}

impl Builder {
    /// Text, code or a break. Text within an image stands for the image and is not visible.
    pub(super) fn push(&mut self, kind: RunKind, text: &str, span: Range<usize>) {
        if let Some((_, described)) = self.images.last_mut() {
            *described |= !text.trim().is_empty();
            return;
        }
        self.inline.runs.push(Run {
            kind,
            text: text.to_owned(),
            span,
            strong: self.strong > 0,
        });
    }

    /// A bold run begins or ends.
    pub(super) fn strong(&mut self, begins: bool) {
        if begins {
            if self.strong == 0 {
                self.inline.strong_runs += 1;
            }
            self.strong += 1;
        } else {
            self.strong = self.strong.saturating_sub(1);
        }
    }

    /// A link begins.
    pub(super) fn link(&mut self, target: &str, span: Range<usize>) {
        let target = target.to_owned();
        self.inline.links.push(Link { target, span });
    }

    /// An image begins.
    pub(super) fn image(&mut self, span: Range<usize>) {
        self.images.push((span, false));
    }

    /// An image ends.
    pub(super) fn image_end(&mut self) {
        if let Some((span, false)) = self.images.pop() {
            self.inline.bare_images.push(span);
        }
    }

    /// A tag or a comment.
    pub(super) fn html(&mut self, text: &str, span: Range<usize>) {
        match html::kind(text) {
            html::Kind::Comment => self.inline.hidden_todos += html::todos(text),
            html::Kind::LineBreak => self.push(RunKind::Break, "", span),
            html::Kind::Strange => {
                self.inline.strange_tag = true;
                self.push(RunKind::Text, text, span);
            }
            html::Kind::Known => {
                self.inline.anchors.extend(html::anchor(text));
                if html::is_bare_image(text) {
                    self.inline.bare_images.push(span);
                }
            }
        }
    }

    /// What was put together.
    pub(super) fn done(self) -> Inline {
        self.inline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(kind: RunKind, text: &str) -> Run {
        Run {
            kind,
            text: text.to_owned(),
            span: 0..text.len(),
            strong: false,
        }
    }

    #[test]
    fn visible_text_is_one_line() {
        let runs = [
            run(RunKind::Text, " a\u{a0}\u{200b}b [12]"),
            run(RunKind::Break, ""),
            run(RunKind::Code, "x[0]"),
            run(RunKind::Text, " [3], [x] [] d\u{3000}"),
        ];
        assert_eq!(visible(&runs), "a b x[0], [x] [] d");
    }

    #[test]
    fn a_todo_is_a_word() {
        assert_eq!(todo_at_start(" TODO: x"), Some(": x"));
        assert_eq!(todo_at_start("TODOS"), None);
        assert_eq!(todo_at_start("a TODO"), None);
        assert_eq!(prompt("TODO:  Ask "), "Ask");
        assert_eq!(prompt("TODO"), "");
        assert_eq!(prompt("TODO ask"), "ask");
    }
}

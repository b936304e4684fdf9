//! Markdown as a flat sequence of blocks with places (rule R1): `CommonMark` and GitHub's tables.
//!
//! Flat, so that no depth of nesting can exhaust a stack.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::inline::{Builder, Inline, RunKind};

/// A block, or the beginning or end of a list item.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Where it stands in the document's text.
    pub(super) span: Range<usize>,
    /// How many lists it stands in.
    pub(super) depth: usize,
    /// Whether it stands in a quote.
    pub(super) quoted: bool,
}

/// What a block is.
#[derive(Debug, Clone)]
pub(super) enum BlockKind {
    /// A heading of a level, 1 to 6.
    Heading(u8, Inline),
    /// A paragraph.
    Paragraph(Inline),
    /// An item begins; its number is the list's first plus its position.
    Item(Option<u64>),
    /// The item ends that began last and has not ended.
    ItemEnd,
    /// A fence: whether something stands behind its opening, what is in it, whether it is closed.
    Fence {
        /// Whether a language or the like is given.
        named: bool,
        /// The lines within.
        content: Range<usize>,
        /// Whether a closing line ends it.
        closed: bool,
    },
    /// Indented code.
    Code,
    /// HTML.
    Html,
    /// A table: its head's cells, its rows' cells and places.
    Table(Vec<Inline>, Vec<(Vec<Inline>, Range<usize>)>),
}

/// The blocks of a part of a document's text.
pub(super) fn blocks(text: &str, part: Range<usize>) -> Vec<Block> {
    let source = text.get(part.clone()).unwrap_or_default();
    let mut reader = Reader {
        text,
        ..Reader::default()
    };
    for (event, span) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, span.start + part.start..span.end + part.start);
    }
    reader.close_loose();
    reader.blocks
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    /// The next number of each open list.
    lists: Vec<Option<u64>>,
    quotes: usize,
    /// The paragraph, heading or cell that is open.
    inline: Option<(Builder, Range<usize>)>,
    /// Whether the open paragraph has no tags of its own, as an item's text in a tight list.
    loose: bool,
    /// The open code, if any.
    code: Option<Code>,
    in_html: bool,
    cells: Vec<Inline>,
    head: Vec<Inline>,
    rows: Vec<(Vec<Inline>, Range<usize>)>,
}

impl Reader<'_> {
    fn push(&mut self, kind: BlockKind, span: Range<usize>) {
        self.blocks.push(Block {
            kind,
            span,
            depth: self.lists.len(),
            quoted: self.quotes > 0,
        });
    }

    /// Ends a paragraph that has no end of its own.
    fn close_loose(&mut self) {
        if self.loose {
            self.loose = false;
            if let Some((builder, span)) = self.inline.take() {
                self.push(BlockKind::Paragraph(builder.done()), span);
            }
        }
    }

    /// The open paragraph; begins one where text stands without.
    fn content(&mut self, span: &Range<usize>) -> &mut Builder {
        if self.inline.is_none() {
            self.loose = true;
        }
        let (builder, whole) = self
            .inline
            .get_or_insert_with(|| (Builder::default(), span.clone()));
        whole.end = whole.end.max(span.end);
        builder
    }

    fn open(&mut self, span: Range<usize>) {
        self.close_loose();
        self.inline = Some((Builder::default(), span));
    }

    fn close(&mut self) -> (Inline, Range<usize>) {
        let (builder, span) = self.inline.take().unwrap_or_default();
        (builder.done(), span)
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => match &mut self.code {
                Some(code) => {
                    let whole = code.content.get_or_insert_with(|| span.clone());
                    whole.end = span.end;
                }
                None => self.content(&span).push(RunKind::Text, &text, span),
            },
            Event::Code(text) => self.content(&span).push(RunKind::Code, &text, span),
            Event::SoftBreak | Event::HardBreak => {
                self.content(&span).push(RunKind::Break, "", span);
            }
            // A block's HTML is read as a whole, by its place.
            Event::Html(_) if self.in_html => {}
            Event::InlineHtml(text) | Event::Html(text) => {
                self.content(&span).html(&text, span);
            }
            Event::Rule => self.close_loose(),
            // Extensions that are not asked for.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Strong => self.content(&span).strong(true),
            Tag::Link { dest_url, .. } => self.content(&span).link(&dest_url, span),
            Tag::Image { .. } => self.content(&span).image(span),
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => self.open(span),
            Tag::BlockQuote(_) => {
                self.close_loose();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.close_loose();
                self.code = Some(Code {
                    info: match kind {
                        CodeBlockKind::Indented => None,
                        CodeBlockKind::Fenced(info) => Some(info.trim().to_owned()),
                    },
                    content: None,
                });
            }
            Tag::HtmlBlock => {
                self.close_loose();
                self.in_html = true;
            }
            Tag::List(first) => {
                self.close_loose();
                self.lists.push(first);
            }
            Tag::Item => {
                self.close_loose();
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = number.map(|n| n.saturating_add(1));
                    number
                });
                self.push(BlockKind::Item(number), span);
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow => self.close_loose(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        match tag {
            TagEnd::Strong => self.content(&span).strong(false),
            TagEnd::Image => self.content(&span).image_end(),
            TagEnd::Paragraph => {
                let (inline, span) = self.close();
                self.push(BlockKind::Paragraph(inline), span);
            }
            TagEnd::Heading(level) => {
                let (inline, span) = self.close();
                self.push(BlockKind::Heading(level as u8, inline), span);
            }
            TagEnd::BlockQuote(_) => {
                self.close_loose();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.end_code(span),
            TagEnd::HtmlBlock => {
                self.in_html = false;
                self.push(BlockKind::Html, span);
            }
            TagEnd::Item => {
                self.close_loose();
                self.push(BlockKind::ItemEnd, span);
            }
            TagEnd::List(_) => {
                self.close_loose();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let (inline, _) = self.close();
                self.cells.push(inline);
            }
            TagEnd::TableHead => self.head = std::mem::take(&mut self.cells),
            TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                self.rows.push((cells, span));
            }
            TagEnd::Table => {
                let table = BlockKind::Table(
                    std::mem::take(&mut self.head),
                    std::mem::take(&mut self.rows),
                );
                self.push(table, span);
            }
            _ => {}
        }
    }

    fn end_code(&mut self, span: Range<usize>) {
        let code = self.code.take().unwrap_or_default();
        let Some(info) = code.info else {
            self.push(BlockKind::Code, span);
            return;
        };
        let fence = BlockKind::Fence {
            named: !info.is_empty(),
            content: code.content.unwrap_or(span.end..span.end),
            closed: is_closed(self.text.get(span.clone()).unwrap_or_default()),
        };
        self.push(fence, span);
    }
}

/// Code as it is read.
#[derive(Default)]
struct Code {
    /// What stands behind a fence's opening; none for indented code.
    info: Option<String>,
    content: Option<Range<usize>>,
}

/// Whether a fence has a closing line.
fn is_closed(fence: &str) -> bool {
    let fence = fence.trim();
    let Some(mark) = fence.chars().next() else {
        return false;
    };
    let width = fence.chars().take_while(|c| *c == mark).count();
    let mut lines = fence.lines();
    let last = lines.next_back().filter(|_| lines.next().is_some());
    last.is_some_and(|line| {
        // A fence in a quote has the quote's marks before its closing line.
        let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
        line.len() >= width && line.chars().all(|c| c == mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<String> {
        let shown = |block: &Block| {
            let kind = match &block.kind {
                BlockKind::Heading(level, inline) => format!("h{level} {}", inline.visible()),
                BlockKind::Paragraph(inline) => format!("p {}", inline.visible()),
                BlockKind::Item(number) => format!("item {number:?}"),
                BlockKind::ItemEnd => "end".to_owned(),
                BlockKind::Fence {
                    named,
                    content,
                    closed,
                } => format!("fence {named} {closed} {:?}", &text[content.clone()]),
                BlockKind::Code => "code".to_owned(),
                BlockKind::Html => "html".to_owned(),
                BlockKind::Table(head, rows) => format!("table {} {}", head.len(), rows.len()),
            };
            format!(
                "{} {}{kind}",
                block.depth,
                if block.quoted { "> " } else { "" }
            )
        };
        blocks(text, 0..text.len()).iter().map(shown).collect()
    }

    #[test]
    fn tight_and_loose_lists_are_alike() {
        let shapes = [
            "1 item Some(3)",
            "1 p a b",
            "2 item None",
            "2 p c",
            "2 end",
            "1 end",
        ];
        assert_eq!(shape("3. a\n   b\n   - c\n"), shapes);
        assert_eq!(shape("3. a\n   b\n\n   - c\n"), shapes);
    }

    #[test]
    fn blocks_of_all_kinds_are_found() {
        let text = "# A *b*\n\n> - q\n\n```\nx\n\n```\n~~~ sh\ny\n";
        let found = shape(text);
        assert_eq!(
            found,
            [
                "0 h1 A b",
                "1 > item None",
                "1 > p q",
                "1 > end",
                "0 fence false true \"x\\n\\n\"",
                "0 fence true false \"y\\n\"",
            ]
        );
        assert_eq!(
            shape("a\n===\n\n    code\n\n<div>\nx\n</div>\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n***\n"),
            ["0 h1 a", "0 code", "0 html", "0 table 2 1"]
        );
        assert_eq!(shape("```\n```"), ["0 fence false true \"\""]);
        assert_eq!(shape("```"), ["0 fence false false \"\""]);
    }

    #[test]
    fn places_are_those_of_the_whole_text() {
        let text = "x\n\ny `c` [l](#t)\n";
        let found = blocks(text, 3..text.len());
        let BlockKind::Paragraph(inline) = &found[0].kind else {
            panic!("a paragraph");
        };
        let code = inline.runs.iter().find(|run| run.kind == RunKind::Code);
        assert_eq!(&text[code.expect("there").span.clone()], "`c`");
        assert_eq!(&text[inline.links[0].span.clone()], "[l](#t)");
        assert_eq!(&text[found[0].span.clone()], "y `c` [l](#t)\n");
    }
}

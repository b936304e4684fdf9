//! From blocks to playbooks (rules R2 to R7): which heading a block stands under decides what it is.

use std::ops::Range;

use super::attack_table;
use super::build::{Building, Place};
use super::heading::{self, Meaning};
use super::html;
use super::inline::{Builder, Inline, RunKind};
use super::items::Items;
use super::lines::{Lines, trimmed};
use super::markdown::{Block, BlockKind, blocks};
use super::{Form, Heading, Phase, Playbook, Title};
use crate::base::Diagnostic;

/// The level of a bold paragraph that serves as a heading: below all real ones.
const BOLD: u8 = 7;

/// What a walk through a document finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The playbooks, in their order.
    pub(super) playbooks: Vec<Playbook>,
    /// What is to be said about how the file is written.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Walks through the text from `body` on.
pub(super) fn walk(text: &str, body: usize, lines: &Lines) -> Found {
    let mut walker = Walker {
        text,
        lines,
        open: Vec::new(),
        items: Items::default(),
        building: None,
        in_fence: false,
        hidden_before: 0,
        found: Found::default(),
    };
    walker.blocks(blocks(text, body..text.len()));
    walker.finish(text.len());
    walker.found
}

/// A heading under which the next block stands.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// 1 to 6, or [`BOLD`]; 0 for a fence, which everything in it stands under.
    level: u8,
    role: Role,
}

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Phase(Phase),
    References,
    Checklist(usize),
    Mitre,
    /// What the headings around it say.
    Inherits,
}

/// What a block of HTML shows.
fn html_content(text: &str, span: Range<usize>) -> Inline {
    let mut builder = Builder::default();
    let source = text.get(span.clone()).unwrap_or_default();
    for (is_text, piece) in html::pieces(source) {
        let shown = source.get(piece.clone()).unwrap_or_default();
        let place = span.start + piece.start..span.start + piece.end;
        if is_text {
            builder.push(RunKind::Text, shown, place);
        } else {
            builder.html(shown, place);
        }
    }
    builder.done()
}

struct Walker<'t> {
    text: &'t str,
    lines: &'t Lines,
    open: Vec<Open>,
    items: Items,
    building: Option<Building>,
    in_fence: bool,
    /// TODOs in comments before the first title.
    hidden_before: usize,
    found: Found,
}

impl Walker<'_> {
    fn blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: Block) {
        let top = block.depth == 0 && !block.quoted;
        match block.kind {
            BlockKind::Heading(level, inline) if top => self.heading(level, &inline, block.span),
            BlockKind::Fence {
                named,
                content,
                closed,
            } => self.fence(named, content, closed, &block.span, top),
            kind => self.content(Block { kind, ..block }),
        }
    }

    /// Anything that is no heading; outside of playbooks, it is nothing.
    fn content(&mut self, block: Block) {
        let place = self.place();
        let under_mitre = self
            .open
            .last()
            .is_some_and(|open| open.role == Role::Mitre);
        let top = block.depth == 0 && !block.quoted;
        self.observe(&block);
        let Some(building) = &mut self.building else {
            return;
        };
        match block.kind {
            BlockKind::Heading(_, inline) | BlockKind::Paragraph(inline) if top => {
                let bold = inline.bold_alone().and_then(|text| {
                    let meaning = heading::bold_meaning(&text)?;
                    Some((text, meaning))
                });
                if let Some((text, meaning)) = bold {
                    let heading = self.named(text, Form::Bold, block.span);
                    self.enter(BOLD, meaning, heading);
                } else {
                    building.paragraph(self.text, self.lines, place, inline, block.span);
                }
            }
            BlockKind::Heading(_, inline) | BlockKind::Paragraph(inline) => {
                let paragraph = (inline, block.span, block.quoted);
                self.items
                    .paragraph(building, self.text, self.lines, place, paragraph);
            }
            BlockKind::Item(ordinal) => {
                self.items
                    .begin(self.text, block.span, block.depth, ordinal, block.quoted);
            }
            BlockKind::ItemEnd => self.items.end(),
            BlockKind::Table(head, rows) if top && attack_table::is_one(&head, under_mitre) => {
                let table =
                    attack_table::read(&head, rows, trimmed(self.text, block.span), self.lines);
                building.attack(table);
            }
            BlockKind::Html => {
                let inline = html_content(self.text, block.span.clone());
                if inline.is_blank() {
                    // A comment, or tags alone.
                } else if !block.quoted && self.items.awaits_text() {
                    let paragraph = (inline, block.span, false);
                    self.items
                        .paragraph(building, self.text, self.lines, place, paragraph);
                } else {
                    self.items.note(building, &inline.visible());
                }
            }
            BlockKind::Code | BlockKind::Table(..) | BlockKind::Fence { .. } => {
                let note = self.text.get(block.span).unwrap_or_default();
                self.items.note(building, note);
            }
        }
    }

    fn heading(&mut self, level: u8, inline: &Inline, span: Range<usize>) {
        let visible = inline.visible();
        let prefixed = heading::playbook_title(&visible);
        if self.building.is_none() || (level <= 2 && prefixed.is_some() && !self.in_fence) {
            let text = prefixed.unwrap_or(&visible).to_owned();
            self.bare_images(inline);
            self.begin(inline, text, span);
            return;
        }
        self.inline_findings(inline);
        let meaning = heading::meaning(&visible);
        let heading = self.named(visible, Form::Level(level), span);
        self.enter(level, meaning, heading);
    }

    /// A title: the playbook before it ends, another begins.
    fn begin(&mut self, inline: &Inline, text: String, span: Range<usize>) {
        self.finish(span.start);
        let is_placeholder = text.is_empty()
            || inline.strange_tag
            || html::strange_tag(&text).is_some()
            || super::inline::todo_at_start(&text).is_some();
        let title = Title {
            text,
            is_placeholder,
            line: self.lines.line(span.start),
            span: trimmed(self.text, span),
        };
        let mut building = Building::new(title);
        building.hidden_todos(inline.hidden_todos + std::mem::take(&mut self.hidden_before));
        self.building = Some(building);
    }

    fn finish(&mut self, end: usize) {
        self.open.clear();
        self.items = Items::default();
        if let Some(building) = self.building.take() {
            let playbook = building.done(self.text, end, &mut self.found.diagnostics);
            self.found.playbooks.push(playbook);
        }
    }

    fn named(&self, text: String, form: Form, span: Range<usize>) -> Heading {
        Heading {
            text,
            form,
            line: self.lines.line(span.start),
            span: trimmed(self.text, span),
        }
    }

    /// A heading of a level closes those of its level and below.
    fn enter(&mut self, level: u8, meaning: Meaning, heading: Heading) {
        // A fence holds all that stands in it, whatever the level.
        while self
            .open
            .last()
            .is_some_and(|open| open.level >= level && open.level > 0)
        {
            self.open.pop();
        }
        // In a list for others, all belongs to the list; among sources, bold text only sorts them.
        let sorts = match self.place() {
            Place::Checklist(_) => true,
            Place::References => level == BOLD,
            Place::Phase(_) | Place::Outside => false,
        };
        let Some(building) = &mut self.building else {
            return;
        };
        building.heading(&heading);
        let role = match meaning {
            Meaning::Phase(..) if sorts => Role::Inherits,
            Meaning::Phase(named, others) => {
                Role::Phase(building.phase(named, others, level, heading))
            }
            Meaning::Resources => Role::References,
            Meaning::Checklist(title) => Role::Checklist(building.checklist(title, &heading)),
            Meaning::Mitre => Role::Mitre,
            Meaning::Nothing => {
                building.unmapped(heading);
                Role::Inherits
            }
        };
        self.open.push(Open { level, role });
    }

    /// What a block is that stands here: the nearest heading with a meaning decides, but all that
    /// stands under a `Reference: ..` list belongs to it. A heading that names a phase means that phase
    /// under "References" too: public playbooks go on there with steps, or sort their sources by phase.
    fn place(&self) -> Place {
        let mut phase = None;
        for open in self.open.iter().rev() {
            match open.role {
                Role::Checklist(number) => return Place::Checklist(number),
                Role::References if phase.is_none() => return Place::References,
                Role::Phase(named) => phase = phase.or(Some(named)),
                Role::References | Role::Mitre | Role::Inherits => {}
            }
        }
        phase.map_or(Place::Outside, Place::Phase)
    }

    /// A fence is code, or the section of a phase if a line such as `(P) Preparation` begins it.
    fn fence(
        &mut self,
        named: bool,
        content: Range<usize>,
        closed: bool,
        span: &Range<usize>,
        top: bool,
    ) {
        if !closed {
            let opening = trimmed(self.text, self.lines.start(span.start)..span.end);
            let first = self.text.get(opening.clone()).unwrap_or_default();
            let length = first.lines().next().unwrap_or_default().len();
            let begins = opening.start..opening.start + length;
            let line = self.lines.line(span.start);
            let unclosed = Diagnostic::warning(
                "unclosed-fence",
                format!("the code fence that begins on line {line} is never closed"),
            );
            self.found.diagnostics.push(unclosed.at(begins).help(
                "put a line with the same backticks where the code ends; until then, all that follows is code",
            ));
        }
        let outside = matches!(self.place(), Place::Phase(_) | Place::Outside);
        let section = (top && !named && !self.in_fence && outside && self.building.is_some())
            .then(|| self.fenced_section(&content))
            .flatten();
        let Some((meaning, heading)) = section else {
            self.content(Block {
                kind: BlockKind::Fence {
                    named,
                    content,
                    closed,
                },
                span: span.clone(),
                depth: usize::from(!top),
                quoted: false,
            });
            return;
        };
        let body = heading.span.end..content.end;
        let around = std::mem::take(&mut self.open);
        self.enter(0, meaning, heading);
        self.in_fence = true;
        self.blocks(blocks(self.text, body));
        self.in_fence = false;
        self.open = around;
    }

    /// The phase that a fence's first line names.
    fn fenced_section(&self, content: &Range<usize>) -> Option<(Meaning, Heading)> {
        let text = self.text.get(content.clone())?;
        let start = content.start + (text.len() - text.trim_start().len());
        let line = self.text.get(start..content.end)?.lines().next()?;
        let meaning = heading::lettered_meaning(line)?;
        let span = start..start + line.len();
        let visible = super::inline::collapsed(line);
        Some((meaning, self.named(visible, Form::Fence, span)))
    }

    /// Findings that hold wherever a block stands.
    fn observe(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(inline) | BlockKind::Heading(_, inline) => {
                self.inline_findings(inline);
            }
            BlockKind::Table(head, rows) => {
                for cell in head.iter().chain(rows.iter().flat_map(|(cells, _)| cells)) {
                    self.inline_findings(cell);
                }
            }
            BlockKind::Html => self.html_findings(&block.span),
            _ => {}
        }
    }

    fn inline_findings(&mut self, inline: &Inline) {
        self.bare_images(inline);
        self.hidden_todos(inline.hidden_todos);
    }

    fn hidden_todos(&mut self, count: usize) {
        match &mut self.building {
            Some(building) => building.hidden_todos(count),
            None => self.hidden_before += count,
        }
    }

    fn bare_images(&mut self, inline: &Inline) {
        for image in &inline.bare_images {
            self.bare_image(image.clone());
        }
    }

    fn bare_image(&mut self, span: Range<usize>) {
        let bare = Diagnostic::warning(
            "image-without-text",
            "this image has no text that could stand for it",
        );
        self.found.diagnostics.push(bare.at(span).help(
            "say what it shows, as in `![diagram of the network](network.png)`; players see the text only",
        ));
    }

    fn html_findings(&mut self, span: &Range<usize>) {
        let text = self.text.get(span.clone()).unwrap_or_default();
        self.hidden_todos(html::comments(text).map(html::todos).sum());
        if html::leaves_comment_open(text) {
            let open = Diagnostic::warning(
                "unclosed-comment",
                "a comment begins here and never ends: all that follows is hidden",
            );
            let start = text.rfind("<!--").unwrap_or(0) + span.start;
            self.found
                .diagnostics
                .push(open.at(start..start + 4).help("end it with `-->`"));
        }
        let mut lists = false;
        for (name, tag, place) in html::tags(text) {
            let place = span.start + place.start..span.start + place.end;
            if html::is_bare_image(tag) {
                self.bare_image(place);
            } else if name == "li" && !lists {
                lists = true;
                let list = Diagnostic::warning(
                    "html-list",
                    "a list in HTML: its items are not read as steps",
                );
                self.found.diagnostics.push(
                    list.at(place)
                        .help("write the items as Markdown: `1. First step`"),
                );
            }
        }
    }
}

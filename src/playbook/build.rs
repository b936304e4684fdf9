//! A playbook as it is put together, block by block.

use std::collections::BTreeSet;
use std::ops::Range;

use super::inline::{Inline, Link, Run, prompt, visible};
use super::lines::Lines;
use super::lines::trimmed;
use super::sources::{MOST_ADDRESSES, addresses, hints, is_open};
use super::steps::{Mark, Said, said, segments};
use super::{
    AttackTable, Checklist, Combined, Heading, Origin, Phase, Placeholder, PlaceholderKind,
    Playbook, Prose, Reference, Section, Step, Title, findings, html,
};
use crate::base::Diagnostic;

/// What a block belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A phase.
    Phase(Phase),
    /// A list for others, by its number.
    Checklist(usize),
    /// Sources and further reading.
    References,
    /// None of these.
    Outside,
}

/// A step or reference that was made, to which notes can be added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    place: Place,
    number: usize,
}

/// A playbook that is not complete yet.
#[derive(Debug)]
pub(super) struct Building {
    playbook: Playbook,
    /// The texts of its headings, in lower case.
    texts: BTreeSet<String>,
    /// The levels at which a heading named containment.
    contained: BTreeSet<u8>,
    /// List items in which nothing stands.
    empty_items: Vec<Range<usize>>,
}

impl Building {
    /// A playbook of which only the title is known.
    pub(super) fn new(title: Title) -> Self {
        let span = title.span.clone();
        Self {
            playbook: Playbook {
                title,
                span,
                attack: None,
                technique_hints: Vec::new(),
                sections: Vec::new(),
                outside: Vec::new(),
                references: Vec::new(),
                checklists: Vec::new(),
                combined: Vec::new(),
                duplicate_headings: Vec::new(),
                unmapped_headings: Vec::new(),
                placeholders: Vec::new(),
                hidden_todos: 0,
            },
            texts: BTreeSet::new(),
            contained: BTreeSet::new(),
            empty_items: Vec::new(),
        }
    }

    /// TODOs in a comment.
    pub(super) fn hidden_todos(&mut self, count: usize) {
        self.playbook.hidden_todos += count;
    }

    /// A heading, whatever it means.
    pub(super) fn heading(&mut self, heading: &Heading) {
        if !self.texts.insert(heading.text.to_lowercase()) {
            self.playbook.duplicate_headings.push(heading.clone());
        }
    }

    /// A heading that names a phase, and which one it means. "Remediation" behind containment at the
    /// same level means eradicating (rule R5c).
    pub(super) fn phase(
        &mut self,
        named: Phase,
        others: Vec<Phase>,
        level: u8,
        heading: Heading,
    ) -> Phase {
        let phase = if named == Phase::Remediate && self.contained.contains(&level) {
            Phase::Eradicate
        } else {
            named
        };
        if phase == Phase::Contain {
            self.contained.insert(level);
        }
        let playbook = &mut self.playbook;
        if !others.is_empty() {
            playbook.combined.push(Combined {
                heading: heading.clone(),
                phase,
                others,
            });
        }
        let known = playbook.sections.iter_mut().find(|s| s.phase == phase);
        if let Some(section) = known {
            section.headings.push(heading);
        } else {
            playbook.sections.push(Section {
                phase,
                headings: vec![heading],
                steps: Vec::new(),
                prose: Vec::new(),
            });
        }
        phase
    }

    /// A heading `Reference: ..`; returns the number of its list.
    pub(super) fn checklist(&mut self, title: String, heading: &Heading) -> usize {
        self.playbook.checklists.push(Checklist {
            title,
            line: heading.line,
            span: heading.span.clone(),
            steps: Vec::new(),
        });
        self.playbook.checklists.len() - 1
    }

    /// A heading that names nothing.
    pub(super) fn unmapped(&mut self, heading: Heading) {
        self.playbook.unmapped_headings.push(heading);
    }

    /// A table of techniques; the rows of a second one join those of the first.
    pub(super) fn attack(&mut self, mut table: AttackTable) {
        match &mut self.playbook.attack {
            Some(first) => first.rows.append(&mut table.rows),
            None => self.playbook.attack = Some(table),
        }
    }

    /// A paragraph outside of lists and quotes.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        lines: &Lines,
        place: Place,
        inline: Inline,
        span: Range<usize>,
    ) {
        self.links(place, &inline.links, lines);
        if self.prompts(place, &inline, lines) {
            return;
        }
        for segment in segments(text, inline, None, true, &[]) {
            if let Some(mark) = segment.mark {
                self.marked(place, segment.runs, 1, mark, lines);
            } else {
                self.prose_todos(place, &segment.runs, lines);
                let span = trimmed(text, span.clone());
                self.prose(place, visible(&segment.runs), span, lines);
            }
        }
    }

    /// Text that is neither a step nor asked for.
    pub(super) fn prose(&mut self, place: Place, text: String, span: Range<usize>, lines: &Lines) {
        if let (Place::Phase(phase), false) = (place, text.is_empty()) {
            let line = lines.line(span.start);
            if let Some(section) = self.section(phase) {
                section.prose.push(Prose { text, line, span });
            }
        }
    }

    /// The prompts of a paragraph that is nothing else (rule R7). Whether it is.
    pub(super) fn prompts(&mut self, place: Place, inline: &Inline, lines: &Lines) -> bool {
        if let Some(spans) = inline.todo_spans() {
            for run in spans {
                let asked = prompt(&run.text);
                self.placeholder(
                    PlaceholderKind::Prompt,
                    place,
                    asked,
                    run.span.clone(),
                    lines,
                );
            }
            true
        } else if let Some(span) = inline.bare_todo() {
            let asked = prompt(&inline.visible());
            self.placeholder(PlaceholderKind::Prompt, place, asked, span, lines);
            true
        } else {
            false
        }
    }

    /// TODOs in a paragraph of other text.
    pub(super) fn prose_todos(&mut self, place: Place, runs: &[Run], lines: &Lines) {
        for run in runs.iter().filter(|run| run.is_todo()) {
            let asked = prompt(&run.text);
            self.placeholder(
                PlaceholderKind::Prose,
                place,
                asked,
                run.span.clone(),
                lines,
            );
        }
    }

    /// Links whose targets are left open.
    pub(super) fn links(&mut self, place: Place, links: &[Link], lines: &Lines) {
        for link in links.iter().filter(|link| is_open(&link.target)) {
            let asked = link.target.trim_start_matches("#TODO").replace('-', " ");
            let asked = asked.trim().to_owned();
            self.placeholder(
                PlaceholderKind::Link,
                place,
                asked,
                link.span.clone(),
                lines,
            );
        }
    }

    fn placeholder(
        &mut self,
        kind: PlaceholderKind,
        place: Place,
        prompt: String,
        span: Range<usize>,
        lines: &Lines,
    ) {
        let phase = match place {
            Place::Phase(phase) => Some(phase),
            _ => None,
        };
        self.playbook.placeholders.push(Placeholder {
            kind,
            prompt,
            phase,
            line: lines.line(span.start),
            span,
        });
    }

    /// An item's first paragraph.
    pub(super) fn item(
        &mut self,
        place: Place,
        runs: Vec<Run>,
        level: usize,
        (ordinal, written): (Option<u64>, Option<u64>),
        lines: &Lines,
    ) -> Option<Entry> {
        self.step(
            place,
            runs,
            level,
            (Origin::Listed, ordinal, written),
            lines,
        )
    }

    /// A line or paragraph that a mark makes a step of its own.
    pub(super) fn marked(
        &mut self,
        place: Place,
        runs: Vec<Run>,
        level: usize,
        mark: Mark,
        lines: &Lines,
    ) -> Option<Entry> {
        let written = match mark {
            Mark::Letter(_) => None,
            Mark::Swallowed(number) => number,
        };
        let found = (mark.origin(), mark.ordinal(), written);
        self.step(place, runs, level, found, lines)
    }

    fn step(
        &mut self,
        place: Place,
        runs: Vec<Run>,
        level: usize,
        (origin, ordinal, written): (Origin, Option<u64>, Option<u64>),
        lines: &Lines,
    ) -> Option<Entry> {
        let mut visible = runs.iter().filter(|run| !run.text.trim().is_empty());
        let first = visible.next()?;
        let span = first.span.start..visible.next_back().unwrap_or(first).span.end;
        let line = lines.line(span.start);
        let text = match said(runs) {
            Said::Nothing => {
                self.empty_items.push(span);
                return None;
            }
            Said::Todo(prompt, place_of) => {
                self.placeholder(
                    PlaceholderKind::Item,
                    place,
                    prompt.clone(),
                    place_of,
                    lines,
                );
                return (place == Place::References)
                    .then(|| self.reference(prompt, true, line, span));
            }
            Said::Step(text) => text,
        };
        for (prompt, span) in &text.todos {
            let (prompt, span) = (prompt.clone(), span.clone());
            self.placeholder(PlaceholderKind::Inline, place, prompt, span, lines);
        }
        if place == Place::References {
            return Some(self.reference(text.text, false, line, span));
        }
        let steps = self.steps(place)?;
        steps.push(Step {
            level,
            text: text.text,
            line,
            span,
            notes: Vec::new(),
            author_notes: text.todos.into_iter().map(|(prompt, _)| prompt).collect(),
            origin,
            task: text.task,
            ordinal,
            written,
        });
        let number = steps.len() - 1;
        Some(Entry { place, number })
    }

    fn reference(
        &mut self,
        text: String,
        is_placeholder: bool,
        line: usize,
        span: Range<usize>,
    ) -> Entry {
        let urls = addresses(&text);
        self.playbook.references.push(Reference {
            text,
            urls,
            anchors: Vec::new(),
            is_placeholder,
            line,
            span,
        });
        Entry {
            place: Place::References,
            number: self.playbook.references.len() - 1,
        }
    }

    /// What a reference leads to, and what leads to it.
    pub(super) fn leads(&mut self, entry: Entry, links: &[Link], anchors: &[String]) {
        if entry.place != Place::References {
            return;
        }
        let Some(reference) = self.playbook.references.get_mut(entry.number) else {
            return;
        };
        reference.anchors.extend_from_slice(anchors);
        for link in links.iter().take(MOST_ADDRESSES) {
            if is_open(&link.target) {
                reference.is_placeholder = true;
            } else if !link.target.starts_with('#') && !reference.urls.contains(&link.target) {
                reference.urls.push(link.target.clone());
            }
        }
    }

    /// A further paragraph of an item.
    pub(super) fn note(&mut self, entry: Entry, note: String) {
        let steps = self.steps(entry.place);
        if let (Some(step), false) = (steps.and_then(|s| s.get_mut(entry.number)), note.is_empty())
        {
            step.notes.push(note);
        }
    }

    fn section(&mut self, phase: Phase) -> Option<&mut Section> {
        let sections = &mut self.playbook.sections;
        sections.iter_mut().find(|section| section.phase == phase)
    }

    fn steps(&mut self, place: Place) -> Option<&mut Vec<Step>> {
        match place {
            Place::Phase(phase) => self.section(phase).map(|section| &mut section.steps),
            Place::Checklist(number) => {
                let list = self.playbook.checklists.get_mut(number);
                list.map(|list| &mut list.steps)
            }
            Place::Outside => Some(&mut self.playbook.outside),
            Place::References => None,
        }
    }

    /// The playbook, which ends before `end`. Adds what is to be said about it.
    pub(super) fn done(
        mut self,
        text: &str,
        end: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Playbook {
        self.open_title(text);
        let playbook = &mut self.playbook;
        playbook.span.end = end;
        playbook
            .placeholders
            .sort_by_key(|p| (p.span.start, p.span.end));
        playbook.technique_hints = hints(playbook);
        findings::of(playbook, &self.empty_items, diagnostics);
        self.playbook
    }

    /// The placeholder that a title such as `<Type of Incident>` is.
    fn open_title(&mut self, text: &str) {
        let title = &self.playbook.title;
        if !title.is_placeholder {
            return;
        }
        let heading = text.get(title.span.clone()).unwrap_or_default();
        let (start, inner) = html::strange_tag(heading).unwrap_or_else(|| {
            let start = heading.rfind("TODO").unwrap_or(heading.len());
            (start, heading.get(start..).unwrap_or_default())
        });
        let start = title.span.start + start;
        self.playbook.placeholders.push(Placeholder {
            kind: PlaceholderKind::Title,
            prompt: prompt(inner.trim_matches(['<', '>'])),
            phase: None,
            line: title.line,
            span: start..start + inner.len(),
        });
    }
}

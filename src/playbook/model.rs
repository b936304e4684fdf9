//! What a playbook holds. Every place is a span of bytes of the decoded text, and a line of the file.

use std::ops::Range;

use super::Phase;

/// A playbook of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbook {
    /// What it is about.
    pub title: Title,
    /// From its title to the next playbook's title or the end.
    pub span: Range<usize>,
    /// The techniques it is written against, if it has such a table.
    pub attack: Option<AttackTable>,
    /// Technique numbers found in the title and the references: suggestions, never rows.
    pub technique_hints: Vec<String>,
    /// The phases that it names, in the order in which it first names them; each phase once.
    pub sections: Vec<Section>,
    /// List items that stand in no phase and are no material, as an introduction has them.
    pub outside: Vec<Step>,
    /// Sources and further reading.
    pub references: Vec<Reference>,
    /// Lists for users or a help desk under headings `Reference: ..`.
    pub checklists: Vec<Checklist>,
    /// Headings that name several phases.
    pub combined: Vec<Combined>,
    /// Headings with the same text as one before.
    pub duplicate_headings: Vec<Heading>,
    /// Headings that name no phase; what stands under them belongs to the phase around them.
    pub unmapped_headings: Vec<Heading>,
    /// Everything left for the author to fill, in the order of the file.
    pub placeholders: Vec<Placeholder>,
    /// How many times `TODO` stands in comments, which nobody sees.
    pub hidden_todos: usize,
}

/// What a playbook is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its text without a prefix such as `Playbook:`.
    pub text: String,
    /// Whether the author left it open, as in `<Type of Incident>`.
    pub is_placeholder: bool,
    /// The line, counted from 1.
    pub line: usize,
    /// The whole heading.
    pub span: Range<usize>,
}

/// The table of techniques.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttackTable {
    /// The names of its columns as they stand there.
    pub columns: Vec<String>,
    /// The rows in which anything stands.
    pub rows: Vec<AttackRow>,
    /// The line of its head, counted from 1.
    pub line: usize,
    /// The whole table.
    pub span: Range<usize>,
}

/// A row of the table of techniques.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttackRow {
    /// Tactics, split at commas.
    pub tactics: Vec<String>,
    /// The technique's number, such as `T1567`; empty if none is given.
    pub technique_id: String,
    /// The technique's name.
    pub technique_name: String,
    /// The sub-technique's number, from a column of its own.
    pub sub_technique_id: String,
    /// The sub-technique's name.
    pub sub_technique_name: String,
    /// Platforms, split at commas.
    pub platforms: Vec<String>,
    /// Permissions that the attacker needs, split at commas.
    pub permissions: Vec<String>,
    /// Further columns: their names and what stands in them.
    pub extra: Vec<(String, String)>,
    /// The line, counted from 1.
    pub line: usize,
    /// The whole row.
    pub span: Range<usize>,
}

/// A phase as a playbook has it: everything under all headings that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which phase.
    pub phase: Phase,
    /// The headings that name it, in their order; at least one.
    pub headings: Vec<Heading>,
    /// Its steps, in their order.
    pub steps: Vec<Step>,
    /// Paragraphs that are neither a step nor a placeholder, such as a list's introduction.
    pub prose: Vec<Prose>,
}

/// A heading and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its visible text.
    pub text: String,
    /// How it is written.
    pub form: Form,
    /// The line, counted from 1.
    pub line: usize,
    /// The whole heading.
    pub span: Range<usize>,
}

/// How a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A heading of this level, 1 to 6.
    Level(u8),
    /// A paragraph in bold.
    Bold,
    /// The first line of a fence.
    Fence,
}

/// A heading that names several phases; the first has its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// The heading.
    pub heading: Heading,
    /// The phase that has its content.
    pub phase: Phase,
    /// The others that it names.
    pub others: Vec<Phase>,
}

/// A step of a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How deep it stands in lists; 1 is a list's own item.
    pub level: usize,
    /// What to do, as one line of visible text.
    pub text: String,
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// Its first paragraph.
    pub span: Range<usize>,
    /// Further paragraphs, code and quotes that belong to it.
    pub notes: Vec<String>,
    /// What its author noted to be done in it, such as `TODO: Specify tools`.
    pub author_notes: Vec<String>,
    /// How it was found.
    pub origin: Origin,
    /// Its task box, if it has one.
    pub task: Option<TaskBox>,
    /// The number to show, if its list is numbered: the list's first number plus its position.
    pub ordinal: Option<u64>,
    /// The number that the author wrote, which may be another.
    pub written: Option<u64>,
}

/// How a step was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is an item of a list.
    Listed,
    /// It is a line or paragraph `a. ..` of an item.
    Lettered,
    /// It is a line of a paragraph with a list marker that was indented too far to be one.
    Recovered,
}

/// A task box before a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskBox {
    /// `[ ]`
    Open,
    /// `[x]`
    Done,
}

/// A paragraph that is no step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Its visible text.
    pub text: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The whole paragraph.
    pub span: Range<usize>,
}

/// Something left for the author to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// What kind.
    pub kind: PlaceholderKind,
    /// What the author is asked for, without `TODO:`; may be empty.
    pub prompt: String,
    /// The phase in which it stands; none outside of phases and in material.
    pub phase: Option<Phase>,
    /// The line, counted from 1.
    pub line: usize,
    /// What a filling replaces.
    pub span: Range<usize>,
}

/// What kind of placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceholderKind {
    /// A paragraph of nothing but a TODO.
    Prompt,
    /// A list item of nothing but a TODO.
    Item,
    /// A TODO beside a step's text.
    Inline,
    /// A TODO within a paragraph of other text.
    Prose,
    /// A link whose target is to be given.
    Link,
    /// The title.
    Title,
}

/// A source or something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its visible text.
    pub text: String,
    /// Where it leads: targets of links, and addresses in its text.
    pub urls: Vec<String>,
    /// The names by which the text can lead to it.
    pub anchors: Vec<String>,
    /// Whether it waits for its author.
    pub is_placeholder: bool,
    /// The line, counted from 1.
    pub line: usize,
    /// Its first paragraph.
    pub span: Range<usize>,
}

/// A list for somebody else than the responders, such as users or the help desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// Its heading without `Reference:`.
    pub title: String,
    /// The line of its heading, counted from 1.
    pub line: usize,
    /// The heading.
    pub span: Range<usize>,
    /// What it tells to do.
    pub steps: Vec<Step>,
}

impl Playbook {
    /// What it says of a phase; none if it doesn't name the phase.
    #[must_use]
    pub fn section(&self, phase: Phase) -> Option<&Section> {
        self.sections.iter().find(|section| section.phase == phase)
    }

    /// The steps of a phase.
    #[must_use]
    pub fn steps(&self, phase: Phase) -> &[Step] {
        self.section(phase).map_or(&[], |section| &section.steps)
    }

    /// All steps with their phases, in the order of the file.
    pub fn all_steps(&self) -> impl Iterator<Item = (Phase, &Step)> {
        let mut all: Vec<_> = self
            .sections
            .iter()
            .flat_map(|section| section.steps.iter().map(move |step| (section.phase, step)))
            .collect();
        all.sort_by_key(|(_, step)| step.span.start);
        all.into_iter()
    }

    /// How many placeholders of a kind stand in a phase.
    #[must_use]
    pub fn count(&self, phase: Phase, kind: PlaceholderKind) -> usize {
        let counted = |p: &&Placeholder| p.phase == Some(phase) && p.kind == kind;
        self.placeholders.iter().filter(counted).count()
    }
}

impl Step {
    /// What stands before it on the screen: `3.`, `b.` or a bullet.
    #[must_use]
    pub fn marker(&self) -> String {
        match (self.origin, self.ordinal) {
            (Origin::Lettered, Some(n @ 1..=26)) => {
                let letter = u8::try_from(n).map_or('?', |n| char::from(b'a' + n - 1));
                format!("{letter}.")
            }
            (_, Some(n)) => format!("{n}."),
            (_, None) => "•".to_owned(),
        }
    }
}

//! A report as a document: headings, paragraphs, tables and pictures, the same for every format that people read.

mod annex;
mod findings;
mod opening;
mod room;
mod story;

use serde::Serialize;

use super::ReportError;
use super::charts::{self, Face};
use super::content::{Audience, Content};
use super::figure::Figure;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its share of the width; all shares of a table are taken together.
    pub width: u32,
    /// Whether it holds numbers, which stand at the right.
    pub is_number: bool,
}

/// A piece of the document. Texts are plain: a line's end begins a new line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// A heading; the document's title is level 1.
    Heading {
        /// 2 or 3.
        level: u8,
        /// What it says.
        text: String,
        /// Where links lead to.
        anchor: String,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: String,
    },
    /// A remark on what follows, set apart.
    Note {
        /// What it says.
        text: String,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<String>,
    },
    /// Names with what they say.
    Facts {
        /// Name and text.
        rows: Vec<(String, String)>,
    },
    /// A table. The first column names its row.
    Table {
        /// What it shows.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows.
        rows: Vec<Vec<String>>,
    },
    /// A picture.
    Figure(Figure),
}

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// What stands below it.
    pub subtitle: String,
    /// What stands at the head of each page.
    pub running: String,
    /// Whom it is for, and how far it is.
    pub status: String,
    /// On which day the exercise was held, as `2026-03-03`.
    pub held_on: String,
    /// The day's parts: year, month, day.
    pub date: (i16, i8, i8),
    /// The program that wrote it.
    pub program: String,
    /// Its pieces.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Puts a report's content into sections, with its pictures.
    ///
    /// # Errors
    /// If a picture's template can't be filled.
    pub fn new(content: &Content, face: Face) -> Result<Self, ReportError> {
        let head = &content.head;
        let mut blocks = Blocks::default();
        opening::header(&mut blocks, content);
        opening::summary(&mut blocks, content);
        blocks.heading("How it came out");
        blocks.figure(charts::phases(content, face)?);
        opening::scores(&mut blocks, content);
        opening::tested(&mut blocks, content);
        findings::points(&mut blocks, content);
        findings::plan(&mut blocks, content);
        blocks.heading("What happened");
        blocks.figure(charts::timeline(content, face)?);
        story::timeline(&mut blocks, content);
        blocks.heading("Times beside their targets");
        blocks.figure(charts::times(content, face)?);
        story::times(&mut blocks, content);
        story::decisions(&mut blocks, content);
        findings::explanations(&mut blocks, content);
        blocks.heading("How sure, and how right");
        blocks.figure(charts::calibration(content, face)?);
        story::calibration(&mut blocks, content);
        story::statements(&mut blocks, content);
        story::harm(&mut blocks, content);
        story::aftermath(&mut blocks, content);
        room::observations(&mut blocks, content);
        room::hot_wash(&mut blocks, content);
        room::feedback(&mut blocks, content);
        annex::questions(&mut blocks, content);
        annex::ratings(&mut blocks, content);
        annex::techniques(&mut blocks, content);
        annex::timeline(&mut blocks, content);
        annex::items(&mut blocks, content);
        Ok(Self {
            title: content.title(),
            subtitle: format!("Exercise {}, held on {}", head.code_name, head.held_on),
            running: format!("{} · {}", head.code_name, head.held_on),
            status: status(content),
            held_on: head.held_on.to_string(),
            date: (
                head.held_on.year(),
                head.held_on.month(),
                head.held_on.day(),
            ),
            program: format!("Hotwash {}", env!("CARGO_PKG_VERSION")),
            blocks: blocks.all,
        })
    }

    /// Its main headings, with the anchors they have.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &str)> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading {
                level: 2,
                text,
                anchor,
            } => Some((text.as_str(), anchor.as_str())),
            _ => None,
        })
    }
}

fn status(content: &Content) -> String {
    let whom = match content.audience {
        Audience::Participants => "for participants, without names",
        Audience::Everyone if has_names(content) => "full report, with names",
        Audience::Everyone => "full report",
    };
    format!("{}; {whom}", content.head.state.name())
}

/// Whether anybody's name can stand in it: who sat where, or who owns an action.
fn has_names(content: &Content) -> bool {
    content.head.seats.iter().any(|seat| seat.name.is_some())
        || content.raised.iter().any(|action| action.has_owner)
}

/// Pieces in the making.
#[derive(Debug, Default)]
struct Blocks {
    all: Vec<Block>,
}

/// A column of text, with its share of the width.
fn text(name: &str, width: u32) -> Column {
    Column {
        name: name.to_owned(),
        width,
        is_number: false,
    }
}

/// A column of numbers, with its share of the width.
fn figures(name: &str, width: u32) -> Column {
    Column {
        is_number: true,
        ..text(name, width)
    }
}

impl Blocks {
    fn heading_of(&mut self, level: u8, text: &str) {
        let number = self.all.len();
        let word = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        };
        let mut anchor: String = text.chars().take(40).map(word).collect();
        if level > 2 {
            anchor = format!("{anchor}-{number}");
        }
        self.all.push(Block::Heading {
            level,
            text: text.to_owned(),
            anchor,
        });
    }

    fn heading(&mut self, text: &str) {
        self.heading_of(2, text);
    }

    fn under(&mut self, text: &str) {
        self.heading_of(3, text);
    }

    fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.all.push(Block::Paragraph { text });
        }
    }

    fn note(&mut self, text: impl Into<String>) {
        self.all.push(Block::Note { text: text.into() });
    }

    fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.all.push(Block::List { items });
        }
    }

    fn facts(&mut self, rows: Vec<(&str, String)>) {
        let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
        let rows: Vec<(String, String)> =
            rows.map(|(name, text)| (name.to_owned(), text)).collect();
        if !rows.is_empty() {
            self.all.push(Block::Facts { rows });
        }
    }

    fn table(&mut self, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            self.all.push(Block::Table {
                caption: caption.to_owned(),
                columns,
                rows,
            });
        }
    }

    fn figure(&mut self, figure: Option<Figure>) {
        self.all.extend(figure.map(Block::Figure));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::exercise::Header;
    use crate::player::{Player, Rehearsal, trainee_seat};
    use crate::report::Sources;
    use crate::review::Review;

    /// What a report of the smallest scenario says.
    pub(super) fn played(player: Player) -> Content {
        let text = include_bytes!("../../../tests/scenarios/smallest.ron");
        let scenario = crate::scenario::load(text).scenario.expect("sound");
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let cast = rehearsal.cast(1);
        let run = cast.play(player);
        let card = cast.score(&run.entries);
        Content::new(Sources {
            review: &Review::new(Arc::clone(cast.scenario()), run.entries.into(), card),
            header: &Header::new(scenario.id.clone(), String::new(), 1, trainee_seat()),
            exercise: "autumn",
            held_on: jiff::civil::date(2026, 11, 22),
            began: None,
            after: None,
            actions: &[],
            names: &BTreeMap::new(),
            audience: Audience::Everyone,
        })
    }

    #[test]
    fn a_report_in_which_no_name_can_stand_does_not_say_that_it_has_names() {
        assert_eq!(status(&played(Player::Idle)), "Draft; full report");
    }
}

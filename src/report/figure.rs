//! A picture of the report, with what it shows in words.

use serde::Serialize;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// A short name of its own, in letters.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it shows, for whoever can't see it.
    pub description: String,
    /// The picture.
    pub svg: String,
    /// Its width, in its own units.
    pub width: u32,
    /// Its height, in its own units.
    pub height: u32,
}

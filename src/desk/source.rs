//! Where pages come from.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use crate::evidence::archive::Reader;
use crate::evidence::{Archive, History, Page, Slice};
use crate::scenario::{Log, Scenario};

/// What makes the logs of a scenario.
pub trait Source: Send + Sync {
    /// The scenario.
    fn scenario(&self) -> &Arc<Scenario>;

    /// A log as it stands after a history.
    fn open(&self, history: &History, log: &Log) -> Box<dyn Pages>;
}

/// A log as it stands after a history.
pub trait Pages: Send + Sync {
    /// Makes page after page and hands each to `each`, until that breaks off.
    fn pages(&self, slices: Range<Slice>, each: &mut dyn FnMut(Slice, Page) -> ControlFlow<()>);
}

impl Source for Archive {
    fn scenario(&self) -> &Arc<Scenario> {
        Self::scenario(self)
    }

    fn open(&self, history: &History, log: &Log) -> Box<dyn Pages> {
        Box::new(self.reader(history, log))
    }
}

impl Pages for Reader {
    fn pages(&self, slices: Range<Slice>, each: &mut dyn FnMut(Slice, Page) -> ControlFlow<()>) {
        let mut slice = slices.start;
        for page in Self::pages(self, slices) {
            if each(slice, page).is_break() {
                return;
            }
            slice = slice.next();
        }
    }
}

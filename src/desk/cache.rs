//! Pages in memory, up to a budget.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page_key::PageKey;
use crate::evidence::{Page, Stamp};

/// A page with the version of the history that it was made after.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) page: Arc<Page>,
    pub(super) version: usize,
}

impl Made {
    /// What it takes in memory, in bytes, roughly.
    fn bytes(&self) -> usize {
        let each = size_of::<u32>() + size_of::<Stamp>();
        self.page.text().len() + self.page.len() * each + 128
    }
}

/// Pages in memory. Those that were looked at least recently go first.
#[derive(Debug)]
pub(super) struct Cache {
    pages: BTreeMap<PageKey, (Made, u64)>,
    by_use: BTreeMap<u64, PageKey>,
    uses: u64,
    bytes: usize,
    budget: usize,
}

impl Cache {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            pages: BTreeMap::new(),
            by_use: BTreeMap::new(),
            uses: 0,
            bytes: 0,
            budget,
        }
    }

    pub(super) fn get(&mut self, key: PageKey) -> Option<Made> {
        let (made, used) = self.pages.get_mut(&key)?;
        self.by_use.remove(used);
        self.uses += 1;
        *used = self.uses;
        self.by_use.insert(self.uses, key);
        Some(made.clone())
    }

    /// Keeps a page that is looked at, in the place of others if need be.
    pub(super) fn keep(&mut self, key: PageKey, made: Made) {
        self.remove(key);
        let bytes = made.bytes();
        while self.bytes + bytes > self.budget {
            let Some((_, oldest)) = self.by_use.first_key_value() else {
                break;
            };
            self.remove(*oldest);
        }
        self.uses += 1;
        self.bytes += bytes;
        self.by_use.insert(self.uses, key);
        self.pages.insert(key, (made, self.uses));
    }

    /// Keeps a page in passing if there is room: whoever goes through more than fits would otherwise find nothing on
    /// the next way through.
    pub(super) fn keep_if_room(&mut self, key: PageKey, made: Made) {
        self.remove(key);
        if self.bytes + made.bytes() <= self.budget {
            self.keep(key, made);
        }
    }

    fn remove(&mut self, key: PageKey) {
        if let Some((made, used)) = self.pages.remove(&key) {
            self.by_use.remove(&used);
            self.bytes = self.bytes.saturating_sub(made.bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Slice;

    fn made(bytes: usize) -> Made {
        let mut page = Page::default();
        page.push(Stamp(0), &vec![b'x'; bytes]);
        Made {
            page: Arc::new(page),
            version: 0,
        }
    }

    #[test]
    fn what_was_not_looked_at_goes_first() {
        let key = |slice| PageKey {
            log: 0,
            slice: Slice(slice),
        };
        let mut cache = Cache::new(3500);
        for slice in 0..3 {
            cache.keep(key(slice), made(1000));
        }
        assert!(cache.get(key(0)).is_some());
        cache.keep_if_room(key(3), made(1000));
        assert!(cache.get(key(3)).is_none());
        cache.keep(key(4), made(1000));
        assert!(cache.get(key(1)).is_none());
        assert!(cache.get(key(0)).is_some() && cache.get(key(2)).is_some());
        assert!(cache.bytes <= cache.budget);
        assert_eq!(cache.by_use.len(), cache.pages.len());
    }
}

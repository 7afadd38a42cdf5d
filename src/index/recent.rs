//! Rows of key and article that are in no file yet.

use super::keys::Row;
use crate::matching::HashedMap;

/// No row.
const NONE: u32 = u32::MAX;

/// Rows in memory. Those of one key are a chain, the newest first.
#[derive(Debug, Default)]
pub(super) struct Recent {
    newest: HashedMap<u64, u32>,
    /// The article, and the row before of the same key.
    rows: Vec<(u32, u32)>,
}

impl Recent {
    pub(super) fn add(&mut self, key: u64, article: u32) {
        let row = self.rows.len() as u32;
        let before = self.newest.insert(key, row).unwrap_or(NONE);
        self.rows.push((article, before));
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Appends the articles that have this key, at most `limit` of them.
    pub(super) fn look_up(&self, key: u64, limit: usize, out: &mut Vec<u32>) {
        let mut row = self.newest.get(&key).copied().unwrap_or(NONE);
        for _ in 0..limit {
            let Some(&(article, before)) = self.rows.get(row as usize) else { break };
            out.push(article);
            row = before;
        }
    }

    /// All rows, sorted.
    pub(super) fn sorted(&self) -> Vec<Row> {
        let mut sorted = Vec::with_capacity(self.rows.len());
        for (&key, &newest) in &self.newest {
            let mut row = newest;
            while let Some(&(article, before)) = self.rows.get(row as usize) {
                sorted.push((key, article));
                row = before;
            }
        }
        sorted.sort_unstable();
        sorted
    }
}

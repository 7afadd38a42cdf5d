//! The last run of each surname while an article is read: a table of hashes that is emptied without being touched.
//!
//! An article has about a hundred names. A map of the standard library would be cleared for each article, and asks more of each look-up than this.

use super::NONE;
use crate::text::WordHash;

/// A map from word hashes to numbers of runs, with open addressing.
#[derive(Debug, Default)]
pub(super) struct Latest {
    /// Hash, and number of the run counted from all runs of all articles; what is below `base` is of an earlier article, or free.
    slots: Vec<(WordHash, u32)>,
    /// The number of the first run of this article; above 0.
    base: u32,
    /// How many slots this article has, less one.
    mask: usize,
    /// How many runs this article may have.
    room: u32,
}

impl Latest {
    /// Empties it, and makes room for so many runs.
    pub(super) fn clear(&mut self, runs: usize) {
        // So that at most four of five slots are taken, and mostly one.
        let size = (runs + runs / 4 + 1).next_power_of_two().max(16);
        let room = runs as u32;
        match self.base.checked_add(self.room).filter(|base| base.checked_add(room).is_some_and(|end| end < NONE)) {
            Some(base) if base > 0 => self.base = base,
            _ => {
                self.slots.fill((0, 0));
                self.base = 1;
            }
        }
        if self.slots.len() < size {
            self.slots.resize(size, (0, 0));
        }
        self.mask = size - 1;
        self.room = room;
    }

    /// The slot of a word: its own, or the free one that it would get.
    #[inline]
    fn slot(&self, word: WordHash) -> usize {
        // The lowest bit of a hash says whether the word has a digit.
        let mut slot = (word >> 1) as usize & self.mask;
        loop {
            let (taken, number) = self.slots[slot];
            // One branch, which nearly always goes the same way; whether a surname is a new one nobody can guess.
            if (taken == word) | (number < self.base) {
                return slot;
            }
            slot = (slot + 1) & self.mask;
        }
    }

    /// The last run of this surname, or [`NONE`]; the table was emptied at least once.
    #[inline]
    pub(super) fn get(&self, word: WordHash) -> u32 {
        let (_, number) = self.slots[self.slot(word)];
        number.checked_sub(self.base).unwrap_or(NONE)
    }

    /// Remembers the run of a surname; gives the one before, or [`NONE`]. There are no more runs than there is room for.
    #[inline]
    pub(super) fn insert(&mut self, word: WordHash, run: u32) -> u32 {
        let slot = self.slot(word);
        let before = self.slots[slot].1;
        self.slots[slot] = (word, self.base + run);
        before.checked_sub(self.base).unwrap_or(NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// The same as a new map for each article, also where the numbers begin anew.
        #[test]
        fn equals_maps(articles in prop::collection::vec(prop::collection::vec(0u64..40, 0..60), 1..6), base in prop::sample::select(vec![0, 7, NONE - 20])) {
            let mut latest = Latest { base, ..Latest::default() };
            for words in articles {
                let mut map = BTreeMap::new();
                latest.clear(words.len());
                for (run, &word) in (0..).zip(&words) {
                    prop_assert_eq!(latest.get(word), map.get(&word).copied().unwrap_or(NONE));
                    prop_assert_eq!(latest.insert(word, run), map.insert(word, run).unwrap_or(NONE));
                }
                for word in 0..40 {
                    prop_assert_eq!(latest.get(word), map.get(&word).copied().unwrap_or(NONE));
                }
            }
        }
    }
}

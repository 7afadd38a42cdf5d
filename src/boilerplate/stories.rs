//! Which articles tell one story, from their lines alone: the duplicates are looked for later, without the furniture.
//!
//! Two articles are one story when sentences that hardly any other article has make up half of the running text of the shorter one. Furniture does not make a story of two articles, because it
//! stands in many.

use super::evidence::LONG;
use super::lines::LineRow;
use super::shape::END;
use crate::matching::{Repeated, families};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A sentence that more articles have says nothing about a story.
const FEW: usize = 8;

impl LineRow {
    /// Whether it is a sentence that may tell which story an article is about.
    pub fn tells_story(&self) -> bool {
        self.size() >= LONG && self.is(END)
    }
}

/// Whether two articles tell one story that have these words of sentences in common, and so many words of sentences each.
pub fn is_one_story(shared: u32, one: u32, other: u32) -> bool {
    shared > 0 && shared * 2 >= one.min(other)
}

/// Collects the long lines of articles.
#[derive(Debug, Default)]
pub(super) struct Stories {
    /// Key, article, words.
    lines: Vec<(u64, u32, u32)>,
    words: Vec<u32>,
}

impl Stories {
    /// How many articles were added.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Adds the next article.
    pub(super) fn add(&mut self, rows: &[LineRow]) {
        let document = self.words.len() as u32;
        let mut words = 0;
        for row in rows.iter().filter(|row| row.tells_story()) {
            words += u32::from(row.words);
            self.lines.push((row.exact, document, u32::from(row.words)));
        }
        self.words.push(words);
    }

    /// The story of each article: the number of the first article that tells it.
    pub(super) fn finish(mut self) -> Vec<u32> {
        let repeated = Repeated::among(self.lines.iter().map(|line| line.0), self.lines.len());
        self.lines.retain(|line| repeated.may_be(line.0));
        self.lines.par_sort_unstable();
        self.lines.dedup_by_key(|line| (line.0, line.1));
        let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for group in self.lines.chunk_by(|a, b| a.0 == b.0) {
            if group.len() <= FEW {
                for (i, a) in group.iter().enumerate() {
                    for b in &group[i + 1..] {
                        *pairs.entry((a.1, b.1)).or_default() += a.2;
                    }
                }
            }
        }
        let same = |&(&(a, b), &words): &(&(u32, u32), &u32)| {
            is_one_story(words, self.words[a as usize], self.words[b as usize])
        };
        families(self.words.len(), pairs.iter().filter(same).map(|(pair, _)| *pair))
    }
}

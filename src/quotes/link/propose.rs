//! Which pairs of texts are worth an alignment: an inverted index of word 3-grams and rare 2-grams.
//!
//! Two texts that are one quote share runs of words, so they share many of the shorter one's grams; a stock phrase alone gives one or two. Pairs are counted without
//! listing them ([`Meetings`]), and grams of common words alone are left out. A giant posting list (a stock phrase, or a wire quote that 500 outlets trimmed in 500 ways) is cut to its best anchors,
//! as for articles, so that each text meets a limited number of others and the cost grows with the number of quotes.

use super::wording::TINY_WORDS;
use crate::matching::candidates::FULL_GROUP;
use crate::matching::{Meetings, Repeated};
use crate::simd::Simd;
use crate::sketch::shingle_hashes;
use crate::text::WordHash;
use rayon::slice::ParallelSliceMut;

/// A text of up to this many words is entered under its 2-grams too: one changed word may spoil all its 3-grams.
const SHORT_WORDS: usize = 8;
/// Share of the shorter text's 3-grams that a pair has in common at least. In real news hardly one related pair of ten words and more had less.
const SHARED: f64 = 0.3;
/// Parts the hashes of 2-grams from those of 3-grams.
const PAIR_SALT: u64 = 0x6A09_E667_F3BC_C908;

/// A text as the index sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) words: &'t [WordHash],
    /// For each word whether it says little. A gram of such words alone is not entered: half of all texts have it.
    pub(super) common: &'t [bool],
}

impl Text<'_> {
    /// Whether each gram of this size is entered.
    fn entered(&self, size: usize) -> impl Iterator<Item = bool> {
        self.common.windows(size).map(|common| common.contains(&false))
    }

    /// How many grams it shares at least with a longer text that it may be one quote with; 0 for a text that is compared with none.
    fn least_shared(&self) -> u32 {
        match self.entered(3).filter(|&entered| entered).count() {
            _ if self.words.len() <= TINY_WORDS => 0,
            grams @ ..=2 => grams.min(1) as u32,
            grams => ((grams as f64 * SHARED).ceil() as u32).max(2),
        }
    }
}

/// What the index proposes.
#[derive(Debug, Default)]
pub(super) struct Proposed {
    /// Pairs, packed, sorted, each once.
    pub(super) pairs: Vec<u64>,
    /// Pairs inside giant posting lists that were not looked at.
    pub(super) left_out: u64,
}

/// The pairs of texts that share enough of their words. `rank`: of a giant list those with the smallest meet all others.
pub(super) fn propose(texts: &[Text<'_>], rank: &dyn Fn(u32) -> u32, simd: Simd) -> Proposed {
    let mut meetings = Meetings::default();
    let mut units = Vec::new();
    let mut add = |rows: &[(u64, u32)], longest: usize, wanted: &dyn Fn(u32) -> bool| {
        for list in rows.chunk_by(|a, b| a.0 == b.0).filter(|list| list.len() > 1 && list.len() <= longest) {
            units.clear();
            units.extend(list.iter().map(|row| row.1));
            if units.iter().any(|&u| wanted(u)) {
                meetings.add(&units, FULL_GROUP, rank);
            }
        }
    };
    add(&rows(texts, (3, 0), simd), usize::MAX, &|_| true);
    add(&rows(texts, (2, PAIR_SALT), simd), FULL_GROUP, &|u| texts[u as usize].words.len() <= SHORT_WORDS);
    // What each text asks of a longer one; 0 for one that is too short.
    let least: Vec<u32> = texts.iter().map(Text::least_shared).collect();
    let needed = |a: u32, b: u32| Some(least[a as usize].min(least[b as usize])).filter(|&needed| needed > 0);
    let left_out = meetings.left_out;
    Proposed { pairs: Meetings::often(vec![meetings], texts.len(), needed), left_out }
}

/// The grams of all texts, sorted, without most of those that only one text has.
fn rows(texts: &[Text<'_>], (size, salt): (usize, u64), simd: Simd) -> Vec<(u64, u32)> {
    let mut hashes = Vec::new();
    let mut all: Vec<(u64, u32)> = Vec::with_capacity(texts.iter().map(|text| text.words.len()).sum());
    for (unit, text) in (0..).zip(texts).filter(|(_, text)| text.words.len() > TINY_WORDS) {
        shingle_hashes(simd, text.words, size, &mut hashes);
        let entered = hashes.iter().zip(text.entered(size)).filter(|(_, entered)| *entered);
        all.extend(entered.map(|(hash, _)| (hash ^ salt, unit)));
    }
    let repeated = Repeated::among(all.iter().map(|row| row.0), all.len());
    all.retain(|row| repeated.may_be(row.0));
    all.par_sort_unstable();
    all.dedup();
    all
}

/// Every pair there is: what the index is held to in tests.
#[cfg(test)]
pub(super) fn all_pairs(texts: &[Text<'_>], _: &dyn Fn(u32) -> u32, _: Simd) -> Proposed {
    let long = (0..).zip(texts).filter(|(_, text)| text.words.len() > TINY_WORDS);
    let long: Vec<u32> = long.map(|(unit, _)| unit).collect();
    let mut pairs = Vec::new();
    for (i, &a) in long.iter().enumerate() {
        pairs.extend(long[i + 1..].iter().map(|&b| crate::matching::candidates::pack(a, b)));
    }
    pairs.sort_unstable();
    Proposed { pairs, left_out: 0 }
}

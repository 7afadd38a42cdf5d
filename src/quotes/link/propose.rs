//! Which pairs of wordings are worth a closer look: an inverted index of word 3-grams and rare 2-grams.
//!
//! Two texts that are one quote share runs of words, so they share many of the shorter one's grams; a stock phrase alone gives one or two. Pairs are counted without
//! listing them ([`Meetings`]), and grams of common words alone are left out. A giant posting list (a stock phrase, or a wire quote that 500 outlets trimmed in 500 ways) is cut to its best anchors,
//! as for articles, so that each text meets a limited number of others and the cost grows with the number of quotes.
//!
//! The index is a run of `(gram, wording)` as it is made of band keys too: most grams are there once, and are thrown out before anything is sorted.

use super::texts::{COMMON, QuoteTexts};
use crate::matching::candidates::FULL_GROUP;
use crate::matching::{Meetings, Parted};
use crate::quotes::lexicon::Sieve;
use crate::simd::shingles::mix;
use std::ops::RangeInclusive;

/// Words up to which a wording is tiny: scare quotes of this length never link, others need the best of witnesses, and none is compared with another.
pub(super) const TINY_WORDS: usize = 3;
/// A text of up to this many words is entered under its 2-grams too: one changed word may spoil all its 3-grams.
const SHORT_WORDS: usize = 8;
/// Share of the shorter text's 3-grams that a pair has in common at least. In real news hardly one related pair of ten words and more had less.
const SHARED: f64 = 0.3;
/// Words of a gram.
const TRIPLES: usize = 3;
const PAIRS: usize = 2;

/// What the index proposes.
#[derive(Debug, Default)]
pub(super) struct Proposed {
    /// Pairs, packed, sorted, each once.
    pub(super) pairs: Vec<u64>,
    /// Pairs inside giant posting lists that were not looked at.
    pub(super) left_out: u64,
}

/// The pairs of wordings that share enough of their grams.
pub(super) fn propose(texts: &QuoteTexts<'_>) -> Proposed {
    let all = TINY_WORDS + 1..=usize::MAX;
    let is_short = |text: u32| texts.text(text).parts.len() <= SHORT_WORDS;
    let by_triples = || {
        let (mut index, mut entered) = (Parted::default(), vec![0u32; texts.len()]);
        each_gram(texts, TRIPLES, all.clone(), |hash, text| {
            entered[text as usize] += 1;
            index.push(hash, text);
        });
        let meet = |_, list: &[u32], met: &mut Meetings| met.add(list, FULL_GROUP, |text| texts.rank(text));
        (entered, index.groups(meet))
    };
    let by_pairs = || {
        let mut of_short = Vec::new();
        each_gram(texts, PAIRS, *all.start()..=SHORT_WORDS, |hash, _| of_short.push(hash));
        let count = of_short.len();
        let may_be_of_short = Sieve::of(of_short.into_iter(), count);
        let mut index = Parted::default();
        each_gram(texts, PAIRS, all.clone(), |hash, text| {
            if may_be_of_short.may_have(hash) || is_short(text) {
                index.push(hash, text);
            }
        });
        index.groups(|_, list, met: &mut Meetings| {
            if list.len() <= FULL_GROUP {
                let (short, long): (Vec<u32>, Vec<u32>) = list.iter().partition(|&&text| is_short(text));
                met.add_apart(&short, &long);
            }
        })
    };
    let ((entered, mut parts), of_pairs) = rayon::join(by_triples, by_pairs);
    parts.extend(of_pairs);
    // What each text asks of a longer one; 0 for one that is too short.
    let least: Vec<u32> = (0..)
        .zip(&entered)
        .map(|(text, &entered)| match entered {
            _ if texts.text(text).parts.len() <= TINY_WORDS => 0,
            ..=2 => entered.min(1),
            _ => ((f64::from(entered) * SHARED).ceil() as u32).max(2),
        })
        .collect();
    let enough = |a: u32, b: u32, shared| {
        let needed = least[a as usize].min(least[b as usize]);
        needed > 0 && shared >= needed
    };
    let left_out = parts.iter().map(|met| met.left_out).sum();
    Proposed { pairs: Meetings::often(parts, texts.len(), enough), left_out }
}

/// Calls `visit` with each gram of so many words that is entered of a wording of `lengths` words, and that wording. A gram is known by the numbers of its words.
fn each_gram(texts: &QuoteTexts<'_>, size: usize, lengths: RangeInclusive<usize>, mut visit: impl FnMut(u64, u32)) {
    for number in 0..texts.len() as u32 {
        let text = texts.text(number);
        if !lengths.contains(&text.parts.len()) {
            continue;
        }
        for (parts, worths) in text.parts.windows(size).zip(text.worths.windows(size)) {
            // Half of all texts have a gram that is common words alone.
            if worths.iter().fold(false, |says, worth| says | (worth.weight() > COMMON)) {
                visit(gram(parts), number);
            }
        }
    }
}

/// A hash of these words: a sum of products with odd numbers (Dietzfelbinger 1996), mixed.
#[inline]
fn gram(parts: &[u32]) -> u64 {
    const FACTORS: [u64; TRIPLES] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93, 0xA076_1D64_78BD_642F];
    let products = parts.iter().zip(FACTORS).map(|(&part, factor)| (u64::from(part) + 1).wrapping_mul(factor));
    mix(products.fold(0, u64::wrapping_add))
}

/// Every pair there is: what the index is held to in tests.
#[cfg(test)]
pub(super) fn all_pairs(texts: &QuoteTexts<'_>) -> Proposed {
    let long: Vec<u32> = (0..texts.len() as u32).filter(|&text| texts.text(text).parts.len() > TINY_WORDS).collect();
    let mut pairs = Vec::new();
    for (i, &a) in long.iter().enumerate() {
        pairs.extend(long[i + 1..].iter().map(|&b| crate::matching::candidates::pack(a, b)));
    }
    pairs.sort_unstable();
    Proposed { pairs, left_out: 0 }
}

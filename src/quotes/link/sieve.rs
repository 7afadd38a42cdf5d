//! Which quotes may be part of a repeated one at all.
//!
//! Most quotes are printed once. Making their loose words and weighing them would take most of the time and memory of linking, so a caller with many quotes asks here
//! first: by their plain words, which cost little to make.

use super::propose::{Text, propose};
use super::relate::{LEAST_CONTENT, LOOSE_PARTIAL, MIDDLING, PARTIAL};
use super::wording::{COMMON, TINY_WORDS, WEIGHTS};
use crate::matching::HashedMap;
use crate::matching::candidates::unpack;
use crate::quotes::QuoteKind;
use crate::quotes::orthography::Orthography;
use crate::simd::Simd;
use crate::text::{Cutter, WordHash, Words};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

/// The different plain wordings of a set of quotes.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The words of all of them, one behind the other.
    words: Vec<WordHash>,
    /// Whether each of them says little.
    common: Vec<bool>,
    /// One past the last word of each.
    ends: Vec<usize>,
    /// The wording of each quote.
    pub(super) text_of: Vec<u32>,
    /// How many quotes have each.
    pub(super) counts: Vec<u32>,
}

impl Texts {
    /// Cuts quotes into words; equal ones are one text.
    pub(super) fn new<'q>(quotes: impl Iterator<Item = &'q str>, orthography: &Orthography, simd: Simd) -> Texts {
        let mut cutter = Cutter::new(simd);
        let (mut cut, mut newlines) = (Words::default(), Vec::new());
        let mut known: HashedMap<u128, u32> = HashedMap::default();
        let mut texts = Texts::default();
        for quote in quotes {
            cutter.cut(quote, &mut cut, &mut newlines);
            let number = *known.entry(xxh3_128(bytemuck::cast_slice(&cut.hashes))).or_insert_with(|| {
                let language = orthography.language(cut.hashes.iter().copied());
                texts.common.extend(cut.hashes.iter().map(|word| orthography.is_common(*word, language)));
                texts.words.extend_from_slice(&cut.hashes);
                texts.ends.push(texts.words.len());
                texts.counts.push(0);
                texts.ends.len() as u32 - 1
            });
            texts.counts[number as usize] += 1;
            texts.text_of.push(number);
        }
        texts
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The words of a text.
    pub(super) fn words(&self, text: u32) -> &[WordHash] {
        self.text(text as usize).words
    }

    fn text(&self, text: usize) -> Text<'_> {
        let range = text.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[text];
        Text { words: &self.words[range.clone()], common: &self.common[range] }
    }

    /// Whether two texts share words enough for one quote, in any order and as they are spelt, with room for one word that is spelt in two ways.
    fn are_alike(&self, (a, b): (u32, u32)) -> bool {
        let (x, y) = (self.text(a as usize), self.text(b as usize));
        let (shorter, longer) = if x.words.len() <= y.words.len() { (x, y) } else { (y, x) };
        let (mut all, mut shared, mut words, mut content) = (0, 0, 0, 0);
        for (word, &common) in shorter.words.iter().zip(shorter.common) {
            let weight = if common { COMMON } else { WEIGHTS[2] };
            all += weight;
            if longer.words.contains(word) {
                shared += weight;
                words += 1;
                content += if common { 0 } else { 2 };
            }
        }
        let share = f64::from(shared + WEIGHTS[2]) / f64::from(all.max(1));
        words >= TINY_WORDS
            && content + 2 >= LEAST_CONTENT
            && (share >= LOOSE_PARTIAL || (share >= PARTIAL && content + 2 >= MIDDLING))
    }

    /// Places in an order that follows from the texts alone: longer ones first.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            let (x, y) = (self.words(a), self.words(b));
            y.len().cmp(&x.len()).then_with(|| x.cmp(y))
        });
        let mut ranks = vec![0; order.len()];
        for (rank, text) in (0..).zip(order) {
            ranks[text as usize] = rank;
        }
        ranks
    }
}

/// Whether each of these quotes may be part of a repeated one: `false` for one whose words no other quote has. [`link`](super::link) on those that may be gives
/// the quotes that it gives on all of them, with words weighed among fewer wordings.
pub fn may_repeat(quotes: &[(&str, QuoteKind)], orthography: &Orthography, simd: Simd) -> Vec<bool> {
    let texts = Texts::new(quotes.iter().map(|q| q.0), orthography, simd);
    let ranks = texts.ranks();
    let mut may: Vec<bool> = texts.counts.iter().map(|&count| count > 1).collect();
    let all: Vec<Text<'_>> = (0..texts.len()).map(|text| texts.text(text)).collect();
    let pairs = propose(&all, &|text| ranks[text as usize], simd).pairs;
    let alike: Vec<u64> = pairs.into_par_iter().filter(|&pair| texts.are_alike(unpack(pair))).collect();
    for (a, b) in alike.into_iter().map(unpack) {
        may[a as usize] = true;
        may[b as usize] = true;
    }
    let scare = |text: u32, kind: QuoteKind| kind == QuoteKind::Scare && texts.words(text).len() <= TINY_WORDS;
    quotes.iter().zip(&texts.text_of).map(|(q, &text)| may[text as usize] && !scare(text, q.1)).collect()
}

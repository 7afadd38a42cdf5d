//! Quotes by their plain words, which cost little to make: which may be part of a repeated one at all.
//!
//! Most quotes are printed once. Making their loose words and weighing them would take most of the time and memory of linking, so a caller with many quotes asks here
//! first. The index of unmarked words is made of the same texts.

use super::propose::{Text, propose};
use super::relate::{LEAST_CONTENT, LOOSE_PARTIAL, MIDDLING, PARTIAL};
use super::wording::{COMMON, TINY_WORDS, WEIGHTS};
use crate::matching::HashedMap;
use crate::matching::candidates::{ranks, unpack};
use crate::quotes::QuoteKind;
use crate::quotes::orthography::Orthography;
use crate::simd::Simd;
use crate::text::{Cutter, WordHash, Words};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

/// The different plain wordings of a set of quotes.
#[derive(Debug, Default)]
pub struct PlainTexts {
    /// The words of all of them, one behind the other.
    words: Vec<WordHash>,
    /// Whether each of them says little.
    common: Vec<bool>,
    /// One past the last word of each.
    ends: Vec<usize>,
    /// Half words of each that say something: 2 for each different word that is not common, 1 for a single ideograph.
    content: Vec<u32>,
    /// How many quotes have each.
    counts: Vec<u32>,
    /// The wording of each quote.
    text_of: Vec<u32>,
    longest_first: Vec<u32>,
}

impl PlainTexts {
    /// Cuts quotes into words; equal ones are one text.
    pub fn new<'q>(quotes: impl Iterator<Item = &'q str>, orthography: &Orthography, simd: Simd) -> PlainTexts {
        let mut cutter = Cutter::new(simd);
        let (mut cut, mut newlines) = (Words::default(), Vec::new());
        let mut known: HashedMap<u128, u32> = HashedMap::default();
        let mut texts = PlainTexts::default();
        for quote in quotes {
            cutter.cut(quote, &mut cut, &mut newlines);
            let number = *known.entry(xxh3_128(bytemuck::cast_slice(&cut.hashes))).or_insert_with(|| {
                let language = orthography.language(cut.hashes.iter().copied());
                texts.common.extend(cut.hashes.iter().map(|word| orthography.is_common(*word, language)));
                let common = &texts.common[texts.words.len()..];
                texts.content.push(content(quote, &cut, common));
                texts.words.extend_from_slice(&cut.hashes);
                texts.ends.push(texts.words.len());
                texts.counts.push(0);
                texts.ends.len() as u32 - 1
            });
            texts.counts[number as usize] += 1;
            texts.text_of.push(number);
        }
        let mut order: Vec<u32> = (0..texts.ends.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            let (x, y) = (texts.words(a), texts.words(b));
            y.len().cmp(&x.len()).then_with(|| x.cmp(y))
        });
        texts.longest_first = order;
        texts
    }

    /// Whether each of these quotes may be part of a repeated one: `false` for one whose words no other quote has. `kinds` are those of the quotes.
    /// [`link`](super::link) on those that may be gives the quotes that it gives on all of them, with words weighed among fewer wordings.
    pub fn may_repeat(&self, kinds: impl Iterator<Item = QuoteKind>, simd: Simd) -> Vec<bool> {
        let ranks = ranks(&self.longest_first);
        let all: Vec<Text<'_>> = (0..self.ends.len()).map(|text| self.text(text)).collect();
        let mut may: Vec<bool> = self.counts.iter().map(|&count| count > 1).collect();
        let pairs = propose(&all, &|text| ranks[text as usize], simd).pairs;
        let alike: Vec<u64> = pairs.into_par_iter().filter(|&pair| self.are_alike(unpack(pair))).collect();
        for (a, b) in alike.into_iter().map(unpack) {
            may[a as usize] = true;
            may[b as usize] = true;
        }
        let scare = |text: u32, kind| kind == QuoteKind::Scare && self.words(text).len() <= TINY_WORDS;
        kinds.zip(&self.text_of).map(|(kind, &text)| may[text as usize] && !scare(text, kind)).collect()
    }

    /// The wording of a quote.
    pub(super) fn text_of(&self, quote: usize) -> u32 {
        self.text_of[quote]
    }

    /// Half words of a text that say something.
    pub(super) fn content(&self, text: u32) -> u32 {
        self.content[text as usize]
    }

    /// All texts, the longest first, in an order that follows from them alone.
    pub(super) fn longest_first(&self) -> &[u32] {
        &self.longest_first
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
}

fn content(text: &str, words: &Words, common: &[bool]) -> u32 {
    let says = |(i, word): (usize, &WordHash)| {
        let letters = &text[words.starts[i] as usize..words.ends[i] as usize];
        let ideograph = letters.len() >= 3 && letters.chars().count() == 1;
        (!common[i]).then_some((*word, if ideograph { 1 } else { 2 }))
    };
    let mut said: Vec<(WordHash, u32)> = words.hashes.iter().enumerate().filter_map(says).collect();
    said.sort_unstable();
    said.dedup_by_key(|s| s.0);
    said.iter().map(|s| s.1).sum()
}

//! Quotes that an outlet prints without marks.
//!
//! One outlet quotes, another prints the words as its own. The index holds a few word 5-grams of each quote that is long enough to speak for itself, those with the smallest
//! hashes; an article's words stream through, those in marks apart, and where two grams of a quote are met at places that fit together it is aligned with that part of the article.
//! Words that cover four fifths of a quote of ten words and more have half of its grams at least, if they differ in one place in ten, and so two of the eight that are looked for.

use super::relate::{COVERED, FIRM};
use super::texts::{QuoteTexts, WEIGHTS};
use super::wording::is_title;
use crate::matching::{HashedMap, Scoring, Side, StepKind, align};
use crate::quotes::lexicon::Sieve;
use crate::quotes::orthography::Orthography;
use crate::quotes::vocabulary::Vocabulary;
use crate::simd::Simd;
use crate::sketch::{scatter, shingle_hashes};
use crate::text::{Cutter, WordHash, Words};
use rayon::prelude::*;
use std::ops::Range;

/// Words of a gram. Two in a row are six equal words.
const GRAM_WORDS: usize = 5;
/// Grams of a quote that are met, at places that fit together, before it is aligned.
const MET: usize = 2;
/// Grams of a quote that are looked for.
const PICKED: usize = 8;
/// Quotes that one gram leads to: the longest.
const LED_TO: usize = 8;
/// Weight of a word that is not common.
const PLAIN: i32 = WEIGHTS[1];
/// Quotes that one thread cuts into words in a row.
const ENTRIES: usize = 4096;
/// Grams in a bucket of the table, on average.
const BUCKET: usize = 4;

/// A quote as the index asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Printed<'a> {
    /// The words between the marks.
    pub text: &'a str,
    /// Whether somebody is said to have said it.
    pub attributed: bool,
    /// The repeated quote it is in.
    pub quote: Option<u32>,
    /// Whether it stands in site furniture: such a quote is left out.
    pub in_furniture: bool,
}

/// A quote found in the words of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmarkedHit {
    /// The quote whose words they are, as a number in the slice that was indexed.
    pub mention: usize,
    /// Its repeated quote, when it is in one.
    pub quote: Option<u32>,
    /// Where in the article, as word numbers.
    pub words: Range<usize>,
    /// How much of the quote's weight stands there: 0.8 to 1.
    pub share: f64,
}

/// A gram of a quote.
#[derive(Debug, Clone, Copy, Default)]
struct Gram {
    hash: u64,
    /// Number in `entries`.
    entry: u32,
    /// Its first word.
    place: u32,
}

/// A quote that is looked for.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Its number among the quotes.
    quote: u32,
    /// Its wording.
    text: u32,
    /// How many words it has as they are printed.
    words: u32,
}

/// An index over the quotes of a run, to be asked for each article.
#[derive(Debug)]
pub struct UnmarkedIndex<'a> {
    quotes: &'a [Printed<'a>],
    texts: &'a QuoteTexts<'a>,
    entries: Vec<Entry>,
    /// In buckets, by the upper bits of the hash.
    grams: Vec<Gram>,
    /// One past the last gram of each bucket.
    ends: Vec<u32>,
    /// Turns nearly all grams of an article away before they are looked up.
    may_be_gram: Sieve,
    /// Listed words that are read as others.
    variants: HashedMap<WordHash, Vec<WordHash>>,
    scoring: Scoring,
    simd: Simd,
}

impl<'a> UnmarkedIndex<'a> {
    /// Indexes the quotes that need no witness, repeated or not, once for each of their wordings, which are `texts`.
    pub fn new(
        quotes: &'a [Printed<'a>],
        texts: &'a QuoteTexts<'a>,
        orthography: &Orthography,
        scoring: Scoring,
        simd: Simd,
    ) -> UnmarkedIndex<'a> {
        // Of each wording the first quote outside of furniture.
        let mut first: Vec<Option<u32>> = vec![None; texts.len()];
        for (number, _) in (0..).zip(quotes).filter(|(_, quote)| !quote.in_furniture) {
            first[texts.text_of(number as usize) as usize].get_or_insert(number);
        }
        let speaks_for_itself = |number: u32| {
            let quote = &quotes[number as usize];
            quote.attributed || !is_title(quote.text)
        };
        let mut firm: Vec<(u32, u32)> = (0..)
            .zip(first)
            .filter_map(|(text, number)| Some((text, number?)))
            .filter(|&(text, number)| {
                texts.text(text).parts.len() > GRAM_WORDS && texts.content(text) >= FIRM && speaks_for_itself(number)
            })
            .collect();
        firm.sort_by_cached_key(|&(text, _)| texts.rank(text));
        let of_some = |(number, some): (usize, &[(u32, u32)])| {
            let (mut cutter, mut cut, mut newlines) = (Cutter::new(simd), Words::default(), Vec::new());
            let (mut entries, mut rows, mut hashes) = (Vec::with_capacity(some.len()), Vec::new(), Vec::new());
            let mut picked: Vec<Gram> = Vec::new();
            for (entry, &(text, quote)) in ((number * ENTRIES) as u32..).zip(some) {
                cutter.cut(quotes[quote as usize].text, &mut cut, &mut newlines);
                entries.push(Entry { quote, text, words: cut.len() as u32 });
                if cut.len() >= GRAM_WORDS {
                    shingle_hashes(simd, &cut.hashes, GRAM_WORDS, &mut hashes);
                    picked.clear();
                    picked.extend((0..).zip(&hashes).map(|(place, &hash)| Gram { hash, entry, place }));
                    let key = |gram: &Gram| (gram.hash, gram.place);
                    if picked.len() > PICKED {
                        picked.select_nth_unstable_by_key(PICKED, key);
                        picked.truncate(PICKED);
                    }
                    picked.sort_unstable_by_key(key);
                    rows.extend(&picked);
                }
            }
            (entries, rows)
        };
        let parts: Vec<(Vec<Entry>, Vec<Gram>)> = firm.par_chunks(ENTRIES).enumerate().map(of_some).collect();
        let (mut entries, mut rows) = (Vec::with_capacity(firm.len()), Vec::new());
        for (some_entries, some_rows) in parts {
            entries.extend(some_entries);
            rows.extend(some_rows);
        }
        let buckets = (rows.len() / BUCKET).next_power_of_two();
        let mut index = UnmarkedIndex {
            quotes,
            texts,
            entries,
            grams: Vec::new(),
            ends: Vec::new(),
            may_be_gram: Sieve::of(rows.iter().map(|g| g.hash), rows.len()),
            variants: Vocabulary::new(orthography).listed(),
            scoring,
            simd,
        };
        scatter(&rows, buckets, |g| bucket(g.hash, buckets), &mut index.ends, &mut index.grams);
        index
    }

    /// The quotes that have a gram, and where in them.
    fn with(&self, hash: u64) -> impl Iterator<Item = &Gram> {
        let bucket = bucket(hash, self.ends.len());
        let first = bucket.checked_sub(1).map_or(0, |before| self.ends[before]);
        let grams = &self.grams[first as usize..self.ends[bucket] as usize];
        grams.iter().filter(move |g| g.hash == hash).take(LED_TO)
    }

    /// What a thread needs to look through articles.
    pub fn searcher(&self) -> Searcher<'_> {
        Searcher { index: self, grams: Vec::new(), met: Vec::new(), starts: Vec::new() }
    }

    /// Where each quote would begin, by the grams of an article that are met outside of marks. `met` is a buffer.
    fn starts(&self, grams: &[u64], marked: &[Range<u32>], met: &mut Vec<(u64, i64)>, starts: &mut Vec<(u32, i64)>) {
        // First those that may be grams of a quote, without a branch; then where they lead to, so that several of them are waited for at once.
        met.resize(grams.len() + 1, (0, 0));
        let (mut count, mut at) = (0, 0);
        let behind = u32::MAX..u32::MAX;
        for span in marked.iter().chain([&behind]) {
            let end = (span.start as usize).saturating_sub(GRAM_WORDS - 1).min(grams.len());
            for (place, &gram) in (at..).zip(grams.get(at..end).unwrap_or(&[])) {
                met[count] = (gram, place as i64);
                count += usize::from(self.may_be_gram.may_have(gram));
            }
            at = at.max(span.end as usize);
        }
        starts.clear();
        for &(gram, place) in &met[..count] {
            starts.extend(self.with(gram).map(|g| (g.entry, place - i64::from(g.place))));
        }
    }
}

/// Looks for quotes in articles, one at a time; keeps its buffers from article to article.
#[derive(Debug)]
pub struct Searcher<'i> {
    index: &'i UnmarkedIndex<'i>,
    grams: Vec<u64>,
    met: Vec<(u64, i64)>,
    starts: Vec<(u32, i64)>,
}

impl Searcher<'_> {
    /// Calls `visit` for each quote found in an article outside of `marked`, by the place of its first word. `words` are the hashes of the article's words, `marked` the
    /// words in quote marks, in order.
    pub fn scan(&mut self, words: &[WordHash], marked: &[Range<u32>], mut visit: impl FnMut(UnmarkedHit)) {
        let index = self.index;
        if words.len() < GRAM_WORDS {
            return;
        }
        shingle_hashes(index.simd, words, GRAM_WORDS, &mut self.grams);
        index.starts(&self.grams, marked, &mut self.met, &mut self.starts);
        if self.starts.len() < MET {
            return;
        }
        self.starts.sort_unstable();
        let mut hits: Vec<(u64, UnmarkedHit)> = Vec::new();
        for of_entry in self.starts.chunk_by(|a, b| a.0 == b.0) {
            if of_entry.len() < MET {
                continue;
            }
            let length = index.entries[of_entry[0].0 as usize].words;
            let (entry, slack) = (of_entry[0].0, i64::from(length) / 4 + 4);
            let mut rest = of_entry;
            while let Some(&(_, start)) = rest.first() {
                // One alignment covers the neighbouring starts too.
                let near = rest.partition_point(|s| s.1 - start <= slack / 2);
                if near >= MET {
                    hits.extend(index.look(entry, words, start, slack));
                }
                rest = &rest[near..];
            }
        }
        // Of hits of one repeated quote on the same words the fullest stays.
        hits.sort_by(|(g, a), (h, b)| {
            let longest = |x: &UnmarkedHit| std::cmp::Reverse(x.words.len());
            g.cmp(h).then(longest(a).cmp(&longest(b))).then(b.share.total_cmp(&a.share)).then(a.mention.cmp(&b.mention))
        });
        let mut kept: Vec<(u64, UnmarkedHit)> = Vec::new();
        for (group, hit) in hits {
            let overlaps = |k: &(u64, UnmarkedHit)| {
                k.0 == group && k.1.words.start < hit.words.end && hit.words.start < k.1.words.end
            };
            if !kept.iter().any(overlaps) {
                kept.push((group, hit));
            }
        }
        kept.sort_by_key(|(_, hit)| (hit.words.start, hit.words.end, hit.mention));
        kept.into_iter().for_each(|(_, hit)| visit(hit));
    }
}

impl UnmarkedIndex<'_> {
    /// Aligns a quote with the part of an article where it may begin at word `start`. The number tells quotes apart, those of one repeated quote not.
    fn look(&self, entry: u32, words: &[WordHash], start: i64, slack: i64) -> Option<(u64, UnmarkedHit)> {
        let Entry { quote: mention, text, words: length } = self.entries[entry as usize];
        let printed = &self.quotes[mention as usize];
        let within = |at: i64| at.clamp(0, words.len() as i64) as usize;
        let (first, end) = (within(start - slack), within(start + i64::from(length) + slack));
        // The loose words of that part, each with the word that it comes from.
        let (mut part, mut from) = (Vec::new(), Vec::new());
        for (number, word) in (first..).zip(&words[first..end]) {
            match self.variants.get(word) {
                Some(parts) => part.extend(parts),
                None => part.push(*word),
            }
            from.resize(part.len(), number);
        }
        let quote = Wanted::new(self.texts, text);
        let (found, share) = match quote.place_in(&part) {
            Some(at) => (at..at + quote.words.len(), 1.0),
            None if !quote.may_stand_in(&part) => return None,
            None => {
                let plain = vec![PLAIN; part.len()];
                let side = Side { words: &quote.words, weights: &quote.weights, elided: quote.elided };
                let found = align(&side, &Side { words: &part, weights: &plain, elided: &[] }, &self.scoring)?;
                let equal: i32 = found
                    .steps
                    .iter()
                    .filter(|s| s.kind() == StepKind::Equal)
                    .map(|s| quote.weights[s.ranges().0.clone()].iter().sum::<i32>())
                    .sum();
                (found.b, quote.share(equal))
            }
        };
        let group = printed.quote.map_or(u64::from(entry) << 32 | u64::from(u32::MAX), u64::from);
        let words = from[found.start]..from[found.end - 1] + 1;
        (share >= COVERED)
            .then_some((group, UnmarkedHit { mention: mention as usize, quote: printed.quote, words, share }))
    }
}

fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> 32) as usize & (buckets - 1)
}

/// The words of a quote that is compared.
#[derive(Debug)]
struct Wanted<'t> {
    words: Vec<WordHash>,
    weights: Vec<i32>,
    elided: &'t [bool],
    total: i32,
}

impl Wanted<'_> {
    fn new<'t>(texts: &'t QuoteTexts<'_>, text: u32) -> Wanted<'t> {
        let text = texts.text(text);
        let words = text.parts.iter().map(|&part| texts.hash(part)).collect();
        let weights: Vec<i32> = text.worths.iter().map(|worth| worth.weight()).collect();
        Wanted { words, total: weights.iter().sum(), weights, elided: text.elided }
    }

    /// Where its words stand in `part` one behind the other: then there is nothing to align. A quote with words left out in it may fit better elsewhere.
    fn place_in(&self, part: &[WordHash]) -> Option<usize> {
        let inner = self.elided.get(1..self.words.len()).unwrap_or(&[]);
        if inner.contains(&true) {
            return None;
        }
        part.windows(self.words.len()).position(|window| window == self.words)
    }

    /// Whether `part` has words enough of it, in any order, to cover it: what spares most alignments.
    fn may_stand_in(&self, part: &[WordHash]) -> bool {
        let mut left = self.total;
        self.words.iter().zip(&self.weights).all(|(word, weight)| {
            if !part.contains(word) {
                left -= weight;
            }
            self.share(left) >= COVERED
        })
    }

    /// How much of its weight this is.
    fn share(&self, weight: i32) -> f64 {
        f64::from(weight) / f64::from(self.total.max(1))
    }
}

//! Quotes that an outlet prints without marks.
//!
//! One outlet quotes, another prints the words as its own. The index holds a few rare 3-grams of each quote that is long enough to speak for itself; an article's words
//! stream through, and where a gram is met the quote is aligned with that part of the article. The caller leaves out hits that lie in marked spans.

use super::relate::{COVERED, FIRM};
use super::wording::Book;
use super::{LinkRules, Linkable, Linked};
use crate::matching::{HashedMap, Scoring, Side, StepKind, align};
use crate::quotes::lexicon::Sieve;
use crate::quotes::loose::Folder;
use crate::simd::Simd;
use crate::sketch::shingle_hashes;
use crate::text::WordHash;
use std::ops::Range;

/// Grams that a quote is entered under: its rarest.
const GRAMS: usize = 8;
/// Quotes that one gram leads to: those best liked as an anchor.
const LED_TO: usize = 8;
/// Weight of an article's word; equal words count by the weight that the quote gives them.
const PLAIN: i32 = 12;

/// A quote as the index keeps it.
#[derive(Debug)]
struct Entry {
    words: Vec<WordHash>,
    weights: Vec<i32>,
    elided: Vec<bool>,
    total: i32,
    /// The mention to name.
    mention: usize,
    /// The repeated quote it is in.
    quote: Option<u32>,
    /// Quotes that are one repeated quote have one group, others each its own.
    group: u64,
}

impl Entry {
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

/// How many wordings have a gram.
struct GramCounts {
    repeated: Sieve,
    /// Of the grams that may be repeated: the last wording that was met with it, and how many have it.
    counts: HashedMap<u64, (u32, u32)>,
}

impl GramCounts {
    fn new(book: &Book<'_>, simd: Simd) -> GramCounts {
        let words = book.wordings.iter().map(|w| w.loose.len()).sum();
        let (mut met, mut repeated) = (Sieve::new(words), Sieve::new(words));
        let mut hashes = Vec::new();
        for wording in &book.wordings {
            shingle_hashes(simd, &wording.loose.words, 3, &mut hashes);
            for &gram in &hashes {
                if met.may_have(gram) {
                    repeated.add(gram);
                }
                met.add(gram);
            }
        }
        let mut counts: HashedMap<u64, (u32, u32)> = HashedMap::default();
        for (number, wording) in (1..).zip(&book.wordings) {
            shingle_hashes(simd, &wording.loose.words, 3, &mut hashes);
            for &gram in hashes.iter().filter(|gram| repeated.may_have(**gram)) {
                let (last, count) = counts.entry(gram).or_default();
                if *last != number {
                    (*last, *count) = (number, *count + 1);
                }
            }
        }
        GramCounts { repeated, counts }
    }

    fn of(&self, gram: u64) -> u32 {
        if self.repeated.may_have(gram) { self.counts.get(&gram).map_or(1, |c| c.1) } else { 1 }
    }
}

/// A quote found in the words of an article, whether they stand in marks or not.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmarkedHit {
    /// The mention whose words they are, as a number in the linked slice.
    pub mention: usize,
    /// Its repeated quote, when it is in one.
    pub quote: Option<u32>,
    /// Where in the article, as word numbers.
    pub words: Range<usize>,
    /// How much of the quote's weight stands there: 0.8 to 1.
    pub share: f64,
}

/// An index over the quotes of a run, to be asked for each article.
#[derive(Debug)]
pub struct UnmarkedIndex {
    entries: Vec<Entry>,
    /// Gram to (entry, place of the gram in it).
    grams: HashedMap<u64, Vec<(u32, u32)>>,
    /// Turns nearly all grams of an article away before they are looked up.
    may_be_gram: Sieve,
    variants: HashedMap<WordHash, Vec<WordHash>>,
    may_be_variant: Sieve,
    scoring: Scoring,
    simd: Simd,
}

impl UnmarkedIndex {
    /// Indexes the quotes among these mentions that need no witness, repeated or not. `linked` is what linking the same slice gave.
    pub fn new(mentions: &[Linkable<'_>], linked: &Linked, rules: &LinkRules<'_>) -> UnmarkedIndex {
        let mut folder = Folder::new(rules.orthography);
        let book = Book::new(mentions, &mut folder, rules.orthography);
        UnmarkedIndex::of(&book, linked, rules, &mut folder)
    }

    /// Indexes the quotes of a book, of which `folder` made the loose words.
    pub(super) fn of(
        book: &Book<'_>,
        linked: &Linked,
        rules: &LinkRules<'_>,
        folder: &mut Folder<'_>,
    ) -> UnmarkedIndex {
        folder.meet_listed();
        let mentions = book.input;
        let counts = GramCounts::new(book, rules.simd);
        let mut hashes = Vec::new();
        let mut order: Vec<usize> = (0..book.wordings.len()).collect();
        order.sort_by_key(|&w| book.wordings[w].rank);
        let mut index = UnmarkedIndex {
            entries: Vec::new(),
            grams: HashedMap::default(),
            may_be_gram: Sieve::new(0),
            variants: folder.variants().collect(),
            may_be_variant: Sieve::new(0),
            scoring: rules.scoring,
            simd: rules.simd,
        };
        for w in order {
            let wording = &book.wordings[w];
            let content: u32 = wording.content.iter().map(|&c| u32::from(c)).sum();
            let input = |m: u32| book.mentions[m as usize].input;
            let Some(&shown) = wording.mentions.iter().find(|&&m| !mentions[input(m)].in_furniture) else { continue };
            if content < FIRM || wording.title {
                continue;
            }
            let entry = index.entries.len() as u32;
            let quote = linked.quote_of.get(input(shown)).copied().flatten();
            index.entries.push(Entry {
                words: wording.loose.words.clone(),
                weights: wording.weights.clone(),
                elided: wording.loose.elided.clone(),
                total: wording.total,
                mention: input(shown),
                quote,
                group: quote.map_or(u64::from(entry) << 32 | u64::from(u32::MAX), u64::from),
            });
            shingle_hashes(rules.simd, &wording.loose.words, 3, &mut hashes);
            let mut rarest: Vec<(u32, u64, u32)> = (0..).zip(&hashes).map(|(at, g)| (counts.of(*g), *g, at)).collect();
            rarest.sort_unstable();
            rarest.dedup_by_key(|r| r.1);
            for (_, gram, at) in rarest.into_iter().take(GRAMS) {
                let list = index.grams.entry(gram).or_default();
                if list.len() < LED_TO {
                    list.push((entry, at));
                }
            }
        }
        index.may_be_gram = Sieve::of(index.grams.keys().copied(), index.grams.len());
        index.may_be_variant = Sieve::of(index.variants.keys().copied(), index.variants.len());
        index
    }

    /// Calls `visit` for each quote found in an article, by the place of its first word; `words` are the hashes of the article's words.
    pub fn scan(&self, words: &[WordHash], mut visit: impl FnMut(UnmarkedHit)) {
        // The article's loose words, each with the word that it comes from.
        let (mut loose, mut from) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
        for (number, word) in words.iter().enumerate() {
            match self.may_be_variant.may_have(*word).then(|| self.variants.get(word)).flatten() {
                Some(parts) => {
                    loose.extend(parts);
                    from.resize(loose.len(), number);
                }
                None => {
                    loose.push(*word);
                    from.push(number);
                }
            }
        }
        if loose.len() < 3 {
            return;
        }
        let mut grams = Vec::new();
        shingle_hashes(self.simd, &loose, 3, &mut grams);
        // Where each quote would begin, by the grams that were met.
        let mut starts: Vec<(u32, i64)> = Vec::new();
        for (at, gram) in grams.iter().enumerate().filter(|(_, gram)| self.may_be_gram.may_have(**gram)) {
            for &(entry, place) in self.grams.get(gram).into_iter().flatten() {
                starts.push((entry, at as i64 - i64::from(place)));
            }
        }
        starts.sort_unstable();
        let mut hits: Vec<(u64, UnmarkedHit)> = Vec::new();
        let mut looked: Option<(u32, i64)> = None;
        for (entry, start) in starts {
            let slack = self.entries[entry as usize].words.len() as i64 / 4 + 4;
            // One alignment covers the neighbouring starts too.
            if looked.is_some_and(|(e, s)| e == entry && start - s <= slack / 2) {
                continue;
            }
            looked = Some((entry, start));
            hits.extend(self.look(entry, &loose, start, slack).map(|mut hit| {
                hit.words = from[hit.words.start]..from[hit.words.end - 1] + 1;
                (self.entries[entry as usize].group, hit)
            }));
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

    /// Aligns a quote with the part of an article where it may begin at `start`.
    fn look(&self, entry: u32, loose: &[WordHash], start: i64, slack: i64) -> Option<UnmarkedHit> {
        let quote = &self.entries[entry as usize];
        let from = (start - slack).clamp(0, loose.len() as i64) as usize;
        let to = (start + quote.words.len() as i64 + slack).clamp(0, loose.len() as i64) as usize;
        let part = &loose[from..to];
        if let Some(at) = quote.place_in(part) {
            let words = from + at..from + at + quote.words.len();
            return Some(UnmarkedHit { mention: quote.mention, quote: quote.quote, words, share: 1.0 });
        }
        if !quote.may_stand_in(part) {
            return None;
        }
        let plain = vec![PLAIN; part.len()];
        let side = Side { words: &quote.words, weights: &quote.weights, elided: &quote.elided };
        let found = align(&side, &Side { words: part, weights: &plain, elided: &[] }, &self.scoring)?;
        let equal: i32 = found
            .steps
            .iter()
            .filter(|s| s.kind() == StepKind::Equal)
            .map(|s| quote.weights[s.ranges().0.clone()].iter().sum::<i32>())
            .sum();
        let share = quote.share(equal);
        (share >= COVERED).then(|| UnmarkedHit {
            mention: quote.mention,
            quote: quote.quote,
            words: from + found.b.start..from + found.b.end,
            share,
        })
    }
}

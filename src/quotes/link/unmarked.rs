//! Quotes that an outlet prints without marks.
//!
//! One outlet quotes, another prints the words as its own. The index holds a few word 5-grams of each quote that is long enough to speak for itself, those with the smallest
//! hashes; an article's words stream through, those in marks apart, and where two grams of a quote are met at places that fit together it is read and aligned with that part of the
//! article. Words that cover four fifths of a quote of ten words and more have half of its grams at least, if they differ in one place in ten, and so two of the eight that are looked for.

use super::relate::COVERED;
use super::texts::{COMMON, WEIGHTS};
use super::wording::is_title;
use crate::matching::{Aligner, HashedMap, Scoring, Side, StepKind, ask_for};
use crate::quotes::lexicon::Sieve;
use crate::quotes::loose::{Folded, Reader};
use crate::quotes::orthography::Orthography;
use crate::quotes::plain::{PlainQuotes, PlainWord};
use crate::quotes::vocabulary::Vocabulary;
use crate::simd::Simd;
use crate::sketch::{scatter, shingle_hashes};
use crate::text::{WordHash, hash_text};
use std::ops::Range;

/// Words of a gram. Two in a row are six equal words.
const GRAM_WORDS: usize = 5;
/// Grams of a quote that are met, at places that fit together, before it is aligned.
const MET: usize = 2;
/// Grams of a quote that are looked for.
const PICKED: usize = 8;
/// Quotes that one gram leads to: the longest.
const LED_TO: usize = 8;
/// Weight of a word of an article.
const PLAIN: i32 = WEIGHTS[1];
/// Weight of a word of a quote that is not common.
const SAYS: i32 = WEIGHTS[2];
/// Share of a quote's plain words, by weight, that stands where it may be, before it is read: less than [`COVERED`] by what plain words do not show, such as compounds.
const NEARLY: f64 = 0.6;
/// Grams in a bucket of the table, on average.
const BUCKET: usize = 4;

/// A quote as the index asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Printed<'a> {
    /// The words between the marks.
    pub text: &'a str,
    /// The language of its article by [`Orthography::language`].
    pub language: Option<usize>,
}

/// A quote found in the words of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmarkedHit {
    /// The number of the quote whose words they are.
    pub mention: usize,
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
    /// How many words it has as they are printed.
    words: u32,
    /// Hash of its words.
    key: u64,
}

/// Some quotes that are to be looked for, with the grams that lead to them.
#[derive(Debug, Default)]
pub struct Picked {
    entries: Vec<Entry>,
    grams: Vec<Gram>,
    hashes: Vec<u64>,
}

impl Picked {
    /// Adds the quote with this number. `words` are those of its article that stand in it, `attributed` says whether somebody is said to have said it: the title of a book is not looked for.
    pub fn add(&mut self, quote: u32, text: &str, words: &[WordHash], attributed: bool, simd: Simd) {
        if words.len() < GRAM_WORDS || !attributed && is_title(text) {
            return;
        }
        let (entry, first) = (self.entries.len() as u32, self.grams.len());
        self.entries.push(Entry { quote, words: words.len() as u32, key: hash_text(words) as u64 });
        shingle_hashes(simd, words, GRAM_WORDS, &mut self.hashes);
        self.grams.extend((0..).zip(&self.hashes).map(|(place, &hash)| Gram { hash, entry, place }));
        if self.grams.len() - first > PICKED {
            self.grams[first..].select_nth_unstable_by_key(PICKED, |gram| (gram.hash, gram.place));
            self.grams.truncate(first + PICKED);
        }
    }
}

/// An index over the quotes of a run, to be asked for each article.
pub struct UnmarkedIndex<'a> {
    plain: PlainQuotes<'a>,
    printed: &'a (dyn Fn(u32) -> Printed<'a> + Sync),
    orthography: &'a Orthography,
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

impl std::fmt::Debug for UnmarkedIndex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnmarkedIndex").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl<'a> UnmarkedIndex<'a> {
    /// Indexes quotes that need no witness, repeated or not, once for each of their wordings. `plain` are the plain words of all quotes, `printed` tells what stands in one.
    pub fn new(
        picked: &[Picked],
        plain: PlainQuotes<'a>,
        printed: &'a (dyn Fn(u32) -> Printed<'a> + Sync),
        orthography: &'a Orthography,
        scoring: Scoring,
        simd: Simd,
    ) -> UnmarkedIndex<'a> {
        let count = picked.iter().map(|some| some.grams.len()).sum();
        let (mut entries, mut rows): (Vec<Entry>, Vec<Gram>) = (Vec::new(), Vec::with_capacity(count));
        for some in picked {
            let before = entries.len() as u32;
            entries.extend(&some.entries);
            rows.extend(some.grams.iter().map(|gram| Gram { entry: before + gram.entry, ..*gram }));
        }
        let buckets = (rows.len() / BUCKET).next_power_of_two();
        let mut index = UnmarkedIndex {
            plain,
            printed,
            orthography,
            entries,
            grams: Vec::new(),
            ends: Vec::new(),
            // Half as large as it might be: what is asked of it for every word of a corpus has to be near.
            may_be_gram: Sieve::of(rows.iter().map(|g| g.hash), rows.len() / 2),
            variants: Vocabulary::new(orthography).listed(),
            scoring,
            simd,
        };
        scatter(&rows, buckets, |g| bucket(g.hash, buckets), &mut index.ends, &mut index.grams);
        // Of quotes that share a gram the longest come first, whatever the order they were printed in.
        let UnmarkedIndex { entries, grams, ends, .. } = &mut index;
        let mut start = 0;
        for end in ends.iter().map(|&end| end as usize) {
            if end - start > LED_TO {
                let rank = |gram: &Gram| {
                    let entry = &entries[gram.entry as usize];
                    (gram.hash, std::cmp::Reverse(entry.words), entry.key, gram.place)
                };
                grams[start..end].sort_unstable_by_key(rank);
            }
            start = end;
        }
        index
    }

    /// Where in `grams` those stand that have the bucket of this hash.
    #[inline]
    fn bucket(&self, hash: u64) -> (u32, u32) {
        let bucket = bucket(hash, self.ends.len());
        (if bucket == 0 { 0 } else { self.ends[bucket - 1] }, self.ends[bucket])
    }

    /// What a thread needs to look through articles.
    pub fn searcher(&self) -> Searcher<'_, 'a> {
        Searcher {
            index: self,
            reader: Reader::new(self.simd),
            vocabulary: Vocabulary::new(self.orthography),
            folded: Folded::default(),
            aligner: Aligner::new(self.simd),
            part: Vec::new(),
            from: Vec::new(),
            plain: Vec::new(),
            grams: Vec::new(),
            met: Vec::new(),
            buckets: Vec::new(),
            starts: Vec::new(),
        }
    }
}

/// Looks for quotes in articles, one at a time; keeps its buffers from article to article.
#[derive(Debug)]
pub struct Searcher<'i, 'a> {
    index: &'i UnmarkedIndex<'a>,
    /// For quotes that may stand in an article.
    reader: Reader,
    vocabulary: Vocabulary<'a>,
    folded: Folded,
    aligner: Aligner,
    /// The loose words of the part where it may stand, and the word that each comes from.
    part: Vec<WordHash>,
    from: Vec<usize>,
    /// The words where a quote may stand, by their bits as plain words.
    plain: Vec<u32>,
    grams: Vec<u64>,
    /// Places of grams that may be some of a quote, and the buckets that they would be in.
    met: Vec<u32>,
    buckets: Vec<(u32, u32)>,
    starts: Vec<(u32, i64)>,
}

impl Searcher<'_, '_> {
    /// Calls `visit` for each quote found in an article outside of `marked`, in no order; [`fullest`] chooses among them. `words` are the hashes of the article's words,
    /// `marked` the words in quote marks, in order.
    pub fn scan(&mut self, words: &[WordHash], marked: &[Range<u32>], mut visit: impl FnMut(UnmarkedHit)) {
        let index = self.index;
        if words.len() < GRAM_WORDS {
            return;
        }
        shingle_hashes(index.simd, words, GRAM_WORDS, &mut self.grams);
        self.find_starts(marked);
        if self.starts.len() < MET {
            return;
        }
        self.starts.sort_unstable();
        let starts = std::mem::take(&mut self.starts);
        for of_entry in starts.chunk_by(|a, b| a.0 == b.0) {
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
                    self.look(entry, words, start, slack).into_iter().for_each(&mut visit);
                }
                rest = &rest[near..];
            }
        }
        self.starts = starts;
    }

    /// Where each quote would begin, by the grams of an article that are met outside of marks.
    fn find_starts(&mut self, marked: &[Range<u32>]) {
        let Searcher { index, grams, met, buckets, starts, .. } = self;
        // First those that may be grams of a quote.
        met.clear();
        let mut at = 0;
        let behind = u32::MAX..u32::MAX;
        for span in marked.iter().chain([&behind]) {
            let end = (span.start as usize).saturating_sub(GRAM_WORDS - 1).min(grams.len());
            for (first, some) in (at as u32..).step_by(64).zip(grams.get(at..end).unwrap_or(&[]).chunks(64)) {
                let mut may = index.may_be_gram.may_have_all(some);
                while may != 0 {
                    met.push(first + may.trailing_zeros());
                    may &= may - 1;
                }
            }
            at = at.max(span.end as usize);
        }
        buckets.clear();
        buckets.extend(met.iter().map(|&place| index.bucket(grams[place as usize])));
        ask_for(buckets.iter().map(|&(first, _)| index.grams.get(first as usize).map_or(0, |gram| gram.hash)));
        starts.clear();
        for (&place, &(first, end)) in met.iter().zip(&*buckets) {
            let hash = grams[place as usize];
            let with = index.grams[first as usize..end as usize].iter().filter(|gram| gram.hash == hash).take(LED_TO);
            starts.extend(with.map(|gram| (gram.entry, i64::from(place) - i64::from(gram.place))));
        }
    }

    /// Aligns a quote with the part of an article where it may begin at word `start`.
    fn look(&mut self, entry: u32, words: &[WordHash], start: i64, slack: i64) -> Option<UnmarkedHit> {
        let index = self.index;
        let Entry { quote: mention, words: length, .. } = index.entries[entry as usize];
        let within = |at: i64| at.clamp(0, words.len() as i64) as usize;
        let (first, end) = (within(start - slack), within(start + i64::from(length) + slack));
        self.plain.clear();
        index.orthography.plain().read_listed(&words[first..end], |word| self.plain.push(word.hash()));
        if !nearly_stands_in(index.plain.of(mention as usize), &self.plain) {
            return None;
        }
        let printed = (index.printed)(mention);
        let (part, from) = (&mut self.part, &mut self.from);
        part.clear();
        from.clear();
        for (number, word) in (first..).zip(&words[first..end]) {
            match index.variants.get(word) {
                Some(parts) => part.extend(parts),
                None => part.push(*word),
            }
            from.resize(part.len(), number);
        }
        self.reader.read_without_key(&mut &mut self.vocabulary, printed.text, &mut self.folded);
        let quote = Wanted::new(&self.folded, &self.vocabulary, printed.language);
        let (found, share) = match quote.place_in(part) {
            Some(at) => (at..at + quote.words.len(), 1.0),
            None if !quote.may_stand_in(part) => return None,
            None => {
                let plain = vec![PLAIN; part.len()];
                let side = Side { words: &quote.words, weights: &quote.weights, elided: quote.elided };
                let part = Side { words: part, weights: &plain, elided: &[] };
                let found = self.aligner.align(&side, &part, &index.scoring)?;
                let equal: i32 = found
                    .steps
                    .iter()
                    .filter(|s| s.kind() == StepKind::Equal)
                    .map(|s| quote.weights[s.ranges().0.clone()].iter().sum::<i32>())
                    .sum();
                (found.b, quote.share(equal))
            }
        };
        let words = from[found.start]..from[found.end - 1] + 1;
        (share >= COVERED).then_some(UnmarkedHit { mention: mention as usize, words, share })
    }
}

/// Of those found in one article that are one repeated quote on the same words, the fullest; by the place of the first word. `quote_of` tells the repeated quote that a
/// quote is in, for those that are in one.
pub fn fullest(mut hits: Vec<UnmarkedHit>, quote_of: impl Fn(usize) -> Option<u32>) -> Vec<UnmarkedHit> {
    let group = |hit: &UnmarkedHit| quote_of(hit.mention).map_or((true, hit.mention), |quote| (false, quote as usize));
    hits.sort_by(|a, b| {
        let longest = |hit: &UnmarkedHit| std::cmp::Reverse(hit.words.len());
        (group(a), longest(a))
            .cmp(&(group(b), longest(b)))
            .then(b.share.total_cmp(&a.share))
            .then((a.mention, a.words.start).cmp(&(b.mention, b.words.start)))
    });
    let mut kept: Vec<UnmarkedHit> = Vec::new();
    for hit in hits {
        let overlaps = |other: &UnmarkedHit| {
            group(other) == group(&hit) && other.words.start < hit.words.end && hit.words.start < other.words.end
        };
        if !kept.iter().any(overlaps) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| (hit.words.start, hit.words.end, hit.mention));
    kept
}

/// Whether a place with these words has nearly enough of a quote's.
fn nearly_stands_in(quote: &[PlainWord], place: &[u32]) -> bool {
    let weight = |word: PlainWord| if word.is_common() { COMMON } else { SAYS };
    let total: i32 = quote.iter().map(|&word| weight(word)).sum();
    let most = total - (NEARLY * f64::from(total)) as i32;
    let mut missing = 0;
    quote.iter().all(|&word| {
        // All of it is looked at, so that it is looked at many words at once.
        let is_there = place.iter().fold(false, |any, &other| any | (other == word.hash()));
        missing += if is_there { 0 } else { weight(word) };
        missing <= most
    })
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

impl<'t> Wanted<'t> {
    fn new(folded: &'t Folded, vocabulary: &Vocabulary<'_>, language: Option<usize>) -> Wanted<'t> {
        let words: Vec<WordHash> = folded.parts.iter().map(|&part| vocabulary.hash(part)).collect();
        let is_common = |word: WordHash| vocabulary.orthography().is_common(word, language);
        let weights: Vec<i32> = words.iter().map(|&word| if is_common(word) { COMMON } else { SAYS }).collect();
        Wanted { total: weights.iter().sum(), words, weights, elided: &folded.elided }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_of_one_quote_stays_and_all_of_others() {
        let hit = |mention, words, share| UnmarkedHit { mention, words, share };
        let hits = vec![
            hit(7, 40..52, 1.0),
            hit(1, 3..14, 1.0),
            hit(2, 2..20, 0.9),
            hit(3, 2..20, 0.8),
            hit(4, 5..16, 1.0),
            hit(5, 5..16, 1.0),
        ];
        // 1 to 3 and 7 are one quote, 4 and 5 are in none.
        let quote_of = |mention: usize| [1, 2, 3, 7].contains(&mention).then_some(9);
        let kept: Vec<usize> = fullest(hits.clone(), quote_of).iter().map(|hit| hit.mention).collect();
        assert_eq!(kept, [2, 4, 5, 7]);
        let backwards = hits.into_iter().rev().collect();
        assert!(fullest(backwards, quote_of).iter().map(|hit| hit.mention).eq(kept));
    }
}

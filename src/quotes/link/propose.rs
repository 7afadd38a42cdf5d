//! Which quotes may be part of a repeated one, told by their plain words: an inverted index of runs of words.
//!
//! Most quotes are printed once, so what is done for each of them has to be little: no text is read here, only four bytes a word ([`PlainWord`]). Quotes with the same words are one
//! wording. Two wordings of twelve words and more that are one quote share a run of five words, with hardly an exception in real news, and strangers hardly ever do. Shorter ones, of which a
//! changed word may spoil every such run, are asked for by runs of four, and those of up to eight words by 3-grams and rare 2-grams. Pairs are counted without listing them ([`Meetings`]), and grams of common words alone are left
//! out; of a pair, a bitmap of the words that say something tells whether enough of the shorter one can stand in the longer at all.
//!
//! A giant posting list (a stock phrase, or a wire quote that 500 outlets trimmed in 500 ways) is cut to its best anchors, as for articles, so that each wording meets a limited number
//! of others and the cost grows with the number of quotes.
//!
//! The index is a run of `(gram, wording)` as it is made of band keys too: most grams are there once, and are thrown out before anything is sorted.

mod grams;

use super::relate::{FIRM, LEAST_CONTENT, LEAST_WORDS, MIDDLING, PARTIAL};
use super::row::share_a_row;
use super::texts::COMMON;
use crate::matching::candidates::unpack;
use crate::matching::{Meetings, Parted, ask_for};
use crate::quotes::plain::{Frequent, PlainQuotes, PlainWord};
use grams::Kinds;
use rayon::prelude::*;
use std::cmp::Ordering;
use xxhash_rust::xxh3::xxh3_64;

/// Words up to which a wording is tiny: scare quotes of this length never link, others need the best of witnesses, and none is compared with another.
pub(super) const TINY_WORDS: usize = 3;
/// A wording of up to this many words is short.
const SHORT_WORDS: usize = 8;
/// A longer one of up to this many words is middling: one changed word may leave runs of four only.
const MIDDLING_WORDS: usize = 11;
/// Words of the runs that longer wordings share.
const RUN: usize = 5;
/// Words of the grams of short ones.
const TRIPLES: usize = 3;
const PAIRS: usize = 2;
/// Weight of a half word with content.
const WEIGHT: i32 = 8;
/// Instead of a number: none.
const NONE: u32 = u32::MAX;
/// Share of its runs that a long wording has in common with a longer one at least.
const SHARED: f64 = 0.15;
/// Runs of a pair of long wordings that shares [`ROW`](super::row::ROW) words in a row, of which some may be of common words: so many are enough whatever their share.
const SHARED_RUNS: u32 = 4;
/// Share of a wording's weight that stands in the other one at least where that is less than [`MIDDLING`]: less than
/// [`LOOSE_PARTIAL`](super::relate::LOOSE_PARTIAL) by what plain words do not show, as `any time` for `anytime`.
const LOOSELY: f64 = 0.65;
/// Members up to which a posting list gives all its pairs: of 2-grams, of runs, and of 3-grams, which stock phrases have.
const RARE: usize = 8;
const FULL: usize = 16;
const FULL_OF_TRIPLES: usize = 32;
/// Quotes that a thread takes at once, at least.
const QUOTES: usize = 4096;
/// Pairs of which the words are asked for ahead.
const AHEAD: usize = 16;

/// Wordings that tell which words are frequent: of more, between half and twice as many.
const SAMPLE: usize = 1 << 16;

/// What the index found.
#[derive(Debug, Default)]
pub struct Sieved {
    /// Numbers of the quotes that may be part of a repeated one, ascending.
    pub quotes: Vec<u32>,
    /// Pairs of them that may be one quote in two wordings: places in `quotes`, in any order.
    pub(super) pairs: Vec<(u32, u32)>,
    /// Pairs inside giant posting lists that were not looked at.
    pub(super) left_out: u64,
    wordings: Vec<Wording>,
    /// The wording of each quote; [`NONE`] for one that takes no part.
    wording_of: Vec<u32>,
    /// The words that many of all wordings have.
    frequent: Frequent,
}

impl Sieved {
    /// The words that many of all wordings have.
    pub fn frequent(&self) -> &Frequent {
        &self.frequent
    }

    /// Of the quotes that were let through each one with plain words that an earlier one has, and that one: places in `quotes`. They may be two wordings all the same, as with
    /// brackets around some of the words.
    pub(super) fn same_words(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut first = vec![NONE; self.wordings.len()];
        (0..).zip(&self.quotes).filter_map(move |(place, &number)| {
            let first = first.get_mut(*self.wording_of.get(number as usize)? as usize)?;
            let before = std::mem::replace(first, if *first == NONE { place } else { *first });
            (before != NONE).then_some((before, place))
        })
    }

    /// Of each wording that needs no witness the first quote that `stands`, repeated or not; ascending.
    pub fn firm(&self, stands: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut taken = vec![false; self.wordings.len()];
        let is_first = |(number, wording): &(u32, &u32)| {
            let firm = self.wordings.get(**wording as usize).is_some_and(|wording| wording.content >= FIRM);
            firm && stands(*number) && !std::mem::replace(&mut taken[**wording as usize], true)
        };
        (0..).zip(&self.wording_of).filter(is_first).map(|(number, _)| number).collect()
    }
}

/// The different wordings of quotes, and the one of each quote.
fn wordings(plain: &PlainQuotes<'_>) -> (Vec<Wording>, Vec<u32>) {
    let words = |quote: u32| plain.of(quote as usize);
    let key = |quote: usize| xxh3_64(bytemuck::cast_slice(plain.of(quote)));
    let keys: Vec<u64> = (0..plain.len()).into_par_iter().with_min_len(QUOTES).map(key).collect();
    let is_some = |quote: &u32| !words(*quote).is_empty();
    let mut rows = Parted::default();
    (0..).zip(&keys).filter(|(quote, _)| is_some(quote)).for_each(|(quote, &key)| rows.push(key, quote));
    let same = rows.groups(|_, same, all: &mut Vec<(u32, u32)>| all.extend(same.iter().map(|&quote| (same[0], quote))));
    // Of each quote the first one with its words, and how many have those of each first one.
    let mut wording_of: Vec<u32> = (0..plain.len() as u32).map(|q| if is_some(&q) { q } else { NONE }).collect();
    let mut quotes = vec![1; plain.len()];
    for (first, quote) in same.into_iter().flatten() {
        wording_of[quote as usize] = first;
        quotes[first as usize] += u32::from(quote != first);
    }
    // Shorter kinds get the smaller numbers, so that a number tells the kind.
    let mut order: [Vec<u32>; KINDS] = Default::default();
    for (quote, _) in (0..).zip(&wording_of).filter(|(quote, first)| quote == *first) {
        order[kind(words(quote).len())].push(quote);
    }
    let order = order.concat();
    let read = |&first: &u32| Wording::new(plain, first as usize, quotes[first as usize], keys[first as usize]);
    let wordings = order.par_iter().with_min_len(QUOTES).map(read).collect();
    // The counts are no longer needed: the numbers of the wordings take their place.
    let mut number_of = quotes;
    (0..).zip(&order).for_each(|(number, &first)| number_of[first as usize] = number);
    wording_of.iter_mut().filter(|first| **first != NONE).for_each(|first| *first = number_of[*first as usize]);
    (wordings, wording_of)
}

/// Kinds of wordings by their length.
const KINDS: usize = 4;

/// Tiny, short, middling or long.
fn kind(words: usize) -> usize {
    [TINY_WORDS, SHORT_WORDS, MIDDLING_WORDS].iter().filter(|&&most| words > most).count()
}

/// Quotes with the same plain words.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Wording {
    /// How many they are.
    quotes: u32,
    /// Where its words stand among those of all quotes, and how many they are.
    place: usize,
    words: u32,
    /// Of a short one, its 3-grams that do not consist of common words alone.
    triples: u32,
    /// Half words with content, and the weight of all words.
    content: u32,
    weight: i32,
    /// Hash of its words.
    key: u64,
    /// A bit for each of its words with content.
    bits: u128,
    /// Whether some of them are half words.
    ideographs: bool,
}

/// How well a wording would do to meet others: by its words and quotes, and its key.
type Rank = (u32, u64);

/// What is looked at of a wording for millions of pairs: the less there is of it the more of all is near.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Brief {
    /// A bit for each of its words with content.
    bits: u128,
    /// Where its words stand among those of all quotes.
    place: usize,
    words: u16,
    weight: u16,
    content: u16,
    /// Half words that a word with content is at least.
    unit: u8,
}

const _: () = assert!(size_of::<Brief>() == 32);

/// Which of these quotes may be part of a repeated one.
pub fn sieve(plain: &PlainQuotes<'_>) -> Sieved {
    let (wordings, wording_of) = wordings(plain);
    // Of many wordings a part tells as well which words are frequent: the same part whatever their order.
    let step = (wordings.len() / SAMPLE).max(1).next_power_of_two() as u64;
    let some = || wordings.iter().filter(|wording| wording.key % step == 0).map(|w| w.words(plain));
    let (proposed, frequent) = rayon::join(|| propose(&wordings, plain), || Frequent::among(some()));
    let mut may: Vec<bool> = wordings.iter().map(|wording| wording.quotes > 1).collect();
    for (a, b) in proposed.pairs.iter().copied().map(unpack) {
        may[a as usize] = true;
        may[b as usize] = true;
    }
    let mut place_of = vec![NONE; wordings.len()];
    let mut quotes = Vec::new();
    for (number, &wording) in (0..).zip(&wording_of) {
        if may.get(wording as usize) == Some(&true) {
            if place_of[wording as usize] == NONE {
                place_of[wording as usize] = quotes.len() as u32;
            }
            quotes.push(number);
        }
    }
    let pairs = proposed.pairs.iter().copied().map(unpack);
    let pairs = pairs.map(|(a, b)| (place_of[a as usize], place_of[b as usize])).collect();
    Sieved { quotes, pairs, left_out: proposed.left_out, wordings, wording_of, frequent }
}

impl Wording {
    /// That of so many quotes, of which this is one.
    fn new(plain: &PlainQuotes<'_>, quote: usize, quotes: u32, key: u64) -> Wording {
        let words = plain.of(quote);
        let mut wording = Wording {
            quotes,
            place: plain.place(quote),
            words: words.len() as u32,
            triples: 0,
            content: 0,
            weight: 0,
            key,
            bits: 0,
            ideographs: false,
        };
        for word in words {
            let content = word.content();
            let bit = if content == 0 { 0 } else { word_bit(*word) };
            // Of a word that is there twice only one counts.
            wording.content += if wording.bits & bit == 0 { content } else { 0 };
            wording.weight += if content == 0 { COMMON } else { WEIGHT * content as i32 };
            wording.bits |= bit;
            wording.ideographs |= content == 1;
        }
        if wording.is_short() {
            let says = |words: &&[PlainWord]| words.iter().any(|word| !word.is_common());
            wording.triples = words.windows(TRIPLES).filter(says).count() as u32;
        }
        wording
    }

    fn words<'a>(&self, plain: &PlainQuotes<'a>) -> &'a [PlainWord] {
        plain.at(self.place, self.words as usize)
    }

    fn is_short(&self) -> bool {
        self.words <= SHORT_WORDS as u32
    }

    /// Of two equally long ones always the same one, whichever was printed first.
    fn is_longer(&self, other: &Wording) -> bool {
        (self.words, self.key) > (other.words, other.key)
    }

    /// How well it would do to meet all others of a long list, those with the most words and quotes first; smaller is better, and no two are equal.
    fn rank(&self) -> Rank {
        let most = |number: u32| u32::from(u16::MAX - u16::try_from(number).unwrap_or(u16::MAX));
        (most(self.words) << 16 | most(self.quotes), self.key)
    }

    /// What is looked at first. Figures that have no room are as large as can be, and then say no more than that.
    fn brief(&self) -> Brief {
        let short = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        Brief {
            bits: self.bits,
            place: self.place,
            words: short(self.words),
            weight: short(self.weight as u32),
            content: short(self.content),
            unit: if self.ideographs { 1 } else { 2 },
        }
    }

    /// Grams that a longer one has to share with it.
    fn least(&self) -> u8 {
        match self.words as usize {
            ..=SHORT_WORDS if self.triples > 2 => 2,
            ..=MIDDLING_WORDS => 1,
            words => ((words + 1 - RUN) as f64 * SHARED).ceil().min(f64::from(SHARED_RUNS)) as u8,
        }
    }
}

impl Brief {
    /// Whether enough of its words may stand in a longer one for [`relate`](super::relate::compare).
    fn may_stand_in(&self, longer: &Brief) -> bool {
        let missing = u32::from(self.unit) * (self.bits & !longer.bits).count_ones();
        2 * WEIGHT * missing as i32 <= i32::from(self.weight) && u32::from(self.content) >= LEAST_CONTENT + missing
    }
}

/// One of 128 bits for a word.
#[inline]
fn word_bit(word: PlainWord) -> u128 {
    1 << (word.bits().wrapping_mul(0x9E37_79B1) >> 25)
}

/// Pairs that the index proposes.
struct Proposed {
    /// Packed, sorted.
    pairs: Vec<u64>,
    left_out: u64,
}

/// The pairs of wordings that share enough.
fn propose(wordings: &[Wording], plain: &PlainQuotes<'_>) -> Proposed {
    let first_of = |some: usize| wordings.partition_point(|wording| kind(wording.words as usize) < some) as u32;
    let ranks = wordings.iter().map(Wording::rank).collect();
    let kinds = Kinds { wordings, ranks, plain, firsts: [0, 1, 2, 3, 4].map(first_of) };
    let ((mut parts, middling), (triples, pairs)) = rayon::join(
        || rayon::join(|| kinds.by_runs(), || kinds.asked_for::<{ RUN - 1 }>(2, FULL)),
        || rayon::join(|| kinds.asked_for::<TRIPLES>(1, FULL_OF_TRIPLES), || kinds.asked_for::<PAIRS>(1, RARE)),
    );
    [middling, triples, pairs].into_iter().for_each(|more| parts.extend(more));
    let left_out = parts.iter().map(|met| met.left_out).sum();
    let briefs = Briefs::new(wordings, plain);
    let enough = |a: u32, b: u32, shared: u32| briefs.may_be_one(a as usize, b as usize, shared);
    let pairs = Meetings::often_and(parts, wordings.len(), enough, |pairs| briefs.standing(&pairs));
    Proposed { pairs, left_out }
}

/// All wordings, to be looked at by pairs.
struct Briefs<'a> {
    briefs: Vec<Brief>,
    /// [`Wording::least`]: by itself it is near, and turns most pairs down.
    least: Vec<u8>,
    wordings: &'a [Wording],
    plain: &'a PlainQuotes<'a>,
}

impl<'a> Briefs<'a> {
    fn new(wordings: &'a [Wording], plain: &'a PlainQuotes<'a>) -> Briefs<'a> {
        let (briefs, least) = wordings.iter().map(|wording| (wording.brief(), wording.least())).unzip();
        Briefs { briefs, least, wordings, plain }
    }

    fn words(&self, wording: usize) -> &'a [PlainWord] {
        match self.briefs[wording] {
            Brief { words: u16::MAX, .. } => self.wordings[wording].words(self.plain),
            Brief { place, words, .. } => self.plain.at(place, words.into()),
        }
    }

    /// The shorter one and the longer.
    fn by_length(&self, a: usize, b: usize) -> (usize, usize) {
        let a_is_longer = match self.briefs[a].words.cmp(&self.briefs[b].words) {
            Ordering::Equal => self.wordings[a].is_longer(&self.wordings[b]),
            order => order == Ordering::Greater,
        };
        if a_is_longer { (b, a) } else { (a, b) }
    }

    /// Whether two that share so many grams may be one quote, as far as can be told without their words.
    fn may_be_one(&self, a: usize, b: usize, shared: u32) -> bool {
        if shared < u32::from(self.least[a].min(self.least[b])) {
            return false;
        }
        let (shorter, longer) = self.by_length(a, b);
        shared >= u32::from(self.least[shorter])
            && (shared >= SHARED_RUNS && self.is_long(shorter)
                || self.briefs[shorter].may_stand_in(&self.briefs[longer]))
    }

    fn is_long(&self, wording: usize) -> bool {
        usize::from(self.briefs[wording].words) > MIDDLING_WORDS
    }

    /// Those of some pairs of which the shorter one stands in the longer, or that share many words in a row.
    fn standing(&self, pairs: &[u64]) -> Vec<u64> {
        let mut found = Vec::new();
        for some in pairs.chunks(AHEAD) {
            let words = || some.iter().copied().map(unpack).flat_map(|(a, b)| [a, b]).map(|a| self.words(a as usize));
            ask_for(words().map(|words| words.first().map_or(0, |word| u64::from(word.bits()))));
            found.extend(some.iter().copied().filter(|&pair| {
                let (a, b) = unpack(pair);
                let (shorter, longer) = self.by_length(a as usize, b as usize);
                let (words, of_longer) = (self.words(shorter), self.words(longer));
                stands_in(words, (of_longer, self.briefs[longer].bits)) || share_a_row(words, of_longer)
            }));
        }
        found
    }
}

/// Whether enough words of a wording stand in a longer one, which has these bits.
fn stands_in(words: &[PlainWord], (of_longer, bits): (&[PlainWord], u128)) -> bool {
    // Not that of its brief, which has no room for what a giant one weighs.
    let weight = |word: PlainWord| if word.is_common() { COMMON } else { WEIGHT * word.content() as i32 };
    let total: i32 = words.iter().map(|&word| weight(word)).sum();
    let most = total - (PARTIAL * f64::from(total)) as i32;
    let (mut missed, mut shared, mut content) = (0, 0, 0);
    for &word in words {
        let half_words = word.content();
        // All of the longer one is looked at, so that it is looked at many words at once.
        let is_there = (half_words == 0 || bits & word_bit(word) != 0)
            && of_longer.iter().fold(false, |any, &other| any | (other == word));
        if is_there {
            (shared, content) = (shared + 1, content + half_words);
        } else {
            missed += weight(word);
            if missed > most {
                return false;
            }
        }
    }
    // Two of the words may be one in the other text.
    shared + 1 >= LEAST_WORDS
        && content >= LEAST_CONTENT
        && (content >= MIDDLING || f64::from(missed) <= (1.0 - LOOSELY) * f64::from(total))
}

/// All quotes, and every pair there is: what the index is held to in tests.
#[cfg(test)]
pub(super) fn all_pairs(plain: &PlainQuotes<'_>) -> Sieved {
    let quotes: Vec<u32> = (0..plain.len() as u32).collect();
    let pairs = quotes.iter().flat_map(|&a| quotes[..a as usize].iter().map(move |&b| (a, b))).collect();
    Sieved { quotes, pairs, ..sieve(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Orthography, PlainReader};
    use crate::simd::Simd;
    use crate::text::Prepared;

    fn sieved(texts: &[&str]) -> Sieved {
        let orthography = Orthography::shipped();
        let (mut prepared, mut reader) = (Prepared::new(Simd::best()), PlainReader::new(&orthography));
        let (mut words, mut borders) = (Vec::new(), vec![0]);
        for text in texts {
            prepared.prepare(text);
            let all = 0..prepared.words.len();
            reader.read(text, &prepared.words, all, orthography.number("en"), &mut words);
            borders.push(words.len());
        }
        sieve(&PlainQuotes::new(&words, &borders))
    }

    #[test]
    fn what_is_printed_once_is_left_out() {
        let found = sieved(&[
            "We counted seventeen boats and nine nets in the harbour before the storm",
            "Nobody asked the fishermen what they thought of the pier, its price or its lamps",
            "we counted 17 boats and nine nets in the harbor, before the storm",
            "nothing was left of it",
            "The library lost its best lamps to a thief",
            "counted seventeen boats and nine nets",
            "",
        ]);
        assert_eq!(found.quotes, [0, 2, 5], "the first two have the same plain words");
        assert_eq!(found.pairs, [(2, 0)]);
        assert_eq!(found.firm(|_| true), [0, 1]);
        assert_eq!(found.firm(|number| number != 0), [1, 2]);
    }

    #[test]
    fn a_run_of_five_words_is_enough_for_long_ones() {
        let found = sieved(&[
            "Every lamp in the old town went out before midnight and nobody lit one again",
            "They say every lamp in the old town went out before the storm",
            "Every night the town went out and nobody in the old lamp lit again before midnight",
        ]);
        assert_eq!(found.pairs, [(0, 1)]);
    }
}

//! The words of quotes as the reading pass keeps them, in four bytes each: enough to tell which quotes may repeat, so that the texts of the others are never looked at again.
//!
//! Each word is read as the loose words that it stands for (`don't` is `do not`, `honour` is `honor`, `28,000` is `28000`). What shows in the text around a word only, such as brackets, is
//! not looked at: whoever asks by plain words has to be content with most of the words of a quote.

use super::lexicon::Lexicon;
use super::orthography::Orthography;
use crate::matching::HashedMap;
use crate::text::{WordHash, Words, hash_normal_word, normal_form};
use bytemuck::{Pod, Zeroable};
use std::collections::BTreeMap;
use std::ops::Range;

/// A word: 30 bits of its hash, and what it counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(transparent)]
pub struct PlainWord(u32);

impl PlainWord {
    const COMMON: u32 = 1 << 31;
    const IDEOGRAPH: u32 = 1 << 30;

    fn new(word: WordHash, common: bool, ideograph: bool) -> PlainWord {
        let flags = if common { PlainWord::COMMON } else { 0 } | if ideograph { PlainWord::IDEOGRAPH } else { 0 };
        PlainWord((word >> 34) as u32 | flags)
    }

    /// All of it as one number.
    #[inline]
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// The bits of its hash.
    #[inline]
    fn hash(self) -> u32 {
        self.0 & !(PlainWord::COMMON | PlainWord::IDEOGRAPH)
    }

    /// Whether it carries sentences of its language and says little.
    #[inline]
    pub(super) fn is_common(self) -> bool {
        self.0 & PlainWord::COMMON != 0
    }

    /// Half words that say something: none for a common one, 1 for a single ideograph, 2 for any other.
    #[inline]
    pub(super) fn content(self) -> u32 {
        match () {
            () if self.is_common() => 0,
            () if self.0 & PlainWord::IDEOGRAPH != 0 => 1,
            () => 2,
        }
    }
}

/// Where the words stand that a word is read as; nothing for one that is read as itself.
#[derive(Debug, Clone, Copy, Default)]
struct Reading {
    first: u32,
    count: u32,
}

/// What is known of a word that stands in a list.
#[derive(Debug, Clone, Copy, Default)]
struct Listed {
    /// The languages that it is common in, a bit for each.
    common_in: u32,
    reading: Reading,
}

/// The words that stand in a list of spellings or of common words, and the ends of words that a rule may change.
#[derive(Debug, Clone)]
pub(super) struct PlainWords {
    number_of: Lexicon,
    /// By number; the first is of words that stand in no list.
    listed: Vec<Listed>,
    /// Words that others are read as, each with the languages that it is common in.
    read_as: Vec<(WordHash, u32)>,
    /// For each pair of bytes whether a rule may change a word that ends in them.
    ends: Box<[bool]>,
}

impl Default for PlainWords {
    fn default() -> PlainWords {
        PlainWords::new(&BTreeMap::new(), &[], |_| 0)
    }
}

impl PlainWords {
    /// From the words of all lists, each with what it is read as, itself or others, and the ends that rules change. `common_in` tells the languages that a word is common in, a bit for each.
    pub(super) fn new(
        words: &BTreeMap<WordHash, Vec<WordHash>>,
        rules: &[&str],
        common_in: impl Fn(WordHash) -> u32,
    ) -> PlainWords {
        let (mut listed, mut read_as) = (vec![Listed::default()], Vec::new());
        let mut number_of = BTreeMap::new();
        for (&word, parts) in words {
            let first = read_as.len() as u32;
            if parts[..] != [word] {
                read_as.extend(parts.iter().map(|&part| (part, common_in(part))));
            }
            number_of.insert(word, listed.len() as u32);
            let reading = Reading { first, count: read_as.len() as u32 - first };
            listed.push(Listed { common_in: common_in(word), reading });
        }
        let mut ends = vec![false; 1 << 16].into_boxed_slice();
        for rule in rules {
            match rule.as_bytes() {
                [] => ends.fill(true),
                [last] => (0..=u8::MAX).for_each(|before| ends[end(&[before, *last])] = true),
                rule => ends[end(rule)] = true,
            }
        }
        PlainWords { number_of: Lexicon::new(&number_of), listed, read_as, ends }
    }
}

/// The last two bytes of a word as a number, capitals as small letters.
#[inline]
fn end(word: &[u8]) -> usize {
    let [before, last] = word.last_chunk().copied().unwrap_or_default();
    usize::from(before.to_ascii_lowercase()) << 8 | usize::from(last.to_ascii_lowercase())
}

/// Reads the words of quotes; remembers what the rules made of the words that it has met.
#[derive(Debug)]
pub struct PlainReader<'o> {
    orthography: &'o Orthography,
    met: HashedMap<WordHash, Reading>,
    read_as: Vec<(WordHash, u32)>,
}

impl<'o> PlainReader<'o> {
    /// A reader by these spellings.
    pub fn new(orthography: &'o Orthography) -> PlainReader<'o> {
        PlainReader { orthography, met: HashedMap::default(), read_as: Vec::new() }
    }

    /// Appends the words `range` of a text in this language to `out`.
    pub fn read(
        &mut self,
        text: &str,
        words: &Words,
        range: Range<usize>,
        language: Option<usize>,
        out: &mut Vec<PlainWord>,
    ) {
        let known = self.orthography.plain();
        let language = language.map_or(0, |language| 1 << language);
        let places = words.starts[range.clone()].iter().zip(&words.ends[range.clone()]);
        for (&hash, (&start, &stop)) in words.hashes[range].iter().zip(places) {
            let Listed { common_in, mut reading } = known.listed[known.number_of.get(hash) as usize];
            let mut read_as = &known.read_as;
            let word = &text.as_bytes()[start as usize..stop as usize];
            // A rule may change it, its letters may be written in two ways, or it is a number.
            if common_in == 0
                && reading.count == 0
                && (known.ends[end(word)] | !word.is_ascii() | word[0].is_ascii_digit())
            {
                reading = self.by_rules(hash, &text[start as usize..stop as usize]);
                read_as = &self.read_as;
            }
            if reading.count == 0 {
                out.push(PlainWord::new(hash, common_in & language != 0, is_ideograph(word)));
            } else {
                let parts = &read_as[reading.first as usize..(reading.first + reading.count) as usize];
                out.extend(parts.iter().map(|&(part, common)| PlainWord::new(part, common & language != 0, false)));
            }
        }
    }

    /// What the rules make of a word.
    fn by_rules(&mut self, hash: WordHash, word: &str) -> Reading {
        let PlainReader { orthography, met, read_as } = self;
        *met.entry(hash).or_insert_with(|| {
            let first = read_as.len();
            orthography.fold(&normal_form(word), |part| {
                let part = hash_normal_word(part);
                read_as.push((part, orthography.common_in(part)));
            });
            if read_as[first..].iter().map(|part| part.0).eq([hash]) {
                read_as.truncate(first);
            }
            Reading { first: first as u32, count: (read_as.len() - first) as u32 }
        })
    }
}

/// Whether a word is one character of three bytes or more.
#[inline]
fn is_ideograph(word: &[u8]) -> bool {
    match word.len() {
        3 => word[0] >= 0xE0,
        4 => word[0] >= 0xF0,
        _ => false,
    }
}

/// The plain words of many quotes, one quote behind the other.
#[derive(Debug, Clone, Copy)]
pub struct PlainQuotes<'a> {
    words: &'a [PlainWord],
    /// Where each quote begins, and where the last one ends.
    borders: &'a [usize],
}

impl<'a> PlainQuotes<'a> {
    /// Quotes that begin at these places of `words`, behind which stands where the last one ends. A quote that cannot be part of a repeated one may be left empty.
    pub fn new(words: &'a [PlainWord], borders: &'a [usize]) -> PlainQuotes<'a> {
        PlainQuotes { words, borders }
    }

    /// How many quotes.
    pub(super) fn len(&self) -> usize {
        self.borders.len().saturating_sub(1)
    }

    /// The words of a quote.
    #[inline]
    pub(super) fn of(&self, quote: usize) -> &'a [PlainWord] {
        &self.words[self.borders[quote]..self.borders[quote + 1]]
    }
}

/// The words that many of a set of wordings have, common ones apart.
#[derive(Debug, Default)]
pub struct Frequent {
    /// How many wordings there are.
    wordings: usize,
    /// Of each word that one wording in fifty has, how many have it.
    with: HashedMap<u32, u32>,
}

impl Frequent {
    /// Counters that words share: those of the few frequent words are looked at again.
    const COUNTERS: usize = 1 << 16;
    /// One wording of so many has a frequent word.
    const SHARE: usize = 50;

    /// Those of these wordings.
    pub(super) fn among<'a>(wordings: impl Iterator<Item = &'a [PlainWord]> + Clone) -> Frequent {
        let counter = |word: PlainWord| word.hash() as usize % Frequent::COUNTERS;
        let says = |words: &'a [PlainWord]| words.iter().copied().filter(|word| !word.is_common());
        // The last wording that was met with each, counted from 1, and how many have it.
        let mut counters = vec![(0u32, 0u32); Frequent::COUNTERS];
        let mut count = 0;
        for (number, words) in (1..).zip(wordings.clone()) {
            count = number as usize;
            for word in says(words) {
                let (last, with) = &mut counters[counter(word)];
                *with += u32::from(*last != number);
                *last = number;
            }
        }
        let is_frequent = |with: u32| with as usize * Frequent::SHARE > count;
        let mut with: HashedMap<u32, (u32, u32)> = HashedMap::default();
        if counters.iter().any(|counter| is_frequent(counter.1)) {
            for (number, words) in (1..).zip(wordings) {
                for word in says(words).filter(|&word| is_frequent(counters[counter(word)].1)) {
                    let (last, with) = with.entry(word.hash()).or_default();
                    *with += u32::from(*last != number);
                    *last = number;
                }
            }
        }
        let frequent = with.into_iter().map(|(word, (_, with))| (word, with)).filter(|(_, with)| is_frequent(*with));
        Frequent { wordings: count, with: frequent.collect() }
    }

    /// How many wordings there are.
    pub(super) fn wordings(&self) -> usize {
        self.wordings
    }

    /// Whether one wording of `share` has this word; `share` is 50 at most.
    pub(super) fn has(&self, word: WordHash, share: usize) -> bool {
        self.with
            .get(&PlainWord::new(word, false, false).hash())
            .is_some_and(|&with| with as usize * share > self.wordings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::Orthography;
    use crate::simd::Simd;
    use crate::text::Prepared;

    fn plain(text: &str, language: &str) -> Vec<PlainWord> {
        let orthography = Orthography::shipped();
        let mut prepared = Prepared::new(Simd::best());
        prepared.prepare(text);
        let mut words = Vec::new();
        let all = 0..prepared.words.len();
        let language = orthography.number(language);
        PlainReader::new(&orthography).read(text, &prepared.words, all, language, &mut words);
        words
    }

    #[test]
    fn words_are_read_as_what_they_stand_for() {
        assert_eq!(plain("We don't want seven boats", "en"), plain("we do not want 7 boats", "en"));
        assert_eq!(plain("We don’t", "en").len(), 3);
        assert_eq!(
            plain("We are honoured, organised and couldn't", "en"),
            plain("we are HONORED organized and could not", "en")
        );
        assert_eq!(plain("28,000 Straße", "de"), plain("28.000 strasse", "de"));
        assert_ne!(plain("boats", "en"), plain("boat", "en"));
    }

    #[test]
    fn what_words_count_for() {
        let content = |text, language| plain(text, language).iter().map(|w| w.content()).collect::<Vec<_>>();
        assert_eq!(content("the old harbour is not theirs", "en")[..3], [0, 2, 2]);
        assert_eq!(content("die Boote", "de"), [0, 2]);
        assert_eq!(content("die boats", "en"), [2, 2]);
        assert_eq!(content("港口", "zh"), [1, 1]);
        assert_eq!(content("été", "fr")[0] % 2, 0, "two bytes each");
    }

    #[test]
    fn frequent_words_are_counted_once_a_wording() {
        let wordings: Vec<Vec<PlainWord>> = (0..200)
            .map(|i| {
                plain(
                    &format!(
                        "w{i} boats{} the x{}{}",
                        " boats".repeat(i % 3),
                        i / 30,
                        [" crane", ""][usize::from(i > 30)]
                    ),
                    "en",
                )
            })
            .collect();
        let frequent = Frequent::among(wordings.iter().map(Vec::as_slice));
        let has = |word: &str, share| frequent.has(hash_normal_word(word), share);
        assert!(has("boats", 10) && has("boats", 50) && has("x1", 10) && has("x6", 50) && !has("x6", 10));
        assert!(has("crane", 50) && has("crane", 10) && !has("crane", 5));
        assert!(!has("w7", 50) && !has("the", 10) && !has("missing", 50));
        assert_eq!(frequent.wordings(), 200);
    }
}

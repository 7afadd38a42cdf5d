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
    pub(super) fn hash(self) -> u32 {
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
    /// For each [`end`] the number of the rules that may change a word with it, 0 where there are none.
    ends: Box<[u8]>,
    /// The ends of words that rules change, by those numbers.
    rules: Vec<Vec<Box<[u8]>>>,
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
        let mut by_end: BTreeMap<usize, Vec<Box<[u8]>>> = BTreeMap::new();
        for rule in rules.iter().map(|rule| rule.as_bytes()) {
            // Where a rule has fewer bytes, any may stand before them.
            let missing = END.saturating_sub(rule.len()) as u32;
            for before in 0..1usize << (missing * END_BITS) {
                let end = before << ((END as u32 - missing) * END_BITS) | end(rule);
                by_end.entry(end).or_default().push(rule.into());
            }
        }
        let mut ends = vec![0; 1 << (END as u32 * END_BITS)].into_boxed_slice();
        let (mut rules, mut number_of_rules) = (vec![Vec::new()], BTreeMap::new());
        for (end, of_end) in by_end {
            // With more sets of rules than numbers the last number is for all that are left.
            let next = rules.len().min(usize::from(u8::MAX));
            let number = *number_of_rules.entry(of_end.clone()).or_insert(next);
            ends[end] = number as u8;
            match rules.get_mut(number) {
                Some(rules) if number == usize::from(u8::MAX) => rules.extend(of_end),
                Some(_) => {}
                None => rules.push(of_end),
            }
        }
        PlainWords { number_of: Lexicon::new(&number_of), listed, read_as, ends, rules }
    }

    /// Whether a word that stands in no list may be read as another: by a rule, because its letters may be written in two ways, or because it is a number.
    #[inline]
    fn may_vary(&self, word: &[u8]) -> bool {
        let by_rule =
            |rule: &[u8]| word.len() > rule.len() && word[word.len() - rule.len()..].eq_ignore_ascii_case(rule);
        !word.is_ascii()
            || word[0].is_ascii_digit()
            || self.rules[usize::from(self.ends[end(word)])].iter().any(|rule| by_rule(rule))
    }

    /// The same of a word of ASCII, quick and for a few words more: from its first byte and the bytes up to its end.
    #[inline]
    fn may_vary_at_all(&self, first: u8, bytes: &[u8]) -> bool {
        (self.ends[end(bytes)] != 0) | first.is_ascii_digit()
    }

    /// Calls `visit` with the plain words of these words, of which only those are read as others that stand in a list.
    pub(super) fn read_listed(&self, words: &[WordHash], mut visit: impl FnMut(PlainWord)) {
        for &word in words {
            let Reading { first, count } = self.listed[self.number_of.get(word) as usize].reading;
            if count == 0 {
                visit(PlainWord::new(word, false, false));
            } else {
                let parts = &self.read_as[first as usize..(first + count) as usize];
                parts.iter().for_each(|&(part, _)| visit(PlainWord::new(part, false, false)));
            }
        }
    }
}

/// Bytes at the end of a word that tell whether a rule may change it, and bits of each: letters have the same lowest five whether they are capitals or not.
const END: usize = 3;
const END_BITS: u32 = 5;

/// The last bytes of a word as a number.
#[inline]
fn end(word: &[u8]) -> usize {
    let bits = |byte: u8| usize::from(byte) & ((1 << END_BITS) - 1);
    match word {
        [.., a, b, c] => bits(*a) << (2 * END_BITS) | bits(*b) << END_BITS | bits(*c),
        shorter => shorter.iter().fold(0, |number, &byte| number << END_BITS | bits(byte)),
    }
}

/// Reads the words of quotes; remembers what the rules made of the words that it has met.
#[derive(Debug)]
pub struct PlainReader<'o> {
    orthography: &'o Orthography,
    met: HashedMap<WordHash, Reading>,
    read_as: Vec<(WordHash, u32)>,
    /// Of the words of a quote their numbers, and which may be read as others.
    numbers: Vec<u32>,
    perhaps: Vec<u32>,
}

impl<'o> PlainReader<'o> {
    /// A reader by these spellings.
    pub fn new(orthography: &'o Orthography) -> PlainReader<'o> {
        PlainReader {
            orthography,
            met: HashedMap::default(),
            read_as: Vec::new(),
            numbers: Vec::new(),
            perhaps: Vec::new(),
        }
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
        if range.is_empty() {
            return;
        }
        let known = self.orthography.plain();
        let language = language.map_or(0, |language| 1 << language);
        let (mut numbers, mut perhaps) = (std::mem::take(&mut self.numbers), std::mem::take(&mut self.perhaps));
        known.number_of.get_all(&words.hashes[range.clone()], &mut numbers);
        perhaps.clear();
        perhaps.resize(range.len(), 0);
        // First all of them as if each were read as itself, without a branch, and which may be read as others: half of the words are listed, in no order that a processor could guess.
        let (before, mut count) = (out.len(), 0);
        let all = numbers.iter().zip(&words.hashes[range.clone()]);
        let places = words.starts[range.clone()].iter().zip(&words.ends[range.clone()]);
        let is_ascii =
            text.as_bytes()[words.starts[range.start] as usize..words.ends[range.end - 1] as usize].is_ascii();
        out.extend((0..).zip(all.zip(places)).map(|(place, ((&number, &hash), (&start, &stop)))| {
            let Listed { common_in, reading } = known.listed[number as usize];
            let bytes = &text.as_bytes()[..stop as usize];
            let first = bytes[start as usize];
            let may_vary = known.may_vary_at_all(first, bytes) | (!is_ascii && !bytes[start as usize..].is_ascii());
            let unlisted = (number == 0) & may_vary;
            perhaps[count] = place;
            count += usize::from(unlisted | (reading.count != 0));
            PlainWord::new(hash, common_in & language != 0, is_ideograph(first, stop - start))
        }));
        // From the last to the first, so that places stay what they are.
        for &place in perhaps[..count].iter().rev() {
            let (number, word) = (numbers[place as usize] as usize, range.start + place as usize);
            let (reading, read_as) = if number == 0 {
                let written = &text[words.starts[word] as usize..words.ends[word] as usize];
                if !known.may_vary(written.as_bytes()) {
                    continue;
                }
                (self.by_rules(words.hashes[word], written), &self.read_as)
            } else {
                (known.listed[number].reading, &known.read_as)
            };
            if reading.count > 0 {
                let parts = &read_as[reading.first as usize..(reading.first + reading.count) as usize];
                let parts = parts.iter().map(|&(part, common)| PlainWord::new(part, common & language != 0, false));
                let at = before + place as usize;
                out.splice(at..at + 1, parts);
            }
        }
        (self.numbers, self.perhaps) = (numbers, perhaps);
    }

    /// What the rules make of a word.
    fn by_rules(&mut self, hash: WordHash, word: &str) -> Reading {
        let PlainReader { orthography, met, read_as, .. } = self;
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

/// Whether a word of so many bytes that begins with this one is one character of three bytes or more.
#[inline]
fn is_ideograph(first: u8, bytes: u32) -> bool {
    (bytes == 3) & (first >= 0xE0) | (bytes == 4) & (first >= 0xF0)
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

    /// Where the words of a quote stand among those of all.
    pub(super) fn place(&self, quote: usize) -> usize {
        self.borders[quote]
    }

    /// So many words that stand there: without a look at the borders, which are far away.
    #[inline]
    pub(super) fn at(&self, place: usize, words: usize) -> &'a [PlainWord] {
        &self.words[place..place + words]
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
    use proptest::prelude::*;

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

    proptest! {
        /// The same as asking the rules about every word.
        #[test]
        fn equals_asking_the_rules_about_every_word(
            words in prop::collection::vec("([A-Za-z]{1,5}(ise|OUR|ising|ourhood|ogue|yse|ed)?((’|')(t|re|s|m|ve|ll))?|[0-9]{1,3}[,.]000|don't|the|ça|ёлка|港)", 0..12)
        ) {
            let (orthography, text) = (Orthography::shipped(), words.join(" "));
            let mut expected = Vec::new();
            let mut prepared = Prepared::new(Simd::best());
            prepared.prepare(&text);
            let language = orthography.number("en");
            let cut = &prepared.words;
            for (start, end) in cut.starts.iter().zip(&cut.ends) {
                let word = &text[*start as usize..*end as usize];
                let alone = word.len() > 2 && word.chars().count() == 1;
                orthography.fold(&normal_form(word), |part| {
                    let hash = hash_normal_word(part);
                    expected.push(PlainWord::new(hash, orthography.is_common(hash, language), alone));
                });
            }
            prop_assert_eq!(plain(&text, "en"), expected);
        }
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

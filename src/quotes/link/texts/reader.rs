//! Reading quotes as wordings, on all threads.
//!
//! Words get numbers as they are met, one after the other. So each thread reads ahead those of its quotes that have no new word, which soon are nearly all; then they are
//! numbered in the order of the quotes, and the rest is read on the way.

use super::{ENOUGH, Known, NO_LANGUAGE, QuoteTexts, WEIGHTS, Worth, shape_bit, word_bit};
use crate::matching::HashedMap;
use crate::quotes::loose::{Folded, Reader};
use crate::quotes::orthography::Orthography;
use crate::quotes::plain::Frequent;
use crate::quotes::vocabulary::{Readings, Vocabulary};
use crate::simd::Simd;
use crate::text::WordHash;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

/// Quotes that are read at once, first and later on.
const AT_ONCE: (usize, usize) = (1 << 10, 1 << 16);

/// A quote that is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Unread<'q> {
    /// Its text without the marks.
    pub text: &'q str,
    /// The words that it was cut into; `None`: it is cut when it is read.
    pub words: Option<&'q [WordHash]>,
    /// The language of its article by [`Orthography::language`].
    pub language: Option<usize>,
}

/// Reads quotes into [`QuoteTexts`].
#[derive(Debug)]
pub struct QuoteReader<'o> {
    texts: QuoteTexts<'o>,
    /// One for each thread.
    ahead: Vec<ReadAhead>,
    /// For quotes with words that are met for the first time.
    reader: Reader,
    folded: Folded,
    /// Wordings by the letters as they are printed, and by those of the loose words.
    by_text: HashedMap<u128, u32>,
    by_key: HashedMap<u128, u32>,
}

impl<'o> QuoteReader<'o> {
    /// A reader that has read nothing yet.
    pub fn new(orthography: &'o Orthography, simd: Simd) -> QuoteReader<'o> {
        QuoteReader::with_capacity(orthography, simd, 0)
    }

    /// The same, with room for so many different quotes.
    pub fn with_capacity(orthography: &'o Orthography, simd: Simd, quotes: usize) -> QuoteReader<'o> {
        let room = || HashedMap::with_capacity_and_hasher(quotes, Default::default());
        QuoteReader {
            texts: QuoteTexts {
                simd,
                vocabulary: Vocabulary::new(orthography),
                parts: Vec::new(),
                shapes: Vec::new(),
                worths: Vec::new(),
                elided: Vec::new(),
                spans: Vec::new(),
                text_of: Vec::new(),
                known: Vec::new(),
            },
            ahead: (0..rayon::current_num_threads()).map(|_| ReadAhead::new(simd)).collect(),
            reader: Reader::new(simd),
            folded: Folded::default(),
            by_text: room(),
            by_key: room(),
        }
    }

    /// Reads more quotes: on all threads those without a word that is met for the first time. Wordings have their numbers in the order of the quotes.
    pub fn read(&mut self, quotes: &[Unread<'_>]) {
        let mut rest = quotes;
        while !rest.is_empty() {
            // Early on nearly every quote has a new word.
            let some = self.texts.text_of.len().clamp(AT_ONCE.0, AT_ONCE.1).min(rest.len());
            let (now, later) = rest.split_at(some);
            self.read_some(now);
            rest = later;
        }
    }

    fn read_some(&mut self, quotes: &[Unread<'_>]) {
        let QuoteReader { texts, ahead, reader, folded, by_text, by_key } = self;
        let share = quotes.len().div_ceil(ahead.len()).max(1);
        let (vocabulary, met) = (&texts.vocabulary, &*by_text);
        ahead.par_iter_mut().zip(quotes.par_chunks(share)).for_each(|(ahead, quotes)| {
            ahead.clear();
            quotes.iter().for_each(|quote| ahead.read(quote, vocabulary, met));
        });
        for (ahead, quotes) in ahead.iter().zip(quotes.chunks(share)) {
            for (read, quote) in ahead.rows.iter().zip(quotes) {
                let number = *by_text.entry(read.hash).or_insert_with(|| match read.words {
                    Some(words) => {
                        let parts = &ahead.parts[read.first..read.first + words as usize];
                        let elided = &ahead.elided[read.first_elided..=read.first_elided + words as usize];
                        texts.add(parts, elided, read.key, by_key)
                    }
                    None => {
                        read_quote(reader, &mut &mut texts.vocabulary, quote, folded);
                        texts.add(&folded.parts, &folded.elided, folded.key, by_key)
                    }
                });
                let span = &mut texts.spans[number as usize];
                // The same for any order of the quotes.
                span.language = span.language.min(quote.language.map_or(NO_LANGUAGE, |language| language as u8));
                span.quotes += 1;
                texts.text_of.push(number);
            }
        }
    }

    /// All that was read, with how much each word says where these words are frequent among the wordings of all quotes.
    pub fn finish(self, frequent: &Frequent) -> QuoteTexts<'o> {
        let mut texts = self.texts;
        let weight = |word: WordHash| match () {
            () if frequent.wordings() < ENOUGH => WEIGHTS[1],
            () if frequent.has(word, 10) => WEIGHTS[0],
            () if frequent.has(word, 50) => WEIGHTS[1],
            () => WEIGHTS[2],
        };
        let vocabulary = &texts.vocabulary;
        let parts = 0..vocabulary.len() as u32;
        texts.known = parts.map(|part| Known::of(vocabulary, part, weight(vocabulary.hash(part)))).collect();
        // For each word the last wording that was met with it, counted from 1.
        let mut with = vec![0u32; texts.vocabulary.len()];
        texts.shapes = vec![0; texts.parts.len()];
        texts.worths = vec![Worth::default(); texts.parts.len()];
        for (met, span) in (1..).zip(&mut texts.spans) {
            for at in span.first..span.first + span.words as usize {
                let part = texts.parts[at];
                let known = &texts.known[part as usize];
                let again = std::mem::replace(&mut with[part as usize], met) == met;
                (texts.shapes[at], texts.worths[at]) = (known.shape, Worth::of(known, span.language, again));
                span.content += texts.worths[at].new_content();
                span.shapes |= shape_bit(known.shape);
                span.bits |= word_bit(part);
            }
        }
        texts
    }
}

/// What one thread reads ahead of the numbers.
#[derive(Debug)]
struct ReadAhead {
    reader: Reader,
    folded: Folded,
    rows: Vec<AheadRow>,
    parts: Vec<u32>,
    elided: Vec<bool>,
}

/// A quote that was read ahead.
#[derive(Debug)]
struct AheadRow {
    /// Of its text.
    hash: u128,
    key: u128,
    /// How many words it has; `None`: it was not read.
    words: Option<u32>,
    /// Where they stand.
    first: usize,
    first_elided: usize,
}

impl ReadAhead {
    fn new(simd: Simd) -> ReadAhead {
        let (rows, parts, elided) = (Vec::new(), Vec::new(), Vec::new());
        ReadAhead { reader: Reader::new(simd), folded: Folded::default(), rows, parts, elided }
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.parts.clear();
        self.elided.clear();
    }

    /// Reads a quote whose text was not met before, if all its words are known.
    fn read(&mut self, quote: &Unread<'_>, mut vocabulary: &Vocabulary<'_>, met: &HashedMap<u128, u32>) {
        let hash = xxh3_128(quote.text.as_bytes());
        let (first, first_elided) = (self.parts.len(), self.elided.len());
        let is_new = !met.contains_key(&hash);
        let read = is_new && read_quote(&mut self.reader, &mut vocabulary, quote, &mut self.folded).is_some();
        if read {
            self.parts.extend_from_slice(&self.folded.parts);
            self.elided.extend_from_slice(&self.folded.elided);
        }
        let words = read.then_some(self.folded.parts.len() as u32);
        self.rows.push(AheadRow { hash, key: self.folded.key, words, first, first_elided });
    }
}

fn read_quote(
    reader: &mut Reader,
    readings: &mut impl Readings,
    quote: &Unread<'_>,
    folded: &mut Folded,
) -> Option<()> {
    match quote.words {
        Some(words) => reader.read_words(readings, quote.text, words, folded),
        None => reader.read(readings, quote.text, folded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read ahead, on whatever number of threads, is what is read one after the other.
    #[test]
    fn reading_ahead_changes_nothing() {
        let orthography = Orthography::shipped();
        let texts: Vec<String> = (0..5000usize)
            .map(|i| {
                let word =
                    |k: usize| ["any time", "anytime", "boats", "[the] crane", "don't", "harbour", "…"][i / k % 7];
                format!("{} {} w{} {} {}%", word(1), word(7), i % 900, word(49), i % 13)
            })
            .collect();
        let quotes: Vec<Unread<'_>> =
            texts.iter().map(|text| Unread { text, words: None, language: Some(text.len() % 3) }).collect();
        let read = |threads: usize, at_once: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let mut reader = QuoteReader::new(&orthography, Simd::best());
                quotes.chunks(at_once).for_each(|some| reader.read(some));
                let ahead: usize =
                    reader.ahead.iter().flat_map(|ahead| &ahead.rows).filter(|row| row.words.is_some()).count();
                (reader.finish(&Frequent::default()), ahead)
            })
        };
        // One at a time there is a word to be learned or none; the first thousand at once are all read on the way.
        let (expected, _) = read(1, 1);
        for (threads, at_once) in [(1, 5000), (3, 5000), (4, 700)] {
            let (found, ahead) = read(threads, at_once);
            assert!(ahead >= 100, "only {ahead} of the last ones were read ahead");
            assert_eq!(found.text_of, expected.text_of);
            assert_eq!(found.len(), expected.len());
            for number in 0..found.len() as u32 {
                let (a, b) = (found.text(number), expected.text(number));
                assert_eq!((a.parts, a.elided, a.key, a.shapes), (b.parts, b.elided, b.key, b.shapes));
            }
        }
    }
}

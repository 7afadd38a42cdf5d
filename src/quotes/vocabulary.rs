//! The loose words that were met, by number, and as which of them each word is read: rules run once per word and not once per occurrence.

use super::orthography::Orthography;
use crate::matching::HashedMap;
use crate::text::{WordHash, hash_normal_word};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_128;

/// A loose word, known by its number.
#[derive(Debug)]
struct Part {
    hash: WordHash,
    /// Where its letters stand among those of all.
    letters: Range<u32>,
    /// Whether it begins and ends with a figure.
    figures: (bool, bool),
}

/// What a word is read as: one loose word, by its number, or some of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    first: u32,
    count: u32,
}

impl Reading {
    /// The number of the loose word, where it is one.
    #[inline]
    pub(super) fn single(self) -> Option<u32> {
        (self.count == 1).then_some(self.first)
    }
}

/// The loose words that were met.
#[derive(Debug)]
pub(super) struct Vocabulary<'o> {
    orthography: &'o Orthography,
    parts: Vec<Part>,
    /// The letters of all parts.
    letters: String,
    number_of: HashedMap<WordHash, u32>,
    known: HashedMap<WordHash, Reading>,
    /// Of words that are read as several loose words.
    readings: Vec<u32>,
}

/// Where a reader asks what a word is read as: of a vocabulary that may learn, or of one that several threads look at.
pub(super) trait Readings {
    /// Whether a word that is not known is learned.
    const LEARNS: bool;

    /// What a word with this normal form is read as; `None` when it is not known and cannot be learned.
    fn reading(&mut self, word: WordHash, normal: impl FnOnce() -> String) -> Option<Reading>;

    /// The words that are known.
    fn vocabulary(&self) -> &Vocabulary<'_>;
}

impl Readings for &Vocabulary<'_> {
    const LEARNS: bool = false;

    fn reading(&mut self, word: WordHash, _: impl FnOnce() -> String) -> Option<Reading> {
        self.known(word)
    }

    fn vocabulary(&self) -> &Vocabulary<'_> {
        self
    }
}

impl Readings for &mut Vocabulary<'_> {
    const LEARNS: bool = true;

    fn reading(&mut self, word: WordHash, normal: impl FnOnce() -> String) -> Option<Reading> {
        Some(self.learn(word, normal))
    }

    fn vocabulary(&self) -> &Vocabulary<'_> {
        self
    }
}

impl<'o> Vocabulary<'o> {
    /// An empty one by these spellings.
    pub(super) fn new(orthography: &'o Orthography) -> Vocabulary<'o> {
        Vocabulary {
            orthography,
            parts: Vec::new(),
            letters: String::new(),
            number_of: HashedMap::default(),
            known: HashedMap::default(),
            readings: Vec::new(),
        }
    }

    /// What a word is read as.
    fn learn(&mut self, word: WordHash, normal: impl FnOnce() -> String) -> Reading {
        if let Some(known) = self.known.get(&word) {
            return *known;
        }
        let (orthography, first) = (self.orthography, self.readings.len());
        orthography.fold(&normal(), |part| {
            let number = self.number(part);
            self.readings.push(number);
        });
        let mut reading = Reading { first: first as u32, count: (self.readings.len() - first) as u32 };
        if reading.count == 1 {
            reading.first = self.readings.pop().unwrap_or_default();
        }
        self.known.insert(word, reading);
        reading
    }

    /// The number of a loose word.
    fn number(&mut self, part: &str) -> u32 {
        let hash = hash_normal_word(part);
        *self.number_of.entry(hash).or_insert_with(|| {
            let first = self.letters.len() as u32;
            self.letters.push_str(part);
            let figures = (part.starts_with(char::is_numeric), part.ends_with(char::is_numeric));
            self.parts.push(Part { hash, letters: first..self.letters.len() as u32, figures });
            self.parts.len() as u32 - 1
        })
    }

    /// What a word is read as, where it was met before.
    #[inline]
    pub(super) fn known(&self, word: WordHash) -> Option<Reading> {
        self.known.get(&word).copied()
    }

    /// The loose words that a word is read as.
    pub(super) fn parts_of<'r>(&'r self, reading: &'r Reading) -> &'r [u32] {
        match reading.count {
            1 => std::slice::from_ref(&reading.first),
            count => &self.readings[reading.first as usize..(reading.first + count) as usize],
        }
    }

    /// The hash of all letters; between two figures the border stays, for `1 2` is not `12`. `parted` is a buffer.
    pub(super) fn key(&self, parts: &[u32], parted: &mut String) -> u128 {
        if parts.is_empty() {
            return 0;
        }
        parted.clear();
        let mut behind_figure = false;
        for &part in parts {
            let part = &self.parts[part as usize];
            if behind_figure && part.figures.0 {
                parted.push(' ');
            }
            parted.push_str(&self.letters[part.letters.start as usize..part.letters.end as usize]);
            behind_figure = part.figures.1;
        }
        xxh3_128(parted.as_bytes())
    }

    /// The spellings it goes by.
    pub(super) fn orthography(&self) -> &'o Orthography {
        self.orthography
    }

    /// How many different loose words were met.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The hash of a loose word.
    #[inline]
    pub(super) fn hash(&self, part: u32) -> WordHash {
        self.parts[part as usize].hash
    }

    /// The letters of a loose word.
    #[inline]
    pub(super) fn letters(&self, part: u32) -> &str {
        let letters = &self.parts[part as usize].letters;
        &self.letters[letters.start as usize..letters.end as usize]
    }

    /// How the words of the spelling lists are read, by the hash of their normal form; those that are read as themselves are left out.
    pub(super) fn listed(&mut self) -> HashedMap<WordHash, Vec<WordHash>> {
        let mut variants = HashedMap::default();
        for word in self.orthography.listed() {
            let hash = hash_normal_word(word);
            let reading = self.learn(hash, || word.to_owned());
            let read: Vec<WordHash> = self.parts_of(&reading).iter().map(|&part| self.hash(part)).collect();
            if read != [hash] {
                variants.insert(hash, read);
            }
        }
        variants
    }
}

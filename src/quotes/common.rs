//! Which languages a word is one of the commonest of: how a text's language is told, and which of its words say little.
//!
//! A word's languages are a row of bytes, so that counting a word for all languages at once is one addition of vectors, and no look-up for each language.

use super::lexicon::Lexicon;
use crate::text::WordHash;
use std::collections::BTreeMap;

/// The most languages that there can be.
pub(super) const LANGUAGES: usize = 32;

/// For each language 1 where the word is one of its commonest, else 0.
type Row = [u8; LANGUAGES];

/// The commonest words of all languages.
#[derive(Debug, Clone)]
pub(super) struct CommonWords {
    /// The number of a word's row.
    row_of: Lexicon,
    /// The different rows. The first one is of words that are common nowhere.
    rows: Vec<Row>,
}

impl Default for CommonWords {
    fn default() -> CommonWords {
        CommonWords::new(std::iter::empty::<[WordHash; 0]>())
    }
}

impl CommonWords {
    /// From the words of each language, of at most [`LANGUAGES`].
    pub(super) fn new(languages: impl Iterator<Item = impl IntoIterator<Item = WordHash>>) -> CommonWords {
        let mut row_of_word: BTreeMap<WordHash, Row> = BTreeMap::new();
        for (language, words) in languages.take(LANGUAGES).enumerate() {
            for word in words {
                row_of_word.entry(word).or_default()[language] = 1;
            }
        }
        let mut rows = vec![Row::default()];
        let mut numbers: BTreeMap<Row, u32> = BTreeMap::new();
        let mut number_of = BTreeMap::new();
        for (word, row) in row_of_word {
            let number = *numbers.entry(row).or_insert_with(|| {
                rows.push(row);
                rows.len() as u32 - 1
            });
            number_of.insert(word, number);
        }
        CommonWords { row_of: Lexicon::new(&number_of), rows }
    }

    #[inline]
    fn row(&self, word: WordHash) -> &Row {
        &self.rows[self.row_of.get(word) as usize]
    }

    /// Whether a word is one of the commonest of this language.
    #[inline]
    pub(super) fn is_common(&self, word: WordHash, language: usize) -> bool {
        self.row(word).get(language) == Some(&1)
    }

    /// The languages that a word is one of the commonest of, a bit for each.
    pub(super) fn languages(&self, word: WordHash) -> u32 {
        (0..).zip(self.row(word)).fold(0, |bits, (language, &is)| bits | u32::from(is) << language)
    }

    /// Whether a language has common words.
    #[cfg(test)]
    pub(super) fn has(&self, language: usize) -> bool {
        self.rows.iter().any(|row| row[language] == 1)
    }

    /// How many of these words are common, for each language.
    pub(super) fn count(&self, words: impl IntoIterator<Item = WordHash>) -> [u32; LANGUAGES] {
        let mut counts = [0u32; LANGUAGES];
        let mut words = words.into_iter();
        // A byte holds the count of so many words. All are looked up before the first one is counted, so that the look-ups do not wait for the sums.
        let mut numbers = [0; u8::MAX as usize];
        loop {
            let mut looked_up = 0;
            for (number, word) in numbers.iter_mut().zip(&mut words) {
                *number = self.row_of.get(word);
                looked_up += 1;
            }
            if looked_up == 0 {
                return counts;
            }
            let mut some = Row::default();
            for &number in &numbers[..looked_up] {
                for (count, one) in some.iter_mut().zip(&self.rows[number as usize]) {
                    *count += one;
                }
            }
            for (count, more) in counts.iter_mut().zip(some) {
                *count += u32::from(more);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// The same as asking each language's set about each word.
        #[test]
        fn counts_are_those_of_sets(
            languages in prop::collection::vec(prop::collection::btree_set(0u64..30, 0..20), 0..5),
            words in prop::collection::vec(0u64..40, 0..700),
        ) {
            let common = CommonWords::new(languages.iter().map(|l| l.iter().copied()));
            let counts = common.count(words.iter().copied());
            for (number, &count) in counts.iter().enumerate() {
                let has = |w: &u64| languages.get(number).is_some_and(|l: &BTreeSet<u64>| l.contains(w));
                prop_assert_eq!(count as usize, words.iter().filter(|w| has(w)).count());
                prop_assert!(words.iter().all(|w| common.is_common(*w, number) == has(w)));
                prop_assert!(words.iter().all(|w| (common.languages(*w) >> number & 1 == 1) == has(w)));
            }
            prop_assert!(!common.is_common(1, LANGUAGES));
        }
    }
}

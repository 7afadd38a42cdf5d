//! Copies in which a number or a negation was changed.
//!
//! Such a copy is nearly the same text and says something else: one outlet prints 12 dead, another 21. Words with digits are known by their hash;
//! number words, negations and contractions stand in `data/alterations.toml`, which users may edit.

use super::hashing::{HashedMap, HashedSet};
use crate::error::{Error, Result};
use crate::text::{WordHash, has_digit, hash_normal_word, normal_form};
use serde::Deserialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::BTreeMap;
use std::ops::Range;

/// So many words a changed number takes at most, with what goes with it: `four days`, `a hundred and fifty`.
const CHANGED_WORDS: usize = 4;

/// The dateline of a text ends by this word.
const DATELINE: usize = 16;

/// The words whose change makes a copy an altered one.
#[derive(Debug, Clone)]
pub struct Alterations {
    words: HashedSet<WordHash>,
    dates: HashedSet<WordHash>,
    expansions: HashedMap<WordHash, Vec<WordHash>>,
}

/// One language of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    negations: Vec<String>,
    #[serde(default)]
    dates: Vec<String>,
    #[serde(default)]
    contractions: BTreeMap<String, String>,
}

impl Alterations {
    /// The words that nearprint ships.
    pub fn shipped() -> Alterations {
        // The file is part of the program and a test reads it: an error here is one of ours, and comparing goes on without its words.
        Alterations::parse(include_str!("../../data/alterations.toml")).unwrap_or(Alterations {
            words: HashedSet::default(),
            dates: HashedSet::default(),
            expansions: HashedMap::default(),
        })
    }

    /// Reads a file in the format of `data/alterations.toml`.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] with the place when it is not such a file.
    pub fn parse(text: &str) -> Result<Alterations> {
        let languages: BTreeMap<String, Language> = toml::from_str(text)
            .map_err(|e| Error::Parameter { name: "alterations", why: e.to_string().trim().to_owned() })?;
        let hashes = |text: &str| normal_form(text).split(' ').map(hash_normal_word).collect::<Vec<_>>();
        let (mut words, mut dates) = (HashedSet::default(), HashedSet::default());
        let mut expansions = HashedMap::default();
        for language in languages.values() {
            words.extend(language.numbers.iter().chain(&language.negations).flat_map(|w| hashes(w)));
            dates.extend(language.dates.iter().flat_map(|w| hashes(w)));
            for (short, long) in &language.contractions {
                if let [word] = hashes(short)[..] {
                    expansions.insert(word, hashes(long));
                }
            }
        }
        Ok(Alterations { words, dates, expansions })
    }

    fn is_alterable(&self, word: WordHash) -> bool {
        has_digit(word) || self.words.contains(&word)
    }

    /// Whether numbers and negations differ between two passages that stand for each other: as bags of words, whatever else is in them.
    pub fn alter(&self, a: &[WordHash], b: &[WordHash]) -> bool {
        let bag = |words| {
            let mut bag: Vec<WordHash> = self.expand(words).filter(|&w| self.is_alterable(w)).collect();
            bag.sort_unstable();
            bag
        };
        bag(a) != bag(b)
    }

    /// Whether an alignment of two texts shows that a number or a negation was changed: put in the place of another, put in, or left out. What else differs does not matter.
    pub fn altered(&self, a: &[WordHash], b: &[WordHash]) -> bool {
        // Most texts that are nearly the same have the same numbers and negations: they need no alignment.
        let (a, b): (Vec<_>, Vec<_>) = (self.expand(a).collect(), self.expand(b).collect());
        let alterable = |words: &&WordHash| self.is_alterable(**words);
        if a.iter().filter(alterable).eq(b.iter().filter(alterable)) {
            return false;
        }
        let has = |words: &[WordHash]| words.iter().any(|&w| self.is_alterable(w));
        let all = |words: &[WordHash]| words.iter().all(|&w| self.is_alterable(w));
        capture_diff_slices(Algorithm::Patience, &a, &b).iter().filter(|op| op.tag() != DiffTag::Equal).any(|op| {
            let changed = match (&a[op.old_range()], &b[op.new_range()]) {
                ([], words) | (words, []) => words.len() <= CHANGED_WORDS && all(words),
                (a, b) => a.len().max(b.len()) <= CHANGED_WORDS && has(a) && has(b) && self.alter(a, b),
            };
            changed && !(self.is_dateline(&a, op.old_range()) && self.is_dateline(&b, op.new_range()))
        })
    }

    /// Whether these words of a text belong to the date that it begins with.
    fn is_dateline(&self, text: &[WordHash], words: Range<usize>) -> bool {
        let near = words.start.saturating_sub(2)..(words.end + 2).min(text.len());
        words.end <= DATELINE && text[near].iter().any(|word| self.dates.contains(word))
    }

    /// The words with contractions written out.
    fn expand<'a>(&'a self, words: &'a [WordHash]) -> impl Iterator<Item = WordHash> + 'a {
        words.iter().flat_map(|w| self.expansions.get(w).map_or(std::slice::from_ref(w), Vec::as_slice).iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn altered(a: &str, b: &str) -> bool {
        let words = |t: &str| normal_form(t).split(' ').map(hash_normal_word).collect::<Vec<_>>();
        Alterations::shipped().altered(&words(a), &words(b))
    }

    #[test]
    fn the_shipped_file_is_read() {
        assert!(Alterations::parse(include_str!("../../data/alterations.toml")).is_ok());
        assert!(Alterations::parse("[en]\nnumber = []").is_err());
    }

    #[test]
    fn numbers_and_negations() {
        for (a, b, is) in [
            ("12 people died", "21 people died", true),
            ("twelve people died", "twenty people died", true),
            ("it paid $3.5 million", "it paid $4.5 million", true),
            ("he is guilty", "he is not guilty", true),
            ("he is guilty", "he isn’t guilty", true),
            ("they can do it", "they cannot do it", true),
            ("KELMOOR, March 28 (Tern) - The ferry sank", "KELMOOR, March 30 (Tern) - The ferry sank", false),
            ("KELMOOR, March 28 (Tern) - 12 people died", "KELMOOR, March 30 (Tern) - 13 people died", true),
            ("he isn’t guilty", "he is not guilty", false),
            ("he is guilty", "he is guilty", false),
            ("12 people died", "21 persons died", true),
            ("12 people died", "many people died", false),
            ("12 people died", "people died", true),
            (
                "The ferry sank and 12 people died",
                "Late on Monday, 1 May, off the coast the ferry sank and 12 people died",
                false,
            ),
            ("The ferry sank and 12 people died", "Late on Monday the ferry sank and 13 people died", true),
            ("12 died and 3 fled", "3 died and 12 fled", true),
            ("Das ist ein Haus", "Das ist kein Haus", true),
            ("Das ist richtig", "Das ist nicht richtig", true),
            ("Він прийде", "Він не прийде", true),
        ] {
            assert_eq!(altered(a, b), is, "{a} | {b}");
        }
    }
}

//! Copies in which a number or a negation was changed.
//!
//! Such a copy is nearly the same text and says something else: one outlet prints 12 dead, another 21. Words with digits are known by their hash;
//! number words, negations and contractions stand in `data/alterations.toml`, which users may edit.

use super::hashing::{HashedMap, HashedSet};
use crate::error::{Error, Result};
use crate::text::{WordHash, has_digit, hash_normal_word, normal_form};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words whose change makes a copy an altered one.
#[derive(Debug, Clone)]
pub struct Alterations {
    words: HashedSet<WordHash>,
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
    contractions: BTreeMap<String, String>,
}

impl Alterations {
    /// The words that nearprint ships.
    pub fn shipped() -> Alterations {
        // The file is part of the program and a test reads it: an error here is one of ours, and comparing goes on without its words.
        Alterations::parse(include_str!("../../data/alterations.toml"))
            .unwrap_or(Alterations { words: HashedSet::default(), expansions: HashedMap::default() })
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
        let mut words = HashedSet::default();
        let mut expansions = HashedMap::default();
        for language in languages.values() {
            words.extend(language.numbers.iter().chain(&language.negations).flat_map(|w| hashes(w)));
            for (short, long) in &language.contractions {
                if let [word] = hashes(short)[..] {
                    expansions.insert(word, hashes(long));
                }
            }
        }
        Ok(Alterations { words, expansions })
    }

    fn is_alterable(&self, word: WordHash) -> bool {
        has_digit(word) || self.words.contains(&word)
    }

    /// Whether numbers and negations differ between two passages that stand for each other: as bags of words, whatever else is in them.
    pub fn alter(&self, a: &[WordHash], b: &[WordHash]) -> bool {
        let bag = |words: &[WordHash]| {
            let mut bag: Vec<WordHash> = words.iter().copied().filter(|&w| self.is_alterable(w)).collect();
            bag.sort_unstable();
            bag
        };
        bag(a) != bag(b)
    }

    /// Whether two texts differ in numbers and negations, and in nothing else.
    pub fn only_altered(&self, a: &[WordHash], b: &[WordHash]) -> bool {
        // What is left without numbers and negations must be the same words in the same order: then an alignment of the two shows no other difference.
        let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let (a, b) = (&a[same..], &b[same..]);
        let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
        let kept = |words| self.expand(words).filter(|&w| !self.is_alterable(w));
        kept(a).eq(kept(b)) && !self.expand(a).eq(self.expand(b))
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
        Alterations::shipped().only_altered(&words(a), &words(b))
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
            ("he isn’t guilty", "he is not guilty", false),
            ("he is guilty", "he is guilty", false),
            ("12 people died", "21 persons died", false),
            ("12 died and 3 fled", "3 died and 12 fled", true),
            ("Das ist ein Haus", "Das ist kein Haus", true),
            ("Das ist richtig", "Das ist nicht richtig", true),
            ("Він прийде", "Він не прийде", true),
        ] {
            assert_eq!(altered(a, b), is, "{a} | {b}");
        }
    }
}

//! What pages put before lines, or in lines of their own: `Story highlights`, `Media caption`, `Advertisement`. They are no words of the article.

use super::super::class::{CAPTION, Class, PREFIX};
use super::super::lexicon::Sieve;
use super::words;
use crate::text::Words;

/// Hashes that the filter of first words has room for at least.
const FEW: usize = 64;

/// What a page puts before lines, or in lines of their own.
#[derive(Debug, Clone)]
pub(in crate::quotes) struct PageWords {
    /// As it is written, how many words it has, and what they are.
    phrases: Vec<(String, usize, Class)>,
    /// Tells most words away that none begins with.
    first: Sieve,
}

impl PageWords {
    /// From these lists.
    pub(in crate::quotes) fn new(prefixes: Vec<String>, captions: Vec<String>) -> PageWords {
        let with = |list: Vec<String>, class| list.into_iter().map(move |phrase| (phrase, class));
        let mut first = Vec::new();
        let mut phrases = Vec::new();
        for (phrase, class) in with(prefixes, PREFIX).chain(with(captions, CAPTION)) {
            let words = words(&phrase);
            let Some(&word) = words.first() else { continue };
            first.push(word);
            phrases.push((phrase, words.len(), class));
        }
        PageWords { first: Sieve::of(first.iter().copied(), first.len().max(FEW)), phrases }
    }

    /// Gives its words in an article the class that they have.
    pub(in crate::quotes) fn mark(&self, text: &str, words: &Words, classes: &mut [Class]) {
        if self.phrases.is_empty() {
            return;
        }
        for (block, hashes) in words.hashes.chunks(u64::BITS as usize).enumerate() {
            let mut may = self.first.may_have_all(hashes);
            while may != 0 {
                let at = block * u64::BITS as usize + may.trailing_zeros() as usize;
                may &= may - 1;
                let rest = &text[words.starts[at] as usize..];
                for (phrase, count, class) in &self.phrases {
                    let end = words.starts[at] as usize + phrase.len();
                    if rest.starts_with(phrase.as_str()) && words.ends.get(at + count - 1) == Some(&(end as u32)) {
                        classes[at..at + count].fill(*class);
                    }
                }
            }
        }
    }
}

//! Hashes of words in their normal form.

use super::class::{Class, Lookup};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// The hash of a word: xxh3 of its normal form (zero-padded to 16 bytes when shorter); the lowest bit says whether a digit is in it.
pub type WordHash = u64;

/// Whether the word with this hash has a digit.
pub fn has_digit(hash: WordHash) -> bool {
    hash & 1 == 1
}

/// The hash of words in a row.
pub fn hash_words(words: &[WordHash]) -> u64 {
    xxh3_64(bytemuck::cast_slice(words))
}

/// A hash of words in a row that tells texts apart: no two are expected to have the same.
pub fn hash_text(words: &[WordHash]) -> u128 {
    xxh3_128(bytemuck::cast_slice(words))
}

/// [`hash_words`] of words whose [`hash_text`] is known, if they are so many that one is a part of the other: xxh3 ends both in the same way beyond 240 bytes.
pub fn hash_words_of(hash: u128, words: usize) -> Option<u64> {
    (words > 30).then_some(hash as u64)
}

/// Hashes a word in its normal form.
pub fn hash_normal_word(normal: &str) -> WordHash {
    let mut lookup = Lookup::new();
    hash_normal_with(normal, &mut lookup)
}

/// The hashes of the words of a normal form: those of the text that it is of.
pub fn hash_normal_form(form: &str) -> Vec<WordHash> {
    let mut lookup = Lookup::new();
    form.split(' ').filter(|word| !word.is_empty()).map(|word| hash_normal_with(word, &mut lookup)).collect()
}

pub(super) fn hash_normal_with(normal: &str, lookup: &mut Lookup) -> WordHash {
    let bytes = normal.as_bytes();
    let hash = if bytes.len() <= 16 {
        let mut padded = [0; 16];
        padded[..bytes.len()].copy_from_slice(bytes);
        xxh3_64(&padded)
    } else {
        xxh3_64(bytes)
    };
    finish(hash, normal.chars().any(|c| lookup.info(c).class() == Class::Digit))
}

pub(super) fn finish(hash: u64, digit: bool) -> WordHash {
    (hash & !1) | u64::from(digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_hash_of_many_words_is_a_part_of_that_of_their_text(words in prop::collection::vec(any::<u64>(), 0..200)) {
            let known = hash_words_of(hash_text(&words), words.len());
            prop_assert_eq!(known, (words.len() > 30).then(|| hash_words(&words)));
        }
    }
}

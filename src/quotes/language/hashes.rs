//! The words of the lists in a language's file, as hashes.

use crate::text::{WordHash, hash_normal_word, normal_form};

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<WordHash> {
    normal_form(text).split(' ').filter(|w| !w.is_empty()).map(hash_normal_word).collect()
}

/// The entries of a list that have one word or two, sorted; before one alone stands a 0.
pub(super) fn pairs(list: &[String]) -> Vec<[WordHash; 2]> {
    let pair = |of: &String| match words(of)[..] {
        [one] => Some([0, one]),
        [one, two] => Some([one, two]),
        _ => None,
    };
    let mut pairs: Vec<[WordHash; 2]> = list.iter().filter_map(pair).collect();
    pairs.sort_unstable();
    pairs
}

/// The words of a list, sorted.
pub(super) fn sorted(list: &[String]) -> Vec<WordHash> {
    let mut all = all(list);
    all.sort_unstable();
    all
}

/// The words of a list.
pub(super) fn all(list: &[String]) -> Vec<WordHash> {
    list.iter().flat_map(|word| words(word)).collect()
}

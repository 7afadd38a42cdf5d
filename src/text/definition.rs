//! What the words of a text are, by the reference crates alone: slow, and what the fast cutter (`words.rs`) is held to.

use super::class::{Class, Lookup};
use super::normalise::normalise_by_definition;
use unicode_segmentation::UnicodeSegmentation;

/// Marks at which a word of UAX #29 is parted when they stand between letters: full stops and colons, and what NFKC makes of them.
pub(super) const PARTING: [char; 8] =
    ['.', ':', '\u{2024}', '\u{FE13}', '\u{FE52}', '\u{FE55}', '\u{FF0E}', '\u{FF1A}'];

/// The definition: the words of `text` as byte ranges with their normal forms, by the reference crates alone. Slow; for tests and `explain`.
pub fn cut_by_definition(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let mut lookup = Lookup::new();
    let mut words = Vec::new();
    for_each_by_definition(text, &mut lookup, |start, word| {
        words.push((start..start + word.len(), normalise_by_definition(word)));
    });
    words.retain(|(_, normal)| !normal.is_empty());
    words
}

pub(super) fn for_each_by_definition(text: &str, lookup: &mut Lookup, mut visit: impl FnMut(usize, &str)) {
    for (offset, segment) in text.unicode_word_indices() {
        let mut start = 0;
        let mut in_number = false;
        for (i, c) in segment.char_indices() {
            if PARTING.contains(&c) && !in_number {
                visit(offset + start, &segment[start..i]);
                start = i + c.len_utf8();
            }
            let class = lookup.info(c).class();
            if class != Class::Extend {
                in_number = class == Class::Digit;
            }
        }
        visit(offset + start, &segment[start..]);
    }
}

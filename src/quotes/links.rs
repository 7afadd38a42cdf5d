//! Lists of links that a page has glued to its text: `Jane Roe Jane Ann RoeOn the money: Doe slams “…” MORE said`. They are no words of the article, and where they stand between marks no
//! words of the quote.

use crate::text::Words;
use std::ops::Range;

/// Words of such a list, at most, and of the full name that it is glued to.
const LINKS: usize = 90;
const FULL_NAME: usize = 8;
/// The word that such a list ends with.
pub(super) const MORE: &str = "MORE";
/// Letters before the capital that shows where two words were glued: not `McRoe`.
const GLUED: usize = 4;

/// The words of such lists that the page has glued to a name, which it gives again in full, by their numbers.
pub(super) fn lists(text: &str, words: &Words) -> Vec<Range<usize>> {
    let word = |i: usize| &text[words.starts[i] as usize..words.ends[i] as usize];
    let mut from = 0;
    let mut lists = Vec::new();
    for more in (0..words.len()).filter(|&i| word(i) == MORE) {
        let glued = (from.max(more.saturating_sub(LINKS))..more).find_map(|i| {
            let surname = glued_to(word(i))?;
            (from.max(i.saturating_sub(FULL_NAME))..i).find(|&name| word(name) == surname)
        });
        lists.extend(glued.map(|name| name + 1..more + 1));
        from = more + 1;
    }
    lists
}

/// Whether a text may have such a list.
pub(super) fn may_have(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), MORE.as_bytes()).is_some()
}

/// Whether two words were glued: `MarinOn`.
pub(super) fn is_glued(word: &str) -> bool {
    glued_to(word).is_some()
}

/// The first of two words that were glued: `Marin` of `MarinOn`.
fn glued_to(word: &str) -> Option<&str> {
    let mut small = 0;
    let (end, _) = word.char_indices().find(|&(_, c)| {
        let glued = small + 1 >= GLUED && c.is_uppercase();
        small = if c.is_lowercase() { small + 1 } else { 0 };
        glued
    })?;
    Some(&word[..end])
}

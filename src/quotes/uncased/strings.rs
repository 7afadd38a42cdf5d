//! Lists of strings to be looked for at every place of a text that has no words: by their first and last characters, so that a list may be as long as it needs to be.

use std::collections::{HashMap, HashSet};

/// A list of strings.
#[derive(Debug, Clone, Default)]
pub(in crate::quotes) struct Strings {
    by_first: HashMap<char, Vec<String>>,
    by_last: HashMap<char, Vec<String>>,
    all: HashSet<String>,
}

impl Strings {
    /// Of these strings.
    pub(in crate::quotes) fn new(list: &[String]) -> Strings {
        let mut strings = Strings::default();
        for word in list {
            let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) else { continue };
            if strings.all.insert(word.clone()) {
                strings.by_first.entry(first).or_default().push(word.clone());
                strings.by_last.entry(last).or_default().push(word.clone());
            }
        }
        let longest_first = |words: &mut Vec<String>| words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        strings.by_first.values_mut().chain(strings.by_last.values_mut()).for_each(longest_first);
        strings
    }

    /// Whether a word is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    /// Those that a text begins with, the longest first.
    pub(super) fn all_at<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s str> {
        let words = text.chars().next().and_then(|first| self.by_first.get(&first));
        words.into_iter().flatten().map(String::as_str).filter(|word| text.starts_with(word))
    }

    /// The longest one that a text begins with.
    pub(super) fn first_of<'s>(&'s self, text: &'s str) -> Option<&'s str> {
        self.all_at(text).next()
    }

    /// Those that a text ends with, the longest first.
    pub(super) fn all_ending<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s str> {
        let words = text.chars().next_back().and_then(|last| self.by_last.get(&last));
        words.into_iter().flatten().map(String::as_str).filter(|word| text.ends_with(word))
    }

    /// The longest one that a text ends with.
    pub(super) fn last_of<'s>(&'s self, text: &'s str) -> Option<&'s str> {
        self.all_ending(text).next()
    }

    /// Where the longest one stands in a text, the first of equally long ones.
    pub(super) fn longest_in(&self, text: &str) -> Option<(usize, usize)> {
        let found = text.char_indices().filter_map(|(at, _)| Some((at, at + self.first_of(&text[at..])?.len())));
        found.max_by_key(|(from, to)| (to - from, std::cmp::Reverse(*from)))
    }

    /// Where the one stands in a text that ends last, the longest of those.
    pub(super) fn last_in(&self, text: &str) -> Option<(usize, usize)> {
        let found = text.char_indices().filter_map(|(at, _)| Some((at, at + self.first_of(&text[at..])?.len())));
        found.max_by_key(|(from, to)| (*to, std::cmp::Reverse(*from)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found() {
        let strings = Strings::new(&["说", "表示", "补充说", "说道"].map(str::to_owned));
        assert!(strings.has("表示") && !strings.has("表"));
        assert_eq!(strings.first_of("说道，"), Some("说道"));
        assert_eq!(strings.all_at("说道").collect::<Vec<_>>(), ["说道", "说"]);
        assert_eq!(strings.last_of("他补充说"), Some("补充说"));
        assert_eq!(strings.longest_in("他说补充说"), Some((6, 15)));
        assert_eq!(strings.last_in("他补充说"), Some((3, 12)));
        assert_eq!(strings.last_in("他"), None);
    }
}

//! Copies in which a number or a negation was changed.
//!
//! Such a copy is nearly the same text and says something else: one outlet prints 12 dead, another 21. Words with digits are known by their hash;
//! number words, negations and contractions stand in `data/alterations.toml`, which users may edit.

use super::hashing::{HashedMap, HashedSet};
use crate::error::{Error, Result, toml_fault};
use crate::text::{WordHash, has_digit, hash_normal_word, normal_form};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// So many words a changed number takes at most, with what goes with it: `four days`, `a hundred and fifty`.
const CHANGED_WORDS: usize = 4;

/// After a small difference two texts are on one way again when so many words are the same.
const AGAIN: usize = 3;
/// Words of a difference, of both texts together, that are looked through for that.
const LOST: usize = 12;

/// The dateline of a text ends by this word.
const DATELINE: usize = 16;

/// The words whose change makes a copy an altered one.
#[derive(Debug, Clone)]
pub struct Alterations {
    words: HashedSet<WordHash>,
    negations: HashedSet<WordHash>,
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
            negations: HashedSet::default(),
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
        let languages: BTreeMap<String, Language> =
            toml::from_str(text).map_err(|e| Error::Parameter { name: "alterations", why: toml_fault(text, &e) })?;
        let hashes = |text: &str| normal_form(text).split(' ').map(hash_normal_word).collect::<Vec<_>>();
        let (mut words, mut dates) = (HashedSet::default(), HashedSet::default());
        let mut negations = HashedSet::default();
        let mut expansions = HashedMap::default();
        for language in languages.values() {
            negations.extend(language.negations.iter().flat_map(|w| hashes(w)));
            words.extend(language.numbers.iter().chain(&language.negations).flat_map(|w| hashes(w)));
            dates.extend(language.dates.iter().flat_map(|w| hashes(w)));
            for (short, long) in &language.contractions {
                if let [word] = hashes(short)[..] {
                    expansions.insert(word, hashes(long));
                }
            }
        }
        Ok(Alterations { words, negations, dates, expansions })
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

    /// Whether two passages that stand for each other have both a number or a negation, and not the same.
    pub fn replace(&self, a: &[WordHash], b: &[WordHash]) -> bool {
        let has = |words| self.expand(words).any(|word| self.is_alterable(word));
        has(a) && has(b) && self.alter(a, b)
    }

    /// Whether words are a negation and nothing else.
    pub fn negate(&self, words: &[WordHash]) -> bool {
        !words.is_empty() && self.expand(words).all(|word| self.negations.contains(&word))
    }

    /// Whether two copies, held against each other, show that a number or a negation was changed: put in the place of another, put in, or left out. What else differs does not matter.
    pub fn altered(&self, a: &[WordHash], b: &[WordHash]) -> bool {
        let (mut i, mut j) = (0, 0);
        // Copies differ here and there by a few words, which one walk finds. Where a longer passage differs, it goes on from the next words that the other text has just once.
        let mut once = None;
        loop {
            let same = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            (i, j) = (i + same, j + same);
            let again = meet_again(&a[i..], &b[j..])
                .or_else(|| once.get_or_insert_with(|| Once::of(b)).meet_again(a, i, j))
                .unwrap_or((a.len() - i, b.len() - j));
            if again == (0, 0) {
                return false;
            }
            let (x, y) = (i..i + again.0, j..j + again.1);
            if self.changed(a, x.clone(), b, y.clone()) || self.changed_at_ends(a, x.clone(), b, y.clone()) {
                return true;
            }
            (i, j) = (x.end, y.end);
        }
    }

    /// A long difference begins or ends with a small one where the next word is the same.
    fn changed_at_ends(&self, a: &[WordHash], x: Range<usize>, b: &[WordHash], y: Range<usize>) -> bool {
        if x.len().max(y.len()) <= CHANGED_WORDS {
            return false;
        }
        let (from, to) = (&a[x.clone()], &b[y.clone()]);
        let small = |same: &dyn Fn(usize, usize) -> bool| {
            (2..=CHANGED_WORDS)
                .flat_map(|all| (1..all).map(move |p| (p, all - p)))
                .find(|&(p, q)| p < from.len() && q < to.len() && same(p, q))
        };
        let first = small(&|p, q| from[p] == to[q]);
        let last = small(&|p, q| from[from.len() - p - 1] == to[to.len() - q - 1]);
        first.is_some_and(|(p, q)| self.changed(a, x.start..x.start + p, b, y.start..y.start + q))
            || last.is_some_and(|(p, q)| self.changed(a, x.end - p..x.end, b, y.end - q..y.end))
    }

    /// Whether a number or a negation was changed from these words of one text to those of the other, which stand in their place.
    fn changed(&self, a: &[WordHash], x: Range<usize>, b: &[WordHash], y: Range<usize>) -> bool {
        if let Some(same) =
            (x.len() == y.len()).then(|| x.clone().zip(y.clone()).position(|(i, j)| a[i] == b[j])).flatten()
        {
            // A word that stayed in its place parts two differences.
            return self.changed(a, x.start..x.start + same, b, y.start..y.start + same)
                || self.changed(a, x.start + same + 1..x.end, b, y.start + same + 1..y.end);
        }
        if x.len().max(y.len()) > CHANGED_WORDS {
            return false;
        }
        let (from, to): (Vec<_>, Vec<_>) = (self.expand(&a[x.clone()]).collect(), self.expand(&b[y.clone()]).collect());
        let same = from.iter().zip(&to).take_while(|(f, t)| f == t).count();
        let (from, to) = (&from[same..], &to[same..]);
        let same = from.iter().rev().zip(to.iter().rev()).take_while(|(f, t)| f == t).count();
        let (from, to) = (&from[..from.len() - same], &to[..to.len() - same]);
        let has = |words: &[WordHash]| words.iter().any(|&w| self.is_alterable(w));
        let changed = match (from, to) {
            ([], []) => false,
            ([], words) | (words, []) => words.iter().all(|&w| self.is_alterable(w)),
            _ => has(from) && has(to) && self.alter(from, to),
        };
        changed && !(self.is_dateline(a, x) && self.is_dateline(b, y))
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

/// How many words of each text are to be passed over until they go on with the same words, or end together; the fewest, if they are few. None are when both have ended.
fn meet_again(a: &[WordHash], b: &[WordHash]) -> Option<(usize, usize)> {
    let again = |a: &[WordHash], b: &[WordHash]| match a.len().min(b.len()).min(AGAIN) {
        // Where a text ends, its last words are all there is to go by.
        0 => a.len() == b.len(),
        words => a[..words] == b[..words],
    };
    (0..=LOST)
        .flat_map(|all| (0..=all).map(move |x| (x, all - x)))
        .filter(|&(x, y)| x <= a.len() && y <= b.len())
        .find(|&(x, y)| again(&a[x..], &b[y..]))
}

/// So many words in a row that a text has but once are a place to go on from.
const ONCE: usize = 4;

/// Where the words of a text stand that it has but once.
struct Once(HashedMap<u64, Option<u32>>);

impl Once {
    fn of(text: &[WordHash]) -> Once {
        let mut places: HashedMap<u64, Option<u32>> = HashedMap::default();
        for (place, words) in (0..).zip(text.windows(ONCE)) {
            places.entry(gram(words)).and_modify(|place| *place = None).or_insert(Some(place));
        }
        Once(places)
    }

    /// How many words of `a` from `i` on, and of this text from `j` on, are to be passed over until they go on with the same words; the fewest.
    fn meet_again(&self, a: &[WordHash], i: usize, j: usize) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (x, words) in a[i..].windows(ONCE).enumerate() {
            if best.is_some_and(|best| x >= best.0 + best.1) {
                break;
            }
            let Some(&Some(place)) = self.0.get(&gram(words)) else { continue };
            if let Some(y) = (place as usize).checked_sub(j)
                && best.is_none_or(|best| x + y < best.0 + best.1)
            {
                best = Some((x, y));
            }
        }
        best
    }
}

fn gram(words: &[WordHash]) -> u64 {
    words.iter().fold(0, |gram: u64, word| (gram.rotate_left(23) ^ word).wrapping_mul(0xD6E8_FEB8_6659_FD93))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        /// A text, and a copy of it that lost and got passages: a changed number is found wherever it stands, and nothing is found without one.
        #[test]
        fn passages_that_went_and_came_do_not_hide_a_number(
            parts in prop::collection::vec((0usize..3, 8usize..40), 1..8), place in 0.0..1.0, changed in any::<bool>(),
        ) {
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let mut word = 0;
            for (which, words) in parts {
                let words: Vec<WordHash> = (0..words).map(|_| { word += 1; hash_normal_word(&format!("w{}", letters(word))) }).collect();
                if which != 1 { a.extend(&words) }
                if which != 2 { b.extend(&words) }
            }
            // A number between words that both have.
            let common: Vec<usize> = (1..a.len()).filter(|&i| b.windows(2).any(|two| two == &a[i - 1..=i])).collect();
            if let Some(&at) = common.get((place * common.len() as f64) as usize) {
                let other = b.windows(2).position(|two| two == &a[at - 1..=at]).unwrap() + 1;
                a.insert(at, hash_normal_word("12"));
                b.insert(other, hash_normal_word(if changed { "21" } else { "12" }));
                prop_assert_eq!(Alterations::shipped().altered(&a, &b), changed);
            }
        }
    }

    /// A number as a word without digits.
    fn letters(mut number: usize) -> String {
        let mut word = String::new();
        while number > 0 {
            word.push(char::from(b'a' + (number % 26) as u8));
            number /= 26;
        }
        word
    }
}

//! The loose key of a quote: what stays of its wording when house style is set aside.
//!
//! One outlet prints *any time*, *second-largest*, *colour* and *don't*, another *anytime*, *second largest*, *color* and *do not*. Spelling variants are folded word by word
//! ([`Orthography`]). Compounds need no list: the key is the hash of the letters with the borders between words left out, and for alignment
//! each pair of neighbours is kept as one word too, to be used when the other text has it. `…`, `...` and words in brackets are an editor's: they are not words of the quote, and the place
//! is marked as one where words may be missing. Punctuation and quote marks are no words to begin with.

use super::orthography::Orthography;
use crate::matching::HashedMap;
use crate::simd::Simd;
use crate::text::{Cutter, WordHash, Words, hash_normal_word, normal_form};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_128;

/// Words in round brackets that are still taken for an editor's insertion; more are a sentence of the speaker's.
const INSERTED_WORDS: usize = 8;

/// The loose words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LooseText {
    /// Hash of each loose word.
    pub words: Vec<WordHash>,
    /// For each word but the last: the hash of it and its neighbour written as one.
    pub joined: Vec<WordHash>,
    /// For each word: the bytes of the text that it comes from. Words of one contraction share them.
    pub places: Vec<Range<u32>>,
    /// Whether something is left out or put in before word `i`; one more than there are words.
    pub elided: Vec<bool>,
    /// Hash of the letters without the borders between words: equal for two texts that differ in house style only. 0 when there is no word.
    pub key: u128,
}

impl LooseText {
    /// How many loose words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bytes of the text that a range of loose words comes from; where it is empty, the place between its neighbours.
    pub fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let at = |i: usize| self.places.get(i);
        if words.is_empty() {
            let place = words.start.checked_sub(1).and_then(at).map_or(0, |p| p.end) as usize;
            return place..place;
        }
        let start = at(words.start).map_or(0, |p| p.start) as usize;
        start..at(words.end - 1).map_or(start, |p| p.end as usize)
    }
}

/// A loose word and its letters.
type Part = (WordHash, String);

/// Makes loose texts; remembers every word that it has met, so rules run once per word and not once per occurrence.
#[derive(Debug)]
pub struct Folder<'o> {
    orthography: &'o Orthography,
    cutter: Cutter,
    words: Words,
    newlines: Vec<u32>,
    letters: Letters,
    known: HashedMap<WordHash, Vec<Part>>,
}

impl<'o> Folder<'o> {
    /// A folder by these spellings.
    pub fn new(orthography: &'o Orthography) -> Folder<'o> {
        Folder {
            orthography,
            cutter: Cutter::new(Simd::best()),
            words: Words::default(),
            newlines: Vec::new(),
            letters: Letters::default(),
            known: HashedMap::default(),
        }
    }

    /// The loose words of a text. A text that is nothing but brackets is taken as it stands.
    pub fn fold(&mut self, text: &str) -> LooseText {
        let mut words = std::mem::take(&mut self.words);
        self.cutter.cut(text, &mut words, &mut self.newlines);
        let inserted = inserted(text, &words);
        let everything = inserted.iter().all(|&i| i);
        let mut out = LooseText::default();
        let mut letters = std::mem::take(&mut self.letters);
        letters.clear();
        let (mut end, mut elided, mut i) = (0, false, 0);
        while i < words.len() {
            let (start, mut stop) = (words.starts[i] as usize, words.ends[i] as usize);
            let before = &text[end..start];
            let plain = before == " ";
            elided |= !plain && is_ellipsis(before);
            if inserted[i] && !everything {
                (end, elided, i) = (stop, true, i + 1);
                continue;
            }
            let percent = !plain && before.contains('%');
            let mut normal = None;
            // `[W]e` is `We`.
            if before.ends_with('[')
                && text[stop..].starts_with(']')
                && words.starts.get(i + 1) == Some(&(stop as u32 + 1))
            {
                normal =
                    Some(normal_form(&text[start..stop]) + &normal_form(&text[stop + 1..words.ends[i + 1] as usize]));
                stop = words.ends[i + 1] as usize;
                i += 1;
            }
            let orthography = self.orthography;
            let fold = |normal: &str| {
                let mut parts = Vec::new();
                orthography.fold(normal, |p| parts.push((hash_normal_word(p), p.to_owned())));
                parts
            };
            let place = start as u32..stop as u32;
            let last = out.places.last().cloned();
            let mut add = |parts: &[Part], place: &Range<u32>, elided: bool| {
                for (k, (hash, word)) in parts.iter().enumerate() {
                    out.words.push(*hash);
                    out.places.push(place.clone());
                    out.elided.push(elided && k == 0);
                    letters.push(word);
                }
            };
            if percent && let Some(last) = last {
                add(&fold("percent"), &last, false);
            }
            match normal {
                Some(normal) => add(&fold(&normal), &place, elided),
                None => {
                    let parts =
                        self.known.entry(words.hashes[i]).or_insert_with(|| fold(&normal_form(&text[start..stop])));
                    add(parts, &place, elided);
                }
            }
            (end, elided, i) = (stop, false, i + 1);
        }
        if text[end..].contains('%')
            && let Some(place) = out.places.last().cloned()
        {
            for word in ["per", "cent"] {
                out.words.push(hash_normal_word(word));
                out.places.push(place.clone());
                out.elided.push(false);
                letters.push(word);
            }
        }
        out.elided.push(elided || is_ellipsis(&text[end..]));
        out.joined = letters.pairs().map(hash_normal_word).collect();
        out.key = letters.key();
        self.letters = letters;
        self.words = words;
        out
    }

    /// Makes the words of the spelling lists known, as if they had been met.
    pub fn meet_listed(&mut self) {
        for word in self.orthography.listed() {
            let mut parts = Vec::new();
            self.orthography.fold(word, |p| parts.push((hash_normal_word(p), p.to_owned())));
            self.known.insert(hash_normal_word(word), parts);
        }
    }

    /// What the words met so far are read as, by the hash of the normal form; words that are read as themselves are left out.
    pub fn variants(&self) -> impl Iterator<Item = (WordHash, Vec<WordHash>)> {
        let differs = |(word, parts): &(&WordHash, &Vec<Part>)| !matches!(&parts[..], [(hash, _)] if hash == *word);
        self.known.iter().filter(differs).map(|(word, parts)| (*word, parts.iter().map(|p| p.0).collect()))
    }
}

/// The letters of the loose words of a text, one behind the other.
#[derive(Debug, Default)]
struct Letters {
    all: String,
    /// Where each word begins.
    starts: Vec<usize>,
    /// The letters with the borders that stay.
    parted: String,
}

impl Letters {
    fn clear(&mut self) {
        self.all.clear();
        self.starts.clear();
    }

    fn push(&mut self, word: &str) {
        self.starts.push(self.all.len());
        self.all.push_str(word);
    }

    /// Each word and its neighbour, written as one.
    fn pairs(&self) -> impl Iterator<Item = &str> {
        let ends = self.starts.iter().skip(2).copied().chain([self.all.len()]);
        let pairs = self.starts.len().saturating_sub(1);
        self.starts.iter().zip(ends).take(pairs).map(|(&start, end)| &self.all[start..end])
    }

    /// The hash of all letters; between two figures the border stays, for `1 2` is not `12`.
    fn key(&mut self) -> u128 {
        if self.starts.is_empty() {
            return 0;
        }
        let figure = |c: Option<char>| c.is_some_and(char::is_numeric);
        let (all, parted) = (&self.all, &mut self.parted);
        parted.clear();
        let mut from = 0;
        for &border in &self.starts[1..] {
            if figure(all[border..].chars().next()) && figure(all[..border].chars().next_back()) {
                parted.push_str(&all[from..border]);
                parted.push(' ');
                from = border;
            }
        }
        parted.push_str(&all[from..]);
        xxh3_128(parted.as_bytes())
    }
}

/// Whether the text between two words says that something is missing.
fn is_ellipsis(between: &str) -> bool {
    between.len() > 1 && (between.contains('…') || between.chars().filter(|&c| c == '.').count() >= 2)
}

/// Which words stand in brackets. A bracket that never closes is none.
fn inserted(text: &str, words: &Words) -> Vec<bool> {
    let mut inserted = vec![false; words.len()];
    for (open, close, most) in [('[', ']', usize::MAX), ('(', ')', INSERTED_WORDS)] {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let Some(end) = text[start..].find(close).map(|at| start + at) else { break };
            let first = words.starts.partition_point(|&w| (w as usize) < start);
            let last = words.starts.partition_point(|&w| (w as usize) < end);
            // `[W]e` keeps its letter, and so does `say(s)`.
            let letter = text[end + 1..].starts_with(char::is_alphanumeric)
                && last - first == 1
                && words.ends[first] - words.starts[first] <= 4
                && words.starts.get(last) == Some(&(end as u32 + 1));
            if last - first <= most && !letter {
                inserted[first..last].fill(true);
            }
            from = end + close.len_utf8();
        }
    }
    inserted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fold(text: &str) -> LooseText {
        Folder::new(&Orthography::shipped()).fold(text)
    }

    #[test]
    fn house_style_does_not_change_the_key() {
        for (a, b) in [
            ("It's not going to rain any time soon,", "It’s not going to rain anytime soon."),
            ("the second-largest harbour", "The second largest harbor"),
            ("We don't organise that", "“We do not organize that”"),
            ("a cease-fire", "a ceasefire"),
            ("5% of the catch", "5 per cent of the catch"),
            ("it fell by 5%", "it fell by five percent"),
            ("[W]e are late", "We are late"),
            ("the boats … are late", "the boats [...] are late"),
            ("the boats are late [sic]", "the boats are late"),
            ("28,000 crates", "28.000 crates"),
        ] {
            assert_eq!(fold(a).key, fold(b).key, "{a} | {b}");
        }
        for (a, b) in
            [("boats are late", "boats were late"), ("1 2 crates", "12 crates"), ("he will come", "he will not come")]
        {
            assert_ne!(fold(a).key, fold(b).key, "{a} | {b}");
        }
    }

    #[test]
    fn places_lead_back_and_gaps_are_marked() {
        let text = "They (the pilots) don't … know [it] yet";
        let loose = fold(text);
        let shown: Vec<&str> = loose.places.iter().map(|p| &text[p.start as usize..p.end as usize]).collect();
        assert_eq!(shown, ["They", "don't", "don't", "know", "yet"]);
        assert_eq!(loose.elided, [false, true, false, true, true, false]);
        assert_eq!(&text[loose.bytes(&(0..3))], "They (the pilots) don't");
        assert_eq!(fold("[all of it]").len(), 3, "nothing but brackets");
        assert!(fold("…").is_empty() && fold("").is_empty());
    }

    #[test]
    fn an_open_bracket_swallows_nothing() {
        assert_eq!(fold("we [are late").len(), 3);
        assert_eq!(fold("we (this is what the whole long story was about) left").len(), 11);
    }

    proptest! {
        /// Any string: figures that fit together, places inside the text and on its character borders.
        #[test]
        fn any_string(text in "[a-z0-9 .\\[\\]()%…’'éß中-]{0,60}") {
            let loose = fold(&text);
            prop_assert_eq!(loose.elided.len(), loose.len() + 1);
            prop_assert_eq!(loose.places.len(), loose.len());
            prop_assert_eq!(loose.joined.len(), loose.len().saturating_sub(1));
            for place in &loose.places {
                prop_assert!(text.get(place.start as usize..place.end as usize).is_some());
            }
            prop_assert_eq!(loose.key == 0, loose.is_empty());
        }
    }
}

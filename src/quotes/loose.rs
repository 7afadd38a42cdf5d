//! The loose key of a quote: what stays of its wording when house style is set aside.
//!
//! One outlet prints *any time*, *second-largest*, *colour* and *don't*, another *anytime*, *second largest*, *color* and *do not*. Spelling variants are folded word by word
//! ([`Orthography`]). Compounds need no list: the key is the hash of the letters with the borders between words left out, and for alignment
//! two neighbours are taken for one word when the other text has it. `…`, `...` and words in brackets are an editor's: they are not words of the quote, and the place
//! is marked as one where words may be missing. Punctuation and quote marks are no words to begin with.

use super::orthography::Orthography;
use crate::matching::HashedMap;
use crate::simd::Simd;
use crate::text::{Cutter, WordHash, Words, hash_normal_word, normal_form};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_128;

/// Places for words that were met lately; a power of two.
const RECENT: usize = 1 << 14;
/// Words in round brackets that are still taken for an editor's insertion; more are a sentence of the speaker's.
const INSERTED_WORDS: usize = 8;

/// The loose words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LooseText {
    /// Hash of each loose word.
    pub words: Vec<WordHash>,
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
}

/// A loose word, known by its number.
#[derive(Debug)]
struct Part {
    hash: WordHash,
    /// Where its letters stand among those of all.
    letters: Range<u32>,
    /// Whether it begins and ends with a figure.
    figures: (bool, bool),
}

/// What a word is read as: one loose word, by its number, or some of a list.
#[derive(Debug, Clone, Copy)]
struct Reading {
    first: u32,
    count: u32,
}

/// What a text was read as, in loose words by their numbers.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) parts: Vec<u32>,
    pub(super) places: Vec<Range<u32>>,
    /// One more than there are words.
    pub(super) elided: Vec<bool>,
    pub(super) key: u128,
}

impl Folded {
    /// The bytes of the text that a range of loose words comes from; where it is empty, the place between its neighbours.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let at = |i: usize| self.places.get(i);
        if words.is_empty() {
            let place = words.start.checked_sub(1).and_then(at).map_or(0, |p| p.end) as usize;
            return place..place;
        }
        let start = at(words.start).map_or(0, |p| p.start) as usize;
        start..at(words.end - 1).map_or(start, |p| p.end as usize)
    }

    fn clear(&mut self) {
        self.parts.clear();
        self.places.clear();
        self.elided.clear();
    }
}

/// Makes loose texts; remembers every word that it has met, so rules run once per word and not once per occurrence.
#[derive(Debug)]
pub struct Folder<'o> {
    orthography: &'o Orthography,
    cutter: Cutter,
    words: Words,
    newlines: Vec<u32>,
    inserted: Vec<bool>,
    /// The letters of a text with the borders that stay, for its key.
    parted: String,
    parts: Vec<Part>,
    /// The letters of all parts.
    letters: String,
    number_of: HashedMap<WordHash, u32>,
    known: HashedMap<WordHash, Reading>,
    /// Of words that are read as several loose words.
    readings: Vec<u32>,
    /// The last words that are read as one, by the lower bits of their hashes: a few thousand words make up most of all texts.
    recent: Box<[(WordHash, u32)]>,
}

impl<'o> Folder<'o> {
    /// A folder by these spellings.
    pub fn new(orthography: &'o Orthography) -> Folder<'o> {
        Folder {
            orthography,
            cutter: Cutter::new(Simd::best()),
            words: Words::default(),
            newlines: Vec::new(),
            inserted: Vec::new(),
            parted: String::new(),
            parts: Vec::new(),
            letters: String::new(),
            number_of: HashedMap::default(),
            known: HashedMap::default(),
            readings: Vec::new(),
            recent: vec![(0, 0); RECENT].into_boxed_slice(),
        }
    }

    /// The loose words of a text. A text that is nothing but brackets is taken as it stands.
    pub fn fold(&mut self, text: &str) -> LooseText {
        let mut folded = Folded::default();
        self.fold_into(text, &mut folded);
        let Folded { parts, places, elided, key } = folded;
        LooseText { words: parts.iter().map(|&part| self.hash(part)).collect(), places, elided, key }
    }

    /// As [`fold`](Folder::fold), in numbers of loose words.
    pub(super) fn fold_into(&mut self, text: &str, out: &mut Folded) {
        out.clear();
        let mut words = std::mem::take(&mut self.words);
        self.cutter.cut(text, &mut words, &mut self.newlines);
        let mut inserted = std::mem::take(&mut self.inserted);
        find_inserted(text, &words, &mut inserted);
        let everything = !inserted.is_empty() && inserted.iter().all(|&i| i);
        let (mut end, mut elided, mut i) = (0, false, 0);
        while i < words.len() {
            let (start, mut stop) = (words.starts[i] as usize, words.ends[i] as usize);
            let before = &text[end..start];
            let plain = before == " " || before.is_empty();
            elided |= !plain && is_ellipsis(before);
            if inserted.get(i) == Some(&true) && !everything {
                (end, elided, i) = (stop, true, i + 1);
                continue;
            }
            if !plain && before.contains('%') {
                self.add_percent(out);
            }
            let mut hash = words.hashes[i];
            // `[W]e` is `We`.
            let letter = !plain
                && before.ends_with('[')
                && text[stop..].starts_with(']')
                && words.starts.get(i + 1) == Some(&(stop as u32 + 1));
            let reading = if letter {
                let (first, rest) = (&text[start..stop], &text[stop + 1..words.ends[i + 1] as usize]);
                let normal = normal_form(first) + &normal_form(rest);
                stop = words.ends[i + 1] as usize;
                i += 1;
                hash = hash_normal_word(&normal);
                self.reading(hash, || normal)
            } else {
                self.reading(hash, || normal_form(&text[start..stop]))
            };
            self.add(reading, &(start as u32..stop as u32), elided, out);
            (end, elided, i) = (stop, false, i + 1);
        }
        if text[end..].contains('%') {
            self.add_percent(out);
        }
        out.elided.push(elided || is_ellipsis(&text[end..]));
        out.key = self.key(&out.parts);
        self.words = words;
        self.inserted = inserted;
    }

    /// As [`fold_into`](Folder::fold_into) without the places, for a text that was cut into these words. Quick where they are all known.
    pub(super) fn fold_words(&mut self, text: &str, words: &[WordHash], out: &mut Folded) {
        out.clear();
        if !is_plain(text) {
            return self.fold_into(text, out);
        }
        for word in words {
            let recent = &mut self.recent[*word as usize & (RECENT - 1)];
            if recent.0 == *word && *word != 0 {
                out.parts.push(recent.1);
                continue;
            }
            match self.known.get(word) {
                Some(&Reading { first, count: 1 }) => {
                    *recent = (*word, first);
                    out.parts.push(first);
                }
                Some(&Reading { first, count }) => {
                    out.parts.extend(&self.readings[first as usize..(first + count) as usize]);
                }
                None => return self.fold_into(text, out),
            }
        }
        out.elided.resize(out.parts.len() + 1, false);
        out.key = self.key(&out.parts);
    }

    /// What a word is read as.
    fn reading(&mut self, word: WordHash, normal: impl FnOnce() -> String) -> Reading {
        if let Some(known) = self.known.get(&word) {
            return *known;
        }
        let (orthography, first) = (self.orthography, self.readings.len());
        orthography.fold(&normal(), |part| {
            let number = self.number(part);
            self.readings.push(number);
        });
        let mut reading = Reading { first: first as u32, count: (self.readings.len() - first) as u32 };
        if reading.count == 1 {
            reading.first = self.readings.pop().unwrap_or_default();
        }
        self.known.insert(word, reading);
        reading
    }

    fn parts_of<'r>(&'r self, reading: &'r Reading) -> &'r [u32] {
        match reading.count {
            1 => std::slice::from_ref(&reading.first),
            count => &self.readings[reading.first as usize..(reading.first + count) as usize],
        }
    }

    /// The number of a loose word.
    fn number(&mut self, part: &str) -> u32 {
        let hash = hash_normal_word(part);
        *self.number_of.entry(hash).or_insert_with(|| {
            let first = self.letters.len() as u32;
            self.letters.push_str(part);
            let figures = (part.starts_with(char::is_numeric), part.ends_with(char::is_numeric));
            self.parts.push(Part { hash, letters: first..self.letters.len() as u32, figures });
            self.parts.len() as u32 - 1
        })
    }

    fn add(&self, reading: Reading, place: &Range<u32>, elided: bool, out: &mut Folded) {
        for (k, &part) in self.parts_of(&reading).iter().enumerate() {
            out.parts.push(part);
            out.places.push(place.clone());
            out.elided.push(elided && k == 0);
        }
    }

    /// A percent sign behind a word is a word too.
    fn add_percent(&mut self, out: &mut Folded) {
        if let Some(place) = out.places.last().cloned() {
            let reading = self.reading(hash_normal_word("percent"), || "percent".to_owned());
            self.add(reading, &place, false, out);
        }
    }

    /// The hash of all letters; between two figures the border stays, for `1 2` is not `12`.
    fn key(&mut self, parts: &[u32]) -> u128 {
        if parts.is_empty() {
            return 0;
        }
        self.parted.clear();
        let mut behind_figure = false;
        for &part in parts {
            let part = &self.parts[part as usize];
            if behind_figure && part.figures.0 {
                self.parted.push(' ');
            }
            self.parted.push_str(&self.letters[part.letters.start as usize..part.letters.end as usize]);
            behind_figure = part.figures.1;
        }
        xxh3_128(self.parted.as_bytes())
    }

    /// The spellings it goes by.
    pub(super) fn orthography(&self) -> &'o Orthography {
        self.orthography
    }

    /// How many different loose words were met.
    pub(super) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The hash of a loose word.
    #[inline]
    pub(super) fn hash(&self, part: u32) -> WordHash {
        self.parts[part as usize].hash
    }

    /// The letters of a loose word.
    #[inline]
    pub(super) fn letters(&self, part: u32) -> &str {
        let letters = &self.parts[part as usize].letters;
        &self.letters[letters.start as usize..letters.end as usize]
    }

    /// How the words of the spelling lists are read, by the hash of their normal form; those that are read as themselves are left out.
    pub(super) fn listed(&mut self) -> HashedMap<WordHash, Vec<WordHash>> {
        let mut variants = HashedMap::default();
        for word in self.orthography.listed() {
            let hash = hash_normal_word(word);
            let reading = self.reading(hash, || word.to_owned());
            let read: Vec<WordHash> = self.parts_of(&reading).iter().map(|&part| self.hash(part)).collect();
            if read != [hash] {
                variants.insert(hash, read);
            }
        }
        variants
    }
}

/// Whether the text between two words says that something is missing.
fn is_ellipsis(between: &str) -> bool {
    between.len() > 1 && (between.contains('…') || between.chars().filter(|&c| c == '.').count() >= 2)
}

/// Whether nothing stands between the words of a text but what parts them: no bracket, no percent sign, no two full stops or an ellipsis.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // From one full stop to the next: letters have to stand in between.
    let mut from = 0;
    let mut stops = memchr::memchr_iter(b'.', bytes);
    stops.next().is_none_or(|first| {
        from = first + 1;
        stops.all(|stop| {
            let apart = bytes[from..stop].iter().any(u8::is_ascii_alphanumeric);
            from = stop + 1;
            apart
        })
    }) && memchr::memchr3(b'[', b'(', b'%', bytes).is_none()
        && !text.contains('…')
}

/// Tells which words stand in brackets; nothing when there is no bracket. A bracket that never closes is none.
fn find_inserted(text: &str, words: &Words, inserted: &mut Vec<bool>) {
    inserted.clear();
    if memchr::memchr2(b'[', b'(', text.as_bytes()).is_none() {
        return;
    }
    inserted.resize(words.len(), false);
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
        let (orthography, mut folded) = (Orthography::shipped(), Folded::default());
        Folder::new(&orthography).fold_into(text, &mut folded);
        assert_eq!(&text[folded.bytes(&(0..3))], "They (the pilots) don't");
        assert_eq!(fold("[all of it]").len(), 3, "nothing but brackets");
        assert!(fold("…").is_empty() && fold("").is_empty());
    }

    #[test]
    fn an_open_bracket_swallows_nothing() {
        assert_eq!(fold("we [are late").len(), 3);
        assert_eq!(fold("we (this is what the whole long story was about) left").len(), 11);
    }

    proptest! {
        /// The quick way gives the same words.
        #[test]
        fn words_fold_as_texts(texts in prop::collection::vec("[a-d0-9 .\\[\\](%…’'é]{0,40}", 1..8)) {
            let orthography = Orthography::shipped();
            let (mut quick, mut slow) = (Folder::new(&orthography), Folder::new(&orthography));
            let (mut cutter, mut words, mut newlines) = (Cutter::new(Simd::best()), Words::default(), Vec::new());
            let (mut a, mut b) = (Folded::default(), Folded::default());
            for text in texts.iter().chain(&texts) {
                cutter.cut(text, &mut words, &mut newlines);
                quick.fold_words(text, &words.hashes, &mut a);
                slow.fold_into(text, &mut b);
                prop_assert_eq!((&a.parts, &a.elided, a.key), (&b.parts, &b.elided, b.key));
            }
        }

        /// Any string: figures that fit together, places inside the text and on its character borders.
        #[test]
        fn any_string(text in "[a-z0-9 .\\[\\]()%…’'éß中-]{0,60}") {
            let loose = fold(&text);
            prop_assert_eq!(loose.elided.len(), loose.len() + 1);
            prop_assert_eq!(loose.places.len(), loose.len());
            for place in &loose.places {
                prop_assert!(text.get(place.start as usize..place.end as usize).is_some());
            }
            prop_assert_eq!(loose.key == 0, loose.is_empty());
        }
    }
}

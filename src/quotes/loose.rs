//! The loose key of a quote: what stays of its wording when house style is set aside.
//!
//! One outlet prints *any time*, *second-largest*, *colour* and *don't*, another *anytime*, *second largest*, *color* and *do not*. Spelling variants are folded word by word
//! ([`Orthography`]). Compounds need no list: the key is the hash of the letters with the borders between words left out, and for alignment
//! two neighbours are taken for one word when the other text has it. `…`, `...` and words in brackets are an editor's, and lists of links a page's: they are not words of the quote, and the
//! place is marked as one where words may be missing. Punctuation and quote marks are no words to begin with.

use super::links;
use super::orthography::Orthography;
use super::vocabulary::{Reading, Readings, Vocabulary};
use crate::simd::Simd;
use crate::text::{Cutter, WordHash, Words, hash_normal_word, normal_form};
use std::ops::Range;

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
        self.key = 0;
    }
}

/// Makes loose texts; remembers every word that it has met.
#[derive(Debug)]
pub struct Folder<'o> {
    vocabulary: Vocabulary<'o>,
    reader: Reader,
}

impl<'o> Folder<'o> {
    /// A folder by these spellings.
    pub fn new(orthography: &'o Orthography) -> Folder<'o> {
        Folder { vocabulary: Vocabulary::new(orthography), reader: Reader::new(Simd::best()) }
    }

    /// The loose words of a text. A text that is nothing but brackets is taken as it stands.
    pub fn fold(&mut self, text: &str) -> LooseText {
        let mut folded = Folded::default();
        self.reader.read(&mut &mut self.vocabulary, text, &mut folded);
        let Folded { parts, places, elided, key } = folded;
        let words = parts.iter().map(|&part| self.vocabulary.hash(part)).collect();
        LooseText { words, places, elided, key }
    }
}

/// Reads texts by a vocabulary, always the same one; several readers may look at one at once.
#[derive(Debug)]
pub(super) struct Reader {
    cutter: Cutter,
    words: Words,
    newlines: Vec<u32>,
    inserted: Vec<bool>,
    /// The letters of a text with the borders that stay, for its key.
    parted: String,
    /// The last words that are read as one, by the lower bits of their hashes: a few thousand words make up most of all texts.
    recent: Box<[(WordHash, u32)]>,
}

impl Reader {
    pub(super) fn new(simd: Simd) -> Reader {
        Reader {
            cutter: Cutter::new(simd),
            words: Words::default(),
            newlines: Vec::new(),
            inserted: Vec::new(),
            parted: String::new(),
            recent: vec![(0, 0); RECENT].into_boxed_slice(),
        }
    }

    /// Reads a text; `None` when it has a word that is not known and cannot be learned.
    pub(super) fn read(&mut self, readings: &mut impl Readings, text: &str, out: &mut Folded) -> Option<()> {
        self.read_without_key(readings, text, out)?;
        out.key = readings.vocabulary().key(&out.parts, &mut self.parted);
        Some(())
    }

    /// The same for who does not ask for the key.
    pub(super) fn read_without_key(
        &mut self,
        readings: &mut impl Readings,
        text: &str,
        out: &mut Folded,
    ) -> Option<()> {
        out.clear();
        let mut words = std::mem::take(&mut self.words);
        self.cutter.cut(text, &mut words, &mut self.newlines);
        let mut inserted = std::mem::take(&mut self.inserted);
        find_inserted(text, &words, &mut inserted);
        let read = read_cut(readings, text, &words, &inserted, out);
        self.words = words;
        self.inserted = inserted;
        read
    }

    /// As [`read`](Reader::read) without the places, for a text that was cut into these words. Quick where they are all known.
    pub(super) fn read_words<R: Readings>(
        &mut self,
        readings: &mut R,
        text: &str,
        words: &[WordHash],
        out: &mut Folded,
    ) -> Option<()> {
        out.clear();
        if !is_plain(text) {
            return self.read(readings, text, out);
        }
        for word in words {
            let recent = &mut self.recent[*word as usize & (RECENT - 1)];
            if recent.0 == *word && *word != 0 {
                out.parts.push(recent.1);
                continue;
            }
            let Some(reading) = readings.vocabulary().known(*word) else {
                return if R::LEARNS { self.read(readings, text, out) } else { None };
            };
            match reading.single() {
                Some(part) => {
                    *recent = (*word, part);
                    out.parts.push(part);
                }
                None => out.parts.extend(readings.vocabulary().parts_of(&reading)),
            }
        }
        out.elided.resize(out.parts.len() + 1, false);
        out.key = readings.vocabulary().key(&out.parts, &mut self.parted);
        Some(())
    }
}

/// Reads a text that was cut into these words, of which some were put in by an editor.
fn read_cut(
    readings: &mut impl Readings,
    text: &str,
    words: &Words,
    inserted: &[bool],
    out: &mut Folded,
) -> Option<()> {
    let everything = !inserted.is_empty() && inserted.iter().all(|&i| i);
    let (mut end, mut elided, mut i) = (0, false, 0);
    out.parts.reserve(words.len());
    out.places.reserve(words.len());
    out.elided.reserve(words.len() + 1);
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
            add_percent(readings, out)?;
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
            readings.reading(hash, || normal)
        } else {
            readings.reading(hash, || normal_form(&text[start..stop]))
        }?;
        add(readings.vocabulary(), reading, &(start as u32..stop as u32), elided, out);
        (end, elided, i) = (stop, false, i + 1);
    }
    if text[end..].contains('%') {
        add_percent(readings, out)?;
    }
    out.elided.push(elided || is_ellipsis(&text[end..]));
    Some(())
}

fn add(vocabulary: &Vocabulary<'_>, reading: Reading, place: &Range<u32>, elided: bool, out: &mut Folded) {
    for (k, &part) in vocabulary.parts_of(&reading).iter().enumerate() {
        out.parts.push(part);
        out.places.push(place.clone());
        out.elided.push(elided && k == 0);
    }
}

/// A percent sign behind a word is a word too.
fn add_percent(readings: &mut impl Readings, out: &mut Folded) -> Option<()> {
    if let Some(place) = out.places.last().cloned() {
        let reading = readings.reading(hash_normal_word("percent"), || "percent".to_owned())?;
        add(readings.vocabulary(), reading, &place, false, out);
    }
    Some(())
}

/// Whether the text between two words says that something is missing.
fn is_ellipsis(between: &str) -> bool {
    between.len() > 1 && (between.contains('…') || between.chars().filter(|&c| c == '.').count() >= 2)
}

/// Whether nothing stands between the words of a text but what parts them: no bracket, no percent sign, no two full stops or an ellipsis; and no list of links.
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
        && !links::may_have(text)
}

/// Tells which words stand in brackets, or in a list of links of the page; nothing when there is neither. A bracket that never closes is none.
fn find_inserted(text: &str, words: &Words, inserted: &mut Vec<bool>) {
    inserted.clear();
    let may_have_links = links::may_have(text);
    if memchr::memchr2(b'[', b'(', text.as_bytes()).is_none() && !may_have_links {
        return;
    }
    inserted.resize(words.len(), false);
    if may_have_links {
        links::lists(text, words).into_iter().for_each(|list| inserted[list].fill(true));
    }
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
            ("Anna Holm Anna Maria HolmOn the money: Roe slams “it” MORE is late", "Anna Holm is late"),
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
        Reader::new(Simd::best()).read(&mut &mut Vocabulary::new(&orthography), text, &mut folded);
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
        /// The quick way gives the same words, and so does a reader that cannot learn once they are known.
        #[test]
        fn words_fold_as_texts(texts in prop::collection::vec("[a-d0-9 .\\[\\](%…’'é]{0,40}", 1..8)) {
            let orthography = Orthography::shipped();
            let (mut quick, mut slow) = (Vocabulary::new(&orthography), Vocabulary::new(&orthography));
            let reader = || Reader::new(Simd::best());
            let (mut by_words, mut by_text, mut ahead) = (reader(), reader(), reader());
            let (mut cutter, mut words, mut newlines) = (Cutter::new(Simd::best()), Words::default(), Vec::new());
            let (mut a, mut b, mut c) = (Folded::default(), Folded::default(), Folded::default());
            for text in texts.iter().chain(&texts) {
                let known = quick.len();
                cutter.cut(text, &mut words, &mut newlines);
                let read_ahead = ahead.read_words(&mut &quick, text, &words.hashes, &mut c);
                by_words.read_words(&mut &mut quick, text, &words.hashes, &mut a);
                by_text.read(&mut &mut slow, text, &mut b);
                prop_assert_eq!((&a.parts, &a.elided, a.key), (&b.parts, &b.elided, b.key));
                if read_ahead.is_some() {
                    prop_assert_eq!((&a.parts, &a.elided, a.key, known), (&c.parts, &c.elided, c.key, quick.len()));
                }
                ahead.read_words(&mut &quick, text, &words.hashes, &mut c).expect("all words are known");
                prop_assert_eq!((&a.parts, &a.elided, a.key), (&c.parts, &c.elided, c.key));
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

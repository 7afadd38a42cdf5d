//! The different wordings of a set of quotes, and how much each of their words says.
//!
//! Quotes with one loose key are one wording, so a wire quote in 500 outlets is one thing from here on. Wordings stand one behind the other as numbers of loose words: most quotes
//! are printed once, and what is made of each of them has to be little. A word weighs by how many wordings have it; common words of the text's language weigh least, so that
//! weights make sense in five articles as well as in fifty thousand.

mod enough;
mod reader;

use super::LinkRules;
use super::propose::{Sieved, TINY_WORDS};
use super::relate::{FIRM, Related, Room, relate};
use crate::matching::candidates::{pack, unpack};
use crate::matching::{HashedMap, ask_for};
use crate::quotes::loose::{Folded, Reader};
use crate::quotes::orthography::Orthography;
use crate::quotes::plain::Frequent;
use crate::quotes::vocabulary::Vocabulary;
use crate::simd::Simd;
use crate::text::WordHash;
use rayon::prelude::*;
pub use reader::{QuoteReader, Unread};

/// Weight of a common word.
pub(super) const COMMON: i32 = 4;
/// Weights of other words: in a tenth of all wordings, in a fiftieth, rarer. Chinese characters, of which a word takes two, weigh half.
pub(super) const WEIGHTS: [i32; 3] = [6, 12, 16];
/// With fewer wordings than this, how many have a word says nothing about the word.
const ENOUGH: usize = 50;
/// Pairs that a thread takes at once, and those of which the words are asked for ahead.
const PAIRS: usize = 1024;
const AHEAD: usize = 16;
/// Wordings with the same plain words of which each is held to all that the plain words may relate to.
const TWINS: usize = 8;
/// No language: no word is a common one.
const NO_LANGUAGE: u8 = 32;

/// What is known of a loose word.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// The languages that it is common in, a bit for each.
    common_in: u32,
    /// Its weight where it is not.
    weight: u8,
    ideograph: bool,
    shape: u16,
}

/// A wording among those of [`QuoteTexts`], in one line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Span {
    /// The first of its words.
    first: usize,
    words: u32,
    key: u128,
    language: u8,
    /// Quotes that have it.
    quotes: u32,
    /// Half words that say something: 2 for each different word that is not common, 1 for a single ideograph.
    content: u32,
    /// A bit for each of the shapes of its words.
    shapes: u64,
    /// A bit for each of its words.
    bits: u128,
}

/// What a word of a wording counts for, in one byte: its weight, half words with content (2, for a single ideograph 1, 0 for one that says little), and whether it stood before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worth(u8);

impl Worth {
    const AGAIN: u8 = 1 << 7;

    /// Of a word in a text of this language.
    fn of(known: &Known, language: u8, again: bool) -> Worth {
        let common = known.is_common(language);
        let weight = if common { COMMON as u8 } else { known.weight };
        let content = match known.ideograph {
            _ if common || i32::from(known.weight) <= WEIGHTS[0] => 0,
            true => 1,
            false => 2,
        };
        let weight = if known.ideograph { weight / 2 } else { weight };
        Worth(weight | content << 5 | if again { Worth::AGAIN } else { 0 })
    }

    /// Its weight.
    #[inline]
    pub(super) fn weight(self) -> i32 {
        i32::from(self.0 & 31)
    }

    /// Half words with content that it is.
    #[inline]
    fn content(self) -> u32 {
        u32::from(self.0 >> 5 & 3)
    }

    /// The same, and none for a word that stood before.
    #[inline]
    pub(super) fn new_content(self) -> u32 {
        if self.0 & Worth::AGAIN == 0 { self.content() } else { 0 }
    }
}

/// The weights of all words together.
pub(super) fn weight(worths: &[Worth]) -> i32 {
    worths.iter().map(|worth| worth.weight()).sum()
}

const _: () = assert!(size_of::<Span>() == 64);

/// The different wordings of a set of quotes.
#[derive(Debug)]
pub struct QuoteTexts<'o> {
    simd: Simd,
    vocabulary: Vocabulary<'o>,
    /// The words of all wordings, and behind those of each one that stands for its end.
    parts: Vec<u32>,
    /// Of each word its [`shape`].
    shapes: Vec<u16>,
    /// Of each word what it counts for.
    worths: Vec<Worth>,
    /// Whether something is missing before each word, and at the end.
    elided: Vec<bool>,
    spans: Vec<Span>,
    /// The wording of each quote.
    text_of: Vec<u32>,
    /// Each loose word.
    known: Vec<Known>,
}

/// A wording as its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) parts: &'t [u32],
    shapes: &'t [u16],
    pub(super) worths: &'t [Worth],
    /// Whether something is left out or put in before word `i`; one more than there are words.
    pub(super) elided: &'t [bool],
    pub(super) key: u128,
    /// A bit for each shape, and for each word.
    shape_bits: u64,
    bits: u128,
}

/// Which wordings are one quote by their words.
#[derive(Debug, Default)]
pub struct Relations {
    /// By the numbers of the texts.
    pub(super) related: Vec<Related>,
    /// How many pairs shared grams enough to be looked at.
    pub(super) proposed: u64,
    /// How many of them shared words enough to be aligned.
    pub(super) aligned: u64,
    /// Pairs inside giant posting lists that were not looked at.
    pub(super) left_out: u64,
}

impl<'o> QuoteTexts<'o> {
    /// Reads quotes: their texts without the marks, and the languages of their articles by [`Orthography::language`]. `frequent` are the words
    /// that many wordings have.
    pub fn new<'q>(
        quotes: impl Iterator<Item = (&'q str, Option<usize>)>,
        orthography: &'o Orthography,
        frequent: &Frequent,
        simd: Simd,
    ) -> QuoteTexts<'o> {
        let quotes: Vec<Unread<'_>> = quotes.map(|(text, language)| Unread { text, words: None, language }).collect();
        let mut reader = QuoteReader::new(orthography, simd);
        reader.read(&quotes);
        reader.finish(frequent)
    }

    /// The number of the wording with these words and this loose key, a new one if need be.
    fn add(&mut self, parts: &[u32], elided: &[bool], key: u128, by_key: &mut HashedMap<u128, u32>) -> u32 {
        let next = self.spans.len() as u32;
        let number = *by_key.entry(key).or_insert(next);
        let (first, words) = (self.parts.len(), parts.len() as u32);
        if number == next {
            self.spans.push(Span {
                first,
                words,
                key,
                language: NO_LANGUAGE,
                quotes: 0,
                content: 0,
                shapes: 0,
                bits: 0,
            });
        } else {
            // The same letters, parted in another way: one of the two stands for both, whichever came first.
            let span = &mut self.spans[number as usize];
            let before = span.first..span.first + span.words as usize;
            let (parts_before, elided_before) = (&self.parts[before.clone()], &self.elided[before.start..=before.end]);
            let hashes = |parts: &[u32]| parts.iter().map(|&part| self.vocabulary.hash(part)).collect::<Vec<_>>();
            if (parts_before == parts && elided_before == elided)
                || (hashes(parts_before), elided_before) <= (hashes(parts), elided)
            {
                return number;
            }
            (span.first, span.words) = (first, words);
        }
        self.parts.extend_from_slice(parts);
        self.parts.push(u32::MAX);
        self.elided.extend_from_slice(elided);
        number
    }

    /// Which wordings are one quote by their words: of the quotes that were let through, which are those that were read.
    pub fn relations(&self, sieved: &Sieved, rules: &LinkRules<'_>) -> Relations {
        let text_of = |place: u32| self.text_of[place as usize];
        let is_tiny = |text: u32| self.spans[text as usize].words <= TINY_WORDS as u32;
        let same = sieved.same_words().map(|(a, b)| (text_of(a), text_of(b)));
        let twins = self.twins(sieved);
        let wordings = |place: u32| match twins.get(&place) {
            Some(twins) => &twins[..],
            None => std::slice::from_ref(&self.text_of[place as usize]),
        };
        let all = |a: u32, b: u32| wordings(a).iter().flat_map(move |&x| wordings(b).iter().map(move |&y| (x, y)));
        let mut pairs: Vec<u64> = (sieved.pairs.iter())
            .flat_map(|&(a, b)| all(a, b))
            .chain(twins.keys().flat_map(|&first| all(first, first)))
            .chain(same)
            .filter(|&(a, b)| a != b && !is_tiny(a) && !is_tiny(b))
            .map(|(a, b)| pack(a, b))
            .collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        let of_some = |some: &[u64]| {
            let (mut found, mut room) = (Relations::default(), Room::new(rules.simd));
            for some in some.chunks(AHEAD) {
                self.ask_for_words(some);
                for (a, b) in some.iter().copied().map(unpack).filter(|&pair| self.may_relate(pair)) {
                    found.aligned += 1;
                    found.related.extend(relate(self, (a, b), rules, &mut room));
                }
            }
            found
        };
        let mut all = Relations { proposed: pairs.len() as u64, left_out: sieved.left_out, ..Relations::default() };
        for found in pairs.par_chunks(PAIRS).map(of_some).collect::<Vec<Relations>>() {
            all.aligned += found.aligned;
            all.related.extend(found.related);
        }
        all
    }

    /// Of plain words that stand for more than one wording, by the first quote that has them, the wordings: few, and the same ones whatever the order of the quotes.
    fn twins(&self, sieved: &Sieved) -> HashedMap<u32, Vec<u32>> {
        let mut twins: HashedMap<u32, Vec<u32>> = HashedMap::default();
        let text_of = |place: u32| self.text_of[place as usize];
        for (first, place) in sieved.same_words().filter(|&(first, place)| text_of(first) != text_of(place)) {
            twins.entry(first).or_insert_with(|| vec![text_of(first)]).push(text_of(place));
        }
        for of_one in twins.values_mut() {
            of_one.sort_unstable_by_key(|&text| self.spans[text as usize].key);
            of_one.dedup();
            of_one.truncate(TWINS);
        }
        twins
    }

    /// Asks for the words of these pairs.
    fn ask_for_words(&self, pairs: &[u64]) {
        let texts = || pairs.iter().copied().map(unpack).flat_map(|(a, b)| [a, b]);
        ask_for(texts().map(|text| self.spans[text as usize].first as u64));
        ask_for(texts().map(|text| {
            let first = self.spans[text as usize].first;
            let worth = self.worths.get(first).map_or(0, |worth| worth.0);
            u64::from(self.parts.get(first).copied().unwrap_or(0)) ^ u64::from(worth)
        }));
    }

    /// For each quote whether it may be part of a repeated one: what is `false` has a wording that no other quote has, or one that is related to it.
    pub fn may_repeat(&self, relations: &Relations) -> Vec<bool> {
        let mut may: Vec<bool> = self.spans.iter().map(|span| span.quotes > 1 && span.words > 1).collect();
        for related in &relations.related {
            may[related.a as usize] = true;
            may[related.b as usize] = true;
        }
        self.text_of.iter().map(|&text| may[text as usize]).collect()
    }

    /// For each quote whether it may need a witness, so that the words around it are asked for: its wording, or what it shares with another one, does not speak for itself.
    pub fn may_need_witnesses(&self, relations: &Relations) -> Vec<bool> {
        // Words around tiny ones are no witnesses.
        let may_need = |span: &Span| span.content < FIRM && span.words > TINY_WORDS as u32;
        let mut may: Vec<bool> = self.spans.iter().map(may_need).collect();
        for related in relations.related.iter().filter(|related| !related.is_firm()) {
            may[related.a as usize] = true;
            may[related.b as usize] = true;
        }
        self.text_of.iter().map(|&text| may[text as usize]).collect()
    }

    /// How many wordings there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The wording of a quote.
    pub(super) fn text_of(&self, quote: usize) -> u32 {
        self.text_of[quote]
    }

    /// A wording.
    #[inline]
    pub(super) fn text(&self, text: u32) -> Text<'_> {
        let Span { first, words, key, shapes: shape_bits, bits, .. } = self.spans[text as usize];
        let words = first..first + words as usize;
        Text {
            parts: &self.parts[words.clone()],
            shapes: &self.shapes[words.clone()],
            worths: &self.worths[words.clone()],
            elided: &self.elided[words.start..=words.end],
            key,
            shape_bits,
            bits,
        }
    }

    /// Half words of a wording that say something: 2 for each different word that is not common, 1 for a single ideograph.
    pub(super) fn content(&self, text: u32) -> u32 {
        self.spans[text as usize].content
    }

    /// How many half words these words are: one for each single ideograph, two for any other word.
    pub(super) fn half_words(&self, parts: &[u32]) -> usize {
        parts.iter().map(|&part| if self.known[part as usize].ideograph { 1 } else { 2 }).sum()
    }

    /// The hash of a word.
    #[inline]
    pub(super) fn hash(&self, part: u32) -> WordHash {
        self.vocabulary.hash(part)
    }

    /// The letters of a word.
    pub(super) fn letters(&self, part: u32) -> &str {
        self.vocabulary.letters(part)
    }

    /// The word of `other` that words `i` and `i + 1` of `text` make, written as one, where it has not both of them.
    pub(super) fn compound(&self, text: &Text<'_>, i: usize, other: &Text<'_>) -> Option<u32> {
        let two = text.parts.get(i..i + 2)?;
        let as_one = joined(text.shapes[i], text.shapes[i + 1]);
        // One look at all of them first, which hardly ever finds one.
        if other.shape_bits & shape_bit(as_one) == 0
            || !other.shapes.contains(&as_one)
            || two.iter().all(|part| other.parts.contains(part))
        {
            return None;
        }
        let mut alike = other.parts.iter().zip(other.shapes).filter(|(_, shape)| **shape == as_one);
        alike.find(|(part, _)| self.is_compound(**part, two)).map(|(part, _)| *part)
    }

    /// Whether a word is these two, written as one.
    fn is_compound(&self, word: u32, two: &[u32]) -> bool {
        let (word, first, second) =
            (self.vocabulary.letters(word), self.vocabulary.letters(two[0]), self.vocabulary.letters(two[1]));
        word.len() == first.len() + second.len() && word.starts_with(first) && word.ends_with(second)
    }

    /// The words of texts, each of a wording, by which its steps are shown: the same letters, though borders between words and their bytes may differ.
    pub(super) fn read(&mut self, texts: &[(&str, u32)]) -> Vec<Read> {
        let known = &self.vocabulary;
        let ahead = |reader: &mut Reader, (text, _): &(&str, u32)| {
            let mut folded = Folded::default();
            reader.read_without_key(&mut &*known, text, &mut folded).map(|()| folded)
        };
        let folded: Vec<Option<Folded>> = texts.par_iter().map_init(|| Reader::new(self.simd), ahead).collect();
        // A text that was cut with the words around it may have other words by itself, which no wording has.
        let mut reader = Reader::new(self.simd);
        let mut learn = |text: &str| {
            let mut folded = Folded::default();
            reader.read_without_key(&mut &mut self.vocabulary, text, &mut folded);
            folded
        };
        let folded: Vec<Folded> =
            folded.into_iter().zip(texts).map(|(folded, (text, _))| folded.unwrap_or_else(|| learn(text))).collect();
        for part in self.known.len()..self.vocabulary.len() {
            self.known.push(Known::of(&self.vocabulary, part as u32, WEIGHTS[1]));
        }
        folded.into_par_iter().zip(texts).map(|(folded, &(_, wording))| self.as_in(folded, wording)).collect()
    }

    /// Words as those of a text of this wording.
    fn as_in(&self, folded: Folded, wording: u32) -> Read {
        let words = folded.parts.len();
        let (mut shapes, mut worths) = (Vec::with_capacity(words), Vec::with_capacity(words));
        let language = self.spans[wording as usize].language;
        for (at, &part) in folded.parts.iter().enumerate() {
            let known = &self.known[part as usize];
            shapes.push(known.shape);
            worths.push(Worth::of(known, language, folded.parts[..at].contains(&part)));
        }
        Read { folded, shapes, worths }
    }
}

/// What is quickly told of a word: how many bytes it has (255 for more), and the first of them.
fn shape(bytes: usize, first: u8) -> u16 {
    (bytes.min(255) as u16) << 8 | u16::from(first)
}

/// One of 64 bits for a shape.
fn shape_bit(shape: u16) -> u64 {
    1 << (shape.wrapping_mul(0x9E37) >> 10)
}

/// One of 128 bits for a word.
#[inline]
fn word_bit(part: u32) -> u128 {
    1 << (part.wrapping_mul(0x9E37_79B1) >> 25)
}

/// The shape of two words, written as one.
fn joined(first: u16, second: u16) -> u16 {
    shape((first >> 8) as usize + (second >> 8) as usize, first as u8)
}

impl Known {
    /// What is known of a word, which has this weight where it is not common.
    fn of(vocabulary: &Vocabulary<'_>, part: u32, weight: i32) -> Known {
        let letters = vocabulary.letters(part);
        Known {
            common_in: vocabulary.orthography().common_in(vocabulary.hash(part)),
            weight: weight as u8,
            ideograph: letters.len() >= 3 && letters.chars().count() == 1,
            shape: shape(letters.len(), letters.as_bytes().first().copied().unwrap_or(0)),
        }
    }

    fn is_common(&self, language: u8) -> bool {
        self.common_in.checked_shr(u32::from(language)).is_some_and(|bits| bits & 1 == 1)
    }
}

/// A text of a wording as its words, without their key: steps are told by it, and nothing is decided.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) folded: Folded,
    shapes: Vec<u16>,
    worths: Vec<Worth>,
}

impl Read {
    /// Its words.
    pub(super) fn text(&self) -> Text<'_> {
        Text {
            parts: &self.folded.parts,
            shapes: &self.shapes,
            worths: &self.worths,
            elided: &self.folded.elided,
            key: self.folded.key,
            shape_bits: self.shapes.iter().fold(0, |bits, shape| bits | shape_bit(*shape)),
            bits: self.folded.parts.iter().fold(0, |bits, part| bits | word_bit(*part)),
        }
    }
}

impl Text<'_> {
    /// Whether this is taken for the longer one; a fixed order where both are equally long.
    pub(super) fn is_longer(&self, other: &Text<'_>) -> bool {
        (self.parts.len(), other.key) >= (other.parts.len(), self.key)
    }
}

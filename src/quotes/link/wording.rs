//! Wordings: the different loose texts of all mentions, and how much each of their words says.
//!
//! Exact repeats are collapsed before anything is compared. A word weighs by how many wordings have it; common words of the text's language weigh least, so that
//! weights make sense in five articles as well as in fifty thousand.

use super::{Linkable, QuoteKind};
use crate::matching::HashedMap;
use crate::quotes::loose::{Folder, LooseText};
use crate::quotes::orthography::Orthography;
use crate::text::WordHash;
use xxhash_rust::xxh3::xxh3_128;

/// Weight of a common word.
pub(super) const COMMON: i32 = 4;
/// Weights of other words: in a tenth of all wordings, in a fiftieth, rarer. Chinese characters, of which a word takes two, weigh half.
pub(super) const WEIGHTS: [i32; 3] = [6, 12, 16];
/// With fewer wordings than this, how many have a word says nothing about the word.
const ENOUGH: usize = 50;
/// Words up to which a wording is tiny: scare quotes of this length never link, and others need the best of witnesses.
pub(super) const TINY_WORDS: usize = 3;
/// Fewest mentions of a word around quotes from which on it may be too frequent to be a witness.
const FREQUENT: u32 = 10;
/// Other parts of a speech that can be witnesses of one: a speech goes on in a few, and what has more was cut up by mistake.
const SIBLINGS: usize = 8;

/// A different loose text.
#[derive(Debug)]
pub(super) struct Wording {
    pub(super) loose: LooseText,
    /// Weight of each loose word.
    pub(super) weights: Vec<i32>,
    /// Sum of the weights.
    pub(super) total: i32,
    /// Half words that say something: 2 for each different word that is not common, 1 for a single ideograph.
    pub(super) content: Vec<u8>,
    /// The different loose words with their weights, sorted by hash.
    pub(super) set: Vec<(WordHash, i32)>,
    /// The different loose words and joined neighbours, sorted: all that a word of another wording may be equal to.
    pub(super) reach: Vec<WordHash>,
    /// A bit for each of them, so that most other words are told by one look.
    reach_bits: [u64; 16],
    /// Numbers of its mentions in the book, ascending.
    pub(super) mentions: Vec<u32>,
    /// Whether all its mentions look like a title or the name of a firm, and none has a speaker.
    pub(super) title: bool,
    /// Place in the order of preference as an anchor; smaller is better, and no two are equal.
    pub(super) rank: u32,
}

/// Where a word stands in [`Wording::reach_bits`].
fn reach_bit(word: WordHash) -> (usize, u64) {
    ((word >> 7 & 15) as usize, 1 << (word >> 1 & 63))
}

impl Wording {
    /// Whether a word of another wording may be equal to a word of this one, or to two neighbours of it.
    #[inline]
    pub(super) fn reaches(&self, word: WordHash) -> bool {
        let (place, bit) = reach_bit(word);
        self.reach_bits[place] & bit != 0 && self.reach.binary_search(&word).is_ok()
    }

    /// This wording as one of its mentions has it: the same letters, though borders between words and their bytes may differ.
    pub(super) fn as_in(&self, text: &str, folder: &mut Folder<'_>) -> Wording {
        let loose = folder.fold(text);
        let weight =
            |word: &WordHash| self.set.binary_search_by_key(word, |w| w.0).map_or(WEIGHTS[1], |at| self.set[at].1);
        let weights: Vec<i32> = loose.words.iter().map(weight).collect();
        let mut set: Vec<(WordHash, i32)> = loose.words.iter().copied().zip(weights.iter().copied()).collect();
        set.sort_unstable();
        set.dedup_by_key(|w| w.0);
        Wording {
            content: vec![0; loose.len()],
            total: weights.iter().sum(),
            mentions: Vec::new(),
            title: self.title,
            rank: self.rank,
            loose,
            weights,
            set,
            reach: Vec::new(),
            reach_bits: [0; 16],
        }
    }
}

/// A mention with its names looked up.
#[derive(Debug)]
pub(super) struct Mention {
    /// Its number in the caller's slice.
    pub(super) input: usize,
    pub(super) document: u32,
    pub(super) source: u32,
    pub(super) wording: u32,
    /// The wording of the quote that it stands in.
    pub(super) parent: Option<u32>,
    /// The wordings of the other parts of its speech, in their order.
    pub(super) siblings: Vec<u32>,
    /// Words around it that are rare enough to be a witness, sorted.
    pub(super) around: Vec<WordHash>,
}

/// All mentions in a fixed order, and their wordings.
#[derive(Debug)]
pub(super) struct Book<'m> {
    pub(super) input: &'m [Linkable<'m>],
    /// By document id, place, text.
    pub(super) mentions: Vec<Mention>,
    pub(super) wordings: Vec<Wording>,
}

/// Whether a mention can be part of a repeated quote at all.
fn takes_part(mention: &Linkable<'_>, loose: &LooseText) -> bool {
    let tiny = loose.len() <= TINY_WORDS;
    loose.len() >= 2 && !(tiny && mention.kind == QuoteKind::Scare)
}

/// Whether every longer word begins with a capital, and more than half of all, as in the title of a book or the name of a firm.
pub(super) fn is_title(text: &str) -> bool {
    let (mut capitals, mut words) = (0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next() else { continue };
        words += 1;
        if first.is_uppercase() {
            capitals += 1;
        } else if word.chars().count() > 3 || !first.is_alphabetic() {
            return false;
        }
    }
    capitals >= 2 && capitals * 2 > words
}

impl<'m> Book<'m> {
    pub(super) fn new(input: &'m [Linkable<'m>], folder: &mut Folder<'_>, orthography: &Orthography) -> Book<'m> {
        let (document_of, documents) = numbered(input.iter().map(|m| m.document));
        let (source_of, _) = numbered(input.iter().map(|m| m.source));
        let mut order: Vec<usize> = (0..input.len()).collect();
        order.sort_by(|&i, &j| {
            let (m, n) = (&input[i], &input[j]);
            let place = |i: usize, m: &Linkable<'_>| (document_of[i], m.start, m.text.len());
            let rest = |i: usize, m: &Linkable<'m>| (m.text, source_of[i], m.day, m.kind);
            place(i, m).cmp(&place(j, n)).then_with(|| rest(i, m).cmp(&rest(j, n)))
        });
        let mut by_key: HashedMap<u128, u32> = HashedMap::default();
        let mut wordings: Vec<Wording> = Vec::new();
        let mut mentions = Vec::new();
        let mut wording_of: Vec<Option<u32>> = vec![None; input.len()];
        for i in order {
            let m = &input[i];
            let loose = folder.fold(m.text);
            if !takes_part(m, &loose) {
                continue;
            }
            let wording = *by_key.entry(loose.key).or_insert_with(|| {
                wordings.push(Wording {
                    loose,
                    weights: Vec::new(),
                    total: 0,
                    content: Vec::new(),
                    set: Vec::new(),
                    reach: Vec::new(),
                    reach_bits: [0; 16],
                    mentions: Vec::new(),
                    title: true,
                    rank: 0,
                });
                wordings.len() as u32 - 1
            });
            wording_of[i] = Some(wording);
            wordings[wording as usize].mentions.push(mentions.len() as u32);
            wordings[wording as usize].title &= m.speaker.is_none() && is_title(m.text);
            mentions.push(Mention {
                input: i,
                document: document_of[i],
                source: source_of[i],
                wording,
                parent: None,
                siblings: Vec::new(),
                around: Vec::new(),
            });
        }
        for mention in &mut mentions {
            mention.parent = input[mention.input].nested_in.and_then(|p| wording_of.get(p).copied().flatten());
        }
        let mut book = Book { input, mentions, wordings };
        book.join_speeches();
        book.weigh(orthography);
        book.look_around(orthography, documents);
        book.rank();
        book
    }

    /// Tells the parts of each speech of each other.
    fn join_speeches(&mut self) {
        let speech_of = |m: &Mention| self.input[m.input].speech.unwrap_or(m.input);
        let mut parts: Vec<(usize, u32)> =
            (0..).zip(&self.mentions).map(|(number, m)| (speech_of(m), number)).collect();
        parts.sort_unstable();
        for speech in parts.chunk_by(|a, b| a.0 == b.0).filter(|speech| speech.len() > 1) {
            for &(_, part) in speech {
                let others = speech.iter().filter(|other| other.1 != part);
                let siblings = others.map(|other| self.mentions[other.1 as usize].wording).take(SIBLINGS).collect();
                self.mentions[part as usize].siblings = siblings;
            }
        }
    }

    /// Gives each word of each wording its weight.
    fn weigh(&mut self, orthography: &Orthography) {
        // For each word the last wording that was met with it, and how many have it.
        let mut known: HashedMap<WordHash, (u32, u32)> = HashedMap::default();
        for (number, wording) in (1..).zip(&self.wordings) {
            for &word in &wording.loose.words {
                let (last, wordings) = known.entry(word).or_default();
                if *last != number {
                    (*last, *wordings) = (number, *wordings + 1);
                }
            }
        }
        let count = self.wordings.len();
        // In the second walk the numbers go on, so that a number of the first one is never met again.
        for (number, wording) in (count as u32 + 1..).zip(&mut self.wordings) {
            // A fragment may be too short to tell its language; the words around it are not.
            let around =
                wording.mentions.iter().take(4).flat_map(|&m| self.input[self.mentions[m as usize].input].context);
            let language = orthography.language(wording.loose.words.iter().chain(around).copied());
            let text = self.input[self.mentions[wording.mentions[0] as usize].input].text;
            for (word, place) in wording.loose.words.iter().zip(&wording.loose.places) {
                let (last, with) = known.entry(*word).or_default();
                let seen = std::mem::replace(last, number) == number;
                let with = *with as usize;
                let letters = text.get(place.start as usize..place.end as usize).unwrap_or("");
                let ideograph = letters.chars().count() == 1 && letters.len() >= 3;
                let common = orthography.is_common(*word, language);
                let weight = match () {
                    () if common => COMMON,
                    () if count < ENOUGH => WEIGHTS[1],
                    () if with * 10 > count => WEIGHTS[0],
                    () if with * 50 > count => WEIGHTS[1],
                    () => WEIGHTS[2],
                };
                wording.weights.push(if ideograph { weight / 2 } else { weight });
                wording.content.push(match () {
                    () if weight <= WEIGHTS[0] || seen => 0,
                    () if ideograph => 1,
                    () => 2,
                });
            }
            wording.total = wording.weights.iter().sum();
            wording.set = wording.loose.words.iter().copied().zip(wording.weights.iter().copied()).collect();
            wording.set.sort_unstable();
            wording.set.dedup_by_key(|w| w.0);
            wording.reach = wording.loose.words.iter().chain(&wording.loose.joined).copied().collect();
            wording.reach.sort_unstable();
            wording.reach.dedup();
            for word in &wording.reach {
                let (place, bit) = reach_bit(*word);
                wording.reach_bits[place] |= bit;
            }
        }
    }

    /// Finds the words around each mention that few other mentions have around them.
    fn look_around(&mut self, orthography: &Orthography, documents: usize) {
        let mut around: HashedMap<WordHash, (u32, u32)> = HashedMap::default();
        for mention in &self.mentions {
            // Counted per document: mentions come document by document.
            for &word in self.input[mention.input].context {
                let (last, count) = around.entry(word).or_insert((u32::MAX, 0));
                if *last != mention.document {
                    (*last, *count) = (mention.document, *count + 1);
                }
            }
        }
        let most = FREQUENT.max(documents as u32 / 20);
        for mention in &mut self.mentions {
            let context = self.input[mention.input].context;
            let language = orthography.language(context.iter().copied());
            let rare =
                |w: &&WordHash| !orthography.is_common(**w, language) && around.get(*w).is_some_and(|a| a.1 <= most);
            mention.around = context.iter().filter(rare).copied().collect();
            mention.around.sort_unstable();
            mention.around.dedup();
        }
    }

    /// Orders wordings by how well they would do as an anchor: fuller ones first, in steps of an eighth, then those that more outlets print.
    fn rank(&mut self) {
        let step = |words: usize| if words == 0 { 0 } else { ((words as f64).ln() * 8.0) as usize };
        let mut order: Vec<u32> = (0..self.wordings.len() as u32).collect();
        let key = |w: u32| {
            let wording = &self.wordings[w as usize];
            let first = &self.mentions[wording.mentions[0] as usize];
            (
                std::cmp::Reverse(step(wording.loose.len())),
                std::cmp::Reverse(self.sources(w)),
                std::cmp::Reverse(wording.mentions.len()),
                first.document,
                wording.mentions[0],
            )
        };
        order.sort_by_cached_key(|&w| key(w));
        for (rank, w) in (0..).zip(order) {
            self.wordings[w as usize].rank = rank;
        }
    }

    /// How many outlets print a wording outside their furniture.
    pub(super) fn sources(&self, wording: u32) -> usize {
        let mut sources: Vec<u32> = self.wordings[wording as usize]
            .mentions
            .iter()
            .map(|&m| &self.mentions[m as usize])
            .filter(|m| !self.input[m.input].in_furniture)
            .map(|m| m.source)
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources.len()
    }
}

/// The numbers of names in their order, and how many different ones there are.
fn numbered<'m>(names: impl Iterator<Item = &'m str> + Clone) -> (Vec<u32>, usize) {
    let hash = |name: &str| xxh3_128(name.as_bytes());
    let mut number_of: HashedMap<u128, u32> = HashedMap::default();
    let mut different: Vec<&str> = Vec::new();
    for name in names.clone() {
        number_of.entry(hash(name)).or_insert_with(|| {
            different.push(name);
            0
        });
    }
    different.sort_unstable();
    for (number, name) in (0..).zip(&different) {
        number_of.insert(hash(name), number);
    }
    (names.map(|name| number_of[&hash(name)]).collect(), different.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_by_their_capitals() {
        for (text, is) in [
            ("The Keeper of the Tower", true),
            ("Harbour News", true),
            ("We are the winners", false),
            ("Das ist der Weg", false),
            ("Хлеб и соль", false),
            ("Back to work", false),
        ] {
            assert_eq!(is_title(text), is, "{text}");
        }
    }
}

//! The mentions that are linked, in a fixed order, and their wordings.

use super::propose::TINY_WORDS;
use super::relate::{Related, is_in_a_row};
use super::speaker::surname;
use super::texts::QuoteTexts;
use super::{Linkable, QuoteKind};
use crate::matching::candidates::{different, ranks};
use crate::matching::{HashedMap, HashedSet};
use crate::quotes::orthography::Orthography;
use crate::text::WordHash;
use rayon::prelude::*;
use std::collections::HashSet;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Fewest mentions of a word around quotes from which on it may be too frequent to be a witness.
const FREQUENT: u32 = 10;
/// Other parts of a speech that can be witnesses of one: a speech goes on in a few, and what has more was cut up by mistake.
const SIBLINGS: usize = 8;
/// Counters of words around quotes. Two words rarely share one, and then both are taken for more frequent than they are.
const COUNTERS: usize = 1 << 20;

/// A different loose text that several mentions have, or one like it.
#[derive(Debug)]
pub(super) struct Wording {
    /// Its number in the texts.
    pub(super) text: u32,
    pub(super) words: usize,
    /// Half words that say something: 2 for each different word that is not common, 1 for a single ideograph.
    pub(super) content: u32,
    /// Whether its words in a row need no witness.
    pub(super) in_a_row: bool,
    /// Numbers of its mentions in the book, ascending.
    pub(super) mentions: Vec<u32>,
    /// Whether all its mentions look like a title or the name of a firm, and none has a speaker.
    pub(super) title: bool,
    /// Place in the order of preference as an anchor; smaller is better, and no two are equal.
    pub(super) rank: u32,
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
    /// The wording of each text.
    number_of: Vec<Option<u32>>,
    /// The surnames of all who are named in full.
    surnames: HashedSet<u64>,
    /// The names of the outlets, in small letters.
    outlets: HashedSet<u64>,
}

/// Whether a quote of so many words can be part of a repeated one at all.
pub(crate) fn takes_part(kind: QuoteKind, words: usize) -> bool {
    words >= 2 && !(words <= TINY_WORDS && kind == QuoteKind::Scare)
}

/// Whether every longer word begins with a capital, and more than half of all, as in the title of a book or the name of a firm.
pub(in crate::quotes) fn is_title(text: &str) -> bool {
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
    /// `text_of`: the number in `texts` of each mention's wording.
    pub(super) fn new(
        input: &'m [Linkable<'m>],
        text_of: &[u32],
        texts: &QuoteTexts<'_>,
        orthography: &Orthography,
    ) -> Book<'m> {
        let document_of = numbered(input.iter().map(|m| m.document));
        let source_of = numbered(input.iter().map(|m| m.source));
        let mut order: Vec<usize> = (0..input.len()).collect();
        order.par_sort_by(|&i, &j| {
            let (m, n) = (&input[i], &input[j]);
            let place = |i: usize, m: &Linkable<'_>| (document_of[i], m.start, m.text.len());
            let rest = |i: usize, m: &Linkable<'m>| (m.text, source_of[i], m.day, m.kind);
            place(i, m).cmp(&place(j, n)).then_with(|| rest(i, m).cmp(&rest(j, n)))
        });
        let mut number_of: Vec<Option<u32>> = vec![None; texts.len()];
        let mut wordings: Vec<Wording> = Vec::new();
        let mut mentions = Vec::new();
        let mut wording_of: Vec<Option<u32>> = vec![None; input.len()];
        for i in order {
            let m = &input[i];
            let text = texts.text(text_of[i]);
            // Marks within marks around the same words are one mention.
            let doubled = m.nested_in.is_some_and(|outer| text_of[outer] == text_of[i]);
            if doubled || !takes_part(m.kind, text.parts.len()) {
                continue;
            }
            let wording = *number_of[text_of[i] as usize].get_or_insert_with(|| {
                let content = texts.content(text_of[i]);
                wordings.push(Wording {
                    text: text_of[i],
                    words: text.parts.len(),
                    content,
                    in_a_row: is_in_a_row(texts, &text, content),
                    mentions: Vec::new(),
                    title: true,
                    rank: 0,
                });
                wordings.len() as u32 - 1
            });
            wording_of[i] = Some(wording);
            let of = &mut wordings[wording as usize];
            of.mentions.push(mentions.len() as u32);
            of.title = of.title && m.speaker.is_none() && is_title(m.text);
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
        let full = input.iter().filter_map(|linkable| linkable.speaker).filter(|s| s.named && s.key.contains(' '));
        let surnames = full.map(|speaker| xxh3_64(surname(speaker.key).as_bytes())).collect();
        let sources: HashSet<&str> = input.iter().map(|linkable| linkable.source).collect();
        let outlets = sources.iter().map(|source| xxh3_64(source.to_lowercase().as_bytes())).collect();
        let mut book = Book { input, mentions, wordings, number_of, surnames, outlets };
        book.join_speeches();
        book.look_around(orthography);
        book.rank();
        book
    }

    /// Whether a name with this key can be a person's: it has two words, or is one in a script without capitals, and is no outlet's, or is somebody's surname. `TPC`, `Exclusive` and `Fox News` are nobody.
    pub(super) fn is_person(&self, key: &str) -> bool {
        let hash = xxh3_64(key.as_bytes());
        // A name in a script without capitals is written in one.
        if key.contains(' ') || !key.contains(char::is_lowercase) {
            !self.outlets.contains(&hash)
        } else {
            self.surnames.contains(&hash)
        }
    }

    /// What is related among the texts, by wordings, sorted. Texts without a mention that takes part are left out.
    pub(super) fn related(&self, texts: &[Related]) -> Vec<Related> {
        let wording = |text: u32| self.number_of[text as usize];
        let mut related: Vec<Related> = texts
            .iter()
            .filter_map(|related| Some(related.numbered(wording(related.a)?, wording(related.b)?)))
            .collect();
        related.sort_unstable_by_key(|related| (related.a, related.b));
        let nested = self.shared_by_nested(&related);
        let mut nested = nested.into_iter();
        related.retain(|_| nested.next() != Some(true));
        related
    }

    /// Of each pair of related wordings, which are sorted, whether what they share stands in a quote inside one of them, and is shared by that one: a quote in a quote is another quote.
    fn shared_by_nested(&self, related: &[Related]) -> Vec<bool> {
        let mut nested: Vec<(u32, u32)> =
            self.mentions.iter().filter_map(|mention| Some((mention.parent?, mention.wording))).collect();
        nested.sort_unstable();
        nested.dedup();
        let strength = |a: u32, b: u32| {
            let found = related.binary_search_by_key(&(a.min(b), a.max(b)), |related| (related.a, related.b)).ok()?;
            Some(related[found].strength)
        };
        let inside = |outer: u32, other: u32, shared: u32| {
            let first = nested.partition_point(|&(parent, _)| parent < outer);
            let mut of_outer = nested[first..].iter().take_while(|(parent, _)| *parent == outer);
            of_outer.any(|&(_, quote)| quote == other || strength(quote, other).is_some_and(|s| s >= shared))
        };
        related.iter().map(|r| inside(r.a, r.b, r.strength) || inside(r.b, r.a, r.strength)).collect()
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

    /// Finds the words around each mention, common ones apart, that few other mentions have around them.
    fn look_around(&mut self, orthography: &Orthography) {
        let input = self.input;
        self.mentions.par_iter_mut().for_each(|mention| {
            let Linkable { context, language, .. } = input[mention.input];
            mention.around = context.to_vec();
            mention.around.retain(|&word| !orthography.is_common(word, language));
        });
        // For each counter the last document that was met with it, and how many have it: mentions come document by document.
        let mut counters: Vec<(u32, u32)> =
            vec![(u32::MAX, 0); COUNTERS.min((self.mentions.len() * 1024).next_power_of_two())];
        let mask = counters.len() - 1;
        let counter = |word: WordHash| (word >> 16) as usize & mask;
        // Of those with a mention that may need a witness.
        let (mut documents, mut last_document) = (0, u32::MAX);
        for mention in &self.mentions {
            if !input[mention.input].context.is_empty() {
                documents += u32::from(std::mem::replace(&mut last_document, mention.document) != mention.document);
            }
            for &word in &mention.around {
                let (last, count) = &mut counters[counter(word)];
                *count += u32::from(*last != mention.document);
                *last = mention.document;
            }
        }
        let most = FREQUENT.max(documents / 20);
        self.mentions.par_iter_mut().for_each(|mention| {
            mention.around.retain(|&word| counters[counter(word)].1 <= most);
            mention.around.sort_unstable();
            mention.around.dedup();
        });
    }

    /// Orders wordings by how well they would do as an anchor: fuller ones first, in steps of an eighth, then those that more outlets print.
    fn rank(&mut self) {
        let step = |words: usize| if words == 0 { 0 } else { ((words as f64).ln() * 8.0) as usize };
        let mut order: Vec<u32> = (0..self.wordings.len() as u32).collect();
        let key = |w: u32| {
            let wording = &self.wordings[w as usize];
            let first = &self.mentions[wording.mentions[0] as usize];
            (
                std::cmp::Reverse(step(wording.words)),
                std::cmp::Reverse(self.sources(w)),
                std::cmp::Reverse(wording.mentions.len()),
                first.document,
                wording.mentions[0],
            )
        };
        order.par_sort_by_cached_key(|&w| key(w));
        for (rank, w) in (0..).zip(order) {
            self.wordings[w as usize].rank = rank;
        }
    }

    /// How many outlets print a wording outside their furniture.
    pub(super) fn sources(&self, wording: u32) -> usize {
        let mentions = self.wordings[wording as usize].mentions.iter().map(|&m| &self.mentions[m as usize]);
        let standing = mentions.filter(|m| !self.input[m.input].in_furniture);
        different(standing.map(|m| m.source)).len()
    }
}

/// The numbers of names in their order.
fn numbered<'m>(names: impl Iterator<Item = &'m str>) -> Vec<u32> {
    let mut number_of: HashedMap<u128, u32> = HashedMap::default();
    let mut different: Vec<&str> = Vec::new();
    let mut last = ("", u32::MAX);
    let mut numbers: Vec<u32> = names
        .map(|name| {
            // Mentions come document by document, with the very same strings.
            if last.1 == u32::MAX || !std::ptr::eq(name, last.0) {
                let number = *number_of.entry(xxh3_128(name.as_bytes())).or_insert_with(|| {
                    different.push(name);
                    different.len() as u32 - 1
                });
                last = (name, number);
            }
            last.1
        })
        .collect();
    let mut order: Vec<u32> = (0..different.len() as u32).collect();
    order.sort_unstable_by_key(|&number| different[number as usize]);
    let place = ranks(&order);
    numbers.iter_mut().for_each(|number| *number = place[*number as usize]);
    numbers
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

//! The second witness that short words need.
//!
//! "At the drop of a hat" is said by anybody. So mentions of a short wording are parted into **voices**: groups that share more than the words. What counts as a witness:
//!
//! - the same speaker;
//! - the same article, when its two mentions have not two speakers;
//! - the same story within days: both articles have mentions of one longer quote that needs no witness;
//! - shared rare words around the quote, within days;
//! - another part of the same speech (`“A,” she said. “B.”`) that needs no witness and stands in the same quote;
//! - for words of some length, that both were printed within days.
//!
//! Two good names that differ are a witness *against*, which only many shared words around the quote outweigh. Tiny wordings (up to three words) are
//! believed for their speaker within days, inside one article, or inside a longer quote that is itself repeated.

use super::propose::TINY_WORDS;
use super::relate::{FIRM, MIDDLING, Related};
use super::speaker::{good, surname};
use super::wording::{Book, Mention, Wording};
use crate::matching::families;
use crate::quotes::spelling::same_person;
use crate::simd::intersection::merge;
use crate::text::WordHash;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Days within which two articles are about one thing.
const STORY_DAYS: i64 = 7;
/// Days within which shared words around a quote count.
const CONTEXT_DAYS: i64 = 3;
/// Shared rare words around that are a witness.
const CONTEXT_WORDS: usize = 3;
/// Shared rare words around that outweigh two different names.
const CONTEXT_WORDS_AGAINST_NAMES: usize = 6;
/// Mentions of a voice that are asked.
const ASKED: usize = 8;
/// Voices that one clue may lead to.
const LED_TO: usize = 16;
/// Related pairs of wordings that a thread takes at once.
const RELATED: usize = 256;

/// Mentions that say the same words and are taken for one statement.
#[derive(Debug)]
pub(super) struct Voice {
    pub(super) wording: u32,
    /// Numbers of mentions in the book, ascending.
    pub(super) mentions: Vec<u32>,
}

/// All voices, and what links them.
#[derive(Debug)]
pub(super) struct Voices {
    pub(super) voices: Vec<Voice>,
    /// The voices of each wording.
    pub(super) of_wording: Vec<Range<u32>>,
    court: Court,
}

/// What is known for judging witnesses.
#[derive(Debug)]
struct Court {
    /// For each wording the smallest one of its family: wordings joined by firm relations.
    family: Vec<u32>,
    /// For each document the families of its firm quotes, sorted.
    stories: Vec<Vec<u32>>,
    /// Half words with content of each wording.
    content: Vec<u32>,
}

/// Something that two mentions may share; mentions without a common clue cannot be witnesses of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Clue<'m> {
    Surname(&'m str),
    Document(u32),
    Story(u32),
    Around(WordHash),
    Days(i64),
}

impl Court {
    fn new(book: &Book<'_>, related: &[Related]) -> Court {
        let content: Vec<u32> = book.wordings.iter().map(|w| w.content).collect();
        let firm = |w: u32| content[w as usize] >= FIRM && !book.wordings[w as usize].title;
        let links = related.iter().filter(|r| r.is_firm()).map(|r| (r.a, r.b));
        let family = families(book.wordings.len(), links);
        let documents = book.mentions.iter().map(|m| m.document as usize + 1).max().unwrap_or(0);
        let mut stories: Vec<Vec<u32>> = vec![Vec::new(); documents];
        for mention in book.mentions.iter().filter(|m| firm(m.wording)) {
            stories[mention.document as usize].push(family[mention.wording as usize]);
        }
        for list in &mut stories {
            list.sort_unstable();
            list.dedup();
        }
        Court { family, stories, content }
    }

    fn clues<'m>(&self, book: &Book<'m>, m: &Mention) -> Vec<Clue<'m>> {
        let mut clues = vec![Clue::Document(m.document)];
        clues.extend(good(&book.input[m.input]).map(|s| Clue::Surname(surname(s.key))));
        clues.extend(self.stories[m.document as usize].iter().map(|&s| Clue::Story(s)));
        clues.extend(m.parent.map(|p| Clue::Story(self.family[p as usize])));
        clues.extend(m.siblings.iter().map(|&s| Clue::Story(self.family[s as usize])));
        clues.extend(m.around.iter().map(|&w| Clue::Around(w)));
        // Two days that are at most `CONTEXT_DAYS` apart have a number in common.
        let bucket = book.input[m.input].day.map(|d| d.div_euclid(CONTEXT_DAYS + 1));
        clues.extend(bucket.into_iter().flat_map(|b| [Clue::Days(b), Clue::Days(b + 1)]));
        clues
    }

    /// Whether another part of the speech of `part` stands in the quote that `whole` is too, by its words alone.
    fn goes_on(&self, part: &Mention, whole: &Mention) -> bool {
        let family = self.family[whole.wording as usize];
        self.content[whole.wording as usize] >= FIRM && part.siblings.iter().any(|&s| self.family[s as usize] == family)
    }

    /// Whether two mentions are witnesses of each other, when the words that they share have this strength.
    fn believes(&self, book: &Book<'_>, a: &Mention, b: &Mention, strength: u32) -> bool {
        let (x, y) = (&book.input[a.input], &book.input[b.input]);
        let tiny = [a, b].iter().any(|m| book.wordings[m.wording as usize].words <= TINY_WORDS);
        let within = |days: i64| match (x.day, y.day) {
            (Some(p), Some(q)) => (p - q).abs() <= days,
            _ => true,
        };
        let around = || merge(&a.around, &b.around);
        match (good(x), good(y)) {
            (Some(p), Some(q)) if same_person(p.key, q.key) => return !tiny || within(STORY_DAYS),
            (Some(p), Some(q)) if p.named && q.named => {
                return !tiny && within(CONTEXT_DAYS) && around() >= CONTEXT_WORDS_AGAINST_NAMES;
            }
            _ => {}
        }
        let parents =
            matches!((a.parent, b.parent), (Some(p), Some(q)) if self.family[p as usize] == self.family[q as usize]);
        if a.document == b.document || parents || self.goes_on(a, b) || self.goes_on(b, a) {
            return true;
        }
        if tiny {
            return false;
        }
        let story = || merge(&self.stories[a.document as usize], &self.stories[b.document as usize]) > 0;
        let dated = x.day.is_some() && y.day.is_some();
        (within(CONTEXT_DAYS) && (strength >= MIDDLING && dated || around() >= CONTEXT_WORDS))
            || (within(STORY_DAYS) && story())
    }
}

impl Voices {
    pub(super) fn new(book: &Book<'_>, related: &[Related]) -> Voices {
        let court = Court::new(book, related);
        let of_each = |(number, wording): (usize, &Wording)| {
            let number = number as u32;
            if wording.title {
                wording.mentions.iter().map(|&m| Voice { wording: number, mentions: vec![m] }).collect()
            } else if court.content[number as usize] >= FIRM || wording.mentions.len() == 1 {
                vec![Voice { wording: number, mentions: wording.mentions.clone() }]
            } else {
                part(book, &court, number, &wording.mentions)
            }
        };
        let parted: Vec<Vec<Voice>> = book.wordings.par_iter().enumerate().map(of_each).collect();
        let mut voices: Vec<Voice> = Vec::with_capacity(parted.iter().map(Vec::len).sum());
        let mut of_wording = Vec::with_capacity(parted.len());
        for of_one in parted {
            let from = voices.len() as u32;
            voices.extend(of_one);
            of_wording.push(from..voices.len() as u32);
        }
        Voices { voices, of_wording, court }
    }

    /// The pairs of voices that are one quote, from the pairs of wordings that are: `(voice, voice, number in related)`.
    pub(super) fn pairs(&self, book: &Book<'_>, related: &[Related]) -> Vec<(u32, u32, usize)> {
        let parts: Vec<Vec<(u32, u32, usize)>> = related
            .par_chunks(RELATED)
            .enumerate()
            .map(|(chunk, some)| {
                let mut pairs = Vec::new();
                for (number, r) in (chunk * RELATED..).zip(some) {
                    self.pairs_of(book, r, |a, b| pairs.push((a, b, number)));
                }
                pairs.retain(|&(a, b, _)| !self.stands_in(book, a, b) && !self.stands_in(book, b, a));
                pairs
            })
            .collect();
        parts.concat()
    }

    /// The pairs of voices of two related wordings.
    fn pairs_of(&self, book: &Book<'_>, r: &Related, mut visit: impl FnMut(u32, u32)) {
        if book.wordings[r.a as usize].title && book.wordings[r.b as usize].title {
            return;
        }
        let of = |wording: u32| self.of_wording[wording as usize].clone();
        let (left, right) = (of(r.a), of(r.b));
        if r.is_firm() {
            // The words alone are enough; a firm part of a wording makes both wordings firm, so there is one voice each, or a title's many.
            left.for_each(|a| right.clone().for_each(|b| visit(a, b)));
            return;
        }
        if left.len() <= LED_TO {
            for b in right {
                left.clone().filter(|&a| self.believes(book, a, b, r.strength)).for_each(|a| visit(a, b));
            }
            return;
        }
        // Voices that share a clue are heard: no others are witnesses of each other.
        let mut led: BTreeMap<Clue<'_>, Vec<u32>> = BTreeMap::new();
        for a in left {
            for clue in self.clues(book, a) {
                let list = led.entry(clue).or_default();
                if list.len() < LED_TO {
                    list.push(a);
                }
            }
        }
        for b in right {
            let met: BTreeSet<u32> =
                self.clues(book, b).iter().filter_map(|clue| led.get(clue)).flatten().copied().collect();
            met.into_iter().filter(|&a| self.believes(book, a, b, r.strength)).for_each(|a| visit(a, b));
        }
    }

    fn clues<'m>(&self, book: &Book<'m>, voice: u32) -> BTreeSet<Clue<'m>> {
        let mentions = &self.voices[voice as usize].mentions;
        mentions.iter().flat_map(|&m| self.court.clues(book, &book.mentions[m as usize])).collect()
    }

    fn believes(&self, book: &Book<'_>, a: u32, b: u32, strength: u32) -> bool {
        let (left, right) = (&self.voices[a as usize].mentions, &self.voices[b as usize].mentions);
        // The few first; of a long list those that share a clue are asked before the others.
        let (few, many) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        few.iter().take(ASKED).any(|&m| {
            let m = &book.mentions[m as usize];
            many.iter().any(|&n| self.court.believes(book, m, &book.mentions[n as usize], strength))
        })
    }

    /// Whether all of `a` is quotes that stand inside quotes of the family of `b`: a quote in a quote is another quote.
    fn stands_in(&self, book: &Book<'_>, a: u32, b: u32) -> bool {
        let family = |w: u32| self.court.family[w as usize];
        let outer = family(self.voices[b as usize].wording);
        let outer_is = |m: &u32| book.mentions[*m as usize].parent.is_some_and(|p| family(p) == outer);
        self.voices[a as usize].mentions.iter().all(outer_is)
    }
}

/// Parts the mentions of a short wording into voices.
fn part(book: &Book<'_>, court: &Court, wording: u32, mentions: &[u32]) -> Vec<Voice> {
    // Those with a name first: the others then find somebody to join.
    let mut order: Vec<u32> = mentions.to_vec();
    order.sort_by_key(|&m| (good(&book.input[book.mentions[m as usize].input]).is_none(), m));
    let mut groups: Vec<Vec<u32>> = Vec::new();
    // So few can all be asked, without a clue that leads to them.
    let few = mentions.len() <= LED_TO;
    let mut led: BTreeMap<Clue<'_>, Vec<usize>> = BTreeMap::new();
    for m in order {
        let mention = &book.mentions[m as usize];
        let clues = if few { Vec::new() } else { court.clues(book, mention) };
        let joins = |group: &usize| {
            groups[*group]
                .iter()
                .take(ASKED)
                .any(|&n| court.believes(book, mention, &book.mentions[n as usize], court.content[wording as usize]))
        };
        let group = if few {
            (0..groups.len()).find(joins)
        } else {
            let met: BTreeSet<usize> = clues.iter().filter_map(|c| led.get(c)).flatten().copied().collect();
            met.into_iter().find(joins)
        };
        let group = group.unwrap_or(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(m);
        for clue in clues {
            let list = led.entry(clue).or_default();
            if list.len() < LED_TO && !list.contains(&group) {
                list.push(group);
            }
        }
    }
    groups
        .into_iter()
        .map(|mut mentions| {
            mentions.sort_unstable();
            Voice { wording, mentions }
        })
        .collect()
}

//! The second witness that short words need.
//!
//! "At the drop of a hat" is said by anybody. So mentions of a short wording are parted into **voices**: groups that share more than the words. What counts as a witness:
//!
//! - the same speaker, by name;
//! - the same article, when its two mentions have not two speakers;
//! - the same story within days: both articles have mentions of one longer quote that needs no witness;
//! - shared rare words around the quote, within days;
//! - another part of the same speech (`“A,” she said. “B.”`) that needs no witness and stands in the same quote;
//! - for words of some length, that both were printed within days;
//! - for nine words and more in a row that say something, nothing: strangers hardly ever say the same.
//!
//! Two good names that stand beside the quotes and differ are a witness *against*, which only many shared words around the quote outweigh. Tiny wordings (up to three words) are
//! believed for their speaker within days, inside one article, or inside a longer quote that is itself repeated.

use super::propose::TINY_WORDS;
use super::relate::{FIRM, MIDDLING, Related};
use super::speaker::{good, speaks_against, surname};
use super::wording::{Book, Mention, Wording};
use super::{Attribution, Linkable};
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
/// Related pairs of wordings, and wordings, that a thread takes at once.
const RELATED: usize = 256;
const WORDINGS: usize = 1024;

/// Mentions that say the same words and are taken for one statement.
#[derive(Debug)]
pub(super) struct Voice {
    pub(super) wording: u32,
    /// Where its mentions stand among those of all voices.
    mentions: Range<u32>,
}

/// All voices, and what links them.
#[derive(Debug)]
pub(super) struct Voices {
    pub(super) voices: Vec<Voice>,
    /// The mentions of all voices by their numbers in the book, ascending in each.
    mentions: Vec<u32>,
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
    /// So many words in a row that they need no other clue.
    Words,
}

/// What two mentions share: half words with content, and whether they stand in a row that needs no witness.
#[derive(Debug, Clone, Copy)]
struct Shared {
    strength: u32,
    in_a_row: bool,
}

/// Whether two mentions are at most so many days apart, as far as is known.
fn are_within(x: &Linkable<'_>, y: &Linkable<'_>, days: i64) -> bool {
    x.day.zip(y.day).is_none_or(|(p, q)| (p - q).abs() <= days)
}

/// Whether two names may be one person's.
fn is_same_name(a: &Attribution<'_>, b: &Attribution<'_>) -> bool {
    a.named && b.named && same_person(a.key, b.key)
}

/// Whether two roles are the same one of somebody in particular: `a spokesman` may be anybody's.
fn is_same_role(a: &Attribution<'_>, b: &Attribution<'_>) -> bool {
    a.key == b.key && is_certain(a) && is_certain(b)
}

/// Whether a role says whose it is: a capital stands in it behind its first word, as in `the Roe family`.
fn is_certain(role: &Attribution<'_>) -> bool {
    role.name.split(' ').skip(1).any(|word| word.starts_with(char::is_uppercase))
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
        clues.extend(
            good(&book.input[m.input]).filter(|s| s.named || is_certain(s)).map(|s| Clue::Surname(surname(s.key))),
        );
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

    /// Whether two mentions that share these words are witnesses of each other.
    fn believes(&self, book: &Book<'_>, a: &Mention, b: &Mention, shared: Shared) -> bool {
        let (x, y) = (&book.input[a.input], &book.input[b.input]);
        let tiny = [a, b].iter().any(|m| book.wordings[m.wording as usize].words <= TINY_WORDS);
        let within = |days: i64| are_within(x, y, days);
        let dated = x.day.is_some() && y.day.is_some();
        let around = || merge(&a.around, &b.around);
        match (good(x), good(y)) {
            (Some(p), Some(q)) if is_same_name(&p, &q) || is_same_role(&p, &q) => {
                return !tiny || within(STORY_DAYS);
            }
            (Some(p), Some(q)) if speaks_against(&p) && speaks_against(&q) => {
                // So many words in a row at one time are one statement, of which one outlet has another speaker.
                let same_words = shared.in_a_row && dated || around() >= CONTEXT_WORDS_AGAINST_NAMES;
                return !tiny && within(CONTEXT_DAYS) && same_words;
            }
            _ => {}
        }
        let parents =
            matches!((a.parent, b.parent), (Some(p), Some(q)) if self.family[p as usize] == self.family[q as usize]);
        if shared.in_a_row || a.document == b.document || parents || self.goes_on(a, b) || self.goes_on(b, a) {
            return true;
        }
        if tiny {
            return false;
        }
        let story = || merge(&self.stories[a.document as usize], &self.stories[b.document as usize]) > 0;
        (within(CONTEXT_DAYS) && (shared.strength >= MIDDLING && dated || around() >= CONTEXT_WORDS))
            || (within(STORY_DAYS) && story())
    }
}

impl Voices {
    pub(super) fn new(book: &Book<'_>, related: &[Related]) -> Voices {
        let court = Court::new(book, related);
        let of_some = |(chunk, wordings): (usize, &[Wording])| {
            let (mut parted, mut room) = (Parted::default(), PartingRoom::default());
            for (number, wording) in ((chunk * WORDINGS) as u32..).zip(wordings) {
                if wording.title {
                    wording.mentions.iter().for_each(|m| parted.add(number, std::slice::from_ref(m)));
                } else if court.content[number as usize] >= FIRM || wording.mentions.len() == 1 {
                    parted.add(number, &wording.mentions);
                } else {
                    part(book, &court, number, &wording.mentions, &mut room, &mut parted);
                }
            }
            parted
        };
        let parted: Vec<Parted> = book.wordings.par_chunks(WORDINGS).enumerate().map(of_some).collect();
        let mut all = Voices {
            voices: Vec::with_capacity(parted.iter().map(|some| some.voices.len()).sum()),
            mentions: Vec::with_capacity(book.mentions.len()),
            of_wording: vec![0..0; book.wordings.len()],
            court,
        };
        for (wording, count) in parted.iter().flat_map(|some| &some.voices) {
            let (number, from) = (all.voices.len() as u32, all.voices.last().map_or(0, |last| last.mentions.end));
            all.voices.push(Voice { wording: *wording, mentions: from..from + count });
            let of_wording = &mut all.of_wording[*wording as usize];
            let from = if of_wording.start == of_wording.end { number } else { of_wording.start };
            *of_wording = from..number + 1;
        }
        parted.iter().for_each(|some| all.mentions.extend(&some.mentions));
        all
    }

    /// The mentions of a voice by their numbers in the book, ascending.
    pub(super) fn mentions(&self, voice: u32) -> &[u32] {
        let Range { start, end } = self.voices[voice as usize].mentions;
        &self.mentions[start as usize..end as usize]
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
        let shared = Shared { strength: r.strength, in_a_row: r.in_a_row };
        if r.is_firm() {
            // The words alone are enough; a firm part of a wording makes both wordings firm, so there is one voice each, or a title's many.
            left.for_each(|a| right.clone().for_each(|b| visit(a, b)));
            return;
        }
        if left.len() <= LED_TO {
            for b in right {
                left.clone().filter(|&a| self.believes(book, a, b, shared)).for_each(|a| visit(a, b));
            }
            return;
        }
        // Voices that share a clue are heard: no others are witnesses of each other.
        let words = || shared.in_a_row.then_some(Clue::Words);
        let mut led: Vec<(Clue<'_>, u32)> = Vec::new();
        left.for_each(|a| led.extend(self.clues(book, a).chain(words()).map(|clue| (clue, a))));
        led.sort_unstable();
        led.dedup();
        let (mut clues, mut met): (Vec<Clue<'_>>, Vec<u32>) = (Vec::new(), Vec::new());
        for b in right {
            clues.clear();
            clues.extend(self.clues(book, b).chain(words()));
            clues.sort_unstable();
            clues.dedup();
            met.clear();
            for clue in &clues {
                let first = led.partition_point(|led| led.0 < *clue);
                met.extend(led[first..].iter().take(LED_TO).take_while(|led| led.0 == *clue).map(|led| led.1));
            }
            met.sort_unstable();
            met.dedup();
            met.iter().filter(|&&a| self.believes(book, a, b, shared)).for_each(|&a| visit(a, b));
        }
    }

    /// The clues of all mentions of a voice, some of them more than once.
    fn clues<'m>(&self, book: &Book<'m>, voice: u32) -> impl Iterator<Item = Clue<'m>> {
        self.mentions(voice).iter().flat_map(|&m| self.court.clues(book, &book.mentions[m as usize]))
    }

    fn believes(&self, book: &Book<'_>, a: u32, b: u32, shared: Shared) -> bool {
        let (left, right) = (self.mentions(a), self.mentions(b));
        // The few first; of a long list those that share a clue are asked before the others.
        let (few, many) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        few.iter().take(ASKED).any(|&m| {
            let m = &book.mentions[m as usize];
            many.iter().any(|&n| self.court.believes(book, m, &book.mentions[n as usize], shared))
        })
    }

    /// Whether two voices have mentions of one person, or some that may be of the same days: by the few first of each.
    pub(super) fn are_near(&self, book: &Book<'_>, a: u32, b: u32) -> bool {
        let input = |m: &u32| &book.input[book.mentions[*m as usize].input];
        let few = |voice: u32| self.mentions(voice).iter().take(ASKED).map(input);
        few(a).any(|x| {
            few(b).any(|y| {
                let same = good(x).zip(good(y)).is_some_and(|(p, q)| is_same_name(&p, &q));
                same || are_within(x, y, STORY_DAYS)
            })
        })
    }

    /// Whether all of `a` is quotes that stand inside quotes of the family of `b`: a quote in a quote is another quote.
    fn stands_in(&self, book: &Book<'_>, a: u32, b: u32) -> bool {
        let family = |w: u32| self.court.family[w as usize];
        let outer = family(self.voices[b as usize].wording);
        let outer_is = |m: &u32| book.mentions[*m as usize].parent.is_some_and(|p| family(p) == outer);
        self.mentions(a).iter().all(outer_is)
    }
}

/// The voices of some wordings in a row.
#[derive(Debug, Default)]
struct Parted {
    /// The wording of each voice, and how many mentions it has.
    voices: Vec<(u32, u32)>,
    mentions: Vec<u32>,
}

impl Parted {
    /// Adds a voice.
    fn add(&mut self, wording: u32, mentions: &[u32]) {
        self.voices.push((wording, mentions.len() as u32));
        self.mentions.extend_from_slice(mentions);
    }
}

/// Room for parting the mentions of a wording, to be used again for the next one.
#[derive(Debug, Default)]
struct PartingRoom {
    /// The mentions, those with a name first.
    order: Vec<u32>,
    /// Of each group how many mentions it has, and the first of them, which are asked.
    groups: Vec<(usize, [u32; ASKED])>,
    /// Each mention behind its group.
    grouped: Vec<(usize, u32)>,
    mentions: Vec<u32>,
}

/// Parts the mentions of a short wording into voices.
fn part(
    book: &Book<'_>,
    court: &Court,
    wording: u32,
    mentions: &[u32],
    PartingRoom { order, groups, grouped, mentions: of_group }: &mut PartingRoom,
    parted: &mut Parted,
) {
    // Those with a name first: the others then find somebody to join.
    order.clear();
    order.extend_from_slice(mentions);
    order.sort_by_key(|&m| (good(&book.input[book.mentions[m as usize].input]).is_none(), m));
    groups.clear();
    grouped.clear();
    // So few can all be asked, without a clue that leads to them.
    let few = mentions.len() <= LED_TO;
    let strength = court.content[wording as usize];
    let shared = Shared { strength, in_a_row: book.wordings[wording as usize].in_a_row };
    let mut led: BTreeMap<Clue<'_>, Vec<usize>> = BTreeMap::new();
    for &m in &*order {
        let mention = &book.mentions[m as usize];
        let mut clues = if few { Vec::new() } else { court.clues(book, mention) };
        clues.extend(shared.in_a_row.then_some(Clue::Words));
        let joins = |group: &usize| {
            let (count, asked) = &groups[*group];
            let believes = |&n: &u32| court.believes(book, mention, &book.mentions[n as usize], shared);
            asked[..ASKED.min(*count)].iter().any(believes)
        };
        let group = if few {
            (0..groups.len()).find(joins)
        } else {
            let met: BTreeSet<usize> = clues.iter().filter_map(|c| led.get(c)).flatten().copied().collect();
            met.into_iter().find(joins)
        };
        let group = group.unwrap_or(groups.len());
        if group == groups.len() {
            groups.push((0, [0; ASKED]));
        }
        let (count, asked) = &mut groups[group];
        if let Some(asked) = asked.get_mut(*count) {
            *asked = m;
        }
        *count += 1;
        grouped.push((group, m));
        for clue in clues {
            let list = led.entry(clue).or_default();
            if list.len() < LED_TO && !list.contains(&group) {
                list.push(group);
            }
        }
    }
    grouped.sort_unstable();
    for group in grouped.chunk_by(|a, b| a.0 == b.0) {
        of_group.clear();
        of_group.extend(group.iter().map(|&(_, m)| m));
        parted.add(wording, of_group);
    }
}

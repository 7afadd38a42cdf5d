//! Clusters of voices, anchored on the fullest well-formed wording.
//!
//! The stars are those of the articles: every member was verified against the anchor, so that no chain of halves and quarters joins strangers. Only the rule for the anchor
//! is another: nearly the fullest wording, without the outlet's own cuts, that most outlets print. What is left over by all stars and shares words with a member only, as a sentence that
//! the anchor lacks, makes stars of its own with that member, which is then a mention of more than one repeated quote.

use super::relate::{Pair, Related, Room};
use super::speaker::settle;
use super::texts::{QuoteTexts, Read};
use super::witness::Voices;
use super::wording::Book;
use super::{Edit, LinkRules, QuoteKind, RepeatedQuote, Spread, Variant};
use crate::findings::{QuoteRelation, Verdict};
use crate::matching::candidates::{different, ranks};
use crate::matching::{Bond, Star, StepKind, stars};
use rayon::prelude::*;
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64;

/// Share of the longest wording's words that a wording has at least to be the anchor.
const FULLEST: f64 = 0.85;
/// Rounds of stars, each of what the one before has left over.
const ROUNDS: usize = 4;
/// Quotes whose texts are read again at once, for the steps between them.
const QUOTES: usize = 4096;

/// Two voices that are one quote.
#[derive(Debug, Clone, Copy)]
struct Joined {
    a: u32,
    b: u32,
    can_stay: (bool, bool),
    related: usize,
}

impl Bond for Joined {
    fn ends(&self) -> (u32, u32) {
        (self.a, self.b)
    }
    fn can_stay(&self) -> (bool, bool) {
        self.can_stay
    }
}

/// A star with its anchor: `(voice, number in related)` for the others.
#[derive(Debug)]
struct Anchored {
    anchor: u32,
    others: Vec<(u32, usize)>,
}

impl Anchored {
    fn voices(&self) -> impl Iterator<Item = u32> {
        self.others.iter().map(|other| other.0).chain([self.anchor])
    }
}

/// A repeated quote, with what is needed to finish it.
struct Told {
    quote: RepeatedQuote,
    /// The wording of each of its variants.
    wordings: Vec<u32>,
    /// The round in which its star was found.
    round: usize,
}

/// Cuts the voices into clusters and tells each as a repeated quote. The second value is the repeated quote of each mention of the input: the first one found of those that it stands in.
pub(super) fn clusters(
    book: &Book<'_>,
    related: &[Related],
    voices: &Voices,
    rules: &LinkRules<'_>,
    texts: &mut QuoteTexts<'_>,
) -> (Vec<RepeatedQuote>, Vec<Option<u32>>) {
    let all = all_stars(book, related, voices, texts);
    let read_only: &QuoteTexts<'_> = texts;
    let tell = |(round, star)| {
        let (quote, wordings) = quote(book, voices, related, read_only, &star);
        Told { quote, wordings, round }
    };
    let mut quotes: Vec<Told> = all.into_par_iter().map(tell).collect();
    quotes.sort_by(|a, b| {
        let key = |told: &Told| {
            let m = &book.input[told.quote.anchor];
            (m.document, m.start, m.text.len(), m.text, told.round)
        };
        key(a).cmp(&key(b))
    });
    part_ids(&mut quotes, book);
    for some in quotes.chunks_mut(QUOTES) {
        add_edits(some, book, rules, texts);
    }
    let mut quote_of = vec![None; book.input.len()];
    let mut order: Vec<u32> = (0..quotes.len() as u32).collect();
    order.sort_by_key(|&number| std::cmp::Reverse(quotes[number as usize].round));
    for number in order {
        for &mention in quotes[number as usize].quote.variants.iter().flat_map(|v| &v.mentions) {
            quote_of[mention] = Some(number);
        }
    }
    (quotes.into_iter().map(|told| told.quote).collect(), quote_of)
}

/// The stars of all voices, each with the round in which it was found.
fn all_stars(book: &Book<'_>, related: &[Related], voices: &Voices, texts: &QuoteTexts<'_>) -> Vec<(usize, Anchored)> {
    let mut joined: Vec<Joined> = voices
        .pairs(book, related)
        .into_iter()
        .map(|(a, b, number)| {
            let r = &related[number];
            Joined { a, b, can_stay: (r.a_can_stay, r.b_can_stay), related: number }
        })
        .collect();
    let voice = |v: u32| &voices.voices[v as usize];
    // Voices of one wording are told apart by their numbers, which follow the documents.
    let mut by_rank: Vec<u32> = (0..voices.voices.len() as u32).collect();
    by_rank.sort_by_key(|&v| (book.wordings[voice(v).wording as usize].rank, v));
    let rank = ranks(&by_rank);
    let mut taken = vec![false; voices.voices.len()];
    let mut all: Vec<(usize, Anchored)> = Vec::new();
    for round in 0..ROUNDS {
        let found = stars(&joined, |v| rank[v as usize], |v| voices.mentions(v).len() as u32);
        let anchored = |star: Star| {
            let others = star.members.iter().map(|&(v, edge)| (v, joined[edge].related)).collect();
            best_anchor(book, related, voices, texts, Anchored { anchor: star.kept, others })
        };
        let of_round: Vec<Anchored> = found.into_par_iter().map(anchored).collect();
        of_round.iter().flat_map(Anchored::voices).for_each(|v| taken[v as usize] = true);
        all.extend(of_round.into_iter().map(|star| (round, star)));
        // A fragment that has its quote is no evidence for another one, and a stock phrase of two strangers is what is left over most.
        joined.retain(|&Joined { a, b, related: number, .. }| {
            let says_enough = |r: &Related| r.is_firm() || r.in_a_row && voices.are_near(book, a, b);
            taken[a as usize] != taken[b as usize] && says_enough(&related[number])
        });
        if joined.is_empty() {
            break;
        }
    }
    let alone = (0..voices.voices.len() as u32).filter(|&v| !taken[v as usize] && voices.mentions(v).len() > 1);
    all.extend(alone.map(|anchor| (ROUNDS, Anchored { anchor, others: Vec::new() })));
    all
}

/// Adds the steps from the anchor to each variant.
fn add_edits(quotes: &mut [Told], book: &Book<'_>, rules: &LinkRules<'_>, texts: &mut QuoteTexts<'_>) {
    let mut changed: Vec<&mut Told> = quotes.iter_mut().filter(|told| told.quote.variants.len() > 1).collect();
    let shown: Vec<(&str, u32)> = changed
        .iter()
        .flat_map(|told| told.quote.variants.iter().zip(&told.wordings))
        .map(|(variant, &wording)| (book.input[variant.shown].text, book.wordings[wording as usize].text))
        .collect();
    let read = texts.read(&shown);
    let texts: &QuoteTexts<'_> = texts;
    let mut rest = &read[..];
    let mut of_quotes = Vec::with_capacity(changed.len());
    for told in &changed {
        let (of_quote, behind) = rest.split_at(told.quote.variants.len());
        of_quotes.push(of_quote);
        rest = behind;
    }
    changed.par_iter_mut().zip(of_quotes).for_each_init(
        || Room::new(rules.simd),
        |room, (told, read)| {
            for (variant, other) in told.quote.variants.iter_mut().zip(read).skip(1) {
                variant.edits = edits(texts, (&read[0], other), rules, room);
            }
        },
    );
}

/// The star anchored on one of the nearly fullest wordings that all others were verified against: the one whose numbers and negations fewest mentions contradict, and of
/// those the one that most outlets print.
fn best_anchor(
    book: &Book<'_>,
    related: &[Related],
    voices: &Voices,
    texts: &QuoteTexts<'_>,
    star: Anchored,
) -> Anchored {
    if star.others.is_empty() {
        return star;
    }
    let wording_of = |v: u32| voices.voices[v as usize].wording;
    let words = |v: u32| book.wordings[wording_of(v) as usize].words;
    let members: Vec<u32> = star.others.iter().map(|o| o.0).chain([star.anchor]).collect();
    let longest = members.iter().map(|&v| words(v)).max().unwrap_or(0);
    let mut fullest: Vec<u32> =
        members.iter().copied().filter(|&v| words(v) as f64 >= FULLEST * longest as f64).collect();
    let number = |a: u32, b: u32| related.binary_search_by_key(&(a.min(b), a.max(b)), |r| (r.a, r.b)).ok();
    let contradicts = |v: u32, other: u32| {
        number(wording_of(v), wording_of(other)).is_some_and(|n| related[n].relation == QuoteRelation::Altered)
    };
    fullest.sort_by_cached_key(|&v| {
        let elided = texts.text(book.wordings[wording_of(v) as usize].text).elided;
        let cut = elided.len() > 2 && elided[1..elided.len() - 1].contains(&true);
        let mentions = voices.mentions(v);
        let outlets = different(standing(book, mentions).map(|m| book.mentions[m as usize].source));
        let against = members.iter().filter(|&&o| contradicts(v, o));
        let against: usize = against.map(|&o| voices.mentions(o).len()).sum();
        (outlets.is_empty(), cut, against, std::cmp::Reverse((outlets.len(), mentions.len(), words(v))), v)
    });
    for v in fullest {
        if v == star.anchor {
            return star;
        }
        let others = members.iter().filter(|&&o| o != v).map(|&o| Some((o, number(wording_of(v), wording_of(o))?)));
        if let Some(others) = others.collect::<Option<Vec<_>>>() {
            return Anchored { anchor: v, others };
        }
    }
    star
}

/// The mentions outside furniture; all of them where there are no others.
fn standing<'b>(book: &'b Book<'_>, mentions: &'b [u32]) -> impl Iterator<Item = u32> + 'b {
    let outside = |m: u32| !book.input[book.mentions[m as usize].input].in_furniture;
    let any = mentions.iter().any(|&m| outside(m));
    mentions.iter().copied().filter(move |&m| !any || outside(m))
}

/// A repeated quote without the steps between its wordings, and the wording of each variant.
fn quote(
    book: &Book<'_>,
    voices: &Voices,
    related: &[Related],
    texts: &QuoteTexts<'_>,
    star: &Anchored,
) -> (RepeatedQuote, Vec<u32>) {
    // Voices of one wording that hang from one anchor are one variant.
    let anchor_wording = voices.voices[star.anchor as usize].wording;
    let wording_of = |v: u32| voices.voices[v as usize].wording;
    let others = star.others.iter().map(|&(v, number)| (v, related[number].relation));
    let mut members: Vec<(u32, QuoteRelation)> =
        std::iter::once((star.anchor, QuoteRelation::Exact)).chain(others).collect();
    members.sort_by_key(|&(v, _)| wording_of(v));
    let of_voices = |some: &[(u32, QuoteRelation)], mentions: &mut Vec<u32>| {
        mentions.clear();
        some.iter().for_each(|&(v, _)| mentions.extend_from_slice(voices.mentions(v)));
        mentions.sort_unstable();
    };
    let (mut mentions, mut of_wording) = (Vec::new(), Vec::new());
    of_voices(&members, &mut mentions);
    let mut variants: Vec<(u32, Variant)> = members
        .chunk_by(|a, b| wording_of(a.0) == wording_of(b.0))
        .map(|same| {
            of_voices(same, &mut of_wording);
            let input = |m: &u32| book.mentions[*m as usize].input;
            let variant = Variant {
                relation: same[0].1,
                shown: input(&shown(book, &of_wording)),
                edits: Vec::new(),
                mentions: of_wording.iter().map(input).collect(),
            };
            (wording_of(same[0].0), variant)
        })
        .collect();
    variants.sort_by_key(|(wording, v)| {
        let rank = book.wordings[*wording as usize].rank;
        (*wording != anchor_wording, v.relation, std::cmp::Reverse(v.mentions.len()), rank)
    });
    let anchor = variants.first().map_or(0, |v| v.1.shown);
    let (wordings, variants): (Vec<u32>, Vec<Variant>) = variants.into_iter().unzip();
    let input = |m: u32| &book.input[book.mentions[m as usize].input];
    // Who says a part of the words and goes on in another way disputes nothing.
    let partial: Vec<(u32, QuoteRelation)> =
        members.iter().copied().filter(|member| member.1 == QuoteRelation::Partial).collect();
    of_voices(&partial, &mut of_wording);
    let given = mentions.iter().map(|&m| (input(m), of_wording.binary_search(&m).is_err()));
    let (speaker, disputed) = settle(given, |key| book.is_person(key));
    let spread = spread(book, &mentions);
    let verdict = match () {
        () if mentions.iter().all(|&m| input(m).in_furniture) => Verdict::Boilerplate,
        () if spread.documents <= 1 => Verdict::WithinDocument,
        () if spread.sources <= 1 => Verdict::Update,
        () => Verdict::Syndicated,
    };
    let quote = RepeatedQuote {
        id: id(texts.text(book.wordings[anchor_wording as usize].text).key),
        anchor,
        words: book.wordings[anchor_wording as usize].words,
        speaker,
        disputed,
        variants,
        spread,
        verdict,
    };
    (quote, wordings)
}

/// The mention to show for a wording: outside furniture, a whole quote rather than a part, as it was said rather than with brackets or in capitals, the earliest.
fn shown(book: &Book<'_>, mentions: &[u32]) -> u32 {
    let key = |m: u32| {
        let x = &book.input[book.mentions[m as usize].input];
        let edited =
            x.text.contains(['[', '(']) || !x.text.contains(char::is_lowercase) && x.text.contains(char::is_uppercase);
        (x.in_furniture, x.nested_in.is_some(), x.kind != QuoteKind::Full, edited, x.day.is_none(), x.day, m)
    };
    mentions.iter().copied().min_by_key(|&m| key(m)).unwrap_or(0)
}

/// An id made of the words of the anchor, whoever prints them.
fn id(key: u128) -> String {
    format!("{:016x}", xxh3_64(&key.to_le_bytes()))
}

/// Gives quotes with the same words, as of two strangers, ids of their own: all but the first one by the anchor's document and place too.
fn part_ids(quotes: &mut [Told], book: &Book<'_>) {
    let mut taken: HashSet<String> = HashSet::with_capacity(quotes.len());
    for quote in quotes.iter_mut().map(|told| &mut told.quote) {
        if !taken.insert(quote.id.clone()) {
            let anchor = &book.input[quote.anchor];
            let mut bytes = quote.id.clone().into_bytes();
            bytes.extend(anchor.document.as_bytes());
            bytes.push(0);
            bytes.extend(anchor.start.to_le_bytes());
            quote.id = format!("{:016x}", xxh3_64(&bytes));
            taken.insert(quote.id.clone());
        }
    }
}

/// The steps from one wording to another.
fn edits(texts: &QuoteTexts<'_>, (x, y): (&Read, &Read), rules: &LinkRules<'_>, room: &mut Room) -> Vec<Edit> {
    let Some(pair) = Pair::new(texts, (&x.text(), &y.text()), rules, room) else { return Vec::new() };
    let steps = pair.steps();
    steps
        .iter()
        .enumerate()
        .map(|(i, step)| {
            let (a, b) = step.ranges();
            Edit {
                kind: step.kind(),
                anchor: x.folded.bytes(&pair.x.loose(a)),
                variant: y.folded.bytes(&pair.y.loose(b)),
                alters: pair.alters(texts, &steps, i, rules),
                elided: step.kind() != StepKind::Equal && pair.is_elided(step),
            }
        })
        .collect()
}

fn spread(book: &Book<'_>, mentions: &[u32]) -> Spread {
    let counted: Vec<u32> = standing(book, mentions).collect();
    let mention = |m: u32| &book.mentions[m as usize];
    let documents = different(counted.iter().map(|&m| mention(m).document)).len();
    let days = different(counted.iter().filter_map(|&m| book.input[mention(m).input].day));
    Spread {
        documents,
        sources: different(counted.iter().map(|&m| mention(m).source)).len(),
        days: days.len(),
        first: days.first().copied(),
        last: days.last().copied(),
        within_document: counted.len() - documents,
    }
}

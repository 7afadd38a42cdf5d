//! Quotes of all articles together: which are one quote, and where its words stand without marks.

use super::mentions::{Quotes, Row};
use super::parameters::Parameters;
use super::survey::Survey;
use crate::error::Result;
use crate::matching::{HashedMap, Scoring};
use crate::quotes::link::{
    Attribution, LinkRules, Linkable, Linked, Picked, Printed, QuoteReader, QuoteTexts, Relations, Sieved, UnmarkedHit,
    UnmarkedIndex, Unread, fullest, link_related, sieve,
};
use crate::text::WordHash;
use rayon::prelude::*;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_128;

/// Articles that one thread looks through in a row, and how many times as many it takes at most: so few that a thread that comes late finds some left.
const ARTICLES: usize = 64;
const AT_ONCE: usize = 16;
/// Quotes that one thread reads in a row.
const QUOTES: usize = 4096;
/// Quotes whose words are loaded at once.
const BATCH: usize = 1 << 16;
/// Words before and behind a quote that may be witnesses.
const AROUND: u32 = 20;

/// The quotes of a run, and which wordings of them are one by their words: what is found before it is known what repeats of the articles.
#[derive(Debug)]
pub(super) struct Compared<'p> {
    quotes: Quotes,
    sieved: Sieved,
    texts: QuoteTexts<'p>,
    relations: Relations,
}

/// What was found of the quotes of a run.
#[derive(Debug)]
pub(super) struct Quoted {
    /// All of them.
    pub quotes: Quotes,
    /// The repeated ones. What it numbers are places in `may_repeat`.
    pub linked: Linked,
    /// The numbers of the quotes that were linked, ascending.
    pub may_repeat: Vec<u32>,
    /// For each quote its repeated quote.
    pub quote_of: Vec<Option<u32>>,
    /// Whether each quote stands in site furniture.
    pub in_furniture: Vec<bool>,
    /// Passages without marks, by document and place.
    pub unmarked: Vec<Unmarked>,
}

/// A passage without marks that holds the words of a quote.
#[derive(Debug)]
pub(super) struct Unmarked {
    pub document: u32,
    /// The repeated quote that it is.
    pub quote: Option<u32>,
    pub hit: UnmarkedHit,
}

fn rules(parameters: &Parameters) -> LinkRules<'_> {
    LinkRules {
        orthography: parameters.data.orthography(),
        alterations: parameters.data.alterations(),
        scoring: Scoring::default(),
        simd: parameters.simd,
    }
}

impl<'p> Compared<'p> {
    /// Compares the quotes of a survey.
    pub(super) fn new(quotes: Quotes, survey: &Survey, parameters: &'p Parameters) -> Result<Compared<'p>> {
        let sieved = sieve(&quotes.plain());
        let texts = read_some(&quotes, &sieved, survey, parameters)?;
        let relations = texts.relations(&sieved, &rules(parameters));
        Ok(Compared { quotes, sieved, texts, relations })
    }

    /// Links them. `is_furniture` says of a document and a quote in it whether it stands in site furniture.
    pub(super) fn link(
        self,
        survey: &Survey,
        is_furniture: impl Fn(u32, &Row) -> bool + Sync,
        parameters: &Parameters,
    ) -> Result<Quoted> {
        let Compared { quotes, sieved, mut texts, relations } = self;
        // What somebody said is none, however often it is printed.
        let stands_in =
            |(document, row): (u32, &Row)| row.in_links() || !row.has_speaker() && is_furniture(document, row);
        let in_furniture: Vec<bool> = quotes.rows().map(stands_in).collect();
        let rules = rules(parameters);
        let may = texts.may_repeat(&relations);
        let places: Vec<u32> = (0..).zip(&may).filter(|(_, may)| **may).map(|(place, _)| place).collect();
        let may_repeat: Vec<u32> = places.iter().map(|&place| sieved.quotes[place as usize]).collect();
        let read = (&mut texts, &places[..], &relations);
        // Linking has long parts that one thread does alone: the others look for passages without marks meanwhile.
        let (linked, passages) = rayon::join(
            || link_some(&quotes, &may_repeat, &in_furniture, survey, read, &rules, parameters),
            || {
                let firm = sieved.firm(|number| !in_furniture[number as usize]);
                passages(survey, &quotes, &firm, &rules, parameters)
            },
        );
        let linked = linked?;
        let mut quote_of = vec![None; quotes.len()];
        for (&number, &quote) in may_repeat.iter().zip(&linked.quote_of) {
            quote_of[number as usize] = quote;
        }
        let mut unmarked = Vec::new();
        for (document, hits) in passages? {
            let outside = |hit: &UnmarkedHit| {
                let overlaps = |m: Range<u32>| (m.start as usize) < hit.words.end && hit.words.start < m.end as usize;
                !quotes.words_of(document).any(overlaps)
            };
            let hits = fullest(hits, |mention| quote_of[mention]).into_iter().filter(outside);
            unmarked.extend(hits.map(|hit| Unmarked { document, quote: quote_of[hit.mention], hit }));
        }
        Ok(Quoted { quotes, linked, may_repeat, quote_of, in_furniture, unmarked })
    }
}

/// Reads the quotes that were let through, in their order; while some are read the words of the next ones come from the disk.
fn read_some<'p>(
    quotes: &Quotes,
    sieved: &Sieved,
    survey: &Survey,
    parameters: &'p Parameters,
) -> Result<QuoteTexts<'p>> {
    let numbers = &sieved.quotes;
    let words_of = |numbers: &[u32]| {
        let mut words = Vec::new();
        read_words(quotes, numbers, survey, &mut words)?;
        Ok(words)
    };
    let load = |numbers: &[u32]| numbers.par_chunks(QUOTES).map(words_of).collect::<Result<Vec<Vec<WordHash>>>>();
    let mut batches = numbers.chunks(BATCH);
    let mut reader = QuoteReader::with_capacity(parameters.data.orthography(), parameters.simd, numbers.len());
    let mut now = batches.next().unwrap_or(&[]);
    let mut words = load(now)?;
    while !now.is_empty() {
        let mut unread: Vec<Unread<'_>> = Vec::with_capacity(now.len());
        for (numbers, words) in now.chunks(QUOTES).zip(&words) {
            let mut rest = &words[..];
            unread.extend(numbers.iter().map(|&number| {
                let q = quotes.get(number as usize);
                let (of_quote, behind) = rest.split_at((q.row.end_word - q.row.first_word) as usize);
                rest = behind;
                Unread { text: q.text, words: (!q.cuts_words).then_some(of_quote), language: q.language }
            }));
        }
        let next = batches.next().unwrap_or(&[]);
        let ((), loaded) = rayon::join(|| reader.read(&unread), || load(next));
        drop(unread);
        (now, words) = (next, loaded?);
    }
    Ok(reader.finish(sieved.frequent()))
}

/// Appends the words of the quotes with these ascending numbers, one quote behind the other.
fn read_words(quotes: &Quotes, numbers: &[u32], survey: &Survey, words: &mut Vec<WordHash>) -> Result<()> {
    let row = |number: u32| quotes.row(number as usize);
    let (mut ranges, mut buffer) = (Vec::new(), Vec::new());
    for of_article in numbers.chunk_by(|&a, &b| row(a).0 == row(b).0) {
        ranges.clear();
        ranges.extend(of_article.iter().map(|&q| row(q).1).map(|row| row.first_word..row.end_word));
        survey.words.read_ranges(row(of_article[0]).0, &ranges, &mut buffer, words)?;
    }
    Ok(())
}

/// Picks grams of the quotes with these ascending numbers.
fn pick(quotes: &Quotes, numbers: &[u32], survey: &Survey, parameters: &Parameters) -> Result<Vec<Picked>> {
    let of_some = |numbers: &[u32]| {
        let (mut picked, mut words) = (Picked::default(), Vec::new());
        read_words(quotes, numbers, survey, &mut words)?;
        let mut rest = &words[..];
        for &number in numbers {
            let q = quotes.get(number as usize);
            let (of_quote, behind) = rest.split_at((q.row.end_word - q.row.first_word) as usize);
            rest = behind;
            picked.add(number, q.text, of_quote, q.speaker.is_some(), parameters.simd);
        }
        Ok(picked)
    };
    numbers.par_chunks(QUOTES).map(of_some).collect()
}

/// Links the quotes with these numbers, which stand at `places` of those that were read.
fn link_some(
    quotes: &Quotes,
    numbers: &[u32],
    in_furniture: &[bool],
    survey: &Survey,
    (texts, places, relations): (&mut QuoteTexts<'_>, &[u32], &Relations),
    rules: &LinkRules<'_>,
    parameters: &Parameters,
) -> Result<Linked> {
    let all = || numbers.iter().map(|&number| quotes.get(number as usize));
    // A name is folded once, however often it is given.
    let hash = |name: &str| xxh3_128(name.as_bytes());
    let names: HashedMap<u128, &str> = all().filter_map(|q| q.speaker).map(|name| (hash(name), name)).collect();
    let key = |(hash, name)| (hash, parameters.data.languages().name_key(name));
    let keys: HashedMap<u128, String> = names.into_par_iter().map(key).collect();
    let place_of = |number: usize| numbers.binary_search(&(number as u32)).ok();
    let mut first_of_speech: Vec<Option<usize>> = vec![None; quotes.len()];
    let d = &survey.documents;
    let may_need = texts.may_need_witnesses(relations);
    let may_need: Vec<bool> = places.iter().map(|&place| may_need[place as usize]).collect();
    let around = words_around(quotes, numbers, &may_need, survey)?;
    let mut linkables: Vec<Linkable<'_>> = Vec::with_capacity(numbers.len());
    for (place, (&number, q)) in numbers.iter().zip(all()).enumerate() {
        linkables.push(Linkable {
            document: d.ids.get(q.document as usize),
            source: d.source(q.document),
            day: d.dates[q.document as usize].map(|d| d.day()),
            start: q.row.start,
            text: q.text,
            kind: q.kind,
            nested_in: q.nested_in.and_then(place_of),
            // Of the parts of a speech that are linked, the first.
            speech: Some(*first_of_speech[q.speech].get_or_insert(place)),
            speaker: q.speaker.map(|name| Attribution {
                key: &keys[&hash(name)],
                name,
                form: name,
                written: q.speaker_as_written.unwrap_or(name),
                confidence: f64::from(q.row.confidence),
                named: q.named,
            }),
            language: q.language,
            context: around[place / QUOTES].of(place % QUOTES),
            in_furniture: in_furniture[number as usize],
        });
    }
    Ok(link_related(&linkables, places, texts, relations, rules))
}

/// The words around some quotes in a row.
#[derive(Debug)]
struct Around {
    words: Vec<WordHash>,
    /// Where those of each begin, and where those of the last one end.
    borders: Vec<usize>,
}

impl Around {
    fn of(&self, quote: usize) -> &[WordHash] {
        &self.words[self.borders[quote]..self.borders[quote + 1]]
    }
}

/// The words around those of the quotes with these numbers that `may_need` them, [`QUOTES`] of them together.
fn words_around(quotes: &Quotes, numbers: &[u32], may_need: &[bool], survey: &Survey) -> Result<Vec<Around>> {
    let row = |number: u32| quotes.row(number as usize);
    let of_some = |(numbers, may_need): (&[u32], &[bool])| {
        let (mut words, mut borders, mut end) = (Vec::new(), vec![0], 0);
        let (mut ranges, mut buffer) = (Vec::new(), Vec::new());
        for of_article in numbers.chunk_by(|&a, &b| row(a).0 == row(b).0) {
            let document = row(of_article[0]).0;
            ranges.clear();
            for (&number, may_need) in of_article.iter().zip(&may_need[borders.len() - 1..]) {
                let (from, to) = (row(number).1.first_word, row(number).1.end_word);
                let [before, behind] = match may_need {
                    true => [from.saturating_sub(AROUND)..from, to..survey.words.words(document).min(to + AROUND)],
                    false => [from..from, to..to],
                };
                end += before.len() + behind.len();
                borders.push(end);
                ranges.extend([before, behind]);
            }
            survey.words.read_ranges(document, &ranges, &mut buffer, &mut words)?;
        }
        Ok(Around { words, borders })
    };
    numbers.par_chunks(QUOTES).zip(may_need.par_chunks(QUOTES)).map(of_some).collect()
}

/// Where the words of the quotes with these numbers stand without marks: what was found in each document that has any.
fn passages(
    survey: &Survey,
    quotes: &Quotes,
    numbers: &[u32],
    rules: &LinkRules<'_>,
    parameters: &Parameters,
) -> Result<Vec<(u32, Vec<UnmarkedHit>)>> {
    let printed = |number: u32| {
        let q = quotes.get(number as usize);
        Printed { text: q.text, language: q.language }
    };
    let picked = pick(quotes, numbers, survey, parameters)?;
    let LinkRules { orthography, scoring, simd, .. } = *rules;
    let index = UnmarkedIndex::new(&picked, quotes.plain(), &printed, orthography, scoring, simd);
    let count = survey.documents.len();
    let found: Vec<Vec<(u32, Vec<UnmarkedHit>)>> = (0..count.div_ceil(ARTICLES))
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map_init(
            || (index.searcher(), Vec::new(), Vec::new()),
            |(searcher, marked, buffer), chunk| {
                let mut found = Vec::new();
                let documents = (chunk * ARTICLES) as u32..((chunk + 1) * ARTICLES).min(count) as u32;
                survey.words.read_documents(documents, buffer, |document, words| {
                    marked.clear();
                    marked.extend(quotes.words_of(document));
                    let mut hits = Vec::new();
                    searcher.scan(words, marked, |hit| hits.push(hit));
                    if !hits.is_empty() {
                        found.push((document, hits));
                    }
                })?;
                Ok(found)
            },
        )
        .collect::<Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

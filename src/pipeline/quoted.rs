//! Quotes of all articles together: which are one quote, and where its words stand without marks.

use super::mentions::{Quote, Quotes};
use super::parameters::Parameters;
use super::survey::Survey;
use crate::error::Result;
use crate::matching::{HashedSet, Scoring};
use crate::quotes::link::{
    Attribution, LinkRules, Linkable, Linked, PlainTexts, Printed, UnmarkedHit, UnmarkedIndex, link,
};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Articles that one thread looks through in a row.
const ARTICLES: usize = 64;

/// What was found of the quotes of a run.
#[derive(Debug)]
pub(super) struct Quoted {
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
    pub hit: UnmarkedHit,
}

impl Quoted {
    /// Links the quotes of a survey. `furniture`: numbers of paragraphs that are site furniture.
    pub(super) fn new(
        quotes: &Quotes,
        survey: &Survey,
        furniture: &HashedSet<u32>,
        parameters: &Parameters,
    ) -> Result<Quoted> {
        let in_furniture: Vec<bool> = quotes.iter().map(|q| is_furniture(survey, furniture, &q)).collect();
        let orthography = &parameters.data.orthography;
        let texts = PlainTexts::new(quotes.iter().map(|q| q.text), orthography, parameters.simd);
        let may = texts.may_repeat(quotes.iter().map(|q| q.kind), parameters.simd);
        let may_repeat: Vec<u32> = (0..).zip(&may).filter(|(_, may)| **may).map(|(number, _)| number).collect();
        let linked = link_some(quotes, &may_repeat, &in_furniture, survey, parameters);
        let mut quote_of = vec![None; quotes.len()];
        for (&number, &quote) in may_repeat.iter().zip(&linked.quote_of) {
            quote_of[number as usize] = quote;
        }
        let printed: Vec<Printed<'_>> = quotes
            .iter()
            .zip(quote_of.iter().zip(&in_furniture))
            .map(|(q, (&quote, &in_furniture))| Printed {
                text: q.text,
                attributed: q.speaker.is_some(),
                quote,
                in_furniture,
            })
            .collect();
        let index = UnmarkedIndex::new(&printed, &texts, orthography, Scoring::default(), parameters.simd);
        let unmarked = unmarked(survey, quotes, &index)?;
        Ok(Quoted { linked, may_repeat, quote_of, in_furniture, unmarked })
    }
}

/// Links the quotes with these numbers.
fn link_some(
    quotes: &Quotes,
    numbers: &[u32],
    in_furniture: &[bool],
    survey: &Survey,
    parameters: &Parameters,
) -> Linked {
    let data = &parameters.data;
    let rules = LinkRules {
        orthography: &data.orthography,
        alterations: &data.alterations,
        scoring: Scoring::default(),
        simd: parameters.simd,
    };
    let all = || numbers.iter().map(|&number| quotes.get(number as usize));
    // A name is folded once, however often it is given.
    let mut keys: HashMap<&str, String> = HashMap::new();
    for name in all().filter_map(|q| q.speaker) {
        keys.entry(name).or_insert_with(|| data.languages.name_key(name));
    }
    let place_of = |number: usize| numbers.binary_search(&(number as u32)).ok();
    let mut first_of_speech: Vec<Option<usize>> = vec![None; quotes.len()];
    let d = &survey.documents;
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
                key: &keys[name],
                name,
                form: name,
                confidence: f64::from(q.row.confidence),
                named: q.named,
            }),
            context: q.around,
            in_furniture: in_furniture[number as usize],
        });
    }
    link(&linkables, &rules)
}

/// Whether a quote stands in a paragraph that is furniture. What somebody said is none, however often it is printed.
fn is_furniture(survey: &Survey, furniture: &HashedSet<u32>, quote: &Quote<'_>) -> bool {
    let first = survey.documents.first_paragraph[quote.document as usize];
    quote.speaker.is_none() && furniture.contains(&(first + quote.row.paragraph))
}

/// Looks for the words of quotes where no marks stand.
fn unmarked(survey: &Survey, quotes: &Quotes, index: &UnmarkedIndex<'_>) -> Result<Vec<Unmarked>> {
    let documents: Vec<u32> = (0..survey.documents.len() as u32).collect();
    let found: Vec<Vec<Unmarked>> = documents
        .par_chunks(ARTICLES)
        .map_init(
            || (index.searcher(), Vec::new(), Vec::new()),
            |(searcher, words, marked), chunk| {
                let mut found = Vec::new();
                for &document in chunk {
                    words.clear();
                    survey.words.read(document, 0, survey.words.words(document), words)?;
                    marked.clear();
                    marked.extend(quotes.words_of(document));
                    searcher.scan(words, marked, |hit| {
                        let overlaps =
                            |m: &Range<u32>| (m.start as usize) < hit.words.end && hit.words.start < m.end as usize;
                        if !marked.iter().any(overlaps) {
                            found.push(Unmarked { document, hit });
                        }
                    });
                }
                Ok(found)
            },
        )
        .collect::<Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

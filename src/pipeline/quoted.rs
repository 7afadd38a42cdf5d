//! Quotes of all articles together: which are one quote, and where its words stand without marks.

use super::mentions::{Quote, Quotes};
use super::parameters::Parameters;
use super::survey::Survey;
use crate::error::Result;
use crate::matching::{HashedMap, HashedSet, Scoring};
use crate::quotes::link::{Attribution, LinkRules, Linkable, Linked, UnmarkedHit, UnmarkedIndex, link_and_index};
use rayon::prelude::*;

/// Articles that one thread looks through in a row.
const ARTICLES: usize = 64;

/// What was found of the quotes of a run.
#[derive(Debug)]
pub(super) struct Quoted {
    /// The repeated ones, by number in `quotes`.
    pub linked: Linked,
    /// Passages without marks, by document and place.
    pub unmarked: Vec<Unmarked>,
    /// Whether each quote stands in site furniture.
    pub in_furniture: Vec<bool>,
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
        let data = &parameters.data;
        let rules = LinkRules {
            orthography: &data.orthography,
            alterations: &data.alterations,
            scoring: Scoring::default(),
            simd: parameters.simd,
        };
        // A name is folded once, however often it is given.
        let mut keys: HashedMap<&str, String> = HashedMap::default();
        for name in quotes.iter().filter_map(|q| q.speaker) {
            keys.entry(name).or_insert_with(|| data.languages.name_key(name));
        }
        let d = &survey.documents;
        let mut linkables: Vec<Linkable<'_>> = Vec::with_capacity(quotes.len());
        linkables.extend(quotes.iter().map(|q| Linkable {
            document: d.ids.get(q.document as usize),
            source: d.source(q.document),
            day: d.dates[q.document as usize].map(|d| d.day()),
            start: q.row.start,
            text: q.text,
            kind: q.kind,
            nested_in: q.nested_in,
            speech: Some(q.speech),
            speaker: q.speaker.map(|name| Attribution {
                key: &keys[name],
                name,
                form: name,
                confidence: f64::from(q.row.confidence),
                named: q.named,
            }),
            context: q.around,
            in_furniture: is_furniture(survey, furniture, &q),
        }));
        let (linked, index) = link_and_index(&linkables, &rules);
        let unmarked = unmarked(survey, quotes, &index)?;
        let in_furniture = linkables.iter().map(|l| l.in_furniture).collect();
        Ok(Quoted { linked, unmarked, in_furniture })
    }
}

/// Whether a quote stands in a paragraph that is furniture. What somebody said is none, however often it is printed.
fn is_furniture(survey: &Survey, furniture: &HashedSet<u32>, quote: &Quote<'_>) -> bool {
    let first = survey.documents.first_paragraph[quote.document as usize];
    quote.speaker.is_none() && furniture.contains(&(first + quote.row.paragraph))
}

/// Looks for the words of quotes where no marks stand.
fn unmarked(survey: &Survey, quotes: &Quotes, index: &UnmarkedIndex) -> Result<Vec<Unmarked>> {
    let documents: Vec<u32> = (0..survey.documents.len() as u32).collect();
    let found: Vec<Vec<Unmarked>> = documents
        .par_chunks(ARTICLES)
        .map_init(Vec::new, |words, chunk| {
            let mut found = Vec::new();
            for &document in chunk {
                words.clear();
                survey.words.read(document, 0, survey.words.words(document), words)?;
                index.scan(words, |hit| {
                    let marked = quotes.of(document).any(|i| {
                        let row = quotes.get(document, i).row;
                        (row.first_word as usize) < hit.words.end && hit.words.start < row.end_word as usize
                    });
                    if !marked {
                        found.push(Unmarked { document, hit });
                    }
                });
            }
            Ok(found)
        })
        .collect::<Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

//! Finding and verifying: from the rows of the survey to clusters and families.

use super::bodies::Bodies;
use super::fingerprints::{ByFingerprints, propose_by_fingerprints};
use super::found::{Found, document_families, keep_nearest, make_stars, nearness};
use super::furniture::Furniture;
use super::parameters::{Observer, Parameters, Scope};
use super::sketching::Sketches;
use super::survey::Survey;
use super::units::{DocumentUnits, ParagraphUnits, Units, rank_documents};
use super::verify::Verifier;
use crate::boilerplate::SpreadBuilder;
use crate::error::Result;
use crate::findings::Relation;
use crate::matching::Edge;
use crate::matching::candidates::{Proposals, distinct, unpack};
use crate::text::WordHash;
use rayon::prelude::*;

/// All that was found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Documents.
    pub documents: Found,
    /// Paragraphs; nothing when only documents are compared.
    pub paragraphs: Found,
    /// The family of each document: the number of its first document.
    pub families: Vec<u32>,
    /// How much the keep rule likes each document: 0 is the best.
    pub document_rank: Vec<u32>,
    /// Site furniture, when it was looked for.
    pub(super) furniture: Option<Furniture>,
    /// What was compared of each document.
    pub(super) bodies: Bodies,
}

impl Analysis {
    /// Appends the words of a document that were compared to `out`: all of them, or those that are no furniture.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn compared_words(&self, survey: &Survey, document: u32, out: &mut Vec<WordHash>) -> Result<()> {
        self.bodies.read(&survey.words, document, out)
    }
}

/// Rounds over groups that were cut.
const ROUNDS: usize = 4;

/// Finds furniture, finds and verifies all pairs of what is left, and makes clusters and families of them. The sketches of the survey are used up.
///
/// # Errors
///
/// [`Error::Io`](crate::Error::Io) when temporary data cannot be read, [`Error::Interrupted`](crate::Error::Interrupted) when the observer says so.
pub fn analyse(survey: &mut Survey, parameters: &Parameters, observer: &Observer<'_>) -> Result<Analysis> {
    analyse_beside(survey, parameters, observer, |_| Ok(())).map(|(analysis, ())| analysis)
}

/// The same, and something else with the survey at the same time: where one of the two has work for one thread only, the others do what the other has.
pub(super) fn analyse_beside<T: Send>(
    survey: &mut Survey,
    parameters: &Parameters,
    observer: &Observer<'_>,
    other: impl FnOnce(&Survey) -> Result<T> + Send,
) -> Result<(Analysis, T)> {
    let (spread, sketches) = (survey.lines.take_spread(), survey.sketches.take());
    let survey = &*survey;
    let (analysis, other) =
        rayon::join(|| analyse_survey(survey, spread, sketches, parameters, observer), || other(survey));
    Ok((analysis?, other?))
}

/// Finds furniture, and what repeats of all that is none.
fn analyse_survey(
    survey: &Survey,
    spread: SpreadBuilder,
    sketches: Option<Sketches>,
    parameters: &Parameters,
    observer: &Observer<'_>,
) -> Result<Analysis> {
    let furniture = parameters.finds_boilerplate().then(|| Furniture::new(spread, survey, parameters)).transpose()?;
    let bodies = match &furniture {
        Some(furniture) if parameters.leaves_out_furniture() => Bodies::without(furniture, &survey.words),
        _ => Bodies::whole(),
    };
    let sketches = match sketches {
        Some(sketches) => sketches,
        None => Sketches::of_bodies(survey, &bodies, parameters, observer)?,
    };
    let document_rank = rank_documents(survey, &bodies, parameters);
    let (documents, paragraphs) = compare(survey, &bodies, sketches, &document_rank, parameters, observer)?;
    let families = document_families(survey.documents.len(), &documents);
    Ok(Analysis { documents, paragraphs, families, document_rank, furniture, bodies })
}

/// Finds and verifies the pairs of documents, and those of paragraphs.
fn compare(
    survey: &Survey,
    bodies: &Bodies,
    sketches: Sketches,
    document_rank: &[u32],
    parameters: &Parameters,
    observer: &Observer<'_>,
) -> Result<(Found, Found)> {
    let documents = DocumentUnits::new(survey, bodies, &sketches.keys, parameters, document_rank);
    let everything = parameters.scope == Scope::Everything;

    // What does not wait for one another is done at once: a part of each runs on one thread.
    let (proposals, paragraph_units) = rayon::join(
        || documents.propose(sketches.document_bands),
        || {
            let bitmaps = sketches.paragraph_bitmaps;
            everything.then(|| ParagraphUnits::new(survey, bodies, bitmaps, parameters, document_rank))
        },
    );
    let mut proposals = proposals?;
    let mut by_fingerprints = ByFingerprints::default();
    if let Some(paragraphs) = &paragraph_units {
        let counts = &sketches.fingerprint_counts;
        by_fingerprints = propose_by_fingerprints(sketches.fingerprints, counts, &documents, paragraphs)?;
        proposals.pairs.append(&mut by_fingerprints.documents);
    }
    let verifier = Verifier {
        parameters,
        shingle_words: parameters.document_sketch.shingle_words,
        passages: everything,
        observer,
    };
    let (found, proposals) = rayon::join(
        || -> Result<Found> {
            let mut found = find(proposals, &documents, &verifier, parameters.rejected)?;
            found.copies = documents.copies();
            make_stars(&mut found, &documents);
            Ok(found)
        },
        || paragraph_units.as_ref().map(|units| units.propose(sketches.paragraph_bands)).transpose(),
    );
    let (mut found, proposals) = (found?, proposals?);
    found.groups_cut += by_fingerprints.groups_cut;
    found.left_out += by_fingerprints.left_out;
    let mut paragraphs = Found::default();

    if let (Some(units), Some(mut proposals)) = (&paragraph_units, proposals) {
        units.propose_short(&mut proposals);
        proposals.pairs.append(&mut by_fingerprints.paragraphs);
        let verifier =
            Verifier { shingle_words: parameters.paragraph_sketch.shingle_words, passages: false, ..verifier };
        let mut found = find(proposals, units, &verifier, parameters.rejected)?;
        found.copies = units.copies();
        make_stars(&mut found, units);
        paragraphs = found;
    }
    Ok((found, paragraphs))
}

/// Pairs that cannot be contained to this degree are not even among the nearest of those that are turned down, as a rule.
const FAR: f64 = 0.8;

/// Verifies what is proposed, round after round while groups that were cut have units that nothing matched.
fn find(mut proposals: Proposals, units: &impl Units, verifier: &Verifier<'_>, rejected: usize) -> Result<Found> {
    let mut found = Found { groups_cut: proposals.cut.len() as u64, ..Found::default() };
    let mut matched = vec![false; if proposals.cut.is_empty() { 0 } else { units.len() }];
    let mut tried: Vec<u64> = Vec::new();
    // Of most pairs it is known without their words that they are no duplicates. Their Jaccard similarity is below `nearest`.
    let least = FAR.min(verifier.parameters.thresholds.least_containment());
    let nearest = least / (2.0 - least);
    for _ in 0..ROUNDS {
        let mut pairs = distinct(std::mem::take(&mut proposals.pairs));
        pairs.retain(|p| tried.binary_search(p).is_err());
        if pairs.is_empty() {
            break;
        }
        found.verified += pairs.len() as u64;
        if !proposals.cut.is_empty() {
            tried.extend(&pairs);
            tried.sort_unstable();
        }
        let (near, far): (Vec<u64>, Vec<u64>) = pairs.into_par_iter().partition(|&pair| {
            let (a, b) = unpack(pair);
            units.at_most(a, b) >= least
        });
        take(&near, units, verifier, &mut found, &mut matched, rejected)?;
        keep_nearest(&mut found.rejected, rejected, units);
        let told = found.rejected.len() == rejected;
        if rejected > 0 && !(told && found.rejected.last().is_some_and(|(_, c)| nearness(c) >= nearest)) {
            // Those that are told may be among them.
            take(&far, units, verifier, &mut found, &mut matched, rejected)?;
            keep_nearest(&mut found.rejected, rejected, units);
        }
        if proposals.cut.is_empty() {
            break;
        }
        proposals = proposals.next_round(|u| !matched[u as usize], |a, b| units.comparable(a, b));
    }
    found.left_out = proposals.left_over();
    Ok(found)
}

/// How near a pair is at least that is among the `count` nearest.
fn nearest(mut all: Vec<f64>, count: usize) -> f64 {
    match count {
        0 => f64::INFINITY,
        _ if all.len() <= count => 0.0,
        _ => *all.select_nth_unstable_by(count - 1, |a, b| b.total_cmp(a)).1,
    }
}

/// Verifies pairs and takes in what comes of them; of those that are turned down the `rejected` nearest, and more where some are equally near.
fn take(
    pairs: &[u64],
    units: &impl Units,
    verifier: &Verifier<'_>,
    found: &mut Found,
    matched: &mut [bool],
    rejected: usize,
) -> Result<()> {
    let comparisons = verifier.verify(pairs, units)?;
    let turned_down = comparisons.iter().filter(|c| c.relation == Relation::None);
    let nearest = nearest(turned_down.map(nearness).collect(), rejected);
    for (&pair, &comparison) in pairs.iter().zip(&comparisons) {
        let (a, b) = unpack(pair);
        if comparison.relation == Relation::None {
            if nearness(&comparison) >= nearest {
                found.rejected.push((pair, comparison));
            }
            continue;
        }
        let words = |u| {
            let (_, first, end) = units.span(u);
            end - first
        };
        found.edges.push(Edge::new(pair, comparison, words(a) > words(b)));
        for unit in [a, b] {
            if let Some(matched) = matched.get_mut(unit as usize) {
                *matched = true;
            }
        }
    }
    Ok(())
}

//! What the shared steps of the analysis ask of documents and of paragraphs, so that each step is written once for both.

use super::bodies::Bodies;
use super::columns::{Documents, Paragraphs};
use super::found::ExactCopies;
use super::parameters::Parameters;
use super::sketching::covers;
use super::survey::Survey;
use super::verify::Span;
use crate::error::Result;
use crate::matching::candidates::{FULL_GROUP, Proposals, ranks, representatives};
use crate::matching::{Candidate, Runs};
use crate::text::WordHash;
use std::borrow::Cow;
use xxhash_rust::xxh3::xxh3_128;

/// Documents ordered by the keep rule.
pub(super) fn rank_documents(survey: &Survey, bodies: &Bodies, parameters: &Parameters) -> Vec<u32> {
    let d = &survey.documents;
    let candidate = |u: u32| Candidate {
        words: bodies.words(&survey.words, u),
        date: d.dates[u as usize].map(|d| d.seconds),
        source: d.source(u),
        order: u,
        tie: (d.ids.get(u as usize), 0),
    };
    let mut order: Vec<u32> = (0..d.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| parameters.keep.compare(&candidate(a), &candidate(b)));
    ranks(&order)
}

/// What the shared steps ask of documents and of paragraphs.
pub(super) trait Units: Sync {
    /// The unit's exact copies are stood for by this one.
    fn representative(&self, unit: u32) -> u32;
    /// Smaller is liked better by the keep rule.
    fn rank(&self, unit: u32) -> u32;
    fn comparable(&self, a: u32, b: u32) -> bool;
    /// What orders units whatever the order of the input: the document's id and the place in it.
    fn name(&self, unit: u32) -> (&str, u32);
    fn span(&self, unit: u32) -> Span;
    /// Containment, and so Jaccard, of two units is at most so much, as far as is known without their words.
    fn at_most(&self, _a: u32, _b: u32) -> f64 {
        1.0
    }
    /// Appends the words `first..end` of those that are compared of a document to `out`.
    fn read(&self, document: u32, first: u32, end: u32, out: &mut Vec<WordHash>) -> Result<()>;
    fn len(&self) -> usize;

    /// The pairs that share a key.
    fn propose(&self, runs: Runs) -> Result<Proposals> {
        let parts = runs.groups(|_, units, (out, buffer): &mut (Proposals, Vec<u32>)| {
            buffer.clear();
            buffer.extend(units.iter().map(|&u| self.representative(u)));
            buffer.sort_unstable();
            buffer.dedup();
            if buffer.len() > 1 {
                out.add(buffer, FULL_GROUP, |u| self.rank(u), |a, b| self.comparable(a, b));
            }
        })?;
        Ok(Proposals::concat(parts.into_iter().map(|p| p.0).collect()))
    }

    /// The units that each representative stands for.
    fn copies(&self) -> ExactCopies {
        let mut copies = ExactCopies::default();
        for unit in 0..self.len() as u32 {
            let representative = self.representative(unit);
            if representative != unit {
                copies.entry(representative).or_default().push(unit);
            }
        }
        copies
    }
}

pub(super) struct DocumentUnits<'a> {
    survey: &'a Survey,
    bodies: &'a Bodies,
    parameters: &'a Parameters,
    rank: &'a [u32],
    representative: Vec<u32>,
    /// How many words of each are compared.
    words: Vec<u32>,
}

impl<'a> DocumentUnits<'a> {
    pub(super) fn new(
        survey: &'a Survey,
        bodies: &'a Bodies,
        keys: &[u128],
        parameters: &'a Parameters,
        rank: &'a [u32],
    ) -> DocumentUnits<'a> {
        let representative = stand_ins(keys, parameters, |u| rank[u as usize]);
        let words = (0..keys.len() as u32).map(|u| bodies.words(&survey.words, u)).collect();
        DocumentUnits { survey, bodies, parameters, rank, representative, words }
    }
}

/// An upper bound for the containment of two texts, of which the words are counted and the bitmaps of their shingles known; 0 is a bitmap that is not known.
fn contained_at_most((a_words, a): (u32, u128), (b_words, b): (u32, u128), shingle_words: u32) -> f64 {
    if a == 0 || b == 0 {
        return 1.0;
    }
    // Of the shingles of a text, so many at the most and so many at the least, as some may repeat.
    let at_most = |words: u32| (words + 1).saturating_sub(shingle_words).max(1);
    let bound =
        |words: u32, one: u128, other: u128| 1.0 - f64::from((one & !other).count_ones()) / f64::from(at_most(words));
    let (a_in_b, b_in_a) = (bound(a_words, a, b), bound(b_words, b, a));
    // The smaller set decides.
    if at_most(a_words) <= b.count_ones() {
        a_in_b
    } else if at_most(b_words) <= a.count_ones() {
        b_in_a
    } else {
        a_in_b.max(b_in_a)
    }
}

/// Which unit stands for each: exact copies for one another where all may be compared, else every unit for itself.
fn stand_ins<R: Ord>(keys: &[u128], parameters: &Parameters, rank: impl Fn(u32) -> R) -> Vec<u32> {
    if parameters.compares_all() { representatives(keys, rank) } else { (0..keys.len() as u32).collect() }
}

fn documents_comparable(d: &Documents, parameters: &Parameters, a: u32, b: u32) -> bool {
    if parameters.cross_source_only && d.sources[a as usize] == d.sources[b as usize] {
        return false;
    }
    let seconds = |u: u32| d.dates[u as usize].map(|date| date.seconds);
    parameters.near_in_time(seconds(a), seconds(b))
}

impl Units for DocumentUnits<'_> {
    fn representative(&self, unit: u32) -> u32 {
        self.representative[unit as usize]
    }
    fn rank(&self, unit: u32) -> u32 {
        self.rank[unit as usize]
    }
    fn comparable(&self, a: u32, b: u32) -> bool {
        documents_comparable(&self.survey.documents, self.parameters, a, b)
    }
    fn name(&self, unit: u32) -> (&str, u32) {
        (self.survey.documents.ids.get(unit as usize), 0)
    }
    fn span(&self, unit: u32) -> Span {
        (unit, 0, self.words[unit as usize])
    }
    fn read(&self, document: u32, _: u32, _: u32, out: &mut Vec<WordHash>) -> Result<()> {
        // A document is a unit, so all of it is asked for.
        self.bodies.read(&self.survey.words, document, out)
    }
    fn len(&self) -> usize {
        self.survey.documents.len()
    }
}

pub(super) struct ParagraphUnits<'a> {
    survey: &'a Survey,
    documents: &'a Documents,
    pub paragraphs: &'a Paragraphs,
    pub parameters: &'a Parameters,
    document_rank: &'a [u32],
    representative: Vec<u32>,
    bitmaps: Vec<u128>,
}

impl<'a> ParagraphUnits<'a> {
    pub(super) fn new(
        survey: &'a Survey,
        bodies: &Bodies,
        bitmaps: Vec<u128>,
        parameters: &'a Parameters,
        document_rank: &'a [u32],
    ) -> ParagraphUnits<'a> {
        let paragraphs = &survey.paragraphs;
        // Of equal paragraphs the one in the best document stands for all, and in that document the first one.
        let rank = |p: u32| (document_rank[paragraphs.documents[p as usize] as usize], p);
        let representative = stand_ins(&compared_keys(survey, bodies), parameters, rank);
        let documents = &survey.documents;
        ParagraphUnits { survey, documents, paragraphs, parameters, document_rank, representative, bitmaps }
    }
}

/// The keys of the paragraphs. One that is furniture has a key of its own: it is equal to no other.
fn compared_keys<'a>(survey: &'a Survey, bodies: &Bodies) -> Cow<'a, [u128]> {
    let mut keys = Cow::Borrowed(&survey.paragraphs.keys[..]);
    for document in 0..survey.documents.len() as u32 {
        let cuts = bodies.cuts(document);
        if cuts.is_empty() {
            continue;
        }
        for p in survey.documents.paragraphs(document) {
            let first = survey.paragraphs.first_word[p];
            let words = first..first + survey.paragraphs.words[p];
            if cuts.iter().any(|cut| covers(cut, &words)) {
                keys.to_mut()[p] = xxh3_128(&(p as u64).to_le_bytes());
            }
        }
    }
    keys
}

impl ParagraphUnits<'_> {
    /// Short paragraphs have no bands. Where exact copies do not stand for one another, their equals are proposed by their key.
    pub(super) fn propose_short(&self, proposals: &mut Proposals) {
        if self.parameters.compares_all() {
            return;
        }
        let short = |&p: &u32| self.paragraphs.words[p as usize] < self.parameters.min_paragraph_words;
        let key = |p: u32| self.paragraphs.keys[p as usize];
        let mut units: Vec<u32> = (0..self.len() as u32).filter(short).collect();
        units.sort_unstable_by_key(|&p| (key(p), p));
        for group in units.chunk_by(|&a, &b| key(a) == key(b)).filter(|g| g.len() > 1) {
            proposals.add(group, FULL_GROUP, |u| self.rank(u), |a, b| self.comparable(a, b));
        }
    }
}

impl Units for ParagraphUnits<'_> {
    fn representative(&self, unit: u32) -> u32 {
        self.representative[unit as usize]
    }
    fn rank(&self, unit: u32) -> u32 {
        self.document_rank[self.paragraphs.documents[unit as usize] as usize]
    }
    fn comparable(&self, a: u32, b: u32) -> bool {
        let document = |p: u32| self.paragraphs.documents[p as usize];
        documents_comparable(self.documents, self.parameters, document(a), document(b))
    }
    fn name(&self, unit: u32) -> (&str, u32) {
        let u = unit as usize;
        (self.documents.ids.get(self.paragraphs.documents[u] as usize), self.paragraphs.first_word[u])
    }
    fn span(&self, unit: u32) -> Span {
        let u = unit as usize;
        let first = self.paragraphs.first_word[u];
        (self.paragraphs.documents[u], first, first + self.paragraphs.words[u])
    }
    fn at_most(&self, a: u32, b: u32) -> f64 {
        let of = |u: u32| (self.paragraphs.words[u as usize], self.bitmaps[u as usize]);
        contained_at_most(of(a), of(b), self.parameters.paragraph_sketch.shingle_words as u32)
    }
    fn read(&self, document: u32, first: u32, end: u32, out: &mut Vec<WordHash>) -> Result<()> {
        self.survey.words.read(document, first, end, out)
    }
    fn len(&self) -> usize {
        self.paragraphs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Similarity;
    use crate::simd::Simd;
    use crate::simd::bitmap::bitmap;
    use crate::sketch::shingle_set;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn containment_is_never_above_its_bound(
            a in prop::collection::vec(0u64..12, 1..60), b in prop::collection::vec(0u64..12, 1..60),
            from in 0usize..60, size in 1usize..6, change: bool
        ) {
            let mut b = b;
            if change {
                // One stands in the other, more or less.
                b.splice(0..b.len() / 2, a[from.min(a.len())..].iter().copied());
            }
            let hashed = |words: &[u64]| -> Vec<u64> { words.iter().map(|w| (w + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect() };
            let of = |words: &[u64]| {
                let mut set = Vec::new();
                shingle_set(Simd::best(), &hashed(words), size, &mut set);
                ((words.len() as u32, bitmap(Simd::best(), &set)), set)
            };
            let ((a, a_set), (b, b_set)) = (of(&a), of(&b));
            let bound = contained_at_most(a, b, size as u32);
            prop_assert_eq!(bound, contained_at_most(b, a, size as u32));
            prop_assert!(Similarity::of(&a_set, &b_set).containment <= bound + 1e-9);
            prop_assert_eq!(contained_at_most((a.0, 0), b, size as u32), 1.0);
        }
    }
}

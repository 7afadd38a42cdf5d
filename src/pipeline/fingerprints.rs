//! Pairs that share selected fingerprints: how contained and derived copies are met, which have no band in common.

use super::units::{DocumentUnits, ParagraphUnits, Units};
use crate::error::Result;
use crate::matching::Runs;
use crate::matching::candidates::{FULL_GROUP, Proposals, proposed_often, unpack};

/// Of the smaller document's fingerprints, the share that a pair has in common at least to be looked at for passages. Half of the words in shared
/// passages mean a quarter of the shingles at the least, and so about a quarter of the fingerprints; in real news no derived pair had less than 0.18.
const SHARED_FINGERPRINTS: f64 = 0.15;
/// Groups of documents that share a fingerprint give all their pairs up to this size; a smaller bound would take away from the counts above.
const FULL_FINGERPRINT_GROUP: usize = 64;

/// Pairs that fingerprints propose.
#[derive(Debug, Default)]
pub(super) struct ByFingerprints {
    pub documents: Vec<u64>,
    pub paragraphs: Vec<u64>,
    pub groups_cut: u64,
    pub left_out: u64,
}

/// Pairs of documents that share enough fingerprints to be contained or derived, and pairs of paragraphs that may be contained.
pub(super) fn propose_by_fingerprints(
    runs: Runs,
    documents: &DocumentUnits<'_>,
    paragraphs: &ParagraphUnits<'_>,
) -> Result<ByFingerprints> {
    #[derive(Default)]
    struct Out {
        documents: Proposals,
        paragraphs: Proposals,
        buffer: Vec<u32>,
    }
    let parts = runs.groups(|_, units, out: &mut Out| {
        let buffer = &mut out.buffer;
        buffer.clear();
        buffer.extend(units.iter().map(|&p| documents.representative(paragraphs.paragraphs.documents[p as usize])));
        buffer.sort_unstable();
        buffer.dedup();
        if buffer.len() > 1 {
            out.documents.add(buffer, FULL_FINGERPRINT_GROUP, |u| documents.rank(u), |a, b| documents.comparable(a, b));
        }
        buffer.clear();
        buffer.extend(units.iter().map(|&p| paragraphs.representative(p)));
        buffer.sort_unstable();
        buffer.dedup();
        if buffer.len() > 1 {
            let words = |p: u32| paragraphs.paragraphs.words[p as usize];
            let shorter = |a: u32, b: u32| {
                let (short, long) = (words(a).min(words(b)), words(a).max(words(b)));
                short >= paragraphs.parameters.min_paragraph_words && f64::from(short) <= f64::from(long) * 0.9
            };
            out.paragraphs.add(
                buffer,
                FULL_GROUP,
                |u| paragraphs.rank(u),
                |a, b| shorter(a, b) && paragraphs.comparable(a, b),
            );
        }
    })?;
    let mut result = ByFingerprints::default();
    let (mut document_pairs, mut paragraph_pairs) = (Vec::new(), Vec::new());
    for part in parts {
        for proposals in [&part.documents, &part.paragraphs] {
            result.groups_cut += proposals.cut.len() as u64;
            result.left_out += proposals.left_over();
        }
        document_pairs.extend(part.documents.pairs);
        paragraph_pairs.extend(part.paragraphs.pairs);
    }
    let counts = &documents.survey.documents.fingerprints;
    result.documents = proposed_often(document_pairs, |pair| {
        let (a, b) = unpack(pair);
        let smaller = counts[a as usize].min(counts[b as usize]);
        (f64::from(smaller) * SHARED_FINGERPRINTS).ceil() as u32
    });
    let density = 2.0 / (paragraphs.parameters.fingerprint_window as f64 + 1.0);
    result.paragraphs = proposed_often(paragraph_pairs, |pair| {
        let (a, b) = unpack(pair);
        let shorter = paragraphs.paragraphs.words[a as usize].min(paragraphs.paragraphs.words[b as usize]);
        (f64::from(shorter) * density / 3.0).ceil() as u32
    });
    Ok(result)
}

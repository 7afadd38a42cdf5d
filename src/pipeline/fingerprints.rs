//! Pairs that share selected fingerprints: how contained and derived copies are met, which have no band in common.

use super::units::{DocumentUnits, ParagraphUnits, Units};
use crate::error::Result;
use crate::matching::candidates::FULL_GROUP;
use crate::matching::{Meetings, Runs};

/// Of the smaller document's fingerprints, the share that a pair has in common at least to be looked at for passages. Half of the words in shared
/// passages mean a quarter of the shingles at the least, and so about a quarter of the fingerprints; in real news no derived pair had less than 0.18.
pub(super) const SHARED_FINGERPRINTS: f64 = 0.15;
/// Groups of documents that share a fingerprint give all their pairs up to this size; a smaller bound would take away from the counts above.
pub(super) const FULL_FINGERPRINT_GROUP: usize = 64;

/// Of the longer paragraph's words, the share that a contained one has at most: what is longer has bands in common.
const SHORTER: f64 = 0.9;

/// Pairs that fingerprints propose.
#[derive(Debug, Default)]
pub(super) struct ByFingerprints {
    pub documents: Vec<u64>,
    pub paragraphs: Vec<u64>,
    pub groups_cut: u64,
    pub left_out: u64,
}

/// Pairs of documents that share enough fingerprints to be contained or derived, and pairs of paragraphs that may be contained. `counts` says how many fingerprints
/// each document has.
pub(super) fn propose_by_fingerprints(
    runs: Runs,
    counts: &[u32],
    documents: &DocumentUnits<'_>,
    paragraphs: &ParagraphUnits<'_>,
) -> Result<ByFingerprints> {
    #[derive(Default)]
    struct Out {
        documents: Meetings,
        paragraphs: Meetings,
        buffer: Vec<u32>,
    }
    let parts = runs.groups(|_, units, out: &mut Out| {
        let buffer = &mut out.buffer;
        buffer.clear();
        buffer.extend(units.iter().map(|&p| documents.representative(paragraphs.paragraphs.documents[p as usize])));
        buffer.sort_unstable();
        buffer.dedup();
        if buffer.len() > 1 {
            out.documents.add(buffer, FULL_FINGERPRINT_GROUP, |u| documents.rank(u));
        }
        buffer.clear();
        buffer.extend(units.iter().map(|&p| paragraphs.representative(p)));
        buffer.sort_unstable();
        buffer.dedup();
        if buffer.len() > 1 {
            out.paragraphs.add(buffer, FULL_GROUP, |u| paragraphs.rank(u));
        }
    })?;
    let mut result = ByFingerprints::default();
    let (mut of_documents, mut of_paragraphs) = (Vec::new(), Vec::new());
    for part in parts {
        for meetings in [&part.documents, &part.paragraphs] {
            result.groups_cut += meetings.groups_cut;
            result.left_out += meetings.left_out;
        }
        of_documents.push(part.documents);
        of_paragraphs.push(part.paragraphs);
    }
    let enough_for_documents = |a: u32, b: u32, shared| {
        let smaller = counts[a as usize].min(counts[b as usize]);
        f64::from(shared) >= f64::from(smaller) * SHARED_FINGERPRINTS && documents.comparable(a, b)
    };
    let density = 2.0 / (paragraphs.parameters.fingerprint_window as f64 + 1.0);
    let words = |p: u32| paragraphs.paragraphs.words[p as usize];
    let enough_for_paragraphs = |a, b, shared| {
        let (short, long) = (words(a).min(words(b)), words(a).max(words(b)));
        let shorter =
            short >= paragraphs.parameters.min_paragraph_words && f64::from(short) <= f64::from(long) * SHORTER;
        shorter && f64::from(shared) >= f64::from(short) * density / 3.0 && paragraphs.comparable(a, b)
    };
    (result.documents, result.paragraphs) = rayon::join(
        || Meetings::often(of_documents, documents.len(), enough_for_documents),
        || Meetings::often(of_paragraphs, paragraphs.len(), enough_for_paragraphs),
    );
    Ok(result)
}

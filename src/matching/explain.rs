//! Two texts side by side: both figures, the shared passages, and the words that differ.

use super::align::Step;
use super::altered::Alterations;
use super::compare::{Comparison, Similarity, Thresholds, compare, passages_between};
use crate::simd::Simd;
use crate::sketch::shingle_set;
use crate::text::{Cutter, Words};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Why two texts are, or are not, duplicates.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The words of the first text.
    pub a: Words,
    /// The words of the second.
    pub b: Words,
    /// How they relate.
    pub comparison: Comparison,
    /// The same in words.
    pub reason: String,
    /// The figures of the shingle sets.
    pub similarity: Similarity,
    /// Sizes of the shingle sets.
    pub shingles: (usize, usize),
    /// Passages of the shorter text that the longer one has too, as word numbers of the shorter.
    pub passages: Vec<Range<u32>>,
    /// Whether the first text is the shorter one.
    pub a_is_shorter: bool,
    /// The steps from the first text to the second.
    pub steps: Vec<Step>,
}

/// Compares two texts over word n-grams of this size.
pub fn explain(
    a: &str,
    b: &str,
    shingle_words: usize,
    thresholds: &Thresholds,
    alterations: &Alterations,
    simd: Simd,
) -> Explanation {
    let mut cutter = Cutter::new(simd);
    let (mut left, mut right, mut newlines) = (Words::default(), Words::default(), Vec::new());
    cutter.cut(a, &mut left, &mut newlines);
    cutter.cut(b, &mut right, &mut newlines);
    let comparison = compare(&left.hashes, &right.hashes, shingle_words, thresholds, alterations);
    let (mut x, mut y) = (Vec::new(), Vec::new());
    shingle_set(simd, &left.hashes, shingle_words, &mut x);
    shingle_set(simd, &right.hashes, shingle_words, &mut y);
    let a_is_shorter = left.len() <= right.len();
    let (shorter, longer) = if a_is_shorter { (&left, &right) } else { (&right, &left) };
    let passages = passages_between(simd, &shorter.hashes, &longer.hashes);
    let steps = capture_diff_slices(Algorithm::Patience, &left.hashes, &right.hashes).into_iter().map(step).collect();
    Explanation {
        reason: comparison.reason(shingle_words, thresholds).into_owned(),
        similarity: Similarity::of(&x, &y),
        shingles: (x.len(), y.len()),
        comparison,
        passages,
        a_is_shorter,
        steps,
        a: left,
        b: right,
    }
}

fn step(op: DiffOp) -> Step {
    let (a, b) = (op.old_range(), op.new_range());
    match op {
        DiffOp::Equal { .. } => Step::Equal { a, b },
        _ => Step::Changed { a, b },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Relation;

    #[test]
    fn the_steps_lead_from_one_to_the_other() {
        let a = "One two three four five six seven eight nine ten eleven twelve.";
        let b = "One two three four FIVE six, seven eight nine hundred eleven twelve thirteen!";
        let e = explain(a, b, 5, &Thresholds::default(), &Alterations::shipped(), Simd::best());
        let mut rebuilt = Vec::new();
        for step in &e.steps {
            match step {
                Step::Equal { a, b } => {
                    assert_eq!(e.a.hashes[a.clone()], e.b.hashes[b.clone()]);
                    rebuilt.extend_from_slice(&e.a.hashes[a.clone()]);
                }
                Step::Changed { b, .. } => rebuilt.extend_from_slice(&e.b.hashes[b.clone()]),
            }
        }
        assert_eq!(rebuilt, e.b.hashes);
        assert_eq!(e.passages, vec![std::ops::Range { start: 0, end: 9 }]);
        assert_eq!(e.comparison.relation, Relation::None);
    }
}
